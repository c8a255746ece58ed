//! All entries of all lexicons, found in one pass over tokens.
//!
//! Patterns are indexed by the pairs of words that they may begin with, the second within reach of the first; those that
//! need no second word by their first. Only what begins so is walked over the words of the sentence.

mod compile;
mod pairs;
mod walk;

use super::term::Pieces;
use super::{Lexicon, Pattern};
use crate::language::Language;
use crate::token::{Token, TokenRange, Vocabulary, WordId};
use compile::Compiler;
use pairs::{Openings, Pairs};
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

/// A step over word ids.
#[derive(Debug)]
enum Node {
    /// Any of these words.
    Words(Arc<[WordId]>),
    /// This word in capitals.
    Capitals(WordId),
    Either(Box<[Box<[Node]>]>),
    Optional(Box<[Box<[Node]>]>),
    Gap(u8),
}

#[derive(Debug)]
struct Program {
    lexicon: u16,
    entry: u32,
    nodes: Box<[Node]>,
}

/// Finds the entries of several lexicons.
#[derive(Debug)]
pub struct Matcher {
    programs: Vec<Program>,
    /// Of each word, what may begin with it.
    heads: Vec<Head>,
    /// Programs that may begin with a word whatever follows, by word.
    alone: Vec<Candidate>,
    /// Programs that may begin with two words.
    pairs: Pairs,
}

/// What may begin with a word.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    /// Where its programs begin in [`Matcher::alone`]; they end where the next word's begin.
    alone: u32,
    /// Within how many words the second word of any of its pairs stands; 0 when it has none.
    reach: u8,
}

/// A program that may begin at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    program: u32,
    /// Words of a match, where the words looked at are all that it asks for; else it is walked.
    whole: Option<NonZero<u8>>,
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

    fn indexed(programs: Vec<Program>, words: usize) -> Self {
        let mut openings = Openings::default();
        for (program, number) in programs.iter().zip(0u32..) {
            openings.add(&program.nodes, number);
        }
        openings.alone.sort_unstable();
        openings.alone.dedup();
        let mut heads = vec![Head::default(); words + 1];
        for (word, _) in &openings.alone {
            heads[word.0 as usize + 1].alone += 1;
        }
        for at in 1..heads.len() {
            heads[at].alone += heads[at - 1].alone;
        }
        for pair in &openings.pairs {
            let head = &mut heads[pair.first.0 as usize];
            head.reach = head.reach.max(pair.reach);
        }
        let alone = openings.alone.into_iter().map(|(_, candidate)| candidate).collect();
        Self { programs, heads, alone, pairs: Pairs::new(&openings.pairs) }
    }

    /// Appends all matches that begin within `range` to `out`, in text order; none crosses a punctuation mark other
    /// than hyphens and quotation marks, nor the end of the range.
    pub fn find(&self, tokens: &[Token], range: TokenRange, out: &mut Vec<Match>) {
        self.find_with(tokens, range, &mut Words::default(), out);
    }

    /// The same with a buffer that is reused.
    pub fn find_with(&self, tokens: &[Token], range: TokenRange, words: &mut Words, out: &mut Vec<Match>) {
        words.read(tokens, range);
        let walk = Walk { tokens, words: &words.ids, places: &words.places };
        for at in 0..walk.words.len() {
            self.candidates(&walk.words[at..], &mut words.candidates);
            for candidate in &words.candidates {
                let program = &self.programs[candidate.program as usize];
                let end = match candidate.whole {
                    Some(length) => Some(at + length.get() as usize),
                    None => walk.run(&program.nodes, None, at),
                };
                if let Some(end) = end {
                    out.push(Match {
                        lexicon: program.lexicon,
                        entry: program.entry,
                        tokens: TokenRange::new(walk.places[at], walk.places[end - 1] + 1),
                    });
                }
            }
        }
    }

    /// The programs that may begin with the first of `words`, each once, in order.
    fn candidates(&self, words: &[WordId], out: &mut Vec<Candidate>) {
        out.clear();
        let first = words[0];
        // The mark that ends a clause is no word of any vocabulary.
        let Some([head, next, ..]) = self.heads.get(first.0 as usize..) else { return };
        out.extend_from_slice(&self.alone[head.alone as usize..next.alone as usize]);
        for (second, distance) in words[1..].iter().zip(1..=head.reach) {
            if *second == Words::END {
                break;
            }
            self.pairs.of(first, *second, distance, out);
        }
        if out.len() > 1 {
            out.sort_unstable();
            out.dedup_by_key(|candidate| candidate.program);
        }
    }
}
