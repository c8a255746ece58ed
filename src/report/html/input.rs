//! What a page is made from besides the analyses: plain values, so that any statistics can be shown.

use crate::aggregate::{Context, SpeakerKey};
use crate::report::{ErrorRow, Totals};
use std::collections::{BTreeMap, BTreeSet};

/// What a run read and found, and the statistics over it that the page is to show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Counts over all articles.
    pub totals: Totals,
    /// Inputs that could not be read; of many, the first.
    pub errors: Vec<ErrorRow>,
    /// How many could not be read, where `errors` does not hold them all.
    pub failed: u64,
    /// The inputs, file by file; may be empty.
    pub inputs: Vec<InputRow>,
    /// Means of speakers drawn towards that of all, by score column; where there are any, they decide the order.
    pub shrunk: BTreeMap<usize, BTreeMap<SpeakerKey, f64>>,
    /// Everybody by rank, on a page that has no articles to tell of speakers; see [`super::Page::finish_comparison`].
    pub ranking: Option<Ranking>,
    /// Who is quoted on such a page, by rank.
    pub quoted: Vec<Quoting>,
    /// Inputs whose quotes are not at hand: finished reports without their tables of quotes.
    pub unquoted: u64,
    /// Inputs of whose quotes it is not known which words count: finished reports without tables of hits.
    pub unmarked: u64,
    /// Speakers compared; the section is left out without it.
    pub comparison: Option<Comparison>,
    /// Scores over time; the section is left out without it.
    pub trends: Option<Trends>,
}

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputRow {
    /// Where it was read from.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Documents in it.
    pub documents: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// A number with its 95 % interval, where there is one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Lower and upper end of its interval.
    pub interval: Option<[f64; 2]>,
}

/// Speakers, or whatever is compared, by rank.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    /// What they are: `speaker`, `outlet`.
    pub noun: String,
    /// Ids and labels of the score columns, that by which they are ranked first.
    pub columns: Vec<[String; 2]>,
    /// From the first rank on; perhaps not all.
    pub rows: Vec<Rank>,
    /// How many there are.
    pub of: u64,
}

/// One speaker's rank.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rank {
    /// Who.
    pub name: String,
    /// What that is: person, organization; empty where it may be anything.
    pub kind: String,
    /// Place among those whose quotes are shown.
    pub quoted: Option<usize>,
    /// The rank in each column.
    pub standings: Vec<Option<Standing>>,
    /// Articles, quotes, sentences and words.
    pub counts: [u64; 4],
}

/// One whose quotes are shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quoting {
    /// Who.
    pub name: String,
    /// Quotes of speech.
    pub quotes: u64,
    /// What they are kept under.
    pub members: BTreeSet<SpeakerKey>,
}

/// A rank in a score column.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Standing {
    /// From 1.
    pub rank: u64,
    /// The mean.
    pub mean: Estimate,
    /// The same drawn towards that of all.
    pub drawn: f64,
}

/// Speakers compared with each other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// What they are: `speaker`, `outlet`.
    pub noun: String,
    /// Id and label of each score column, and its pairs in the order they are to be listed; the first is the one that
    /// is asked for above all.
    pub columns: Vec<([String; 2], Vec<Pair>)>,
    /// Differences found in other columns, each with the column's id; may be empty.
    pub others: Vec<(String, Pair)>,
    /// What sets two speakers apart, pair by pair; may be empty.
    pub words: Vec<PairWords>,
    /// Quotes whose words were compared, of how many, where it was not all.
    pub sampled: Option<[u64; 2]>,
    /// What is not compared, a line each.
    pub left_out: Vec<String>,
}

/// Two speakers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pair {
    /// The one and the other; with the period, where periods are compared.
    pub names: [String; 2],
    /// The score of each.
    pub scores: [Option<f64>; 2],
    /// Score of the one less that of the other; `None` where one has no sentences.
    pub difference: Option<Estimate>,
    /// The probability of such a difference by chance, 0 to 1.
    pub p: Option<f64>,
    /// The same, corrected for the number of pairs.
    pub p_adjusted: Option<f64>,
    /// What that means, in a word or two.
    pub verdict: String,
    /// What else is to be known, such as an entry that the difference hangs on.
    pub note: Option<String>,
}

/// What each of two speakers says more than the other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PairWords {
    /// The one and the other.
    pub names: [String; 2],
    /// What the one says more, and what the other does, the most telling first.
    pub words: [Vec<Word>; 2],
}

/// A word, phrase, category or entry that one of two speakers uses more.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Word {
    /// What is counted, as its file calls it: word, bigram, category, term.
    pub feature: String,
    /// The word.
    pub text: String,
    /// Magnitude of its log-odds ratio in standard errors.
    pub z: f64,
    /// How often this speaker uses it, and the other.
    pub counts: [u64; 2],
    /// Where this speaker does so.
    pub example: String,
    /// Its first uses by this speaker.
    pub contexts: Vec<Context>,
}

/// Scores over time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trends {
    /// Id and label of each score column, and its lines.
    pub columns: Vec<([String; 2], Vec<Series>)>,
    /// Whether the first line is that of all together, to be drawn behind the others.
    pub overall: bool,
}

/// One line of a chart over time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// Whose it is.
    pub name: String,
    /// Its points, in the order of time.
    pub points: Vec<Point>,
}

/// One month, quarter or year.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Point {
    /// The period, as ISO: `2024-03`. Texts of one length sort by time.
    pub period: String,
    /// The mean score in it.
    pub score: Estimate,
    /// Articles behind it.
    pub articles: u64,
    /// The mean from here on less the mean before, where the line's level shifts here.
    pub shift: Option<f64>,
}
