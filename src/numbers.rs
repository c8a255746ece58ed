//! Numbers as they lie in tables that `build.rs` makes: four bytes each, the lowest first on every machine, so that
//! tables are used where they lie in the program.

/// A number in a table.
pub type Stored = [u8; size_of::<u32>()];

/// Appends a number to a table.
pub fn push(number: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&number.to_le_bytes());
}

/// What is left of a table that is read from its beginning.
#[derive(Debug, Clone)]
pub struct Table(&'static [Stored]);

impl Table {
    /// The table that these bytes are.
    #[must_use]
    pub fn of(bytes: &'static [u8]) -> Self {
        Self(bytes.as_chunks().0)
    }

    /// The next numbers.
    ///
    /// # Panics
    /// When there are fewer: the table was not made for who reads it. So with all that reads a table.
    #[inline]
    pub fn next<const N: usize>(&mut self) -> [u32; N] {
        let (own, rest) = self.0.split_first_chunk().expect("a table holds what was put into it");
        self.0 = rest;
        own.map(u32::from_le_bytes)
    }

    /// The numbers behind the next one, which says how many they are.
    pub fn run(&mut self) -> &'static [Stored] {
        let [count] = self.next();
        let (own, rest) = self.0.split_at(count as usize);
        self.0 = rest;
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_put() {
        let mut bytes = Vec::new();
        for number in [7, 2, u32::MAX, 0, 5] {
            push(number, &mut bytes);
        }
        let mut table = Table::of(bytes.leak());
        assert_eq!(table.next(), [7]);
        assert_eq!(table.run(), [u32::MAX, 0].map(u32::to_le_bytes));
        assert_eq!((table.next(), table.0.len()), ([5], 0));
    }
}
