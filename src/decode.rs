//! Bytes → text in UTF-8.

use crate::error::{Error, ErrorKind, Result};

/// Checks that the bytes are UTF-8 text and drops a byte-order mark.
///
/// # Errors
/// The line of the first byte that is no UTF-8, or the news that this is a binary file or another encoding.
pub fn decode(bytes: &[u8]) -> Result<&str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(Error::new(
            ErrorKind::Encoding,
            "found UTF-16, expected UTF-8; convert it first, for example with `iconv -f UTF-16 -t UTF-8`",
        ));
    }
    // A text holds no NUL; the first kilobytes of a binary file nearly always do.
    if bytes.iter().take(8192).any(|b| *b == 0) {
        return Err(Error::new(
            ErrorKind::Encoding,
            "found a binary file, expected text in UTF-8; name text or JSON Lines files only",
        ));
    }
    std::str::from_utf8(bytes).map_err(|e| {
        let good = &bytes[..e.valid_up_to()];
        let line = good.split(|b| *b == b'\n').count() as u64;
        let found = bytes.get(e.valid_up_to()).copied().unwrap_or_default();
        let message = format!(
            "found byte 0x{found:02X}, which is not UTF-8; convert the file first, for example with \
             `iconv -f WINDOWS-1252 -t UTF-8`"
        );
        Error::new(ErrorKind::Encoding, message).at_line(line)
    })
}
