//! A table as Apache Parquet: texts as UTF-8, whole numbers as INT64, decimals as DOUBLE with CSV's four places, truth
//! values as BOOLEAN, all of them optional; missing values are null. Zstandard; no clock, so the same rows give the same
//! bytes.

use super::Kind;
use super::format::{Head, misplaced};
use crate::error::{Error, ErrorKind, Result};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::io::Write;
use std::sync::Arc;

/// Bytes of values in a row group, about: readers skip and share out whole groups, and one is held in memory.
const GROUP: usize = 16 << 20;
/// Bytes that are counted for a value beside its text.
const VALUE: usize = 8;

/// A table that is being written.
pub struct ParquetTable<'h, W: Write + Send> {
    heads: &'h [Head],
    columns: Vec<Values>,
    /// For each column, 1 for a value and 0 for a missing one.
    present: Vec<Vec<i16>>,
    bytes: usize,
    /// Bytes of a row group.
    most: usize,
    writer: SerializedFileWriter<W>,
}

/// The values of a column in the row group that grows, without the missing ones.
enum Values {
    /// All texts behind each other, and where each ends.
    Text(Vec<u8>, Vec<usize>),
    Number(Vec<i64>),
    Decimal(Vec<f64>),
    Flag(Vec<bool>),
}

impl<'h, W: Write + Send> ParquetTable<'h, W> {
    /// A table of these columns.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn new(table: &str, heads: &'h [Head], out: W) -> Result<Self> {
        let fields: Result<Vec<_>> =
            heads.iter().map(|head| field(head).map(Arc::new).map_err(|e| failed(&e))).collect();
        let schema = Type::group_type_builder(table).with_fields(fields?).build().map_err(|e| failed(&e))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(parquet::basic::ZstdLevel::default()))
            .set_created_by(concat!("tonescope version ", env!("CARGO_PKG_VERSION")).to_owned())
            // What is kept of each row group until the end is its ends alone.
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(|e| failed(&e))?;
        let columns = heads.iter().map(|head| Values::new(head.kind)).collect();
        Ok(Self { heads, columns, present: vec![Vec::new(); heads.len()], bytes: 0, most: GROUP, writer })
    }

    /// Adds a row whose cells are as CSV has them.
    ///
    /// # Errors
    /// A cell that is not of its column's kind; what the writer reports.
    pub fn add<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Result<()> {
        let columns = self.columns.iter_mut().zip(&mut self.present).zip(self.heads);
        for (((values, present), head), cell) in columns.zip(cells) {
            present.push(i16::from(!cell.is_empty()));
            if !cell.is_empty() {
                values.push(cell).ok_or_else(|| misplaced(head, cell))?;
            }
            self.bytes += VALUE + if head.kind == Kind::Text { cell.len() } else { 0 };
        }
        if self.bytes >= self.most { self.group() } else { Ok(()) }
    }

    /// Writes what is held as a row group.
    fn group(&mut self) -> Result<()> {
        self.bytes = 0;
        let mut group = self.writer.next_row_group().map_err(|e| failed(&e))?;
        for (values, present) in self.columns.iter_mut().zip(&mut self.present) {
            let missing = || Error::new(ErrorKind::Internal, "a table has more columns than its schema");
            let mut column = group.next_column().map_err(|e| failed(&e))?.ok_or_else(missing)?;
            values.write(&mut column, present).map_err(|e| failed(&e))?;
            column.close().map_err(|e| failed(&e))?;
            present.clear();
        }
        group.close().map(drop).map_err(|e| failed(&e))
    }

    /// Writes the rows that are left, and what they are.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn finish(mut self) -> Result<()> {
        if self.present.first().is_some_and(|rows| !rows.is_empty()) {
            self.group()?;
        }
        self.writer.close().map(drop).map_err(|e| failed(&e))
    }
}

