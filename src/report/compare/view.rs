//! Comparisons for a terminal.

use super::super::study::cut_right;
use super::super::table::{GAP, TEXT, broken};
use super::super::terminal::{BOLD, DIM, HARSH, MILD, counted, one_line};
use super::Compared;
use crate::aggregate::{Comparison, Distinctive, Interval, LeftOut, Ranked, Side, Verdict};
use crate::score::Scheme;
use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, ContentArrangement, Table, TableComponent};
use std::fmt::Write;
use textwrap::core::display_width;

/// Narrowest view.
const NARROWEST: usize = 40;
/// Below this width intervals are left out, below [`NARROWER`] everything but difference and verdict.
const NARROW: usize = 84;
const NARROWER: usize = 64;
/// From this width on intervals are drawn, too, in so many columns.
const WIDE: usize = 110;
const DRAWN: usize = 21;
/// Clusters below which the intervals of means are somewhat too short: the simulations of docs/statistics.md.
const THIN: usize = 30;
/// Most pairs of a table: findings first.
const MOST_PAIRS: usize = 40;
/// Most speakers of the ranking.
const MOST_RANKED: usize = 20;
/// Longest term.
const MOST_TERM: usize = 48;
/// Most words of a side.
const MOST_WORDS: usize = 8;

/// The pairs of each column, findings first: all pairs of the first column, the findings of the others; then the
/// ranking in the first column, shifts and words, where they were asked for.
#[must_use]
pub fn comparison_view(scheme: &Scheme, compared: &Compared, width: usize) -> String {
    let view = View { scheme, compared, width: width.max(NARROWEST) };
    let mut out = String::new();
    view.pairs(&mut out);
    view.ranking(&mut out);
    view.shifts(&mut out);
    view.words(&mut out);
    out
}

/// What is not compared, one line each; nothing where all is.
#[must_use]
pub fn left_out_lines(left: &LeftOut) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |count: u64, text: String| {
        if count > 0 {
            lines.push(format!("left out: {text}"));
        }
    };
    let quotes = |count: u64| counted(count as usize, "quote");
    line(
        left.nameless,
        format!("{} of speakers without a name of their own, others in each article", quotes(left.nameless)),
    );
    line(left.ungrouped, format!("{} that --by has no group for", quotes(left.ungrouped)));
    line(left.few as u64, format!("{} with too few quotes (--min-quotes)", counted(left.few, "group")));
    let beyond =
        format!("{} beyond the 20 with most quotes (--min-quotes or --speakers)", counted(left.beyond, "group"));
    line(left.beyond as u64, beyond);
    line(left.pairs as u64, format!("{} beyond the limit (--max-pairs)", counted(left.pairs, "pair")));
    line(left.undated, format!("{} in articles without a date", quotes(left.undated)));
    lines
}

struct View<'a> {
    scheme: &'a Scheme,
    compared: &'a Compared,
    width: usize,
}

