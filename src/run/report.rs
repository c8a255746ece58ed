//! `tonescope report`: a folder of CSV tables, a page and run.json, written beside and renamed at the end.

use super::compare::of_report;
use super::{Input, Item, RunOptions, Source, run};
use crate::aggregate::{Grouping, SEED, SpeakerTable, Speech, SpeechOptions};
use crate::analysis::{Analysis, Analyzer};
use crate::error::{Error, ErrorKind, Result};
use crate::report::html::{Facts, InputRow, Page};
use crate::report::{
    Cell, Column, Compared, CsvStyle, ErrorRow, Field, HitRows, Row, Totals, Unit, add_facts, comparison_fields,
    header, speaker_columns, trend_fields, write_row, write_rows,
};
use crate::span::{OffsetUnit, Offsets};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The file that completes a report.
const RUN_FILE: &str = "run.json";
/// The page.
const PAGE_FILE: &str = "report.html";
/// Pairs of speakers compared, and speakers by month.
const COMPARISONS: &str = "comparisons.csv";
const TRENDS: &str = "trends.csv";
/// The tables over articles.
const TABLES: [Unit; 5] = [Unit::Articles, Unit::Paragraphs, Unit::Quotes, Unit::SpeakerArticles, Unit::Hits];
/// Its key for the version, by which a report is known again.
const RUN_KEY: &str = "tonescope";

/// What a report is to hold.
#[derive(Debug, Clone)]
pub struct ReportOptions {
    /// How inputs are read.
    pub run: RunOptions,
    /// Which hits are listed; none leaves hits.csv out.
    pub hits: HitRows,
    /// How CSV is written.
    pub csv: CsvStyle,
    /// Unit of offsets.
    pub offsets: OffsetUnit,
    /// Replace a report that the folder already holds.
    pub force: bool,
    /// Merge no speakers over articles.
    pub apart: bool,
    /// Options as run.json records them.
    pub recorded: serde_json::Value,
}

/// What a report came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Counts.
    pub totals: Totals,
    /// What failed.
    pub errors: Vec<ErrorRow>,
    /// Files written.
    pub files: Vec<PathBuf>,
    /// Lines of the corrections that no quote was found for.
    pub unused_corrections: Vec<u64>,
}

impl Report {
    /// Analyses the inputs and writes the tables into `folder`. `failed` is called for each input that fails.
    ///
    /// # Errors
    /// A folder that cannot be written, that holds a table of the same name which no report wrote, or that holds a
    /// report which `force` does not allow to be replaced.
    pub fn write(
        analyzer: &Analyzer,
        inputs: &[Input],
        folder: &Path,
        options: &ReportOptions,
        mut failed: impl FnMut(&Error),
    ) -> Result<Self> {
        keep_others(folder, options.force)?;
        fs::create_dir_all(folder).map_err(|e| Error::io(folder, &e))?;
        let mut tables = Vec::new();
        for unit in TABLES.into_iter().filter(|u| *u != Unit::Hits || options.hits != HitRows::None) {
            tables.push(Table::create(folder, unit, analyzer, options)?);
        }
        let mut speakers = if options.apart { SpeakerTable::apart() } else { SpeakerTable::default() };
        let mut corrections = Corrected::new(analyzer);
        let mut page = Page::new(analyzer, options.apart, options.offsets);
        let mut speech = Speech::new(SpeechOptions { apart: options.apart, grouping: Grouping::Speaker, texts: false });
        let mut totals = Totals::default();
        let mut errors = Vec::new();
        let sources = run(analyzer, inputs, &options.run, |item| {
            match item {
                Item::Article(analysis) => {
                    totals.add(&analysis);
                    speakers.add(&analysis);
                    corrections.add(&analysis);
                    page.add(&analysis);
                    speech.add(&analysis, &[]);
                    let offsets = Offsets::new(analysis.article.text(), options.offsets);
                    let sha256 = sha256_hex(analysis.article.text().as_bytes());
                    tables.iter_mut().try_for_each(|t| t.article(analyzer, &analysis, &offsets, &sha256, options))?;
                }
                Item::Failed(error) => {
                    failed(&error);
                    errors.push(ErrorRow::from(&error));
                }
            }
            Ok(())
        })?;
        totals.speakers = speakers.len() as u64;
        let mut files: Vec<Pending> = tables.into_iter().map(|t| t.file).collect();
        files.push(speaker_file(folder, analyzer, &speakers, options.csv)?);
        files.push(error_file(folder, &errors, options.csv)?);
        let inputs = sources.iter().map(InputRow::from).collect();
        let mut facts = Facts { totals, errors: errors.clone(), inputs, ..Facts::default() };
        let compared = of_report(&speech, analyzer, options.run.threads)?;
        add_facts(&mut facts, analyzer.scheme(), &compared);
        files.extend(compared_files(folder, analyzer, &compared, options)?);
        files.push(page_file(folder, &page.finish(&facts, &speakers))?);
        files.push(run_file(folder, analyzer, &sources, (totals, &errors, &corrections), &options.recorded)?);
        let stale = folder.join("hits.csv");
        if options.hits == HitRows::None && stale.exists() {
            fs::remove_file(&stale).map_err(|e| Error::io(&stale, &e))?;
        }
        let files = files.into_iter().map(Pending::finish).collect::<Result<_>>()?;
        Ok(Self { totals, errors, files, unused_corrections: corrections.unused() })
    }
}

