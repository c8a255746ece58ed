//! `tonescope report`: a folder of tables, a page and run.json, written beside and renamed at the end.

use super::checkpoint::{Checkpoint, task};
use super::draft::{Draft, Growing, keep_inputs};
use super::engine::beside;
use super::formats::convert;
use super::ledger::{Keep, Ledger};
use super::record::{self, Parts, Record};
use super::speakers::Gathering;
use super::stream::{Mark, stream};
use super::survey::{Ranking, Survey, Surveyed};
use super::tables::{COMPARISONS, DISTINCTIVE, RANKING, Rows, SPEAKERS, TRENDS, Tables};
use super::{Input, PageFile, Place, RunOptions, Source, Watch, compare, merge, page, quoted};
use crate::aggregate::{SpeakerRow, column_order};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::html::Facts;
use crate::report::{
    Compared, CsvStyle, Field, HitRows, TableFormat, Totals, Unit, add_facts, comparison_fields, distinctive_fields,
    header, speaker_columns, trend_fields, write_rows,
};
use crate::score::Scheme;
use crate::span::OffsetUnit;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What a report is to hold.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct ReportOptions {
    /// How inputs are read.
    pub run: RunOptions,
    /// Which hits are listed; none leaves hits.csv out.
    pub hits: HitRows,
    /// How tables are written; those from which reports are continued and merged are CSV in any case.
    pub format: TableFormat,
    /// How CSV is written; other formats need no style.
    pub csv: CsvStyle,
    /// Unit of offsets.
    pub offsets: OffsetUnit,
    /// Replace a report that the folder already holds.
    pub force: bool,
    /// Merge no speakers over articles.
    pub apart: bool,
    /// Find near-duplicate articles.
    pub dedup: bool,
    /// Stop at the first document or file that fails.
    pub strict: bool,
    /// Go on with an interrupted run of the same task, where there is one.
    pub resume: bool,
    /// Options as run.json records them.
    pub recorded: Value,
}

impl ReportOptions {
    pub(super) fn keep(&self) -> Keep {
        Keep { sketch: self.dedup, partials: true, apart: self.apart }
    }
}

/// What a report came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Counts.
    pub totals: Totals,
    /// Documents and files that failed.
    pub failed: u64,
    /// Articles that are copies of an earlier one.
    pub copies: u64,
    /// Articles whose id an earlier one has.
    pub duplicates: u64,
    /// Files written.
    pub files: Vec<PathBuf>,
    /// Lines of the corrections that no quote was found for.
    pub unused_corrections: Vec<u64>,
}

/// What is told while a report is written.
#[derive(Debug)]
pub enum Notice<'a> {
    /// A document or file failed.
    Failed(&'a Error),
    /// An article has the id of an earlier one; both are kept.
    Duplicate {
        /// The id.
        id: &'a str,
        /// Where it stood first.
        first: &'a Place,
        /// Where it stands again.
        again: &'a Place,
    },
    /// An interrupted run is continued behind so many articles.
    Resumed(u64),
    /// A document was dealt with.
    Read,
}

