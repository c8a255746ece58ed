//! Where a quote's content begins and ends, given the reporting clause.

mod lead_in;

pub(super) use lead_in::after_lead_in;

use super::behind::{After, Side};
use super::cue::{Cue, CueForm, Frame};
use super::phrase::{self, Range};
use super::stretch::{Unit, UnitKind};
use super::{Origin, Own, Quote, QuoteKind, Reading};
use crate::language::Class;
use crate::span::Span;
use crate::token::TokenKind;

/// Words before a reporting clause that may be its content.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    pub range: Range,
    /// A quoted piece stands right before the reporting clause.
    pub quoted: bool,
    /// Long enough for a clause of its own.
    pub whole: bool,
    /// Opens like an adverbial ("On Monday,").
    pub adverbial: bool,
}

/// Fewest words of a clause before "X said" that is taken for content.
const SHORTEST_CLAUSE: usize = 3;
/// Weight of a cue, in thousandths, from which it may end another's content with a subject of its own.
const STRONG: i32 = 600;

/// The same for a verb joined by a comma and a conjunction.
const JOINED: i32 = 400;

/// The possible content in `floor..before`.
pub(super) fn left(units: &[Unit], own: &Own, floor: usize, before: usize, inverted: bool) -> Option<Left> {
    let start = (floor..before).rev().find(|at| units[*at].ends_sentence()).map_or(floor, |at| at + 1);
    let mut end = before;
    let mut comma = false;
    while end > start
        && !units[end - 1].is_word()
        && !units[end - 1].is_pair()
        && units[end - 1].kind != UnitKind::Clitic
        && !units[end - 1].is_mark(TokenKind::Close)
    {
        comma |= units[end - 1].is_mark(TokenKind::Comma) || units[end - 1].is_mark(TokenKind::Dash);
        end -= 1;
    }
    if end == start {
        // A tail behind a quoted question: the pair stands before the sentence mark.
        return None;
    }
    let quoted = match units[end - 1].kind {
        UnitKind::Pair(index) => comma || inverted || ends_open(own, index, units, end - 1),
        _ => false,
    };
    let start = lead_in::skip_lead_in(units, start, end, quoted);
    let words = units[start..end].iter().filter(|u| u.is_word()).count();
    let adverbial =
        units[start].any(Class::PREPOSITION | Class::ADVERB | Class::SUBORDINATOR | Class::TIME) || units[start].ing;
    let whole = quoted || words >= SHORTEST_CLAUSE;
    (quoted || comma || inverted).then_some(Left { range: (start, end), quoted, whole, adverbial })
}

/// Whether a pair ends so that its sentence may go on behind it, or is long enough to be speech.
fn ends_open(own: &Own, index: usize, units: &[Unit], at: usize) -> bool {
    let pair = own.pairs[index];
    pair.words >= 4 || at == 0 || units[..at].iter().all(|u| !u.is_word())
}

/// Whether the words before a reporting clause are its content rather than those behind it.
pub(super) fn comes_first(reading: Reading, units: &[Unit], left: &Left, after: &After, inverted: bool) -> bool {
    match after.side {
        Side::Nothing => left.whole,
        Side::Quoted => left.quoted || inverted && left.whole || resumes_in_marks(reading, units, left, after.at),
        Side::Comma => {
            left.quoted
                || left.whole && (inverted || !left.adverbial)
                || resumes(units, left, after.at + 1)
                || !inverted && completes(units, left, after.at + 1)
        }
        Side::Clause => left.quoted || inverted && left.whole,
        Side::That | Side::Colon => false,
    }
}

/// "Otherwise, Kovac said, the plan would fail": the clause of an adverbial stands behind the comma.
fn completes(units: &[Unit], left: &Left, at: usize) -> bool {
    let opens = |u: &Unit| {
        u.is_word()
            && (u.ing || u.any(Class::DETERMINER | Class::POSSESSIVE | Class::SUBJECT) || u.capital)
            && !u.any(Class::PREPOSITION | Class::RELATIVE | Class::SUBORDINATOR | Class::WEEKDAY | Class::MONTH)
    };
    left.adverbial && !left.quoted && units.get(at).is_some_and(opens)
}

/// "The plan, Kovac said, would fail": the clause goes on in small letters behind the comma.
fn resumes(units: &[Unit], left: &Left, at: usize) -> bool {
    let adjunct = Class::PREPOSITION | Class::RELATIVE | Class::SUBORDINATOR | Class::ADVERB | Class::DETERMINER;
    let goes_on = |u: &Unit| {
        u.is_word() && !u.capital && !u.ing && (!u.any(adjunct) || u.any(Class::COORDINATOR | Class::AUXILIARY))
    };
    !left.adverbial && units.get(at).is_some_and(goes_on)
}

