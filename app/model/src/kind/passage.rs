//! `passage` 出入登记: who passed a post, or wanted to (seed row 26; form F7).
//!
//! A log entry. As little as will do (L1, L2): a plate or a name, and what was decided; the rest where
//! there is a reason to ask. Where somebody goes is written in words, for the register of doors is not
//! held at a post. Whether it is someone who should be at home is found out by the server alone
//! ([`crate::gate`]).

use crate::{
    care::Moment,
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::UserId,
    kind::{
        Home, Kind, Life, Payload, examples,
        reading::{self, TENTHS},
        told,
        visit::SYMPTOM,
    },
    plate,
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// 进, 出.
pub const DIR: &[&str] = &["in", "out"];
/// What was decided (F7 处置): 放行, 劝返, 隔离观察, 引导就诊.
pub const RESULT: &[&str] = &["pass", "turn_back", "isolate", "clinic"];
/// Why they come or go (F7 来意).
pub const REASON: &[&str] = &["home", "work", "goods", "shopping", "farm", "clinic", "official", "visit", "other"];
/// So many people fit into what passes at once.
pub const MOST_PEOPLE: i64 = 60;

/// A passage.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passage {
    /// One of [`DIR`].
    pub dir: String,
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub minute: i64,
    /// Number plate, in its one form ([`plate::normal`]).
    pub plate: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Identity number, where there is a reason to ask.
    pub identity_number: Option<String>,
    /// People in the vehicle, or on foot together; absent means one.
    pub people_n: Option<i64>,
    /// What the thermometer showed, in tenths of a degree.
    pub tenths: Option<i64>,
    /// What it showed when asked again.
    pub second_tenths: Option<i64>,
    /// Whether that is a fever, by the policy in force that day.
    pub fever: Option<bool>,
    /// Where from.
    pub from: Option<String>,
    /// Where to, whom to.
    pub to: Option<String>,
    /// One of [`REASON`].
    pub reason: Option<String>,
    /// From an area that is watched (F7 是否重点地区).
    pub key_area: Option<bool>,
    /// Codes of [`SYMPTOM`]; empty is none.
    pub symptoms: Vec<String>,
    /// One of [`RESULT`].
    pub result: String,
    /// Why someone with a fever was let pass.
    pub pass_reason: Option<String>,
    /// F7 备注.
    pub note: Option<String>,
    /// F7 值守人: who stood there, if not who typed.
    pub on_duty: Option<String>,
    /// Their account, if they have one.
    pub done_by: Option<UserId>,
}

impl Payload for Passage {
    const KIND: &'static str = "passage";
}

impl Passage {
    /// When it was.
    pub fn at(&self) -> Option<Moment> {
        Some(Moment { day: self.on?, minute: self.minute })
    }

    /// How many people.
    pub fn people(&self) -> i64 {
        self.people_n.unwrap_or(1)
    }

    /// Whether it is a fever by this threshold: shown twice, where it was asked twice.
    pub fn is_fever(&self, threshold_tenths: i64) -> bool {
        reading::is_fever(self.tenths, self.second_tenths, threshold_tenths)
    }
}

