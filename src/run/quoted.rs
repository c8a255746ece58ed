//! Tables read again at the end of a run: the words of quotes are compared, and shown on the page, without having been
//! kept.

use super::draft::Draft;
use super::stored::Stored;
use crate::aggregate::{Quoted, SpeakerKey};
use crate::error::Result;
use crate::quote::CueClass;
use crate::report::html::{QUOTE_CELLS, Tabled};
use crate::report::{CsvStyle, Unit};
use sha2::{Digest, Sha256};
use std::collections::BinaryHeap;
use std::path::Path;

/// Bytes of quoted words that are compared: about 1.3 million words, whose counts are no worse for being a sample.
const SAMPLE_BYTES: usize = 8 << 20;

/// A table of the report that is read again, by the names of its columns.
pub(super) struct Rows<const N: usize> {
    table: Stored,
    record: csv::StringRecord,
    places: [usize; N],
}

impl<const N: usize> Rows<N> {
    /// The rows of a table in the unfinished report, of these columns.
    pub fn open(draft: &Draft, table: &str, columns: [&str; N]) -> Result<Self> {
        Self::of(Stored::csv(draft.place().join(table))?, columns)
    }

    /// The rows of a table, of these columns.
    pub fn of(table: Stored, columns: [&str; N]) -> Result<Self> {
        let places = table.places(columns)?;
        Ok(Self { table, record: csv::StringRecord::new(), places })
    }

    /// Where the table stands.
    pub fn path(&self) -> &Path {
        self.table.path()
    }

    /// The next row.
    pub fn next(&mut self) -> Result<Option<[&str; N]>> {
        let more = self.table.next(&mut self.record)?;
        Ok(more.then(|| self.places.map(|at| self.record.get(at).unwrap_or_default())))
    }
}

/// Quotes of speech with a speaker.
#[derive(Debug, Default)]
pub(super) struct Sample {
    /// In the order of the table.
    pub quotes: Vec<Quoted>,
    /// How many there are.
    pub of: u64,
}

impl Sample {
    /// All quotes, or as many of them as are compared: those with the smallest hashes, which are the same whatever else
    /// is in the table. `page` is offered them all. Whose a quote is stays known of the `chosen` speakers alone.
    pub fn read(draft: &Draft, style: CsvStyle, chosen: &[SpeakerKey], mut page: Option<&mut Tabled>) -> Result<Self> {
        let [article_id, quote, class, speaker_id, text, kind, confidence, spans, date] = QUOTE_CELLS;
        // Without a page no score is looked at.
        let score = page.as_ref().map_or_else(|| article_id.to_owned(), |page| page.score_column());
        let columns = [article_id, quote, class, speaker_id, text, kind, confidence, spans, date, &score];
        let mut rows = Rows::open(draft, &file(Unit::Quotes), columns)?;
        let mut smallest = Smallest::new(SAMPLE_BYTES);
        while let Some([article_id, quote, class, speaker_id, text, kind, confidence, spans, date, score]) =
            rows.next()?
        {
            let (article_id, text) = (style.plain(article_id), style.plain(text));
            if let Some(page) = &mut page {
                let cells = [article_id, quote, class, speaker_id, text, kind, confidence, spans, date];
                page.quote(&cells, score);
            }
            if class == CueClass::Speech.name() && !speaker_id.is_empty() {
                smallest.offer(hash(article_id, quote), || {
                    let is_chosen = chosen.iter().any(|(id, _)| id == speaker_id);
                    let by = is_chosen.then(|| Box::new((speaker_id.to_owned(), article_id.to_owned())));
                    Quoted { by, text: text.into() }
                });
            }
        }
        Ok(smallest.finish())
    }
}

/// A table's file.
pub(super) fn file(unit: Unit) -> String {
    format!("{}.csv", unit.name())
}

fn hash(article_id: &str, quote: &str) -> u64 {
    let mut hash = Sha256::new();
    for part in [article_id, "\0", quote] {
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
}

/// A quote by its hash; of two with one hash the earlier goes before.
struct Ranked(u64, u64, Quoted);

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// The quotes of smallest hashes whose words are within so many bytes.
struct Smallest {
    most: usize,
    bytes: usize,
    seen: u64,
    kept: BinaryHeap<Ranked>,
    /// What came out; nothing behind it comes in again, so that the order of coming does not matter.
    bound: Option<(u64, u64)>,
}

impl Smallest {
    fn new(most: usize) -> Self {
        Self { most, bytes: 0, seen: 0, kept: BinaryHeap::new(), bound: None }
    }

    fn offer(&mut self, hash: u64, quoted: impl FnOnce() -> Quoted) {
        let key = (hash, self.seen);
        self.seen += 1;
        if self.bound.is_some_and(|bound| key >= bound) {
            return;
        }
        let quoted = quoted();
        self.bytes += quoted.text.len();
        self.kept.push(Ranked(key.0, key.1, quoted));
        while self.bytes > self.most {
            let Some(Ranked(hash, number, quoted)) = self.kept.pop() else { break };
            self.bytes -= quoted.text.len();
            self.bound = Some((hash, number));
        }
    }

    fn finish(self) -> Sample {
        let mut kept = self.kept.into_vec();
        kept.sort_by_key(|Ranked(_, number, _)| *number);
        Sample { quotes: kept.into_iter().map(|Ranked(.., quoted)| quoted).collect(), of: self.seen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_does_not_depend_on_the_order_of_coming() {
        let quoted = |n: usize| Quoted {
            by: Some(Box::new(("s".into(), n.to_string()))),
            text: "x".repeat(1 + n * 37 % 11).into(),
        };
        let sample = |order: &mut dyn Iterator<Item = usize>| {
            let mut smallest = Smallest::new(60);
            order.for_each(|n| smallest.offer(hash(&n.to_string(), "0"), || quoted(n)));
            let sample = smallest.finish();
            assert_eq!(sample.of, 200);
            let mut ids: Vec<String> = sample.quotes.into_iter().filter_map(|q| Some(q.by?.1)).collect();
            ids.sort();
            ids
        };
        let found = sample(&mut (0..200));
        assert_eq!(found, sample(&mut (0..200).rev()));
        assert!(found.len() > 3 && found.len() < 60);
    }
}
