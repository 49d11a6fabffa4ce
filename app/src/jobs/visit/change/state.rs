//! A change of a household while it is being made: what is to stand there, and what stood there when
//! the person looked.

use model::{
    id::RecordId,
    kind::{Payload, household, household::Household},
    record::{Data, FieldVersions, Record},
};
use serde_json::Value;
use sync::{Draft, Intent};

/// Key of the draft of a change to `household`.
pub fn draft_key(household: RecordId) -> String {
    format!("change:{household}")
}

/// What is kept of a change from the first key press. The fields are those of a `set`, so that what
/// was seen when it was begun is still known after a kill.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// Field to new value; null clears one.
    pub set: Data,
    /// Field to the version that was seen.
    pub base: FieldVersions,
    /// What stood there then.
    pub was: Data,
}

impl Change {
    /// As a draft has it.
    pub fn of(draft: Option<&Draft>) -> Self {
        draft.map(|draft| Self::read(&draft.data)).unwrap_or_default()
    }

    /// As it was written by [`Change::data`].
    pub fn read(data: &Data) -> Self {
        let part = |name: &str| data.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
        let base = part("base").into_iter().filter_map(|(field, seen)| Some((field, seen.as_u64()?)));
        Self { set: part("set"), base: base.collect(), was: part("was") }
    }

    /// The fields as they stand in the form: what is known, with the change on top.
    pub fn on(&self, known: &Data) -> Data {
        let mut now = known.clone();
        now.extend(self.set.clone());
        now
    }

    /// The change that leads from what is known to what stands in the form. What was seen when a
    /// field was first touched stays what was seen.
    pub fn to(&self, known: &Record, now: &Data) -> Self {
        let set = changes(&known.data, now);
        let base = |field: &String| self.base.get(field).or_else(|| known.fv.get(field)).copied();
        let was = |field: &String| {
            let seen = if self.set.contains_key(field) { &self.was } else { &known.data };
            seen.get(field).cloned()
        };
        Self {
            base: set.keys().filter_map(|field| Some((field.clone(), base(field)?))).collect(),
            was: set.keys().filter_map(|field| Some((field.clone(), was(field)?))).collect(),
            set,
        }
    }

    /// What saving it means.
    pub fn intent(&self, known: &Record) -> Intent {
        let mut seen = known.clone();
        seen.fv.extend(self.base.clone());
        seen.data.extend(self.was.clone());
        Intent::set(&seen, self.set.clone())
    }

    /// The draft to be kept. One that was begun with an older form keeps its version.
    pub fn draft(&self, household: RecordId, begun: Option<u16>, at: i64) -> Draft {
        Draft {
            key: draft_key(household),
            kind: Household::KIND.into(),
            version: begun.unwrap_or(household::KIND.version),
            about: Some(household),
            at,
            data: self.data(),
            mends: None,
        }
    }

    /// As a draft keeps it.
    pub fn data(&self) -> Data {
        let base = self.base.iter().map(|(field, seen)| (field.clone(), Value::from(*seen)));
        let parts = [("set", self.set.clone()), ("base", base.collect()), ("was", self.was.clone())];
        parts.into_iter().map(|(name, part)| (name.to_owned(), Value::Object(part))).collect()
    }
}

/// The fields that differ; what was emptied becomes null.
fn changes(before: &Data, now: &Data) -> Data {
    let cleared = |value: &Value| {
        if value.as_str().is_some_and(|text| text.trim().is_empty()) { Value::Null } else { value.clone() }
    };
    now.iter()
        .map(|(field, value)| (field.clone(), cleared(value)))
        .filter(|(field, value)| before.get(field).unwrap_or(&Value::Null) != value)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{field::check_set, op::Act, record::Scope};
    use serde_json::json;

    const HOME: RecordId = RecordId::fixed(1);

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    fn known(payload: Value, version: u64) -> Record {
        let data = data(payload);
        Record {
            kind: Household::KIND.into(),
            id: HOME,
            scope: Scope::Grid(RecordId::fixed(9)),
            seq: version,
            v: 1,
            fv: data.keys().map(|field| (field.clone(), version)).collect(),
            by: None,
            at: None,
            late: false,
            data,
            gone: None,
        }
    }

    #[test]
    fn only_what_was_changed_is_sent() {
        let before = data(json!({"phone": "19900005207", "residents": 3, "note": "狗"}));
        let now = data(json!({"phone": "19900005208", "residents": 3, "note": " ", "away": ""}));
        assert_eq!(changes(&before, &now), data(json!({"phone": "19900005208", "note": null})));
    }

    #[test]
    fn a_number_that_is_none_is_named_at_its_field() {
        let problems = check_set(household::KIND.fields, &data(json!({"residents": "三"})));
        assert_eq!((problems[0].field.as_str(), problems[0].rule.as_str()), ("residents", "wrong_type"));
    }

    #[test]
    fn a_change_taken_up_again_says_what_was_seen_when_it_was_begun() {
        let begun = Change::default()
            .to(&known(json!({"head": "佘德旺", "residents": 3}), 5), &data(json!({"head": "佘小满", "residents": 3})));
        let draft = begun.draft(HOME, None, 7);
        // Meanwhile somebody else has changed the same, and it has come down.
        let since = known(json!({"head": "佘大满", "residents": 4}), 8);
        let resumed = Change::of(Some(&draft));
        let now = resumed.on(&since.data);
        assert_eq!(now, data(json!({"head": "佘小满", "residents": 4})));
        let Act::Set { set, base, was } = resumed.to(&since, &now).intent(&since).act else { panic!("a change") };
        assert_eq!((set, base["head"], was), (data(json!({"head": "佘小满"})), 5, data(json!({"head": "佘德旺"}))));
    }

    #[test]
    fn a_draft_of_an_older_form_keeps_its_version_and_what_is_not_known() {
        let older = Draft { version: 0, ..Change::default().draft(HOME, None, 7) };
        let older = Draft { data: data(json!({"set": {"of_the_future": 7}})), ..older };
        let change = Change::of(Some(&older));
        let record = known(json!({"head": "佘德旺"}), 5);
        let again = change.to(&record, &change.on(&record.data)).draft(HOME, Some(older.version), 8);
        assert_eq!((again.version, Change::of(Some(&again)).set), (0, data(json!({"of_the_future": 7}))));
        assert_eq!(Change::of(Some(&Draft { data: data(json!({"set": 3})), ..older })), Change::default());
    }
}
