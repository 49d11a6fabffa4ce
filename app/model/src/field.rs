//! Fields as data: what may stand in one, how two people's changes to it join, who may see it.
//!
//! A kind lists its fields once; checking, merging, masking, forms and the API document all read
//! that list.

use crate::{
    day::Day,
    person::{IdentityNumber, Phone},
    photo::{self, PhotoRef},
    record::Data,
    text::Name,
    uscc::UnifiedCode,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// One field of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in payloads.
    pub name: &'static str,
    /// What may stand in it.
    pub holds: Holds,
    /// Whether a record without it is incomplete.
    pub required: bool,
    /// How two people's changes join.
    pub merge: Merge,
    /// Whom it may be shown to.
    pub sight: Sight,
    /// What it is collected for (PIPL 5–6: no field without a purpose).
    pub purpose: &'static str,
}

impl Field {
    /// A field of a log entry that names nobody: written once, shown to whoever holds the scope.
    pub const fn noted(name: &'static str, holds: Holds, purpose: &'static str) -> Self {
        Self { name, holds, required: false, merge: Merge::Fixed, sight: Sight::Plain, purpose }
    }

    /// A field of what is kept up to date and names nobody: two people's changes are shown to both.
    pub const fn kept(name: &'static str, holds: Holds, purpose: &'static str) -> Self {
        Self { merge: Merge::Shown, ..Self::noted(name, holds, purpose) }
    }

    /// The same, without which a record is incomplete.
    pub const fn needed(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same, naming a person.
    pub const fn personal(self) -> Self {
        Self { sight: Sight::Personal, ..self }
    }
}

/// What may stand in a field.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// Free text of at most so many characters.
    Text(usize),
    /// A person's name.
    Name,
    /// A mobile or landline number.
    Phone,
    /// A citizen's identity number (GB 11643).
    IdentityNumber,
    /// The unified social credit code of an enterprise (GB 32100).
    UnifiedCode,
    /// A whole number within bounds, both included.
    Count(i64, i64),
    /// Yes or no.
    YesNo,
    /// A calendar day.
    Day,
    /// One of these codes.
    One(&'static [&'static str]),
    /// Any of these codes, each once.
    Many(&'static [&'static str]),
    /// The id of a record of this kind.
    Ref(&'static str),
    /// Ids of records of this kind.
    Refs(&'static str),
    /// A list of parts, each with these fields.
    Parts(&'static [Field]),
    /// At most so many photos: which they are, not their bytes.
    Photos(usize),
    /// Whatever stands in a field of another record.
    Any,
}

/// How two people's changes to a field join, by the version each had seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// Never changed after the record is made; a correction is a new record.
    Fixed,
    /// The later arrival wins; the other value stays in the history.
    Quiet,
    /// The server's value stays and both people are shown the conflict.
    Shown,
    /// The further state wins, in the order of the field's codes.
    Forward,
    /// Both.
    Union,
    /// The greater number: each has counted what the other lacked.
    Most,
}

/// Whom a field may be shown to, beyond those who hold its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Anyone of the township who holds the scope.
    Plain,
    /// Names a person: masked outside the grid (张*).
    Personal,
    /// Health, whereabouts, identity numbers: masked, revealed with a reason, logged (PIPL 28).
    Sensitive,
}

/// What is wrong with a field: a code with arguments, never prose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The field, as a path (`screening.0.symptoms`).
    pub field: String,
    /// The rule that is broken; the app has the words for it (`problem.<rule>`).
    pub rule: String,
    /// What the words need: `{"max":40}`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub args: Map<String, Value>,
}

impl Problem {
    /// A problem without arguments.
    pub fn new(field: impl Into<String>, rule: &str) -> Self {
        Self { field: field.into(), rule: rule.into(), args: Map::new() }
    }

    /// A problem whose words need one number or text.
    pub fn with(field: impl Into<String>, rule: &str, arg: &str, value: impl Into<Value>) -> Self {
        let mut problem = Self::new(field, rule);
        problem.args.insert(arg.into(), value.into());
        problem
    }

