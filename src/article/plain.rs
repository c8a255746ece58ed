//! What plain text must be to be an article.

use super::MAX_ARTICLE_BYTES;
use crate::error::{Error, ErrorKind, Result};

/// Refuses a text that shows nothing.
pub(super) fn non_empty(text: &str) -> Result<&str> {
    if text.trim().is_empty() {
        return Err(Error::new(
            ErrorKind::Empty,
            "the text is empty; expected an article, so remove it from the inputs or fill it",
        ));
    }
    Ok(text)
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
