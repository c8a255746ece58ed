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

use crate::aggregate::{SpeakerKey, SpeakerTable};
use crate::analysis::{Analysis, Analyzer};
use crate::quote::CueClass;
use crate::report::Cell;
use crate::span::{OffsetUnit, Span};
use kept::{Kept, KeptQuote};
use markup::Html;
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
    analyzer: &'a Analyzer,
    offsets: OffsetUnit,
    /// Merges speakers as the run's own table does; it stays empty.
    keys: SpeakerTable,
    /// The columns as they are known before the run's sums are.
    view: View<'a>,
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
            analyzer,
            offsets,
            keys: if apart { SpeakerTable::apart() } else { SpeakerTable::default() },
            view: View::new(analyzer, &[]),
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
        for (sum, column) in self.sums.iter_mut().zip(&analysis.scores.columns) {
            *sum += column.total.unsigned_abs();
        }
        self.warn(analysis);
        for quote in 0..analysis.quotes.len() {
            self.keep(analysis, quote);
        }
        self.kept.prune();
        self.articles += 1;
        self.bytes += analysis.article.text().len();
        if self.articles as usize > FULL_ARTICLES || self.bytes > FULL_BYTES {
            self.full = None;
        }
        self.full.iter_mut().for_each(|all| all.push(analysis.clone()));
    }

    /// The page. `speakers` is the table over the articles that were added.
    #[must_use]
    pub fn finish(self, facts: &Facts, speakers: &SpeakerTable) -> String {
        let view = View::new(self.analyzer, &self.sums);
        let most = if self.full.is_some() { usize::MAX } else { SPEAKERS };
        let speakers = speakers::choose(speakers, &facts.shrunk, view.leading, most);
        let parts = Parts { view: &view, facts, page: &self, speakers };
        page::render(&parts).finish()
    }

    fn warn(&mut self, analysis: &Analysis) {
        self.warned += analysis.warnings.len() as u64;
        for warning in analysis.warnings.iter().take(WARNINGS - self.warnings.len().min(WARNINGS)) {
            let before = warning.at.map_or("", |at| &analysis.article.text()[..at as usize]);
            let line = before.matches('\n').count() + 1;
            self.warnings.push(WarningRow {
                path: analysis.article.path.clone(),
                line,
                message: warning.message.clone(),
            });
        }
    }

    /// Offers a quote of speech to the quotes kept of its speaker.
    fn keep(&mut self, analysis: &Analysis, index: usize) {
        let Some(speaker) = analysis.speaker_of(index) else { return };
        let scores = &analysis.quote_scores[index].scores;
        let leading = self.view.leading;
        let Some(column) = scores.columns.get(leading).filter(|_| scores.sentences > 0) else { return };
        if analysis.quotes[index].class != CueClass::Speech {
            return;
        }
        let value = column.sum / i64::from(scores.sentences);
        let key = self.keys.key(speaker, &analysis.article.id);
        let place = (self.articles, index);
        let (view, kept) = (&self.view, &mut self.kept);
        kept.add(key, value, place, || KeptQuote {
            value,
            score: Cell::decimal(scores.score(leading)),
            place,
            article: (analysis.article.id.clone(), view::title(analysis), analysis.date.clone()),
            kind: analysis.quotes[index].kind.name(),
            confidence: analysis.attributions[index].confidence,
            words: cut_words(view, analysis, index, place),
        });
    }
}

/// A quote's words with its hits underlined, cut at a blank when it is long; behind them the force of its cue.
fn cut_words(view: &View, analysis: &Analysis, index: usize, (article, quote): (u64, usize)) -> Html {
    let text = analysis.article.text();
    let underlines = marked::of_quote(view, analysis, index);
    let mut html = Html::default();
    let mut room = QUOTE_BYTES;
    for (at, span) in analysis.quotes[index].spans.iter().enumerate() {
        if at > 0 {
            html.text(" … ");
        }
        let shown = if span.len() as usize > room { cut(text, *span, room) } else { *span };
        marked::write(&mut html, text, shown, &underlines, &format!("k{article}-{quote}-{at}"));
        if shown != *span {
            html.text(" […]");
            break;
        }
        room -= span.len() as usize;
    }
    let spans = &analysis.quotes[index].spans;
    let cue: Vec<_> = underlines.iter().filter(|u| !spans.iter().any(|s| s.overlaps(u.span))).cloned().collect();
    for (at, underline) in cue.iter().enumerate() {
        html.raw(" <span class=\"about\">– ");
        marked::write(&mut html, text, underline.span, &cue, &format!("k{article}-{quote}-c{at}"));
        html.raw("</span>");
    }
    html
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
