//! Isolation and care as computed from records: files of cases, what is due, what a release lacks,
//! and the figures M05–M16 (`domain.md` 1.5, 1.6).
//!
//! Pure functions of records, policies and the moment, the same on phone and server. Records may
//! come in any order; what two people recorded of one thing counts once.
//!
//! | file | for |
//! |---|---|
//! | here | the moment, the file of a case, putting files together |
//! | [`slots`] | when readings are due, and how each slot stands |
//! | [`due`] | what is due now, for the list of the day |
//! | [`gate`] | what is missing for a release |
//! | [`served`] | what a team's own phone knows of those it looks after |
//! | [`figures`] | M05–M16 over a period |
//! | [`board`] | 上午 and 下午 of one day, over many isolations |

pub mod board;
pub mod due;
pub mod figures;
pub mod gate;
pub mod served;
pub mod slots;

use crate::{
    ambient::Millis,
    day::{Day, time_of_day},
    id::{RecordId, UserId},
    kind::{
        Payload,
        assignment::Assignment,
        care_contact::CareContact,
        care_team::CareTeam,
        errand::Errand,
        event::Event,
        household::Household,
        isolation::Isolation,
        need::Need,
        person::Person,
        policy::{Policies, Policy},
        reading::Reading,
    },
    record::{Record, Scope},
};
use std::collections::{BTreeMap, BTreeSet};

/// A minute of a day, as the clock on the wall shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Minutes since midnight.
    pub minute: i64,
}

impl Moment {
    /// The moment at which a clock stands.
    pub fn at(millis: Millis) -> Self {
        let (hour, minute) = time_of_day(millis);
        Self { day: Day::from_unix_ms(millis), minute: i64::from(hour * 60 + minute) }
    }

    /// The last minute of a day.
    pub fn end_of(day: Day) -> Self {
        Self { day, minute: 24 * 60 - 1 }
    }
}

/// A record with what its kind makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Known<T> {
    /// The record.
    pub id: RecordId,
    /// Where it lives.
    pub scope: Scope,
    /// Who made it; none while it is a phone's own and unconfirmed.
    pub by: Option<UserId>,
    /// When, by the device's wall clock; shown only.
    pub at: Option<Millis>,
    /// What it says.
    pub is: T,
}

/// Everything that is known of one isolation.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    /// The case.
    pub case: Known<Isolation>,
    /// Care teams, the earliest first.
    pub teams: Vec<Known<CareTeam>>,
    /// Readings and reasons, by day and slot; those that were corrected are left out.
    pub readings: Vec<Known<Reading>>,
    /// Inquiries, calls, counselling, by day.
    pub contacts: Vec<Known<CareContact>>,
    /// Urgent and other events of this person.
    pub events: Vec<Known<Event>>,
    /// The service team that was given the household: one that has it still, before those that had.
    pub assignment: Option<Known<Assignment>>,
}

/// A need with what was done about it.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedFile {
    /// The need.
    pub need: Known<Need>,
    /// Errands for it.
    pub errands: Vec<Known<Errand>>,
}

/// An errand that answers no need: a team heard of it and went.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnErrand {
    /// The errand; it lives with the team.
    pub errand: Known<Errand>,
    /// Where it counts: where its case is, else where its door is.
    pub place: Scope,
}

/// Isolation and care at some places, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Care {
    /// Cases, in the order of the day.
    pub files: Vec<CaseFile>,
    /// Needs, in the order of their ids.
    pub needs: Vec<NeedFile>,
    /// Errands that answer no need, in the order of their ids, as far as their places are known.
    pub own_errands: Vec<OwnErrand>,
    /// Those whom a team looks after and whose cases are not known here, by door.
    pub served: Vec<served::Served>,
    people: Vec<Known<Person>>,
    policies: Policies,
}

