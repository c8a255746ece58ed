//! The section of scores over time: one small chart a speaker on common axes, and their table.

use super::comparison::interval;
use super::input::Trends;
use super::markup::Html;
use super::plot::{self, Axis};
use super::table::value;
use crate::report::Cell;
use std::collections::BTreeSet;

/// Charts that are drawn.
const CHARTS: usize = 12;

pub(super) fn section(html: &mut Html, trends: &Trends) {
    let shown = &trends.series[..trends.series.len().min(CHARTS)];
    html.raw("<section id=\"time\" aria-labelledby=\"time-title\"><h2 id=\"time-title\">Time</h2><p>Mean <strong>");
    html.text(&trends.column).raw("</strong> by the date of the article, with 95\u{a0}% intervals; ");
    html.raw(if trends.overall { "the thin line is that of all together, a ring" } else { "a ring" });
    html.raw(" marks a shift of the level.");
    if shown.len() < trends.series.len() {
        html.text(&format!(" Shown are {CHARTS} of {} lines; the table of trends has all.", trends.series.len()));
    }
    html.raw("</p><div class=\"charts\">");
    let points = || shown.iter().flat_map(|s| &s.points);
    let periods: BTreeSet<&str> = points().map(|p| p.period.as_str()).collect();
    let periods: Vec<String> = periods.into_iter().map(str::to_owned).collect();
    let axis = Axis::over(points().flat_map(|p| p.score.interval.unwrap_or([p.score.value; 2])));
    for (at, series) in shown.iter().enumerate() {
        html.raw("<figure><figcaption><bdi>").text(&series.name).raw("</bdi></figcaption>");
        plot::over_time(html, axis, &periods, series, shown.first().filter(|_| at > 0 && trends.overall));
        html.raw("</figure>");
    }
    html.raw(
        "</div><details><summary>The same as a table</summary>\
         <div class=\"frame\" tabindex=\"0\" role=\"region\" aria-label=\"Scores over time, table\">\
         <table id=\"time-table\" data-csv=\"trends.csv\"><caption class=\"unseen\">Scores over time</caption>\
         <thead><tr><th scope=\"col\" class=\"words\">Line</th><th scope=\"col\" class=\"words\">Period</th>\
         <th scope=\"col\" class=\"number\">Articles</th><th scope=\"col\" class=\"number\">Score</th>\
         <th scope=\"col\" class=\"number\">95\u{a0}% interval</th>\
         <th scope=\"col\" class=\"number\">Shift</th></tr></thead><tbody>",
    );
    for (series, point) in shown.iter().flat_map(|s| s.points.iter().map(move |p| (s, p))) {
        html.raw("<tr><th scope=\"row\" class=\"words\">");
        value(html, &("speaker".to_owned(), series.name.as_str().into()));
        html.raw("</th><td class=\"words\">");
        value(html, &("period".to_owned(), point.period.as_str().into()));
        html.raw("</td><td class=\"number\">");
        value(html, &("n_articles".to_owned(), Cell::Number(point.articles as i64)));
        html.raw("</td><td class=\"number lead\">");
        value(html, &("mean".to_owned(), Cell::Decimal(point.score.value)));
        html.raw("</td>");
        interval(html, ["low", "high"], Some(&point.score));
        html.raw("<td class=\"number\">");
        value(html, &("shift".to_owned(), Cell::decimal(point.shift)));
        html.raw("</td>");
        html.raw("</tr>");
    }
    html.raw("</tbody></table></div></details></section>\n");
}
