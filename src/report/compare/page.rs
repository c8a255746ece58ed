//! Comparisons as the page of a report shows them: the primary column.

use super::super::html::{Comparison as Section, Estimate, Facts, Pair, PairWords, Point, Series, Trends, Word};
use super::Compared;
use super::view::{fragility, label, who};
use crate::aggregate::{Comparison, Distinctive, Interval, Trend};
use crate::score::Scheme;

/// Adds what is compared to the facts of a page; sections without anything to show stay out.
pub fn add_facts(facts: &mut Facts, scheme: &Scheme, compared: &Compared) {
    let title = |column: usize| scheme.targets()[column].label.clone();
    let pairs = compared.comparisons.chunk_by(|a, b| a.column == b.column).next().unwrap_or_default();
    if let Some(first) = pairs.first() {
        let words = compared.distinctive.chunk_by(|a, b| a.sides == b.sides).map(words).collect();
        facts.comparison =
            Some(Section { column: title(first.column), pairs: pairs.iter().map(pair).collect(), words });
    }
    let column = compared.trends.first().map(|t| t.column);
    let trends: Vec<&Trend> = compared.trends.iter().filter(|t| Some(t.column) == column).collect();
    if let Some(column) = column {
        let series = trends.chunk_by(|a, b| a.side.name == b.side.name).map(series).collect();
        facts.trends = Some(Trends { column: title(column), series });
    }
    let ranked = compared.ranking.first().map(|r| r.column);
    let ranking = compared.ranking.iter().filter(|r| Some(r.column) == ranked);
    facts.shrunk = ranking.map(|r| (r.key.clone(), r.shrunk)).collect();
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
