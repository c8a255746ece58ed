//! Comparisons over whole articles: what is compared, and what a comparison must not depend on.

#![allow(clippy::unwrap_used, reason = "a comparison that cannot be made stops its test")]

use serde_json::{Map, Value};
use tonescope::aggregate::{
    CompareSettings, Comparing, Comparison, Feature, Grouping, Period, Speech, SpeechOptions, Verdict,
};
use tonescope::run::compare;
use tonescope::{Analyzer, Article};

const HARSH: [&str; 4] = [
    "“They are criminals and liars,” WHO said.",
    "WHO condemned Torvia for the shelling of the port.",
    "“If they cross the river, we will attack,” WHO said.",
    "“They are liars, and we will never forgive the raid,” WHO said.",
];
const MILD: [&str; 4] = [
    "“We agreed to talks with our neighbours,” WHO said.",
    "“The harvest was good this year,” WHO said.",
    "WHO said the ferry would sail on Tuesday.",
    "“We call for restraint,” WHO said.",
];

/// Twelve articles: Drell is harsh, Lind is mild, Vesk as harsh as Drell but in three articles only; each second
/// article is shared.
fn articles() -> Vec<Article> {
    let mut all = Vec::new();
    for number in 0..12 {
        let line = |lines: &[&str; 4], at: usize, who: &str| lines[at % 4].replace("WHO", who);
        let mut lines = vec![line(&HARSH, number, "Oksana Drell"), line(&HARSH, number + 1, "Oksana Drell")];
        lines.extend((number % 2 == 0).then(|| line(&MILD, number, "Ana Lind")));
        lines.extend((number % 4 == 0).then(|| line(&HARSH, number, "Tor Vesk")));
        all.push(article(number, &lines));
        if number % 2 == 1 {
            all.push(article(100 + number, &[line(&MILD, number, "Ana Lind"), line(&MILD, number + 1, "Ana Lind")]));
        }
    }
    all
}

fn article(number: usize, lines: &[String]) -> Article {
    let mut article = Article::new(format!("a{number:03}"), lines.join("\n\n"));
    article.date = Some(format!("2022-{:02}-10", 1 + number % 2));
    article.extra = Map::from_iter([("outlet".to_owned(), Value::from(["Gazette", "Herald"][number % 2]))]);
    article
}

fn speech(analyzer: &Analyzer, articles: Vec<Article>, grouping: Grouping) -> Speech {
    let mut speech = Speech::new(SpeechOptions { apart: false, grouping, texts: true });
    for article in articles {
        let analysis = analyzer.analyze(article);
        speech.add(&analysis, &analyzer.targets(&analysis));
    }
    speech
}

fn settings(analyzer: &Analyzer, names: &[&str]) -> CompareSettings {
    let names = names.iter().map(|n| (*n).to_owned()).collect();
    CompareSettings { names, ..CompareSettings::new(analyzer.scheme()) }
}

fn compared(analyzer: &Analyzer, speech: &Speech, names: &[&str], threads: usize) -> Vec<Comparison> {
    compare(&Comparing::new(speech, analyzer, settings(analyzer, names)).unwrap(), threads).unwrap()
}

#[test]
fn the_harsher_is_told_from_the_milder() {
    let analyzer = Analyzer::shipped().unwrap();
    let speech = speech(&analyzer, articles(), Grouping::Speaker);
    let found = compared(&analyzer, &speech, &["Oksana Drell", "Ana Lind", "Tor Vesk"], 1);
    assert_eq!(found.len(), 3 * analyzer.scheme().targets().len());
    let first = &found[0];
    assert_eq!(analyzer.scheme().targets()[first.column].id, "rhetoric");
    assert_eq!(first.verdict, Verdict::Harsher);
    let [drell, lind] = &first.sides;
    assert_eq!((drell.side.articles, drell.side.quotes, lind.side.articles, lind.side.quotes), (12, 24, 12, 18));
    let (low, high) = first.interval.map(|i| (i.low, i.high)).unwrap();
    assert!(low > 0.0 && low < first.difference.unwrap() && first.difference.unwrap() < high);
    assert_eq!(first.test.unwrap().family, 1, "Vesk speaks in three articles, so only one pair has a p");
    assert!(found[1..3].iter().all(|c| c.verdict == Verdict::TooLittle && c.test.is_none() && c.interval.is_none()));
    let conciliation = analyzer.scheme().target("deescalation").unwrap();
    let found = found.iter().find(|c| c.column == conciliation).unwrap();
    assert!(found.difference.unwrap() < 0.0);
    assert_eq!(found.verdict, Verdict::Harsher, "less de-escalation is harsher");
}

