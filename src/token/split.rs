//! Splitting text into tokens: a byte table for ASCII, a slower lane for everything else.

mod slow;

use super::fold::{base, is_joining};
use super::vocabulary::PACKED;
use super::{Token, TokenKind, Vocabulary, WordId};
use crate::span::Span;

/// Words longer than this are no word of any lexicon and are not looked up.
const LONGEST_WORD: usize = 64;

/// The curly apostrophe, U+2019.
const CURLY: [u8; 3] = [0xE2, 0x80, 0x99];

/// What stands beside a word.
enum Beside {
    /// A curly apostrophe before an ASCII letter.
    Apostrophe,
    /// A mark that ends the word.
    Mark,
    /// Anything else.
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ByteClass {
    Letter,
    Digit,
    Space,
    Newline,
    Mark,
    NonAscii,
}

const CLASSES: [ByteClass; 256] = {
    let mut table = [ByteClass::Mark; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => ByteClass::Letter,
            b'0'..=b'9' => ByteClass::Digit,
            b'\n' | b'\r' => ByteClass::Newline,
            0..=0x20 | 0x7F => ByteClass::Space,
            0x80.. => ByteClass::NonAscii,
            _ => ByteClass::Mark,
        };
        byte += 1;
    }
    table
};

/// Splits `text` into tokens, appended to `out`.
pub fn tokenize(text: &str, vocabulary: &Vocabulary, out: &mut Vec<Token>) {
    let mut splitter = Splitter { text, bytes: text.as_bytes(), vocabulary, out, at: 0, spaced: true };
    splitter.run();
}

struct Splitter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    vocabulary: &'a Vocabulary,
    out: &'a mut Vec<Token>,
    at: usize,
    /// White space stands before `at`.
    spaced: bool,
}

