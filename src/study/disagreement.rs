//! Where scores and labels part, and which terms stand there.

use super::validate::{Evidence, Judged};
use crate::measure::Line;
use crate::score::Target;
use std::collections::{BTreeMap, BTreeSet};

/// Rows shown on either side; a side with fewer leaves its places to the other.
const PER_SIDE: usize = 10;
/// Terms shown on either side.
const TERMS_PER_SIDE: usize = 15;

/// A row whose label is not what its score makes one expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disagreement {
    /// Index of the row among those given.
    pub row: usize,
    /// Its label.
    pub label: f64,
    /// Its score.
    pub score: f64,
    /// The label that the line through all rows gives at this score.
    pub expected: f64,
}

impl Disagreement {
    /// Label less expected label: above zero where the score is too low.
    #[must_use]
    pub fn residual(&self) -> f64 {
        self.label - self.expected
    }
}

/// An entry and how far the rows that it is found in are off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermResidual {
    /// Index of its lexicon.
    pub lexicon: u16,
    /// Index of the entry there.
    pub entry: u32,
    /// Rows with it, whether or not a rule cancelled it.
    pub rows: usize,
    /// Their mean residual: above zero where texts with it are scored too low.
    pub residual: f64,
    /// The mean residual over its standard error, were the rows drawn by chance from all: residual · √rows over the
    /// standard deviation of all residuals.
    pub z: f64,
    /// What it adds to the score's sum of hit values in a row with it, on average.
    pub value: f64,
}

/// Rows and terms that scores are too low or too high for, the furthest off first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sides<T> {
    pub low: Vec<T>,
    pub high: Vec<T>,
}

/// All rows against the line, in order.
pub(super) fn against(line: Line, rows: &[usize], scores: &[f64], labels: &[f64]) -> Vec<Disagreement> {
    let all = rows.iter().zip(scores).zip(labels);
    all.map(|((row, score), label)| Disagreement { row: *row, label: *label, score: *score, expected: line.at(*score) })
        .collect()
}

/// The twenty rows that are furthest off, half of them on either side where there are so many.
pub(super) fn worst(all: &[Disagreement]) -> Sides<Disagreement> {
    let side = |sign: f64| {
        let mut own: Vec<Disagreement> = all.iter().copied().filter(|d| d.residual() * sign > 0.0).collect();
        own.sort_by(|a, b| (b.residual() * sign).total_cmp(&(a.residual() * sign)).then(a.row.cmp(&b.row)));
        own
    };
    let (mut low, mut high) = (side(1.0), side(-1.0));
    let free = |other: &Vec<Disagreement>| PER_SIDE + PER_SIDE.saturating_sub(other.len());
    let (low_places, high_places) = (free(&high), free(&low));
    low.truncate(low_places);
    high.truncate(high_places);
    Sides { low, high }
}

/// Entries found in at least `fewest` rows whose presence goes with residuals on one side, the clearest first. Those of
/// other dimensions are looked at where no entry that counts stands on the same words.
pub(super) fn terms(
    all: &[Disagreement],
    evidence: &[Evidence],
    target: &Target,
    fewest: usize,
) -> Sides<TermResidual> {
    let degrees = all.len() as f64 - 2.0;
    let spread = (all.iter().map(|d| d.residual().powi(2)).sum::<f64>() / degrees).sqrt();
    if degrees <= 0.0 || spread <= 0.0 {
        return Sides { low: Vec::new(), high: Vec::new() };
    }
    // Rows, sum of residuals and sum of values of each entry.
    let mut sums: BTreeMap<(u16, u32), (usize, f64, i64)> = BTreeMap::new();
    for row in all {
        let mut present = BTreeSet::new();
        let hits = &evidence[row.row].hits;
        for judged in hits {
            if !judged.counts_in(target) && hits.iter().any(|h| h.counts_in(target) && overlaps(h, judged)) {
                continue;
            }
            let entry = (judged.hit.lexicon, judged.hit.entry);
            let sum = sums.entry(entry).or_default();
            if present.insert(entry) {
                sum.0 += 1;
                sum.1 += row.residual();
            }
            let sign = target.signs[judged.hit.dimension.0 as usize];
            sum.2 += i64::from(sign) * i64::from(judged.hit.value);
        }
    }
    let found = sums.into_iter().filter(|(_, (rows, ..))| *rows >= fewest.max(1));
    let found: Vec<TermResidual> = found
        .map(|((lexicon, entry), (rows, sum, value))| {
            let n = rows as f64;
            let residual = sum / n;
            TermResidual {
                lexicon,
                entry,
                rows,
                residual,
                z: residual * n.sqrt() / spread,
                value: value as f64 / 1000.0 / n,
            }
        })
        .collect();
    let side = |sign: f64| {
        let mut own: Vec<TermResidual> = found.iter().copied().filter(|t| t.z * sign > 0.0).collect();
        own.sort_by(|a, b| (b.z * sign).total_cmp(&(a.z * sign)).then((a.lexicon, a.entry).cmp(&(b.lexicon, b.entry))));
        own.truncate(TERMS_PER_SIDE);
        own
    };
    Sides { low: side(1.0), high: side(-1.0) }
}

fn overlaps(a: &Judged, b: &Judged) -> bool {
    a.hit.span.overlaps(b.hit.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(row: usize, residual: f64) -> Disagreement {
        Disagreement { row, label: residual, score: 0.0, expected: 0.0 }
    }

    #[test]
    fn a_side_with_few_rows_leaves_its_places_to_the_other() {
        let mut all: Vec<Disagreement> = (0..30).map(|r| row(r, 0.01 * (r + 1) as f64)).collect();
        all.extend((30..33).map(|r| row(r, -0.5)));
        let found = worst(&all);
        assert_eq!((found.low.len(), found.high.len()), (17, 3));
        assert_eq!(found.low[0].row, 29);
        assert_eq!(found.high.iter().map(|d| d.row).collect::<Vec<_>>(), [30, 31, 32]);
    }
}
