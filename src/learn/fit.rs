//! A conditional log-linear model by stochastic gradient.

use super::Example;
use crate::quote::choose::Task;

/// How a model is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Passes over the examples.
    pub passes: u32,
    /// Step size of the first updates (the adaptive gradient method of Duchi et al. 2011).
    pub step: f64,
    /// Pull towards zero: the weight of half the sum of squares, per example.
    pub shrink: f64,
    /// Head start, in logits, that a reading without features (no report) has while the model is fitted: what is then
    /// learned leans towards reporting.
    pub lean: f64,
    /// Seed of the order of examples.
    pub seed: u64,
}

impl Default for Fit {
    fn default() -> Self {
        Self { passes: 12, step: 0.1, shrink: 2e-5, lean: 0.7, seed: 1 }
    }
}

/// Weights below this, in thousandths of a logit, are left out of the file.
const SMALL: i32 = 20;

/// The weights of a task's features in thousandths, averaged over the second half of the passes.
pub(super) fn weights(examples: &[&Example], task: Task, settings: Fit) -> Vec<i32> {
    let size: usize = task.templates().iter().map(|t| t.parts.iter().map(|p| p.len()).product::<usize>()).sum();
    let (mut weights, mut squares, mut sums) = (vec![0.0f64; size], vec![1e-6f64; size], vec![0.0f64; size]);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = settings.seed;
    let mut scores = Vec::new();
    for pass in 0..settings.passes {
        shuffle(&mut order, &mut state);
        for at in &order {
            step(examples[*at], &mut weights, &mut squares, &mut scores, settings);
        }
        if 2 * pass >= settings.passes {
            sums.iter_mut().zip(&weights).for_each(|(sum, weight)| *sum += weight);
        }
    }
    let kept = f64::from(settings.passes - settings.passes / 2);
    let thousandths = sums.iter().map(|sum| (sum / kept * 1000.0).round() as i32);
    thousandths.map(|w| if w.abs() < SMALL { 0 } else { w }).collect()
}

/// One update: the right readings are to have all the probability.
fn step(example: &Example, weights: &mut [f64], squares: &mut [f64], scores: &mut Vec<f64>, settings: Fit) {
    scores.clear();
    scores.extend(
        example
            .readings
            .iter()
            .map(|r| if r.is_empty() { settings.lean } else { r.iter().map(|f| weights[*f as usize]).sum::<f64>() }),
    );
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
    }
    let total: f64 = scores.iter().sum();
    let right: f64 = scores.iter().zip(&example.right).filter(|(_, r)| **r).map(|(s, _)| s).sum();
    for ((reading, score), is_right) in example.readings.iter().zip(scores.iter()).zip(&example.right) {
        let wanted = if *is_right { score / right.max(1e-300) } else { 0.0 };
        let error = score / total - wanted;
        if error.abs() < 1e-4 {
            continue;
        }
        for feature in reading {
            let feature = *feature as usize;
            let gradient = error + settings.shrink * weights[feature];
            squares[feature] += gradient * gradient;
            weights[feature] -= settings.step * gradient / squares[feature].sqrt();
        }
    }
}

/// Fisher–Yates with a linear congruential generator (Knuth's MMIX constants).
fn shuffle(order: &mut [usize], state: &mut u64) {
    for at in (1..order.len()).rev() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (*state >> 33) as usize % (at + 1));
    }
}
