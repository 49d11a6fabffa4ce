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
use std::collections::{BTreeMap, BTreeSet};

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

/// One of the figures; none where there is nothing to count.
pub type OneFigure = fn(&CareFigures) -> Option<u64>;

/// Counts, and remembers of one figure which records it is made of.
struct Tally {
    figures: CareFigures,
    traced: Option<(OneFigure, BTreeMap<RecordId, u64>)>,
}

impl Tally {
    /// Counts what `record` adds.
    fn count(&mut self, record: RecordId, adds: impl Fn(&mut CareFigures)) {
        adds(&mut self.figures);
        let Some((figure, records)) = &mut self.traced else { return };
        let mut alone = CareFigures::default();
        adds(&mut alone);
        let n = figure(&alone).unwrap_or(0);
        if n > 0 {
            *records.entry(record).or_default() += n;
        }
    }
}

impl Care {
    /// The figures from the day `from` up to `now`, of what lives in the scopes that `here` names.
    pub fn figures(&self, from: Day, now: Moment, here: impl Fn(Scope) -> bool) -> CareFigures {
        let mut tally = Tally { figures: CareFigures::default(), traced: None };
        self.tally(Span { from, now }, here, &mut tally);
        tally.figures
    }

    /// The records that a figure is made of, each with what it adds: a slot that nobody has read and
    /// a call that nobody has made are counted with their case.
    pub fn behind(
        &self,
        figure: OneFigure,
        from: Day,
        now: Moment,
        here: impl Fn(Scope) -> bool,
    ) -> BTreeMap<RecordId, u64> {
        let mut tally = Tally { figures: CareFigures::default(), traced: Some((figure, BTreeMap::new())) };
        self.tally(Span { from, now }, here, &mut tally);
        tally.traced.map(|(_, records)| records).unwrap_or_default()
    }

    fn tally(&self, span: Span, here: impl Fn(Scope) -> bool, tally: &mut Tally) {
        let mut feverish = BTreeSet::new();
        for file in self.files.iter().filter(|file| here(file.case.scope) && file.case.is.counts()) {
            tally.count_case(file, span, &self.policies);
            self.count_slots(file, span, tally, &mut feverish);
            self.count_contacts(file, span, tally);
            for event in file.events.iter().filter(|event| event.is.urgent == Some(true)) {
                tally.count_event(event, span);
            }
        }
        for person in self.people.iter().filter(|person| here(person.scope)) {
            tally.count_person(person, span);
        }
        let mut took = Vec::new();
        for file in self.needs.iter().filter(|file| here(file.need.scope)) {
            tally.count_need(file, span, &mut took);
        }
        for own in self.own_errands.iter().filter(|own| here(own.place)) {
            tally.count_errand(&own.errand, span);
        }
        took.sort_unstable();
        // Half of many is none of them, and a person with two fevers is one.
        tally.figures.needs_median_minutes = took.get(took.len().saturating_sub(1) / 2).copied();
        tally.figures.fever_persons = feverish.len() as u64;
    }

    fn count_slots(&self, file: &CaseFile, span: Span, tally: &mut Tally, feverish: &mut BTreeSet<Option<RecordId>>) {
        // Of those who went home before, nothing is due any more.
        if file.last_on().is_some_and(|last| last < span.from) {
            return;
        }
        for slot in file.slots(&self.policies, span.now).iter().filter(|slot| span.has(Some(slot.on))) {
            // A slot that was read twice counts once, with the first.
            let read = file.readings_of(slot.on, slot.slot).filter(|reading| reading.is.tenths.is_some());
            let explained = file.readings_of(slot.on, slot.slot);
            let of_slot = match slot.stands {
                Stands::Read { .. } => read.map(|reading| reading.id).min(),
                Stands::Explained => explained.map(|reading| reading.id).min(),
                _ => None,
            };
            let record = of_slot.unwrap_or(file.case.id);
            match slot.stands {
                Stands::Ahead => continue,
                Stands::Read { on_time, at_home, fever, .. } => {
                    let anew = fever && feverish.insert(file.case.is.person);
                    tally.count(record, |figures| {
                        figures.readings_done += 1;
                        figures.readings_on_time += u64::from(on_time);
                        figures.readings_at_home += u64::from(at_home);
                        figures.fever_persons += u64::from(anew);
                    });
                }
                Stands::Explained => tally.count(record, |figures| figures.readings_explained += 1),
                Stands::Overdue | Stands::Missed => tally.count(record, |figures| figures.readings_missed += 1),
                Stands::Open => {}
            }
            tally.count(record, |figures| figures.readings_due += 1);
        }
    }

