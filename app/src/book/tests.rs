//! What stands on a card, and that a card made anew is the one made from everything.

use super::*;
use crate::find::Group;
use model::kind::visit::Screening;
use proptest::prelude::*;
use sync::Kept;

const GRID: RecordId = RecordId::fixed(8);
const SCOPE: Scope = Scope::Grid(GRID);

fn id(n: u128) -> RecordId {
    RecordId::fixed(0x100 + n)
}

fn day() -> Day {
    Day::new(2020, 2, 7).expect("a day")
}

fn record<P: Payload>(scope: Scope, id: RecordId, payload: &P) -> Record {
    let data = payload.data();
    Record {
        kind: P::KIND.into(),
        id,
        scope,
        seq: 5,
        v: 1,
        fv: Default::default(),
        by: None,
        at: None,
        late: false,
        data,
        gone: None,
    }
}

fn home(n: u128, walk: i64, head: &str) -> Record {
    let home = Household { door: format!("{n}号"), walk, head: head.into(), ..Household::default() };
    record(SCOPE, id(n), &home)
}

fn resident(n: u128, home: u128, name: &str) -> Record {
    record(SCOPE, id(n), &Person { household: Some(id(home)), name: name.into(), ..Person::default() })
}

fn walked(n: u128, home: u128, outcome: &str, person: u128) -> Record {
    let visit = Visit {
        household: Some(id(home)),
        visited_on: Some(day()),
        outcome: outcome.into(),
        screening: vec![Screening { person: Some(id(person)), ..Screening::default() }],
        ..Visit::default()
    };
    record(SCOPE, id(n), &visit)
}

fn said(one: u128, other: u128, what: &str, status: &str) -> Record {
    let same = Same {
        household: Some(id(1)),
        what: what.into(),
        one: Some(id(one)),
        other: Some(id(other)),
        keep: Some(id(one)),
        status: status.into(),
        ..Same::default()
    };
    record(SCOPE, model::kind::same::id_of(id(one), id(other)), &same)
}

fn rows() -> Vec<Record> {
    let town = Scope::Town(RecordId::fixed(7));
    let sweep = Sweep { round: 1, from_on: Some(day().plus(-3)), to_on: None };
    let mut rows = vec![
        record(
            town,
            GRID,
            &Grid { name: "柳塘一网格".into(), code: "1".into(), level: 2, village: None, ..Grid::default() },
        ),
        record(town, RecordId::fixed(6), &sweep),
    ];
    for n in 1..5 {
        rows.push(home(n, n as i64, "佘德旺"));
        rows.push(resident(10 + n, n, "佘小满"));
    }
    rows
}

/// What somebody may do, or what may come down.
fn deeds() -> impl Strategy<Value = (bool, Record)> {
    let home_of = 1..7u128;
    let one = prop_oneof![
        4 => (20..30u128, home_of.clone(), 0..3usize, 11..15u128).prop_map(|(n, home, outcome, person)| {
            walked(n, home, ["met", "locked", "refused"][outcome], person)
        }),
        2 => (11..19u128, home_of.clone()).prop_map(|(n, home)| resident(n, home, "许小禾")),
        2 => (home_of, 0..9i64).prop_map(|(n, walk)| home(n, walk, "许长根")),
        1 => (1..3u128, 3..5u128, any::<bool>()).prop_map(|(one, other, joined)| {
            said(one, other, "household", if joined { "joined" } else { "undone" })
        }),
        1 => (11..13u128, 13..15u128).prop_map(|(one, other)| said(one, other, "person", "joined")),
    ];
    (any::<bool>(), one)
}

fn shown(book: &Book) -> (Vec<DoorCard>, Vec<(RecordId, String)>, String) {
    let doors: Vec<DoorCard> = book.doors.iter().map(|card| (**card).clone()).collect();
    assert!(doors.iter().all(|card| book.door(card.id).is_some_and(|found| found == card)));
    (doors, book.grids.clone(), format!("{:?} {:?}", book.care.files, book.joins))
}

proptest! {
    #[test]
    fn brought_up_to_date_it_is_what_it_would_be_anew(deeds in prop::collection::vec(deeds(), 1..12)) {
        let mut rows = rows();
        let mut book: Option<Book> = None;
        let mut state = State::new(Kept { rows: rows.clone(), ..Kept::default() });
        for (gone, deed) in deeds {
            let before = book.take().unwrap_or_else(|| Book::new(&state, day()));
            rows.retain(|row| row.id != deed.id);
            let row = Record { gone: gone.then_some(model::record::Gone::Void), ..deed.clone() };
            if !gone {
                rows.push(deed);
            }
            state.comes_down(vec![row]);
            let after = before.after(&state, day());
            let anew = Book::new(&State::new(Kept { rows: rows.clone(), ..Kept::default() }), day());
            prop_assert_eq!(shown(&after), shown(&anew));
            book = Some(after);
        }
    }
}

#[test]
fn one_visit_makes_one_card_anew() {
    let mut state = State::new(Kept { rows: rows(), ..Kept::default() });
    let book = Book::new(&state, day());
    state.comes_down(vec![walked(20, 2, "met", 12)]);
    let after = book.after(&state, day());
    let fresh = book.doors.iter().zip(&after.doors).filter(|(before, now)| !Arc::ptr_eq(before, now)).count();
    assert_eq!(fresh, 1);
    assert_eq!(after.door(id(2)).map(|card| card.door), Some(Door::Screened));
    assert!(Arc::ptr_eq(&book.care, &after.care));
    let tomorrow = book.after(&state, day().plus(1));
    assert_eq!(tomorrow.today, day().plus(1));
}

#[test]
fn whatever_is_remembered_finds_a_door_and_those_behind_it() {
    let mut rows = rows();
    let born = Person {
        household: Some(id(3)),
        name: "许小禾".into(),
        born: Some(1956),
        phone: Some("19900000417".into()),
        ..Person::default()
    };
    rows.push(record(SCOPE, id(19), &born));
    let book = Book::new(&State::new(Kept { rows, ..Kept::default() }), day());
    let found = |typed: &str| {
        let found = crate::find::find(typed, &[&DoorsOf(&book), &PeopleOf(&book)], |_| 2).unwrap_or_default();
        found.into_iter().map(|found| (found.group, found.total, found.hits.len())).collect::<Vec<_>>()
    };
    assert_eq!(found(" "), []);
    assert_eq!(found("sdw"), [(Group::Households, 4, 2)]);
    assert_eq!(found("佘小满"), [(Group::People, 4, 2)]);
    assert_eq!(found("she"), [(Group::Households, 4, 2), (Group::People, 4, 2)]);
    assert_eq!(found("xxh"), [(Group::People, 1, 1)]);
    for typed in ["1956", "0417", "许小禾 3", "19900000417"] {
        assert_eq!(found(typed).last(), Some(&(Group::People, 1, 1)), "{typed}");
    }
    let notes = |typed: &str| {
        let found = crate::find::find(typed, &[&PeopleOf(&book)], |_| 2).expect("something typed");
        found[0].hits[0].notes.clone()
    };
    assert_eq!(notes("许小禾"), ["1956"]);
    assert_eq!(notes("0417"), ["1956", "199****0417"], "a number is shown to whoever knows its end");
    assert_eq!(crate::find::marked("xxh", "许小禾"), ("", "许小禾", ""));
    assert_eq!(crate::find::marked("小", "许小禾"), ("许", "小", "禾"));
    assert_eq!(crate::find::marked("", "许小禾"), ("", "", "许小禾"));
}
