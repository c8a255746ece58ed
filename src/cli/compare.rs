//! `tonescope compare`.

use super::args::compare::{CompareArgs, CompareFormat, CompareTable};
use super::exit::{Outcome, tell, tell_skipped};
use super::output::Output;
use super::settings::width;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tonescope::aggregate::{CompareSettings, Comparing, Grouping, Period, SpeechOptions};
use tonescope::analysis::Analyzer;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::html::{Facts, InputRow, LISTED};
use tonescope::report::{
    Compared, CsvStyle, ErrorRow, Field, Totals, comparison_fields, comparison_json, comparison_page, comparison_view,
    distinctive_fields, dyad_fields, left_out_lines, ranking_fields, trend_fields,
};
use tonescope::run::{self, GatherOptions, Gathered, Input};
use tonescope::study::targets;

/// The files beside the tables: the page, and how all were made.
const PAGE_FILE: &str = "report.html";
const RUN_FILE: &str = "run.json";
const TABLES: [CompareTable; 5] = [
    CompareTable::Comparisons,
    CompareTable::Ranking,
    CompareTable::Trends,
    CompareTable::Dyads,
    CompareTable::Distinctive,
];

/// Compares, and prints or writes what was found; what was left out is told on standard error.
pub fn run(args: &CompareArgs) -> Result<Outcome> {
    if args.table.is_some() && args.format != CompareFormat::Csv {
        let message = "--table picks the table of --format csv; add that, or leave --table out";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let analyzer = args.analysis.analyzer()?;
    let settings = settings(args, analyzer)?;
    let inputs = args.input.inputs();
    let tables =
        Shown { args, reports: inputs.iter().any(Input::is_report), quoteless: inputs.iter().any(Input::lacks_quotes) };
    let folder = args.output.as_deref().map(|folder| Folder::open(folder, &tables)).transpose()?;
    let speech = SpeechOptions {
        apart: args.merge.apart,
        grouping: Grouping::parse(&args.by),
        texts: tables.shows(CompareTable::Distinctive),
    };
    let targets = tables.shows(CompareTable::Dyads);
    let gather =
        GatherOptions { speech, targets, quotes: folder.is_some(), dedup: !args.no_dedup, recorded: options(args)? };
    let mut errors = Vec::new();
    let failed = |error: &Error| {
        tell(error);
        if errors.len() < LISTED {
            errors.push(ErrorRow::from(error));
        }
    };
    let mut gathered = run::gather(analyzer, &inputs, &args.input.run_options()?, &gather, failed)?;
    let mut quotes = gathered.quotes.take();
    let comparing = Comparing::new(&gathered.speech, analyzer, settings)?;
    if let Some(page) = &mut quotes {
        gathered.reports.complete(page, &comparing, &gather.speech.grouping)?;
    }
    let compared = compare(&tables, &comparing)?;
    let recorded = recorded(args, analyzer, &comparing, &gathered, &gather.recorded);
    match folder {
        Some(folder) => {
            let facts = facts(&gathered, errors);
            let page = comparison_page(analyzer, &compared, &comparing, facts, quotes);
            folder.write(analyzer, &compared, &page, &recorded)?;
        }
        None => print(args, analyzer, &compared, &recorded)?,
    }
    if !args.quiet {
        tell_left_out(&tables, &compared);
    }
    args.analysis.tell_unused(&gathered.unused_corrections);
    tell_skipped(gathered.totals.skipped);
    Ok(Outcome { scored: gathered.totals.articles, failed: gathered.failed })
}

fn tell_left_out(tables: &Shown, compared: &Compared) {
    for line in left_out_lines(&compared.left) {
        tell(&line);
    }
    if tables.lacks_dyads() {
        tell(&"left out: whom words are about, which a report does not hold");
    }
    if tables.lacks_words() {
        tell(&"left out: the words that set pairs apart, since a report lacks its table of quotes");
    }
}

/// What the page says of the inputs.
fn facts(gathered: &Gathered, errors: Vec<ErrorRow>) -> Facts {
    Facts {
        totals: Totals { speakers: gathered.speech.speakers() as u64, ..gathered.totals },
        errors,
        failed: gathered.failed,
        inputs: gathered.sources.iter().map(InputRow::from).collect(),
        unquoted: gathered.reports.unquoted(),
        unmarked: gathered.reports.unmarked(),
        ..Facts::default()
    }
}

fn settings(args: &CompareArgs, analyzer: &Analyzer) -> Result<CompareSettings> {
    let mut settings = CompareSettings::new(analyzer.scheme());
    if !args.dimension.is_empty() && !args.dimension.iter().any(|d| d == "all") {
        settings.columns = targets(analyzer, &args.dimension)?;
    }
    settings.names.clone_from(&args.speakers);
    settings.min_quotes = args.min_quotes;
    settings.max_pairs = args.max_pairs;
    settings.period = args.period.as_deref().map(Period::parse).transpose()?;
    settings.seed = args.seed;
    Ok(settings)
}

/// Which tables the output shows.
struct Shown<'a> {
    args: &'a CompareArgs,
    /// Some inputs are finished reports.
    reports: bool,
    /// Some of these lack their tables of quotes.
    quoteless: bool,
}

