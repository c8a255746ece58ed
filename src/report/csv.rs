//! CSV: RFC 4180, UTF-8, `.` decimals, empty for missing.

use super::Cell;
use crate::error::{Error, ErrorKind, Result};
use std::io::Write;

/// How CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CsvStyle {
    /// For Excel: a byte-order mark at the start, and an apostrophe before cells that would begin a formula.
    pub excel: bool,
}

/// Characters that make a spreadsheet read a cell as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

impl CsvStyle {
    /// A cell's text as it was before it was written in this style.
    #[must_use]
    pub fn plain(self, text: &str) -> &str {
        let tamed = text.strip_prefix('\'').filter(|rest| self.excel && rest.starts_with(FORMULA));
        tamed.unwrap_or(text)
    }
}

/// Writes the header row, with a byte-order mark where the style asks for one.
///
/// # Errors
/// What the writer reports.
pub fn header<'n>(names: impl Iterator<Item = &'n str>, style: CsvStyle, out: &mut impl Write) -> Result<()> {
    if style.excel {
        out.write_all("\u{FEFF}".as_bytes()).map_err(|e| failed(&e))?;
    }
    write_rows(std::iter::once(names.map(Cell::from).collect()), CsvStyle::default(), out)
}

/// Writes rows of cells.
///
/// # Errors
/// What the writer reports.
pub fn write_rows(rows: impl Iterator<Item = Vec<Cell>>, style: CsvStyle, out: &mut impl Write) -> Result<()> {
    for row in rows {
        write_row(&row, style, out)?;
    }
    Ok(())
}

/// Writes one row of cells.
///
/// # Errors
/// What the writer reports.
pub fn write_row(row: &[Cell], style: CsvStyle, out: &mut impl Write) -> Result<()> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    for cell in row {
        let mut field = cell.render();
        if style.excel && matches!(cell, Cell::Text(_)) && field.starts_with(FORMULA) {
            field.insert(0, '\'');
        }
        writer.write_field(&field).map_err(|e| csv_failed(&e))?;
    }
    writer.write_record(None::<&[u8]>).map_err(|e| csv_failed(&e))?;
    writer.flush().map_err(|e| failed(&e))
}

fn csv_failed(error: &::csv::Error) -> Error {
    match error.kind() {
        ::csv::ErrorKind::Io(io) => failed(io),
        _ => Error::new(ErrorKind::Io, error.to_string()),
    }
}

fn failed(error: &std::io::Error) -> Error {
    Error::write(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_tamed() {
        let row =
            [Cell::from("a,\"b\"\nc"), Cell::from("=1+1"), Cell::Decimal(-0.000_01), Cell::Empty, Cell::Number(-3)];
        let mut out = Vec::new();
        write_row(&row, CsvStyle::default(), &mut out).unwrap();
        write_row(&row, CsvStyle { excel: true }, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\"a,\"\"b\"\"\nc\",=1+1,0.0000,,-3\r\n\"a,\"\"b\"\"\nc\",'=1+1,0.0000,,-3\r\n"
        );
    }
}
