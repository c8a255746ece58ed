//! Statistics: agreement, its uncertainty, keyness and sampling.
//!
//! In: numbers. Out: numbers. Always holds: no clock, no global state; sums run in the order of the rows and random
//! draws come from a seed, so that the same input gives the same digits. A measure that the data do not define is
//! `None`, never NaN.
//!
//! Every measure takes a weight a row: 1 throughout for a plain sample, the inverse of its probability for a row of a
//! stratified sample, times its count in a bootstrap replicate.

mod agreement;
mod alpha;
mod bootstrap;
mod keyness;
mod random;
mod sampling;
mod threshold;

pub use agreement::{Line, Ranking, auc, line, macro_f1, pearson, spearman};
pub use alpha::{Coding, Metric};
pub use bootstrap::{Bootstrap, Interval, quantile};
pub use keyness::{Count, Keyness, keyness};
pub use random::Random;
pub use sampling::{Allocation, allocate, draw};
pub use threshold::{Thresholded, best_threshold, cross_validated};
