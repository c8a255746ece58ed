//! The shipped lexicons as `build.rs` has compiled them, which takes a fraction of the time that compiling them takes.

use crate::language::Language;
use crate::lexicon::{Lexicon, Matcher};
use crate::shipped::{LONG_WORDS, MATCHER, WORDS};
use crate::token::Vocabulary;

/// The words and the matcher of lexicons: taken ready-made when they are the shipped ones, compiled otherwise.
pub(super) fn compiled(lexicons: &[Lexicon], language: &Language) -> (Vocabulary, Matcher) {
    if Lexicon::are_shipped(lexicons) {
        return (Vocabulary::from_tables(WORDS, LONG_WORDS), Matcher::from_bytes(MATCHER));
    }
    let mut vocabulary = Vocabulary::new(language);
    let matcher = Matcher::new(lexicons, &mut vocabulary);
    (vocabulary, matcher)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_made_is_what_would_be_compiled() {
        let (language, lexicons) = (Language::english(), Lexicon::shipped().unwrap());
        assert!(Lexicon::are_shipped(&lexicons));
        assert!(!Lexicon::are_shipped(&lexicons[1..]));
        let (ready, matcher) = compiled(&lexicons, language);
        let mut vocabulary = Vocabulary::new(language);
        assert!(matcher == Matcher::new(&lexicons, &mut vocabulary));
        assert!(ready.tables() == vocabulary.tables());
    }
}
