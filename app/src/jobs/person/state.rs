//! A person being changed: what is asked, what follows from a type, what is wrong, what saving means.

use crate::jobs::{isolation::opening::kept_origin, visit::change::state::Change};
use model::{
    day::Day,
    field::{Problem, check_set},
    id::RecordId,
    kind::{
        Payload,
        person::{self, Person},
    },
    record::{Data, Record},
};
use serde_json::{Value, json};
use sync::Draft;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// 人员类型.
    Type,
    /// Who says so.
    TypeBy,
    /// Where to reach them.
    Phone,
    /// Born when.
    Born,
    /// What they are to the head of the household.
    Relation,
    /// Anything else.
    Note,
}

impl Ask {
    /// The questions in their order.
    pub fn in_order(is_special: bool) -> Vec<Self> {
        let by = is_special.then_some(Ask::TypeBy);
        [Ask::Type].into_iter().chain(by).chain([Ask::Phone, Ask::Born, Ask::Relation, Ask::Note]).collect()
    }

    /// The question that has a field.
    pub fn of(field: &str) -> Self {
        match field {
            "type_by" => Ask::TypeBy,
            "phone" => Ask::Phone,
            "born" => Ask::Born,
            "relation" => Ask::Relation,
            "note" => Ask::Note,
            // What belongs to a type is asked by that.
            _ => Ask::Type,
        }
    }
}

/// The types, those of the campaign's lists first.
pub const TYPES: &[&str] = &[
    "ordinary",
    "returned_wuhan",
    "returned_hubei",
    "returned_other",
    "close_contact",
    "secondary_contact",
    "general_contact",
    "from_elsewhere",
    "passed_through",
    "feverish",
    "suspected",
    "confirmed",
    "asymptomatic",
    "released",
];

/// Types that the health authority decides; whoever walks there writes down which one did.
const DECIDED: &[&str] =
    &["close_contact", "secondary_contact", "general_contact", "suspected", "confirmed", "asymptomatic"];

/// Whether the health authority has to say that a person is of that type.
pub fn is_decided(person_type: &str) -> bool {
    DECIDED.contains(&person_type)
}

/// Key of the draft of a change to a person.
pub fn draft_key(person: RecordId) -> String {
    format!("person:{person}")
}

/// The person that a draft's key means.
pub fn person_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("person:")?.parse().ok()
}

/// The draft as it is to be kept.
pub fn draft(known: &Record, change: &Change, version: u16, at: i64) -> Draft {
    let about = known.read::<Person>().household;
    let (key, kind) = (draft_key(known.id), Person::KIND.into());
    Draft { key, kind, version, about, at, data: change.data(), mends: None }
}

fn text<'a>(data: &'a Data, field: &str) -> Option<&'a str> {
    data.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

/// The type that stands there, if it is more than an ordinary resident's.
pub fn special(data: &Data) -> Option<&str> {
    text(data, "person_type").filter(|one| *one != "ordinary")
}

/// The fields once the type is said: since when, by whom, and where they had come from before.
pub fn of_type(known: &Data, now: &Data, person_type: &str, me: &str, today: Day) -> Data {
    let mut data = now.clone();
    if text(known, "person_type") == Some(person_type) {
        // As it was.
        for field in ["person_type", "type_by", "type_on", "came_from"] {
            data.insert(field.into(), known.get(field).cloned().unwrap_or_default());
        }
        return data;
    }
    data.insert("person_type".into(), person_type.into());
    data.insert("type_on".into(), json!(today));
    let by = if is_decided(person_type) { Value::Null } else { me.into() };
    data.insert("type_by".into(), by);
    data.extend(kept_origin(known, person_type));
    if person_type == "ordinary" {
        for field in ["type_by", "type_on"] {
            data.insert(field.into(), Value::Null);
        }
    }
    data
}

/// What is wrong with a change: its fields, what has to go with a type, and the rest that stays.
pub fn problems(known: &Data, change: &Change) -> Vec<Problem> {
    let mut problems = check_set(person::KIND.fields, &change.set);
    let now = change.on(known);
    if change.set.contains_key("person_type") && special(&now).is_some() && text(&now, "type_by").is_none() {
        problems.push(Problem::new("type_by", "required"));
    }
    if problems.is_empty() {
        let mut whole = now;
        whole.retain(|_, value| !value.is_null());
        problems.extend(person::KIND.check(&whole));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::record::Scope;

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    fn today() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn known() -> Data {
        data(json!({"household": RecordId::fixed(1), "name": "许小禾", "phone": "19900000001"}))
    }

    fn record(data: Data) -> Record {
        Record {
            kind: Person::KIND.into(),
            id: RecordId::fixed(2),
            scope: Scope::Grid(RecordId::fixed(9)),
            seq: 4,
            v: 2,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data,
            gone: None,
        }
    }

    fn changed(known: &Data, person_type: &str, by: Option<&str>) -> Change {
        let mut now = of_type(known, known, person_type, "邵月琴", today());
        if let Some(by) = by {
            now.insert("type_by".into(), by.into());
        }
        Change::default().to(&record(known.clone()), &now)
    }

    #[test]
    fn a_close_contact_has_the_authority_that_decided_it_and_then_counts() {
        let unsaid = changed(&known(), "close_contact", None);
        assert_eq!(problems(&known(), &unsaid), [Problem::new("type_by", "required")]);
        let said = changed(&known(), "close_contact", Some("县疾控"));
        assert_eq!(problems(&known(), &said), []);
        let person = Person::read(&said.on(&known()));
        assert!(person.is_close_contact());
        assert_eq!((person.type_by.as_deref(), person.type_on), (Some("县疾控"), Some(today())));
        assert!(person::KIND.check(&person.data()).is_empty());
    }

    #[test]
    fn where_somebody_came_from_outlasts_the_type() {
        let mut returnee = known();
        returnee.extend(data(json!({"person_type": "returned_wuhan", "type_by": "邵月琴"})));
        let person = Person::read(&changed(&returnee, "close_contact", Some("县疾控")).on(&returnee));
        assert_eq!((person.area(), person.is_close_contact()), (Some("wuhan"), true));
        let back = of_type(&returnee, &person.data(), "returned_wuhan", "他人", today());
        assert_eq!(Change::default().to(&record(returnee.clone()), &back).set, Data::new());
    }

    #[test]
    fn what_a_worker_sees_is_said_by_the_worker_and_an_ordinary_resident_needs_nobody() {
        let of = |kind| Person::read(&changed(&known(), kind, None).on(&known()));
        assert_eq!(of("from_elsewhere").type_by.as_deref(), Some("邵月琴"));
        let ordinary = changed(&known(), "ordinary", None);
        assert_eq!(problems(&known(), &ordinary), []);
        assert!(TYPES.iter().all(|one| person::PERSON_TYPE.contains(one)) && TYPES.len() == person::PERSON_TYPE.len());
    }

    #[test]
    fn a_draft_leads_back_to_its_person() {
        let record = record(known());
        let draft = draft(&record, &Change::default(), 2, 7);
        assert_eq!((person_of(&draft.key), draft.about), (Some(record.id), Some(RecordId::fixed(1))));
        for field in ["phone", "born", "relation", "note", "type_by", "person_type"] {
            assert!(Ask::in_order(true).contains(&Ask::of(field)), "{field}");
        }
        assert!(!Ask::in_order(false).contains(&Ask::TypeBy));
    }
}
