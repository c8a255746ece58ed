//! The pages in a real browser: nothing from outside runs, nothing is asked for, and what JavaScript adds works. Runs where
//! Chromium is at hand, and says so elsewhere. Pictures are left in target/tmp/screenshots.

#![cfg(unix)]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a browser that does not answer stops its test")]

#[path = "support/browser.rs"]
mod browser;

use browser::Browser;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// What no page may run or load.
const EVIL: &str = "\"><script>document.title='evil';alert(1)</script><img src=http://evil.invalid/x onerror=alert(2)> \
    javascript:alert(3) <meta http-equiv=refresh content='0;url=http://evil.invalid/'> \u{202E}live\u{2066} ' --> ]]>";
const SAID: [&str; 4] = [
    "We will attack any ship that crosses the line",
    "They are liars and criminals",
    "We agreed to talks and offer a truce",
    "The ferry leaves on Friday",
];
const PEOPLE: [&str; 4] = ["Rolf Brandt", "Oksana <b onclick=alert(4)>Drell</b>", "Ana \" Lind", "Tor </script> Vesk"];

/// Articles with words of attackers in every field.
fn records() -> String {
    let one = |number: usize| {
        let quotes = PEOPLE.iter().enumerate().flat_map(|(at, name)| {
            let said = (0..2).map(move |n| (SAID[(at + n * (1 + number % 3)) % 4], n));
            said.map(move |(said, n)| {
                format!(
                    "“{said}, {} {number},” {name} said.",
                    if n == 0 && number.is_multiple_of(5) { EVIL } else { "he said" }
                )
            })
        });
        let text = quotes.collect::<Vec<_>>().join("\n\n");
        let date = format!("2024-0{}-03", 1 + number % 6);
        let record = json!({"id": format!("{number}{EVIL}"), "title": format!("{number} {EVIL}"), "date": date,
                            "outlet": EVIL, "text": text});
        record.to_string() + "\n"
    };
    (0..40).map(one).collect::<String>() + "{broken " + EVIL + "\n"
}

/// The pages that commands make of the records: of a large run, of a small one, and of comparisons.
static PAGES: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    pages(&folder)
});

fn pages(folder: &Path) -> Vec<PathBuf> {
    let all = records();
    fs::write(folder.join("all.jsonl"), &all).unwrap();
    fs::write(folder.join("few.jsonl"), all.lines().take(3).map(|l| l.to_owned() + "\n").collect::<String>()).unwrap();
    let commands = [
        "report all.jsonl -o large -q --no-dedup",
        "report few.jsonl -o small -q --no-dedup",
        "compare all.jsonl -o compared --no-dedup",
        "compare all.jsonl -o outlets --by outlet --period month --min-quotes 1",
    ];
    for command in commands {
        let mut tonescope = Command::new(env!("CARGO_BIN_EXE_tonescope"));
        let output = tonescope.current_dir(folder).args(command.split(' ')).output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
    }
    ["large", "small", "compared", "outlets"].map(|name| folder.join(name).join("report.html")).into()
}

#[test]
fn nothing_from_outside_runs_and_pages_fit() {
    let Some(mut browser) = Browser::start() else { return };
    for page in PAGES.iter() {
        for (width, scripts) in [(1280, true), (390, true), (390, false)] {
            browser.open(page, width, scripts);
            let name = page.parent().unwrap().file_name().unwrap().to_string_lossy();
            let place = format!("{name}, {width} wide, scripts {scripts}");
            assert!(browser.value("document.title").as_str().unwrap().ends_with(" – tonescope"), "{place}");
            let foreign = "document.querySelectorAll('img, iframe, object, embed, link, base, [onclick], [onerror]').length \
                           + document.querySelectorAll('meta[http-equiv=refresh i]').length";
            assert_eq!(browser.value(foreign), 0, "{place}");
            assert_eq!(browser.value("document.scripts.length"), 1, "{place}");
            assert_eq!(browser.value("document.querySelectorAll('a:not([href^=\"#\"])').length"), 0, "{place}");
            assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true, "{place}");
            browser.picture(&format!("{name}-{width}{}.png", if scripts { "" } else { "-plain" }));
        }
    }
    assert!(browser.told.is_empty(), "{:?}", browser.told);
    // A page that does run and load something is told of.
    let control = PAGES[0].with_file_name("control.html");
    fs::write(&control, "<img src=http://evil.invalid/x><script>throw new Error('seen')</script>").unwrap();
    browser.open(&control, 1280, true);
    browser.value("1");
    assert!(browser.told.len() >= 2, "{:?}", browser.told);
}

