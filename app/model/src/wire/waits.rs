//! What waits for a person of the office: ops that were refused and that nobody has mended, values
//! that two people gave for the same field, sealed work that is not trusted at once.

use crate::{
    ambient::Millis,
    id::{OpId, RecordId, UserId},
    record::Record,
    wire::Rejection,
};
use serde::{Deserialize, Serialize};

/// How much waits, within what one answers for. Part of the overview.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Waits {
    /// Refused ops that nobody has mended or given up.
    pub stuck: u64,
    /// Conflicts that are not settled.
    pub conflicts: u64,
    /// Ops to be looked at; none for those who do not review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<u64>,
}

/// A door as lists name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorName {
    /// The household.
    pub household: RecordId,
    /// Door number.
    pub door: String,
    /// Name of its head, masked (L7).
    pub head: String,
    /// Village.
    pub village: String,
    /// Grid of doors.
    pub grid: String,
}

/// `GET /api/v1/overview/stuck?worker=`: refused ops that nobody has mended yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StuckOps {
    /// How many there are in all.
    pub total: u64,
    /// Those refused longest ago, at most as many as one looks through.
    pub ops: Vec<StuckOp>,
}

/// A refused op that waits on its author's phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StuckOp {
    /// The op.
    pub op: OpId,
    /// Whose.
    pub author: UserId,
    /// Its author's name.
    pub name: String,
    /// Kind of its record.
    pub kind: String,
    /// Its record.
    pub rec: RecordId,
    /// What it does: `add`, `set`, `void`, `move`.
    #[serde(rename = "do")]
    pub act: String,
    /// The fields that it speaks of; what it says of them is for its author.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// At which door, if that is among one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<DoorName>,
    /// Why it was refused.
    pub rejection: Rejection,
    /// When it was made, by its phone's clock.
    pub at: Millis,
    /// When it was refused, server's clock.
    pub since: Millis,
    /// The open conflict that shows what it meant to change, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<RecordId>,
}

/// `GET /api/v1/overview/conflicts`: one that is to be settled. Settling is an ordinary change of
/// the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenConflict {
    /// The conflict, with its values masked ([`crate::field::masked`]).
    pub record: Record,
    /// At which door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<DoorName>,
}
