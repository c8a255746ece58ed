//! The source and the speaker of every quote.

use super::mention::{Name, names};
use super::merge::{Persons, merge};
use super::{Attribution, Speaker, SpeakerKind, speaker_id};
use crate::language::Class;
use crate::quote::phrase::SPEAKING;
use crate::quote::{Construction, CueClass, Origin, Quotes, Reading};
use crate::span::Span;
use crate::token::{Token, TokenKind, TokenRange, fold};

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
pub fn attribute(reading: Reading, quotes: &Quotes, ranges: &[TokenRange]) -> Attributions {
    if quotes.quotes.is_empty() {
        return Attributions::default();
    }
    let names = names(reading, ranges);
    let persons = merge(reading, &names, ranges);
    let mut resolver = Resolver {
        reading,
        names: &names,
        persons,
        events: Vec::new(),
        out: Attributions::default(),
        referents: Vec::new(),
        first_label: first_label(quotes),
    };
    for quote in &quotes.quotes {
        let reply = quote.cue.is_some_and(|c| {
            c.tokens.of(reading.tokens).iter().any(|t| reading.vocabulary.class(t.word).any(Class::REPLY))
        });
        let found = resolver.quote(quote.origin, quote.class, reply);
        resolver.out.attributions.push(found);
    }
    resolver.finish()
}

fn first_label(quotes: &Quotes) -> Option<u32> {
    quotes.quotes.iter().find_map(|q| match q.origin {
        Origin::Phrase(phrase, Construction::Label) => Some(phrase.start),
        _ => None,
    })
}

/// Tokens of a sentence within which its subject's name begins.
const LEADS_WITHIN: u32 = 9;

/// Confidence that a construction gives, in thousandths; measured shares replace these guesses with part B.
fn trust(construction: Construction) -> u32 {
    match construction {
        Construction::QuotedSubject => 970,
        Construction::According => 940,
        Construction::ClauseSubject | Construction::Label => 930,
        Construction::OpenParagraph => 920,
        Construction::SameParagraph | Construction::Introduced => 900,
        Construction::SharedSubject => 850,
        Construction::QuoteOnly => 600,
    }
}

struct Resolver<'a> {
    reading: Reading<'a>,
    names: &'a [Name],
    persons: Persons,
    /// Sources so far: position, index into `out.speakers`.
    events: Vec<(u32, usize)>,
    out: Attributions,
    referents: Vec<Referent>,
    /// Where the first label of a transcript stands.
    first_label: Option<u32>,
}

