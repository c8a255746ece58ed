//! Distinctive words in their context: the first uses by the side that uses them more.

use super::{Distinctive, EntryId, Feature, Key, MOST_SEARCHED, Wordings, texts_of, words};
use crate::aggregate::speech::SpokenHit;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// Uses that are shown of a word.
const MOST_USES: usize = 3;
/// Longest context on either side, in characters.
const AROUND: usize = 60;

/// A use of a word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Id of the article.
    pub article: String,
    /// Who says it.
    pub speaker: String,
    /// What stands before the word, the word, and what stands behind it, each on one line.
    pub parts: [String; 3],
}

/// The uses found so far of each word that is wanted of a side.
type Wanted = FxHashMap<Key, Vec<Context>>;

impl Wordings<'_> {
    /// Gives words their contexts: of the first `pairs` pairs, on each side the `most` that stand out most.
    pub fn add_contexts(&self, all: &mut [Distinctive], pairs: usize, most: usize) {
        let mut of_sides: BTreeMap<usize, Wanted> = BTreeMap::new();
        let mut places = Vec::new();
        let mut first = 0;
        for (pair, words) in all.chunk_by(|a, b| a.sides == b.sides).enumerate().take(pairs) {
            for second_more in [false, true] {
                let mut own: Vec<usize> = (0..words.len()).filter(|at| (words[*at].z < 0.0) == second_more).collect();
                own.sort_by(|a, b| words[*b].z.abs().total_cmp(&words[*a].z.abs()));
                for at in own.into_iter().take(most) {
                    let side = self.side_of(&words[at], second_more);
                    debug_assert!(side.is_some(), "pair {pair} has sides that are compared");
                    let Some(side) = side else { continue };
                    of_sides.entry(side).or_default().entry(words[at].key).or_default();
                    places.push((first + at, side));
                }
            }
            first += words.len();
        }
        for (side, wanted) in &mut of_sides {
            self.find(*side, wanted);
        }
        for (at, side) in places {
            all[at].contexts.clone_from(&of_sides[&side][&all[at].key]);
        }
    }

    fn side_of(&self, word: &Distinctive, second: bool) -> Option<usize> {
        let name = &word.sides[usize::from(second)];
        (0..self.comparing.profiles.len()).find(|at| self.name(*at) == *name)
    }

    fn find(&self, side: usize, wanted: &mut Wanted) {
        let turns = &self.comparing.profiles[side].turns;
        let mut open = wanted.keys().filter(|k| matches!(k.0, Feature::Word | Feature::Bigram)).count();
        for (at, text) in turns.iter().flat_map(|at| self.texts(*at).iter().map(move |text| (*at, text))) {
            if open == 0 {
                break;
            }
            self.find_words((at, text), wanted, &mut open);
        }
        for (key, uses) in wanted.iter_mut().filter(|(k, _)| matches!(k.0, Feature::Term | Feature::Category)) {
            self.find_hits(turns, *key, uses);
        }
    }

    fn texts(&self, turn: u32) -> &[Box<str>] {
        texts_of(self.comparing, self.texts.as_ref(), turn)
    }

    /// The first use of each word and pair of words in a quote.
    fn find_words(&self, (turn, text): (u32, &str), wanted: &mut Wanted, open: &mut usize) {
        let mut before: Option<(Range<usize>, u32)> = None;
        let mut seen: Vec<Key> = Vec::new();
        for word in words(text, self.comparing.analyzer.vocabulary()) {
            let number = word.and_then(|(range, word)| Some((range, self.words.number(&word)?)));
            let Some((range, number)) = number else {
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

    /// The first uses of an entry, or of the entries of a category; none where only cues have them.
    fn find_hits(&self, turns: &[u32], key: Key, uses: &mut Vec<Context>) {
        let analyzer = self.comparing.analyzer;
        let is_own = |hit: &SpokenHit| match key.0 {
            Feature::Term => (hit.entry, u32::from(hit.lexicon)) == (key.1, key.2),
            _ => (u32::from(hit.category), u32::from(hit.dimension.0)) == (key.1, key.2),
        };
        let mut searched = 0;
        for at in turns {
            let speech = self.comparing.speech;
            let hits = speech.hits(*at).iter().map(|hit| speech.hit(*hit));
            let mut entries: Vec<EntryId> = hits.filter(is_own).map(|hit| hit.id()).collect();
            entries.sort_unstable();
            entries.dedup();
            for text in self.texts(*at).iter().filter(|_| !entries.is_empty()) {
                if uses.len() == MOST_USES || searched == MOST_SEARCHED {
                    return;
                }
                searched += 1;
                let found = entries.iter().filter_map(|e| analyzer.first_match(text, e.lexicon, e.entry));
                if let Some(span) = found.min_by_key(|span| span.start) {
                    uses.push(self.context(*at, text, span.start as usize..span.end as usize));
                }
            }
        }
    }

    fn context(&self, turn: u32, text: &str, range: Range<usize>) -> Context {
        let speech = self.comparing.speech;
        let turn = &speech.turns[turn as usize];
        let (article, speaker) = (speech.places.id(turn.article), &speech.people[turn.speaker as usize]);
        Context { article: article.to_owned(), speaker: speaker.name.clone(), parts: parts(text, range) }
    }
}

/// What stands before a range, in it, and behind it, cut between words.
fn parts(text: &str, range: Range<usize>) -> [String; 3] {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let lengths = |word: &&str| word.chars().count() + 1;
    let fitting = |words: &[&str]| {
        let mut room = AROUND;
        let fits = |word: &&&str| {
            let fits = lengths(word) <= room;
            room = room.saturating_sub(lengths(word));
            fits
        };
        words.iter().take_while(fits).count()
    };
    let mut all: Vec<&str> = before.split_whitespace().rev().collect();
    let (shown, whole) = (fitting(&all), all.len());
    all.truncate(shown);
    all.reverse();
    let mut before_it = format!("{}{}", if shown < whole { "…" } else { "" }, all.join(" "));
    if before.ends_with(char::is_whitespace) {
        before_it.push(' ');
    }
    let all: Vec<&str> = behind.split_whitespace().collect();
    let shown = fitting(&all);
    let blank = if behind.starts_with(char::is_whitespace) { " " } else { "" };
    let behind_it = format!("{blank}{}{}", all[..shown].join(" "), if shown < all.len() { "…" } else { "" });
    let word = text[range].split_whitespace().collect::<Vec<_>>().join(" ");
    [before_it, word, behind_it]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_cut_between_words() {
        let text = format!("“{}we\nwill attack,” and {}", "other ".repeat(20), "more ".repeat(20));
        let at = text.find("will").unwrap();
        let [before, word, behind] = parts(&text, at..at + 11);
        assert_eq!(word, "will attack");
        assert!(before.starts_with("…other") && before.ends_with(" we "), "{before:?}");
        assert!(behind.starts_with(",” and more") && behind.ends_with("more…"), "{behind:?}");
        assert!(before.chars().count() <= AROUND + 2 && behind.chars().count() <= AROUND + 2);
        assert_eq!(parts("Go", 0..2), ["", "Go", ""]);
    }
}
