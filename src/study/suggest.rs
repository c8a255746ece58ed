//! Words and pairs of words that set high-scoring texts apart and that no entry covers: candidates for a lexicon.

use super::passage::{PassageUnit, places};
use crate::analysis::{Analysis, Analyzer};
use crate::language::Class;
use crate::measure::{Count, keyness, quantile};
use crate::span::Span;
use crate::token::{Token, TokenKind, fold};
use rustc_hash::FxHashMap;

/// Words of a closed class, and those that only place a text in time: no candidates.
const FUNCTION: Class = Class::PRONOUN
    .or(Class::DETERMINER)
    .or(Class::PREPOSITION)
    .or(Class::CONJUNCTION)
    .or(Class::AUXILIARY)
    .or(Class::RELATIVE)
    .or(Class::QUANTITY)
    .or(Class::NEGATOR)
    .or(Class::CLAUSE_MARK)
    .or(Class::ADVERB)
    .or(Class::MONTH)
    .or(Class::WEEKDAY)
    .or(Class::TIME)
    .or(Class::HONORIFIC);
/// Shares of the passages that are the low and the high ones.
const QUARTERS: [f64; 2] = [0.25, 0.75];
/// Examples of each candidate.
const EXAMPLES: usize = 2;
/// Characters of context on either side of an example.
const CONTEXT: usize = 40;

/// How candidates are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuggestOptions {
    /// What is compared.
    pub unit: PassageUnit,
    /// The score column that parts high from low.
    pub target: usize,
    /// Fewest occurrences of a candidate in high and low passages together.
    pub fewest: u32,
    /// Most candidates.
    pub top: usize,
}

/// A candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// One word, or two joined by a blank, in look-up form.
    pub term: String,
    /// Difference of log-odds in standard errors; above 0.
    pub z: f64,
    /// Difference of log-odds between high and low passages.
    pub log_odds: f64,
    /// Occurrences in high and in low passages.
    pub counts: [u32; 2],
    /// High and low passages with it.
    pub passages: [u32; 2],
    /// Where it stands in the passages with the highest scores.
    pub examples: Vec<String>,
}

/// What is known of a word or pair.
#[derive(Debug, Default)]
struct Gram {
    pair: bool,
    all: u32,
    /// The score of the passage and the words around, best first.
    examples: Vec<(f64, String)>,
}

/// Counts of all words and pairs, passage by passage.
#[derive(Debug)]
pub struct Suggest {
    options: SuggestOptions,
    ids: FxHashMap<String, u32>,
    grams: Vec<Gram>,
    /// Score and words of each passage.
    passages: Vec<(f64, Vec<u32>)>,
}

impl Suggest {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(options: SuggestOptions) -> Self {
        Self { options, ids: FxHashMap::default(), grams: Vec::new(), passages: Vec::new() }
    }

    /// Counts the words of an article's passages.
    pub fn add(&mut self, analyzer: &Analyzer, analysis: &Analysis) {
        let signs = &analyzer.scheme().targets()[self.options.target].signs;
        let counts = |d: crate::score::DimensionId| signs[d.0 as usize] != 0;
        let mut covered = vec![false; analysis.tokens.len()];
        for placed in &analysis.hits {
            let hit = &placed.hit;
            if counts(hit.dimension) || hit.from_dimension.is_some_and(counts) {
                covered[hit.tokens.indices()].fill(true);
            }
        }
        let open = |at: usize| !covered[at] && is_candidate(analyzer, analysis.tokens[at]);
        for (_, span, scores) in places(analysis, self.options.unit) {
            let score = scores.score(self.options.target).unwrap_or_default();
            let mut grams = Vec::new();
            let from = analysis.tokens.partition_point(|t| t.span.start < span.start);
            let to = analysis.tokens.partition_point(|t| t.span.end <= span.end);
            let mut before: Option<usize> = None;
            for at in from..to.max(from) {
                let token = analysis.tokens[at];
                if token.is_transparent() {
                    continue;
                }
                if !open(at) {
                    before = None;
                    continue;
                }
                let text = analysis.article.text();
                let word = fold(token.span.slice(text));
                if let Some(before) = before {
                    let first = analysis.tokens[before].span;
                    let pair = format!("{} {word}", fold(first.slice(text)));
                    grams.push(self.count(pair, true, score, first.cover(token.span), text));
                }
                grams.push(self.count(word, false, score, token.span, text));
                before = Some(at);
            }
            self.passages.push((score, grams));
        }
    }

    fn count(&mut self, term: String, pair: bool, score: f64, span: Span, text: &str) -> u32 {
        let next = self.grams.len() as u32;
        let id = *self.ids.entry(term).or_insert(next);
        if id == next {
            self.grams.push(Gram { pair, ..Gram::default() });
        }
        let gram = &mut self.grams[id as usize];
        gram.all += 1;
        let place = gram.examples.partition_point(|(known, _)| *known >= score);
        if place < EXAMPLES {
            let example = example(span, text);
            if gram.examples.iter().all(|(_, known)| *known != example) {
                gram.examples.insert(place, (score, example));
                gram.examples.truncate(EXAMPLES);
            }
        }
        id
    }

    /// Passages that are high and low: those at or above the upper quarter, and those at or below the lower one. Where
    /// most passages score the same, the two coincide; then all above it are high.
    #[must_use]
    pub fn groups(&self) -> [usize; 2] {
        let sides = self.sides();
        [Some(true), Some(false)].map(|side| sides.iter().filter(|s| **s == side).count())
    }

