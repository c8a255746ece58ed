//! The page of a report: nothing from outside becomes markup, nothing is loaded, its numbers are those of the CSV.

#![allow(clippy::unwrap_used, reason = "a page that cannot be read stops its test")]

mod support;

use base64::Engine;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;
use support::ANALYZER;
use tonescope::aggregate::{Context, SpeakerTable};
use tonescope::report::html::{
    Comparison, Estimate, Facts, InputRow, Page, Pair, PairWords, Point, Quoting, Rank, Ranking, Series, Standing,
    Trends, Word,
};
use tonescope::report::{ErrorRow, Totals, speaker_columns};
use tonescope::span::OffsetUnit;
use tonescope::{Analyzer, Article, Lexicon};

/// What no markup may be made of.
const EVIL: &str =
    "\"><script>alert('1')</script><img src=x onerror=alert(2)> ]]> --> &amp; \u{0}\u{8}\u{202E}\u{FFFF}";

/// Every attribute that the program writes.
const ATTRIBUTES: &str = "aria-describedby aria-hidden aria-label aria-labelledby aria-pressed aria-sort autocomplete class cx \
    cy d data-a data-b data-choose data-csv data-filter data-filters data-kind data-label data-name data-panels data-side datetime dir \
    height hidden href id min open points r role scope tabindex text-anchor type value viewBox \
    width x x1 x2 y y1 y2";

fn page_of(analyzer: &Analyzer, articles: Vec<Article>, mut facts: Facts) -> (String, SpeakerTable) {
    let mut speakers = SpeakerTable::default();
    let mut page = Page::new(analyzer, false, OffsetUnit::CodePoint);
    for article in articles {
        let analysis = analyzer.analyze(article);
        facts.totals.add(&analysis);
        speakers.add(&analysis);
        page.add(&analysis);
    }
    facts.totals.speakers = speakers.len() as u64;
    (page.finish(&facts, &speakers), speakers)
}

fn shipped(articles: Vec<Article>) -> (String, SpeakerTable) {
    page_of(&ANALYZER, articles, Facts::default())
}

/// An analyzer with a dimension of its own.
fn populism() -> Analyzer {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lexicon/populism");
    Analyzer::new([Lexicon::load(&folder).unwrap()]).unwrap()
}

/// The articles of the tests, each with its file's name.
fn articles() -> Vec<Article> {
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        Article::new(name, std::fs::read_to_string(&path).unwrap())
    };
    support::files("tests/articles", "txt").into_iter().map(read).collect()
}

/// A corpus with so many speakers, two in each article.
fn corpus(articles: usize, speakers: usize) -> Vec<Article> {
    let says = ["We will sink any ship that crosses the line", "We offer talks and trust them", "The ferry runs again"];
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    let name = |n: usize| format!("Rolf Bran{}{}t", letter(n / 26), letter(n));
    let one = |at: usize| {
        let (first, second) = (name(at % speakers), name((at * 7 + 1) % speakers));
        let (a, b) = (says[at % 3], says[(at + 1) % 3]);
        Article::new(format!("article-{at}"), format!("“{a},” {first} said on Monday.\n\n“{b},” {second} said."))
    };
    (0..articles).map(one).collect()
}

/// The values of an attribute.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    page.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    let rest = &page[page.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len()..];
    &rest[..rest.find(end).unwrap_or_else(|| panic!("no {end}"))]
}

/// The markup with a line for each element, so that a snapshot can be read.
fn lines(markup: &str) -> String {
    let breaks =
        ["<section", "<h2", "<h3", "<h4", "<p", "<div", "<details", "<summary", "<article", "<table", "<tr", "<li"];
    let more =
        ["<td", "<th ", "<mark", "</section", "</table", "</article", "<blockquote", "<dt", "<span class=\"why\""];
    breaks.iter().chain(&more).fold(markup.to_owned(), |text, tag| text.replace(tag, &format!("\n{tag}")))
}

