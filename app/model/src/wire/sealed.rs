//! The sealed file: unsent work that only the server reads, carried by whoever has signal.

use crate::{
    ambient::Millis,
    id::{OpId, RecordId, UserId},
    op::Op,
    record::Scope,
    wire::DoorName,
};
use serde::{Deserialize, Serialize};

/// [`SealedFile::form`] of this build.
pub const SEALED_FORM: &str = "doorstep sealed 1";
/// A file holds at most so many ops; more go into a second one.
pub const MAX_SEALED: usize = 1_000;

/// What a phone hands out: body of `POST /api/v1/carry` and of `POST /api/v1/drain`. Nobody on the
/// way learns more from it than how many ops there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SealedFile {
    /// [`SEALED_FORM`].
    pub form: String,
    /// The ops, in the order of their numbers.
    pub ops: Vec<SealedOp>,
}

/// One op, sealed: base64url without padding of
/// `01 | ephemeral public key (65 bytes, uncompressed P-256) | AES-256-GCM(key, nonce 0, Unsealed as JSON)`,
/// where `key` is HKDF-SHA-256 of the ECDH secret, salted with the ephemeral and the server's public
/// key, for `doorstep sealed op 1`. A key is used once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SealedOp {
    /// Its number, which the phone gives when it keeps it.
    pub n: u64,
    /// The seal.
    pub sealed: String,
}

/// What is in a seal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unsealed {
    /// Whose op it is.
    pub user: UserId,
    /// What the server gave to that person on that device at sign-in: who carries a file cannot
    /// speak in another's name.
    pub secret: String,
    /// The op; its number stands outside.
    pub op: Op,
}

/// What became of the ops of a sealed file. Their verdicts are for their author alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The server has them, now or from before.
    pub taken: u64,
    /// They wait until a person has looked at them.
    pub waiting: u64,
    /// They cannot be opened here: sealed for another server, or damaged.
    pub unreadable: u64,
}

/// `GET /api/v1/review`: an op that waits until a person has looked at it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewItem {
    /// By which it is decided about. Not the op's id: two may claim the same one.
    pub id: u64,
    /// The op.
    pub op: OpId,
    /// Whose it says it is.
    pub author: UserId,
    /// `revoked`: of a device that is no longer trusted; `unproved`: its secret is not known.
    pub reason: String,
    /// Kind of its record.
    pub kind: String,
    /// Its record.
    pub rec: RecordId,
    /// Where it lives.
    pub scope: Scope,
    /// When it was made, by its phone's clock.
    pub at: Millis,
    /// What it does: `add`, `set`, `void`, `move`, `give_up`.
    #[serde(default, rename = "do")]
    pub act: String,
    /// At which door, if that is known here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<DoorName>,
}

/// `POST /api/v1/review`: what a person decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewDecision {
    /// [`ReviewItem::id`].
    pub id: u64,
    /// Whether it is to be judged as its author's; otherwise it is dismissed, and kept.
    pub take: bool,
    /// Takes a dismissal back: it waits again. What was taken stays taken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undo: bool,
}
