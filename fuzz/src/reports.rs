//! Finished reports that are read again, to be merged or compared.

use super::{ANALYZER, files, folder};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use tonescope::aggregate::{Grouping, SpeechOptions};
use tonescope::error::Result;
use tonescope::report::{CsvStyle, HitRows, TableFormat};
use tonescope::run::{GatherOptions, Input, Report, ReportOptions, RunOptions, Watch, gather, partials};
use tonescope::span::OffsetUnit;

/// Articles of a report, one of them a copy, and a record that is broken.
const ARTICLES: &str = r#"{"id": "a1", "date": "2024-03-05", "text": "“We will attack them,” General Rolf Brandt said.\n\nOksana Drell condemned the threat and called it “a disgrace”."}
{"id": "a2", "date": "2024-03-06", "text": "Oksana Drell said the talks would go on. “They are liars,” said Rolf Brandt."}
{"id": "a1", "text": "“We will attack them,” General Rolf Brandt said."}
{
"#;

/// A report as this version writes it.
static REPORT: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let folder = folder();
    let articles = folder.path().join("a.jsonl");
    fs::write(&articles, ARTICLES).expect("a file can be written");
    let report = folder.path().join("report");
    write(Input::Path(articles), &report).expect("a report can be written");
    let files = fs::read_dir(&report).expect("the report is there").map(|file| {
        let file = file.expect("the report can be read");
        (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).expect("a file can be read"))
    });
    files.filter(|(name, _)| name != "report.html").collect()
});

fn write(input: Input, folder: &Path) -> Result<Report> {
    Report::write(&ANALYZER, &[input], folder, &options(), &Watch::default(), |_| {})
}

/// How the targets' reports are written.
pub fn options() -> ReportOptions {
    ReportOptions {
        run: RunOptions { threads: 1, ..RunOptions::default() },
        hits: HitRows::Scored,
        format: TableFormat::Csv,
        csv: CsvStyle::default(),
        offsets: OffsetUnit::CodePoint,
        force: false,
        apart: false,
        dedup: true,
        strict: false,
        resume: false,
        recorded: recorded(),
    }
}

fn recorded() -> Value {
    json!({"apart": false, "dedup": true, "hits": "scored", "offsets": "codepoint", "format": "csv", "excel": false})
}

/// A report in which the input's files stand for its own; what `run.json` does not hold is as it was.
pub fn finished(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let folder = folder();
    let report = folder.path().join("report");
    fs::create_dir(&report).expect("a folder can be made");
    let mut all = REPORT.clone();
    for (name, content) in files(text) {
        if all.contains_key(name) || ["articles.jsonl", "quotes.jsonl", "hits.jsonl"].contains(&name) {
            let content = if name == "run.json" { record(&all[name], content) } else { content.as_bytes().to_vec() };
            all.insert(name.to_owned(), content);
        }
    }
    for (name, content) in &all {
        fs::write(report.join(name), content).expect("a file can be written");
    }
    if let Ok(rows) = partials::read(&report) {
        assert!(rows.take(1000).count() <= 1000);
    }
    let out = folder.path().join("out");
    let merged = write(Input::Path(report.clone()), &out);
    assert_eq!(merged.is_ok(), out.join("run.json").exists(), "{merged:?}");
    let speech = SpeechOptions { apart: false, grouping: Grouping::parse("speaker"), texts: true };
    let options = GatherOptions { speech, targets: false, quotes: false, dedup: true, recorded: recorded() };
    let _ = gather(
        &ANALYZER,
        &[Input::Path(report)],
        &RunOptions { threads: 1, ..RunOptions::default() },
        &options,
        |_| {},
    );
}

/// The report's `run.json` with these keys, or just this where it is no object.
fn record(own: &[u8], given: &str) -> Vec<u8> {
    match (serde_json::from_slice(own), serde_json::from_str(given)) {
        (Ok(Value::Object(mut own)), Ok(Value::Object(given))) => {
            own.extend(given);
            Value::Object(own).to_string().into_bytes()
        }
        _ => given.as_bytes().to_vec(),
    }
}
