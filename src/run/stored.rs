//! Tables read again, row by row, with each cell as CSV has it: those of a report that is being written, which are CSV,
//! and those of a finished one in whichever format it has.

use crate::error::{Error, ErrorKind, Result};
use crate::report::{Head, TableFormat, table_heads};
use crate::score::Scheme;
use rustc_hash::FxHashMap;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Bytes read ahead.
const AHEAD: usize = 64 << 10;

/// A table that is read.
pub(super) struct Stored {
    path: PathBuf,
    names: Vec<String>,
    source: Source,
}

enum Source {
    Csv(csv::Reader<File>),
    Lines(BufReader<File>, Vec<u8>),
    #[cfg(feature = "parquet")]
    Parquet(parquet::record::reader::RowIter<'static>),
}

impl Stored {
    /// A table in CSV.
    pub fn csv(path: PathBuf) -> Result<Self> {
        let mut reader = csv::ReaderBuilder::new().buffer_capacity(AHEAD).from_reader(open(&path)?);
        let header = reader.headers().map_err(|e| broken(&path, &e.to_string()))?;
        let names = header.iter().map(|name| name.trim_start_matches('\u{FEFF}').to_owned()).collect();
        Ok(Self { path, names, source: Source::Csv(reader) })
    }

    /// A table of a finished report.
    pub fn open(folder: &Path, table: &str, format: TableFormat, scheme: &Scheme) -> Result<Self> {
        let path = folder.join(format.file(table));
        format.check().map_err(|e| e.at_path(&path))?;
        match format {
            TableFormat::Csv => Self::csv(path),
            TableFormat::Jsonl => {
                let heads: Vec<Head> =
                    table_heads(table, scheme).ok_or_else(|| broken(&path, "found an unknown table"))?;
                let source = Source::Lines(BufReader::with_capacity(AHEAD, open(&path)?), Vec::new());
                Ok(Self { path, names: heads.into_iter().map(|h| h.name).collect(), source })
            }
            TableFormat::Parquet => Self::parquet(path),
        }
    }

    #[cfg(feature = "parquet")]
    fn parquet(path: PathBuf) -> Result<Self> {
        use super::input::caught;
        use parquet::file::reader::FileReader;
        use parquet::file::serialized_reader::SerializedFileReader;
        let file = open(&path)?;
        let reader = caught(|| SerializedFileReader::new(file)).map_err(|why| broken(&path, &why))?;
        let fields = reader.metadata().file_metadata().schema().get_fields();
        let names = fields.iter().map(|f| f.name().to_owned()).collect();
        let rows = parquet::record::reader::RowIter::from_file_into(Box::new(reader));
        Ok(Self { path, names, source: Source::Parquet(rows) })
    }

    #[cfg(not(feature = "parquet"))]
    fn parquet(path: PathBuf) -> Result<Self> {
        // Was refused before.
        Err(broken(&path, "found Parquet"))
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The names of its columns, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Places of these columns among its own.
    pub fn places<const N: usize>(&self, columns: [&str; N]) -> Result<[usize; N]> {
        let mut places = [0; N];
        for (place, column) in places.iter_mut().zip(columns) {
            let missing = || broken(&self.path, &format!("found no column {column}"));
            *place = self.names.iter().position(|n| n == column).ok_or_else(missing)?;
        }
        Ok(places)
    }

    /// Reads the next row, if there is one.
    pub fn next(&mut self, row: &mut csv::StringRecord) -> Result<bool> {
        match &mut self.source {
            Source::Csv(reader) => reader.read_record(row).map_err(|e| broken(&self.path, &e.to_string())),
            Source::Lines(file, line) => {
                line.clear();
                file.read_until(b'\n', line).map_err(|e| Error::io(&self.path, &e))?;
                if line.is_empty() {
                    return Ok(false);
                }
                let read = std::str::from_utf8(line).ok().and_then(|line| object(line, &self.names, row));
                read.map(|()| true).ok_or_else(|| broken(&self.path, "found a broken line"))
            }
            #[cfg(feature = "parquet")]
            Source::Parquet(rows) => {
                let read = super::input::caught(|| rows.next().transpose()).map_err(|why| broken(&self.path, &why))?;
                let Some(read) = read else { return Ok(false) };
                row.clear();
                read.get_column_iter().for_each(|(_, field)| row.push_field(&cell(field).render()));
                Ok(true)
            }
        }
    }
}

fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(|e| Error::io(path, &e))
}

fn broken(path: &Path, what: &str) -> Error {
    Error::new(ErrorKind::Record, format!("{what}; write the report again")).at_path(path)
}

/// The cells of a line that is an object; none for a line that is none, or lacks a column.
fn object(line: &str, names: &[String], row: &mut csv::StringRecord) -> Option<()> {
    let values: FxHashMap<Cow<str>, &RawValue> = serde_json::from_str(line).ok()?;
    row.clear();
    for name in names {
        match values.get(name.as_str())?.get() {
            "null" => row.push_field(""),
            text if text.starts_with('"') => row.push_field(&serde_json::from_str::<Cow<str>>(text).ok()?),
            // With all its digits.
            number => row.push_field(number),
        }
    }
    Some(())
}

/// A value as a cell.
#[cfg(feature = "parquet")]
fn cell(field: &parquet::record::Field) -> crate::report::Cell<'_> {
    use crate::report::Cell;
    use parquet::record::Field;
    match field {
        Field::Str(text) => text.as_str().into(),
        Field::Long(number) => Cell::Number(*number),
        Field::Double(number) => Cell::Decimal(*number),
        Field::Bool(value) => Cell::Flag(*value),
        Field::Null => Cell::Empty,
        other => other.to_string().into(),
    }
}
