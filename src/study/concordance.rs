//! Key words in context: where an entry, a category, a dimension or any words stand, and who says them.

use crate::analysis::{Analysis, Analyzer, Voice};
use crate::error::{Error, ErrorKind, Result};
use crate::language::Language;
use crate::lexicon::{Kind, Matcher, Pattern};
use crate::quote::CueClass;
use crate::score::{DimensionId, Hit};
use crate::span::Span;
use crate::token::{Token, TokenRange, Vocabulary, tokenize};

/// How a query is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lookup {
    /// The first of the others that fits, in their order.
    #[default]
    Auto,
    /// A dimension or composite.
    Dimension,
    /// A category, also as `dimension.category`.
    Category,
    /// The term of an entry, as its lexicon writes it.
    Entry,
    /// Words in the syntax of terms, whether or not a lexicon lists them.
    Words,
}

/// What is looked for.
#[derive(Debug)]
pub struct Query {
    what: What,
    about: String,
}

#[derive(Debug)]
enum What {
    /// Hits in any of these dimensions.
    Dimensions(Vec<DimensionId>),
    /// Hits in the category, and in the dimension where one is named.
    Category(String, Option<DimensionId>),
    /// Hits of these entries, as (lexicon, entry).
    Entries(Vec<(u16, u32)>),
    Words(Box<(Vocabulary, Matcher)>),
}

/// One place where the query is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kwic {
    /// The words that meet it.
    pub span: Span,
    /// Index of their paragraph.
    pub paragraph: usize,
    /// Whose words they are.
    pub voice: Voice,
    /// Index of the quote that they belong to.
    pub quote: Option<usize>,
    /// Index of the hit there, in [`Analysis::hits`].
    pub hit: Option<usize>,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// A text that is nothing of what `lookup` asks for; the message lists what there is.
    pub fn parse(analyzer: &Analyzer, text: &str, lookup: Lookup) -> Result<Self> {
        let text = text.trim();
        let asked = |kind: Lookup| lookup == Lookup::Auto || lookup == kind;
        let hits = [
            asked(Lookup::Dimension).then(|| dimension(analyzer, text)),
            asked(Lookup::Category).then(|| category(analyzer, text)),
            asked(Lookup::Entry).then(|| entry(analyzer, text)),
        ];
        if let Some(found) = hits.into_iter().flatten().flatten().next() {
            return Ok(found);
        }
        if asked(Lookup::Words) {
            return words(text);
        }
        Err(Error::new(ErrorKind::Usage, format!("{text:?} is {}", unknown(analyzer, lookup))))
    }

    /// What the query was taken for, as a phrase.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Every place in an article where the query is met, in text order.
    #[must_use]
    pub fn find(&self, analyzer: &Analyzer, analysis: &Analysis) -> Vec<Kwic> {
        if let What::Words(words) = &self.what {
            return find_words(&words.0, &words.1, analysis);
        }
        let wanted = |hit: &Hit| self.wants(analyzer, hit);
        let found = analysis.hits.iter().enumerate().filter(|(_, h)| wanted(&h.hit));
        found
            .map(|(at, placed)| Kwic {
                span: placed.hit.span,
                paragraph: paragraph_at(analysis, placed.hit.span),
                voice: placed.voice,
                quote: placed.quote,
                hit: Some(at),
            })
            .collect()
    }

    /// Hits are found by where they count and by where their entry stands, so that those a rule moved are seen too.
    fn wants(&self, analyzer: &Analyzer, hit: &Hit) -> bool {
        match &self.what {
            What::Dimensions(ids) => {
                ids.contains(&hit.dimension) || hit.from_dimension.is_some_and(|d| ids.contains(&d))
            }
            What::Category(name, dimension) => {
                let lexicon = &analyzer.lexicons()[hit.lexicon as usize];
                let own = lexicon.entries()[hit.entry as usize].category;
                let own_dimension = analyzer.scheme().dimension_of_category(hit.lexicon, own);
                let fits = |category: &str, of: DimensionId| category == name && dimension.is_none_or(|d| d == of);
                fits(&hit.category, hit.dimension) || fits(&lexicon.categories()[own].1.id, own_dimension)
            }
            What::Entries(entries) => entries.contains(&(hit.lexicon, hit.entry)),
            What::Words(_) => false,
        }
    }
}

