//! Row by row: labels, scores and the hits behind them.

use super::super::columns::thousandths;
use super::{Cell, Field};
use crate::analysis::Analyzer;
use crate::study::{CodedRow, Disagreement, Evidence, Judged};

/// A row of a coded table with what the comparison made of it.
#[derive(Debug, Clone)]
pub struct DetailRow<'a> {
    /// The row as coded.
    pub coded: &'a CodedRow,
    /// Its label over all coders.
    pub label: Option<f64>,
    /// What its text gave.
    pub evidence: &'a Evidence,
    /// For each score column that was compared, in their order: the row there, where it has label and score.
    pub compared: Vec<Option<Disagreement>>,
}

/// The columns of `validate --details` for these score columns.
#[must_use]
pub fn detail_fields<'a>(analyzer: &'a Analyzer, targets: &[usize]) -> Vec<Field<DetailRow<'a>>> {
    let mut fields: Vec<Field<DetailRow<'a>>> = vec![
        Field::number("line", "1-based line of the row in the coded table", |r: &DetailRow| {
            Cell::Number(r.coded.line as i64)
        }),
        Field::new("id", "the row's id, where there is a column for it", |r: &DetailRow| {
            Cell::text(r.coded.id.clone())
        }),
        Field::decimal("label", "its label: the mean of the coders, 1 or 0 for yes or no", |r: &DetailRow| {
            Cell::decimal(r.label)
        }),
    ];
    for (at, target) in targets.iter().enumerate() {
        let (target, id) = (*target, &analyzer.scheme().targets()[*target].id);
        fields.push(Field::decimal(
            format!("{id}_score"),
            format!("{id}: the text's score, −1 to 1"),
            move |r: &DetailRow| Cell::decimal(r.evidence.scores.get(target).copied().flatten()),
        ));
        let about = format!("{id}: the label that the line through all rows gives at this score");
        fields.push(Field::decimal(format!("{id}_expected"), about, move |r: &DetailRow| {
            Cell::decimal(r.compared.get(at).copied().flatten().map(|d| d.expected))
        }));
        let about = format!("{id}: label less expected label; above 0 where the score is too low");
        fields.push(Field::decimal(format!("{id}_residual"), about, move |r: &DetailRow| {
            Cell::decimal(r.compared.get(at).copied().flatten().map(|d| d.residual()))
        }));
    }
    // The names are copied, so that a column holds no borrowed lexicons.
    let names: Vec<String> = analyzer.scheme().dimensions().iter().map(|d| d.id.clone()).collect();
    let about = "all hits, as words:dimension.category:value, joined by '; '";
    fields.push(Field::new("hits", about, move |r: &DetailRow| {
        let all: Vec<String> = r.evidence.hits.iter().map(|h| written(&names, h)).collect();
        Cell::text(Some(all.join("; ")).filter(|a| !a.is_empty()))
    }));
    fields.push(Field::new("text", "the row's text", |r: &DetailRow| r.coded.text.clone().into()));
    fields
}

fn written(names: &[String], judged: &Judged) -> String {
    let hit = &judged.hit;
    let dimension = &names[hit.dimension.0 as usize];
    format!("{}:{dimension}.{}:{}", judged.words, hit.category, thousandths(hit.value))
}
