//! The stages, in order.

use super::assign::{self, Assigned};
use super::{Analysis, ParagraphAnalysis, PlacedHit, Voices, attributed};
use crate::article::{Article, Paragraph, iso_date, paragraphs};
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::lexicon::{DEFAULT, Kind, Lexicon, Match, Matcher};
use crate::quote::choose::{Decide, Model};
use crate::quote::{self, Cues, Quotes, Reading};
use crate::score::{Context, Finder, Hit, Rules, Scheme, Scores, SentenceMatches, apply};
use crate::speaker::{Aliases, Attributions, Corrections, attribute};
use crate::token::{Token, TokenRange, Vocabulary, count_words, sentences, tokenize};

/// What a user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// Attributions less sure than this, in thousandths, are given up: their quotes have no speaker.
    pub min_confidence: u16,
}

/// Everything that is compiled once and shared by all threads.
#[derive(Debug)]
pub struct Analyzer {
    settings: Settings,
    language: &'static Language,
    lexicons: Vec<Lexicon>,
    vocabulary: Vocabulary,
    matcher: Matcher,
    finder: Finder,
    scheme: Scheme,
    rules: Rules,
    cues: Cues,
    cue_lexicon: u16,
    model: Model,
    aliases: Aliases,
    corrections: Corrections,
}

