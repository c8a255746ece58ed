//! Article + tokens → quotes.
//!
//! In: tokens, paragraphs, sentences and the matches of the cue lexicon. Out: [`Quote`]s in text order, each with its
//! cue and with the phrase its source is named by, and the pairs of quotation marks with what became of them. Always
//! holds: contents of quotes do not overlap; every pair of marks is accounted for; no quote crosses a paragraph.

mod behind;
mod block;
mod carry;
pub mod choose;
mod clause;
mod content;
mod cue;
mod dash;
mod judge;
mod kind;
mod marks;
pub(crate) mod phrase;
mod place;
mod stretch;

use carry::Before;
use choose::{Ballot, Decide};

use crate::lexicon::{Lexicon, Match};
use crate::span::Span;
use crate::token::{Token, TokenRange, Vocabulary};

pub use cue::{Cue, CueClass, Cues, Frame};
pub use marks::Pair;

/// How a quote gives the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuoteKind {
    /// Wholly inside quotation marks.
    Direct,
    /// A reported clause with a quoted piece in it.
    Mixed,
    /// Reported without marks.
    Indirect,
}

impl QuoteKind {
    /// The kind's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }
}

/// Where a quote's source is to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Named by this phrase, in this construction.
    Phrase(TokenRange, Construction),
    /// Nothing in the text names it, for this reason.
    None(&'static str),
}

impl Origin {
    /// Whether a label such as "KOVAC:" names the source.
    #[must_use]
    pub const fn is_label(self) -> bool {
        matches!(self, Self::Phrase(_, Construction::Label))
    }
}

/// The construction that ties a quote to its source; it decides how sure the attribution is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Construction {
    /// Subject of a cue next to a quoted piece.
    QuotedSubject,
    /// Subject of a cue with a reported clause.
    ClauseSubject,
    /// Main subject of a participle or of a joined verb.
    SharedSubject,
    /// "according to …".
    According,
    /// `NAME: …` and questions and answers.
    Label,
    /// A paragraph that goes on after one left open.
    OpenParagraph,
    /// A quoted sentence behind the source's other words, in one paragraph.
    SameParagraph,
    /// A paragraph introduced by the one before.
    Introduced,
    /// A paragraph of nothing but quoted words behind another quote.
    QuoteOnly,
    /// Chosen among all phrases near by the trained model.
    Chosen,
}

impl Construction {
    /// Whether another quote's source goes on.
    #[must_use]
    pub const fn is_carried(self) -> bool {
        matches!(self, Self::OpenParagraph | Self::SameParagraph | Self::QuoteOnly)
    }
}

/// Somebody's reported words.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// Index of its paragraph.
    pub paragraph: u32,
    /// How the words are given.
    pub kind: QuoteKind,
    /// Speech, or belief and wish.
    pub class: CueClass,
    /// The content, in text order.
    pub spans: Vec<Span>,
    /// The parts of the content inside quotation marks, marks included.
    pub marked: Vec<Span>,
    /// The words that signal the reporting.
    pub cue: Option<Cue>,
    /// Where the source is to be found.
    pub origin: Origin,
    /// The "who" next to the cue that stands for the source's phrase.
    pub relative: Option<TokenRange>,
    /// How sure it is that the cue reports this content: the model's margin, in thousandths of a logit; 0 where no
    /// model was asked.
    pub margin: i32,
    /// How sure the source is, in thousandths, where a model chose it.
    pub confidence: Option<u16>,
}

/// What became of a pair of quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// From the opening to the closing mark.
    pub span: Span,
    /// What it is.
    pub kind: MarkKind,
    /// The quote it belongs to.
    pub quote: Option<usize>,
    /// Why it was judged so.
    pub reason: &'static str,
}

/// What a pair of quotation marks is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Part of a quote.
    Quote,
    /// The writer keeps a distance from the words.
    Scare,
    /// A title of a work.
    Title,
    /// A name, nickname or term.
    Term,
    /// Probably somebody's words, but nobody is named.
    Unattributed,
}

impl MarkKind {
    /// The kind's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Scare => "scare",
            Self::Title => "title",
            Self::Term => "term",
            Self::Unattributed => "unattributed",
        }
    }
}

/// A text with everything that earlier stages know of it.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// The words' classes.
    pub vocabulary: &'a Vocabulary,
    /// Token ranges of the paragraphs, in order; an empty range for one that is not searched.
    pub paragraphs: &'a [TokenRange],
    /// Token ranges of all sentences, in order.
    pub sentences: &'a [TokenRange],
}

/// The quotes of an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quotes {
    /// In text order.
    pub quotes: Vec<Quote>,
    /// One for every pair of quotation marks in a searched paragraph, in text order.
    pub marks: Vec<Mark>,
    /// Byte offset and message of every mark that stands alone.
    pub warnings: Vec<(u32, &'static str)>,
}

