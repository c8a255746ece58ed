//! How often features are used. Few of all words and pairs of words are used often enough by one side to be told: they are
//! found side by side first, and only they are counted of everybody.

use super::example::{Reader, Standing};
use super::ids::{Ids, NONE};
use super::quotes::{ByTurn, Quotes};
use super::{Background, Feature, Key};
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
        let vocabulary = self.comparing.analyzer.vocabulary();
        let (mut names, mut ids, mut reader) = (Strings::default(), Ids::new(vocabulary), Reader::new(vocabulary));
        let mut words: Vec<u32> = Vec::new();
        let (mut bigrams, mut hits): (FxHashMap<u64, u32>, FxHashMap<Key, u32>) = Default::default();
        for turn in &self.comparing.profiles[side].turns {
            self.hits(*turn, |key| *hits.entry(key).or_default() += 1);
            for text in self.texts(*turn) {
                let number = |word: &Standing| Some(ids.enter(word, &mut names));
                let used = |number: u32, before: Option<u32>| {
                    if number as usize >= words.len() {
                        words.resize(number as usize + 1, 0);
                    }
                    words[number as usize] += 1;
                    if let Some(before) = before {
                        *bigrams.entry(pair(before, number)).or_default() += 1;
                    }
                };
                reader.count(text, number, used);
            }
        }
        let is_used = |count: &u32| *count >= FEWEST_USES;
        let mut used = Strings::default();
        let mut own = |number: u32| used.enter(names.get(number));
        let words = (0..).zip(&words).filter(|(_, count)| is_used(count));
        let mut keys: Vec<Key> = words.map(|(number, _)| (Feature::Word, own(number), 0)).collect();
        let mut bigrams: Vec<u64> =
            bigrams.into_iter().filter(|(_, count)| is_used(count)).map(|(key, _)| key).collect();
        bigrams.sort_unstable();
        let of_pair = |key: u64| (Feature::Bigram, own((key >> u32::BITS) as u32), own(key as u32));
        keys.extend(bigrams.into_iter().map(of_pair));
        let from = keys.len();
        keys.extend(hits.into_iter().filter(|(_, count)| is_used(count)).map(|(key, _)| key));
        keys[from..].sort_unstable();
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
}

impl Reader<'_> {
    /// Tells the words of a text that have a number, each with the number of the one right before it, and returns how many
    /// words it has.
    fn count(
        &mut self,
        text: &str,
        mut number: impl FnMut(&Standing) -> Option<u32>,
        mut used: impl FnMut(u32, Option<u32>),
    ) -> u64 {
        let (mut before, mut count) = (None, 0);
        for word in self.words(text) {
            let Some(word) = word else {
                before = None;
                continue;
            };
            count += 1;
            let number = number(&word);
            if let Some(number) = number {
                used(number, before);
            }
            before = number;
        }
        count
    }
}

/// Two words' numbers as one, which has their order.
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << u32::BITS | u64::from(second)
}

/// The features that are counted.
#[derive(Debug)]
pub struct Features {
    pub(super) words: Strings,
    pub(super) keys: Vec<Key>,
    ids: Ids,
    /// Numbers of features: of words by the number of the word, of pairs of words, and of hits.
    of_words: Vec<u32>,
    of_pairs: FxHashMap<u64, u32>,
    of_hits: FxHashMap<Key, u32>,
}

impl Features {
    /// What any of the sides uses often enough; they come in their order.
    #[must_use]
    pub fn new(spoken: &Spoken, frequent: Vec<Frequent>) -> Self {
        let (mut names, mut all): (Strings, Vec<Key>) = Default::default();
        let (mut of_words, mut of_pairs, mut of_hits): (Vec<u32>, FxHashMap<u64, u32>, FxHashMap<Key, u32>) =
            Default::default();
        for Frequent { words, keys } in frequent {
            let words: Vec<u32> = words.iter().map(|word| names.enter(word)).collect();
            for (feature, a, b) in keys {
                let key = match feature {
                    Feature::Word => (feature, words[a as usize], 0),
                    Feature::Bigram => (feature, words[a as usize], words[b as usize]),
                    Feature::Category | Feature::Term => (feature, a, b),
                };
                let next = all.len() as u32;
                let number = match feature {
                    Feature::Word => {
                        of_words.resize(of_words.len().max(key.1 as usize + 1), NONE);
                        let number = &mut of_words[key.1 as usize];
                        if *number == NONE {
                            *number = next;
                        }
                        *number
                    }
                    Feature::Bigram => *of_pairs.entry(pair(key.1, key.2)).or_insert(next),
                    Feature::Category | Feature::Term => *of_hits.entry(key).or_insert(next),
                };
                if number == next {
                    all.push(key);
                }
            }
        }
        // A word may be in pairs alone.
        of_words.resize(names.all().len(), NONE);
        let ids = Ids::of(&names, spoken.comparing.analyzer.vocabulary());
        Self { words: names, keys: all, ids, of_words, of_pairs, of_hits }
    }

    /// The number of a word, if it is in any feature; its look-up form is made in `form`.
    pub(super) fn number(&self, word: &Standing, form: &mut String) -> Option<u32> {
        self.ids.get(word, &self.words, form)
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
        let counts = Counting { uses: vec![Uses::default(); self.keys.len()], words: 0, said: 0 };
        let reader = Reader::new(spoken.comparing.analyzer.vocabulary());
        let mut reading = Reading { features: self, spoken, counts, reader, form: String::new() };
        let rest = spoken.rest.chunks(PART);
        let Some(part) = part.checked_sub(spoken.sides()) else {
            spoken.comparing.profiles[part].turns.iter().for_each(|turn| reading.turn(*turn));
            return reading.counts.finish(&self.keys, true);
        };
        if let Some(part) = part.checked_sub(rest.len()) {
            let others = spoken.quotes.iter().flat_map(|quotes| {
                let own = quotes.others.iter().skip(part * PART).take(PART);
                own.map(|number| quotes.text(*number))
            });
            others.for_each(|text| reading.text(text, (0, 0)));
        } else {
            rest.skip(part).take(1).flatten().for_each(|turn| reading.turn(*turn));
        }
        reading.counts.finish(&self.keys, false)
    }
}

/// Features that are being counted.
struct Reading<'f> {
    features: &'f Features,
    spoken: &'f Spoken<'f>,
    counts: Counting,
    reader: Reader<'f>,
    form: String,
}

impl Reading<'_> {
    fn turn(&mut self, turn: u32) {
        let Self { features, spoken, counts, .. } = self;
        counts.said += u64::from(spoken.comparing.speech.turns[turn as usize].words);
        spoken.hits(turn, |key| {
            if let Some(number) = features.of_hits.get(&key) {
                counts.enter(*number, (turn, 0));
            }
        });
        for (index, text) in (0..).zip(self.spoken.texts(turn)) {
            self.text(text, (turn, index));
        }
    }

    fn text(&mut self, text: &str, place: (u32, u32)) {
        let Self { features, counts, reader, form, .. } = self;
        let used = |number: u32, before: Option<u32>| {
            let word = features.of_words[number as usize];
            if word != NONE {
                counts.enter(word, place);
            }
            if let Some(pair) = before.and_then(|before| features.of_pairs.get(&pair(before, number))) {
                counts.enter(*pair, place);
            }
        };
        let words = reader.count(text, |word| features.number(word, form), used);
        self.counts.words += words;
    }
}
