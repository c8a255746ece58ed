//! How deep and how large the tree of a page would be, told in one pass before it is built: parsers of HTML are
//! quadratic in depth, and tags that never close are opened again in every paragraph.

use crate::error::{Error, ErrorKind, Result};

/// Deepest nesting that is read; browsers stop there too.
const MAX_DEPTH: usize = 512;
/// Most elements, tags and single brackets of a page. An article has some thousands.
const MAX_ELEMENTS: usize = 200_000;

const VOID: [&str; 18] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];
/// Their content is text up to their end tag.
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];
/// Opened again in each block until they are closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Do not end a paragraph that is open.
const INLINE: [&str; 8] = ["span", "abbr", "sub", "sup", "label", "time", "cite", "q"];

/// What a start tag closes, and what it does not look beyond.
fn closes(name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match name {
        "li" => (&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "td" | "th" => (&["td", "th"], &["table"]),
        "tr" => (&["tr"], &["table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
        "option" => (&["option"], &["select"]),
        name if INLINE.contains(&name) => (&[], &[]),
        _ => (&["p"], &["table", "td", "th", "button"]),
    }
}

/// Refuses a page whose tree would be too deep or too large.
pub(super) fn check(page: &str) -> Result<()> {
    let mut scan = Scan::default();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
        at += found + 1;
        // A bracket that opens no tag costs the parser as much as one that does.
        scan.elements += 1;
        let rest = &page.as_bytes()[at..];
        match rest {
            [b'!', b'-', b'-', ..] => at += find(rest, b"-->"),
            [b'/', first, ..] if first.is_ascii_alphabetic() => {
                let name = name(&rest[1..]);
                scan.end(&name);
                at += 1 + name.len();
            }
            [first, ..] if first.is_ascii_alphabetic() => {
                let name = name(rest);
                at += memchr::memchr(b'>', rest).unwrap_or(rest.len());
                let closed = page.as_bytes()[at - 1] == b'/' && scan.foreign();
                if !closed && !VOID.contains(&&*name) {
                    scan.start(&name);
                }
                if RAW.contains(&&*name) {
                    at += raw_end(&page.as_bytes()[at..], &name);
                }
            }
            _ => {}
        }
        scan.check(page, at)?;
    }
    Ok(())
}

/// The tag's name in small letters.
fn name(rest: &[u8]) -> String {
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'-').unwrap_or(rest.len());
    String::from_utf8_lossy(&rest[..end.min(32)]).to_ascii_lowercase()
}

fn find(rest: &[u8], what: &[u8]) -> usize {
    memchr::memmem::find(rest, what).unwrap_or(rest.len())
}

/// Where the end tag of raw text begins.
fn raw_end(rest: &[u8], name: &str) -> usize {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&rest[at..], b"</") {
        at += found;
        let tag = &rest[at + 2..];
        if tag.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    rest.len()
}

#[derive(Default)]
struct Scan {
    open: Vec<String>,
    /// Formatting elements that are open, with a mark (empty) at each table cell that holds them in.
    formatting: Vec<String>,
    elements: usize,
}

impl Scan {
    fn foreign(&self) -> bool {
        self.open.iter().any(|n| n == "svg" || n == "math")
    }

    fn start(&mut self, name: &str) {
        if FORMATTING.contains(&name) {
            self.formatting.push(name.to_owned());
            return;
        }
        let (group, barrier) = closes(name);
        let found = self.open.iter().rposition(|n| group.contains(&n.as_str()) || barrier.contains(&n.as_str()));
        if let Some(at) = found.filter(|at| group.contains(&self.open[*at].as_str())) {
            self.close(at);
        }
        self.open.push(name.to_owned());
        if matches!(name, "td" | "th") {
            self.formatting.push(String::new());
        } else {
            let reopened = self.formatting.iter().rev().take_while(|n| !n.is_empty()).count();
            self.elements += reopened;
        }
    }

    fn end(&mut self, name: &str) {
        if FORMATTING.contains(&name) {
            let within = self.formatting.iter().rposition(|n| n.is_empty() || n == name);
            if let Some(at) = within.filter(|at| !self.formatting[*at].is_empty()) {
                self.formatting.remove(at);
            }
        } else if let Some(at) = self.open.iter().rposition(|n| n == name) {
            self.close(at);
        }
    }

    /// Closes an open element and all in it.
    fn close(&mut self, at: usize) {
        let cells = self.open[at..].iter().filter(|n| matches!(n.as_str(), "td" | "th")).count();
        self.open.truncate(at);
        for _ in 0..cells {
            if let Some(mark) = self.formatting.iter().rposition(String::is_empty) {
                self.formatting.truncate(mark);
            }
        }
    }

    fn check(&self, page: &str, at: usize) -> Result<()> {
        let depth = self.open.len() + self.formatting.len();
        let message = if depth > MAX_DEPTH {
            format!("found HTML nested more than {MAX_DEPTH} elements deep, the most that is read")
        } else if self.elements > MAX_ELEMENTS {
            format!("found a page of more than {MAX_ELEMENTS} elements, the most that is read")
        } else {
            return Ok(());
        };
        let line = 1 + memchr::memchr_iter(b'\n', &page.as_bytes()[..at.min(page.len())]).count() as u64;
        let message = format!("{message}; pass the article's text or a page that shows it alone");
        Err(Error::new(ErrorKind::Record, message).at_line(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_what_stays_open() {
        let nested = |n: usize| format!("<!DOCTYPE html><body>{}x", "<div>".repeat(n));
        assert!(check(&nested(500)).is_ok());
        assert!(check(&nested(100_000)).unwrap_err().message().contains("nested more than 512"));
        // What HTML closes by itself does not nest.
        assert!(check(&"<p>One<li>two<td>three<br><img src=x>".repeat(2000)).is_ok());
        assert!(check(&"<table><tr><td><font size=2>a<td><font>b</table>".repeat(2000)).is_ok());
        assert!(check(&format!("<svg>{}</svg>", "<path d='x'/>".repeat(2000))).is_ok());
        assert!(check(&format!("<script>{}</script>", "<div>".repeat(2000))).is_ok());
        assert!(check(&"<".repeat(300_000)).is_err());
        assert!(check(&"<!-- <div> -->".repeat(2000)).is_ok());
        // What stays open in every paragraph does.
        assert!(check(&"<p><font color=red>a".repeat(2000)).is_err());
        assert!(
            check(&format!("{}{}", "<b><i><u>".repeat(40), "<p>a".repeat(100_000)))
                .unwrap_err()
                .message()
                .contains("elements")
        );
    }
}