impl Report {
    /// Analyses the inputs and writes the tables into `folder`; inputs that are finished reports are merged instead.
    /// `notice` is called in the order of the inputs.
    ///
    /// # Errors
    /// A folder that cannot be written, that holds a table of the same name which no report wrote or a report which
    /// `force` does not allow to be replaced, or in which an input would be overwritten; the first failure of a strict
    /// run; that the run was stopped by its `watch`. No part of a report is left in any of these cases; a run that was
    /// stopped behind a checkpoint can be continued with `resume`.
    pub fn write(
        analyzer: &Analyzer,
        inputs: &[Input],
        folder: &Path,
        options: &ReportOptions,
        watch: &Watch,
        mut notice: impl FnMut(Notice),
    ) -> Result<Self> {
        options.format.check()?;
        if let Some(reports) = merge::reports(inputs)? {
            return merge::write(analyzer, &reports, folder, options, watch, notice);
        }
        let rows = Rows::new(analyzer, options);
        let mut names = rows.names();
        names.push(record::FILE.to_owned());
        keep_inputs(folder, &names, inputs)?;
        let mut draft = Draft::open(folder, &names, options.force, options.resume)?;
        let task = task(analyzer, inputs, &options.recorded);
        let resumed = if options.resume { Checkpoint::read(&draft, &task) } else { Ok(None) };
        let resumed = resumed.inspect_err(|_| draft.keep())?;
        let from = resumed.as_ref().map(Checkpoint::mark).unwrap_or_default();
        let tables = Tables::open(&draft, &rows, task, resumed.as_ref());
        // What cannot be gone on with now is nothing to throw away: a disk may come back.
        let mut tables = tables.inspect_err(|_| {
            if resumed.is_some() {
                draft.keep();
            }
        })?;
        if let Some(checkpoint) = &resumed {
            notice(Notice::Resumed(checkpoint.articles));
        }
        let read = stream(
            analyzer,
            inputs,
            &options.run,
            watch,
            from,
            |item, place| rows.made(item, place),
            |made, mark: Mark| tables.take(made, mark, (&draft, options), &mut notice),
        );
        let sources = match read {
            Ok(sources) => sources,
            Err(error) => return Err(stopped(error, &mut tables, &mut draft)),
        };
        // What was read is no less worth keeping while the end is written.
        let resumable = tables.resumable;
        if resumable {
            draft.keep();
        }
        let (files, ledger, gathering, page) = tables.close();
        let unused_corrections = ledger.corrections().unused();
        let end = End::of(options, &sources, &ledger, page);
        let report = conclude(draft, analyzer, files, (ledger, gathering), end, watch);
        let report = report.map_err(|error| if resumable { advised(error, "what was read is kept") } else { error })?;
        Ok(Self { unused_corrections, ..report })
    }
}

/// What becomes of a run that ended early: behind a checkpoint it is kept, else nothing is.
fn stopped(error: Error, tables: &mut Tables, draft: &mut Draft) -> Error {
    if !tables.resumable || !matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::Io | ErrorKind::Usage) {
        return error;
    }
    // Where the disk is full the last checkpoint stands.
    if error.kind() == ErrorKind::Interrupted {
        let _ = tables.save(draft);
    }
    draft.keep();
    // Other inputs: the error says itself what to do.
    if error.kind() == ErrorKind::Usage {
        return error;
    }
    advised(error, &format!("{} articles are kept", tables.ledger.totals().articles))
}

/// An error of a run that can be gone on with.
fn advised(error: Error, kept: &str) -> Error {
    if !matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::Io) {
        return error;
    }
    let message = format!("{}; {kept}: repeat the command with --resume to go on", error.message());
    let location = error.location();
    let kept = Error::new(error.kind(), message);
    match &location.path {
        Some(path) => kept.at_path(path),
        None => kept,
    }
}

/// What the end of a report needs beside its tables.
pub(super) struct End<'a> {
    pub options: &'a Value,
    pub inputs: Value,
    pub corrections: Value,
    pub format: TableFormat,
    pub csv: CsvStyle,
    pub apart: bool,
    pub threads: usize,
    pub page: PageFile<'a>,
}

impl<'a> End<'a> {
    fn of(options: &'a ReportOptions, sources: &[Source], ledger: &Ledger, page: PageFile<'a>) -> Self {
        Self {
            options: &options.recorded,
            inputs: record::inputs(sources),
            corrections: ledger.corrections().recorded(),
            format: options.format,
            csv: options.csv,
            apart: options.apart,
            threads: options.run.threads,
            page,
        }
    }
}

