//! quanteda YAML: categories as keys, perhaps nested, with lists of words and phrases.

use super::{BELONGS, Source, invalid};
use crate::error::Result;
use saphyr_parser::{Event, Parser};

/// What is open around a value.
enum Open {
    /// A mapping whose next scalar is a key.
    Key,
    /// A mapping whose next item is the value of the key last read.
    Value,
    /// A list.
    List,
}

pub(super) fn read(text: &str) -> Result<Source> {
    let mut source = Source::default();
    let mut open: Vec<Open> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| {
            let message = format!("{} found, YAML with categories and lists of words expected", e.info());
            invalid(message).at_line(e.marker().line() as u64)
        })?;
        let line = span.start.line() as u64;
        match event {
            Event::Scalar(name, ..) if matches!(open.last(), Some(Open::Key)) => {
                path.push(name.trim().to_owned());
                open.pop();
                open.push(Open::Value);
            }
            Event::Scalar(word, ..) => {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                if names.is_empty() {
                    source.broken(
                        line,
                        format!("{word:?} found outside a category, a line like `anger:` above it expected"),
                    );
                } else if !matches!(word.trim(), "" | "~") {
                    source.row(line, &word, &names, BELONGS);
                }
                close(&mut open, &mut path);
            }
            Event::Alias(_) => {
                source.broken(line, "an alias (*name) found, the words themselves expected");
                close(&mut open, &mut path);
            }
            Event::MappingStart(..) => open.push(Open::Key),
            Event::SequenceStart(..) => open.push(Open::List),
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                close(&mut open, &mut path);
            }
            _ => {}
        }
    }
    Ok(source)
}

/// An item has ended: the value of a key takes its category with it.
fn close(open: &mut Vec<Open>, path: &mut Vec<String>) {
    if let Some(Open::Value) = open.last() {
        open.pop();
        open.push(Open::Key);
        path.pop();
    }
}
