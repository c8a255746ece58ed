//! Nodes → numbers: programs without pointers, one behind the other.
//!
//! A step is one number, its kind in the upper bits and a size below, and what belongs to it behind: words, a word in
//! capitals, or alternatives, each with its length before it. The size is how many numbers that are; of a gap it is the
//! most words in it.

use super::Node;
use super::sorts::Sort;

/// Ends a sequence.
pub(super) const END: u32 = 0;
/// Any of the words behind it, which rise.
pub(super) const WORDS: u32 = 1;
/// The word behind it, in capitals.
pub(super) const CAPITALS: u32 = 2;
/// One of the sequences behind it.
pub(super) const EITHER: u32 = 3;
/// One of the sequences behind it, or nothing.
pub(super) const OPTIONAL: u32 = 4;
/// Up to so many words of any kind.
pub(super) const GAP: u32 = 5;

/// Bits of a step's size.
const SIZE_BITS: u32 = 28;

/// A step's kind and size.
#[inline]
pub(super) fn split(step: u32) -> (u32, usize) {
    (step >> SIZE_BITS, (step & ((1 << SIZE_BITS) - 1)) as usize)
}

/// Appends a sequence and its end.
pub(super) fn sequence(nodes: &[Node<Sort>], out: &mut Vec<u32>) {
    for node in nodes {
        match node {
            Node::Words(words) => sized(WORDS, out, |out| out.extend(words.iter().map(|word| word.0))),
            Node::Capitals(Sort(word)) => sized(CAPITALS, out, |out| out.push(*word)),
            Node::Either(all) => sized(EITHER, out, |out| alternatives(all, out)),
            Node::Optional(all) => sized(OPTIONAL, out, |out| alternatives(all, out)),
            Node::Gap(size) => out.push(GAP << SIZE_BITS | u32::from(*size)),
        }
    }
    out.push(END);
}

fn alternatives(all: &[Box<[Node<Sort>]>], out: &mut Vec<u32>) {
    for nodes in all {
        let length = out.len();
        out.push(0);
        sequence(nodes, out);
        out[length] = (out.len() - length - 1) as u32;
    }
}

/// Appends a step and what belongs to it.
fn sized(kind: u32, out: &mut Vec<u32>, what: impl FnOnce(&mut Vec<u32>)) {
    let step = out.len();
    out.push(0);
    what(out);
    out[step] = kind << SIZE_BITS | (out.len() - step - 1) as u32;
}