/// Which of the corrections were used.
#[derive(Debug, Clone, Default)]
pub struct Corrected {
    given: Vec<u64>,
    used: BTreeSet<u64>,
}

impl Corrected {
    /// None used yet.
    #[must_use]
    pub fn new(analyzer: &Analyzer) -> Self {
        Self { given: analyzer.corrections().lines().to_vec(), used: BTreeSet::new() }
    }

    /// Counts those that an article used.
    pub fn add(&mut self, analysis: &Analysis) {
        self.used.extend(&analysis.corrected);
    }

    /// Lines of those that no quote was found for.
    #[must_use]
    pub fn unused(&self) -> Vec<u64> {
        self.given.iter().copied().filter(|line| !self.used.contains(line)).collect()
    }

    fn recorded(&self) -> serde_json::Value {
        json!({"rows": self.given.len(), "used": self.used.len(), "unused_lines": self.unused()})
    }
}

/// An earlier report is replaced when the user says so; files that only share a table's name never are.
fn keep_others(folder: &Path, force: bool) -> Result<()> {
    let own = fs::read_to_string(folder.join(RUN_FILE)).ok();
    let run: Option<serde_json::Value> = own.and_then(|text| serde_json::from_str(&text).ok());
    if run.is_some_and(|r| r.get(RUN_KEY).is_some()) {
        let message = "the folder already holds a report; name another folder, or replace it with --force";
        return if force { Ok(()) } else { Err(Error::new(ErrorKind::Usage, message).at_path(folder)) };
    }
    let names = TABLES.iter().map(|u| format!("{}.csv", u.name()));
    let mut names =
        names.chain([COMPARISONS, TRENDS, "speakers.csv", "errors.csv", PAGE_FILE, RUN_FILE].map(str::to_owned));
    match names.find(|name| folder.join(name).exists()) {
        None => Ok(()),
        Some(name) => {
            let message = format!("the folder holds a file {name} that no report wrote; name another folder");
            Err(Error::new(ErrorKind::Usage, message).at_path(folder))
        }
    }
}

/// A file that is written under another name until all are done.
struct Pending {
    writer: BufWriter<NamedTempFile>,
    path: PathBuf,
}

impl Pending {
    fn create(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let file =
            tempfile::Builder::new().prefix(".tonescope-").tempfile_in(folder).map_err(|e| Error::io(folder, &e))?;
        Ok(Self { writer: BufWriter::new(file), path })
    }

    fn finish(self) -> Result<PathBuf> {
        let Self { writer, path } = self;
        let file = writer.into_inner().map_err(|e| Error::io(&path, e.error()))?;
        file.persist(&path).map_err(|e| Error::io(&path, &e.error))?;
        make_readable(&path)?;
        Ok(path)
    }
}

/// Temporary files are private to their owner; a report is not.
#[cfg(unix)]
fn make_readable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).map_err(|e| Error::io(path, &e))
}

#[cfg(not(unix))]
fn make_readable(_: &Path) -> Result<()> {
    Ok(())
}

struct Table {
    unit: Unit,
    columns: Vec<Column>,
    file: Pending,
}

impl Table {
    fn create(folder: &Path, unit: Unit, analyzer: &Analyzer, options: &ReportOptions) -> Result<Self> {
        let columns = unit.columns(analyzer.scheme());
        let mut file = Pending::create(folder, &format!("{}.csv", unit.name()))?;
        header(columns.iter().map(|c| c.name.as_str()), options.csv, &mut file.writer)?;
        Ok(Self { unit, columns, file })
    }

