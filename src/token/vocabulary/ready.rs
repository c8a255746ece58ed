//! Short words that were entered when the program was built, in a table that is looked up where it lies.
//!
//! A word's slot is the first free one from where its hash points, behind the last slot the first. A slot has the word's
//! id in its lower bits and above it a part of the hash, so that nearly every other word is known by its slot alone.

use super::{PACKED, WordId};
use crate::numbers::{Stored, Table, push};

/// Bits of a slot that are the id.
const ID_BITS: u32 = 20;
/// Slots for each word, at least: with fewer, more of them are passed by before a free one.
const ROOM: usize = 2;
/// Digits of pi, as good as any that have no pattern.
const FACTORS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345];

/// Words as numbers, with their ids.
#[derive(Debug, Default)]
pub(super) struct Ready {
    /// A power of two of them, or none; 0 where no word is.
    slots: &'static [Stored],
    /// The word of each id; 0 for ids of other words.
    words: &'static [[u8; PACKED]],
}

impl Ready {
    /// The table of these words as bytes; every id is below `count`.
    pub fn write(words: &[(u128, WordId)], count: usize, out: &mut Vec<u8>) {
        assert!(count < 1 << ID_BITS, "{count} words are too many for the bits of a slot");
        let mut slots = vec![0; (words.len() * ROOM).next_power_of_two()];
        let mut by_id = vec![0; count];
        for (word, id) in words {
            let (mut at, tag) = place(*word, slots.len());
            while slots[at] != 0 {
                at = (at + 1) % slots.len();
            }
            slots[at] = tag | id.0;
            by_id[id.0 as usize] = *word;
        }
        push(slots.len() as u32, out);
        slots.into_iter().for_each(|slot| push(slot, out));
        push((count * PACKED / size_of::<Stored>()) as u32, out);
        by_id.into_iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
    }

    /// The table that [`Self::write`] wrote.
    pub fn read(table: &mut Table) -> Self {
        Self { slots: table.run(), words: table.run().as_flattened().as_chunks().0 }
    }

    /// The id of a word, if it is there.
    #[inline]
    pub fn get(&self, word: u128) -> Option<WordId> {
        if self.slots.is_empty() {
            return None;
        }
        let (mut at, tag) = place(word, self.slots.len());
        loop {
            let slot = u32::from_le_bytes(self.slots[at]);
            let id = slot & ((1 << ID_BITS) - 1);
            if slot == 0 {
                return None;
            }
            if slot ^ id == tag && u128::from_le_bytes(self.words[id as usize]) == word {
                return Some(WordId(id));
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// All words with their ids.
    pub fn all(&self) -> impl Iterator<Item = (u128, WordId)> {
        let words = self.words.iter().zip(0..).map(|(word, id)| (u128::from_le_bytes(*word), WordId(id)));
        words.filter(|(word, _)| *word != 0)
    }
}

/// The slot that a word's hash points to, of a power of two, and the part of the hash that the slot holds.
#[inline]
fn place(word: u128, slots: usize) -> (usize, u32) {
    let mixed = (word as u64 ^ FACTORS[0]) ^ ((word >> 64) as u64).wrapping_mul(FACTORS[1]);
    let product = u128::from(mixed) * u128::from(FACTORS[0]);
    let hash = product as u64 ^ (product >> 64) as u64;
    (hash as usize & (slots - 1), (hash >> 32) as u32 & !((1 << ID_BITS) - 1))
}
