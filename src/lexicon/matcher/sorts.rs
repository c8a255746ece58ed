//! Sorts of words: words that all patterns take alike, such as the forms of a verb that is never asked for in one form
//! alone. Tables by sorts are a fraction of tables by words.

use super::numbers::Numbers;
use super::{Node, Program};
use crate::token::WordId;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A sort of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sort(pub u32);

impl Sort {
    /// Words that no pattern asks for.
    pub const NONE: Self = Self(0);
    /// A mark that no match crosses.
    pub const END: Self = Self(u32::MAX);
}

/// The sort of each word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sorts(Numbers);

impl Sorts {
    /// The sort of a word; words that came after the patterns are of none.
    #[inline]
    pub fn of(&self, word: WordId) -> Sort {
        let at = word.0 as usize;
        if at < self.0.len() { Sort(self.0.get(at)) } else { Sort::NONE }
    }

    /// The table.
    pub fn table(&self) -> &Numbers {
        &self.0
    }

    pub fn read(table: Numbers) -> Self {
        Self(table)
    }
}

/// Parts words into sorts, list by list.
pub(super) struct Sorter {
    sorts: Vec<u32>,
    /// Words of each sort.
    sizes: Vec<usize>,
    /// Lists by their address, and as sorts once all words are parted; each list lives as long as its program.
    known: FxHashMap<*const WordId, Option<Arc<[Sort]>>>,
}

impl Sorter {
    /// The sorts of a vocabulary of so many words, by the lists of these programs, and how many there are.
    pub fn sorted(programs: &[Program<WordId>], words: usize) -> (Sorts, usize, Vec<Program<Sort>>) {
        let mut sorter = Self { sorts: vec![0; words], sizes: vec![words], known: FxHashMap::default() };
        for program in programs {
            program.nodes.iter().for_each(|node| sorter.part(node));
        }
        let own = |p: &Program<WordId>| Program {
            lexicon: p.lexicon,
            entry: p.entry,
            nodes: p.nodes.iter().map(|node| sorter.node(node)).collect(),
        };
        let programs = programs.iter().map(own).collect();
        (Sorts(sorter.sorts.into_iter().collect()), sorter.sizes.len(), programs)
    }

    fn part(&mut self, node: &Node<WordId>) {
        match node {
            Node::Words(words) => {
                if self.known.insert(words.as_ptr(), None).is_none() {
                    self.list(words);
                }
            }
            Node::Capitals(word) => self.list(&[*word]),
            Node::Either(all) | Node::Optional(all) => all.iter().flatten().for_each(|node| self.part(node)),
            Node::Gap(_) => {}
        }
    }

    /// Parts the words of a list, each of which it has once, from others of their sorts.
    fn list(&mut self, words: &[WordId]) {
        let mut members: FxHashMap<u32, usize> = FxHashMap::default();
        for word in words {
            *members.entry(self.sorts[word.0 as usize]).or_default() += 1;
        }
        let mut parted: FxHashMap<u32, u32> = FxHashMap::default();
        for word in words {
            let sort = &mut self.sorts[word.0 as usize];
            let count = members[sort];
            if count == self.sizes[*sort as usize] {
                continue;
            }
            let new = *parted.entry(*sort).or_insert_with(|| {
                self.sizes.push(0);
                self.sizes.len() as u32 - 1
            });
            self.sizes[new as usize] += 1;
            *sort = new;
        }
        for (old, new) in parted {
            self.sizes[old as usize] -= self.sizes[new as usize];
        }
    }

    fn node(&mut self, node: &Node<WordId>) -> Node<Sort> {
        let mut alternatives = |all: &[Box<[Node<WordId>]>]| {
            all.iter().map(|nodes| nodes.iter().map(|node| self.node(node)).collect()).collect()
        };
        match node {
            Node::Words(words) => Node::Words(self.of_list(words)),
            Node::Capitals(word) => Node::Capitals(Sort(self.sorts[word.0 as usize])),
            Node::Either(all) => Node::Either(alternatives(all)),
            Node::Optional(all) => Node::Optional(alternatives(all)),
            Node::Gap(size) => Node::Gap(*size),
        }
    }

    /// The sorts of a list's words, rising: it has all words of each.
    fn of_list(&mut self, words: &Arc<[WordId]>) -> Arc<[Sort]> {
        let sorts = &self.sorts;
        let made = || {
            let mut own: Vec<Sort> = words.iter().map(|word| Sort(sorts[word.0 as usize])).collect();
            own.sort_unstable();
            own.dedup();
            own.into()
        };
        self.known.entry(words.as_ptr()).or_default().get_or_insert_with(made).clone()
    }
}