fn dimension(analyzer: &Analyzer, text: &str) -> Option<Query> {
    let scheme = analyzer.scheme();
    let target = &scheme.targets()[scheme.target(text)?];
    let parts = target.signs.iter().zip(0..).filter(|(sign, _)| **sign != 0).map(|(_, at)| DimensionId(at));
    let kind = if target.composite { "composite" } else { "dimension" };
    Some(Query { what: What::Dimensions(parts.collect()), about: format!("the {kind} {}", target.id) })
}

fn category(analyzer: &Analyzer, text: &str) -> Option<Query> {
    let scheme = analyzer.scheme();
    let (dimension, name) = text.split_once('.').map_or((None, text), |(dimension, name)| (Some(dimension), name));
    let id = dimension.map(|d| scheme.dimensions().iter().position(|known| known.id == d));
    let id = match id {
        None => None,
        Some(at) => Some(DimensionId(at? as u8)),
    };
    // A category may stand in several dimensions (`threat` in two lexicons of one's own); without one all are meant.
    let scoring = analyzer.lexicons().iter().zip(0..).filter(|(l, _)| l.manifest().kind == Kind::Scores);
    let declared = scoring.flat_map(|(lexicon, number)| {
        let categories = lexicon.categories().iter().enumerate();
        categories.map(move |(at, (_, c))| (c.id.as_str(), scheme.dimension_of_category(number, at)))
    });
    let mut found: Vec<String> = declared
        .filter(|(c, of)| *c == name && id.is_none_or(|d| d == *of))
        .map(|(c, of)| format!("{}.{c}", scheme.dimension_of(of).id))
        .collect();
    found.dedup();
    let about = format!("the category {}", found.join(" and "));
    (!found.is_empty()).then(|| Query { what: What::Category(name.to_owned(), id), about })
}

fn entry(analyzer: &Analyzer, text: &str) -> Option<Query> {
    let (mut found, mut places) = (Vec::new(), Vec::new());
    for (lexicon, number) in analyzer.lexicons().iter().zip(0..).filter(|(l, _)| l.manifest().kind == Kind::Scores) {
        if let Some((entry, at)) = lexicon.entries().iter().zip(0..).find(|(e, _)| e.term == text) {
            found.push((number, at));
            places.push(format!("{}/terms.csv:{}", lexicon.id(), entry.line));
        }
    }
    let about = format!("the entry `{text}` ({})", places.join(", "));
    (!found.is_empty()).then_some(Query { what: What::Entries(found), about })
}

fn words(text: &str) -> Result<Query> {
    let language = Language::english();
    let pattern = Pattern::parse(text, language).map_err(|e| Error::new(ErrorKind::Usage, e.message()))?;
    let mut vocabulary = Vocabulary::new(language);
    let matcher = Matcher::of_pattern(&pattern, &mut vocabulary);
    Ok(Query { what: What::Words(Box::new((vocabulary, matcher))), about: format!("the words `{text}`") })
}

fn find_words(vocabulary: &Vocabulary, matcher: &Matcher, analysis: &Analysis) -> Vec<Kwic> {
    let mut tokens: Vec<Token> = Vec::with_capacity(analysis.tokens.len());
    tokenize(analysis.article.text(), vocabulary, &mut tokens);
    let mut found = Vec::new();
    for paragraph in &analysis.paragraphs {
        matcher.find(&tokens, paragraph.paragraph.tokens, &mut found);
    }
    let quoted = quoted(analysis);
    found.into_iter().map(|at| placed(analysis, &quoted, at.tokens, at.tokens.span(&tokens))).collect()
}

/// The spans of all quotes of speech with their quotes, in text order.
fn quoted(analysis: &Analysis) -> Vec<(Span, usize)> {
    let speech = analysis.quotes.iter().enumerate().filter(|(_, q)| q.class == CueClass::Speech);
    let mut spans: Vec<(Span, usize)> = speech.flat_map(|(at, q)| q.spans.iter().map(move |s| (*s, at))).collect();
    spans.sort_unstable();
    spans
}

