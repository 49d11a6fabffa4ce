//! An inspection that is being written down: the four passed, or which did not, until when, with
//! photos; what was handed over.

use crate::jobs::photos::answers as photos;
use model::{
    ambient::Millis,
    day::Day,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        Payload,
        defect::{self, Defect},
        inspection::{self, DOC, Doc, Inspection, Item},
    },
    record::{Data, Scope},
};
use serde_json::{Value, json};
use sync::{Draft, Intent};

/// What an inspection is about, besides the answers.
#[derive(Debug, Clone)]
pub struct Inspecting {
    /// The enterprise.
    pub enterprise: RecordId,
    /// Where the records live.
    pub town: Scope,
    /// The items that are asked, in their order.
    pub asked: Vec<&'static str>,
    /// Which round it is.
    pub round: i64,
    /// The day.
    pub today: Day,
    /// Who writes it down.
    pub me: UserId,
}

/// Key of the draft.
pub fn draft_key(enterprise: RecordId) -> String {
    format!("inspection:{enterprise}")
}

/// The enterprise of a draft's key.
pub fn enterprise_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("inspection:")?.parse().ok()
}

/// The field of the answers in which something of an item stands: `result.meals`.
pub fn of_item(what: &str, item: &str) -> String {
    format!("{what}.{item}")
}

fn text<'a>(answers: &'a Data, field: &str) -> &'a str {
    answers.get(field).and_then(Value::as_str).unwrap_or_default().trim()
}

/// How an item was found; what is not marked passed.
pub fn result<'a>(answers: &'a Data, item: &str) -> &'a str {
    match text(answers, &of_item("result", item)) {
        "" => "pass",
        result => result,
    }
}

/// Whether it was said that not all passed.
pub fn has_exceptions(answers: &Data) -> bool {
    text(answers, "looked") == "some"
}

impl Inspecting {
    /// What stands in the form at first.
    pub fn begin(&self) -> Data {
        Data::from_iter([("inspectors".to_owned(), json!([RecordId::from(self.me)]))])
    }

    /// The draft as it is to be kept.
    pub fn draft(&self, answers: &Data, at: Millis) -> Draft {
        Draft {
            key: draft_key(self.enterprise),
            kind: Inspection::KIND.into(),
            version: inspection::KIND.version,
            about: None,
            at,
            data: answers.clone(),
            mends: None,
        }
    }

