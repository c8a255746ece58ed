//! Inputs → speech → comparisons: pairs and groups are worked on in parallel and come out in order.

use super::engine::each;
use super::{Input, Item, Keep, Kept, Ledger, Place, RunOptions, Source, Watch, run_with};
use crate::aggregate::{
    CompareSettings, Comparing, Comparison, Distinctive, Grouping, Said, Speech, SpeechOptions, Trend, Wordings,
};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::report::{Compared, Totals};

/// What is said in the inputs.
#[derive(Debug)]
pub struct Gathered {
    /// By whom.
    pub speech: Speech,
    /// The files that were read.
    pub sources: Vec<Source>,
    /// Counts of what was analysed.
    pub totals: Totals,
    /// Inputs that failed.
    pub failed: u64,
    /// Articles that are copies of an earlier one.
    pub copies: u64,
    /// Lines of the corrections that no quote was found for.
    pub unused_corrections: Vec<u64>,
}

/// What is gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatherOptions {
    /// What is kept of speech.
    pub speech: SpeechOptions,
    /// Also whom hostile words are about.
    pub targets: bool,
    /// Near-duplicate articles are looked for, so that they count as one.
    pub dedup: bool,
}

/// Analyses the inputs and keeps what everybody says. `failed` is called for each input that fails.
///
/// # Errors
/// As [`run`](super::run).
pub fn gather(
    analyzer: &Analyzer,
    inputs: &[Input],
    options: &RunOptions,
    gather: &GatherOptions,
    mut failed: impl FnMut(&Error),
) -> Result<Gathered> {
    let mut speech = Speech::new(gather.speech.clone());
    let mut ledger = Ledger::new(analyzer);
    let keep = Keep { sketch: gather.dedup, ..Keep::default() };
    let work = |item: Item, place: &Place| -> Result<(Said, Kept)> {
        let analysis = match item {
            Item::Article(analysis) => analysis,
            Item::Failed(error) => return Err(error),
        };
        let targets = if gather.targets { analyzer.targets(&analysis) } else { Vec::new() };
        Ok((Said::of(&analysis, &gather.speech, &targets), Kept::of(&analysis, place, keep)?))
    };
    let sources = run_with(analyzer, inputs, options, &Watch::default(), work, |made| {
        match made {
            Ok((said, kept)) => speech.enter(said, Some(ledger.enter(&kept).cluster_id)),
            Err(error) => {
                failed(&error);
                ledger.fail();
            }
        }
        Ok(())
    })?;
    let (totals, failed, copies) = (ledger.totals(), ledger.failed(), ledger.copied);
    Ok(Gathered { speech, sources, totals, failed, copies, unused_corrections: ledger.corrections().unused() })
}

/// All comparisons, with `threads` as in [`RunOptions`].
///
/// # Errors
/// That no threads can be started.
pub fn compare(comparing: &Comparing, threads: usize) -> Result<Vec<Comparison>> {
    let figures = each(threads, comparing.pairs(), |pair| comparing.figures(pair))?;
    Ok(comparing.conclude(&figures))
}

/// What a report keeps to compare its speakers by.
pub(super) const fn of_reports(apart: bool) -> SpeechOptions {
    SpeechOptions { apart, grouping: Grouping::Speaker, texts: false }
}

/// What a report tells of its speakers: the pairs that are compared by default, all by rank, and the compared ones by
/// month behind all together.
pub(super) fn for_report(speech: &Speech, analyzer: &Analyzer, threads: usize) -> Result<Compared> {
    let comparing = Comparing::new(speech, analyzer, CompareSettings::new(analyzer.scheme()))?;
    let mut all = comparing.overall();
    all.extend(trends(&comparing, false, threads)?);
    Ok(Compared {
        comparisons: compare(&comparing, threads)?,
        ranking: comparing.ranking(),
        trends: all,
        left: comparing.left_out().clone(),
        ..Compared::default()
    })
}

/// The periods of all compared groups, likewise; `shifts` says whether to look for shifts of their levels.
///
/// # Errors
/// That no threads can be started.
pub fn trends(comparing: &Comparing, shifts: bool, threads: usize) -> Result<Vec<Trend>> {
    Ok(each(threads, comparing.groups(), |group| comparing.trend(group, shifts))?.concat())
}

/// The words that set the sides of each pair apart, likewise.
///
/// # Errors
/// That no threads can be started.
pub fn distinctive(comparing: &Comparing, threads: usize) -> Result<Vec<Distinctive>> {
    let wordings = Wordings::new(comparing);
    Ok(each(threads, comparing.pairs(), |pair| wordings.pair(pair))?.concat())
}
