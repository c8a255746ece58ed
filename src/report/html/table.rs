//! Tables whose cells carry the values that stand in the CSV files.

use super::markup::Html;
use crate::report::Cell;

/// A column of a table on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// What stands above it.
    pub label: String,
    /// Whether it holds numbers.
    pub number: bool,
}

impl Head {
    pub(super) fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: false }
    }

    pub(super) fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: true }
    }

    const fn class(&self) -> &'static str {
        if self.number { "number" } else { "words" }
    }
}

/// A column of the CSV files: its name there and its value.
pub(super) type Field<'c> = (String, Cell<'c>);

/// Opens a table in a frame that scrolls sideways. `file` names the CSV that a reader can save it as; `id` is unique on
/// the page.
pub(super) fn open(html: &mut Html, id: &str, file: &str, caption: &str, heads: &[Head]) {
    html.open("div", &[("class", "frame"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)]);
    html.open("table", &[("id", id), ("data-csv", file)]).element("caption", &[], caption).raw("<thead><tr>");
    for head in heads {
        html.element("th", &[("scope", "col"), ("class", head.class())], &head.label);
    }
    html.raw("</tr></thead><tbody>");
}

pub(super) fn close(html: &mut Html) {
    html.raw("</tbody></table></div>\n");
}

/// A whole table of plain cells; the first column names the row.
pub(super) fn plain(html: &mut Html, id: &str, (file, caption): (&str, &str), heads: &[Head], rows: &[Vec<Field>]) {
    open(html, id, file, caption, heads);
    for row in rows {
        html.raw("<tr>");
        for (at, (head, field)) in heads.iter().zip(row).enumerate() {
            let (tag, attributes): (_, &[_]) = if at == 0 {
                ("th", &[("scope", "row"), ("class", head.class())])
            } else {
                ("td", &[("class", head.class())])
            };
            html.open(tag, attributes);
            value(html, field);
            html.close(tag);
        }
        html.raw("</tr>");
    }
    close(html);
}

/// A value as people read it, with the value of the CSV beside it.
pub(super) fn value(html: &mut Html, (name, cell): &Field) {
    let exact = cell.render();
    match cell {
        Cell::Text(text) => html.element("bdi", &[("data-name", name)], text),
        _ => html.element("data", &[("data-name", name), ("value", &exact)], &shown(cell)),
    };
}

/// A number as people read it: decimals with two places, groups of three digits in whole ones, a real minus.
pub(super) fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone().into_owned(),
        Cell::Number(number) => grouped(*number),
        Cell::Decimal(number) => two_places(*number),
        Cell::Flag(value) => value.to_string(),
        Cell::Empty => "–".to_owned(),
    }
}

/// Two places, rounded from the four of the CSV so that page and file never disagree.
pub(super) fn two_places(number: f64) -> String {
    let exact: f64 = Cell::Decimal(number).render().parse().unwrap_or(number);
    let text = format!("{exact:.2}");
    if text == "-0.00" { text[1..].to_owned() } else { text.replace('-', "\u{2212}") }
}

pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "\u{2212}" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well_and_keep_their_exact_value() {
        let cells = [Cell::Number(-1_234_567), Cell::Number(999), Cell::Decimal(-0.456_75), Cell::Decimal(-0.001)];
        let texts: Vec<String> = cells.iter().map(shown).collect();
        assert_eq!(texts, ["−1,234,567", "999", "−0.46", "0.00"]);
        let mut html = Html::default();
        value(&mut html, &("tone_score".to_owned(), Cell::Decimal(0.123_45)));
        assert_eq!(html.finish(), "<data data-name=\"tone_score\" value=\"0.1235\">0.12</data>");
    }
}
