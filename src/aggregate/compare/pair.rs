//! Two profiles → clusters side by side, effect size, and the entries that their difference hangs on.

use super::super::contrast::{Changed, Contrast, hedges};
use super::super::profile::{Asked, Profile};
use super::super::speech::EntryId;
use crate::score::NANO;
use sha2::{Digest, Sha256};

/// Two entries of a column, each with the difference without it.
pub(in super::super) type Carriers = [Option<(EntryId, f64)>; 2];

/// For each of these columns the entry without which the difference comes nearest to 0 or turns furthest, and the one
/// without which it moves most; each with the difference without it.
pub(in super::super) fn carriers(sides: [&Profile; 2], columns: &[usize]) -> Vec<Carriers> {
    let difference = |column: &usize| {
        let [Some(a), Some(b)] = sides.map(|s| s.mean(*column)) else { return None };
        Some(a - b)
    };
    let differences: Vec<Option<f64>> = columns.iter().map(difference).collect();
    let mut found: Vec<[Option<(EntryId, f64, f64)>; 2]> = vec![[None; 2]; columns.len()];
    let mean = |side: usize, change: i64| change as f64 / NANO / sides[side].side.sentences as f64;
    let [mut first, mut second] = sides.map(|side| side.without.iter().peekable());
    loop {
        let heads = [first.peek(), second.peek()].map(|head| head.map(|(entry, _)| *entry));
        let Some(entry) = heads.into_iter().flatten().min() else { break };
        let halves = [&mut first, &mut second].map(|side| side.next_if(|(at, _)| *at == entry));
        let [first, second] = halves.map(|half| half.map_or(&[][..], |(_, changes)| changes));
        let of = |changes: &[i64], column: usize| changes.get(column).copied().unwrap_or_default();
        for ((column, difference), best) in columns.iter().zip(&differences).zip(&mut found) {
            let (Some(difference), changes) = (difference, [of(first, *column), of(second, *column)]) else { continue };
            // An entry is of few columns.
            if changes == [0, 0] {
                continue;
            }
            let change = mean(0, changes[0]) - mean(1, changes[1]);
            for (best, size) in best.iter_mut().zip([-change * difference.signum(), change.abs()]) {
                if size > 0.0 && best.is_none_or(|(.., best)| size > best) {
                    *best = Some((entry, difference + change, size));
                }
            }
        }
    }
    let carrier = |best: Option<(EntryId, f64, f64)>| best.map(|(entry, difference, _)| (entry, difference));
    found.into_iter().map(|best| best.map(carrier)).collect()
}

/// The clusters of two sides: the columns as they are, and, where an entry is left out, the column without it.
#[derive(Debug)]
pub(in super::super) struct Joined {
    pub contrast: Contrast,
    /// For each column which one of the contrast has it without each of its two entries.
    pub without: Vec<[usize; 2]>,
}

/// Puts the clusters of two sides side by side; what each side's clusters change by for each of those that are `asked` is
/// in `changes`.
pub(in super::super) fn joined(
    sides: [&Profile; 2],
    columns: &[usize],
    without: &[Carriers],
    (asked, mut changes): (&[Asked], [Vec<Changed>; 2]),
) -> Joined {
    let mut contrast = Contrast::of(columns, sides.map(|side| &side.clusters.halves));
    let [first, second] = sides.map(|side| side.clusters.numbers.as_slice());
    let (mut a, mut b) = (0, 0);
    loop {
        let heads = [first.get(a), second.get(b)];
        let Some(next) = heads.into_iter().flatten().min() else { break };
        let own = heads.map(|head| head == Some(next));
        contrast.cluster([own[0].then_some(a as u32), own[1].then_some(b as u32)]);
        a += usize::from(own[0]);
        b += usize::from(own[1]);
    }
    let without = without.iter().enumerate().map(|(at, entries)| {
        let mut derived = |entry: EntryId| {
            let place = asked.binary_search(&(entry, at)).ok();
            // Each is asked for once.
            let changes =
                changes.each_mut().map(|side| place.map(|at| std::mem::take(&mut side[at])).unwrap_or_default());
            if changes.iter().all(Vec::is_empty) { at } else { contrast.derive(at, changes) }
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
