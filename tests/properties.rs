//! What holds for every text: tokens tile it, spans lie in it, nothing panics, spelling and threads change nothing.

#![allow(clippy::unwrap_used, reason = "a failed property stops its test")]

use proptest::prelude::*;
use std::sync::LazyLock;
use tonescope::analysis::{Analysis, Analyzer};
use tonescope::article::{Article, Fields, parse_record};
use tonescope::decode::Hints;
use tonescope::report::article_line;
use tonescope::run::{Input, Item, RunOptions, run};
use tonescope::span::{OffsetUnit, Offsets, Span};
use tonescope::token::tokenize;
use unicode_normalization::UnicodeNormalization;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::shipped().unwrap());

/// Words of which news text is made, one a line.
const WORDS: &str = include_str!("properties/words.txt");
/// Marks and odd characters.
#[rustfmt::skip]
const MARKS: [&str; 31] = [
    "“", "”", "\"", "‘", "’", "''", "«", "»", ",", ".", "?", "!", ":", ";", " — ", "-", "…", "(", ")", "\n",
    "\n\n", "\r\n", "\u{301}", "\u{200D}", "👩‍👧", "السلام", "\u{2028}", "•", "\t", "@name", "https://example.org/a?b=c",
];

fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(WORDS.lines().collect::<Vec<_>>());
    let marks = prop::sample::select(MARKS.to_vec());
    prop_oneof![6 => words.prop_map(str::to_owned), 4 => marks.prop_map(str::to_owned), 1 => "\\PC{0,3}"]
}

fn news() -> impl Strategy<Value = String> {
    prop::collection::vec((piece(), prop::bool::weighted(0.7)), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|(p, blank)| if blank { p + " " } else { p }).collect())
}

fn analyze(text: &str) -> Analysis {
    ANALYZER.analyze(Article::new("case", text))
}

/// Every span that an analysis holds.
fn spans(analysis: &Analysis) -> Vec<Span> {
    let mut all = Vec::new();
    all.extend(analysis.paragraphs.iter().map(|p| p.paragraph.span));
    all.extend(analysis.sentences.iter().map(|s| s.span(&analysis.tokens)));
    for (quote, attribution) in analysis.quotes() {
        all.extend(quote.spans.iter().chain(&quote.marked).copied());
        all.extend(quote.cue.map(|c| c.span));
        all.extend(attribution.source);
    }
    all.extend(analysis.marks.iter().map(|m| m.span));
    all.extend(analysis.speakers.iter().flat_map(|s| s.mentions.iter().copied()));
    for placed in &analysis.hits {
        all.push(placed.hit.span);
        all.extend(placed.hit.modifiers.iter().map(|m| m.span));
    }
    all
}

