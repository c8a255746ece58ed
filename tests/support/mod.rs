//! What several test programs share: cases of quotes as data.

#![allow(dead_code, reason = "each test program uses a part")]
#![allow(clippy::unwrap_used, reason = "a case file that cannot be read stops its test")]

use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tonescope::analysis::{Analysis, Analyzer};
use tonescope::article::Article;

/// The analyzer with the shipped lexicons.
pub static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::shipped().unwrap());

/// A quote as a case expects it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedQuote {
    pub content: Vec<String>,
    pub kind: Option<String>,
    pub source: Option<String>,
    pub speaker: Option<String>,
    pub speaker_kind: Option<String>,
    pub role: Option<String>,
    pub affiliation: Option<String>,
    pub cue: Option<String>,
    pub cue_class: Option<String>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub note: String,
}

/// A pair of marks that is no quote, as a case expects it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedMark {
    pub text: String,
    pub kind: Option<String>,
    #[serde(default)]
    pub note: String,
}

/// The analysis of a text.
pub fn analyze(text: &str) -> Analysis {
    ANALYZER.analyze(Article::new("case", text))
}

/// The quote that takes in at least half of a stretch of text, and more of it than any other.
pub fn quote_at(analysis: &Analysis, content: &str) -> Option<usize> {
    let start =
        analysis.article.text().find(content).unwrap_or_else(|| panic!("{content:?} does not stand in its text"));
    let (start, end) = (start as u32, (start + content.len()) as u32);
    let shared = |at: usize| -> u32 {
        analysis.quotes[at].spans.iter().map(|s| s.end.min(end).saturating_sub(s.start.max(start))).sum()
    };
    let best = (0..analysis.quotes.len()).max_by_key(|at| (shared(*at), std::cmp::Reverse(*at)))?;
    (2 * shared(best) >= end - start).then_some(best)
}

/// The files of a folder with an ending, in order.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let all = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let found: BTreeSet<PathBuf> =
        all.map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == ending)).collect();
    found.into_iter().collect()
}

/// What differs between the quotes found and those expected.
pub fn differences(analysis: &Analysis, expected: &[ExpectedQuote]) -> Vec<String> {
    let text = analysis.article.text();
    let mut problems = Vec::new();
    let mut used = BTreeSet::new();
    for quote in expected {
        let found = analysis.quotes.iter().position(|q| {
            let spans: Vec<&str> = q.spans.iter().map(|s| s.slice(text)).collect();
            spans.len() == quote.content.len() && spans.iter().zip(&quote.content).all(|(a, b)| a == b)
        });
        let Some(index) = found else {
            if !quote.optional {
                problems.push(format!("missing {:?} by {:?} {}", quote.content, quote.speaker, quote.note));
            }
            continue;
        };
        used.insert(index);
        let (q, a) = (&analysis.quotes[index], &analysis.attributions[index]);
        let speaker = analysis.speaker_of(index);
        let mut compare = |what: &str, found: Option<&str>, expected: Option<&String>| {
            if !quote.optional && expected.is_some_and(|e| Some(e.as_str()) != found) {
                problems.push(format!(
                    "{what} of {:?} is {found:?}, expected {expected:?} ({})",
                    quote.content[0], a.reason
                ));
            }
        };
        compare("kind", Some(q.kind.name()), quote.kind.as_ref());
        compare("source", a.source.map(|s| s.slice(text)), quote.source.as_ref());
        compare("speaker", speaker.map(|s| s.name.as_str()), quote.speaker.as_ref());
        compare("speaker kind", speaker.map(|s| s.kind.name()), quote.speaker_kind.as_ref());
        compare("role", speaker.and_then(|s| s.role.as_deref()), quote.role.as_ref());
        compare("affiliation", speaker.and_then(|s| s.affiliation.as_deref()), quote.affiliation.as_ref());
        // A cue of several words ("found that") holds the one expected.
        let cue = q.cue.map(|c| c.span.slice(text));
        let whole = quote.cue.as_ref().filter(|e| cue.is_some_and(|c| c.contains(e.as_str())));
        compare("cue", whole.map(String::as_str).or(cue), quote.cue.as_ref());
        compare("cue class", Some(q.class.name()), Some(quote.cue_class.as_ref().unwrap_or(&"speech".to_owned())));
        if quote.speaker.is_none() && !quote.optional && speaker.is_some() {
            problems.push(format!(
                "speaker of {:?} is {:?}, expected none",
                quote.content[0],
                speaker.map(|s| &s.name)
            ));
        }
    }
    for index in (0..analysis.quotes.len()).filter(|i| !used.contains(i)) {
        let spans: Vec<&str> = analysis.quotes[index].spans.iter().map(|s| s.slice(text)).collect();
        let optional = expected.iter().any(|e| {
            e.optional && e.content.iter().any(|c| spans.iter().any(|s| s.contains(c.as_str()) || c.contains(s)))
        });
        if !optional {
            let who = analysis.speaker_of(index).map(|s| &s.name);
            problems.push(format!(
                "not expected: {spans:?} by {who:?}, cue {:?}",
                analysis.quotes[index].cue.map(|c| c.span.slice(text))
            ));
        }
    }
    problems
}

/// What differs between the marks found and those expected.
pub fn mark_differences(analysis: &Analysis, expected: &[ExpectedMark]) -> Vec<String> {
    let text = analysis.article.text();
    let mut problems = Vec::new();
    for mark in expected {
        let found = analysis.marks.iter().find(|m| m.span.slice(text) == mark.text);
        match found {
            None => problems.push(format!("no pair of marks {:?} {}", mark.text, mark.note)),
            Some(m) if m.quote.is_some() => problems.push(format!("{:?} is no quote {}", mark.text, mark.note)),
            Some(m) if mark.kind.as_deref().is_some_and(|k| k != m.kind.name()) => {
                problems.push(format!("{:?} is {}, expected {:?}", mark.text, m.kind.name(), mark.kind));
            }
            Some(_) => {}
        }
    }
    problems
}
