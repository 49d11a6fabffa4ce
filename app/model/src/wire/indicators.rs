//! 指标 over some days: each of [`INDICATORS`](crate::indicator::INDICATORS), and the records behind one.

use crate::{ambient::Millis, day::Day, id::RecordId, record::Data};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `GET /api/v1/overview/indicators`: every indicator at one place, over some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Indicators {
    /// When it was computed, server's clock.
    pub now: Millis,
    /// The first day.
    pub from: Day,
    /// The last; what stands is counted at its end, or now if that is today.
    pub to: Day,
    /// The place; none for all that this person answers for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<RecordId>,
    /// By code; without an entry, nothing is known (暂无数据), which is not nought.
    pub values: BTreeMap<String, i64>,
}

/// `GET /api/v1/overview/indicators/{code}`: exactly the records that an indicator counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// The indicator's value over the same days at the same place.
    pub value: i64,
    /// How many records that are.
    pub records: u64,
    /// A page of them, the latest first.
    pub page: Vec<CountedRecord>,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A record behind an indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CountedRecord {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: String,
    /// The day for which it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// What it adds.
    pub n: i64,
    /// Whom or what it is about.
    pub subject: RecordId,
    /// Where: name of the grid, team, post or village.
    pub place: String,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What it says, names and numbers of people covered.
    pub data: Data,
}
