//! One attempt of a pattern over the words of a sentence.

use super::{Candidate, Node};
use crate::token::{Token, TokenRange, WordId};

/// Longest list that is looked through word by word.
const SHORT: usize = 8;

/// Whether a sorted list holds a word.
fn holds(words: &[WordId], word: WordId) -> bool {
    if words.len() <= SHORT { words.contains(&word) } else { words.binary_search(&word).is_ok() }
}

/// The words of a sentence without what stands between them: a buffer that is reused.
#[derive(Debug, Default)]
pub struct Words {
    /// Each word's id, and [`Self::END`] for each mark that no match crosses.
    pub(super) ids: Vec<WordId>,
    /// The token of each.
    pub(super) places: Vec<u32>,
    pub(super) candidates: Vec<Candidate>,
}

impl Words {
    /// A mark that no match crosses.
    pub(super) const END: WordId = WordId(u32::MAX);

    /// Reads the tokens of a range; hyphens and quotation marks are left out.
    pub(super) fn read(&mut self, tokens: &[Token], range: TokenRange) {
        self.ids.clear();
        self.places.clear();
        for (token, place) in range.of(tokens).iter().zip(range.start..) {
            if token.is_wordlike() {
                self.ids.push(token.word);
            } else if token.is_transparent() {
                continue;
            } else {
                self.ids.push(Self::END);
            }
            self.places.push(place);
        }
    }
}

/// What is still to be matched behind an alternative.
pub(super) struct Rest<'a> {
    nodes: &'a [Node],
    rest: Option<&'a Rest<'a>>,
}

/// One attempt of a pattern over words.
pub(super) struct Walk<'t> {
    pub tokens: &'t [Token],
    pub words: &'t [WordId],
    /// The token of each word.
    pub places: &'t [u32],
}

impl Walk<'_> {
    /// Matches `nodes` and then `rest`, the first word being number `at`; returns the number behind the last word.
    pub(super) fn run(&self, nodes: &[Node], rest: Option<&Rest>, at: usize) -> Option<usize> {
        let Some((node, behind)) = nodes.split_first() else {
            return match rest {
                Some(rest) => self.run(rest.nodes, rest.rest, at),
                None => Some(at),
            };
        };
        match node {
            Node::Words(words) => {
                holds(words, self.word(at)?).then_some(())?;
                self.run(behind, rest, at + 1)
            }
            Node::Capitals(word) => {
                (self.word(at)? == *word && self.tokens[self.places[at] as usize].all_caps).then_some(())?;
                self.run(behind, rest, at + 1)
            }
            Node::Either(all) => self.any(all, behind, rest, at),
            Node::Optional(all) => self.any(all, behind, rest, at).or_else(|| self.run(behind, rest, at)),
            Node::Gap(size) => {
                for at in at..=at + *size as usize {
                    if let Some(end) = self.run(behind, rest, at) {
                        return Some(end);
                    }
                    self.word(at)?;
                }
                None
            }
        }
    }

    fn any(&self, all: &[Box<[Node]>], behind: &[Node], rest: Option<&Rest>, at: usize) -> Option<usize> {
        let after = Rest { nodes: behind, rest };
        all.iter().find_map(|nodes| self.run(nodes, Some(&after), at))
    }

    fn word(&self, at: usize) -> Option<WordId> {
        self.words.get(at).copied().filter(|word| *word != Words::END)
    }
}
