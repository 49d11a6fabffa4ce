//! One isolation from the first day to the last, against a table worked out by hand.

#[path = "care/properties.rs"]
mod properties;

use model::{
    care::{
        Care, CaseFile, Moment,
        due::What,
        figures::CareFigures,
        gate::Missing,
        slots::{DueSlot, Stands},
    },
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        assignment::Assignment,
        care_contact::CareContact,
        care_team::{CareTeam, Member},
        errand::Errand,
        event::Event,
        household::Household,
        isolation::{Isolation, id_of},
        need::Need,
        person::Person,
        policy::{Policies, Policy, Slot},
        reading::Reading,
    },
    record::{Record, Scope},
};
use std::collections::BTreeSet;

const GRID: Scope = Scope::Grid(RecordId::fixed(100));
const TEAM: Scope = Scope::Team(RecordId::fixed(200));
const HOME: RecordId = RecordId::fixed(1);
const PERSON: RecordId = RecordId::fixed(2);
const MORNING: i64 = 8 * 60;
const EVENING: i64 = 16 * 60;

fn case_id() -> RecordId {
    id_of(PERSON, 0)
}

/// Day n of February 2020; day 0 is the last of January.
fn day(n: i32) -> Day {
    Day::new(2020, 1, 31).expect("a day").plus(n)
}

fn moment(n: i32, minute: i64) -> Moment {
    Moment { day: day(n), minute }
}

fn record<T: Payload>(n: u128, scope: Scope, payload: &T) -> Record {
    record_of(RecordId::fixed(1000 + n), scope, payload)
}

fn record_of<T: Payload>(id: RecordId, scope: Scope, payload: &T) -> Record {
    Record {
        kind: T::KIND.into(),
        id,
        scope,
        seq: 1,
        v: 1,
        fv: Default::default(),
        by: None,
        at: None,
        late: false,
        data: payload.data(),
        gone: None,
    }
}

/// Opened in the afternoon of day 0, planned to day 14, approved.
fn isolation() -> Isolation {
    Isolation {
        household: Some(HOME),
        person: Some(PERSON),
        origin: Some("wuhan".into()),
        anchor: "first_day".into(),
        anchor_on: Some(day(0)),
        from_on: Some(day(0)),
        from_minute: Some(14 * 60),
        end_on: Some(day(14)),
        status: "isolating".into(),
        ..Isolation::default()
    }
}

fn signed() -> Isolation {
    Isolation { signed_off_by: Some("邹济生".into()), ..isolation() }
}

fn released(on: i32, minute: i64) -> Isolation {
    Isolation {
        status: "released".into(),
        ended_on: Some(day(on)),
        ended_minute: Some(minute),
        end_reason: Some("period_over".into()),
        release_no: Some("2020-22222222".into()),
        ..signed()
    }
}

fn case(isolation: &Isolation) -> Record {
    record_of(case_id(), GRID, isolation)
}

fn reading(n: i32, slot: i64, tenths: i64) -> Reading {
    Reading {
        household: Some(HOME),
        case: Some(case_id()),
        person: Some(PERSON),
        on: Some(day(n)),
        slot,
        at_minute: Some(if slot == 0 { MORNING } else { EVENING }),
        tenths: Some(tenths),
        place: Some("home".into()),
        ..Reading::default()
    }
}

fn explained(n: i32, slot: i64) -> Reading {
    Reading { tenths: None, reason: Some("out".into()), ..reading(n, slot, 0) }
}

fn feverish(n: i32, slot: i64) -> Reading {
    Reading { second_tenths: Some(375), ..reading(n, slot, 376) }
}

fn contact(n: i32, purpose: &str, mode: &str) -> CareContact {
    CareContact {
        household: Some(HOME),
        case: Some(case_id()),
        person: Some(PERSON),
        on: Some(day(n)),
        purpose: purpose.into(),
        mode: mode.into(),
        by_party: Some(true),
        ..CareContact::default()
    }
}

