//! The section that says what was read, with what, and how the numbers are to be read.

use super::input::InputRow;
use super::markup::Html;
use super::table::{self, Field, Head, grouped, value};
use super::{FULL_ARTICLES, Parts};
use crate::lexicon::Kind;
use crate::report::Cell;
use crate::score::{NANO, Target, saturate};

/// Inputs and errors that are listed.
pub const LISTED: usize = 50;

pub(super) fn section(html: &mut Html, parts: &Parts) {
    html.raw("<section id=\"overview\" aria-labelledby=\"overview-title\"><h2 id=\"overview-title\">Overview</h2>");
    counts(html, parts);
    errors(html, parts);
    warnings(html, parts);
    html.raw("<div class=\"columns\"><div>");
    scale(html, parts);
    html.raw("</div><div>");
    lexicons(html, parts);
    inputs(html, &parts.facts.inputs);
    html.raw("</div></div></section>\n");
}

fn counts(html: &mut Html, parts: &Parts) {
    let totals = &parts.facts.totals;
    let failed = failed(parts);
    html.raw("<dl class=\"counts\">");
    let counts = [
        ("articles", totals.articles),
        ("words", totals.words),
        ("quotes", totals.quotes),
        ("speakers", totals.speakers),
        ("failed", failed),
        // Where articles are not at hand their warnings are not told apart.
        (if parts.page.full.is_some() { "warnings" } else { "articles with warnings" }, parts.page.warned),
    ];
    // A comparison does not look at what is odd about articles.
    let compared = parts.facts.ranking.is_some();
    for (name, count) in counts.into_iter().filter(|(name, _)| !(compared && name.ends_with("warnings"))) {
        let noun = match (count, name) {
            (1, "articles with warnings") => "article with warnings",
            (1, name) => name.strip_suffix('s').unwrap_or(name),
            _ => name,
        };
        html.open("div", &[("class", if name == "failed" && count > 0 { "bad" } else { "count" })]);
        html.element("dt", &[], noun).raw("<dd>");
        value(html, &(name.to_owned(), Cell::Number(count as i64)));
        html.raw("</dd></div>");
    }
    html.raw("</dl>");
    if parts.page.full.is_none() && parts.facts.ranking.is_none() {
        let over_all = "Scores, intervals and counts are over all of them.";
        let text = match &parts.page.absent {
            Some(reason) => format!("Articles are not shown in full: {reason}. {over_all}"),
            None if totals.articles > FULL_ARTICLES as u64 => "A large run: articles are not shown in full, and of \
                speakers and quotes a selection, as each section says. Scores, intervals and counts are over all of it."
                .to_owned(),
            None => format!("Articles are not shown in full: they are long, or a run was continued. {over_all}"),
        };
        html.element("p", &[("class", "note")], &text);
    }
}

fn failed(parts: &Parts) -> u64 {
    parts.facts.failed.max(parts.facts.errors.len() as u64)
}

fn errors(html: &mut Html, parts: &Parts) {
    let errors = &parts.facts.errors;
    if errors.is_empty() {
        return;
    }
    let rows: Vec<Vec<Field>> = errors
        .iter()
        .take(LISTED)
        .map(|error| {
            vec![
                ("path".to_owned(), Cell::text(error.path.clone())),
                ("line".to_owned(), error.line.map_or(Cell::Empty, |line| Cell::Number(line as i64))),
                ("message".to_owned(), error.message.clone().into()),
            ]
        })
        .collect();
    let caption = listed("Inputs that could not be read", rows.len(), failed(parts));
    let heads = [Head::text("Input"), Head::number("Line"), Head::text("What is wrong")];
    table::plain(html, "error-table", ("errors.csv", &caption), &heads, &rows);
}

fn warnings(html: &mut Html, parts: &Parts) {
    let warnings = &parts.page.warnings;
    if warnings.is_empty() {
        return;
    }
    html.raw("<details><summary>").text(&listed("Warnings", warnings.len(), parts.page.warned)).raw("</summary><ul>");
    for warning in warnings {
        html.raw("<li><bdi>").text(&warning.place).raw("</bdi>");
        if let Some(line) = warning.line {
            html.text(&format!(", line {line}"));
        }
        html.text(&format!(": {}", warning.message)).raw("</li>");
    }
    html.raw("</ul></details>");
}

