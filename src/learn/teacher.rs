//! Decides ballots as the annotation has it, and keeps them as examples.

use super::{Annotation, Example};
use crate::quote::choose::{Ballot, Decide, Decision, Model, Task};
use crate::span::Span;

/// Share of the words that two contents must have in common to be the same (as in the evaluation).
const SAME: f64 = 0.5;

/// The annotation of one article as a decider.
#[derive(Debug)]
pub struct Teacher<'a> {
    text: &'a str,
    annotations: &'a [Annotation],
    /// The words of each annotated content, by their first byte.
    words: Vec<Vec<u32>>,
    examples: Vec<Example>,
    pilot: Option<&'a Model>,
    outcomes: Vec<Outcome>,
}

/// What became of a choice of a source: the task, the margin, and whether it was right.
pub type Outcome = (Task, i32, bool);

impl<'a> Teacher<'a> {
    /// A teacher for an article with this text. With a pilot the ballots are labelled as the annotation has it, but
    /// decided by the pilot, so that later ballots look as they will when there is no annotation.
    #[must_use]
    pub fn new(text: &'a str, annotations: &'a [Annotation], pilot: Option<&'a Model>) -> Self {
        let words = annotations.iter().map(|a| words(text, a.content.iter().copied())).collect();
        Self { text, annotations, words, examples: Vec::new(), pilot, outcomes: Vec::new() }
    }

    /// The examples seen, and what became of the pilot's choices.
    #[must_use]
    pub fn finish(self) -> (Vec<Example>, Vec<Outcome>) {
        (self.examples, self.outcomes)
    }

    /// How right each reading is; all zero when none is.
    fn grades(&self, ballot: &Ballot) -> Vec<f64> {
        match ballot.task {
            Task::Pair => self.pair(ballot),
            Task::Content => self.content(ballot),
            Task::Source => self.source(ballot),
        }
    }

    fn pair(&self, ballot: &Ballot) -> Vec<f64> {
        let own = words(self.text, ballot.choices()[0].content.into_iter().flatten());
        let covering = self.words.iter().position(|w| 2 * common(w, &own) >= own.len() && !own.is_empty());
        self.sources(ballot, covering)
    }

    fn source(&self, ballot: &Ballot) -> Vec<f64> {
        let own = words(self.text, ballot.choices()[0].content.into_iter().flatten());
        let best = (0..self.words.len())
            .max_by(|a, b| overlap(&self.words[*a], &own).total_cmp(&overlap(&self.words[*b], &own)).then(b.cmp(a)));
        match best.filter(|b| overlap(&self.words[*b], &own) >= SAME) {
            Some(best) => self.sources(ballot, Some(best)),
            None => vec![0.0; ballot.choices().len()],
        }
    }

    /// Which readings name the annotated source; having none is right where there is none, or none is on the ballot.
    fn sources(&self, ballot: &Ballot, annotation: Option<usize>) -> Vec<f64> {
        let right = |source: Span, annotation: &Annotation| {
            if annotation.source.iter().any(|s| s.overlaps(source)) {
                return 2.0;
            }
            let names = capitals(self.text, source);
            let same = annotation.source.iter().any(|s| capitals(self.text, *s).iter().any(|w| names.contains(w)));
            f64::from(u8::from(same))
        };
        let grade = |source: Option<Span>| match (source, annotation) {
            (Some(source), Some(index)) => right(source, &self.annotations[index]),
            _ => 0.0,
        };
        let mut grades: Vec<f64> = ballot.choices().iter().map(|c| grade(c.source)).collect();
        let best = grades.iter().copied().fold(0.0, f64::max);
        for (grade, choice) in grades.iter_mut().zip(ballot.choices()) {
            let unnamed = annotation.is_none_or(|a| self.annotations[a].source.is_empty());
            let nobody = best == 0.0 && choice.source.is_none() && (unnamed || ballot.task == Task::Pair);
            *grade = if nobody || *grade > 0.0 { 1.0 } else { 0.0 };
        }
        grades
    }

    fn content(&self, ballot: &Ballot) -> Vec<f64> {
        let cue = ballot.cue.unwrap_or_default();
        // A cue inside an annotated content reports something else, if anything.
        let free: Vec<usize> =
            (0..self.words.len()).filter(|a| !self.annotations[*a].content.iter().any(|s| s.contains(cue))).collect();
        let mut grades: Vec<f64> = ballot
            .choices()
            .iter()
            .map(|choice| {
                let own = words(self.text, choice.content.into_iter().flatten());
                free.iter().map(|a| overlap(&self.words[*a], &own)).fold(0.0, f64::max)
            })
            .collect();
        let best = grades.iter().copied().fold(0.0, f64::max);
        for (grade, choice) in grades.iter_mut().zip(ballot.choices()) {
            let reject = choice.content[0].is_none();
            *grade = match best >= SAME {
                true if !reject && *grade >= best - 1e-9 => 1.0,
                false if reject => 1.0,
                _ => 0.0,
            };
        }
        grades
    }
}

impl Decide for Teacher<'_> {
    fn decide(&mut self, ballot: &Ballot) -> Decision {
        let grades = self.grades(ballot);
        let right: Vec<bool> = grades.iter().map(|g| *g > 0.0).collect();
        let choice = right.iter().position(|r| *r).unwrap_or(0);
        if right.iter().any(|r| *r) && !right.iter().all(|r| *r) {
            let readings = (0..right.len()).map(|at| ballot.features(at).to_vec()).collect();
            self.examples.push(Example { task: ballot.task, readings, right: right.clone() });
        }
        match &mut self.pilot {
            Some(pilot) => {
                let decision = pilot.decide(ballot);
                let attributes = ballot.choices()[decision.choice].source.is_some();
                if attributes && (ballot.task == Task::Pair || right.iter().any(|r| *r)) {
                    self.outcomes.push((ballot.task, decision.margin, right[decision.choice]));
                }
                decision
            }
            None => Decision { choice, margin: 0, confidence: 0 },
        }
    }
}

/// The first bytes of the words in some spans, in order.
fn words(text: &str, spans: impl Iterator<Item = Span>) -> Vec<u32> {
    let mut found = Vec::new();
    for span in spans {
        let mut inside = false;
        for (at, c) in span.slice(text).char_indices() {
            let letter = c.is_alphanumeric();
            if letter && !inside {
                found.push(span.start + at as u32);
            }
            inside = letter || inside && matches!(c, '\'' | '’' | '-');
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn common(a: &[u32], b: &[u32]) -> usize {
    b.iter().filter(|w| a.binary_search(w).is_ok()).count()
}

/// Shared words over all words (Jaccard).
fn overlap(a: &[u32], b: &[u32]) -> f64 {
    let shared = common(a, b);
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// The capitalised words of a span.
fn capitals(text: &str, span: Span) -> Vec<&str> {
    let words = span.slice(text).split(|c: char| !c.is_alphanumeric());
    words.filter(|w| w.chars().next().is_some_and(char::is_uppercase) && w.chars().count() > 1).collect()
}
