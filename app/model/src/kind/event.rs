//! `event` 特殊情况: something that others must know of and act on, from 发现 to 办结 (seed row 8;
//! form F17).
//!
//! What was found is never changed; what was done about it is added step by step, and steps of two
//! people both stay. Where it stands is read from them (`way.rs`).

mod way;

pub use way::{Looks, Stands};

use crate::{
    ambient::Millis,
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    form::{Ask, Form, Question, always},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, policy::Policy, told},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

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
/// Types as people report them, most used first.
pub const OFTEN: &[&str] = &[
    "fever_symptom",
    "left_isolation",
    "gathering",
    "need_help",
    "contact_clue",
    "gate",
    "dispute",
    "sanitation",
    "shortage",
    "rumour",
    "enterprise",
    "other",
];
/// Types that cannot wait, unless whoever reports says otherwise.
pub const URGENT: &[&str] = &["fever_symptom", "contact_clue", "left_isolation"];
/// States of an event, in order; it never goes back.
pub const STATUS: &[&str] = &["found", "reported", "accepted", "assigned", "handled", "closed", "rated"];
/// What was done about it (F17 流转记录).
pub const STEP: &[&str] =
    &["reported", "accepted", "assigned", "passed_on", "returned", "handled", "closed", "rated", "noted"];
/// An event shows at most so many photos.
pub const PHOTOS: usize = 3;

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
    /// Where, in words, if no door says it.
    pub place: Option<String>,
    /// What words do not say.
    pub photos: Vec<PhotoRef>,
    /// Until when it has to be closed, by the policy under which it was found.
    pub due_at: Option<Millis>,
    /// How content whoever reported it is, from 1 to 5.
    pub rating: Option<i64>,
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
    /// To whom it was assigned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<UserId>,
    /// Until when they have to have handled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
    /// In which round: how often it had been given back. None is the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round: Option<i64>,
}

impl Step {
    fn round(&self) -> i64 {
        self.round.unwrap_or(0)
    }
}

impl Payload for Event {
    const KIND: &'static str = "event";
}

impl Event {
    /// Until when it has to be closed: as said, else by the policy of the day on which it was found.
    pub fn due(&self, policy: &Policy) -> Option<Millis> {
        let minutes = policy.event_limit(self.urgent == Some(true));
        self.due_at.or_else(|| Some(self.found_at? + minutes * MINUTE))
    }

    /// Whether its time was over at `now` and it was not closed. Who is asked until an earlier time
    /// has to have handled it by then.
    pub fn is_overdue(&self, now: Millis, policy: &Policy) -> bool {
        let asked = self.assigned().filter_map(|step| step.until).min();
        let due = self.due(policy).filter(|_| !self.is_closed());
        due.into_iter().chain(asked).any(|until| until < now)
    }

    /// Whether it was closed within its time; none while it is not closed, or where nobody wrote when.
    pub fn in_time(&self) -> Option<bool> {
        let (due, closed) = (self.due(&Policy::default())?, self.closed_at()?);
        Some(closed <= due)
    }

    /// The day on which it was found.
    pub fn day(&self) -> Option<Day> {
        self.found_at.map(Day::from_unix_ms)
    }
}

/// The form of 上报情况: what it is, in a tap; words; the rest if there is time.
pub static FORM: Form = Form {
    kind: Event::KIND,
    version: 2,
    questions: &[
        Question { field: "type", words: "event.type", ask: Ask::One { choices: OFTEN, shown: 6 }, when: always },
        Question { field: "urgent", words: "event.urgent", ask: Ask::Yes, when: says_what },
        Question { field: "text", words: "event.text", ask: Ask::Text, when: always },
        Question { field: "place", words: "event.place", ask: Ask::Text, when: at_no_door },
        Question { field: "photos", words: "event.photos", ask: Ask::Photos { most: PHOTOS }, when: always },
    ],
};

fn says_what(answers: &Data) -> bool {
    answers.contains_key("type")
}

fn at_no_door(answers: &Data) -> bool {
    !answers.contains_key("household")
}

const fn field(
    name: &'static str,
    holds: Holds,
    required: bool,
    merge: Merge,
    sight: Sight,
    purpose: &'static str,
) -> Field {
    Field { name, holds, required, merge, sight, purpose: told(purpose) }
}

const MINUTE: Millis = 60_000;
/// A moment, in milliseconds since 1970.
const MOMENT: Holds = Holds::Count(0, Millis::MAX);

