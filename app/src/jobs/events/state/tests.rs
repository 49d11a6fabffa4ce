//! Events on a phone: what a report says, whom it waits for, what each may do.

use super::*;
use model::kind::household::Household;
use sync::ports::Kept;

const NOW: Millis = 1_581_039_300_000;
const ANNA: UserId = UserId::fixed(1);
const BERT: UserId = UserId::fixed(2);
const GRID: Scope = Scope::Grid(RecordId::fixed(8));

fn who(me: UserId, role: Role) -> Who {
    Who { me: Some(me), roles: vec![role] }
}

fn record<T: Payload>(id: RecordId, scope: Scope, by: Option<UserId>, payload: &T) -> Record {
    Record {
        kind: T::KIND.into(),
        id,
        scope,
        seq: 1,
        v: 1,
        fv: Default::default(),
        by,
        at: None,
        late: false,
        data: payload.data(),
        gone: None,
    }
}

fn state(rows: Vec<Record>) -> State {
    State::new(Kept { rows, ..Kept::default() })
}

fn seen_by(by: Option<UserId>, scope: Scope, event: Event) -> Seen {
    let record = record(RecordId::fixed(50), scope, by, &event);
    Seen { record, event, standing: Standing::Uploaded }
}

fn answers(value: Value) -> Data {
    value.as_object().cloned().expect("an object")
}

#[test]
fn a_type_and_save_are_enough_and_what_cannot_wait_is_urgent_by_itself() {
    let worker = who(ANNA, Role::Worker);
    let chosen = with_urgency(&answers(json!({"type": "left_isolation"})));
    assert_eq!(problems(&chosen, &worker, NOW, &Policy::default()), []);
    let event = settled(&chosen, &worker, NOW, &Policy::default());
    assert_eq!((event.urgent, event.due_at), (Some(true), Some(NOW + 120 * MINUTE)));
    assert_eq!((event.status(), event.found_at, event.steps[0].by), ("reported", Some(NOW), Some(ANNA)));
    // Another type takes the urgency with it; what one says oneself stays.
    let other = with_urgency(&answers(json!({"type": "gathering", "urgent": true})));
    let calm = settled(&other, &worker, NOW, &Policy::default());
    assert_eq!((calm.urgent, calm.due_at), (None, Some(NOW + 24 * 60 * MINUTE)));
}

#[test]
fn nothing_chosen_and_other_without_words_are_told() {
    let worker = who(ANNA, Role::Worker);
    let wrong = |given: Value| {
        let all = problems(&answers(given), &worker, NOW, &Policy::default());
        all.into_iter().map(|problem| problem.field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(json!({})), ["type"]);
    assert_eq!(wrong(json!({"type": "other", "text": "  "})), ["text"]);
    assert!(wrong(json!({"type": "other", "text": "路塌了"})).is_empty());
}

#[test]
fn at_a_door_no_place_is_asked_and_the_draft_leads_back_there() {
    let home = RecordId::fixed(3);
    let mut given = begun(Some(home));
    given.extend(answers(json!({"type": "dispute", "place": "村口", "scope": GRID.to_string()})));
    let event = settled(&given, &who(ANNA, Role::Worker), NOW, &Policy::default());
    assert!(!event.data().contains_key("scope"));
    assert_eq!((event.household, event.place), (Some(home), None));
    assert_eq!(draft(&given, NOW).about, Some(home));
}

#[test]
fn one_reports_where_one_works_and_with_the_township_where_one_has_no_place() {
    let (town, team) = (RecordId::fixed(1), RecordId::fixed(4));
    let grid = Grid { name: "柳塘一网格".into(), level: 2, ..Grid::default() };
    let rows = vec![
        record(town, Scope::Town(town), None, &Town { name: "云溪镇".into(), ..Town::default() }),
        record(GRID.id(), Scope::Town(town), None, &grid),
        record(team, Scope::Town(town), None, &Team { name: "服务队".into(), ..Team::default() }),
        record(RecordId::fixed(3), GRID, None, &Household::default()),
        record(RecordId::fixed(5), Scope::Team(team), None, &Household::default()),
    ];
    let state = state(rows);
    let names = |role| places(&state, &who(ANNA, role)).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names(Role::Worker), ["柳塘一网格"]);
    assert_eq!(names(Role::Volunteer), ["服务队"]);
    assert_eq!(names(Role::Town), ["云溪镇"]);
    assert!(names(Role::Auditor).is_empty());
    let both = Who { me: None, roles: vec![Role::Worker, Role::Town] };
    let two = places(&state, &both);
    assert_eq!(chosen_place(&Data::new(), &two), None, "where there are two, one is chosen");
    assert_eq!(chosen_place(&at_place(&Data::new(), GRID), &two), Some(GRID));
    assert_eq!(usual_place(&state, &both), None, "nobody was anywhere yet");
    assert_eq!(chosen_place(&Data::new(), &two[..1]), Some(GRID));
    assert_eq!(chosen_place(&at_place(&Data::new(), Scope::Grid(RecordId::fixed(99))), &two), None);
}

