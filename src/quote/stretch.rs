//! Stretches: sentences as sequences of units, in which a quoted piece is one unit.
//!
//! A quote of several sentences joins them into one stretch, so that "“A. B,” he said." reads as quote, source, cue.

use super::phrase::Range;
use super::{Cue, CueClass, Frame, Own, Pair, Reading, place};
use crate::language::Class;
use crate::token::{TokenKind, TokenRange, letters};

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
    /// What it is, coarsely: an index into [`place::EDGES`].
    pub edge: u8,
    /// What stands before it in its stretch.
    pub sums: Sums,
}

/// Numbers of units of some sorts before a unit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub words: u32,
    pub pairs: u32,
    pub commas: u32,
    pub cues: u32,
    pub verbs: u32,
    pub ends: u32,
}

impl Sums {
    /// The sums behind a unit.
    fn with(self, unit: &Unit) -> Self {
        Self {
            words: self.words + u32::from(unit.is_word()),
            pairs: self.pairs + u32::from(unit.is_pair()),
            commas: self.commas + u32::from(unit.is_mark(TokenKind::Comma)),
            cues: self.cues + u32::from(matches!(unit.kind, UnitKind::Cue(_))),
            verbs: self.verbs + u32::from(unit.any(Class::AUXILIARY) || unit.past),
            ends: self.ends + u32::from(unit.ends_sentence()),
        }
    }

    fn up_to(units: &[Unit], at: usize) -> Self {
        units.get(at).map_or_else(|| units.last().map_or_else(Self::default, |u| u.sums.with(u)), |u| u.sums)
    }

    /// The sums over the units from `start` to before `end`.
    pub fn between(units: &[Unit], start: usize, end: usize) -> Self {
        let (from, to) = (Self::up_to(units, start), Self::up_to(units, end.max(start)));
        Self {
            words: to.words - from.words,
            pairs: to.pairs - from.pairs,
            commas: to.commas - from.commas,
            cues: to.cues - from.cues,
            verbs: to.verbs - from.verbs,
            ends: to.ends - from.ends,
        }
    }
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
    /// All phrases that may name a source, in order, none inside another.
    pub phrases: Vec<Range>,
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
            let units = units(reading, range, &own.pairs[pair..last], pair, &own.cues[cues_before..cue], cues_before);
            found.push(Stretch { phrases: place::phrases(&units), units });
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
    let from = own.cues.partition_point(|c| c.tokens.start < next.start);
    let near = own.cues[from..].iter().take_while(|c| c.tokens.start < next.end.min(next.start + 8));
    let speaks = near.into_iter().any(|c| c.class == CueClass::Speech);
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
    let mut found: Vec<Unit> = Vec::with_capacity((range.end - range.start) as usize);
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
        let form = &reading.text.as_bytes()[token.span.start as usize..token.span.end as usize];
        let ing = matches!(kind, UnitKind::Word | UnitKind::Cue(_)) && matches!(form, [.., b'i', b'n', b'g']);
        let past = class.any(Class::PAST) || matches!(kind, UnitKind::Word) && matches!(form, [.., b'e', b'd']);
        let (tokens, sums) = (TokenRange::new(at, end), Sums::default());
        let unit = Unit { kind, tokens, class, capital: token.capital, ing, past, edge: 0, sums };
        if !join(reading, &mut found, unit) {
            found.push(unit);
        }
        at = end;
    }
    let mut sums = Sums::default();
    for unit in &mut found {
        (unit.sums, unit.edge) = (sums, place::edge_of(unit));
        sums = sums.with(unit);
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
        && (before.any(Class::ABBREVIATION) || letters(text(before)) == 1 && before.capital);
    let attached = reading.tokens.get(unit.tokens.start as usize).is_some_and(|t| !t.spaced);
    let goes_on = reading.tokens.get(unit.tokens.end as usize).is_some_and(|t| t.kind != TokenKind::Break);
    if abbreviated && attached && goes_on {
        before.tokens.end = unit.tokens.end;
        return true;
    }
    false
}
