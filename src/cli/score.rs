//! `tonescope score`.

use super::args::{OutputFormat, ScoreArgs, Unit as UnitArg};
use super::exit::{Outcome, tell, tell_skipped};
use super::output::Output;
use super::settings::width;
use std::io::Write;
use tonescope::aggregate::SpeakerTable;
use tonescope::analysis::{Analysis, Analyzer};
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::html::{Facts, InputRow, Page};
use tonescope::report::{self, Cell, CsvStyle, ErrorRow, HitRows, Look, Row, Totals, Unit, view};
use tonescope::run::{Corrected, Item, Source, run as analyze, sha256_hex};
use tonescope::span::{OffsetUnit, Offsets};

/// Scores the inputs and prints them in the format asked for.
pub fn run(args: &ScoreArgs) -> Result<Outcome> {
    if args.unit.is_some() && args.format != OutputFormat::Csv {
        let message = "--unit picks the table of --format csv; add that, or leave --unit out";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let analyzer = args.analysis.analyzer()?;
    let mut output = Output::open(args.output.as_deref(), &args.input.inputs)?;
    let mut writer = Writer::new(args, &analyzer, &mut output)?;
    let sources = analyze(&analyzer, &args.input.inputs(), &args.input.run_options()?, |item| match item {
        Item::Article(analysis) => writer.article(&analysis),
        Item::Failed(error) => {
            tell(&error);
            writer.failed(&error);
            Ok(())
        }
    })?;
    let outcome = writer.finish(&sources)?;
    output.finish()?;
    Ok(outcome)
}

struct Writer<'a> {
    args: &'a ScoreArgs,
    analyzer: &'a Analyzer,
    out: &'a mut Output,
    offsets: OffsetUnit,
    totals: Totals,
    speakers: SpeakerTable,
    errors: Vec<ErrorRow>,
    corrections: Corrected,
    page: Option<Page<'a>>,
}

impl<'a> Writer<'a> {
    fn new(args: &'a ScoreArgs, analyzer: &'a Analyzer, out: &'a mut Output) -> Result<Self> {
        let mut new = Self {
            args,
            analyzer,
            out,
            offsets: args.input.offset_unit(),
            totals: Totals::default(),
            speakers: if args.merge.apart { SpeakerTable::apart() } else { SpeakerTable::default() },
            errors: Vec::new(),
            corrections: Corrected::new(analyzer),
            page: (args.format == OutputFormat::Html)
                .then(|| Page::new(analyzer, args.merge.apart, args.input.offset_unit())),
        };
        match args.format {
            OutputFormat::Json => new.write(r#"{"articles":["#)?,
            OutputFormat::Csv => new.csv_header()?,
            OutputFormat::Terminal | OutputFormat::Jsonl | OutputFormat::Html => {}
        }
        Ok(new)
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).map_err(|e| Error::write(&e))
    }

    fn style(&self) -> CsvStyle {
        CsvStyle { excel: self.args.excel }
    }

    /// The table that is printed; `None` for the speaker table, which is over all articles.
    fn unit(&self) -> Option<Unit> {
        Some(match self.args.unit.unwrap_or(UnitArg::Quotes) {
            UnitArg::Quotes => Unit::Quotes,
            UnitArg::Paragraphs => Unit::Paragraphs,
            UnitArg::Articles => Unit::Articles,
            UnitArg::Hits => Unit::Hits,
            UnitArg::Speakers => return None,
        })
    }

    fn csv_header(&mut self) -> Result<()> {
        let scheme = self.analyzer.scheme();
        let names: Vec<String> = match self.unit() {
            Some(unit) => unit.columns(scheme).into_iter().map(|c| c.name).collect(),
            None => report::speaker_columns(scheme).into_iter().map(|c| c.name).collect(),
        };
        report::header(names.iter().map(String::as_str), self.style(), self.out)
    }

    fn article(&mut self, analysis: &Analysis) -> Result<()> {
        self.totals.add(analysis);
        self.speakers.add(analysis);
        self.corrections.add(analysis);
        match self.args.format {
            OutputFormat::Terminal => {
                let text = view(self.analyzer, analysis, Look { width: width() });
                self.write(&text)
            }
            OutputFormat::Jsonl => {
                let line = self.line(analysis);
                self.write(&line)?;
                self.write("\n")
            }
            OutputFormat::Json => {
                let comma = if self.totals.articles + self.totals.skipped > 1 { "," } else { "" };
                let line = self.line(analysis);
                self.write(comma)?;
                self.write(&line)
            }
            OutputFormat::Csv => self.rows(analysis),
            OutputFormat::Html => {
                self.page.iter_mut().for_each(|page| page.add(analysis));
                Ok(())
            }
        }
    }

    fn line(&self, analysis: &Analysis) -> String {
        let offsets = Offsets::new(analysis.article.text(), self.offsets);
        report::article_line(self.analyzer, analysis, &offsets, &hash(analysis), self.args.with_text)
    }

    fn rows(&mut self, analysis: &Analysis) -> Result<()> {
        let Some(unit) = self.unit() else { return Ok(()) };
        let offsets = Offsets::new(analysis.article.text(), self.offsets);
        let sha256 = hash(analysis);
        let columns = unit.columns(self.analyzer.scheme());
        let rows = unit.rows(analysis, HitRows::Scored).into_iter().map(|index| {
            let row = Row { analysis, analyzer: self.analyzer, offsets: &offsets, sha256: &sha256, index };
            columns.iter().map(|c| c.cell(&row)).collect::<Vec<Cell>>()
        });
        report::write_rows(rows, self.style(), self.out)
    }

    fn failed(&mut self, error: &Error) {
        self.errors.push(ErrorRow::from(error));
    }

    fn finish(mut self, sources: &[Source]) -> Result<Outcome> {
        self.totals.speakers = self.speakers.len() as u64;
        if let Some(page) = self.page.take() {
            let inputs = sources.iter().map(InputRow::from).collect();
            let facts = Facts { totals: self.totals, errors: self.errors.clone(), inputs, ..Facts::default() };
            self.write(&page.finish(&facts, &self.speakers))?;
        }
        match self.args.format {
            OutputFormat::Json => {
                let totals =
                    serde_json::to_string(&self.totals).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
                let errors =
                    serde_json::to_string(&self.errors).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
                self.write(&format!("],\"totals\":{totals},\"errors\":{errors},\"complete\":true}}\n"))?;
            }
            OutputFormat::Csv if self.unit().is_none() => {
                let columns = report::speaker_columns(self.analyzer.scheme());
                let rows = self.speakers.by_name();
                let rows = rows.into_iter().map(|row| columns.iter().map(|c| c.cell(row)).collect());
                report::write_rows(rows, CsvStyle { excel: self.args.excel }, self.out)?;
            }
            _ => {}
        }
        self.args.analysis.tell_unused(&self.corrections.unused());
        tell_skipped(self.totals.skipped);
        Ok(Outcome { scored: self.totals.articles, failed: self.errors.len() as u64 })
    }
}

fn hash(analysis: &Analysis) -> String {
    sha256_hex(analysis.article.text().as_bytes())
}