impl Splitter<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match CLASSES[usize::from(*byte)] {
                ByteClass::Letter | ByteClass::Digit => self.word(),
                ByteClass::Space => {
                    self.at += 1;
                    self.spaced = true;
                }
                ByteClass::Newline => self.line_break(),
                ByteClass::Mark => self.mark(char::from(*byte)),
                ByteClass::NonAscii => self.non_ascii(),
            }
        }
    }

    fn push(&mut self, end: usize, kind: TokenKind) {
        self.out.push(Token {
            span: Span::new(self.at as u32, end as u32),
            word: WordId::UNKNOWN,
            kind,
            capital: false,
            all_caps: false,
            spaced: self.spaced,
        });
        self.at = end;
        self.spaced = false;
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn line_break(&mut self) {
        let mut end = self.at;
        while end < self.bytes.len()
            && matches!(CLASSES[usize::from(self.bytes[end])], ByteClass::Space | ByteClass::Newline)
        {
            end += 1;
        }
        self.push(end, TokenKind::Break);
        self.spaced = true;
    }

    /// A word, number, acronym or address that begins with an ASCII letter or digit at `at`.
    fn word(&mut self) {
        let start = self.at;
        if self.byte(start) | 0x20 == b'h' && self.address() || self.acronym() {
            return;
        }
        let number = self.byte(start).is_ascii_digit();
        let mut end = start;
        let mut curly = false;
        let apostrophe = loop {
            let byte = self.byte(end);
            match CLASSES[usize::from(byte)] {
                ByteClass::Letter | ByteClass::Digit => end += 1,
                ByteClass::NonAscii => match self.beside(end) {
                    Beside::Mark => break 0,
                    Beside::Apostrophe if self.clitic(end + CURLY.len()) => break CURLY.len(),
                    Beside::Apostrophe => {
                        end += CURLY.len();
                        curly = true;
                    }
                    Beside::Other => return self.slow_word(),
                },
                _ if byte == b'\'' && self.byte(end + 1) >= 0x80 => return self.slow_word(),
                _ if byte == b'\'' && self.byte(end + 1).is_ascii_alphabetic() => {
                    if self.clitic(end + 1) {
                        break 1;
                    }
                    end += 1;
                }
                _ if number && matches!(byte, b'.' | b',' | b':') && self.byte(end + 1).is_ascii_digit() => end += 1,
                _ => break 0,
            }
        };
        if curly {
            self.push_curly_word(end, number);
        } else {
            self.push_word(end, number);
        }
        if apostrophe > 0 {
            self.push_clitic(end + apostrophe);
        }
    }

    /// What stands at `at` outside ASCII, as far as it is told without decoding it.
    fn beside(&self, at: usize) -> Beside {
        match self.bytes[at..] {
            [0xE2, 0x80, 0x99, next, ..] if next.is_ascii_alphabetic() => Beside::Apostrophe,
            [0xE2, 0x80, 0x99, next, ..] if !next.is_ascii() => Beside::Other,
            // Dashes and quotation marks, U+2010 to U+201F.
            [0xE2, 0x80, 0x90..=0x9F, ..] => Beside::Mark,
            _ => Beside::Other,
        }
    }

    fn push_word(&mut self, end: usize, number: bool) {
        let start = self.at;
        let word = &self.bytes[start..end];
        let kind = if number { TokenKind::Number } else { TokenKind::Word };
        let id = match self.bytes[start..].first_chunk() {
            Some(bytes) if word.len() <= PACKED => self.vocabulary.look_up_packed(lower_case(*bytes, word.len())),
            _ => self.look_up_ascii(word),
        };
        let capital = is_capital(word);
        let all_caps = capital && has_no_small(word);
        self.push(end, kind);
        if let Some(token) = self.out.last_mut() {
            (token.word, token.capital, token.all_caps) = (id, capital, all_caps);
        }
    }

    /// A word of ASCII letters and curly apostrophes, which are straight ones to the vocabulary.
    fn push_curly_word(&mut self, end: usize, number: bool) {
        let start = self.at;
        let whole = &self.bytes[start..end];
        let mut buffer = [0; LONGEST_WORD];
        let (Some(room), first) = (buffer.get_mut(..whole.len()), whole[0]) else {
            return self.slow_word();
        };
        let (mut rest, mut length) = (whole, 0);
        while let Some(byte) = rest.first() {
            let step = if byte.is_ascii() { 1 } else { CURLY.len() };
            room[length] = if byte.is_ascii() { *byte } else { b'\'' };
            (rest, length) = (&rest[step..], length + 1);
        }
        let word = &mut room[..length];
        let capital = is_capital(word);
        let all_caps = capital && has_no_small(word);
        word.make_ascii_lowercase();
        let id = self.vocabulary.look_up(word);
        debug_assert_eq!(first.is_ascii_digit(), number, "a number begins with a digit");
        self.push(end, if number { TokenKind::Number } else { TokenKind::Word });
        if let Some(token) = self.out.last_mut() {
            (token.word, token.capital, token.all_caps) = (id, capital, all_caps);
        }
    }

    fn look_up_ascii(&self, word: &[u8]) -> WordId {
        let mut buffer = [0; LONGEST_WORD];
        let Some(folded) = buffer.get_mut(..word.len()) else {
            return WordId::UNKNOWN;
        };
        folded.copy_from_slice(word);
        folded.make_ascii_lowercase();
        self.vocabulary.look_up(folded)
    }

    /// Whether the letters at `at`, behind an apostrophe, are a clitic.
    fn clitic(&self, at: usize) -> bool {
        clitic_length(&self.bytes[at..]) > 0
    }

    /// Pushes the clitic whose letters begin at `letters`, apostrophe included.
    fn push_clitic(&mut self, letters: usize) {
        let length = clitic_length(&self.bytes[letters..]);
        let end = letters + length;
        let mut word = [b'\''; 1 + LONGEST_CLITIC];
        word[1..=length].copy_from_slice(&self.bytes[letters..end]);
        word.make_ascii_lowercase();
        let id = self.vocabulary.look_up(&word[..=length]);
        self.push(end, TokenKind::Clitic);
        if let Some(token) = self.out.last_mut() {
            token.word = id;
        }
    }

    /// An acronym with stops: two or more times letter and full stop, `U.S.` or `a.m.`
    fn acronym(&mut self) -> bool {
        let mut end = self.at;
        let mut letters = 0;
        while self.byte(end).is_ascii_alphabetic() && self.byte(end + 1) == b'.' {
            end += 2;
            letters += 1;
        }
        if letters < 2 {
            return false;
        }
        if self.byte(end).is_ascii_alphabetic() && !self.byte(end + 1).is_ascii_alphanumeric() {
            end += 1;
        } else if self.byte(end).is_ascii_alphanumeric() {
            return false;
        }
        if self.byte(end) >= 0x80
            && self.slow_char(end).is_some_and(|(c, _)| is_joining(c) || base(c).is_alphanumeric())
        {
            return false;
        }
        self.push_word(end, false);
        true
    }

    fn address(&mut self) -> bool {
        let rest = &self.bytes[self.at..];
        let scheme = [&b"https://"[..], b"http://"]
            .into_iter()
            .any(|s| rest.len() > s.len() && rest[..s.len()].eq_ignore_ascii_case(s));
        if !scheme {
            return false;
        }
        let mut end = self.at;
        while end < self.bytes.len() {
            let byte = self.bytes[end];
            if byte <= 0x20 || matches!(byte, b'"' | b'<' | b'>' | b')' | b']') {
                break;
            }
            // Letters of other scripts go on, however they are composed; quotation marks and dashes end it.
            let length = if byte < 0x80 { Some(1) } else { self.letter_length(end) };
            let Some(length) = length else { break };
            end += length;
        }
        while matches!(self.byte(end - 1), b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'') {
            end -= 1;
        }
        self.push(end, TokenKind::Url);
        true
    }

    fn mark(&mut self, c: char) {
        let (start, next) = (self.at, self.byte(self.at + 1));
        let run = |b: u8| self.bytes[start..].iter().take_while(|x| **x == b).count();
        let alone = self.spaced && (next <= 0x20);
        // "-word" behind a blank; letters outside ASCII count however they are composed.
        let opens = self.spaced && !next.is_ascii_digit() && (next < 0x80 || self.letter_length(start + 1).is_some());
        let (length, kind) = match c {
            '.' if run(b'.') > 1 => (run(b'.'), TokenKind::Ellipsis),
            '-' if run(b'-') > 1 => (run(b'-'), TokenKind::Dash),
            '-' | '*' if alone && self.begins_line() => (1, TokenKind::Bullet),
            '-' if alone || opens => (1, TokenKind::Dash),
            '-' => (1, TokenKind::Hyphen),
            '\'' if next == b'\'' => (2, TokenKind::Quote),
            '`' if next == b'`' => (2, TokenKind::Quote),
            other => (1, mark_kind(other)),
        };
        self.push(start + length, kind);
    }

    fn begins_line(&self) -> bool {
        self.out.last().is_none_or(|t| t.kind == TokenKind::Break)
    }
}

