//! Quotes as the tables of a report have them → what a page shows of each speaker. So pages are made where no article is
//! at hand any more: of large runs, of runs that were continued, of reports that were merged.

use super::kept::{Kept, KeptQuote, Part, Passage, QUOTES, TRACKED};
use super::marked::{self, Underline};
use super::view::View;
use super::{cut, why};
use crate::aggregate::SpeakerKey;
use crate::quote::{CueClass, QuoteKind};
use crate::report::Cell;
use crate::score::DimensionId;
use crate::span::{OffsetUnit, Span};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Columns of `quotes.csv` that are read, before the score that speakers are ordered by.
pub const QUOTE_CELLS: [&str; 9] =
    ["article_id", "quote", "cue_class", "speaker_id", "text", "kind", "confidence", "spans", "date"];
/// Columns of `hits.csv` that are read.
pub const HIT_CELLS: [&str; 16] = [
    "article_id",
    "quote",
    "start",
    "end",
    "text",
    "term",
    "lexicon",
    "entry",
    "dimension",
    "from_dimension",
    "category",
    "base",
    "modifiers",
    "quote_dimension",
    "quote_modifiers",
    "quote_value",
];
/// Quotes whose words are made ready, at most, before those that are not kept any more are dropped.
const DRAFTS: usize = 4 * TRACKED * QUOTES;
/// The last of the four places of a table's decimals, in billionths.
const PLACE: i64 = 100_000;
/// Between the spans of a quote.
const BETWEEN: &str = " … ";

/// The quotes of chosen speakers, collected from the tables.
#[derive(Debug)]
pub struct Tabled<'a> {
    view: View<'a>,
    unit: OffsetUnit,
    /// For each id, where it holds.
    speakers: FxHashMap<String, BTreeSet<String>>,
    rows: u64,
    /// The number of the article that rows are of; else each has its own.
    article: Option<u64>,
    kept: Kept,
    /// The quotes that are kept, by article: number and row of each, once all quotes were offered.
    wanted: FxHashMap<String, Vec<(usize, u64)>>,
    /// What a quote's words are made from, by its row.
    drafts: BTreeMap<u64, Draft>,
    /// Titles of articles.
    titles: BTreeMap<String, String>,
}

/// A quote whose hits are still to come.
#[derive(Debug)]
struct Draft {
    /// The number that its article has on the page.
    article: u64,
    spans: Vec<[u32; 2]>,
    /// The words of each span.
    pieces: Vec<String>,
    hits: Vec<Found>,
}

/// A hit as it stands in the article.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    span: [u32; 2],
    text: String,
    class: String,
    why: String,
}

