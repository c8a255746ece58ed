//! What coders wrote → numbers.

use super::coded::CodedRow;
use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeSet;
use std::path::Path;

/// Cells that stand for a missing label, besides empty ones: what R and pandas write.
const MISSING: [&str; 3] = ["NA", "NaN", "nan"];
/// Largest label, and largest weight of a row: sums of their squares are finite.
pub(super) const LARGEST: f64 = 1e30;
/// Most distinct whole numbers that are a scale of steps rather than a measurement.
const STEPS: usize = 10;

/// What kind of labels there are.
#[derive(Debug, Clone, PartialEq)]
pub enum LabelKind {
    /// One value against all others.
    Binary {
        /// The value that counts as yes.
        positive: String,
        /// The other values, in order.
        others: Vec<String>,
    },
    /// Few whole numbers: a scale of steps.
    Ordinal {
        /// Lowest and highest.
        range: [f64; 2],
    },
    /// Any other numbers.
    Interval {
        /// Lowest and highest.
        range: [f64; 2],
    },
}

impl LabelKind {
    /// Whether labels are yes or no, here 1 and 0.
    #[must_use]
    pub const fn is_binary(&self) -> bool {
        matches!(self, Self::Binary { .. })
    }
}

/// The labels of a table as numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// Their kind, over all coders.
    pub kind: LabelKind,
    /// For each row the label of each coder, where there is one.
    pub rows: Vec<Vec<Option<f64>>>,
    /// One for each label that is not used, located.
    pub errors: Vec<Error>,
}

impl Labels {
    /// Reads the labels of all rows. With `positive` they are that value or not; else they are numbers, two of them
    /// being no (the lower) and yes.
    ///
    /// # Errors
    /// No labels at all, only one value, a `positive` that does not occur, or labels that are no numbers where no
    /// `positive` is named.
    pub fn read(rows: &[CodedRow], positive: Option<&str>, path: &Path) -> Result<Self> {
        let mut values = BTreeSet::new();
        for label in rows.iter().flat_map(|r| &r.labels).filter(|l| !is_missing(l)) {
            values.insert(label.as_str());
        }
        let found = match positive {
            _ if values.is_empty() => {
                Err((ErrorKind::Empty, "no row has a label; fill in the label columns first".to_owned()))
            }
            Some(positive) => binary(rows, positive, &values),
            None if values.iter().all(|v| number(v).is_none()) => {
                let found = listed(&values);
                let message =
                    format!("the labels are no numbers (found {found}); say which one is yes with --positive");
                Err((ErrorKind::Usage, message))
            }
            None => numeric(rows, path),
        };
        found.map_err(|(kind, message)| Error::new(kind, message).at_path(path))
    }

    /// The label of each row over its coders: the mean, or for yes and no what most say. `None` without a label or on
    /// a tie.
    #[must_use]
    pub fn consensus(&self) -> Vec<Option<f64>> {
        let mean = |row: &Vec<Option<f64>>| {
            let given: Vec<f64> = row.iter().flatten().copied().collect();
            (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64)
        };
        let vote = |mean: f64| {
            if mean > 0.5 {
                Some(1.0)
            } else if mean < 0.5 {
                Some(0.0)
            } else {
                None
            }
        };
        let binary = self.kind.is_binary();
        self.rows.iter().map(|row| if binary { mean(row).and_then(vote) } else { mean(row) }).collect()
    }

    /// Whether a row has any label.
    #[must_use]
    pub fn is_labelled(&self, row: usize) -> bool {
        self.rows[row].iter().any(Option::is_some)
    }
}

fn is_missing(label: &str) -> bool {
    label.is_empty() || MISSING.contains(&label)
}

fn number(label: &str) -> Option<f64> {
    label.parse().ok().filter(|n: &f64| n.abs() <= LARGEST)
}

