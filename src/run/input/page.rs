//! A page as a server sent it.

use crate::error::{Error, ErrorKind, Result};
use serde_json::{Map, Value};
use std::io::Read;

/// A page from an archive.
#[derive(Debug)]
pub(in crate::run) struct Page {
    pub id: String,
    /// Where it stands, as an error names it.
    pub label: String,
    /// Encoding by the HTTP header.
    pub charset: Option<String>,
    /// What is carried to the output.
    pub extra: Map<String, Value>,
    pub body: Body,
}

/// A response's body.
#[derive(Debug)]
pub(in crate::run) struct Body {
    pub bytes: Vec<u8>,
    pub chunked: bool,
    /// `gzip`, or another coding that it says it is in.
    pub coding: Option<String>,
}

impl Body {
    /// The page itself, of at most `limit` bytes.
    pub(super) fn decoded(&self, limit: u64) -> Result<Vec<u8>> {
        // Archives may hold bodies as sent, or unpacked with the old header.
        let bytes = if self.chunked { joined(&self.bytes) } else { None }.unwrap_or_else(|| self.bytes.clone());
        let mut page = Vec::new();
        let read = match (&bytes[..], self.coding.as_deref()) {
            ([0x1F, 0x8B, ..], _) => {
                flate2::read::MultiGzDecoder::new(&bytes[..]).take(limit + 1).read_to_end(&mut page)
            }
            (_, None | Some("gzip" | "x-gzip")) | ([b'<', ..], _) => return Ok(bytes),
            (_, Some("deflate")) => flate2::read::ZlibDecoder::new(&bytes[..]).take(limit + 1).read_to_end(&mut page),
            (_, Some(other)) => {
                let message =
                    format!("found a body packed as {other}, expected none, gzip or deflate; unpack it first");
                return Err(Error::new(ErrorKind::Record, message));
            }
        };
        if let Err(error) = read {
            let message = format!("found a damaged body ({error}); fetch the page again");
            return Err(Error::new(ErrorKind::Record, message));
        }
        if page.len() as u64 > limit {
            return Err(super::too_long(limit, "page"));
        }
        Ok(page)
    }
}

/// The chunks of a body joined; none if it is not in chunks.
fn joined(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(bytes.len());
    loop {
        let httparse::Status::Complete((start, length)) = httparse::parse_chunk_size(bytes).ok()? else { return None };
        if length == 0 {
            return Some(whole);
        }
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        whole.extend_from_slice(bytes.get(start..end)?);
        bytes = bytes.get(end..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(bytes: &[u8], chunked: bool, coding: Option<&str>) -> Result<Vec<u8>> {
        Body { bytes: bytes.to_vec(), chunked, coding: coding.map(str::to_owned) }.decoded(100)
    }

    #[test]
    fn bodies_are_unpacked_as_they_were_sent() {
        assert_eq!(body(b"4\r\n<p>T\r\n3\r\nwo.\r\n0\r\n\r\n", true, None).unwrap(), b"<p>Two.");
        assert_eq!(body(b"<p>As it is.", true, Some("br")).unwrap(), b"<p>As it is.");
        assert!(body(b"\x0b\x02\x80", false, Some("br")).unwrap_err().message().contains("packed as br"));
        assert!(body(b"\x1F\x8B\x08", false, Some("gzip")).is_err());
    }
}
