//! The section of speakers: a ranking with intervals, and each speaker's profile.

use super::comparison::interval;
use super::input::{Estimate, Facts};
use super::markup::Html;
use super::panels;
use super::plot::{self, Axis};
use super::table::{Field, value};
use super::words::heading;
use super::{Parts, anchor};
use crate::aggregate::{SpeakerKey, SpeakerRow, SpeakerTable, Sums};
use crate::report::{Cell, SpeakerColumn, speaker_columns};
use std::cmp::Reverse;

/// The speakers that the page shows.
pub(super) struct Chosen<'p> {
    /// From the highest score down.
    pub rows: Vec<(&'p SpeakerKey, &'p SpeakerRow)>,
    /// Speakers of the run that are not among them.
    pub left_out: u64,
}

/// The `most` speakers with the most quotes, of `all` of the run; `table` may lack others. In the order of their drawn means, else of their scores in a column.
pub(super) fn choose<'p>(
    table: &'p SpeakerTable,
    facts: &Facts,
    column: usize,
    (most, all): (usize, u64),
) -> Chosen<'p> {
    let mut rows: Vec<_> = most_quoted(table, most).collect();
    let all = all.max(table.len() as u64);
    let left_out = all - rows.len() as u64;
    order(&mut rows, facts, column);
    Chosen { rows, left_out }
}

/// Puts speakers in the order of their drawn means, else of their scores in a column.
fn order(rows: &mut [(&SpeakerKey, &SpeakerRow)], facts: &Facts, column: usize) {
    let score = |key: &SpeakerKey, row: &SpeakerRow| {
        let mean = || row.sums.get(column).and_then(Sums::mean).unwrap_or_default();
        drawn(facts, column, key).unwrap_or_else(mean)
    };
    let mut scored: Vec<_> = rows.iter().map(|(key, row)| (score(key, row), *key, *row)).collect();
    scored.sort_by(|(p, a, x), (q, b, y)| q.total_cmp(p).then_with(|| (&x.name, a).cmp(&(&y.name, b))));
    rows.iter_mut().zip(scored).for_each(|(place, (_, key, row))| *place = (key, row));
}

/// A speaker's mean in a column, drawn towards that of all.
fn drawn(facts: &Facts, column: usize, key: &SpeakerKey) -> Option<f64> {
    facts.shrunk.get(&column)?.get(key).copied()
}

/// The speakers with the most quotes.
pub(super) fn most_quoted(table: &SpeakerTable, most: usize) -> impl Iterator<Item = (&SpeakerKey, &SpeakerRow)> {
    let mut rows: Vec<_> = table.keyed().collect();
    rows.sort_by_key(|(key, row)| (Reverse(row.quotes), *key));
    rows.into_iter().take(most)
}

/// The columns of speakers.csv by name.
struct Cells(Vec<SpeakerColumn>);

impl Cells {
    fn field<'r>(&self, row: &'r SpeakerRow, name: String) -> Field<'r> {
        let cell = self.0.iter().find(|c| c.name == name).map_or(Cell::Empty, |c| c.cell(row));
        (name, cell)
    }

    /// A speaker's mean in a column with its interval, as the CSV has them.
    fn estimate(&self, row: &SpeakerRow, id: &str) -> Estimate {
        let number = |suffix: &str| match self.field(row, format!("{id}_{suffix}")).1 {
            Cell::Decimal(number) => Some(number),
            _ => None,
        };
        let interval = number("low").zip(number("high")).map(|(low, high)| [low, high]);
        Estimate { value: number("score").unwrap_or_default(), interval }
    }
}

