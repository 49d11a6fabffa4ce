//! `patrol` 巡逻劝导: a team's way through a village, and whom it dissuaded (seed rows 17, 39; form
//! F13).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds},
    form::{Ask, Form, Question},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, dissuasion, examples, no_rules},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// What came of it (F13 处理结果).
pub const RESULT: &[&str] = &["nothing", "persuaded", "dispersed", "reported"];
/// A patrol shows at most so many photos.
pub const PHOTOS: usize = 3;

/// A patrol.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Patrol {
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub minute: Option<i64>,
    /// Which team, if one.
    pub team: Option<RecordId>,
    /// How many went.
    pub people_n: Option<i64>,
    /// Which village.
    pub village: Option<RecordId>,
    /// From which station.
    pub station: Option<RecordId>,
    /// Along which way.
    pub route: Option<String>,
    /// How far, in km.
    pub km: Option<i64>,
    /// Codes of [`dissuasion::ABOUT`] that were met with.
    pub met: Vec<String>,
    /// How many were dissuaded.
    pub dissuaded_n: Option<i64>,
    /// One of [`RESULT`].
    pub result: Option<String>,
    /// What words do not say.
    pub photos: Vec<PhotoRef>,
}

impl Payload for Patrol {
    const KIND: &'static str = "patrol";
}

fn met_any(answers: &Data) -> bool {
    answers.get("met").and_then(|met| met.as_array()).is_some_and(|met| !met.is_empty())
}

/// The form of 巡逻劝导.
pub static FORM: Form = Form {
    kind: Patrol::KIND,
    version: 1,
    questions: &[
        Question::new("village", "patrol.village", Ask::Record { kind: "village" }),
        Question::new("people_n", "patrol.people_n", Ask::Number { unit: |_| "unit.people", most: 999 }),
        Question::new("met", "patrol.met", Ask::Many { choices: dissuasion::ABOUT }),
        Question::new("dissuaded_n", "patrol.dissuaded_n", Ask::Number { unit: |_| "unit.person_times", most: 9_999 })
            .only(met_any),
        Question::new("result", "patrol.result", Ask::One { choices: RESULT, shown: 4 }),
        Question::new("team", "patrol.team", Ask::Record { kind: "team" }),
        Question::new("station", "patrol.station", Ask::Record { kind: "station" }),
        Question::new("route", "patrol.route", Ask::Line { most: 80 }),
        Question::new("km", "patrol.km", Ask::Number { unit: |_| "unit.km", most: 500 }),
        Question::new("photos", "patrol.photos", Ask::Photos { most: PHOTOS }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Patrol::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Log,
    fields: &[
        Field::noted("on", Holds::Day, "F13 日期时间").needed(),
        Field::noted("minute", Holds::Count(0, 1439), "F13 日期时间"),
        Field::noted("team", Holds::Ref("team"), "F13 队伍"),
        Field::noted("people_n", Holds::Count(1, 999), "F13 队员: M21").needed(),
        Field::noted("village", Holds::Ref("village"), "F13 村: M21 villages patrolled").needed(),
        Field::noted("station", Holds::Ref("station"), "seed row 30: from which station"),
        Field::noted("route", Holds::Text(80), "F13 路线"),
        Field::noted("km", Holds::Count(1, 500), "seed row 39: how far"),
        Field::noted("met", Holds::Many(dissuasion::ABOUT), "F13 劝导类型"),
        Field::noted("dissuaded_n", Holds::Count(0, 9_999), "F13 劝导人次: M21"),
        Field::noted("result", Holds::One(RESULT), "F13 处理结果"),
        Field::noted("photos", Holds::Photos(PHOTOS), "F13 照片"),
    ],
    form: Some(&FORM),
    rules: no_rules,
    facts,
    samples: examples(samples),
};

fn facts(record: &Record) -> Vec<Fact> {
    let patrol: Patrol = record.read();
    let many = |metric, n| Fact::many(metric, patrol.on, n, record.id);
    [
        Some(Fact::one(Metric::Patrol, patrol.on, record.id)),
        many(Metric::PatrolPeople, patrol.people_n),
        patrol.village.map(|village| Fact::one(Metric::VillagePatrolled, patrol.on, village)),
        many(Metric::Dissuaded, patrol.dissuaded_n),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn samples() -> Vec<Data> {
    let whole = Patrol {
        on: Day::new(2020, 2, 6),
        minute: Some(900),
        team: Some(RecordId::fixed(11)),
        people_n: Some(6),
        village: Some(RecordId::fixed(5)),
        station: Some(RecordId::fixed(32)),
        route: Some("村口到祠堂".into()),
        km: Some(3),
        met: vec!["gathering".into(), "gambling".into()],
        dissuaded_n: Some(9),
        result: Some("dispersed".into()),
        photos: vec![PhotoRef { sha256: PhotoId::new([7; 32]), bytes: 160_000 }],
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patrol_counts_once_with_who_went_where_and_whom_it_dissuaded() {
        let counted = |data| facts(&crate::kind::tests::record(Patrol::KIND, data));
        let (on, id) = (Day::new(2020, 2, 6), RecordId::fixed(9));
        let many = |metric, n| Fact::many(metric, on, Some(n), id).expect("a fact");
        let all = [
            many(Metric::Patrol, 1),
            many(Metric::PatrolPeople, 6),
            Fact::one(Metric::VillagePatrolled, on, RecordId::fixed(5)),
            many(Metric::Dissuaded, 9),
        ];
        assert_eq!(counted(samples().remove(0)), all);
        let quiet = Patrol { dissuaded_n: Some(0), ..Patrol::read(&samples()[0]) };
        assert_eq!(counted(quiet.data()), all[..3]);
    }

    #[test]
    fn how_many_were_dissuaded_is_asked_only_where_something_was_met() {
        let asked = |data: &Data| FORM.asked(data).any(|question| question.field == "dissuaded_n");
        assert!(asked(&samples()[0]) && !asked(&Data::new()));
    }
}
