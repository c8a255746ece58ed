//! Lexicoder 3: `+CATEGORY`, then one word or phrase a line, `*` at the end of a word for any ending.

use super::{BELONGS, Source, lines};

pub(super) fn read(text: &str) -> Source {
    let mut source = Source::default();
    let mut category = "";
    for (line, row) in lines(text) {
        let row = row.trim();
        if let Some(name) = row.strip_prefix('+') {
            category = name.trim();
        } else if category.is_empty() {
            source.broken(line, format!("{row:?} found before the first category, a line like +NEGATIVE expected"));
        } else {
            source.row(line, row, &[category], BELONGS);
        }
    }
    source
}
