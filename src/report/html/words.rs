//! The words that set two speakers apart: both side by side. All pairs stand on the page, the first one open; JavaScript
//! lets two speakers be chosen.

use super::input::{Comparison, PairWords, Word};
use super::markup::Html;
use super::table::{self, Head, value};
use crate::report::Cell;

/// Pairs whose words are listed: all those of ten speakers, or the first.
pub const WORD_PAIRS: usize = 45;
/// Words that are listed on each side.
pub const PAIR_WORDS: usize = 15;

pub(super) fn part(html: &mut Html, comparison: &Comparison, articles: &[&str]) {
    let all = &comparison.words;
    html.raw(
        "<h3 id=\"words\">Words that set two apart</h3><p>What one of two says more than the other: words, pairs of \
         words (bigrams), and the lexicons’ categories and terms. z says how clearly, in standard errors of the log-odds \
         ratio, with what all say as its prior; listed are those from 1.96 on. Many are looked at, so read them as a \
         way into the text: behind each stand the first places where it is said, at most three.",
    );
    if all.len() > WORD_PAIRS {
        html.text(&format!(
            " Shown are the first {WORD_PAIRS} of {} pairs; the table of distinctive words has all.",
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
    for (at, pair) in all.iter().take(WORD_PAIRS).enumerate() {
        one(html, at, pair, articles);
    }
    html.raw("</div>");
}

fn one(html: &mut Html, at: usize, pair: &PairWords, articles: &[&str]) {
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
        pair.words[side].iter().take(PAIR_WORDS).for_each(|word| row(html, word, side, articles));
        table::close(html);
        html.raw("</div>");
    }
    html.raw("</div></details>");
}

/// `side` is the word's: 0 for the first of the pair, 1 for the second, whose z is negative in the CSV.
fn row(html: &mut Html, word: &Word, side: usize, articles: &[&str]) {
    html.raw("<tr><th scope=\"row\" class=\"words\">");
    value(html, &("text".to_owned(), word.text.as_str().into()));
    html.raw("<span class=\"about\">");
    value(html, &("feature".to_owned(), word.feature.as_str().into()));
    if word.contexts.is_empty() {
        html.raw(if word.example.is_empty() { "" } else { ": " });
        value(html, &("example".to_owned(), word.example.as_str().into()));
        html.raw("</span>");
    } else {
        html.raw("</span>");
        contexts(html, articles, word);
    }
    html.raw("</th><td class=\"number lead\">");
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

/// The word where it is used: behind each a line of who says it, in which article.
fn contexts(html: &mut Html, articles: &[&str], word: &Word) {
    html.raw("<details class=\"kwic\"><summary>in context</summary><ul>");
    for context in &word.contexts {
        let [before, itself, behind] = &context.parts;
        html.raw("<li dir=\"auto\">").text(before).element("mark", &[], itself).text(behind);
        html.raw(" <span class=\"about\">").element("bdi", &[], &context.speaker).raw(", ");
        match articles.iter().position(|id| *id == context.article) {
            Some(at) => html.element("a", &[("href", &format!("#a{at}"))], &context.article),
            None => html.element("bdi", &[], &context.article),
        };
        html.raw("</span></li>");
    }
    html.raw("</ul></details>");
}

/// A noun as it stands above a column.
pub(super) fn heading(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map_or_else(|| "Speaker".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}