/// All sections, with text from outside in every field.
fn evil_facts() -> Facts {
    let evil = || EVIL.to_owned();
    let estimate = Estimate { value: 0.2, interval: Some([-0.1, 0.5]) };
    let context = Context { article: evil(), speaker: evil(), parts: [evil(), evil(), evil()] };
    let word = Word { feature: evil(), text: evil(), z: 3.0, counts: [4, 1], example: evil(), contexts: vec![context] };
    let pair = Pair {
        names: [evil(), evil()],
        difference: Some(estimate),
        verdict: evil(),
        note: Some(evil()),
        ..Pair::default()
    };
    let point = |period: &str| Point { period: period.into(), score: estimate, articles: 3, shift: Some(0.1) };
    Facts {
        errors: vec![ErrorRow { path: Some(evil()), line: Some(3), message: evil() }],
        inputs: vec![InputRow { path: evil(), sha256: evil(), ..InputRow::default() }],
        comparison: Some(Comparison {
            noun: evil(),
            columns: vec![([evil(), evil()], vec![pair.clone()]), ([evil(), evil()], vec![pair.clone()])],
            others: vec![(evil(), pair)],
            words: vec![
                PairWords { names: [evil(), "b".into()], words: [vec![word.clone()], vec![word.clone()]] },
                PairWords { names: [evil(), "c".into()], words: [vec![word], Vec::new()] },
            ],
            sampled: Some([1, 2]),
            left_out: vec![evil()],
        }),
        trends: Some(Trends {
            columns: vec![(
                [evil(), evil()],
                vec![Series { name: evil(), points: vec![point(EVIL), point("2024-03")] }],
            )],
            overall: true,
        }),
        ..Facts::default()
    }
}

/// The page of a comparison, with text from outside in every field.
fn evil_comparison() -> String {
    let standing = Standing { rank: 1, mean: Estimate { value: 0.1, interval: None }, drawn: 0.1 };
    let standings = vec![Some(standing), Some(standing)];
    let rank = Rank { name: EVIL.into(), kind: EVIL.into(), standings, quoted: Some(0), ..Rank::default() };
    let columns = ["rhetoric", EVIL].map(|label| [label.to_owned(), label.to_owned()]);
    let ranking = Ranking { noun: EVIL.into(), columns: columns.into(), rows: vec![rank], of: 2 };
    let quoted = vec![Quoting { name: EVIL.into(), quotes: 1, ..Quoting::default() }];
    compared_page(&Facts { ranking: Some(ranking), quoted, unquoted: 1, ..evil_facts() })
}

fn compared_page(facts: &Facts) -> String {
    Page::new(&ANALYZER, false, OffsetUnit::default()).finish_comparison(facts)
}

#[test]
fn a_small_article_reads_like_this() {
    // With a lexicon of the tests, so that work on the shipped ones does not move it.
    let text = "Envoy speaks\n\nMay 3, 2024\n\n“The corrupt elite has betrayed the people,” General Rolf Brandt said. \
                “They will not win.”\n\nOksana Drell said the so-called elites were gone.";
    let (page, _) = page_of(&populism(), vec![Article::new("envoy", text)], Facts::default());
    insta::assert_snapshot!(lines(between(&page, "<body>", "<section id=\"overview\"")));
}

#[test]
fn nothing_from_outside_becomes_markup() {
    let text = format!("“We will attack {EVIL} them,” Rolf Brandt said.\n\n{EVIL} \u{5E9}\u{5DC}\u{5D5}\u{5DD}");
    let mut article = Article::new(EVIL, text);
    article.path = EVIL.into();
    article.title = Some(EVIL.into());
    article.date = Some(EVIL.into());
    let other = Article::new("other", "“We will attack,” Oksana Drell said.");
    nothing_evil(&page_of(&ANALYZER, vec![article, other], evil_facts()).0);
    nothing_evil(&evil_comparison());
}

