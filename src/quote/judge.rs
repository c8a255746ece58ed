//! Who says the words of each pair of quotation marks: the rules' reading against all others that are possible.

mod readings;

use super::carry;
use super::choose::{Ballot, Ballots, Decide, Task};
use super::clause::{self, Cued};
use super::cue::{Cue, CueClass, Frame};
use super::kind::{self, SPEECH_WORDS};
use super::phrase::Range;
use super::stretch::{Stretch, Unit, UnitKind};
use super::{Construction, Origin, Pair, Quote, QuoteKind, Reading, Scope};
use crate::span::Span;
use crate::token::{TokenKind, TokenRange, count_words};

pub(super) use readings::TEMPLATES;

/// Margin, in thousandths of a logit, below which a pair that the rules left alone stays so: on the annotated articles
/// it costs no F1 and gains a point of precision.
const GUESS: i32 = 200;
/// The same for a few words beside a phrase that no cue is tied to.
const BARE_GUESS: i32 = 2000;

/// Margin from which a cue's content stands although its marked words look like nobody's.
const SURE_CUE: i32 = 1500;

/// A possible reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pick {
    Nobody,
    Phrase(Range),
    Carried(usize),
    Introduced,
}

/// Looks at all pairs of a paragraph once more.
pub(super) fn judge(
    scope: Scope,
    stretches: &[Stretch],
    ballots: &mut Ballots,
    quotes: &mut Vec<Quote>,
    decider: &mut dyn Decide,
) {
    if scope.own.pairs.is_empty() {
        return;
    }
    let only = carry::is_quote_only(scope.reading, &scope.own);
    let ballot = &mut ballots[Task::Pair as usize];
    let mut bench = Bench { scope, only, ballot, picks: Vec::new(), phrases: Vec::new() };
    for stretch in stretches {
        let is_pair = |u: &Unit| u.is_pair();
        if !stretch.units.iter().any(is_pair) {
            continue;
        }
        let cues = clause::subjects(scope, stretch);
        for at in 0..stretch.units.len() {
            if let UnitKind::Pair(index) = stretch.units[at].kind {
                let site = Site {
                    units: &stretch.units,
                    phrases: &stretch.phrases,
                    cues: &cues,
                    at,
                    index,
                    pair: scope.own.pairs[index],
                };
                bench.pair(site, quotes, decider);
            }
        }
    }
}

struct Bench<'a> {
    scope: Scope<'a>,
    /// The paragraph is nothing but quotes.
    only: bool,
    ballot: &'a mut Ballot,
    picks: Vec<Pick>,
    phrases: Vec<Range>,
}

/// A pair in its stretch.
#[derive(Clone, Copy)]
struct Site<'a> {
    units: &'a [Unit],
    phrases: &'a [Range],
    cues: &'a [Cued],
    /// The pair's unit.
    at: usize,
    /// The pair's number in its paragraph.
    index: usize,
    pair: Pair,
}

/// What the rules made of a pair.
#[derive(Debug, Clone, Copy)]
struct Ruled {
    quote: Option<usize>,
    phrase: Option<Range>,
}

/// The phrase that an origin goes back to.
pub(super) fn origin_phrase(quotes: &[Quote], index: usize) -> Option<TokenRange> {
    match quotes[index].origin {
        Origin::Phrase(phrase, _) => Some(phrase),
        Origin::None(_) => None,
    }
}

