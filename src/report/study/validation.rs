//! A validation as text and as JSON.

mod json;

use super::super::columns::thousandths;
use super::super::terminal::{BOLD, DIM, one_line};
use super::{kwic::cut_right, short, two_places};
use crate::analysis::Analyzer;
use crate::lexicon::Entry;
use crate::study::{CodedRow, Disagreement, Estimate, Evidence, LabelKind, TargetValidation, TermResidual, Validation};
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use std::fmt::Write;

pub use json::validation_json;

/// Narrowest text.
const NARROWEST: usize = 40;

/// A validation with all that its text is made from.
#[derive(Debug, Clone, Copy)]
pub struct ValidationView<'a> {
    /// The analyzer that scored the texts.
    pub analyzer: &'a Analyzer,
    /// The comparison.
    pub validation: &'a Validation,
    /// The rows compared.
    pub rows: &'a [CodedRow],
    /// One for each row.
    pub evidence: &'a [Evidence],
    /// Names of the label columns.
    pub coders: &'a [String],
    /// Name of the coded table.
    pub name: &'a str,
    /// Replicates of the bootstrap, and its seed.
    pub bootstrap: (u32, u64),
}

/// The validation for people, in lines of at most `columns` columns. With several score columns only the measures are
/// given for those behind the first.
#[must_use]
pub fn validation_text(view: &ValidationView, columns: usize) -> String {
    let text = Text { view, columns: columns.max(NARROWEST) };
    let mut out = String::new();
    text.heading(&mut out);
    text.alpha(&mut out);
    for target in &view.validation.targets {
        text.measures(&mut out, target);
    }
    if let Some(first) = view.validation.targets.first() {
        text.rows(&mut out, "Scored too low", first, &first.too_low);
        text.rows(&mut out, "Scored too high", first, &first.too_high);
        text.terms(&mut out, "low", &first.terms_low);
        text.terms(&mut out, "high", &first.terms_high);
    }
    out
}

struct Text<'a> {
    view: &'a ValidationView<'a>,
    columns: usize,
}

