//! Whole articles: tests/articles/NAME.txt with the quotes expected in NAME.toml, and a snapshot of all that is found.

#![allow(clippy::unwrap_used, reason = "a case file that cannot be read stops its test")]

mod support;

use serde::Deserialize;
use std::fmt::Write;
use std::path::Path;
use support::{ExpectedMark, ExpectedQuote, analyze, differences, files, mark_differences};
use tonescope::analysis::Analysis;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    title: Option<String>,
    date: Option<String>,
    #[serde(default)]
    captions: Vec<String>,
    #[serde(default)]
    boilerplate: Vec<String>,
    #[serde(default)]
    quote: Vec<ExpectedQuote>,
    #[serde(default)]
    mark: Vec<ExpectedMark>,
}

fn lines(analysis: &Analysis, kind: &str) -> Vec<String> {
    let of_kind = analysis.paragraphs.iter().filter(|p| p.paragraph.kind.name() == kind);
    of_kind.map(|p| p.paragraph.span.slice(analysis.article.text()).to_owned()).collect()
}

#[test]
fn articles_have_the_quotes_expected() {
    let mut report = String::new();
    let (mut quotes, mut wrong) = (0, 0);
    for path in files("tests/articles", "toml") {
        let case: Case = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let analysis = analyze(&std::fs::read_to_string(path.with_extension("txt")).unwrap());
        let mut problems = differences(&analysis, &case.quote);
        problems.extend(mark_differences(&analysis, &case.mark));
        for (what, found, expected) in [
            ("title", analysis.title().map(str::to_owned), case.title.clone()),
            ("date", analysis.date.clone(), case.date.clone()),
        ] {
            if expected.is_some() && found != expected {
                problems.push(format!("{what} is {found:?}, expected {expected:?}"));
            }
        }
        for (kind, expected) in [("caption", &case.captions), ("boilerplate", &case.boilerplate)] {
            if lines(&analysis, kind) != *expected {
                problems.push(format!("{kind}: {:?}, expected {expected:?}", lines(&analysis, kind)));
            }
        }
        quotes += case.quote.len();
        wrong += problems.len();
        if !problems.is_empty() {
            let _ = writeln!(report, "{} ({}):\n  {}", path.display(), case.why, problems.join("\n  "));
        }
    }
    assert!(quotes > 100, "only {quotes} quotes are expected: the case files are missing");
    assert!(report.is_empty(), "{wrong} differences\n{report}");
}

/// Everything a reader would check, without offsets: the sections in text order, then the speakers.
fn picture(analysis: &Analysis) -> String {
    let text = analysis.article.text();
    let scheme = support::ANALYZER.scheme();
    let mut out = String::new();
    for paragraph in &analysis.paragraphs {
        let start: String = paragraph.paragraph.span.slice(text).chars().take(60).collect();
        let _ = writeln!(out, "{:<11}{start}", paragraph.paragraph.kind.name());
        for placed in &analysis.hits[paragraph.hits.clone()] {
            let hit = &placed.hit;
            let rules: Vec<_> = hit.modifiers.iter().map(|m| format!("{} “{}”", m.rule, m.span.slice(text))).collect();
            let _ = writeln!(
                out,
                "    {:+} {}.{} “{}” {} {}",
                f64::from(hit.value) / 1000.0,
                scheme.dimension_of(hit.dimension).id,
                hit.category,
                hit.span.slice(text).replace('\n', " "),
                placed.voice.name(),
                rules.join(", ")
            );
        }
    }
    out.push_str("\nquotes\n");
    for (index, (quote, attribution)) in analysis.quotes().enumerate() {
        let speaker = analysis.speaker_of(index).map_or("–", |s| &s.name);
        let (kind, class, sure) = (quote.kind.name(), quote.class.name(), attribution.confidence);
        let _ =
            writeln!(out, "  {speaker} [{kind}, {class}, {sure}]: {}", analysis.quote_text(index).replace('\n', " "));
        for (_, cue, hit) in &analysis.quote_scores[index].hits {
            let cue = if *cue { " (cue)" } else { "" };
            let dimension = &scheme.dimension_of(hit.dimension).id;
            let _ =
                writeln!(out, "    {:+} {dimension} “{}”{cue}", f64::from(hit.value) / 1000.0, hit.span.slice(text));
        }
    }
    out.push_str("\nmarks that are no quotes\n");
    for mark in analysis.marks.iter().filter(|m| m.quote.is_none()) {
        let _ = writeln!(out, "  {} {} ({})", mark.kind.name(), mark.span.slice(text), mark.reason);
    }
    out.push_str("\nspeakers\n");
    for (speaker, (quotes, scores)) in analysis.speakers.iter().zip(&analysis.speaker_scores) {
        let (name, kind, role) = (&speaker.name, speaker.kind.name(), speaker.role.as_deref().unwrap_or("–"));
        let _ = write!(out, "  {name} [{kind}, {role}] {quotes} quotes");
        for (at, target) in scheme.targets().iter().enumerate() {
            let _ = write!(out, " {} {:.4}", target.id, scores.score(at).unwrap_or(0.0));
        }
        out.push('\n');
    }
    out
}

#[test]
fn articles_look_as_they_did_when_somebody_last_read_them() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        for path in files("tests/articles", "txt") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let analysis = analyze(&std::fs::read_to_string(&path).unwrap());
            insta::assert_snapshot!(name, picture(&analysis));
        }
    });
}

#[derive(Deserialize)]
struct Gold {
    roles: std::collections::BTreeMap<String, String>,
    quotes: Vec<GoldQuote>,
}

#[derive(Deserialize)]
struct GoldQuote {
    text: String,
    source_text: String,
    speaker: String,
    required: bool,
}

/// A real article with its quotes written by hand, where the shared data are at hand.
#[test]
fn the_real_article_has_its_required_quotes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles/russia-nato-2022-01-13.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: ../shared/articles is not there; this check runs where the shared data are at hand");
        return;
    };
    let gold: Gold = serde_json::from_str(&std::fs::read_to_string(path.with_extension("gold.json")).unwrap()).unwrap();
    let analysis = analyze(&text);
    for expected in gold.quotes.iter().filter(|q| q.required) {
        let index = (0..analysis.quotes.len()).find(|i| analysis.quote_text(*i) == expected.text);
        let index = index.unwrap_or_else(|| panic!("missing: {}", expected.text));
        let speaker = analysis.speaker_of(index).unwrap_or_else(|| panic!("nobody said {}", expected.text));
        assert_eq!(speaker.name, expected.speaker);
        // A relative pronoun next to the cue is part of the source.
        assert!(analysis.attributions[index].source.unwrap().slice(&text).starts_with(&expected.source_text));
        assert_eq!(speaker.role.as_ref(), gold.roles.get(&speaker.name), "role of {}", speaker.name);
    }
    let rhetoric = analysis_score(&analysis);
    for harsh in ["Dmitry Peskov", "Sergei Ryabkov"] {
        for mild in ["Zbigniew Rau", "Jens Stoltenberg", "Michael Carpenter"] {
            assert!(
                rhetoric(harsh) > rhetoric(mild),
                "{harsh} {} is no harsher than {mild} {}",
                rhetoric(harsh),
                rhetoric(mild)
            );
        }
    }
}

fn analysis_score(analysis: &Analysis) -> impl Fn(&str) -> f64 {
    let at = support::ANALYZER.scheme().target("rhetoric").unwrap();
    move |name| {
        let speaker = analysis.speakers.iter().position(|s| s.name == name).unwrap();
        analysis.speaker_scores[speaker].1.score(at).unwrap()
    }
}
