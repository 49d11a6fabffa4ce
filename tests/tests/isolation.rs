//! Isolation across phones: a case that two open without signal is one, those who lead decide about
//! it, and a team sees of a household what it was given, and nothing else.

use axum::http::{Method, StatusCode};
use model::{
    care::figures::CareFigures,
    day::Day,
    id::{DeviceId, RecordId},
    kind::{
        assignment::{self, Assignment},
        care_contact::CareContact,
        conflict::Conflict,
        errand::Errand,
        household::Household,
        isolation::{self, Isolation},
        need::Need,
        person::Person,
        reading::Reading,
        team::Team,
    },
    record::{Record, Scope},
    wire::{CareOverview, RejectCode},
};
use serde_json::json;
use std::rc::Rc;
use sync::Intent;
use tests::{
    ambient::MORNING,
    backend::Backend,
    phone::Phone,
    township::{
        ANNA, BERT, CORA, DOORS, DORA, ELSA, FINN, GINA, GRETE, GRID, HUGO, OTHER_GRID, Somebody, TEAM, TOWN, Township,
        data,
    },
};

const HERE: Scope = Scope::Grid(GRID);
const WITH_TEAM: Scope = Scope::Team(TEAM);
/// Who lives behind the first door.
const PERSON: RecordId = RecordId::fixed(0x301);

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

fn case() -> Isolation {
    Isolation {
        household: Some(DOORS[0]),
        person: Some(PERSON),
        anchor: "first_day".into(),
        anchor_on: Some(today()),
        from_on: Some(today()),
        end_on: Some(today().plus(14)),
        status: "pending".into(),
        ..Isolation::default()
    }
}

fn codes(phone: &Phone) -> Vec<RejectCode> {
    phone.engine.state().repair().iter().map(|stuck| stuck.rejection.code).collect()
}

fn refused_fields(phone: &Phone) -> Vec<(RejectCode, Option<String>)> {
    phone.engine.state().repair().iter().map(|stuck| (stuck.rejection.code, stuck.rejection.field.clone())).collect()
}

fn conflicts(phone: &Phone) -> Vec<(Record, Conflict)> {
    let state = phone.engine.state();
    state.all::<Conflict>().map(|(held, conflict)| (held.record.clone(), conflict)).collect()
}

#[tokio::test(flavor = "current_thread")]
async fn a_case_that_two_open_without_signal_is_one() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    let grete = Phone::of(&town, GRETE, 3).await;
    for phone in [&anna, &bert, &grete] {
        phone.sync_well().await;
    }
    let id = isolation::id_of(PERSON, 0);
    let annas = Isolation { doctor: Some("邹济生".into()), ..case() };
    let berts = Isolation { family_name: Some("佘小满".into()), end_on: Some(today().plus(16)), ..case() };
    anna.save(vec![Intent::add(id, HERE, &annas)]).await;
    bert.save(vec![Intent::add(id, HERE, &berts)]).await;
    for phone in [&anna, &bert, &anna, &grete] {
        phone.sync_well().await;
    }
    for phone in [&anna, &bert, &grete] {
        assert_eq!((phone.engine.state().all::<Isolation>().count(), codes(phone)), (1, vec![]));
        let held: Isolation = phone.shows("isolation", id).expect("the case").read();
        // What only one of them knew is known, and what they did not agree upon is asked.
        assert_eq!((held.doctor.as_deref(), held.family_name.as_deref()), (Some("邹济生"), Some("佘小满")));
        assert_eq!(held.end_on, Some(today().plus(14)));
        let [(_, conflict)] = &conflicts(phone)[..] else { panic!("one conflict") };
        assert_eq!((conflict.of, conflict.fields.len()), (Some(id), 1));
        assert_eq!(
            (&conflict.fields[0].mine, &conflict.fields[0].theirs),
            (&json!(today().plus(16)), &json!(today().plus(14)))
        );
    }
    // The very same once more changes nothing, on whatever phone.
    let again = Phone::of(&town, BERT, 4).await;
    again.save(vec![Intent::add(id, HERE, &annas)]).await;
    again.sync_well().await;
    assert_eq!((codes(&again), conflicts(&again).len()), (vec![], 1));

    // Once it is decided, until when it goes on is not for those who walk to choose.
    grete.set("isolation", id, data(json!({"status": "isolating"}))).await;
    grete.sync_well().await;
    let choose = |open: &(Record, Conflict)| Intent::set(&open.0, data(json!({"status": "settled", "choice": "mine"})));
    anna.save(vec![choose(&conflicts(&anna)[0])]).await;
    anna.sync_well().await;
    assert_eq!(codes(&anna), [RejectCode::Forbidden]);
    grete.save(vec![choose(&conflicts(&grete)[0])]).await;
    grete.sync_well().await;
    bert.sync_well().await;
    let held: Isolation = bert.shows("isolation", id).expect("the case").read();
    assert_eq!((codes(&grete), held.end_on), (vec![], Some(today().plus(16))));
}