impl<'a> Tabled<'a> {
    pub(super) fn new<'k>(view: View<'a>, unit: OffsetUnit, speakers: impl Iterator<Item = &'k SpeakerKey>) -> Self {
        let mut all: FxHashMap<String, BTreeSet<String>> = FxHashMap::default();
        for (id, scope) in speakers {
            all.entry(id.clone()).or_default().insert(scope.clone());
        }
        Self {
            view,
            unit,
            speakers: all,
            rows: 0,
            article: None,
            kept: Kept::default(),
            wanted: FxHashMap::default(),
            drafts: BTreeMap::new(),
            titles: BTreeMap::new(),
        }
    }

    /// The score column that quotes are ordered by, as `quotes.csv` calls it.
    #[must_use]
    pub fn score_column(&self) -> String {
        format!("{}_score", self.view.target(self.view.leading).id)
    }

    /// Whether quotes of a speaker with this id are shown.
    #[must_use]
    pub fn is_of(&self, speaker_id: &str) -> bool {
        self.speakers.contains_key(speaker_id)
    }

    /// Passes over a row of `quotes.csv` by nobody whose quotes are shown.
    pub const fn pass(&mut self) {
        self.rows += 1;
    }

    /// Rows that are offered from here on are of the article that has this number on the page.
    pub fn of_article(&mut self, number: u64) {
        self.article = Some(number);
        self.kept.prune();
        if self.drafts.len() > DRAFTS {
            self.drop_drafts();
        }
    }

    /// Offers a row of `quotes.csv`, in the order of the table: [`QUOTE_CELLS`] and the score.
    pub fn quote(&mut self, cells: &[&str; 9], score: &str) {
        self.rows += 1;
        let [article_id, number, class, speaker_id, text, kind, confidence, spans, date] = *cells;
        let Some(scopes) = self.speakers.get(speaker_id).filter(|_| class == CueClass::Speech.name()) else { return };
        let holds_in = [article_id, ""].into_iter().find(|place| scopes.contains(*place));
        let (Some(holds_in), Ok(score)) = (holds_in, score.parse::<f64>()) else { return };
        let Ok(number) = number.parse() else { return };
        let kinds = [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect];
        let kind = kinds.into_iter().find(|k| k.name() == kind).unwrap_or(QuoteKind::Indirect);
        let value = (score * 1e4).round() as i64 * PLACE;
        let place = (self.rows, number);
        let key = (speaker_id.to_owned(), holds_in.to_owned());
        let drafts = &mut self.drafts;
        let mut is_new = false;
        self.kept.add(key, value, place, || {
            is_new = true;
            KeptQuote {
                value,
                score: Cell::Decimal(score),
                place,
                article: (article_id.to_owned(), String::new(), Some(date.to_owned()).filter(|d| !d.is_empty())),
                kind: kind.name(),
                confidence: thousandths(confidence).and_then(|c| u16::try_from(c).ok()).unwrap_or_default(),
                words: Vec::new(),
            }
        });
        if is_new {
            let article = self.article.unwrap_or(self.rows);
            drafts.insert(place.0, Draft::new(text, spans, (self.unit, article)));
        }
    }

    /// All quotes were offered; from here on hits and articles are.
    pub fn quotes_are_in(&mut self) {
        self.drop_drafts();
        for quote in self.kept.quotes() {
            let (row, number) = quote.place;
            let own = self.wanted.entry(quote.article.0.clone()).or_default();
            if !own.contains(&(number, row)) {
                own.push((number, row));
            }
        }
    }

    /// Drops drafts of quotes that are not kept any more.
    fn drop_drafts(&mut self) {
        let rows: BTreeSet<u64> = self.kept.quotes().map(|quote| quote.place.0).collect();
        self.drafts.retain(|row, _| rows.contains(row));
    }

    /// Offers a row of `hits.csv`: [`HIT_CELLS`].
    pub fn hit(&mut self, cells: &[&str; 16]) {
        let [article_id, quote, start, end, text, ..] = *cells;
        let (Ok(quote), Ok(start), Ok(end)) = (quote.parse::<usize>(), start.parse(), end.parse()) else { return };
        let wanted = self.wanted.get(article_id).map_or(&[][..], Vec::as_slice);
        let mut rows = wanted.iter().filter(|(number, _)| *number == quote).map(|(_, row)| row).peekable();
        if rows.peek().is_none() {
            return;
        }
        let Some((class, why)) = told(&self.view, cells) else { return };
        for row in rows {
            if let Some(draft) = self.drafts.get_mut(row) {
                let found = Found { span: [start, end], text: text.to_owned(), class: class.clone(), why: why.clone() };
                draft.hits.push(found);
            }
        }
    }

    /// Offers a row of `articles.csv`.
    pub fn article(&mut self, id: &str, title: &str) {
        // Of two articles with one id the first gives the title.
        if !title.is_empty() && self.is_wanted(id) {
            self.titles.entry(id.to_owned()).or_insert_with(|| crate::report::terminal::one_line(title));
        }
    }

    /// Whether hits or the title of an article are wanted, once all quotes were offered.
    #[must_use]
    pub fn is_wanted(&self, id: &str) -> bool {
        self.wanted.contains_key(id)
    }

    /// The quotes, with their words.
    pub(super) fn finish(mut self) -> Kept {
        let (drafts, titles) = (&mut self.drafts, &self.titles);
        let words: BTreeMap<u64, (u64, Vec<Passage>)> =
            drafts.iter_mut().map(|(row, draft)| (*row, (draft.article, draft.passages(self.unit)))).collect();
        for quote in self.kept.quotes_mut() {
            (quote.place.0, quote.words) = words.get(&quote.place.0).cloned().unwrap_or_default();
            let (id, title, _) = &mut quote.article;
            title.clone_from(titles.get(id).unwrap_or(id));
        }
        self.kept
    }
}

/// The class of a hit's underline, and what is said of it; none for those that are not underlined.
fn told(view: &View, cells: &[&str; 16]) -> Option<(String, String)> {
    let [
        ..,
        text,
        term,
        lexicon,
        entry,
        text_dimension,
        from,
        category,
        base,
        modifiers,
        dimension,
        own_modifiers,
        value,
    ] = *cells;
    let scheme = view.analyzer.scheme();
    let find = |id: &str| scheme.dimensions().iter().position(|d| d.id == id).map(|at| DimensionId(at as u8));
    let target = find(dimension)?;
    let entered = find(if from.is_empty() { text_dimension } else { from })?;
    let value = thousandths(value)?;
    let underlined = view.underlined();
    if !(underlined.contains(&target) || underlined.contains(&entered)) || value == 0 && own_modifiers.is_empty() {
        return None;
    }
    // The table has the category that the hit counts in for the text; rules may give it another for the speaker.
    let same = dimension == text_dimension && modifiers == own_modifiers;
    let parts = why::Parts {
        words: text,
        label: view.label(usize::from(target.0)),
        category: same.then_some(category),
        from: (entered != target).then(|| view.label(usize::from(entered.0))),
        base: thousandths(base)?,
        modifiers: why::read_modifiers(own_modifiers),
        value,
    };
    let why = parts.line() + &why::standing(lexicon, entry, term);
    Some((marked::class(view.class(target), value), why))
}

/// A score in billionths, as exact as tables have it.
pub(super) fn as_in_tables(value: i64) -> i64 {
    (value.abs() + PLACE / 2) / PLACE * PLACE * value.signum()
}

