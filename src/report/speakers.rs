//! The columns of `speakers.csv`: one row a speaker over all articles.

use super::Cell;
use super::Kind::{self, Decimal, Number, Text};
use crate::aggregate::{SpeakerRow, interval};
use crate::score::{NANO, Scheme};

/// A column over speakers.
pub struct SpeakerColumn {
    /// Its name; never changes its meaning.
    pub name: String,
    /// What it holds, with unit and range.
    pub about: String,
    /// What its values are.
    pub kind: Kind,
    cell: for<'r> fn(&'r SpeakerRow, usize) -> Cell<'r>,
    target: usize,
}

impl SpeakerColumn {
    /// The column's value for a speaker.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r SpeakerRow) -> Cell<'r> {
        self.kind.checked((self.cell)(row, self.target))
    }
}

type Plain = (&'static str, Kind, &'static str, for<'r> fn(&'r SpeakerRow, usize) -> Cell<'r>);

const PLAIN: [Plain; 13] = [
    ("speaker_id", Text, "stable hash of the speaker's canonical name", |r, _| r.id.as_str().into()),
    ("speaker", Text, "the speaker's canonical name", |r, _| r.name.as_str().into()),
    ("speaker_kind", Text, "person, anonymous, group or organization", |r, _| r.kind.name().into()),
    ("role", Text, "the speaker's role, from the first article (by id) that gives one", |r, _| {
        Cell::text(r.role.as_ref().map(|(_, v)| v.as_str()))
    }),
    ("affiliation", Text, "the body or state the role belongs to, likewise", |r, _| {
        Cell::text(r.affiliation.as_ref().map(|(_, v)| v.as_str()))
    }),
    ("side", Text, "the side that the alias table gives (--aliases); empty without one", |r, _| {
        Cell::text(r.side.as_deref())
    }),
    ("articles", Number, "articles with speech of this speaker", |r, _| (r.article_count() as usize).into()),
    ("clusters", Number, "those articles with near-duplicates counted once; what the intervals are over", |r, _| {
        Cell::Number(r.clusters as i64)
    }),
    ("quotes", Number, "quotes of speech", |r, _| Cell::Number(r.quotes as i64)),
    ("sentences", Number, "sentences of those quotes", |r, _| Cell::Number(r.sums.first().map_or(0, |s| s.n) as i64)),
    ("words", Number, "words of those quotes", |r, _| Cell::Number(r.words as i64)),
    ("forms", Text, "every form in which the texts name the speaker, joined by ' | '", |r, _| joined(&r.forms)),
    ("article_ids", Text, "the ids of those articles, joined by ' | '", |r, _| joined(&r.articles)),
];

const SCORED: [Plain; 5] = [
    ("score", Decimal, "mean value over the sentences of all quotes of speech, −1 to 1", |r, t| {
        Cell::decimal(r.sums[t].mean())
    }),
    ("low", Decimal, "lower end of the score's 95 % interval over clusters; empty below five", |r, t| {
        Cell::decimal(interval(&r.sums[t], r.clusters).map(|i| i.low))
    }),
    ("high", Decimal, "upper end of the interval", |r, t| {
        Cell::decimal(interval(&r.sums[t], r.clusters).map(|i| i.high))
    }),
    ("peak", Decimal, "sentence value of largest magnitude, −1 to 1", |r, t| Cell::Decimal(r.peaks[t] as f64 / NANO)),
    ("rate", Decimal, "sum of hit values per 100 words", |r, t| Cell::decimal(r.rate(t))),
];

fn joined(set: &std::collections::BTreeSet<String>) -> Cell<'static> {
    let all: Vec<&str> = set.iter().map(String::as_str).collect();
    all.join(" | ").into()
}

/// The columns of the speaker table, in order.
#[must_use]
pub fn speaker_columns(scheme: &Scheme) -> Vec<SpeakerColumn> {
    let plain = |(name, kind, about, cell): &Plain| SpeakerColumn {
        name: (*name).to_owned(),
        about: (*about).to_owned(),
        kind: *kind,
        cell: *cell,
        target: 0,
    };
    let mut all: Vec<SpeakerColumn> = PLAIN.iter().map(plain).collect();
    for (target, spec) in scheme.targets().iter().enumerate() {
        for (suffix, kind, about, cell) in &SCORED {
            all.push(SpeakerColumn {
                name: format!("{}_{suffix}", spec.id),
                about: format!("{}: {about}", spec.id),
                kind: *kind,
                cell: *cell,
                target,
            });
        }
    }
    all
}
