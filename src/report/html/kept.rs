//! The quotes that a page shows of each speaker: those of highest and of lowest score, in bounded memory.

use super::marked::{self, Underline};
use super::markup::Html;
use crate::aggregate::SpeakerKey;
use crate::report::Cell;
use crate::span::Span;
use std::collections::BTreeMap;

/// Quotes of highest score, and of lowest, that are kept of a speaker.
pub(super) const QUOTES: usize = 5;
/// Speakers whose quotes are kept at most; when there are more, the half with the fewest quotes goes.
pub(super) const TRACKED: usize = 4000;

/// A quote as the page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeptQuote {
    /// Its score in the leading column, in billionths.
    pub value: i64,
    /// Its score there, as in quotes.csv.
    pub score: Cell<'static>,
    /// Its place: the article's number in the run, and its own in the article.
    pub place: (u64, usize),
    /// The article's id, title and date.
    pub article: (String, String, Option<String>),
    /// Direct, mixed or indirect.
    pub kind: &'static str,
    /// How sure the attribution is, in thousandths.
    pub confidence: u16,
    /// Its words, hits underlined.
    pub words: Vec<Passage>,
}

impl KeptQuote {
    /// Writes its words.
    pub(super) fn write(&self, html: &mut Html) {
        let (article, quote) = self.place;
        for (at, passage) in self.words.iter().enumerate() {
            match passage.part {
                Part::Cue => html.raw(" <span class=\"about\">– "),
                Part::Quoted if at > 0 => html.raw(" … "),
                Part::Quoted => html,
            };
            let whole = Span::new(0, passage.text.len() as u32);
            marked::write(html, &passage.text, whole, &passage.underlines, &format!("k{article}-{quote}-{at}"));
            if passage.cut {
                html.raw(" […]");
            }
            if passage.part == Part::Cue {
                html.raw("</span>");
            }
        }
    }
}

/// A piece of a quote or of its cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    pub text: String,
    pub underlines: Vec<Underline>,
    pub part: Part,
    /// Whether more stands in the article.
    pub cut: bool,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Quoted,
    Cue,
}

/// The quotes of one speaker.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Extremes {
    /// Quotes seen.
    pub seen: u64,
    /// From the highest score down.
    pub highest: Vec<KeptQuote>,
    /// From the lowest score up.
    pub lowest: Vec<KeptQuote>,
}

impl Extremes {
    /// Adds a quote of this value, and makes its words only if it is kept.
    fn add(&mut self, value: i64, place: (u64, usize), mut quote: impl FnMut() -> KeptQuote) {
        self.seen += 1;
        insert(&mut self.highest, -1, (value, place), &mut quote);
        insert(&mut self.lowest, 1, (value, place), &mut quote);
    }

    fn merge(&mut self, other: Self) {
        self.seen += other.seen;
        for (list, sign, more) in [(&mut self.highest, -1, other.highest), (&mut self.lowest, 1, other.lowest)] {
            for quote in more {
                insert(list, sign, (quote.value, quote.place), || quote);
            }
        }
    }
}

/// Puts a quote into a list that is sorted by `sign` times the value, if it belongs there.
fn insert(
    list: &mut Vec<KeptQuote>,
    sign: i64,
    (value, place): (i64, (u64, usize)),
    quote: impl FnOnce() -> KeptQuote,
) {
    let at = list.partition_point(|q| (sign * q.value, q.place) < (sign * value, place));
    if at < QUOTES {
        list.insert(at, quote());
        list.truncate(QUOTES);
    }
}

/// The quotes of all speakers.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Kept {
    speakers: BTreeMap<SpeakerKey, Extremes>,
    /// Whether speakers had to go.
    pub pruned: bool,
}

impl Kept {
    /// Adds a quote of a speaker.
    pub(super) fn add(&mut self, key: SpeakerKey, value: i64, place: (u64, usize), quote: impl FnMut() -> KeptQuote) {
        self.speakers.entry(key).or_default().add(value, place, quote);
    }

    /// Adds the quotes of the article of this number, kept when it stood alone.
    pub(super) fn enter(&mut self, mut alone: Self, article: u64) {
        alone.quotes_mut().for_each(|quote| quote.place.0 = article);
        self.merge(alone);
    }

    /// Adds the quotes of other articles.
    pub(super) fn merge(&mut self, other: Self) {
        for (key, extremes) in other.speakers {
            self.speakers.entry(key).or_default().merge(extremes);
        }
        self.pruned |= other.pruned;
        self.prune();
    }

    /// Keeps memory bounded; to be called once an article.
    pub(super) fn prune(&mut self) {
        if self.speakers.len() <= TRACKED {
            return;
        }
        self.pruned = true;
        let mut order: Vec<_> = self.speakers.iter().map(|(key, e)| (std::cmp::Reverse(e.seen), key.clone())).collect();
        order.sort();
        for (_, key) in order.drain(TRACKED / 2..) {
            self.speakers.remove(&key);
        }
    }

    /// The quotes of all; one may come twice.
    pub(super) fn quotes(&self) -> impl Iterator<Item = &KeptQuote> {
        self.speakers.values().flat_map(|e| e.highest.iter().chain(&e.lowest))
    }

    pub(super) fn quotes_mut(&mut self) -> impl Iterator<Item = &mut KeptQuote> {
        self.speakers.values_mut().flat_map(|e| e.highest.iter_mut().chain(&mut e.lowest))
    }

    /// The quotes of several together.
    pub(super) fn of_all<'k>(&self, keys: impl IntoIterator<Item = &'k SpeakerKey>) -> Extremes {
        let mut all = Extremes::default();
        keys.into_iter().filter_map(|key| self.speakers.get(key)).for_each(|e| all.merge(e.clone()));
        all
    }

    /// The quotes of a speaker.
    pub(super) fn of(&self, key: &SpeakerKey) -> Option<&Extremes> {
        self.speakers.get(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(value: i64, place: (u64, usize)) -> KeptQuote {
        KeptQuote {
            value,
            score: Cell::Empty,
            place,
            article: (String::new(), String::new(), None),
            kind: "direct",
            confidence: 900,
            words: Vec::new(),
        }
    }

    #[test]
    fn the_highest_and_the_lowest_stay_in_any_order_of_coming() {
        let values = [3, -2, 7, 7, 0, 5, -9, 1, 4, 2];
        let kept = |order: &mut dyn Iterator<Item = usize>| {
            let mut all = Extremes::default();
            order.for_each(|at| all.add(values[at], (at as u64, 0), || quote(values[at], (at as u64, 0))));
            all
        };
        let found = kept(&mut (0..10));
        assert_eq!(found, kept(&mut (0..10).rev()));
        assert_eq!(found.highest.iter().map(|q| q.value).collect::<Vec<_>>(), [7, 7, 5, 4, 3]);
        assert_eq!(found.lowest.iter().map(|q| q.value).collect::<Vec<_>>(), [-9, -2, 0, 1, 2]);
        assert_eq!(found.highest[0].place, (2, 0), "the earlier of two comes first");
    }

    #[test]
    fn speakers_with_few_quotes_go_first() {
        let mut kept = Kept::default();
        let often = ("often".to_owned(), String::new());
        for at in 0..3 {
            kept.add(often.clone(), 1, (at, 0), || quote(1, (at, 0)));
        }
        for at in 0..=TRACKED as u64 {
            kept.add((at.to_string(), String::new()), 1, (at, 0), || quote(1, (at, 0)));
            kept.prune();
        }
        assert!(kept.pruned && kept.speakers.len() <= TRACKED);
        assert!(kept.of(&often).is_some_and(|e| e.seen == 3));
    }
}
