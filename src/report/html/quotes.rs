//! The section of quotes: each speaker's quotes of highest and of lowest score.

use super::kept::{Extremes, KeptQuote, QUOTES, TRACKED};
use super::markup::Html;
use super::table::{grouped, value};
use super::{Parts, anchor};
use crate::aggregate::{SpeakerKey, SpeakerRow};

/// Up to this many speakers, all their quotes stand open.
const OPEN: usize = 12;

pub(super) fn section(html: &mut Html, parts: &Parts) {
    if !is_there(parts) {
        return;
    }
    let label = parts.view.label(parts.view.leading);
    html.raw("<section id=\"quotes\" aria-labelledby=\"quotes-title\"><h2 id=\"quotes-title\">Quotes</h2><p>");
    let compares = parts.facts.ranking.is_some();
    let who = if compares { "Of each that is compared" } else { "Of each speaker" };
    let text = format!(
        "{who} at most {QUOTES} quotes of speech with the highest {label} and {QUOTES} with the lowest; long ones are cut. "
    );
    html.text(&text);
    html.raw(if compares { "<code>tonescope report</code> lists all. " } else { "The table of quotes has all. " });
    html.raw(if parts.page.underlined {
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
    if parts.facts.unquoted > 0 {
        let text = format!(
            " Of {} among the inputs there are none: the table of quotes is missing.",
            reports(parts.facts.unquoted)
        );
        html.text(&text);
    }
    if parts.facts.unmarked > 0 {
        let text = format!(
            " In those of {} among the inputs no words are underlined: the table of hits was left out.",
            reports(parts.facts.unmarked)
        );
        html.text(&text);
    }
    html.raw("</p>");
    let (speakers, groups) = (&parts.speakers.rows, &parts.facts.quoted);
    let open = speakers.len() + groups.len() <= OPEN;
    for (key, row) in speakers {
        speaker(html, parts, (key, row), open);
    }
    for (at, group) in groups.iter().enumerate() {
        let extremes = parts.page.kept.of_all(&group.members);
        let extremes = Some(&extremes).filter(|e| e.seen > 0);
        one(html, parts, (&group.name, &counted(group.quotes)), &group_anchor(at), extremes, open);
    }
    html.raw("</section>\n");
}

fn reports(count: u64) -> String {
    if count == 1 { "one report".to_owned() } else { format!("{count} reports") }
}

/// Whether the page has the section.
pub(super) fn is_there(parts: &Parts) -> bool {
    !parts.speakers.rows.is_empty() || !parts.facts.quoted.is_empty()
}

/// The id of a compared group's quotes on the page.
pub(super) fn group_anchor(at: usize) -> String {
    format!("g{at}")
}

fn counted(quotes: u64) -> String {
    if quotes == 1 { "1 quote".to_owned() } else { format!("{} quotes", grouped(quotes as i64)) }
}

fn speaker(html: &mut Html, parts: &Parts, (key, row): (&SpeakerKey, &SpeakerRow), open: bool) {
    let role = row.role.as_ref().map(|(_, role)| role.as_str());
    // "Marland's foreign minister" has the body in it.
    let affiliation = row.affiliation.as_ref().map(|(_, body)| body.as_str());
    let affiliation = affiliation.filter(|body| !role.is_some_and(|role| role.contains(body)));
    let count = counted(row.quotes);
    let facts: Vec<&str> = role.into_iter().chain(affiliation).chain([count.as_str()]).collect();
    one(html, parts, (&row.name, &facts.join(" · ")), &anchor(key), parts.page.kept.of(key), open);
}

/// The quotes of one, who is so called and of whom these facts are told.
fn one(html: &mut Html, parts: &Parts, (name, facts): (&str, &str), id: &str, quotes: Option<&Extremes>, open: bool) {
    let attributes: &[_] = if open { &[("class", "speaker"), ("open", "")] } else { &[("class", "speaker")] };
    html.open("details", attributes).raw("<summary><h3><bdi>").text(name).raw("</bdi></h3>");
    html.raw(" <span class=\"about\"><bdi>").text(facts).raw("</bdi></span></summary>");
    html.open("div", &[("id", id), ("class", "lists"), ("tabindex", "-1")]);
    match quotes {
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
