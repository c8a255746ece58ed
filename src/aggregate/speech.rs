//! Analyses → what each speaker says in each article, kept small enough for a whole corpus.
//!
//! In: analyses. Out: [`Speech`]. Always holds: every sentence value of a speaker can be recomputed from it, also
//! without one of its entries; it keeps eight bytes a hit, about 60 a speaker in an article and 40 an article, and no
//! text unless words are to be compared.

mod store;

use super::SpeakerKey;
use super::partial::scope;
use crate::analysis::{Analysis, Target};
use crate::quote::CueClass;
use crate::score::{DimensionId, Hit};
use crate::speaker::{Speaker, SpeakerKind};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde_json::Value;
use std::num::NonZero;

pub(super) use store::{Kinds, Places, Strings, TurnHit};

/// What speech is grouped by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grouping {
    /// Who speaks.
    Speaker,
    /// The body or state that the speaker's role belongs to.
    Affiliation,
    /// The side that an alias table puts the speaker on.
    Side,
    /// What the speaker is.
    Kind,
    /// A field of the article's record, such as `outlet`.
    Field(String),
}

impl Grouping {
    /// The grouping of that name; any other than the four is a field.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name {
            "speaker" => Self::Speaker,
            "affiliation" => Self::Affiliation,
            "side" => Self::Side,
            "kind" => Self::Kind,
            field => Self::Field(field.to_owned()),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Speaker => "speaker",
            Self::Affiliation => "affiliation",
            Self::Side => "side",
            Self::Kind => "kind",
            Self::Field(field) => field,
        }
    }
}

/// What is kept of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechOptions {
    /// Speakers of different articles stay apart.
    pub apart: bool,
    /// What speech is grouped by.
    pub grouping: Grouping,
    /// The words of quotes are kept, to be compared.
    pub texts: bool,
}

/// An entry of a lexicon, in the analyzer's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId {
    /// Index of the lexicon.
    pub lexicon: u16,
    /// Index of the entry in it.
    pub entry: u32,
}

/// A hit as it counts for its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SpokenHit {
    /// Number of its sentence among the speaker's in the article.
    pub sentence: u32,
    pub entry: u32,
    pub lexicon: u16,
    pub dimension: DimensionId,
    /// In thousandths.
    pub value: i32,
    /// Index into [`Speech::categories`].
    pub category: u16,
    /// Index into [`Speech::targets`] of the one it is about, where that is known.
    pub target: Option<u32>,
}

impl SpokenHit {
    pub const fn id(&self) -> EntryId {
        EntryId { lexicon: self.lexicon, entry: self.entry }
    }
}

/// What a speaker says in an article.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub speaker: u32,
    pub article: u32,
    pub quotes: u32,
    pub sentences: u32,
    pub words: u32,
    /// One more than the number of the affiliation.
    affiliation: Option<NonZero<u32>>,
    /// Where its hits end among all.
    hits_end: u32,
}

impl Turn {
    /// The number of the affiliation.
    pub fn affiliation(&self) -> Option<u32> {
        self.affiliation.map(|number| number.get() - 1)
    }
}

/// The same as an article has it, before its speaker and its hits have numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Utterance {
    pub quotes: u32,
    pub sentences: u32,
    pub words: u32,
    /// Those worth something, by sentence.
    pub hits: Vec<SpokenHit>,
    /// The words of each quote, its spans joined.
    pub texts: Vec<Box<str>>,
}

/// An article, as far as speech is grouped by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub id: String,
    /// Articles that share it count as one.
    pub cluster: String,
    pub date: Option<Date>,
    pub field: Option<String>,
}

/// A speaker, as far as it is grouped by.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub key: SpeakerKey,
    pub name: String,
    pub kind: SpeakerKind,
    pub side: Option<String>,
    /// With the article it is from: the first by id.
    pub affiliation: Option<(String, String)>,
}

/// What everybody says in a corpus.
#[derive(Debug, Clone)]
pub struct Speech {
    pub(super) options: SpeechOptions,
    pub(super) people: Vec<Person>,
    pub(super) places: Places,
    pub(super) turns: Vec<Turn>,
    /// The words of each turn's quotes, where words are to be compared.
    texts: Vec<Box<[Box<str>]>>,
    /// The hits of all turns that are worth something, by turn and sentence.
    hits: Vec<TurnHit>,
    kinds: Kinds,
    pub(super) affiliations: Strings,
    pub(super) categories: Strings,
    pub(super) targets: Strings,
    numbers: FxHashMap<SpeakerKey, u32>,
}