impl Bench<'_> {
    fn pair(&mut self, site: Site, quotes: &mut Vec<Quote>, decider: &mut dyn Decide) {
        let pair = site.pair;
        if pair.words == 0 {
            return;
        }
        let quote = holder(quotes, self.scope.first, pair.span);
        let settled = |q: usize| quotes[q].origin.is_label() || quotes[q].cue.is_some_and(|c| c.frame == Frame::Relay);
        if quote.map_or_else(|| kind::is_term(self.scope.reading, &pair), settled) {
            return;
        }
        let ruled = Ruled { quote, phrase: quote.and_then(|q| readings::phrase_in(site.units, quotes, q)) };
        self.nominate(site, ruled, quotes);
        let decision = decider.decide(self.ballot);
        let choice = self.picks[decision.choice];
        // A few marked words beside a name and no cue may be anybody's.
        let bare = matches!(choice, Pick::Phrase(r) if cue_for(site, r).is_none());
        let bare = bare && !site.at.checked_sub(1).is_some_and(|b| site.units[b].is_mark(TokenKind::Colon));
        let least = if bare && pair.words < SPEECH_WORDS { BARE_GUESS } else { GUESS };
        match if quote.is_none() && decision.margin < least { Pick::Nobody } else { choice } {
            Pick::Nobody => strike(self.scope.reading, quotes, ruled.quote, pair),
            Pick::Phrase(range) => {
                let units = &site.units[range.0..range.1];
                let phrase = TokenRange::new(units[0].tokens.start, units[units.len() - 1].tokens.end);
                self.ascribe(quotes, ruled, pair, phrase, cue_for(site, range));
            }
            Pick::Carried(other) => self.carry(quotes, ruled, site, other),
            Pick::Introduced => {
                if let (Some(pending), None) = (self.scope.before.pending, ruled.quote) {
                    let origin = Origin::Phrase(pending.phrase, Construction::Introduced);
                    self.add(quotes, Quote { cue: Some(pending.cue), ..self.direct(pair, origin) });
                }
            }
        }
        let judged =
            holder(quotes, self.scope.first, pair.span).filter(|q| leads(self.scope.reading, &quotes[*q], pair));
        if let Some(quote) = judged {
            quotes[quote].confidence = Some(decision.confidence).filter(|c| *c > 0);
        }
    }

    /// Puts a quote at its place in text order.
    fn add(&self, quotes: &mut Vec<Quote>, quote: Quote) {
        let start = |q: &Quote| q.spans.first().map(|s| s.start);
        let own = &quotes[self.scope.first..];
        let at = self.scope.first + own.partition_point(|q| start(q) <= start(&quote));
        quotes.insert(at, quote);
    }

    fn direct(&self, pair: Pair, origin: Origin) -> Quote {
        Quote {
            paragraph: self.scope.paragraph,
            kind: QuoteKind::Direct,
            class: CueClass::Speech,
            spans: vec![pair.span],
            marked: vec![pair.span],
            cue: None,
            origin,
            relative: None,
            margin: 0,
            confidence: None,
        }
    }

    /// Gives a pair to the source that a phrase names.
    fn ascribe(&self, quotes: &mut Vec<Quote>, ruled: Ruled, pair: Pair, phrase: TokenRange, cue: Option<Cue>) {
        let same = |q: &Quote| match q.origin {
            Origin::Phrase(p, _) => {
                p.start < phrase.end && phrase.start < p.end || q.relative.is_some_and(|r| r == phrase)
            }
            Origin::None(_) => false,
        };
        let origin = Origin::Phrase(phrase, Construction::Chosen);
        if let Some(index) = ruled.quote {
            let quote = &mut quotes[index];
            let according = quote.cue.is_some_and(|c| c.frame == Frame::According);
            if according || same(quote) || !leads(self.scope.reading, quote, pair) {
                return;
            }
            let cue = cue.or(quote.cue);
            (quote.origin, quote.cue, quote.relative) = (origin, cue, None);
            quote.class = cue.map_or(CueClass::Speech, |c| c.class);
            return;
        }
        // Interrupted by nothing but its reporting clause, it is one quote with the pair before.
        let tied = nearest(quotes, self.scope.first, pair.span).find(|q| {
            let q = &quotes[*q];
            q.kind == QuoteKind::Direct && same(q) && cue.is_some() && q.cue.map(|c| c.span) == cue.map(|c| c.span)
        });
        if let Some(index) = tied {
            let quote = &mut quotes[index];
            let at = quote.spans.partition_point(|s| s.start < pair.span.start);
            quote.spans.insert(at, pair.span);
            quote.marked.push(pair.span);
            quote.marked.sort_unstable();
            return;
        }
        let class = cue.map_or(CueClass::Speech, |c| c.class);
        self.add(quotes, Quote { class, cue, ..self.direct(pair, origin) });
    }

    /// Gives a pair to the source of another quote.
    fn carry(&self, quotes: &mut Vec<Quote>, ruled: Ruled, site: Site, other: usize) {
        let (pair, scope) = (site.pair, self.scope);
        let construction = if other < scope.first {
            if scope.before.open.is_some() { Construction::OpenParagraph } else { Construction::QuoteOnly }
        } else {
            Construction::SameParagraph
        };
        match ruled.quote {
            Some(found) => {
                let same = found == other || origin_phrase(quotes, found) == origin_phrase(quotes, other);
                if !same
                    && let Some(phrase) =
                        origin_phrase(quotes, other).filter(|_| leads(scope.reading, &quotes[found], pair))
                {
                    quotes[found].origin = Origin::Phrase(phrase, construction);
                    quotes[found].relative = None;
                }
            }
            None if other >= scope.first && ends_before(&quotes[other], pair) => {
                carry::go_on(scope.reading.tokens, &scope.own, quotes, other, site.index, scope.paragraph);
            }
            None => {
                if let Some(phrase) = origin_phrase(quotes, other) {
                    self.add(quotes, self.direct(pair, Origin::Phrase(phrase, construction)));
                }
            }
        }
    }
}