impl Resolver<'_> {
    fn quote(&mut self, origin: Origin, class: CueClass, reply: bool) -> Attribution {
        match origin {
            Origin::None(reason) => Attribution { source: None, speaker: None, reason, confidence: 0 },
            Origin::Carried { quote, construction } => {
                let earlier = self.out.attributions[quote];
                let confidence = u32::from(earlier.confidence) * trust(construction) / 1000;
                let reason = match construction {
                    Construction::OpenParagraph => "goes on from the paragraph before, which was left open",
                    Construction::QuoteOnly => "a paragraph of quoted words behind this source's words",
                    _ => "behind this source's words in the same paragraph",
                };
                Attribution {
                    reason: if earlier.speaker.is_some() { reason } else { earlier.reason },
                    confidence: confidence as u16,
                    ..earlier
                }
            }
            Origin::Phrase(phrase, construction) => {
                let source = self.source(phrase);
                match self.resolve(source, reply) {
                    Ok(referent) => {
                        self.learn_gender(source, &referent);
                        let confidence = trust(construction) * u32::from(referent.trust) / 1000;
                        let reason = referent.reason;
                        let speaker = self.speaker(referent, source);
                        if class == CueClass::Speech {
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
        let head = self.head(source);
        let own: Vec<usize> = (0..self.names.len())
            .filter(|n| {
                let tokens = self.names[*n].tokens;
                tokens.start >= source.start && tokens.end <= source.end && tokens.start < head.end
            })
            .collect();
        let persons: Vec<usize> = own.iter().filter_map(|n| self.persons.of_name[*n]).collect();
        let joint = (source.start..source.end).any(|at| self.class(at).any(Class::COORDINATOR));
        let body_head = self.class(head.end - 1).any(Class::ORGANISATION | Class::PERSON_PLURAL);
        match persons[..] {
            [first, .., last] if joint && first != last => Ok(self.joint(&[first, last])),
            [.., person] if !body_head || self.names_end_at(&own, head.end) => Ok(self.person(person, &own)),
            _ => self.noun(source, head, &own),
        }
    }

    /// The person that the label "A" of an interview stands for: the one named most often.
    fn interviewee(&self, source: TokenRange) -> Option<usize> {
        let label = source.end - source.start == 1 && source.span(self.reading.tokens).slice(self.reading.text) == "A";
        // Questions and answers alternate, so names inside them say nothing of who is interviewed.
        let first = self.first_label.unwrap_or(source.start);
        let before =
            |p: usize| self.persons.all[p].names.iter().filter(|n| self.names[**n].tokens.start < first).count();
        let most = (0..self.persons.all.len()).max_by_key(|p| (before(*p), std::cmp::Reverse(*p)));
        most.filter(|_| label)
    }

    /// Whether a person's name is the last thing in the phrase's head.
    fn names_end_at(&self, own: &[usize], end: u32) -> bool {
        own.last().is_some_and(|n| self.names[*n].tokens.end == end && self.persons.of_name[*n].is_some())
    }

    /// The part of a phrase up to the preposition behind its head noun.
    fn head(&self, source: TokenRange) -> TokenRange {
        let speaks = |at: u32| self.class(at).any(SPEAKING | Class::DETERMINER);
        let end = (source.start + 1..source.end).find(|at| {
            self.class(*at).any(Class::PREPOSITION)
                && !self.class(*at).any(Class::PARTICLE)
                && speaks(at - 1)
                && !(self.token(at - 1).capital && self.inside_name(*at))
        });
        TokenRange::new(source.start, end.unwrap_or(source.end))
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
            (false, true) => (950, "named by title and last name"),
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
        let names: Vec<String> = persons.iter().map(|p| self.person_name(*p)).collect();
        Referent {
            name: names.join(" + "),
            kind: SpeakerKind::Group,
            persons: Vec::new(),
            trust: 950,
            reason: "two sources named together",
        }
    }

    fn noun(&self, source: TokenRange, head: TokenRange, own: &[usize]) -> Result<Referent, &'static str> {
        let determiner = self.class(source.start).any(Class::DETERMINER) && source.end - source.start > 1;
        let definite = determiner
            && matches!(fold(self.token(source.start).span.slice(self.reading.text)).as_str(), "the" | "this" | "that");
        let bare = if determiner { TokenRange::new(source.start + 1, source.end) } else { source };
        let last = head.end - 1;
        let class = self.class(last);
        let name = self.plain_name(bare);
        let referent =
            |name: String, kind, trust, reason| Ok(Referent { name, kind, persons: Vec::new(), trust, reason });
        if class.any(Class::PERSON_PLURAL) {
            let fuller = self.fuller(bare, last).or_else(|| self.known_by_noun(bare, last));
            let reason =
                if fuller.is_some() { "the latest fuller phrase with the same noun" } else { "a group named as such" };
            return referent(fuller.unwrap_or(name), SpeakerKind::Group, 950, reason);
        }
        let one = class.any(Class::PERSON | Class::TITLE) && !class.any(Class::ORGANISATION);
        if one && !self.token(last).capital || one && own.is_empty() {
            if definite && let Some(person) = self.by_office(last) {
                return Ok(Referent {
                    trust: 900,
                    reason: "the one person with this office in the article",
                    ..self.person(person, &[])
                });
            }
            if definite && let Some(person) = self.only_person(source.start) {
                return Ok(Referent { trust: 800, reason: "the only person named so far", ..self.person(person, &[]) });
            }
            let reason = "a person without a name";
            return referent(format!("unnamed {name}"), SpeakerKind::Anonymous, 950, reason);
        }
        if class.any(Class::DOCUMENT) && self.class(source.start).any(Class::POSSESSIVE) {
            return self.pronoun(source.start, false);
        }
        if class.any(Class::ORGANISATION) {
            let fuller = self
                .fuller_body(bare, last)
                .or_else(|| self.fuller(bare, last))
                .or_else(|| self.known_by_noun(bare, last));
            let reason = if fuller.is_some() {
                "the fuller name of the body with the same noun"
            } else {
                "a body named as such"
            };
            return referent(fuller.unwrap_or(name), SpeakerKind::Organization, 960, reason);
        }
        if self.token(last).capital {
            return referent(name, SpeakerKind::Organization, 850, "a name that belongs to no person in the article");
        }
        if self.class(source.start).any(Class::DETERMINER) && head.end - head.start == 1 {
            return referent(name, SpeakerKind::Group, 800, "a quantity of persons");
        }
        referent(name, SpeakerKind::Organization, 700, "a noun that names no person")
    }

    /// A phrase as a name: a noun that is capitalised by its place alone is not.
    fn plain_name(&self, range: TokenRange) -> String {
        let text = self.text(range);
        let first = self.token(range.start);
        let noun = self.class(range.start).any(SPEAKING | Class::NOT_NAME | Class::DETERMINER) && !first.all_caps;
        let alone = self.reading.tokens.get(range.start as usize + 1).is_none_or(|t| !t.capital);
        if first.capital && noun && alone && !self.inside_name(range.start) { lower_first(&text) } else { text }
    }

    /// "officials" → "Russian officials": the latest earlier phrase with the same noun and capitals before it.
    fn fuller(&self, bare: TokenRange, last: u32) -> Option<String> {
        if bare.end - bare.start > 1 {
            return None;
        }
        let word = self.token(last).word;
        let form = fold(self.token(last).span.slice(self.reading.text));
        (0..bare.start).rev().find_map(|at| {
            let token = self.token(at);
            let same = token.word == word && fold(token.span.slice(self.reading.text)) == form;
            if !same || at == 0 {
                return None;
            }
            let mut start = at;
            while start > 0 && at - start < 4 {
                let before = self.token(start - 1);
                let class = self.class(start - 1);
                let function =
                    Class::DETERMINER | Class::PREPOSITION | Class::CONJUNCTION | Class::AUXILIARY | Class::PRONOUN;
                if !before.is_wordlike() && before.kind != TokenKind::Hyphen || class.any(function) {
                    break;
                }
                start -= 1;
            }
            let determined = start > 0 && self.class(start - 1).any(Class::DETERMINER) && at - start <= 2;
            while start < at && !self.token(start).capital && !determined {
                start += 1;
            }
            (start < at).then(|| self.text(TokenRange::new(start, at + 1)))
        })
    }

    /// "the ministry" → "Defence Ministry of Marland": the latest earlier body whose name holds the noun.
    fn fuller_body(&self, bare: TokenRange, last: u32) -> Option<String> {
        if bare.end - bare.start > 1 {
            return None;
        }
        let noun = fold(self.token(last).span.slice(self.reading.text));
        let body =
            self.names.iter().rev().find(|n| {
                n.organisation && n.tokens.end <= bare.start && n.words.len() > 1 && n.words.contains(&noun)
            })?;
        Some(self.text(body.tokens))
    }

    /// The person named before token `at`, if it is only one.
    fn only_person(&self, at: u32) -> Option<usize> {
        let before = self.names.partition_point(|n| n.tokens.start < at);
        let mut named = self.persons.of_name[..before].iter().flatten();
        let first = *named.next()?;
        named.all(|p| *p == first).then_some(first)
    }

    /// The latest speaker whose name ends in the noun of a phrase that is nothing but the noun.
    fn known_by_noun(&self, bare: TokenRange, last: u32) -> Option<String> {
        if bare.end - bare.start > 1 {
            return None;
        }
        let noun = format!(" {}", fold(self.token(last).span.slice(self.reading.text)));
        self.out.speakers.iter().rev().find(|s| fold(&s.name).ends_with(&noun)).map(|s| s.name.clone())
    }

    /// The only person whose role holds the noun at `at`.
    fn by_office(&self, at: u32) -> Option<usize> {
        let noun = fold(self.token(at).span.slice(self.reading.text));
        let holds = |p: &usize| {
            let role = self.persons.all[*p].role.as_ref();
            role.is_some_and(|r| r.text.split(|c: char| !c.is_alphanumeric()).any(|w| fold(w) == noun))
        };
        let mut found = (0..self.persons.all.len()).filter(holds);
        found.next().filter(|_| found.next().is_none())
    }

    fn pronoun(&self, at: u32, reply: bool) -> Result<Referent, &'static str> {
        let class = self.class(at);
        let carry = |speaker: &Speaker, index: usize| {
            let _ = speaker;
            Referent { trust: 850, reason: "a pronoun for the source before it", ..self.referents[index].clone() }
        };
        if class.any(Class::FIRST_PERSON | Class::SECOND_PERSON) {
            return Err("the writer speaks");
        }
        let latest = |kinds: &[SpeakerKind]| {
            let found = self.events.iter().rev().find(|(_, s)| kinds.contains(&self.out.speakers[*s].kind));
            found.map(|(_, s)| carry(&self.out.speakers[*s], *s))
        };
        if class.any(Class::NEUTER) {
            return latest(&[SpeakerKind::Organization]).ok_or("a pronoun with no body before it");
        }
        if class.any(Class::PLURAL) {
            return latest(&[SpeakerKind::Group, SpeakerKind::Organization]).ok_or("a pronoun with no group before it");
        }
        let gender = class.without(class.without(Class::MASCULINE | Class::FEMININE));
        let other = (Class::MASCULINE | Class::FEMININE).without(gender);
        let fits = |p: usize| {
            let known = self.persons.all[p].gender;
            known == Class::default() || known.any(gender) || !known.any(other)
        };
        // The latest source or sentence subject before the pronoun that can be meant; then any person named before.
        let answered = self.events.last().filter(|_| reply && self.others_spoke()).map(|(_, s)| *s);
        let source = self.events.iter().rev().filter(|(position, s)| *position < at && Some(*s) != answered).find_map(
            |(position, s)| {
                let person = self.referents[*s].persons.first().copied()?;
                fits(person).then_some((*position, person))
            },
        );
        if let (Some(_), Some((_, person))) = (answered, source) {
            return Ok(Referent {
                trust: 850,
                reason: "a pronoun for the one who answers",
                ..self.person(person, &[])
            });
        }
        let named = |subject: bool| {
            let before = self.names.partition_point(|n| n.tokens.start < at);
            (0..before).rev().find_map(|n| {
                let person = self.persons.of_name[n].filter(|p| fits(*p))?;
                let name = &self.names[n];
                (!subject || self.leads_sentence(name)).then_some((name.tokens.start, person))
            })
        };
        let best = source.max(named(true)).or_else(|| named(false));
        match best {
            Some((_, person)) => Ok(Referent {
                trust: 880,
                reason: "a pronoun for the person named before it",
                ..self.person(person, &[])
            }),
            None => Err("a pronoun with no fitting person before it"),
        }
    }

    /// Whether another person than the last source has spoken.
    fn others_spoke(&self) -> bool {
        let last = self.events.last().map(|(_, s)| *s);
        self.events.iter().any(|(_, s)| Some(*s) != last && !self.referents[*s].persons.is_empty())
    }

    /// Whether a name is the likely subject of its sentence: the first name near its start, or behind a lead-in's
    /// comma.
    fn leads_sentence(&self, name: &Name) -> bool {
        let at = self.reading.sentences.partition_point(|s| s.end <= name.lead.start);
        let Some(sentence) = self.reading.sentences.get(at).filter(|s| s.contains(name.lead.start)) else {
            return false;
        };
        let first = self.names.partition_point(|n| n.lead.start < sentence.start);
        let is_first = self.names[first..]
            .iter()
            .position(|n| self.persons.of_name[self.index_of(n)].is_some())
            .is_some_and(|p| self.names[first + p].tokens == name.tokens);
        let comma = name.lead.start > sentence.start && self.token(name.lead.start - 1).kind == TokenKind::Comma;
        let inserted = self.reading.tokens.get(name.tokens.end as usize).is_some_and(|t| t.kind == TokenKind::Comma);
        is_first && name.lead.start < sentence.start + LEADS_WITHIN || comma && !inserted
    }

    fn index_of(&self, name: &Name) -> usize {
        self.names.partition_point(|n| n.tokens.start < name.tokens.start)
    }

    /// The index of a referent among the speakers, entered if it is new.
    fn speaker(&mut self, referent: Referent, source: TokenRange) -> usize {
        let id = speaker_id(&referent.name);
        let mention = source.span(self.reading.tokens);
        if let Some(index) = self.out.speakers.iter().position(|s| s.id == id) {
            self.out.speakers[index].mentions.push(mention);
            return index;
        }
        let role = referent.persons.first().and_then(|p| self.persons.all[*p].role.clone());
        let (role, affiliation) = role.map_or((None, None), |r| (Some(r.text), r.affiliation));
        let mut mentions = vec![mention];
        for person in &referent.persons {
            mentions.extend(
                self.persons.all[*person].names.iter().map(|n| self.names[*n].tokens.span(self.reading.tokens)),
            );
        }
        self.out.speakers.push(Speaker {
            id,
            name: referent.name.clone(),
            kind: referent.kind,
            role,
            affiliation,
            mentions,
        });
        self.referents.push(referent);
        self.out.speakers.len() - 1
    }

    fn finish(mut self) -> Attributions {
        for speaker in &mut self.out.speakers {
            speaker.mentions = widest(std::mem::take(&mut speaker.mentions));
        }
        self.out
    }
}

/// Spans in order, those inside another left out.
fn widest(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.last().is_none_or(|k| !k.contains(span)) {
            kept.push(span);
        }
    }
    kept
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_lowercase);
    first.chain(chars).collect()
}
