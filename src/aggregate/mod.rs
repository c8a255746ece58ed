//! Analyses → sums per speaker over many articles.
//!
//! In: analyses, in any order. Out: [`SpeakerTable`]. Always holds: partial tables merge to the same table in any
//! order and any split; it keeps sums and names, no texts.

mod compare;
pub mod contrast;
mod distinct;
mod dyad;
mod group;
mod interval;
mod member;
mod partial;
mod profile;
mod rank;
mod shrink;
mod speech;
mod standing;
mod trend;
mod values;
mod verdict;

use crate::analysis::Analysis;
use crate::score::NANO;
use crate::speaker::{Speaker, SpeakerKind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub use crate::measure::Interval;
pub use compare::{
    CompareSettings, Comparing, Comparison, FEWEST_QUOTES, Fragile, MOST_GROUPS, MOST_PAIRS, PairFigures, SEED,
    SideMean, Test, column_order,
};
pub(crate) use distinct::joined;
pub use distinct::{
    Background, Context, Counts, Distinctive, Feature, Features, Frequent, Quotes, Shown, Spoken, Told, Wordings,
};
pub use dyad::Dyad;
pub use group::{LeftOut, Period};
pub use interval::interval;
pub use member::member;
pub use partial::{Partial, PartialHit};
pub use profile::Side;
pub use rank::{Rank, Ranked, Ranks};
pub use shrink::Shrinkage;
pub use speech::{EntryId, Grouping, Said, Speech, SpeechOptions};
pub use standing::{Amount, Standing, Tally};
pub use trend::{Overall, Shift, Trend};
pub use values::SentenceValues;
pub use verdict::Verdict;

/// The sums of one score column over clusters, from which mean and interval follow; x is a cluster's sum of sentence
/// values, n its number of sentences. A cluster is an article with its near-duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// Σx, in billionths.
    pub x: i128,
    /// Σn.
    pub n: i128,
    /// Σx².
    pub xx: i128,
    /// Σxn.
    pub xn: i128,
    /// Σn².
    pub nn: i128,
}

impl Sums {
    /// Adds one cluster.
    pub fn cluster(&mut self, x: i64, n: u32) {
        self.add(&Self::of(i128::from(x), i128::from(n)));
    }

    /// Of one cluster. Squares are cut where no corpus reaches, so that a report made up of such numbers is read, too.
    fn of(x: i128, n: i128) -> Self {
        Self { x, n, xx: x.saturating_mul(x), xn: x.saturating_mul(n), nn: n.saturating_mul(n) }
    }

    fn add(&mut self, other: &Self) {
        self.x += other.x;
        self.n += other.n;
        self.xx = self.xx.saturating_add(other.xx);
        self.xn = self.xn.saturating_add(other.xn);
        self.nn = self.nn.saturating_add(other.nn);
    }

    /// Makes one cluster of this one and another.
    fn join(&mut self, other: &Self) {
        *self = Self::of(self.x + other.x, self.n + other.n);
    }

    /// The mean sentence value; `None` without sentences.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| self.x as f64 / NANO / self.n as f64)
    }
}

/// A speaker over all articles.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeakerRow {
    /// Stable id of the canonical name.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// The role in the first article that gives one, by article id.
    pub role: Option<(String, String)>,
    /// The affiliation, likewise.
    pub affiliation: Option<(String, String)>,
    /// The side an alias table gives.
    pub side: Option<String>,
    /// Every form in which the text names it.
    pub forms: BTreeSet<String>,
    /// Ids of the articles with speech of this speaker.
    pub articles: BTreeSet<String>,
    /// Articles whose ids were dropped.
    pub unlisted: u64,
    /// Clusters that those articles form; near-duplicates are one.
    pub clusters: u64,
    /// Quotes of speech.
    pub quotes: u64,
    /// Words of all quotes of speech.
    pub words: u64,
    /// One for each score column.
    pub sums: Vec<Sums>,
    /// Sum of hit values in thousandths, for each score column.
    pub totals: Vec<i64>,
    /// The sentence value of largest magnitude in billionths, for each score column; the positive one on a tie.
    pub peaks: Vec<i64>,
}

impl SpeakerRow {
    /// Sum of hit values of column `at` per 100 words; `None` without words.
    #[must_use]
    pub fn rate(&self, at: usize) -> Option<f64> {
        (self.words > 0).then(|| self.totals[at] as f64 / 10.0 / self.words as f64)
    }
}

/// The key of a speaker's row; see [`SpeakerTable::key`].
pub type SpeakerKey = (String, String);

/// All speakers of a corpus.
///
/// Persons with a full name, bodies, groups and whoever an alias table names are one speaker wherever they speak; a
/// speaker without a name, or with a single one, is another in each article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SpeakerTable {
    /// Speakers of different articles stay apart.
    apart: bool,
    rows: BTreeMap<SpeakerKey, SpeakerRow>,
}

