//! What each table's columns are: name, kind, meaning, value.

use super::{Plain, Row, push_four_places, push_number, quote_hit, thousandths};
use crate::analysis::PlacedHit;
use crate::report::Cell;
use crate::report::Kind::{Decimal, Flag, Number, Text};
use crate::score::Hit;
use crate::span::Span;
use crate::speaker::Speaker;
use crate::token::Token;

fn text<'a>(row: &Row<'a>) -> &'a str {
    row.analysis.article.text()
}

fn paragraph<'a>(row: &Row<'a>) -> &'a crate::analysis::ParagraphAnalysis {
    &row.analysis.paragraphs[row.index]
}

fn hit<'a>(row: &Row<'a>) -> &'a PlacedHit {
    &row.analysis.hits[row.index]
}

fn article_id<'a>(row: &Row<'a>) -> Cell<'a> {
    row.analysis.article.id.as_str().into()
}

fn date<'a>(row: &Row<'a>) -> Cell<'a> {
    Cell::text(row.analysis.date.as_deref())
}

fn offset(row: &Row, byte: u32) -> Cell<'static> {
    row.offsets.of(byte).into()
}

fn speaker_of<'a>(row: &Row<'a>, quote: Option<usize>) -> Option<&'a Speaker> {
    row.analysis.speaker_of(quote?)
}

/// `10-24;30-41`
fn spans(row: &Row, spans: &[Span]) -> Cell<'static> {
    let mut all = String::new();
    for [start, end] in spans.iter().map(|span| row.offsets.pair(*span)) {
        if !all.is_empty() {
            all.push(';');
        }
        push_number(start.into(), &mut all);
        all.push('-');
        push_number(end.into(), &mut all);
    }
    Cell::text(Some(all).filter(|a| !a.is_empty()))
}

fn modifiers(row: &Row, hit: &Hit) -> Cell<'static> {
    super::modifiers(hit, text(row))
}

fn dimension<'a>(row: &Row<'a>, hit: &Hit) -> &'a str {
    &row.analyzer.scheme().dimension_of(hit.dimension).id
}

fn paragraph_of(row: &Row, token: &Token) -> Cell<'static> {
    let at = row.analysis.paragraphs.partition_point(|p| p.paragraph.span.end <= token.span.start);
    at.into()
}

pub(super) const ARTICLE: [Plain; 13] = [
    ("article_id", Text, "the article's id", article_id),
    ("path", Text, "the file it was read from; - is standard input", |r| r.analysis.article.path.as_str().into()),
    ("title", Text, "title given with the text, else its headline", |r| Cell::text(r.analysis.title())),
    ("date", Text, "date given with the text, else that of its dateline; ISO", date),
    ("language", Text, "language as ISO 639-1 code; en where it is not certain", |r| r.analysis.language.into()),
    ("status", Text, "ok, or skipped_language for a text that is surely not English", |r| {
        r.analysis.status.name().into()
    }),
    ("text_sha256", Text, "SHA-256 of the text in UTF-8", |r| r.sha256.into()),
    ("paragraphs", Number, "paragraphs of all kinds", |r| r.analysis.paragraphs.len().into()),
    ("sentences", Number, "sentences that count in the scores", |r| r.analysis.scores.sentences.into()),
    ("words", Number, "words that count in the scores", |r| r.analysis.scores.words.into()),
    ("quotes", Number, "quotes of speech and of belief", |r| r.analysis.quotes.len().into()),
    ("speakers", Number, "speakers that are quoted", |r| r.analysis.speakers.len().into()),
    ("warnings", Text, "what was odd about it, joined by ; ", |r| {
        let all: Vec<&str> = r.analysis.warnings.iter().map(|w| &*w.message).collect();
        Cell::text(Some(all.join("; ")).filter(|a| !a.is_empty()))
    }),
];

pub(super) const PARAGRAPH: [Plain; 8] = [
    ("article_id", Text, "the article's id", article_id),
    ("date", Text, "the article's date, ISO", date),
    ("paragraph", Number, "index of the paragraph, from 0", |r| r.index.into()),
    ("kind", Text, "dateline, headline, paragraph, list_item, caption or boilerplate", |r| {
        paragraph(r).paragraph.kind.name().into()
    }),
    ("start", Number, "offset of its first character", |r| offset(r, paragraph(r).paragraph.span.start)),
    ("end", Number, "offset behind its last character", |r| offset(r, paragraph(r).paragraph.span.end)),
    ("sentences", Number, "its sentences; 0 for kinds that are not scored", |r| paragraph(r).scores.sentences.into()),
    ("words", Number, "its words", |r| paragraph(r).words.into()),
];

