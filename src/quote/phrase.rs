//! Noun phrases that can name a source, delimited without a parser: from word classes, capitals and marks.

use super::stretch::{Unit, UnitKind};
use crate::language::Class;
use crate::token::TokenKind;

/// Nouns that speak.
pub(crate) const SPEAKING: Class = Class::TITLE.or(Class::PERSON).or(Class::PERSON_PLURAL).or(Class::ORGANISATION);
/// Words at which a noun phrase ends for certain.
const BREAKS: Class = Class::PREPOSITION
    .or(Class::CONJUNCTION)
    .or(Class::AUXILIARY)
    .or(Class::RELATIVE)
    .or(Class::FREE_RELATIVE)
    .or(Class::SUBORDINATOR);
/// Most tokens of a quoted piece inside a noun phrase, marks included.
const SHORT_PAIR: u32 = 5;
/// Longest run of plain words in a noun phrase.
const LONGEST_RUN: usize = 7;

/// A phrase in units, half-open.
pub(super) type Range = (usize, usize);

/// Whether the unit is a name's word: capitalised, and no function word at the start of its sentence.
pub(super) fn is_name(units: &[Unit], at: usize) -> bool {
    let unit = &units[at];
    let function = Class::PRONOUN
        | Class::PREPOSITION
        | Class::CONJUNCTION
        | Class::AUXILIARY
        | Class::RELATIVE
        | Class::DETERMINER;
    let calendar = Class::WEEKDAY | Class::MONTH;
    unit.kind == UnitKind::Word
        && unit.capital
        && !unit.any(calendar)
        && !(begins(units, at) && unit.any(Class::NOT_NAME | function))
        && !unit.any(function.without(Class::PREPOSITION).without(Class::DETERMINER))
}

fn begins(units: &[Unit], at: usize) -> bool {
    at == 0 || units[at - 1].ends_sentence() || units[at - 1].is_mark(TokenKind::Colon)
}

/// The noun phrase whose last unit is `last`, not reaching before `floor`.
pub(super) fn ending_at(units: &[Unit], last: usize, floor: usize) -> Option<Range> {
    let unit = &units[last];
    if unit.any(Class::PRONOUN) && unit.is_word() {
        return unit.any(Class::SUBJECT | Class::FIRST_PERSON | Class::SECOND_PERSON).then_some((last, last + 1));
    }
    let start = if is_name(units, last) || unit.any(Class::SUFFIX) && last > floor {
        name_start(units, last, floor)
    } else if unit.kind == UnitKind::Word && !unit.any(BREAKS | Class::WEEKDAY) {
        noun_start(units, last, floor)
    } else {
        return None;
    };
    let start = attached_start(units, start, last, floor);
    Some((joint_start(units, start, floor), last + 1))
}

/// Where a name that ends at `last` begins: titles, particles, possessives and nicknames before it included.
fn name_start(units: &[Unit], last: usize, floor: usize) -> usize {
    let mut start = last;
    while start > floor {
        let before = start - 1;
        let unit = &units[before];
        let named_before = before > floor && is_name(units, before - 1);
        let part = match unit.kind {
            UnitKind::Clitic => named_before || before > floor && units[before - 1].any(SPEAKING),
            // A nickname; longer words in marks are speech.
            UnitKind::Pair(_) => named_before && unit.tokens.end - unit.tokens.start <= SHORT_PAIR,
            UnitKind::Mark(TokenKind::Comma) => units[start].any(Class::SUFFIX) && named_before,
            UnitKind::Word if is_name(units, before) => true,
            UnitKind::Word if unit.any(Class::PARTICLE) && !unit.any(BREAKS | Class::DETERMINER) => true,
            UnitKind::Word if unit.any(Class::PARTICLE) && named_before => true,
            UnitKind::Word if unit.any(Class::TITLE | Class::TITLE_PART | Class::PERSON | Class::ORGANISATION) => {
                !unit.any(BREAKS)
            }
            UnitKind::Word if unit.any(Class::DETERMINER | Class::POSSESSIVE) => {
                start = before;
                break;
            }
            // "Secretary of State", "Organization for Security and Cooperation in Europe".
            UnitKind::Word => named_before && units[before - 1].any(SPEAKING) && joins_title(units, before),
            _ => false,
        };
        if !part {
            break;
        }
        start = before;
    }
    if start > floor && !units[start].capital && !units[start].any(Class::DETERMINER) {
        return noun_start(units, start, floor);
    }
    start
}

