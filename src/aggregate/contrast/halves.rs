//! What a side says in each of its clusters, in little room: prolific speakers are in ten thousands of them, and each is
//! compared with many others.

/// A sum that does not fit into 32 bits and stands apart.
const LARGE: i32 = i32::MIN;

/// Sentences and sums of a side's clusters, by number; sums in billionths. Most are 0 and not kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Halves {
    columns: usize,
    /// Sentences of each cluster, and where its sums end.
    heads: Vec<(u32, u32)>,
    /// The columns of the sums that are not 0, and the sums: hardly any is above 2.
    places: Vec<u16>,
    sums: Vec<i32>,
    /// Those that are, by their place among all, rising.
    large: Vec<(u32, i64)>,
}

impl Halves {
    /// None yet, with `columns` sums each.
    pub(in crate::aggregate) fn new(columns: usize) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Adds a cluster, and returns its number.
    pub(in crate::aggregate) fn push(&mut self, sentences: u32, sums: &[i64]) -> u32 {
        for (column, sum) in sums[..self.columns].iter().enumerate().filter(|(_, sum)| **sum != 0) {
            let small = i32::try_from(*sum).ok().filter(|small| *small != LARGE);
            if small.is_none() {
                self.large.push((self.sums.len() as u32, *sum));
            }
            self.places.push(column as u16);
            self.sums.push(small.unwrap_or(LARGE));
        }
        self.heads.push((sentences, self.sums.len() as u32));
        self.heads.len() as u32 - 1
    }

    /// Lets go of the room that nothing stands in.
    pub(in crate::aggregate) fn shrink(&mut self) {
        self.heads.shrink_to_fit();
        self.places.shrink_to_fit();
        self.sums.shrink_to_fit();
    }

    pub(in crate::aggregate) const fn len(&self) -> usize {
        self.heads.len()
    }

    pub(in crate::aggregate) fn sentences(&self, number: u32) -> u32 {
        self.heads[number as usize].0
    }

    /// The sum of a cluster in a column.
    pub(in crate::aggregate) fn sum(&self, number: u32, column: usize) -> i64 {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.heads[before].1) as usize;
        let own = &self.places[start..self.heads[number].1 as usize];
        match own.iter().position(|place| usize::from(*place) == column).map(|at| (start + at, self.sums[start + at])) {
            None => 0,
            Some((place, LARGE)) => self.large(place),
            Some((_, sum)) => i64::from(sum),
        }
    }

    /// The sums of a cluster, by column.
    pub(in crate::aggregate) fn sums(&self, number: u32) -> impl Iterator<Item = i64> {
        (0..self.columns).map(move |column| self.sum(number, column))
    }

    #[cold]
    fn large(&self, place: usize) -> i64 {
        let found = self.large.binary_search_by_key(&place, |(place, _)| *place as usize);
        found.map_or_else(|_| i64::from(LARGE), |at| self.large[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_any_size_come_back() {
        let rows: [[i64; 3]; 4] =
            [[0, 1, -1], [1 << 31, i64::MAX, -(1 << 31)], [(1 << 31) - 1, 1 - (1 << 31), -7], [i64::MIN, 5, 1 << 40]];
        let mut halves = Halves::new(3);
        for (number, row) in (0..).zip(&rows) {
            assert_eq!(halves.push(10 + number, row), number);
        }
        halves.shrink();
        for (number, row) in (0..).zip(&rows) {
            assert_eq!(
                (halves.sentences(number), halves.sums(number).collect::<Vec<_>>()),
                (10 + number, row.to_vec())
            );
        }
    }
}
