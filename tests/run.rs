//! Runs over many articles: order, bad records, interruptions, outputs that appear whole or not at all, near-duplicates,
//! and reports made of reports.

#![allow(clippy::unwrap_used, reason = "a file or process that fails stops its test")]

#[path = "support/corpus.rs"]
mod corpus;

use corpus::{assert_same, column, folder, json, names, record, records, run, said, text, tonescope};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn neither_threads_nor_the_environment_change_a_byte() {
    let folder = folder(&[("a.jsonl", &records(0..300)), ("b.jsonl", &records(250..420))]);
    let path = folder.path();
    said(path, "report a.jsonl b.jsonl -o one --threads 1 -q", 0);
    for (threads, zone, locale) in [(2, "Asia/Tokyo", "de_DE.UTF-8"), (16, "America/St_Johns", "C")] {
        let mut command = tonescope(path, &format!("report a.jsonl b.jsonl -o many --force -q --threads {threads}"));
        assert!(command.env("TZ", zone).env("LC_ALL", locale).status().unwrap().success());
        assert_same(&path.join("one"), &path.join("many"));
    }
    for format in ["jsonl", "json", "csv --unit articles", "csv --unit speakers", "terminal"] {
        let of = |threads: u32| {
            let arguments = format!("score a.jsonl b.jsonl -q --format {format} --threads {threads}");
            run(path, &arguments).stdout
        };
        let one = of(1);
        assert!(one.len() > 10_000, "{format}");
        assert!(one == of(2) && one == of(16), "--format {format} differs from one thread to many");
    }
}

#[test]
fn a_bad_record_is_one_line_and_one_row() {
    let mut lines: Vec<String> = records(0..60).lines().map(str::to_owned).collect();
    lines[9] = "{".into();
    lines[29] = r#"{"id": "x", "text": 5}"#.into();
    lines[49] = r#"{"id": "y", "text": " "}"#.into();
    let folder = folder(&[("a.jsonl", &lines.join("\n"))]);
    let path = folder.path();
    let stderr = said(path, "report a.jsonl missing.txt -o out", 3);
    let starts: Vec<&str> = stderr.lines().filter_map(|l| l.strip_prefix("tonescope: ")).collect();
    for (line, start) in starts.iter().zip(["a.jsonl:10: ", "a.jsonl:30: ", "a.jsonl:50: ", "missing.txt: "]) {
        assert!(line.starts_with(start), "{line}");
    }
    assert_eq!(starts.len(), 5);
    assert!(starts[4].starts_with("57 articles, 114 quotes,") && starts[4].contains(" 4 failed; 15 files in out; "));
    let errors = path.join("out/errors.csv");
    assert_eq!(column(&errors, "path"), ["a.jsonl", "a.jsonl", "a.jsonl", "missing.txt"]);
    assert_eq!(column(&errors, "line"), ["10", "30", "50", ""]);
    let run = json(&path.join("out/run.json"));
    let counts = &run["counts"];
    assert_eq!(
        (&counts["read"], &counts["articles"], &counts["failed"], &counts["skipped"]),
        (&61.into(), &57.into(), &4.into(), &0.into())
    );
    assert_eq!(column(&path.join("out/articles.csv"), "article_id").len(), 57);
    assert_eq!(said(path, "report a.jsonl -o quiet -q", 3).lines().count(), 3);
}

#[test]
fn a_strict_run_stops_at_the_first_error() {
    let folder = folder(&[("a.jsonl", &format!("{}{{\n{}", records(0..3), records(3..9)))]);
    let path = folder.path();
    for arguments in ["report a.jsonl -o out --strict", "score a.jsonl -o out --strict --format jsonl"] {
        let stderr = said(path, arguments, 1);
        assert!(stderr.starts_with("tonescope: a.jsonl:4: found invalid JSON"), "{stderr}");
        assert_eq!(stderr.lines().count(), 1);
        assert_eq!(names(path), ["a.jsonl"], "{arguments} left something");
    }
}