/// "of", "for" or "in" with a capital behind it, inside a title or a body's name.
fn joins_title(units: &[Unit], at: usize) -> bool {
    units[at].any(Class::PREPOSITION)
        && !units[at].any(Class::TIME)
        && units[at].tokens.end - units[at].tokens.start == 1
}

/// Where a noun phrase that ends in the noun at `last` begins.
fn noun_start(units: &[Unit], last: usize, floor: usize) -> usize {
    let mut start = last;
    while start > floor && last - start < LONGEST_RUN {
        let unit = &units[start - 1];
        if unit.any(Class::DETERMINER | Class::POSSESSIVE) && unit.is_word() {
            return start - 1;
        }
        if unit.kind == UnitKind::Clitic && start >= floor + 2 {
            let owner = start - 2;
            let name = is_name(units, owner);
            return if name { name_start(units, owner, floor) } else { noun_start(units, owner, floor) };
        }
        let short = unit.tokens.end - unit.tokens.start <= SHORT_PAIR;
        let plain = (unit.kind == UnitKind::Word || unit.is_pair() && short && start < last)
            && !unit.any(BREAKS | Class::PRONOUN | Class::WEEKDAY)
            && !(begins(units, start - 1) && unit.any(Class::NOT_NAME));
        if !plain {
            break;
        }
        start -= 1;
    }
    start
}

/// Takes in the head of "a spokesman for the ministry" when the phrase found so far is only its end.
fn attached_start(units: &[Unit], start: usize, last: usize, floor: usize) -> usize {
    if start < floor + 2 || !units[start - 1].any(Class::PREPOSITION) {
        return start;
    }
    let head = start - 2;
    let heads = SPEAKING | Class::QUANTITY;
    // "Kovac of Marland".
    if is_name(units, head) && is_name(units, start) && start + 1 == last + 1 {
        return name_start(units, head, floor);
    }
    // "Piotr Wen of the Sarn Institute", "Mr Wen of the opposition alliance".
    let body = units[last].any(Class::ORGANISATION) && (units[last].capital || units[start].any(Class::DETERMINER));
    if is_name(units, head) && body && !units[head].any(SPEAKING) {
        return name_start(units, head, floor);
    }
    if units[head].kind == UnitKind::Word && units[head].any(heads) && !is_name(units, head) {
        return noun_start(units, head, floor);
    }
    start
}

/// Takes in the first name of "Kovac and Brandt".
fn joint_start(units: &[Unit], start: usize, floor: usize) -> usize {
    if start < floor + 2
        || !units[start - 1].any(Class::COORDINATOR)
        || !is_name(units, start - 2)
        || !units[start].capital
    {
        return start;
    }
    let last = start - 2;
    let first = attached_start(units, name_start(units, last, floor), last, floor);
    // "…, and Brandt": the words before belong to another clause.
    if first > floor && units[first - 1].is_word() { start } else { first }
}

