//! Fits the weights of the shipped lexicons' entries to labelled texts, shrunk towards the grades given by hand.
//!
//! `cargo run --release --example fit -- FOLDER` prints, for the labelled sets of `lexicons/fit.toml` in FOLDER, how the
//! grades given by hand, the weights fitted inside five folds and the weights fitted to all texts agree with the labels;
//! `… -- FOLDER --write` also writes the fitted weights into `lexicons/*/terms.csv`. A weight that moved keeps its grade in
//! `source` ("; by hand 2"), from which every later fit starts again.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tonescope::Analyzer;
use tonescope::learn::grade::{EntryKey, GradeFit, Grades, LabelKind, Observation, Theta};
use tonescope::lexicon::{Kind, Lexicon};
use tonescope::measure::{Ranking, auc, best_threshold, macro_f1, pearson, spearman};
use tonescope::run::sha256_hex;

const FOLDS: u64 = 5;
/// Before the grade given by hand, in the source of an entry whose weight was fitted.
const BY_HAND: &str = "; by hand ";

type Anything<T> = Result<T, Box<dyn std::error::Error>>;

#[derive(Deserialize)]
struct Plan {
    shrink: f64,
    shrink_category: f64,
    texts: u32,
    bound: f64,
    bound_category: f64,
    steps: u32,
    round: f64,
    least: f64,
    fixed: Vec<String>,
    most: BTreeMap<String, f64>,
    set: Vec<SetPlan>,
}

#[derive(Deserialize)]
struct SetPlan {
    file: String,
    column: String,
    label: String,
    kind: String,
    share: f64,
    /// Field whose values stay in one fold; the id without it.
    group: Option<String>,
    /// Prefix of ids that end in a number; what stands between is the group.
    group_of_id: Option<String>,
    /// Field within whose values agreement is given as well.
    within: Option<String>,
}

struct Set {
    plan: SetPlan,
    kind: LabelKind,
    observations: Vec<Observation>,
    labels: Vec<f64>,
    ordinals: Vec<Option<f64>>,
    words: Vec<f64>,
    folds: Vec<u64>,
    within: Vec<String>,
}

fn main() -> Anything<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (folder, write) = match &args[..] {
        [folder] => (folder, false),
        [folder, flag] if flag == "--write" => (folder, true),
        _ => return Err("expected FOLDER, or FOLDER --write".into()),
    };
    let analyzer = Analyzer::shipped()?;
    let plan: Plan = toml::from_str(&fs::read_to_string("lexicons/fit.toml")?)?;
    let settings = GradeFit {
        shrink: plan.shrink,
        shrink_category: plan.shrink_category,
        texts: plan.texts,
        bound: plan.bound,
        bound_category: plan.bound_category,
        steps: plan.steps,
    };
    let (round, least) = (plan.round, plan.least);
    let hand = hand_grades(&analyzer);
    let ids = analyzer.lexicons().iter().zip(0u16..);
    let mut grades =
        Grades::with_fixed(ids.filter(|(l, _)| plan.fixed.iter().any(|f| f == l.id())).map(|(_, at)| at).collect());
    let read = |set: SetPlan| read_set(&analyzer, Path::new(folder), set, &hand, &mut grades);
    let sets: Vec<Set> = plan.set.into_iter().map(read).collect::<Anything<_>>()?;
    tell("by hand", &sets, |_, o| o.score(&grades.zero()));
    let inside: Vec<Theta> = (0..FOLDS).map(|fold| grades.fit(&chosen(&sets, |f| f != fold), settings)).collect();
    tell("cross-validated", &sets, |fold, o| o.score(&inside[fold as usize]));
    let all = grades.fit(&chosen(&sets, |_| true), settings);
    tell("fitted to all", &sets, |_, o| o.score(&all));
    if write {
        for lexicon in analyzer.lexicons().iter().zip(0u16..).filter(|(l, _)| l.manifest().kind == Kind::Scores) {
            write_terms(lexicon, &hand, (&grades, &all), (round, least), &plan.most)?;
        }
    }
    Ok(())
}

/// The observations of the chosen folds, set by set.
fn chosen(sets: &[Set], wanted: impl Fn(u64) -> bool) -> Vec<(LabelKind, f64, Vec<&Observation>)> {
    let of = |set: &'_ Set| -> Vec<usize> { (0..set.folds.len()).filter(|at| wanted(set.folds[*at])).collect() };
    sets.iter()
        .map(|set| (set.kind, set.plan.share, of(set).into_iter().map(|at| &set.observations[at]).collect()))
        .collect()
}

/// Grades given by hand of all entries whose weight was fitted, in thousandths.
fn hand_grades(analyzer: &Analyzer) -> BTreeMap<EntryKey, i32> {
    let mut found = BTreeMap::new();
    for (lexicon, id) in analyzer.lexicons().iter().zip(0..) {
        for (entry, at) in lexicon.entries().iter().zip(0..) {
            if let Some(grade) = by_hand(&entry.source) {
                found.insert((id, at), (grade * 1000.0).round() as i32);
            }
        }
    }
    found
}

fn by_hand(source: &str) -> Option<f64> {
    source.split_once(BY_HAND).and_then(|(_, grade)| grade.trim().parse().ok())
}

