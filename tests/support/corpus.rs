//! Articles in any number, and tonescope run on them: what several test programs share.

#![allow(dead_code, reason = "each test program uses a part")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const PEOPLE: [&str; 6] = [
    "General Rolf Brandt",
    "Oksana Drell, a spokeswoman for the Torvian ministry,",
    "Harbour Master Seo-yeon Pak",
    "the Marland council",
    "a senior official",
    "Ingrid von der Hoek",
];
const PLACES: [&str; 5] = ["Ostrava", "Halvern", "Port Elna", "Sarn", "Lower Torvia"];
const QUOTES: [&str; 6] = [
    "If they cross the river, we will attack",
    "The talks were useful and we are ready to meet again",
    "Their conduct is a disgrace",
    "We see no reason to sit down with them",
    "The ferry will leave on Friday",
    "We have agreed to release the fishermen",
];

/// Numbers from a fixed seed (Steele, Lea & Flood 2014, `SplitMix64`).
struct Random(u64);

impl Random {
    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        from[((z ^ (z >> 31)) % from.len() as u64) as usize]
    }

    /// A word of four syllables that hardly another article has.
    fn word(&mut self) -> String {
        (0..4).map(|_| self.pick(&["ka", "lo", "mir", "ten", "sul", "ra", "vo", "nid"])).collect()
    }
}

/// The text of article `number`: two quotes among words of its own.
pub fn text(number: u64) -> String {
    let mut random = Random(number);
    let mut out = String::new();
    for _ in 0..2 {
        let (place, who, quote) = (random.pick(&PLACES), random.pick(&PEOPLE), random.pick(&QUOTES));
        let words: Vec<String> = (0..24).map(|_| random.word()).collect();
        let _ = write!(out, "“{quote},” {who} said in {place}.\n\nThe {}.\n\n", words.join(" "));
    }
    out.trim_end().to_owned()
}

pub fn record(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "text": text, "date": "2024-03-05"}).to_string() + "\n"
}

pub fn records(numbers: std::ops::Range<u64>) -> String {
    numbers.map(|n| record(&format!("a{n}"), &text(n))).collect()
}

/// A folder to work in, with files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// tonescope in a folder.
pub fn tonescope(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonescope"));
    command.current_dir(folder).args(arguments.split(' '));
    command
}

pub fn run(folder: &Path, arguments: &str) -> Output {
    tonescope(folder, arguments).output().unwrap()
}

/// Runs it and expects this exit code; returns what was said on standard error.
pub fn said(folder: &Path, arguments: &str, code: i32) -> String {
    let output = run(folder, arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "tonescope {arguments}\n{said}");
    said
}

pub fn json(path: &Path) -> serde_json::Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Column `name` of a CSV file.
pub fn column(path: &Path, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let at = reader.headers().unwrap().iter().position(|n| n == name).unwrap();
    reader.records().map(|r| r.unwrap()[at].to_owned()).collect()
}

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The two folders hold the same files with the same bytes.
pub fn assert_same(a: &Path, b: &Path) {
    assert_eq!(names(a), names(b));
    for name in names(a) {
        assert!(fs::read(a.join(&name)).unwrap() == fs::read(b.join(&name)).unwrap(), "{name} differs");
    }
}
