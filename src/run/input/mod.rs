//! Files, folders, lists and standard input → documents → articles.
//!
//! In: inputs as named. Out: one [`Document`] an article, in input order, from which [`parse`] makes the article in
//! whatever thread. Always holds: a file is read as a stream, a record or text at a time; what cannot be read is handed
//! on as one error with its place, and the rest goes on.

mod find;
mod format;
mod lines;
mod open;
#[cfg(feature = "warc")]
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod parse;
mod table;
mod values;
#[cfg(feature = "warc")]
mod warc;

use crate::article::Fields;
use crate::decode::Encoding;
use crate::error::{Error, ErrorKind, Result};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use find::expand;
pub use format::InputFormat;
#[cfg(feature = "parquet")]
pub(super) use parquet::caught;
pub(super) use parse::parse;

use open::Opened;

/// Longest record or text that is read unless set otherwise, in bytes.
pub const MAX_RECORD: u64 = 64 << 20;

/// Where articles come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, a folder with files, or a pattern such as `news/*.txt` that stands for files.
    Path(PathBuf),
    /// A file that names files, folders or patterns, one a line; `-` is standard input.
    List(PathBuf),
}

impl Input {
    /// Whether it can be read only once, as standard input, or as a list of names that is no file.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        match self {
            Self::Stdin => true,
            Self::Path(_) => false,
            Self::List(list) => !list.is_file(),
        }
    }
}

impl From<&str> for Input {
    fn from(name: &str) -> Self {
        if name == "-" { Self::Stdin } else { Self::Path(name.into()) }
    }
}

/// How inputs are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputOptions {
    /// Format of the files.
    pub format: InputFormat,
    /// Where records hold their parts.
    pub fields: Fields,
    /// Encoding of files that carry no byte-order mark; told from the bytes unless set.
    pub encoding: Option<Encoding>,
    /// Longest record or text, in bytes.
    pub max_record: u64,
}

impl Default for InputOptions {
    fn default() -> Self {
        Self { format: InputFormat::Auto, fields: Fields::default(), encoding: None, max_record: MAX_RECORD }
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its path; `-` is standard input.
    pub path: String,
    /// Its size in bytes, as it is stored.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Documents found in it.
    pub documents: u64,
}

/// One article, as it was read.
#[derive(Debug)]
pub(super) struct Document {
    pub path: Arc<str>,
    /// The file's name without its endings.
    pub name: Arc<str>,
    /// 1-based line at which a record begins, or its number where the format has no lines; none for a whole file.
    pub line: Option<u64>,
    /// How its file was decoded, where that is not UTF-8.
    pub encoding: Option<Arc<str>>,
    pub content: Content,
}

/// What a document was read as.
#[derive(Debug)]
pub(super) enum Content {
    Text(Vec<u8>),
    Markdown(Vec<u8>),
    #[cfg(feature = "html")]
    Html(Vec<u8>),
    #[cfg(feature = "warc")]
    Page(Box<page::Page>),
    Json(Vec<u8>),
    Row {
        columns: Arc<[String]>,
        cells: csv::ByteRecord,
    },
    /// Fields that are read already, of the row of this number; they take about so many bytes.
    #[cfg(feature = "parquet")]
    Fields {
        number: u64,
        fields: serde_json::Map<String, serde_json::Value>,
        bytes: usize,
    },
}

impl Document {
    /// Bytes it takes, about.
    pub(super) fn size(&self) -> usize {
        match &self.content {
            Content::Text(bytes) | Content::Markdown(bytes) | Content::Json(bytes) => bytes.len(),
            Content::Row { cells, .. } => cells.as_slice().len(),
            #[cfg(feature = "html")]
            Content::Html(bytes) => bytes.len(),
            #[cfg(feature = "warc")]
            Content::Page(page) => page.body.bytes.len(),
            #[cfg(feature = "parquet")]
            Content::Fields { bytes, .. } => *bytes,
        }
    }
}

/// By all that decides its article.
impl Hash for Document {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.path, self.line, &self.encoding).hash(state);
        std::mem::discriminant(&self.content).hash(state);
        match &self.content {
            Content::Text(bytes) | Content::Markdown(bytes) | Content::Json(bytes) => bytes.hash(state),
            Content::Row { columns, cells } => {
                columns.hash(state);
                cells.iter().for_each(|cell| cell.hash(state));
            }
            #[cfg(feature = "html")]
            Content::Html(bytes) => bytes.hash(state),
            #[cfg(feature = "warc")]
            Content::Page(page) => (&page.id, &page.charset, &page.body.bytes).hash(state),
            #[cfg(feature = "parquet")]
            Content::Fields { number, fields, .. } => {
                number.hash(state);
                fields.iter().for_each(|(name, value)| (name, value.to_string()).hash(state));
            }
        }
    }
}

/// Why reading a file stops: the file's fault, which ends this file, or the receiver's wish, which ends the run.
pub(super) enum Stop {
    File(Error),
    Run(Error),
}

type Reading<T> = std::result::Result<T, Stop>;

/// Takes documents and failures of one file.
struct Sink<'a> {
    file: &'a Opened<'a>,
    documents: u64,
    push: &'a mut dyn FnMut(Result<Document>) -> Result<()>,
}

impl Sink<'_> {
    fn document(&mut self, line: Option<u64>, content: Content) -> Reading<()> {
        self.documents += 1;
        let Opened { path, name, encoding, .. } = self.file;
        let document = Document { path: path.clone(), name: name.clone(), line, encoding: encoding.clone(), content };
        (self.push)(Ok(document)).map_err(Stop::Run)
    }

    /// A record that cannot be read.
    fn failed(&mut self, error: Error) -> Reading<()> {
        self.documents += 1;
        (self.push)(Err(error.at_path(Path::new(&*self.file.path)))).map_err(Stop::Run)
    }
}

/// Reads all documents of an input. What cannot be read is handed on as an error, located.
///
/// # Errors
/// Only what `push` returns.
pub(super) fn read(
    input: &Input,
    options: &InputOptions,
    push: &mut dyn FnMut(Result<Document>) -> Result<()>,
) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    find::each(input, options.format, &mut |found| {
        let read = match found {
            Ok(found) => open::file(&found, options, push),
            Err(error) => Err(Stop::File(error)),
        };
        match read {
            Ok(source) => sources.push(source),
            Err(Stop::File(error)) => push(Err(error))?,
            Err(Stop::Run(error)) => return Err(error),
        }
        Ok(())
    })?;
    Ok(sources)
}

fn too_long(limit: u64, what: &str) -> Error {
    let message = format!(
        "found a {what} of more than {}, the most that is read; split it, or raise the limit with --max-record",
        size(limit)
    );
    Error::new(ErrorKind::Record, message)
}

/// A size as people write it.
fn size(bytes: u64) -> String {
    match bytes {
        b if b >= 1 << 20 && b % (1 << 20) == 0 => format!("{} MiB", b >> 20),
        b if b >= 1 << 10 && b % (1 << 10) == 0 => format!("{} KiB", b >> 10),
        b => format!("{b} bytes"),
    }
}
