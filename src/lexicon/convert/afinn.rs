//! AFINN (Nielsen 2011): word or phrase, a tab, a whole number from −5 to 5.

use super::{Source, lines, number};

pub(super) fn read(text: &str) -> Source {
    let mut source = Source::default();
    for (line, row) in lines(text) {
        match row.rsplit_once('\t').and_then(|(word, score)| Some((word, number(score)?))) {
            Some((word, score)) => source.signed(line, word, score),
            None => source.broken(line, format!("{row:?} found, a word, a tab and its score expected")),
        }
    }
    source
}
