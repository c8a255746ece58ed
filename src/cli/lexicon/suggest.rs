//! `tonescope lexicon suggest`.

use super::super::args::lexicon::{SuggestArgs, SuggestUnit};
use super::super::args::study::TableFormat;
use super::super::exit::{Outcome, tell};
use super::super::output::Output;
use super::super::settings::width;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::{CsvStyle, suggestion_fields, suggestion_text};
use tonescope::run::{Item, run as analyze};
use tonescope::study::{PassageUnit, Suggest, SuggestOptions, targets};

/// Lists candidates for a dimension.
pub fn run(args: &SuggestArgs) -> Result<Outcome> {
    let analyzer = args.analysis.analyzer()?;
    let [target] = targets(analyzer, std::slice::from_ref(&args.dimension))?[..] else {
        return Err(Error::new(ErrorKind::Usage, "one dimension at a time, please; name it with --dimension"));
    };
    let unit = match args.unit {
        SuggestUnit::Quotes => PassageUnit::Quotes,
        SuggestUnit::Paragraphs => PassageUnit::Paragraphs,
        SuggestUnit::Articles => PassageUnit::Articles,
    };
    let mut output = Output::open(args.output.as_deref(), &args.input.inputs)?;
    let mut suggest = Suggest::new(SuggestOptions { unit, target, fewest: args.min_count, top: args.top });
    let mut outcome = Outcome::default();
    analyze(analyzer, &args.input.inputs(), &args.input.run_options()?, |item| {
        match item {
            Item::Article(analysis) => {
                suggest.add(analyzer, &analysis);
                outcome.scored += 1;
            }
            Item::Failed(error) => {
                tell(&error);
                outcome.failed += 1;
            }
        }
        Ok(())
    })?;
    let [high, low] = suggest.groups();
    let found = suggest.finish();
    match args.format {
        TableFormat::Table => output.text(&suggestion_text(&found, width()))?,
        TableFormat::Csv => {
            let (fields, style) = (suggestion_fields(), CsvStyle { excel: args.excel });
            output.header(&fields, style)?;
            for suggestion in &found {
                output.row(&fields, suggestion, style)?;
            }
        }
    }
    output.finish()?;
    let unit = unit.name();
    tell(&format!(
        "{} candidates for {} from {high} {unit}s that score high and {low} that score low; read them in context \
         before you add one",
        found.len(),
        args.dimension
    ));
    Ok(outcome)
}
