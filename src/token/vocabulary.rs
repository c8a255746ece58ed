//! The words that lexicons and language tables know, as small integers.

mod ready;

use super::fold::fold;
use crate::language::{Class, Language};
use crate::numbers::{Table, push};
use ready::Ready;
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
    /// Those it came with.
    ready: Ready,
    /// Words of up to [`PACKED`] bytes, which are nearly all, as one number each.
    short: FxHashMap<u128, WordId>,
    long: FxHashMap<Box<[u8]>, WordId>,
    /// By id, as far as a word has a class.
    classes: Vec<Class>,
    /// How many ids there are.
    count: u32,
    /// Prefixes (`terror*`) in byte order, each with an id of its own.
    prefixes: Vec<(Box<str>, WordId)>,
    filter: Vec<u64>,
}

impl Vocabulary {
    /// A vocabulary of the language's own words.
    #[must_use]
    pub fn new(language: &Language) -> Self {
        let mut new = Self::empty();
        let mut words: Vec<_> = language.words().collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        for (word, class) in words {
            let id = new.intern(&fold(word)).0 as usize;
            if new.classes.len() <= id {
                new.classes.resize(id + 1, Class::default());
            }
            new.classes[id] |= class;
        }
        new
    }

    fn empty() -> Self {
        Self {
            ready: Ready::default(),
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            classes: Vec::new(),
            count: 1,
            prefixes: Vec::new(),
            filter: vec![0; FILTER_BITS / 64],
        }
    }