#[test]
fn ids_that_stand_twice_are_warned_of_and_kept() {
    let twice = format!("{}{}", records(0..4), record("a1", &text(77)));
    let folder = folder(&[("a.jsonl", &twice), ("b.jsonl", &records(2..3))]);
    let path = folder.path();
    let stderr = said(path, "report a.jsonl b.jsonl -o out", 0);
    let lines: Vec<&str> = stderr.lines().collect();
    assert_eq!(lines[0], "tonescope: a.jsonl:5: the id \"a1\" stands already at a.jsonl:2; both articles are kept");
    assert_eq!(lines[1], "tonescope: b.jsonl:1: the id \"a2\" stands already at a.jsonl:3; both articles are kept");
    assert_eq!(column(&path.join("out/articles.csv"), "article_id"), ["a0", "a1", "a2", "a3", "a1", "a2"]);
    let run = json(&path.join("out/run.json"));
    assert_eq!(run["duplicate_ids"]["count"], 2);
    assert_eq!(run["duplicate_ids"]["first"][0]["first"], "a.jsonl:2");
    assert!(
        said(path, "score b.jsonl b.jsonl --format jsonl", 0)
            .contains("b.jsonl:1: the id \"a2\" stands already at b.jsonl:1;")
    );
    // Many are counted, not told one by one.
    fs::write(path.join("c.jsonl"), records(0..30)).unwrap();
    let stderr = said(path, "report c.jsonl c.jsonl -o many", 0);
    assert_eq!(stderr.matches("stands already").count(), 20);
    assert!(stderr.contains("10 more articles have the id of an earlier one"));
    assert_eq!(said(path, "report c.jsonl c.jsonl -o many --force -v", 0).matches("stands already").count(), 30);
}

#[test]
fn near_duplicates_share_a_cluster() {
    let mut all = records(0..8);
    for number in 0..8 {
        // Wire copies: another lead, the tail cut.
        let copy = text(number).replacen("“", "PORT ELNA – On Tuesday: “", 1);
        let end = copy.match_indices(' ').nth_back(9).unwrap().0;
        all += &record(&format!("copy{number}"), &copy[..end]);
    }
    let folder = folder(&[("a.jsonl", &all)]);
    let path = folder.path();
    let stderr = said(path, "report a.jsonl -o out", 0);
    assert!(stderr.contains("16 articles (8 of them copies)"), "{stderr}");
    let clusters = column(&path.join("out/articles.csv"), "cluster_id");
    let expected: Vec<String> = (0..16).map(|n| format!("a{}", n % 8)).collect();
    assert_eq!(clusters, expected);
    assert_eq!(json(&path.join("out/run.json"))["counts"]["copies"], 8);
    let speakers = path.join("out/speakers.csv");
    let count = |name| -> Vec<u64> { column(&speakers, name).iter().map(|c| c.parse().unwrap()).collect() };
    let (articles, clustered) = (count("articles"), count("clusters"));
    assert!(
        articles.iter().zip(&clustered).any(|(a, c)| a > c) && articles.iter().zip(&clustered).all(|(a, c)| a >= c)
    );
    assert_eq!(
        column(&path.join("out/partials.csv"), "cluster_id").iter().filter(|c| c.starts_with("copy")).count(),
        0
    );

    said(path, "report a.jsonl -o out --force --no-dedup", 0);
    assert_eq!(
        column(&path.join("out/articles.csv"), "cluster_id"),
        column(&path.join("out/articles.csv"), "article_id")
    );
    assert_eq!(column(&speakers, "articles"), column(&speakers, "clusters"));
    let printed = String::from_utf8(run(path, "score a.jsonl --format csv --unit articles").stdout).unwrap();
    assert_eq!(printed.lines().last().unwrap().rsplit(',').next(), Some("a7"));
}

