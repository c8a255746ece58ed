//! What a researcher does with many analyses: read hits in context, have a sample coded, compare with the coding, look
//! for words that a lexicon lacks.
//!
//! In: analyses, and tables that coders have filled in. Out: lines of a concordance, samples, validations,
//! suggestions. Always holds: pure and, where chance is used, from a seed; nothing here edits a lexicon.

mod coded;
mod concordance;
mod disagreement;
mod labels;
mod passage;
mod sample;
mod suggest;
mod validate;

pub use coded::{Coded, CodedColumns, CodedRow, Key};
pub use concordance::{Kwic, Lookup, Query};
pub use disagreement::{Disagreement, TermResidual};
pub use labels::{LabelKind, Labels};
pub use passage::{Named, Passage, PassageUnit, passages};
pub use sample::{Sample, SampleOptions, Sampled, Strata};
pub use suggest::{Suggest, SuggestOptions, Suggestion};
pub use validate::{
    CoderAgreement, Estimate, Evidence, Judged, TargetValidation, Validation, ValidationOptions, targets,
};
