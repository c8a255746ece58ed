//! Inputs of every format: tests/inputs/cases.toml says what is read of each file beside it, and which errors it gives.

#![allow(clippy::unwrap_used, reason = "a case file that cannot be read stops its test")]

mod support;

use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use support::ANALYZER;
use tonescope::analysis::Analysis;
use tonescope::article::Fields;
use tonescope::decode::Encoding;
use tonescope::error::Error;
use tonescope::run::{Input, InputFormat, InputOptions, Item, RunOptions, run};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// One file of tests/inputs, how it is read, and what comes of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    #[serde(default)]
    why: String,
    /// The feature of the build that it needs.
    feature: Option<String>,
    /// The file lists inputs.
    #[serde(default)]
    list: bool,
    format: Option<String>,
    text: Option<String>,
    id: Option<String>,
    date: Option<String>,
    title: Option<String>,
    encoding: Option<String>,
    max_record: Option<u64>,
    #[serde(default)]
    article: Vec<Expected>,
    /// Each error's beginning behind the folder's name: place and message.
    #[serde(default)]
    errors: Vec<String>,
}

/// What an article must have; what is not named is not compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    id: String,
    title: Option<String>,
    date: Option<String>,
    /// The text begins so.
    begins: Option<String>,
    /// The text holds this.
    holds: Option<String>,
    status: Option<String>,
    language: Option<String>,
    /// Fields carried, as JSON.
    extra: Option<serde_json::Value>,
    /// Speakers with quotes.
    speakers: Option<Vec<String>>,
    /// Beginnings of the warnings, all of them.
    #[serde(default)]
    warnings: Vec<String>,
    /// Kinds of the paragraphs.
    kinds: Option<Vec<String>>,
}

impl Case {
    fn options(&self) -> RunOptions {
        let format = match self.format.as_deref() {
            None => InputFormat::Auto,
            Some("text") => InputFormat::Text,
            Some("csv") => InputFormat::Csv,
            Some(other) => panic!("{other}: add this format to the test"),
        };
        let fields =
            Fields { text: self.text.clone(), id: self.id.clone(), date: self.date.clone(), title: self.title.clone() };
        let encoding = self.encoding.as_deref().map(|e| Encoding::named(e).unwrap());
        let default = InputOptions::default();
        let max_record = self.max_record.unwrap_or(default.max_record);
        RunOptions { input: InputOptions { format, fields, encoding, max_record }, threads: 1 }
    }

    fn problems(&self) -> Vec<String> {
        let path = format!("tests/inputs/{}", self.file);
        let input = if self.list { Input::List(path.into()) } else { Input::Path(path.into()) };
        let (mut articles, mut errors) = (Vec::new(), Vec::new());
        run(&ANALYZER, &[input], &self.options(), |item| {
            match item {
                Item::Article(analysis) => articles.push(analysis),
                Item::Failed(error) => errors.push(error),
            }
            Ok(())
        })
        .unwrap();
        let mut problems = Vec::new();
        if articles.len() != self.article.len() {
            problems.push(format!("{} articles, expected {}", articles.len(), self.article.len()));
        }
        for (analysis, expected) in articles.iter().zip(&self.article) {
            problems.extend(expected.problems(analysis));
        }
        let told: Vec<String> = errors.iter().map(Error::to_string).collect();
        let short = |e: &str| e.strip_prefix("tests/inputs/").unwrap_or(e).to_owned();
        let same = told.len() == self.errors.len()
            && told.iter().zip(&self.errors).all(|(told, expected)| short(told).starts_with(expected.as_str()));
        if !same {
            problems.push(format!("errors are {told:#?}, expected {:#?}", self.errors));
        }
        problems
    }
}

impl Expected {
    fn problems(&self, analysis: &Analysis) -> Vec<String> {
        let (article, text) = (&analysis.article, analysis.article.text());
        let mut problems = Vec::new();
        let mut compare = |what: &str, found: Option<&str>, expected: Option<&str>| {
            if expected.is_some_and(|e| found != Some(e)) {
                problems.push(format!("{what} of {} is {found:?}, expected {expected:?}", self.id));
            }
        };
        compare("id", Some(&article.id), Some(&self.id));
        compare("title", analysis.title(), self.title.as_deref());
        compare("date", analysis.date.as_deref(), self.date.as_deref());
        compare("status", Some(analysis.status.name()), Some(self.status.as_deref().unwrap_or("ok")));
        compare("language", Some(analysis.language), Some(self.language.as_deref().unwrap_or("en")));
        let begins = self.begins.as_deref();
        compare("text", begins.and_then(|b| text.get(..b.len())), begins);
        let holds = self.holds.as_deref();
        compare("text", holds.filter(|h| text.contains(h)), holds);
        if self.extra.as_ref().is_some_and(|e| *e != serde_json::Value::Object(article.extra.clone())) {
            problems.push(format!("extra of {} is {:?}, expected {:?}", self.id, article.extra, self.extra));
        }
        let speakers: Vec<&String> = analysis.speakers.iter().map(|s| &s.name).collect();
        if self.speakers.as_ref().is_some_and(|e| !e.iter().eq(speakers.iter().copied())) {
            problems.push(format!("speakers of {} are {speakers:?}, expected {:?}", self.id, self.speakers));
        }
        let kinds: Vec<&str> = analysis.paragraphs.iter().map(|p| p.paragraph.kind.name()).collect();
        if self.kinds.as_ref().is_some_and(|e| *e != kinds) {
            problems.push(format!("kinds of {} are {kinds:?}, expected {:?}", self.id, self.kinds));
        }
        let warnings: Vec<&str> = analysis.warnings.iter().map(|w| &*w.message).collect();
        let same = warnings.len() == self.warnings.len()
            && warnings.iter().zip(&self.warnings).all(|(found, expected)| found.starts_with(expected.as_str()));
        if !same {
            problems.push(format!("warnings of {} are {warnings:?}, expected {:?}", self.id, self.warnings));
        }
        problems
    }
}

fn cases() -> Vec<Case> {
    toml::from_str::<File>(include_str!("inputs/cases.toml")).unwrap_or_else(|e| panic!("cases.toml: {e}")).case
}

#[test]
fn every_file_gives_its_articles_and_errors() {
    let mut report = String::new();
    let built = |case: &Case| match case.feature.as_deref() {
        None => true,
        Some("html") => cfg!(feature = "html"),
        Some("warc") => cfg!(feature = "warc"),
        Some("parquet") => cfg!(feature = "parquet"),
        Some(other) => panic!("{other}: no such feature"),
    };
    for case in cases().into_iter().filter(built) {
        for problem in case.problems() {
            let _ = writeln!(report, "{} ({}): {problem}", case.file, case.why);
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn every_file_has_a_case() {
    let named: BTreeSet<String> = cases().into_iter().map(|c| c.file).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().to_string_lossy().into_owned());
    let unnamed: Vec<String> = files.filter(|f| f != "cases.toml" && !named.contains(f)).collect();
    assert!(unnamed.is_empty(), "without a case: {unnamed:?}");
}
