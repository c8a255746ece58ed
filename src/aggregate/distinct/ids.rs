//! Words of texts → numbers, by the ids that the vocabulary has for them.

use super::example::Standing;
use crate::aggregate::speech::Strings;
use crate::token::{Vocabulary, WordId, fold_into};

/// The numbers of words by their ids, so that few are looked up by their letters.
#[derive(Debug)]
pub(super) struct Ids {
    numbers: Vec<u32>,
    /// Where the look-up form of others is made.
    form: String,
}

/// A word without a number.
pub(super) const NONE: u32 = u32::MAX;
/// An id that words share: they are looked up by their letters.
const SHARED: u32 = u32::MAX - 1;

impl Ids {
    /// None of them has a number.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut numbers = vec![NONE; vocabulary.len()];
        for id in vocabulary.prefixes().chain([WordId::UNKNOWN]) {
            numbers[id.0 as usize] = SHARED;
        }
        Self { numbers, form: String::new() }
    }

    /// Those of words in look-up form.
    pub fn of(words: &Strings, vocabulary: &Vocabulary) -> Self {
        let mut new = Self::new(vocabulary);
        for (number, word) in (0..).zip(words.all()) {
            let own = &mut new.numbers[vocabulary.look_up(word.as_bytes()).0 as usize];
            if *own != SHARED {
                *own = number;
            }
        }
        new
    }

    /// The number of a word among `names`, to which it is added if it is new.
    pub fn enter(&mut self, word: &Standing, names: &mut Strings) -> u32 {
        let own = &mut self.numbers[word.id.0 as usize];
        match *own {
            SHARED => names.enter(fold_into(word.word, &mut self.form)),
            NONE => {
                *own = names.enter(fold_into(word.word, &mut self.form));
                *own
            }
            known => known,
        }
    }

    /// The number of a word among `names`, which are those it is made of.
    pub fn get(&self, word: &Standing, names: &Strings, form: &mut String) -> Option<u32> {
        match self.numbers[word.id.0 as usize] {
            SHARED => names.number(fold_into(word.word, form)),
            NONE => None,
            known => Some(known),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::Reader;
    use super::*;
    use crate::language::Language;

    #[test]
    fn words_have_the_numbers_of_their_look_up_forms() {
        let mut vocabulary = Vocabulary::new(Language::english());
        vocabulary.intern_prefix("terror");
        let text =
            "The terrorist, the Zelkovian and other terrorists said: The Zelkovian’s terror is THE Zelkoviané’s.";
        let (mut names, mut ids, mut reader) = (Strings::default(), Ids::new(&vocabulary), Reader::new(&vocabulary));
        let entered: Vec<u32> = reader.words(text).flatten().map(|word| ids.enter(&word, &mut names)).collect();
        let forms: Vec<String> = reader.words(text).flatten().map(|word| crate::token::fold(word.word)).collect();
        assert!(entered.iter().map(|number| names.get(*number)).eq(&forms));
        let (mut known, mut form) = (Strings::default(), String::new());
        for word in ["said", "terrorists", "zelkovian", "ministry"] {
            known.enter(word);
        }
        let ids = Ids::of(&known, &vocabulary);
        let found: Vec<Option<u32>> =
            reader.words(text).flatten().map(|word| ids.get(&word, &known, &mut form)).collect();
        assert!(forms.iter().map(|form| known.number(form)).eq(found));
    }
}
