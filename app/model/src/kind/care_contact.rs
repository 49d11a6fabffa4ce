//! `care_contact` 询问与爱心专线: one talk with an isolated person or the family, or the attempt
//! (seed rows 7, 16, 21, 23, 53, 54; form F11).
//!
//! A log entry. It lives in the grid when those of the door asked, with a team when a volunteer
//! did. A care call is made by a Party member, and says how the person's spirits are.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    form::{Ask, Form, Question, always},
    id::RecordId,
    kind::{
        Home, Kind, Life, Payload, examples, told,
        visit::{NEEDS, SYMPTOM},
    },
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// What for: 每日询问, 爱心专线, a call that came in, 心理疏导, a talk with the family.
pub const PURPOSE: &[&str] = &["inquiry", "hotline", "inbound", "counselling", "family"];
/// How (M13): 上门, 微信, 电话.
pub const MODE: &[&str] = &["door", "wechat", "phone"];
/// How the body is (F11 身体情况).
pub const BODY: &[&str] = &["well", "unwell"];
/// Whom to turn to next.
pub const REFER: &[&str] = &["none", "psychologist", "clinic", "town"];
/// How the spirits are (F11 情绪), 1 the worst.
pub const MOOD: std::ops::RangeInclusive<i64> = 1..=5;
/// Up to here the spirits are low.
pub const LOW: i64 = 2;

/// A care contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CareContact {
    /// Behind which door.
    pub household: Option<RecordId>,
    /// During which isolation.
    pub case: Option<RecordId>,
    /// Who is isolated.
    pub person: Option<RecordId>,
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub at_minute: Option<i64>,
    /// One of [`PURPOSE`].
    pub purpose: String,
    /// One of [`MODE`].
    pub mode: String,
    /// Whether whoever asked is a Party member.
    pub by_party: Option<bool>,
    /// Whether somebody answered.
    pub reached: Option<bool>,
    /// One of [`BODY`].
    pub body: Option<String>,
    /// Codes of [`SYMPTOM`].
    pub symptoms: Vec<String>,
    /// Within [`MOOD`].
    pub mood: Option<i64>,
    /// What was talked about.
    pub content: Option<String>,
    /// Whether comfort was given.
    pub counselled: Option<bool>,
    /// One of [`REFER`].
    pub refer: Option<String>,
    /// Codes of [`NEEDS`] that were spoken of; each becomes a `need` of its own.
    pub needs: Vec<String>,
    /// When to call again.
    pub next_on: Option<Day>,
}

impl Payload for CareContact {
    const KIND: &'static str = "care_contact";
}

impl CareContact {
    /// Whether somebody was spoken to; what does not say so was.
    pub fn was_reached(&self) -> bool {
        self.reached != Some(false)
    }

    /// Whether the body gives cause to act at once.
    pub fn is_unwell(&self) -> bool {
        self.body.as_deref() == Some("unwell") || !self.symptoms.is_empty()
    }
}

/// The form of a talk: two minutes, asked less where nobody answered.
pub static FORM: Form = Form {
    kind: CareContact::KIND,
    version: 1,
    questions: &[
        Question {
            field: "mode",
            words: "care_contact.mode",
            ask: Ask::One { choices: MODE, shown: MODE.len() },
            when: always,
        },
        Question { field: "reached", words: "care_contact.reached", ask: Ask::Either, when: always },
        Question {
            field: "body",
            words: "care_contact.body",
            ask: Ask::One { choices: BODY, shown: BODY.len() },
            when: reached,
        },
        Question {
            field: "symptoms",
            words: "care_contact.symptoms",
            ask: Ask::Many { choices: SYMPTOM },
            when: unwell,
        },
        Question { field: "mood", words: "care_contact.mood", ask: Ask::Scale, when: reached },
        Question { field: "content", words: "care_contact.content", ask: Ask::Text, when: reached },
        Question { field: "counselled", words: "care_contact.counselled", ask: Ask::Yes, when: comforts },
        Question {
            field: "refer",
            words: "care_contact.refer",
            ask: Ask::One { choices: REFER, shown: REFER.len() },
            when: needs_more,
        },
        Question { field: "needs", words: "care_contact.needs", ask: Ask::Many { choices: NEEDS }, when: reached },
        Question { field: "next_on", words: "care_contact.next_on", ask: Ask::Own, when: always },
    ],
};

