//! Speech → groups of turns that are compared: speakers, or what else speech is grouped by, perhaps by period.

use super::SpeakerKey;
use super::speech::{Grouping, Speech, Turn};
use crate::error::{Error, ErrorKind, Result};
use crate::token::fold;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What all speakers together are called.
pub(super) const EVERYBODY: &str = "all speakers";

/// Stretches of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Months of the calendar.
    Month,
    /// ISO weeks, from Monday.
    Week,
    /// From one day to another, both included; an end that is left out is open.
    Days(Option<Date>, Option<Date>),
}

impl Period {
    /// Reads `month`, `week`, or `DATE..DATE` with either date left out.
    ///
    /// # Errors
    /// Anything else, or a range that ends before it begins.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || {
            let message = format!(
                "the period {text:?} is none of month, week and DATE..DATE; write dates as in 2022-03-01..2022-03-31, and leave one out for an open end"
            );
            Error::new(ErrorKind::Usage, message)
        };
        let day = |text: &str| match text {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| wrong()),
        };
        match text {
            "month" => Ok(Self::Month),
            "week" => Ok(Self::Week),
            range => {
                let (from, to) = range.split_once("..").ok_or_else(wrong)?;
                let (from, to) = (day(from)?, day(to)?);
                let backwards = matches!((from, to), (Some(from), Some(to)) if to < from);
                if backwards || from.is_none() && to.is_none() { Err(wrong()) } else { Ok(Self::Days(from, to)) }
            }
        }
    }

    /// The period that a day falls in: `2022-03`, `2022-W09`, or the range itself, `before` or `after`.
    #[must_use]
    pub fn of(self, day: Date) -> String {
        match self {
            Self::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Self::Week => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Days(from, to) => {
                if from.is_some_and(|from| day < from) {
                    "before".to_owned()
                } else if to.is_some_and(|to| day > to) {
                    "after".to_owned()
                } else {
                    let end = |day: Option<Date>| day.map_or_else(String::new, |d| d.to_string());
                    format!("{}..{}", end(from), end(to))
                }
            }
        }
    }

    /// The order of periods in time.
    pub(super) fn order(self, day: Date) -> (i8, String) {
        let name = self.of(day);
        match (self, name.as_str()) {
            (Self::Days(..), "before") => (-1, name),
            (Self::Days(..), "after") => (1, name),
            _ => (0, name),
        }
    }
}

/// Turns that are compared together.
#[derive(Debug, Clone)]
pub struct Group {
    /// The speaker's key, or the name in look-up form.
    pub key: SpeakerKey,
    /// Its name.
    pub name: String,
    /// What tells it from others of the same name: the article of a speaker without a name of its own.
    pub place: String,
    /// What its members are; [`None`] where they may differ.
    pub kind: Option<&'static str>,
    /// Its quotes of speech.
    pub quotes: u64,
    /// Indices into the turns, by cluster and article.
    pub(super) turns: Vec<u32>,
}

/// What could not be grouped, or was not compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Quotes of which nobody knows the group, for instance without an affiliation.
    pub ungrouped: u64,
    /// Quotes of speakers without a name of their own, who are others in each article.
    pub nameless: u64,
    /// Groups with too few quotes.
    pub few: usize,
    /// Groups with enough quotes beyond the number that is compared.
    pub beyond: usize,
    /// Pairs beyond the number that is compared.
    pub pairs: usize,
    /// Quotes in articles without a date, where periods are compared.
    pub undated: u64,
}

