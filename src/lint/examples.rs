//! Whether the examples of a lexicon hold.

use super::{EXAMPLES, Finding, FindingKind};
use crate::analysis::Analyzer;
use crate::article::Article;
use crate::language::Language;
use crate::lexicon::{Example, Kind, Lexicon, Matcher, UNIT};
use crate::score::NEUTRAL;
use crate::token::{TokenRange, Vocabulary, tokenize};

/// Examples of scoring lexicons are analysed whole; of others, and of entries that only silence, the match is looked at.
pub(super) fn check(analyzer: &Analyzer, number: usize) -> Vec<Finding> {
    let lexicon = &analyzer.lexicons()[number];
    let matched = Matched::new(lexicon);
    let holds = |example: &Example| match lexicon.manifest().kind {
        Kind::Scores if example.category != NEUTRAL => scored(analyzer, number, example),
        _ => matched.check(example),
    };
    lexicon.examples().iter().filter_map(|example| holds(example).map(|found| finding(example, &found))).collect()
}

fn finding(example: &Example, found: &str) -> Finding {
    let value = example.value.map_or(String::new(), |v| format!(" worth {}", decimal(v)));
    let expected = example.hit.as_ref().map_or("nothing".to_owned(), |hit| format!("“{hit}”{value}"));
    let found = if found.is_empty() { "nothing" } else { found };
    let message = format!("{} in “{}”: {found} found, {expected} expected", example.category, example.text);
    Finding::problem(FindingKind::Example, EXAMPLES, Some(example.line), message)
}

fn decimal(thousandths: i32) -> f64 {
    f64::from(thousandths) / f64::from(UNIT)
}

/// What was found of the category when that is not what the example says.
fn scored(analyzer: &Analyzer, number: usize, example: &Example) -> Option<String> {
    let lexicon = &analyzer.lexicons()[number];
    let analysis = analyzer.analyze(Article::new("example", example.text.clone()));
    let text = analysis.article.text();
    let own: Vec<(&str, i32)> = analysis
        .hits
        .iter()
        .map(|placed| &placed.hit)
        .filter(|hit| hit.lexicon as usize == number)
        .filter(|hit| {
            let entry = &lexicon.entries()[hit.entry as usize];
            lexicon.categories()[entry.category].1.id == example.category
        })
        .map(|hit| (hit.span.slice(text), hit.value))
        .collect();
    let holds = match &example.hit {
        None => own.iter().all(|(_, value)| *value == 0),
        Some(words) => own.iter().any(|(found, value)| found == words && example.value.is_none_or(|v| v == *value)),
    };
    let shown = || own.iter().map(|(words, value)| format!("“{words}” worth {}", decimal(*value)));
    (!holds).then(|| shown().collect::<Vec<_>>().join(", "))
}

struct Matched<'l> {
    lexicon: &'l Lexicon,
    vocabulary: Vocabulary,
    matcher: Matcher,
}

impl<'l> Matched<'l> {
    fn new(lexicon: &'l Lexicon) -> Self {
        let mut vocabulary = Vocabulary::new(Language::english());
        let matcher = Matcher::new(std::slice::from_ref(lexicon), &mut vocabulary);
        Self { lexicon, vocabulary, matcher }
    }

    fn check(&self, example: &Example) -> Option<String> {
        let (mut tokens, mut found) = (Vec::new(), Vec::new());
        tokenize(&example.text, &self.vocabulary, &mut tokens);
        self.matcher.find(&tokens, TokenRange::new(0, tokens.len() as u32), &mut found);
        // Of overlapping matches the longest counts.
        let longest = found.iter().filter(|m| {
            let covers = |o: &&crate::lexicon::Match| {
                o.tokens.start <= m.tokens.start && o.tokens.end >= m.tokens.end && o.tokens != m.tokens
            };
            !found.iter().any(|o| covers(&o))
        });
        let own: Vec<&str> = longest
            .filter(|m| {
                let entry = &self.lexicon.entries()[m.entry as usize];
                self.lexicon.categories()[entry.category].1.id == example.category
            })
            .map(|m| m.tokens.span(&tokens).slice(&example.text))
            .collect();
        let holds = match &example.hit {
            None => own.is_empty(),
            Some(words) => own.contains(&words.as_ref()),
        };
        (!holds).then(|| own.join(", "))
    }
}
