//! The section of speakers on a page without articles: everybody by rank, as a comparison has them.

use super::comparison::interval;
use super::input::{Rank, Ranking};
use super::markup::Html;
use super::plot::{self, Axis};
use super::table::{grouped, value};
use super::words::heading;
use crate::report::Cell;

pub(super) fn section(html: &mut Html, ranking: &Ranking) {
    html.raw("<section id=\"speakers\" aria-labelledby=\"speakers-title\"><h2 id=\"speakers-title\">");
    html.text(title(&ranking.noun)).raw("</h2>");
    let (Some([_, first]), false) = (ranking.columns.first(), ranking.rows.is_empty()) else {
        html.raw("<p>Nobody was found who says something.</p></section>\n");
        return;
    };
    html.raw("<p>By rank in <strong>").text(first).raw(
        "</strong>. The dot is the mean over the sentences of all quotes of speech, the line its 95\u{a0}% interval over \
         articles, near-duplicates taken together; fewer than five have none. The hollow dot, by which they are ranked, \
         is the mean drawn in towards that of all, the more the less is said.",
    );
    if (ranking.rows.len() as u64) < ranking.of {
        let [shown, of] = [ranking.rows.len() as u64, ranking.of].map(|count| grouped(count as i64));
        html.text(&format!(" Shown are the {shown} with the most quotes of {of}; the table of ranks has all."));
    }
    html.raw("</p>");
    filters(html, ranking);
    table(html, ranking);
    html.raw("</section>\n");
}

/// What the section is called, also in the page's navigation.
pub(super) fn title(noun: &str) -> &'static str {
    if noun == "speaker" { "Speakers" } else { "Ranking" }
}

/// Shown by JavaScript only.
fn filters(html: &mut Html, ranking: &Ranking) {
    html.raw(
        "<form class=\"filters\" data-filters=\"ranking-table\" hidden>\
         <label>Name <input type=\"search\" data-filter=\"text\" autocomplete=\"off\"></label>",
    );
    let kinds: std::collections::BTreeSet<&str> =
        ranking.rows.iter().map(|r| r.kind.as_str()).filter(|k| !k.is_empty()).collect();
    if !kinds.is_empty() {
        html.raw("<label>Kind <select data-filter=\"kind\"><option value=\"\">all</option>");
        for kind in kinds {
            html.element("option", &[], kind);
        }
        html.raw("</select></label>");
    }
    html.raw(
        "<label>At least <input type=\"number\" data-filter=\"quotes\" min=\"1\" value=\"1\"> quotes\
         </label><output role=\"status\"></output></form>",
    );
}

fn table(html: &mut Html, ranking: &Ranking) {
    let rows = &ranking.rows;
    let ends = rows.iter().flat_map(|r| r.mean.interval.unwrap_or([r.mean.value; 2]).into_iter().chain([r.drawn]));
    let (axis, bars) = (Axis::over(ends), Axis::over(rows.iter().flat_map(|r| r.others.iter().flatten().copied())));
    html.raw(
        "<div class=\"frame\" tabindex=\"0\" role=\"region\" aria-label=\"Ranking, table\">\
         <table id=\"ranking-table\" data-csv=\"ranking.csv\"><caption class=\"unseen\">Ranking</caption><thead><tr>",
    );
    html.element("th", &[("scope", "col"), ("class", "words")], &heading(&ranking.noun));
    let number = [("scope", "col"), ("class", "number")];
    html.element("th", &[number[0], number[1], ("aria-sort", "ascending")], "Rank");
    html.element("th", &number, ranking.columns.first().map_or("", |[_, label]| label));
    html.raw("<th scope=\"col\" class=\"chart\"><span class=\"unseen\">Chart</span>");
    plot::scale(html, axis);
    html.raw("</th><th scope=\"col\" class=\"number\">95\u{a0}% interval</th>").element("th", &number, "drawn in");
    for [_, label] in ranking.columns.iter().skip(1) {
        html.element("th", &number, label);
    }
    for label in ["Articles", "Quotes", "Sentences", "Words"] {
        html.element("th", &number, label);
    }
    html.raw("</tr></thead><tbody>");
    for rank in rows {
        row(html, ranking, rank, [axis, bars]);
    }
    html.raw("</tbody></table></div>");
}

fn row(html: &mut Html, ranking: &Ranking, rank: &Rank, [axis, bars]: [Axis; 2]) {
    let number = |html: &mut Html, name: &str, cell: Cell| {
        html.raw("<td class=\"number\">");
        value(html, &(name.to_owned(), cell));
        html.raw("</td>");
    };
    html.open("tr", &[("data-kind", &rank.kind)]).raw("<th scope=\"row\" class=\"words\">");
    value(html, &("speaker".to_owned(), rank.name.as_str().into()));
    if !rank.kind.is_empty() {
        html.raw("<span class=\"about\">");
        value(html, &("speaker_kind".to_owned(), rank.kind.as_str().into()));
        html.raw("</span>");
    }
    html.raw("</th>");
    number(html, "rank", Cell::Number(rank.rank as i64));
    html.raw("<td class=\"number lead\">");
    value(html, &("mean".to_owned(), Cell::Decimal(rank.mean.value)));
    html.raw("</td><td class=\"chart\">");
    plot::dot(html, axis, &rank.mean, Some(rank.drawn));
    html.raw("</td>");
    interval(html, ["low", "high"], Some(&rank.mean));
    number(html, "mean_shrunk", Cell::Decimal(rank.drawn));
    for (mean, [id, _]) in rank.others.iter().zip(ranking.columns.iter().skip(1)) {
        html.raw("<td class=\"number\">");
        value(html, &(format!("{id}_mean"), Cell::decimal(*mean)));
        plot::bar(html, bars, mean.unwrap_or_default());
        html.raw("</td>");
    }
    for (name, count) in ["n_articles", "n_quotes", "n_sentences", "n_words"].into_iter().zip(rank.counts) {
        number(html, name, Cell::Number(count as i64));
    }
    html.raw("</tr>");
}
