//! What has happened in a case since it began: readings, calls, errands.

use super::{Book, Case, Stands};
use model::{
    care::{
        Care,
        slots::{self, DueSlot},
    },
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        care_contact::CareContact,
        errand::Errand,
        event::{Event, Step},
        isolation::Isolation,
        need::Need,
        policy::Policies,
        reading::Reading,
    },
    record::Record,
};

/// Which slot of a feverish case nobody could read.
const NOT_READ: usize = 7;
/// How a day is asked after: one in three at the door.
const MODES: [&str; 3] = ["door", "wechat", "phone"];
const MINUTE: i64 = 60_000;

impl Book<'_> {
    /// A reading for each slot that has begun. Where a case runs undisturbed, those of today are left
    /// to do.
    pub(super) fn readings(&mut self, case: &Case) {
        let slots = self.slots(case);
        let past = slots.iter().filter(|slot| slot.on < self.today()).count();
        for (nth, slot) in slots.into_iter().enumerate() {
            if nth >= past && !matches!(case.stands, Stands::Feverish | Stands::DueToday) {
                continue;
            }
            let late = if slot.on == self.today() { self.moment().minute - 2 } else { i64::MAX };
            let minute = (slot.time.from + self.chance.between(10, 90)).min(late).max(slot.time.from);
            let mut reading = Reading {
                household: Some(case.door.id),
                case: Some(case.id),
                person: Some(case.person),
                on: Some(slot.on),
                slot: slot.slot,
                ..Reading::default()
            };
            let fever = match case.stands {
                Stands::Feverish => nth + 1 == past,
                Stands::Referred => nth + 2 >= past,
                _ => false,
            };
            if case.stands == Stands::Feverish && nth == NOT_READ {
                (reading.reason, reading.reason_note) = (Some("asleep".into()), Some("家属说已睡".into()));
            } else {
                reading.at_minute = Some(minute);
                reading.tenths = Some(if fever { 376 } else { self.chance.between(361, 369) });
                reading.second_tenths = fever.then_some(375);
                reading.method = Some("forehead".into());
                reading.place = Some(if self.chance.happens(850) { "home" } else { "reported" }.into());
                reading.symptoms = if fever { vec!["fever".into()] } else { Vec::new() };
            }
            let id = self.put(case.door.scope, self.at(slot.on, minute), &reading);
            if fever && (nth + 1 == past) {
                self.event(case, id, slot.on, minute);
            }
        }
    }

    fn slots(&self, case: &Case) -> Vec<DueSlot> {
        let record = Record {
            kind: Isolation::KIND.into(),
            id: case.id,
            scope: case.door.scope,
            seq: 0,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: case.is.data(),
            gone: None,
        };
        let policies = Policies::default();
        let care = Care::of([&record], policies.clone());
        let file = care.file(case.id).expect("its own file");
        let begun = |slot: &DueSlot| slot.stands != slots::Stands::Ahead;
        file.slots(&policies, self.moment()).into_iter().filter(begun).collect()
    }

    /// A fever is told within twenty minutes.
    fn event(&mut self, case: &Case, reading: RecordId, on: Day, minute: i64) {
        let found = self.at(on, minute);
        let told = (found + 20 * MINUTE).min(self.now);
        let step = |what: &str, at, by| Step { what: what.into(), at: Some(at), by, ..Step::default() };
        let event = Event {
            household: Some(case.door.id),
            case: Some(case.id),
            person: Some(case.person),
            reading: Some(reading),
            about: "fever_symptom".into(),
            urgent: Some(true),
            text: Some("两次测温均超过37.3℃".into()),
            found_at: Some(found),
            reported_at: Some(told),
            status: "accepted".into(),
            steps: vec![step("reported", told, Some(self.worker.1)), step("accepted", told, self.lead)],
            ..Event::default()
        };
        self.put(case.door.scope, told, &event);
    }

    /// Asked every day, called every day; today's are left to do.
    pub(super) fn contacts(&mut self, case: &Case) {
        let Some(first) = case.is.from_on else { return };
        let last = case.is.ended_on.or(case.is.end_on).unwrap_or(first).min(self.today());
        for nth in 0..last.since(first) {
            let on = first.plus(nth);
            let mode = MODES[nth as usize % MODES.len()];
            let inquiry = CareContact { body: Some("well".into()), ..self.contact(case, on, "inquiry", mode) };
            let at = self.at(on, 560);
            self.put(case.door.scope, at, &CareContact { at_minute: Some(560), ..inquiry });
            let call = CareContact {
                at_minute: Some(980),
                by_party: Some(true),
                mood: Some(self.chance.between(3, 5)),
                counselled: Some(nth == 2),
                ..self.contact(case, on, "hotline", "phone")
            };
            // Who was asked to make the calls as well keeps them with the team.
            let calls = case.stands == Stands::DueToday;
            let scope = if calls { self.team } else { case.door.scope };
            self.put(scope, self.at(on, 980), &call);
            match (nth, case.stands) {
                (2, Stands::Running) => drop(self.put(case.door.scope, at, &self.contact(case, on, "family", "phone"))),
                (3, Stands::Feverish) => {
                    self.put(case.door.scope, at, &self.contact(case, on, "inbound", "phone"));
                    self.put(case.door.scope, at, &self.contact(case, on, "counselling", "phone"));
                }
                _ => {}
            }
        }
    }

    fn contact(&self, case: &Case, on: Day, purpose: &str, mode: &str) -> CareContact {
        CareContact {
            household: Some(case.door.id),
            case: Some(case.id),
            person: Some(case.person),
            on: Some(on),
            purpose: purpose.into(),
            mode: mode.into(),
            reached: Some(true),
            ..CareContact::default()
        }
    }

    /// Masks came on the second day; what was asked yesterday is on its way, or waits.
    pub(super) fn needs(&mut self, case: &Case) {
        let Some(first) = case.is.from_on else { return };
        self.need(case, first, ("masks", "masks"), "rated");
        let yesterday = self.today().plus(-1);
        match case.stands {
            Stands::Running => self.need(case, yesterday, ("groceries", "groceries"), "open"),
            Stands::Feverish => self.need(case, yesterday, ("medicine", "medicine"), "taken"),
            _ => {}
        }
    }

    fn need(&mut self, case: &Case, asked: Day, (category, brings): (&str, &str), status: &str) {
        let rated = status == "rated";
        let delivered = rated.then_some(asked.plus(1));
        let at = self.at(asked, 640);
        let need = Need {
            household: Some(case.door.id),
            category: category.into(),
            asked_on: Some(asked),
            asked_minute: Some(640),
            status: match status {
                "rated" => "done",
                "taken" => "taken",
                _ => "open",
            }
            .into(),
            case: Some(case.id),
            person: Some(case.person),
            team: Some(self.team.id()),
            done_on: delivered,
            done_minute: delivered.map(|_| 630),
            rating: rated.then_some(5),
            ..Need::default()
        };
        let id = self.put(case.door.scope, at, &need);
        let errand = Errand {
            need: Some(id),
            household: Some(case.door.id),
            case: Some(case.id),
            door: case.address.clone(),
            to_name: Some(case.who.name.clone()),
            phone: case.who.phone.clone(),
            category: brings.into(),
            masks: (brings == "masks").then_some(10),
            paid_by: (brings == "masks").then(|| "free".into()),
            asked_on: Some(asked),
            asked_minute: Some(640),
            status: status.into(),
            taken_by: self.volunteer.filter(|_| status != "open"),
            taken_on: (status != "open").then_some(asked),
            delivered_on: delivered,
            delivered_minute: delivered.map(|_| 630),
            rating: rated.then_some(5),
            ..Errand::default()
        };
        self.put(self.team, at, &errand);
    }
}
