//! The fuzz targets without a fuzzer: every seed, and every input that once broke something, holds what they check.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use targets::TARGETS;

/// The seeds that once broke something, as `fuzz/found.toml` has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Found {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Target and name.
    seed: String,
    why: String,
}

#[test]
fn seeds_hold_what_the_targets_check() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for (name, target) in TARGETS {
        let folder = fs::read_dir(seeds.join(name)).unwrap_or_else(|e| panic!("fuzz/seeds/{name}: {e}"));
        let mut count = 0;
        for seed in folder.map(|file| file.expect("the folder can be read").path()) {
            let bytes = fs::read(&seed).expect("the seed can be read");
            let run = std::panic::catch_unwind(|| target(&bytes));
            assert!(run.is_ok(), "{} breaks what {name} checks", seed.display());
            count += 1;
        }
        assert!(count > 1, "fuzz/seeds/{name} holds {count} seeds");
    }
}

#[test]
fn each_target_has_its_program_and_its_seeds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let names = |part: &str| {
        let entries = fs::read_dir(folder.join(part)).expect("the folder is there");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("the folder can be read").path())
            .filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
            .collect();
        names.sort();
        names
    };
    let listed: Vec<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed, names("targets"), "TARGETS and fuzz/targets");
    assert_eq!(listed, names("seeds"), "TARGETS and fuzz/seeds");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("the manifest can be read");
    let programs = manifest.lines().filter_map(|line| line.strip_prefix("path = \"targets/"));
    let mut programs: Vec<&str> = programs.filter_map(|line| line.strip_suffix(".rs\"")).collect();
    programs.sort_unstable();
    assert_eq!(listed, programs, "TARGETS and fuzz/Cargo.toml");
}

#[test]
fn each_seed_that_broke_something_has_its_why() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let listed = fs::read_to_string(folder.join("found.toml")).expect("the list can be read");
    let listed: Found = toml::from_str(&listed).expect("the list is in order");
    assert!(listed.case.iter().all(|case| case.why.len() > 20));
    let listed: BTreeSet<String> = listed.case.into_iter().map(|case| case.seed).collect();
    let mut kept = BTreeSet::new();
    for (name, _) in TARGETS {
        for seed in fs::read_dir(folder.join("seeds").join(name)).expect("the folder is there") {
            let seed = seed.expect("the folder can be read").file_name().to_string_lossy().into_owned();
            if seed.starts_with("found-") {
                kept.insert(format!("{name}/{seed}"));
            }
        }
    }
    assert_eq!(listed, kept);
}
