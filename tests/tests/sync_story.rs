//! The engine that phones run against the router that the server runs, in one process: what is
//! recorded without signal arrives, once, whole, and for everybody who may see it.

use model::{
    day::Day,
    id::OpId,
    kind::{
        Payload,
        household::Household,
        visit::{Screening, Visit},
    },
    op::Act,
    record::Scope,
    wire::{Figure, RejectCode, Verdict},
};
use serde_json::json;
use std::{collections::BTreeSet, rc::Rc};
use sync::{Draft, Intent, Refused, Round, Standing};
use tests::{
    ambient::MORNING,
    backend::Backend,
    phone::{Mishap, OF_THE_FUTURE, Phone},
    township::{ANNA, BERT, CORA, DOORS, GRID, OTHER_DOOR, OTHER_GRID, Township, data},
};

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

fn visit(door: usize, outcome: &str) -> Visit {
    Visit { household: Some(DOORS[door]), visited_on: Some(today()), outcome: outcome.into(), ..Visit::default() }
}

/// The ops that wait on a phone, oldest first.
fn outbox(phone: &Phone) -> Vec<OpId> {
    phone.engine.state().outbox().map(|op| op.id).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn a_visit_without_signal_reaches_the_second_phone_and_the_overview() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    bert.sync_well().await;
    assert_eq!(anna.engine.state().all::<Household>().count(), 3);
    let before = town.overview().await;
    assert_eq!((before.total.visits_today, before.total.screened, before.total.refused), (0, 0, 0));

    let refused = anna.add(&visit(0, "refused")).await;
    let mut met = visit(1, "met");
    met.screening = vec![Screening {
        person: Some(model::id::RecordId::fixed(0x302)),
        symptoms: vec!["fever".into()],
        ..Screening::default()
    }];
    let met = anna.add(&met).await;
    assert_eq!(anna.sync(&[Mishap::NoSignal]).await, Round::Later { refused: Refused::Unreachable, after: None });
    assert_eq!(anna.view()[&refused].3, Standing::OnPhone);
    assert_eq!(town.overview().await.total, before.total);

    anna.sync_well().await;
    assert_eq!(anna.view()[&refused].3, Standing::Uploaded);
    assert_eq!(anna.engine.state().unsent(), 0);
    bert.sync_well().await;
    for id in [refused, met] {
        assert_eq!(
            bert.shows("visit", id).map(|record| record.data),
            anna.shows("visit", id).map(|record| record.data)
        );
    }
    let after = town.overview().await;
    assert_eq!((after.total.visits_today, after.total.screened, after.total.refused, after.total.fever), (2, 1, 1, 1));
    let behind = town.behind(Figure::Refused).await;
    assert_eq!((behind.total, behind.doors[0].household, behind.doors[0].door.as_str()), (1, DOORS[0], "17号"));
    assert_eq!(behind.doors[0].outcome.as_deref(), Some("refused"));
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_new_is_one_request() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let asked = anna.asked();
    anna.sync_well().await;
    assert_eq!(anna.asked() - asked, 1);
}

#[tokio::test(flavor = "current_thread")]
async fn an_answer_that_is_lost_after_commit_makes_no_double() {
    let town = Rc::new(Township::open().await);
    let mut anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let id = anna.add(&visit(0, "met")).await;
    anna.set("household", DOORS[0], data(json!({"phone": "19900000001"}))).await;
    let ops = outbox(&anna);
    assert_eq!(anna.sync(&[Mishap::AnswerLost]).await, Round::Later { refused: Refused::Unreachable, after: None });
    assert_eq!(outbox(&anna), ops, "without an answer nothing leaves the outbox");
    let verdicts: Vec<_> = ops.iter().map(|op| anna.verdict(*op).expect("the server has judged it")).collect();
    let counted = town.overview().await.total;
    assert_eq!(counted.visits_today, 1);

    // Again, and killed in between: `Phone::sync` fails when a verdict is another one.
    anna.restart().await;
    assert_eq!(anna.sync(&[Mishap::AnswerLost]).await, Round::Later { refused: Refused::Unreachable, after: None });
    anna.restart().await;
    anna.sync_well().await;
    assert_eq!(ops.iter().map(|op| anna.verdict(*op).expect("judged")).collect::<Vec<_>>(), verdicts);
    assert_eq!((anna.engine.state().unsent(), anna.engine.state().repair().len()), (0, 0));
    assert_eq!(town.overview().await.total, counted);
    assert_eq!(anna.view()[&id].3, Standing::Uploaded);
    let behind = town.behind(Figure::VisitsToday).await;
    assert_eq!(behind.doors.iter().map(|door| door.id).collect::<Vec<_>>(), [id]);
}

