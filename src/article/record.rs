//! Records: named fields, as JSON objects, table rows and columns have them, with a text among them.

use super::{Article, plain};
use crate::error::{Error, ErrorKind, Result};
use serde_json::{Map, Value};

/// Fields that an error lists; a record with more is cut there.
const LISTED: usize = 20;

/// The names under which a record holds its parts. A name with dots (`body.text`) leads into nested objects and lists,
/// unless a field has that very name. A part whose name is not set here is optional and has its usual name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The article's text; `text` unless set. Every record must have it.
    pub text: Option<String>,
    /// Its identity; `id` unless set.
    pub id: Option<String>,
    /// Its date; `date` unless set.
    pub date: Option<String>,
    /// Its title; `title` unless set.
    pub title: Option<String>,
}

/// A part of an article that a record holds.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    name: &'a str,
    /// Must be there.
    needed: bool,
}

impl Fields {
    fn text(&self) -> Part<'_> {
        Part { name: self.text.as_deref().unwrap_or("text"), needed: true }
    }

    fn optional<'a>(set: Option<&'a String>, usual: &'a str) -> Part<'a> {
        Part { name: set.map_or(usual, String::as_str), needed: set.is_some() }
    }

    /// Checks the columns of a table before its first row is read.
    ///
    /// # Errors
    /// A name that no column has; lists the columns.
    pub fn check(&self, columns: &[String]) -> Result<()> {
        let parts = [
            self.text(),
            Self::optional(self.id.as_ref(), "id"),
            Self::optional(self.date.as_ref(), "date"),
            Self::optional(self.title.as_ref(), "title"),
        ];
        let missing = parts.iter().find(|p| p.needed && !columns.iter().any(|c| c == p.name));
        missing.map_or(Ok(()), |part| Err(unknown(part.name, columns.iter().map(String::as_str), "column")))
    }
}

/// Reads one record of JSON. An article without an `id` is named `NAME:LINE` after its file and line.
///
/// # Errors
/// What is no JSON object, has no text, or holds a field of the wrong kind. Lines count from the record's first; the
/// caller adds the path.
pub fn parse_record(record: &str, name: &str, line: u64, fields: &Fields) -> Result<Article> {
    let object: Map<String, Value> = match serde_json::from_str(record) {
        Ok(Value::Object(object)) => object,
        Ok(other) => {
            return Err(invalid(format!(
                "found {}, expected a JSON object such as {{\"id\": …, \"text\": …}}",
                kind_of(&other)
            ))
            .at_line(line));
        }
        Err(e) => {
            let message = format!(
                "found invalid JSON at column {} ({}), expected one JSON object a record; correct it or leave it out",
                e.column(),
                reason(&e)
            );
            return Err(invalid(message).at_line(line + (e.line().max(1) - 1) as u64));
        }
    };
    from_fields(object, &format!("{name}:{line}"), fields).map_err(|e| e.at_line(line))
}

/// The article of a record, named `unnamed` if the record has no id. What is not read is carried in `extra`.
///
/// # Errors
/// No text, or a field of the wrong kind.
pub fn from_fields(mut record: Map<String, Value>, unnamed: &str, fields: &Fields) -> Result<Article> {
    let part = fields.text();
    let text = match take(&mut record, part)? {
        Some(Value::String(text)) => text,
        None | Some(Value::Null) => String::new(),
        Some(other) => return Err(wrong_kind(part.name, &other, "a string")),
    };
    plain::check(&text)?;
    let part = Fields::optional(fields.id.as_ref(), "id");
    let id = match take(&mut record, part)? {
        None | Some(Value::Null) => unnamed.to_owned(),
        Some(Value::String(id)) if id.is_empty() => unnamed.to_owned(),
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        Some(other) => return Err(wrong_kind(part.name, &other, "a string or a number")),
    };
    let title = string(&mut record, Fields::optional(fields.title.as_ref(), "title"))?;
    let date = string(&mut record, Fields::optional(fields.date.as_ref(), "date"))?;
    Ok(Article { title, date, extra: record, ..Article::new(id, text) })
}

