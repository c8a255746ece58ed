//! JSON Lines: one record a line.

use super::{Content, Reading, Sink, too_long};
use std::io::{self, BufRead, Read};

/// Reads records line by line; blank lines are passed over.
pub(super) fn read(mut reader: &mut dyn BufRead, sink: &mut Sink) -> Reading<()> {
    let limit = sink.file.options.max_record;
    let io = |sink: &Sink, error: &io::Error| sink.file.io(error);
    for line in 1.. {
        let mut bytes = Vec::new();
        let read = (&mut reader).take(limit + 1).read_until(b'\n', &mut bytes);
        if read.map_err(|e| io(sink, &e))? == 0 {
            break;
        }
        if bytes.len() as u64 > limit && !bytes.ends_with(b"\n") {
            skip(reader).map_err(|e| io(sink, &e))?;
            sink.failed(too_long(limit, "record").at_line(line))?;
        } else if !bytes.trim_ascii().is_empty() {
            bytes.truncate(bytes.trim_ascii_end().len());
            sink.document(Some(line), Content::Json(bytes))?;
        }
    }
    Ok(())
}

/// Passes over the rest of a line.
fn skip(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (length, found) = match memchr::memchr(b'\n', buffer) {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(length);
        if found {
            return Ok(());
        }
    }
}
