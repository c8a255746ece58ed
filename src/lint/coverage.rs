//! What of some lexicons a corpus uses.

use crate::analysis::{Analysis, Analyzer};
use crate::lexicon::{Kind, Lexicon};
use rustc_hash::FxHashSet;

/// How often an entry was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Hits, those that context rules made worth nothing included.
    pub hits: u64,
    /// Texts with a hit.
    pub texts: u64,
}

/// Counts over a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Texts.
    pub texts: u64,
    /// Texts with a hit of the lexicons.
    pub texts_hit: u64,
    /// Sentences that are scored.
    pub sentences: u64,
    /// Sentences with a hit.
    pub sentences_hit: u64,
    /// Words that are scored.
    pub words: u64,
    /// Hits.
    pub hits: u64,
    /// For each lexicon the usage of each entry; empty for lexicons that do not score.
    pub usage: Vec<Vec<Usage>>,
}

impl Coverage {
    /// Nothing counted yet, for the first `count` lexicons of an analyzer.
    #[must_use]
    pub fn new(analyzer: &Analyzer, count: usize) -> Self {
        let entries = |l: &Lexicon| if l.manifest().kind == Kind::Scores { l.entries().len() } else { 0 };
        let usage = analyzer.lexicons().iter().take(count).map(|l| vec![Usage::default(); entries(l)]).collect();
        Self { texts: 0, texts_hit: 0, sentences: 0, sentences_hit: 0, words: 0, hits: 0, usage }
    }

    /// Counts a text.
    pub fn add(&mut self, analysis: &Analysis) {
        let mut seen = FxHashSet::default();
        let mut sentences = FxHashSet::default();
        let lexicons = self.usage.len();
        let own = analysis.hits.iter().map(|placed| &placed.hit).filter(|h| (h.lexicon as usize) < lexicons);
        let mut count = 0;
        for hit in own {
            let usage = &mut self.usage[hit.lexicon as usize][hit.entry as usize];
            usage.hits += 1;
            usage.texts += u64::from(seen.insert((hit.lexicon, hit.entry)));
            sentences.insert(analysis.sentences.partition_point(|s| s.end <= hit.tokens.start));
            count += 1;
        }
        self.texts += 1;
        self.texts_hit += u64::from(count > 0);
        self.sentences += u64::from(analysis.scores.sentences);
        self.sentences_hit += sentences.len() as u64;
        self.words += u64::from(analysis.scores.words);
        self.hits += count;
    }
}
