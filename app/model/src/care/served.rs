//! What a team's own phone knows of those it looks after: no case, but what was copied for the team
//! on purpose ([`assignment`](crate::kind::assignment)), and the team's own calls.

use super::{CaseFile, Known, NeedFile};
use crate::{
    day::Day,
    id::RecordId,
    kind::{assignment::Assignment, care_contact::CareContact, errand::Errand, policy::Policy},
};
use std::collections::BTreeMap;

/// One person whom a team looks after.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// What the team was told.
    pub assignment: Known<Assignment>,
    /// What the team heard of them, by day.
    pub contacts: Vec<Known<CareContact>>,
}

/// Those assignments that belong to no case that is known, by door.
pub(super) fn of(
    assignments: BTreeMap<RecordId, Vec<Known<Assignment>>>,
    contacts: &mut BTreeMap<RecordId, Vec<Known<CareContact>>>,
) -> Vec<Served> {
    let mut all: Vec<Served> = assignments
        .into_iter()
        .filter_map(|(case, given)| {
            let assignment = standing(given)?;
            let mut contacts = contacts.remove(&case).unwrap_or_default();
            contacts.sort_by_key(|contact| (contact.is.on, contact.is.at_minute, contact.id));
            Some(Served { assignment, contacts })
        })
        .collect();
    all.sort_by(|one, other| {
        let order = |served: &Served| (served.assignment.is.door.clone(), served.assignment.id);
        order(one).cmp(&order(other))
    });
    all
}

/// Of all the times that a household was given to a team: the one that holds, before those that are
/// over.
pub(super) fn standing(given: Vec<Known<Assignment>>) -> Option<Known<Assignment>> {
    given.into_iter().min_by_key(|given| (!given.is.is_on(), given.id))
}

impl Served {
    /// Whether the team looks after them still.
    pub fn is_on(&self) -> bool {
        self.assignment.is.is_on()
    }

    /// Whether the team is to call on that day: from the first to the one before the last.
    pub fn is_call_day(&self, day: Day) -> bool {
        let is = &self.assignment.is;
        let began = is.from_on.is_some_and(|from| from <= day);
        self.is_on() && is.calls == Some(true) && began && is.to_on.is_none_or(|to| day < to)
    }

    /// Whether a call of that day is still to be made.
    pub fn call_due(&self, day: Day, policy: &Policy) -> bool {
        let calls = self.contacts.iter().filter(|call| call.is.purpose == "hotline" && call.is.on == Some(day));
        self.is_call_day(day) && (calls.count() as i64) < policy.calls_a_day
    }
}

impl Assignment {
    /// Whether the team looks after them still.
    pub fn is_on(&self) -> bool {
        self.status != "ended"
    }
}

impl CaseFile {
    /// The service team that looks after this household now.
    pub fn served_by(&self) -> Option<&Known<Assignment>> {
        self.assignment.as_ref().filter(|assignment| assignment.is.is_on())
    }
}

impl NeedFile {
    /// The errand that has come farthest.
    pub fn errand(&self) -> Option<&Known<Errand>> {
        self.errands.iter().max_by_key(|errand| (errand.is.step(), errand.id))
    }

    /// Whether nobody has to do anything for it: somebody said so, or it was brought.
    pub fn is_done(&self) -> bool {
        self.need.is.status == "done" || self.errand().is_some_and(|errand| errand.is.is_delivered())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        care::Care,
        kind::{Payload, isolation::Isolation, need::Need, policy::Policies},
        record::{Record, Scope},
    };

    const CASE: RecordId = RecordId::fixed(5);
    const TEAM: Scope = Scope::Team(RecordId::fixed(11));

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn record<T: Payload>(id: u128, scope: Scope, payload: &T) -> Record {
        let record = crate::kind::tests::record(T::KIND, payload.data());
        Record { id: RecordId::fixed(id), scope, ..record }
    }

    fn assignment() -> Assignment {
        Assignment {
            case: Some(CASE),
            calls: Some(true),
            from_on: Some(day(3)),
            to_on: Some(day(10)),
            status: "active".into(),
            ..Assignment::default()
        }
    }

    fn call(on: Day) -> CareContact {
        CareContact { case: Some(CASE), on: Some(on), purpose: "hotline".into(), ..CareContact::default() }
    }

    fn care(records: &[Record]) -> Care {
        Care::of(records, Policies::new([]))
    }

    #[test]
    fn a_team_calls_once_a_day_from_the_first_to_the_one_before_the_last() {
        let records = [record(21, TEAM, &assignment()), record(22, TEAM, &call(day(4)))];
        let care = care(&records);
        let policy = care.policy(day(3));
        let due: Vec<u32> =
            (1..=12).filter(|n| care.served.iter().any(|served| served.call_due(day(*n), &policy))).collect();
        assert_eq!(due, [3, 5, 6, 7, 8, 9]);
        for left in
            [Assignment { status: "ended".into(), ..assignment() }, Assignment { calls: Some(false), ..assignment() }]
        {
            let care = super::tests::care(&[record(21, TEAM, &left)]);
            assert!(!care.served[0].call_due(day(5), &policy), "{left:?}");
        }
    }

    #[test]
    fn where_the_case_is_known_its_file_has_it_all() {
        let case = Isolation { status: "isolating".into(), ..Isolation::default() };
        let grid = Scope::Grid(RecordId::fixed(8));
        let records = [record(5, grid, &case), record(21, TEAM, &assignment()), record(22, TEAM, &call(day(4)))];
        let care = care(&records);
        assert!(care.served.is_empty());
        assert_eq!(care.files[0].contacts_on("hotline", day(4)), 1);
        assert_eq!(care.files[0].served_by().map(|assignment| assignment.scope), Some(TEAM));
    }

    #[test]
    fn a_need_is_done_when_somebody_says_so_or_it_is_at_the_door() {
        let grid = Scope::Grid(RecordId::fixed(8));
        let done = |need: &str, errands: &[&str]| {
            let need = Need { status: need.into(), ..Need::default() };
            let mut records = vec![record(30, grid, &need)];
            for (n, status) in errands.iter().enumerate() {
                let id = Some(RecordId::fixed(30));
                let errand = Errand { need: id, status: (*status).into(), ..Errand::default() };
                records.push(record(31 + n as u128, TEAM, &errand));
            }
            care(&records).needs[0].is_done()
        };
        assert!(done("done", &[]) && done("open", &["delivered"]) && done("open", &["rated", "open"]));
        assert!(!done("open", &[]) && !done("open", &["bought"]) && !done("taken", &["open", "taken"]));
    }
}
