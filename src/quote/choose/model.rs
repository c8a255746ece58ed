//! The weights: a table of task, feature, value and weight.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

use super::{Ballot, Decide, Decision, Task};
use crate::error::{Error, ErrorKind, Result};
use crate::numbers::{Stored, Table, push};
use crate::shipped;

/// Weights of all features of all tasks, in thousandths of a logit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    weights: [Cow<'static, [Stored]>; 3],
    /// For each task: margins from which a share of choices is right, both in thousandths, rising.
    calibration: [Vec<(i32, u16)>; 3],
}

const TO_STRING: &str = "writing to a string never fails";

/// In the column of features: the row tells from which margin which share of choices is right.
const CALIBRATION: &str = "right from margin";

impl Model {
    /// A model that knows nothing.
    #[must_use]
    pub fn zero() -> Self {
        Self::new(Task::ALL.map(|t| vec![0; size(t)]))
    }

    /// A model with these weights, in thousandths of a logit; one list a task of [`Task::ALL`].
    #[must_use]
    pub fn new(weights: [Vec<i32>; 3]) -> Self {
        let stored = |own: Vec<i32>| own.into_iter().map(i32::to_le_bytes).collect();
        Self { weights: weights.map(stored), calibration: [const { Vec::new() }; 3] }
    }

    /// The same model with measured shares of right choices: for each task of [`Task::ALL`] rising margins, each with
    /// the share, in thousandths, from there on.
    #[must_use]
    pub fn with_calibration(mut self, calibration: [Vec<(i32, u16)>; 3]) -> Self {
        self.calibration = calibration;
        self
    }

    /// The share of choices with this margin that are right, in thousandths; 0 where nothing was measured.
    fn confidence(&self, task: Task, margin: i32) -> u16 {
        let steps = &self.calibration[task as usize];
        steps.partition_point(|(from, _)| *from <= margin).checked_sub(1).map_or(0, |at| steps[at].1)
    }

    /// The shipped model, read and laid out when the program was built; `just train` makes its table.
    #[must_use]
    pub fn shipped() -> Self {
        Self::from_bytes(shipped::MODEL)
    }

