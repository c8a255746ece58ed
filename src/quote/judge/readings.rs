//! The readings of a pair that stand to choice, with their features.

use super::{Bench, Pick, Ruled, Site, origin_phrase};
use crate::language::Class;
use crate::quote::choose::Template;
use crate::quote::clause;
use crate::quote::cue::CueClass;
use crate::quote::phrase::Range;
use crate::quote::place::{self, EDGES, RATES, SHARED, Scene, TEMPLATES as PLACE};
use crate::quote::stretch::Unit;
use crate::quote::{Construction, Origin, Pair, Quote};
use crate::token::{TokenKind, TokenRange};

const CHOICES: &[&str] = &["phrase before", "phrase behind", "carried", "nobody"];
const WORDS: &[&str] = &["1 word", "2 words", "3-5 words", "6-10 words", "more words"];
const CARRIES: &[&str] = &["earlier in the paragraph", "later in the paragraph", "paragraph before", "introduced"];
const PARTS: &[&str] = &["whole sentence", "begins a sentence", "ends a sentence", "inside a sentence"];
const STATES: &[&str] = &["nothing found", "this source", "another source"];
const CASES: &[&str] = &["small letter", "capital", "all capitals"];
const ENDS: &[&str] = &["comma", "sentence end", "no mark"];
const SHAPES: &[&str] = &["direct", "mixed", "indirect"];
const ONLY: &[&str] = &["words outside", "nothing but quotes"];
const OPEN: &[&str] = &["closed", "left open"];
const MARGINS: &[&str] = &["not asked", "below 1", "1 to 2", "2 to 4", "above 4"];
const COUNTS: &[&str] = &["0", "1", "2", "3 and more"];

const LENGTH: usize = SHARED;
const BEFORE: usize = SHARED + 1;
const BEHIND: usize = SHARED + 2;
const CAPITALS: usize = SHARED + 3;
const CARRY_LENGTH: usize = SHARED + 4;
const CARRY_PART: usize = SHARED + 5;
const CARRY_STATE: usize = SHARED + 6;
const CARRY_CUE: usize = SHARED + 7;
const CARRY_SHAPE: usize = SHARED + 8;
const CARRY_GAP: usize = SHARED + 9;
const CARRY_OPEN: usize = SHARED + 10;
const ENDING: usize = SHARED + 11;
const STATE: usize = SHARED + 12;
const SURE: usize = SHARED + 13;
const CUES: usize = SHARED + 14;

/// The properties of a reading of a pair: those of its phrase, of the pair, of the quote it may go on from.
pub(in crate::quote) const TEMPLATES: &[Template] = &[
    PLACE[0],
    PLACE[1],
    PLACE[2],
    PLACE[3],
    PLACE[4],
    PLACE[5],
    PLACE[6],
    PLACE[7],
    PLACE[8],
    PLACE[9],
    PLACE[10],
    PLACE[11],
    PLACE[12],
    PLACE[13],
    PLACE[14],
    Template { name: "pair's length", parts: &[CHOICES, WORDS] },
    Template { name: "nobody, before the pair", parts: &[EDGES, WORDS] },
    Template { name: "nobody, behind the pair", parts: &[EDGES, WORDS] },
    Template { name: "nobody, capitals", parts: &[CASES, WORDS] },
    Template { name: "carried, length", parts: &[CARRIES, WORDS] },
    Template { name: "carried, part of its sentence", parts: &[CARRIES, PARTS] },
    Template { name: "carried, rules", parts: &[CARRIES, STATES] },
    Template { name: "carried, cues in its sentence", parts: &[CARRIES, RATES] },
    Template { name: "carried, the other quote", parts: &[CARRIES, SHAPES, ONLY] },
    Template { name: "carried, sentences between", parts: &[CARRIES, COUNTS] },
    Template { name: "carried, the other left open", parts: &[CARRIES, OPEN] },
    Template { name: "pair's end", parts: &[CHOICES, ENDS, WORDS] },
    Template { name: "pair's state by rules", parts: &[CHOICES, STATES, WORDS] },
    Template { name: "how sure the cue's content is", parts: &[CHOICES, STATES, MARGINS] },
    Template { name: "cues in its sentence", parts: &[CHOICES, RATES, WORDS] },
];

/// Length of the pair, rate of the best cue near, how the pair ends.
type Triple = (usize, usize, usize);

fn margin_index(margin: i32) -> usize {
    match margin {
        0 => 0,
        ..1000 => 1,
        1000..2000 => 2,
        2000..4000 => 3,
        _ => 4,
    }
}

