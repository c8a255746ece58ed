//! Analyses → rows of the tables as bytes, in the thread that made the analysis.

use crate::analysis::{Analysis, Analyzer};
use crate::error::{Error, Result};
use crate::report::{CLUSTER, Cell, Columns, CsvStyle, HitRows, Line, Row, Unit, header, write_row};
use crate::span::{OffsetUnit, Offsets};
use std::io::Write;

/// A row that misses its last cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRow(Vec<u8>);

impl OpenRow {
    /// The row of these cells, as plain CSV.
    pub(super) fn new(cells: &[Cell]) -> Self {
        let mut bytes = Vec::with_capacity(ROW_LENGTH);
        let mut line = Line::new(CsvStyle::default(), &mut bytes);
        for cell in cells {
            line.add(cell);
        }
        line.end();
        Self::from_row(bytes)
    }

    fn from_row(mut bytes: Vec<u8>) -> Self {
        bytes.truncate(bytes.strip_suffix(b"\r\n").map_or(bytes.len(), <[u8]>::len));
        Self(bytes)
    }

    /// Writes the row with its last cell.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn close(&self, last: &str, style: CsvStyle, out: &mut impl Write) -> Result<()> {
        out.write_all(&self.0).and_then(|()| out.write_all(b",")).map_err(|e| Error::write(&e))?;
        write_row(&[last.into()], style, out)
    }
}

/// About as long as a row is, without a text in it.
const ROW_LENGTH: usize = 320;

/// How the rows of a table are written.
pub struct TableRows<'a> {
    analyzer: &'a Analyzer,
    unit: Unit,
    columns: Columns,
    hits: HitRows,
    csv: CsvStyle,
}

impl<'a> TableRows<'a> {
    /// The rows of a table; `hits` says which a table of hits lists.
    #[must_use]
    pub fn new(analyzer: &'a Analyzer, unit: Unit, hits: HitRows, csv: CsvStyle) -> Self {
        Self { analyzer, unit, columns: Columns::new(unit, analyzer.scheme()), hits, csv }
    }

    /// The table.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Writes its header.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn header(&self, out: &mut impl Write) -> Result<()> {
        let last = (self.unit == Unit::Articles).then_some(CLUSTER.0);
        let columns = self.unit.columns(self.analyzer.scheme());
        header(columns.iter().map(|c| c.name.as_str()).chain(last), self.csv, out)
    }

    /// An article's rows in the table, whole. That of `articles.csv` misses its last cell: see [`Self::open`].
    #[must_use]
    pub fn write(&self, article: &Printed) -> Vec<u8> {
        let rows = self.unit.rows(article.analysis, self.hits);
        let texts = if self.unit == Unit::Hits { 0 } else { article.analysis.article.text().len() };
        let mut out = Vec::with_capacity(ROW_LENGTH * rows.len() + texts);
        for index in rows {
            let (analysis, offsets, sha256) = (article.analysis, &article.offsets, article.sha256.as_str());
            let row = Row { analysis, analyzer: self.analyzer, offsets, sha256, index };
            let mut line = Line::new(self.csv, &mut out);
            self.columns.add(&row, &mut line);
            line.end();
        }
        out
    }

    /// The one row of an article that waits for its cluster.
    #[must_use]
    pub fn open(&self, article: &Printed) -> OpenRow {
        OpenRow::from_row(self.write(article))
    }
}

/// An article with what all its rows need.
pub struct Printed<'a> {
    analysis: &'a Analysis,
    offsets: Offsets<'a>,
    sha256: String,
}

impl<'a> Printed<'a> {
    /// The article of an analysis, with offsets in this unit.
    #[must_use]
    pub fn new(analysis: &'a Analysis, unit: OffsetUnit) -> Self {
        let text = analysis.article.text();
        Self { analysis, offsets: Offsets::new(text, unit), sha256: super::sha256_hex(text.as_bytes()) }
    }
}
