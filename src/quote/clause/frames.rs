//! Cues with a frame of their own: "according to", "quoted X as saying", nouns for messages.

use super::{Reader, Subject};
use crate::language::Class;
use crate::quote::Construction;
use crate::quote::behind::{self, After, Side};
use crate::quote::content;
use crate::quote::cue::{Cue, Frame};
use crate::quote::phrase;
use crate::quote::stretch::UnitKind;
use crate::token::TokenKind;

impl Reader<'_, '_> {
    pub(super) fn according_subject(&self, at: usize) -> Option<Subject> {
        let phrase = phrase::beginning_at(self.units, at + 1, self.units.len())?;
        Some(Subject { construction: Construction::According, ..Subject::behind(phrase, at) })
    }

    /// "…, according to S" or "According to S, …".
    pub(super) fn according(&mut self, at: usize, cue: Cue) -> Option<usize> {
        let subject = self.according_subject(at)?;
        let first =
            self.units[self.floor..at].iter().all(|u| u.any(Class::COORDINATOR) || !u.is_word() && !u.is_pair());
        if !first {
            let left = self.left(&subject)?;
            self.push(&[left.range], cue, &subject, left.quoted);
            self.floor = subject.after;
            return Some(subject.after);
        }
        let comma = (subject.after..self.units.len()).find(|u| self.units[*u].is_mark(TokenKind::Comma))?;
        // "According to Kovac, who leads the union, the …": an insertion goes before the content.
        let relative = self.units.get(comma + 1).is_some_and(|u| u.any(Class::RELATIVE));
        let second = (comma + 1..self.units.len()).find(|u| relative && self.units[*u].is_mark(TokenKind::Comma));
        let start = second.unwrap_or(comma) + 1;
        let range = content::right(self.units, self.own, &After { at: start, side: Side::Clause }, cue)?;
        self.push(&[range], cue, &subject, self.has_pair(range));
        self.floor = range.1;
        Some(range.1)
    }

    /// "The agency quoted S as saying (that) …": who is quoted is the source.
    pub(super) fn relay(&mut self, at: usize, cue: Cue) -> Option<usize> {
        let phrase = phrase::beginning_at(self.units, at + 1, self.units.len())?;
        let saying = (phrase.1..self.units.len().min(phrase.1 + 6)).find(|u| self.units[*u].ing)?;
        let after = behind::after(self.units, saying + 1, Frame::Say);
        let range = content::right(self.units, self.own, &after, cue)?;
        let subject = Subject { after: saying + 1, ..Subject::behind(phrase, at) };
        self.push(&[range], cue, &subject, self.has_pair(range));
        self.floor = range.1;
        Some(range.1)
    }

    /// "his claim that …", "the statement: “…”": the noun's owner is the source.
    pub(super) fn message(&mut self, at: usize, cue: Cue) -> Option<usize> {
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
        let range = content::right(self.units, self.own, &after, cue)?;
        let subject = Subject::before(phrase, phrase.0, at + 1);
        self.push(&[range], cue, &subject, self.has_pair(range));
        self.floor = range.1;
        Some(range.1)
    }
}