    fn failed(&self, answers: &Data) -> Vec<&'static str> {
        let open = has_exceptions(answers);
        self.asked.iter().copied().filter(|item| open && result(answers, item) == "fail").collect()
    }

    /// The inspection that the answers make.
    pub fn inspection(&self, answers: &Data) -> Inspection {
        let open = has_exceptions(answers);
        let item = |code: &&str| {
            let result = if open { result(answers, code) } else { "pass" };
            let note = (result == "fail").then(|| text(answers, &of_item("text", code)).to_owned());
            Item { item: (*code).into(), result: result.into(), note: note.filter(|note| !note.is_empty()) }
        };
        let doc = |code: &&str| {
            let n = answers.get(&of_item("doc", code))?.as_i64().filter(|n| *n > 0)?;
            Some(Doc { doc: (*code).into(), n })
        };
        let ids = answers.get("inspectors").and_then(Value::as_array);
        let note = text(answers, "note");
        Inspection {
            enterprise: Some(self.enterprise),
            round: Some(self.round),
            on: Some(self.today),
            inspectors: ids.into_iter().flatten().filter_map(|id| id.as_str()?.parse().ok()).collect(),
            items: self.asked.iter().map(item).collect(),
            docs_given: DOC.iter().filter_map(doc).collect(),
            briefing: Some(answers.get("briefing").and_then(Value::as_bool) == Some(true)),
            sign: photos::of(answers, "sign"),
            note: (!note.is_empty()).then(|| note.to_owned()),
        }
    }

    /// What is to be put right, with its item.
    pub fn defects(&self, answers: &Data, inspection: RecordId) -> Vec<Defect> {
        let defect = |item: &str| Defect {
            inspection: Some(inspection),
            enterprise: Some(self.enterprise),
            item: item.into(),
            text: text(answers, &of_item("text", item)).into(),
            found_on: Some(self.today),
            deadline: Day::parse(text(answers, &of_item("until", item))),
            status: "open".into(),
            photos: photos::of(answers, &of_item("photos", item)),
            ..Defect::default()
        };
        self.failed(answers).into_iter().map(defect).collect()
    }

    /// What is wrong with the answers.
    pub fn problems(&self, answers: &Data) -> Vec<Problem> {
        let mut problems = Vec::new();
        if text(answers, "looked").is_empty() {
            problems.push(Problem::new("looked", "required"));
        } else if has_exceptions(answers) && self.asked.iter().all(|item| result(answers, item) == "pass") {
            problems.push(Problem::new("looked", "say_which"));
        }
        for item in self.failed(answers) {
            let until = of_item("until", item);
            match Day::parse(text(answers, &until)) {
                None => problems.push(Problem::new(until, "required")),
                Some(day) if day < self.today => problems.push(Problem::new(until, "before_today")),
                Some(_) => {}
            }
        }
        let here = |field: &str, item: &str| of_item(if field == "deadline" { "until" } else { field }, item);
        for defect in self.defects(answers, self.enterprise) {
            for problem in defect::KIND.check(&defect.data()) {
                let field = here(&problem.field, &defect.item);
                if problems.iter().all(|known| known.field != field) {
                    problems.push(Problem { field, ..problem });
                }
            }
        }
        problems.extend(inspection::KIND.check(&self.inspection(answers).data()));
        problems
    }

    /// What is saved: the inspection, and what is to be put right. An id for each comes from `new_id`.
    pub fn intents(&self, answers: &Data, mut new_id: impl FnMut() -> RecordId) -> Vec<Intent> {
        let id = new_id();
        let inspection = Intent::add(id, self.town, &self.inspection(answers));
        let defects = self.defects(answers, id);
        let defects = defects.iter().map(|defect| Intent::add(new_id(), self.town, defect));
        std::iter::once(inspection).chain(defects).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::checklist::Checklist,
        op::Act,
        photo::{PhotoId, PhotoRef},
    };

    fn inspecting() -> Inspecting {
        Inspecting {
            enterprise: RecordId::fixed(1),
            town: Scope::Town(RecordId::fixed(99)),
            asked: Checklist { items: vec!["visitors".into()] }.asked(),
            round: 2,
            today: Day::new(2020, 2, 18).expect("a day"),
            me: UserId::fixed(7),
        }
    }

    fn answers(value: Value) -> Data {
        let mut answers = inspecting().begin();
        answers.extend(value.as_object().cloned().expect("an object"));
        answers
    }

    fn wrong(value: Value) -> Vec<(String, String)> {
        inspecting().problems(&answers(value)).into_iter().map(|problem| (problem.field, problem.rule)).collect()
    }

    fn pair(field: &str, rule: &str) -> (String, String) {
        (field.to_owned(), rule.to_owned())
    }

    #[test]
    fn the_usual_inspection_is_one_tap() {
        assert_eq!(wrong(json!({})), [pair("looked", "required")]);
        let usual = answers(json!({"looked": "all"}));
        assert_eq!(inspecting().problems(&usual), []);
        let mut n = 100;
        let intents = inspecting().intents(&usual, || {
            n += 1;
            RecordId::fixed(n)
        });
        assert_eq!(intents.len(), 1);
        let inspection = inspecting().inspection(&usual);
        assert!(inspection.items.len() == 5 && inspection.items.iter().all(|item| item.result == "pass"));
        assert_eq!((inspection.inspectors, inspection.round), (vec![RecordId::fixed(7)], Some(2)));
    }

    #[test]
    fn an_exception_asks_what_and_until_when_and_becomes_a_defect_with_its_photo() {
        assert_eq!(wrong(json!({"looked": "some"})), [pair("looked", "say_which")]);
        assert_eq!(wrong(json!({"looked": "some", "result.lodging": "na"})), []);
        let failed = json!({"looked": "some", "result.meals": "fail"});
        assert_eq!(wrong(failed), [pair("until.meals", "required"), pair("text.meals", "required")]);
        let past =
            json!({"looked": "some", "result.meals": "fail", "text.meals": "没有错峰", "until.meals": "2020-02-17"});
        assert_eq!(wrong(past), [pair("until.meals", "before_today")]);
        let photo = PhotoRef { sha256: PhotoId::new([3; 32]), bytes: 9 };
        let whole = answers(json!({
            "looked": "some", "result.meals": "fail", "text.meals": " 没有错峰 ", "until.meals": "2020-02-21",
            "photos.meals": [photo], "result.lodging": "na",
            "doc.resumption": 2, "doc.pledge": 0, "briefing": true, "note": "再来",
        }));
        assert_eq!(inspecting().problems(&whole), []);
        let mut n = 100;
        let intents = inspecting().intents(&whole, || {
            n += 1;
            RecordId::fixed(n)
        });
        let [first, second] = &intents[..] else { panic!("two records") };
        let data = |intent: &Intent| match &intent.act {
            Act::Add { data } => data.clone(),
            _ => panic!("an addition"),
        };
        let defect = Defect::read(&data(second));
        assert_eq!((defect.inspection, first.rec), (Some(RecordId::fixed(101)), RecordId::fixed(101)));
        assert_eq!((defect.text.as_str(), defect.deadline), ("没有错峰", Day::new(2020, 2, 21)));
        assert_eq!(defect.photos, [photo]);
        let inspection = Inspection::read(&data(first));
        let results: Vec<&str> = inspection.items.iter().map(|item| item.result.as_str()).collect();
        assert_eq!(results, ["pass", "pass", "fail", "na", "pass"]);
        assert_eq!(inspection.docs_given, [Doc { doc: "resumption".into(), n: 2 }]);
        assert_eq!((inspection.briefing, inspection.note.as_deref()), (Some(true), Some("再来")));
    }

    #[test]
    fn said_to_be_all_well_after_all_nothing_is_left_of_the_exception() {
        let back = answers(json!({"looked": "all", "result.meals": "fail", "text.meals": "没有错峰"}));
        assert_eq!(inspecting().problems(&back), []);
        assert!(inspecting().defects(&back, RecordId::fixed(1)).is_empty());
        assert!(inspecting().inspection(&back).items.iter().all(|item| item.result == "pass" && item.note.is_none()));
    }

    #[test]
    fn a_draft_says_whose_inspection_it_is() {
        let draft = inspecting().draft(&Data::new(), 1);
        assert_eq!(enterprise_of(&draft.key), Some(RecordId::fixed(1)));
        assert_eq!(enterprise_of("visit:1"), None);
    }
}
