//! Interrupted runs that are gone on with.

use super::reports::options;
use super::{ANALYZER, choice, files};
use flate2::Crc;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use tonescope::error::{ErrorKind, Result};
use tonescope::run::{Input, Notice, Report, ReportOptions, Watch, sha256_hex};

/// Documents behind which a run writes its first checkpoint.
const CHECKPOINT_DOCUMENTS: usize = 1_000;
const CHECKPOINT: &str = "checkpoint.json";
const UNFINISHED: &str = ".tonescope-unfinished";

/// Articles before the checkpoint, and behind it: a copy, an id that stands twice, somebody new.
const BEFORE: [&str; 3] = [
    r#"{"id": "a1", "date": "2024-03-05", "text": "“We will attack them,” General Rolf Brandt said.\n\nOksana Drell condemned the threat and called it “a disgrace”."}"#,
    r#"{"id": "a2", "date": "2024-03-06", "text": "Oksana Drell said the talks would go on in Halvern. “They are liars,” said Rolf Brandt."}"#,
    r#"{"id": "a3", "text": "The ferries to Sarn stayed in port."}"#,
];
const BEHIND: [&str; 3] = [
    r#"{"id": "c1", "text": "Oksana Drell said the talks would go on in Halvern. “They are liars,” said Rolf Brandt."}"#,
    r#"{"id": "a1", "date": "2024-04-06", "text": "“We will not attack,” General Rolf Brandt said, and Ingrid von der Hoek called him “a liar”."}"#,
    "{",
];

type Files = BTreeMap<String, Vec<u8>>;

/// What a run leaves that is killed behind its first checkpoint, and the same run's report.
static RUN: LazyLock<(Files, Files)> = LazyLock::new(|| {
    let folder = folder();
    let out = folder.path().join("out");
    let (mut documents, mut killed) = (0, Files::new());
    write(folder.path(), &out, false, |notice| {
        documents += usize::from(matches!(notice, Notice::Read));
        // The files have no more than the checkpoint says: what comes after it is not handed to the system yet.
        if documents == CHECKPOINT_DOCUMENTS + 1 && killed.is_empty() {
            killed = read(&out.join(UNFINISHED));
        }
    })
    .expect("a report can be written");
    assert!(killed.contains_key(CHECKPOINT), "{:?}", killed.keys());
    (killed, read(&out))
});

/// A folder of the same name each time, as where the inputs stand is a part of the task.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let name = format!("tonescope-resumed-{}", std::process::id());
    let folder = tempfile::Builder::new().prefix(&name).rand_bytes(0).tempdir_in(place).expect("a folder can be made");
    let broken = "x\n".repeat(CHECKPOINT_DOCUMENTS - BEFORE.len());
    let articles = BEFORE.join("\n") + "\n" + &broken + &BEHIND.join("\n") + "\n";
    fs::write(articles_in(folder.path()), articles).expect("a file can be written");
    folder
}

fn articles_in(folder: &Path) -> PathBuf {
    folder.join("a.jsonl")
}

fn read(folder: &Path) -> Files {
    let files = fs::read_dir(folder).expect("the folder is there").map(|file| file.expect("the folder can be read"));
    let files = files.filter(|file| file.path().is_file());
    let named = |file: fs::DirEntry| (file.file_name().to_string_lossy().into_owned(), file.path());
    files.map(named).map(|(name, path)| (name, fs::read(path).expect("a file can be read"))).collect()
}

fn write(folder: &Path, out: &Path, resume: bool, notice: impl FnMut(Notice)) -> Result<Report> {
    let options = ReportOptions { resume, ..options() };
    Report::write(&ANALYZER, &[Input::Path(articles_in(folder))], out, &options, &Watch::default(), notice)
}

