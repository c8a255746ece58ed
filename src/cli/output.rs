//! Where output goes: standard output, a file that takes its name when all is written, or a device.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::{self, CsvStyle, Field};

/// An output that is being written.
pub enum Output {
    Stdout(BufWriter<anstream::Stdout>),
    /// What a regular file is to hold, and its name.
    File(BufWriter<tempfile::NamedTempFile>, PathBuf),
    /// A device or pipe, which is written as it stands.
    Device(BufWriter<File>, PathBuf),
}

impl Output {
    /// Opens the file, or standard output where none is named. A file that is also an input is refused.
    pub fn open(path: Option<&Path>, inputs: &[PathBuf]) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::new(anstream::stdout())));
        };
        // A link is followed, so that it stays one.
        let real = path.canonicalize();
        if let Ok(real) = &real {
            if inputs.iter().any(|i| i.canonicalize().is_ok_and(|i| i == *real)) {
                let message = "this is also an input, and inputs are never overwritten; name another file";
                return Err(Error::new(ErrorKind::Usage, message).at_path(path));
            }
            if !real.is_file() && !real.is_dir() {
                let file = File::options().write(true).open(real).map_err(|e| Error::io(path, &e))?;
                return Ok(Self::Device(BufWriter::new(file), path.to_owned()));
            }
        }
        let target = real.unwrap_or_else(|_| path.to_owned());
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file =
            tempfile::Builder::new().prefix(".tonescope-").tempfile_in(folder).map_err(|e| Error::io(folder, &e))?;
        Ok(Self::File(BufWriter::new(file), target))
    }

    /// Writes bytes.
    pub fn add(&mut self, bytes: &[u8]) -> Result<()> {
        self.write_all(bytes).map_err(|e| Error::write(&e))
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) -> Result<()> {
        self.add(text.as_bytes())
    }

    /// Writes the header of a table.
    pub fn header<R>(&mut self, fields: &[Field<R>], style: CsvStyle) -> Result<()> {
        report::header(fields.iter().map(|f| f.name.as_str()), style, self)
    }

    /// Writes a row of a table and hands it on.
    pub fn row<R>(&mut self, fields: &[Field<R>], row: &R, style: CsvStyle) -> Result<()> {
        let cells: Vec<_> = fields.iter().map(|f| f.cell(row)).collect();
        report::write_row(&cells, style, self)?;
        self.flush().map_err(|e| Error::write(&e))
    }

    /// The same error with the name of what could not be written, for those who know it only as a writer.
    fn named(&self, error: &io::Error) -> io::Error {
        let message = match self {
            Self::Stdout(_) => format!("cannot write to standard output: {error}"),
            Self::File(_, path) | Self::Device(_, path) => format!("{}: {error}", path.display()),
        };
        io::Error::new(error.kind(), message)
    }

    /// Gives a file its name, now that all is written.
    pub fn finish(mut self) -> Result<()> {
        self.flush().map_err(|e| Error::write(&e))?;
        if let Self::File(out, path) = self {
            let file = out.into_inner().map_err(|e| Error::io(&path, e.error()))?;
            let written: File = file.persist(&path).map_err(|e| Error::io(&path, &e.error))?;
            make_readable(&written).map_err(|e| Error::io(&path, &e))?;
        }
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(out, _) => out.write(bytes),
            Self::Device(out, _) => out.write(bytes),
        };
        written.map_err(|e| self.named(&e))
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = match self {
            Self::Stdout(out) => out.flush(),
            Self::File(out, _) => out.flush(),
            Self::Device(out, _) => out.flush(),
        };
        flushed.map_err(|e| self.named(&e))
    }
}

/// Temporary files are private to their owner; an output is not.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}
