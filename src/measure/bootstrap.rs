//! Bootstrap intervals: how much a measure would move, had other rows been drawn.

use super::Random;
use std::collections::BTreeMap;

/// Fewest clusters for an interval: as for the intervals of speakers.
const FEWEST: usize = 5;
/// Share of the replicates that must define a measure for it to have an interval.
const DEFINED: f64 = 0.9;
/// The ends of a 95 % interval as quantiles of the replicates.
const ENDS: [f64; 2] = [0.025, 0.975];

/// A 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A bootstrap over clusters of rows: each replicate draws as many clusters as there are, with replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bootstrap {
    clusters: Vec<u32>,
    count: usize,
    seed: u64,
    replicates: u32,
}

impl Bootstrap {
    /// Every row is a cluster of its own.
    #[must_use]
    pub fn of_rows(rows: usize, seed: u64, replicates: u32) -> Self {
        Self { clusters: (0..rows as u32).collect(), count: rows, seed, replicates }
    }

    /// Rows with the same name are a cluster: they are drawn together.
    #[must_use]
    pub fn of_clusters<T: Ord>(names: &[T], seed: u64, replicates: u32) -> Self {
        let mut known = BTreeMap::new();
        let mut clusters = Vec::with_capacity(names.len());
        for name in names {
            let next = known.len() as u32;
            clusters.push(*known.entry(name).or_insert(next));
        }
        Self { clusters, count: known.len(), seed, replicates }
    }

    /// The cluster of each row.
    #[must_use]
    pub fn clusters(&self) -> &[u32] {
        &self.clusters
    }

    /// How many clusters there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How often each row is drawn in a replicate. Each replicate has a stream of random numbers of its own, so that
    /// it is the same in whatever order or on whatever thread it is made.
    #[must_use]
    pub fn counts(&self, replicate: u32) -> Vec<f64> {
        let mut random = Random::new(self.seed, u64::from(replicate));
        let mut drawn = vec![0u32; self.count];
        for _ in 0..self.count {
            drawn[random.below(self.count)] += 1;
        }
        self.clusters.iter().map(|c| f64::from(drawn[*c as usize])).collect()
    }

    /// The percentile intervals (Efron 1979) of several measures, which `measures` computes from the counts of the
    /// rows: from the 2.5 % to the 97.5 % quantile of the replicates. `None` for a measure that fewer than nine
    /// replicates in ten define, and for all below five clusters.
    #[must_use]
    pub fn intervals(&self, mut measures: impl FnMut(&[f64]) -> Vec<Option<f64>>) -> Vec<Option<Interval>> {
        let mut values: Vec<Vec<f64>> = Vec::new();
        for replicate in 0..self.replicates {
            let found = measures(&self.counts(replicate));
            values.resize(found.len().max(values.len()), Vec::new());
            for (all, value) in values.iter_mut().zip(found) {
                all.extend(value);
            }
        }
        let enough = |all: &Vec<f64>| {
            self.count >= FEWEST && !all.is_empty() && all.len() as f64 >= DEFINED * f64::from(self.replicates)
        };
        let interval = |mut all: Vec<f64>| {
            all.sort_by(f64::total_cmp);
            let [low, high] = ENDS.map(|q| quantile(&all, q));
            Some(Interval { low: low?, high: high? })
        };
        values.into_iter().map(|all| if enough(&all) { interval(all) } else { None }).collect()
    }
}

/// The quantile `q` (0 to 1) of rising values, between neighbours in proportion (Hyndman and Fan 1996, type 7).
#[must_use]
pub fn quantile(sorted: &[f64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = q.clamp(0.0, 1.0) * last as f64;
    #[expect(clippy::cast_sign_loss, reason = "the place is not negative")]
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    Some(sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_is_near_the_normal_one() {
        let values: Vec<f64> = (0..200).map(f64::from).collect();
        let mean = |weights: &[f64]| {
            let total: f64 = weights.iter().sum();
            vec![Some(values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total)]
        };
        let found = Bootstrap::of_rows(200, 1, 2000).intervals(mean)[0].unwrap();
        // 99.5 ± 1.96 · √((200² − 1)/12) / √200 = 99.5 ± 8.00
        assert!((found.low - 91.5).abs() < 0.6 && (found.high - 107.5).abs() < 0.6, "{found:?}");
        assert_eq!(Bootstrap::of_rows(200, 1, 2000).intervals(mean)[0], Some(found));
        assert_ne!(Bootstrap::of_rows(200, 2, 2000).intervals(mean)[0], Some(found));
        assert_eq!(Bootstrap::of_rows(4, 1, 100).intervals(mean)[0], None);
    }

    #[test]
    fn clusters_are_drawn_whole() {
        let bootstrap = Bootstrap::of_clusters(&["b", "a", "b", "c", "a"], 1, 10);
        assert_eq!((bootstrap.clusters(), bootstrap.len()), (&[0, 1, 0, 2, 1][..], 3));
        for replicate in 0..10 {
            let counts = bootstrap.counts(replicate);
            assert!((counts[0] - counts[2]).abs() + (counts[1] - counts[4]).abs() < 1e-9, "{counts:?}");
            assert!((counts[0] + counts[1] + counts[3] - 3.0).abs() < 1e-9, "{counts:?}");
        }
    }

    #[test]
    fn a_measure_that_is_rarely_defined_has_no_interval() {
        let mut calls = 0;
        let found = Bootstrap::of_rows(10, 1, 100).intervals(|_| {
            calls += 1;
            vec![Some(1.0), (calls % 2 == 0).then_some(1.0)]
        });
        assert!(found[0].is_some() && found[1].is_none());
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
