//! Words that are part of a proper name, which say nothing of their own: "the Budapest Memorandum", "Islamic Jihad".

use crate::language::Class;
use crate::token::{Token, TokenKind, TokenRange, Vocabulary};

/// Letters from which a word is expected to begin small in running text.
const LONG: u32 = 4;

/// Whether the words at `found` are part of a name: each long one begins with a capital though its place asks for none,
/// and so does a neighbour ("the Treaty on Friendship"). In a headline, where most words do, nothing can be told.
pub(super) fn holds(tokens: &[Token], vocabulary: &Vocabulary, sentence: TokenRange, found: TokenRange) -> bool {
    let place = Place { tokens, vocabulary, sentence };
    let mut own = found.of(tokens).iter().filter(|t| t.is_wordlike() && is_long(**t)).peekable();
    own.peek().is_some()
        && own.all(|t| t.capital && !t.all_caps)
        && !place.opens(found.start)
        && (place.before(found.start) || place.behind(found.end))
        && place.runs()
}

fn is_long(token: Token) -> bool {
    token.span.len() >= LONG
}

struct Place<'a> {
    tokens: &'a [Token],
    vocabulary: &'a Vocabulary,
    sentence: TokenRange,
}

impl Place<'_> {
    fn at(&self, at: u32) -> Option<Token> {
        let inside = (self.sentence.start..self.sentence.end).contains(&at);
        inside.then(|| self.tokens[at as usize])
    }

    /// Whether a capital is due here whatever the word is: at the start of a sentence, a quotation or a list's item, and
    /// behind the handle that a short message is addressed to.
    fn opens(&self, at: u32) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.at(before));
        let parts = |t: Token| !t.is_wordlike() && t.kind != TokenKind::Comma;
        before.is_none_or(|t| parts(t) || self.handle(at - 1))
    }

    fn handle(&self, at: u32) -> bool {
        let mark = at.checked_sub(1).and_then(|before| self.at(before));
        mark.is_some_and(|t| !t.is_wordlike() && !t.is_transparent() && !self.tokens[at as usize].spaced)
    }

    /// Whether a word of a name stands here.
    fn named(&self, at: u32) -> bool {
        self.at(at).is_some_and(|t| t.is_wordlike() && t.capital) && !self.opens(at)
    }

    fn joins(&self, at: u32) -> bool {
        let joins = Class::PREPOSITION.or(Class::PARTICLE).or(Class::COORDINATOR);
        self.at(at)
            .is_some_and(|t| t.kind == TokenKind::Comma || !t.capital && self.vocabulary.class(t.word).any(joins))
    }

    fn before(&self, start: u32) -> bool {
        let back = |steps: u32| start.checked_sub(steps);
        back(1).is_some_and(|at| self.named(at))
            || back(1).is_some_and(|at| self.joins(at)) && back(2).is_some_and(|at| self.named(at))
    }

    fn behind(&self, end: u32) -> bool {
        self.named(end) || self.joins(end) && self.named(end + 1)
    }

    /// Whether the sentence is running text: more of its long words begin small than not.
    fn runs(&self) -> bool {
        let long = self.sentence.of(self.tokens).iter().filter(|t| t.is_wordlike() && is_long(**t));
        let (mut small, mut capital) = (0_u32, 0_u32);
        long.for_each(|t| if t.capital { capital += 1 } else { small += 1 });
        small > capital
    }
}
