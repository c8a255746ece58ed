//! `lexicon.toml`.

use serde::{Deserialize, Serialize};

/// What a lexicon is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Its hits are scored.
    Scores,
    /// Its hits change other hits.
    Modifiers,
    /// Its hits signal reporting.
    Cues,
    /// It declares composites and holds no terms.
    Composites,
}

impl Kind {
    /// The kind's name, as manifests write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Modifiers => "modifiers",
            Self::Cues => "cues",
            Self::Composites => "composites",
        }
    }
}

/// What a dimension does in the context rules, which never name a dimension itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Hostile or coercive words.
    Conflict,
    /// Conciliatory words.
    Cooperation,
    /// Events reported as facts.
    Event,
    /// Signed wording.
    Valence,
    /// Words that are counted as they stand: no context rule applies.
    Topic,
    /// Words that change others.
    Modifier,
    /// Words that report.
    Cue,
}

impl Role {
    /// The role's name, as manifests and rules write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Cooperation => "cooperation",
            Self::Event => "event",
            Self::Valence => "valence",
            Self::Topic => "topic",
            Self::Modifier => "modifier",
            Self::Cue => "cue",
        }
    }
}

/// A finer label within a dimension.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Unique within the lexicon.
    pub id: String,
    /// The ordinary weight of its entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grade: Option<f64>,
    /// What belongs to it.
    pub definition: String,
}

/// A dimension that a lexicon scores.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionSpec {
    /// The dimension's id; lexicons that name the same id add to the same dimension.
    pub id: String,
    /// What the terminal calls it, where that is not its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its role in the context rules.
    pub role: Role,
    /// Whether weights carry a sign.
    #[serde(default, skip_serializing_if = "is_false")]
    pub signed: bool,
    /// Whether the terminal's view leaves it out beside others.
    #[serde(default, skip_serializing_if = "is_false")]
    pub aside: bool,
    /// What it measures.
    pub definition: String,
    /// Its categories.
    #[serde(default)]
    pub category: Vec<Category>,
}

/// A signed sum of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Composite {
    /// The composite's id.
    pub id: String,
    /// Dimensions that add to it.
    pub plus: Vec<String>,
    /// Dimensions that take from it.
    #[serde(default)]
    pub minus: Vec<String>,
    /// Whether the terminal's view leaves it out beside others; it is still an article's headline when it is the last.
    #[serde(default, skip_serializing_if = "is_false")]
    pub aside: bool,
    /// What it measures.
    pub definition: String,
}

/// A lexicon's manifest.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The lexicon's id: the name of its folder.
    pub id: String,
    /// What it is for.
    pub kind: Kind,
    /// Its version.
    pub version: String,
    /// Its language, as an ISO 639-1 code.
    pub language: String,
    /// Its licence, as an SPDX expression.
    pub licence: String,
    /// How to cite it.
    pub citation: String,
    /// What it holds.
    pub description: String,
    /// Entries of lexicons with the same overlap group compete: the longest match wins.
    #[serde(default)]
    pub overlap: String,
    /// Its dimensions.
    #[serde(default)]
    pub dimension: Vec<DimensionSpec>,
    /// Its composites.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub composite: Vec<Composite>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
fn is_false(value: &bool) -> bool {
    !value
}