#[test]
fn a_pair_does_not_depend_on_threads_order_or_others() {
    let analyzer = Analyzer::shipped().unwrap();
    let speech_of = |articles| speech(&analyzer, articles, Grouping::Speaker);
    let forwards = speech_of(articles());
    let backwards = speech_of(articles().into_iter().rev().collect());
    let found = compared(&analyzer, &forwards, &["Oksana Drell", "Ana Lind"], 1);
    assert_eq!(found, compared(&analyzer, &forwards, &["Oksana Drell", "Ana Lind"], 4));
    assert_eq!(found, compared(&analyzer, &backwards, &["Oksana Drell", "Ana Lind"], 1));
    let among = compared(&analyzer, &forwards, &["Tor Vesk", "Oksana Drell", "Ana Lind"], 1);
    let pair = |c: &&Comparison| c.sides[0].side.name == "Oksana Drell";
    assert_eq!(found, among.iter().filter(pair).cloned().collect::<Vec<_>>());
    let turned = compared(&analyzer, &forwards, &["Ana Lind", "Oksana Drell"], 1);
    for (one, other) in found.iter().zip(&turned) {
        assert!((one.difference.unwrap() + other.difference.unwrap()).abs() < 1e-12);
        assert_eq!(one.test, other.test);
        assert_eq!(one.interval.map(|i| (i.low, i.high)), other.interval.map(|i| (-i.high, -i.low)));
    }
}

#[test]
fn those_with_little_text_are_drawn_to_the_common_mean() {
    let analyzer = Analyzer::shipped().unwrap();
    let speech = speech(&analyzer, articles(), Grouping::Speaker);
    let comparing = Comparing::new(&speech, &analyzer, settings(&analyzer, &["Ana Lind"])).unwrap();
    let ranking = comparing.ranking();
    let [first, second, third] = &ranking[..3] else { panic!("{ranking:?}") };
    assert_eq!((first.rank, second.rank, third.rank), (1, 2, 3));
    assert_eq!((third.side.name.as_str(), third.compared, first.compared), ("Ana Lind", true, false));
    let of = |name: &str| ranking[..3].iter().find(|r| r.side.name == name).unwrap();
    let (drell, vesk) = (of("Oksana Drell"), of("Tor Vesk"));
    assert!(vesk.weight < drell.weight && drell.weight < 1.0 && vesk.weight > 0.0, "{vesk:?} {drell:?}");
    assert!(vesk.shrunk < vesk.mean && third.shrunk > third.mean);
}

#[test]
fn copies_of_an_article_are_one_cluster() {
    let analyzer = Analyzer::shipped().unwrap();
    let mut all = articles();
    for article in &mut all {
        let wire = if article.id.as_str() < "a006" { "wire-1" } else { &article.id.clone() };
        article.extra.insert("cluster_id".to_owned(), wire.into());
    }
    let speech = speech(&analyzer, all, Grouping::Speaker);
    let found = &compared(&analyzer, &speech, &["Oksana Drell", "Ana Lind"], 1)[0];
    assert_eq!((found.sides[0].side.articles, found.sides[0].side.quotes), (7, 24));
}

#[test]
fn the_entry_a_difference_hangs_on_is_named() {
    let analyzer = Analyzer::shipped().unwrap();
    let lines = |harsh: &str, mild: &str| {
        let pair = |n: usize| [article(n, &[harsh.into()]), article(50 + n, &[mild.into()])];
        (0..8).flat_map(pair).collect::<Vec<_>>()
    };
    let all = lines("“This is an outrageous plan,” Oksana Drell said.", "“The plan is on the table,” Ana Lind said.");
    let speech = speech(&analyzer, all, Grouping::Speaker);
    let hostility = analyzer.scheme().target("hostility").unwrap();
    let found = compared(&analyzer, &speech, &["Oksana Drell", "Ana Lind"], 1);
    let found = found.iter().find(|c| c.column == hostility).unwrap();
    assert_eq!(found.verdict, Verdict::Harsher);
    let fragile = found.fragile.as_ref().unwrap();
    assert!(fragile.entry.contains("outrageous"), "{fragile:?}");
    assert!(fragile.difference.abs() < 1e-12 && fragile.verdict == Verdict::NoDifference, "{fragile:?}");
}

