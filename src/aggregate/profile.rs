//! A group's turns → its clusters, its sums, and what each entry of a lexicon adds to them.

use super::contrast::{Changed, Halves};
use super::group::Group;
use super::speech::{EntryId, Speech, TurnHit};
use super::values::SentenceValues;
use super::{Interval, Sums, interval};
use crate::score::{NANO, Scheme};
use std::collections::BTreeMap;
use std::sync::Arc;

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
#[derive(Debug, Clone, Default)]
pub(super) struct Clusters {
    /// Number of each, rising.
    pub numbers: Vec<u32>,
    pub halves: Arc<Halves>,
}

impl Clusters {
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Sentences and sums of each.
    pub fn iter(&self) -> impl Iterator<Item = (u32, impl Iterator<Item = i64>)> {
        (0..self.numbers.len() as u32).map(|at| (self.halves.sentences(at), self.halves.sums(at)))
    }
}

/// Clusters that are being added up.
struct Open {
    numbers: Vec<u32>,
    halves: Halves,
    /// Sentences and sums of the last.
    sentences: u32,
    sums: Vec<i64>,
}

impl Open {
    fn new(columns: usize) -> Self {
        Self { numbers: Vec::new(), halves: Halves::new(columns), sentences: 0, sums: vec![0; columns] }
    }

    fn add(&mut self, number: u32, sentences: u32) {
        if self.numbers.last() == Some(&number) {
            self.sentences = self.sentences.saturating_add(sentences);
        } else {
            self.close();
            self.numbers.push(number);
            self.sentences = sentences;
        }
    }

    fn close(&mut self) {
        if !self.numbers.is_empty() {
            self.halves.push(self.sentences, &self.sums);
            self.sums.fill(0);
        }
    }

    fn finish(mut self) -> Clusters {
        self.close();
        self.halves.shrink();
        self.numbers.shrink_to_fit();
        Clusters { numbers: self.numbers, halves: Arc::new(self.halves) }
    }
}

/// What the sums of all columns would change by without an entry.
type ByEntry = BTreeMap<EntryId, Box<[i64]>>;

/// What sums would change by without each entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Without {
    /// Rising.
    entries: Vec<EntryId>,
    /// For each entry the changes of all columns.
    changes: Vec<i64>,
}

impl Without {
    fn new(all: ByEntry) -> Self {
        let entries = all.keys().copied().collect();
        Self { entries, changes: all.into_values().flatten().collect() }
    }

    /// The entries with the changes of all columns, in order.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &[i64])> {
        let columns = self.changes.len() / self.entries.len().max(1);
        self.entries.iter().copied().zip(self.changes.chunks(columns.max(1)))
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
    pub without: Without,
}

/// An entry, and which of the compared columns it is asked about: what its sums would be without the entry.
pub(super) type Asked = (EntryId, usize);

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
            clusters: Clusters::default(),
            sums: vec![Sums::default(); columns],
            squares: vec![0; columns],
            without: Without::default(),
        };
        let (mut open, mut without) = (Open::new(columns), BTreeMap::new());
        let mut values = SentenceValues::new(scheme);
        let mut left = SentenceValues::new(scheme);
        for at in &turns {
            let left = entries.then_some((&mut left, &mut without));
            new.turn((speech, numbers), *at, (&mut open, &mut values), left);
        }
        new.turns = turns;
        (new.clusters, new.without) = (open.finish(), Without::new(without));
        new.side.articles = new.clusters.len();
        for (n, half) in new.clusters.iter() {
            for (sums, x) in new.sums.iter_mut().zip(half) {
                sums.cluster(x, n);
            }
        }
        new
    }

    fn turn(
        &mut self,
        (speech, numbers): (&Speech, &[u32]),
        at: u32,
        (open, values): (&mut Open, &mut SentenceValues),
        mut left: Option<(&mut SentenceValues, &mut ByEntry)>,
    ) {
        let turn = &speech.turns[at as usize];
        self.side.quotes += u64::from(turn.quotes);
        self.side.sentences += u64::from(turn.sentences);
        self.side.words += u64::from(turn.words);
        if turn.sentences == 0 {
            return;
        }
        open.add(numbers[turn.article as usize], turn.sentences);
        for hits in speech.hits(at).chunk_by(|a, b| a.sentence == b.sentence) {
            let values = valued(values, speech, hits, None);
            let sums = open.sums.iter_mut().zip(&mut self.squares);
            for ((sum, square), value) in sums.zip(values) {
                *sum += value;
                *square += i128::from(*value) * i128::from(*value);
            }
            let Some((left, without)) = &mut left else { continue };
            for entry in entries(speech, hits) {
                let own = without.entry(entry).or_insert_with(|| vec![0; values.len()].into());
                change(own, valued(left, speech, hits, Some(entry)), values);
            }
        }
    }

    /// What the sums of clusters, by number, would change by without an entry, for each of those that are `asked`, which
    /// rise.
    pub fn changes(
        &self,
        (speech, numbers): (&Speech, &[u32]),
        scheme: &Scheme,
        compared: &[usize],
        asked: &[Asked],
    ) -> Vec<Changed> {
        let mut changes: Vec<Changed> = vec![Vec::new(); asked.len()];
        let is_asked = speech.kinds(|hit| asked.binary_search_by_key(&hit.id(), |(entry, _)| *entry).is_ok());
        let (mut values, mut left) = (SentenceValues::new(scheme), SentenceValues::new(scheme));
        let mut index = 0;
        let turns = self.turns.iter().map(|at| (&speech.turns[*at as usize], speech.hits(*at)));
        for (turn, hits) in turns.filter(|(turn, _)| turn.sentences > 0) {
            if self.clusters.numbers[index] != numbers[turn.article as usize] {
                index += 1;
            }
            if !hits.iter().any(|hit| is_asked[hit.kind()]) {
                continue;
            }
            for hits in hits.chunk_by(|a, b| a.sentence == b.sentence) {
                let of_sentence: Vec<TurnHit> = hits.iter().copied().filter(|hit| is_asked[hit.kind()]).collect();
                for entry in entries(speech, &of_sentence) {
                    let (with, without) =
                        (valued(&mut values, speech, hits, None), valued(&mut left, speech, hits, Some(entry)));
                    let from = asked.partition_point(|(asked, _)| *asked < entry);
                    let columns = asked[from..].iter().take_while(|(asked, _)| *asked == entry);
                    for (changed, (_, at)) in changes[from..].iter_mut().zip(columns) {
                        let change = without[compared[*at]] - with[compared[*at]];
                        match changed.last_mut().filter(|(last, _)| *last as usize == index) {
                            Some((_, sum)) => *sum += change,
                            None => changed.push((index as u32, change)),
                        }
                    }
                }
            }
        }
        for changed in &mut changes {
            changed.retain(|(_, change)| *change != 0);
        }
        changes
    }

    /// The mean of a column.
    pub fn mean(&self, column: usize) -> Option<f64> {
        self.sums[column].mean()
    }

    /// The mean's 95 % interval.
    pub fn interval(&self, column: usize) -> Option<Interval> {
        interval(&self.sums[column], self.side.articles as u64)
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
