//! `person` 人: someone who lives in a household (forms F1 and F2 of `domain.md` 2.4).
//!
//! The identity number and the fields of the returnee's card are for the person types that need
//! them (L1, L2); for an ordinary resident they are refused, not merely left blank.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, told},
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
/// Where returnees came from (M05): 武汉 is counted within 湖北 where both are asked for.
pub const CAME_FROM: &[&str] = &["wuhan", "hubei", "other"];
/// Relation to the head of the household.
pub const RELATION: &[&str] = &["head", "spouse", "child", "parent", "grandchild", "other"];
/// How a returnee travelled (F2 交通方式).
pub const TRANSPORT: &[&str] = &["plane", "train", "coach", "car", "ferry", "other"];
/// Sexes, as on the identity card.
pub const SEX: &[&str] = &["male", "female"];

/// Contact with someone ill (F2 与病例接触史), as told: 无, 确诊, 疑似, 发热者, 不详.
pub const CONTACT_HISTORY: &[&str] = &["none", "confirmed", "suspected", "feverish", "unknown"];
/// What was done about it (F2 采取措施): 居家隔离, 集中, 确诊住院, 医院隔离, 无.
pub const MEASURE: &[&str] = &["home_isolation", "central", "hospital_confirmed", "hospital_isolation", "none"];
/// How the notice on personal data was given (L3).
pub const NOTICE: &[&str] = &["read_aloud", "shown", "signed"];
/// 十清: the ten things to be clear about a returnee, in the order of the list (`domain.md` 2.3).
pub const TEN: &[&str] =
    &["number", "identity", "returned_on", "origin", "journey", "transport", "contact", "health", "measure", "family"];

/// Fields that only the sensitive person types may have (L1).
pub const ONLY_FOR_TYPES: &[&str] = &[
    "identity_number",
    "job",
    "employer",
    "domicile",
    "origin",
    "left_on",
    "returned_on",
    "transport",
    "trip_no",
    "return_reason",
    "via",
    "companions",
    "cohabitants",
    "came_from",
    "contact_history",
    "measure",
    "handed_on",
    "left_again_on",
];

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
    /// F2 返乡原因.
    pub return_reason: Option<String>,
    /// F2 途经地及停留.
    pub via: Option<String>,
    /// F2 同行人员.
    pub companions: Option<String>,
    /// F2 同住人员.
    pub cohabitants: Option<String>,
    /// One of [`CONTACT_HISTORY`].
    pub contact_history: Option<String>,
    /// One of [`CAME_FROM`]; outlasts the person type, which changes to 解除隔离 or 密切接触者.
    pub came_from: Option<String>,
    /// One of [`MEASURE`].
    pub measure: Option<String>,
    /// When the card was handed to the health authority (F2 是否移交卫健).
    pub handed_on: Option<Day>,
    /// When the person left again (F2 是否离开本地/离开时间).
    pub left_again_on: Option<Day>,
    /// Who decided the person type.
    pub type_by: Option<String>,
    /// When.
    pub type_on: Option<Day>,
    /// One of [`NOTICE`].
    pub notice: Option<String>,
    /// Who answers for a child under 14 (L5).
    pub guardian: Option<String>,
}

impl Payload for Person {
    const KIND: &'static str = "person";
}

impl Person {
    /// Where a returnee came from, one of [`CAME_FROM`]; none for who is no returnee.
    pub fn area(&self) -> Option<&str> {
        self.came_from.as_deref().or(match self.person_type.as_deref()? {
            "returned_wuhan" => Some("wuhan"),
            "returned_hubei" => Some("hubei"),
            "returned_other" => Some("other"),
            _ => None,
        })
    }

    /// Whether a named authority has said that this is a close contact.
    pub fn is_close_contact(&self) -> bool {
        self.person_type.as_deref() == Some("close_contact") && self.type_by.is_some()
    }
}

