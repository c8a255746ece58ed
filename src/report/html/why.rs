//! The arithmetic behind a hit, in one line.

use super::view::View;
use crate::analysis::Analysis;
use crate::report::columns::quote_hit;
use crate::report::terminal::{decimal, one_line};
use crate::score::Hit;
use std::fmt::Write;

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

/// `“we will sink” – escalation, force: 4 × 1.25 (conditional_threat “If”) = 5`
fn arithmetic(view: &View, analysis: &Analysis, hit: &Hit) -> String {
    let words = one_line(hit.span.slice(analysis.article.text()));
    format!("“{words}” – {}", sum(view, analysis, hit))
}

fn sum(view: &View, analysis: &Analysis, hit: &Hit) -> String {
    let mut line = format!("{}, {}", view.label(hit.dimension.0 as usize), hit.category);
    if let Some(from) = hit.from_dimension {
        let _ = write!(line, " (from {})", view.label(from.0 as usize));
    }
    let _ = write!(line, ": {}", decimal(hit.base));
    for modifier in &hit.modifiers {
        let words = one_line(modifier.span.slice(analysis.article.text()));
        let _ = write!(line, " × {} ({} “{words}”)", decimal(modifier.factor), modifier.rule);
    }
    if !hit.modifiers.is_empty() {
        let _ = write!(line, " = {}", decimal(hit.value));
    }
    line
}

/// Where the entry stands: lexicon and line.
fn entry(view: &View, hit: &Hit) -> String {
    let lexicon = &view.analyzer.lexicons()[hit.lexicon as usize];
    let entry = &lexicon.entries()[hit.entry as usize];
    format!(" · {}/terms.csv:{} {}", lexicon.id(), entry.line, entry.term)
}