/// All groups, from most to fewest quotes, then by name.
pub(super) fn groups(speech: &Speech, left: &mut LeftOut) -> Vec<Group> {
    let mut found: BTreeMap<(String, String), Group> = BTreeMap::new();
    for (at, turn) in speech.turns.iter().enumerate() {
        let quotes = u64::from(turn.quotes);
        let person = &speech.people[turn.speaker as usize];
        let by_speaker = speech.options.grouping == Grouping::Speaker;
        if by_speaker && !person.key.1.is_empty() && !speech.options.apart {
            left.nameless += quotes;
            continue;
        }
        let Some((name, place)) = name(speech, turn) else {
            left.ungrouped += quotes;
            continue;
        };
        let key = if by_speaker { person.key.clone() } else { (fold(&name), String::new()) };
        let kind = by_speaker.then(|| person.kind.name());
        let group = found.entry(key).or_insert_with_key(|key| Group {
            key: key.clone(),
            name: name.clone(),
            place,
            kind,
            quotes: 0,
            turns: Vec::new(),
        });
        if name < group.name {
            group.name = name;
        }
        group.quotes += quotes;
        group.turns.push(at as u32);
    }
    let mut found: Vec<Group> = found.into_values().collect();
    for group in &mut found {
        sort(speech, &mut group.turns);
    }
    found.sort_by(|a, b| (b.quotes, &a.name, &a.place).cmp(&(a.quotes, &b.name, &b.place)));
    found
}

/// Turns by cluster and article.
fn sort(speech: &Speech, turns: &mut [u32]) {
    turns.sort_unstable_by_key(|at| {
        let article = speech.turns[*at as usize].article;
        (speech.places.cluster(article), speech.places.id(article), *at)
    });
}

/// The name of a turn's group, and what tells it from others of the name.
fn name(speech: &Speech, turn: &Turn) -> Option<(String, String)> {
    let person = &speech.people[turn.speaker as usize];
    let name = match &speech.options.grouping {
        Grouping::Speaker => return Some((person.name.clone(), person.key.1.clone())),
        Grouping::Affiliation => {
            let here = turn.affiliation().map(|a| speech.affiliations.get(a).to_owned());
            here.or_else(|| person.affiliation.as_ref().map(|(_, a)| a.clone()))
        }
        Grouping::Side => person.side.clone(),
        Grouping::Kind => Some(person.kind.name().to_owned()),
        Grouping::Field(_) => speech.places.field(turn.article).map(str::to_owned),
    };
    name.map(|name| (name, String::new()))
}

/// The groups of these names, in their order: a whole name, else the last words of a single group's name.
///
/// # Errors
/// A name that no group has or that several have.
pub(super) fn named(groups: Vec<Group>, names: &[String]) -> Result<Vec<Group>> {
    let folded: Vec<String> = groups.iter().map(|g| fold(&g.name)).collect();
    let mut chosen: Vec<usize> = Vec::new();
    for name in names {
        let wanted = fold(name.trim());
        let all = |test: &dyn Fn(&str) -> bool| (0..folded.len()).filter(|at| test(&folded[*at])).collect::<Vec<_>>();
        let mut found = all(&|name| name == wanted);
        if found.is_empty() {
            found = all(&|name| name.strip_suffix(&wanted).is_some_and(|before| before.ends_with(' ')));
        }
        match found[..] {
            [one] if !chosen.contains(&one) => chosen.push(one),
            [_] => {}
            [] => {
                let most: Vec<&str> = groups.iter().take(5).map(|g| g.name.as_str()).collect();
                let message = format!(
                    "{name:?} is quoted nowhere under that name; those with most quotes are {}",
                    if most.is_empty() { "none".to_owned() } else { most.join(", ") }
                );
                return Err(Error::new(ErrorKind::Usage, message));
            }
            _ => {
                let some: Vec<&str> = found.iter().take(5).map(|at| groups[*at].name.as_str()).collect();
                let message = format!("{name:?} may be {}; write the whole name", some.join(" or "));
                return Err(Error::new(ErrorKind::Usage, message));
            }
        }
    }
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    Ok(chosen.into_iter().filter_map(|at| groups[at].take()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_named() {
        let day: Date = "2022-01-02".parse().unwrap();
        assert_eq!(Period::parse("month").unwrap().of(day), "2022-01");
        assert_eq!(Period::parse("week").unwrap().of(day), "2021-W52");
        assert_eq!(Period::parse("2022-01-03..").unwrap().of(day), "before");
        assert_eq!(Period::parse("2022-01-02..2022-01-09").unwrap().of(day), "2022-01-02..2022-01-09");
        assert_eq!(Period::parse("..2022-01-01").unwrap().of(day), "after");
        for wrong in ["year", "..", "2022-02-02..2022-02-01", "2022-13-01.."] {
            assert!(Period::parse(wrong).is_err(), "{wrong}");
        }
    }
}