fn team() -> CareTeam {
    let member =
        |name: &str, party| Member { name: name.into(), duty: "other".into(), party: Some(party), ..Member::default() };
    CareTeam {
        household: Some(HOME),
        case: Some(case_id()),
        from_on: Some(day(0)),
        members: vec![member("甲", true), member("乙", false), member("丙", false), member("丁", false)],
    }
}

fn assignment() -> Assignment {
    Assignment { case: Some(case_id()), ..Assignment::default() }
}

fn care(records: &[Record]) -> Care {
    Care::of(records, Policies::default())
}

fn file(care: &Care) -> &CaseFile {
    care.file(case_id()).expect("the case")
}

fn slots(care: &Care, now: Moment) -> Vec<DueSlot> {
    file(care).slots(care.policies(), now)
}

/// Of everything that the records say, on that day alone.
fn on_day(care: &Care, n: i32) -> CareFigures {
    care.figures(day(n), Moment::end_of(day(n)), |_| true)
}

fn all(care: &Care, now: Moment) -> CareFigures {
    care.figures(day(0), now, |_| true)
}

#[test]
fn fourteen_days_have_twenty_eight_slots_pro_rata() {
    let slots = slots(&care(&[case(&isolation())]), moment(20, 0));
    assert_eq!(slots.len(), 28);
    assert_eq!((slots[0].on, slots[0].slot), (day(0), 1), "the morning of day 0 was over");
    assert_eq!((slots[27].on, slots[27].slot), (day(14), 0), "released before the evening of day 14");
    assert!(slots.iter().all(|slot| slot.stands == Stands::Missed));
}

#[test]
fn a_slot_opens_closes_and_is_missed_the_day_after() {
    let care = care(&[case(&isolation())]);
    let stands = |n, minute| {
        let slots = slots(&care, moment(n, minute));
        slots.iter().find(|slot| slot.on == day(1) && slot.slot == 0).expect("the slot").stands
    };
    assert_eq!(stands(0, 1439), Stands::Ahead);
    assert_eq!(
        [419, 420, 600, 601].map(|minute| stands(1, minute)),
        [Stands::Ahead, Stands::Open, Stands::Open, Stands::Overdue]
    );
    assert_eq!(stands(2, 0), Stands::Missed);
}

#[test]
fn several_readings_of_a_slot_are_one_and_the_highest_tells() {
    let late = Reading { at_minute: Some(700), place: Some("reported".into()), ..reading(1, 0, 366) };
    let care = care(&[case(&isolation()), record(1, GRID, &feverish(1, 0)), record(2, GRID, &late)]);
    let figures = care.figures(day(1), moment(1, 800), |_| true);
    assert_eq!((figures.readings_due, figures.readings_done, figures.readings_on_time), (1, 1, 1));
    assert_eq!(figures.fever_persons, 1);
    let slot = slots(&care, moment(1, 800))[1];
    assert_eq!(slot.stands, Stands::Read { on_time: true, at_home: true, tenths: 375, fever: true });
}

#[test]
fn a_second_reading_below_the_threshold_is_no_fever() {
    let once = Reading { second_tenths: Some(369), ..reading(1, 0, 376) };
    let care = care(&[case(&isolation()), record(1, GRID, &once)]);
    assert_eq!(all(&care, moment(2, 0)).fever_persons, 0);
}

#[test]
fn a_corrected_reading_counts_no_more() {
    let wrong = record(1, GRID, &reading(1, 0, 386));
    let right = record(2, GRID, &Reading { corrects: Some(wrong.id), ..reading(1, 0, 366) });
    let figures = all(&care(&[case(&isolation()), right, wrong]), moment(2, 0));
    assert_eq!((figures.fever_persons, figures.readings_done), (0, 1));
}

