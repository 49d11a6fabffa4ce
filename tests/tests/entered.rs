//! 代录: who did it and who entered it, from the phone to the figures; what a paper becomes; and what
//! those who lead set for a worker, which no phone at the door ever holds.

use axum::http::{Method, StatusCode};
use model::{
    day::Day,
    id::{DeviceId, RecordId, UserId},
    kind::{
        Payload,
        directory::Staff,
        paper::Paper,
        visit::{self, Visit},
    },
    photo::PhotoRef,
    record::{DONE_BY, Data, PAPER, Scope, done_by, typed_from},
    wire::{RejectCode, StaffSet, Verdict, WorkerLoad, Workload},
};
use serde_json::json;
use server::ops::add::{NewRecord, add_all};
use std::rc::Rc;
use sync::Draft;
use tests::{
    ambient::MORNING,
    phone::Phone,
    picture,
    township::{ANNA, BERT, CORA, DOORS, DORA, ELSA, FINN, GRID, OTHER_GRID, Somebody, TOWN, Township, data},
};

const HERE: Scope = Scope::Grid(GRID);

async fn town() -> Rc<Township> {
    let town = Township::open().await;
    let staff = |(who, name): (Somebody, &str)| {
        let staff = Staff { name: name.into(), roles: vec!["worker".into()] };
        NewRecord { kind: Staff::KIND, id: who.user.into(), scope: Scope::Town(TOWN), data: staff.data(), at: None }
    };
    let known = [(ANNA, "覃雪"), (BERT, "林水根"), (CORA, "解志强")].map(staff);
    add_all(&town.state(), UserId::fixed(0x20), TOWN, known.into()).await.expect("colleagues");
    Rc::new(town)
}

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

fn visit_of(door: RecordId) -> Data {
    let visit = Visit {
        household: Some(door),
        visited_on: Some(today()),
        outcome: visit::OUTCOME[0].into(),
        ..Visit::default()
    };
    visit.data()
}

fn done_for(who: UserId, mut data: Data) -> Data {
    data.insert(DONE_BY.into(), who.to_string().into());
    data
}

async fn workload(town: &Township, who: Somebody) -> Workload {
    let (cookie, _) = town.sign_in(who, DeviceId::fixed(0xe1)).await;
    let answered = town.ask(Method::GET, "/api/v1/overview/workload", Some(&cookie), None).await;
    assert_eq!(answered.status, StatusCode::OK);
    answered.json()
}

fn of(load: &Workload, who: Somebody) -> &WorkerLoad {
    load.workers.iter().find(|worker| worker.id == who.user).expect("one of the workers")
}

fn numbers(load: &Workload, who: Somebody) -> [u64; 4] {
    let worker = of(load, who);
    [worker.done, worker.visits, worker.by_others, worker.for_others]
}

