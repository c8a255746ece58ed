//! Quotes of finished reports for the page of a comparison: once it is known who is compared, they are read from the
//! reports' tables, in bounded memory.

use super::Input;
use super::finished::{Finished, other_articles};
use super::formats::of_report;
use super::page::read_hits;
use super::quoted::Rows;
use super::record::Record;
use crate::aggregate::{Comparing, Grouping, SpeakerKey};
use crate::error::Result;
use crate::report::html::{HIT_CELLS, Page, QUOTE_CELLS, Tabled};
use crate::report::{TableFormat, Unit};
use crate::span::OffsetUnit;
use std::collections::BTreeSet;

/// What `hits` in the options of a report without a table of hits is.
const NO_HITS: &str = "none";

impl Input {
    /// Whether it is a finished report without its table of quotes: somebody has taken it away.
    #[must_use]
    pub fn lacks_quotes(&self) -> bool {
        let Self::Path(folder) = self else { return false };
        let format = Record::read(folder).and_then(|record| of_report(folder, record.get("options")));
        format.is_ok_and(|format| !folder.join(format.file(Unit::Quotes.name())).exists())
    }
}

/// The inputs that are finished reports, by whose quotes a page is completed.
#[derive(Debug, Default)]
pub struct Cited<'a> {
    reports: Vec<(Finished<'a>, u64)>,
}

impl<'a> Cited<'a> {
    /// Adds a report whose articles follow so many others.
    pub(super) fn push(&mut self, report: Finished<'a>, before: u64) {
        self.reports.push((report, before));
    }

    /// Reports whose table of quotes is missing.
    #[must_use]
    pub fn unquoted(&self) -> u64 {
        self.reports.iter().filter(|(report, _)| !report.path(Unit::Quotes).exists()).count() as u64
    }

    /// Reports with quotes but without a table of hits, so that it is not known which of their words count.
    #[must_use]
    pub fn unmarked(&self) -> u64 {
        let unmarked = |report: &Finished| report.path(Unit::Quotes).exists() && !has_hits(report);
        self.reports.iter().filter(|(report, _)| unmarked(report)).count() as u64
    }

    /// Adds the quotes of those who are compared to a page.
    ///
    /// # Errors
    /// A table that is damaged.
    pub fn complete(&self, page: &mut Page<'a>, comparing: &Comparing, grouping: &Grouping) -> Result<()> {
        let members: BTreeSet<SpeakerKey> = comparing.members().flat_map(|(.., keys)| keys).collect();
        for (report, before) in self.reports.iter().filter(|(report, _)| report.path(Unit::Quotes).exists()) {
            let mut quotes = page.tabled_members(&members, offsets(report));
            read(report, *before, *grouping == Grouping::Affiliation, &mut quotes)?;
            page.take_more(quotes);
        }
        Ok(())
    }
}

/// The unit of the positions in a report's tables.
fn offsets(report: &Finished) -> OffsetUnit {
    report.options()["offsets"].as_str().and_then(OffsetUnit::parse).unwrap_or_default()
}

fn has_hits(report: &Finished) -> bool {
    report.options()["hits"] != NO_HITS && report.path(Unit::Hits).exists()
}

/// Reads a report's tables for its quotes; with `bodies`, a speaker is another where it speaks for another body.
fn read(report: &Finished, before: u64, bodies: bool, quotes: &mut Tabled) -> Result<()> {
    let style = report.style();
    let [article_id, quote, class, speaker_id, text, kind, confidence, spans, date] = QUOTE_CELLS;
    let score = quotes.score_column();
    let columns = [article_id, quote, class, speaker_id, text, kind, confidence, spans, date, &score, "affiliation"];
    let mut rows = Rows::of(report.table(Unit::Quotes.name())?, columns)?;
    let mut articles = Rows::of(report.table(Unit::Articles.name())?, ["article_id", "quotes"])?;
    let mut number = before;
    while let Some([id, count]) = articles.next()? {
        let (id, count) = (style.plain(id).to_owned(), count.parse().unwrap_or(0_u32));
        quotes.of_article(number);
        number += 1;
        for _ in 0..count {
            let row = rows.next()?.filter(|[article, ..]| style.plain(article) == id);
            let [_, quote, class, speaker_id, text, kind, confidence, spans, date, score, body] =
                row.ok_or_else(|| other_articles(&report.path(Unit::Quotes)))?;
            let member = if bodies { format!("{speaker_id}\0{}", style.plain(body)) } else { speaker_id.to_owned() };
            let cells = [&id, quote, class, &member, style.plain(text), kind, confidence, spans, date];
            quotes.quote(&cells, score);
        }
    }
    quotes.quotes_are_in();
    if has_hits(report) {
        hits(report, quotes)?;
    }
    let mut articles = Rows::of(report.table(Unit::Articles.name())?, ["article_id", "title"])?;
    while let Some(cells) = articles.next()? {
        let [id, title] = cells.map(|cell| style.plain(cell));
        quotes.article(id, title);
    }
    Ok(())
}

fn hits(report: &Finished, quotes: &mut Tabled) -> Result<()> {
    let style = report.style();
    if report.format() == TableFormat::Csv {
        return read_hits(&report.path(Unit::Hits), style, quotes);
    }
    let mut rows = Rows::of(report.table(Unit::Hits.name())?, HIT_CELLS)?;
    while let Some(cells) = rows.next()? {
        quotes.hit(&cells.map(|cell| style.plain(cell)));
    }
    Ok(())
}
