//! The post at the way into the village: what is written there without signal arrives, is counted, and
//! says who should be at home, without the post ever holding who that is.

use axum::http::{Method, StatusCode};
use model::{
    access::Role,
    day::Day,
    fact::Metric,
    gate,
    id::{DeviceId, RecordId, UserId},
    kind::{
        Payload,
        event::Event,
        isolation::{self, Isolation},
        passage::Passage,
        person::Person,
        post::Post,
        shift::{Shift, Watch},
    },
    record::Scope,
    wire::{CareOverview, RejectCode},
};
use serde_json::json;
use std::{collections::BTreeMap, rc::Rc};
use sync::Intent;
use tests::{
    ambient::MORNING,
    phone::Phone,
    township::{ANNA, BERT, CORA, DOORS, DORA, GINA, GRETE, GRID, KARL, POST, TOWN, Township, VILLAGE, data},
};

const HERE: Scope = Scope::Grid(GRID);
const AT_POST: Scope = Scope::Post(POST);
/// Who lives behind the first door.
const PERSON: RecordId = RecordId::fixed(0x301);
const PHONE: &str = "19900000417";

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

fn codes(phone: &Phone) -> Vec<RejectCode> {
    phone.engine.state().repair().iter().map(|stuck| stuck.rejection.code).collect()
}

fn passage() -> Passage {
    Passage { dir: "out".into(), on: Some(today()), minute: 500, result: "pass".into(), ..Passage::default() }
}

fn events(phone: &Phone) -> Vec<(RecordId, Scope, Event)> {
    let state = phone.engine.state();
    state.all::<Event>().map(|(held, event)| (held.record.id, held.record.scope, event)).collect()
}

/// A township in which the one behind the first door is isolated.
async fn with_a_case() -> (Rc<Township>, Phone) {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    anna.set("person", PERSON, data(json!({"phone": PHONE}))).await;
    let case = Isolation {
        household: Some(DOORS[0]),
        person: Some(PERSON),
        anchor: "first_day".into(),
        anchor_on: Some(today()),
        from_on: Some(today()),
        end_on: Some(today().plus(14)),
        status: "pending".into(),
        ..Isolation::default()
    };
    anna.save(vec![Intent::add(isolation::id_of(PERSON, 0), HERE, &case)]).await;
    anna.sync_well().await;
    assert_eq!(codes(&anna), []);
    (town, anna)
}

#[tokio::test(flavor = "current_thread")]
async fn who_should_be_at_home_and_passes_is_seen_red_once_by_those_who_walk_and_lead() {
    let (town, anna) = with_a_case().await;
    let karl = Phone::of(&town, KARL, 2).await;
    let seen =
        karl.add_to(AT_POST, &Passage { name: Some("佘小满".into()), phone: Some(PHONE.into()), ..passage() }).await;
    let other = karl.add_to(AT_POST, &Passage { plate: Some("浙A8F123".into()), ..passage() }).await;
    karl.sync_well().await;
    // Sent again, and all read anew: still once.
    let again = Phone::of(&town, KARL, 3).await;
    again.sync_well().await;
    karl.sync_well().await;
    assert_eq!(codes(&karl), []);

    let grete = Phone::of(&town, GRETE, 4).await;
    for phone in [&anna, &grete] {
        phone.sync_well().await;
        let [(id, scope, event)] = &events(phone)[..] else { panic!("one event") };
        assert_eq!((*id, *scope), (seen.nth(gate::LEFT, 0), HERE));
        assert_eq!(
            (event.about.as_str(), event.urgent, event.case),
            ("left_isolation", Some(true), Some(isolation::id_of(PERSON, 0)))
        );
        assert_eq!((event.is_open(), event.text.as_deref()), (true, Some("柳塘村东口卡口")));
        let raised = phone.shows("event", *id).expect("the event");
        assert_eq!(raised.by, Some(UserId::SERVER), "nobody's work");
    }
    // The township sees it on its board.
    let (cookie, _) = town.sign_in(DORA, DeviceId::fixed(0xca)).await;
    grete.set("isolation", isolation::id_of(PERSON, 0), data(json!({"status": "isolating"}))).await;
    grete.sync_well().await;
    let care: CareOverview = town.ask(Method::GET, "/api/v1/overview/care", Some(&cookie), None).await.json();
    assert_eq!(care.total.urgent_events, 1);

    // The post itself holds nothing of it, nor do those of the next grid.
    let cora = Phone::of(&town, CORA, 5).await;
    cora.sync_well().await;
    for phone in [&karl, &again, &cora] {
        assert_eq!(events(phone), []);
        assert_eq!(phone.engine.state().all::<Isolation>().count(), 0);
        assert_eq!(phone.engine.state().all::<Person>().filter(|(held, _)| held.record.id == PERSON).count(), 0);
    }

    // A passage that was a slip is withdrawn; that somebody was seen stays until somebody has looked.
    karl.save(vec![Intent::void("passage", seen, AT_POST, "entered_in_error")]).await;
    karl.sync_well().await;
    anna.sync_well().await;
    assert!(karl.shows("passage", seen).is_none() && karl.shows("passage", other).is_some());
    let [(id, _, event)] = &events(&anna)[..] else { panic!("one event") };
    let taken_on = event.step(MORNING, Some(ANNA.user), None).expect("a step");
    anna.set("event", *id, taken_on).await;
    anna.sync_well().await;
    assert_eq!(codes(&anna), []);
    assert!(events(&anna)[0].2.reported_at.is_some());
}

