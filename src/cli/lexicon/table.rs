//! A small table of text and numbers, for people or programs.

use super::super::args::lexicon::TableFormat;
use super::failed;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table as Drawn};
use serde_json::{Map, Value};
use tonescope::error::Result;

pub struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<Value>>,
}

impl Table {
    pub fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl Into<Vec<Value>>) {
        self.rows.push(cells.into());
    }

    pub fn render(&self, format: TableFormat) -> Result<String> {
        match format {
            TableFormat::Terminal => Ok(self.drawn()),
            TableFormat::Csv => self.csv(),
            TableFormat::Json => {
                let object = |row: &Vec<Value>| {
                    let fields = self.header.iter().map(|h| (*h).to_owned()).zip(row.iter().cloned());
                    Value::Object(fields.collect::<Map<_, _>>())
                };
                let all: Vec<Value> = self.rows.iter().map(object).collect();
                Ok(serde_json::to_string_pretty(&all).map_err(failed)? + "\n")
            }
        }
    }

    fn drawn(&self) -> String {
        let mut table = Drawn::new();
        table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(self.header.clone());
        for row in &self.rows {
            table.add_row(row.iter().map(plain));
        }
        for (at, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 1));
            if self.rows.iter().any(|r| r[at].is_number()) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt() + "\n"
    }

    fn csv(&self) -> Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header).map_err(failed)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(plain)).map_err(failed)?;
        }
        String::from_utf8(writer.into_inner().map_err(failed)?).map_err(failed)
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
