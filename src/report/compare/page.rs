//! Comparisons as a page shows them: the primary column.

use super::super::html::{
    Comparison as Section, Estimate, Facts, Pair, PairWords, Point, Rank, Ranking, Series, Trends, Word,
    without_articles,
};
use super::Compared;
use super::view::{fragility, label, left_out_lines, who};
use crate::aggregate::{Comparison, Distinctive, Interval, Ranked, SpeakerKey, Trend};
use crate::analysis::Analyzer;
use crate::score::Scheme;
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

/// The page of a comparison without articles: `noun` is what speech was grouped by, the facts say what was read.
#[must_use]
pub fn comparison_page(analyzer: &Analyzer, compared: &Compared, noun: &str, mut facts: Facts) -> String {
    facts.ranking = Some(ranking(analyzer.scheme(), compared, noun));
    sections(&mut facts, analyzer.scheme(), compared, noun);
    without_articles(analyzer, &facts)
}

fn sections(facts: &mut Facts, scheme: &Scheme, compared: &Compared, noun: &str) {
    let title = |column: usize| scheme.targets()[column].label.clone();
    let pairs = compared.comparisons.chunk_by(|a, b| a.column == b.column).next().unwrap_or_default();
    if let Some(first) = pairs.first() {
        // Findings first, the largest on top, as in the terminal's view; the others as they come.
        let mut pairs: Vec<&Comparison> = pairs.iter().collect();
        let size = |c: &Comparison| c.difference.filter(|_| c.verdict.is_finding()).map_or(-1.0, f64::abs);
        pairs.sort_by(|a, b| size(b).total_cmp(&size(a)));
        facts.comparison = Some(Section {
            noun: noun.to_owned(),
            column: title(first.column),
            pairs: pairs.into_iter().map(pair).collect(),
            others: findings(scheme, &compared.comparisons, first.column),
            words: compared.distinctive.chunk_by(|a, b| a.sides == b.sides).map(words).collect(),
            sampled: compared.worded.filter(|(counted, of)| counted < of).map(<[u64; 2]>::from),
            left_out: left_out_lines(&compared.left)
                .iter()
                .map(|line| line.trim_start_matches("left out: ").to_owned())
                .collect(),
        });
    }
    let column = compared.trends.first().map(|t| t.column);
    let trends: Vec<&Trend> = compared.trends.iter().filter(|t| Some(t.column) == column).collect();
    if let Some(column) = column {
        let series = trends.chunk_by(|a, b| a.side.name == b.side.name).map(series).collect();
        // Only a report puts all together before the others.
        facts.trends = Some(Trends { column: title(column), series, overall: facts.ranking.is_none() });
    }
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

fn ranking(scheme: &Scheme, compared: &Compared, noun: &str) -> Ranking {
    let by_column: Vec<&[Ranked]> = compared.ranking.chunk_by(|a, b| a.column == b.column).collect();
    let column = |rows: &&[Ranked]| {
        let target = &scheme.targets()[rows[0].column];
        [target.id.clone(), target.label.clone()]
    };
    let mut means: BTreeMap<(&SpeakerKey, usize), f64> = BTreeMap::new();
    for (at, rows) in by_column.iter().enumerate() {
        means.extend(rows.iter().map(|r| ((&r.key, at), r.mean)));
    }
    let first = by_column.first().copied().unwrap_or_default();
    let mut shown: Vec<&Ranked> = first.iter().collect();
    shown.sort_by_key(|r| (Reverse(r.side.quotes), r.rank));
    shown.truncate(RANKED);
    shown.sort_by_key(|r| r.rank);
    let row = |r: &&Ranked| Rank {
        rank: r.rank as u64,
        name: who(&r.side),
        kind: r.kind.unwrap_or_default().to_owned(),
        mean: Estimate { value: r.mean, interval: r.interval.map(|i| [i.low, i.high]) },
        drawn: r.shrunk,
        others: (1..by_column.len()).map(|at| means.get(&(&r.key, at)).copied()).collect(),
        counts: [r.side.articles as u64, r.side.quotes, r.side.sentences, r.side.words],
    };
    Ranking {
        noun: noun.to_owned(),
        columns: by_column.iter().map(column).collect(),
        rows: shown.iter().map(row).collect(),
        of: first.len() as u64,
    }
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
