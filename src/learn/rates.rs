//! How often each cue reports, counted on annotated articles.

use super::Annotated;
use crate::analysis::Analyzer;
use crate::quote::Frame;
use crate::span::Span;
use std::collections::BTreeMap;

/// Uses that the mean of a frame counts for beside a cue's own uses.
const PRIOR: f64 = 5.0;
/// Shares are rounded to this, in thousandths, so that the file stays readable and no cue hangs on one use.
const STEP: f64 = 50.0;
/// Least share of a cue that was counted: below a tenth an entry silences shorter ones, which only a person decides.
const LEAST: i32 = 100;
/// Entries with this in their source keep what a person has set.
pub const BY_HAND: &str = "set by hand";
/// How the source of an entry begins whose share was counted.
pub const COUNTED: &str = "PolNeAR train";

/// How often a cue stood in a form that can report, and how often it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Uses {
    /// All uses.
    pub all: u32,
    /// Those that the annotation marks as a cue.
    pub reporting: u32,
}

/// The uses of each entry of the cue lexicon in the articles.
#[must_use]
pub fn uses(analyzer: &Analyzer, articles: &[&Annotated]) -> BTreeMap<u32, Uses> {
    let mut found: BTreeMap<u32, Uses> = BTreeMap::new();
    for annotated in articles {
        let cues: Vec<Span> = annotated.annotations.iter().flat_map(|a| a.cue.iter().copied()).collect();
        for used in analyzer.cue_uses(&annotated.article) {
            let own = found.entry(used.entry).or_default();
            own.all += 1;
            own.reporting += u32::from(cues.iter().any(|c| c.overlaps(used.span)));
        }
    }
    found
}

/// The share of reporting uses of each entry, in thousandths, shrunk towards the share of its frame. Entries that a
/// person has set or guessed and that were not seen keep their own; one that was counted on other articles only gets its
/// frame's share, so that nothing of articles held back is left in it.
#[must_use]
pub fn rates(analyzer: &Analyzer, uses: &BTreeMap<u32, Uses>) -> BTreeMap<u32, i32> {
    let cues = analyzer.cues();
    let mut frames: BTreeMap<Frame, Uses> = BTreeMap::new();
    for (entry, own) in uses {
        let frame = frames.entry(cues.frame(*entry)).or_default();
        frame.all += own.all;
        frame.reporting += own.reporting;
    }
    let entries = analyzer.cue_lexicon().entries();
    let entries = entries.iter().zip(0u32..).filter(|(e, _)| !e.source.contains(BY_HAND));
    let counted = entries.filter(|(e, at)| uses.contains_key(at) || e.source.starts_with(COUNTED));
    let rate = |at: u32| {
        let own = uses.get(&at).copied().unwrap_or_default();
        let frame = frames.get(&cues.frame(at)).copied().unwrap_or_default();
        let prior = PRIOR * f64::from(frame.reporting) / f64::from(frame.all.max(1));
        let share = (f64::from(own.reporting) + prior) / (f64::from(own.all) + PRIOR);
        (at, (((1000.0 * share / STEP).round() * STEP) as i32).max(LEAST))
    };
    counted.map(|(_, at)| rate(at)).collect()
}
