//! Names in the text: runs of capitals with titles, particles, initials and suffixes.

use crate::language::Class;
use crate::quote::Reading;
use crate::token::{Token, TokenKind, TokenRange, WordId, fold, letters};

/// A name in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// The name's own tokens.
    pub tokens: TokenRange,
    /// Titles, offices and owners right before it ("Russia's Deputy Foreign Minister").
    pub lead: TokenRange,
    /// Its words in look-up form, suffixes such as "Jr." left out.
    pub words: Vec<String>,
    /// It names a body rather than a person.
    pub organisation: bool,
    /// The offices among its titles.
    pub titles: Vec<WordId>,
    /// Gender that an honorific or title tells.
    pub gender: Class,
    /// It stands at the start of a sentence, where any word has a capital.
    pub opens: bool,
}

const TITLES: Class = Class::TITLE.or(Class::TITLE_PART).or(Class::HONORIFIC);
/// Longest run of capitals that can name a person; longer ones are headlines or bodies.
const LONGEST_NAME: usize = 5;
/// Most tokens of a nickname between marks inside a name.
const NICKNAME: u32 = 5;

/// All names in the given ranges, in text order.
pub(crate) fn names(reading: Reading, ranges: &[TokenRange]) -> Vec<Name> {
    let mut found = Vec::new();
    for range in ranges {
        let scan = Scan { reading, range: *range };
        let mut at = range.start;
        while let Some(next) = scan.next_capital(at) {
            at = next + 1;
            if scan.opens_name(next) {
                at = scan.run_end(next);
                found.extend(scan.name(next, at));
            }
        }
    }
    found
}

fn is_capital(token: &Token) -> bool {
    token.kind == TokenKind::Word && token.capital
}

struct Scan<'a> {
    reading: Reading<'a>,
    range: TokenRange,
}

