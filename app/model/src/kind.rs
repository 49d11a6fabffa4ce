//! The one list of record kinds.
//!
//! To add a kind: write its file in `kind/`, name it in [`KINDS`], add its words and its golden
//! file. Storage, sync, server, SQL, forms, counting and export read the list and stay untouched.

pub mod assignment;
pub mod care_contact;
pub mod care_team;
pub mod checklist;
pub mod conflict;
pub mod contact_clue;
pub mod daily_report;
pub mod defect;
pub mod directive;
pub mod directory;
pub mod disinfection;
pub mod dissuasion;
pub mod enterprise;
pub mod errand;
pub mod event;
pub mod household;
pub mod inspection;
pub mod isolation;
pub mod material;
pub mod need;
pub mod paper;
pub mod passage;
pub mod patrol;
pub mod person;
pub mod police_action;
pub mod policy;
pub mod post;
pub mod publicity;
pub mod reading;
pub mod receipt;
pub mod rota;
pub mod same;
pub mod service;
pub mod shift;
pub mod station;
pub mod sweep;
pub mod team;
pub mod visit;

use crate::{
    fact::Fact,
    field::{self, Field, Holds, Merge, Problem, Sight},
    form::Form,
    record::{DONE_BY, Data, PAPER, Record, Scope},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// All kinds.
pub static KINDS: &[&Kind] = &[
    &household::KIND,
    &person::KIND,
    &visit::KIND,
    &need::KIND,
    &isolation::KIND,
    &care_team::KIND,
    &reading::KIND,
    &conflict::KIND,
    &same::KIND,
    &sweep::KIND,
    &policy::KIND,
    &care_contact::KIND,
    &event::KIND,
    &daily_report::KIND,
    &contact_clue::KIND,
    &errand::KIND,
    &assignment::KIND,
    &team::KIND,
    &post::KIND,
    &enterprise::KIND,
    &inspection::KIND,
    &defect::KIND,
    &checklist::KIND,
    &directive::KIND,
    &receipt::KIND,
    &paper::KIND,
    &publicity::KIND,
    &patrol::KIND,
    &dissuasion::KIND,
    &disinfection::KIND,
    &rota::KIND,
    &service::KIND,
    &police_action::KIND,
    &material::KIND,
    &station::KIND,
    &shift::KIND,
    &passage::KIND,
    &directory::TOWN,
    &directory::VILLAGE,
    &directory::GRID,
    &directory::STAFF,
];

/// Fields that a record of any kind may carry.
pub static COMMON: &[Field] = &[
    Field {
        name: DONE_BY,
        holds: Holds::Ref(directory::Staff::KIND),
        required: false,
        merge: Merge::Fixed,
        sight: Sight::Plain,
        purpose: "M27: who did it, where a colleague entered it",
    },
    Field {
        name: PAPER,
        holds: Holds::Ref(paper::Paper::KIND),
        required: false,
        merge: Merge::Fixed,
        sight: Sight::Plain,
        purpose: "seed row 19: the paper that it was typed from",
    },
];

/// The kind of that name, if this build knows it.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.name == name)
}

/// What there is to know about one kind of record.
#[derive(Debug)]
pub struct Kind {
    /// Its name in ops, rows, database and file names.
    pub name: &'static str,
    /// The version written by this build.
    pub version: u16,
    /// Where its records live.
    pub home: Home,
    /// How its records come to be and change.
    pub life: Life,
    /// Its fields.
    pub fields: &'static [Field],
    /// Its form, if people fill one in.
    pub form: Option<&'static Form>,
    /// What is wrong beyond the single fields.
    pub rules: fn(&Data) -> Vec<Problem>,
    /// What a record counts for.
    pub facts: fn(&Record) -> Vec<Fact>,
    /// Examples; together they show every field.
    pub samples: fn() -> Vec<Data>,
}

/// How the records of a kind come to be and change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Log entries: never changed after they are made; a correction is a new record.
    Log,
    /// Kept up to date, field by field.
    Kept,
    /// Made by the server alone, answered by people.
    Raised,
}

/// Where the records of a kind live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// In a grid, with the doors.
    Grid,
    /// With the township, for all its people.
    Town,
    /// With a team, for its members and for those who carry the doors that it serves.
    Team,
    /// In a grid or with a team.
    GridOrTeam,
    /// At a duty post.
    Post,
    /// Where its author works: in a grid, with a team, at a post, or with the township.
    Work,
}

impl Home {
    /// Whether such records may live in `scope`.
    pub const fn holds(self, scope: Scope) -> bool {
        match scope {
            Scope::Grid(_) => matches!(self, Home::Grid | Home::GridOrTeam | Home::Work),
            Scope::Team(_) => matches!(self, Home::Team | Home::GridOrTeam | Home::Work),
            Scope::Post(_) => matches!(self, Home::Post | Home::Work),
            Scope::Town(_) => matches!(self, Home::Town | Home::Work),
        }
    }
}

impl Kind {
    /// Everything that is wrong with a whole payload.
    pub fn check(&self, data: &Data) -> Vec<Problem> {
        let mut problems = field::check(self.fields, data);
        problems.extend(field::check(COMMON, data));
        if problems.is_empty() {
            problems.extend((self.rules)(data));
        }
        problems
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().chain(COMMON).find(|field| field.name == name)
    }

