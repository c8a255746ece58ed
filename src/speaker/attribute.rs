//! The source and the speaker of every quote.

mod age;
mod noun;
mod office;
mod pronoun;
mod roster;

use super::mention::{Name, names};
use super::merge::{Persons, merge};
use super::{Aliases, Attribution, Speaker, SpeakerKind};
use crate::language::Class;
use crate::quote::phrase::SPEAKING;
use crate::quote::{Construction, CueClass, Origin, Quote, Quotes, Reading};
use crate::span::Span;
use crate::token::{Token, TokenKind, TokenRange};
use noun::Sole;
use rustc_hash::FxHashMap;

/// All attributions of an article, one a quote, and its speakers in the order of their first quote.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Attributions {
    /// One for every quote.
    pub attributions: Vec<Attribution>,
    /// In the order of their first quote.
    pub speakers: Vec<Speaker>,
}

/// Who a phrase stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Referent {
    name: String,
    kind: SpeakerKind,
    persons: Vec<usize>,
    /// How much of the construction's confidence stays, in thousandths.
    trust: u16,
    reason: &'static str,
}

/// Attributes every quote. `ranges` are all parts of the text in which names may stand, captions included.
#[must_use]
pub fn attribute(reading: Reading, quotes: &Quotes, ranges: &[TokenRange], aliases: &Aliases) -> Attributions {
    if quotes.quotes.is_empty() {
        return Attributions::default();
    }
    let names = names(reading, ranges);
    let persons = merge(reading, &names, ranges);
    let mut resolver = Resolver {
        sole: Sole::of(&persons.of_name),
        reading,
        aliases,
        names: &names,
        persons,
        own: Vec::new(),
        events: Vec::new(),
        out: Attributions::default(),
        known: FxHashMap::default(),
        referents: Vec::new(),
        first_label: first_label(quotes),
        offices: FxHashMap::default(),
        accounts: FxHashMap::default(),
    };
    resolver.list_offices();
    for quote in &quotes.quotes {
        let reply = quote.cue.is_some_and(|c| {
            c.tokens.of(reading.tokens).iter().any(|t| reading.vocabulary.class(t.word).any(Class::REPLY))
        });
        let mut found = resolver.quote(quote, reply);
        if let Some(who) = quote.relative {
            found.source = Some(with_relative(reading, found.source, who));
        }
        resolver.out.attributions.push(found);
    }
    resolver.finish()
}

/// Most words of a name that is given together with its relative pronoun.
const NAME_WORDS: u32 = 5;

/// "Anna Kovac, who": the name up to the pronoun next to the cue, or the pronoun alone where the name is far or long.
fn with_relative(reading: Reading, name: Option<Span>, who: TokenRange) -> Span {
    let who = who.span(reading.tokens);
    let near = name.map(|n| n.cover(who)).filter(|whole| {
        let first = reading.tokens.partition_point(|t| t.span.start < whole.start);
        let last = reading.tokens.partition_point(|t| t.span.start < whole.end);
        crate::token::count_words(&reading.tokens[first..last]) <= NAME_WORDS + 1
    });
    near.unwrap_or(who)
}

fn first_label(quotes: &Quotes) -> Option<u32> {
    quotes.quotes.iter().find_map(|q| match q.origin {
        Origin::Phrase(phrase, Construction::Label) => Some(phrase.start),
        _ => None,
    })
}

/// Confidence that a construction gives, in thousandths, where no model was asked.
fn trust(construction: Construction) -> u32 {
    match construction {
        Construction::QuotedSubject => 970,
        Construction::According => 940,
        Construction::ClauseSubject | Construction::Label => 930,
        Construction::OpenParagraph => 920,
        Construction::SameParagraph | Construction::Introduced => 900,
        Construction::SharedSubject => 850,
        Construction::QuoteOnly => 600,
        Construction::Chosen => 800,
    }
}

/// Why a source goes on speaking.
fn carried(construction: Construction) -> Option<&'static str> {
    match construction {
        Construction::OpenParagraph => Some("goes on from the paragraph before, which was left open"),
        Construction::QuoteOnly => Some("a paragraph of quoted words behind this source's words"),
        Construction::SameParagraph => Some("behind this source's words in the same paragraph"),
        _ => None,
    }
}

struct Resolver<'a> {
    /// The person of the article while it has named only one.
    sole: Option<Sole>,
    reading: Reading<'a>,
    aliases: &'a Aliases,
    names: &'a [Name],
    persons: Persons,
    /// The spans of the quote whose source is looked for.
    own: Vec<Span>,
    /// Sources so far: position, index into `out.speakers`.
    events: Vec<(u32, usize)>,
    out: Attributions,
    /// Speakers by their names and ids, as indices into `out.speakers`.
    known: FxHashMap<String, usize>,
    referents: Vec<Referent>,
    /// Where the first label of a transcript stands.
    first_label: Option<u32>,
    /// Persons by the words of their roles.
    offices: FxHashMap<String, Vec<usize>>,
    /// Persons by their names written together, as in accounts; none where two share the form.
    accounts: FxHashMap<String, Option<usize>>,
}

