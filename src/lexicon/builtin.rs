//! The shipped lexicons, compiled into the program.

use super::Lexicon;
use super::load::{Files, parse};
use crate::error::{Error, ErrorKind, Result};
use std::path::Path;

/// Ids of the shipped lexicons.
pub const BUILTIN: [&str; 8] =
    ["hostility", "escalation", "deescalation", "violence", "sentiment", "composites", "modifiers", "cues"];

/// The lexicons that score texts when nothing else is asked for, in the order of their columns.
pub const DEFAULT: [&str; 5] = ["hostility", "escalation", "deescalation", "violence", "sentiment"];

macro_rules! files {
    ($id:literal) => {
        Files {
            manifest: include_str!(concat!("../../lexicons/", $id, "/lexicon.toml")),
            terms: include_str!(concat!("../../lexicons/", $id, "/terms.csv")),
            examples: include_str!(concat!("../../lexicons/", $id, "/examples.csv")),
            rules: None,
        }
    };
}

pub(super) fn builtin(id: &str) -> Result<Lexicon> {
    let files = match id {
        "hostility" => files!("hostility"),
        "escalation" => files!("escalation"),
        "deescalation" => files!("deescalation"),
        "violence" => files!("violence"),
        "sentiment" => files!("sentiment"),
        "cues" => files!("cues"),
        "modifiers" => {
            Files { rules: Some(include_str!("../../lexicons/modifiers/rules.toml")), ..files!("modifiers") }
        }
        "composites" => Files {
            manifest: include_str!("../../lexicons/composites/lexicon.toml"),
            terms: "",
            examples: "",
            rules: None,
        },
        other => {
            let message =
                format!("no shipped lexicon is called {other:?}; there are {}, or name a folder", BUILTIN.join(", "));
            return Err(Error::new(ErrorKind::Usage, message));
        }
    };
    parse(&files, &Path::new("lexicons").join(id))
}
