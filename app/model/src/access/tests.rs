//! The table of who may do what where, and what is held and seen.

use super::*;
use crate::op::Act;
use serde_json::{Value, json};

const TOWN: RecordId = RecordId::fixed(1);
const OWN: RecordId = RecordId::fixed(2);
const SIBLING: RecordId = RecordId::fixed(3);
const TEAM: RecordId = RecordId::fixed(4);
const OTHER_TEAM: RecordId = RecordId::fixed(5);
const POST: RecordId = RecordId::fixed(6);
const ME: UserId = UserId::fixed(9);

fn duty(role: Role) -> Duty {
    Duty { role, grids: BTreeSet::from([OWN]), teams: BTreeSet::from([TEAM]), posts: BTreeSet::from([POST]) }
}

fn permit(role: Role) -> Permit {
    Permit::of(ME, TOWN, vec![duty(role)])
}

const ADD: Deed = Deed::Add;
const SET: Deed = Deed::Change;
const END: Deed = Deed::Withdraw;

/// Kinds, sort of place, deeds, and who may do them there; nobody else may.
type Row = (&'static [&'static str], Scope, &'static [Deed], &'static [Role]);

const TABLE: &[Row] = {
    use Role::{Gatekeeper, GridLeader, Police, Town, VillageLead, Volunteer, Worker};
    const GRID: Scope = Scope::Grid(OWN);
    const THE_TEAM: Scope = Scope::Team(TEAM);
    const THE_TOWN: Scope = Scope::Town(TOWN);
    const THE_POST: Scope = Scope::Post(POST);
    const ALL: &[Deed] = &[ADD, SET, END];
    const WALK: &[Role] = &[Worker, GridLeader, VillageLead];
    const WALK_OR_LEAD: &[Role] = &[Worker, GridLeader, VillageLead, Town];
    const WORK: &[&str] = &["publicity", "patrol", "dissuasion", "disinfection", "rota", "service", "receipt", "paper"];
    const WITH_TEAM: &[Role] = &[Worker, GridLeader, VillageLead, Volunteer];
    &[
        (&["household", "person", "visit", "need", "isolation", "care_team", "reading"], GRID, ALL, WALK),
        (&["care_contact", "contact_clue"], GRID, ALL, WALK),
        (&["daily_report"], GRID, ALL, WALK),
        (&["daily_report"], THE_TEAM, &[ADD, SET], WITH_TEAM),
        (&["daily_report"], THE_TEAM, &[END], WALK),
        (&["daily_report"], THE_POST, ALL, &[Gatekeeper, VillageLead]),
        (&["daily_report"], THE_TOWN, ALL, &[Town, Role::Police]),
        (&["event"], GRID, &[ADD, SET, END, Deed::Decide], WALK),
        (&["event"], THE_TEAM, &[ADD, SET], WITH_TEAM),
        (&["event"], THE_TEAM, &[END, Deed::Decide], WALK),
        (&["event"], THE_POST, ALL, &[Gatekeeper, VillageLead]),
        (&["event"], THE_POST, &[Deed::Decide], &[VillageLead]),
        (&["event"], THE_TOWN, ALL, &[Town, Role::Police]),
        (&["event"], THE_TOWN, &[Deed::Decide], &[Town]),
        (&["shift", "passage"], THE_POST, ALL, &[Gatekeeper, VillageLead]),
        (&["of_the_future"], GRID, ALL, WALK),
        (&["isolation"], GRID, &[Deed::Decide], &[VillageLead]),
        (&["household"], GRID, &[Deed::Move], WALK_OR_LEAD),
        (&["conflict"], GRID, &[SET], WALK_OR_LEAD),
        (&["conflict"], THE_TEAM, &[SET], WALK_OR_LEAD),
        (&["conflict"], THE_TOWN, &[SET], WALK_OR_LEAD),
        (&["errand"], THE_TEAM, &[ADD, SET], WITH_TEAM),
        (&["care_contact"], THE_TEAM, &[ADD], WITH_TEAM),
        (&["care_contact"], THE_TEAM, &[SET, END], WALK),
        (&["errand"], THE_TEAM, &[END], WALK),
        (&["assignment", "of_the_future"], THE_TEAM, ALL, WALK),
        (&["sweep", "policy", "checklist", "directive", "material"], THE_TOWN, ALL, &[Town]),
        (&["enterprise", "inspection", "defect"], THE_TOWN, &[ADD, SET], WALK_OR_LEAD),
        (&["enterprise", "inspection", "defect"], THE_TOWN, &[END], &[Town]),
        (&["grid"], THE_TOWN, &[SET], &[Town]),
        (&["police_action"], THE_TOWN, ALL, &[Police]),
        (WORK, GRID, ALL, WALK),
        (WORK, THE_TEAM, &[ADD, SET], WITH_TEAM),
        (WORK, THE_TEAM, &[END], WALK),
        (WORK, THE_POST, ALL, &[Gatekeeper, VillageLead]),
        (WORK, THE_TOWN, ALL, &[Town, Police]),
        (&["team", "post", "station"], THE_TOWN, ALL, &[Town, VillageLead]),
        (&["conflict"], THE_POST, &[SET], WALK_OR_LEAD),
        (&["of_the_future"], THE_POST, ALL, &[Gatekeeper, VillageLead]),
    ]
};

