//! Finished reports → one report, as if it had been written over all their inputs, in their order.

use super::draft::{Draft, Growing, keep_inputs};
use super::formats::{final_name, grown_name, of_report, table};
use super::ledger::{Entered, Ledger};
use super::record::{self, Record};
use super::report::{End, Notice, Report, ReportOptions, conclude};
use super::speakers::Gathering;
use super::stored::Stored;
use super::survey::Survey;
use super::tables::{COMPARISONS, DISTINCTIVE, RANKING, SKETCHES, SPEAKERS, Sketches, TRENDS};
use super::{Input, PageFile, Watch, again, page, partials};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{Cell, CsvStyle, TableFormat, Unit, header, write_row};
use crate::score::Scheme;
use crate::span::OffsetUnit;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, copy};
use std::path::{Path, PathBuf};

/// The folders of the reports that the inputs are; none where no input is a report.
pub(super) fn reports(inputs: &[Input]) -> Result<Option<Vec<PathBuf>>> {
    let folders: Vec<PathBuf> = inputs
        .iter()
        .filter(|input| input.is_report())
        .filter_map(|input| if let Input::Path(path) = input { Some(path.clone()) } else { None })
        .collect();
    if folders.is_empty() {
        return Ok(None);
    }
    if folders.len() < inputs.len() {
        let message = "this is a finished report, and others of the inputs are articles; write a report of those first, \
                       then name only reports";
        return Err(Error::new(ErrorKind::Usage, message).at_path(&folders[0]));
    }
    Ok(Some(folders))
}

/// Merges the reports in `folders` into one in `folder`.
pub(super) fn write(
    analyzer: &Analyzer,
    folders: &[PathBuf],
    folder: &Path,
    options: &ReportOptions,
    watch: &Watch,
    mut notice: impl FnMut(Notice),
) -> Result<Report> {
    let records = agreeing(analyzer, folders)?;
    let csv = CsvStyle { excel: records[0].get("options")["excel"].as_bool().unwrap_or_default() };
    if csv.excel && options.format != TableFormat::Csv {
        let message = "this report was written for Excel (--excel), and other formats have no such cells; write it again \
                       without, or leave --format out";
        return Err(Error::new(ErrorKind::Usage, message).at_path(&folders[0]));
    }
    let formats: Vec<TableFormat> =
        folders.iter().zip(&records).map(|(f, r)| of_report(f, r.get("options"))).collect::<Result<_>>()?;
    let mut grown: Vec<String> = records[0].files().iter().map(|name| grown_name(name, formats[0])).collect();
    grown.push(record::FILE.to_owned());
    let names: Vec<String> = grown.iter().map(|name| final_name(name, options.format)).collect();
    let inputs: Vec<Input> = folders.iter().cloned().map(Input::Path).collect();
    if folders.iter().any(|f| f.canonicalize().is_ok_and(|f| folder.canonicalize().is_ok_and(|o| f == o))) {
        let message = "this is one of the reports to be merged; name another folder";
        return Err(Error::new(ErrorKind::Usage, message).at_path(folder));
    }
    keep_inputs(folder, &names, &inputs)?;
    let draft = Draft::open(folder, &names, options.force, false)?;
    let mut ledger = Ledger::within(analyzer, draft.place());
    let mut merged = Merged::open(&draft, &grown, analyzer.scheme(), csv)?;
    for ((folder, record), format) in folders.iter().zip(&records).zip(formats) {
        merged.append((folder, format), &mut ledger, watch, &mut notice)?;
        ledger.recall(record);
    }
    let sources = records.iter().flat_map(|r| r.get("inputs").as_array().into_iter().flatten()).cloned().collect();
    let mut recorded = records[0].get("options").clone();
    recorded["format"] = options.format.name().into();
    let apart = recorded["apart"].as_bool().unwrap_or_default();
    let unit = recorded["offsets"].as_str().and_then(OffsetUnit::parse).unwrap_or_default();
    let mut page = PageFile::new(analyzer, apart, unit);
    let sources = Value::Array(sources);
    again::add(&mut page, analyzer, &sources, (&records[0], ledger.totals().articles), options, watch)?;
    let end = End {
        options: &recorded,
        inputs: sources,
        corrections: corrections(&records),
        format: options.format,
        csv,
        apart,
        threads: options.run.threads,
        page,
    };
    let mut files = merged.close();
    // What is said is read from the merged table.
    files.iter_mut().try_for_each(Growing::sync)?;
    let mut gathering = Gathering::new(draft.place(), Some(Survey::new(draft.place(), apart)));
    gathering.read(&draft.place().join(partials::FILE), analyzer)?;
    conclude(draft, analyzer, files, (ledger, gathering), end, watch)
}

