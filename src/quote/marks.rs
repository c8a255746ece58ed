//! Pairs of quotation marks.
//!
//! A mark opens or closes by its shape where the shape tells, else by the blanks around it. A pair never leaves its
//! paragraph: one left open ends there, with a warning unless the next paragraph opens with a mark (one speech over
//! several paragraphs).

use super::Reading;
use crate::span::Span;
use crate::token::{Token, TokenKind, TokenRange, count_words};

/// A pair of quotation marks and what it encloses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// From the opening to the closing mark.
    pub span: Span,
    /// Its tokens, marks included.
    pub tokens: TokenRange,
    /// The tokens between the marks.
    pub inner: TokenRange,
    /// It was left open and the next paragraph opens with a mark.
    pub goes_on: bool,
    /// Words between the marks.
    pub words: u32,
    /// They end in a comma.
    pub comma: bool,
}

const LEFT_OPEN: &str = "a quotation mark opens here and never closes; the quote is taken to end with its paragraph";
const CLOSES_NOTHING: &str = "a quotation mark closes here that was never opened; it is ignored";

/// All pairs of the searched paragraphs, and the marks that stand alone.
pub(super) fn pairs(reading: Reading) -> (Vec<Pair>, Vec<(u32, &'static str)>) {
    let (mut found, mut warnings) = (Vec::new(), Vec::new());
    let mut searched = reading.paragraphs.iter().filter(|r| !r.is_empty()).peekable();
    while let Some(range) = searched.next() {
        let next = searched.peek();
        let mut scan = Scan { reading, range: *range, found: &mut found, warnings: &mut warnings };
        scan.run(next.is_some_and(|n| scan.opens_with_mark(**n)));
    }
    found.sort_unstable_by_key(|p| p.tokens.start);
    (found, warnings)
}

struct Scan<'a, 'o> {
    reading: Reading<'a>,
    range: TokenRange,
    found: &'o mut Vec<Pair>,
    warnings: &'o mut Vec<(u32, &'static str)>,
}

impl Scan<'_, '_> {
    fn token(&self, at: u32) -> Option<Token> {
        self.reading.tokens.get(at as usize).copied()
    }

    fn form(&self, at: u32) -> &str {
        self.token(at).map_or("", |t| t.span.slice(self.reading.text))
    }

    fn opens_with_mark(&self, range: TokenRange) -> bool {
        self.token(range.start).is_some_and(|t| t.kind == TokenKind::Quote)
    }

    fn run(&mut self, next_opens: bool) {
        let mut open: Option<u32> = None;
        let mut outside = self.range.start;
        let mut at = self.range.start;
        while at < self.range.end {
            let here = at;
            at += 1;
            if open.is_none()
                && let Some(close) = self.curly_close(here)
            {
                self.single_marks(TokenRange::new(outside, here));
                self.push(here, close + 1, true, false);
                (at, outside) = (close + 1, close + 1);
                continue;
            }
            if self.token(here).is_none_or(|t| t.kind != TokenKind::Quote) {
                continue;
            }
            if open.is_none() && self.is_attribute(here) {
                let is_mark = |t: &u32| self.token(*t).is_some_and(|t| t.kind == TokenKind::Quote);
                at = (at..self.range.end).find(is_mark).map_or(at, |close| close + 1);
                continue;
            }
            let at = here;
            match open {
                None if self.opens(at) => {
                    self.single_marks(TokenRange::new(outside, at));
                    open = Some(at);
                }
                // Inches: 6' 2".
                None if at > 0 && self.token(at - 1).is_some_and(|t| t.kind == TokenKind::Number) => {}
                None => self.warnings.push((self.start_of(at), CLOSES_NOTHING)),
                Some(start) if self.closes(start, at) => {
                    self.push(start, at + 1, true, false);
                    open = None;
                    outside = at + 1;
                }
                // A straight mark that plainly opens: the one before was never closed.
                Some(start) if self.reopens(start, at) => {
                    self.warnings.push((self.start_of(start), LEFT_OPEN));
                    self.push(start, at, false, false);
                    open = Some(at);
                }
                Some(_) => {}
            }
        }
        match open {
            Some(start) => {
                if !next_opens {
                    self.warnings.push((self.start_of(start), LEFT_OPEN));
                }
                self.push(start, self.range.end, false, next_opens);
            }
            None => self.single_marks(TokenRange::new(outside, self.range.end)),
        }
    }

    /// Whether a mark begins the value of a markup attribute: `<tweet author="…">`.
    fn is_attribute(&self, at: u32) -> bool {
        let before = at.checked_sub(1).filter(|b| *b >= self.range.start);
        before.is_some_and(|b| self.form(b) == "=") && self.token(at).is_some_and(|t| !t.spaced)
    }

