//! Tables read again at the end of a run: the words of quotes are compared, and shown on the page, without having been
//! kept.

use super::draft::Draft;
use super::picked::Picked;
use super::shelf::Shelf;
use super::stored::Stored;
use crate::aggregate::{Quotes, SpeakerKey};
use crate::error::{Error, ErrorKind, Result};
use crate::quote::CueClass;
use crate::report::html::{QUOTE_CELLS, Tabled};
use crate::report::{CsvStyle, Unit};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Bytes of quoted words that are compared: about 1.3 million words, whose counts are no worse for being a sample.
const SAMPLE_BYTES: usize = 8 << 20;
/// A part of them that may be held beyond.
const SPARE: usize = 8;
/// Between the speaker, the length of the article's id, and that with the words of a quote that is put away.
const BETWEEN: char = '\0';

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

/// Quotes of speech with a speaker, whose words are put away until they are counted.
#[derive(Debug)]
pub(super) struct Sample {
    speakers: Vec<String>,
    shelf: Shelf,
    /// Their numbers on the shelf, in the order of the table.
    numbers: Vec<u32>,
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
        let (mut rows, places) = Picked::open(&draft.place().join(file(Unit::Quotes)), columns)?;
        let speakers = chosen.iter().map(|(id, _)| id.clone()).collect();
        let mut smallest = Smallest::new(SAMPLE_BYTES, speakers, Shelf::new(Some(draft.place())));
        while rows.pass()? {
            // Most rows are neither shown nor compared, and not taken apart.
            if let Some([article_id, quote, class, speaker_id]) =
                rows.leading([places[0], places[1], places[2], places[3]])
                && page.as_ref().is_none_or(|page| !page.is_of(speaker_id))
            {
                let is_said = class == CueClass::Speech.name() && !speaker_id.is_empty();
                if !is_said || smallest.is_behind(hash(style.plain(article_id), quote)) {
                    smallest.seen += u64::from(is_said);
                    if let Some(page) = &mut page {
                        page.pass();
                    }
                    continue;
                }
            }
            let cells = rows.cells(places)?;
            let [article_id, quote, class, speaker_id, text, kind, confidence, spans, date, score] =
                cells.each_ref().map(AsRef::as_ref);
            let (article_id, text) = (style.plain(article_id), style.plain(text));
            if let Some(page) = &mut page {
                let cells = [article_id, quote, class, speaker_id, text, kind, confidence, spans, date];
                page.quote(&cells, score);
            }
            if class == CueClass::Speech.name() && !speaker_id.is_empty() {
                smallest.offer(hash(article_id, quote), [speaker_id, article_id, text])?;
            }
        }
        Ok(smallest.finish())
    }

    /// How many quotes it has.
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The quotes, with their words.
    pub fn quotes(mut self) -> Result<Quotes> {
        let mut quotes = Quotes::new(self.speakers);
        for number in self.numbers {
            let [speaker, article, text] = shelved(self.shelf.get(number)?)
                .ok_or_else(|| Error::new(ErrorKind::Internal, "a quote came back changed; check the disk"))?;
            quotes.push(speaker, article, text);
        }
        Ok(quotes)
    }
}