const DEEDS: [Deed; 5] = [ADD, SET, Deed::Decide, END, Deed::Move];

#[test]
fn who_may_do_what_where() {
    let kinds = TABLE.iter().flat_map(|row| row.0.iter().copied()).chain(["grid", "staff", "town", "village"]);
    let kinds: BTreeSet<&str> = kinds.collect();
    for role in Role::ALL {
        let permit = permit(*role);
        for kind in &kinds {
            for scope in [Scope::Grid(OWN), Scope::Team(TEAM), Scope::Post(POST), Scope::Town(TOWN)] {
                for deed in DEEDS {
                    let listed = |row: &&(&[&str], Scope, &[Deed], &[Role])| {
                        row.0.contains(kind) && row.1 == scope && row.2.contains(&deed)
                    };
                    let row = TABLE.iter().find(listed);
                    let may = row.is_some_and(|row| row.3.contains(role));
                    assert_eq!(permit.may(deed, kind, scope), may, "{role:?} {deed:?} {kind} {scope:?}");
                }
            }
        }
    }
}

#[test]
fn what_is_allowed_is_allowed_at_own_places_alone() {
    let elsewhere = [Scope::Grid(SIBLING), Scope::Team(OTHER_TEAM), Scope::Town(SIBLING), Scope::Post(OWN)];
    for role in Role::ALL {
        let permit = permit(*role);
        for (kinds, scope, deeds, who) in TABLE {
            for (kind, deed) in kinds.iter().flat_map(|kind| deeds.iter().map(move |deed| (*kind, *deed))) {
                assert!(elsewhere.iter().all(|scope| !permit.may(deed, kind, *scope)), "{role:?} {deed:?} {kind}");
                assert!(!who.contains(role) || permit.may_somewhere(deed, kind), "{role:?} {deed:?} {kind} {scope:?}");
            }
        }
    }
}

#[test]
fn what_is_held_and_what_is_seen() {
    for role in Role::ALL {
        let permit = permit(*role);
        let (grid, team, town, post) = (Scope::Grid(OWN), Scope::Team(TEAM), Scope::Town(TOWN), Scope::Post(POST));
        let held = match role {
            Role::Worker | Role::GridLeader => BTreeSet::from([grid, team, town]),
            Role::VillageLead => BTreeSet::from([grid, team, post, town]),
            Role::Gatekeeper => BTreeSet::from([post, town]),
            Role::Volunteer => BTreeSet::from([team, town]),
            _ => BTreeSet::from([town]),
        };
        assert_eq!(permit.scopes(), held, "{role:?}");
        let led = match role {
            Role::GridLeader | Role::VillageLead | Role::Town => Some(BTreeSet::from([grid, team, post])),
            _ => None,
        };
        assert_eq!(permit.figures().map(|figures| figures.scopes()), led, "{role:?}");
        for scope in [grid, team, post, town] {
            let sees = held.contains(&scope) || led.as_ref().is_some_and(|led| led.contains(&scope));
            assert_eq!(permit.sees(scope), sees, "{role:?} {scope:?}");
        }
        for scope in [Scope::Grid(SIBLING), Scope::Team(OTHER_TEAM), Scope::Post(OWN), Scope::Town(SIBLING)] {
            assert!(!permit.sees(scope), "{role:?} {scope:?}");
        }
        assert_eq!(permit.figures().is_some_and(|figures| figures.reviews()), *role == Role::Town, "{role:?}");
    }
}

