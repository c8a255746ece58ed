//! `tonescope kwic`.

use super::args::study::{KwicArgs, QueryKind, TableFormat};
use super::exit::{Outcome, tell};
use super::output::Output;
use super::settings::width;
use tonescope::error::Result;
use tonescope::report::{CsvStyle, KwicRow, kwic_fields, kwic_line};
use tonescope::run::{Item, run as analyze};
use tonescope::span::Offsets;
use tonescope::study::{Lookup, Query};

/// Prints every place where the query is met.
pub fn run(args: &KwicArgs) -> Result<Outcome> {
    let analyzer = args.analysis.analyzer()?;
    let query = Query::parse(analyzer, &args.query, lookup(args.kind))?;
    let mut output = Output::open(args.output.as_deref(), &args.input.inputs)?;
    let style = CsvStyle { excel: args.excel };
    if args.format == TableFormat::Csv {
        output.header(&kwic_fields(), style)?;
    }
    let (mut outcome, mut found, mut articles) = (Outcome::default(), 0u64, 0u64);
    analyze(analyzer, &args.input.inputs(), &args.input.run_options()?, |item| {
        let analysis = match item {
            Item::Article(analysis) => analysis,
            Item::Failed(error) => {
                tell(&error);
                outcome.failed += 1;
                return Ok(());
            }
        };
        outcome.scored += 1;
        let places = query.find(analyzer, &analysis);
        articles += u64::from(!places.is_empty());
        found += places.len() as u64;
        let offsets = Offsets::new(analysis.article.text(), args.input.offset_unit());
        let fields = kwic_fields();
        for kwic in places {
            let row = KwicRow { analyzer, analysis: &analysis, offsets: &offsets, kwic, width: args.width };
            match args.format {
                TableFormat::Table => output.text(&format!("{}\n", kwic_line(&row, width())))?,
                TableFormat::Csv => output.row(&fields, &row, style)?,
            }
        }
        Ok(())
    })?;
    output.finish()?;
    let other = if args.kind == QueryKind::Auto { "; for another reading use --as" } else { "" };
    tell(&format!("{}: {found} hits in {articles} of {} articles{other}", query.about(), outcome.scored));
    Ok(outcome)
}

fn lookup(kind: QueryKind) -> Lookup {
    match kind {
        QueryKind::Auto => Lookup::Auto,
        QueryKind::Dimension => Lookup::Dimension,
        QueryKind::Category => Lookup::Category,
        QueryKind::Entry => Lookup::Entry,
        QueryKind::Words => Lookup::Words,
    }
}