impl Speech {
    /// Nothing said yet.
    #[must_use]
    pub fn new(options: SpeechOptions) -> Self {
        Self {
            options,
            people: Vec::new(),
            places: Places::default(),
            turns: Vec::new(),
            texts: Vec::new(),
            hits: Vec::new(),
            kinds: Kinds::default(),
            affiliations: Strings::default(),
            categories: Strings::default(),
            targets: Strings::default(),
            numbers: FxHashMap::default(),
        }
    }

    /// How many speakers say something.
    #[must_use]
    pub fn speakers(&self) -> usize {
        self.people.len()
    }

    /// Adds what is said in an article; `targets` tell whom its hits are about, where that is wanted.
    pub fn add(&mut self, analysis: &Analysis, targets: &[Target]) {
        self.enter(Said::of(analysis, &self.options, targets), None);
    }

    /// Adds what is said in the next article. Articles of one `cluster` count as one; a cluster that the article's
    /// record names goes before, and without either it is one by itself.
    pub fn enter(&mut self, said: Said, cluster: Option<&str>) {
        if said.turns.is_empty() {
            return;
        }
        let mut place = said.place;
        if let Some(cluster) = cluster.filter(|_| place.cluster.is_empty()) {
            cluster.clone_into(&mut place.cluster);
        }
        self.places.push(&place);
        for (person, mut said, names) in said.turns {
            for (hit, (category, target)) in said.hits.iter_mut().zip(names) {
                hit.category = self.categories.enter(&category) as u16;
                hit.target = target.map(|name| self.targets.enter(&name));
            }
            self.utter(person, said);
        }
    }

    /// Adds a turn in the last article; its hits' names have numbers.
    pub(super) fn utter(&mut self, person: Person, said: Utterance) {
        let Utterance { quotes, sentences, words, hits, texts } = said;
        let affiliation = person.affiliation.as_ref().and_then(|(_, a)| NonZero::new(self.affiliations.enter(a) + 1));
        self.hits.extend(hits.iter().map(|hit| self.kinds.enter(hit)));
        let hits_end = self.hits.len() as u32;
        let (speaker, article) = (self.person(person), self.places.len() - 1);
        self.turns.push(Turn { speaker, article, quotes, sentences, words, affiliation, hits_end });
        if self.options.texts {
            self.texts.push(texts.into_boxed_slice());
        }
    }

    /// Lets go of the room that nothing stands in, once all is entered.
    pub fn shrink(&mut self) {
        self.turns.shrink_to_fit();
        self.hits.shrink_to_fit();
        self.places.shrink();
    }

    /// The hits of a turn that are worth something, by sentence.
    pub(super) fn hits(&self, turn: u32) -> &[TurnHit] {
        let turn = turn as usize;
        let start = turn.checked_sub(1).map_or(0, |before| self.turns[before].hits_end);
        &self.hits[start as usize..self.turns[turn].hits_end as usize]
    }

    /// A turn's hit.
    pub(super) fn hit(&self, hit: TurnHit) -> SpokenHit {
        self.kinds.get(hit)
    }

    /// The entry of a turn's hit.
    pub(super) fn entry(&self, hit: TurnHit) -> EntryId {
        self.kinds.id(hit)
    }

    /// What `of` makes of a hit of each kind, by the kinds' numbers.
    pub(super) fn kinds<K>(&self, of: impl Fn(SpokenHit) -> K) -> Vec<K> {
        (0..self.kinds.len()).map(|kind| of(self.kinds.kind(kind))).collect()
    }

    /// The words of a turn's quotes, where words are to be compared.
    pub(super) fn texts(&self, turn: u32) -> &[Box<str>] {
        self.texts.get(turn as usize).map(AsRef::as_ref).unwrap_or_default()
    }

    /// The number of a speaker, who is united with what is known of the same one.
    fn person(&mut self, person: Person) -> u32 {
        let Some(number) = self.numbers.get(&person.key) else {
            let new = self.people.len() as u32;
            self.numbers.insert(person.key.clone(), new);
            self.people.push(person);
            return new;
        };
        let known = &mut self.people[*number as usize];
        known.name = std::mem::take(&mut known.name).min(person.name);
        known.kind = known.kind.min(person.kind);
        known.side = known.side.take().max(person.side);
        known.affiliation = super::earliest(known.affiliation.take(), person.affiliation);
        *number
    }
}

