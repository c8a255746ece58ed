//! The shapes of the JSON objects: what each holds, in the order it is written.

use super::super::cell::four_places;
use crate::analysis::Analyzer;
use crate::score::Scores;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A decimal with four places.
pub(in crate::report) struct Decimal(pub f64);

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = RawValue::from_string(four_places(self.0)).map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

/// Scores by column, in order.
pub(super) struct ScoreMap<'a> {
    pub analyzer: &'a Analyzer,
    pub scores: &'a Scores,
}

#[derive(Serialize)]
pub(super) struct ScoreOut {
    pub score: Option<Decimal>,
    pub peak: Option<Decimal>,
    pub rate: Option<Decimal>,
}

impl Serialize for ScoreMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let targets = self.analyzer.scheme().targets();
        let mut map = serializer.serialize_map(Some(targets.len()))?;
        for (at, target) in targets.iter().enumerate() {
            let score = ScoreOut {
                score: self.scores.score(at).map(Decimal),
                peak: self.scores.peak(at).map(Decimal),
                rate: self.scores.rate(at).map(Decimal),
            };
            map.serialize_entry(&target.id, &score)?;
        }
        map.end()
    }
}

#[derive(Serialize)]
pub(super) struct ArticleOut<'a> {
    pub id: &'a str,
    pub path: &'a str,
    pub title: Option<&'a str>,
    pub date: Option<&'a str>,
    pub language: &'static str,
    pub status: &'static str,
    pub text_sha256: &'a str,
    pub extra: &'a Map<String, Value>,
    pub scores: ScoreMap<'a>,
    pub voices: VoicesOut<'a>,
    pub paragraphs: Vec<ParagraphOut<'a>>,
    pub quotes: Vec<QuoteOut<'a>>,
    pub marks: Vec<MarkOut>,
    pub speakers: Vec<SpeakerOut<'a>>,
    pub warnings: Vec<WarningOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct VoicesOut<'a> {
    pub quoted: ScoreMap<'a>,
    pub narrated: ScoreMap<'a>,
}

#[derive(Serialize)]
pub(super) struct ParagraphOut<'a> {
    pub index: usize,
    pub kind: &'static str,
    pub start: u32,
    pub end: u32,
    pub sentences: Vec<[u32; 2]>,
    pub scores: ScoreMap<'a>,
    pub voices: VoicesOut<'a>,
    pub hits: Vec<HitOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct PieceOut<'a> {
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
}

#[derive(Serialize)]
pub(super) struct QuoteOut<'a> {
    pub index: usize,
    pub paragraph: u32,
    pub kind: &'static str,
    pub cue_class: &'static str,
    pub spans: Vec<[u32; 2]>,
    pub marked: Vec<[u32; 2]>,
    pub text: String,
    pub cue: Option<PieceOut<'a>>,
    pub source: Option<PieceOut<'a>>,
    pub speaker: Option<&'a str>,
    pub speaker_id: Option<&'a str>,
    pub speaker_reason: &'static str,
    pub confidence: Decimal,
    pub words: u32,
    pub sentences: u32,
    pub scores: ScoreMap<'a>,
    pub hits: Vec<HitOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct MarkOut {
    pub start: u32,
    pub end: u32,
    pub kind: &'static str,
    pub quote: Option<usize>,
    pub reason: &'static str,
}

#[derive(Serialize)]
pub(super) struct SpeakerOut<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub kind: &'static str,
    pub role: Option<&'a str>,
    pub affiliation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<&'a str>,
    pub mentions: Vec<[u32; 2]>,
    pub quotes: u32,
    pub sentences: u32,
    pub words: u32,
    pub scores: ScoreMap<'a>,
}

#[derive(Serialize)]
pub(super) struct WarningOut<'a> {
    pub start: Option<u32>,
    pub message: &'a str,
}

#[derive(Serialize)]
pub(super) struct HitOut<'a> {
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
    pub term: &'a str,
    pub lexicon: &'a str,
    pub entry: u64,
    pub dimension: &'a str,
    pub from_dimension: Option<&'a str>,
    pub category: &'a str,
    pub voice: &'static str,
    pub quote: Option<usize>,
    pub cue: bool,
    pub base: Decimal,
    pub modifiers: Vec<ModifierOut<'a>>,
    pub value: Decimal,
}

#[derive(Serialize)]
pub(super) struct ModifierOut<'a> {
    pub rule: &'a str,
    pub start: u32,
    pub end: u32,
    pub text: &'a str,
    pub effect: &'static str,
    pub factor: Decimal,
}
