//! Tables that coders have filled in.

use super::labels::LARGEST;
use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// Separators that spreadsheets write.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Which columns of the table hold what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodedColumns {
    /// The text.
    pub text: String,
    /// One for each coder.
    pub labels: Vec<String>,
    /// Rows with the same value are drawn together.
    pub cluster: Option<String>,
    /// The id by which a key is joined.
    pub id: Option<String>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedRow {
    /// Its 1-based line.
    pub line: u64,
    /// The text.
    pub text: String,
    /// The label as written in each of the label columns.
    pub labels: Vec<String>,
    /// Its cluster, where a column was named.
    pub cluster: Option<String>,
    /// Its id, where a column was named.
    pub id: Option<String>,
}

/// A table with the rows that can be read, and what is wrong with the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coded {
    /// The rows, in order.
    pub rows: Vec<CodedRow>,
    /// One for each row that is left out, located.
    pub errors: Vec<Error>,
}

impl Coded {
    /// Reads the table: CSV with commas, semicolons or tabs, whichever its header is written with.
    ///
    /// # Errors
    /// A column that the header lacks; the message lists the ones it has.
    pub fn read(table: &str, columns: &CodedColumns, path: &Path) -> Result<Self> {
        let (mut reader, header) = open(table, path)?;
        let text = position(&header, &columns.text, path)?;
        let labels: Result<Vec<usize>> = columns.labels.iter().map(|name| position(&header, name, path)).collect();
        let labels = labels?;
        let optional = |name: &Option<String>| name.as_ref().map(|n| position(&header, n, path)).transpose();
        let (cluster, id) = (optional(&columns.cluster)?, optional(&columns.id)?);
        let mut found = Self::default();
        let mut lines = Lines::new(table);
        for record in reader.records() {
            let (line, record) = match checked(record, header.len(), &mut lines, path) {
                Ok(row) => row,
                Err(error) => {
                    found.errors.push(error);
                    continue;
                }
            };
            if record[text].trim().is_empty() {
                let message = format!("no text in column {:?}; the row is left out", columns.text);
                found.errors.push(invalid(message).at_line(line).at_path(path));
                continue;
            }
            found.rows.push(CodedRow {
                line,
                text: record[text].to_owned(),
                labels: labels.iter().map(|at| record[*at].trim().to_owned()).collect(),
                cluster: cluster.map(|at| record[at].trim().to_owned()),
                id: id.map(|at| record[at].trim().to_owned()),
            });
        }
        Ok(found)
    }

    /// Gives each row the article that the key names as its cluster, where it has none, and returns the rows' weights.
    /// Rows that the key does not list are left out, with an error.
    pub fn join(&mut self, key: &Key, path: &Path) -> Vec<f64> {
        let mut weights = Vec::new();
        let (rows, errors) = (std::mem::take(&mut self.rows), &mut self.errors);
        for mut row in rows {
            let Some((article, weight)) = row.id.as_ref().and_then(|id| key.rows.get(id)) else {
                let id = row.id.as_deref().unwrap_or_default();
                let message = format!("id {id:?} does not stand in the key; the row is left out");
                errors.push(invalid(message).at_line(row.line).at_path(path));
                continue;
            };
            row.cluster.get_or_insert_with(|| article.clone());
            weights.push(*weight);
            self.rows.push(row);
        }
        errors.sort_by_key(|e| e.location().line);
        weights
    }
}

/// What `tonescope sample` keeps of the passages that it drew.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Key {
    /// Article and weight by id.
    rows: BTreeMap<String, (String, f64)>,
}

impl Key {
    /// Reads a key: CSV with the columns `id`, `article_id` and `weight`.
    ///
    /// # Errors
    /// A column that is missing, or the first row that cannot be used, with its line.
    pub fn read(table: &str, path: &Path) -> Result<Self> {
        let (mut reader, header) = open(table, path)?;
        let [id, article, weight] = ["id", "article_id", "weight"].map(|name| position(&header, name, path));
        let (id, article, weight) = (id?, article?, weight?);
        let mut rows = BTreeMap::new();
        let mut lines = Lines::new(table);
        for record in reader.records() {
            let (line, record) = checked(record, header.len(), &mut lines, path)?;
            let number = record[weight].trim().parse().ok().filter(|w: &f64| (LARGEST.recip()..=LARGEST).contains(w));
            let Some(number) = number else {
                let message = format!("weight is {:?}, expected a number above 0, from 1e-30 to 1e30", &record[weight]);
                return Err(invalid(message).at_line(line).at_path(path));
            };
            if rows.insert(record[id].trim().to_owned(), (record[article].to_owned(), number)).is_some() {
                let message = format!("id {:?} stands in the key a second time", &record[id]);
                return Err(invalid(message).at_line(line).at_path(path));
            }
        }
        Ok(Self { rows })
    }
}

