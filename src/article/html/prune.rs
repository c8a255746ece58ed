//! What of a page is surely not the article, left out before the article is looked for.

use dom_query::{Document, NodeRef};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Words of class names, ids and roles, and openings of lines, that mark what surrounds an article.
const TABLE: &str = include_str!("leave_out.csv");
/// Elements that never hold the article's text.
const NEVER: [&str; 22] = [
    "style",
    "noscript",
    "template",
    "iframe",
    "figcaption",
    "nav",
    "button",
    "form",
    "select",
    "svg",
    "audio",
    "video",
    "object",
    "canvas",
    "dialog",
    "amp-ad",
    "amp-embed",
    "amp-sidebar",
    "amp-social-share",
    "footer",
    "aside",
    "menu",
];
/// Paragraphs of running text that an element may hold when it is left out for a word such as "media".
const PART: usize = 2;
/// Words of the longest opening of a line in the table.
const LONGEST_OPENING: usize = 5;
/// A paragraph of this many characters is one of running text.
const LONG: usize = 100;

/// The words of a kind.
fn words(kind: &str) -> FxHashSet<&'static str> {
    let rows = TABLE.lines().skip(1).filter_map(|row| row.split_once(','));
    rows.filter(|(k, _)| *k == kind).filter_map(|(_, rest)| rest.split(',').next()).collect()
}

static WHOLE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| words("whole"));
static PARTS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| words("part"));
static LINES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| words("line"));

/// Whether a line opens as the page's own lines do: "Read more", "Reporting by …".
pub(super) fn is_page_line(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(LONGEST_OPENING).collect();
    let colon = lower.split_once(':').is_some_and(|(before, _)| before.split_whitespace().count() == 1);
    (1..=words.len()).any(|n| {
        let opening = words[..n].join(" ");
        // One word alone is a label only when a colon or nothing follows it.
        LINES.contains(opening.as_str()) && (n > 1 || colon || words.len() == 1)
    })
}

/// Stands where a line ends by a tag that the library which finds the article may drop.
pub(super) const LINE_END: char = '\u{2028}';

/// Removes what surrounds the article, and marks line ends.
pub(super) fn prune(document: &Document) {
    let Some(body) = document.body() else { return };
    let mut found = Found::default();
    found.visit(&body);
    // A page whose classes mean something else than they say keeps its paragraphs.
    let kept = running(&body, usize::MAX) - found.whole.iter().map(|n| running(n, usize::MAX)).sum::<usize>();
    let lost: usize = found.parts.iter().map(|n| running(n, usize::MAX)).sum();
    let parts = if lost * 2 > kept { Vec::new() } else { found.parts };
    found.whole.iter().chain(&parts).for_each(NodeRef::remove_from_parent);
    for node in document.select("br").nodes() {
        node.before_html(LINE_END.to_string());
    }
    for node in document.select("td, th").nodes() {
        node.append_html(LINE_END.to_string());
    }
}

/// What is to be removed.
#[derive(Default)]
struct Found<'a> {
    /// Surely.
    whole: Vec<NodeRef<'a>>,
    /// Unless it holds much of the page's running text.
    parts: Vec<NodeRef<'a>>,
    /// Scratch for the names of an element.
    names: Vec<String>,
}

impl<'a> Found<'a> {
    fn visit(&mut self, node: &NodeRef<'a>) {
        for child in node.element_children() {
            match self.judge(&child) {
                Keep::All => self.visit(&child),
                Keep::Unless => self.parts.push(child),
                Keep::None => self.whole.push(child),
            }
        }
    }

    fn judge(&mut self, node: &NodeRef) -> Keep {
        let name = node.node_name().unwrap_or_default();
        if matches!(&*name, "html" | "body" | "main" | "h1" | "article") {
            return Keep::All;
        }
        self.names.clear();
        for attribute in ["class", "id", "role", "data-component", "data-testid"] {
            if let Some(value) = node.attr(attribute) {
                split(&value, &mut self.names);
            }
        }
        let any = |words: &FxHashSet<&str>| self.names.iter().any(|n| words.contains(n.as_str()));
        let (whole, part) = (NEVER.contains(&&*name) || node.has_attr("hidden") || any(&WHOLE), any(&PARTS));
        match (whole, part) {
            (true, _) if !holds_article(node) => Keep::None,
            (_, true) if !holds_article(node) && running(node, PART + 1) <= PART => Keep::Unless,
            _ => Keep::All,
        }
    }
}

enum Keep {
    All,
    Unless,
    None,
}

/// Whether the element holds what the page itself calls the article.
fn holds_article(node: &NodeRef) -> bool {
    let is_article = |n: &NodeRef| {
        n.node_name().is_some_and(|name| matches!(&*name, "h1" | "article" | "main"))
            || n.attr("itemprop").is_some_and(|v| &*v == "articleBody")
    };
    is_article(node) || node.descendants_it().any(|n| is_article(&n))
}

/// Paragraphs of running text in an element, itself included, counted up to `limit`.
fn running(node: &NodeRef, limit: usize) -> usize {
    let is_paragraph = |n: &NodeRef| n.node_name().is_some_and(|name| &*name == "p") && n.text().trim().len() >= LONG;
    let below = node.descendants_it().filter(is_paragraph).take(limit).count();
    below + usize::from(is_paragraph(node))
}

/// `imageCaption js-ad-slot` → image, caption, js, ad, slot, and each name as a whole in small letters.
fn split(value: &str, names: &mut Vec<String>) {
    for part in value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()) {
        let mut word = String::new();
        let mut before = ' ';
        for c in part.chars() {
            if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
                names.push(std::mem::take(&mut word));
            }
            word.push(c.to_ascii_lowercase());
            before = c;
        }
        names.push(word);
        names.push(part.to_ascii_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        let mut names = Vec::new();
        split("imageCaption ad-slot__inline", &mut names);
        for word in ["image", "caption", "imagecaption", "ad", "slot", "inline"] {
            assert!(names.iter().any(|n| n == word), "{word}");
        }
    }

    #[test]
    fn lines_of_the_page_are_known() {
        assert!(
            is_page_line("Read more: the talks") && is_page_line("Advertisement") && is_page_line("VIDEO: the vote")
        );
        assert!(!is_page_line("Video of the attack was shown in court.") && !is_page_line("The talks ended."));
    }
}
