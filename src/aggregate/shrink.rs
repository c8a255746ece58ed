//! Means of many groups, those with little text drawn towards all groups' mean.
//!
//! Empirical Bayes (Efron and Morris 1975) with the between-group variance of `DerSimonian` and Laird (1986), by the
//! method of moments.

/// What groups have in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrinkage {
    /// The mean that groups are drawn to.
    pub mean: f64,
    /// Variance between groups, τ².
    pub between: f64,
    /// For each group how much its own mean counts, 0 to 1: τ²/(τ² + v).
    pub weights: Vec<f64>,
}

impl Shrinkage {
    /// From each group's mean and its sampling variance; `None` without groups. Groups without sampling variance keep
    /// their means.
    #[must_use]
    pub fn of(means: &[f64], variances: &[f64]) -> Option<Self> {
        Self::with(between(means, variances), means, variances)
    }

    /// The same where the variance between groups is known, for instance from those with most text. The common mean
    /// weighs groups by 1/(v + τ²).
    #[must_use]
    pub fn with(between: f64, means: &[f64], variances: &[f64]) -> Option<Self> {
        if means.is_empty() {
            return None;
        }
        if variances.iter().any(|v| *v <= 0.0) {
            let mean = means.iter().sum::<f64>() / means.len() as f64;
            return Some(Self { mean, between, weights: vec![1.0; means.len()] });
        }
        let weights = variances.iter().map(|v| between / (between + v)).collect();
        Some(Self { mean: weighted(means, variances, between).mean, between, weights })
    }

    /// A group's mean, drawn to the common one.
    #[must_use]
    pub fn shrunk(&self, group: usize, mean: f64) -> f64 {
        self.mean + self.weights[group] * (mean - self.mean)
    }
}

/// Variance between groups: with w = 1/v, Q = Σw(y − ȳ)² and k groups, τ² = max(0, (Q − (k − 1)) / (Σw − Σw²/Σw)). 0
/// where it cannot be told.
#[must_use]
pub(super) fn between(means: &[f64], variances: &[f64]) -> f64 {
    if means.len() < 2 || variances.iter().any(|v| *v <= 0.0) {
        return 0.0;
    }
    let Weighted { weights, total, mean } = weighted(means, variances, 0.0);
    let departure: f64 = weights.iter().zip(means).map(|(w, y)| w * (y - mean) * (y - mean)).sum();
    let scale = total - weights.iter().map(|w| w * w).sum::<f64>() / total;
    let excess = departure - (means.len() as f64 - 1.0);
    (excess / scale).max(0.0)
}

/// Means weighted by 1/(v + τ²).
struct Weighted {
    weights: Vec<f64>,
    total: f64,
    mean: f64,
}

fn weighted(means: &[f64], variances: &[f64], between: f64) -> Weighted {
    let weights: Vec<f64> = variances.iter().map(|v| 1.0 / (v + between)).collect();
    let total: f64 = weights.iter().sum();
    let mean = weights.iter().zip(means).map(|(w, y)| w * y).sum::<f64>() / total;
    Weighted { weights, total, mean }
}
