//! The section of articles: each article in full, quotes marked by speaker, hits underlined; its tables below it.

use super::marked::{self, Underline};
use super::markup::Html;
use super::table::{self, Field, Head, value};
use super::{Parts, anchor, view};
use crate::analysis::{Analysis, ParagraphAnalysis};
use crate::article::ParagraphKind;
use crate::quote::CueClass;
use crate::report::terminal::one_line;
use crate::report::{Cell, Column, HitRows, Row, Unit};
use crate::span::{Offsets, Span};

/// Tints that speakers of an article take in turn.
const TINTS: usize = 8;

/// One article with what its markup needs.
struct One<'p, 'a> {
    parts: &'p Parts<'p, 'a>,
    analysis: &'p Analysis,
    offsets: Offsets<'p>,
    /// Its id on the page.
    id: String,
}

pub(super) fn section(html: &mut Html, parts: &Parts) {
    let Some(all) = parts.page.full.as_ref().filter(|all| !all.is_empty()) else { return };
    let title = if all.len() == 1 { "Article" } else { "Articles" };
    html.raw("<section id=\"articles\" aria-labelledby=\"articles-title\"><h2 id=\"articles-title\">").text(title);
    html.raw("</h2><p>Quotes have a tint for each speaker, whose name stands before them. ");
    html.raw("Underlined words count: point at them, or reach them with the Tab key, to see their arithmetic.</p>");
    legend(html, parts);
    let articles: Vec<One> = all
        .iter()
        .enumerate()
        .map(|(at, analysis)| One {
            parts,
            analysis,
            offsets: Offsets::new(analysis.article.text(), parts.page.offsets),
            id: format!("a{at}"),
        })
        .collect();
    if articles.len() > 1 {
        overview(html, parts, &articles);
    }
    for article in &articles {
        article.write(html);
    }
    html.raw("</section>\n");
}

/// What the lines under words mean.
fn legend(html: &mut Html, parts: &Parts) {
    html.raw("<p class=\"legend\">");
    for dimension in parts.view.underlined() {
        html.element("span", &[("class", &parts.view.class(dimension))], parts.view.label(dimension.0 as usize));
        html.text(" ");
    }
    html.raw("</p>");
}

/// A table of all articles.
fn overview(html: &mut Html, parts: &Parts, articles: &[One]) {
    let label = parts.view.label(parts.view.subject);
    let id = &parts.view.target(parts.view.subject).id;
    let heads: Vec<Head> = [Head::text("Article"), Head::text("Id"), Head::text("Date")]
        .into_iter()
        .chain(["Words", "Quotes", "Speakers"].map(Head::number))
        .chain(["", ", quoted", ", narrated"].map(|voice| Head::number(format!("{label}{voice}"))))
        .collect();
    let names: Vec<String> = ["title", "article_id", "date", "words", "quotes", "speakers"]
        .map(str::to_owned)
        .into_iter()
        .chain(["score", "quoted", "narrated"].map(|suffix| format!("{id}_{suffix}")))
        .collect();
    let columns = Unit::Articles.columns(parts.view.analyzer.scheme());
    table::open(html, "article-table", "articles.csv", "Articles with their scores", &heads);
    for article in articles {
        html.raw("<tr>");
        for (at, (head, name)) in heads.iter().zip(&names).enumerate() {
            let field = article.field(&columns, name, 0);
            if at == 0 {
                html.raw("<th scope=\"row\" class=\"words\">").open("a", &[("href", &format!("#{}", article.id))]);
                value(html, &(field.0, Cell::from(view::title(article.analysis))));
                html.raw("</a></th>");
            } else {
                html.open("td", &[("class", if head.number { "number" } else { "words" })]);
                value(html, &field);
                html.raw("</td>");
            }
        }
        html.raw("</tr>");
    }
    table::close(html);
}

