//! A case at a glance: everything that its page shows, and the one line of what was said and brought.

use crate::{book::Book, jobs::temperature, parts::Chart};
use model::{
    care::{
        CaseFile, Known, Moment, NeedFile,
        due::What,
        gate::Missing,
        slots::{DueSlot, Stands},
    },
    day::Day,
    id::{RecordId, UserId},
    kind::{care_contact::CareContact, errand::Errand, event::Event, need::Need, person::Person},
};

/// What the page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// The case with all that belongs to it.
    pub file: CaseFile,
    /// Who.
    pub person: Person,
    /// Number of the door.
    pub door: String,
    /// Whose door.
    pub head: String,
    /// Name of the grid.
    pub grid: String,
    /// The household's phone.
    pub home_phone: Option<String>,
    /// Needs of this isolation.
    pub needs: Vec<NeedFile>,
    /// What was fetched for it without being asked for.
    pub own_errands: Vec<Known<Errand>>,
    /// What is due now.
    pub due: Vec<What>,
    /// What a release lacks now.
    pub missing: Vec<Missing>,
    /// When readings are due, and how each stands.
    pub slots: Vec<DueSlot>,
    /// The same as a drawing.
    pub chart: Option<Chart>,
    /// When this is.
    pub now: Moment,
}

impl Glance {
    /// Of a case, if it is held here.
    pub fn of(book: &Book, case: RecordId, now: Moment) -> Option<Self> {
        let care = &book.care;
        let file = care.file(case)?;
        let card = file.case.is.household.and_then(|home| book.door(home));
        let person = card.and_then(|card| card.people.iter().find(|(id, _)| Some(*id) == file.case.is.person));
        let of_case = |need: &&NeedFile| need.need.is.case == Some(case);
        let is_open = file.case.is.is_open();
        Some(Self {
            person: person.map(|(_, person)| person.clone()).unwrap_or_default(),
            door: card.map(|card| card.household.door.clone()).unwrap_or_default(),
            head: card.map(|card| card.household.head.clone()).unwrap_or_default(),
            grid: card.map(|card| card.grid.clone()).unwrap_or_default(),
            home_phone: card.and_then(|card| card.household.phone.clone()),
            needs: care.needs.iter().filter(of_case).cloned().collect(),
            own_errands: care
                .own_errands
                .iter()
                .map(|own| &own.errand)
                .filter(|errand| errand.is.case == Some(case))
                .cloned()
                .collect(),
            due: if is_open { care.due_of(file, now).into_iter().map(|due| due.what).collect() } else { Vec::new() },
            missing: if is_open { file.missing_for_release(care.policies(), now) } else { Vec::new() },
            slots: file.slots(care.policies(), now),
            chart: temperature::case::chart(care, file, now),
            file: file.clone(),
            now,
        })
    }

    /// The days on which readings are due up to today, the latest first, each with its slots.
    pub fn days(&self) -> Vec<(Day, Vec<DueSlot>)> {
        let mut days: Vec<(Day, Vec<DueSlot>)> = Vec::new();
        for slot in self.slots.iter().filter(|slot| slot.on <= self.now.day) {
            match days.last_mut() {
                Some((day, slots)) if *day == slot.on => slots.push(*slot),
                _ => days.push((slot.on, vec![*slot])),
            }
        }
        days.reverse();
        days
    }

    /// Slots that were read, explained, and left without a word.
    pub fn counted(&self) -> (usize, usize, usize) {
        let of = |is: fn(&Stands) -> bool| self.slots.iter().filter(|slot| is(&slot.stands)).count();
        (
            of(|stands| matches!(stands, Stands::Read { .. })),
            of(|stands| matches!(stands, Stands::Explained)),
            of(|stands| matches!(stands, Stands::Missed | Stands::Overdue)),
        )
    }

    /// Everything said and brought, the latest first.
    pub fn told(&self) -> Vec<Told> {
        let mut told = Vec::new();
        for known in &self.file.contacts {
            told.push(Told {
                on: known.is.on,
                minute: known.is.at_minute,
                by: known.by,
                what: Said::Contact(known.clone()),
            });
        }
        for known in &self.file.events {
            let at = known.is.found_at.map(Moment::at);
            told.push(Told {
                on: at.map(|at| at.day),
                minute: at.map(|at| at.minute),
                by: known.by,
                what: Said::Event(known.clone()),
            });
        }
        for NeedFile { need, .. } in &self.needs {
            told.push(Told {
                on: need.is.asked_on,
                minute: need.is.asked_minute,
                by: need.by,
                what: Said::Need(need.clone()),
            });
        }
        for errand in self.needs.iter().flat_map(|file| &file.errands).chain(&self.own_errands) {
            let is = &errand.is;
            let (on, minute) = match is.delivered_on {
                Some(_) => (is.delivered_on, is.delivered_minute),
                None => (is.taken_on.or(is.asked_on), is.asked_minute),
            };
            told.push(Told { on, minute, by: is.taken_by.or(errand.by), what: Said::Errand(errand.clone()) });
        }
        told.sort_by_key(|one| std::cmp::Reverse((one.on, one.minute, one.what.id())));
        told
    }
}

