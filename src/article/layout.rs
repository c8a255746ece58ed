//! Lines → paragraphs with their kind.

use super::date::line_date;
use super::{Article, block};
use crate::language::{Class, Language};
use crate::span::Span;
use crate::token::{Token, TokenKind, TokenRange, Vocabulary, count_words, fold};

/// What a paragraph is in the layout of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    /// A line with the date, and perhaps place or section.
    Dateline,
    /// The headline.
    Headline,
    /// Running text.
    Paragraph,
    /// An item of a bulleted or numbered list, without its bullet.
    ListItem,
    /// A picture's caption or credit.
    Caption,
    /// "Go deeper", "ADVERTISEMENT": text of the page, not of the article.
    Boilerplate,
}

impl ParagraphKind {
    /// The kind's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Headline => "headline",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list_item",
            Self::Caption => "caption",
            Self::Boilerplate => "boilerplate",
        }
    }

    /// Whether it is searched for quotes and counts in the article's scores.
    #[must_use]
    pub const fn is_body(self) -> bool {
        !matches!(self, Self::Dateline | Self::Caption | Self::Boilerplate)
    }
}

/// A line of the text that shows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// From its first to its last token.
    pub span: Span,
    /// Its tokens, a bullet left out.
    pub tokens: TokenRange,
    /// What it is.
    pub kind: ParagraphKind,
}

/// How many of the first lines may be a dateline.
const DATELINE_LINES: usize = 4;
/// Words that may stand in a dateline beside the date: a place and a section.
const DATELINE_WORDS: usize = 4;
/// Tokens within which the dash of an opening dateline stands.
const OPENING_TOKENS: usize = 20;
/// A first line longer than this is a paragraph, not a headline.
const HEADLINE_WORDS: u32 = 30;
/// A first line that ends with a full stop is a headline only up to this length.
const STOPPED_HEADLINE_WORDS: u32 = 18;
/// Longest caption.
const CAPTION_WORDS: u32 = 70;
/// Longer than most boilerplate lines.
const BOILERPLATE_BYTES: usize = 96;
/// Longest boilerplate line, and longest picture text without a verb before a caption.
const SHORT_LINE_WORDS: u32 = 12;

/// Splits an article's [`tokens`](super::tokens) into paragraphs and tells their kinds. Also returns the date of the
/// dateline, as ISO.
#[must_use]
pub fn paragraphs(
    article: &Article,
    tokens: &[Token],
    vocabulary: &Vocabulary,
    language: &Language,
) -> (Vec<Paragraph>, Option<String>) {
    let (text, title) = (article.text(), article.title.as_deref());
    let mut found = lines(tokens);
    let marked = block::kinds(article.blocks(), tokens);
    for paragraph in &mut found {
        paragraph.kind = marked.get(&paragraph.span.start).copied().unwrap_or(paragraph.kind);
    }
    let mut date = None;
    let layout = Layout { text, tokens, vocabulary, language };
    for (at, paragraph) in found.iter_mut().enumerate() {
        let line = paragraph.tokens.of(tokens);
        if at < DATELINE_LINES && date.is_none() && layout.is_dateline(line) {
            date = line_date(text, line, language);
            paragraph.kind = ParagraphKind::Dateline;
        } else if layout.is_boilerplate(line) {
            paragraph.kind = ParagraphKind::Boilerplate;
        } else if layout.is_caption(line) {
            paragraph.kind = ParagraphKind::Caption;
        }
    }
    layout.mark_headline(&mut found, title);
    layout.mark_picture_texts(&mut found);
    let date = date.or_else(|| layout.opening_date(&found));
    // A text of one paragraph is a paragraph, whatever it looks like.
    if let [only] = &mut found[..] {
        only.kind = ParagraphKind::Paragraph;
    }
    (found, date)
}

