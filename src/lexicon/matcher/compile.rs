//! Patterns over words → programs over word ids.

use super::super::{Pattern, Step};
use super::{Matcher, Node, Program};
use crate::token::{Vocabulary, WordId};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A list of forms, and their ids.
type Forms = (Arc<[String]>, Arc<[WordId]>);

pub(super) struct Compiler<'v> {
    vocabulary: &'v mut Vocabulary,
    /// The ids of lists of forms, which patterns share, by the address of the list; each list is kept, so that no other
    /// one takes its address.
    known: FxHashMap<*const String, Forms>,
    /// Words that may begin with a prefix, once all words are known.
    covered: Vec<(String, WordId)>,
    programs: Vec<Program<WordId>>,
    /// Programs that ask for a prefix and wait for that.
    late: Vec<(usize, Pattern)>,
}

impl<'v> Compiler<'v> {
    pub fn new(vocabulary: &'v mut Vocabulary) -> Self {
        let (known, covered) = (FxHashMap::default(), Vec::new());
        Self { vocabulary, known, covered, programs: Vec::new(), late: Vec::new() }
    }

    /// Compiles an entry's pattern, entering its words into the vocabulary.
    pub fn add(&mut self, lexicon: u16, entry: u32, pattern: Pattern) {
        let nodes = self.nodes(&pattern.steps);
        if asks_for_prefix(&pattern.steps) {
            self.late.push((self.programs.len(), pattern));
        }
        self.programs.push(Program { lexicon, entry, nodes });
    }

    /// The matcher of all patterns.
    pub fn finish(mut self) -> Matcher {
        if !self.late.is_empty() {
            self.covered = self.vocabulary.covered();
        }
        for (number, pattern) in std::mem::take(&mut self.late) {
            self.programs[number].nodes = self.nodes(&pattern.steps);
        }
        Matcher::indexed(&self.programs, self.vocabulary.len())
    }

    fn nodes(&mut self, steps: &[Step]) -> Box<[Node<WordId>]> {
        steps.iter().map(|step| self.node(step)).collect()
    }

    fn node(&mut self, step: &Step) -> Node<WordId> {
        match step {
            Step::Word(forms) => Node::Words(self.forms(forms)),
            Step::Prefix(prefix) => Node::Words(self.beginning_with(prefix)),
            Step::Capitals(word) => Node::Capitals(self.vocabulary.intern(word)),
            Step::Either(alternatives) => match &mut self.alternatives(alternatives)[..] {
                // Alternatives of one word each are one look-up.
                [only] if matches!(only[..], [Node::Words(_)]) => std::mem::replace(&mut only[0], Node::Gap(0)),
                several => Node::Either(several.iter_mut().map(std::mem::take).collect()),
            },
            Step::Optional(alternatives) => Node::Optional(self.alternatives(alternatives).into()),
            Step::Gap(size) => Node::Gap(*size),
        }
    }

    /// Alternatives, those of one plain word each put into one: they are the last, being the shortest.
    fn alternatives(&mut self, all: &[Vec<Step>]) -> Vec<Box<[Node<WordId>]>> {
        let mut plain = Vec::new();
        let mut found = Vec::new();
        for steps in all {
            if let [Step::Word(forms)] = &steps[..] {
                plain.extend_from_slice(&self.forms(forms));
                continue;
            }
            let nodes = self.nodes(steps);
            match &*nodes {
                [Node::Words(ids)] => plain.extend_from_slice(ids),
                _ => found.push(nodes),
            }
        }
        if !plain.is_empty() {
            found.push(Box::new([Node::Words(sorted(plain))]));
        }
        found
    }

    fn forms(&mut self, forms: &Arc<[String]>) -> Arc<[WordId]> {
        let vocabulary = &mut *self.vocabulary;
        let ids = || (forms.clone(), sorted(forms.iter().map(|form| vocabulary.intern(form)).collect()));
        self.known.entry(forms.as_ptr()).or_insert_with(ids).1.clone()
    }

    /// Known words with the prefix, and the ids that stand for unknown ones.
    fn beginning_with(&mut self, prefix: &str) -> Arc<[WordId]> {
        self.vocabulary.intern_prefix(prefix);
        let covered = self.covered.iter().filter(|(word, _)| word.starts_with(prefix));
        sorted(covered.map(|(_, id)| *id).collect())
    }
}

fn asks_for_prefix(steps: &[Step]) -> bool {
    steps.iter().any(|step| match step {
        Step::Prefix(_) => true,
        Step::Either(all) | Step::Optional(all) => all.iter().any(|steps| asks_for_prefix(steps)),
        Step::Word(_) | Step::Capitals(_) | Step::Gap(_) => false,
    })
}

/// Words in the order of their ids, each once.
fn sorted(mut ids: Vec<WordId>) -> Arc<[WordId]> {
    ids.sort_unstable();
    ids.dedup();
    ids.into()
}
