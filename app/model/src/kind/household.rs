//! `household` 户: a door and those who live behind it (form F1 of `domain.md` 2.4).
//!
//! The door is the unit of all work: visits, people and needs name their household. Ordinary
//! households give only F1's minimum (CAC 2020-02-09, no whole-region collection).

use crate::{
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    kind::{Home, Kind, Life, Payload, examples, no_rules, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// How a home is used (F1 住房使用情况).
pub const HOUSE_USE: &[&str] = &["own", "rented", "vacant", "unassigned"];

/// A household.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Household {
    /// Door number as people say it: `17号`.
    pub door: String,
    /// Village group or street: `三组`.
    pub group: Option<String>,
    /// Place in the walking order of its grid, from 1.
    pub walk: i64,
    /// The head's name 户主.
    pub head: String,
    /// The household's phone.
    pub phone: Option<String>,
    /// One of [`HOUSE_USE`].
    pub house_use: Option<String>,
    /// People usually living there 常住人数.
    pub residents: Option<i64>,
    /// People away at the time of registration 外出人数.
    pub away: Option<i64>,
    /// What a worker should know at the door: `狗`, `走后门`.
    pub note: Option<String>,
}

impl Payload for Household {
    const KIND: &'static str = "household";
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Household::KIND,
    version: 1,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        Field {
            name: "door",
            holds: Holds::Text(40),
            required: true,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("to find the door"),
        },
        Field {
            name: "group",
            holds: Holds::Text(40),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("to find the door"),
        },
        Field {
            name: "walk",
            holds: Holds::Count(0, 100_000),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("to walk doors in order"),
        },
        Field {
            name: "head",
            holds: Holds::Name,
            required: true,
            merge: Merge::Shown,
            sight: Sight::Personal,
            purpose: told("to address the household"),
        },
        Field {
            name: "phone",
            holds: Holds::Phone,
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Sensitive,
            purpose: told("to reach the household without a visit"),
        },
        Field {
            name: "house_use",
            holds: Holds::One(HOUSE_USE),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("F1: vacant and rented homes are visited differently"),
        },
        Field {
            name: "residents",
            holds: Holds::Count(0, 99),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("F1: to see whether everyone was screened"),
        },
        Field {
            name: "away",
            holds: Holds::Count(0, 99),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("F1: to expect those who return"),
        },
        Field {
            name: "note",
            holds: Holds::Text(200),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: told("what the next worker should know at the door"),
        },
    ],
    form: None,
    rules: no_rules,
    facts,
    samples: examples(samples),
};

fn facts(record: &Record) -> Vec<Fact> {
    vec![Fact::one(Metric::Household, None, record.id)]
}

fn samples() -> Vec<Data> {
    let whole = Household {
        door: "17号".into(),
        group: Some("三组".into()),
        walk: 17,
        head: "佘德旺".into(),
        phone: Some("19900005207".into()),
        house_use: Some("own".into()),
        residents: Some(3),
        away: Some(1),
        note: Some("有狗,走后门".into()),
    };
    let least = Household { door: "18号".into(), walk: 18, head: "许长根".into(), ..Household::default() };
    vec![whole.data(), least.data()]
}
