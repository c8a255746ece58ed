//! Comparisons as a page shows them: the primary column.

use super::super::html::{
    Comparison as Section, Estimate, Facts, Page, Pair, PairWords, Point, Quoting, Rank, Ranking, Series, Standing,
    Trends, Word,
};
use super::Compared;
use super::view::{fragility, label, left_out_lines, who};
use crate::aggregate::{Comparing, Comparison, Distinctive, Interval, Ranked, SpeakerKey, Trend};
use crate::analysis::Analyzer;
use crate::score::Scheme;
use crate::span::OffsetUnit;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Rows of the ranking that a page shows: those with the most quotes.
const RANKED: usize = 200;
/// What speech is grouped by in a report.
const SPEAKER: &str = "speaker";

/// Adds what is compared to the facts of a report's page; sections without anything to show stay out.
pub fn add_facts(facts: &mut Facts, scheme: &Scheme, compared: &Compared) {
    sections(facts, scheme, compared, SPEAKER);
}

/// The page of a comparison: the facts say what was read, `quotes` are those of the articles, where there are any.
#[must_use]
pub fn comparison_page(
    analyzer: &Analyzer,
    compared: &Compared,
    comparing: &Comparing,
    mut facts: Facts,
    quotes: Option<Page>,
) -> String {
    let noun = comparing.noun();
    let mut ranking = ranking(analyzer.scheme(), compared, noun);
    if quotes.is_some() {
        let mut members: BTreeMap<&SpeakerKey, Quoting> = BTreeMap::new();
        for (name, quotes, key, keys) in comparing.members() {
            members.insert(key, Quoting { name: name.to_owned(), quotes, members: keys });
        }
        for (key, rank) in &mut ranking.1 {
            if let Some(quoting) = members.remove(key) {
                rank.quoted = Some(facts.quoted.len());
                facts.quoted.push(Quoting { name: rank.name.clone(), ..quoting });
            }
        }
    }
    let rows = ranking.1.into_iter().map(|(_, rank)| rank).collect();
    facts.ranking = Some(Ranking { rows, ..ranking.0 });
    sections(&mut facts, analyzer.scheme(), compared, noun);
    quotes.unwrap_or_else(|| Page::new(analyzer, false, OffsetUnit::default())).finish_comparison(&facts)
}

fn sections(facts: &mut Facts, scheme: &Scheme, compared: &Compared, noun: &str) {
    let name = |column: usize| {
        let target = &scheme.targets()[column];
        [target.id.clone(), target.label.clone()]
    };
    if let Some(first) = compared.comparisons.first() {
        let columns = compared.comparisons.chunk_by(|a, b| a.column == b.column);
        facts.comparison = Some(Section {
            noun: noun.to_owned(),
            columns: columns.map(|pairs| (name(pairs[0].column), listed(pairs))).collect(),
            others: findings(scheme, &compared.comparisons, first.column),
            words: compared.distinctive.chunk_by(|a, b| a.sides == b.sides).map(words).collect(),
            sampled: compared.worded.filter(|(counted, of)| counted < of).map(<[u64; 2]>::from),
            left_out: left_out_lines(&compared.left)
                .iter()
                .map(|line| line.trim_start_matches("left out: ").to_owned())
                .collect(),
        });
    }
    let mut columns: Vec<usize> = Vec::new();
    for trend in &compared.trends {
        if !columns.contains(&trend.column) {
            columns.push(trend.column);
        }
    }
    let lines = |column: usize| {
        let trends: Vec<&Trend> = compared.trends.iter().filter(|t| t.column == column).collect();
        trends.chunk_by(|a, b| a.side.name == b.side.name).map(series).collect()
    };
    if !columns.is_empty() {
        let columns = columns.into_iter().map(|column| (name(column), lines(column))).collect();
        // Only a report puts all together before the others.
        facts.trends = Some(Trends { columns, overall: facts.ranking.is_none() });
    }
}

/// Findings first, the largest on top, as in the terminal's view; the others as they come.
fn listed(pairs: &[Comparison]) -> Vec<Pair> {
    let mut pairs: Vec<&Comparison> = pairs.iter().collect();
    let size = |c: &Comparison| c.difference.filter(|_| c.verdict.is_finding()).map_or(-1.0, f64::abs);
    pairs.sort_by(|a, b| size(b).total_cmp(&size(a)));
    pairs.into_iter().map(pair).collect()
}

