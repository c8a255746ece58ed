//! Analyses → what each speaker says in each article, kept small enough for a whole corpus.
//!
//! In: analyses. Out: [`Speech`]. Always holds: every sentence value of a speaker can be recomputed from it, also
//! without one of its entries; it keeps 28 bytes a hit and about 100 a speaker in an article, and no text unless words
//! are to be compared.

use super::SpeakerKey;
use super::partial::scope;
use crate::analysis::{Analysis, Target};
use crate::quote::CueClass;
use crate::score::{DimensionId, Hit};
use crate::speaker::{Speaker, SpeakerKind};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde_json::Value;

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
#[derive(Debug, Clone, Default)]
pub(super) struct Turn {
    pub speaker: u32,
    pub article: u32,
    pub quotes: u32,
    pub sentences: u32,
    pub words: u32,
    pub affiliation: Option<u32>,
    /// Those worth something, by sentence.
    pub hits: Box<[SpokenHit]>,
    /// The words of each quote, its spans joined.
    pub texts: Box<[Box<str>]>,
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

/// Strings by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Strings {
    numbers: FxHashMap<String, u32>,
    all: Vec<String>,
}

impl Strings {
    pub fn enter(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let new = self.all.len() as u32;
        self.numbers.insert(text.to_owned(), new);
        self.all.push(text.to_owned());
        new
    }

    pub fn get(&self, number: u32) -> &str {
        &self.all[number as usize]
    }

    pub fn number(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }
}

/// What everybody says in a corpus.
#[derive(Debug, Clone)]
pub struct Speech {
    pub(super) options: SpeechOptions,
    pub(super) people: Vec<Person>,
    pub(super) places: Vec<Place>,
    pub(super) turns: Vec<Turn>,
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
            places: Vec::new(),
            turns: Vec::new(),
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
        if place.cluster.is_empty() {
            place.cluster.clone_from(&place.id);
        }
        for (person, mut turn, names) in said.turns {
            turn.article = self.places.len() as u32;
            turn.affiliation = person.affiliation.as_ref().map(|(_, a)| self.affiliations.enter(a));
            for (hit, (category, target)) in turn.hits.iter_mut().zip(names) {
                hit.category = self.categories.enter(&category) as u16;
                hit.target = target.map(|name| self.targets.enter(&name));
            }
            turn.speaker = self.person(person);
            self.turns.push(turn);
        }
        self.places.push(place);
    }

    /// The number of a speaker, who is united with what is known of the same one.
    pub(super) fn person(&mut self, person: Person) -> u32 {
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
    turns: Vec<(Person, Turn, Vec<HitNames>)>,
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
pub(super) fn turns(analysis: &Analysis, texts: bool, targets: &[Target]) -> Vec<Option<(Turn, Vec<HitNames>)>> {
    let mut turns: Vec<Option<(Turn, Vec<HitNames>)>> = vec![None; analysis.speakers.len()];
    for (index, _) in analysis.quotes.iter().enumerate().filter(|(_, q)| q.class == CueClass::Speech) {
        let Some(at) = analysis.attributions[index].speaker else { continue };
        let (turn, names) = turns[at].get_or_insert_with(Default::default);
        let scored = &analysis.quote_scores[index];
        let mut hits: Vec<(SpokenHit, HitNames)> =
            std::mem::take(&mut turn.hits).into_vec().into_iter().zip(std::mem::take(names)).collect();
        for (at, ((.., hit), number)) in scored.hits.iter().zip(&scored.places).enumerate() {
            let Some(number) = number.filter(|_| hit.value != 0) else { continue };
            let target = targets.iter().find(|t| (t.quote, t.hit) == (index, at)).map(|t| t.name.clone());
            hits.push((spoken(hit, turn.sentences + number), (hit.category.clone(), target)));
        }
        hits.sort_by_key(|(hit, _)| hit.sentence);
        let (hits, new): (Vec<SpokenHit>, Vec<HitNames>) = hits.into_iter().unzip();
        (turn.hits, *names) = (hits.into_boxed_slice(), new);
        turn.quotes += 1;
        turn.sentences += scored.scores.sentences;
        turn.words += scored.scores.words;
        if texts {
            let mut all = std::mem::take(&mut turn.texts).into_vec();
            all.push(analysis.quote_text(index).into_boxed_str());
            turn.texts = all.into_boxed_slice();
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
