//! Analyses and tables → bytes.
//!
//! In: analyses and speaker tables. Out: CSV, JSON, Parquet, a page of HTML and a view for terminals. Always holds: one list of columns
//! serves every format and the data dictionary; nothing here opens a file.

mod cell;
mod columns;
mod compare;
mod csv;
mod dictionary;
mod format;
pub mod html;
mod json;
mod jsonl;
mod kept;
#[cfg(feature = "parquet")]
mod parquet;
mod speakers;
mod study;
mod table;
mod terminal;

pub use self::csv::{CsvStyle, Line, header, write_row, write_rows};
#[cfg(feature = "parquet")]
pub use self::parquet::ParquetTable;
pub(crate) use cell::add_number;
pub use cell::{Cell, Kind};
pub use columns::{Column, Columns, HitRows, Row, Unit};
pub use compare::{
    Compared, add_facts, comparison_fields, comparison_json, comparison_page, comparison_view, distinctive_fields,
    dyad_fields, left_out_lines, ranking_fields, trend_fields,
};
pub use dictionary::dictionary;
pub use format::{Head, TableFormat, table_heads};
pub use json::{ErrorRow, Totals, article_line};
pub use jsonl::JsonLines;
pub use kept::{CLUSTER, ERROR_COLUMNS, PARTIAL_COLUMNS, PARTIAL_SCORES, SKETCH_COLUMNS, partial_columns};
pub use speakers::{SpeakerColumn, speaker_columns};
pub use study::{
    DetailRow, Field, KwicRow, ValidationView, detail_fields, key_fields, kwic_fields, kwic_line, sheet_fields,
    suggestion_fields, suggestion_text, validation_json, validation_text,
};
pub use terminal::{Look, view};
