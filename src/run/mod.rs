//! Inputs → analyses → outputs, in order: the only place that knows threads.
//!
//! In: files, folders, standard input. Out: one item an article or failure, in input order. Always holds: the items
//! do not depend on the number of threads; a document that cannot be read never ends a run.

mod compare;
mod input;
mod page;
mod report;

use crate::analysis::{Analysis, Analyzer, Scratch};
use crate::article::Article;
use crate::error::{Error, Result};
use rayon::prelude::*;

pub use compare::{Gathered, compare, distinctive, gather, trends};
pub use input::{Input, InputFormat, InputOptions, MAX_RECORD, Source, expand};
pub use report::{Corrected, Report, ReportOptions, sha256_hex};

use input::Document;

/// Documents that are read before they are analysed together.
const BATCH_DOCUMENTS: usize = 512;
/// Bytes that are read before they are analysed together.
const BATCH_BYTES: usize = 8 << 20;

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
    mut sink: impl FnMut(Item) -> Result<()>,
) -> Result<Vec<Source>> {
    let pool = pool(options.threads)?;
    let mut sources = Vec::new();
    let mut batch = Batch::default();
    for input in inputs {
        let source = input::read(input, &options.input, &mut |document| {
            batch.push(document);
            if batch.is_full() { batch.analyze(analyzer, &options.input, &pool, &mut sink) } else { Ok(()) }
        })?;
        sources.extend(source);
    }
    batch.analyze(analyzer, &options.input, &pool, &mut sink)?;
    Ok(sources)
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
    mut sink: impl FnMut(Analysis) -> Result<()>,
) -> Result<()> {
    let pool = pool(threads)?;
    let mut articles = articles.into_iter();
    loop {
        let batch: Vec<Article> = articles.by_ref().take(BATCH_DOCUMENTS).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let analyses: Vec<Analysis> = pool.install(|| {
            batch
                .into_par_iter()
                .map_init(Scratch::default, |scratch, article| analyzer.analyze_with(article, scratch))
                .collect()
        });
        analyses.into_iter().try_for_each(&mut sink)?;
    }
}

fn pool(threads: usize) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Error::new(crate::error::ErrorKind::Usage, format!("cannot start {threads} threads: {e}")))
}

#[derive(Default)]
struct Batch {
    documents: Vec<Result<Document>>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, document: Result<Document>) {
        self.bytes += document.as_ref().map_or(0, Document::size);
        self.documents.push(document);
    }

    fn is_full(&self) -> bool {
        self.documents.len() >= BATCH_DOCUMENTS || self.bytes >= BATCH_BYTES
    }

    fn analyze(
        &mut self,
        analyzer: &Analyzer,
        options: &InputOptions,
        pool: &rayon::ThreadPool,
        sink: &mut impl FnMut(Item) -> Result<()>,
    ) -> Result<()> {
        let documents = std::mem::take(&mut self.documents);
        self.bytes = 0;
        let items: Vec<Item> = pool.install(|| {
            documents
                .into_par_iter()
                .map_init(Scratch::default, |scratch, document| item(analyzer, document, options, scratch))
                .collect()
        });
        items.into_iter().try_for_each(sink)
    }
}

fn item(analyzer: &Analyzer, document: Result<Document>, options: &InputOptions, scratch: &mut Scratch) -> Item {
    match document.and_then(|d| input::parse(&d, options)) {
        Ok(article) => Item::Article(Box::new(analyzer.analyze_with(article, scratch))),
        Err(error) => Item::Failed(error),
    }
}
