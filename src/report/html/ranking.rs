//! The section of speakers on a page without articles: everybody by rank, as a comparison has them.

use super::comparison::interval;
use super::input::{Rank, Ranking, Standing};
use super::markup::Html;
use super::panels;
use super::plot::{self, Axis};
use super::quotes;
use super::table::{grouped, value};
use super::words::heading;
use crate::report::Cell;

/// Labels of the counts, and their columns in the CSV.
const COUNTS: [[&str; 2]; 4] =
    [["Articles", "n_articles"], ["Quotes", "n_quotes"], ["Sentences", "n_sentences"], ["Words", "n_words"]];

/// What is said where all inputs are finished reports without quotes.
const QUOTELESS: &str = " There are no quotes: the tables of quotes are missing in the reports that are compared.";

/// `quoteless` says that quotes are not at hand.
pub(super) fn section(html: &mut Html, ranking: &Ranking, quoteless: bool) {
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
    if ranking.rows.iter().any(|rank| rank.quoted.is_some()) {
        html.raw(" Names lead to quotes.");
    }
    if quoteless {
        html.raw(QUOTELESS);
    }
    html.raw("</p>");
    filters(html, ranking);
    tables(html, ranking);
    html.raw("</section>\n");
}

/// What the section is called, also in the page's navigation.
pub(super) fn title(noun: &str) -> &'static str {
    if noun == "speaker" { "Speakers" } else { "Ranking" }
}

/// Shown by JavaScript only.
fn filters(html: &mut Html, ranking: &Ranking) {
    html.raw(
        "<form class=\"filters\" data-filters=\"ranks\" hidden>\
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

fn tables(html: &mut Html, ranking: &Ranking) {
    let labels: Vec<&str> = ranking.columns.iter().map(|[_, label]| label.as_str()).collect();
    panels::write(html, "ranks", &labels, |html, column| table(html, ranking, column));
}

/// Everybody by rank in a column. The first has the means of all others, too, and all counts.
fn table(html: &mut Html, ranking: &Ranking, column: usize) {
    let mut rows: Vec<(&Rank, Standing)> =
        ranking.rows.iter().filter_map(|rank| Some((rank, (*rank.standings.get(column)?)?))).collect();
    rows.sort_by_key(|(_, standing)| standing.rank);
    let ends = |s: &Standing| s.mean.interval.unwrap_or([s.mean.value; 2]).into_iter().chain([s.drawn]);
    let axis = Axis::over(rows.iter().flat_map(|(_, standing)| ends(standing)));
    let others = |rank: &Rank| rank.standings.iter().skip(1).flatten().map(|s| s.mean.value).collect::<Vec<_>>();
    let bars = Axis::over(ranking.rows.iter().flat_map(others));
    let label = &ranking.columns[column][1];
    let caption = format!("Ranking by {label}");
    html.open("div", &[("class", "frame"), ("tabindex", "0"), ("role", "region"), ("aria-label", &caption)]);
    let id = if column == 0 { "ranking-table".to_owned() } else { format!("ranking-table-{column}") };
    html.open("table", &[("id", &id), ("class", "ranked"), ("data-csv", "ranking.csv")]);
    html.element("caption", &[("class", "unseen")], &caption).raw("<thead><tr>");
    html.element("th", &[("scope", "col"), ("class", "words")], &heading(&ranking.noun));
    let number = [("scope", "col"), ("class", "number")];
    html.element("th", &[number[0], number[1], ("aria-sort", "ascending")], "Rank").element("th", &number, label);
    html.raw("<th scope=\"col\" class=\"chart\"><span class=\"unseen\">Chart</span>");
    plot::scale(html, axis);
    html.raw("</th><th scope=\"col\" class=\"number\">95\u{a0}% interval</th>").element("th", &number, "drawn in");
    let counts = if column == 0 { COUNTS.len() } else { 2 };
    let others = ranking.columns.iter().skip(1).filter(|_| column == 0).map(|[_, label]| label.as_str());
    for label in others {
        html.element("th", &number, label);
    }
    for (at, [label, _]) in COUNTS.iter().take(counts).enumerate() {
        html.element("th", &[number[0], ("class", count_class(at))], label);
    }
    html.raw("</tr></thead><tbody>");
    for (rank, standing) in rows {
        row(html, ranking, (rank, standing, column), [axis, bars]);
    }
    html.raw("</tbody></table></div>");
}

fn row(
    html: &mut Html,
    ranking: &Ranking,
    (rank, standing, column): (&Rank, Standing, usize),
    [axis, bars]: [Axis; 2],
) {
    let number = |html: &mut Html, name: &str, cell: Cell| {
        html.raw("<td class=\"number\">");
        value(html, &(name.to_owned(), cell));
        html.raw("</td>");
    };
    html.open("tr", &[("data-kind", &rank.kind)]).raw("<th scope=\"row\" class=\"words\">");
    html.open("data", &[("data-name", "dimension"), ("value", &ranking.columns[column][0])]).close("data");
    let link = rank.quoted.map(|at| format!("#{}", quotes::group_anchor(at)));
    if let Some(link) = &link {
        html.open("a", &[("href", link)]);
    }
    value(html, &("speaker".to_owned(), rank.name.as_str().into()));
    html.raw(if link.is_some() { "</a>" } else { "" });
    if !rank.kind.is_empty() {
        html.raw("<span class=\"about\">");
        value(html, &("speaker_kind".to_owned(), rank.kind.as_str().into()));
        html.raw("</span>");
    }
    html.raw("</th>");
    number(html, "rank", Cell::Number(standing.rank as i64));
    html.raw("<td class=\"number lead\">");
    value(html, &("mean".to_owned(), Cell::Decimal(standing.mean.value)));
    html.raw("</td><td class=\"chart\">");
    plot::dot(html, axis, &standing.mean, Some(standing.drawn));
    html.raw("</td>");
    interval(html, ["low", "high"], Some(&standing.mean));
    number(html, "mean_shrunk", Cell::Decimal(standing.drawn));
    let others = rank.standings.iter().zip(&ranking.columns).skip(1).filter(|_| column == 0);
    for (other, [id, _]) in others {
        let mean = other.map(|s| s.mean.value);
        html.raw("<td class=\"number\">");
        value(html, &(format!("{id}_mean"), Cell::decimal(mean)));
        plot::bar(html, bars, mean.unwrap_or_default());
        html.raw("</td>");
    }
    let shown = if column == 0 { COUNTS.len() } else { 2 };
    for (at, ([_, name], count)) in COUNTS.iter().zip(rank.counts).take(shown).enumerate() {
        html.open("td", &[("class", count_class(at))]);
        value(html, &((*name).to_owned(), Cell::Number(count as i64)));
        html.raw("</td>");
    }
    html.raw("</tr>");
}

/// The class of a count's cells: those of sentences and words are not printed.
const fn count_class(at: usize) -> &'static str {
    if at < 2 { "number" } else { "number extra" }
}
