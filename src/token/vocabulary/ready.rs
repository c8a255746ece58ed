//! Short words that were entered when the program was built, in a table that is looked up where it lies.
//!
//! A word stands in the first free slot from where its hash points, behind the last slot the first.

use super::{PACKED, WordId};
use crate::numbers::{Stored, Table, push};

/// Slots for each word, at least: with fewer, more of them are passed by before a free one.
const ROOM: usize = 2;
/// Digits of pi, as good as any that have no pattern.
const FACTORS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345];

/// A word and its id, which is 0 where there is no word.
type Slot = [u8; PACKED + size_of::<Stored>()];

/// Words as numbers, with their ids.
#[derive(Debug, Default)]
pub(super) struct Ready {
    /// A power of two of them, or none.
    slots: &'static [Slot],
}

impl Ready {
    /// Appends the table of these words to `out`.
    pub fn write(words: &[(u128, WordId)], out: &mut Vec<u8>) {
        let mut slots: Vec<Slot> = vec![[0; _]; (words.len() * ROOM).next_power_of_two()];
        for (word, id) in words {
            let mut at = place(*word, slots.len());
            while taken(&slots[at]).1 != WordId::UNKNOWN {
                at = (at + 1) % slots.len();
            }
            slots[at][..PACKED].copy_from_slice(&word.to_le_bytes());
            slots[at][PACKED..].copy_from_slice(&id.0.to_le_bytes());
        }
        let bytes = slots.as_flattened();
        push((bytes.len() / size_of::<Stored>()) as u32, out);
        out.extend_from_slice(bytes);
    }

    /// The table that [`Self::write`] wrote.
    pub fn read(table: &mut Table) -> Self {
        Self { slots: table.run().as_flattened().as_chunks().0 }
    }

    /// The id of a word, if it is there.
    #[inline]
    pub fn get(&self, word: u128) -> Option<WordId> {
        if self.slots.is_empty() {
            return None;
        }
        let mut at = place(word, self.slots.len());
        loop {
            let (own, id) = taken(&self.slots[at]);
            if own == word || id == WordId::UNKNOWN {
                return (id != WordId::UNKNOWN).then_some(id);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// All words with their ids.
    pub fn all(&self) -> impl Iterator<Item = (u128, WordId)> {
        self.slots.iter().map(taken).filter(|(_, id)| *id != WordId::UNKNOWN)
    }
}

/// What a slot holds.
#[inline]
fn taken(slot: &Slot) -> (u128, WordId) {
    let (word, id) = slot.split_first_chunk().expect("a slot is longer than a word");
    let id = id.first_chunk().expect("an id is behind the word");
    (u128::from_le_bytes(*word), WordId(u32::from_le_bytes(*id)))
}

/// The slot that a word's hash points to, of a power of two of them.
#[inline]
fn place(word: u128, slots: usize) -> usize {
    let mixed = (word as u64 ^ FACTORS[0]) ^ ((word >> 64) as u64).wrapping_mul(FACTORS[1]);
    let product = u128::from(mixed) * u128::from(FACTORS[0]);
    (product as u64 ^ (product >> 64) as u64) as usize & (slots - 1)
}
