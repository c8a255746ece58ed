//! The section that compares speakers: pairs with their differences.

use super::input::{Comparison, Estimate, Pair};
use super::markup::Html;
use super::panels;
use super::plot::{self, Axis};
use super::table::{self, Head, value};
use super::words;
use crate::report::Cell;

/// Pairs that are listed, and differences in other columns.
const PAIRS: usize = 200;
const OTHERS: usize = 100;
/// Smaller probabilities are not told apart.
const SMALLEST: f64 = 0.001;

/// `articles` are the ids of those that the page shows in full.
pub(super) fn section(html: &mut Html, comparison: &Comparison, articles: &[&str]) {
    html.raw("<section id=\"comparison\" aria-labelledby=\"comparison-title\"><h2 id=\"comparison-title\">Comparison");
    html.raw("</h2>");
    pairs(html, comparison);
    if !comparison.others.is_empty() {
        others(html, comparison);
    }
    if !comparison.left_out.is_empty() {
        html.raw("<details><summary>What is not compared</summary><ul>");
        for line in &comparison.left_out {
            html.element("li", &[], line);
        }
        html.raw("</ul></details>");
    }
    if !comparison.words.is_empty() {
        words::part(html, comparison, articles);
    }
    html.raw("</section>\n");
}

fn pairs(html: &mut Html, comparison: &Comparison) {
    let Some(([_, label], first)) = comparison.columns.first() else { return };
    html.raw("<p>The difference in mean <strong>").text(label).raw(
        "</strong>, the one less the other: right of zero the first is higher. The line is the 95\u{a0}% interval of \
         that pair by itself; p says how often such a difference comes about by chance. The verdict goes by p corrected for \
         all pairs that were looked at, so an interval may miss zero and yet no difference be shown. That none is shown does \
         not say that there is none.",
    );
    if first.len() > PAIRS {
        html.text(&format!(" Shown are {PAIRS} of {} pairs; the table of comparisons has all.", first.len()));
    }
    html.raw("</p>");
    html.raw(
        "<form class=\"filters\" data-filters=\"pairs\" hidden><label>Name or verdict \
         <input type=\"search\" data-filter=\"text\" autocomplete=\"off\"></label><output role=\"status\"></output></form>",
    );
    let labels: Vec<&str> = comparison.columns.iter().map(|([_, label], _)| label.as_str()).collect();
    panels::write(html, "pairs", &labels, |html, column| table(html, comparison, column));
}

/// The pairs of a score column.
fn table(html: &mut Html, comparison: &Comparison, column: usize) {
    let ([dimension, label], all) = &comparison.columns[column];
    let shown = &all[..all.len().min(PAIRS)];
    let ends = shown.iter().filter_map(|p| p.difference).flat_map(|d| d.interval.unwrap_or([d.value; 2]));
    let axis = Axis::over(ends);
    let caption = format!("Differences in {label}");
    html.open("div", &[("class", "frame"), ("tabindex", "0"), ("role", "region"), ("aria-label", &caption)]);
    let id = if column == 0 { "pair-table".to_owned() } else { format!("pair-table-{column}") };
    html.open("table", &[("id", &id), ("data-csv", "comparisons.csv")]);
    html.element("caption", &[("class", "unseen")], &caption).raw("<thead><tr>");
    html.element("th", &[("scope", "col"), ("class", "words")], &words::heading(&comparison.noun));
    html.raw(
        "<th scope=\"col\" class=\"words\">compared with</th>\
         <th scope=\"col\" class=\"words\">Verdict</th><th scope=\"col\" class=\"number\">Difference</th>\
         <th scope=\"col\" class=\"chart\"><span class=\"unseen\">Chart</span>",
    );
    plot::scale(html, axis);
    html.raw(
        "</th><th scope=\"col\" class=\"number\">95\u{a0}% interval</th><th scope=\"col\" class=\"number\">p</th>\
         <th scope=\"col\" class=\"number\">p, corrected</th></tr></thead><tbody>",
    );
    for pair in shown {
        row(html, dimension, pair, axis);
    }
    html.raw("</tbody></table></div>");
}

