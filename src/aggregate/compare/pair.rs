//! Two profiles → clusters side by side, effect size, and the entries that their difference hangs on.

use super::super::contrast::{Contrast, hedges};
use super::super::profile::{Changes, Profile};
use super::super::speech::EntryId;
use crate::score::NANO;
use sha2::{Digest, Sha256};

/// The entry without which the difference comes nearest to 0 or turns furthest, and the one without which it moves
/// most; each with the difference without it.
pub(in super::super) fn carriers(sides: [&Profile; 2], column: usize) -> [Option<(EntryId, f64)>; 2] {
    let [Some(a), Some(b)] = sides.map(|s| s.mean(column)) else { return [None; 2] };
    let difference = a - b;
    let mut found: [Option<(EntryId, f64, f64)>; 2] = [None; 2];
    let mut entries: Vec<EntryId> = sides.iter().flat_map(|s| s.without.keys().copied()).collect();
    entries.sort_unstable();
    entries.dedup();
    for entry in entries {
        let [a, b] = sides.map(|s| {
            let change = s.without.get(&entry).map_or(0, |all| all[column]);
            change as f64 / NANO / s.side.sentences as f64
        });
        let change = a - b;
        for (at, size) in [(0, -change * difference.signum()), (1, change.abs())] {
            if size > 0.0 && found[at].is_none_or(|(.., best)| size > best) {
                found[at] = Some((entry, difference + change, size));
            }
        }
    }
    found.map(|best| best.map(|(entry, difference, _)| (entry, difference)))
}

/// The clusters of two sides: the columns as they are, and, where an entry is left out, the column without it.
#[derive(Debug)]
pub(in super::super) struct Joined {
    pub contrast: Contrast,
    /// For each column which one of the contrast has it without each of its two entries.
    pub without: Vec<[usize; 2]>,
}

/// Puts the clusters of two sides side by side; what each side's clusters change by without entries is in `changes`.
pub(in super::super) fn joined(
    sides: [&Profile; 2],
    columns: &[usize],
    without: &[[Option<(EntryId, f64)>; 2]],
    changes: [&Changes; 2],
) -> Joined {
    let mut contrast = Contrast::empty(columns.len());
    let mut numbers = sides.map(|side| Vec::with_capacity(side.clusters.len()));
    let [mut first, mut second] = sides.map(|side| side.clusters.iter().peekable());
    let mut sums: [Vec<i64>; 2] = Default::default();
    loop {
        let heads = [first.peek(), second.peek()].map(|head| head.map(|(at, ..)| *at));
        let Some(next) = heads.into_iter().flatten().min() else { break };
        let halves = [&mut first, &mut second].map(|side| side.next_if(|(at, ..)| *at == next));
        for (sums, half) in sums.iter_mut().zip(&halves) {
            sums.clear();
            sums.extend(half.iter().flat_map(|(.., half)| columns.iter().map(|column| half[*column])));
        }
        let half = |side: usize| halves[side].map(|(_, sentences, _)| (sentences, sums[side].as_slice()));
        let entered = contrast.cluster([half(0), half(1)]);
        numbers.iter_mut().zip(entered).for_each(|(numbers, number)| numbers.extend(number));
    }
    let without = without.iter().enumerate().map(|(at, entries)| {
        let mut derived = |entry: EntryId| {
            let of = |side: usize| {
                let own = changes[side].get(&entry).into_iter().flatten();
                let numbers = &numbers[side];
                own.map(move |(cluster, change)| (numbers[*cluster as usize], change[columns[at]]))
            };
            let changes: Vec<(u32, i64)> = of(0).chain(of(1)).filter(|(_, change)| *change != 0).collect();
            if changes.is_empty() { at } else { contrast.derive(at, changes) }
        };
        let [carrier, mover] = entries.map(|entry| entry.map(|(entry, _)| entry));
        let first = carrier.map_or(at, &mut derived);
        let second = if mover == carrier { first } else { mover.map_or(at, &mut derived) };
        [first, second]
    });
    let without = without.collect();
    Joined { contrast, without }
}

/// The difference as an effect size.
pub(in super::super) fn effect(sides: [&Profile; 2], column: usize, difference: f64) -> Option<f64> {
    let sentences = sides.iter().map(|s| s.side.sentences).sum();
    hedges(difference, sides.iter().map(|s| s.spread(column)).sum(), sentences)
}

/// The stream of random numbers of a pair, the same whichever of the two comes first.
pub(in super::super) fn stream(a: &str, b: &str) -> u64 {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let mut hash = Sha256::new();
    for name in [a, "\0", b] {
        hash.update(name.as_bytes());
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hash.finalize()[..8]);
    u64::from_le_bytes(first)
}