fn read_set(
    analyzer: &Analyzer,
    folder: &Path,
    plan: SetPlan,
    hand: &BTreeMap<EntryKey, i32>,
    grades: &mut Grades,
) -> Anything<Set> {
    let target = analyzer.scheme().target(&plan.column).ok_or("no such column")?;
    let kind = if plan.kind == "binary" { LabelKind::Binary } else { LabelKind::Graded };
    let mut set = Set {
        kind,
        observations: Vec::new(),
        labels: Vec::new(),
        ordinals: Vec::new(),
        words: Vec::new(),
        folds: Vec::new(),
        within: Vec::new(),
        plan,
    };
    for line in fs::read_to_string(folder.join(&set.plan.file))?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let Some(label) = record[&set.plan.label].as_f64() else { continue };
        let text = record["text"].as_str().unwrap_or_default();
        set.observations.push(grades.observe(analyzer, text, target, label, hand));
        set.labels.push(label);
        set.ordinals.push(["y_ordinal", "mean_ordinal"].iter().find_map(|f| record[f].as_f64()));
        set.words.push(text.split_whitespace().count() as f64);
        let id = record["id"].as_str().unwrap_or_default();
        let group = match (&set.plan.group, &set.plan.group_of_id) {
            (Some(field), _) => record[field].as_str().unwrap_or(id),
            (None, Some(prefix)) => {
                id.trim_start_matches(prefix.as_str()).rsplit_once('-').map_or(id, |(group, _)| group)
            }
            (None, None) => id,
        };
        set.folds.push(u64::from_str_radix(&sha256_hex(group.as_bytes())[..8], 16)? % FOLDS);
        set.within.push(set.plan.within.as_ref().and_then(|f| record[f].as_str()).unwrap_or_default().to_owned());
    }
    Ok(set)
}

/// A line a set: how scores agree with labels.
#[allow(clippy::print_stdout, reason = "what the program is for")]
fn tell(title: &str, sets: &[Set], score: impl Fn(u64, &Observation) -> f64) {
    println!("{title}");
    for set in sets {
        let scores: Vec<f64> = set.observations.iter().zip(&set.folds).map(|(o, f)| score(*f, o)).collect();
        let mut line = format!("  {:24} {:9}", set.plan.file, set.plan.column);
        let all = |_: &str| true;
        line += &agreement(set, &scores, &all);
        let mut parts: Vec<&String> = set.within.iter().filter(|w| !w.is_empty()).collect();
        parts.sort_unstable();
        parts.dedup();
        for part in parts {
            line += "  ";
            line += part;
            line += ":";
            line += &agreement(set, &scores, &|w: &str| w == part);
        }
        println!("{line}");
    }
}

fn agreement(set: &Set, scores: &[f64], chosen: &dyn Fn(&str) -> bool) -> String {
    let at: Vec<usize> = (0..scores.len()).filter(|i| chosen(&set.within[*i])).collect();
    let own: Vec<f64> = at.iter().map(|i| scores[*i]).collect();
    let labels: Vec<f64> = at.iter().map(|i| set.labels[*i]).collect();
    let weights = vec![1.0; own.len()];
    let show = |name: &str, value: Option<f64>| value.map_or(String::new(), |v| format!(" {name} {v:.3}"));
    if set.kind == LabelKind::Graded {
        return show("Pearson", pearson(&own, &labels, &weights));
    }
    let positive: Vec<bool> = labels.iter().map(|l| *l > 0.5).collect();
    let mut line = show("AUC", auc(&Ranking::new(&own), &positive, &weights));
    line += &show("macro-F1", threshold_f1(&own, &positive, &weights));
    let ordinals: Option<Vec<f64>> = at.iter().map(|i| set.ordinals[*i]).collect();
    line += &ordinals
        .map_or(String::new(), |o| show("Spearman", spearman(&Ranking::new(&own), &Ranking::new(&o), &weights)));
    let words: Vec<f64> = at.iter().map(|i| set.words[*i]).collect();
    line + &show("with length", spearman(&Ranking::new(&own), &Ranking::new(&words), &weights))
}

/// Macro-F1 at the threshold that is best on the very texts.
fn threshold_f1(scores: &[f64], positive: &[bool], weights: &[f64]) -> Option<f64> {
    let (threshold, _) = best_threshold(scores, positive, weights)?;
    let predicted: Vec<bool> = scores.iter().map(|s| *s > threshold).collect();
    macro_f1(&predicted, positive, weights)
}

/// Writes a lexicon's table with the fitted weights.
fn write_terms(
    (lexicon, id): (&Lexicon, u16),
    hand: &BTreeMap<EntryKey, i32>,
    (grades, theta): (&Grades, &Theta),
    (round, least): (f64, f64),
    most: &BTreeMap<String, f64>,
) -> Anything<()> {
    let (factors, categories) = (grades.factors(theta), grades.category_factors(theta));
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["term", "category", "weight", "source", "note"])?;
    for (entry, at) in lexicon.entries().iter().zip(0u32..) {
        let (_, category) = &lexicon.categories()[entry.category];
        let grade = f64::from(hand.get(&(id, at)).copied().unwrap_or(entry.weight)) / 1000.0;
        let shared = categories.get(&(id, entry.category)).copied().unwrap_or(1.0);
        let factor = factors.get(&(id, at)).copied().unwrap_or(1.0) * shared;
        let fitted = ((grade * factor / round).round() * round).clamp(-4.0, 4.0);
        let fitted = most.get(&category.id).map_or(fitted, |most| fitted.min(*most));
        let source = entry.source.split(BY_HAND).next().unwrap_or_default();
        let moved = (fitted - grade).abs() >= least - 1e-9;
        let (weight, source) =
            if moved { (fitted, format!("{source}{BY_HAND}{grade}")) } else { (grade, source.to_owned()) };
        let weight = ((weight * 1000.0).round() / 1000.0).to_string();
        out.write_record([&*entry.term, &category.id, &weight, &source, &entry.note])?;
    }
    fs::write(format!("lexicons/{}/terms.csv", lexicon.id()), out.into_inner()?)?;
    Ok(())
}
