//! Key words in context, as a table and as lines for a terminal.

use super::super::columns::{modifiers, thousandths};
use super::super::terminal::{BOLD, DIM, one_line, style};
use super::{Cell, Field, two_places};
use crate::analysis::{Analysis, Analyzer, PlacedHit, Voice};
use crate::span::{Offsets, Span};
use crate::study::Kwic;
use textwrap::core::display_width;

/// Below this width the article is not named in every line.
const NARROW: usize = 78;
/// Below this width the speaker is not named either.
const NARROWEST: usize = 56;
/// Columns of the article's id, of the speaker and of the value.
const ARTICLE: usize = 12;
const SPEAKER: usize = 18;
const VALUE: usize = 5;
/// Blanks between columns.
const GAP: usize = 2;
/// Share of the context's columns that stand before the hit.
const LEFT: f64 = 0.45;

/// A place with all that its row is made from.
#[derive(Debug, Clone, Copy)]
pub struct KwicRow<'a> {
    /// The analyzer.
    pub analyzer: &'a Analyzer,
    /// The article's analysis.
    pub analysis: &'a Analysis,
    /// Conversion of its offsets.
    pub offsets: &'a Offsets<'a>,
    /// The place.
    pub kwic: Kwic,
    /// Characters of context on either side.
    pub width: usize,
}

impl<'a> KwicRow<'a> {
    fn text(&self) -> &'a str {
        self.analysis.article.text()
    }

    fn hit(&self) -> Option<&'a PlacedHit> {
        self.kwic.hit.map(|at| &self.analysis.hits[at])
    }

    /// Up to `width` characters before the words, within their paragraph.
    fn left(&self) -> String {
        let start = self.paragraph().start.min(self.kwic.span.start);
        let before = Span::new(start, self.kwic.span.start).slice(self.text());
        let from = before.char_indices().rev().take(self.width).last().map_or(before.len(), |(at, _)| at);
        before[from..].to_owned()
    }

    /// Up to `width` characters behind the words, within their paragraph.
    fn right(&self) -> String {
        let end = self.paragraph().end.max(self.kwic.span.end);
        Span::new(self.kwic.span.end, end).slice(self.text()).chars().take(self.width).collect()
    }

    fn paragraph(&self) -> Span {
        self.analysis.paragraphs.get(self.kwic.paragraph).map_or(self.kwic.span, |p| p.paragraph.span)
    }

    fn speaker(&self) -> Option<&'a str> {
        self.kwic.quote.and_then(|q| self.analysis.speaker_of(q)).map(|s| s.name.as_str())
    }
}

/// The columns of `kwic --format csv`.
#[must_use]
pub fn kwic_fields<'a>() -> Vec<Field<KwicRow<'a>>> {
    vec![
        Field::new("article_id", "the article's id", |r: &KwicRow| r.analysis.article.id.clone().into()),
        Field::new("title", "title given with the text, else its headline", |r: &KwicRow| {
            Cell::text(r.analysis.title().map(str::to_owned))
        }),
        Field::number("paragraph", "index of the paragraph, from 0", |r: &KwicRow| r.kwic.paragraph.into()),
        Field::number("start", "offset of the first character of the words found", |r: &KwicRow| {
            r.offsets.of(r.kwic.span.start).into()
        }),
        Field::number("end", "offset behind the last one", |r: &KwicRow| r.offsets.of(r.kwic.span.end).into()),
        Field::new("left", "the paragraph before them, up to --width characters", |r: &KwicRow| r.left().into()),
        Field::new("hit", "the words found", |r: &KwicRow| r.kwic.span.slice(r.text()).to_owned().into()),
        Field::new("right", "the paragraph behind them, up to --width characters", |r: &KwicRow| r.right().into()),
        Field::new("speaker", "the speaker of the quote that they belong to", |r: &KwicRow| {
            Cell::text(r.speaker().map(str::to_owned))
        }),
        Field::new("voice", "narrator, speaker or unattributed", |r: &KwicRow| r.kwic.voice.name().into()),
        Field::number("quote", "index of that quote", |r: &KwicRow| r.kwic.quote.map_or(Cell::Empty, Cell::from)),
        Field::new("dimension", "the dimension they count in; empty where no entry is found", |r: &KwicRow| {
            Cell::text(r.hit().map(|h| r.analyzer.scheme().dimension_of(h.hit.dimension).id.clone()))
        }),
        Field::new("category", "the category they count in", |r: &KwicRow| {
            Cell::text(r.hit().map(|h| h.hit.category.clone()))
        }),
        Field::decimal("value", "what they are worth for the text", |r: &KwicRow| {
            Cell::decimal(r.hit().map(|h| thousandths(h.hit.value)))
        }),
        Field::new("modifiers", "rules that fired, as rule:effect:factor:words, joined by '; '", |r: &KwicRow| {
            r.hit().map_or(Cell::Empty, |h| modifiers(&h.hit, r.text()))
        }),
        Field::new("term", "the entry's term, as written in the lexicon", |r: &KwicRow| {
            let entry = |h: &PlacedHit| {
                r.analyzer.lexicons()[h.hit.lexicon as usize].entries()[h.hit.entry as usize].term.clone()
            };
            Cell::text(r.hit().map(entry))
        }),
    ]
}

