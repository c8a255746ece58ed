//! Speakers that a person has set right by hand.

use super::alias::kind_named;
use super::{Attribution, Attributions, Speaker, SpeakerKind, speaker_id};
use crate::error::{Error, ErrorKind, Result};
use crate::quote::Quote;
use crate::span::{OffsetUnit, Offsets};
use rustc_hash::FxHashMap;
use std::path::Path;

/// Which quote of an article is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// By its number.
    Index(usize),
    /// By the code points that its first span begins and its last ends at.
    Offsets(u32, u32),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Correction {
    line: u64,
    place: Place,
    /// Nobody, where the quote is to have no speaker.
    speaker: Option<String>,
    kind: Option<SpeakerKind>,
}

/// Corrections of speakers, by article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    by_article: FxHashMap<String, Vec<Correction>>,
    lines: Vec<u64>,
}

impl Corrections {
    /// Reads CSV with the columns `article_id`, `quote` (its number as in quotes.csv, or `start-end` in code points),
    /// `speaker` (empty: nobody) and, where wanted, `kind`.
    ///
    /// # Errors
    /// The first row that cannot be used, with its line.
    pub fn read(text: &str, path: &Path) -> Result<Self> {
        let invalid = |line: u64, message: String| Error::new(ErrorKind::Usage, message).at_line(line).at_path(path);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|e| invalid(1, e.to_string()))?.clone();
        let column = |name: &str| headers.iter().position(|h| h == name);
        let (Some(article), Some(quote), Some(speaker)) = (column("article_id"), column("quote"), column("speaker"))
        else {
            let named: Vec<&str> = headers.iter().collect();
            let message = format!("found the columns {named:?}, expected `article_id`, `quote` and `speaker`");
            return Err(invalid(1, message));
        };
        let kind = column("kind");
        let mut found = Self::default();
        for record in reader.records() {
            let record = record.map_err(|e| invalid(e.position().map_or(0, csv::Position::line), e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |at: usize| record.get(at).unwrap_or_default();
            let place = place(cell(quote)).ok_or_else(|| {
                invalid(line, format!("quote is {:?}, expected its number or start-end", cell(quote)))
            })?;
            let speaker = Some(cell(speaker).to_owned()).filter(|s| !s.is_empty());
            let kind = kind.map(cell).filter(|k| !k.is_empty());
            let kind = kind.map(|k| kind_named(k).map_err(|m| invalid(line, m))).transpose()?;
            let own = found.by_article.entry(cell(article).to_owned()).or_default();
            if own.iter().any(|c| c.place == place) {
                return Err(invalid(line, "the quote is corrected above already; keep one of the rows".to_owned()));
            }
            own.push(Correction { line, place, speaker, kind });
            found.lines.push(line);
        }
        Ok(found)
    }

    /// The lines of all rows.
    #[must_use]
    pub fn lines(&self) -> &[u64] {
        &self.lines
    }

    /// Sets the article's attributions right. Returns the lines of the rows that were used, in order.
    pub(crate) fn apply(&self, article: &str, text: &str, quotes: &[Quote], found: &mut Attributions) -> Vec<u64> {
        let Some(own) = self.by_article.get(article) else { return Vec::new() };
        let offsets = Offsets::new(text, OffsetUnit::CodePoint);
        let ends = |q: &Quote| match (q.spans.first(), q.spans.last()) {
            (Some(first), Some(last)) => Some((offsets.pair(*first)[0], offsets.pair(*last)[1])),
            _ => None,
        };
        let mut used = Vec::new();
        for correction in own {
            let index = match correction.place {
                Place::Index(index) => Some(index).filter(|i| *i < quotes.len()),
                Place::Offsets(start, end) => quotes.iter().position(|q| ends(q) == Some((start, end))),
            };
            let Some(index) = index else { continue };
            let speaker = correction.speaker.as_ref().map(|name| entered(name, correction.kind, &mut found.speakers));
            let source = found.attributions[index].source;
            found.attributions[index] = Attribution { source, speaker, reason: "set by hand", confidence: 1000 };
            used.push(correction.line);
        }
        used
    }
}

fn place(text: &str) -> Option<Place> {
    match text.split_once('-') {
        None => text.parse().ok().map(Place::Index),
        Some((start, end)) => Some(Place::Offsets(start.trim().parse().ok()?, end.trim().parse().ok()?)),
    }
}

/// The article's speaker of that name, a new one where nobody has it.
fn entered(name: &str, kind: Option<SpeakerKind>, speakers: &mut Vec<Speaker>) -> usize {
    let id = speaker_id(name);
    if let Some(known) = speakers.iter().position(|s| s.id == id) {
        return known;
    }
    speakers.push(Speaker {
        id,
        name: name.to_owned(),
        kind: kind.unwrap_or(SpeakerKind::Person),
        role: None,
        affiliation: None,
        side: None,
        known: true,
        mentions: Vec::new(),
    });
    speakers.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_cannot_be_used_are_named() {
        let read = |rows: &str| Corrections::read(&format!("article_id,quote,speaker\n{rows}"), Path::new("c.csv"));
        assert_eq!(read("a,0,Anna Kovac\na,12-40,\n").unwrap().lines(), [2, 3]);
        assert!(read("a,first,Anna\n").unwrap_err().to_string().contains("c.csv:2"));
        assert!(read("a,0,Anna\na,0,Rolf\n").unwrap_err().to_string().contains("c.csv:3"));
    }
}
