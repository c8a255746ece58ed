//! Inputs → speech → comparisons: pairs and groups are worked on in parallel and come out in order.

use super::engine::each;
use super::{Corrected, Input, Item, RunOptions, Source, run};
use crate::aggregate::{Comparing, Comparison, Distinctive, Speech, SpeechOptions, Trend, Wordings};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::report::Totals;

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
                corrections.add(&analysis.corrected);
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
    let figures = each(threads, comparing.pairs(), |pair| comparing.figures(pair))?;
    Ok(comparing.conclude(&figures))
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
