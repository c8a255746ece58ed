//! How often chance alone would set the sides as far apart.
//!
//! If it made no difference who speaks, a cluster of both could be read with its sides swapped, and a cluster of one
//! side could as well be the other's. Draws do both at random; the statistic is the studentised difference, so that p
//! holds also where the sides differ in spread or number (Janssen 1997; Chung and Romano 2013). A column's draws end as
//! soon as [`ENOUGH`] of them were as far apart (Besag and Clifford, Sequential Monte Carlo p-values, 1991): no further
//! draw could make a difference that is plainly no finding one, and p stays valid.

use super::design::{Design, Rows, Sums, TOGETHER};
use super::{Contrast, MOST};
use crate::measure::Random;

/// Statistics that differ by less are a tie.
const TIE: f64 = 1e-9;
/// Draws as far apart as the clusters are after which a column needs no more: its p is then known with a standard error
/// of a tenth of itself, or less. Among 1999 draws only those with a p above 0.05 end early.
const ENOUGH: u32 = 100;
/// Draws after which columns that need no more are left out of the adding up.
const STAGE: u32 = 128;
/// Ways to swap neighbours that 64 random bits hold.
const WAYS: usize = 64 / TOGETHER;

/// The outcome of a permutation test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Permuted {
    /// Two-sided p: (b + 1)/(B + 1) with b of B draws at least as far apart (Davison and Hinkley 1997, ch. 4), or h/l
    /// where the h-th of `ENOUGH` such draws was the l-th (Besag and Clifford 1991).
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
        let design = self.design([alone, alone, self.both.len().div_ceil(MOST)], true, &mut random);
        let observed = design.observed();
        let columns = self.columns.len() + self.derived.len();
        let mut counts: Vec<Count> = (0..columns).map(|at| Count::of(observed.at(at).studentised())).collect();
        let mut arrangement = Arrangement::new(design);
        // The columns that the arrangement still has.
        let mut open: Vec<usize> = (0..columns).collect();
        let mut made = 0;
        while made < draws && !open.is_empty() {
            let mut stage: Vec<Count> = open.iter().map(|at| counts[*at]).collect();
            let mut found = arrangement.design.differences();
            let end = draws.min(made + STAGE);
            while made < end {
                made += 1;
                arrangement.draw(&mut random);
                arrangement.sums.contrast(&mut found);
                for ((value, error), count) in found.values.iter().zip(&found.errors).zip(&mut stage) {
                    let apart = (value / error).abs();
                    count.add(if *value == 0.0 { 0.0 } else { apart }, made);
                }
            }
            open.iter().zip(&stage).for_each(|(at, count)| counts[*at] = *count);
            let left: Vec<usize> = (0..open.len()).filter(|at| stage[*at].ended == 0).collect();
            if left.len() < open.len() {
                arrangement.narrow(&left);
                open = left.into_iter().map(|at| open[at]).collect();
            }
        }
        counts.into_iter().map(|count| count.permuted(draws)).collect()
    }
}

/// What the draws of a column come to.
#[derive(Debug, Clone, Copy)]
struct Count {
    /// What the clusters' own statistic is, but for rounding.
    least: f64,
    most: f64,
    as_far: u32,
    further: u32,
    /// The draw that was enough; 0 before it.
    ended: u32,
}

impl Count {
    fn of(observed: f64) -> Self {
        let observed = observed.abs();
        let (least, most) = (observed * (1.0 - TIE), observed * (1.0 + TIE));
        Self { least, most, as_far: 0, further: 0, ended: 0 }
    }

    /// Adds the statistic of draw number `draw`, from 1. Nothing in here branches, as for [`Design::contrast`].
    #[inline]
    fn add(&mut self, apart: f64, draw: u32) {
        let open = u32::from(self.ended == 0);
        self.as_far += open & u32::from(apart >= self.least);
        self.further += open & u32::from(apart > self.most);
        self.ended += draw * (open & u32::from(self.as_far == ENOUGH));
    }

