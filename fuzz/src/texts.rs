//! Texts: plain, in any encoding, Markdown, pages.

use super::check::analyzed;
use super::{ANALYZER, choice};
use tonescope::article::Article;
use tonescope::decode::{Encoding, Hints, text};
use tonescope::lexicon::convert::{Format, Options, convert};
use tonescope::study::{Lookup, Query};

/// Names of encodings that a file or page may claim to have.
#[rustfmt::skip]
const ENCODINGS: [&str; 15] = [
    "utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-2", "koi8-r", "shift_jis", "euc-jp", "iso-2022-jp", "gb18030",
    "big5", "euc-kr", "macintosh", "x-user-defined", "replacement",
];

/// Plain text, through all stages.
pub fn article(bytes: &[u8]) {
    if let Ok(article) = Article::parse("a", bytes, Hints::default()) {
        analyzed(article);
    }
}

/// Bytes in an encoding that is given, declared or guessed: the text is that of the same bytes decoded, or an error.
pub fn encodings(bytes: &[u8]) {
    let Some((way, bytes)) = choice::<48>(bytes) else { return };
    let named = ENCODINGS.get(way / 3).map(|name| Encoding::named(name).expect("the standard lists it"));
    let hints = match way % 3 {
        0 => Hints { given: named, declared: None },
        1 => Hints { given: None, declared: ENCODINGS.get(way / 3).copied() },
        _ => Hints { given: named, declared: std::str::from_utf8(&bytes[..bytes.len().min(9)]).ok() },
    };
    let decoded = text(bytes, hints);
    match Article::parse("a", bytes, hints) {
        Ok(article) => {
            assert_eq!(article.text(), decoded.expect("the article was read").text);
            let lossy = article.text().contains(char::REPLACEMENT_CHARACTER);
            let as_given = std::str::from_utf8(bytes).is_ok_and(|given| given.ends_with(article.text()));
            assert!(as_given || !article.warnings.is_empty() || !lossy, "bytes were replaced without a word");
        }
        Err(error) => assert!(!error.message().is_empty()),
    }
}

/// Markdown: its blocks, through all stages.
pub fn markdown(bytes: &[u8]) {
    if let Ok(article) = Article::markdown("a", bytes, Hints::default()) {
        analyzed(article);
    }
}

/// Pages: the article found in them, through all stages.
#[cfg(feature = "html")]
pub fn html(bytes: &[u8]) {
    if let Ok(article) = Article::html("a", bytes, Hints::default()) {
        analyzed(article);
    }
}

/// Pages are read where the feature is on only.
#[cfg(not(feature = "html"))]
pub fn html(_: &[u8]) {}

/// A beginning, a piece over and over up to `length` bytes, and an end, parted by NUL. At 100,000 bytes what takes time
/// with the square of its length is seen.
pub fn repeated(bytes: &[u8], length: usize) {
    let Some((way, bytes)) = choice::<8>(bytes) else { return };
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let (Some(start), Some(piece), end) = (parts.next(), parts.next(), parts.next().unwrap_or_default()) else {
        return;
    };
    let times = length / piece.len().max(1);
    let long = [start, &piece.repeat(times), end].concat();
    match way {
        0 => article(&long),
        1 => markdown(&long),
        2 => html(&long),
        3 => super::json(&[&b"\0"[..], &long].concat()),
        4 => super::tables(&[&b"\0"[..], &long].concat()),
        5 => super::lexicon(&long),
        6 => {
            let Ok(term) = std::str::from_utf8(&long) else { return };
            let _ = Query::parse(&ANALYZER, term, Lookup::Words);
        }
        _ => {
            let Ok(source) = std::str::from_utf8(&long) else { return };
            let options = Options { id: "long".to_owned(), ..Options::default() };
            for format in [Format::Liwc, Format::Lexicoder, Format::Quanteda, Format::Wordstat, Format::Csv] {
                let _ = convert(source, format, &options);
            }
        }
    }
}
