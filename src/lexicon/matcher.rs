//! All entries of all lexicons, found in one pass over tokens.
//!
//! Patterns are indexed by the pairs of words that they may begin with, the second within reach of the first; those that
//! need no second word by their first. Only what begins so is walked over the words of the sentence.

mod beginnings;
mod code;
mod compile;
mod need;
mod numbers;
mod sorts;
mod walk;

use super::term::Pieces;
use super::{Lexicon, Pattern};
use crate::language::Language;
use crate::token::{Token, TokenRange, Vocabulary, WordId};
use beginnings::{Beginnings, Openings};
use compile::Compiler;
use need::{Need, Needs};
use numbers::Numbers;
use sorts::{Sorter, Sorts};
use std::num::NonZero;
use std::sync::Arc;
use walk::Walk;

pub use walk::Words;

/// An entry found at a run of tokens, before overlaps are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Index of the lexicon in the order given to [`Matcher::new`].
    pub lexicon: u16,
    /// Index of the entry in its lexicon.
    pub entry: u32,
    /// From its first to its last word.
    pub tokens: TokenRange,
}

/// A step over words: ids at first, sorts once all words are known.
#[derive(Debug)]
enum Node<W> {
    /// Any of these words.
    Words(Arc<[W]>),
    /// This word in capitals.
    Capitals(W),
    Either(Box<[Box<[Self]>]>),
    Optional(Box<[Box<[Self]>]>),
    Gap(u8),
}

#[derive(Debug)]
struct Program<W> {
    lexicon: u16,
    entry: u32,
    nodes: Box<[Node<W>]>,
}

/// Finds the entries of several lexicons. It is tables of numbers throughout, so that those of the shipped lexicons can
/// be made when the program is built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    /// What the tables know words by.
    sorts: Sorts,
    /// All programs, each its lexicon and entry and then its steps.
    code: Numbers,
    /// What programs may begin with.
    beginnings: Beginnings,
}

/// Numbers before the steps of a program.
const HEADER: usize = 2;

/// A program that may begin at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// Where it stands in the code.
    program: u32,
    /// Words of a match, where the words looked at are all that it asks for; else it is walked.
    whole: Option<NonZero<u8>>,
    /// What must stand behind.
    need: Need,
}

impl Candidate {
    /// As numbers, with room for one byte more: [`Self::of`] returns it.
    fn row(self, byte: u8) -> [u32; 4] {
        let Need { first, last, bits } = self.need;
        let whole = self.whole.map_or(0, NonZero::get);
        [self.program, u32::from_le_bytes([first, last, whole, byte]), bits as u32, (bits >> u32::BITS) as u32]
    }

    #[inline]
    fn of([program, bytes, low, high]: [u32; 4]) -> (Self, u8) {
        let [first, last, whole, byte] = bytes.to_le_bytes();
        let need = Need { first, last, bits: u64::from(high) << u32::BITS | u64::from(low) };
        (Self { program, whole: NonZero::new(whole), need }, byte)
    }
}

impl Matcher {
    /// Compiles the entries of `lexicons`, entering their words into `vocabulary`.
    #[must_use]
    pub fn new(lexicons: &[Lexicon], vocabulary: &mut Vocabulary) -> Self {
        let mut pieces = Pieces::new(Language::english());
        let mut compiler = Compiler::new(vocabulary);
        for (lexicon, id) in lexicons.iter().zip(0..) {
            for (entry, index) in lexicon.entries().iter().zip(0..) {
                // A lexicon with a term that cannot be read is not loaded.
                if let Ok(pattern) = Pattern::parse_with(&entry.term, &mut pieces) {
                    compiler.add(id, index, pattern);
                }
            }
        }
        compiler.finish()
    }

    /// Compiles one pattern, as entry 0 of lexicon 0, entering its words into `vocabulary`.
    #[must_use]
    pub fn of_pattern(pattern: &Pattern, vocabulary: &mut Vocabulary) -> Self {
        let mut compiler = Compiler::new(vocabulary);
        compiler.add(0, 0, pattern.clone());
        compiler.finish()
    }

