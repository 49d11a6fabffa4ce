//! Time and chance as the machine has them: the one place on the server where they come from.

use model::ambient::{Chance, Clock, Stamp};
use std::{
    sync::OnceLock,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

/// The machine's clock and its random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine;

impl Clock for Machine {
    #[expect(clippy::disallowed_methods, reason = "this is the adapter that hands the time out")]
    fn stamp(&self) -> Stamp {
        static START: OnceLock<Instant> = OnceLock::new();
        let start = START.get_or_init(Instant::now);
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
        Stamp {
            wall: i64::try_from(wall).unwrap_or(i64::MAX),
            mono: start.elapsed().as_millis() as i64,
            boot: "server".into(),
        }
    }
}

impl Chance for Machine {
    #[expect(clippy::disallowed_methods, reason = "this is the adapter that hands randomness out")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("an operating system without randomness cannot run this safely");
    }
}
