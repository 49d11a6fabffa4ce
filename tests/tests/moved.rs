//! People and doors that go elsewhere while phones are offline: what took place counts where its
//! door is now, what is no longer one's own is shown to whoever holds it, and every phone holds
//! exactly what is its owner's.

use model::{
    day::Day,
    id::RecordId,
    kind::{Payload, conflict::Conflict, household::Household, person::Person, visit::Visit},
    record::Scope,
    wire::RejectCode,
};
use serde_json::json;
use std::rc::Rc;
use sync::{Intent, Standing};
use tests::{
    ambient::MORNING,
    backend::Backend,
    phone::Phone,
    township::{ANNA, BERT, CORA, DOORS, GRID, OTHER_DOOR, OTHER_GRID, Township, data},
};

const HERE: Scope = Scope::Grid(GRID);
const THERE: Scope = Scope::Grid(OTHER_GRID);

fn visit(door: RecordId, outcome: &str) -> Visit {
    let today = Some(Day::from_unix_ms(MORNING));
    Visit { household: Some(door), visited_on: today, outcome: outcome.into(), ..Visit::default() }
}

fn count<T: Payload>(phone: &Phone) -> usize {
    phone.engine.state().all::<T>().count()
}

/// How many households the overview counts in each of the two grids.
async fn doors(town: &Township) -> [u64; 2] {
    let overview = town.overview().await;
    let grids = &overview.villages[0].grids;
    [GRID, OTHER_GRID].map(|id| grids.iter().find(|grid| grid.id == id).expect("a grid").figures.households)
}

#[tokio::test(flavor = "current_thread")]
async fn a_household_goes_there_and_back_while_its_walker_is_away() {
    let town = Rc::new(Township::open().await);
    // Bert walks both grids and may take a door from one to the other.
    town.give(BERT, OTHER_GRID).await;
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    let cora = Phone::of(&town, CORA, 3).await;
    for phone in [&anna, &bert, &cora] {
        phone.sync_well().await;
    }
    assert_eq!((count::<Household>(&anna), count::<Household>(&cora), doors(&town).await), (3, 1, [3, 1]));
    let early = bert.add(&visit(DOORS[0], "locked")).await;

    bert.save(vec![Intent::relocate(DOORS[0], HERE, THERE)]).await;
    bert.sync_well().await;
    assert_eq!(bert.shows("household", DOORS[0]).map(|record| record.scope), Some(THERE));
    // Anna knows nothing of it, stands at the door and records.
    let met = anna.add(&visit(DOORS[0], "met")).await;
    let grown = Person { household: Some(DOORS[0]), name: "佘小禾".into(), ..Person::default() };
    let person = anna.add(&grown).await;
    anna.set("household", DOORS[0], data(json!({"phone": "19900000011"}))).await;
    anna.sync_well().await;
    cora.sync_well().await;
    // The door with all that belongs to it is Cora's; what Anna did there is there.
    assert_eq!((count::<Household>(&anna), count::<Visit>(&anna), count::<Person>(&anna)), (2, 0, 2));
    assert_eq!((count::<Household>(&cora), count::<Visit>(&cora), count::<Person>(&cora)), (2, 2, 2));
    assert!([early, met].iter().all(|id| cora.shows("visit", *id).is_some_and(|visit| visit.scope == THERE)));
    assert!(cora.shows("person", person).is_some());
    assert_eq!(doors(&town).await, [2, 2]);
    assert_eq!(town.overview().await.total.visits_today, 2);
    // What she meant to change is hers no more: she is told, and Cora sees what was meant.
    let codes: Vec<RejectCode> = anna.engine.state().repair().iter().map(|stuck| stuck.rejection.code).collect();
    assert_eq!(codes, [RejectCode::ScopeRevoked]);
    let meant: Vec<Conflict> = cora.engine.state().all::<Conflict>().map(|(_, conflict)| conflict).collect();
    assert_eq!(
        meant.iter().map(|one| (one.reason.as_str(), one.fields[0].mine.clone())).collect::<Vec<_>>(),
        [("no_longer_held", json!("19900000011"))]
    );

    // And back again. Nobody holds it twice, nobody has lost it.
    bert.save(vec![Intent::relocate(DOORS[0], THERE, HERE)]).await;
    bert.sync_well().await;
    // Cora has been at the door meanwhile.
    cora.add_to(THERE, &visit(DOORS[0], "refused")).await;
    for phone in [&cora, &anna, &bert] {
        phone.sync_well().await;
    }
    assert_eq!((count::<Household>(&anna), count::<Visit>(&anna), count::<Person>(&anna)), (3, 3, 4));
    assert_eq!((count::<Household>(&cora), count::<Visit>(&cora), count::<Conflict>(&cora)), (1, 0, 0));
    assert_eq!((count::<Household>(&bert), count::<Visit>(&bert), doors(&town).await), (4, 3, [3, 1]));
    assert!(anna.view().values().all(|(.., standing)| *standing != Standing::OnPhone));
}

