//! What holds for every article.

use super::ANALYZER;
use tonescope::aggregate::Partial;
use tonescope::analysis::{Analysis, Analyzer};
use tonescope::article::Article;
use tonescope::report::article_line;
use tonescope::score::Hit;
use tonescope::span::{OffsetUnit, Offsets, Span};

/// Analyses an article and checks what was found.
pub fn analyzed(article: Article) {
    sound(&ANALYZER, &ANALYZER.analyze(article));
}

/// Spans lie in the text, indices lead somewhere, scores follow from hits, and the output can be read.
pub fn sound(analyzer: &Analyzer, analysis: &Analysis) {
    let text = analysis.article.text();
    for span in spans(analysis) {
        let Span { start, end } = span;
        assert!(start <= end && text.get(start as usize..end as usize).is_some(), "{span:?} is no part of the text");
    }
    assert_eq!(analysis.quotes.len(), analysis.attributions.len());
    assert_eq!(analysis.quotes.len(), analysis.quote_scores.len());
    assert!(analysis.attributions.iter().filter_map(|a| a.speaker).all(|s| s < analysis.speakers.len()));
    assert!(analysis.marks.iter().filter_map(|m| m.quote).all(|q| q < analysis.quotes.len()));
    assert!(analysis.hits.iter().filter_map(|h| h.quote).all(|q| q < analysis.quotes.len()));
    scores(analyzer, analysis);
    // One of them, as each writes all of the analysis.
    let units = [OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::Byte];
    let line = article_line(analyzer, analysis, &Offsets::new(text, units[text.len() % units.len()]), "", true);
    assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{line}");
    let speech: u32 = Partial::of(analysis, false).iter().map(|p| p.quotes).sum();
    assert!(speech as usize <= analysis.quotes.len());
}

fn spans(analysis: &Analysis) -> Vec<Span> {
    let mut all: Vec<Span> = analysis.paragraphs.iter().map(|p| p.paragraph.span).collect();
    all.extend(analysis.tokens.iter().map(|t| t.span));
    all.extend(analysis.sentences.iter().map(|s| s.span(&analysis.tokens)));
    for (quote, attribution) in analysis.quotes() {
        all.extend(quote.spans.iter().chain(&quote.marked));
        all.extend(quote.cue.map(|c| c.span));
        all.extend(attribution.source);
    }
    all.extend(analysis.marks.iter().map(|m| m.span));
    all.extend(analysis.speakers.iter().flat_map(|s| &s.mentions));
    for placed in &analysis.hits {
        all.push(placed.hit.span);
        all.extend(placed.hit.modifiers.iter().map(|m| m.span));
    }
    all
}

fn scores(analyzer: &Analyzer, analysis: &Analysis) {
    let worth = |hit: &Hit| assert_eq!(hit.value, Hit::worth(hit.base, &hit.modifiers), "{hit:?}");
    analysis.hits.iter().for_each(|placed| worth(&placed.hit));
    for (at, target) in analyzer.scheme().targets().iter().enumerate() {
        let signed = |hit: &Hit| i64::from(target.signs[usize::from(hit.dimension.0)]) * i64::from(hit.value);
        let total: i64 = analysis.hits.iter().map(|h| signed(&h.hit)).sum();
        assert_eq!(analysis.scores.columns.get(at).map_or(0, |c| c.total), total, "{}", target.id);
        for quote in &analysis.quote_scores {
            let counted = quote.hits.iter().zip(&quote.places).filter(|(_, place)| place.is_some());
            let total: i64 = counted.map(|((_, _, hit), _)| signed(hit)).sum();
            assert_eq!(quote.scores.columns.get(at).map_or(0, |c| c.total), total, "{}", target.id);
        }
        let all = [&analysis.scores, &analysis.voices.quoted, &analysis.voices.narrated];
        for score in all.into_iter().flat_map(|s| [s.score(at), s.peak(at)]).flatten() {
            assert!(score.abs() < 1.0, "{score}");
        }
    }
}
