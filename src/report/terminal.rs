//! A readable view of one article for a terminal.

use super::columns::thousandths;
use super::table::{self, Line};
use crate::analysis::{Analysis, Analyzer, Status, Warning};
use crate::lexicon::Role;
use crate::quote::{CueClass, MarkKind};
use crate::score::{Hit, Scheme, Scores};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

/// How the view is laid out. Styles are always written; a stream that shows no colour strips them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
}

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const HARSH: Style = AnsiColor::Red.on_default().bold();
pub(super) const MILD: Style = AnsiColor::Green.on_default().bold();
const EVENT: Style = AnsiColor::Magenta.on_default();
/// Narrowest view.
const NARROWEST: usize = 40;
/// Most score columns beside each other: more do not fit beside names at a common width.
const MOST_COLUMNS: usize = 6;

/// The view of one article: title, speakers in order of their scores, quotes with their scores and words.
#[must_use]
pub fn view(analyzer: &Analyzer, analysis: &Analysis, look: Look) -> String {
    let view = View { analyzer, analysis, width: look.width.max(NARROWEST), shown: shown(analyzer, analysis) };
    let mut out = String::new();
    view.heading(&mut out);
    if analysis.status == Status::SkippedLanguage {
        let language = analysis.language;
        let _ =
            writeln!(out, "Skipped: the text is not English ({language}). --any-language scores it all the same.\n");
        return out;
    }
    view.speakers(&mut out);
    view.quotes(&mut out);
    view.unattributed(&mut out);
    view.left_out(&mut out);
    view.warnings(&mut out);
    out
}

/// The score columns that the view may show: those that no manifest sets aside, or all when that leaves none. Without a
/// composite no dimension is aside of anything.
pub(super) fn eligible(scheme: &Scheme) -> Vec<usize> {
    let targets = scheme.targets();
    let composed = targets.iter().any(|t| t.composite);
    let all = || 0..targets.len();
    let chosen: Vec<usize> = all().filter(|at| !composed || !targets[*at].aside).collect();
    if chosen.is_empty() { all().collect() } else { chosen }
}

/// Those of them that fit beside each other: composites and the columns of largest size, in the scheme's order.
pub(super) fn fitting(scheme: &Scheme, size: impl Fn(usize) -> u64, most: usize) -> Vec<usize> {
    let mut order = eligible(scheme);
    if order.len() > most {
        let composite = |at: usize| scheme.targets()[at].composite;
        order.sort_by_key(|at| (!composite(*at), std::cmp::Reverse(size(*at)), *at));
        order.truncate(most);
        order.sort_unstable();
    }
    order
}

fn shown(analyzer: &Analyzer, analysis: &Analysis) -> Vec<usize> {
    let size = |at: usize| analysis.scores.columns.get(at).map_or(0, |c| c.total.unsigned_abs());
    fitting(analyzer.scheme(), size, MOST_COLUMNS)
}

struct View<'a> {
    analyzer: &'a Analyzer,
    analysis: &'a Analysis,
    width: usize,
    shown: Vec<usize>,
}

