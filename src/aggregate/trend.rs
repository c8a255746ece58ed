//! Groups over time, and where their level shifts.

use super::Interval;
use super::compare::{Comparing, stream};
use super::contrast::{FEWEST, LEVEL, draws_for};
use super::group::{EVERYBODY, Group, Period};
use super::profile::{Profile, Side};
use super::standing::Amount;
use super::{Sums, interval};
use crate::measure::Random;
use crate::score::NANO;
use std::collections::BTreeMap;

/// A group in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Index of the score column in the scheme.
    pub column: usize,
    /// Who, when, and how much.
    pub side: Side,
    /// Mean sentence value.
    pub mean: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// The shift that the period begins with.
    pub shift: Option<Shift>,
}

/// A shift of a group's level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The mean from the period on minus the mean before, up to the neighbouring shifts.
    pub difference: f64,
    /// p by permutation.
    pub p: f64,
}

impl Comparing<'_> {
    /// How many groups are compared.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.chosen.len()
    }

    /// The periods of a group, by column: months, unless the settings name others. `shifts` says whether to look for
    /// shifts of its level.
    ///
    /// Shifts are found by binary segmentation (Scott and Knott 1974; Vostrikova 1981): of all places that leave five
    /// clusters on either side the one with the largest studentised difference; p is the share of orders of the
    /// clusters, drawn at random, whose largest is as large. It is a shift where p ≤ 0.05 divided by the number of
    /// groups, and then both parts are searched in turn.
    #[must_use]
    pub fn trend(&self, group: usize, shifts: bool) -> Vec<Trend> {
        self.trend_of(&self.chosen[group], shifts)
    }

    fn trend_of(&self, group: &Group, shifts: bool) -> Vec<Trend> {
        let (parts, _) = self.periods(group, self.settings.period.unwrap_or(Period::Month));
        let profiles: Vec<Profile> =
            parts.into_iter().map(|((_, name), turns)| self.profile(group, turns, Some(name), false)).collect();
        let mut found = Vec::new();
        for column in &self.settings.columns {
            let mut begins = vec![None; profiles.len()];
            if shifts {
                let seed =
                    stream(&format!("{}\0{}", group.name, group.place), &self.analyzer.scheme().targets()[*column].id);
                let mut random = Random::new(self.settings.seed, seed);
                Series::new(&profiles, *column).segment(0, self.chosen.len(), &mut random, &mut begins);
            }
            found.extend(profiles.iter().zip(begins).map(|(profile, shift)| Trend {
                column: *column,
                side: profile.side.clone(),
                mean: profile.mean(*column),
                interval: profile.interval(*column),
                shift,
            }));
        }
        found
    }
}

/// All speech together, period by period, cluster by cluster.
#[derive(Debug, Clone, Default)]
pub struct Overall {
    periods: BTreeMap<String, Everybody>,
}

/// What everybody says in a period.
#[derive(Debug, Clone)]
struct Everybody {
    side: Side,
    sums: Vec<Sums>,
}

impl Overall {
    /// Adds what is said in a cluster of articles in a period, by all together.
    pub fn cluster(&mut self, period: &str, amount: &Amount) {
        if !self.periods.contains_key(period) {
            let (name, period) = (EVERYBODY.to_owned(), period.to_owned());
            let side = Side { name, period: Some(period.clone()), articles: 0, quotes: 0, sentences: 0, words: 0 };
            self.periods.insert(period, Everybody { side, sums: vec![Sums::default(); amount.sums.len()] });
        }
        let Some(Everybody { side, sums }) = self.periods.get_mut(period) else { return };
        side.quotes += u64::from(amount.quotes);
        side.words += u64::from(amount.words);
        side.sentences += u64::from(amount.sentences);
        if amount.sentences > 0 {
            side.articles += 1;
            sums.iter_mut().zip(amount.sums).for_each(|(sums, x)| sums.cluster(*x, amount.sentences));
        }
    }

    /// The periods by column.
    #[must_use]
    pub fn trends(&self, columns: &[usize]) -> Vec<Trend> {
        let of = |column: usize| {
            self.periods.values().map(move |Everybody { side, sums }| Trend {
                column,
                side: side.clone(),
                mean: sums[column].mean(),
                interval: interval(&sums[column], side.articles as u64),
                shift: None,
            })
        };
        columns.iter().flat_map(|column| of(*column)).collect()
    }
}

/// The clusters of consecutive periods.
struct Series {
    /// Clusters as (n, x), period by period.
    clusters: Vec<(f64, f64)>,
    /// Clusters up to the end of each period.
    ends: Vec<usize>,
}

/// The best place to part a series.
#[derive(Debug, Clone, Copy)]
struct Split {
    period: usize,
    statistic: f64,
    difference: f64,
}