#[tokio::test(flavor = "current_thread")]
async fn one_invalid_op_among_two_hundred_stops_nothing() {
    const AT: usize = 87;
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let mut ids = Vec::new();
    for n in 0..200 {
        ids.push(anna.add(&visit(n % 3, if n == AT { "gone_fishing" } else { "met" })).await);
    }
    let asked = anna.asked();
    anna.sync_well().await;
    assert_eq!(anna.asked() - asked, 1, "two hundred ops are one request");
    let stuck = anna.engine.state().repair().to_vec();
    assert_eq!(stuck.iter().map(|stuck| stuck.op.rec).collect::<Vec<_>>(), [ids[AT]]);
    let rejection = &stuck[0].rejection;
    assert_eq!(
        (rejection.code, rejection.field.as_deref(), rejection.args["rule"].as_str()),
        (RejectCode::Invalid, Some("outcome"), Some("unknown_choice"))
    );
    assert_eq!(anna.view()[&ids[AT]].3, Standing::Repair, "what was typed stays in sight");
    assert_eq!(town.overview().await.total.visits_today, 199);

    // Mended, it goes the way of the others.
    let mended = Intent::add(anna.engine.new_id(), Scope::Grid(GRID), &visit(AT % 3, "met"));
    anna.engine.save(vec![mended], None, Some(stuck[0].op.id)).await.expect("memory takes it");
    anna.sync_well().await;
    let repair = anna.engine.state().repair().len();
    assert_eq!((repair, town.overview().await.total.visits_today), (0, 200));
}

#[tokio::test(flavor = "current_thread")]
async fn one_op_that_is_too_large_is_set_aside_and_the_others_arrive() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    for n in 0..5 {
        let mut visit = visit(n % 3, "met");
        visit.note = (n == 2).then(|| "长".repeat(600_000));
        anna.add(&visit).await;
    }
    anna.sync_well().await;
    assert_eq!((anna.engine.state().unsent(), anna.engine.state().repair().len()), (0, 1));
    assert_eq!(town.overview().await.total.visits_today, 4);
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_newer_app_wrote_survives_the_way_through_older_ones() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    let grid = Scope::Grid(GRID);
    let mut household = Household { door: "40号".into(), head: "许小禾".into(), ..Household::default() }.data();
    household.insert(OF_THE_FUTURE.into(), json!({"solar": [1, 2]}));
    let (door, thing) = (anna.engine.new_id(), anna.engine.new_id());
    let add = |kind: &str, rec, data| Intent { act: Act::Add { data }, kind: kind.into(), rec, scope: grid };
    let future = data(json!({"colour": "green", "deep": {"er": null}}));
    anna.save(vec![add("household", door, household), add(OF_THE_FUTURE, thing, future.clone())]).await;
    anna.sync_well().await;
    bert.sync_well().await;
    assert_eq!(bert.shows(OF_THE_FUTURE, thing).expect("an unknown kind is kept").data, future);

    // An older app changes what it knows; what it does not know stays.
    bert.set("household", door, data(json!({"phone": "19900000002"}))).await;
    bert.set(OF_THE_FUTURE, thing, data(json!({"colour": "blue"}))).await;
    bert.sync_well().await;
    anna.sync_well().await;
    let household = anna.shows("household", door).expect("it is there").data;
    assert_eq!((&household[OF_THE_FUTURE], &household["phone"]), (&json!({"solar": [1, 2]}), &json!("19900000002")));
    let thing = anna.shows(OF_THE_FUTURE, thing).expect("it is there").data;
    assert_eq!((&thing["colour"], &thing["deep"]), (&json!("blue"), &json!({"er": null})));
}