fn listed(what: &str, shown: usize, all: u64) -> String {
    if shown as u64 == all { what.to_owned() } else { format!("{what}, the first {shown} of {}", grouped(all as i64)) }
}

fn scale(html: &mut Html, parts: &Parts) {
    let scheme = parts.view.analyzer.scheme();
    html.raw(
        "<h3>How to read the scores</h3><p>Words and phrases of the lexicons are worth a number, which the words around \
         them may raise, weaken, turn or cancel. What a sentence’s words are worth together, x, becomes \
         x / √(x² + 15), a value between −1 and 1; ",
    );
    for (at, worth) in [1_000, 2_000, 4_000, 8_000].into_iter().enumerate() {
        let shown = table::two_places(saturate(worth) as f64 / NANO);
        html.text(if at > 0 { ", " } else { "" }).text(&format!("{} gives {shown}", worth / 1000));
    }
    html.raw(
        ". A score is the mean over all sentences, those without any such word too, so scores far from 0 are rare. \
         Scores of single sentences are coarse: compare means over many. They rate language, not truth or intent.</p>",
    );
    html.raw(
        "<div class=\"frame\" tabindex=\"0\" role=\"region\" aria-label=\"Score columns\"><table>\
         <caption class=\"unseen\">Score columns</caption><thead><tr><th scope=\"col\" class=\"words\">Score</th>\
         <th scope=\"col\" class=\"words\">What it measures</th></tr></thead><tbody>",
    );
    // Whatever has a place somewhere on the page.
    let facts = parts.facts;
    let ranked = facts.ranking.iter().flat_map(|r| &r.columns).map(|[id, _]| id);
    let compared = facts.comparison.iter().flat_map(|c| &c.columns).map(|([id, _], _)| id);
    let elsewhere: Vec<&String> = ranked.chain(compared).collect();
    let shown = |at: &usize| {
        let is_shown = parts.view.shown.contains(at) || *at == parts.view.subject;
        is_shown || elsewhere.contains(&&scheme.targets()[*at].id)
    };
    for target in (0..scheme.targets().len()).filter(shown).map(|at| &scheme.targets()[at]) {
        html.raw("<tr><th scope=\"row\" class=\"words\">").text(&target.label).raw("</th><td class=\"words\">");
        html.text(&target.definition);
        if target.composite {
            html.element("span", &[("class", "about")], &formula(parts, target));
        }
        html.raw("</td></tr>");
    }
    html.raw("</tbody></table></div>");
}

/// `= hostility + escalation − de-escalation`
fn formula(parts: &Parts, target: &Target) -> String {
    let signed = target.signs.iter().enumerate().filter(|(_, sign)| **sign != 0);
    let mut text = String::from("=");
    for (place, (at, sign)) in signed.enumerate() {
        text.push_str(match (place, sign) {
            (0, 1..) => " ",
            (0, _) => " −",
            (_, 1..) => " + ",
            _ => " − ",
        });
        text.push_str(parts.view.label(at));
    }
    text
}

fn lexicons(html: &mut Html, parts: &Parts) {
    html.raw("<h3>Lexicons</h3><ul class=\"inputs\">");
    for lexicon in parts.view.analyzer.lexicons() {
        let manifest = lexicon.manifest();
        html.raw("<li><strong>").text(lexicon.id()).raw("</strong> ").text(&manifest.version);
        if manifest.kind != Kind::Composites {
            html.text(&format!(", {} entries", grouped(lexicon.entries().len() as i64)));
        }
        html.text(" ").element("code", &[], lexicon.sha256()).raw("</li>");
    }
    html.raw("</ul><p class=\"about\">The long numbers are SHA-256 hashes: the same hash, the same lexicon.</p>");
}

fn inputs(html: &mut Html, inputs: &[InputRow]) {
    if inputs.is_empty() {
        return;
    }
    html.raw("<details><summary>");
    html.text(&listed("Inputs with their hashes", inputs.len().min(LISTED), inputs.len() as u64));
    html.raw("</summary><ul class=\"inputs\">");
    for input in inputs.iter().take(LISTED) {
        html.raw("<li><bdi>").text(&input.path).raw("</bdi> ");
        let documents = if input.documents == 1 { "document" } else { "documents" };
        let facts = format!("{} bytes, {} {documents} ", grouped(input.bytes as i64), grouped(input.documents as i64));
        html.text(&facts).element("code", &[], &input.sha256).raw("</li>");
    }
    html.raw("</ul></details>");
}