impl Scan<'_> {
    fn token(&self, at: u32) -> Option<&Token> {
        self.reading.tokens.get(at as usize).filter(|_| self.range.contains(at))
    }

    /// The first word with a capital from `at` on.
    fn next_capital(&self, at: u32) -> Option<u32> {
        let rest = TokenRange::new(at.min(self.range.end), self.range.end).of(self.reading.tokens);
        rest.iter().position(is_capital).map(|next| at + next as u32)
    }

    fn class(&self, at: u32) -> Class {
        self.token(at).map_or(Class::default(), |t| self.reading.vocabulary.class(t.word))
    }

    fn form(&self, at: u32) -> &str {
        self.token(at).map_or("", |t| t.span.slice(self.reading.text))
    }

    fn is_capital(&self, at: u32) -> bool {
        self.token(at).is_some_and(is_capital)
    }

    fn begins_sentence(&self, at: u32) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.token(b));
        before.is_none_or(|t| {
            t.is_terminal()
                || matches!(t.kind, TokenKind::Quote | TokenKind::SingleQuote | TokenKind::Colon | TokenKind::Bullet)
        })
    }

    fn opens_name(&self, at: u32) -> bool {
        if !self.is_capital(at) {
            return false;
        }
        let function = Class::PRONOUN
            | Class::DETERMINER
            | Class::CONJUNCTION
            | Class::PREPOSITION
            | Class::RELATIVE
            | Class::AUXILIARY;
        let class = self.class(at);
        let never = Class::WEEKDAY | Class::MONTH | function.without(Class::PREPOSITION);
        let particle = class.any(Class::PARTICLE) && self.is_capital(at + 1);
        (particle || !class.any(never))
            && !(self.begins_sentence(at) && class.any(Class::NOT_NAME | function) && !particle)
    }

    /// The end of the run of capitals that begins at `start`.
    fn run_end(&self, start: u32) -> u32 {
        let mut at = start + 1;
        loop {
            at = match self.token(at) {
                Some(t)
                    if t.kind == TokenKind::Word
                        && t.capital
                        && !self.class(at).any(Class::WEEKDAY | Class::MONTH | Class::PRONOUN | Class::DETERMINER) =>
                {
                    at + 1
                }
                Some(t)
                    if t.kind == TokenKind::Word && self.class(at).any(Class::PARTICLE) && self.name_follows(at) =>
                {
                    at + 1
                }
                Some(t)
                    if t.kind == TokenKind::Stop
                        && !t.spaced
                        && self.is_abbreviation(at - 1)
                        && (self.is_capital(at + 1) || self.class(at - 1).any(Class::SUFFIX)) =>
                {
                    at + 1
                }
                Some(t)
                    if t.kind == TokenKind::Hyphen
                        && self.token(at + 1).is_some_and(|n| {
                            n.kind == TokenKind::Word
                                && !n.spaced
                                && (n.capital || self.class(at + 1).any(Class::SYLLABLE) || self.name_follows(at + 1))
                        }) =>
                {
                    at + 2
                }
                Some(t)
                    if t.kind == TokenKind::Comma
                        && self.class(at + 1).any(Class::SUFFIX)
                        && self.is_capital(at + 1) =>
                {
                    at + 2
                }
                Some(t) if matches!(t.kind, TokenKind::Quote | TokenKind::SingleQuote) => {
                    match self.behind_nickname(at) {
                        Some(next) => next,
                        None => return at,
                    }
                }
                Some(t) if t.kind == TokenKind::Word && self.joins_body(start, at) => at + 1,
                _ => return at,
            };
        }
    }

    /// Whether a capital follows the particles at `at`.
    fn name_follows(&self, at: u32) -> bool {
        let mut next = at + 1;
        while self.class(next).any(Class::PARTICLE) && !self.is_capital(next)
            || self.token(next).is_some_and(|t| t.kind == TokenKind::Hyphen)
        {
            next += 1;
        }
        self.is_capital(next)
    }

    fn is_abbreviation(&self, at: u32) -> bool {
        letters(self.form(at)) == 1 || self.class(at).any(Class::ABBREVIATION | Class::SUFFIX | Class::HONORIFIC)
    }

    /// The capital behind a nickname between marks: Rolf “the Hammer” Brandt.
    fn behind_nickname(&self, open: u32) -> Option<u32> {
        let close = (open + 2..open + 2 + NICKNAME).find(|at| {
            self.token(*at).is_some_and(|t| t.kind == TokenKind::Quote || t.kind == TokenKind::SingleQuote)
        })?;
        let inside = (open + 1..close).all(|at| self.token(at).is_some_and(|t| t.kind == TokenKind::Word));
        let next = self.token(close + 1)?;
        let before = self.token(open)?;
        (inside && before.spaced && next.spaced && self.is_capital(close + 1)).then_some(close + 1)
    }

    /// "of", "for", "and" inside a body's name: Organization for Security.
    fn joins_body(&self, start: u32, at: u32) -> bool {
        let body = (start..at).any(|w| self.class(w).any(Class::ORGANISATION) && self.is_capital(w));
        let small = matches!(self.form(at), "of" | "for" | "and" | "in" | "the" | "on");
        let follows = self.is_capital(at + 1) || self.form(at + 1) == "the" && self.is_capital(at + 2);
        body && small && follows && !self.class(at + 1).any(Class::WEEKDAY | Class::MONTH)
    }

    /// Splits a run into titles and name.
    fn name(&self, start: u32, end: u32) -> Option<Name> {
        // "Harbour Authority": a word that titles share may begin a body's name.
        let body = (start..end).any(|at| self.class(at).any(Class::ORGANISATION) && self.is_capital(at));
        let titles = if body { TITLES.without(Class::TITLE_PART) } else { TITLES };
        let is_title = |at: &u32| self.class(*at).any(titles) && !self.class(*at).any(Class::SUFFIX);
        let behind_title = (start..end).rev().find(is_title).map_or(start, |at| at + 1);
        let mut first = behind_title;
        while first < end && !self.token(first).is_some_and(|t| t.kind == TokenKind::Word) {
            first += 1;
        }
        let mut last = end;
        while last > first && !self.token(last - 1).is_some_and(|t| t.kind == TokenKind::Word) {
            last -= 1;
        }
        if first >= last {
            return None;
        }
        let quoted = self.nickname(first, last);
        let words: Vec<String> = (first..last)
            .filter(|at| {
                self.token(*at).is_some_and(|t| t.kind == TokenKind::Word)
                    && !quoted.contains(*at)
                    && !self.class(*at).any(Class::SUFFIX)
            })
            .map(|at| fold(self.form(at)))
            .collect();
        let lead = TokenRange::new(self.lead_start(start), first);
        let bodies = (first..last).filter(|at| self.class(*at).any(Class::ORGANISATION)).count();
        // "Qatar's Foreign Ministry", "General Staff"; "North Korean soldiers", "the Shafaq news agency": capitals before a noun that speaks.
        let ends_in_body =
            self.class(last - 1).any(Class::ORGANISATION) && !self.class(last - 1).any(TITLES | Class::PERSON);
        let organisation = bodies > 0 && lead.start == start && first == start || ends_in_body || self.describes(last);
        // "the Grid Regulator" is a body; persons with an article before them have a title.
        let determined = start > self.range.start
            && self.class(start - 1).any(Class::DETERMINER)
            && lead.start == start
            && first == start;
        let gender =
            (lead.start..last).map(|at| self.class(at)).filter(|c| c.any(TITLES)).fold(Class::default(), |a, b| a | b);
        let offices = (lead.start..lead.end).filter(|at| self.class(*at).any(Class::TITLE));
        let titles = offices.filter_map(|at| Some(self.token(at)?.word)).filter(|w| *w != WordId::UNKNOWN).collect();
        let too_long = words.len() > LONGEST_NAME;
        Some(Name {
            tokens: TokenRange::new(first, last),
            lead,
            organisation: organisation || too_long || determined && words.len() > 1,
            titles,
            gender: gender.without(gender.without(Class::MASCULINE | Class::FEMININE)),
            opens: self.begins_sentence(start),
            words,
        })
        .filter(|n| !n.words.is_empty())
    }

    /// Whether the name that ends at `end` only describes the noun behind it, a body or several persons.
    fn describes(&self, end: u32) -> bool {
        let noun = |at: u32| {
            let small = self.token(at).is_some_and(|t| t.kind == TokenKind::Word && !t.capital);
            small && self.class(at).any(Class::ORGANISATION | Class::PERSON_PLURAL)
        };
        let plain = self.token(end).is_some_and(|t| t.kind == TokenKind::Word && !t.capital)
            && self.class(end) == Class::default();
        noun(end) || plain && noun(end + 1) && self.class(end + 1).any(Class::MEDIA)
    }

    /// The tokens of a nickname between marks inside the run.
    fn nickname(&self, first: u32, last: u32) -> TokenRange {
        let is_mark =
            |at: &u32| self.token(*at).is_some_and(|t| matches!(t.kind, TokenKind::Quote | TokenKind::SingleQuote));
        let open = (first..last).find(is_mark);
        let close = (first..last).rev().find(is_mark);
        match (open, close) {
            (Some(open), Some(close)) => TokenRange::new(open, close + 1),
            _ => TokenRange::default(),
        }
    }

    /// Offices in small letters before the run, and their owners: "Kremlin spokesman", "Russia's deputy minister".
    fn lead_start(&self, start: u32) -> u32 {
        let office = TITLES | Class::PERSON | Class::ORGANISATION;
        let mut at = start;
        let mut titled = self.class(start).any(TITLES);
        while let Some(before) = at.checked_sub(1).and_then(|b| self.token(b)) {
            let class = self.reading.vocabulary.class(before.word);
            let small = before.kind == TokenKind::Word && !before.capital;
            let joined = titled
                && matches!(self.form(at - 1), "and" | "of" | "for")
                && self.class(at.saturating_sub(2)).any(office);
            if small && class.any(office) && !class.any(Class::PREPOSITION | Class::CONJUNCTION | Class::DETERMINER) {
                titled = true;
            } else if !(titled
                && (self.is_owner(at - 1) || joined || before.kind == TokenKind::Hyphen && !before.spaced))
            {
                break;
            }
            at -= 1;
        }
        if titled { at } else { start }
    }

    /// A capital or a possessive that belongs to the office behind it.
    fn is_owner(&self, at: u32) -> bool {
        let Some(token) = self.token(at) else { return false };
        let class = self.class(at);
        let function = Class::DETERMINER
            | Class::PREPOSITION
            | Class::CONJUNCTION
            | Class::PRONOUN
            | Class::AUXILIARY
            | Class::WEEKDAY
            | Class::MONTH;
        match token.kind {
            TokenKind::Clitic => self.form(at).ends_with('s'),
            TokenKind::Word => {
                token.capital && !class.any(function) && !(class.any(Class::NOT_NAME) && self.begins_sentence(at))
            }
            _ => false,
        }
    }
}
