//! The slower lane: characters outside ASCII, and the words, marks and blanks that are made of them.

use super::{LONGEST_WORD, Splitter, mark_kind};
use crate::token::fold::{base, fold, is_joining};
use crate::token::{TokenKind, WordId};

impl Splitter<'_> {
    pub(super) fn slow_char(&self, at: usize) -> Option<(char, usize)> {
        let c = self.text.get(at..)?.chars().next()?;
        Some((c, c.len_utf8()))
    }

    /// Bytes of the letter, digit or combining mark at `at`, if one stands there.
    pub(super) fn letter_length(&self, at: usize) -> Option<usize> {
        let (c, length) = self.slow_char(at)?;
        (base(c).is_alphanumeric() || is_joining(c)).then_some(length)
    }

    pub(super) fn non_ascii(&mut self) {
        let Some((c, length)) = self.slow_char(self.at) else {
            self.at += 1;
            return;
        };
        let first = base(c);
        let end = self.at + length;
        if is_joining(c) {
            match self.out.last_mut() {
                Some(token) if token.span.end as usize == self.at && token.kind != TokenKind::Break => {
                    token.span.end = end as u32;
                    self.at = end;
                }
                _ => self.push(end, TokenKind::Symbol),
            }
        } else if first.is_alphanumeric() {
            self.slow_word();
        } else if matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}') {
            self.push(end, TokenKind::Break);
            self.spaced = true;
        } else if c.is_whitespace() || c == '\u{200B}' {
            self.at = end;
            self.spaced = true;
        } else {
            let next_space = self.slow_char(end).is_none_or(|(n, _)| n.is_whitespace());
            let kind = match first {
                '•' | '▪' | '◦' | '‣' | '●' | '■' => TokenKind::Bullet,
                '–' | '—' if self.spaced && next_space && self.begins_line() => TokenKind::Bullet,
                other => mark_kind(other),
            };
            self.push(end, kind);
        }
    }

    /// A word with characters outside ASCII, from `at`.
    pub(super) fn slow_word(&mut self) {
        let (start, mut end) = (self.at, self.at);
        let mut clitic = None;
        while let Some((c, length)) = self.slow_char(end) {
            if base(c).is_alphanumeric() || is_joining(c) && end > start {
                end += length;
            } else if matches!(c, '\'' | '’' | 'ʼ') && self.letter_at(end + length) {
                if self.clitic(end + length) {
                    clitic = Some(end + length);
                    break;
                }
                end += length;
            } else if self.byte(start).is_ascii_digit()
                && matches!(c, '.' | ',' | ':')
                && self.byte(end + 1).is_ascii_digit()
            {
                end += 1;
            } else {
                break;
            }
        }
        self.push_slow_word(end);
        if let Some(letters) = clitic {
            self.push_clitic(letters);
        }
    }

    fn letter_at(&self, at: usize) -> bool {
        self.slow_char(at).is_some_and(|(c, _)| base(c).is_alphabetic())
    }

    fn push_slow_word(&mut self, end: usize) {
        let word = &self.text[self.at..end];
        let first = word.chars().next().map_or(' ', base);
        let kind = if first.is_numeric() { TokenKind::Number } else { TokenKind::Word };
        let id =
            if word.len() <= LONGEST_WORD { self.vocabulary.look_up(fold(word).as_bytes()) } else { WordId::UNKNOWN };
        let mut letters = word.chars().map(base).filter(|c| c.is_alphabetic());
        let count = word.chars().filter(|c| !is_joining(*c)).count();
        let all_caps = count > 1 && letters.all(char::is_uppercase);
        self.push(end, kind);
        if let Some(token) = self.out.last_mut() {
            // "à'Ęcole" is elided however its accents are written.
            let mut inner = word.chars().filter(|c| !is_joining(*c)).skip(1);
            let elided = inner.next().is_some_and(|c| matches!(c, '\'' | '’' | 'ʼ'))
                && inner.next().is_some_and(char::is_uppercase);
            (token.word, token.capital) = (id, first.is_uppercase() || elided);
            token.all_caps = all_caps && token.capital;
        }
    }
}
