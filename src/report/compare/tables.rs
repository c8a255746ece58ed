//! The columns of the tables.

use super::super::{Cell, Field};
use crate::aggregate::{Comparison, Distinctive, Dyad, Fragile, Interval, Ranked, Side, SideMean, Test, Trend};
use crate::score::Scheme;

/// Names of the score columns, for a table that tells them by number.
fn names(scheme: &Scheme) -> Vec<String> {
    scheme.targets().iter().map(|t| t.id.clone()).collect()
}

fn count(number: u64) -> Cell<'static> {
    Cell::Number(number as i64)
}

fn low(interval: Option<Interval>) -> Cell<'static> {
    Cell::decimal(interval.map(|i| i.low))
}

fn high(interval: Option<Interval>) -> Cell<'static> {
    Cell::decimal(interval.map(|i| i.high))
}

/// The columns of `comparisons.csv`: one row a pair and score column.
#[must_use]
pub fn comparison_fields(scheme: &Scheme) -> Vec<Field<Comparison>> {
    let names = names(scheme);
    let mut fields = vec![
        Field::new("speaker_a", "the first speaker, or what --by groups by", |c: &Comparison| {
            c.sides[0].side.name.clone().into()
        }),
        Field::new("speaker_b", "the second one", |c: &Comparison| c.sides[1].side.name.clone().into()),
        Field::new("dimension", "the score column that is compared", move |c: &Comparison| {
            names[c.column].clone().into()
        }),
    ];
    for (at, side) in ["a", "b"].into_iter().enumerate() {
        let of = move |value: fn(&Side) -> u64| move |c: &Comparison| count(value(&c.sides[at].side));
        fields.push(Field::number(
            format!("n_articles_{side}"),
            format!("articles in which {side} is quoted; near-duplicates count once"),
            of(|s| s.articles as u64),
        ));
        fields.push(Field::number(format!("n_quotes_{side}"), format!("quotes of speech of {side}"), of(|s| s.quotes)));
        fields.push(Field::number(format!("n_sentences_{side}"), "their sentences", of(|s| s.sentences)));
        fields.push(Field::number(format!("n_words_{side}"), "their words", of(|s| s.words)));
    }
    for (at, side) in ["a", "b"].into_iter().enumerate() {
        let of = move |value: fn(&SideMean) -> Cell<'static>| move |c: &Comparison| value(&c.sides[at]);
        fields.push(Field::decimal(
            format!("mean_{side}"),
            format!("mean sentence value of {side}, −1 to 1"),
            of(|s| Cell::decimal(s.mean)),
        ));
        let about = "lower end of its 95 % interval; empty below five articles";
        fields.push(Field::decimal(format!("low_{side}"), about, of(|s| low(s.interval))));
        fields.push(Field::decimal(format!("high_{side}"), "upper end of it", of(|s| high(s.interval))));
    }
    fields.extend(findings());
    fields
}

