//! Unsent work that reaches the township by another way than its phone: carried as a sealed file by
//! a colleague, handed in by a phone that is no longer trusted, looked at by the township's command.

use axum::http::{Method, StatusCode};
use model::{
    day::Day,
    id::DeviceId,
    kind::visit::Visit,
    op::Op,
    record::Scope,
    wire::{Carried, ReviewDecision, ReviewItem, SEALED_FORM, SealedFile, SignedIn, Trouble, Unsealed},
};
use serde_json::Value;
use server::{
    ops::devices,
    seal::{ServerKey, seal},
};
use std::rc::Rc;
use sync::{Refused, Round};
use tests::{
    ambient::{MORNING, Seeded},
    backend::Backend,
    phone::Phone,
    township::{ANNA, Answered, BERT, DOORS, DORA, GRID, Somebody, Township},
};

/// A visit that was saved without signal.
async fn record(phone: &Phone, door: usize) -> Op {
    let today = Some(Day::from_unix_ms(MORNING));
    let visit =
        Visit { household: Some(DOORS[door]), visited_on: today, outcome: "refused".into(), ..Visit::default() };
    phone.add_to(Scope::Grid(GRID), &visit).await;
    phone.engine.state().outbox().last().expect("it was saved").clone()
}

/// Ops of `of`, sealed as a phone that was given `signed_in` seals them.
fn file(of: Somebody, signed_in: &SignedIn, ops: &[Op]) -> SealedFile {
    let (key, secret) = (signed_in.server_key.as_ref().expect("a key"), signed_in.seal_secret.clone());
    let unsealed = |op: &Op| Unsealed { user: of.user, secret: secret.clone().expect("a secret"), op: op.clone() };
    let chance = Seeded::new(0x5ea1);
    let ops = ops.iter().map(|op| seal(key, &unsealed(op), &chance).expect("sealed")).collect();
    SealedFile { form: SEALED_FORM.into(), ops }
}

async fn post<T: serde::Serialize>(town: &Township, path: &str, cookie: &str, body: &T) -> Answered {
    town.ask(Method::POST, path, Some(cookie), Some(serde_json::to_vec(body).expect("JSON"))).await
}

async fn carry(town: &Township, cookie: &str, file: &SealedFile) -> Carried {
    post(town, "/api/v1/carry", cookie, file).await.json()
}

async fn review(town: &Township, cookie: &str) -> Vec<ReviewItem> {
    town.ask(Method::GET, "/api/v1/review", Some(cookie), None).await.json()
}

async fn visits(town: &Township) -> u64 {
    town.counts().await.1
}

#[tokio::test(flavor = "current_thread")]
async fn a_colleague_carries_what_a_phone_cannot_send() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let (_, annas) = town.sign_in(ANNA, DeviceId::fixed(0x1001)).await;
    let ops = [record(&anna, 0).await, record(&anna, 1).await];
    let sealed = file(ANNA, &annas, &ops);
    let text = serde_json::to_string(&sealed).expect("JSON");
    assert!(!text.contains("refused") && !text.contains(&DOORS[0].to_string()), "it says nothing: {text}");

    let (bert, _) = town.sign_in(BERT, DeviceId::fixed(0xbe)).await;
    let before = visits(&town).await;
    let all = Carried { taken: 2, ..Carried::default() };
    assert_eq!(carry(&town, &bert, &sealed).await, all);
    assert_eq!(visits(&town).await, before + 2);
    assert_eq!(carry(&town, &bert, &sealed).await, all, "twice is no harm");
    // She finds signal after all: the same verdicts, nothing twice, nothing missed.
    anna.sync_well().await;
    assert_eq!((anna.engine.state().unsent(), anna.lost()), (0, 0));
    assert_eq!(visits(&town).await, before + 2);
    let author = |id| anna.shows("visit", id).and_then(|visit| visit.by);
    assert_eq!(author(ops[0].rec), Some(ANNA.user), "it is hers, whoever carried it");
}

