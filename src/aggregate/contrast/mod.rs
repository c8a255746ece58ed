//! Two speakers' clusters → the difference of their means, its interval, and how surprising it is.
//!
//! In: for every cluster of articles what each side says in it: sentences, and a sum of sentence values for each
//! column. Out: numbers. Always holds: draws come from a seed and sums run in a fixed order, so that the same clusters
//! give the same digits; what the data do not define is `None`, never NaN.
//!
//! With R = Σx/Σn on a side and e = x − Rn a cluster's residual, the difference of both sides' R is linearised (Cochran,
//! Sampling Techniques, 1977, ch. 6; Binder 1983) and its variance is `Σ(√gₐ·eₐ/Nₐ − √g_b·e_b/N_b)²` over the clusters,
//! with g = G/(G − 1) for the side's number of clusters: the covariance of clusters in which both speak is taken out.

mod adjust;
mod bootstrap;
mod design;
mod drawn;
mod halves;
mod permute;

use crate::measure::Random;
use crate::score::NANO;
use design::{Design, Differences, Sums};
use std::sync::Arc;

pub use adjust::{LEVEL, adjusted, draws_for};
pub use bootstrap::INTERVAL_DRAWS;
pub use halves::Halves;
pub use permute::Permuted;

/// Fewest clusters on a side for an interval or a p.
pub const FEWEST: usize = 5;
/// Most clusters of a kind that draws are made from. More are joined at random into so many blocks of equal size: with
/// 250 of them a quantile of t differs from the normal one by 0.5 %, which is less than what 1999 draws leave open (the
/// standard error of the 97.5 % quantile is 3 %).
const MOST: usize = 250;

/// What a side says in a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Half {
    /// Sentences; a side without any is not in the cluster.
    pub sentences: u32,
    /// For each column the sum of the sentences' values, in billionths.
    pub sums: Vec<i64>,
}

/// The clusters of two sides: a few bytes of each beside the sums themselves, which all pairs of a side share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contrast {
    /// The columns that are contrasted, by their places among those of the halves.
    columns: Vec<usize>,
    sides: [Arc<Halves>; 2],
    /// Halves by number: of clusters of one side alone, and of both.
    only: [Vec<u32>; 2],
    both: Vec<[u32; 2]>,
    derived: Vec<Derived>,
}

/// A column that differs from another in some halves.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Derived {
    of: usize,
    /// Of each side by number of the half what its sum has more.
    changes: [Changed; 2],
}

/// By number of the half what its sum has more.
pub(super) type Changed = Vec<(u32, i64)>;

/// The difference of two means, the first side's minus the second's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The difference.
    pub value: f64,
    /// Its standard error; 0 where no cluster departs from its side's mean.
    pub error: f64,
}

impl Difference {
    /// The difference in standard errors; infinite where a difference has none.
    fn studentised(self) -> f64 {
        if self.value == 0.0 { 0.0 } else { self.value / self.error }
    }
}

impl Contrast {
    /// Contrasts clusters with `columns` sums each, in a fixed order, each with the two sides' parts.
    #[must_use]
    pub fn new(columns: usize, clusters: impl IntoIterator<Item = [Option<Half>; 2]>) -> Self {
        let mut new = Self { columns: (0..columns).collect(), ..Self::default() };
        let mut sides = [Halves::new(columns), Halves::new(columns)];
        for halves in clusters {
            let spoken = halves.map(|half| half.filter(|half| half.sentences > 0));
            let mut numbers = [None; 2];
            for ((side, half), number) in sides.iter_mut().zip(spoken).zip(&mut numbers) {
                *number = half.map(|half| side.push(half.sentences, &half.sums));
            }
            new.cluster(numbers);
        }
        new.sides = sides.map(Arc::new);
        new
    }

    /// The clusters of two sides, none of which is put side by side yet; `columns` are contrasted.
    pub(super) fn of(columns: &[usize], sides: [&Arc<Halves>; 2]) -> Self {
        Self { columns: columns.to_vec(), sides: sides.map(Arc::clone), ..Self::default() }
    }

    /// Adds a cluster: of each side that has sentences in it the number of its half.
    pub(super) fn cluster(&mut self, halves: [Option<u32>; 2]) {
        match halves {
            [Some(a), Some(b)] => self.both.push([a, b]),
            [Some(a), None] => self.only[0].push(a),
            [None, Some(b)] => self.only[1].push(b),
            [None, None] => {}
        }
    }