fn findings() -> Vec<Field<Comparison>> {
    type Of = fn(&Comparison) -> Cell<'static>;
    let test = |value: fn(&Test) -> Cell<'static>| move |c: &Comparison| c.test.as_ref().map_or(Cell::Empty, value);
    let fragile =
        |value: fn(&Fragile) -> Cell<'static>| move |c: &Comparison| c.fragile.as_ref().map_or(Cell::Empty, value);
    let period = |at: usize| move |c: &Comparison| Cell::text(c.sides[at].side.period.clone());
    vec![
        Field::decimal("difference", "mean_a minus mean_b", (|c| Cell::decimal(c.difference)) as Of),
        Field::decimal(
            "low",
            "lower end of its 95 % interval: studentised bootstrap over articles; empty below five articles on a side",
            (|c| low(c.interval)) as Of,
        ),
        Field::decimal("high", "upper end of it", (|c| high(c.interval)) as Of),
        Field::decimal(
            "effect_size",
            "the difference in standard deviations of sentence values (Hedges' g)",
            (|c| Cell::decimal(c.effect)) as Of,
        ),
        Field::decimal(
            "p",
            "two-sided p by permutation of articles; empty where there is no interval",
            test(|t| Cell::Decimal(t.p)),
        ),
        Field::decimal(
            "p_adjusted",
            "p adjusted over all pairs of the dimension (Benjamini–Hochberg)",
            test(|t| Cell::Decimal(t.adjusted)),
        ),
        Field::number("family_size", "pairs of the dimension that have a p", test(|t| t.family.into())),
        Field::flag(
            "p_at_floor",
            "true when no arrangement drawn was further apart, so that p may be smaller; else false",
            test(|t| Cell::Flag(t.at_floor)),
        ),
        Field::new(
            "verdict",
            "harsher or milder: a against b, where p_adjusted is at most 0.05 (more or less for a topic); no difference shown; too little text",
            (|c| c.verdict.name().into()) as Of,
        ),
        Field::new(
            "fragile_entry",
            "the entry the verdict hangs on most, with its lexicon: without it the difference is nearest to 0 or turned; where no difference is shown, the one that moves it most",
            fragile(|f| f.entry.clone().into()),
        ),
        Field::decimal(
            "difference_without",
            "the difference without that entry",
            fragile(|f| Cell::Decimal(f.difference)),
        ),
        Field::new(
            "verdict_without",
            "the verdict without it, all other pairs as they are",
            fragile(|f| f.verdict.name().into()),
        ),
        Field::new("period_a", "the period of a, where --period compares periods", period(0)),
        Field::new("period_b", "the period of b", period(1)),
    ]
}

/// The columns of `ranking.csv`: one row a speaker and score column.
#[must_use]
pub fn ranking_fields(scheme: &Scheme) -> Vec<Field<Ranked>> {
    let names = names(scheme);
    vec![
        Field::new("dimension", "the score column", move |r: &Ranked| names[r.column].clone().into()),
        Field::number("rank", "from 1, the largest mean_shrunk first", |r: &Ranked| r.rank.into()),
        Field::new("speaker", "the speaker, or what --by groups by", |r: &Ranked| r.side.name.clone().into()),
        Field::new("speaker_kind", "person, anonymous, group or organization; empty with --by", |r: &Ranked| {
            Cell::text(r.kind)
        }),
        Field::number("n_articles", "articles with quotes; near-duplicates count once", |r: &Ranked| {
            r.side.articles.into()
        }),
        Field::number("n_quotes", "quotes of speech", |r: &Ranked| count(r.side.quotes)),
        Field::number("n_sentences", "their sentences", |r: &Ranked| count(r.side.sentences)),
        Field::number("n_words", "their words", |r: &Ranked| count(r.side.words)),
        Field::decimal("mean", "mean sentence value as it is, −1 to 1", |r: &Ranked| Cell::Decimal(r.mean)),
        Field::decimal(
            "low",
            "lower end of its 95 % interval; empty below five articles",
            |r: &Ranked| low(r.interval),
        ),
        Field::decimal("high", "upper end of it", |r: &Ranked| high(r.interval)),
        Field::decimal(
            "mean_shrunk",
            "the mean drawn towards that of all, the more the fewer sentences",
            |r: &Ranked| Cell::Decimal(r.shrunk),
        ),
        Field::decimal("own_weight", "how much the own mean counts in it, 0 to 1", |r: &Ranked| {
            Cell::Decimal(r.weight)
        }),
        Field::flag("compared", "true when the speaker is among those compared, else false", |r: &Ranked| {
            Cell::Flag(r.compared)
        }),
    ]
}

