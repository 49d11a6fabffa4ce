//! `service` 服务: what was done for people, in person-times (seed row 14; M19).
//!
//! Who was served and who served are two counts; which of them the township reports is its policy
//! (口径), and no figure adds the one to the other.

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

/// Sorts of service: 摸底排查, 献爱心, 心理疏导, 防控劝导, 其他.
pub const SORT: &[&str] = &["screening", "kindness", "counselling", "dissuasion", "other"];
/// Who is counted (口径): those served, or those serving.
pub const BASIS: &[&str] = &["served", "serving"];

/// A service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Service {
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub minute: Option<i64>,
    /// One of [`SORT`].
    pub sort: String,
    /// How many were served.
    pub served_n: Option<i64>,
    /// How many served.
    pub serving_n: Option<i64>,
    /// For how long, in hours.
    pub hours: Option<i64>,
    /// Which team.
    pub team: Option<RecordId>,
    /// Which village.
    pub village: Option<RecordId>,
    /// What was done.
    pub what: Option<String>,
}

impl Payload for Service {
    const KIND: &'static str = "service";
}

/// The form of 志愿服务.
pub static FORM: Form = Form {
    kind: Service::KIND,
    version: 1,
    questions: &[
        Question::new("sort", "service.sort", Ask::One { choices: SORT, shown: 5 }),
        Question::new("served_n", "service.served_n", Ask::Number { unit: |_| "unit.person_times", most: 99_999 }),
        Question::new("serving_n", "service.serving_n", Ask::Number { unit: |_| "unit.person_times", most: 9_999 }),
        Question::new("hours", "service.hours", Ask::Number { unit: |_| "unit.hours", most: 24 }),
        Question::new("team", "service.team", Ask::Record { kind: "team" }),
        Question::new("village", "service.village", Ask::Record { kind: "village" }),
        Question::new("what", "service.what", Ask::Line { most: 80 }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Service::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Log,
    fields: &[
        Field::noted("on", Holds::Day, "M19: by day").needed(),
        Field::noted("minute", Holds::Count(0, 1439), "when"),
        Field::noted("sort", Holds::One(SORT), "M19: by sort").needed(),
        Field::noted("served_n", Holds::Count(0, 99_999), "F16 服务; M19: those served"),
        Field::noted("serving_n", Holds::Count(0, 9_999), "F16 服务; M19: those serving"),
        Field::noted("hours", Holds::Count(1, 24), "seed row 14: for how long"),
        Field::noted("team", Holds::Ref("team"), "seed row 14: by which team"),
        Field::noted("village", Holds::Ref("village"), "seed row 14: where"),
        Field::noted("what", Holds::Text(80), "seed row 15: what was done"),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

/// The figure of a sort, for those served and for those serving.
pub fn metrics(sort: &str) -> Option<(Metric, Metric)> {
    Some(match sort {
        "screening" => (Metric::ServedScreening, Metric::ServingScreening),
        "kindness" => (Metric::ServedKindness, Metric::ServingKindness),
        "counselling" => (Metric::ServedCounselling, Metric::ServingCounselling),
        "dissuasion" => (Metric::ServedDissuasion, Metric::ServingDissuasion),
        "other" => (Metric::ServedOther, Metric::ServingOther),
        _ => return None,
    })
}

/// Both counts are asked, since policy may come to count the other; one of them has to be said.
fn rules(data: &Data) -> Vec<Problem> {
    let service = Service::read(data);
    let said = service.served_n.unwrap_or(0) + service.serving_n.unwrap_or(0);
    if said == 0 { vec![Problem::new("served_n", "required")] } else { Vec::new() }
}

fn facts(record: &Record) -> Vec<Fact> {
    let service: Service = record.read();
    let Some((served, serving)) = metrics(&service.sort) else { return Vec::new() };
    let many = |metric, n| Fact::many(metric, service.on, n, record.id);
    [many(served, service.served_n), many(serving, service.serving_n)].into_iter().flatten().collect()
}

fn samples() -> Vec<Data> {
    let whole = Service {
        on: Day::new(2020, 2, 6),
        minute: Some(600),
        sort: "kindness".into(),
        served_n: Some(12),
        serving_n: Some(4),
        hours: Some(2),
        team: Some(RecordId::fixed(11)),
        village: Some(RecordId::fixed(5)),
        what: Some("给隔离户送菜".into()),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_served_and_those_serving_are_two_figures() {
        let counted = |data| {
            let facts = facts(&crate::kind::tests::record(Service::KIND, data));
            facts.into_iter().map(|fact| (fact.metric, fact.n)).collect::<Vec<_>>()
        };
        let whole = Service::read(&samples()[0]);
        assert_eq!(counted(whole.data()), [(Metric::ServedKindness, 12), (Metric::ServingKindness, 4)]);
        let unsaid = Service { serving_n: None, ..whole };
        assert_eq!(counted(unsaid.data()), [(Metric::ServedKindness, 12)]);
        let distinct: std::collections::BTreeSet<Metric> =
            SORT.iter().filter_map(|sort| metrics(sort)).flat_map(|(served, serving)| [served, serving]).collect();
        assert_eq!(distinct.len(), 2 * SORT.len());
    }

    #[test]
    fn somebody_was_served_or_served() {
        let nobody = Service { served_n: None, serving_n: Some(0), ..Service::read(&samples()[0]) };
        assert_eq!(KIND.check(&nobody.data()), [Problem::new("served_n", "required")]);
        let serving = Service { serving_n: Some(3), ..nobody };
        assert_eq!(KIND.check(&serving.data()), []);
    }
}