async fn set(town: &Township, by: Somebody, whom: UserId, set: &StaffSet) -> StatusCode {
    let (cookie, _) = town.sign_in(by, DeviceId::fixed(0xe2)).await;
    let body = serde_json::to_vec(set).expect("JSON");
    town.ask(Method::POST, &format!("/api/v1/staff/{whom}"), Some(&cookie), Some(body)).await.status
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_entered_for_a_colleague_is_the_colleagues_and_both_get_credit() {
    let town = town().await;
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let entered = anna.add_data(HERE, Visit::KIND, done_for(BERT.user, visit_of(DOORS[0]))).await;
    anna.add_data(HERE, Visit::KIND, visit_of(DOORS[1])).await;
    anna.sync_well().await;

    let load = workload(&town, ELSA).await;
    assert_eq!(numbers(&load, ANNA), [1, 1, 0, 1]);
    assert_eq!(numbers(&load, BERT), [1, 1, 1, 0]);
    let today = |who: Somebody, overview: &model::wire::Overview| {
        overview.workers.iter().find(|worker| worker.id == who.user).map(|worker| worker.visits_today)
    };
    let overview = town.overview().await;
    assert_eq!((today(ANNA, &overview), today(BERT, &overview)), (Some(1), Some(1)));
    let behind = town.behind(model::wire::Figure::VisitsToday).await;
    let said: Vec<_> = behind.doors.iter().map(|door| (door.by.as_deref(), door.entered_by.as_deref())).collect();
    assert_eq!(said.len(), 2);
    assert!(said.contains(&(Some("林水根"), Some("覃雪"))) && said.contains(&(Some("覃雪"), None)), "{said:?}");

    // On the colleague's phone as well; whoever entered it may take it back.
    let bert = Phone::of(&town, BERT, 2).await;
    bert.sync_well().await;
    let seen = bert.shows(Visit::KIND, entered).expect("it came down");
    assert_eq!((seen.by, done_by(&seen.data)), (Some(ANNA.user), Some(BERT.user)));
    assert_eq!((seen.doer(), seen.entered_by_another()), (Some(BERT.user), Some(ANNA.user)));
    anna.save(vec![sync::Intent::void(Visit::KIND, entered, HERE, "entered_in_error")]).await;
    anna.sync_well().await;
    assert_eq!(numbers(&workload(&town, ELSA).await, BERT), [0, 0, 0, 0]);

    // Neighbours see nothing of it; those who walk may not ask.
    assert!(workload(&town, FINN).await.workers.iter().all(|worker| worker.id != BERT.user));
    let (cookie, _) = town.sign_in(BERT, DeviceId::fixed(0xbe)).await;
    let path = "/api/v1/overview/workload";
    assert_eq!(town.ask(Method::GET, path, Some(&cookie), None).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "current_thread")]
async fn only_a_colleague_can_have_done_it_and_nobody_changes_who_it_was() {
    let town = town().await;
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    anna.add_data(HERE, Visit::KIND, done_for(UserId::fixed(0x99), visit_of(DOORS[0]))).await;
    anna.add_data(HERE, Visit::KIND, done_for(UserId::from_bytes(GRID.as_bytes()).expect("an id"), visit_of(DOORS[0])))
        .await;
    anna.set("household", DOORS[0], data(json!({ DONE_BY: BERT.user }))).await;
    anna.sync_well().await;
    let said: Vec<_> = anna.engine.state().repair().iter().map(|stuck| stuck.rejection.clone()).collect();
    let codes: Vec<_> = said.iter().map(|rejection| (rejection.code, rejection.field.as_deref())).collect();
    let unknown = (RejectCode::UnknownRef, Some(DONE_BY));
    assert_eq!(codes, [unknown, unknown, (RejectCode::State, None)]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_paper_is_photographed_by_one_and_typed_by_another() {
    let town = town().await;
    let bert = Phone::of(&town, BERT, 2).await;
    bert.sync_well().await;
    let sheet = picture::photo(picture::jpeg(7, 9_000));
    let photos = vec![PhotoRef { sha256: sheet.id, bytes: sheet.bytes.len() as u64 }];
    let paper =
        Paper { household: Some(DOORS[0]), form: "visit".into(), photos, status: "open".into(), ..Paper::default() };
    let draft = Draft {
        key: "paper".into(),
        kind: Paper::KIND.into(),
        version: 1,
        about: None,
        at: 1,
        data: paper.data(),
        mends: None,
    };
    bert.engine.keep_photo(sheet, draft).await.expect("memory takes it");
    let paper = bert.add_to(HERE, &paper).await;
    bert.sync_well().await;

    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let seen = anna.shows(Paper::KIND, paper).expect("it came down");
    assert!(seen.read::<Paper>().waits());
    let mut typed = done_for(BERT.user, visit_of(DOORS[0]));
    typed.insert(PAPER.into(), paper.to_string().into());
    let typed = anna.add_data(HERE, Visit::KIND, typed).await;
    anna.set(Paper::KIND, paper, data(json!({ "status": "typed" }))).await;
    anna.sync_well().await;
    bert.sync_well().await;
    assert!(!bert.shows(Paper::KIND, paper).expect("still there").read::<Paper>().waits());
    assert_eq!(typed_from(&bert.shows(Visit::KIND, typed).expect("it came down").data), Some(paper));
    assert!(anna.verdicts().iter().all(|verdict| !matches!(verdict, Some(Verdict::Rejected(_)))));

    // A paper of another grid is none here.
    let cora = Phone::of(&town, CORA, 3).await;
    cora.sync_well().await;
    let mut elsewhere = visit_of(tests::township::OTHER_DOOR);
    elsewhere.insert(PAPER.into(), paper.to_string().into());
    cora.add_data(Scope::Grid(OTHER_GRID), Visit::KIND, elsewhere).await;
    cora.sync_well().await;
    let field = cora.engine.state().repair()[0].rejection.field.clone();
    assert_eq!(field.as_deref(), Some(PAPER));
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_set_for_a_worker_is_for_those_who_lead_there() {
    let town = town().await;
    let year = i64::from(today().year());
    let old = StaffSet { born: Some(year - 61), health_limit: vec!["no_stairs".into()], max_homes_day: Some(12) };
    assert_eq!(set(&town, ELSA, BERT.user, &old).await, StatusCode::NO_CONTENT);
    let load = workload(&town, DORA).await;
    assert_eq!((&of(&load, BERT).set, of(&load, BERT).band), (&old, Some(2)));
    assert_eq!(of(&load, ANNA).band, None);
    assert_eq!(load.bands.iter().map(|band| band.workers).collect::<Vec<_>>(), [0, 0, 1]);

    assert_eq!(set(&town, FINN, BERT.user, &old).await, StatusCode::NOT_FOUND);
    assert_eq!(set(&town, ANNA, BERT.user, &old).await, StatusCode::FORBIDDEN);
    let wrong = StaffSet { health_limit: vec!["asthma".into()], ..old.clone() };
    assert_eq!(set(&town, ELSA, BERT.user, &wrong).await, StatusCode::UNPROCESSABLE_ENTITY);
    let unborn = StaffSet { born: Some(year), ..old };
    assert_eq!(set(&town, ELSA, BERT.user, &unborn).await, StatusCode::UNPROCESSABLE_ENTITY);

    // The large letters are proposed from the policy's age.
    let (_, signed_in) = town.sign_in(BERT, DeviceId::fixed(0xb1)).await;
    assert!(signed_in.user.elder);
    assert!(!town.sign_in(ANNA, DeviceId::fixed(0xa1)).await.1.user.elder);
    // And nothing of it comes down to any phone.
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let told = anna.shows(Staff::KIND, BERT.user.into()).expect("a colleague");
    assert!(told.data.keys().all(|name| matches!(name.as_str(), "name" | "roles")), "{:?}", told.data);
}
