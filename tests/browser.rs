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

/// Nothing of the page is anybody else's: no element, no link, no character that turns the text around it.
fn nothing_foreign(browser: &mut Browser, place: &str) {
    let foreign = "document.querySelectorAll('img, iframe, object, embed, link, base, audio, video, [onclick], [onerror], \
                   [onload], [style], meta[http-equiv=refresh i], a:not([href^=\"#\"]), svg a, [src], [srcdoc]').length";
    assert_eq!(browser.value(foreign), 0, "{place}");
    assert_eq!(browser.value("document.scripts.length"), 1, "{place}");
    assert_eq!(browser.value("/[\\u202A-\\u202E\\u2066-\\u2069]/.test(document.body.outerHTML)"), false, "{place}");
    assert_eq!(browser.value("document.title.endsWith(' – tonescope') && location.protocol"), "file:", "{place}");
}

#[test]
fn nothing_from_outside_runs_and_pages_fit() {
    let Some(mut browser) = Browser::start() else { return };
    for page in PAGES.iter() {
        for (width, scripts) in [(1280, true), (375, true), (375, false)] {
            browser.open(page, width, scripts);
            let name = page.parent().unwrap().file_name().unwrap().to_string_lossy();
            let place = format!("{name}, {width} wide, scripts {scripts}");
            nothing_foreign(&mut browser, &place);
            // With all that is closed open, too.
            browser.value("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
            assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true, "{place}");
            nothing_foreign(&mut browser, &place);
            browser.open(page, width, scripts);
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

/// What stands in a file that the browser saves.
fn saved(browser: &mut Browser, button: &str, name: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved");
    browser.send("Browser.setDownloadBehavior", json!({"behavior": "allow", "downloadPath": saved}));
    browser.value(&format!("document.querySelector({button:?}).click()"));
    let file = saved.join(name);
    let start = std::time::Instant::now();
    while !file.exists() {
        assert!(start.elapsed().as_secs() < 120, "nothing was saved");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    fs::read_to_string(&file).unwrap()
}

/// Types into a filter or chooses from a list.
fn set(browser: &mut Browser, selector: &str, value: &str) {
    browser.value(&format!(
        "(() => {{ const e = document.querySelector({selector:?}); e.value = {value:?}; \
         e.dispatchEvent(new Event('input', {{bubbles: true}})); }})()"
    ));
}

#[test]
fn tables_are_sorted_filtered_and_saved() {
    let Some(mut browser) = Browser::start() else { return };
    let page = &PAGES[0];
    for width in [1280, 375] {
        browser.open(page, width, true);
        let first = "document.querySelector('#speaker-table tbody tr [data-name=speaker]').textContent";
        let before = browser.value(first);
        let sorted = "document.querySelector('#speaker-table th[aria-sort]').ariaSort";
        assert_eq!(browser.value(sorted), "descending");
        browser.value("document.querySelector('#speaker-table th[aria-sort] button').focus()");
        browser.press("Enter", 13);
        assert_eq!(browser.value(sorted), "ascending");
        assert_ne!(browser.value(first), before, "sorting turns the order");
        set(&mut browser, "[data-filters=scores] [data-filter=text]", "brandt");
        assert_eq!(browser.value("document.querySelectorAll('#speaker-table tbody tr:not([hidden])').length"), 1);
        let told = browser.value("document.querySelector('[data-filters=scores] output').textContent");
        assert!(told.as_str().unwrap().starts_with("1 of "), "{told}");
    }
    let text = saved(&mut browser, "#speakers .tools button", "speakers.csv");
    assert!(text.starts_with("speaker_id,speaker,role,") && text.contains("Rolf Brandt"), "{text}");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(browser.told.is_empty(), "{:?}", browser.told);
}

#[test]
fn one_of_the_scores_is_chosen() {
    let Some(mut browser) = Browser::start() else { return };
    for (page, parts) in [(&PAGES[0], ["scores", "pairs", "lines"]), (&PAGES[2], ["ranks", "pairs", "lines"])] {
        for part in parts {
            browser.open(page, 1280, false);
            let open = format!(
                "[document.querySelectorAll('#{part} > div').length, \
                 document.querySelectorAll('#{part} > details:not([open])').length > 2]"
            );
            assert_eq!(browser.value(&open), json!([1, true]), "without scripts the others are closed");
            browser.open(page, 375, true);
            let seen = format!(
                "Array.from(document.querySelectorAll('#{part} > :not([hidden])')).map((p) => p.dataset.label)"
            );
            assert_eq!(browser.value(&seen), json!(["rhetoric"]), "{part}");
            set(&mut browser, &format!("select[data-score={part}]"), "1");
            assert_eq!(browser.value(&seen), json!(["hostility"]), "{part}");
            let chart =
                format!("document.querySelector('#{part} > :not([hidden]) svg').getBoundingClientRect().height > 5");
            assert_eq!(browser.value(&chart), true, "{part}");
            assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true, "{part}");
        }
    }
    set(&mut browser, "select[data-score=ranks]", "1");
    let text = saved(&mut browser, "#ranks > :not([hidden]) .tools button", "ranking.csv");
    assert!(text.starts_with("dimension,speaker,") && text.contains("\r\nhostility,"), "{text}");
    assert!(browser.told.is_empty(), "{:?}", browser.told);
}

#[test]
fn words_stand_in_their_context_without_scripts() {
    let Some(mut browser) = Browser::start() else { return };
    for page in [&PAGES[0], &PAGES[2]] {
        browser.open(page, 375, false);
        let lines = "Array.from(document.querySelectorAll('details.kwic')).map((d) => d.querySelectorAll('li').length)";
        let lines = browser.value(lines);
        let lines: Vec<u64> = lines.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
        assert!(lines.len() > 10 && lines.iter().all(|n| (1..=3).contains(n)), "{lines:?}");
        let line = browser.value("document.querySelector('details.kwic li').textContent");
        assert!(
            ["Brandt, ", "Drell, ", "Lind, ", "Vesk, "].iter().any(|name| line.as_str().unwrap().contains(name)),
            "{line}"
        );
        browser.value("document.querySelector('details.kwic summary').focus()");
        browser.press("Enter", 13);
        assert_eq!(browser.value("document.querySelector('details.kwic').open"), true);
    }
}

#[test]
fn compared_speakers_are_quoted() {
    let Some(mut browser) = Browser::start() else { return };
    for page in &PAGES[2..] {
        browser.open(page, 1280, true);
        assert_eq!(browser.value("document.querySelector('#speakers tbody a').hash"), "#g0");
        browser.value("document.querySelector('#speakers tbody a').click()");
        browser.until("document.getElementById('g0').closest('details').open");
        let quotes = "document.querySelectorAll('#g0 blockquote .hit').length > 1";
        assert_eq!(browser.value(quotes), true);
    }
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
    let hits = ["#quotes .hit[tabindex]", "#articles .hit[tabindex]", "#quotes .hit[tabindex]"];
    for ((page, hit), width) in PAGES.iter().zip(hits).flat_map(|both| [(both, 1280), (both, 375)]) {
        browser.open(page, width, true);
        let shown = format!("getComputedStyle(document.querySelector('{hit} .why')).display");
        assert_eq!(browser.value(&shown), "none");
        browser.hover(hit);
        assert_eq!(browser.value(&shown), "block");
        let inside = format!(
            "(() => {{ const b = document.querySelector('{hit} .why').getBoundingClientRect(); \
             return b.left >= 0 && b.right <= innerWidth && b.width > 100; }})()"
        );
        assert_eq!(browser.value(&inside), true, "the arithmetic is on the page, {width}");
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
        browser.value("document.getElementById('theme').focus()");
        browser.press(" ", 32);
        assert_ne!(browser.value(paper), before);
        assert_eq!(browser.value("document.getElementById('theme').ariaPressed"), "true");
    }
    assert!(browser.told.is_empty(), "{:?}", browser.told);
}

#[test]
fn all_is_reached_from_the_keyboard() {
    let Some(mut browser) = Browser::start() else { return };
    for width in [1280, 375] {
        browser.open(&PAGES[1], width, true);
        browser.press("Tab", 9);
        assert_eq!(browser.value("document.activeElement.className"), "skip");
        assert_eq!(browser.value("document.activeElement.getBoundingClientRect().left >= 0"), true);
        browser.press("Enter", 13);
        browser.until("document.activeElement.id === 'main'");
        // Whatever takes a click takes the focus.
        let without = "Array.from(document.querySelectorAll('a, button, summary, select, input, .frame, .hit[tabindex]')) \
                       .filter((e) => e.checkVisibility() && e.tabIndex < 0).length";
        assert_eq!(browser.value(without), 0);
    }
}
