//! The columns of every table over articles, each with its meaning: the one list that CSV, dictionary and tests use.

mod lists;
mod scored;

use super::cell::{push_decimal, push_number};
use super::{Cell, Kind, Line};
use crate::analysis::{Analysis, Analyzer};
use crate::lexicon::UNIT;
use crate::score::{Hit, Scheme};
use crate::span::Offsets;
use scored::ScorePart;

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
    value: Value,
}

impl Column {
    /// The column's value in a row.
    #[must_use]
    pub fn cell<'a>(&self, row: &Row<'a>) -> Cell<'a> {
        self.kind.checked(match &self.value {
            Value::Plain(cell) => cell(row),
            Value::Score(part, target) => part.cell(row, *target),
        })
    }
}

/// A column's value in a row: its own, or a part of a score.
enum Value {
    Plain(Make),
    Score(&'static ScorePart, usize),
}

type Make = for<'a> fn(&Row<'a>) -> Cell<'a>;
type Plain = (&'static str, Kind, &'static str, Make);

fn plain(columns: &[Plain]) -> Vec<Column> {
    let column = |(name, kind, about, cell): &Plain| Column {
        name: (*name).to_owned(),
        about: (*about).to_owned(),
        kind: *kind,
        value: Value::Plain(*cell),
    };
    columns.iter().map(column).collect()
}

/// Columns for every score.
fn scored(scheme: &Scheme, parts: &'static [ScorePart]) -> Vec<Column> {
    let mut all = Vec::new();
    for (target, spec) in scheme.targets().iter().enumerate() {
        for part in parts {
            let (name, about) = (format!("{}_{}", spec.id, part.suffix), format!("{}: {}", spec.id, part.about));
            all.push(Column { name, about, kind: Kind::Decimal, value: Value::Score(part, target) });
        }
    }
    all
}

/// The columns of a table in the order of its cells, those of scores apart, since nearly all of them are alike.
pub struct Columns {
    first: Vec<Column>,
    scores: &'static [ScorePart],
    targets: usize,
    last: Vec<Column>,
}

impl Columns {
    /// Those of a unit.
    #[must_use]
    pub fn new(unit: Unit, scheme: &Scheme) -> Self {
        let (first, scores, last) = unit.lists();
        Self { first: plain(first), scores, targets: scheme.targets().len(), last: plain(last) }
    }

    /// Adds all cells of a row.
    pub fn add(&self, row: &Row, line: &mut Line) {
        self.first.iter().for_each(|column| line.add(&column.cell(row)));
        scored::add(self.scores, self.targets, row, line);
        self.last.iter().for_each(|column| line.add(&column.cell(row)));
    }
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
        let (first, scores, last) = self.lists();
        let mut all = plain(first);
        all.extend(scored(scheme, scores));
        all.extend(plain(last));
        all
    }

    /// Its columns: those before the scores, of each score, and behind them.
    fn lists(self) -> (&'static [Plain], &'static [ScorePart], &'static [Plain]) {
        match self {
            Self::Articles => (&lists::ARTICLE, &scored::ARTICLE, &[]),
            Self::Paragraphs => (&lists::PARAGRAPH, &scored::PARAGRAPH, &lists::PARAGRAPH_TEXT),
            Self::Quotes => (&lists::QUOTE, &scored::QUOTE, &lists::QUOTE_TEXT),
            Self::SpeakerArticles => (&lists::SPEAKER_ARTICLE, &scored::SPEAKER_ARTICLE, &[]),
            Self::Hits => (&lists::HIT, &[], &[]),
        }
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
    let mut all = String::with_capacity(MODIFIER_LENGTH * hit.modifiers.len());
    for m in &hit.modifiers {
        let between = if all.is_empty() { "" } else { "; " };
        all.extend([between, &m.rule, ":", m.effect.name(), ":"]);
        push_four_places(m.factor, &mut all);
        all.push(':');
        all.push_str(m.span.slice(text));
    }
    all.into()
}

/// About as long as a modifier is written.
const MODIFIER_LENGTH: usize = 48;

/// Adds thousandths with four places, as the decimals of cells have them.
fn push_four_places(value: i32, out: &mut String) {
    if value < 0 {
        out.push('-');
    }
    push_decimal(10 * u64::from(value.unsigned_abs()), out);
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
            let mut written = String::new();
            push_four_places(value, &mut written);
            assert_eq!(written, format!("{float:.4}"));
        }
    }
}