#[tokio::test(flavor = "current_thread")]
async fn a_case_that_is_opened_twice_is_where_its_door_went() {
    const THERE: Scope = Scope::Grid(OTHER_GRID);
    let town = Rc::new(Township::open().await);
    town.give(BERT, OTHER_GRID).await;
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    let (gina, late) = (Phone::of(&town, GINA, 3).await, Phone::of(&town, ANNA, 4).await);
    for phone in [&anna, &bert, &gina, &late] {
        phone.sync_well().await;
    }
    let id = isolation::id_of(PERSON, 0);
    anna.save(vec![Intent::add(id, HERE, &case())]).await;
    bert.save(vec![Intent::add(id, HERE, &Isolation { doctor: Some("邹济生".into()), ..case() })]).await;
    late.save(vec![Intent::add(id, HERE, &Isolation { family_name: Some("佘小满".into()), ..case() })]).await;
    anna.sync_well().await;
    gina.sync_well().await;
    gina.save(vec![Intent::relocate(DOORS[0], HERE, THERE)]).await;
    gina.sync_well().await;
    // Bert walks there too: his joins. Anna no longer does: hers is shown to those who do.
    bert.sync_well().await;
    late.sync_well().await;
    bert.sync_well().await;
    assert_eq!((codes(&bert), codes(&late)), (vec![], vec![RejectCode::ScopeRevoked]));
    let held = bert.shows("isolation", id).expect("the case");
    assert_eq!((held.scope, held.read::<Isolation>().doctor.as_deref()), (THERE, Some("邹济生")));
    let [(_, conflict)] = &conflicts(&bert)[..] else { panic!("one conflict") };
    assert_eq!((conflict.reason.as_str(), &conflict.fields[0].mine), ("no_longer_held", &json!("佘小满")));
    let cora = Phone::of(&town, CORA, 5).await;
    cora.sync_well().await;
    assert_eq!(cora.engine.state().all::<Isolation>().count(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn those_who_answer_for_the_village_decide() {
    let town = Rc::new(Township::open().await);
    let (anna, elsa, grete) =
        (Phone::of(&town, ANNA, 1).await, Phone::of(&town, ELSA, 2).await, Phone::of(&town, GRETE, 3).await);
    for phone in [&anna, &elsa, &grete] {
        phone.sync_well().await;
    }
    let id = isolation::id_of(PERSON, 0);
    anna.save(vec![Intent::add(id, HERE, &case())]).await;
    anna.sync_well().await;
    elsa.sync_well().await;
    // A grid leader measures and calls like any worker, and decides no more than they do.
    elsa.set("isolation", id, data(json!({"doctor": "邹济生"}))).await;
    elsa.set("isolation", id, data(json!({"status": "isolating"}))).await;
    let other = Isolation {
        person: Some(RecordId::fixed(0x302)),
        household: Some(DOORS[1]),
        status: "isolating".into(),
        ..case()
    };
    elsa.add_to(HERE, &other).await;
    let reading = Reading {
        household: Some(DOORS[0]),
        case: Some(id),
        person: Some(PERSON),
        on: Some(today()),
        slot: 0,
        at_minute: Some(430),
        tenths: Some(365),
        ..Reading::default()
    };
    elsa.add_to(HERE, &reading).await;
    elsa.sync_well().await;
    assert_eq!(refused_fields(&elsa), [(); 2].map(|()| (RejectCode::Forbidden, None)));

    grete.sync_well().await;
    let held: Isolation = grete.shows("isolation", id).expect("the case").read();
    assert_eq!(
        (held.status.as_str(), held.end_on, held.doctor.as_deref()),
        ("pending", Some(today().plus(14)), Some("邹济生"))
    );
    grete.set("isolation", id, data(json!({"status": "isolating", "end_on": today().plus(12)}))).await;
    grete.sync_well().await;
    anna.sync_well().await;
    let held: Isolation = anna.shows("isolation", id).expect("the case").read();
    assert_eq!((codes(&grete), held.status.as_str(), held.end_on), (vec![], "isolating", Some(today().plus(12))));
    elsa.sync_well().await;
    elsa.set("isolation", id, data(json!({"end_on": today().plus(20)}))).await;
    elsa.sync_well().await;
    assert_eq!(codes(&elsa), [RejectCode::Forbidden; 3], "the days of what is decided are decided as well");

    // Who opened it opens it once more, from a phone that has seen nothing: that decides nothing.
    let second = Phone::of(&town, GRETE, 5).await;
    second.save(vec![Intent::add(id, HERE, &Isolation { end_on: Some(today().plus(30)), ..case() })]).await;
    second.sync_well().await;
    let fresh = Phone::of(&town, ANNA, 6).await;
    fresh.save(vec![Intent::add(id, HERE, &Isolation { end_on: Some(today().plus(40)), ..case() })]).await;
    fresh.sync_well().await;
    let held: Isolation = fresh.shows("isolation", id).expect("the case").read();
    assert_eq!((held.status.as_str(), held.end_on), ("isolating", Some(today().plus(12))));
    assert_eq!(conflicts(&fresh).len(), 2);

    // The township's command holds no doors, and decides nothing at them.
    let dora = Phone::of(&town, DORA, 7).await;
    dora.sync_well().await;
    assert_eq!(dora.engine.state().all::<Household>().count(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn a_team_sees_what_it_was_given() {
    let town = Rc::new(Township::open().await);
    let (anna, hugo) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, HUGO, 2).await);
    anna.sync_well().await;
    let id = isolation::id_of(PERSON, 0);
    let need = Need {
        household: Some(DOORS[0]),
        category: "masks".into(),
        asked_on: Some(today()),
        status: "open".into(),
        ..Need::default()
    };
    let need_id = anna.engine.new_id();
    let errand = Errand {
        need: Some(need_id),
        household: Some(DOORS[0]),
        case: Some(id),
        door: "17号".into(),
        category: "masks".into(),
        asked_on: Some(today()),
        status: "open".into(),
        ..Errand::default()
    };
    let given = Assignment {
        household: Some(DOORS[0]),
        case: Some(id),
        person: Some(PERSON),
        door: "17号".into(),
        name: "佘德旺".into(),
        from_on: Some(today()),
        status: "active".into(),
        ..Assignment::default()
    };
    let (errand_id, given_id) = (anna.engine.new_id(), assignment::id_of(id, TEAM));
    anna.save(vec![
        Intent::add(id, HERE, &case()),
        Intent::add(need_id, HERE, &need),
        Intent::add(errand_id, WITH_TEAM, &errand),
        Intent::add(given_id, WITH_TEAM, &given),
    ])
    .await;
    anna.sync_well().await;
    hugo.sync_well().await;
    let holds = |phone: &Phone| {
        let state = phone.engine.state();
        let doors = state.all::<Household>().count() + state.all::<Person>().count() + state.all::<Isolation>().count();
        (doors > 0, state.all::<Errand>().count(), state.all::<Assignment>().count())
    };
    assert_eq!((codes(&anna), holds(&anna), holds(&hugo)), (vec![], (true, 1, 1), (false, 1, 1)));

    let set = data(json!({"status": "delivered", "delivered_on": today(), "taken_by": HUGO.user}));
    hugo.set("errand", errand_id, set).await;
    let call = CareContact {
        household: Some(DOORS[0]),
        case: Some(id),
        person: Some(PERSON),
        on: Some(today()),
        purpose: "hotline".into(),
        mode: "phone".into(),
        by_party: Some(true),
        reached: Some(true),
        mood: Some(4),
        ..CareContact::default()
    };
    let twice = hugo.add_to(WITH_TEAM, &call).await;
    let call = hugo.add_to(WITH_TEAM, &call).await;
    hugo.sync_well().await;
    // What he entered himself he may take back, also once it has arrived.
    hugo.save(vec![Intent::void("care_contact", twice, WITH_TEAM, "entered_in_error")]).await;
    hugo.sync_well().await;
    assert_eq!(codes(&hugo), []);
    // Nothing else: no household is given by them, and none is entered.
    hugo.set("assignment", given_id, data(json!({"status": "ended"}))).await;
    hugo.add_to(WITH_TEAM, &Assignment { case: Some(RecordId::fixed(0x999)), ..given.clone() }).await;
    hugo.add_to(HERE, &need).await;
    hugo.save(vec![Intent::void("errand", errand_id, WITH_TEAM, "mistaken")]).await;
    hugo.sync_well().await;
    assert_eq!(codes(&hugo), [RejectCode::Forbidden; 4]);

    anna.sync_well().await;
    let held: Errand = anna.shows("errand", errand_id).expect("the errand").read();
    assert!(anna.shows("care_contact", twice).is_none());
    assert_eq!((held.is_delivered(), anna.shows("care_contact", call).map(|call| call.scope)), (true, Some(WITH_TEAM)));
    // Those who lead there hold the same; those of the next grid hold nothing of it.
    for (who, n, doors, errands) in [(ELSA, 3, true, 1), (GRETE, 4, true, 1), (CORA, 5, true, 0), (FINN, 6, true, 0)] {
        let phone = Phone::of(&town, who, n).await;
        phone.sync_well().await;
        assert_eq!(holds(&phone), (doors, errands, errands), "{}", who.account);
    }
    // Nor may they leave anything with the team, or take the door of another grid to a team.
    let cora = Phone::of(&town, CORA, 7).await;
    cora.add_to(WITH_TEAM, &errand).await;
    cora.sync_well().await;
    assert_eq!(codes(&cora), [RejectCode::ScopeRevoked]);
}

#[tokio::test(flavor = "current_thread")]
async fn whom_a_team_serves_is_said_by_those_who_answer_for_the_place() {
    let town = Rc::new(Township::open().await);
    let team =
        |grid| Team { name: "柳塘村巡逻队".into(), kind: "patrol".into(), grids: vec![grid], ..Team::default() };
    let at = Scope::Town(TOWN);
    let grete = Phone::of(&town, GRETE, 1).await;
    grete.sync_well().await;
    let own = grete.add_to(at, &team(GRID)).await;
    grete.add_to(at, &team(OTHER_GRID)).await;
    grete.sync_well().await;
    assert_eq!(codes(&grete), [RejectCode::ScopeRevoked]);
    // To serve a place is to let those who walk there see what the team knows.
    grete.set("team", own, data(json!({"grids": [GRID, OTHER_GRID]}))).await;
    grete.sync_well().await;
    assert_eq!(codes(&grete), [RejectCode::ScopeRevoked; 2]);
    let cora = Phone::of(&town, CORA, 2).await;
    cora.sync_well().await;
    assert!(!cora.engine.state().cursors().contains_key(&Scope::Team(own)));
    for (who, n) in [(ANNA, 3), (ELSA, 4), (HUGO, 5)] {
        let phone = Phone::of(&town, who, n).await;
        phone.add_to(at, &team(GRID)).await;
        phone.sync_well().await;
        assert_eq!(codes(&phone), [RejectCode::Forbidden], "{}", who.account);
    }
    // The command may say so anywhere, and who walks there holds it with their next sync.
    let dora = Phone::of(&town, DORA, 6).await;
    dora.sync_well().await;
    dora.set("team", own, data(json!({"grids": [GRID, OTHER_GRID]}))).await;
    dora.sync_well().await;
    cora.sync_well().await;
    assert_eq!(codes(&dora), []);
    assert!(cora.engine.state().cursors().contains_key(&Scope::Team(own)));
    // And then it is no longer hers alone to withdraw.
    grete.sync_well().await;
    grete.save(vec![Intent::void("team", own, at, "mistaken")]).await;
    grete.sync_well().await;
    assert_eq!(codes(&grete), [RejectCode::ScopeRevoked; 3]);
}

#[tokio::test(flavor = "current_thread")]
async fn figures_of_care_are_for_those_who_answer_for_the_place() {
    let town = Rc::new(Township::open().await);
    let (anna, grete, hugo) =
        (Phone::of(&town, ANNA, 1).await, Phone::of(&town, GRETE, 2).await, Phone::of(&town, HUGO, 3).await);
    let id = isolation::id_of(PERSON, 0);
    let need_id = anna.engine.new_id();
    let need = Need {
        household: Some(DOORS[0]),
        case: Some(id),
        category: "masks".into(),
        asked_on: Some(today()),
        status: "open".into(),
        ..Need::default()
    };
    anna.save(vec![Intent::add(id, HERE, &case()), Intent::add(need_id, HERE, &need)]).await;
    anna.sync_well().await;
    grete.sync_well().await;
    grete.set("isolation", id, data(json!({"status": "isolating"}))).await;
    grete.sync_well().await;
    // What the team does is kept with the team, and counts where the door is.
    let errand = Errand {
        need: Some(need_id),
        household: Some(DOORS[0]),
        door: "17号".into(),
        category: "masks".into(),
        masks: Some(10),
        asked_on: Some(today()),
        delivered_on: Some(today()),
        status: "delivered".into(),
        ..Errand::default()
    };
    hugo.add_to(WITH_TEAM, &errand).await;
    // Nobody asked for these: one while somebody is isolated there, one at the door alone.
    let unasked = |case, masks| Errand { need: None, case, masks: Some(masks), ..errand.clone() };
    hugo.add_to(WITH_TEAM, &unasked(Some(id), 3)).await;
    hugo.add_to(WITH_TEAM, &unasked(None, 2)).await;
    hugo.sync_well().await;
    assert_eq!(codes(&hugo), []);

    const PATH: &str = "/api/v1/overview/care";
    let ask = |who: Somebody, path: String| {
        let town = Rc::clone(&town);
        async move {
            let (cookie, _) = town.sign_in(who, DeviceId::fixed(0xca)).await;
            town.ask(Method::GET, &path, Some(&cookie), None).await
        }
    };
    let counted =
        |figures: &CareFigures| (figures.isolating, figures.opened, figures.errands, figures.masks, figures.needs_done);
    let here = (1, 1, 3, 15, 1);
    for (who, total) in [(DORA, here), (GINA, here), (ELSA, here), (FINN, (0, 0, 0, 0, 0))] {
        let care: CareOverview = ask(who, PATH.into()).await.json();
        assert_eq!((counted(&care.total), care.villages.len()), (total, 1), "{}", who.account);
        assert_eq!((counted(&care.villages[0].figures), care.from, care.to), (total, today(), today()));
    }
    for who in [ANNA, HUGO] {
        assert_eq!(ask(who, PATH.into()).await.status, StatusCode::FORBIDDEN, "{}", who.account);
    }
    // Of yesterday nothing was known.
    let yesterday = today().plus(-1);
    let care: CareOverview = ask(DORA, format!("{PATH}?from={yesterday}&to={yesterday}")).await.json();
    assert_eq!(counted(&care.total), (0, 0, 0, 0, 0));
    assert_eq!(ask(DORA, format!("{PATH}?from=luck")).await.status, StatusCode::NOT_FOUND);
}
