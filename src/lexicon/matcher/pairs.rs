//! The words that patterns begin with: one, or two of which the second stands within reach of the first.

use super::numbers::Numbers;
use super::sorts::Sort;
use super::{Candidate, Node};
use std::num::NonZero;

/// Slots of the table for each pair, as a power of two.
const ROOM: u32 = 0;
/// Bits of the filter for each slot, as a power of two: most pairs of a text are turned down by a table that stays near
/// the processor.
const FILTER: u32 = 4;
/// Multiplier of Fibonacci hashing: 2⁶⁴ divided by the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What programs may begin with.
#[derive(Debug, Default)]
pub(super) struct Openings {
    pub alone: Vec<(Sort, Candidate)>,
    pub pairs: Vec<Pair>,
}

/// Two words that a program may begin with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub first: Sort,
    pub second: Sort,
    /// Within how many words of the first the second stands.
    pub reach: u8,
    pub candidate: Candidate,
}

impl Openings {
    /// Adds those of a program.
    pub fn add(&mut self, nodes: &[Node<Sort>], program: u32) {
        let plain = |node: &Node<Sort>| matches!(node, Node::Words(_));
        let whole = if nodes.len() <= 2 && nodes.iter().all(plain) { NonZero::new(nodes.len() as u8) } else { None };
        let all: Vec<&Node<Sort>> = nodes.iter().collect();
        self.sequence(&all, Candidate { program, whole });
    }

    fn sequence(&mut self, nodes: &[&Node<Sort>], candidate: Candidate) {
        let Some((head, behind)) = nodes.split_first() else { return };
        match head {
            Node::Words(words) => self.words(words, behind, candidate),
            Node::Capitals(word) => self.words(&[*word], behind, candidate),
            Node::Either(all) => self.alternatives(all, behind, candidate),
            Node::Optional(all) => {
                self.alternatives(all, behind, candidate);
                self.sequence(behind, candidate);
            }
            // An alternative may begin with words of any kind: whatever follows is for the walk to see.
            Node::Gap(_) => {
                let mut words = Vec::new();
                seconds(behind.iter().copied(), 0, &mut words);
                self.alone.extend(words.into_iter().map(|(word, _)| (word, candidate)));
            }
        }
    }

    fn alternatives(&mut self, all: &[Box<[Node<Sort>]>], behind: &[&Node<Sort>], candidate: Candidate) {
        for nodes in all {
            let whole: Vec<&Node<Sort>> = nodes.iter().chain(behind.iter().copied()).collect();
            self.sequence(&whole, candidate);
        }
    }

    fn words(&mut self, words: &[Sort], behind: &[&Node<Sort>], candidate: Candidate) {
        let mut next = Vec::new();
        if seconds(behind.iter().copied(), 1, &mut next).is_some() {
            self.alone.extend(words.iter().map(|word| (*word, candidate)));
            return;
        }
        for first in words {
            let pair = |(second, reach): &(Sort, u8)| Pair { first: *first, second: *second, reach: *reach, candidate };
            self.pairs.extend(next.iter().map(pair));
        }
    }
}

/// The words that a sequence may begin with, each with the number of words within which it stands when the first may
/// stand within `reach`. Returns the reach of what follows where the sequence may be passed without a word.
fn seconds<'n>(nodes: impl Iterator<Item = &'n Node<Sort>>, reach: u8, out: &mut Vec<(Sort, u8)>) -> Option<u8> {
    let mut reach = reach;
    for node in nodes {
        let (all, passed) = match node {
            Node::Words(words) => {
                out.extend(words.iter().map(|word| (*word, reach)));
                return None;
            }
            Node::Capitals(word) => {
                out.push((*word, reach));
                return None;
            }
            Node::Gap(size) => {
                reach = reach.saturating_add(*size);
                continue;
            }
            Node::Either(all) => (all, None),
            Node::Optional(all) => (all, Some(reach)),
        };
        let inner = all.iter().map(|nodes| seconds(nodes.iter(), reach, out)).fold(None, Option::max);
        reach = inner.max(passed)?;
    }
    Some(reach)
}

/// Pairs of words → programs: a table with a chain of pairs to each slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Whether a part of a slot has pairs, a bit each.
    taken: Numbers,
    /// Where a slot's pairs begin; they end where those of the next begin.
    slots: Numbers,
    /// Rows of first word, second word, program, and its reach and the words of a whole match in a byte each.
    sorted: Numbers,
}

impl Pairs {
    pub fn new(pairs: &[Pair]) -> Self {
        let bits = (pairs.len().max(1).ilog2() + ROOM).max(u32::BITS.ilog2());
        let mut slots = vec![0u32; (1 << bits) + 1];
        let mut taken = vec![0u32; (1 << (bits + FILTER)) / u32::BITS as usize];
        let part = |pair: &Pair| part(pair.first, pair.second, bits + FILTER);
        let slot = |pair: &Pair| part(pair) >> FILTER;
        for pair in pairs {
            slots[slot(pair)] += 1;
            taken[part(pair) / 32] |= 1 << (part(pair) % 32);
        }
        let mut end = 0;
        for own in &mut slots {
            end += *own;
            *own = end;
        }
        // Filled from behind, each slot's end comes down to its beginning, and its pairs keep their order.
        let mut sorted = pairs.to_vec();
        for pair in pairs.iter().rev() {
            let own = &mut slots[slot(pair)];
            *own -= 1;
            sorted[*own as usize] = *pair;
        }
        let row = |pair: &Pair| {
            let [program, whole] = pair.candidate.row();
            [pair.first.0, pair.second.0, program, u32::from(pair.reach) << u8::BITS | whole]
        };
        Self {
            taken: taken.into_iter().collect(),
            slots: slots.into_iter().collect(),
            sorted: Numbers::of_rows(sorted.iter().map(row)),
        }
    }

    /// The tables, in the order of [`Self::read`].
    pub fn tables(&self) -> [&Numbers; 3] {
        [&self.taken, &self.slots, &self.sorted]
    }

    pub fn read(mut next: impl FnMut() -> Numbers) -> Self {
        Self { taken: next(), slots: next(), sorted: next() }
    }

    /// Adds the programs that may begin with these words when they stand so far apart.
    #[inline]
    pub fn of(&self, first: Sort, second: Sort, distance: u8, out: &mut Vec<Candidate>) {
        // One slot more than a power of two, the last one's end.
        let part = part(first, second, self.slots.len().ilog2() + FILTER);
        if self.taken.get(part / 32) >> (part % 32) & 1 == 0 {
            return;
        }
        let slot = part >> FILTER;
        for own in self.slots.get(slot)..self.slots.get(slot + 1) {
            let [one, other, program, lengths] = self.sorted.row(own as usize);
            if one == first.0 && other == second.0 && u32::from(distance) <= lengths >> u8::BITS {
                out.push(Candidate::of([program, lengths & u32::from(u8::MAX)]));
            }
        }
    }
}

/// The part of a slot that a pair belongs to, of as many as there are numbers of so many bits.
#[inline]
fn part(first: Sort, second: Sort, bits: u32) -> usize {
    let key = u64::from(first.0) << u32::BITS | u64::from(second.0);
    // Both halves reach the upper bits of the product only when they are mixed first.
    let mixed = (key ^ key >> 29).wrapping_mul(GOLDEN);
    (mixed.rotate_left(26).wrapping_mul(GOLDEN) >> (u64::BITS - bits)) as usize
}
