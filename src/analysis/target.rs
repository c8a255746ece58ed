//! Hostile hits → whom they are about. Experimental: the names in the hit's own sentence and the order of the words
//! decide; `tests/dyads` says how often that is right.

mod names;

use super::{Analysis, Analyzer};
use crate::language::Class;
use crate::lexicon::Role;
use crate::quote::{CueClass, Quote, QuoteKind, Reading};
use crate::score::Hit;
use crate::span::Span;
use crate::token::{Token, TokenKind, TokenRange};
use names::{Mention, Mentions};

/// Tokens within which a hit's subject or object is sought.
const REACH: u32 = 12;
/// Tokens between an owner and what it owns: "Torvia's illegal and shameless war".
const OWNED: u32 = 4;

/// Whom a hit is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Index of the quote.
    pub quote: usize,
    /// Index of the hit among the quote's.
    pub hit: usize,
    /// The person, body or state; the state for its capital or people.
    pub name: String,
    /// The rule that found it: actor, owner, subject, object or only.
    pub rule: &'static str,
}

impl Analyzer {
    /// Whom the hostile hits of speakers are about: those of dimensions with the role of conflict that are worth
    /// something. Rules are tried in order:
    ///
    /// 1. `actor`: the one that the hit's rule `other_party` names;
    /// 2. `owner`: a name right before the hit, with nothing but adjectives between ("Torvia's brazen lies");
    /// 3. `subject`: the hit's subject, where that is a name ("Torvia is a terrorist state");
    /// 4. `object`: the first name behind the hit in its clause, unless a preposition of place stands before it
    ///    ("we condemn Torvia", not "the raid in Torvia"), where the subject is the speaker or none is found;
    /// 5. `only`: the only name in the sentence.
    ///
    /// The speaker and the speaker's own side are no targets.
    #[must_use]
    pub fn targets(&self, analysis: &Analysis) -> Vec<Target> {
        let mut found = Vec::new();
        let mut mentions: Option<Mentions> = None;
        let paragraphs: Vec<TokenRange> = analysis.paragraphs.iter().map(|p| p.paragraph.tokens).collect();
        let reading = self.reading(analysis.article.text(), &analysis.tokens, &paragraphs, &analysis.sentences);
        for (index, quote) in analysis.quotes.iter().enumerate() {
            let (CueClass::Speech, Some(speaker)) = (quote.class, analysis.attributions[index].speaker) else {
                continue;
            };
            for (at, (_, cue, hit)) in analysis.quote_scores[index].hits.iter().enumerate() {
                if hit.value == 0 || self.scheme.dimension_of(hit.dimension).role != Role::Conflict {
                    continue;
                }
                let mentions = mentions.get_or_insert_with(|| Mentions::new(reading, analysis, &self.aliases));
                let sentence = analysis.sentences.partition_point(|s| s.end <= hit.tokens.start);
                let Some(sentence) = analysis.sentences.get(sentence) else { continue };
                let mut others = mentions.others(*sentence, speaker);
                others.retain(|m| is_within(quote, m.tokens.span(&analysis.tokens), *cue));
                let direct = quote.kind == QuoteKind::Direct;
                let look = Look { reading, sentence: *sentence, others: &others, direct };
                if let Some((mention, rule)) = look.target(hit, *cue) {
                    found.push(Target { quote: index, hit: at, name: mention.name.clone(), rule });
                }
            }
        }
        found
    }
}

/// Whether a name stands where a hit can be about it: in the quote, or behind its cue ("accused Torvia of lying"); the
/// words around the source's name belong to the speaker.
fn is_within(quote: &Quote, name: Span, cue: bool) -> bool {
    let behind = quote.cue.is_some_and(|c| {
        let content = quote.spans.iter().find(|s| s.start >= c.span.end);
        name.start >= c.span.end && (cue || content.is_some_and(|s| name.end <= s.start))
    });
    behind || quote.spans.iter().any(|s| s.contains(name))
}

/// What stands left of a hit as its subject.
enum Subject<'m> {
    Name(&'m Mention),
    /// The speaker, or nobody that can be seen.
    Speaker,
    /// Somebody without a name.
    Somebody,
}

/// One sentence of a quote and the names of others in it.
struct Look<'a> {
    reading: Reading<'a>,
    sentence: TokenRange,
    others: &'a [Mention],
    direct: bool,
}

