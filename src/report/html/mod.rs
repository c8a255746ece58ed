//! Analyses and tables → one page of HTML that opens from disk and needs no network.
//!
//! In: the analyses of a run, one after the other, then its speaker table and [`Facts`]. Out: the page. Always holds:
//! text from outside is escaped by the one type that builds markup; the page's policy lets only its own two inline
//! blocks run, by their hashes; it reads and prints without JavaScript, which adds sorting, filters and downloads;
//! every number on it stands in a CSV of the report; memory does not grow with the number of articles.

mod articles;
mod comparison;
mod input;
mod kept;
mod marked;
mod markup;
mod overview;
mod page;
mod plot;
mod quotes;
mod speakers;
mod table;
mod time;
mod view;
mod why;

pub use input::{Comparison, Estimate, Facts, InputRow, Pair, PairWords, Point, Series, Trends, Word};
pub use overview::LISTED;

use crate::aggregate::{SpeakerKey, SpeakerTable};
use crate::analysis::{Analysis, Analyzer, Warning};
use crate::quote::CueClass;
use crate::report::Cell;
use crate::span::{OffsetUnit, Span};
use kept::{Kept, KeptQuote, Part, Passage};
use std::sync::atomic::{AtomicUsize, Ordering};
use view::View;

/// Runs of at most this many articles show each in full.
const FULL_ARTICLES: usize = 20;
/// Bytes of all articles that are shown in full, at most: their markup is several times as long.
const FULL_BYTES: usize = 512 << 10;
/// Speakers that are shown of larger runs: those with the most quotes.
const SPEAKERS: usize = 200;
/// Warnings that are listed.
const WARNINGS: usize = 50;
/// Bytes of a quote that are shown outside its article.
const QUOTE_BYTES: usize = 480;

/// Collects what a page shows while a run goes on.
#[derive(Debug)]
pub struct Page<'a> {
    excerpts: Excerpts<'a>,
    offsets: OffsetUnit,
    articles: u64,
    /// The articles to be shown in full; `None` when there are too many.
    full: Option<Vec<Analysis>>,
    bytes: usize,
    kept: Kept,
    /// Magnitude of each column's sum of hit values.
    sums: Vec<u64>,
    warnings: Vec<WarningRow>,
    warned: u64,
}

/// Takes from articles what a page may show of them, in any thread.
#[derive(Debug)]
pub struct Excerpts<'a> {
    /// Merges speakers as the run's own table does; it stays empty.
    keys: SpeakerTable,
    /// The columns as they are known before the run's sums are.
    view: View<'a>,
    /// Articles and bytes so far, by which it is known that a run is too large for articles in full.
    articles: AtomicUsize,
    bytes: AtomicUsize,
}

/// What a page may show of an article.
#[derive(Debug)]
pub struct Excerpt {
    bytes: usize,
    sums: Vec<u64>,
    kept: Kept,
    warnings: Vec<WarningRow>,
    warned: u64,
    /// None in a run that is too large.
    full: Option<Box<Analysis>>,
}

/// Something odd in an article.
#[derive(Debug)]
struct WarningRow {
    path: String,
    line: usize,
    message: std::borrow::Cow<'static, str>,
}

/// All that the sections of a page are made from.
struct Parts<'p, 'a> {
    view: &'p View<'a>,
    facts: &'p Facts,
    page: &'p Page<'a>,
    speakers: speakers::Chosen<'p>,
}

impl<'a> Page<'a> {
    /// An empty page. `apart`: speakers of different articles are not merged, as in [`SpeakerTable::apart`].
    #[must_use]
    pub fn new(analyzer: &'a Analyzer, apart: bool, offsets: OffsetUnit) -> Self {
        Self {
            excerpts: Excerpts::new(analyzer, apart),
            offsets,
            articles: 0,
            full: Some(Vec::new()),
            bytes: 0,
            kept: Kept::default(),
            sums: vec![0; analyzer.scheme().targets().len()],
            warnings: Vec::new(),
            warned: 0,
        }
    }

    /// Adds an article, in the order of the run.
    pub fn add(&mut self, analysis: &Analysis) {
        self.enter(self.excerpts.of(analysis));
    }

    /// Adds what [`Excerpts::of`] took from an article, in the order of the run.
    pub fn enter(&mut self, excerpt: Excerpt) {
        for (sum, size) in self.sums.iter_mut().zip(excerpt.sums) {
            *sum += size;
        }
        self.warned += excerpt.warned;
        let room = WARNINGS - self.warnings.len().min(WARNINGS);
        self.warnings.extend(excerpt.warnings.into_iter().take(room));
        self.kept.enter(excerpt.kept, self.articles);
        self.articles += 1;
        self.bytes += excerpt.bytes;
        let fits = self.articles as usize <= FULL_ARTICLES && self.bytes <= FULL_BYTES;
        match (&mut self.full, excerpt.full) {
            (Some(all), Some(analysis)) if fits => all.push(*analysis),
            _ => self.full = None,
        }
    }

    /// How many speakers the page shows at most, once all articles were added.
    #[must_use]
    pub fn most_speakers(&self) -> usize {
        if self.full.is_some() { usize::MAX } else { SPEAKERS }
    }