/// A hit's category, and whom it is about.
pub(super) type HitNames = (String, Option<String>);

/// What is said in one article.
#[derive(Debug, Clone)]
pub struct Said {
    place: Place,
    turns: Vec<(Person, Utterance, Vec<HitNames>)>,
}

impl Said {
    /// What is said in an article; `targets` tell whom its hits are about, where that is wanted.
    #[must_use]
    pub fn of(analysis: &Analysis, options: &SpeechOptions, targets: &[Target]) -> Self {
        let turns = turns(analysis, options.texts, targets);
        let person = |speaker: &Speaker| Person::of(speaker, &analysis.article.id, options.apart);
        let turns = analysis.speakers.iter().zip(turns);
        let turns = turns.filter_map(|(speaker, turn)| turn.map(|(turn, names)| (person(speaker), turn, names)));
        Self { place: Place::of(analysis, options), turns: turns.collect() }
    }
}

/// What each speaker of an article says, with what its hits have names for; none for those without speech.
pub(super) fn turns(analysis: &Analysis, texts: bool, targets: &[Target]) -> Vec<Option<(Utterance, Vec<HitNames>)>> {
    let mut turns: Vec<Option<(Utterance, Vec<HitNames>)>> = vec![None; analysis.speakers.len()];
    let about: FxHashMap<(usize, usize), &str> =
        targets.iter().rev().map(|t| ((t.quote, t.hit), t.name.as_str())).collect();
    for (index, _) in analysis.quotes.iter().enumerate().filter(|(_, q)| q.class == CueClass::Speech) {
        let Some(at) = analysis.attributions[index].speaker else { continue };
        let (turn, names) = turns[at].get_or_insert_with(Default::default);
        let scored = &analysis.quote_scores[index];
        // Behind those of the quotes before, whose sentences have smaller numbers.
        let mut hits: Vec<(SpokenHit, HitNames)> = Vec::with_capacity(scored.hits.len());
        for (at, ((.., hit), number)) in scored.hits.iter().zip(&scored.places).enumerate() {
            let Some(number) = number.filter(|_| hit.value != 0) else { continue };
            let target = about.get(&(index, at)).map(|name| (*name).to_owned());
            hits.push((spoken(hit, turn.sentences + number), (hit.category.clone(), target)));
        }
        hits.sort_by_key(|(hit, _)| hit.sentence);
        for (hit, name) in hits {
            turn.hits.push(hit);
            names.push(name);
        }
        turn.quotes += 1;
        turn.sentences += scored.scores.sentences;
        turn.words += scored.scores.words;
        if texts {
            turn.texts.push(analysis.quote_text(index).into_boxed_str());
        }
    }
    turns
}

/// A hit without what the speech has numbers for.
fn spoken(hit: &Hit, sentence: u32) -> SpokenHit {
    let (entry, lexicon, dimension) = (hit.entry, hit.lexicon, hit.dimension);
    SpokenHit { sentence, entry, lexicon, dimension, value: hit.value, category: 0, target: None }
}

impl Person {
    fn of(speaker: &Speaker, article: &str, apart: bool) -> Self {
        Self {
            key: (speaker.id.clone(), scope(speaker, article, apart)),
            name: speaker.name.clone(),
            kind: speaker.kind,
            side: speaker.side.clone(),
            affiliation: speaker.affiliation.clone().map(|a| (article.to_owned(), a)),
        }
    }
}

impl Place {
    fn of(analysis: &Analysis, options: &SpeechOptions) -> Self {
        let article = &analysis.article;
        let field = match &options.grouping {
            Grouping::Field(name) => field(analysis, name),
            _ => None,
        };
        Self {
            id: article.id.clone(),
            cluster: cluster_of_record(analysis).unwrap_or_default(),
            date: analysis.date.as_deref().and_then(|d| d.parse().ok()),
            field,
        }
    }
}

/// The field of a record that says which articles are copies of each other.
const CLUSTER_FIELD: &str = "cluster_id";

/// The cluster that an article's record puts it in.
pub(super) fn cluster_of_record(analysis: &Analysis) -> Option<String> {
    plain(analysis.article.extra.get(CLUSTER_FIELD))
}

/// A field of an article's record that speech is grouped by.
pub(super) fn field(analysis: &Analysis, name: &str) -> Option<String> {
    plain(analysis.article.extra.get(name))
}

/// A text, number or truth value as text.
fn plain(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
