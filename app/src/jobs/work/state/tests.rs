//! What a form of own work begins with, and what saving it means.

use super::*;
use model::kind::{
    directory::Town, disinfection, dissuasion, material, patrol, police_action, publicity, service, station,
};
use serde_json::json;
use sync::ports::Kept;

const ME: UserId = UserId::fixed(7);
const TOWN: Scope = Scope::Town(RecordId::fixed(1));
const NEAR: RecordId = RecordId::fixed(2);
const FAR: RecordId = RecordId::fixed(3);
const GRID: Scope = Scope::Grid(RecordId::fixed(4));
const TEAM: Scope = Scope::Team(RecordId::fixed(5));
/// 2020-02-07 10:21 in China.
const NOW: i64 = 1_581_042_060_000;

fn data(value: Value) -> Data {
    value.as_object().cloned().expect("an object")
}

fn row(id: RecordId, scope: Scope, kind: &str, says: Value) -> Record {
    let says = data(says);
    Record {
        kind: kind.into(),
        id,
        scope,
        seq: 1,
        v: 1,
        fv: Default::default(),
        by: Some(ME),
        at: None,
        late: false,
        data: says,
        gone: None,
    }
}

/// A township of two villages, of which a grid of the one is held, and a team that serves it.
fn held(more: Vec<Record>) -> State {
    let grid =
        Grid { name: "柳塘一网格".into(), code: "99".into(), level: 2, village: Some(NEAR), ..Grid::default() };
    let team = Team { name: "柳塘村党员服务队".into(), grids: vec![GRID.id()], ..Team::default() };
    let town = Town { name: "云溪镇".into(), code: "99".into() };
    let mut rows = vec![
        row(TOWN.id(), TOWN, "town", Value::from(town.data())),
        row(FAR, TOWN, "village", json!({"name": "石埠村", "code": "1"})),
        row(NEAR, TOWN, "village", json!({"name": "柳塘村", "code": "2"})),
        row(GRID.id(), TOWN, "grid", Value::from(grid.data())),
        row(TEAM.id(), TOWN, "team", Value::from(team.data())),
        row(RecordId::fixed(6), GRID, "household", json!({"door": "1号", "head": "佘德旺"})),
    ];
    rows.extend(more);
    State::new(Kept { rows, ..Kept::default() })
}

