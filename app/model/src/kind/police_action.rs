//! `police_action` 警务统计: what the police did on a day, as counts alone (seed rows 39–41; M25).
//!
//! No field of it could name a person: there is none for words, and a photo would show a face.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Problem},
    form::{Ask, Form, Question},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// A day's counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PoliceAction {
    /// The day.
    pub on: Option<Day>,
    /// Police sent out, 人次.
    pub force_n: Option<i64>,
    /// Gatherings dispersed, 起.
    pub dispersed_n: Option<i64>,
    /// Gambling tables destroyed, 张.
    pub tables_n: Option<i64>,
    /// Cases opened, 起.
    pub cases_n: Option<i64>,
    /// People punished, 人.
    pub punished_n: Option<i64>,
    /// Villages patrolled.
    pub villages: Vec<RecordId>,
}

impl Payload for PoliceAction {
    const KIND: &'static str = "police_action";
}

/// The form of 警务统计.
pub static FORM: Form = Form {
    kind: PoliceAction::KIND,
    version: 1,
    questions: &[
        Question::new("force_n", "police_action.force_n", Ask::Number { unit: |_| "unit.person_times", most: 9_999 }),
        Question::new("dispersed_n", "police_action.dispersed_n", Ask::Number { unit: |_| "unit.cases", most: 9_999 }),
        Question::new("tables_n", "police_action.tables_n", Ask::Number { unit: |_| "unit.sheets", most: 9_999 }),
        Question::new("cases_n", "police_action.cases_n", Ask::Number { unit: |_| "unit.cases", most: 9_999 }),
        Question::new("punished_n", "police_action.punished_n", Ask::Number { unit: |_| "unit.people", most: 9_999 }),
        Question::new("villages", "police_action.villages", Ask::Records { kind: "village" }),
    ],
};

const fn count(name: &'static str, purpose: &'static str) -> Field {
    Field::noted(name, Holds::Count(0, 9_999), purpose)
}

/// The kind.
pub static KIND: Kind = Kind {
    name: PoliceAction::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Log,
    fields: &[
        Field::noted("on", Holds::Day, "M25: by day").needed(),
        count("force_n", "M25: seed row 40"),
        count("dispersed_n", "M25: seed row 41"),
        count("tables_n", "M25: seed row 41"),
        count("cases_n", "M25: seed row 41"),
        count("punished_n", "M25: seed row 41"),
        Field::noted("villages", Holds::Refs("village"), "M21: seed row 39"),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

fn counts(action: &PoliceAction) -> [(Metric, Option<i64>); 5] {
    [
        (Metric::PoliceForce, action.force_n),
        (Metric::PoliceDispersed, action.dispersed_n),
        (Metric::PoliceTables, action.tables_n),
        (Metric::PoliceCases, action.cases_n),
        (Metric::PolicePunished, action.punished_n),
    ]
}

/// Something is said.
fn rules(data: &Data) -> Vec<Problem> {
    let action = PoliceAction::read(data);
    let nothing = action.villages.is_empty() && counts(&action).iter().all(|(_, n)| n.is_none());
    if nothing { vec![Problem::new("force_n", "required")] } else { Vec::new() }
}

fn facts(record: &Record) -> Vec<Fact> {
    let action: PoliceAction = record.read();
    let counted = counts(&action).into_iter().filter_map(|(metric, n)| Fact::many(metric, action.on, n, record.id));
    let patrolled = action.villages.iter().map(|village| Fact::one(Metric::VillagePatrolled, action.on, *village));
    counted.chain(patrolled).collect()
}

fn samples() -> Vec<Data> {
    let whole = PoliceAction {
        on: Day::new(2020, 2, 6),
        force_n: Some(18),
        dispersed_n: Some(9),
        tables_n: Some(6),
        cases_n: Some(1),
        punished_n: Some(4),
        villages: vec![RecordId::fixed(5), RecordId::fixed(6)],
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_could_name_a_person() {
        for field in KIND.fields {
            let counts = matches!(field.holds, Holds::Day | Holds::Count(..) | Holds::Refs("village"));
            assert!(counts, "{} could name a person", field.name);
        }
    }

    #[test]
    fn a_day_is_five_counts_and_the_villages_patrolled() {
        let counted = facts(&crate::kind::tests::record(PoliceAction::KIND, samples().remove(0)));
        use Metric::{PoliceCases, PoliceDispersed, PoliceForce, PolicePunished, PoliceTables, VillagePatrolled};
        let n: Vec<_> = counted.iter().map(|fact| (fact.metric, fact.n)).collect();
        let five = [(PoliceForce, 18), (PoliceDispersed, 9), (PoliceTables, 6), (PoliceCases, 1), (PolicePunished, 4)];
        assert_eq!(n[..5], five);
        let villages: Vec<_> = counted[5..].iter().map(|fact| (fact.metric, fact.subject)).collect();
        assert_eq!(villages, [(VillagePatrolled, RecordId::fixed(5)), (VillagePatrolled, RecordId::fixed(6))]);
    }

    #[test]
    fn a_day_of_which_nothing_is_said_is_none() {
        let empty = PoliceAction { on: Day::new(2020, 2, 6), ..PoliceAction::default() };
        assert_eq!(KIND.check(&empty.data()), [Problem::new("force_n", "required")]);
        let nothing_met = PoliceAction { force_n: Some(0), ..empty };
        assert_eq!(KIND.check(&nothing_met.data()), []);
    }
}
