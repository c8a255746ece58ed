//! `lexicons/<id>/` → [`Lexicon`], and lexicons → [`Matcher`].
//!
//! In: a manifest, a table of terms, a table of examples. Out: entries with their category, weight and pattern; a
//! matcher that finds all of them in one pass over tokens. Always holds: every error names file and row; a lexicon
//! never changes once loaded.

mod builtin;
pub mod convert;
mod diff;
mod embedded;
mod forms;
mod inflect;
mod load;
mod manifest;
mod matcher;
mod passive;
mod term;

pub use builtin::{BUILTIN, DEFAULT, TOGETHER};
pub use diff::{Change, ChangeKind, diff};
pub use embedded::Embedded;
pub use manifest::{Category, Composite, DimensionSpec, Kind, Manifest, Role};
pub use matcher::{Match, Matcher, Words};
pub use term::{Pattern, Step};

use crate::error::{Error, Result};
use crate::language::Language;
use std::borrow::Cow;
use std::path::Path;

/// One thousandth: weights and values are integers in this unit.
pub const UNIT: i32 = 1000;

/// A row of `terms.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The term as written; unique within its dimension.
    pub term: Cow<'static, str>,
    /// Index into [`Lexicon::categories`].
    pub category: usize,
    /// Weight in thousandths.
    pub weight: i32,
    /// Where the weight comes from.
    pub source: Cow<'static, str>,
    /// The sense meant, or a warning.
    pub note: Cow<'static, str>,
    /// 1-based line in `terms.csv`.
    pub line: u64,
}

impl Entry {
    /// What the term matches.
    ///
    /// # Errors
    /// A term that cannot be read; entries of a loaded lexicon have none such.
    pub fn pattern(&self) -> Result<Pattern> {
        Pattern::parse(&self.term, Language::english())
    }
}

/// A row of `examples.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Category the example is for.
    pub category: Cow<'static, str>,
    /// The text.
    pub text: Cow<'static, str>,
    /// The surface form that must hit in this category; `None` when nothing may.
    pub hit: Option<Cow<'static, str>>,
    /// The hit's final value in thousandths, where it is stated.
    pub value: Option<i32>,
    /// 1-based line in `examples.csv`.
    pub line: u64,
}

/// A set of entries with its manifest.
#[derive(Debug, Clone)]
pub struct Lexicon {
    manifest: Manifest,
    categories: Vec<(usize, Category)>,
    entries: Vec<Entry>,
    examples: Vec<Example>,
    rules: Option<String>,
    sha256: String,
    /// It came with the program.
    shipped: bool,
}

impl Lexicon {
    /// Reads a lexicon from its folder.
    ///
    /// # Errors
    /// A file that cannot be read, or the first row that breaks the format, with file, line, found and expected.
    pub fn load(folder: &Path) -> Result<Self> {
        load::whole(load::folder(folder)?, folder)
    }

    /// Reads what can be read of the lexicon in a folder, and everything that is wrong with the rest, in the order of
    /// files and rows. There is no lexicon when the manifest cannot be read.
    ///
    /// # Errors
    /// A file that cannot be opened or is no UTF-8.
    pub fn check(folder: &Path) -> Result<(Option<Self>, Vec<Error>)> {
        load::folder(folder)
    }

    /// The lexicon's id, as its manifest gives it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.manifest.id
    }

    /// The manifest.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// All entries, in the order of `terms.csv`.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All examples, in the order of `examples.csv`.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// All categories, each with the index of its dimension in the manifest.
    #[must_use]
    pub fn categories(&self) -> &[(usize, Category)] {
        &self.categories
    }

    /// The text of `rules.toml`, which only a lexicon of kind `modifiers` has.
    #[must_use]
    pub fn rules(&self) -> Option<&str> {
        self.rules.as_deref()
    }

    /// SHA-256 over the lexicon's files, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}
