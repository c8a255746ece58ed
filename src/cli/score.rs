//! `tonescope score`.

use super::args::{OutputFormat, ScoreArgs, Unit as UnitArg};
use super::exit::{Outcome, tell_skipped};
use super::output::Output;
use super::progress::Progress;
use super::settings::width;
use super::signals;
use serde::Serialize;
use std::io::{self, IsTerminal};
use tonescope::aggregate::SpeakerRow;
use tonescope::analysis::{Analysis, Analyzer};
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::html::{Excerpt, Excerpts};
use tonescope::report::{self, CsvStyle, ErrorRow, HitRows, Look, Totals, Unit, view};
use tonescope::run::{
    Item, Keep, Kept, Ledger, OpenRow, PageFile, Place, Printed, Source, SpeakerFile, TableRows, Watch, run_with,
    sha256_hex,
};
use tonescope::span::Offsets;

/// Scores the inputs and prints them in the format asked for.
pub fn run(args: &ScoreArgs) -> Result<Outcome> {
    if args.unit.is_some() && args.format != OutputFormat::Csv {
        let message = "--unit picks the table of --format csv; add that, or leave --unit out";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let analyzer = args.analysis.analyzer()?;
    let watch = signals::watch()?;
    let output = Output::open(args.output.as_deref(), &args.input.inputs)?;
    let printer = Printer::new(args, analyzer);
    let mut writer = Writer::new(&printer, output, &watch)?;
    let made = |item: Item, place: &Place| printer.made(item, place);
    let options = args.input.run_options()?;
    let sources = run_with(analyzer, &args.input.inputs(), &options, &watch, made, |made| writer.take(made))?;
    writer.finish(&sources, &watch)
}

/// Turns analyses into what is printed of them, in the threads that made them.
struct Printer<'a> {
    args: &'a ScoreArgs,
    analyzer: &'a Analyzer,
    /// The table that is printed; none for other formats and for the speakers, who are over all articles.
    table: Option<TableRows<'a>>,
    keep: Keep,
    look: Look,
    /// For --format html.
    excerpts: Option<Excerpts<'a>>,
}

enum Made {
    Text(Vec<u8>, Kept),
    Row(OpenRow, Kept),
    Excerpt(Excerpt, Kept),
    Failed(Error),
}

impl<'a> Printer<'a> {
    fn new(args: &'a ScoreArgs, analyzer: &'a Analyzer) -> Self {
        let unit = args.unit.unwrap_or(UnitArg::Quotes);
        let csv = args.format == OutputFormat::Csv;
        let table = match unit {
            _ if !csv => None,
            UnitArg::Quotes => Some(Unit::Quotes),
            UnitArg::Paragraphs => Some(Unit::Paragraphs),
            UnitArg::Articles => Some(Unit::Articles),
            UnitArg::Hits => Some(Unit::Hits),
            UnitArg::Speakers => None,
        };
        let style = CsvStyle { excel: args.excel };
        let html = args.format == OutputFormat::Html;
        let clustered = html || csv && matches!(unit, UnitArg::Articles | UnitArg::Speakers);
        let keep = Keep {
            sketch: !args.run.no_dedup && clustered,
            partials: csv && unit == UnitArg::Speakers
                || matches!(args.format, OutputFormat::Json | OutputFormat::Html),
            apart: args.merge.apart,
        };
        let rows = |unit| TableRows::new(analyzer, unit, HitRows::Scored, style);
        let excerpts = html.then(|| Excerpts::new(analyzer, args.merge.apart));
        Self { args, analyzer, table: table.map(rows), keep, look: Look { width: width() }, excerpts }
    }

    fn made(&self, item: Item, place: &Place) -> Made {
        let analysis = match item {
            Item::Article(analysis) => analysis,
            Item::Failed(error) => return Made::Failed(error),
        };
        let kept = Kept::of(&analysis, place, self.keep);
        if let Some(excerpts) = &self.excerpts {
            return Made::Excerpt(excerpts.of(&analysis), kept);
        }
        let offsets = self.args.input.offset_unit();
        match (&self.table, self.args.format) {
            (Some(table), _) if table.unit() == Unit::Articles => {
                Made::Row(table.open(&Printed::new(&analysis, offsets)), kept)
            }
            (Some(table), _) => Made::Text(table.write(&Printed::new(&analysis, offsets)), kept),
            (None, OutputFormat::Terminal) => Made::Text(view(self.analyzer, &analysis, self.look).into_bytes(), kept),
            (None, OutputFormat::Csv | OutputFormat::Html) => Made::Text(Vec::new(), kept),
            (None, OutputFormat::Json | OutputFormat::Jsonl) => Made::Text(self.line(&analysis).into_bytes(), kept),
        }
    }