/// Buffers that one thread reuses from article to article.
#[derive(Debug, Default)]
pub struct Scratch {
    matches: Vec<Match>,
    cue_matches: Vec<Match>,
    sentence: SentenceMatches,
    hits: Vec<Hit>,
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
        let mut vocabulary = Vocabulary::new(language);
        let matcher = Matcher::new(&lexicons, &mut vocabulary);
        let cue_lexicon = lexicons.iter().position(|l| l.manifest().kind == Kind::Cues).unwrap_or_default();
        Ok(Self {
            settings: Settings::default(),
            language,
            finder: Finder::new(&lexicons),
            scheme: Scheme::new(&lexicons)?,
            rules: Rules::new(&lexicons)?,
            cues: quote::cues(&lexicons[cue_lexicon]),
            cue_lexicon: cue_lexicon as u16,
            model: Model::shipped()?,
            aliases: Aliases::shipped()?,
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
        let lexicons: Result<Vec<Lexicon>> = DEFAULT.iter().map(|id| Lexicon::builtin(id)).collect();
        Self::new(lexicons?)
    }

    /// The same analyzer with other weights for the choice among readings.
    #[must_use]
    pub fn with_model(mut self, model: Model) -> Self {
        self.model = model;
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

    fn analyzed(&self, article: Article, scratch: &mut Scratch, decider: &mut dyn Decide) -> Analysis {
        let text = article.text();
        let mut tokens = Vec::with_capacity(text.len() / 4);
        tokenize(text, &self.vocabulary, &mut tokens);
        let (layout, dateline) = paragraphs(text, &tokens, article.title.as_deref(), &self.vocabulary, self.language);
        let (all_sentences, sentence_ranges) = self.split(text, &tokens, &layout);
        self.find_matches(&tokens, &all_sentences, scratch);

        let searched: Vec<TokenRange> =
            layout.iter().map(|p| if p.kind.is_body() { p.tokens } else { TokenRange::default() }).collect();
        let reading = Reading {
            text,
            tokens: &tokens,
            vocabulary: &self.vocabulary,
            paragraphs: &searched,
            sentences: &all_sentences,
        };
        let quotes = quote::find(reading, &self.cues, &scratch.cue_matches, decider);
        let named: Vec<TokenRange> =
            layout.iter().filter(|p| p.kind != crate::article::ParagraphKind::Boilerplate).map(|p| p.tokens).collect();
        let mut attributions = self.confident(attribute(reading, &quotes, &named, &self.aliases));
        let corrected = self.corrections.apply(&article.id, text, &quotes.quotes, &mut attributions);

        let context = self.context(&tokens);
        self.find_hits(context, &all_sentences, scratch);
        let hits = std::mem::take(&mut scratch.hits);
        let assigned = assign::assign(hits, &quotes.quotes, &attributions.attributions);
        let date =
            article.date.as_deref().map_or(dateline, |given| Some(iso_date(given).unwrap_or_else(|| given.to_owned())));
        self.finish(Parts {
            article,
            date,
            tokens,
            sentences: all_sentences,
            sentence_ranges,
            layout,
            quotes,
            attributions,
            assigned,
            corrected,
        })
    }

    fn context<'a>(&'a self, tokens: &'a [Token]) -> Context<'a> {
        Context {
            tokens,
            vocabulary: &self.vocabulary,
            lexicons: &self.lexicons,
            scheme: &self.scheme,
            rules: &self.rules,
        }
    }

    /// Sentences of the paragraphs that are scored, and each paragraph's range of them.
    fn split(
        &self,
        text: &str,
        tokens: &[Token],
        layout: &[Paragraph],
    ) -> (Vec<TokenRange>, Vec<std::ops::Range<usize>>) {
        let mut found = Vec::new();
        let mut ranges = Vec::with_capacity(layout.len());
        for paragraph in layout {
            let start = found.len();
            if paragraph.kind.is_body() {
                sentences(text, tokens, paragraph.tokens, &self.vocabulary, &mut found);
            }
            ranges.push(start..found.len());
        }
        (found, ranges)
    }

    fn find_matches(&self, tokens: &[Token], sentences: &[TokenRange], scratch: &mut Scratch) {
        scratch.matches.clear();
        scratch.cue_matches.clear();
        for sentence in sentences {
            self.matcher.find(tokens, *sentence, &mut scratch.matches);
        }
        let cues = scratch.matches.iter().filter(|m| m.lexicon == self.cue_lexicon);
        scratch.cue_matches.extend(cues);
    }

    fn find_hits(&self, context: Context, sentences: &[TokenRange], scratch: &mut Scratch) {
        scratch.hits.clear();
        let mut from = 0;
        for sentence in sentences {
            let count = scratch.matches[from..].iter().take_while(|m| m.tokens.start < sentence.end).count();
            let own = &scratch.matches[from..from + count];
            from += count;
            self.finder.settle(*sentence, own, &mut scratch.sentence);
            apply(context, *sentence, &scratch.sentence.scored, &scratch.sentence.modifiers, &mut scratch.hits);
        }
    }

    /// Gives up attributions that are less sure than the settings ask.
    fn confident(&self, mut found: Attributions) -> Attributions {
        for attribution in &mut found.attributions {
            if attribution.speaker.is_some() && attribution.confidence < self.settings.min_confidence {
                attribution.speaker = None;
                attribution.reason = "less sure than the confidence asked for";
            }
        }
        found
    }

    fn finish(&self, parts: Parts) -> Analysis {
        let Parts {
            article,
            date,
            tokens,
            sentences,
            sentence_ranges,
            layout,
            quotes,
            attributions,
            assigned,
            corrected,
        } = parts;
        let Quotes { quotes, marks, warnings } = quotes;
        let Attributions { attributions, speakers } = attributions;
        let context = self.context(&tokens);
        let text = article.text();
        let quote_scores: Vec<_> = (0..quotes.len())
            .map(|index| {
                let speaker = attributions[index].speaker.map(|s| &speakers[s]);
                attributed::score(context, text, &quotes[index], index, speaker, &sentences, &assigned)
            })
            .collect();
        let speaker_scores =
            attributed::by_speaker(&self.scheme, &quotes, &attributions, &quote_scores, speakers.len());
        let mut sections = Vec::with_capacity(layout.len());
        let mut total = Totals::new(&self.scheme);
        for (paragraph, range) in layout.into_iter().zip(sentence_ranges) {
            let own = assigned.between(&sentences[range.clone()]);
            let (scores, voices) =
                assign::score(&self.scheme, &tokens, &sentences[range.clone()], &assigned.hits[own.clone()], &quotes);
            total.add(&scores, &voices);
            let words = count_words(paragraph.tokens.of(&tokens));
            sections.push(ParagraphAnalysis { paragraph, sentences: range, hits: own, words, scores, voices });
        }
        Analysis {
            date,
            paragraphs: sections,
            quote_scores,
            speaker_scores,
            scores: total.scores,
            voices: total.voices,
            hits: assigned.hits,
            article,
            tokens,
            sentences,
            quotes,
            attributions,
            marks,
            speakers,
            warnings,
            corrected,
        }
    }
}

/// What the stages have found, before scores are summed.
struct Parts {
    article: Article,
    date: Option<String>,
    tokens: Vec<Token>,
    sentences: Vec<TokenRange>,
    sentence_ranges: Vec<std::ops::Range<usize>>,
    layout: Vec<Paragraph>,
    quotes: Quotes,
    attributions: Attributions,
    assigned: Assigned,
    corrected: Vec<u64>,
}

/// Sums over the paragraphs.
struct Totals {
    scores: Scores,
    voices: Voices,
}

impl Totals {
    fn new(scheme: &Scheme) -> Self {
        let empty = || Scores::empty(scheme);
        Self { scores: empty(), voices: Voices { quoted: empty(), narrated: empty() } }
    }

    fn add(&mut self, scores: &Scores, voices: &Voices) {
        self.scores.add(scores);
        self.voices.quoted.add(&voices.quoted);
        self.voices.narrated.add(&voices.narrated);
    }
}

impl PlacedHit {
    /// Whether it stands in quoted speech or is the force of its cue.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.quote.is_some()
    }
}
