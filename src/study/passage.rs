//! Passages: quotes, paragraphs or articles as units that are drawn, coded and compared.

use crate::analysis::Analysis;
use crate::quote::CueClass;
use crate::score::Scores;
use crate::span::{OffsetUnit, Offsets, Span};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageUnit {
    /// Quotes of speech.
    Quotes,
    /// Paragraphs that are scored.
    Paragraphs,
    /// Whole articles.
    Articles,
}

impl PassageUnit {
    /// What one is called in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quotes => "quote",
            Self::Paragraphs => "paragraph",
            Self::Articles => "article",
        }
    }
}

/// The speaker of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Stable id of the name.
    pub id: String,
    /// The name.
    pub name: String,
    /// A speaker of this name in another article is the same.
    pub everywhere: bool,
}

/// A passage that outlives the analysis of its article, and so holds its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The article's id.
    pub article_id: String,
    /// The file it was read from.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date, as ISO.
    pub date: Option<String>,
    /// What the passage is.
    pub unit: PassageUnit,
    /// Its number in the article, as in quotes.csv or paragraphs.csv; 0 for an article.
    pub index: usize,
    /// First and last offset in the unit asked for.
    pub offsets: [u32; 2],
    /// Its words.
    pub text: String,
    /// The paragraph that it stands in.
    pub context: String,
    /// Its speaker, for a quote whose speaker is known.
    pub speaker: Option<Named>,
    /// Its score in each column; `None` without sentences.
    pub scores: Vec<Option<f64>>,
}

/// All passages of an article with at least one sentence, in text order.
#[must_use]
pub fn passages(analysis: &Analysis, unit: PassageUnit, offset_unit: OffsetUnit) -> Vec<Passage> {
    let text = analysis.article.text();
    let offsets = Offsets::new(text, offset_unit);
    let mut found = Vec::new();
    for (index, span, scores) in places(analysis, unit) {
        let (words, context, speaker) = match unit {
            PassageUnit::Quotes => {
                let speaker = analysis.speaker_of(index).map(|s| Named {
                    id: s.id.clone(),
                    name: s.name.clone(),
                    everywhere: s.is_same_everywhere(),
                });
                let paragraph = analysis.quotes[index].paragraph as usize;
                let around = analysis.paragraphs.get(paragraph).map_or(span, |p| p.paragraph.span);
                (analysis.quote_text(index), around.slice(text), speaker)
            }
            PassageUnit::Paragraphs | PassageUnit::Articles => (span.slice(text).to_owned(), span.slice(text), None),
        };
        found.push(Passage {
            article_id: analysis.article.id.clone(),
            path: analysis.article.path.clone(),
            title: analysis.title().map(str::to_owned),
            date: analysis.date.clone(),
            unit,
            index,
            offsets: offsets.pair(span),
            text: words,
            context: context.to_owned(),
            speaker,
            scores: (0..scores.columns.len()).map(|at| scores.score(at)).collect(),
        });
    }
    found
}

/// Number, outer span and scores of each passage.
pub(super) fn places(analysis: &Analysis, unit: PassageUnit) -> Vec<(usize, Span, &Scores)> {
    let mut found: Vec<(usize, Span, &Scores)> = match unit {
        PassageUnit::Quotes => {
            let quotes = analysis.quotes.iter().zip(&analysis.quote_scores).enumerate();
            let speech = quotes.filter(|(_, (quote, _))| quote.class == CueClass::Speech);
            speech
                .map(|(at, (quote, scored))| {
                    let outer = quote.spans.iter().copied().reduce(Span::cover).unwrap_or_default();
                    (at, outer, &scored.scores)
                })
                .collect()
        }
        PassageUnit::Paragraphs => {
            let all = analysis.paragraphs.iter().enumerate();
            all.map(|(at, p)| (at, p.paragraph.span, &p.scores)).collect()
        }
        PassageUnit::Articles => {
            let whole = Span::new(0, analysis.article.text().len() as u32);
            vec![(0, whole, &analysis.scores)]
        }
    };
    found.retain(|(.., scores)| scores.sentences > 0);
    found
}
