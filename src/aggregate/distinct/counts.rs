//! How often features are used. Few of all words and pairs of words are used often enough by one side to be told: they are
//! found side by side first, and only they are counted of everybody.

use super::quotes::{ByTurn, Quotes};
use super::{Background, Feature, Key, words};
use crate::aggregate::compare::Comparing;
use crate::aggregate::speech::Strings;
use rustc_hash::FxHashMap;

/// Fewest uses on the side that uses a feature more.
pub(super) const FEWEST_USES: u32 = 3;
/// Turns, and quotes of others, that are counted at a time.
const PART: usize = 1 << 14;

/// How often a feature is used, and the turn and text of its first use.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    count: u32,
    turn: u32,
    text: u32,
}

/// Uses that are being counted, by the number of the feature.
struct Counting {
    uses: Vec<Uses>,
    words: u64,
    said: u64,
}

/// Uses of features by their number, the words they were counted in, and all words said: hits are known of all.
#[derive(Debug, Default)]
pub struct Counts {
    pub(super) uses: Vec<u32>,
    /// Of the words and pairs of words that are used often enough to be told, rising by number, the turn and text of their
    /// first use.
    firsts: Vec<(u32, u32, u32)>,
    words: u64,
    said: u64,
}

impl Counts {
    /// The words among which a feature was counted.
    pub(super) fn among(&self, feature: Feature) -> f64 {
        let words = match feature {
            Feature::Word | Feature::Bigram => self.words,
            Feature::Category | Feature::Term => self.said,
        };
        words as f64
    }

    /// The turn and text of the first use of a word or pair of words that is used often enough to be told.
    pub(super) fn first(&self, number: u32) -> Option<(u32, u32)> {
        let at = self.firsts.binary_search_by_key(&number, |(number, ..)| *number).ok()?;
        let (_, turn, text) = self.firsts[at];
        Some((turn, text))
    }

    /// What is said in all parts: by the sides, where it is not counted again, and by all others.
    pub(super) fn all(parts: &[Self], spoken: &Spoken) -> Self {
        let mut all = Self::default();
        parts.iter().skip(if spoken.apart { 0 } else { spoken.sides() }).for_each(|part| all.add(part));
        all
    }

    fn add(&mut self, other: &Self) {
        self.uses.resize(self.uses.len().max(other.uses.len()), 0);
        self.uses.iter_mut().zip(&other.uses).for_each(|(own, new)| *own += new);
        self.words += other.words;
        self.said += other.said;
    }

    /// Takes the uses of hits from what is known of everybody.
    pub(super) fn with(&mut self, background: &Background, features: &Features, categories: &Strings) {
        self.said = background.words;
        let hits = features.keys.iter().zip(&mut self.uses).filter(|((feature, ..), _)| feature.is_of_hits());
        hits.for_each(|(key, uses)| *uses = background.of(*key, categories));
    }
}

impl Counting {
    fn enter(&mut self, number: u32, (turn, text): (u32, u32)) {
        let uses = &mut self.uses[number as usize];
        if uses.count == 0 {
            (uses.turn, uses.text) = (turn, text);
        }
        uses.count += 1;
    }

    /// The counts of these features; where each was used first stays known of those of which an example may be told, if
    /// `examples` are wanted.
    fn finish(self, keys: &[Key], examples: bool) -> Counts {
        let Self { uses, words, said } = self;
        let is_told = |key: &Key, uses: &Uses| examples && !key.0.is_of_hits() && uses.count >= FEWEST_USES;
        let told = (0..).zip(keys.iter().zip(&uses)).filter(|(_, (key, uses))| is_told(key, uses));
        let mut firsts: Vec<(u32, u32, u32)> = told.map(|(number, (_, uses))| (number, uses.turn, uses.text)).collect();
        firsts.shrink_to_fit();
        Counts { uses: uses.iter().map(|uses| uses.count).collect(), firsts, words, said }
    }
}

