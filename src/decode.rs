//! Bytes → text in UTF-8.
//!
//! In: bytes, and what is known of their encoding. Out: text, and a warning that names any encoding but UTF-8. Always
//! holds: no byte is passed over or replaced without an error or a warning.

use crate::error::{Error, ErrorKind, Result};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use memchr::memchr;
use std::borrow::Cow;

/// Bytes in which a NUL means a binary file rather than a damaged text.
const HEAD: usize = 8192;
/// Bytes, from the first that is not ASCII, from which an encoding is guessed.
const SAMPLE: usize = 1 << 20;
/// Of this many bytes at most one may be a control character; more are a binary file.
const CONTROL_SHARE: usize = 50;

/// A character encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding with this name or alias, as web pages write it: `windows-1252`, `latin1`, `utf-16le`.
    ///
    /// # Errors
    /// A name that the Encoding Standard does not list.
    pub fn named(label: &str) -> Result<Self> {
        encoding_rs::Encoding::for_label(label.as_bytes()).map(Self).ok_or_else(|| {
            let message =
                format!("no encoding is named {label:?}; expected a name such as utf-8, windows-1252 or gb18030");
            Error::new(ErrorKind::Usage, message)
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The encoding that a byte-order mark announces, other than UTF-8.
    #[must_use]
    pub fn by_mark(bytes: &[u8]) -> Option<Self> {
        let (found, _) = encoding_rs::Encoding::for_bom(bytes)?;
        (found != UTF_8).then_some(Self(found))
    }

    /// The encoding that bytes other than UTF-8 suggest. Only the first MiB from the first byte that is not ASCII is
    /// looked at.
    #[must_use]
    pub fn guessed(bytes: &[u8]) -> Self {
        let from = bytes.iter().position(|b| !b.is_ascii()).unwrap_or_default();
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(&bytes[from..bytes.len().min(from + SAMPLE)], true);
        Self(detector.guess(None, Utf8Detection::Deny))
    }

    /// The encoding for decoders of streams.
    pub(crate) fn inner(self) -> &'static encoding_rs::Encoding {
        self.0
    }
}

/// What is known of a text's encoding before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hints<'a> {
    /// The encoding that the user names.
    pub given: Option<Encoding>,
    /// The encoding that the text says it has: a page's `<meta charset>`, an HTTP header.
    pub declared: Option<&'a str>,
}

/// A text, and how its bytes were read where that may surprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text without a byte-order mark.
    pub text: Cow<'a, str>,
    /// The encoding it was read in, if that is not UTF-8, and why.
    pub warning: Option<String>,
}

impl<'a> Decoded<'a> {
    fn plain(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), warning: None }
    }
}

/// Checks that the bytes are UTF-8 text and drops a byte-order mark.
///
/// # Errors
/// The line of the first byte that is no UTF-8, or the news that this is a binary file or another encoding.
pub fn decode(bytes: &[u8]) -> Result<&str> {
    if let Some(found) = Encoding::by_mark(bytes) {
        let message = format!(
            "found {}, expected UTF-8; convert it first, for example with `iconv -f UTF-16 -t UTF-8`",
            found.name()
        );
        return Err(Error::new(ErrorKind::Encoding, message));
    }
    let bytes = unmarked(bytes);
    refuse_nul(bytes)?;
    std::str::from_utf8(bytes).map_err(|e| {
        not_utf8(bytes, e.valid_up_to(), "convert the file first, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
    })
}

/// Reads bytes in the encoding that their byte-order mark, `hints` or, failing these, their shape says.
///
/// # Errors
/// A binary file, UTF-8 with a damaged byte, or bytes that their encoding does not allow; with the line.
pub fn text<'a>(bytes: &'a [u8], hints: Hints) -> Result<Decoded<'a>> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        let message = "found UTF-32, expected UTF-8 or UTF-16; convert it first with `iconv -f UTF-32 -t UTF-8`";
        return Err(Error::new(ErrorKind::Encoding, message));
    }
    if let Some(marked) = Encoding::by_mark(bytes) {
        return read(bytes, marked, "by its byte-order mark");
    }
    let bytes = unmarked(bytes);
    if let Some(given) = hints.given {
        return read(bytes, given, "as --encoding says");
    }
    if let Some(wide) = unmarked_utf16(bytes) {
        return read(bytes, wide, "as its bytes suggest");
    }
    refuse_nul(bytes)?;
    let declared = hints.declared.and_then(|label| encoding_rs::Encoding::for_label(label.trim().as_bytes()));
    let declared = declared.filter(|e| *e != UTF_8).map(Encoding);
    let bad = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(utf8(text, declared)),
        Err(error) => error.valid_up_to(),
    };
    if let Some(declared) = declared {
        return read(bytes, declared, "as it declares");
    }
    refuse_binary(bytes)?;
    if is_damaged_utf8(bytes) {
        return Err(not_utf8(
            bytes,
            bad,
            "the rest is UTF-8, so correct that place, or name another encoding with --encoding",
        ));
    }
    read(bytes, Encoding::guessed(bytes), "as its bytes suggest; name another with --encoding if that is wrong")
}

