//! Whom the hostile words of each group are about. Experimental, as [`crate::analysis::Target`] is.

use super::compare::Comparing;
use super::profile::Side;
use crate::lexicon::{Role, UNIT};
use std::collections::{BTreeMap, BTreeSet};

/// What a group says about somebody in one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Dyad {
    /// Who speaks, and how much.
    pub side: Side,
    /// Whom the hits are about; `None` for those that nobody can be named for.
    pub target: Option<String>,
    /// Index of the dimension in the scheme.
    pub dimension: usize,
    /// Hits.
    pub hits: u64,
    /// Clusters of articles with such a hit.
    pub articles: usize,
    /// Sum of the hits' values.
    pub sum: f64,
    /// Share of the group's hits of the dimension.
    pub share: f64,
}

/// Hits about one target in one dimension.
#[derive(Default)]
struct Count {
    hits: u64,
    sum: i64,
    articles: BTreeSet<u32>,
}

impl Comparing<'_> {
    /// Whom the compared groups' hits are about, in the dimensions with the role of conflict: by group, then by
    /// dimension, those with most hits first.
    #[must_use]
    pub fn dyads(&self) -> Vec<Dyad> {
        let dimensions = self.analyzer.scheme().dimensions();
        let mut found = Vec::new();
        for group in &self.chosen {
            let mut counts: BTreeMap<(usize, Option<u32>), Count> = BTreeMap::new();
            for at in &group.turns {
                let turn = &self.speech.turns[*at as usize];
                for hit in self.speech.hits(*at).iter().map(|hit| self.speech.hit(*hit)) {
                    let dimension = hit.dimension.0 as usize;
                    if dimensions[dimension].role == Role::Conflict {
                        let count = counts.entry((dimension, hit.target)).or_default();
                        count.hits += 1;
                        count.sum += i64::from(hit.value);
                        count.articles.insert(self.numbers[turn.article as usize]);
                    }
                }
            }
            let side = self.profile(group, group.turns.clone(), None, false).side;
            let mut rows: Vec<Dyad> = Vec::new();
            for ((dimension, target), count) in &counts {
                let all: u64 = counts.iter().filter(|((d, _), _)| d == dimension).map(|(_, count)| count.hits).sum();
                rows.push(Dyad {
                    side: side.clone(),
                    target: target.map(|t| self.speech.targets.get(t).to_owned()),
                    dimension: *dimension,
                    hits: count.hits,
                    articles: count.articles.len(),
                    sum: count.sum as f64 / f64::from(UNIT),
                    share: count.hits as f64 / all as f64,
                });
            }
            rows.sort_by(|a, b| {
                (a.dimension, std::cmp::Reverse(a.hits), &a.target).cmp(&(
                    b.dimension,
                    std::cmp::Reverse(b.hits),
                    &b.target,
                ))
            });
            found.append(&mut rows);
        }
        found
    }
}