#[test]
fn a_policy_changes_what_is_due_from_its_day_and_nothing_before() {
    let thrice = vec![Slot { from: 420, to: 540 }, Slot { from: 660, to: 780 }, Slot { from: 960, to: 1080 }];
    let from_day_5 = Policy { from_on: Some(day(5)), slots: thrice, fever_tenths: 370, ..Policy::default() };
    let warm = [case(&isolation()), record(1, GRID, &reading(4, 0, 371)), record(2, GRID, &reading(5, 0, 371))];
    let (before, after) = (care(&warm), Care::of(&warm, Policies::new([from_day_5])));
    let until = |care: &Care, n: i32| -> Vec<DueSlot> {
        slots(care, moment(20, 0)).into_iter().filter(|slot| slot.on < day(n)).collect()
    };
    assert_eq!(until(&before, 5), until(&after, 5));
    assert_eq!(slots(&after, moment(20, 0)).iter().filter(|slot| slot.on == day(6)).count(), 3);
    assert_eq!(all(&before, moment(20, 0)).fever_persons, 0);
    assert_eq!((on_day(&after, 5).fever_persons, on_day(&after, 5).readings_due), (1, 3));
    assert_eq!(on_day(&after, 4).fever_persons, 0);
}

#[test]
fn a_release_lists_what_is_missing() {
    let all_but = |left_out: &[(i32, i64)]| -> Vec<Record> {
        let slots = std::iter::once((0, 1)).chain((1..14).flat_map(|n| [(n, 0), (n, 1)])).chain([(14, 0)]);
        slots
            .filter(|slot| !left_out.contains(slot))
            .map(|(n, slot)| record((n * 4) as u128 + slot as u128, GRID, &reading(n, slot, 366)))
            .collect()
    };
    let missing = |mut records: Vec<Record>, isolation: Isolation, n| {
        records.push(case(&isolation));
        let care = care(&records);
        file(&care).missing_for_release(care.policies(), moment(n, 11 * 60))
    };
    assert_eq!(missing(all_but(&[]), signed(), 14), []);
    assert_eq!(missing(all_but(&[]), isolation(), 14), [Missing::SignOff]);
    assert_eq!(missing(all_but(&[]), signed(), 13), [Missing::End { on: day(14) }]);
    assert_eq!(missing(all_but(&[(3, 1)]), signed(), 14), [Missing::Slots(vec![(day(3), 1)])]);
    let pending = Isolation { status: "pending".into(), ..signed() };
    assert_eq!(missing(all_but(&[]), pending, 14), [Missing::Approval]);

    let mut records = all_but(&[(3, 1)]);
    records.push(record(900, GRID, &explained(3, 1)));
    assert_eq!(missing(records.clone(), signed(), 14), []);

    records.push(record(901, GRID, &feverish(5, 0)));
    assert_eq!(missing(records.clone(), signed(), 14), [Missing::Fever { event: None }], "never reported");
    let event =
        Event { case: Some(case_id()), about: "fever_symptom".into(), status: "reported".into(), ..Event::default() };
    let open = record(902, GRID, &event);
    let dealt_with = record(902, GRID, &Event { status: "handled".into(), ..event });
    let fever = Missing::Fever { event: Some(open.id) };
    assert_eq!(missing([records.clone(), vec![open]].concat(), signed(), 14), [fever]);
    assert_eq!(missing([records, vec![dealt_with]].concat(), signed(), 14), []);
}

#[test]
fn what_is_due_is_named_and_nothing_is_after_the_end() {
    let names = |records: &[Record], n, minute| -> Vec<String> {
        let name = |what: What| match what {
            What::Reading(slot) => format!("reading {:?}", slot.stands),
            What::Team(lacks) => lacks.iter().map(|problem| problem.rule.clone()).collect::<Vec<_>>().join(" "),
            other => format!("{other:?}"),
        };
        care(records).due(moment(n, minute)).into_iter().map(|due| name(due.what)).collect()
    };
    let pending = Isolation { status: "pending".into(), ..isolation() };
    assert_eq!(
        names(&[case(&pending)], 0, 15 * 60),
        ["reading Open", "Inquiry", "Call", "Approval", "team_size no_party_member", "Service"]
    );
    let cared_for = [
        case(&isolation()),
        record(1, GRID, &team()),
        record(2, TEAM, &assignment()),
        record(3, GRID, &reading(0, 1, 366)),
        record(4, TEAM, &contact(0, "hotline", "phone")),
        record(5, GRID, &contact(0, "inquiry", "wechat")),
    ];
    assert!(names(&cared_for, 0, 15 * 60).is_empty());
    assert_eq!(names(&cared_for, 14, 13 * 60).last().map(String::as_str), Some("Release"));
    let ended = [case(&released(14, 600)), record(1, GRID, &team())];
    assert!(names(&ended, 14, 601).is_empty() && names(&ended, 30, 600).is_empty());
}

