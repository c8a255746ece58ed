//! Articles found in pages: every story of tests/pages/stories.toml in the page of every outlet beside it.
//!
//! `cargo test --test pages -- --nocapture` prints what was found too much and too little, outlet by outlet.

#![cfg(feature = "html")]
#![allow(clippy::unwrap_used, reason = "a page that cannot be read stops its test")]
#![allow(clippy::print_stdout, reason = "the table is for who changes the extraction")]

mod support;

use serde::Deserialize;
use std::collections::BTreeMap;
use tonescope::article::Article;
use tonescope::decode::Hints;

#[derive(Deserialize)]
struct Stories {
    story: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    title: String,
    author: String,
    date: String,
    day: String,
    caption: String,
    comment: String,
    paragraphs: Vec<String>,
}

/// A subheading that one outlet sets into the article.
const SUBHEADING: &str = "What happens next";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The story in an outlet's page: what stands between `{{#body}}` and `{{/body}}` once a paragraph, what stands in
/// `{{#insert N}}` behind the N-th.
fn page(template: &str, story: &Story) -> String {
    let (before, rest) = template.split_once("{{#body}}").unwrap();
    let (body, after) = rest.split_once("{{/body}}").unwrap();
    let mut unit = String::new();
    let mut inserts = BTreeMap::new();
    let mut rest = body;
    while let Some((text, insert)) = rest.split_once("{{#insert ") {
        let (number, insert) = insert.split_once("}}").unwrap();
        let (insert, more) = insert.split_once("{{/insert}}").unwrap();
        unit.push_str(text);
        inserts.insert(number.parse::<usize>().unwrap(), insert);
        rest = more;
    }
    unit.push_str(rest);
    let mut page = before.to_owned();
    for (number, paragraph) in (1..).zip(&story.paragraphs) {
        let mut words: Vec<String> = escaped(paragraph).split(' ').map(str::to_owned).collect();
        if number % 3 == 1 {
            words[2] = format!("<a href=\"/topic\">{}", words[2]);
            words[3].push_str("</a>");
        }
        page += &unit.replace("{{p}}", &words.join(" "));
        page += inserts.get(&number).unwrap_or(&"");
    }
    page += after;
    let values = [("title", &story.title), ("author", &story.author), ("date", &story.date), ("day", &story.day)];
    for (name, value) in values.into_iter().chain([("caption", &story.caption), ("comment", &story.comment)]) {
        page = page.replace(&format!("{{{{{name}}}}}"), &escaped(value));
    }
    page
}

/// Words by how often they occur.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

#[derive(Default)]
struct Tally {
    pages: usize,
    right: usize,
    found: usize,
    expected: usize,
    titles: usize,
    authors: usize,
    dates: usize,
}

impl Tally {
    fn add(&mut self, story: &Story, article: &Article, problems: &mut Vec<String>) {
        let lines: Vec<&str> = article.text().split("\n\n").filter(|l| *l != story.title && *l != SUBHEADING).collect();
        let (found, expected) = (words(&lines.join(" ")), words(&story.paragraphs.join(" ")));
        self.pages += 1;
        self.right += found.iter().map(|(w, n)| n.min(expected.get(w).unwrap_or(&0))).sum::<usize>();
        self.found += found.values().sum::<usize>();
        self.expected += expected.values().sum::<usize>();
        self.titles += usize::from(article.title.as_ref() == Some(&story.title));
        self.authors += usize::from(article.extra.get("author").is_some_and(|a| a.as_str() == Some(&story.author)));
        self.dates += usize::from(article.date.as_ref().is_some_and(|d| d.starts_with(&story.date)));
        let extra = lines.iter().filter(|l| !story.paragraphs.iter().any(|p| p == **l));
        problems.extend(extra.map(|l| format!("+ {l}")));
        problems.extend(story.paragraphs.iter().filter(|p| !lines.contains(&p.as_str())).map(|p| format!("- {p}")));
    }

    fn precision(&self) -> f64 {
        self.right as f64 / self.found as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.expected as f64
    }
}

#[test]
fn articles_are_found_in_pages_of_many_outlets() {
    let stories: Stories = toml::from_str(include_str!("pages/stories.toml")).unwrap();
    let mut all = Tally::default();
    for path in support::files("tests/pages", "html") {
        let template = std::fs::read_to_string(&path).unwrap();
        let (mut own, mut problems) = (Tally::default(), Vec::new());
        for story in &stories.story {
            let article = Article::html("page", page(&template, story).as_bytes(), Hints::default())
                .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            for tally in [&mut own, &mut all] {
                tally.add(story, &article, &mut problems);
            }
        }
        problems.sort();
        problems.dedup();
        println!(
            "{:<12} precision {:.3} recall {:.3} title {} author {} date {}\n    {}",
            path.file_stem().unwrap().to_string_lossy(),
            own.precision(),
            own.recall(),
            own.titles,
            own.authors,
            own.dates,
            problems.join("\n    ")
        );
    }
    let Tally { pages, titles, authors, dates, .. } = all;
    let (precision, recall) = (all.precision(), all.recall());
    println!("{pages} pages: precision {precision:.3} recall {recall:.3} title {titles} author {authors} date {dates}");
    // What was reached; raise them when a change earns it.
    assert!(precision >= 0.97 && recall >= 0.99, "precision {precision:.3}, recall {recall:.3}");
}

#[test]
fn pages_that_are_cut_or_damaged_give_an_article_or_an_error() {
    let stories: Stories = toml::from_str(include_str!("pages/stories.toml")).unwrap();
    for (number, path) in support::files("tests/pages", "html").iter().enumerate() {
        let page = page(&std::fs::read_to_string(path).unwrap(), &stories.story[number % stories.story.len()]);
        for cut in (0..page.len()).step_by(331) {
            let mut bytes = page.as_bytes()[..cut].to_vec();
            let _ = Article::html("cut", &bytes, Hints::default());
            // The rest behind a piece that is missing.
            bytes.extend_from_slice(&page.as_bytes()[(cut + 17).min(page.len())..]);
            let _ = Article::html("damaged", &bytes, Hints::default());
        }
    }
}
