//! `lexicon.toml`.

use serde::Deserialize;

/// What a lexicon is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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

/// What a dimension does in the context rules, which never name a dimension itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
            Self::Modifier => "modifier",
            Self::Cue => "cue",
        }
    }
}

/// A finer label within a dimension.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Unique within the lexicon.
    pub id: String,
    /// The ordinary weight of its entries.
    pub grade: Option<f64>,
    /// What belongs to it.
    pub definition: String,
}

/// A dimension that a lexicon scores.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionSpec {
    /// The dimension's id; lexicons that name the same id add to the same dimension.
    pub id: String,
    /// Its role in the context rules.
    pub role: Role,
    /// Whether weights carry a sign.
    #[serde(default)]
    pub signed: bool,
    /// What it measures.
    pub definition: String,
    /// Its categories.
    #[serde(default)]
    pub category: Vec<Category>,
}

/// A signed sum of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composite {
    /// The composite's id.
    pub id: String,
    /// Dimensions that add to it.
    pub plus: Vec<String>,
    /// Dimensions that take from it.
    #[serde(default)]
    pub minus: Vec<String>,
    /// What it measures.
    pub definition: String,
}

/// A lexicon's manifest.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    #[serde(default)]
    pub composite: Vec<Composite>,
}
