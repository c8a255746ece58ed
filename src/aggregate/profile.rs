//! A group's turns → its clusters, its sums, and what each entry of a lexicon adds to them.

use super::group::Group;
use super::speech::{EntryId, Speech, TurnHit};
use super::values::SentenceValues;
use super::{Interval, Sums, interval};
use crate::score::{NANO, Scheme};
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

/// What a group says in each cluster.
#[derive(Debug, Clone)]
pub(super) struct Clusters {
    columns: usize,
    /// Number of each cluster, rising, and its sentences.
    heads: Vec<(u32, u32)>,
    /// For each cluster the sums of sentence values in all columns.
    sums: Vec<i64>,
}

impl Clusters {
    fn new(columns: usize) -> Self {
        Self { columns, heads: Vec::new(), sums: Vec::new() }
    }

    fn add(&mut self, number: u32, sentences: u32) {
        if let Some((_, known)) = self.heads.last_mut().filter(|(last, _)| *last == number) {
            *known = known.saturating_add(sentences);
        } else {
            self.heads.push((number, sentences));
            self.sums.resize(self.sums.len() + self.columns, 0);
        }
    }

    /// The sums of the cluster that was added last.
    fn last(&mut self) -> &mut [i64] {
        let from = self.sums.len().saturating_sub(self.columns);
        &mut self.sums[from..]
    }

    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Number, sentences and sums of each.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32, &[i64])> + Clone {
        self.heads.iter().zip(self.sums.chunks_exact(self.columns)).map(|((number, n), sums)| (*number, *n, sums))
    }
}

/// A group with everything that comparisons need.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    pub side: Side,
    /// Its turns, by cluster and article.
    pub turns: Vec<u32>,
    /// What tells its random numbers from those of others.
    pub key: String,
    pub clusters: Clusters,
    /// For each column the sums over the clusters.
    pub sums: Vec<Sums>,
    /// For each column the sum of squared sentence values, in billionths of billionths.
    pub squares: Vec<i128>,
    /// What the sums over all clusters would change by without an entry.
    pub without: BTreeMap<EntryId, Box<[i64]>>,
}

/// What the sums of clusters, by index, would change by without an entry.
pub(super) type Changes = BTreeMap<EntryId, Vec<(u32, Box<[i64]>)>>;

/// The number of every article's cluster, in the order of their names.
pub(super) fn cluster_numbers(speech: &Speech) -> Vec<u32> {
    let mut names: Vec<&str> = speech.places.clusters().collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &str| names.binary_search(&name).unwrap_or_default() as u32;
    speech.places.clusters().map(number).collect()
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
            clusters: Clusters::new(columns),
            sums: vec![Sums::default(); columns],
            squares: vec![0; columns],
            without: BTreeMap::new(),
        };
        let mut values = SentenceValues::new(scheme);
        let mut left = SentenceValues::new(scheme);
        for at in &turns {
            new.turn((speech, numbers), *at, &mut values, entries.then_some(&mut left));
        }
        new.turns = turns;
        new.side.articles = new.clusters.len();
        for (_, n, half) in new.clusters.iter() {
            for (sums, x) in new.sums.iter_mut().zip(half) {
                sums.cluster(*x, n);
            }
        }
        new
    }

    fn turn(
        &mut self,
        (speech, numbers): (&Speech, &[u32]),
        at: u32,
        values: &mut SentenceValues,
        mut left: Option<&mut SentenceValues>,
    ) {
        let turn = &speech.turns[at as usize];
        self.side.quotes += u64::from(turn.quotes);
        self.side.sentences += u64::from(turn.sentences);
        self.side.words += u64::from(turn.words);
        if turn.sentences == 0 {
            return;
        }
        self.clusters.add(numbers[turn.article as usize], turn.sentences);
        for hits in speech.hits(at).chunk_by(|a, b| a.sentence == b.sentence) {
            let values = valued(values, speech, hits, None);
            let sums = self.clusters.last().iter_mut().zip(&mut self.squares);
            for ((sum, square), value) in sums.zip(values) {
                *sum += value;
                *square += i128::from(*value) * i128::from(*value);
            }
            let Some(left) = &mut left else { continue };
            for entry in entries(speech, hits) {
                let own = self.without.entry(entry).or_insert_with(|| vec![0; values.len()].into());
                change(own, valued(left, speech, hits, Some(entry)), values);
            }
        }
    }

    /// What the sums of clusters would change by without each of these entries.
    pub fn changes(&self, (speech, numbers): (&Speech, &[u32]), scheme: &Scheme, wanted: &[EntryId]) -> Changes {
        let mut changes = Changes::new();
        let (mut values, mut left) = (SentenceValues::new(scheme), SentenceValues::new(scheme));
        let mut index = 0;
        let turns = self.turns.iter().map(|at| (&speech.turns[*at as usize], speech.hits(*at)));
        for (turn, hits) in turns.filter(|(turn, _)| turn.sentences > 0) {
            if self.clusters.heads[index].0 != numbers[turn.article as usize] {
                index += 1;
            }
            if !hits.iter().any(|hit| wanted.contains(&speech.entry(*hit))) {
                continue;
            }
            for hits in hits.chunk_by(|a, b| a.sentence == b.sentence) {
                for entry in entries(speech, hits).into_iter().filter(|entry| wanted.contains(entry)) {
                    let values = valued(&mut values, speech, hits, None);
                    let of_entry = changes.entry(entry).or_default();
                    if of_entry.last().is_none_or(|(last, _)| *last as usize != index) {
                        of_entry.push((index as u32, vec![0; values.len()].into()));
                    }
                    if let Some((_, own)) = of_entry.last_mut() {
                        change(own, valued(&mut left, speech, hits, Some(entry)), values);
                    }
                }
            }
        }
        changes
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
        (self.squares[column] as f64 / (NANO * NANO) - self.side.sentences as f64 * mean * mean).max(0.0)
    }
}

/// The entries of a sentence's hits.
fn entries(speech: &Speech, hits: &[TurnHit]) -> Vec<EntryId> {
    let mut entries: Vec<EntryId> = hits.iter().map(|hit| speech.entry(*hit)).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// The values of a sentence, perhaps without an entry.
fn valued<'v>(
    values: &'v mut SentenceValues,
    speech: &Speech,
    hits: &[TurnHit],
    without: Option<EntryId>,
) -> &'v [i64] {
    let hits = hits.iter().map(|hit| speech.hit(*hit)).filter(|hit| Some(hit.id()) != without);
    values.of(hits.map(|hit| (hit.dimension, hit.value)))
}

fn change(own: &mut [i64], left: &[i64], values: &[i64]) {
    own.iter_mut().zip(left.iter().zip(values)).for_each(|(own, (left, value))| *own += left - value);
}
