//! Sorting more records than memory holds: sorted runs on disk, merged.

use super::engine::piped;
use crate::error::{Error, Result};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Bytes of keys and values that are held before they are sorted and written.
const MEMORY: usize = 4 << 20;
/// Runs that are merged at once: with what is read ahead of them they take 2 MiB, far fewer files than a process may open.
const FAN: usize = 32;
/// Bytes read ahead from each run.
const AHEAD: usize = 64 << 10;

/// Bytes of records that one thread hands to another.
const BATCH: usize = 128 << 10;

/// A sorted file of records, read from its start.
type Run = BufReader<File>;

/// Takes records in any order and gives them back in the order of their keys, equal keys in the order they came.
pub(super) struct Sorter {
    folder: PathBuf,
    memory: usize,
    bytes: Vec<u8>,
    /// Start of each record in `bytes`, length of its key, length of its value.
    records: Vec<(usize, u32, u32)>,
    /// Runs by how often their records were merged, each level in the order its runs came.
    levels: Vec<Vec<Run>>,
}

impl Sorter {
    /// A sorter whose runs are nameless files in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), memory: MEMORY, bytes: Vec::new(), records: Vec::new(), levels: Vec::new() }
    }

    pub fn push(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        if self.bytes.len() + key.len() + value.len() > self.memory && !self.records.is_empty() {
            self.spill()?;
        }
        self.records.push((self.bytes.len(), key.len() as u32, value.len() as u32));
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(value);
        Ok(())
    }

    /// Hands all records to `take`, in order.
    pub fn finish(mut self, take: impl FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()> {
        if self.levels.is_empty() {
            return self.sorted(take);
        }
        self.spill()?;
        (self.bytes, self.records) = (Vec::new(), Vec::new());
        // What was merged most often came first.
        let runs = std::mem::take(&mut self.levels).into_iter().rev().flatten().collect();
        merge(&self.folder, runs, take)
    }

    /// The same, with several threads while the records that follow are read.
    pub fn finish_beside(self, threads: usize, mut take: impl FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()> {
        if threads == 1 {
            return self.finish(take);
        }
        let give = |push: &mut dyn FnMut(Batch) -> Result<()>| {
            let mut batch = Batch::default();
            self.finish(|key, value| {
                batch.bytes.extend_from_slice(key);
                batch.bytes.extend_from_slice(value);
                batch.lengths.push((key.len(), value.len()));
                if batch.bytes.len() < BATCH { Ok(()) } else { push(std::mem::take(&mut batch)) }
            })?;
            push(batch)
        };
        piped(give, |batch: Batch| {
            let mut rest = batch.bytes.as_slice();
            batch.lengths.iter().try_for_each(|(key, value)| {
                let (record, behind) = rest.split_at(key + value);
                rest = behind;
                take(&record[..*key], &record[*key..])
            })
        })
    }

    /// Hands what is held to `take`, in order.
    fn sorted(&mut self, mut take: impl FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()> {
        let bytes = &self.bytes;
        self.records.sort_by_key(|(start, key, _)| &bytes[*start..start + *key as usize]);
        self.records.iter().try_for_each(|(start, key, value)| {
            let (key, end) = (start + *key as usize, start + (key + value) as usize);
            take(&bytes[*start..key], &bytes[key..end])
        })
    }

    /// Writes what is held as a run; full levels become one run of the next.
    fn spill(&mut self) -> Result<()> {
        let folder = self.folder.clone();
        let mut run = run(&folder, |put| self.sorted(put))?;
        self.bytes.clear();
        self.records.clear();
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(run);
            if self.levels[level].len() < FAN {
                break;
            }
            let full = std::mem::take(&mut self.levels[level]);
            run = self::run(&folder, |put| merge(&folder, full, put))?;
        }
        Ok(())
    }
}

/// Records one behind the other.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// Of the key and the value of each.
    lengths: Vec<(usize, usize)>,
}

/// A run of the records that `give` puts.
fn run(folder: &Path, give: impl FnOnce(&mut dyn FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()>) -> Result<Run> {
    let failed = |e: std::io::Error| Error::io(folder, &e);
    let mut out = BufWriter::new(tempfile::tempfile_in(folder).map_err(failed)?);
    give(&mut |key, value| {
        let lengths = [key, value].map(|part| (part.len() as u32).to_le_bytes());
        let parts = [&lengths[0][..], &lengths[1][..], key, value];
        parts.into_iter().try_for_each(|part| out.write_all(part)).map_err(failed)
    })?;
    let mut file = out.into_inner().map_err(|e| failed(e.into_error()))?;
    file.rewind().map_err(failed)?;
    Ok(BufReader::with_capacity(AHEAD, file))
}

/// Hands the records of all runs to `take`, in order; of equal keys those of earlier runs first.
fn merge(folder: &Path, mut runs: Vec<Run>, mut take: impl FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()> {
    let failed = |e: std::io::Error| Error::io(folder, &e);
    let (mut heap, mut values) = (BinaryHeap::new(), vec![Vec::new(); runs.len()]);
    for (at, run) in runs.iter_mut().enumerate() {
        if let Some((key, value)) = record(run).map_err(failed)? {
            values[at] = value;
            heap.push(Reverse((key, at)));
        }
    }
    while let Some(Reverse((key, at))) = heap.pop() {
        take(&key, &values[at])?;
        if let Some((key, value)) = record(&mut runs[at]).map_err(failed)? {
            values[at] = value;
            heap.push(Reverse((key, at)));
        }
    }
    Ok(())
}

/// The next record of a run.
fn record(run: &mut impl Read) -> std::io::Result<Option<(Vec<u8>, Vec<u8>)>> {
    let mut lengths = [[0; 4]; 2];
    match run.read_exact(&mut lengths[0]) {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    run.read_exact(&mut lengths[1])?;
    let [mut key, mut value] = lengths.map(|l| vec![0; u32::from_le_bytes(l) as usize]);
    run.read_exact(&mut key)?;
    run.read_exact(&mut value)?;
    Ok(Some((key, value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_on_disk_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let sorted = |memory: usize, threads: usize| {
            let mut sorter = Sorter { memory, ..Sorter::new(folder.path()) };
            for n in 0..500_u32 {
                sorter.push(format!("{}", n * 7_919 % 100).as_bytes(), &n.to_le_bytes()).unwrap();
            }
            let mut out = Vec::new();
            sorter
                .finish_beside(threads, |key, value| {
                    out.push((key.to_vec(), value.to_vec()));
                    Ok(())
                })
                .unwrap();
            out
        };
        let whole = sorted(MEMORY, 1);
        assert_eq!(whole.len(), 500);
        assert!(whole.is_sorted_by_key(|(key, _)| key.clone()));
        // Equal keys keep their order.
        assert_eq!(whole[0], (b"0".to_vec(), 0_u32.to_le_bytes().to_vec()));
        assert_eq!(whole[1], (b"0".to_vec(), 100_u32.to_le_bytes().to_vec()));
        assert!(whole == sorted(100, 1) && whole == sorted(100, 2));
        assert!(whole == sorted(1, 1) && whole == sorted(1, 2) && whole == sorted(MEMORY, 2));
    }
}
