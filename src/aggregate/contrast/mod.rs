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
mod permute;

use crate::measure::Random;
use crate::score::NANO;
use design::Design;

pub use adjust::{LEVEL, adjusted, draws_for};
pub use bootstrap::INTERVAL_DRAWS;
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

impl Half {
    fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.sums.resize(other.sums.len().max(self.sums.len()), 0);
        for (own, new) in self.sums.iter_mut().zip(&other.sums) {
            *own += new;
        }
    }
}

/// The clusters of two sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contrast {
    columns: usize,
    only: [Vec<Half>; 2],
    both: Vec<[Half; 2]>,
}

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
        let mut new = Self { columns, ..Self::default() };
        for [a, b] in clusters {
            let spoken = |half: &Half| half.sentences > 0;
            match (a.filter(spoken), b.filter(spoken)) {
                (Some(a), Some(b)) => new.both.push([a, b]),
                (Some(a), None) => new.only[0].push(a),
                (None, Some(b)) => new.only[1].push(b),
                (None, None) => {}
            }
        }
        new
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

    /// The difference in every column; `None` when a side has no sentence.
    #[must_use]
    pub fn differences(&self) -> Option<Vec<Difference>> {
        if self.clusters().contains(&0) {
            return None;
        }
        let found = self.design([1; 3], &mut Random::new(0, 0)).observed();
        Some((0..self.columns).map(|column| found.at(column)).collect())
    }

    /// The clusters as draws are made from them, joined at random into blocks: of the first side alone, of the second
    /// alone, and of both.
    fn design(&self, sizes: [usize; 3], random: &mut Random) -> Design {
        let both: Vec<Vec<&Half>> = self.both.iter().map(|pair| pair.iter().collect()).collect();
        let only = |side: usize| self.only[side].iter().map(|half| vec![half]).collect::<Vec<_>>();
        let [a, b] = [blocks(&only(0), sizes[0], random), blocks(&only(1), sizes[1], random)];
        Design::new(self.columns, [&a, &b], &blocks(&both, sizes[2], random))
    }
}

/// Items joined into blocks of `size`, or one more; each item is one half or two, kept apart.
fn blocks(items: &[Vec<&Half>], size: usize, random: &mut Random) -> Vec<Vec<Half>> {
    if size <= 1 {
        return items.iter().map(|item| item.iter().map(|h| (*h).clone()).collect()).collect();
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    random.shuffle(&mut order);
    let count = (items.len() / size).max(1);
    let mut joined: Vec<Vec<Half>> = Vec::new();
    for (at, item) in order.into_iter().enumerate() {
        if at < count {
            joined.push(items[item].iter().map(|h| (*h).clone()).collect());
        } else {
            for (own, new) in joined[at % count].iter_mut().zip(&items[item]) {
                own.add(new);
            }
        }
    }
    joined
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
        let clusters: Vec<_> = (0..1203).map(|n| [half(1 + n % 3, i64::from(n % 7)), None]).collect();
        let contrast = Contrast::new(1, clusters);
        let halves: Vec<Vec<&Half>> = contrast.only[0].iter().map(|h| vec![h]).collect();
        let joined = blocks(&halves, 3, &mut Random::new(1, 1));
        assert_eq!(joined.len(), 401);
        let sum = |all: &mut dyn Iterator<Item = &Half>| all.fold((0, 0), |(n, x), h| (n + h.sentences, x + h.sums[0]));
        assert_eq!(sum(&mut joined.iter().flatten()), sum(&mut contrast.only[0].iter()));
    }
}
