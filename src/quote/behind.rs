//! What stands behind a reporting clause: quoted words, "that", a clause, or nothing.

use super::cue::Frame;
use super::phrase::{self, Range};
use super::stretch::{Unit, UnitKind};
use crate::language::Class;
use crate::token::TokenKind;

/// What stands behind a reporting clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// A quoted piece, perhaps behind a comma.
    Quoted,
    /// A colon and something behind it.
    Colon,
    /// "that" and a clause.
    That,
    /// Words without "that".
    Clause,
    /// A comma and words.
    Comma,
    /// Nothing but adjuncts.
    Nothing,
}

/// Where the words behind a reporting clause and its adjuncts begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct After {
    pub at: usize,
    pub side: Side,
}

/// Units behind a cue within which its "that" may stand.
const REACH: usize = 12;
/// Most words of an insertion between a cue and its "that".
const INSERTION: usize = 6;

/// Looks behind a reporting clause that ends at `at`, over adverbs, times, hearers and "in a statement".
pub(super) fn after(units: &[Unit], at: usize, frame: Frame) -> After {
    let takes_clause = matches!(frame, Frame::Say | Frame::Tell | Frame::Think | Frame::Message);
    let mut at = at;
    let mut adjunct = None;
    let mut hearer = frame == Frame::Tell;
    if takes_clause && let Some(that) = that_behind(units, at) {
        return After { at: that + 1, side: Side::That };
    }
    while let Some(unit) = units.get(at) {
        match unit.kind {
            UnitKind::Pair(_) => return After { at, side: Side::Quoted },
            UnitKind::Mark(TokenKind::Colon) if at + 1 < units.len() => return After { at: at + 1, side: Side::Colon },
            UnitKind::Mark(TokenKind::Comma | TokenKind::Dash) => return behind_comma(units, at, takes_clause),
            UnitKind::Mark(_) if unit.ends_sentence() => return After { at, side: Side::Nothing },
            UnitKind::Word | UnitKind::Cue(_) if unit.any(Class::THAT) && takes_clause => {
                return After { at: at + 1, side: Side::That };
            }
            UnitKind::Word
                if unit.any(Class::ADVERB | Class::WEEKDAY | Class::TIME | Class::MONTH)
                    && !unit.any(Class::PREPOSITION | Class::PRONOUN | Class::SUBORDINATOR | Class::DETERMINER) =>
            {
                at += 1;
            }
            // "all week", "last month".
            UnitKind::Word
                if unit.any(Class::DETERMINER | Class::TIME)
                    && units.get(at + 1).is_some_and(|u| u.any(Class::TIME | Class::WEEKDAY) && u.is_word()) =>
            {
                at += 2;
            }
            UnitKind::Word if hearer => {
                let Some(phrase) = phrase::beginning_at(units, at, units.len()).or_else(|| plain_noun(units, at))
                else {
                    break;
                };
                at = phrase.1;
                hearer = false;
            }
            UnitKind::Word if unit.any(Class::PREPOSITION) && takes_clause => {
                let Some(end) = prepositional(units, at) else { break };
                adjunct.get_or_insert(at);
                at = end;
            }
            _ => break,
        }
    }
    if at >= units.len() {
        return After { at, side: Side::Nothing };
    }
    // Without "that" the words behind an adjunct must open a clause, else the adjunct was part of the content.
    let clause = units[at].capital || units[at].any(Class::DETERMINER | Class::PRONOUN | Class::POSSESSIVE);
    let at = if clause { at } else { adjunct.unwrap_or(at) };
    After { at, side: Side::Clause }
}

/// What follows the comma or dash at `at`.
fn behind_comma(units: &[Unit], at: usize, takes_clause: bool) -> After {
    if let Some(that) = inserted(units, at).filter(|_| takes_clause) {
        return After { at: that + 1, side: Side::That };
    }
    let quoted = units.get(at + 1).is_some_and(Unit::is_pair);
    let side = if quoted { Side::Quoted } else { Side::Comma };
    After { at: at + usize::from(quoted), side }
}

/// ", without evidence, that": the "that" behind a short insertion between commas.
fn inserted(units: &[Unit], comma: usize) -> Option<usize> {
    let behind = &units[comma + 1..units.len().min(comma + 2 + INSERTION)];
    let close = behind.iter().position(|u| u.is_mark(TokenKind::Comma))?;
    let words = behind[..close].iter().all(|u| u.is_word() && !matches!(u.kind, UnitKind::Cue(_)));
    (words && behind.get(close + 1).is_some_and(|u| u.any(Class::THAT))).then_some(comma + close + 2)
}

/// "that" behind adjuncts of any make: "said a few steps away that".
fn that_behind(units: &[Unit], at: usize) -> Option<usize> {
    let near = units.iter().enumerate().skip(at).take(REACH);
    let mut adjuncts = near.take_while(|(_, u)| {
        (u.is_word() || u.kind == UnitKind::Clitic) && !u.any(Class::AUXILIARY | Class::PRONOUN.or(Class::THAT))
            || u.any(Class::THAT)
    });
    adjuncts.find(|(_, u)| u.any(Class::THAT)).map(|(that, _)| that)
}

/// A plural or mass noun without determiner: "told reporters".
fn plain_noun(units: &[Unit], at: usize) -> Option<Range> {
    let noun = units[at].is_word()
        && !units[at].any(Class::PREPOSITION | Class::RELATIVE | Class::CONJUNCTION | Class::AUXILIARY);
    noun.then_some((at, at + 1))
}

/// The end of the prepositional phrase at `at`.
fn prepositional(units: &[Unit], at: usize) -> Option<usize> {
    let object = at + 1;
    let calendar = Class::WEEKDAY | Class::MONTH | Class::TIME;
    if units.get(object).is_some_and(|u| u.any(calendar)) {
        return Some(object + 1);
    }
    let (_, mut end) = phrase::beginning_at(units, object, units.len())
        .or_else(|| plain_noun(units, object.min(units.len() - 1)).filter(|p| p.0 == object))?;
    // "in a joint statement": a noun for a message.
    if units.get(end).is_some_and(|u| matches!(u.kind, UnitKind::Cue(_)) && u.any(Class::DOCUMENT)) {
        end += 1;
    }
    while units.get(end).is_some_and(|u| u.any(calendar) && u.is_word()) {
        end += 1;
    }
    Some(end)
}
