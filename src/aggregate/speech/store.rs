//! What speech is made of, each thing once and by number: of a million articles with ten hits each it must fit.

use super::{EntryId, Place, SpokenHit};
use crate::score::DimensionId;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Texts end to end.
#[derive(Debug, Clone, Default)]
pub(in crate::aggregate) struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) -> u32 {
        self.all.push_str(text);
        self.ends.push(self.all.len());
        self.ends.len() as u32 - 1
    }

    fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[number]]
    }
}

/// Strings by number.
#[derive(Debug, Clone, Default)]
pub(in crate::aggregate) struct Strings {
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

    pub fn number(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    pub fn get(&self, number: u32) -> &str {
        &self.all[number as usize]
    }

    /// All of them, in the order of their numbers.
    pub fn all(&self) -> &[String] {
        &self.all
    }

    /// The same, and nothing else.
    pub fn into_all(self) -> Vec<String> {
        self.all
    }
}

/// An article by the numbers of its texts.
#[derive(Debug, Clone, Copy)]
struct Spot {
    id: u32,
    cluster: u32,
    date: Option<Date>,
}

/// All articles with speech, by number.
#[derive(Debug, Clone, Default)]
pub(in crate::aggregate) struct Places {
    texts: Texts,
    spots: Vec<Spot>,
    /// The fields of the articles that have one, by the article.
    fields: Vec<(u32, u32)>,
}

impl Places {
    /// Adds the next article; one without a cluster is one by itself.
    pub fn push(&mut self, place: &Place) {
        let id = self.texts.push(&place.id);
        let alone = place.cluster.is_empty() || place.cluster == place.id;
        let cluster = if alone { id } else { self.texts.push(&place.cluster) };
        if let Some(field) = &place.field {
            let field = self.texts.push(field);
            self.fields.push((self.len(), field));
        }
        self.spots.push(Spot { id, cluster, date: place.date });
    }

    pub fn len(&self) -> u32 {
        self.spots.len() as u32
    }

    /// Lets go of the room that nothing stands in.
    pub fn shrink(&mut self) {
        self.texts.all.shrink_to_fit();
        self.texts.ends.shrink_to_fit();
        self.spots.shrink_to_fit();
        self.fields.shrink_to_fit();
    }

    /// Whether this article is the last one.
    pub fn ends_with(&self, place: &Place) -> bool {
        let same = |at: u32| {
            (self.id(at), self.cluster(at), self.date(at), self.field(at))
                == (&place.id, &place.cluster, place.date, place.field.as_deref())
        };
        self.len().checked_sub(1).is_some_and(same)
    }

    fn spot(&self, article: u32) -> Spot {
        self.spots[article as usize]
    }

    pub fn id(&self, article: u32) -> &str {
        self.texts.get(self.spot(article).id)
    }

    /// Articles that share it count as one.
    pub fn cluster(&self, article: u32) -> &str {
        self.texts.get(self.spot(article).cluster)
    }

    pub fn date(&self, article: u32) -> Option<Date> {
        self.spot(article).date
    }

    pub fn field(&self, article: u32) -> Option<&str> {
        let at = self.fields.binary_search_by_key(&article, |(article, _)| *article).ok()?;
        Some(self.texts.get(self.fields[at].1))
    }

    /// The clusters of all articles, in their order.
    pub fn clusters(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|article| self.cluster(article))
    }
}

/// A hit but for its sentence: most are found again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Kind {
    entry: u32,
    lexicon: u16,
    dimension: DimensionId,
    value: i32,
    category: u16,
    target: Option<u32>,
}

/// A hit of a turn: its sentence and the number of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::aggregate) struct TurnHit {
    pub sentence: u32,
    kind: u32,
}

impl TurnHit {
    /// The number of its kind.
    pub const fn kind(self) -> usize {
        self.kind as usize
    }
}

/// All kinds of hits, by number.
#[derive(Debug, Clone, Default)]
pub(in crate::aggregate) struct Kinds {
    numbers: FxHashMap<Kind, u32>,
    all: Vec<Kind>,
}

impl Kinds {
    /// A hit as a turn holds it.
    pub fn enter(&mut self, hit: &SpokenHit) -> TurnHit {
        let SpokenHit { sentence, entry, lexicon, dimension, value, category, target } = *hit;
        let kind = Kind { entry, lexicon, dimension, value, category, target };
        let all = &mut self.all;
        let number = *self.numbers.entry(kind).or_insert_with(|| {
            all.push(kind);
            all.len() as u32 - 1
        });
        TurnHit { sentence, kind: number }
    }

    /// The hit that was entered.
    pub fn get(&self, hit: TurnHit) -> SpokenHit {
        SpokenHit { sentence: hit.sentence, ..self.kind(hit.kind()) }
    }

    /// The hit of a kind, in the first sentence.
    pub fn kind(&self, number: usize) -> SpokenHit {
        let Kind { entry, lexicon, dimension, value, category, target } = self.all[number];
        SpokenHit { sentence: 0, entry, lexicon, dimension, value, category, target }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.all.len()
    }

    /// Its entry.
    pub fn id(&self, hit: TurnHit) -> EntryId {
        let kind = self.all[hit.kind as usize];
        EntryId { lexicon: kind.lexicon, entry: kind.entry }
    }
}
