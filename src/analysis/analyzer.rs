//! Everything that is compiled once, and what a user can set.

use super::Analysis;
use super::compiled::compiled;
use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::lexicon::{Kind, Lexicon, Match, Matcher, Words};
use crate::quote::choose::{Decide, Model};
use crate::quote::{self, Cues};
use crate::score::{Finder, Hit, Rules, Scheme, SentenceMatches};
use crate::span::Span;
use crate::speaker::{Aliases, Corrections};
use crate::token::{TokenRange, Vocabulary, tokenize};
use std::collections::BTreeMap;

/// What a user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Attributions less sure than this, in thousandths, are given up: their quotes have no speaker.
    pub min_confidence: u16,
    /// Articles that are surely not English are scored too.
    pub any_language: bool,
}

/// Everything that is compiled once and shared by all threads.
#[derive(Debug)]
pub struct Analyzer {
    pub(super) settings: Settings,
    pub(super) language: &'static Language,
    pub(super) lexicons: Vec<Lexicon>,
    pub(super) vocabulary: Vocabulary,
    pub(super) matcher: Matcher,
    pub(super) finder: Finder,
    pub(super) scheme: Scheme,
    pub(super) rules: Rules,
    pub(super) cues: Cues,
    pub(super) cue_lexicon: u16,
    pub(super) model: Model,
    pub(super) aliases: Aliases,
    pub(super) corrections: Corrections,
}

/// Buffers that one thread reuses from article to article.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) words: Words,
    pub(super) matches: Vec<Match>,
    pub(super) cue_matches: Vec<Match>,
    pub(super) sentence: SentenceMatches,
    pub(super) hits: Vec<Hit>,
}

impl Analyzer {
    /// An analyzer with these lexicons; modifiers, cues and composites that are not among them are the shipped ones.
    ///
    /// # Errors
    /// Lexicons of the same id or that contradict each other, or rules that cannot be read.
    pub fn new(lexicons: impl IntoIterator<Item = Lexicon>) -> Result<Self> {
        let mut lexicons: Vec<Lexicon> = lexicons.into_iter().collect();
        for (kind, id) in [(Kind::Composites, "composites"), (Kind::Modifiers, "modifiers"), (Kind::Cues, "cues")] {
            if !lexicons.iter().any(|l| l.manifest().kind == kind) {
                lexicons.push(Lexicon::builtin(id)?);
            }
        }
        for (at, lexicon) in lexicons.iter().enumerate() {
            if lexicons[..at].iter().any(|l| l.id() == lexicon.id()) {
                let message = format!("two lexicons with the id {:?}; leave one out or change its id", lexicon.id());
                return Err(Error::new(ErrorKind::Lexicon, message));
            }
        }
        let language = Language::english();
        let (vocabulary, matcher) = compiled(&lexicons, language);
        let cue_lexicon = lexicons.iter().position(|l| l.manifest().kind == Kind::Cues).unwrap_or_default();
        Ok(Self {
            settings: Settings::default(),
            language,
            finder: Finder::new(&lexicons),
            scheme: Scheme::new(&lexicons)?,
            rules: Rules::new(&lexicons)?,
            cues: quote::cues(&lexicons[cue_lexicon]),
            cue_lexicon: cue_lexicon as u16,
            model: Model::shipped(),
            aliases: Aliases::shipped(),
            corrections: Corrections::default(),
            vocabulary,
            matcher,
            lexicons,
        })
    }

    /// An analyzer with the shipped lexicons.
    ///
    /// # Errors
    /// None in practice: the shipped lexicons are checked by the tests.
    pub fn shipped() -> Result<Self> {
        Self::new(Lexicon::shipped()?)
    }

    /// The same analyzer with other weights for the choice among readings.
    #[must_use]
    pub fn with_model(mut self, model: Model) -> Self {
        self.model = model;
        self
    }

    /// The same analyzer with other shares of reporting uses, in thousandths, by entry of the cue lexicon.
    #[must_use]
    pub fn with_cue_rates(mut self, rates: &BTreeMap<u32, i32>) -> Self {
        self.cues = self.cues.with_rates(rates);
        self
    }

    /// Its cues.
    #[must_use]
    pub fn cues(&self) -> &Cues {
        &self.cues
    }

    /// The lexicon its cues come from.
    #[must_use]
    pub fn cue_lexicon(&self) -> &Lexicon {
        &self.lexicons[self.cue_lexicon as usize]
    }

    /// The same analyzer without the context rule of that id: to see what the rule is worth.
    #[must_use]
    pub fn without_rule(mut self, id: &str) -> Self {
        self.rules = self.rules.without(id);
        self
    }

    /// The same analyzer with other settings.
    #[must_use]
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// The same analyzer with other names of speakers.
    #[must_use]
    pub fn with_aliases(mut self, aliases: Aliases) -> Self {
        self.aliases = aliases;
        self
    }

    /// The same analyzer with speakers that were set right by hand; they stand whatever confidence is asked for.
    #[must_use]
    pub fn with_corrections(mut self, corrections: Corrections) -> Self {
        self.corrections = corrections;
        self
    }

    /// Its corrections.
    #[must_use]
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Its lexicons, in the order that hits refer to.
    #[must_use]
    pub fn lexicons(&self) -> &[Lexicon] {
        &self.lexicons
    }

    /// Its dimensions and score columns.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// Its context rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Its words.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Where the words of an entry stand first in a text, whatever context and overlaps make of them there.
    #[must_use]
    pub fn first_match(&self, text: &str, lexicon: u16, entry: u32) -> Option<Span> {
        let mut tokens = Vec::new();
        tokenize(text, &self.vocabulary, &mut tokens);
        let mut matches = Vec::new();
        self.matcher.find(&tokens, TokenRange::new(0, tokens.len() as u32), &mut matches);
        let found = matches.iter().find(|m| (m.lexicon, m.entry) == (lexicon, entry))?;
        let (first, last) = (tokens.get(found.tokens.start as usize)?, tokens.get(found.tokens.end as usize - 1)?);
        Some(first.span.cover(last.span))
    }

    /// Analyses one article.
    #[must_use]
    pub fn analyze(&self, article: Article) -> Analysis {
        self.analyze_with(article, &mut Scratch::default())
    }

    /// Analyses one article with buffers that are reused.
    #[must_use]
    pub fn analyze_with(&self, article: Article, scratch: &mut Scratch) -> Analysis {
        self.analyzed(article, scratch, &mut &self.model)
    }

    /// Analyses one article with another decider than the model: how examples are gathered for training.
    #[must_use]
    pub fn analyze_deciding(&self, article: Article, decider: &mut dyn Decide) -> Analysis {
        self.analyzed(article, &mut Scratch::default(), decider)
    }
}
