//! Quoted words without a cue of their own: labels, speeches over several paragraphs, sentences that go on.

use super::clause::Pending;
use super::cue::CueClass;
use super::{Construction, Origin, Own, Pair, Quote, QuoteKind, Reading};
use crate::language::Class;
use crate::token::{Token, TokenKind, TokenRange, count_words};

/// Longest label before a colon.
const LABEL_TOKENS: usize = 9;
/// Longest introduction before a colon and a quote.
const INTRODUCTION_TOKENS: usize = 18;
/// Shortest quote-only paragraph that is taken to go on with the speaker before it.
const QUOTE_ONLY_WORDS: u32 = 4;

/// Whether the article is a transcript: at least two paragraphs open with "NAME:" or "Q:" and "A:".
pub(super) fn is_transcript(reading: Reading) -> bool {
    let labelled = |r: &&TokenRange| label(reading, **r).is_some_and(|l| l.transcript);
    reading.paragraphs.iter().filter(labelled).take(2).count() == 2
}

struct Label {
    /// The tokens before the colon.
    name: TokenRange,
    /// The token behind the colon.
    content: u32,
    /// Written as in transcripts: one letter or all capitals.
    transcript: bool,
}

/// The label that a paragraph opens with.
fn label(reading: Reading, range: TokenRange) -> Option<Label> {
    let tokens = range.of(reading.tokens);
    let colon = tokens.iter().take(LABEL_TOKENS).position(|t| t.kind == TokenKind::Colon)?;
    let name = &tokens[..colon];
    let words: Vec<&Token> = name.iter().filter(|t| t.kind == TokenKind::Word).collect();
    let capitals = words.iter().all(|t| t.capital || reading.vocabulary.class(t.word).any(Class::PARTICLE));
    if words.is_empty() || !capitals || tokens.len() < colon + 2 {
        return None;
    }
    let letter = |t: &&Token| t.span.len() == 1 || t.all_caps;
    Some(Label {
        name: TokenRange::new(range.start, range.start + colon as u32),
        content: range.start + colon as u32 + 1,
        transcript: words.iter().all(letter),
    })
}

/// Quotes behind labels ("KOVAC: We stay.", "Kovac: “We stay.”") and before a name at the paragraph's end
/// ("“We stay.” – Anna Kovac").
pub(super) fn labels(
    reading: Reading,
    range: TokenRange,
    own: &Own,
    paragraph: u32,
    transcript: bool,
    out: &mut Vec<Quote>,
) -> bool {
    let found = label(reading, range);
    if let Some(label) = found.as_ref().filter(|l| l.transcript && transcript) {
        let name = label.name.span(reading.tokens).slice(reading.text);
        if name != "Q" {
            let content = TokenRange::new(label.content, range.end);
            push(reading, content, &[], label.name, paragraph, out);
        }
        return true;
    }
    if transcript
        && found.is_none()
        && own.pairs.is_empty()
        && answers(reading, range)
        && let Some(last) = out.last().filter(|q| q.paragraph + 1 == paragraph && q.origin.is_label())
    {
        let origin = last.origin;
        push(reading, range, &[], TokenRange::default(), paragraph, out);
        if let Some(new) = out.last_mut() {
            new.origin = origin;
        }
        return true;
    }
    if let Some((name, pair)) = introduced(reading, range, own) {
        push(reading, pair.tokens, &[pair], name, paragraph, out);
        return true;
    }
    if let [.., pair] = own.pairs
        && let Some(name) = signature(reading, range, pair)
    {
        push(reading, pair.tokens, &[*pair], name, paragraph, out);
        return true;
    }
    false
}

/// Whether an unlabelled paragraph of a transcript goes on with an answer: somebody says "I" in it.
fn answers(reading: Reading, range: TokenRange) -> bool {
    let class = |t: &Token| reading.vocabulary.class(t.word);
    range.of(reading.tokens).iter().any(|t| class(t).all(Class::PRONOUN.or(Class::FIRST_PERSON)))
}

