//! How often everybody uses what is compared, where only the speech of a few is at hand.

use super::{Feature, Key};
use crate::aggregate::speech::{EntryId, Strings};
use crate::score::DimensionId;
use rustc_hash::FxHashMap;

/// How often everybody's hits are of each category and entry, of a corpus of which only the compared speech is at hand.
#[derive(Debug, Clone, Default)]
pub struct Background {
    pub(super) words: u64,
    names: Strings,
    /// By number of the category and dimension.
    categories: FxHashMap<(u32, u8), u32>,
    entries: FxHashMap<EntryId, u32>,
}

impl Background {
    /// Adds words that are said.
    pub fn said(&mut self, words: u32) {
        self.words += u64::from(words);
    }

    /// Adds a hit.
    pub fn hit(&mut self, entry: EntryId, dimension: DimensionId, category: &str) {
        let category = self.names.enter(category);
        *self.categories.entry((category, dimension.0)).or_default() += 1;
        *self.entries.entry(entry).or_default() += 1;
    }

    /// How often a feature is used; `categories` number those of its key.
    pub(super) fn of(&self, (feature, a, b): Key, categories: &Strings) -> u32 {
        let found = match feature {
            Feature::Word | Feature::Bigram => None,
            Feature::Term => self.entries.get(&EntryId { lexicon: b as u16, entry: a }),
            Feature::Category => {
                let number = self.names.number(categories.get(a));
                number.and_then(|number| self.categories.get(&(number, b as u8)))
            }
        };
        found.copied().unwrap_or_default()
    }
}
