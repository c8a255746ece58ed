//! What a quote's hits say of its speaker.
//!
//! A hit counts for the text as it stands; for the speaker it may not: what a quote reports of others is accusation
//! at most, never the speaker's own threat or offer.

use super::QuoteScores;
use super::assign::{Assigned, words_between};
use crate::language::Class;
use crate::lexicon::Role;
use crate::quote::{CueClass, Frame, Quote, QuoteKind};
use crate::score::{Context, Effect, Hit, Modifier, Scheme, Scores, Tally};
use crate::span::Span;
use crate::speaker::{Aliases, Attribution, Speaker};
use crate::token::{Token, TokenKind, TokenRange, fold};

/// The category that another party's hostile deed is an instance of when a speaker reports it.
const ACCUSATION: &str = "accusation";
/// Most that a report of another's deed is worth: the grade of an accusation (DESIGN §3).
const ACCUSATION_GRADE: i32 = 2000;
/// Most that a mere mention of another's measures is worth: the grade of criticism.
const MENTION_GRADE: i32 = 1000;
/// What is left of others' cooperation, in thousandths: good news, but not the speaker's own offer.
const OTHERS_GIVE: i32 = 500;
/// Words before a hit among which its subject is sought.
const SUBJECT_REACH: usize = 12;
/// Words of the longest name of a state or office that is looked up.
const NAME_WORDS: usize = 3;
/// Letters that a subject must share with the speaker's name, role or affiliation to be the speaker's own side.
const STEM: usize = 4;

/// Scores a quote of `text`: its hits, changed where they tell of others, over its sentences.
pub(super) fn score(
    context: Context,
    (text, aliases): (&str, &Aliases),
    quote: &Quote,
    index: usize,
    speaker: Option<&Speaker>,
    sentences: &[TokenRange],
    assigned: &Assigned,
) -> QuoteScores {
    let outer = quote.spans.iter().copied().chain(quote.cue.map(|c| c.span)).reduce(Span::cover).unwrap_or_default();
    let first = sentences.partition_point(|s| s.span(context.tokens).end <= outer.start);
    // A hit of the cue may begin before it: "the army said it shot down".
    let opening = sentences.get(first).map_or(outer.start, |s| s.span(context.tokens).start.min(outer.start));
    let from = assigned.hits.partition_point(|h| h.hit.span.start < opening);
    let near = assigned.hits[from..].iter().enumerate().take_while(|(_, h)| h.hit.span.start < outer.end);
    let own: Vec<_> = near.filter(|(_, h)| h.quote == Some(index)).map(|(at, h)| (from + at, h)).collect();
    let judging =
        own.iter().find(|(_, h)| h.cue && context.scheme.dimension_of(h.hit.dimension).role == Role::Conflict);
    let judged = judging
        .filter(|_| quote.cue.is_some_and(|c| matches!(c.frame, Frame::Judge | Frame::Accuse)))
        .map(|(_, h)| &h.hit);
    let view = View { context, text, aliases, quote, speaker };
    let hits: Vec<(usize, bool, Hit)> = own
        .iter()
        .map(|(at, placed)| {
            (*at, placed.cue, if placed.cue { placed.hit.clone() } else { view.adjusted(&placed.hit, judged) })
        })
        .collect();
    let mut tally = Tally::new(context.scheme);
    let mut places: Vec<Option<u32>> = vec![None; hits.len()];
    for sentence in sentences[first..].iter().take_while(|s| s.span(context.tokens).start < outer.end) {
        let words: u32 = quote.spans.iter().map(|s| words_between(context.tokens, *s, *sentence)).sum();
        if words == 0 {
            continue;
        }
        // The cue's hit counts with its own sentence, or with the first when the cue stands outside all of them.
        let number = tally.sentences();
        let cue_sentence = number == 0;
        for (place, (_, cue, hit)) in places.iter_mut().zip(&hits).filter(|(place, _)| place.is_none()) {
            let own = sentence.contains(hit.tokens.start)
                || *cue && cue_sentence && !holds_words(context, quote, sentences, hit);
            *place = own.then_some(number);
        }
        let own = places.iter().zip(&hits).filter(|(place, _)| **place == Some(number));
        tally.sentence(words, own.map(|(_, (.., hit))| hit.share()));
    }
    QuoteScores { scores: tally.finish(), hits, places }
}

/// Whether the sentence of a hit holds words of the quote.
fn holds_words(context: Context, quote: &Quote, sentences: &[TokenRange], hit: &Hit) -> bool {
    let at = sentences.partition_point(|s| s.end <= hit.tokens.start);
    sentences.get(at).is_some_and(|s| quote.spans.iter().any(|span| words_between(context.tokens, *span, *s) > 0))
}

