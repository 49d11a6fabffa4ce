//! `receipt` 签收: one person has read a directive (seed row 42).
//!
//! Its id comes from the directive and the person, so that nobody receives one twice, on however many
//! phones. It lives where that person works.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, no_rules, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// A receipt.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Receipt {
    /// Of which directive.
    pub directive: Option<RecordId>,
    /// When it was read.
    pub on: Option<Day>,
    /// The minute of that day.
    pub at_minute: Option<i64>,
}

impl Payload for Receipt {
    const KIND: &'static str = "receipt";
}

/// The id of a person's receipt of a directive.
pub fn id_of(directive: RecordId, user: UserId) -> RecordId {
    RecordId::named(&format!("receipt {directive} {user}"))
}

const fn quiet(name: &'static str, holds: Holds, required: bool, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Quiet, sight: Sight::Plain, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Receipt::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Kept,
    fields: &[
        Field {
            merge: Merge::Fixed,
            ..quiet("directive", Holds::Ref("directive"), true, "seed row 42: which directive")
        },
        quiet("on", Holds::Day, true, "seed row 42: how many have read it by when"),
        quiet("at_minute", Holds::Count(0, 1439), false, "seed row 42: how many have read it by when"),
    ],
    form: None,
    rules: no_rules,
    facts,
    samples: examples(samples),
};

fn facts(record: &Record) -> Vec<Fact> {
    let receipt: Receipt = record.read();
    vec![Fact::one(Metric::DirectiveReceived, receipt.on, record.id)]
}

fn samples() -> Vec<Data> {
    vec![Receipt { directive: Some(RecordId::fixed(22)), on: Day::new(2020, 2, 15), at_minute: Some(1090) }.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_receives_a_directive_once() {
        let (one, other) = (RecordId::fixed(22), RecordId::fixed(23));
        let id = id_of(one, UserId::fixed(7));
        assert_eq!(id, id_of(one, UserId::fixed(7)));
        assert!(![id_of(one, UserId::fixed(8)), id_of(other, UserId::fixed(7)), one].contains(&id));
        let counted = facts(&crate::kind::tests::record(Receipt::KIND, samples().remove(0)));
        assert_eq!(counted, [Fact::one(Metric::DirectiveReceived, Day::new(2020, 2, 15), RecordId::fixed(9))]);
    }
}
