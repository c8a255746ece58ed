//! The page of a run while the run goes on: what it shows of articles, failures and speakers, in bounded memory.

use super::Source;
use crate::aggregate::{SpeakerRow, SpeakerTable};
use crate::analysis::Analyzer;
use crate::error::Error;
use crate::report::html::{Excerpt, Facts, InputRow, LISTED, Page};
use crate::report::{ErrorRow, Totals};
use crate::span::OffsetUnit;

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

/// A page that is being collected, in input order.
#[derive(Debug)]
pub struct PageFile<'a> {
    page: Page<'a>,
    errors: Vec<ErrorRow>,
    failed: u64,
    speakers: SpeakerTable,
    /// Quotes below which a speaker is not among those that are shown.
    least: u64,
}

impl<'a> PageFile<'a> {
    /// An empty page; see [`Page::new`].
    #[must_use]
    pub fn new(analyzer: &'a Analyzer, apart: bool, offsets: OffsetUnit) -> Self {
        let page = Page::new(analyzer, apart, offsets);
        Self { page, errors: Vec::new(), failed: 0, speakers: SpeakerTable::default(), least: 0 }
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
    pub fn speaker(&mut self, scope: &str, row: &SpeakerRow) {
        if row.quotes < self.least {
            return;
        }
        self.speakers.enter((row.id.clone(), scope.to_owned()), row.clone());
        let most = self.page.most_speakers();
        if self.speakers.len() >= most.saturating_mul(2) {
            self.least = self.speakers.keep_most_quoted(most);
        }
    }

    /// The page.
    #[must_use]
    pub fn finish(self, totals: Totals, sources: &[Source]) -> String {
        self.finish_with(totals, sources, |_| {})
    }

    /// The page, with what else is to be on it.
    pub(super) fn finish_with(self, totals: Totals, sources: &[Source], more: impl FnOnce(&mut Facts)) -> String {
        let inputs = sources.iter().map(InputRow::from).collect();
        let mut facts = Facts { totals, errors: self.errors, failed: self.failed, inputs, ..Facts::default() };
        more(&mut facts);
        self.page.finish(&facts, &self.speakers)
    }
}
