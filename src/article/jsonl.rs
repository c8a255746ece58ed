//! JSON Lines: one object a line with `text`, and optionally `id`, `title` and `date`.

use super::{Article, plain};
use crate::error::{Error, ErrorKind, Result};
use serde_json::{Map, Value};

/// Reads one record. An article without an `id` is named `NAME:LINE` after its file and line.
///
/// # Errors
/// A line that is no JSON object, has no `text`, or holds a field of the wrong kind. The caller adds path and line.
pub fn parse_record(record: &str, name: &str, line: u64) -> Result<Article> {
    let mut fields: Map<String, Value> = match serde_json::from_str(record) {
        Ok(Value::Object(fields)) => fields,
        Ok(other) => {
            return Err(invalid(format!(
                "found {}, expected a JSON object such as {{\"id\": …, \"text\": …}}",
                kind_of(&other)
            )));
        }
        Err(e) => {
            let message = format!(
                "found invalid JSON at column {} ({}), expected one JSON object a line",
                e.column(),
                reason(&e)
            );
            return Err(invalid(message));
        }
    };
    let text = match fields.shift_remove("text") {
        Some(Value::String(text)) => text,
        Some(other) => return Err(invalid(format!("`text` is {}, expected a string", kind_of(&other)))),
        None => {
            let found: Vec<_> = fields.keys().map(|k| format!("`{k}`")).collect();
            let message = format!(
                "no field `text`, found {}; rename the field that holds the article",
                if found.is_empty() { "none".to_owned() } else { found.join(", ") }
            );
            return Err(invalid(message));
        }
    };
    plain::non_empty(&text)?;
    plain::check_size(text.len())?;
    let id = match fields.shift_remove("id") {
        None | Some(Value::Null) => format!("{name}:{line}"),
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        Some(other) => return Err(invalid(format!("`id` is {}, expected a string or a number", kind_of(&other)))),
    };
    let title = optional(&mut fields, "title")?;
    let date = optional(&mut fields, "date")?;
    Ok(Article { title, date, extra: fields, ..Article::new(id, text) })
}

fn optional(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>> {
    match fields.shift_remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(value)) => Ok(Some(value).filter(|v| !v.trim().is_empty())),
        Some(other) => Err(invalid(format!("`{name}` is {}, expected a string", kind_of(&other)))),
    }
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

    #[test]
    fn a_record_carries_what_it_does_not_read() {
        let article = parse_record(r#"{"id": 7, "text": "A \u201cb\u201d.", "outlet": "MNA"}"#, "f", 3).unwrap();
        assert_eq!((article.id.as_str(), article.text()), ("7", "A “b”."));
        assert_eq!(article.extra["outlet"], "MNA");
        assert_eq!(parse_record(r#"{"text": "A"}"#, "f", 3).unwrap().id, "f:3");
    }

    #[test]
    fn errors_say_what_was_found() {
        let message = |record| parse_record(record, "f", 1).unwrap_err().to_string();
        assert!(message(r#"{"body": "x"}"#).contains("found `body`"));
        assert!(message("[1]").contains("found a list"));
        assert!(message("{").contains("invalid JSON at column 1"));
        assert!(message(r#"{"text": 5}"#).contains("`text` is a number"));
        assert!(message(r#"{"text": " "}"#).contains("empty"));
    }
}