pub(super) fn section(html: &mut Html, parts: &Parts) {
    html.raw("<section id=\"speakers\" aria-labelledby=\"speakers-title\"><h2 id=\"speakers-title\">Speakers</h2>");
    if parts.speakers.rows.is_empty() {
        html.raw("<p>No speakers were found.</p></section>");
        return;
    }
    let label = parts.view.label(parts.view.leading);
    html.raw("<p>From the highest to the lowest mean <strong>").text(label).raw(
        "</strong> over the sentences of all quotes of speech. The dot is the mean, the line its 95\u{a0}% interval \
         over articles, near-duplicates taken together; speakers in fewer than five have none. Names lead to quotes.",
    );
    if !parts.facts.shrunk.is_empty() {
        html.raw(
            " The hollow dot, by which they are ordered, is the mean drawn in towards that of all speakers, the more the \
             less a speaker says.",
        );
    }
    if parts.speakers.left_out > 0 {
        let text = format!(
            " Shown are the {} speakers with the most quotes; {} more stand in the table of speakers.",
            parts.speakers.rows.len(),
            parts.speakers.left_out
        );
        html.text(&text);
    }
    if parts.view.left_out > 0 {
        let text = format!(" {} more score columns stand in the table of speakers.", parts.view.left_out);
        html.text(&text);
    }
    html.raw("</p>");
    filters(html, parts);
    // Where nobody has an interval the small bars of the first table say it all.
    let cells = Cells(speaker_columns(parts.view.analyzer.scheme()));
    let leading = &parts.view.target(parts.view.leading).id;
    let sure = parts.speakers.rows.iter().any(|(_, row)| cells.estimate(row, leading).interval.is_some());
    let others = parts.view.others().filter(|_| sure);
    let columns: Vec<usize> = std::iter::once(parts.view.leading).chain(others).collect();
    let labels: Vec<&str> = columns.iter().map(|at| parts.view.label(*at)).collect();
    panels::write(html, "scores", &labels, |html, at| table(html, parts, columns[at]));
    html.raw("</section>\n");
}

/// Shown by JavaScript only.
fn filters(html: &mut Html, parts: &Parts) {
    html.raw(
        "<form class=\"filters\" data-filters=\"scores\" hidden>\
         <label>Name or role <input type=\"search\" data-filter=\"text\" autocomplete=\"off\"></label>\
         <label>Kind <select data-filter=\"kind\"><option value=\"\">all</option>",
    );
    let kinds: std::collections::BTreeSet<_> = parts.speakers.rows.iter().map(|(_, row)| row.kind).collect();
    for kind in kinds {
        html.element("option", &[], kind.name());
    }
    html.raw(
        "</select></label><label>At least <input type=\"number\" data-filter=\"quotes\" min=\"1\" value=\"1\"> quotes\
         </label><output role=\"status\"></output></form>",
    );
}

/// Speakers with their scores in a column; that of the leading one has the means in the others, too, and all counts.
fn table(html: &mut Html, parts: &Parts, column: usize) {
    let (view, leads) = (parts.view, column == parts.view.leading);
    let mut rows = parts.speakers.rows.clone();
    order(&mut rows, parts.facts, column);
    let cells = Cells(speaker_columns(view.analyzer.scheme()));
    let others: Vec<usize> = view.others().filter(|_| leads).collect();
    let ends = |(key, row): &(&SpeakerKey, &SpeakerRow)| {
        let estimate = cells.estimate(row, &view.target(column).id);
        let ends = [estimate.value].into_iter().chain(estimate.interval.into_iter().flatten());
        ends.chain(drawn(parts.facts, column, key)).collect::<Vec<_>>()
    };
    let axis = Axis::over(rows.iter().flat_map(ends));
    let bars = Axis::over(rows.iter().flat_map(|(_, row)| others.iter().filter_map(|at| row.sums[*at].mean())));
    let counts = if leads { &["articles", "quotes", "words"][..] } else { &["articles", "quotes"] };
    let others_labels: Vec<&str> = others.iter().map(|at| view.label(*at)).collect();
    head(html, parts, (column, axis), &others_labels, counts);
    for (key, row) in rows {
        html.open("tr", &[("data-kind", row.kind.name())]);
        who(html, &cells, (key, row));
        score(html, parts, &cells, (key, row), (column, axis));
        for at in &others {
            html.raw("<td class=\"number\">");
            value(html, &cells.field(row, format!("{}_score", view.target(*at).id)));
            plot::bar(html, bars, row.sums[*at].mean().unwrap_or_default());
            html.raw("</td>");
        }
        for name in counts {
            html.raw("<td class=\"number\">");
            value(html, &cells.field(row, (*name).to_owned()));
            html.raw("</td>");
        }
        html.raw("</tr>");
    }
    html.raw("</tbody></table></div>\n");
}

