//! One attempt of a program over the words of a sentence.

use super::Candidate;
use super::code::{CAPITALS, EITHER, GAP, OPTIONAL, WORDS, split};
use super::need::{NEAR, bit};
use super::numbers::Numbers;
use super::sorts::{Sort, Sorts};
use crate::token::{Token, TokenRange};
use std::ops::Range;

/// The words of a sentence without what stands between them: a buffer that is reused.
#[derive(Debug, Default)]
pub struct Words {
    /// Each word's sort, and [`Sort::END`] for each mark that no match crosses.
    pub(super) sorts: Vec<Sort>,
    /// The token of each.
    pub(super) places: Vec<u32>,
    /// The bit of each that a pattern may need, and those of the [`NEAR`] words from each on.
    pub(super) bits: Vec<u64>,
    pub(super) near: Vec<u64>,
    pub(super) candidates: Vec<Candidate>,
}

impl Words {
    /// Reads the tokens of a range; hyphens and quotation marks are left out.
    pub(super) fn read(&mut self, tokens: &[Token], range: TokenRange, sorts: &Sorts) {
        self.sorts.clear();
        self.places.clear();
        self.bits.clear();
        for (token, place) in range.of(tokens).iter().zip(range.start..) {
            let sort = if token.is_wordlike() {
                sorts.of(token.word)
            } else if token.is_transparent() {
                continue;
            } else {
                Sort::END
            };
            self.sorts.push(sort);
            self.places.push(place);
        }
        let bits = |sort: &Sort| if *sort == Sort::NONE || *sort == Sort::END { 0 } else { bit(*sort) };
        self.bits.extend(self.sorts.iter().map(bits));
        self.near.clone_from(&self.bits);
        // Bits of one word, two, four, eight.
        let mut step = 1;
        while step < NEAR {
            for at in step..self.near.len() {
                self.near[at - step] |= self.near[at];
            }
            step *= 2;
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
    pub words: &'t [Sort],
    /// The token of each word.
    pub places: &'t [u32],
}

impl Walk<'_> {
    /// Matches the sequence from number `step` of the code on and then `rest`, the first word being number `at`;
    /// returns the number behind the last word.
    pub(super) fn run(&self, step: usize, rest: Option<&Rest>, at: usize) -> Option<usize> {
        let (mut step, mut rest, mut at) = (step, rest, at);
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
                    if found.is_some() {
                        return found;
                    }
                    step = own.end;
                    continue;
                }
                GAP => return self.gap(size, Rest { step: own.start, rest }, at),
                // The end.
                _ => {
                    let Some(behind) = rest else { return Some(at) };
                    (step, rest) = (behind.step, behind.rest);
                    continue;
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
            if self.may_begin(next + 1, at)
                && let Some(end) = self.run(next + 1, Some(&behind), at)
            {
                return Some(end);
            }
            next += 1 + self.code.get(next) as usize;
        }
        None
    }

    /// Passes up to `size` words, as few as it can.
    fn gap(&self, size: usize, behind: Rest, at: usize) -> Option<usize> {
        for at in at..=at + size {
            if self.may_begin(behind.step, at)
                && let Some(end) = self.run(behind.step, behind.rest, at)
            {
                return Some(end);
            }
            self.word(at)?;
        }
        None
    }

    /// Whether the sequence at `step` may begin with the word at `at`, which hardly any alternative does.
    #[inline]
    fn may_begin(&self, step: usize, at: usize) -> bool {
        let (kind, size) = split(self.code.get(step));
        let own = step + 1..step + 1 + size;
        kind != WORDS || self.word(at).is_some_and(|word| self.code.run_holds(own, word.0))
    }

    #[inline]
    fn word(&self, at: usize) -> Option<Sort> {
        self.words.get(at).copied().filter(|word| *word != Sort::END)
    }
}
