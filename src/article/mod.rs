//! Bytes → articles.
//!
//! In: plain text, Markdown, HTML, a record. Out: [`Article`], which owns the only copy of its text; all later stages hold
//! spans into it. Always holds: the text is as given but for a byte-order mark and the encoding, line ends included.

mod block;
mod date;
#[cfg(feature = "html")]
mod html;
mod layout;
mod markdown;
mod plain;
mod record;

pub use block::{Block, Piece, tokens};
pub use date::{iso_date, line_date};
pub use layout::{Paragraph, ParagraphKind, paragraphs};
pub use record::{Fields, from_fields, parse_record};

use crate::decode::{self, Hints};
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
    /// What was odd in reading it: another encoding than UTF-8, for example.
    pub warnings: Vec<String>,
    text: String,
    blocks: Vec<Block>,
}

impl Article {
    /// An article with this text and no further data.
    #[must_use]
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }

    /// An article with this text, of which only the blocks are read. The blocks stand in text order, do not overlap,
    /// and their pieces lie on character boundaries.
    #[must_use]
    pub fn with_blocks(id: impl Into<String>, text: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self { blocks, ..Self::new(id, text) }
    }

    /// Reads plain text; any encoding but UTF-8 is named in the warnings.
    ///
    /// # Errors
    /// Bytes that are no text, an empty text, or one above [`MAX_ARTICLE_BYTES`].
    pub fn parse(id: impl Into<String>, bytes: &[u8], hints: Hints) -> Result<Self> {
        plain::check_size(bytes.len())?;
        let decoded = decode::text(bytes, hints)?;
        plain::check(&decoded.text)?;
        let warnings = decoded.warning.into_iter().collect();
        Ok(Self { warnings, ..Self::new(id, decoded.text) })
    }

    /// Reads Markdown. The text is the source as given; headings, paragraphs, list items and cells of tables are read,
    /// code, pictures and tags are not. A title and date in front matter are taken.
    ///
    /// # Errors
    /// As [`Self::parse`], or a source without any text to read.
    pub fn markdown(id: impl Into<String>, bytes: &[u8], hints: Hints) -> Result<Self> {
        markdown::read(Self::parse(id, bytes, hints)?)
    }

    /// Reads an HTML page. The text is the article found in it, headline first, a blank line between two paragraphs;
    /// captions, adverts, navigation, scripts and comments are left out. Title and date are taken from the page, its
    /// author, site and language are carried in [`Self::extra`].
    ///
    /// # Errors
    /// As [`Self::parse`], a page without an article, or one nested too deeply or of too many elements.
    #[cfg(feature = "html")]
    pub fn html(id: impl Into<String>, bytes: &[u8], hints: Hints) -> Result<Self> {
        html::read(id.into(), bytes, hints)
    }

    /// The text, as given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks that are read; none where all of the text is, line by line.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }
}
