//! Who a noun phrase stands for: groups, bodies, offices, people without a name.

use super::pronoun::{NAMES_BACK, SOURCES_BACK};
use super::{Referent, Resolver};
use crate::language::Class;
use crate::quote::phrase::SPEAKING;
use crate::speaker::SpeakerKind;
use crate::token::{TokenKind, TokenRange, fold, folds_to};
use std::ops::RangeInclusive;

/// Tokens before a noun among which a fuller phrase with it is sought: more than most articles have, so that a very long
/// text takes no longer for each.
const TOKENS_BACK: u32 = 4_000;

/// The person that an article names first, while it has named no other.
#[derive(Debug, Clone)]
pub(super) struct Sole {
    person: usize,
    /// Numbers of names with which that person is named and no other.
    names: RangeInclusive<usize>,
}

impl Sole {
    pub(super) fn of(of_name: &[Option<usize>]) -> Option<Self> {
        let (first, person) = of_name.iter().enumerate().find_map(|(at, p)| Some((at, (*p)?)))?;
        let other = of_name.iter().position(|p| p.is_some_and(|p| p != person)).unwrap_or(of_name.len());
        Some(Self { person, names: first + 1..=other })
    }
}

impl Resolver<'_> {
    pub(super) fn noun(&self, source: TokenRange, head: TokenRange, own: &[usize]) -> Result<Referent, &'static str> {
        let determiner = self.is_determined(source);
        let definite = determiner
            && matches!(fold(self.token(source.start).span.slice(self.reading.text)).as_str(), "the" | "this" | "that");
        let bare = if determiner { TokenRange::new(source.start + 1, source.end) } else { source };
        let last = head.end - 1;
        let class = self.class(last);
        let name = self.plain_name(bare);
        let referent =
            |name: String, kind, trust, reason| Ok(Referent { name, kind, persons: Vec::new(), trust, reason });
        if class.any(Class::PERSON_PLURAL) {
            let fuller = self.fuller(bare, last).or_else(|| self.known_by_noun(bare, last));
            let reason =
                if fuller.is_some() { "the latest fuller phrase with the same noun" } else { "a group named as such" };
            return referent(fuller.unwrap_or(name), SpeakerKind::Group, 980, reason);
        }
        let one = class.any(Class::PERSON | Class::TITLE) && !class.any(Class::ORGANISATION);
        if one && let Some(found) = self.office_holder(source, head, definite, own) {
            return Ok(found);
        }
        if class.any(Class::DOCUMENT) && self.class(source.start).any(Class::POSSESSIVE) {
            return self.pronoun(source.start, false);
        }
        if class.any(Class::ORGANISATION) {
            let fuller = self
                .fuller_body(bare, last)
                .or_else(|| self.fuller(bare, last))
                .or_else(|| self.known_by_noun(bare, last));
            let reason = if fuller.is_some() {
                "the fuller name of the body with the same noun"
            } else {
                "a body named as such"
            };
            return referent(fuller.unwrap_or(name), SpeakerKind::Organization, 980, reason);
        }
        if let Some(name) = self.joint_bodies(source, own) {
            return referent(name, SpeakerKind::Group, 900, "two sources named together");
        }
        if self.token(last).capital {
            return referent(name, SpeakerKind::Organization, 940, "a name that belongs to no person in the article");
        }
        if self.class(source.start).any(Class::DETERMINER) && head.end - head.start == 1 {
            return referent(name, SpeakerKind::Group, 900, "a quantity of persons");
        }
        referent(name, SpeakerKind::Organization, 700, "a noun that names no person")
    }

    /// The person, named or not, that a noun for one person stands for.
    fn office_holder(&self, source: TokenRange, head: TokenRange, definite: bool, own: &[usize]) -> Option<Referent> {
        let bare = TokenRange::new(source.start + u32::from(self.is_determined(source)), source.end);
        let last = head.end - 1;
        let named = |person, trust, reason| Some(Referent { trust, reason, ..self.person(person, &[]) });
        if let Some(person) = self.apposed(source) {
            return named(person, 970, "the name behind this office");
        }
        if self.token(last).capital && !own.is_empty() {
            return None;
        }
        let unnamed = |name, trust, reason| {
            Some(Referent { name, kind: SpeakerKind::Anonymous, persons: Vec::new(), trust, reason })
        };
        if let Some(name) = self.said_before(bare, last).filter(|_| definite) {
            return unnamed(name, 900, "the source before it with the same noun");
        }
        if let Some(person) = self.by_office(source, head) {
            return named(person, 900, "the one person with this office in the article");
        }
        if definite && let Some(person) = self.only_person(source.start) {
            return named(person, 800, "the only person named so far");
        }
        unnamed(format!("unnamed {}", self.plain_name(bare)), 980, "a person without a name")
    }

    fn is_determined(&self, source: TokenRange) -> bool {
        self.class(source.start).any(Class::DETERMINER) && source.end - source.start > 1
    }

    /// "Germany and Ukraine": the bodies of a phrase that is nothing but their names.
    fn joint_bodies(&self, source: TokenRange, own: &[usize]) -> Option<String> {
        let [first, .., last] = own else { return None };
        let whole = self.names[*first].tokens.start <= source.start + 1 && self.names[*last].tokens.end == source.end;
        let between = own.windows(2).all(|pair| {
            let between = self.names[pair[0]].tokens.end..self.names[pair[1]].tokens.start;
            between.into_iter().all(|at| {
                self.token(at).kind == TokenKind::Comma || self.class(at).any(Class::COORDINATOR | Class::DETERMINER)
            })
        });
        let name = |n: &usize| {
            let name = self.text(self.names[*n].tokens);
            self.aliases.metonym(&name).map_or(name, |alias| alias.speaker.clone())
        };
        (whole && between).then(|| own.iter().map(name).collect::<Vec<_>>().join(" + "))
    }

    /// A phrase as a name: a noun that is capitalised by its place alone is not.
    fn plain_name(&self, range: TokenRange) -> String {
        let text = self.text(range);
        let first = self.token(range.start);
        let noun = self.class(range.start).any(SPEAKING | Class::NOT_NAME | Class::DETERMINER) && !first.all_caps;
        let alone = self.reading.tokens.get(range.start as usize + 1).is_none_or(|t| !t.capital);
        if first.capital && noun && alone && !self.inside_name(range.start) { lower_first(&text) } else { text }
    }

    /// "officials" → "Russian officials": the latest earlier phrase with the same noun and capitals before it.
    fn fuller(&self, bare: TokenRange, last: u32) -> Option<String> {
        if bare.end - bare.start > 1 {
            return None;
        }
        let word = self.token(last).word;
        let form = fold(self.token(last).span.slice(self.reading.text));
        (bare.start.saturating_sub(TOKENS_BACK)..bare.start).rev().find_map(|at| {
            let token = self.token(at);
            let same = token.word == word && folds_to(token.span.slice(self.reading.text), &form);
            if !same || at == 0 {
                return None;
            }
            let mut start = at;
            while start > 0 && at - start < 4 {
                let before = self.token(start - 1);
                let class = self.class(start - 1);
                let function =
                    Class::DETERMINER | Class::PREPOSITION | Class::CONJUNCTION | Class::AUXILIARY | Class::PRONOUN;
                let verb = class.any(Class::PAST) && !before.capital;
                if !before.is_wordlike() && before.kind != TokenKind::Hyphen || class.any(function) || verb {
                    break;
                }
                start -= 1;
            }
            let determined = start > 0 && self.class(start - 1).any(Class::DETERMINER) && at - start <= 2;
            while start < at && !self.token(start).capital && !determined {
                start += 1;
            }
            (start < at).then(|| self.text(TokenRange::new(start, at + 1)))
        })
    }

    /// "the ministry" → "Defence Ministry of Marland": the latest earlier body whose name holds the noun.
    fn fuller_body(&self, bare: TokenRange, last: u32) -> Option<String> {
        if bare.end - bare.start > 1 {
            return None;
        }
        let noun = fold(self.token(last).span.slice(self.reading.text));
        let before = self.names.partition_point(|n| n.tokens.start < bare.start);
        let mut near = self.names[..before].iter().rev().take(NAMES_BACK);
        let body = near
            .find(|n| n.organisation && n.tokens.end <= bare.start && n.words.len() > 1 && n.words.contains(&noun))?;
        Some(self.text(body.tokens))
    }

    /// The person named before token `at`, if it is only one.
    fn only_person(&self, at: u32) -> Option<usize> {
        let before = self.names.partition_point(|n| n.tokens.start < at);
        self.sole.as_ref().filter(|s| s.names.contains(&before)).map(|s| s.person)
    }

    /// The latest speaker whose name ends in the noun of a phrase that is nothing but the noun.
    fn known_by_noun(&self, bare: TokenRange, last: u32) -> Option<String> {
        if bare.end - bare.start > 1 {
            return None;
        }
        let noun = format!(" {}", fold(self.token(last).span.slice(self.reading.text)));
        let mut near = self.out.speakers.iter().rev().take(SOURCES_BACK);
        near.find(|s| fold(&s.name).ends_with(&noun)).map(|s| s.name.clone())
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}
