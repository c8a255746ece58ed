//! CSV: RFC 4180, UTF-8, `.` decimals, empty for missing.

use super::Cell;
use crate::error::{Error, Result};
use memchr::memchr;
use std::io::Write;

/// How CSV is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CsvStyle {
    /// For Excel: a byte-order mark at the start, and an apostrophe before cells that would begin a formula.
    pub excel: bool,
}

/// Characters that make a spreadsheet read a cell as a formula.
const FORMULA: [u8; 6] = *b"=+-@\t\r";
/// About as long as a cell is.
const CELL_LENGTH: usize = 16;
/// Bytes of a cell that are looked at together.
const CHUNK: usize = size_of::<u64>();

impl CsvStyle {
    /// A cell's text as it was before it was written in this style.
    #[must_use]
    pub fn plain(self, text: &str) -> &str {
        // Whole tables are read again, and hardly ever in this style.
        if !self.excel {
            return text;
        }
        let tamed = text.strip_prefix('\'').filter(|rest| rest.bytes().next().is_some_and(|b| FORMULA.contains(&b)));
        tamed.unwrap_or(text)
    }
}

/// Writes the header row, with a byte-order mark where the style asks for one, and hands it on: readers see at once what
/// comes, before any message about the rows.
///
/// # Errors
/// What the writer reports.
pub fn header<'n>(names: impl Iterator<Item = &'n str>, style: CsvStyle, out: &mut impl Write) -> Result<()> {
    if style.excel {
        out.write_all("\u{FEFF}".as_bytes()).map_err(|e| failed(&e))?;
    }
    write_rows(std::iter::once(names.map(Cell::from).collect()), CsvStyle::default(), out)?;
    out.flush().map_err(|e| failed(&e))
}

/// Writes rows of cells.
///
/// # Errors
/// What the writer reports.
pub fn write_rows<'c>(rows: impl Iterator<Item = Vec<Cell<'c>>>, style: CsvStyle, out: &mut impl Write) -> Result<()> {
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
    let mut bytes = Vec::with_capacity(CELL_LENGTH * row.len());
    let mut line = Line::new(style, &mut bytes);
    for cell in row {
        line.add(cell);
    }
    line.end();
    out.write_all(&bytes).map_err(|e| failed(&e))
}

/// A row that is added to bytes cell by cell. Reports hold a hundred bytes of rows for ten of text, so cells are
/// written straight behind each other.
pub struct Line<'o> {
    style: CsvStyle,
    start: usize,
    cells: usize,
    out: &'o mut Vec<u8>,
}

impl<'o> Line<'o> {
    /// A row behind what `out` holds.
    pub fn new(style: CsvStyle, out: &'o mut Vec<u8>) -> Self {
        Self { style, start: out.len(), cells: 0, out }
    }

    /// Adds a cell.
    #[inline]
    pub fn add(&mut self, cell: &Cell) {
        if self.cells > 0 {
            self.out.push(b',');
        }
        self.cells += 1;
        match cell {
            Cell::Text(text) => self.text(text.as_bytes()),
            // No sign, point, digit or letter of the others needs quotes.
            cell => cell.add_to(self.out),
        }
    }

    /// What the row is added to, for cells behind others that are bytes already, each with a comma before it.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        self.out
    }

    fn text(&mut self, text: &[u8]) {
        let tamed = self.style.excel && text.first().is_some_and(|first| FORMULA.contains(first));
        let tame: &[u8] = if tamed { b"'" } else { b"" };
        if !needs_quotes(text) {
            self.out.extend_from_slice(tame);
            self.out.extend_from_slice(text);
            return;
        }
        self.out.push(b'"');
        self.out.extend_from_slice(tame);
        let mut rest = text;
        while let Some(at) = memchr(b'"', rest) {
            self.out.extend_from_slice(&rest[..=at]);
            self.out.push(b'"');
            rest = &rest[at + 1..];
        }
        self.out.extend_from_slice(rest);
        self.out.push(b'"');
    }

    /// Ends the row.
    pub fn end(self) {
        // A row of one empty cell would be an empty line, which readers pass over.
        if self.out.len() == self.start {
            self.out.extend_from_slice(b"\"\"");
        }
        self.out.extend_from_slice(b"\r\n");
    }
}

fn needs_quotes(text: &[u8]) -> bool {
    // The last eight bytes overlap with those before.
    match text.last_chunk() {
        Some(last) => text.as_chunks().0.iter().any(|chunk| holds_special(*chunk)) || holds_special(*last),
        None => text.iter().any(|byte| SPECIAL.contains(byte)),
    }
}

/// Bytes that make a cell need quotes.
const SPECIAL: [u8; 4] = *b",\"\n\r";

/// Whether one of eight bytes is among them, all compared at once (a byte of 0 is told by the borrow it takes: Warren,
/// Hacker's Delight, 6-1).
#[inline]
fn holds_special(bytes: [u8; CHUNK]) -> bool {
    const ONES: u64 = u64::MAX / 0xFF;
    let word = u64::from_le_bytes(bytes);
    let borrows = |byte: u8| {
        let apart = word ^ (ONES * u64::from(byte));
        apart.wrapping_sub(ONES) & !apart
    };
    SPECIAL.iter().fold(0, |found, byte| found | borrows(*byte)) & (ONES << 7) != 0
}

fn failed(error: &std::io::Error) -> Error {
    Error::write(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_of_the_csv_library() {
        let texts = ["", "a", "=b,", "\"", "a\"b\"\"c", "\r", "line\nbreak", "seventeen letters", "sixteen letters,,"];
        for first in texts {
            for second in texts {
                for row in [vec![first], vec![first, second]] {
                    let mut expected =
                        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(vec![]);
                    expected.write_record(&row).unwrap();
                    let mut found = Vec::new();
                    let cells: Vec<Cell> = row.iter().map(|text| Cell::from(*text)).collect();
                    write_row(&cells, CsvStyle::default(), &mut found).unwrap();
                    assert_eq!(found, expected.into_inner().unwrap(), "{row:?}");
                }
            }
        }
    }

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
