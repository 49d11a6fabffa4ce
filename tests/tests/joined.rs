//! Two records of one household, made on two phones without signal and joined on a third: what is
//! counted is one household, in whatever order everything comes; taken apart again, every record is
//! where it was. Random histories are told to the router on SQLite, whose table of facts has to be what
//! the records come to, counted from nothing.

use model::{
    id::RecordId,
    kind::{
        Payload,
        household::Household,
        person::Person,
        same::{self, Same},
        visit::{Screening, Visit},
    },
    record::Scope,
    wire::Figure,
};
use proptest::{prelude::*, test_runner::Config};
use serde_json::json;
use std::rc::Rc;
use sync::{Intent, Round};
use tests::{
    backend::{Backend, counted, joins},
    phone::{Mishap, Phone},
    township::{ANNA, BERT, DOORS, GRID, OTHER_GRID, Township, data},
    work::{Done, Work},
};

const GRID_SCOPE: Scope = Scope::Grid(GRID);

async fn say(phone: &Phone, what: &str, keep: RecordId, back: RecordId, status: &str) {
    let id = same::id_of(keep, back);
    if phone.shows(Same::KIND, id).is_some() {
        return phone.set(Same::KIND, id, data(json!({"status": status, "keep": keep}))).await;
    }
    let household = phone.shows(what, keep).and_then(|record| record.door());
    let said = Same {
        household,
        what: what.into(),
        one: Some(keep.min(back)),
        other: Some(keep.max(back)),
        keep: Some(keep),
        status: status.into(),
        ..Same::default()
    };
    phone.save(vec![Intent::add(id, GRID_SCOPE, &said)]).await;
}

/// A door with somebody behind it, visited, with a fever.
async fn register(phone: &Phone, door: &str) -> (RecordId, RecordId) {
    let home = Household { door: door.into(), walk: 40, head: "佘德旺".into(), ..Household::default() };
    let home = phone.add(&home).await;
    let person = Person { household: Some(home), name: "佘小满".into(), born: Some(1991), ..Person::default() };
    let person = phone.add(&person).await;
    let screening = vec![Screening { person: Some(person), symptoms: vec!["fever".into()], ..Screening::default() }];
    let visit = Visit {
        household: Some(home),
        visited_on: Some(model::day::Day::from_unix_ms(tests::ambient::MORNING)),
        outcome: "met".into(),
        screening,
        ..Visit::default()
    };
    phone.add(&visit).await;
    (home, person)
}

/// Households, those screened, visits, people with a fever, as the overview has them.
async fn figures(town: &Township) -> [u64; 4] {
    let total = town.overview().await.total;
    [total.households, total.screened, total.visits_today, total.fever]
}

#[tokio::test]
async fn joined_on_a_third_phone_two_households_count_as_one_and_apart_as_two() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    let third = Phone::of(&town, ANNA, 3).await;
    // So that one of them holds all that is counted.
    town.give(BERT, OTHER_GRID).await;
    for phone in [&anna, &bert, &third] {
        phone.sync_well().await;
    }
    let [households, screened, visits, fever] = figures(&town).await;
    // Neither knows of the other.
    let (one, person) = register(&anna, "三组40号").await;
    let (other, again) = register(&bert, "3组40号").await;
    anna.sync_well().await;
    bert.sync_well().await;
    assert_eq!(figures(&town).await, [households + 2, screened + 2, visits + 2, fever + 2]);

    third.sync_well().await;
    say(&third, "household", one, other, "joined").await;
    say(&third, "person", person, again, "joined").await;
    // The joining comes up; a visit that names the one that stepped back comes later, from elsewhere.
    let late = Visit {
        household: Some(other),
        visited_on: Some(model::day::Day::from_unix_ms(tests::ambient::MORNING)),
        outcome: "locked".into(),
        ..Visit::default()
    };
    bert.add(&late).await;
    third.sync_well().await;
    bert.sync_well().await;
    let joined = [households + 1, screened + 1, visits + 3, fever + 1];
    assert_eq!(figures(&town).await, joined);
    // The doors behind the figures are those that lead.
    let behind = town.behind(Figure::Screened).await;
    assert!(behind.doors.iter().any(|door| door.household == one));
    assert!(behind.doors.iter().all(|door| door.household != other));

    // A third record, a chain, a ring: still one.
    let (more, _) = register(&anna, "3组40").await;
    anna.sync_well().await;
    say(&anna, "household", other, more, "joined").await;
    say(&anna, "household", more, one, "joined").await;
    anna.sync_well().await;
    assert_eq!(figures(&town).await, [households + 1, screened + 1, visits + 4, fever + 2]);

    // Whoever leads is withdrawn: the others stand by themselves.
    say(&anna, "household", more, one, "undone").await;
    say(&anna, "household", other, more, "undone").await;
    anna.sync_well().await;
    assert_eq!(figures(&town).await, [households + 2, screened + 2, visits + 4, fever + 2]);
    anna.save(vec![Intent::void("household", one, GRID_SCOPE, "entered_in_error")]).await;
    anna.sync_well().await;
    assert_eq!(figures(&town).await, [households + 2, screened + 2, visits + 4, fever + 2]);
    assert!(town.behind(Figure::Screened).await.doors.iter().any(|door| door.household == other));

    // Taken apart again, every record is where it was.
    bert.sync_well().await;
    say(&bert, "person", person, again, "undone").await;
    bert.sync_well().await;
    assert_eq!(figures(&town).await[3], fever + 3);
    assert_eq!(town.facts().await, counted(bert.records().iter()));
}

