//! Whom hostile words are about, on the cases of tests/dyads: the rules are experimental, so it is their rate of being
//! right that is held, not every case.

#![allow(clippy::unwrap_used, reason = "a case that cannot be read stops its test")]
#![allow(clippy::print_stdout, reason = "the figures are wanted, and what is wrong")]

use serde::Deserialize;
use tonescope::lexicon::Role;
use tonescope::score::Hit;
use tonescope::{Analyzer, Article};

/// Least share of right answers among those given and among those asked for: on cases that the rules were written with,
/// and on later ones.
const SEEN: (f64, f64) = (0.95, 0.95);
const UNSEEN: (f64, f64) = (0.85, 0.85);

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    why: String,
    text: String,
    targets: Vec<(String, String)>,
}

/// How many targets a file's cases ask for, how many are given, and how many of those are right.
fn judge(analyzer: &Analyzer, cases: &str) -> [u32; 3] {
    let cases: Cases = toml::from_str(cases).unwrap();
    let [mut asked, mut given, mut right] = [0u32; 3];
    for case in &cases.case {
        let analysis = analyzer.analyze(Article::new("case", case.text.as_str()));
        let targets = analyzer.targets(&analysis);
        for (words, wanted) in &case.targets {
            // Words of a case are a hit's, or a part of them.
            let is_asked = |hit: &Hit| {
                let conflict = analyzer.scheme().dimension_of(hit.dimension).role == Role::Conflict;
                conflict && hit.value != 0 && hit.span.slice(&case.text).contains(words.as_str())
            };
            let hits = analysis.quote_scores.iter().flat_map(|q| &q.hits);
            assert!(hits.into_iter().any(|(.., hit)| is_asked(hit)), "{}: {words:?} is no hostile hit", case.why);
            let found = targets.iter().find(|t| is_asked(&analysis.quote_scores[t.quote].hits[t.hit].2));
            let name = found.map_or("", |t| t.name.as_str());
            asked += u32::from(!wanted.is_empty());
            given += u32::from(!name.is_empty());
            right += u32::from(!wanted.is_empty() && name == wanted);
            if name != wanted {
                let rule = found.map_or("no rule", |t| t.rule);
                println!("{}: {words:?} is about {wanted:?}, found {name:?} by {rule}", case.why);
            }
        }
    }
    [asked, given, right]
}

#[test]
fn most_targets_are_found() {
    let analyzer = Analyzer::shipped().unwrap();
    for (name, cases, floor) in [
        ("direction.toml", include_str!("dyads/direction.toml"), SEEN),
        ("later.toml", include_str!("dyads/later.toml"), UNSEEN),
    ] {
        let [asked, given, right] = judge(&analyzer, cases);
        let share = |of: u32| f64::from(right) / f64::from(of);
        println!("{name}: {asked} asked, {given} given, {right} right");
        assert!(
            share(given) >= floor.0 && share(asked) >= floor.1,
            "{name}: {asked} asked, {given} given, {right} right"
        );
    }
}