    /// Its weights and shares as a table of numbers.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (weights, steps) in self.weights.iter().zip(&self.calibration) {
            push(weights.len() as u32, &mut out);
            out.extend_from_slice(weights.as_flattened());
            push(steps.len() as u32, &mut out);
            for (margin, share) in steps {
                push(margin.cast_unsigned(), &mut out);
                push((*share).into(), &mut out);
            }
        }
        out
    }

    /// The model that [`Self::to_bytes`] made this table of.
    ///
    /// # Panics
    /// When it is another table.
    #[must_use]
    pub fn from_bytes(bytes: &'static [u8]) -> Self {
        let mut table = Table::of(bytes);
        let step = |[margin, share]: [u32; 2]| (margin.cast_signed(), share as u16);
        let mut task = || {
            let weights = Cow::Borrowed(table.run());
            let [count] = table.next();
            (weights, (0..count).map(|_| step(table.next())).collect())
        };
        let tasks = [task(), task(), task()];
        let [first, second, third] = tasks;
        Self { weights: [first.0, second.0, third.0], calibration: [first.1, second.1, third.1] }
    }

    /// Reads a table of weights.
    ///
    /// # Errors
    /// A row that names no feature, or a weight that is no number, with its line.
    pub fn read(table: &str, path: &str) -> Result<Self> {
        let mut weights = Task::ALL.map(|t| vec![0; size(t)]);
        let mut calibration = [const { Vec::new() }; 3];
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        for (row, record) in reader.records().enumerate() {
            let invalid = |message: String| {
                Error::new(ErrorKind::Lexicon, message).at_line(row as u64 + 2).at_path(Path::new(path))
            };
            let record = record.map_err(|e| invalid(e.to_string()))?;
            let cell = |i: usize| record.get(i).unwrap_or_default();
            let task = Task::ALL.iter().position(|t| t.name() == cell(0));
            let number = |i: usize| {
                cell(i)
                    .parse::<f64>()
                    .map(|n| (n * 1000.0).round() as i32)
                    .map_err(|_| invalid(format!("expected a number, found `{}`", cell(i))))
            };
            if let (Some(task), true) = (task, cell(1) == CALIBRATION) {
                calibration[task].push((number(2)?, u16::try_from(number(3)?.clamp(0, 1000)).unwrap_or(0)));
                continue;
            }
            let feature = task.and_then(|t| Some((t, feature(Task::ALL[t], cell(1), cell(2))?)));
            let (task, feature) =
                feature.ok_or_else(|| invalid(format!("no feature `{}` with the value `{}`", cell(1), cell(2))))?;
            weights[task][feature] = number(3)?;
        }
        Ok(Self::new(weights).with_calibration(calibration))
    }

    /// The table of all weights but zeros.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::from("task,feature,value,weight\n");
        let quoted = |name: &str| if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() };
        for (task, steps) in Task::ALL.iter().zip(&self.calibration) {
            for (margin, share) in steps {
                let (margin, share) = (f64::from(*margin) / 1000.0, f64::from(*share) / 1000.0);
                writeln!(out, "{},{CALIBRATION},{margin:.3},{share:.3}", task.name()).expect(TO_STRING);
            }
        }
        for (task, weights) in Task::ALL.iter().zip(&self.weights) {
            let mut base = 0;
            for template in task.templates() {
                for value in 0..template.size() {
                    let weight = i32::from_le_bytes(weights[base + value]);
                    if weight != 0 {
                        let (name, value) = (template.name, template.value(value));
                        let weight = f64::from(weight) / 1000.0;
                        let (name, value) = (quoted(name), quoted(&value));
                        writeln!(out, "{},{name},{value},{weight:.3}", task.name()).expect(TO_STRING);
                    }
                }
                base += template.size();
            }
        }
        out
    }

    /// The sum of a reading's weights.
    #[must_use]
    pub fn score(&self, ballot: &Ballot, choice: usize) -> i32 {
        let weights = &self.weights[ballot.task as usize];
        ballot.features(choice).iter().map(|f| i32::from_le_bytes(weights[*f as usize])).sum()
    }
}

fn size(task: Task) -> usize {
    task.templates().iter().map(super::Template::size).sum()
}

/// The number of a feature among those of its task.
fn feature(task: Task, name: &str, value: &str) -> Option<usize> {
    let templates = task.templates();
    let at = templates.iter().position(|t| t.name == name)?;
    Some(templates[..at].iter().map(super::Template::size).sum::<usize>() + templates[at].number(value)?)
}

/// The shipped or given model decides by the highest sum, the first on a tie.
impl Decide for &Model {
    fn decide(&mut self, ballot: &Ballot) -> Decision {
        let mut best = (0, i32::MIN);
        let mut second = i32::MIN;
        for at in 0..ballot.choices().len() {
            let score = self.score(ballot, at);
            if score > best.1 {
                second = best.1;
                best = (at, score);
            } else if score > second {
                second = score;
            }
        }
        let margin = best.1.saturating_sub(second);
        Decision { choice: best.0, margin, confidence: self.confidence(ballot.task, margin) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_weights_are_those_of_the_table() {
        let path = "lexicons/lang-en/attribution.csv";
        let read = Model::read(&std::fs::read_to_string(path).unwrap(), path).unwrap();
        assert!(read == Model::shipped() && read != Model::zero());
        assert!(read.table() == std::fs::read_to_string(path).unwrap());
    }

    #[test]
    fn every_feature_is_found_by_its_names() {
        for task in Task::ALL {
            let all = task.templates().iter().flat_map(|t| (0..t.size()).map(|value| (t.name, t.value(value))));
            for (number, (name, value)) in all.enumerate() {
                assert_eq!(feature(task, name, &value), Some(number), "{name}, {value}");
            }
            assert_eq!(feature(task, task.templates()[0].name, "no such value"), None);
        }
    }
}
