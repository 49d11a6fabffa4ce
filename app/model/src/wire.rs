//! Everything that crosses the network. Field names and codes are the contract: other clients are
//! written against them. Fields may be added; none is ever renamed or changes its meaning.

mod indicators;
mod overview;
mod receipts;
mod sealed;
mod sign_in;
mod waits;
mod workload;

pub use indicators::*;
pub use overview::*;
pub use receipts::*;
pub use sealed::*;
pub use sign_in::*;
pub use waits::*;
pub use workload::*;

use crate::{
    ambient::{Millis, Stamp},
    field::Problem,
    id::{DeviceId, OpId, RecordId},
    op::Op,
    record::{Record, Scope},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The protocol spoken here.
pub const PROTO: u32 = 1;
/// The newest shape of rows that this build reads.
pub const SCHEMA: u32 = 1;
/// The oldest shape of rows that a server still writes.
pub const OLDEST_SCHEMA: u32 = 1;
/// The code, and the notice, to an app that cannot read that one.
pub const PULL_TOO_OLD: &str = "pull_too_old";
/// A phone sends at most so many ops at a time.
pub const MAX_OPS: usize = 200;
/// A phone sends at most so many bytes of JSON at a time.
pub const MAX_PUSH_BYTES: usize = 256 * 1024;
/// The server reads at most so many bytes after decompression.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;
/// A page of rows, at most.
pub const MAX_ROWS: u32 = 2000;

/// A place in a scope's feed; opaque to whoever holds it.
pub type Cursor = String;

/// `POST /api/v1/sync`: intentions up, states down, in one round trip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// [`PROTO`].
    pub proto: u32,
    /// [`SCHEMA`] of the sender.
    pub schema: u32,
    /// The app's version, to be shown.
    pub app: String,
    /// The sending device.
    pub device: DeviceId,
    /// Its clocks, to be shown.
    pub clock: Stamp,
    /// How many ops stay unsent after this batch; supervisors see it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pending: u64,
    /// The first number that was counted under this device id.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub first_n: u64,
    /// The last number that was given, to this batch or to what stays unsent. What is missing below
    /// it was lost on the phone. 0 from an app that does not say.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_n: u64,
    /// The mark of the last answer. It vouches for the verdicts: a server that does not know it has
    /// lost what it had taken by then, even where the feeds were read only up to an older place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Cursor>,
    /// Where each scope's feed was read to; absent or null is nothing yet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub have: BTreeMap<Scope, Option<Cursor>>,
    /// Every scope that the phone may hold was read up to `mark`, and `have` names none. Should what
    /// it may hold have changed since, it is told so and asked to name them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub brief: bool,
    /// The ops, in the order of their `n`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ops: Vec<Op>,
    /// At most so many rows in the answer.
    #[serde(default = "max_rows", skip_serializing_if = "is_max_rows")]
    pub max_rows: u32,
}

impl SyncRequest {
    /// Whether the app that asks reads the rows that are written today. One that does not gives its ops
    /// all the same ([`TooOld`]).
    pub fn reads_rows(&self) -> bool {
        self.schema >= OLDEST_SCHEMA
    }
}