fn nothing_evil(page: &str) {
    assert_eq!(page.matches("<script").count(), 1, "only the page's own script");
    assert_eq!(page.matches("</script").count(), 1);
    let body = between(page, "<body>", "<script>");
    assert!(!body.contains("<img") && body.contains("&lt;img src=x onerror=alert(2)&gt;"));
    assert!(!body.contains("]]>") && !body.contains("-->"));
    assert!(!body.contains(['\u{0}', '\u{8}', '\u{202E}', '\u{FFFF}']));
    // An escape that failed would show other attributes.
    for tag in body.split('<').skip(1).map(|t| t.split('>').next().unwrap()) {
        let names = tag.split('"').step_by(2).flat_map(str::split_whitespace).filter(|w| !w.starts_with('/'));
        for name in names.map(|n| n.trim_end_matches('=')).skip(1) {
            assert!(ATTRIBUTES.split(' ').any(|a| a == name), "{name:?} in <{tag}>");
        }
    }
}

#[test]
fn only_its_own_blocks_run_and_nothing_is_loaded() {
    let compared = Facts { ranking: Some(Ranking::default()), ..Facts::default() };
    for page in [shipped(articles()).0, compared_page(&compared)] {
        only_its_own_blocks(&page);
    }
}

fn only_its_own_blocks(page: &str) {
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"").replace("&#39;", "'");
    let hash = |block: &str| {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(block.as_bytes()));
        format!("'sha256-{hash}'")
    };
    let style = hash(between(page, "<style>", "</style>"));
    let script = hash(between(page, "<script>", "</script>"));
    let expected =
        format!("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'");
    assert_eq!(policy, expected);
    for scheme in ["http:", "https:", "url(", "@import", "src=", " style=", " onclick="] {
        assert!(!page.contains(scheme), "{scheme} stands in the page");
    }
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_one() {
    let pages = [shipped(articles()).0, shipped(corpus(40, 10)).0, page_of(&ANALYZER, articles(), evil_facts()).0];
    for page in pages.into_iter().chain([evil_comparison()]) {
        let body = between(&page, "<body>", "<script>");
        let ids = attributes(body, "id");
        let set: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), set.len(), "an id stands twice");
        for link in attributes(body, "href") {
            assert!(link.strip_prefix('#').is_some_and(|id| set.contains(id)), "{link} leads nowhere");
        }
        for list in attributes(body, "aria-describedby").into_iter().chain(attributes(body, "aria-labelledby")) {
            assert!(set.contains(list), "{list} names nothing");
        }
    }
}

#[test]
fn the_speakers_have_the_numbers_of_the_csv() {
    let mut all = articles();
    all.extend(corpus(60, 4));
    let (page, speakers) = shipped(all);
    let columns = speaker_columns(ANALYZER.scheme());
    let table = between(&page, "<table id=\"speaker-table\"", "</table>");
    let rows: Vec<&str> = table.split("<tr data-kind").skip(1).collect();
    assert_eq!(rows.len(), speakers.len());
    let mut intervals = 0;
    for row in rows {
        let id = between(row, "data-name=\"speaker_id\" value=\"", "\"");
        let found: BTreeSet<(&str, &str)> = row
            .split("data-name=\"")
            .skip(1)
            .filter_map(|field| {
                let (name, rest) = field.split_once('"').unwrap();
                Some((name, rest.strip_prefix(" value=\"")?.split('"').next().unwrap()))
            })
            .collect();
        let same = speakers.rows().filter(|s| s.id == id).any(|speaker| {
            found.iter().all(|(name, value)| {
                let column = columns.iter().find(|c| c.name == *name).unwrap_or_else(|| panic!("{name} is in no CSV"));
                column.cell(speaker).render() == *value
            })
        });
        assert!(same, "{id}: {found:?}");
        assert!(found.len() >= 10, "{found:?}");
        intervals += usize::from(found.iter().any(|(name, value)| name.ends_with("_low") && !value.is_empty()));
    }
    assert!(intervals > 0, "no speaker has an interval");
}