/// "Sundar’s envoy, Idris Benhaddou: “…”": who is named before the colon, where no cue stands there.
fn introduced(reading: Reading, range: TokenRange, own: &Own) -> Option<(TokenRange, Pair)> {
    let pair = *own.pairs.first()?;
    let colon = pair.tokens.start.checked_sub(1).filter(|c| *c > range.start)?;
    let before = TokenRange::new(range.start, colon);
    let tokens = before.of(reading.tokens);
    let sentence = own.sentences.iter().find(|s| s.end >= pair.tokens.end)?;
    let cue = own
        .cues
        .iter()
        .any(|c| c.tokens.start < colon || sentence.contains(c.tokens.start) && !pair.tokens.contains(c.tokens.start));
    let verb = tokens
        .iter()
        .any(|t| reading.vocabulary.class(t.word).any(Class::AUXILIARY | Class::PRONOUN) || t.is_terminal());
    if reading.tokens[colon as usize].kind != TokenKind::Colon || cue || verb || tokens.len() > INTRODUCTION_TOKENS {
        return None;
    }
    // Of "the envoy, Idris Benhaddou" the name; of "Anna Kovac, on the radio" the part before the comma.
    let comma = tokens.iter().position(|t| t.kind == TokenKind::Comma).map(|at| range.start + at as u32);
    let Some(comma) = comma else { return tokens.first().filter(|t| t.capital).map(|_| (before, pair)) };
    let behind = TokenRange::new(comma + 1, colon);
    let named = behind.of(reading.tokens).iter().filter(|t| t.kind == TokenKind::Word).all(|t| t.capital);
    let name = if named { behind } else { TokenRange::new(range.start, comma) };
    name.of(reading.tokens).iter().any(|t| t.kind == TokenKind::Word).then_some((name, pair))
}

/// A dash and a name behind the last pair of a paragraph.
fn signature(reading: Reading, range: TokenRange, pair: &Pair) -> Option<TokenRange> {
    let name = TokenRange::new(pair.tokens.end + 1, range.end);
    let dash = reading.tokens.get(pair.tokens.end as usize).filter(|_| pair.tokens.end < range.end)?;
    let tokens = if name.is_empty() { return None } else { name.of(reading.tokens) };
    let capitals = tokens.iter().filter(|t| t.kind == TokenKind::Word).all(|t| t.capital);
    (dash.kind == TokenKind::Dash && capitals && (1..=4).contains(&count_words(tokens))).then_some(name)
}

fn push(
    reading: Reading,
    content: TokenRange,
    marked: &[Pair],
    name: TokenRange,
    paragraph: u32,
    out: &mut Vec<Quote>,
) {
    let quote = labelled(reading, content, marked, name, paragraph);
    let own = out.iter().rev().take_while(|q| q.paragraph == paragraph);
    if !own.flat_map(|q| &q.spans).any(|s| s.overlaps(quote.spans[0])) {
        out.push(quote);
    }
}

/// The quote of words that a label names the speaker of.
pub(super) fn labelled(
    reading: Reading,
    content: TokenRange,
    marked: &[Pair],
    name: TokenRange,
    paragraph: u32,
) -> Quote {
    Quote {
        paragraph,
        kind: QuoteKind::Direct,
        class: CueClass::Speech,
        spans: vec![content.span(reading.tokens)],
        marked: marked.iter().map(|p| p.span).collect(),
        cue: None,
        origin: Origin::Phrase(name, Construction::Label),
        relative: None,
        margin: 0,
        confidence: None,
    }
}

/// What came before a paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// Index of the last quote of the paragraph before, if it has one.
    pub quote: Option<usize>,
    /// Its last pair, where it was left open, with the paragraph's index.
    pub open: Option<(u32, Pair)>,
    /// Its last words introduce what follows.
    pub pending: Option<Pending>,
    /// It is a block quotation of this source.
    pub block: Option<Origin>,
}

/// Attributes the paragraph's pairs that no quote holds yet. `first` is the index of its first quote in `quotes`.
pub(super) fn continue_quotes(
    reading: Reading,
    own: &Own,
    paragraph: u32,
    first: usize,
    before: Before,
    quotes: &mut Vec<Quote>,
) {
    if own.pairs.is_empty() {
        return;
    }
    let only = is_quote_only(reading, own);
    // What follows takes no pair but the one it looks at.
    let mut taken = vec![false; own.pairs.len()];
    for span in quotes[first..].iter().flat_map(|q| &q.spans) {
        let start = own.pairs.partition_point(|p| p.span.end <= span.start);
        let inside = own.pairs[start..].iter().take_while(|p| p.span.start < span.end).count();
        taken[start..start + inside].fill(true);
    }
    for (at, pair) in own.pairs.iter().enumerate() {
        if taken[at] || !is_sentence(reading, own, pair) {
            continue;
        }
        let earlier =
            (first..quotes.len()).rev().find(|q| quotes[*q].spans.last().is_some_and(|s| s.end <= pair.span.start));
        let later = (first..quotes.len()).find(|q| quotes[*q].spans.first().is_some_and(|s| s.start >= pair.span.end));
        let leads = own.sentences.first().is_some_and(|s| s.start == pair.tokens.start);
        if let Some(index) = earlier {
            go_on(reading.tokens, own, quotes, index, at, paragraph);
        } else if let (true, Some(pending)) = (leads, before.pending) {
            push(reading, pair.tokens, &[*pair], pending.phrase, paragraph, quotes);
            if let Some(new) = quotes.last_mut() {
                new.origin = Origin::Phrase(pending.phrase, Construction::Introduced);
                new.cue = Some(pending.cue);
            }
        } else if let (true, true, Some(index)) = (leads, before.open.is_some(), before.quote) {
            quotes.push(carried(pair, paragraph, &quotes[index], Construction::OpenParagraph));
        } else if let Some(index) = later.filter(|l| quotes[*l].kind == QuoteKind::Direct) {
            // "“A.” “B,” he said.": one quote.
            quotes[index].spans.insert(0, pair.span);
            quotes[index].marked.insert(0, pair.span);
        } else if let (true, true, Some(index)) = (only, pair.words >= QUOTE_ONLY_WORDS, before.quote) {
            quotes.push(carried(pair, paragraph, &quotes[index], Construction::QuoteOnly));
        }
        quotes[first..].sort_by_key(|q| q.spans.first().map(|s| s.start));
    }
}

