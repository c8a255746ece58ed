//! What a text must be to be an article.

use super::MAX_ARTICLE_BYTES;
use crate::error::{Error, ErrorKind, Result};

/// Refuses a text that shows nothing, whose offsets would not fit, or that holds a NUL.
pub(super) fn check(text: &str) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::new(
            ErrorKind::Empty,
            "the text is empty; expected an article, so remove it from the inputs or fill it",
        ));
    }
    check_size(text.len())?;
    if memchr::memchr(0, text.as_bytes()).is_some() {
        let message = "found a NUL character in the text, which no text holds; remove it or fetch the record again";
        return Err(Error::new(ErrorKind::Record, message));
    }
    Ok(())
}

/// Refuses a text whose offsets would not fit.
pub(super) fn check_size(bytes: usize) -> Result<()> {
    if bytes > MAX_ARTICLE_BYTES {
        let message = format!(
            "one article of {bytes} bytes found, at most {MAX_ARTICLE_BYTES} expected; split it, or give one JSON record a line"
        );
        return Err(Error::new(ErrorKind::Record, message));
    }
    Ok(())
}