    /// Adds a column that is another but for some halves, and returns its number.
    pub(super) fn derive(&mut self, of: usize, changes: [Changed; 2]) -> usize {
        self.derived.push(Derived { of, changes });
        self.columns.len() + self.derived.len() - 1
    }

    /// Clusters in which each side speaks.
    #[must_use]
    pub fn clusters(&self) -> [usize; 2] {
        [0, 1].map(|side| self.only[side].len() + self.both.len())
    }

    /// Whether each side speaks in enough clusters for an interval and a p.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.clusters().iter().all(|count| *count >= FEWEST)
    }

    /// The difference in every column but the derived ones; `None` when a side has no sentence.
    #[must_use]
    pub fn differences(&self) -> Option<Vec<Difference>> {
        if self.clusters().contains(&0) {
            return None;
        }
        let mut sums = Sums::new(self.columns.len(), self.clusters());
        let mut values: [Vec<i64>; 2] = Default::default();
        let read = |side: usize, half: u32, values: &mut Vec<i64>| {
            values.clear();
            values.extend(self.columns.iter().map(|column| self.sides[side].sum(half, *column)));
            self.sides[side].sentences(half)
        };
        for [a, b] in &self.both {
            let sentences = [read(0, *a, &mut values[0]), read(1, *b, &mut values[1])];
            sums.add_both([(sentences[0], &values[0]), (sentences[1], &values[1])]);
        }
        for (side, only) in self.only.iter().enumerate() {
            for half in only {
                let sentences = read(side, *half, &mut values[side]);
                sums.add_single(side, (sentences, &values[side]));
            }
        }
        let mut found = Differences::new(self.columns.len());
        sums.contrast(&mut found);
        Some((0..self.columns.len()).map(|column| found.at(column)).collect())
    }

    /// The clusters as draws are made from them, joined at random into blocks of these sizes: of the first side alone, of
    /// the second alone, and of both. `derived` says whether with the derived columns.
    fn design(&self, sizes: [usize; 3], derived: bool, random: &mut Random) -> Design {
        let kinds = [self.only[0].len(), self.only[1].len(), self.both.len()];
        let blocks = [0, 1, 2].map(|kind| Blocks::new(kinds[kind], sizes[kind], random));
        // Rows: blocks of the first side alone, of the second, the first side's halves of both, the second's.
        let counts = blocks.each_ref().map(|blocks| blocks.count);
        let starts = [0, counts[0], counts[0] + counts[1], counts.iter().sum()];
        let mut row_of = self.sides.each_ref().map(|side| vec![0; side.len()]);
        for (kind, halves) in self.only.iter().enumerate() {
            let own = halves.iter().zip(&blocks[kind].of);
            own.for_each(|(half, block)| row_of[kind][*half as usize] = starts[kind] as u32 + block);
        }
        for (pair, block) in self.both.iter().zip(&blocks[2].of) {
            for (side, half) in pair.iter().enumerate() {
                row_of[side][*half as usize] = starts[2 + side] as u32 + block;
            }
        }
        drop(blocks);
        let derived = if derived { self.derived.as_slice() } else { &[] };
        let columns = self.columns.len() + derived.len();
        let mut rows = vec![Half { sentences: 0, sums: vec![0; columns] }; starts[3] + counts[2]];
        for (side, row_of) in self.sides.iter().zip(&row_of) {
            for (half, row) in (0..).zip(row_of) {
                let row = &mut rows[*row as usize];
                row.sentences += side.sentences(half);
                let own = row.sums.iter_mut().zip(&self.columns);
                own.for_each(|(own, column)| *own += side.sum(half, *column));
            }
        }
        for (column, derived) in (self.columns.len()..).zip(derived) {
            for row in &mut rows {
                row.sums[column] = row.sums[derived.of];
            }
            for (changes, row_of) in derived.changes.iter().zip(&row_of) {
                for (half, more) in changes {
                    rows[row_of[*half as usize] as usize].sums[column] += more;
                }
            }
        }
        let (alone, both) = rows.split_at(starts[2]);
        let (first, second) = both.split_at(counts[2]);
        Design::new(columns, (alone, counts[0]), [first, second])
    }
}

/// Items parted into blocks at random.
struct Blocks {
    /// The block of each item.
    of: Vec<u32>,
    count: usize,
}

impl Blocks {
    /// Blocks of `size`, or one more.
    fn new(items: usize, size: usize, random: &mut Random) -> Self {
        if size <= 1 {
            return Self { of: (0..items as u32).collect(), count: items };
        }
        let mut order: Vec<u32> = (0..items as u32).collect();
        random.shuffle(&mut order);
        let count = (items / size).max(1);
        let mut of = vec![0; items];
        order.into_iter().enumerate().for_each(|(at, item)| of[item as usize] = (at % count) as u32);
        Self { of, count }
    }
}