/// The words of everybody who is compared.
#[derive(Debug)]
pub struct Spoken<'c> {
    pub(super) comparing: &'c Comparing<'c>,
    /// `None` where the speech has the words.
    quotes: Option<ByTurn>,
    /// Turns that have to be counted beside the sides' for all that is said.
    rest: Vec<u32>,
    /// Whether no turn is of two sides, so that theirs need no counting again.
    apart: bool,
}

/// What a side uses often enough; its words have numbers of their own.
#[derive(Debug)]
pub struct Frequent {
    words: Vec<String>,
    keys: Vec<Key>,
}

impl<'c> Spoken<'c> {
    /// The words of a corpus whose texts were kept.
    #[must_use]
    pub fn new(comparing: &'c Comparing<'c>) -> Self {
        Self::with(comparing, None)
    }

    /// These quotes, of a corpus whose texts were not kept, nor the speech of those who are not compared.
    #[must_use]
    pub fn of(comparing: &'c Comparing<'c>, quotes: Quotes) -> Self {
        Self::with(comparing, Some(ByTurn::new(comparing, quotes)))
    }

    fn with(comparing: &'c Comparing<'c>, quotes: Option<ByTurn>) -> Self {
        let mut sides = vec![0_u8; comparing.speech.turns.len()];
        for turn in comparing.profiles.iter().flat_map(|profile| &profile.turns) {
            let sides = &mut sides[*turn as usize];
            *sides = sides.saturating_add(1);
        }
        let apart = sides.iter().all(|sides| *sides < 2);
        let is_rest = |(_, sides): &(u32, u8)| !apart || *sides == 0;
        let rest = (0..).zip(sides).filter(is_rest).map(|(turn, _)| turn).collect();
        Self { comparing, quotes, rest, apart }
    }

    /// The words of a turn's quotes.
    pub(super) fn texts(&self, turn: u32) -> impl Iterator<Item = &str> {
        let own = self.quotes.as_ref().map(|quotes| quotes.of(turn));
        let kept = if own.is_none() { self.comparing.speech.texts(turn) } else { &[] };
        own.into_iter().flatten().chain(kept.iter().map(AsRef::as_ref))
    }

    /// How many sides there are.
    #[must_use]
    pub fn sides(&self) -> usize {
        self.comparing.profiles.len()
    }

    /// How many pairs there are.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.comparing.pairs()
    }

    /// What a side uses often enough to be told.
    #[must_use]
    pub fn frequent(&self, side: usize) -> Frequent {
        let mut names = Strings::default();
        let mut counts: FxHashMap<Key, u32> = FxHashMap::default();
        for turn in &self.comparing.profiles[side].turns {
            self.hits(*turn, |key| *counts.entry(key).or_default() += 1);
            for text in self.texts(*turn) {
                self.words(text, |word| Some(names.enter(word)), |key| *counts.entry(key).or_default() += 1);
            }
        }
        counts.retain(|_, count| *count >= FEWEST_USES);
        let mut keys: Vec<Key> = counts.into_keys().collect();
        keys.sort_unstable();
        let mut used = Strings::default();
        let mut own = |number: u32| used.enter(names.get(number));
        for (feature, a, b) in &mut keys {
            if !feature.is_of_hits() {
                *a = own(*a);
                *b = if *feature == Feature::Bigram { own(*b) } else { 0 };
            }
        }
        Frequent { words: used.into_all(), keys }
    }

    /// Tells the categories and terms of a turn's hits.
    fn hits(&self, turn: u32, mut used: impl FnMut(Key)) {
        let speech = self.comparing.speech;
        for hit in speech.hits(turn).iter().map(|hit| speech.hit(*hit)) {
            used((Feature::Category, u32::from(hit.category), u32::from(hit.dimension.0)));
            used((Feature::Term, hit.entry, u32::from(hit.lexicon)));
        }
    }

    /// Tells the words of a text and its pairs of words, of words that have a number, and returns how many words it has.
    fn words(&self, text: &str, mut number: impl FnMut(&str) -> Option<u32>, mut used: impl FnMut(Key)) -> u64 {
        let (mut before, mut count) = (None, 0);
        for word in words(text, self.comparing.analyzer.vocabulary()) {
            let Some((_, word)) = word else {
                before = None;
                continue;
            };
            count += 1;
            let number = number(&word);
            if let Some(number) = number {
                used((Feature::Word, number, 0));
                if let Some(before) = before {
                    used((Feature::Bigram, before, number));
                }
            }
            before = number;
        }
        count
    }
}