fn max_rows() -> u32 {
    MAX_ROWS
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_max_rows(rows: &u32) -> bool {
    *rows == MAX_ROWS
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

fn one() -> u64 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn is_one(n: &u64) -> bool {
    *n == 1
}

/// The answer: one verdict an op, and the rows that are new.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// The server's clock, to be shown.
    pub now: Millis,
    /// A verdict for every op that was sent.
    pub results: Vec<OpResult>,
    /// The scopes this person may hold now; the rest is dropped, after its ops are sent. Absent only in
    /// the answer to a brief request: those that the phone holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<Scope>>,
    /// New states, in the order of their sequence numbers.
    pub rows: Vec<Record>,
    /// New cursors of the scopes read. Absent in the answer to a brief request after which nothing is
    /// left to read: then it is the mark for every scope that the phone holds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub have: BTreeMap<Scope, Cursor>,
    /// How far the server's history had gone; to be sent back with the next request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Cursor>,
    /// Whether more rows wait.
    pub more: bool,
    /// How many numbers of this device never arrived: what the phone lost.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub lost: u64,
    /// A word to the person, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

/// 426, to an app that is too old to read rows: its ops were taken, and this has their verdicts with the
/// mark that vouches for them, but no rows. A [`Trouble`] to an app that knows the code alone, and hears
/// the same verdicts when it sends again after its update.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TooOld {
    code: &'static str,
    #[serde(flatten)]
    answer: SyncResponse,
}

impl From<SyncResponse> for TooOld {
    fn from(answer: SyncResponse) -> Self {
        let (rows, have, notice) = (Vec::new(), BTreeMap::new(), Some(PULL_TOO_OLD.into()));
        Self { code: PULL_TOO_OLD, answer: SyncResponse { rows, have, more: true, notice, ..answer } }
    }
}

impl From<TooOld> for SyncResponse {
    fn from(too_old: TooOld) -> Self {
        too_old.answer
    }
}

/// What became of one op.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpResult {
    /// The op.
    pub id: OpId,
    /// Final: the same op id gets the same verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// A verdict. Whatever it is, the op is on the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Taken as it was.
    Ok {
        /// The record's new version.
        seq: u64,
    },
    /// Taken; others had changed other fields.
    Merged {
        /// The record's new version.
        seq: u64,
    },
    /// In some fields the server's value stays; people have to look.
    Conflict {
        /// The fields.
        fields: Vec<String>,
        /// The record that shows both values, once there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        conflict: Option<RecordId>,
        /// The record's version.
        seq: u64,
    },
    /// Not taken; it waits for repair.
    Rejected(Rejection),
}

/// Why an op was not taken: a code with arguments, never prose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rejection {
    /// The reason.
    pub code: RejectCode,
    /// The field concerned, for `invalid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What the words need (`rule`, `kind`, `id`, …).
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub args: Map<String, Value>,
}

/// Reasons for not taking an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectCode {
    /// A field breaks a rule; `args.rule` names it.
    Invalid,
    /// This person may not do this to this kind.
    Forbidden,
    /// This person no longer holds the place.
    ScopeRevoked,
    /// It names a record that is not there; `args.kind`, `args.id`.
    UnknownRef,
    /// The id stands for something else already.
    IdReuse,
    /// The record was voided.
    Gone,
    /// Not possible from the record's state.
    State,
}

impl Rejection {
    /// The record that is missing here, for `unknown_ref`: when it has come, the op may go again.
    pub fn missing(&self) -> Option<RecordId> {
        if self.code != RejectCode::UnknownRef {
            return None;
        }
        self.args.get("id")?.as_str()?.parse().ok()
    }

    /// A rejection without arguments.
    pub fn new(code: RejectCode) -> Self {
        Self { code, field: None, args: Map::new() }
    }

    /// For a payload that breaks a rule.
    pub fn invalid(problem: &Problem) -> Self {
        let mut args = problem.args.clone();
        args.insert("rule".into(), problem.rule.clone().into());
        Self { code: RejectCode::Invalid, field: Some(problem.field.clone()), args }
    }

    /// For an op that names a record that is not there.
    pub fn unknown_ref(field: &str, kind: &str, id: &str) -> Self {
        let args = Map::from_iter([("kind".into(), kind.into()), ("id".into(), id.into())]);
        Self { code: RejectCode::UnknownRef, field: Some(field.into()), args }
    }
}

/// Any answer that is not 200: a code for the person; the cause is for the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trouble {
    /// `malformed`, `signed_out`, `history_changed`, `pull_too_old`, `too_large`, `unavailable`, …
    pub code: String,
    /// Where a malformed request stops making sense (`ops[3].data`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The server's cursors, with `history_changed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub have: Option<BTreeMap<Scope, Cursor>>,
    /// Where unsent work is still taken, with `drain`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Trouble {
    /// A code alone.
    pub fn new(code: &str) -> Self {
        Self { code: code.into(), at: None, have: None, to: None }
    }
}

/// What the server has of a photo: the answer to each piece of `PUT /api/v1/photos/{sha256}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoHeld {
    /// So many bytes from its beginning; all of them, and the right ones, when this is `of`.
    pub have: u64,
    /// How large it is.
    pub of: u64,
}

/// `GET /api/v1/nudges`: something new in a scope; no data in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Nudge {
    /// Where.
    pub scope: Scope,
    /// Up to which sequence number.
    pub seq: u64,
}
