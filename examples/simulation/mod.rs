//! Articles made up by chance, whose true means are known.

use tonescope::aggregate::contrast::Half;
use tonescope::measure::Random;
use tonescope::score::{NANO, saturate};

/// Most sentences of a side in an article; each number from 1 on is as likely.
const SENTENCES: usize = 6;
/// Sums of hit values of a sentence with hits, in thousandths, each as likely.
const SUMS: [i64; 8] = [1000, 1000, 2000, 2000, 3000, 4000, 5500, -1000];
/// How far an article's share of sentences with hits departs from the speaker's, at most, either way.
const HEAT: f64 = 0.15;

/// The true mean of a speaker who has hits in `share` of the sentences.
#[must_use]
pub fn mean(share: f64) -> f64 {
    let all: i64 = SUMS.iter().map(|sum| saturate(*sum)).sum();
    share * all as f64 / NANO / SUMS.len() as f64
}

/// A number from 0 to 1.
fn uniform(random: &mut Random) -> f64 {
    const STEPS: usize = 1 << 30;
    random.below(STEPS) as f64 / STEPS as f64
}

/// What a speaker says in an article that is hotter than others by `heat`.
fn half(random: &mut Random, share: f64, heat: f64) -> Half {
    let sentences = 1 + random.below(SENTENCES);
    let mut sum = 0;
    for _ in 0..sentences {
        if uniform(random) < share + heat {
            sum += saturate(SUMS[random.below(SUMS.len())]);
        }
    }
    Half { sentences: sentences as u32, sums: vec![sum] }
}

/// Articles: of each speaker alone as many as `alone` says, and `both` in which both speak and share the heat.
#[must_use]
pub fn articles(random: &mut Random, shares: [f64; 2], alone: [usize; 2], both: usize) -> Vec<[Option<Half>; 2]> {
    let heat = |random: &mut Random| HEAT * (2.0 * uniform(random) - 1.0);
    let mut found = Vec::new();
    for _ in 0..alone[0] {
        let heat = heat(random);
        found.push([Some(half(random, shares[0], heat)), None]);
    }
    for _ in 0..alone[1] {
        let heat = heat(random);
        found.push([None, Some(half(random, shares[1], heat))]);
    }
    for _ in 0..both {
        let heat = heat(random);
        found.push([Some(half(random, shares[0], heat)), Some(half(random, shares[1], heat))]);
    }
    found
}