/// The noun phrase that begins at `first`, not reaching to `ceiling`.
pub(super) fn beginning_at(units: &[Unit], first: usize, ceiling: usize) -> Option<Range> {
    let unit = units.get(first).filter(|u| first < ceiling && u.is_word())?;
    if unit.any(Class::PRONOUN) && !unit.any(Class::POSSESSIVE) {
        return Some((first, first + 1));
    }
    let opens = unit.capital || unit.any(SPEAKING | Class::DETERMINER | Class::POSSESSIVE | Class::TITLE_PART);
    if !opens || unit.any(Class::PREPOSITION | Class::CONJUNCTION | Class::RELATIVE) {
        return None;
    }
    let mut end = first;
    let mut named = false;
    while end < ceiling {
        let unit = &units[end];
        let name = unit.kind == UnitKind::Word && unit.capital && !unit.any(Class::WEEKDAY | Class::MONTH);
        let inside = match unit.kind {
            UnitKind::Word if name => true,
            UnitKind::Word if named => {
                (unit.any(SPEAKING | Class::SUFFIX)
                    || units.get(end + 1).is_some_and(|u| u.any(SPEAKING) && u.is_word()))
                    && !unit.any(BREAKS)
                    || unit.any(Class::PARTICLE) && name_follows(units, end)
                    || connects(units, end, ceiling)
            }
            UnitKind::Word => {
                !unit.any(BREAKS | Class::WEEKDAY | Class::TIME | Class::PRONOUN)
                    || unit.any(Class::POSSESSIVE | Class::DETERMINER)
                    || connects(units, end, ceiling)
            }
            UnitKind::Clitic => true,
            // "a press briefing": a noun that looks like a participle.
            UnitKind::Cue(_) => unit.ing && end > first,
            UnitKind::Pair(_) => named && units.get(end + 1).is_some_and(|u| u.capital && u.is_word()),
            UnitKind::Mark(TokenKind::Comma) => units.get(end + 1).is_some_and(|u| u.any(Class::SUFFIX)),
            UnitKind::Mark(_) => false,
        };
        // "Two people briefed on the matter": a participle behind the head.
        let participle = end > first && unit.past && !unit.capital && units[end - 1].any(SPEAKING);
        if !inside || participle || end - first > 2 * LONGEST_RUN {
            break;
        }
        named |= name && !unit.any(Class::DETERMINER);
        end += 1;
    }
    // "The so-called “handshake tax”": the head stands between the marks.
    let last = &units[end.max(first + 1) - 1];
    let headless = units.get(end).is_some_and(Unit::is_pair)
        && !last.capital
        && !last.any(SPEAKING | Class::SUFFIX | Class::PRONOUN);
    (end > first && !headless && !last.any(Class::DETERMINER)).then_some((first, end))
}

/// Whether a capital follows the particles at `at` ("de la Torre").
fn name_follows(units: &[Unit], at: usize) -> bool {
    let behind = units[at + 1..].iter().find(|u| u.capital || !u.any(Class::PARTICLE));
    behind.is_some_and(|u| u.capital && u.is_word())
}

/// "of" or "for" behind a noun that speaks ("a spokesman for the ministry"), or "and" between two names.
fn connects(units: &[Unit], at: usize, ceiling: usize) -> bool {
    let (Some(before), Some(behind)) = (at.checked_sub(1).map(|b| &units[b]), units.get(at + 1)) else {
        return false;
    };
    if at + 1 >= ceiling {
        return false;
    }
    let nominal =
        behind.capital && behind.is_word() || behind.any(Class::DETERMINER | Class::POSSESSIVE | Class::ORGANISATION);
    if units[at].any(Class::COORDINATOR) {
        return before.capital && behind.capital && behind.is_word();
    }
    units[at].any(Class::PREPOSITION)
        && !units[at].any(Class::TIME)
        && before.any(SPEAKING)
        && nominal
        && !behind.any(Class::WEEKDAY | Class::MONTH | Class::TIME)
}

/// Whether a phrase can speak: a pronoun, a name, a noun for persons or bodies, or a quantity of them.
pub(super) fn can_speak(units: &[Unit], (start, end): Range) -> bool {
    let phrase = &units[start..end];
    let head_end = phrase
        .iter()
        .skip(1)
        .position(|u| u.any(Class::PREPOSITION) || u.past && !u.capital && !u.any(SPEAKING))
        .map_or(phrase.len(), |at| at + 1);
    let head = &phrase[..head_end];
    let quantity = head.len() == 1 && head[0].any(Class::DETERMINER);
    quantity
        || head.iter().any(|u| u.any(Class::PRONOUN) && u.is_word())
        || head.last().is_some_and(|u| u.any(SPEAKING | Class::SUFFIX))
        || (start..start + head_end).any(|at| is_name(units, at))
            && head.last().is_some_and(|u| u.capital || u.any(Class::SUFFIX))
}
