//! The arguments of `tonescope compare`.

use super::{AnalysisArgs, InputArgs, MergeArgs};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;
use tonescope::aggregate::{MOST_PAIRS, SEED};

#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct CompareArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub merge: MergeArgs,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    /// Compare these, in this order; by default the 20 with most quotes, each with at least 10
    #[arg(long, value_name = "A,B,…", value_delimiter = ',')]
    pub speakers: Vec<String>,
    /// Compare all with at least so many quotes
    #[arg(long, value_name = "N", conflicts_with = "speakers")]
    pub min_quotes: Option<u64>,
    /// Most pairs; those with most quotes come first
    #[arg(long, value_name = "N", default_value_t = MOST_PAIRS)]
    pub max_pairs: usize,
    /// What is compared: speaker, affiliation, side (of --aliases), kind, or a field of the records, such as outlet
    #[arg(long, value_name = "WHAT", default_value = "speaker")]
    pub by: String,
    /// Compare each with itself over time: month, week, or the days DATE..DATE with those before and after them (leave
    /// a date out for an open end)
    #[arg(long, value_name = "PERIOD")]
    pub period: Option<String>,
    /// Dimension or composite to compare; may be repeated [default: all, rhetoric first]
    #[arg(long, value_name = "DIMENSION")]
    pub dimension: Vec<String>,
    /// Look for shifts of each one's level over time
    #[arg(long)]
    pub change_points: bool,
    /// Look for the words that set each pair apart
    #[arg(long)]
    pub words: bool,
    /// Do not look for near-duplicate articles, which else count as one
    #[arg(long)]
    pub no_dedup: bool,
    /// Seed of all draws
    #[arg(long, value_name = "N", default_value_t = SEED)]
    pub seed: u64,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = CompareFormat::Terminal, value_name = "FORMAT")]
    pub format: CompareFormat,
    /// Table that --format csv prints [default: comparisons]
    #[arg(long, value_enum, value_name = "TABLE")]
    pub table: Option<CompareTable>,
    /// Make CSV safe for Excel: a byte-order mark, and no cell that begins a formula
    #[arg(long)]
    pub excel: bool,
    /// Write all tables, report.html and run.json to this folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "format")]
    pub output: Option<PathBuf>,
    /// Replace files that the folder already holds
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Tell only what went wrong: not what was left out, no closing line
    #[arg(short, long)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// For people
    Terminal,
    /// One table, see --table
    Csv,
    /// One object with all tables
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompareTable {
    /// Pairs
    Comparisons,
    /// Means in order, those with little text drawn to the common one
    Ranking,
    /// Means by month, week or --period
    Trends,
    /// Whom hostile words are about (experimental)
    Dyads,
    /// Words that set pairs apart
    Distinctive,
}
