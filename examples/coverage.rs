//! How often intervals hold the truth, and how often a difference is called where there is none: the table of
//! docs/statistics.md. `cargo run --release --example coverage`.

#![expect(clippy::print_stdout, reason = "printing is what this program is for")]

mod simulation;

use simulation::{articles, mean};
use tonescope::aggregate::contrast::{Contrast, INTERVAL_DRAWS};
use tonescope::aggregate::{Sums, interval};
use tonescope::measure::Random;

/// Corpora made up for each line.
const CORPORA: u64 = 4000;
/// Draws of each permutation test.
const DRAWS: u32 = 999;
/// Shares of sentences with hits of the two speakers where they differ, and where they do not.
const DIFFERENT: [f64; 2] = [0.3, 0.2];
const ALIKE: [f64; 2] = [0.25; 2];

/// What a line counts.
#[derive(Default)]
struct Line {
    intervals: u32,
    held: u32,
    width: f64,
    means: u32,
    means_held: u32,
    called: u32,
    found: u32,
}

fn main() {
    println!(
        "| articles a side, shared | interval of a mean | interval of a difference | mean width | no interval | called at .05, no difference | called, difference |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (alone, both) in
        [(5, 0), (8, 0), (12, 0), (20, 0), (30, 0), (60, 0), (3, 2), (6, 6), (15, 15), (0, 5), (0, 12), (0, 30)]
    {
        let line = line(alone, both);
        let share = |count: u32, of: u32| 100.0 * f64::from(count) / f64::from(of.max(1));
        let corpora = CORPORA as u32;
        println!(
            "| {}, {both} | {:.1} % | {:.1} % | {:.3} | {:.1} % | {:.1} % | {:.1} % |",
            alone + both,
            share(line.means_held, line.means),
            share(line.held, line.intervals),
            line.width / f64::from(line.intervals.max(1)),
            share(corpora - line.intervals, corpora),
            share(line.called, corpora),
            share(line.found, corpora),
        );
    }
}

fn line(alone: usize, both: usize) -> Line {
    let mut line = Line::default();
    for corpus in 0..CORPORA {
        let mut random = Random::new(1, corpus);
        let different = articles(&mut random, DIFFERENT, [alone; 2], both);
        let mut sums = Sums::default();
        different.iter().flat_map(|[first, _]| first).for_each(|half| sums.article(half.sums[0], half.sentences));
        if let Some(found) = interval(&sums, alone + both) {
            line.means += 1;
            line.means_held += u32::from((found.low..=found.high).contains(&mean(DIFFERENT[0])));
        }
        let contrast = Contrast::new(1, different);
        if let Some(found) = contrast.interval(INTERVAL_DRAWS, 2, corpus)[0] {
            line.intervals += 1;
            line.width += found.high - found.low;
            line.held += u32::from((found.low..=found.high).contains(&(mean(DIFFERENT[0]) - mean(DIFFERENT[1]))));
        }
        line.found += u32::from(contrast.permutation(DRAWS, 3, corpus)[0].p <= 0.05);
        let alike = Contrast::new(1, articles(&mut random, ALIKE, [alone; 2], both));
        line.called += u32::from(alike.permutation(DRAWS, 3, corpus)[0].p <= 0.05);
    }
    line
}
