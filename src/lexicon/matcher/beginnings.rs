//! The words that patterns begin with: one, or two of which the second stands within reach of the first.

use super::need::{NEAR, Need, Needs, bit, hash};
use super::numbers::Numbers;
use super::sorts::Sort;
use super::{Candidate, Node};
use std::num::NonZero;
use std::ops::Range;

/// Bits for each pair by which a second word is turned down: where all are taken, one word of eight that is none of them
/// passes.
const BITS: usize = 8;

/// Most pairs of one run of first words, beyond which its programs are tried at each of those and their need decides: the
/// tables grow with pairs, and two sets of a hundred words each have ten thousand.
const MOST_PAIRS: usize = 3_000;

/// Numbers of a sort's row.
const HEAD: usize = 7;

/// What programs may begin with.
#[derive(Debug)]
pub(super) struct Openings<'n> {
    needs: &'n Needs,
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

impl<'n> Openings<'n> {
    /// None yet, of programs with these needs.
    pub fn new(needs: &'n Needs) -> Self {
        Self { needs, alone: Vec::new(), pairs: Vec::new() }
    }

    /// Adds those of a program.
    pub fn add(&mut self, nodes: &[Node<Sort>], program: u32) {
        let plain = |node: &Node<Sort>| matches!(node, Node::Words(_));
        let whole = if nodes.len() <= 2 && nodes.iter().all(plain) { NonZero::new(nodes.len() as u8) } else { None };
        let all: Vec<&Node<Sort>> = nodes.iter().collect();
        self.sequence(&all, Candidate { program, whole, need: self.needs.of(&all) });
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
            // What begins so may need less common words than what may begin in any of the ways.
            let own = Some(self.needs.of(&whole)).filter(|need| *need != Need::NONE);
            self.sequence(&whole, Candidate { need: own.unwrap_or(candidate.need), ..candidate });
        }
    }

    fn words(&mut self, words: &[Sort], behind: &[&Node<Sort>], candidate: Candidate) {
        let mut next = Vec::new();
        let passed = seconds(behind.iter().copied(), 1, &mut next).is_some();
        let many = words.len().saturating_mul(next.len()) > MOST_PAIRS;
        if passed || many {
            // Of a pair that is not looked up nothing is known but its first word.
            let candidate = if many { Candidate { whole: None, ..candidate } } else { candidate };
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
    /// where the next sort's begin; within how many words the second word of any pair stands, 0 when it has none; a bit for
    /// each of those that the second words are, in two halves; and the same of those that need not stand beside the first.
    heads: Numbers,
    /// Programs that may begin with a word whatever follows, by sort: rows of [`Candidate`].
    alone: Numbers,
    /// [`BITS`] for each pair: those of its first word's second words, beside it and further away.
    bits: Numbers,
    /// The second words of pairs, rising within each first one.
    seconds: Numbers,
    /// The candidate of each pair, and within how many words of the first the second stands.
    pairs: Numbers,
}

impl Beginnings {
    /// What openings with so many sorts come to.
    pub fn new(mut openings: Openings<'_>, sorts: usize) -> Self {
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
            let [.., reach, beside_low, beside_high, far_low, far_high] = &mut heads[pair.first.0 as usize];
            let (low, high) = halves(bit(pair.second));
            *reach = (*reach).max(pair.reach.into());
            *beside_low |= low;
            *beside_high |= high;
            if pair.reach > 1 {
                *far_low |= low;
                *far_high |= high;
            }
        }
        for at in 1..heads.len() {
            heads[at][0] += heads[at - 1][0];
            heads[at][1] += heads[at - 1][1];
        }
        let mut bits = vec![0; (BITS * openings.pairs.len()).div_ceil(u32::BITS as usize)];
        for pair in &openings.pairs {
            let first = pair.first.0 as usize;
            let own = heads[first][1] as usize..heads[first + 1][1] as usize;
            let far = (pair.reach > 1).then(|| far_place(&own, pair.second));
            for at in [Some(place(&own, pair.second)), far].into_iter().flatten() {
                bits[at / u32::BITS as usize] |= 1 << (at % u32::BITS as usize);
            }
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
        let row = self.heads.run(HEAD * first.0 as usize);
        let [alone, pairs, reach, beside_low, beside_high, far_low, far_high, alone_end, pairs_end] = row;
        let alone = (alone..alone_end).map(|own| Candidate::of(self.alone.row(own as usize)).0);
        out.extend(alone.filter(|candidate| candidate.need.may_be_met(bits, near[0])));
        let own = pairs as usize..pairs_end as usize;
        if let Some(second) = words.get(1).filter(|second| **second != Sort::END) {
            if joined(beside_low, beside_high) & bits[1] != 0 && self.may_hold(place(&own, *second)) {
                self.pair(own.clone(), (*second, 1), (bits, near[0]), out);
            }
            let far = joined(far_low, far_high);
            if near.get(2).is_some_and(|near| near & far != 0) || reach as usize > NEAR + 1 {
                self.far(own, reach, far, (words, bits, near[0]), out);
            }
        }
        // Those of one pair are in order.
        if !out.is_sorted_by(|a, b| a.program < b.program) {
            out.sort_unstable_by_key(|candidate| candidate.program);
            out.dedup_by_key(|candidate| candidate.program);
        }
    }

    /// Adds those of the pairs in `own` whose second word is not beside the first of `words`, which have these bits; the
    /// second words of such pairs have the bits `far`.
    fn far(
        &self,
        own: Range<usize>,
        reach: u32,
        far: u64,
        (words, bits, near): (&[Sort], &[u64], u64),
        out: &mut Vec<Candidate>,
    ) {
        for ((second, bit), distance) in words.iter().zip(bits).zip(0..=reach).skip(2) {
            if *second == Sort::END {
                break;
            }
            if far & bit != 0 && self.may_hold(far_place(&own, *second)) {
                self.pair(own.clone(), (*second, distance), (bits, near), out);
            }
        }
    }

    /// Whether a bit is set.
    #[inline]
    fn may_hold(&self, at: usize) -> bool {
        self.bits.get(at / u32::BITS as usize) >> (at % u32::BITS as usize) & 1 == 1
    }

    /// Adds those of the pairs in `own` whose second word is this one and may stand so far behind the first.
    fn pair(
        &self,
        own: Range<usize>,
        (second, distance): (Sort, u32),
        (bits, near): (&[u64], u64),
        out: &mut Vec<Candidate>,
    ) {
        for at in self.seconds.run_from(own.clone(), second.0)..own.end {
            if self.seconds.get(at) != second.0 {
                break;
            }
            let (candidate, reach) = Candidate::of(self.pairs.row(at));
            if distance <= reach.into() && candidate.need.may_be_met(bits, near) {
                out.push(candidate);
            }
        }
    }
}

fn halves(bits: u64) -> (u32, u32) {
    (bits as u32, (bits >> u32::BITS) as u32)
}

#[inline]
fn joined(low: u32, high: u32) -> u64 {
    u64::from(high) << u32::BITS | u64::from(low)
}

/// The bit of a second word beside the first one among those of the pairs in `own`.
#[inline]
fn place(own: &Range<usize>, second: Sort) -> usize {
    scaled(own, hash(second))
}

/// The bit of a second word that need not stand there.
#[inline]
fn far_place(own: &Range<usize>, second: Sort) -> usize {
    scaled(own, hash(second).rotate_left(u16::BITS))
}

#[inline]
fn scaled(own: &Range<usize>, hash: u32) -> usize {
    BITS * own.start + ((hash as usize * BITS * own.len()) >> u32::BITS)
}
