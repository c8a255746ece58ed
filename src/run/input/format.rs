//! Which format a file has: by its ending, else by how it begins.

use std::path::Path;

/// How inputs are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputFormat {
    /// By the file's ending, else by its first bytes.
    #[default]
    Auto,
    /// One plain text a file.
    Text,
    /// One Markdown text a file.
    Markdown,
    /// One page a file, in which the article is found.
    Html,
    /// One JSON object a line.
    Jsonl,
    /// A JSON list of objects, or objects one after the other.
    Json,
    /// A table with a header: fields parted by commas, semicolons or tabs.
    Csv,
    /// A table with a header: fields parted by tabs.
    Tsv,
    /// A table in Parquet.
    Parquet,
    /// A web archive, of which the pages are read.
    Warc,
}

/// Endings and what they stand for, in the order in which messages list them.
const ENDINGS: [(&str, InputFormat); 14] = [
    ("txt", InputFormat::Text),
    ("text", InputFormat::Text),
    ("md", InputFormat::Markdown),
    ("markdown", InputFormat::Markdown),
    ("html", InputFormat::Html),
    ("htm", InputFormat::Html),
    ("xhtml", InputFormat::Html),
    ("jsonl", InputFormat::Jsonl),
    ("ndjson", InputFormat::Jsonl),
    ("json", InputFormat::Json),
    ("csv", InputFormat::Csv),
    ("tsv", InputFormat::Tsv),
    ("parquet", InputFormat::Parquet),
    ("warc", InputFormat::Warc),
];
/// Endings of compressed files; the ending before them tells the format.
const COMPRESSED: [&str; 5] = ["gz", "gzip", "zst", "zstd", "bgz"];

/// The endings of a format, of all formats for [`InputFormat::Auto`].
pub(super) fn endings(format: InputFormat) -> Vec<&'static str> {
    ENDINGS.iter().filter(|(_, f)| format == InputFormat::Auto || *f == format).map(|(ending, _)| *ending).collect()
}

/// Whether a file in a folder is read: it has an ending of the format, compressed or not.
pub(super) fn is_read(path: &Path, format: InputFormat) -> bool {
    by_ending(path).is_some_and(|found| format == InputFormat::Auto || found == format)
}

/// The path without an ending that only says how it is compressed.
pub(super) fn uncompressed(path: &Path) -> &Path {
    match path.extension() {
        Some(ending) if COMPRESSED.iter().any(|c| ending.eq_ignore_ascii_case(c)) => {
            Path::new(path.file_stem().unwrap_or_default())
        }
        _ => path,
    }
}

pub(super) fn by_ending(path: &Path) -> Option<InputFormat> {
    let ending = uncompressed(path).extension()?;
    ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, format)| *format)
}

/// The format that the first bytes suggest.
pub(super) fn by_content(first: &[u8]) -> InputFormat {
    let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first).trim_ascii_start();
    if first.starts_with(b"PAR1") {
        return InputFormat::Parquet;
    }
    match text {
        [b'W', b'A', b'R', b'C', b'/', ..] => InputFormat::Warc,
        [b'<', ..] if is_page(text) => InputFormat::Html,
        [b'{', ..] => {
            // Written with line breaks inside, an object's first line ends where its contents go on.
            let line = text.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_end();
            let open = line.len() < text.len() && matches!(line.last(), Some(b'{' | b'[' | b',' | b':'));
            if open { InputFormat::Json } else { InputFormat::Jsonl }
        }
        [b'[', rest @ ..] if matches!(rest.trim_ascii_start(), [b'{', ..]) => InputFormat::Json,
        _ => InputFormat::Text,
    }
}

fn is_page(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html"].iter().any(|mark| memchr::memmem::find(&lower, mark).is_some())
}

/// The feature that a format needs and this build lacks.
pub(super) fn lacking(format: InputFormat) -> Option<&'static str> {
    match format {
        InputFormat::Html if !cfg!(feature = "html") => Some("html"),
        InputFormat::Parquet if !cfg!(feature = "parquet") => Some("parquet"),
        InputFormat::Warc if !cfg!(feature = "warc") => Some("warc"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_ending_or_content() {
        assert_eq!(by_ending(Path::new("a/b.TXT")), Some(InputFormat::Text));
        assert_eq!(by_ending(Path::new("b.jsonl.zst")), Some(InputFormat::Jsonl));
        assert_eq!(by_ending(Path::new("b.gz")), None);
        assert_eq!(by_content(b"{\"text\": \"a\"}\n{"), InputFormat::Jsonl);
        assert_eq!(by_content(b"{\"text\": \"a"), InputFormat::Jsonl);
        assert_eq!(by_content(b"{\n  \"text\": \"a\"}"), InputFormat::Json);
        assert_eq!(by_content(b"\xEF\xBB\xBF [ {"), InputFormat::Json);
        assert_eq!(by_content(b"\n<!-- x --><HTML><head>"), InputFormat::Html);
        assert_eq!(by_content(b"<3 ferries"), InputFormat::Text);
        assert_eq!(by_content(b"WARC/1.0\r\n"), InputFormat::Warc);
        assert_eq!(by_content(b"[Corrected] The talks"), InputFormat::Text);
    }
}
