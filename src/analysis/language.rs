//! Which language an article is in, told cheaply from a sample of it.

use crate::language::Class;
use crate::token::{Token, TokenKind, Vocabulary};

/// Tokens at the start and in the middle of a text that are looked at for English.
const SAMPLED_TOKENS: usize = 150;
/// Bytes of words at the start, and as many in the middle, from which another language is told.
const SAMPLED_BYTES: usize = 1000;
/// An English sample holds one word in so many that hardly any other language has. Of 924 news articles the median has
/// one in seven, and 99 % have more than one in fifteen.
const ENGLISH_SHARE: usize = 20;
/// In a sample of this many words one such word may be chance or a name.
const SHORT: usize = 40;
/// Letters below which no detection is trusted.
const ENOUGH_LETTERS: usize = 200;
/// ISO 639-3 → ISO 639-1, for the languages that can be told.
const CODES: &str = include_str!("languages.csv");

/// What a text's language was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    English,
    /// Read as English, since there is too little or too mixed text to be sure that it is this one.
    Doubtful(whatlang::Lang),
    /// Nothing in it belongs to a language: figures, names of files.
    Unknown,
    Other(whatlang::Lang),
}

impl Tongue {
    /// ISO 639-1 code of what the text is read as.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Other(found) => code(found),
            Self::English | Self::Doubtful(_) | Self::Unknown => "en",
        }
    }

    pub(super) fn warning(self) -> Option<String> {
        match self {
            Self::English => None,
            Self::Doubtful(found) => {
                Some(format!("may be {}, but that is not certain; read as English", found.eng_name()))
            }
            Self::Unknown => Some("no language could be told; read as English".to_owned()),
            Self::Other(found) => Some(format!("is {}; tonescope knows English only", found.eng_name())),
        }
    }
}

/// The language of a text, given its tokens. At most 300 tokens are looked at, 2,000 bytes only where these are not
/// plainly English.
pub(super) fn detect(text: &str, tokens: &[Token], vocabulary: &Vocabulary) -> Tongue {
    let middle = &tokens[tokens.len() / 2..];
    let parts = if middle.len() > SAMPLED_TOKENS { &[tokens, middle][..] } else { &[tokens][..] };
    if parts.iter().all(|part| is_plainly_english(&part[..part.len().min(SAMPLED_TOKENS)], vocabulary)) {
        return Tongue::English;
    }
    let mut sample = String::with_capacity(2 * SAMPLED_BYTES + 100);
    for part in parts {
        let until = sample.len() + SAMPLED_BYTES;
        let words = part.iter().filter(|t| t.kind == TokenKind::Word).map(|t| t.span.slice(text));
        for word in words {
            // Some scripts put no blanks between words, so a word may be longer than the sample.
            sample.extend(word.chars().take(until - sample.len()));
            sample.push(' ');
            if sample.len() >= until {
                break;
            }
        }
    }
    let Some(found) = whatlang::detect(&sample) else { return Tongue::Unknown };
    let enough = sample.chars().filter(|c| c.is_alphabetic()).count() >= ENOUGH_LETTERS;
    match found.lang() {
        whatlang::Lang::Eng => Tongue::English,
        other if enough && found.is_reliable() => Tongue::Other(other),
        other => Tongue::Doubtful(other),
    }
}

fn is_plainly_english(tokens: &[Token], vocabulary: &Vocabulary) -> bool {
    let (mut words, mut english) = (0, 0);
    for token in tokens.iter().filter(|t| t.kind == TokenKind::Word) {
        words += 1;
        english += usize::from(vocabulary.class(token.word).any(Class::ENGLISH));
    }
    let least = if words < SHORT { 1 } else { 2 };
    english >= least && english * ENGLISH_SHARE >= words
}

/// The two-letter code; the three-letter one where the table has none.
fn code(language: whatlang::Lang) -> &'static str {
    let three = language.code();
    let row = CODES.lines().find_map(|row| row.strip_prefix(three)?.strip_prefix(','));
    row.unwrap_or(three)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::token::tokenize;

    const GERMAN: &str = "Die Verhandlungen über den Hafen sind am Montag ohne Ergebnis beendet worden. Der Minister \
        sagte, man werde keine weiteren Gespräche führen, solange die Flotte vor der Küste liege. Beobachter rechnen \
        damit, dass der Handel in den nächsten Wochen ruhen wird und die Preise steigen.";

    fn tongue(text: &str) -> Tongue {
        let vocabulary = Vocabulary::new(Language::english());
        let mut tokens = Vec::new();
        tokenize(text, &vocabulary, &mut tokens);
        detect(text, &tokens, &vocabulary)
    }

    #[test]
    fn languages_are_told_where_there_is_enough_text() {
        assert_eq!(tongue("The talks ended on Monday, and the fleet would stay."), Tongue::English);
        assert_eq!(tongue(GERMAN), Tongue::Other(whatlang::Lang::Deu));
        assert_eq!(tongue(GERMAN).code(), "de");
        assert!(matches!(tongue("Der Minister sagte nein."), Tongue::Doubtful(_)));
        assert_eq!(tongue("2024-03-05 17:04"), Tongue::Unknown);
        // An English opening does not make the rest English.
        let long = format!("The talks and the fleet that would stay. {}", GERMAN.repeat(12));
        assert_eq!(tongue(&long), Tongue::Other(whatlang::Lang::Deu));
    }

    #[test]
    fn every_language_has_a_code_of_two_letters() {
        for language in whatlang::Lang::all() {
            assert_eq!(code(*language).len(), 2, "{language:?}");
        }
    }
}