#[tokio::test(flavor = "current_thread")]
async fn nobody_speaks_in_anothers_name() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let (bert, berts) = town.sign_in(BERT, DeviceId::fixed(0xbe)).await;
    let forged = file(ANNA, &berts, &[record(&anna, 0).await]);
    let before = visits(&town).await;
    assert_eq!(carry(&town, &bert, &forged).await, Carried { waiting: 1, ..Carried::default() });
    assert_eq!(visits(&town).await, before, "it waits for a person");

    let (dora, _) = town.sign_in(DORA, DeviceId::fixed(0xd0)).await;
    let waiting = review(&town, &dora).await;
    assert_eq!((waiting.len(), waiting[0].reason.as_str(), waiting[0].author), (1, "unproved", ANNA.user));
    let door = waiting[0].door.as_ref().expect("the township's own");
    assert_eq!((waiting[0].act.as_str(), door.door.as_str(), door.head.as_str()), ("add", "17号", "佘*"));
    let forbidden = town.ask(Method::GET, "/api/v1/review", Some(&bert), None).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    let dismissed = ReviewDecision { id: waiting[0].id, take: false, undo: false };
    assert_eq!(post(&town, "/api/v1/review", &bert, &dismissed).await.status, StatusCode::FORBIDDEN);
    assert_eq!(post(&town, "/api/v1/review", &dora, &dismissed).await.status, StatusCode::NO_CONTENT);
    assert_eq!(post(&town, "/api/v1/review", &dora, &dismissed).await.status, StatusCode::NOT_FOUND);
    // She thought better of it, and again.
    let undone = ReviewDecision { undo: true, ..dismissed };
    assert_eq!(post(&town, "/api/v1/review", &bert, &undone).await.status, StatusCode::FORBIDDEN);
    assert_eq!(post(&town, "/api/v1/review", &dora, &undone).await.status, StatusCode::NO_CONTENT);
    assert_eq!(post(&town, "/api/v1/review", &dora, &undone).await.status, StatusCode::NOT_FOUND);
    assert_eq!(review(&town, &dora).await, waiting);
    assert_eq!(post(&town, "/api/v1/review", &dora, &dismissed).await.status, StatusCode::NO_CONTENT);
    assert_eq!((review(&town, &dora).await, visits(&town).await), (Vec::new(), before));
}

#[tokio::test(flavor = "current_thread")]
async fn what_cannot_be_opened_is_said_to_be_so() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let (cookie, annas) = town.sign_in(ANNA, DeviceId::fixed(0x1001)).await;
    let ops = [record(&anna, 0).await, record(&anna, 1).await, record(&anna, 2).await];
    let mut sealed = file(ANNA, &annas, &ops);
    // One for another server, one damaged on the way, one whole.
    let elsewhere = ServerKey::generate(&Seeded::new(2)).public();
    sealed.ops[0] = file(ANNA, &SignedIn { server_key: Some(elsewhere), ..annas }, &ops).ops.remove(0);
    let middle = sealed.ops[1].sealed.len() / 2;
    let other = if sealed.ops[1].sealed.as_bytes()[middle] == b'A' { "B" } else { "A" };
    sealed.ops[1].sealed.replace_range(middle..=middle, other);
    assert_eq!(carry(&town, &cookie, &sealed).await, Carried { taken: 1, waiting: 0, unreadable: 2 });

    for (body, code) in [
        ("no JSON", "malformed"),
        ("{\"form\":\"of the future\",\"ops\":[]}", "malformed"),
        ("{\"form\":\"doorstep sealed 1\",\"ops\":[{}]}", "malformed"),
    ] {
        let answered = town.ask(Method::POST, "/api/v1/carry", Some(&cookie), Some(body.into())).await;
        assert_eq!((answered.status, answered.json::<Trouble>().code.as_str()), (StatusCode::BAD_REQUEST, code));
    }
    let nobody = town.ask(Method::POST, "/api/v1/carry", None, Some(serde_json::to_vec(&sealed).expect("JSON"))).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "current_thread")]
