//! The shipped lexicons, compiled into the program: the one place that knows them by name.

use super::Lexicon;
use super::load::{Files, parse};
use crate::error::{Error, ErrorKind, Result};
use std::path::Path;

macro_rules! shipped {
    ($($id:literal)*) => {
        /// Ids of the shipped lexicons; those that score come first.
        pub const BUILTIN: [&str; [$($id),*].len() + 1] = [$($id,)* COMPOSITES];

        fn files(id: &str) -> Option<Files<'static>> {
            match id {
                $($id => Some(Files {
                    manifest: include_str!(concat!("../../lexicons/", $id, "/lexicon.toml")),
                    terms: include_str!(concat!("../../lexicons/", $id, "/terms.csv")),
                    examples: include_str!(concat!("../../lexicons/", $id, "/examples.csv")),
                    rules: ($id == MODIFIERS).then_some(include_str!("../../lexicons/modifiers/rules.toml")),
                    shipped: true,
                }),)*
                COMPOSITES => Some(Files {
                    manifest: include_str!("../../lexicons/composites/lexicon.toml"),
                    terms: "",
                    examples: "",
                    rules: None,
                    shipped: true,
                }),
                _ => None,
            }
        }
    };
}

/// The lexicon that declares the composites and holds no terms.
const COMPOSITES: &str = "composites";
/// The lexicon that holds the context rules.
const MODIFIERS: &str = "modifiers";
/// The lexicon of words that report.
const CUES: &str = "cues";
/// How many of the shipped lexicons score texts.
const SCORING: usize = 5;

shipped! { "hostility" "escalation" "deescalation" "violence" "sentiment" "modifiers" "cues" }

/// Lexicons that go with whatever scores, unless others of their kind are given.
const COMPANIONS: [&str; 3] = [COMPOSITES, MODIFIERS, CUES];

/// The lexicons that score texts when nothing else is asked for, in the order of their columns.
pub const DEFAULT: [&str; SCORING] = *BUILTIN.first_chunk().expect("there are as many shipped lexicons as score");

pub(super) fn builtin(id: &str) -> Result<Lexicon> {
    let Some(files) = files(id) else {
        let message =
            format!("no shipped lexicon is called {id:?}; there are {}, or name a folder", BUILTIN.join(", "));
        return Err(Error::new(ErrorKind::Usage, message));
    };
    parse(&files, &Path::new("lexicons").join(id))
}

impl Lexicon {
    /// All shipped lexicons in the order in which they are used together.
    ///
    /// # Errors
    /// None in practice: the shipped lexicons are checked by the tests.
    pub fn shipped() -> Result<Vec<Self>> {
        together().map(builtin).collect()
    }

    /// Whether these are [`Self::shipped`], nothing more and nothing less.
    #[must_use]
    pub fn are_shipped(lexicons: &[Self]) -> bool {
        lexicons.iter().all(|lexicon| lexicon.shipped) && lexicons.iter().map(Self::id).eq(together())
    }
}

fn together() -> impl Iterator<Item = &'static str> {
    DEFAULT.into_iter().chain(COMPANIONS)
}
