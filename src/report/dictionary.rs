//! The data dictionary: every column of every table, from the lists that write them.

use super::{CLUSTER, SKETCH_COLUMNS, Unit, partial_columns, speaker_columns};
use crate::score::Scheme;
use std::fmt::Write;

/// The data dictionary as Markdown.
#[must_use]
pub fn dictionary(scheme: &Scheme) -> String {
    let mut out = String::from(
        "# Data dictionary\n\nThe tables that `tonescope report` writes and `tonescope score --format csv` prints. \
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
    out
}

fn table<'c>(out: &mut String, name: &str, columns: impl Iterator<Item = (&'c str, &'c str)>) {
    let _ = write!(out, "\n## {name}.csv\n\n| column | meaning |\n|---|---|\n");
    for (column, about) in columns {
        let _ = writeln!(out, "| `{column}` | {} |", about.replace('|', "\\|"));
    }
}