/// The records of reports that were written by the same version with the same options and lexicons.
fn agreeing(analyzer: &Analyzer, folders: &[PathBuf]) -> Result<Vec<Record>> {
    let records: Vec<Record> = folders.iter().map(|folder| Record::read(folder)).collect::<Result<_>>()?;
    let usage = |folder: &Path, message: String| Err(Error::new(ErrorKind::Usage, message).at_path(folder));
    for (folder, record) in folders.iter().zip(&records) {
        let first = &records[0];
        let lexicons = record::lexicons(analyzer);
        let message = if record.version() != first.version() || record.partials() != Some(partials::VERSION) {
            "another version of tonescope wrote this report; write it again to merge it"
        } else if !record.get("options").is_object() {
            "found no options in run.json, which is damaged; write the report again"
        } else if contents(record) != contents(first) {
            "this report was written with other options than the first; write it again with the same"
        } else if *record.get("lexicons") != lexicons {
            "this report was scored with other lexicons; name them with --lexicon, or write it again"
        } else {
            continue;
        };
        return usage(folder, message.to_owned());
    }
    Ok(records)
}

/// A report's options but for the format of its tables, which any may have.
fn contents(record: &Record) -> Value {
    let mut options = record.get("options").clone();
    if let Some(options) = options.as_object_mut() {
        options.remove("format");
    }
    options
}

/// The corrections' use: unused is what no report used.
fn corrections(records: &[Record]) -> Value {
    let lines = |record: &Record| -> Vec<u64> {
        let lines = record.get("corrections")["unused_lines"].as_array().into_iter().flatten();
        lines.filter_map(Value::as_u64).collect()
    };
    let mut unused = lines(&records[0]);
    for record in &records[1..] {
        let other = lines(record);
        unused.retain(|line| other.contains(line));
    }
    let rows = records[0].get("corrections")["rows"].as_u64().unwrap_or_default();
    json!({"rows": rows, "used": rows.saturating_sub(unused.len() as u64), "unused_lines": unused})
}

/// The files of the merged report.
struct Merged<'a> {
    scheme: &'a Scheme,
    csv: CsvStyle,
    articles: Growing,
    partials: Growing,
    sketches: Growing,
    /// Those that are taken over byte by byte.
    others: Vec<Growing>,
}

impl<'a> Merged<'a> {
    fn open(draft: &Draft, names: &[String], scheme: &'a Scheme, csv: CsvStyle) -> Result<Self> {
        let articles = articles_name();
        let changed = [articles.as_str(), partials::FILE, SKETCHES, SPEAKERS, record::FILE];
        let changed =
            changed.into_iter().chain([COMPARISONS, RANKING, TRENDS, DISTINCTIVE, page::FILE]).collect::<Vec<_>>();
        let others = names.iter().filter(|name| !changed.contains(&name.as_str()));
        Ok(Self {
            scheme,
            csv,
            articles: draft.grow(&articles)?,
            partials: draft.grow(partials::FILE)?,
            sketches: draft.grow(SKETCHES)?,
            others: others.map(|name| draft.grow(name)).collect::<Result<_>>()?,
        })
    }

