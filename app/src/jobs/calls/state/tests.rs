//! A household with someone isolated, as a worker's phone and as a volunteer's have it.

use super::*;
use model::kind::{
    assignment::{self, Assignment},
    household::Household,
    isolation::Isolation,
    person::Person,
};
use model::record::Record;
use serde_json::json;
use sync::{State, ports::Kept};

const HOME: RecordId = RecordId::fixed(1);
const PERSON: RecordId = RecordId::fixed(2);
const CASE: RecordId = RecordId::fixed(5);
const GRID: Scope = Scope::Grid(RecordId::fixed(8));
const TEAM: Scope = Scope::Team(RecordId::fixed(11));
/// 2020-02-06, 15:30 in China.
const NOW: Millis = 1_580_974_200_000;

fn day(day: u32) -> Day {
    Day::new(2020, 2, day).expect("a day")
}

fn now() -> Moment {
    Moment::at(NOW)
}

fn record<T: Payload>(id: RecordId, scope: Scope, payload: &T) -> Record {
    Record {
        kind: T::KIND.into(),
        id,
        scope,
        seq: 1,
        v: 1,
        fv: Default::default(),
        by: Some(UserId::fixed(7)),
        at: None,
        late: false,
        data: payload.data(),
        gone: None,
    }
}

fn door() -> Vec<Record> {
    let home = Household {
        door: "12号".into(),
        head: "许长根".into(),
        phone: Some("19900000417".into()),
        ..Household::default()
    };
    let person = Person { household: Some(HOME), name: "许小禾".into(), ..Person::default() };
    vec![record(HOME, GRID, &home), record(PERSON, GRID, &person)]
}

fn case(status: &str) -> Record {
    let case = Isolation {
        household: Some(HOME),
        person: Some(PERSON),
        anchor_on: Some(day(1)),
        from_on: Some(day(1)),
        end_on: Some(day(15)),
        status: status.into(),
        ..Isolation::default()
    };
    record(CASE, GRID, &case)
}

fn assigned(calls: bool) -> Record {
    let told = Assignment {
        household: Some(HOME),
        case: Some(CASE),
        person: Some(PERSON),
        door: "柳塘二网格 12号".into(),
        name: "许小禾".into(),
        from_on: Some(day(1)),
        to_on: Some(day(15)),
        calls: Some(calls),
        status: "active".into(),
        ..Assignment::default()
    };
    record(assignment::id_of(CASE, TEAM.id()), TEAM, &told)
}

fn talk(n: u128, purpose: &str, reached: bool) -> Record {
    let contact = CareContact {
        household: Some(HOME),
        case: Some(CASE),
        person: Some(PERSON),
        on: Some(day(6)),
        at_minute: Some(570 + n as i64),
        purpose: purpose.into(),
        mode: "wechat".into(),
        reached: Some(reached),
        mood: reached.then_some(3),
        ..CareContact::default()
    };
    record(RecordId::fixed(40 + n), TEAM, &contact)
}

fn book(records: impl IntoIterator<Item = Record>) -> Book {
    Book::new(&State::new(Kept { rows: records.into_iter().collect(), ..Kept::default() }), now().day)
}

fn worker(more: impl IntoIterator<Item = Record>) -> Callee {
    let book = book(door().into_iter().chain([case("isolating")]).chain(more));
    callees(&book, now()).remove(0)
}

fn volunteer(more: impl IntoIterator<Item = Record>) -> Callee {
    callees(&book([assigned(true)].into_iter().chain(more)), now()).remove(0)
}

fn answers(value: Value) -> Data {
    value.as_object().cloned().expect("an object")
}

fn noted(party: bool) -> Noted {
    Noted { by: Some(UserId::fixed(7)), at: NOW, party: Some(party) }
}

fn ids() -> Vec<RecordId> {
    (60..66).map(RecordId::fixed).collect()
}

#[test]
fn a_worker_calls_and_asks_whoever_is_isolated_behind_own_doors() {
    let callee = worker([]);
    assert_eq!((callee.door.as_str(), callee.name.as_str()), ("12号", "许小禾"));
    assert_eq!(callee.phone.as_deref(), Some("19900000417"), "the household's, where they have none");
    assert_eq!((callee.day, callee.call, callee.inquiry), (Some((5, 14)), Asked::Due, Asked::Due));
    assert_eq!((callee.first(), callee.purposes().len()), ("hotline", 5));
}

#[test]
fn a_call_that_nobody_answered_is_to_be_made_again() {
    let callee = worker([talk(1, "hotline", false)]);
    assert_eq!((callee.call, callee.inquiry), (Asked::Again(Some(571)), Asked::Due));
    assert!(callee.is_wanted());
    let callee = worker([talk(1, "hotline", false), talk(2, "hotline", true), talk(3, "inquiry", true)]);
    assert_eq!((callee.call, callee.inquiry), (Asked::Done, Asked::Done));
    assert_eq!((callee.mood, callee.talks.len(), callee.first()), (Some(3), 3, "inbound"));
    assert!(!callee.is_wanted());
}

