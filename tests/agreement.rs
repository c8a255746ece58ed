//! Agreement with human annotation may not fall below what was reached. Runs where the shared evaluation data are at
//! hand; a fresh clone has none of them, and says so.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, reason = "evaluation data that cannot be read stop their test")]

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use tonescope::analysis::Analyzer;
use tonescope::article::Article;
use tonescope::report::article_line;
use tonescope::span::{OffsetUnit, Offsets};

/// (set, column, measure, floor): a little below the figures of the last change, so that only a real loss fails.
const SCORES: [(&str, &str, &str, f64); 6] = [
    ("news_clean_dev", "tension", "auc", 0.90),
    ("unscon_dev", "rhetoric", "auc", 0.78),
    ("unscon_para_dev", "rhetoric", "spearman", 0.55),
    ("unscon_para_dev", "rhetoric", "auc", 0.80),
    ("vader_nyt_dev", "sentiment", "pearson", 0.56),
    ("congress_dev", "hostility", "auc", 0.70),
];
/// F1 of quotes and their speakers on the development articles.
const QUOTES: [(&str, f64); 3] = [("marked+speaker", 0.90), ("all+speaker", 0.65), ("content", 0.85)];

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval");
    let there = folder.is_dir() && Command::new("python3").arg("--version").output().is_ok();
    if !there {
        eprintln!("skipped: needs python3 and ../shared/eval, which a fresh clone does not have");
    }
    there.then_some(folder)
}

fn records(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn python(arguments: &[&Path], flags: &[&str]) -> String {
    let output = Command::new("python3").args(arguments).args(flags).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn quotes_agree_with_people() {
    let Some(shared) = shared() else { return };
    let gold = shared.join("quotes/gold_dev.jsonl");
    let analyzer = Analyzer::shipped().unwrap();
    let lines: Vec<String> = records(&gold)
        .iter()
        .map(|record| {
            let analysis =
                analyzer.analyze(Article::new(record["id"].as_str().unwrap(), record["text"].as_str().unwrap()));
            let offsets = Offsets::new(analysis.article.text(), OffsetUnit::CodePoint);
            article_line(&analyzer, &analysis, &offsets, "", false)
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let predicted = folder.path().join("predicted.jsonl");
    std::fs::write(&predicted, lines.join("\n") + "\n").unwrap();
    let told = python(&[&shared.join("quotes/eval_quotes.py"), &gold, &predicted], &[]);
    for (measure, floor) in QUOTES {
        let line = told.lines().find(|l| l.split_whitespace().next() == Some(measure)).unwrap();
        let f1: f64 = line.split("F1").nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap();
        assert!(f1 >= floor, "{measure} F1 {f1} is below the floor {floor}\n{told}");
    }
}

#[test]
fn scores_agree_with_people() {
    let Some(shared) = shared() else { return };
    let analyzer = Analyzer::shipped().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (set, column, measure, floor) in SCORES {
        let gold = shared.join(format!("scores/{set}.jsonl"));
        let at = analyzer.scheme().target(column).unwrap();
        let sign = if column == "sentiment" { -1.0 } else { 1.0 };
        let lines: Vec<String> = records(&gold)
            .iter()
            .map(|record| {
                let analysis = analyzer.analyze(Article::new("text", record["text"].as_str().unwrap()));
                json!({"id": record["id"], "score": sign * analysis.scores.score(at).unwrap_or(0.0)}).to_string()
            })
            .collect();
        let predicted = folder.path().join(format!("{set}.jsonl"));
        std::fs::write(&predicted, lines.join("\n") + "\n").unwrap();
        let script = shared.join("scores/eval_scores.py");
        let told = python(
            &[&script, Path::new("--gold"), &gold, Path::new("--pred"), &predicted],
            &["--boot", "1", "--missing-zero"],
        );
        let line = told.lines().find(|l| l.split_whitespace().next() == Some(measure)).unwrap();
        let value: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        assert!(value >= floor, "{set} {column}: {measure} {value} is below the floor {floor}\n{told}");
    }
}
