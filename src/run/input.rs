//! Files, folders and standard input → documents.

use super::report::hex;
use crate::error::{Error, ErrorKind, Result};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Endings of the files that are read from a folder.
const ENDINGS: [&str; 4] = ["txt", "text", "jsonl", "ndjson"];
/// Longest line of JSON Lines that is read.
const LONGEST_RECORD: u64 = 64 << 20;

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, or a folder with files.
    Path(PathBuf),
}

impl From<&str> for Input {
    fn from(name: &str) -> Self {
        if name == "-" { Self::Stdin } else { Self::Path(name.into()) }
    }
}

/// How inputs are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputFormat {
    /// By the file's ending, else by its first character.
    #[default]
    Auto,
    /// One plain text a file.
    Text,
    /// One JSON object a line.
    Jsonl,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its path; `-` is standard input.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Documents found in it.
    pub documents: u64,
}

/// One article's bytes.
#[derive(Debug)]
pub(super) struct Document {
    pub path: String,
    /// The file's name without its ending.
    pub name: String,
    /// 1-based line of a record; none for plain text.
    pub line: Option<u64>,
    pub bytes: Vec<u8>,
}

/// All files that an input stands for, in order of their paths.
///
/// # Errors
/// A path that does not exist, or a folder without articles.
pub fn expand(input: &Input) -> Result<Vec<PathBuf>> {
    let Input::Path(path) = input else { return Ok(Vec::new()) };
    let data = fs::metadata(path).map_err(|e| Error::io(path, &e))?;
    if !data.is_dir() {
        return Ok(vec![path.clone()]);
    }
    let mut found = Vec::new();
    walk(path, &mut found)?;
    if found.is_empty() {
        let message = format!("the folder holds no article; expected files ending in .{}", ENDINGS.join(", ."));
        return Err(Error::new(ErrorKind::Empty, message).at_path(path));
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|e| Error::io(folder, &e))?;
    let mut entries: Vec<_> = entries.collect::<std::io::Result<_>>().map_err(|e| Error::io(folder, &e))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(|e| Error::io(&path, &e))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden {
            continue;
        }
        if kind.is_dir() {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known))) {
            found.push(path);
        }
    }
    Ok(())
}

/// Reads all documents of an input. What cannot be read is handed on as an error, located.
pub(super) fn read(
    input: &Input,
    format: InputFormat,
    push: &mut dyn FnMut(Result<Document>) -> Result<()>,
) -> Result<Vec<Source>> {
    if *input == Input::Stdin {
        return match file("-", Box::new(std::io::stdin().lock()), format, push)? {
            Ok(source) => Ok(vec![source]),
            Err(error) => push(Err(error)).map(|()| Vec::new()),
        };
    }
    let paths = match expand(input) {
        Ok(paths) => paths,
        Err(error) => return push(Err(error)).map(|()| Vec::new()),
    };
    let mut sources = Vec::new();
    for path in paths {
        let name = path.display().to_string();
        let opened = File::open(&path).map_err(|e| Error::io(&path, &e));
        let read = match opened {
            Ok(opened) => file(&name, Box::new(opened), format, push)?,
            Err(error) => Err(error),
        };
        match read {
            Ok(source) => sources.push(source),
            Err(error) => push(Err(error))?,
        }
    }
    Ok(sources)
}

/// Reads one file. The outer result is the receiver's, the inner one the file's.
fn file(
    path: &str,
    stream: Box<dyn Read + '_>,
    format: InputFormat,
    push: &mut dyn FnMut(Result<Document>) -> Result<()>,
) -> Result<Result<Source>> {
    let mut stream = Hashing { stream, hash: Sha256::new(), bytes: 0 };
    let mut reader = BufReader::with_capacity(1 << 16, &mut stream);
    let located = |e: &std::io::Error| Error::io(Path::new(path), e);
    let first = match reader.fill_buf() {
        Ok(first) => first,
        Err(error) => return Ok(Err(located(&error))),
    };
    let records = match format {
        InputFormat::Text => false,
        InputFormat::Jsonl => true,
        InputFormat::Auto => is_jsonl(path, first),
    };
    let name = Path::new(path).file_stem().map_or_else(|| path.to_owned(), |n| n.to_string_lossy().into_owned());
    let documents = if records {
        match lines(path, &name, &mut reader, push)? {
            Ok(0) => {
                push(Err(Error::new(ErrorKind::Empty, "the file holds no record; expected one JSON object a line")
                    .at_path(Path::new(path))))?;
                0
            }
            Ok(count) => count,
            Err(error) => return Ok(Err(located(&error))),
        }
    } else {
        let mut bytes = Vec::new();
        if let Err(error) = reader.read_to_end(&mut bytes) {
            return Ok(Err(located(&error)));
        }
        push(Ok(Document { path: path.to_owned(), name, line: None, bytes }))?;
        1
    };
    drop(reader);
    Ok(Ok(Source {
        path: path.to_owned(),
        bytes: stream.bytes,
        sha256: hex(stream.hash.finalize().as_slice()),
        documents,
    }))
}

/// Reads records line by line; blank lines are passed over. The inner error is the file's.
fn lines(
    path: &str,
    name: &str,
    reader: &mut impl BufRead,
    push: &mut dyn FnMut(Result<Document>) -> Result<()>,
) -> Result<std::io::Result<u64>> {
    let mut count = 0;
    for line in 1.. {
        let mut bytes = Vec::new();
        match reader.by_ref().take(LONGEST_RECORD).read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => return Ok(Err(error)),
        }
        if bytes.len() as u64 == LONGEST_RECORD && !bytes.ends_with(b"\n") {
            let message = format!("a record of more than {} MiB found; split it", LONGEST_RECORD >> 20);
            push(Err(Error::new(ErrorKind::Record, message).at_line(line).at_path(Path::new(path))))?;
            if let Err(error) = skip_line(reader) {
                return Ok(Err(error));
            }
            count += 1;
            continue;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        count += 1;
        push(Ok(Document { path: path.to_owned(), name: name.to_owned(), line: Some(line), bytes }))?;
    }
    Ok(Ok(count))
}

fn skip_line(reader: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (length, found) = match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(length);
        if found {
            return Ok(());
        }
    }
}

/// Whether a file is JSON Lines: by its ending, else by its first character.
fn is_jsonl(path: &str, first: &[u8]) -> bool {
    let ending = Path::new(path).extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("jsonl" | "ndjson") => true,
        Some("txt" | "text") => false,
        _ => {
            let text = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
            text.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{')
        }
    }
}

/// Hashes and counts what passes through.
struct Hashing<'a> {
    stream: Box<dyn Read + 'a>,
    hash: Sha256,
    bytes: u64,
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.hash.update(&buffer[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}
