//! Which words set two groups of texts apart.

/// How often a word occurs, among how many words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// Occurrences of the word.
    pub word: f64,
    /// All words.
    pub all: f64,
}

/// How strongly a word leans to the first of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Keyness {
    /// Difference of the log-odds, smoothed by the prior; positive where the first group uses the word more.
    pub log_odds: f64,
    /// The same in standard errors.
    pub z: f64,
}

/// The log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn, Fightin' Words, 2008): the counts
/// of `prior`, for instance those of a whole corpus, are added to each group's before the odds are taken; the variance is
/// their approximation for large counts. `prior` holds the word at least once and not nothing else; `None` otherwise.
#[must_use]
pub fn keyness(first: Count, second: Count, prior: Count) -> Option<Keyness> {
    if prior.word <= 0.0 || prior.all <= prior.word {
        return None;
    }
    let odds = |count: Count| {
        let with = count.word + prior.word;
        (with / (count.all + prior.all - with)).ln()
    };
    let log_odds = odds(first) - odds(second);
    let variance = 1.0 / (first.word + prior.word) + 1.0 / (second.word + prior.word);
    Some(Keyness { log_odds, z: log_odds / variance.sqrt() })
}
