//! The extracted part of a page → lines of text.

use super::prune::{LINE_END, is_page_line};
use crate::article::ParagraphKind;
use dom_query::{Document, NodeRef};

/// A line with more of it in links, and no sentence end, leads elsewhere.
const LINKED: f64 = 0.6;
/// Words of the longest line that is taken for one of the page: its label, byline or date.
const PAGE_LINE: usize = 16;
/// Words of the longest label before an article ("Regional correspondent").
const LABEL: usize = 3;
/// Characters of the shortest paragraph of running text.
const RUNNING: usize = 60;

/// A line of the extracted text.
pub(super) struct Line {
    pub text: String,
    pub kind: ParagraphKind,
    linked: usize,
}

impl Line {
    fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Ends as a sentence does, closing marks aside.
    fn ends(&self) -> bool {
        let bare = self.text.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']);
        bare.ends_with(['.', '!', '?', '…', ':'])
    }

    fn is_running(&self) -> bool {
        self.text.len() >= RUNNING && self.ends()
    }

    fn is_link(&self) -> bool {
        !self.ends() && self.words() <= PAGE_LINE && self.linked as f64 >= LINKED * self.text.len() as f64
    }
}

/// The article's lines, without what the page adds before, between and after them.
pub(super) fn lines(content: &str, title: &str, author: Option<&str>, dated: bool) -> Vec<Line> {
    let document = Document::fragment(content);
    let mut walk = Walk { lines: Vec::new(), text: String::new(), linked: 0, kind: ParagraphKind::Paragraph };
    walk.children(&document.root(), false);
    walk.close();
    let mut lines = walk.lines;
    lines.retain(|l| !(l.is_link() || l.words() <= PAGE_LINE * 2 && is_page_line(&l.text)));
    let first = lines.iter().position(Line::is_running).unwrap_or(lines.len());
    let before = lines.drain(..first).filter(|l| is_of_article(l, title, author, dated)).collect::<Vec<_>>();
    lines.splice(0..0, before);
    while lines.last().is_some_and(|l| l.kind == ParagraphKind::Headline || is_note_on(l, author)) {
        lines.pop();
    }
    lines
}

/// Whether a line before the first paragraph belongs to the article: no repeated title, byline, label, or date that is
/// known already.
fn is_of_article(line: &Line, title: &str, author: Option<&str>, dated: bool) -> bool {
    let short = line.words() <= PAGE_LINE && !line.ends();
    let year = line.text.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && n.starts_with(['1', '2']));
    let signed = author.is_some_and(|a| line.text.contains(a)) || line.text.to_lowercase().starts_with("by ");
    let repeats = line.text.eq_ignore_ascii_case(title);
    let byline = short && signed && !year;
    let known_date = short && year && dated;
    let label = line.words() <= LABEL && !line.ends() && !year;
    !(repeats || byline || known_date || label)
}

/// A last line about the author or the making of the article.
fn is_note_on(line: &Line, author: Option<&str>) -> bool {
    author.is_some_and(|a| line.text.starts_with(a)) && line.words() <= PAGE_LINE * 2
}

struct Walk {
    lines: Vec<Line>,
    text: String,
    linked: usize,
    kind: ParagraphKind,
}

impl Walk {
    fn children(&mut self, node: &NodeRef, linked: bool) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.text(&child.text(), linked);
            } else if let Some(name) = child.node_name() {
                self.element(&child, &name, linked);
            }
        }
    }

    fn element(&mut self, node: &NodeRef, name: &str, linked: bool) {
        let kind = match name {
            "script" | "style" | "img" => return,
            "br" | "hr" => return self.close(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ParagraphKind::Headline,
            "li" => ParagraphKind::ListItem,
            "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "blockquote" | "ul"
            | "ol" | "dl" | "dt" | "dd" | "table" | "thead" | "tbody" | "tr" | "td" | "th" | "figure" | "pre"
            | "address" | "details" | "summary" => self.kind,
            _ => return self.children(node, linked || name == "a"),
        };
        self.close();
        let outer = std::mem::replace(&mut self.kind, kind);
        self.children(node, linked);
        self.close();
        self.kind = outer;
    }

    /// Adds text with its white space joined into single blanks.
    fn text(&mut self, text: &str, linked: bool) {
        let mut before = self.text.len();
        for c in text.chars() {
            if c == LINE_END {
                self.linked += if linked { self.text.len().saturating_sub(before) } else { 0 };
                self.close();
                before = 0;
            } else if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
        self.linked += if linked { self.text.len() - before } else { 0 };
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let trimmed = text.trim_end();
        if !trimmed.is_empty() {
            self.lines.push(Line { text: trimmed.to_owned(), kind: self.kind, linked });
        }
    }
}