#[test]
fn the_place_where_one_walked_last_is_there_already() {
    let grid = |n: u128| Scope::Grid(RecordId::fixed(n));
    let visit = |id: u128, n: u128, by: UserId, at: Millis| {
        let visit = model::kind::visit::Visit::default();
        Record { at: Some(at), ..record(RecordId::fixed(id), grid(n), Some(by), &visit) }
    };
    let rows = vec![visit(1, 8, ANNA, 10), visit(2, 9, ANNA, 20), visit(3, 8, BERT, 30)];
    let state = state(rows);
    assert_eq!(usual_place(&state, &who(ANNA, Role::Worker)), Some(grid(9)));
    assert_eq!(usual_place(&state, &who(BERT, Role::Worker)), Some(grid(8)));
    assert_eq!(usual_place(&state, &who(BERT, Role::Town)), None);
}

#[test]
fn an_event_waits_for_whoever_has_to_act_and_for_nobody_else() {
    let (anna, bert) = (who(ANNA, Role::Worker), who(BERT, Role::Worker));
    let (hugo, lead) = (who(UserId::fixed(3), Role::Volunteer), who(UserId::fixed(4), Role::VillageLead));
    let team = Scope::Team(RecordId::fixed(4));
    let mut now = seen_by(hugo.me, team, Event { found_at: Some(NOW), status: "reported".into(), ..Event::default() });
    let group = |seen: &Seen, who: &Who| seen.group(who, NOW);
    assert_eq!(
        [&anna, &lead, &hugo].map(|who| group(&now, who)),
        [Some(Group::Waiting), Some(Group::Waiting), Some(Group::Reported)]
    );
    let go = |seen: &mut Seen, step: Step, rating| {
        let intent = seen.taken(step, rating).expect("a step");
        let Act::Set { set, .. } = intent.act else { panic!("a change") };
        seen.record.data.extend(set);
        seen.event = seen.record.read();
    };
    go(&mut now, assigned(&lead, NOW, BERT, NOW + 60 * MINUTE), None);
    assert_eq!(
        [&anna, &bert, &hugo].map(|who| group(&now, who)),
        [Some(Group::Going), Some(Group::Mine), Some(Group::Reported)]
    );
    assert_eq!(now.with_whom(), Some(BERT));
    go(&mut now, step("handled", &bert, NOW, " 劝散了 "), None);
    assert_eq!((group(&now, &lead), now.event.result.as_deref()), (Some(Group::ToClose), Some("劝散了")));
    go(&mut now, step("closed", &lead, NOW, ""), None);
    assert_eq!([&lead, &hugo].map(|who| group(&now, who)), [Some(Group::Over), Some(Group::Reported)]);
    assert_eq!((now.event.offers(now.looks(&hugo)), now.event.in_time()), (vec!["rated"], Some(true)));
    go(&mut now, step("rated", &hugo, NOW, ""), Some(5));
    assert_eq!((now.event.rating, now.event.status()), (Some(5), "rated"));
    assert_eq!(now.group(&lead, NOW + SHOWN + 1), None);
    assert!(now.taken(step("closed", &lead, NOW, ""), None).is_none());
}

