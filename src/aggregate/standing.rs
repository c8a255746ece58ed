//! A group's clusters, one after the other → what its rank needs, and nothing that grows with them.

use super::contrast::FEWEST;
use super::profile::Side;
use super::{Interval, Sums, interval};
use crate::score::NANO;

/// A group as far as its rank goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Who, and how much.
    pub side: Side,
    pub(super) sums: Vec<Sums>,
    /// For each column the sum of squared departures of sentences from their cluster's mean.
    pub(super) within: Vec<f64>,
}

impl Standing {
    /// From the sentences and sums of each cluster, in the order of their names, and the squares of all sentence values.
    pub(super) fn new<'c>(
        side: Side,
        clusters: &(impl Iterator<Item = (u32, &'c [i64])> + Clone),
        squares: &[i128],
    ) -> Self {
        let mut sums = vec![Sums::default(); squares.len()];
        for (n, own) in clusters.clone() {
            sums.iter_mut().zip(own).for_each(|(sums, x)| sums.cluster(*x, n));
        }
        let within = |(column, squares): (usize, &i128)| {
            let between = clusters.clone().map(|(n, own)| {
                let x = own[column] as f64 / NANO;
                x * x / f64::from(n)
            });
            (*squares as f64 / (NANO * NANO) - between.sum::<f64>()).max(0.0)
        };
        let within = squares.iter().enumerate().map(within).collect();
        Self { side, sums, within }
    }

    /// The 95 % interval of the mean in a column.
    #[must_use]
    pub fn interval(&self, column: usize) -> Option<Interval> {
        interval(&self.sums[column], self.side.articles as u64)
    }

    /// Whether so much is known of it that it tells how groups differ.
    pub(super) const fn is_known(&self) -> bool {
        self.side.articles >= FEWEST
    }
}

/// What a group says in an article, in integers.
#[derive(Debug, Clone, Copy)]
pub struct Amount<'a> {
    /// Quotes of speech.
    pub quotes: u32,
    /// Their sentences.
    pub sentences: u32,
    /// Their words.
    pub words: u32,
    /// For each column the sum of sentence values, in billionths.
    pub sums: &'a [i64],
    /// For each column the sum of squared sentence values.
    pub squares: &'a [i128],
}

/// Adds up what a group says, article by article.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    quotes: u64,
    sentences: u64,
    words: u64,
    /// Name and sentences of each cluster.
    clusters: Vec<(String, u32)>,
    /// For each cluster the sums of all columns.
    sums: Vec<i64>,
    squares: Vec<i128>,
}

impl Tally {
    /// Adds what is said in an article of this cluster. Least work is left for the end where clusters come in order.
    pub fn add(&mut self, cluster: &str, amount: &Amount) {
        self.quotes += u64::from(amount.quotes);
        self.sentences += u64::from(amount.sentences);
        self.words += u64::from(amount.words);
        self.squares.resize(amount.squares.len(), 0);
        self.squares.iter_mut().zip(amount.squares).for_each(|(own, new)| *own = own.saturating_add(*new));
        if amount.sentences > 0 {
            self.cluster(cluster, amount.sentences, amount.sums);
        }
    }

    fn cluster(&mut self, name: &str, sentences: u32, sums: &[i64]) {
        if let Some((_, known)) = self.clusters.last_mut().filter(|(last, _)| last == name) {
            *known = known.saturating_add(sentences);
            let from = self.sums.len() - sums.len();
            self.sums[from..].iter_mut().zip(sums).for_each(|(own, new)| *own = own.saturating_add(*new));
        } else {
            self.clusters.push((name.to_owned(), sentences));
            self.sums.extend(sums);
        }
    }

    /// Quotes so far.
    #[must_use]
    pub const fn quotes(&self) -> u64 {
        self.quotes
    }

    /// The standing of the group of this name.
    #[must_use]
    pub fn finish(mut self, name: String) -> Standing {
        self.sort();
        let articles = self.clusters.len();
        let side =
            Side { name, period: None, articles, quotes: self.quotes, sentences: self.sentences, words: self.words };
        let sums = self.sums.chunks_exact(self.squares.len().max(1));
        Standing::new(side, &self.clusters.iter().map(|(_, n)| *n).zip(sums), &self.squares)
    }

    /// Brings clusters into the order of their names, each once: records name some of them, which come in no order.
    fn sort(&mut self) {
        if self.clusters.is_sorted_by(|(a, _), (b, _)| a < b) {
            return;
        }
        let columns = self.squares.len();
        let mut order: Vec<usize> = (0..self.clusters.len()).collect();
        order.sort_by(|a, b| self.clusters[*a].0.cmp(&self.clusters[*b].0));
        let mut sorted = Self::default();
        for at in order {
            let (name, sentences) = &self.clusters[at];
            sorted.cluster(name, *sentences, &self.sums[at * columns..(at + 1) * columns]);
        }
        (self.clusters, self.sums) = (sorted.clusters, sorted.sums);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_may_come_in_any_order() {
        let said: [(&str, u32, i64); 5] = [("b", 2, 7), ("a", 1, 3), ("b", 1, -2), ("c", 0, 0), ("a", 4, 5)];
        let standing = |order: &[usize]| {
            let mut tally = Tally::default();
            for (cluster, sentences, x) in order.iter().map(|at| said[*at]) {
                let (sums, squares) = ([x * 100_000_000], [i128::from(x * x) * 10_000_000_000_000_000]);
                tally.add(cluster, &Amount { quotes: 1, sentences, words: 9, sums: &sums, squares: &squares });
            }
            tally.finish("x".into())
        };
        let sorted = standing(&[1, 4, 0, 2, 3]);
        assert_eq!(sorted, standing(&[0, 1, 2, 3, 4]));
        assert_eq!(sorted, standing(&[3, 2, 4, 0, 1]));
        assert_eq!((sorted.side.articles, sorted.side.quotes, sorted.side.sentences), (2, 5, 8));
        assert_eq!((sorted.sums[0].nn, sorted.sums[0].x), (34, 1_300_000_000));
    }
}
