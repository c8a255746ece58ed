//! Inputs → analyses → outputs, in order: the only place that knows threads.
//!
//! In: files, folders, standard input. Out: one item an article or failure, in input order, or a folder of tables.
//! Always holds: nothing depends on the number of threads; a document that cannot be read, or whose analysis panics,
//! never ends a run; no more than a few hundred kilobytes of documents a thread are under way.

mod checkpoint;
mod copies;
mod draft;
mod engine;
mod input;
mod ledger;
mod merge;
pub mod partials;
mod record;
mod report;
mod rows;
mod sorted;
mod speakers;
mod stream;
mod tables;
mod watch;

use crate::analysis::{Analysis, Analyzer};
use crate::article::{Article, parse_record};
use crate::error::{Error, Result};
use std::path::Path;

pub use input::{Input, InputFormat, Source, expand};
pub use ledger::{Corrected, Entered, Keep, Kept, Ledger};
pub use report::{Notice, Report, ReportOptions, sha256_hex};
pub use rows::{OpenRow, Printed, TableRows};
pub use speakers::SpeakerFile;
pub use stream::{Place, is_guarded};
pub use watch::Watch;

use input::Document;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// Format of the inputs.
    pub format: InputFormat,
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
    options: RunOptions,
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
    options: RunOptions,
    watch: &Watch,
    work: impl Fn(Item, &Place) -> T + Sync,
    mut sink: impl FnMut(T) -> Result<()>,
) -> Result<Vec<Source>> {
    stream(analyzer, inputs, options, watch, Mark::default(), work, |made, _| sink(made))
}

/// Reads a document's article; errors carry its path and line.
fn parse(document: &Document) -> Result<Article> {
    let path = Path::new(&document.path);
    let mut article = match document.line {
        None => Article::parse(&document.name, &document.bytes).map_err(|e| e.at_path(path))?,
        Some(line) => {
            let text = crate::decode::decode(&document.bytes)
                .map_err(|e| Error::new(e.kind(), e.message()).at_line(line).at_path(path))?;
            parse_record(text, &document.name, line).map_err(|e| e.at_line(line).at_path(path))?
        }
    };
    article.path.clone_from(&document.path);
    Ok(article)
}