#[tokio::test(flavor = "current_thread")]
async fn a_name_is_looked_for_in_the_village_of_the_post_and_never_after_the_release() {
    let (town, anna) = with_a_case().await;
    let karl = Phone::of(&town, KARL, 2).await;
    // By its sound: it was heard, not read.
    karl.add_to(AT_POST, &Passage { name: Some("佘德望".into()), ..passage() }).await;
    karl.add_to(AT_POST, &Passage { name: Some("佘小满".into()), from: Some("柳塘村".into()), ..passage() }).await;
    karl.sync_well().await;
    anna.sync_well().await;
    assert_eq!(events(&anna).len(), 1);

    let grete = Phone::of(&town, GRETE, 3).await;
    grete.sync_well().await;
    let released = json!({"status": "released", "end_reason": "period_over", "ended_on": today(),
        "signed_off_by": "邹济生", "release_no": "2020-1"});
    grete.set("isolation", isolation::id_of(PERSON, 0), data(released)).await;
    grete.sync_well().await;
    assert_eq!(codes(&grete), []);
    karl.add_to(AT_POST, &Passage { name: Some("佘小满".into()), phone: Some(PHONE.into()), ..passage() }).await;
    karl.sync_well().await;
    anna.sync_well().await;
    assert_eq!((events(&anna).len(), codes(&karl)), (1, vec![]));
}

#[tokio::test(flavor = "current_thread")]
async fn a_case_and_a_passage_that_arrive_together_find_each_other() {
    let town = Rc::new(Township::open().await);
    // Gina answers for the village: she may open a case, and stands at the post herself.
    let gina = Phone::of(&town, GINA, 1).await;
    gina.sync_well().await;
    let case = Isolation {
        household: Some(DOORS[0]),
        person: Some(PERSON),
        anchor: "first_day".into(),
        anchor_on: Some(today()),
        from_on: Some(today()),
        end_on: Some(today().plus(14)),
        status: "pending".into(),
        ..Isolation::default()
    };
    gina.save(vec![Intent::add(isolation::id_of(PERSON, 0), HERE, &case)]).await;
    let seen = gina.add_to(AT_POST, &Passage { name: Some("佘德旺".into()), ..passage() }).await;
    gina.sync_well().await;
    let ids: Vec<RecordId> = events(&gina).into_iter().map(|(id, ..)| id).collect();
    assert_eq!((ids, codes(&gina)), (vec![seen.nth(gate::LEFT, 0)], vec![]));
}

#[tokio::test(flavor = "current_thread")]
async fn a_fever_at_the_post_is_told_with_its_passage() {
    let (town, anna) = with_a_case().await;
    let karl = Phone::of(&town, KARL, 2).await;
    let id = karl.engine.new_id();
    let feverish = Passage {
        name: Some("单四".into()),
        tenths: Some(379),
        second_tenths: Some(378),
        fever: Some(true),
        result: "clinic".into(),
        ..passage()
    };
    let event = Event {
        about: "gate".into(),
        urgent: Some(true),
        found_at: Some(MORNING),
        status: "found".into(),
        ..Event::default()
    };
    let raised = Intent::add(id.nth(gate::FEVER, 0), AT_POST, &event);
    karl.save(vec![Intent::add(id, AT_POST, &feverish), raised]).await;
    // What simply passes with a fever is not taken.
    karl.add_to(AT_POST, &Passage { result: "pass".into(), ..feverish.clone() }).await;
    karl.sync_well().await;
    assert_eq!(codes(&karl), [RejectCode::Invalid]);
    let grete = Phone::of(&town, GINA, 3).await;
    grete.sync_well().await;
    anna.sync_well().await;
    assert_eq!(events(&grete).iter().filter(|(.., event)| event.about == "gate").count(), 1);
    assert_eq!(events(&anna), [], "a fever of a stranger is the post's and its village's");
}