fn words_index(words: u32) -> usize {
    match words {
        0..=1 => 0,
        2 => 1,
        3..=5 => 2,
        6..=10 => 3,
        _ => 4,
    }
}

impl Bench<'_> {
    /// Puts all readings of a pair on the ballot.
    pub(super) fn nominate(&mut self, site: Site, ruled: Ruled, quotes: &[Quote]) {
        let Site { units, at, pair, .. } = site;
        let cues = clause::cues_near(site.cues, at);
        let content = [Some(pair.span), None];
        let words = words_index(pair.words);
        let best = cues.iter().map(|s| place::rate(Some(s.1))).max().unwrap_or(0);
        let state = usize::from(ruled.quote.is_some()) * 2;
        let ending = self.ending(pair);
        let sure = margin_index(ruled.quote.map_or(0, |q| quotes[q].margin));
        self.ballot.clear();
        self.picks.clear();
        let mut phrases = std::mem::take(&mut self.phrases);
        phrases.clear();
        phrases.extend_from_slice(place::near(site.phrases, (at, at + 1)));
        if let Some(phrase) = ruled.phrase {
            place::admit(&mut phrases, phrase);
        }
        let scene = Scene { units, content: (at, at + 1), phrases: &phrases, cues, given: None, rule: ruled.phrase };
        for phrase in &phrases {
            let way = usize::from(phrase.0 > at);
            let tokens = TokenRange::new(units[phrase.0].tokens.start, units[phrase.1 - 1].tokens.end);
            self.picks.push(Pick::Phrase(*phrase));
            self.ballot.open(content, Some(tokens.span(self.scope.reading.tokens)));
            scene.place(*phrase, self.ballot);
            let this = usize::from(ruled.phrase == Some(*phrase));
            self.ballot.add(LENGTH, [way, words]);
            self.ballot.add(ENDING, [way, ending, words]);
            self.ballot.add(STATE, [way, state - this.min(state), words]);
            self.ballot.add(SURE, [way, state - this.min(state), sure]);
            self.ballot.add(CUES, [way, best, words]);
        }
        self.nominate_carried(pair, ruled, quotes, (words, best, ending));
        self.picks.push(Pick::Nobody);
        self.ballot.open(content, None);
        scene.nobody(self.ballot);
        self.ballot.add(LENGTH, [3, words]);
        self.ballot.add(BEFORE, [place::edge(units, at.checked_sub(1)), words]);
        self.ballot.add(BEHIND, [place::edge(units, Some(at + 1)), words]);
        self.ballot.add(CAPITALS, [self.capitals(pair), words]);
        self.ballot.add(ENDING, [3, ending, words]);
        self.ballot.add(STATE, [3, state, words]);
        self.ballot.add(SURE, [3, state, sure]);
        self.ballot.add(CUES, [3, best, words]);
        self.phrases = phrases;
    }

    /// Readings in which another quote's source goes on, or one announced in the paragraph before.
    fn nominate_carried(&mut self, pair: Pair, ruled: Ruled, quotes: &[Quote], (words, best, ending): Triple) {
        let speech = |q: &usize| quotes[*q].class == CueClass::Speech;
        let begins_before = |q: &usize| quotes[*q].spans.first().is_some_and(|s| s.end <= pair.span.start);
        let ends_behind = |q: &usize| quotes[*q].spans.last().is_some_and(|s| s.start >= pair.span.end);
        let earlier = super::nearest(quotes, self.scope.first, pair.span).filter(speech).find(begins_before);
        let next =
            quotes[self.scope.first..].partition_point(|q| q.spans.first().is_some_and(|s| s.start < pair.span.start));
        let behind = self.scope.first + next..quotes.len();
        let later = behind.take(super::NEAR).filter(speech).find(ends_behind);
        let above = self.scope.before.quote.filter(|q| quotes[*q].class == CueClass::Speech);
        let carried_by_rule = ruled.quote.and_then(|q| match quotes[q].origin {
            Origin::Phrase(phrase, construction) if construction.is_carried() => Some(phrase),
            _ => None,
        });
        for (way, other) in [earlier, later, above].into_iter().enumerate() {
            let Some(other) = other else { continue };
            let Some(phrase) = origin_phrase(quotes, other) else { continue };
            self.picks.push(Pick::Carried(other));
            self.ballot.open([Some(pair.span), None], Some(phrase.span(self.scope.reading.tokens)));
            let state = match (carried_by_rule, ruled.quote) {
                (Some(found), _) if found == phrase => 1,
                (_, Some(found)) if found == other => 1,
                (_, Some(_)) => 2,
                _ => 0,
            };
            let shape = quotes[other].kind as usize;
            let between = self.sentences_between(&quotes[other], pair);
            self.carried(way, pair, (words, best, ending), state);
            self.ballot.add(CARRY_SHAPE, [way, shape, usize::from(self.only)]);
            self.ballot.add(CARRY_GAP, [way, between.min(COUNTS.len() - 1)]);
            self.ballot.add(CARRY_OPEN, [way, usize::from(way == 2 && self.scope.before.open.is_some())]);
        }
        if let Some(pending) = self.scope.before.pending {
            self.picks.push(Pick::Introduced);
            self.ballot.open([Some(pair.span), None], Some(pending.phrase.span(self.scope.reading.tokens)));
            let by_rule =
                ruled.quote.is_some_and(|q| matches!(quotes[q].origin, Origin::Phrase(_, Construction::Introduced)));
            let state = if by_rule { 1 } else { usize::from(ruled.quote.is_some()) * 2 };
            self.carried(3, pair, (words, best, ending), state);
        }
    }

    fn carried(&mut self, way: usize, pair: Pair, (words, best, ending): Triple, state: usize) {
        let part = self.part(pair);
        self.ballot.add(CARRY_LENGTH, [way, words]);
        self.ballot.add(CARRY_PART, [way, part]);
        self.ballot.add(CARRY_STATE, [way, state]);
        self.ballot.add(CARRY_CUE, [way, best]);
        self.ballot.add(LENGTH, [2, words]);
        self.ballot.add(ENDING, [2, ending, words]);
        self.ballot.add(STATE, [2, state, words]);
        self.ballot.add(CUES, [2, best, words]);
    }

    /// How a pair lies in its sentences.
    fn part(&self, pair: Pair) -> usize {
        let begins = self.scope.own.sentences.binary_search_by_key(&pair.tokens.start, |s| s.start).is_ok();
        let ends = |at: u32| self.scope.own.sentences.binary_search_by_key(&at, |s| s.end).is_ok();
        match (begins, ends(pair.tokens.end) || ends(pair.tokens.end + 1)) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        }
    }

    /// Sentences between another quote and a pair.
    fn sentences_between(&self, other: &Quote, pair: Pair) -> usize {
        let (Some(first), Some(last)) = (other.spans.first(), other.spans.last()) else { return 0 };
        let (from, to) =
            if last.end <= pair.span.start { (last.end, pair.span.start) } else { (pair.span.end, first.start) };
        let sentences = self.scope.own.sentences;
        let begin = sentences.partition_point(|s| s.span(self.scope.reading.tokens).start < from);
        let end = sentences.partition_point(|s| s.span(self.scope.reading.tokens).end <= to);
        end.saturating_sub(begin)
    }

    fn ending(&self, pair: Pair) -> usize {
        let behind = self.scope.reading.tokens.get(pair.tokens.end as usize);
        match pair.inner.of(self.scope.reading.tokens).last() {
            Some(t) if t.kind == TokenKind::Comma => 0,
            Some(t) if t.is_terminal() => 1,
            _ if behind.is_some_and(|t| t.kind == TokenKind::Comma) => 0,
            _ => 2,
        }
    }

    fn capitals(&self, pair: Pair) -> usize {
        let tokens = pair.inner.of(self.scope.reading.tokens);
        let small = Class::PREPOSITION | Class::DETERMINER | Class::CONJUNCTION;
        let main = |t: &&crate::token::Token| {
            t.kind == TokenKind::Word && !self.scope.reading.vocabulary.class(t.word).any(small)
        };
        match tokens.iter().find(|t| t.kind == TokenKind::Word) {
            _ if tokens.iter().filter(main).all(|t| t.capital) => 2,
            Some(first) if first.capital => 1,
            _ => 0,
        }
    }
}

/// The source phrase of a quote, in units of the stretch.
pub(super) fn phrase_in(units: &[Unit], quotes: &[Quote], index: usize) -> Option<Range> {
    let Origin::Phrase(phrase, _) = quotes[index].origin else { return None };
    let phrase = quotes[index].relative.unwrap_or(phrase);
    let start = units.partition_point(|u| u.tokens.end <= phrase.start);
    let end = units.partition_point(|u| u.tokens.start < phrase.end);
    (start < end).then_some((start, end))
}