fn reached(answers: &Data) -> bool {
    answers.get("reached").and_then(|reached| reached.as_bool()) == Some(true)
}

fn unwell(answers: &Data) -> bool {
    reached(answers) && answers.get("body").and_then(|body| body.as_str()) == Some("unwell")
}

/// Every talk but the short question of the day may be one of comfort.
fn comforts(answers: &Data) -> bool {
    reached(answers) && !matches!(answers.get("purpose").and_then(|purpose| purpose.as_str()), Some("inquiry"))
}

/// Low spirits, or a body that is unwell: somebody else may have to help.
fn needs_more(answers: &Data) -> bool {
    let mood = answers.get("mood").and_then(|mood| mood.as_i64());
    unwell(answers) || (reached(answers) && mood.is_some_and(|mood| mood <= LOW))
}

const fn fixed(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: CareContact::KIND,
    version: 1,
    home: Home::GridOrTeam,
    life: Life::Log,
    fields: &[
        fixed("household", Holds::Ref("household"), true, Sight::Plain, "behind which door"),
        fixed("case", Holds::Ref("isolation"), true, Sight::Plain, "M12: whose call was due"),
        fixed("person", Holds::Ref("person"), true, Sight::Personal, "who was asked after"),
        fixed("on", Holds::Day, true, Sight::Plain, "M12: which day's call was made"),
        fixed("at_minute", Holds::Count(0, 1439), false, Sight::Plain, "F11: at what time"),
        fixed("purpose", Holds::One(PURPOSE), true, Sight::Plain, "M12, M13, M16: what it counts for"),
        fixed("mode", Holds::One(MODE), true, Sight::Plain, "M13: by mode"),
        fixed("by_party", Holds::YesNo, false, Sight::Plain, "seed row 53: Party members call"),
        fixed("reached", Holds::YesNo, false, Sight::Plain, "F11: whether to try again"),
        fixed("body", Holds::One(BODY), false, Sight::Sensitive, "F11: to find the ill early"),
        fixed("symptoms", Holds::Many(SYMPTOM), false, Sight::Sensitive, "M10: to find the ill early"),
        fixed("mood", Holds::Count(*MOOD.start(), *MOOD.end()), false, Sight::Sensitive, "F11: who needs comfort"),
        fixed("content", Holds::Text(300), false, Sight::Sensitive, "F11: what the next caller should know"),
        fixed("counselled", Holds::YesNo, false, Sight::Plain, "M16: comfort given"),
        fixed("refer", Holds::One(REFER), false, Sight::Sensitive, "whom to turn to next"),
        fixed("needs", Holds::Many(NEEDS), false, Sight::Personal, "M14: what the household asked for"),
        fixed("next_on", Holds::Day, false, Sight::Plain, "F11: when to call again"),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let contact = CareContact::read(data);
    let mut problems = Vec::new();
    if contact.purpose == "hotline" {
        if contact.by_party != Some(true) {
            problems.push(Problem::new("by_party", "party_member_calls"));
        }
        if contact.reached == Some(true) && contact.mood.is_none() {
            problems.push(Problem::new("mood", "required"));
        }
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let contact: CareContact = record.read();
    let (Some(person), Some(day)) = (contact.person, contact.on) else { return Vec::new() };
    let mut facts = vec![Fact::one(Metric::CareContact, day, person)];
    facts.extend(match contact.purpose.as_str() {
        "hotline" => Some(Fact::one(Metric::Hotline, day, person)),
        "family" => Some(Fact::one(Metric::FamilyContact, day, person)),
        _ => None,
    });
    if contact.purpose == "counselling" || contact.counselled == Some(true) {
        facts.push(Fact::one(Metric::Counselling, day, person));
    }
    facts
}

fn samples() -> Vec<Data> {
    let whole = CareContact {
        household: Some(RecordId::fixed(1)),
        case: Some(RecordId::fixed(5)),
        person: Some(RecordId::fixed(2)),
        on: Day::new(2020, 2, 3),
        at_minute: Some(570),
        purpose: "hotline".into(),
        mode: "phone".into(),
        by_party: Some(true),
        reached: Some(true),
        body: Some("unwell".into()),
        symptoms: vec!["fatigue".into()],
        mood: Some(3),
        content: Some("睡不好,担心父母".into()),
        counselled: Some(true),
        refer: Some("psychologist".into()),
        needs: vec!["medicine".into()],
        next_on: Day::new(2020, 2, 4),
    };
    let family = CareContact {
        household: whole.household,
        case: whole.case,
        person: whole.person,
        on: whole.on,
        purpose: "family".into(),
        mode: "wechat".into(),
        reached: Some(false),
        ..CareContact::default()
    };
    vec![whole.data(), family.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts_of(contact: &CareContact) -> Vec<Metric> {
        let record = crate::kind::tests::record(CareContact::KIND, contact.data());
        facts(&record).into_iter().map(|fact| fact.metric).collect()
    }

    #[test]
    fn a_contact_counts_for_its_purpose_and_for_comfort() {
        use Metric::{CareContact as Contact, Counselling, FamilyContact, Hotline};
        let call = CareContact::read(&samples()[0]);
        assert_eq!(facts_of(&call), [Contact, Hotline, Counselling]);
        assert_eq!(facts_of(&CareContact::read(&samples()[1])), [Contact, FamilyContact]);
        let of = |purpose: &str| CareContact { purpose: purpose.into(), counselled: None, ..call.clone() };
        assert_eq!(facts_of(&of("counselling")), [Contact, Counselling]);
        assert_eq!(facts_of(&of("inquiry")), [Contact]);
        assert_eq!(facts_of(&of("inbound")), [Contact]);
    }

    #[test]
    fn a_care_call_is_a_party_members() {
        for by_party in [None, Some(false)] {
            let call = CareContact { by_party, ..CareContact::read(&samples()[0]) };
            assert_eq!(KIND.check(&call.data()), [Problem::new("by_party", "party_member_calls")]);
            assert_eq!(KIND.check(&CareContact { purpose: "inquiry".into(), ..call }.data()), []);
        }
    }

    #[test]
    fn little_is_asked_where_nobody_answered_and_more_where_someone_is_unwell() {
        let asked = |answers: serde_json::Value| {
            let answers = answers.as_object().cloned().expect("an object");
            FORM.asked(&answers).map(|question| question.field).collect::<Vec<_>>()
        };
        let not_reached = serde_json::json!({"purpose": "hotline", "reached": false, "body": "unwell", "mood": 1});
        assert_eq!(asked(not_reached), ["mode", "reached", "next_on"]);
        let usual = serde_json::json!({"purpose": "hotline", "reached": true, "body": "well", "mood": 4});
        assert_eq!(asked(usual), ["mode", "reached", "body", "mood", "content", "counselled", "needs", "next_on"]);
        let unwell = serde_json::json!({"purpose": "inquiry", "reached": true, "body": "unwell"});
        assert_eq!(
            asked(unwell),
            ["mode", "reached", "body", "symptoms", "mood", "content", "refer", "needs", "next_on"]
        );
        let low = serde_json::json!({"purpose": "hotline", "reached": true, "mood": LOW});
        assert!(asked(low).contains(&"refer"));
    }

    #[test]
    fn a_care_call_that_was_answered_says_how_the_spirits_are() {
        let call = |reached| CareContact { reached, mood: None, ..CareContact::read(&samples()[0]) }.data();
        assert_eq!(KIND.check(&call(Some(true))), [Problem::new("mood", "required")]);
        assert_eq!(KIND.check(&call(Some(false))), []);
    }
}