fn placed(analysis: &Analysis, quoted: &[(Span, usize)], tokens: TokenRange, span: Span) -> Kwic {
    let from = analysis.hits.partition_point(|h| h.hit.tokens.start < tokens.start);
    let here = analysis.hits[from..].iter().take_while(|h| h.hit.tokens.start == tokens.start);
    let hit = here.zip(from..).find(|(h, _)| h.hit.tokens == tokens).map(|(_, at)| at);
    let around = || {
        let behind = quoted.partition_point(|(s, _)| s.start <= span.start);
        behind.checked_sub(1).map(|at| quoted[at]).filter(|(s, _)| s.contains(span)).map(|(_, quote)| quote)
    };
    let quote = hit.map_or_else(around, |hit| analysis.hits[hit].quote);
    let voice = match quote {
        None => Voice::Narrator,
        Some(quote) if analysis.speaker_of(quote).is_some() => Voice::Speaker,
        Some(_) => Voice::Unattributed,
    };
    Kwic { span, paragraph: paragraph_at(analysis, span), voice, quote, hit }
}

fn paragraph_at(analysis: &Analysis, span: Span) -> usize {
    analysis.paragraphs.partition_point(|p| p.paragraph.span.end <= span.start)
}

fn unknown(analyzer: &Analyzer, lookup: Lookup) -> String {
    let scheme = analyzer.scheme();
    let targets: Vec<&str> = scheme.targets().iter().map(|t| t.id.as_str()).collect();
    let scoring = analyzer.lexicons().iter().filter(|l| l.manifest().kind == Kind::Scores);
    let categories: Vec<&str> = scoring.flat_map(|l| l.categories().iter().map(|(_, c)| c.id.as_str())).collect();
    match lookup {
        Lookup::Dimension => format!("no dimension; there are {}", targets.join(", ")),
        Lookup::Category => format!("no category; there are {}", categories.join(", ")),
        _ => "no entry of these lexicons; write it as terms.csv does, or look for the words".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;

    fn found(query: &str, lookup: Lookup, text: &str) -> Vec<(String, Voice, Option<i32>)> {
        let analyzer = Analyzer::shipped().unwrap();
        let analysis = analyzer.analyze(Article::new("a", text));
        let query = Query::parse(&analyzer, query, lookup).unwrap();
        let value = |k: &Kwic| k.hit.map(|h| analysis.hits[h].hit.value);
        query.find(&analyzer, &analysis).iter().map(|k| (k.span.slice(text).to_owned(), k.voice, value(k))).collect()
    }

    const TEXT: &str =
        "The envoys waited. Torvia refused to meet them. “We will attack,” Admiral Tor Vesk said of the attack.";

    #[test]
    fn a_hit_is_found_where_it_counts_and_where_its_entry_stands() {
        let words = |query| found(query, Lookup::Auto, TEXT).into_iter().map(|f| f.0).collect::<Vec<_>>();
        assert_eq!(words("deescalation"), ["meet"]);
        assert_eq!(words("escalation"), ["refused to", "meet", "We will attack", "attack"]);
        assert_eq!(words("refusal"), ["refused to", "meet"]);
        assert_eq!(words("escalation.refusal"), words("refusal"));
        assert_eq!(words("meet/v"), ["meet"]);
        assert_eq!(found("hostility.insult", Lookup::Auto, TEXT), []);
    }

    #[test]
    fn words_are_found_with_their_voice_whether_or_not_a_lexicon_has_them() {
        let attack = found("attack", Lookup::Words, TEXT);
        assert_eq!(attack.iter().map(|a| a.1).collect::<Vec<_>>(), [Voice::Speaker, Voice::Narrator]);
        assert_eq!(
            found("the (envoy/n|herald/n)", Lookup::Auto, TEXT),
            [("The envoys".to_owned(), Voice::Narrator, None)]
        );
        assert_eq!(found("envo*", Lookup::Auto, TEXT).len(), 1);
    }

    #[test]
    fn what_is_unknown_is_refused_with_what_there_is() {
        let analyzer = Analyzer::shipped().unwrap();
        let error = |text, lookup| Query::parse(&analyzer, text, lookup).unwrap_err().to_string();
        assert!(error("anger", Lookup::Dimension).contains("hostility"));
        assert!(error("anger", Lookup::Category).contains("ultimatum"));
        assert!(error("no such anger", Lookup::Entry).contains("terms.csv"));
        assert!(error("(anger", Lookup::Auto).contains("bracket"));
    }
}
