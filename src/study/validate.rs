//! Scores against what people coded.

use super::disagreement::{Disagreement, TermResidual, against, terms, worst};
use super::labels::{LabelKind, Labels};
use crate::analysis::{Analysis, Analyzer};
use crate::error::{Error, ErrorKind, Result};
use crate::measure::{
    Bootstrap, Coding, Interval, Line, Metric, Ranking, Thresholded, auc, best_threshold, cross_validated, line,
    macro_f1, pearson, quantile, spearman,
};
use crate::score::{DimensionId, Hit, Target};

/// Fewest rows with label and score for any measure.
const FEWEST_ROWS: usize = 5;

/// What a text's score comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Its score in each column; `None` without sentences.
    pub scores: Vec<Option<f64>>,
    /// Its hits.
    pub hits: Vec<Judged>,
}

/// A hit that outlives the analysis of its text, and so holds its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its words.
    pub words: String,
    /// The hit.
    pub hit: Hit,
}

impl Judged {
    /// Whether it counts in a score column, or would but for the rule that moved it.
    #[must_use]
    pub fn counts_in(&self, target: &Target) -> bool {
        let counts = |d: DimensionId| target.signs[d.0 as usize] != 0;
        counts(self.hit.dimension) || self.hit.from_dimension.is_some_and(counts)
    }
}

impl Evidence {
    /// Scores and hits of a whole text.
    #[must_use]
    pub fn of(analysis: &Analysis) -> Self {
        let text = analysis.article.text();
        let judged = |hit: &Hit| Judged { words: hit.span.slice(text).to_owned(), hit: hit.clone() };
        Self {
            scores: (0..analysis.scores.columns.len()).map(|at| analysis.scores.score(at)).collect(),
            hits: analysis.hits.iter().map(|placed| judged(&placed.hit)).collect(),
        }
    }
}

/// How scores are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidationOptions {
    /// Score columns to compare.
    pub targets: Vec<usize>,
    /// The metric of alpha, where it is not to follow from the labels.
    pub metric: Option<Metric>,
    /// Replicates of the bootstrap.
    pub replicates: u32,
    /// Seed of the bootstrap and of the parts for cross-validation.
    pub seed: u64,
    /// Fewest rows with a term for it to be listed.
    pub fewest: usize,
}

/// A measure of agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its name as a key: `spearman`.
    pub id: &'static str,
    /// Its name in a text: `Spearman's rho`.
    pub name: &'static str,
    /// Its value; `None` where the data do not define it.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

/// The agreement of the scores with one coder's labels alone.
#[derive(Debug, Clone, PartialEq)]
pub struct CoderAgreement {
    /// Rows with a label of this coder and a score.
    pub rows: usize,
    /// AUC for yes and no, else Spearman's rho.
    pub value: Option<f64>,
}

/// The agreement of one score column with the labels.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetValidation {
    /// The column.
    pub target: usize,
    /// The measures, the chief one first.
    pub measures: Vec<Estimate>,
    /// For yes and no: parts of the cross-validation, and the best threshold over all rows.
    pub threshold: Option<(usize, f64)>,
    /// One for each coder, where there are several.
    pub coders: Vec<CoderAgreement>,
    /// The line of least squares of label on score that residuals are taken from.
    pub line: Line,
    /// All rows with label and score, in order.
    pub rows: Vec<Disagreement>,
    /// Rows that are scored too low, the worst first.
    pub too_low: Vec<Disagreement>,
    /// Rows that are scored too high, the worst first.
    pub too_high: Vec<Disagreement>,
    /// Terms whose presence goes with scores that are too low, the clearest first.
    pub terms_low: Vec<TermResidual>,
    /// Terms whose presence goes with scores that are too high, the clearest first.
    pub terms_high: Vec<TermResidual>,
}

/// Everything that a comparison with human coding gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// The kind of labels.
    pub kind: LabelKind,
    /// Rows with label and score.
    pub rows: usize,
    /// Rows without any label.
    pub unlabelled: usize,
    /// Rows whose coders are split evenly between yes and no.
    pub tied: usize,
    /// Rows without a sentence to score.
    pub unscored: usize,
    /// Clusters that the bootstrap draws; as many as rows where none were named.
    pub clusters: usize,
    /// Krippendorff's alpha over the coders, with its metric and the units that two or more labelled.
    pub alpha: Option<(Metric, usize, Estimate)>,
    /// One for each score column asked for.
    pub targets: Vec<TargetValidation>,
}

/// What the measures of all columns share.
struct Data<'a> {
    /// Indices of the rows with label and score.
    rows: Vec<usize>,
    labels: Vec<f64>,
    weights: Vec<f64>,
    bootstrap: Bootstrap,
    evidence: &'a [Evidence],
    positive: Vec<bool>,
    ranking: Ranking,
}