    fn sides(&self) -> Vec<Option<bool>> {
        let mut sorted: Vec<f64> = self.passages.iter().map(|p| p.0).collect();
        sorted.sort_by(f64::total_cmp);
        let [low, high] = QUARTERS.map(|q| quantile(&sorted, q).unwrap_or_default());
        let side = |score: f64| {
            if score <= low { Some(false) } else { (score >= high).then_some(true) }
        };
        self.passages.iter().map(|(score, _)| side(*score)).collect()
    }

    /// The candidates that lean most clearly to high passages, clearest first.
    #[must_use]
    pub fn finish(self) -> Vec<Suggestion> {
        let sides = self.sides();
        // Occurrences and passages of each word or pair, [high, low].
        let mut counts = vec![[0u32; 2]; self.grams.len()];
        let mut passages = vec![[0u32; 2]; self.grams.len()];
        // All words and all pairs: of both groups, and of the corpus.
        let mut totals = [[0u32; 2]; 2];
        for ((_, grams), side) in self.passages.iter().zip(sides) {
            let Some(side) = side.map(|high| usize::from(!high)) else { continue };
            let mut own = grams.clone();
            for gram in grams {
                counts[*gram as usize][side] += 1;
                totals[usize::from(self.grams[*gram as usize].pair)][side] += 1;
            }
            own.sort_unstable();
            own.dedup();
            for gram in own {
                passages[gram as usize][side] += 1;
            }
        }
        let corpus = |pair: bool| self.grams.iter().filter(|g| g.pair == pair).map(|g| f64::from(g.all)).sum::<f64>();
        let corpus = [corpus(false), corpus(true)];
        let mut terms: Vec<(String, u32)> = self.ids.into_iter().collect();
        terms.sort_unstable();
        let mut grams = self.grams;
        let mut found = Vec::new();
        for (term, id) in terms {
            let id = id as usize;
            let (gram, own) = (&mut grams[id], counts[id]);
            if own[0] + own[1] < self.options.fewest {
                continue;
            }
            let kind = usize::from(gram.pair);
            let count = |side: usize| Count { word: f64::from(own[side]), all: f64::from(totals[kind][side]) };
            let prior = Count { word: f64::from(gram.all), all: corpus[kind] };
            let Some(key) = keyness(count(0), count(1), prior).filter(|k| k.z > 0.0) else { continue };
            let examples = std::mem::take(&mut gram.examples).into_iter().map(|(_, e)| e).collect();
            let (z, log_odds) = (key.z, key.log_odds);
            found.push(Suggestion { term, z, log_odds, counts: own, passages: passages[id], examples });
        }
        found.sort_by(|a, b| b.z.total_cmp(&a.z).then_with(|| a.term.cmp(&b.term)));
        found.truncate(self.options.top);
        found
    }
}

/// Words in small letters that are no function words: capitals are names, which a lexicon must not hold, or open a
/// sentence.
fn is_candidate(analyzer: &Analyzer, token: Token) -> bool {
    token.kind == TokenKind::Word && !token.capital && !analyzer.vocabulary().class(token.word).any(FUNCTION)
}

/// The words around a span on one line, as many whole ones as the context holds.
fn example(span: Span, text: &str) -> String {
    let (before, after) = (&text[..span.start as usize], &text[span.end as usize..]);
    let from = before.char_indices().rev().take(CONTEXT).last().map_or(before.len(), |(at, _)| at);
    let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
    // A word that the context cuts is left out, but not the rest of the one that the span lies in.
    let first =
        if from == 0 { 0 } else { before[from..].find(char::is_whitespace).map_or(before.len(), |at| from + at) };
    let last = if to == after.len() { to } else { after[..to].rfind(char::is_whitespace).unwrap_or_default() };
    let around = format!("{}{}{}", &before[first..], span.slice(text), &after[..last]);
    around.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    #[test]
    fn uncovered_words_of_high_texts_come_first() {
        let analyzer = Analyzer::shipped().unwrap();
        let target = analyzer.scheme().target("escalation").unwrap();
        let options = SuggestOptions { unit: PassageUnit::Articles, target, fewest: 3, top: 2 };
        let mut suggest = Suggest::new(options);
        for day in 0..8 {
            let high = format!("We will attack the weasel ferry on day {day}, Vesk told the harbour.");
            let low = format!("The quiet ferry left the harbour on day {day}, Vesk told the harbour.");
            suggest.add(&analyzer, &analyzer.analyze(Article::new("high", high)));
            suggest.add(&analyzer, &analyzer.analyze(Article::new("low", low)));
        }
        assert_eq!(suggest.groups(), [8, 8]);
        let found = suggest.finish();
        let weasel = found.iter().find(|s| s.term == "weasel").unwrap();
        assert_eq!((weasel.counts, weasel.passages), ([8, 0], [8, 0]));
        assert!(found.iter().any(|s| s.term == "weasel ferry"), "{found:?}");
        assert!(found.iter().all(|s| s.term.contains("weasel")), "{found:?}");
        assert!(found.iter().all(|s| !s.term.contains("attack") && !s.term.contains("vesk")), "{found:?}");
        assert_eq!(weasel.examples.len(), 2);
        assert!(weasel.examples[0].contains("attack the weasel ferry"), "{weasel:?}");
    }
}
