//! A table as JSON Lines: one object a row, with the names of the columns as keys, in their order. Numbers and truth
//! values stand as CSV has them, missing values are null; lists are the text that CSV has.

use super::Kind;
use super::format::{Head, misplaced};
use crate::error::{Error, ErrorKind, Result};

/// How the rows of a table are written.
pub struct JsonLines<'h> {
    heads: &'h [Head],
    /// What stands before each value: `{"name":`, then `,"name":`.
    keys: Vec<Vec<u8>>,
}

impl<'h> JsonLines<'h> {
    /// Rows of these columns.
    ///
    /// # Errors
    /// None in practice: memory takes all names.
    pub fn new(heads: &'h [Head]) -> Result<Self> {
        let mut keys = Vec::with_capacity(heads.len());
        for (at, head) in heads.iter().enumerate() {
            let mut key = vec![if at == 0 { b'{' } else { b',' }];
            text(&head.name, &mut key)?;
            key.push(b':');
            keys.push(key);
        }
        Ok(Self { heads, keys })
    }

    /// Adds a row whose cells are as CSV has them.
    ///
    /// # Errors
    /// A cell that is not of its column's kind.
    pub fn add<'c>(&self, cells: impl Iterator<Item = &'c str>, out: &mut Vec<u8>) -> Result<()> {
        for ((head, key), cell) in self.heads.iter().zip(&self.keys).zip(cells) {
            out.extend_from_slice(key);
            match head.kind {
                _ if cell.is_empty() => out.extend_from_slice(b"null"),
                Kind::Text => text(cell, out)?,
                Kind::Number | Kind::Decimal if is_number(cell) => out.extend_from_slice(cell.as_bytes()),
                Kind::Flag if matches!(cell, "true" | "false") => out.extend_from_slice(cell.as_bytes()),
                _ => return Err(misplaced(head, cell)),
            }
        }
        out.extend_from_slice(b"}\n");
        Ok(())
    }
}

fn text(text: &str, out: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(out, text).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))
}

/// Whether CSV's number is one of JSON, too: digits, with a sign or a point among them.
fn is_number(cell: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let size = cell.strip_prefix('-').unwrap_or(cell);
    let (whole, fraction) = size.split_once('.').map_or((size, None), |(whole, fraction)| (whole, Some(fraction)));
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads() -> Vec<Head> {
        let kinds = [("a \"b\"", Kind::Text), ("n", Kind::Number), ("d", Kind::Decimal), ("f", Kind::Flag)];
        kinds.map(|(name, kind)| Head { name: name.into(), kind, about: String::new() }).into()
    }

    #[test]
    fn a_row_is_an_object() {
        let heads = heads();
        let rows = JsonLines::new(&heads).unwrap();
        let mut out = Vec::new();
        rows.add(["“x”\n\\ \u{1}\"", "-3", "-0.2500", "true"].into_iter(), &mut out).unwrap();
        rows.add(["", "", "", ""].into_iter(), &mut out).unwrap();
        let expected = r#"{"a \"b\"":"“x”\n\\ \u0001\"","n":-3,"d":-0.2500,"f":true}
{"a \"b\"":null,"n":null,"d":null,"f":null}
"#;
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn what_is_no_number_is_named() {
        let heads = heads();
        let rows = JsonLines::new(&heads).unwrap();
        for wrong in ["x", "NaN", "1.", ".5", "+1", "-", "1e5", "01", "1.2.3", " 1"] {
            let error = rows.add(["", wrong].into_iter(), &mut Vec::new()).unwrap_err();
            assert!(error.message().contains("in column n, expected integer"), "{wrong}: {error}");
        }
        assert!(rows.add(["", "", "", "yes"].into_iter(), &mut Vec::new()).is_err());
        assert!(is_number("0") && is_number("-0.0001") && is_number("120"));
    }
}
