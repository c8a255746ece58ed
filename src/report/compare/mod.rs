//! What comparisons print: five tables, JSON and a view.

mod json;
mod page;
mod tables;
mod view;

use crate::aggregate::{Comparison, Distinctive, Dyad, LeftOut, Ranked, Trend};

pub use json::comparison_json;
pub use page::{add_facts, comparison_page};
pub use tables::{comparison_fields, distinctive_fields, dyad_fields, ranking_fields, trend_fields};
pub use view::{comparison_view, left_out_lines};

/// Everything that a comparison comes to; what was not asked for is empty.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// Pairs.
    pub comparisons: Vec<Comparison>,
    /// All groups by rank.
    pub ranking: Vec<Ranked>,
    /// Groups over time.
    pub trends: Vec<Trend>,
    /// Whom hostile words are about; none where that is not known.
    pub dyads: Option<Vec<Dyad>>,
    /// Words that set pairs apart.
    pub distinctive: Vec<Distinctive>,
    /// Quotes whose words were compared, of how many; `None` for all.
    pub worded: Option<(u64, u64)>,
    /// What is not compared.
    pub left: LeftOut,
}
