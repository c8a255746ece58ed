//! Inputs → analyses → outputs, in order: the only place that knows threads.
//!
//! In: files, folders, standard input. Out: one item an article or failure, in input order, or a folder of tables.
//! Always holds: nothing depends on the number of threads; a document that cannot be read, or whose analysis panics,
//! never ends a run; no more than a few hundred kilobytes of documents a thread are under way.

mod again;
mod checkpoint;
mod cited;
mod compare;
mod copies;
mod draft;
mod engine;
mod finished;
mod formats;
mod input;
mod known;
mod ledger;
mod merge;
mod methods;
mod packed;
mod page;
pub mod partials;
mod picked;
mod quoted;
mod record;
mod report;
mod rows;
mod shelf;
mod sorted;
mod speakers;
mod stored;
mod stream;
mod survey;
mod tables;
mod watch;

use crate::analysis::{Analysis, Analyzer, Scratch};
use crate::article::Article;
use crate::error::{Error, Result};

pub use cited::Cited;
pub use compare::{GatherOptions, Gathered, compare, distinctive, gather, trends};
pub use input::{Input, InputFormat, InputOptions, MAX_RECORD, Source, expand};
pub use ledger::{Corrected, Entered, Keep, Kept, Ledger};
pub use methods::methods;
pub use page::PageFile;
pub use report::{Notice, Report, ReportOptions, sha256_hex};
pub use rows::{OpenRow, Printed, TableRows};
pub use speakers::SpeakerFile;
pub use stream::{Place, is_guarded};
pub use watch::Watch;

use engine::{Push, ordered};
use stream::{Mark, stream};

/// What a run gives for one document.
#[derive(Debug)]
pub enum Item {
    /// The document's analysis.
    Article(Box<Analysis>),
    /// Why there is none.
    Failed(Error),
}

/// How a run reads and works.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// How inputs are read.
    pub input: InputOptions,
    /// Threads; 0 for one a core.
    pub threads: usize,
}

/// Analyses all inputs and hands each item to `sink` in input order. Returns what was read, file by file.
///
/// # Errors
/// Only what `sink` returns, or that no threads can be started; unreadable inputs are items.
pub fn run(
    analyzer: &Analyzer,
    inputs: &[Input],
    options: &RunOptions,
    sink: impl FnMut(Item) -> Result<()>,
) -> Result<Vec<Source>> {
    run_with(analyzer, inputs, options, &Watch::default(), |item, _| item, sink)
}

/// Analyses all inputs, turns each item into what `work` makes of it in the thread that analysed it, and hands that to
/// `sink` in input order. What `work` drops, such as the analysis, is gone before the next document.
///
/// # Errors
/// What `sink` returns, that no threads can be started, or that the run was stopped by its `watch`.
pub fn run_with<T: Send>(
    analyzer: &Analyzer,
    inputs: &[Input],
    options: &RunOptions,
    watch: &Watch,
    work: impl Fn(Item, &Place) -> T + Sync,
    mut sink: impl FnMut(T) -> Result<()>,
) -> Result<Vec<Source>> {
    stream(analyzer, inputs, options, watch, Mark::default(), work, |made, _| sink(made))
}

/// Analyses articles that are at hand and hands each analysis to `sink` in their order; `threads` as in
/// [`RunOptions`].
///
/// # Errors
/// Only what `sink` returns, or that no threads can be started.
pub fn analyze_all(
    analyzer: &Analyzer,
    articles: Vec<Article>,
    threads: usize,
    sink: impl FnMut(Analysis) -> Result<()>,
) -> Result<()> {
    let feed = move |push: &mut Push<Article>| {
        articles.into_iter().try_for_each(|article| {
            let bytes = article.text().len();
            push(article, bytes)
        })
    };
    let work = |scratch: &mut Scratch, article| analyzer.analyze_with(article, scratch);
    ordered(threads, &Watch::default(), feed, work, sink)
}
