//! `tonescope lexicon`: list, show, lint, diff, convert, suggest.

mod convert;
mod diff;
mod lint;
mod suggest;
mod table;

use super::args::lexicon::{LexiconArgs, LexiconCommand, TableFormat};
use super::exit::Outcome;
use super::settings::{lexicon, width};
use std::fmt::Write as _;
use std::io::Write as _;
use table::Table;
use tonescope::error::{Error, ErrorKind, Result};
use tonescope::lexicon::{BUILTIN, Example, Lexicon, UNIT};

/// Examples that `show` prints for a category: that hit, and that must not.
const SHOWN: [usize; 2] = [2, 1];

/// Runs the subcommand.
pub fn run(args: &LexiconArgs) -> Result<Outcome> {
    match &args.command {
        LexiconCommand::List { table } => list(table.format),
        LexiconCommand::Show { lexicon: name, terms, examples } => {
            let lexicon = lexicon(name)?;
            match (terms, examples) {
                (true, _) => print(&terms_table(&lexicon).render(TableFormat::Csv)?),
                (_, true) => print(&examples_table(&lexicon).render(TableFormat::Csv)?),
                _ => print(&show(&lexicon)),
            }
        }
        LexiconCommand::Lint(args) => lint::run(args),
        LexiconCommand::Diff { before, after, table } => diff::run(&lexicon(before)?, &lexicon(after)?, table.format),
        LexiconCommand::Convert(args) => convert::run(args),
        LexiconCommand::Suggest(args) => suggest::run(args),
    }
}

fn print(text: &str) -> Result<Outcome> {
    anstream::stdout().write_all(text.as_bytes()).map_err(|e| Error::write(&e))?;
    Ok(Outcome { scored: 1, failed: 0 })
}

fn list(format: TableFormat) -> Result<Outcome> {
    let mut table = Table::new(&["id", "kind", "version", "entries", "dimensions", "licence"]);
    for id in BUILTIN {
        let lexicon = Lexicon::builtin(id)?;
        let manifest = lexicon.manifest();
        let dimensions = manifest.dimension.iter().map(|d| &d.id).chain(manifest.composite.iter().map(|c| &c.id));
        table.row([
            id.into(),
            manifest.kind.name().into(),
            manifest.version.clone().into(),
            lexicon.entries().len().into(),
            dimensions.cloned().collect::<Vec<_>>().join(", ").into(),
            manifest.licence.clone().into(),
        ]);
    }
    print(&table.render(format)?)
}

fn show(lexicon: &Lexicon) -> String {
    let mut out = String::new();
    let m = lexicon.manifest();
    let _ = writeln!(out, "{} {} ({}, {})", m.id, m.version, m.kind.name(), m.language);
    wrapped(&mut out, &m.description, "");
    for (what, text) in [("licence", &m.licence), ("citation", &m.citation), ("overlap", &m.overlap)] {
        wrapped(&mut out, &format!("{what}: {text}"), "");
    }
    let _ = writeln!(out, "entries: {}\nsha256: {}", lexicon.entries().len(), lexicon.sha256());
    for (at, dimension) in m.dimension.iter().enumerate() {
        let signed = if dimension.signed { ", signed" } else { "" };
        let _ = writeln!(out, "\n{} ({}{signed})", dimension.id, dimension.role.name());
        wrapped(&mut out, &dimension.definition, "  ");
        for (number, (_, category)) in lexicon.categories().iter().enumerate().filter(|(_, (d, _))| *d == at) {
            let grade = category.grade.map(|g| format!(", grade {g}")).unwrap_or_default();
            let entries = lexicon.entries().iter().filter(|e| e.category == number).count();
            let _ = writeln!(out, "  {}: {entries} entries{grade}", category.id);
            wrapped(&mut out, &category.definition, "    ");
            let own = || lexicon.examples().iter().filter(|e| e.category == category.id);
            for example in own().filter(|e| e.hit.is_some()).take(SHOWN[0]) {
                wrapped(&mut out, &told(example), "    ");
            }
            for example in own().filter(|e| e.hit.is_none()).take(SHOWN[1]) {
                wrapped(&mut out, &told(example), "    ");
            }
        }
    }
    for composite in &m.composite {
        let signed = |sign: &str, ids: &[String]| ids.iter().map(|id| format!("{sign} {id}")).collect::<Vec<_>>();
        let parts = [signed("+", &composite.plus), signed("-", &composite.minus)].concat();
        let _ = writeln!(out, "\n{} = {}", composite.id, parts.join(" ").trim_start_matches("+ "));
        wrapped(&mut out, &composite.definition, "  ");
    }
    out
}

/// An example with what hits in it.
fn told(example: &Example) -> String {
    let Some(hit) = &example.hit else { return format!("- {} (no hit)", example.text) };
    let value = example.value.map(|v| format!(" = {}", f64::from(v) / f64::from(UNIT))).unwrap_or_default();
    format!("- {} (“{hit}”{value})", example.text)
}

fn wrapped(out: &mut String, text: &str, indent: &str) {
    let further = if text.starts_with("- ") { format!("{indent}  ") } else { indent.to_owned() };
    let options = textwrap::Options::new(width()).initial_indent(indent).subsequent_indent(&further);
    for line in textwrap::wrap(text, options) {
        let _ = writeln!(out, "{line}");
    }
}

fn terms_table(lexicon: &Lexicon) -> Table {
    let mut table = Table::new(&["term", "category", "weight", "source", "note"]);
    for entry in lexicon.entries() {
        let category = lexicon.categories()[entry.category].1.id.clone();
        let weight = f64::from(entry.weight) / f64::from(UNIT);
        table.row([
            entry.term.clone().into(),
            category.into(),
            weight.to_string().into(),
            entry.source.clone().into(),
            entry.note.clone().into(),
        ]);
    }
    table
}

fn examples_table(lexicon: &Lexicon) -> Table {
    let mut table = Table::new(&["category", "text", "hit", "value"]);
    for example in lexicon.examples() {
        let value = example.value.map(|v| (f64::from(v) / f64::from(UNIT)).to_string()).unwrap_or_default();
        let hit = example.hit.as_deref().unwrap_or("-");
        table.row([example.category.clone().into(), example.text.clone().into(), hit.into(), value.into()]);
    }
    table
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Io, error.to_string())
}
