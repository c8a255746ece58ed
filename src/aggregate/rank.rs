//! All groups in the order of their means, those with little text drawn towards the corpus mean.

use super::compare::Comparing;
use super::contrast::FEWEST;
use super::group::Group;
use super::profile::{Profile, Side};
use super::shrink::{Shrinkage, between};
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
    /// For each column the sum of squared departures of sentences from their cluster's mean.
    within: Vec<f64>,
}

impl Entry {
    fn new(group: &Group, compared: bool, profile: Profile) -> Self {
        let within = |column: usize| {
            let between = profile.clusters.iter().map(|(_, half)| {
                let x = half.sums[column] as f64 / NANO;
                x * x / f64::from(half.sentences)
            });
            (profile.squares[column] - between.sum::<f64>()).max(0.0)
        };
        let within = (0..profile.sums.len()).map(within).collect();
        Self { key: group.key.clone(), side: profile.side, kind: group.kind, compared, sums: profile.sums, within }
    }
}

impl Comparing<'_> {
    /// Ranks all groups with a sentence, by column.
    ///
    /// A group's sampling variance follows a model that all share: a cluster's residual has the variance σ²n + ω²n², of
    /// its sentences and of what they have in common. A group's own would be 0 for all who say nothing harsh in a few
    /// articles, and they would not be drawn at all. The variance between groups is that between those with five
    /// clusters or more: of many who speak once hardly anything is known, and a little error in their sampling
    /// variance would hide all differences.
    #[must_use]
    pub fn ranking(&self) -> Vec<Ranked> {
        let all = self.chosen.iter().map(|g| (g, true)).chain(self.others.iter().map(|g| (g, false)));
        let entries: Vec<Entry> = all
            .map(|(group, compared)| Entry::new(group, compared, self.profile(group, group.turns.clone(), None, false)))
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
    let means: Vec<f64> = entries.iter().map(|e| sums(e).mean().unwrap_or_default()).collect();
    let variances = variances(entries, column);
    let much = |at: &usize| entries[*at].side.articles >= FEWEST;
    let (known, spread): (Vec<f64>, Vec<f64>) =
        (0..entries.len()).filter(much).map(|at| (means[at], variances[at])).unzip();
    let between = between(&known, &spread);
    let Some(shrinkage) = Shrinkage::with(between, &means, &variances) else { return Vec::new() };
    let mut order: Vec<(usize, f64)> = means.iter().enumerate().map(|(at, m)| (at, shrinkage.shrunk(at, *m))).collect();
    order.sort_by(|a, b| {
        let means = means[b.0].total_cmp(&means[a.0]);
        b.1.total_cmp(&a.1).then(means).then_with(|| entries[a.0].side.name.cmp(&entries[b.0].side.name))
    });
    let place = |(rank, (at, shrunk)): (usize, (usize, f64))| Ranked {
        column,
        rank: rank + 1,
        key: entries[at].key.clone(),
        side: entries[at].side.clone(),
        kind: entries[at].kind,
        compared: entries[at].compared,
        mean: means[at],
        interval: interval(&sums(&entries[at]), entries[at].side.articles as u64),
        shrunk,
        weight: shrinkage.weights[at],
    };
    order.into_iter().enumerate().map(place).collect()
}

/// Each group's sampling variance, (σ²N + ω²Σn²)/N², by the method of moments: σ² from the departures of sentences from
/// their cluster's mean, ω² from the clusters' residuals over what σ² accounts for.
fn variances(entries: &[Entry], column: usize) -> Vec<f64> {
    let (mut within, mut freedom) = (0.0, 0.0);
    let (mut residuals, mut sentences, mut squares) = (0.0, 0.0, 0.0);
    for entry in entries {
        let (sums, clusters) = (&entry.sums[column], entry.side.articles as f64);
        within += entry.within[column];
        freedom += sums.n as f64 - clusters;
        if entry.side.articles > 1 {
            residuals += clusters / (clusters - 1.0) * residual(sums);
            sentences += sums.n as f64;
            squares += sums.nn as f64;
        }
    }
    // Without a cluster of two sentences all variance is the sentences'.
    let sentence = if freedom > 0.0 { within / freedom } else { residuals / f64::max(sentences, 1.0) };
    let shared = if squares > 0.0 { ((residuals - sentence * sentences) / squares).max(0.0) } else { 0.0 };
    let variance = |sums: &Sums| {
        let n = sums.n as f64;
        (sentence * n + shared * sums.nn as f64) / (n * n)
    };
    entries.iter().map(|e| variance(&e.sums[column])).collect()
}

/// Σ(x − Rn)² over clusters, in units of the scale.
fn residual(sums: &Sums) -> f64 {
    let ratio = sums.x as f64 / sums.n as f64;
    let squares = sums.xx as f64 - 2.0 * ratio * sums.xn as f64 + ratio * ratio * sums.nn as f64;
    squares.max(0.0) / (NANO * NANO)
}
