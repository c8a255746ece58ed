//! A text → its words, and the part around one of them.

use crate::token::{Token, TokenKind, Vocabulary, WordId, folds_to, tokenize};
use std::ops::Range;

/// Longest example, in characters.
const EXAMPLE: usize = 160;

/// A word where it stands.
pub(super) struct Standing<'t> {
    pub range: Range<usize>,
    /// As it is written.
    pub word: &'t str,
    pub id: WordId,
}

/// Reads the words of one text after the other, in memory that is used again.
#[derive(Debug)]
pub(super) struct Reader<'v> {
    vocabulary: &'v Vocabulary,
    tokens: Vec<Token>,
}

impl<'v> Reader<'v> {
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, tokens: Vec::new() }
    }

    /// The words of a text; `None` between words that do not stand in a row.
    pub fn words<'t>(&mut self, text: &'t str) -> impl Iterator<Item = Option<Standing<'t>>> {
        self.tokens.clear();
        tokenize(text, self.vocabulary, &mut self.tokens);
        self.tokens.iter().filter(|t| !t.is_transparent() && t.kind != TokenKind::Clitic).map(|t| {
            let word = t.kind == TokenKind::Word;
            let range = t.span.start as usize..t.span.end as usize;
            word.then(|| Standing { range, word: t.span.slice(text), id: t.word })
        })
    }
}

/// Where a word stands first, or a word with another right behind it; both in look-up form.
pub(super) fn place_of(text: &str, vocabulary: &Vocabulary, word: &str, behind: Option<&str>) -> Option<usize> {
    let mut reader = Reader::new(vocabulary);
    let mut all = reader.words(text).peekable();
    while let Some(found) = all.next() {
        let Some(at) = found.filter(|found| folds_to(found.word, word)).map(|found| found.range.start) else {
            continue;
        };
        let next = all.peek().and_then(Option::as_ref).map(|next| next.word);
        if behind.is_none_or(|behind| next.is_some_and(|next| folds_to(next, behind))) {
            return Some(at);
        }
    }
    None
}

/// A text's part around what stands at a byte, on one line.
pub(super) fn around(text: &str, place: usize) -> String {
    let all: Vec<&str> = text.split_whitespace().collect();
    let starts = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let at = all.partition_point(|word| starts(word) <= place).saturating_sub(1);
    let (mut from, mut to, mut length) = (at, at + 1, all.get(at).map_or(0, |w| w.chars().count()));
    loop {
        let before = from.checked_sub(1).map(|b| all[b].chars().count() + 1).filter(|l| length + l <= EXAMPLE);
        if let Some(more) = before {
            (from, length) = (from - 1, length + more);
        }
        let behind = all.get(to).map(|w| w.chars().count() + 1).filter(|l| length + l <= EXAMPLE);
        if let Some(more) = behind {
            (to, length) = (to + 1, length + more);
        }
        if before.is_none() && behind.is_none() {
            break;
        }
    }
    let mark = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", mark(from > 0), all.get(from..to).unwrap_or_default().join(" "), mark(to < all.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_hold_the_words_they_are_for() {
        let vocabulary = Vocabulary::new(crate::language::Language::english());
        let text = format!("There {} he said that he hit the wall, {}", "other ".repeat(60), "more ".repeat(60));
        let at =
            |word, behind| place_of(&text, &vocabulary, word, behind).map(|at| around(&text, at)).unwrap_or_default();
        assert!(at("he", None).contains(" he said"), "{}", at("he", None));
        assert!(at("he", Some("hit")).contains("he hit the wall"));
        assert!(at("the", Some("wall")).chars().count() <= EXAMPLE + 2);
        assert_eq!(at("wall", Some("more")), "", "a comma stands between");
        assert_eq!(around("  one two", 2), "one two");
    }
}
