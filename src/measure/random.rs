//! Random numbers whose values never change: `ChaCha` with eight rounds, a published stream cipher.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};

/// A stream of random numbers from a seed.
#[derive(Debug)]
pub struct Random {
    source: ChaCha8Rng,
}

impl Random {
    /// Stream number `stream` of `seed`; streams of one seed are independent of each other.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut source = ChaCha8Rng::from_seed(key);
        source.set_stream(stream);
        Self { source }
    }

    /// A number in `0..below`; 0 when `below` is 0. The high half of a product of 64 bits (Lemire 2019, without
    /// rejection: the bias is below `below` / 2⁶⁴).
    pub fn below(&mut self, below: usize) -> usize {
        let product = u128::from(self.source.next_u64()) * below as u128;
        (product >> 64) as usize
    }

    /// A number in `0..below` from 32 bits, at half the price; 0 when `below` is 0. The bias is below `below` / 2³²: less
    /// than one in a million for the numbers of clusters that draws are made from.
    #[inline]
    pub fn index(&mut self, below: u32) -> u32 {
        let product = u64::from(self.source.next_u32()) * u64::from(below);
        (product >> 32) as u32
    }

    /// 64 random bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.source.next_u64()
    }

    /// Shuffles in place (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_that_of_the_cipher() {
        // The first eight bytes of the keystream of ChaCha8 with key and nonce zero (draft-strombergson-chacha-test-vectors, TC1).
        let mut random = Random::new(0, 0);
        assert_eq!(random.source.next_u64().to_le_bytes(), [0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6]);
    }

    #[test]
    fn streams_differ_and_numbers_stay_below() {
        let draws = |stream| {
            let mut random = Random::new(7, stream);
            (0..50).map(|_| random.below(10)).collect::<Vec<_>>()
        };
        assert_eq!(draws(1), draws(1));
        assert_ne!(draws(1), draws(2));
        assert!((0..10).all(|n| draws(1).contains(&n)) && draws(1).iter().all(|n| *n < 10));
        let mut random = Random::new(7, 3);
        let mut counts = [0; 3];
        (0..3_000).for_each(|_| counts[random.index(3) as usize] += 1);
        assert!(counts.iter().all(|count| (900..1_100).contains(count)), "{counts:?}");
        assert_eq!(random.index(0), 0);
        let mut items: Vec<usize> = (0..20).collect();
        Random::new(7, 0).shuffle(&mut items);
        assert_ne!(items, (0..20).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..20).collect::<Vec<_>>());
    }
}
