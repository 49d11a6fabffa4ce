//! What is reported, from whoever saw it to whoever rates it, in whatever order phones are heard; daily
//! reports that two sign; families that nobody asked after. Each figure is held against a table worked
//! out by hand.

use axum::http::Method;
use model::{
    ambient::Millis,
    day::Day,
    id::{DeviceId, RecordId, UserId},
    kind::{
        Payload,
        care_contact::CareContact,
        daily_report::{self, DailyReport},
        event::{Event, Step},
        isolation::Isolation,
        person::Person,
        visit::Visit,
    },
    record::Scope,
    wire::{Counted, Indicators, RejectCode, Verdict},
};
use serde_json::json;
use std::{collections::BTreeMap, rc::Rc};
use sync::Intent;
use tests::{
    ambient::MORNING,
    phone::Phone,
    township::{ANNA, BERT, DOORS, DORA, GINA, GRID, HUGO, Somebody, TEAM, Township, VILLAGE, data},
};

const MINUTE: Millis = 60_000;
const THE_TEAM: Scope = Scope::Team(TEAM);

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

fn found(about: &str, urgent: bool) -> Event {
    let limit = if urgent { 120 } else { 24 * 60 };
    Event {
        about: about.into(),
        urgent: urgent.then_some(true),
        found_at: Some(MORNING),
        reported_at: Some(MORNING),
        due_at: Some(MORNING + limit * MINUTE),
        status: "reported".into(),
        ..Event::default()
    }
}

/// So many minutes after it was found.
fn step(what: &str, who: Somebody, minutes: i64) -> Step {
    Step { what: what.into(), at: Some(MORNING + minutes * MINUTE), by: Some(who.user), ..Step::default() }
}

fn why(words: &str, step: Step) -> Step {
    Step { note: Some(words.into()), ..step }
}

fn to(who: UserId, step: Step) -> Step {
    Step { to: Some(who), ..step }
}

/// Takes a step on a phone, as its screen would.
async fn take(phone: &Phone, id: RecordId, step: Step) {
    let record = phone.shows(Event::KIND, id).expect("it is held");
    let set = record.read::<Event>().taken(step).expect("the event stands there");
    phone.save(vec![Intent::set(&record, set)]).await;
}

fn status(phone: &Phone, id: RecordId) -> &'static str {
    phone.shows(Event::KIND, id).expect("it is held").read::<Event>().status()
}

async fn values(town: &Township, who: Somebody, query: &str) -> BTreeMap<String, i64> {
    let (cookie, _) = town.sign_in(who, DeviceId::fixed(0xe0)).await;
    let path = format!("/api/v1/overview/indicators?{query}");
    town.ask(Method::GET, &path, Some(&cookie), None).await.json::<Indicators>().values
}

async fn behind(town: &Township, who: Somebody, code: &str) -> Counted {
    let (cookie, _) = town.sign_in(who, DeviceId::fixed(0xe0)).await;
    let path = format!("/api/v1/overview/indicators/{code}");
    town.ask(Method::GET, &path, Some(&cookie), None).await.json()
}

#[tokio::test(flavor = "current_thread")]
async fn from_the_volunteer_who_saw_it_to_the_volunteer_who_rates_it() {
    let town = Rc::new(Township::open().await);
    let (hugo, gina) = (Phone::of(&town, HUGO, 1).await, Phone::of(&town, GINA, 2).await);
    let bert = Phone::of(&town, BERT, 3).await;
    for phone in [&hugo, &gina, &bert] {
        phone.sync_well().await;
    }
    // Without signal on the volunteer's phone; the others have not heard of it.
    let id = hugo.add_to(THE_TEAM, &found("gathering", true)).await;
    assert!(gina.shows(Event::KIND, id).is_none());
    hugo.sync_well().await;
    gina.sync_well().await;
    take(&gina, id, to(ANNA.user, step("assigned", GINA, 5))).await;
    take(&gina, id, why("安娜不在", step("returned", GINA, 8))).await;
    take(&gina, id, to(BERT.user, step("assigned", GINA, 9))).await;
    gina.sync_well().await;
    bert.sync_well().await;
    assert_eq!(status(&bert, id), "assigned");
    take(&bert, id, why("劝散了", step("handled", BERT, 40))).await;
    bert.sync_well().await;
    gina.sync_well().await;
    take(&gina, id, step("closed", GINA, 60)).await;
    gina.sync_well().await;
    hugo.sync_well().await;
    take(&hugo, id, step("rated", HUGO, 70)).await;
    hugo.set(Event::KIND, id, data(json!({"rating": 5}))).await;
    hugo.sync_well().await;
    gina.sync_well().await;
    let event: Event = gina.shows(Event::KIND, id).expect("it is held").read();
    let way: Vec<&str> = event.steps.iter().map(|step| step.what.as_str()).collect();
    assert_eq!(way, ["assigned", "returned", "assigned", "handled", "closed", "rated"]);
    assert_eq!((event.status(), event.rating, event.result.as_deref()), ("rated", Some(5), Some("劝散了")));
}

