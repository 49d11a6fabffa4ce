//! What a household asks for, and what giving it to a team means.

use crate::book::{Book, DoorCard};
use model::{
    care::{CaseFile, Known, Moment, NeedFile},
    id::RecordId,
    kind::{
        Payload,
        assignment::{self, Assignment},
        errand::Errand,
        need::Need,
        team::Team,
    },
    record::{Data, Record, Scope},
};
use serde_json::Value;
use sync::Intent;

/// At most so many characters say where to go.
const PLACE: usize = 60;

/// Where someone lives, for those who do not know the grid: 柳塘二网格三组17号.
pub fn place(card: &DoorCard) -> String {
    let home = &card.household;
    let parts = [Some(card.grid.clone()), home.group.clone(), Some(home.door.clone())];
    let known = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    known.concat().chars().take(PLACE).collect()
}

/// The needs of a household that somebody has yet to close, the oldest first.
pub fn here(book: &Book, household: RecordId) -> Vec<NeedFile> {
    let here = |file: &&NeedFile| file.need.is.household == Some(household) && file.need.is.status != "done";
    let mut all: Vec<NeedFile> = book.care.needs.iter().filter(here).cloned().collect();
    all.sort_by_key(|file| (file.need.is.asked_on, file.need.id));
    all
}

/// The needs behind these doors for which nobody has been found yet, in walking order.
pub fn open(book: &Book) -> Vec<RecordId> {
    let of = |card: &DoorCard| {
        let all = here(book, card.id).into_iter();
        all.filter(|file| !file.is_done() && file.need.is.team.is_none()).map(|file| file.need.id).collect::<Vec<_>>()
    };
    book.doors.iter().flat_map(|card| of(card)).collect()
}

/// The cases behind a door, or behind all, that no service team looks after.
pub fn unserved(book: &Book, household: Option<RecordId>) -> Vec<RecordId> {
    let without = |file: &&CaseFile| {
        let here = household.is_none() || file.case.is.household == household;
        here && file.case.is.is_open() && file.served_by().is_none()
    };
    book.care.files.iter().filter(without).map(|file| file.case.id).collect()
}

/// What the team is asked to bring: all that it has to know, and no more.
pub fn errand(book: &Book, need: &Known<Need>, now: Moment) -> Errand {
    let is = &need.is;
    let card = is.household.and_then(|id| book.door(id));
    let person = card.and_then(|card| card.people.iter().find(|(id, _)| Some(*id) == is.person)).map(|(_, one)| one);
    let name = person.map(|one| one.name.clone()).or_else(|| Some(card?.household.head.clone()));
    Errand {
        need: Some(need.id),
        household: is.household,
        case: is.case,
        door: card.map(place).unwrap_or_default(),
        to_name: name.filter(|name| !name.is_empty()),
        phone: person.and_then(|one| one.phone.clone()).or_else(|| card?.household.phone.clone()),
        category: is.category.clone(),
        items: is.text.clone(),
        asked_on: is.asked_on.or(Some(now.day)),
        asked_minute: is.asked_minute,
        status: "open".into(),
        ..Errand::default()
    }
}

/// Gives a need to a team: a ticket for the team, and the team's name beside the need.
pub fn given(errand: &Errand, ticket: RecordId, need: &Record, team: RecordId) -> Vec<Intent> {
    let named = Data::from_iter([("team".into(), team.to_string().into())]);
    vec![Intent::add(ticket, Scope::Team(team), errand), Intent::set(need, named)]
}

/// A need that is done: when, and how content the household is, as far as its errand says so.
pub fn closed(file: &NeedFile, now: Moment) -> Data {
    let brought = file.errand().map(|errand| &errand.is).filter(|errand| errand.is_delivered());
    let on = brought.and_then(|errand| errand.delivered_on);
    let minute = brought.and_then(|errand| errand.delivered_minute).filter(|_| on.is_some());
    let minute = if on.is_some() { minute } else { Some(now.minute) };
    let mut data = Data::from_iter([
        ("status".into(), "done".into()),
        ("done_on".into(), on.unwrap_or(now.day).to_string().into()),
    ]);
    data.extend(minute.map(|minute| ("done_minute".to_owned(), minute.into())));
    data.extend(brought.and_then(|errand| errand.rating).map(|rating| ("rating".to_owned(), rating.into())));
    data
}

