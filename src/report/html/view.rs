//! What a page shows of a scheme: which score columns, by which one speakers and articles are ordered.

use crate::analysis::{Analysis, Analyzer};
use crate::lexicon::Role;
use crate::report::terminal::{eligible, fitting};
use crate::score::{DimensionId, Hit, Scheme, Target};

/// Most score columns beside each other: more do not fit beside names on a page.
const MOST_COLUMNS: usize = 8;
/// Line styles that dimensions of one role take in turn.
const STYLES: usize = 3;

/// The choice of columns for one page.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub analyzer: &'a Analyzer,
    /// Score columns that are shown, in the scheme's order.
    pub shown: Vec<usize>,
    /// Score columns that do not fit.
    pub left_out: usize,
    /// The column that speakers and quotes are ordered by.
    pub leading: usize,
    /// The column that articles and paragraphs are rated by.
    pub subject: usize,
}

/// The column that speakers are ordered by: the first composite that no manifest sets aside, else the first column.
pub(super) fn leading(scheme: &Scheme) -> usize {
    let all = eligible(scheme);
    let composite = all.iter().find(|at| scheme.targets()[**at].composite);
    composite.or(all.first()).copied().unwrap_or_default()
}

impl<'a> View<'a> {
    /// `sums` is the magnitude of each column over the run: where not all columns fit, the largest are shown.
    pub(super) fn new(analyzer: &'a Analyzer, sums: &[u64]) -> Self {
        let scheme = analyzer.scheme();
        let leading = leading(scheme);
        let size = |at: usize| if at == leading { u64::MAX } else { sums.get(at).copied().unwrap_or_default() };
        let shown = fitting(scheme, size, MOST_COLUMNS);
        // The last composite is an article's headline, as in the terminal's view.
        let subject = scheme.targets().iter().rposition(|t| t.composite).unwrap_or(leading);
        Self { analyzer, left_out: eligible(scheme).len() - shown.len(), shown, leading, subject }
    }

    pub(super) fn target(&self, at: usize) -> &'a Target {
        &self.analyzer.scheme().targets()[at]
    }

    pub(super) fn label(&self, at: usize) -> &'a str {
        &self.target(at).label
    }

    /// The shown columns other than the leading one.
    pub(super) fn others(&self) -> impl Iterator<Item = usize> {
        self.shown.iter().copied().filter(|at| *at != self.leading)
    }

    /// Dimensions whose hits are underlined: the shown ones and those that the articles' column is made of.
    pub(super) fn underlined(&self) -> Vec<DimensionId> {
        let count = self.analyzer.scheme().dimensions().len();
        (0..count).map(|d| DimensionId(d as u8)).filter(|d| self.is_dimension_underlined(*d)).collect()
    }

    fn is_dimension_underlined(&self, dimension: DimensionId) -> bool {
        let at = dimension.0 as usize;
        self.shown.contains(&at) || self.target(self.subject).signs[at] != 0
    }

    /// Whether a hit is underlined: of an underlined dimension, worth something or changed by a rule.
    pub(super) fn is_underlined(&self, hit: &Hit) -> bool {
        let among = |d: DimensionId| self.is_dimension_underlined(d);
        (among(hit.dimension) || hit.from_dimension.is_some_and(among)) && (hit.value != 0 || !hit.modifiers.is_empty())
    }

    /// The class that gives a dimension its colour by role and its line by its place among those of the role.
    pub(super) fn class(&self, dimension: DimensionId) -> String {
        let scheme = self.analyzer.scheme();
        let role = scheme.dimension_of(dimension).role;
        let before = scheme.dimensions()[..dimension.0 as usize].iter().filter(|d| d.role == role).count();
        format!("hit {} line-{}", role_class(role), before % STYLES)
    }
}

const fn role_class(role: Role) -> &'static str {
    match role {
        Role::Conflict => "conflict",
        Role::Cooperation => "cooperation",
        Role::Event => "event",
        Role::Valence => "valence",
        Role::Topic | Role::Modifier | Role::Cue => "topic",
    }
}

/// How an article is called: its title, else its id.
pub(super) fn title(analysis: &Analysis) -> String {
    let title = analysis.title().map(crate::report::terminal::one_line).filter(|t| !t.is_empty());
    title.unwrap_or_else(|| analysis.article.id.clone())
}
