//! The interval of a speaker's mean: cluster-robust, of a ratio estimator with articles as clusters.

use super::Sums;
use crate::measure::Interval;
use crate::score::NANO;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Fewest articles for an interval.
const FEWEST: usize = super::contrast::FEWEST;
/// From this many articles on the normal quantile is used instead of Student's, which is less than 1 % larger then.
const LARGE: usize = 200;
/// The 97.5 % quantile of the normal distribution.
const NORMAL: f64 = 1.959_963_984_540_054;

/// The 95 % interval of Σx/Σn over `articles` clusters, within [−1, 1]; `None` below five articles.
///
/// With R = Σx/Σn the variance is G/(G−1) · Σ(x − Rn)² / (Σn)² (Cochran, Sampling Techniques, 1977, ch. 6: the ratio
/// estimator's linearised variance, clusters drawn with replacement); the quantile is Student's with G − 1 degrees of
/// freedom below two hundred articles.
#[must_use]
pub fn interval(sums: &Sums, articles: usize) -> Option<Interval> {
    let mean = sums.mean()?;
    if articles < FEWEST {
        return None;
    }
    let (n, ratio) = (sums.n as f64, mean * NANO);
    let residual = sums.xx as f64 - 2.0 * ratio * sums.xn as f64 + ratio * ratio * sums.nn as f64;
    let clusters = articles as f64;
    let variance = clusters / (clusters - 1.0) * residual / (n * n) / (NANO * NANO);
    let quantile = if articles < LARGE {
        StudentsT::new(0.0, 1.0, clusters - 1.0).map_or(NORMAL, |t| t.inverse_cdf(0.975))
    } else {
        NORMAL
    };
    let half = quantile * variance.max(0.0).sqrt();
    Some(Interval { low: (mean - half).max(-1.0), high: (mean + half).min(1.0) })
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
            sums.article(x, n);
        }
        let found = interval(&sums, 5).unwrap();
        let half = 2.776_445_105 * (1.25_f64 * 0.029_687_5 / 64.0).sqrt();
        assert!((found.low - (0.1875 - half)).abs() < 1e-6, "{found:?}");
        assert!((found.high - (0.1875 + half)).abs() < 1e-6, "{found:?}");
        assert!(interval(&sums, 4).is_none());
    }
}