/// The lines that show something, as paragraphs or list items.
fn lines(tokens: &[Token]) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 0..=tokens.len() {
        if tokens.get(end).is_some_and(|t| t.kind != TokenKind::Break) {
            continue;
        }
        let bullet = bullet_length(&tokens[start..end]);
        let range = TokenRange::new((start + bullet) as u32, end as u32);
        if !range.is_empty() {
            let kind = if bullet > 0 { ParagraphKind::ListItem } else { ParagraphKind::Paragraph };
            found.push(Paragraph { span: range.span(tokens), tokens: range, kind });
        }
        start = end + 1;
    }
    found
}

/// Whether a line has more words than this, without counting those of a long one.
fn has_more_words(line: &[Token], words: u32) -> bool {
    // Half of the tokens are words, or nearly.
    let (start, rest) = line.split_at(line.len().min(3 * words as usize));
    let certain = count_words(start);
    certain > words || !rest.is_empty() && count_words(line) > words
}

/// How many tokens at the start of a line are its bullet or number.
fn bullet_length(line: &[Token]) -> usize {
    match line {
        [bullet, _, ..] if bullet.kind == TokenKind::Bullet => 1,
        [number, stop, next, ..]
            if number.kind == TokenKind::Number
                && number.span.len() <= 2
                && matches!(stop.kind, TokenKind::Stop | TokenKind::Close)
                && !stop.spaced
                && next.spaced =>
        {
            2
        }
        _ => 0,
    }
}

struct Layout<'a> {
    text: &'a str,
    tokens: &'a [Token],
    vocabulary: &'a Vocabulary,
    language: &'a Language,
}

