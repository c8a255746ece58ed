//! The articles of a merged report, read again for its page where they are few, stand where they stood, and are the same.

use super::page::inputs;
use super::record::Record;
use super::report::ReportOptions;
use super::{Input, Item, PageFile, Watch, run_with};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::html::{Excerpts, FULL_ARTICLES, InputRow};
use std::path::{Path, PathBuf};

/// Bytes of inputs that are read again at most; so few articles are seldom more, packed or among records that failed.
const MOST_BYTES: u64 = 32 << 20;
/// Options by which an article's analysis may differ.
const SAME: [(&str, &str); 4] = [
    ("min_confidence", "--min-confidence"),
    ("tables", "--aliases and --corrections"),
    ("any_language", "--any-language"),
    ("input", "options of inputs"),
];

/// Adds the articles of the `sources` to the page; where that cannot be, the page says why. `articles` is how many the
/// reports have.
pub(super) fn add(
    page: &mut PageFile,
    analyzer: &Analyzer,
    sources: &serde_json::Value,
    (record, articles): (&Record, u64),
    options: &ReportOptions,
    watch: &Watch,
) -> Result<()> {
    if articles > FULL_ARTICLES as u64 {
        page.leave_out_articles(None);
        return Ok(());
    }
    let rows = inputs(sources);
    if let Some(reason) = hindered(&rows, record, options) {
        page.leave_out_articles(Some(reason));
        return Ok(());
    }
    let named: Vec<Input> = rows.iter().map(|row| Input::Path(PathBuf::from(&row.path))).collect();
    let apart = record.get("options")["apart"].as_bool().unwrap_or_default();
    let excerpts = Excerpts::new(analyzer, apart).of_small_runs();
    let work = |item: Item, _: &super::Place| match item {
        Item::Article(analysis) => Some(excerpts.of(&analysis)),
        Item::Failed(_) => None,
    };
    let mut found = Vec::new();
    let read = run_with(analyzer, &named, &options.run, watch, work, |excerpt| {
        found.extend(excerpt);
        // Another file has taken the place of one of them.
        if found.len() as u64 > articles { Err(Error::new(ErrorKind::Record, CHANGED)) } else { Ok(()) }
    });
    let read = match read {
        Err(error) if error.message() == CHANGED => Vec::new(),
        other => other?,
    };
    let same = read.len() == rows.len() && read.iter().zip(&rows).all(|(now, then)| now.sha256 == then.sha256);
    if same && found.len() as u64 == articles {
        for excerpt in found {
            page.add(excerpt);
        }
    } else {
        page.leave_out_articles(Some(CHANGED.to_owned()));
    }
    Ok(())
}

const CHANGED: &str = "inputs of the merged reports have changed since these were written";

/// Why the inputs cannot be read again.
fn hindered(rows: &[InputRow], record: &Record, options: &ReportOptions) -> Option<String> {
    let differs = |(key, _): &&(&str, &str)| record.get("options")[*key] != options.recorded[*key];
    if let Some((_, option)) = SAME.iter().find(differs) {
        return Some(format!("the merged reports were written with other {option}; give the same to have them"));
    }
    let gone = rows.iter().find(|row| !Path::new(&row.path).is_file());
    if let Some(row) = gone {
        return Some(format!("{}, which one of the merged reports was made of, is not at hand", row.path));
    }
    let bytes: u64 = rows.iter().map(|row| row.bytes).sum();
    (bytes > MOST_BYTES).then(|| "the inputs of the merged reports are too large to be read again".to_owned())
}
