//! Choosing among readings of a place with small linear models.
//!
//! A stage that sees several readings (which phrase is the source of this quote, where does this content end) puts
//! them on a [`Ballot`], each with its features, and a [`Decide`] picks one: the shipped [`Model`], or the annotation
//! while the model is trained. Features are pairs of names, so that every weight can be read.

mod model;

use crate::span::Span;
use std::sync::LazyLock;

pub use model::Model;

/// A property of a reading: its name, and the names of its values, one list for each part of a joint property.
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// What is looked at.
    pub name: &'static str,
    /// The values it can take; of a joint property one list a part.
    pub parts: &'static [&'static [&'static str]],
}

impl Template {
    pub(super) fn size(&self) -> usize {
        self.parts.iter().map(|p| p.len()).product()
    }

    /// The name of value `at`, parts joined by slashes.
    pub(super) fn value(&self, at: usize) -> String {
        let mut rest = at;
        let mut names: Vec<&str> = Vec::with_capacity(self.parts.len());
        for part in self.parts.iter().rev() {
            names.push(part[rest % part.len()]);
            rest /= part.len();
        }
        names.reverse();
        names.join("/")
    }

    /// The value of that name; no part of a name has a slash in it.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        let mut names = name.split('/');
        let mut at = 0;
        for part in self.parts {
            let name = names.next()?;
            at = at * part.len() + part.iter().position(|known| *known == name)?;
        }
        names.next().is_none().then_some(at)
    }
}

/// What is to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Who says the words of a pair of quotation marks, if anybody.
    Pair,
    /// Whether a cue reports, and what its content is.
    Content,
    /// Which phrase names the source of a reported clause.
    Source,
}

impl Task {
    /// All tasks.
    pub const ALL: [Self; 3] = [Self::Pair, Self::Content, Self::Source];

    /// The task's name in the file of weights.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pair => "pair",
            Self::Content => "content",
            Self::Source => "source",
        }
    }

    /// The task's properties.
    #[must_use]
    pub fn templates(self) -> &'static [Template] {
        match self {
            Self::Pair => super::judge::TEMPLATES,
            Self::Content => super::clause::CONTENT_TEMPLATES,
            Self::Source => super::place::TEMPLATES,
        }
    }
}

/// One reading on a ballot.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The content it gives, in one or two spans.
    pub content: [Option<Span>; 2],
    /// The words that name its source.
    pub source: Option<Span>,
    /// Where its features begin among the ballot's; they end where the next one's begin.
    features: u32,
}

/// The readings of one place.
#[derive(Debug, Clone)]
pub struct Ballot {
    /// What is chosen.
    pub task: Task,
    /// Where the cue stands, when one is given.
    pub cue: Option<Span>,
    choices: Vec<Choice>,
    features: Vec<u16>,
    shapes: &'static [Shape],
}

/// One ballot a task of [`Task::ALL`], to be used again and again.
pub(super) type Ballots = [Ballot; Task::ALL.len()];

/// Most parts of a property.
const PARTS: usize = 3;

/// A property as numbers.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// The number of its first feature.
    base: u16,
    /// How many values each part can take.
    sizes: [u16; PARTS],
}

/// For each task the shape of each property.
static SHAPES: LazyLock<[Vec<Shape>; 3]> = LazyLock::new(|| {
    Task::ALL.map(|task| {
        let next = |next: &mut usize, t: &Template| {
            let base = u16::try_from(*next).expect("a task has less than 65536 features");
            *next += t.size();
            let mut sizes = [1; PARTS];
            sizes.iter_mut().zip(t.parts).for_each(|(size, part)| *size = part.len() as u16);
            Some(Shape { base, sizes })
        };
        task.templates().iter().scan(0, next).collect()
    })
});

impl Ballot {
    pub(super) fn new(task: Task) -> Self {
        Self { task, cue: None, choices: Vec::new(), features: Vec::new(), shapes: &SHAPES[task as usize] }
    }

    pub(super) fn all() -> Ballots {
        Task::ALL.map(Self::new)
    }

    /// Takes all readings off, to use the ballot again.
    pub(super) fn clear(&mut self) {
        self.choices.clear();
        self.features.clear();
    }

    /// Opens a reading; the features that follow are its own.
    pub(super) fn open(&mut self, content: [Option<Span>; 2], source: Option<Span>) {
        self.choices.push(Choice { content, source, features: self.features.len() as u32 });
    }

    /// Adds a feature to the latest reading: template number and the value of each part.
    #[inline]
    pub(super) fn add<const N: usize>(&mut self, template: usize, values: [usize; N]) {
        let Shape { base, sizes } = self.shapes[template];
        debug_assert_eq!(self.task.templates()[template].parts.len(), N, "{template}");
        let mut feature = 0;
        for (size, value) in sizes.into_iter().zip(values) {
            let size = usize::from(size);
            debug_assert!(value < size, "{}", self.task.templates()[template].name);
            feature = feature * size + value.min(size - 1);
        }
        self.features.push(base + feature as u16);
    }

    /// The number of features of the latest reading so far.
    pub(super) fn added(&self) -> usize {
        self.choices.last().map_or(0, |c| self.features.len() - c.features as usize)
    }

    /// Gives the latest reading the first `count` features of reading `from`.
    pub(super) fn repeat(&mut self, from: usize, count: usize) {
        let start = self.choices[from].features as usize;
        self.features.extend_from_within(start..start + count);
    }

    /// The readings.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The features of reading `index`, as numbers of the task's features.
    #[must_use]
    pub fn features(&self, index: usize) -> &[u16] {
        let end = self.choices.get(index + 1).map_or(self.features.len(), |next| next.features as usize);
        &self.features[self.choices[index].features as usize..end]
    }
}

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Index of the reading.
    pub choice: usize,
    /// How far it is ahead of the next: thousandths of a logit.
    pub margin: i32,
    /// Share of such choices that are right, in thousandths, measured on articles the model had not seen.
    pub confidence: u16,
}

/// Picks a reading: a trained [`Model`], or the annotation it is trained on.
pub trait Decide {
    /// The choice on a ballot of at least one reading.
    fn decide(&mut self, ballot: &Ballot) -> Decision;
}