#[tokio::test(flavor = "current_thread")]
async fn who_may_not_cannot_take_a_door_away() {
    let town = Rc::new(Township::open().await);
    let (anna, cora) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, CORA, 3).await);
    for phone in [&anna, &cora] {
        phone.sync_well().await;
    }
    // Out of her own grid into one that is not hers, and out of another's into her own.
    anna.save(vec![Intent::relocate(DOORS[0], HERE, THERE), Intent::relocate(OTHER_DOOR, THERE, HERE)]).await;
    // Nor does a visit at another's door become hers by claiming that it once stood in her grid.
    anna.add(&visit(OTHER_DOOR, "met")).await;
    anna.sync_well().await;
    cora.sync_well().await;
    let codes: Vec<RejectCode> = anna.engine.state().repair().iter().map(|stuck| stuck.rejection.code).collect();
    assert_eq!(codes, [RejectCode::ScopeRevoked, RejectCode::ScopeRevoked, RejectCode::UnknownRef]);
    assert_eq!((count::<Household>(&anna), count::<Household>(&cora), doors(&town).await), (3, 1, [3, 1]));
}

#[tokio::test(flavor = "current_thread")]
async fn late_but_true_visits_are_taken_for_some_days_and_marked() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    let late = anna.add(&visit(DOORS[0], "met")).await;
    town.take_away(ANNA, GRID).await;
    anna.sync_well().await;
    assert_eq!(anna.engine.state().repair().len(), 0);
    bert.sync_well().await;
    assert!(bert.shows("visit", late).expect("it is there").late, "it is marked");
    assert_eq!(town.overview().await.total.visits_today, 1);

    // A week later it is refused, and waits for her with its reason.
    anna.add(&visit(DOORS[1], "met")).await;
    town.pass_days(7);
    anna.sign_in().await;
    anna.sync_well().await;
    let codes: Vec<RejectCode> = anna.engine.state().repair().iter().map(|stuck| stuck.rejection.code).collect();
    assert_eq!(codes, [RejectCode::Forbidden]);
}

#[tokio::test(flavor = "current_thread")]
async fn both_values_are_shown_and_one_tap_settles_them_for_everybody() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    for phone in [&anna, &bert] {
        phone.sync_well().await;
    }
    anna.set("household", DOORS[0], data(json!({"head": "佘小满"}))).await;
    bert.set("household", DOORS[0], data(json!({"head": "佘大满"}))).await;
    for phone in [&anna, &bert, &anna] {
        phone.sync_well().await;
    }
    let open = |phone: &Phone| {
        let state = phone.engine.state();
        state.all::<Conflict>().map(|(held, conflict)| (held.record.clone(), conflict)).collect::<Vec<_>>()
    };
    for phone in [&anna, &bert] {
        let [(_, conflict)] = &open(phone)[..] else { panic!("one conflict") };
        let field = &conflict.fields[0];
        assert_eq!((field.field.as_str(), &field.was), ("head", &json!("佘德旺")));
        assert_eq!((&field.mine, &field.theirs), (&json!("佘大满"), &json!("佘小满")));
        assert_eq!((conflict.author, field.by), (Some(BERT.user), Some(ANNA.user)));
        assert_eq!(
            (conflict.of, conflict.household, conflict.status.as_str()),
            (Some(DOORS[0]), Some(DOORS[0]), "open")
        );
    }
    // Both choose, offline, and not the same. The first that arrives stands, for both.
    let choose = |record: &model::record::Record, choice: &str| {
        Intent::set(record, data(json!({"status": "settled", "choice": choice})))
    };
    anna.save(vec![choose(&open(&anna)[0].0, "mine")]).await;
    bert.save(vec![choose(&open(&bert)[0].0, "theirs")]).await;
    for phone in [&anna, &bert, &anna] {
        phone.sync_well().await;
    }
    for phone in [&anna, &bert] {
        let [(_, conflict)] = &open(phone)[..] else { panic!("one conflict, and none about it") };
        assert_eq!((conflict.status.as_str(), conflict.choice.as_deref()), ("settled", Some("mine")));
        assert_eq!(phone.shows("household", DOORS[0]).expect("it is there").data["head"], json!("佘大满"));
        assert_eq!((phone.engine.state().unsent(), phone.engine.state().repair().len()), (0, 0));
    }
}
