//! Whether entries can count: each is spelled out in all its forms, and looked for in them beside all the others.

use super::{Finding, FindingKind, TERMS};
use crate::language::Language;
use crate::lexicon::{Entry, Kind, Lexicon, Match, Matcher, UNIT};
use crate::score::{Finder, SentenceMatches};
use crate::token::{Token, TokenRange, Vocabulary, tokenize};
use std::collections::BTreeMap;

/// Forms of an entry that are tried.
const FORMS: usize = 300;
/// Forms that a message names.
const NAMED: usize = 3;
/// A word before a clitic (`'ll`), which stands at a word only.
const HOST: &str = "they";

/// What becomes of one form of an entry.
enum Fate {
    /// The entry is found and counts.
    Counts,
    /// The words are not found at all.
    Unmatched,
    /// An entry that silences what it covers takes them.
    Silenced(Match),
    /// Another entry counts for them.
    Lost(Match),
}

pub(super) struct Reach<'l> {
    lexicons: &'l [Lexicon],
    vocabulary: Vocabulary,
    matcher: Matcher,
    finder: Finder,
}

impl<'l> Reach<'l> {
    pub(super) fn new(lexicons: &'l [Lexicon]) -> Self {
        let mut vocabulary = Vocabulary::new(Language::english());
        let matcher = Matcher::new(lexicons, &mut vocabulary);
        Self { lexicons, vocabulary, matcher, finder: Finder::new(lexicons) }
    }

    /// Findings on the entries of lexicon `number`, in their order.
    pub(super) fn check(&self, number: usize) -> Vec<Finding> {
        let entries = self.lexicons[number].entries();
        (0..entries.len()).flat_map(|at| self.entry(number, at)).collect()
    }

    fn entry(&self, number: usize, at: usize) -> Vec<Finding> {
        let entry = &self.lexicons[number].entries()[at];
        let forms = entry.pattern().map(|pattern| pattern.forms(FORMS)).unwrap_or_default();
        let (mut counting, mut unmatched) = (0, 0);
        let mut silenced = None;
        let mut lost: BTreeMap<(u16, u32), Vec<&str>> = BTreeMap::new();
        for form in &forms {
            match self.fate(number, at, form) {
                Fate::Counts => counting += 1,
                Fate::Unmatched => unmatched += 1,
                Fate::Silenced(by) => silenced = Some(by),
                Fate::Lost(to) => lost.entry((to.lexicon, to.entry)).or_default().push(form),
            }
        }
        let never = |why: String| {
            let message = format!("{:?} can never match: {why}", entry.term);
            vec![Finding::problem(FindingKind::Never, TERMS, Some(entry.line), message)]
        };
        if unmatched == forms.len() {
            let shown = forms.first().map_or("", String::as_str);
            return never(format!("a text with “{shown}” is not read as the words of the term"));
        }
        if counting == 0
            && lost.is_empty()
            && let Some(by) = silenced
        {
            return never(format!("{} always silences it", self.named(number, (by.lexicon, by.entry))));
        }
        lost.iter().filter_map(|(to, forms)| self.lost(number, entry, *to, forms, counting == 0)).collect()
    }

    /// What is to be said of forms that count as another entry.
    fn lost(&self, number: usize, entry: &Entry, to: (u16, u32), forms: &[&str], all: bool) -> Option<Finding> {
        let winner = &self.lexicons[to.0 as usize].entries()[to.1 as usize];
        let category = |lexicon: usize, e: &Entry| self.lexicons[lexicon].categories()[e.category].1.id.clone();
        let (own, other) = (category(number, entry), category(to.0 as usize, winner));
        let alike = own == other && entry.weight == winner.weight;
        let place = self.named(number, to);
        let finding =
            |kind, message: String| Finding { problem: all, ..Finding::note(kind, TERMS, Some(entry.line), message) };
        if alike {
            // Some forms in common with a row of the same meaning do no harm.
            return all.then(|| {
                finding(
                    FindingKind::Shadowed,
                    format!("{:?} adds nothing: {place} has its words already; take one out", entry.term),
                )
            });
        }
        let mut words: Vec<String> = forms.iter().take(NAMED).map(|f| format!("“{f}”")).collect();
        if forms.len() > NAMED {
            words.push("…".to_owned());
        }
        let weight = |e: &Entry| f64::from(e.weight) / f64::from(UNIT);
        let message = format!(
            "{:?} is {own} {}, but {} is {other} {} as {place}, which {}; settle which is meant",
            entry.term,
            weight(entry),
            words.join(", "),
            weight(winner),
            if winner.weight.abs() == entry.weight.abs() { "comes first" } else { "is the heavier" },
        );
        Some(finding(FindingKind::Conflict, message))
    }

    /// `term` with its place, as seen from lexicon `number`.
    fn named(&self, number: usize, (lexicon, entry): (u16, u32)) -> String {
        let other = &self.lexicons[lexicon as usize];
        let entry = &other.entries()[entry as usize];
        let folder = if lexicon as usize == number { String::new() } else { format!("{}/", other.id()) };
        format!("{:?} ({folder}{TERMS}:{})", entry.term, entry.line)
    }

    fn fate(&self, number: usize, at: usize, form: &str) -> Fate {
        let hosted = form.starts_with('\'');
        let text = if hosted { format!("{HOST}{form}") } else { form.to_owned() };
        let mut tokens: Vec<Token> = Vec::new();
        let mut matches = Vec::new();
        tokenize(&text, &self.vocabulary, &mut tokens);
        let sentence = TokenRange::new(0, tokens.len() as u32);
        let whole = TokenRange::new(u32::from(hosted), sentence.end);
        self.matcher.find(&tokens, sentence, &mut matches);
        let own = |m: &Match| m.lexicon as usize == number && m.entry as usize == at;
        let Some(found) = matches.iter().find(|m| own(m) && m.tokens.start == whole.start).copied() else {
            return Fate::Unmatched;
        };
        if self.lexicons[number].manifest().kind == Kind::Cues || self.silences(found) {
            return Fate::Counts;
        }
        let mut settled = SentenceMatches::default();
        self.finder.settle(sentence, &matches, &mut settled);
        let mut left = settled.scored.iter().chain(&settled.modifiers);
        if left.clone().any(own) {
            return Fate::Counts;
        }
        let overlaps = |m: &Match| m.tokens.start < found.tokens.end && found.tokens.start < m.tokens.end;
        let rival = |m: &&Match| overlaps(m) && self.dimension(**m) == self.dimension(found);
        if let Some(to) = left.clone().find(rival) {
            return Fate::Lost(*to);
        }
        if let Some(by) = matches.iter().find(|m| self.silences(**m) && overlaps(m)) {
            return Fate::Silenced(*by);
        }
        left.find(|m| overlaps(m)).map_or(Fate::Unmatched, |to| Fate::Lost(*to))
    }

    fn dimension(&self, found: Match) -> &str {
        let lexicon = &self.lexicons[found.lexicon as usize];
        let category = lexicon.entries()[found.entry as usize].category;
        &lexicon.manifest().dimension[lexicon.categories()[category].0].id
    }

    /// Whether a match carries nothing and silences what it covers.
    fn silences(&self, found: Match) -> bool {
        self.finder.is_neutral(found)
    }
}
