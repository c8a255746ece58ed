//! Speech that dashes set off, as in interviews: "– We stay, said Anna Kovac. – For good."
//!
//! A paragraph that opens with a dash is read so only where a reporting clause closes the first words; a list whose items
//! have dashes stays a list.

use super::{Cue, CueClass, Frame, Pair, Reading};
use crate::language::Class;
use crate::token::{Token, TokenKind, TokenRange, count_words};

/// Most tokens between the words said and a cue behind its subject.
const SUBJECT_TOKENS: u32 = 7;

/// The words that dashes set off, as pairs without marks, in text order. `cues` are those of the whole article, in text
/// order.
pub(super) fn pairs(reading: Reading, cues: &[Cue]) -> Vec<Pair> {
    let mut found = Vec::new();
    for range in reading.paragraphs.iter().filter(|r| !r.is_empty()) {
        let Some(start) = opening(reading, *range) else { continue };
        let range = TokenRange::new(start, range.end);
        if !range.of(reading.tokens).iter().any(|t| t.kind == TokenKind::Quote) {
            let first = cues.partition_point(|c| c.tokens.start < range.start);
            let own = &cues[first..];
            read(reading, range, &own[..own.partition_point(|c| c.tokens.start < range.end)], &mut found);
        }
    }
    found
}

/// Where the words behind the dash that opens a paragraph begin; alone on its line it is read as the bullet of a list.
fn opening(reading: Reading, range: TokenRange) -> Option<u32> {
    let kind = |at: u32| reading.tokens.get(at as usize).map(|t| t.kind);
    if kind(range.start) == Some(TokenKind::Dash) {
        return Some(range.start + 1);
    }
    let bullet = range.start.checked_sub(1).filter(|at| kind(*at) == Some(TokenKind::Bullet))?;
    let form = reading.tokens[bullet as usize].span.slice(reading.text);
    matches!(form, "–" | "—").then_some(range.start)
}

fn read(reading: Reading, range: TokenRange, cues: &[Cue], found: &mut Vec<Pair>) {
    let mut open = Some(range.start);
    let mut reported = false;
    for cue in cues {
        let Some(start) = open.filter(|start| cue.tokens.start > *start) else { continue };
        if let Some(end) = words_end(reading, TokenRange::new(start, range.end), cue) {
            found.extend(pair(reading, TokenRange::new(start, end)));
            reported = true;
            let dash = (cue.tokens.end..range.end).find(|at| reading.tokens[*at as usize].kind == TokenKind::Dash);
            open = dash.map(|at| at + 1);
        }
    }
    if let (true, Some(start)) = (reported, open) {
        found.extend(pair(reading, TokenRange::new(start, range.end)));
    }
}

/// Where the words that begin at a dash end, if the cue reports them: at the mark before "said Kovac" or "Kovac said".
fn words_end(reading: Reading, range: TokenRange, cue: &Cue) -> Option<u32> {
    let token = |at: u32| reading.tokens.get(at as usize).filter(|_| range.contains(at));
    let closes = |t: &Token| {
        matches!(
            t.kind,
            TokenKind::Comma | TokenKind::Question | TokenKind::Exclamation | TokenKind::Ellipsis | TokenKind::Dash
        )
    };
    if cue.class != CueClass::Speech || !matches!(cue.frame, Frame::Say | Frame::Tell) {
        return None;
    }
    let nominal = Class::DETERMINER | Class::PRONOUN | Class::TITLE | Class::PERSON;
    let names = |t: &Token| t.capital || reading.vocabulary.class(t.word).any(nominal);
    let far = cue.tokens.start.saturating_sub(SUBJECT_TOKENS).max(range.start);
    let mark = (far..cue.tokens.start).rev().find(|at| token(*at).is_some_and(closes))?;
    let inverted = mark + 1 == cue.tokens.start && token(cue.tokens.end).is_some_and(names);
    let subject = TokenRange::new(mark + 1, cue.tokens.start).of(reading.tokens);
    let ends = token(cue.tokens.end).is_none_or(|t| !t.is_wordlike());
    let regular = ends && subject.first().is_some_and(names) && subject.iter().all(|t| t.is_wordlike());
    let kept = u32::from(reading.tokens[mark as usize].kind != TokenKind::Dash);
    (inverted || regular).then_some(mark + kept)
}

fn pair(reading: Reading, tokens: TokenRange) -> Option<Pair> {
    let words = count_words(tokens.of(reading.tokens));
    let comma = tokens.of(reading.tokens).last().is_some_and(|t| t.kind == TokenKind::Comma);
    let span = tokens.span(reading.tokens);
    (words > 0).then_some(Pair { span, tokens, inner: tokens, goes_on: false, words, comma })
}
