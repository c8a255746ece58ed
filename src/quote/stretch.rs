//! Stretches: sentences as sequences of units, in which a quoted piece is one unit.
//!
//! A quote of several sentences joins them into one stretch, so that "“A. B,” he said." reads as quote, source, cue.

use super::{Cue, CueClass, Frame, Own, Pair, Reading};
use crate::language::Class;
use crate::token::{TokenKind, TokenRange};

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// A quoted piece: index into the paragraph's pairs.
    Pair(usize),
    /// A cue: index into the paragraph's cues.
    Cue(usize),
    /// A word, hyphenated compounds as one.
    Word,
    /// `'s`.
    Clitic,
    /// Any other token.
    Mark(TokenKind),
}

/// A unit of a stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub kind: UnitKind,
    pub tokens: TokenRange,
    /// Classes of its (last) word.
    pub class: Class,
    /// Begins with a capital.
    pub capital: bool,
    /// Ends in -ing.
    pub ing: bool,
    /// Ends in -ed or is an irregular past form.
    pub past: bool,
}

impl Unit {
    pub fn is_mark(&self, kind: TokenKind) -> bool {
        self.kind == UnitKind::Mark(kind)
    }

    pub fn is_pair(&self) -> bool {
        matches!(self.kind, UnitKind::Pair(_))
    }

    pub fn is_word(&self) -> bool {
        matches!(self.kind, UnitKind::Word | UnitKind::Cue(_))
    }

    pub fn any(&self, class: Class) -> bool {
        self.class.any(class)
    }

    pub fn ends_sentence(&self) -> bool {
        matches!(
            self.kind,
            UnitKind::Mark(TokenKind::Stop | TokenKind::Question | TokenKind::Exclamation | TokenKind::Ellipsis)
        )
    }
}

/// A run of sentences read as one.
#[derive(Debug)]
pub(super) struct Stretch {
    pub units: Vec<Unit>,
}

/// Longest sentence that may be the tail ("Smith asked.") of a quoted question before it.
const TAIL_TOKENS: u32 = 16;

/// The stretches of a paragraph that hold a mark or a cue.
pub(super) fn stretches(reading: Reading, own: &Own) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut at = 0;
    let (mut pair, mut cue) = (0, 0);
    while at < own.sentences.len() {
        let start = own.sentences[at].start;
        let mut end = own.sentences[at].end;
        at += 1;
        // Pairs that begin in the stretch pull in every sentence they reach into.
        let mut last = pair;
        loop {
            while own.pairs.get(last).is_some_and(|p| p.tokens.start < end) {
                last += 1;
            }
            let reach = own.pairs[pair..last].iter().map(|p| p.tokens.end).max().unwrap_or(0);
            let tail = own.sentences.get(at).is_some_and(|s| is_tail(reading, own, last, end, *s));
            if at >= own.sentences.len() || reach <= end && !tail {
                break;
            }
            end = own.sentences[at].end;
            at += 1;
        }
        let cues_before = cue;
        while own.cues.get(cue).is_some_and(|c| c.tokens.start < end) {
            cue += 1;
        }
        if last > pair || cue > cues_before {
            let range = TokenRange::new(start, end);
            found.push(Stretch {
                units: units(reading, range, &own.pairs[pair..last], pair, &own.cues[cues_before..cue], cues_before),
            });
        }
        pair = last;
    }
    found
}

/// Whether `next` is the reporting tail of a quoted question or exclamation that ends at token `end`.
fn is_tail(reading: Reading, own: &Own, pairs: usize, end: u32, next: TokenRange) -> bool {
    let Some(pair) = pairs.checked_sub(1).map(|at| own.pairs[at]) else { return false };
    let open_ended = reading.tokens[pair.inner.indices()].last().is_some_and(|t| {
        matches!(
            t.kind,
            TokenKind::Question | TokenKind::Exclamation | TokenKind::Comma | TokenKind::Dash | TokenKind::Ellipsis
        )
    });
    let has_pair = own.pairs.get(pairs).is_some_and(|p| p.tokens.start < next.end);
    let speaks = own
        .cues
        .iter()
        .any(|c| c.class == CueClass::Speech && next.contains(c.tokens.start) && c.tokens.start < next.start + 8);
    pair.tokens.end == end && open_ended && speaks && !has_pair && next.end - next.start <= TAIL_TOKENS
}