#[test]
fn speech_is_grouped_by_what_is_asked_for() {
    let analyzer = Analyzer::shipped().unwrap();
    let names = |grouping| {
        let speech = speech(&analyzer, articles(), grouping);
        let comparing = Comparing::new(&speech, &analyzer, settings(&analyzer, &[])).unwrap();
        let names: Vec<String> = comparing.names().map(str::to_owned).collect();
        (names, comparing.left_out().clone())
    };
    assert_eq!(names(Grouping::parse("outlet")).0, ["Herald", "Gazette"]);
    assert_eq!(names(Grouping::Kind).0, ["person"]);
    let (speakers, left) = names(Grouping::Speaker);
    assert_eq!((&speakers[..], left.few), (&["Oksana Drell".to_owned(), "Ana Lind".to_owned()][..], 1));
    assert_eq!(names(Grouping::Side).1.ungrouped, 45, "no alias table names a side");
}

#[test]
fn periods_are_compared_with_those_before() {
    let analyzer = Analyzer::shipped().unwrap();
    let speech = speech(&analyzer, articles(), Grouping::Speaker);
    let periods = |period: &str| {
        let mut settings = settings(&analyzer, &["Ana Lind"]);
        settings.period = Some(Period::parse(period).unwrap());
        let comparing = Comparing::new(&speech, &analyzer, settings).unwrap();
        let found = compare(&comparing, 1).unwrap();
        let period = |at: usize| found[0].sides[at].side.period.clone().unwrap();
        let trends: Vec<String> =
            comparing.trend(0, true).iter().take(2).map(|t| t.side.period.clone().unwrap()).collect();
        (period(0), period(1), trends)
    };
    assert_eq!(periods("month"), ("2022-02".into(), "2022-01".into(), vec!["2022-01".into(), "2022-02".into()]));
    let later = "2022-02-01..".to_owned();
    assert_eq!(periods("2022-02-01.."), (later.clone(), "before".into(), vec!["before".into(), later]));
}

#[test]
fn words_and_targets_are_told() {
    let analyzer = Analyzer::shipped().unwrap();
    // A page of speech, the weight of the prior, must be outweighed.
    let copy = |n: usize| {
        articles().into_iter().map(move |mut article| {
            article.id = format!("{n}-{}", article.id);
            article
        })
    };
    let speech = speech(&analyzer, (0..6).flat_map(copy).collect(), Grouping::Speaker);
    let comparing = Comparing::new(&speech, &analyzer, settings(&analyzer, &["Oksana Drell", "Ana Lind"])).unwrap();
    let words = tonescope::run::distinctive(&comparing, 1).unwrap();
    let liars = words.iter().find(|d| d.text == "liars").unwrap();
    assert!(liars.z > 1.96 && liars.counts == [72, 0] && liars.example.contains("liars"), "{liars:?}");
    assert!(words.iter().any(|d| d.text == "hostility.accusation" || d.text.starts_with("hostility.")), "{words:?}");
    assert!(words.iter().any(|d| d.z < 0.0));
    let term = words.iter().find(|d| d.feature == Feature::Term && d.z > 0.0 && d.text.contains("liar")).unwrap();
    assert!(term.example.contains("liars"), "{term:?}");
    let dyads = comparing.dyads();
    let torvia = dyads.iter().find(|d| d.target.as_deref() == Some("Torvia")).unwrap();
    assert_eq!((torvia.side.name.as_str(), torvia.hits, torvia.articles), ("Oksana Drell", 36, 36));
}

#[test]
fn names_that_nobody_has_are_refused() {
    let analyzer = Analyzer::shipped().unwrap();
    let speech = speech(&analyzer, articles(), Grouping::Speaker);
    let error = |name: &str| Comparing::new(&speech, &analyzer, settings(&analyzer, &[name])).unwrap_err().to_string();
    assert!(error("Rolf Brandt").contains("quoted nowhere"));
    let short = Comparing::new(&speech, &analyzer, settings(&analyzer, &["drell", "Lind"])).unwrap();
    assert_eq!(short.names().collect::<Vec<_>>(), ["Oksana Drell", "Ana Lind"]);
}
