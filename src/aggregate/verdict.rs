//! What a difference means, in plain words.

use super::contrast::LEVEL;
use crate::lexicon::Role;
use crate::score::Scheme;

/// What a comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The first side is harsher than the second.
    Harsher,
    /// The first side is milder than the second.
    Milder,
    /// The first side has more of a topic.
    More,
    /// The first side has less of a topic.
    Less,
    /// The difference may as well be chance.
    NoDifference,
    /// A side speaks in fewer than five articles.
    TooLittle,
}

impl Verdict {
    /// The verdict's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Harsher => "harsher",
            Self::Milder => "milder",
            Self::More => "more",
            Self::Less => "less",
            Self::NoDifference => "no difference shown",
            Self::TooLittle => "too little text",
        }
    }

    /// Whether it says that the sides differ.
    #[must_use]
    pub const fn is_finding(self) -> bool {
        !matches!(self, Self::NoDifference | Self::TooLittle)
    }
}

/// What more of a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Harsher,
    Milder,
    Neither,
}

/// Conflict and events are harsher, cooperation and positive wording milder; a composite is what its dimensions are,
/// by their signs, and neither when they do not agree.
pub(super) fn direction(scheme: &Scheme, column: usize) -> Direction {
    let signs = scheme.targets()[column].signs.iter().zip(scheme.dimensions());
    let mut found: Option<i8> = None;
    for (sign, dimension) in signs.filter(|(sign, _)| **sign != 0) {
        let harsh = match dimension.role {
            Role::Conflict | Role::Event => *sign,
            Role::Cooperation | Role::Valence => -*sign,
            Role::Topic | Role::Modifier | Role::Cue => return Direction::Neither,
        };
        if found.is_some_and(|known| known != harsh) {
            return Direction::Neither;
        }
        found = Some(harsh);
    }
    match found {
        Some(1) => Direction::Harsher,
        Some(_) => Direction::Milder,
        None => Direction::Neither,
    }
}

/// A finding where the adjusted p is at most 0.05, the side by the difference's sign; too little text where there is
/// no p.
pub(super) fn verdict(difference: f64, adjusted: Option<f64>, direction: Direction) -> Verdict {
    let Some(p) = adjusted else { return Verdict::TooLittle };
    if p > LEVEL || difference == 0.0 {
        return Verdict::NoDifference;
    }
    match (direction, difference > 0.0) {
        (Direction::Harsher, true) | (Direction::Milder, false) => Verdict::Harsher,
        (Direction::Harsher, false) | (Direction::Milder, true) => Verdict::Milder,
        (Direction::Neither, true) => Verdict::More,
        (Direction::Neither, false) => Verdict::Less,
    }
}
