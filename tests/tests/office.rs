//! What the office sees of what went wrong at the doors, and how it helps: refused ops on whose
//! phone, conflicts of its places, each for those who answer for the place and for nobody else.

use axum::http::{Method, StatusCode};
use model::{
    id::DeviceId,
    kind::{household::Household, need::Need},
    record::Scope,
    wire::{OpenConflict, Overview, RejectCode, StuckOps, Waits},
};
use serde_json::json;
use std::rc::Rc;
use sync::Intent;
use tests::{
    backend::Backend,
    phone::Phone,
    township::{ANNA, BERT, CORA, DOORS, DORA, ELSA, FINN, GRID, Somebody, Township, data},
};

const STUCK: &str = "/api/v1/overview/stuck";
const CONFLICTS: &str = "/api/v1/overview/conflicts";

async fn get<T: serde::de::DeserializeOwned>(town: &Township, who: Somebody, path: &str) -> T {
    let (cookie, _) = town.sign_in(who, DeviceId::fixed(0xe1)).await;
    let answered = town.ask(Method::GET, path, Some(&cookie), None).await;
    assert_eq!(answered.status, StatusCode::OK, "{path}");
    answered.json()
}

async fn waits(town: &Township, who: Somebody) -> Waits {
    get::<Overview>(town, who, "/api/v1/overview").await.waits
}

