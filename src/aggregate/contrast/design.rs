//! The clusters as rows of moments that are added up for each draw.
//!
//! A side's row is `[n, n², x…, x²…, xn…]`, one x for each column. A cluster of both has a row for each side, with the
//! products of its own sums and the other's sentences behind it; swapping the sides swaps the rows. Thousands of draws
//! are made for hundreds of pairs, so rows are added up without a store between them.

use super::drawn::{BOTH, Drawn};
use super::{Difference, Half, unit};

/// What is left of a squared sum when it is nothing but rounding.
const ROUNDING: f64 = 1e-12;

/// Cells that are added up at a time: what the processor's registers hold, so that sums are not stored for each row.
const BLOCK: usize = 12;

/// Clusters whose labels change together: their sums take 16 rows, of which a draw adds one.
pub(super) const TOGETHER: usize = 4;

/// Rows of equal width, filled up with zeros to whole blocks; all rows' first blocks come first, then all second ones.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    width: usize,
    len: usize,
    cells: Vec<[f64; BLOCK]>,
}

impl Rows {
    /// Rows of `width` cells, put in their places as they come: there are thousands of them.
    fn new<R: Iterator<Item = f64>>(width: usize, rows: impl ExactSizeIterator<Item = R>) -> Self {
        let len = rows.len();
        let mut new = Self { width, len, cells: vec![[0.0; BLOCK]; len * width.div_ceil(BLOCK)] };
        for (at, row) in rows.enumerate() {
            for (place, cell) in row.enumerate() {
                new.cells[place / BLOCK * len + at][place % BLOCK] = cell;
            }
        }
        new
    }

    pub const fn len(&self) -> usize {
        self.len
    }

    /// The same rows with these cells alone, which rise: each moves to the front of what is still to be read.
    fn select(mut self, cells: &[usize]) -> Self {
        let (len, blocks) = (self.len, cells.len().div_ceil(BLOCK));
        for (to, from) in cells.iter().enumerate() {
            for at in 0..len {
                self.cells[to / BLOCK * len + at][to % BLOCK] = self.cells[from / BLOCK * len + at][from % BLOCK];
            }
        }
        self.cells.truncate(len * blocks);
        self.cells.shrink_to_fit();
        let last = self.cells.len().saturating_sub(len);
        for row in &mut self.cells[last..] {
            row[cells.len() - (blocks - 1) * BLOCK..].fill(0.0);
        }
        Self { width: cells.len(), ..self }
    }

    /// What sums of these rows are added up in.
    pub fn zeros(&self) -> Vec<f64> {
        vec![0.0; self.width.div_ceil(BLOCK) * BLOCK]
    }

    /// Adds the rows of these numbers, each as often as it is named, in their order.
    pub fn add_up(&self, numbers: &[u32], sums: &mut [f64]) {
        if self.len == 0 {
            return;
        }
        for (rows, sums) in self.cells.chunks_exact(self.len).zip(sums.as_chunks_mut::<BLOCK>().0) {
            let mut total = *sums;
            for at in numbers {
                let row = &rows[*at as usize];
                for lane in 0..BLOCK {
                    total[lane] += row[lane];
                }
            }
            *sums = total;
        }
    }

    /// Of rows whose first half are the first side's and whose second half are the second's, the sums of each
    /// [`TOGETHER`] neighbours with all ways to swap the sides: row `n << TOGETHER | ways` has for each bit of `ways` that
    /// is set the second side's. (The method of four Russians: Arlazarov, Dinic, Kronrod and Faradžev 1970.)
    pub fn swaps(&self) -> Self {
        let shared = self.len / 2;
        self.ways(shared, |rows, at, is_second| Some(&rows[at + if is_second { shared } else { 0 }]))
    }

    /// The sums of each [`TOGETHER`] neighbours with all ways to choose some of them: row `n << TOGETHER | ways` has those
    /// for which a bit of `ways` is set.
    pub fn choices(&self) -> Self {
        self.ways(self.len, |rows, at, is_chosen| is_chosen.then(|| &rows[at]))
    }

