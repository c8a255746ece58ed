//! Candidate terms for a terminal.

use super::super::terminal::{BOLD, DIM, one_line};
use super::{kwic::cut_right, two_places};
use crate::study::Suggestion;
use std::fmt::Write;

/// Narrowest view.
const NARROWEST: usize = 40;

/// Each candidate with its figures, its examples below it, in lines of at most `columns` columns.
#[must_use]
pub fn suggestion_text(found: &[Suggestion], columns: usize) -> String {
    let columns = columns.max(NARROWEST);
    let mut out = String::new();
    for suggestion in found {
        let [high, low] = suggestion.counts;
        let figures = format!("  z {} · {high} high, {low} low", two_places(suggestion.z));
        let term = cut_right(&suggestion.term, columns.saturating_sub(figures.chars().count()));
        let _ = writeln!(out, "{BOLD}{term}{BOLD:#}{DIM}{figures}{DIM:#}");
        for example in &suggestion.examples {
            let _ = writeln!(out, "  {}", cut_right(&one_line(example), columns - 2));
        }
    }
    out
}