    fn indexed(programs: &[Program<WordId>], words: usize) -> Self {
        let (sorts, count, programs) = Sorter::sorted(programs, words);
        let needs = Needs::new(programs.iter().map(|program| &*program.nodes), count);
        let mut openings = Openings::new(&needs);
        let mut code = Vec::new();
        for program in &programs {
            openings.add(&program.nodes, code.len() as u32);
            code.extend([program.lexicon.into(), program.entry]);
            code::sequence(&program.nodes, &mut code);
        }
        let beginnings = Beginnings::new(openings, count);
        Self { sorts, code: code.into_iter().collect(), beginnings }
    }

    /// Its tables as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let own = [self.sorts.table(), &self.code];
        own.into_iter().chain(self.beginnings.tables()).for_each(|table| table.write(&mut bytes));
        bytes
    }

    /// The matcher that [`Self::to_bytes`] made these bytes of.
    ///
    /// # Panics
    /// When they are other bytes.
    #[must_use]
    pub fn from_bytes(mut bytes: &'static [u8]) -> Self {
        let mut next = || Numbers::read(&mut bytes);
        Self { sorts: Sorts::read(next()), code: next(), beginnings: Beginnings::read(next) }
    }

    /// Appends all matches that begin within `range` to `out`, in text order; none crosses a punctuation mark other
    /// than hyphens and quotation marks, nor the end of the range.
    pub fn find(&self, tokens: &[Token], range: TokenRange, out: &mut Vec<Match>) {
        self.find_with(tokens, range, &mut Words::default(), out);
    }

    /// The same with a buffer that is reused.
    pub fn find_with(&self, tokens: &[Token], range: TokenRange, words: &mut Words, out: &mut Vec<Match>) {
        words.read(tokens, range, &self.sorts);
        let walk = Walk { code: &self.code, tokens, words: &words.sorts, places: &words.places };
        for at in 0..walk.words.len() {
            words.candidates.clear();
            self.beginnings.of(&walk.words[at..], &words.bits[at..], &words.near[at..], &mut words.candidates);
            for candidate in &words.candidates {
                let program = candidate.program as usize;
                let end = match candidate.whole {
                    Some(length) => Some(at + length.get() as usize),
                    None => walk.run(program + HEADER, None, at),
                };
                if let Some(end) = end {
                    out.push(Match {
                        lexicon: self.code.get(program) as u16,
                        entry: self.code.get(program + 1),
                        tokens: TokenRange::new(walk.places[at], walk.places[end - 1] + 1),
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    /// A pattern of so many pairs is tried at its first word alone, and still asks for the second.
    #[test]
    fn many_pairs_ask_for_both_words() {
        let words = |letter: char| (1..=60).map(move |length| format!("{letter}{}", "x".repeat(length)));
        let listed = |letter| words(letter).collect::<Vec<_>>().join("|");
        let (mut vocabulary, mut tokens, mut found) = (Vocabulary::new(Language::english()), Vec::new(), Vec::new());
        let mut compiler = Compiler::new(&mut vocabulary);
        let mut add = |entry: u32, term: &str| {
            compiler.add(0, entry, Pattern::parse(term, Language::english()).unwrap());
        };
        add(0, &format!("({}) ({})", listed('a'), listed('b')));
        // Words that no other pattern tells apart are one to the matcher.
        words('a').chain(words('b')).zip(1..).for_each(|(word, entry)| add(entry, &word));
        let matcher = compiler.finish();
        tokenize("axx bx axx that bxx axx", &vocabulary, &mut tokens);
        matcher.find(&tokens, TokenRange::new(0, tokens.len() as u32), &mut found);
        found.retain(|found| found.entry == 0);
        assert_eq!(found, [Match { lexicon: 0, entry: 0, tokens: TokenRange::new(0, 2) }]);
    }
}
