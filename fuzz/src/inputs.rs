//! Files of many articles: records, tables, archives, packed files.

use super::check::sound;
use super::{ANALYZER, choice, folder};
#[cfg(feature = "parquet")]
use std::sync::Once;
use tonescope::article::Fields;
use tonescope::decode::Encoding;
use tonescope::error::ErrorKind;
use tonescope::run::{Input, InputFormat, InputOptions, Item, RunOptions, run};

/// Longest record that is read, so that the limit is met, too.
const LONGEST: u64 = 1 << 16;

/// Reads a file of this name: every document is an article that is sound, or an error.
fn read(name: &str, bytes: &[u8], options: InputOptions) {
    let folder = folder();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file can be written");
    let options = RunOptions { input: options, threads: 1 };
    let mut items = 0;
    let sources = run(&ANALYZER, &[Input::Path(path)], &options, |item| {
        items += 1;
        match item {
            Item::Article(analysis) => sound(&ANALYZER, &analysis),
            Item::Failed(error) => assert_ne!(error.kind(), ErrorKind::Internal, "{error}"),
        }
        Ok(())
    });
    let documents: u64 = sources.expect("threads can be started").iter().map(|s| s.documents).sum();
    assert!(documents <= items, "{documents} documents gave {items} articles and errors");
}

fn options() -> InputOptions {
    InputOptions { max_record: LONGEST, ..InputOptions::default() }
}

/// JSON Lines, and JSON lists and objects.
pub fn json(bytes: &[u8]) {
    let Some((way, bytes)) = choice::<4>(bytes) else { return };
    let name = if way % 2 == 0 { "a.jsonl" } else { "a.json" };
    let named = |name: &str| Some(name.to_owned());
    let fields = Fields { text: named("body.0.text"), id: named("meta.id"), date: None, title: None };
    let fields = if way < 2 { Fields::default() } else { fields };
    read(name, bytes, InputOptions { fields, ..options() });
}

/// Tables with commas, semicolons or tabs.
pub fn tables(bytes: &[u8]) {
    let Some((way, bytes)) = choice::<4>(bytes) else { return };
    let encoding = (way == 3).then(|| Encoding::named("windows-1252").expect("the standard lists it"));
    let name = if way == 1 { "a.tsv" } else { "a.csv" };
    let text = (way == 2).then(|| "body".to_owned());
    read(name, bytes, InputOptions { encoding, fields: Fields { text, ..Fields::default() }, ..options() });
}

/// Columns in Parquet.
#[cfg(feature = "parquet")]
pub fn parquet(bytes: &[u8]) {
    static QUIET: Once = Once::new();
    QUIET.call_once(quiet);
    read("a.parquet", bytes, options());
}

/// Parquet is read where the feature is on only.
#[cfg(not(feature = "parquet"))]
pub fn parquet(_: &[u8]) {}

/// Panics of the library that reads Parquet are caught by design, so they are not told of; while fuzzing the hook would end
/// the process at any panic.
#[cfg(feature = "parquet")]
fn quiet() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.location().is_none_or(|at| !at.file().contains("registry")) {
            hook(panic);
        }
    }));
}

/// Web archives.
#[cfg(feature = "warc")]
pub fn warc(bytes: &[u8]) {
    read("a.warc", bytes, options());
}

/// Web archives are read where the feature is on only.
#[cfg(not(feature = "warc"))]
pub fn warc(_: &[u8]) {}

/// Files packed with gzip or Zstandard, and files whose format is told by how they begin.
pub fn packed(bytes: &[u8]) {
    let Some((way, bytes)) = choice::<8>(bytes) else { return };
    let names = ["a.txt.gz", "a.jsonl.gz", "a.csv.zst", "a.html.gz", "a.warc.gz", "a.json.zst", "a", "a"];
    let format = if way == 7 { InputFormat::Text } else { InputFormat::Auto };
    read(names[way], bytes, InputOptions { format, ..options() });
}
