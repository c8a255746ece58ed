//! The words that lexicons and language tables know, as small integers.

use super::fold::fold;
use crate::language::{Class, Language};
use rustc_hash::FxHashMap;

/// A word of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordId(pub u32);

impl WordId {
    /// Any word that the vocabulary does not list.
    pub const UNKNOWN: Self = Self(0);
}

/// Bytes that one number holds.
pub(super) const PACKED: usize = size_of::<u128>();
/// Bits of the filter that rejects most unknown words before prefixes are searched.
const FILTER_BITS: usize = 1 << 12;
/// Shortest prefix a term may name before its star, in bytes.
pub const MIN_PREFIX: usize = 3;

/// Folded word → [`WordId`] → classes. Filled while lexicons are compiled, read-only afterwards.
#[derive(Debug)]
pub struct Vocabulary {
    /// Words of up to [`PACKED`] bytes, which are nearly all, as one number each.
    short: FxHashMap<u128, WordId>,
    long: FxHashMap<Box<[u8]>, WordId>,
    /// By id.
    classes: Vec<Class>,
    /// Prefixes (`terror*`) in byte order, each with an id of its own.
    prefixes: Vec<(Box<str>, WordId)>,
    filter: Vec<u64>,
}

impl Vocabulary {
    /// A vocabulary of the language's own words.
    #[must_use]
    pub fn new(language: &Language) -> Self {
        let mut new = Self {
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            classes: vec![Class::default()],
            prefixes: Vec::new(),
            filter: vec![0; FILTER_BITS / 64],
        };
        let mut words: Vec<_> = language.words().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        for (word, class) in words {
            let id = new.intern(&fold(word));
            new.classes[id.0 as usize] |= class;
        }
        new
    }

    /// The id of a folded word, entered if it is new.
    pub fn intern(&mut self, folded: &str) -> WordId {
        let new = WordId(self.classes.len() as u32);
        let known = match packed(folded.as_bytes()) {
            Some(key) => *self.short.entry(key).or_insert(new),
            None => *self.long.entry(folded.as_bytes().into()).or_insert(new),
        };
        if known == new { self.push() } else { known }
    }

    /// The id that stands for all otherwise unknown words with this folded prefix of at least three bytes.
    pub fn intern_prefix(&mut self, prefix: &str) -> WordId {
        match self.prefixes.binary_search_by(|(p, _)| (**p).cmp(prefix)) {
            Ok(at) => self.prefixes[at].1,
            Err(at) => {
                let id = self.push();
                self.prefixes.insert(at, (prefix.into(), id));
                let bit = filter_bit(prefix.as_bytes());
                self.filter[bit / 64] |= 1 << (bit % 64);
                id
            }
        }
    }

    fn push(&mut self) -> WordId {
        let id = WordId(self.classes.len() as u32);
        self.classes.push(Class::default());
        id
    }

    /// The id of a folded word: its own, else that of its longest listed prefix, else unknown.
    #[must_use]
    pub fn look_up(&self, folded: &[u8]) -> WordId {
        let known = match packed(folded) {
            Some(key) => self.short.get(&key),
            None => self.long.get(folded),
        };
        if let Some(id) = known {
            return *id;
        }
        if self.may_be_covered(folded) { self.longest_prefix(folded) } else { WordId::UNKNOWN }
    }

    /// The same for a word of up to [`PACKED`] bytes, its first byte the lowest, behind it zeros.
    #[inline]
    pub(super) fn look_up_packed(&self, folded: u128) -> WordId {
        if let Some(id) = self.short.get(&folded) {
            return *id;
        }
        let bytes = folded.to_le_bytes();
        let word = &bytes[..length(folded)];
        if self.may_be_covered(word) { self.longest_prefix(word) } else { WordId::UNKNOWN }
    }

    fn longest_prefix(&self, folded: &[u8]) -> WordId {
        let mut end = self.prefixes.partition_point(|(p, _)| p.as_bytes() <= folded);
        while let Some(at) = end.checked_sub(1) {
            let (prefix, id) = &self.prefixes[at];
            if folded.starts_with(prefix.as_bytes()) {
                return *id;
            }
            if prefix.as_bytes()[..MIN_PREFIX] < folded[..MIN_PREFIX] {
                break;
            }
            end = at;
        }
        WordId::UNKNOWN
    }