fn listed(values: &BTreeSet<&str>) -> String {
    let mut shown: Vec<String> = values.iter().take(STEPS).map(|v| format!("{v:?}")).collect();
    if values.len() > STEPS {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

type Refused<T> = std::result::Result<T, (ErrorKind, String)>;

fn binary(rows: &[CodedRow], positive: &str, values: &BTreeSet<&str>) -> Refused<Labels> {
    if !values.contains(positive) {
        let message = format!("no label is {positive:?}, found {}; name one of these", listed(values));
        return Err((ErrorKind::Usage, message));
    }
    let others: Vec<String> = values.iter().filter(|v| **v != positive).map(|v| (*v).to_owned()).collect();
    if others.is_empty() {
        return Err((ErrorKind::Empty, format!("every label is {positive:?}; agreement needs two values at least")));
    }
    let yes = |label: &String| (!is_missing(label)).then(|| f64::from(u8::from(label == positive)));
    let rows = rows.iter().map(|r| r.labels.iter().map(yes).collect()).collect();
    Ok(Labels { kind: LabelKind::Binary { positive: positive.to_owned(), others }, rows, errors: Vec::new() })
}

fn numeric(rows: &[CodedRow], path: &Path) -> Refused<Labels> {
    let mut errors = Vec::new();
    let mut found: Vec<Vec<Option<f64>>> = Vec::new();
    for row in rows {
        let mut own = Vec::new();
        for label in &row.labels {
            let value = if is_missing(label) { None } else { number(label) };
            if value.is_none() && !is_missing(label) {
                let far = if label.parse::<f64>().is_ok_and(f64::is_finite) { " within ±1e30" } else { "" };
                let message = format!("label is {label:?}, expected a number{far}; it is left out");
                errors.push(Error::new(ErrorKind::Record, message).at_line(row.line).at_path(path));
            }
            own.push(value);
        }
        found.push(own);
    }
    let mut values: Vec<f64> = found.iter().flatten().flatten().copied().collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let (Some(&low), Some(&high)) = (values.first(), values.last()) else {
        return Err((ErrorKind::Empty, "no label is a number".to_owned()));
    };
    let kind = match values.len() {
        1 => return Err((ErrorKind::Empty, format!("every label is {low}; agreement needs two values at least"))),
        2 => {
            for label in found.iter_mut().flatten().flatten() {
                *label = f64::from(u8::from(*label > low));
            }
            LabelKind::Binary { positive: high.to_string(), others: vec![low.to_string()] }
        }
        ..=STEPS if values.iter().all(|v| v.fract() == 0.0) => LabelKind::Ordinal { range: [low, high] },
        _ => LabelKind::Interval { range: [low, high] },
    };
    Ok(Labels { kind, rows: found, errors })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(labels: &[&[&str]], positive: Option<&str>) -> Result<Labels> {
        let row = |(labels, line): (&&[&str], u64)| CodedRow {
            line,
            text: "Go.".to_owned(),
            labels: labels.iter().map(|l| (*l).to_owned()).collect(),
            cluster: None,
            id: None,
        };
        let rows: Vec<CodedRow> = labels.iter().zip(2..).map(row).collect();
        Labels::read(&rows, positive, Path::new("c.csv"))
    }

    #[test]
    fn the_kind_follows_from_the_labels() {
        let two = read(&[&["1"], &["2"], &["NA"], &[""]], None).unwrap();
        assert_eq!(two.kind, LabelKind::Binary { positive: "2".to_owned(), others: vec!["1".to_owned()] });
        assert_eq!(two.consensus(), [Some(0.0), Some(1.0), None, None]);
        assert_eq!(read(&[&["1"], &["2"], &["5"]], None).unwrap().kind, LabelKind::Ordinal { range: [1.0, 5.0] });
        assert_eq!(read(&[&["1"], &["2"], &["2.5"]], None).unwrap().kind, LabelKind::Interval { range: [1.0, 2.5] });
        let named = read(&[&["hostile"], &["neutral"], &["friendly"]], Some("hostile")).unwrap();
        assert_eq!(named.consensus(), [Some(1.0), Some(0.0), Some(0.0)]);
    }

    #[test]
    fn coders_are_averaged_and_votes_counted() {
        let scale = read(&[&["1", "2"], &["5", ""]], None).unwrap();
        assert_eq!(scale.consensus(), [Some(1.5), Some(5.0)]);
        let votes = read(&[&["y", "y", "n"], &["y", "n", ""]], Some("y")).unwrap();
        assert_eq!(votes.consensus(), [Some(1.0), None]);
    }

    #[test]
    fn labels_that_cannot_be_used_are_named() {
        let some = read(&[&["1"], &["two"], &["3"], &["4"]], None).unwrap();
        assert_eq!(some.errors[0].to_string(), "c.csv:3: label is \"two\", expected a number; it is left out");
        let far = read(&[&["1"], &["-1e308"], &["3"], &["4"]], None).unwrap();
        let expected = "c.csv:3: label is \"-1e308\", expected a number within ±1e30; it is left out";
        assert_eq!(far.errors[0].to_string(), expected);
        let error = |labels: &[&[&str]], positive| read(labels, positive).unwrap_err().to_string();
        assert!(error(&[&["y"], &["n"]], None).contains("found \"n\", \"y\""));
        assert!(error(&[&["y"], &["n"]], Some("yes")).contains("no label is \"yes\""));
        assert!(error(&[&["1"], &["1"]], None).contains("every label is 1"));
        assert!(error(&[&[""]], None).contains("no row has a label"));
    }
}
