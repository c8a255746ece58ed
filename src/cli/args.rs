//! The arguments as they are typed.

pub mod compare;
mod input;
pub mod lexicon;
pub mod run;
pub mod study;

use clap::{Args as ClapArgs, ColorChoice, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use study::{KwicArgs, SampleArgs, ValidateArgs};

pub use input::{Format, InputArgs};

/// Finds every quote in news articles, works out who said it, and rates its hostility and escalation.
#[derive(Debug, Parser)]
#[command(name = "tonescope", version, about, max_term_width = 100)]
pub struct Args {
    /// When to use colour; the variable `NO_COLOR` is honoured
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    pub fn color_choice(self) -> anstream::ColorChoice {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
    }
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Score articles: who said what, how harsh it is, and which words make it so
    Score(ScoreArgs),
    /// Write a folder of tables, run.json and a page, report.html, or merge several
    Report(ReportArgs),
    /// Compare speakers: who is harsher, with uncertainty, over time, and in which words
    ///
    /// Folders with finished reports may stand among the inputs or instead of them: what is said in their articles is
    /// taken from their tables, with the same result. Whom words are about, and fields of the records, need the articles.
    Compare(compare::CompareArgs),
    /// List every hit of a term or category in its context, with its speaker
    Kwic(KwicArgs),
    /// Draw a blind sample of quotes or paragraphs for coders
    Sample(SampleArgs),
    /// Compare scores with human coding: agreement, intervals, the worst disagreements and their terms
    Validate(ValidateArgs),
    /// Show for a text the tokens, hits, rules that fired, and the arithmetic
    Explain(ExplainArgs),
    /// Print a methods paragraph for a paper from a report's run.json, with the citation
    Methods(MethodsArgs),
    /// List, show, check, compare and convert lexicons, and find words that they lack
    Lexicon(lexicon::LexiconArgs),
}

/// How texts are analysed.
#[derive(Debug, ClapArgs)]
pub struct AnalysisArgs {
    /// Score with this lexicon instead of the shipped choice: an id or a folder; may be repeated
    #[arg(long, value_name = "ID|DIR")]
    pub lexicon: Vec<String>,
    /// Leave quotes without a speaker that are attributed with less confidence than this (0 to 1)
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    pub min_confidence: f64,
    /// Table of other names: CSV with the columns form, speaker and, where wanted, side and kind
    #[arg(long, value_name = "FILE")]
    pub aliases: Option<PathBuf>,
    /// Speakers set right by hand: CSV with the columns `article_id`, quote (its number or start-end), speaker
    #[arg(long, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// Score texts that are surely not English too, instead of skipping them
    #[arg(long)]
    pub any_language: bool,
}

/// How speakers of different articles are merged.
#[derive(Debug, ClapArgs)]
pub struct MergeArgs {
    /// Keep speakers of different articles apart, even those with the same full name
    #[arg(long)]
    pub apart: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Offsets {
    Codepoint,
    Utf16,
    Byte,
}

#[derive(Debug, ClapArgs)]
pub struct ScoreArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub merge: MergeArgs,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    #[command(flatten)]
    pub run: run::RunArgs,
    /// Format of the output
    #[arg(long, value_enum, default_value_t = OutputFormat::Terminal, value_name = "FORMAT")]
    pub format: OutputFormat,
    /// Table that --format csv prints [default: quotes]
    #[arg(long, value_enum, value_name = "TABLE")]
    pub unit: Option<Unit>,
    /// Add each article's text to JSON
    #[arg(long)]
    pub with_text: bool,
    /// Make CSV safe for Excel: a byte-order mark, and no cell that begins a formula
    #[arg(long)]
    pub excel: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// A view for people
    Terminal,
    /// One JSON object
    Json,
    /// One JSON object an article
    Jsonl,
    /// One table, see --unit
    Csv,
    /// One page of HTML that opens from disk: speakers, articles, quotes and the words that count
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Unit {
    Quotes,
    Paragraphs,
    Speakers,
    Articles,
    Hits,
}

#[derive(Debug, ClapArgs)]
pub struct ReportArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub merge: MergeArgs,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
    #[command(flatten)]
    pub run: run::RunArgs,
    /// Folder to write the tables to
    #[arg(short, long, required = true, value_name = "DIR")]
    pub output: PathBuf,
    /// Format of the tables; partials.csv and sketches.csv, from which reports are continued and merged, are always CSV
    #[arg(long, value_enum, default_value_t = ReportFormat::Csv, value_name = "FORMAT")]
    pub format: ReportFormat,
    /// Which hits the table of hits lists
    #[arg(long, value_enum, default_value_t = Hits::Scored, value_name = "WHICH")]
    pub hits: Hits,
    /// Make CSV safe for Excel: a byte-order mark, and no cell that begins a formula
    #[arg(long)]
    pub excel: bool,
    /// Replace a report that the folder already holds
    #[arg(long)]
    pub force: bool,
    /// Go on with an interrupted run of this command; the result is that of an uninterrupted one
    #[arg(long)]
    pub resume: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Comma-separated values
    Csv,
    /// JSON Lines: one object a row
    Jsonl,
    /// Apache Parquet, where tonescope was built with it
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Hits {
    /// No table of hits
    None,
    /// Hits that are worth something
    Scored,
    /// All hits, those that rules cancelled included
    All,
}

#[derive(Debug, ClapArgs)]
pub struct ExplainArgs {
    /// The text; - reads it from standard input
    pub text: String,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
}

#[derive(Debug, ClapArgs)]
pub struct MethodsArgs {
    /// The folder of a report, or of a comparison that was written with -o
    #[arg(value_name = "REPORT")]
    pub report: PathBuf,
}

fn share(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err(format!("{number} found, 0 to 1 expected")) }
}
