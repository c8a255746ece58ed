//! The arguments that say what is read, and how.

use super::Offsets;
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// How inputs are read.
#[derive(Debug, ClapArgs)]
pub struct InputArgs {
    /// Files, folders or 'patterns*' with articles, compressed or not; - is standard input
    #[arg(required_unless_present = "files_from", value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Read the names of further inputs from this file, one a line; - is standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Format of the inputs; of folders only files with its endings are read
    #[arg(long, value_enum, default_value_t = Format::Auto, value_name = "FORMAT")]
    pub input_format: Format,
    /// Field or column with the text [default: text]; dots lead into objects and lists: body.parts.0
    #[arg(long, visible_alias = "text-column", value_name = "NAME")]
    pub text_field: Option<String>,
    /// Field or column with the article's id [default: id, else file and line]
    #[arg(long, visible_alias = "id-column", value_name = "NAME")]
    pub id_field: Option<String>,
    /// Field or column with the date [default: date, if there is one]
    #[arg(long, visible_alias = "date-column", value_name = "NAME")]
    pub date_field: Option<String>,
    /// Field or column with the title [default: title, if there is one]
    #[arg(long, visible_alias = "title-column", value_name = "NAME")]
    pub title_field: Option<String>,
    /// Encoding of the files, such as windows-1252 [default: told from each file]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Longest record or text that is read, in bytes or with K, M or G
    #[arg(long, default_value = "64M", value_parser = size, value_name = "SIZE")]
    pub max_record: u64,
    /// Threads to use; 0 is one a core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Unit of all offsets
    #[arg(long, value_enum, default_value_t = Offsets::Codepoint, value_name = "UNIT")]
    pub offsets: Offsets,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// By the file's ending, else by its first bytes
    Auto,
    /// One plain text a file (.txt)
    Text,
    /// One Markdown text a file (.md)
    Markdown,
    /// One page a file, in which the article is found (.html, .htm, .xhtml)
    Html,
    /// One JSON object a line (.jsonl, .ndjson)
    Jsonl,
    /// A list of JSON objects (.json)
    Json,
    /// A table with a header, parted by commas, semicolons or tabs (.csv)
    Csv,
    /// A table with a header, parted by tabs (.tsv)
    Tsv,
    /// A table in Parquet (.parquet), in builds with the feature parquet
    Parquet,
    /// A web archive, of which the pages are read (.warc)
    Warc,
}

/// `65536`, `64K`, `64M`, `1G`, also with `iB` or `B` behind.
fn size(text: &str) -> Result<u64, String> {
    let upper = text.trim().to_ascii_uppercase();
    let digits = upper.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match upper[digits.len()..].trim_end_matches("IB").trim_end_matches('B') {
        "" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => return Err("expected bytes, or a number with K, M or G".to_owned()),
    };
    let number: u64 = digits.trim().parse().map_err(|_| "expected a number such as 64M".to_owned())?;
    let bytes = number.checked_mul(factor).filter(|b| (1..=1 << 30).contains(b));
    bytes.ok_or_else(|| "expected a size between 1 and 1G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        assert_eq!(size("65536"), Ok(65536));
        assert_eq!(size("64M"), Ok(64 << 20));
        assert_eq!(size("2 KiB"), Ok(2048));
        assert!(size("0").is_err() && size("2G").is_err() && size("big").is_err());
    }
}