impl Shown<'_> {
    /// Whether the output shows a table.
    fn shows(&self, table: CompareTable) -> bool {
        let Self { args, .. } = self;
        let asked = match table {
            CompareTable::Comparisons | CompareTable::Ranking => args.format == CompareFormat::Terminal,
            CompareTable::Trends => args.change_points && args.format == CompareFormat::Terminal,
            CompareTable::Dyads => false,
            CompareTable::Distinctive => args.words,
        };
        let printed = args.format == CompareFormat::Csv && args.table.unwrap_or(CompareTable::Comparisons) == table;
        let all = match table {
            // Words take most memory, so JSON has them only where they are asked for.
            // Those of a report are read in its table of quotes, so without that only who asks for them is refused.
            CompareTable::Distinctive => args.output.is_some() && !self.quoteless,
            // A report does not hold them, so only those who ask for them are refused.
            CompareTable::Dyads => self.all() && !self.reports,
            _ => self.all(),
        };
        all || asked || printed
    }

    /// Whether the output is to show all tables.
    fn all(&self) -> bool {
        self.args.output.is_some() || self.args.format == CompareFormat::Json
    }

    fn lacks_words(&self) -> bool {
        self.args.output.is_some() && !self.shows(CompareTable::Distinctive)
    }

    fn lacks_dyads(&self) -> bool {
        self.all() && self.reports
    }
}

fn compare(tables: &Shown, comparing: &Comparing) -> Result<Compared> {
    let Shown { args, .. } = tables;
    let threads = args.input.threads;
    let mut compared = Compared { left: comparing.left_out().clone(), ..Compared::default() };
    if tables.shows(CompareTable::Comparisons) {
        compared.comparisons = run::compare(comparing, threads)?;
    }
    if tables.shows(CompareTable::Ranking) {
        compared.ranking = comparing.ranking();
    }
    if tables.shows(CompareTable::Trends) {
        compared.trends = run::trends(comparing, args.change_points, threads)?;
    }
    compared.dyads = tables.shows(CompareTable::Dyads).then(|| comparing.dyads());
    if tables.shows(CompareTable::Distinctive) {
        compared.distinctive = run::distinctive(comparing, threads)?;
    }
    Ok(compared)
}

/// The options that decide the figures.
fn options(args: &CompareArgs) -> Result<Value> {
    Ok(json!({
        "lexicon": args.analysis.lexicon,
        "min_confidence": args.analysis.min_confidence,
        "tables": args.analysis.recorded_tables()?,
        "apart": args.merge.apart,
        "by": args.by,
        "speakers": args.speakers,
        "min_quotes": args.min_quotes,
        "max_pairs": args.max_pairs,
        "period": args.period,
        "dimension": args.dimension,
        "change_points": args.change_points,
        "dedup": !args.no_dedup,
        "any_language": args.analysis.any_language,
        "input": args.input.recorded(),
    }))
}

/// How the figures were made, so that they can be made again.
fn recorded(
    args: &CompareArgs,
    analyzer: &Analyzer,
    comparing: &Comparing,
    gathered: &Gathered,
    options: &Value,
) -> Value {
    let lexicons = analyzer.lexicons().iter();
    let inputs = gathered.sources.iter();
    json!({
        "tonescope": env!("CARGO_PKG_VERSION"),
        "lexicons": lexicons
            .map(|l| json!({"id": l.id(), "version": l.manifest().version, "sha256": l.sha256()}))
            .collect::<Vec<_>>(),
        "options": options,
        "seed": args.seed,
        "permutations": comparing.draws(),
        "groups": comparing.names().collect::<Vec<_>>(),
        "inputs": inputs
            .map(|s| json!({"path": s.path, "bytes": s.bytes, "sha256": s.sha256, "documents": s.documents}))
            .collect::<Vec<_>>(),
        "counts": {"articles": gathered.totals.articles, "copies": gathered.copies, "failed": gathered.failed, "pairs": comparing.pairs()},
        "complete": true,
    })
}