#[tokio::test]
async fn one_says_one_and_another_two_and_people_settle_it() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    bert.sync_well().await;
    let before = figures(&town).await;
    say(&anna, "household", DOORS[0], DOORS[1], "joined").await;
    say(&bert, "household", DOORS[1], DOORS[0], "apart").await;
    anna.sync_well().await;
    bert.sync_well().await;
    assert_eq!(figures(&town).await[0], before[0] - 1, "who came first stands until people have looked");
    let disputed = bert.in_order("conflict");
    bert.set("conflict", disputed[0], data(json!({"status": "settled", "choice": "mine"}))).await;
    bert.sync_well().await;
    assert_eq!(figures(&town).await, before);
    anna.sync_well().await;
    assert_eq!(anna.view(), bert.view());
}

#[derive(Debug, Clone)]
enum Step {
    Work(usize, Work),
    Sync(usize, Vec<Mishap>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let phone = 0..3usize;
    let which = 0..6usize;
    let work = prop_oneof![
        1 => any::<u8>().prop_map(Work::AddHousehold),
        1 => which.clone().prop_map(Work::AddPerson),
        2 => (which.clone(), 0..7usize).prop_map(|(door, outcome)| Work::AddVisit(door, outcome)),
        1 => which.clone().prop_map(Work::AddNeed),
        1 => which.clone().prop_map(Work::Void),
        1 => which.clone().prop_map(Work::Move),
        1 => (which.clone(), any::<bool>()).prop_map(|(conflict, mine)| Work::Settle(conflict, mine)),
        5 => (which.clone(), which.clone(), 0..5usize, any::<bool>())
            .prop_map(|(one, other, word, first)| Work::Say(one, other, word % 3, first)),
        2 => (which.clone(), which, 0..5usize, any::<bool>())
            .prop_map(|(one, other, word, first)| Work::SayOfPeople(one, other, word % 3, first)),
    ];
    let mishap = prop_oneof![3 => Just(Mishap::None), 1 => Just(Mishap::AnswerLost), 1 => Just(Mishap::NoSignal)];
    let step = prop_oneof![
        3 => (phone.clone(), work).prop_map(|(phone, work)| Step::Work(phone, work)),
        1 => (phone, prop::collection::vec(mishap, 0..3)).prop_map(|(phone, mishaps)| Step::Sync(phone, mishaps)),
    ];
    prop::collection::vec(step, 1..30)
}

async fn tell(history: &[Step]) -> Result<(), TestCaseError> {
    let town = Rc::new(Township::open().await);
    let phones = [Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await, Phone::of(&town, ANNA, 3).await];
    town.give(BERT, OTHER_GRID).await;
    town.give(ANNA, OTHER_GRID).await;
    for phone in &phones {
        phone.sync_well().await;
    }
    let mut done = Done::default();
    for step in history {
        match step {
            Step::Work(phone, work) => phones[*phone].work(work, &mut done).await,
            Step::Sync(phone, mishaps) => drop(phones[*phone].sync(mishaps).await),
        }
    }
    for _ in 0..3 {
        for phone in &phones {
            prop_assert_eq!(phone.sync(&[]).await, Round::Done);
            phone.give_up_all(&mut done).await;
            prop_assert_eq!(phone.sync(&[]).await, Round::Done);
        }
    }
    let (anna, bert) = (phones[0].records(), phones[1].records());
    prop_assert_eq!(joins(anna.iter()), joins(bert.iter()), "everybody reads the same as one");
    prop_assert_eq!(town.facts().await, counted(bert.iter()));
    let doors =
        bert.iter().filter(|own| own.kind == Household::KIND && !joins(bert.iter()).stepped_back(own.id)).count();
    prop_assert_eq!(town.counts().await.0, doors as u64);
    Ok(())
}

#[test]
fn whatever_is_said_of_whom_the_facts_are_what_the_records_come_to() {
    let asked = std::env::var("DOORSTEP_HISTORIES").ok().and_then(|number| number.parse::<u32>().ok());
    let cases = asked.map_or(100, |histories| (histories / 50).max(1));
    proptest!(Config { cases, ..Config::default() }, |(history in steps())| {
        let told = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        told.block_on(tell(&history))?;
    });
}