fn names(kinds: Vec<&'static Kind>) -> Vec<&'static str> {
    kinds.into_iter().map(|kind| kind.name).collect()
}

#[test]
fn each_role_is_offered_what_it_may_note_down() {
    let state = held(Vec::new());
    let of = |role| names(offers(&[role], &state));
    let work = ["publicity", "patrol", "dissuasion", "disinfection", "rota", "service"];
    let offered = of(Role::Worker);
    assert!(work.iter().all(|kind| offered.contains(kind)), "{offered:?}");
    let only = |role, kind: &str| of(role).contains(&kind);
    assert!(only(Role::Police, police_action::KIND.name) && !only(Role::Worker, police_action::KIND.name));
    assert!(only(Role::Town, material::KIND.name) && !only(Role::VillageLead, material::KIND.name));
    assert!(only(Role::VillageLead, station::KIND.name) && !only(Role::GridLeader, station::KIND.name));
    assert_eq!((of(Role::Admin), of(Role::Auditor)), (vec![], vec![]));
    assert!(!of(Role::Worker).contains(&"visit"), "a visit is made at a door");
}

#[test]
fn where_one_noted_down_last_stands_first() {
    let other = Scope::Grid(RecordId::fixed(8));
    let grid = row(other.id(), TOWN, "grid", json!({"name": "柳塘二网格", "code": "98", "level": 2}));
    let door = row(RecordId::fixed(9), other, "household", json!({"door": "2号", "head": "许长根"}));
    let places_of = |more: Vec<Record>| places(&patrol::KIND, &[Role::Worker], &held(more), ME);
    assert_eq!(places_of(vec![grid.clone(), door.clone()]), [other, GRID]);
    let done =
        row(RecordId::fixed(40), GRID, "dissuasion", json!({"on": "2020-02-06", "about": "mask", "people_n": 2}));
    assert_eq!(places_of(vec![grid, door, done]), [GRID, other]);
}

#[test]
fn a_form_begins_with_the_village_and_the_team_where_there_is_but_one() {
    let state = held(Vec::new());
    let of = |kind, place| begun(kind, &state, Some(place), None, false);
    let near = NEAR.to_string();
    assert_eq!(Value::from(of(&patrol::KIND, GRID)), json!({"village": near}));
    assert_eq!(Value::from(of(&service::KIND, TEAM)), json!({"team": TEAM.id().to_string(), "village": near}));
    assert_eq!(Value::from(of(&police_action::KIND, TOWN)), json!({}), "a count names no village by itself");
}

#[test]
fn last_time_fills_in_what_holds_again_if_that_is_asked_for() {
    let said = json!({"on": "2020-02-06", "minute": 570, "channel": "leaflet", "quantity": 50, "place": "村口"});
    let last = row(RecordId::fixed(40), GRID, "publicity", said);
    let state = held(vec![last.clone()]);
    let again = begun(&publicity::KIND, &state, Some(GRID), Some(&last), true);
    let near = NEAR.to_string();
    assert_eq!(
        Value::from(again.clone()),
        json!({"channel": "leaflet", "quantity": 50, "place": "村口", "village": near})
    );
    assert!(!begun(&publicity::KIND, &state, Some(GRID), Some(&last), false).contains_key("channel"));
    assert_eq!(problems(&publicity::KIND, &again, NOW), [], "one tap saves it");
    let intent = intent(&publicity::KIND, GRID, RecordId::fixed(41), &again, NOW);
    let Act::Add { data } = &intent.act else { panic!("an addition") };
    assert_eq!((intent.scope, &data["on"], &data["minute"]), (GRID, &json!("2020-02-07"), &json!(621)));
}

#[test]
fn a_point_of_the_rota_brings_its_place_and_how_it_was_done_last() {
    let point = row(
        RecordId::fixed(50),
        GRID,
        "rota",
        json!({"on": "2020-02-01", "place": "公厕", "place_type": "toilet", "area_m2": 30, "every_days": 1}),
    );
    let elsewhere = row(
        RecordId::fixed(51),
        GRID,
        "disinfection",
        json!({"on": "2020-02-06", "place": "广场", "place_type": "square", "area_m2": 500, "amount": 40,
            "agent": "chlorine", "concentration": 500, "method": "spray"}),
    );
    let state = held(vec![point.clone(), elsewhere]);
    assert_eq!(due(&state, Day::new(2020, 2, 7).expect("a day")).len(), 1);
    let begun = at_point(&point, &state, ME);
    assert_eq!(
        Value::from(begun.clone()),
        json!({"rota": point.id.to_string(), "place": "公厕", "place_type": "toilet", "area_m2": 30,
            "agent": "chlorine", "concentration": 500, "method": "spray"})
    );
    assert_eq!(problems(&disinfection::KIND, &begun, NOW), []);
    let done = intent(&disinfection::KIND, point.scope, RecordId::fixed(52), &begun, NOW);
    let Act::Add { data } = done.act else { panic!("an addition") };
    let done = row(RecordId::fixed(52), GRID, "disinfection", Value::from(data));
    assert_eq!(due(&held(vec![point, done]), Day::new(2020, 2, 7).expect("a day")), []);
}

#[test]
fn what_is_chosen_from_begins_with_ones_own_village() {
    let station = |id, village: RecordId, place: &str| {
        row(RecordId::fixed(id), TOWN, "station", json!({"village": village.to_string(), "place": place}))
    };
    let state = held(vec![station(60, FAR, "桥头"), station(61, NEAR, "村口")]);
    let names = |kind| picks(&state, kind).into_iter().map(|pick| pick.name).collect::<Vec<_>>();
    assert_eq!(names("village"), ["柳塘村", "石埠村"]);
    assert_eq!(names("station"), ["柳塘村 村口", "石埠村 桥头"]);
}

#[test]
fn below_the_form_stands_what_one_noted_today_and_of_a_library_all() {
    let said = |id, on: &str, by: Option<UserId>| Record {
        by,
        ..row(RecordId::fixed(id), GRID, "dissuasion", json!({"on": on, "about": "mask", "people_n": 2}))
    };
    let slogan = |id, by| Record {
        by: Some(by),
        ..row(RecordId::fixed(id), TOWN, "material", json!({"on": "2020-01-27", "title": "x"}))
    };
    let state = held(vec![
        said(70, "2020-02-07", Some(ME)),
        said(71, "2020-02-07", None),
        said(72, "2020-02-06", Some(ME)),
        said(73, "2020-02-07", Some(UserId::fixed(8))),
        slogan(74, ME),
        slogan(75, UserId::fixed(8)),
    ]);
    let today = Day::new(2020, 2, 7).expect("a day");
    let ids = |kind| noted(kind, &state, ME, today).into_iter().map(|held| held.record.id).collect::<Vec<_>>();
    assert_eq!(ids(&dissuasion::KIND), [71, 70].map(RecordId::fixed));
    assert_eq!(ids(&material::KIND), [75, 74].map(RecordId::fixed));
}

#[test]
fn the_kind_used_last_stands_on_top() {
    let said = |id, kind: &str, on: &str| row(RecordId::fixed(id), GRID, kind, json!({"on": on}));
    let state = held(vec![
        said(80, "patrol", "2020-02-05"),
        said(81, "publicity", "2020-02-06"),
        said(82, "publicity", "2020-02-04"),
        said(83, "rota", "2020-02-07"),
    ]);
    let used = used(&offers(&[Role::Worker], &state), &state, ME);
    let used: Vec<_> = used.iter().map(|(kind, record)| (kind.name, record.id)).collect();
    assert_eq!(used, [("publicity", RecordId::fixed(81)), ("patrol", RecordId::fixed(80))]);
}

#[test]
fn a_change_says_only_what_is_another() {
    let stands = row(
        RecordId::fixed(90),
        TOWN,
        "material",
        json!({"on": "2020-01-27", "sort": "slogan", "title": "戴口罩", "version": 1}),
    );
    let mut says = work::again(&material::KIND, &stands.data);
    assert!(change(&material::KIND, &stands, &says, NOW).is_none());
    says.insert("title".into(), "出门戴口罩".into());
    says.remove("version");
    let Some(Intent { act: Act::Set { set, .. }, .. }) = change(&material::KIND, &stands, &says, NOW) else {
        panic!("a change")
    };
    assert_eq!(Value::from(set), json!({"title": "出门戴口罩", "version": null}));
}

#[test]
fn a_draft_remembers_its_kind_and_its_place() {
    let kept = draft(&patrol::KIND, Some(GRID), &Data::new(), 9);
    assert_eq!((kind_of(&kept.key), kept.about), (Some("patrol"), Some(GRID.id())));
    assert_eq!(kind_of("visit:1"), None);
}