impl Resolver<'_> {
    fn quote(&mut self, quote: &Quote, reply: bool) -> Attribution {
        self.own.clone_from(&quote.spans);
        match quote.origin {
            Origin::None(reason) => Attribution { source: None, speaker: None, reason, confidence: 0 },
            Origin::Phrase(phrase, construction) => {
                let source = self.whole_name(self.source(phrase));
                match self.resolve(source, reply) {
                    Ok(referent) => {
                        self.learn_gender(source, &referent);
                        let sure = quote.confidence.map_or_else(|| trust(construction), u32::from);
                        let confidence = sure * u32::from(referent.trust) / 1000;
                        let reason = carried(construction).unwrap_or(referent.reason);
                        let speaker = self.speaker(referent, source);
                        if quote.class == CueClass::Speech && !construction.is_carried() {
                            self.events.push((source.start, speaker));
                        }
                        Attribution {
                            source: Some(source.span(self.reading.tokens)),
                            speaker: Some(speaker),
                            reason,
                            confidence: confidence as u16,
                        }
                    }
                    Err(reason) => Attribution {
                        source: Some(source.span(self.reading.tokens)),
                        speaker: None,
                        reason,
                        confidence: 0,
                    },
                }
            }
        }
    }

    /// A pronoun that stands for a person tells the person's gender.
    fn learn_gender(&mut self, source: TokenRange, referent: &Referent) {
        let class = self.class(source.start);
        let gender = class.without(class.without(Class::MASCULINE | Class::FEMININE));
        if let ([person], true) = (&referent.persons[..], class.any(Class::PRONOUN) && gender != Class::default())
            && self.persons.all[*person].gender == Class::default()
        {
            self.persons.all[*person].gender = gender;
        }
    }

    /// The phrase without marks at its edges.
    fn source(&self, phrase: TokenRange) -> TokenRange {
        let mut range = phrase;
        while range.end > range.start + 1
            && matches!(self.token(range.end - 1).kind, TokenKind::Clitic | TokenKind::Comma | TokenKind::Symbol)
        {
            range.end -= 1;
        }
        while range.start + 1 < range.end && !self.token(range.start).is_wordlike() {
            range.start += 1;
        }
        range
    }

    /// The phrase with all of a name that it holds only the end of ("ten Brinke" of Hendrik-Jan ten Brinke).
    fn whole_name(&self, source: TokenRange) -> TokenRange {
        let next = self.names.partition_point(|n| n.tokens.end <= source.start);
        let cut = self.names.get(next).filter(|n| n.tokens.start < source.start && n.tokens.end <= source.end);
        TokenRange::new(cut.map_or(source.start, |n| n.tokens.start), source.end)
    }

    fn token(&self, at: u32) -> Token {
        self.reading.tokens[at as usize]
    }

    fn class(&self, at: u32) -> Class {
        self.reading.vocabulary.class(self.token(at).word)
    }

    fn text(&self, range: TokenRange) -> String {
        range.span(self.reading.tokens).slice(self.reading.text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn resolve(&self, source: TokenRange, reply: bool) -> Result<Referent, &'static str> {
        if self.class(source.start).any(Class::PRONOUN)
            && source.end - source.start == 1
            && self.token(source.start).span.slice(self.reading.text) != "US"
        {
            return self.pronoun(source.start, reply);
        }
        if let Some(person) = self.interviewee(source) {
            return Ok(Referent { trust: 900, reason: "the person interviewed", ..self.person(person, &[]) });
        }
        if let Some(person) = self.account(source) {
            return Ok(Referent {
                trust: 950,
                reason: "the account with this person's name",
                ..self.person(person, &[])
            });
        }
        let head = self.head(source);
        let from = self.names.partition_point(|n| n.tokens.start < source.start);
        let to = self.names.partition_point(|n| n.tokens.start < source.end);
        let own: Vec<usize> = (from..to)
            .filter(|n| {
                let tokens = self.names[*n].tokens;
                tokens.start >= source.start && tokens.end <= source.end && tokens.start < head.end
            })
            .collect();
        let persons: Vec<usize> = own.iter().filter_map(|n| self.persons.of_name[*n]).collect();
        let joint = (source.start..source.end).any(|at| self.class(at).any(Class::COORDINATOR));
        let body_head = self.class(head.end - 1).any(Class::ORGANISATION | Class::PERSON_PLURAL);
        let aged = (source.start..source.end).any(|at| self.class(at).any(Class::YOUNGER | Class::ELDER));
        match persons[..] {
            [.., person] if aged && self.persons.sharing_name(person).len() > 1 => match self.by_age(source, person) {
                Some(person) => {
                    Ok(Referent { trust: 950, reason: "told from another by age", ..self.person(person, &[]) })
                }
                None => Err("two people have this name, told apart by an age that the article does not give"),
            },
            [first, .., last] if joint && first != last => Ok(self.joint(&persons)),
            [.., person] if !body_head || self.names_end_at(&own, head.end) => Ok(self.person(person, &own)),
            _ => self.noun(source, head, &own),
        }
    }

    /// The person that the label "A" of an interview stands for: the one named most often.
    fn interviewee(&self, source: TokenRange) -> Option<usize> {
        if source.end - source.start != 1 || source.span(self.reading.tokens).slice(self.reading.text) != "A" {
            return None;
        }
        // Questions and answers alternate, so names inside them say nothing of who is interviewed.
        let first = self.first_label.unwrap_or(source.start);
        let before =
            |p: usize| self.persons.all[p].names.iter().filter(|n| self.names[**n].tokens.start < first).count();
        (0..self.persons.all.len()).max_by_key(|p| (before(*p), std::cmp::Reverse(*p)))
    }

    /// Whether a person's name is the last thing in the phrase's head.
    fn names_end_at(&self, own: &[usize], end: u32) -> bool {
        own.last().is_some_and(|n| self.names[*n].tokens.end == end && self.persons.of_name[*n].is_some())
    }

    /// The part of a phrase up to the preposition behind its head noun.
    fn head(&self, source: TokenRange) -> TokenRange {
        let speaks = |at: u32| self.class(at).any(SPEAKING | Class::DETERMINER);
        let joint = (source.start..source.end).any(|at| self.class(at).any(Class::COORDINATOR));
        let end = (source.start + 1..source.end).find(|at| {
            self.is_participle(*at) && self.class(at - 1).any(SPEAKING) && !self.token(at - 1).capital
                || self.class(*at).any(Class::PREPOSITION)
                    && !self.class(*at).any(Class::PARTICLE)
                    && (speaks(at - 1) || !joint && self.ends_person(*at))
                    && !(self.token(at - 1).capital && self.inside_name(*at))
        });
        TokenRange::new(source.start, end.unwrap_or(source.end))
    }

    /// Whether a person's name ends right before the token: "Piotr Wen of the institute".
    fn ends_person(&self, at: u32) -> bool {
        let next = self.names.partition_point(|n| n.tokens.end < at);
        self.names.get(next).is_some_and(|n| n.tokens.end == at) && self.persons.of_name[next].is_some()
    }

    /// "briefed" in "people briefed on the matter".
    fn is_participle(&self, at: u32) -> bool {
        let form = self.token(at).span.slice(self.reading.text);
        !self.token(at).capital
            && !self.class(at).any(SPEAKING)
            && (form.ends_with("ed") || self.class(at).any(Class::PAST))
    }

    /// Whether the token lies inside a name or its titles ("Secretary of State").
    fn inside_name(&self, at: u32) -> bool {
        let next = self.names.partition_point(|n| n.tokens.end <= at);
        self.names.get(next).is_some_and(|n| n.lead.start <= at && at < n.tokens.end || n.tokens.contains(at))
    }

    fn person(&self, person: usize, own: &[usize]) -> Referent {
        let full = own.iter().any(|n| self.persons.of_name[*n] == Some(person) && self.names[*n].words.len() > 1);
        let single = self.persons.all[person].words.len() == 1;
        let (trust, reason) = match (full, single) {
            (true, _) => (1000, "named in full"),
            (false, true) => (980, "named by title and last name"),
            (false, false) => (990, "part of a name the article gives in full"),
        };
        Referent { name: self.person_name(person), kind: SpeakerKind::Person, persons: vec![person], trust, reason }
    }

    /// The fullest form of a person's name, a nickname between marks left out.
    fn person_name(&self, person: usize) -> String {
        let tokens = self.persons.all[person].tokens;
        let mut name = String::new();
        let mut inside = false;
        for at in tokens.start..tokens.end {
            let token = self.token(at);
            if matches!(token.kind, TokenKind::Quote | TokenKind::SingleQuote) {
                inside = !inside;
            } else if !inside {
                if token.spaced && !name.is_empty() {
                    name.push(' ');
                }
                name.push_str(token.span.slice(self.reading.text));
            }
        }
        // The stop of "Jr." belongs to the name.
        let suffix = tokens.end > tokens.start
            && self.class(tokens.end - 1).any(Class::SUFFIX)
            && !self.token(tokens.end - 1).all_caps;
        let stop = self.reading.tokens.get(tokens.end as usize).is_some_and(|t| t.kind == TokenKind::Stop && !t.spaced);
        if suffix && stop { name + "." } else { name }
    }

    fn joint(&self, persons: &[usize]) -> Referent {
        let mut names: Vec<String> = Vec::with_capacity(persons.len());
        for name in persons.iter().map(|p| self.person_name(*p)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Referent {
            name: names.join(" + "),
            kind: SpeakerKind::Group,
            persons: Vec::new(),
            trust: 980,
            reason: "two sources named together",
        }
    }
}