fn units(
    reading: Reading,
    range: TokenRange,
    pairs: &[Pair],
    first_pair: usize,
    cues: &[Cue],
    first_cue: usize,
) -> Vec<Unit> {
    let mut found: Vec<Unit> = Vec::new();
    let (mut pair, mut cue) = (0, 0);
    let mut at = range.start;
    while at < range.end {
        let token = reading.tokens[at as usize];
        // "US" is a state, "us" a pronoun.
        let state = token.all_caps && token.span.len() == 2;
        let class = reading.vocabulary.class(token.word);
        let class = if state { class.without(Class::PRONOUN) } else { class };
        while pairs.get(pair).is_some_and(|p| p.tokens.start < at) {
            pair += 1;
        }
        while cues.get(cue).is_some_and(|c| c.tokens.start < at) {
            cue += 1;
        }
        let (kind, end) = if let Some(p) = pairs.get(pair).filter(|p| p.tokens.start == at) {
            (UnitKind::Pair(first_pair + pair), p.tokens.end.min(range.end).max(at + 1))
        } else if let Some(c) = cues.get(cue).filter(|c| c.tokens.start == at && introduces(reading, c)) {
            (UnitKind::Cue(first_cue + cue), c.tokens.end)
        } else {
            match token.kind {
                TokenKind::Word | TokenKind::Number | TokenKind::Url => (UnitKind::Word, at + 1),
                TokenKind::Clitic => (UnitKind::Clitic, at + 1),
                other => (UnitKind::Mark(other), at + 1),
            }
        };
        let ing = matches!(kind, UnitKind::Word | UnitKind::Cue(_)) && token.span.slice(reading.text).ends_with("ing");
        let past =
            class.any(Class::PAST) || matches!(kind, UnitKind::Word) && token.span.slice(reading.text).ends_with("ed");
        let unit = Unit { kind, tokens: TokenRange::new(at, end), class, capital: token.capital, ing, past };
        if !join(reading, &mut found, unit) {
            found.push(unit);
        }
        at = end;
    }
    found
}

/// A noun for a message is a cue only before "that", a colon or a mark, and a plain word elsewhere.
fn introduces(reading: Reading, cue: &Cue) -> bool {
    let behind = reading.tokens.get(cue.tokens.end as usize);
    cue.frame != Frame::Message
        || behind.is_some_and(|t| {
            matches!(t.kind, TokenKind::Colon | TokenKind::Quote | TokenKind::SingleQuote | TokenKind::Comma)
                || reading.vocabulary.class(t.word).any(Class::THAT)
        })
        || reading.vocabulary.class(reading.tokens[cue.tokens.end as usize - 1].word).any(Class::THAT)
}

/// Joins a word to a hyphen and a word before it, and the stop of an abbreviation or initial to its word.
fn join(reading: Reading, found: &mut Vec<Unit>, unit: Unit) -> bool {
    let text = |u: &Unit| u.tokens.span(reading.tokens).slice(reading.text);
    if let [.., before, hyphen] = &found[..]
        && hyphen.is_mark(TokenKind::Hyphen)
        && before.kind == UnitKind::Word
        && unit.kind == UnitKind::Word
    {
        let joined = Unit {
            tokens: TokenRange::new(before.tokens.start, unit.tokens.end),
            capital: before.capital || unit.capital,
            ..unit
        };
        found.truncate(found.len() - 2);
        found.push(joined);
        return true;
    }
    let Some(before) = found.last_mut() else { return false };
    let abbreviated = unit.is_mark(TokenKind::Stop)
        && before.kind == UnitKind::Word
        && (before.any(Class::ABBREVIATION) || text(before).chars().count() == 1 && before.capital);
    let attached = reading.tokens.get(unit.tokens.start as usize).is_some_and(|t| !t.spaced);
    let goes_on = reading.tokens.get(unit.tokens.end as usize).is_some_and(|t| t.kind != TokenKind::Break);
    if abbreviated && attached && goes_on {
        before.tokens.end = unit.tokens.end;
        return true;
    }
    false
}
