//! Folding a word for look-up: one form for all the ways it may be written. Offsets are never touched.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Characters that are seen by nobody and may stand inside a word: soft hyphen, joiners, variation and direction marks.
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// The character that a possibly composed one begins with in NFD, so that `é` and `e` + U+0301 are classed alike.
pub(super) fn base(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let mut first = None;
    decompose_canonical(c, |part| {
        first.get_or_insert(part);
    });
    first.unwrap_or(c)
}

/// Whether the character joins the one before it.
pub(super) fn is_joining(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(base(c)) || is_ignorable(c))
}

/// How many letters a person sees in a word: the same whether accents are written into letters or behind them.
#[must_use]
pub fn letters(word: &str) -> usize {
    if word.is_ascii() { word.len() } else { word.chars().filter(|c| !is_joining(*c)).count() }
}

/// A word in look-up form: NFC, lower case, straight apostrophes, no invisible characters.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfc()
        .filter(|c| !is_ignorable(*c))
        .map(|c| match c {
            '’' | '‘' | 'ʼ' => '\'',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// The same form in memory that is used again, in place of what it held.
pub fn fold_into<'f>(word: &str, form: &'f mut String) -> &'f str {
    if word.is_ascii() {
        form.clear();
        form.push_str(word);
        form.make_ascii_lowercase();
    } else {
        *form = fold(word);
    }
    form
}

/// Whether a word folds to this form, without making a new word of it where it need not.
#[must_use]
pub fn folds_to(word: &str, form: &str) -> bool {
    if word.is_ascii() { word.eq_ignore_ascii_case(form) } else { fold(word) == form }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_alike() {
        assert_eq!(fold("WON’T"), "won't");
        assert!(folds_to("WON’T", "won't") && folds_to("Won't", "won't") && !folds_to("Wont", "won't"));
        assert_eq!(fold("Se\u{301}oul"), fold("Séoul"));
        let mut form = String::new();
        for word in ["WON’T", "", "U.S.", "Se\u{301}oul"] {
            assert_eq!(fold_into(word, &mut form), fold(word));
        }
        assert_eq!(fold("co\u{AD}operate"), "cooperate");
        assert_eq!(base('é'), 'e');
        assert_eq!(base('≠'), '=');
    }
}