/// The kinds that care is computed from.
pub const KINDS: &[&str] = &[
    Isolation::KIND,
    CareTeam::KIND,
    Reading::KIND,
    CareContact::KIND,
    Event::KIND,
    Assignment::KIND,
    Need::KIND,
    Errand::KIND,
    Person::KIND,
    Household::KIND,
];

impl Care {
    /// Puts the files together. Records that are gone, and kinds that have nothing to do with care,
    /// are passed over.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>, policies: Policies) -> Self {
        let mut shelf = Shelf::default();
        for record in records.into_iter().filter(|record| record.gone.is_none()) {
            shelf.put(record);
        }
        shelf.files(policies)
    }

    /// The file of a case.
    pub fn file(&self, case: RecordId) -> Option<&CaseFile> {
        let index = self.files.binary_search_by_key(&case, |file| file.case.id).ok()?;
        Some(&self.files[index])
    }

    /// The isolation of a person that is open, if there is one.
    pub fn open_case(&self, person: RecordId) -> Option<&CaseFile> {
        self.files.iter().find(|file| file.case.is.person == Some(person) && file.case.is.is_open())
    }

    /// The id for a new isolation of a person.
    pub fn new_case_id(&self, person: RecordId) -> RecordId {
        let earlier = self.files.iter().filter(|file| file.case.is.person == Some(person)).count();
        crate::kind::isolation::id_of(person, earlier as u32)
    }

    /// The policy in force on a day.
    pub fn policy(&self, day: Day) -> Policy {
        self.policies.on(day)
    }

    /// The township's policies.
    pub fn policies(&self) -> &Policies {
        &self.policies
    }
}

impl CaseFile {
    /// Day n of m: 第 6 天 / 共 14 天, counted from the anchor.
    pub fn day_n(&self, day: Day) -> Option<(i32, i32)> {
        let case = &self.case.is;
        let (anchor, end) = (case.anchor_on?, case.end_on?);
        Some((day.since(anchor), end.since(anchor)))
    }

    /// The last day, as it is planned or was.
    pub fn last_on(&self) -> Option<Day> {
        let case = &self.case.is;
        match (case.end_on, case.ended_on) {
            (Some(planned), Some(ended)) => Some(planned.min(ended)),
            (planned, ended) => planned.or(ended),
        }
    }

    /// The team in force on a day: the latest that has begun.
    pub fn team_on(&self, day: Day) -> Option<&Known<CareTeam>> {
        self.teams.iter().rev().find(|team| team.is.from_on.is_some_and(|from| from <= day))
    }

    /// Whether `day` is one on which the person is to be asked and called: from the first day to
    /// the one before the last.
    pub fn is_care_day(&self, day: Day) -> bool {
        self.case.is.from_on.is_some_and(|from| from <= day) && self.last_on().is_some_and(|last| day < last)
    }

    /// Contacts of that purpose on a day, in the order of their ids.
    pub fn made_on(&self, purpose: &str, day: Day) -> impl Iterator<Item = &Known<CareContact>> {
        self.contacts.iter().filter(move |contact| contact.is.purpose == purpose && contact.is.on == Some(day))
    }

    /// How many contacts of that purpose there were on a day.
    pub fn contacts_on(&self, purpose: &str, day: Day) -> usize {
        self.made_on(purpose, day).count()
    }
}

/// Records, sorted by the case they belong to.
#[derive(Default)]
struct Shelf {
    cases: BTreeMap<RecordId, Known<Isolation>>,
    teams: BTreeMap<RecordId, Vec<Known<CareTeam>>>,
    readings: BTreeMap<RecordId, Vec<Known<Reading>>>,
    contacts: BTreeMap<RecordId, Vec<Known<CareContact>>>,
    events: BTreeMap<RecordId, Vec<Known<Event>>>,
    assignments: BTreeMap<RecordId, Vec<Known<Assignment>>>,
    needs: BTreeMap<RecordId, Known<Need>>,
    errands: BTreeMap<RecordId, Known<Errand>>,
    homes: BTreeMap<RecordId, Scope>,
    people: BTreeMap<RecordId, Known<Person>>,
}

