//! NRC word–emotion tables (Mohammad & Turney 2013): word, category, 0 or 1, parted by tabs.

use super::{BELONGS, Source, lines};

pub(super) fn read(text: &str) -> Source {
    let mut source = Source::default();
    for (line, row) in lines(text) {
        let fields: Vec<&str> = row.split('\t').map(str::trim).collect();
        match fields[..] {
            [word, category, "1"] if !category.is_empty() => source.row(line, word, &[category], BELONGS),
            [_, _, "0"] => {}
            _ => source.broken(line, format!("{row:?} found, a word, a category and 0 or 1, parted by tabs, expected")),
        }
    }
    source
}
