//! Tables of numbers, made when they are needed or embedded in the program.

use std::borrow::Cow;
use std::ops::Range;

/// A number as it lies in a table, the lowest byte first on every machine: so embedded tables are used where they lie.
type Stored = [u8; size_of::<u32>()];

/// A table of numbers, read one by one or in rows of equal width.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers(Cow<'static, [Stored]>);

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        Self(numbers.into_iter().map(u32::to_le_bytes).collect())
    }
}

impl Numbers {
    /// A table of rows.
    pub fn of_rows<const N: usize>(rows: impl IntoIterator<Item = [u32; N]>) -> Self {
        rows.into_iter().flatten().collect()
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    #[inline]
    pub fn get(&self, at: usize) -> u32 {
        u32::from_le_bytes(self.0[at])
    }

    /// Row `at` of a table of rows.
    #[inline]
    pub fn row<const N: usize>(&self, at: usize) -> [u32; N] {
        self.run(at * N)
    }

    /// The numbers from `at` on.
    #[inline]
    pub fn run<const N: usize>(&self, at: usize) -> [u32; N] {
        let own: &[Stored; N] = self.0[at..].first_chunk().expect("a table has whole rows");
        let mut run = [0; N];
        // By index: so many numbers are then copied without a call.
        for number in 0..N {
            run[number] = u32::from_le_bytes(own[number]);
        }
        run
    }

    /// Whether a number stands in a rising run of the table.
    #[inline]
    pub fn run_holds(&self, run: Range<usize>, number: u32) -> bool {
        /// Longest run that is looked through number by number.
        const SHORT: usize = 8;
        let run = &self.0[run];
        if run.len() <= SHORT {
            return run.iter().any(|stored| u32::from_le_bytes(*stored) == number);
        }
        run.binary_search_by_key(&number, |stored| u32::from_le_bytes(*stored)).is_ok()
    }

    /// Where numbers from this one on begin in a rising run of the table.
    #[inline]
    pub fn run_from(&self, run: Range<usize>, number: u32) -> usize {
        run.start + self.0[run].partition_point(|stored| u32::from_le_bytes(*stored) < number)
    }

    /// Appends the table, its length before it.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.0.len() as u32).to_le_bytes());
        out.extend_from_slice(self.0.as_flattened());
    }

    /// Takes a table off the bytes that [`Self::write`] made.
    pub fn read(bytes: &mut &'static [u8]) -> Self {
        let mut take = |count: usize| {
            let (own, rest) = bytes.split_at(count * size_of::<Stored>());
            *bytes = rest;
            own.as_chunks().0
        };
        let length = take(1).iter().map(|stored| u32::from_le_bytes(*stored)).sum::<u32>();
        Self(Cow::Borrowed(take(length as usize)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_as_they_were_written() {
        let (first, second) = (Numbers::of_rows([[1, 2], [3, u32::MAX]]), Numbers::default());
        let mut bytes = Vec::new();
        first.write(&mut bytes);
        second.write(&mut bytes);
        let mut bytes: &'static [u8] = bytes.leak();
        assert_eq!((Numbers::read(&mut bytes), Numbers::read(&mut bytes)), (first.clone(), second));
        assert!(bytes.is_empty());
        assert_eq!((first.row(1), first.get(2), first.len()), ([3, u32::MAX], 3, 4));
        let long: Numbers = (0..40).map(|n| n * 2).collect();
        assert!(long.run_holds(0..40, 38) && !long.run_holds(0..40, 39) && long.run_holds(3..5, 8));
    }
}