#[test]
fn a_need_is_done_once_by_hand_or_by_its_errand() {
    let need = Need {
        household: Some(HOME),
        category: "masks".into(),
        asked_on: Some(day(2)),
        asked_minute: Some(600),
        status: "open".into(),
        ..Need::default()
    };
    let asked = record(1, GRID, &need);
    let errand = |status: &str, on: Option<i32>| Errand {
        need: Some(asked.id),
        masks: Some(10),
        status: status.into(),
        delivered_on: on.map(day),
        delivered_minute: on.map(|_| 660),
        ..Errand::default()
    };
    let figures = |records: &[Record]| care(records).figures(day(0), moment(9, 0), |scope| scope == GRID);
    let open = figures(std::slice::from_ref(&asked));
    assert_eq!((open.needs_open, open.needs_done), (1, 0));
    let taken = figures(&[asked.clone(), record(2, TEAM, &errand("taken", None))]);
    assert_eq!((taken.needs_open, taken.errands), (1, 0));
    let done = figures(&[record(2, TEAM, &errand("delivered", Some(3))), asked.clone()]);
    assert_eq!((done.needs_open, done.needs_done, done.errands, done.masks), (0, 1, 1, 10));
    assert_eq!(done.needs_median_minutes, Some(24 * 60 + 60));
    let by_hand = Need { status: "done".into(), done_on: Some(day(2)), done_minute: Some(630), ..need };
    let both = figures(&[record(1, GRID, &by_hand), record(2, TEAM, &errand("delivered", Some(3)))]);
    assert_eq!((both.needs_done, both.needs_median_minutes), (1, Some(30)));
}

/// Fourteen days with one slot missed, one explained, a fever, a late one told by phone, and a day
/// without a call.
fn fourteen_days() -> Vec<Record> {
    let mut records = vec![case(&released(14, 600)), record(1, GRID, &team()), record(2, TEAM, &assignment())];
    let mut put = |scope: Scope, of: &dyn Fn(u128, Scope) -> Record| {
        let n = records.len() as u128 + 10;
        records.push(of(n, scope));
    };
    for on in 0..=14 {
        for slot in 0..2 {
            let made = match (on, slot) {
                (0, 0) | (14, 1) | (3, 0) => continue,
                (4, 1) => explained(4, 1),
                (5, 0) => feverish(5, 0),
                (6, 0) => Reading { at_minute: Some(660), place: Some("reported".into()), ..reading(6, 0, 368) },
                _ => reading(on, slot, 366),
            };
            put(GRID, &|n, scope| record(n, scope, &made));
        }
        if on < 14 && on != 7 {
            put(TEAM, &|n, scope| record(n, scope, &contact(on, "hotline", "phone")));
        }
        if on < 14 {
            let mode = ["door", "wechat", "phone"][on as usize % 3];
            put(GRID, &|n, scope| record(n, scope, &contact(on, "inquiry", mode)));
        }
    }
    put(TEAM, &|n, scope| record(n, scope, &contact(8, "counselling", "phone")));
    records
}

