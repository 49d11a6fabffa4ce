//! Time and chance from a seed: the same story every time it is told.

use model::ambient::{Chance, Clock, Millis, Stamp};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// 2020-02-07, ten in the morning in the township.
pub const MORNING: Millis = 1_581_040_800_000;

/// A clock that moves on a little whenever it is read, and chance that is none.
#[derive(Debug)]
pub struct Seeded {
    wall: AtomicI64,
    chance: AtomicU64,
    boot: String,
}

impl Seeded {
    /// For one device; no two of a story may have the same seed, since ids come from it.
    pub fn new(seed: u64) -> Self {
        // Mixed, or the streams of two seeds would be the same one, a few steps apart.
        Self { wall: AtomicI64::new(MORNING), chance: AtomicU64::new(mix(seed)), boot: format!("boot {seed}") }
    }

    /// Moves the clock, back as well: devices are wrong in both directions.
    pub fn shift(&self, millis: Millis) {
        self.wall.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for Seeded {
    fn stamp(&self) -> Stamp {
        let wall = self.wall.fetch_add(7, Ordering::Relaxed);
        Stamp { wall, mono: wall - MORNING, boot: self.boot.clone() }
    }
}

impl Chance for Seeded {
    /// SplitMix64.
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = mix(self.chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed));
            chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
        }
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
