//! A finished report's run.json → what a paper says of how its figures came about. Nothing is said that the record does
//! not hold.

use super::record::Record;
use crate::aggregate::contrast::{FEWEST, INTERVAL_DRAWS};
use crate::error::Result;
use crate::score::HALF_POINT;
use serde_json::Value;
use std::path::Path;

/// Of CITATION.cff, which has neither names nor a year.
const CITATION: &str = "tonescope contributors. tonescope: who said what in the news, and how harsh it is";
/// The table that a report has where speakers were compared.
const COMPARISONS: &str = "comparisons";

/// A methods paragraph and the citation for the report, or the written comparison, in a folder: one paragraph a line.
///
/// # Errors
/// There is no such folder, or no report of tonescope in it.
pub fn methods(folder: &Path) -> Result<String> {
    let record = Record::read(folder)?;
    let sentences = [material(&record), quotes(&record), scores(&record), uncertainty(&record), comparisons(&record)];
    let paragraph = sentences.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    let own = record.get("options")["lexicon"].as_array().is_some_and(|given| !given.is_empty());
    let lexicons = if own { " Cite the lexicons as their manifests ask." } else { "" };
    Ok(format!("{paragraph}\n\n{CITATION} (version {}) [software].{lexicons}\n", version(&record)))
}

fn version(record: &Record) -> &str {
    record.version().as_str().unwrap_or("unknown")
}

fn material(record: &Record) -> String {
    let articles = record.count("articles");
    let words = Some(record.count("words")).filter(|words| *words > 0);
    let words = words.map_or(String::new(), |words| format!(" ({words} words)"));
    let (noun, verb) = if articles == 1 { ("article", "was") } else { ("articles", "were") };
    let mut sentences = vec![format!("{articles} {noun}{words} {verb} analysed with tonescope {}.", version(record))];
    for (key, why) in [("skipped", "for their language"), ("failed", "because they could not be read")] {
        let count = record.count(key);
        if count > 0 {
            sentences.push(format!("{} left out {why}.", counted(count, "document was", "documents were")));
        }
    }
    sentences.join(" ")
}

fn quotes(record: &Record) -> String {
    let mut sentences = vec![
        "Direct, mixed and indirect quotations were found and ascribed to their speakers by rules and a linear model; only \
         reported speech counts for a speaker."
            .to_owned(),
    ];
    let quotes = record.count("quotes");
    if quotes > 0 {
        let speakers = counted(record.count("speakers"), "speaker", "speakers");
        sentences.push(format!("There were {} of {speakers}.", counted(quotes, "quotation", "quotations")));
    }
    let least = record.get("options")["min_confidence"].as_f64().unwrap_or_default();
    if least > 0.0 {
        sentences.push(format!("Attributions with a confidence below {least} were left without a speaker."));
    }
    if record.get("corrections")["used"].as_u64().is_some_and(|used| used > 0) {
        sentences.push("Some were corrected by hand.".to_owned());
    }
    sentences.join(" ")
}

fn scores(record: &Record) -> String {
    let lexicons = record.get("lexicons").as_array().into_iter().flatten();
    let named = lexicons.map(|lexicon| {
        let entries = lexicon["entries"].as_u64().filter(|entries| *entries > 0);
        let entries = entries.map_or(String::new(), |entries| format!(" ({entries} entries)"));
        format!("{} {}{entries}", plain(&lexicon["id"]), plain(&lexicon["version"]))
    });
    format!(
        "Language was scored with the lexicons {}; their SHA-256 hashes stand in run.json. The values x of a sentence's hits \
         add up to x / √(x² + {HALF_POINT}), between −1 and 1, and a score is the mean over all sentences.",
        named.collect::<Vec<_>>().join(", ")
    )
}

fn uncertainty(record: &Record) -> String {
    let copies = record.count("copies");
    let clusters = match (record.get("options")["dedup"].as_bool(), copies) {
        (Some(false), _) => "Articles were the clusters.".to_owned(),
        (_, 0) => "Articles were the clusters; near-duplicates would have been one.".to_owned(),
        _ => format!(
            "Articles were the clusters; {} of another one and counted as one cluster with it.",
            counted(copies, "was a near-duplicate", "were near-duplicates")
        ),
    };
    format!(
        "{clusters} Intervals of means are 95 % cluster-robust intervals of a ratio estimator, with Student's t, given from {FEWEST} \
         clusters on."
    )
}

fn comparisons(record: &Record) -> String {
    let is_own = !record.get("permutations").is_null();
    let compared = is_own || record.files().iter().any(|file| file.split('.').next() == Some(COMPARISONS));
    if !compared {
        return String::new();
    }
    let options = record.get("options");
    let units = options["by"]
        .as_str()
        .filter(|by| *by != "speaker")
        .map_or("Speakers".to_owned(), |by| format!("Groups by {by}"));
    let period = options["period"].as_str().map_or(String::new(), |period| format!(" over periods ({period})"));
    let pairs = if is_own { format!(" ({} pairs)", record.count("pairs")) } else { String::new() };
    let draws = record.get("permutations").as_u64().map_or(String::new(), |draws| format!(", up to {draws} draws"));
    format!(
        "{units} were compared in pairs{period}{pairs}: the difference of means with a studentised bootstrap interval over clusters \
         ({INTERVAL_DRAWS} draws) and p from a studentised permutation test that swaps or reassigns clusters{draws}, adjusted after \
         Benjamini and Hochberg over all pairs within a score. The seed was {}.",
        record.get("seed")
    )
}

fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or("unknown")
}

fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