/// The features that are counted.
#[derive(Debug)]
pub struct Features {
    pub(super) words: Strings,
    pub(super) keys: Vec<Key>,
    numbers: FxHashMap<Key, u32>,
}

impl Features {
    /// What any of the sides uses often enough; they come in their order.
    #[must_use]
    pub fn new(frequent: Vec<Frequent>) -> Self {
        let mut new = Self { words: Strings::default(), keys: Vec::new(), numbers: FxHashMap::default() };
        for Frequent { words, keys } in frequent {
            let words: Vec<u32> = words.iter().map(|word| new.words.enter(word)).collect();
            for (feature, a, b) in keys {
                let key = match feature {
                    Feature::Word => (feature, words[a as usize], 0),
                    Feature::Bigram => (feature, words[a as usize], words[b as usize]),
                    Feature::Category | Feature::Term => (feature, a, b),
                };
                let next = new.keys.len() as u32;
                if *new.numbers.entry(key).or_insert(next) == next {
                    new.keys.push(key);
                }
            }
        }
        new
    }

    /// Into how many parts counting falls: each side, and what all say.
    #[must_use]
    pub fn parts(&self, spoken: &Spoken) -> usize {
        let others = spoken.quotes.as_ref().map_or(0, |quotes| quotes.others.len());
        spoken.sides() + spoken.rest.len().div_ceil(PART) + others.div_ceil(PART)
    }

    /// Counts the uses in a part.
    #[must_use]
    pub fn count(&self, spoken: &Spoken, part: usize) -> Counts {
        let mut counts = Counting { uses: vec![Uses::default(); self.keys.len()], words: 0, said: 0 };
        let rest = spoken.rest.chunks(PART);
        let Some(part) = part.checked_sub(spoken.sides()) else {
            let own = &spoken.comparing.profiles[part].turns;
            for turn in own {
                self.turn(spoken, *turn, &mut counts);
            }
            return counts.finish(&self.keys, true);
        };
        if let Some(part) = part.checked_sub(rest.len()) {
            let others = spoken.quotes.iter().flat_map(|quotes| {
                let own = quotes.others.iter().skip(part * PART).take(PART);
                own.map(|number| quotes.text(*number))
            });
            others.for_each(|text| self.text(spoken, text, (0, 0), &mut counts));
        } else {
            rest.skip(part).take(1).flatten().for_each(|turn| self.turn(spoken, *turn, &mut counts));
        }
        counts.finish(&self.keys, false)
    }

    fn turn(&self, spoken: &Spoken, turn: u32, counts: &mut Counting) {
        counts.said += u64::from(spoken.comparing.speech.turns[turn as usize].words);
        spoken.hits(turn, |key| {
            if let Some(number) = self.numbers.get(&key) {
                counts.enter(*number, (turn, 0));
            }
        });
        for (index, text) in (0..).zip(spoken.texts(turn)) {
            self.text(spoken, text, (turn, index), counts);
        }
    }

    fn text(&self, spoken: &Spoken, text: &str, place: (u32, u32), counts: &mut Counting) {
        counts.words += spoken.words(
            text,
            |word| self.words.number(word),
            |key| {
                if let Some(number) = self.numbers.get(&key) {
                    counts.enter(*number, place);
                }
            },
        );
    }
}