    /// The sums of neighbours among so many in all ways, where `row` says which row a number and a bit stand for.
    fn ways(&self, count: usize, row: impl Fn(&[[f64; BLOCK]], usize, bool) -> Option<&[f64; BLOCK]>) -> Self {
        let len = count.div_ceil(TOGETHER) << TOGETHER;
        let mut new = Self { width: self.width, len, cells: vec![[0.0; BLOCK]; len * self.width.div_ceil(BLOCK)] };
        if count == 0 {
            return new;
        }
        for (rows, sums) in self.cells.chunks_exact(self.len).zip(new.cells.chunks_exact_mut(len)) {
            for (number, sum) in sums.iter_mut().enumerate() {
                let first = (number >> TOGETHER) * TOGETHER;
                for at in first..count.min(first + TOGETHER) {
                    if let Some(row) = row(rows, at, number >> (at - first) & 1 == 1) {
                        sum.iter_mut().zip(row).for_each(|(own, new)| *own += new);
                    }
                }
            }
        }
        new
    }

    pub fn total(&self) -> Vec<f64> {
        let mut total = self.zeros();
        let all: Vec<u32> = (0..self.len as u32).collect();
        self.add_up(&all, &mut total);
        total
    }
}

/// The two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Design {
    columns: usize,
    /// Clusters of one side alone, the first side's in front.
    pub singles: Rows,
    pub first_singles: usize,
    /// Clusters of both: the first side's rows, then the second's.
    pub both: Rows,
    /// Their products `[nₐn_b, xₐx_b…]`, which swapping does not change.
    pub products: Rows,
}

/// Sums of a draw.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    columns: usize,
    /// Clusters on each side.
    pub clusters: [usize; 2],
    /// Each side's moments, and behind them the products of the clusters of both: `xₐn_b…` or `nₐx_b…`.
    pub sides: [Vec<f64>; 2],
    /// `[nₐn_b, xₐx_b…]`.
    pub products: Vec<f64>,
}

/// A half: sentences, and sums.
type HalfRef<'h> = (u32, &'h [i64]);

impl Sums {
    /// Nothing yet, of so many clusters on each side.
    pub fn new(columns: usize, clusters: [usize; 2]) -> Self {
        let side = || vec![0.0; 2 + 4 * columns];
        Self { columns, clusters, sides: [side(), side()], products: vec![0.0; 1 + columns] }
    }

    /// Adds a cluster of one side alone.
    pub fn add_single(&mut self, side: usize, half: HalfRef) {
        add(&mut self.sides[side], moments(half));
    }

    /// Adds a cluster of both.
    pub fn add_both(&mut self, [a, b]: [HalfRef; 2]) {
        add(&mut self.sides[0], moments(a).chain(crossed(a, b)));
        add(&mut self.sides[1], moments(b).chain(crossed(b, a)));
        add(&mut self.products, products(a, b));
    }

    /// The differences and their standard errors. Nothing in here branches, so that several columns are worked on at once.
    pub fn contrast(&self, found: &mut Differences) {
        let few = |clusters: usize| {
            let clusters = clusters as f64;
            if clusters > 1.0 { clusters / (clusters - 1.0) } else { 0.0 }
        };
        let g = [few(self.clusters[0]), few(self.clusters[1])];
        let shared = 2.0 * (g[0] * g[1]).sqrt();
        let columns = self.columns;
        let (a, b) = (Moments::of(&self.sides[0], columns), Moments::of(&self.sides[1], columns));
        let products = (self.products[0], &self.products[1..=columns]);
        let (values, errors) = (&mut found.values[..columns], &mut found.errors[..columns]);
        for column in 0..columns {
            let ([ratio_a, square_a], [ratio_b, square_b]) = (a.ratio(column), b.ratio(column));
            let crossed = products.1[column] - ratio_b * a.crossed[column] - ratio_a * b.crossed[column]
                + ratio_a * ratio_b * products.0;
            let own = g[0] * square_a / (a.n * a.n) + g[1] * square_b / (b.n * b.n);
            let variance = own - shared * crossed / (a.n * b.n);
            let value = ratio_a - ratio_b;
            // A difference of rounding errors is none.
            values[column] = if value.abs() > ROUNDING { value } else { 0.0 };
            errors[column] = if variance > ROUNDING * own { variance } else { 0.0 }.sqrt();
        }
    }
}