fn string(record: &mut Map<String, Value>, part: Part) -> Result<Option<String>> {
    match take(record, part)? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(value)) => Ok(Some(value).filter(|v| !v.trim().is_empty())),
        Some(other) => Err(wrong_kind(part.name, &other, "a string")),
    }
}

/// Takes a part out of the record.
fn take(record: &mut Map<String, Value>, part: Part) -> Result<Option<Value>> {
    let found = record.shift_remove(part.name).or_else(|| nested(record, part.name));
    if found.is_none() && part.needed {
        return Err(unknown(part.name, record.keys().map(String::as_str), "field"));
    }
    Ok(found)
}

/// Takes what a dotted path leads to.
fn nested(record: &mut Map<String, Value>, path: &str) -> Option<Value> {
    let (first, rest) = path.split_once('.')?;
    let mut at = record.get_mut(first)?;
    let mut steps = rest.split('.').peekable();
    while let Some(step) = steps.next() {
        let last = steps.peek().is_none();
        at = match at {
            Value::Object(object) if last => return object.shift_remove(step),
            Value::Object(object) => object.get_mut(step)?,
            Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
        if last {
            return Some(at.take());
        }
    }
    None
}

fn unknown<'a>(name: &str, found: impl ExactSizeIterator<Item = &'a str>, noun: &str) -> Error {
    let count = found.len();
    let mut names: Vec<String> = found.take(LISTED).map(|k| format!("`{k}`")).collect();
    match count.saturating_sub(LISTED) {
        0 if count == 0 => names.push("none".to_owned()),
        0 => {}
        more => names.push(format!("and {more} more")),
    }
    let option = if noun == "column" { "--text-column, --id-column …" } else { "--text-field, --id-field …" };
    let found = names.join(", ");
    invalid(format!("no {noun} `{name}`, found {found}; name the {noun} to read with {option}"))
}

fn wrong_kind(name: &str, found: &Value, expected: &str) -> Error {
    invalid(format!("`{name}` is {}, expected {expected}; correct the record or name another field", kind_of(found)))
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Record, message)
}

/// The parser's reason without its own position, which counts lines within the record.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(record: &str) -> Result<Article> {
        parse_record(record, "f", 3, &Fields::default())
    }

    #[test]
    fn a_record_carries_what_it_does_not_read() {
        let article = parse(r#"{"id": 7, "text": "A \u201cb\u201d.", "outlet": "MNA"}"#).unwrap();
        assert_eq!((article.id.as_str(), article.text()), ("7", "A “b”."));
        assert_eq!(article.extra["outlet"], "MNA");
        assert_eq!(parse(r#"{"text": "A"}"#).unwrap().id, "f:3");
    }

    #[test]
    fn paths_lead_into_objects_and_lists() {
        let fields = Fields {
            text: Some("parts.1.body".into()),
            id: Some("meta.key".into()),
            title: Some("a.b".into()),
            ..Fields::default()
        };
        let record =
            r#"{"parts": [{}, {"body": "Words."}], "meta": {"key": 4, "desk": "x"}, "a.b": "T", "text": "no"}"#;
        let article = parse_record(record, "f", 1, &fields).unwrap();
        assert_eq!((article.text(), article.id.as_str(), article.title.as_deref()), ("Words.", "4", Some("T")));
        assert_eq!(article.extra["meta"], serde_json::json!({"desk": "x"}));
        assert_eq!(article.extra["text"], "no");
    }

    #[test]
    fn errors_say_what_was_found() {
        let message = |record| parse(record).unwrap_err().to_string();
        assert!(message(r#"{"body": "x"}"#).contains("found `body`"));
        assert!(message("{}").contains("found none"));
        assert!(message("[1]").contains("found a list"));
        assert!(message("{\n\"text\": }").starts_with("4: found invalid JSON at column"));
        assert!(message(r#"{"text": 5}"#).contains("`text` is a number"));
        assert!(message(r#"{"text": " "}"#).contains("empty"));
        assert!(message(r#"{"text": null}"#).contains("empty"));
        assert!(message(r#"{"text": "a\u0000b"}"#).contains("NUL"));
        let fields = Fields { date: Some("day".into()), ..Fields::default() };
        let error = parse_record(r#"{"text": "a"}"#, "f", 1, &fields).unwrap_err();
        assert!(error.message().contains("no field `day`"));
    }
}
