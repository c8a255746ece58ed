//! `tonescope validate`.

use super::args::study::{ValidateArgs, ValidationFormat};
use super::exit::{Outcome, tell};
use super::output::Output;
use super::settings::{table_text, width};
use std::path::PathBuf;
use tonescope::analysis::Analyzer;
use tonescope::article::Article;
use tonescope::error::Result;
use tonescope::report::{CsvStyle, DetailRow, ValidationView, detail_fields, validation_json, validation_text};
use tonescope::run::analyze_all;
use tonescope::study::{Coded, CodedColumns, Evidence, Key, Labels, Validation, ValidationOptions, targets};

/// The column by which a key is joined where none is named: the one that `tonescope sample` writes.
const ID: &str = "id";

/// Compares the scores of a coded table with its labels.
pub fn run(args: &ValidateArgs) -> Result<Outcome> {
    let analyzer = args.analysis.analyzer()?;
    let options = ValidationOptions {
        targets: targets(analyzer, &args.dimension)?,
        metric: args.metric,
        replicates: args.bootstrap,
        seed: args.seed,
        fewest: args.min_count,
    };
    let mut output = Output::open(args.output.as_deref(), &inputs(args))?;
    let (coded, weights) = read(args)?;
    let labels = Labels::read(&coded.rows, args.positive.as_deref(), &args.coded)?;
    for error in coded.errors.iter().chain(&labels.errors) {
        tell(error);
    }
    let evidence = evidence(analyzer, &coded, args.threads)?;
    let clusters: Option<Vec<String>> = coded.rows.iter().map(|r| r.cluster.clone()).collect();
    let scheme = analyzer.scheme().targets();
    let validation = Validation::new(scheme, &labels, &evidence, clusters.as_deref(), &weights, &options)
        .map_err(|e| e.at_path(&args.coded))?;
    let name = args.coded.display().to_string();
    let view = ValidationView {
        analyzer,
        validation: &validation,
        rows: &coded.rows,
        evidence: &evidence,
        coders: &args.label_column,
        name: &name,
        bootstrap: (args.bootstrap, args.seed),
    };
    match args.format {
        ValidationFormat::Text => output.text(&validation_text(&view, width()))?,
        ValidationFormat::Json => output.text(&(validation_json(&view)? + "\n"))?,
    }
    output.finish()?;
    if let Some(path) = &args.details {
        let output = Output::open(Some(path), &inputs(args))?;
        details(output, &view, &labels, &options.targets)?;
    }
    Ok(Outcome { scored: validation.rows as u64, failed: (coded.errors.len() + labels.errors.len()) as u64 })
}

fn inputs(args: &ValidateArgs) -> Vec<PathBuf> {
    std::iter::once(&args.coded).chain(&args.key).cloned().collect()
}

/// The rows that can be used, each with its weight.
fn read(args: &ValidateArgs) -> Result<(Coded, Vec<f64>)> {
    let columns = CodedColumns {
        text: args.text_column.clone(),
        labels: args.label_column.clone(),
        cluster: args.cluster_column.clone(),
        id: args.id_column.clone().or_else(|| args.key.is_some().then(|| ID.to_owned())),
    };
    let mut coded = Coded::read(&table_text(&args.coded)?, &columns, &args.coded)?;
    let weights = match &args.key {
        None => vec![1.0; coded.rows.len()],
        Some(path) => coded.join(&Key::read(&table_text(path)?, path)?, &args.coded),
    };
    Ok((coded, weights))
}

fn evidence(analyzer: &Analyzer, coded: &Coded, threads: usize) -> Result<Vec<Evidence>> {
    let articles = coded.rows.iter().map(|row| Article::new(row.line.to_string(), row.text.as_str())).collect();
    let mut found = Vec::with_capacity(coded.rows.len());
    analyze_all(analyzer, articles, threads, |analysis| {
        found.push(Evidence::of(&analysis));
        Ok(())
    })?;
    Ok(found)
}

fn details(mut output: Output, view: &ValidationView, labels: &Labels, targets: &[usize]) -> Result<()> {
    let fields = detail_fields(view.analyzer, targets);
    output.header(&fields, CsvStyle::default())?;
    let mut rows: Vec<_> = view.validation.targets.iter().map(|t| t.rows.iter().peekable()).collect();
    for (at, (coded, label)) in view.rows.iter().zip(labels.consensus()).enumerate() {
        let compared = rows.iter_mut().map(|all| all.next_if(|d| d.row == at).copied()).collect();
        let row = DetailRow { coded, label, evidence: &view.evidence[at], compared };
        output.row(&fields, &row, CsvStyle::default())?;
    }
    output.finish()
}
