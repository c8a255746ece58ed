//! Bytes → articles.
//!
//! In: plain text or JSON Lines. Out: [`Article`], which owns the only copy of its text; all later stages hold spans
//! into it. Always holds: the text is as given but for a byte-order mark, line ends included.

mod date;
mod jsonl;
mod layout;
mod plain;

pub use date::{iso_date, line_date};
pub use jsonl::parse_record;
pub use layout::{Paragraph, ParagraphKind, paragraphs};

use crate::error::Result;
use serde_json::{Map, Value};

/// Articles longer than this are refused, so that byte offsets always fit 32 bits.
pub const MAX_ARTICLE_BYTES: usize = 1 << 30;

/// One article: its text and what is known about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// The article's identity within a run: a record's `id`, or a file's name without its ending.
    pub id: String,
    /// Where it was read from; `-` is standard input.
    pub path: String,
    /// A title given beside the text; the headline is the title otherwise.
    pub title: Option<String>,
    /// A date given beside the text; the dateline's date is taken otherwise.
    pub date: Option<String>,
    /// Fields of its record that tonescope does not read, carried to the output.
    pub extra: Map<String, Value>,
    text: String,
}

impl Article {
    /// An article with this text and no further data.
    #[must_use]
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }

    /// Reads plain text in UTF-8, with or without a byte-order mark.
    ///
    /// # Errors
    /// Bytes that are not UTF-8 text, an empty text, or one above [`MAX_ARTICLE_BYTES`].
    pub fn parse(id: impl Into<String>, bytes: &[u8]) -> Result<Self> {
        plain::check_size(bytes.len())?;
        Ok(Self::new(id, plain::non_empty(crate::decode::decode(bytes)?)?))
    }

    /// The text, as given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
