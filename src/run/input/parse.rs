//! Documents → articles: what worker threads do.

use super::{Content, Document, InputOptions};
use crate::article::{Article, Fields, from_fields, parse_record};
use crate::decode::{Hints, decode, text};
use crate::error::{Error, ErrorKind, Result};
use serde_json::{Map, Value};
use std::path::Path;

/// Reads a document's article; errors carry its path and line.
pub(in crate::run) fn parse(document: &Document, options: &InputOptions) -> Result<Article> {
    let line = document.line.unwrap_or(1);
    let parsed = match &document.content {
        Content::Text(bytes) => Article::parse(&*document.name, bytes, hints(options)),
        Content::Markdown(bytes) => Article::markdown(&*document.name, bytes, hints(options)),
        Content::Json(bytes) => json(bytes, &document.name, line, &options.fields),
        #[cfg(feature = "html")]
        Content::Html(bytes) => Article::html(&*document.name, bytes, hints(options)),
        #[cfg(feature = "warc")]
        Content::Page(page) => archived(page, options),
        #[cfg(feature = "parquet")]
        Content::Fields { number, fields, .. } => {
            from_fields(fields.clone(), &format!("{}:{number}", document.name), &options.fields)
                .map_err(|e| Error::new(e.kind(), format!("row {number}: {}", e.message())))
        }
        Content::Row { columns, cells } => row(columns, cells, &format!("{}:{line}", document.name), &options.fields),
    };
    // A line within a record is none of its file; a text is its file.
    let located = |e: Error| match (&document.content, document.line) {
        (Content::Json(_), _) | (_, None) => e,
        (_, Some(line)) => Error::new(e.kind(), e.message()).at_line(line),
    };
    let mut article = parsed.map_err(|e| located(e).at_path(Path::new(&*document.path)))?;
    article.path = document.path.to_string();
    if let Some(encoding) = &document.encoding {
        article.warnings.insert(0, encoding.to_string());
        if article.text().contains(char::REPLACEMENT_CHARACTER) {
            article.warnings.push("holds bytes that are not of this encoding; they were replaced by U+FFFD".to_owned());
        }
    }
    Ok(article)
}

fn hints(options: &InputOptions) -> Hints<'static> {
    Hints { given: options.encoding, declared: None }
}

fn json(bytes: &[u8], name: &str, line: u64, fields: &Fields) -> Result<Article> {
    let text = decode(bytes).map_err(|e| {
        // The decoder counts lines from the record's first.
        let within = e.location().line.unwrap_or(1);
        Error::new(e.kind(), e.message()).at_line(line + within - 1)
    })?;
    parse_record(text, name, line, fields)
}

/// A page of an archive; errors name it.
#[cfg(feature = "warc")]
fn archived(page: &super::page::Page, options: &InputOptions) -> Result<Article> {
    let read = || {
        let bytes = page.body.decoded(options.max_record)?;
        Article::html(&*page.id, &bytes, Hints { declared: page.charset.as_deref(), ..hints(options) })
    };
    let mut article = read().map_err(|e| Error::new(e.kind(), format!("{}: {}", page.label, e.message())))?;
    article.extra.extend(page.extra.clone());
    Ok(article)
}

/// A table's row as a record: every cell a string.
fn row(columns: &[String], cells: &csv::ByteRecord, unnamed: &str, fields: &Fields) -> Result<Article> {
    let mut record = Map::with_capacity(columns.len());
    let mut warning = None;
    for (column, cell) in columns.iter().zip(cells) {
        if cell.contains(&0) {
            let message = format!("column `{column}` holds a NUL byte, which no text holds; remove it");
            return Err(Error::new(ErrorKind::Record, message));
        }
        let decoded = text(cell, Hints::default())
            .map_err(|e| Error::new(e.kind(), format!("column `{column}`: {}", e.message())))?;
        warning = warning.or(decoded.warning);
        record.insert(column.clone(), Value::String(decoded.text.into_owned()));
    }
    if record.len() < columns.len() {
        let message = "two columns of the table have the same name; give each its own";
        return Err(Error::new(ErrorKind::Record, message));
    }
    let mut article = from_fields(record, unnamed, fields)?;
    article.warnings.extend(warning);
    Ok(article)
}
