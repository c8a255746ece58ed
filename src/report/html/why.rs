//! The arithmetic behind a hit, in one line.

use super::view::View;
use crate::analysis::Analysis;
use crate::report::columns::quote_hit;
use crate::report::terminal::{decimal, one_line};
use crate::score::Hit;
use crate::span::Span;
use std::fmt::{Display, Write};

/// Bytes of a term that are shown: half a line.
const TERM_BYTES: usize = 60;

/// What a hit is worth for the text and why, and what it is worth for the quote's speaker where that differs.
pub(super) fn for_text(view: &View, analysis: &Analysis, index: usize) -> String {
    let placed = &analysis.hits[index];
    let mut line = arithmetic(view, analysis, &placed.hit);
    if placed.cue {
        line.push_str(" · the cue’s own force");
    }
    if let Some(own) = quote_hit(analysis, index).filter(|own| **own != placed.hit) {
        let _ = write!(line, " · for the speaker: {}", sum(view, analysis, own));
    }
    line + &entry(view, &placed.hit)
}

/// What a hit is worth for a quote's speaker and why.
pub(super) fn for_speaker(view: &View, analysis: &Analysis, hit: &Hit) -> String {
    arithmetic(view, analysis, hit) + &entry(view, hit)
}

fn arithmetic(view: &View, analysis: &Analysis, hit: &Hit) -> String {
    parts(view, analysis, hit).line()
}

fn sum(view: &View, analysis: &Analysis, hit: &Hit) -> String {
    parts(view, analysis, hit).sum()
}

fn parts<'p>(view: &View<'p>, analysis: &'p Analysis, hit: &'p Hit) -> Parts<'p> {
    let text = analysis.article.text();
    let modifiers = hit.modifiers.iter().map(|m| (m.rule.as_str(), m.factor, m.span.slice(text)));
    Parts {
        words: hit.span.slice(text),
        label: view.label(hit.dimension.0 as usize),
        category: Some(&hit.category),
        from: hit.from_dimension.map(|from| view.label(from.0 as usize)),
        base: hit.base,
        modifiers: modifiers.collect(),
        value: hit.value,
    }
}

/// What a hit's arithmetic is made of; numbers are thousandths.
pub(super) struct Parts<'p> {
    pub words: &'p str,
    pub label: &'p str,
    /// None where it is not known.
    pub category: Option<&'p str>,
    /// The dimension that a rule moved it from.
    pub from: Option<&'p str>,
    pub base: i32,
    /// Rule, factor and words of each.
    pub modifiers: Vec<(&'p str, i32, &'p str)>,
    pub value: i32,
}

impl Parts<'_> {
    /// `“we will sink” – escalation, force: 4 × 1.25 (conditional_threat “If”) = 5`
    pub(super) fn line(&self) -> String {
        format!("“{}” – {}", one_line(self.words), self.sum())
    }

    fn sum(&self) -> String {
        let mut line = self.label.to_owned();
        if let Some(category) = self.category {
            let _ = write!(line, ", {category}");
        }
        if let Some(from) = self.from {
            let _ = write!(line, " (from {from})");
        }
        let _ = write!(line, ": {}", decimal(self.base));
        for (rule, factor, words) in &self.modifiers {
            let _ = write!(line, " × {} ({rule} “{}”)", decimal(*factor), one_line(words));
        }
        if !self.modifiers.is_empty() {
            let _ = write!(line, " = {}", decimal(self.value));
        }
        line
    }
}

/// Modifiers as tables have them: `rule:effect:factor:words`, joined by `; `.
pub(super) fn read_modifiers(text: &str) -> Vec<(&str, i32, &str)> {
    let one = |part: &'_ str| -> Option<(usize, i32, usize)> {
        let mut parts = part.splitn(4, ':');
        let (rule, effect, factor) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next()?;
        let number: f64 = factor.parse().ok()?;
        Some((rule.len(), (number * 1e3).round() as i32, rule.len() + effect.len() + factor.len() + 3))
    };
    let mut found: Vec<(&str, i32, &str)> = Vec::new();
    let mut at = 0;
    for part in text.split("; ") {
        let end = at + part.len();
        match one(part) {
            Some((rule, factor, words)) => found.push((&part[..rule], factor, &part[words..])),
            // Words may hold what parts two modifiers.
            None => {
                if let Some((.., words)) = found.last_mut() {
                    *words = &text[end - part.len() - 2 - words.len()..end];
                }
            }
        }
        at = end + 2;
    }
    found
}

/// Where the entry of a hit stands.
fn entry(view: &View, hit: &Hit) -> String {
    let lexicon = &view.analyzer.lexicons()[hit.lexicon as usize];
    let entry = &lexicon.entries()[hit.entry as usize];
    standing(lexicon.id(), entry.line, &entry.term)
}

/// Where an entry stands, lexicon and line, and how its term begins: some are of hundreds of words, and the line has all.
pub(super) fn standing(lexicon: &str, line: impl Display, term: &str) -> String {
    if term.len() <= TERM_BYTES {
        return format!(" · {lexicon}/terms.csv:{line} {term}");
    }
    let shown = super::cut(term, Span::new(0, term.len() as u32), TERM_BYTES).slice(term);
    format!(" · {lexicon}/terms.csv:{line} {shown} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modifiers_are_read_as_they_are_written() {
        let text = "negation:flip:-0.5000:no; not: never; strong:boost:1.2500:very";
        assert_eq!(read_modifiers(text), [("negation", -500, "no; not: never"), ("strong", 1250, "very")]);
        assert_eq!(read_modifiers(""), []);
    }
}
