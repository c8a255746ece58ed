//! A group's turns → its clusters, its sums, and what each entry of a lexicon adds to them.

use super::contrast::Half;
use super::group::Group;
use super::speech::{EntryId, Speech, SpokenHit, Turn};
use super::{Interval, Sums, interval};
use crate::score::{NANO, Scheme, saturate};
use std::collections::BTreeMap;

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The group's name.
    pub name: String,
    /// Its period, where periods are compared.
    pub period: Option<String>,
    /// Clusters of articles: near-duplicates count once.
    pub articles: usize,
    /// Quotes of speech.
    pub quotes: u64,
    /// Their sentences.
    pub sentences: u64,
    /// Their words.
    pub words: u64,
}

/// A group with everything that comparisons need.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub side: Side,
    /// Its turns, by cluster and article.
    pub turns: Vec<u32>,
    /// What tells its random numbers from those of others.
    pub key: String,
    /// Number of each cluster, rising, and what is said in it.
    pub clusters: Vec<(u32, Half)>,
    /// For each column the sums over the clusters.
    pub sums: Vec<Sums>,
    /// For each column the sum of squared sentence values.
    pub squares: Vec<f64>,
    /// What the sums of clusters, by index, would change by without an entry.
    pub without: BTreeMap<EntryId, Vec<(u32, Vec<i64>)>>,
    /// The same over all clusters.
    pub without_total: BTreeMap<EntryId, Vec<i64>>,
}

/// The number of every article's cluster, in the order of their names.
pub(super) fn cluster_numbers(speech: &Speech) -> Vec<u32> {
    let mut names: Vec<&str> = speech.places.iter().map(|p| p.cluster.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &str| names.binary_search(&name).unwrap_or_default() as u32;
    speech.places.iter().map(|p| number(&p.cluster)).collect()
}

impl Profile {
    /// The profile of a group's turns in a period. Turns come by cluster; `numbers` are those of the articles' clusters.
    /// `entries` says whether to work out what the sums would be without each entry.
    pub fn new(
        (speech, numbers): (&Speech, &[u32]),
        scheme: &Scheme,
        group: &Group,
        turns: Vec<u32>,
        period: Option<String>,
        entries: bool,
    ) -> Self {
        let columns = scheme.targets().len();
        let key = format!("{}\0{}\0{}", group.name, group.place, period.as_deref().unwrap_or_default());
        let side = Side { name: group.name.clone(), period, articles: 0, quotes: 0, sentences: 0, words: 0 };
        let mut new = Self {
            side,
            turns: Vec::new(),
            key,
            clusters: Vec::new(),
            sums: vec![Sums::default(); columns],
            squares: vec![0.0; columns],
            without: BTreeMap::new(),
            without_total: BTreeMap::new(),
        };
        for at in &turns {
            let turn = &speech.turns[*at as usize];
            new.turn(turn, numbers[turn.article as usize], scheme, entries);
        }
        new.turns = turns;
        new.side.articles = new.clusters.len();
        for (_, half) in &new.clusters {
            for (sums, x) in new.sums.iter_mut().zip(&half.sums) {
                sums.cluster(*x, half.sentences);
            }
        }
        for (entry, changes) in &new.without {
            let total = new.without_total.entry(*entry).or_insert_with(|| vec![0; columns]);
            for (_, change) in changes {
                total.iter_mut().zip(change).for_each(|(own, x)| *own += x);
            }
        }
        new
    }

    fn turn(&mut self, turn: &Turn, cluster: u32, scheme: &Scheme, entries: bool) {
        self.side.quotes += u64::from(turn.quotes);
        self.side.sentences += u64::from(turn.sentences);
        self.side.words += u64::from(turn.words);
        if turn.sentences == 0 {
            return;
        }
        if self.clusters.last().is_none_or(|(last, _)| *last != cluster) {
            self.clusters.push((cluster, Half { sentences: 0, sums: vec![0; scheme.targets().len()] }));
        }
        if let Some((_, half)) = self.clusters.last_mut() {
            half.sentences = half.sentences.saturating_add(turn.sentences);
        }
        for sentence in turn.hits.chunk_by(|a, b| a.sentence == b.sentence) {
            self.sentence(sentence, scheme, entries);
        }
    }

    fn sentence(&mut self, hits: &[SpokenHit], scheme: &Scheme, entries: bool) {
        let index = self.clusters.len() - 1;
        let values = values(hits.iter(), scheme);
        let (_, half) = &mut self.clusters[index];
        for (column, value) in values.iter().enumerate() {
            half.sums[column] += value;
            let unit = *value as f64 / NANO;
            self.squares[column] += unit * unit;
        }
        if entries {
            self.changes(index, hits, &values, scheme);
        }
    }

    /// What a sentence's values would change by without each of its entries.
    fn changes(&mut self, index: usize, hits: &[SpokenHit], values: &[i64], scheme: &Scheme) {
        let mut entries: Vec<EntryId> = hits.iter().map(SpokenHit::id).collect();
        entries.sort_unstable();
        entries.dedup();
        for entry in entries {
            let left = self::values(hits.iter().filter(|h| h.id() != entry), scheme);
            let changes = self.without.entry(entry).or_default();
            if changes.last().is_none_or(|(last, _)| *last as usize != index) {
                changes.push((index as u32, vec![0; values.len()]));
            }
            if let Some((_, change)) = changes.last_mut() {
                change.iter_mut().zip(left.iter().zip(values)).for_each(|(own, (left, value))| *own += left - value);
            }
        }
    }

    /// The mean of a column.
    pub fn mean(&self, column: usize) -> Option<f64> {
        self.sums[column].mean()
    }

    /// The mean's 95 % interval.
    pub fn interval(&self, column: usize) -> Option<Interval> {
        interval(&self.sums[column], self.clusters.len() as u64)
    }

    /// Sum of squared deviations of the sentence values from their mean.
    pub fn spread(&self, column: usize) -> f64 {
        let mean = self.mean(column).unwrap_or_default();
        (self.squares[column] - self.side.sentences as f64 * mean * mean).max(0.0)
    }
}

/// A sentence's value in every column.
fn values<'h>(hits: impl Iterator<Item = &'h SpokenHit>, scheme: &Scheme) -> Vec<i64> {
    let mut sums = vec![0i64; scheme.dimensions().len()];
    hits.for_each(|hit| sums[hit.dimension.0 as usize] += i64::from(hit.value));
    let value = |target: &crate::score::Target| {
        saturate(target.signs.iter().zip(&sums).map(|(sign, sum)| i64::from(*sign) * sum).sum())
    };
    scheme.targets().iter().map(value).collect()
}