#[tokio::test(flavor = "current_thread")]
async fn who_only_reported_takes_nothing_on_and_closes_nothing() {
    let town = Rc::new(Township::open().await);
    let (hugo, anna) = (Phone::of(&town, HUGO, 1).await, Phone::of(&town, ANNA, 2).await);
    hugo.sync_well().await;
    let id = hugo.add_to(THE_TEAM, &found("dispute", false)).await;
    take(&hugo, id, step("accepted", HUGO, 1)).await;
    hugo.sync_well().await;
    let refused = |verdict: &Option<Verdict>| match verdict {
        Some(Verdict::Rejected(rejection)) => Some(rejection.code),
        _ => None,
    };
    assert_eq!(hugo.verdicts().iter().filter_map(refused).collect::<Vec<_>>(), [RejectCode::Forbidden]);
    anna.sync_well().await;
    assert_eq!(status(&anna, id), "reported");
}

#[tokio::test(flavor = "current_thread")]
async fn given_back_and_assigned_meanwhile_stands_the_same_in_either_order() {
    for returned_first in [true, false] {
        let town = Rc::new(Township::open().await);
        let (anna, gina) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, GINA, 2).await);
        anna.sync_well().await;
        let id = anna.add(&found("sanitation", false)).await;
        take(&anna, id, step("accepted", ANNA, 1)).await;
        anna.sync_well().await;
        gina.sync_well().await;
        // Neither knows of the other.
        take(&anna, id, why("不归这里管", step("returned", ANNA, 5))).await;
        take(&gina, id, to(BERT.user, step("assigned", GINA, 6))).await;
        let order = if returned_first { [&anna, &gina] } else { [&gina, &anna] };
        for phone in [order[0], order[1], order[0]] {
            phone.sync_well().await;
        }
        for phone in order {
            assert_eq!(status(phone, id), "reported", "returned first: {returned_first}");
        }
        let event: Event = anna.shows(Event::KIND, id).expect("it is held").read();
        assert_eq!((event.steps.len(), event.stands().round), (3, 1));
        // What is done, is done, whatever else is said meanwhile.
        take(&gina, id, to(BERT.user, step("assigned", GINA, 10))).await;
        gina.sync_well().await;
        anna.sync_well().await;
        take(&anna, id, why("换个人办", step("returned", ANNA, 12))).await;
        take(&gina, id, why("已打扫", step("handled", GINA, 12))).await;
        for phone in [order[0], order[1], order[0]] {
            phone.sync_well().await;
        }
        for phone in order {
            assert_eq!(status(phone, id), "handled", "returned first: {returned_first}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn events_count_by_type_by_place_and_by_whether_they_were_closed_in_time() {
    let town = Rc::new(Township::open().await);
    let (anna, hugo) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, HUGO, 2).await);
    let (gina, dora) = (Phone::of(&town, GINA, 3).await, Phone::of(&town, DORA, 4).await);
    for phone in [&anna, &hugo, &gina, &dora] {
        phone.sync_well().await;
    }
    let fever = anna.add(&found("fever_symptom", true)).await;
    let late = anna.add(&found("left_isolation", true)).await;
    anna.add(&Event { found_at: Some(MORNING - 24 * 60 * MINUTE), ..found("rumour", false) }).await;
    hugo.add_to(THE_TEAM, &found("gathering", false)).await;
    dora.add_to(Scope::Town(tests::township::TOWN), &found("rumour", false)).await;
    for (id, minutes) in [(fever, 120), (late, 121)] {
        take(&anna, id, step("accepted", ANNA, 1)).await;
        take(&anna, id, why("已联系镇卫生院", step("handled", ANNA, 30))).await;
        take(&anna, id, step("closed", ANNA, minutes)).await;
    }
    for phone in [&hugo, &anna, &dora] {
        phone.sync_well().await;
    }
    let yesterday = today().plus(-1);
    let (all, village) = (values(&town, DORA, "").await, values(&town, GINA, "").await);
    let grid = values(&town, DORA, &format!("place={GRID}")).await;
    let two_days = values(&town, DORA, &format!("from={yesterday}")).await;
    let day_before = values(&town, DORA, &format!("to={yesterday}")).await;
    // Township, village, grid today; township over two days; township yesterday.
    for (code, table) in [
        ("events", [4, 3, 3, 5, 1]),
        ("events_fever_symptom", [1, 1, 1, 1, 0]),
        ("events_left_isolation", [1, 1, 1, 1, 0]),
        ("events_gathering", [1, 1, 1, 1, 0]),
        ("events_rumour", [1, 0, 0, 2, 1]),
        ("events_dispute", [0, 0, 0, 0, 0]),
        ("events_closed", [2, 2, 2, 2, 0]),
        ("events_closed_in_time", [1, 1, 1, 1, 0]),
        ("events_open", [3, 2, 2, 3, 1]),
        ("urgent_events", [2, 2, 2, 2, 0]),
    ] {
        let counted = [&all, &village, &grid, &two_days, &day_before].map(|values| values[code]);
        assert_eq!(counted, table, "{code}");
    }
    let open = behind(&town, DORA, "events_open").await;
    assert_eq!((open.value, open.records), (3, 3));
}