/// The first `length` bytes, all of them ASCII, as a number and in small letters: 16 letters at a time.
fn lower_case(bytes: [u8; PACKED], length: usize) -> u128 {
    const ONES: u128 = u128::MAX / 0xFF;
    let word = u128::from_le_bytes(bytes) & u128::MAX >> (u128::BITS as usize - 8 * length);
    // The highest bit of a byte, which no ASCII byte has, tells what is above a letter.
    let (from_a, above_z) = (word + ONES * (0x80 - 0x41), word + ONES * (0x80 - 0x5B));
    let capitals = from_a & !above_z & ONES << 7;
    word | capitals >> 2
}

/// Whether a word begins with a capital; "d'Arcy" is a name whatever its first letter.
#[inline]
fn is_capital(word: &[u8]) -> bool {
    word[0].is_ascii_uppercase() || matches!(word, [_, b'\'', letter, ..] if letter.is_ascii_uppercase())
}

/// Whether it has several letters and none of them is small.
#[inline]
fn has_no_small(word: &[u8]) -> bool {
    word.len() > 1 && !word.iter().any(u8::is_ascii_lowercase)
}

/// Letters of the longest clitic, and one more: by it words are told.
const LONGEST_CLITIC: usize = 3;

/// Length of the clitic that `letters` begin with; 0 when they do not.
fn clitic_length(letters: &[u8]) -> usize {
    let run = letters.iter().take(LONGEST_CLITIC).take_while(|b| b.is_ascii_alphabetic()).count();
    // A word goes on behind the letters: `O'Shea`, not `'s`.
    if letters.get(run).is_some_and(|b| b.is_ascii_alphanumeric() || (0xC3..0xE2).contains(b)) {
        return 0;
    }
    // A combining mark behind the letters makes another letter of the last one.
    if let Some(0xCC | 0xCD) = letters.get(run) {
        return 0;
    }
    let small = |at: usize| letters[at].to_ascii_lowercase();
    let known = match run {
        1 => matches!(small(0), b's' | b'd' | b'm'),
        2 => matches!([small(0), small(1)], [b'l', b'l'] | [b'r' | b'v', b'e']),
        _ => false,
    };
    if known { run } else { 0 }
}

