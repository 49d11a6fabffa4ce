//! `visit` 入户走访: what one walk to one door found (seed rows 1–4; form F1's day part).
//!
//! A log entry: never changed, corrected by a new visit, withdrawn by voiding. A refusal and a
//! locked door are outcomes like any other, so that coverage tells the truth.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    form::{Ask, Form, Question, always},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, told},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// What the walk led to, most frequent first.
pub const OUTCOME: &[&str] = &["met", "by_phone", "by_wechat", "locked", "refused", "moved_away", "vacant"];
/// Outcomes in which the household was spoken to: they screen it (M02).
pub const SPOKEN_TO: &[&str] = &["met", "by_phone", "by_wechat"];
/// Symptoms (`domain.md` 2.3).
pub const SYMPTOM: &[&str] =
    &["fever", "dry_cough", "fatigue", "sore_throat", "short_breath", "diarrhoea", "smell_taste_loss", "chest_pain"];
/// Needs that can be noted at the door; each becomes a `need` of its own.
pub const NEEDS: &[&str] = &["masks", "groceries", "medicine", "other"];
/// A visit shows at most so many photos.
pub const PHOTOS: usize = 3;

/// A visit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    /// The household visited.
    pub household: Option<RecordId>,
    /// The day of the visit, as the worker's phone showed it.
    pub visited_on: Option<Day>,
    /// One of [`OUTCOME`].
    pub outcome: String,
    /// Each resident who was asked after.
    pub screening: Vec<Screening>,
    /// 应知应会: told how to protect themselves.
    pub informed: Option<bool>,
    /// Leaflets handed over, in 份.
    pub leaflets: Option<i64>,
    /// Codes of [`NEEDS`] that were spoken of.
    pub needs: Vec<String>,
    /// Anything else.
    pub note: Option<String>,
    /// What words do not say: the sheet at the door, the lock, what was handed over.
    pub photos: Vec<PhotoRef>,
}

/// How one resident was found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Screening {
    /// Who.
    pub person: Option<RecordId>,
    /// Codes of [`SYMPTOM`]; empty is well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<String>,
    /// Just back from elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<bool>,
    /// Was near someone ill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<bool>,
}

impl Payload for Visit {
    const KIND: &'static str = "visit";
}

impl Visit {
    /// Whether the household was spoken to, and so counts as screened.
    pub fn spoke(&self) -> bool {
        SPOKEN_TO.contains(&self.outcome.as_str())
    }
}

/// The form of 入户走访: two minutes at most.
pub static FORM: Form = Form {
    kind: Visit::KIND,
    version: 1,
    questions: &[
        Question {
            field: "outcome",
            words: "visit.outcome",
            ask: Ask::One { choices: OUTCOME, shown: 5 },
            when: always,
        },
        Question {
            field: "screening",
            words: "visit.screening",
            ask: Ask::PerPerson { questions: SCREENING },
            when: spoke,
        },
        Question { field: "informed", words: "visit.informed", ask: Ask::Yes, when: spoke },
        Question {
            field: "leaflets",
            words: "visit.leaflets",
            ask: Ask::Count { usual: 1, most: 99 },
            when: leaves_leaflets,
        },
        Question { field: "needs", words: "visit.needs", ask: Ask::Many { choices: NEEDS }, when: spoke },
        Question { field: "note", words: "visit.note", ask: Ask::Text, when: always },
        Question { field: "photos", words: "visit.photos", ask: Ask::Photos { most: PHOTOS }, when: always },
    ],
};

/// Asked of each resident who is not simply well.
static SCREENING: &[Question] = &[
    Question {
        field: "symptoms",
        words: "visit.screening.symptoms",
        ask: Ask::Many { choices: SYMPTOM },
        when: always,
    },
    Question { field: "returned", words: "visit.screening.returned", ask: Ask::Yes, when: always },
    Question { field: "contact", words: "visit.screening.contact", ask: Ask::Yes, when: always },
];

fn spoke(answers: &Data) -> bool {
    answers.get("outcome").and_then(|outcome| outcome.as_str()).is_some_and(|outcome| SPOKEN_TO.contains(&outcome))
}

/// A leaflet can be slipped under a locked door.
fn leaves_leaflets(answers: &Data) -> bool {
    spoke(answers) || answers.get("outcome").and_then(|outcome| outcome.as_str()) == Some("locked")
}

