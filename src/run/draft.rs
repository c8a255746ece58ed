//! A report's folder while it is written: all files grow in a hidden folder inside it and take their names at the end,
//! run.json last.

use super::record::{self, Record};
use super::{Input, expand};
use crate::error::{Error, ErrorKind, Result};
use flate2::{Crc, CrcReader};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Where files grow until all are done.
const UNFINISHED: &str = ".tonescope-unfinished";
/// In it, how far an interrupted run had come.
pub(super) const CHECKPOINT: &str = "checkpoint.json";

/// A report that is being written. What is not finished is removed, unless it is to be kept for a later run.
pub(super) struct Draft {
    folder: PathBuf,
    place: PathBuf,
    /// The report's folder did not exist before.
    created: bool,
    keep: bool,
}

impl Draft {
    /// Opens the folder for files of these names. With `resume` the files of an interrupted run are left where they are.
    pub fn open(folder: &Path, names: &[String], force: bool, resume: bool) -> Result<Self> {
        let place = folder.join(UNFINISHED);
        let interrupted = place.join(CHECKPOINT).exists();
        if !interrupted {
            keep_others(folder, names, force)?;
        }
        let created = !folder.exists();
        if place.exists() && !(resume && interrupted) {
            fs::remove_dir_all(&place).map_err(|e| Error::io(&place, &e))?;
        }
        fs::create_dir_all(&place).map_err(|e| Error::io(folder, &e))?;
        Ok(Self { folder: folder.to_owned(), place, created, keep: false })
    }

    /// The folder in which files grow.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Keeps what was written, for a later run to go on with.
    pub fn keep(&mut self) {
        self.keep = true;
    }

    /// A file that grows from nothing on.
    pub fn grow(&self, name: &str) -> Result<Growing> {
        let path = self.place.join(name);
        let file = File::create(&path).map_err(|e| Error::io(&path, &e))?;
        Ok(self.growing(name, file, Crc::new(), 0))
    }

    /// A file that grows on behind what a checkpoint says of it; what was written after that is cut off.
    ///
    /// # Errors
    /// A file that is not what it was.
    pub fn go_on(&self, name: &str, grown: Grown) -> Result<Growing> {
        let path = self.place.join(name);
        let failed = |e: io::Error| match e.kind() {
            io::ErrorKind::NotFound => damaged(&path, "the file is gone"),
            _ => Error::io(&path, &e),
        };
        let mut file = OpenOptions::new().read(true).write(true).open(&path).map_err(failed)?;
        let mut known = CrcReader::new((&file).take(grown.bytes));
        let bytes = io::copy(&mut known, &mut io::sink()).map_err(failed)?;
        let mut crc = Crc::new();
        crc.combine(known.crc());
        if (Grown { bytes, crc32: crc.sum() }) != grown {
            return Err(damaged(&path, "the file is not what it was when the run was interrupted"));
        }
        file.set_len(bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        Ok(self.growing(name, file, crc, bytes))
    }

    fn growing(&self, name: &str, file: File, crc: Crc, length: u64) -> Growing {
        let writer = BufWriter::with_capacity(WRITTEN, file);
        Growing { writer, path: self.folder.join(name), name: name.to_owned(), crc, length }
    }

    /// Gives all files their names, that of run.json last, and removes files of an earlier report that this one lacks.
    pub fn finish(mut self, files: Vec<Growing>, record: Growing) -> Result<Vec<PathBuf>> {
        let earlier = Record::read(&self.folder).map(|r| r.files()).unwrap_or_default();
        let mut paths = Vec::new();
        let mut names = Vec::new();
        for file in files.into_iter().chain([record]) {
            names.push(file.name.clone());
            paths.push(file.finish()?);
        }
        // From here on the folder holds no report until the last name is given.
        let stale = earlier.into_iter().filter(|name| !names.contains(name));
        for path in [self.folder.join(record::FILE)].into_iter().chain(stale.map(|n| self.folder.join(n))) {
            if path.exists() {
                fs::remove_file(&path).map_err(|e| Error::io(&path, &e))?;
            }
        }
        for (name, path) in names.iter().zip(&paths) {
            fs::rename(self.place.join(name), path).map_err(|e| Error::io(path, &e))?;
        }
        // What a later run would have gone on with is not needed any more.
        self.keep = false;
        Ok(paths)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.keep {
            // Nothing can be done about a folder that cannot be removed; the next run tries again.
            let _ = fs::remove_dir_all(&self.place);
            if self.created {
                // Fails for a folder that is not empty, as it is meant to.
                let _ = fs::remove_dir(&self.folder);
            }
        }
    }
}

/// Of a file of an interrupted run from which it cannot go on.
pub(super) fn damaged(path: &Path, found: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("{found}; leave --resume out to start anew")).at_path(path)
}

/// An earlier report is replaced when the user says so; files that only share a table's name never are.
fn keep_others(folder: &Path, names: &[String], force: bool) -> Result<()> {
    if Record::read(folder).is_ok() {
        let message = "the folder already holds a report; name another folder, or replace it with --force";
        return if force { Ok(()) } else { Err(Error::new(ErrorKind::Usage, message).at_path(folder)) };
    }
    match names.iter().find(|name| folder.join(name).exists()) {
        None => Ok(()),
        Some(name) => {
            let message = format!("the folder holds a file {name} that no report wrote; name another folder");
            Err(Error::new(ErrorKind::Usage, message).at_path(folder))
        }
    }
}

/// Refuses a folder in which a file of the report would replace an input.
pub(super) fn keep_inputs(folder: &Path, names: &[String], inputs: &[Input]) -> Result<()> {
    let Ok(folder) = folder.canonicalize() else { return Ok(()) };
    // What a stream names is known only when it is read, which is once.
    for path in inputs.iter().filter(|i| !i.is_stream()).filter_map(|input| expand(input).ok()).flatten() {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if names.iter().any(|name| real == folder.join(name)) {
            let message = "this is an input, and the report would overwrite it; name another folder";
            return Err(Error::new(ErrorKind::Usage, message).at_path(&path));
        }
    }
    Ok(())
}

/// Bytes that are handed to the system at a time: the rows of some ten articles.
const WRITTEN: usize = 128 << 10;

/// How far a file has grown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Grown {
    bytes: u64,
    /// Checksum over them, as gzip has it: a disk that failed or somebody's edit is no attack.
    crc32: u32,
}

/// A file that grows.
pub(super) struct Growing {
    writer: BufWriter<File>,
    /// Where it will stand.
    path: PathBuf,
    name: String,
    crc: Crc,
    length: u64,
}

impl Growing {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its bytes so far.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// How far it has grown.
    pub fn grown(&self) -> Grown {
        Grown { bytes: self.length, crc32: self.crc.sum() }
    }

    /// Adds bytes.
    pub fn add(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|e| Error::io(&self.path, &e))
    }

    /// Hands all bytes to the system.
    pub fn sync(&mut self) -> Result<()> {
        self.writer.flush().map_err(|e| Error::io(&self.path, &e))
    }

    fn finish(mut self) -> Result<PathBuf> {
        self.sync()?;
        Ok(self.path)
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.writer.write(bytes)?;
        self.crc.update(&bytes[..count]);
        self.length += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
