//! Speech → who is harsher than whom, with uncertainty.
//!
//! In: [`Speech`] and what is to be compared. Out: one [`Comparison`] for each pair and column. Always holds: a pair's
//! figures depend on its own clusters, the seed and the two names alone, so that pairs may be worked on in any order.

mod pair;
mod settings;

use super::Interval;
use super::contrast::{self, INTERVAL_DRAWS, Permuted, adjusted, draws_for};
use super::group::{Group, LeftOut, Period, groups};
use super::profile::{Asked, Clusters, Profile, Side, Without, cluster_numbers};
use super::speech::{EntryId, Speech};
use super::verdict::{Direction, Verdict, direction, verdict};
use crate::analysis::Analyzer;
use crate::error::Result;
use pair::{Carriers, Joined, carriers, effect, joined};
use settings::choose;
use std::collections::BTreeMap;

pub(super) use pair::stream;
pub use settings::{CompareSettings, FEWEST_QUOTES, MOST_GROUPS, MOST_PAIRS, SEED, column_order};

/// The groups and pairs of a comparison.
#[derive(Debug)]
pub struct Comparing<'s> {
    pub(super) speech: &'s Speech,
    pub(super) analyzer: &'s Analyzer,
    pub(super) settings: CompareSettings,
    /// The groups that are compared.
    pub(super) chosen: Vec<Group>,
    /// All others.
    pub(super) others: Vec<Group>,
    pub(super) numbers: Vec<u32>,
    pub(super) profiles: Vec<Profile>,
    pairs: Vec<(usize, usize)>,
    /// For each pair and column the entries that its difference hangs on.
    carriers: Vec<Vec<Carriers>>,
    left: LeftOut,
    draws: u32,
}

/// The figures of a pair, before its family is known.
#[derive(Debug, Clone)]
pub struct PairFigures {
    pair: (usize, usize),
    columns: Vec<ColumnFigures>,
}

#[derive(Debug, Clone)]
struct ColumnFigures {
    difference: Option<f64>,
    interval: Option<Interval>,
    effect: Option<f64>,
    /// With all entries, without the one that carries the difference, without the one that moves it most.
    tests: Option<[Permuted; 3]>,
    without: [Option<(EntryId, f64)>; 2],
}

/// A p and what it is among the others of its family.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Two-sided p by permutation.
    pub p: f64,
    /// p adjusted by Benjamini and Hochberg's rule.
    pub adjusted: f64,
    /// Pairs that were tested in this column.
    pub family: usize,
    /// No draw was further apart, so that p may be smaller still.
    pub at_floor: bool,
}

/// What a verdict would be without the entry that it hangs on most.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragile {
    /// The entry's term, and its lexicon in brackets.
    pub entry: String,
    /// The difference without it.
    pub difference: f64,
    /// The verdict without it, all other pairs as they are.
    pub verdict: Verdict,
}

/// A column of a side.
#[derive(Debug, Clone, PartialEq)]
pub struct SideMean {
    /// Who, and how much.
    pub side: Side,
    /// Mean sentence value; `None` without sentences.
    pub mean: Option<f64>,
    /// Its 95 % interval; `None` below five clusters.
    pub interval: Option<Interval>,
}

/// Two sides compared in one score column.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Index of the score column in the scheme.
    pub column: usize,
    /// The first side and the second.
    pub sides: [SideMean; 2],
    /// The first mean minus the second.
    pub difference: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// The difference in standard deviations of sentence values (Hedges' g).
    pub effect: Option<f64>,
    /// How surprising it is.
    pub test: Option<Test>,
    /// What that means.
    pub verdict: Verdict,
    /// The entry it hangs on most.
    pub fragile: Option<Fragile>,
}

impl<'s> Comparing<'s> {
    /// Chooses groups and pairs.
    ///
    /// # Errors
    /// A name that no group has, or several.
    pub fn new(speech: &'s Speech, analyzer: &'s Analyzer, settings: CompareSettings) -> Result<Self> {
        let mut left = LeftOut::default();
        let all = groups(speech, &mut left);
        let (chosen, others) = choose(all, &settings, &mut left)?;
        let mut new = Self {
            speech,
            analyzer,
            settings,
            chosen,
            others,
            numbers: cluster_numbers(speech),
            profiles: Vec::new(),
            pairs: Vec::new(),
            carriers: Vec::new(),
            left,
            draws: 0,
        };
        new.pair_up();
        new.carriers = new.pairs.iter().map(|pair| new.carriers(*pair)).collect();
        // Nothing else asks what sums would be without an entry.
        new.profiles.iter_mut().for_each(|profile| profile.without = Without::default());
        let enough = |at: usize| new.profiles[at].clusters.len() >= contrast::FEWEST;
        let family = new.pairs.iter().filter(|(a, b)| enough(*a) && enough(*b)).count();
        new.draws = draws_for(family);
        Ok(new)
    }

