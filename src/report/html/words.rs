//! The words that set two speakers apart: both side by side. All pairs stand on the page, the first one open; JavaScript
//! lets two speakers be chosen.

use super::input::{Comparison, PairWords, Word};
use super::markup::Html;
use super::table::{self, Head, value};
use crate::report::Cell;

/// Pairs whose words are listed: all those of ten speakers, or the first.
const PAIRS: usize = 45;
/// Words that are listed on each side.
const WORDS: usize = 20;

pub(super) fn part(html: &mut Html, comparison: &Comparison) {
    let all = &comparison.words;
    html.raw(
        "<h3 id=\"words\">Words that set two apart</h3><p>What one of two says more than the other: words, pairs of \
         words, and the lexicons’ categories and terms, by the log-odds ratio in standard errors (z), with what all \
         say as its prior. Listed are those from 1.96 on; many are looked at, so read them as a way into the text.",
    );
    if all.len() > PAIRS {
        html.text(&format!(
            " Shown are the first {PAIRS} of {} pairs; the table of distinctive words has all.",
            all.len()
        ));
    }
    if let Some([sample, of]) = comparison.sampled {
        let [sample, of] = [sample, of].map(|count| table::grouped(count as i64));
        html.text(&format!(
            " Words were counted in {sample} of {of} quotes, chosen by chance; categories and terms in all."
        ));
    }
    html.raw("</p>");
    html.open(
        "form",
        &[
            ("class", "filters"),
            ("data-choose", "pair-words"),
            ("data-label", &heading(&comparison.noun)),
            ("hidden", ""),
        ],
    );
    html.raw("</form><div id=\"pair-words\">");
    for (at, pair) in all.iter().take(PAIRS).enumerate() {
        one(html, at, pair);
    }
    html.raw("</div>");
}

fn one(html: &mut Html, at: usize, pair: &PairWords) {
    let [a, b] = &pair.names;
    let attributes = [("class", "pair"), ("data-a", a.as_str()), ("data-b", b.as_str()), ("open", "")];
    html.open("details", if at == 0 { &attributes } else { &attributes[..3] });
    html.raw("<summary><bdi>").text(a).raw("</bdi> – <bdi>").text(b).raw("</bdi></summary><div class=\"columns\">");
    for side in [0, 1] {
        let caption = format!("{}, beside {}", pair.names[side], pair.names[1 - side]);
        html.open("div", &[("data-side", &pair.names[side])]);
        if pair.words[side].is_empty() {
            html.open("p", &[("class", "about")]).text(&format!("{caption}: nothing clear.")).raw("</p></div>");
            continue;
        }
        let heads = [Head::text("Says more"), Head::number("z"), Head::number("Uses"), Head::number("The other’s")];
        table::open(html, &format!("words-{at}-{side}"), "distinctive.csv", &caption, &heads);
        pair.words[side].iter().take(WORDS).for_each(|word| row(html, word, side));
        table::close(html);
        html.raw("</div>");
    }
    html.raw("</div></details>");
}

/// `side` is the word's: 0 for the first of the pair, 1 for the second, whose z is negative in the CSV.
fn row(html: &mut Html, word: &Word, side: usize) {
    html.raw("<tr><th scope=\"row\" class=\"words\">");
    value(html, &("text".to_owned(), word.text.as_str().into()));
    html.raw("<span class=\"about\">");
    value(html, &("feature".to_owned(), word.feature.as_str().into()));
    if !word.example.is_empty() {
        html.text(": ");
    }
    value(html, &("example".to_owned(), word.example.as_str().into()));
    html.raw("</span></th><td class=\"number lead\">");
    let exact = Cell::Decimal(if side == 0 { word.z } else { -word.z }).render();
    let shown = table::two_places(word.z);
    html.element("data", &[("data-name", "z"), ("value", &exact)], &shown).raw("</td>");
    let names = [["count_a", "count_b"], ["count_b", "count_a"]][side];
    for (name, count) in names.into_iter().zip(word.counts) {
        html.raw("<td class=\"number\">");
        value(html, &(name.to_owned(), Cell::Number(count as i64)));
        html.raw("</td>");
    }
    html.raw("</tr>");
}

/// A noun as it stands above a column.
pub(super) fn heading(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map_or_else(|| "Speaker".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
