//! Hits → scores of a text.
//!
//! Per sentence and column the signed sum of hit values x becomes s(x) = x / √(x² + 15); a text's score is the mean
//! of s over its sentences, its peak the s of largest magnitude, its rate the sum of values per 100 words.

use super::{Hit, Scheme};

/// The constant under the root, in squared value units: a sum of √15 ≈ 3.9 gives 0.71. The form and the constant are
/// those of VADER's normalisation (Hutto & Gilbert 2014), applied to a sentence as there.
pub const HALF_POINT: f64 = 15.0;
/// Sentence values are summed as integers in this unit, so that no order of adding changes a digit.
pub const NANO: f64 = 1e9;

/// s(x) for a sum of hit values in thousandths, in billionths: odd, increasing, within (−1, 1).
#[must_use]
pub fn saturate(sum: i64) -> i64 {
    let x = sum as f64 / 1000.0;
    let nano = x / (x * x + HALF_POINT).sqrt() * NANO;
    // To the nearest, ties away from 0: the least is 258,000 or 0, so that a half is added without rounding.
    (nano + 0.5_f64.copysign(nano)) as i64
}

/// One column of a text's scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Sum of s over the sentences, in billionths.
    pub sum: i64,
    /// The sentence value of largest magnitude, the first on a tie, in billionths.
    pub peak: i64,
    /// Signed sum of hit values, in thousandths.
    pub total: i64,
}

/// A text's scores in every column of a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scores {
    /// One for each column.
    pub columns: Vec<Score>,
    /// Sentences, those without a hit included.
    pub sentences: u32,
    /// Words.
    pub words: u32,
}

impl Scores {
    /// Scores of a text without sentences.
    #[must_use]
    pub fn empty(scheme: &Scheme) -> Self {
        Self { columns: vec![Score::default(); scheme.targets().len()], ..Self::default() }
    }

    /// Adds the sentences of another text behind these.
    pub fn add(&mut self, other: &Self) {
        for (own, new) in self.columns.iter_mut().zip(&other.columns) {
            own.sum += new.sum;
            own.total += new.total;
            if new.peak.abs() > own.peak.abs() {
                own.peak = new.peak;
            }
        }
        self.sentences += other.sentences;
        self.words += other.words;
    }

    /// The mean over the sentences of column `at`, within (−1, 1); `None` without sentences.
    #[must_use]
    pub fn score(&self, at: usize) -> Option<f64> {
        let sum = self.columns.get(at)?.sum as f64;
        (self.sentences > 0).then(|| sum / NANO / f64::from(self.sentences))
    }

    /// The peak of column `at`, within (−1, 1); `None` without sentences.
    #[must_use]
    pub fn peak(&self, at: usize) -> Option<f64> {
        let peak = self.columns.get(at)?.peak as f64;
        (self.sentences > 0).then_some(peak / NANO)
    }

    /// The sum of hit values of column `at` per 100 words; `None` without words.
    #[must_use]
    pub fn rate(&self, at: usize) -> Option<f64> {
        let total = self.columns.get(at)?.total as f64;
        (self.words > 0).then(|| total / 10.0 / f64::from(self.words))
    }
}

/// Collects hit values sentence by sentence.
#[derive(Debug)]
pub struct Tally<'s> {
    scheme: &'s Scheme,
    /// Of each dimension in the sentence at hand; none before the first hit.
    sums: Vec<i64>,
    scores: Scores,
}

impl<'s> Tally<'s> {
    /// An empty tally.
    #[must_use]
    pub fn new(scheme: &'s Scheme) -> Self {
        Self { scheme, sums: Vec::new(), scores: Scores::empty(scheme) }
    }

    /// Adds one sentence with its hits, as (dimension, value in thousandths).
    pub fn sentence(&mut self, words: u32, values: impl IntoIterator<Item = (super::DimensionId, i32)>) {
        self.scores.sentences += 1;
        self.scores.words += words;
        let mut values = values.into_iter().peekable();
        if values.peek().is_none() {
            return;
        }
        self.sums.clear();
        self.sums.resize(self.scheme.dimensions().len(), 0);
        for (dimension, value) in values {
            self.sums[dimension.0 as usize] += i64::from(value);
        }
        for (target, score) in self.scheme.targets().iter().zip(&mut self.scores.columns) {
            let sum: i64 = target.signs.iter().zip(&self.sums).map(|(sign, sum)| i64::from(*sign) * sum).sum();
            if sum == 0 {
                continue;
            }
            let value = saturate(sum);
            score.sum += value;
            score.total += sum;
            if value.abs() > score.peak.abs() {
                score.peak = value;
            }
        }
    }

    /// Sentences so far.
    #[must_use]
    pub fn sentences(&self) -> u32 {
        self.scores.sentences
    }

    /// The scores so far.
    #[must_use]
    pub fn finish(self) -> Scores {
        self.scores
    }
}

/// What a hit adds to a sentence.
impl Hit {
    /// Its dimension and value.
    #[must_use]
    pub fn share(&self) -> (super::DimensionId, i32) {
        (self.dimension, self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_odd_bounded_and_rises() {
        assert_eq!(saturate(0), 0);
        assert_eq!(saturate(-2000), -saturate(2000));
        assert_eq!(saturate(1000), 250_000_000);
        assert!(saturate(i64::from(i32::MAX)) <= 1_000_000_000);
        assert!((1..4000).all(|x| saturate(x) < saturate(x + 1)));
    }
}