/// Hedges' g (Hedges 1981): a difference of two means in pooled standard deviations, corrected for small samples.
/// `spread` is the sum of squared deviations from their means of all `values` on both sides; `None` without any.
#[must_use]
pub fn hedges(difference: f64, spread: f64, values: u64) -> Option<f64> {
    let freedom = values as f64 - 2.0;
    if freedom < 1.0 || spread <= 0.0 {
        return None;
    }
    let correction = 1.0 - 3.0 / (4.0 * freedom - 1.0);
    Some(correction * difference / (spread / freedom).sqrt())
}

/// A sum of sentence values in units of the scale.
fn unit(sum: i64) -> f64 {
    sum as f64 / NANO
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unnecessary_wraps, reason = "as clusters hold it")]
    fn half(sentences: u32, sum: i64) -> Option<Half> {
        Some(Half { sentences, sums: vec![sum * 100_000_000] })
    }

    #[test]
    fn the_variance_takes_the_covariance_out() {
        // By hand: A x = 1, 4, 2 over n = 1, 2, 1 tenths; B x = 1, 2, 0 over 1, 2, 1, all in the same three clusters.
        // Rₐ = .7/4 = .175, e = −.075, .05, .025; R_b = .075, e = .025, .05, −.075.
        // u = √1.5 · (eₐ − e_b)/4 = √1.5 · (−.1, 0, .1)/4; V = 1.5 · .02/16 = .001875.
        let both = [[half(1, 1), half(1, 1)], [half(2, 4), half(2, 2)], [half(1, 2), half(1, 0)]];
        let found = Contrast::new(1, both.clone()).differences().unwrap()[0];
        assert!((found.value - 0.1).abs() < 1e-12 && (found.error - 0.001_875_f64.sqrt()).abs() < 1e-12, "{found:?}");
        // In six clusters of their own the variances add up: 1.5 · (.00875 + .00875)/16.
        let apart = both.into_iter().flat_map(|[a, b]| [[a, None], [None, b]]);
        let found = Contrast::new(1, apart).differences().unwrap()[0];
        assert!((found.error - (1.5_f64 * 0.0175 / 16.0).sqrt()).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_difference_without_spread_has_no_error() {
        let constant = (0..6).flat_map(|n| [[half(1 + n, 3 * i64::from(1 + n)), None], [None, half(1, 1)]]);
        let contrast = Contrast::new(1, constant);
        let found = contrast.differences().unwrap()[0];
        assert!((found.value - 0.2).abs() < 1e-12 && found.error == 0.0, "{found:?}");
        assert_eq!(contrast.interval(199, 1, 1), vec![None]);
        assert!(contrast.permutation(199, 1, 1)[0].p < 0.05);
        assert!(Contrast::new(1, [[half(1, 1), None]]).differences().is_none());
    }

    #[test]
    fn blocks_keep_all_sums() {
        let clusters: Vec<_> = (0..1203).map(|n| [half(1 + n % 3, i64::from(n % 7)), half(n % 2, 3)]).collect();
        let mut contrast = Contrast::new(1, clusters.clone());
        contrast.derive(0, [vec![(0, -500_000_000), (4, 900_000_000)], Vec::new()]);
        for size in [1, 3] {
            let design = contrast.design([size; 3], true, &mut Random::new(1, 1));
            let count = clusters.iter().filter(|[_, b]| b.as_ref().is_some_and(|b| b.sentences == 0)).count();
            let [alone, both] = [count, 1203 - count].map(|count| count / size);
            assert_eq!((design.first_singles, design.shared()), (alone, both));
            let n: u32 = clusters.iter().flat_map(|pair| &pair[0]).map(|half| half.sentences).sum();
            let x: i64 = clusters.iter().flat_map(|pair| &pair[0]).map(|half| half.sums[0]).sum();
            let (sums, zero) = (design.singles.total(), design.both.zeros());
            // Whichever sides the others have.
            let first: Vec<u32> = (0..both.div_ceil(4) as u32).map(|at| at << 4).collect();
            let mut shared = zero;
            design.both.swaps().add_up(&first, &mut shared);
            assert!((sums[0] + shared[0] - f64::from(n)).abs() < 1e-9);
            assert!((sums[2] + shared[2] - unit(x)).abs() < 1e-9);
            assert!((sums[3] + shared[3] - unit(x) - 0.4).abs() < 1e-9);
        }
    }
}