impl One<'_, '_> {
    fn field(&self, columns: &[Column], name: &str, index: usize) -> Field<'_> {
        let row = Row {
            analysis: self.analysis,
            analyzer: self.parts.view.analyzer,
            offsets: &self.offsets,
            sha256: "",
            index,
        };
        let cell = columns.iter().find(|c| c.name == name).map_or(Cell::Empty, |c| c.cell(&row));
        (name.to_owned(), cell)
    }

    fn write(&self, html: &mut Html) {
        let title = format!("{}-title", self.id);
        html.open("article", &[("id", &self.id), ("aria-labelledby", &title), ("tabindex", "-1")]);
        // The page's own title says it already when this is the only article.
        let single = self.parts.facts.totals.articles == 1;
        html.open("h3", &[("id", &title), ("dir", "auto"), ("class", if single { "unseen" } else { "title" })])
            .text(&view::title(self.analysis))
            .close("h3");
        self.facts(html);
        html.raw("<div class=\"text\">");
        for (at, paragraph) in self.analysis.paragraphs.iter().enumerate() {
            self.paragraph(html, at, paragraph);
        }
        html.raw("</div>");
        self.quote_table(html);
        self.hit_table(html);
        html.raw("</article>");
    }

    fn facts(&self, html: &mut Html) {
        let columns = Unit::Articles.columns(self.parts.view.analyzer.scheme());
        let view = self.parts.view;
        html.raw("<p class=\"about\">");
        if let Some(date) = &self.analysis.date {
            html.element("time", &[("datetime", date)], date).text(" · ");
        }
        html.raw("<bdi>").text(&self.analysis.article.id).raw("</bdi>");
        for name in ["words", "quotes", "speakers"] {
            html.text(" · ");
            value(html, &self.field(&columns, name, 0));
            html.text(" ").text(name);
        }
        let target = view.target(view.subject);
        for (suffix, what) in [("score", ""), ("quoted", " in quotes"), ("narrated", " in the writer’s words")] {
            html.text(" · ").text(view.label(view.subject)).text(what).raw(" <strong>");
            value(html, &self.field(&columns, &format!("{}_{suffix}", target.id), 0));
            html.raw("</strong>");
        }
        html.raw("</p>");
    }

    fn paragraph(&self, html: &mut Html, at: usize, paragraph: &ParagraphAnalysis) {
        let kind = paragraph.paragraph.kind;
        let class = if kind == ParagraphKind::Paragraph { "paragraph" } else { kind.name() };
        html.open("div", &[("class", "row")]).open("p", &[("class", class), ("dir", "auto")]);
        let underlines = marked::of_text(self.parts.view, self.analysis, paragraph.hits.clone());
        let prefix = format!("{}-p{at}", self.id);
        let whole = paragraph.paragraph.span;
        let mut done = whole.start;
        for (quote, index, span) in self.quoted(whole) {
            self.words(html, Span::new(done, span.start), &underlines, &prefix);
            self.quote(html, quote, index == 0, |html| self.words(html, span, &underlines, &prefix));
            done = span.end;
        }
        self.words(html, Span::new(done, whole.end), &underlines, &prefix);
        html.raw("</p>");
        self.score(html, paragraph);
        html.raw("</div>");
    }

    fn words(&self, html: &mut Html, range: Span, underlines: &[Underline], prefix: &str) {
        if !range.is_empty() {
            marked::write(html, self.analysis.article.text(), range, underlines, prefix);
        }
    }

    /// The spans of quotes in a paragraph, in text order, as (quote, which of its spans, span).
    fn quoted(&self, whole: Span) -> Vec<(usize, usize, Span)> {
        let quotes = self.analysis.quotes.iter().enumerate();
        let mut all: Vec<(usize, usize, Span)> = quotes
            .flat_map(|(quote, q)| q.spans.iter().enumerate().map(move |(at, span)| (quote, at, *span)))
            .filter(|(.., span)| whole.contains(*span))
            .collect();
        all.sort_by_key(|(.., span)| span.start);
        all
    }

    /// A span of a quote: a name before its first words, a tint behind all.
    fn quote(&self, html: &mut Html, index: usize, first: bool, words: impl FnOnce(&mut Html)) {
        let analysis = self.analysis;
        let speaker = analysis.attributions[index].speaker;
        let tint = speaker.map_or_else(|| "nobody".to_owned(), |s| format!("tint-{}", s % TINTS));
        let private = if analysis.quotes[index].class == CueClass::Private { " private" } else { "" };
        let class = format!("quote {tint}{private}");
        if !first {
            html.open("span", &[("class", &class)]);
            words(html);
            html.raw("</span>");
            return;
        }
        let id = format!("{}-q{index}", self.id);
        html.open("span", &[("class", &class), ("id", &id), ("tabindex", "-1")]);
        match speaker.map(|s| &analysis.speakers[s]) {
            Some(speaker) => {
                let key = self.parts.page.excerpts.keys.key(speaker, &analysis.article.id);
                let name = one_line(&speaker.name);
                if private.is_empty() {
                    html.open("a", &[("class", "who"), ("href", &format!("#{}", anchor(&key)))]).text(&name);
                    html.close("a");
                } else {
                    html.element("span", &[("class", "who")], &format!("{name}, belief or wish"));
                }
            }
            None => {
                html.element("span", &[("class", "who")], "nobody named");
            }
        }
        html.text(" ");
        words(html);
        html.raw("</span>");
    }

    /// The paragraph's score in the margin, where it is not zero.
    fn score(&self, html: &mut Html, paragraph: &ParagraphAnalysis) {
        let view = self.parts.view;
        let Some(score) = paragraph.scores.score(view.subject).filter(|s| *s != 0.0) else { return };
        html.raw("<p class=\"margin\">").element("span", &[], view.label(view.subject)).text(" ");
        value(html, &(format!("{}_score", view.target(view.subject).id), Cell::Decimal(score)));
        html.raw("</p>");
    }

    fn quote_table(&self, html: &mut Html) {
        let rows = Unit::Quotes.rows(self.analysis, HitRows::Scored);
        if rows.is_empty() {
            return;
        }
        let view = self.parts.view;
        let mut names =
            ["quote", "speaker", "text", "kind", "cue_class", "confidence", "words"].map(str::to_owned).to_vec();
        let mut heads = vec![Head::number("No."), Head::text("Speaker"), Head::text("Quote"), Head::text("Kind")];
        heads.extend([Head::text("Class"), Head::number("Sure"), Head::number("Words")]);
        for at in &view.shown {
            names.push(format!("{}_score", view.target(*at).id));
            heads.push(Head::number(view.label(*at)));
        }
        let columns = Unit::Quotes.columns(view.analyzer.scheme());
        let cells: Vec<Vec<Field>> =
            rows.iter().map(|row| names.iter().map(|name| self.field(&columns, name, *row)).collect()).collect();
        self.details(html, "quotes", "Quotes, as a table", &heads, &cells);
    }

    fn hit_table(&self, html: &mut Html) {
        let shown = |at: &usize| self.parts.view.is_underlined(&self.analysis.hits[*at].hit);
        let rows: Vec<usize> = Unit::Hits.rows(self.analysis, HitRows::All).into_iter().filter(shown).collect();
        if rows.is_empty() {
            return;
        }
        let names = ["text", "speaker", "dimension", "category", "base", "modifiers", "value", "quote_value", "term"];
        let heads = [
            Head::text("Words"),
            Head::text("Speaker"),
            Head::text("Dimension"),
            Head::text("Category"),
            Head::number("Weight"),
            Head::text("Rules"),
            Head::number("Worth in the text"),
            Head::number("Worth for the speaker"),
            Head::text("Entry"),
        ];
        let columns = Unit::Hits.columns(self.parts.view.analyzer.scheme());
        let cells: Vec<Vec<Field>> =
            rows.iter().map(|row| names.iter().map(|name| self.field(&columns, name, *row)).collect()).collect();
        self.details(html, "hits", "Words that count, as a table", &heads, &cells);
    }

    fn details(&self, html: &mut Html, name: &str, title: &str, heads: &[Head], rows: &[Vec<Field>]) {
        html.raw("<details><summary>").text(title).raw("</summary>");
        let caption = format!("{title}: {}", view::title(self.analysis));
        table::plain(html, &format!("{}-{name}", self.id), (&format!("{name}.csv"), &caption), heads, rows);
        html.raw("</details>");
    }
}