#[test]
fn a_volunteer_knows_what_the_team_was_told_and_no_more() {
    let callee = volunteer([]);
    assert_eq!((callee.door.as_str(), callee.call, callee.inquiry), ("柳塘二网格 12号", Asked::Due, Asked::NotDue));
    assert_eq!((callee.grid, callee.day, callee.until), (None, None, Some(day(15))));
    assert_eq!(callee.scope("inquiry"), None);
    assert_eq!(begun(&callee, Some("inquiry"))["purpose"], "hotline", "an inquiry is made at the door");
    assert!(callees(&book([assigned(false)]), now())[0].call == Asked::NotDue);
}

#[test]
fn a_talk_lives_where_the_next_one_who_calls_finds_it() {
    let (own, given) = (worker([]), worker([assigned(true)]));
    for purpose in ["hotline", "inbound", "counselling"] {
        assert_eq!((own.scope(purpose), given.scope(purpose)), (Some(GRID), Some(TEAM)), "{purpose}");
    }
    for purpose in ["inquiry", "family"] {
        assert_eq!((own.scope(purpose), given.scope(purpose)), (Some(GRID), Some(GRID)), "{purpose}");
    }
}

#[test]
fn an_ended_isolation_is_called_no_more() {
    let mut records = door();
    records.push(case("released"));
    let book = book(records);
    assert!(callees(&book, now()).is_empty());
    assert!(!callee(&book, CASE, now()).expect("it is known still").open);
    let ended = Moment { day: day(16), minute: 0 };
    let served = super::tests::book([assigned(true)]);
    assert!(!callee(&served, CASE, ended).expect("the team was told").open);
}

#[test]
fn a_call_in_the_usual_case_is_three_taps() {
    let callee = worker([]);
    let mut data = begun(&callee, None);
    let wrong = |data: &Data, party| {
        let wrong = problems(&callee, now(), party, data);
        wrong.into_iter().map(|problem| problem.field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&data, Some(true)), ["reached"]);
    data.extend(answers(json!({"reached": true})));
    assert_eq!(wrong(&data, Some(true)), ["mood"]);
    data.extend(answers(json!({"body": "well", "mood": 4})));
    assert_eq!(wrong(&data, Some(true)), Vec::<String>::new());
    for party in [None, Some(false)] {
        assert_eq!(wrong(&data, party), ["by_party"]);
    }
    let intents = intents(&callee, noted(true), &data, ids());
    assert_eq!(intents.len(), 1);
    let Act::Add { data } = &intents[0].act else { panic!("an addition") };
    let kept = CareContact::read(data);
    assert_eq!((kept.on, kept.at_minute, kept.by_party), (Some(day(6)), Some(930), Some(true)));
    assert_eq!((kept.person, kept.mode.as_str(), kept.reached), (Some(PERSON), "phone", Some(true)));
}

#[test]
fn nobody_answered_is_kept_as_such_and_nothing_else_of_what_was_tapped() {
    let callee = worker([]);
    let mut data = begun(&callee, None);
    data.extend(answers(json!({"mood": 1, "needs": ["masks"], "body": "unwell", "reached": false})));
    assert_eq!(problems(&callee, now(), Some(true), &data), []);
    let intents = intents(&callee, noted(true), &data, ids());
    assert_eq!(intents.len(), 1, "no ticket, no alarm");
    let Act::Add { data } = &intents[0].act else { panic!("an addition") };
    assert_eq!(data["reached"], false);
    assert!(!data.contains_key("mood") && !data.contains_key("needs"));
}

#[test]
fn needs_become_tickets_and_an_unwell_body_is_reported_unless_one_says_no() {
    let callee = worker([]);
    let mut data = begun(&callee, None);
    data.extend(answers(json!({
        "reached": true, "mood": 2, "body": "unwell", "symptoms": ["fever"], "needs": ["masks", "medicine"],
    })));
    let kinds = |callee: &Callee, data: &Data| {
        let intents = intents(callee, noted(true), data, ids());
        intents.into_iter().map(|intent| (intent.kind, intent.scope)).collect::<Vec<_>>()
    };
    let of = |kind: &str, scope| (kind.to_owned(), scope);
    assert_eq!(
        kinds(&callee, &data),
        [of("care_contact", GRID), of("need", GRID), of("need", GRID), of("event", GRID)]
    );
    assert_eq!(kinds(&callee, &with_report(&data, false)).len(), 3);
    assert!(!settled(&callee, now(), None, &with_report(&data, true)).contains_key(REPORT));
    // A volunteer has no grid to put them in: the team's own tickets.
    let volunteer = volunteer([]);
    assert_eq!(kinds(&volunteer, &data), [of("care_contact", TEAM), of("errand", TEAM), of("errand", TEAM)]);
    for intent in intents(&volunteer, noted(true), &data, ids()) {
        let Act::Add { data } = &intent.act else { panic!("an addition") };
        assert_eq!(model::kind::kind(&intent.kind).map(|kind| kind.check(data)), Some(vec![]), "{data:?}");
    }
    for intent in intents(&callee, noted(true), &data, ids()) {
        let Act::Add { data } = &intent.act else { panic!("an addition") };
        assert_eq!(model::kind::kind(&intent.kind).map(|kind| kind.check(data)), Some(vec![]), "{data:?}");
    }
}

#[test]
fn a_draft_says_whose_it_is() {
    let callee = worker([]);
    let draft = draft(&callee, &begun(&callee, None), 9);
    assert_eq!((case_of(&draft.key), draft.about), (Some(CASE), Some(HOME)));
    assert_eq!(case_of("visit:1"), None);
}
