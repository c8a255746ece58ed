//! What a run knows of all articles so far: which ids it saw and where, which articles are copies, and the counts. It is
//! entered in input order, and all that grows with the number of articles: some 80 bytes of each.

use super::Place;
use super::copies::{Copies, Sketch};
use super::known::Known;
use super::record::Record;
use super::rows::OpenRow;
use crate::aggregate::Partial;
use crate::analysis::{Analysis, Analyzer};
use crate::error::Result;
use crate::report::Totals;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

/// Duplicate ids that run.json names; all are counted.
const NAMED_DUPLICATES: usize = 100;

/// What is to be kept of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keep {
    /// A sketch, by which near-duplicates are found.
    pub sketch: bool,
    /// A partial for each speaker.
    pub partials: bool,
    /// Nobody is the same speaker in two articles.
    pub apart: bool,
}

/// What a run keeps of an article beside its rows.
#[derive(Debug)]
pub struct Kept {
    pub(super) id: String,
    pub(super) place: Place,
    pub(super) totals: Totals,
    pub(super) corrected: Vec<u64>,
    pub(super) sketch: Sketch,
    /// Rows of partials.csv.
    pub(super) partials: Vec<OpenRow>,
    /// The same as they are, until they are packed.
    pub(super) said: Vec<Partial>,
}

impl Kept {
    /// What is kept of an analysis.
    #[must_use]
    pub fn of(analysis: &Analysis, place: &Place, keep: Keep) -> Self {
        let mut totals = Totals::default();
        totals.add(analysis);
        let partials = if keep.partials { Partial::of(analysis, keep.apart) } else { Vec::new() };
        Self {
            id: analysis.article.id.clone(),
            place: place.clone(),
            totals,
            corrected: analysis.corrected.clone(),
            sketch: if keep.sketch { Sketch::of(analysis) } else { Sketch::default() },
            partials: partials.iter().map(super::partials::row).collect(),
            said: partials,
        }
    }

    /// The article's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it was read.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }
}

/// What the ledger says of an article that was entered.
#[derive(Debug, PartialEq, Eq)]
pub struct Entered<'a> {
    /// Id of the first article of its cluster.
    pub cluster_id: Cow<'a, str>,
    /// Where the same id stood before.
    pub first: Option<Place>,
}

/// What is known of all articles so far.
#[derive(Debug)]
pub struct Ledger {
    ids: Ids,
    copies: Copies,
    corrections: Corrected,
    duplicates: Duplicates,
    /// Articles that are copies of an earlier one.
    pub(super) copied: u64,
    /// Counts over all articles; the speakers are not counted here.
    pub(super) totals: Totals,
    /// Documents and files that failed.
    pub(super) failed: u64,
}

impl Ledger {
    /// An empty ledger. What takes much room is in a nameless file in the system's folder for temporary files.
    #[must_use]
    pub fn new(analyzer: &Analyzer) -> Self {
        Self::with(analyzer, Copies::new(None))
    }

    /// An empty ledger with its nameless file in this folder.
    pub(super) fn within(analyzer: &Analyzer, folder: &Path) -> Self {
        Self::with(analyzer, Copies::new(Some(folder)))
    }

    fn with(analyzer: &Analyzer, copies: Copies) -> Self {
        Self {
            ids: Ids::default(),
            copies,
            corrections: Corrected::new(analyzer),
            duplicates: Duplicates::default(),
            copied: 0,
            totals: Totals::default(),
            failed: 0,
        }
    }