/// What was found in other columns than the primary one, the largest of each column on top.
fn findings(scheme: &Scheme, all: &[Comparison], primary: usize) -> Vec<(String, Pair)> {
    let mut found: Vec<&Comparison> = all.iter().filter(|c| c.column != primary && c.verdict.is_finding()).collect();
    let size = |c: &Comparison| c.difference.unwrap_or_default().abs();
    // Columns come one after the other, the primary one first; this keeps their order.
    let place = |c: &Comparison| all.iter().position(|other| other.column == c.column);
    found.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| size(b).total_cmp(&size(a))));
    found.into_iter().map(|c| (scheme.targets()[c.column].id.clone(), pair(c))).collect()
}

/// The ranking, and its rows with their keys.
fn ranking<'c>(scheme: &Scheme, compared: &'c Compared, noun: &str) -> (Ranking, Vec<(&'c SpeakerKey, Rank)>) {
    let by_column: Vec<&[Ranked]> = compared.ranking.chunk_by(|a, b| a.column == b.column).collect();
    let column = |rows: &&[Ranked]| {
        let target = &scheme.targets()[rows[0].column];
        [target.id.clone(), target.label.clone()]
    };
    let first = by_column.first().copied().unwrap_or_default();
    let mut shown: Vec<&Ranked> = first.iter().collect();
    shown.sort_by_key(|r| (Reverse(r.side.quotes), r.rank));
    shown.truncate(RANKED);
    shown.sort_by_key(|r| r.rank);
    let mut standings: BTreeMap<&SpeakerKey, Vec<Option<Standing>>> =
        shown.iter().map(|r| (&r.key, vec![None; by_column.len()])).collect();
    for (at, ranked) in by_column.iter().enumerate().flat_map(|(at, rows)| rows.iter().map(move |r| (at, r))) {
        let mean = Estimate { value: ranked.mean, interval: ranked.interval.map(|i| [i.low, i.high]) };
        if let Some(own) = standings.get_mut(&ranked.key) {
            own[at] = Some(Standing { rank: ranked.rank as u64, mean, drawn: ranked.shrunk });
        }
    }
    let row = |r: &&Ranked| Rank {
        quoted: None,
        name: who(&r.side),
        kind: r.kind.unwrap_or_default().to_owned(),
        standings: standings.get(&r.key).cloned().unwrap_or_default(),
        counts: [r.side.articles as u64, r.side.quotes, r.side.sentences, r.side.words],
    };
    let rows = shown.iter().map(|r| (&r.key, row(r))).collect();
    let columns = by_column.iter().map(column).collect();
    (Ranking { noun: noun.to_owned(), columns, rows: Vec::new(), of: first.len() as u64 }, rows)
}

fn estimate(value: Option<f64>, interval: Option<Interval>) -> Option<Estimate> {
    value.map(|value| Estimate { value, interval: interval.map(|i| [i.low, i.high]) })
}

fn pair(c: &Comparison) -> Pair {
    let [first, second] = &c.sides;
    Pair {
        names: [who(&first.side), who(&second.side)],
        scores: [first.mean, second.mean],
        difference: estimate(c.difference, c.interval),
        p: c.test.map(|t| t.p),
        p_adjusted: c.test.map(|t| t.adjusted),
        verdict: c.verdict.name().to_owned(),
        note: fragility(c),
    }
}

fn words(pair: &[Distinctive]) -> PairWords {
    let name = |at: usize| label(&pair[0].sides[at].0, pair[0].sides[at].1.as_deref());
    let side = |at: usize| {
        let mut all: Vec<&Distinctive> = pair.iter().filter(|d| (d.z < 0.0) == (at == 1)).collect();
        all.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()));
        let word = |d: &&Distinctive| Word {
            feature: d.feature.name().to_owned(),
            text: d.text.clone(),
            z: d.z.abs(),
            counts: [u64::from(d.counts[at]), u64::from(d.counts[1 - at])],
            example: d.example.clone(),
            contexts: d.contexts.clone(),
        };
        all.iter().map(word).collect()
    };
    PairWords { names: [name(0), name(1)], words: [side(0), side(1)] }
}

fn series(line: &[&Trend]) -> Series {
    let point = |t: &&Trend| {
        Some(Point {
            period: t.side.period.clone().unwrap_or_default(),
            score: estimate(t.mean, t.interval)?,
            articles: t.side.articles as u64,
            shift: t.shift.map(|s| s.difference),
        })
    };
    Series { name: line[0].side.name.clone(), points: line.iter().filter_map(point).collect() }
}
