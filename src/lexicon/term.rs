//! Terms as people write them: words, `word*`, `lemma/v`, `(a|b)`, `@set`, `[optional]`, `<gap>`, `<gap with passive>`.

use super::{inflect, passive};
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::token::{TokenKind, Vocabulary, fold, tokenize};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Shortest prefix before a star.
const SHORTEST_PREFIX: usize = 3;
/// Largest gap.
const LONGEST_GAP: u8 = 9;
/// Most brackets of a term: a match calls itself for each that it is within or has passed. The shipped terms have six.
const MOST_BRACKETS: usize = 32;
/// Most words and signs of a term: each word that it may begin with is looked up with each that may follow.
const MOST_PIECES: usize = 1_000;
/// Most ways in which the same words may meet a term, as each may be tried at each word of a text.
const MOST_WAYS: usize = 100_000;

/// One step of a term.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// One word, in any of these folded forms.
    Word(Arc<[String]>),
    /// One word that must stand in capitals, here folded.
    Capitals(String),
    /// One word with this folded prefix.
    Prefix(String),
    /// One of several sequences, longest first.
    Either(Vec<Vec<Self>>),
    /// One of several sequences, or nothing.
    Optional(Vec<Vec<Self>>),
    /// Up to so many words of any kind.
    Gap(u8),
}

/// What a term matches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// The steps, in order.
    pub steps: Vec<Step>,
}

impl Pattern {
    /// Reads a term.
    ///
    /// # Errors
    /// An empty term, brackets that do not pair, a gap at an edge, an unknown suffix, a prefix that is too short.
    pub fn parse(term: &str, language: &Language) -> Result<Self> {
        Self::parse_with(term, &mut Pieces::new(language))
    }

    /// The same, with what is known of the pieces of other terms.
    pub(super) fn parse_with(term: &str, known: &mut Pieces) -> Result<Self> {
        let pieces = pieces(term);
        let mut parser = Parser { term, pieces: &pieces, at: 0, brackets: 0, depth: 0, passive: None, known };
        if pieces.len() > MOST_PIECES {
            return Err(parser.error("more than 1000 words and signs; split it into several"));
        }
        let steps = parser.sequence()?;
        if parser.at < pieces.len() {
            return Err(parser.error("a bracket or | that opens nothing"));
        }
        let edge = |step: Option<&Step>| matches!(step, None | Some(Step::Gap(_)));
        if edge(steps.first()) || edge(steps.last()) {
            return Err(parser.error("no word at the start or the end"));
        }
        if steps.iter().all(|s| matches!(s, Step::Optional(_) | Step::Gap(_))) {
            return Err(parser.error("nothing that must be there"));
        }
        let steps = match parser.passive {
            Some(gap) => passive::both(steps, gap, parser.known.language)
                .ok_or_else(|| parser.error("a gap with p that no verb (close/v) stands before"))?,
            None => steps,
        };
        if ways(&steps) > MOST_WAYS {
            return Err(parser.error("more ways to be met than can be tried; split it into several"));
        }
        Ok(Self { steps })
    }
}

/// In how many ways the same words may meet a sequence, at most.
fn ways(steps: &[Step]) -> usize {
    let own = |step: &Step| match step {
        Step::Word(_) | Step::Capitals(_) | Step::Prefix(_) => 1,
        Step::Either(sequences) => ways_of_one(sequences),
        Step::Optional(sequences) => ways_of_one(sequences).saturating_add(1),
        Step::Gap(size) => usize::from(*size) + 1,
    };
    steps.iter().fold(1, |product: usize, step| product.saturating_mul(own(step)))
}

/// The same of alternatives: of those that begin with different words only one can be met.
fn ways_of_one(sequences: &[Vec<Step>]) -> usize {
    let mut by_word: FxHashMap<&str, usize> = FxHashMap::default();
    let mut any = 0usize;
    for sequence in sequences {
        let words = match sequence.first() {
            Some(Step::Word(forms)) => forms,
            Some(Step::Capitals(word)) => std::slice::from_ref(word),
            _ => &[],
        };
        let own = ways(sequence);
        any = any.saturating_add(if words.is_empty() { own } else { 0 });
        for word in words {
            let known = by_word.entry(word).or_default();
            *known = known.saturating_add(own);
        }
    }
    any.saturating_add(by_word.into_values().max().unwrap_or_default())
}

/// Splits a term at blanks and brackets.
fn pieces(term: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = term.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '(' | ')' | '[' | ']' | '|' => 1,
            '<' => rest.find('>').map_or(rest.len(), |at| at + 1),
            _ => rest.find(|c: char| c.is_whitespace() || "()[]|<".contains(c)).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(length);
        found.push(piece);
        rest = after.trim_start();
    }
    found
}

/// The steps of pieces that terms had so far: the words of a lexicon are few beside their uses.
pub(super) struct Pieces<'l> {
    language: &'l Language,
    steps: FxHashMap<Box<str>, Box<[Step]>>,
}