    /// Adds a report's rows; its articles get the clusters that they have among all.
    fn append(
        &mut self,
        (folder, format): (&Path, TableFormat),
        ledger: &mut Ledger,
        watch: &Watch,
        notice: &mut impl FnMut(Notice),
    ) -> Result<()> {
        for file in &mut self.others {
            match (format, table(file.name()).map(str::to_owned)) {
                (TableFormat::Csv, _) | (_, None) => append_bytes(folder, file)?,
                (_, Some(table)) => {
                    let rows = Stored::open(folder, &table, format, self.scheme)?;
                    Table::open(rows, self.csv, file)?.append(watch, file)?;
                }
            }
        }
        let articles = Stored::open(folder, Unit::Articles.name(), format, self.scheme)?;
        let mut rows = Table::open(articles, self.csv, &mut self.articles)?;
        let speech = Stored::csv(folder.join(partials::FILE))?;
        let mut speech = Table::open(speech, CsvStyle::default(), &mut self.partials)?;
        let sketches = folder.join(SKETCHES);
        if self.sketches.length() == 0 {
            self.sketches.add(&header_line(&mut open(&sketches)?, &sketches)?)?;
        }
        for seen in Sketches::open(&sketches)? {
            watch.check()?;
            let seen = seen?;
            let Entered { cluster_id, first } = ledger.place(&seen.id, &seen.place, &seen.sketch)?;
            rows.copy(&cluster_id, &mut self.articles)?;
            (0..seen.partials).try_for_each(|_| speech.copy(&cluster_id, &mut self.partials))?;
            seen.write(&cluster_id, &mut self.sketches)?;
            if let Some(first) = &first {
                notice(Notice::Duplicate { id: &seen.id, first, again: &seen.place });
            }
        }
        Ok(())
    }

    fn close(self) -> Vec<Growing> {
        let mut files = vec![self.articles, self.partials, self.sketches];
        files.extend(self.others);
        files
    }
}

fn articles_name() -> String {
    format!("{}.csv", Unit::Articles.name())
}

fn open(path: &Path) -> Result<BufReader<File>> {
    File::open(path).map(|f| BufReader::with_capacity(1 << 16, f)).map_err(|e| Error::io(path, &e))
}

/// The first line, with its end; no column's name has a line end in it.
fn header_line(file: &mut impl BufRead, path: &Path) -> Result<Vec<u8>> {
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line).map_err(|e| Error::io(path, &e))?;
    Ok(line)
}

/// Adds a file's rows as they stand; the header comes with the first.
fn append_bytes(folder: &Path, out: &mut Growing) -> Result<()> {
    let path = folder.join(out.name());
    let mut file = open(&path)?;
    let header = header_line(&mut file, &path)?;
    if out.length() == 0 {
        out.add(&header)?;
    }
    copy(&mut file, out).map(drop).map_err(|e| Error::io(&path, &e))
}

/// A table that is added row by row.
struct Table {
    rows: Stored,
    record: csv::StringRecord,
}

impl Table {
    /// Its header is added where it is the first.
    fn open(rows: Stored, style: CsvStyle, out: &mut Growing) -> Result<Self> {
        if out.length() == 0 {
            header(rows.names().iter().map(String::as_str), style, out)?;
        }
        Ok(Self { rows, record: csv::StringRecord::new() })
    }

    /// Copies all rows.
    fn append(&mut self, watch: &Watch, out: &mut Growing) -> Result<()> {
        while self.rows.next(&mut self.record)? {
            watch.check()?;
            self.write(None, out)?;
        }
        Ok(())
    }

    /// Copies the next row with another cluster, which is its last cell.
    fn copy(&mut self, cluster: &str, out: &mut Growing) -> Result<()> {
        if !self.rows.next(&mut self.record)? {
            let message = format!("found fewer rows than {SKETCHES} says; write the report again");
            return Err(Error::new(ErrorKind::Record, message).at_path(self.rows.path()));
        }
        self.record.truncate(self.record.len().saturating_sub(1));
        self.write(Some(cluster), out)
    }

    /// Cells stand as they were read, so those of a report for Excel stay tame.
    fn write(&self, cluster: Option<&str>, out: &mut Growing) -> Result<()> {
        let cells: Vec<Cell> = self.record.iter().chain(cluster).map(Cell::from).collect();
        write_row(&cells, CsvStyle::default(), out)
    }
}
