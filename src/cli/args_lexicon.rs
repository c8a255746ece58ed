//! The arguments of `lexicon`, as they are typed.

use super::args::{AnalysisArgs, InputArgs};
use super::args_study::TableFormat;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct LexiconArgs {
    #[command(subcommand)]
    pub command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
pub enum LexiconCommand {
    /// List words that set high-scoring texts apart and that no entry covers; no lexicon is changed
    Suggest(SuggestArgs),
}

#[derive(Debug, ClapArgs)]
pub struct SuggestArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Dimension or composite whose high- and low-scoring texts are compared
    #[arg(long, value_name = "DIMENSION")]
    pub dimension: String,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    /// What is compared
    #[arg(long, value_enum, default_value_t = SuggestUnit::Paragraphs, value_name = "UNIT")]
    pub unit: SuggestUnit,
    /// Most candidates
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub top: usize,
    /// Fewest occurrences of a candidate
    #[arg(long, default_value_t = 5, value_name = "N")]
    pub min_count: u32,
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
pub enum SuggestUnit {
    Quotes,
    Paragraphs,
    Articles,
}