/// What was found in other columns, without charts.
fn others(html: &mut Html, comparison: &Comparison) {
    let shown = &comparison.others[..comparison.others.len().min(OTHERS)];
    html.raw("<details><summary>").text(&format!("Differences found in other scores: {}", comparison.others.len()));
    html.raw("</summary>");
    if shown.len() < comparison.others.len() {
        html.text(&format!("Shown are {OTHERS}; the table of comparisons has all."));
    }
    let mut heads =
        vec![Head::text("Score"), Head::text(words::heading(&comparison.noun)), Head::text("compared with")];
    heads.extend([Head::text("Verdict"), Head::number("Difference"), Head::number("95\u{a0}% interval")]);
    heads.push(Head::number("p, corrected"));
    table::open(html, "finding-table", "comparisons.csv", "Differences found in other scores", &heads);
    for (column, pair) in shown {
        html.raw("<tr><th scope=\"row\" class=\"words\">");
        value(html, &("dimension".to_owned(), column.as_str().into()));
        for at in [0, 1] {
            html.raw(if at == 0 { "</th><td class=\"words\">" } else { "</td><td class=\"words\">" });
            side(html, pair, at);
        }
        html.raw("</td>");
        verdict(html, pair);
        html.raw("</td>");
        interval(html, ["low", "high"], pair.difference.as_ref());
        probability(html, "p_adjusted", pair.p_adjusted);
        html.raw("</tr>");
    }
    table::close(html);
    html.raw("</details>");
}

fn row(html: &mut Html, dimension: &str, pair: &Pair, axis: Axis) {
    html.raw("<tr><th scope=\"row\" class=\"words\">");
    html.open("data", &[("data-name", "dimension"), ("value", dimension)]).close("data");
    side(html, pair, 0);
    html.raw("</th><td class=\"words\">");
    side(html, pair, 1);
    html.raw("</td>");
    verdict(html, pair);
    html.raw("</td><td class=\"chart\">");
    if let Some(difference) = &pair.difference {
        plot::dot(html, axis, difference, None);
    }
    html.raw("</td>");
    interval(html, ["low", "high"], pair.difference.as_ref());
    probability(html, "p", pair.p);
    probability(html, "p_adjusted", pair.p_adjusted);
    html.raw("</tr>");
}

/// The cell of the verdict, and that of the difference, which is left open.
fn verdict(html: &mut Html, pair: &Pair) {
    html.raw("<td class=\"words\">");
    value(html, &("verdict".to_owned(), pair.verdict.as_str().into()));
    if let Some(note) = &pair.note {
        html.element("span", &[("class", "about")], note);
    }
    html.raw("</td><td class=\"number lead\">");
    value(html, &("difference".to_owned(), Cell::decimal(pair.difference.map(|d| d.value))));
}

fn probability(html: &mut Html, name: &str, p: Option<f64>) {
    html.raw("<td class=\"number\">");
    let shown = match p {
        Some(p) if p < SMALLEST => format!("< {SMALLEST}"),
        Some(p) => format!("{p:.3}"),
        None => "–".to_owned(),
    };
    let exact = Cell::decimal(p).render();
    html.element("data", &[("data-name", name), ("value", &exact)], &shown).raw("</td>");
}

/// A speaker of a pair with the score.
fn side(html: &mut Html, pair: &Pair, at: usize) {
    let (name, score) = [("speaker_a", "mean_a"), ("speaker_b", "mean_b")][at];
    value(html, &(name.to_owned(), pair.names[at].as_str().into()));
    html.raw("<span class=\"about\">");
    value(html, &(score.to_owned(), Cell::decimal(pair.scores[at])));
    html.raw("</span>");
}

/// The cell of an interval; `names` are its columns in the CSV.
pub(super) fn interval(html: &mut Html, [low_name, high_name]: [&str; 2], estimate: Option<&Estimate>) {
    let interval = estimate.and_then(|e| e.interval);
    html.raw("<td class=\"number\">");
    value(html, &(low_name.to_owned(), Cell::decimal(interval.map(|[low, _]| low))));
    if let Some([_, high]) = interval {
        html.text(" to ");
        value(html, &(high_name.to_owned(), Cell::Decimal(high)));
    } else {
        html.open("data", &[("data-name", high_name), ("value", "")]).close("data");
    }
    html.raw("</td>");
}
