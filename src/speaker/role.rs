//! Role and affiliation: the title before a name, or the apposition behind it.

use super::mention::Name;
use crate::language::Class;
use crate::quote::Reading;
use crate::token::{TokenKind, TokenRange};

/// Longest apposition that is taken for a role.
const LONGEST_ROLE: u32 = 20;
/// A role's head noun stands among its first words.
const HEAD_WITHIN: u32 = 7;

/// A role and the body or state it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    pub text: String,
    pub affiliation: Option<String>,
}

/// The role that stands with a name, as the text gives it.
pub(super) fn role(reading: Reading, name: &Name, within: TokenRange) -> Option<Role> {
    before(reading, name).or_else(|| behind(reading, name, within)).or_else(|| apposed(reading, name, within))
}

fn class(reading: Reading, at: u32) -> Class {
    reading.vocabulary.class(reading.tokens[at as usize].word)
}

fn is_office(reading: Reading, at: u32) -> bool {
    class(reading, at).any(Class::TITLE | Class::PERSON)
}

fn text(reading: Reading, range: TokenRange) -> String {
    let text = range.span(reading.tokens).slice(reading.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn before(reading: Reading, name: &Name) -> Option<Role> {
    let mut lead = name.lead;
    // "Mr" and "Dr" are forms of address, no roles.
    while lead.start < lead.end
        && class(reading, lead.start).any(Class::HONORIFIC)
        && !class(reading, lead.start).any(Class::TITLE)
    {
        lead.start += 1;
    }
    while lead.start < lead.end && !reading.tokens[lead.end as usize - 1].is_wordlike() {
        lead.end -= 1;
    }
    let office = (lead.start..lead.end).rev().find(|at| is_office(reading, *at))?;
    let owner = TokenRange::new(
        lead.start,
        (lead.start..=office)
            .find(|at| class(reading, *at).any(Class::TITLE | Class::TITLE_PART | Class::PERSON))
            .unwrap_or(office),
    );
    Some(Role { text: text(reading, lead), affiliation: owner_name(reading, owner) })
}

/// The capitals before an office, a possessive left out: "Kremlin" of "Kremlin spokesman".
fn owner_name(reading: Reading, range: TokenRange) -> Option<String> {
    let mut end = range.end;
    while end > range.start && reading.tokens[end as usize - 1].kind != TokenKind::Word {
        end -= 1;
    }
    let owner = TokenRange::new(range.start, end);
    let named = owner.of(reading.tokens).first().is_some_and(|t| t.capital);
    named.then(|| text(reading, owner))
}

/// ", the Polish chairman of the Organization …,"
fn behind(reading: Reading, name: &Name, within: TokenRange) -> Option<Role> {
    let comma = name.tokens.end;
    let is = |at: u32, kind: TokenKind| at < within.end && reading.tokens[at as usize].kind == kind;
    if !is(comma, TokenKind::Comma) {
        return None;
    }
    let determined = comma + 1 < within.end && class(reading, comma + 1).any(Class::DETERMINER | Class::POSSESSIVE);
    let start = if determined { comma + 2 } else { comma + 1 };
    let end = (start..within.end).find(|at| {
        matches!(
            reading.tokens[*at as usize].kind,
            TokenKind::Comma
                | TokenKind::Stop
                | TokenKind::Dash
                | TokenKind::Semicolon
                | TokenKind::Quote
                | TokenKind::Colon
                | TokenKind::Open
        ) || class(reading, *at).any(Class::RELATIVE | Class::SUBORDINATOR)
            || class(reading, *at).any(Class::COORDINATOR)
                && at + 1 < within.end
                && class(reading, at + 1).any(Class::DETERMINER)
    });
    let end = end.unwrap_or(within.end);
    let office = (start..end.min(start + HEAD_WITHIN)).find(|at| is_office(reading, *at))?;
    // "According to the agency, President Ivan Orlov ordered …": somebody else with a title, who acts.
    let names = reading.tokens.get(office as usize + 1).is_some_and(|t| t.kind == TokenKind::Word && t.capital);
    let titled = names && office + 1 < end && class(reading, office).any(Class::TITLE | Class::PERSON);
    if titled && !class(reading, office + 1).any(Class::TITLE | Class::PERSON | Class::ORGANISATION) {
        return None;
    }
    let verb_before =
        (start..office).any(|at| class(reading, at).any(Class::AUXILIARY | Class::PREPOSITION | Class::PRONOUN));
    if verb_before || end - start > LONGEST_ROLE || end == start {
        return None;
    }
    let owner = owner_name(reading, TokenRange::new(start, office)).or_else(|| body_behind(reading, office, end));
    Some(Role { text: text(reading, TokenRange::new(start, end)), affiliation: owner })
}

/// "Its director, Jean-Marc Duval": the office before the comma.
fn apposed(reading: Reading, name: &Name, within: TokenRange) -> Option<Role> {
    let comma = name.lead.start.checked_sub(1).filter(|c| *c > within.start)?;
    let office = comma - 1;
    let is_comma = reading.tokens[comma as usize].kind == TokenKind::Comma;
    let titled = (name.lead.start..name.tokens.start).any(|at| !class(reading, at).any(Class::HONORIFIC));
    if !is_comma || titled || !is_office(reading, office) || reading.tokens[office as usize].capital {
        return None;
    }
    let stops = |at: u32| {
        let token = reading.tokens[at as usize];
        !token.is_wordlike()
            || class(reading, at)
                .any(Class::DETERMINER | Class::POSSESSIVE | Class::PREPOSITION | Class::CONJUNCTION | Class::AUXILIARY)
    };
    let start =
        (within.start..office).rev().take(HEAD_WITHIN as usize).find(|at| stops(*at)).map_or(within.start, |at| at + 1);
    let text_range = TokenRange::new(start, office + 1);
    let affiliation = owner_name(reading, TokenRange::new(start, office));
    Some(Role { text: text(reading, text_range), affiliation })
}

/// "of the Organization for …": the capitals behind the office's preposition.
fn body_behind(reading: Reading, office: u32, end: u32) -> Option<String> {
    let preposition = (office + 1..end).find(|at| class(reading, *at).any(Class::PREPOSITION))?;
    let start = (preposition + 1..end.min(preposition + 3)).find(|at| reading.tokens[*at as usize].capital)?;
    let mut stop = start;
    while stop < end
        && (reading.tokens[stop as usize].capital
            || matches!(
                reading.tokens[stop as usize].span.slice(reading.text),
                "of" | "for" | "and" | "in" | "the" | "-" | "de"
            ))
    {
        stop += 1;
    }
    while stop > start && !reading.tokens[stop as usize - 1].capital {
        stop -= 1;
    }
    (stop > start).then(|| text(reading, TokenRange::new(start, stop)))
}
