//! Compiles the shipped lexicons, so that the program need not do it each time it starts.
//!
//! The modules are the library's own: what reads and compiles a lexicon here does the same for those that users bring.
//! Cargo builds and runs this again when one of them, or a table that they include, has changed.

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
#[path = "src/span.rs"]
mod span;
#[path = "src/token/mod.rs"]
mod token;

use language::Language;
use lexicon::{Lexicon, Matcher};
use std::path::Path;
use token::Vocabulary;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut vocabulary = Vocabulary::new(Language::english());
    let first = vocabulary.len();
    let matcher = Matcher::new(&Lexicon::shipped()?, &mut vocabulary);
    let folder = std::env::var_os("OUT_DIR").ok_or("Cargo sets OUT_DIR for build scripts")?;
    std::fs::write(Path::new(&folder).join("words.txt"), vocabulary.listing(first))?;
    std::fs::write(Path::new(&folder).join("matcher.bin"), matcher.to_bytes())?;
    Ok(())
}
