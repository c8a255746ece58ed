//! The one error of the library: what went wrong, where, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// The library's result.
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    Io,
    /// The reader of an output has gone away, as `head` does.
    BrokenPipe,
    /// Bytes are not text that can be read.
    Encoding,
    /// A record of an input file is not what the format asks for.
    Record,
    /// An input holds no article.
    Empty,
    /// A lexicon's files break the format.
    Lexicon,
    /// Options that do not go together or name something unknown.
    Usage,
    /// The user stopped the work.
    Interrupted,
    /// A fault of tonescope's own, such as a panic that was caught.
    Internal,
}

/// Where it went wrong: a path, and a 1-based line in it, as far as they are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// File or folder; `-` is standard input.
    pub path: Option<PathBuf>,
    /// 1-based line.
    pub line: Option<u64>,
}

/// An error with its location. Its message says what was found, what was expected and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    location: Location,
    message: String,
}

impl Error {
    /// An error without a location yet.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, location: Location::default(), message: message.into() }
    }

    /// An operating-system error at a path, with advice where the cause is a common one.
    #[must_use]
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        let message = match error.kind() {
            std::io::ErrorKind::NotFound => {
                "no such file or folder; check the spelling and the folder you are in".to_owned()
            }
            std::io::ErrorKind::NotADirectory => "found a file where a folder is expected; name the folder".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied; check who may read and write it".to_owned(),
            _ => error.to_string(),
        };
        Self::new(ErrorKind::Io, message).at_path(path)
    }

    /// An operating-system error while writing a stream.
    #[must_use]
    pub fn write(error: &std::io::Error) -> Self {
        let kind = if error.kind() == std::io::ErrorKind::BrokenPipe { ErrorKind::BrokenPipe } else { ErrorKind::Io };
        Self::new(kind, error.to_string())
    }

    /// The same error, located in a file or folder.
    #[must_use]
    pub fn at_path(mut self, path: &Path) -> Self {
        self.location.path.get_or_insert_with(|| path.to_owned());
        self
    }

    /// The same error, located at a 1-based line.
    #[must_use]
    pub fn at_line(mut self, line: u64) -> Self {
        self.location.line.get_or_insert(line);
        self
    }

    /// What kind of error this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Where it happened.
    #[must_use]
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The message without the location.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.location.path {
            write!(f, "{}:", path.display())?;
        }
        if let Some(line) = self.location.line {
            write!(f, "{line}:")?;
        }
        if self.location != Location::default() {
            f.write_str(" ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
