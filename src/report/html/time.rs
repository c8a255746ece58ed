//! The section of scores over time: one small chart a speaker on common axes, and their table.

use super::comparison::interval;
use super::input::{Series, Trends};
use super::markup::Html;
use super::panels;
use super::plot::{self, Axis};
use super::table::{self, Head, value};
use crate::report::Cell;
use std::collections::BTreeSet;

/// Charts that are drawn.
const CHARTS: usize = 12;

pub(super) fn section(html: &mut Html, trends: &Trends) {
    let Some(([_, label], lines)) = trends.columns.first() else { return };
    html.raw("<section id=\"time\" aria-labelledby=\"time-title\"><h2 id=\"time-title\">Time</h2><p>Mean <strong>");
    html.text(label).raw("</strong> by the date of the article, with 95\u{a0}% intervals; ");
    html.raw(if trends.overall { "the thin line is that of all together, a ring" } else { "a ring" });
    html.raw(" marks a shift of the level.");
    if lines.len() > CHARTS {
        html.text(&format!(" Shown are {CHARTS} of {} lines; the table of trends has all.", lines.len()));
    }
    html.raw("</p>");
    let labels: Vec<&str> = trends.columns.iter().map(|([_, label], _)| label.as_str()).collect();
    panels::write(html, "lines", &labels, |html, column| {
        charts(html, trends, column);
        table(html, trends, column);
    });
    html.raw("</section>\n");
}

fn shown(trends: &Trends, column: usize) -> &[Series] {
    let lines = &trends.columns[column].1;
    &lines[..lines.len().min(CHARTS)]
}

fn charts(html: &mut Html, trends: &Trends, column: usize) {
    let lines = shown(trends, column);
    let points = || lines.iter().flat_map(|s| &s.points);
    let periods: BTreeSet<&str> = points().map(|p| p.period.as_str()).collect();
    let periods: Vec<String> = periods.into_iter().map(str::to_owned).collect();
    let axis = Axis::over(points().flat_map(|p| p.score.interval.unwrap_or([p.score.value; 2])));
    html.raw("<div class=\"charts\">");
    for (at, series) in lines.iter().enumerate() {
        html.raw("<figure><figcaption><bdi>").text(&series.name).raw("</bdi></figcaption>");
        plot::over_time(html, axis, &periods, series, lines.first().filter(|_| at > 0 && trends.overall));
        html.raw("</figure>");
    }
    html.raw("</div>");
}

fn table(html: &mut Html, trends: &Trends, column: usize) {
    let [dimension, label] = &trends.columns[column].0;
    let id = if column == 0 { "time-table".to_owned() } else { format!("time-table-{column}") };
    let heads = [
        Head::text("Line"),
        Head::text("Period"),
        Head::number("Articles"),
        Head::number(label.as_str()),
        Head::number("95\u{a0}% interval"),
        Head::number("Shift"),
    ];
    html.raw("<details><summary>The same as a table</summary>");
    table::open(html, &id, "trends.csv", &format!("Mean {label} over time"), &heads);
    for (series, point) in shown(trends, column).iter().flat_map(|s| s.points.iter().map(move |p| (s, p))) {
        html.raw("<tr><th scope=\"row\" class=\"words\">");
        html.open("data", &[("data-name", "dimension"), ("value", dimension)]).close("data");
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
        html.raw("</td></tr>");
    }
    table::close(html);
    html.raw("</details>");
}
