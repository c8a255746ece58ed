//! How often chance alone would set the sides as far apart.
//!
//! If it made no difference who speaks, a cluster of both could be read with its sides swapped, and a cluster of one
//! side could as well be the other's. Draws do both at random; the statistic is the studentised difference, so that p
//! holds also where the sides differ in spread or number (Janssen 1997; Chung and Romano 2013).

use super::design::{Design, Sums, add};
use super::{Contrast, MOST};
use crate::measure::Random;

/// Statistics that differ by less are a tie.
const TIE: f64 = 1e-9;

/// The outcome of a permutation test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permuted {
    /// Two-sided p: (b + 1)/(B + 1) with b of B draws at least as far apart (Davison and Hinkley 1997, ch. 4).
    pub p: f64,
    /// No draw was further apart: p is the least that these clusters and draws can give.
    pub at_floor: bool,
}

impl Contrast {
    /// Tests every column with the same `draws`; `stream` names the random numbers, so that no other test moves them.
    /// Both sides have at least one cluster.
    #[must_use]
    pub fn permutation(&self, draws: u32, seed: u64, stream: u64) -> Vec<Permuted> {
        let mut random = Random::new(seed, stream);
        // Labels change places, so both sides' blocks must be of one size.
        let alone = self.only[0].len().min(self.only[1].len()).div_ceil(MOST);
        let design = self.design([alone, alone, self.both.len().div_ceil(MOST)], &mut random);
        let observed: Vec<f64> = design.observed().iter().map(|d| d.studentised().abs()).collect();
        let mut arrangement = Arrangement::new(&design);
        let mut reached = vec![(0u32, 0u32); observed.len()];
        for _ in 0..draws {
            let sums = arrangement.draw(&mut random);
            for (column, (value, (as_far, further))) in observed.iter().zip(&mut reached).enumerate() {
                let apart = design.difference(sums, column).studentised().abs();
                *as_far += u32::from(apart >= value * (1.0 - TIE));
                *further += u32::from(apart > value * (1.0 + TIE));
            }
        }
        let share = |as_far: u32| (f64::from(as_far) + 1.0) / (f64::from(draws) + 1.0);
        reached.into_iter().map(|(as_far, further)| Permuted { p: share(as_far), at_floor: further == 0 }).collect()
    }
}

/// One arrangement of the labels after another.
struct Arrangement<'d> {
    design: &'d Design,
    order: Vec<usize>,
    /// Singles that get the label of the side which has fewer of them.
    chosen: usize,
    few: usize,
    /// Moments of the chosen singles, and of the first side in the clusters of both.
    single: Vec<f64>,
    both: Vec<f64>,
    sums: Sums,
}

impl<'d> Arrangement<'d> {
    fn new(design: &'d Design) -> Self {
        let second = design.singles.len() - design.first_singles;
        let mut sums = design.empty();
        sums.products.clone_from(&design.products_total);
        Self {
            order: (0..design.singles.len()).collect(),
            chosen: design.first_singles.min(second),
            few: usize::from(second < design.first_singles),
            single: vec![0.0; design.singles_total.len()],
            both: vec![0.0; design.both_total.len()],
            sums,
            design,
        }
    }

    /// Only the smaller side is added up; the larger is what is left of the total.
    fn draw(&mut self, random: &mut Random) -> &Sums {
        let design = self.design;
        self.single.fill(0.0);
        for at in 0..self.chosen {
            let other = at + random.below(self.order.len() - at);
            self.order.swap(at, other);
            add(&mut self.single, design.singles.row(self.order[at]));
        }
        self.both.fill(0.0);
        for at in 0..design.both[0].len() {
            add(&mut self.both, design.both[random.below(2)].row(at));
        }
        let width = design.width();
        for side in 0..2 {
            let singles = self.single.iter().zip(&design.singles_total);
            let both = self.both.iter().zip(&design.both_total);
            let few = side == self.few;
            let first = side == 0;
            for (own, ((single, singles), (both, boths))) in self.sums.sides[side].iter_mut().zip(singles.zip(both)) {
                *own = if few { *single } else { singles - single } + if first { *both } else { boths - both };
            }
            let both = self.both[width..].iter().zip(&design.both_total[width..]);
            for (own, (both, boths)) in self.sums.crossed[side].iter_mut().zip(both) {
                *own = if first { *both } else { boths - both };
            }
        }
        &self.sums
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Contrast, Half};

    #[expect(clippy::unnecessary_wraps, reason = "as clusters hold it")]
    fn half(sentences: u32, sum: i64) -> Option<Half> {
        Some(Half { sentences, sums: vec![sum * 10_000_000] })
    }

    #[test]
    fn few_clusters_bound_p() {
        // Two of the 252 ways to choose five of ten are as far apart as the observed one.
        let apart = (0..5).flat_map(|n| [[half(1, 50 + n), None], [None, half(1, n)]]);
        let found = Contrast::new(1, apart).permutation(19_999, 1, 1)[0];
        assert!((found.p - 2.0 / 252.0).abs() < 0.002 && found.at_floor, "{found:?}");
        // Of the 2⁶ ways to swap six pairs two are.
        let both = (0..6).map(|n| [half(1, 50 + n * n), half(1, n)]);
        let found = Contrast::new(1, both).permutation(19_999, 1, 1)[0];
        assert!((found.p - 2.0 / 64.0).abs() < 0.004 && found.at_floor, "{found:?}");
    }

    #[test]
    fn sides_that_are_alike_are_not_told_apart() {
        let alike = (0..8).flat_map(|n| [[half(1, n), None], [None, half(1, n)], [half(2, 3), half(2, 3)]]);
        let found = Contrast::new(1, alike).permutation(499, 1, 1)[0];
        assert!((found.p - 1.0).abs() < 1e-12 && !found.at_floor, "{found:?}");
    }

    #[test]
    fn a_stream_gives_the_same_p_whatever_else_is_tested() {
        let clusters = |sums: fn(i64) -> Vec<i64>| {
            let half = move |n: i64| Some(Half { sentences: 2, sums: sums(n * 7_654_321 % 1_000_003) });
            let pairs = (0..40).map(|n| if n % 3 == 0 { [half(n), half(n + 50)] } else { [half(n), None] });
            pairs.chain((0..9).map(move |n| [None, half(n + 90)])).collect::<Vec<_>>()
        };
        let one = Contrast::new(1, clusters(|n| vec![n])).permutation(299, 1, 1);
        let two = Contrast::new(2, clusters(|n| vec![n, -n * n])).permutation(299, 1, 1);
        assert_eq!(one[0], two[0]);
        assert_ne!(one[0], Contrast::new(1, clusters(|n| vec![n])).permutation(299, 1, 2)[0]);
    }
}
