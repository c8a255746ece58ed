//! "The younger Mr Kim": two of one name, told apart by age or kinship as far as the article says who is who.

use super::Resolver;
use crate::language::Class;
use crate::token::{TokenKind, TokenRange};
use std::cmp::Ordering;

/// Ages that are given behind names.
const AGES: std::ops::RangeInclusive<u32> = 1..=120;

impl Resolver<'_> {
    /// Which of two persons that share a name a phrase such as "the younger Mr Kim" stands for. `any` is one of them.
    pub(super) fn by_age(&self, source: TokenRange, any: usize) -> Option<usize> {
        let asked = |class: Class| (source.start..source.end).any(|at| self.class(at).any(class));
        let named = self.persons.sharing_name(any);
        let (younger, &[a, b]) = (asked(Class::YOUNGER), &named[..]) else { return None };
        let order = self.by_kinship(a, b).or_else(|| Some(self.age(a)?.cmp(&self.age(b)?)))?;
        match order {
            Ordering::Less => Some(if younger { a } else { b }),
            Ordering::Greater => Some(if younger { b } else { a }),
            Ordering::Equal => None,
        }
    }

    /// Who is younger by what one of them is called: a son, or "Jr."; a father.
    fn by_kinship(&self, a: usize, b: usize) -> Option<Ordering> {
        let rank =
            |person: usize| match (self.is_called(person, Class::OFFSPRING), self.is_called(person, Class::PARENT)) {
                (true, false) => -1,
                (false, true) => 1,
                _ if self.is_junior(person) => -1,
                _ => 0,
            };
        Some(rank(a).cmp(&rank(b))).filter(|o| *o != Ordering::Equal)
    }

    /// Whether a word of the class stands before one of the person's names or heads its apposition: "his son Tae-ho Kim",
    /// "Tae-ho Kim, the general's son".
    fn is_called(&self, person: usize, class: Class) -> bool {
        self.persons.all[person].names.iter().map(|n| &self.names[*n]).any(|name| {
            let lead = TokenRange::new(name.lead.start.min(name.tokens.start.saturating_sub(1)), name.tokens.start);
            let before = (lead.start..lead.end).any(|at| self.class(at).any(class));
            before || self.apposition(name.tokens.end).any(|at| self.class(at).any(class))
        })
    }

    /// The tokens of an apposition behind token `end`, up to its first mark, verb, or word of what it belongs to.
    fn apposition(&self, end: u32) -> impl Iterator<Item = u32> + '_ {
        let comma = self.reading.tokens.get(end as usize).is_some_and(|t| t.kind == TokenKind::Comma);
        let to = if comma { self.reading.tokens.len() as u32 } else { end };
        (end + 1..to).take_while(|at| {
            let name = matches!(self.token(*at).kind, TokenKind::Word | TokenKind::Clitic);
            name && !self.class(*at).any(Class::AUXILIARY | Class::PREPOSITION | Class::RELATIVE)
        })
    }

    fn is_junior(&self, person: usize) -> bool {
        self.persons.all[person].names.iter().any(|n| {
            let last = self.names[*n].tokens.end.saturating_sub(1);
            self.token(last).span.slice(self.reading.text).eq_ignore_ascii_case("jr")
        })
    }

    /// The age behind one of the person's names: "Jong-ho Kim, 71, …".
    fn age(&self, person: usize) -> Option<u32> {
        self.persons.all[person].names.iter().find_map(|n| {
            let end = self.names[*n].tokens.end as usize;
            let [comma, number, rest @ ..] = self.reading.tokens.get(end..)? else { return None };
            let closed = rest.first().is_none_or(|t| matches!(t.kind, TokenKind::Comma | TokenKind::Stop));
            let years: u32 = number.span.slice(self.reading.text).parse().ok()?;
            (comma.kind == TokenKind::Comma && closed && AGES.contains(&years)).then_some(years)
        })
    }
}