/// Differences in all columns.
#[derive(Debug, Clone)]
pub(super) struct Differences {
    pub values: Vec<f64>,
    /// Standard errors.
    pub errors: Vec<f64>,
}

impl Differences {
    /// Room for so many columns.
    pub fn new(columns: usize) -> Self {
        Self { values: vec![0.0; columns], errors: vec![0.0; columns] }
    }

    pub fn at(&self, column: usize) -> Difference {
        Difference { value: self.values[column], error: self.errors[column] }
    }
}

impl Design {
    /// From the clusters of one side alone, so many of them the first's, and those of both, side by side.
    pub fn new(columns: usize, (alone, first_singles): (&[Half], usize), both: [&[Half]; 2]) -> Self {
        let width = 2 + 3 * columns;
        let shared = both[0].len();
        let side = |at: usize| {
            let (own, other) = if at < shared { (both[0], both[1]) } else { (both[1], both[0]) };
            let [own, other] = [own, other].map(|halves| halves[at % shared].by_ref());
            moments(own).chain(crossed(own, other))
        };
        let pairs = both[0].iter().zip(both[1]);
        Self {
            columns,
            first_singles,
            singles: Rows::new(width, alone.iter().map(|half| moments(half.by_ref()))),
            both: Rows::new(width + columns, (0..2 * shared).map(side)),
            products: Rows::new(1 + columns, pairs.map(|(a, b)| products(a.by_ref(), b.by_ref()))),
        }
    }

    /// The same clusters with these columns alone, which rise.
    pub fn select(self, columns: &[usize]) -> Self {
        let all = self.columns;
        let moments = |kinds: usize| -> Vec<usize> {
            let of_kind = |kind| columns.iter().map(move |column| 2 + kind * all + column);
            [0, 1].into_iter().chain((0..kinds).flat_map(of_kind)).collect()
        };
        let products: Vec<usize> = std::iter::once(0).chain(columns.iter().map(|column| 1 + column)).collect();
        Self {
            columns: columns.len(),
            first_singles: self.first_singles,
            singles: self.singles.select(&moments(3)),
            both: self.both.select(&moments(4)),
            products: self.products.select(&products),
        }
    }

    /// How many clusters are of both.
    pub const fn shared(&self) -> usize {
        self.products.len()
    }

    /// How many clusters stand on a side.
    pub const fn clusters(&self, side: Side) -> usize {
        let alone = match side {
            Side::First => self.first_singles,
            Side::Second => self.singles.len() - self.first_singles,
        };
        alone + self.shared()
    }

    pub fn empty(&self) -> Sums {
        Sums {
            columns: self.columns,
            clusters: [Side::First, Side::Second].map(|side| self.clusters(side)),
            sides: [self.both.zeros(), self.both.zeros()],
            products: self.products.zeros(),
        }
    }

    /// Room for the differences of all columns.
    pub fn differences(&self) -> Differences {
        Differences::new(self.columns)
    }

    /// Adds up the clusters of a draw; `drawn` is used up.
    pub fn add_up(&self, drawn: &mut Drawn, sums: &mut Sums) {
        sums.clusters = drawn.clusters();
        sums.products.fill(0.0);
        self.products.add_up(drawn.of(BOTH), &mut sums.products);
        for (side, sums) in sums.sides.iter_mut().enumerate() {
            sums.fill(0.0);
            self.both.add_up(drawn.of(BOTH), sums);
            self.singles.add_up(drawn.of(side), sums);
            drawn.of_mut(BOTH).iter_mut().for_each(|at| *at += self.shared() as u32);
        }
    }

    pub fn observed(&self) -> Differences {
        let (first, singles) = (self.first_singles as u32, self.singles.len() as u32);
        let mut drawn = Drawn::new(self.singles.len() + self.shared());
        (0..singles).for_each(|at| drawn.add(usize::from(at >= first), at));
        (0..self.shared() as u32).for_each(|at| drawn.add(BOTH, at));
        let (mut sums, mut found) = (self.empty(), self.differences());
        self.add_up(&mut drawn, &mut sums);
        sums.contrast(&mut found);
        found
    }
}

