//! Inputs → speech → comparisons: pairs and groups are worked on in parallel and come out in order.

use super::{Corrected, Input, Item, RunOptions, Source, pool, run};
use crate::aggregate::{CompareSettings, Comparing, Comparison, Distinctive, Speech, SpeechOptions, Trend, Wordings};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::report::{Compared, Totals};
use rayon::prelude::*;

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
    /// Lines of the corrections that no quote was found for.
    pub unused_corrections: Vec<u64>,
}

/// Analyses the inputs and keeps what everybody says; with `targets` also about whom. `failed` is called for each
/// input that fails.
///
/// # Errors
/// As [`run`].
pub fn gather(
    analyzer: &Analyzer,
    inputs: &[Input],
    options: &RunOptions,
    (speech, targets): (SpeechOptions, bool),
    mut failed: impl FnMut(&Error),
) -> Result<Gathered> {
    let (mut speech, mut totals, mut count) = (Speech::new(speech), Totals::default(), 0);
    let mut corrections = Corrected::new(analyzer);
    let sources = run(analyzer, inputs, options, |item| {
        match item {
            Item::Article(analysis) => {
                let targets = if targets { analyzer.targets(&analysis) } else { Vec::new() };
                speech.add(&analysis, &targets);
                totals.add(&analysis);
                corrections.add(&analysis);
            }
            Item::Failed(error) => {
                failed(&error);
                count += 1;
            }
        }
        Ok(())
    })?;
    Ok(Gathered { speech, sources, totals, failed: count, unused_corrections: corrections.unused() })
}

/// All comparisons, with `threads` as in [`RunOptions`].
///
/// # Errors
/// That no threads can be started.
pub fn compare(comparing: &Comparing, threads: usize) -> Result<Vec<Comparison>> {
    let figures: Vec<_> =
        pool(threads)?.install(|| (0..comparing.pairs()).into_par_iter().map(|pair| comparing.figures(pair)).collect());
    Ok(comparing.conclude(&figures))
}

/// What a report tells of its speakers: the pairs that are compared by default, all by rank, and the compared ones by
/// month behind all together.
pub(super) fn of_report(speech: &Speech, analyzer: &Analyzer, threads: usize) -> Result<Compared> {
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
    let of = |group| comparing.trend(group, shifts);
    let found: Vec<Vec<Trend>> = pool(threads)?.install(|| (0..comparing.groups()).into_par_iter().map(of).collect());
    Ok(found.concat())
}

/// The words that set the sides of each pair apart, likewise.
///
/// # Errors
/// That no threads can be started.
pub fn distinctive(comparing: &Comparing, threads: usize) -> Result<Vec<Distinctive>> {
    let wordings = Wordings::new(comparing);
    let of = |pair| wordings.pair(pair);
    let found: Vec<Vec<Distinctive>> =
        pool(threads)?.install(|| (0..comparing.pairs()).into_par_iter().map(of).collect());
    Ok(found.concat())
}
