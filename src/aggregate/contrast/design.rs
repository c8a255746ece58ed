//! The clusters as rows of moments that are added up for each draw.
//!
//! A side's row is `[n, n², x…, x²…, xn…]`, one x for each column. A cluster of both has a row for each side, with the
//! products of its own sums and the other's sentences behind it; swapping the sides swaps the rows.

use super::{Difference, Half, unit};

/// What is left of a squared sum when it is nothing but rounding.
const ROUNDING: f64 = 1e-12;

/// Rows of equal width.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    width: usize,
    cells: Vec<f64>,
}

impl Rows {
    fn new(width: usize) -> Self {
        Self { width, cells: Vec::new() }
    }

    pub fn row(&self, at: usize) -> &[f64] {
        &self.cells[at * self.width..(at + 1) * self.width]
    }

    pub fn len(&self) -> usize {
        self.cells.len() / self.width
    }

    fn total(&self) -> Vec<f64> {
        let mut total = vec![0.0; self.width];
        (0..self.len()).for_each(|at| add(&mut total, self.row(at)));
        total
    }
}

/// Adds a row to sums.
pub(super) fn add(sums: &mut [f64], row: &[f64]) {
    for (own, new) in sums.iter_mut().zip(row) {
        *own += new;
    }
}

/// The two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    First,
    Second,
}

#[derive(Debug, Clone)]
pub(super) struct Design {
    columns: usize,
    /// Clusters of one side alone, the first side's in front.
    pub singles: Rows,
    pub first_singles: usize,
    /// Clusters of both: the first side's rows and the second's.
    pub both: [Rows; 2],
    /// Their products `[nₐn_b, xₐx_b…]`, which swapping does not change.
    pub products: Rows,
    pub singles_total: Vec<f64>,
    pub both_total: Vec<f64>,
    pub products_total: Vec<f64>,
}

/// Sums of a draw.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    /// Clusters on each side.
    pub clusters: [usize; 2],
    /// Each side's moments.
    pub sides: [Vec<f64>; 2],
    /// Products of the clusters of both: `xₐn_b…`, `nₐx_b…`.
    pub crossed: [Vec<f64>; 2],
    /// `[nₐn_b, xₐx_b…]`.
    pub products: Vec<f64>,
}

impl Design {
    pub fn new(columns: usize, only: [&[Vec<Half>]; 2], both: &[Vec<Half>]) -> Self {
        let width = 2 + 3 * columns;
        let mut singles = Rows::new(width);
        for half in only.into_iter().flatten().flatten() {
            moments(half, &mut singles.cells);
        }
        let mut sides = [Rows::new(width + columns), Rows::new(width + columns)];
        let mut products = Rows::new(1 + columns);
        for pair in both {
            let [a, b] = &pair[..] else { continue };
            for (rows, (own, other)) in sides.iter_mut().zip([(a, b), (b, a)]) {
                moments(own, &mut rows.cells);
                rows.cells.extend(own.sums.iter().map(|x| unit(*x) * f64::from(other.sentences)));
            }
            products.cells.push(f64::from(a.sentences) * f64::from(b.sentences));
            products.cells.extend(a.sums.iter().zip(&b.sums).map(|(a, b)| unit(*a) * unit(*b)));
        }
        let mut both_total = sides[0].total();
        add(&mut both_total, &sides[1].total());
        Self {
            columns,
            singles_total: singles.total(),
            products_total: products.total(),
            both_total,
            first_singles: only[0].len(),
            singles,
            both: sides,
            products,
        }
    }

    /// Moments of a side, without the products behind them.
    pub const fn width(&self) -> usize {
        2 + 3 * self.columns
    }

    /// How many clusters stand on a side.
    pub fn clusters(&self, side: Side) -> usize {
        let alone = match side {
            Side::First => self.first_singles,
            Side::Second => self.singles.len() - self.first_singles,
        };
        alone + self.both[0].len()
    }

    pub fn empty(&self) -> Sums {
        Sums {
            clusters: [Side::First, Side::Second].map(|side| self.clusters(side)),
            sides: [vec![0.0; self.width()], vec![0.0; self.width()]],
            crossed: [vec![0.0; self.columns], vec![0.0; self.columns]],
            products: vec![0.0; 1 + self.columns],
        }
    }

    /// Adds a cluster of one side alone.
    pub fn add_single(&self, sums: &mut Sums, at: usize) {
        let side = usize::from(at >= self.first_singles);
        add(&mut sums.sides[side], self.singles.row(at));
    }

    /// Adds a cluster of both.
    pub fn add_both(&self, sums: &mut Sums, at: usize) {
        for side in 0..2 {
            let (own, crossed) = self.both[side].row(at).split_at(self.width());
            add(&mut sums.sides[side], own);
            add(&mut sums.crossed[side], crossed);
        }
        add(&mut sums.products, self.products.row(at));
    }

    pub fn observed(&self) -> Vec<Difference> {
        let mut sums = self.empty();
        (0..self.singles.len()).for_each(|at| self.add_single(&mut sums, at));
        (0..self.both[0].len()).for_each(|at| self.add_both(&mut sums, at));
        (0..self.columns).map(|column| self.difference(&sums, column)).collect()
    }

    /// The difference and its standard error from the sums of a draw.
    pub fn difference(&self, sums: &Sums, column: usize) -> Difference {
        let g = sums.clusters.map(|clusters| {
            let clusters = clusters as f64;
            if clusters > 1.0 { clusters / (clusters - 1.0) } else { 0.0 }
        });
        let [a, b] = [0, 1].map(|side| {
            let moments = &sums.sides[side];
            let at = |kind: usize| moments[2 + kind * self.columns + column];
            let ratio = at(0) / moments[0];
            let squares = at(1) - 2.0 * ratio * at(2) + ratio * ratio * moments[1];
            let noise = ROUNDING * (at(1) + ratio * ratio * moments[1]);
            (ratio, moments[0], if squares > noise { squares } else { 0.0 })
        });
        let crossed = sums.products[1 + column] - b.0 * sums.crossed[0][column] - a.0 * sums.crossed[1][column]
            + a.0 * b.0 * sums.products[0];
        let own = g[0] * a.2 / (a.1 * a.1) + g[1] * b.2 / (b.1 * b.1);
        let variance = own - 2.0 * (g[0] * g[1]).sqrt() * crossed / (a.1 * b.1);
        let value = a.0 - b.0;
        // A difference of rounding errors is none.
        let value = if value.abs() > ROUNDING { value } else { 0.0 };
        Difference { value, error: if variance > ROUNDING * own { variance.sqrt() } else { 0.0 } }
    }
}

fn moments(half: &Half, out: &mut Vec<f64>) {
    let n = f64::from(half.sentences);
    out.extend([n, n * n]);
    out.extend(half.sums.iter().map(|x| unit(*x)));
    out.extend(half.sums.iter().map(|x| unit(*x) * unit(*x)));
    out.extend(half.sums.iter().map(|x| unit(*x) * n));
}
