//! From a score to yes or no, without judging a row by a threshold that it helped to choose.

use super::Random;
use super::agreement::{Ranking, f1_of};

/// Most parts that rows are split into.
const FOLDS: usize = 10;
/// The stream of random numbers that deals rows to parts; replicates of a bootstrap use the others.
const STREAM: u64 = u64::MAX;

/// Yes or no for each row, by a threshold chosen on other rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholded {
    /// Whether a row's score lies above the threshold of the parts that it is not in.
    pub predicted: Vec<bool>,
    /// Parts that rows were split into.
    pub folds: usize,
}

/// The threshold above which to say yes for the best macro-F1 on these rows, the lowest on a tie, and that macro-F1.
/// Thresholds lie midway between neighbouring scores. `None` unless both kinds of rows occur and scores differ.
#[must_use]
pub fn best_threshold(scores: &[f64], actual: &[bool], weights: &[f64]) -> Option<(f64, f64)> {
    // All rows are predicted positive at first; those of the lowest scores turn negative one tie after the other.
    let mut table = [[0.0; 2]; 2];
    for (actual, weight) in actual.iter().zip(weights) {
        table[usize::from(*actual)][1] += weight;
    }
    let ranking = Ranking::new(scores);
    let ties: Vec<&[u32]> = ranking.ties().filter(|tie| tie.iter().any(|r| weights[*r as usize] > 0.0)).collect();
    let mut best: Option<(f64, f64)> = None;
    for pair in ties.windows(2) {
        for row in pair[0] {
            let (actual, weight) = (usize::from(actual[*row as usize]), weights[*row as usize]);
            table[actual][1] -= weight;
            table[actual][0] += weight;
        }
        let f1 = f1_of(table)?;
        if best.is_none_or(|(_, known)| f1 > known) {
            let threshold = f64::midpoint(scores[pair[0][0] as usize], scores[pair[1][0] as usize]);
            best = Some((threshold, f1));
        }
    }
    best
}

/// Splits the rows into at most ten parts, keeps clusters whole and both kinds of rows spread, and judges each part by
/// the best threshold of the others. `None` where a kind of row stands in fewer than two clusters, or scores are all
/// equal.
#[must_use]
pub fn cross_validated(
    scores: &[f64],
    actual: &[bool],
    weights: &[f64],
    clusters: &[u32],
    seed: u64,
) -> Option<Thresholded> {
    let count = clusters.iter().max().map_or(0, |c| *c as usize + 1);
    let mut kinds = vec![[0usize; 2]; count];
    for (cluster, actual) in clusters.iter().zip(actual) {
        kinds[*cluster as usize][usize::from(*actual)] += 1;
    }
    let holding = |kind: usize| kinds.iter().filter(|k| k[kind] > 0).count();
    let folds = FOLDS.min(holding(0)).min(holding(1));
    if folds < 2 {
        return None;
    }
    // Clusters with a yes are dealt first, so that every part has its share of them.
    let mut order: Vec<usize> = (0..count).collect();
    Random::new(seed, STREAM).shuffle(&mut order);
    order.sort_by_key(|c| kinds[*c][1] == 0);
    let mut fold = vec![0; count];
    for (at, cluster) in order.into_iter().enumerate() {
        fold[cluster] = at % folds;
    }
    let mut predicted = vec![false; scores.len()];
    for own in 0..folds {
        let inside = |row: usize| fold[clusters[row] as usize] == own;
        let others: Vec<f64> = weights.iter().enumerate().map(|(r, w)| if inside(r) { 0.0 } else { *w }).collect();
        let (threshold, _) = best_threshold(scores, actual, &others)?;
        for row in (0..scores.len()).filter(|r| inside(*r)) {
            predicted[row] = scores[row] > threshold;
        }
    }
    Some(Thresholded { predicted, folds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_threshold_parts_what_can_be_parted() {
        let scores = [0.1, 0.2, 0.2, 0.6, 0.8];
        let actual = [false, false, false, true, true];
        assert_eq!(best_threshold(&scores, &actual, &[1.0; 5]), Some((0.4, 1.0)));
        assert_eq!(best_threshold(&scores, &[true; 5], &[1.0; 5]), None);
        assert_eq!(best_threshold(&[0.3; 5], &actual, &[1.0; 5]), None);
    }

    #[test]
    fn clusters_stay_whole_and_noise_gains_nothing() {
        // Two rows a cluster; the score says nothing, so a threshold chosen elsewhere does not help.
        let clusters: Vec<u32> = (0..80).map(|r| r / 2).collect();
        let mut random = Random::new(3, 0);
        let scores: Vec<f64> = (0..80).map(|_| random.below(1000) as f64).collect();
        let actual: Vec<bool> = (0..80).map(|r| (r / 2) % 2 == 0).collect();
        let found = cross_validated(&scores, &actual, &[1.0; 80], &clusters, 1).unwrap();
        assert_eq!(found.folds, 10);
        let honest = super::super::macro_f1(&found.predicted, &actual, &[1.0; 80]).unwrap();
        let (_, flattered) = best_threshold(&scores, &actual, &[1.0; 80]).unwrap();
        assert!(honest < flattered && (0.25..0.65).contains(&honest), "{honest} {flattered}");
        assert_eq!(cross_validated(&scores, &actual, &[1.0; 80], &[0; 80], 1), None);
    }
}