/// Opens the table of a column, up to its rows.
fn head(html: &mut Html, parts: &Parts, (column, axis): (usize, Axis), others: &[&str], counts: &[&'static str]) {
    let (view, drawn) = (parts.view, parts.facts.shrunk.contains_key(&column));
    let (label, id) = (view.label(column), &view.target(column).id);
    let caption = format!("Speakers by {label}");
    html.open("div", &[("class", "frame"), ("tabindex", "0"), ("role", "region"), ("aria-label", &caption)]);
    let id = if column == view.leading { "speaker-table".to_owned() } else { format!("speaker-table-{id}") };
    html.open("table", &[("id", &id), ("class", "ranked"), ("data-csv", "speakers.csv")]);
    html.element("caption", &[("class", "unseen")], &caption);
    html.raw("<thead><tr><th scope=\"col\" class=\"words\">Speaker</th>");
    let sorted = [("scope", "col"), ("class", "number"), ("aria-sort", "descending")];
    html.element("th", if drawn { &sorted[..2] } else { &sorted }, label);
    html.raw("<th scope=\"col\" class=\"chart\"><span class=\"unseen\">Chart</span>");
    plot::scale(html, axis);
    html.raw("</th><th scope=\"col\" class=\"number\">95\u{a0}% interval</th>");
    if drawn {
        html.element("th", &sorted, "drawn in");
    }
    for label in others {
        html.element("th", &sorted[..2], label);
    }
    for count in counts {
        html.element("th", &sorted[..2], &heading(count));
    }
    html.raw("</tr></thead><tbody>");
}

/// The cell that names a speaker.
fn who(html: &mut Html, cells: &Cells, (key, row): (&SpeakerKey, &SpeakerRow)) {
    let named = |name: &str| cells.field(row, name.to_owned());
    html.raw("<th scope=\"row\" class=\"words\">");
    // The id is in the row for the CSV only.
    html.open("data", &[("data-name", "speaker_id"), ("value", &row.id)]).close("data");
    html.open("a", &[("href", &format!("#{}", anchor(key)))]);
    value(html, &named("speaker"));
    html.raw("</a><span class=\"about\">");
    let role = named("role");
    if role.1 == Cell::Empty {
        html.open("data", &[("data-name", "role"), ("value", "")]).close("data");
    } else {
        value(html, &role);
        html.text(" · ");
    }
    value(html, &named("speaker_kind"));
    html.raw("</span></th>");
}

/// The cells of the column that speakers are ordered by: number, dot, interval, and the drawn mean where there is one.
fn score(
    html: &mut Html,
    parts: &Parts,
    cells: &Cells,
    (key, row): (&SpeakerKey, &SpeakerRow),
    (column, axis): (usize, Axis),
) {
    let id = &parts.view.target(column).id;
    let (estimate, drawn) = (cells.estimate(row, id), drawn(parts.facts, column, key));
    html.raw("<td class=\"number lead\">");
    value(html, &cells.field(row, format!("{id}_score")));
    html.raw("</td><td class=\"chart\">");
    plot::dot(html, axis, &estimate, drawn);
    html.raw("</td>");
    interval(html, [&format!("{id}_low"), &format!("{id}_high")], Some(&estimate));
    if parts.facts.shrunk.contains_key(&column) {
        html.raw("<td class=\"number\">");
        value(html, &("mean_shrunk".to_owned(), Cell::decimal(drawn)));
        html.raw("</td>");
    }
}