/// One thing that was said or brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub minute: Option<i64>,
    /// Who wrote it down, or brought it.
    pub by: Option<UserId>,
    /// What.
    pub what: Said,
}

/// What was said or brought.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// An inquiry, a call, comfort, a word with the family.
    Contact(Known<CareContact>),
    /// Something asked for.
    Need(Known<Need>),
    /// Something fetched.
    Errand(Known<Errand>),
    /// Something that happened.
    Event(Known<Event>),
}

impl Said {
    fn id(&self) -> RecordId {
        match self {
            Said::Contact(known) => known.id,
            Said::Need(known) => known.id,
            Said::Errand(known) => known.id,
            Said::Event(known) => known.id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::{Payload, household::Household, isolation::Isolation, reading::Reading},
        record::{Record, Scope},
    };
    use sync::{Kept, State};

    fn on(day: u32) -> Option<Day> {
        Day::new(2020, 2, day)
    }

    fn record<T: Payload>(id: u128, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id: RecordId::fixed(id),
            scope: Scope::Grid(RecordId::fixed(9)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    fn glance() -> Glance {
        let (home, who, case) = (Some(RecordId::fixed(1)), Some(RecordId::fixed(2)), Some(RecordId::fixed(5)));
        let isolation = Isolation {
            household: home,
            person: who,
            anchor: "first_day".into(),
            anchor_on: on(5),
            from_on: on(5),
            end_on: on(19),
            status: "isolating".into(),
            ..Isolation::default()
        };
        let reading = |day, slot| Reading {
            household: home,
            case,
            person: who,
            on: on(day),
            slot,
            tenths: Some(365),
            ..Reading::default()
        };
        let contact = |day, minute| CareContact {
            household: home,
            case,
            person: who,
            on: on(day),
            at_minute: Some(minute),
            purpose: "inquiry".into(),
            mode: "door".into(),
            ..CareContact::default()
        };
        let need = Need {
            household: home,
            case,
            category: "masks".into(),
            asked_on: on(6),
            status: "open".into(),
            ..Need::default()
        };
        let errand = Errand {
            need: Some(RecordId::fixed(40)),
            delivered_on: on(7),
            status: "delivered".into(),
            ..Errand::default()
        };
        let rows = vec![
            record(1, &Household { door: "17号".into(), head: "许长根".into(), ..Household::default() }),
            record(2, &Person { household: home, name: "许小禾".into(), ..Person::default() }),
            record(5, &isolation),
            record(20, &reading(5, 0)),
            record(21, &reading(6, 1)),
            record(30, &contact(6, 600)),
            record(31, &contact(6, 500)),
            record(40, &need),
            record(41, &errand),
            record(42, &Errand { need: None, case, delivered_on: on(6), delivered_minute: Some(550), ..errand }),
        ];
        let state = State::new(Kept { rows, ..Kept::default() });
        let now = Moment { day: on(7).expect("a day"), minute: 660 };
        Glance::of(&Book::new(&state, now.day), RecordId::fixed(5), now).expect("it is held")
    }

    #[test]
    fn the_page_knows_whose_case_it_is_and_how_far_it_is() {
        let glance = glance();
        assert_eq!((glance.person.name.as_str(), glance.door.as_str()), ("许小禾", "17号"));
        assert_eq!(glance.file.day_n(glance.now.day), Some((2, 14)));
    }

    #[test]
    fn readings_are_listed_by_day_the_latest_first() {
        let days = glance().days();
        assert_eq!(
            days.iter().map(|(day, slots)| (day.day(), slots.len())).collect::<Vec<_>>(),
            [(7, 2), (6, 2), (5, 2)]
        );
        // The 5th: morning read, afternoon missed; the 6th: the other way round; the 7th: overdue.
        assert_eq!(glance().counted(), (2, 0, 3));
    }

    #[test]
    fn what_was_said_and_brought_stands_in_one_line_the_latest_first() {
        let told = glance().told();
        assert_eq!(told.iter().map(|one| one.what.id()).collect::<Vec<_>>(), [41, 30, 42, 31, 40].map(RecordId::fixed));
    }
}