/// Quotes looked at on either side of a pair: a quote's spans enclose no more than a few others.
const NEAR: usize = 8;

/// The quotes from `first` on that begin near a span, the last first.
fn nearest(quotes: &[Quote], first: usize, span: Span) -> impl Iterator<Item = usize> + use<> {
    let upto = first + quotes[first..].partition_point(|q| q.spans.first().is_some_and(|s| s.start < span.end));
    (first..upto).rev().take(NEAR)
}

/// The quote that takes in a span.
fn holder(quotes: &[Quote], first: usize, span: Span) -> Option<usize> {
    nearest(quotes, first, span).find(|q| quotes[*q].spans.iter().any(|s| s.overlaps(span)))
}

/// The cue that a phrase is tied to: its own, or one beside it.
fn cue_for(site: Site, phrase: Range) -> Option<Cue> {
    let linked = |s: &&Cued| s.2.is_some_and(|r| r.0 < phrase.1 && phrase.0 < r.1);
    let beside = |s: &&Cued| s.0 + 1 == phrase.0 || s.0 == phrase.1;
    let near = clause::cues_near(site.cues, site.at).iter().filter(|s| linked(s) || beside(s));
    near.min_by_key(|s| s.0.abs_diff(site.at)).map(|s| s.1)
}

fn ends_before(quote: &Quote, pair: Pair) -> bool {
    quote.spans.last().is_some_and(|s| s.end <= pair.span.start)
}

/// The number of words in a span: unlike bytes, the same however accents are written.
fn words_in(reading: Reading, span: Span) -> u32 {
    let first = reading.tokens.partition_point(|t| t.span.start < span.start);
    let last = reading.tokens.partition_point(|t| t.span.start < span.end);
    count_words(&reading.tokens[first..last])
}

/// Whether a pair is the longest of its quote.
fn leads(reading: Reading, quote: &Quote, pair: Pair) -> bool {
    let own = words_in(reading, pair.span);
    quote.marked.iter().all(|m| words_in(reading, *m) <= own)
}

/// Takes a pair that nobody says out of the quote that the rules gave it to.
fn strike(reading: Reading, quotes: &mut Vec<Quote>, quote: Option<usize>, pair: Pair) {
    let Some(index) = quote else { return };
    let found = &mut quotes[index];
    let inside: u32 = found.marked.iter().map(|m| words_in(reading, *m)).sum();
    let whole: u32 = found.spans.iter().map(|m| words_in(reading, *m)).sum();
    if found.kind == QuoteKind::Direct {
        found.spans.retain(|s: &Span| *s != pair.span);
        found.marked.retain(|s: &Span| *s != pair.span);
    } else if 2 * inside >= whole && leads(reading, found, pair) && found.margin < SURE_CUE {
        found.spans.clear();
    }
    if found.spans.is_empty() {
        quotes.remove(index);
    }
}
