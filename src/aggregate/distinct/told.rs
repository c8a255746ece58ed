//! Distinctive words where they are used: an example of each, and the first uses of those that a page shows. A side is gone
//! through once for all that it is told for.

use super::context::parts;
use super::example::{Reader, around, place_of};
use super::{Context, Distinctive, EntryId, Feature, Key, Wordings};
use crate::aggregate::speech::SpokenHit;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// Quotes in which an example of a term is looked for.
const MOST_SEARCHED: usize = 50;
/// Uses that are shown of a word.
const MOST_USES: usize = 3;

/// What is told of a side's words, by their numbers.
#[derive(Debug, Default)]
pub struct Told {
    all: FxHashMap<u32, One>,
}

/// What is told of a word, a category or a term.
#[derive(Debug, Default)]
struct One {
    example: Option<String>,
    /// Quotes that were searched for the example, and for contexts.
    searched: [usize; 2],
    /// How often a category is found by each entry.
    entries: BTreeMap<EntryId, u32>,
    /// Where contexts are wanted.
    contexts: Option<Vec<Context>>,
}

/// Which words have contexts: of the first `pairs` pairs, on each side the `most` that stand out most.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// Pairs.
    pub pairs: usize,
    /// Words on each side.
    pub most: usize,
}

/// The places of the words that have contexts.
fn shown(all: &[Distinctive], Shown { pairs, most }: Shown) -> Vec<usize> {
    let (mut places, mut first) = (Vec::new(), 0);
    for words in all.chunk_by(|a, b| a.sides == b.sides).take(pairs) {
        for second_more in [false, true] {
            let mut own: Vec<usize> = (0..words.len()).filter(|at| (words[*at].z < 0.0) == second_more).collect();
            own.sort_by(|a, b| words[*b].z.abs().total_cmp(&words[*a].z.abs()));
            places.extend(own.into_iter().take(most).map(|at| first + at));
        }
        first += words.len();
    }
    places
}

