//! Analysis → one partial a speaker: what is kept of an article, in integers, so that parts of a corpus add up exactly.

use super::speech::{HitNames, Person, Place, Speech, SpokenHit, Utterance, cluster_of_record, turns};
use super::{SpeakerRow, Sums};
use crate::analysis::Analysis;
use crate::score::{DimensionId, Score, Scores};
use crate::speaker::{Speaker, SpeakerKind};
use std::collections::BTreeSet;

/// One speaker's speech in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partial {
    /// Stable id of the canonical name.
    pub speaker_id: String,
    /// Where the id holds: empty for a speaker that is the same in every article, else the article's id.
    pub scope: String,
    /// The article's id.
    pub article_id: String,
    /// Id of the first article of the near-duplicates that the article belongs to; its own id for most.
    pub cluster_id: String,
    /// The cluster that the article's record names, which goes before.
    pub record_cluster: Option<String>,
    /// The article's date, as ISO where it could be read.
    pub date: Option<String>,
    /// Canonical name.
    pub speaker: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// Its role in the article.
    pub role: Option<String>,
    /// The body or state the role belongs to.
    pub affiliation: Option<String>,
    /// The side an alias table gives.
    pub side: Option<String>,
    /// Every form in which the article names it.
    pub forms: BTreeSet<String>,
    /// Quotes of speech.
    pub quotes: u32,
    /// Sentences of those quotes.
    pub sentences: u32,
    /// Their words.
    pub words: u32,
    /// One for each score column.
    pub columns: Vec<Score>,
    /// Hits worth something in those quotes, by sentence.
    pub hits: Vec<PartialHit>,
}

/// A hit as it counts for its speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartialHit {
    /// Number of its sentence among those of the speaker's quotes in the article.
    pub sentence: u32,
    /// Index of its lexicon.
    pub lexicon: u16,
    /// Index of the entry in the lexicon.
    pub entry: u32,
    /// The dimension it counts in.
    pub dimension: DimensionId,
    /// In thousandths.
    pub value: i32,
    /// The category it counts in.
    pub category: String,
}

impl Partial {
    /// The partials of all speakers of an article that say something; with `apart`, nobody is the same in two articles.
    #[must_use]
    pub fn of(analysis: &Analysis, apart: bool) -> Vec<Self> {
        let speakers = analysis.speakers.iter().zip(&analysis.speaker_scores).zip(turns(analysis, false, &[]));
        let speaking = speakers.filter(|((_, (quotes, _)), _)| *quotes > 0);
        let record_cluster = cluster_of_record(analysis);
        let partial = |((speaker, (quotes, scores)), turn): ((&Speaker, &(u32, Scores)), _)| Self {
            speaker_id: speaker.id.clone(),
            scope: scope(speaker, &analysis.article.id, apart),
            article_id: analysis.article.id.clone(),
            cluster_id: analysis.article.id.clone(),
            record_cluster: record_cluster.clone(),
            date: analysis.date.clone(),
            speaker: speaker.name.clone(),
            kind: speaker.kind,
            role: speaker.role.clone(),
            affiliation: speaker.affiliation.clone(),
            side: speaker.side.clone(),
            forms: speaker.mentions.iter().map(|m| m.slice(analysis.article.text()).to_owned()).collect(),
            quotes: *quotes,
            sentences: scores.sentences,
            words: scores.words,
            columns: scores.columns.clone(),
            hits: hits(turn),
        };
        speaking.map(partial).collect()
    }

    /// The article, as far as speech is grouped by it; a field of its record is not known.
    fn place(&self) -> Place {
        Place {
            id: self.article_id.clone(),
            cluster: self.record_cluster.as_ref().unwrap_or(&self.cluster_id).clone(),
            date: self.date.as_deref().and_then(|d| d.parse().ok()),
            field: None,
        }
    }
}

fn hits(turn: Option<(Utterance, Vec<HitNames>)>) -> Vec<PartialHit> {
    let Some((turn, names)) = turn else { return Vec::new() };
    let hit = |(hit, (category, _)): (SpokenHit, HitNames)| {
        let SpokenHit { sentence, lexicon, entry, dimension, value, .. } = hit;
        PartialHit { sentence, lexicon, entry, dimension, value, category }
    };
    turn.hits.into_iter().zip(names).map(hit).collect()
}

impl Speech {
    /// Adds what a speaker says in an article, as a partial has it: without words, and without whom it is about. The
    /// partials of an article follow each other.
    pub fn enter_partial(&mut self, partial: Partial) {
        let place = partial.place();
        if !self.places.ends_with(&place) {
            self.places.push(&place);
        }
        self.enter_turn(partial, Vec::new());
    }

    /// Adds what is said in the next article, as all its partials have it, each with the words of its quotes in their
    /// order where words are to be compared; without whom it is about.
    pub fn enter_article(&mut self, partials: Vec<(Partial, Vec<Box<str>>)>) {
        let Some((first, _)) = partials.first() else { return };
        self.places.push(&first.place());
        for (partial, texts) in partials {
            self.enter_turn(partial, texts);
        }
    }

    /// Adds a turn in the last article.
    fn enter_turn(&mut self, partial: Partial, texts: Vec<Box<str>>) {
        let hit = |hit: PartialHit| {
            let PartialHit { sentence, lexicon, entry, dimension, value, category } = hit;
            let category = self.categories.enter(&category) as u16;
            SpokenHit { sentence, entry, lexicon, dimension, value, category, target: None }
        };
        let hits = partial.hits.into_iter().map(hit).collect();
        let person = Person {
            key: (partial.speaker_id, partial.scope),
            name: partial.speaker,
            kind: partial.kind,
            side: partial.side,
            affiliation: partial.affiliation.map(|a| (partial.article_id, a)),
        };
        let Partial { quotes, sentences, words, .. } = partial;
        self.utter(person, Utterance { quotes, sentences, words, hits, texts });
    }
}

/// Where a speaker's id holds.
pub(super) fn scope(speaker: &Speaker, article: &str, apart: bool) -> String {
    let named = !apart && speaker.is_same_everywhere();
    if named { String::new() } else { article.to_owned() }
}

impl From<Partial> for SpeakerRow {
    fn from(partial: Partial) -> Self {
        let given = |value: Option<String>| value.map(|v| (partial.article_id.clone(), v));
        let sums = partial.columns.iter().map(|column| {
            let mut sums = Sums::default();
            sums.cluster(column.sum, partial.sentences);
            sums
        });
        Self {
            id: partial.speaker_id,
            name: partial.speaker,
            kind: partial.kind,
            role: given(partial.role),
            affiliation: given(partial.affiliation),
            side: partial.side,
            forms: partial.forms,
            quotes: u64::from(partial.quotes),
            words: u64::from(partial.words),
            sums: sums.collect(),
            totals: partial.columns.iter().map(|c| c.total).collect(),
            peaks: partial.columns.iter().map(|c| c.peak).collect(),
            clusters: 1,
            unlisted: 0,
            articles: BTreeSet::from([partial.article_id]),
        }
    }
}