    /// The same with one more argument.
    pub fn and(mut self, arg: &str, value: impl Into<Value>) -> Self {
        self.args.insert(arg.into(), value.into());
        self
    }
}

/// Checks a payload against its fields. Fields that are not listed are left alone: they come from
/// a newer app.
pub fn check(fields: &[Field], data: &Data) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_into(fields, data, "", &mut problems);
    problems
}

/// Checks only the fields that stand in `set`: a change speaks of nothing else.
pub fn check_set(fields: &[Field], set: &Data) -> Vec<Problem> {
    let mut problems = Vec::new();
    for field in fields.iter().filter(|field| set.contains_key(field.name)) {
        check_one(field, &set[field.name], "", &mut problems);
    }
    problems
}

/// A value as it is shown outside its grid: names, numbers of people and free words are covered,
/// what is counted or chosen stays.
pub fn masked(field: Option<&Field>, value: &Value) -> Value {
    // The people of a list stand in its parts.
    if let (Some(Field { holds: Holds::Parts(parts), .. }), Value::Array(items)) = (field, value) {
        let of = |name: &str| parts.iter().find(|part| part.name == name);
        let cover = |item: &Value| match item {
            Value::Object(data) => {
                Value::Object(data.iter().map(|(name, is)| (name.clone(), masked(of(name), is))).collect())
            }
            _ => COVERED.into(),
        };
        return items.iter().map(cover).collect();
    }
    let (Some(field), Value::String(text)) = (field, value) else {
        // Of a kind or field that this build does not know, nothing is shown.
        return if field.is_some() || value.is_null() { value.clone() } else { COVERED.into() };
    };
    match field.holds {
        Holds::Name => Name::parse(text).map_or(COVERED.into(), |name| name.masked().into()),
        Holds::Phone => Phone::parse(text).map_or(COVERED.into(), |phone| phone.masked().into()),
        Holds::IdentityNumber => IdentityNumber::parse(text).map_or(COVERED.into(), |number| number.masked().into()),
        Holds::Text(_) | Holds::Any if field.sight != Sight::Plain => COVERED.into(),
        _ => value.clone(),
    }
}

/// Stands for words that are not shown.
pub const COVERED: &str = "***";

fn check_into(fields: &[Field], data: &Data, path: &str, problems: &mut Vec<Problem>) {
    for field in fields {
        check_one(field, data.get(field.name).unwrap_or(&Value::Null), path, problems);
    }
}

fn check_one(field: &Field, value: &Value, path: &str, problems: &mut Vec<Problem>) {
    let at = format!("{path}{}", field.name);
    match value {
        Value::Null if field.required => problems.push(Problem::new(at, "required")),
        Value::Null => {}
        Value::String(text) if text.trim().is_empty() => {
            if field.required {
                problems.push(Problem::new(at, "required"));
            }
        }
        value => check_value(&field.holds, value, at, problems),
    }
}

