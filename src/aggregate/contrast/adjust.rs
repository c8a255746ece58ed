//! Many tests at once.

/// Share of false findings among all findings that is borne.
pub const LEVEL: f64 = 0.05;
/// Fewest draws of a permutation test: p is then told to 0.0005.
const FEWEST_DRAWS: u32 = 1999;
/// Most draws of a permutation test.
const MOST_DRAWS: u32 = 99_999;

/// p adjusted so that the false discovery rate is held (Benjamini and Hochberg 1995); in the given order.
#[must_use]
pub fn adjusted(p: &[f64]) -> Vec<f64> {
    let count = p.len() as f64;
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]).then(a.cmp(b)));
    let mut found = vec![1.0; p.len()];
    let mut least: f64 = 1.0;
    for (rank, at) in order.iter().enumerate().rev() {
        least = least.min(p[*at] * count / (rank as f64 + 1.0));
        found[*at] = least;
    }
    found
}

/// Draws after which even a single small p can pass the adjustment among `family` tests: 1/(B + 1) ≤ 0.05/m.
#[must_use]
pub fn draws_for(family: usize) -> u32 {
    let needed = (family as f64 / LEVEL).ceil() - 1.0;
    #[expect(clippy::cast_sign_loss, reason = "clamped to positive numbers")]
    let needed = needed.clamp(f64::from(FEWEST_DRAWS), f64::from(MOST_DRAWS)) as u32;
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_adjustment_is_benjamini_and_hochbergs() {
        // The worked example of their paper (1995, section 3.2), fifteen hypotheses: four are rejected at .05.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let found = adjusted(&p);
        assert_eq!(found.iter().filter(|p| **p <= 0.05).count(), 4);
        assert!((found[0] - 0.0015).abs() < 1e-12 && (found[4] - 0.0603).abs() < 1e-12);
        assert!((found[14] - 1.0).abs() < 1e-12);
        assert_eq!(adjusted(&[0.03, 0.01, 0.02]), [0.03, 0.03, 0.03]);
    }

    #[test]
    fn draws_rise_with_the_family() {
        assert_eq!([1, 190, 20_000].map(draws_for), [1999, 3799, 99_999]);
    }
}
