//! Where sentences end: at a terminal mark that is followed by something a sentence may begin with.

use super::{Token, TokenKind, TokenRange, Vocabulary, letters};
use crate::language::Class;

/// Tokens at which a sentence is cut for good: no writer's sentence is so long, and the stages behind look at whole
/// sentences, so that text without any full stop must not make them slow.
const LONGEST: u32 = 1000;

/// Splits a range of tokens (one paragraph) into sentences, appended to `out`. The sentences cover the range.
pub fn sentences(text: &str, tokens: &[Token], range: TokenRange, vocabulary: &Vocabulary, out: &mut Vec<TokenRange>) {
    let mut start = range.start;
    let mut at = range.start;
    while at < range.end {
        let token = tokens[at as usize];
        let ends = token.is_terminal() || ends_with_stop(text, token);
        at += 1;
        if at - start >= LONGEST {
            out.push(TokenRange::new(start, at));
            start = at;
            continue;
        }
        if !ends {
            continue;
        }
        let end = closing_marks(tokens, at, range.end);
        if end < range.end && breaks(text, tokens, at, end, vocabulary) {
            out.push(TokenRange::new(start, end));
            start = end;
            at = end;
        }
    }
    if start < range.end {
        out.push(TokenRange::new(start, range.end));
    }
}

/// An acronym that carries the sentence's stop, perhaps: `in the U.S. He said`.
fn ends_with_stop(text: &str, token: Token) -> bool {
    token.kind == TokenKind::Word && text.as_bytes()[token.span.end as usize - 1] == b'.'
}

/// The first token behind the closing marks and repeated stops that still belong to the sentence.
fn closing_marks(tokens: &[Token], mut at: u32, end: u32) -> u32 {
    while at < end {
        let token = tokens[at as usize];
        let closes =
            token.is_terminal() || matches!(token.kind, TokenKind::Quote | TokenKind::SingleQuote | TokenKind::Close);
        if token.spaced || !closes {
            break;
        }
        at += 1;
    }
    at
}

/// Whether a sentence ends before token `next`, its terminal mark being the token before `after`.
fn breaks(text: &str, tokens: &[Token], after: u32, next: u32, vocabulary: &Vocabulary) -> bool {
    let mark = tokens[after as usize - 1];
    let next = tokens[next as usize];
    if !next.spaced || !may_begin(text, next) {
        return false;
    }
    let starter = vocabulary.class(next.word).any(Class::NOT_NAME) && next.capital;
    if mark.kind == TokenKind::Word {
        return starter;
    }
    if mark.kind != TokenKind::Stop || after < 2 || mark.spaced {
        return true;
    }
    let before = tokens[after as usize - 2];
    if before.kind != TokenKind::Word {
        return true;
    }
    let form = before.span.slice(text);
    let initial = letters(form) == 1 && before.capital && form != "I";
    let class = vocabulary.class(before.word);
    if class.any(Class::ABBREVIATION) {
        return starter && !class.any(Class::HONORIFIC);
    }
    !initial || starter
}

/// Whether a sentence may begin with this token: anything but a word in small letters or a joining mark.
fn may_begin(text: &str, token: Token) -> bool {
    match token.kind {
        TokenKind::Word => !token.span.slice(text).starts_with(char::is_lowercase),
        TokenKind::Number
        | TokenKind::Quote
        | TokenKind::SingleQuote
        | TokenKind::Open
        | TokenKind::Bullet
        | TokenKind::Url
        | TokenKind::Symbol => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokenize;
    use super::*;
    use crate::language::Language;

    fn split(text: &str) -> Vec<&str> {
        let vocabulary = Vocabulary::new(Language::english());
        let (mut tokens, mut found) = (Vec::new(), Vec::new());
        tokenize(text, &vocabulary, &mut tokens);
        let all = TokenRange::new(0, tokens.len() as u32);
        sentences(text, &tokens, all, &vocabulary, &mut found);
        found.iter().map(|s| s.span(&tokens).slice(text)).collect()
    }

    #[test]
    fn abbreviations_initials_and_acronyms_go_on() {
        let text = "Gen. J. R. Halloran met Mr. Okoye of the U.S. Navy on Jan. 5. He left.";
        assert_eq!(split(text).len(), 2);
        assert_eq!(split("They flew to the U.S. He stayed.").len(), 2);
        assert_eq!(split("It cost $3.5 million. No. 4 was cheaper.").len(), 2);
    }

    #[test]
    fn quotation_marks_close_with_their_sentence() {
        let text = "“We will not move. We stay.” He left. \"Why?\" he asked.";
        assert_eq!(split(text), ["“We will not move.", "We stay.”", "He left.", "\"Why?\" he asked."]);
    }
}
