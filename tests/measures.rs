//! The statistics give what scipy, scikit-learn and krippendorff give (tests/fixtures/measures.py made the numbers).

#![allow(clippy::unwrap_used, reason = "a broken fixture stops its test")]

use proptest::prelude::*;
use serde_json::Value;
use tonescope::measure::{Bootstrap, Coding, Count, Metric, Ranking, auc, keyness, line, macro_f1, pearson, spearman};

const CLOSE: f64 = 1e-9;

fn fixtures() -> Value {
    serde_json::from_str(include_str!("fixtures/measures.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Compares what was found with the case's number of that name.
fn check(case: &Value, name: &str, found: Option<f64>) {
    let expected = case[name].as_f64().unwrap_or_else(|| panic!("no {name} in the case"));
    assert!(found.is_some_and(|f| (f - expected).abs() < CLOSE), "{name}: {found:?} found, {expected} expected");
}

#[test]
fn correlations_are_those_of_scipy() {
    for case in fixtures()["correlations"].as_array().unwrap() {
        let (score, label, weights) = (numbers(&case["score"]), numbers(&case["label"]), numbers(&case["weights"]));
        let even = vec![1.0; score.len()];
        let (x, y) = (Ranking::new(&score), Ranking::new(&label));
        check(case, "pearson", pearson(&score, &label, &even));
        check(case, "spearman", spearman(&x, &y, &even));
        check(case, "pearson_weighted", pearson(&score, &label, &weights));
        check(case, "spearman_weighted", spearman(&x, &y, &weights));
        let line = line(&score, &label, &even).unwrap();
        check(case, "slope", Some(line.slope));
        check(case, "intercept", Some(line.intercept));
    }
    assert_eq!(pearson(&[0.1; 4], &[1.0, 2.0, 3.0, 4.0], &[1.0; 4]), None);
}

#[test]
fn classification_is_that_of_scikit_learn() {
    for case in fixtures()["binary"].as_array().unwrap() {
        let (score, label, weights) = (numbers(&case["score"]), numbers(&case["label"]), numbers(&case["weights"]));
        let even = vec![1.0; score.len()];
        let actual: Vec<bool> = label.iter().map(|l| *l > 0.5).collect();
        let threshold = case["threshold"].as_f64().unwrap();
        let predicted: Vec<bool> = score.iter().map(|s| *s > threshold).collect();
        let ranking = Ranking::new(&score);
        let area = auc(&ranking, &actual, &even);
        check(case, "auc", area);
        check(case, "auc_weighted", auc(&ranking, &actual, &weights));
        let positives = actual.iter().filter(|a| **a).count();
        let pairs = (positives * (actual.len() - positives)) as f64;
        check(case, "mann_whitney", area.map(|a| a * pairs));
        check(case, "point_biserial", pearson(&score, &label, &even));
        check(case, "macro_f1", macro_f1(&predicted, &actual, &even));
        check(case, "macro_f1_weighted", macro_f1(&predicted, &actual, &weights));
    }
    assert_eq!(auc(&Ranking::new(&[0.1, 0.2]), &[true, true], &[1.0; 2]), None);
}

#[test]
fn alpha_is_krippendorffs() {
    let metrics = [Metric::Nominal, Metric::Ordinal, Metric::Interval];
    let fixtures = fixtures();
    let codings = fixtures["codings"].as_array().unwrap();
    for case in codings {
        let units: Vec<Vec<f64>> = case["units"].as_array().unwrap().iter().map(numbers).collect();
        let coding = Coding::new(&units);
        for metric in metrics {
            check(case, metric.name(), coding.alpha(metric, &vec![1.0; units.len()]));
        }
        // A unit that counts twice is one that stands there twice.
        let mut counts = vec![1.0; units.len()];
        counts[4] = 2.0;
        let doubled = Coding::new(&[&units[..], &units[4..5]].concat());
        for metric in metrics {
            let twice = doubled.alpha(metric, &vec![1.0; units.len() + 1]).unwrap();
            assert!((coding.alpha(metric, &counts).unwrap() - twice).abs() < CLOSE);
        }
    }
    // The paper's own figures.
    let printed = [0.743, 0.815, 0.849];
    for (metric, printed) in metrics.into_iter().zip(printed) {
        assert!((codings[0][metric.name()].as_f64().unwrap() - printed).abs() < 0.0006);
    }
    assert_eq!(Coding::new(&[vec![1.0, 1.0], vec![1.0]]).alpha(Metric::Nominal, &[1.0; 2]), None);
}

#[test]
fn keyness_is_that_of_the_paper() {
    let case = &fixtures()["keyness"];
    let [first, second, prior] = ["first", "second", "prior"].map(|name| numbers(&case[name]));
    let all = |counts: &[f64]| counts.iter().sum::<f64>();
    for (at, (log_odds, z)) in numbers(&case["log_odds"]).into_iter().zip(numbers(&case["z"])).enumerate() {
        let count = |counts: &[f64]| Count { word: counts[at], all: all(counts) };
        let found = keyness(count(&first), count(&second), count(&prior)).unwrap();
        assert!((found.log_odds - log_odds).abs() < CLOSE && (found.z - z).abs() < CLOSE, "{found:?}");
    }
}

proptest! {
    #[test]
    fn a_bootstrap_is_the_same_in_any_order(rows in 5usize..40, seed in any::<u64>(), replicates in 1u32..12) {
        let bootstrap = Bootstrap::of_rows(rows, seed, replicates);
        let forward: Vec<_> = (0..replicates).map(|r| bootstrap.counts(r)).collect();
        let mut backward: Vec<_> = (0..replicates).rev().map(|r| bootstrap.counts(r)).collect();
        backward.reverse();
        let threads: Vec<_> = std::thread::scope(|scope| {
            let handles: Vec<_> = (0..replicates).map(|r| scope.spawn({ let b = &bootstrap; move || b.counts(r) })).collect();
            handles.into_iter().map(|h| h.join().unwrap()).collect()
        });
        prop_assert_eq!(&forward, &backward);
        prop_assert_eq!(&forward, &threads);
        for counts in &forward {
            prop_assert!((counts.iter().sum::<f64>() - rows as f64).abs() < CLOSE);
        }
    }

    #[test]
    fn measures_stay_in_range(rows in prop::collection::vec((-9i8..9, 0u8..5, 0u8..3), 1..30)) {
        let score: Vec<f64> = rows.iter().map(|r| f64::from(r.0) / 9.0).collect();
        let label: Vec<f64> = rows.iter().map(|r| f64::from(r.1)).collect();
        let weights: Vec<f64> = rows.iter().map(|r| f64::from(r.2)).collect();
        let positive: Vec<bool> = label.iter().map(|l| *l > 2.0).collect();
        let (x, y) = (Ranking::new(&score), Ranking::new(&label));
        let inside = |value: Option<f64>, low: f64| value.is_none_or(|v| (low..=1.0).contains(&v));
        prop_assert!(inside(pearson(&score, &label, &weights), -1.0));
        prop_assert!(inside(spearman(&x, &y, &weights), -1.0));
        prop_assert!(inside(auc(&x, &positive, &weights), 0.0));
        prop_assert!(inside(macro_f1(&positive, &positive, &weights), 0.0));
    }
}
