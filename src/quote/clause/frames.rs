//! Cues with a frame of their own: "according to", "quoted X as saying", nouns for messages.

use super::{Found, Reader, Subject};
use crate::language::Class;
use crate::quote::Construction;
use crate::quote::behind::{self, After, Side};
use crate::quote::content;
use crate::quote::cue::{Cue, Frame};
use crate::quote::phrase::{self, Range};
use crate::quote::stretch::{Unit, UnitKind};
use crate::token::TokenKind;

/// Most words of a source without article or capital: "exit polls".
const MOST_WORDS: usize = 4;

impl Reader<'_, '_, '_> {
    pub(super) fn according_subject(&self, at: usize) -> Option<Subject> {
        let plain = || {
            let word = |u: &&Unit| u.is_word() && !u.any(Class::PREPOSITION | Class::CONJUNCTION | Class::RELATIVE);
            let words = self.units[at + 1..].iter().take(MOST_WORDS).take_while(word).count();
            (words > 0).then_some((at + 1, at + 1 + words))
        };
        let phrase = phrase::beginning_at(self.units, at + 1, self.units.len()).or_else(plain)?;
        Some(Subject { construction: Construction::According, ..Subject::behind(phrase, at) })
    }

    /// A reading with its content behind the cue.
    fn behind(&self, range: Range, subject: Subject, side: Side) -> Found {
        Found { ranges: vec![range], subject, side, quoted: self.has_pair(range), end: range.1, confidence: None }
    }

    /// "…, according to S" or "According to S, …".
    pub(super) fn according(&self, at: usize, cue: Cue) -> Option<Found> {
        let subject = self.according_subject(at)?;
        let first =
            self.units[self.floor..at].iter().all(|u| u.any(Class::COORDINATOR) || !u.is_word() && !u.is_pair());
        if !first {
            let left = self.left(&subject)?;
            let mut end = subject.after;
            let mut ranges = vec![left.range];
            // "The border is, in the words of Brekk, “a wound”": the quoted piece goes on behind.
            let comma = self.units.get(end).is_some_and(|u| u.is_mark(TokenKind::Comma));
            if comma && !left.quoted && self.units.get(end + 1).is_some_and(Unit::is_pair) {
                ranges.push((end + 1, end + 2));
                end += 2;
            }
            return Some(Found { ranges, subject, side: Side::Nothing, quoted: left.quoted, end, confidence: None });
        }
        let comma = (subject.after..self.units.len()).find(|u| self.units[*u].is_mark(TokenKind::Comma))?;
        // "According to Kovac, who leads the union, the …": an insertion goes before the content.
        let relative = self.units.get(comma + 1).is_some_and(|u| u.any(Class::RELATIVE));
        let second = (comma + 1..self.units.len()).find(|u| relative && self.units[*u].is_mark(TokenKind::Comma));
        let start = second.unwrap_or(comma) + 1;
        let range = content::right(self.units, &self.own, &After { at: start, side: Side::Clause }, cue)?;
        Some(self.behind(range, subject, Side::Clause))
    }

    /// "The agency quoted S as saying (that) …": who is quoted is the source.
    pub(super) fn relay(&self, at: usize, cue: Cue) -> Option<Found> {
        let phrase = phrase::beginning_at(self.units, at + 1, self.units.len())?;
        let saying = (phrase.1..self.units.len().min(phrase.1 + 6)).find(|u| self.units[*u].ing)?;
        let after = behind::after(self.units, saying + 1, Frame::Say);
        let range = content::right(self.units, &self.own, &after, cue)?;
        let subject = Subject { after: saying + 1, ..Subject::behind(phrase, at) };
        Some(self.behind(range, subject, after.side))
    }

    /// "his claim that …", "the statement: “…”": the noun's owner is the source.
    pub(super) fn message(&self, at: usize, cue: Cue) -> Option<Found> {
        let after = self.after(at + 1, cue);
        if !matches!(after.side, Side::That | Side::Colon | Side::Quoted) {
            return None;
        }
        let owner = at.checked_sub(1).filter(|b| *b >= self.floor);
        let phrase = match owner.map(|b| self.units[b].kind) {
            Some(UnitKind::Clitic) if at >= self.floor + 2 => phrase::ending_at(self.units, at - 2, self.floor)?,
            Some(UnitKind::Word) if self.units[at - 1].any(Class::POSSESSIVE) => (at - 1, at),
            _ if after.side == Side::Quoted => self.main_subject(at)?,
            _ => return None,
        };
        let range = content::right(self.units, &self.own, &after, cue)?;
        let subject = Subject::before(phrase, phrase.0, at + 1);
        Some(self.behind(range, subject, after.side))
    }
}
