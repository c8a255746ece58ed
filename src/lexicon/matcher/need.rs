//! What must stand behind the first words of a program: looked for before the program is walked, since most that may begin
//! at a place ("in the …") find nothing of the kind there.

use super::Node;
use super::sorts::Sort;

/// Words behind a place whose bits are also known together.
pub(super) const NEAR: usize = 8;
/// Words behind the first of a match among which a need is looked for.
const REACH: usize = 12;

/// Multiplier of Fibonacci hashing: 2³² divided by the golden ratio, made odd.
const GOLDEN: u32 = 0x9E37_79B9;
/// What it costs a need to ask for a word, whose bit others have, too, beside how many programs ask for it, which tells how
/// frequent it is in texts: of 40,000 words one in 64 has the same bit.
const COLLISION: u64 = 600;

/// The hash of a word.
#[inline]
pub(super) fn hash(word: Sort) -> u32 {
    word.0.wrapping_mul(GOLDEN)
}

/// One of 64 bits for a word.
#[inline]
pub(super) fn bit(word: Sort) -> u64 {
    1 << (hash(word) >> (u32::BITS - u64::BITS.ilog2()))
}

/// Words of which one stands in every match of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Need {
    /// How many words behind the first of the match they stand at least, and at most.
    pub first: u8,
    pub last: u8,
    /// Their bits.
    pub bits: u64,
}

impl Need {
    /// A need that is always met.
    pub const NONE: Self = Self { first: 0, last: 0, bits: u64::MAX };

    /// Whether it may be met by a match that begins with the first of words with these bits; those of the first [`NEAR`]
    /// together are `near`.
    #[inline]
    pub fn may_be_met(self, bits: &[u64], near: u64) -> bool {
        if usize::from(self.last) < NEAR && near & self.bits == 0 {
            return false;
        }
        let end = bits.len().min(usize::from(self.last) + 1);
        bits.get(usize::from(self.first)..end).is_some_and(|near| near.iter().any(|word| word & self.bits != 0))
    }
}

/// Words of which one stands within a range of places.
#[derive(Debug, Clone)]
struct Wanted {
    words: Vec<Sort>,
    first: usize,
    last: usize,
}

/// Finds needs by how frequent words are.
#[derive(Debug)]
pub(super) struct Needs {
    /// How many programs ask for each sort.
    asked: Vec<u64>,
}

impl Needs {
    /// For programs with so many sorts.
    pub fn new<'p>(programs: impl Iterator<Item = &'p [Node<Sort>]>, sorts: usize) -> Self {
        let mut new = Self { asked: vec![0; sorts] };
        programs.for_each(|nodes| new.count(nodes));
        new
    }

    fn count(&mut self, nodes: &[Node<Sort>]) {
        for node in nodes {
            match node {
                Node::Words(words) => words.iter().for_each(|word| self.asked[word.0 as usize] += 1),
                Node::Capitals(word) => self.asked[word.0 as usize] += 1,
                Node::Either(all) | Node::Optional(all) => all.iter().for_each(|nodes| self.count(nodes)),
                Node::Gap(_) => {}
            }
        }
    }

    /// The need of a sequence, from the first word of a match on, that is least often met by chance.
    pub fn of(&self, nodes: &[&Node<Sort>]) -> Need {
        let (mut all, _) = self.wanted(nodes.iter().copied(), (0, 0));
        // The first word is there where a program is tried, and the second where it must follow at once.
        let paired = matches!(nodes.first(), Some(Node::Words(_) | Node::Capitals(_)));
        all.retain(|wanted| wanted.last > usize::from(paired));
        self.least(all).map_or(Need::NONE, |wanted| {
            let (first, last) = (wanted.first as u8, wanted.last as u8);
            Need { first, last, bits: wanted.words.iter().fold(0, |bits, word| bits | bit(*word)) }
        })
    }

    /// What a sequence asks for when its first word stands within a range of places, and where it ends then.
    fn wanted<'n>(
        &self,
        nodes: impl Iterator<Item = &'n Node<Sort>>,
        (mut first, mut last): (usize, usize),
    ) -> (Vec<Wanted>, (usize, usize)) {
        let mut found = Vec::new();
        for node in nodes {
            match node {
                Node::Words(words) => found.push(Wanted { words: words.to_vec(), first, last }),
                Node::Capitals(word) => found.push(Wanted { words: vec![*word], first, last }),
                Node::Gap(size) => {
                    last += usize::from(*size);
                    continue;
                }
                Node::Optional(all) => {
                    let ends = all.iter().map(|nodes| self.wanted(nodes.iter(), (first, last)).1.1);
                    last = ends.max().unwrap_or(last).max(last);
                    continue;
                }
                Node::Either(all) => {
                    let all: Vec<_> = all.iter().map(|nodes| self.wanted(nodes.iter(), (first, last))).collect();
                    first = all.iter().map(|(_, end)| end.0).min().unwrap_or(first);
                    last = all.iter().map(|(_, end)| end.1).max().unwrap_or(last);
                    let each: Option<Vec<Wanted>> = all.into_iter().map(|(wanted, _)| self.least(wanted)).collect();
                    found.extend(each.and_then(|each| each.into_iter().reduce(Wanted::or)));
                    continue;
                }
            }
            (first, last) = (first + 1, last + 1);
        }
        (found, (first, last))
    }

    fn least(&self, all: Vec<Wanted>) -> Option<Wanted> {
        all.into_iter().filter(|wanted| wanted.last <= REACH).min_by_key(|wanted| self.cost(wanted))
    }

    fn cost(&self, wanted: &Wanted) -> u64 {
        let places = wanted.last - wanted.first + 1;
        places as u64 * wanted.words.iter().map(|word| COLLISION + self.asked[word.0 as usize]).sum::<u64>()
    }
}

