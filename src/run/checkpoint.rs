//! How far a run has come, so that an interrupted one can be continued with the same result.

use super::draft::{CHECKPOINT, Draft};
use super::stream::Mark;
use super::{Input, record, sha256_hex};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// State behind a document, all files flushed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Checkpoint {
    /// Hash of all that decides the result: version, lexicons, options, inputs.
    pub task: String,
    pub documents: u64,
    pub digest: u64,
    /// Bytes of each file.
    pub lengths: BTreeMap<String, u64>,
    pub words: u64,
    pub quotes: u64,
    pub articles: u64,
    /// Articles passed over for their language.
    pub skipped: u64,
    pub failed: u64,
    /// Lines of the corrections used.
    pub corrected: BTreeSet<u64>,
}

impl Checkpoint {
    /// The checkpoint of an interrupted run; none where no run was interrupted.
    ///
    /// # Errors
    /// A checkpoint of another task than `task`.
    pub fn read(draft: &Draft, task: &str) -> Result<Option<Self>> {
        let path = draft.place().join(CHECKPOINT);
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).map_err(|e| Error::io(&path, &e))?;
        let usage = |message: &str| Error::new(ErrorKind::Usage, message).at_path(&path);
        let found: Self = serde_json::from_str(&text)
            .map_err(|_| usage("found no checkpoint of tonescope; leave --resume out to start anew"))?;
        if found.task != task {
            let message = "the interrupted run had other inputs, options or lexicons; repeat its command with --resume, \
                           or leave --resume out to start anew";
            return Err(usage(message));
        }
        Ok(Some(found))
    }

    /// Writes the checkpoint in place of the one before.
    pub fn write(&self, draft: &Draft) -> Result<()> {
        let path = draft.place().join(CHECKPOINT);
        let new = draft.place().join("checkpoint.new");
        let text = serde_json::to_string(self).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
        fs::write(&new, text).and_then(|()| fs::rename(&new, &path)).map_err(|e| Error::io(&path, &e))
    }

    /// The place in the inputs.
    pub fn mark(&self) -> Mark {
        Mark { documents: self.documents, digest: self.digest }
    }
}

/// The hash of all that decides the result of a run.
pub(super) fn task(analyzer: &Analyzer, inputs: &[Input], options: &Value) -> String {
    let inputs: Vec<String> = inputs.iter().map(|input| format!("{input:?}")).collect();
    let task = json!([env!("CARGO_PKG_VERSION"), record::lexicons(analyzer), options, inputs]);
    sha256_hex(task.to_string().as_bytes())
}
