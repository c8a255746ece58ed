//! All groups in the order of their means, those with little text drawn towards the corpus mean.

use super::compare::Comparing;
use super::profile::Side;
use super::shrink::Shrinkage;
use super::{Interval, SpeakerKey, Sums, interval};
use crate::score::NANO;

/// A group's place in a score column.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Index of the score column in the scheme.
    pub column: usize,
    /// From 1, the largest drawn mean first.
    pub rank: usize,
    /// The speaker's key, or the group's name in look-up form.
    pub key: SpeakerKey,
    /// Who, and how much.
    pub side: Side,
    /// What its members are, where that is one.
    pub kind: Option<&'static str>,
    /// Whether it is among the groups that are compared.
    pub compared: bool,
    /// Mean sentence value as it is.
    pub mean: f64,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// The mean drawn towards that of all groups.
    pub shrunk: f64,
    /// How much its own mean counts in it, 0 to 1.
    pub weight: f64,
}

/// A group as far as its rank goes.
struct Entry {
    key: SpeakerKey,
    side: Side,
    kind: Option<&'static str>,
    compared: bool,
    sums: Vec<Sums>,
}

impl Comparing<'_> {
    /// Ranks all groups with a sentence, by column.
    ///
    /// A group's sampling variance is φ/N for its N sentences: one φ for the column, the variance of clusters' residuals
    /// a sentence, Σ g·(x − Rn)² / ΣN over the groups with two clusters or more. A group's own variance would be 0 for
    /// all who say nothing harsh in a few articles, and they would not be drawn at all.
    #[must_use]
    pub fn ranking(&self) -> Vec<Ranked> {
        let all = self.chosen.iter().map(|g| (g, true)).chain(self.others.iter().map(|g| (g, false)));
        let entries: Vec<Entry> = all
            .map(|(group, compared)| {
                let profile = self.profile(group, group.turns.clone(), None, false);
                Entry { key: group.key.clone(), side: profile.side, kind: group.kind, compared, sums: profile.sums }
            })
            .filter(|entry| entry.side.sentences > 0)
            .collect();
        let mut found = Vec::new();
        for column in &self.settings.columns {
            found.extend(ranked(&entries, *column));
        }
        found
    }
}

fn ranked(entries: &[Entry], column: usize) -> Vec<Ranked> {
    let sums = |entry: &Entry| entry.sums[column];
    let (mut residuals, mut sentences) = (0.0, 0.0);
    for entry in entries.iter().filter(|e| e.side.articles > 1) {
        let clusters = entry.side.articles as f64;
        residuals += clusters / (clusters - 1.0) * residual(&sums(entry));
        sentences += sums(entry).n as f64;
    }
    let variance = if sentences > 0.0 { residuals / sentences } else { 0.0 };
    let means: Vec<f64> = entries.iter().map(|e| sums(e).mean().unwrap_or_default()).collect();
    let variances: Vec<f64> = entries.iter().map(|e| variance / sums(e).n as f64).collect();
    let Some(shrinkage) = Shrinkage::of(&means, &variances) else { return Vec::new() };
    let mut order: Vec<(usize, f64)> = means.iter().enumerate().map(|(at, m)| (at, shrinkage.shrunk(at, *m))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| entries[a.0].side.name.cmp(&entries[b.0].side.name)));
    let place = |(rank, (at, shrunk)): (usize, (usize, f64))| Ranked {
        column,
        rank: rank + 1,
        key: entries[at].key.clone(),
        side: entries[at].side.clone(),
        kind: entries[at].kind,
        compared: entries[at].compared,
        mean: means[at],
        interval: interval(&sums(&entries[at]), entries[at].side.articles),
        shrunk,
        weight: shrinkage.weights[at],
    };
    order.into_iter().enumerate().map(place).collect()
}

/// Σ(x − Rn)² over clusters, in units of the scale.
fn residual(sums: &Sums) -> f64 {
    let ratio = sums.x as f64 / sums.n as f64;
    let squares = sums.xx as f64 - 2.0 * ratio * sums.xn as f64 + ratio * ratio * sums.nn as f64;
    squares.max(0.0) / (NANO * NANO)
}