/// One column prepared for the bootstrap.
struct Column {
    target: usize,
    scores: Vec<f64>,
    ranking: Ranking,
    /// Predictions for yes and no.
    thresholded: Option<Thresholded>,
}

impl Validation {
    /// Compares the scores of texts with their labels; `evidence`, `clusters` and `weights` have one for each row of
    /// `labels`, no clusters meaning that every row is drawn by itself.
    ///
    /// # Errors
    /// Fewer than five rows with label and score.
    pub fn new(
        targets: &[Target],
        labels: &Labels,
        evidence: &[Evidence],
        clusters: Option<&[String]>,
        weights: &[f64],
        options: &ValidationOptions,
    ) -> Result<Self> {
        let consensus = labels.consensus();
        let scored = |row: usize| evidence[row].scores.first().copied().flatten().is_some();
        let rows: Vec<usize> = (0..consensus.len()).filter(|r| consensus[*r].is_some() && scored(*r)).collect();
        if rows.len() < FEWEST_ROWS {
            let message = format!("{} rows with label and score found, {FEWEST_ROWS} at least expected", rows.len());
            return Err(Error::new(ErrorKind::Empty, message));
        }
        let unlabelled = (0..consensus.len()).filter(|r| !labels.is_labelled(*r)).count();
        let tied = (0..consensus.len()).filter(|r| labels.is_labelled(*r) && consensus[*r].is_none()).count();
        let data = Data::new(labels, &consensus, rows, evidence, clusters, weights, options);
        let mut columns: Vec<Column> = options.targets.iter().map(|t| data.column(*t, labels, options.seed)).collect();
        let measures = |weights: &[f64]| -> Vec<Option<f64>> {
            columns.iter().flat_map(|c| data.measures(c, labels.kind.is_binary(), weights)).map(|(.., v)| v).collect()
        };
        let intervals = data.bootstrap.intervals(|counts| {
            let weights: Vec<f64> = counts.iter().zip(&data.weights).map(|(c, w)| c * w).collect();
            measures(&weights)
        });
        let mut intervals = intervals.into_iter();
        let found = columns.drain(..).map(|column| {
            let own = data.measures(&column, labels.kind.is_binary(), &data.weights);
            let estimates = own.into_iter().map(|(id, name, value)| Estimate {
                id,
                name,
                value,
                interval: intervals.next().flatten().filter(|_| value.is_some()),
            });
            let measures = estimates.collect();
            data.compared(&column, measures, labels, &targets[column.target], options)
        });
        Ok(Self {
            kind: labels.kind.clone(),
            targets: found.collect(),
            rows: data.rows.len(),
            unlabelled,
            tied,
            unscored: (0..consensus.len()).filter(|r| consensus[*r].is_some() && !scored(*r)).count(),
            clusters: data.bootstrap.len(),
            alpha: alpha(labels, clusters, options),
        })
    }
}

impl<'a> Data<'a> {
    fn new(
        labels: &Labels,
        consensus: &[Option<f64>],
        rows: Vec<usize>,
        evidence: &'a [Evidence],
        clusters: Option<&[String]>,
        weights: &[f64],
        options: &ValidationOptions,
    ) -> Self {
        let own: Vec<f64> = rows.iter().filter_map(|r| consensus[*r]).collect();
        let bootstrap = match clusters {
            None => Bootstrap::of_rows(rows.len(), options.seed, options.replicates),
            Some(names) => {
                let names: Vec<&String> = rows.iter().map(|r| &names[*r]).collect();
                Bootstrap::of_clusters(&names, options.seed, options.replicates)
            }
        };
        Self {
            positive: positive(&own, labels.kind.is_binary()),
            ranking: Ranking::new(&own),
            weights: rows.iter().map(|r| weights[*r]).collect(),
            labels: own,
            rows,
            bootstrap,
            evidence,
        }
    }

    fn scores(&self, target: usize, rows: &[usize]) -> Vec<f64> {
        rows.iter().map(|r| self.evidence[*r].scores[target].unwrap_or_default()).collect()
    }

    fn column(&self, target: usize, labels: &Labels, seed: u64) -> Column {
        let scores = self.scores(target, &self.rows);
        let thresholded = labels
            .kind
            .is_binary()
            .then(|| cross_validated(&scores, &self.positive, &self.weights, self.bootstrap.clusters(), seed));
        Column { target, ranking: Ranking::new(&scores), scores, thresholded: thresholded.flatten() }
    }