/// What takes a change back: what stood there before.
pub fn before(record: &Record, set: &Data) -> Data {
    set.keys().map(|name| (name.clone(), record.data.get(name).cloned().unwrap_or(Value::Null))).collect()
}

/// What a team is told of someone whom it is to look after; who brings things, calls as well.
pub fn assignment(book: &Book, file: &CaseFile, team: &Team, now: Moment) -> Assignment {
    let case = &file.case.is;
    let card = case.household.and_then(|id| book.door(id));
    let person = card.and_then(|card| card.people.iter().find(|(id, _)| Some(*id) == case.person)).map(|(_, one)| one);
    Assignment {
        household: case.household,
        case: Some(file.case.id),
        person: case.person,
        door: card.map(place).unwrap_or_default(),
        name: person.map(|one| one.name.clone()).unwrap_or_default(),
        phone: person.and_then(|one| one.phone.clone()).or_else(|| card?.household.phone.clone()),
        from_on: Some(case.from_on.map_or(now.day, |from| from.max(now.day))),
        to_on: case.end_on.filter(|end| *end >= now.day),
        calls: Some(calls(team)),
        status: "active".into(),
        ..Assignment::default()
    }
}

/// Care calls are made by Party members: teams of theirs are given them.
pub fn calls(team: &Team) -> bool {
    matches!(team.kind.as_str(), "party_service" | "party_volunteer")
}

/// Has a team look after someone, for the first time or again.
pub fn assigned(told: &Assignment, kept: Option<&Record>, case: RecordId, team: RecordId) -> Intent {
    match kept {
        Some(kept) => {
            let mut set = told.data();
            set.retain(|name, value| kept.data.get(name) != Some(value));
            Intent::set(kept, set)
        }
        None => Intent::add(assignment::id_of(case, team), Scope::Team(team), told),
    }
}