#[test]
fn the_report_of_two_reports_is_that_of_all_their_inputs() {
    let copy = text(3).replacen("“", "HALVERN – “", 1);
    let second = format!("{}not a record\n{}{}", records(100..160), record("copy", &copy), record("a5", &text(500)));
    let folder = folder(&[("a.jsonl", &records(0..90)), ("b.jsonl", &second)]);
    let path = folder.path();
    said(path, "report a.jsonl -o a", 0);
    said(path, "report b.jsonl -o b", 3);
    said(path, "report a.jsonl b.jsonl -o both", 3);
    let stderr = said(path, "report a b -o merged", 3);
    assert!(stderr.starts_with("tonescope: b.jsonl:63: the id \"a5\" stands already at a.jsonl:6;"), "{stderr}");
    assert_same(&path.join("both"), &path.join("merged"));
    let clusters = column(&path.join("merged/articles.csv"), "cluster_id");
    assert_eq!(clusters[clusters.len() - 2..], ["a3", "a5"]);
    // A merged report is a report.
    said(path, "report merged -o again", 3);
    assert_same(&path.join("merged"), &path.join("again"));
    let page = fs::read_to_string(path.join("merged/report.html")).unwrap();
    for words in ["A large run", "Inputs that could not be read", "<section id=\"comparison\"", "class=\"why\""] {
        assert!(page.contains(words), "no {words}");
    }

    for (arguments, message) in [
        ("report a b.jsonl -o c", "others of the inputs are articles"),
        ("report a b -o a --force", "one of the reports to be merged"),
        ("report a b -o merged", "already holds a report"),
        ("report a b -o c --lexicon hostility", "scored with other lexicons"),
    ] {
        let stderr = said(path, arguments, 2);
        assert!(stderr.contains(message), "{arguments}: {stderr}");
    }
    said(path, "report b.jsonl -o b --force --hits all", 3);
    assert!(said(path, "report a b -o c", 2).contains("b: this report was written with other options"));
}

#[test]
fn the_page_of_small_reports_merged_has_their_articles() {
    let folder = folder(&[("a.jsonl", &records(0..3)), ("b.jsonl", &records(3..6))]);
    let path = folder.path();
    let page = |out: &str| fs::read_to_string(path.join(out).join("report.html")).unwrap();
    let report = |arguments: &str, out: &str| {
        said(path, &format!("report {arguments} -o {out} -q --offsets utf16 --excel"), 0);
        page(out)
    };
    for (arguments, out) in [("a.jsonl", "a"), ("b.jsonl", "b"), ("a.jsonl b.jsonl", "both"), ("a b", "merged")] {
        report(arguments, out);
    }
    let whole = page("both");
    assert!(whole.contains("<section id=\"articles\"") && !whole.contains("not shown in full"));
    assert!(whole == page("merged"), "a merged report has the page of a whole one");

    let says_why = |page: &str, why: &str| {
        assert!(!page.contains("<section id=\"articles\""));
        assert!(page.contains("Articles are not shown in full: ") && page.contains(why), "{why}");
    };
    says_why(&report("a b --min-confidence 0.5", "other"), "written with other --min-confidence");
    fs::write(path.join("b.jsonl"), records(4..7)).unwrap();
    says_why(&report("a b", "changed"), "have changed since");
    fs::write(path.join("b.jsonl"), records(0..60)).unwrap();
    says_why(&report("a b", "grown"), "have changed since");
    fs::remove_file(path.join("b.jsonl")).unwrap();
    let merged = report("a b", "gone");
    says_why(&merged, "b.jsonl, which one of the merged reports was made of, is not at hand");

    // The same quotes with the same words underlined and explained; those that rules cancelled are not in hits.csv.
    let section = |page: &str| {
        let from = page.find("<section id=\"quotes\"").unwrap();
        page[from..].split_inclusive("</section>").next().unwrap().to_owned()
    };
    let explained = |page: &str| section(page).matches("role=\"tooltip\"").count();
    assert!(explained(&merged) > 5);
    assert!(explained(&whole) >= explained(&merged));
    assert_eq!(section(&whole).matches("<blockquote").count(), section(&merged).matches("<blockquote").count());
}

