//! M05–M16 over a period, for some places.
//!
//! Each figure counts things, not records: a slot, a person, a case, a need. So it is the same in
//! whatever order records arrive, and however many records say the same.

use super::{Care, CaseFile, Known, Moment, NeedFile, slots::Stands};
use crate::{
    day::Day,
    id::RecordId,
    kind::{care_team, errand::Errand, event::Event, person::Person, policy::Policies},
    record::Scope,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The figures of one place over a period, up to a moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CareFigures {
    /// M05: returnees from 武汉, 人.
    pub returnees_wuhan: u64,
    /// M05: returnees from the rest of 湖北, 人.
    pub returnees_hubei: u64,
    /// M05: other returnees, 人.
    pub returnees_other: u64,
    /// M06: close contacts, decided by a named person, 人.
    pub close_contacts: u64,
    /// M07: isolated at the moment, 人.
    pub isolating: u64,
    /// M07: isolations begun in the period.
    pub opened: u64,
    /// M07: released in the period.
    pub released: u64,
    /// M07: transferred in the period, to a central place or a hospital.
    pub transferred: u64,
    /// M07: lost in the period.
    pub lost: u64,
    /// M07: all isolations up to the moment: now, released, transferred and lost.
    pub cumulative: u64,
    /// M08: slots of the period in which a reading was due, 次.
    pub readings_due: u64,
    /// M09: of these, read.
    pub readings_done: u64,
    /// M09: of those read, within their time.
    pub readings_on_time: u64,
    /// M09: of those read, at the door.
    pub readings_at_home: u64,
    /// M08: not read, with a reason.
    pub readings_explained: u64,
    /// M08: not read, without a reason, their time over: 漏测.
    pub readings_missed: u64,
    /// M10: persons with a fever in the period, 人.
    pub fever_persons: u64,
    /// M10: fever events found in the period, 起.
    pub fever_events: u64,
    /// Urgent events found in the period, 起 (seed row 8).
    pub urgent_events: u64,
    /// The longest of them from finding to reporting, in minutes.
    pub report_minutes: u64,
    /// M11: isolated at the moment with a team that is complete.
    pub teams_complete: u64,
    /// M12: care calls made in the period, 次.
    pub calls: u64,
    /// M12: care calls due in the period.
    pub calls_due: u64,
    /// M12: of these, made.
    pub calls_done: u64,
    /// M13: inquiries at the door, 人次.
    pub inquiries_by_door: u64,
    /// M13: inquiries by WeChat, 人次.
    pub inquiries_by_wechat: u64,
    /// M13: inquiries by phone, 人次.
    pub inquiries_by_phone: u64,
    /// M13: inquiries due in the period.
    pub inquiries_due: u64,
    /// M13: of these, made.
    pub inquiries_done: u64,
    /// Calls that came from the isolated, 次 (seed row 54).
    pub inbound: u64,
    /// Contacts with the family, 次 (seed row 7).
    pub family_contacts: u64,
    /// M14: needs open at the moment, 件.
    pub needs_open: u64,
    /// M14: needs done in the period, 件.
    pub needs_done: u64,
    /// M14: half of these took no longer, in minutes; none without any.
    pub needs_median_minutes: Option<u64>,
    /// M15: errands delivered in the period, 件.
    pub errands: u64,
    /// M15: masks delivered in the period, 只.
    pub masks: u64,
    /// M15: isolated at the moment with a service team.
    pub served: u64,
    /// M16: counselling in the period, 人次.
    pub counselling: u64,
}

/// What is asked for: from the first day up to a moment.
#[derive(Clone, Copy)]
struct Span {
    from: Day,
    now: Moment,
}

impl Span {
    fn has(self, day: Option<Day>) -> bool {
        day.is_some_and(|day| self.from <= day && day <= self.now.day)
    }
}

impl Care {
    /// The figures from the day `from` up to `now`, of what lives in the scopes that `here` names.
    pub fn figures(&self, from: Day, now: Moment, here: impl Fn(Scope) -> bool) -> CareFigures {
        let mut figures = CareFigures::default();
        let span = Span { from, now };
        let mut feverish = BTreeSet::new();
        for file in self.files.iter().filter(|file| here(file.case.scope) && file.case.is.counts()) {
            figures.count_case(file, span, &self.policies);
            self.count_slots(file, span, &mut figures, &mut feverish);
            self.count_contacts(file, span, &mut figures);
            for event in file.events.iter().filter(|event| event.is.urgent == Some(true)) {
                figures.count_event(event, span);
            }
        }
        figures.fever_persons = feverish.len() as u64;
        for person in self.people.iter().filter(|person| here(person.scope)) {
            figures.count_person(&person.is, span);
        }
        let mut took = Vec::new();
        for file in self.needs.iter().filter(|file| here(file.need.scope)) {
            figures.count_need(file, span, &mut took);
        }
        for own in self.own_errands.iter().filter(|own| here(own.place)) {
            figures.count_errand(&own.errand.is, span);
        }
        took.sort_unstable();
        figures.needs_median_minutes = took.get(took.len().saturating_sub(1) / 2).copied();
        figures
    }

    fn count_slots(
        &self,
        file: &CaseFile,
        span: Span,
        figures: &mut CareFigures,
        feverish: &mut BTreeSet<Option<RecordId>>,
    ) {
        // Of those who went home before, nothing is due any more.
        if file.last_on().is_some_and(|last| last < span.from) {
            return;
        }
        for slot in file.slots(&self.policies, span.now).iter().filter(|slot| span.has(Some(slot.on))) {
            match slot.stands {
                Stands::Ahead => continue,
                Stands::Read { on_time, at_home, fever, .. } => {
                    figures.readings_done += 1;
                    figures.readings_on_time += u64::from(on_time);
                    figures.readings_at_home += u64::from(at_home);
                    if fever {
                        feverish.insert(file.case.is.person);
                    }
                }
                Stands::Explained => figures.readings_explained += 1,
                Stands::Overdue | Stands::Missed => figures.readings_missed += 1,
                Stands::Open => {}
            }
            figures.readings_due += 1;
        }
    }

    fn count_contacts(&self, file: &CaseFile, span: Span, figures: &mut CareFigures) {
        let mut day = span.from.max(file.case.is.from_on.unwrap_or(span.from));
        let last = file.last_on().map_or(span.now.day, |last| last.min(span.now.day));
        while day <= last {
            if file.is_care_day(day) {
                let policy = self.policies.on(day);
                let done = |purpose| file.contacts_on(purpose, day) as u64;
                figures.calls_due += policy.calls_a_day as u64;
                figures.calls_done += done("hotline").min(policy.calls_a_day as u64);
                figures.inquiries_due += policy.inquiries_a_day as u64;
                figures.inquiries_done += done("inquiry").min(policy.inquiries_a_day as u64);
            }
            day = day.plus(1);
        }
        for contact in file.contacts.iter().map(|known| &known.is).filter(|contact| span.has(contact.on)) {
            match (contact.purpose.as_str(), contact.mode.as_str()) {
                ("inquiry", "door") => figures.inquiries_by_door += 1,
                ("inquiry", "wechat") => figures.inquiries_by_wechat += 1,
                ("inquiry", _) => figures.inquiries_by_phone += 1,
                ("hotline", _) => figures.calls += 1,
                ("inbound", _) => figures.inbound += 1,
                ("family", _) => figures.family_contacts += 1,
                _ => {}
            }
            figures.counselling += u64::from(contact.purpose == "counselling" || contact.counselled == Some(true));
        }
    }
}

impl CareFigures {
    fn count_case(&mut self, file: &CaseFile, span: Span, policies: &Policies) {
        let (case, now) = (&file.case.is, span.now);
        if case.from_on.is_none_or(|from| from > now.day) {
            return;
        }
        self.cumulative += 1;
        self.opened += u64::from(span.has(case.from_on));
        let ended = case.ended_on.filter(|on| (*on, case.ended_minute.unwrap_or(0)) <= (now.day, now.minute));
        if let Some(on) = ended {
            let here = u64::from(span.has(Some(on)));
            match case.status.as_str() {
                "released" => self.released += here,
                "lost" => self.lost += here,
                _ => self.transferred += here,
            }
            return;
        }
        self.isolating += 1;
        self.served += u64::from(file.served_by().is_some());
        let team = file.team_on(now.day);
        let complete = team.is_some_and(|team| care_team::problems(&team.is, &policies.on(now.day)).is_empty());
        self.teams_complete += u64::from(complete);
    }

    fn count_event(&mut self, event: &Known<Event>, span: Span) {
        let event = &event.is;
        if !span.has(event.found_at.map(Day::from_unix_ms)) {
            return;
        }
        self.urgent_events += 1;
        self.fever_events += u64::from(event.about == "fever_symptom");
        if let (Some(found), Some(reported)) = (event.found_at, event.reported_at) {
            self.report_minutes = self.report_minutes.max(((reported - found).max(0) / 60_000) as u64);
        }
    }

    fn count_person(&mut self, person: &Person, span: Span) {
        let back = person.returned_on.is_none_or(|_| span.has(person.returned_on));
        match person.area() {
            Some("wuhan") if back => self.returnees_wuhan += 1,
            Some("hubei") if back => self.returnees_hubei += 1,
            Some(_) if back => self.returnees_other += 1,
            _ => {}
        }
        self.close_contacts += u64::from(person.is_close_contact());
    }

    fn count_errand(&mut self, errand: &Errand, span: Span) {
        if errand.is_delivered() && span.has(errand.delivered_on.or(errand.asked_on)) {
            self.errands += 1;
            self.masks += errand.masks.unwrap_or(0).max(0) as u64;
        }
    }

    /// A need is done when someone says so, or when its errand was delivered; whichever was first.
    fn count_need(&mut self, file: &NeedFile, span: Span, took: &mut Vec<u64>) {
        let need = &file.need.is;
        for errand in &file.errands {
            self.count_errand(&errand.is, span);
        }
        let delivered = file.errands.iter().map(|errand| &errand.is).filter(|errand| errand.is_delivered());
        let by_hand = (need.status == "done").then_some((need.done_on.or(need.asked_on), need.done_minute));
        let done = delivered.map(|errand| (errand.delivered_on, errand.delivered_minute)).chain(by_hand).min();
        let Some((on, minute)) = done else {
            self.needs_open += u64::from(need.asked_on.is_some_and(|asked| asked <= span.now.day));
            return;
        };
        if span.has(on) {
            self.needs_done += 1;
            if let (Some(on), Some(asked)) = (on, need.asked_on) {
                let days = i64::from(on.since(asked));
                let minutes = days * 24 * 60 + minute.unwrap_or(0) - need.asked_minute.unwrap_or(0);
                took.push(minutes.max(0) as u64);
            }
        }
    }
}