async fn a_revoked_phone_hands_in_what_it_holds_and_nothing_else() {
    let town = Rc::new(Township::open().await);
    let device = DeviceId::fixed(0x1001);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let (cookie, annas) = town.sign_in(ANNA, device).await;
    let backup = town.back_up().await;
    let sealed = file(ANNA, &annas, &[record(&anna, 0).await, record(&anna, 1).await]);
    let before = visits(&town).await;

    devices::revoke(&town.state(), device).await.expect("it is known");
    let Round::Later { refused: Refused::Trouble { status: 403, trouble, .. }, .. } = anna.sync(&[]).await else {
        panic!("it is trusted still");
    };
    assert_eq!((trouble.code.as_str(), trouble.to.as_deref()), ("drain", Some("/api/v1/drain")));
    assert_eq!(anna.engine.state().unsent(), 2, "nothing is lost meanwhile");
    for path in ["/api/v1/me", "/api/v1/nudges", "/api/v1/overview"] {
        let answered = town.ask(Method::GET, path, Some(&cookie), None).await;
        assert_eq!(answered.status, StatusCode::FORBIDDEN, "{path}");
    }
    let drained: Carried = post(&town, "/api/v1/drain", &cookie, &sealed).await.json();
    assert_eq!((drained, visits(&town).await), (Carried { waiting: 2, ..Carried::default() }, before));
    let again: Carried = post(&town, "/api/v1/drain", &cookie, &sealed).await.json();
    assert_eq!(again, drained, "twice is no harm");

    // The township's command takes the one and not the other.
    let (dora, _) = town.sign_in(DORA, DeviceId::fixed(0xd0)).await;
    let waiting = review(&town, &dora).await;
    assert_eq!(waiting.iter().map(|item| item.reason.as_str()).collect::<Vec<_>>(), ["revoked", "revoked"]);
    for (item, take) in waiting.iter().zip([true, false]) {
        let decision = ReviewDecision { id: item.id, take, undo: false };
        assert_eq!(post(&town, "/api/v1/review", &dora, &decision).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!((visits(&town).await, review(&town, &dora).await.len()), (before + 1, 0));

    // A backup from before brings no trust back, not even to a phone that it does not know.
    let later = DeviceId::fixed(0x1a7e);
    town.sign_in(ANNA, later).await;
    devices::revoke(&town.state(), later).await.expect("it is known");
    town.lose_and_restore(&backup).await;
    for device in [device, later] {
        let (cookie, _) = town.sign_in(ANNA, device).await;
        let me = town.ask(Method::GET, "/api/v1/me", Some(&cookie), None).await;
        assert_eq!((me.status, me.json::<Trouble>().code.as_str()), (StatusCode::FORBIDDEN, "drain"));
    }
    // And what was sealed before it can be opened after it.
    let (bert, _) = town.sign_in(BERT, DeviceId::fixed(0xbe)).await;
    assert_eq!(carry(&town, &bert, &sealed).await.unreadable, 0);
}

#[tokio::test(flavor = "current_thread")]
async fn whoever_takes_the_id_of_anothers_op_does_not_take_its_place() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    bert.sync_well().await;
    let device = DeviceId::fixed(0x1001);
    let (annas_cookie, annas) = town.sign_in(ANNA, device).await;
    let (berts_cookie, berts) = town.sign_in(BERT, DeviceId::fixed(0xbe)).await;
    let hers = [record(&anna, 0).await, record(&anna, 1).await];
    // Under the ids of her ops he has one of his own judged, and one wait in her name.
    let his = |op: &Op, own: Op| Op { id: op.id, ..own };
    let judged = his(&hers[0], record(&bert, 2).await);
    assert_eq!(carry(&town, &berts_cookie, &file(BERT, &berts, &[judged])).await.taken, 1);
    let waits = his(&hers[1], record(&bert, 2).await);
    assert_eq!(carry(&town, &berts_cookie, &file(ANNA, &berts, &[waits])).await.waiting, 1);

    devices::revoke(&town.state(), device).await.expect("it is known");
    let drained: Carried = post(&town, "/api/v1/drain", &annas_cookie, &file(ANNA, &annas, &hers)).await.json();
    assert_eq!(drained, Carried { waiting: 2, ..Carried::default() });
    let (dora, _) = town.sign_in(DORA, DeviceId::fixed(0xd0)).await;
    let waiting = review(&town, &dora).await;
    let kept = |op: &Op| waiting.iter().any(|item| item.rec == op.rec && item.reason == "revoked");
    assert!(hers.iter().all(kept), "{waiting:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_device_that_never_was_here_cannot_be_revoked() {
    let town = Township::open().await;
    let refused = devices::revoke(&town.state(), DeviceId::fixed(0xbad)).await.expect_err("it is not known");
    assert!(refused.to_string().contains("doorstep devices"), "{refused}");
    assert_eq!(town.state().key.public()["crv"], Value::from("P-256"));
}
