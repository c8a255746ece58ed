//! The columns of every table over articles, each with its meaning: the one list that CSV, dictionary and tests use.

mod lists;

use super::{Cell, Kind};
use crate::analysis::{Analysis, Analyzer};
use crate::lexicon::UNIT;
use crate::score::{Hit, Scheme};
use crate::span::Offsets;
use std::fmt::{self, Write as _};

/// A table over articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// One row an article.
    Articles,
    /// One row a paragraph.
    Paragraphs,
    /// One row a quote.
    Quotes,
    /// One row a speaker within an article.
    SpeakerArticles,
    /// One row a hit.
    Hits,
}

/// Which hits a table of hits lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitRows {
    /// None.
    None,
    /// Those worth something, for the text or for the speaker.
    Scored,
    /// All.
    All,
}

/// What a row of a table is made from.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The article's analysis.
    pub analysis: &'a Analysis,
    /// The analyzer that made it.
    pub analyzer: &'a Analyzer,
    /// Conversion of its offsets.
    pub offsets: &'a Offsets<'a>,
    /// SHA-256 of its text, in hexadecimal.
    pub sha256: &'a str,
    /// Index of the row's item in the article.
    pub index: usize,
}

/// A column: its name, its meaning, and its value in a row, for one score column where it is about one.
pub struct Column {
    /// Its name; never changes its meaning.
    pub name: String,
    /// What it holds, with unit and range.
    pub about: String,
    /// What its values are.
    pub kind: Kind,
    cell: Value,
    target: usize,
}

impl Column {
    /// The column's value in a row.
    #[must_use]
    pub fn cell<'a>(&self, row: &Row<'a>) -> Cell<'a> {
        self.kind.checked((self.cell)(row, self.target))
    }
}

/// A column's value in a row, in a score column where it is about one.
type Value = for<'a> fn(&Row<'a>, usize) -> Cell<'a>;
type Plain = (&'static str, Kind, &'static str, Value);

fn plain(columns: &[Plain]) -> Vec<Column> {
    let column = |(name, kind, about, cell): &Plain| Column {
        name: (*name).to_owned(),
        about: (*about).to_owned(),
        kind: *kind,
        cell: *cell,
        target: 0,
    };
    columns.iter().map(column).collect()
}

/// Columns for every score: `(suffix, kind, meaning, value)`.
fn scored(scheme: &Scheme, columns: &[Plain]) -> Vec<Column> {
    let mut all = Vec::new();
    for (target, spec) in scheme.targets().iter().enumerate() {
        for (suffix, kind, about, cell) in columns {
            let about = format!("{}: {about}", spec.id);
            all.push(Column { name: format!("{}_{suffix}", spec.id), about, kind: *kind, cell: *cell, target });
        }
    }
    all
}

impl Unit {
    /// The table's name: its file without ending.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Paragraphs => "paragraphs",
            Self::Quotes => "quotes",
            Self::SpeakerArticles => "speaker_articles",
            Self::Hits => "hits",
        }
    }

    /// Its columns, in order.
    #[must_use]
    pub fn columns(self, scheme: &Scheme) -> Vec<Column> {
        let (first, scores, last): (&[Plain], &[Plain], &[Plain]) = match self {
            Self::Articles => (&lists::ARTICLE, &lists::ARTICLE_SCORES, &[]),
            Self::Paragraphs => (&lists::PARAGRAPH, &lists::PARAGRAPH_SCORES, &lists::PARAGRAPH_TEXT),
            Self::Quotes => (&lists::QUOTE, &lists::QUOTE_SCORES, &lists::QUOTE_TEXT),
            Self::SpeakerArticles => (&lists::SPEAKER_ARTICLE, &lists::SPEAKER_ARTICLE_SCORES, &[]),
            Self::Hits => (&lists::HIT, &[], &[]),
        };
        let mut all = plain(first);
        all.extend(scored(scheme, scores));
        all.extend(plain(last));
        all
    }

    /// Indices of the rows that an article adds to the table.
    #[must_use]
    pub fn rows(self, analysis: &Analysis, hits: HitRows) -> Vec<usize> {
        match self {
            Self::Articles => vec![0],
            Self::Paragraphs => (0..analysis.paragraphs.len()).collect(),
            Self::Quotes => (0..analysis.quotes.len()).collect(),
            Self::SpeakerArticles => {
                (0..analysis.speakers.len()).filter(|s| analysis.speaker_scores[*s].0 > 0).collect()
            }
            Self::Hits => (0..analysis.hits.len())
                .filter(|h| match hits {
                    HitRows::None => false,
                    HitRows::All => true,
                    HitRows::Scored => {
                        analysis.hits[*h].hit.value != 0 || quote_hit(analysis, *h).is_some_and(|q| q.value != 0)
                    }
                })
                .collect(),
        }
    }
}

/// A hit's modifiers as `rule:effect:factor:words`, joined by "; ".
pub(in crate::report) fn modifiers(hit: &Hit, text: &str) -> Cell<'static> {
    if hit.modifiers.is_empty() {
        return Cell::Empty;
    }
    let mut all = String::new();
    for m in &hit.modifiers {
        let between = if all.is_empty() { "" } else { "; " };
        let (effect, factor) = (m.effect.name(), FourPlaces(m.factor));
        let _ = write!(all, "{between}{}:{effect}:{factor}:{}", m.rule, m.span.slice(text));
    }
    all.into()
}

/// Thousandths with four places, as the decimals of cells have them.
struct FourPlaces(i32);

impl fmt::Display for FourPlaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 {
            "-"
        } else if f.sign_plus() {
            "+"
        } else {
            ""
        };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:03}0", size / UNIT.unsigned_abs(), size % UNIT.unsigned_abs())
    }
}

/// A hit as it counts for the speaker of its quote.
pub(super) fn quote_hit(analysis: &Analysis, index: usize) -> Option<&Hit> {
    let quote = analysis.hits[index].quote?;
    let found = analysis.quote_scores[quote].hits.iter().find(|(at, ..)| *at == index);
    found.map(|(.., hit)| hit)
}

pub(in crate::report) fn thousandths(value: i32) -> f64 {
    f64::from(value) / f64::from(UNIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousandths_are_written_as_floats_of_them_are() {
        for value in [0, 1, -1, 50, -999, 1000, 2000, -3250, i32::MAX, i32::MIN] {
            let float = thousandths(value);
            assert_eq!(FourPlaces(value).to_string(), format!("{float:.4}"));
            assert_eq!(format!("{:+}", FourPlaces(value)), format!("{float:+.4}"));
        }
    }
}
