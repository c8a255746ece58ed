//! The shipped lexicons, read when the program is built: the one place that knows them by name.

use super::Lexicon;
use super::embedded::embedded;
use crate::error::{Error, ErrorKind, Result};
use crate::shipped::{ROWS, TEXTS};

/// How many of the shipped lexicons score texts.
const SCORING: usize = 5;

/// Ids of the shipped lexicons; those that score come first.
pub const BUILTIN: [&str; 8] =
    ["hostility", "escalation", "deescalation", "violence", "sentiment", "modifiers", "cues", "composites"];

/// The shipped lexicons in the order in which they are used together: behind those that score the lexicons that go with
/// whatever scores, unless others of their kind are given.
pub const TOGETHER: [&str; BUILTIN.len()] =
    ["hostility", "escalation", "deescalation", "violence", "sentiment", "composites", "modifiers", "cues"];

/// The lexicons that score texts when nothing else is asked for, in the order of their columns.
pub const DEFAULT: [&str; SCORING] = *BUILTIN.first_chunk().expect("there are as many shipped lexicons as score");

impl Lexicon {
    /// A lexicon that is shipped with tonescope.
    ///
    /// # Errors
    /// An id that no shipped lexicon has; the message lists those there are.
    pub fn builtin(id: &str) -> Result<Self> {
        let Some(at) = TOGETHER.iter().position(|own| *own == id) else {
            let message =
                format!("no shipped lexicon is called {id:?}; there are {}, or name a folder", BUILTIN.join(", "));
            return Err(Error::new(ErrorKind::Usage, message));
        };
        embedded(ROWS, TEXTS, at)
    }

    /// All shipped lexicons in the order in which they are used together.
    ///
    /// # Errors
    /// None in practice: the shipped lexicons are checked by the tests.
    pub fn shipped() -> Result<Vec<Self>> {
        TOGETHER.into_iter().map(Self::builtin).collect()
    }

    /// Whether these are [`Self::shipped`], nothing more and nothing less.
    #[must_use]
    pub fn are_shipped(lexicons: &[Self]) -> bool {
        lexicons.iter().all(|lexicon| lexicon.shipped) && lexicons.iter().map(Self::id).eq(TOGETHER)
    }
}
