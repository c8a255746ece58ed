//! Partials → the table of speakers, in the order of their names, in bounded memory: sorted on disk by speaker, added up
//! one speaker at a time, and sorted again by name.

use super::Watch;
use super::ledger::Kept;
use super::partials::{self, Partials};
use super::rows::OpenRow;
use super::sorted::Sorter;
use crate::aggregate::SpeakerRow;
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{Cell, CsvStyle, SpeakerColumn, header, partial_columns, speaker_columns, write_row};
use crate::score::Scheme;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Between the parts of a key: the parts are texts, in which a shorter one sorts before its continuations.
const BETWEEN: u8 = 0;

/// Writes a row for each speaker of the partials in `file`, and returns how many there are. `scratch` is a folder for
/// nameless files. `each` is shown every row with the scope of its id.
pub(super) fn write(
    file: &Path,
    scratch: &Path,
    scheme: &Scheme,
    style: CsvStyle,
    watch: &Watch,
    out: &mut impl Write,
    each: impl FnMut(&str, &SpeakerRow),
) -> Result<u64> {
    let mut partials = Partials::open(file)?;
    let mut by_speaker = Sorter::new(scratch);
    let mut key = Vec::new();
    while let Some(record) = partials.record()? {
        // Speaker, scope, cluster, article: what belongs together stands together.
        let cluster = record.len().saturating_sub(1);
        set_key(&mut key, [0, 1, cluster, 2].map(|at| record.get(at).unwrap_or_default()));
        by_speaker.push(&key, &packed(&record))?;
    }
    let mut by_name = Named { columns: speaker_columns(scheme), style, sorter: Sorter::new(scratch), count: 0, each };
    let mut speaker = None;
    by_speaker.finish(|_, bytes| {
        let partial = partials::parse(&unpacked(bytes)?)?;
        let cluster = (partial.speaker_id.clone(), partial.scope.clone(), partial.cluster_id.clone());
        let row = SpeakerRow::from(partial);
        match &mut speaker {
            Some(Sum { cluster: known, current, .. }) if *known == cluster => current.join(row),
            Some(sum) if (&sum.cluster.0, &sum.cluster.1) == (&cluster.0, &cluster.1) => sum.next(cluster.2, row),
            _ => {
                watch.check()?;
                let done = speaker.replace(Sum { cluster, current: row, earlier: None });
                done.map_or(Ok(()), |sum| by_name.push(sum))?;
            }
        }
        Ok(())
    })?;
    speaker.map_or(Ok(()), |sum| by_name.push(sum))?;
    by_name.sorter.finish(|_, row| out.write_all(row).map_err(|e| Error::write(&e)))?;
    Ok(by_name.count)
}

/// Partials on disk from which a table of speakers is made at the end, in bounded memory.
pub struct SpeakerFile {
    folder: tempfile::TempDir,
    path: PathBuf,
    out: BufWriter<File>,
}

impl SpeakerFile {
    /// An empty file in the system's folder for temporary files; it goes with this value.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn new(analyzer: &Analyzer) -> Result<Self> {
        let failed = |e: io::Error| Error::io(Path::new("temporary files"), &e);
        let folder = tempfile::Builder::new().prefix("tonescope-").tempdir().map_err(failed)?;
        let path = folder.path().join(partials::FILE);
        let mut out = BufWriter::new(File::create(&path).map_err(failed)?);
        let columns = partial_columns(analyzer.scheme());
        header(columns.iter().map(|(name, _)| name.as_str()), CsvStyle::default(), &mut out)?;
        Ok(Self { folder, path, out })
    }

    /// Adds an article's partials.
    ///
    /// # Errors
    /// A disk that is full.
    pub fn add(&mut self, kept: &Kept, cluster: &str) -> Result<()> {
        let close = |row: &OpenRow| row.close(cluster, CsvStyle::default(), &mut self.out);
        kept.partials.iter().try_for_each(close).map_err(|e| e.at_path(&self.path))
    }

    /// Writes a row for each speaker, in the order of their names, and returns how many there are. `each` is shown every
    /// row with the scope of its id, in another order.
    ///
    /// # Errors
    /// What `out` reports, a disk that is full, or that the run was stopped by its `watch`.
    pub fn write(
        mut self,
        analyzer: &Analyzer,
        style: CsvStyle,
        watch: &Watch,
        out: &mut impl Write,
        each: impl FnMut(&str, &SpeakerRow),
    ) -> Result<u64> {
        self.out.flush().map_err(|e| Error::io(&self.path, &e))?;
        write(&self.path, self.folder.path(), analyzer.scheme(), style, watch, out, each)
    }
}

