//! The stages that one article goes through, in order.

use super::analyzer::{Analyzer, Scratch};
use super::assign::{self, Assigned};
use super::language::{self, Tongue};
use super::{Analysis, ParagraphAnalysis, PlacedHit, Status, Voices, Warning, attributed};
use crate::article::{self, Article, Paragraph, iso_date, paragraphs};
use crate::quote::choose::Decide;
use crate::quote::{self, Cue, Quotes, Reading};
use crate::score::{Context, Scheme, Scores, apply};
use crate::speaker::{Attributions, attribute};
use crate::token::{Token, TokenRange, count_words, sentences};

impl Analyzer {
    /// Analyses one article, readings chosen by `decider`.
    pub(super) fn analyzed(&self, article: Article, scratch: &mut Scratch, decider: &mut dyn Decide) -> Analysis {
        let text = article.text();
        let tokens = self.tokens(&article);
        let tongue = language::detect(text, &tokens, &self.vocabulary);
        if matches!(tongue, Tongue::Other(_)) && !self.settings.any_language {
            return self.skipped(article, tongue);
        }
        let Prepared { tokens, layout, dateline, sentences: all_sentences, sentence_ranges, searched } =
            self.prepare(&article, tokens, scratch);
        let reading = self.reading(text, &tokens, &searched, &all_sentences);
        let quotes = quote::find(reading, &self.cues, &scratch.cue_matches, decider);
        let named: Vec<TokenRange> =
            layout.iter().filter(|p| p.kind != article::ParagraphKind::Boilerplate).map(|p| p.tokens).collect();
        let mut attributions = self.confident(attribute(reading, &quotes, &named, &self.aliases));
        let corrected = self.corrections.apply(&article.id, text, &quotes.quotes, &mut attributions);

        let context = self.context(article.text(), &tokens);
        self.find_hits(context, &all_sentences, scratch);
        let hits = std::mem::take(&mut scratch.hits);
        let assigned = assign::assign(hits, &quotes.quotes, &attributions.attributions);
        let date = given_date(&article).or(dateline);
        self.finish(Parts {
            article,
            tongue,
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

    fn tokens(&self, article: &Article) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(article.text().len() / 4);
        article::tokens(article, &self.vocabulary, &mut tokens);
        tokens
    }

    /// An article in another language: its row, with nothing in it.
    fn skipped(&self, article: Article, tongue: Tongue) -> Analysis {
        let totals = Totals::new(&self.scheme);
        Analysis {
            status: Status::SkippedLanguage,
            language: tongue.code(),
            date: given_date(&article),
            warnings: warnings(&article, tongue, Vec::new()),
            article,
            tokens: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            quotes: Vec::new(),
            attributions: Vec::new(),
            quote_scores: Vec::new(),
            marks: Vec::new(),
            speakers: Vec::new(),
            speaker_scores: Vec::new(),
            hits: Vec::new(),
            scores: totals.scores,
            voices: totals.voices,
            corrected: Vec::new(),
        }
    }

    /// All that comes before quotes; the matches of all lexicons are left in `scratch`.
    fn prepare(&self, article: &Article, tokens: Vec<Token>, scratch: &mut Scratch) -> Prepared {
        let text = article.text();
        let (layout, dateline) = paragraphs(article, &tokens, &self.vocabulary, self.language);
        let (sentences, sentence_ranges) = self.split(text, &tokens, &layout);
        self.find_matches(&tokens, &sentences, scratch);
        let searched = layout.iter().map(|p| if p.kind.is_body() { p.tokens } else { TokenRange::default() }).collect();
        Prepared { tokens, layout, dateline, sentences, sentence_ranges, searched }
    }

    pub(super) fn reading<'a>(
        &'a self,
        text: &'a str,
        tokens: &'a [Token],
        paragraphs: &'a [TokenRange],
        sentences: &'a [TokenRange],
    ) -> Reading<'a> {
        Reading { text, tokens, vocabulary: &self.vocabulary, paragraphs, sentences }
    }

    /// All places of an article where a cue stands in a form that can report: what the shares of reporting uses are
    /// counted on.
    #[must_use]
    pub fn cue_uses(&self, article: &Article) -> Vec<Cue> {
        let mut scratch = Scratch::default();
        let Prepared { tokens, sentences, searched, .. } = self.prepare(article, self.tokens(article), &mut scratch);
        quote::cue_uses(self.reading(article.text(), &tokens, &searched, &sentences), &self.cues, &scratch.cue_matches)
    }

    fn context<'a>(&'a self, text: &'a str, tokens: &'a [Token]) -> Context<'a> {
        Context {
            text,
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
            self.matcher.find_with(tokens, *sentence, &mut scratch.words, &mut scratch.matches);
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
            tongue,
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
        let Quotes { quotes, marks, warnings: found } = quotes;
        let Attributions { attributions, speakers } = attributions;
        let context = self.context(article.text(), &tokens);
        let text = article.text();
        let quote_scores: Vec<_> = (0..quotes.len())
            .map(|index| {
                let speaker = attributions[index].speaker.map(|s| &speakers[s]);
                attributed::score(context, (text, &self.aliases), &quotes[index], index, speaker, &sentences, &assigned)
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
            status: Status::Ok,
            language: tongue.code(),
            warnings: warnings(&article, tongue, found),
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
            corrected,
        }
    }
}

/// The date that came with the article.
fn given_date(article: &Article) -> Option<String> {
    article.date.as_deref().map(|given| iso_date(given).unwrap_or_else(|| given.to_owned()))
}

/// What was odd in reading the article, its language, and in its text.
fn warnings(article: &Article, tongue: Tongue, found: Vec<(u32, &'static str)>) -> Vec<Warning> {
    let whole = article.warnings.iter().cloned().chain(tongue.warning());
    let whole = whole.map(|message| Warning { at: None, message: message.into() });
    whole.chain(found.into_iter().map(|(at, message)| Warning { at: Some(at), message: message.into() })).collect()
}

/// What comes before quotes.
struct Prepared {
    tokens: Vec<Token>,
    layout: Vec<Paragraph>,
    dateline: Option<String>,
    sentences: Vec<TokenRange>,
    sentence_ranges: Vec<std::ops::Range<usize>>,
    /// The paragraphs in which quotes are looked for; an empty range for one of another kind.
    searched: Vec<TokenRange>,
}

/// What the stages have found, before scores are summed.
struct Parts {
    article: Article,
    tongue: Tongue,
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