#[tokio::test(flavor = "current_thread")]
async fn a_shift_is_handed_over_across_phones_and_the_day_is_counted() {
    let town = Rc::new(Township::open().await);
    let karl = Phone::of(&town, KARL, 1).await;
    karl.sync_well().await;
    let shift = Shift {
        on: Some(today()),
        from_minute: 480,
        people: vec![Watch { name: "曾建平".into(), staff: Some(KARL.user) }],
        ..Shift::default()
    };
    let first = karl.add_to(AT_POST, &shift).await;
    for n in 0..5 {
        let vehicle = Passage { plate: Some(format!("浙A0000{n}")), people_n: Some(n + 1), ..passage() };
        karl.add_to(AT_POST, &Passage { result: if n < 2 { "turn_back" } else { "pass" }.into(), ..vehicle }).await;
    }
    karl.add_to(AT_POST, &Passage { name: Some("佘小满".into()), ..passage() }).await;
    let hand_over = json!({"to_on": today(), "to_minute": 960, "note": "拉煤的车还要来", "next": "佘志明", "next_staff": GINA.user});
    karl.set("shift", first, data(hand_over)).await;
    karl.sync_well().await;
    assert_eq!(codes(&karl), []);
    let gina = Phone::of(&town, GINA, 2).await;
    gina.sync_well().await;
    let next = Shift {
        on: Some(today()),
        from_minute: 960,
        people: vec![Watch { name: "佘志明".into(), staff: Some(GINA.user) }],
        after: Some(first),
        ..Shift::default()
    };
    gina.add_to(AT_POST, &next).await;
    gina.set("shift", first, data(json!({"taken_over": true}))).await;
    gina.sync_well().await;
    karl.sync_well().await;
    assert_eq!((codes(&gina), codes(&karl)), (vec![], vec![]));
    let held: Shift = karl.shows("shift", first).expect("the shift").read();
    assert_eq!((held.taken_over, held.next.as_deref()), (Some(true), Some("佘志明")));

    // M22, by hand: 1+2+3+4+5 in five vehicles and one on foot; the first two were turned back.
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    let state = karl.engine.state();
    let records = ["passage", "shift"].into_iter().flat_map(|kind| state.held(kind));
    for fact in records.flat_map(|held| server::ingest::facts(&held.record)) {
        assert_eq!(fact.day, Some(today()));
        *sums.entry(fact.metric.code()).or_default() += fact.n;
    }
    let expected = [
        (Metric::GatePeople, 16),
        (Metric::GateVehicle, 5),
        (Metric::TurnedBack, 3),
        (Metric::Shift, 2),
        (Metric::ShiftWatch, 2),
    ];
    assert_eq!(sums, expected.into_iter().map(|(metric, n)| (metric.code(), n)).collect());
}

#[tokio::test(flavor = "current_thread")]
async fn a_post_is_added_by_those_who_answer_for_the_village_and_kept_by_who_is_there() {
    let town = Rc::new(Township::open().await);
    let (grete, gina) = (Phone::of(&town, GINA, 1).await, Phone::of(&town, BERT, 2).await);
    grete.sync_well().await;
    let second = Post { name: "柳塘村西口卡口".into(), village: Some(VILLAGE), ..Post::default() };
    let id = grete.add_to(Scope::Town(TOWN), &second).await;
    grete.sync_well().await;
    // It is theirs to keep from the next sync on.
    grete.sync_well().await;
    assert!(grete.engine.state().cursors().contains_key(&Scope::Post(id)));
    grete.add_to(Scope::Post(id), &Passage { name: Some("佘小满".into()), ..passage() }).await;
    grete.sync_well().await;
    assert_eq!(codes(&grete), []);
    // Nobody else's: not a walker's, and not of who keeps another post.
    gina.add_to(Scope::Post(id), &Passage { name: Some("佘小满".into()), ..passage() }).await;
    gina.sync_well().await;
    assert_eq!(codes(&gina), [RejectCode::Forbidden]);
    let karl = Phone::of(&town, KARL, 3).await;
    karl.add_to(Scope::Post(id), &Passage { name: Some("佘小满".into()), ..passage() }).await;
    karl.sync_well().await;
    assert_eq!(codes(&karl), [RejectCode::ScopeRevoked]);
    assert!(!Role::Gatekeeper.may(model::access::Deed::Add, Post::KIND, Scope::Town(TOWN)));
    let (cookie, _) = town.sign_in(KARL, DeviceId::fixed(7)).await;
    let answered = town.ask(Method::GET, "/api/v1/overview", Some(&cookie), None).await;
    assert_eq!(answered.status, StatusCode::FORBIDDEN, "figures are for those who lead");
}
