//! `GET /api/v1/overview/receipts`: who has received what was handed down, for those who lead.

use crate::{
    ambient::Millis,
    day::Day,
    id::{RecordId, UserId},
};
use serde::{Deserialize, Serialize};

/// Who is to receive directives at these places, and how far each directive has come.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Receipts {
    /// When it was computed, server's clock.
    pub now: Millis,
    /// Who is to receive them.
    pub people: Vec<Receiver>,
    /// The directives that anybody has received; or the one that was asked for.
    pub directives: Vec<DirectiveReceipts>,
}

/// Someone who is to receive directives.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Receiver {
    /// Who.
    pub user: Option<UserId>,
    /// Their name.
    pub name: String,
    /// What they are, as a role's code.
    pub role: String,
    /// The villages they work in, by code; none for those of the whole township.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub villages: Vec<String>,
}

/// How far a directive has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DirectiveReceipts {
    /// Which.
    pub directive: RecordId,
    /// How many of the people have received it.
    pub n: u64,
    /// Who has, and when; only of the one that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<ReceivedBy>,
}

/// One receipt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceivedBy {
    /// Whose.
    pub user: UserId,
    /// On which day.
    pub on: Option<Day>,
}

impl Receipts {
    /// How many have received it, of how many.
    pub fn of(&self, directive: RecordId) -> (u64, u64) {
        let n = self.directives.iter().find(|one| one.directive == directive).map_or(0, |one| one.n);
        (n, self.people.len() as u64)
    }
}