impl SpeakerTable {
    /// An empty table in which nobody is merged over articles.
    #[must_use]
    pub fn apart() -> Self {
        Self { apart: true, ..Self::default() }
    }

    /// Adds the speakers of one article, which is a cluster of its own.
    pub fn add(&mut self, analysis: &Analysis) {
        for partial in Partial::of(analysis, self.apart) {
            self.enter((partial.speaker_id.clone(), partial.scope.clone()), partial.into());
        }
    }

    /// What makes two speakers of different articles one row: the speaker's id and, for one who is another in each
    /// article, the article's id.
    #[must_use]
    pub fn key(&self, speaker: &Speaker, article: &str) -> SpeakerKey {
        (speaker.id.clone(), partial::scope(speaker, article, self.apart))
    }

    /// Whether a speaker is among them.
    #[must_use]
    pub fn contains(&self, key: &SpeakerKey) -> bool {
        self.rows.contains_key(key)
    }

    /// All speakers with their keys, in order.
    pub fn keyed(&self) -> impl Iterator<Item = (&SpeakerKey, &SpeakerRow)> {
        self.rows.iter()
    }

    /// Drops all but the `count` speakers with the most quotes, and returns how many quotes the last of these has.
    pub fn keep_most_quoted(&mut self, count: usize) -> u64 {
        let mut order: Vec<_> = self.rows.iter().map(|(key, row)| (Reverse(row.quotes), key.clone())).collect();
        order.sort();
        for (_, key) in order.drain(count.min(order.len())..) {
            self.rows.remove(&key);
        }
        order.last().map_or(0, |(quotes, _)| quotes.0)
    }

    /// Adds what a speaker says in other clusters of articles.
    pub fn enter(&mut self, key: SpeakerKey, row: SpeakerRow) {
        match self.rows.get_mut(&key) {
            Some(known) => known.merge(row),
            None => {
                self.rows.insert(key, row);
            }
        }
    }

    /// The table of both parts of a corpus.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (key, row) in other.rows {
            self.enter(key, row);
        }
        self
    }

    /// All speakers, in the order of their ids.
    pub fn rows(&self) -> impl Iterator<Item = &SpeakerRow> {
        self.rows.values()
    }

    /// All speakers, in the order of their names.
    #[must_use]
    pub fn by_name(&self) -> Vec<&SpeakerRow> {
        let mut rows: Vec<&SpeakerRow> = self.rows().collect();
        rows.sort_by(|a, b| (&a.name, &a.id, &a.articles).cmp(&(&b.name, &b.id, &b.articles)));
        rows
    }

    /// How many speakers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nobody speaks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl SpeakerRow {
    /// Articles with speech of this speaker.
    #[must_use]
    pub fn article_count(&self) -> u64 {
        self.articles.len() as u64 + self.unlisted
    }

    /// Drops all ids of articles but the first, for a row that is complete and to be kept.
    pub fn drop_ids(&mut self) {
        let all = self.articles.len() as u64;
        self.articles = std::mem::take(&mut self.articles).into_iter().take(1).collect();
        self.unlisted += all - self.articles.len() as u64;
    }

    /// Adds the same speaker's speech in other clusters.
    pub fn merge(&mut self, other: Self) {
        for (own, new) in self.sums.iter_mut().zip(&other.sums) {
            own.add(new);
        }
        self.clusters += other.clusters;
        self.unite(other);
    }

    /// Adds the same speaker's speech in another article of the one cluster that this row is about.
    pub fn join(&mut self, other: Self) {
        for (own, new) in self.sums.iter_mut().zip(&other.sums) {
            own.join(new);
        }
        self.unite(other);
    }

    /// Everything but the sums, which tell clusters apart.
    fn unite(&mut self, other: Self) {
        self.role = earliest(self.role.take(), other.role);
        self.affiliation = earliest(self.affiliation.take(), other.affiliation);
        self.side = self.side.take().max(other.side);
        self.name = std::mem::take(&mut self.name).min(other.name);
        self.kind = self.kind.min(other.kind);
        self.forms.extend(other.forms);
        self.articles.extend(other.articles);
        self.unlisted += other.unlisted;
        self.quotes += other.quotes;
        self.words += other.words;
        for (own, new) in self.totals.iter_mut().zip(&other.totals) {
            *own = own.saturating_add(*new);
        }
        for (own, new) in self.peaks.iter_mut().zip(&other.peaks) {
            if (new.abs(), *new) > (own.abs(), *own) {
                *own = *new;
            }
        }
    }
}

/// Of two values the one from the article with the smaller id, so that the order of merging does not matter.
fn earliest(a: Option<(String, String)>, b: Option<(String, String)>) -> Option<(String, String)> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
