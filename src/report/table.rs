//! The terminal's speaker table: text columns share the width that the figures leave.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table, TableComponent};

/// From this width on the columns' names are written out.
const WIDE: usize = 96;
/// Below this width a role stands under its name.
const NARROW: usize = 78;
/// Below this width only names and scores are shown.
const NARROWEST: usize = 56;
/// Blanks between columns, the table's own separator included.
pub(super) const GAP: usize = 2;
/// Least width of a name or role.
pub(super) const TEXT: usize = 10;
/// Most lines of a name or role.
const LINES: usize = 3;
/// Widest figure ("-0.25").
const FIGURE: usize = 5;

/// A speaker's line.
pub(super) struct Line {
    pub name: String,
    pub role: String,
    /// Quotes and words.
    pub counts: [String; 2],
    pub scores: Vec<String>,
}

/// The lines under their headings, fitted to `width` columns.
pub(super) fn render(lines: Vec<Line>, labels: &[&str], width: usize) -> String {
    let stacked = width < NARROW;
    let counted = width >= NARROWEST;
    let longest = if width >= WIDE { usize::MAX } else { 7 - 2 * usize::from(stacked) };
    let mut figures: Vec<String> = Vec::new();
    if counted {
        figures.extend(["quotes".to_owned(), "words".to_owned()]);
    }
    figures.extend(labels.iter().map(|l| shortened(l, longest)));
    let taken: usize = figures.iter().map(|h| h.chars().count().max(FIGURE) + GAP).sum();
    let texts = if stacked { 1 } else { 2 };
    let left = width.saturating_sub(taken + texts * GAP).max(texts * TEXT);

    let widest = |text: fn(&Line) -> &str| lines.iter().map(|l| textwrap::core::display_width(text(l))).max();
    let name = widest(|l| &l.name).unwrap_or_default().clamp(TEXT, if stacked { left } else { left / 2 });
    let role = if stacked { left } else { widest(|l| &l.role).unwrap_or_default().clamp(TEXT, left - name) };

    let mut header = vec!["speaker".to_owned()];
    if !stacked {
        header.push("role".to_owned());
    }
    header.append(&mut figures);
    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_style(TableComponent::HeaderLines, '─').set_style(TableComponent::MiddleHeaderIntersections, '─');
    table.set_header(header);
    for line in lines {
        let (own, office) = (broken(&line.name, name), broken(&line.role, role));
        let mut row = match (stacked, office.is_empty()) {
            (false, _) => vec![own, office],
            (true, true) => vec![own],
            (true, false) => vec![format!("{own}\n{office}")],
        };
        if counted {
            row.extend(line.counts);
        }
        row.extend(line.scores);
        table.add_row(row);
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        if at >= texts {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

/// A heading cut to `longest` characters, with a full stop for what is left out.
fn shortened(label: &str, longest: usize) -> String {
    if label.chars().count() <= longest {
        return label.to_owned();
    }
    label.chars().take(longest.saturating_sub(1)).collect::<String>().trim_end_matches('-').to_owned() + "."
}

/// Broken between words into at most three lines; what does not fit ends in "…".
pub(super) fn broken(text: &str, width: usize) -> String {
    let lines = textwrap::wrap(text, width);
    if lines.len() <= LINES {
        return lines.join("\n");
    }
    let last = textwrap::wrap(&lines[LINES - 1], width - 1);
    let cut = format!("{}…", last.first().map_or("", |l| l.as_ref()));
    lines[..LINES - 1].iter().map(AsRef::as_ref).chain([cut.as_str()]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Vec<Line> {
        let role = "deputy chair of the standing committee for harbours and inland waterways";
        let scores = vec!["0.25".to_owned(); 4];
        vec![Line { name: "Ana-Maria Kovac".into(), role: role.into(), counts: ["1".into(), "12".into()], scores }]
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [40, 56, 60, 77, 78, 95, 96, 100, 140] {
            let table = render(lines(), &["hostility", "escalation", "de-escalation", "rhetoric"], width);
            let widest = table.lines().map(textwrap::core::display_width).max();
            assert!(widest <= Some(width), "{width}: {widest:?}\n{table}");
        }
    }
}