/// "The colonel, she said, “has every right …”": the clause goes on in small letters inside the marks.
fn resumes_in_marks(reading: Reading, units: &[Unit], left: &Left, at: usize) -> bool {
    let first = units.get(at).and_then(|u| reading.tokens.get(u.tokens.start as usize + 1));
    !left.quoted && !left.adverbial && first.is_some_and(|t| t.is_wordlike() && !t.capital)
}

/// The part of a content that stands behind the reporting clause that interrupts it.
pub(super) fn second_part(units: &[Unit], left: &Left, after: &After, from: usize, inverted: bool) -> Option<Range> {
    match after.side {
        Side::Quoted if left.quoted => Some((after.at, after.at + 1)),
        Side::Quoted if !inverted => Some((after.at, sentence_end(units, after.at))),
        Side::Comma
            if !left.quoted
                && !inverted
                && (resumes(units, left, after.at + 1) || completes(units, left, after.at + 1)) =>
        {
            Some((after.at + 1, sentence_end(units, after.at)))
        }
        // "said Kovac, a farmer from Ames, “…”": over the apposition to the quoted piece behind a comma.
        Side::Comma | Side::Clause if left.quoted => {
            let end = sentence_end(units, from);
            let pair = (from + 1..end).find(|at| units[*at].is_pair())?;
            let cue = units[from..pair].iter().any(|u| matches!(u.kind, UnitKind::Cue(_)));
            (units[pair - 1].is_mark(TokenKind::Comma) && !cue).then_some((pair, pair + 1))
        }
        _ => None,
    }
}

fn sentence_end(units: &[Unit], from: usize) -> usize {
    (from..units.len()).find(|at| units[*at].ends_sentence()).unwrap_or(units.len())
}

/// The content behind a reporting clause.
pub(super) fn right(units: &[Unit], own: &Own, after: &After, cue: Cue) -> Option<Range> {
    let start = match after.side {
        Side::Nothing | Side::Comma => return None,
        _ => after.at,
    };
    let end = cut(units, own, start);
    let takes_clause = matches!(cue.frame, Frame::Say | Frame::Tell | Frame::Message | Frame::Relay);
    if takes_clause && units.get(start).is_some_and(Unit::is_pair) && after.side != Side::That {
        let behind = units.get(start + 1);
        let closed = behind.is_none_or(|u| {
            !u.is_word() && u.kind != UnitKind::Clitic
                || u.any(Class::CONJUNCTION | Class::PREPOSITION | Class::RELATIVE)
                    && units[start].tokens.end - units[start].tokens.start > 8
        });
        let introduced =
            start > 0 && (units[start - 1].is_mark(TokenKind::Comma) || units[start - 1].is_mark(TokenKind::Colon));
        if closed || introduced {
            return Some((start, start + 1));
        }
    }
    let mut start = start;
    if matches!(cue.frame, Frame::Call | Frame::Judge) {
        start = behind_pronoun(units, start, end);
    }
    if start < end && units[start].any(Class::THAT) && !takes_clause {
        start += 1;
    }
    let mut words = units.get(start..end)?.iter().filter(|u| u.is_word() || u.is_pair());
    let first = words.next()?;
    // "believes him", "repeated it in English", "said nothing", "offered no proof": nothing is reported.
    let second = words.next();
    let object =
        first.any(Class::PRONOUN) && (first.any(Class::NEUTER) || !first.any(Class::SUBJECT | Class::RELATIVE));
    let empty = object && second.is_some_and(|u| u.any(Class::PREPOSITION))
        || second.is_none() && first.any(Class::PRONOUN | Class::NEGATOR)
        || !takes_clause && first.any(Class::NEGATOR) && first.is_word();
    // "echoed those of Kovac", but "vowed that those behind the raid would pay".
    let that = start > 0 && units[start - 1].any(Class::THAT);
    let stands_in = !that && first.any(Class::STAND_IN) && second.is_some_and(|u| u.any(Class::PREPOSITION));
    (!empty && !stands_in).then_some((start, end))
}

/// "calling it an “insult”": a pronoun that is only named stays outside a content with a quoted piece.
fn behind_pronoun(units: &[Unit], start: usize, end: usize) -> usize {
    let quoted = units[start..end.max(start)].iter().any(Unit::is_pair);
    let pronoun = |at: usize| {
        units.get(at).is_some_and(|u| u.any(Class::PRONOUN | Class::THAT | Class::DETERMINER) && u.is_word())
    };
    let direct =
        |at: usize| units.get(at).is_some_and(|u| u.is_pair() || u.any(Class::DETERMINER | Class::PREPOSITION));
    let behind = if units.get(start + 1).is_some_and(|u| u.any(Class::PREPOSITION | Class::CONJUNCTION))
        && units.get(start + 2).is_some_and(Unit::is_pair)
    {
        start + 2
    } else {
        start + 1
    };
    if quoted
        && pronoun(start)
        && direct(behind)
        && !units[start].is_pair()
        && !units[start].any(Class::POSSESSIVE)
        && (behind > start + 1 || units[start].any(Class::PRONOUN))
    {
        behind
    } else {
        start
    }
}