impl Wordings<'_> {
    /// What is told of the words of a side, of `all` that pairs have.
    #[must_use]
    pub fn told(&self, all: &[Distinctive], which: Shown, side: usize) -> Told {
        let mut told = Told::default();
        for word in all.iter().filter(|word| word.side == side) {
            told.all.entry(word.key).or_default();
        }
        for word in shown(all, which).into_iter().map(|at| &all[at]).filter(|word| word.side == side) {
            told.all.entry(word.key).or_default().contexts = Some(Vec::new());
        }
        self.contexts_of_words(side, &mut told);
        self.hits(side, &mut told);
        for (number, one) in &mut told.all {
            let example = match self.features.keys[*number as usize] {
                (Feature::Term, ..) => continue,
                (Feature::Category, ..) => {
                    let most = one.entries.iter().max_by_key(|(entry, uses)| (**uses, Reverse(**entry)));
                    most.map(|(entry, _)| self.spoken.comparing.term(*entry))
                }
                key => self.example(side, *number, key),
            };
            one.example = example;
        }
        told
    }

    /// Gives words what is told of them on all sides, in the order of the sides.
    pub fn tell(&self, all: &mut [Distinctive], which: Shown, told: &[Told]) {
        let contexts = shown(all, which);
        for word in all.iter_mut() {
            let one = told.get(word.side).and_then(|told| told.all.get(&word.key));
            word.example = one.and_then(|one| one.example.clone()).unwrap_or_default();
        }
        for at in contexts {
            let one = told.get(all[at].side).and_then(|told| told.all.get(&all[at].key));
            all[at].contexts = one.and_then(|one| one.contexts.clone()).unwrap_or_default();
        }
    }

    /// The side's first quote with the words in it, around them.
    fn example(&self, side: usize, number: u32, (feature, first, second): Key) -> Option<String> {
        let (turn, text) = self.sides[side].first(number)?;
        let text = self.spoken.texts(turn).nth(text as usize)?;
        let words = &self.features.words;
        let second = (feature == Feature::Bigram).then(|| words.get(second));
        let place = place_of(text, self.spoken.comparing.analyzer.vocabulary(), words.get(first), second);
        Some(around(text, place.unwrap_or_default()))
    }

    /// The first uses of words and pairs of words.
    fn contexts_of_words(&self, side: usize, told: &mut Told) {
        let keys = &self.features.keys;
        let wanted = told.all.iter_mut().filter_map(|(number, one)| {
            let key = keys[*number as usize];
            Some((key, one.contexts.as_mut().filter(|_| !key.0.is_of_hits())?))
        });
        let mut wanted: FxHashMap<Key, &mut Vec<Context>> = wanted.collect();
        let mut open = wanted.len();
        let turns = self.spoken.comparing.profiles[side].turns.iter();
        let mut reader = Reader::new(self.spoken.comparing.analyzer.vocabulary());
        for (turn, text) in turns.flat_map(|turn| self.spoken.texts(*turn).map(move |text| (*turn, text))) {
            if open == 0 {
                break;
            }
            self.contexts_in((turn, text), &mut reader, &mut wanted, &mut open);
        }
    }

    /// The first use of each word and pair of words in a quote.
    fn contexts_in(
        &self,
        (turn, text): (u32, &str),
        reader: &mut Reader,
        wanted: &mut FxHashMap<Key, &mut Vec<Context>>,
        open: &mut usize,
    ) {
        let mut before: Option<(Range<usize>, u32)> = None;
        let mut seen: Vec<Key> = Vec::new();
        let mut form = String::new();
        for word in reader.words(text) {
            let number = word.and_then(|word| Some((self.features.number(&word, &mut form)?, word.range)));
            let Some((number, range)) = number else {
                before = None;
                continue;
            };
            let bigram = before.map(|(first, a)| ((Feature::Bigram, a, number), first.start..range.end));
            for (key, range) in [((Feature::Word, number, 0), range.clone())].into_iter().chain(bigram) {
                let Some(uses) = wanted.get_mut(&key).filter(|u| u.len() < MOST_USES && !seen.contains(&key)) else {
                    continue;
                };
                seen.push(key);
                uses.push(self.context(turn, text, range));
                *open -= usize::from(uses.len() == MOST_USES);
            }
            before = Some((range, number));
        }
    }

    /// What is told of categories and terms; nothing where only cues have them.
    fn hits(&self, side: usize, told: &mut Told) {
        let speech = self.spoken.comparing.speech;
        let numbers: FxHashMap<Key, u32> = told.all.keys().map(|at| (self.features.keys[*at as usize], *at)).collect();
        // For each kind of hits the numbers of its category and its term, where they are wanted.
        let wanted = speech.kinds(|hit: SpokenHit| {
            let category = (Feature::Category, u32::from(hit.category), u32::from(hit.dimension.0));
            let term = (Feature::Term, hit.entry, u32::from(hit.lexicon));
            [category, term].map(|key| numbers.get(&key).copied())
        });
        let mut found: Vec<(u32, EntryId)> = Vec::new();
        for turn in &self.spoken.comparing.profiles[side].turns {
            found.clear();
            for hit in speech.hits(*turn) {
                let [category, term] = wanted[hit.kind()];
                found.extend(category.into_iter().chain(term).map(|number| (number, speech.entry(*hit))));
            }
            found.sort_unstable();
            for own in found.chunk_by(|a, b| a.0 == b.0) {
                if let Some(one) = told.all.get_mut(&own[0].0) {
                    let is_term = self.features.keys[own[0].0 as usize].0 == Feature::Term;
                    self.search(*turn, own, one, is_term);
                }
            }
        }
    }

    /// Looks for the hits of a category or term in a turn that has them.
    fn search(&self, turn: u32, found: &[(u32, EntryId)], one: &mut One, is_term: bool) {
        let mut entries: Vec<EntryId> = found.iter().map(|(_, entry)| *entry).collect();
        if !is_term {
            for entry in &entries {
                *one.entries.entry(*entry).or_default() += 1;
            }
        }
        entries.dedup();
        let analyzer = self.spoken.comparing.analyzer;
        for text in self.spoken.texts(turn) {
            let for_example = is_term && one.example.is_none() && one.searched[0] < MOST_SEARCHED;
            let contexts = one.contexts.as_mut();
            let contexts = contexts.filter(|uses| uses.len() < MOST_USES && one.searched[1] < MOST_SEARCHED);
            if !for_example && contexts.is_none() {
                return;
            }
            let found = entries.iter().filter_map(|entry| analyzer.first_match(text, entry.lexicon, entry.entry));
            let span = found.min_by_key(|span| span.start);
            if for_example {
                one.searched[0] += 1;
                one.example = span.map(|span| around(text, span.start as usize));
            }
            if let Some(uses) = contexts {
                one.searched[1] += 1;
                uses.extend(span.map(|span| self.context(turn, text, span.start as usize..span.end as usize)));
            }
        }
    }

    fn context(&self, turn: u32, text: &str, range: Range<usize>) -> Context {
        let speech = self.spoken.comparing.speech;
        let turn = &speech.turns[turn as usize];
        let (article, speaker) = (speech.places.id(turn.article), &speech.people[turn.speaker as usize]);
        Context { article: article.to_owned(), speaker: speaker.name.clone(), parts: parts(text, range) }
    }
}
