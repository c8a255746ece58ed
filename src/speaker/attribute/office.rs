//! Who an office stands for: the name beside it, a person whose role it is, a source without a name.

use super::Resolver;
use crate::language::Class;
use crate::quote::phrase::SPEAKING;
use crate::speaker::SpeakerKind;
use crate::token::{TokenKind, TokenRange, fold};

/// Most tokens between an office and the comma before its name ("ambassador to the African Union, …").
const OWNER: u32 = 8;
/// Words of an office, its head included, by which "a foreign ministry spokesperson" is known before the name is given.
const TELLING: usize = 3;

/// What a handle is said to be.
const ACCOUNTS: [&str; 4] = ["account", "handle", "channel", "page"];

impl Resolver<'_> {
    /// Lists all persons by the words of their roles, and by their names written together.
    pub(super) fn list_offices(&mut self) {
        for (person, data) in self.persons.all.iter().enumerate() {
            self.accounts.entry(data.words.concat()).and_modify(|known| *known = None).or_insert(Some(person));
            let Some(role) = &data.role else { continue };
            for word in role.text.split([' ', ',', '/', '-']).filter(|w| !w.is_empty()) {
                let listed = self.offices.entry(fold(word)).or_default();
                if listed.last() != Some(&person) {
                    listed.push(person);
                }
            }
        }
    }

    /// "its ambassador to the union, Anna Kovac," and "Anna Kovac, its ambassador,": the person whose name stands
    /// beyond the phrase's comma.
    pub(super) fn apposed(&self, source: TokenRange) -> Option<usize> {
        let before = source.start.checked_sub(1).filter(|at| self.token(*at).kind == TokenKind::Comma);
        if let Some(comma) = before {
            let next = self.names.partition_point(|n| n.tokens.end < comma);
            let name = self.names.get(next).filter(|n| n.tokens.end == comma && n.words.len() > 1);
            if let Some(person) = name.and_then(|_| self.persons.of_name[next]) {
                return Some(person);
            }
        }
        let comma = (source.end..source.end + OWNER)
            .take_while(|at| (*at as usize) < self.reading.tokens.len())
            .find(|at| !self.token(*at).is_wordlike())?;
        let tail = TokenRange::new(source.end, comma);
        let owned = tail.start == tail.end || self.class(tail.start).any(Class::PREPOSITION);
        if self.token(comma).kind != TokenKind::Comma || !owned {
            return None;
        }
        let next = self.names.partition_point(|n| n.lead.start <= comma);
        let name = self.names.get(next).filter(|n| n.lead.start == comma + 1)?;
        let closed = self.reading.tokens.get(name.tokens.end as usize).is_some_and(|t| !t.is_wordlike());
        self.persons.of_name[next].filter(|_| closed)
    }

    /// "the official" behind "a defence official said": the latest source, if it is one without a name and its name
    /// ends in the same noun.
    pub(super) fn said_before(&self, bare: TokenRange, last: u32) -> Option<String> {
        let latest = &self.out.speakers[self.events.last()?.1];
        let noun = format!(" {}", fold(self.token(last).span.slice(self.reading.text)));
        let same = latest.kind == SpeakerKind::Anonymous && fold(&latest.name).ends_with(&noun);
        (same && bare.end - bare.start == 1).then(|| latest.name.clone())
    }

    /// The only person whose role holds the words of an office. "The" asks for the noun alone; an owner ("Marland's")
    /// or no article for all small words; "a" for at least three of them, and a name that is given only later.
    pub(super) fn by_office(&self, source: TokenRange, head: TokenRange) -> Option<usize> {
        let word = |at: u32| fold(self.token(at).span.slice(self.reading.text));
        let noun = word(head.end - 1);
        let holders = self.offices.get(&noun)?;
        let only = |fits: &dyn Fn(usize) -> bool| {
            let mut found = holders.iter().copied().filter(|p| fits(*p));
            found.next().filter(|_| found.next().is_none())
        };
        let opening = word(source.start);
        let definite = matches!(opening.as_str(), "the" | "this" | "that");
        if definite && let Some(person) = only(&|_| true) {
            return Some(person);
        }
        let small: Vec<String> = (head.start..head.end)
            .filter(|at| {
                let token = self.token(*at);
                token.kind == TokenKind::Word && !self.class(*at).any(Class::DETERMINER | Class::POSSESSIVE)
            })
            .filter(|at| !self.token(*at).capital || *at == head.end - 1 || self.class(*at).any(SPEAKING))
            .map(word)
            .collect();
        let has = |p: usize, w: &String| self.offices.get(w).is_some_and(|ps| ps.binary_search(&p).is_ok());
        let person = only(&|p| small.iter().all(|w| has(p, w)))?;
        let indefinite = self.class(source.start).any(Class::DETERMINER) && !definite;
        let later = || {
            let first = self.persons.all[person].names.first().map(|n| self.names[*n].tokens.start);
            first.is_some_and(|at| at > source.end)
        };
        (!indefinite || matches!(opening.as_str(), "a" | "an") && small.len() >= TELLING && later()).then_some(person)
    }

    /// "@KlaraVogel": the one person whose name is written together like this, or whose account it is said to be.
    pub(super) fn account(&self, source: TokenRange) -> Option<usize> {
        let at = source.start.checked_sub(1).map(|b| self.token(b))?;
        if at.span.slice(self.reading.text) != "@" || source.end - source.start != 1 {
            return None;
        }
        let form = fold(self.token(source.start).span.slice(self.reading.text)).replace('_', "");
        self.accounts.get(&form).copied().flatten().or_else(|| self.owner_of_account(source))
    }

    /// ", the account of government spokesman Rolf Brandt": the person named in the words that follow.
    fn owner_of_account(&self, source: TokenRange) -> Option<usize> {
        let words = |at: u32| self.reading.tokens.get(at as usize).map(|t| fold(t.span.slice(self.reading.text)));
        let comma = (source.end..source.end + OWNER).find(|at| words(*at).is_some_and(|w| w == ","))?;
        let said = (1..=3).filter_map(|next| words(comma + next)).any(|w| ACCOUNTS.contains(&w.as_str()));
        let next = self.names.partition_point(|n| n.tokens.start <= comma);
        let name = self.names.get(next).filter(|n| n.lead.start <= comma + OWNER)?;
        self.persons.of_name[next].filter(|_| said && name.tokens.start <= comma + 2 * OWNER)
    }
}