impl Look<'_> {
    fn token(&self, at: u32) -> Token {
        self.reading.tokens[at as usize]
    }

    fn class(&self, at: u32) -> Class {
        self.reading.vocabulary.class(self.token(at).word)
    }

    fn target(&self, hit: &Hit, cue: bool) -> Option<(&Mention, &'static str)> {
        let named = |mention: Option<_>, rule| mention.map(|m| (m, rule));
        let only = || self.only();
        if let Some(actor) = hit.modifiers.iter().find(|m| m.rule == "other_party") {
            return named(self.at_subject(actor.span), "actor").or_else(|| named(only(), "only"));
        }
        if let Some(owner) = self.owner(hit.tokens.start) {
            return Some((owner, "owner"));
        }
        match if cue { Subject::Speaker } else { self.subject(hit.tokens.start) } {
            Subject::Name(name) => Some((name, "subject")),
            Subject::Speaker => named(self.object(hit.tokens.end), "object").or_else(|| named(only(), "only")),
            Subject::Somebody => None,
        }
    }

    /// The name that the subject's words hold, or that owns them: "Torvia's army".
    fn at_subject(&self, subject: Span) -> Option<&Mention> {
        let overlaps = |m: &&Mention| m.tokens.span(self.reading.tokens).overlaps(subject);
        let first = self.reading.tokens.partition_point(|t| t.span.start < subject.start) as u32;
        self.others.iter().find(overlaps).or_else(|| self.owner(first))
    }

    /// The name before `start` with nothing but adjectives between.
    fn owner(&self, start: u32) -> Option<&Mention> {
        let before = self.others.iter().rev().find(|m| m.tokens.end <= start)?;
        let between = before.tokens.end..start;
        let function = Class::PREPOSITION
            | Class::AUXILIARY
            | Class::PRONOUN
            | Class::CONJUNCTION
            | Class::DETERMINER
            | Class::RELATIVE
            | Class::INFINITIVE
            | Class::NEGATOR;
        let adjective = |at: u32| {
            let kind = self.token(at).kind;
            let part = kind == TokenKind::Clitic || self.token(at).is_transparent();
            part || kind == TokenKind::Word && (!self.class(at).any(function) || self.class(at).any(Class::COORDINATOR))
        };
        (between.len() as u32 <= OWNED && between.clone().all(adjective)).then_some(before)
    }

    /// Whether a token parts clauses.
    fn parts(&self, at: u32) -> bool {
        let token = self.token(at);
        let marks = Class::CLAUSE_MARK | Class::SUBORDINATOR | Class::RELATIVE;
        !(token.is_wordlike() || token.is_transparent()) || self.class(at).any(marks)
    }

    /// Whether a preposition of place, with or without an article, stands before a name.
    fn is_place(&self, mention: &Mention) -> bool {
        let mut at = mention.tokens.start;
        while at > self.sentence.start && self.class(at - 1).any(Class::DETERMINER) {
            at -= 1;
        }
        at > self.sentence.start && self.class(at - 1).any(Class::PLACE)
    }

    fn subject(&self, start: u32) -> Subject<'_> {
        let from = start.saturating_sub(REACH).max(self.sentence.start);
        for at in (from.max(1)..start).rev() {
            let class = self.class(at);
            let name = self.others.iter().find(|m| m.tokens.contains(at));
            if let Some(name) = name.filter(|m| !self.is_place(m)) {
                return Subject::Name(self.head(name));
            }
            if class.any(Class::RELATIVE)
                && let Some(noun) = self.before(at)
            {
                return Subject::Name(noun);
            }
            if class.any(Class::FIRST_PERSON) || self.parts(at) {
                break;
            }
            if class.any(Class::PRONOUN) && class.any(Class::SUBJECT) {
                // In reported speech "he" is the speaker.
                return if self.direct { Subject::Somebody } else { Subject::Speaker };
            }
        }
        Subject::Speaker
    }

    /// The name that a name belongs to: "Rolf Brandt of Torvia".
    fn head<'m>(&'m self, name: &'m Mention) -> &'m Mention {
        let of = name.tokens.start.checked_sub(1).filter(|at| *at > self.sentence.start);
        let of = of.filter(|at| self.class(*at).any(Class::PREPOSITION) && !self.class(*at).any(Class::PLACE));
        let head = of.and_then(|of| self.others.iter().find(|m| m.tokens.end == of));
        head.unwrap_or(name)
    }

    /// The name right before a relative pronoun.
    fn before(&self, pronoun: u32) -> Option<&Mention> {
        let comma = self.token(pronoun - 1).kind == TokenKind::Comma;
        let end = pronoun - u32::from(comma);
        self.others.iter().find(|m| m.tokens.end == end)
    }

    fn object(&self, end: u32) -> Option<&Mention> {
        let to = (end + REACH).min(self.sentence.end);
        for at in end..to {
            if self.parts(at) {
                return None;
            }
            let name = self.others.iter().find(|m| m.tokens.contains(at));
            if let Some(name) = name.filter(|m| !self.is_place(m)) {
                return Some(name);
            }
        }
        None
    }

    /// The only one that the sentence names.
    fn only(&self) -> Option<&Mention> {
        let (first, rest) = self.others.split_first()?;
        rest.iter().all(|m| m.name == first.name).then_some(first)
    }
}
