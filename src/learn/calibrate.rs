//! How often choices of a given margin are right: pooled adjacent violators (isotonic regression) over blocks.

use super::Outcome;
use crate::quote::choose::Task;

/// Outcomes in a block before neighbouring blocks are pooled.
const BLOCK: usize = 100;

/// For each task rising margins, each with the share of right choices from there on, both in thousandths.
pub(super) fn steps(outcomes: &[Outcome]) -> [Vec<(i32, u16)>; 3] {
    Task::ALL.map(|task| {
        let mut own: Vec<(i32, bool)> = outcomes.iter().filter(|o| o.0 == task).map(|o| (o.1, o.2)).collect();
        own.sort_unstable();
        let mut pools: Vec<(i32, usize, usize)> = Vec::new();
        for block in own.chunks(BLOCK) {
            pools.push((block[0].0, block.iter().filter(|o| o.1).count(), block.len()));
            // A block that is right less often than the one before it is pooled with it.
            while let [.., a, b] = pools[..]
                && a.1 * b.2 >= b.1 * a.2
            {
                pools.truncate(pools.len() - 2);
                pools.push((a.0, a.1 + b.1, a.2 + b.2));
            }
        }
        let share = |(margin, right, all): (i32, usize, usize)| (margin, (1000 * right / all.max(1)) as u16);
        let mut steps: Vec<(i32, u16)> = pools.into_iter().map(share).collect();
        if let Some(first) = steps.first_mut() {
            first.0 = 0;
        }
        steps
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_rise_with_the_margin() {
        let right = |margin: i32| (margin * 37 % 100) < margin / 40;
        let outcomes: Vec<Outcome> = (0..4000).map(|m| (Task::Pair, m, right(m))).collect();
        let [pair, content, source] = steps(&outcomes);
        assert!(pair.len() > 5 && pair.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1));
        assert_eq!(pair[0].0, 0);
        assert!(content.is_empty() && source.is_empty());
    }
}