/// A side's moments.
struct Moments<'s> {
    n: f64,
    nn: f64,
    x: &'s [f64],
    xx: &'s [f64],
    xn: &'s [f64],
    crossed: &'s [f64],
}

impl<'s> Moments<'s> {
    #[inline]
    fn of(sums: &'s [f64], columns: usize) -> Self {
        let part = |kind: usize| &sums[2 + kind * columns..2 + (kind + 1) * columns];
        Self { n: sums[0], nn: sums[1], x: part(0), xx: part(1), xn: part(2), crossed: part(3) }
    }

    /// Σx/Σn and the sum of squared residuals.
    #[inline]
    fn ratio(&self, column: usize) -> [f64; 2] {
        let ratio = self.x[column] / self.n;
        let squares = self.xx[column] - 2.0 * ratio * self.xn[column] + ratio * ratio * self.nn;
        let noise = ROUNDING * (self.xx[column] + ratio * ratio * self.nn);
        [ratio, if squares > noise { squares } else { 0.0 }]
    }
}

/// `[n, n², x…, x²…, xn…]`.
fn moments((sentences, sums): HalfRef) -> impl Iterator<Item = f64> {
    let n = f64::from(sentences);
    let x = move || sums.iter().map(|x| unit(*x));
    [n, n * n].into_iter().chain(x()).chain(x().map(|x| x * x)).chain(x().map(move |x| x * n))
}

/// `xₐn_b…`.
fn crossed<'h>((_, own): HalfRef<'h>, (sentences, _): HalfRef<'h>) -> impl Iterator<Item = f64> + use<'h> {
    own.iter().map(move |x| unit(*x) * f64::from(sentences))
}

/// `[nₐn_b, xₐx_b…]`.
fn products<'h>((n_a, a): HalfRef<'h>, (n_b, b): HalfRef<'h>) -> impl Iterator<Item = f64> + use<'h> {
    let sums = a.iter().zip(b).map(|(a, b)| unit(*a) * unit(*b));
    std::iter::once(f64::from(n_a) * f64::from(n_b)).chain(sums)
}

fn add(sums: &mut [f64], new: impl Iterator<Item = f64>) {
    sums.iter_mut().zip(new).for_each(|(own, new)| *own += new);
}

impl Half {
    fn by_ref(&self) -> HalfRef<'_> {
        (self.sentences, &self.sums)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_added_up_in_all_ways() {
        // Whole numbers, so that sums are exact; 14 columns take two blocks, and of six rows two stand in a part of their own.
        let cells: Vec<f64> = (0..6 * 14).map(|n| f64::from(n * 37 % 101)).collect();
        let rows = Rows::new(14, cells.chunks_exact(14).map(|row| row.iter().copied()));
        let sum = |numbers: &[u32]| {
            let mut sums = rows.zeros();
            rows.add_up(numbers, &mut sums);
            sums
        };
        for ways in 0..1_u32 << 6 {
            let parts = [ways % 16, 1 << TOGETHER | ways >> TOGETHER];
            let (mut chosen, choices) = (rows.zeros(), rows.choices());
            choices.add_up(&parts, &mut chosen);
            let marked: Vec<u32> = (0..6).filter(|at| ways >> at & 1 == 1).collect();
            assert_eq!(chosen, sum(&marked), "{ways:b}");
        }
        let kept = [0, 3, 11, 12, 13];
        let (first, rest) = (rows.clone().select(&kept[1..2]), rows.clone().select(&kept));
        for at in 0..6 {
            let mut sums = [first.zeros(), rest.zeros()];
            first.add_up(&[at], &mut sums[0]);
            rest.add_up(&[at], &mut sums[1]);
            assert_eq!(sums[0][..2], [sum(&[at])[3], 0.0]);
            assert_eq!(sums[1][..6], [kept.map(|cell| sum(&[at])[cell]).as_slice(), &[0.0]].concat());
        }
        for ways in 0..1_u32 << 3 {
            let mut swapped = rows.zeros();
            rows.swaps().add_up(&[ways], &mut swapped);
            let numbers: Vec<u32> = (0..3).map(|at| at + if ways >> at & 1 == 1 { 3 } else { 0 }).collect();
            assert_eq!(swapped, sum(&numbers), "{ways:b}");
        }
    }
}
