//! Files, folders, patterns and lists → the files they stand for.

use super::{Input, InputFormat, format};
use crate::error::{Error, ErrorKind, Result};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// A file to read, or standard input.
pub(super) enum Found {
    Stdin,
    File(PathBuf),
}

/// All files that an input stands for, in order of their paths.
///
/// # Errors
/// A path that does not exist, a pattern that no file matches, or a folder without articles.
pub fn expand(input: &Input) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    each(input, InputFormat::Auto, &mut |found| {
        if let Found::File(path) = found? {
            paths.push(path);
        }
        Ok(())
    })?;
    Ok(paths)
}

/// Calls `visit` with every file of an input, in order of the paths, or with why there is none. Lists are read line by
/// line.
pub(super) fn each(
    input: &Input,
    format: InputFormat,
    visit: &mut dyn FnMut(Result<Found>) -> Result<()>,
) -> Result<()> {
    match input {
        Input::Stdin => visit(Ok(Found::Stdin)),
        Input::Path(path) => under(path, format, visit),
        Input::List(list) => {
            let opened: Box<dyn Read> = if list.as_os_str() == "-" {
                Box::new(std::io::stdin().lock())
            } else {
                match File::open(list) {
                    Ok(file) => Box::new(file),
                    Err(error) => return visit(Err(Error::io(list, &error))),
                }
            };
            for (number, line) in (1..).zip(BufReader::new(opened).lines()) {
                let line = match line {
                    Ok(line) => line,
                    Err(error) => return visit(Err(Error::io(list, &error).at_line(number))),
                };
                let name = line.trim_end_matches('\r');
                if !name.trim().is_empty() {
                    under(Path::new(name), format, visit)?;
                }
            }
            Ok(())
        }
    }
}

/// The files of a path: itself, those of a folder, or those that a pattern matches.
fn under(path: &Path, format: InputFormat, visit: &mut dyn FnMut(Result<Found>) -> Result<()>) -> Result<()> {
    match fs::metadata(path) {
        Ok(data) if data.is_dir() => match folder(path, format) {
            Ok(found) => found.into_iter().try_for_each(|file| visit(Ok(Found::File(file)))),
            Err(error) => visit(Err(error)),
        },
        Ok(_) => visit(Ok(Found::File(path.to_owned()))),
        Err(error) => match pattern(path) {
            Some(Ok(paths)) => paths.iter().try_for_each(|path| under(path, format, visit)),
            Some(Err(error)) => visit(Err(error)),
            None => visit(Err(Error::io(path, &error))),
        },
    }
}

/// What a pattern matches, in order; none for a path without wildcards.
fn pattern(path: &Path) -> Option<Result<Vec<PathBuf>>> {
    let text = path.to_str().filter(|t| t.contains(['*', '?', '[']))?;
    let matched = match glob::glob(text) {
        Ok(matched) => matched,
        Err(error) => {
            let message = format!("the pattern cannot be read ({error}); write [*] for a star that is meant as such");
            return Some(Err(Error::new(ErrorKind::Usage, message).at_path(path)));
        }
    };
    let found: std::result::Result<Vec<PathBuf>, _> = matched.collect();
    Some(match found {
        Ok(found) if found.is_empty() => {
            let message = "no file matches this pattern; check the spelling and the folder you are in";
            Err(Error::new(ErrorKind::Io, message).at_path(path))
        }
        Ok(found) => Ok(found),
        Err(error) => Err(Error::io(error.path(), error.error())),
    })
}

fn folder(path: &Path, format: InputFormat) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    walk(path, format, &mut found)?;
    if found.is_empty() {
        let endings = format::endings(format).join(", .");
        let message = format!("the folder holds no article; expected files ending in .{endings}");
        return Err(Error::new(ErrorKind::Empty, message).at_path(path));
    }
    Ok(found)
}

fn walk(folder: &Path, format: InputFormat, found: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|e| Error::io(folder, &e))?;
    let mut entries: Vec<_> = entries.collect::<std::io::Result<_>>().map_err(|e| Error::io(folder, &e))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(|e| Error::io(&path, &e))?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            walk(&path, format, found)?;
        } else if format::is_read(&path, format) {
            found.push(path);
        }
    }
    Ok(())
}
