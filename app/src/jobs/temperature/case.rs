//! From the files of cases to the people of a door, and from what was answered to records.

use super::state::{Answer, Stands, Step, Subject};
use crate::{
    book::DoorCard,
    parts::{Chart, Mark, Point},
};
use model::{
    ambient::Millis,
    care::{
        Care, CaseFile, Known, Moment,
        slots::{DueSlot, Stands as Slot},
    },
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        event::{self, Event},
        reading::Reading,
    },
    record::Scope,
};
use sync::Intent;

/// Told by phone or WeChat rather than measured at the door.
const TOLD: &str = "self_reported";

/// The slot that is asked about: of which day, and which.
pub type Asked = (Day, usize);

/// The open isolations behind a door.
fn files(care: &Care, household: RecordId) -> impl Iterator<Item = &CaseFile> {
    care.files.iter().filter(move |file| file.case.is.household == Some(household) && file.case.is.is_open())
}

/// The slot that a door is asked about, where nobody says which: what is wanted now, else what was
/// last, else what comes next.
pub fn slot_now(care: &Care, household: RecordId, now: Moment) -> Option<Asked> {
    let slots: Vec<DueSlot> = files(care, household)
        .flat_map(|file| file.slots(care.policies(), now))
        .filter(|slot| slot.on == now.day)
        .collect();
    let rank = |slot: &DueSlot| match slot.stands {
        Slot::Open => (0, slot.slot),
        Slot::Overdue => (1, -slot.slot),
        Slot::Read { .. } | Slot::Explained => (2, -slot.slot),
        Slot::Ahead | Slot::Missed => (3, slot.slot),
    };
    let slot = slots.iter().min_by_key(|slot| rank(slot))?;
    Some((slot.on, usize::try_from(slot.slot).ok()?))
}

/// The people behind a door who are to be measured in a slot, in the order of the household.
pub fn subjects(care: &Care, card: &DoorCard, asked: Asked, now: Moment) -> Vec<Subject> {
    let (on, slot) = asked;
    let due = |file: &CaseFile| {
        let mut slots = file.slots(care.policies(), now).into_iter();
        slots.any(|due| due.on == on && usize::try_from(due.slot) == Ok(slot))
    };
    let subject = |(person, name): (RecordId, &str)| {
        let file = files(care, card.id).find(|file| file.case.is.person == Some(person) && due(file))?;
        let (day, days) = file.day_n(on).unwrap_or_default();
        Some(Subject {
            case: file.case.id,
            person,
            name: name.to_owned(),
            day: (day.into(), days.into()),
            last: last(file, asked),
            stands: stands(file, asked),
        })
    };
    card.people.iter().map(|(id, person)| (*id, person.name.as_str())).filter_map(subject).collect()
}

/// What was read last before this slot.
fn last(file: &CaseFile, (on, slot): Asked) -> Option<i64> {
    let before = |reading: &&Known<Reading>| {
        (reading.is.on, reading.is.slot) < (Some(on), i64::try_from(slot).unwrap_or_default())
    };
    file.readings.iter().filter(before).rev().find_map(|reading| reading.is.second_tenths.or(reading.is.tenths))
}

/// What stands for a slot: the reading that was made last, with the event that it raised.
fn stands(file: &CaseFile, (on, slot): Asked) -> Option<Stands> {
    let reading = file.readings_of(on, i64::try_from(slot).ok()?).max_by_key(|reading| reading.id)?;
    let events = file.events.iter().filter(|event| event.is.reading == Some(reading.id));
    let made = std::iter::once((Reading::KIND.to_owned(), reading.id))
        .chain(events.map(|event| (Event::KIND.to_owned(), event.id)))
        .collect();
    Some(Stands { answer: answer(&reading.is), made })
}

/// A reading as it was answered.
fn answer(reading: &Reading) -> Answer {
    let digits = |tenths: Option<i64>| tenths.map(|tenths| tenths.to_string()).unwrap_or_default();
    Answer {
        step: if reading.reason.is_some() { Step::Reason } else { Step::Value },
        first: digits(reading.tenths),
        second: digits(reading.second_tenths),
        symptoms: reading.symptoms.clone(),
        reason: reading.reason.clone(),
        note: reading.reason_note.clone().unwrap_or_default(),
    }
}

