//! Identifiers: UUIDv7, made by whoever creates the thing, each a type of its own.
//!
//! The time inside an id makes neighbours in time neighbours in storage; it is never read back.

use crate::ambient::{Chance, Millis};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, from the time and ten random bytes handed in.
            pub fn mint(now: Millis, chance: &dyn Chance) -> Self {
                let millis = u64::try_from(now).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &chance.ten()).into_uuid())
            }

            /// An id for samples and fixtures: the same number, the same id.
            pub const fn fixed(n: u128) -> Self {
                Self(Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 | n))
            }

            /// The sixteen bytes, as stored.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// From sixteen stored bytes.
            ///
            /// # Errors
            /// [`NotAnId`] if there are not sixteen.
            pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAnId> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| NotAnId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    };
}

id!(
    /// A record of any kind.
    RecordId
);
id!(
    /// One intention, made once on one device.
    OpId
);
id!(
    /// A person with an account. The same id is that person's `staff` record in the directory.
    UserId
);
id!(
    /// A phone, tablet or browser profile.
    DeviceId
);

impl RecordId {
    /// The id of the one thing of that sort which belongs to this record: two phones that never
    /// met make the same. `n` tells several of a sort apart.
    pub fn nth(self, sort: u8, n: u32) -> Self {
        // The share of chance in the id; its time, version and variant stay.
        let mut bytes = *self.as_bytes();
        bytes[9] ^= sort;
        for (at, byte) in n.to_be_bytes().into_iter().enumerate() {
            bytes[12 + at] ^= byte;
        }
        Self(Uuid::from_bytes(bytes))
    }

    /// The id of the one thing of that sort and name which belongs to this record: two phones that
    /// never met make the same. Of a few million names two may be taken for one; here are thousands.
    pub fn named(self, sort: u8, name: &str) -> Self {
        // FNV-1a of 64 bits, then a stirring, so that the low bits of short names differ as well.
        let sum = name
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        let stirred = (sum ^ (sum >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let mut bytes = *self.nth(sort, 0).as_bytes();
        // The share of chance after the variant.
        for (at, byte) in stirred.to_be_bytes().into_iter().enumerate().skip(1) {
            bytes[8 + at] ^= byte;
        }
        Self(Uuid::from_bytes(bytes))
    }
}

impl From<OpId> for RecordId {
    /// A conflict bears the id of the op that raised it.
    fn from(op: OpId) -> Self {
        Self(op.0)
    }
}

impl From<UserId> for RecordId {
    /// A user's entry in the directory bears the user's id.
    fn from(user: UserId) -> Self {
        Self(user.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_name_gives_the_same_id_and_another_gives_another() {
        let town = RecordId::fixed(1);
        assert_eq!(town.named(4, "91350100M000100Y43"), town.named(4, "91350100M000100Y43"));
        let others =
            [town.named(5, "a"), town.named(4, "a"), RecordId::fixed(2).named(4, "a"), town.named(4, "b"), town];
        assert_eq!(others.iter().collect::<BTreeSet<_>>().len(), others.len());
        let many: BTreeSet<RecordId> = (0..20_000).map(|n| town.named(4, &format!("9199000000{n:05}"))).collect();
        assert_eq!(many.len(), 20_000);
        for id in many.iter().take(99) {
            assert_eq!(id.to_string().parse(), Ok(*id));
            assert_eq!((id.as_bytes()[6] >> 4, id.as_bytes()[8] >> 6), (7, 2), "its version and variant stay");
        }
    }
}
