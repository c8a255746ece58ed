//! One article, all stages: [`Analyzer`] → [`Analysis`].
//!
//! In: an [`Article`]. Out: its paragraphs, quotes, attributions, hits and scores. Always holds: pure and total, the
//! same article gives the same analysis on any thread; every score can be recomputed from its hits.

mod analyzer;
mod assign;
mod attributed;
mod compiled;
mod language;
mod stages;
mod target;

use crate::article::{Article, Paragraph};
use crate::quote::{Mark, Quote};
use crate::score::{Hit, Scores};
use crate::span::Span;
use crate::speaker::{Attribution, Speaker};
use crate::token::{Token, TokenRange};
use std::borrow::Cow;

pub use analyzer::{Analyzer, Scratch, Settings};
pub use target::Target;

/// Whose words stand at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The writer's.
    Narrator,
    /// A speaker's.
    Speaker,
    /// Quoted, but nobody is named.
    Unattributed,
}

impl Voice {
    /// The voice's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Narrator => "narrator",
            Self::Speaker => "speaker",
            Self::Unattributed => "unattributed",
        }
    }
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It was scored.
    Ok,
    /// It is surely not English, so nothing was looked for in it.
    SkippedLanguage,
}

impl Status {
    /// The status's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::SkippedLanguage => "skipped_language",
        }
    }
}

/// Something odd about an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Byte offset of what it is about; none for the article as a whole.
    pub at: Option<u32>,
    /// What is odd.
    pub message: Cow<'static, str>,
}

/// A hit in its place in the article.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedHit {
    /// The hit, as it counts for the text.
    pub hit: Hit,
    /// Whose words it stands in.
    pub voice: Voice,
    /// The quote it belongs to: its words, or its cue.
    pub quote: Option<usize>,
    /// It is the force of the quote's cue ("condemned").
    pub cue: bool,
}

/// A paragraph with its hits and scores.
#[derive(Debug, Clone, PartialEq)]
pub struct ParagraphAnalysis {
    /// Span and kind.
    pub paragraph: Paragraph,
    /// Its sentences, as a range of [`Analysis::sentences`].
    pub sentences: std::ops::Range<usize>,
    /// Its hits, as a range of [`Analysis::hits`].
    pub hits: std::ops::Range<usize>,
    /// Words in it.
    pub words: u32,
    /// Scores of all its words.
    pub scores: Scores,
    /// Scores by voice.
    pub voices: Voices,
}

/// Scores by voice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Voices {
    /// Of quoted speech.
    pub quoted: Scores,
    /// Of the writer's own words.
    pub narrated: Scores,
}

/// A quote's hits and scores: what its speaker does with the words.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteScores {
    /// Its hits as they count for the speaker, each with its index in [`Analysis::hits`] and whether it is the cue's.
    pub hits: Vec<(usize, bool, Hit)>,
    /// For each hit the number of the quote's sentence that it counts in; none where it counts in none.
    pub places: Vec<Option<u32>>,
    /// Its scores.
    pub scores: Scores,
}

/// Everything found in one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The article.
    pub article: Article,
    /// What became of it.
    pub status: Status,
    /// ISO 639-1 code of the language it is in; `en` where that is not certain.
    pub language: &'static str,
    /// Its date, as ISO, from its record or dateline.
    pub date: Option<String>,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Sentences of all scored paragraphs.
    pub sentences: Vec<TokenRange>,
    /// Paragraphs of all kinds.
    pub paragraphs: Vec<ParagraphAnalysis>,
    /// Quotes, in text order.
    pub quotes: Vec<Quote>,
    /// One for each quote.
    pub attributions: Vec<Attribution>,
    /// One for each quote.
    pub quote_scores: Vec<QuoteScores>,
    /// Pairs of quotation marks.
    pub marks: Vec<Mark>,
    /// Speakers, in the order of their first quote.
    pub speakers: Vec<Speaker>,
    /// One for each speaker: quotes, and the scores of its speech.
    pub speaker_scores: Vec<(u32, Scores)>,
    /// Hits, in text order, each once.
    pub hits: Vec<PlacedHit>,
    /// Scores of the whole article.
    pub scores: Scores,
    /// By voice.
    pub voices: Voices,
    /// Everything odd: about the article as a whole first.
    pub warnings: Vec<Warning>,
    /// Lines of the corrections that were used, in order.
    pub corrected: Vec<u64>,
}

impl Analysis {
    /// The headline, or the title that came with the article.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let headline = || {
            let found = self.paragraphs.iter().find(|p| p.paragraph.kind == crate::article::ParagraphKind::Headline)?;
            Some(found.paragraph.span.slice(self.article.text()))
        };
        self.article.title.as_deref().or_else(headline)
    }

    /// Quotes with their attributions.
    pub fn quotes(&self) -> impl Iterator<Item = (&Quote, &Attribution)> {
        self.quotes.iter().zip(&self.attributions)
    }

    /// The speaker of quote `index`, if it is known.
    #[must_use]
    pub fn speaker_of(&self, index: usize) -> Option<&Speaker> {
        self.attributions[index].speaker.map(|s| &self.speakers[s])
    }

    /// The words of quote `index`: its spans, joined by " … ".
    #[must_use]
    pub fn quote_text(&self, index: usize) -> String {
        let text = self.article.text();
        let parts: Vec<&str> = self.quotes[index].spans.iter().map(|s| s.slice(text)).collect();
        parts.join(" … ")
    }

    /// Whose words stand at a span: the quote that holds it decides.
    #[must_use]
    pub fn voice_at(&self, at: Span) -> Voice {
        let found = self.quotes().find(|(q, _)| q.spans.iter().any(|s| s.contains(at)));
        match found {
            None => Voice::Narrator,
            Some((_, attribution)) if attribution.speaker.is_some() => Voice::Speaker,
            Some(_) => Voice::Unattributed,
        }
    }
}
