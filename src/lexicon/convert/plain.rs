//! CSV with the columns term, category and weight, in any order; terms are in the notation of `terms.csv`.

use super::{Source, invalid, number};
use crate::error::Result;

/// The columns that are read; others are passed over.
const COLUMNS: [&str; 3] = ["term", "category", "weight"];

pub(super) fn read(text: &str) -> Result<Source> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| invalid(e.to_string()).at_line(1))?.clone();
    let place = |name: &str| header.iter().position(|c| c.trim().eq_ignore_ascii_case(name));
    let [Some(term), Some(category), Some(weight)] = COLUMNS.map(place) else {
        let found: Vec<&str> = header.iter().collect();
        let message = format!("header {} found, the columns {} expected", found.join(","), COLUMNS.join(","));
        return Err(invalid(message).at_line(1));
    };
    let mut source = Source::default();
    for record in reader.into_records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                source.broken(line, error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match (record.get(term), record.get(category), record.get(weight)) {
            (Some(term), Some(category), Some(weight)) if !category.trim().is_empty() => match number(weight) {
                Some(weight) => source.row(line, term, &[category.trim()], weight),
                None => source.broken(line, format!("weight {weight:?} found, a number expected")),
            },
            _ => {
                source.broken(line, format!("{} fields found, a term, a category and a weight expected", record.len()));
            }
        }
    }
    Ok(source)
}
