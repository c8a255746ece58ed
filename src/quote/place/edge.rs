//! What stands at a unit, coarsely.

use crate::language::Class;
use crate::quote::phrase;
use crate::quote::stretch::{Unit, UnitKind};
use crate::token::TokenKind;

/// What stands at a unit, coarsely.
pub(in crate::quote) const EDGES: &[&str] = &[
    "text edge",
    "comma",
    "colon",
    "dash",
    "sentence end",
    "other mark",
    "pair",
    "cue",
    "auxiliary",
    "infinitive",
    "coordinator",
    "relative",
    "that",
    "subordinator",
    "time",
    "preposition",
    "pronoun",
    "possessive",
    "determiner",
    "clitic",
    "adverb",
    "name",
    "speaking noun",
    "participle",
    "past form",
    "word",
];

/// The index in [`EDGES`] of what stands at unit `at`.
pub(in crate::quote) fn edge(units: &[Unit], at: Option<usize>) -> usize {
    at.and_then(|at| units.get(at)).map_or(0, |u| usize::from(u.edge))
}

/// The indices in [`EDGES`] that go by a class, the first that fits.
const EDGE_BY_CLASS: [(Class, u8); 12] = [
    (Class::AUXILIARY, 8),
    (Class::INFINITIVE, 9),
    (Class::COORDINATOR, 10),
    (Class::THAT, 12),
    (Class::RELATIVE, 11),
    (Class::SUBORDINATOR, 13),
    (Class::TIME.or(Class::WEEKDAY).or(Class::MONTH), 14),
    (Class::PREPOSITION, 15),
    (Class::POSSESSIVE, 17),
    (Class::PRONOUN, 16),
    (Class::DETERMINER, 18),
    (Class::ADVERB, 20),
];

/// All classes of [`EDGE_BY_CLASS`].
const EDGE_CLASSES: Class = {
    let (mut all, mut at) = (EDGE_BY_CLASS[0].0, 1);
    while at < EDGE_BY_CLASS.len() {
        all = all.or(EDGE_BY_CLASS[at].0);
        at += 1;
    }
    all
};

/// The index in [`EDGES`] of what a unit is.
pub(in crate::quote) fn edge_of(unit: &Unit) -> u8 {
    match unit.kind {
        UnitKind::Mark(TokenKind::Comma) => return 1,
        UnitKind::Mark(TokenKind::Colon) => return 2,
        UnitKind::Mark(TokenKind::Dash) => return 3,
        UnitKind::Mark(_) if unit.ends_sentence() => return 4,
        UnitKind::Mark(_) => return 5,
        UnitKind::Pair(_) => return 6,
        UnitKind::Cue(_) => return 7,
        UnitKind::Clitic => return 19,
        UnitKind::Word => {}
    }
    if unit.any(EDGE_CLASSES)
        && let Some((_, index)) = EDGE_BY_CLASS.iter().find(|(class, _)| unit.any(*class))
    {
        return *index;
    }
    match unit {
        u if u.capital && !u.any(Class::NOT_NAME) => 21,
        u if u.any(phrase::SPEAKING) => 22,
        u if u.ing => 23,
        u if u.past => 24,
        _ => 25,
    }
}
