//! Articles whose layout is known from their markup: blocks of the text, and the pieces of each that are read.

use super::{Article, ParagraphKind};
use crate::span::Span;
use crate::token::{Token, TokenKind, Vocabulary, tokenize};
use rustc_hash::FxHashMap;

/// A paragraph, heading or list item that the markup names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: ParagraphKind,
    /// What is read of it, in text order; the markup between the pieces is passed over.
    pub pieces: Vec<Piece>,
}

/// A stretch of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in the article's text.
    pub span: Span,
    /// What a reader sees there, where that is not the text itself: `&` for `&amp;`, a blank for a line end.
    pub shown: Option<String>,
}

impl Block {
    /// From its first piece to its last.
    #[must_use]
    pub fn span(&self) -> Span {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }
}

/// The tokens of an article, appended to `out`: of its whole text, or of its blocks with a [`TokenKind::Break`] between
/// two of them.
pub fn tokens(article: &Article, vocabulary: &Vocabulary, out: &mut Vec<Token>) {
    if article.blocks().is_empty() {
        return tokenize(article.text(), vocabulary, out);
    }
    let mut shown = Shown::default();
    let mut end = None;
    for block in article.blocks() {
        let span = block.span();
        if let Some(end) = end {
            out.push(between(end, span.start));
        }
        end = Some(span.end);
        shown.read(article.text(), block);
        let from = out.len();
        tokenize(&shown.text, vocabulary, out);
        out[from..].iter_mut().for_each(|token| token.span = shown.source(token.span));
    }
}

fn between(start: u32, end: u32) -> Token {
    Token {
        span: Span::new(start, end),
        word: crate::token::WordId::UNKNOWN,
        kind: TokenKind::Break,
        capital: false,
        all_caps: false,
        spaced: false,
    }
}

/// The text that a reader sees of a block, and where each stretch of it stands in the article's text.
#[derive(Default)]
struct Shown {
    text: String,
    /// Start in `text`, and the piece's span; `false` where the two differ.
    pieces: Vec<(u32, Span, bool)>,
}

impl Shown {
    fn read(&mut self, text: &str, block: &Block) {
        self.text.clear();
        self.pieces.clear();
        for piece in &block.pieces {
            self.pieces.push((self.text.len() as u32, piece.span, piece.shown.is_none()));
            match &piece.shown {
                Some(shown) => self.text.push_str(shown),
                None => self.text.push_str(piece.span.slice(text)),
            }
        }
    }

    /// Where a stretch of `text` stands in the article's text.
    fn source(&self, span: Span) -> Span {
        let (first, start) = self.piece(span.start);
        let (last, before) = self.piece(span.end - 1);
        let (_, at, same) = self.pieces[first];
        let from = if same { at.start + start } else { at.start };
        let (_, at, same) = self.pieces[last];
        let to = if same { at.start + before + 1 } else { at.end };
        Span::new(from, to)
    }

    /// The piece that holds a byte of `text`, and the byte's place in it.
    fn piece(&self, byte: u32) -> (usize, u32) {
        let at = self.pieces.partition_point(|(start, ..)| *start <= byte) - 1;
        (at, byte - self.pieces[at].0)
    }
}

/// Kinds of the blocks by the start of their first token, which is where a paragraph starts.
pub(super) fn kinds(blocks: &[Block], tokens: &[Token]) -> FxHashMap<u32, ParagraphKind> {
    let mut kinds = FxHashMap::default();
    let mut at = 0;
    for block in blocks {
        let span = block.span();
        while tokens.get(at).is_some_and(|t| t.kind == TokenKind::Break || t.span.start < span.start) {
            at += 1;
        }
        if let Some(token) = tokens.get(at).filter(|t| span.contains(t.span)) {
            kinds.insert(token.span.start, block.kind);
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn tokens_stand_where_their_pieces_do() {
        let text = "# *Un*real &amp; so\n\nNext";
        let piece =
            |start, end, shown: Option<&str>| Piece { span: Span::new(start, end), shown: shown.map(str::to_owned) };
        let pieces = vec![piece(3, 5, None), piece(6, 11, None), piece(11, 16, Some("&")), piece(16, 19, None)];
        let next = Block { kind: ParagraphKind::ListItem, pieces: vec![piece(21, 25, None)] };
        let blocks = vec![Block { kind: ParagraphKind::Headline, pieces }, next];
        let article = Article::with_blocks("a", text, blocks);
        let mut found = Vec::new();
        tokens(&article, &Vocabulary::new(Language::english()), &mut found);
        let words: Vec<&str> = found.iter().map(|t| t.span.slice(text)).collect();
        assert_eq!(words, ["Un*real", "&amp;", "so", "\n\n", "Next"]);
        let kinds = kinds(article.blocks(), &found);
        assert_eq!((kinds[&3], kinds[&21]), (ParagraphKind::Headline, ParagraphKind::ListItem));
    }
}