#[test]
fn the_figures_of_every_day_stand_as_worked_out_by_hand() {
    let care = care(&fourteen_days());
    // isolating, opened, released | due, read, on time, at home, explained, missed, fever | calls, due
    let table: &[(i32, [u64; 12])] = &[
        (0, [1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1]),
        (1, [1, 0, 0, 2, 2, 2, 2, 0, 0, 0, 1, 1]),
        (2, [1, 0, 0, 2, 2, 2, 2, 0, 0, 0, 1, 1]),
        (3, [1, 0, 0, 2, 1, 1, 1, 0, 1, 0, 1, 1]),
        (4, [1, 0, 0, 2, 1, 1, 1, 1, 0, 0, 1, 1]),
        (5, [1, 0, 0, 2, 2, 2, 2, 0, 0, 1, 1, 1]),
        (6, [1, 0, 0, 2, 2, 1, 1, 0, 0, 0, 1, 1]),
        (7, [1, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 1]),
        (8, [1, 0, 0, 2, 2, 2, 2, 0, 0, 0, 1, 1]),
        (13, [1, 0, 0, 2, 2, 2, 2, 0, 0, 0, 1, 1]),
        (14, [0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
        (15, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ];
    for (n, expected) in table {
        let f = on_day(&care, *n);
        let cases = [f.isolating, f.opened, f.released];
        let readings = [f.readings_due, f.readings_done, f.readings_on_time, f.readings_at_home];
        let rest = [f.readings_explained, f.readings_missed, f.fever_persons, f.calls, f.calls_due];
        assert_eq!([&cases[..], &readings, &rest].concat(), expected, "day {n}");
    }
    let whole = care.figures(day(0), moment(20, 0), |scope| scope == GRID);
    assert_eq!((whole.readings_due, whole.readings_done), (28, 26));
    assert_eq!((whole.readings_explained, whole.readings_missed), (1, 1));
    assert_eq!((whole.calls, whole.calls_due, whole.calls_done, whole.counselling), (13, 14, 13, 1));
    assert_eq!((whole.inquiries_by_door, whole.inquiries_by_wechat, whole.inquiries_by_phone), (5, 5, 4));
    assert_eq!((whole.cumulative, whole.isolating, whole.released), (1, 0, 1));
    let running = on_day(&care, 9);
    assert_eq!((running.teams_complete, running.served), (1, 1));
    let elsewhere = care.figures(day(0), moment(20, 0), |scope| scope != GRID);
    assert_eq!(elsewhere, CareFigures::default(), "contacts in the team's scope count where the case is");
}

#[test]
fn people_are_counted_by_where_they_came_from_and_contacts_by_who_decided() {
    let person = |kind: &str, by: Option<&str>| Person {
        household: Some(HOME),
        name: "佘小满".into(),
        person_type: Some(kind.into()),
        type_by: by.map(Into::into),
        ..Person::default()
    };
    let records = [
        record(1, GRID, &person("returned_wuhan", None)),
        record(2, GRID, &person("returned_hubei", None)),
        record(3, GRID, &person("close_contact", None)),
        record(4, GRID, &person("close_contact", Some("县疾控"))),
        record(5, GRID, &person("ordinary", None)),
        record(6, GRID, &Person { came_from: Some("wuhan".into()), ..person("released", None) }),
    ];
    let f = all(&care(&records), moment(1, 0));
    let counted = [f.returnees_wuhan, f.returnees_hubei, f.returnees_other, f.close_contacts];
    assert_eq!(counted, [2, 1, 0, 1]);
}

#[test]
fn every_contact_counts_for_what_it_was() {
    let talk = CareContact { counselled: Some(true), ..contact(1, "hotline", "phone") };
    let records = [
        case(&isolation()),
        record(1, TEAM, &talk),
        record(2, GRID, &contact(1, "family", "phone")),
        record(3, GRID, &contact(2, "family", "wechat")),
        record(4, TEAM, &contact(2, "inbound", "phone")),
        record(5, TEAM, &contact(2, "counselling", "door")),
        record(6, GRID, &contact(2, "inquiry", "wechat")),
    ];
    let f = all(&care(&records), moment(3, 0));
    assert_eq!((f.calls, f.family_contacts, f.inbound, f.counselling), (1, 2, 1, 2));
    assert_eq!((f.inquiries_by_door, f.inquiries_by_wechat, f.inquiries_by_phone), (0, 1, 0));
    assert_eq!(on_day(&care(&records), 1).counselling, 1, "a call in which somebody was consoled is counselling too");
}

#[test]
fn an_urgent_event_counts_with_the_minutes_until_somebody_was_told() {
    let at = |n: i64, minute: i64| Some(1_580_400_000_000 + n * 86_400_000 + minute * 60_000);
    let event = |about: &str, urgent, found, reported| Event {
        case: Some(case_id()),
        about: about.into(),
        urgent: Some(urgent),
        found_at: found,
        reported_at: reported,
        status: "reported".into(),
        ..Event::default()
    };
    let records = [
        case(&isolation()),
        record(1, GRID, &event("fever_symptom", true, at(1, 0), at(1, 4))),
        record(2, GRID, &event("left_isolation", true, at(2, 0), at(2, 35))),
        record(3, GRID, &event("other", false, at(2, 0), at(2, 90))),
    ];
    let f = all(&care(&records), moment(5, 0));
    assert_eq!((f.urgent_events, f.fever_events, f.report_minutes), (2, 1, 35));
    assert_eq!(on_day(&care(&records), 1).report_minutes, 4);
}

#[test]
fn an_errand_without_a_need_counts_where_its_case_or_its_door_is() {
    let errand = |on: i32, masks: i64| Errand {
        household: Some(HOME),
        door: "17号".into(),
        category: "masks".into(),
        masks: Some(masks),
        asked_on: Some(day(on)),
        delivered_on: Some(day(on)),
        status: "delivered".into(),
        ..Errand::default()
    };
    let of_case = Errand { case: Some(case_id()), ..errand(2, 10) };
    let under_way = Errand { status: "bought".into(), delivered_on: None, ..errand(2, 7) };
    let elsewhere = Errand { household: Some(RecordId::fixed(77)), ..errand(2, 50) };
    let home = Household { door: "17号".into(), head: "佘德旺".into(), ..Household::default() };
    let records = [
        case(&isolation()),
        record_of(HOME, GRID, &home),
        record(1, TEAM, &of_case),
        record(2, TEAM, &errand(3, 5)),
        record(3, TEAM, &under_way),
        record(4, TEAM, &elsewhere),
    ];
    let counted = |f: &CareFigures| (f.errands, f.masks, f.needs_done, f.needs_open);
    let care = care(&records);
    assert_eq!(counted(&all(&care, moment(5, 0))), (2, 15, 0, 0));
    assert_eq!(counted(&on_day(&care, 2)), (1, 10, 0, 0));
    let other = care.figures(day(0), moment(5, 0), |scope| scope != GRID);
    assert_eq!(counted(&other), (0, 0, 0, 0), "what a team did counts where the door is");
}

#[test]
fn an_errand_counts_when_its_need_was_withdrawn() {
    let errand = Errand {
        need: Some(RecordId::fixed(55)),
        household: Some(HOME),
        case: Some(case_id()),
        masks: Some(10),
        delivered_on: Some(day(2)),
        status: "delivered".into(),
        ..Errand::default()
    };
    let f = all(&care(&[case(&isolation()), record(1, TEAM, &errand)]), moment(5, 0));
    assert_eq!((f.errands, f.masks), (1, 10));
}

#[test]
fn a_household_is_served_by_the_team_that_has_it_still() {
    let given = |status: &str| Assignment { status: status.into(), ..assignment() };
    let served = |given: &[Assignment]| {
        let given = given.iter().enumerate().map(|(n, given)| record(10 + n as u128, TEAM, given));
        let records: Vec<Record> = given.chain([case(&isolation())]).collect();
        all(&care(&records), moment(3, 0)).served
    };
    assert_eq!([served(&[]), served(&[given("active")]), served(&[given("ended")])], [0, 1, 0]);
    assert_eq!(served(&[given("ended"), given("active")]), 1, "another team has taken over");
}

#[test]
fn a_team_that_changed_is_the_one_of_its_day() {
    let four = team();
    let mut three = CareTeam { from_on: Some(day(5)), ..team() };
    three.members.pop();
    let care = care(&[record(2, GRID, &three), record(1, GRID, &four), case(&isolation())]);
    let size = |n| file(&care).team_on(day(n)).map(|team| team.is.members.len());
    assert_eq!([size(-1), size(0), size(4), size(5), size(9)], [None, Some(4), Some(4), Some(3), Some(3)]);
    assert_eq!([on_day(&care, 4).teams_complete, on_day(&care, 5).teams_complete], [1, 0]);
}
