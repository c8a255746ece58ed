//! `tonescope report`.

use super::args::{Hits, ReportArgs};
use super::exit::{Outcome, tell, tell_skipped};
use serde_json::json;
use tonescope::error::Result;
use tonescope::report::{CsvStyle, HitRows};
use tonescope::run::{Report, ReportOptions};
use tonescope::span::OffsetUnit;

/// Writes the report and says on standard error what it holds.
pub fn run(args: &ReportArgs) -> Result<Outcome> {
    let analyzer = args.analysis.analyzer()?;
    let options = options(args)?;
    let report = Report::write(&analyzer, &args.input.inputs(), &args.output, &options, tell)?;
    args.analysis.tell_unused(&report.unused_corrections);
    let totals = report.totals;
    tell_skipped(totals.skipped);
    tell(&format!(
        "{} articles, {} quotes, {} speakers, {} failed; {} files in {}",
        totals.articles,
        totals.quotes,
        totals.speakers,
        report.errors.len(),
        report.files.len(),
        args.output.display()
    ));
    Ok(Outcome { scored: totals.articles, failed: report.errors.len() as u64 })
}

fn options(args: &ReportArgs) -> Result<ReportOptions> {
    let (hits, name) = match args.hits {
        Hits::None => (HitRows::None, "none"),
        Hits::Scored => (HitRows::Scored, "scored"),
        Hits::All => (HitRows::All, "all"),
    };
    let offsets = args.input.offset_unit();
    let unit = match offsets {
        OffsetUnit::CodePoint => "codepoint",
        OffsetUnit::Utf16 => "utf16",
        OffsetUnit::Byte => "byte",
    };
    Ok(ReportOptions {
        run: args.input.run_options()?,
        hits,
        csv: CsvStyle { excel: args.excel },
        offsets,
        force: args.force,
        apart: args.merge.apart,
        // The number of threads changes nothing in the tables, so it is not recorded.
        recorded: json!({
            "lexicon": args.analysis.lexicon,
            "min_confidence": args.analysis.min_confidence,
            "tables": args.analysis.recorded_tables()?,
            "apart": args.merge.apart,
            "hits": name,
            "offsets": unit,
            "excel": args.excel,
            "any_language": args.analysis.any_language,
            "input": args.input.recorded(),
        }),
    })
}