#[test]
fn work_is_noted_down_where_one_works() {
    let (grid, team, post, town) = (Scope::Grid(OWN), Scope::Team(TEAM), Scope::Post(POST), Scope::Town(TOWN));
    for role in Role::ALL {
        let place = match role {
            Role::Worker | Role::GridLeader | Role::VillageLead => Some(grid),
            Role::Volunteer => Some(team),
            Role::Gatekeeper => Some(post),
            Role::Town | Role::Police => Some(town),
            Role::Admin | Role::Auditor => None,
        };
        assert_eq!(role.works_in(&permit(*role).scopes()), Vec::from_iter(place), "{role:?}");
    }
}

#[test]
fn what_was_held_lately_is_held_no_more() {
    let permit = Permit::of(ME, TOWN, Vec::new()).having_left(vec![duty(Role::Worker)], 7);
    for (kind, scope) in [("visit", Scope::Grid(OWN)), ("errand", Scope::Team(TEAM))] {
        assert!(!permit.may(Deed::Add, kind, scope));
        assert!(permit.might_lately(Deed::Add, kind, scope));
        assert!(permit.may_somewhere(Deed::Add, kind) && !permit.scopes().contains(&scope));
    }
}

#[test]
fn a_team_is_given_places_by_those_who_answer_for_them() {
    let serves = |role| permit(role).may_serve(&[OWN]);
    let allowed: Vec<Role> = Role::ALL.iter().copied().filter(|role| serves(*role)).collect();
    assert_eq!(allowed, [Role::VillageLead, Role::Town]);
    assert!(!permit(Role::VillageLead).may_serve(&[OWN, SIBLING]) && permit(Role::Town).may_serve(&[SIBLING]));
    let left = Permit::of(ME, TOWN, Vec::new()).having_left(vec![duty(Role::VillageLead)], 7);
    assert!(!left.may_serve(&[OWN]));
}

#[test]
fn to_begin_and_to_end_an_isolation_and_to_move_its_end_is_to_decide() {
    let fields = |value: Value| value.as_object().cloned().expect("an object");
    let add = |value| Act::Add { data: fields(value) };
    let set = |value| Act::Set { set: fields(value), base: Default::default(), was: Default::default() };
    for (act, is) in [
        (add(json!({"status": "pending", "end_on": "2020-02-21"})), Deed::Add),
        (add(json!({"status": "isolating", "end_on": "2020-02-21"})), Deed::Decide),
        (add(json!({"status": "released"})), Deed::Decide),
        (set(json!({"status": "isolating"})), Deed::Decide),
        (set(json!({"status": "released", "ended_on": "2020-02-21"})), Deed::Decide),
        (set(json!({"end_on": "2020-02-23"})), Deed::Decide),
        (set(json!({"end_on": null})), Deed::Decide),
        (set(json!({"status": "lost"})), Deed::Change),
        (set(json!({"doctor": "邵月琴"})), Deed::Change),
        (Act::Void { reason: "mistaken".into() }, Deed::Withdraw),
        (Act::Move { to: Scope::Grid(SIBLING) }, Deed::Move),
    ] {
        assert_eq!(deed("isolation", &act, None), is, "{act:?}");
        assert_ne!(deed("need", &act, None), Deed::Decide, "{act:?}");
    }
    for (status, is) in [("pending", Deed::Change), ("returned", Deed::Change), ("isolating", Deed::Decide)] {
        let stands = json!({"status": status}).as_object().cloned();
        let act = set(json!({"end_on": "2020-02-23"}));
        assert_eq!(deed("isolation", &act, stands.as_ref()), is, "{status}");
        assert_eq!(deed("isolation", &set(json!({"status": "isolating"})), stands.as_ref()), Deed::Decide);
    }
}

#[test]
fn to_take_an_event_on_to_assign_it_and_to_close_it_is_for_those_who_answer_for_the_place() {
    for (status, is) in [
        ("reported", Deed::Change),
        ("accepted", Deed::Decide),
        ("assigned", Deed::Decide),
        ("handled", Deed::Change),
        ("closed", Deed::Decide),
        ("rated", Deed::Change),
    ] {
        let set = json!({"status": status}).as_object().cloned().expect("an object");
        let act = Act::Set { set, base: Default::default(), was: Default::default() };
        assert_eq!(deed("event", &act, None), is, "{status}");
    }
    // A step beside it, such as that it is given back, is what whoever was asked writes as well.
    let set = json!({"steps": []}).as_object().cloned().expect("an object");
    assert_eq!(deed("event", &Act::Set { set, base: Default::default(), was: Default::default() }, None), Deed::Change);
}

#[test]
fn codes_name_roles() {
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(*role));
    }
}