fn open<'t>(table: &'t str, path: &Path) -> Result<(csv::Reader<&'t [u8]>, csv::StringRecord)> {
    let first = table.lines().next().unwrap_or_default();
    let fields = |separator: u8| first.bytes().filter(|b| *b == separator).count();
    // The first of the separators that occurs most often; a header of one column has none and is read with commas.
    let separator = SEPARATORS.into_iter().rev().max_by_key(|s| fields(*s)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(table.as_bytes());
    let header = reader.headers().map_err(|e| invalid(e.to_string()).at_path(path))?.clone();
    let header: csv::StringRecord = header.iter().map(str::trim).collect();
    if header.iter().all(str::is_empty) {
        return Err(invalid("the table is empty; expected a header and rows".to_owned()).at_path(path));
    }
    Ok((reader, header))
}

fn position(header: &csv::StringRecord, name: &str, path: &Path) -> Result<usize> {
    let mut found = header.iter().enumerate().filter(|(_, column)| *column == name).map(|(at, _)| at);
    let names: Vec<&str> = header.iter().collect();
    match (found.next(), found.next()) {
        (Some(at), None) => Ok(at),
        (Some(_), Some(_)) => {
            Err(usage(format!("column {name:?} stands twice; rename one of the two")).at_line(1).at_path(path))
        }
        (None, _) => {
            let message = format!("no column {name:?}, found {}; name one of these", names.join(", "));
            Err(usage(message).at_line(1).at_path(path))
        }
    }
}

/// Lines of a table by byte: the reader's own count lags behind by one where lines end in CR and LF.
struct Lines<'t> {
    table: &'t str,
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    const fn new(table: &'t str) -> Self {
        Self { table, at: 0, line: 1 }
    }

    /// The 1-based line of the record that begins at or behind a byte; bytes are asked for in rising order.
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let byte = position.map_or(0, |p| p.byte() as usize).clamp(self.at, self.table.len());
        let ends = self.table.as_bytes()[byte..].iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.line += self.table.get(self.at..byte + ends).map_or(0, |part| part.matches('\n').count()) as u64;
        self.at = byte + ends;
        self.line
    }
}

fn checked(
    record: csv::Result<csv::StringRecord>,
    width: usize,
    lines: &mut Lines,
    path: &Path,
) -> Result<(u64, csv::StringRecord)> {
    let record = record.map_err(|e| {
        let line = lines.of(e.position());
        invalid(e.to_string()).at_line(line).at_path(path)
    })?;
    let line = lines.of(record.position());
    if record.len() == width {
        return Ok((line, record));
    }
    let message = format!("{} fields found, {width} expected; quote a field that holds the separator", record.len());
    Err(invalid(message).at_line(line).at_path(path))
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Record, message)
}

fn usage(message: String) -> Error {
    Error::new(ErrorKind::Usage, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(labels: &[&str]) -> CodedColumns {
        CodedColumns {
            text: "text".to_owned(),
            labels: labels.iter().map(|l| (*l).to_owned()).collect(),
            cluster: None,
            id: Some("id".to_owned()),
        }
    }

    #[test]
    fn rows_that_cannot_be_read_are_named_and_the_others_go_on() {
        for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\n")] {
            let table = "id|text|label\n1|“Go, now.”|2\n2|too|many|fields\n3||4\n4|Stay.|\n";
            let table = table.replace('|', separator).replace('\n', end);
            let table = table.replace("“Go, now.”", "\"“Go, now.”\"");
            let coded = Coded::read(&table, &columns(&["label"]), Path::new("c.csv")).unwrap();
            assert_eq!(coded.rows.iter().map(|r| r.line).collect::<Vec<_>>(), [2, 5], "{separator:?}");
            assert_eq!(coded.rows[0].text, "“Go, now.”");
            let errors: Vec<String> = coded.errors.iter().map(ToString::to_string).collect();
            assert!(errors[0].starts_with("c.csv:3: 4 fields found, 3 expected"), "{errors:?}");
            assert!(errors[1].starts_with("c.csv:4: no text"), "{errors:?}");
        }
        let error = Coded::read("id,text\n", &columns(&["label"]), Path::new("c.csv")).unwrap_err();
        assert_eq!(error.to_string(), "c.csv:1: no column \"label\", found id, text; name one of these");
    }

    #[test]
    fn a_key_gives_weights_and_articles() {
        let key = "id,article_id,weight\n1,a,2.5\n3,b,1\n";
        let key = Key::read(key, Path::new("k.csv")).unwrap();
        let table = "id,text,label\n1,Go.,2\n2,Come.,1\n3,Stay.,1\n";
        let mut coded = Coded::read(table, &columns(&["label"]), Path::new("c.csv")).unwrap();
        assert_eq!(coded.join(&key, Path::new("c.csv")), [2.5, 1.0]);
        assert_eq!(coded.rows[1].cluster.as_deref(), Some("b"));
        assert!(coded.errors[0].to_string().starts_with("c.csv:3: id \"2\" does not stand in the key"));
        assert!(Key::read("id,article_id,weight\n1,a,none\n", Path::new("k.csv")).is_err());
    }
}