/// Adds up the speakers, compares them, writes the page and run.json and gives all files their names.
pub(super) fn conclude(
    draft: Draft,
    analyzer: &Analyzer,
    mut files: Vec<Growing>,
    (mut ledger, gathering): (Ledger, Gathering),
    mut end: End,
    watch: &Watch,
) -> Result<Report> {
    // From here on some of them are read again.
    files.iter_mut().try_for_each(Growing::sync)?;
    ledger.close(draft.place());
    let scheme = analyzer.scheme();
    let columns = column_order(scheme);
    let (speaker_file, count, survey) = speakers(&draft, scheme, gathering, &mut end, watch)?;
    files.push(speaker_file);
    let (surveyed, ranking) = survey.finish(&columns)?;
    let totals = Totals { speakers: count, ..ledger.totals() };
    watch.check()?;
    let hits = files.iter().any(|f| f.name() == quoted::file(Unit::Hits));
    let csv = end.csv;
    let (compared, ranking) = compared(&draft, analyzer, (&surveyed, ranking), &columns, hits, &mut end)?;
    files.push(table(&draft, COMPARISONS, &comparison_fields(scheme), &compared.comparisons, csv)?);
    files.extend(ranking);
    files.push(table(&draft, TRENDS, &trend_fields(scheme), &compared.trends, csv)?);
    files.push(table(&draft, DISTINCTIVE, &distinctive_fields(), &compared.distinctive, csv)?);
    let mut facts = Facts { totals, inputs: page::inputs(&end.inputs), ..Facts::default() };
    add_facts(&mut facts, scheme, &compared);
    let mut page_file = draft.grow(page::FILE)?;
    page_file.add(end.page.finish_with(facts).as_bytes())?;
    files.push(page_file);
    let files = convert(&draft, files, end.format, scheme, (end.threads, watch))?;
    let mut names: Vec<&str> = files.iter().map(Growing::name).collect();
    names.sort_unstable();
    let parts =
        Parts { options: end.options, inputs: end.inputs, corrections: end.corrections, speakers: count, files: names };
    let record = Record::new(analyzer, &ledger, &parts).render()?;
    let mut record_file = draft.grow(record::FILE)?;
    record_file.add(record.as_bytes())?;
    watch.check()?;
    let (failed, copies, duplicates) = (ledger.failed(), ledger.copied, ledger.duplicates());
    let files = draft.finish(files, record_file)?;
    Ok(Report { totals, failed, copies, duplicates, files, unused_corrections: Vec::new() })
}

/// Compares the speakers; beside that the page reads what it shows, and the ranking is written.
fn compared(
    draft: &Draft,
    analyzer: &Analyzer,
    (surveyed, ranking): (&Surveyed, Ranking),
    columns: &[usize],
    hits: bool,
    end: &mut End,
) -> Result<(Compared, Option<Growing>)> {
    let (how, csv) = ((end.apart, end.threads), end.csv);
    let page = &mut end.page;
    let aside = || {
        let sample = page.read(draft, csv, hits, &surveyed.chosen)?;
        let mut file = draft.grow(RANKING)?;
        ranking.write(analyzer, columns, csv, &mut file, |ranked| page.ranked(ranked))?;
        Ok((sample, file))
    };
    beside(end.threads, aside, |aside| {
        let mut ranking = None;
        let sample = || {
            let (sample, file) = aside()?;
            ranking = Some(file);
            Ok(sample)
        };
        let compared = compare::of_report(draft, analyzer, surveyed, how, sample)?;
        Ok((compared, ranking))
    })
}

/// Writes the table of speakers, and shows them to the page.
fn speakers(
    draft: &Draft,
    scheme: &Scheme,
    gathering: Gathering,
    end: &mut End,
    watch: &Watch,
) -> Result<(Growing, u64, Survey)> {
    let mut file = draft.grow(SPEAKERS)?;
    header(speaker_columns(scheme).iter().map(|c| c.name.as_str()), end.csv, &mut file)?;
    let each = |scope: &str, row: SpeakerRow| end.page.speaker(scope, row);
    let (count, survey) = gathering.write(scheme, end.csv, (watch, end.threads), &mut file, each)?;
    let survey = survey.ok_or_else(|| Error::new(ErrorKind::Internal, "a report was written without its survey"))?;
    Ok((file, count, survey))
}

fn table<R>(draft: &Draft, name: &'static str, fields: &[Field<R>], rows: &[R], style: CsvStyle) -> Result<Growing> {
    let mut file = draft.grow(name)?;
    header(fields.iter().map(|f| f.name.as_str()), style, &mut file)?;
    write_rows(rows.iter().map(|row| fields.iter().map(|f| f.cell(row)).collect()), style, &mut file)?;
    Ok(file)
}

/// SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes).as_slice())
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