/// A speech over several paragraphs whose speaker is named only in a later one: the paragraph before, left open and
/// without a cue of its own, gets the source of the quote that goes on.
pub(super) fn name_back(before: Before, first: usize, quotes: &mut Vec<Quote>) {
    let Some((paragraph, pair)) = before.open else { return };
    let Some(next) = quotes.get(first) else { return };
    let Origin::Phrase(phrase, construction) = next.origin else { return };
    if construction.is_carried() || next.kind != QuoteKind::Direct || next.cue.is_none() {
        return;
    }
    let origin = Origin::Phrase(phrase, Construction::OpenParagraph);
    let holder = before.quote.filter(|q| quotes[*q].spans.iter().any(|s| s.overlaps(pair.span)));
    match holder {
        Some(index) if quotes[index].cue.is_none() => {
            (quotes[index].origin, quotes[index].confidence) = (origin, None);
        }
        None => {
            let new = Quote { origin, ..carried(&pair, paragraph, next, Construction::OpenParagraph) };
            quotes.insert(first, new);
        }
        Some(_) => {}
    }
}

/// A pair behind an earlier quote of its paragraph: part of it when only the reporting clause stands between.
pub(super) fn go_on(tokens: &[Token], own: &Own, quotes: &mut Vec<Quote>, index: usize, at: usize, paragraph: u32) {
    let pair = own.pairs[at];
    let end = quotes[index].spans.last().map_or(0, |s| s.end);
    let between = own
        .sentences
        .iter()
        .filter(|s| {
            s.end <= pair.tokens.start
                && tokens[s.start as usize].span.start >= end
                && own.pairs[..at].iter().all(|p| !overlaps(**s, p.tokens))
        })
        .count();
    let quote = &mut quotes[index];
    if quote.class == CueClass::Private {
        return;
    }
    if quote.kind == QuoteKind::Direct && between == 0 {
        quote.spans.push(pair.span);
        quote.marked.push(pair.span);
    } else {
        let new = carried(&pair, paragraph, quote, Construction::SameParagraph);
        quotes.push(new);
    }
}

fn overlaps(a: TokenRange, b: TokenRange) -> bool {
    a.start < b.end && b.start < a.end
}

fn carried(pair: &Pair, paragraph: u32, other: &Quote, construction: Construction) -> Quote {
    let origin = match other.origin {
        Origin::Phrase(phrase, _) => Origin::Phrase(phrase, construction),
        Origin::None(reason) => Origin::None(reason),
    };
    Quote {
        paragraph,
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

/// Whether the pair makes up one or more whole sentences. Pairs and sentences stand in text order.
fn is_sentence(reading: Reading, own: &Own, pair: &Pair) -> bool {
    let begins = |at: u32| own.sentences.binary_search_by_key(&at, |s| s.start).is_ok();
    let ends = |at: u32| own.sentences.binary_search_by_key(&at, |s| s.end).is_ok();
    let behind_pair = own.pairs.binary_search_by_key(&pair.tokens.start, |p| p.tokens.end).is_ok();
    let last = reading.tokens[pair.inner.indices()].last();
    let closes = ends(pair.tokens.end) || ends(pair.tokens.end + 1) || last.is_some_and(|t| t.is_terminal());
    (begins(pair.tokens.start) || behind_pair) && closes
}

/// Whether the paragraph holds nothing but quoted words.
pub(super) fn is_quote_only(reading: Reading, own: &Own) -> bool {
    let (Some(first), Some(last)) = (own.sentences.first(), own.sentences.last()) else { return false };
    let mut outside = (first.start..last.end).filter(|at| reading.tokens[*at as usize].is_wordlike()).filter(|at| {
        let next = own.pairs.partition_point(|p| p.tokens.end <= *at);
        !own.pairs.get(next).is_some_and(|p| p.tokens.contains(*at))
    });
    !own.pairs.is_empty() && outside.next().is_none()
}
