//! The formats that a report's tables are written in, and what each table's columns are in any of them.

use super::compare::{comparison_fields, distinctive_fields, ranking_fields, trend_fields};
use super::kept::{CLUSTER, ERROR_COLUMNS};
use super::study::Field;
use super::{Kind, Unit, speaker_columns};
use crate::error::{Error, ErrorKind, Result};
use crate::score::Scheme;

/// How a report's tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableFormat {
    /// RFC 4180.
    #[default]
    Csv,
    /// One JSON object a row.
    Jsonl,
    /// Apache Parquet.
    Parquet,
}

impl TableFormat {
    /// Its name, which is also the ending of its files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Parquet => "parquet",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Csv, Self::Jsonl, Self::Parquet].into_iter().find(|format| format.name() == name)
    }

    /// The file of a table.
    #[must_use]
    pub fn file(self, table: &str) -> String {
        format!("{table}.{}", self.name())
    }

    /// Whether this build has it.
    ///
    /// # Errors
    /// Parquet without the feature of that name.
    pub fn check(self) -> Result<()> {
        if self == Self::Parquet && cfg!(not(feature = "parquet")) {
            let message = "this build has no Parquet; take csv or jsonl, or install tonescope with --features parquet";
            return Err(Error::new(ErrorKind::Usage, message));
        }
        Ok(())
    }
}

/// A column of a table, whatever its rows are made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// What it holds, with unit and range.
    pub about: String,
}

/// The columns of a report's table, in order; none for a name that no such table has.
#[must_use]
pub fn table_heads(table: &str, scheme: &Scheme) -> Option<Vec<Head>> {
    let units = [Unit::Articles, Unit::Paragraphs, Unit::Quotes, Unit::SpeakerArticles, Unit::Hits];
    if let Some(unit) = units.into_iter().find(|unit| unit.name() == table) {
        let columns = unit.columns(scheme).into_iter();
        let heads = columns.map(|c| Head { name: c.name, kind: c.kind, about: c.about });
        // What only a run over all articles knows stands behind what the article says.
        let late = (unit == Unit::Articles).then(|| plain(CLUSTER.0, Kind::Text, CLUSTER.1));
        return Some(heads.chain(late).collect());
    }
    match table {
        "speakers" => {
            let columns = speaker_columns(scheme).into_iter();
            Some(columns.map(|c| Head { name: c.name, kind: c.kind, about: c.about }).collect())
        }
        "errors" => Some(ERROR_COLUMNS.iter().map(|(name, kind, about)| plain(name, *kind, about)).collect()),
        "comparisons" => Some(of_fields(comparison_fields(scheme))),
        "ranking" => Some(of_fields(ranking_fields(scheme))),
        "trends" => Some(of_fields(trend_fields(scheme))),
        "distinctive" => Some(of_fields(distinctive_fields())),
        _ => None,
    }
}

fn plain(name: &str, kind: Kind, about: &str) -> Head {
    Head { name: name.to_owned(), kind, about: about.to_owned() }
}

fn of_fields<R>(fields: Vec<Field<R>>) -> Vec<Head> {
    fields.into_iter().map(|f| Head { name: f.name, kind: f.kind, about: f.about }).collect()
}

/// The error of a cell that is not of its column's kind: tables are tonescope's own, so somebody else has changed it.
pub(super) fn misplaced(head: &Head, cell: &str) -> Error {
    let (name, kind) = (&head.name, head.kind.name());
    Error::new(ErrorKind::Record, format!("found {cell:?} in column {name}, expected {kind}; write the report again"))
}
