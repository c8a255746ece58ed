//! What studies print: hits in context, samples, validations, suggestions.

mod details;
mod kwic;
mod suggestions;
mod validation;

use super::{Cell, Kind, cell::four_places};
use crate::score::Scheme;
use crate::study::{Sampled, Suggestion};

pub use details::{DetailRow, detail_fields};
pub(super) use kwic::cut_right;
pub use kwic::{KwicRow, kwic_fields, kwic_line};
pub use suggestions::suggestion_text;
pub use validation::{ValidationView, validation_json, validation_text};

/// A column over rows of one kind.
pub struct Field<R> {
    /// Its name; never changes its meaning.
    pub name: String,
    /// What it holds, with unit and range.
    pub about: String,
    /// What its values are.
    pub kind: Kind,
    cell: Box<dyn Fn(&R) -> Cell<'static>>,
}

impl<R> Field<R> {
    /// A column of texts.
    pub(in crate::report) fn new(
        name: impl Into<String>,
        about: impl Into<String>,
        cell: impl Fn(&R) -> Cell<'static> + 'static,
    ) -> Self {
        Self { name: name.into(), about: about.into(), kind: Kind::Text, cell: Box::new(cell) }
    }

    /// A column of whole numbers.
    pub(in crate::report) fn number(
        name: impl Into<String>,
        about: impl Into<String>,
        cell: impl Fn(&R) -> Cell<'static> + 'static,
    ) -> Self {
        Self { kind: Kind::Number, ..Self::new(name, about, cell) }
    }

    /// A column of decimals.
    pub(in crate::report) fn decimal(
        name: impl Into<String>,
        about: impl Into<String>,
        cell: impl Fn(&R) -> Cell<'static> + 'static,
    ) -> Self {
        Self { kind: Kind::Decimal, ..Self::new(name, about, cell) }
    }

    /// A column of truth values.
    pub(in crate::report) fn flag(
        name: impl Into<String>,
        about: impl Into<String>,
        cell: impl Fn(&R) -> Cell<'static> + 'static,
    ) -> Self {
        Self { kind: Kind::Flag, ..Self::new(name, about, cell) }
    }

    /// The column's value in a row.
    #[must_use]
    pub fn cell(&self, row: &R) -> Cell<'static> {
        self.kind.checked((self.cell)(row))
    }
}

/// The columns of the sheet that coders fill in. Context and speaker are for studies that are not blind to them.
#[must_use]
pub fn sheet_fields(context: bool, speaker: bool) -> Vec<Field<Sampled>> {
    let mut fields = vec![
        Field::new("id", "the passage's number in the shuffled sample; the key has the rest", |s: &Sampled| {
            s.id.clone().into()
        }),
        Field::new("text", "the passage's words; a quote's spans are joined by ' … '", |s: &Sampled| {
            s.passage.text.clone().into()
        }),
    ];
    if context {
        let about = "the paragraph that the passage stands in (--with-context); it may show the speaker";
        fields.push(Field::new("context", about, |s: &Sampled| s.passage.context.clone().into()));
    }
    if speaker {
        let about = "the quote's speaker (--with-speaker)";
        fields.push(Field::new("speaker", about, |s: &Sampled| {
            Cell::text(s.passage.speaker.as_ref().map(|p| p.name.clone()))
        }));
    }
    fields.push(Field::new("label", "empty, for the coder", |_: &Sampled| Cell::Empty));
    fields
}

/// The columns of a sample's key.
#[must_use]
pub fn key_fields(scheme: &Scheme) -> Vec<Field<Sampled>> {
    let speaker = |at: usize| {
        move |s: &Sampled| {
            Cell::text(s.passage.speaker.as_ref().map(|p| if at == 0 { p.id.clone() } else { p.name.clone() }))
        }
    };
    let mut fields = vec![
        Field::new("id", "the passage's number in the sample", |s: &Sampled| s.id.clone().into()),
        Field::new("article_id", "its article's id", |s: &Sampled| s.passage.article_id.clone().into()),
        Field::new("path", "the file it was read from", |s: &Sampled| s.passage.path.clone().into()),
        Field::new("title", "the article's title", |s: &Sampled| Cell::text(s.passage.title.clone())),
        Field::new("date", "the article's date, ISO", |s: &Sampled| Cell::text(s.passage.date.clone())),
        Field::new("unit", "quote or paragraph", |s: &Sampled| s.passage.unit.name().into()),
        Field::number("index", "its number in the article, as in quotes.csv or paragraphs.csv", |s: &Sampled| {
            s.passage.index.into()
        }),
        Field::number("start", "offset of its first character", |s: &Sampled| s.passage.offsets[0].into()),
        Field::number("end", "offset behind its last character", |s: &Sampled| s.passage.offsets[1].into()),
        Field::new("speaker_id", "stable hash of the quote's speaker", speaker(0)),
        Field::new("speaker", "the quote's speaker", speaker(1)),
        Field::new(
            "stratum",
            "what it was drawn from: all; zero or a quarter of the scores that are not; a speaker's id, with the article where the name tells nothing elsewhere; a month",
            |s: &Sampled| s.stratum.clone().into(),
        ),
        Field::number("stratum_size", "passages of the stratum", |s: &Sampled| s.stratum_size.into()),
        Field::new("probability", "the probability with which it entered the sample", |s: &Sampled| {
            exact(s.probability)
        }),
        Field::new("weight", "one over the probability: passages that it stands for", |s: &Sampled| {
            exact(s.probability.recip())
        }),
    ];
    for (at, target) in scheme.targets().iter().enumerate() {
        let about = format!("{}: its score in its article, −1 to 1", target.id);
        fields.push(Field::decimal(format!("{}_score", target.id), about, move |s: &Sampled| {
            Cell::decimal(s.passage.scores.get(at).copied().flatten())
        }));
    }
    fields
}

/// A number with all its digits: four places would lose the weight of a rare stratum.
fn exact(number: f64) -> Cell<'static> {
    format!("{number}").into()
}

/// The columns of candidate terms.
#[must_use]
pub fn suggestion_fields() -> Vec<Field<Suggestion>> {
    let example = |at: usize| move |s: &Suggestion| Cell::text(s.examples.get(at).cloned());
    vec![
        Field::new("term", "a word, or two joined by a blank, in look-up form", |s: &Suggestion| s.term.clone().into()),
        Field::decimal("z", "log_odds in standard errors", |s: &Suggestion| Cell::Decimal(s.z)),
        Field::decimal(
            "log_odds",
            "difference of the log-odds between high- and low-scoring passages, with the corpus as prior",
            |s: &Suggestion| Cell::Decimal(s.log_odds),
        ),
        Field::number("high", "occurrences in high-scoring passages", |s: &Suggestion| s.counts[0].into()),
        Field::number("low", "occurrences in low-scoring passages", |s: &Suggestion| s.counts[1].into()),
        Field::number("high_passages", "high-scoring passages with it", |s: &Suggestion| s.passages[0].into()),
        Field::number("low_passages", "low-scoring passages with it", |s: &Suggestion| s.passages[1].into()),
        Field::new("example_1", "where it stands in the passage with the highest score", example(0)),
        Field::new("example_2", "where it stands elsewhere", example(1)),
    ]
}

/// Two decimals for people; zero never carries a sign.
fn two_places(number: f64) -> String {
    let text = format!("{number:.2}");
    if text == "-0.00" { text[1..].to_owned() } else { text }
}

/// A label as short as it can be written: `3`, `2.5`, `2.3333`.
fn short(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { four_places(number).trim_end_matches('0').to_owned() }
}