pub(super) const QUOTE: [Plain; 20] = [
    ("article_id", Text, "the article's id", article_id),
    ("date", Text, "the article's date, ISO", date),
    ("quote", Number, "index of the quote in the article, from 0", |r| r.index.into()),
    ("paragraph", Number, "index of its paragraph", |r| r.analysis.quotes[r.index].paragraph.into()),
    ("kind", Text, "direct, mixed or indirect", |r| r.analysis.quotes[r.index].kind.name().into()),
    ("cue_class", Text, "speech, or private for belief and wish, which count in no speaker's scores", |r| {
        r.analysis.quotes[r.index].class.name().into()
    }),
    ("spans", Text, "start-end of each span, joined by ;", |r| spans(r, &r.analysis.quotes[r.index].spans)),
    ("marked", Text, "start-end of each part inside quotation marks or set off by dashes, joined by ;", |r| {
        spans(r, &r.analysis.quotes[r.index].marked)
    }),
    ("cue", Text, "the words that signal the reporting", |r| {
        Cell::text(r.analysis.quotes[r.index].cue.map(|c| c.span.slice(text(r))))
    }),
    ("source", Text, "the words that name the source", |r| {
        Cell::text(r.analysis.attributions[r.index].source.map(|s| s.slice(text(r))))
    }),
    ("speaker_id", Text, "stable hash of the speaker's canonical name", |r| {
        Cell::text(speaker_of(r, Some(r.index)).map(|s| s.id.as_str()))
    }),
    ("speaker", Text, "the speaker's canonical name; empty when it is not certain", |r| {
        Cell::text(speaker_of(r, Some(r.index)).map(|s| s.name.as_str()))
    }),
    ("speaker_kind", Text, "person, anonymous, group or organization", |r| {
        Cell::text(speaker_of(r, Some(r.index)).map(|s| s.kind.name()))
    }),
    ("role", Text, "the speaker's role, as the article gives it", |r| {
        Cell::text(speaker_of(r, Some(r.index)).and_then(|s| s.role.as_deref()))
    }),
    ("affiliation", Text, "the body or state the role belongs to", |r| {
        Cell::text(speaker_of(r, Some(r.index)).and_then(|s| s.affiliation.as_deref()))
    }),
    ("speaker_reason", Text, "how the speaker was found, or why there is none", |r| {
        r.analysis.attributions[r.index].reason.into()
    }),
    ("confidence", Decimal, "how sure the attribution is, 0 to 1", |r| {
        Cell::Decimal(thousandths(i32::from(r.analysis.attributions[r.index].confidence)))
    }),
    ("sentences", Number, "sentences that the quote has words in", |r| {
        r.analysis.quote_scores[r.index].scores.sentences.into()
    }),
    ("words", Number, "its words", |r| r.analysis.quote_scores[r.index].scores.words.into()),
    ("hits", Text, "words of its hits with what each is worth for the speaker", quote_hits),
];

/// `condemned +2.0000 hostility; …`
fn quote_hits<'a>(row: &Row<'a>) -> Cell<'a> {
    let mut all = String::new();
    for (.., h) in row.analysis.quote_scores[row.index].hits.iter().filter(|(.., h)| h.value != 0) {
        let between = if all.is_empty() { "" } else { "; " };
        let sign = if h.value < 0 { " " } else { " +" };
        all.extend([between, h.span.slice(text(row)), sign]);
        push_four_places(h.value, &mut all);
        all.push(' ');
        all.push_str(dimension(row, h));
    }
    Cell::text(Some(all).filter(|a| !a.is_empty()))
}