#[test]
fn a_report_compares_as_compare_does() {
    let copy = text(3).replacen("“", "HALVERN – “", 1);
    let with_cluster = r#"{"id":"x","date":"2024-04-01","cluster_id":"k","text":"“We will attack,” Ingrid von der Hoek said. “They must not … hesitate.”"}"#;
    let all = format!("{}{}{with_cluster}\n{with_cluster}\n", records(0..150), record("copy", &copy));
    let folder = folder(&[("a.jsonl", &all)]);
    let path = folder.path();
    for apart in ["", " --apart"] {
        said(path, &format!("report a.jsonl -o report -q --force{apart}"), 0);
        said(path, &format!("compare a.jsonl -o compare --force{apart}"), 0);
        for name in ["comparisons.csv", "ranking.csv", "distinctive.csv"] {
            let [one, other] = ["report", "compare"].map(|f| fs::read_to_string(path.join(f).join(name)).unwrap());
            assert!(one == other, "{name} differs");
            assert!(!apart.is_empty() || one.lines().count() > 10, "{name}: {one}");
        }
        let [one, other] = ["report", "compare"].map(|f| fs::read_to_string(path.join(f).join("trends.csv")).unwrap());
        let (header, rows) = other.split_once('\n').unwrap();
        assert!(one.starts_with(header) && one.ends_with(rows), "months differ");
        let pages = ["report", "compare"].map(|f| fs::read_to_string(path.join(f).join("report.html")).unwrap());
        // The words that set two apart stand in the same contexts.
        let words = |page: &str| {
            let part = page.split_once("<h3 id=\"words\">").map_or("", |(_, part)| part);
            part.split("</section>").next().unwrap().to_owned()
        };
        assert!(words(&pages[0]) == words(&pages[1]), "words differ");
        assert!(!apart.is_empty() || words(&pages[1]).matches("<details class=\"kwic\">").count() > 10);
        // Whoever is compared has as many quotes there.
        let quotes = |page: &str| -> std::collections::BTreeMap<String, usize> {
            let speakers = page.split("<details class=\"speaker\"").skip(1);
            let name = |part: &str| part.split_once("<bdi>").unwrap().1.split("</bdi>").next().unwrap().to_owned();
            speakers.map(|part| (name(part), part.matches("<blockquote").count())).collect()
        };
        let [all, compared] = [quotes(&pages[0]), quotes(&pages[1])];
        assert!(!apart.is_empty() || compared.len() > 3 && compared.values().all(|count| *count > 0), "{compared:?}");
        for (name, count) in compared.iter().filter(|_| apart.is_empty()) {
            assert_eq!(all.get(name), Some(count), "{name}");
        }
    }
    let page = fs::read_to_string(path.join("compare/report.html")).unwrap();
    for id in ["overview", "speakers"] {
        assert!(page.contains(&format!("<section id=\"{id}\"")), "no {id}");
    }
}

#[test]
fn partials_add_up_to_the_speakers() {
    use tonescope::aggregate::SpeakerRow;
    let folder = folder(&[("a.jsonl", &records(0..50))]);
    let path = folder.path();
    said(path, "report a.jsonl -o out --no-dedup -q", 0);
    let partials = tonescope::run::partials::read(&path.join("out")).unwrap();
    let rhetoric = partials.targets().iter().position(|t| t == "rhetoric").unwrap();
    let mut rows: std::collections::BTreeMap<(String, String), SpeakerRow> = std::collections::BTreeMap::new();
    for partial in partials.map(Result::unwrap) {
        assert_eq!(partial.cluster_id, partial.article_id);
        let key = (partial.speaker_id.clone(), partial.scope.clone());
        match rows.get_mut(&key) {
            Some(row) => row.merge(partial.into()),
            None => drop(rows.insert(key, partial.into())),
        }
    }
    let speakers = path.join("out/speakers.csv");
    let mut written: Vec<_> =
        column(&speakers, "speaker_id").into_iter().zip(column(&speakers, "rhetoric_score")).collect();
    let score = |row: &SpeakerRow| format!("{:.4}", row.sums[rhetoric].mean().unwrap());
    let mut added: Vec<_> = rows.values().map(|row| (row.id.clone(), score(row))).collect();
    written.sort();
    added.sort();
    assert_eq!(added, written);
    assert!(tonescope::run::partials::read(path).is_err());
}

