//! What is compared: settings, and the groups they choose.

use super::super::group::{Group, LeftOut, Period, named};
use crate::error::Result;
use crate::score::Scheme;

/// Groups that are compared by default.
pub const MOST_GROUPS: usize = 20;
/// Quotes that a group has at least by default.
pub const FEWEST_QUOTES: u64 = 10;
/// Pairs that are compared at most by default.
pub const MOST_PAIRS: usize = 200;
/// The seed by default, so that the same command gives the same figures.
pub const SEED: u64 = 1;

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompareSettings {
    /// Names of the groups; when empty, those with most quotes.
    pub names: Vec<String>,
    /// Least quotes of a group: all with so many are compared. `None` for the [`MOST_GROUPS`] with most, each with at
    /// least [`FEWEST_QUOTES`].
    pub min_quotes: Option<u64>,
    /// Most pairs.
    pub max_pairs: usize,
    /// Compare each group with itself over time instead of with others.
    pub period: Option<Period>,
    /// Score columns, the primary one first; see [`column_order`].
    pub columns: Vec<usize>,
    /// Seed of all draws.
    pub seed: u64,
}

impl CompareSettings {
    /// The defaults, for all columns of a scheme.
    #[must_use]
    pub fn new(scheme: &Scheme) -> Self {
        Self {
            names: Vec::new(),
            min_quotes: None,
            max_pairs: MOST_PAIRS,
            period: None,
            columns: column_order(scheme),
            seed: SEED,
        }
    }
}

/// All score columns: the first composite that no manifest sets aside (`rhetoric`), then the others in their order.
#[must_use]
pub fn column_order(scheme: &Scheme) -> Vec<usize> {
    let targets = scheme.targets();
    let primary = targets.iter().position(|t| t.composite && !t.aside).unwrap_or_default();
    let mut order: Vec<usize> = (0..targets.len()).collect();
    order.sort_by_key(|at| (*at != primary, *at));
    order
}

/// The groups to compare, and the others.
pub(super) fn choose(
    all: Vec<Group>,
    settings: &CompareSettings,
    left: &mut LeftOut,
) -> Result<(Vec<Group>, Vec<Group>)> {
    if !settings.names.is_empty() {
        let chosen = named(all.clone(), &settings.names)?;
        let is_chosen = |g: &Group| chosen.iter().any(|c| (&c.name, &c.place) == (&g.name, &g.place));
        let others = all.into_iter().filter(|g| !is_chosen(g)).collect();
        return Ok((chosen, others));
    }
    let least = settings.min_quotes.unwrap_or(FEWEST_QUOTES);
    let enough = all.iter().take_while(|g| g.quotes >= least).count();
    let taken = if settings.min_quotes.is_some() { enough } else { enough.min(MOST_GROUPS) };
    left.few = all.len() - enough;
    left.beyond = enough - taken;
    let mut chosen = all;
    let others = chosen.split_off(taken);
    Ok((chosen, others))
}