const fn fixed(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

const SHOWN: Holds = Holds::Count(*TENTHS.start(), *TENTHS.end());

/// The kind.
pub static KIND: Kind = Kind {
    name: Passage::KIND,
    version: 1,
    home: Home::Post,
    life: Life::Log,
    fields: &[
        fixed("dir", Holds::One(DIR), true, Sight::Plain, "M22: in and out"),
        fixed("on", Holds::Day, true, Sight::Plain, "M22: by day"),
        fixed("minute", Holds::Count(0, 1439), true, Sight::Plain, "F7: when"),
        fixed("plate", Holds::Text(plate::MOST + 2), false, Sight::Personal, "F7 车牌号; to know it again"),
        fixed("name", Holds::Name, false, Sight::Personal, "F7 姓名; to know them again"),
        fixed("phone", Holds::Phone, false, Sight::Personal, "F7: to reach them, if one was ill"),
        fixed("identity_number", Holds::IdentityNumber, false, Sight::Sensitive, "F7: whether they should be at home"),
        fixed("people_n", Holds::Count(1, MOST_PEOPLE), false, Sight::Plain, "M22: people"),
        fixed("tenths", SHOWN, false, Sight::Sensitive, "M22: to find the ill early"),
        fixed("second_tenths", SHOWN, false, Sight::Sensitive, "M22: to be sure of it"),
        fixed("fever", Holds::YesNo, false, Sight::Sensitive, "M22: fever at the post"),
        fixed("from", Holds::Text(60), false, Sight::Sensitive, "F7 来自"),
        fixed("to", Holds::Text(60), false, Sight::Sensitive, "F7 去向"),
        fixed("reason", Holds::One(REASON), false, Sight::Personal, "F7 来意"),
        fixed("key_area", Holds::YesNo, false, Sight::Sensitive, "F7 是否重点地区"),
        fixed("symptoms", Holds::Many(SYMPTOM), false, Sight::Sensitive, "F7 有无症状"),
        fixed("result", Holds::One(RESULT), true, Sight::Plain, "M22: turned back"),
        fixed("pass_reason", Holds::Text(60), false, Sight::Sensitive, "why a fever was let pass"),
        fixed("note", Holds::Text(100), false, Sight::Personal, "F7 备注"),
        fixed("on_duty", Holds::Name, false, Sight::Plain, "F7 值守人"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let passage = Passage::read(data);
    let lacks = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
    let mut problems = Vec::new();
    if lacks(&passage.plate) && lacks(&passage.name) {
        problems.push(Problem::new("plate", "required"));
    }
    if passage.tenths.is_none() && (passage.second_tenths.is_some() || passage.fever == Some(true)) {
        problems.push(Problem::new("tenths", "required"));
    }
    if passage.fever == Some(true) && passage.result == RESULT[0] && lacks(&passage.pass_reason) {
        problems.push(Problem::new("pass_reason", "required"));
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let passage: Passage = record.read();
    let one = |metric| Fact::one(metric, passage.on, record.id);
    let people = |metric| Fact { n: passage.people(), ..one(metric) };
    let mut facts = vec![people(Metric::GatePeople)];
    facts.extend(passage.plate.as_ref().map(|_| one(Metric::GateVehicle)));
    facts.extend((passage.result == "turn_back").then(|| people(Metric::TurnedBack)));
    facts.extend((passage.fever == Some(true)).then(|| one(Metric::FeverAtGate)));
    facts
}

fn samples() -> Vec<Data> {
    let whole = Passage {
        dir: "in".into(),
        on: Day::new(2020, 2, 3),
        minute: 552,
        plate: Some("浙A8F123".into()),
        name: Some("许长根".into()),
        phone: Some("19900000417".into()),
        identity_number: Some(crate::person::IdentityNumber::sample(1991, 417).reveal().into()),
        people_n: Some(3),
        tenths: Some(376),
        second_tenths: Some(375),
        fever: Some(true),
        from: Some("县城".into()),
        to: Some("柳塘村三组17号".into()),
        reason: Some("home".into()),
        key_area: Some(false),
        symptoms: vec!["fever".into()],
        result: "pass".into(),
        pass_reason: Some("救护车接走".into()),
        note: Some("车上两个小孩".into()),
        on_duty: Some("曾建平".into()),
        done_by: None,
    };
    let least = Passage {
        dir: "out".into(),
        on: whole.on,
        minute: 560,
        plate: whole.plate.clone(),
        result: "pass".into(),
        ..Passage::default()
    };
    vec![whole.data(), least.data()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RecordId;

    fn rule_of(passage: &Passage) -> Option<(String, String)> {
        KIND.check(&passage.data()).into_iter().next().map(|problem| (problem.field, problem.rule))
    }

    fn wrong(field: &str) -> Option<(String, String)> {
        Some((field.into(), "required".into()))
    }

    #[test]
    fn a_plate_or_a_name_is_enough() {
        let least = Passage::read(&samples()[1]);
        let name = Some("许长根".into());
        assert_eq!(rule_of(&least), None);
        assert_eq!(rule_of(&Passage { plate: None, name: name.clone(), ..least.clone() }), None);
        assert_eq!(rule_of(&Passage { plate: None, ..least }), wrong("plate"));
    }

    #[test]
    fn a_fever_does_not_simply_pass() {
        let whole = Passage::read(&samples()[0]);
        let silent = Passage { pass_reason: None, ..whole.clone() };
        assert_eq!(rule_of(&silent), wrong("pass_reason"));
        for result in &RESULT[1..] {
            assert_eq!(rule_of(&Passage { result: (*result).into(), ..silent.clone() }), None, "{result}");
        }
        assert_eq!(rule_of(&Passage { fever: Some(false), ..silent.clone() }), None, "none after all");
        assert_eq!(rule_of(&Passage { tenths: None, second_tenths: None, ..whole }), wrong("tenths"));
    }

    #[test]
    fn a_fever_is_what_a_reading_calls_one() {
        let passage = |tenths, second_tenths| Passage { tenths, second_tenths, ..Passage::default() };
        assert!(passage(Some(373), None).is_fever(373) && passage(Some(376), Some(374)).is_fever(373));
        assert!(!passage(Some(376), Some(366)).is_fever(373) && !passage(None, None).is_fever(373));
    }

    #[test]
    fn people_vehicles_those_turned_back_and_fevers() {
        let counted = |passage: &Passage| {
            let facts = facts(&crate::kind::tests::record(Passage::KIND, passage.data()));
            assert!(facts.iter().all(|fact| fact.day == passage.on && fact.subject == RecordId::fixed(9)));
            facts.into_iter().map(|fact| (fact.metric, fact.n)).collect::<Vec<_>>()
        };
        let whole = Passage::read(&samples()[0]);
        let passed = [(Metric::GatePeople, 3), (Metric::GateVehicle, 1)];
        assert_eq!(counted(&whole), [passed[0], passed[1], (Metric::FeverAtGate, 1)]);
        let back = Passage { result: "turn_back".into(), fever: None, ..whole.clone() };
        assert_eq!(counted(&back), [passed[0], passed[1], (Metric::TurnedBack, 3)]);
        let on_foot = Passage { plate: None, people_n: None, fever: None, ..whole };
        assert_eq!(counted(&on_foot), [(Metric::GatePeople, 1)]);
    }
}
