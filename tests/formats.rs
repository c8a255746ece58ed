//! The tables of reports in their formats: the same cells in all of them, whatever they are made from.

#![allow(clippy::unwrap_used, reason = "a file or process that fails stops its test")]

#[path = "support/corpus.rs"]
mod corpus;

use corpus::{assert_same, folder, json, names, record, records, run, said, text};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const TABLES: [&str; 11] = [
    "articles",
    "paragraphs",
    "quotes",
    "speakers",
    "speaker_articles",
    "hits",
    "comparisons",
    "trends",
    "ranking",
    "distinctive",
    "errors",
];
/// The formats beside CSV that this build has.
const FORMATS: &[&str] = if cfg!(feature = "parquet") { &["jsonl", "parquet"] } else { &["jsonl"] };

/// Articles with all that cells hold: marks, line ends and what begins a formula, copies, dates that are missing.
fn corpus() -> String {
    let mut all = records(0..120);
    // Words that set one speaker apart.
    for number in 0..20 {
        let harbour = "“The harbour will be dredged before the winter,” Ingrid von der Hoek said.";
        all.push_str(&record(&format!("h{number}"), &format!("{harbour}\n\n{}", text(1_000 + number))));
    }
    all.push_str(&record(
        "=\"1\",2",
        &format!("“They are liars, \\ and\ncriminals,” Oksana Drell said.\r\n\r\n{}", text(3)),
    ));
    all.push_str(&record("copy", &text(5)));
    all.push_str("{\n");
    all.push_str("{\"id\": \"undated\", \"text\": \"“We will attack,” said General Rolf Brandt.\"}\n");
    all
}

/// A table as CSV has it: the header and the rows.
fn csv(folder: &Path, table: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(folder.join(format!("{table}.csv"))).unwrap();
    let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let cells = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
    (header, reader.into_records().map(|row| cells(row.unwrap())).collect())
}

/// Which type of values a column has, by what the data dictionary says.
fn kinds() -> BTreeMap<(String, String), String> {
    let dictionary = include_str!("../docs/data-dictionary.md");
    let mut kinds = BTreeMap::new();
    let mut table = String::new();
    for line in dictionary.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.split(".csv").next().unwrap().clone_into(&mut table);
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", name, kind @ ("text" | "integer" | "decimal" | "boolean"), _, ..] = cells[..] {
            kinds.insert((table.clone(), name.trim_matches('`').to_owned()), kind.to_owned());
        }
    }
    kinds
}