/// The speaker, the article and the words of a quote that was put away.
fn shelved(bytes: &[u8]) -> Option<[&str; 3]> {
    let mut parts = std::str::from_utf8(bytes).ok()?.splitn(3, BETWEEN);
    let [speaker, length, rest] = [parts.next()?, parts.next()?, parts.next()?];
    let (article, text) = rest.split_at_checked(length.parse().ok()?)?;
    Some([speaker, article, text])
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

/// The quotes of smallest hashes whose words are within so many bytes.
struct Smallest {
    most: usize,
    speakers: Vec<String>,
    seen: u64,
    shelf: Shelf,
    kept: Vec<Shelved>,
    /// Bytes of their words.
    bytes: usize,
    /// The first that does not fit; nothing behind it comes in, so that the order of coming does not matter.
    bound: Option<(u64, u64)>,
}

/// A quote that is put away: its hash, and its number among all; of two with one hash the earlier goes before.
#[derive(Debug, Clone, Copy)]
struct Shelved {
    key: (u64, u64),
    number: u32,
    bytes: u32,
}

impl Smallest {
    fn new(most: usize, speakers: Vec<String>, shelf: Shelf) -> Self {
        Self { most, speakers, seen: 0, shelf, kept: Vec::new(), bytes: 0, bound: None }
    }

    /// Whether the next is too far behind.
    fn is_behind(&self, hash: u64) -> bool {
        self.bound.is_some_and(|bound| (hash, self.seen) >= bound)
    }

    fn offer(&mut self, hash: u64, [speaker, article, text]: [&str; 3]) -> Result<()> {
        let key = (hash, self.seen);
        let behind = self.is_behind(hash);
        self.seen += 1;
        if behind {
            return Ok(());
        }
        let known = self.speakers.iter().any(|known| known == speaker);
        let (speaker, article) = if known { (speaker, article) } else { ("", "") };
        let put_away = format!("{speaker}{BETWEEN}{}{BETWEEN}{article}{text}", article.len());
        let number = self.shelf.put(put_away.as_bytes())?;
        self.kept.push(Shelved { key, number, bytes: text.len() as u32 });
        self.bytes += text.len();
        // Sorting now and then costs less than an order that is always kept.
        if self.bytes > self.most + self.most / SPARE {
            self.prune();
        }
        Ok(())
    }

    /// Leaves out what does not fit.
    fn prune(&mut self) {
        self.kept.sort_unstable_by_key(|kept| kept.key);
        let mut bytes = 0;
        let fits = self.kept.iter().position(|kept| {
            let fits = bytes + kept.bytes as usize <= self.most;
            bytes += if fits { kept.bytes as usize } else { 0 };
            !fits
        });
        self.bytes = bytes;
        if let Some(fits) = fits {
            self.bound = Some(self.kept[fits].key);
            self.kept.truncate(fits);
        }
    }

    fn finish(mut self) -> Sample {
        self.prune();
        let mut numbers: Vec<u32> = self.kept.into_iter().map(|kept| kept.number).collect();
        numbers.sort_unstable();
        Sample { speakers: self.speakers, shelf: self.shelf, numbers, of: self.seen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_does_not_depend_on_the_order_of_coming() {
        let sample = |order: &mut dyn Iterator<Item = usize>| {
            let mut smallest = Smallest::new(60, vec!["s".into()], Shelf::new(None));
            order.for_each(|n| {
                let text = "x".repeat(1 + n * 37 % 11);
                smallest.offer(hash(&n.to_string(), "0"), ["s", &n.to_string(), &text]).unwrap();
            });
            let sample = smallest.finish();
            assert_eq!(sample.of, 200);
            let quotes = sample.quotes().unwrap();
            let mut ids: Vec<String> = (0..quotes.len()).map(|at| quotes.article(at).to_owned()).collect();
            ids.sort();
            ids
        };
        let found = sample(&mut (0..200));
        assert_eq!(found, sample(&mut (0..200).rev()));
        assert!(found.len() > 3 && found.len() < 60);
        // Those with the smallest hashes, as many as fit.
        let mut all: Vec<(u64, usize)> = (0..200).map(|n| (hash(&n.to_string(), "0"), n)).collect();
        all.sort_unstable();
        let mut room = 60_usize;
        let fits = |(_, n): &&(u64, usize)| {
            let left = room.checked_sub(1 + n * 37 % 11);
            room = left.unwrap_or_default();
            left.is_some()
        };
        let mut expected: Vec<String> = all.iter().take_while(fits).map(|(_, n)| n.to_string()).collect();
        expected.sort();
        assert_eq!(found, expected);
    }
}