/// The temperatures of a case as they are drawn, as they stand at `now`.
pub fn chart(care: &Care, file: &CaseFile, now: Moment) -> Option<Chart> {
    let (today, days) = file.day_n(now.day)?;
    let policy = care.policy(now.day);
    let slots = file.slots(care.policies(), now);
    let points = slots.iter().filter_map(|due| {
        let mark = match due.stands {
            Slot::Read { tenths, .. } => Mark::Read(tenths),
            Slot::Explained => Mark::Explained,
            Slot::Missed | Slot::Overdue => Mark::Missed,
            Slot::Open | Slot::Ahead => return None,
        };
        Some(Point { day: file.day_n(due.on)?.0.into(), slot: usize::try_from(due.slot).ok()?, mark })
    });
    let points = points.collect();
    // Days before a policy changed may have had more slots than today's.
    let most = slots.iter().filter_map(|due| usize::try_from(due.slot).ok()).max().map_or(0, |slot| slot + 1);
    Some(Chart {
        days: days.into(),
        slots: most.max(policy.slots.len()),
        threshold: policy.fever_tenths,
        today: Some(today.into()).filter(|_| file.case.is.is_open()),
        points,
    })
}

/// Where, when and how temperatures are taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Taking {
    /// The door.
    pub household: RecordId,
    /// Where its records live.
    pub scope: Scope,
    /// The slot.
    pub asked: Asked,
    /// How.
    pub method: String,
    /// Fever from here on.
    pub threshold: i64,
    /// This phone's clock.
    pub now: Millis,
}

/// So many ids saving may need: one for the reading, one for the event.
pub const IDS: usize = 2;

/// What saving an answer means: what to do, and the records that stand afterwards.
pub fn intents(
    taking: &Taking,
    one: &Subject,
    answer: &Answer,
    [reading_id, event_id]: [RecordId; IDS],
) -> (Vec<Intent>, Vec<(String, RecordId)>) {
    let scope = taking.scope;
    let reading = reading(taking, one, answer);
    let mut intents = vec![Intent::add(reading_id, scope, &reading)];
    let mut made = vec![(Reading::KIND.to_owned(), reading_id)];
    let before = one.stands.iter().flat_map(|stands| &stands.made);
    let fever = answer.is_fever(taking.threshold);
    let mut told = false;
    for (kind, id) in before {
        // Who was called already stays called, as long as it is a fever.
        if kind == Event::KIND && fever {
            told = true;
            made.push((kind.clone(), *id));
        } else {
            intents.push(Intent::void(kind, *id, scope, "corrected"));
        }
    }
    if fever && !told {
        intents.push(Intent::add(event_id, scope, &event(taking, one, reading_id)));
        made.push((Event::KIND.to_owned(), event_id));
    }
    (intents, made)
}

fn reading(taking: &Taking, one: &Subject, answer: &Answer) -> Reading {
    let (on, slot) = taking.asked;
    let now = Moment::at(taking.now);
    let taken = answer.value().is_some();
    let corrects = one.stands.as_ref().and_then(|stands| stands.made.first()).map(|(_, id)| *id);
    Reading {
        household: Some(taking.household),
        case: Some(one.case),
        person: Some(one.person),
        on: Some(on),
        slot: i64::try_from(slot).unwrap_or_default(),
        // What is written down on a later day was taken nobody knows when.
        at_minute: (on == now.day).then_some(now.minute),
        tenths: answer.value(),
        second_tenths: answer.second_value(),
        method: taken.then(|| taking.method.clone()),
        place: taken.then(|| if taking.method == TOLD { "reported" } else { "home" }.to_owned()),
        symptoms: answer.symptoms.clone(),
        reason: answer.reason.clone(),
        reason_note: Some(answer.note.clone()).filter(|note| !note.is_empty()),
        corrects,
        ..Reading::default()
    }
}