fn check_value(holds: &Holds, value: &Value, at: String, problems: &mut Vec<Problem>) {
    let wrong = || Problem::new(at.clone(), "wrong_type");
    match (holds, value) {
        (Holds::Text(max), Value::String(text)) => {
            if text.chars().count() > *max {
                problems.push(Problem::with(at, "too_long", "max", *max));
            }
        }
        (Holds::Name, Value::String(text)) => {
            if let Err(error) = Name::parse(text) {
                problems.push(Problem::new(at, error.code()));
            }
        }
        (Holds::Phone, Value::String(text)) => {
            if let Err(error) = Phone::parse(text) {
                problems.push(Problem { field: at, rule: error.code().into(), args: error.args() });
            }
        }
        (Holds::IdentityNumber, Value::String(text)) => {
            if let Err(error) = IdentityNumber::parse(text) {
                problems.push(Problem::new(at, error.code()));
            }
        }
        (Holds::UnifiedCode, Value::String(text)) => {
            if let Err(error) = UnifiedCode::parse(text) {
                problems.push(Problem { field: at, rule: error.code().into(), args: error.args() });
            }
        }
        (Holds::Count(least, most), value) => match value.as_i64() {
            Some(n) if (*least..=*most).contains(&n) => {}
            Some(_) => problems.push(Problem {
                field: at,
                rule: "out_of_range".into(),
                args: Map::from_iter([("min".into(), json!(least)), ("max".into(), json!(most))]),
            }),
            None => problems.push(wrong()),
        },
        (Holds::YesNo, Value::Bool(_)) => {}
        (Holds::Day, Value::String(text)) => {
            if Day::parse(text).is_none() {
                problems.push(Problem::new(at, "not_a_day"));
            }
        }
        (Holds::One(choices), Value::String(text)) => {
            if !choices.contains(&text.as_str()) {
                problems.push(Problem::new(at, "unknown_choice"));
            }
        }
        (Holds::Many(choices), Value::Array(items)) => {
            let known = |item: &Value| item.as_str().is_some_and(|text| choices.contains(&text));
            if !items.iter().all(known) {
                problems.push(Problem::new(at, "unknown_choice"));
            }
        }
        (Holds::Ref(_), Value::String(text)) => {
            if text.parse::<crate::id::RecordId>().is_err() {
                problems.push(wrong());
            }
        }
        (Holds::Refs(_), Value::Array(items)) => {
            let is_id = |item: &Value| item.as_str().is_some_and(|text| text.parse::<crate::id::RecordId>().is_ok());
            if !items.iter().all(is_id) {
                problems.push(wrong());
            }
        }
        (Holds::Any, _) => {}
        (Holds::Photos(most), Value::Array(items)) => {
            let sizes = 1..=photo::MOST_BYTES as u64;
            let is_photo = |item| PhotoRef::read(item).is_some_and(|photo| sizes.contains(&photo.bytes));
            if items.len() > *most {
                problems.push(Problem::with(at, "too_many", "max", *most));
            } else if !items.iter().all(is_photo) {
                problems.push(wrong());
            }
        }
        (Holds::Parts(fields), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                match item {
                    Value::Object(part) => check_into(fields, part, &format!("{at}.{index}."), problems),
                    _ => problems.push(Problem::new(format!("{at}.{index}"), "wrong_type")),
                }
            }
        }
        _ => problems.push(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{household, person};

    #[test]
    fn whom_a_list_names_is_covered_as_well() {
        let team = crate::kind::kind("team").and_then(|kind| kind.field("members"));
        let members = json!([{"name": "佘德旺", "party": true}, {"name": "许小禾", "of_the_future": "佘"}]);
        let covered = json!([{"name": "佘*", "party": true}, {"name": "许*", "of_the_future": COVERED}]);
        assert_eq!(masked(team, &members), covered);
        assert_eq!(masked(team, &json!(["佘德旺"])), json!([COVERED]));
    }

    #[test]
    fn what_names_a_person_is_covered_outside_the_grid_and_what_is_counted_is_not() {
        let of = |name, value: Value| masked(household::KIND.field(name), &value);
        assert_eq!(of("head", json!("佘德旺")), "佘*");
        assert_eq!(of("phone", json!("19900005207")), "199****5207");
        // What an older app let through is no number, and may be part of one.
        assert_eq!(of("phone", json!("1990000520")), COVERED);
        assert_eq!(of("note", json!("佘大姐有狗")), COVERED);
        assert_eq!([of("residents", json!(3)), of("house_use", json!("own"))], [json!(3), json!("own")]);
        assert_eq!([of("head", Value::Null), of("of_the_future", json!([1]))], [Value::Null, json!(COVERED)]);
        let number = IdentityNumber::sample(1991, 417);
        let covered = masked(person::KIND.field("identity_number"), &json!(number.reveal()));
        assert_eq!(covered, json!(number.masked()));
    }
}
