//! What the fuzz targets do with the bytes they are given: one function for each family of parsers, over the library's
//! public interface. It panics where the library breaks a promise; `tests/fuzz_seeds.rs` runs the same on the seeds.

mod check;
mod inputs;
mod lexicons;
mod reports;
mod resumed;
mod tables;
mod texts;

pub use inputs::{json, packed, parquet, tables, warc};
pub use lexicons::{convert, lexicon, patterns};
pub use reports::finished;
pub use resumed::resumed;
pub use tables::{coded, speakers};
pub use texts::{article, encodings, html, markdown, repeated};

use std::path::Path;
use std::sync::LazyLock;
use tempfile::TempDir;
use tonescope::analysis::{Analyzer, Settings};

/// What is done with an input.
pub type Target = fn(&[u8]);

/// All targets, by name.
pub const TARGETS: [(&str, Target); 17] = [
    ("article", article),
    ("coded", coded),
    ("convert", convert),
    ("encodings", encodings),
    ("finished", finished),
    ("html", html),
    ("json", json),
    ("lexicon", lexicon),
    ("markdown", markdown),
    ("packed", packed),
    ("parquet", parquet),
    ("patterns", patterns),
    ("repeated", |bytes| repeated(bytes, 1_000)),
    ("resumed", resumed),
    ("speakers", speakers),
    ("tables", tables),
    ("warc", warc),
];

/// The shipped lexicons; texts that seem to be in another language are analysed, too.
static ANALYZER: LazyLock<Analyzer> = LazyLock::new(shipped);

fn shipped() -> Analyzer {
    let settings = Settings { any_language: true, ..Settings::default() };
    Analyzer::shipped().expect("the shipped lexicons are sound").with_settings(settings)
}

/// A folder that is gone with its last use; in memory where the system has a place for that.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a folder can be made")
}

/// The first byte, by which a target chooses among `N` ways, and the rest.
fn choice<const N: usize>(bytes: &[u8]) -> Option<(usize, &[u8])> {
    bytes.split_first().map(|(first, rest)| (usize::from(*first) % N, rest))
}

/// Files that an input holds: `%% NAME` on a line of its own begins each.
fn files(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split("%% ").skip(1).filter_map(|file| file.split_once('\n'))
}
