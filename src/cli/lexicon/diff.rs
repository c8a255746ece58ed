//! `tonescope lexicon diff`.

use super::super::args::lexicon::TableFormat;
use super::super::exit::Outcome;
use super::print;
use super::table::Table;
use std::fmt::Write as _;
use tonescope::error::Result;
use tonescope::lexicon::{Change, ChangeKind, Lexicon, diff};

/// Prints what differs from one lexicon to the other.
pub fn run(before: &Lexicon, after: &Lexicon, format: TableFormat) -> Result<Outcome> {
    let changes = diff(before, after);
    if format == TableFormat::Terminal {
        return print(&readable(&changes));
    }
    let mut table = Table::new(&["change", "what", "name", "field", "before", "after"]);
    for c in changes {
        table.row([
            c.kind.name().into(),
            c.what.into(),
            c.name.into(),
            c.field.into(),
            c.before.into(),
            c.after.into(),
        ]);
    }
    print(&table.render(format)?)
}

/// One line a thing that was added, removed or changed, and a count.
fn readable(changes: &[Change]) -> String {
    let mut out = String::new();
    let mut counts = [0; 3];
    let things = changes.chunk_by(|a, b| (a.kind, a.what, &a.name) == (b.kind, b.what, &b.name));
    for thing in things {
        let first = &thing[0];
        let (sign, count) = match first.kind {
            ChangeKind::Added => ('+', &mut counts[0]),
            ChangeKind::Removed => ('-', &mut counts[1]),
            ChangeKind::Changed => ('~', &mut counts[2]),
        };
        *count += 1;
        let field = |c: &Change| match c.kind {
            ChangeKind::Added => format!("{} {}", c.field, c.after),
            ChangeKind::Removed => format!("{} {}", c.field, c.before),
            ChangeKind::Changed => format!("{} {} → {}", c.field, shown(&c.before), shown(&c.after)),
        };
        let fields: Vec<String> = thing.iter().map(field).collect();
        let _ = writeln!(out, "{sign} {} {}: {}", first.what, first.name, fields.join(", "));
    }
    let _ = writeln!(out, "{} added, {} removed, {} changed", counts[0], counts[1], counts[2]);
    out
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}