/// How many refused ops the overview shows beside each name.
async fn beside(town: &Township, who: Somebody, worker: Somebody) -> Option<u64> {
    let overview: Overview = get(town, who, "/api/v1/overview").await;
    overview.workers.iter().find(|state| state.id == worker.user).map(|state| state.stuck)
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_refused_stands_with_those_who_lead_there_until_it_is_mended() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    anna.set("household", DOORS[0], data(json!({"phone": "1990000520", "note": "佘大姐有狗"}))).await;
    anna.sync_well().await;
    let stuck = anna.engine.state().repair()[0].op.clone();

    let seen: StuckOps = get(&town, ELSA, STUCK).await;
    let [one] = &seen.ops[..] else { panic!("one op: {seen:?}") };
    assert_eq!((one.op, one.author, one.kind.as_str(), one.act.as_str()), (stuck.id, ANNA.user, "household", "set"));
    assert_eq!((one.rejection.code, one.rejection.field.as_deref()), (RejectCode::Invalid, Some("phone")));
    let door = one.door.as_ref().expect("it is one of hers");
    assert_eq!((door.door.as_str(), door.head.as_str(), door.grid.as_str()), ("17号", "佘*", "柳塘一网格"));
    assert_eq!(one.fields, ["note", "phone"]);
    let text = serde_json::to_string(&seen).expect("JSON");
    assert!(!text.contains("1990000520") && !text.contains("佘大姐") && !text.contains("佘德旺"), "{text}");
    assert_eq!(waits(&town, ELSA).await, Waits { stuck: 1, conflicts: 0, review: None });
    assert_eq!((beside(&town, ELSA, ANNA).await, beside(&town, ELSA, BERT).await), (Some(1), Some(0)));
    // The township's command sees all places; by worker as well.
    assert_eq!(get::<StuckOps>(&town, DORA, &format!("{STUCK}?worker={}", ANNA.user)).await.total, 1);
    assert_eq!(get::<StuckOps>(&town, DORA, &format!("{STUCK}?worker={}", BERT.user)).await.total, 0);
    assert_eq!(waits(&town, DORA).await.review, Some(0));

    // A neighbour's lead sees nothing of it, and who walks may not ask.
    assert_eq!(get::<StuckOps>(&town, FINN, STUCK).await, StuckOps::default());
    assert_eq!((waits(&town, FINN).await, beside(&town, FINN, ANNA).await), (Waits::default(), None));
    let (cookie, _) = town.sign_in(BERT, DeviceId::fixed(0xbe)).await;
    for path in [STUCK, CONFLICTS] {
        assert_eq!(town.ask(Method::GET, path, Some(&cookie), None).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(town.ask(Method::GET, path, None, None).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }

    let mut mended = Intent::set(&anna.shows("household", DOORS[0]).expect("hers"), data(json!({"phone": null})));
    mended.scope = stuck.scope;
    anna.engine.save(vec![mended], None, Some(stuck.id)).await.expect("memory takes it");
    anna.sync_well().await;
    assert_eq!((waits(&town, ELSA).await, beside(&town, ELSA, ANNA).await), (Waits::default(), Some(0)));
}

#[tokio::test(flavor = "current_thread")]
async fn an_edit_of_what_is_no_longer_ones_own_is_settled_by_holder_or_lead() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    town.take_away(ANNA, GRID).await;
    anna.set("household", DOORS[0], data(json!({"phone": "19900000011", "residents": 4}))).await;
    anna.sync_well().await;
    bert.sync_well().await;
    let stuck = anna.engine.state().repair()[0].clone();
    assert_eq!(stuck.rejection.code, RejectCode::ScopeRevoked);
    assert_eq!(stuck.rejection.args.get("shown"), Some(&json!(true)), "she is told that it is shown");
    // Whoever holds the door now sees it, and so does the lead; she walks here no more, so that it
    // stands under no worker, and is counted all the same.
    let conflict = stuck.op.id.into();
    assert!(bert.shows("conflict", conflict).is_some());
    assert_eq!(get::<StuckOps>(&town, ELSA, STUCK).await.ops[0].conflict, Some(conflict));
    assert_eq!(
        (waits(&town, ELSA).await, beside(&town, ELSA, ANNA).await),
        (Waits { stuck: 1, conflicts: 1, review: None }, None)
    );
    assert_eq!(get::<Vec<OpenConflict>>(&town, FINN, CONFLICTS).await, []);

    let open: Vec<OpenConflict> = get(&town, ELSA, CONFLICTS).await;
    let [one] = &open[..] else { panic!("one conflict: {open:?}") };
    assert_eq!(one.door.as_ref().map(|door| door.door.as_str()), Some("17号"));
    let text = serde_json::to_string(&one.record).expect("JSON");
    assert!(text.contains("199****0011") && !text.contains("19900000011") && text.contains("\"mine\":4"), "{text}");

    // The lead settles it on the tablet, by an ordinary change of the conflict.
    let elsa = Phone::of(&town, ELSA, 5).await;
    elsa.sync_well().await;
    elsa.save(vec![Intent::set(&one.record, data(json!({"status": "settled", "choice": "mine"})))]).await;
    elsa.sync_well().await;
    assert_eq!((elsa.engine.state().unsent(), elsa.engine.state().repair().len()), (0, 0));
    bert.sync_well().await;
    let home: Household = bert.shows("household", DOORS[0]).expect("his").read();
    assert_eq!((home.phone.as_deref(), home.residents), (Some("19900000011"), Some(4)));
    assert_eq!(get::<Vec<OpenConflict>>(&town, ELSA, CONFLICTS).await, []);

    // She gives hers up; nothing waits any more.
    anna.engine.save(vec![Intent::give_up(&stuck.op)], None, Some(stuck.op.id)).await.expect("memory takes it");
    anna.sync_well().await;
    assert_eq!(waits(&town, ELSA).await, Waits::default());
}

#[tokio::test(flavor = "current_thread")]
async fn a_door_of_others_is_named_to_nobody_by_whoever_claims_it() {
    let town = Rc::new(Township::open().await);
    let (anna, cora) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, CORA, 3).await);
    anna.sync_well().await;
    cora.sync_well().await;
    // Cora says of a door of the other grid that it is in hers.
    let claimed =
        Need { household: Some(DOORS[0]), category: "masks".into(), status: "open".into(), ..Need::default() };
    cora.add_to(Scope::Grid(tests::township::OTHER_GRID), &claimed).await;
    cora.sync_well().await;
    let seen: StuckOps = get(&town, FINN, STUCK).await;
    assert_eq!(seen.ops.iter().map(|one| one.door.clone()).collect::<Vec<_>>(), [None]);
    // A household that was refused is named as its author has it, covered.
    let home = Household {
        door: "40号".into(),
        walk: 40,
        head: "许小禾".into(),
        phone: Some("123".into()),
        ..Household::default()
    };
    anna.add(&home).await;
    anna.sync_well().await;
    let seen: StuckOps = get(&town, ELSA, STUCK).await;
    let door = seen.ops[0].door.clone().expect("its own");
    assert_eq!((door.door.as_str(), door.head.as_str()), ("40号", "许*"));
    assert_eq!(seen.ops[0].conflict, None);
}
