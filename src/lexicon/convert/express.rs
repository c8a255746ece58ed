//! A word or phrase of another tool → a term in the notation of `terms.csv`.

use crate::language::Language;
use crate::token::{TokenKind, Vocabulary, fold, tokenize};

/// Shortest prefix before a star, in letters.
const SHORTEST_PREFIX: usize = 3;

/// A term, and what it says differently from the word or phrase.
pub(super) struct Expressed {
    pub term: String,
    pub change: Option<String>,
}

/// The term that finds what `phrase` finds in its own tool; else why there is none. Case is dropped, as those tools do.
pub(super) fn express(phrase: &str) -> Result<Expressed, String> {
    let folded = fold(phrase);
    let pieces: Vec<&str> = folded.split_whitespace().collect();
    let mut words = Vec::new();
    let mut change = None;
    for (at, piece) in pieces.iter().enumerate() {
        if *piece == "*" {
            if at == 0 || at + 1 == pieces.len() {
                return Err("a star alone stands for any word, and a term begins and ends with a word".to_owned());
            }
            words.push("<1>".to_owned());
            change = Some("`*` became `<1>`, which also finds the phrase without a word there".to_owned());
        } else {
            words.push(self::piece(piece)?);
        }
    }
    if words.is_empty() {
        return Err("no word".to_owned());
    }
    Ok(Expressed { term: words.join(" "), change })
}

fn piece(piece: &str) -> Result<String, String> {
    let (body, star) = piece.strip_suffix('*').map_or((piece, false), |body| (body, true));
    let odd = || body.chars().filter(|c| !is_text(*c));
    if let Some(c) = odd().find(|c| !matches!(c, '*' | '?')).or_else(|| odd().next()) {
        return Err(match c {
            '*' | '?' => format!("`{c}` inside a word, and only endings can be left open"),
            _ => format!("`{c}`, which is part of no word"),
        });
    }
    if body.starts_with(['-', '\'']) || body.ends_with('-') {
        return Err("a mark at the edge of a word".to_owned());
    }
    let parts: Vec<&str> = body.split('-').collect();
    if parts.len() > 1 && parts.iter().all(|p| p.chars().count() < 2) {
        return Err("single letters and marks, which spell no word".to_owned());
    }
    if star {
        let last = parts[parts.len() - 1];
        if last.chars().count() < SHORTEST_PREFIX || !last.chars().all(char::is_alphabetic) {
            return Err(format!("a star after fewer than {SHORTEST_PREFIX} letters, which would match too much"));
        }
        // A hyphen or a blank may stand between words of a term; the part with the star is a word of its own.
        return Ok(format!("{}*", parts.join(" ")));
    }
    if !is_read_whole(body) {
        return Err("marks that part the word or are part of none".to_owned());
    }
    Ok(body.to_owned())
}

/// Characters that words of a term may hold.
fn is_text(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '-' | '.') || unicode_normalization::char::is_combining_mark(c)
}

/// Whether a text with this word has nothing but words there, so that nothing of it is lost.
fn is_read_whole(word: &str) -> bool {
    let mut tokens = Vec::new();
    tokenize(word, &Vocabulary::new(&Language::default()), &mut tokens);
    let last = tokens.len().saturating_sub(1);
    tokens
        .iter()
        .enumerate()
        .all(|(at, t)| t.is_wordlike() || t.kind == TokenKind::Hyphen || at == last && t.kind == TokenKind::SingleQuote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_terms_can_say_are_kept_and_others_are_refused() {
        for (phrase, term) in [
            ("GOOD", "good"),
            ("abandon*", "abandon*"),
            ("anti-social*", "anti social*"),
            ("not  so good", "not so good"),
            ("don’t", "don't"),
            ("doin'", "doin'"),
            ("U.S.", "u.s."),
            ("cease-fire", "cease-fire"),
            ("not * good", "not <1> good"),
            ("naïve", "naïve"),
            ("l8r", "l8r"),
        ] {
            assert_eq!(express(phrase).map(|e| e.term), Ok(term.to_owned()), "{phrase}");
        }
        for phrase in [
            ":-)", "8)", "ab*", "wo*d", "* good", "100%", "w/o", "(mad)", "x-d", "3-", "-1", "", "*", "b*c*", "<3",
            "a|b",
        ] {
            assert!(express(phrase).is_err(), "{phrase}");
        }
    }
}
