//! Matches → hits → scores.
//!
//! In: the matches of scoring and modifying lexicons within sentences. Out: [`Hit`]s with the rules that changed
//! them, and [`Scores`]. Always holds: no hit without entry, span and modifiers; the sums are integers, so that any
//! order gives the same result. Knows nothing of quotes or speakers.

mod context;
mod find;
mod name;
mod rules;
mod scheme;
mod sum;

use crate::span::Span;
use crate::token::TokenRange;

pub use context::{Context, apply};
pub use find::{Finder, NEUTRAL, SentenceMatches};
pub use rules::{Rule, RuleEffect, Rules};
pub use scheme::{Dimension, DimensionId, Scheme, Target};
pub use sum::{HALF_POINT, NANO, Score, Scores, Tally, saturate};

/// What a modifier does to a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// The hit counts in another dimension.
    Flip,
    /// The hit is weakened or turned.
    Scale,
    /// The hit is worth nothing.
    Cancel,
    /// The hit is strengthened.
    Boost,
}

impl Effect {
    /// The effect's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flip => "flip",
            Self::Scale => "scale",
            Self::Cancel => "cancel",
            Self::Boost => "boost",
        }
    }
}

/// A rule that fired on a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modifier {
    /// The rule's id.
    pub rule: String,
    /// The words that made it fire.
    pub span: Span,
    /// What it does.
    pub effect: Effect,
    /// The factor it brings, in thousandths.
    pub factor: i32,
}

/// An entry found at a span, with everything that changed its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it stands.
    pub span: Span,
    /// Its words.
    pub tokens: TokenRange,
    /// Index of its lexicon among the analyzer's lexicons.
    pub lexicon: u16,
    /// Index of its entry in the lexicon.
    pub entry: u32,
    /// The dimension it counts in.
    pub dimension: DimensionId,
    /// The dimension of its entry, where a rule moved it elsewhere.
    pub from_dimension: Option<DimensionId>,
    /// The category it counts in.
    pub category: String,
    /// The entry's weight, in thousandths.
    pub base: i32,
    /// The rules that fired, in order.
    pub modifiers: Vec<Modifier>,
    /// Base times all factors, rounded once, in thousandths.
    pub value: i32,
}

impl Hit {
    /// Base times the modifiers' factors, rounded once to thousandths, half away from zero, within ±8.
    #[must_use]
    pub fn worth(base: i32, modifiers: &[Modifier]) -> i32 {
        let product = modifiers.iter().fold(f64::from(base), |value, m| value * f64::from(m.factor) / 1000.0);
        product.round().clamp(-8000.0, 8000.0) as i32
    }
}
