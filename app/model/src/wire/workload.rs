//! The workload of those who walk, and what a leader sets for each.

use crate::{day::Day, id::UserId, workload::Tally};
use serde::{Deserialize, Serialize};

/// `GET /api/v1/overview/workload?from&to`: for those who lead, of the workers of their places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Workload {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Each worker, those who did most first.
    pub workers: Vec<WorkerLoad>,
    /// Bands of age, the youngest first.
    pub bands: Vec<BandLoad>,
}

/// One worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkerLoad {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// The grids they walk, by name.
    pub grids: Vec<String>,
    /// Which band of age; none while the year of birth is not known.
    pub band: Option<usize>,
    /// What is set for them.
    #[serde(flatten)]
    pub set: StaffSet,
    /// Records that say what they did, whoever entered them.
    pub done: u64,
    /// Of these, visits.
    pub visits: u64,
    /// Of these, temperatures.
    pub readings: u64,
    /// Of these, entered by a colleague (代录).
    pub by_others: u64,
    /// Records that they entered for a colleague.
    pub for_others: u64,
}

impl WorkerLoad {
    /// A worker who has done nothing yet.
    pub fn of(id: UserId, name: impl Into<String>) -> Self {
        let (grids, set) = Default::default();
        Self {
            id,
            name: name.into(),
            grids,
            band: None,
            set,
            done: 0,
            visits: 0,
            readings: 0,
            by_others: 0,
            for_others: 0,
        }
    }

    /// The same with these numbers.
    pub fn having(self, tally: Tally) -> Self {
        let Tally { done, visits, readings, by_others, for_others } = tally;
        Self { done, visits, readings, by_others, for_others, ..self }
    }

    /// The numbers alone.
    pub fn tally(&self) -> Tally {
        let Self { done, visits, readings, by_others, for_others, .. } = *self;
        Tally { done, visits, readings, by_others, for_others }
    }
}

/// A band of age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandLoad {
    /// From this age on.
    pub from: i64,
    /// Up to this age; none for the oldest.
    pub to: Option<i64>,
    /// How many workers.
    pub workers: u64,
    /// Records that say what they did.
    pub done: u64,
    /// Of these, entered by somebody else.
    pub by_others: u64,
    /// Records that they entered for others.
    pub for_others: u64,
}

/// What those who lead set for a worker: `POST /api/v1/staff/{id}`. It stands with the account, not in
/// the directory that everybody holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffSet {
    /// Year of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub born: Option<i64>,
    /// What they cannot do well, codes of [`crate::workload::LIMITS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub health_limit: Vec<String>,
    /// At most so many homes a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_homes_day: Option<i64>,
}

impl StaffSet {
    /// Whether it can be set, in that year.
    pub fn is_sound(&self, this_year: i64) -> bool {
        let years = this_year - 100..=this_year - 14;
        self.born.is_none_or(|born| years.contains(&born))
            && self.max_homes_day.is_none_or(|most| (1..=crate::workload::MOST_HOMES).contains(&most))
            && self.health_limit.iter().all(|code| crate::workload::LIMITS.contains(&code.as_str()))
    }
}
