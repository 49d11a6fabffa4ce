//! `reading` 体温登记: one temperature of an isolated person, or why there is none (seed rows 5, 50;
//! form F4).
//!
//! A log entry of one slot of one case. A correction is a new reading that names the old one, which
//! is withdrawn with it. Several readings of a slot are all kept; the slot counts once.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, policy::SLOTS, told, visit::SYMPTOM},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// How it was measured (F4 测量方式).
pub const METHOD: &[&str] = &["forehead", "armpit", "ear", "self_reported"];
/// Where (M09): 入户, at a clinic, or told by phone or WeChat.
pub const PLACE: &[&str] = &["home", "clinic", "reported"];
/// Why a slot has no reading.
pub const REASON: &[&str] = &["asleep", "not_reached", "out", "refused", "in_hospital", "other"];
/// What a thermometer can show, in tenths of a degree.
pub const TENTHS: std::ops::RangeInclusive<i64> = 350..=420;

/// A reading.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Behind which door.
    pub household: Option<RecordId>,
    /// Of which isolation.
    pub case: Option<RecordId>,
    /// Whose.
    pub person: Option<RecordId>,
    /// The day that it is for.
    pub on: Option<Day>,
    /// The slot of that day, from 0.
    pub slot: i64,
    /// The minute of the day at which it was taken.
    pub at_minute: Option<i64>,
    /// What the thermometer showed, in tenths of a degree.
    pub tenths: Option<i64>,
    /// What it showed when asked again, after a fever.
    pub second_tenths: Option<i64>,
    /// One of [`METHOD`].
    pub method: Option<String>,
    /// One of [`PLACE`].
    pub place: Option<String>,
    /// Who measured, if not who typed.
    pub measured_by: Option<String>,
    /// Codes of [`SYMPTOM`]; empty is none.
    pub symptoms: Vec<String>,
    /// F4 用药/就诊.
    pub care: Option<String>,
    /// One of [`REASON`]: why there is no reading.
    pub reason: Option<String>,
    /// The reason in words.
    pub reason_note: Option<String>,
    /// The reading that this one takes the place of.
    pub corrects: Option<RecordId>,
    /// F4 备注.
    pub note: Option<String>,
}

impl Payload for Reading {
    const KIND: &'static str = "reading";
}

impl Reading {
    /// Whether it is a fever by this threshold: shown twice, where it was asked twice.
    pub fn is_fever(&self, threshold_tenths: i64) -> bool {
        is_fever(self.tenths, self.second_tenths, threshold_tenths)
    }
}

/// Whether a temperature, in tenths of a degree, is a fever by this threshold: shown twice, where it
/// was asked twice.
pub fn is_fever(tenths: Option<i64>, second_tenths: Option<i64>, threshold_tenths: i64) -> bool {
    let hot = |tenths: i64| tenths >= threshold_tenths;
    tenths.is_some_and(hot) && second_tenths.is_none_or(hot)
}

/// What a slot is counted by: the same for all readings of it.
pub fn slot_id(case: RecordId, on: Day, slot: i64) -> RecordId {
    let days = on.since(Day::from_unix_ms(0)).unsigned_abs();
    case.nth(2, days.wrapping_mul(SLOTS as u32).wrapping_add(slot.unsigned_abs() as u32))
}

