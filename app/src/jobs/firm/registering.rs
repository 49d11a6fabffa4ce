//! An enterprise that is being registered or changed; one that is there already is found by its code
//! or its name before it is registered twice.

use model::{
    ambient::Millis,
    field::Problem,
    firm::{FirmFile, Firms},
    id::RecordId,
    kind::{
        Payload,
        enterprise::{self, Enterprise},
    },
    record::{Data, Record, Scope},
};
use serde_json::Value;
use sync::{Draft, Intent};

/// What a form of an enterprise is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Registering {
    /// Its record; none while it is new.
    pub known: Option<Record>,
    /// Where it lives.
    pub town: Scope,
}

/// Key of the draft of a new one, or of a change.
pub fn draft_key(known: Option<RecordId>) -> String {
    format!("enterprise:{}", known.map_or_else(|| "new".to_owned(), |id| id.to_string()))
}

/// What a draft's key says: of a new one, or of which.
pub fn enterprise_of(key: &str) -> Option<Option<RecordId>> {
    match key.strip_prefix("enterprise:")? {
        "new" => Some(None),
        id => id.parse().ok().map(Some),
    }
}

impl Registering {
    /// What stands in the form at first; a new one is in `village`, if there is only one.
    pub fn begin(&self, village: Option<RecordId>) -> Data {
        match &self.known {
            Some(record) => record.data.clone(),
            None => Enterprise { village, ..Enterprise::default() }.data(),
        }
    }

    /// The draft as it is to be kept.
    pub fn draft(&self, answers: &Data, at: Millis) -> Draft {
        Draft {
            key: draft_key(self.known.as_ref().map(|record| record.id)),
            kind: Enterprise::KIND.into(),
            version: enterprise::KIND.version,
            about: None,
            at,
            data: answers.clone(),
            mends: None,
        }
    }

    /// The answers as they are saved: nothing that is empty, the code as it is written.
    fn settled(answers: &Data) -> Data {
        let mut settled = answers.clone();
        for value in settled.values_mut() {
            if let Value::String(text) = value {
                *text = text.trim().to_owned();
            }
        }
        settled.retain(|_, value| !value.is_null() && value.as_str() != Some(""));
        if let Some(code) = Enterprise::read(&settled).code() {
            settled.insert("uscc".into(), code.as_str().into());
        }
        settled
    }

    /// What is wrong with the answers.
    pub fn problems(&self, answers: &Data) -> Vec<Problem> {
        let settled = Self::settled(answers);
        let mut problems = enterprise::KIND.check(&settled);
        let firm = Enterprise::read(&settled);
        let more = |n: Option<i64>| n.zip(firm.employees).is_some_and(|(n, all)| n > all);
        for (field, n) in [("returned", firm.returned), ("key_area", firm.key_area)] {
            if more(n) {
                problems.push(Problem::new(field, "more_than_all"));
            }
        }
        problems
    }

