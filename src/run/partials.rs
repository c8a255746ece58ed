//! `partials.csv`: one row a speaker in an article, in integers, from which the sums of any part of a corpus, or of
//! several reports, are made again exactly.

use super::rows::OpenRow;
use crate::aggregate::{Partial, PartialHit};
use crate::analysis::Analyzer;
use crate::article::MAX_ARTICLE_BYTES;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{CLUSTER, Cell, PARTIAL_COLUMNS, PARTIAL_SCORES, add_number};
use crate::score::{DimensionId, Score};
use crate::speaker::SpeakerKind;
use memchr::memchr2;
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The file in a report's folder.
pub const FILE: &str = "partials.csv";
/// Version of its format, as run.json records it; columns may be added without a new one.
pub const VERSION: u64 = 2;

/// The column of hits.
const HITS: usize = 14;
/// Largest value of a sentence, in billionths, and of a hit, in thousandths.
const LARGEST_VALUE: i64 = 1_000_000_000;
const LARGEST_WORTH: i64 = 8_000;
/// Between the forms of a name, and between hits.
const BETWEEN: &str = " | ";

/// A partial's row, but for its cluster.
pub(super) fn row(partial: &Partial) -> OpenRow {
    let mut cells = Vec::with_capacity(PARTIAL_COLUMNS.len() + PARTIAL_SCORES.len() * partial.columns.len());
    let own: [Cell; PARTIAL_COLUMNS.len()] = [
        partial.speaker_id.as_str().into(),
        partial.scope.as_str().into(),
        partial.article_id.as_str().into(),
        Cell::text(partial.date.as_deref()),
        partial.speaker.as_str().into(),
        partial.kind.name().into(),
        Cell::text(partial.role.as_deref()),
        Cell::text(partial.affiliation.as_deref()),
        Cell::text(partial.side.as_deref()),
        joined(partial.forms.iter().map(String::as_str)).into(),
        partial.quotes.into(),
        partial.sentences.into(),
        partial.words.into(),
        Cell::text(partial.record_cluster.as_deref()),
        Cell::text(Some(rendered(&partial.hits)).filter(|h| !h.is_empty())),
    ];
    cells.extend(own);
    for column in &partial.columns {
        cells.extend([column.sum, column.peak, column.total].map(Cell::Number));
    }
    OpenRow::new(&cells)
}

fn joined<'p>(parts: impl Iterator<Item = &'p str>) -> String {
    let mut all = Vec::new();
    for (at, part) in parts.enumerate() {
        if at > 0 {
            all.extend_from_slice(BETWEEN.as_bytes());
        }
        escape(part, &mut all);
    }
    text(all)
}

fn escape(part: &str, out: &mut Vec<u8>) {
    let mut rest = part.as_bytes();
    while let Some(at) = memchr2(b'\\', b'|', rest) {
        out.extend_from_slice(&rest[..at]);
        out.extend([b'\\', rest[at]]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("texts and ASCII marks between them")
}

fn unescaped(part: &str) -> Cow<'_, str> {
    if part.contains('\\') { part.replace("\\|", "|").replace("\\\\", "\\").into() } else { part.into() }
}

/// `0 2 117 1 2000 demand | …`
fn rendered(hits: &[PartialHit]) -> String {
    let mut all = Vec::with_capacity(HIT_LENGTH * hits.len());
    for PartialHit { sentence, lexicon, entry, dimension, value, category } in hits {
        if !all.is_empty() {
            all.extend_from_slice(BETWEEN.as_bytes());
        }
        for number in [*sentence, u32::from(*lexicon), *entry, u32::from(dimension.0)] {
            add_number(number.into(), &mut all);
            all.push(b' ');
        }
        add_number((*value).into(), &mut all);
        all.push(b' ');
        escape(category, &mut all);
    }
    text(all)
}

/// About as long as a hit is written.
const HIT_LENGTH: usize = 32;

/// A hit as it stands in a row.
pub(super) struct HitText<'r> {
    pub sentence: u32,
    pub lexicon: u16,
    pub entry: u32,
    pub dimension: DimensionId,
    pub value: i32,
    pub category: Cow<'r, str>,
}

fn hit(text: &str) -> Option<HitText<'_>> {
    let mut parts = text.splitn(6, ' ');
    Some(HitText {
        sentence: parts.next()?.parse().ok()?,
        lexicon: parts.next()?.parse().ok()?,
        entry: parts.next()?.parse().ok()?,
        dimension: DimensionId(parts.next()?.parse().ok()?),
        value: parts.next()?.parse().ok()?,
        category: parts.next().map(unescaped)?,
    })
}