impl<'l> Pieces<'l> {
    pub fn new(language: &'l Language) -> Self {
        Self { language, steps: FxHashMap::default() }
    }
}

struct Parser<'a, 'l> {
    term: &'a str,
    pieces: &'a [&'a str],
    at: usize,
    /// Brackets opened so far.
    brackets: usize,
    /// Brackets that are open.
    depth: usize,
    /// The step that is a gap with a passive.
    passive: Option<usize>,
    known: &'a mut Pieces<'l>,
}

impl Parser<'_, '_> {
    fn error(&self, found: &str) -> Error {
        let message = format!("term {:?} has {found}; see lexicons/README.md for how terms are written", self.term);
        Error::new(ErrorKind::Lexicon, message)
    }

    /// Steps up to the end, a closing bracket or a bar.
    fn sequence(&mut self) -> Result<Vec<Step>> {
        let mut steps = Vec::new();
        while let Some(&piece) = self.pieces.get(self.at) {
            match piece {
                ")" | "]" | "|" => break,
                "(" => steps.push(Step::Either(self.alternatives(")")?)),
                "[" => steps.push(Step::Optional(self.alternatives("]")?)),
                _ if piece.starts_with('<') && piece.ends_with("p>") => {
                    if self.depth > 0 || self.passive.replace(steps.len()).is_some() {
                        return Err(self.error("a gap with p within brackets, or a second one"));
                    }
                    steps.push(self.gap(&piece.replace("p>", ">"))?);
                }
                _ if piece.starts_with('<') => steps.push(self.gap(piece)?),
                _ => self.word(piece, &mut steps)?,
            }
            self.at += 1;
        }
        Ok(steps)
    }

    /// Sequences between bars, from an opening bracket to its closing one.
    fn alternatives(&mut self, close: &str) -> Result<Vec<Vec<Step>>> {
        let mut found = Vec::new();
        self.brackets += 1;
        self.depth += 1;
        if self.brackets > MOST_BRACKETS {
            return Err(self.error("more than 32 brackets; split it into several"));
        }
        loop {
            self.at += 1;
            let sequence = self.sequence()?;
            if sequence.is_empty() {
                return Err(self.error("an empty alternative"));
            }
            match <[Step; 1]>::try_from(sequence) {
                // A set, or brackets within brackets, is so many alternatives more.
                Ok([Step::Either(more)]) => found.extend(more),
                Ok([step]) => found.push(vec![step]),
                Err(sequence) => found.push(sequence),
            }
            match self.pieces.get(self.at) {
                Some(&"|") => {}
                Some(&piece) if piece == close => break,
                _ => return Err(self.error("a bracket that does not close")),
            }
        }
        self.depth -= 1;
        found.sort_by_key(|sequence| std::cmp::Reverse(sequence.len()));
        Ok(found)
    }

    fn gap(&self, piece: &str) -> Result<Step> {
        let size = piece.trim_matches(['<', '>']).parse().ok();
        size.filter(|n| (1..=LONGEST_GAP).contains(n))
            .map(Step::Gap)
            .ok_or_else(|| self.error("a gap that is not <1> to <9>"))
    }

    fn word(&mut self, piece: &str, steps: &mut Vec<Step>) -> Result<()> {
        if let Some(known) = self.known.steps.get(piece) {
            steps.extend_from_slice(known);
            return Ok(());
        }
        let start = steps.len();
        match piece.strip_prefix('@') {
            Some(set) => steps.push(self.set(set)?),
            None => self.new_word(piece, steps)?,
        }
        self.known.steps.insert(piece.into(), steps[start..].into());
        Ok(())
    }

    /// The terms of a set of the language, as alternatives.
    fn set(&mut self, name: &str) -> Result<Step> {
        let Some(terms) = self.known.language.set(name) else {
            return Err(self.error("a set that lang-en/sets.csv lacks"));
        };
        let (term, bracketed) = (self.term, format!("({terms})"));
        let set = pieces(&bracketed);
        if terms.contains('@') {
            return Err(self.error("a set that holds another; name the other in the term"));
        }
        let mut parser = Parser { term, pieces: &set, at: 0, brackets: 0, depth: 0, passive: None, known: self.known };
        Ok(Step::Either(parser.alternatives(")")?))
    }

    fn new_word(&self, piece: &str, steps: &mut Vec<Step>) -> Result<()> {
        if piece.contains('?') {
            // A sign that would be read over, while whoever wrote it means that something may be left out.
            return Err(self.error("a question mark; write what may be left out in [ ], a noun's plural as noun/n"));
        }
        if let Some(prefix) = piece.strip_suffix('*') {
            if prefix.len() < SHORTEST_PREFIX || !prefix.chars().all(char::is_alphabetic) {
                return Err(self.error("a star after fewer than three letters"));
            }
            steps.push(Step::Prefix(fold(prefix)));
            return Ok(());
        }
        let (word, pos) = match piece.rsplit_once('/') {
            None => (piece, None),
            Some((word, "v")) => (word, Some('v')),
            Some((word, "n")) => (word, Some('n')),
            Some((word, "a")) => (word, Some('a')),
            Some(_) => return Err(self.error("a suffix that is not /v, /n or /a")),
        };
        let mut words = split_words(word);
        let last = words.pop().ok_or_else(|| self.error("a piece without a letter or digit"))?;
        steps.extend(words.into_iter().map(|w| literal(&w)));
        steps.push(match pos {
            Some(pos) => Step::Word(inflect::forms(&fold(&last), pos, self.known.language).into()),
            None => literal(&last),
        });
        Ok(())
    }
}

