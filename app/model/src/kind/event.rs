//! `event` 特殊情况: something that others must know of and act on, from 发现 to 办结 (seed row 8;
//! form F17).
//!
//! What was found is never changed; what was done about it is added step by step, and steps of two
//! people both stay. It lives at its door, or where whoever found it works.

use crate::{
    ambient::Millis,
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, no_rules},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Types of events (`domain.md` 2.1).
pub const TYPE: &[&str] = &[
    "fever_symptom",
    "contact_clue",
    "left_isolation",
    "need_help",
    "gathering",
    "gate",
    "sanitation",
    "enterprise",
    "rumour",
    "shortage",
    "dispute",
    "other",
];
/// States of an event, in order; it never goes back by itself.
pub const STATUS: &[&str] = &["found", "reported", "accepted", "handled", "closed"];
/// What was done about it (F17 流转记录).
pub const STEP: &[&str] = &["reported", "accepted", "passed_on", "handled", "closed", "noted"];

/// An event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Event {
    /// Behind which door.
    pub household: Option<RecordId>,
    /// During which isolation.
    pub case: Option<RecordId>,
    /// Who is concerned.
    pub person: Option<RecordId>,
    /// The reading that gave rise to it.
    pub reading: Option<RecordId>,
    /// One of [`TYPE`].
    #[serde(rename = "type")]
    pub about: String,
    /// Whether it cannot wait.
    pub urgent: Option<bool>,
    /// What happened.
    pub text: Option<String>,
    /// When it was found.
    pub found_at: Option<Millis>,
    /// When somebody was told.
    pub reported_at: Option<Millis>,
    /// One of [`STATUS`].
    pub status: String,
    /// What was done about it.
    pub steps: Vec<Step>,
    /// What came of it.
    pub result: Option<String>,
}

/// One thing that was done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// One of [`STEP`].
    pub what: String,
    /// When.
    pub at: Option<Millis>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Payload for Event {
    const KIND: &'static str = "event";
}

impl Event {
    /// Whether somebody still has to act.
    pub fn is_open(&self) -> bool {
        !matches!(self.status.as_str(), "handled" | "closed")
    }

    /// What is to be done next about it, one of [`STATUS`]; none once it is closed.
    pub fn next(&self) -> Option<&'static str> {
        let at = STATUS.iter().position(|status| *status == self.status)?;
        STATUS.get(at + 1).copied()
    }

    /// What it takes to write down the next step. Whoever takes an event on has been told of it.
    pub fn step(&self, at: Millis, by: Option<UserId>, note: Option<&str>) -> Option<Data> {
        let next = self.next()?;
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        let step = Step { what: next.into(), at: Some(at), by, note: note.map(str::to_owned) };
        let steps: Vec<Step> = self.steps.iter().cloned().chain([step]).collect();
        let mut set = Data::from_iter([("status".to_owned(), next.into()), ("steps".to_owned(), json!(steps))]);
        if self.reported_at.is_none() {
            set.insert("reported_at".into(), at.into());
        }
        if let Some(note) = note.filter(|_| next == "handled") {
            set.insert("result".into(), note.into());
        }
        Some(set)
    }

    /// The day on which it was found.
    pub fn day(&self) -> Option<Day> {
        self.found_at.map(Day::from_unix_ms)
    }
}

const fn field(
    name: &'static str,
    holds: Holds,
    required: bool,
    merge: Merge,
    sight: Sight,
    purpose: &'static str,
) -> Field {
    Field { name, holds, required, merge, sight, purpose }
}

/// A moment, in milliseconds since 1970.
const MOMENT: Holds = Holds::Count(0, Millis::MAX);

/// The kind.
pub static KIND: Kind = Kind {
    name: Event::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Kept,
    fields: &[
        field("household", Holds::Ref("household"), false, Merge::Fixed, Sight::Plain, "at which door"),
        field("case", Holds::Ref("isolation"), false, Merge::Fixed, Sight::Plain, "what a release waits for"),
        field("person", Holds::Ref("person"), false, Merge::Fixed, Sight::Personal, "who is concerned"),
        field("reading", Holds::Ref("reading"), false, Merge::Fixed, Sight::Plain, "M10: which fever"),
        field("type", Holds::One(TYPE), true, Merge::Fixed, Sight::Sensitive, "M26: events by type"),
        field("urgent", Holds::YesNo, false, Merge::Fixed, Sight::Plain, "seed row 8: what cannot wait"),
        field("text", Holds::Text(300), false, Merge::Quiet, Sight::Sensitive, "F17: what happened"),
        field("found_at", MOMENT, true, Merge::Fixed, Sight::Plain, "seed row 8: how soon it was reported"),
        field("reported_at", MOMENT, false, Merge::Quiet, Sight::Plain, "seed row 8: how soon it was reported"),
        field("status", Holds::One(STATUS), true, Merge::Forward, Sight::Plain, "M26: what is still open"),
        field("steps", Holds::Parts(TAKEN), false, Merge::Union, Sight::Sensitive, "F17: who did what, when"),
        field("result", Holds::Text(300), false, Merge::Quiet, Sight::Sensitive, "F17: what came of it"),
    ],
    form: None,
    rules: no_rules,
    facts,
    samples,
};

