//! `WordStat` `.cat`: categories nested by tabs; words stand below theirs in capitals, with a weight in brackets and `_`
//! for the blanks of a phrase; rules of nearness begin with `@`.

use super::{BELONGS, RemarkKind, Source, lines, number};

pub(super) fn read(text: &str) -> Source {
    let mut source = Source::default();
    let mut path: Vec<&str> = Vec::new();
    for (line, row) in lines(text) {
        let depth = row.bytes().take_while(|b| *b == b'\t').count();
        let row = row.trim();
        let (term, weight) = match weighted(row) {
            Some((term, weight)) => (term, weight),
            None if row.starts_with('@') => (row, BELONGS),
            None => {
                if depth > path.len() {
                    source.broken(line, format!("{row:?} found {depth} tabs deep, at most {} expected", path.len()));
                }
                path.truncate(depth);
                path.push(row);
                continue;
            }
        };
        path.truncate(depth);
        if term.starts_with('@') {
            let message = format!("{term:?} is a rule about several words, which no term says");
            source.remark(line, RemarkKind::LeftOut, message);
        } else if path.is_empty() {
            source.broken(line, format!("{row:?} found outside a category, a tab and a category above it expected"));
        } else {
            source.row(line, &term.replace('_', " "), &path, weight);
        }
    }
    source
}

/// `WORD (1)` → the word and its weight.
fn weighted(row: &str) -> Option<(&str, i32)> {
    let (term, weight) = row.strip_suffix(')')?.rsplit_once('(')?;
    Some((term.trim(), number(weight)?))
}
