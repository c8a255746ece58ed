//! Partials → the table of speakers, in the order of their names, in bounded memory: sorted on disk by speaker, added up
//! one speaker at a time, and sorted again by name.

use super::Watch;
use super::compare::known;
use super::ledger::Kept;
use super::packed::{Packed, unpack};
use super::partials::{self, Partials};
use super::rows::OpenRow;
use super::sorted::Sorter;
use super::survey::Survey;
use crate::aggregate::{Partial, SpeakerRow};
use crate::analysis::Analyzer;
use crate::error::{Error, Result};
use crate::report::{Cell, CsvStyle, SpeakerColumn, header, partial_columns, speaker_columns, write_row};
use crate::score::Scheme;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Between the parts of a key: the parts are texts, in which a shorter one sorts before its continuations.
const BETWEEN: u8 = 0;
/// The number of a speaker that is not ranked.
const UNRANKED: u32 = u32::MAX;

/// What everybody says, on its way into the order of speakers.
pub(super) struct Gathering {
    folder: PathBuf,
    by_speaker: Sorter,
    survey: Option<Survey>,
    key: Vec<u8>,
}

impl Gathering {
    /// Nothing yet; `folder` is for nameless files. `survey` is told of all partials and speakers.
    pub fn new(folder: &Path, survey: Option<Survey>) -> Self {
        Self { folder: folder.to_owned(), by_speaker: Sorter::new(folder), survey, key: Vec::new() }
    }

    /// Adds a partial, in the order of the table; its article is in this cluster.
    pub fn add(&mut self, packed: &mut Packed, cluster: &str) -> Result<()> {
        let Packed { partial, bytes } = packed;
        if let Some(survey) = &mut self.survey {
            survey.said(partial, cluster)?;
        }
        // Speaker, scope, cluster, article: what belongs together stands together.
        set_key(&mut self.key, [&partial.speaker_id, &partial.scope, cluster, &partial.article_id]);
        bytes.extend_from_slice(cluster.as_bytes());
        self.by_speaker.push(&self.key, bytes)
    }

    /// Adds all partials of a table; they have to be of these lexicons where they are surveyed.
    pub fn read(&mut self, file: &Path, analyzer: &Analyzer) -> Result<()> {
        let mut partials = Partials::open(file)?;
        let scheme = self.survey.is_some().then(|| analyzer.scheme());
        let mut record = csv::StringRecord::new();
        while partials.read(&mut record)? {
            let partial = partials::parse(&record).and_then(|partial| {
                if scheme.is_some() { known(&partial, analyzer).map(|()| partial) } else { Ok(partial) }
            });
            let line = record.position().map_or(0, csv::Position::line);
            let mut packed = Packed::new(partial.map_err(|e| e.at_line(line).at_path(file))?, scheme);
            let cluster = std::mem::take(&mut packed.partial.cluster_id);
            self.add(&mut packed, &cluster)?;
        }
        Ok(())
    }

    /// Writes a row for each speaker, and returns how many there are, and the survey. `each` is shown every row with the
    /// scope of its id.
    pub fn write(
        self,
        scheme: &Scheme,
        style: CsvStyle,
        (watch, threads): (&Watch, usize),
        out: &mut impl Write,
        each: impl FnMut(&str, SpeakerRow),
    ) -> Result<(u64, Option<Survey>)> {
        let Self { folder, by_speaker, mut survey, .. } = self;
        let columns = speaker_columns(scheme);
        let mut by_name = Named { columns, style, sorter: Sorter::new(&folder), count: 0, each };
        let mut speaker: Option<Sum> = None;
        by_speaker.finish_beside(threads, |_, bytes| {
            let (partial, squares) = unpack(bytes)?;
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
        by_name.sorter.finish_beside(threads, |key, value| {
            let (group, row) = value.split_at(size_of::<u32>());
            let group = group.as_chunks().0.first().map_or(UNRANKED, |bytes| u32::from_le_bytes(*bytes));
            if let Some(survey) = survey.as_mut().filter(|_| group != UNRANKED) {
                survey.named(key.split(|byte| *byte == BETWEEN).next().unwrap_or_default(), group);
            }
            out.write_all(row).map_err(|e| Error::write(&e))
        })?;
        Ok((by_name.count, survey))
    }
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
        let mut gathering = Gathering::new(self.folder.path(), None);
        gathering.read(&self.path, analyzer)?;
        Ok(gathering.write(analyzer.scheme(), style, (watch, 1), out, each)?.0)
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
    fn push(&mut self, sum: Sum, survey: &mut Option<Survey>) -> Result<()> {
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
