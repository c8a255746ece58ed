//! Quotes rated by a reader: the rank correlation of scores with the ratings may not fall below what was reached. The
//! lexicons were widened with these very quotes in sight, so the figures are no measure of agreement on other texts.
//!
//! tests/rated/*.jsonl holds one quote a line: `text` it stands in, `quote` as it stands there, `hostility` 0…4 and
//! `escalation` −2…4 (an offer or agreement −2, a call for talks −1, a warning 1, a demand or refusal 2, a threat or a
//! coercive measure 3, force 4). The signed scale is compared with escalation less de-escalation.

#![allow(clippy::unwrap_used, reason = "a rating that cannot be read stops its test")]

mod support;

use serde::Deserialize;
use std::fmt::Write;
use support::{ANALYZER, analyze, files, quote_at};
use tonescope::measure::{Ranking, spearman};
use tonescope::score::Scores;

/// (file, floor for hostility, floor for escalation less de-escalation): a little below the figures of the last change.
const FLOORS: [(&str, f64, f64); 4] =
    [("coercion", 0.72, 0.78), ("diplomacy", 0.58, 0.79), ("judgement", 0.80, 0.49), ("military", 0.63, 0.82)];
/// Share of the quotes that must be found: the others have no score.
const FOUND: f64 = 0.9;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rated {
    text: String,
    quote: String,
    hostility: i8,
    escalation: i8,
}

/// Pairs of rating and score.
#[derive(Default)]
struct Pairs {
    ratings: Vec<f64>,
    scores: Vec<f64>,
}

impl Pairs {
    fn add(&mut self, rating: i8, score: f64) {
        self.ratings.push(f64::from(rating));
        self.scores.push(score);
    }

    fn correlation(&self) -> f64 {
        let rank = |values: &[f64]| Ranking::new(values);
        spearman(&rank(&self.ratings), &rank(&self.scores), &vec![1.0; self.scores.len()]).unwrap()
    }
}

fn scores_of(rated: &Rated) -> Option<Scores> {
    let analysis = analyze(&rated.text);
    quote_at(&analysis, &rated.quote).map(|at| analysis.quote_scores[at].scores.clone())
}

#[test]
fn scores_rank_quotes_as_a_reader_does() {
    let target = |id: &str| ANALYZER.scheme().target(id).unwrap();
    let [hostility, escalation, deescalation] = ["hostility", "escalation", "deescalation"].map(target);
    let (mut report, mut low) = (String::new(), false);
    let paths = files("tests/rated", "jsonl");
    for (path, (name, least_hostility, least_escalation)) in paths.iter().zip(FLOORS) {
        assert_eq!(path.file_stem().unwrap(), name, "every file has its floors");
        let (mut hostile, mut escalating, mut missed) = (Pairs::default(), Pairs::default(), 0);
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let rated: Rated = serde_json::from_str(line).unwrap();
            let Some(scores) = scores_of(&rated) else {
                missed += 1;
                continue;
            };
            let score = |at| scores.score(at).unwrap_or_default();
            hostile.add(rated.hostility, score(hostility));
            escalating.add(rated.escalation, score(escalation) - score(deescalation));
        }
        let found = hostile.scores.len() as f64 / (hostile.scores.len() + missed) as f64;
        let [hostility, escalation] = [hostile, escalating].map(|pairs| pairs.correlation());
        let _ = writeln!(report, "{name}: hostility {hostility:.3}, escalation {escalation:.3}, found {found:.3}");
        low |= hostility < least_hostility || escalation < least_escalation || found < FOUND;
    }
    assert_eq!(paths.len(), FLOORS.len());
    assert!(!low, "{report}");
}
