//! `shift` 值守班次: who stands at a post from when to when, and whom they hand it over to (seed row
//! 24).
//!
//! What passed during a shift is counted from the passages of its time ([`Shift::holds`]), never
//! stored. It begins with those who are there, and ends with a hand-over.

use crate::{
    care::Moment,
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// A shift that began so many hours ago and has no end was forgotten.
pub const FORGOTTEN_HOURS: i64 = 16;

/// A shift.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shift {
    /// The day on which it began.
    pub on: Option<Day>,
    /// The minute of that day.
    pub from_minute: i64,
    /// The day on which it ended.
    pub to_on: Option<Day>,
    /// The minute of that day.
    pub to_minute: Option<i64>,
    /// Who stood there.
    pub people: Vec<Watch>,
    /// What the next ones should know.
    pub note: Option<String>,
    /// Who takes over.
    pub next: Option<String>,
    /// Their account, if they have one.
    pub next_staff: Option<UserId>,
    /// Whether they have said so themselves.
    pub taken_over: Option<bool>,
    /// The shift that was taken over.
    pub after: Option<RecordId>,
}

/// One who stands at a post.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Watch {
    /// Full name.
    pub name: String,
    /// Their account, if they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<UserId>,
}

impl Payload for Shift {
    const KIND: &'static str = "shift";
}

impl Shift {
    /// When it began.
    pub fn began(&self) -> Option<Moment> {
        Some(Moment { day: self.on?, minute: self.from_minute })
    }

    /// When it ended; none while it goes on.
    pub fn ended(&self) -> Option<Moment> {
        Some(Moment { day: self.to_on?, minute: self.to_minute? })
    }

    /// Whether it goes on.
    pub fn is_open(&self) -> bool {
        self.ended().is_none()
    }

    /// Whether something happened during it. The minute in which one shift follows another belongs to
    /// both.
    pub fn holds(&self, at: Moment) -> bool {
        self.began().is_some_and(|began| began <= at) && self.ended().is_none_or(|ended| at <= ended)
    }

    /// Whether it goes on only because nobody has said that it is over.
    pub fn is_forgotten(&self, now: Moment) -> bool {
        let minutes = |began: Moment| i64::from(now.day.since(began.day)) * 1440 + now.minute - began.minute;
        self.is_open() && self.began().is_some_and(|began| minutes(began) >= FORGOTTEN_HOURS * 60)
    }
}

const fn field(name: &'static str, holds: Holds, required: bool, merge: Merge, purpose: &'static str) -> Field {
    Field { name, holds, required, merge, sight: Sight::Plain, purpose: told(purpose) }
}

const MINUTE: Holds = Holds::Count(0, 1439);

/// The kind.
pub static KIND: Kind = Kind {
    name: Shift::KIND,
    version: 1,
    home: Home::Post,
    life: Life::Kept,
    fields: &[
        field("on", Holds::Day, true, Merge::Fixed, "M22: shifts by day"),
        field("from_minute", MINUTE, true, Merge::Fixed, "what passed during it"),
        field("to_on", Holds::Day, false, Merge::Quiet, "what passed during it"),
        field("to_minute", MINUTE, false, Merge::Quiet, "what passed during it"),
        field("people", Holds::Parts(WATCH), true, Merge::Union, "M22: those on duty"),
        field("note", Holds::Text(200), false, Merge::Quiet, "what the next ones should know"),
        field("next", Holds::Name, false, Merge::Quiet, "who has the post now"),
        field("next_staff", Holds::Text(36), false, Merge::Quiet, "who has the post now"),
        field("taken_over", Holds::YesNo, false, Merge::Quiet, "whether the post was handed over in person"),
        field("after", Holds::Ref("shift"), false, Merge::Fixed, "which shift was taken over"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

static WATCH: &[Field] = &[
    field("name", Holds::Name, true, Merge::Fixed, "F7 值守人"),
    field("staff", Holds::Text(36), false, Merge::Fixed, "M22: a person counts once a shift"),
];

fn rules(data: &Data) -> Vec<Problem> {
    let shift = Shift::read(data);
    let mut problems = Vec::new();
    if shift.to_on.is_some() != shift.to_minute.is_some() {
        problems.push(Problem::new("to_minute", "required"));
    }
    if shift.ended().zip(shift.began()).is_some_and(|(ended, began)| ended < began) {
        problems.push(Problem::new("to_minute", "before_start"));
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let shift: Shift = record.read();
    let people = i64::try_from(shift.people.len()).unwrap_or_default();
    let watch = Fact { n: people, ..Fact::one(Metric::ShiftWatch, shift.on, record.id) };
    std::iter::once(Fact::one(Metric::Shift, shift.on, record.id)).chain((people > 0).then_some(watch)).collect()
}

fn samples() -> Vec<Data> {
    let whole = Shift {
        on: Day::new(2020, 2, 3),
        from_minute: 480,
        to_on: Day::new(2020, 2, 3),
        to_minute: Some(960),
        people: vec![
            Watch { name: "曾建平".into(), staff: Some(UserId::fixed(7)) },
            Watch { name: "许长根".into(), staff: None },
        ],
        note: Some("拉煤的车下午还来一趟".into()),
        next: Some("佘志明".into()),
        next_staff: Some(UserId::fixed(8)),
        taken_over: Some(true),
        after: Some(RecordId::fixed(6)),
    };
    let begun = Shift { on: whole.on, from_minute: 1_200, people: whole.people[..1].to_vec(), ..Shift::default() };
    vec![whole.data(), begun.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(day: u32, minute: i64) -> Moment {
        Moment { day: Day::new(2020, 2, day).expect("a day"), minute }
    }

    #[test]
    fn a_shift_counts_once_and_its_people_each() {
        let counted = facts(&crate::kind::tests::record(Shift::KIND, samples().remove(0)));
        let id = RecordId::fixed(9);
        let shift = Fact::one(Metric::Shift, Day::new(2020, 2, 3), id);
        assert_eq!(counted, [shift.clone(), Fact { metric: Metric::ShiftWatch, n: 2, ..shift }]);
    }

    #[test]
    fn a_night_shift_holds_both_days_of_it() {
        let night = Shift {
            on: Day::new(2020, 2, 3),
            from_minute: 1_320,
            to_on: Day::new(2020, 2, 4),
            to_minute: Some(360),
            ..Shift::default()
        };
        let held = [(3, 1_319), (3, 1_320), (4, 0), (4, 360), (4, 361)].map(|(day, at)| night.holds(moment(day, at)));
        assert_eq!(held, [false, true, true, true, false]);
    }

    #[test]
    fn a_shift_without_an_end_is_forgotten_after_a_while_and_one_that_ended_never() {
        let begun = Shift::read(&samples()[1]);
        assert_eq!(
            [(3, 1_439), (4, 719), (4, 720)].map(|(day, at)| begun.is_forgotten(moment(day, at))),
            [false, false, true]
        );
        assert!(!Shift::read(&samples()[0]).is_forgotten(moment(9, 0)));
    }

    #[test]
    fn an_end_is_whole_and_not_before_the_beginning() {
        let rule = |to_on, to_minute| {
            let shift = Shift { to_on, to_minute, ..Shift::read(&samples()[1]) };
            KIND.check(&shift.data()).first().map(|problem| problem.rule.clone())
        };
        let day = Day::new(2020, 2, 3);
        assert_eq!(rule(day, Some(1_200)), None);
        assert_eq!(rule(day, None).as_deref(), Some("required"));
        assert_eq!(rule(day, Some(1_199)).as_deref(), Some("before_start"));
    }
}