    /// The records that a payload names, as (field, kind, id).
    pub fn refs<'a>(&self, data: &'a Data) -> Vec<(&'static str, &'static str, &'a str)> {
        self.fields
            .iter()
            .chain(COMMON)
            .filter_map(|field| match field.holds {
                Holds::Ref(kind) => Some((field.name, kind, data.get(field.name)?.as_str()?)),
                _ => None,
            })
            .collect()
    }
}

/// No rule beyond the single fields.
pub fn no_rules(_: &Data) -> Vec<Problem> {
    Vec::new()
}

/// Counts for nothing.
pub fn no_facts(_: &Record) -> Vec<Fact> {
    Vec::new()
}

// Examples are the tests', and what a field is for stands in documents: the browser's module is built
// without them. A static that names none of them links none.

/// Examples, where they are shown.
pub const fn examples(samples: fn() -> Vec<Data>) -> fn() -> Vec<Data> {
    const fn none() -> Vec<Data> {
        Vec::new()
    }
    if cfg!(target_family = "wasm") { none } else { samples }
}

/// What a field is for, where it is told.
pub const fn told(purpose: &'static str) -> &'static str {
    if cfg!(target_family = "wasm") { "" } else { purpose }
}

/// A kind's payload as a struct.
pub trait Payload: Serialize + DeserializeOwned + Default + Clone {
    /// The kind's name.
    const KIND: &'static str;

    /// Reads leniently: a payload that does not fit is read field by field, and what cannot be
    /// read takes its default. A record of a newer app is shown as far as it is understood.
    fn read(data: &Data) -> Self {
        if let Ok(whole) = serde_json::from_value(Value::Object(data.clone())) {
            return whole;
        }
        let mut readable = Data::new();
        for (name, value) in data {
            readable.insert(name.clone(), value.clone());
            if serde_json::from_value::<Self>(Value::Object(readable.clone())).is_err() {
                readable.remove(name);
            }
        }
        serde_json::from_value(Value::Object(readable)).unwrap_or_default()
    }

    /// Writes it, leaving out what is empty.
    fn data(&self) -> Data {
        match serde_json::to_value(self) {
            Ok(Value::Object(mut data)) => {
                data.retain(|_, value| !is_empty(value));
                data
            }
            _ => Data::new(),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{id::RecordId, record::Scope};

    /// A record of that payload, for a kind's tests of its facts.
    pub(crate) fn record(kind: &str, data: Data) -> Record {
        Record {
            kind: kind.into(),
            id: RecordId::fixed(9),
            scope: Scope::Grid(RecordId::fixed(8)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data,
            gone: None,
        }
    }

    #[test]
    fn samples_are_valid_and_name_only_declared_fields() {
        for kind in KINDS {
            for sample in (kind.samples)() {
                assert_eq!(kind.check(&sample), [], "{}", kind.name);
                for name in sample.keys() {
                    assert!(kind.field(name).is_some(), "{}.{name} is not declared", kind.name);
                }
            }
        }
    }

    #[test]
    fn the_samples_show_every_field() {
        for kind in KINDS {
            let samples = (kind.samples)();
            for field in kind.fields {
                let shown = samples.iter().any(|sample| sample.contains_key(field.name));
                assert!(shown, "{}.{} has no sample", kind.name, field.name);
            }
        }
    }

    #[test]
    fn a_missing_required_field_is_found() {
        for kind in KINDS {
            let sample = &(kind.samples)()[0];
            for field in kind.fields.iter().filter(|field| field.required) {
                let mut without = sample.clone();
                without.remove(field.name);
                assert!(
                    kind.check(&without)
                        .iter()
                        .any(|problem| problem.field == field.name && problem.rule == "required"),
                    "{}.{}",
                    kind.name,
                    field.name
                );
            }
        }
    }

    #[test]
    fn every_question_of_a_form_has_a_field() {
        for kind in KINDS {
            let Some(form) = kind.form else { continue };
            assert_eq!(form.kind, kind.name);
            for question in form.questions {
                assert!(kind.field(question.field).is_some(), "{}.{}", kind.name, question.field);
            }
        }
    }

    #[test]
    fn whoever_did_it_and_the_paper_it_was_typed_from_may_stand_in_any_kind() {
        for kind in KINDS {
            assert!(COMMON.iter().all(|field| kind.fields.iter().all(|own| own.name != field.name)), "{}", kind.name);
            let mut sample = (kind.samples)()[0].clone();
            sample.insert(DONE_BY.into(), RecordId::fixed(7).to_string().into());
            sample.insert(PAPER.into(), RecordId::fixed(6).to_string().into());
            assert_eq!(kind.check(&sample), [], "{}", kind.name);
            let refs = kind.refs(&sample);
            assert!(refs.contains(&(DONE_BY, "staff", &RecordId::fixed(7).to_string())), "{}", kind.name);
            assert!(refs.iter().any(|(field, kind, _)| (*field, *kind) == (PAPER, "paper")), "{}", kind.name);
            sample.insert(DONE_BY.into(), "邵月琴".into());
            assert_eq!(kind.check(&sample), [Problem::new(DONE_BY, "wrong_type")], "{}", kind.name);
        }
    }

    #[test]
    fn a_field_of_a_newer_app_is_no_problem_and_is_kept() {
        for kind in KINDS {
            let mut sample = (kind.samples)()[0].clone();
            sample.insert("of_the_future".into(), Value::from(7));
            assert_eq!(kind.check(&sample), [], "{}", kind.name);
        }
    }
}
