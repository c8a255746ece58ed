//! A few rows of a large table: those whose first cell is wanted. The others are passed over without being taken apart,
//! which is some five times as fast as reading them.

use super::stored::Stored;
use crate::error::{Error, ErrorKind, Result};
use memchr::{memchr_iter, memchr2_iter};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// What stands around cells with commas, line ends or itself in them.
const MARK: u8 = b'"';
/// Bytes read ahead.
const AHEAD: usize = 256 << 10;

/// The bytes of one row after the other, as a file of its own.
struct Rows {
    row: Vec<u8>,
    /// Bytes of the row that were read.
    read: usize,
}

impl Read for Rows {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = (&self.row[self.read..]).read(into)?;
        self.read += count;
        Ok(count)
    }
}

/// The rows of a table in CSV.
pub(super) struct Picked {
    path: PathBuf,
    file: BufReader<File>,
    row: Vec<u8>,
    /// Takes rows apart; one for all of them, since making one costs more than a row.
    cells: csv::Reader<Rows>,
    /// The first cell that was looked at last, as it stands, and whether it is wanted: mostly the next row has it, too.
    first: Vec<u8>,
    is_wanted: bool,
    /// How many columns there are, and where the cells of a row end.
    columns: usize,
    ends: Vec<usize>,
    /// A row that only `cells` can take apart.
    record: csv::StringRecord,
}

impl Picked {
    /// Opens a table, and finds the places of these columns in it.
    pub fn open<const N: usize>(path: &Path, columns: [&str; N]) -> Result<(Self, [usize; N])> {
        let table = Stored::csv(path.to_owned())?;
        let (places, columns) = (table.places(columns)?, table.names().len());
        let file = File::open(path).map_err(|e| Error::io(path, &e))?;
        let file = BufReader::with_capacity(AHEAD, file);
        // No plain cell is a lone mark.
        let (path, row, first) = (path.to_owned(), Vec::new(), vec![MARK]);
        let cells = csv::ReaderBuilder::new().has_headers(false).from_reader(Rows { row: Vec::new(), read: 0 });
        let (ends, record) = (Vec::with_capacity(columns), csv::StringRecord::new());
        let mut new = Self { path, file, row, cells, first, is_wanted: false, columns, ends, record };
        new.pass()?;
        Ok((new, places))
    }

    /// Reads the bytes of the next row, if there is one: line ends within quotation marks do not end it.
    pub fn pass(&mut self) -> Result<bool> {
        self.row.clear();
        let (mut marks, mut seen) = (0, 0);
        loop {
            let read = self.file.read_until(b'\n', &mut self.row).map_err(|e| Error::io(&self.path, &e))?;
            marks += memchr_iter(MARK, &self.row[seen..]).count();
            seen = self.row.len();
            if read == 0 || marks.is_multiple_of(2) {
                // The last row need not have a line end, but has to look complete.
                if seen > 0 && self.row[seen - 1] != b'\n' {
                    self.row.push(b'\n');
                }
                return Ok(seen > 0);
            }
        }
    }

    /// Reads the next row whose first cell is wanted.
    pub fn next(&mut self, wanted: impl FnMut(&str) -> bool, record: &mut csv::StringRecord) -> Result<bool> {
        let more = self.seek(wanted)?;
        if more {
            self.parse(record)?;
        }
        Ok(more)
    }

