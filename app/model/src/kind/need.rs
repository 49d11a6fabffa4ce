//! `need` 需求: what a household asks for, until it is done (seed rows 22, 51, 54; form F10).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, no_rules, told, visit::NEEDS},
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
    /// The isolation during which it was asked.
    pub case: Option<RecordId>,
    /// Who asked.
    pub person: Option<RecordId>,
    /// The team that sees to it.
    pub team: Option<RecordId>,
    /// When it should be done.
    pub due_on: Option<Day>,
    /// The minute of the day at which it was asked.
    pub asked_minute: Option<i64>,
    /// When it was done.
    pub done_on: Option<Day>,
    /// The minute of that day.
    pub done_minute: Option<i64>,
    /// How content the household is, 5 the most.
    pub rating: Option<i64>,
}

impl Payload for Need {
    const KIND: &'static str = "need";
}

const fn since_v2(name: &'static str, holds: Holds, merge: Merge, purpose: &'static str) -> Field {
    Field { name, holds, required: false, merge, sight: Sight::Plain, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Need::KIND,
    version: 2,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        Field {
            name: "household",
            holds: Holds::Ref("household"),
            required: true,
            merge: Merge::Fixed,
            sight: Sight::Plain,
            purpose: told("where to bring it"),
        },
        Field {
            name: "visit",
            holds: Holds::Ref("visit"),
            required: false,
            merge: Merge::Fixed,
            sight: Sight::Plain,
            purpose: told("who heard of it, and when"),
        },
        Field {
            name: "category",
            holds: Holds::One(NEEDS),
            required: true,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: told("F10: what to bring"),
        },
        Field {
            name: "text",
            holds: Holds::Text(200),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: told("F10: what exactly"),
        },
        Field {
            name: "asked_on",
            holds: Holds::Day,
            required: true,
            merge: Merge::Fixed,
            sight: Sight::Plain,
            purpose: told("M14: how long it took"),
        },
        Field {
            name: "status",
            holds: Holds::One(STATUS),
            required: true,
            merge: Merge::Forward,
            sight: Sight::Plain,
            purpose: told("M14: what is still open"),
        },
        since_v2("case", Holds::Ref("isolation"), Merge::Fixed, "seed row 54: what the isolated asked for"),
        Field {
            name: "person",
            holds: Holds::Ref("person"),
            required: false,
            merge: Merge::Fixed,
            sight: Sight::Personal,
            purpose: told("F10: for whom"),
        },
        since_v2("team", Holds::Ref("team"), Merge::Quiet, "F10: who sees to it"),
        since_v2("due_on", Holds::Day, Merge::Quiet, "seed row 22: what is overdue"),
        since_v2("asked_minute", Holds::Count(0, 1439), Merge::Fixed, "M14: how long it took"),
        since_v2("done_on", Holds::Day, Merge::Quiet, "M14: how long it took"),
        since_v2("done_minute", Holds::Count(0, 1439), Merge::Quiet, "M14: how long it took"),
        since_v2("rating", Holds::Count(1, 5), Merge::Quiet, "F10: whether it was of use"),
    ],
    form: None,
    rules: no_rules,
    facts,
    samples: examples(samples),
};

fn facts(record: &Record) -> Vec<Fact> {
    let need: Need = record.read();
    vec![if need.status == "done" {
        Fact::one(Metric::NeedDone, need.done_on.or(need.asked_on), record.id)
    } else {
        Fact::one(Metric::NeedOpen, need.asked_on, record.id)
    }]
}

fn samples() -> Vec<Data> {
    let whole = Need {
        household: Some(RecordId::fixed(1)),
        visit: Some(RecordId::fixed(9)),
        category: "masks".into(),
        text: Some("两包".into()),
        asked_on: Day::new(2020, 2, 7),
        status: "done".into(),
        case: Some(RecordId::fixed(5)),
        person: Some(RecordId::fixed(2)),
        team: Some(RecordId::fixed(11)),
        due_on: Day::new(2020, 2, 8),
        asked_minute: Some(570),
        done_on: Day::new(2020, 2, 8),
        done_minute: Some(660),
        rating: Some(5),
    };
    let asked = Need {
        household: whole.household,
        category: "other".into(),
        asked_on: whole.asked_on,
        status: "open".into(),
        ..Need::default()
    };
    vec![whole.data(), asked.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact_of(need: &Need) -> Vec<Fact> {
        facts(&crate::kind::tests::record(Need::KIND, need.data()))
    }

    #[test]
    fn a_need_counts_as_open_when_asked_and_as_done_when_done() {
        let whole = Need::read(&samples()[0]);
        let (asked, done) = (Day::new(2020, 2, 7), Day::new(2020, 2, 8));
        assert_eq!(fact_of(&whole), [Fact::one(Metric::NeedDone, done, RecordId::fixed(9))]);
        // An app of the first version does not say when it was done.
        let unsaid = Need { done_on: None, ..whole.clone() };
        assert_eq!(fact_of(&unsaid), [Fact::one(Metric::NeedDone, asked, RecordId::fixed(9))]);
        let taken = Need { status: "taken".into(), ..whole };
        assert_eq!(fact_of(&taken), [Fact::one(Metric::NeedOpen, asked, RecordId::fixed(9))]);
    }
}
