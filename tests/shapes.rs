//! Inputs of awkward shapes end, in bounded memory, with every record accounted for: small here, full by `just stress`.

#![allow(clippy::unwrap_used, reason = "a file that cannot be written stops its test")]

#[path = "support/shapes.rs"]
mod shapes;

use shapes::SHAPES;
use std::fs;
use std::process::Command;

#[test]
fn every_shape_ends_with_its_records_accounted_for() {
    for shape in SHAPES {
        let folder = tempfile::tempdir().unwrap();
        shape.write(folder.path(), shape.small).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_tonescope"));
        command.current_dir(folder.path()).args(["report", shape.file, "-o", "out", "--any-language"]);
        let output = command.args(shape.arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        if let Some(words) = shape.refused {
            assert_eq!(output.status.code(), Some(1), "{}: {said}", shape.name);
            assert!(said.contains(words), "{}: {said}", shape.name);
            continue;
        }
        assert_eq!(output.status.code(), Some(0), "{}: {said}", shape.name);
        let run: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(folder.path().join("out/run.json")).unwrap()).unwrap();
        assert_eq!(run["complete"], true, "{}", shape.name);
        assert_eq!(run["counts"]["failed"], 0, "{}", shape.name);
        assert_ne!(run["counts"]["articles"], 0, "{}", shape.name);
    }
}

#[test]
fn a_large_lexicon_is_read() {
    let folder = tempfile::tempdir().unwrap();
    shapes::lexicon(&folder.path().join("large"), 3_000).unwrap();
    fs::write(folder.path().join("a.txt"), "The aacc came and the aab went.").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tonescope"));
    command.current_dir(folder.path()).args([
        "score",
        "a.txt",
        "--lexicon",
        "large",
        "--format",
        "csv",
        "--unit",
        "hits",
    ]);
    let output = command.output().unwrap();
    let hits = String::from_utf8(output.stdout).unwrap();
    assert_eq!(hits.lines().count(), 3, "{hits}{}", String::from_utf8_lossy(&output.stderr));
}