/// The hits of a row.
pub(super) fn hits(row: &csv::StringRecord) -> impl Iterator<Item = Result<HitText<'_>>> {
    let parts = row.get(HITS).unwrap_or_default().split(BETWEEN).filter(|part| !part.is_empty());
    parts.map(|part| {
        hit(part).ok_or_else(|| {
            let message = format!("found {part:?} in column {}, expected a hit; write the report again", HITS + 1);
            Error::new(ErrorKind::Record, message)
        })
    })
}

/// Whether the lexicons have an entry, by lexicon and number, and a dimension.
pub(super) fn is_known(analyzer: &Analyzer, (lexicon, entry): (u16, u32), dimension: DimensionId) -> bool {
    let lexicon = analyzer.lexicons().get(usize::from(lexicon));
    lexicon.is_some_and(|l| (entry as usize) < l.entries().len())
        && usize::from(dimension.0) < analyzer.scheme().dimensions().len()
}

/// Quotes, sentences and words of a row.
pub(super) fn counts(row: &csv::StringRecord) -> Result<[u32; 3]> {
    let count = |at: usize| bounded::<u32>(row, at, MAX_ARTICLE_BYTES as i64);
    Ok([count(10)?, count(11)?, count(12)?])
}

/// The partials of a finished report, one after the other, in the order of its articles.
///
/// # Errors
/// A folder without a report, or with one of another version.
pub fn read(folder: &Path) -> Result<Partials> {
    let run = super::record::Record::read(folder)?;
    if run.partials() != Some(VERSION) {
        let message = format!("the report's partials are not of version {VERSION}; write the report again");
        return Err(Error::new(ErrorKind::Usage, message).at_path(folder));
    }
    Partials::open(&folder.join(FILE))
}

/// Partials as they are read from a file.
pub struct Partials {
    path: PathBuf,
    targets: Vec<String>,
    records: csv::StringRecordsIntoIter<File>,
}

impl Partials {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io(path, &e))?;
        let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 16).from_reader(file);
        let header = reader.headers().map_err(|e| broken(path, &e))?;
        let names: Vec<&str> = header.iter().collect();
        let plain = names.len() >= PARTIAL_COLUMNS.len()
            && names.iter().zip(&PARTIAL_COLUMNS).all(|(name, (known, _))| name == known);
        if !plain
            || names.last() != Some(&CLUSTER.0)
            || !(names.len() - PARTIAL_COLUMNS.len() - 1).is_multiple_of(PARTIAL_SCORES.len())
        {
            let message = "found other columns than those of partials.csv; write the report again";
            return Err(Error::new(ErrorKind::Record, message).at_line(1).at_path(path));
        }
        let sums = names[PARTIAL_COLUMNS.len()..names.len() - 1].iter().step_by(PARTIAL_SCORES.len());
        let targets = sums.map(|name| name.strip_suffix("_sum").unwrap_or(name).to_owned()).collect();
        Ok(Self { path: path.to_owned(), targets, records: reader.into_records() })
    }

    /// Ids of the score columns, in order.
    #[must_use]
    pub fn targets(&self) -> &[String] {
        &self.targets
    }

    /// Reads the next row as it stands, if there is one.
    pub(super) fn read(&mut self, row: &mut csv::StringRecord) -> Result<bool> {
        self.records.reader_mut().read_record(row).map_err(|e| broken(&self.path, &e))
    }
}

impl Iterator for Partials {
    type Item = Result<Partial>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = csv::StringRecord::new();
        match self.read(&mut record) {
            Ok(false) => None,
            Err(error) => Some(Err(error)),
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                Some(parse(&record).map_err(|e| e.at_line(line).at_path(&self.path)))
            }
        }
    }
}

