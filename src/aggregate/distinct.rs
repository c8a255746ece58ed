//! The words that set two sides apart.

mod background;
mod context;
mod example;

use super::compare::Comparing;
use super::speech::{EntryId, Speech, Strings, Turn};
use crate::measure::{Count, Keyness, keyness};
use crate::token::Vocabulary;
pub use background::Background;
pub use context::Context;
use example::{around, place_of, words};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Words that the prior weighs: about as much as a page of speech, so that a word used once or twice proves nothing and
/// one used throughout does.
const PRIOR_WORDS: f64 = 500.0;
/// Fewest uses on the side that uses it more.
const FEWEST_USES: u32 = 3;
/// From this many standard errors on a word is told: the 97.5 % quantile of the normal distribution.
const CLEAR: f64 = 1.96;
/// Most words of a kind that are told for a side.
const MOST_TOLD: usize = 20;
/// Quotes in which an example of a term is looked for.
const MOST_SEARCHED: usize = 50;

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
    key: Key,
}

/// A feature: two words' numbers, a category and its dimension, or an entry and its lexicon.
type Key = (Feature, u32, u32);

/// How often a feature is used, and the turn and text of its first use.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    count: u32,
    turn: u32,
    text: u32,
}

/// Uses of features, the words they were counted in, and all words said: hits are known of all.
#[derive(Debug, Default)]
struct Counts {
    uses: FxHashMap<Key, Uses>,
    words: u64,
    said: u64,
}

impl Counts {
    fn of(&self, key: &Key) -> u32 {
        self.uses.get(key).map_or(0, |u| u.count)
    }

    /// The words among which a feature was counted.
    fn among(&self, feature: Feature) -> f64 {
        let words = match feature {
            Feature::Word | Feature::Bigram => self.words,
            Feature::Category | Feature::Term => self.said,
        };
        words as f64
    }

    fn enter(&mut self, key: Key, (turn, text): (u32, u32), new: bool) {
        match self.uses.get_mut(&key) {
            Some(uses) => uses.count += 1,
            None if new => {
                self.uses.insert(key, Uses { count: 1, turn, text });
            }
            None => {}
        }
    }
}

/// A quote whose words are compared, where the speech has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// The ids of the speaker and the article; none for a speaker who is not compared.
    pub by: Option<Box<(String, String)>>,
    /// Its words.
    pub text: Box<str>,
}

/// The words of quotes that came from elsewhere.
#[derive(Debug, Default)]
struct Texts {
    /// Those of compared sides, by turn.
    turns: FxHashMap<u32, Vec<Box<str>>>,
    /// All others.
    others: Vec<Box<str>>,
}

/// Counts of all speech and of each side.
#[derive(Debug)]
pub struct Wordings<'c> {
    comparing: &'c Comparing<'c>,
    /// `None` where the speech has the words.
    texts: Option<Texts>,
    words: Strings,
    sides: Vec<Counts>,
    all: Counts,
}

impl<'c> Wordings<'c> {
    /// Counts the words of a corpus whose texts were kept; those of other speakers are the prior.
    #[must_use]
    pub fn new(comparing: &'c Comparing<'c>) -> Self {
        Self::counted(comparing, None, None)
    }

    /// Counts the words of these quotes, of a corpus whose texts were not kept, nor the speech of those who are not
    /// compared: their hits are in the background.
    #[must_use]
    pub fn of(comparing: &'c Comparing<'c>, quotes: Vec<Quoted>, background: &Background) -> Self {
        let speech = comparing.speech;
        let mut known: FxHashMap<(&str, &str), u32> = FxHashMap::default();
        for at in comparing.profiles.iter().flat_map(|p| &p.turns) {
            let turn = &speech.turns[*at as usize];
            let article = speech.places.id(turn.article);
            known.entry((&speech.people[turn.speaker as usize].key.0, article)).or_insert(*at);
        }
        let mut texts = Texts::default();
        for quote in quotes {
            let turn = quote.by.as_ref().and_then(|by| known.get(&(by.0.as_str(), by.1.as_str())));
            match turn {
                Some(turn) => texts.turns.entry(*turn).or_default().push(quote.text),
                None => texts.others.push(quote.text),
            }
        }
        Self::counted(comparing, Some(texts), Some(background))
    }

