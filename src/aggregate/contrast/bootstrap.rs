//! The interval of a difference: the studentised bootstrap over clusters (Efron 1982; Hall 1988; Davison and Hinkley
//! 1997, ch. 5.2).
//!
//! Each draw takes, with replacement, as many clusters of each kind (of the first side alone, of the second alone, of
//! both) as there are. With t* = (D* − D)/s* the interval is from D − s·t*(97.5 %) to D − s·t*(2.5 %).

use super::{Contrast, MOST};
use crate::measure::{Interval, Random, quantile};

/// Draws for an interval: the ends are then the 50th draw from either side.
pub const INTERVAL_DRAWS: u32 = 1999;
/// Share of the draws that must have a spread for the interval to be told.
const DEFINED: f64 = 0.9;
/// A difference of two means lies within ±2.
const WIDEST: f64 = 2.0;

impl Contrast {
    /// The 95 % interval of the difference in every column; `None` below five clusters on a side, and where too many
    /// draws have no spread. `stream` names the random numbers.
    #[must_use]
    pub fn interval(&self, draws: u32, seed: u64, stream: u64) -> Vec<Option<Interval>> {
        let Some(differences) = self.differences().filter(|_| self.is_enough()) else {
            return vec![None; self.columns];
        };
        let mut random = Random::new(seed, stream);
        let sizes = [self.only[0].len(), self.only[1].len(), self.both.len()].map(|count| count.div_ceil(MOST));
        let design = self.design(sizes, &mut random);
        let centre = design.observed();
        let (first, second) = (design.first_singles, design.singles.len() - design.first_singles);
        let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(draws as usize); self.columns];
        let mut sums = design.empty();
        for _ in 0..draws {
            sums.sides.iter_mut().chain(&mut sums.crossed).for_each(|s| s.fill(0.0));
            sums.products.fill(0.0);
            (0..first).for_each(|_| design.add_single(&mut sums, random.below(first)));
            (0..second).for_each(|_| design.add_single(&mut sums, first + random.below(second)));
            let both = design.both[0].len();
            (0..both).for_each(|_| design.add_both(&mut sums, random.below(both)));
            for (column, values) in drawn.iter_mut().enumerate() {
                let new = design.difference(&sums, column);
                if new.error > 0.0 {
                    values.push((new.value - centre[column].value) / new.error);
                }
            }
        }
        let interval = |(mut values, found): (Vec<f64>, &super::Difference)| {
            if (values.len() as f64) < DEFINED * f64::from(draws) || found.error == 0.0 {
                return None;
            }
            values.sort_by(f64::total_cmp);
            let end = |q: f64| Some((found.value - found.error * quantile(&values, q)?).clamp(-WIDEST, WIDEST));
            Some(Interval { low: end(0.975)?, high: end(0.025)? })
        };
        drawn.into_iter().zip(&differences).map(interval).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Contrast, Half};

    #[test]
    fn the_interval_is_near_the_normal_one_with_many_clusters() {
        let half = |n: i64| Some(Half { sentences: 1, sums: vec![n * 7_919 % 1_009 * 1_000_000 - 504_000_000] });
        let clusters = (0..800).flat_map(|n| [[half(n), None], [None, half(3 * n + 1)]]);
        let contrast = Contrast::new(1, clusters);
        let found = contrast.interval(1999, 1, 1)[0].unwrap();
        let expected = contrast.differences().unwrap()[0];
        let half = 1.96 * expected.error;
        assert!((found.low - (expected.value - half)).abs() < 0.15 * half, "{found:?} {expected:?}");
        assert!((found.high - (expected.value + half)).abs() < 0.15 * half, "{found:?} {expected:?}");
    }
}