impl Layout<'_> {
    fn class(&self, token: &Token) -> Class {
        self.vocabulary.class(token.word)
    }

    fn is_dateline(&self, line: &[Token]) -> bool {
        let calendar = Class::MONTH | Class::WEEKDAY | Class::TIME;
        let others = line.iter().filter(|t| t.kind == TokenKind::Word && !self.class(t).any(calendar));
        line.len() <= 24 && others.count() <= DATELINE_WORDS && line_date(self.text, line, self.language).is_some()
    }

    /// The date before the dash with which a report opens: "DORRUM, Oct. 14, 2024 — The first buses".
    fn opening_date(&self, paragraphs: &[Paragraph]) -> Option<String> {
        let first = paragraphs.iter().find(|p| p.kind == ParagraphKind::Paragraph)?;
        let line = first.tokens.of(self.tokens);
        let dash = line.iter().take(OPENING_TOKENS).position(|t| t.kind == TokenKind::Dash)?;
        line_date(self.text, &line[..dash], self.language)
    }

    fn is_boilerplate(&self, line: &[Token]) -> bool {
        if has_more_words(line, SHORT_LINE_WORDS) {
            return false;
        }
        let mut folded = String::with_capacity(BOILERPLATE_BYTES);
        for token in line.iter().filter(|t| t.is_wordlike()) {
            if !folded.is_empty() && token.kind != TokenKind::Clitic {
                folded.push(' ');
            }
            folded.push_str(&fold(token.span.slice(self.text)));
        }
        self.language.is_boilerplate(&folded)
    }

    /// A picture credit: "Photo: …" anywhere in a short line, a line that opens with "Photo by", or one that ends in
    /// a bracket with such a word.
    fn is_caption(&self, line: &[Token]) -> bool {
        // Words are looked at where a mark beside them makes a caption possible: few lines have one.
        let is_mark = |t: &Token| self.class(t).any(Class::CAPTION);
        let labelled = || line.windows(2).any(|w| w[1].kind == TokenKind::Colon && is_mark(&w[0]));
        let opens = || {
            matches!(line, [first, second, ..] if first.capital && is_mark(first)
                && self.class(second).any(Class::PREPOSITION) && count_words(line) <= SHORT_LINE_WORDS)
        };
        let bracketed = || {
            matches!(line, [.., last] if last.kind == TokenKind::Close)
                && line.iter().rev().take_while(|t| t.kind != TokenKind::Open).any(is_mark)
        };
        (labelled() || opens() || bracketed()) && !has_more_words(line, CAPTION_WORDS)
    }

    fn mark_headline(&self, paragraphs: &mut [Paragraph], title: Option<&str>) {
        let Some(at) = paragraphs.iter().position(|p| p.kind.is_body()) else {
            return;
        };
        let followed = paragraphs[at + 1..].iter().any(|p| p.kind.is_body());
        let first = &mut paragraphs[at];
        if !followed || first.kind != ParagraphKind::Paragraph {
            return;
        }
        let line = first.tokens.of(self.tokens);
        let words = count_words(line);
        let stopped = line.last().is_some_and(|t| t.kind == TokenKind::Stop);
        let is_title = title.is_some_and(|t| fold(t.trim()) == fold(first.span.slice(self.text)));
        let short = words <= HEADLINE_WORDS && (!stopped || title.is_none() && words <= STOPPED_HEADLINE_WORDS);
        if is_title || short {
            first.kind = ParagraphKind::Headline;
        }
    }

    /// A short line without a verb just before a caption that shares a name with it is the picture's text.
    fn mark_picture_texts(&self, paragraphs: &mut [Paragraph]) {
        for at in 1..paragraphs.len() {
            let (before, caption) = (paragraphs[at - 1], paragraphs[at]);
            if caption.kind == ParagraphKind::Caption
                && before.kind == ParagraphKind::Paragraph
                && self.shares_name(before.tokens.of(self.tokens), caption.tokens.of(self.tokens))
                && self.is_verbless(before.tokens.of(self.tokens))
            {
                paragraphs[at - 1].kind = ParagraphKind::Caption;
            }
        }
    }

    fn shares_name(&self, line: &[Token], other: &[Token]) -> bool {
        let form = |t: &Token| t.span.slice(self.text);
        let name = |t: &&Token| t.capital && !self.class(t).any(Class::NOT_NAME);
        line.iter().filter(name).any(|t| other.iter().filter(name).any(|o| form(o) == form(t)))
    }

    /// No word in small letters that could be a verb: only function words and nouns for persons and bodies.
    fn is_verbless(&self, line: &[Token]) -> bool {
        let harmless = Class::DETERMINER
            | Class::CONJUNCTION
            | Class::PREPOSITION
            | Class::PARTICLE
            | Class::TITLE
            | Class::TITLE_PART
            | Class::PERSON
            | Class::PERSON_PLURAL
            | Class::ORGANISATION;
        count_words(line) <= SHORT_LINE_WORDS
            && !line.last().is_some_and(|t| t.is_terminal())
            && line.iter().all(|t| {
                t.kind != TokenKind::Word
                    || (t.capital || self.class(t).any(harmless)) && !self.class(t).any(Class::AUXILIARY)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn kinds(text: &str) -> (Vec<&'static str>, Option<String>) {
        let language = Language::english();
        let vocabulary = Vocabulary::new(language);
        let mut tokens = Vec::new();
        tokenize(text, &vocabulary, &mut tokens);
        let (found, date) = paragraphs(&Article::new("case", text), &tokens, &vocabulary, language);
        (found.iter().map(|p| p.kind.name()).collect(), date)
    }

    #[test]
    fn an_article_falls_into_its_parts() {
        let text = "March 5, 2024 - World\n\nHarbour talks fail again\n\nKovac and Tomas Brandt\n\n\
            Kovac with Tomas Brandt. Photo: R. Ode/Marland Press via MNA\n\nThe talks ended without a result on Monday.\n\n\
            Why it matters: Trade has stopped.\n\n  • First item here.\n- Second item here.\n1. Third item here.\n\nGo deeper";
        let (kinds, date) = kinds(text);
        assert_eq!(
            kinds,
            [
                "dateline",
                "headline",
                "caption",
                "caption",
                "paragraph",
                "paragraph",
                "list_item",
                "list_item",
                "list_item",
                "boilerplate"
            ]
        );
        assert_eq!(date.as_deref(), Some("2024-03-05"));
    }

    #[test]
    fn one_paragraph_is_always_a_paragraph() {
        assert_eq!(kinds("Harbour talks fail again").0, ["paragraph"]);
        assert_eq!(kinds("Go deeper").0, ["paragraph"]);
    }
}