    fn counted(comparing: &'c Comparing<'c>, mut texts: Option<Texts>, background: Option<&Background>) -> Self {
        let (speech, vocabulary) = (comparing.speech, comparing.analyzer.vocabulary());
        let mut counter = Counter { speech, vocabulary, words: Strings::default() };
        let turns = &speech.turns;
        let texts_of = |at: u32| texts_of(comparing, texts.as_ref(), at);
        let mut sides = Vec::new();
        for profile in &comparing.profiles {
            let mut counts = Counts::default();
            for at in &profile.turns {
                counter.turn(&turns[*at as usize], texts_of(*at), *at, &mut counts, true);
            }
            sides.push(counts);
        }
        // Only what a compared side says needs a prior.
        let mut all = Counts::default();
        for uses in sides.iter().flat_map(|s| s.uses.keys()) {
            all.uses.insert(*uses, Uses::default());
        }
        for (at, turn) in (0..).zip(turns) {
            match background {
                None => counter.turn(turn, texts_of(at), at, &mut all, false),
                Some(_) => counter.texts(texts_of(at), at, &mut all, false),
            }
        }
        if let Some(background) = background {
            all.said = background.words;
            let hits = all.uses.iter_mut().filter(|((feature, ..), _)| *feature >= Feature::Category);
            hits.for_each(|(key, uses)| uses.count = background.of(*key, &speech.categories));
        }
        // They are examples of nothing, so they go.
        for text in texts.iter_mut().flat_map(|t| std::mem::take(&mut t.others)) {
            counter.text(&text, (0, 0), &mut all, false);
        }
        Self { comparing, texts, words: counter.words, sides, all }
    }

    /// What sets the sides of a pair apart: of each feature the clearest for the first side, then for the second.
    #[must_use]
    pub fn pair(&self, index: usize) -> Vec<Distinctive> {
        let (first, second) = self.comparing.pair(index);
        let sides = [&self.sides[first], &self.sides[second]];
        let mut found: BTreeMap<(Feature, bool), Vec<(Key, Distinctive)>> = BTreeMap::new();
        let both = sides[0].uses.keys().chain(sides[1].uses.keys().filter(|k| !sides[0].uses.contains_key(k)));
        for key in both {
            let counts = sides.map(|s| s.of(key));
            let Some(odds) = self.odds(key, counts, sides) else { continue };
            let second_more = odds.z < 0.0;
            if odds.z.abs() < CLEAR || counts[usize::from(second_more)] < FEWEST_USES {
                continue;
            }
            let distinctive = Distinctive {
                sides: [first, second].map(|at| self.name(at)),
                feature: key.0,
                text: self.text(*key),
                counts,
                log_odds: odds.log_odds,
                z: odds.z,
                example: String::new(),
                contexts: Vec::new(),
                key: *key,
            };
            found.entry((key.0, second_more)).or_default().push((*key, distinctive));
        }
        for ((_, second_more), all) in &mut found {
            all.sort_by(|(_, a), (_, b)| b.z.abs().total_cmp(&a.z.abs()).then_with(|| a.text.cmp(&b.text)));
            all.truncate(MOST_TOLD);
            let side = if *second_more { second } else { first };
            for (key, distinctive) in all.iter_mut() {
                distinctive.example = self.example(side, *key);
            }
        }
        found.into_values().flatten().map(|(_, distinctive)| distinctive).collect()
    }

    fn name(&self, side: usize) -> (String, Option<String>) {
        let side = &self.comparing.profiles[side].side;
        (side.name.clone(), side.period.clone())
    }

    /// A feature's odds; its prior is its share of all speech.
    fn odds(&self, key: &Key, counts: [u32; 2], sides: [&Counts; 2]) -> Option<Keyness> {
        let count = |side: usize| Count { word: f64::from(counts[side]), all: sides[side].among(key.0) };
        let prior = PRIOR_WORDS * f64::from(self.all.of(key)) / self.all.among(key.0);
        keyness(count(0), count(1), Count { word: prior, all: PRIOR_WORDS })
    }

    fn text(&self, (feature, a, b): Key) -> String {
        let word = |number: u32| self.words.get(number);
        match feature {
            Feature::Word => word(a).to_owned(),
            Feature::Bigram => format!("{} {}", word(a), word(b)),
            Feature::Category => {
                let dimension = &self.comparing.analyzer.scheme().dimensions()[b as usize].id;
                format!("{dimension}.{}", self.comparing.speech.categories.get(a))
            }
            Feature::Term => self.comparing.term(EntryId { lexicon: b as u16, entry: a }),
        }
    }

