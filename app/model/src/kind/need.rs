//! `need` 需求: what a household asks for, until it is done (seed rows 22, 51, 54; form F10).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, no_rules, visit::NEEDS},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// States of a need, in order; it never goes back by itself.
pub const STATUS: &[&str] = &["open", "taken", "done"];

/// A need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Need {
    /// Whose.
    pub household: Option<RecordId>,
    /// The visit at which it was spoken of.
    pub visit: Option<RecordId>,
    /// One of [`NEEDS`].
    pub category: String,
    /// In the household's words.
    pub text: Option<String>,
    /// When it was asked.
    pub asked_on: Option<Day>,
    /// One of [`STATUS`].
    pub status: String,
}

impl Payload for Need {
    const KIND: &'static str = "need";
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Need::KIND,
    version: 1,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        Field {
            name: "household",
            holds: Holds::Ref("household"),
            required: true,
            merge: Merge::Fixed,
            sight: Sight::Plain,
            purpose: "where to bring it",
        },
        Field {
            name: "visit",
            holds: Holds::Ref("visit"),
            required: false,
            merge: Merge::Fixed,
            sight: Sight::Plain,
            purpose: "who heard of it, and when",
        },
        Field {
            name: "category",
            holds: Holds::One(NEEDS),
            required: true,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: "F10: what to bring",
        },
        Field {
            name: "text",
            holds: Holds::Text(200),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: "F10: what exactly",
        },
        Field {
            name: "asked_on",
            holds: Holds::Day,
            required: true,
            merge: Merge::Fixed,
            sight: Sight::Plain,
            purpose: "M14: how long it took",
        },
        Field {
            name: "status",
            holds: Holds::One(STATUS),
            required: true,
            merge: Merge::Forward,
            sight: Sight::Plain,
            purpose: "M14: what is still open",
        },
    ],
    form: None,
    rules: no_rules,
    facts,
    samples,
};

fn facts(record: &Record) -> Vec<Fact> {
    let need: Need = record.read();
    let metric = if need.status == "done" { Metric::NeedDone } else { Metric::NeedOpen };
    vec![Fact::one(metric, need.asked_on, record.id)]
}

fn samples() -> Vec<Data> {
    let need = Need {
        household: Some(RecordId::fixed(1)),
        visit: Some(RecordId::fixed(9)),
        category: "masks".into(),
        text: Some("两包".into()),
        asked_on: Day::new(2020, 2, 7),
        status: "open".into(),
    };
    vec![need.data()]
}
