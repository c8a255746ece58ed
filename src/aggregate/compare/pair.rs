//! Two profiles → clusters side by side, effect size, and the entries that their difference hangs on.

use super::super::contrast::{Contrast, Half, hedges};
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

/// The clusters of two sides: the columns as they are, and, where entries are given, without each of the two entries;
/// what each side's clusters change by without them is in `changes`.
pub(in super::super) fn joined(
    sides: [&Profile; 2],
    columns: &[usize],
    without: &[[Option<(EntryId, f64)>; 2]],
    changes: [&Changes; 2],
) -> Contrast {
    let halves = |side: usize| halves(sides[side], columns, without, changes[side]).into_iter().peekable();
    let [mut first, mut second] = [0, 1].map(halves);
    let mut clusters = Vec::new();
    loop {
        let next = match (first.peek(), second.peek()) {
            (None, None) => break,
            (Some((a, _)), Some((b, _))) => (*a).min(*b),
            (Some((at, _)), None) | (None, Some((at, _))) => *at,
        };
        let half = |side: &mut std::iter::Peekable<std::vec::IntoIter<(u32, Half)>>| {
            side.next_if(|(at, _)| *at == next).map(|(_, half)| half)
        };
        clusters.push([half(&mut first), half(&mut second)]);
    }
    Contrast::new(if without.is_empty() { 1 } else { 3 } * columns.len(), clusters)
}

fn halves(
    profile: &Profile,
    columns: &[usize],
    without: &[[Option<(EntryId, f64)>; 2]],
    changes: &Changes,
) -> Vec<(u32, Half)> {
    let parts = if without.is_empty() { 1 } else { 3 };
    let mut found: Vec<(u32, Half)> = profile
        .clusters
        .iter()
        .map(|(number, sentences, half)| {
            let sums: Vec<i64> = columns.iter().map(|c| half[*c]).collect();
            (number, Half { sentences, sums: sums.repeat(parts) })
        })
        .collect();
    for (at, entries) in without.iter().enumerate() {
        for (part, (entry, _)) in entries.iter().enumerate().filter_map(|(part, e)| Some((part, e.as_ref()?))) {
            for (cluster, change) in changes.get(entry).into_iter().flatten() {
                found[*cluster as usize].1.sums[(1 + part) * columns.len() + at] += change[columns[at]];
            }
        }
    }
    found
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