    pub(super) fn profile(&self, group: &Group, turns: Vec<u32>, period: Option<String>, entries: bool) -> Profile {
        Profile::new((self.speech, &self.numbers), self.analyzer.scheme(), group, turns, period, entries)
    }

    /// Pairs of groups, those with most quotes first; or of one group's periods, each with the one before.
    fn pair_up(&mut self) {
        let mut pairs = Vec::new();
        match self.settings.period {
            None => {
                self.profiles = self.chosen.iter().map(|g| self.profile(g, g.turns.clone(), None, true)).collect();
                pairs.extend((0..self.profiles.len()).flat_map(|b| (0..b).map(move |a| (a, b))));
            }
            Some(period) => {
                for at in 0..self.chosen.len() {
                    let (parts, undated) = self.periods(&self.chosen[at], period);
                    self.left.undated += undated;
                    let first = self.profiles.len();
                    for ((_, name), turns) in parts {
                        self.profiles.push(self.profile(&self.chosen[at], turns, Some(name), true));
                    }
                    pairs.extend((first + 1..self.profiles.len()).map(|later| (later, later - 1)));
                }
            }
        }
        self.left.pairs = pairs.len().saturating_sub(self.settings.max_pairs);
        pairs.truncate(self.settings.max_pairs);
        self.pairs = pairs;
    }

    fn carriers(&self, (first, second): (usize, usize)) -> Vec<Carriers> {
        carriers([&self.profiles[first], &self.profiles[second]], &self.settings.columns)
    }

    /// A group's turns by period, and its quotes without a date.
    pub(super) fn periods(&self, group: &Group, period: Period) -> (BTreeMap<(i8, String), Vec<u32>>, u64) {
        let mut parts: BTreeMap<(i8, String), Vec<u32>> = BTreeMap::new();
        let mut undated = 0;
        for at in &group.turns {
            let turn = &self.speech.turns[*at as usize];
            match self.speech.places.date(turn.article) {
                Some(day) => parts.entry(period.order(day)).or_default().push(*at),
                None => undated += u64::from(turn.quotes),
            }
        }
        (parts, undated)
    }

    /// How many pairs there are.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }

    pub(super) fn pair(&self, index: usize) -> (usize, usize) {
        self.pairs[index]
    }

    /// An entry as it is told: its term, and its lexicon in brackets.
    pub(super) fn term(&self, id: EntryId) -> String {
        let lexicon = &self.analyzer.lexicons()[id.lexicon as usize];
        format!("{} ({})", lexicon.entries()[id.entry as usize].term, lexicon.id())
    }

