//! Cues: the words that signal reporting, and whether they really do where they stand.

use super::{Pair, Reading, block, ends_in};
use crate::language::Class;
use crate::lexicon::{Lexicon, Match};
use crate::span::Span;
use crate::token::{Token, TokenKind, TokenRange, letters};
use std::collections::BTreeMap;

/// Whether a cue reports speech, or belief, wish and feeling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueClass {
    /// Speech, writing and other communicative acts.
    Speech,
    /// Belief, wish, intent; counts in no speaker's scores.
    Private,
}

impl CueClass {
    /// The class's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Private => "private",
        }
    }
}

/// The frame in which a cue takes its content; the categories of the cue lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frame {
    /// A content clause or a direct quote.
    Say,
    /// A hearer, then the content.
    Tell,
    /// What somebody is to do.
    Urge,
    /// The object is the content.
    Judge,
    /// An object and what it is called.
    Call,
    /// A target and a charge.
    Accuse,
    /// A preposition with the source.
    According,
    /// A medium passes on another's words: "quoted X as saying".
    Relay,
    /// A noun for the message.
    Message,
    /// Belief with a content clause.
    Think,
    /// Wish or stance with its object.
    Want,
}

/// The words that signal reporting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    /// Where they stand.
    pub span: Span,
    /// Their tokens.
    pub tokens: TokenRange,
    /// The frame they open.
    pub frame: Frame,
    /// Speech or belief.
    pub class: CueClass,
    /// Its entry in the cue lexicon.
    pub entry: u32,
    /// Share of uses that report, in thousandths.
    pub weight: i32,
    /// The verb's form.
    pub form: CueForm,
}

/// The form a cue stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CueForm {
    /// A finite verb, or no verb.
    Finite,
    /// A participle in -ing, whose subject is the main clause's.
    Participle,
    /// A passive, whose agent stands behind "by".
    Passive,
    /// "it was announced": nobody is named.
    Impersonal,
}

/// The entries of a cue lexicon by frame.
#[derive(Debug, Clone)]
pub struct Cues {
    entries: Vec<(Frame, CueClass, i32)>,
}

impl Cues {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let frame = |category: usize| match lexicon.categories()[category].1.id.as_str() {
            "tell" => Frame::Tell,
            "urge" => Frame::Urge,
            "judge" => Frame::Judge,
            "call" => Frame::Call,
            "accuse" => Frame::Accuse,
            "according" => Frame::According,
            "relay" => Frame::Relay,
            "message" => Frame::Message,
            "think" => Frame::Think,
            "want" => Frame::Want,
            _ => Frame::Say,
        };
        let entries = lexicon.entries().iter().map(|entry| {
            let frame = frame(entry.category);
            let private = matches!(frame, Frame::Think | Frame::Want);
            let class = if private { CueClass::Private } else { CueClass::Speech };
            (frame, class, entry.weight)
        });
        Self { entries: entries.collect() }
    }

    /// The same cues with other shares of reporting uses, in thousandths, by entry.
    #[must_use]
    pub fn with_rates(mut self, rates: &BTreeMap<u32, i32>) -> Self {
        for (entry, rate) in rates {
            if let Some(own) = self.entries.get_mut(*entry as usize) {
                own.2 = *rate;
            }
        }
        self
    }

    /// The frame of an entry.
    #[must_use]
    pub fn frame(&self, entry: u32) -> Frame {
        self.entries[entry as usize].0
    }

    /// The same cues, all but the silent ones taken for sure: to count how often each reports.
    pub(super) fn all_sure(&self) -> Self {
        let sure = |&(frame, class, weight): &_| (frame, class, if weight < SILENT { weight } else { SURE });
        Self { entries: self.entries.iter().map(sure).collect() }
    }
}

/// Cues below this share of reporting uses need a quoted piece or "that" right behind them.
const DOUBTFUL: i32 = 250;

