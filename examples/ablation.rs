//! What each context rule is worth: agreement with labels with all rules and without the one.
//!
//! `cargo run --release --example ablation -- FOLDER` prints, for the labelled sets of `lexicons/fit.toml` in FOLDER, a row
//! a rule: the AUC (graded sets: Pearson) lost without it on each set, how many texts it fires in, and in how many of those
//! whose score it moves it moves it the right way.

use serde::Deserialize;
use std::fs;
use std::path::Path;
use tonescope::measure::{Ranking, auc, pearson};
use tonescope::{Analyzer, Article};

type Anything<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
struct Plan {
    set: Vec<SetPlan>,
}

#[derive(Deserialize)]
struct SetPlan {
    file: String,
    column: String,
    label: String,
    kind: String,
}

struct Set {
    plan: SetPlan,
    texts: Vec<String>,
    labels: Vec<f64>,
}

/// A text's score, and whether a rule fired in it.
type Scored = (f64, bool);

#[allow(clippy::print_stdout, reason = "what the program is for")]
fn main() -> Anything<()> {
    let folder = std::env::args().nth(1).ok_or("expected the FOLDER of the labelled sets")?;
    let plan: Plan = toml::from_str(&fs::read_to_string("lexicons/fit.toml")?)?;
    let sets: Vec<Set> = plan.set.into_iter().map(|p| read(Path::new(&folder), p)).collect::<Anything<_>>()?;
    let whole = Analyzer::shipped()?;
    let with: Vec<Vec<f64>> =
        sets.iter().map(|s| scores(&whole, s, "").into_iter().map(|(x, _)| x).collect()).collect();
    let names: Vec<&str> = sets.iter().map(|s| s.plan.file.trim_end_matches("_dev.jsonl")).collect();
    println!("| rule | {} | texts | right |", names.join(" | "));
    println!("|---|{}---|---|", "---|".repeat(names.len()));
    let all: Vec<String> = sets.iter().zip(&with).map(|(s, x)| format!("{:.3}", agreement(s, x))).collect();
    println!("| all rules | {} | | |", all.join(" | "));
    for rule in whole.rules().rules() {
        let without = Analyzer::shipped()?.without_rule(&rule.id);
        let (mut cells, mut fired, mut moved, mut right) = (Vec::new(), 0, 0, 0);
        for (set, own) in sets.iter().zip(&with) {
            let lacking: Vec<f64> = scores(&without, set, "").into_iter().map(|(x, _)| x).collect();
            cells.push(format!("{:+.4}", agreement(set, own) - agreement(set, &lacking)));
            let middle = set.labels.iter().sum::<f64>() / set.labels.len() as f64;
            for (at, (_, fires)) in scores(&whole, set, &rule.id).into_iter().enumerate() {
                fired += u32::from(fires);
                let change = own[at] - lacking[at];
                if fires && change.abs() > 1e-9 {
                    moved += 1;
                    right += u32::from((change > 0.0) == (set.labels[at] > middle));
                }
            }
        }
        let share = if moved > 0 { format!("{:.2}", f64::from(right) / f64::from(moved)) } else { "–".to_owned() };
        println!("| `{}` | {} | {fired} | {share} |", rule.id, cells.join(" | "));
    }
    Ok(())
}

fn read(folder: &Path, plan: SetPlan) -> Anything<Set> {
    let (mut texts, mut labels) = (Vec::new(), Vec::new());
    for line in fs::read_to_string(folder.join(&plan.file))?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        if let (Some(text), Some(label)) = (record["text"].as_str(), record[&plan.label].as_f64()) {
            texts.push(text.to_owned());
            labels.push(label);
        }
    }
    Ok(Set { plan, texts, labels })
}

/// The scores of all texts in the set's column, and where the rule fired.
fn scores(analyzer: &Analyzer, set: &Set, rule: &str) -> Vec<Scored> {
    let Some(target) = analyzer.scheme().target(&set.plan.column) else { return Vec::new() };
    let one = |text: &String| {
        let analysis = analyzer.analyze(Article::new("text", text.as_str()));
        let fires = analysis.hits.iter().any(|h| h.hit.modifiers.iter().any(|m| m.rule == rule));
        (analysis.scores.score(target).unwrap_or(0.0), fires)
    };
    set.texts.iter().map(one).collect()
}

fn agreement(set: &Set, scores: &[f64]) -> f64 {
    let weights = vec![1.0; scores.len()];
    let found = if set.plan.kind == "binary" {
        let positive: Vec<bool> = set.labels.iter().map(|l| *l > 0.5).collect();
        auc(&Ranking::new(scores), &positive, &weights)
    } else {
        pearson(scores, &set.labels, &weights)
    };
    found.unwrap_or(0.0)
}
