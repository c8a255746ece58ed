//! One attempt of a program over the words of a sentence.

use super::Candidate;
use super::code::{CAPITALS, EITHER, GAP, OPTIONAL, WORDS, split};
use super::numbers::Numbers;
use crate::token::{Token, TokenRange, WordId};
use std::ops::Range;

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
#[derive(Clone, Copy)]
pub(super) struct Rest<'a> {
    step: usize,
    rest: Option<&'a Rest<'a>>,
}

/// One attempt of a program over words.
pub(super) struct Walk<'t> {
    /// All programs.
    pub code: &'t Numbers,
    pub tokens: &'t [Token],
    pub words: &'t [WordId],
    /// The token of each word.
    pub places: &'t [u32],
}

impl Walk<'_> {
    /// Matches the sequence from number `step` of the code on and then `rest`, the first word being number `at`;
    /// returns the number behind the last word.
    pub(super) fn run(&self, step: usize, rest: Option<&Rest>, at: usize) -> Option<usize> {
        let (mut step, mut at) = (step, at);
        loop {
            let (kind, size) = split(self.code.get(step));
            let own = step + 1..step + 1 + size;
            match kind {
                WORDS => self.code.run_holds(own.clone(), self.word(at)?.0).then_some(())?,
                CAPITALS => {
                    let (word, token) = (self.word(at)?, self.tokens[self.places[at] as usize]);
                    (word.0 == self.code.get(own.start) && token.all_caps).then_some(())?;
                }
                EITHER => return self.any(own.clone(), Rest { step: own.end, rest }, at),
                OPTIONAL => {
                    let found = self.any(own.clone(), Rest { step: own.end, rest }, at);
                    return found.or_else(|| self.run(own.end, rest, at));
                }
                GAP => return self.gap(size, Rest { step: own.start, rest }, at),
                // The end.
                _ => {
                    return match rest {
                        Some(rest) => self.run(rest.step, rest.rest, at),
                        None => Some(at),
                    };
                }
            }
            step = own.end;
            at += 1;
        }
    }

    /// Matches one of the alternatives in `own` and then what is behind them.
    fn any(&self, own: Range<usize>, behind: Rest, at: usize) -> Option<usize> {
        let mut next = own.start;
        while next < own.end {
            if let Some(end) = self.run(next + 1, Some(&behind), at) {
                return Some(end);
            }
            next += 1 + self.code.get(next) as usize;
        }
        None
    }

    /// Passes up to `size` words, as few as it can.
    fn gap(&self, size: usize, behind: Rest, at: usize) -> Option<usize> {
        for at in at..=at + size {
            if let Some(end) = self.run(behind.step, behind.rest, at) {
                return Some(end);
            }
            self.word(at)?;
        }
        None
    }

    fn word(&self, at: usize) -> Option<WordId> {
        self.words.get(at).copied().filter(|word| *word != Words::END)
    }
}