/// The kind of a single mark.
fn mark_kind(c: char) -> TokenKind {
    match c {
        ',' | '،' | '、' | '，' => TokenKind::Comma,
        '.' | '。' => TokenKind::Stop,
        '?' | '？' => TokenKind::Question,
        '!' | '！' => TokenKind::Exclamation,
        '…' => TokenKind::Ellipsis,
        ':' => TokenKind::Colon,
        ';' => TokenKind::Semicolon,
        '–' | '—' | '―' | '‒' => TokenKind::Dash,
        '-' | '‐' | '‑' => TokenKind::Hyphen,
        '(' | '[' | '{' => TokenKind::Open,
        ')' | ']' | '}' => TokenKind::Close,
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '〝' | '〞' | '＂' => TokenKind::Quote,
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`' | '´' => TokenKind::SingleQuote,
        _ => TokenKind::Symbol,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn forms(text: &str) -> Vec<&str> {
        let vocabulary = Vocabulary::new(&Language::default());
        let mut tokens = Vec::new();
        tokenize(text, &vocabulary, &mut tokens);
        tokens.iter().map(|t| t.span.slice(text)).collect()
    }

    #[test]
    fn words_clitics_and_acronyms() {
        assert_eq!(
            forms("We'll say the U.S.-led talks can't end Russia’s O'Neill's 3,000.5bn."),
            [
                "We",
                "'ll",
                "say",
                "the",
                "U.S.",
                "-",
                "led",
                "talks",
                "can't",
                "end",
                "Russia",
                "’s",
                "O'Neill",
                "'s",
                "3,000.5bn",
                "."
            ]
        );
        assert_eq!(
            forms("at 5 a.m. in Bogotá’s “safe zone”…"),
            ["at", "5", "a.m.", "in", "Bogotá", "’s", "“", "safe", "zone", "”", "…"]
        );
    }

    #[test]
    fn curly_apostrophes_are_straight_ones() {
        let text = "Don't ask O'Neill's MPs, d'Arcy or DON'T; it's said'x' 5'x can't've o'";
        let mut vocabulary = Vocabulary::new(&Language::default());
        let known = ["don't", "o'neill", "'s", "d'arcy", "5'x", "can't"].map(|word| vocabulary.intern(word));
        let tokens = |text: &str| {
            let mut tokens = Vec::new();
            tokenize(text, &vocabulary, &mut tokens);
            let forms = tokens.iter().map(|t| t.span.slice(text).replace('’', "'"));
            let facts = tokens.iter().map(|t| (t.word, t.kind, t.capital, t.all_caps, t.spaced));
            forms.zip(facts).collect::<Vec<_>>()
        };
        let straight = tokens(text);
        assert_eq!(tokens(&text.replace('\'', "’")), straight);
        for word in known {
            assert!(straight.iter().any(|(_, facts)| facts.0 == word), "{word:?}");
        }
    }

    #[test]
    fn words_are_looked_up_in_small_letters() {
        for word in ["Z", "aZ", "U.S.", "O'Neill", "[@`{}", "3,000.5bn", "AbcdefghijklmnoP"] {
            let mut bytes = [b'X'; PACKED];
            bytes[..word.len()].copy_from_slice(word.as_bytes());
            let mut small = [0; PACKED];
            small[..word.len()].copy_from_slice(word.to_ascii_lowercase().as_bytes());
            assert_eq!(lower_case(bytes, word.len()).to_le_bytes(), small, "{word}");
        }
        let mut vocabulary = Vocabulary::new(&Language::default());
        for word in ["word", "sixteen-letters!", "seventeen-letters"] {
            let id = vocabulary.intern(word);
            assert!(
                id != WordId::UNKNOWN && vocabulary.look_up(word.as_bytes()) == id && vocabulary.intern(word) == id
            );
        }
        assert_eq!(vocabulary.look_up(b"wor"), WordId::UNKNOWN);
    }

    #[test]
    fn marks() {
        assert_eq!(
            forms("a -- b - c ''d'' (e) http://x.y/z. - f"),
            ["a", "--", "b", "-", "c", "''", "d", "''", "(", "e", ")", "http://x.y/z", ".", "-", "f"]
        );
        assert_eq!(forms("x\r\n\n  • y"), ["x", "\r\n\n  ", "•", "y"]);
    }

    /// A mark on the letter before the apostrophe does not part them.
    #[test]
    fn an_elided_name_has_its_capital_however_its_accents_are_written() {
        let language = Language::english();
        let vocabulary = Vocabulary::new(language);
        for word in ["\u{e0}'\u{118}cole", "a\u{300}'E\u{328}cole"] {
            let mut found = Vec::new();
            tokenize(word, &vocabulary, &mut found);
            assert!(found[0].capital, "{word}");
        }
    }

    #[test]
    fn nfd_has_the_tokens_of_nfc() {
        assert_eq!(forms("caf\u{e9}’s na\u{ef}ve").len(), forms("cafe\u{301}’s nai\u{308}ve").len());
        assert_eq!(forms("a \u{2260} b").len(), forms("a =\u{338} b").len());
    }
}
