//! Lexicons of other tools → a folder of one's own.
//!
//! In: the text of a file in one of the formats of [`Format`]. Out: a [`Conversion`]: manifest, terms and examples of a
//! lexicon that loads, and a [`Remark`] for every row that was left out or changed, with its line and the reason. One
//! broken row never ends a conversion.

mod afinn;
mod build;
mod express;
mod lexicoder;
mod liwc;
mod nrc;
mod plain;
mod quanteda;
mod vader;
mod wordstat;
mod write;

use super::{Manifest, Role};
use crate::error::{Error, ErrorKind, Result};

/// Formats of lexicons that can be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// VADER: word, mean, standard deviation, ratings, parted by tabs; −4 to 4.
    Vader,
    /// LIWC `.dic`: numbered categories between two `%`, then words with their numbers.
    Liwc,
    /// Lexicoder `.lc3`: `+CATEGORY`, then one word or phrase a line.
    Lexicoder,
    /// quanteda YAML: categories, perhaps nested, with lists of words.
    Quanteda,
    /// `WordStat` `.cat`: categories nested by tabs, words with a weight in brackets.
    Wordstat,
    /// NRC: word, category, 0 or 1, parted by tabs.
    Nrc,
    /// AFINN: word, score, parted by a tab; −5 to 5.
    Afinn,
    /// CSV with the columns term, category, weight; terms as in `terms.csv`.
    Csv,
}

impl Format {
    /// The format's name in messages and manifests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vader => "VADER",
            Self::Liwc => "LIWC",
            Self::Lexicoder => "Lexicoder",
            Self::Quanteda => "quanteda",
            Self::Wordstat => "WordStat",
            Self::Nrc => "NRC",
            Self::Afinn => "AFINN",
            Self::Csv => "CSV",
        }
    }

    fn read(self, text: &str) -> Result<Source> {
        match self {
            Self::Vader => Ok(vader::read(text)),
            Self::Liwc => liwc::read(text),
            Self::Lexicoder => Ok(lexicoder::read(text)),
            Self::Quanteda => quanteda::read(text),
            Self::Wordstat => Ok(wordstat::read(text)),
            Self::Nrc => Ok(nrc::read(text)),
            Self::Afinn => Ok(afinn::read(text)),
            Self::Csv => plain::read(text),
        }
    }
}

/// What a conversion cannot read from the source.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The new lexicon's id; small letters, digits, `_` and `-`.
    pub id: String,
    /// The source's name, as `terms.csv` gives it.
    pub source: String,
    /// Its licence, where it is known.
    pub licence: Option<String>,
    /// How to cite it, where that is known.
    pub citation: Option<String>,
    /// The role of its dimensions; by default `valence` for signed weights, else `topic`.
    pub role: Option<Role>,
    /// One dimension for all categories; by default each outermost category is one.
    pub dimension: Option<String>,
    /// Factor for all weights, in thousandths, instead of the format's own.
    pub scale: Option<i32>,
}

/// What became of a row of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    /// The row breaks the source's own format.
    Broken,
    /// The row is in order, but no term can say the same.
    LeftOut,
    /// The row was merged with another or means a little less or more than before.
    Changed,
}

impl RemarkKind {
    /// As messages say it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::LeftOut => "left out",
            Self::Changed => "changed",
        }
    }
}

/// What became of a row, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// 1-based line of the source.
    pub line: u64,
    /// What became of it.
    pub kind: RemarkKind,
    /// What was found and why it cannot stay so.
    pub message: String,
}

/// A row of the new `terms.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The term, in the notation of `terms.csv`.
    pub term: String,
    /// Id of its category.
    pub category: String,
    /// Weight in thousandths, −4000 to 4000.
    pub weight: i32,
    /// 1-based line of the source.
    pub line: u64,
}

/// A converted lexicon.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// The manifest.
    pub manifest: Manifest,
    /// The terms, in the order of bytes.
    pub terms: Vec<Term>,
    /// Examples as (category, text, words that hit; none for a text that must not hit).
    pub examples: Vec<(String, String, Option<String>)>,
    /// Every row that did not come over as it was, in order of lines.
    pub remarks: Vec<Remark>,
    source: String,
}

/// Converts the text of a lexicon.
///
/// # Errors
/// A file that is not of the format at all, or of which no row can be converted; with the line where there is one.
pub fn convert(text: &str, format: Format, options: &Options) -> Result<Conversion> {
    let source = format.read(text)?;
    build::build(source, format, options)
}

/// The rows of a source, as its reader found them.
#[derive(Debug, Default)]
struct Source {
    rows: Vec<Row>,
    remarks: Vec<Remark>,
}

/// One word or phrase in one category.
#[derive(Debug)]
struct Row {
    line: u64,
    term: String,
    /// From the outermost category to the innermost.
    category: Vec<String>,
    /// In thousandths.
    weight: i32,
}

/// The weight of formats that only say whether a word belongs to a category.
const BELONGS: i32 = super::UNIT;

impl Source {
    fn row(&mut self, line: u64, term: &str, category: &[&str], weight: i32) {
        let category = category.iter().map(|c| (*c).to_owned()).collect();
        self.rows.push(Row { line, term: term.trim().to_owned(), category, weight });
    }

    /// A row of a format that gives positive and negative numbers and no categories.
    fn signed(&mut self, line: u64, term: &str, weight: i32) {
        let category = if weight < 0 { build::NEGATIVE } else { build::POSITIVE };
        self.row(line, term, &[category], weight);
    }

    fn remark(&mut self, line: u64, kind: RemarkKind, message: impl Into<String>) {
        self.remarks.push(Remark { line, kind, message: message.into() });
    }

    fn broken(&mut self, line: u64, message: impl Into<String>) {
        self.remark(line, RemarkKind::Broken, message);
    }
}

/// Lines that are not blank, with their 1-based numbers.
fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Lexicon, message)
}

/// A number of any source in thousandths, rounded; within ±1000.
fn number(text: &str) -> Option<i32> {
    let value: f64 = text.trim().parse().ok()?;
    (value.abs() <= 1000.0).then(|| (value * f64::from(super::UNIT)).round() as i32)
}
