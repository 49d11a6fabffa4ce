//! How long the figures of isolation and care take in a township of a hundred thousand people:
//! `cargo xtask bench overview` lays it down, asks, and prints. Nothing here runs with the other
//! stories; what the figures are is told in `isolation.rs`.

use model::{
    access::{Duty, Permit, Role},
    ambient::Clock,
    day::Day,
    id::{RecordId, UserId},
    kind::{
        Payload,
        assignment::Assignment,
        care_contact::CareContact,
        care_team::{CareTeam, Member},
        directory::{Grid, Town, Village},
        errand::Errand,
        household::Household,
        isolation::Isolation,
        need::Need,
        person::Person,
        reading::Reading,
        team::Team,
    },
    record::Scope,
};
use serde_json::json;
use server::{
    Options, State,
    http::site::{Files, Site},
    ops::add::{NewRecord, add_all},
    world::Machine,
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::time::Instant;

const VILLAGES: u128 = 27;
const GRIDS: u128 = 4;
const PEOPLE: u128 = 100_000;
/// One in so many is isolated or was.
const ISOLATED: u128 = 100;
/// So often each question is asked.
const ASKED: usize = 40;

const TOWN: RecordId = RecordId::fixed(1);
const SETS_UP: UserId = UserId::fixed(1);

fn id(sort: u128, n: u128) -> RecordId {
    RecordId::fixed((sort << 32) + n)
}

struct Laid {
    today: Day,
    made: Vec<NewRecord>,
}

impl Laid {
    fn put<T: Payload>(&mut self, scope: Scope, id: RecordId, payload: &T) {
        self.made.push(NewRecord { scope, kind: T::KIND, id, data: payload.data(), at: None });
    }

    /// Whoever lives in one grid: three behind each door.
    fn grid(&mut self, nth: u128, grid: Scope, team: Scope) {
        let per_grid = PEOPLE / (VILLAGES * GRIDS) + 1;
        for n in nth * per_grid..((nth + 1) * per_grid).min(PEOPLE) {
            let home = id(5, n / 3);
            if n % 3 == 0 || n == nth * per_grid {
                let household = Household { door: format!("{n}号"), head: "佘德旺".into(), ..Household::default() };
                if self.made.iter().all(|record| record.id != home) {
                    self.put(grid, home, &household);
                }
            }
            let isolated = n.is_multiple_of(ISOLATED);
            let person = Person {
                household: Some(home),
                name: "佘小满".into(),
                born: Some(1980),
                person_type: isolated.then(|| "returned_hubei".into()),
                type_by: isolated.then(|| "邵月琴".into()),
                returned_on: isolated.then(|| self.today.plus(-3)),
                ..Person::default()
            };
            self.put(grid, id(6, n), &person);
            if isolated {
                self.case(n, home, grid, team);
            }
        }
    }

    /// Begun within the last three weeks, with all that fourteen days bring.
    fn case(&mut self, n: u128, home: RecordId, grid: Scope, team: Scope) {
        let (case, person) = (id(7, n), id(6, n));
        let begun = self.today.plus(-((n / ISOLATED % 21) as i32));
        let end = begun.plus(14);
        let over = end < self.today;
        let isolation = Isolation {
            household: Some(home),
            person: Some(person),
            anchor: "first_day".into(),
            anchor_on: Some(begun),
            from_on: Some(begun),
            end_on: Some(end),
            status: if over { "released" } else { "isolating" }.into(),
            ended_on: over.then_some(end),
            ended_minute: over.then_some(720),
            end_reason: over.then(|| "period_over".into()),
            signed_off_by: over.then(|| "邹济生".into()),
            release_no: over.then(|| format!("2020-{n:08}")),
            ..Isolation::default()
        };
        self.put(grid, case, &isolation);
        let member = |duty: &str, party| Member {
            name: "邵月琴".into(),
            duty: duty.into(),
            phone: None,
            party: Some(party),
            staff: None,
        };
        let members = ["grid_worker", "village_cadre", "medic", "party_volunteer"].map(|duty| member(duty, true));
        let (household, from_on, of) = (Some(home), Some(begun), Some(case));
        let care_team = CareTeam { household, case: of, from_on, members: members.to_vec() };
        self.put(grid, id(8, n), &care_team);
        let given = Assignment {
            household,
            case: of,
            person: Some(person),
            door: format!("{n}号"),
            name: "佘小满".into(),
            from_on,
            to_on: Some(end),
            calls: Some(true),
            status: if over { "ended" } else { "active" }.into(),
            ..Assignment::default()
        };
        self.put(team, id(9, n), &given);
        for day in 0..=end.min(self.today).since(begun) {
            let on = begun.plus(day);
            for slot in 0..2 {
                let reading = Reading {
                    household,
                    case: of,
                    person: Some(person),
                    on: Some(on),
                    slot,
                    at_minute: Some(480 + 480 * slot),
                    tenths: Some(365),
                    method: Some("forehead".into()),
                    place: Some("home".into()),
                    ..Reading::default()
                };
                self.put(grid, id(10, n * 64 + day as u128 * 2 + slot as u128), &reading);
            }
            for (nth, (purpose, scope)) in [("inquiry", grid), ("hotline", team)].into_iter().enumerate() {
                let contact = CareContact {
                    household,
                    case: of,
                    person: Some(person),
                    on: Some(on),
                    at_minute: Some(570),
                    purpose: purpose.into(),
                    mode: "phone".into(),
                    by_party: Some(true),
                    reached: Some(true),
                    body: Some("fine".into()),
                    mood: Some(4),
                    ..CareContact::default()
                };
                self.put(scope, id(11, n * 64 + day as u128 * 2 + nth as u128), &contact);
            }
        }
        let need = Need {
            household,
            case: of,
            person: Some(person),
            category: "masks".into(),
            asked_on: Some(begun),
            asked_minute: Some(600),
            status: "open".into(),
            ..Need::default()
        };
        self.put(grid, id(12, n), &need);
        let errand = Errand {
            need: Some(id(12, n)),
            household,
            case: of,
            door: format!("{n}号"),
            category: "masks".into(),
            masks: Some(10),
            asked_on: Some(begun),
            delivered_on: Some(begun.plus(1).min(self.today)),
            status: "delivered".into(),
            ..Errand::default()
        };
        self.put(team, id(13, n), &errand);
    }
}

async fn township(state: &State) -> BTreeSet<RecordId> {
    let at = Scope::Town(TOWN);
    let today = state.today();
    let mut laid = Laid { today, made: Vec::new() };
    laid.put(at, TOWN, &Town { name: "云溪镇".into(), code: "990000100000".into() });
    let mut grids = BTreeSet::new();
    for village in 0..VILLAGES {
        let code = format!("990000100{:03}", 201 + village);
        laid.put(at, id(2, village), &Village { name: format!("{village}村"), code: code.clone(), grid: None });
        let own: Vec<RecordId> = (0..GRIDS).map(|n| id(3, village * GRIDS + n)).collect();
        for (n, grid) in own.iter().enumerate() {
            let code = format!("{code}{:03}", n + 1);
            laid.put(
                at,
                *grid,
                &Grid { name: format!("{n}网格"), code, level: 2, village: Some(id(2, village)), ..Grid::default() },
            );
        }
        let team = Team { name: "服务队".into(), kind: "service".into(), grids: own.clone(), ..Team::default() };
        laid.put(at, id(4, village), &team);
        grids.extend(own);
    }
    add_all(state, SETS_UP, TOWN, laid.made).await.expect("a directory");
    for nth in 0..VILLAGES * GRIDS {
        let mut laid = Laid { today, made: Vec::new() };
        laid.grid(nth, Scope::Grid(id(3, nth)), Scope::Team(id(4, nth / GRIDS)));
        add_all(state, SETS_UP, TOWN, laid.made).await.expect("a grid");
    }
    grids
}

/// The middle, the one that nineteen of twenty do not exceed, and the longest, in milliseconds.
fn quantiles(mut took: Vec<Duration>) -> [f64; 3] {
    took.sort();
    let at = |share: usize| took[(took.len() * share).div_ceil(100).max(1) - 1].as_secs_f64() * 1000.0;
    [at(50), at(95), at(100)].map(|ms| (ms * 10.0).round() / 10.0)
}

#[tokio::test]
#[ignore = "a bench: cargo xtask bench overview"]
async fn figures_of_a_hundred_thousand_people() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = Site::open(Files::Folder(folder.path().join("site")));
    let path = folder.path().join("bench.sqlite");
    let state = State::open(&path, Arc::new(Machine), site, Options::default()).await.expect("a database");
    let grids = township(&state).await;
    let village = grids.iter().take(GRIDS as usize).copied().collect();
    let permit = |grids| {
        let duty = Duty::in_grids(Role::Town, grids);
        Permit::of(SETS_UP, TOWN, vec![duty]).figures().expect("figures")
    };
    let (whole, one) = (permit(grids), permit(village));
    let (today, now) = (state.today(), Machine.now());
    let mut figures = serde_json::Map::new();
    println!("\n{PEOPLE} people, milliseconds{:>18} {:>8} {:>8}", "p50", "p95", "max");
    for (name, permit, from) in
        [("care_today", &whole, today), ("care_month", &whole, today.plus(-30)), ("care_village_today", &one, today)]
    {
        let mut took = Vec::new();
        for _ in 0..ASKED {
            let begun = Instant::now();
            let care = state.store.care(permit, (from, today), now).await.expect("figures");
            took.push(begun.elapsed());
            assert!(care.total.isolating > 0 && care.total.readings_due > 0);
        }
        let [p50, p95, max] = quantiles(took);
        println!("{name:>28} {p50:>18} {p95:>8} {max:>8}");
        figures.extend([("p50", p50), ("p95", p95), ("max", max)].map(|(q, ms)| (format!("{name}_{q}_ms"), json!(ms))));
    }
    if let Some(file) = std::env::var_os("DOORSTEP_FIGURES") {
        let text = serde_json::to_vec_pretty(&json!({ "figures": figures })).expect("JSON");
        std::fs::write(file, text).expect("the figures are written");
    }
}
