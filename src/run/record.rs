//! run.json: what was done with what, so that every figure can be made again. No clock, no machine.

use super::ledger::Ledger;
use super::{Source, partials};
use crate::aggregate::SEED;
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicon;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The file that completes a report.
pub(super) const FILE: &str = "run.json";
/// More than any corpus has of anything: such a count is damaged, and sums of it would not fit.
pub(super) const MOST: u64 = 1 << 48;
/// Its key for the version, by which a report is known again.
const VERSION: &str = "tonescope";

/// A report's run.json.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record(Value);

/// What run.json is made of beside the ledger.
pub(super) struct Parts<'a> {
    pub options: &'a Value,
    pub inputs: Value,
    pub corrections: Value,
    pub speakers: u64,
    pub files: Vec<&'a str>,
}

impl Record {
    /// The record of a complete run.
    pub fn new(analyzer: &Analyzer, ledger: &Ledger, parts: &Parts) -> Self {
        let totals = ledger.totals;
        Self(json!({
            VERSION: env!("CARGO_PKG_VERSION"),
            "lexicons": lexicons(analyzer),
            "options": parts.options,
            "seed": SEED,
            "inputs": parts.inputs,
            "counts": {
                "read": totals.articles + totals.skipped + ledger.failed,
                "articles": totals.articles,
                "skipped": totals.skipped,
                "failed": ledger.failed,
                "copies": ledger.copied,
                "words": totals.words,
                "quotes": totals.quotes,
                "speakers": parts.speakers,
            },
            "duplicate_ids": ledger.recorded_duplicates(),
            "corrections": parts.corrections,
            "partials": partials::VERSION,
            "files": parts.files,
            "complete": true,
        }))
    }

    /// The record of the report in a folder.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let text = fs::read_to_string(&path).map_err(|e| Error::io(&path, &e))?;
        let value: Option<Value> = serde_json::from_str(&text).ok();
        let report = value.filter(|v| v.get(VERSION).is_some());
        let none = || Error::new(ErrorKind::Usage, "found no report of tonescope").at_path(&path);
        report.map(Self).ok_or_else(none)
    }

    pub fn get(&self, key: &str) -> &Value {
        &self.0[key]
    }

    pub fn count(&self, key: &str) -> u64 {
        self.0["counts"][key].as_u64().filter(|count| *count <= MOST).unwrap_or_default()
    }

    pub fn partials(&self) -> Option<u64> {
        self.0["partials"].as_u64()
    }

    pub fn version(&self) -> &Value {
        &self.0[VERSION]
    }

    /// Names of the report's files, run.json left out.
    pub fn files(&self) -> Vec<String> {
        let names = self.0["files"].as_array().into_iter().flatten();
        // A name leads nowhere else.
        let plain = |name: &&str| !name.contains(['/', '\\']) && *name != "..";
        names.filter_map(Value::as_str).filter(plain).map(str::to_owned).collect()
    }

    /// As it is written.
    pub fn render(&self) -> Result<String> {
        let text = serde_json::to_string_pretty(&self.0).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
        Ok(text + "\n")
    }
}

/// The lexicons with their versions and hashes.
pub(super) fn lexicons(analyzer: &Analyzer) -> Value {
    let lexicon = |l: &Lexicon| json!({"id": l.id(), "version": l.manifest().version, "sha256": l.sha256(), "entries": l.entries().len()});
    analyzer.lexicons().iter().map(lexicon).collect()
}

/// The inputs with their hashes.
pub(super) fn inputs(sources: &[Source]) -> Value {
    let source = |s: &Source| json!({"path": s.path, "bytes": s.bytes, "sha256": s.sha256, "documents": s.documents});
    sources.iter().map(source).collect()
}
