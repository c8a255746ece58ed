//! LIWC `.dic`: category numbers and names between two lines of `%`, then words with the numbers of their categories.

use super::{BELONGS, RemarkKind, Source, invalid, lines};
use crate::error::Result;
use std::collections::BTreeMap;

pub(super) fn read(text: &str) -> Result<Source> {
    let mut source = Source::default();
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut marks = 0;
    for (line, row) in lines(text) {
        let row = row.trim();
        if row == "%" {
            marks += 1;
            continue;
        }
        match marks {
            0 => {
                return Err(invalid(format!("{row:?} found, a line of % before the categories expected")).at_line(line));
            }
            1 => match row.split_once(char::is_whitespace) {
                Some((number, name)) if number.bytes().all(|b| b.is_ascii_digit()) => {
                    // Some editions write the long name in brackets behind the short one.
                    let short = name.split('(').next().unwrap_or(name);
                    if names.insert(number, short.trim()).is_some() {
                        source.broken(line, format!("category {number} found a second time; the last name counts"));
                    }
                }
                _ => source.broken(line, format!("{row:?} found, a category's number and name expected")),
            },
            _ => word(&mut source, line, row, &names),
        }
    }
    if marks < 2 {
        return Err(invalid(format!(
            "{marks} lines of % found, 2 expected: one before the categories, one behind them"
        )));
    }
    Ok(source)
}

fn word(source: &mut Source, line: u64, row: &str, names: &BTreeMap<&str, &str>) {
    // Phrases hold blanks, so that tabs part the fields where there are any.
    let fields: Vec<&str> = if row.contains('\t') {
        row.split('\t').map(str::trim).filter(|f| !f.is_empty()).collect()
    } else {
        row.split_whitespace().collect()
    };
    let Some((term, numbers)) = fields.split_first() else { return };
    if numbers.iter().any(|n| n.contains(['(', '<', '/'])) {
        let message =
            format!("{term:?} is in a category only next to certain words ({}), which no term says", numbers.join(" "));
        source.remark(line, RemarkKind::LeftOut, message);
        return;
    }
    if numbers.is_empty() {
        source.broken(line, format!("{term:?} found without a category, one of the header's numbers expected"));
    }
    for number in numbers.iter().flat_map(|n| n.split_whitespace()) {
        match names.get(number) {
            Some(name) => source.row(line, term, &[name], BELONGS),
            None => source.broken(line, format!("category {number:?} found, one of the header's numbers expected")),
        }
    }
}
