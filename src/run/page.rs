//! The page of a run: what it shows of articles while the run goes on, and of quotes, failures and speakers, in bounded
//! memory. In a report all but articles in full come from its tables, so that a report that was continued or merged has
//! the same page.

use super::Source;
use super::draft::Draft;
use super::picked::Picked;
use super::quoted::{Rows, Sample, file};
use super::tables::ERRORS;
use crate::aggregate::{Ranked, SpeakerKey, SpeakerRow, SpeakerTable};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::report::html::{Excerpt, Facts, HIT_CELLS, InputRow, LISTED, Page, Tabled};
use crate::report::{CsvStyle, ErrorRow, Totals, Unit};
use crate::span::OffsetUnit;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The page in a report's folder.
pub(super) const FILE: &str = "report.html";

impl From<&Source> for InputRow {
    fn from(source: &Source) -> Self {
        Self {
            path: source.path.clone(),
            bytes: source.bytes,
            documents: source.documents,
            sha256: source.sha256.clone(),
        }
    }
}

/// The inputs as run.json has them.
pub(super) fn inputs(recorded: &Value) -> Vec<InputRow> {
    let text = |input: &Value, key: &str| input[key].as_str().unwrap_or_default().to_owned();
    let number = |input: &Value, key: &str| input[key].as_u64().unwrap_or_default();
    let one = |input: &Value| InputRow {
        path: text(input, "path"),
        bytes: number(input, "bytes"),
        documents: number(input, "documents"),
        sha256: text(input, "sha256"),
    };
    recorded.as_array().into_iter().flatten().map(one).collect()
}

/// A page that is being collected, in input order.
#[derive(Debug)]
pub struct PageFile<'a> {
    page: Page<'a>,
    errors: Vec<ErrorRow>,
    failed: u64,
    speakers: SpeakerTable,
    /// Quotes below which a speaker is not among those that are shown.
    least: u64,
    /// Magnitude of each column's sum of hit values, over speakers.
    sums: Vec<u64>,
    /// Means of the speakers drawn to that of all, by the index of the column.
    shrunk: BTreeMap<usize, BTreeMap<SpeakerKey, f64>>,
}

impl<'a> PageFile<'a> {
    /// An empty page; see [`Page::new`].
    #[must_use]
    pub fn new(analyzer: &'a Analyzer, apart: bool, offsets: OffsetUnit) -> Self {
        let page = Page::new(analyzer, apart, offsets);
        let sums = vec![0; analyzer.scheme().targets().len()];
        Self {
            page,
            errors: Vec::new(),
            failed: 0,
            speakers: SpeakerTable::default(),
            least: 0,
            sums,
            shrunk: BTreeMap::new(),
        }
    }

    /// Shows no article in full, and says why, where it is not their number.
    pub(super) fn leave_out_articles(&mut self, reason: Option<String>) {
        self.page.leave_out_articles(reason);
    }

    /// Adds the next article.
    pub fn add(&mut self, excerpt: Excerpt) {
        self.page.enter(excerpt);
    }

    /// Adds a document or file that failed.
    pub fn fail(&mut self, error: &Error) {
        self.failed += 1;
        if self.errors.len() < LISTED {
            self.errors.push(ErrorRow::from(error));
        }
    }

    /// Adds a speaker over all articles, once these were all added; `scope` is where its id holds. Speakers that the
    /// page does not show are dropped.
    pub fn speaker(&mut self, scope: &str, mut row: SpeakerRow) {
        for (sum, total) in self.sums.iter_mut().zip(&row.totals) {
            *sum += total.unsigned_abs();
        }
        if row.quotes < self.least {
            return;
        }
        row.drop_ids();
        self.speakers.enter((row.id.clone(), scope.to_owned()), row);
        let most = self.page.most_speakers();
        if self.speakers.len() >= most.saturating_mul(2) {
            self.least = self.speakers.keep_most_quoted(most);
        }
    }

    /// Takes the drawn mean of a speaker, once all speakers were added.
    pub(super) fn ranked(&mut self, ranked: &Ranked) {
        if self.speakers.contains(&ranked.key) {
            self.shrunk.entry(ranked.column).or_default().insert(ranked.key.clone(), ranked.shrunk);
        }
    }

    /// Reads the tables of a report for what the page shows of quotes and failures, once all speakers were added, and
    /// returns the quotes whose words are to be compared, those of the `chosen` speakers. `hits` says whether there is a
    /// table of hits.
    pub(super) fn read(&mut self, draft: &Draft, style: CsvStyle, hits: bool, chosen: &[SpeakerKey]) -> Result<Sample> {
        self.read_errors(draft, style)?;
        let Some(mut quotes) = self.page.tabled(&self.speakers, &self.sums) else {
            return Sample::read(draft, style, chosen, None);
        };
        let sample = Sample::read(draft, style, chosen, Some(&mut quotes))?;
        quotes.quotes_are_in();
        if hits {
            read_hits(&draft.place().join(file(Unit::Hits)), style, &mut quotes)?;
        }
        let columns = ["article_id", "title", "warnings"];
        let mut articles = Rows::open(draft, &file(Unit::Articles), columns)?;
        while let Some(cells) = articles.next()? {
            let [id, title, warnings] = cells.map(|cell| style.plain(cell));
            quotes.article(id, title);
            if !warnings.is_empty() {
                self.page.warn(id, warnings);
            }
        }
        self.page.take(quotes, hits);
        Ok(sample)
    }

    fn read_errors(&mut self, draft: &Draft, style: CsvStyle) -> Result<()> {
        let mut rows = Rows::open(draft, ERRORS, ["path", "line", "message"])?;
        while let Some([path, line, message]) = rows.next()? {
            self.failed += 1;
            if self.errors.len() < LISTED {
                let (path, message) = (style.plain(path), style.plain(message).to_owned());
                let path = Some(path.to_owned()).filter(|p| !p.is_empty());
                self.errors.push(ErrorRow { path, line: line.parse().ok(), message });
            }
        }
        Ok(())
    }

    /// The page.
    #[must_use]
    pub fn finish(self, totals: Totals, sources: &[Source]) -> String {
        let inputs = sources.iter().map(InputRow::from).collect();
        self.finish_with(Facts { totals, inputs, ..Facts::default() })
    }

    /// The page, with these facts beside the failures.
    pub(super) fn finish_with(self, facts: Facts) -> String {
        let facts = Facts { errors: self.errors, failed: self.failed, shrunk: self.shrunk, ..facts };
        self.page.finish(&facts, &self.speakers)
    }
}

/// Reads a table of hits in CSV.
pub(super) fn read_hits(path: &Path, style: CsvStyle, quotes: &mut Tabled) -> Result<()> {
    let (mut rows, places) = Picked::open(path, HIT_CELLS)?;
    let [article, quote, ..] = places;
    while rows.seek(|article| quotes.is_wanted(style.plain(article)))? {
        // Of an article with a quote that is shown most hits are in none.
        if let Some([_, number]) = rows.leading([article, quote])
            && number.is_empty()
        {
            continue;
        }
        let cells = rows.cells(places)?;
        quotes.hit(&cells.each_ref().map(|cell| style.plain(cell)));
    }
    Ok(())
}
