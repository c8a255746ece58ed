//! What is wrong with a lexicon that loads: entries that can never match, shadow or contradict each other, categories
//! without examples, examples that do not hold; and what of it a corpus uses.
//!
//! In: lexicons, analyses. Out: [`Finding`]s in order of files and rows, a [`Coverage`]. Always holds: the same
//! lexicons give the same findings; what cannot be read at all is [`crate::Lexicon::check`]'s to tell.

mod coverage;
mod examples;
mod manifest;
mod reach;

use crate::analysis::Analyzer;
use crate::error::Result;
use crate::lexicon::{DEFAULT, Lexicon};

pub use coverage::{Coverage, Usage};

/// What kind of thing is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FindingKind {
    /// A row or manifest that cannot be read.
    Broken,
    /// An entry that no text can match.
    Never,
    /// An entry all of whose words another one of the same meaning takes.
    Shadowed,
    /// Entries that weigh or label the same words differently.
    Conflict,
    /// A category without an example that hits, or without one that must not.
    Examples,
    /// An example that does not hold.
    Example,
    /// A category without entries, a composite without dimensions.
    Unused,
    /// Rows out of order, an id that is not the folder's name.
    Form,
}

impl FindingKind {
    /// The kind's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Never => "never",
            Self::Shadowed => "shadowed",
            Self::Conflict => "conflict",
            Self::Examples => "examples",
            Self::Example => "example",
            Self::Unused => "unused",
            Self::Form => "form",
        }
    }
}

/// Something found in a lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// Whether it should be mended; a note is only worth knowing.
    pub problem: bool,
    /// Name of the file in the lexicon's folder.
    pub file: &'static str,
    /// 1-based line in it, where there is one.
    pub line: Option<u64>,
    /// What was found, why, and what to do.
    pub message: String,
}

impl Finding {
    fn problem(kind: FindingKind, file: &'static str, line: Option<u64>, message: String) -> Self {
        Self { kind, problem: true, file, line, message }
    }

    fn note(kind: FindingKind, file: &'static str, line: Option<u64>, message: String) -> Self {
        Self { kind, problem: false, file, line, message }
    }
}

const TERMS: &str = "terms.csv";
const EXAMPLES: &str = "examples.csv";
const MANIFEST: &str = "lexicon.toml";

/// Everything found in the first `count` lexicons of an analyzer, one list for each. The others, such as the modifiers,
/// take part in settling which entry counts.
#[must_use]
pub fn lint(analyzer: &Analyzer, count: usize) -> Vec<Vec<Finding>> {
    let lexicons = &analyzer.lexicons()[..count.min(analyzer.lexicons().len())];
    let mut found: Vec<Vec<Finding>> = lexicons.iter().map(|l| manifest::check(l, analyzer.lexicons())).collect();
    let reach = reach::Reach::new(analyzer.lexicons());
    for (at, own) in found.iter_mut().enumerate() {
        own.extend(reach.check(at));
        own.extend(examples::check(analyzer, at));
        own.sort_by_key(|f| (f.file, f.line));
    }
    found
}

/// An analyzer for linting these lexicons: with the shipped dimensions beside them when one of them is, or replaces, a
/// shipped dimension, whose examples count on the others.
///
/// # Errors
/// Lexicons that contradict each other.
pub fn context(mut lexicons: Vec<Lexicon>) -> Result<Analyzer> {
    if lexicons.iter().any(|l| DEFAULT.contains(&l.id())) {
        for id in DEFAULT {
            if lexicons.iter().all(|l| l.id() != id) {
                lexicons.push(Lexicon::builtin(id)?);
            }
        }
    }
    Analyzer::new(lexicons)
}
