//! What a run hands to the page of its report.

use super::Source;
use crate::report::html::InputRow;

impl From<&Source> for InputRow {
    fn from(source: &Source) -> Self {
        Self {
            path: source.path.clone(),
            bytes: source.bytes,
            documents: source.documents,
            sha256: source.sha256.clone(),
        }
    }
}
