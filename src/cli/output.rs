//! Where output goes: standard output, or a file that takes its name when all is written.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::report::{self, CsvStyle, Field};

/// An output that is being written.
pub enum Output {
    Stdout(BufWriter<anstream::Stdout>),
    File(BufWriter<tempfile::NamedTempFile>, PathBuf),
}

impl Output {
    /// Opens the file, or standard output where none is named. A file that is also an input is refused.
    pub fn open(path: Option<&Path>, inputs: &[PathBuf]) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::new(anstream::stdout())));
        };
        let real = |path: &Path| path.canonicalize().ok();
        if inputs.iter().any(|i| real(i).is_some() && real(i) == real(path)) {
            let message = "this is also an input, and inputs are never overwritten; name another file";
            return Err(Error::new(ErrorKind::Usage, message).at_path(path));
        }
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file =
            tempfile::Builder::new().prefix(".tonescope-").tempfile_in(folder).map_err(|e| Error::io(folder, &e))?;
        Ok(Self::File(BufWriter::new(file), path.to_owned()))
    }

    /// Writes text.
    pub fn text(&mut self, text: &str) -> Result<()> {
        self.write_all(text.as_bytes()).map_err(|e| Error::write(&e))
    }

    /// Writes the header of a table.
    pub fn header<R>(&mut self, fields: &[Field<R>], style: CsvStyle) -> Result<()> {
        report::header(fields.iter().map(|f| f.name.as_str()), style, self)
    }

    /// Writes a row of a table.
    pub fn row<R>(&mut self, fields: &[Field<R>], row: &R, style: CsvStyle) -> Result<()> {
        let cells: Vec<_> = fields.iter().map(|f| f.cell(row)).collect();
        report::write_row(&cells, style, self)
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
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(out, _) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(out, _) => out.flush(),
        }
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