const fn fixed(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Reading::KIND,
    version: 1,
    home: Home::Grid,
    life: Life::Log,
    fields: &[
        fixed("household", Holds::Ref("household"), true, Sight::Plain, "behind which door"),
        fixed("case", Holds::Ref("isolation"), true, Sight::Plain, "M09: which slot is read"),
        fixed("person", Holds::Ref("person"), true, Sight::Personal, "whose temperature"),
        fixed("on", Holds::Day, true, Sight::Plain, "M09: which slot is read"),
        fixed("slot", Holds::Count(0, SLOTS as i64 - 1), true, Sight::Plain, "M09: which slot is read"),
        fixed("at_minute", Holds::Count(0, 1439), false, Sight::Plain, "M09: on time or late"),
        fixed(
            "tenths",
            Holds::Count(*TENTHS.start(), *TENTHS.end()),
            false,
            Sight::Sensitive,
            "M10: to find the ill early",
        ),
        fixed(
            "second_tenths",
            Holds::Count(*TENTHS.start(), *TENTHS.end()),
            false,
            Sight::Sensitive,
            "M10: to be sure of it",
        ),
        fixed("method", Holds::One(METHOD), false, Sight::Plain, "F4 测量方式"),
        fixed("place", Holds::One(PLACE), false, Sight::Plain, "M09: at the door or told"),
        fixed("measured_by", Holds::Name, false, Sight::Plain, "F4 测量人"),
        fixed("symptoms", Holds::Many(SYMPTOM), false, Sight::Sensitive, "F4 症状"),
        fixed("care", Holds::Text(60), false, Sight::Sensitive, "F4 用药/就诊"),
        fixed("reason", Holds::One(REASON), false, Sight::Sensitive, "M08: why a slot has no reading"),
        fixed("reason_note", Holds::Text(100), false, Sight::Sensitive, "M08: why a slot has no reading"),
        fixed("corrects", Holds::Ref("reading"), false, Sight::Plain, "which reading was wrong"),
        fixed("note", Holds::Text(100), false, Sight::Personal, "F4 备注"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let reading = Reading::read(data);
    match (reading.tenths, &reading.reason) {
        (None, None) => vec![Problem::new("tenths", "required")],
        (Some(_), Some(_)) => vec![Problem::new("reason", "read_after_all")],
        (None, Some(_)) if reading.second_tenths.is_some() => vec![Problem::new("tenths", "required")],
        _ => Vec::new(),
    }
}

fn facts(record: &Record) -> Vec<Fact> {
    let reading: Reading = record.read();
    let (Some(case), Some(on)) = (reading.case, reading.on) else { return Vec::new() };
    let metric = if reading.tenths.is_some() { Metric::Reading } else { Metric::ReadingExplained };
    vec![Fact::one(metric, on, slot_id(case, on, reading.slot))]
}

fn samples() -> Vec<Data> {
    let fever = Reading {
        household: Some(RecordId::fixed(1)),
        case: Some(RecordId::fixed(5)),
        person: Some(RecordId::fixed(2)),
        on: Day::new(2020, 2, 3),
        slot: 1,
        at_minute: Some(930),
        tenths: Some(376),
        second_tenths: Some(375),
        method: Some("armpit".into()),
        place: Some("home".into()),
        measured_by: Some("邹济生".into()),
        symptoms: vec!["fever".into(), "fatigue".into()],
        care: Some("未用药".into()),
        corrects: Some(RecordId::fixed(6)),
        note: Some("复测两次".into()),
        ..Reading::default()
    };
    let none = Reading {
        tenths: None,
        second_tenths: None,
        method: None,
        place: None,
        symptoms: vec![],
        care: None,
        corrects: None,
        reason: Some("asleep".into()),
        reason_note: Some("家属说已睡".into()),
        ..fever.clone()
    };
    vec![fever.data(), none.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_has_a_reading_or_a_reason() {
        let mut data = samples()[1].clone();
        data.remove("reason");
        assert_eq!(KIND.check(&data), [Problem::new("tenths", "required")]);
        let mut data = samples()[0].clone();
        data.insert("reason".into(), "asleep".into());
        assert_eq!(KIND.check(&data), [Problem::new("reason", "read_after_all")]);
    }

    #[test]
    fn a_thermometer_shows_nothing_below_35_or_above_42() {
        let rule = |tenths: i64| {
            let mut data = samples()[0].clone();
            data.insert("tenths".into(), tenths.into());
            KIND.check(&data).first().map(|problem| problem.rule.clone())
        };
        assert_eq!([350, 420].map(rule), [None, None]);
        for tenths in [262, 349, 421, 3620] {
            assert_eq!(rule(tenths).as_deref(), Some("out_of_range"), "{tenths}");
        }
    }

    #[test]
    fn a_fever_is_shown_twice() {
        let reading = |second_tenths| Reading { tenths: Some(373), second_tenths, ..Reading::default() };
        assert!(reading(None).is_fever(373) && reading(Some(373)).is_fever(373));
        assert!(!reading(Some(372)).is_fever(373) && !reading(None).is_fever(374));
        assert!(!Reading::default().is_fever(373));
    }

    #[test]
    fn a_slot_is_told_from_every_other() {
        let case = RecordId::fixed(5);
        let day = |day| Day::new(2020, 2, day).expect("a day");
        let mut ids: Vec<RecordId> =
            (1..=28).flat_map(|n| (0..4).map(move |slot| slot_id(case, day(n), slot))).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 28 * 4);
    }
}