    /// The measures of a column with these weights of its rows, the chief one first.
    fn measures(
        &self,
        column: &Column,
        binary: bool,
        weights: &[f64],
    ) -> Vec<(&'static str, &'static str, Option<f64>)> {
        let area = auc(&column.ranking, &self.positive, weights);
        let linear = pearson(&column.scores, &self.labels, weights);
        if binary {
            let predicted = column.thresholded.as_ref().map(|t| &t.predicted);
            let f1 = predicted.and_then(|p| macro_f1(p, &self.positive, weights));
            return vec![
                ("auc", "AUC", area),
                ("macro_f1", "macro-F1 (cross-validated threshold)", f1),
                ("point_biserial", "point-biserial r", linear),
            ];
        }
        vec![
            ("spearman", "Spearman's rho", spearman(&column.ranking, &self.ranking, weights)),
            ("pearson", "Pearson's r", linear),
            ("auc_upper", "AUC (label above its median)", area),
        ]
    }

    fn compared(
        &self,
        column: &Column,
        measures: Vec<Estimate>,
        labels: &Labels,
        target: &Target,
        options: &ValidationOptions,
    ) -> TargetValidation {
        // What is looked at row by row is about the rows as they are, so the weights of a sample do not enter.
        let line = line(&column.scores, &self.labels, &vec![1.0; self.rows.len()]);
        let line = line.unwrap_or(Line { intercept: 0.0, slope: 0.0 });
        let rows = against(line, &self.rows, &column.scores, &self.labels);
        let (off, terms) = (worst(&rows), terms(&rows, self.evidence, target, options.fewest));
        let best = best_threshold(&column.scores, &self.positive, &self.weights).map(|(threshold, _)| threshold);
        TargetValidation {
            target: column.target,
            measures,
            threshold: column.thresholded.as_ref().map(|t| t.folds).zip(best),
            coders: self.coders(column.target, labels),
            line,
            rows,
            too_low: off.low,
            too_high: off.high,
            terms_low: terms.low,
            terms_high: terms.high,
        }
    }

    fn coders(&self, target: usize, labels: &Labels) -> Vec<CoderAgreement> {
        let count = labels.rows.first().map_or(0, Vec::len);
        let one = |coder: usize| {
            let has_score = |row: usize| self.evidence[row].scores[target].is_some();
            let rows: Vec<usize> =
                (0..labels.rows.len()).filter(|r| labels.rows[*r][coder].is_some() && has_score(*r)).collect();
            let own: Vec<f64> = rows.iter().filter_map(|r| labels.rows[*r][coder]).collect();
            let (scores, weights) = (Ranking::new(&self.scores(target, &rows)), vec![1.0; rows.len()]);
            let value = if labels.kind.is_binary() {
                auc(&scores, &positive(&own, true), &weights)
            } else {
                spearman(&scores, &Ranking::new(&own), &weights)
            };
            CoderAgreement { rows: rows.len(), value }
        };
        if count > 1 { (0..count).map(one).collect() } else { Vec::new() }
    }
}

/// Rows that count as yes: those labelled so, and on a scale those above its median, or at it when it is the highest.
fn positive(labels: &[f64], binary: bool) -> Vec<bool> {
    let mut sorted = labels.to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = if binary { 0.5 } else { quantile(&sorted, 0.5).unwrap_or_default() };
    let highest = sorted.last().is_some_and(|last| *last <= median);
    labels.iter().map(|label| *label > median || highest && !binary && *label >= median).collect()
}

fn alpha(
    labels: &Labels,
    clusters: Option<&[String]>,
    options: &ValidationOptions,
) -> Option<(Metric, usize, Estimate)> {
    if labels.rows.first().is_none_or(|row| row.len() < 2) {
        return None;
    }
    let metric = options.metric.unwrap_or(match labels.kind {
        LabelKind::Binary { .. } => Metric::Nominal,
        LabelKind::Ordinal { .. } => Metric::Ordinal,
        LabelKind::Interval { .. } => Metric::Interval,
    });
    let units: Vec<Vec<f64>> = labels.rows.iter().map(|row| row.iter().flatten().copied().collect()).collect();
    let coding = Coding::new(&units);
    let bootstrap = match clusters {
        None => Bootstrap::of_rows(units.len(), options.seed, options.replicates),
        Some(names) => Bootstrap::of_clusters(names, options.seed, options.replicates),
    };
    let value = coding.alpha(metric, &vec![1.0; units.len()]);
    let interval = bootstrap.intervals(|counts| vec![coding.alpha(metric, counts)]).into_iter().next().flatten();
    let interval = interval.filter(|_| value.is_some());
    Some((metric, coding.paired(), Estimate { id: "alpha", name: "Krippendorff's alpha", value, interval }))
}

