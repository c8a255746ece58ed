//! Bytes that are put away, and fetched by the number they got: in memory while they are few, else in a nameless file.

use crate::error::{Error, ErrorKind, Result};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tempfile::SpooledTempFile;

/// Bytes that are kept in memory before there is a file.
const MEMORY: usize = 1 << 20;
/// Bytes that are collected before they are added to the others.
const PENDING: usize = 64 << 10;
/// Bytes that are read at a time; most of what is put away is shorter.
const READ: usize = 256;
/// Numbers count steps of so many bytes, so that 32 bits reach over 32 GiB.
const STEP: usize = 8;

/// What was put away.
#[derive(Debug)]
pub(super) struct Shelf {
    folder: PathBuf,
    file: SpooledTempFile,
    /// Bytes in `file`.
    stored: u64,
    pending: Vec<u8>,
    fetched: Vec<u8>,
}

impl Shelf {
    /// An empty shelf, whose file is in `folder`, or where the system has its temporary files.
    pub fn new(folder: Option<&Path>) -> Self {
        let file = match folder {
            Some(folder) => tempfile::spooled_tempfile_in(MEMORY, folder),
            None => tempfile::spooled_tempfile(MEMORY),
        };
        let folder = folder.unwrap_or(Path::new("temporary files"));
        Self { folder: folder.to_owned(), file, stored: 0, pending: Vec::new(), fetched: Vec::new() }
    }

    /// Puts bytes away; later ones have higher numbers.
    pub fn put(&mut self, bytes: &[u8]) -> Result<u32> {
        let place = self.stored + self.pending.len() as u64;
        let number = u32::try_from(place / STEP as u64).map_err(|_| {
            let message = "there is more to keep of these inputs than 32 GiB; write several reports, and compare those";
            Error::new(ErrorKind::Usage, message)
        })?;
        self.pending.extend((bytes.len() as u32).to_le_bytes());
        self.pending.extend_from_slice(bytes);
        self.pending.resize(self.pending.len().next_multiple_of(STEP), 0);
        if self.pending.len() >= PENDING {
            let stored = self.stored;
            let written = self.file.seek(SeekFrom::Start(stored)).and_then(|_| self.file.write_all(&self.pending));
            written.map_err(|e| Error::io(&self.folder, &e))?;
            self.stored += self.pending.len() as u64;
            self.pending.clear();
        }
        Ok(number)
    }

    /// Fetches what got this number.
    pub fn get(&mut self, number: u32) -> Result<&[u8]> {
        let place = u64::from(number) * STEP as u64;
        if let Some(pending) = place.checked_sub(self.stored) {
            let bytes = &self.pending[pending as usize..];
            let (length, bytes) = bytes.split_at(size_of::<u32>());
            return Ok(&bytes[..length_of(length)]);
        }
        let failed = |e: std::io::Error| Error::io(&self.folder, &e);
        self.file.seek(SeekFrom::Start(place)).map_err(failed)?;
        let read = READ.min((self.stored - place) as usize);
        self.fetched.resize(read, 0);
        self.file.read_exact(&mut self.fetched).map_err(failed)?;
        let end = size_of::<u32>() + length_of(&self.fetched[..size_of::<u32>()]);
        if end > read {
            self.fetched.resize(end, 0);
            self.file.read_exact(&mut self.fetched[read..]).map_err(failed)?;
        }
        Ok(&self.fetched[size_of::<u32>()..end])
    }
}

fn length_of(bytes: &[u8]) -> usize {
    u32::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default()) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_away_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::new(Some(folder.path()));
        // In all more than is kept in memory, some longer than what is read at a time.
        let bytes = |n: usize| vec![n as u8; n * 7_919 % 700];
        let numbers: Vec<u32> = (0..20_000).map(|n| shelf.put(&bytes(n)).unwrap()).collect();
        assert!(shelf.stored > MEMORY as u64 && shelf.file.is_rolled());
        assert!(numbers.is_sorted_by(|a, b| a < b));
        for n in (0..20_000).rev().step_by(37).chain([19_999, 0, 1]) {
            assert_eq!(shelf.get(numbers[n]).unwrap(), bytes(n));
        }
        assert_eq!(shelf.put(b"more").and_then(|n| shelf.get(n).map(<[u8]>::to_vec)).unwrap(), b"more");
    }
}