/// The urgent event of a fever. It is found now; it is reported once the township has it.
fn event(taking: &Taking, one: &Subject, reading: RecordId) -> Event {
    Event {
        household: Some(taking.household),
        case: Some(one.case),
        person: Some(one.person),
        reading: Some(reading),
        about: "fever_symptom".into(),
        urgent: Some(true),
        found_at: Some(taking.now),
        status: event::STATUS[0].into(),
        ..Event::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::op::Act;

    const HOT: i64 = 373;
    /// 2020-02-07 09:35 in China.
    const NOW: Millis = 1_581_039_300_000;
    const IDS: [RecordId; 2] = [RecordId::fixed(20), RecordId::fixed(21)];

    fn taking() -> Taking {
        Taking {
            household: RecordId::fixed(1),
            scope: Scope::Grid(RecordId::fixed(9)),
            asked: (Day::from_unix_ms(NOW), 0),
            method: "forehead".into(),
            threshold: HOT,
            now: NOW,
        }
    }

    fn one(stands: Option<Stands>) -> Subject {
        Subject {
            case: RecordId::fixed(5),
            person: RecordId::fixed(2),
            name: "许长根".into(),
            day: (6, 14),
            last: None,
            stands,
        }
    }

    fn read(first: &str, second: &str) -> Answer {
        Answer { first: first.into(), second: second.into(), ..Answer::default() }
    }

    fn is_whole(intents: &[Intent]) {
        for intent in intents {
            if let Act::Add { data } = &intent.act {
                let kind = model::kind::kind(&intent.kind).expect("a kind");
                assert_eq!(kind.check(data), [], "{}", intent.kind);
            }
        }
    }

    fn kinds(intents: &[Intent]) -> Vec<(&str, RecordId)> {
        intents.iter().map(|intent| (intent.kind.as_str(), intent.rec)).collect()
    }

    #[test]
    fn a_usual_temperature_is_one_reading() {
        let (intents, made) = intents(&taking(), &one(None), &read("365", ""), IDS);
        is_whole(&intents);
        assert_eq!(kinds(&intents), [("reading", IDS[0])]);
        assert_eq!(made, [("reading".to_owned(), IDS[0])]);
        let Act::Add { data } = &intents[0].act else { panic!("an addition") };
        let reading = Reading::read(data);
        assert_eq!((reading.tenths, reading.slot, reading.at_minute), (Some(365), 0, Some(575)));
        assert_eq!((reading.method.as_deref(), reading.place.as_deref()), (Some("forehead"), Some("home")));
    }

    #[test]
    fn a_fever_is_a_reading_and_an_urgent_event_in_one() {
        let (intents, made) = intents(&taking(), &one(None), &read("376", "375"), IDS);
        is_whole(&intents);
        assert_eq!(kinds(&intents), [("reading", IDS[0]), ("event", IDS[1])]);
        assert_eq!(made.len(), 2);
        let Act::Add { data } = &intents[1].act else { panic!("an addition") };
        let event = Event::read(data);
        assert_eq!((event.urgent, event.reading, event.found_at), (Some(true), Some(IDS[0]), Some(NOW)));
    }

    #[test]
    fn a_correction_takes_the_place_of_what_stood() {
        let was = Stands { answer: read("356", ""), made: vec![("reading".into(), RecordId::fixed(7))] };
        let (intents, _) = intents(&taking(), &one(Some(was)), &read("365", ""), IDS);
        is_whole(&intents);
        assert_eq!(kinds(&intents), [("reading", IDS[0]), ("reading", RecordId::fixed(7))]);
        let Act::Add { data } = &intents[0].act else { panic!("an addition") };
        assert_eq!(Reading::read(data).corrects, Some(RecordId::fixed(7)));
        assert!(matches!(intents[1].act, Act::Void { .. }));
    }

    #[test]
    fn a_fever_that_was_a_slip_takes_its_alarm_along_and_one_that_was_none_stays() {
        let made = vec![("reading".to_owned(), RecordId::fixed(7)), ("event".to_owned(), RecordId::fixed(8))];
        let was = Stands { answer: read("386", "386"), made };
        let (slip, _) = intents(&taking(), &one(Some(was.clone())), &read("365", ""), IDS);
        assert_eq!(kinds(&slip), [("reading", IDS[0]), ("reading", RecordId::fixed(7)), ("event", RecordId::fixed(8))]);
        let (still, made) = intents(&taking(), &one(Some(was)), &read("376", "376"), IDS);
        assert_eq!(kinds(&still), [("reading", IDS[0]), ("reading", RecordId::fixed(7))]);
        assert_eq!(made[1], ("event".to_owned(), RecordId::fixed(8)), "they were called once");
    }

    #[test]
    fn what_is_written_down_later_has_no_hour() {
        let late = Taking { asked: (Day::from_unix_ms(NOW).plus(-1), 1), ..taking() };
        let gone = Answer { step: Step::Reason, reason: Some("out".into()), ..Answer::default() };
        let (intents, _) = intents(&late, &one(None), &gone, IDS);
        is_whole(&intents);
        let Act::Add { data } = &intents[0].act else { panic!("an addition") };
        let reading = Reading::read(data);
        assert_eq!((reading.at_minute, reading.method, reading.reason.as_deref()), (None, None, Some("out")));
    }

    #[test]
    fn what_somebody_told_was_not_measured_at_the_door() {
        let told = Taking { method: TOLD.into(), ..taking() };
        let (intents, _) = intents(&told, &one(None), &read("365", ""), IDS);
        is_whole(&intents);
        let Act::Add { data } = &intents[0].act else { panic!("an addition") };
        assert_eq!(Reading::read(data).place.as_deref(), Some("reported"));
    }
}
