//! CSV and TSV: a header, then one record a row.

use super::{Content, Reading, Sink, too_long};
use crate::error::{Error, ErrorKind};
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use std::sync::Arc;

/// Characters that may part fields, in order of preference.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Columns that an error lists.
const LISTED: usize = 8;

/// Reads a table row by row. Without a delimiter the one that the header has most of is taken.
pub(super) fn read(mut reader: Box<dyn BufRead + '_>, delimiter: Option<u8>, sink: &mut Sink) -> Reading<()> {
    let limit = sink.file.options.max_record;
    let first = reader.fill_buf().map_err(|e| sink.file.io(&e))?;
    let delimiter = delimiter.unwrap_or_else(|| most(first));
    let allowance = Rc::new(Cell::new(limit));
    // A return before the line end is cut off below: the library's own way miscounts the lines of such tables.
    let terminator = if first.contains(&b'\n') { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF };
    let bounded = Bounded { reader, allowance: allowance.clone() };
    let mut table =
        csv::ReaderBuilder::new().delimiter(delimiter).terminator(terminator).flexible(true).from_reader(bounded);
    let columns = match table.byte_headers() {
        Ok(header) => columns(header),
        Err(error) => return Err(broken(error, 1, limit, sink)),
    };
    sink.file.options.fields.check(&columns).map_err(|e| sink.file.error(e.at_line(1)))?;
    let mut cells = csv::ByteRecord::new();
    loop {
        // What is buffered ahead has been paid for; the allowance is for one further record.
        allowance.set(limit);
        let start = table.position().line();
        match table.read_byte_record(&mut cells) {
            Ok(false) => return Ok(()),
            Ok(true) => cut_return(&mut cells),
            Err(error) => return Err(broken(error, start, limit, sink)),
        }
        let inside = memchr::memchr_iter(b'\n', cells.as_slice()).count() as u64;
        // Blank lines before a row are passed over with it.
        let line = start.max(table.position().line().saturating_sub(1 + inside));
        if cells.as_slice().len() as u64 > limit {
            sink.failed(too_long(limit, "record").at_line(line))?;
        } else if cells.len() == columns.len() {
            sink.document(Some(line), Content::Row { columns: columns.clone(), cells: std::mem::take(&mut cells) })?;
        } else if !cells.iter().all(|c| c.trim_ascii().is_empty()) {
            sink.failed(ragged(&cells, &columns).at_line(line))?;
        }
    }
}

fn columns(header: &csv::ByteRecord) -> Arc<[String]> {
    header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect()
}

/// The delimiter that stands most often in the first line, outside quotation marks.
fn most(first: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in first {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(at) = DELIMITERS.iter().position(|d| d == byte) {
                    counts[at] += 1;
                }
            }
        }
    }
    let best = (0..DELIMITERS.len()).rev().max_by_key(|at| counts[*at]).unwrap_or_default();
    DELIMITERS[best]
}

/// Cuts off the return that stood before a row's line end.
fn cut_return(cells: &mut csv::ByteRecord) {
    let last = cells.len().saturating_sub(1);
    if let Some(bare) = cells.get(last).and_then(|c| c.strip_suffix(b"\r")) {
        let bare = bare.to_vec();
        cells.truncate(last);
        cells.push_field(&bare);
    }
}

fn ragged(cells: &csv::ByteRecord, columns: &[String]) -> Error {
    let mut names = columns[..columns.len().min(LISTED)].join(", ");
    if columns.len() > LISTED {
        names.push_str(", …");
    }
    let message = format!(
        "found a row of {} fields, expected {} ({names}); put fields that hold the delimiter or a line end in quotation marks",
        cells.len(),
        columns.len()
    );
    Error::new(ErrorKind::Record, message)
}

/// Why a table cannot be read on.
fn broken(error: csv::Error, line: u64, limit: u64, sink: &Sink) -> super::Stop {
    match error.into_kind() {
        csv::ErrorKind::Io(error)
            if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Exhausted>) =>
        {
            let message = format!(
                "{}; a quotation mark that never closes is the usual cause; what follows it was not read",
                too_long(limit, "record").message()
            );
            sink.file.error(Error::new(ErrorKind::Record, message).at_line(line))
        }
        csv::ErrorKind::Io(error) => sink.file.io(&error),
        other => sink
            .file
            .error(Error::new(ErrorKind::Record, format!("the table cannot be read ({other:?})")).at_line(line)),
    }
}

/// Stops a record that never ends before it fills the memory.
struct Bounded<'a> {
    reader: Box<dyn BufRead + 'a>,
    allowance: Rc<Cell<u64>>,
}

#[derive(Debug)]
struct Exhausted;

impl std::fmt::Display for Exhausted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the record is too long")
    }
}

impl std::error::Error for Exhausted {}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.allowance.get();
        if left == 0 && !self.reader.fill_buf()?.is_empty() {
            return Err(io::Error::other(Exhausted));
        }
        let length = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let count = self.reader.read(&mut buffer[..length])?;
        self.allowance.set(left - count as u64);
        Ok(count)
    }
}
