//! The tables of a report in another format than CSV. Until the end they grow as CSV, which can be continued behind any
//! row and is read again for the page and the comparisons; then each is turned into what was asked for.

use super::Watch;
use super::draft::{Draft, Growing};
use super::engine::each;
use super::stored::Stored;
use super::tables::SKETCHES;
use super::{page, partials, record};
use crate::error::{Error, ErrorKind, Result};
use crate::report::{Head, JsonLines, TableFormat, table_heads};
use crate::score::Scheme;
use std::path::Path;

/// Rows from one look at whether the run was stopped to the next.
const LOOK: u64 = 1_000;
/// Bytes of lines that are handed on at a time.
const HANDED: usize = 64 << 10;

/// The table whose file has this name while it grows; none for files that are CSV in every report, as the program itself
/// reads them, and for those that are no tables.
pub(super) fn table(file: &str) -> Option<&str> {
    let kept = [partials::FILE, SKETCHES, record::FILE, page::FILE];
    file.strip_suffix(".csv").filter(|_| !kept.contains(&file))
}

/// The name that a file has in a report of this format.
pub(super) fn final_name(file: &str, format: TableFormat) -> String {
    table(file).map_or_else(|| file.to_owned(), |table| format.file(table))
}

/// The name under which a file of a report of this format grows.
pub(super) fn grown_name(file: &str, format: TableFormat) -> String {
    let grown = file.strip_suffix(&format!(".{}", format.name())).map(|table| TableFormat::Csv.file(table));
    grown.filter(|name| table(name).is_some()).unwrap_or_else(|| file.to_owned())
}

/// The format of the report in a folder, as the options of its run.json have it.
pub(super) fn of_report(folder: &Path, options: &serde_json::Value) -> Result<TableFormat> {
    match options.get("format").and_then(serde_json::Value::as_str) {
        // Reports had one format before they had a choice.
        None => Ok(TableFormat::Csv),
        Some(name) => TableFormat::parse(name).ok_or_else(|| {
            let message = format!("found tables in the format {name:?}, expected csv, jsonl or parquet");
            Error::new(ErrorKind::Usage, message).at_path(folder)
        }),
    }
}

/// The files with all tables in the format; several are turned at a time.
pub(super) fn convert(
    draft: &Draft,
    mut files: Vec<Growing>,
    format: TableFormat,
    scheme: &Scheme,
    (threads, watch): (usize, &Watch),
) -> Result<Vec<Growing>> {
    if format == TableFormat::Csv {
        return Ok(files);
    }
    files.iter_mut().try_for_each(Growing::sync)?;
    let tables: Vec<Option<String>> = files.iter().map(|file| table(file.name()).map(str::to_owned)).collect();
    let turned = each(threads, tables.len(), |at| {
        let Some(table) = &tables[at] else { return Ok(None) };
        let mut out = draft.grow(&format.file(table))?;
        let unknown = || Error::new(ErrorKind::Internal, format!("{table} has no list of columns"));
        let heads = table_heads(table, scheme).ok_or_else(unknown)?;
        let mut rows = Stored::csv(draft.place().join(TableFormat::Csv.file(table)))?;
        // Errors name the file as the report would have it.
        let path = out.path().to_owned();
        write(&mut rows, (table, &heads), format, &mut out, watch).map_err(|e| e.at_path(&path))?;
        Ok(Some(out))
    })?;
    let all = files.into_iter().zip(turned);
    all.map(|(grown, turned): (Growing, Result<Option<Growing>>)| Ok(turned?.unwrap_or(grown))).collect()
}

fn write(
    rows: &mut Stored,
    (table, heads): (&str, &[Head]),
    format: TableFormat,
    out: &mut Growing,
    watch: &Watch,
) -> Result<()> {
    if !rows.names().iter().eq(heads.iter().map(|head| &head.name)) {
        let message = format!("found other columns than those of {table}; write the report again");
        return Err(Error::new(ErrorKind::Record, message));
    }
    match format {
        TableFormat::Csv => Ok(()),
        TableFormat::Jsonl => {
            let (lines, mut bytes) = (JsonLines::new(heads)?, Vec::with_capacity(2 * HANDED));
            each_row(rows, watch, |row| {
                lines.add(row.iter(), &mut bytes)?;
                if bytes.len() >= HANDED {
                    out.add(&bytes)?;
                    bytes.clear();
                }
                Ok(())
            })?;
            out.add(&bytes)
        }
        TableFormat::Parquet => parquet(rows, (table, heads), out, watch),
    }
}

#[cfg(feature = "parquet")]
fn parquet(rows: &mut Stored, (table, heads): (&str, &[Head]), out: &mut Growing, watch: &Watch) -> Result<()> {
    let mut written = crate::report::ParquetTable::new(table, heads, out)?;
    each_row(rows, watch, |row| written.add(row.iter()))?;
    written.finish()
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &mut Stored, _: (&str, &[Head]), _: &mut Growing, _: &Watch) -> Result<()> {
    TableFormat::Parquet.check()
}

fn each_row(rows: &mut Stored, watch: &Watch, mut take: impl FnMut(&csv::StringRecord) -> Result<()>) -> Result<()> {
    let mut row = csv::StringRecord::new();
    let mut number = 0_u64;
    while rows.next(&mut row)? {
        if number.is_multiple_of(LOOK) {
            watch.check()?;
        }
        number += 1;
        take(&row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_alone_change_their_names() {
        for format in [TableFormat::Csv, TableFormat::Jsonl, TableFormat::Parquet] {
            for file in ["quotes.csv", "errors.csv", "partials.csv", "sketches.csv", "run.json", "report.html"] {
                assert_eq!(grown_name(&final_name(file, format), format), file);
            }
            assert_eq!(final_name("partials.csv", format), "partials.csv");
        }
        assert_eq!(final_name("quotes.csv", TableFormat::Jsonl), "quotes.jsonl");
    }
}
