//! Finished reports as inputs of comparisons: what is found must be what is found in the articles themselves.

#![allow(clippy::unwrap_used, reason = "a file or process that fails stops its test")]

#[path = "support/corpus.rs"]
mod corpus;

use corpus::{folder, json, names, record, records, run, said, text, tonescope};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const ALIASES: &str = "form,speaker,side\nDrell,Oksana Drell,west\nBrandt,Rolf Brandt,east\nPak,Seo-yeon Pak,east\n";

/// Two files with all that a comparison must not lose: copies and ids of the first in the second, an id twice in a row,
/// with and without quotes, quotes that nobody says, an article in another language, one without a date, failures.
fn corpus() -> TempDir {
    let mut second = records(230..280) + &records(280..330).replace("2024-03-05", "2024-04-09");
    for number in 0..8 {
        let line = "“We will answer every attack,” Tor Vesk, a spokesman for the Marland council, said.";
        second.push_str(&record(&format!("v{number}"), &format!("{line}\n\n{}", text(900 + number))));
    }
    second.push_str(&record("copy", &text(5)));
    second.push_str(&record("a3", "The ferry left.\n\n“We will never forgive the raid,” Oksana Drell said."));
    second.push_str(&record("a3", "“They are liars,” it was said.\n\nThe ferry left on time."));
    second.push_str(&record(
        "a3",
        "“They are \"liars\" and\ncriminals,” Oksana Drell, the envoy, said.\n\n“=We agree,” she said.",
    ));
    second.push_str("{\n");
    second.push_str("{\"id\": \"undated\", \"text\": \"“We will attack,” said General Rolf Brandt.\"}\n");
    let german = "Der Minister sagte am Freitag, die Gespräche seien nützlich gewesen und man werde sich bald wieder treffen, \
                  um über die Fähre, den Hafen und die Freilassung der Fischer zu reden, die seit dem Winter festgehalten \
                  werden. Die Regierung wollte sich dazu nicht äußern, auch der Rat schwieg.";
    second.push_str(&record("german", german));
    folder(&[("a.jsonl", &records(0..250)), ("b.jsonl", &second), ("aliases.csv", ALIASES)])
}

/// The page in a folder.
fn page(path: &Path, folder: &str) -> String {
    fs::read_to_string(path.join(folder).join("report.html")).unwrap()
}

/// What a command prints, whatever its exit code.
fn printed(path: &Path, arguments: &str) -> String {
    String::from_utf8(run(path, arguments).stdout).unwrap()
}

#[test]
fn reports_are_compared_as_their_articles_are() {
    let folder = corpus();
    let path = folder.path();
    said(path, "report a.jsonl -o a -q", 0);
    said(path, "report b.jsonl -o b -q --format jsonl --hits none", 3);
    let parts = ["a.jsonl b", "a b.jsonl", "a b --threads 1"];
    for (at, options) in [
        "--format terminal",
        "--format csv",
        "--format csv --table ranking --dimension escalation",
        "--format csv --table trends --change-points",
        "--format csv --table distinctive",
        "--format csv --period month",
        "--format csv --by affiliation --min-quotes 1",
        "--format csv --by kind --min-quotes 1",
        "--format csv --speakers Drell,Brandt --words --max-pairs 1",
    ]
    .into_iter()
    .enumerate()
    {
        let whole = printed(path, &format!("compare a.jsonl b.jsonl {options}"));
        assert!(whole.lines().count() > 2, "{options}: {whole}");
        for inputs in ["a b", parts[at % 3]] {
            assert!(whole == printed(path, &format!("compare {inputs} {options}")), "compare {inputs} {options}");
        }
    }
    // A report of reports is one, too.
    said(path, "report b.jsonl -o b -q --force", 3);
    said(path, "report a b -o both -q", 3);
    let table = |inputs: &str| printed(path, &format!("compare {inputs} --format csv --table distinctive"));
    assert_eq!(table("both"), table("a.jsonl b.jsonl"));
}

#[test]
fn a_folder_of_comparisons_is_the_same_but_for_dyads() {
    let folder = corpus();
    let path = folder.path();
    said(path, "report a.jsonl -o a -q", 0);
    said(path, "report b.jsonl -o b -q", 3);
    let whole = said(path, "compare a.jsonl b.jsonl -o whole", 3);
    let parts = said(path, "compare a b -o parts", 3);
    assert!(parts.contains("left out: whom words are about, which a report does not hold"), "{parts}");
    // What failed is told again: those articles are not in the comparison.
    let failure = |said: &str| said.lines().find(|l| l.contains("b.jsonl:113")).map(str::to_owned);
    assert!(failure(&whole).is_some() && failure(&whole) == failure(&parts), "{whole}\n{parts}");
    let all = names(&path.join("parts"));
    assert_eq!(all, ["comparisons.csv", "distinctive.csv", "ranking.csv", "report.html", "run.json", "trends.csv"]);
    for name in &all {
        let [whole, parts] = ["whole", "parts"].map(|f| fs::read(path.join(f).join(name)).unwrap());
        assert!(whole == parts, "{name} differs");
    }
    assert!(page(path, "parts").matches("<blockquote").count() > 5);
    // The table of an earlier comparison does not stay beside them.
    said(path, "compare a b -o whole --force", 3);
    assert_eq!(names(&path.join("whole")), names(&path.join("parts")));
    let found = printed(path, "compare a b --format json");
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert!(found["dyads"].is_null() && found["comparisons"].as_array().unwrap().len() > 3);
    assert_eq!(found["run"]["inputs"], json(&path.join("whole/run.json"))["inputs"]);
}

