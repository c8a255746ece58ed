//! JSON: one object an article, by the contract in docs/output.md.

mod shape;

pub(super) use self::shape::Decimal;

use self::shape::{
    ArticleOut, HitOut, MarkOut, ModifierOut, ParagraphOut, PieceOut, QuoteOut, ScoreMap, SpeakerOut, VoicesOut,
    WarningOut,
};
use super::columns::thousandths;
use crate::analysis::{Analysis, Analyzer, ParagraphAnalysis, PlacedHit, Status, Voices};
use crate::quote::{Mark, Quote};
use crate::score::{Hit, Modifier, Scores};
use crate::span::{Offsets, Span};
use crate::speaker::Speaker;
use serde::Serialize;

/// Counts over all articles of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Totals {
    /// Articles scored.
    pub articles: u64,
    /// Articles passed over since they are in another language.
    pub skipped: u64,
    /// Words that count in their scores.
    pub words: u64,
    /// Quotes.
    pub quotes: u64,
    /// Speakers over all articles.
    pub speakers: u64,
}

impl Totals {
    /// Adds one article; the speakers are counted over all articles, by the speaker table.
    pub fn add(&mut self, analysis: &Analysis) {
        match analysis.status {
            Status::Ok => self.articles += 1,
            Status::SkippedLanguage => self.skipped += 1,
        }
        self.words += u64::from(analysis.scores.words);
        self.quotes += analysis.quotes.len() as u64;
    }
}

/// An input that could not be read, as outputs list it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorRow {
    /// The file.
    pub path: Option<String>,
    /// 1-based line.
    pub line: Option<u64>,
    /// What was found, what was expected, what to do.
    pub message: String,
}

impl From<&crate::error::Error> for ErrorRow {
    fn from(error: &crate::error::Error) -> Self {
        Self {
            path: error.location().path.as_ref().map(|p| p.display().to_string()),
            line: error.location().line,
            message: error.message().to_owned(),
        }
    }
}

/// One article as a line of JSON, without the line end. `with_text` adds the text.
///
/// # Panics
/// Never: what is written has string keys and finite numbers only.
#[must_use]
pub fn article_line(
    analyzer: &Analyzer,
    analysis: &Analysis,
    offsets: &Offsets,
    sha256: &str,
    with_text: bool,
) -> String {
    let view = View { analyzer, analysis, offsets };
    serde_json::to_string(&view.article(sha256, with_text))
        .expect("maps with string keys and finite numbers always serialise")
}

#[derive(Clone, Copy)]
struct View<'a> {
    analyzer: &'a Analyzer,
    analysis: &'a Analysis,
    offsets: &'a Offsets<'a>,
}

