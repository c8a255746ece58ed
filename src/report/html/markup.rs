//! HTML under construction: only literals enter it as they stand, all else is escaped.

use std::fmt::Write;

/// Attributes of an element: names are literals, values are escaped.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

/// A piece of a page. Text from outside can enter it through [`Html::text`] and attribute values only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// Adds markup that stands in the program.
    pub(super) fn raw(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.0);
        self
    }

    /// Opens an element.
    pub(super) fn open(&mut self, tag: &'static str, attributes: Attributes) -> &mut Self {
        let _ = write!(self.0, "<{tag}");
        for (name, value) in attributes {
            let _ = write!(self.0, " {name}=\"");
            escape(value, &mut self.0);
            self.0.push('"');
        }
        self.0.push('>');
        self
    }

    /// Closes an element.
    pub(super) fn close(&mut self, tag: &'static str) -> &mut Self {
        let _ = write!(self.0, "</{tag}>");
        self
    }

    /// Adds an element that holds nothing but text.
    pub(super) fn element(&mut self, tag: &'static str, attributes: Attributes, text: &str) -> &mut Self {
        self.open(tag, attributes).text(text).close(tag)
    }

    /// Adds another piece.
    pub(super) fn append(&mut self, piece: &Self) -> &mut Self {
        self.0.push_str(&piece.0);
        self
    }

    /// The page's bytes.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Escapes what has a meaning in text or in a quoted attribute. Characters that no page may hold become U+FFFD;
/// those that reorder the text around them become blanks, as in the terminal's view.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => {}
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => out.push(' '),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || is_noncharacter(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
}

/// Code points that Unicode keeps out of texts.
fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let mut html = Html::default();
        html.open("a", &[("title", "\"><script>alert(1)</script>' x='")]);
        html.text("</a><!-- ]]> & \u{0}\u{1b}[31m\u{202E}evil\u{FFFF}\r\n").close("a");
        assert_eq!(
            html.finish(),
            "<a title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39; x=&#39;\">\
             &lt;/a&gt;&lt;!-- ]]&gt; &amp; \u{FFFD}\u{FFFD}[31m evil\u{FFFD}\n</a>"
        );
    }
}