/// Tokens before a bare form within which an article makes it a noun.
const DESCRIBING: u32 = 5;

/// Entries below this share stand in the lexicon to silence shorter ones ("declined to comment").
const SILENT: i32 = 100;

/// The share of a cue that always reports.
const SURE: i32 = 1000;

/// All cues that report where they stand: the longest match at each place, outside quotation marks, in a form that
/// can report.
pub(super) fn candidates(reading: Reading, cues: &Cues, matches: &[Match], pairs: &[Pair]) -> Vec<Cue> {
    let mut found: Vec<Cue> = Vec::new();
    let mut silent_until = 0;
    // "was “ready to talk”": words on both sides of a mark are no cue.
    let unbroken = |m: &&Match| {
        let tokens = m.tokens.of(reading.tokens);
        !tokens.iter().any(|t| matches!(t.kind, TokenKind::Quote | TokenKind::SingleQuote))
    };
    for group in matches.chunk_by(|a, b| a.tokens.start == b.tokens.start) {
        // "wrote to the crews:" reports, though "wrote to" does not.
        let silent = |m: &&Match| cues.entries[m.entry as usize].2 < SILENT;
        let heard = |m: &&Match| !silent(m) || !block::introduces(reading, m.tokens);
        let longest =
            group.iter().filter(unbroken).filter(heard).max_by_key(|m| (m.tokens.end, std::cmp::Reverse(m.entry)));
        let Some(best) = longest else { continue };
        let covered = best.tokens.start < silent_until;
        if covered || found.last().is_some_and(|c| best.tokens.start < c.tokens.end) || in_pair(pairs, best.tokens) {
            continue;
        }
        let (frame, class, weight) = cues.entries[best.entry as usize];
        if weight < SILENT {
            silent_until = best.tokens.end;
            continue;
        }
        let look = Look { reading, tokens: best.tokens };
        let Some(form) = look.form(frame) else { continue };
        if weight < DOUBTFUL && !look.introduces(pairs) {
            continue;
        }
        let span = best.tokens.span(reading.tokens);
        found.push(Cue { span, tokens: best.tokens, frame, class, entry: best.entry, weight, form });
    }
    found
}

/// Whether the tokens begin inside a pair. Pairs stand in text order.
pub(super) fn in_pair(pairs: &[Pair], tokens: TokenRange) -> bool {
    let behind = pairs.partition_point(|p| p.tokens.start <= tokens.start);
    behind > 0 && pairs[behind - 1].tokens.end > tokens.start
}

/// A cue's surroundings.
struct Look<'a> {
    reading: Reading<'a>,
    tokens: TokenRange,
}

/// Letters of a word that has a capital in a headline.
const LONG_WORD: usize = 4;
/// Longer words of a sentence that are looked at.
const TITLE_WORDS: usize = 40;

