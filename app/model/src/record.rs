//! The envelope that every record travels and is stored in, and the scope it lives in.
//!
//! What a record says is its payload, [`Data`]: a JSON object whose fields the kind declares
//! (`kind.rs`). Fields that this build does not know are kept and passed on untouched, so that an
//! older phone never destroys what a newer one wrote.

use crate::{
    ambient::Millis,
    id::{NotAnId, RecordId, UserId},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// A record's payload: field name to value. Absent and `null` mean the same: not known.
pub type Data = serde_json::Map<String, serde_json::Value>;

/// The version of one field: the sequence number of the op that last wrote it; 0 while unsent.
pub type FieldVersions = BTreeMap<String, u64>;

/// A unit of holding: whoever holds a scope holds all records that live in it. A record lives in
/// exactly one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// A grid of doors (`grid:<id>`): its register and all that happens there.
    Grid(RecordId),
    /// A service or patrol team (`team:<id>`).
    Team(RecordId),
    /// A duty post (`post:<id>`).
    Post(RecordId),
    /// What all of a township's people hold (`town:<id>`): directory, sweeps, policies.
    Town(RecordId),
}

impl Scope {
    /// The place, team or post the scope is named after.
    pub fn id(&self) -> RecordId {
        match *self {
            Self::Grid(id) | Self::Team(id) | Self::Post(id) | Self::Town(id) => id,
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Grid(_) => "grid",
            Self::Team(_) => "team",
            Self::Post(_) => "post",
            Self::Town(_) => "town",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.word(), self.id())
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Scope {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (word, id) = text.split_once(':').ok_or(NotAnId)?;
        let id = id.parse()?;
        match word {
            "grid" => Ok(Self::Grid(id)),
            "team" => Ok(Self::Team(id)),
            "post" => Ok(Self::Post(id)),
            "town" => Ok(Self::Town(id)),
            _ => Err(NotAnId),
        }
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Why a record is no longer in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gone {
    /// Withdrawn by a person; it counts for nothing any more.
    Void,
    /// Lives in another scope now.
    Moved,
}

/// The latest state of one record, as the server has it and as phones hold it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Name of the kind; possibly one that this build does not know.
    pub kind: String,
    /// The record.
    pub id: RecordId,
    /// Where it lives.
    pub scope: Scope,
    /// Sequence number of its latest change; 0 while no server has confirmed it.
    #[serde(default)]
    pub seq: u64,
    /// Version of the kind that `data` was written with.
    #[serde(default)]
    pub v: u16,
    /// Versions of its fields.
    #[serde(default, skip_serializing_if = "FieldVersions::is_empty")]
    pub fv: FieldVersions,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// When it was made, by the device's wall clock; shown, never compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
    /// Taken after its author had left the place: 补报.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// What it says; empty when gone.
    #[serde(default, skip_serializing_if = "Data::is_empty")]
    pub data: Data,
    /// Set when it is no longer here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<Gone>,
}

/// The household that a payload belongs to, if it names one: such records go where their door goes.
pub fn door(data: &Data) -> Option<RecordId> {
    data.get("household")?.as_str()?.parse().ok()
}

/// Who did what a payload tells of, where somebody else entered it for them (代录).
pub fn done_by(data: &Data) -> Option<UserId> {
    data.get(DONE_BY)?.as_str()?.parse().ok()
}

/// The photographed paper that a payload was typed from.
pub fn typed_from(data: &Data) -> Option<RecordId> {
    data.get(PAPER)?.as_str()?.parse().ok()
}

/// Name of the field that says who did it; any kind may carry it.
pub const DONE_BY: &str = "done_by";
/// Name of the field that says from which paper it was typed; any kind may carry it.
pub const PAPER: &str = "paper";

impl Record {
    /// Who did it: whoever it was entered for, else whoever entered it.
    pub fn doer(&self) -> Option<UserId> {
        done_by(&self.data).or(self.by)
    }

    /// Who entered it, where that was somebody else than who did it.
    pub fn entered_by_another(&self) -> Option<UserId> {
        self.by.filter(|by| self.doer() != Some(*by))
    }

    /// The household whose door it belongs to: its own id for a household itself.
    pub fn door(&self) -> Option<RecordId> {
        if self.kind == "household" { Some(self.id) } else { door(&self.data) }
    }

    /// Reads the payload as the kind's struct, leniently: what is missing or unreadable takes its
    /// default, since a record from a newer app must still be shown.
    pub fn read<T: crate::kind::Payload>(&self) -> T {
        T::read(&self.data)
    }
}
