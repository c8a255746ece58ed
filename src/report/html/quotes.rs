//! The section of quotes: each speaker's quotes of highest and of lowest score.

use super::kept::{Extremes, KeptQuote, QUOTES, TRACKED};
use super::markup::Html;
use super::table::{grouped, value};
use super::{Parts, anchor};
use crate::aggregate::{SpeakerKey, SpeakerRow};

/// Up to this many speakers, all their quotes stand open.
const OPEN: usize = 12;

pub(super) fn section(html: &mut Html, parts: &Parts) {
    if parts.speakers.rows.is_empty() {
        return;
    }
    let label = parts.view.label(parts.view.leading);
    html.raw("<section id=\"quotes\" aria-labelledby=\"quotes-title\"><h2 id=\"quotes-title\">Quotes</h2><p>");
    let text = format!(
        "Of each speaker at most {QUOTES} quotes of speech with the highest {label} and {QUOTES} with the lowest; \
         long ones are cut. The table of quotes has all. "
    );
    html.text(&text).raw(if parts.page.underlined {
        "Underlined words count: point at them, or reach them with the Tab key, to see their arithmetic."
    } else {
        "Words that count are not underlined: the table of hits was left out (<code>--hits none</code>)."
    });
    if parts.page.kept.pruned {
        let text = format!(
            " More than {} speakers: quotes of those who speak seldom were given up on the way.",
            grouped(TRACKED as i64)
        );
        html.text(&text);
    }
    html.raw("</p>");
    let open = parts.speakers.rows.len() <= OPEN;
    for (key, row) in &parts.speakers.rows {
        speaker(html, parts, (key, row), open);
    }
    html.raw("</section>\n");
}

fn speaker(html: &mut Html, parts: &Parts, (key, row): (&SpeakerKey, &SpeakerRow), open: bool) {
    let attributes: &[_] = if open { &[("class", "speaker"), ("open", "")] } else { &[("class", "speaker")] };
    html.open("details", attributes).raw("<summary><h3><bdi>").text(&row.name).raw("</bdi></h3>");
    let role = row.role.as_ref().map(|(_, role)| role.as_str());
    // "Marland's foreign minister" has the body in it.
    let affiliation = row.affiliation.as_ref().map(|(_, body)| body.as_str());
    let affiliation = affiliation.filter(|body| !role.is_some_and(|role| role.contains(body)));
    let count = if row.quotes == 1 { "1 quote".to_owned() } else { format!("{} quotes", grouped(row.quotes as i64)) };
    let facts: Vec<&str> = role.into_iter().chain(affiliation).chain([count.as_str()]).collect();
    html.raw(" <span class=\"about\"><bdi>").text(&facts.join(" · ")).raw("</bdi></span></summary>");
    html.open("div", &[("id", &anchor(key)), ("class", "lists"), ("tabindex", "-1")]);
    match parts.page.kept.of(key) {
        Some(extremes) => lists(html, parts, extremes),
        None => {
            html.raw("<p>No quotes were kept; the table of quotes has them.</p>");
        }
    }
    html.raw("</div></details>");
}

/// Highest above zero, lowest below; where no quote is worth anything, the first ones.
fn lists(html: &mut Html, parts: &Parts, extremes: &Extremes) {
    let label = parts.view.label(parts.view.leading);
    let high: Vec<&KeptQuote> = extremes.highest.iter().filter(|q| q.value > 0).collect();
    let low: Vec<&KeptQuote> = extremes.lowest.iter().filter(|q| q.value < 0).collect();
    let none = high.is_empty() && low.is_empty();
    let zero: Vec<&KeptQuote> = extremes.highest.iter().filter(|_| none).collect();
    let groups = [
        (format!("Highest {label}"), high),
        (format!("Lowest {label}"), low),
        (format!("No quote differs from zero in {label}; the first"), zero),
    ];
    for (title, quotes) in groups.iter().filter(|(_, quotes)| !quotes.is_empty()) {
        html.raw("<div><h4>").text(title).raw("</h4><ol class=\"quotes\">");
        for quote in quotes {
            item(html, parts, quote);
        }
        html.raw("</ol></div>");
    }
}

fn item(html: &mut Html, parts: &Parts, quote: &KeptQuote) {
    let column = format!("{}_score", parts.view.target(parts.view.leading).id);
    html.raw("<li><blockquote dir=\"auto\">");
    quote.write(html);
    html.raw("</blockquote><p class=\"about\"><strong>");
    value(html, &(column, quote.score.clone()));
    html.raw("</strong> · ");
    html.text(&format!("{}, {} % sure · ", quote.kind, quote.confidence / 10));
    let (article, index) = quote.place;
    let (id, title, date) = &quote.article;
    if parts.page.full.is_some() {
        html.open("a", &[("href", &format!("#a{article}-q{index}"))]);
        html.raw("<bdi>").text(title).raw("</bdi></a>");
    } else {
        html.raw("<cite><bdi>").text(title).raw("</bdi></cite>");
    }
    if let Some(date) = date {
        html.text(", ").element("time", &[("datetime", date)], date);
    }
    html.raw(" <span class=\"key\">(").text(&format!("{id}, quote {index}")).raw(")</span></p></li>");
}
