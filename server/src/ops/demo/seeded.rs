//! Chance that always falls the same way: the same seed, the same township.

use model::ambient::{Chance, Clock, Millis, Stamp};
use std::sync::atomic::{AtomicU64, Ordering};

/// A small generator (SplitMix64): good enough to look random, good for nothing secret.
#[derive(Debug)]
pub struct Seeded(AtomicU64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Seeded {
    /// Starts at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let mut z = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to `end`, without it; 0 if there is none.
    pub fn below(&self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A number between two, both included.
    pub fn between(&self, least: i64, most: i64) -> i64 {
        least + self.below((most - least + 1).max(1) as usize) as i64
    }

    /// Whether something happens that happens so many times in a thousand.
    pub fn happens(&self, permille: usize) -> bool {
        self.below(1000) < permille
    }

    /// One of these.
    pub fn pick<'a, T>(&self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// One of these, each as often as its weight.
    pub fn weighted<T: Copy>(&self, of: &[(T, usize)]) -> T {
        let mut left = self.below(of.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in of {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        of[0].0
    }

    /// Puts them into another order.
    pub fn shuffle<T>(&self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            items.swap(end, self.below(end + 1));
        }
    }
}

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.next().to_be_bytes()[..part.len()]);
        }
    }
}

/// A clock that stands still, so that ids are the same whenever the township is made.
#[derive(Debug, Clone, Copy)]
pub struct Still(pub Millis);

impl Clock for Still {
    fn stamp(&self) -> Stamp {
        Stamp { wall: self.0, mono: 0, boot: "demo".into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way() {
        let draw = |seed| {
            let chance = Seeded::new(seed);
            (chance.ten(), chance.below(1000), chance.between(-3, 3), chance.happens(500))
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn weights_are_kept() {
        let chance = Seeded::new(1);
        let drawn: Vec<char> = (0..3000).map(|_| chance.weighted(&[('a', 1), ('b', 2), ('c', 0)])).collect();
        let count = |c| drawn.iter().filter(|drawn| **drawn == c).count();
        assert!((900..1100).contains(&count('a')), "{}", count('a'));
        assert_eq!(count('c'), 0);
    }
}
