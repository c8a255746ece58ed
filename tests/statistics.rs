//! The statistics of comparisons: against scipy and statsmodels on small data (tests/fixtures/statistics.py), and on
//! articles made up by chance, whose truth is known (examples/simulation).

#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read stops its test")]

#[path = "../examples/simulation/mod.rs"]
mod simulation;

use serde_json::Value;
use simulation::{articles, mean};
use tonescope::aggregate::contrast::{Contrast, Half, adjusted, hedges};
use tonescope::aggregate::{Shrinkage, Sums, interval};
use tonescope::measure::Random;
use tonescope::score::NANO;

/// Least difference of two numbers that went through different programs.
const CLOSE: f64 = 1e-9;

fn fixture() -> Value {
    serde_json::from_str(include_str!("fixtures/statistics.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn close(found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap();
    assert!((found - expected).abs() < CLOSE, "{found} found, {expected} expected");
}

/// Sentence values of a side in a cluster, in billionths.
fn values(half: &Value) -> Option<Vec<i64>> {
    Some(half.as_array()?.iter().map(|v| v.as_i64().unwrap()).collect())
}

fn clusters(case: &Value) -> Vec<[Option<Half>; 2]> {
    let half = |values: Vec<i64>| Half { sentences: values.len() as u32, sums: vec![values.iter().sum()] };
    let all = case["clusters"].as_array().unwrap().iter();
    all.map(|pair| [0, 1].map(|side| values(&pair[side]).map(half))).collect()
}

#[test]
fn means_and_differences_are_those_of_statsmodels() {
    for case in fixture()["contrasts"].as_array().unwrap() {
        let clusters = clusters(case);
        for side in 0..2 {
            let mut sums = Sums::default();
            let own: Vec<&Half> = clusters.iter().filter_map(|pair| pair[side].as_ref()).collect();
            for half in &own {
                sums.cluster(half.sums[0], half.sentences);
            }
            let (found, expected) = (interval(&sums, own.len() as u64).unwrap(), &case["means"][side]);
            close(sums.mean().unwrap(), &expected["mean"]);
            close(found.low, &expected["low"]);
            close(found.high, &expected["high"]);
        }
        let found = Contrast::new(1, clusters.clone()).differences().unwrap()[0];
        close(found.value, &case["difference"]);
        close(found.error, &case["error"]);
        close(found.value, &case["regression"]["difference"]);
        // With all clusters on both sides the correction is one factor, G/(G − 1), on statsmodels' variance.
        if clusters.iter().all(|pair| pair.iter().all(Option::is_some)) {
            let count = clusters.len() as f64;
            let corrected = case["regression"]["error"].as_f64().unwrap() * (count / (count - 1.0)).sqrt();
            close(found.error, &corrected.into());
        }
    }
}

#[test]
fn effect_sizes_are_those_of_statsmodels() {
    for case in fixture()["contrasts"].as_array().unwrap() {
        let (mut spread, mut count) = (0.0, 0);
        for side in 0..2 {
            let all = case["clusters"].as_array().unwrap().iter().filter_map(|pair| values(&pair[side])).flatten();
            let all: Vec<f64> = all.map(|v| v as f64 / NANO).collect();
            let mean = all.iter().sum::<f64>() / all.len() as f64;
            spread += all.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
            count += all.len() as u64;
        }
        let found = hedges(case["difference"].as_f64().unwrap(), spread, count).unwrap();
        close(found, &case["hedges"]);
    }
}

#[test]
fn permutations_come_to_the_exact_p() {
    const DRAWS: u32 = 19_999;
    for case in fixture()["contrasts"].as_array().unwrap() {
        let Some(exact) = case["p"].as_f64() else { continue };
        let found = Contrast::new(1, clusters(case)).permutation(DRAWS, 1, 1)[0].p;
        // Draws end when a hundred were as far apart.
        let drawn = (100.0 / exact).min(f64::from(DRAWS));
        let error = (exact * (1.0 - exact) / drawn).sqrt();
        assert!((found - exact).abs() < 4.0 * error + 1.0 / f64::from(DRAWS), "{found} found, {exact} exact");
    }
}

#[test]
fn bootstrap_intervals_are_those_of_numpy() {
    for case in fixture()["contrasts"].as_array().unwrap() {
        let found = Contrast::new(1, clusters(case)).interval(9999, 1, 1)[0].unwrap();
        // Ends of 60 000 draws there and 9999 here: within a tenth of a standard error where clusters are few.
        let most = 0.15 * case["error"].as_f64().unwrap();
        for (found, expected) in [(found.low, &case["bootstrap"]["low"]), (found.high, &case["bootstrap"]["high"])] {
            let expected = expected.as_f64().unwrap();
            assert!((found - expected).abs() < most, "{}: {found} found, {expected} expected", case["name"]);
        }
    }
}

#[test]
fn adjustment_and_shrinkage_are_those_of_statsmodels() {
    let fixture = fixture();
    let found = adjusted(&numbers(&fixture["adjusted"]["p"]));
    let expected = fixture["adjusted"]["fdr_bh"].as_array().unwrap();
    found.iter().zip(expected).for_each(|(found, expected)| close(*found, expected));
    let shrinkage = &fixture["shrinkage"];
    let found = Shrinkage::of(&numbers(&shrinkage["means"]), &numbers(&shrinkage["variances"])).unwrap();
    close(found.between, &shrinkage["tau2"]);
    close(found.mean, &shrinkage["mean"]);
    let (variance, weight) = (shrinkage["variances"][0].as_f64().unwrap(), found.weights[0]);
    close(weight, &(found.between / (found.between + variance)).into());
    close(found.shrunk(0, 0.5), &(weight * 0.5 + (1.0 - weight) * found.mean).into());
}

#[test]
fn no_group_is_drawn_where_all_are_alike() {
    let alike = Shrinkage::of(&[0.1, 0.11, 0.09], &[0.01, 0.02, 0.01]).unwrap();
    assert!(alike.between == 0.0 && alike.weights.iter().all(|w| *w == 0.0));
    let sure = Shrinkage::of(&[0.1, 0.5], &[0.0, 0.1]).unwrap();
    assert_eq!(sure.weights, [1.0, 1.0]);
    assert!(Shrinkage::of(&[], &[]).is_none());
}

/// p of corpora made up alike, sorted.
fn chance(alone: [usize; 2], both: usize, corpora: u64) -> Vec<f64> {
    let p = |corpus| {
        let mut random = Random::new(11, corpus);
        Contrast::new(1, articles(&mut random, [0.25; 2], alone, both)).permutation(499, 12, corpus)[0].p
    };
    let mut all: Vec<f64> = (0..corpora).map(p).collect();
    all.sort_by(f64::total_cmp);
    all
}

#[test]
fn p_is_uniform_where_there_is_no_difference() {
    for (alone, both) in [([10, 10], 0), ([0, 0], 12), ([6, 14], 5)] {
        let all = chance(alone, both, 1000);
        let count = all.len() as f64;
        let called = all.partition_point(|p| *p <= 0.05) as f64 / count;
        assert!((0.035..=0.065).contains(&called), "{alone:?} {both}: {called} called at .05");
        // Kolmogorov and Smirnov's distance at the 1 % level, and the steps of p.
        let distance = all.iter().enumerate().map(|(at, p)| ((at as f64 + 1.0) / count - p).abs()).fold(0.0, f64::max);
        assert!(distance < 1.63 / count.sqrt() + 1.0 / 200.0, "{alone:?} {both}: distance {distance}");
    }
}

#[test]
fn planted_differences_are_found() {
    let corpora = 100;
    let found = |shares: [f64; 2], alone| {
        let harsher = |corpus: &u64| {
            let contrast = Contrast::new(1, articles(&mut Random::new(21, *corpus), shares, [alone; 2], 5));
            contrast.permutation(199, 22, *corpus)[0].p <= 0.05 && contrast.differences().unwrap()[0].value > 0.0
        };
        (0..corpora).filter(harsher).count()
    };
    assert!(found([0.5, 0.15], 25) >= 95);
    assert!(found([0.65, 0.1], 10) >= 95);
}

#[test]
fn intervals_cover_the_truth_from_thirty_articles_on() {
    let corpora = 500;
    for (shares, alone, both) in [([0.3, 0.2], 30, 0), ([0.3, 0.2], 20, 10)] {
        let truth = mean(shares[0]) - mean(shares[1]);
        let covers = |corpus: &u64| {
            let contrast = Contrast::new(1, articles(&mut Random::new(31, *corpus), shares, [alone; 2], both));
            let found = contrast.interval(299, 32, *corpus)[0].unwrap();
            (found.low..=found.high).contains(&truth)
        };
        let covers_mean = |corpus: &u64| {
            let mut sums = Sums::default();
            let all = articles(&mut Random::new(33, *corpus), shares, [alone; 2], both);
            all.iter().flat_map(|pair| &pair[0]).for_each(|half| sums.cluster(half.sums[0], half.sentences));
            let found = interval(&sums, (alone + both) as u64).unwrap();
            (found.low..=found.high).contains(&mean(shares[0]))
        };
        let share = (0..4000).filter(covers_mean).count() as f64 / 4000.0;
        assert!((0.93..=0.97).contains(&share), "{alone} alone, {both} shared: mean {share}");
        let share = (0..corpora).filter(covers).count() as f64 / corpora as f64;
        assert!((0.93..=0.97).contains(&share), "{alone} alone, {both} shared: {share}");
    }
}