impl View<'_> {
    fn heading(&self, out: &mut String, text: &str) {
        for line in textwrap::wrap(text, self.width) {
            let _ = writeln!(out, "{BOLD}{line}{BOLD:#}");
        }
    }

    fn note(&self, out: &mut String, text: &str) {
        for line in textwrap::wrap(text, self.width) {
            let _ = writeln!(out, "{DIM}{line}{DIM:#}");
        }
    }

    fn pairs(&self, out: &mut String) {
        if self.compared.comparisons.is_empty() {
            self.note(out, "No pair to compare: fewer than two have enough quotes.");
            out.push('\n');
        }
        for (at, column) in self.compared.comparisons.chunk_by(|a, b| a.column == b.column).enumerate() {
            let findings = column.iter().filter(|c| c.verdict.is_finding()).count();
            let label = &self.scheme.targets()[column[0].column].id;
            let family = column.iter().find_map(|c| c.test).map_or(0, |t| t.family);
            let told = format!(
                "{label}: {findings} of {} {} shown to differ",
                counted(family, "pair"),
                if family == 1 { "is" } else { "are" }
            );
            if at > 0 && findings == 0 {
                self.note(out, &told);
                continue;
            }
            self.heading(out, &told);
            let mut order: Vec<&Comparison> = column.iter().filter(|c| at == 0 || c.verdict.is_finding()).collect();
            let size =
                |c: &Comparison| if c.verdict.is_finding() { c.difference.unwrap_or_default().abs() } else { -1.0 };
            order.sort_by(|a, b| size(b).total_cmp(&size(a)));
            let more = order.len().saturating_sub(MOST_PAIRS);
            order.truncate(MOST_PAIRS);
            out.push_str(&self.pair_table(&order));
            if more > 0 {
                self.note(out, &format!("{} more; --format csv or json has all", counted(more, "pair")));
            }
            for line in order.iter().filter_map(|c| fragility(c)) {
                self.note(out, &line);
            }
            if at == 0 {
                self.reading(out, family);
                self.thin(out, column);
            }
            out.push('\n');
        }
    }

    /// What the first table's figures are.
    fn reading(&self, out: &mut String, family: usize) {
        let counted =
            if family == 1 { "are for this one pair".to_owned() } else { format!("allow for all {family} pairs") };
        let text = format!(
            "difference: the mean of a less that of b, on a scale from -1 to 1. The interval is that of a pair by itself; \
             p adj. and the verdict {counted}."
        );
        if family > 0 {
            self.note(out, &text);
        }
    }

    /// Who has little text.
    fn thin(&self, out: &mut String, pairs: &[Comparison]) {
        let mut few: Vec<(usize, String)> = Vec::new();
        for side in pairs.iter().flat_map(|c| &c.sides).map(|s| &s.side).filter(|s| s.articles < THIN) {
            let entry = (side.articles, who(side));
            if !few.contains(&entry) {
                few.push(entry);
            }
        }
        few.sort();
        let named: Vec<String> = few.iter().take(3).map(|(articles, name)| format!("{name} {articles}")).collect();
        if !named.is_empty() {
            let text = format!(
                "little text: {} in fewer than {THIN} articles, so that only large differences can be shown ({}{})",
                counted(few.len(), "side"),
                named.join(", "),
                if few.len() > 3 { ", …" } else { "" }
            );
            self.note(out, &text);
        }
    }

    fn pair_table(&self, pairs: &[&Comparison]) -> String {
        let mut header = vec!["a", "b", "difference", "verdict on a"];
        if self.width >= NARROWER {
            header.splice(2..2, ["mean a", "mean b"]);
            header.insert(5, "p adj.");
        }
        if self.width >= NARROW {
            header.insert(5, "95 % interval");
        }
        let reach = pairs.iter().filter_map(|c| c.interval).map(|i| i.low.abs().max(i.high.abs())).fold(0.0, f64::max);
        let scale = format!("{:^DRAWN$}", "b higher 0 a higher");
        let wide = self.width >= WIDE && reach > 0.0;
        if wide {
            header.insert(6, &scale);
        }
        let rows = pairs.iter().map(|c| {
            let mut row =
                vec![who(&c.sides[0].side), who(&c.sides[1].side), figure(c.difference), c.verdict.name().to_owned()];
            if self.width >= NARROWER {
                row.splice(2..2, c.sides.iter().map(|s| figure(s.mean)));
                row.insert(5, c.test.map_or_else(none, |t| format!("{:.3}", t.adjusted)));
            }
            if self.width >= NARROW {
                row.insert(5, bracket(c.interval));
            }
            if wide {
                row.insert(6, c.interval.map_or_else(String::new, |i| drawn(i, c.difference, reach)));
            }
            row
        });
        let table = self.grid(&header, rows.collect(), 2);
        // Colours are put in behind the layout, which would count them as columns.
        let coloured = |line: &str| {
            let verdict = [(Verdict::Harsher, HARSH), (Verdict::Milder, MILD)];
            let found = verdict.into_iter().find(|(v, _)| line.trim_end().ends_with(v.name()));
            match found {
                Some((verdict, style)) => {
                    let line = line.trim_end();
                    let (before, name) = line.split_at(line.len() - verdict.name().len());
                    format!("{before}{style}{name}{style:#}\n")
                }
                None => format!("{line}\n"),
            }
        };
        table.lines().map(coloured).collect()
    }

    /// A table whose first `texts` columns share the width that the figures leave.
    fn grid(&self, header: &[&str], rows: Vec<Vec<String>>, texts: usize) -> String {
        let width_of = |at: usize| {
            let cells = rows.iter().map(|row| display_width(&row[at]));
            cells.chain([display_width(header[at])]).max().unwrap_or_default()
        };
        let figures: usize = (texts..header.len()).map(|at| width_of(at) + GAP).sum();
        let left = self.width.saturating_sub(figures + texts * GAP).max(texts * TEXT);
        let mut free = left;
        let mut widths = Vec::new();
        for at in 0..texts {
            let share = free / (texts - at);
            widths.push(width_of(at).min(share.max(left / texts)).max(1));
            free -= widths[at].min(free);
        }
        let mut table = Table::new();
        table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.set_style(TableComponent::HeaderLines, '─').set_style(TableComponent::MiddleHeaderIntersections, '─');
        table.set_header(header);
        for mut row in rows {
            row.iter_mut().zip(&widths).for_each(|(cell, width)| *cell = broken(cell, *width));
            table.add_row(row);
        }
        for (at, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 1));
            if (texts..header.len() - 1).contains(&at) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.trim_fmt()
    }

    fn ranking(&self, out: &mut String) {
        let Some(column) = self.compared.ranking.first().map(|r| r.column) else { return };
        let all = self.compared.ranking.iter().filter(|r| r.column == column && r.compared);
        let ranked: Vec<&Ranked> = all.take(MOST_RANKED).collect();
        if ranked.is_empty() {
            return;
        }
        let label = &self.scheme.targets()[column].id;
        let of = self.compared.ranking.iter().filter(|r| r.column == column).count();
        self.heading(
            out,
            &format!(
                "{label}: ranking. drawn: the mean, drawn towards that of all where little is said; rank: its place among \
                 all {of}"
            ),
        );
        let mut header = vec!["speaker", "articles", "quotes", "mean", "drawn", "rank"];
        if self.width >= NARROW {
            header.insert(4, "95 % interval");
        }
        let rows = ranked.iter().map(|r| {
            let mut row = vec![
                who(&r.side),
                r.side.articles.to_string(),
                r.side.quotes.to_string(),
                figure(Some(r.mean)),
                figure(Some(r.shrunk)),
                r.rank.to_string(),
            ];
            if self.width >= NARROW {
                row.insert(4, bracket(r.interval));
            }
            row
        });
        let table = self.grid(&header, rows.collect(), 1);
        let _ = writeln!(out, "{table}\n");
    }

    fn shifts(&self, out: &mut String) {
        let shifts = self.compared.trends.iter().filter_map(|t| Some((t, t.shift?)));
        for (trend, shift) in shifts {
            let label = &self.scheme.targets()[trend.column].id;
            let from = trend.side.period.as_deref().unwrap_or_default();
            let text = format!(
                "shift: {label} of {} from {from} on {}, p {:.4}",
                one_line(&trend.side.name),
                signed(shift.difference),
                shift.p
            );
            for line in textwrap::wrap(&text, self.width) {
                let _ = writeln!(out, "{line}");
            }
        }
    }

    fn words(&self, out: &mut String) {
        let same_pair = |a: &Distinctive, b: &Distinctive| a.sides == b.sides;
        for pair in self.compared.distinctive.chunk_by(same_pair) {
            let name = |at: usize| label(&pair[0].sides[at].0, pair[0].sides[at].1.as_deref());
            for (at, other) in [(0, 1), (1, 0)] {
                let mut all: Vec<&Distinctive> = pair.iter().filter(|d| (d.z < 0.0) == (at == 1)).collect();
                all.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()));
                if all.is_empty() {
                    continue;
                }
                self.heading(out, &format!("{} more than {}", name(at), name(other)));
                for found in all.iter().take(MOST_WORDS) {
                    let counts = format!("{} against {}", found.counts[at], found.counts[other]);
                    let name = cut_right(&one_line(&found.text), MOST_TERM);
                    let text = format!("{name}: {counts}, z {:.1}", found.z.abs());
                    let indent = textwrap::Options::new(self.width).initial_indent("  ").subsequent_indent("    ");
                    for line in textwrap::wrap(&text, indent) {
                        let _ = writeln!(out, "{line}");
                    }
                }
                out.push('\n');
            }
        }
    }
}

