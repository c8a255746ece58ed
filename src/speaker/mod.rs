//! Quotes → who said them.
//!
//! In: the quotes with the phrases that name their sources. Out: one [`Attribution`] a quote, and the article's
//! [`Speaker`]s, mentions merged. Always holds: a speaker that is not certain is `None` with a reason; every
//! attribution has a confidence.

mod alias;
mod attribute;
mod correct;
mod mention;
mod merge;
mod role;

use crate::span::Span;
use sha2::{Digest, Sha256};

pub use alias::{Alias, Aliases};
pub use attribute::{Attributions, attribute};
pub use correct::Corrections;
pub(crate) use mention::{Name, names};

/// What a speaker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerKind {
    /// A person with a name.
    Person,
    /// One person without a name: "a senior official".
    Anonymous,
    /// Several persons: "Russian diplomats".
    Group,
    /// A body, state or document: "the ministry".
    Organization,
}

impl SpeakerKind {
    /// The kind's name in every output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Anonymous => "anonymous",
            Self::Group => "group",
            Self::Organization => "organization",
        }
    }
}

/// A person or body that is quoted in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Stable hash of the canonical name, the same in every article.
    pub id: String,
    /// The fullest form of the name that the article gives, without title.
    pub name: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// Office or function, as the article gives it.
    pub role: Option<String>,
    /// The body or state that the role belongs to.
    pub affiliation: Option<String>,
    /// The side that an alias table puts the speaker on.
    pub side: Option<String>,
    /// An alias table or a correction names the speaker, so that it is the same in every article.
    pub known: bool,
    /// Everywhere the speaker is named, in text order.
    pub mentions: Vec<Span>,
}

impl Speaker {
    /// Whether a speaker of this name in another article is the same: the name alone tells who it is, or an alias table
    /// or a correction does.
    #[must_use]
    pub fn is_same_everywhere(&self) -> bool {
        self.known
            || match self.kind {
                SpeakerKind::Person => self.name.contains(' '),
                SpeakerKind::Anonymous => false,
                SpeakerKind::Group => self.name.contains(char::is_uppercase),
                SpeakerKind::Organization => true,
            }
    }
}

/// Who a quote is ascribed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribution {
    /// The words that name the source.
    pub source: Option<Span>,
    /// Index into the article's speakers.
    pub speaker: Option<usize>,
    /// How the speaker was found, or why there is none.
    pub reason: &'static str,
    /// How sure this is, in thousandths.
    pub confidence: u16,
}

/// Bytes of the hash that make up a speaker's id.
const ID_BYTES: usize = 8;

/// The id of a canonical name: the first bytes of SHA-256 over the folded name, in hexadecimal.
#[must_use]
pub fn speaker_id(name: &str) -> String {
    let hash = Sha256::digest(crate::token::fold(name).as_bytes());
    let digits = hash.iter().take(ID_BYTES).flat_map(|byte| [byte >> 4, byte & 0xF]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
