//! The page around the sections: its policy, style, script, navigation.

use super::markup::Html;
use super::table::grouped;
use super::{Parts, articles, comparison, overview, quotes, ranking, speakers, time, view};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

pub(super) fn render(parts: &Parts) -> Html {
    let mut html = Html::default();
    let title = title(parts);
    html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    html.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy())]);
    html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.raw("<meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light dark\">");
    html.open("meta", &[("name", "generator"), ("content", concat!("tonescope ", env!("CARGO_PKG_VERSION")))]);
    html.element("title", &[], &format!("{title} – tonescope"))
        .raw("<style>")
        .raw(STYLE)
        .raw("</style></head>\n<body>");
    html.raw("<a class=\"skip\" href=\"#main\">Skip to the content</a>");
    let comparison = parts.facts.comparison.as_ref().filter(|c| !(c.columns.is_empty() && c.words.is_empty()));
    let trends = parts
        .facts
        .trends
        .as_ref()
        .filter(|t| t.columns.iter().any(|(_, lines)| lines.iter().any(|s| !s.points.is_empty())));
    head(&mut html, parts, &title, [comparison.is_some(), trends.is_some()]);
    html.raw("<main id=\"main\" tabindex=\"-1\">\n");
    // Of a single article the text is what a reader came for; of many, the speakers are.
    let single = is_single(parts);
    if single {
        speakers::section(&mut html, parts);
        articles::section(&mut html, parts);
        quotes::section(&mut html, parts);
        overview::section(&mut html, parts);
    } else {
        overview::section(&mut html, parts);
        match &parts.facts.ranking {
            Some(all) => {
                let quoteless = parts.facts.quoted.is_empty() && parts.facts.unquoted > 0;
                ranking::section(&mut html, all, quoteless);
            }
            None => speakers::section(&mut html, parts),
        }
        if let Some(comparison) = comparison {
            let full = parts.page.full.iter().flatten();
            let articles: Vec<&str> = full.map(|analysis| analysis.article.id.as_str()).collect();
            comparison::section(&mut html, comparison, &articles);
        }
        if let Some(trends) = trends {
            time::section(&mut html, trends);
        }
        quotes::section(&mut html, parts);
        articles::section(&mut html, parts);
    }
    html.raw("</main>\n<footer><p>Made by tonescope ").text(env!("CARGO_PKG_VERSION"));
    html.raw(if parts.facts.ranking.is_some() {
        ". Every number stands in a CSV file beside this page. Attribution errs: <code>tonescope report</code> lists \
         all quotes, and how sure each is.</p></footer>\n<script>"
    } else {
        ". Every number stands in a CSV file of the report, or in <code>tonescope score --format csv</code>. \
         Attribution errs: see how sure each quote is.</p></footer>\n<script>"
    });
    html.raw(SCRIPT).raw("</script></body></html>\n");
    html
}

/// Whether the page is about one article; a comparison never is.
fn is_single(parts: &Parts) -> bool {
    parts.facts.totals.articles == 1 && parts.facts.ranking.is_none()
}

/// The article's title, else what the run is.
fn title(parts: &Parts) -> String {
    match parts.page.full.as_deref() {
        _ if parts.facts.ranking.is_some() => "Who is harsher than whom".to_owned(),
        Some([only]) => view::title(only),
        _ => "Who says what, and how".to_owned(),
    }
}

fn head(html: &mut Html, parts: &Parts, title: &str, [compared, dated]: [bool; 2]) {
    let totals = &parts.facts.totals;
    let kicker = if parts.facts.ranking.is_some() { "tonescope compare" } else { "tonescope report" };
    html.raw("<header>")
        .element("p", &[("class", "kicker")], kicker)
        .raw("<h1 dir=\"auto\">")
        .text(title)
        .raw("</h1><p class=\"about\">");
    let counts = [("article", totals.articles), ("word", totals.words), ("quote", totals.quotes)];
    for (noun, count) in counts.into_iter().chain([("speaker", totals.speakers)]) {
        html.text(if noun == "article" { "" } else { " · " });
        html.text(&format!("{} {noun}{}", grouped(count as i64), if count == 1 { "" } else { "s" }));
    }
    html.raw("</p></header>\n<nav aria-label=\"Sections\"><ul>");
    let full = parts.page.full.as_ref().is_some_and(|all| !all.is_empty());
    let quoted = quotes::is_there(parts);
    let single = is_single(parts);
    let speakers = parts.facts.ranking.as_ref().map_or("Speakers", |r| ranking::title(&r.noun));
    let article = if single { "Article" } else { "Articles" };
    let mut sections = vec![
        ("#overview", "Overview", !single),
        ("#speakers", speakers, true),
        ("#comparison", "Comparison", compared && !single),
        ("#time", "Time", dated && !single),
        ("#articles", article, full && single),
        ("#quotes", "Quotes", quoted),
        ("#articles", article, full && !single),
        ("#overview", "Overview", single),
    ];
    sections.retain(|(.., there)| *there);
    for (link, label, _) in sections {
        html.raw("<li>").element("a", &[("href", link)], label).raw("</li>");
    }
    html.raw("</ul><button type=\"button\" id=\"theme\" aria-pressed=\"false\" hidden>Dark</button></nav>\n");
}

/// Nothing is loaded from anywhere; of inline code, only the page's own two blocks count.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        STANDARD.encode(Sha256::digest(STYLE.as_bytes())),
        STANDARD.encode(Sha256::digest(SCRIPT.as_bytes()))
    )
}