    fn article(
        &mut self,
        analyzer: &Analyzer,
        analysis: &Analysis,
        offsets: &Offsets,
        sha256: &str,
        options: &ReportOptions,
    ) -> Result<()> {
        for index in self.unit.rows(analysis, options.hits) {
            let row = Row { analysis, analyzer, offsets, sha256, index };
            let cells: Vec<Cell> = self.columns.iter().map(|c| c.cell(&row)).collect();
            write_row(&cells, options.csv, &mut self.file.writer).map_err(|e| e.at_path(&self.file.path))?;
        }
        Ok(())
    }
}

fn speaker_file(folder: &Path, analyzer: &Analyzer, speakers: &SpeakerTable, style: CsvStyle) -> Result<Pending> {
    let columns = speaker_columns(analyzer.scheme());
    let mut file = Pending::create(folder, "speakers.csv")?;
    header(columns.iter().map(|c| c.name.as_str()), style, &mut file.writer)?;
    let rows = speakers.by_name().into_iter().map(|row| columns.iter().map(|c| c.cell(row)).collect());
    write_rows(rows, style, &mut file.writer)?;
    Ok(file)
}

fn compared_files(
    folder: &Path,
    analyzer: &Analyzer,
    compared: &Compared,
    options: &ReportOptions,
) -> Result<[Pending; 2]> {
    let scheme = analyzer.scheme();
    Ok([
        table_file(folder, COMPARISONS, &comparison_fields(scheme), &compared.comparisons, options)?,
        table_file(folder, TRENDS, &trend_fields(scheme), &compared.trends, options)?,
    ])
}

fn table_file<R>(
    folder: &Path,
    name: &str,
    fields: &[Field<R>],
    rows: &[R],
    options: &ReportOptions,
) -> Result<Pending> {
    let mut file = Pending::create(folder, name)?;
    header(fields.iter().map(|f| f.name.as_str()), options.csv, &mut file.writer)?;
    write_rows(rows.iter().map(|row| fields.iter().map(|f| f.cell(row)).collect()), options.csv, &mut file.writer)?;
    Ok(file)
}

fn error_file(folder: &Path, errors: &[ErrorRow], style: CsvStyle) -> Result<Pending> {
    let mut file = Pending::create(folder, "errors.csv")?;
    header(["path", "line", "message"].into_iter(), style, &mut file.writer)?;
    let rows = errors.iter().map(|e| {
        let line = e.line.map_or(Cell::Empty, |l| Cell::Number(l as i64));
        vec![Cell::text(e.path.clone()), line, e.message.clone().into()]
    });
    write_rows(rows, style, &mut file.writer)?;
    Ok(file)
}

fn page_file(folder: &Path, page: &str) -> Result<Pending> {
    let mut file = Pending::create(folder, PAGE_FILE)?;
    file.writer.write_all(page.as_bytes()).map_err(|e| Error::io(&file.path, &e))?;
    Ok(file)
}

/// What was done with what, so that every figure can be made again. No clock, no machine.
fn run_file(
    folder: &Path,
    analyzer: &Analyzer,
    sources: &[Source],
    (totals, errors, corrections): (Totals, &[ErrorRow], &Corrected),
    recorded: &serde_json::Value,
) -> Result<Pending> {
    let lexicons: Vec<_> = analyzer
        .lexicons()
        .iter()
        .map(|l| json!({"id": l.id(), "version": l.manifest().version, "sha256": l.sha256(), "entries": l.entries().len()}))
        .collect();
    let inputs: Vec<_> = sources
        .iter()
        .map(|s| json!({"path": s.path, "bytes": s.bytes, "sha256": s.sha256, "documents": s.documents}))
        .collect();
    let data = json!({
        RUN_KEY: env!("CARGO_PKG_VERSION"),
        "lexicons": lexicons,
        "options": recorded,
        "seed": SEED,
        "inputs": inputs,
        "counts": {
            "read": totals.articles + totals.skipped + errors.len() as u64,
            "articles": totals.articles,
            "skipped": totals.skipped,
            "failed": errors.len(),
            "words": totals.words,
            "quotes": totals.quotes,
            "speakers": totals.speakers,
        },
        "corrections": corrections.recorded(),
        "complete": true,
    });
    let mut file = Pending::create(folder, RUN_FILE)?;
    let text = serde_json::to_string_pretty(&data).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
    writeln!(file.writer, "{text}").map_err(|e| Error::io(&file.path, &e))?;
    Ok(file)
}

/// SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).as_slice())
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