impl Wanted {
    /// Either of both.
    fn or(mut self, other: Self) -> Self {
        self.words.extend(other.words);
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[u32]) -> Node<Sort> {
        Node::Words(words.iter().copied().map(Sort).collect())
    }

    fn either(all: &[&[u32]]) -> Node<Sort> {
        Node::Either(all.iter().map(|alternative| alternative.iter().map(|word| words(&[*word])).collect()).collect())
    }

    #[test]
    fn the_rarest_word_behind_the_first_two_is_needed() {
        let (on, the, way, road, back) = (1, 2, 3, 4, 5);
        let programs: [Vec<Node<Sort>>; 6] = [
            vec![words(&[on]), words(&[the]), words(&[way]), words(&[back])],
            vec![words(&[on]), Node::Gap(2), words(&[road, way])],
            vec![either(&[&[on, way], &[road]]), words(&[the])],
            vec![words(&[way]), words(&[back])],
            vec![words(&[way]), words(&[the])],
            vec![words(&[on]), Node::Gap(20), words(&[back])],
        ];
        let needs = Needs::new(programs.iter().map(Vec::as_slice), 6);
        let of = |number: usize| {
            let need = needs.of(&programs[number].iter().collect::<Vec<_>>());
            (need.first, need.last, need.bits)
        };
        let bits = |words: &[u32]| words.iter().fold(0, |bits, word| bits | bit(Sort(*word)));
        assert_eq!(of(0), (3, 3, bits(&[back])));
        assert_eq!(of(1), (1, 3, bits(&[road, way])));
        // One word rather than two, though an alternative before it may be of one word or two.
        assert_eq!(of(2), (1, 2, bits(&[the])));
        assert_eq!(of(3), (Need::NONE.first, Need::NONE.last, Need::NONE.bits));
        assert_eq!(of(5), of(3));
    }

    #[test]
    fn a_need_is_met_within_its_places_alone() {
        let need = Need { first: 1, last: 2, bits: 6 };
        let met = |bits: &[u64]| need.may_be_met(bits, bits.iter().take(NEAR).fold(0, |all, word| all | word));
        assert!(met(&[1, 2]) && met(&[1, 1, 4]) && !met(&[2, 1, 1, 2]) && !met(&[2]) && !met(&[]));
        assert!(Need::NONE.may_be_met(&[1], 1));
        let far = Need { last: 12, ..need };
        assert!(far.may_be_met(&[&[1; NEAR][..], &[2]].concat(), 1));
    }
}