/// The partial that a row holds.
pub(super) fn parse(record: &csv::StringRecord) -> Result<Partial> {
    let text = |at: usize| record.get(at).unwrap_or_default().to_owned();
    let given = |at: usize| Some(text(at)).filter(|t| !t.is_empty());
    let [quotes, sentences, words] = counts(record)?;
    let scores = (PARTIAL_COLUMNS.len()..record.len().saturating_sub(1)).step_by(PARTIAL_SCORES.len());
    Ok(Partial {
        speaker_id: text(0),
        scope: text(1),
        article_id: text(2),
        date: given(3),
        speaker: text(4),
        kind: kind(&text(5))?,
        role: given(6),
        affiliation: given(7),
        side: given(8),
        forms: text(9).split(BETWEEN).map(|form| unescaped(form).into_owned()).collect(),
        quotes,
        sentences,
        words,
        columns: scores
            .map(|at| {
                Ok(Score {
                    sum: bounded(record, at, i64::from(sentences) * LARGEST_VALUE)?,
                    peak: bounded(record, at + 1, LARGEST_VALUE)?,
                    total: bounded(record, at + 2, MAX_ARTICLE_BYTES as i64 * LARGEST_WORTH)?,
                })
            })
            .collect::<Result<_>>()?,
        record_cluster: given(13),
        hits: hits(record).map(|hit| hit.map(PartialHit::from)).collect::<Result<_>>()?,
        cluster_id: text(record.len().saturating_sub(1)),
    })
}

fn number<N: std::str::FromStr>(record: &csv::StringRecord, at: usize) -> Result<N> {
    let text = record.get(at).unwrap_or_default();
    text.parse().map_err(|_| {
        let message = format!("found {text:?} in column {}, expected a whole number; write the report again", at + 1);
        Error::new(ErrorKind::Record, message)
    })
}

/// A number that is no further from 0 than it can be in one article; sums of others would not fit.
fn bounded<N: std::str::FromStr + Copy + Into<i64>>(record: &csv::StringRecord, at: usize, most: i64) -> Result<N> {
    let found: N = number(record, at)?;
    if found.into().unsigned_abs() <= most.unsigned_abs() {
        return Ok(found);
    }
    let message =
        format!("found {} in column {}, more than an article can have; write the report again", found.into(), at + 1);
    Err(Error::new(ErrorKind::Record, message))
}

/// What a speaker is, by its name.
pub(super) fn kind(name: &str) -> Result<SpeakerKind> {
    let all = [SpeakerKind::Person, SpeakerKind::Anonymous, SpeakerKind::Group, SpeakerKind::Organization];
    all.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
        let message =
            format!("found {name:?}, expected person, anonymous, group or organization; write the report again");
        Error::new(ErrorKind::Record, message)
    })
}

impl From<HitText<'_>> for PartialHit {
    fn from(hit: HitText) -> Self {
        let HitText { sentence, lexicon, entry, dimension, value, category } = hit;
        Self { sentence, lexicon, entry, dimension, value, category: category.into_owned() }
    }
}

fn broken(path: &Path, error: &csv::Error) -> Error {
    let line = error.position().map_or(0, csv::Position::line);
    let error = match error.kind() {
        csv::ErrorKind::Io(error) => Error::io(path, error),
        _ => Error::new(ErrorKind::Record, format!("{error}; write the report again")).at_path(path),
    };
    if line > 0 { error.at_line(line) } else { error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_comes_back_as_it_was() {
        let partial = Partial {
            speaker_id: "ab12".into(),
            scope: String::new(),
            article_id: "a, \"1\"\n2".into(),
            cluster_id: "a0".into(),
            date: None,
            speaker: "Oksana Drell".into(),
            kind: SpeakerKind::Group,
            role: Some("envoy".into()),
            affiliation: None,
            side: None,
            forms: ["Drell | x", "a\\|b", "O. Drell"].map(str::to_owned).into(),
            quotes: 3,
            sentences: 4,
            words: 50,
            columns: vec![Score { sum: -5, peak: -LARGEST_VALUE, total: 7 }, Score::default()],
            record_cluster: Some("7".into()),
            hits: [("a demand | 1", -2000), ("\\", 1)]
                .map(|(category, value)| PartialHit {
                    sentence: 2,
                    lexicon: 1,
                    entry: 117,
                    dimension: DimensionId(3),
                    value,
                    category: category.into(),
                })
                .into(),
        };
        let mut bytes = Vec::new();
        row(&partial).close("a0", crate::report::CsvStyle::default(), &mut bytes).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!(parse(&record).unwrap(), partial);
        // Damage that sums could not hold is told.
        for (at, far) in [(11, "4294967295"), (15, "4000000001"), (16, "-9223372036854775808"), (17, "8589934592001")] {
            let cells = record.iter().enumerate().map(|(column, cell)| if column == at { far } else { cell });
            let error = parse(&cells.collect()).unwrap_err().to_string();
            assert!(
                error.contains(&format!("found {far} in column {}, more than an article can have", at + 1)),
                "{error}"
            );
        }
    }
}