/// A speaker that is being added up.
struct Sum {
    /// Speaker, scope and cluster of `current`.
    cluster: (String, String, String),
    current: SpeakerRow,
    /// The clusters before.
    earlier: Option<SpeakerRow>,
}

impl Sum {
    fn next(&mut self, cluster: String, row: SpeakerRow) {
        self.cluster.2 = cluster;
        let done = std::mem::replace(&mut self.current, row);
        self.close(done);
    }

    fn close(&mut self, done: SpeakerRow) {
        match &mut self.earlier {
            Some(earlier) => earlier.merge(done),
            none => *none = Some(done),
        }
    }
}

/// Speakers' rows on their way into the order of names.
struct Named<E> {
    columns: Vec<SpeakerColumn>,
    style: CsvStyle,
    sorter: Sorter,
    count: u64,
    each: E,
}

impl<E: FnMut(&str, &SpeakerRow)> Named<E> {
    fn push(&mut self, sum: Sum) -> Result<()> {
        let Sum { cluster: (id, scope, _), current, earlier } = sum;
        let row = match earlier {
            None => current,
            Some(mut earlier) => {
                earlier.merge(current);
                earlier
            }
        };
        (self.each)(&scope, &row);
        let cells: Vec<Cell> = self.columns.iter().map(|c| c.cell(&row)).collect();
        let mut bytes = Vec::new();
        write_row(&cells, self.style, &mut bytes)?;
        let mut key = Vec::new();
        set_key(&mut key, [&row.name, &id, &scope]);
        self.count += 1;
        self.sorter.push(&key, &bytes)
    }
}

fn set_key<const N: usize>(key: &mut Vec<u8>, parts: [&str; N]) {
    key.clear();
    for part in parts {
        key.extend_from_slice(part.as_bytes());
        key.push(BETWEEN);
    }
}

/// A record as bytes: its number of fields, their ends, their text. Its hits are left out, as sums do without.
fn packed(record: &csv::StringRecord) -> Vec<u8> {
    let fields = || record.iter().enumerate().map(|(at, field)| if at == partials::HITS { "" } else { field });
    let mut bytes = Vec::with_capacity(4 * (record.len() + 1) + record.as_slice().len());
    bytes.extend((record.len() as u32).to_le_bytes());
    let mut end = 0;
    for field in fields() {
        end += field.len();
        bytes.extend((end as u32).to_le_bytes());
    }
    fields().for_each(|field| bytes.extend_from_slice(field.as_bytes()));
    bytes
}

fn unpacked(bytes: &[u8]) -> Result<csv::StringRecord> {
    let broken = || Error::new(ErrorKind::Internal, "a sorted record came back changed; check the disk");
    let number = |at: usize| -> Option<usize> {
        let bytes = bytes.get(4 * at..4 * (at + 1))?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    };
    let fields = number(0).ok_or_else(broken)?;
    let text = bytes.get(4 * (fields + 1)..).and_then(|t| std::str::from_utf8(t).ok()).ok_or_else(broken)?;
    let mut record = csv::StringRecord::with_capacity(text.len(), fields);
    let mut start = 0;
    for field in 1..=fields {
        let end = number(field).ok_or_else(broken)?;
        record.push_field(text.get(start..end).ok_or_else(broken)?);
        start = end;
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_packed_and_unpacked() {
        let record = csv::StringRecord::from(vec!["a", "", "“é”", "1"]);
        assert_eq!(unpacked(&packed(&record)).unwrap(), record);
        assert!(unpacked(&packed(&record)[..9]).is_err());
    }
}
