//! A validation as one JSON object.

use super::{ValidationView, entry};
use crate::error::{Error, ErrorKind, Result};
use crate::report::columns::thousandths;
use crate::report::json::Decimal;
use crate::study::{Disagreement, Estimate, Judged, LabelKind, TargetValidation, TermResidual};
use serde::Serialize;

#[derive(Serialize)]
struct ValidationOut<'a> {
    tonescope: &'static str,
    lexicons: Vec<LexiconOut<'a>>,
    table: &'a str,
    coders: &'a [String],
    labels: LabelsOut<'a>,
    rows: usize,
    unlabelled: usize,
    tied: usize,
    unscored: usize,
    bootstrap: BootstrapOut,
    alpha: Option<AlphaOut>,
    dimensions: Vec<TargetOut<'a>>,
}

#[derive(Serialize)]
struct LexiconOut<'a> {
    id: &'a str,
    version: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct LabelsOut<'a> {
    kind: &'static str,
    positive: Option<&'a str>,
    range: Option<[Decimal; 2]>,
}

#[derive(Serialize)]
struct BootstrapOut {
    replicates: u32,
    seed: u64,
    clusters: usize,
}

#[derive(Serialize)]
struct AlphaOut {
    metric: &'static str,
    rows: usize,
    #[serde(flatten)]
    estimate: EstimateOut,
}

#[derive(Serialize)]
struct EstimateOut {
    measure: &'static str,
    value: Option<Decimal>,
    low: Option<Decimal>,
    high: Option<Decimal>,
}

#[derive(Serialize)]
struct TargetOut<'a> {
    dimension: &'a str,
    measures: Vec<EstimateOut>,
    threshold: Option<Decimal>,
    folds: Option<usize>,
    coders: Vec<CoderOut<'a>>,
    intercept: Decimal,
    slope: Decimal,
    too_low: Vec<RowOut<'a>>,
    too_high: Vec<RowOut<'a>>,
    terms_too_low: Vec<TermOut<'a>>,
    terms_too_high: Vec<TermOut<'a>>,
}

#[derive(Serialize)]
struct CoderOut<'a> {
    coder: &'a str,
    rows: usize,
    value: Option<Decimal>,
}

#[derive(Serialize)]
struct RowOut<'a> {
    line: u64,
    id: Option<&'a str>,
    label: Decimal,
    score: Decimal,
    expected: Decimal,
    text: &'a str,
    hits: Vec<HitOut<'a>>,
}

#[derive(Serialize)]
struct HitOut<'a> {
    text: &'a str,
    term: &'a str,
    dimension: &'a str,
    category: &'a str,
    value: Decimal,
}

#[derive(Serialize)]
struct TermOut<'a> {
    term: &'a str,
    lexicon: &'a str,
    entry: u64,
    rows: usize,
    residual: Decimal,
    z: Decimal,
    value: Decimal,
}

/// The validation as one JSON object on one line, without the line end.
///
/// # Errors
/// None in practice: everything it holds can be written as JSON.
pub fn validation_json(view: &ValidationView) -> Result<String> {
    let found = view.validation;
    let (kind, positive, range) = match &found.kind {
        LabelKind::Binary { positive, .. } => ("binary", Some(positive.as_str()), None),
        LabelKind::Ordinal { range } => ("ordinal", None, Some(range.map(Decimal))),
        LabelKind::Interval { range } => ("interval", None, Some(range.map(Decimal))),
    };
    let lexicons = view.analyzer.lexicons().iter();
    let out = ValidationOut {
        tonescope: env!("CARGO_PKG_VERSION"),
        lexicons: lexicons
            .map(|l| LexiconOut { id: l.id(), version: &l.manifest().version, sha256: l.sha256() })
            .collect(),
        table: view.name,
        coders: view.coders,
        labels: LabelsOut { kind, positive, range },
        rows: found.rows,
        unlabelled: found.unlabelled,
        tied: found.tied,
        unscored: found.unscored,
        bootstrap: BootstrapOut { replicates: view.bootstrap.0, seed: view.bootstrap.1, clusters: found.clusters },
        alpha: found.alpha.as_ref().map(|(metric, rows, value)| AlphaOut {
            metric: metric.name(),
            rows: *rows,
            estimate: estimate(value),
        }),
        dimensions: found.targets.iter().map(|t| target(view, t)).collect(),
    };
    serde_json::to_string(&out).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))
}

fn estimate(found: &Estimate) -> EstimateOut {
    EstimateOut {
        measure: found.id,
        value: found.value.map(Decimal),
        low: found.interval.map(|i| Decimal(i.low)),
        high: found.interval.map(|i| Decimal(i.high)),
    }
}

fn target<'a>(view: &ValidationView<'a>, found: &'a TargetValidation) -> TargetOut<'a> {
    let coders = view.coders.iter().zip(&found.coders);
    let rows = |all: &[Disagreement]| all.iter().map(|d| row(view, d)).collect();
    let terms = |all: &[TermResidual]| all.iter().map(|t| term(view, t)).collect();
    TargetOut {
        dimension: &view.analyzer.scheme().targets()[found.target].id,
        measures: found.measures.iter().map(estimate).collect(),
        threshold: found.threshold.map(|(_, threshold)| Decimal(threshold)),
        folds: found.threshold.map(|(folds, _)| folds),
        coders: coders.map(|(coder, a)| CoderOut { coder, rows: a.rows, value: a.value.map(Decimal) }).collect(),
        intercept: Decimal(found.line.intercept),
        slope: Decimal(found.line.slope),
        too_low: rows(&found.too_low),
        too_high: rows(&found.too_high),
        terms_too_low: terms(&found.terms_low),
        terms_too_high: terms(&found.terms_high),
    }
}

fn row<'a>(view: &ValidationView<'a>, found: &Disagreement) -> RowOut<'a> {
    let coded = &view.rows[found.row];
    RowOut {
        line: coded.line,
        id: coded.id.as_deref(),
        label: Decimal(found.label),
        score: Decimal(found.score),
        expected: Decimal(found.expected),
        text: &coded.text,
        hits: view.evidence[found.row].hits.iter().map(|h| hit(view, h)).collect(),
    }
}

fn hit<'a>(view: &ValidationView<'a>, judged: &'a Judged) -> HitOut<'a> {
    let hit = &judged.hit;
    HitOut {
        text: &judged.words,
        term: &view.analyzer.lexicons()[hit.lexicon as usize].entries()[hit.entry as usize].term,
        dimension: &view.analyzer.scheme().dimension_of(hit.dimension).id,
        category: &hit.category,
        value: Decimal(thousandths(hit.value)),
    }
}

fn term<'a>(view: &ValidationView<'a>, found: &TermResidual) -> TermOut<'a> {
    let entry = entry(view.analyzer, found);
    TermOut {
        term: &entry.term,
        lexicon: view.analyzer.lexicons()[found.lexicon as usize].id(),
        entry: entry.line,
        rows: found.rows,
        residual: Decimal(found.residual),
        z: Decimal(found.z),
        value: Decimal(found.value),
    }
}
