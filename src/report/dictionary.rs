//! The data dictionary: every column of every table, from the lists that write them.

use super::compare::dyad_fields;
use super::study::{Field, detail_fields, key_fields, kwic_fields, sheet_fields, suggestion_fields};
use super::{Head, SKETCH_COLUMNS, partial_columns, table_heads};
use crate::analysis::Analyzer;
use crate::score::Scheme;
use std::fmt::Write;

/// The data dictionary as Markdown.
#[must_use]
pub fn dictionary(analyzer: &Analyzer) -> String {
    let scheme = analyzer.scheme();
    let mut out = String::from(
        "# Data dictionary\n\nThe tables that `tonescope report` writes and `tonescope score --format csv` prints, and \
         below them those of `compare`, `kwic`, `sample`, `validate` and `lexicon suggest`. \
         Written by `cargo run --example dictionary`; a test holds it to the code.\n\n\
         Offsets are Unicode code points into the article's text unless `--offsets` says otherwise. Decimals have four \
         places, dates are ISO, an empty cell means missing. Types are those of `tonescope report --format jsonl|parquet` \
         ([output.md](output.md)).\n",
    );
    for table in ["articles", "paragraphs", "quotes", "speaker_articles", "speakers", "hits", "errors"] {
        heads(&mut out, &format!("{table}.csv"), table, scheme);
    }
    let columns = partial_columns(scheme);
    table(&mut out, "partials", columns.iter().map(|(name, about)| (name.as_str(), about.as_str())));
    table(&mut out, "sketches", SKETCH_COLUMNS.into_iter());
    for table in ["comparisons", "ranking", "trends", "distinctive"] {
        heads(&mut out, &format!("{table}.csv of `tonescope report` and `compare`"), table, scheme);
    }
    fields(&mut out, "dyads.csv of `tonescope compare`", &dyad_fields(scheme));
    fields(&mut out, "`tonescope kwic --format csv`", &kwic_fields());
    fields(&mut out, "`tonescope sample`", &sheet_fields(true, true));
    fields(&mut out, "`tonescope sample --key`", &key_fields(scheme));
    let headline: Vec<usize> = scheme.target("rhetoric").into_iter().collect();
    fields(&mut out, "`tonescope validate --details`", &detail_fields(analyzer, &headline));
    fields(&mut out, "`tonescope lexicon suggest --format csv`", &suggestion_fields());
    out
}

/// A table that has a type for each column, as it is also written in formats with types.
fn heads(out: &mut String, title: &str, table: &str, scheme: &Scheme) {
    let _ = write!(out, "\n## {title}\n\n| column | type | meaning |\n|---|---|---|\n");
    for Head { name, kind, about } in table_heads(table, scheme).into_iter().flatten() {
        let _ = writeln!(out, "| `{name}` | {} | {} |", kind.name(), about.replace('|', "\\|"));
    }
}

fn fields<R>(out: &mut String, name: &str, fields: &[Field<R>]) {
    section(out, name, fields.iter().map(|f| (f.name.as_str(), f.about.as_str())));
}

fn table<'c>(out: &mut String, name: &str, columns: impl Iterator<Item = (&'c str, &'c str)>) {
    section(out, &format!("{name}.csv"), columns);
}

fn section<'c>(out: &mut String, title: &str, columns: impl Iterator<Item = (&'c str, &'c str)>) {
    let _ = write!(out, "\n## {title}\n\n| column | meaning |\n|---|---|\n");
    for (column, about) in columns {
        let _ = writeln!(out, "| `{column}` | {} |", about.replace('|', "\\|"));
    }
}
