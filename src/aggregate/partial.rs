//! Analysis → one partial a speaker: what is kept of an article, in integers, so that parts of a corpus add up exactly.

use super::{SpeakerRow, Sums};
use crate::analysis::Analysis;
use crate::score::Score;
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
}

impl Partial {
    /// The partials of all speakers of an article that say something; with `apart`, nobody is the same in two articles.
    #[must_use]
    pub fn of(analysis: &Analysis, apart: bool) -> Vec<Self> {
        let speakers = analysis.speakers.iter().zip(&analysis.speaker_scores);
        let speaking = speakers.filter(|(_, (quotes, _))| *quotes > 0);
        let partial = |(speaker, (quotes, scores)): (&Speaker, &(u32, crate::score::Scores))| Self {
            speaker_id: speaker.id.clone(),
            scope: scope(speaker, &analysis.article.id, apart),
            article_id: analysis.article.id.clone(),
            cluster_id: analysis.article.id.clone(),
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
        };
        speaking.map(partial).collect()
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
            articles: BTreeSet::from([partial.article_id]),
        }
    }
}