/// A run is gone on with after its files were altered. `%% NAME` puts what follows in place of a file, `%% NAME 9` behind its
/// first 9 bytes, `%% NAME @9` over its bytes from there on; `%% NAME = OTHER` takes another file's bytes, `%% NAME gone`
/// removes the file. In one of the two ways all that is altered after the fact is told, or changes nothing; in the other the
/// checkpoint is made to fit: it has the keys that are given as its own, and its checksums are those of the files.
pub fn resumed(bytes: &[u8]) {
    let Some((way, bytes)) = choice::<2>(bytes) else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let fits = way == 1;
    let (killed, whole) = &*RUN;
    let mut left = killed.clone();
    for (head, content) in files(text) {
        let (name, how) = head.split_once(' ').unwrap_or((head, ""));
        let Some(own) = left.get(name) else { continue };
        match altered(own, how, content.as_bytes(), killed) {
            Some(_) if fits && name == CHECKPOINT && how.is_empty() => {
                let given = given(&left[CHECKPOINT], content);
                left.insert(CHECKPOINT.to_owned(), given);
            }
            Some(content) => drop(left.insert(name.to_owned(), content)),
            None => drop(left.remove(name)),
        }
    }
    if fits {
        fit(&mut left);
    }
    let folder = folder();
    let out = folder.path().join("out");
    fs::create_dir_all(out.join(UNFINISHED)).expect("a folder can be made");
    for (name, content) in &left {
        fs::write(out.join(UNFINISHED).join(name), content).expect("a file can be written");
    }
    match write(folder.path(), &out, true, |_| {}) {
        Err(error) => {
            assert!(!out.join("run.json").exists(), "{error}");
            assert_ne!(error.kind(), ErrorKind::Internal, "{error}");
            // One piece of advice, and nothing behind it that says otherwise.
            let advice = ["leave --resume out to start anew", "write the report again"];
            assert!(advice.iter().any(|advice| error.message().ends_with(advice)), "{error}");
            let named = error.location().path.as_ref().is_some_and(|path| path.starts_with(&out));
            assert!(named || error.message().starts_with("the inputs are not those of the interrupted run"), "{error}");
        }
        Ok(report) if fits => counts_fit(&report, &read(&out), whole),
        Ok(_) => {
            let found = read(&out);
            let other: Vec<_> = whole.keys().filter(|name| found.get(*name) != whole.get(*name)).collect();
            assert!(other.is_empty() && found.len() == whole.len(), "{other:?} are other than without an interruption");
        }
    }
}

/// A file's bytes after they were altered; none where it is gone.
fn altered(own: &[u8], how: &str, content: &[u8], all: &Files) -> Option<Vec<u8>> {
    if how == "gone" {
        return None;
    }
    if let Some(other) = how.strip_prefix("= ") {
        return Some(all.get(other).map_or(own, Vec::as_slice).to_vec());
    }
    let (over, at) = how.strip_prefix('@').map_or((false, how), |at| (true, at));
    let at = at.parse().unwrap_or(0).min(own.len());
    let rest = if over { own.get(at + content.len()..).unwrap_or_default() } else { &[] };
    Some([&own[..at], content, rest].concat())
}

/// The state in a checkpoint.
fn state(checkpoint: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice::<Value>(checkpoint).ok()?.get_mut("state")?.take() {
        Value::Object(state) => Some(state),
        _ => None,
    }
}

/// The checkpoint with these keys in its state, or just this where it is no object.
fn given(own: &[u8], given: &str) -> Vec<u8> {
    let (Some(mut state), Ok(Value::Object(given))) = (state(own), serde_json::from_str(given)) else {
        return given.as_bytes().to_vec();
    };
    state.extend(given);
    sealed(state)
}

fn sealed(state: Map<String, Value>) -> Vec<u8> {
    let state = Value::Object(state);
    json!({"sha256": sha256_hex(state.to_string().as_bytes()), "state": state}).to_string().into_bytes()
}

/// Lets the checkpoint say of the files that there are what they are.
fn fit(left: &mut Files) {
    let Some(mut state) = left.get(CHECKPOINT).and_then(|checkpoint| state(checkpoint)) else { return };
    let Some(Value::Object(files)) = state.get_mut("files") else { return };
    for (name, grown) in files {
        if let Some(content) = left.get(name) {
            let mut crc = Crc::new();
            crc.update(content);
            *grown = json!({"bytes": content.len(), "crc32": crc.sum()});
        }
    }
    left.insert(CHECKPOINT.to_owned(), sealed(state));
}

/// No document is lost or counted twice, and no table lacks what is counted.
fn counts_fit(report: &Report, found: &Files, whole: &Files) {
    let record = |files: &Files| serde_json::from_slice::<Value>(&files["run.json"]).expect("run.json is JSON");
    let (own, whole) = (record(found), record(whole));
    assert_eq!(own["complete"], true);
    assert_eq!(own["counts"]["read"], whole["counts"]["read"]);
    let count = |name: &str| own["counts"][name].as_u64().expect("all is counted");
    assert_eq!(count("read"), report.totals.articles + report.totals.skipped + report.failed);
    assert_eq!(count("read"), count("articles") + count("skipped") + count("failed"));
    let rows = csv::Reader::from_reader(&*found["sketches.csv"]).into_records().count() as u64;
    assert_eq!(rows, count("articles") + count("skipped"), "sketches.csv");
}
