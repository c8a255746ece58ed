//! The interval of a speaker's mean: cluster-robust, of a ratio estimator with clusters of articles.

use super::Sums;
use crate::measure::Interval;
use crate::score::NANO;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::sync::OnceLock;

/// Fewest clusters for an interval.
const FEWEST: u64 = super::contrast::FEWEST as u64;
/// From this many clusters on the normal quantile is used instead of Student's, which is less than 1 % larger then.
const LARGE: u64 = 200;
/// The 97.5 % quantile of the normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;

/// The 95 % interval of Σx/Σn over `clusters` of them, within [−1, 1]; `None` below five.
///
/// With R = Σx/Σn the variance is G/(G−1) · Σ(x − Rn)² / (Σn)² (Cochran, Sampling Techniques, 1977, ch. 6: the ratio
/// estimator's linearised variance, clusters drawn with replacement); the quantile is Student's with G − 1 degrees of
/// freedom below two hundred.
#[must_use]
pub fn interval(sums: &Sums, clusters: u64) -> Option<Interval> {
    let mean = sums.mean()?;
    if clusters < FEWEST {
        return None;
    }
    let (n, ratio) = (sums.n as f64, mean * NANO);
    let residual = sums.xx as f64 - 2.0 * ratio * sums.xn as f64 + ratio * ratio * sums.nn as f64;
    let count = clusters as f64;
    let variance = count / (count - 1.0) * residual / (n * n) / (NANO * NANO);
    let half = quantile(clusters) * variance.max(0.0).sqrt();
    Some(Interval { low: (mean - half).max(-1.0), high: (mean + half).min(1.0) })
}

/// The quantile for so many clusters: worked out once for each number, as many speakers share it.
fn quantile(clusters: u64) -> f64 {
    static KNOWN: [OnceLock<f64>; LARGE as usize] = [const { OnceLock::new() }; LARGE as usize];
    let student = || StudentsT::new(0.0, 1.0, clusters as f64 - 1.0).map_or(NORMAL, |t| t.inverse_cdf(0.975));
    KNOWN.get(clusters as usize).map_or(NORMAL, |known| *known.get_or_init(student))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_the_ratio_estimators() {
        // x = 0.1, 0.4, 0.2, 0.5, 0.3 with n = 1, 2, 1, 2, 2; checked by hand:
        // R = 1.5/8 = 0.1875, Σ(x−Rn)² = 0.0296875, V = 5/4·0.0296875/64, t(4; .975) = 2.776445.
        let mut sums = Sums::default();
        for (x, n) in [(100_000_000, 1), (400_000_000, 2), (200_000_000, 1), (500_000_000, 2), (300_000_000, 2)] {
            sums.cluster(x, n);
        }
        let found = interval(&sums, 5).unwrap();
        let half = 2.776_445_105 * (1.25_f64 * 0.029_687_5 / 64.0).sqrt();
        assert!((found.low - (0.1875 - half)).abs() < 1e-6, "{found:?}");
        assert!((found.high - (0.1875 + half)).abs() < 1e-6, "{found:?}");
        assert!(interval(&sums, 4).is_none());
    }
}
