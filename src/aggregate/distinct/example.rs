//! A text → its words, and the part around one of them.

use crate::token::{Token, TokenKind, Vocabulary, fold, tokenize};
use std::ops::Range;

/// Longest example, in characters.
const EXAMPLE: usize = 160;

/// The words of a text in look-up form, with where they stand; `None` between words that do not stand in a row.
pub(super) fn words<'t>(
    text: &'t str,
    vocabulary: &Vocabulary,
) -> impl Iterator<Item = Option<(Range<usize>, String)>> + use<'t> {
    let mut tokens: Vec<Token> = Vec::new();
    tokenize(text, vocabulary, &mut tokens);
    tokens.into_iter().filter(|t| !t.is_transparent() && t.kind != TokenKind::Clitic).map(|t| {
        let word = t.kind == TokenKind::Word;
        word.then(|| (t.span.start as usize..t.span.end as usize, fold(t.span.slice(text))))
    })
}

/// Where a word stands first, or a word with another right behind it.
pub(super) fn place_of(text: &str, vocabulary: &Vocabulary, word: &str, behind: Option<&str>) -> Option<usize> {
    let mut all = words(text, vocabulary).peekable();
    while let Some(found) = all.next() {
        let Some((at, _)) = found.filter(|(_, found)| found == word) else { continue };
        let next = all.peek().and_then(|next| next.as_ref()).map(|(_, next)| next.as_str());
        if behind.is_none_or(|behind| next == Some(behind)) {
            return Some(at.start);
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