impl Text<'_> {
    fn wrapped(&self, out: &mut String, indent: &str, text: &str) {
        let options = textwrap::Options::new(self.columns).initial_indent(indent).subsequent_indent(indent);
        for line in textwrap::wrap(text, options) {
            let _ = writeln!(out, "{line}");
        }
    }

    fn heading(&self, out: &mut String) {
        let found = self.view.validation;
        let labels = match &found.kind {
            LabelKind::Binary { positive, others } => format!("{positive} against {}", others.join(", ")),
            LabelKind::Ordinal { range } => format!("steps from {} to {}", short(range[0]), short(range[1])),
            LabelKind::Interval { range } => format!("numbers from {} to {}", short(range[0]), short(range[1])),
        };
        let columns: Vec<String> = self.view.coders.iter().map(|c| format!("`{c}`")).collect();
        let mut line =
            format!("{}: {} rows compared with {} ({labels})", self.view.name, found.rows, columns.join(", "));
        for (count, what) in [
            (found.unlabelled, "without a label"),
            (found.tied, "with as many coders for as against"),
            (found.unscored, "without a sentence"),
        ] {
            if count > 0 {
                let _ = write!(line, "; {count} {what} left out");
            }
        }
        self.wrapped(out, "", &line);
        let (replicates, seed) = self.view.bootstrap;
        let drawn = if found.clusters == found.rows { "rows" } else { "clusters" };
        let about =
            format!("95 % intervals: {replicates} bootstrap samples of {} {drawn}, seed {seed}", found.clusters);
        self.wrapped(out, "", &about);
        out.push('\n');
    }

    fn alpha(&self, out: &mut String) {
        if let Some((metric, units, estimate)) = &self.view.validation.alpha {
            let value = estimate_text(estimate);
            let line = format!("{}, {}: {value} ({units} rows with two labels or more)", estimate.name, metric.name());
            self.wrapped(out, "", &line);
            out.push('\n');
        }
    }

    fn measures(&self, out: &mut String, found: &TargetValidation) {
        let _ = writeln!(out, "{BOLD}{}{BOLD:#}", self.view.analyzer.scheme().targets()[found.target].id);
        let mut table = plain_table();
        for estimate in &found.measures {
            table.add_row(vec![format!("  {}", estimate.name), estimate_text(estimate)]);
        }
        let _ = writeln!(out, "{}", written(table));
        if let Some((folds, threshold)) = found.threshold {
            let line =
                format!("threshold: yes above {threshold:.4}; judged in {folds} parts, each by the others' best");
            self.wrapped(out, "  ", &line);
        }
        let chief = found.measures.first().map_or("", |m| m.name);
        for (coder, agreement) in self.view.coders.iter().zip(&found.coders) {
            let value = agreement.value.map_or_else(|| "–".to_owned(), two_places);
            self.wrapped(out, "  ", &format!("{chief} with `{coder}` alone: {value} ({} rows)", agreement.rows));
        }
        out.push('\n');
    }

    fn rows(&self, out: &mut String, title: &str, target: &TargetValidation, rows: &[Disagreement]) {
        if rows.is_empty() {
            return;
        }
        let column = &self.view.analyzer.scheme().targets()[target.target];
        let _ = writeln!(out, "{BOLD}{title}{BOLD:#} {DIM}({}){DIM:#}", column.id);
        for row in rows {
            let coded = &self.view.rows[row.row];
            let line = format!(
                "line {}: label {}, {} expected at score {}",
                coded.line,
                short(row.label),
                two_places(row.expected),
                two_places(row.score)
            );
            self.wrapped(out, "  ", &line);
            // Two lines show what a text is about; the line number leads to the rest.
            let text = cut_right(&one_line(&coded.text), 2 * (self.columns - 8));
            self.wrapped(out, "    ", &text);
            let hits = self.view.evidence[row.row].hits.iter().filter(|h| h.counts_in(column));
            let hits: Vec<String> = hits.map(|h| self.hit(h)).collect();
            let hits = if hits.is_empty() { "no hit that counts".to_owned() } else { hits.join("; ") };
            let _ = write!(out, "{DIM}");
            self.wrapped(out, "    ", &hits);
            let _ = write!(out, "{DIM:#}");
        }
        out.push('\n');
    }

    fn hit(&self, judged: &crate::study::Judged) -> String {
        let hit = &judged.hit;
        let dimension = &self.view.analyzer.scheme().dimension_of(hit.dimension).id;
        format!("{}: {dimension}.{} {}", one_line(&judged.words), hit.category, thousandths(hit.value))
    }

    fn terms(&self, out: &mut String, side: &str, terms: &[TermResidual]) {
        if terms.is_empty() {
            return;
        }
        let _ = writeln!(out, "{BOLD}Terms of texts that are scored too {side}{BOLD:#}");
        let mut table = plain_table();
        table.set_header(["  term", "entry", "rows", "residual", "z", "adds"]);
        let longest = (self.columns / 3).max(12);
        for term in terms {
            let entry = entry(self.view.analyzer, term);
            let lexicon = self.view.analyzer.lexicons()[term.lexicon as usize].id();
            table.add_row(vec![
                format!("  {}", cut_right(&entry.term, longest)),
                format!("{lexicon}:{}", entry.line),
                term.rows.to_string(),
                two_places(term.residual),
                two_places(term.z),
                two_places(term.value),
            ]);
        }
        for at in 2..6 {
            if let Some(column) = table.column_mut(at) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let _ = writeln!(out, "{}\n", written(table));
    }
}

fn written(mut table: Table) -> String {
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt()
}

fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table
}

pub(super) fn entry<'a>(analyzer: &'a Analyzer, term: &TermResidual) -> &'a Entry {
    &analyzer.lexicons()[term.lexicon as usize].entries()[term.entry as usize]
}

fn estimate_text(estimate: &Estimate) -> String {
    let Some(value) = estimate.value else { return "–".to_owned() };
    let interval = estimate.interval.map(|i| format!(" [{}, {}]", two_places(i.low), two_places(i.high)));
    format!("{}{}", two_places(value), interval.unwrap_or_default())
}
