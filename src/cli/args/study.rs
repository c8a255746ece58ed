//! The arguments of `kwic`, `sample` and `validate`, as they are typed.

use super::{AnalysisArgs, InputArgs, MergeArgs};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;
use tonescope::measure::Metric;

/// Seed where none is given, so that the same command draws the same.
pub const SEED: u64 = 1;

#[derive(Debug, ClapArgs)]
pub struct KwicArgs {
    /// What to look for: a dimension, a category (also dimension.category), an entry's term, or any words in the
    /// syntax of terms, as in `threaten/v` or `(cease-fire|truce)`
    #[arg(value_name = "TERM|CATEGORY")]
    pub query: String,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    /// What the query is; by default the first of the others that fits
    #[arg(long = "as", value_enum, default_value_t = QueryKind::Auto, value_name = "KIND")]
    pub kind: QueryKind,
    /// Characters of context on either side
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub width: usize,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = TableFormat::Table, value_name = "FORMAT")]
    pub format: TableFormat,
    /// Make CSV safe for Excel: a byte-order mark, and no cell that begins a formula
    #[arg(long)]
    pub excel: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum QueryKind {
    Auto,
    Dimension,
    Category,
    Entry,
    Words,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// A table for people
    Table,
    /// CSV
    Csv,
}

#[derive(Debug, ClapArgs)]
pub struct SampleArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub merge: MergeArgs,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    /// Passages to draw
    #[arg(long, short, value_name = "N")]
    pub n: usize,
    /// What is drawn
    #[arg(long, value_enum, default_value_t = SampleUnit::Quotes, value_name = "UNIT")]
    pub unit: SampleUnit,
    /// Draw the same number from each stratum: scores (zero, and the others by quarters), speakers, or months
    #[arg(long, value_enum, value_name = "STRATA")]
    pub by: Option<StrataKind>,
    /// Dimension or composite of --by score [default: rhetoric]
    #[arg(long, value_name = "DIMENSION")]
    pub dimension: Option<String>,
    /// Seed of the draw
    #[arg(long, default_value_t = SEED, value_name = "N")]
    pub seed: u64,
    /// Write the key to this file: what each id is, its scores, stratum and weight
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Show coders the paragraph around each passage; it may name the speaker
    #[arg(long)]
    pub with_context: bool,
    /// Show coders who speaks
    #[arg(long)]
    pub with_speaker: bool,
    /// Make CSV safe for Excel: a byte-order mark, and no cell that begins a formula
    #[arg(long)]
    pub excel: bool,
    /// Write the sheet to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SampleUnit {
    Quotes,
    Paragraphs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StrataKind {
    Score,
    Speaker,
    Period,
}

#[derive(Debug, ClapArgs)]
pub struct ValidateArgs {
    /// The coded table: CSV with a header, one text a row
    #[arg(value_name = "CODED.CSV")]
    pub coded: PathBuf,
    /// Column that holds the texts
    #[arg(long, value_name = "COLUMN")]
    pub text_column: String,
    /// Column that holds a coder's labels; repeated, one for each coder
    #[arg(long, required = true, value_name = "COLUMN")]
    pub label_column: Vec<String>,
    /// The label that counts as yes, all others as no; needed where labels are no numbers
    #[arg(long, value_name = "LABEL")]
    pub positive: Option<String>,
    /// Dimension or composite to compare, or all; may be repeated [default: rhetoric]
    #[arg(long, value_name = "DIMENSION")]
    pub dimension: Vec<String>,
    /// Column of what rows have in common, such as their article: such rows are drawn together
    #[arg(long, value_name = "COLUMN")]
    pub cluster_column: Option<String>,
    /// Key of the sample, as `tonescope sample --key` wrote it: gives rows their weights and articles
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Column that holds the id by which the key is joined [default with --key: id]
    #[arg(long, value_name = "COLUMN")]
    pub id_column: Option<String>,
    /// Metric of Krippendorff's alpha: nominal, ordinal or interval [default: by the labels]
    #[arg(long, value_name = "METRIC")]
    pub metric: Option<Metric>,
    /// Bootstrap samples for the intervals
    #[arg(long, default_value_t = 2000, value_name = "N")]
    pub bootstrap: u32,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = SEED, value_name = "N")]
    pub seed: u64,
    /// Fewest rows with a term for it to be listed
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub min_count: usize,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    /// Threads to use; 0 is one a core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = ValidationFormat::Text, value_name = "FORMAT")]
    pub format: ValidationFormat,
    /// Write every row with label, scores, residuals and hits to this CSV file
    #[arg(long, value_name = "FILE")]
    pub details: Option<PathBuf>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ValidationFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}
