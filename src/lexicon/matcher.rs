//! All entries of all lexicons, found in one pass over tokens.
//!
//! Patterns are indexed by the words they may begin with. Before a pattern is walked over the tokens' word ids, a mask
//! tells whether any word that must come next stands near enough: this turns down most of them.

mod walk;

use super::{Lexicon, Pattern, Step};
use crate::token::{Token, TokenRange, Vocabulary, WordId};
use walk::Walk;

/// An entry found at a run of tokens, before overlaps are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Index of the lexicon in the order given to [`Matcher::new`].
    pub lexicon: u16,
    /// Index of the entry in its lexicon.
    pub entry: u32,
    /// From its first to its last word.
    pub tokens: TokenRange,
}

/// A step over word ids.
#[derive(Debug)]
enum Node {
    /// Any of these words.
    Words(Box<[WordId]>),
    /// This word in capitals.
    Capitals(WordId),
    Either(Box<[Box<[Node]>]>),
    Optional(Box<[Box<[Node]>]>),
    Gap(u8),
}

#[derive(Debug)]
struct Program {
    lexicon: u16,
    entry: u32,
    nodes: Box<[Node]>,
}

/// Finds the entries of several lexicons.
#[derive(Debug)]
pub struct Matcher {
    programs: Vec<Program>,
    /// Programs that may begin with word `w`: `starts[index[w]..index[w + 1]]`.
    index: Vec<u32>,
    starts: Vec<Start>,
}

/// A program that may begin at a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    program: u32,
    /// Words within which the second one stands.
    reach: u8,
    /// Bits of the words that may be the second; all bits when there need not be one.
    second: u128,
    /// Bits of the words that the last step that cannot be left out may begin with; all bits when that is the first.
    last: u128,
}

/// Most words that a mask looks ahead: the largest gap and the word behind it.
const FARTHEST: usize = 10;

const fn bit(word: WordId) -> u128 {
    1 << (word.0 % u128::BITS)
}

impl Matcher {
    /// Compiles the entries of `lexicons`, entering their words into `vocabulary`.
    #[must_use]
    pub fn new(lexicons: &[Lexicon], vocabulary: &mut Vocabulary) -> Self {
        for entry in lexicons.iter().flat_map(Lexicon::entries) {
            intern(&entry.pattern.steps, vocabulary);
        }
        let mut patterns = Vec::new();
        for (lexicon, id) in lexicons.iter().zip(0..) {
            patterns.extend(lexicon.entries().iter().zip(0..).map(|(entry, index)| (id, index, &entry.pattern)));
        }
        Self::compiled(&patterns, vocabulary)
    }

    /// Compiles patterns, given with lexicon and entry, whose words `vocabulary` knows: only then can a prefix list
    /// those it covers.
    fn compiled(patterns: &[(u16, u32, &Pattern)], vocabulary: &Vocabulary) -> Self {
        let compiler = Compiler { vocabulary, sorted: vocabulary.sorted() };
        let programs: Vec<Program> = patterns.iter().map(|(id, index, p)| compiler.program(*id, *index, p)).collect();
        let mut pairs = Vec::new();
        for (program, number) in programs.iter().zip(0u32..) {
            let mut first = Vec::new();
            first_words(&program.nodes, &mut first);
            first.sort_unstable();
            first.dedup();
            let (reach, second) = program.second();
            let start = Start { program: number, reach, second, last: program.last() };
            pairs.extend(first.into_iter().map(|word| (word, start)));
        }
        pairs.sort_unstable();
        let mut index = vec![0; vocabulary.len() + 1];
        for (word, _) in &pairs {
            index[word.0 as usize + 1] += 1;
        }
        for at in 1..index.len() {
            index[at] += index[at - 1];
        }
        let starts = pairs.into_iter().map(|(_, start)| start).collect();
        Self { programs, index, starts }
    }

    /// Compiles one pattern, as entry 0 of lexicon 0, entering its words into `vocabulary`.
    #[must_use]
    pub fn of_pattern(pattern: &Pattern, vocabulary: &mut Vocabulary) -> Self {
        intern(&pattern.steps, vocabulary);
        Self::compiled(&[(0, 0, pattern)], vocabulary)
    }

    /// Appends all matches that begin within `range` to `out`, in text order; none crosses a punctuation mark other
    /// than hyphens and quotation marks, nor the end of the range.
    pub fn find(&self, tokens: &[Token], range: TokenRange, out: &mut Vec<Match>) {
        for at in range.start..range.end {
            let token = tokens[at as usize];
            if token.word == WordId::UNKNOWN {
                continue;
            }
            let word = token.word.0 as usize;
            let candidates = &self.starts[self.index[word] as usize..self.index[word + 1] as usize];
            if candidates.is_empty() {
                continue;
            }
            let walk = Walk { tokens, end: range.end };
            let ahead = walk.ahead(at);
            for start in candidates {
                if start.second & ahead.within[start.reach as usize] == 0
                    || (start.last != u128::MAX && start.last & ahead.all == 0)
                {
                    continue;
                }
                let program = &self.programs[start.program as usize];
                if let Some(end) = walk.run(&program.nodes, None, at) {
                    out.push(Match {
                        lexicon: program.lexicon,
                        entry: program.entry,
                        tokens: TokenRange::new(at, end),
                    });
                }
            }
        }
    }
}