/// A decimal of four places in thousandths.
fn thousandths(text: &str) -> Option<i32> {
    text.parse::<f64>().ok().map(|number| (number * 1e3).round() as i32)
}

impl Draft {
    /// `spans` as in `10-24;30-41`. Words that do not fit to them are shown without hits.
    fn new(text: &str, spans: &str, (unit, article): (OffsetUnit, u64)) -> Self {
        let span = |span: &str| {
            let (start, end) = span.split_once('-')?;
            Some([start.parse().ok()?, end.parse().ok()?])
        };
        let spans: Vec<[u32; 2]> = spans.split(';').map_while(span).collect();
        let mut pieces = Vec::new();
        let mut rest = text;
        for (at, [start, end]) in spans.iter().enumerate() {
            let rest_of = if at == 0 { Some(rest) } else { rest.strip_prefix(BETWEEN) };
            let cut = rest_of.and_then(|rest| Some((rest, byte_at(rest, end.checked_sub(*start)?, unit)?)));
            let Some((all, length)) = cut else { break };
            pieces.push(all[..length].to_owned());
            rest = &all[length..];
        }
        if pieces.len() < spans.len() || !rest.is_empty() {
            return Self { article, spans: Vec::new(), pieces: vec![text.to_owned()], hits: Vec::new() };
        }
        Self { article, spans, pieces, hits: Vec::new() }
    }

    /// The words with their hits underlined; behind them the force of the cue.
    fn passages(&mut self, unit: OffsetUnit) -> Vec<Passage> {
        self.hits.sort();
        self.hits.dedup();
        let mut passages = Vec::new();
        let mut room = super::QUOTE_BYTES;
        for (at, piece) in self.pieces.iter().enumerate() {
            let whole = Span::new(0, piece.len() as u32);
            let underlines = self.spans.get(at).map(|span| underlined(piece, *span, &self.hits, unit));
            let shown = if piece.len() > room { cut(piece, whole, room) } else { whole };
            let (text, underlines) = marked::cut_out(piece, shown, &underlines.unwrap_or_default());
            passages.push(Passage { text, underlines, part: Part::Quoted, cut: shown != whole });
            if shown != whole {
                break;
            }
            room -= piece.len();
        }
        let inside = |hit: &Found| self.spans.iter().any(|[start, end]| *start < hit.span[1] && hit.span[0] < *end);
        // Without spans nothing is known of where a hit stands.
        for hit in self.hits.iter().filter(|hit| !self.spans.is_empty() && !inside(hit)) {
            let span = Span::new(0, hit.text.len() as u32);
            let underlines = vec![Underline::new(span, hit.class.clone(), hit.why.clone())];
            passages.push(Passage { text: hit.text.clone(), underlines, part: Part::Cue, cut: false });
        }
        passages
    }
}

/// The hits that stand in a span, in the span's words.
fn underlined(piece: &str, [start, end]: [u32; 2], hits: &[Found], unit: OffsetUnit) -> Vec<Underline> {
    let inside = hits.iter().filter(|h| start <= h.span[0] && h.span[1] <= end);
    let one = |hit: &Found| {
        let from = byte_at(piece, hit.span[0] - start, unit)?;
        let to = byte_at(piece, hit.span[1] - start, unit)?;
        // Another article of the same id has other words here.
        (piece.get(from..to)? == hit.text)
            .then(|| Underline::new(Span::new(from as u32, to as u32), hit.class.clone(), hit.why.clone()))
    };
    marked::merged(inside.filter_map(one))
}

/// The byte at which so many units of a text end.
fn byte_at(text: &str, units: u32, unit: OffsetUnit) -> Option<usize> {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return Some(at);
        }
        let size = match unit {
            OffsetUnit::CodePoint => 1,
            OffsetUnit::Utf16 => c.len_utf16(),
            OffsetUnit::Byte => c.len_utf8(),
        };
        left = left.checked_sub(size as u32)?;
    }
    (left == 0).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_in_the_joined_words_in_every_unit() {
        let (text, joined) = ("“Né 😀 x,” he said. “We go.”", "“Né 😀 x,” … “We go.”");
        for unit in [OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::Byte] {
            let offsets = crate::span::Offsets::new(text, unit);
            let second = text.find("“We").unwrap() as u32;
            let pair = |start, end| {
                let [a, b] = offsets.pair(Span::new(start, end));
                format!("{a}-{b}")
            };
            let first = text.find(" he").unwrap() as u32;
            let spans = format!("{};{}", pair(0, first), pair(second, text.len() as u32));
            let draft = Draft::new(joined, &spans, (unit, 0));
            assert_eq!(draft.pieces, ["“Né 😀 x,”", "“We go.”"], "{spans}");
        }
        let draft = Draft::new(joined, "0-3;4-9", (OffsetUnit::CodePoint, 0));
        assert_eq!((draft.pieces.len(), draft.spans.len()), (1, 0));
    }
}
