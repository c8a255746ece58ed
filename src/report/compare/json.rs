//! All tables as one JSON object.

use super::Compared;
use super::tables::{comparison_fields, distinctive_fields, dyad_fields, ranking_fields, trend_fields};
use crate::aggregate::LeftOut;
use crate::error::{Error, ErrorKind, Result};
use crate::report::json::Decimal;
use crate::report::{Cell, Field};
use crate::score::Scheme;
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::json;

/// Everything compared, with `run` as it was: settings and counts.
///
/// # Errors
/// None in practice: every cell can be written.
pub fn comparison_json(scheme: &Scheme, compared: &Compared, run: &serde_json::Value) -> Result<String> {
    let all = All { scheme, compared, run };
    serde_json::to_string_pretty(&all).map_err(|e| Error::new(ErrorKind::Io, e.to_string()))
}

/// What is not compared, as an object.
#[must_use]
pub(super) fn left_out(left: &LeftOut) -> serde_json::Value {
    json!({
        "quotes_without_group": left.ungrouped,
        "quotes_of_nameless_speakers": left.nameless,
        "groups_with_too_few_quotes": left.few,
        "groups_beyond_the_first": left.beyond,
        "pairs_beyond_the_first": left.pairs,
        "quotes_without_date": left.undated,
    })
}

struct All<'a> {
    scheme: &'a Scheme,
    compared: &'a Compared,
    run: &'a serde_json::Value,
}

impl Serialize for All<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let Self { scheme, compared, run } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("run", run)?;
        map.serialize_entry("left_out", &left_out(&compared.left))?;
        map.serialize_entry("comparisons", &Rows(&comparison_fields(scheme), &compared.comparisons))?;
        map.serialize_entry("ranking", &Rows(&ranking_fields(scheme), &compared.ranking))?;
        map.serialize_entry("trends", &Rows(&trend_fields(scheme), &compared.trends))?;
        let fields = dyad_fields(scheme);
        map.serialize_entry("dyads", &compared.dyads.as_ref().map(|dyads| Rows(&fields, dyads)))?;
        map.serialize_entry("distinctive", &Rows(&distinctive_fields(), &compared.distinctive))?;
        map.end()
    }
}

/// Rows as a list of objects.
struct Rows<'a, R>(&'a [Field<R>], &'a [R]);

impl<R> Serialize for Rows<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.1.len()))?;
        for row in self.1 {
            rows.serialize_element(&Object(self.0, row))?;
        }
        rows.end()
    }
}

struct Object<'a, R>(&'a [Field<R>], &'a R);

impl<R> Serialize for Object<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for field in self.0 {
            map.serialize_key(&field.name)?;
            match field.cell(self.1) {
                Cell::Text(text) => map.serialize_value(&text)?,
                Cell::Number(number) => map.serialize_value(&number)?,
                Cell::Decimal(number) => map.serialize_value(&Decimal(number))?,
                Cell::Flag(value) => map.serialize_value(&value)?,
                Cell::Empty => map.serialize_value(&())?,
            }
        }
        map.end()
    }
}