/// Text that is UTF-8 whatever it declares: legacy text with several letters outside ASCII hardly ever is by chance.
fn utf8(text: &str, declared: Option<Encoding>) -> Decoded<'_> {
    let warning = declared
        .filter(|_| !text.is_ascii())
        .map(|declared| format!("declares {}, but its bytes are UTF-8 and were read so", declared.name()));
    Decoded { warning, ..Decoded::plain(text) }
}

fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Decodes in a known encoding; what that does not allow is an error with its line.
fn read<'a>(bytes: &'a [u8], encoding: Encoding, why: &str) -> Result<Decoded<'a>> {
    if encoding.0 == UTF_8 {
        let text = std::str::from_utf8(bytes)
            .map_err(|e| not_utf8(bytes, e.valid_up_to(), "correct that place, or name the encoding it has"))?;
        refuse_nul(bytes)?;
        return Ok(Decoded::plain(text));
    }
    let (text, damaged) = encoding.0.decode_with_bom_removal(bytes);
    if damaged {
        let line = text.split('\u{FFFD}').next().map_or(1, lines);
        let message = format!(
            "found bytes that are not {}, in which it was read {why}; correct that place, or name its encoding with --encoding",
            encoding.name()
        );
        return Err(Error::new(ErrorKind::Encoding, message).at_line(line));
    }
    refuse_nul(text.as_bytes())?;
    Ok(Decoded { text, warning: Some(format!("read as {}, {why}", encoding.name())) })
}

/// UTF-16 without a mark: nearly every second byte of English in it is NUL.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let nul = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nul(0), nul(1));
    let pairs = head.len() / 2;
    if bytes.len() % 2 == 1 || pairs == 0 {
        return None;
    }
    let mostly = |many: usize, few: usize| many * 10 >= pairs * 7 && few * 50 <= pairs;
    match (mostly(odd, even), mostly(even, odd)) {
        (true, _) => Some(Encoding(UTF_16LE)),
        (_, true) => Some(Encoding(UTF_16BE)),
        _ => None,
    }
}

/// A text holds no NUL; the first kilobytes of a binary file nearly always do.
fn refuse_nul(bytes: &[u8]) -> Result<()> {
    let Some(at) = memchr(0, bytes) else { return Ok(()) };
    if at < HEAD {
        let message = "found a binary file, expected text; see --help for the formats that are read";
        return Err(Error::new(ErrorKind::Encoding, message));
    }
    let message =
        "found a NUL byte, which no text holds; the file may be damaged: remove the byte or fetch the file again";
    Err(Error::new(ErrorKind::Encoding, message).at_line(line_at(bytes, at)))
}