#[test]
fn pages_stay_small_and_are_the_same_each_time() {
    let make = || shipped(corpus(3000, 260)).0;
    let page = make();
    assert!(page == make());
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    assert!(between(&page, "<script>", "</script>").len() < 30_000);
    let table = between(&page, "<table id=\"speaker-table\"", "</table>");
    assert_eq!(table.matches("<tr data-kind").count(), 200);
    assert!(page.contains("60 more stand in the table of speakers") && !page.contains("id=\"articles\""));
    assert!(page.contains("A large run"));
}

#[test]
fn dimensions_are_the_lexicons() {
    let analyzer = populism();
    let text = include_str!("lexicon/articles/elite.txt");
    let (page, _) = page_of(&analyzer, vec![Article::new("elite", text)], Facts::default());
    let body = between(&page, "<body>", "<script>");
    for target in analyzer.scheme().targets() {
        assert!(body.contains(&format!(">{}<", target.label)), "{} is not shown", target.label);
    }
    assert!(!body.contains("hostility") && !body.contains("rhetoric"));
    assert!(body.contains("class=\"why\""), "no hit is explained");
}

#[test]
fn sections_are_left_out_without_their_data() {
    let (page, _) = page_of(&ANALYZER, corpus(2, 2), Facts { totals: Totals::default(), ..Facts::default() });
    assert!(!page.contains("id=\"comparison\"") && !page.contains("id=\"time\""));
    let (page, _) = page_of(&ANALYZER, corpus(2, 2), evil_facts());
    assert!(page.contains("id=\"comparison\"") && page.contains("id=\"time\"") && page.contains("<polygon"));
    let (page, _) = shipped(Vec::new());
    assert!(page.contains("No speakers were found"));
}

/// Contrast of two colours, by relative luminance: WCAG 2.2.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let part =
            |c: f64| if c / 255.0 <= 0.040_45 { c / 255.0 / 12.92 } else { ((c / 255.0 + 0.055) / 1.055).powf(2.4) };
        let [r, g, b] = colour.map(part);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn all_text_can_be_read_in_light_and_dark() {
    let (page, _) = shipped(Vec::new());
    let style = between(&page, "<style>", "</style>");
    let colours = |name: &str| -> Vec<[f64; 3]> {
        let pair = between(style, &format!("--{name}: light-dark("), ")");
        let colour = |hex: &str| {
            let part = |at: usize| u8::from_str_radix(&hex.trim()[at..at + 2], 16).unwrap();
            [part(1), part(3), part(5)].map(f64::from)
        };
        pair.split(',').map(colour).collect()
    };
    let mut pairs = vec![("paper", "ink")];
    for paper in ["paper", "panel"] {
        pairs.extend(["ink", "muted", "accent", "conflict"].map(|ink| (ink, paper)));
    }
    let tints = ["tint-0", "tint-1", "tint-2", "tint-3", "tint-4", "tint-5", "tint-6", "tint-7", "nobody"];
    pairs.extend(tints.map(|tint| ("ink", tint)));
    for (ink, paper) in pairs {
        for (ink_colour, paper_colour) in colours(ink).into_iter().zip(colours(paper)) {
            let contrast = contrast(ink_colour, paper_colour);
            assert!(contrast >= 4.5, "{ink} on {paper}: {contrast:.2}");
        }
    }
    // Lines under words need 3 to 1 against all they stand on.
    for line in ["conflict", "cooperation", "event", "valence", "topic"] {
        for paper in tints.into_iter().chain(["paper", "panel"]) {
            for (line_colour, paper_colour) in colours(line).into_iter().zip(colours(paper)) {
                assert!(contrast(line_colour, paper_colour) >= 3.0, "{line} on {paper}");
            }
        }
    }
}
