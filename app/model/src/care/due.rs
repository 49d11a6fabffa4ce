//! What is due now, for the list of the day: readings, inquiries, calls, releases, and what a case
//! still lacks.

use super::{
    Care, CaseFile, Moment,
    slots::{DueSlot, Stands},
};
use crate::{field::Problem, id::RecordId, kind::care_team};

/// Something that is due for one isolated person.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The case.
    pub case: RecordId,
    /// The door.
    pub household: Option<RecordId>,
    /// Whose.
    pub person: Option<RecordId>,
    /// What.
    pub what: What,
}

/// What is due.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A temperature, now or late; or the reason why one of an earlier day is missing.
    Reading(DueSlot),
    /// 每日询问: how the person is.
    Inquiry,
    /// 爱心专线: the day's call.
    Call,
    /// The last day is reached: to be released.
    Release,
    /// Waits for the approval of those who lead.
    Approval,
    /// The care team lacks someone.
    Team(Vec<Problem>),
    /// No service team was given the household.
    Service,
}

impl Care {
    /// What is due at `now`, in the order of the cases.
    pub fn due(&self, now: Moment) -> Vec<Due> {
        self.files.iter().filter(|file| file.case.is.is_open()).flat_map(|file| self.due_of(file, now)).collect()
    }

    /// What is due for one case that is open.
    pub fn due_of(&self, file: &CaseFile, now: Moment) -> Vec<Due> {
        let case = &file.case.is;
        let policy = self.policies.on(now.day);
        let mut due = Vec::new();
        let wanted = file.slots(&self.policies, now).into_iter().filter(|slot| slot.stands.is_wanted());
        due.extend(wanted.map(What::Reading));
        if file.is_care_day(now.day) {
            if (file.contacts_on("inquiry", now.day) as i64) < policy.inquiries_a_day {
                due.push(What::Inquiry);
            }
            if (file.contacts_on("hotline", now.day) as i64) < policy.calls_a_day {
                due.push(What::Call);
            }
        }
        if matches!(case.status.as_str(), "pending") {
            due.push(What::Approval);
        }
        if case.status == "isolating" && case.end_on.is_some_and(|end| end <= now.day) {
            due.push(What::Release);
        }
        let empty = Default::default();
        let team = file.team_on(now.day).map_or(&empty, |team| &team.is);
        let lacks = care_team::problems(team, &policy);
        if !lacks.is_empty() {
            due.push(What::Team(lacks));
        }
        if file.served_by().is_none() {
            due.push(What::Service);
        }
        let of = |what| Due { case: file.case.id, household: case.household, person: case.person, what };
        due.into_iter().map(of).collect()
    }
}

impl Due {
    /// The minutes until a reading that is due now will be late; none for anything else.
    pub fn minutes_left(&self, now: Moment) -> Option<i64> {
        match &self.what {
            What::Reading(slot) if slot.stands == Stands::Open => Some(slot.time.to - now.minute),
            _ => None,
        }
    }
}
