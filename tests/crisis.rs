//! The canonical full name of quoted persons in crisis news may not fall below what was reached.

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read stops its test")]

mod support;

use serde_json::Value;
use std::path::Path;
use support::{analyze, quote_at};

/// Share of the quoted persons whose full name must be right.
const PERSONS: f64 = 0.88;
/// Share of all quotes whose speaker must be right: bodies, groups and people without a name included.
const ALL: f64 = 0.78;

#[derive(Default)]
struct Count {
    right: u32,
    all: u32,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.right += u32::from(right);
        self.all += 1;
    }

    fn share(&self) -> f64 {
        f64::from(self.right) / f64::from(self.all)
    }
}

/// A name as it is compared: without article, "unnamed" and possessive.
fn plain(name: &str) -> String {
    let low = name.to_lowercase();
    let low = low.trim_end_matches("’s").trim_end_matches("'s");
    ["the ", "unnamed ", "a ", "an ", "one "].iter().find_map(|p| low.strip_prefix(p)).unwrap_or(low).to_owned()
}

#[test]
fn persons_of_crisis_news_are_named_in_full() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/crisis");
    let (mut persons, mut all, mut wrong) = (Count::default(), Count::default(), Vec::new());
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    for path in &paths {
        let text = std::fs::read_to_string(path).unwrap();
        let gold: Vec<Value> =
            serde_json::from_str(&std::fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        let analysis = analyze(&text);
        for expected in gold.iter().filter(|g| g["content"].is_string()) {
            let at = quote_at(&analysis, expected["content"].as_str().unwrap());
            let found = at.and_then(|at| analysis.speaker_of(at)).map(|speaker| speaker.name.as_str());
            let speaker = expected["speaker"].as_str().unwrap();
            let right = found.is_some_and(|f| plain(f) == plain(speaker));
            all.add(right);
            if expected["speaker_kind"] == "person" {
                persons.add(right);
                if !right {
                    wrong.push(format!("{}: {speaker} is {found:?}", path.file_name().unwrap().display()));
                }
            }
        }
    }
    assert!(paths.len() >= 30 && persons.all >= 300, "the articles are missing");
    let told = format!("persons {:.3}, all {:.3}\n{}", persons.share(), all.share(), wrong.join("\n"));
    assert!(persons.share() >= PERSONS && all.share() >= ALL, "{told}");
}
