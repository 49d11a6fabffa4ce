//! `assignment` 服务对象: an isolated person whom a service team looks after (seed row 52, M15).
//!
//! It lives with the team, and is all that its volunteers learn of the household: where, whom, and
//! until when. The id is made from the case's ([`id_of`]), so that two phones that assign the same
//! person make one record.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// States of an assignment, in order.
pub const STATUS: &[&str] = &["active", "ended"];

/// An assignment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Assignment {
    /// Behind which door.
    pub household: Option<RecordId>,
    /// During which isolation.
    pub case: Option<RecordId>,
    /// Who is isolated.
    pub person: Option<RecordId>,
    /// Where to go.
    pub door: String,
    /// Whom to ask for.
    pub name: String,
    /// Where to reach them.
    pub phone: Option<String>,
    /// Since when.
    pub from_on: Option<Day>,
    /// Planned last day.
    pub to_on: Option<Day>,
    /// Whether the team makes the care calls too.
    pub calls: Option<bool>,
    /// What the team should know.
    pub note: Option<String>,
    /// One of [`STATUS`].
    pub status: String,
}

impl Payload for Assignment {
    const KIND: &'static str = "assignment";
}

/// The id of a case's assignment to a team: two phones that give it to the same team make one.
pub fn id_of(case: RecordId, team: RecordId) -> RecordId {
    let [.., a, b, c, d] = *team.as_bytes();
    case.nth(3, u32::from_be_bytes([a, b, c, d]))
}

const fn field(
    name: &'static str,
    holds: Holds,
    required: bool,
    merge: Merge,
    sight: Sight,
    purpose: &'static str,
) -> Field {
    Field { name, holds, required, merge, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Assignment::KIND,
    version: 1,
    home: Home::Team,
    life: Life::Kept,
    fields: &[
        field("household", Holds::Ref("household"), true, Merge::Fixed, Sight::Plain, "behind which door"),
        field("case", Holds::Ref("isolation"), true, Merge::Fixed, Sight::Plain, "M15: which case is served"),
        field("person", Holds::Ref("person"), true, Merge::Fixed, Sight::Personal, "who is looked after"),
        field("door", Holds::Text(60), true, Merge::Quiet, Sight::Personal, "where to go"),
        field("name", Holds::Name, true, Merge::Quiet, Sight::Personal, "whom to ask for"),
        field("phone", Holds::Phone, false, Merge::Quiet, Sight::Sensitive, "to reach them without meeting"),
        field("from_on", Holds::Day, true, Merge::Quiet, Sight::Sensitive, "M15: served since when"),
        field("to_on", Holds::Day, false, Merge::Quiet, Sight::Sensitive, "until when to come"),
        field("calls", Holds::YesNo, false, Merge::Quiet, Sight::Plain, "M12: who makes the care calls"),
        field("note", Holds::Text(200), false, Merge::Quiet, Sight::Personal, "what the team should know"),
        field(
            "status",
            Holds::One(STATUS),
            true,
            Merge::Forward,
            Sight::Plain,
            "F10 承办队; M15: who is looked after now",
        ),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let assignment = Assignment::read(data);
    match (assignment.from_on, assignment.to_on) {
        (Some(from), Some(to)) if to < from => vec![Problem::new("to_on", "before_start")],
        _ => Vec::new(),
    }
}

fn facts(record: &Record) -> Vec<Fact> {
    let assignment: Assignment = record.read();
    assignment.case.map(|case| Fact::one(Metric::CaseServed, assignment.from_on, case)).into_iter().collect()
}

fn samples() -> Vec<Data> {
    let whole = Assignment {
        household: Some(RecordId::fixed(1)),
        case: Some(RecordId::fixed(5)),
        person: Some(RecordId::fixed(2)),
        door: "柳塘村三组17号".into(),
        name: "佘小满".into(),
        phone: Some("19900000417".into()),
        from_on: Day::new(2020, 1, 29),
        to_on: Day::new(2020, 2, 11),
        calls: Some(true),
        note: Some("有狗,走后门".into()),
        status: "active".into(),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_phones_make_one_assignment_of_a_case() {
        let case = RecordId::fixed(5);
        let (team, other) = (RecordId::fixed(20), RecordId::fixed(21));
        assert_eq!(id_of(case, team), id_of(case, team));
        assert_ne!(id_of(case, team), id_of(case, other), "given to another team, it is another");
        assert_ne!(id_of(case, team), id_of(RecordId::fixed(6), team));
        assert_ne!(id_of(case, team), case);
    }

    #[test]
    fn an_assignment_does_not_end_before_it_begins() {
        let mut data = samples().remove(0);
        data.insert("to_on".into(), "2020-01-28".into());
        assert_eq!(KIND.check(&data), [Problem::new("to_on", "before_start")]);
    }

    #[test]
    fn a_case_that_was_served_stays_so_when_the_assignment_ends() {
        for status in STATUS {
            let mut data = samples().remove(0);
            data.insert("status".into(), (*status).into());
            let served = Fact::one(Metric::CaseServed, Day::new(2020, 1, 29), RecordId::fixed(5));
            assert_eq!(facts(&crate::kind::tests::record(Assignment::KIND, data)), [served]);
        }
    }
}
