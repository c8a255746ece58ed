//! What `build.rs` makes of the shipped tables, as it lies in the program: nothing is read or copied before it is used.
//!
//! `build.rs` itself has empty tables in this place, and reads the files.

macro_rules! made {
    ($file:literal) => {
        concat!(env!("OUT_DIR"), "/", $file)
    };
}

/// The words of the language and the shipped lexicons.
pub const WORDS: &[u8] = include_bytes!(made!("words.bin"));
/// Long words and prefixes among them.
pub const LONG_WORDS: &str = include_str!(made!("words.txt"));
/// The tables of the matcher of all shipped lexicons.
pub const MATCHER: &[u8] = include_bytes!(made!("matcher.bin"));
/// The weights of attribution.
pub const MODEL: &[u8] = include_bytes!(made!("model.bin"));
/// Other names of capitals, peoples and offices, as [`crate::speaker::Aliases`] lists them.
pub const ALIASES: [&str; 3] =
    [include_str!(made!("metonyms.txt")), include_str!(made!("demonyms.txt")), include_str!(made!("offices.txt"))];
/// Lines and months that the language knows, as [`crate::language::Language`] lists them.
pub const PHRASES: &str = include_str!(made!("phrases.txt"));
/// The rows of the shipped lexicons, as numbers.
pub const ROWS: &[u8] = include_bytes!(made!("rows.bin"));
/// What the rows say in words.
pub const TEXTS: &str = include_str!(made!("texts.txt"));