/// No longer looks after them.
pub fn ended() -> Data {
    Data::from_iter([("status".into(), "ended".into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        day::Day,
        id::UserId,
        kind::{directory::Grid, household::Household, isolation::Isolation, person::Person},
        op::Act,
    };
    use sync::{State, ports::Kept};

    const HOME: RecordId = RecordId::fixed(1);
    const PERSON: RecordId = RecordId::fixed(2);
    const CASE: RecordId = RecordId::fixed(5);
    const NEED: RecordId = RecordId::fixed(6);
    const GRID: RecordId = RecordId::fixed(8);
    const TEAM: RecordId = RecordId::fixed(11);

    fn now() -> Moment {
        Moment { day: Day::new(2020, 2, 6).expect("a day"), minute: 570 }
    }

    fn record<T: Payload>(id: RecordId, scope: Scope, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id,
            scope,
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: Some(UserId::fixed(7)),
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    fn team() -> Team {
        Team {
            name: "柳塘村党员服务队".into(), kind: "party_service".into(), grids: vec![GRID], ..Team::default()
        }
    }

    fn need() -> Need {
        Need {
            household: Some(HOME),
            case: Some(CASE),
            person: Some(PERSON),
            category: "medicine".into(),
            text: Some("降压药两盒".into()),
            asked_on: Some(now().day),
            asked_minute: Some(500),
            status: "open".into(),
            ..Need::default()
        }
    }

    fn records() -> Vec<Record> {
        let (town, here) = (Scope::Town(RecordId::fixed(99)), Scope::Grid(GRID));
        let grid = Grid { name: "柳塘二网格".into(), ..Grid::default() };
        let home = Household {
            door: "12号".into(),
            group: Some("三组".into()),
            head: "许长根".into(),
            phone: Some("19900000417".into()),
            ..Household::default()
        };
        let person = Person { household: Some(HOME), name: "许小禾".into(), ..Person::default() };
        let case = Isolation {
            household: Some(HOME),
            person: Some(PERSON),
            from_on: Day::new(2020, 2, 1),
            end_on: Day::new(2020, 2, 15),
            status: "isolating".into(),
            ..Isolation::default()
        };
        let patrol = Team { name: "巡逻队".into(), kind: "patrol".into(), grids: vec![GRID], ..Team::default() };
        vec![
            record(GRID, town, &grid),
            record(TEAM, town, &team()),
            record(RecordId::fixed(12), town, &patrol),
            record(HOME, here, &home),
            record(PERSON, here, &person),
            record(CASE, here, &case),
            record(NEED, here, &need()),
        ]
    }

    fn book(more: impl IntoIterator<Item = Record>) -> Book {
        let rows = records().into_iter().chain(more).collect();
        Book::new(&State::new(Kept { rows, ..Kept::default() }), now().day)
    }

    fn errand_of(status: &str) -> Record {
        let errand = Errand {
            need: Some(NEED),
            status: status.into(),
            delivered_on: Day::new(2020, 2, 5),
            delivered_minute: Some(660),
            rating: Some(5),
            ..Errand::default()
        };
        record(RecordId::fixed(30), Scope::Team(TEAM), &errand)
    }

    #[test]
    fn a_ticket_says_where_whom_and_what_and_the_need_says_who_sees_to_it() {
        let book = book([]);
        let served: Vec<_> = book.service_teams(GRID).map(|(id, _)| *id).collect();
        assert_eq!(served, [TEAM], "a patrol brings nothing");
        let file = &here(&book, HOME)[0];
        let errand = errand(&book, &file.need, now());
        assert_eq!((errand.door.as_str(), errand.to_name.as_deref()), ("柳塘二网格三组12号", Some("许小禾")));
        assert_eq!((errand.items.as_deref(), errand.phone.as_deref()), (Some("降压药两盒"), Some("19900000417")));
        assert_eq!(model::kind::errand::KIND.check(&errand.data()), []);
        let before_it = record(NEED, Scope::Grid(GRID), &need());
        let intents = given(&errand, RecordId::fixed(30), &before_it, TEAM);
        assert_eq!((intents[0].scope, intents[1].scope), (Scope::Team(TEAM), Scope::Grid(GRID)));
        let Act::Set { set, .. } = &intents[1].act else { panic!("a change") };
        assert_eq!(before(&before_it, set), Data::from_iter([("team".into(), Value::Null)]));
    }

    #[test]
    fn what_a_team_has_is_no_longer_open_and_what_it_brought_is_done() {
        assert_eq!(open(&book([])), [NEED]);
        let taken = record(NEED, Scope::Grid(GRID), &Need { team: Some(TEAM), ..need() });
        assert_eq!(open(&book([taken])), []);
        assert_eq!(open(&book([errand_of("delivered")])), []);
        assert_eq!(here(&book([errand_of("delivered")]), HOME).len(), 1, "until somebody closes it");
    }

    #[test]
    fn a_need_is_closed_as_its_errand_says_or_now() {
        let book_with = |status| here(&book([errand_of(status)]), HOME).remove(0);
        let done = closed(&book_with("rated"), now());
        let said = Need::read(&done);
        assert_eq!((said.done_on, said.done_minute, said.rating), (Day::new(2020, 2, 5), Some(660), Some(5)));
        let done = closed(&book_with("taken"), now());
        let said = Need::read(&done);
        assert_eq!((said.done_on, said.done_minute, said.rating), (Some(now().day), Some(570), None));
        assert_eq!(model::field::check_set(model::kind::need::KIND.fields, &done), []);
    }

    #[test]
    fn a_team_is_told_of_a_case_what_it_has_to_know() {
        let book = book([]);
        assert_eq!(unserved(&book, None), [CASE]);
        assert_eq!(unserved(&book, Some(RecordId::fixed(77))), []);
        let told = assignment(&book, book.care.file(CASE).expect("a case"), &team(), now());
        assert_eq!(model::kind::assignment::KIND.check(&told.data()), []);
        assert_eq!((told.name.as_str(), told.from_on, told.calls), ("许小禾", Some(now().day), Some(true)));
        let intent = assigned(&told, None, CASE, TEAM);
        let Act::Add { data } = intent.act else { panic!("an addition") };
        let mut given = Record { data, ..record(intent.rec, intent.scope, &told) };
        assert_eq!(unserved(&super::tests::book([given.clone()]), None), []);
        // Taken back and given again it is the same one.
        given.data.extend(ended());
        assert_eq!(unserved(&super::tests::book([given.clone()]), None), [CASE]);
        let again = assigned(&told, Some(&given), CASE, TEAM);
        let Act::Set { set, .. } = again.act else { panic!("a change") };
        assert_eq!(set, Data::from_iter([("status".into(), "active".into())]));
        assert!(!calls(&Team { kind: "other".into(), ..team() }));
    }
}
