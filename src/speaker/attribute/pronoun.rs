//! The person, group or body that a pronoun stands for.

use super::{Referent, Resolver};
use crate::language::Class;
use crate::speaker::mention::Name;
use crate::speaker::{Speaker, SpeakerKind};
use crate::token::TokenKind;

/// Tokens of a sentence within which its subject's name begins.
const LEADS_WITHIN: u32 = 9;

/// Names before a pronoun that are looked at.
pub(super) const NAMES_BACK: usize = 200;

/// Sources before a pronoun or noun that are looked at: as with names, more than an article has, so that a very long text
/// takes no longer for each.
pub(super) const SOURCES_BACK: usize = 200;

impl Resolver<'_> {
    pub(super) fn pronoun(&self, at: u32, reply: bool) -> Result<Referent, &'static str> {
        let class = self.class(at);
        let carry = |speaker: &Speaker, index: usize| {
            let _ = speaker;
            Referent { trust: 930, reason: "a pronoun for the source before it", ..self.referents[index].clone() }
        };
        if class.any(Class::FIRST_PERSON | Class::SECOND_PERSON) {
            return Err("the writer speaks");
        }
        let latest = |kinds: &[SpeakerKind]| {
            let mut near = self.events.iter().rev().take(SOURCES_BACK);
            let found = near.find(|(_, s)| kinds.contains(&self.out.speakers[*s].kind));
            found.map(|(_, s)| carry(&self.out.speakers[*s], *s))
        };
        if class.any(Class::NEUTER) {
            if let Some(name) = self.leading_body(at) {
                return Ok(Referent {
                    name,
                    kind: SpeakerKind::Organization,
                    persons: Vec::new(),
                    trust: 850,
                    reason: "a pronoun for the body that its sentence is about",
                });
            }
            return latest(&[SpeakerKind::Organization]).ok_or("a pronoun with no body before it");
        }
        if class.any(Class::PLURAL) {
            return latest(&[SpeakerKind::Group, SpeakerKind::Organization]).ok_or("a pronoun with no group before it");
        }
        self.person_pronoun(at, reply)
    }

    /// "he", "she" and their like.
    fn person_pronoun(&self, at: u32, reply: bool) -> Result<Referent, &'static str> {
        let class = self.class(at);
        let gender = class.without(class.without(Class::MASCULINE | Class::FEMININE));
        let other = (Class::MASCULINE | Class::FEMININE).without(gender);
        let fits = |p: usize| {
            let known = self.persons.all[p].gender;
            known == Class::default() || known.any(gender) || !known.any(other)
        };
        // The latest source or sentence subject before the pronoun that can be meant; then any person named before.
        let asked = self.opens_with_question(at);
        let answered = self.events.last().filter(|_| reply && !asked && self.others_spoke()).map(|(_, s)| *s);
        let near = self.events.iter().rev().take(SOURCES_BACK);
        let source = near.filter(|(position, s)| *position < at && Some(*s) != answered).find_map(|(position, s)| {
            let person = self.referents[*s].persons.first().copied()?;
            fits(person).then_some((*position, person))
        });
        if let (Some(_), Some((_, person))) = (answered, source) {
            return Ok(Referent {
                trust: 930,
                reason: "a pronoun for the one who answers",
                ..self.person(person, &[])
            });
        }
        let named = |subject: bool| {
            let before = self.names.partition_point(|n| n.tokens.start < at);
            (0..before).rev().take(NAMES_BACK).filter(|n| !self.is_inside_own(*n)).find_map(|n| {
                let person = self.persons.of_name[n].filter(|p| fits(*p))?;
                let name = &self.names[n];
                (!subject || self.leads_sentence(name)).then_some((name.tokens.start, person))
            })
        };
        let best = source.max(named(true)).or_else(|| named(false));
        match best {
            Some((_, person)) => Ok(Referent {
                trust: 945,
                reason: "a pronoun for the person named before it",
                ..self.person(person, &[])
            }),
            None => Err("a pronoun with no fitting person before it"),
        }
    }

    /// The body or place that opens the pronoun's own sentence.
    fn leading_body(&self, at: u32) -> Option<String> {
        let within = self.reading.sentences.partition_point(|s| s.end <= at);
        let sentence = self.reading.sentences.get(within).filter(|s| s.start < at)?;
        let first = self.names.partition_point(|n| n.tokens.start < sentence.start);
        let name = self.names.get(first).filter(|n| n.tokens.start < sentence.start + 2 && n.tokens.end < at)?;
        let adjective = name.organisation && !self.class(name.tokens.end - 1).any(Class::ORGANISATION);
        let plain = self.persons.of_name[first].is_none() && !adjective && !self.is_inside_own(first);
        plain.then(|| self.text(name.tokens))
    }

    /// Whether a name stands in the quote whose source is looked for: nobody is "he" to himself.
    fn is_inside_own(&self, name: usize) -> bool {
        let span = self.names[name].tokens.span(self.reading.tokens);
        self.own.iter().any(|own| own.contains(span))
    }

    /// "Asked whether …, he replied": the asking is told in the sentence itself, not by the source before.
    fn opens_with_question(&self, at: u32) -> bool {
        let within = self.reading.sentences.partition_point(|s| s.end <= at);
        self.reading.sentences.get(within).is_some_and(|s| self.class(s.start).any(Class::ASKED))
    }

    /// Whether another person than the last source has spoken.
    fn others_spoke(&self) -> bool {
        let last = self.events.last().map(|(_, s)| *s);
        let mut near = self.events.iter().rev().take(SOURCES_BACK);
        near.any(|(_, s)| Some(*s) != last && !self.referents[*s].persons.is_empty())
    }

    /// Whether a name is the likely subject of its sentence: the first name near its start, or behind a lead-in's
    /// comma.
    fn leads_sentence(&self, name: &Name) -> bool {
        let at = self.reading.sentences.partition_point(|s| s.end <= name.lead.start);
        let Some(sentence) = self.reading.sentences.get(at).filter(|s| s.contains(name.lead.start)) else {
            return false;
        };
        let first = self.names.partition_point(|n| n.lead.start < sentence.start);
        let is_first = self.names[first..]
            .iter()
            .position(|n| self.persons.of_name[self.index_of(n)].is_some())
            .is_some_and(|p| self.names[first + p].tokens == name.tokens);
        let comma = name.lead.start > sentence.start && self.token(name.lead.start - 1).kind == TokenKind::Comma;
        let inserted = self.reading.tokens.get(name.tokens.end as usize).is_some_and(|t| t.kind == TokenKind::Comma);
        is_first && name.lead.start < sentence.start + LEADS_WITHIN || comma && !inserted
    }

    fn index_of(&self, name: &Name) -> usize {
        self.names.partition_point(|n| n.tokens.start < name.tokens.start)
    }
}
