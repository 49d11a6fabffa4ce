//! `dissuasion` 防控劝导: people were talked out of something (seed rows 17, 33).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds},
    form::{Ask, Form, Question},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, no_rules},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// What people are dissuaded from (F13, seed rows 17 and 33), most frequent first.
pub const ABOUT: &[&str] = &["mask", "gathering", "meal", "gambling", "outing", "ceremony", "stranger", "hygiene"];
/// What came of it.
pub const RESULT: &[&str] = &["persuaded", "dispersed", "refused", "reported"];

/// A dissuasion.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dissuasion {
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub minute: Option<i64>,
    /// One of [`ABOUT`].
    pub about: String,
    /// How many were talked to.
    pub people_n: Option<i64>,
    /// One of [`RESULT`].
    pub result: Option<String>,
    /// Which village.
    pub village: Option<RecordId>,
    /// Where.
    pub place: Option<String>,
}

impl Payload for Dissuasion {
    const KIND: &'static str = "dissuasion";
}

/// The form of 劝导.
pub static FORM: Form = Form {
    kind: Dissuasion::KIND,
    version: 1,
    questions: &[
        Question::new("about", "dissuasion.about", Ask::One { choices: ABOUT, shown: 8 }),
        Question::new("people_n", "dissuasion.people_n", Ask::Number { unit: |_| "unit.person_times", most: 9_999 }),
        Question::new("result", "dissuasion.result", Ask::One { choices: RESULT, shown: 4 }),
        Question::new("place", "dissuasion.place", Ask::Line { most: 60 }),
        Question::new("village", "dissuasion.village", Ask::Record { kind: "village" }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Dissuasion::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Log,
    fields: &[
        Field::noted("on", Holds::Day, "seed row 17: by day").needed(),
        Field::noted("minute", Holds::Count(0, 1439), "F13 日期时间"),
        Field::noted("about", Holds::One(ABOUT), "F13 劝导类型: seed rows 17, 33").needed(),
        Field::noted("people_n", Holds::Count(1, 9_999), "F13 劝导人次: M21").needed(),
        Field::noted("result", Holds::One(RESULT), "F13 处理结果"),
        Field::noted("village", Holds::Ref("village"), "F13 村"),
        Field::noted("place", Holds::Text(60), "F13 村、路线"),
    ],
    form: Some(&FORM),
    rules: no_rules,
    facts,
    samples: examples(samples),
};

/// What people were dissuaded from, as its figure.
fn metric(about: &str) -> Option<Metric> {
    Some(match about {
        "mask" => Metric::DissuadedMask,
        "gathering" => Metric::DissuadedGathering,
        "meal" => Metric::DissuadedMeal,
        "gambling" => Metric::DissuadedGambling,
        "outing" => Metric::DissuadedOuting,
        "ceremony" => Metric::DissuadedCeremony,
        "stranger" => Metric::DissuadedStranger,
        "hygiene" => Metric::DissuadedHygiene,
        _ => return None,
    })
}

fn facts(record: &Record) -> Vec<Fact> {
    let said: Dissuasion = record.read();
    let metrics = [Some(Metric::Dissuaded), metric(&said.about)];
    metrics.into_iter().flatten().filter_map(|metric| Fact::many(metric, said.on, said.people_n, record.id)).collect()
}

fn samples() -> Vec<Data> {
    let whole = Dissuasion {
        on: Day::new(2020, 2, 6),
        minute: Some(1110),
        about: "gambling".into(),
        people_n: Some(7),
        result: Some("dispersed".into()),
        village: Some(RecordId::fixed(5)),
        place: Some("小卖部后屋".into()),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_dissuaded_counts_in_all_and_for_what_it_was() {
        let mut seen = std::collections::BTreeSet::new();
        for about in ABOUT {
            let said = Dissuasion { about: (*about).into(), ..Dissuasion::read(&samples()[0]) };
            let facts = facts(&crate::kind::tests::record(Dissuasion::KIND, said.data()));
            assert_eq!(facts.iter().map(|fact| fact.n).collect::<Vec<_>>(), [7, 7], "{about}");
            assert_eq!(facts[0].metric, Metric::Dissuaded);
            assert!(seen.insert(facts[1].metric), "{about} counts as another does");
        }
    }
}