/// The columns of `trends.csv`: one row a compared speaker, score column and period.
#[must_use]
pub fn trend_fields(scheme: &Scheme) -> Vec<Field<Trend>> {
    let names = names(scheme);
    vec![
        Field::new("speaker", "the speaker, or what --by groups by", |t: &Trend| t.side.name.clone().into()),
        Field::new("dimension", "the score column", move |t: &Trend| names[t.column].clone().into()),
        Field::new(
            "period",
            "the month (2022-03), ISO week (2022-W09), or part before, in or after --period",
            |t: &Trend| Cell::text(t.side.period.clone()),
        ),
        Field::number("n_articles", "articles with quotes; near-duplicates count once", |t: &Trend| {
            t.side.articles.into()
        }),
        Field::number("n_quotes", "quotes of speech", |t: &Trend| count(t.side.quotes)),
        Field::number("n_sentences", "their sentences", |t: &Trend| count(t.side.sentences)),
        Field::number("n_words", "their words", |t: &Trend| count(t.side.words)),
        Field::decimal("mean", "mean sentence value, −1 to 1; empty without sentences", |t: &Trend| {
            Cell::decimal(t.mean)
        }),
        Field::decimal("low", "lower end of its 95 % interval; empty below five articles", |t: &Trend| low(t.interval)),
        Field::decimal("high", "upper end of it", |t: &Trend| high(t.interval)),
        Field::decimal(
            "shift",
            "with --change-points, where the level shifts with this period: mean from here on minus mean before",
            |t: &Trend| Cell::decimal(t.shift.map(|s| s.difference)),
        ),
        Field::decimal("shift_p", "p of the shift by permutation", |t: &Trend| Cell::decimal(t.shift.map(|s| s.p))),
    ]
}

/// The columns of `dyads.csv`: one row a compared speaker, target and dimension of conflict.
#[must_use]
pub fn dyad_fields(scheme: &Scheme) -> Vec<Field<Dyad>> {
    let names: Vec<String> = scheme.dimensions().iter().map(|d| d.id.clone()).collect();
    vec![
        Field::new("speaker", "the speaker, or what --by groups by", |d: &Dyad| d.side.name.clone().into()),
        Field::new(
            "target",
            "experimental: whom the hits are about, a state for its capital or people; empty where nobody can be named",
            |d: &Dyad| Cell::text(d.target.clone()),
        ),
        Field::new("dimension", "a dimension with the role of conflict", move |d: &Dyad| {
            names[d.dimension].clone().into()
        }),
        Field::number("n_hits", "hits worth something", |d: &Dyad| count(d.hits)),
        Field::number("n_articles", "articles with such a hit; near-duplicates count once", |d: &Dyad| {
            d.articles.into()
        }),
        Field::decimal("value", "sum of the hits' values", |d: &Dyad| Cell::Decimal(d.sum)),
        Field::decimal("share", "share of the speaker's hits of the dimension, 0 to 1", |d: &Dyad| {
            Cell::Decimal(d.share)
        }),
        Field::decimal("rate", "sum of the hits' values per 100 words of the speaker", |d: &Dyad| {
            Cell::decimal((d.side.words > 0).then(|| 100.0 * d.sum / d.side.words as f64))
        }),
    ]
}

/// The columns of `distinctive.csv`: one row a pair and word, bigram, category or term.
#[must_use]
pub fn distinctive_fields() -> Vec<Field<Distinctive>> {
    let side = |at: usize| move |d: &Distinctive| d.sides[at].0.clone().into();
    let period = |at: usize| move |d: &Distinctive| Cell::text(d.sides[at].1.clone());
    vec![
        Field::new("speaker_a", "the first speaker, or what --by groups by", side(0)),
        Field::new("speaker_b", "the second one", side(1)),
        Field::new("feature", "word, bigram, category or term", |d: &Distinctive| d.feature.name().into()),
        Field::new(
            "text",
            "the words; the category with its dimension; the term with its lexicon",
            |d: &Distinctive| d.text.clone().into(),
        ),
        Field::number("count_a", "uses by a", |d: &Distinctive| d.counts[0].into()),
        Field::number("count_b", "uses by b", |d: &Distinctive| d.counts[1].into()),
        Field::decimal(
            "log_odds",
            "log-odds ratio with a Dirichlet prior; positive where a uses it more",
            |d: &Distinctive| Cell::Decimal(d.log_odds),
        ),
        Field::decimal("z", "the same in standard errors; 1.96 and more are listed", |d: &Distinctive| {
            Cell::Decimal(d.z)
        }),
        Field::new(
            "example",
            "words of the side that uses it more; for a category its most frequent term there; empty for a term that only cues have",
            |d: &Distinctive| Cell::text(Some(d.example.clone()).filter(|e| !e.is_empty())),
        ),
        Field::new("period_a", "the period of a, where --period compares periods", period(0)),
        Field::new("period_b", "the period of b", period(1)),
    ]
}