fn intern(steps: &[Step], vocabulary: &mut Vocabulary) {
    for step in steps {
        match step {
            Step::Word(forms) => forms.iter().for_each(|form| {
                vocabulary.intern(form);
            }),
            Step::Capitals(word) => {
                vocabulary.intern(word);
            }
            Step::Prefix(prefix) => {
                vocabulary.intern_prefix(prefix);
            }
            Step::Either(all) | Step::Optional(all) => all.iter().for_each(|s| intern(s, vocabulary)),
            Step::Gap(_) => {}
        }
    }
}

struct Compiler<'v> {
    vocabulary: &'v Vocabulary,
    /// All its words in byte order.
    sorted: Vec<(&'v str, WordId)>,
}

impl Compiler<'_> {
    fn program(&self, lexicon: u16, entry: u32, pattern: &Pattern) -> Program {
        Program { lexicon, entry, nodes: self.nodes(&pattern.steps) }
    }

    fn nodes(&self, steps: &[Step]) -> Box<[Node]> {
        let all = |alternatives: &[Vec<Step>]| together(alternatives.iter().map(|s| self.nodes(s)));
        let node = |step: &Step| match step {
            Step::Word(forms) => words(forms.iter().map(|f| self.word(f)).collect()),
            Step::Capitals(word) => Node::Capitals(self.word(word)),
            Step::Prefix(prefix) => words(self.beginning_with(prefix)),
            Step::Either(alternatives) => match &mut all(alternatives)[..] {
                // Alternatives of one word each are one look-up.
                [only] if matches!(only[..], [Node::Words(_)]) => std::mem::replace(&mut only[0], Node::Gap(0)),
                several => Node::Either(several.iter_mut().map(std::mem::take).collect()),
            },
            Step::Optional(alternatives) => Node::Optional(all(alternatives).into()),
            Step::Gap(size) => Node::Gap(*size),
        };
        steps.iter().map(node).collect()
    }

    /// Known words with the prefix, and the ids that stand for unknown ones.
    fn beginning_with(&self, prefix: &str) -> Vec<WordId> {
        let start = self.sorted.partition_point(|(word, _)| *word < prefix);
        let covered = self.sorted[start..].iter().take_while(|(word, _)| word.starts_with(prefix));
        covered.map(|(_, id)| *id).collect()
    }

    fn word(&self, folded: &str) -> WordId {
        self.vocabulary.look_up(folded.as_bytes())
    }
}

impl Program {
    /// The bits of the words that the last step that cannot be left out may begin with.
    fn last(&self) -> u128 {
        let needed = |node: &&Node| !matches!(node, Node::Gap(_) | Node::Optional(_));
        let Some(last) = self.nodes.iter().skip(1).rev().find(needed) else { return u128::MAX };
        // A first step that may be left out would make the last step the first word.
        if matches!(self.nodes.first(), Some(Node::Optional(_))) {
            return u128::MAX;
        }
        let mut words = Vec::new();
        first_words(std::slice::from_ref(last), &mut words);
        words.into_iter().fold(0, |bits, word| bits | bit(word))
    }

    /// Within how many words of the first the second stands, and the bits of the words that it may be.
    fn second(&self) -> (u8, u128) {
        // Alternatives of unlike lengths have no common second word; a word that may be left out first has none either.
        let plain = |nodes: &[Node]| matches!(nodes, [Node::Words(_) | Node::Capitals(_)]);
        let behind = match self.nodes.split_first() {
            Some((Node::Words(_) | Node::Capitals(_), behind)) => behind,
            Some((Node::Either(all), behind)) if all.iter().all(|s| plain(s)) => behind,
            _ => return (0, u128::MAX),
        };
        let (gap, behind) = match behind.split_first() {
            Some((Node::Gap(size), rest)) => (*size, rest),
            _ => (0, behind),
        };
        let mut words = Vec::new();
        if first_words(behind, &mut words) {
            return (0, u128::MAX);
        }
        (gap + 1, words.into_iter().fold(0, |bits, word| bits | bit(word)))
    }
}

/// Any of these words, in the order of their ids.
fn words(mut ids: Vec<WordId>) -> Node {
    ids.sort_unstable();
    ids.dedup();
    Node::Words(ids.into())
}

/// Alternatives, those of one plain word each put into one: they are the last, being the shortest.
fn together(alternatives: impl Iterator<Item = Box<[Node]>>) -> Vec<Box<[Node]>> {
    let (plain, mut other): (Vec<_>, Vec<_>) = alternatives.partition(|s| matches!(s[..], [Node::Words(_)]));
    let ids: Vec<WordId> = plain
        .iter()
        .flat_map(|s| match &s[..] {
            [Node::Words(ids)] => ids.to_vec(),
            _ => Vec::new(),
        })
        .collect();
    if !ids.is_empty() {
        other.push(Box::new([words(ids)]));
    }
    other
}

/// Words that a sequence may begin with; returns whether the sequence may also be passed without a word.
fn first_words(nodes: &[Node], out: &mut Vec<WordId>) -> bool {
    for node in nodes {
        match node {
            Node::Words(words) => out.extend_from_slice(words),
            Node::Capitals(word) => out.push(*word),
            Node::Either(all) => {
                for sequence in all {
                    first_words(sequence, out);
                }
            }
            Node::Optional(all) => {
                for sequence in all {
                    first_words(sequence, out);
                }
                continue;
            }
            Node::Gap(_) => continue,
        }
        return false;
    }
    true
}