impl<'a> View<'a> {
    fn text(self) -> &'a str {
        self.analysis.article.text()
    }

    fn scores(self, scores: &'a Scores) -> ScoreMap<'a> {
        ScoreMap { analyzer: self.analyzer, scores }
    }

    fn voices(self, voices: &'a Voices) -> VoicesOut<'a> {
        VoicesOut { quoted: self.scores(&voices.quoted), narrated: self.scores(&voices.narrated) }
    }

    fn pairs(self, spans: &[Span]) -> Vec<[u32; 2]> {
        spans.iter().map(|s| self.offsets.pair(*s)).collect()
    }

    fn piece(self, span: Span) -> PieceOut<'a> {
        let [start, end] = self.offsets.pair(span);
        PieceOut { start, end, text: span.slice(self.text()) }
    }

    fn article(self, sha256: &'a str, with_text: bool) -> ArticleOut<'a> {
        let analysis = self.analysis;
        ArticleOut {
            id: &analysis.article.id,
            path: &analysis.article.path,
            title: analysis.title(),
            date: analysis.date.as_deref(),
            language: analysis.language,
            status: analysis.status.name(),
            text_sha256: sha256,
            extra: &analysis.article.extra,
            scores: self.scores(&analysis.scores),
            voices: self.voices(&analysis.voices),
            paragraphs: analysis.paragraphs.iter().enumerate().map(|(i, p)| self.paragraph(i, p)).collect(),
            quotes: analysis.quotes.iter().enumerate().map(|(i, q)| self.quote(i, q)).collect(),
            marks: analysis.marks.iter().map(|m| self.mark(m)).collect(),
            speakers: analysis
                .speakers
                .iter()
                .zip(&analysis.speaker_scores)
                .map(|(s, (q, scores))| self.speaker(s, *q, scores))
                .collect(),
            warnings: analysis
                .warnings
                .iter()
                .map(|w| WarningOut { start: w.at.map(|at| self.offsets.of(at)), message: &w.message })
                .collect(),
            text: with_text.then(|| self.text()),
        }
    }

    fn paragraph(self, index: usize, paragraph: &'a ParagraphAnalysis) -> ParagraphOut<'a> {
        let [start, end] = self.offsets.pair(paragraph.paragraph.span);
        let sentences = &self.analysis.sentences[paragraph.sentences.clone()];
        ParagraphOut {
            index,
            kind: paragraph.paragraph.kind.name(),
            start,
            end,
            sentences: sentences.iter().map(|s| self.offsets.pair(s.span(&self.analysis.tokens))).collect(),
            scores: self.scores(&paragraph.scores),
            voices: self.voices(&paragraph.voices),
            hits: self.analysis.hits[paragraph.hits.clone()].iter().map(|h| self.hit(h, &h.hit, h.cue)).collect(),
        }
    }

    fn quote(self, index: usize, quote: &'a Quote) -> QuoteOut<'a> {
        let attribution = &self.analysis.attributions[index];
        let speaker = self.analysis.speaker_of(index);
        let scored = &self.analysis.quote_scores[index];
        let hits = scored.hits.iter().map(|(at, cue, hit)| self.hit(&self.analysis.hits[*at], hit, *cue));
        QuoteOut {
            index,
            paragraph: quote.paragraph,
            kind: quote.kind.name(),
            cue_class: quote.class.name(),
            spans: self.pairs(&quote.spans),
            marked: self.pairs(&quote.marked),
            text: self.analysis.quote_text(index),
            cue: quote.cue.map(|c| self.piece(c.span)),
            source: attribution.source.map(|s| self.piece(s)),
            speaker: speaker.map(|s| s.name.as_str()),
            speaker_id: speaker.map(|s| s.id.as_str()),
            speaker_reason: attribution.reason,
            confidence: Decimal(thousandths(i32::from(attribution.confidence))),
            words: scored.scores.words,
            sentences: scored.scores.sentences,
            scores: self.scores(&scored.scores),
            hits: hits.collect(),
        }
    }

    fn mark(self, mark: &Mark) -> MarkOut {
        let [start, end] = self.offsets.pair(mark.span);
        MarkOut { start, end, kind: mark.kind.name(), quote: mark.quote, reason: mark.reason }
    }

    fn speaker(self, speaker: &'a Speaker, quotes: u32, scores: &'a Scores) -> SpeakerOut<'a> {
        SpeakerOut {
            id: &speaker.id,
            name: &speaker.name,
            kind: speaker.kind.name(),
            role: speaker.role.as_deref(),
            affiliation: speaker.affiliation.as_deref(),
            side: speaker.side.as_deref(),
            mentions: self.pairs(&speaker.mentions),
            quotes,
            sentences: scores.sentences,
            words: scores.words,
            scores: self.scores(scores),
        }
    }

    fn hit(self, placed: &PlacedHit, hit: &'a Hit, cue: bool) -> HitOut<'a> {
        let [start, end] = self.offsets.pair(hit.span);
        let lexicon = &self.analyzer.lexicons()[hit.lexicon as usize];
        let entry = &lexicon.entries()[hit.entry as usize];
        let scheme = self.analyzer.scheme();
        HitOut {
            start,
            end,
            text: hit.span.slice(self.text()),
            term: &entry.term,
            lexicon: lexicon.id(),
            entry: entry.line,
            dimension: &scheme.dimension_of(hit.dimension).id,
            from_dimension: hit.from_dimension.map(|d| scheme.dimension_of(d).id.as_str()),
            category: &hit.category,
            voice: placed.voice.name(),
            quote: placed.quote,
            cue,
            base: Decimal(thousandths(hit.base)),
            modifiers: hit.modifiers.iter().map(|m| self.modifier(m)).collect(),
            value: Decimal(thousandths(hit.value)),
        }
    }

    fn modifier(self, modifier: &'a Modifier) -> ModifierOut<'a> {
        let piece = self.piece(modifier.span);
        ModifierOut {
            rule: &modifier.rule,
            start: piece.start,
            end: piece.end,
            text: piece.text,
            effect: modifier.effect.name(),
            factor: Decimal(thousandths(modifier.factor)),
        }
    }
}
