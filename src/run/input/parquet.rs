//! Parquet: one record a row.

use super::{Content, Reading, Sink, Stop, too_long};
use crate::error::{Error, ErrorKind};
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use serde_json::{Map, Value};
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a table row by row.
pub(super) fn read(file: File, sink: &mut Sink) -> Reading<()> {
    let reader = caught(|| SerializedFileReader::new(file)).map_err(|why| damaged(sink, &why))?;
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let columns: Vec<String> = fields.iter().map(|f| f.name().to_owned()).collect();
    sink.file.options.fields.check(&columns).map_err(|e| sink.file.error(e))?;
    let limit = sink.file.options.max_record;
    let mut rows = RowIter::from_file_into(Box::new(reader));
    for number in 1.. {
        let row = caught(|| rows.next().transpose()).map_err(|why| damaged(sink, &why))?;
        let Some(row) = row else { break };
        let fields = record(row);
        let bytes = fields.values().map(|v| v.as_str().map_or(16, str::len)).sum::<usize>();
        if bytes as u64 > limit {
            let message = format!("row {number}: {}", too_long(limit, "record").message());
            sink.failed(Error::new(ErrorKind::Record, message))?;
        } else {
            sink.document(None, Content::Fields { number, fields, bytes })?;
        }
    }
    Ok(())
}

/// What the library gives, or why not: on some damaged files it panics instead of saying so.
pub(in crate::run) fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|e| e.to_string()),
        Err(_) => Err("its parts contradict each other".to_owned()),
    }
}

fn damaged(sink: &Sink, why: &str) -> Stop {
    let message = format!("found a damaged Parquet file ({why}); write or fetch it again");
    sink.file.error(Error::new(ErrorKind::Record, message))
}

/// A row's fields; columns of bytes are text where they can be, as older writers leave them unmarked.
fn record(row: Row) -> Map<String, Value> {
    let value = |field: &Field| match field {
        Field::Bytes(bytes) => {
            bytes.as_utf8().map_or_else(|_| field.to_json_value(), |text| Value::String(text.to_owned()))
        }
        other => other.to_json_value(),
    };
    row.into_columns().into_iter().map(|(name, field)| (name, value(&field))).collect()
}