/// Scores, quotes and speakers, without offsets: what spelling and line ends must not change.
fn meaning(analysis: &Analysis) -> String {
    let text = analysis.article.text();
    let same = |span: Span| span.slice(text).nfc().filter(|c| *c != '\r').collect::<String>();
    let quotes: Vec<_> = analysis
        .quotes()
        .map(|(q, a)| (q.spans.iter().map(|s| same(*s)).collect::<Vec<_>>(), q.kind, q.class, a.speaker, a.confidence))
        .collect();
    let hits: Vec<_> = analysis.hits.iter().map(|h| (same(h.hit.span), h.hit.value, h.voice)).collect();
    let names: Vec<_> = analysis.speakers.iter().map(|s| s.name.nfc().collect::<String>()).collect();
    format!("{quotes:?}\n{hits:?}\n{names:?}\n{:?}\n{:?}", analysis.scores, analysis.speaker_scores)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn tokens_tile_the_text(text in prop_oneof![news(), "\\PC{0,80}"]) {
        let mut tokens = Vec::new();
        tokenize(&text, ANALYZER.vocabulary(), &mut tokens);
        let mut at = 0;
        for token in &tokens {
            prop_assert!(token.span.start >= at && token.span.end > token.span.start);
            let between = &text[at as usize..token.span.start as usize];
            prop_assert!(between.chars().all(char::is_whitespace), "{between:?} is in no token");
            at = token.span.end;
        }
        prop_assert!(text[at as usize..].chars().all(char::is_whitespace));
    }

    #[test]
    fn spans_lie_in_the_text(text in prop_oneof![news(), "\\PC{0,80}"]) {
        let analysis = analyze(&text);
        for span in spans(&analysis) {
            prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{span:?}");
            prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize), "{span:?}");
        }
        for unit in [OffsetUnit::CodePoint, OffsetUnit::Utf16, OffsetUnit::Byte] {
            let offsets = Offsets::new(&text, unit);
            let line = article_line(&ANALYZER, &analysis, &offsets, "", true);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
        }
    }

    #[test]
    fn quotes_part_and_never_cross(text in news()) {
        let analysis = analyze(&text);
        let mut spans: Vec<Span> = analysis.quotes.iter().flat_map(|q| q.spans.iter().copied()).collect();
        spans.sort_unstable();
        for pair in spans.windows(2) {
            let nested = pair[1].end <= pair[0].end || pair[0].start == pair[1].start;
            prop_assert!(pair[0].end <= pair[1].start || nested, "{:?} crosses {:?}", pair[0], pair[1]);
        }
        for mark in analysis.marks.iter().filter(|m| m.quote.is_some()) {
            prop_assert!(mark.quote.unwrap() < analysis.quotes.len());
        }
    }

    #[test]
    fn scores_are_bounded_and_follow_from_their_hits(text in news()) {
        let analysis = analyze(&text);
        for at in 0..ANALYZER.scheme().targets().len() {
            for score in [analysis.scores.score(at), analysis.scores.peak(at)].into_iter().flatten() {
                prop_assert!(score.abs() < 1.0);
            }
            let total: i64 = analysis
                .hits
                .iter()
                .map(|h| i64::from(ANALYZER.scheme().targets()[at].signs[h.hit.dimension.0 as usize]) * i64::from(h.hit.value))
                .sum();
            prop_assert_eq!(analysis.scores.columns.get(at).map_or(0, |c| c.total), total);
        }
    }

    #[test]
    fn any_bytes_give_an_article_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(article) = Article::parse("bytes", &bytes, Hints::default()) {
            let _ = ANALYZER.analyze(article);
        }
        if let Ok(text) = std::str::from_utf8(&bytes)
            && let Ok(article) = parse_record(text, "bytes", 1, &Fields::default())
        {
            let _ = ANALYZER.analyze(article);
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same(text in news()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(meaning(&analyze(&composed)), meaning(&analyze(&decomposed)));
    }

    #[test]
    fn line_ends_are_the_same(text in news()) {
        let unix = text.replace('\r', "");
        let dos = unix.replace('\n', "\r\n");
        prop_assert_eq!(meaning(&analyze(&unix)), meaning(&analyze(&dos)));
    }
}

#[test]
fn no_lexicon_means_no_score() {
    let analyzer = Analyzer::new([]).unwrap();
    let analysis = analyzer.analyze(Article::new("case", "“We will attack,” Rolf Brandt said."));
    assert!(analysis.hits.is_empty());
    assert_eq!(analysis.quotes.len(), 1);
}

#[test]
fn threads_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let articles = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let mut records = String::new();
    for number in 0..40 {
        for file in std::fs::read_dir(&articles).unwrap().map(|f| f.unwrap().path()) {
            if file.extension().is_some_and(|e| e == "txt") {
                let text = std::fs::read_to_string(&file).unwrap();
                records += &serde_json::json!({"id": format!("{number}-{}", file.display()), "text": text}).to_string();
                records.push('\n');
            }
        }
    }
    let path = folder.path().join("records.jsonl");
    std::fs::write(&path, records).unwrap();
    let lines = |threads: usize| {
        let mut out = String::new();
        let options = RunOptions { threads, ..RunOptions::default() };
        run(&ANALYZER, &[Input::Path(path.clone())], &options, |item| {
            let Item::Article(analysis) = item else { panic!("a record failed") };
            let offsets = Offsets::new(analysis.article.text(), OffsetUnit::CodePoint);
            out += &article_line(&ANALYZER, &analysis, &offsets, "", false);
            out.push('\n');
            Ok(())
        })
        .unwrap();
        out
    };
    let one = lines(1);
    assert!(one.lines().count() == 400);
    assert!(one == lines(2), "two threads give other bytes than one");
    assert!(one == lines(7), "seven threads give other bytes than one");
}
