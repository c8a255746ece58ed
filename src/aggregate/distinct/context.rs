//! A use of a word with what stands around it.

use std::ops::Range;

/// Longest context on either side, in characters.
const AROUND: usize = 60;

/// A use of a word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Id of the article.
    pub article: String,
    /// Who says it.
    pub speaker: String,
    /// What stands before the word, the word, and what stands behind it, each on one line.
    pub parts: [String; 3],
}

/// What stands before a range, in it, and behind it, cut between words.
pub(super) fn parts(text: &str, range: Range<usize>) -> [String; 3] {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let lengths = |word: &&str| word.chars().count() + 1;
    let fitting = |words: &[&str]| {
        let mut room = AROUND;
        let fits = |word: &&&str| {
            let fits = lengths(word) <= room;
            room = room.saturating_sub(lengths(word));
            fits
        };
        words.iter().take_while(fits).count()
    };
    let mut all: Vec<&str> = before.split_whitespace().rev().collect();
    let (shown, whole) = (fitting(&all), all.len());
    all.truncate(shown);
    all.reverse();
    let mut before_it = format!("{}{}", if shown < whole { "…" } else { "" }, all.join(" "));
    if before.ends_with(char::is_whitespace) {
        before_it.push(' ');
    }
    let all: Vec<&str> = behind.split_whitespace().collect();
    let shown = fitting(&all);
    let blank = if behind.starts_with(char::is_whitespace) { " " } else { "" };
    let behind_it = format!("{blank}{}{}", all[..shown].join(" "), if shown < all.len() { "…" } else { "" });
    let word = text[range].split_whitespace().collect::<Vec<_>>().join(" ");
    [before_it, word, behind_it]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_are_cut_between_words() {
        let text = format!("“{}we\nwill attack,” and {}", "other ".repeat(20), "more ".repeat(20));
        let at = text.find("will").unwrap();
        let [before, word, behind] = parts(&text, at..at + 11);
        assert_eq!(word, "will attack");
        assert!(before.starts_with("…other") && before.ends_with(" we "), "{before:?}");
        assert!(behind.starts_with(",” and more") && behind.ends_with("more…"), "{behind:?}");
        assert!(before.chars().count() <= AROUND + 2 && behind.chars().count() <= AROUND + 2);
        assert_eq!(parts("Go", 0..2), ["", "Go", ""]);
    }
}
