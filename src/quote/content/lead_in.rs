//! What stands before the words of a sentence: conjunctions, datelines, labels and adverbials such as "On Monday,".

use crate::language::Class;
use crate::quote::Reading;
use crate::quote::stretch::{Unit, UnitKind};
use crate::token::TokenKind;

/// Most units of a lead-in such as "On Monday," or "Why it matters:".
const LEAD_IN: usize = 8;
/// Most units of a dateline with its dash.
const DATELINE: usize = 14;

/// Where content begins behind conjunctions, labels and adverbial lead-ins.
pub(super) fn skip_lead_in(units: &[Unit], start: usize, end: usize, quoted: bool) -> usize {
    let mut at = start;
    while at < end
        && !units[at].is_pair()
        && (!units[at].is_word() || units[at].any(Class::COORDINATOR) && units[at].capital)
    {
        at += 1;
    }
    if let Some(dash) = behind_dateline(units, at, end) {
        at = dash;
    }
    if let Some(colon) = (at..end.min(at + LEAD_IN)).find(|u| units[*u].is_mark(TokenKind::Colon)) {
        at = colon + 1;
    }
    if !quoted {
        return at;
    }
    // "On Tuesday, “…,” he said": the lead-in is no part of the quote.
    let first_pair = (at..end).find(|u| units[*u].is_pair()).unwrap_or(end);
    let led = first_pair > at && units[first_pair - 1].is_mark(TokenKind::Comma) && first_pair - at <= LEAD_IN;
    let adverbial = Class::PREPOSITION | Class::ADVERB | Class::SUBORDINATOR | Class::TIME;
    if led && units[at].any(adverbial) { first_pair } else { at }
}

/// The first unit behind a dateline ("KESSEL BAY, Oct. 9 (Northwire) — ").
fn behind_dateline(units: &[Unit], start: usize, end: usize) -> Option<usize> {
    let dash = (start + 1..end.min(start + DATELINE)).find(|at| units[*at].is_mark(TokenKind::Dash))?;
    let named = units[start..dash].iter().filter(|u| u.is_word()).all(|u| {
        u.capital || !u.any(Class::AUXILIARY) && u.tokens.end - u.tokens.start == 1 && u.class == Class::default()
    });
    let first = units[start].is_word() && units[start].capital && start == 0;
    (named && first).then_some(dash + 1)
}

/// The first unit behind an adverbial or label that opens a sentence.
pub(in crate::quote) fn after_lead_in(reading: Reading, units: &[Unit], start: usize) -> usize {
    let mut at = start;
    while units.get(at).is_some_and(|u| !u.is_word() && !u.is_pair() || u.any(Class::COORDINATOR)) {
        at += 1;
    }
    if let Some(dash) = behind_dateline(units, at, units.len()) {
        at = dash;
    }
    let colon = (at..units.len().min(at + LEAD_IN)).find(|u| units[*u].is_mark(TokenKind::Colon));
    if let Some(colon) = colon {
        at = colon + 1;
    }
    let Some(first) = units.get(at) else { return at };
    let form = first.tokens.span(reading.tokens).slice(reading.text);
    let leads = first.any(Class::PREPOSITION | Class::SUBORDINATOR | Class::ADVERB | Class::TIME)
        || form.ends_with("ing")
        || form.ends_with("ed") && first.any(Class::NOT_NAME)
        || matches!(first.kind, UnitKind::Cue(_));
    let comma = (at..units.len()).find(|u| units[*u].is_mark(TokenKind::Comma));
    match comma {
        Some(comma) if leads => comma + 1,
        _ => at,
    }
}
