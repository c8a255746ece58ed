//! What every pair of quotation marks is for.

use super::{Mark, MarkKind, Pair, Quote, Reading};
use crate::language::Class;
use crate::token::{Token, TokenKind};

/// A pair of at least this many words with no source is probably speech all the same (DESIGN: 2 % of such pairs
/// have no attribution, against a third of those of one or two words).
pub(super) const SPEECH_WORDS: u32 = 6;

/// Accounts for all pairs.
pub(super) fn marks(reading: Reading, pairs: &[Pair], quotes: &[Quote]) -> Vec<Mark> {
    let mut first = 0;
    pairs
        .iter()
        .map(|pair| {
            // Quotes stand in text order, so those that end before this pair are done with.
            while quotes.get(first).is_some_and(|q| q.spans.last().is_none_or(|s| s.end <= pair.span.start)) {
                first += 1;
            }
            let covers = |q: &Quote| q.spans.iter().any(|s| s.overlaps(pair.span));
            let quote = quotes[first..]
                .iter()
                .take_while(|q| q.spans.first().is_some_and(|s| s.start < pair.span.end))
                .position(covers);
            let (kind, reason) = match quote {
                Some(_) => (MarkKind::Quote, "part of a quote"),
                None => judge(reading, pair),
            };
            Mark { span: pair.span, kind, quote: quote.map(|q| q + first), reason }
        })
        .collect()
}

/// Whether the words around a pair introduce it as a name or term.
pub(super) fn is_term(reading: Reading, pair: &Pair) -> bool {
    judge(reading, pair).0 == MarkKind::Term
}

fn judge(reading: Reading, pair: &Pair) -> (MarkKind, &'static str) {
    let tokens = pair.inner.of(reading.tokens);
    let class = |t: &Token| reading.vocabulary.class(t.word);
    let before = pair.tokens.start.checked_sub(1).map(|at| reading.tokens[at as usize]);
    let behind = reading.tokens.get(pair.tokens.end as usize);
    let joins_name = before.is_some_and(|t| {
        t.kind == TokenKind::Word
            && t.capital
            && !class(&t).any(Class::NOT_NAME | Class::PREPOSITION | Class::DETERMINER)
    }) && behind.is_some_and(|t| t.kind == TokenKind::Word && t.capital);
    if joins_name {
        return (MarkKind::Term, "a nickname within a name");
    }
    let words: Vec<_> = tokens.iter().filter(|t| t.kind == TokenKind::Word).collect();
    let small = Class::PREPOSITION | Class::DETERMINER | Class::CONJUNCTION;
    let capitals = words.iter().filter(|t| t.capital || class(t).any(small)).count();
    let sentence = tokens.last().is_some_and(|t| t.is_terminal() || t.kind == TokenKind::Comma);
    if words.len() >= 2 && capitals == words.len() && words.iter().filter(|t| t.capital).count() >= 2 && pair.words < 12
    {
        return (MarkKind::Title, "every main word has a capital");
    }
    // "call a “dead man's relay”": an article may stand between, but not behind "as".
    let article = before.filter(|t| class(t).any(Class::DETERMINER)).and_then(|_| pair.tokens.start.checked_sub(2));
    let named = match article.map(|at| reading.tokens[at as usize]) {
        Some(namer) => class(&namer).any(Class::NAMING) && !class(&namer).any(Class::PREPOSITION | Class::CONJUNCTION),
        None => before.is_some_and(|t| class(&t).any(Class::NAMING)),
    };
    let so_called = pair.tokens.start >= 2 && reading.tokens[pair.tokens.start as usize - 2].kind == TokenKind::Hyphen;
    if named && !so_called && pair.words < SPEECH_WORDS {
        return (MarkKind::Term, "introduced as a name or term");
    }
    if pair.words >= SPEECH_WORDS || sentence && pair.words > 2 {
        return (MarkKind::Unattributed, "long enough for speech, but no source is named");
    }
    (MarkKind::Scare, "a few words within the writer's sentence, and no cue")
}