#[tokio::test(flavor = "current_thread")]
async fn a_portals_page_changes_nothing() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    anna.add(&visit(0, "locked")).await;
    let (before, waiting, cursors) = (anna.view(), outbox(&anna), anna.engine.state().cursors().clone());
    assert_eq!(anna.sync(&[Mishap::Portal]).await, Round::Later { refused: Refused::NotOurs, after: None });
    assert_eq!((anna.view(), outbox(&anna), anna.engine.state().cursors().clone()), (before, waiting, cursors));
    anna.sync_well().await;
    assert_eq!(anna.engine.state().unsent(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn nobody_gets_the_rows_of_anothers_grid() {
    let town = Rc::new(Township::open().await);
    let (anna, cora) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, CORA, 3).await);
    anna.add(&visit(0, "met")).await;
    anna.sync_well().await;
    cora.sync_well().await;
    let scopes = |phone: &Phone| {
        phone
            .view()
            .values()
            .map(|(_, scope, ..)| *scope)
            .filter(|scope| matches!(scope, Scope::Grid(_)))
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        (scopes(&anna), scopes(&cora)),
        (BTreeSet::from([Scope::Grid(GRID)]), BTreeSet::from([Scope::Grid(OTHER_GRID)]))
    );

    // Nor does she write there, whatever her phone says; her own door is hers.
    let own = Visit { household: Some(OTHER_DOOR), ..visit(0, "met") };
    let theirs = Intent::add(cora.engine.new_id(), Scope::Grid(GRID), &visit(0, "met"));
    // A door of another grid answers exactly as one that is not there.
    let across = Intent::add(cora.engine.new_id(), Scope::Grid(OTHER_GRID), &visit(0, "met"));
    let own = Intent::add(cora.engine.new_id(), Scope::Grid(OTHER_GRID), &own);
    cora.save(vec![theirs, across, own]).await;
    cora.sync_well().await;
    let codes: Vec<RejectCode> = cora.engine.state().repair().iter().map(|stuck| stuck.rejection.code).collect();
    assert_eq!(codes, [RejectCode::ScopeRevoked, RejectCode::UnknownRef]);
    assert_eq!(town.overview().await.total.visits_today, 2);
    anna.sync_well().await;
    assert_eq!(anna.engine.state().all::<Visit>().count(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn who_loses_a_grid_loses_its_rows_and_nothing_of_their_own() {
    let town = Rc::new(Township::open().await);
    let mut anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let sent = anna.add(&visit(0, "met")).await;
    anna.sync_well().await;
    anna.add(&visit(1, "met")).await;
    anna.set("household", DOORS[1], data(json!({"phone": "19900000007"}))).await;
    let draft = Draft {
        key: "visit:3".into(),
        kind: "visit".into(),
        version: 1,
        about: Some(DOORS[2]),
        at: MORNING,
        data: data(json!({"outcome": "met"})),
        mends: None,
    };
    anna.engine.keep_draft(draft).await.expect("memory takes it");
    town.give(ANNA, OTHER_GRID).await;
    town.take_away(ANNA, GRID).await;

    anna.sync_well().await;
    let doors: Vec<_> = anna.engine.state().all::<Household>().map(|(held, _)| held.record.id).collect();
    assert_eq!(doors, [OTHER_DOOR], "the doors she walks now");
    assert!(anna.shows("visit", sent).is_none());
    assert!(!anna.engine.state().held_scopes().contains(&Scope::Grid(GRID)));
    // The visit took place and counts; the change of what is no longer hers waits for her where she
    // finds it.
    let stuck = anna.engine.state().repair().to_vec();
    assert_eq!(
        stuck.iter().map(|stuck| (stuck.op.rec, stuck.rejection.code)).collect::<Vec<_>>(),
        [(DOORS[1], RejectCode::ScopeRevoked)]
    );
    assert_eq!(town.overview().await.total.visits_today, 2);
    assert_eq!(anna.engine.state().drafts().count(), 1);
    anna.restart().await;
    assert!(anna.shows("visit", sent).is_none(), "nor does it come back with a restart");
    assert_eq!((anna.engine.state().repair().len(), anna.engine.state().drafts().count()), (1, 1));
}

#[tokio::test(flavor = "current_thread")]
async fn a_session_that_ran_out_stops_nobody_from_recording() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    anna.add(&visit(0, "met")).await;
    anna.end_session().await;
    let Round::Later { refused: Refused::Trouble { status, trouble, .. }, .. } = anna.sync(&[]).await else {
        panic!("a refusal")
    };
    assert_eq!((status, trouble.code.as_str()), (401, "signed_out"));
    anna.add(&visit(1, "locked")).await;
    assert_eq!((anna.engine.state().unsent(), anna.engine.state().all::<Household>().count()), (2, 3));
    anna.sign_in().await;
    anna.sync_well().await;
    let unsent = anna.engine.state().unsent();
    assert_eq!((unsent, town.overview().await.total.visits_today), (0, 2));
}

#[tokio::test(flavor = "current_thread")]
async fn two_who_change_the_same_field_are_told() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    bert.sync_well().await;
    anna.set("household", DOORS[0], data(json!({"head": "佘小满", "phone": "19900000003"}))).await;
    bert.set("household", DOORS[0], data(json!({"head": "佘大满", "phone": "19900000004"}))).await;
    let op = outbox(&bert)[0];
    anna.sync_well().await;
    bert.sync_well().await;
    let Some(Verdict::Conflict { fields, .. }) = bert.verdict(op) else { panic!("a conflict") };
    assert_eq!(fields, ["head"]);
    anna.sync_well().await;
    for phone in [&anna, &bert] {
        let data = phone.shows("household", DOORS[0]).expect("it is there").data;
        // The head is shown to people to decide; of two phone numbers the later arrival wins.
        assert_eq!((data["head"].as_str(), data["phone"].as_str()), (Some("佘小满"), Some("19900000004")));
    }
}
