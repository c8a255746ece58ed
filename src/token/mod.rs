//! Text → tokens.
//!
//! In: an article's text and a [`Vocabulary`]. Out: [`Token`]s in text order. Always holds: tokens lie on character
//! boundaries, do not overlap, and together with the white space between them tile the text; a text in NFD has the
//! same tokens as in NFC, at its own offsets.

mod fold;
mod sentence;
mod split;
mod vocabulary;

use crate::span::Span;

pub use fold::{fold, fold_into, folds_to, letters};
pub use sentence::sentences;
pub use split::tokenize;
pub use vocabulary::{Vocabulary, WordId};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with apostrophes inside them (`can't`), or an acronym with its stops (`U.S.`).
    Word,
    /// Begins with a digit: `100,000`, `30th`.
    Number,
    /// `'s`, `'ll`, `'re`, `'ve`, `'d`, `'m` behind a word.
    Clitic,
    /// A web address.
    Url,
    /// `,`
    Comma,
    /// `.`
    Stop,
    /// `?`
    Question,
    /// `!`
    Exclamation,
    /// `…` or two and more full stops.
    Ellipsis,
    /// `:`
    Colon,
    /// `;`
    Semicolon,
    /// A dash, or a hyphen with blanks around it.
    Dash,
    /// A hyphen that joins two words.
    Hyphen,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// A double quotation mark of any shape, `''` and double backquotes included.
    Quote,
    /// A single quotation mark of any shape that is no apostrophe inside a word.
    SingleQuote,
    /// A list bullet.
    Bullet,
    /// Anything else that is seen.
    Symbol,
    /// White space with a line break in it.
    Break,
}

/// One token of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its word in the vocabulary; [`WordId::UNKNOWN`] for words no lexicon lists and for punctuation.
    pub word: WordId,
    /// What it is.
    pub kind: TokenKind,
    /// Begins with a capital letter, or has one behind an elided particle (d'Arcy).
    pub capital: bool,
    /// Two or more letters, all of them capitals.
    pub all_caps: bool,
    /// White space stands before it, or the text begins here.
    pub spaced: bool,
}

impl Token {
    /// Whether it is a word, number or clitic: what terms are matched against.
    #[must_use]
    pub fn is_wordlike(self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number | TokenKind::Clitic)
    }

    /// Whether terms are matched across it: hyphens and quotation marks do not part words.
    #[must_use]
    pub fn is_transparent(self) -> bool {
        matches!(self.kind, TokenKind::Hyphen | TokenKind::Quote | TokenKind::SingleQuote)
    }

    /// Whether it ends a sentence by its kind.
    #[must_use]
    pub fn is_terminal(self) -> bool {
        matches!(self.kind, TokenKind::Stop | TokenKind::Question | TokenKind::Exclamation | TokenKind::Ellipsis)
    }
}

/// A half-open range of token indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// First token after the range.
    pub end: u32,
}

impl TokenRange {
    /// The range `start..end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Whether it holds no token.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// As indices.
    #[must_use]
    pub fn indices(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The tokens in the range.
    #[must_use]
    pub fn of(self, tokens: &[Token]) -> &[Token] {
        &tokens[self.indices()]
    }

    /// Whether the token index lies inside.
    #[must_use]
    pub const fn contains(self, index: u32) -> bool {
        self.start <= index && index < self.end
    }

    /// The text span from its first to its last token; empty at 0 when the range is empty.
    #[must_use]
    pub fn span(self, tokens: &[Token]) -> Span {
        match self.of(tokens) {
            [] => Span::default(),
            [one] => one.span,
            [first, .., last] => first.span.cover(last.span),
        }
    }
}

/// How many words a run of tokens holds: words, numbers and addresses; a clitic or the later part of a hyphenated
/// compound is no word of its own.
#[must_use]
pub fn count_words(tokens: &[Token]) -> u32 {
    let mut count = 0;
    let mut joined = false;
    for token in tokens {
        let word = matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Url);
        count += u32::from(word && !joined);
        joined = token.kind == TokenKind::Hyphen;
    }
    count
}