impl Series {
    fn new(profiles: &[Profile], column: usize) -> Self {
        let mut new = Self { clusters: Vec::new(), ends: Vec::new() };
        for profile in profiles {
            let halves = &profile.clusters.halves;
            let numbers = 0..profile.clusters.len() as u32;
            let pair = |at| (f64::from(halves.sentences(at)), halves.sum(at, column) as f64 / NANO);
            new.clusters.extend(numbers.map(pair));
            new.ends.push(new.clusters.len());
        }
        new
    }

    /// Looks for shifts among the periods of the series, the first of which is number `first` of all.
    fn segment(&self, first: usize, family: usize, random: &mut Random, found: &mut [Option<Shift>]) {
        let Some(best) = best_split(&self.clusters, &self.ends).filter(|b| b.statistic > 0.0) else { return };
        let draws = draws_for(family);
        let mut shuffled = self.clusters.clone();
        let mut reached = 0u32;
        for _ in 0..draws {
            random.shuffle(&mut shuffled);
            let largest = best_split(&shuffled, &self.ends).map_or(0.0, |b| b.statistic);
            reached += u32::from(largest >= best.statistic);
        }
        let p = (f64::from(reached) + 1.0) / (f64::from(draws) + 1.0);
        if p > LEVEL / family.max(1) as f64 {
            return;
        }
        found[first + best.period] = Some(Shift { difference: best.difference, p });
        let (before, after) = self.split(best.period);
        before.segment(first, family, random, found);
        after.segment(first + best.period, family, random, found);
    }

    fn split(&self, period: usize) -> (Self, Self) {
        let at = self.ends[period - 1];
        let (before, after) = self.clusters.split_at(at);
        let ends = self.ends[period..].iter().map(|end| end - at).collect();
        (
            Self { clusters: before.to_vec(), ends: self.ends[..period].to_vec() },
            Self { clusters: after.to_vec(), ends },
        )
    }
}

/// Σn, Σx, Σn², Σxn, Σx².
type Moments = [f64; 5];

fn best_split(clusters: &[(f64, f64)], ends: &[usize]) -> Option<Split> {
    let mut total: Moments = [0.0; 5];
    let mut at_end: Vec<Moments> = Vec::with_capacity(ends.len());
    let mut from = 0;
    for end in ends {
        for (n, x) in &clusters[from..*end] {
            let row = [*n, *x, n * n, x * n, x * x];
            total.iter_mut().zip(row).for_each(|(own, new)| *own += new);
        }
        from = *end;
        at_end.push(total);
    }
    let mut best: Option<Split> = None;
    for period in 1..ends.len() {
        let (before, after) = (ends[period - 1], clusters.len() - ends[period - 1]);
        if before < FEWEST || after < FEWEST {
            continue;
        }
        let first = at_end[period - 1];
        let mut second = total;
        second.iter_mut().zip(first).for_each(|(own, new)| *own -= new);
        let (before, after) = (ratio(first, before), ratio(second, after));
        let difference = after.0 - before.0;
        let error = (before.1 + after.1).sqrt();
        let statistic = if difference == 0.0 { 0.0 } else { difference.abs() / error };
        if best.is_none_or(|b| statistic > b.statistic) {
            best = Some(Split { period, statistic, difference });
        }
    }
    best
}

/// The ratio Σx/Σn and its variance.
fn ratio([n, x, nn, xn, xx]: Moments, clusters: usize) -> (f64, f64) {
    let (ratio, clusters) = (x / n, clusters as f64);
    let residual = (xx - 2.0 * ratio * xn + ratio * ratio * nn).max(0.0);
    (ratio, clusters / (clusters - 1.0) * residual / (n * n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(level: impl Fn(usize) -> f64) -> Series {
        let clusters = (0..12usize).flat_map(|period| {
            let level = level(period);
            (0..6usize).map(move |n| {
                let size = (1 + (period + n) % 3) as f64;
                (size, size * level + 0.05 * (((period * 7 + n * 5) % 11) as f64 - 5.0))
            })
        });
        Series { clusters: clusters.collect(), ends: (1..=12).map(|p| 6 * p).collect() }
    }

    fn shifts(series: &Series) -> Vec<usize> {
        let mut found = vec![None; 12];
        series.segment(0, 1, &mut Random::new(1, 1), &mut found);
        (0..12).filter(|at| found[*at].is_some()).collect()
    }

    #[test]
    fn shifts_are_found_where_they_are() {
        assert!(shifts(&series(|_| 0.2)).is_empty());
        assert_eq!(shifts(&series(|period| if period < 5 { 0.1 } else { 0.5 })), [5]);
        assert_eq!(shifts(&series(|period| if (4..8).contains(&period) { 0.6 } else { 0.1 })), [4, 8]);
    }
}