/// The words of a piece as the tokenizer sees them: `cease-fire` is two, `we'll` is two, `U.S.` is one.
fn split_words(piece: &str) -> Vec<String> {
    if piece.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(piece.to_owned()).filter(|word| !word.is_empty()).into_iter().collect();
    }
    // A clitic on its own ("'ll") is split off a word only, so it gets one and loses it again.
    if piece.starts_with(['\'', '’']) {
        let host = format!("x{piece}");
        return split_words(&host).into_iter().skip(1).collect();
    }
    let mut tokens = Vec::new();
    tokenize(piece, &Vocabulary::new(&Language::default()), &mut tokens);
    let words = tokens.iter().filter(|t| t.is_wordlike() && t.kind != TokenKind::Url);
    words.map(|t| t.span.slice(piece).to_owned()).collect()
}

/// A word as it stands: in capitals when it is written so.
fn literal(word: &str) -> Step {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
    let folded = fold(word);
    if capitals { Step::Capitals(folded) } else { Step::Word([folded].into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(term: &str) -> Result<Vec<Step>> {
        Pattern::parse(term, &Language::default()).map(|p| p.steps)
    }

    fn word(word: &str) -> Step {
        Step::Word([word.to_owned()].into())
    }

    #[test]
    fn terms_are_read() {
        assert_eq!(parse("cease-fire").unwrap(), [word("cease"), word("fire")]);
        assert_eq!(parse("we 'll").unwrap(), [word("we"), word("'ll")]);
        assert_eq!(parse("US").unwrap(), [Step::Capitals("us".into())]);
        assert_eq!(parse("terror*").unwrap(), [Step::Prefix("terror".into())]);
        let steps = parse("break off [the] (talks|peace talks) <2> now").unwrap();
        assert_eq!(steps.len(), 6);
        assert_eq!(steps[3], Step::Either(vec![vec![word("peace"), word("talks")], vec![word("talks")]]));
        assert_eq!(steps[4], Step::Gap(2));
    }

    #[test]
    fn broken_terms_are_refused() {
        for term in [
            "",
            "(a",
            "a)",
            "a|b",
            "[a]",
            "<2> a",
            "a <0> b",
            "a <2p> b",
            "close/v <2p> a <2p> b",
            "(close/v <2p> a) b",
            "ab*",
            "a/x",
            "heads?",
            "(we )?know",
            "()",
            "--",
        ] {
            assert!(parse(term).is_err(), "{term}");
        }
    }

    #[test]
    fn a_set_is_its_terms_as_alternatives() {
        let language =
            Language::load(["", "", "set,term\ntroops,soldier/n\ntroops,riot police\nships,navy\n"]).unwrap();
        let steps = |term: &str| Pattern::parse(term, &language).map(|p| p.steps);
        assert_eq!(steps("send @troops").unwrap(), steps("send (soldier/n|riot police)").unwrap());
        assert_eq!(
            steps("send (@troops|@ships|tanks)").unwrap(),
            steps("send (soldier/n|riot police|navy|tanks)").unwrap()
        );
        assert_eq!(steps("send [@troops] now").unwrap(), steps("send [soldier/n|riot police] now").unwrap());
        let error = steps("send @boats").unwrap_err();
        assert!(error.message().contains("a set that lang-en/sets.csv lacks"), "{error}");
        // A set of sets would hide how many words a term has.
        let nested = Language::load(["", "", "set,term\nall,@troops\ntroops,army\n"]).unwrap();
        assert!(Pattern::parse("send @all", &nested).is_err());
    }

    /// Each would take time or stack without end, to be read or to be looked for.
    #[test]
    fn terms_that_cannot_be_tried_are_refused() {
        let nested = format!("a {}b{}", "(".repeat(100), ")".repeat(100));
        let long = format!("a ({}b)", "a|".repeat(1_000));
        let many = format!("a {}b", "[a] ".repeat(40));
        let same = format!("{}b", "(a|a|a|a) ".repeat(20));
        let gaps = format!("a {}b", "<9> a ".repeat(9));
        for (term, found) in [
            (long, "1000 words"),
            (nested, "32 brackets"),
            (many, "32 brackets"),
            (same, "more ways"),
            (gaps, "more ways"),
        ] {
            let error = parse(&term).unwrap_err();
            assert!(error.message().contains(found), "{error}");
        }
        assert!(parse(&format!("a {}b", "[a] ".repeat(16))).is_ok());
        assert!(parse(&format!("{}b", "(a|c|d|e f) <2> ".repeat(8))).is_ok());
    }
}
