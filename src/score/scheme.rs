//! The dimensions and composites of a set of lexicons: the one place that knows what is scored.

use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::{Composite, DimensionSpec, Kind, Lexicon, Role};

/// A dimension of the scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DimensionId(pub u8);

/// What a dimension is to scoring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its id, as columns and fields are called.
    pub id: String,
    /// Its role in the context rules.
    pub role: Role,
    /// What it measures.
    pub definition: String,
}

/// A column of scores: a dimension, or a composite as signs of dimensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The column's id.
    pub id: String,
    /// What the terminal calls it.
    pub label: String,
    /// Whether the terminal's view leaves it out beside others.
    pub aside: bool,
    /// The sign with which each dimension counts: −1, 0 or 1, in the order of the dimensions.
    pub signs: Vec<i8>,
    /// Whether it is a composite.
    pub composite: bool,
    /// What it measures.
    pub definition: String,
}

/// Most dimensions that lexicons may declare together; the largest converted dictionaries have about a hundred.
const MAX_DIMENSIONS: usize = 200;

/// All dimensions and score columns of a set of lexicons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scheme {
    dimensions: Vec<Dimension>,
    targets: Vec<Target>,
    /// Dimension of each category, by lexicon.
    categories: Vec<Vec<DimensionId>>,
}

impl Scheme {
    /// Collects the dimensions of the scoring lexicons in their order, then the composites all of whose parts exist
    /// at least in part.
    ///
    /// # Errors
    /// Two lexicons that give one dimension different roles, a composite named like a dimension, or too many dimensions.
    pub fn new(lexicons: &[Lexicon]) -> Result<Self> {
        let mut scheme = Self::default();
        for lexicon in lexicons {
            let mut ids = Vec::new();
            if lexicon.manifest().kind == Kind::Scores {
                for spec in &lexicon.manifest().dimension {
                    ids.push(scheme.dimension(spec, lexicon.id())?);
                }
            }
            let of_category = |(index, _): &(usize, _)| ids.get(*index).copied().unwrap_or(DimensionId(0));
            scheme.categories.push(lexicon.categories().iter().map(of_category).collect());
        }
        let count = scheme.dimensions.len();
        let specs: Vec<&DimensionSpec> = lexicons.iter().flat_map(|l| &l.manifest().dimension).collect();
        for (at, dimension) in scheme.dimensions.iter().enumerate() {
            let mut signs = vec![0; count];
            signs[at] = 1;
            let spec = specs.iter().find(|s| s.id == dimension.id);
            scheme.targets.push(Target {
                id: dimension.id.clone(),
                label: spec.and_then(|s| s.label.clone()).unwrap_or_else(|| dimension.id.clone()),
                aside: spec.is_some_and(|s| s.aside),
                signs,
                composite: false,
                definition: dimension.definition.clone(),
            });
        }
        let composites: Vec<&Composite> = lexicons.iter().flat_map(|l| &l.manifest().composite).collect();
        for composite in composites {
            scheme.composite(composite)?;
        }
        Ok(scheme)
    }

    fn dimension(&mut self, spec: &DimensionSpec, lexicon: &str) -> Result<DimensionId> {
        if let Some(at) = self.dimensions.iter().position(|d| d.id == spec.id) {
            if self.dimensions[at].role != spec.role {
                let message = format!(
                    "lexicon {lexicon:?} gives dimension {:?} the role {:?}, another lexicon {:?}; they must agree",
                    spec.id,
                    spec.role.name(),
                    self.dimensions[at].role.name()
                );
                return Err(Error::new(ErrorKind::Lexicon, message));
            }
            return Ok(DimensionId(at as u8));
        }
        if self.dimensions.len() == MAX_DIMENSIONS {
            return Err(Error::new(
                ErrorKind::Lexicon,
                format!("more than {MAX_DIMENSIONS} dimensions; leave some lexicons out"),
            ));
        }
        self.dimensions.push(Dimension { id: spec.id.clone(), role: spec.role, definition: spec.definition.clone() });
        Ok(DimensionId(self.dimensions.len() as u8 - 1))
    }

    fn composite(&mut self, composite: &Composite) -> Result<()> {
        let sign = |d: &Dimension| i8::from(composite.plus.contains(&d.id)) - i8::from(composite.minus.contains(&d.id));
        let signs: Vec<i8> = self.dimensions.iter().map(sign).collect();
        if signs.iter().all(|s| *s == 0) {
            return Ok(());
        }
        if self.dimensions.iter().any(|d| d.id == composite.id) {
            let message = format!("{:?} is a dimension and a composite; give one of the two another id", composite.id);
            return Err(Error::new(ErrorKind::Lexicon, message));
        }
        if !self.targets.iter().any(|t| t.id == composite.id) {
            self.targets.push(Target {
                id: composite.id.clone(),
                label: composite.id.clone(),
                aside: composite.aside,
                signs,
                composite: true,
                definition: composite.definition.clone(),
            });
        }
        Ok(())
    }

    /// All dimensions.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// All score columns: dimensions first, composites behind them.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The index of a score column.
    #[must_use]
    pub fn target(&self, id: &str) -> Option<usize> {
        self.targets.iter().position(|t| t.id == id)
    }

    /// A dimension's data.
    #[must_use]
    pub fn dimension_of(&self, id: DimensionId) -> &Dimension {
        &self.dimensions[id.0 as usize]
    }

    /// The dimension of a category of a scoring lexicon.
    #[must_use]
    pub fn dimension_of_category(&self, lexicon: u16, category: usize) -> DimensionId {
        self.categories[lexicon as usize][category]
    }

    /// The first dimension with a role.
    #[must_use]
    pub fn with_role(&self, role: Role) -> Option<DimensionId> {
        self.dimensions.iter().position(|d| d.role == role).map(|at| DimensionId(at as u8))
    }

    /// The dimension that declares a category, among those of a role; the first of the role otherwise.
    #[must_use]
    pub fn for_category(&self, role: Role, category: &str, lexicons: &[Lexicon]) -> Option<DimensionId> {
        let declared = lexicons.iter().zip(&self.categories).find_map(|(lexicon, dimensions)| {
            let at = lexicon.categories().iter().position(|(_, c)| c.id == category)?;
            let id = *dimensions.get(at)?;
            (lexicon.manifest().kind == Kind::Scores && self.dimension_of(id).role == role).then_some(id)
        });
        declared.or_else(|| self.with_role(role))
    }
}
