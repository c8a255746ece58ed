//! HTML → article: what a reader came for, without what surrounds it.
//!
//! In: a page's bytes. Out: an article whose text is the extracted one, a line a paragraph, the headline first; its
//! author and site are carried in `extra`. Always holds: the work is linear in the page's size, whose depth and number
//! of elements are limited before its tree is built.

mod body;
mod depth;
mod meta;
mod prune;

use super::{Article, Block, ParagraphKind, Piece, plain};
use crate::decode::{self, Hints};
use crate::error::{Error, ErrorKind, Result};
use crate::span::Span;
use body::Line;
use dom_query::Document;
use dom_smoothie::Readability;
use meta::About;

/// Letters of the shortest article.
const SHORTEST: usize = 80;

/// Reads a page.
pub(super) fn read(id: String, bytes: &[u8], hints: Hints) -> Result<Article> {
    plain::check_size(bytes.len())?;
    let declared = meta::charset(bytes);
    let hints = Hints { declared: hints.declared.or(declared.as_deref()), ..hints };
    let decoded = decode::text(bytes, hints)?;
    depth::check(&decoded.text)?;
    let (about, lines) = extract(&decoded.text)?;
    let mut article = assemble(id, &about, &lines)?;
    article.warnings.extend(decoded.warning);
    for (name, value) in [("author", about.author), ("site", about.site), ("page_language", about.language)] {
        if let Some(value) = value {
            article.extra.insert(name.to_owned(), value.into());
        }
    }
    (article.title, article.date) = (about.title, about.date);
    Ok(article)
}

fn extract(page: &str) -> Result<(About, Vec<Line>)> {
    let nothing = |_| Error::new(ErrorKind::Empty, NOTHING);
    let read = Readability::with_document(Document::from(page), None, None).map_err(nothing)?;
    let known = read.get_article_metadata(read.parse_json_ld());
    let mut about = About::of(&read.doc, known);
    prune::prune(&read.doc);
    let mut read = read;
    let found = read.parse().map_err(nothing)?;
    if about.author.is_none() {
        about.author = found.byline.map(|b| meta::bare(&b));
    }
    let title = about.title.clone().unwrap_or_default();
    let lines = body::lines(&found.content, &title, about.author.as_deref(), about.date.is_some());
    Ok((about, lines))
}

const NOTHING: &str =
    "found no article text in the page, expected paragraphs; pass the page of one article, or its text";

/// The headline and the lines as a text, a blank line between two of them.
fn assemble(id: String, about: &About, lines: &[Line]) -> Result<Article> {
    let letters: usize = lines.iter().map(|l| l.text.chars().filter(|c| c.is_alphabetic()).count()).sum();
    if letters < SHORTEST {
        return Err(Error::new(ErrorKind::Empty, NOTHING));
    }
    let mut text = String::new();
    let mut blocks = Vec::with_capacity(lines.len() + 1);
    let title = about.title.as_ref().map(|title| (title.as_str(), ParagraphKind::Headline));
    for (line, kind) in title.into_iter().chain(lines.iter().map(|l| (l.text.as_str(), l.kind))) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len() as u32;
        text.push_str(line);
        let span = Span::new(start, text.len() as u32);
        blocks.push(Block { kind, pieces: vec![Piece { span, shown: None }] });
    }
    plain::check(&text)?;
    Ok(Article::with_blocks(id, text, blocks))
}