const fn fixed(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Visit::KIND,
    version: 2,
    home: Home::Grid,
    life: Life::Log,
    fields: &[
        fixed("household", Holds::Ref("household"), true, Sight::Plain, "which door was visited"),
        fixed("visited_on", Holds::Day, true, Sight::Plain, "F1 排查日期; M02: coverage by day and sweep"),
        fixed("outcome", Holds::One(OUTCOME), true, Sight::Plain, "F1 排查方式; M02: who has to be visited again"),
        fixed(
            "screening",
            Holds::Parts(SCREENED),
            false,
            Sight::Sensitive,
            "F1 有无发热咳嗽等症状; M04, M10: to find the ill early",
        ),
        fixed("informed", Holds::YesNo, false, Sight::Plain, "F1 是否知晓防控知识; seed row 1: 应知应会"),
        fixed("leaflets", Holds::Count(0, 99), false, Sight::Plain, "F1 宣传资料; M20: material used"),
        fixed("needs", Holds::Many(NEEDS), false, Sight::Personal, "M14: what the household asked for"),
        fixed("note", Holds::Text(200), false, Sight::Personal, "F1 备注: what the next worker should know"),
        fixed(
            "photos",
            Holds::Photos(PHOTOS),
            false,
            Sight::Sensitive,
            "what was seen at the door, for those who follow it up",
        ),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

static SCREENED: &[Field] = &[
    fixed("person", Holds::Ref("person"), true, Sight::Personal, "who was asked after"),
    fixed("symptoms", Holds::Many(SYMPTOM), false, Sight::Sensitive, "M10: to find the ill early"),
    fixed("returned", Holds::YesNo, false, Sight::Sensitive, "F1 有无返乡人员; M05: to find returnees"),
    fixed(
        "contact",
        Holds::YesNo,
        false,
        Sight::Sensitive,
        "F1 与湖北人员接触; M06: clues to pass on, never a verdict",
    ),
];

fn rules(data: &Data) -> Vec<Problem> {
    let visit = Visit::read(data);
    let mut problems = Vec::new();
    if !visit.spoke() && !visit.screening.is_empty() {
        problems.push(Problem::new("screening", "nobody_was_met"));
    }
    for (index, screening) in visit.screening.iter().enumerate() {
        if visit.screening[..index].iter().any(|earlier| earlier.person == screening.person) {
            problems.push(Problem::new(format!("screening.{index}.person"), "twice"));
        }
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let visit: Visit = record.read();
    let (Some(household), Some(day)) = (visit.household, visit.visited_on) else { return Vec::new() };
    let mut facts = vec![Fact::one(Metric::Visit, day, household)];
    facts.extend(match visit.outcome.as_str() {
        "locked" => Some(Fact::one(Metric::NotMet, day, household)),
        "refused" => Some(Fact::one(Metric::Refused, day, household)),
        "moved_away" | "vacant" => Some(Fact::one(Metric::NobodyLives, day, household)),
        _ if visit.spoke() => Some(Fact::one(Metric::HouseholdScreened, day, household)),
        _ => None,
    });
    for screening in &visit.screening {
        let Some(person) = screening.person else { continue };
        facts.push(Fact::one(Metric::PersonScreened, day, person));
        if !screening.symptoms.is_empty() {
            facts.push(Fact::one(Metric::Symptom, day, person));
        }
        if screening.symptoms.iter().any(|symptom| symptom == "fever") {
            facts.push(Fact::one(Metric::Fever, day, person));
        }
    }
    if visit.informed == Some(true) {
        facts.push(Fact::one(Metric::Informed, day, household));
    }
    if let Some(n) = visit.leaflets.filter(|n| *n > 0) {
        facts.push(Fact::of(Metric::Leaflets, day, n, household));
    }
    facts
}

fn samples() -> Vec<Data> {
    let whole = Visit {
        household: Some(RecordId::fixed(1)),
        visited_on: Day::new(2020, 2, 7),
        outcome: "met".into(),
        screening: vec![
            Screening { person: Some(RecordId::fixed(2)), ..Screening::default() },
            Screening {
                person: Some(RecordId::fixed(3)),
                symptoms: vec!["fever".into(), "dry_cough".into()],
                returned: Some(true),
                contact: Some(true),
            },
        ],
        informed: Some(true),
        leaflets: Some(1),
        needs: vec!["masks".into()],
        note: Some("下午再来".into()),
        photos: vec![PhotoRef { sha256: PhotoId::new([0x5a; 32]), bytes: 180_000 }],
    };
    let refused = Visit {
        screening: vec![],
        informed: None,
        leaflets: None,
        needs: vec![],
        note: None,
        photos: vec![],
        outcome: "refused".into(),
        ..whole.clone()
    };
    vec![whole.data(), refused.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts_of(data: Data) -> Vec<(Metric, i64)> {
        let record = crate::kind::tests::record(Visit::KIND, data);
        facts(&record).into_iter().map(|fact| (fact.metric, fact.n)).collect()
    }

    #[test]
    fn a_visit_counts_what_it_found() {
        use Metric::*;
        assert_eq!(
            facts_of(samples().remove(0)),
            [
                (Visit, 1),
                (HouseholdScreened, 1),
                (PersonScreened, 1),
                (PersonScreened, 1),
                (Symptom, 1),
                (Fever, 1),
                (Informed, 1),
                (Leaflets, 1)
            ]
        );
    }

    #[test]
    fn a_refusal_is_a_visit_and_screens_nobody() {
        assert_eq!(facts_of(samples().remove(1)), [(Metric::Visit, 1), (Metric::Refused, 1)]);
    }

    #[test]
    fn nobody_is_screened_behind_a_locked_door() {
        let mut data = samples().remove(0);
        data.insert("outcome".into(), "locked".into());
        assert_eq!(KIND.check(&data), [Problem::new("screening", "nobody_was_met")]);
        assert!(!FORM.settled(&data).contains_key("screening"));
        assert_eq!(KIND.check(&FORM.settled(&data)), []);
    }

    #[test]
    fn photos_are_named_and_few() {
        let mut data = samples().remove(0);
        let mut show = |photos: serde_json::Value| {
            data.insert("photos".into(), photos);
            KIND.check(&data)
        };
        let one = |bytes: u64| serde_json::json!({"sha256": "ab".repeat(32), "bytes": bytes, "of_the_future": 1});
        assert_eq!(show(vec![one(1); PHOTOS].into()), []);
        assert_eq!(show(vec![one(1); PHOTOS + 1].into()), [Problem::with("photos", "too_many", "max", PHOTOS)]);
        for wrong in [one(0), one(262_145), serde_json::json!({"sha256": "AB".repeat(32), "bytes": 7}), "x".into()] {
            assert_eq!(show(vec![wrong].into()), [Problem::new("photos", "wrong_type")]);
        }
    }

    #[test]
    fn nobody_is_screened_twice_in_one_visit() {
        let mut visit = Visit::read(&samples().remove(0));
        visit.screening[1].person = visit.screening[0].person;
        assert_eq!(KIND.check(&visit.data()), [Problem::new("screening.1.person", "twice")]);
    }
}