    /// Names of the groups that are compared.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.chosen.iter().map(|g| g.name.as_str())
    }

    /// What they are.
    #[must_use]
    pub fn noun(&self) -> &str {
        self.speech.options.grouping.name()
    }

    /// What is not compared.
    #[must_use]
    pub const fn left_out(&self) -> &LeftOut {
        &self.left
    }

    /// Draws of each permutation test.
    #[must_use]
    pub const fn draws(&self) -> u32 {
        self.draws
    }

    /// The figures of a pair.
    #[must_use]
    pub fn figures(&self, index: usize) -> PairFigures {
        let (first, second) = self.pairs[index];
        let sides = [&self.profiles[first], &self.profiles[second]];
        let columns = &self.settings.columns;
        let fragile = &self.carriers[index];
        // The sides are drawn from in the order of their names, so that A and B give the figures of B and A.
        let swapped = sides[0].key > sides[1].key;
        let drawn = if swapped { [sides[1], sides[0]] } else { sides };
        let of_column = |(at, own): (usize, &Carriers)| own.map(|carrier| carrier.map(|(entry, _)| (entry, at)));
        let mut asked: Vec<Asked> = fragile.iter().enumerate().flat_map(of_column).flatten().collect();
        asked.sort_unstable();
        asked.dedup();
        let changes = drawn.map(|s| s.changes((self.speech, &self.numbers), self.analyzer.scheme(), columns, &asked));
        let Joined { contrast, without } = joined(drawn, columns, fragile, (&asked, changes));
        let stream = stream(&sides[0].key, &sides[1].key);
        let (mut intervals, mut tests) = (vec![None; columns.len()], None);
        if contrast.is_enough() {
            // The streams of the two procedures differ, so that neither depends on how much the other draws.
            intervals = contrast.interval(INTERVAL_DRAWS, self.settings.seed, stream | 1);
            tests = Some(contrast.permutation(self.draws, self.settings.seed, stream & !1));
        }
        let turned = |i: Interval| if swapped { Interval { low: -i.high, high: -i.low } } else { i };
        let figures = columns.iter().enumerate().map(|(at, column)| {
            let means = sides.map(|s| s.mean(*column));
            let [Some(a), Some(b)] = means else { return ColumnFigures::empty() };
            ColumnFigures {
                difference: Some(a - b),
                interval: intervals[at].map(turned),
                effect: effect(sides, *column, a - b),
                tests: tests.as_ref().map(|all| [at, without[at][0], without[at][1]].map(|column| all[column])),
                without: fragile[at],
            }
        });
        PairFigures { pair: (first, second), columns: figures.collect() }
    }

    /// Lets go of what only trends need, once there are all.
    pub fn trends_are_done(&mut self) {
        self.chosen.iter_mut().chain(&mut self.others).for_each(|group| group.turns = Vec::new());
    }

    /// Lets go of what only the figures of pairs need, once they are concluded.
    pub fn pairs_are_done(&mut self) {
        self.profiles.iter_mut().for_each(|profile| profile.clusters = Clusters::default());
        self.numbers = Vec::new();
    }

    /// All comparisons: by column, then by pair. The figures come in the order of the pairs.
    #[must_use]
    pub fn conclude(&self, figures: &[PairFigures]) -> Vec<Comparison> {
        let mut found = Vec::new();
        for (at, column) in self.settings.columns.iter().enumerate() {
            let tested: Vec<(usize, f64)> =
                (figures.iter().enumerate()).filter_map(|(pair, f)| Some((pair, f.columns[at].tests?[0].p))).collect();
            let p: Vec<f64> = tested.iter().map(|(_, p)| *p).collect();
            let adjusted_p = adjusted(&p);
            let direction = direction(self.analyzer.scheme(), *column);
            for (pair, figures) in figures.iter().enumerate() {
                let place = tested.binary_search_by_key(&pair, |(pair, _)| *pair).ok();
                let family = Family { p: &p, adjusted: &adjusted_p, place, direction };
                found.push(self.comparison(*column, figures.pair, &figures.columns[at], &family));
            }
        }
        found
    }

    fn comparison(
        &self,
        column: usize,
        (first, second): (usize, usize),
        figures: &ColumnFigures,
        family: &Family,
    ) -> Comparison {
        let side = |at: usize| {
            let profile = &self.profiles[at];
            SideMean { side: profile.side.clone(), mean: profile.mean(column), interval: profile.interval(column) }
        };
        let test = figures.tests.zip(family.place).map(|(tests, place)| Test {
            p: tests[0].p,
            adjusted: family.adjusted[place],
            family: family.p.len(),
            at_floor: tests[0].at_floor,
        });
        let difference = figures.difference.unwrap_or_default();
        let verdict = verdict(difference, test.map(|t| t.adjusted), family.direction);
        // What carries a finding, or hides one.
        let which = usize::from(!verdict.is_finding());
        let fragile = figures.tests.zip(figures.without[which]).map(|(tests, (entry, difference))| Fragile {
            entry: self.term(entry),
            difference,
            verdict: family.verdict_with(difference, tests[1 + which].p),
        });
        Comparison {
            column,
            sides: [side(first), side(second)],
            difference: figures.difference,
            interval: figures.interval,
            effect: figures.effect,
            test,
            verdict,
            fragile,
        }
    }
}

/// The tests of one column.
struct Family<'f> {
    p: &'f [f64],
    adjusted: &'f [f64],
    place: Option<usize>,
    direction: Direction,
}

impl Family<'_> {
    /// The verdict if this pair had another difference and p.
    fn verdict_with(&self, difference: f64, p: f64) -> Verdict {
        let mut all = self.p.to_vec();
        let adjusted = self.place.map(|place| {
            all[place] = p;
            adjusted(&all)[place]
        });
        verdict(difference, adjusted, self.direction)
    }
}

impl ColumnFigures {
    const fn empty() -> Self {
        Self { difference: None, interval: None, effect: None, tests: None, without: [None; 2] }
    }
}
