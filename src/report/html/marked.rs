//! An article's words with hits underlined; each says why on hover and focus.

use super::markup::Html;
use super::view::View;
use super::why;
use crate::analysis::Analysis;
use crate::span::Span;

/// Words that are underlined, with what is said of them. Those of one text do not overlap and are in text order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Underline {
    /// The words.
    pub span: Span,
    class: String,
    /// Empty where the words are explained elsewhere.
    why: Vec<String>,
}

/// The hits of the article as they count for the text; `hits` is a range of its hits.
pub(super) fn of_text(view: &View, analysis: &Analysis, hits: std::ops::Range<usize>) -> Vec<Underline> {
    let shown = hits.filter(|at| view.is_underlined(&analysis.hits[*at].hit));
    merged(shown.map(|at| {
        let hit = &analysis.hits[at].hit;
        let class = class(view.class(hit.dimension), hit.value);
        Underline { span: hit.span, class, why: vec![why::for_text(view, analysis, at)] }
    }))
}

/// The hits of a quote as they count for its speaker.
pub(super) fn of_quote(view: &View, analysis: &Analysis, quote: usize) -> Vec<Underline> {
    let shown = analysis.quote_scores[quote].hits.iter().map(|(.., hit)| hit).filter(|h| view.is_underlined(h));
    merged(shown.map(|hit| {
        let class = class(view.class(hit.dimension), hit.value);
        Underline { span: hit.span, class, why: vec![why::for_speaker(view, analysis, hit)] }
    }))
}

impl Underline {
    pub(super) fn new(span: Span, class: String, why: String) -> Self {
        Self { span, class, why: vec![why] }
    }
}

/// What a rule cancelled is underlined faintly.
pub(super) fn class(class: String, value: i32) -> String {
    if value == 0 { class + " void" } else { class }
}

/// Overlapping hits become one underline that says all of it.
pub(super) fn merged(all: impl Iterator<Item = Underline>) -> Vec<Underline> {
    let mut all: Vec<Underline> = all.collect();
    all.sort_by_key(|u| (u.span.start, u.span.end));
    let mut out: Vec<Underline> = Vec::new();
    for next in all {
        match out.last_mut() {
            Some(last) if last.span.overlaps(next.span) => {
                last.span = last.span.cover(next.span);
                last.why.extend(next.why);
            }
            _ => out.push(next),
        }
    }
    out
}

/// The words of `range` as a text of their own, with the underlines that lie in it.
pub(super) fn cut_out(text: &str, range: Span, underlines: &[Underline]) -> (String, Vec<Underline>) {
    let inside = underlines.iter().filter(|u| u.span.overlaps(range)).map(|underline| {
        let (start, end) = (underline.span.start.max(range.start), underline.span.end.min(range.end));
        let why = if start == underline.span.start { underline.why.clone() } else { Vec::new() };
        Underline { span: Span::new(start - range.start, end - range.start), class: underline.class.clone(), why }
    });
    (range.slice(text).to_owned(), inside.collect())
}

/// Writes the words of `range` with the underlines that lie in it. `prefix` makes the ids of the explanations unique
/// on the page.
pub(super) fn write(html: &mut Html, text: &str, range: Span, underlines: &[Underline], prefix: &str) {
    let mut at = range.start;
    for (index, underline) in underlines.iter().enumerate().filter(|(_, u)| u.span.overlaps(range)) {
        let start = underline.span.start.max(range.start);
        let end = underline.span.end.min(range.end);
        html.text(Span::new(at, start).slice(text));
        // Words that a quote's end cuts in two are explained once, at their beginning.
        if start == underline.span.start && !underline.why.is_empty() {
            let id = format!("{prefix}-{index}");
            html.open("mark", &[("class", &underline.class), ("tabindex", "0"), ("aria-describedby", &id)]);
            html.text(Span::new(start, end).slice(text));
            html.open("span", &[("class", "why"), ("role", "tooltip"), ("id", &id)]);
            for line in &underline.why {
                html.element("span", &[], line);
            }
            html.close("span").close("mark");
        } else {
            html.element("mark", &[("class", &underline.class)], Span::new(start, end).slice(text));
        }
        at = end;
    }
    html.text(Span::new(at, range.end).slice(text));
}
