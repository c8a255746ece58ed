//! Annotated articles → the weights of the models that choose among readings.
//!
//! In: articles with their annotated quotes. Out: a [`Model`]. Always holds: the same articles in the same order give
//! the same weights. Used by `just train`, never when articles are analysed.

mod calibrate;
mod fit;
pub mod grade;
pub mod rates;
mod teacher;

use crate::analysis::Analyzer;
use crate::article::Article;
use crate::quote::choose::{Model, Task};
use crate::span::Span;

pub use fit::Fit;
pub use teacher::{Outcome, Teacher};

/// An annotated quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// Its content.
    pub content: Vec<Span>,
    /// Its cue; empty where the annotation marks none.
    pub cue: Vec<Span>,
    /// The words that name its source; empty when nothing does.
    pub source: Vec<Span>,
}

/// An article with its annotated quotes.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotated {
    /// The article.
    pub article: Article,
    /// Its quotes.
    pub annotations: Vec<Annotation>,
}

/// One ballot with the readings that the annotation calls right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What is chosen.
    pub task: Task,
    /// The features of each reading.
    pub readings: Vec<Vec<u16>>,
    /// Whether a reading is right; at least one is.
    pub right: Vec<bool>,
}

/// All ballots of an article with the annotation's labels, decided by the pilot or else by the annotation.
#[must_use]
pub fn examples(analyzer: &Analyzer, annotated: &Annotated, pilot: Option<&Model>) -> (Vec<Example>, Vec<Outcome>) {
    let mut teacher = Teacher::new(annotated.article.text(), &annotated.annotations, pilot);
    let _ = analyzer.analyze_deciding(annotated.article.clone(), &mut teacher);
    teacher.finish()
}

/// Fits the models in rounds: the first on ballots decided by the annotation, each later one on ballots decided by a
/// model of the round before that has not seen the article.
#[must_use]
pub fn train(analyzer: &Analyzer, articles: &[&Annotated], settings: Fit) -> Model {
    let mut found: Vec<Vec<Example>> = articles.iter().map(|a| examples(analyzer, a, None).0).collect();
    let mut outcomes = Vec::new();
    for _ in 0..ROUNDS {
        let half = |which: usize| {
            let own = found.iter().enumerate().filter(|(at, _)| at % 2 != which);
            fit(&own.flat_map(|(_, e)| e).collect::<Vec<_>>(), settings)
        };
        let pilots = [half(0), half(1)];
        let next = articles.iter().enumerate().map(|(at, a)| examples(analyzer, a, Some(&pilots[at % 2])));
        let (next, seen): (Vec<_>, Vec<_>) = next.unzip();
        (found, outcomes) = (next, seen.concat());
    }
    fit(&found.iter().flatten().collect::<Vec<_>>(), settings).with_calibration(calibrate::steps(&outcomes))
}

/// Rounds in which a model decides the ballots that the next is fitted on.
const ROUNDS: usize = 2;

/// Fits one model for all tasks.
#[must_use]
pub fn fit(examples: &[&Example], settings: Fit) -> Model {
    Model::new(Task::ALL.map(|task| {
        let own: Vec<&Example> = examples.iter().copied().filter(|e| e.task == task).collect();
        fit::weights(&own, task, settings)
    }))
}
