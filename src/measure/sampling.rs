//! Stratified random samples.

use super::Random;

/// How much of a stratum is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Allocation {
    /// Items to draw.
    pub drawn: usize,
    /// The number of items to expect before the remainder is dealt out by chance: over the stratum's size it is the
    /// probability with which each item enters the sample.
    pub expected: f64,
}

/// Shares `wanted` items equally among strata of these sizes. What a small stratum cannot give goes to the others; a
/// remainder smaller than the number of strata goes to strata drawn by chance.
#[must_use]
pub fn allocate(sizes: &[usize], wanted: usize, random: &mut Random) -> Vec<Allocation> {
    let mut drawn = vec![0; sizes.len()];
    let mut left = wanted;
    let mut open: Vec<usize> = (0..sizes.len()).filter(|s| sizes[*s] > 0).collect();
    while !open.is_empty() && left >= open.len() {
        // The smallest open stratum decides how far this round can go.
        let room = open.iter().map(|s| sizes[*s] - drawn[*s]).min().unwrap_or_default();
        let each = room.min(left / open.len());
        for stratum in &open {
            drawn[*stratum] += each;
        }
        left -= each * open.len();
        open.retain(|s| drawn[*s] < sizes[*s]);
    }
    let chance = if open.is_empty() { 0.0 } else { left as f64 / open.len() as f64 };
    let mut found: Vec<Allocation> =
        drawn.into_iter().map(|drawn| Allocation { drawn, expected: drawn as f64 }).collect();
    for stratum in &open {
        found[*stratum].expected += chance;
    }
    random.shuffle(&mut open);
    for stratum in open.into_iter().take(left) {
        found[stratum].drawn += 1;
    }
    found
}

/// Draws `count` of `items` by chance, without replacement, in random order.
#[must_use]
pub fn draw(items: &[usize], count: usize, random: &mut Random) -> Vec<usize> {
    let mut items = items.to_vec();
    random.shuffle(&mut items);
    items.truncate(count);
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(sizes: &[usize], wanted: usize) -> Vec<Allocation> {
        allocate(sizes, wanted, &mut Random::new(1, 0))
    }

    #[test]
    fn small_strata_give_all_and_the_others_the_rest() {
        let drawn: Vec<usize> = shares(&[2, 100, 0, 50], 32).iter().map(|a| a.drawn).collect();
        assert_eq!(drawn, [2, 15, 0, 15]);
        let all: Vec<usize> = shares(&[2, 3], 99).iter().map(|a| a.drawn).collect();
        assert_eq!(all, [2, 3]);
    }

    #[test]
    fn the_remainder_falls_by_chance_and_is_expected() {
        let found = shares(&[10, 10, 10], 8);
        assert_eq!(found.iter().map(|a| a.drawn).sum::<usize>(), 8);
        assert!(found.iter().all(|a| (a.expected - 8.0 / 3.0).abs() < 1e-12));
        // More strata than items: which of them give one differs from seed to seed.
        let first = |seed| allocate(&[5; 40], 1, &mut Random::new(seed, 0)).iter().position(|a| a.drawn == 1);
        assert!((0..9).any(|seed| first(seed) != first(9)));
    }

    #[test]
    fn nothing_is_drawn_twice() {
        let mut found = draw(&[3, 5, 7, 9], 3, &mut Random::new(1, 0));
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), 3);
    }
}