#[test]
fn a_gatekeeper_reports_and_the_village_takes() {
    let post = Scope::Post(RecordId::fixed(6));
    let seen = seen_by(Some(ANNA), post, Event { status: "reported".into(), ..Event::default() });
    let answers = |role| seen.looks(&who(BERT, role)).answers;
    assert_eq!([Role::Gatekeeper, Role::Worker, Role::VillageLead].map(answers), [false, false, true]);
    let town = seen_by(Some(ANNA), Scope::Town(RecordId::fixed(1)), Event::default());
    let answers = |role| town.looks(&who(BERT, role)).answers;
    assert_eq!([Role::Police, Role::VillageLead, Role::Town].map(answers), [false, false, true]);
}

#[test]
fn urgent_ones_stand_on_top_then_overdue_ones_then_the_oldest() {
    let event = |urgent: bool, ago: i64, status: &str| Event {
        urgent: Some(urgent),
        found_at: Some(NOW - ago * MINUTE),
        status: status.into(),
        ..Event::default()
    };
    let events = [
        event(false, 10, "reported"),
        event(false, 30 * 60, "reported"),
        event(true, 5, "reported"),
        event(false, 20, "accepted"),
        event(false, 90, "closed"),
        event(true, 30, "handled"),
    ];
    let rows = events.iter().zip(0..).map(|(event, n)| record(RecordId::fixed(n), GRID, None, event)).collect();
    let order: Vec<RecordId> =
        all(&state(rows), NOW, &Policy::default()).into_iter().map(|seen| seen.record.id).collect();
    assert_eq!(order, [2, 1, 3, 0, 5, 4].map(RecordId::fixed));
}

#[test]
fn colleagues_who_work_there_come_first_and_any_other_is_found_by_name() {
    let town = Scope::Town(RecordId::fixed(1));
    let staff = |name: &str, role: &str| Staff { name: name.into(), roles: vec![role.into()] };
    let rows = vec![
        record(ANNA.into(), town, None, &staff("许长根", "worker")),
        record(BERT.into(), town, None, &staff("单秋月", "worker")),
        record(UserId::fixed(3).into(), town, None, &staff("曾阿满", "volunteer")),
        record(UserId::fixed(5).into(), town, None, &staff("邵月琴", "auditor")),
        record(RecordId::fixed(30), GRID, Some(UserId::fixed(3)), &Household::default()),
        record(RecordId::fixed(31), town, Some(BERT), &Household::default()),
    ];
    let state = state(rows);
    let found = |typed: &str| {
        let all = colleagues(&state, GRID, Some(ANNA), typed);
        all.into_iter().map(|one| (one.name, one.here)).collect::<Vec<_>>()
    };
    assert_eq!(found(""), [("曾阿满".to_owned(), true), ("单秋月".to_owned(), false)]);
    assert_eq!(found("sqy"), [("单秋月".to_owned(), false)]);
    assert!(found("邵").is_empty());
}

#[test]
fn the_way_shows_what_was_done_and_what_is_still_to_come() {
    let worker = who(ANNA, Role::Worker);
    let back = Step { round: Some(1), ..step("returned", &worker, NOW + 2, "不归这里管") };
    let event = Event {
        status: "accepted".into(),
        // As they came together from two phones.
        steps: vec![back.clone(), step("reported", &worker, NOW, ""), step("accepted", &worker, NOW + 1, "")],
        ..Event::default()
    };
    let codes: Vec<String> = way(&event)
        .into_iter()
        .map(|line| match line {
            Line::Taken(step) => step.what,
            Line::Ahead(code) => format!("+{code}"),
        })
        .collect();
    assert_eq!(codes, ["reported", "accepted", "returned", "+accepted", "+handled", "+closed"]);
}