/// Where the content that begins at `start` is cut off: at the sentence's end, or where another cue takes over.
fn cut(units: &[Unit], own: &Own, start: usize) -> usize {
    let end = sentence_end(units, start);
    for at in start + 1..end {
        let UnitKind::Cue(index) = units[at].kind else { continue };
        let cue = own.cues[index];
        let mut before = at;
        while before > start
            && units[before - 1].any(Class::ADVERB)
            && units[before - 1].is_word()
            && !units[before - 1].any(Class::CONJUNCTION)
        {
            before -= 1;
        }
        if before == start {
            continue;
        }
        let last = &units[before - 1];
        let comma_before = |at: usize| at > start && units[at - 1].is_mark(TokenKind::Comma);
        if cue.form == CueForm::Participle && (last.is_mark(TokenKind::Comma) || last.is_mark(TokenKind::Dash)) {
            return before - 1;
        }
        let parted = before >= 2 && comma_before(before - 1);
        if last.any(Class::COORDINATOR)
            && (cue.weight >= STRONG || parted && cue.weight >= JOINED)
            && !matches!(cue.frame, Frame::Think | Frame::Want)
        {
            return if comma_before(before - 1) { before - 2 } else { before - 1 };
        }
        if cue.frame == Frame::According && last.is_mark(TokenKind::Comma) {
            return before - 1;
        }
        if let Some((first, _)) = phrase::ending_at(units, before - 1, start) {
            let joined = first > start
                && units[first - 1].any(Class::CONJUNCTION | Class::SUBORDINATOR)
                && units[first - 1].is_word();
            let clause = if joined { first - 1 } else { first };
            let enough = joined || matches!(cue.frame, Frame::Say | Frame::Tell) && cue.weight >= STRONG;
            if enough && comma_before(clause) && clause > start + 1 {
                return clause - 1;
            }
            // "urged “restraint,” a spokesman said": the comma stands inside the marks.
            let inside = clause > start && matches!(units[clause - 1].kind, UnitKind::Pair(p) if own.pairs[p].comma);
            if enough && inside {
                return clause;
            }
        }
    }
    end
}

/// Builds the quote whose content lies in `ranges` of units.
pub(super) fn quote(
    reading: Reading,
    units: &[Unit],
    own: &Own,
    ranges: &[Range],
    cue: Cue,
    paragraph: u32,
    origin: Origin,
) -> Option<Quote> {
    let mut spans: Vec<Span> = Vec::new();
    let mut marked = Vec::new();
    let mut bare = false;
    for (start, end) in ranges {
        let (start, end) = trim(units, *start, *end);
        if start >= end {
            continue;
        }
        for unit in &units[start..end] {
            match unit.kind {
                UnitKind::Pair(index) => marked.push(own.pairs[index].span),
                UnitKind::Word | UnitKind::Cue(_) => bare = true,
                _ => {}
            }
        }
        let (first, last) = (units[start].tokens, units[end - 1].tokens);
        spans.push(first.span(reading.tokens).cover(last.span(reading.tokens)));
    }
    let before_cue = ranges.first().is_some_and(|r| units[r.0].tokens.start < cue.tokens.start);
    let verb_takes_speech =
        before_cue || matches!(cue.frame, Frame::Say | Frame::Tell | Frame::According | Frame::Message | Frame::Relay);
    let kind = match (marked.is_empty(), bare) {
        (true, _) => QuoteKind::Indirect,
        (false, false) if verb_takes_speech => QuoteKind::Direct,
        (false, _) => QuoteKind::Mixed,
    };
    (!spans.is_empty()).then_some(Quote {
        paragraph,
        kind,
        class: cue.class,
        spans,
        marked,
        cue: Some(cue),
        origin,
        relative: None,
        margin: 0,
        confidence: None,
    })
}

/// Leaves out marks and joining words at the edges.
fn trim(units: &[Unit], mut start: usize, mut end: usize) -> Range {
    let inner = |u: &Unit| u.is_word() || u.is_pair();
    while start < end
        && !inner(&units[start])
        && !units[start].is_mark(TokenKind::Symbol)
        && !units[start].is_mark(TokenKind::Open)
    {
        start += 1;
    }
    while end > start
        && !inner(&units[end - 1])
        && units[end - 1].kind != UnitKind::Clitic
        && !units[end - 1].is_mark(TokenKind::Symbol)
        && !units[end - 1].is_mark(TokenKind::Close)
    {
        end -= 1;
    }
    (start, end)
}