    fn start_of(&self, at: u32) -> u32 {
        self.token(at).map_or(0, |t| t.span.start)
    }

    /// Whether blanks stand before the mark, or it begins its paragraph or a bracket.
    fn free_before(&self, at: u32) -> bool {
        let Some(token) = self.token(at) else { return false };
        let before = at.checked_sub(1).filter(|b| *b >= self.range.start).and_then(|b| self.token(b));
        token.spaced
            || before.is_none_or(|b| {
                matches!(b.kind, TokenKind::Open | TokenKind::Dash | TokenKind::Quote | TokenKind::SingleQuote)
            })
    }

    /// Whether blanks stand behind the mark, or it ends its paragraph.
    fn free_after(&self, at: u32) -> bool {
        at + 1 >= self.range.end || self.token(at + 1).is_none_or(|t| t.spaced)
    }

    /// Whether a mark outside any pair opens one.
    fn opens(&self, at: u32) -> bool {
        match self.form(at) {
            "“" | "„" | "«" | "``" | "〝" => true,
            // Shapes that close open only where nothing else is possible.
            "”" | "»" | "’’" => self.free_before(at) && !self.free_after(at),
            _ => !self.free_after(at) || self.free_before(at) && at + 1 < self.range.end,
        }
    }

    /// Whether the mark at `at` closes the pair opened at `start`.
    fn closes(&self, start: u32, at: u32) -> bool {
        let (open, close) = (self.form(start), self.form(at));
        let shapes = match open {
            "“" => matches!(close, "”" | "\"" | "''"),
            "„" => matches!(close, "“" | "”" | "‟" | "\""),
            "«" => close == "»",
            "»" => matches!(close, "«" | "»"),
            "”" => matches!(close, "”" | "\"" | "“"),
            "\"" => matches!(close, "\"" | "”"),
            _ => matches!(close, "''" | "\"" | "”"),
        };
        shapes && !self.reopens(start, at)
    }

    fn reopens(&self, start: u32, at: u32) -> bool {
        let straight = self.form(at) == self.form(start) && matches!(self.form(at), "\"" | "''");
        straight && self.token(at).is_some_and(|t| t.spaced) && !self.free_after(at)
    }

    fn push(&mut self, start: u32, end: u32, closed: bool, goes_on: bool) {
        let inner = TokenRange::new(start + 1, if closed { end - 1 } else { end });
        let tokens = TokenRange::new(start, end);
        let words = count_words(inner.of(self.reading.tokens));
        if words > 0 {
            let comma = inner.of(self.reading.tokens).last().is_some_and(|t| t.kind == TokenKind::Comma);
            self.found.push(Pair { span: tokens.span(self.reading.tokens), tokens, inner, goes_on, words, comma });
        }
    }

    /// The mark that closes a ‘…’ pair opened at `at`, which may hold double marks.
    fn curly_close(&self, at: u32) -> Option<u32> {
        let single = self.token(at).is_some_and(|t| t.kind == TokenKind::SingleQuote);
        let opens = single && self.form(at) == "‘" && self.free_before(at) && !self.free_after(at);
        opens.then(|| self.single_close(at, self.range.end)).flatten()
    }

    /// Pairs of single marks in a stretch outside double ones.
    fn single_marks(&mut self, range: TokenRange) {
        let mut at = range.start;
        while at < range.end {
            let opener = self.token(at).is_some_and(|t| t.kind == TokenKind::SingleQuote)
                && matches!(self.form(at), "‘" | "'" | "‚" | "’" | "`")
                && self.free_before(at)
                && !self.free_after(at);
            if opener && let Some(close) = self.single_close(at, range.end) {
                self.push(at, close + 1, true, false);
                at = close;
            }
            at += 1;
        }
    }

    /// The closing single mark: the first that is no possessive of a plural ("the players’ union").
    fn single_close(&self, open: u32, end: u32) -> Option<u32> {
        let candidates = (open + 2..end).filter(|at| {
            self.token(*at).is_some_and(|t| t.kind == TokenKind::SingleQuote && !t.spaced)
                && matches!(self.form(*at), "’" | "'" | "‘")
                && self.token(at + 1).is_none_or(|t| t.spaced || !t.is_wordlike())
        });
        let mut first = None;
        for at in candidates {
            let before = self.form(at - 1);
            let behind = self.token(at + 1);
            let possessive = before.ends_with(['s', 'S']) && behind.is_some_and(|t| t.spaced && t.is_wordlike());
            if !possessive {
                return Some(at);
            }
            first.get_or_insert(at);
        }
        first
    }
}
