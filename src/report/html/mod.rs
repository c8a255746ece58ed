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
mod panels;
mod plot;
mod quotes;
mod ranking;
mod speakers;
mod table;
mod tabled;
mod time;
mod view;
mod why;
mod words;

pub use input::{
    Comparison, Estimate, Facts, InputRow, Pair, PairWords, Point, Quoting, Rank, Ranking, Series, Standing, Trends,
    Word,
};
pub use overview::LISTED;
pub use tabled::{HIT_CELLS, QUOTE_CELLS, Tabled};
pub use words::{PAIR_WORDS, WORD_PAIRS};

use crate::aggregate::{SpeakerKey, SpeakerTable, SpeechOptions, member};
use crate::analysis::{Analysis, Analyzer, Warning};
use crate::quote::CueClass;
use crate::report::Cell;
use crate::span::{OffsetUnit, Span};
use kept::{Kept, KeptQuote, Part, Passage};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use view::View;

/// Runs of at most this many articles show each in full.
pub const FULL_ARTICLES: usize = 20;
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
    /// Why there are none, where it is not their number.
    absent: Option<String>,
    bytes: usize,
    kept: Kept,
    /// Magnitude of each column's sum of hit values.
    sums: Vec<u64>,
    warnings: Vec<WarningRow>,
    warned: u64,
    /// Whether words that count are underlined in quotes.
    underlined: bool,
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
    /// Takes quotes also where the run is too large for articles in full.
    quotes: bool,
    /// Takes no articles, and keeps quotes by what is compared.
    compared: Option<SpeechOptions>,
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
    /// The article's file, or its id.
    place: String,
    line: Option<usize>,
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
            absent: None,
            bytes: 0,
            kept: Kept::default(),
            sums: vec![0; analyzer.scheme().targets().len()],
            warnings: Vec::new(),
            warned: 0,
            underlined: true,
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

    /// Shows no article in full, whatever was added, and says for which reason; see [`Page::tabled`].
    pub fn leave_out_articles(&mut self, reason: Option<String>) {
        self.full = None;
        self.absent = reason;
    }

    /// What a page without articles in full shows of quotes, to be filled from the tables of the report; none for a
    /// page that shows them in full. `sums` is the magnitude of each column's sum of hit values.
    pub fn tabled(&mut self, speakers: &SpeakerTable, sums: &[u64]) -> Option<Tabled<'a>> {
        if self.full.is_some() {
            return None;
        }
        sums.clone_into(&mut self.sums);
        (self.warnings, self.warned) = (Vec::new(), 0);
        let view = View::new(self.excerpts.view.analyzer, sums);
        Some(Tabled::new(view, self.offsets, speakers::most_quoted(speakers, SPEAKERS).map(|(key, _)| key)))
    }

    /// Passes over so many articles, whose quotes come later ([`Self::take_more`]), and returns the number of the first.
    pub fn pass_over(&mut self, articles: u64) -> u64 {
        self.articles += articles;
        self.articles - articles
    }

    /// What a page of comparisons shows of the quotes of these, to be filled from the tables of a report with positions
    /// in this unit.
    #[must_use]
    pub fn tabled_members(&self, members: &BTreeSet<SpeakerKey>, unit: OffsetUnit) -> Tabled<'a> {
        Tabled::new(View::new(self.excerpts.view.analyzer, &[]), unit, members.iter())
    }

    /// Adds quotes that were read from the tables of a report.
    pub fn take_more(&mut self, quotes: Tabled) {
        self.kept.merge(quotes.finish());
    }

    /// Takes the quotes that were read from the tables; `underlined` says whether there was a table of hits.
    pub fn take(&mut self, quotes: Tabled, underlined: bool) {
        self.kept = quotes.finish();
        self.underlined = underlined;
    }

    /// Adds what was odd about an article, as the tables have it: one line for each article.
    pub fn warn(&mut self, article: &str, message: &str) {
        self.warned += 1;
        if self.warnings.len() < WARNINGS {
            let (place, message) = (article.to_owned(), message.to_owned().into());
            self.warnings.push(WarningRow { place, line: None, message });
        }
    }

    /// How many speakers the page shows at most, once all articles were added.
    #[must_use]
    pub fn most_speakers(&self) -> usize {
        if self.full.is_some() { usize::MAX } else { SPEAKERS }
    }

    /// A page that tells of speakers by their [`Facts::ranking`] alone, and shows their quotes but no articles.
    #[must_use]
    pub fn finish_comparison(mut self, facts: &Facts) -> String {
        self.leave_out_articles(None);
        self.finish(facts, &SpeakerTable::default())
    }

    /// The page. `speakers` is the table over the articles that were added; of those that are not shown it may lack
    /// some, as long as the totals count them.
    #[must_use]
    pub fn finish(self, facts: &Facts, speakers: &SpeakerTable) -> String {
        let view = View::new(self.excerpts.view.analyzer, &self.sums);
        let counted = (self.most_speakers(), facts.totals.speakers);
        let speakers = speakers::choose(speakers, facts, view.leading, counted);
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
            quotes: true,
            compared: None,
        }
    }

    /// Takes the quotes of groups that are compared, see [`member`], and no articles.
    #[must_use]
    pub fn of_compared(self, options: SpeechOptions) -> Self {
        Self { compared: Some(options), ..self }
    }

    /// Takes nothing of a run that is too large for articles in full: its quotes come from tables.
    #[must_use]
    pub fn of_small_runs(self) -> Self {
        Self { quotes: false, ..self }
    }

    /// What the page may show of an article. Which articles of a run that is too large come in full depends on the
    /// order of the threads; that page shows none in full.
    #[must_use]
    pub fn of(&self, analysis: &Analysis) -> Excerpt {
        let bytes = analysis.article.text().len();
        let before = self.articles.fetch_add(1, Ordering::Relaxed);
        let fits = self.compared.is_none()
            && before < FULL_ARTICLES
            && self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes <= FULL_BYTES;
        let mut excerpt =
            Excerpt { bytes, sums: Vec::new(), kept: Kept::default(), warnings: Vec::new(), warned: 0, full: None };
        if !fits && !self.quotes {
            return excerpt;
        }
        for quote in 0..analysis.quotes.len() {
            self.keep(&mut excerpt.kept, analysis, quote);
        }
        if self.compared.is_some() {
            return excerpt;
        }
        excerpt.sums = analysis.scores.columns.iter().map(|column| column.total.unsigned_abs()).collect();
        excerpt.warnings = analysis.warnings.iter().take(WARNINGS).map(|warning| row(analysis, warning)).collect();
        excerpt.warned = analysis.warnings.len() as u64;
        excerpt.full = fits.then(|| Box::new(analysis.clone()));
        excerpt
    }

    /// Offers a quote of speech to the quotes kept of its speaker.
    fn keep(&self, kept: &mut Kept, analysis: &Analysis, index: usize) {
        let Some(speaker) = analysis.speaker_of(index) else { return };
        let scores = &analysis.quote_scores[index].scores;
        let leading = self.view.leading;
        let Some(column) = scores.columns.get(leading).filter(|_| scores.sentences > 0) else { return };
        if analysis.quotes[index].class != CueClass::Speech {
            return;
        }
        let mut value = column.sum / i64::from(scores.sentences);
        if self.compared.is_some() {
            // In what order quotes come must not depend on whether they are read in tables.
            value = tabled::as_in_tables(value);
        }
        let key = match &self.compared {
            Some(options) => member(analysis, speaker, options),
            None => Some(self.keys.key(speaker, &analysis.article.id)),
        };
        let Some(key) = key else { return };
        // The article's number is known when it is entered.
        let place = (0, index);
        kept.add(key, value, place, || KeptQuote {
            value,
            score: Cell::decimal(scores.score(leading)),
            place,
            article: (analysis.article.id.clone(), view::title(analysis), analysis.date.clone()),
            kind: analysis.quotes[index].kind.name(),
            confidence: analysis.attributions[index].confidence,
            words: passages(&self.view, analysis, index),
        });
    }
}

fn row(analysis: &Analysis, warning: &Warning) -> WarningRow {
    let before = warning.at.map_or("", |at| &analysis.article.text()[..at as usize]);
    let line = before.matches('\n').count() + 1;
    WarningRow { place: analysis.article.path.clone(), line: Some(line), message: warning.message.clone() }
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
