//! Analyses → what each speaker says in each article, kept small enough for a whole corpus.
//!
//! In: analyses. Out: [`Speech`]. Always holds: every sentence value of a speaker can be recomputed from it, also
//! without one of its entries; it keeps 28 bytes a hit and about 100 a speaker in an article, and no text unless words
//! are to be compared.

use super::SpeakerKey;
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
#[derive(Debug, Clone)]
pub(super) struct Turn {
    pub speaker: u32,
    pub article: u32,
    pub quotes: u32,
    pub sentences: u32,
    pub words: u32,
    pub affiliation: Option<u32>,
    /// Those worth something, by sentence.
    pub hits: Box<[SpokenHit]>,
    /// The words of each quote.
    pub texts: Box<[Box<str>]>,
}

/// An article, as far as speech is grouped by it.
#[derive(Debug, Clone)]
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

    /// Adds what is said in an article; `targets` tell whom its hits are about, where that is wanted.
    pub fn add(&mut self, analysis: &Analysis, targets: &[Target]) {
        let place = self.places.len() as u32;
        let mut turns: Vec<Option<Turn>> = vec![None; analysis.speakers.len()];
        for (index, quote) in analysis.quotes.iter().enumerate().filter(|(_, q)| q.class == CueClass::Speech) {
            let Some(at) = analysis.attributions[index].speaker else { continue };
            let turn = match &mut turns[at] {
                Some(turn) => turn,
                new => new.insert(self.turn(&analysis.speakers[at], analysis, place)),
            };
            let scored = &analysis.quote_scores[index];
            let mut hits = std::mem::take(&mut turn.hits).into_vec();
            for (at, ((.., hit), number)) in scored.hits.iter().zip(&scored.places).enumerate() {
                let target = targets.iter().find(|t| (t.quote, t.hit) == (index, at)).map(|t| t.name.as_str());
                hits.extend(number.and_then(|n| self.hit(hit, turn.sentences + n, target)));
            }
            hits.sort_by_key(|h| h.sentence);
            turn.hits = hits.into_boxed_slice();
            turn.quotes += 1;
            turn.sentences += scored.scores.sentences;
            turn.words += scored.scores.words;
            if self.options.texts {
                let mut texts = std::mem::take(&mut turn.texts).into_vec();
                let text = analysis.article.text();
                texts.extend(quote.spans.iter().map(|s| s.slice(text).into()));
                turn.texts = texts.into_boxed_slice();
            }
        }
        let before = self.turns.len();
        self.turns.extend(turns.into_iter().flatten());
        if self.turns.len() > before {
            self.places.push(self.place(analysis));
        }
    }

    fn hit(&mut self, hit: &Hit, sentence: u32, target: Option<&str>) -> Option<SpokenHit> {
        if hit.value == 0 {
            return None;
        }
        Some(SpokenHit {
            sentence,
            entry: hit.entry,
            lexicon: hit.lexicon,
            dimension: hit.dimension,
            value: hit.value,
            category: self.categories.enter(&hit.category) as u16,
            target: target.map(|name| self.targets.enter(name)),
        })
    }

    fn turn(&mut self, speaker: &Speaker, analysis: &Analysis, place: u32) -> Turn {
        let article = &analysis.article.id;
        let named = !self.options.apart && speaker.is_same_everywhere();
        let key = (speaker.id.clone(), if named { String::new() } else { article.clone() });
        let affiliation = speaker.affiliation.as_ref().map(|a| (article.clone(), a.clone()));
        let number = if let Some(known) = self.numbers.get(&key) {
            let person = &mut self.people[*known as usize];
            if speaker.name < person.name {
                person.name.clone_from(&speaker.name);
            }
            person.kind = person.kind.min(speaker.kind);
            person.side = person.side.take().max(speaker.side.clone());
            person.affiliation = super::earliest(person.affiliation.take(), affiliation);
            *known
        } else {
            let new = self.people.len() as u32;
            self.people.push(Person {
                key: key.clone(),
                name: speaker.name.clone(),
                kind: speaker.kind,
                side: speaker.side.clone(),
                affiliation,
            });
            self.numbers.insert(key, new);
            new
        };
        Turn {
            speaker: number,
            article: place,
            quotes: 0,
            sentences: 0,
            words: 0,
            affiliation: speaker.affiliation.as_ref().map(|a| self.affiliations.enter(a)),
            hits: Box::default(),
            texts: Box::default(),
        }
    }

    fn place(&self, analysis: &Analysis) -> Place {
        let article = &analysis.article;
        let field = match &self.options.grouping {
            Grouping::Field(name) => plain(article.extra.get(name)),
            _ => None,
        };
        Place {
            id: article.id.clone(),
            cluster: plain(article.extra.get(CLUSTER_FIELD)).unwrap_or_else(|| article.id.clone()),
            date: analysis.date.as_deref().and_then(|d| d.parse().ok()),
            field,
        }
    }
}

/// The field of a record that says which articles are copies of each other.
const CLUSTER_FIELD: &str = "cluster_id";

/// A text, number or truth value as text.
fn plain(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