#[test]
fn what_is_not_tonescopes_own_is_never_overwritten() {
    let folder = folder(&[("a.jsonl", &records(0..5)), ("b.jsonl", &records(5..6))]);
    let path = folder.path();
    fs::create_dir(path.join("out")).unwrap();
    fs::write(path.join("out/quotes.csv"), "mine").unwrap();
    assert!(said(path, "report a.jsonl -o out --force", 2).contains("a file quotes.csv that no report wrote"));
    assert_eq!(fs::read_to_string(path.join("out/quotes.csv")).unwrap(), "mine");

    said(path, "report a.jsonl -o rep", 0);
    assert!(said(path, "report a.jsonl -o rep", 2).contains("already holds a report"));
    fs::write(path.join("rep/hits.csv"), records(0..5)).unwrap();
    let stderr = said(path, "report rep/hits.csv --input-format jsonl -o rep --force", 2);
    assert!(stderr.contains("rep/hits.csv: this is an input"), "{stderr}");
    assert!(path.join("rep/run.json").exists());

    // A report without hits leaves none of the earlier one behind, and none of other people's files goes.
    fs::write(path.join("rep/notes.txt"), "mine").unwrap();
    said(path, "report b.jsonl -o rep --force --hits none", 0);
    assert!(!path.join("rep/hits.csv").exists() && path.join("rep/notes.txt").exists());
    assert_eq!(column(&path.join("rep/articles.csv"), "article_id"), ["a5"]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::os::unix::fs::FileTypeExt;
    use std::process::{Child, ChildStdin, Stdio};
    use std::time::{Duration, Instant};

    const CHECKPOINT: &str = "out/.tonescope-unfinished/checkpoint.json";

    fn kill(child: &Child, signal: &str) {
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    }

    /// A report over standard input that has read `text` and waits for more.
    fn started(path: &Path, arguments: &str, text: &str) -> (Child, ChildStdin) {
        let mut command = tonescope(path, arguments);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A run that refuses its task reads none of it.
        let _ = stdin.write_all(text.as_bytes());
        (child, stdin)
    }

    fn wait_until(ready: impl Fn() -> bool) {
        let start = Instant::now();
        while !ready() {
            assert!(start.elapsed() < Duration::from_secs(60), "it never came so far");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn ended(mut child: Child) -> (Option<i32>, String) {
        let mut said = String::new();
        if let Some(mut stdout) = child.stdout.take() {
            std::io::copy(&mut stdout, &mut std::io::sink()).unwrap();
        }
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (child.wait().unwrap().code(), said)
    }

    fn fed(path: &Path, arguments: &str, text: &str) -> (Option<i32>, String) {
        let (child, stdin) = started(path, arguments, text);
        drop(stdin);
        ended(child)
    }

    /// Everything that a run meets: failures, duplicate ids and copies on both sides of the checkpoint.
    fn everything() -> String {
        let mut lines: Vec<String> = records(0..1_900).lines().map(str::to_owned).collect();
        for bad in [10, 990, 1_500] {
            lines[bad] = "{".into();
        }
        for again in [500, 1_100, 1_600] {
            records(3..4).trim_end().clone_into(&mut lines[again]);
        }
        lines.join("\n") + "\n"
    }

    #[test]
    fn a_killed_run_goes_on_to_the_same_bytes() {
        let folder = folder(&[]);
        let path = folder.path();
        let whole = everything();
        let at = whole.match_indices('\n').nth(1_700).unwrap().0 + 1;
        assert_eq!(fed(path, "report - -o whole -q --threads 1", &whole).0, Some(3));
        for (signal, threads) in [("-KILL", 2), ("-INT", 3), ("-TERM", 1)] {
            let arguments = format!("report - -o out --threads {threads}");
            let (child, stdin) = started(path, &arguments, &whole[..at]);
            wait_until(|| path.join(CHECKPOINT).exists());
            kill(&child, signal);
            let (code, stderr) = ended(child);
            drop(stdin);
            if signal != "-KILL" {
                assert_eq!(code, Some(130), "{stderr}");
                assert!(stderr.contains("interrupted; ") && stderr.contains("--resume to go on"), "{stderr}");
            }
            assert_eq!(names(&path.join("out")), [".tonescope-unfinished"]);
            // Other options or inputs are refused, and nothing is lost.
            let (code, stderr) = fed(path, &format!("{arguments} --resume --hits all"), &whole);
            assert!(code == Some(2) && stderr.contains("other inputs, options or lexicons"), "{stderr}");
            let (code, stderr) = fed(path, &format!("{arguments} --resume"), &records(5..1_900));
            assert!(code == Some(2) && stderr.contains("not those of the interrupted run"), "{stderr}");
            // So are files that were altered since.
            let table = path.join(CHECKPOINT).with_file_name("quotes.csv");
            let kept = fs::read(&table).unwrap();
            fs::write(&table, [b"x", &kept[1..]].concat()).unwrap();
            let (code, stderr) = fed(path, &format!("{arguments} --resume"), &whole);
            assert!(code == Some(2) && stderr.contains("quotes.csv: the file is not what it was"), "{stderr}");
            fs::write(&table, kept).unwrap();
            let (code, stderr) = fed(path, &format!("{arguments} --resume"), &whole);
            assert_eq!(code, Some(3), "{stderr}");
            assert!(stderr.contains("going on behind 9") || stderr.contains("going on behind 1"), "{stderr}");
            assert_same(&path.join("whole"), &path.join("out"));
            fs::remove_dir_all(path.join("out")).unwrap();
        }
        // Without --resume an interrupted run is begun anew.
        let (child, stdin) = started(path, "report - -o out", &whole[..at]);
        wait_until(|| path.join(CHECKPOINT).exists());
        kill(&child, "-KILL");
        ended(child);
        drop(stdin);
        assert_eq!(fed(path, "report - -o out -q", &whole).0, Some(3));
        assert_same(&path.join("whole"), &path.join("out"));
    }

    #[test]
    fn a_run_in_another_format_goes_on_likewise() {
        let folder = folder(&[]);
        let path = folder.path();
        let whole = records(0..1_200);
        let at = whole.match_indices('\n').nth(1_100).unwrap().0 + 1;
        assert_eq!(fed(path, "report - -o whole -q --format jsonl", &whole).0, Some(0));
        let (child, stdin) = started(path, "report - -o out --format jsonl", &whole[..at]);
        wait_until(|| path.join(CHECKPOINT).exists());
        kill(&child, "-KILL");
        ended(child);
        drop(stdin);
        let (code, stderr) = fed(path, "report - -o out --resume", &whole);
        assert!(code == Some(2) && stderr.contains("other inputs, options or lexicons"), "{stderr}");
        // What ends it while the end is written is no reason to read everything again.
        let in_the_way = path.join(CHECKPOINT).with_file_name("comparisons.csv");
        fs::create_dir(&in_the_way).unwrap();
        let (code, stderr) = fed(path, "report - -o out --resume --format jsonl", &whole);
        assert!(
            code != Some(0) && stderr.contains("comparisons.csv") && stderr.contains("--resume to go on"),
            "{stderr}"
        );
        fs::remove_dir(&in_the_way).unwrap();
        let (code, stderr) = fed(path, "report - -o out --resume --format jsonl", &whole);
        assert!(code == Some(0) && stderr.contains("going on behind 1000"), "{stderr}");
        assert_same(&path.join("whole"), &path.join("out"));
    }

    #[test]
    fn an_interrupted_run_leaves_nothing() {
        let folder = folder(&[]);
        let path = folder.path();
        for (arguments, signal) in [
            ("report - -o out --threads 1", "-INT"),
            ("report - -o out --threads 2", "-TERM"),
            ("score - -o out.csv --format csv --threads 1", "-INT"),
            ("score - --format jsonl --threads 2", "-INT"),
        ] {
            let (mut child, stdin) = started(path, arguments, &records(0..200));
            // Something is written once signals are listened to.
            if arguments.contains(" -o ") {
                wait_until(|| !names(path).is_empty());
            } else {
                child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
            }
            kill(&child, signal);
            let (code, stderr) = ended(child);
            drop(stdin);
            assert_eq!((code, stderr.as_str()), (Some(130), "tonescope: interrupted\n"), "{arguments}");
            assert!(names(path).is_empty(), "{arguments} left {:?}", names(path));
        }
    }

    #[test]
    fn an_earlier_report_stands_until_the_new_one_is_whole() {
        let folder = folder(&[("a.jsonl", &records(0..20))]);
        let path = folder.path();
        said(path, "report a.jsonl -o out -q", 0);
        said(path, "report a.jsonl -o before -q", 0);
        let (child, stdin) = started(path, "report - -o out --force", &records(50..70));
        wait_until(|| path.join("out/.tonescope-unfinished").exists());
        kill(&child, "-INT");
        assert_eq!(ended(child).0, Some(130));
        drop(stdin);
        assert_same(&path.join("before"), &path.join("out"));
    }

    #[test]
    fn a_full_disk_is_one_clear_line() {
        let folder = folder(&[("a.jsonl", &records(0..200))]);
        let path = folder.path();
        let stderr = said(path, "score a.jsonl --format jsonl -o /dev/full", 1);
        assert_eq!(stderr, "tonescope: /dev/full: No space left on device (os error 28)\n");
        assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device(), "the device was replaced");
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output =
            tonescope(path, "score a.jsonl --format csv").stdout(full).stderr(Stdio::piped()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(stderr, "tonescope: cannot write to standard output: No space left on device (os error 28)\n");
        // Files may not grow beyond 32 blocks, as on a disk that is full.
        let script =
            format!("trap '' XFSZ; ulimit -f 32; exec {} report a.jsonl -o out", env!("CARGO_BIN_EXE_tonescope"));
        let output = Command::new("bash").args(["-c", &script]).current_dir(path).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.starts_with("tonescope: out/") && stderr.contains("File too large"), "{stderr}");
        assert_eq!((stderr.lines().count(), names(path)), (1, vec!["a.jsonl".to_owned()]));
    }

    #[test]
    fn a_reader_that_has_seen_enough_is_no_error() {
        let folder = folder(&[("a.jsonl", &records(0..400))]);
        for format in ["jsonl", "csv", "json", "terminal"] {
            let mut command = tonescope(folder.path(), &format!("score a.jsonl --threads 2 --format {format}"));
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut line = String::new();
            let mut stdout = BufReader::with_capacity(64, child.stdout.take().unwrap());
            if format == "json" {
                stdout.fill_buf().unwrap();
            } else {
                stdout.read_line(&mut line).unwrap();
            }
            drop(stdout);
            assert_eq!(ended(child), (Some(0), String::new()), "--format {format}");
        }
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = folder(&[("a.jsonl", &records(0..3)), ("real.csv", "old")]);
        let path = folder.path();
        std::os::unix::fs::symlink("real.csv", path.join("link.csv")).unwrap();
        said(path, "score a.jsonl --format csv -o link.csv", 0);
        assert!(fs::symlink_metadata(path.join("link.csv")).unwrap().is_symlink());
        assert!(fs::read_to_string(path.join("real.csv")).unwrap().starts_with("article_id,"));
        std::os::unix::fs::symlink("a.jsonl", path.join("input.csv")).unwrap();
        assert!(said(path, "score a.jsonl --format csv -o input.csv", 2).contains("inputs are never overwritten"));
    }
}

#[test]
fn inputs_are_recorded_as_they_were_named() {
    let folder = folder(&[("a.jsonl", &records(0..2))]);
    said(folder.path(), "report a.jsonl -o out -q", 0);
    let run = json(&folder.path().join("out/run.json"));
    let path: PathBuf = run["inputs"][0]["path"].as_str().unwrap().into();
    assert_eq!(path, Path::new("a.jsonl"));
    let files: Vec<&str> = run["files"].as_array().unwrap().iter().filter_map(|f| f.as_str()).collect();
    let mut all = names(&folder.path().join("out"));
    all.retain(|name| name != "run.json");
    assert_eq!(files, all);
}