impl Person {
    /// 十清: for each of [`TEN`], whether the card is clear about it. A person's health stands in
    /// visits and readings, so whether anybody has asked is handed in.
    pub fn ten_checks(&self, health_asked: bool) -> [(&'static str, bool); 10] {
        let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        let clear = [
            said(&self.companions),
            said(&Some(self.name.clone())) && said(&self.job) && self.household.is_some() && said(&self.phone),
            self.returned_on.is_some(),
            said(&self.origin),
            self.left_on.is_some() && said(&self.via),
            said(&self.transport) && said(&self.trip_no),
            said(&self.contact_history) && self.contact_history.as_deref() != Some("unknown"),
            health_asked,
            said(&self.measure),
            said(&self.cohabitants),
        ];
        std::array::from_fn(|nth| (TEN[nth], clear[nth]))
    }
}

const fn card(name: &'static str, holds: Holds, purpose: &'static str) -> Field {
    Field { name, holds, required: false, merge: Merge::Quiet, sight: Sight::Sensitive, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Person::KIND,
    version: 2,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        Field {
            name: "household",
            holds: Holds::Ref("household"),
            required: true,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("whom to find behind which door"),
        },
        Field {
            name: "name",
            holds: Holds::Name,
            required: true,
            merge: Merge::Shown,
            sight: Sight::Personal,
            purpose: told("to address and find the person"),
        },
        Field {
            name: "sex",
            holds: Holds::One(SEX),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: told("F2: to tell namesakes apart"),
        },
        Field {
            name: "born",
            holds: Holds::Count(1900, 2100),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Sensitive,
            purpose: told("children need a guardian, the old a gentler visit"),
        },
        Field {
            name: "relation",
            holds: Holds::One(RELATION),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: told("whom to speak to"),
        },
        Field {
            name: "phone",
            holds: Holds::Phone,
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Sensitive,
            purpose: told("to reach the person without a visit"),
        },
        Field {
            name: "person_type",
            holds: Holds::One(PERSON_TYPE),
            required: false,
            merge: Merge::Shown,
            sight: Sight::Sensitive,
            purpose: told("F2: who needs isolation and care"),
        },
        Field {
            name: "identity_number",
            holds: Holds::IdentityNumber,
            required: false,
            merge: Merge::Shown,
            sight: Sight::Sensitive,
            purpose: told("F2: to hand the card to the health authority without mistaking persons"),
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
            purpose: told("F2 备注"),
        },
        card("return_reason", Holds::Text(60), "F2: whether the person stays"),
        card("via", Holds::Text(120), "F2: where else the person was"),
        card("companions", Holds::Text(120), "F2: who came along"),
        card("cohabitants", Holds::Text(120), "F2: who lives with the person"),
        Field {
            name: "came_from",
            holds: Holds::One(CAME_FROM),
            required: false,
            merge: Merge::Shown,
            sight: Sight::Sensitive,
            purpose: told("M05: returnees by where they came from"),
        },
        card("contact_history", Holds::One(CONTACT_HISTORY), "F2: to pass on, never a verdict"),
        card("measure", Holds::One(MEASURE), "F2: what was done"),
        card("handed_on", Holds::Day, "F2: whether the health authority knows"),
        card("left_again_on", Holds::Day, "F2: whether the person is still here"),
        Field {
            name: "type_by",
            holds: Holds::Text(40),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("M06: who answers for the person type"),
        },
        Field {
            name: "type_on",
            holds: Holds::Day,
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Sensitive,
            purpose: told("M06: since when"),
        },
        Field {
            name: "notice",
            holds: Holds::One(NOTICE),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Plain,
            purpose: told("L3: that the person was told what is kept and why"),
        },
        Field {
            name: "guardian",
            holds: Holds::Name,
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: told("L5: who answers for a child under 14"),
        },
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
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
    if let (Some(returned), Some(left_again)) = (person.returned_on, person.left_again_on)
        && left_again < returned
    {
        problems.push(Problem::new("left_again_on", "before_returned"));
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let person: Person = record.read();
    let mut facts = vec![Fact::one(Metric::Person, None, record.id)];
    let on = |metric, day: Option<Day>| Some(Fact::one(metric, day, record.id));
    facts.extend(match person.area() {
        Some("wuhan") => on(Metric::ReturneeWuhan, person.returned_on),
        Some("hubei") => on(Metric::ReturneeHubei, person.returned_on),
        Some(_) => on(Metric::ReturneeOther, person.returned_on),
        None => None,
    });
    if person.is_close_contact() {
        facts.extend(on(Metric::CloseContact, person.type_on));
    }
    facts
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
        return_reason: Some("回家过年".into()),
        via: Some("长沙,换车".into()),
        companions: Some("无".into()),
        cohabitants: Some("父母两人".into()),
        contact_history: Some("none".into()),
        came_from: Some("wuhan".into()),
        measure: Some("home_isolation".into()),
        handed_on: Day::new(2020, 1, 23),
        left_again_on: Day::new(2020, 2, 20),
        type_by: Some("镇卫生院".into()),
        type_on: Day::new(2020, 1, 22),
        notice: Some("read_aloud".into()),
        guardian: Some("佘德旺".into()),
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

    #[test]
    fn nobody_leaves_again_before_returning() {
        let mut data = samples().remove(0);
        data.insert("left_again_on".into(), "2020-01-20".into());
        assert_eq!(KIND.check(&data), [Problem::new("left_again_on", "before_returned")]);
    }

    #[test]
    fn a_returnee_counts_on_the_day_of_return_and_a_contact_when_somebody_decided_it() {
        let from = |came_from: Option<&str>, person_type: &str, type_by: Option<&str>| {
            let person = Person {
                came_from: came_from.map(str::to_owned),
                person_type: Some(person_type.into()),
                type_by: type_by.map(str::to_owned),
                ..Person::read(&samples()[0])
            };
            let facts = facts(&crate::kind::tests::record(Person::KIND, person.data()));
            facts.into_iter().skip(1).map(|fact| (fact.metric, fact.day)).collect::<Vec<_>>()
        };
        let of = |person_type, type_by| from(None, person_type, type_by);
        let (returned, decided) = (Day::new(2020, 1, 21), Day::new(2020, 1, 22));
        assert_eq!(of("returned_wuhan", None), [(Metric::ReturneeWuhan, returned)]);
        assert_eq!(of("returned_hubei", None), [(Metric::ReturneeHubei, returned)]);
        assert_eq!(of("returned_other", None), [(Metric::ReturneeOther, returned)]);
        assert_eq!(of("close_contact", Some("县疾控中心")), [(Metric::CloseContact, decided)]);
        assert_eq!(of("close_contact", None), []);
        assert_eq!(of("secondary_contact", Some("县疾控中心")), []);
        assert_eq!(from(Some("wuhan"), "released", None), [(Metric::ReturneeWuhan, returned)], "still came from there");
    }

    #[test]
    fn each_of_the_ten_is_clear_by_its_own_fields() {
        let unclear = |person: &Person, asked| {
            person.ten_checks(asked).into_iter().filter(|(_, clear)| !clear).map(|(name, _)| name).collect::<Vec<_>>()
        };
        let whole = Person::read(&samples()[0]);
        assert_eq!(unclear(&whole, true), [""; 0]);
        assert_eq!(unclear(&whole, false), ["health"]);
        let fields: [(&str, &[&str]); 9] = [
            ("number", &["companions"]),
            ("identity", &["name", "job", "household", "phone"]),
            ("returned_on", &["returned_on"]),
            ("origin", &["origin"]),
            ("journey", &["left_on", "via"]),
            ("transport", &["transport", "trip_no"]),
            ("contact", &["contact_history"]),
            ("measure", &["measure"]),
            ("family", &["cohabitants"]),
        ];
        for (check, field) in fields.iter().flat_map(|(check, fields)| fields.iter().map(move |field| (*check, *field)))
        {
            let mut data = whole.data();
            data.remove(field);
            assert_eq!(unclear(&Person::read(&data), true), [check], "{field}");
        }
        assert_eq!(unclear(&Person::default(), false), TEN);
        let vague = Person { contact_history: Some("unknown".into()), ..whole };
        assert_eq!(unclear(&vague, true), ["contact"]);
    }
}
