//! VADER (Hutto & Gilbert 2014): word, mean rating, standard deviation, ratings, parted by tabs.

use super::{Source, lines, number};

pub(super) fn read(text: &str) -> Source {
    let mut source = Source::default();
    for (line, row) in lines(text) {
        let mut fields = row.split('\t');
        match (fields.next(), fields.next().and_then(number)) {
            (Some(word), Some(mean)) => source.signed(line, word, mean),
            _ => source.broken(line, format!("{row:?} found, a word, a tab and its mean rating expected")),
        }
    }
    source
}
