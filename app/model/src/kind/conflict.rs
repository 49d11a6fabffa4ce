//! `conflict` 有出入: two people's values for the same field, shown to them until one is chosen.
//!
//! Raised by the server when a change could not simply be taken (`merge.rs`, class `Shown`), or came
//! from someone who no longer holds the place; never made by people. It lives with its record, so
//! whoever holds that sees it. Choosing is one change of the conflict itself: the server then
//! writes the chosen values, with the rules of any other change.

use crate::{
    field::{Field, Holds, Merge, Sight},
    id::{OpId, RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, no_facts, no_rules, told},
    record::Data,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why it was raised.
pub const REASON: &[&str] = &["changed_by_both", "no_longer_held"];
/// Its states, in order.
pub const STATUS: &[&str] = &["open", "settled"];
/// What may be chosen: the value that came later, or the one that stands.
pub const CHOICE: &[&str] = &["mine", "theirs"];

/// A conflict. `mine` is the value that came and was not written, `theirs` the one that stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conflict {
    /// The record.
    pub of: Option<RecordId>,
    /// Its kind.
    pub kind: String,
    /// The household whose door it belongs to.
    pub household: Option<RecordId>,
    /// One of [`REASON`].
    pub reason: String,
    /// The op that brought `mine`.
    pub op: Option<OpId>,
    /// Its author.
    pub author: Option<UserId>,
    /// When it was made, by the author's phone.
    pub made_at: Option<i64>,
    /// The fields concerned.
    pub fields: Vec<Disputed>,
    /// One of [`STATUS`].
    pub status: String,
    /// One of [`CHOICE`], once settled.
    pub choice: Option<String>,
}

/// One field with its two values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Disputed {
    /// The field.
    pub field: String,
    /// What came.
    pub mine: Value,
    /// What stands.
    pub theirs: Value,
    /// What stood when the author looked.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub was: Value,
    /// Who wrote what stands.
    pub by: Option<UserId>,
    /// The version of what stands.
    pub version: u64,
}

impl Payload for Conflict {
    const KIND: &'static str = "conflict";
}

const fn given(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Conflict::KIND,
    version: 1,
    home: Home::GridOrTeam,
    life: Life::Raised,
    fields: &[
        given("of", Holds::Text(36), true, Sight::Plain, "which record people have to look at"),
        given("kind", Holds::Text(40), true, Sight::Plain, "how to name it and its fields"),
        given("household", Holds::Ref("household"), false, Sight::Plain, "at which door"),
        given("reason", Holds::One(REASON), true, Sight::Plain, "why it was not simply taken"),
        given("op", Holds::Text(36), true, Sight::Plain, "which change is meant"),
        given("author", Holds::Text(36), true, Sight::Plain, "whom to ask"),
        given("made_at", Holds::Count(0, i64::MAX), false, Sight::Plain, "when it was changed"),
        given("fields", Holds::Parts(DISPUTED), true, Sight::Sensitive, "what to choose between"),
        Field {
            name: "status",
            holds: Holds::One(STATUS),
            required: true,
            merge: Merge::Forward,
            sight: Sight::Plain,
            purpose: told("what is still open"),
        },
        Field {
            name: "choice",
            holds: Holds::One(CHOICE),
            required: false,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("what was chosen"),
        },
    ],
    form: None,
    rules: no_rules,
    facts: no_facts,
    samples: examples(samples),
};

static DISPUTED: &[Field] = &[
    given("field", Holds::Text(40), true, Sight::Plain, "which field"),
    given("mine", Holds::Any, false, Sight::Sensitive, "what came"),
    given("theirs", Holds::Any, false, Sight::Sensitive, "what stands"),
    given("was", Holds::Any, false, Sight::Sensitive, "what stood"),
    given("by", Holds::Text(36), false, Sight::Plain, "whom to ask"),
    given("version", Holds::Count(0, i64::MAX), false, Sight::Plain, "whether what stands has changed since"),
];

fn samples() -> Vec<Data> {
    let whole = Conflict {
        of: Some(RecordId::fixed(1)),
        kind: "household".into(),
        household: Some(RecordId::fixed(1)),
        reason: "changed_by_both".into(),
        op: Some(OpId::fixed(2)),
        author: Some(UserId::fixed(3)),
        made_at: Some(1_581_037_200_000),
        fields: vec![Disputed {
            field: "head".into(),
            mine: "佘小满".into(),
            theirs: "佘大满".into(),
            was: "佘德旺".into(),
            by: Some(UserId::fixed(4)),
            version: 88_130,
        }],
        status: "settled".into(),
        choice: Some("mine".into()),
    };
    let open = Conflict { status: "open".into(), choice: None, ..whole.clone() };
    vec![whole.data(), open.data()]
}