static TAKEN: &[Field] = &[
    field("what", Holds::One(STEP), true, Merge::Fixed, Sight::Plain, "F17: what was done"),
    field("at", MOMENT, true, Merge::Fixed, Sight::Plain, "M26: on time or late"),
    field("by", Holds::Text(36), false, Merge::Fixed, Sight::Plain, "F17: who did it"),
    field("note", Holds::Text(200), false, Merge::Fixed, Sight::Sensitive, "F17: in words"),
];

fn facts(record: &Record) -> Vec<Fact> {
    let event: Event = record.read();
    let urgent = event.urgent == Some(true);
    urgent.then(|| Fact::one(Metric::UrgentEvent, event.day(), record.id)).into_iter().collect()
}

fn samples() -> Vec<Data> {
    // 2020-02-03, 15:30 in China.
    let found_at: Millis = 1_580_715_000_000;
    let step = |what: &str, minutes: Millis, note: Option<&str>| Step {
        what: what.into(),
        at: Some(found_at + minutes * 60_000),
        by: Some(UserId::fixed(7)),
        note: note.map(str::to_owned),
    };
    let whole = Event {
        household: Some(RecordId::fixed(1)),
        case: Some(RecordId::fixed(5)),
        person: Some(RecordId::fixed(2)),
        reading: Some(RecordId::fixed(6)),
        about: "fever_symptom".into(),
        urgent: Some(true),
        text: Some("复测仍发热".into()),
        found_at: Some(found_at),
        reported_at: Some(found_at + 3 * 60_000),
        status: "handled".into(),
        steps: vec![step("reported", 3, None), step("accepted", 9, Some("已联系镇卫生院"))],
        result: Some("送镇卫生院发热门诊".into()),
    };
    let least = Event {
        about: "gathering".into(),
        text: Some("村口有人打牌".into()),
        found_at: Some(found_at),
        status: "found".into(),
        ..Event::default()
    };
    vec![whole.data(), least.data()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{Standing, merge};
    use std::collections::BTreeMap;

    #[test]
    fn an_event_goes_from_finding_to_its_end_and_keeps_who_did_what() {
        let mut event = Event::read(&samples()[1]);
        let found = event.found_at.expect("a time");
        for (minute, status) in [(5, "reported"), (9, "accepted"), (40, "handled"), (60, "closed")] {
            let set = event.step(found + minute * 60_000, Some(UserId::fixed(7)), Some(" 已看 ")).expect("a step");
            let mut data = event.data();
            data.extend(set);
            assert_eq!(KIND.check(&data), []);
            event = Event::read(&data);
            assert_eq!(event.status, status);
        }
        assert_eq!(event.reported_at, Some(found + 5 * 60_000), "the first who was told");
        assert_eq!(event.result.as_deref(), Some("已看"));
        let done: Vec<&str> = event.steps.iter().map(|step| step.what.as_str()).collect();
        assert_eq!(done, ["reported", "accepted", "handled", "closed"]);
        assert_eq!(event.step(found, None, None), None);
    }

    #[test]
    fn what_cannot_wait_counts_on_its_day_in_china() {
        let facts_of = |data| facts(&crate::kind::tests::record(Event::KIND, data));
        let urgent = Fact::one(Metric::UrgentEvent, Day::new(2020, 2, 3), RecordId::fixed(9));
        assert_eq!(facts_of(samples().remove(0)), [urgent]);
        assert_eq!(facts_of(samples().remove(1)), []);
    }

    #[test]
    fn an_event_is_open_until_it_is_handled() {
        let open: Vec<&str> = STATUS
            .iter()
            .copied()
            .filter(|status| Event { status: (*status).into(), ..Event::default() }.is_open())
            .collect();
        assert_eq!(open, ["found", "reported", "accepted"]);
    }

    #[test]
    fn steps_of_two_people_both_stay_and_what_was_found_does_not_change() {
        let stands = samples().remove(0);
        let mut mine = Event::read(&stands);
        mine.steps.truncate(1);
        mine.steps.push(Step { what: "passed_on".into(), at: Some(1_580_716_000_000), by: None, note: None });
        let set = Data::from_iter([
            ("steps".into(), mine.data()["steps"].clone()),
            ("type".into(), json!("other")),
            ("status".into(), json!("reported")),
        ]);
        let versions = BTreeMap::from(["steps", "type", "status"].map(|name| (name.to_owned(), 7)));
        let writers = BTreeMap::from(["steps", "type", "status"].map(|name| (name.to_owned(), UserId::fixed(1))));
        let standing = Standing { data: &stands, versions: &versions, writers: &writers };
        let merged = merge(Some(&KIND), standing, &set, &BTreeMap::new(), UserId::fixed(2));
        let what: Vec<_> =
            merged.written["steps"].as_array().expect("steps").iter().map(|step| &step["what"]).collect();
        assert_eq!(what, ["reported", "accepted", "passed_on"]);
        assert_eq!(merged.conflicts, ["type"]);
        assert!(!merged.written.contains_key("status"));
    }
}