/// A binary file without a NUL still has control characters everywhere.
fn refuse_binary(bytes: &[u8]) -> Result<()> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C);
    if head.iter().filter(control).count() * CONTROL_SHARE > head.len() {
        let message = "found a binary file, expected text; see --help for the formats that are read";
        return Err(Error::new(ErrorKind::Encoding, message));
    }
    Ok(())
}

/// Whether more characters outside ASCII are good UTF-8 than bad: then it is UTF-8 with damage, not another encoding.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

fn not_utf8(bytes: &[u8], at: usize, advice: &str) -> Error {
    let found = bytes.get(at).copied().unwrap_or_default();
    let message = format!("found byte 0x{found:02X}, which is not UTF-8; {advice}");
    Error::new(ErrorKind::Encoding, message).at_line(line_at(bytes, at))
}

fn line_at(bytes: &[u8], at: usize) -> u64 {
    1 + memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64
}

fn lines(text: &str) -> u64 {
    line_at(text.as_bytes(), text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "“Für die Flöße am Kai”, said the café’s owner Señor Núñez – naïvely.";

    fn by_guess(bytes: &[u8]) -> (String, Option<String>) {
        let decoded = text(bytes, Hints::default()).unwrap();
        (decoded.text.into_owned(), decoded.warning)
    }

    #[test]
    fn encodings_are_told_by_mark_hint_or_shape() {
        let utf16: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xFF\xFE", &utf16[..]].concat();
        assert_eq!(by_guess(&marked), (WORDS.to_owned(), Some("read as UTF-16LE, by its byte-order mark".to_owned())));
        assert_eq!(by_guess(&utf16).0, WORDS);
        let big: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(by_guess(&big).0, WORDS);

        let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode(WORDS);
        let (found, warning) = by_guess(&legacy);
        assert_eq!(found, WORDS);
        assert!(warning.unwrap().starts_with("read as windows-1252, as its bytes suggest"));

        let (greek, _, _) = encoding_rs::ISO_8859_7.encode("Ο υπουργός μίλησε");
        let declared = text(&greek, Hints { declared: Some("iso-8859-7"), ..Hints::default() }).unwrap();
        assert_eq!(declared.text, "Ο υπουργός μίλησε");
        let given = Hints { given: Some(Encoding::named("greek").unwrap()), declared: Some("windows-1251") };
        assert_eq!(text(&greek, given).unwrap().text, "Ο υπουργός μίλησε");
    }

    #[test]
    fn utf8_that_declares_another_encoding_stays_utf8() {
        let hints = Hints { declared: Some("iso-8859-1"), ..Hints::default() };
        let decoded = text(WORDS.as_bytes(), hints).unwrap();
        assert_eq!(decoded.text, WORDS);
        assert!(decoded.warning.unwrap().starts_with("declares windows-1252"));
        assert_eq!(text(b"\xEF\xBB\xBFplain", hints).unwrap(), Decoded::plain("plain"));
    }

    #[test]
    fn damage_is_an_error_with_its_line() {
        let error = |bytes: &[u8]| text(bytes, Hints::default()).unwrap_err().to_string();
        assert!(error(b"One\n\xE2\x80\x9CTwo\xE2\x80\x9D\n\xE2\x80\x9CThr\xFFee").starts_with("3: found byte 0xFF"));
        assert!(error(b"PK\x03\x04\0\0").contains("binary"));
        let late = [&b"word\n".repeat(3000)[..], b"\0"].concat();
        assert!(error(&late).starts_with("3001: found a NUL byte"), "{}", error(&late));
        assert!(error(b"\xFF\xFE\0\0A\0\0\0").contains("UTF-32"));
        assert!(error(&(1..=255).collect::<Vec<u8>>()).contains("binary"));
        let given = Hints { given: Some(Encoding::named("utf-8").unwrap()), ..Hints::default() };
        assert!(text(b"caf\xE9", given).unwrap_err().to_string().contains("0xE9"));
    }
}
