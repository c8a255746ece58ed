//! tonescope
pub mod aggregate;
pub mod analysis;
pub mod article;
pub mod error;
pub mod language;
pub mod lexicon;
pub mod quote;
pub mod report;
pub mod run;
pub mod score;
pub mod span;
pub mod speaker;
pub mod token;