#[test]
fn tables_are_sorted_filtered_and_saved() {
    let Some(mut browser) = Browser::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let page = &PAGES[0];
    browser.open(page, 1280, true);
    let first = "document.querySelector('#speaker-table tbody tr [data-name=speaker]').textContent";
    let before = browser.value(first);
    browser.value("document.querySelector('#speaker-table th.lead, #speaker-table th[aria-sort] button').click()");
    assert_ne!(browser.value(first), before, "sorting turns the order");
    browser.value(
        "(() => { const input = document.querySelector('[data-filters=speaker-table] [data-filter=text]'); \
         input.value = 'brandt'; input.dispatchEvent(new Event('input', {bubbles: true})); })()",
    );
    assert_eq!(browser.value("document.querySelectorAll('#speaker-table tbody tr:not([hidden])').length"), 1);

    let saved = folder.path().join("saved");
    let behaviour = json!({"behavior": "allow", "downloadPath": saved});
    browser.send("Browser.setDownloadBehavior", behaviour);
    browser.value("document.querySelector('#speakers .tools button').click()");
    let file = saved.join("speakers.csv");
    let start = std::time::Instant::now();
    while !file.exists() {
        assert!(start.elapsed().as_secs() < 120, "nothing was saved");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("speaker_id,speaker,role,") && text.contains("Rolf Brandt"), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(browser.told.is_empty(), "{:?}", browser.told);
}

#[test]
fn two_speakers_are_chosen() {
    let Some(mut browser) = Browser::start() else { return };
    for page in [&PAGES[0], &PAGES[2]] {
        browser.open(page, 1280, false);
        assert_eq!(browser.value("document.querySelectorAll('details.pair[open]').length"), 1);
        assert_eq!(browser.value("document.querySelectorAll('form:not([hidden])').length"), 0);
        browser.open(page, 1280, true);
        // The second of the pair, beside the first.
        let chosen = browser.value(
            "(() => { const [one, other] = document.querySelectorAll('[data-choose] select'); \
             one.selectedIndex = 1; one.dispatchEvent(new Event('input', {bubbles: true})); \
             const shown = Array.from(document.querySelectorAll('details.pair:not([hidden])')); \
             return [shown.length, shown[0].open, one.value === shown[0].querySelector('[data-side]').dataset.side, \
                     Array.from(other.options).some((o) => o.value === one.value)]; })()",
        );
        assert_eq!(chosen, json!([1, true, true, false]));
    }
}

#[test]
fn words_explain_themselves_and_the_theme_turns() {
    let Some(mut browser) = Browser::start() else { return };
    for (page, hit) in PAGES[..2].iter().zip(["#quotes .hit[tabindex]", "#articles .hit[tabindex]"]) {
        browser.open(page, 1280, true);
        let shown = format!("getComputedStyle(document.querySelector('{hit} .why')).display");
        assert_eq!(browser.value(&shown), "none");
        browser.hover(hit);
        assert_eq!(browser.value(&shown), "block");
        browser.press("Escape", 27);
        assert_eq!(browser.value(&shown), "none");
        browser.value(&format!("document.querySelector('{hit}').focus()"));
        assert_eq!(browser.value(&shown), "block");
        let arithmetic = browser.value(&format!("document.querySelector('{hit} .why').textContent"));
        assert!(arithmetic.as_str().unwrap().contains("/terms.csv:"), "{arithmetic}");
        browser.press("Tab", 9);
        assert_eq!(browser.value("document.activeElement.matches('.hit, a, button, summary, .frame')"), true);

        let paper = "getComputedStyle(document.body).backgroundColor";
        let before = browser.value(paper);
        browser.value("document.getElementById('theme').click()");
        assert_ne!(browser.value(paper), before);
    }
}
