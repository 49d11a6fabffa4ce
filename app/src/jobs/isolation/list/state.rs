//! Whose isolations there are, in the order in which they want someone.

use crate::book::Book;
use model::{
    care::{CaseFile, Moment, slots::Stands},
    id::RecordId,
    kind::care_team,
};

/// Why a case stands where it stands, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 待审.
    Pending,
    /// The last day is reached.
    Over,
    /// A fever that nobody has dealt with.
    Fever,
    /// Who could not be found.
    Lost,
    /// 退回.
    Returned,
    /// Going on.
    Going,
}

impl Group {
    /// Every group, in their order.
    pub const ALL: [Group; 6] = [Group::Pending, Group::Over, Group::Fever, Group::Lost, Group::Returned, Group::Going];
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The case.
    pub case: RecordId,
    /// Where it stands.
    pub group: Group,
    /// Number of the door.
    pub door: String,
    /// Who.
    pub name: String,
    /// Name of the grid.
    pub grid: String,
    /// Day n of m.
    pub day: Option<(i32, i32)>,
    /// Slots of today that are read or explained, of those that have begun.
    pub slots: (usize, usize),
    /// In the care team, of how many.
    pub team: (usize, i64),
    /// Whether the team is as it has to be.
    pub team_whole: bool,
}

/// How many, for 总览.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Isolated now.
    pub isolating: u64,
    /// Waiting for approval.
    pub pending: u64,
    /// To be released.
    pub over: u64,
}

fn group(file: &CaseFile, now: Moment) -> Option<Group> {
    let case = &file.case.is;
    let fever =
        |file: &CaseFile| file.events.iter().any(|event| event.is.about == "fever_symptom" && event.is.is_open());
    match case.status.as_str() {
        "pending" => Some(Group::Pending),
        "returned" => Some(Group::Returned),
        "isolating" if case.end_on.is_some_and(|end| end <= now.day) => Some(Group::Over),
        "isolating" if fever(file) => Some(Group::Fever),
        "isolating" => Some(Group::Going),
        "lost" if case.end_reason.as_deref() == Some("lost") => Some(Group::Lost),
        _ => None,
    }
}

/// All that are not over, in their groups' order, by grid and door within each.
pub fn entries(book: &Book, now: Moment) -> Vec<Entry> {
    let care = &book.care;
    let policy = care.policy(now.day);
    let order = |file: &CaseFile| book.doors.iter().position(|card| Some(card.id) == file.case.is.household);
    let mut all: Vec<(Option<usize>, Entry)> = Vec::new();
    for file in &care.files {
        let Some(group) = group(file, now) else { continue };
        let card = file.case.is.household.and_then(|home| book.door(home));
        let name = card.and_then(|card| {
            let (_, person) = card.people.iter().find(|(id, _)| Some(*id) == file.case.is.person)?;
            Some(person.name.clone())
        });
        let today: Vec<Stands> =
            file.slots(care.policies(), now).iter().filter(|slot| slot.on == now.day).map(|slot| slot.stands).collect();
        let begun = today.iter().filter(|stands| **stands != Stands::Ahead).count();
        let done = today.iter().filter(|stands| matches!(stands, Stands::Read { .. } | Stands::Explained)).count();
        let team = file.team_on(now.day);
        let entry = Entry {
            case: file.case.id,
            group,
            door: card.map(|card| card.household.door.clone()).unwrap_or_default(),
            name: name.unwrap_or_default(),
            grid: card.map(|card| card.grid.clone()).unwrap_or_default(),
            day: file.day_n(now.day),
            slots: (done, begun),
            team: (team.map_or(0, |team| team.is.members.len()), policy.team_size),
            team_whole: team.is_some_and(|team| care_team::problems(&team.is, &policy).is_empty()),
        };
        all.push((order(file), entry));
    }
    all.sort_by_key(|(order, entry)| (entry.group, *order, entry.case));
    all.into_iter().map(|(_, entry)| entry).collect()
}

/// How many there are, counted from the same cases that the list shows.
pub fn counts(book: &Book, now: Moment) -> Counts {
    let mut counts = Counts::default();
    for file in &book.care.files {
        counts.isolating += u64::from(file.case.is.status == "isolating");
        match group(file, now) {
            Some(Group::Pending) => counts.pending += 1,
            Some(Group::Over) => counts.over += 1,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::{Payload, event::Event, household::Household, isolation::Isolation, person::Person},
        record::{Record, Scope},
    };
    use sync::{Kept, State};

    fn now() -> Moment {
        Moment::at(1_581_039_300_000)
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

    fn book() -> Book {
        let mut rows = Vec::new();
        for n in 0..6u128 {
            let home = Some(RecordId::fixed(100 + n));
            rows.push(record(
                100 + n,
                &Household { door: format!("{}号", 9 - n), head: "许长根".into(), ..Household::default() },
            ));
            rows.push(record(200 + n, &Person { household: home, name: "许小禾".into(), ..Person::default() }));
            let (status, end) = match n {
                0 => ("isolating", 5),
                1 => ("pending", 5),
                2 => ("isolating", 0),
                3 => ("isolating", 5),
                4 => ("released", 0),
                _ => ("isolating", 6),
            };
            rows.push(record(
                300 + n,
                &Isolation {
                    household: home,
                    person: Some(RecordId::fixed(200 + n)),
                    anchor_on: Some(now().day.plus(-9)),
                    from_on: Some(now().day.plus(-8)),
                    end_on: Some(now().day.plus(end)),
                    status: status.into(),
                    ..Isolation::default()
                },
            ));
        }
        rows.push(record(
            400,
            &Event {
                case: Some(RecordId::fixed(303)),
                about: "fever_symptom".into(),
                status: "found".into(),
                ..Event::default()
            },
        ));
        Book::new(&State::new(Kept { rows, ..Kept::default() }), now().day)
    }

    #[test]
    fn what_waits_stands_on_top_then_what_is_over_then_fevers_then_doors_in_walking_order() {
        let entries = entries(&book(), now());
        let seen: Vec<_> = entries.iter().map(|entry| (entry.group, entry.door.as_str())).collect();
        assert_eq!(
            seen,
            [
                (Group::Pending, "8号"),
                (Group::Over, "7号"),
                (Group::Fever, "6号"),
                (Group::Going, "4号"),
                (Group::Going, "9号"),
            ]
        );
        assert_eq!((entries[0].day, entries[0].slots, entries[0].team), (Some((9, 14)), (0, 1), (0, 4)));
    }

    #[test]
    fn the_figures_count_what_the_list_shows() {
        assert_eq!(counts(&book(), now()), Counts { isolating: 4, pending: 1, over: 1 });
    }
}