#[tokio::test(flavor = "current_thread")]
async fn a_grid_reports_once_whoever_signs_and_a_zero_report_covers_nothing() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    let report = |who: Somebody, screened: i64, events: i64| DailyReport {
        grid: Some(GRID),
        on: Some(today()),
        zero: Some(events == 0),
        status: "signed".into(),
        steps: vec![daily_report::Step {
            what: "signed".into(),
            at: Some(MORNING),
            by: Some(who.user),
            ..daily_report::Step::default()
        }],
        figures: BTreeMap::from([("households_screened".to_owned(), screened), ("events".to_owned(), events)]),
        ..DailyReport::default()
    };
    let id = daily_report::id_of(GRID, today());
    let grid = Scope::Grid(GRID);
    for phone in [&anna, &bert] {
        phone.sync_well().await;
    }
    anna.save(vec![Intent::add(id, grid, &report(ANNA, 7, 0))]).await;
    anna.sync_well().await;
    let counted = async || {
        let values = values(&town, DORA, "").await;
        (values["units_reported"], values["zero_reports"])
    };
    assert_eq!(counted().await, (1, 1));
    bert.save(vec![Intent::add(id, grid, &report(BERT, 4, 1))]).await;
    bert.sync_well().await;
    anna.sync_well().await;
    assert_eq!(counted().await, (1, 0));
    let joined: DailyReport = anna.shows(DailyReport::KIND, id).expect("a report").read();
    assert_eq!((joined.zero, joined.figures["households_screened"], joined.figures["events"]), (Some(false), 7, 1));
    assert_eq!(joined.steps.len(), 2, "both names");
    assert_eq!(values(&town, DORA, &format!("place={VILLAGE}")).await["units_reported"], 1);
    assert_eq!(values(&town, DORA, &format!("to={}", today().plus(-1))).await["units_reported"], 0);
}

#[tokio::test(flavor = "current_thread")]
async fn families_are_overdue_by_who_lives_there_and_each_opens_to_its_household() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    let visit = |door: usize, ago: i32, outcome: &str| Visit {
        household: Some(DOORS[door]),
        visited_on: Some(today().plus(-ago)),
        outcome: outcome.into(),
        ..Visit::default()
    };
    let person = |door: usize, person_type: &str| Person {
        household: Some(DOORS[door]),
        name: "许小禾".into(),
        person_type: Some(person_type.into()),
        came_from: Some("hubei".into()),
        ..Person::default()
    };
    // A returnee, asked after every 3 days; an ordinary family, every 14; one where nobody was ever met.
    anna.add(&person(0, "returned_hubei")).await;
    anna.add(&visit(0, 4, "met")).await;
    anna.add(&visit(1, 15, "met")).await;
    anna.add(&visit(1, 2, "locked")).await;
    anna.add(&visit(2, 20, "locked")).await;
    anna.sync_well().await;
    // The returnees' family is due three days after, and overdue the day after that.
    for (ago, overdue) in [(16, 0), (4, 0), (1, 0), (0, 2)] {
        let query = format!("to={}", today().plus(-ago));
        assert_eq!(values(&town, DORA, &query).await["families_overdue"], overdue, "{ago} days ago");
    }
    let late = behind(&town, DORA, "families_overdue").await;
    assert_eq!((late.value, late.records, late.page.len()), (2, 2, 2));
    assert_eq!(late.page.iter().map(|record| record.id).collect::<Vec<_>>(), [DOORS[0], DOORS[1]]);
    assert!(late.page[0].data["head"].as_str().is_some_and(|head| head.contains('*')), "{:?}", late.page[0].data);
    // A call that was answered is a talk; one that was not is none.
    let resident = RecordId::fixed(0x301);
    let case = Isolation {
        household: Some(DOORS[0]),
        person: Some(resident),
        anchor: "first_day".into(),
        anchor_on: Some(today()),
        from_on: Some(today()),
        end_on: Some(today().plus(14)),
        status: "pending".into(),
        ..Isolation::default()
    };
    let case = anna.add(&case).await;
    let call = |reached: bool| CareContact {
        household: Some(DOORS[0]),
        case: Some(case),
        person: Some(resident),
        on: Some(today()),
        purpose: "inquiry".into(),
        mode: "phone".into(),
        reached: Some(reached),
        body: Some("well".into()),
        ..CareContact::default()
    };
    for (reached, overdue) in [(false, 2), (true, 1)] {
        anna.add(&call(reached)).await;
        anna.sync_well().await;
        assert_eq!(values(&town, DORA, "").await["families_overdue"], overdue, "{reached}");
    }
    assert_eq!(values(&town, GINA, "").await["families_overdue"], 1);
}
