//! Markdown → the blocks of its source that are read.

use super::{Article, Block, ParagraphKind, Piece};
use crate::error::{Error, ErrorKind, Result};
use crate::span::Span;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What is read beyond `CommonMark`. Typographic replacement stays off: the text is never altered.
const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);

/// Finds the blocks of an article whose text is Markdown.
pub(super) fn read(article: Article) -> Result<Article> {
    let mut reader = Reader { text: article.text(), ..Reader::default() };
    for (event, range) in Parser::new_ext(article.text(), DIALECT).into_offset_iter() {
        reader.event(event, range);
    }
    reader.close();
    let Reader { blocks, front, .. } = reader;
    if blocks.is_empty() {
        let message = "found no text beside code, pictures and tags; expected paragraphs of Markdown, so leave it out or read it with --input-format text";
        return Err(Error::new(ErrorKind::Empty, message));
    }
    let (title, date) = (front_field(&front, "title"), front_field(&front, "date"));
    Ok(Article { title: article.title.clone().or(title), date: article.date.clone().or(date), blocks, ..article })
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    pieces: Vec<Piece>,
    heading: bool,
    /// List items that are open.
    items: usize,
    /// Code blocks and pictures that are open; their text is passed over.
    silent: usize,
    in_front: bool,
    front: String,
}

impl Reader<'_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_front => self.front.push_str(&text),
            _ if self.silent > 0 => {}
            Event::Text(text) | Event::Code(text) => {
                let shown = (self.text.get(range.clone()) != Some(&*text)).then(|| text.into_string());
                self.piece(range, shown);
            }
            Event::SoftBreak | Event::HardBreak => self.piece(range, Some(" ".to_owned())),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::CodeBlock(_) | Tag::Image { .. } => self.silent += 1,
            Tag::MetadataBlock(_) => self.in_front = true,
            Tag::Heading { .. } => {
                self.close();
                self.heading = true;
            }
            Tag::Item => {
                self.close();
                self.items += 1;
            }
            tag if is_block(tag.to_end()) => self.close(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::Image => self.silent -= 1,
            TagEnd::MetadataBlock(_) => self.in_front = false,
            TagEnd::Heading(_) => {
                self.close();
                self.heading = false;
            }
            TagEnd::Item => {
                self.close();
                self.items -= 1;
            }
            tag if is_block(tag) => self.close(),
            _ => {}
        }
    }

    fn piece(&mut self, range: Range<usize>, shown: Option<String>) {
        let span = Span::new(range.start as u32, range.end as u32);
        match self.pieces.last_mut() {
            // The parser cuts its text at every character that could have been markup.
            Some(last) if last.span.end == span.start && last.shown.is_none() && shown.is_none() => {
                last.span.end = span.end;
            }
            _ if span.is_empty() => {}
            _ => self.pieces.push(Piece { span, shown }),
        }
    }

    fn close(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        if pieces.is_empty() {
            return;
        }
        let kind = match (self.heading, self.items) {
            (true, _) => ParagraphKind::Headline,
            (_, 1..) => ParagraphKind::ListItem,
            _ => ParagraphKind::Paragraph,
        };
        self.blocks.push(Block { kind, pieces });
    }
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Superscript
            | TagEnd::Subscript
    )
}

/// A plain `key: value` of front matter.
fn front_field(front: &str, key: &str) -> Option<String> {
    let value = front.lines().find_map(|l| l.strip_prefix(key)?.strip_prefix(':'))?.trim();
    let bare = ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(value);
    Some(bare.to_owned()).filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Hints;

    fn shown(source: &str) -> Vec<(&'static str, String)> {
        let article = Article::markdown("m", source.as_bytes(), Hints::default()).unwrap();
        let piece = |p: &Piece| p.shown.clone().unwrap_or_else(|| p.span.slice(source).to_owned());
        article.blocks().iter().map(|b| (b.kind.name(), b.pieces.iter().map(piece).collect())).collect()
    }

    #[test]
    fn blocks_are_read_without_their_markup() {
        let source = "# Ferry *stops*\n\nThe [ferry](https://a.example/b) was\nstopped &amp; **searched**\\*.\n\n\
            ```\ncode\n```\n\n> “We will not pay,”\n> she said.\n\n- one\n- two\n  - three\n\n![a boat](b.jpg)\n\n\
            | place | ships |\n|---|---|\n| Dorrum | 4 |\n\n<div>tag</div>\n";
        assert_eq!(
            shown(source),
            [
                ("headline", "Ferry stops"),
                ("paragraph", "The ferry was stopped & searched*."),
                ("paragraph", "“We will not pay,” she said."),
                ("list_item", "one"),
                ("list_item", "two"),
                ("list_item", "three"),
                ("paragraph", "place"),
                ("paragraph", "ships"),
                ("paragraph", "Dorrum"),
                ("paragraph", "4"),
            ]
            .map(|(kind, text)| (kind, text.to_owned()))
        );
    }

    #[test]
    fn front_matter_gives_title_and_date() {
        let source = "---\ntitle: \"Ferry: stopped\"\ndate: 2024-03-05\ntags: [a]\n---\n\nThe ferry was stopped.\n";
        let article = Article::markdown("m", source.as_bytes(), Hints::default()).unwrap();
        assert_eq!((article.title.as_deref(), article.date.as_deref()), (Some("Ferry: stopped"), Some("2024-03-05")));
        assert_eq!(shown(source), [("paragraph", "The ferry was stopped.".to_owned())]);
        assert!(Article::markdown("m", b"```\ncode\n```\n", Hints::default()).is_err());
    }
}
