//! The clusters of a draw.

/// The kind of clusters that are of both sides; those of one side alone have the side's number.
pub(super) const BOTH: usize = 2;

/// Clusters of a draw by kind and number, each as often as it is drawn. Kinds come at random, so that adding one must not
/// branch by its kind.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    numbers: [Vec<u32>; 3],
    /// How many of each kind were drawn; behind them is room.
    counts: [usize; 3],
}

impl Drawn {
    /// None yet, of so many at most.
    pub fn new(most: usize) -> Self {
        Self { numbers: [vec![0; most], vec![0; most], vec![0; most]], counts: [0; 3] }
    }

    pub const fn clear(&mut self) {
        self.counts = [0; 3];
    }

    #[inline]
    pub fn add(&mut self, kind: usize, number: u32) {
        self.numbers[kind][self.counts[kind]] = number;
        self.counts[kind] += 1;
    }

    pub fn of(&self, kind: usize) -> &[u32] {
        &self.numbers[kind][..self.counts[kind]]
    }

    /// Clusters on each side.
    pub const fn clusters(&self) -> [usize; 2] {
        let [first, second, both] = self.counts;
        [first + both, second + both]
    }

    /// The numbers of a kind, to be moved on to others.
    pub fn of_mut(&mut self, kind: usize) -> &mut [u32] {
        &mut self.numbers[kind][..self.counts[kind]]
    }
}
