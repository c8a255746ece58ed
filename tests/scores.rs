//! Single scoring patterns: tests/scores/*.toml, each case a text with all hits expected in it.
//!
//! Hits of `sentiment` are compared only in cases that list one: everyday wording would crowd the others.

#![allow(clippy::unwrap_used, reason = "a case file that cannot be read stops its test")]

mod support;

use serde::Deserialize;
use std::fmt::Write;
use support::{ANALYZER, analyze, files};
use tonescope::analysis::Analysis;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    text: String,
    #[serde(default)]
    hits: Vec<ExpectedHit>,
    /// The article's scores, to two decimals.
    #[serde(default)]
    scores: std::collections::BTreeMap<String, f64>,
    /// A quote's scores as they count for its speaker, to two decimals.
    #[serde(default)]
    quote: std::collections::BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct ExpectedHit {
    text: String,
    dimension: String,
    category: String,
    value: f64,
    #[serde(default)]
    rules: Vec<String>,
}

const CROWD: &str = "sentiment";

fn found(analysis: &Analysis) -> Vec<ExpectedHit> {
    let text = analysis.article.text();
    let hits = analysis.hits.iter().map(|placed| {
        let hit = &placed.hit;
        ExpectedHit {
            text: hit.span.slice(text).to_owned(),
            dimension: ANALYZER.scheme().dimension_of(hit.dimension).id.clone(),
            category: hit.category.clone(),
            value: f64::from(hit.value) / 1000.0,
            rules: hit.modifiers.iter().map(|m| m.rule.clone()).collect(),
        }
    });
    hits.collect()
}

fn problems(case: &Case) -> Vec<String> {
    let analysis = analyze(&case.text);
    let mut hits = found(&analysis);
    if case.hits.iter().all(|h| h.dimension != CROWD) {
        hits.retain(|h| h.dimension != CROWD);
    }
    let mut problems = Vec::new();
    for hit in hits.iter().filter(|h| !case.hits.contains(h)) {
        problems.push(format!("found    {hit:?}"));
    }
    for hit in case.hits.iter().filter(|h| !hits.contains(h)) {
        problems.push(format!("expected {hit:?}"));
    }
    let mut compare =
        |what: &str, expected: &std::collections::BTreeMap<String, f64>, scores: Option<&tonescope::score::Scores>| {
            for (id, expected) in expected {
                let at = ANALYZER.scheme().target(id).unwrap_or_else(|| panic!("{id:?} is no score"));
                let score = scores.and_then(|s| s.score(at));
                if score.is_none_or(|s| (s - expected).abs() > 0.005) {
                    problems.push(format!("{what} {id} is {score:?}, expected {expected}"));
                }
            }
        };
    compare("score", &case.scores, Some(&analysis.scores));
    compare("quote's", &case.quote, analysis.quote_scores.first().map(|q| &q.scores));
    problems
}

#[test]
fn cases_have_the_hits_expected() {
    let mut report = String::new();
    let (mut cases, mut wrong) = (0, 0);
    let mut names = std::collections::BTreeSet::new();
    for path in files("tests/scores", "toml") {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for case in file.case {
            assert!(names.insert(case.name.clone()), "two cases are named {:?}", case.name);
            assert!(!case.why.is_empty(), "case {:?} does not say why it is there", case.name);
            cases += 1;
            let problems = problems(&case);
            if !problems.is_empty() {
                wrong += 1;
                let _ =
                    writeln!(report, "{:?} ({}), {}\n  {}", case.name, path.display(), case.why, problems.join("\n  "));
            }
        }
    }
    assert!(cases > 40, "only {cases} cases: the case files are missing");
    assert!(report.is_empty(), "{wrong} of {cases} cases differ\n{report}");
}