    fn count_contacts(&self, file: &CaseFile, span: Span, tally: &mut Tally) {
        let mut day = span.from.max(file.case.is.from_on.unwrap_or(span.from));
        let last = file.last_on().map_or(span.now.day, |last| last.min(span.now.day));
        while day <= last {
            if file.is_care_day(day) {
                let policy = self.policies.on(day);
                tally.count(file.case.id, |figures| {
                    figures.calls_due += policy.calls_a_day as u64;
                    figures.inquiries_due += policy.inquiries_a_day as u64;
                });
                let first = |purpose, n: i64| file.made_on(purpose, day).take(n.max(0) as usize);
                for contact in first("hotline", policy.calls_a_day) {
                    tally.count(contact.id, |figures| figures.calls_done += 1);
                }
                for contact in first("inquiry", policy.inquiries_a_day) {
                    tally.count(contact.id, |figures| figures.inquiries_done += 1);
                }
            }
            day = day.plus(1);
        }
        for known in file.contacts.iter().filter(|known| span.has(known.is.on)) {
            let contact = &known.is;
            tally.count(known.id, |figures| {
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
            });
        }
    }
}

impl Tally {
    fn count_case(&mut self, file: &CaseFile, span: Span, policies: &Policies) {
        let (id, case, now) = (file.case.id, &file.case.is, span.now);
        if case.from_on.is_none_or(|from| from > now.day) {
            return;
        }
        let opened = u64::from(span.has(case.from_on));
        self.count(id, |figures| {
            figures.cumulative += 1;
            figures.opened += opened;
        });
        let ended = case.ended_on.filter(|on| (*on, case.ended_minute.unwrap_or(0)) <= (now.day, now.minute));
        if let Some(on) = ended {
            let here = u64::from(span.has(Some(on)));
            return self.count(id, |figures| match case.status.as_str() {
                "released" => figures.released += here,
                "lost" => figures.lost += here,
                _ => figures.transferred += here,
            });
        }
        let team = file.team_on(now.day);
        let complete = team.is_some_and(|team| care_team::problems(&team.is, &policies.on(now.day)).is_empty());
        self.count(id, |figures| {
            figures.isolating += 1;
            figures.served += u64::from(file.served_by().is_some());
            figures.teams_complete += u64::from(complete);
        });
    }

    fn count_event(&mut self, event: &Known<Event>, span: Span) {
        let (id, event) = (event.id, &event.is);
        if !span.has(event.found_at.map(Day::from_unix_ms)) {
            return;
        }
        let minutes = match (event.found_at, event.reported_at) {
            (Some(found), Some(reported)) => ((reported - found).max(0) / 60_000) as u64,
            _ => 0,
        };
        self.count(id, |figures| {
            figures.urgent_events += 1;
            figures.fever_events += u64::from(event.about == "fever_symptom");
            figures.report_minutes = figures.report_minutes.max(minutes);
        });
    }

    fn count_person(&mut self, person: &Known<Person>, span: Span) {
        let (id, person) = (person.id, &person.is);
        let back = person.returned_on.is_none_or(|_| span.has(person.returned_on));
        self.count(id, |figures| {
            match person.area() {
                Some("wuhan") if back => figures.returnees_wuhan += 1,
                Some("hubei") if back => figures.returnees_hubei += 1,
                Some(_) if back => figures.returnees_other += 1,
                _ => {}
            }
            figures.close_contacts += u64::from(person.is_close_contact());
        });
    }

    fn count_errand(&mut self, known: &Known<Errand>, span: Span) {
        let errand = &known.is;
        if errand.is_delivered() && span.has(errand.delivered_on.or(errand.asked_on)) {
            self.count(known.id, |figures| {
                figures.errands += 1;
                figures.masks += errand.masks.unwrap_or(0).max(0) as u64;
            });
        }
    }

    /// A need is done when someone says so, or when its errand was delivered; whichever was first.
    fn count_need(&mut self, file: &NeedFile, span: Span, took: &mut Vec<u64>) {
        let (id, need) = (file.need.id, &file.need.is);
        for errand in &file.errands {
            self.count_errand(errand, span);
        }
        let delivered = file.errands.iter().filter(|errand| errand.is.is_delivered());
        let by_hand = (need.status == "done").then_some((need.done_on.or(need.asked_on), need.done_minute));
        let brought = delivered.map(|errand| (errand.is.delivered_on, errand.is.delivered_minute));
        let Some((on, minute)) = brought.chain(by_hand).min() else {
            let asked = u64::from(need.asked_on.is_some_and(|asked| asked <= span.now.day));
            return self.count(id, |figures| figures.needs_open += asked);
        };
        if span.has(on) {
            let minutes = on.zip(need.asked_on).map(|(on, asked)| {
                let days = i64::from(on.since(asked));
                let minutes = days * 24 * 60 + minute.unwrap_or(0) - need.asked_minute.unwrap_or(0);
                minutes.max(0) as u64
            });
            took.extend(minutes);
            self.count(id, |figures| {
                figures.needs_done += 1;
                figures.needs_median_minutes = minutes;
            });
        }
    }
}
