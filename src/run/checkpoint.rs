//! How far a run has come, so that an interrupted one can be continued with the same result.

use super::draft::{CHECKPOINT, Draft, Grown, damaged};
use super::stream::Mark;
use super::{Input, record, sha256_hex};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
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
    /// How far each file has grown.
    pub files: BTreeMap<String, Grown>,
    pub words: u64,
    pub quotes: u64,
    pub articles: u64,
    /// Articles passed over for their language.
    pub skipped: u64,
    pub failed: u64,
    /// Lines of the corrections used.
    pub corrected: BTreeSet<u64>,
}

/// A checkpoint as it is written: what was altered since is no longer what the hash is of.
#[derive(Serialize, Deserialize)]
struct Sealed<'t> {
    #[serde(borrow)]
    state: &'t RawValue,
    sha256: String,
}

impl Checkpoint {
    /// The checkpoint of an interrupted run; none where no run was interrupted.
    ///
    /// # Errors
    /// A checkpoint that is damaged, or of another task than `task`.
    pub fn read(draft: &Draft, task: &str) -> Result<Option<Self>> {
        let path = draft.place().join(CHECKPOINT);
        if !path.exists() {
            return Ok(None);
        }
        let text = fs::read(&path).map_err(|e| Error::io(&path, &e))?;
        let usage = |message: &str| Error::new(ErrorKind::Usage, message).at_path(&path);
        let found = Self::unsealed(&text)
            .ok_or_else(|| damaged(&path, "found a checkpoint that is damaged or another version's"))?;
        if found.task != task {
            let message = "the interrupted run had other inputs, options or lexicons; repeat its command with --resume, \
                           or leave --resume out to start anew";
            return Err(usage(message));
        }
        Ok(Some(found))
    }

    fn unsealed(text: &[u8]) -> Option<Self> {
        let Sealed { state, sha256 } = serde_json::from_slice(text).ok()?;
        let found = (sha256_hex(state.get().as_bytes()) == sha256).then(|| serde_json::from_str(state.get()).ok())?;
        found.filter(Self::adds_up)
    }

    /// Whether every document became an article or a failure, and no count is more than there is of anything.
    fn adds_up(&self) -> bool {
        let Self { articles, skipped, failed, words, quotes, .. } = self;
        let all = [articles, skipped, failed, words, quotes];
        all.into_iter().all(|count| *count <= record::MOST) && articles + skipped + failed == self.documents
    }

    /// How far a file has grown.
    pub fn grown(&self, draft: &Draft, name: &str) -> Result<Grown> {
        let missing = || damaged(&draft.place().join(CHECKPOINT), &format!("found no {name} in the checkpoint"));
        self.files.get(name).copied().ok_or_else(missing)
    }

    /// Writes the checkpoint in place of the one before.
    pub fn write(&self, draft: &Draft) -> Result<()> {
        let path = draft.place().join(CHECKPOINT);
        let new = draft.place().join("checkpoint.new");
        let failed = |e: serde_json::Error| Error::new(ErrorKind::Io, e.to_string());
        let state = serde_json::value::to_raw_value(self).map_err(failed)?;
        let sealed = Sealed { state: &state, sha256: sha256_hex(state.get().as_bytes()) };
        let text = serde_json::to_string(&sealed).map_err(failed)?;
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
