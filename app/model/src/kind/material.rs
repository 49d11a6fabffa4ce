//! `material` 宣传资料: the township's library of what is read out, put up and handed over (seed rows
//! 32, 35, 38).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds},
    form::{Ask, Form, Question},
    kind::{Home, Kind, Life, Payload, examples, no_rules},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// Sorts: 标语, 知识, 倡议书, 打油诗, 告知书, 车贴.
pub const SORT: &[&str] = &["slogan", "knowledge", "appeal", "rhyme", "notice", "car_sticker"];

/// A piece of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Material {
    /// Since when.
    pub on: Option<Day>,
    /// One of [`SORT`].
    pub sort: String,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub text: Option<String>,
    /// Which version.
    pub version: Option<i64>,
}

impl Payload for Material {
    const KIND: &'static str = "material";
}

/// The form of 宣传资料.
pub static FORM: Form = Form {
    kind: Material::KIND,
    version: 1,
    questions: &[
        Question::new("sort", "material.sort", Ask::One { choices: SORT, shown: 6 }),
        Question::new("title", "material.title", Ask::Line { most: 60 }),
        Question::new("text", "material.text", Ask::Text),
        Question::new("version", "material.version", Ask::Number { unit: |_| "", most: 99 }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Material::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        Field::kept("on", Holds::Day, "seed row 32: issued when").needed(),
        Field::kept("sort", Holds::One(SORT), "seed row 32: how many of which sort").needed(),
        Field::kept("title", Holds::Text(60), "F12 资料名").needed(),
        Field::kept("text", Holds::Text(2_000), "seed row 35: what it says"),
        Field::kept("version", Holds::Count(1, 99), "seed row 32: which version"),
    ],
    form: Some(&FORM),
    rules: no_rules,
    facts,
    samples: examples(samples),
};

fn facts(record: &Record) -> Vec<Fact> {
    vec![Fact::one(Metric::Material, record.read::<Material>().on, record.id)]
}

fn samples() -> Vec<Data> {
    let whole = Material {
        on: Day::new(2020, 1, 27),
        sort: "slogan".into(),
        title: "口罩你不戴，病毒把你爱".into(),
        text: Some("口罩你不戴，病毒把你爱".into()),
        version: Some(1),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RecordId;

    #[test]
    fn what_was_issued_counts_once_whatever_its_version() {
        let second = Material { version: Some(2), ..Material::read(&samples()[0]) };
        let counted = facts(&crate::kind::tests::record(Material::KIND, second.data()));
        assert_eq!(counted, [Fact::one(Metric::Material, Day::new(2020, 1, 27), RecordId::fixed(9))]);
    }
}
