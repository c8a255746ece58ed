//! The speakers of an article as they are entered: one a referent, with role, side and mentions.

use super::super::{Alias, Speaker, SpeakerKind, speaker_id};
use super::{Attributions, Referent, Resolver};
use crate::span::Span;
use crate::token::TokenRange;

impl Resolver<'_> {
    /// The index of a referent among the speakers, entered if it is new.
    pub(super) fn speaker(&mut self, mut referent: Referent, source: TokenRange) -> usize {
        let alias = self.alias(&referent, source);
        if let Some(alias) = &alias {
            referent.name.clone_from(&alias.speaker);
            referent.kind = alias.kind.unwrap_or(referent.kind);
        }
        let mention = source.span(self.reading.tokens);
        // The same name has the same id, which takes longer to make.
        if let Some(index) = self.known.get(&referent.name).copied() {
            self.out.speakers[index].mentions.push(mention);
            return index;
        }
        let id = speaker_id(&referent.name);
        if let Some(index) = self.known.get(&id).copied() {
            self.known.insert(referent.name, index);
            self.out.speakers[index].mentions.push(mention);
            return index;
        }
        let role = referent.persons.first().and_then(|p| self.persons.all[*p].role.clone());
        let (role, affiliation) = role.map_or((None, None), |r| (Some(r.text), r.affiliation));
        let mut mentions = vec![mention];
        for person in &referent.persons {
            mentions.extend(
                self.persons.all[*person].names.iter().map(|n| self.names[*n].tokens.span(self.reading.tokens)),
            );
        }
        for known in [&id, &referent.name] {
            self.known.insert(known.clone(), self.out.speakers.len());
        }
        self.out.speakers.push(Speaker {
            id,
            name: referent.name.clone(),
            kind: referent.kind,
            role,
            affiliation,
            known: alias.is_some(),
            side: alias.and_then(|a| a.side),
            mentions,
        });
        self.referents.push(referent);
        self.out.speakers.len() - 1
    }

    /// Whom the user's table names for a speaker or the words that name it; else the state a place's name stands for.
    fn alias(&self, referent: &Referent, source: TokenRange) -> Option<Alias> {
        let words = || if self.aliases.is_given() { self.aliases.get(&self.text(source)) } else { None };
        let given = self.aliases.get(&referent.name).or_else(words);
        let is_body = referent.kind == SpeakerKind::Organization;
        given.or_else(|| if is_body { self.aliases.metonym(&referent.name) } else { None }).cloned()
    }

    pub(super) fn finish(mut self) -> Attributions {
        for speaker in &mut self.out.speakers {
            speaker.mentions = widest(std::mem::take(&mut speaker.mentions));
        }
        self.out
    }
}

/// Spans in order, those inside another left out.
fn widest(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.last().is_none_or(|k| !k.contains(span)) {
            kept.push(span);
        }
    }
    kept
}
