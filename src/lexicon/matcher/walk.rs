//! One attempt of a pattern over tokens, and a look ahead that turns most attempts down.

use super::{FARTHEST, Node, bit};
use crate::token::{Token, WordId};

/// Words behind a place that are looked at before patterns are walked.
const LOOKED_AT: usize = 24;

/// The words that follow a place, as bits.
pub(super) struct Ahead {
    /// Of those within so many words; all bits within none.
    pub within: [u128; FARTHEST + 1],
    /// Of those up to the next mark that no match crosses.
    pub all: u128,
}

/// Longest list that is looked through word by word.
const SHORT: usize = 8;

/// Whether a sorted list holds a word.
fn holds(words: &[WordId], word: WordId) -> bool {
    if words.len() <= SHORT { words.contains(&word) } else { words.binary_search(&word).is_ok() }
}

/// What is still to be matched behind an alternative.
pub(super) struct Rest<'a> {
    nodes: &'a [Node],
    rest: Option<&'a Rest<'a>>,
}

/// One attempt of a pattern over tokens.
pub(super) struct Walk<'t> {
    pub tokens: &'t [Token],
    pub end: u32,
}

impl Walk<'_> {
    /// Matches `nodes` and then `rest`, the first word at token `at`; returns the token behind the last word.
    pub(super) fn run(&self, nodes: &[Node], rest: Option<&Rest>, at: u32) -> Option<u32> {
        let Some((node, behind)) = nodes.split_first() else {
            return match rest {
                Some(rest) => self.run(rest.nodes, rest.rest, at),
                None => Some(self.back(at)),
            };
        };
        match node {
            Node::Words(words) => {
                let token = self.word(at)?;
                holds(words, token.word).then_some(())?;
                self.run(behind, rest, self.next(at))
            }
            Node::Capitals(word) => {
                let token = self.word(at)?;
                (token.word == *word && token.all_caps).then_some(())?;
                self.run(behind, rest, self.next(at))
            }
            Node::Either(all) => self.any(all, behind, rest, at),
            Node::Optional(all) => self.any(all, behind, rest, at).or_else(|| self.run(behind, rest, at)),
            Node::Gap(size) => {
                let mut at = at;
                for _ in 0..=*size {
                    if let Some(end) = self.run(behind, rest, at) {
                        return Some(end);
                    }
                    self.word(at)?;
                    at = self.next(at);
                }
                None
            }
        }
    }

    fn any(&self, all: &[Box<[Node]>], behind: &[Node], rest: Option<&Rest>, at: u32) -> Option<u32> {
        let after = Rest { nodes: behind, rest };
        all.iter().find_map(|nodes| self.run(nodes, Some(&after), at))
    }

    /// Bits of the words behind `at`.
    pub(super) fn ahead(&self, at: u32) -> Ahead {
        let mut ahead = Ahead { within: [0; FARTHEST + 1], all: 0 };
        let mut next = self.next(at);
        let mut open = true;
        for reach in 1..=FARTHEST {
            ahead.within[reach] = ahead.within[reach - 1];
            match self.word(next) {
                Some(token) if open => {
                    ahead.within[reach] |= bit(token.word);
                    next = self.next(next);
                }
                _ => open = false,
            }
        }
        ahead.all = ahead.within[FARTHEST];
        // A match of several gaps may reach farther than one; beyond that nothing is turned down.
        for _ in FARTHEST..LOOKED_AT {
            let Some(token) = self.word(next).filter(|_| open) else { break };
            ahead.all |= bit(token.word);
            next = self.next(next);
        }
        if open && self.word(next).is_some() {
            ahead.all = u128::MAX;
        }
        ahead.within[0] = u128::MAX;
        ahead
    }

    fn word(&self, at: u32) -> Option<Token> {
        let token = *self.tokens.get(at as usize).filter(|_| at < self.end)?;
        token.is_wordlike().then_some(token)
    }

    /// The next token behind `at` that hyphens and quotation marks do not stand for.
    fn next(&self, at: u32) -> u32 {
        let mut next = at + 1;
        while next < self.end && self.tokens[next as usize].is_transparent() {
            next += 1;
        }
        next
    }

    /// The token behind the last word before `at`.
    fn back(&self, at: u32) -> u32 {
        let mut end = at;
        while end > 0 && self.tokens[end as usize - 1].is_transparent() {
            end -= 1;
        }
        end
    }
}
