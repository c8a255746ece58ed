//! Whose quotes a compared group's are, told from an article alone, before anybody knows what groups there are.

use super::SpeakerKey;
use super::compare::Comparing;
use super::partial::scope;
use super::speech::{Grouping, SpeechOptions, field};
use crate::analysis::Analysis;
use crate::speaker::Speaker;
use std::collections::BTreeSet;

/// What the quotes of a speaker in an article are kept under, so that those of a group can be found again; none for those
/// that no group has.
#[must_use]
pub fn member(analysis: &Analysis, speaker: &Speaker, options: &SpeechOptions) -> Option<SpeakerKey> {
    let place = scope(speaker, &analysis.article.id, options.apart);
    match &options.grouping {
        Grouping::Speaker if !options.apart && !place.is_empty() => None,
        Grouping::Speaker | Grouping::Side | Grouping::Kind => Some((speaker.id.clone(), place)),
        Grouping::Affiliation => Some(affiliated((speaker.id.clone(), place), speaker.affiliation.as_deref())),
        Grouping::Field(name) => field(analysis, name).map(|value| (value, String::new())),
    }
}

impl Comparing<'_> {
    /// What the quotes of each compared group are kept under, with its name, number of quotes, and key.
    pub fn members(&self) -> impl Iterator<Item = (&str, u64, &SpeakerKey, BTreeSet<SpeakerKey>)> {
        self.chosen.iter().map(|group| {
            let keys = group.turns.iter().filter_map(|at| {
                let turn = &self.speech.turns[*at as usize];
                let key = &self.speech.people[turn.speaker as usize].key;
                match &self.speech.options.grouping {
                    Grouping::Speaker | Grouping::Side | Grouping::Kind => Some(key.clone()),
                    Grouping::Affiliation => {
                        let body = turn.affiliation().map(|a| self.speech.affiliations.get(a));
                        Some(affiliated(key.clone(), body))
                    }
                    Grouping::Field(_) => {
                        let value = self.speech.places.field(turn.article);
                        value.map(|value| (value.to_owned(), String::new()))
                    }
                }
            });
            (group.name.as_str(), group.quotes, &group.key, keys.collect())
        })
    }
}

/// A speaker who is another where the article says of another body.
fn affiliated((id, place): SpeakerKey, body: Option<&str>) -> SpeakerKey {
    (format!("{id}\0{}", body.unwrap_or_default()), place)
}
