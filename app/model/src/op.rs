//! Intentions: what a person did, as it travels up.
//!
//! An op is made once, in the same transaction that stores it on the phone, and never changes. The
//! server gives each its own verdict (`wire::Verdict`) and remembers it, so that sending again is
//! no harm.

use crate::{
    ambient::Stamp,
    id::{OpId, RecordId},
    record::{Data, FieldVersions, Scope},
};
use serde::{Deserialize, Serialize};

/// One intention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Op {
    /// Made once; asking again under the same id gives the same verdict.
    pub id: OpId,
    /// Counts this device's ops without a gap.
    pub n: u64,
    /// What is meant.
    #[serde(flatten)]
    pub act: Act,
    /// Name of the record's kind.
    pub kind: String,
    /// The record.
    pub rec: RecordId,
    /// Where it lives, as the person saw it.
    pub scope: Scope,
    /// Version of the kind that the payload is written in.
    pub v: u16,
    /// When it was done, as the device saw it.
    pub at: Stamp,
    /// Ops that must have been accepted before this one makes sense.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deps: Vec<OpId>,
    /// The refused op that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mends: Option<OpId>,
}

/// What an op does to its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// A new record.
    Add {
        /// All that it says.
        data: Data,
    },
    /// Some fields anew; `null` clears one.
    Set {
        /// Field to new value.
        set: Data,
        /// Field to the version that the person saw when changing it.
        #[serde(default)]
        base: FieldVersions,
        /// What stood there then, for fields whose conflicts are shown to people.
        #[serde(default, skip_serializing_if = "Data::is_empty")]
        was: Data,
    },
    /// Withdrawn, with a reason code such as `entered_twice`.
    Void {
        /// The reason's code.
        reason: String,
    },
    /// A household goes to another grid, with all that belongs to its door.
    Move {
        /// Where it lives from now on.
        to: Scope,
    },
    /// A refused op ([`Op::mends`]) is given up by a person. Only this takes one away.
    GiveUp {},
}

impl Act {
    /// Its code on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Act::Add { .. } => "add",
            Act::Set { .. } => "set",
            Act::Void { .. } => "void",
            Act::Move { .. } => "move",
            Act::GiveUp {} => "give_up",
        }
    }
}

impl Op {
    /// The fields that the op speaks of, with their values.
    pub fn fields(&self) -> Option<&Data> {
        match &self.act {
            Act::Add { data } => Some(data),
            Act::Set { set, .. } => Some(set),
            Act::Void { .. } | Act::Move { .. } | Act::GiveUp {} => None,
        }
    }
}