fn known<T: Payload>(record: &Record) -> Known<T> {
    Known { id: record.id, scope: record.scope, by: record.by, at: record.at, is: record.read() }
}

impl Shelf {
    fn put(&mut self, record: &Record) {
        fn under<T: Payload>(
            shelf: &mut BTreeMap<RecordId, Vec<Known<T>>>,
            record: &Record,
            of: fn(&T) -> Option<RecordId>,
        ) {
            let known = known::<T>(record);
            if let Some(id) = of(&known.is) {
                shelf.entry(id).or_default().push(known);
            }
        }
        match record.kind.as_str() {
            Isolation::KIND => drop(self.cases.insert(record.id, known(record))),
            CareTeam::KIND => under(&mut self.teams, record, |team: &CareTeam| team.case),
            Reading::KIND => under(&mut self.readings, record, |reading: &Reading| reading.case),
            CareContact::KIND => under(&mut self.contacts, record, |contact: &CareContact| contact.case),
            Event::KIND => under(&mut self.events, record, |event: &Event| event.case),
            Errand::KIND => drop(self.errands.insert(record.id, known(record))),
            Household::KIND => drop(self.homes.insert(record.id, record.scope)),
            Need::KIND => drop(self.needs.insert(record.id, known(record))),
            // Nothing is counted of ordinary residents, who are nearly all.
            Person::KIND if record.data.contains_key("person_type") => {
                drop(self.people.insert(record.id, known(record)))
            }
            Assignment::KIND => under(&mut self.assignments, record, |given: &Assignment| given.case),
            _ => {}
        }
    }

    fn files(mut self, policies: Policies) -> Care {
        let files = std::mem::take(&mut self.cases).into_iter().map(|(id, case)| {
            let mut teams = self.teams.remove(&id).unwrap_or_default();
            teams.sort_by_key(|team| (team.is.from_on, team.id));
            let mut readings = self.readings.remove(&id).unwrap_or_default();
            let corrected: BTreeSet<RecordId> = readings.iter().filter_map(|reading| reading.is.corrects).collect();
            readings.retain(|reading| !corrected.contains(&reading.id));
            readings.sort_by_key(|reading| (reading.is.on, reading.is.slot, reading.is.at_minute, reading.id));
            let mut contacts = self.contacts.remove(&id).unwrap_or_default();
            contacts.sort_by_key(|contact| (contact.is.on, contact.is.at_minute, contact.id));
            let mut events = self.events.remove(&id).unwrap_or_default();
            events.sort_by_key(|event| (event.is.found_at, event.id));
            let assignment = self.assignments.remove(&id).and_then(served::standing);
            CaseFile { case, teams, readings, contacts, events, assignment }
        });
        let files: Vec<CaseFile> = files.collect();
        let served = served::of(std::mem::take(&mut self.assignments), &mut self.contacts);
        let mut needs: BTreeMap<RecordId, NeedFile> = std::mem::take(&mut self.needs)
            .into_iter()
            .map(|(id, need)| (id, NeedFile { need, errands: Vec::new() }))
            .collect();
        let mut own_errands = Vec::new();
        // In the order of their ids, whatever they are for.
        for errand in std::mem::take(&mut self.errands).into_values() {
            if let Some(file) = errand.is.need.and_then(|need| needs.get_mut(&need)) {
                file.errands.push(errand);
                continue;
            }
            let of_case = errand.is.case.and_then(|case| {
                let index = files.binary_search_by_key(&case, |file| file.case.id).ok()?;
                Some(files[index].case.scope)
            });
            let of_home = errand.is.household.and_then(|home| self.homes.get(&home)).copied();
            own_errands.extend(of_case.or(of_home).map(|place| OwnErrand { errand, place }));
        }
        let needs = needs.into_values().collect();
        Care { files, needs, own_errands, served, people: self.people.into_values().collect(), policies }
    }
}