    fn line(&self, analysis: &Analysis) -> String {
        let text = analysis.article.text();
        let offsets = Offsets::new(text, self.args.input.offset_unit());
        let sha256 = sha256_hex(text.as_bytes());
        report::article_line(self.analyzer, analysis, &offsets, &sha256, self.args.with_text)
    }
}

/// Writes what was printed, in input order.
struct Writer<'a> {
    printer: &'a Printer<'a>,
    out: Output,
    ledger: Ledger,
    speakers: Option<SpeakerFile>,
    errors: Vec<ErrorRow>,
    page: Option<PageFile<'a>>,
    progress: Progress,
}

impl<'a> Writer<'a> {
    fn new(printer: &'a Printer<'a>, mut out: Output, watch: &Watch) -> Result<Self> {
        let Printer { args, analyzer, .. } = *printer;
        let style = CsvStyle { excel: args.excel };
        match (&printer.table, args.format) {
            (Some(table), _) => table.header(&mut out)?,
            (None, OutputFormat::Json) => out.add(br#"{"articles":["#)?,
            (None, OutputFormat::Csv) => {
                let columns = report::speaker_columns(analyzer.scheme());
                report::header(columns.iter().map(|c| c.name.as_str()), style, &mut out)?;
            }
            (None, OutputFormat::Terminal | OutputFormat::Jsonl | OutputFormat::Html) => {}
        }
        let alone = args.output.is_some() || !io::stdout().is_terminal();
        Ok(Self {
            printer,
            out,
            ledger: Ledger::new(analyzer),
            speakers: printer.keep.partials.then(|| SpeakerFile::new(analyzer)).transpose()?,
            errors: Vec::new(),
            page: printer
                .excerpts
                .is_some()
                .then(|| PageFile::new(analyzer, args.merge.apart, args.input.offset_unit())),
            progress: Progress::new(&args.run, &args.input.inputs(), watch, alone),
        })
    }

    fn take(&mut self, made: Made) -> Result<()> {
        self.progress.step();
        let args = self.printer.args;
        let (kept, text, row) = match made {
            Made::Failed(error) if args.run.strict => return Err(error),
            Made::Failed(error) => {
                self.progress.tell(&error);
                match &mut self.page {
                    Some(page) => page.fail(&error),
                    None => self.errors.push(ErrorRow::from(&error)),
                }
                self.ledger.fail();
                return Ok(());
            }
            Made::Text(text, kept) => (kept, text, None),
            Made::Row(row, kept) => (kept, Vec::new(), Some(row)),
            Made::Excerpt(excerpt, kept) => {
                if let Some(page) = &mut self.page {
                    page.add(excerpt);
                }
                (kept, Vec::new(), None)
            }
        };
        let entered = self.ledger.enter(&kept)?;
        if let Some(first) = &entered.first {
            self.progress.duplicate(kept.id(), first, kept.place());
        }
        if let Some(row) = row {
            row.close(&entered.cluster_id, CsvStyle { excel: args.excel }, &mut self.out)?;
        }
        if let Some(speakers) = &mut self.speakers {
            speakers.add(&kept, &entered.cluster_id)?;
        }
        if args.format == OutputFormat::Json && self.ledger.totals().articles + self.ledger.totals().skipped > 1 {
            self.out.add(b",")?;
        }
        self.out.add(&text)?;
        if args.format == OutputFormat::Jsonl { self.out.add(b"\n") } else { Ok(()) }
    }

    fn finish(mut self, sources: &[Source], watch: &Watch) -> Result<Outcome> {
        let Printer { args, analyzer, .. } = *self.printer;
        let mut totals = self.ledger.totals();
        if let Some(speakers) = self.speakers {
            let style = CsvStyle { excel: args.excel };
            totals.speakers = if args.format == OutputFormat::Csv {
                speakers.write(analyzer, style, watch, &mut self.out, |_, _| {})?
            } else {
                let page = &mut self.page;
                let each = |scope: &str, row: SpeakerRow| {
                    if let Some(page) = page {
                        page.speaker(scope, row);
                    }
                };
                speakers.write(analyzer, style, watch, &mut io::sink(), each)?
            };
        }
        if let Some(page) = self.page {
            self.out.text(&page.finish(totals, sources))?;
        }
        if args.format == OutputFormat::Json {
            self.out.add(end(&totals, &self.errors)?.as_bytes())?;
        }
        self.out.finish()?;
        args.analysis.tell_unused(&self.ledger.corrections().unused());
        tell_skipped(totals.skipped);
        let failed = self.ledger.failed();
        self.progress.close(&format!("{} articles, {} quotes, {failed} failed", totals.articles, totals.quotes));
        Ok(Outcome { scored: totals.articles, failed })
    }
}

/// What closes the object of --format json.
fn end(totals: &Totals, errors: &[ErrorRow]) -> Result<String> {
    Ok(format!("],\"totals\":{},\"errors\":{},\"complete\":true}}\n", json(totals)?, json(errors)?))
}

fn json(value: &(impl Serialize + ?Sized)) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))
}
