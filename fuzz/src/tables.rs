//! Tables that users keep: other names of speakers, corrections, coded passages.

use super::check::sound;
use super::{ANALYZER, choice, files, shipped};
use std::path::Path;
use std::sync::Mutex;
use tonescope::analysis::Analyzer;
use tonescope::article::Article;
use tonescope::report::{ValidationView, validation_json, validation_text};
use tonescope::speaker::{Aliases, Corrections};
use tonescope::study::{Coded, CodedColumns, Evidence, Key, Labels, Validation, ValidationOptions};

/// An article for corrections, as `article_id` `a`.
const NEWS: &str = "“We will not attack,” General Rolf Brandt said.\n\nOksana Drell, the envoy, said the talks were “a farce”. \
                    Moscow called it Russian aggression.\n\n“They are liars,” he said.";

/// Aliases, or corrections.
pub fn speakers(bytes: &[u8]) {
    // It is changed and kept: a new one a run would take all the time.
    static OWN: Mutex<Option<Analyzer>> = Mutex::new(None);
    let Some((way, bytes)) = choice::<2>(bytes) else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (aliases, corrections) = if way == 0 {
        let shipped = Aliases::shipped();
        let Ok(aliases) = shipped.with_table(text, Path::new("a.csv")) else { return };
        (Some(aliases), Corrections::default())
    } else {
        let Ok(corrections) = Corrections::read(text, Path::new("c.csv")) else { return };
        (None, corrections)
    };
    let mut own = OWN.lock().expect("no thread panicked with it");
    let mut analyzer = own.take().unwrap_or_else(shipped).with_corrections(corrections);
    if let Some(aliases) = aliases {
        analyzer = analyzer.with_aliases(aliases);
    }
    let analysis = analyzer.analyze(Article::new("a", NEWS));
    assert!(analysis.corrected.iter().all(|line| analyzer.corrections().lines().contains(line)));
    sound(&analyzer, &analysis);
    *own = Some(analyzer);
}

/// A table of coded passages and its key, as `validate` compares it with scores.
pub fn coded(bytes: &[u8]) {
    let Some((way, bytes)) = choice::<4>(bytes) else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let (table, key) = files(text).fold(("", None), |(table, key), (name, content)| match name {
        "coded.csv" => (content, key),
        "key.csv" => (table, Some(content)),
        _ => (table, key),
    });
    let path = Path::new("coded.csv");
    let columns = CodedColumns {
        text: "text".to_owned(),
        labels: vec!["label".to_owned(); 1 + way % 2],
        cluster: (way == 3).then(|| "cluster".to_owned()),
        id: key.map(|_| "id".to_owned()),
    };
    let Ok(mut coded) = Coded::read(table, &columns, path) else { return };
    let weights = match key.map(|key| Key::read(key, path)) {
        None => vec![1.0; coded.rows.len()],
        Some(Ok(key)) => coded.join(&key, path),
        Some(Err(_)) => return,
    };
    let Ok(labels) = Labels::read(&coded.rows, (way == 2).then_some("yes"), path) else { return };
    let evidence = |text: &str| Evidence::of(&ANALYZER.analyze(Article::new("a", text)));
    let evidence: Vec<Evidence> = coded.rows.iter().map(|row| evidence(&row.text)).collect();
    let clusters: Option<Vec<String>> = coded.rows.iter().map(|row| row.cluster.clone()).collect();
    let options = ValidationOptions { targets: vec![0, 1], metric: None, replicates: 20, seed: 1, fewest: 1 };
    let scheme = ANALYZER.scheme().targets();
    let made = Validation::new(scheme, &labels, &evidence, clusters.as_deref(), &weights, &options);
    let Ok(validation) = made else { return };
    let view = ValidationView {
        analyzer: &ANALYZER,
        validation: &validation,
        rows: &coded.rows,
        evidence: &evidence,
        coders: &columns.labels,
        name: "coded.csv",
        bootstrap: (options.replicates, options.seed),
    };
    assert!(!validation_text(&view, 100).is_empty());
    let json = validation_json(&view).expect("a validation can be written");
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
}
