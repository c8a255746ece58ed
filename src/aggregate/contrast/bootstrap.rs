//! The interval of a difference: the studentised bootstrap over clusters (Efron 1982; Hall 1988; Davison and Hinkley
//! 1997, ch. 5.2).
//!
//! Each draw takes clusters with replacement: as many of each side as there are, or, where some are of both, as many of
//! all together as there are, so that also the numbers of each kind vary. (With the numbers of each kind held, intervals
//! of five articles a side, two of them shared, held the truth in 87 % of simulated corpora, now in 95 %.) With
//! t* = (D* − D)/s* the interval is from D − s·t*(97.5 %) to D − s·t*(2.5 %).

use super::design::Design;
use super::drawn::{BOTH, Drawn};
use super::{Contrast, MOST};
use crate::measure::{Interval, Random, quantile};

/// Draws for an interval: the ends are then the 50th draw from either side.
pub const INTERVAL_DRAWS: u32 = 1999;
/// Least blocks of a side that has more clusters: Student's quantile is then within 1 % of the normal one.
const LEAST: usize = 200;
/// Share of the draws that must have a spread for the interval to be told.
const DEFINED: f64 = 0.9;
/// A difference of two means lies within ±2.
const WIDEST: f64 = 2.0;

impl Contrast {
    /// The 95 % interval of the difference in every column but the derived ones; `None` below five clusters on a side, and where too many
    /// draws have no spread. `stream` names the random numbers.
    #[must_use]
    pub fn interval(&self, draws: u32, seed: u64, stream: u64) -> Vec<Option<Interval>> {
        let Some(differences) = self.differences().filter(|_| self.is_enough()) else {
            return vec![None; self.columns.len()];
        };
        let mut random = Random::new(seed, stream);
        let design = self.design(self.sizes(), false, &mut random);
        let centre = design.observed();
        let mut studentised: Vec<Vec<f64>> =
            (0..self.columns.len()).map(|_| Vec::with_capacity(draws as usize)).collect();
        let mut taken = Drawn::new(design.singles.len() + design.shared());
        let (mut sums, mut new) = (design.empty(), design.differences());
        for _ in 0..draws {
            resample(&design, &mut taken, &mut random);
            design.add_up(&mut taken, &mut sums);
            sums.contrast(&mut new);
            for (column, values) in studentised.iter_mut().enumerate() {
                if new.errors[column] > 0.0 {
                    values.push((new.values[column] - centre.values[column]) / new.errors[column]);
                }
            }
        }
        let interval = |(mut values, found): (Vec<f64>, &super::Difference)| {
            if (values.len() as f64) < DEFINED * f64::from(draws) || found.error == 0.0 {
                return None;
            }
            sort_ends(&mut values);
            let end = |q: f64| Some((found.value - found.error * quantile(&values, q)?).clamp(-WIDEST, WIDEST));
            Some(Interval { low: end(0.975)?, high: end(0.025)? })
        };
        studentised.into_iter().zip(&differences).map(interval).collect()
    }
}

impl Contrast {
    /// Clusters in a block of each kind. Where kinds are drawn together their blocks must be of one size, and leave the
    /// side with fewer clusters enough of them.
    fn sizes(&self) -> [usize; 3] {
        let kinds = [self.only[0].len(), self.only[1].len(), self.both.len()];
        if self.both.is_empty() {
            return kinds.map(|count| count.div_ceil(MOST));
        }
        let wanted = kinds.iter().sum::<usize>().div_ceil(kinds.len() * MOST);
        let fewer = self.clusters().into_iter().min().unwrap_or_default();
        [wanted.min(fewer / LEAST).max(1); 3]
    }
}

/// Brings the values that the quantiles at both ends lie between to the places that they have in order.
fn sort_ends(values: &mut [f64]) {
    // One of forty on either side, and its neighbour.
    let end = (values.len() / 40 + 2).min(values.len() / 2);
    if end == 0 {
        return values.sort_unstable_by(f64::total_cmp);
    }
    let (low, _, rest) = values.select_nth_unstable_by(end - 1, f64::total_cmp);
    low.sort_unstable_by(f64::total_cmp);
    let high = rest.len() - end.min(rest.len());
    let (_, _, top) = rest.select_nth_unstable_by(high, f64::total_cmp);
    top.sort_unstable_by(f64::total_cmp);
}

/// Draws clusters with replacement.
fn resample(design: &Design, drawn: &mut Drawn, random: &mut Random) {
    let (singles, both) = (design.singles.len() as u32, design.shared() as u32);
    let first = design.first_singles as u32;
    let second = singles - first;
    loop {
        drawn.clear();
        if both == 0 {
            (0..first).for_each(|_| drawn.add(0, random.index(first)));
            (0..second).for_each(|_| drawn.add(1, first + random.index(second)));
            return;
        }
        for _ in 0..singles + both {
            let at = random.index(singles + both);
            let shared = at >= singles;
            let kind = usize::from(at >= first) + usize::from(shared);
            debug_assert!(!shared || kind == BOTH, "what is of both comes behind what is of one side");
            drawn.add(kind, at - singles * u32::from(shared));
        }
        if drawn.clusters().iter().all(|count| *count > 1) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Contrast, Half};
    use crate::measure::quantile;

    #[test]
    fn ends_are_those_of_the_whole_order() {
        for count in [0, 1, 2, 5, 79, 80, 81, 999, 1800, 1999] {
            let mut values: Vec<f64> = (0..count).map(|n| f64::from(n * 7_919 % 1_009)).collect();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            super::sort_ends(&mut values);
            for q in [0.025, 0.975] {
                assert_eq!(quantile(&values, q), quantile(&sorted, q), "{count} {q}");
            }
        }
    }

    #[test]
    fn the_interval_is_near_the_normal_one_with_many_clusters() {
        let half = |n: i64| Some(Half { sentences: 1, sums: vec![n * 7_919 % 1_009 * 1_000_000 - 504_000_000] });
        let apart: Vec<_> = (0..800).flat_map(|n| [[half(n), None], [None, half(3 * n + 1)]]).collect();
        let shared = (0..2000).map(|n| [half(n), half(5 * n + 1)]);
        for clusters in [apart.clone(), apart.into_iter().chain(shared).collect()] {
            let contrast = Contrast::new(1, clusters);
            let found = contrast.interval(999, 1, 1)[0].unwrap();
            let expected = contrast.differences().unwrap()[0];
            let half = 1.96 * expected.error;
            assert!((found.low - (expected.value - half)).abs() < 0.15 * half, "{found:?} {expected:?}");
            assert!((found.high - (expected.value + half)).abs() < 0.15 * half, "{found:?} {expected:?}");
        }
    }
}