#[test]
fn json_lines_hold_the_cells_of_csv() {
    let folder = folder(&[("a.jsonl", &corpus())]);
    let path = folder.path();
    said(path, "report a.jsonl -o csv -q --hits all", 3);
    said(path, "report a.jsonl -o lines -q --hits all --format jsonl", 3);
    let kinds = kinds();
    for table in TABLES {
        let (header, rows) = csv(&path.join("csv"), table);
        assert!(!rows.is_empty(), "{table} has no row");
        let written = fs::read_to_string(path.join(format!("lines/{table}.jsonl"))).unwrap();
        assert!(written.ends_with("}\n") && written.lines().count() == rows.len(), "{table}");
        for (line, row) in written.lines().zip(&rows) {
            let keys: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
            assert!(keys.keys().eq(header.iter()), "{table}: {line}");
            let values: BTreeMap<String, &RawValue> = serde_json::from_str(line).unwrap();
            for (name, cell) in header.iter().zip(row) {
                let expected = match kinds[&(table.to_owned(), name.clone())].as_str() {
                    _ if cell.is_empty() => "null".to_owned(),
                    "text" => Value::from(cell.as_str()).to_string(),
                    _ => cell.clone(),
                };
                assert_eq!(values[name].get(), expected, "{table}.{name}");
            }
        }
    }
    // Beside the tables a report has the same files.
    let beside = |folder: &str| {
        let table = |name: &String| TABLES.iter().any(|t| name.starts_with(&format!("{t}.")));
        names(&path.join(folder)).into_iter().filter(|name| !table(name)).collect::<Vec<_>>()
    };
    assert_eq!(beside("lines"), ["partials.csv", "report.html", "run.json", "sketches.csv"]);
    assert_eq!(beside("lines"), beside("csv"));
    for file in ["partials.csv", "report.html", "sketches.csv"] {
        assert!(fs::read(path.join("csv").join(file)).unwrap() == fs::read(path.join("lines").join(file)).unwrap());
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_cells_of_csv() {
    use parquet::basic::{ConvertedType, Repetition, Type};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let folder = folder(&[("a.jsonl", &corpus())]);
    let path = folder.path();
    said(path, "report a.jsonl -o csv -q --hits all", 3);
    said(path, "report a.jsonl -o parquet -q --hits all --format parquet", 3);
    let kinds = kinds();
    for table in TABLES {
        let (header, rows) = csv(&path.join("csv"), table);
        let file = fs::File::open(path.join(format!("parquet/{table}.parquet"))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let metadata = reader.metadata().file_metadata();
        assert_eq!(metadata.num_rows(), rows.len() as i64, "{table}");
        let columns = metadata.schema().get_fields();
        assert!(columns.iter().map(|c| c.name()).eq(header.iter()), "{table}");
        for column in columns {
            let kind = &kinds[&(table.to_owned(), column.name().to_owned())];
            let expected = match kind.as_str() {
                "text" => (Type::BYTE_ARRAY, ConvertedType::UTF8),
                "integer" => (Type::INT64, ConvertedType::NONE),
                "decimal" => (Type::DOUBLE, ConvertedType::NONE),
                _ => (Type::BOOLEAN, ConvertedType::NONE),
            };
            let info = column.get_basic_info();
            assert_eq!((column.get_physical_type(), info.converted_type()), expected, "{table}.{}", column.name());
            assert_eq!(info.repetition(), Repetition::OPTIONAL);
        }
        for (found, row) in reader.get_row_iter(None).unwrap().zip(&rows) {
            let found = found.unwrap();
            assert_eq!(found.len(), row.len());
            for ((name, field), cell) in found.get_column_iter().zip(row) {
                let same = match field {
                    Field::Null => cell.is_empty(),
                    Field::Str(text) => !text.is_empty() && text == cell,
                    Field::Long(number) => number.to_string() == *cell,
                    Field::Double(number) => format!("{number:.4}") == *cell,
                    Field::Bool(value) => value.to_string() == *cell,
                    _ => false,
                };
                assert!(same, "{table}.{name} is {field:?}, and {cell:?} in CSV");
            }
        }
    }
}

#[test]
fn threads_change_no_byte_of_any_format() {
    let folder = folder(&[("a.jsonl", &corpus())]);
    let path = folder.path();
    for format in FORMATS {
        said(path, &format!("report a.jsonl -o one -q --force --threads 1 --format {format}"), 3);
        for threads in [2, 16] {
            said(path, &format!("report a.jsonl -o many -q --force --threads {threads} --format {format}"), 3);
            assert_same(&path.join("one"), &path.join("many"));
        }
    }
}

#[test]
fn reports_in_any_formats_are_merged_into_any() {
    let folder = folder(&[("a.jsonl", &records(0..40)), ("b.jsonl", &corpus())]);
    let path = folder.path();
    let (first, last) = (FORMATS[0], FORMATS[FORMATS.len() - 1]);
    said(path, &format!("report a.jsonl -o a -q --format {first}"), 0);
    said(path, &format!("report b.jsonl -o b -q --format {last}"), 3);
    said(path, "report b.jsonl -o plain -q", 3);
    for format in ["csv"].iter().chain(FORMATS) {
        said(path, &format!("report a.jsonl b.jsonl -o whole -q --force --format {format}"), 3);
        said(path, &format!("report a b -o merged -q --force --format {format}"), 3);
        assert_same(&path.join("whole"), &path.join("merged"));
        said(path, &format!("report a plain -o merged -q --force --format {format}"), 3);
        assert_same(&path.join("whole"), &path.join("merged"));
    }
    // One report alone is turned from one format into another.
    said(path, "report b -o again -q", 3);
    assert_same(&path.join("plain"), &path.join("again"));
    assert_eq!(json(&path.join("b/run.json"))["options"]["format"], last);
}

#[test]
fn what_does_not_go_together_is_said() {
    let folder = folder(&[("a.jsonl", &records(0..3))]);
    let path = folder.path();
    let stderr = said(path, "report a.jsonl -o out --excel --format jsonl", 2);
    assert_eq!(stderr, "tonescope: --excel is for CSV, and --format is jsonl; leave one of them out\n");
    said(path, "report a.jsonl -o excel -q --excel", 0);
    let stderr = said(path, "report excel -o out --format jsonl", 2);
    assert!(stderr.contains("excel: this report was written for Excel (--excel)"), "{stderr}");
    assert!(!path.join("out").exists());
    if !cfg!(feature = "parquet") {
        let stderr = said(path, "report a.jsonl -o out --format parquet", 2);
        assert!(stderr.contains("this build has no Parquet") && stderr.lines().count() == 1, "{stderr}");
    }
    // A table that somebody has changed.
    said(path, "report a.jsonl -o lines -q --format jsonl", 0);
    let quotes = path.join("lines/quotes.jsonl");
    fs::write(&quotes, fs::read_to_string(&quotes).unwrap().replacen("\"kind\"", "\"sort\"", 1)).unwrap();
    let output = run(path, "report lines -o out");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("lines/quotes.jsonl: found a broken line; write the report again"), "{stderr}");
}

#[test]
fn a_report_in_one_format_gives_way_to_one_in_another() {
    let folder = folder(&[("a.jsonl", &records(0..3))]);
    let path = folder.path();
    said(path, "report a.jsonl -o out -q --format jsonl", 0);
    said(path, "report a.jsonl -o out -q --force", 0);
    said(path, "report a.jsonl -o new -q", 0);
    assert_same(&path.join("out"), &path.join("new"));
    // A file that no report wrote stays, also one of the new format.
    fs::remove_dir_all(path.join("out")).unwrap();
    fs::create_dir(path.join("out")).unwrap();
    fs::write(path.join("out/quotes.jsonl"), "mine").unwrap();
    assert!(said(path, "report a.jsonl -o out --format jsonl", 2).contains("a file quotes.jsonl that no report wrote"));
}
