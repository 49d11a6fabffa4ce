//! Own work, noted down without signal by those who walk and those who help, judged by the real
//! server and counted as a table by hand says.

use model::{
    day::Day,
    fact::{Fact, Metric},
    id::RecordId,
    kind::{
        self, Payload, disinfection::Disinfection, dissuasion::Dissuasion, material::Material, patrol::Patrol,
        police_action::PoliceAction, policy::Policy, publicity::Publicity, rota::Rota, service::Service,
    },
    record::Scope,
    wire::{RejectCode, Verdict},
    work::{Counted, service_times},
};
use std::rc::Rc;
use sync::Intent;
use tests::{
    phone::Phone,
    township::{ANNA, BERT, DORA, GRID, HUGO, TEAM, TOWN, Township, VILLAGE},
};

const HERE: Scope = Scope::Grid(GRID);
const WITH_TEAM: Scope = Scope::Team(TEAM);
const THE_TOWN: Scope = Scope::Town(TOWN);

fn day() -> Option<Day> {
    Day::new(2020, 2, 7)
}

/// What is counted of all that a phone holds.
fn counted<T: tests::backend::Server>(phone: &Phone<T>) -> Counted {
    let state = phone.engine.state();
    let held = kind::KINDS.iter().flat_map(|kind| state.held(kind.name).map(move |held| (kind.facts)(&held.record)));
    let facts: Vec<Fact> = held.flatten().collect();
    let day = day().expect("a day");
    Counted::of(&facts, day, day)
}

fn told(channel: &str, n: i64) -> Publicity {
    Publicity { on: day(), channel: channel.into(), quantity: Some(n), village: Some(VILLAGE), ..Publicity::default() }
}

#[tokio::test(flavor = "current_thread")]
async fn what_was_done_without_signal_is_counted_as_one_works_it_out_by_hand() {
    let town = Rc::new(Township::open().await);
    let (anna, hugo, dora) =
        (Phone::of(&town, ANNA, 1).await, Phone::of(&town, HUGO, 2).await, Phone::of(&town, DORA, 3).await);
    for phone in [&anna, &hugo, &dora] {
        phone.sync_well().await;
    }
    let slogan = Material { on: day(), sort: "slogan".into(), title: "出门戴口罩".into(), ..Material::default() };
    let slogan = dora.add_to(THE_TOWN, &slogan).await;
    dora.sync_well().await;
    anna.sync_well().await;

    // In the hills: the worker's day.
    let rota = Rota {
        on: day(),
        place: "村部".into(),
        place_type: "village_office".into(),
        every_days: Some(1),
        ..Rota::default()
    };
    let rota = anna.add_to(HERE, &rota).await;
    let done = Disinfection {
        on: day(),
        rota: Some(rota),
        place: "村部".into(),
        place_type: "village_office".into(),
        area_m2: Some(200),
        agent: "eighty_four".into(),
        concentration: Some(500),
        ..Disinfection::default()
    };
    anna.add_to(HERE, &done).await;
    anna.add_to(HERE, &Publicity { material: Some(slogan), ..told("banner", 3) }).await;
    anna.add_to(HERE, &told("leaflet", 50)).await;
    let patrol = Patrol {
        on: day(),
        people_n: Some(6),
        village: Some(VILLAGE),
        met: vec!["gathering".into()],
        dissuaded_n: Some(9),
        ..Patrol::default()
    };
    anna.add_to(HERE, &patrol).await;
    let dissuaded = Dissuasion { on: day(), about: "hygiene".into(), people_n: Some(4), ..Dissuasion::default() };
    anna.add_to(HERE, &dissuaded).await;
    let mistaken = anna.add_to(HERE, &told("leaflet", 5_000)).await;
    anna.save(vec![Intent::void(Publicity::KIND, mistaken, HERE, "entered_in_error")]).await;

    // The volunteer's, of which one thing was entered twice.
    let service = |sort: &str, served, serving| Service {
        on: day(),
        sort: sort.into(),
        served_n: Some(served),
        serving_n: Some(serving),
        team: Some(TEAM),
        ..Service::default()
    };
    hugo.add_to(WITH_TEAM, &service("kindness", 12, 4)).await;
    hugo.add_to(WITH_TEAM, &service("screening", 30, 5)).await;
    let twice = hugo.add_to(WITH_TEAM, &service("screening", 30, 5)).await;
    hugo.add_to(WITH_TEAM, &told("bicycle", 1)).await;
    hugo.sync_well().await;
    hugo.save(vec![Intent::void(Service::KIND, twice, WITH_TEAM, "entered_twice")]).await;
    hugo.sync_well().await;
    anna.sync_well().await;
    assert!(anna.engine.state().repair().is_empty() && hugo.engine.state().repair().is_empty());

    // A colleague who walks there too holds it all.
    let bert = Phone::of(&town, BERT, 4).await;
    bert.sync_well().await;
    let counted = counted(&bert);
    for (metric, by_hand) in [
        (Metric::PublicityBanners, 3),
        (Metric::Leaflets, 50),
        (Metric::PublicityRides, 1),
        (Metric::Patrol, 1),
        (Metric::PatrolPeople, 6),
        (Metric::Dissuaded, 13),
        (Metric::DissuadedHygiene, 4),
        (Metric::Disinfection, 1),
        (Metric::DisinfectedArea, 200),
        (Metric::Material, 1),
    ] {
        assert_eq!(counted.sum(metric), Some(by_hand), "{metric:?}");
    }
    let served = service_times(&counted, &Policy::default());
    assert_eq!((served.basis, served.total()), ("served", Some(42)));
    let serving = service_times(&counted, &Policy { service_counts: "serving".into(), ..Policy::default() });
    assert_eq!((serving.basis, serving.total()), ("serving", Some(9)));
}

#[tokio::test(flavor = "current_thread")]
async fn nobody_but_the_police_counts_for_the_police_and_a_point_is_not_disinfected_from_elsewhere() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    let dora = Phone::of(&town, DORA, 2).await;
    anna.sync_well().await;
    dora.sync_well().await;
    let action = PoliceAction { on: day(), force_n: Some(3), ..PoliceAction::default() };
    for phone in [&anna, &dora] {
        phone.add_to(THE_TOWN, &action).await;
    }
    let nowhere = Disinfection {
        on: day(),
        rota: Some(RecordId::fixed(0x999)),
        place: "村部".into(),
        place_type: "village_office".into(),
        area_m2: Some(200),
        agent: "eighty_four".into(),
        concentration: Some(50),
        ..Disinfection::default()
    };
    anna.add_to(HERE, &nowhere).await;
    anna.add_to(HERE, &Disinfection { concentration: Some(500), ..nowhere }).await;
    anna.sync_well().await;
    dora.sync_well().await;
    let refused = |phone: &Phone<Township>| {
        phone
            .verdicts()
            .into_iter()
            .map(|verdict| match verdict {
                Some(Verdict::Rejected(rejection)) => Some(rejection.code),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(refused(&dora), [Some(RejectCode::Forbidden)]);
    let [police, weak, unknown] = refused(&anna)[..] else { panic!("three ops") };
    assert_eq!(
        (police, weak, unknown),
        (Some(RejectCode::Forbidden), Some(RejectCode::Invalid), Some(RejectCode::UnknownRef))
    );
}