impl View<'_> {
    fn heading(&self, out: &mut String) {
        let analysis = self.analysis;
        let title = analysis.title().unwrap_or(&analysis.article.id);
        for line in textwrap::wrap(&one_line(title), self.width) {
            let _ = writeln!(out, "{BOLD}{line}{BOLD:#}");
        }
        let mut facts = Vec::new();
        facts.extend(analysis.date.clone());
        facts.push(counted(analysis.scores.words as usize, "word"));
        facts.push(counted(analysis.quotes.len(), "quote"));
        facts.push(counted(analysis.speakers.len(), "speaker"));
        // The last composite is an article's headline; without one every column is.
        let headline = match self.analyzer.scheme().targets().iter().rposition(|t| t.composite) {
            Some(composite) => vec![composite],
            None => self.shown.clone(),
        };
        for at in headline {
            facts.extend(analysis.scores.score(at).map(|s| format!("{} {s:+.2}", self.label(at))));
        }
        for line in textwrap::wrap(&facts.join(" · "), self.width) {
            let _ = writeln!(out, "{DIM}{line}{DIM:#}");
        }
        out.push('\n');
    }

    fn label(&self, target: usize) -> &str {
        &self.analyzer.scheme().targets()[target].label
    }

    /// The column that speakers are ordered by: the composite, else the first.
    fn first(&self) -> usize {
        let composite = self.shown.iter().find(|at| self.analyzer.scheme().targets()[**at].composite);
        composite.or(self.shown.first()).copied().unwrap_or_default()
    }

    /// Speakers from harshest to mildest by the composite, else from most to least by the first column.
    fn speakers(&self, out: &mut String) {
        let mut order: Vec<usize> =
            (0..self.analysis.speakers.len()).filter(|s| self.analysis.speaker_scores[*s].0 > 0).collect();
        if order.is_empty() {
            let _ = writeln!(out, "No speakers found.\n");
            return;
        }
        let key = |s: &usize| self.analysis.speaker_scores[*s].1.score(self.first()).unwrap_or_default();
        order.sort_by(|a, b| key(b).total_cmp(&key(a)).then(a.cmp(b)));
        let lines = order.iter().map(|s| self.line(*s)).collect();
        let labels: Vec<&str> = self.shown.iter().map(|t| self.label(*t)).collect();
        let _ = writeln!(out, "{}\n", table::render(lines, &labels, self.width));
    }

    fn line(&self, speaker: usize) -> Line {
        let (quotes, scores) = &self.analysis.speaker_scores[speaker];
        let speaker = &self.analysis.speakers[speaker];
        let role = speaker.role.clone().unwrap_or_else(|| match speaker.kind.name() {
            "person" => String::new(),
            kind => format!("({kind})"),
        });
        Line {
            name: one_line(&speaker.name),
            role: one_line(&role),
            counts: [quotes.to_string(), scores.words.to_string()],
            scores: self.shown.iter().map(|t| plain_score(scores, *t)).collect(),
        }
    }

    fn quotes(&self, out: &mut String) {
        for (index, (quote, attribution)) in self.analysis.quotes().enumerate() {
            let speaker = self.analysis.speaker_of(index);
            let name = speaker.map_or_else(|| "unknown speaker".to_owned(), |s| one_line(&s.name));
            let mut facts = vec![quote.kind.name().to_owned()];
            if quote.class == CueClass::Private {
                facts.push("belief or wish, not scored for the speaker".to_owned());
            }
            match speaker {
                Some(_) => facts.push(format!("{}% sure", attribution.confidence / 10)),
                None => facts.push(attribution.reason.to_owned()),
            }
            let _ = writeln!(out, "{BOLD}{name}{BOLD:#} {DIM}({}){DIM:#}", facts.join(", "));
            let text = self.marked_text(index);
            for line in
                textwrap::wrap(&text, textwrap::Options::new(self.width).initial_indent("  ").subsequent_indent("  "))
            {
                let _ = writeln!(out, "{line}");
            }
            let scores = &self.analysis.quote_scores[index].scores;
            let parts: Vec<String> =
                self.shown.iter().map(|t| format!("{} {}", self.label(*t), plain_score(scores, *t))).collect();
            for line in textwrap::wrap(
                &parts.join(" · "),
                textwrap::Options::new(self.width).initial_indent("  ").subsequent_indent("  "),
            ) {
                let _ = writeln!(out, "{DIM}{line}{DIM:#}");
            }
            for (_, cue, hit) in self.analysis.quote_scores[index].hits.iter().filter(|(.., h)| self.is_shown(h)) {
                self.hit(out, *cue, hit);
            }
            out.push('\n');
        }
    }

    /// Hits of the dimensions that the view shows, worth something or changed by a rule.
    fn is_shown(&self, hit: &Hit) -> bool {
        let shown = |d: usize| self.shown.contains(&d);
        let from = hit.from_dimension.is_some_and(|d| shown(d.0 as usize));
        (shown(hit.dimension.0 as usize) || from) && (hit.value != 0 || !hit.modifiers.is_empty())
    }

    fn hit(&self, out: &mut String, cue: bool, hit: &Hit) {
        let text = self.analysis.article.text();
        let style = self.style(hit);
        let from = hit.from_dimension.map(|d| format!(" (from {})", self.label(d.0 as usize)));
        let mut line = format!(
            "{style}{}{style:#}: {}/{}{} {}",
            one_line(hit.span.slice(text)),
            self.label(hit.dimension.0 as usize),
            hit.category,
            from.unwrap_or_default(),
            decimal(hit.base)
        );
        for modifier in &hit.modifiers {
            let words = one_line(modifier.span.slice(text));
            let _ = write!(line, " × {} {} “{words}”", decimal(modifier.factor), modifier.rule);
        }
        if !hit.modifiers.is_empty() {
            let _ = write!(line, " = {}", decimal(hit.value));
        }
        if cue {
            line.push_str(" (cue)");
        }
        for part in
            textwrap::wrap(&line, textwrap::Options::new(self.width).initial_indent("    ").subsequent_indent("      "))
        {
            let _ = writeln!(out, "{part}");
        }
    }

    fn style(&self, hit: &Hit) -> Style {
        style(self.analyzer, hit)
    }

    /// The quote's words on one line, its hits in colour.
    fn marked_text(&self, index: usize) -> String {
        let text = self.analysis.article.text();
        let mut out = String::new();
        for span in &self.analysis.quotes[index].spans {
            if !out.is_empty() {
                out.push_str(" … ");
            }
            let mut at = span.start;
            let hits = self.analysis.quote_scores[index]
                .hits
                .iter()
                .filter(|(_, cue, h)| !cue && self.is_shown(h) && span.contains(h.span));
            for (.., hit) in hits {
                if hit.span.start < at {
                    continue;
                }
                let style = self.style(hit);
                out.push_str(&clean(&text[at as usize..hit.span.start as usize]));
                let _ = write!(out, "{style}{}{style:#}", clean(hit.span.slice(text)));
                at = hit.span.end;
            }
            out.push_str(&clean(&text[at as usize..span.end as usize]));
        }
        out.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Words in marks that are long enough for speech, but that nobody is named for.
    fn unattributed(&self, out: &mut String) {
        let text = self.analysis.article.text();
        for mark in self.analysis.marks.iter().filter(|m| m.kind == MarkKind::Unattributed) {
            let _ = writeln!(out, "{BOLD}nobody named{BOLD:#} {DIM}({}){DIM:#}", mark.reason);
            let words = one_line(mark.span.slice(text));
            let indent = textwrap::Options::new(self.width).initial_indent("  ").subsequent_indent("  ");
            for line in textwrap::wrap(&words, indent) {
                let _ = writeln!(out, "{line}");
            }
            out.push('\n');
        }
    }

    /// Says that there are more columns than the view shows.
    fn left_out(&self, out: &mut String) {
        let more = eligible(self.analyzer.scheme()).len() - self.shown.len();
        if more > 0 {
            let text = format!(
                "{} not shown: those above have the largest sums here; --format csv or json has all",
                counted(more, "column")
            );
            for line in textwrap::wrap(&text, self.width) {
                let _ = writeln!(out, "{DIM}{line}{DIM:#}");
            }
        }
    }

    fn warnings(&self, out: &mut String) {
        for Warning { at, message } in &self.analysis.warnings {
            let line = |at: &u32| self.analysis.article.text()[..*at as usize].matches('\n').count() + 1;
            let place = at.as_ref().map_or_else(String::new, |at| format!("line {}: ", line(at)));
            for part in textwrap::wrap(&format!("warning: {place}{message}"), self.width) {
                let _ = writeln!(out, "{part}");
            }
        }
    }
}

/// The colour of a hit's words.
pub(super) fn style(analyzer: &Analyzer, hit: &Hit) -> Style {
    match analyzer.scheme().dimension_of(hit.dimension).role {
        Role::Conflict => HARSH,
        Role::Cooperation => MILD,
        _ => EVENT,
    }
}

fn plain_score(scores: &Scores, target: usize) -> String {
    scores.score(target).map_or_else(
        || "–".to_owned(),
        |s| if format!("{s:.2}") == "-0.00" { "0.00".to_owned() } else { format!("{s:.2}") },
    )
}

pub(super) fn decimal(value: i32) -> String {
    format!("{}", thousandths(value))
}

/// An article's words as they may be shown: characters that steer a terminal become blanks.
fn clean(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// The same on one line, with single blanks.
pub(super) fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