pub(super) const SPEAKER_ARTICLE: [Plain; 10] = [
    ("article_id", Text, "the article's id", article_id),
    ("date", Text, "the article's date, ISO", date),
    ("speaker_id", Text, "stable hash of the speaker's canonical name", |r| {
        r.analysis.speakers[r.index].id.as_str().into()
    }),
    ("speaker", Text, "the speaker's canonical name", |r| r.analysis.speakers[r.index].name.as_str().into()),
    ("speaker_kind", Text, "person, anonymous, group or organization", |r| {
        r.analysis.speakers[r.index].kind.name().into()
    }),
    ("role", Text, "the speaker's role, as the article gives it", |r| {
        Cell::text(r.analysis.speakers[r.index].role.as_deref())
    }),
    ("affiliation", Text, "the body or state the role belongs to", |r| {
        Cell::text(r.analysis.speakers[r.index].affiliation.as_deref())
    }),
    ("quotes", Number, "the speaker's quotes of speech in the article", |r| {
        r.analysis.speaker_scores[r.index].0.into()
    }),
    ("sentences", Number, "sentences of those quotes", |r| r.analysis.speaker_scores[r.index].1.sentences.into()),
    ("words", Number, "words of those quotes", |r| r.analysis.speaker_scores[r.index].1.words.into()),
];

pub(super) const HIT: [Plain; 22] = [
    ("article_id", Text, "the article's id", article_id),
    ("paragraph", Number, "index of its paragraph", |r| {
        paragraph_of(r, &r.analysis.tokens[hit(r).hit.tokens.start as usize])
    }),
    ("quote", Number, "index of the quote it belongs to", |r| hit(r).quote.map_or(Cell::Empty, Cell::from)),
    ("speaker_id", Text, "stable hash of the quote's speaker", |r| {
        Cell::text(speaker_of(r, hit(r).quote).map(|s| s.id.as_str()))
    }),
    ("speaker", Text, "the quote's speaker", |r| Cell::text(speaker_of(r, hit(r).quote).map(|s| s.name.as_str()))),
    ("voice", Text, "narrator, speaker or unattributed", |r| hit(r).voice.name().into()),
    ("cue", Flag, "true when it is the force of the quote's cue, else false", |r| Cell::Flag(hit(r).cue)),
    ("start", Number, "offset of its first character", |r| offset(r, hit(r).hit.span.start)),
    ("end", Number, "offset behind its last character", |r| offset(r, hit(r).hit.span.end)),
    ("text", Text, "its words", |r| hit(r).hit.span.slice(text(r)).into()),
    ("term", Text, "the entry's term, as written in the lexicon", |r| entry(r).term.as_ref().into()),
    ("lexicon", Text, "the lexicon's id", |r| r.analyzer.lexicons()[hit(r).hit.lexicon as usize].id().into()),
    ("entry", Number, "the entry: its line in the lexicon's terms.csv", |r| Cell::Number(entry(r).line as i64)),
    ("dimension", Text, "the dimension it counts in", |r| dimension(r, &hit(r).hit).into()),
    ("from_dimension", Text, "the entry's own dimension, where a rule moved the hit", |r| {
        Cell::text(hit(r).hit.from_dimension.map(|d| r.analyzer.scheme().dimension_of(d).id.as_str()))
    }),
    ("category", Text, "the category it counts in", |r| hit(r).hit.category.as_str().into()),
    ("base", Decimal, "the entry's weight", |r| Cell::Decimal(thousandths(hit(r).hit.base))),
    ("modifiers", Text, "rules that fired, as rule:effect:factor:words, joined by '; '", |r| modifiers(r, &hit(r).hit)),
    ("value", Decimal, "what it is worth for the text: base times all factors", |r| {
        Cell::Decimal(thousandths(hit(r).hit.value))
    }),
    ("quote_dimension", Text, "the dimension it counts in for the quote's speaker", |r| {
        Cell::text(quote_hit(r.analysis, r.index).map(|h| dimension(r, h)))
    }),
    ("quote_modifiers", Text, "rules that fired for the quote's speaker", |r| {
        quote_hit(r.analysis, r.index).map_or(Cell::Empty, |h| modifiers(r, h))
    }),
    ("quote_value", Decimal, "what it is worth for the quote's speaker", |r| {
        quote_hit(r.analysis, r.index).map_or(Cell::Empty, |h| Cell::Decimal(thousandths(h.value)))
    }),
];

fn entry<'a>(row: &Row<'a>) -> &'a crate::lexicon::Entry {
    let hit = &hit(row).hit;
    &row.analyzer.lexicons()[hit.lexicon as usize].entries()[hit.entry as usize]
}

pub(super) const PARAGRAPH_TEXT: [Plain; 1] =
    [("text", Text, "the paragraph's text", |r| paragraph(r).paragraph.span.slice(text(r)).into())];

pub(super) const QUOTE_TEXT: [Plain; 1] =
    [("text", Text, "the quote's spans, joined by ' … '", |r| r.analysis.quote_text(r.index).into())];
