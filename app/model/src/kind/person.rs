//! `person` 人: someone who lives in a household (forms F1 and F2 of `domain.md` 2.4).
//!
//! The identity number and the fields of the returnee's card are for the person types that need
//! them (L1, L2); for an ordinary resident they are refused, not merely left blank.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// Person types 重点人员 (`domain.md` 2.3), decided by a named person, never computed.
pub const PERSON_TYPE: &[&str] = &[
    "ordinary",
    "returned_wuhan",
    "returned_hubei",
    "returned_other",
    "passed_through",
    "close_contact",
    "secondary_contact",
    "general_contact",
    "suspected",
    "confirmed",
    "asymptomatic",
    "feverish",
    "from_elsewhere",
    "released",
];
/// Relation to the head of the household.
pub const RELATION: &[&str] = &["head", "spouse", "child", "parent", "grandchild", "other"];
/// How a returnee travelled (F2 交通方式).
pub const TRANSPORT: &[&str] = &["plane", "train", "coach", "car", "ferry", "other"];
/// Sexes, as on the identity card.
pub const SEX: &[&str] = &["male", "female"];

/// Fields that only the sensitive person types may have (L1).
pub const ONLY_FOR_TYPES: &[&str] =
    &["identity_number", "job", "employer", "domicile", "origin", "left_on", "returned_on", "transport", "trip_no"];

/// A person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// The household; none only while half filled in.
    pub household: Option<RecordId>,
    /// Full name.
    pub name: String,
    /// One of [`SEX`].
    pub sex: Option<String>,
    /// Year of birth; the day is asked of nobody.
    pub born: Option<i64>,
    /// One of [`RELATION`].
    pub relation: Option<String>,
    /// The person's own phone.
    pub phone: Option<String>,
    /// One of [`PERSON_TYPE`]; absent means ordinary.
    pub person_type: Option<String>,
    /// Identity number, optional everywhere.
    pub identity_number: Option<String>,
    /// F2 职业.
    pub job: Option<String>,
    /// F2 工作单位.
    pub employer: Option<String>,
    /// F2 户籍地.
    pub domicile: Option<String>,
    /// F2 来源省/市/县, as written.
    pub origin: Option<String>,
    /// F2 离开时间.
    pub left_on: Option<Day>,
    /// F2 返回时间.
    pub returned_on: Option<Day>,
    /// One of [`TRANSPORT`].
    pub transport: Option<String>,
    /// F2 航班/车次/车牌.
    pub trip_no: Option<String>,
    /// F2 备注.
    pub note: Option<String>,
}

impl Payload for Person {
    const KIND: &'static str = "person";
}

const fn card(name: &'static str, holds: Holds, purpose: &'static str) -> Field {
    Field { name, holds, required: false, merge: Merge::Quiet, sight: Sight::Sensitive, purpose }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Person::KIND,
    version: 1,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        Field {
            name: "household",
            holds: Holds::Ref("household"),
            required: true,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: "whom to find behind which door",
        },
        Field {
            name: "name",
            holds: Holds::Name,
            required: true,
            merge: Merge::Shown,
            sight: Sight::Personal,
            purpose: "to address and find the person",
        },
        Field {
            name: "sex",
            holds: Holds::One(SEX),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: "F2: to tell namesakes apart",
        },
        Field {
            name: "born",
            holds: Holds::Count(1900, 2100),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Sensitive,
            purpose: "children need a guardian, the old a gentler visit",
        },
        Field {
            name: "relation",
            holds: Holds::One(RELATION),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: "whom to speak to",
        },
        Field {
            name: "phone",
            holds: Holds::Phone,
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Sensitive,
            purpose: "to reach the person without a visit",
        },
        Field {
            name: "person_type",
            holds: Holds::One(PERSON_TYPE),
            required: false,
            merge: Merge::Shown,
            sight: Sight::Sensitive,
            purpose: "F2: who needs isolation and care",
        },
        Field {
            name: "identity_number",
            holds: Holds::IdentityNumber,
            required: false,
            merge: Merge::Shown,
            sight: Sight::Sensitive,
            purpose: "F2: to hand the card to the health authority without mistaking persons",
        },
        card("job", Holds::Text(40), "F2: contacts at work"),
        card("employer", Holds::Text(60), "F2: contacts at work"),
        card("domicile", Holds::Text(80), "F2: which authority is responsible"),
        card("origin", Holds::Text(80), "F2: where the returnee came from"),
        card("left_on", Holds::Day, "F2: the anchor of the isolation period"),
        card("returned_on", Holds::Day, "F2: within 14 days or not"),
        card("transport", Holds::One(TRANSPORT), "F2: fellow travellers"),
        card("trip_no", Holds::Text(40), "F2: fellow travellers"),
        Field {
            name: "note",
            holds: Holds::Text(200),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: "F2 备注",
        },
    ],
    form: None,
    rules,
    facts,
    samples,
};

fn rules(data: &Data) -> Vec<Problem> {
    let person = Person::read(data);
    let mut problems = Vec::new();
    if person.person_type.as_deref().is_none_or(|kind| kind == "ordinary") {
        for name in ONLY_FOR_TYPES.iter().filter(|name| data.get(**name).is_some_and(|value| !value.is_null())) {
            problems.push(Problem::new(*name, "not_for_ordinary"));
        }
    }
    if let (Some(left), Some(returned)) = (person.left_on, person.returned_on)
        && returned < left
    {
        problems.push(Problem::new("returned_on", "before_left"));
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    vec![Fact::one(Metric::Person, None, record.id)]
}

fn samples() -> Vec<Data> {
    let returnee = Person {
        household: Some(RecordId::fixed(1)),
        name: "佘小满".into(),
        sex: Some("female".into()),
        born: Some(1991),
        relation: Some("child".into()),
        phone: Some("19900000417".into()),
        person_type: Some("returned_wuhan".into()),
        identity_number: Some(crate::person::IdentityNumber::sample(1991, 417).reveal().to_owned()),
        job: Some("售货员".into()),
        employer: Some("某超市".into()),
        domicile: Some("本镇柳塘村".into()),
        origin: Some("湖北省武汉市".into()),
        left_on: Day::new(2020, 1, 20),
        returned_on: Day::new(2020, 1, 21),
        transport: Some("train".into()),
        trip_no: Some("G0000".into()),
        note: Some("与父母同住".into()),
    };
    let ordinary = Person { household: Some(RecordId::fixed(1)), name: "佘德旺".into(), ..Person::default() };
    vec![returnee.data(), ordinary.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_resident_gives_no_card() {
        let mut data = samples().remove(0);
        data.insert("person_type".into(), "ordinary".into());
        let problems = KIND.check(&data);
        assert_eq!(problems.len(), ONLY_FOR_TYPES.len());
        assert!(problems.iter().all(|problem| problem.rule == "not_for_ordinary"));
    }

    #[test]
    fn nobody_returns_before_leaving() {
        let mut data = samples().remove(0);
        data.insert("returned_on".into(), "2020-01-19".into());
        assert_eq!(KIND.check(&data), [Problem::new("returned_on", "before_left")]);
    }
}
