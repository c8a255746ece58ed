//! The hits of a sentence → its value in every score column.

use crate::score::{DimensionId, Scheme, saturate};

/// Works out sentence values, without memory of its own for each.
#[derive(Debug, Clone)]
pub struct SentenceValues<'s> {
    scheme: &'s Scheme,
    sums: Vec<i64>,
    values: Vec<i64>,
}

impl<'s> SentenceValues<'s> {
    /// For the columns of a scheme.
    #[must_use]
    pub fn new(scheme: &'s Scheme) -> Self {
        Self { scheme, sums: vec![0; scheme.dimensions().len()], values: vec![0; scheme.targets().len()] }
    }

    /// The values of a sentence with these hits, each with its dimension and value in thousandths; in billionths.
    pub fn of(&mut self, hits: impl Iterator<Item = (DimensionId, i32)>) -> &[i64] {
        self.sums.fill(0);
        hits.for_each(|(dimension, value)| self.sums[usize::from(dimension.0)] += i64::from(value));
        for (value, target) in self.values.iter_mut().zip(self.scheme.targets()) {
            let sum = target.signs.iter().zip(&self.sums).map(|(sign, sum)| i64::from(*sign) * sum).sum();
            *value = if sum == 0 { 0 } else { saturate(sum) };
        }
        &self.values
    }
}