    /// Enters the next article.
    ///
    /// # Errors
    /// A disk that is full.
    pub fn enter<'a>(&mut self, kept: &'a Kept) -> Result<Entered<'a>> {
        self.totals.articles += kept.totals.articles;
        self.totals.skipped += kept.totals.skipped;
        self.totals.words += kept.totals.words;
        self.totals.quotes += kept.totals.quotes;
        self.corrections.add(&kept.corrected);
        self.place(&kept.id, &kept.place, &kept.sketch)
    }

    /// Enters the place of an article alone, as after an interruption its counts are known from elsewhere.
    pub(super) fn place<'a>(&mut self, id: &'a str, place: &Place, sketch: &Sketch) -> Result<Entered<'a>> {
        let first = self.ids.enter(id, place);
        if let Some(first) = &first {
            self.duplicates.add(id, first, place);
        }
        let cluster_id = self.copies.assign(id, sketch)?.map_or(Cow::Borrowed(id), Cow::Owned);
        self.copied += u64::from(cluster_id != id);
        Ok(Entered { cluster_id, first })
    }

    /// Forgets the articles, once all were entered; the counts stay.
    pub(super) fn close(&mut self, folder: &Path) {
        (self.ids, self.copies) = (Ids::default(), Copies::new(Some(folder)));
    }

    /// Takes over the counts of a finished report, and which corrections it used; its articles are entered by
    /// [`Self::place`].
    pub(super) fn recall(&mut self, report: &Record) {
        let Totals { articles, skipped, words, quotes, .. } = &mut self.totals;
        *articles += report.count("articles");
        *skipped += report.count("skipped");
        *words += report.count("words");
        *quotes += report.count("quotes");
        self.failed += report.count("failed");
        let unused = report.get("corrections")["unused_lines"].as_array().into_iter().flatten();
        let unused: BTreeSet<u64> = unused.filter_map(Value::as_u64).collect();
        let used = self.corrections.given.iter().filter(|line| !unused.contains(line));
        self.corrections.used.extend(used);
    }

    /// Counts a document or file that failed.
    pub fn fail(&mut self) {
        self.failed += 1;
    }

    /// Documents and files that failed.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed
    }

    /// Counts over the articles; the speakers are not counted here.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Which corrections were used.
    #[must_use]
    pub fn corrections(&self) -> &Corrected {
        &self.corrections
    }

    pub(super) fn corrections_mut(&mut self) -> &mut Corrected {
        &mut self.corrections
    }

    /// Articles whose id an earlier one has.
    #[must_use]
    pub fn duplicates(&self) -> u64 {
        self.duplicates.count
    }

    pub(super) fn recorded_duplicates(&self) -> Value {
        json!({"count": self.duplicates.count, "first": self.duplicates.named})
    }
}

#[derive(Debug, Default)]
struct Duplicates {
    count: u64,
    named: Vec<Value>,
}

impl Duplicates {
    fn add(&mut self, id: &str, first: &Place, again: &Place) {
        self.count += 1;
        if self.named.len() < NAMED_DUPLICATES {
            self.named.push(json!({"id": id, "first": first.to_string(), "again": again.to_string()}));
        }
    }
}

/// Ids with where each first stood: some 20 bytes an article, and each path once. An id is known by 64 bits of its SHA-256;
/// among a million articles two different ones are taken for the same with a probability of 3 in 100 million.
#[derive(Debug, Default)]
struct Ids {
    /// Index into `paths`, and line (0 for none).
    first: Known<u64, (u32, u32)>,
    paths: Vec<Box<str>>,
}

impl Ids {
    /// Where the id stood before; enters it otherwise.
    fn enter(&mut self, id: &str, place: &Place) -> Option<Place> {
        let hash = Sha256::digest(id.as_bytes());
        let key = hash.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte));
        if let Some((path, line)) = self.first.get(key) {
            let path = self.paths[*path as usize].to_string();
            return Some(Place { path, line: Some(u64::from(*line)).filter(|l| *l > 0) });
        }
        if self.paths.last().is_none_or(|last| **last != *place.path) {
            self.paths.push(place.path.as_str().into());
        }
        self.first.enter(key, (self.paths.len() as u32 - 1, place.line.unwrap_or_default() as u32));
        None
    }
}

/// Which of the corrections were used.
#[derive(Debug, Clone, Default)]
pub struct Corrected {
    given: Vec<u64>,
    used: BTreeSet<u64>,
}

impl Corrected {
    pub(super) fn new(analyzer: &Analyzer) -> Self {
        Self { given: analyzer.corrections().lines().to_vec(), used: BTreeSet::new() }
    }

    pub(super) fn add(&mut self, lines: &[u64]) {
        self.used.extend(lines);
    }

    pub(super) fn used(&self) -> &BTreeSet<u64> {
        &self.used
    }

    /// Lines of those that no quote was found for.
    #[must_use]
    pub fn unused(&self) -> Vec<u64> {
        self.given.iter().copied().filter(|line| !self.used.contains(line)).collect()
    }

    pub(super) fn recorded(&self) -> Value {
        json!({"rows": self.given.len(), "used": self.used.len(), "unused_lines": self.unused()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_known_with_both_places() {
        let mut ids = Ids::default();
        let place = |path: &str, line| Place { path: path.into(), line };
        assert_eq!(ids.enter("a", &place("x.jsonl", Some(1))), None);
        assert_eq!(ids.enter("b", &place("x.jsonl", Some(2))), None);
        assert_eq!(ids.enter("c", &place("c.txt", None)), None);
        assert_eq!(ids.enter("b", &place("y.jsonl", Some(9))), Some(place("x.jsonl", Some(2))));
        assert_eq!(ids.enter("c", &place("y.jsonl", Some(10))), Some(place("c.txt", None)));
        assert_eq!(ids.paths.len(), 2);
    }
}