    fn permuted(self, draws: u32) -> Permuted {
        let p = if self.ended > 0 {
            f64::from(ENOUGH) / f64::from(self.ended)
        } else {
            (f64::from(self.as_far) + 1.0) / (f64::from(draws) + 1.0)
        };
        Permuted { p, at_floor: self.further == 0 }
    }
}

/// One arrangement of the labels after another.
struct Arrangement {
    design: Design,
    order: Vec<u32>,
    /// Singles that get the label of the side which has fewer of them.
    chosen: usize,
    few: usize,
    singles_total: Vec<f64>,
    both_total: Vec<f64>,
    /// Moments of the chosen singles, and of the first side in the clusters of both.
    single: Vec<f64>,
    both: Vec<f64>,
    /// The singles in all ways to choose them, where that means fewer rows to add up, and those that are chosen.
    choices: Option<Rows>,
    marked: Vec<u32>,
    /// The clusters of both in all ways to swap them, and those of the draw.
    swaps: Rows,
    swapped: Vec<u32>,
    sums: Sums,
}

impl Arrangement {
    fn new(design: Design) -> Self {
        let second = design.singles.len() - design.first_singles;
        let (chosen, groups) = (design.first_singles.min(second), design.singles.len().div_ceil(TOGETHER));
        let mut sums = design.empty();
        sums.products = design.products.total();
        Self {
            order: (0..design.singles.len() as u32).collect(),
            chosen,
            few: usize::from(second < design.first_singles),
            singles_total: design.singles.total(),
            both_total: design.both.total(),
            single: design.singles.zeros(),
            both: design.both.zeros(),
            choices: (chosen > groups).then(|| design.singles.choices()),
            marked: vec![0; groups],
            swaps: design.both.swaps(),
            swapped: vec![0; design.shared().div_ceil(TOGETHER)],
            sums,
            design,
        }
    }

    /// Goes on with these columns alone; their sums are what they would have been.
    fn narrow(&mut self, columns: &[usize]) {
        // What takes most room goes before there is more.
        (self.choices, self.swaps) = (None, Rows::default());
        let (order, design) = (std::mem::take(&mut self.order), std::mem::take(&mut self.design));
        *self = Self { order, ..Self::new(design.select(columns)) };
    }

    /// Only the smaller side is added up; the larger is what is left of the total.
    fn draw(&mut self, random: &mut Random) {
        let count = self.order.len();
        for at in 0..self.chosen {
            self.order.swap(at, at + random.index((count - at) as u32) as usize);
        }
        for (first, rows) in (0_u32..).step_by(WAYS).zip(self.swapped.chunks_mut(WAYS)) {
            let mut bits = random.bits();
            for (at, row) in (first..).zip(rows) {
                *row = (at << TOGETHER) + bits as u32 % (1 << TOGETHER);
                bits >>= TOGETHER;
            }
        }
        self.single.fill(0.0);
        self.both.fill(0.0);
        let chosen = &self.order[..self.chosen];
        match &self.choices {
            None => self.design.singles.add_up(chosen, &mut self.single),
            Some(choices) => {
                (0_u32..).zip(&mut self.marked).for_each(|(at, row)| *row = at << TOGETHER);
                for at in chosen.iter().map(|at| *at as usize) {
                    self.marked[at / TOGETHER] |= 1 << (at % TOGETHER);
                }
                choices.add_up(&self.marked, &mut self.single);
            }
        }
        self.swaps.add_up(&self.swapped, &mut self.both);
        let alone = self.single.len();
        let [first, second] = &mut self.sums.sides;
        first.copy_from_slice(&self.both);
        second.iter_mut().zip(self.both_total.iter().zip(&self.both)).for_each(|(own, (all, both))| *own = all - both);
        let (few, many) = if self.few == 0 { (first, second) } else { (second, first) };
        few[..alone].iter_mut().zip(&self.single).for_each(|(own, new)| *own += new);
        let rest = self.singles_total.iter().zip(&self.single).map(|(all, single)| all - single);
        many[..alone].iter_mut().zip(rest).for_each(|(own, new)| *own += new);
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
