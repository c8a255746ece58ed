//! The arguments of `tonescope lexicon`.

use super::{AnalysisArgs, InputArgs, study};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, ClapArgs)]
pub struct LexiconArgs {
    #[command(subcommand)]
    pub command: LexiconCommand,
}

#[derive(Debug, Subcommand)]
pub enum LexiconCommand {
    /// List the shipped lexicons
    List {
        #[command(flatten)]
        table: TableArgs,
    },
    /// Show what a lexicon declares: dimensions, categories, examples
    Show {
        /// Id of a shipped lexicon, or a folder
        #[arg(value_name = "ID|DIR")]
        lexicon: String,
        /// Print its entries as CSV instead
        #[arg(long, conflicts_with = "examples")]
        terms: bool,
        /// Print its examples as CSV instead
        #[arg(long)]
        examples: bool,
    },
    /// Check lexicons: rows that are broken, entries that cannot count, examples that do not hold
    Lint(LintArgs),
    /// Compare two lexicons
    Diff {
        /// Id of a shipped lexicon, or a folder
        #[arg(value_name = "A")]
        before: String,
        /// Id of a shipped lexicon, or a folder
        #[arg(value_name = "B")]
        after: String,
        #[command(flatten)]
        table: TableArgs,
    },
    /// Convert another tool's lexicon into a folder that --lexicon takes
    Convert(ConvertArgs),
    /// List words that set high-scoring texts apart and that no entry covers; no lexicon is changed
    Suggest(Box<SuggestArgs>),
}

#[derive(Debug, ClapArgs)]
pub struct TableArgs {
    /// Format of the output
    #[arg(long, value_enum, default_value_t = TableFormat::Terminal, value_name = "FORMAT")]
    pub format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    Terminal,
    /// A table
    Csv,
    /// A list of objects
    Json,
}

#[derive(Debug, ClapArgs)]
pub struct LintArgs {
    /// Ids of shipped lexicons, or folders; several are checked against each other
    #[arg(required = true, value_name = "ID|DIR")]
    pub lexicons: Vec<String>,
    /// Say also what of them is found in these articles (files or folders); - is standard input
    #[arg(long, num_args = 1.., value_name = "INPUT")]
    pub on: Vec<PathBuf>,
    /// Write how often each entry is found as CSV to this file
    #[arg(long, requires = "on", value_name = "FILE")]
    pub counts: Option<PathBuf>,
    #[command(flatten)]
    pub table: TableArgs,
}

#[derive(Debug, ClapArgs)]
pub struct ConvertArgs {
    /// The lexicon's file, in UTF-8
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Format of the file
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub from: FromFormat,
    /// Folder to write, whose name becomes the lexicon's id
    #[arg(short, long, required = true, value_name = "DIR")]
    pub output: PathBuf,
    /// Its licence, as the source states it
    #[arg(long, value_name = "TEXT")]
    pub licence: Option<String>,
    /// How to cite it
    #[arg(long, value_name = "TEXT")]
    pub citation: Option<String>,
    /// Role of its dimensions in the context rules [default: valence for signed weights, else topic]
    #[arg(long, value_enum, value_name = "ROLE")]
    pub role: Option<RoleArg>,
    /// Put all categories into one dimension of this id, instead of one for each outermost category
    #[arg(long, value_name = "ID", value_parser = id)]
    pub dimension: Option<String>,
    /// Multiply all weights, so that they lie within -4 and 4 [default: 0.8 for afinn, else 1]
    #[arg(long, value_name = "FACTOR", value_parser = factor)]
    pub scale: Option<i32>,
    /// Replace a lexicon that the folder already holds
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FromFormat {
    /// VADER: word, mean, deviation and ratings, parted by tabs
    Vader,
    /// LIWC .dic: numbered categories between % lines, then words with numbers
    Liwc,
    /// Lexicoder .lc3: +CATEGORY, then words and phrases
    Lexicoder,
    /// quanteda YAML: categories, perhaps nested, with lists of words
    Quanteda,
    #[value(help = "WordStat .cat: categories nested by tabs, words with weights in brackets")]
    Wordstat,
    /// NRC: word, category, 0 or 1, parted by tabs
    Nrc,
    /// AFINN: word and score, parted by a tab
    Afinn,
    /// CSV with the columns term, category, weight; terms as in terms.csv
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// Hostile or coercive words
    Conflict,
    /// Conciliatory words
    Cooperation,
    /// Events reported as facts
    Event,
    /// Signed wording: negation and degree apply
    Valence,
    /// Words counted as they stand: no context rule applies
    Topic,
}

fn id(text: &str) -> Result<String, String> {
    let plain = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain { Ok(text.to_owned()) } else { Err("small letters, digits and _ expected, a letter first".to_owned()) }
}

fn factor(text: &str) -> Result<i32, String> {
    let number: f64 = text.parse().map_err(|_| format!("{text:?} is no number"))?;
    let thousandths = (number * 1000.0).round();
    if (1.0..=1_000_000.0).contains(&thousandths) {
        Ok(thousandths as i32)
    } else {
        Err(format!("{number} found, 0.001 to 1000 expected"))
    }
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
    #[arg(long, value_enum, default_value_t = study::TableFormat::Table, value_name = "FORMAT")]
    pub format: study::TableFormat,
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
