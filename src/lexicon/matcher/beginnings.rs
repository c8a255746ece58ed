//! The words that patterns begin with: one, or two of which the second stands within reach of the first.

use super::need::{NEAR, Need, bit, hash};
use super::numbers::Numbers;
use super::sorts::Sort;
use super::{Candidate, Node};
use std::num::NonZero;
use std::ops::Range;

/// Bits for each pair by which a second word is turned down: where all are taken, one word of eight that is none of them
/// passes.
const BITS: usize = 8;

/// Numbers of a sort's row.
const HEAD: usize = 5;

/// What programs may begin with.
#[derive(Debug, Default)]
pub(super) struct Openings {
    alone: Vec<(Sort, Candidate)>,
    pairs: Vec<Pair>,
}

/// Two words that a program may begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    first: Sort,
    second: Sort,
    candidate: Candidate,
    /// Within how many words of the first the second stands.
    reach: u8,
}

impl Openings {
    /// Adds those of a program.
    pub fn add(&mut self, nodes: &[Node<Sort>], program: u32, need: Need) {
        let plain = |node: &Node<Sort>| matches!(node, Node::Words(_));
        let whole = if nodes.len() <= 2 && nodes.iter().all(plain) { NonZero::new(nodes.len() as u8) } else { None };
        let all: Vec<&Node<Sort>> = nodes.iter().collect();
        self.sequence(&all, Candidate { program, whole, need });
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

/// Words → programs that may begin with them. What belongs to a word lies together, so that of the words that texts
/// are full of it is near the processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Beginnings {
    /// Of each sort a row of where its programs begin in `alone` and its pairs in `seconds` and `pairs`, all of which end
    /// where the next sort's begin; within how many words the second word of any pair stands, 0 when it has none; and a
    /// bit for each of those that the second words are, in two halves.
    heads: Numbers,
    /// Programs that may begin with a word whatever follows, by sort: rows of [`Candidate`].
    alone: Numbers,
    /// [`BITS`] for each pair: those of its first word's second words.
    bits: Numbers,
    /// The second words of pairs, rising within each first one.
    seconds: Numbers,
    /// The candidate of each pair, and within how many words of the first the second stands.
    pairs: Numbers,
}

impl Beginnings {
    /// What openings with so many sorts come to.
    pub fn new(mut openings: Openings, sorts: usize) -> Self {
        openings.alone.sort_unstable();
        openings.alone.dedup();
        openings.pairs.sort_unstable();
        openings.pairs.dedup();
        let mut heads = vec![[0; HEAD]; sorts + 1];
        for (sort, _) in &openings.alone {
            heads[sort.0 as usize + 1][0] += 1;
        }
        for pair in &openings.pairs {
            heads[pair.first.0 as usize + 1][1] += 1;
            let [.., reach, low, high] = &mut heads[pair.first.0 as usize];
            let bit = bit(pair.second);
            *reach = (*reach).max(pair.reach.into());
            *low |= bit as u32;
            *high |= (bit >> u32::BITS) as u32;
        }
        for at in 1..heads.len() {
            heads[at][0] += heads[at - 1][0];
            heads[at][1] += heads[at - 1][1];
        }
        let mut bits = vec![0; (BITS * openings.pairs.len()).div_ceil(u32::BITS as usize)];
        for pair in &openings.pairs {
            let first = pair.first.0 as usize;
            let at = place(&(heads[first][1] as usize..heads[first + 1][1] as usize), pair.second);
            bits[at / u32::BITS as usize] |= 1 << (at % u32::BITS as usize);
        }
        Self {
            heads: Numbers::of_rows(heads),
            alone: Numbers::of_rows(openings.alone.into_iter().map(|(_, candidate)| candidate.row(0))),
            bits: bits.into_iter().collect(),
            seconds: openings.pairs.iter().map(|pair| pair.second.0).collect(),
            pairs: Numbers::of_rows(openings.pairs.iter().map(|pair| pair.candidate.row(pair.reach))),
        }
    }

    /// The tables, in the order of [`Self::read`].
    pub fn tables(&self) -> [&Numbers; 5] {
        [&self.heads, &self.alone, &self.bits, &self.seconds, &self.pairs]
    }

    pub fn read(mut next: impl FnMut() -> Numbers) -> Self {
        Self { heads: next(), alone: next(), bits: next(), seconds: next(), pairs: next() }
    }

    /// Adds the programs that may begin with the first of `words`, each once, in order; `bits` and `near` are those of the
    /// words and of the [`NEAR`] words from each on.
    #[inline]
    pub fn of(&self, words: &[Sort], bits: &[u64], near: &[u64], out: &mut Vec<Candidate>) {
        let first = words[0];
        if first == Sort::END || first == Sort::NONE {
            return;
        }
        // With where those of the next sort begin.
        let [alone, pairs, reach, low, high, alone_end, pairs_end] = self.heads.run(HEAD * first.0 as usize);
        let alone = (alone..alone_end).map(|own| Candidate::of(self.alone.row(own as usize)).0);
        out.extend(alone.filter(|candidate| candidate.need.may_be_met(bits)));
        let wanted = u64::from(high) << u32::BITS | u64::from(low);
        if reach as usize > NEAR || near.get(1).is_some_and(|near| near & wanted != 0) {
            let own = pairs as usize..pairs_end as usize;
            for ((second, bit), distance) in words[1..].iter().zip(&bits[1..]).zip(1..=reach) {
                if *second == Sort::END {
                    break;
                }
                if wanted & bit != 0 && self.may_hold(&own, *second) {
                    self.pair(own.clone(), (*second, distance), bits, out);
                }
            }
        }
        // Those of one pair are in order.
        if !out.is_sorted_by(|a, b| a.program < b.program) {
            out.sort_unstable_by_key(|candidate| candidate.program);
            out.dedup_by_key(|candidate| candidate.program);
        }
    }

    /// Whether one of the pairs in `own` may have this second word.
    #[inline]
    fn may_hold(&self, own: &Range<usize>, second: Sort) -> bool {
        let at = place(own, second);
        self.bits.get(at / u32::BITS as usize) >> (at % u32::BITS as usize) & 1 == 1
    }

    /// Adds those of the pairs in `own` whose second word is this one and may stand so far behind the first.
    fn pair(&self, own: Range<usize>, (second, distance): (Sort, u32), bits: &[u64], out: &mut Vec<Candidate>) {
        for at in self.seconds.run_from(own.clone(), second.0)..own.end {
            if self.seconds.get(at) != second.0 {
                break;
            }
            let (candidate, reach) = Candidate::of(self.pairs.row(at));
            if distance <= reach.into() && candidate.need.may_be_met(bits) {
                out.push(candidate);
            }
        }
    }
}

/// The bit of a second word among those of the pairs in `own`.
#[inline]
fn place(own: &Range<usize>, second: Sort) -> usize {
    BITS * own.start + (hash(second) as usize * BITS * own.len() >> u32::BITS)
}
