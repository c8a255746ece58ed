//! `tonescope sample`.

use super::args::study::{SampleArgs, SampleUnit, StrataKind};
use super::exit::{Outcome, tell};
use super::output::Output;
use std::path::Path;
use tonescope::analysis::Analyzer;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::{CsvStyle, Field, key_fields, sheet_fields};
use tonescope::run::{Item, run as analyze};
use tonescope::study::{PassageUnit, Sample, SampleOptions, Sampled, Strata, targets};

/// Draws the sample and writes the sheet for coders and its key.
pub fn run(args: &SampleArgs) -> Result<Outcome> {
    let analyzer = args.analysis.analyzer()?;
    let options = options(args, analyzer)?;
    if args.key.is_some() && args.key == args.output {
        let message = "--key and --output name the same file; coders must not see the key, so name two";
        return Err(Error::new(ErrorKind::Usage, message));
    }
    let sheet = Output::open(args.output.as_deref(), &args.input.inputs)?;
    let mut sample = Sample::new(options);
    let mut outcome = Outcome::default();
    analyze(analyzer, &args.input.inputs(), &args.input.run_options()?, |item| {
        match item {
            Item::Article(analysis) => {
                sample.add(&analysis);
                outcome.scored += 1;
            }
            Item::Failed(error) => {
                tell(&error);
                outcome.failed += 1;
            }
        }
        Ok(())
    })?;
    let (found, repeated) = (sample.len(), sample.repeated());
    let drawn = sample.draw();
    let style = CsvStyle { excel: args.excel };
    write(sheet, &sheet_fields(args.with_context, args.with_speaker), &drawn, style)?;
    if let Some(path) = &args.key {
        let key = Output::open(Some(Path::new(path)), &args.input.inputs)?;
        write(key, &key_fields(analyzer.scheme()), &drawn, style)?;
    }
    let unit = options.unit.name();
    tell(&format!(
        "{} of {found} {unit}s drawn with seed {}; {repeated} left out that repeat the words of another",
        drawn.len(),
        args.seed
    ));
    Ok(outcome)
}

fn options(args: &SampleArgs, analyzer: &Analyzer) -> Result<SampleOptions> {
    let usage = |message: &str| Err(Error::new(ErrorKind::Usage, message));
    let unit = match args.unit {
        SampleUnit::Quotes => PassageUnit::Quotes,
        SampleUnit::Paragraphs => PassageUnit::Paragraphs,
    };
    if args.dimension.is_some() && args.by != Some(StrataKind::Score) {
        return usage("--dimension is for --by score; add that, or leave --dimension out");
    }
    if unit == PassageUnit::Paragraphs && (args.with_speaker || args.by == Some(StrataKind::Speaker)) {
        return usage("a paragraph has no speaker of its own; take --unit quotes for --by speaker and --with-speaker");
    }
    let strata = match args.by {
        None => Strata::None,
        Some(StrataKind::Speaker) => Strata::Speaker,
        Some(StrataKind::Period) => Strata::Period,
        Some(StrataKind::Score) => {
            let names: Vec<String> = args.dimension.iter().cloned().collect();
            match targets(analyzer, &names)?[..] {
                [target] => Strata::Score(target),
                _ => return usage("--by score takes one dimension"),
            }
        }
    };
    let offsets = args.input.offset_unit();
    Ok(SampleOptions { unit, size: args.n, strata, apart: args.merge.apart, seed: args.seed, offsets })
}

fn write(mut output: Output, fields: &[Field<Sampled>], rows: &[Sampled], style: CsvStyle) -> Result<()> {
    output.header(fields, style)?;
    for row in rows {
        output.row(fields, row, style)?;
    }
    output.finish()
}
