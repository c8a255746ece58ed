//! Hits → the quotes and voices they belong to, and the scores of a paragraph.

use super::{PlacedHit, Voice, Voices};
use crate::quote::{CueClass, Quote};
use crate::score::{Hit, Scheme, Scores, Tally};
use crate::span::Span;
use crate::speaker::Attribution;
use crate::token::{Token, TokenRange, count_words};

/// All hits of an article in their places.
#[derive(Debug)]
pub(super) struct Assigned {
    pub hits: Vec<PlacedHit>,
}

impl Assigned {
    /// The range of hits that lie in a run of sentences.
    pub fn between(&self, sentences: &[TokenRange]) -> std::ops::Range<usize> {
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return 0..0 };
        let start = self.hits.partition_point(|h| h.hit.tokens.start < first.start);
        let end = self.hits.partition_point(|h| h.hit.tokens.start < last.end);
        start..end
    }
}

/// Tells for each hit whose words it stands in. A hit belongs to the quote whose content holds it, or whose cue it
/// is; quotes of belief and wish stay the writer's words.
pub(super) fn assign(hits: Vec<Hit>, quotes: &[Quote], attributions: &[Attribution]) -> Assigned {
    // All spans and cues of speech quotes, in text order: none overlap but a cue within a content.
    let mut places: Vec<(Span, usize, bool)> = Vec::new();
    for (index, quote) in quotes.iter().enumerate().filter(|(_, q)| q.class == CueClass::Speech) {
        places.extend(quote.spans.iter().map(|s| (*s, index, false)));
        places.extend(quote.cue.iter().map(|c| (c.span, index, true)));
    }
    places.sort_unstable();
    let hits = hits.into_iter().map(|hit| {
        let behind = places.partition_point(|(span, ..)| span.start <= hit.span.start);
        // A cue may stand inside the content around it, so two places can begin before the hit.
        let near = places[behind.saturating_sub(3)..].iter().take(4);
        let content = near.clone().find(|(span, _, cue)| !cue && span.contains(hit.span));
        let place = content.or_else(|| near.clone().find(|(span, _, cue)| *cue && span.overlaps(hit.span)));
        let voice = match place {
            None => Voice::Narrator,
            Some((_, quote, _)) if attributions[*quote].speaker.is_some() => Voice::Speaker,
            Some(_) => Voice::Unattributed,
        };
        PlacedHit { hit, voice, quote: place.map(|p| p.1), cue: place.is_some_and(|p| p.2) }
    });
    Assigned { hits: hits.collect() }
}

/// Scores of a run of sentences with their hits: all words, and by voice.
pub(super) fn score(
    scheme: &Scheme,
    tokens: &[Token],
    sentences: &[TokenRange],
    hits: &[PlacedHit],
    quotes: &[Quote],
) -> (Scores, Voices) {
    if let Some(words) = narrated_words(tokens, sentences, hits, quotes) {
        let mut all = Tally::new(scheme);
        let mut from = 0;
        for (sentence, words) in sentences.iter().zip(words) {
            let own = of_sentence(hits, &mut from, *sentence);
            all.sentence(words, own.iter().map(|h| h.hit.share()));
        }
        let all = all.finish();
        return (all.clone(), Voices { quoted: Scores::empty(scheme), narrated: all });
    }
    let (mut all, mut spoken, mut narrated) = (Tally::new(scheme), Tally::new(scheme), Tally::new(scheme));
    let mut from = 0;
    for sentence in sentences {
        let own = of_sentence(hits, &mut from, *sentence);
        let words = count_words(sentence.of(tokens));
        let in_quotes = quoted_words(tokens, *sentence, quotes);
        let has_cue = own.iter().any(|h| h.cue);
        all.sentence(words, own.iter().map(|h| h.hit.share()));
        if in_quotes > 0 || has_cue {
            spoken.sentence(in_quotes, own.iter().filter(|h| h.is_quoted()).map(|h| h.hit.share()));
        }
        if words > in_quotes {
            narrated.sentence(words - in_quotes, own.iter().filter(|h| !h.is_quoted()).map(|h| h.hit.share()));
        }
    }
    (all.finish(), Voices { quoted: spoken.finish(), narrated: narrated.finish() })
}

/// The hits of the next sentence, from number `from` on, which is moved behind them.
fn of_sentence<'h>(hits: &'h [PlacedHit], from: &mut usize, sentence: TokenRange) -> &'h [PlacedHit] {
    let start = *from;
    *from += hits[start..].iter().take_while(|h| h.hit.tokens.start < sentence.end).count();
    &hits[start..*from]
}

/// The words of each sentence of a run that is the writer's own throughout, as most are: what it adds up to is what is
/// narrated. None for another.
fn narrated_words(
    tokens: &[Token],
    sentences: &[TokenRange],
    hits: &[PlacedHit],
    quotes: &[Quote],
) -> Option<Vec<u32>> {
    let (first, last) = (sentences.first()?, sentences.last()?);
    let span = TokenRange::new(first.start, last.end).span(tokens);
    let spoken = near(quotes, span).any(|q| q.class == CueClass::Speech) || hits.iter().any(|h| h.is_quoted() || h.cue);
    if spoken {
        return None;
    }
    let words = sentences.iter().map(|sentence| count_words(sentence.of(tokens)));
    words.map(|words| (words > 0).then_some(words)).collect()
}

/// The quotes from the first of a span to its last, and those between.
fn near(quotes: &[Quote], span: Span) -> impl Iterator<Item = &Quote> {
    let first = quotes.partition_point(|q| q.spans.last().is_none_or(|s| s.end <= span.start));
    quotes[first..].iter().take_while(move |q| q.spans.first().is_some_and(|s| s.start < span.end))
}

/// Words of a sentence that stand in quoted speech.
fn quoted_words(tokens: &[Token], sentence: TokenRange, quotes: &[Quote]) -> u32 {
    let span = sentence.span(tokens);
    let spans = near(quotes, span).filter(|q| q.class == CueClass::Speech).flat_map(|q| &q.spans);
    spans.map(|s| words_between(tokens, *s, sentence)).sum()
}

/// Words of the tokens in `within` that lie inside `span`.
pub(super) fn words_between(tokens: &[Token], span: Span, within: TokenRange) -> u32 {
    let own = within.of(tokens);
    let start = own.partition_point(|t| t.span.start < span.start);
    let end = own.partition_point(|t| t.span.end <= span.end);
    count_words(&own[start..end.max(start)])
}