#[test]
fn options_that_shaped_a_report_must_be_those_of_the_comparison() {
    let folder = corpus();
    let path = folder.path();
    fs::copy(path.join("aliases.csv"), path.join("same.csv")).unwrap();
    let shaped = "--min-confidence 0.6 --aliases aliases.csv --apart --no-dedup --any-language";
    said(path, &format!("report b.jsonl -o b -q {shaped}"), 3);
    let by = "--format csv --by side --min-quotes 1 --min-confidence 0.6 --apart --no-dedup --any-language";
    let whole = printed(path, &format!("compare b.jsonl {by} --aliases aliases.csv"));
    assert!(whole.lines().count() > 2, "{whole}");
    assert_eq!(whole, printed(path, &format!("compare b {by} --aliases same.csv")));
    let all: Vec<&str> = shaped.split(" --").map(|o| o.trim_start_matches("--")).collect();
    for without in &all {
        let others = all.iter().filter(|o| *o != without);
        let options = others.fold(String::new(), |all, option| format!("{all} --{option}"));
        let stderr = said(path, &format!("compare b{options}"), 2);
        let name = without.split(' ').next().unwrap();
        let expected = format!(
            "tonescope: b: this report was written with another --{name}; give the same here, or write it again\n"
        );
        assert_eq!(stderr, expected);
    }
}

#[test]
fn what_a_report_cannot_tell_is_one_clear_error() {
    let folder = corpus();
    let path = folder.path();
    said(path, "report a.jsonl -o a -q", 0);
    said(path, "compare a -o compared", 0);
    for (arguments, message) in [
        ("compare a --by outlet", "a: a report does not hold the field outlet of its articles; name the articles"),
        ("compare a --format csv --table dyads", "a: a report does not hold whom words are about"),
        ("compare a --lexicon hostility", "a: this report was scored with other lexicons"),
        ("compare compared", "compared: found no finished report here"),
        ("compare b.jsonl a --by outlet", "a: a report does not hold the field"),
    ] {
        let stderr = said(path, arguments, 2);
        assert!(stderr.contains(message) && stderr.lines().count() == 1, "{arguments}: {stderr}");
    }
    // A damaged report is not read halfway.
    let sketches = fs::read_to_string(path.join("a/sketches.csv")).unwrap();
    fs::write(path.join("a/sketches.csv"), sketches + "more,a.jsonl,9,2,0,,more\r\n").unwrap();
    for (options, file) in [("", "a/partials.csv"), (" --words", "a/articles.csv")] {
        let output = tonescope(path, &format!("compare a{options}")).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains(file) && stderr.contains("write the report again"), "{stderr}");
    }
    let mut run = json(&path.join("a/run.json"));
    run["complete"] = false.into();
    fs::write(path.join("a/run.json"), run.to_string()).unwrap();
    assert!(said(path, "compare a", 2).contains("a: found no finished report here"));
}

#[test]
fn a_page_has_the_quotes_of_reports_in_every_format() {
    const APART: &str = " --apart --by kind --min-quotes 1";
    let folder = corpus();
    let path = folder.path();
    said(path, "report a.jsonl -o a -q --offsets utf16", 0);
    let formats = if cfg!(feature = "parquet") { &["csv --excel", "jsonl", "parquet"][..] } else { &["csv", "jsonl"] };
    for by in ["", " --by affiliation --min-quotes 1", " --by kind --min-quotes 1", " --period month", APART] {
        let apart = if by == APART { " --apart" } else { "" };
        if by == APART {
            said(path, "report a.jsonl -o a -q --force --apart", 0);
        }
        said(path, &format!("compare a.jsonl b.jsonl -o whole -q --force{by}"), 3);
        let whole = page(path, "whole");
        assert!(whole.matches("<blockquote").count() > 5 && whole.contains("<mark"), "{by}");
        for (at, format) in formats.iter().enumerate() {
            said(path, &format!("report b.jsonl -o b -q --force --format {format}{apart}"), 3);
            let inputs = ["a b", "a.jsonl b", "a b.jsonl"][at];
            let stderr = said(path, &format!("compare {inputs} -o parts -q --force{by}"), 3);
            assert!(!stderr.contains("left out") && !stderr.contains("files in"), "{stderr}");
            let parts = page(path, "parts");
            // Whom words are about no report holds.
            assert!(whole == parts, "{inputs}, {format}, {by}");
        }
    }
}

#[test]
fn a_page_says_which_quotes_and_hits_are_missing() {
    let folder = corpus();
    let path = folder.path();
    said(path, "report a.jsonl -o a -q --hits none", 0);
    said(path, "report b.jsonl -o b -q", 3);
    said(path, "compare a b -o page -q", 3);
    let both = page(path, "page");
    assert!(both.contains("In those of one report among the inputs no words are underlined"), "{both}");
    fs::remove_file(path.join("a/quotes.csv")).unwrap();
    let stderr = said(path, "compare a b -o page --force", 3);
    assert!(stderr.contains("left out: the words that set pairs apart, since a report lacks its table of quotes"));
    assert!(!path.join("page/distinctive.csv").exists());
    let one = page(path, "page");
    assert!(one.contains("Of one report among the inputs there are none: the table of quotes is missing."));
    let count = |page: &str| page.matches("<blockquote").count();
    let of_first = |page: &str| page.matches("(a5, quote").count();
    assert!(count(&one) > 0 && of_first(&both) > 0 && of_first(&one) == 0, "{one}");
    let stderr = said(path, "compare a -o none", 0);
    assert!(stderr.contains("left out: the words"), "{stderr}");
    let none = page(path, "none");
    assert!(count(&none) == 0 && none.contains("the tables of quotes are missing in the reports that are compared"));
    assert_eq!(tonescope(path, "compare a --words").output().unwrap().status.code(), Some(1));
}
