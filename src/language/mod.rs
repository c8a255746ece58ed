//! What makes a language: the closed word classes and irregular forms that all later stages lean on.
//!
//! In: the tables of `lexicons/lang-en/`. Out: [`Language`], word → [`Class`]. Always holds: a class says what a word
//! can be, never what it is in a given sentence.

mod class;
mod load;

use crate::shipped::PHRASES;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

pub use class::Class;
pub(crate) use load::regular_plural;

/// A language's word classes, irregular forms and layout phrases.
#[derive(Debug, Default)]
pub struct Language {
    /// Its tables, where they are not read yet.
    tables: Option<[&'static str; 3]>,
    lists: OnceLock<Lists>,
    phrases: Phrases,
}

/// What is known of words: what lexicons are compiled with.
#[derive(Debug, Default)]
struct Lists {
    /// Folded word → classes.
    words: FxHashMap<String, Class>,
    /// (lemma, part of speech) → its further forms.
    irregular: FxHashMap<(String, char), Vec<String>>,
    /// Name of a set of terms → its terms, with bars between them.
    sets: FxHashMap<String, String>,
}

/// What lines of an article are looked through for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Phrases {
    /// Folded phrases a boilerplate line opens with; `true` when the line must consist of nothing else.
    boilerplate: Vec<(String, bool)>,
    /// Folded month name → 1…12.
    months: BTreeMap<String, i8>,
}

/// The tables of English, `words.csv`, `irregular.csv` and `sets.csv`.
pub const ENGLISH_TABLES: [&str; 3] = [
    include_str!("../../lexicons/lang-en/words.csv"),
    include_str!("../../lexicons/lang-en/irregular.csv"),
    include_str!("../../lexicons/lang-en/sets.csv"),
];

/// English is built in. What programs need that compile no lexicon is ready, the rest is read when it is asked for.
static ENGLISH: LazyLock<Language> = LazyLock::new(|| Language {
    tables: Some(ENGLISH_TABLES),
    lists: OnceLock::new(),
    phrases: Phrases::listed(PHRASES),
});

impl Language {
    /// The built-in English.
    #[must_use]
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    fn lists(&self) -> &Lists {
        self.lists.get_or_init(|| {
            let (lists, _) = load::tables(self.tables.unwrap_or_default())
                .expect("the shipped language tables are well-formed: the program was built with them");
            lists
        })
    }

    /// The classes of a folded word; none for a word the tables do not list.
    #[must_use]
    pub fn class(&self, folded: &str) -> Class {
        self.lists().words.get(folded).copied().unwrap_or_default()
    }

    /// All listed words with their classes, in no fixed order.
    pub fn words(&self) -> impl Iterator<Item = (&str, Class)> {
        self.lists().words.iter().map(|(word, class)| (word.as_str(), *class))
    }

    /// The irregular forms of a lemma as verb (`v`), noun (`n`) or adjective (`a`), without the lemma itself.
    #[must_use]
    pub fn irregular(&self, lemma: &str, pos: char) -> Option<&[String]> {
        self.lists().irregular.get(&(lemma.to_owned(), pos)).map(Vec::as_slice)
    }

    /// The terms of a set with bars between them, as in `soldier/n|troop/n`; nothing for a set that `sets.csv` lacks.
    #[must_use]
    pub fn set(&self, name: &str) -> Option<&str> {
        self.lists().sets.get(name).map(String::as_str)
    }

    /// Whether a folded line (words joined by one blank) is boilerplate such as "read more".
    #[must_use]
    pub fn is_boilerplate(&self, line: &str) -> bool {
        self.phrases.boilerplate.iter().any(|(phrase, whole)| {
            line.strip_prefix(phrase.as_str()).is_some_and(|rest| rest.is_empty() || (!whole && rest.starts_with(' ')))
        })
    }

    /// The number of a folded month name or its abbreviation.
    #[must_use]
    pub fn month(&self, folded: &str) -> Option<i8> {
        self.phrases.months.get(folded).copied()
    }
}
