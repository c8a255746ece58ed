//! Partials → the table of speakers, in the order of their names, in bounded memory: sorted on disk by speaker, added up
//! one speaker at a time, and sorted again by name.

use super::Watch;
use super::ledger::Kept;
use super::partials::{self, Partials};
use super::rows::OpenRow;
use super::sorted::Sorter;
use super::survey::Survey;
use crate::aggregate::{Partial, SpeakerRow};
use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::report::{Cell, CsvStyle, SpeakerColumn, header, partial_columns, speaker_columns, write_row};
use crate::score::Scheme;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Between the parts of a key: the parts are texts, in which a shorter one sorts before its continuations.
const BETWEEN: u8 = 0;
/// The number of a speaker that is not ranked.
const UNRANKED: u32 = u32::MAX;

/// Writes a row for each speaker of the partials in `file`, and returns how many there are. `scratch` is a folder for
/// nameless files. `survey` is told of all partials and speakers, `each` is shown every row with the scope of its id.
pub(super) fn write(
    (file, scratch): (&Path, &Path),
    scheme: &Scheme,
    style: CsvStyle,
    watch: &Watch,
    mut survey: Option<&mut Survey>,
    out: &mut impl Write,
    each: impl FnMut(&str, SpeakerRow),
) -> Result<u64> {
    let mut partials = Partials::open(file)?;
    let mut by_speaker = Sorter::new(scratch);
    let (mut key, mut record) = (Vec::new(), csv::StringRecord::new());
    while partials.read(&mut record)? {
        // Speaker, scope, cluster, article: what belongs together stands together.
        let cluster = record.len().saturating_sub(1);
        set_key(&mut key, [0, 1, cluster, 2].map(|at| record.get(at).unwrap_or_default()));
        let squares = survey.as_mut().map(|survey| survey.row(&record)).transpose();
        let line = record.position().map_or(0, csv::Position::line);
        let squares = squares.map_err(|e| e.at_line(line).at_path(file))?;
        by_speaker.push(&key, &packed(&record, squares.unwrap_or_default()))?;
    }
    drop(partials);
    let mut by_name = Named { columns: speaker_columns(scheme), style, sorter: Sorter::new(scratch), count: 0, each };
    let mut speaker: Option<Sum> = None;
    by_speaker.finish(|_, bytes| {
        let (record, squares) = unpacked(bytes)?;
        let partial = partials::parse(&record)?;
        if !speaker.as_ref().is_some_and(|sum| sum.is_of(&partial)) {
            watch.check()?;
            speaker.take().map_or(Ok(()), |sum| by_name.push(sum, &mut survey))?;
        }
        if let Some(survey) = &mut survey {
            survey.partial(&partial, &squares);
        }
        match &mut speaker {
            Some(sum) => sum.add(partial),
            none => *none = Some(Sum::new(partial)),
        }
        Ok(())
    })?;
    speaker.map_or(Ok(()), |sum| by_name.push(sum, &mut survey))?;
    by_name.sorter.finish(|key, value| {
        let (group, row) = value.split_at(size_of::<u32>());
        let group = group.as_chunks().0.first().map_or(UNRANKED, |bytes| u32::from_le_bytes(*bytes));
        if let Some(survey) = survey.as_mut().filter(|_| group != UNRANKED) {
            survey.named(key.split(|byte| *byte == BETWEEN).next().unwrap_or_default(), group);
        }
        out.write_all(row).map_err(|e| Error::write(&e))
    })?;
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
        each: impl FnMut(&str, SpeakerRow),
    ) -> Result<u64> {
        self.out.flush().map_err(|e| Error::io(&self.path, &e))?;
        write((&self.path, self.folder.path()), analyzer.scheme(), style, watch, None, out, each)
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
    fn new(partial: Partial) -> Self {
        let cluster = (partial.speaker_id.clone(), partial.scope.clone(), partial.cluster_id.clone());
        Self { cluster, current: partial.into(), earlier: None }
    }

    fn is_of(&self, partial: &Partial) -> bool {
        (&self.cluster.0, &self.cluster.1) == (&partial.speaker_id, &partial.scope)
    }

    fn add(&mut self, mut partial: Partial) {
        if self.cluster.2 == partial.cluster_id {
            return self.current.join(partial.into());
        }
        self.cluster.2 = std::mem::take(&mut partial.cluster_id);
        let done = std::mem::replace(&mut self.current, partial.into());
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

impl<E: FnMut(&str, SpeakerRow)> Named<E> {
    fn push(&mut self, sum: Sum, survey: &mut Option<&mut Survey>) -> Result<()> {
        let Sum { cluster: (id, scope, _), current, earlier } = sum;
        let row = match earlier {
            None => current,
            Some(mut earlier) => {
                earlier.merge(current);
                earlier
            }
        };
        let group = survey.as_mut().map(|survey| survey.speaker(&scope, &row)).transpose()?.flatten();
        let mut bytes = group.unwrap_or(UNRANKED).to_le_bytes().to_vec();
        let cells: Vec<Cell> = self.columns.iter().map(|c| c.cell(&row)).collect();
        write_row(&cells, self.style, &mut bytes)?;
        let mut key = Vec::new();
        set_key(&mut key, [&row.name, &id, &scope]);
        self.count += 1;
        (self.each)(&scope, row);
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

/// A record as bytes: its number of fields, their ends, their text; behind it the squares of its sentence values, from
/// which the hits are left out, as sums do without.
fn packed(record: &csv::StringRecord, squares: &[i128]) -> Vec<u8> {
    let fields = || record.iter().enumerate().map(|(at, field)| if at == partials::HITS { "" } else { field });
    let mut bytes = Vec::with_capacity(4 * (record.len() + 1) + record.as_slice().len() + 16 * squares.len());
    bytes.extend((record.len() as u32).to_le_bytes());
    let mut end = 0;
    for field in fields() {
        end += field.len();
        bytes.extend((end as u32).to_le_bytes());
    }
    fields().for_each(|field| bytes.extend_from_slice(field.as_bytes()));
    for square in squares {
        bytes.extend(square.to_le_bytes());
    }
    bytes
}

fn unpacked(bytes: &[u8]) -> Result<(csv::StringRecord, Vec<i128>)> {
    let broken = || Error::new(ErrorKind::Internal, "a sorted record came back changed; check the disk");
    let number = |at: usize| -> Option<usize> {
        let bytes = bytes.get(4 * at..4 * (at + 1))?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
    };
    let fields = number(0).ok_or_else(broken)?;
    let end = number(fields).filter(|_| fields > 0).unwrap_or_default();
    let (text, squares) = bytes.get(4 * (fields + 1)..).and_then(|t| t.split_at_checked(end)).ok_or_else(broken)?;
    let text = std::str::from_utf8(text).map_err(|_| broken())?;
    let mut record = csv::StringRecord::with_capacity(text.len(), fields);
    let mut start = 0;
    for field in 1..=fields {
        let end = number(field).ok_or_else(broken)?;
        record.push_field(text.get(start..end).ok_or_else(broken)?);
        start = end;
    }
    Ok((record, squares.as_chunks().0.iter().map(|square| i128::from_le_bytes(*square)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_packed_and_unpacked() {
        let record = csv::StringRecord::from(vec!["a", "", "“é”", "1"]);
        let squares = vec![1 << 70, 0, -3];
        assert_eq!(unpacked(&packed(&record, &squares)).unwrap(), (record.clone(), squares));
        assert!(unpacked(&packed(&record, &[])[..9]).is_err());
    }
}
