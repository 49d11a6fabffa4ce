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

impl UserId {
    /// The server itself: what it raises is nobody's work.
    pub const SERVER: Self = Self(Uuid::nil());
}

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

    /// The id of what bears that name and no id of its own: the same name, the same id (UUIDv5).
    pub fn named(name: &str) -> Self {
        Self(Uuid::new_v5(&NAMES, name.as_bytes()))
    }
}

/// The names that [`RecordId::named`] knows are names of our own.
const NAMES: Uuid = Uuid::from_u128(0x6f1d_2f3a_51c8_4f0e_9b7a_d00c_57e9_2020);

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
