//! The columns that only a run over all articles can fill, and those of the files from which a report is continued or
//! merged.

use super::Kind;
use crate::score::Scheme;

/// The last column of `articles.csv` and of `partials.csv`: name and meaning.
pub const CLUSTER: (&str, &str) =
    ("cluster_id", "id of the first article of the near-duplicates it belongs to; its own id for most");

/// Columns of the table of errors: name, kind and meaning.
pub const ERROR_COLUMNS: [(&str, Kind, &str); 3] = [
    ("path", Kind::Text, "the file"),
    ("line", Kind::Number, "1-based line, where it is known"),
    ("message", Kind::Text, "what was found, what was expected, what to do"),
];

/// Columns of `sketches.csv`, one row an article: name and meaning.
pub const SKETCH_COLUMNS: [(&str, &str); 7] = [
    ("article_id", "the article's id"),
    ("path", "the file it was read from"),
    ("line", "its line in a file of records"),
    ("partials", "its rows in partials.csv"),
    ("runs", "five-word runs in its body; 0 with --no-dedup"),
    ("sketch", "the 24 smallest hashes of its runs, eight hexadecimal digits each"),
    CLUSTER,
];

/// Columns of `partials.csv` before the score columns: name and meaning.
pub const PARTIAL_COLUMNS: [(&str, &str); 15] = [
    ("speaker_id", "stable hash of the speaker's canonical name"),
    ("scope", "empty for a speaker that is the same in every article, else the id of the one article it is known in"),
    ("article_id", "the article's id"),
    ("date", "the article's date, ISO"),
    ("speaker", "the speaker's canonical name"),
    ("speaker_kind", "person, anonymous, group or organization"),
    ("role", "the speaker's role, as the article gives it"),
    ("affiliation", "the body or state the role belongs to"),
    ("side", "the side that the alias table gives"),
    (
        "forms",
        "every form in which the article names the speaker, joined by ' | '; \\ stands before a \\ or | of a form",
    ),
    ("quotes", "quotes of speech"),
    ("sentences", "sentences of those quotes"),
    ("words", "words of those quotes"),
    ("record_cluster", "the field cluster_id of the article's record; empty for most"),
    (
        "hits",
        "hits worth something in those quotes, joined by ' | ', each as numbers and its category: sentence among the quotes', lexicon of run.json, row of its terms.csv, dimension, all from 0, and value in thousandths; \\ stands before a \\ or | of a category",
    ),
];

/// Columns of `partials.csv` for each score: suffix and meaning.
pub const PARTIAL_SCORES: [(&str, &str); 3] = [
    ("sum", "sum of sentence values, in billionths"),
    ("peak", "sentence value of largest magnitude, in billionths"),
    ("total", "sum of hit values, in thousandths"),
];

/// All columns of `partials.csv`, one row a speaker in an article: name and meaning.
#[must_use]
pub fn partial_columns(scheme: &Scheme) -> Vec<(String, String)> {
    let own = |(name, about): &(&str, &str)| ((*name).to_owned(), (*about).to_owned());
    let mut all: Vec<(String, String)> = PARTIAL_COLUMNS.iter().map(own).collect();
    for target in scheme.targets() {
        let score = |(suffix, about): &(&str, &str)| {
            let name = format!("{}_{suffix}", target.id);
            (name, format!("{}: {about}", target.id))
        };
        all.extend(PARTIAL_SCORES.iter().map(score));
    }
    all.push(own(&CLUSTER));
    all
}
