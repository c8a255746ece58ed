//! How well scores go with labels: correlations, the area under the ROC curve, F1.

/// Values in rising order, with their ties: what ranks are made from, whatever the weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking {
    order: Vec<u32>,
    /// Ends of the runs of equal values in `order`.
    ends: Vec<u32>,
}

impl Ranking {
    /// The order of `values`, which are not NaN.
    #[must_use]
    pub fn new(values: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]).then(a.cmp(b)));
        let mut ends = Vec::new();
        for at in 0..order.len() {
            let value = |i: usize| values[order[i] as usize];
            #[expect(clippy::float_cmp, reason = "a tie is an equal value")]
            if at + 1 == order.len() || value(at) != value(at + 1) {
                ends.push(at as u32 + 1);
            }
        }
        Self { order, ends }
    }

    /// Indices of the rows, one slice for each distinct value, lowest first.
    pub fn ties(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.order[start as usize..*end as usize])
    }

    /// The rank of each row, ties at their mean, in units of weight: for weights of 1 the usual rank less one half.
    #[must_use]
    pub fn midranks(&self, weights: &[f64]) -> Vec<f64> {
        let mut ranks = vec![0.0; self.order.len()];
        let mut below = 0.0;
        for tie in self.ties() {
            let weight: f64 = tie.iter().map(|i| weights[*i as usize]).sum();
            for row in tie {
                ranks[*row as usize] = below + weight / 2.0;
            }
            below += weight;
        }
        ranks
    }
}

/// Weighted means of two variables and their weighted sums of squares and products about them.
struct Moments {
    means: [f64; 2],
    squares: [f64; 2],
    product: f64,
}

fn moments(x: &[f64], y: &[f64], weights: &[f64]) -> Option<Moments> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let mean = |values: &[f64]| values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total;
    let means = [mean(x), mean(y)];
    let (mut squares, mut product) = ([0.0; 2], 0.0);
    for ((x, y), weight) in x.iter().zip(y).zip(weights) {
        let (dx, dy) = (x - means[0], y - means[1]);
        squares[0] += weight * dx * dx;
        squares[1] += weight * dy * dy;
        product += weight * dx * dy;
    }
    Some(Moments { means, squares, product })
}

/// Below this share of its mean square, a variable's spread is rounding error.
const NO_SPREAD: f64 = 1e-12;

impl Moments {
    fn spread(&self, of: usize, weights: &[f64]) -> bool {
        let total: f64 = weights.iter().sum();
        self.squares[of] > NO_SPREAD * total * self.means[of].powi(2).max(NO_SPREAD)
    }
}

/// Pearson's correlation, −1 to 1; with a label of 0 and 1 it is the point-biserial one. `None` where either variable
/// does not vary.
#[must_use]
pub fn pearson(x: &[f64], y: &[f64], weights: &[f64]) -> Option<f64> {
    let found = moments(x, y, weights)?;
    let varies = found.spread(0, weights) && found.spread(1, weights);
    varies.then(|| (found.product / (found.squares[0].sqrt() * found.squares[1].sqrt())).clamp(-1.0, 1.0))
}

/// Spearman's correlation, −1 to 1: Pearson's of the ranks, ties at their mean rank.
#[must_use]
pub fn spearman(x: &Ranking, y: &Ranking, weights: &[f64]) -> Option<f64> {
    pearson(&x.midranks(weights), &y.midranks(weights), weights)
}

/// The area under the ROC curve, 0 to 1: how often a positive row scores above a negative one, ties counted half
/// (Mann and Whitney's U over the number of pairs). `None` unless both kinds of rows occur.
#[must_use]
pub fn auc(scores: &Ranking, positive: &[bool], weights: &[f64]) -> Option<f64> {
    let (mut below, mut pairs, mut positives) = (0.0, 0.0, 0.0);
    for tie in scores.ties() {
        let (mut up, mut down) = (0.0, 0.0);
        for row in tie {
            let weight = weights[*row as usize];
            if positive[*row as usize] { up += weight } else { down += weight }
        }
        pairs += up * (below + down / 2.0);
        below += down;
        positives += up;
    }
    (below > 0.0 && positives > 0.0).then(|| pairs / (below * positives))
}

/// The mean of the F1 of both classes, 0 to 1. `None` unless both classes occur among `actual`.
#[must_use]
pub fn macro_f1(predicted: &[bool], actual: &[bool], weights: &[f64]) -> Option<f64> {
    // Weights of rows by [actual][predicted].
    let mut table = [[0.0; 2]; 2];
    for ((predicted, actual), weight) in predicted.iter().zip(actual).zip(weights) {
        table[usize::from(*actual)][usize::from(*predicted)] += weight;
    }
    f1_of(table)
}

pub(super) fn f1_of(table: [[f64; 2]; 2]) -> Option<f64> {
    if table.iter().any(|row| row[0] + row[1] <= 0.0) {
        return None;
    }
    let wrong = table[0][1] + table[1][0];
    let f1 = |hit: f64| 2.0 * hit / (2.0 * hit + wrong);
    Some(f64::midpoint(f1(table[0][0]), f1(table[1][1])))
}

/// A straight line: what a label is worth at a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Its value at zero.
    pub intercept: f64,
    /// Its rise.
    pub slope: f64,
}

impl Line {
    /// Its value at `x`.
    #[must_use]
    pub fn at(self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }
}

/// The line of least squares of `y` on `x`; level where `x` does not vary, `None` without rows.
#[must_use]
pub fn line(x: &[f64], y: &[f64], weights: &[f64]) -> Option<Line> {
    let found = moments(x, y, weights)?;
    let slope = if found.spread(0, weights) { found.product / found.squares[0] } else { 0.0 };
    Some(Line { intercept: found.means[1] - slope * found.means[0], slope })
}
