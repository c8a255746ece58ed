//! What makes a language: the closed word classes and irregular forms that all later stages lean on.
//!
//! In: the tables of `lexicons/lang-en/`. Out: [`Language`], word → [`Class`]. Always holds: a class says what a word
//! can be, never what it is in a given sentence.

mod class;
mod load;

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

pub use class::Class;
pub(crate) use load::regular_plural;

/// A language's word classes, irregular forms and layout phrases.
#[derive(Debug, Default)]
pub struct Language {
    /// Folded word → classes.
    words: FxHashMap<String, Class>,
    /// (lemma, part of speech) → its further forms.
    irregular: FxHashMap<(String, char), Vec<String>>,
    /// Folded phrases a boilerplate line opens with; `true` when the line must consist of nothing else.
    boilerplate: Vec<(String, bool)>,
    /// Folded month name → 1…12.
    months: FxHashMap<String, i8>,
}

/// English is built in and checked by the tests, so that it cannot fail to load.
static ENGLISH: LazyLock<Language> = LazyLock::new(|| {
    Language::load(
        include_str!("../../lexicons/lang-en/words.csv"),
        include_str!("../../lexicons/lang-en/irregular.csv"),
    )
    .expect("the shipped language tables are well-formed; tests/lexicons.rs loads them")
});

impl Language {
    /// The built-in English.
    #[must_use]
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    /// The classes of a folded word; none for a word the tables do not list.
    #[must_use]
    pub fn class(&self, folded: &str) -> Class {
        self.words.get(folded).copied().unwrap_or_default()
    }

    /// All listed words with their classes, in no fixed order.
    pub fn words(&self) -> impl Iterator<Item = (&str, Class)> {
        self.words.iter().map(|(word, class)| (word.as_str(), *class))
    }

    /// The irregular forms of a lemma as verb (`v`), noun (`n`) or adjective (`a`), without the lemma itself.
    #[must_use]
    pub fn irregular(&self, lemma: &str, pos: char) -> Option<&[String]> {
        self.irregular.get(&(lemma.to_owned(), pos)).map(Vec::as_slice)
    }

    /// Whether a folded line (words joined by one blank) is boilerplate such as "read more".
    #[must_use]
    pub fn is_boilerplate(&self, line: &str) -> bool {
        self.boilerplate.iter().any(|(phrase, whole)| {
            line.strip_prefix(phrase.as_str()).is_some_and(|rest| rest.is_empty() || (!whole && rest.starts_with(' ')))
        })
    }

    /// The number of a folded month name or its abbreviation.
    #[must_use]
    pub fn month(&self, folded: &str) -> Option<i8> {
        self.months.get(folded).copied()
    }
}