/// Finds all quotes of an article. `matches` are those of the cue lexicon, in text order; `decider` chooses where
/// several readings are possible.
#[must_use]
pub fn find(reading: Reading, cues: &Cues, matches: &[Match], decider: &mut dyn Decide) -> Quotes {
    let (mut pairs, warnings) = marks::pairs(reading);
    let mut cues = cue::candidates(reading, cues, matches, &pairs);
    let dashed = dash::pairs(reading, &cues);
    if !dashed.is_empty() {
        cues.retain(|c| !cue::in_pair(&dashed, c.tokens));
        pairs.extend(dashed);
        pairs.sort_unstable_by_key(|p| p.tokens.start);
    }
    let transcript = carry::is_transcript(reading);
    let mut ballots = Ballot::all();
    let mut quotes = Vec::new();
    let mut from = Cursor::default();
    let mut before = Before::default();
    for (paragraph, range) in (0..).zip(reading.paragraphs).filter(|(_, r)| !r.is_empty()) {
        from.advance(reading, &pairs, &cues, *range);
        let own = from.of(*range, reading, &pairs, &cues);
        let first = quotes.len();
        let mut pending = None;
        let labelled = carry::labels(reading, *range, &own, paragraph, transcript, &mut quotes);
        let scope = Scope { reading, own, paragraph, before, first };
        let block = if labelled { None } else { block::quoted(reading, *range, &own, paragraph, before, &mut quotes) };
        let settled = labelled && transcript || block.is_some();
        let stretches = if settled { Vec::new() } else { stretch::stretches(reading, &own) };
        for stretch in &stretches {
            pending = clause::read(scope, stretch, &mut ballots, &mut quotes, decider);
        }
        quotes[first..].sort_by_key(|q: &Quote| q.spans.first().map(|s| s.start));
        carry::continue_quotes(reading, &own, paragraph, first, before, &mut quotes);
        judge::judge(scope, &stretches, &mut ballots, &mut quotes, decider);
        carry::name_back(before, first, &mut quotes);
        before = Before {
            quote: (quotes.len() > first).then(|| quotes.len() - 1),
            open: own.pairs.last().filter(|p| p.goes_on).map(|p| (paragraph, *p)),
            pending,
            block,
        };
    }
    let marks = kind::marks(reading, &pairs, &quotes);
    Quotes { quotes, marks, warnings }
}

/// All places where a cue stands in a form that can report, whatever its share of reporting uses: what shares are
/// counted on. `matches` are those of the cue lexicon, in text order.
#[must_use]
pub fn cue_uses(reading: Reading, cues: &Cues, matches: &[Match]) -> Vec<Cue> {
    let (pairs, _) = marks::pairs(reading);
    cue::candidates(reading, &cues.all_sure(), matches, &pairs)
}

/// What a paragraph holds of pairs, cues and sentences.
#[derive(Debug, Clone, Copy)]
struct Own<'a> {
    pairs: &'a [Pair],
    cues: &'a [Cue],
    sentences: &'a [TokenRange],
}

/// Whether a word ends so, capitals aside.
fn ends_in(word: &str, ending: &str) -> bool {
    let from = word.len().checked_sub(ending.len());
    from.is_some_and(|from| word.as_bytes()[from..].eq_ignore_ascii_case(ending.as_bytes()))
}

/// A paragraph at work.
#[derive(Clone, Copy)]
struct Scope<'a> {
    reading: Reading<'a>,
    own: Own<'a>,
    paragraph: u32,
    /// What the paragraphs before leave open.
    before: Before,
    /// Index of its first quote.
    first: usize,
}

/// Walks pairs, cues and sentences along with the paragraphs.
#[derive(Debug, Default)]
struct Cursor {
    pair: usize,
    cue: usize,
    sentence: usize,
}

impl Cursor {
    /// Skips what lies before the paragraph.
    fn advance(&mut self, reading: Reading, pairs: &[Pair], cues: &[Cue], range: TokenRange) {
        let skip = |at: &mut usize, ends: &dyn Fn(usize) -> Option<bool>| {
            while ends(*at) == Some(true) {
                *at += 1;
            }
        };
        skip(&mut self.pair, &|at| pairs.get(at).map(|p| p.tokens.start < range.start));
        skip(&mut self.cue, &|at| cues.get(at).map(|c| c.tokens.start < range.start));
        skip(&mut self.sentence, &|at| reading.sentences.get(at).map(|s| s.start < range.start));
    }

    fn of<'a>(&self, range: TokenRange, reading: Reading<'a>, pairs: &'a [Pair], cues: &'a [Cue]) -> Own<'a> {
        let (pairs, cues, sentences) = (&pairs[self.pair..], &cues[self.cue..], &reading.sentences[self.sentence..]);
        Own {
            pairs: &pairs[..pairs.iter().take_while(|p| p.tokens.start < range.end).count()],
            cues: &cues[..cues.iter().take_while(|c| c.tokens.start < range.end).count()],
            sentences: &sentences[..sentences.iter().take_while(|s| s.start < range.end).count()],
        }
    }
}

/// Compiles the frames of the cue lexicon.
#[must_use]
pub fn cues(lexicon: &Lexicon) -> Cues {
    Cues::new(lexicon)
}
