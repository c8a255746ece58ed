//! Reads and compiles what stands in `lexicons/`, so that the program need not do it each time it starts.
//!
//! The modules are the library's own: what reads and compiles a lexicon here does the same for those that users bring.
//! Cargo builds and runs this again when one of them or a file of `lexicons/` has changed.

#![allow(
    dead_code,
    unused_imports,
    clippy::struct_field_names,
    reason = "the library uses the rest of these modules, and its names are public"
)]

#[path = "src/decode.rs"]
mod decode;
#[path = "src/error.rs"]
mod error;
#[path = "src/language/mod.rs"]
mod language;
#[path = "src/lexicon/mod.rs"]
mod lexicon;
#[path = "src/numbers.rs"]
mod numbers;
#[path = "src/quote/mod.rs"]
mod quote;
#[path = "src/span.rs"]
mod span;
#[path = "src/speaker/mod.rs"]
mod speaker;
#[path = "src/token/mod.rs"]
mod token;

use language::{ENGLISH_TABLES, Language};
use lexicon::{Embedded, Lexicon, Matcher, TOGETHER};
use quote::choose::Model;
use speaker::Aliases;
use std::path::Path;
use token::Vocabulary;

/// Stands where the library has what this makes.
mod shipped {
    pub const ALIASES: [&str; 3] = [""; 3];
    pub const MODEL: &[u8] = &[];
    pub const PHRASES: &str = "";
    pub const ROWS: &[u8] = &[];
    pub const TEXTS: &str = "";
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=lexicons");
    if let Err(error) = make() {
        println!("cargo::error={error}");
    }
}

/// Reads the lexicons, with every row that is wrong told.
fn lexicons() -> Result<Vec<Lexicon>, Box<dyn std::error::Error>> {
    let (mut all, mut wrong) = (Vec::new(), 0);
    for id in TOGETHER {
        let (lexicon, problems) = Lexicon::check(&Path::new("lexicons").join(id))?;
        wrong += problems.len();
        for problem in problems {
            println!("cargo::error={problem}");
        }
        all.extend(lexicon);
    }
    if wrong > 0 {
        return Err("the shipped lexicons are compiled once all of their rows can be read".into());
    }
    Ok(all)
}

fn make() -> Result<(), Box<dyn std::error::Error>> {
    let lexicons = lexicons()?;
    let mut vocabulary = Vocabulary::new(Language::english());
    let matcher = Matcher::new(&lexicons, &mut vocabulary);
    let folder = std::env::var_os("OUT_DIR").ok_or("Cargo sets OUT_DIR for build scripts")?;
    let rows = Embedded::of(&lexicons)?;
    let write = |name: &str, bytes: &[u8]| std::fs::write(Path::new(&folder).join(name), bytes);
    let (words, long_words) = vocabulary.tables();
    write("words.bin", &words)?;
    write("words.txt", long_words.as_bytes())?;
    write("matcher.bin", &matcher.to_bytes())?;
    write("rows.bin", &rows.rows)?;
    write("texts.txt", rows.texts.as_bytes())?;
    for name in ["metonyms", "demonyms", "offices"] {
        let path = format!("lexicons/aliases/{name}.csv");
        let listing = Aliases::listing(&std::fs::read_to_string(&path)?, Path::new(&path))?;
        write(&format!("{name}.txt"), listing.as_bytes())?;
    }
    let path = "lexicons/lang-en/attribution.csv";
    write("model.bin", &Model::read(&std::fs::read_to_string(path)?, path)?.to_bytes())?;
    write("phrases.txt", Language::load(ENGLISH_TABLES)?.phrase_listing().as_bytes())?;
    Ok(())
}
