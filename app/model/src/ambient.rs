//! What comes from outside: time and chance, as values one must be handed.
//!
//! The model reads no clock and draws no random number. Whoever needs one takes a [`Clock`] or a
//! [`Chance`]; the browser, the server and the tests each bring their own. No decision about
//! records ever compares two clocks: times are kept to be shown.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// When something was done, as the device saw it. Three readings, so that a wrong clock can be
/// told later from a late upload; none of them decides anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The device's wall clock, milliseconds UTC.
    pub wall: Millis,
    /// Milliseconds since the page or program started; never goes back.
    pub mono: Millis,
    /// Which start `mono` counts from.
    pub boot: String,
}

/// The time, handed in.
pub trait Clock {
    /// Now, as this device sees it.
    fn stamp(&self) -> Stamp;
    /// The wall clock alone, milliseconds UTC.
    fn now(&self) -> Millis {
        self.stamp().wall
    }
}

/// Randomness, handed in: cryptographically strong outside tests.
pub trait Chance {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]);
    /// Ten random bytes, the share of chance in an id.
    fn ten(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        bytes
    }
}