    /// The id of a folded word, entered if it is new.
    pub fn intern(&mut self, folded: &str) -> WordId {
        let new = WordId(self.count);
        let key = packed(folded.as_bytes());
        if let Some(known) = key.and_then(|key| self.ready.get(key)) {
            return known;
        }
        let known = match key {
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
        let id = WordId(self.count);
        self.count += 1;
        id
    }

    /// The id of a folded word: its own, else that of its longest listed prefix, else unknown.
    #[must_use]
    pub fn look_up(&self, folded: &[u8]) -> WordId {
        let known = match packed(folded) {
            Some(key) => self.short_word(key),
            None => self.long.get(folded).copied(),
        };
        if let Some(id) = known {
            return id;
        }
        if self.may_be_covered(folded) { self.longest_prefix(folded) } else { WordId::UNKNOWN }
    }

    /// The same for a word of up to [`PACKED`] bytes, its first byte the lowest, behind it zeros.
    #[inline]
    pub(super) fn look_up_packed(&self, folded: u128) -> WordId {
        if let Some(id) = self.short_word(folded) {
            return id;
        }
        let bytes = folded.to_le_bytes();
        let word = &bytes[..length(folded)];
        if self.may_be_covered(word) { self.longest_prefix(word) } else { WordId::UNKNOWN }
    }

    #[inline]
    fn short_word(&self, folded: u128) -> Option<WordId> {
        self.ready.get(folded).or_else(|| self.short.get(&folded).copied())
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
        let short = self.short_words().map(|(word, id)| bytes((&word.to_le_bytes()[..length(word)], id)));
        let long = self.long.iter().map(|(word, id)| bytes((word, *id)));
        let prefixes = self.prefixes.iter().map(|(prefix, id)| (prefix.to_string(), *id));
        let mut all: Vec<_> = short.chain(long).chain(prefixes).collect();
        all.sort_unstable_by_key(|(_, id)| *id);
        all
    }

    /// All words of up to [`PACKED`] bytes, in no fixed order.
    fn short_words(&self) -> impl Iterator<Item = (u128, WordId)> {
        self.ready.all().chain(self.short.iter().map(|(word, id)| (*word, *id)))
    }

    /// All that it knows as a table of numbers and, of the few long words and prefixes, a text of lines: id, a blank,
    /// and the word or the prefix with a star.
    #[must_use]
    pub fn tables(&self) -> (Vec<u8>, String) {
        let mut out = Vec::new();
        push(self.count, &mut out);
        push(self.classes.len() as u32, &mut out);
        for bits in self.classes.iter().map(|class| class.bits()) {
            push(bits as u32, &mut out);
            push((bits >> u32::BITS) as u32, &mut out);
        }
        let mut short: Vec<_> = self.short_words().collect();
        short.sort_unstable_by_key(|(_, id)| *id);
        Ready::write(&short, &mut out);
        let is_prefix = |id: WordId| self.prefixes.iter().any(|(_, prefix)| *prefix == id);
        let mut others = self.listed();
        others.retain(|(word, id)| word.len() > PACKED || is_prefix(*id));
        let line = |(word, id): (String, WordId)| format!("{} {word}{}\n", id.0, if is_prefix(id) { "*" } else { "" });
        (out, others.into_iter().map(line).collect())
    }

    /// The vocabulary that [`Self::tables`] are of.
    ///
    /// # Panics
    /// When they are other tables.
    #[must_use]
    pub fn from_tables(numbers: &'static [u8], others: &str) -> Self {
        let mut table = Table::of(numbers);
        let [count, classes] = table.next();
        let class = |[low, high]: [u32; 2]| Class::from_bits(u64::from(low) | u64::from(high) << u32::BITS);
        let mut own = Self::empty();
        own.classes = (0..classes).map(|_| class(table.next())).collect();
        own.ready = Ready::read(&mut table);
        for (id, word) in others.lines().filter_map(|line| line.split_once(' ')) {
            own.count = id.parse().expect("a line begins with an id");
            match word.strip_suffix('*') {
                Some(prefix) => own.intern_prefix(prefix),
                None => own.intern(word),
            };
        }
        own.count = count;
        own
    }

    fn may_be_covered(&self, word: &[u8]) -> bool {
        let bit = filter_bit(word);
        word.len() >= MIN_PREFIX && self.filter[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// The ids that stand for all words with a prefix; every other is of one word.
    pub fn prefixes(&self) -> impl Iterator<Item = WordId> {
        self.prefixes.iter().map(|(_, id)| *id)
    }

    /// The classes of a word.
    #[must_use]
    pub fn class(&self, word: WordId) -> Class {
        self.classes.get(word.0 as usize).copied().unwrap_or_default()
    }

    /// How many ids there are; every id is smaller.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether it knows no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count <= 1
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
        assert!(words.prefixes().eq([terror, terrorist]));
        assert_eq!(words.look_up(b"terrorists"), terrorist);
        assert_eq!(words.look_up(b"terrorless"), terror);
        assert_eq!(words.look_up(b"terrorise"), known);
        assert_eq!(words.look_up(b"terminal"), WordId::UNKNOWN);
        words.intern("tent");
        let covered = [("terror", terror), ("terrorist", terrorist), ("terrorise", known)];
        assert_eq!(words.covered(), covered.map(|(word, id)| (word.to_owned(), id)));
    }

    #[test]
    fn a_vocabulary_of_tables_goes_on_where_it_was() {
        let mut words = Vocabulary::new(&Language::default());
        let all = [words.intern("treaty"), words.intern_prefix("terror"), words.intern("counter-revolutionary")];
        let (numbers, others) = words.tables();
        assert_eq!(others, "2 terror*\n3 counter-revolutionary\n");
        let mut again = Vocabulary::from_tables(numbers.leak(), &others);
        assert_eq!(["treaty", "terrors", "counter-revolutionary"].map(|word| again.look_up(word.as_bytes())), all);
        assert_eq!(again.look_up(b"treatise"), WordId::UNKNOWN);
        assert_eq!([again.intern("treaty"), again.intern("truce")], [all[0], WordId(words.len() as u32)]);
        assert_eq!(again.look_up(b"truce"), WordId(4));
        assert_eq!(again.listed().len(), again.len() - 1);
    }
}