/// Each speaker's quotes of speech and the scores of all their sentences.
pub(super) fn by_speaker(
    scheme: &Scheme,
    quotes: &[Quote],
    attributions: &[Attribution],
    scores: &[QuoteScores],
    speakers: usize,
) -> Vec<(u32, Scores)> {
    let mut found = vec![(0, Scores::empty(scheme)); speakers];
    for ((quote, attribution), scored) in quotes.iter().zip(attributions).zip(scores) {
        if let (CueClass::Speech, Some(speaker)) = (quote.class, attribution.speaker) {
            found[speaker].0 += 1;
            found[speaker].1.add(&scored.scores);
        }
    }
    found
}

struct View<'a> {
    context: Context<'a>,
    text: &'a str,
    aliases: &'a Aliases,
    quote: &'a Quote,
    speaker: Option<&'a Speaker>,
}

impl View<'_> {
    /// The hit as it counts for the speaker.
    fn adjusted(&self, hit: &Hit, judged: Option<&Hit>) -> Hit {
        let role = self.context.scheme.dimension_of(hit.dimension).role;
        let acts = match role {
            Role::Cooperation => true,
            Role::Conflict => !self.is_accusation(hit),
            _ => false,
        };
        if !acts || hit.value == 0 {
            return hit.clone();
        }
        if let Some(cue) = judged {
            return Self::changed(hit, "judged_object", cue.span, Effect::Cancel, 0);
        }
        let Some((subject, grade)) = self.other_party(hit) else { return hit.clone() };
        if role == Role::Cooperation {
            return Self::changed(hit, "other_party", subject, Effect::Scale, OTHERS_GIVE);
        }
        let factor = if hit.value > grade { grade * 1000 / hit.value } else { 1000 };
        let accusation = self.context.scheme.for_category(Role::Conflict, ACCUSATION, self.context.lexicons);
        match accusation {
            Some(dimension) => {
                let mut new = Self::changed(hit, "other_party", subject, Effect::Flip, factor);
                new.from_dimension = hit.from_dimension.or(Some(hit.dimension));
                new.dimension = dimension;
                ACCUSATION.clone_into(&mut new.category);
                new
            }
            None => Self::changed(hit, "other_party", subject, Effect::Cancel, 0),
        }
    }

    /// Whether the hit judges rather than acts: it counts in the dimension that accusations belong to.
    fn is_accusation(&self, hit: &Hit) -> bool {
        self.context.scheme.for_category(Role::Conflict, ACCUSATION, self.context.lexicons) == Some(hit.dimension)
    }

    fn changed(hit: &Hit, rule: &str, span: Span, effect: Effect, factor: i32) -> Hit {
        let mut new = hit.clone();
        new.modifiers.push(Modifier { rule: rule.to_owned(), span, effect, factor });
        new.value = Hit::worth(new.base, &new.modifiers);
        new
    }

    fn class(&self, token: Token) -> Class {
        self.context.vocabulary.class(token.word)
    }

    /// The words that show another party to be the one who acts, and the most that the hit is then worth.
    fn other_party(&self, hit: &Hit) -> Option<(Span, i32)> {
        let content = self.quote.spans.iter().find(|s| s.contains(hit.span))?;
        if hit.tokens.of(self.context.tokens).iter().skip(1).any(|t| self.class(*t).any(Class::BE)) {
            // The passive leaves open who acts: "their assets were frozen".
            return None;
        }
        let before = &self.context.tokens[..hit.tokens.start as usize];
        let start =
            before.partition_point(|t| t.span.start < content.start).max(before.len().saturating_sub(SUBJECT_REACH));
        let before = &before[start..];
        if let Some(owner) = self.owner(before) {
            return Some((owner, MENTION_GRADE));
        }
        let verb = self.context.tokens[hit.tokens.start as usize];
        let mut finished = self.is_past(verb);
        let mut governed = false;
        for token in before.iter().rev() {
            let class = self.class(*token);
            if !token.is_wordlike() {
                if matches!(token.kind, TokenKind::Quote | TokenKind::SingleQuote | TokenKind::Hyphen) {
                    continue;
                }
                return None;
            }
            if class.any(Class::MODAL) || governed && !self.is_past(*token) {
                return None;
            }
            if governed {
                // "had promised to lift": the verb before the infinitive tells who acts, and when.
                (governed, finished) = (false, true);
            } else if class.any(Class::INFINITIVE) {
                governed = true;
            } else if class.any(Class::BE) && self.is_past(verb) {
                // The passive leaves open who acts: "six diplomats were expelled".
                return None;
            } else if class.any(Class::HAVE | Class::BE | Class::DO) {
                finished = true;
            } else if class.any(Class::ADVERB) || token.span.slice(self.text).ends_with("ly") {
            } else {
                let other = self.is_other(*token) || self.is_foreign(*token);
                return (finished && other).then_some((token.span, ACCUSATION_GRADE));
            }
        }
        None
    }

    /// "their sanctions": a possessive of the third person right before the hit.
    fn owner(&self, before: &[Token]) -> Option<Span> {
        let verb = Class::MODAL | Class::HAVE | Class::BE | Class::DO | Class::INFINITIVE;
        let near = before.iter().rev().take(3).take_while(|t| t.is_wordlike() && !self.class(**t).any(verb));
        let owner = near.into_iter().find(|t| self.class(**t).any(Class::POSSESSIVE) || t.kind == TokenKind::Clitic)?;
        let class = self.class(*owner);
        let third = class.any(Class::THIRD_PERSON) || class.any(Class::SECOND_PERSON);
        let own_side = self.quote.kind != QuoteKind::Direct && !class.any(Class::PLURAL);
        (class.any(Class::POSSESSIVE) && third && !own_side).then_some(owner.span)
    }

    fn is_past(&self, token: Token) -> bool {
        token.span.slice(self.text).ends_with("ed") || self.class(token).any(Class::PAST)
    }

    /// Whether a subject is somebody else than the speaker and the speaker's side.
    fn is_other(&self, subject: Token) -> bool {
        let class = self.class(subject);
        if class.any(Class::FIRST_PERSON) {
            return false;
        }
        if class.any(Class::PRONOUN) {
            // In reported speech "he" and "it" may be the speaker; "they" may be a group that speaks.
            let reported = self.quote.kind != QuoteKind::Direct;
            return !reported || class.any(Class::SECOND_PERSON);
        }
        let name = subject.capital && !class.any(Class::NOT_NAME);
        let noun = name || class.any(Class::ORGANISATION | Class::PERSON_PLURAL | Class::PERSON | Class::TITLE);
        noun && !self.is_own_side(subject) && !(name && self.is_own_state(subject))
    }

    /// Whether a people's name before the noun makes it another state's: "Torvian jets".
    fn is_foreign(&self, noun: Token) -> bool {
        let at = self.context.tokens.partition_point(|t| t.span.start < noun.span.start);
        let before = at.checked_sub(1).map(|before| self.context.tokens[before]);
        before.filter(|t| t.capital && t.is_wordlike() && !noun.capital).is_some_and(|people| {
            let state = self.aliases.side(people.span.slice(self.text));
            state.is_some() && !self.is_own_state(people) && !self.is_own_side(people)
        })
    }

    /// Whether the name that ends with `subject` is that of the speaker's state: "Athens" for a Greek minister.
    fn is_own_state(&self, subject: Token) -> bool {
        let Some(speaker) = self.speaker else { return false };
        let at = self.context.tokens.partition_point(|t| t.span.start < subject.span.start);
        let words = |of: usize| self.context.tokens[(at + 1).saturating_sub(of)..=at].iter();
        let names = (1..=NAME_WORDS).filter(|of| words(*of).all(|t| t.capital));
        let mut states = names.filter_map(|of| {
            let span = words(of).map(|t| t.span).reduce(Span::cover)?;
            self.aliases.side(span.slice(self.text))
        });
        states.next().is_some_and(|state| {
            let own = [Some(&speaker.name), speaker.role.as_ref(), speaker.affiliation.as_ref()];
            own.into_iter().flatten().any(|text| self.names_state(text, state))
        })
    }

    /// Whether a state, its people, its capital or an office of it is named in `text`.
    fn names_state(&self, text: &str, state: &str) -> bool {
        let text = text.replace("'s", " ").replace("’s", " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        (1..=NAME_WORDS).any(|of| words.windows(of).any(|name| self.aliases.side(&name.join(" ")) == Some(state)))
    }

    fn is_own_side(&self, subject: Token) -> bool {
        let Some(speaker) = self.speaker else { return false };
        let subject = &fold(subject.span.slice(self.text));
        let stem = |word: &str| word.chars().take(STEM).collect::<String>();
        let own = [Some(&speaker.name), speaker.role.as_ref(), speaker.affiliation.as_ref()];
        // Folded before it is parted: combining marks are no letters, and would part a word.
        own.into_iter().flatten().map(|t| fold(t)).any(|text| {
            let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '.');
            words.any(|w| w == subject || w.chars().count() >= STEM && stem(w) == stem(subject))
        })
    }
}