impl Values {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(Vec::new(), Vec::new()),
            Kind::Number => Self::Number(Vec::new()),
            Kind::Decimal => Self::Decimal(Vec::new()),
            Kind::Flag => Self::Flag(Vec::new()),
        }
    }

    /// Adds a value; none for a cell of another kind.
    fn push(&mut self, cell: &str) -> Option<()> {
        match self {
            Self::Text(bytes, ends) => {
                bytes.extend_from_slice(cell.as_bytes());
                ends.push(bytes.len());
            }
            Self::Number(numbers) => numbers.push(cell.parse().ok()?),
            Self::Decimal(numbers) => numbers.push(cell.parse().ok().filter(|n: &f64| n.is_finite())?),
            Self::Flag(flags) => flags.push(cell.parse().ok()?),
        }
        Some(())
    }

    /// Writes the values, and forgets them.
    fn write(&mut self, column: &mut SerializedColumnWriter, present: &[i16]) -> std::result::Result<(), ParquetError> {
        let written = match self {
            Self::Text(bytes, ends) => {
                let all = ByteArray::from(std::mem::take(bytes));
                let mut start = 0;
                let texts: Vec<ByteArray> = ends
                    .drain(..)
                    .map(|end| {
                        let text = all.slice(start, end - start);
                        start = end;
                        text
                    })
                    .collect();
                column.typed::<ByteArrayType>().write_batch(&texts, Some(present), None)
            }
            Self::Number(numbers) => {
                column.typed::<Int64Type>().write_batch(&std::mem::take(numbers), Some(present), None)
            }
            Self::Decimal(numbers) => {
                column.typed::<DoubleType>().write_batch(&std::mem::take(numbers), Some(present), None)
            }
            Self::Flag(flags) => column.typed::<BoolType>().write_batch(&std::mem::take(flags), Some(present), None),
        };
        written.map(drop)
    }
}

fn field(head: &Head) -> std::result::Result<Type, ParquetError> {
    let (physical, logical) = match head.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => (Physical::INT64, None),
        Kind::Decimal => (Physical::DOUBLE, None),
        Kind::Flag => (Physical::BOOLEAN, None),
    };
    let builder = Type::primitive_type_builder(&head.name, physical);
    builder.with_logical_type(logical).with_repetition(Repetition::OPTIONAL).build()
}

fn failed(error: &ParquetError) -> Error {
    Error::new(ErrorKind::Io, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    #[test]
    fn rows_come_back_from_several_groups() {
        let kinds = [("t", Kind::Text), ("n", Kind::Number), ("d", Kind::Decimal), ("f", Kind::Flag)];
        let heads: Vec<Head> = kinds.map(|(name, kind)| Head { name: name.into(), kind, about: String::new() }).into();
        let row = |n: usize| {
            let gone = |cell: String, every: usize| if n.is_multiple_of(every) { String::new() } else { cell };
            [gone(format!("“{n}”"), 3), gone(format!("-{n}"), 5), gone(format!("0.{n:04}"), 7), gone("true".into(), 2)]
        };
        let written = |most: usize| {
            let mut out = Vec::new();
            let mut table = ParquetTable { most, ..ParquetTable::new("rows", &heads, &mut out).unwrap() };
            (0..1_000).for_each(|n| table.add(row(n).iter().map(String::as_str)).unwrap());
            table.finish().unwrap();
            out
        };
        let out = written(4_000);
        assert!(out == written(4_000) && out != written(GROUP));
        let reader = SerializedFileReader::new(file(&out)).unwrap();
        assert!(reader.num_row_groups() > 5);
        for (n, found) in reader.get_row_iter(None).unwrap().enumerate() {
            let [text, number, decimal, flag] = row(n);
            let expected = [
                if text.is_empty() { Field::Null } else { Field::Str(text) },
                number.parse().map_or(Field::Null, Field::Long),
                decimal.parse().map_or(Field::Null, Field::Double),
                flag.parse().map_or(Field::Null, Field::Bool),
            ];
            let found: Vec<Field> = found.unwrap().into_columns().into_iter().map(|(_, field)| field).collect();
            assert_eq!(found, expected, "{n}");
        }
        let mut table = ParquetTable::new("rows", &heads, std::io::sink()).unwrap();
        let error = table.add(["", "1.5"].into_iter()).unwrap_err();
        assert!(error.message().contains("in column n, expected integer"), "{error}");
    }

    /// A file that holds these bytes.
    fn file(bytes: &[u8]) -> std::fs::File {
        use std::io::{Seek, SeekFrom};
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        file
    }
}
