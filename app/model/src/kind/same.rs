//! `same` 同一户、同一人: two records of one household, or of one person, and what somebody said of it.
//!
//! Neither record is touched. As long as `joined` stands, everybody reads the two as one
//! ([`crate::same::Joins`]), and what names the one that steps back counts for the one that leads;
//! `undone` takes them apart with every record where it was. `apart` says that they are two, so that
//! they are never proposed again. Two phones give one id to one pair ([`id_of`]): what they say of it
//! meets in one record.

use crate::{
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, no_facts},
    record::Data,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the two are.
pub const WHAT: &[&str] = &["household", "person"];
/// What was said of them: one and the same; taken apart again; two.
pub const STATUS: &[&str] = &["joined", "undone", "apart"];
/// Why they were proposed.
pub const REASON: &[&str] = &["identity_number", "phone", "name", "born", "door", "by_hand"];

/// What was said of two records.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Same {
    /// The door at which it was said; it goes where that door goes.
    pub household: Option<RecordId>,
    /// One of [`WHAT`].
    pub what: String,
    /// The lesser of the two ids.
    pub one: Option<RecordId>,
    /// The greater.
    pub other: Option<RecordId>,
    /// Which of them leads.
    pub keep: Option<RecordId>,
    /// Fields in which the value of the one that steps back was chosen.
    pub taken: Vec<Taken>,
    /// Codes of [`REASON`].
    pub reasons: Vec<String>,
    /// One of [`STATUS`].
    pub status: String,
}

/// A value that was chosen over the one that leads.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Taken {
    /// Of which field.
    pub field: String,
    /// What stood in the one that leads: once somebody has changed that, the choice is over.
    pub was: Value,
}

impl Payload for Same {
    const KIND: &'static str = "same";
}

/// The id of what is said of two records, whichever is named first.
pub fn id_of(one: RecordId, other: RecordId) -> RecordId {
    let (one, other) = (one.min(other), one.max(other));
    let words = other.as_bytes().chunks(4).map(|four| four.iter().fold(0, |n: u32, byte| n << 8 | u32::from(*byte)));
    one.nth(SORT, words.fold(0, |all, word| all ^ word))
}

/// The sort of thing that a pair is, among those whose ids are made of others'.
const SORT: u8 = 0x5a;

impl Same {
    /// The one that leads, and the one that steps back.
    pub fn sides(&self) -> Option<(RecordId, RecordId)> {
        let (one, other) = (self.one?, self.other?);
        Some(if self.keep == Some(other) { (other, one) } else { (one, other) })
    }

    /// Whether the two are read as one.
    pub fn joins(&self) -> bool {
        self.status == STATUS[0]
    }
}

const fn fixed(name: &'static str, holds: Holds, required: bool, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight: Sight::Plain, purpose }
}

const fn said(name: &'static str, holds: Holds, required: bool, merge: Merge, purpose: &'static str) -> Field {
    Field { name, holds, required, merge, sight: Sight::Plain, purpose }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Same::KIND,
    version: 1,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        // Two phones may have said it at either door.
        said("household", Holds::Ref("household"), true, Merge::Quiet, "at which door it was said"),
        fixed("what", Holds::One(WHAT), true, "households or people"),
        fixed("one", Holds::Text(36), true, "which two"),
        fixed("other", Holds::Text(36), true, "which two"),
        said("keep", Holds::Text(36), true, Merge::Quiet, "whose values lead"),
        Field {
            name: "taken",
            holds: Holds::Parts(TAKEN),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Sensitive,
            purpose: "which values were chosen",
        },
        said("reasons", Holds::Many(REASON), false, Merge::Quiet, "why it was proposed"),
        said("status", Holds::One(STATUS), true, Merge::Shown, "one, or two"),
    ],
    form: None,
    rules,
    facts: no_facts,
    samples,
};

static TAKEN: &[Field] = &[
    fixed("field", Holds::Text(40), true, "of which field"),
    Field {
        name: "was",
        holds: Holds::Any,
        required: false,
        merge: Merge::Fixed,
        sight: Sight::Sensitive,
        purpose: "what it was chosen over",
    },
];

fn rules(data: &Data) -> Vec<Problem> {
    let same = Same::read(data);
    let mut problems = Vec::new();
    match (same.one, same.other) {
        (Some(one), Some(other)) if one < other => {
            if ![Some(one), Some(other)].contains(&same.keep) {
                problems.push(Problem::new("keep", "not_one_of_both"));
            }
        }
        _ => problems.push(Problem::new("other", "not_a_pair")),
    }
    problems
}

fn samples() -> Vec<Data> {
    let joined = Same {
        household: Some(RecordId::fixed(1)),
        what: "household".into(),
        one: Some(RecordId::fixed(1)),
        other: Some(RecordId::fixed(2)),
        keep: Some(RecordId::fixed(1)),
        taken: vec![Taken { field: "phone".into(), was: "19900005207".into() }],
        reasons: vec!["door".into(), "name".into()],
        status: "joined".into(),
    };
    let apart =
        Same { what: "person".into(), taken: vec![], reasons: vec![], status: "apart".into(), ..joined.clone() };
    vec![joined.data(), apart.data()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pair_is_two_and_one_of_them_leads() {
        let sample = Same::read(&samples()[0]);
        let problems = |same: Same| KIND.check(&same.data());
        let (one, two) = (sample.one, sample.other);
        assert_eq!(problems(Same { keep: two, ..sample.clone() }), []);
        assert_eq!(
            problems(Same { keep: Some(RecordId::fixed(3)), ..sample.clone() }),
            [Problem::new("keep", "not_one_of_both")]
        );
        for (first, second) in [(two, one), (one, one)] {
            let wrong = Same { one: first, other: second, ..sample.clone() };
            assert_eq!(problems(wrong), [Problem::new("other", "not_a_pair")]);
        }
        assert_eq!(Same { keep: two, ..sample.clone() }.sides(), two.zip(one));
        assert_eq!(sample.sides(), one.zip(two));
    }

    proptest! {
        #[test]
        fn one_pair_has_one_id_and_another_another(a in any::<u128>(), b in any::<u128>(), c in any::<u128>()) {
            let id = |bytes: u128| RecordId::from_bytes(&bytes.to_be_bytes()).expect("sixteen bytes");
            let (a, b, c) = (id(a), id(b), id(c));
            prop_assert_eq!(id_of(a, b), id_of(b, a));
            prop_assert!(b == c || id_of(a, b) != id_of(a, c));
            prop_assert!(![a, b].contains(&id_of(a, b)));
        }
    }
}
