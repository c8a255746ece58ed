//! The data dictionary: every column of every table, from the lists that write them.

use super::compare::{comparison_fields, distinctive_fields, dyad_fields, ranking_fields, trend_fields};
use super::study::{Field, detail_fields, key_fields, kwic_fields, sheet_fields, suggestion_fields};
use super::{CLUSTER, SKETCH_COLUMNS, Unit, partial_columns, speaker_columns};
use crate::analysis::Analyzer;
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
         places, dates are ISO, an empty cell means missing.\n",
    );
    for unit in [Unit::Articles, Unit::Paragraphs, Unit::Quotes, Unit::SpeakerArticles] {
        let columns = unit.columns(scheme);
        let late = (unit == Unit::Articles).then_some(CLUSTER);
        table(&mut out, unit.name(), columns.iter().map(|c| (c.name.as_str(), c.about.as_str())).chain(late));
    }
    let columns = speaker_columns(scheme);
    table(&mut out, "speakers", columns.iter().map(|c| (c.name.as_str(), c.about.as_str())));
    let columns = Unit::Hits.columns(scheme);
    table(&mut out, Unit::Hits.name(), columns.iter().map(|c| (c.name.as_str(), c.about.as_str())));
    table(
        &mut out,
        "errors",
        [
            ("path", "the file"),
            ("line", "1-based line, where it is known"),
            ("message", "what was found, what was expected, what to do"),
        ]
        .into_iter(),
    );
    let columns = partial_columns(scheme);
    table(&mut out, "partials", columns.iter().map(|(name, about)| (name.as_str(), about.as_str())));
    table(&mut out, "sketches", SKETCH_COLUMNS.into_iter());
    let both = |table: &str| format!("{table}.csv of `tonescope report` and `compare`");
    fields(&mut out, &both("comparisons"), &comparison_fields(scheme));
    fields(&mut out, &both("ranking"), &ranking_fields(scheme));
    fields(&mut out, &both("trends"), &trend_fields(scheme));
    fields(&mut out, &both("distinctive"), &distinctive_fields());
    fields(&mut out, "dyads.csv of `tonescope compare`", &dyad_fields(scheme));
    fields(&mut out, "`tonescope kwic --format csv`", &kwic_fields());
    fields(&mut out, "`tonescope sample`", &sheet_fields(true, true));
    fields(&mut out, "`tonescope sample --key`", &key_fields(scheme));
    let headline: Vec<usize> = scheme.target("rhetoric").into_iter().collect();
    fields(&mut out, "`tonescope validate --details`", &detail_fields(analyzer, &headline));
    fields(&mut out, "`tonescope lexicon suggest --format csv`", &suggestion_fields());
    out
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
