//! Single quote patterns: tests/quotes/*.toml, each case a text with the quotes and marks expected in it.

#![allow(clippy::unwrap_used, reason = "a case file that cannot be read stops its test")]

mod support;

use serde::Deserialize;
use std::fmt::Write;
use support::{ExpectedMark, ExpectedQuote, analyze, differences, files, mark_differences};

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
    quotes: Vec<ExpectedQuote>,
    #[serde(default)]
    marks: Vec<ExpectedMark>,
    /// Part of each warning expected, in order.
    #[serde(default)]
    warnings: Vec<String>,
}

#[test]
fn cases_have_the_quotes_expected() {
    let mut report = String::new();
    let (mut cases, mut wrong) = (0, 0);
    let mut names = std::collections::BTreeSet::new();
    for path in files("tests/quotes", "toml") {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for case in file.case {
            assert!(names.insert(case.name.clone()), "two cases are named {:?}", case.name);
            assert!(!case.why.is_empty(), "case {:?} does not say why it is there", case.name);
            cases += 1;
            let analysis = analyze(&case.text);
            let mut problems = differences(&analysis, &case.quotes);
            problems.extend(mark_differences(&analysis, &case.marks));
            let told: Vec<&str> = analysis.warnings.iter().filter(|w| w.at.is_some()).map(|w| &*w.message).collect();
            let as_expected = told.len() == case.warnings.len()
                && told.iter().zip(&case.warnings).all(|(found, expected)| found.contains(expected.as_str()));
            if !as_expected {
                problems.push(format!("warnings are {told:?}, expected {:?}", case.warnings));
            }
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
