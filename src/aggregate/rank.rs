//! All groups in the order of their means, those with little text drawn towards the corpus mean.
//!
//! A group's sampling variance follows a model that all share: a cluster's residual has the variance σ²n + ω²n², of its
//! sentences and of what they have in common. A group's own would be 0 for all who say nothing harsh in a few articles,
//! and they would not be drawn at all. The variance between groups is that between those with five clusters or more: of
//! many who speak once hardly anything is known, and a little error in their sampling variance would hide all
//! differences.

use super::compare::Comparing;
use super::group::Group;
use super::profile::Side;
use super::shrink::{Shrinkage, between};
use super::standing::Standing;
use super::{Interval, SpeakerKey, Sums};
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

/// A group's place by its number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rank {
    /// The number that [`Ranks::push`] gave.
    pub group: u32,
    /// Mean sentence value as it is.
    pub mean: f64,
    /// The mean drawn towards that of all groups.
    pub shrunk: f64,
    /// How much its own mean counts in it, 0 to 1.
    pub weight: f64,
}

/// Ranks groups whose names and counts are kept elsewhere: it keeps about a hundred bytes of each. The same groups
/// pushed in the same order have the same ranks to the last digit.
#[derive(Debug, Clone, Default)]
pub struct Ranks {
    groups: Vec<Known>,
    /// For each group its means in all columns.
    means: Vec<f64>,
    pooled: Vec<Pooled>,
}

/// A group in all columns.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// Σn, and Σn² over its clusters.
    n: f64,
    nn: f64,
    quotes: u64,
    /// Number of its name in the order of all names.
    name: u32,
    much: bool,
}

/// What the groups' variances in a column come to together.
#[derive(Debug, Clone, Copy, Default)]
struct Pooled {
    within: f64,
    freedom: f64,
    residuals: f64,
    sentences: f64,
    squares: f64,
}

impl Ranks {
    /// Adds a group with a sentence, and returns its number.
    pub fn push(&mut self, standing: &Standing) -> u32 {
        let Standing { side, sums, within } = standing;
        self.pooled.resize(sums.len(), Pooled::default());
        for ((pooled, sums), within) in self.pooled.iter_mut().zip(sums).zip(within) {
            pooled.add(sums, *within, side.articles as f64);
        }
        self.means.extend(sums.iter().map(|sums| sums.mean().unwrap_or_default()));
        let all = sums.first().copied().unwrap_or_default();
        let (n, nn) = (all.n as f64, all.nn as f64);
        self.groups.push(Known { n, nn, quotes: side.quotes, name: 0, much: standing.is_known() });
        self.groups.len() as u32 - 1
    }

    /// Tells where a group's name stands among those of all; the same name has the same number.
    pub fn named(&mut self, group: u32, name: u32) {
        self.groups[group as usize].name = name;
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// All groups by their drawn means in a column, then by their means, names and quotes.
    #[must_use]
    pub fn order(&self, column: usize) -> Vec<Rank> {
        let columns = self.pooled.len();
        let means: Vec<f64> = self.means.iter().skip(column).step_by(columns.max(1)).copied().collect();
        let variances = self.variances(column);
        let known = |at: &usize| self.groups[*at].much;
        let (some, spread): (Vec<f64>, Vec<f64>) =
            (0..means.len()).filter(known).map(|at| (means[at], variances[at])).unzip();
        let Some(shrinkage) = Shrinkage::with(between(&some, &spread), &means, &variances) else { return Vec::new() };
        let rank = |(at, mean): (usize, &f64)| Rank {
            group: at as u32,
            mean: *mean,
            shrunk: shrinkage.shrunk(at, *mean),
            weight: shrinkage.weights[at],
        };
        let mut order: Vec<Rank> = means.iter().enumerate().map(rank).collect();
        order.sort_by(|a, b| {
            let own = |rank: &Rank| &self.groups[rank.group as usize];
            let names = || own(a).name.cmp(&own(b).name).then_with(|| own(b).quotes.cmp(&own(a).quotes));
            b.shrunk.total_cmp(&a.shrunk).then(b.mean.total_cmp(&a.mean)).then_with(names)
        });
        order
    }

    /// Each group's sampling variance, (σ²N + ω²Σn²)/N², by the method of moments: σ² from the departures of sentences
    /// from their cluster's mean, ω² from the clusters' residuals over what σ² accounts for.
    fn variances(&self, column: usize) -> Vec<f64> {
        let Some(Pooled { within, freedom, residuals, sentences, squares }) = self.pooled.get(column).copied() else {
            return Vec::new();
        };
        // Without a cluster of two sentences all variance is the sentences'.
        let sentence = if freedom > 0.0 { within / freedom } else { residuals / f64::max(sentences, 1.0) };
        let shared = if squares > 0.0 { ((residuals - sentence * sentences) / squares).max(0.0) } else { 0.0 };
        self.groups.iter().map(|group| (sentence * group.n + shared * group.nn) / (group.n * group.n)).collect()
    }
}

impl Pooled {
    fn add(&mut self, sums: &Sums, within: f64, clusters: f64) {
        self.within += within;
        self.freedom += sums.n as f64 - clusters;
        if clusters > 1.0 {
            self.residuals += clusters / (clusters - 1.0) * residual(sums);
            self.sentences += sums.n as f64;
            self.squares += sums.nn as f64;
        }
    }
}

/// Σ(x − Rn)² over clusters, in units of the scale.
fn residual(sums: &Sums) -> f64 {
    let ratio = sums.x as f64 / sums.n as f64;
    let squares = sums.xx as f64 - 2.0 * ratio * sums.xn as f64 + ratio * ratio * sums.nn as f64;
    squares.max(0.0) / (NANO * NANO)
}

impl Comparing<'_> {
    /// Ranks all groups with a sentence, by column.
    #[must_use]
    pub fn ranking(&self) -> Vec<Ranked> {
        let chosen = self.chosen.iter().map(|group| (group, true));
        let mut groups: Vec<(&Group, bool)> = chosen.chain(self.others.iter().map(|group| (group, false))).collect();
        groups.sort_by(|(a, _), (b, _)| a.key.cmp(&b.key));
        let mut names: Vec<&str> = groups.iter().map(|(group, _)| group.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let (mut ranks, mut entries) = (Ranks::default(), Vec::new());
        for (group, compared) in groups {
            let profile = self.profile(group, group.turns.clone(), None, false);
            if profile.side.sentences == 0 {
                continue;
            }
            let (sentences, sums): (Vec<u32>, Vec<_>) = profile.clusters.iter().unzip();
            let sums: Vec<i64> = sums.into_iter().flatten().collect();
            let clusters = sentences.into_iter().zip(sums.chunks_exact(profile.squares.len().max(1)));
            let standing = Standing::new(profile.side.clone(), &clusters, &profile.squares);
            let number = ranks.push(&standing);
            ranks.named(number, names.binary_search(&group.name.as_str()).unwrap_or_default() as u32);
            entries.push((group, compared, standing));
        }
        let mut found = Vec::new();
        for column in &self.settings.columns {
            found.extend(ranks.order(*column).into_iter().enumerate().map(|(at, place)| {
                let (group, compared, standing) = &entries[place.group as usize];
                Ranked {
                    column: *column,
                    rank: at + 1,
                    key: group.key.clone(),
                    side: standing.side.clone(),
                    kind: group.kind,
                    compared: *compared,
                    mean: place.mean,
                    interval: standing.interval(*column),
                    shrunk: place.shrunk,
                    weight: place.weight,
                }
            }));
        }
        found
    }
}
