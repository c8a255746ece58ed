//! The words that set two sides apart.

mod background;
mod context;
mod counts;
mod example;
mod ids;
mod quotes;
mod told;

use super::speech::EntryId;
use crate::measure::{Count, Keyness, keyness};
use counts::FEWEST_USES;
use std::cmp::Ordering;
use std::collections::BTreeMap;

pub use background::Background;
pub use context::Context;
pub use counts::{Counts, Features, Frequent, Spoken};
pub use quotes::Quotes;
pub use told::{Shown, Told};

/// Words that the prior weighs: about as much as a page of speech, so that a word used once or twice proves nothing and
/// one used throughout does.
const PRIOR_WORDS: f64 = 500.0;
/// From this many standard errors on a word is told: the 97.5 % quantile of the normal distribution.
const CLEAR: f64 = 1.96;
/// Most words of a kind that are told for a side.
const MOST_TOLD: usize = 20;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// A word.
    Word,
    /// Two words in a row.
    Bigram,
    /// A category of a lexicon, by its hits.
    Category,
    /// An entry of a lexicon, by its hits.
    Term,
}

impl Feature {
    /// The feature's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Bigram => "bigram",
            Self::Category => "category",
            Self::Term => "term",
        }
    }

    /// Whether hits are counted, which are known of all speech, and not words.
    const fn is_of_hits(self) -> bool {
        matches!(self, Self::Category | Self::Term)
    }
}

/// What one side of a pair says more than the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Distinctive {
    /// The pair's sides, each with the period where periods are compared.
    pub sides: [(String, Option<String>); 2],
    /// What is counted.
    pub feature: Feature,
    /// The words, the category, or the entry's term.
    pub text: String,
    /// Uses on both sides.
    pub counts: [u32; 2],
    /// Log-odds ratio; positive where the first side uses it more.
    pub log_odds: f64,
    /// The same in standard errors.
    pub z: f64,
    /// Where the side that uses it more does so.
    pub example: String,
    /// Its first uses there, where they were asked for.
    pub contexts: Vec<Context>,
    /// Its number, and that of the side that uses it more.
    key: u32,
    side: usize,
}

/// A feature: two words' numbers, a category and its dimension, or an entry and its lexicon.
type Key = (Feature, u32, u32);

/// A feature that one side clearly uses more, before it is told: of most there are too many.
struct Clear {
    number: u32,
    counts: [u32; 2],
    odds: Keyness,
}

/// All of them in one, with room for no more.
pub(crate) fn joined<R>(parts: Vec<Vec<R>>) -> Vec<R> {
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        all.extend(part);
    }
    all
}

/// Counts of all speech and of each side.
#[derive(Debug)]
pub struct Wordings<'c> {
    spoken: &'c Spoken<'c>,
    features: &'c Features,
    sides: Vec<Counts>,
    all: Counts,
}

impl<'c> Wordings<'c> {
    /// From the counts of all parts, in their order; those of other speakers are the prior. Where the speech of those who
    /// are not compared was not kept, their hits are in the background.
    #[must_use]
    pub fn new(
        spoken: &'c Spoken<'c>,
        features: &'c Features,
        counts: Vec<Counts>,
        background: Option<&Background>,
    ) -> Self {
        let mut all = Counts::all(&counts, spoken);
        let mut sides = counts;
        sides.truncate(spoken.sides());
        if let Some(background) = background {
            all.with(background, features, &spoken.comparing.speech.categories);
        }
        Self { spoken, features, sides, all }
    }

    /// What sets the sides of a pair apart: of each feature the clearest for the first side, then for the second. Examples
    /// and contexts are still to come, see [`Self::told`].
    #[must_use]
    pub fn pair(&self, index: usize) -> Vec<Distinctive> {
        let (first, second) = self.spoken.comparing.pair(index);
        let sides = [&self.sides[first], &self.sides[second]];
        let mut found: BTreeMap<(Feature, bool), Vec<Clear>> = BTreeMap::new();
        for (number, key) in (0..).zip(&self.features.keys) {
            let counts = sides.map(|side| side.uses[number as usize]);
            if counts.iter().all(|count| *count < FEWEST_USES) {
                continue;
            }
            let Some(odds) = self.odds(number, counts, sides) else { continue };
            let second_more = odds.z < 0.0;
            if odds.z.abs() < CLEAR || counts[usize::from(second_more)] < FEWEST_USES {
                continue;
            }
            found.entry((key.0, second_more)).or_default().push(Clear { number, counts, odds });
        }
        joined(found.into_values().map(|clear| self.clearest((first, second), clear)).collect())
    }

    /// The clearest of a kind that a side of a pair uses more. Only those that may be told are given their text.
    fn clearest(&self, (first, second): (usize, usize), mut clear: Vec<Clear>) -> Vec<Distinctive> {
        if clear.len() > MOST_TOLD {
            let mut sizes: Vec<f64> = clear.iter().map(|clear| clear.odds.z.abs()).collect();
            let least = *sizes.select_nth_unstable_by(MOST_TOLD - 1, |a, b| b.total_cmp(a)).1;
            clear.retain(|clear| clear.odds.z.abs().total_cmp(&least) != Ordering::Less);
        }
        let distinctive = |Clear { number, counts, odds }| {
            let key = self.features.keys[number as usize];
            Distinctive {
                sides: [first, second].map(|at| self.name(at)),
                feature: key.0,
                text: self.text(key),
                counts,
                log_odds: odds.log_odds,
                z: odds.z,
                example: String::new(),
                contexts: Vec::new(),
                key: number,
                side: if odds.z < 0.0 { second } else { first },
            }
        };
        let mut told: Vec<Distinctive> = clear.into_iter().map(distinctive).collect();
        told.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()).then_with(|| a.text.cmp(&b.text)));
        told.truncate(MOST_TOLD);
        told.shrink_to_fit();
        told
    }

    fn name(&self, side: usize) -> (String, Option<String>) {
        let side = &self.spoken.comparing.profiles[side].side;
        (side.name.clone(), side.period.clone())
    }

    /// A feature's odds; its prior is its share of all speech.
    fn odds(&self, number: u32, counts: [u32; 2], sides: [&Counts; 2]) -> Option<Keyness> {
        let (feature, ..) = self.features.keys[number as usize];
        let count = |side: usize| Count { word: f64::from(counts[side]), all: sides[side].among(feature) };
        let prior = PRIOR_WORDS * f64::from(self.all.uses[number as usize]) / self.all.among(feature);
        keyness(count(0), count(1), Count { word: prior, all: PRIOR_WORDS })
    }

    fn text(&self, (feature, a, b): Key) -> String {
        let (comparing, word) = (self.spoken.comparing, |number: u32| self.features.words.get(number));
        match feature {
            Feature::Word => word(a).to_owned(),
            Feature::Bigram => format!("{} {}", word(a), word(b)),
            Feature::Category => {
                let dimension = &comparing.analyzer.scheme().dimensions()[b as usize].id;
                format!("{dimension}.{}", comparing.speech.categories.get(a))
            }
            Feature::Term => comparing.term(EntryId { lexicon: b as u16, entry: a }),
        }
    }
}
