//! `rota` 消杀点位: a place that is disinfected again and again, and how often (seed row 25; 1.4
//! "disinfection rota").

use crate::{
    day::Day,
    field::{Field, Holds},
    form::{Ask, Form, Question},
    id::RecordId,
    kind::{
        Home, Kind, Life, Payload,
        disinfection::{Disinfection, PLACE_TYPE},
        examples, no_facts, no_rules,
    },
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// A place on the rota.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rota {
    /// From when it is to be disinfected.
    pub on: Option<Day>,
    /// What it is called.
    pub place: String,
    /// One of [`PLACE_TYPE`].
    pub place_type: String,
    /// How large it is, in m2.
    pub area_m2: Option<i64>,
    /// After so many days again.
    pub every_days: Option<i64>,
    /// Which village.
    pub village: Option<RecordId>,
}

impl Payload for Rota {
    const KIND: &'static str = "rota";
}

/// The form of 消杀点位.
pub static FORM: Form = Form {
    kind: Rota::KIND,
    version: 1,
    questions: &[
        Question::new("place", "rota.place", Ask::Line { most: 60 }),
        Question::new("place_type", "rota.place_type", Ask::One { choices: PLACE_TYPE, shown: 6 }),
        Question::new("area_m2", "rota.area_m2", Ask::Number { unit: |_| "unit.m2", most: 99_999 }),
        Question::new("every_days", "rota.every_days", Ask::Number { unit: |_| "unit.days", most: 30 }),
        Question::new("village", "rota.village", Ask::Record { kind: "village" }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Rota::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Kept,
    fields: &[
        Field::kept("on", Holds::Day, "M23: due from when").needed(),
        Field::kept("place", Holds::Text(60), "F9 场所名称").needed(),
        Field::kept("place_type", Holds::One(PLACE_TYPE), "F9 类型").needed(),
        Field::kept("area_m2", Holds::Count(1, 99_999), "F9 面积"),
        Field::kept("every_days", Holds::Count(1, 30), "M23: due when again").needed(),
        Field::kept("village", Holds::Ref("village"), "M23: by village"),
    ],
    form: Some(&FORM),
    rules: no_rules,
    facts: no_facts,
    samples: examples(samples),
};

/// A place that is to be disinfected today.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The record of the rota.
    pub rota: Record,
    /// When it was disinfected last.
    pub last: Option<Day>,
    /// So many days it is over its time.
    pub over: i32,
}

/// What is to be disinfected on `today`, the longest waiting first. What is said to have been done
/// on a day that has not come does not count.
pub fn due<'a>(
    rotas: impl IntoIterator<Item = &'a Record>,
    done: impl IntoIterator<Item = &'a Record>,
    today: Day,
) -> Vec<Due> {
    let mut last = std::collections::BTreeMap::new();
    for done in done {
        let done: Disinfection = done.read();
        if let Some((rota, on)) = done.rota.zip(done.on.filter(|on| *on <= today)) {
            let latest = last.entry(rota).or_insert(on);
            *latest = on.max(*latest);
        }
    }
    let mut due: Vec<Due> = Vec::new();
    for record in rotas {
        let rota: Rota = record.read();
        let last = last.get(&record.id).copied();
        let every = rota.every_days.unwrap_or(1).clamp(1, 30) as i32;
        let next = last.map(|last| last.plus(every)).or(rota.on);
        if let Some(over) = next.map(|next| today.since(next)).filter(|over| *over >= 0) {
            due.push(Due { rota: record.clone(), last, over });
        }
    }
    due.sort_by_key(|due| (std::cmp::Reverse(due.over), due.rota.id));
    due
}

fn samples() -> Vec<Data> {
    let whole = Rota {
        on: Day::new(2020, 2, 1),
        place: "村部".into(),
        place_type: "village_office".into(),
        area_m2: Some(200),
        every_days: Some(2),
        village: Some(RecordId::fixed(5)),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn record(id: u128, kind: &str, data: Data) -> Record {
        Record { id: RecordId::fixed(id), ..crate::kind::tests::record(kind, data) }
    }

    #[test]
    fn a_place_is_due_from_its_day_and_again_after_so_many() {
        let rota = |id| record(id, Rota::KIND, samples().remove(0));
        let rotas = [rota(1), rota(2)];
        let done = |on: u32, rota| {
            let said = Disinfection { on: Some(day(on)), rota: Some(RecordId::fixed(rota)), ..Disinfection::default() };
            record(50 + u128::from(on), Disinfection::KIND, said.data())
        };
        let on = |today: u32, done: &[Record]| {
            let due = due(&rotas, done, day(today));
            due.into_iter().map(|due| (due.rota.id, due.over)).collect::<Vec<_>>()
        };
        let (one, two) = (RecordId::fixed(1), RecordId::fixed(2));
        assert_eq!(due(&rotas, &[], day(1).plus(-1)), []);
        assert_eq!(on(1, &[]), [(one, 0), (two, 0)]);
        let walked = [done(3, 1), done(1, 1)];
        assert_eq!(on(4, &walked), [(two, 3)], "the first is not due before the fifth");
        assert_eq!(on(5, &walked), [(two, 4), (one, 0)]);
        assert_eq!(on(5, &[done(9, 1)]), [(one, 4), (two, 4)], "what lies ahead has not been done");
    }
}