    /// The side's first quote with the words in it, around them; for a category the term that it is most often found by.
    fn example(&self, side: usize, key: Key) -> String {
        let speech = self.comparing.speech;
        match key.0 {
            Feature::Term => self.term_example(side, EntryId { lexicon: key.2 as u16, entry: key.1 }),
            Feature::Category => {
                let hits = self.comparing.profiles[side]
                    .turns
                    .iter()
                    .flat_map(|at| speech.hits(*at))
                    .map(|hit| speech.hit(*hit));
                let mut uses: BTreeMap<EntryId, u32> = BTreeMap::new();
                let own = hits.filter(|h| (u32::from(h.category), u32::from(h.dimension.0)) == (key.1, key.2));
                own.for_each(|h| *uses.entry(h.id()).or_default() += 1);
                let most = uses.into_iter().max_by_key(|(entry, uses)| (*uses, std::cmp::Reverse(*entry)));
                most.map(|(entry, _)| self.comparing.term(entry)).unwrap_or_default()
            }
            Feature::Word | Feature::Bigram => {
                let uses = self.sides[side].uses.get(&key).copied().unwrap_or_default();
                let text = texts_of(self.comparing, self.texts.as_ref(), uses.turn).get(uses.text as usize);
                let second = (key.0 == Feature::Bigram).then(|| self.words.get(key.2));
                let vocabulary = self.comparing.analyzer.vocabulary();
                let place = |text: &str| place_of(text, vocabulary, self.words.get(key.1), second);
                text.map(|text| around(text, place(text).unwrap_or_default())).unwrap_or_default()
            }
        }
    }

    /// The first quote with the term's words in it; empty where only cues have them.
    fn term_example(&self, side: usize, entry: EntryId) -> String {
        let turns = self.comparing.profiles[side].turns.iter();
        let speech = self.comparing.speech;
        let with = turns.filter(|at| speech.hits(**at).iter().any(|h| speech.entry(*h) == entry));
        let mut texts = with.flat_map(|at| texts_of(self.comparing, self.texts.as_ref(), *at)).take(MOST_SEARCHED);
        let analyzer = self.comparing.analyzer;
        let found = |text: &str| analyzer.first_match(text, entry.lexicon, entry.entry);
        texts.find_map(|text| Some(around(text, found(text)?.start as usize))).unwrap_or_default()
    }
}

/// The words of a turn's quotes.
fn texts_of<'t>(comparing: &'t Comparing, texts: Option<&'t Texts>, turn: u32) -> &'t [Box<str>] {
    match texts {
        Some(texts) => texts.turns.get(&turn).map(Vec::as_slice).unwrap_or_default(),
        None => comparing.speech.texts(turn),
    }
}

/// Counts uses, and numbers words.
struct Counter<'v> {
    speech: &'v Speech,
    vocabulary: &'v Vocabulary,
    words: Strings,
}

impl Counter<'_> {
    /// Adds a turn's hits and words; `new` says whether features that were not counted yet are.
    fn turn(&mut self, turn: &Turn, texts: &[Box<str>], at: u32, counts: &mut Counts, new: bool) {
        counts.said += u64::from(turn.words);
        for hit in self.speech.hits(at).iter().map(|hit| self.speech.hit(*hit)) {
            counts.enter((Feature::Category, u32::from(hit.category), u32::from(hit.dimension.0)), (at, 0), new);
            counts.enter((Feature::Term, hit.entry, u32::from(hit.lexicon)), (at, 0), new);
        }
        self.texts(texts, at, counts, new);
    }

    /// Adds the words of a turn.
    fn texts(&mut self, texts: &[Box<str>], at: u32, counts: &mut Counts, new: bool) {
        for (index, text) in (0..).zip(texts) {
            self.text(text, (at, index), counts, new);
        }
    }

    /// Adds the words of a text that stands at `place`.
    fn text(&mut self, text: &str, place: (u32, u32), counts: &mut Counts, new: bool) {
        let mut before = None;
        for word in words(text, self.vocabulary) {
            let Some((_, word)) = word else {
                before = None;
                continue;
            };
            counts.words += 1;
            // A word that no compared side uses is not looked up again.
            let number = if new { Some(self.words.enter(&word)) } else { self.words.number(&word) };
            if let Some(number) = number {
                counts.enter((Feature::Word, number, 0), place, new);
                if let Some(before) = before {
                    counts.enter((Feature::Bigram, before, number), place, new);
                }
            }
            before = number;
        }
    }
}