/// The score columns that a user names; by default `rhetoric`, else the first composite, else the first dimension.
///
/// # Errors
/// A name that no column has; the message lists those there are.
pub fn targets(analyzer: &Analyzer, names: &[String]) -> Result<Vec<usize>> {
    let all = analyzer.scheme().targets();
    if names.iter().any(|n| n == "all") {
        return Ok((0..all.len()).collect());
    }
    if names.is_empty() {
        let headline = all.iter().position(|t| t.id == "rhetoric").or_else(|| all.iter().position(|t| t.composite));
        return Ok(vec![headline.unwrap_or_default()]);
    }
    let found = names.iter().map(|name| {
        analyzer.scheme().target(name).ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|t| t.id.as_str()).collect();
            let message = format!("no dimension is called {name:?}; there are {}", known.join(", "));
            Error::new(ErrorKind::Usage, message)
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::{CodedRow, Labels};
    use std::path::Path;

    const OPTIONS: ValidationOptions =
        ValidationOptions { targets: Vec::new(), metric: None, replicates: 50, seed: 1, fewest: 5 };

    fn target() -> Target {
        Target {
            id: "x".to_owned(),
            signs: vec![1],
            composite: false,
            definition: String::new(),
            aside: false,
            label: "x".to_owned(),
        }
    }

    /// Rows of (score, labels by coder, weight).
    fn compared(rows: &[(Option<f64>, &[&str], f64)]) -> Result<Validation> {
        let coded = |(row, line): (&(Option<f64>, &[&str], f64), u64)| CodedRow {
            line,
            text: "Go.".to_owned(),
            labels: row.1.iter().map(|l| (*l).to_owned()).collect(),
            cluster: None,
            id: None,
        };
        let table: Vec<CodedRow> = rows.iter().zip(2..).map(coded).collect();
        let labels = Labels::read(&table, None, Path::new("c.csv")).unwrap();
        let evidence: Vec<Evidence> = rows.iter().map(|r| Evidence { scores: vec![r.0], hits: Vec::new() }).collect();
        let weights: Vec<f64> = rows.iter().map(|r| r.2).collect();
        let options = ValidationOptions { targets: vec![0], ..OPTIONS };
        Validation::new(&[target()], &labels, &evidence, None, &weights, &options)
    }

    fn values(found: &Validation) -> Vec<f64> {
        found.targets[0].measures.iter().map(|m| m.value.unwrap()).collect()
    }

    #[test]
    fn a_row_of_weight_two_counts_as_two() {
        let once: [(Option<f64>, &[&str], f64); 6] = [
            (Some(0.1), &["1"], 1.0),
            (Some(0.0), &["2"], 1.0),
            (Some(0.3), &["3"], 1.0),
            (Some(0.2), &["4"], 1.0),
            (Some(0.9), &["4"], 1.0),
            (Some(-0.2), &["2"], 2.0),
        ];
        let mut twice = once.to_vec();
        twice[5].2 = 1.0;
        twice.push(twice[5]);
        let (once, twice) = (compared(&once).unwrap(), compared(&twice).unwrap());
        assert_eq!((once.rows, twice.rows), (6, 7));
        // The median of the labels is that of the rows as they are, so the third measure may differ.
        for (a, b) in values(&once).iter().zip(values(&twice)).take(2) {
            assert!((a - b).abs() < 1e-9, "{a} {b}");
        }
    }

    #[test]
    fn rows_that_do_not_count_are_counted() {
        let mut rows: Vec<(Option<f64>, &[&str], f64)> = vec![
            (Some(0.5), &["1", "1"], 1.0),
            (Some(0.4), &["1", "1"], 1.0),
            (Some(0.6), &["1", ""], 1.0),
            (Some(0.0), &["0", "0"], 1.0),
            (Some(0.1), &["0", "0"], 1.0),
            (Some(0.3), &["0", "1"], 1.0),
            (Some(0.3), &["", ""], 1.0),
            (None, &["1", "1"], 1.0),
        ];
        let found = compared(&rows).unwrap();
        assert_eq!((found.rows, found.tied, found.unlabelled, found.unscored), (5, 1, 1, 1));
        assert_eq!(values(&found)[..2], [1.0, 1.0]);
        assert_eq!(found.targets[0].coders.iter().map(|c| c.rows).collect::<Vec<_>>(), [6, 5]);
        let (metric, paired, alpha) = found.alpha.unwrap();
        assert_eq!((metric, paired), (Metric::Nominal, 6));
        assert!(alpha.value.is_some_and(|a| (0.5..1.0).contains(&a)), "{alpha:?}");
        rows.truncate(4);
        assert!(compared(&rows).unwrap_err().to_string().contains("4 rows with label and score found, 5 at least"));
    }
}