    /// One that is registered already and looks the same. Asked as soon as a code or a name is whole.
    pub fn twin<'a>(&self, firms: &'a Firms, answers: &Data) -> Option<&'a FirmFile> {
        firms.twin(&Enterprise::read(&Self::settled(answers)), self.known.as_ref().map(|record| record.id))
    }

    /// What is saved, and the enterprise it is about. Nothing where nothing has changed.
    pub fn intent(&self, answers: &Data) -> (RecordId, Option<Intent>) {
        let settled = Self::settled(answers);
        let firm = Enterprise::read(&settled);
        match &self.known {
            Some(record) => {
                let cleared = record.data.keys().filter(|name| !settled.contains_key(*name));
                let mut set: Data = cleared.map(|name| (name.clone(), Value::Null)).collect();
                set.extend(settled.iter().map(|(name, value)| (name.clone(), value.clone())));
                set.retain(|name, value| record.data.get(name).unwrap_or(&Value::Null) != value);
                (record.id, (!set.is_empty()).then(|| Intent::set(record, set)))
            }
            None => {
                let id = enterprise::id_of(self.town.id(), firm.code().as_ref(), &firm.name);
                (id, Some(Intent::add(id, self.town, &firm)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{op::Act, uscc::UnifiedCode};
    use serde_json::json;

    const TOWN: Scope = Scope::Town(RecordId::fixed(99));

    fn new() -> Registering {
        Registering { known: None, town: TOWN }
    }

    fn answers(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    fn record(data: Data) -> Record {
        Record {
            kind: Enterprise::KIND.into(),
            id: RecordId::fixed(5),
            scope: TOWN,
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
    fn two_phones_register_one_enterprise_under_one_id_however_its_code_is_typed() {
        let code = UnifiedCode::sample(7);
        let typed = format!(" {} {}", &code.as_str()[..8], code.as_str()[8..].to_lowercase());
        let (one, intent) = new().intent(&answers(json!({"name": "云溪茶业", "uscc": typed, "address": " "})));
        let (other, _) = new().intent(&answers(json!({"name": "云溪镇茶业公司", "uscc": code.as_str()})));
        assert_eq!(one, other);
        let Some(Intent { act: Act::Add { data }, .. }) = intent else { panic!("an addition") };
        assert_eq!(data, answers(json!({"name": "云溪茶业", "uscc": code.as_str()})));
        assert_ne!(new().intent(&answers(json!({"name": "云溪茶业"}))).0, one);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let wrong = |value: Value| {
            let problems = new().problems(&answers(value)).into_iter();
            problems.map(|problem| (problem.field, problem.rule)).collect::<Vec<_>>()
        };
        let pair = |field: &str, rule: &str| (field.to_owned(), rule.to_owned());
        assert_eq!(wrong(json!({"name": " "})), [pair("name", "required")]);
        assert_eq!(wrong(json!({"name": "甲", "uscc": "9199"})), [pair("uscc", "uscc_short")]);
        let many = json!({"name": "甲", "employees": 10, "returned": 11, "key_area": 10});
        assert_eq!(wrong(many), [pair("returned", "more_than_all")]);
    }

    #[test]
    fn one_that_is_there_is_found_and_a_change_is_not_its_own_twin() {
        let known = record(Enterprise { name: "云溪茶业".into(), ..Enterprise::default() }.data());
        let firms = Firms::of([&known]);
        assert_eq!(new().twin(&firms, &answers(json!({"name": "云溪 茶业"}))).map(|file| file.id), Some(known.id));
        assert!(new().twin(&firms, &answers(json!({}))).is_none());
        let change = Registering { known: Some(known), town: TOWN };
        assert!(change.twin(&firms, &change.begin(None)).is_none());
    }

    #[test]
    fn a_change_says_only_what_is_other() {
        let firm = Enterprise {
            name: "云溪茶业".into(),
            employees: Some(40),
            address: Some("村口".into()),
            ..Enterprise::default()
        };
        let change = Registering { known: Some(record(firm.data())), town: TOWN };
        let (id, nothing) = change.intent(&change.begin(None));
        assert_eq!((id, nothing.is_none()), (RecordId::fixed(5), true));
        let (_, intent) = change.intent(&answers(json!({"name": "云溪茶业", "employees": 41, "address": ""})));
        let Some(Intent { act: Act::Set { set, .. }, .. }) = intent else { panic!("a change") };
        assert_eq!(set, answers(json!({"employees": 41, "address": null})));
    }

    #[test]
    fn a_draft_says_what_it_is_of() {
        assert_eq!(enterprise_of(&new().draft(&Data::new(), 1).key), Some(None));
        assert_eq!(enterprise_of(&draft_key(Some(RecordId::fixed(5)))), Some(Some(RecordId::fixed(5))));
        assert_eq!(enterprise_of("visit:1"), None);
    }
}