    /// Reads the bytes of the next row whose first cell is wanted.
    pub fn seek(&mut self, mut wanted: impl FnMut(&str) -> bool) -> Result<bool> {
        while self.pass()? {
            let plain = self.row.first() != Some(&MARK);
            let end = if plain { memchr::memchr(b',', &self.row).unwrap_or(self.row.len()) } else { 1 };
            if !plain || self.first != self.row[..end] {
                self.is_wanted = if plain {
                    wanted(std::str::from_utf8(&self.row[..end]).unwrap_or_default())
                } else {
                    wanted(&self.cells([0])?[0])
                };
                self.first.clear();
                self.first.extend_from_slice(&self.row[..end]);
            }
            if self.is_wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The cells in these places of the row that was read, which rise; none where a mark stands before the end of the last.
    pub fn leading<const N: usize>(&self, places: [usize; N]) -> Option<[&str; N]> {
        let mut found = [""; N];
        let (mut place, mut start, mut cells) = (0, 0, places.into_iter().zip(&mut found).peekable());
        for at in memchr::memchr3_iter(b',', MARK, b'\n', &self.row) {
            if self.row[at] == MARK {
                return None;
            }
            if let Some((_, cell)) = cells.next_if(|(wanted, _)| *wanted == place) {
                *cell = std::str::from_utf8(&self.row[start..at]).ok()?;
                if cells.peek().is_none() {
                    return Some(found);
                }
            }
            (place, start) = (place + 1, at + 1);
        }
        None
    }

    /// The cells in these places of the row that was read, as far as it has them.
    pub fn cells<const N: usize>(&mut self, places: [usize; N]) -> Result<[Cow<'_, str>; N]> {
        if !ends(&self.row, &mut self.ends) || self.ends.len() != self.columns {
            return self.odd(places);
        }
        let row = std::str::from_utf8(&self.row)
            .map_err(|e| Error::new(ErrorKind::Record, format!("{e}; write the report again")).at_path(&self.path))?;
        let mut cells = [const { Cow::Borrowed("") }; N];
        for (cell, at) in cells.iter_mut().zip(places) {
            let start = at.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
            *cell = unmarked(&row[start..self.ends[at]]);
        }
        Ok(cells)
    }

    /// The same of a row that is not as rows are written, or a message that says what is wrong with it.
    fn odd<const N: usize>(&mut self, places: [usize; N]) -> Result<[Cow<'_, str>; N]> {
        let mut record = std::mem::take(&mut self.record);
        let parsed = self.parse(&mut record);
        self.record = record;
        parsed?;
        Ok(places.map(|at| self.record.get(at).unwrap_or_default().into()))
    }

    /// The row that was read, by its cells. A row ends with its line, so that no reader ever asks for what is behind it.
    pub fn parse(&mut self, record: &mut csv::StringRecord) -> Result<()> {
        let rows = self.cells.get_mut();
        std::mem::swap(&mut rows.row, &mut self.row);
        rows.read = 0;
        let read = self.cells.read_record(record);
        std::mem::swap(&mut self.cells.get_mut().row, &mut self.row);
        let read = read
            .map_err(|e| Error::new(ErrorKind::Record, format!("{e}; write the report again")).at_path(&self.path))?;
        if read {
            Ok(())
        } else {
            Err(Error::new(ErrorKind::Record, "found an empty row; write the report again").at_path(&self.path))
        }
    }
}

/// Finds where the cells of a row end; false where marks do not stand around cells in pairs.
fn ends(row: &[u8], ends: &mut Vec<usize>) -> bool {
    let end = row.strip_suffix(b"\n").unwrap_or(row);
    let end = end.strip_suffix(b"\r").unwrap_or(end).len();
    let mut marked = false;
    ends.clear();
    for at in memchr2_iter(b',', MARK, &row[..end]) {
        if row[at] == MARK {
            // One opens a cell, or is the second of two within.
            if !marked && !at.checked_sub(1).is_none_or(|before| matches!(row[before], b',' | MARK)) {
                return false;
            }
            marked = !marked;
        } else if !marked {
            ends.push(at);
        }
    }
    ends.push(end);
    !marked
}

/// A cell without the marks around it, and with one for two within.
fn unmarked(cell: &str) -> Cow<'_, str> {
    let Some(cell) = cell.strip_prefix('"') else { return cell.into() };
    let cell = cell.strip_suffix('"').unwrap_or(cell);
    if cell.contains('"') { cell.replace("\"\"", "\"").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_cells_are_those_before_any_mark() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "a,b,c,d\r\n1,,3,\"4,\"\r\n1,2,\"3\",4\r\n1,2,3,4").unwrap();
        let (mut picked, [c, a]) = Picked::open(file.path(), ["c", "a"]).unwrap();
        assert!(picked.pass().unwrap());
        assert_eq!(picked.leading([a, c]), Some(["1", "3"]));
        assert!(picked.pass().unwrap());
        assert_eq!((picked.leading([0, 1]), picked.leading([a, c])), (Some(["1", "2"]), None));
        assert!(picked.pass().unwrap());
        assert_eq!(picked.leading([1, 3]), Some(["2", "4"]));
        assert!(!picked.pass().unwrap());
    }

    #[test]
    fn broken_rows_are_refused_and_odd_ones_read_as_readers_do() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (row, expected) in [
            ("1,2,3", Ok(["1", "3"])),
            ("\"1\"\"\",\",\",\"\"", Ok(["1\"", ""])),
            ("1,2", Err("found record with 2 fields, but the previous record has 3 fields")),
            ("", Err("found an empty row")),
            ("a\"b,c\",2,3", Err("found record with 4 fields, but the previous record has 3 fields")),
        ] {
            std::fs::write(file.path(), format!("a,b,c\r\n0,0,0\r\n{row}\r\n")).unwrap();
            let (mut picked, places) = Picked::open(file.path(), ["a", "c"]).unwrap();
            let mut record = csv::StringRecord::new();
            assert!(picked.pass().unwrap() && picked.parse(&mut record).is_ok() && picked.pass().unwrap());
            match (picked.cells(places), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(error), Err(expected)) => assert!(error.message().contains(expected), "{error}"),
                (found, _) => panic!("{row}: {found:?}"),
            }
        }
    }

    #[test]
    fn rows_with_a_wanted_first_cell_come_whole() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let rows = [
            ["a", "plain", "1"],
            ["b", "two\nlines, \"marked\"", "2"],
            ["b", "", "3"],
            ["c,\n\"d\"", "x", "4"],
            ["a", "\r\n", "5"],
            ["c,\n\"d\"", "a,b", "6"],
            ["d\n", "last", "7"],
        ];
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_path(file.path()).unwrap();
        writer.write_record(["id", "text", "number"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
        drop(writer);
        let text = std::fs::read_to_string(file.path()).unwrap();
        std::fs::write(file.path(), text.trim_end()).unwrap();
        for wanted in [&["a"][..], &["b", "d\n"], &["c,\n\"d\""], &[], &["a", "b", "c,\n\"d\"", "d\n"]] {
            let (mut picked, [number, text]) = Picked::open(file.path(), ["number", "text"]).unwrap();
            let (mut found, mut record) = (Vec::new(), csv::StringRecord::new());
            while picked.next(|id| wanted.contains(&id), &mut record).unwrap() {
                found.push([&record[0], &record[text], &record[number]].map(str::to_owned));
                assert!(picked.cells([0, text, number]).unwrap().iter().eq(found.last().unwrap()));
            }
            let expected: Vec<_> = rows.iter().filter(|row| wanted.contains(&row[0])).collect();
            assert!(found.iter().eq(expected), "{wanted:?}: {found:?}");
        }
    }
}