    /// The page. `speakers` is the table over the articles that were added; of those that are not shown it may lack
    /// some, as long as the totals count them.
    #[must_use]
    pub fn finish(self, facts: &Facts, speakers: &SpeakerTable) -> String {
        let view = View::new(self.excerpts.view.analyzer, &self.sums);
        let counted = (self.most_speakers(), facts.totals.speakers);
        let speakers = speakers::choose(speakers, &facts.shrunk, view.leading, counted);
        let parts = Parts { view: &view, facts, page: &self, speakers };
        page::render(&parts).finish()
    }
}

impl<'a> Excerpts<'a> {
    /// For a page of [`Page::new`] with the same arguments.
    #[must_use]
    pub fn new(analyzer: &'a Analyzer, apart: bool) -> Self {
        Self {
            keys: if apart { SpeakerTable::apart() } else { SpeakerTable::default() },
            view: View::new(analyzer, &[]),
            articles: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
        }
    }

    /// What the page may show of an article. Which articles of a run that is too large come in full depends on the
    /// order of the threads; that page shows none in full.
    #[must_use]
    pub fn of(&self, analysis: &Analysis) -> Excerpt {
        let kept = self.kept(analysis);
        let bytes = analysis.article.text().len();
        let before = self.articles.fetch_add(1, Ordering::Relaxed);
        let fits = before < FULL_ARTICLES && self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= FULL_BYTES;
        Excerpt {
            bytes,
            sums: analysis.scores.columns.iter().map(|column| column.total.unsigned_abs()).collect(),
            kept,
            warnings: analysis.warnings.iter().take(WARNINGS).map(|warning| row(analysis, warning)).collect(),
            warned: analysis.warnings.len() as u64,
            full: fits.then(|| Box::new(analysis.clone())),
        }
    }

    /// The quotes of speech that are kept of each speaker.
    fn kept(&self, analysis: &Analysis) -> Kept {
        let leading = self.view.leading;
        let mut offered: Vec<Vec<(i64, (u64, usize))>> = vec![Vec::new(); analysis.speakers.len()];
        for (index, attribution) in analysis.attributions.iter().enumerate() {
            let scores = &analysis.quote_scores[index].scores;
            let column = scores.columns.get(leading).filter(|_| scores.sentences > 0);
            let (Some(speaker), Some(column)) = (attribution.speaker, column) else { continue };
            if analysis.quotes[index].class == CueClass::Speech {
                // The article's number is known when it is entered.
                offered[speaker].push((column.sum / i64::from(scores.sentences), (0, index)));
            }
        }
        let mut kept = Kept::default();
        for (speaker, quotes) in analysis.speakers.iter().zip(offered).filter(|(_, quotes)| !quotes.is_empty()) {
            let key = self.keys.key(speaker, &analysis.article.id);
            kept.add(key, quotes, |value, place| KeptQuote {
                value,
                score: Cell::decimal(analysis.quote_scores[place.1].scores.score(leading)),
                place,
                article: (analysis.article.id.clone(), view::title(analysis), analysis.date.clone()),
                kind: analysis.quotes[place.1].kind.name(),
                confidence: analysis.attributions[place.1].confidence,
                words: passages(&self.view, analysis, place.1),
            });
        }
        kept
    }
}

fn row(analysis: &Analysis, warning: &Warning) -> WarningRow {
    let before = warning.at.map_or("", |at| &analysis.article.text()[..at as usize]);
    let line = before.matches('\n').count() + 1;
    WarningRow { path: analysis.article.path.clone(), line, message: warning.message.clone() }
}

/// A quote's words with its hits underlined, cut at a blank when it is long; behind them the force of its cue.
fn passages(view: &View, analysis: &Analysis, index: usize) -> Vec<Passage> {
    let text = analysis.article.text();
    let underlines = marked::of_quote(view, analysis, index);
    let spans = &analysis.quotes[index].spans;
    let passage = |span: Span, part: Part, cut: bool| {
        let (text, underlines) = marked::cut_out(text, span, &underlines);
        Passage { text, underlines, part, cut }
    };
    let mut passages = Vec::new();
    let mut room = QUOTE_BYTES;
    for span in spans {
        let shown = if span.len() as usize > room { cut(text, *span, room) } else { *span };
        passages.push(passage(shown, Part::Quoted, shown != *span));
        if shown != *span {
            break;
        }
        room -= span.len() as usize;
    }
    let cue = underlines.iter().filter(|u| !spans.iter().any(|s| s.overlaps(u.span)));
    passages.extend(cue.map(|underline| passage(underline.span, Part::Cue, false)));
    passages
}

/// The start of a span, up to the last blank within so many bytes.
fn cut(text: &str, span: Span, bytes: usize) -> Span {
    let words = span.slice(text);
    let most = (0..=bytes.min(words.len())).rev().find(|at| words.is_char_boundary(*at)).unwrap_or_default();
    let end = words[..most].rfind(char::is_whitespace).unwrap_or(most);
    Span::new(span.start, span.start + end as u32)
}

/// The id of a speaker's quotes on the page: from hashes alone, so that no name can break it.
fn anchor((id, place): &SpeakerKey) -> String {
    if place.is_empty() { format!("s-{id}") } else { format!("s-{id}-{}", crate::speaker::speaker_id(place)) }
}