impl Look<'_> {
    fn token(&self, at: u32) -> Option<Token> {
        self.reading.tokens.get(at as usize).copied()
    }

    fn class(&self, token: Token) -> Class {
        self.reading.vocabulary.class(token.word)
    }

    fn word(&self, token: Token) -> &str {
        token.span.slice(self.reading.text)
    }

    /// Whether the cue opens its sentence, so that its capital tells nothing.
    fn begins_sentence(&self) -> bool {
        let sentences = self.reading.sentences;
        let at = sentences.partition_point(|s| s.end <= self.tokens.start);
        sentences.get(at).is_some_and(|s| s.start == self.tokens.start)
    }

    /// The word before token `at` in the same sentence part, adverbs passed over.
    fn word_before(&self, at: u32) -> Option<(u32, Token)> {
        let mut at = at;
        loop {
            at = at.checked_sub(1)?;
            let token = self.token(at)?;
            if token.kind == TokenKind::Hyphen || !token.is_wordlike() {
                return None;
            }
            let adverb =
                self.class(token).any(Class::ADVERB) && !self.class(token).any(Class::AUXILIARY | Class::PREPOSITION);
            if !adverb && !ends_in(self.word(token), "ly") {
                return Some((at, token));
            }
        }
    }

    /// The form the cue stands in; `None` where it cannot report: an infinitive, a noun, a denial of speaking.
    fn form(&self, frame: Frame) -> Option<CueForm> {
        if matches!(frame, Frame::According | Frame::Message) {
            return Some(CueForm::Finite);
        }
        let head = self.token(self.tokens.start)?;
        let word = self.word(head);
        if self.is_no_report(frame, head, word) {
            return None;
        }
        let before = self.word_before(self.tokens.start);
        if before.is_none() && head.capital && !ends_in(word, "ing") && self.begins_sentence() {
            return None;
        }
        let Some((at, before)) = before else {
            return Some(if ends_in(word, "ing") { CueForm::Participle } else { CueForm::Finite });
        };
        let class = self.class(before);
        if class.any(Class::INFINITIVE) {
            return None;
        }
        let past = !ends_in(word, "ing") && !ends_in(word, "s");
        if class.any(Class::BE) || before.kind == TokenKind::Clitic && ends_in(word, "ing") {
            return match (ends_in(word, "ing"), past) {
                (true, _) => Some(CueForm::Finite),
                (_, true) if self.impersonal(at) => Some(CueForm::Impersonal),
                (_, true) if !self.opens_with_be() => self.by_agent().then_some(CueForm::Passive),
                _ => Some(CueForm::Finite),
            };
        }
        let speaks = matches!(frame, Frame::Say | Frame::Tell);
        if speaks && self.negated(at, before) {
            return None;
        }
        if self.is_noun(before, class, word) {
            return None;
        }
        Some(if ends_in(word, "ing") { CueForm::Participle } else { CueForm::Finite })
    }

    /// Whether the words beside the cue show at once that it is a noun, a name or a participle.
    fn is_no_report(&self, frame: Frame, head: Token, word: &str) -> bool {
        let next = self.token(self.tokens.end);
        let before = self.tokens.start.checked_sub(1).and_then(|b| self.token(b));
        // "people briefed on the matter".
        let briefed = frame == Frame::Tell && !ends_in(word, "ing");
        if briefed && next.is_some_and(|t| self.class(t).any(Class::PREPOSITION)) {
            return true;
        }
        // "state television".
        let body = |t: Token| self.class(t).any(Class::ORGANISATION) && !t.capital && !self.class(t).any(Class::PLURAL);
        if next.is_some_and(body) && self.is_bare(head) && !head.capital {
            return true;
        }
        // "the United States condemned"; in headlines the next word has a capital too.
        let small = next.is_some_and(|t| t.is_wordlike() && !t.capital);
        if head.capital && !self.begins_sentence() && (small || !self.is_title_case()) {
            return true;
        }
        before.is_some_and(|t| t.kind == TokenKind::Hyphen)
    }

    /// Whether most longer words of the sentence have a capital, as in headlines.
    fn is_title_case(&self) -> bool {
        let sentences = self.reading.sentences;
        let at = sentences.partition_point(|s| s.end <= self.tokens.start);
        let Some(sentence) = sentences.get(at) else { return false };
        let long = |t: &&Token| t.kind == TokenKind::Word && letters(self.word(**t)) >= LONG_WORD;
        let words = sentence.of(self.reading.tokens).iter().filter(long).take(TITLE_WORDS);
        let (all, capital) = words.fold((0, 0), |(all, capital), t| (all + 1, capital + usize::from(t.capital)));
        3 * capital >= 2 * all
    }

    /// "it" before the form of be at `at`.
    fn impersonal(&self, at: u32) -> bool {
        self.word_before(at).is_some_and(|(_, t)| self.class(t).all(Class::PRONOUN.or(Class::NEUTER)))
    }

    fn opens_with_be(&self) -> bool {
        self.token(self.tokens.start).is_some_and(|t| self.class(t).any(Class::BE))
    }

    fn by_agent(&self) -> bool {
        self.token(self.tokens.end).is_some_and(|t| self.word(t).eq_ignore_ascii_case("by"))
    }

    /// "did not say", "wouldn't tell": what is not said has no content.
    fn negated(&self, at: u32, before: Token) -> bool {
        let negative = |t: Token| self.class(t).any(Class::NEGATOR);
        let further = at.checked_sub(1).and_then(|a| self.token(a));
        let direct = self.tokens.start.checked_sub(1).and_then(|a| self.token(a));
        negative(before)
            || direct.is_some_and(negative)
            || self.class(before).any(Class::AUXILIARY) && further.is_some_and(negative)
    }

    /// Words such as "claim" or "call" behind a determiner, possessive or preposition are nouns.
    fn is_noun(&self, before: Token, class: Class, word: &str) -> bool {
        if before.kind == TokenKind::Clitic && ends_in(self.word(before), "s") {
            return !ends_in(word, "ing") && !ends_in(word, "ed") && !word.eq_ignore_ascii_case("said");
        }
        if class.any(Class::QUANTITY) {
            return false;
        }
        // "or admit": a bare form joined to an infinitive or a modal.
        if class.any(Class::COORDINATOR) && self.is_bare(self.reading.tokens[self.tokens.start as usize]) {
            return true;
        }
        let determined = class.any(Class::DETERMINER | Class::POSSESSIVE) || self.modified_noun();
        let behind_preposition = class.any(Class::PREPOSITION) && !class.any(Class::TIME | Class::ADVERB);
        let modal = class.any(Class::MODAL);
        !modal && (determined && !ends_in(word, "said") || behind_preposition && !ends_in(word, "ing"))
    }

    /// "a long-awaited report": a bare form behind an article and words that describe it.
    fn modified_noun(&self) -> bool {
        let start = self.tokens.start;
        if !self.is_bare(self.reading.tokens[start as usize]) {
            return false;
        }
        let counts = Class::QUANTITY | Class::PERSON | Class::PERSON_PLURAL | Class::ORGANISATION | Class::TITLE;
        let describes = |t: &Token| {
            let plain = t.kind == TokenKind::Hyphen || t.kind == TokenKind::Word && !t.capital;
            plain
                && !self.class(*t).any(counts | Class::PREPOSITION | Class::PRONOUN | Class::DETERMINER)
                && !ends_in(self.word(*t), "s")
        };
        let before = (1..=DESCRIBING).map_while(|back| start.checked_sub(back).and_then(|at| self.token(at)));
        let mut behind = before.skip_while(describes);
        behind.next().is_some_and(|t| ["a", "an"].iter().any(|a| self.word(t).eq_ignore_ascii_case(a)))
    }

    /// Whether the verb stands without an ending.
    fn is_bare(&self, head: Token) -> bool {
        let word = self.word(head);
        !word.ends_with(['s', 'd']) && !ends_in(word, "ing") && !self.class(head).any(Class::PAST)
    }

    /// Whether a quoted piece or "that" follows the cue at once.
    fn introduces(&self, pairs: &[Pair]) -> bool {
        let mut at = self.tokens.end;
        while self.token(at).is_some_and(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Colon)) {
            at += 1;
        }
        let that = self.token(at).is_some_and(|t| self.class(t).any(Class::THAT));
        let behind = pairs.partition_point(|p| p.tokens.start < at);
        let follows = pairs.get(behind).is_some_and(|p| p.tokens.start <= at + 3);
        let sentences = self.reading.sentences;
        let start = sentences.get(sentences.partition_point(|s| s.end <= self.tokens.start)).map_or(0, |s| s.start);
        let precedes = behind > 0 && pairs[behind - 1].tokens.end + 4 >= at && pairs[behind - 1].tokens.end > start;
        that || follows || precedes
    }
}
