//! Numbers by hashes, in the least memory: sorted pieces that grow by an eighth, where a table of hashes would at times
//! be twice as large as what it holds.

/// Pieces that entries are parted into, as a power of two.
const PIECES: u32 = 12;
/// Multiplier that spreads hashes over the pieces: 2^64 divided by the golden ratio, made odd (Knuth, The Art of Computer
/// Programming, vol. 3, 6.4).
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What is known by hashes.
#[derive(Debug)]
pub(super) struct Known<K, V> {
    pieces: Vec<Vec<(K, V)>>,
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self { pieces: (0..1 << PIECES).map(|_| Vec::new()).collect() }
    }
}

impl<K: Copy + Ord + Into<u64>, V> Known<K, V> {
    fn piece(key: K) -> usize {
        (key.into().wrapping_mul(GOLDEN) >> (u64::BITS - PIECES)) as usize
    }

    /// What is known of a hash.
    pub fn get(&self, key: K) -> Option<&V> {
        let piece = &self.pieces[Self::piece(key)];
        piece.binary_search_by_key(&key, |(key, _)| *key).ok().map(|at| &piece[at].1)
    }

    /// Enters what is not known yet; what is stays.
    pub fn enter(&mut self, key: K, value: V) {
        let piece = &mut self.pieces[Self::piece(key)];
        if let Err(at) = piece.binary_search_by_key(&key, |(key, _)| *key) {
            if piece.len() == piece.capacity() {
                piece.reserve_exact(piece.len() / 8 + 4);
            }
            piece.insert(at, (key, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_hash_stays() {
        let mut known = Known::<u32, u32>::default();
        for n in 0..50_000_u32 {
            known.enter(n.wrapping_mul(2_654_435_761) >> 17, n);
        }
        // 2^15 hashes; the first to have each is the lowest.
        let first = |hash: u32| (0..50_000_u32).find(|n| n.wrapping_mul(2_654_435_761) >> 17 == hash);
        for hash in (0..1 << 15).step_by(997) {
            assert_eq!(known.get(hash).copied(), first(hash));
        }
        assert_eq!(known.get(1 << 15), None);
    }
}
