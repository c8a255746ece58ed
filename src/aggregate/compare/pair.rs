//! Two profiles → clusters side by side, effect size, and the entries that their difference hangs on.

use super::super::contrast::{Changed, Contrast, hedges};
use super::super::profile::{Asked, Profile};
use super::super::speech::EntryId;
use crate::score::NANO;
use sha2::{Digest, Sha256};

/// Two entries of a column, each with the difference without it.
pub(in super::super) type Carriers = [Option<(EntryId, f64)>; 2];

/// The entry without which the difference comes nearest to 0 or turns furthest, and the one without which it moves
/// most; each with the difference without it.
pub(in super::super) fn carriers(sides: [&Profile; 2], column: usize) -> Carriers {
    let [Some(a), Some(b)] = sides.map(|s| s.mean(column)) else { return [None; 2] };
    let difference = a - b;
    let mut found: [Option<(EntryId, f64, f64)>; 2] = [None; 2];
    let [mut first, mut second] = sides.map(|side| side.without.column(column).peekable());
    loop {
        let heads = [first.peek(), second.peek()].map(|head| head.map(|(entry, _)| *entry));
        let Some(entry) = heads.into_iter().flatten().min() else { break };
        let halves = [&mut first, &mut second].map(|side| side.next_if(|(at, _)| *at == entry));
        let mean = |side: usize| {
            halves[side].map_or(0, |(_, change)| change) as f64 / NANO / sides[side].side.sentences as f64
        };
        let change = mean(0) - mean(1);
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
