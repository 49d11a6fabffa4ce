//! `contact_clue` 接触线索: whom somebody says they were near, to be passed on (seed row 48; form F5).
//!
//! It says who told what, which stays as it was told, and to whom it was forwarded, which may come
//! later. Whether someone is a close contact is decided by the health authority, so there is no field
//! for a verdict. Before version 2 a clue was forwarded when it was written down, or never.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// Relation to the case (F5 与病例关系).
pub const RELATION: &[&str] = &["family", "medical", "classmate", "colleague", "other"];
/// How often they met (F5 接触频率).
pub const FREQUENCY: &[&str] = &["often", "sometimes", "rarely"];
/// Where (F5 接触地点).
pub const PLACE: &[&str] = &["home", "clinic", "work", "leisure", "other"];
/// In what way (F5 接触方式): 同餐, 同住, 同室, 同乘, 诊疗护理, 探视, 共用餐具.
pub const MODE: &[&str] = &["meal", "living", "room", "transport", "care", "visit", "utensils", "other"];

/// A clue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactClue {
    /// At which door it was told.
    pub household: Option<RecordId>,
    /// Who told it.
    pub person: Option<RecordId>,
    /// The isolation that it is about, if it is known here.
    pub case: Option<RecordId>,
    /// The case it is about, as people name it.
    pub related_case: Option<String>,
    /// Who was near.
    pub name: String,
    /// Where to reach them.
    pub phone: Option<String>,
    /// Whoever told it does not know where to reach them: asked, and no answer.
    pub phone_unknown: Option<bool>,
    /// One of [`RELATION`].
    pub relation: Option<String>,
    /// First contact.
    pub first_on: Option<Day>,
    /// Last contact.
    pub last_on: Option<Day>,
    /// One of [`FREQUENCY`].
    pub frequency: Option<String>,
    /// One of [`PLACE`].
    pub place: Option<String>,
    /// Codes of [`MODE`].
    pub modes: Vec<String>,
    /// Anything else.
    pub note: Option<String>,
    /// To whom it was passed on.
    pub forwarded_to: Option<String>,
    /// When.
    pub forwarded_on: Option<Day>,
}

impl Payload for ContactClue {
    const KIND: &'static str = "contact_clue";
}

impl ContactClue {
    /// Whether the health authority has it.
    pub fn is_forwarded(&self) -> bool {
        self.forwarded_on.is_some()
    }
}

const fn fixed(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

const fn later(name: &'static str, holds: Holds, purpose: &'static str) -> Field {
    Field { name, holds, required: false, merge: Merge::Quiet, sight: Sight::Plain, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: ContactClue::KIND,
    version: 2,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        fixed("household", Holds::Ref("household"), true, Sight::Plain, "where to ask again"),
        fixed("person", Holds::Ref("person"), false, Sight::Personal, "whom to ask again"),
        fixed("case", Holds::Ref("isolation"), false, Sight::Sensitive, "F5: during whose isolation it was told"),
        fixed("related_case", Holds::Text(120), false, Sight::Sensitive, "F5: near whom"),
        fixed("name", Holds::Name, true, Sight::Sensitive, "F5: whom the health authority has to find"),
        fixed("phone", Holds::Phone, false, Sight::Sensitive, "F5: how the health authority finds them"),
        fixed("phone_unknown", Holds::YesNo, false, Sight::Plain, "F5: that it was asked"),
        fixed("relation", Holds::One(RELATION), false, Sight::Sensitive, "F5: how near"),
        fixed("first_on", Holds::Day, false, Sight::Sensitive, "F5: since when"),
        fixed("last_on", Holds::Day, false, Sight::Sensitive, "F5: until when"),
        fixed("frequency", Holds::One(FREQUENCY), false, Sight::Sensitive, "F5: how near"),
        fixed("place", Holds::One(PLACE), false, Sight::Sensitive, "F5: who else was there"),
        fixed("modes", Holds::Many(MODE), false, Sight::Sensitive, "F5: how near"),
        fixed("note", Holds::Text(200), false, Sight::Sensitive, "F5: what the health authority should know"),
        later("forwarded_to", Holds::Text(60), "M06: who decides"),
        later("forwarded_on", Holds::Day, "M06: how soon it was passed on"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let clue = ContactClue::read(data);
    let mut problems = Vec::new();
    if clue.first_on.zip(clue.last_on).is_some_and(|(first, last)| last < first) {
        problems.push(Problem::new("last_on", "before_start"));
    }
    // A day without an authority would say that it is with somebody, and nobody could ask whom.
    if clue.is_forwarded() && clue.forwarded_to.is_none() {
        problems.push(Problem::new("forwarded_to", "required"));
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let clue: ContactClue = record.read();
    vec![Fact::one(Metric::ContactClue, clue.forwarded_on, record.id)]
}

fn samples() -> Vec<Data> {
    let whole = ContactClue {
        household: Some(RecordId::fixed(1)),
        person: Some(RecordId::fixed(2)),
        case: Some(RecordId::fixed(5)),
        related_case: Some("镇上通报的一例".into()),
        name: "曾阿满".into(),
        phone: Some("19900000932".into()),
        phone_unknown: None,
        relation: Some("colleague".into()),
        first_on: Day::new(2020, 1, 18),
        last_on: Day::new(2020, 1, 20),
        frequency: Some("often".into()),
        place: Some("work".into()),
        modes: vec!["meal".into(), "transport".into()],
        note: Some("同车返乡".into()),
        forwarded_to: Some("镇卫生院".into()),
        forwarded_on: Day::new(2020, 2, 3),
    };
    let unknown = ContactClue {
        household: Some(RecordId::fixed(1)),
        name: "曾阿满".into(),
        phone_unknown: Some(true),
        ..ContactClue::default()
    };
    vec![whole.data(), unknown.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clue_is_passed_on_and_never_judged() {
        let verdicts = ["person_type", "verdict", "decision", "result", "status"];
        assert!(verdicts.iter().all(|name| KIND.field(name).is_none()));
        let clue = Fact::one(Metric::ContactClue, Day::new(2020, 2, 3), RecordId::fixed(9));
        assert_eq!(facts(&crate::kind::tests::record(ContactClue::KIND, samples().remove(0))), [clue]);
    }

    #[test]
    fn what_was_told_stays_and_it_is_forwarded_once_to_somebody() {
        let changes: Vec<_> =
            KIND.fields.iter().filter(|field| field.merge != Merge::Fixed).map(|one| one.name).collect();
        assert_eq!(changes, ["forwarded_to", "forwarded_on"]);
        let mut data = samples().remove(0);
        data.remove("forwarded_to");
        assert_eq!(KIND.check(&data), [Problem::new("forwarded_to", "required")]);
    }

    #[test]
    fn the_last_contact_is_not_before_the_first() {
        let mut data = samples().remove(0);
        data.insert("last_on".into(), "2020-01-17".into());
        assert_eq!(KIND.check(&data), [Problem::new("last_on", "before_start")]);
    }
}