fn print(args: &CompareArgs, analyzer: &Analyzer, compared: &Compared, recorded: &Value) -> Result<()> {
    let mut output = Output::open(None, &args.input.inputs)?;
    match args.format {
        CompareFormat::Terminal => output.text(&comparison_view(analyzer.scheme(), compared, width()))?,
        CompareFormat::Json => output.text(&(comparison_json(analyzer.scheme(), compared, recorded)? + "\n"))?,
        CompareFormat::Csv => {
            let table = args.table.unwrap_or(CompareTable::Comparisons);
            write_table(&mut output, table, analyzer, compared, CsvStyle { excel: args.excel })?;
        }
    }
    output.finish()
}

fn write_table(
    output: &mut Output,
    table: CompareTable,
    analyzer: &Analyzer,
    compared: &Compared,
    style: CsvStyle,
) -> Result<()> {
    let scheme = analyzer.scheme();
    match table {
        CompareTable::Comparisons => rows(output, &comparison_fields(scheme), &compared.comparisons, style),
        CompareTable::Ranking => rows(output, &ranking_fields(scheme), &compared.ranking, style),
        CompareTable::Trends => rows(output, &trend_fields(scheme), &compared.trends, style),
        CompareTable::Dyads => rows(output, &dyad_fields(scheme), compared.dyads.as_deref().unwrap_or_default(), style),
        CompareTable::Distinctive => rows(output, &distinctive_fields(), &compared.distinctive, style),
    }
}

fn rows<R>(output: &mut Output, fields: &[Field<R>], rows: &[R], style: CsvStyle) -> Result<()> {
    output.header(fields, style)?;
    rows.iter().try_for_each(|row| output.row(fields, row, style))
}

const fn file_name(table: CompareTable) -> &'static str {
    match table {
        CompareTable::Comparisons => "comparisons.csv",
        CompareTable::Ranking => "ranking.csv",
        CompareTable::Trends => "trends.csv",
        CompareTable::Dyads => "dyads.csv",
        CompareTable::Distinctive => "distinctive.csv",
    }
}

/// A folder whose files take their names when all are written.
struct Folder {
    path: PathBuf,
    tables: Vec<(CompareTable, Output)>,
    page: Output,
    record: Output,
    style: CsvStyle,
    quiet: bool,
}

impl Folder {
    fn open(path: &Path, shown: &Shown) -> Result<Self> {
        let Shown { args, .. } = shown;
        let names = TABLES.iter().map(|t| file_name(*t)).chain([PAGE_FILE, RUN_FILE]);
        if let Some(name) = names.into_iter().find(|n| path.join(n).exists()).filter(|_| !args.force) {
            let message = format!("the folder already holds {name}; name another folder, or replace it with --force");
            return Err(Error::new(ErrorKind::Usage, message).at_path(path));
        }
        std::fs::create_dir_all(path).map_err(|e| Error::io(path, &e))?;
        let tables = TABLES.iter().filter(|table| shown.shows(**table));
        let open = |name: &str| Output::open(Some(&path.join(name)), &args.input.inputs);
        Ok(Self {
            path: path.to_owned(),
            tables: tables.map(|t| Ok((*t, open(file_name(*t))?))).collect::<Result<_>>()?,
            page: open(PAGE_FILE)?,
            record: open(RUN_FILE)?,
            style: CsvStyle { excel: args.excel },
            quiet: args.quiet,
        })
    }

    fn write(mut self, analyzer: &Analyzer, compared: &Compared, page: &str, recorded: &Value) -> Result<()> {
        for (table, output) in &mut self.tables {
            write_table(output, *table, analyzer, compared, self.style)?;
        }
        self.page.text(page)?;
        let text = serde_json::to_string_pretty(recorded).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
        self.record.text(&(text + "\n"))?;
        let count = self.tables.len() + 2;
        let written: Vec<PathBuf> = self.tables.iter().map(|(t, _)| self.path.join(file_name(*t))).collect();
        let outputs = self.tables.into_iter().map(|(_, output)| output);
        outputs.chain([self.page, self.record]).try_for_each(Output::finish)?;
        // What --force replaces is replaced whole: no table of an earlier comparison stays beside the new ones.
        for stale in TABLES.iter().map(|t| self.path.join(file_name(*t))).filter(|path| !written.contains(path)) {
            if stale.exists() {
                std::fs::remove_file(&stale).map_err(|e| Error::io(&stale, &e))?;
            }
        }
        if !self.quiet {
            tell(&format!("{} comparisons; {count} files in {}", compared.comparisons.len(), self.path.display()));
        }
        Ok(())
    }
}