    /// The words and prefixes that may begin with one of the prefixes: all that do, and few others.
    #[must_use]
    pub fn covered(&self) -> Vec<(String, WordId)> {
        let mut found = self.listed();
        found.retain(|(word, _)| self.may_be_covered(word.as_bytes()));
        found
    }

    /// All words and prefixes in the order of their ids.
    fn listed(&self) -> Vec<(String, WordId)> {
        let bytes = |(word, id): (&[u8], WordId)| (String::from_utf8_lossy(word).into_owned(), id);
        let short = self.short.iter().map(|(word, id)| bytes((&word.to_le_bytes()[..length(*word)], *id)));
        let long = self.long.iter().map(|(word, id)| bytes((word, *id)));
        let prefixes = self.prefixes.iter().map(|(prefix, id)| (prefix.to_string(), *id));
        let mut all: Vec<_> = short.chain(long).chain(prefixes).collect();
        all.sort_unstable_by_key(|(_, id)| *id);
        all
    }

    /// The words with ids from `first` on, one a line in their order, a star behind a prefix: what
    /// [`Self::add_listed`] enters again.
    #[must_use]
    pub fn listing(&self, first: usize) -> String {
        let words = self.listed();
        let is_prefix = |id: WordId| self.prefixes.iter().any(|(_, prefix)| *prefix == id);
        let end = |id| if is_prefix(id) { "*\n" } else { "\n" };
        let own = words.iter().filter(|(_, id)| id.0 as usize >= first);
        own.flat_map(|(word, id)| [word.as_str(), end(*id)]).collect()
    }

    /// Enters words as [`Self::listing`] gives them.
    pub fn add_listed(&mut self, listing: &str) {
        // About ten letters a word.
        self.short.reserve(listing.len() / 10);
        for line in listing.lines() {
            match line.strip_suffix('*') {
                Some(prefix) => self.intern_prefix(prefix),
                None => self.intern(line),
            };
        }
    }

    fn may_be_covered(&self, word: &[u8]) -> bool {
        let bit = filter_bit(word);
        word.len() >= MIN_PREFIX && self.filter[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The classes of a word.
    #[must_use]
    pub fn class(&self, word: WordId) -> Class {
        self.classes.get(word.0 as usize).copied().unwrap_or_default()
    }

    /// How many ids there are; every id is smaller.
    #[must_use]
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// Whether it knows no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.classes.len() <= 1
    }
}

/// A short word as one number; none for a longer one.
fn packed(word: &[u8]) -> Option<u128> {
    let mut bytes = [0; PACKED];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u128::from_le_bytes(bytes))
}

/// Bytes of the word that a number is.
fn length(packed: u128) -> usize {
    PACKED - packed.leading_zeros() as usize / 8
}

fn filter_bit(word: &[u8]) -> usize {
    let [a, b, c, ..] = word else { return 0 };
    (usize::from(*a) * 31 * 31 + usize::from(*b) * 31 + usize::from(*c)) % FILTER_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_catch_unknown_words_longest_first() {
        let mut words = Vocabulary::new(&Language::default());
        let terror = words.intern_prefix("terror");
        let terrorist = words.intern_prefix("terrorist");
        let known = words.intern("terrorise");
        assert_eq!(words.look_up(b"terrorists"), terrorist);
        assert_eq!(words.look_up(b"terrorless"), terror);
        assert_eq!(words.look_up(b"terrorise"), known);
        assert_eq!(words.look_up(b"terminal"), WordId::UNKNOWN);
        words.intern("tent");
        let covered = [("terror", terror), ("terrorist", terrorist), ("terrorise", known)];
        assert_eq!(words.covered(), covered.map(|(word, id)| (word.to_owned(), id)));
    }

    #[test]
    fn listed_words_are_entered_again() {
        let mut words = Vocabulary::new(&Language::default());
        let own = words.len();
        let all = [words.intern("treaty"), words.intern_prefix("terror"), words.intern("counter-revolutionary")];
        let listing = words.listing(own);
        assert_eq!(listing, "treaty\nterror*\ncounter-revolutionary\n");
        let mut again = Vocabulary::new(&Language::default());
        again.add_listed(&listing);
        assert_eq!(["treaty", "terrors", "counter-revolutionary"].map(|word| again.look_up(word.as_bytes())), all);
        assert_eq!(again.len(), words.len());
    }
}