/// The kind.
pub static KIND: Kind = Kind {
    name: Event::KIND,
    version: 2,
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
        field("place", Holds::Text(60), false, Merge::Fixed, Sight::Sensitive, "F17: where to go"),
        field("photos", Holds::Photos(PHOTOS), false, Merge::Fixed, Sight::Sensitive, "F17: what was seen"),
        field("due_at", MOMENT, false, Merge::Fixed, Sight::Plain, "M26: on time or late"),
        field("rating", Holds::Count(1, 5), false, Merge::Quiet, Sight::Plain, "F17: whether it was of use"),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

static TAKEN: &[Field] = &[
    field("what", Holds::One(STEP), true, Merge::Fixed, Sight::Plain, "F17: what was done"),
    field("at", MOMENT, true, Merge::Fixed, Sight::Plain, "M26: on time or late"),
    field("by", Holds::Text(36), false, Merge::Fixed, Sight::Plain, "F17: who did it"),
    field("note", Holds::Text(200), false, Merge::Fixed, Sight::Sensitive, "F17: in words"),
    field("to", Holds::Text(36), false, Merge::Fixed, Sight::Plain, "F17: whom it was given to"),
    field("until", MOMENT, false, Merge::Fixed, Sight::Plain, "M26: what is overdue"),
    field("round", Holds::Count(0, 99), false, Merge::Fixed, Sight::Plain, "F17: since it was given back"),
];

/// Whoever gives something back says why; whoever assigns it says to whom.
fn rules(data: &Data) -> Vec<Problem> {
    let event = Event::read(data);
    let lacks = |(index, step): (usize, &Step)| {
        let blank = step.note.as_deref().unwrap_or_default().trim().is_empty();
        let field = match step.what.as_str() {
            "returned" if blank => "note",
            "assigned" if step.to.is_none() => "to",
            _ => return None,
        };
        Some(Problem::new(format!("steps.{index}.{field}"), "required"))
    };
    event.steps.iter().enumerate().filter_map(lacks).collect()
}

/// An event counts on the day on which it was found, and once more on the day on which it was closed;
/// from that day on it is no longer open.
fn facts(record: &Record) -> Vec<Fact> {
    let event: Event = record.read();
    let mut facts = vec![Fact::one(found(&event.about), event.day(), record.id)];
    facts.extend((event.urgent == Some(true)).then(|| Fact::one(Metric::UrgentEvent, event.day(), record.id)));
    if event.is_closed() {
        // An app of the first version may have closed it without a step.
        let on = event.closed_at().map(Day::from_unix_ms).or(event.day());
        facts.push(Fact::one(Metric::EventClosed, on, record.id));
        facts.extend((event.in_time() == Some(true)).then(|| Fact::one(Metric::EventClosedInTime, on, record.id)));
        facts.push(Fact::one(Metric::Ended, on, record.id));
    }
    facts
}

/// The figure of a type.
fn found(about: &str) -> Metric {
    match about {
        "fever_symptom" => Metric::EventFeverSymptom,
        "contact_clue" => Metric::EventContactClue,
        "left_isolation" => Metric::EventLeftIsolation,
        "need_help" => Metric::EventNeedHelp,
        "gathering" => Metric::EventGathering,
        "gate" => Metric::EventGate,
        "sanitation" => Metric::EventSanitation,
        "enterprise" => Metric::EventEnterprise,
        "rumour" => Metric::EventRumour,
        "shortage" => Metric::EventShortage,
        "dispute" => Metric::EventDispute,
        _ => Metric::EventOther,
    }
}

fn samples() -> Vec<Data> {
    // 2020-02-03, 15:30 in China.
    let found_at: Millis = 1_580_715_000_000;
    let step = |what: &str, minutes: Millis, note: Option<&str>| Step {
        what: what.into(),
        at: Some(found_at + minutes * 60_000),
        by: Some(UserId::fixed(7)),
        note: note.map(str::to_owned),
        ..Step::default()
    };
    let mut whole = Event {
        household: Some(RecordId::fixed(1)),
        case: Some(RecordId::fixed(5)),
        person: Some(RecordId::fixed(2)),
        reading: Some(RecordId::fixed(6)),
        about: "fever_symptom".into(),
        urgent: Some(true),
        text: Some("复测仍发热".into()),
        found_at: Some(found_at),
        reported_at: Some(found_at + 3 * 60_000),
        status: "rated".into(),
        steps: vec![
            step("reported", 3, None),
            step("accepted", 9, Some("已联系镇卫生院")),
            step("returned", 12, Some("不是这个网格")),
            Step {
                to: Some(UserId::fixed(8)),
                until: Some(found_at + 60 * MINUTE),
                round: Some(1),
                ..step("assigned", 15, None)
            },
            step("handled", 40, Some("送镇卫生院发热门诊")),
            step("closed", 50, None),
            step("rated", 60, None),
        ],
        result: Some("送镇卫生院发热门诊".into()),
        place: Some("村口小卖部".into()),
        photos: vec![PhotoRef { sha256: PhotoId::new([0x5b; 32]), bytes: 90_000 }],
        due_at: Some(found_at + 120 * MINUTE),
        rating: Some(5),
    };
    whole.steps[2].round = Some(1);
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
    use serde_json::json;
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
        let on = Day::new(2020, 2, 3);
        let one = |metric| Fact::one(metric, on, RecordId::fixed(9));
        let whole = [
            Metric::EventFeverSymptom,
            Metric::UrgentEvent,
            Metric::EventClosed,
            Metric::EventClosedInTime,
            Metric::Ended,
        ];
        assert_eq!(facts_of(samples().remove(0)), whole.map(one));
        assert_eq!(facts_of(samples().remove(1)), [one(Metric::EventGathering)]);
    }

    #[test]
    fn closed_in_time_is_closed_before_its_own_end_on_whatever_day() {
        let at = |due_minutes: i64, closed_minutes: i64| {
            let mut event = Event::read(&samples()[0]);
            let found = event.found_at.expect("a time");
            event.due_at = Some(found + due_minutes * MINUTE);
            event.steps[5].at = Some(found + closed_minutes * MINUTE);
            facts(&crate::kind::tests::record(Event::KIND, event.data()))
        };
        let of = |facts: &[Fact], metric| facts.iter().find(|fact| fact.metric == metric).and_then(|fact| fact.day);
        // Found at 15:30: 600 minutes later is half past one of the next day.
        for (due, closed, day, in_time) in [(120, 120, 3, true), (120, 121, 3, false), (1440, 600, 4, true)] {
            let facts = at(due, closed);
            let on = Day::new(2020, 2, day);
            assert_eq!((of(&facts, Metric::EventClosed), of(&facts, Metric::Ended)), (on, on));
            assert_eq!(of(&facts, Metric::EventClosedInTime), on.filter(|_| in_time), "{due} {closed}");
        }
    }

    #[test]
    fn every_type_has_a_figure_of_its_own_and_stands_once_among_those_most_used() {
        let figures: std::collections::BTreeSet<Metric> = TYPE.iter().map(|about| found(about)).collect();
        assert_eq!(figures.len(), TYPE.len());
        assert_eq!(OFTEN.len(), TYPE.len());
        assert!(TYPE.iter().all(|about| OFTEN.contains(about)) && URGENT.iter().all(|about| TYPE.contains(about)));
    }

    #[test]
    fn time_runs_by_urgency_unless_somebody_is_asked_sooner() {
        let policy = Policy { event_minutes: 60, urgent_event_minutes: 10, ..Policy::default() };
        let mut event = Event { found_at: Some(0), status: "reported".into(), ..Event::default() };
        let late = |event: &Event, minutes: i64| event.is_overdue(minutes * MINUTE, &policy);
        assert!(!late(&event, 60) && late(&event, 61));
        event.urgent = Some(true);
        assert!(!late(&event, 10) && late(&event, 11));
        let (to, until) = (Some(UserId::fixed(1)), Some(5 * MINUTE));
        event.steps = vec![Step { what: "assigned".into(), to, until, ..Step::default() }];
        assert!(!late(&event, 5) && late(&event, 6));
        event.status = "closed".into();
        assert!(!late(&event, 99));
    }

    #[test]
    fn a_return_without_a_reason_and_a_ticket_for_nobody_are_refused() {
        let mut event = Event::read(&samples()[0]);
        event.steps[2].note = Some(" ".into());
        event.steps[3].to = None;
        let wrong: Vec<String> = KIND.check(&event.data()).into_iter().map(|problem| problem.field).collect();
        assert_eq!(wrong, ["steps.2.note", "steps.3.to"]);
    }

    #[test]
    fn an_event_is_open_until_it_is_handled() {
        let open: Vec<&str> = STATUS
            .iter()
            .copied()
            .filter(|status| Event { status: (*status).into(), ..Event::default() }.is_open())
            .collect();
        assert_eq!(open, ["found", "reported", "accepted", "assigned"]);
    }

    #[test]
    fn steps_of_two_people_both_stay_and_what_was_found_does_not_change() {
        let stands = samples().remove(0);
        let mut mine = Event::read(&stands);
        mine.steps.truncate(1);
        mine.steps.push(Step { what: "passed_on".into(), at: Some(1_580_716_000_000), ..Step::default() });
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
        let stood = ["reported", "accepted", "returned", "assigned", "handled", "closed", "rated"];
        assert_eq!(what, [&stood[..], &["passed_on"]].concat());
        assert_eq!(merged.conflicts, ["type"]);
        assert!(!merged.written.contains_key("status"));
    }
}