/// One line of at most `columns` columns for a terminal: article, words in their context, who says them, value.
#[must_use]
pub fn kwic_line(row: &KwicRow, columns: usize) -> String {
    let mut free = columns.max(2 * GAP + VALUE);
    let mut before = String::new();
    if columns >= NARROW {
        let id = padded(&cut_right(&one_line(&row.analysis.article.id), ARTICLE), ARTICLE);
        before = format!("{DIM}{id}{DIM:#}  ");
        free -= ARTICLE + GAP;
    }
    let mut behind = format!("  {:>VALUE$}", row.hit().map_or(String::new(), |h| two_places(thousandths(h.hit.value))));
    free -= VALUE + GAP;
    if columns >= NARROWEST {
        let who = match (row.kwic.voice, row.speaker()) {
            (Voice::Narrator, _) => "(narrator)".to_owned(),
            (_, None) => "(nobody named)".to_owned(),
            (_, Some(name)) => one_line(name),
        };
        behind = format!("  {}{behind}", padded(&cut_right(&who, SPEAKER), SPEAKER));
        free -= SPEAKER + GAP;
    }
    #[expect(clippy::cast_sign_loss, reason = "a share of a width is not negative")]
    let left_columns = (free as f64 * LEFT) as usize;
    let words = cut_right(&one_line(row.kwic.span.slice(row.text())), free - left_columns);
    // A blank that ends the context is part of the distance to the hit.
    let gap =
        |text: &str, end: Option<char>| if end.is_some_and(char::is_whitespace) && !text.is_empty() { " " } else { "" };
    let (left, right) = (row.left(), row.right());
    let left_gap = gap(&left, left.chars().next_back());
    let right_gap = gap(&right, right.chars().next());
    let left = format!("{}{left_gap}", one_line(&left));
    let left = cut_left(&left, left_columns);
    let right_columns = free - left_columns - display_width(&words);
    let right = format!("{right_gap}{}", one_line(&right));
    let right = padded(&cut_right(&right, right_columns), right_columns);
    let indent = " ".repeat(left_columns - display_width(&left));
    let colour = row.hit().map_or(BOLD, |h| style(row.analyzer, &h.hit));
    format!("{before}{indent}{left}{colour}{words}{colour:#}{right}{behind}").trim_end().to_owned()
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(display_width(text))))
}

/// The start of a text, in at most so many columns.
pub(in crate::report) fn cut_right(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if display_width(&kept) >= columns {
            kept.pop();
            break;
        }
    }
    if columns == 0 { String::new() } else { kept + "…" }
}

/// The end of a text, in at most so many columns.
fn cut_left(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut taken = 0;
    let kept = text.char_indices().rev().take_while(|(at, c)| {
        taken += display_width(&text[*at..*at + c.len_utf8()]);
        taken < columns
    });
    let from = kept.last().map_or(text.len(), |(at, _)| at);
    if columns == 0 { String::new() } else { format!("…{}", &text[from..]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::span::OffsetUnit;
    use crate::study::{Lookup, Query};

    #[test]
    fn a_line_fits_any_terminal() {
        let analyzer = Analyzer::shipped().unwrap();
        let text = "“各位, we will bomb the harbour of Marland and all that lies behind it,” Admiral Tor \
                    Vesk of the northern fleet said on Monday.";
        let analysis = analyzer.analyze(Article::new("a-very-long-article-id", text));
        let query = Query::parse(&analyzer, "force", Lookup::Auto).unwrap();
        let offsets = Offsets::new(text, OffsetUnit::CodePoint);
        let found = query.find(&analyzer, &analysis);
        assert!(!found.is_empty());
        for columns in [0, 9, 30, 55, 56, 77, 78, 100, 120] {
            let row =
                KwicRow { analyzer: &analyzer, analysis: &analysis, offsets: &offsets, kwic: found[0], width: 60 };
            let line = anstream::adapter::strip_str(&kwic_line(&row, columns)).to_string();
            assert!(display_width(&line) <= columns.max(9), "{columns}: {line:?}");
            assert!(columns < 30 || line.contains("bomb"), "{line}");
        }
    }

    #[test]
    fn what_is_cut_is_marked() {
        assert_eq!(cut_right("harbour", 4), "har…");
        assert_eq!(cut_left("harbour", 4), "…our");
        assert_eq!((cut_left("harbour", 7), cut_right("harbour", 7)), ("harbour".into(), "harbour".into()));
    }
}
