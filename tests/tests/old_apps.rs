//! Phones that come back after weeks with an app that is too old to read what the server writes. None
//! that was ever shipped is so old yet; these phones say that they read the shape before the first.

use axum::http::{Method, StatusCode};
use model::{
    day::Day,
    id::{DeviceId, OpId},
    kind::visit::Visit,
    op::{Act, Op},
    record::Scope,
    wire::{MAX_OPS, OLDEST_SCHEMA, SCHEMA, SyncRequest, SyncResponse, Trouble, Verdict},
};
use std::{collections::BTreeMap, rc::Rc};
use sync::{Draft, Refused, Round, Standing};
use tests::{
    ambient::MORNING,
    backend::Backend,
    phone::{Mishap, Phone},
    township::{ANNA, BERT, DOORS, GRID, Township, data},
};

fn visit(outcome: &str) -> Visit {
    let visited_on = Some(Day::from_unix_ms(MORNING));
    Visit { household: Some(DOORS[0]), visited_on, outcome: outcome.into(), ..Visit::default() }
}

async fn is_told(phone: &Phone) {
    let Round::Later { refused: Refused::Trouble { status, trouble, .. }, .. } = phone.sync(&[]).await else {
        panic!("it is told that it is too old")
    };
    assert_eq!((status, trouble.code.as_str()), (426, "pull_too_old"));
}

#[tokio::test(flavor = "current_thread")]
async fn an_app_that_is_too_old_gives_all_that_it_has_and_goes_on() {
    let town = Rc::new(Township::open().await);
    let (mut anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    anna.is_too_old(true);

    // More than one request takes, one of them refused.
    for n in 0..=MAX_OPS {
        anna.add(&visit(if n == 7 { "gone_fishing" } else { "met" })).await;
    }
    is_told(&anna).await;
    let here = |phone: &Phone| (phone.engine.state().unsent(), phone.engine.state().repair().len());
    assert_eq!((here(&anna), town.overview().await.total.visits_today), ((0, 1), MAX_OPS as u64));
    anna.restart().await;
    assert_eq!(here(&anna), (0, 1), "what it was told is kept");

    // It goes on recording, sees none of what others do, and gives it.
    bert.sync_well().await;
    bert.set("household", DOORS[1], data(serde_json::json!({"phone": "19900000002"}))).await;
    bert.sync_well().await;
    let last = anna.add(&visit("locked")).await;
    // The first time its answer is lost.
    assert_eq!(anna.sync(&[Mishap::AnswerLost]).await, Round::Later { refused: Refused::Unreachable, after: None });
    is_told(&anna).await;
    assert_eq!(anna.view()[&last].3, Standing::Uploaded);
    assert!(!anna.shows("household", DOORS[1]).expect("it is there").data.contains_key("phone"));

    // Updated, it reads from where it had read to.
    anna.is_too_old(false);
    anna.sync_well().await;
    bert.sync_well().await;
    anna.give_up_all(&mut Default::default()).await;
    anna.sync_well().await;
    assert_eq!(anna.view(), bert.view());
}

#[tokio::test(flavor = "current_thread")]
async fn what_it_was_told_is_vouched_for_as_any_verdict_is() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let backup = town.back_up().await;
    anna.is_too_old(true);
    let id = anna.add(&visit("met")).await;
    is_told(&anna).await;
    assert_eq!(anna.engine.state().unsent(), 0);

    // The server loses it. The phone has read nothing since, and brings it back all the same.
    town.lose_and_restore(&backup).await;
    anna.sign_in().await;
    is_told(&anna).await;
    assert_eq!(town.overview().await.total.visits_today, 1);
    anna.is_too_old(false);
    anna.sync_well().await;
    assert_eq!(anna.view()[&id].3, Standing::Uploaded);
}

#[tokio::test(flavor = "current_thread")]
async fn a_form_stays_of_the_version_in_which_it_was_begun() {
    let town = Rc::new(Township::open().await);
    let mut anna = Phone::of(&town, ANNA, 1).await;
    let draft = |version, outcome: &str| Draft {
        key: "visit:1".into(),
        kind: "visit".into(),
        version,
        about: Some(DOORS[0]),
        at: MORNING,
        data: data(serde_json::json!({"outcome": outcome})),
        mends: None,
    };
    anna.engine.keep_draft(draft(1, "met")).await.expect("memory takes it");
    anna.restart().await;
    // Opened again by a newer app, which knows another version of the form.
    anna.engine.keep_draft(draft(2, "locked")).await.expect("memory takes it");
    anna.restart().await;
    assert_eq!(anna.engine.state().draft("visit:1"), Some(&draft(1, "locked")));
}

#[tokio::test(flavor = "current_thread")]
async fn an_app_that_knows_the_code_alone_learns_its_verdicts_after_the_update() {
    let town = Township::open().await;
    let device = DeviceId::fixed(0x77);
    let (session, _) = town.sign_in(ANNA, device).await;
    let stamp = model::ambient::Stamp { wall: MORNING, mono: 0, boot: "boot".into() };
    let op = Op {
        id: OpId::fixed(0x900),
        n: 1,
        act: Act::Set {
            set: data(serde_json::json!({"note": "有狗"})),
            base: BTreeMap::new(),
            was: data(serde_json::json!({})),
        },
        kind: "household".into(),
        rec: DOORS[0],
        scope: Scope::Grid(GRID),
        v: 1,
        at: stamp.clone(),
        deps: Vec::new(),
        mends: None,
    };
    let request = |schema| SyncRequest {
        proto: 1,
        schema,
        app: "0.0.1".into(),
        device,
        clock: stamp.clone(),
        pending: 0,
        first_n: 1,
        last_n: 1,
        mark: None,
        brief: false,
        have: BTreeMap::new(),
        ops: vec![op.clone()],
        max_rows: 2000,
    };
    let ask = async |schema| {
        let body = serde_json::to_vec(&request(schema)).expect("JSON");
        town.ask(Method::POST, "/api/v1/sync", Some(&session), Some(body)).await
    };
    let refused = ask(OLDEST_SCHEMA - 1).await;
    let trouble: Trouble = refused.json();
    assert_eq!((refused.status, trouble.code.as_str()), (StatusCode::UPGRADE_REQUIRED, "pull_too_old"));
    let told = refused.json::<SyncResponse>().results;
    assert!(matches!(told[0].verdict, Verdict::Ok { .. }), "{told:?}");

    // It has kept the op, and sends it again when it is updated.
    let answer: SyncResponse = ask(SCHEMA).await.json();
    assert_eq!(answer.results, told);
    assert!(!answer.rows.is_empty());
}
