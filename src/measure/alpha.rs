//! Krippendorff's alpha: how far coders agree beyond chance.

use std::str::FromStr;

/// How far apart two labels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// The same or not.
    Nominal,
    /// By their ranks among all labels given.
    Ordinal,
    /// By their difference.
    Interval,
}

impl Metric {
    /// The metric's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
        }
    }
}

impl FromStr for Metric {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let all = [Self::Nominal, Self::Ordinal, Self::Interval];
        let found = all.into_iter().find(|m| m.name() == name);
        found.ok_or_else(|| format!("{name:?} found, nominal, ordinal or interval expected"))
    }
}

/// The labels that coders gave, unit by unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Coding {
    /// Distinct labels, rising.
    values: Vec<f64>,
    /// The labels of each unit, as indices of `values`.
    units: Vec<Vec<u32>>,
}

impl Coding {
    /// `units` holds the labels that each unit was given, by however many coders; labels are numbers, or the numbers
    /// of classes, and never NaN.
    #[must_use]
    pub fn new(units: &[Vec<f64>]) -> Self {
        let mut values: Vec<f64> = units.iter().flatten().copied().collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        let index = |v: &f64| values.partition_point(|known| known < v) as u32;
        let units = units.iter().map(|unit| unit.iter().map(index).collect()).collect();
        Self { values, units }
    }

    /// Units that two or more coders labelled: the ones that count.
    #[must_use]
    pub fn paired(&self) -> usize {
        self.units.iter().filter(|u| u.len() > 1).count()
    }

    /// Alpha, at most 1, with a count for each unit: 1 − (n − 1) Σ D / E, where D is the sum of squared differences of
    /// a unit's pairs over its labels less one and E that of all pairs among n labels (Krippendorff, Computing
    /// Krippendorff's Alpha-Reliability, 2011, sections A to D). `None` where the labels do not vary or no unit has
    /// two.
    ///
    /// Ordinal differences are differences of mean ranks, which is the same as the sum over the marginals between two
    /// labels that the paper gives.
    #[must_use]
    pub fn alpha(&self, metric: Metric, counts: &[f64]) -> Option<f64> {
        let mut marginals = vec![0.0; self.values.len()];
        for (unit, count) in self.pairable(counts) {
            for label in unit {
                marginals[*label as usize] += count;
            }
        }
        let n: f64 = marginals.iter().sum();
        let places = self.places(metric, &marginals);
        let labels = marginals.iter().zip(&places).map(|(weight, place)| (*place, *weight));
        let expected = distances(metric, labels);
        let mut observed = 0.0;
        for (unit, count) in self.pairable(counts) {
            let mut unit = unit.clone();
            unit.sort_unstable();
            let labels = unit.chunk_by(|a, b| a == b).map(|run| (places[run[0] as usize], run.len() as f64));
            observed += count * distances(metric, labels) / (unit.len() as f64 - 1.0);
        }
        (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
    }

    fn pairable<'a>(&'a self, counts: &'a [f64]) -> impl Iterator<Item = (&'a Vec<u32>, f64)> {
        self.units.iter().zip(counts.iter().copied()).filter(|(unit, count)| unit.len() > 1 && *count > 0.0)
    }

    /// Where each label stands on the line that its metric measures along, from the middle of all labels.
    fn places(&self, metric: Metric, marginals: &[f64]) -> Vec<f64> {
        let n: f64 = marginals.iter().sum();
        match metric {
            Metric::Nominal => vec![0.0; self.values.len()],
            Metric::Ordinal => {
                let mut below = 0.0;
                let rank = |weight: &f64| {
                    below += weight;
                    below - weight / 2.0 - n / 2.0
                };
                marginals.iter().map(rank).collect()
            }
            Metric::Interval => {
                let mean = self.values.iter().zip(marginals).map(|(v, w)| v * w).sum::<f64>() / n;
                self.values.iter().map(|v| v - mean).collect()
            }
        }
    }
}

/// The sum of squared differences over all ordered pairs of labels, given as places with their counts.
fn distances(metric: Metric, labels: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut n, mut squares, mut sum) = (0.0, 0.0, 0.0);
    for (place, count) in labels {
        n += count;
        if metric == Metric::Nominal {
            squares += count * count;
        } else {
            squares += count * place * place;
            sum += count * place;
        }
    }
    if metric == Metric::Nominal { n * n - squares } else { 2.0 * (n * squares - sum * sum) }
}