/// What a finding would be without the entry that carries it, where it would be another.
pub(super) fn fragility(c: &Comparison) -> Option<String> {
    let fragile = c.fragile.as_ref().filter(|f| f.verdict != c.verdict)?;
    Some(format!(
        "{} against {} hangs on {}: without it {}, {}",
        who(&c.sides[0].side),
        who(&c.sides[1].side),
        cut_right(&fragile.entry, MOST_TERM),
        signed(fragile.difference),
        fragile.verdict.name()
    ))
}

pub(super) fn who(side: &Side) -> String {
    label(&side.name, side.period.as_deref())
}

pub(super) fn label(name: &str, period: Option<&str>) -> String {
    let name = one_line(name);
    period.map_or_else(|| name.clone(), |period| format!("{name} ({period})"))
}

fn none() -> String {
    "–".to_owned()
}

fn figure(number: Option<f64>) -> String {
    number.map_or_else(none, signed)
}

/// Two places with a sign; zero has none.
fn signed(number: f64) -> String {
    let text = format!("{number:+.2}");
    if text == "-0.00" || text == "+0.00" { "0.00".to_owned() } else { text }
}

/// An interval about zero, which stands in the middle; `reach` is at either end.
fn drawn(interval: Interval, difference: Option<f64>, reach: f64) -> String {
    let half = (DRAWN / 2) as f64;
    let place = |number: f64| {
        let at = (number / reach).clamp(-1.0, 1.0) * half + half;
        let distance = |cell: &usize| (*cell as f64 - at).abs();
        (0..DRAWN).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or_default()
    };
    let mut cells = vec!['·'; DRAWN];
    cells[place(interval.low)..=place(interval.high)].fill('─');
    cells[DRAWN / 2] = if cells[DRAWN / 2] == '─' { '┼' } else { '│' };
    if let Some(difference) = difference {
        cells[place(difference)] = '●';
    }
    cells.into_iter().collect()
}

fn bracket(interval: Option<Interval>) -> String {
    interval.map_or_else(none, |i| format!("[{}, {}]", signed(i.low), signed(i.high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_drawn_about_zero() {
        let line = |low, high, difference| drawn(Interval { low, high }, Some(difference), 0.5);
        assert_eq!(line(0.1, 0.3, 0.2), "··········│·──●──····");
        assert_eq!(line(-0.25, 0.05, -0.1), "·····───●─┼─·········");
        assert_eq!(line(-0.5, 0.5, 0.0), "──────────●──────────");
    }
}
