//! `tonescope report`.

use super::args::{Hits, ReportArgs, ReportFormat};
use super::exit::{Outcome, tell_skipped};
use super::progress::Progress;
use super::signals;
use serde_json::json;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::{CsvStyle, HitRows, TableFormat};
use tonescope::run::{Notice, Report, ReportOptions};

/// Writes the report and says on standard error what it holds.
pub fn run(args: &ReportArgs) -> Result<Outcome> {
    let options = options(args)?;
    let analyzer = args.analysis.analyzer()?;
    let watch = signals::watch()?;
    let inputs = args.input.inputs();
    let mut progress = Progress::new(&args.run, &inputs, &watch, true).closing(args.run.quiet);
    let report = Report::write(analyzer, &inputs, &args.output, &options, &watch, |notice| match notice {
        Notice::Failed(error) => progress.tell(error),
        Notice::Duplicate { id, first, again } => progress.duplicate(id, first, again),
        Notice::Resumed(articles) => {
            progress.tell(&format!("going on behind {articles} articles of an interrupted run"));
        }
        Notice::Read => progress.step(),
    })?;
    args.analysis.tell_unused(&report.unused_corrections);
    tell_skipped(report.totals.skipped);
    let (totals, failed) = (report.totals, report.failed);
    let copies = if report.copies > 0 { format!(" ({} of them copies)", report.copies) } else { String::new() };
    progress.close(&format!(
        "{} articles{copies}, {} quotes, {} speakers, {failed} failed; {} files in {}",
        totals.articles,
        totals.quotes,
        totals.speakers,
        report.files.len(),
        args.output.display()
    ));
    Ok(Outcome { scored: totals.articles, failed })
}

fn options(args: &ReportArgs) -> Result<ReportOptions> {
    let (hits, name) = match args.hits {
        Hits::None => (HitRows::None, "none"),
        Hits::Scored => (HitRows::Scored, "scored"),
        Hits::All => (HitRows::All, "all"),
    };
    let format = match args.format {
        ReportFormat::Csv => TableFormat::Csv,
        ReportFormat::Jsonl => TableFormat::Jsonl,
        ReportFormat::Parquet => TableFormat::Parquet,
    };
    format.check()?;
    if args.excel && format != TableFormat::Csv {
        let message = format!("--excel is for CSV, and --format is {}; leave one of them out", format.name());
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let offsets = args.input.offset_unit();
    Ok(ReportOptions {
        run: args.input.run_options()?,
        hits,
        format,
        csv: CsvStyle { excel: args.excel },
        offsets,
        force: args.force,
        apart: args.merge.apart,
        dedup: !args.run.no_dedup,
        strict: args.run.strict,
        resume: args.resume,
        // The number of threads changes nothing in the tables, so it is not recorded.
        recorded: json!({
            "lexicon": args.analysis.lexicon,
            "min_confidence": args.analysis.min_confidence,
            "tables": args.analysis.recorded_tables()?,
            "apart": args.merge.apart,
            "dedup": !args.run.no_dedup,
            "hits": name,
            "offsets": offsets.name(),
            "format": format.name(),
            "excel": args.excel,
            "any_language": args.analysis.any_language,
            "input": args.input.recorded(),
        }),
    })
}
