//! A case being opened: what follows from one answer for the others, what is wrong, and what saving
//! means.

use crate::jobs::visit::change::state::Change;
use model::{
    care::Moment,
    day::Day,
    field::{Problem, check_set},
    id::{RecordId, UserId},
    kind::{
        Payload,
        isolation::{self, Change as Happened, Isolation},
        person::{self, Person},
        policy::Policies,
    },
    op::Act,
    record::{Data, Record, Scope},
};
use serde_json::{Value, json};
use sync::{Draft, Intent};

/// Who may be isolated, most frequent first; the person type decides the rest.
pub const TYPES: &[&str] = &[
    "returned_wuhan",
    "returned_hubei",
    "returned_other",
    "close_contact",
    "secondary_contact",
    "from_elsewhere",
    "passed_through",
];

/// A guardian answers for whoever is younger (L5).
const CHILD: i64 = 14;

/// The part of a draft that changes the person.
const CARD: &str = "card";

/// Reason, origin and anchor of a person type.
fn follows(person_type: &str) -> (&'static str, &'static str, &'static str) {
    match person_type {
        "returned_wuhan" => ("returned", "wuhan", "left_area"),
        "returned_hubei" => ("returned", "hubei", "left_area"),
        "returned_other" => ("returned", "other", "left_area"),
        "close_contact" => ("close_contact", "contact", "last_contact"),
        "secondary_contact" => ("secondary_contact", "contact", "last_contact"),
        "from_elsewhere" => ("from_elsewhere", "other", "first_day"),
        _ => ("other", "other", "left_area"),
    }
}

/// Whether people of that type came back from somewhere.
pub fn came_back(person_type: &str) -> bool {
    follows(person_type).0 == "returned"
}

/// Whether somebody else than the worker has to say that a person is of that type.
pub fn is_decided_elsewhere(person_type: &str) -> bool {
    follows(person_type).1 == "contact"
}

/// Where a returnee came from, to be kept when they are said to be something else: it still counts.
pub fn kept_origin(known: &Data, person_type: &str) -> Data {
    let area = Person::read(known).area().map(str::to_owned);
    let keeps = person_type != "ordinary" && !came_back(person_type) && text(known, "came_from").is_none();
    area.filter(|_| keeps).map(|area| ("came_from".to_owned(), area.into())).into_iter().collect()
}

/// For whom, by whom, when.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The door.
    pub household: RecordId,
    /// Where its records live.
    pub scope: Scope,
    /// Who is to be isolated.
    pub person: RecordId,
    /// The person's record; none for somebody who is not in the register yet.
    pub known: Option<Record>,
    /// Who opens it.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub now: Moment,
}

/// Key of the draft of an isolation of `person`.
pub fn draft_key(person: RecordId) -> String {
    format!("isolate:{person}")
}

/// Who is meant by a draft's key.
pub fn person_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("isolate:")?.parse().ok()
}

fn text<'a>(data: &'a Data, field: &str) -> Option<&'a str> {
    data.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

/// The day that stands in a field.
pub fn day(data: &Data, field: &str) -> Option<Day> {
    text(data, field).and_then(Day::parse)
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

impl Opening {
    /// The answers before anything was asked: the case and the person's card. What is known stands
    /// there already.
    pub fn begin(&self) -> (Data, Data) {
        let mut case = Data::new();
        case.insert("from_on".into(), json!(self.now.day));
        case.insert("from_minute".into(), json!(self.now.minute));
        let card = self.known.as_ref().map(|known| known.data.clone()).unwrap_or_default();
        match text(&card, "person_type").filter(|one| TYPES.contains(one)).map(str::to_owned) {
            Some(person_type) => self.of_type(&case, &card, &person_type),
            None => (case, card),
        }
    }

    /// The answers as a draft has them; photos that were lost meanwhile are the caller's business.
    pub fn resume(&self, draft: &Draft) -> (Data, Data) {
        let mut case = draft.data.clone();
        let change = case.remove(CARD).and_then(|card| card.as_object().map(Change::read)).unwrap_or_default();
        (case, change.on(&self.known.as_ref().map(|known| known.data.clone()).unwrap_or_default()))
    }

    /// The draft to be kept. One that was begun with an older kind keeps its version. The photos of
    /// the case stand on top, where a draft's photos are looked for.
    pub fn draft(&self, case: &Data, card: &Data, begun: Option<&Draft>, at: i64) -> Draft {
        let mut data = case.clone();
        data.insert(CARD.into(), Value::Object(self.change(card, begun).data()));
        Draft {
            key: draft_key(self.person),
            kind: Isolation::KIND.into(),
            version: begun.map_or(isolation::KIND.version, |draft| draft.version),
            about: Some(self.household),
            at,
            data,
            mends: None,
        }
    }

    fn change(&self, card: &Data, begun: Option<&Draft>) -> Change {
        let begun = begun.and_then(|draft| draft.data.get(CARD)?.as_object().map(Change::read)).unwrap_or_default();
        match &self.known {
            Some(known) => begun.to(known, card),
            None => Change { set: card.clone(), ..Change::default() },
        }
    }

    /// The answers once the person's type is said: reason, origin and anchor follow.
    pub fn of_type(&self, case: &Data, card: &Data, person_type: &str) -> (Data, Data) {
        let (mut case, mut card) = (case.clone(), card.clone());
        let (reason, origin, anchor) = follows(person_type);
        for (field, value) in [("reason", reason), ("origin", origin)] {
            case.insert(field.into(), value.into());
        }
        let before = text(&card, "person_type").map(str::to_owned);
        if before.as_deref() != Some(person_type) {
            card.insert("person_type".into(), person_type.into());
            card.insert("type_on".into(), json!(self.now.day));
        }
        let before_it = self.known.as_ref().map(|known| &known.data);
        card.extend(before_it.map(|known| kept_origin(known, person_type)).unwrap_or_default());
        // Where someone came from is known at the door; who was in contact with whom, others decide.
        if is_decided_elsewhere(person_type) {
            if text(&card, "type_by") == Some(&self.by_name) {
                card.insert("type_by".into(), Value::Null);
            }
        } else if text(&card, "type_by").is_none() || before.as_deref().is_some_and(is_decided_elsewhere) {
            card.insert("type_by".into(), self.by_name.clone().into());
        }
        self.counted_from(&case, &card, anchor)
    }

    /// The answers once it is said what the days are counted from.
    pub fn counted_from(&self, case: &Data, card: &Data, anchor: &str) -> (Data, Data) {
        let mut case = case.clone();
        if text(&case, "anchor") != Some(anchor) {
            case.insert("anchor".into(), anchor.into());
            let known = match anchor {
                "left_area" => day(card, "left_on"),
                "first_day" => day(&case, "from_on"),
                _ => None,
            };
            case.insert("anchor_on".into(), json!(known));
        }
        (case, card.clone())
    }

    /// What is wrong with the case, and with the card.
    pub fn problems(&self, case: &Data, card: &Data, policies: &Policies) -> (Vec<Problem>, Vec<Problem>) {
        let of_case = isolation::KIND.check(&self.case(case, card, policies));
        let card = self.card(case, card);
        let mut of_card = match &self.known {
            // What the register has had wrong before is mended elsewhere.
            Some(_) => check_set(person::KIND.fields, &self.change(&card, None).set),
            None => person::KIND.check(&whole(&card)),
        };
        if of_card.is_empty() {
            of_card.extend((person::KIND.rules)(&whole(&card)));
        }
        let mut wanted = vec!["person_type", "type_by", "notice"];
        if self.is_child(&card) {
            wanted.push("guardian");
        }
        for field in wanted {
            let ordinary = field == "person_type" && text(&card, field) == Some("ordinary");
            if text(&card, field).is_none() || ordinary {
                of_card.push(Problem::new(field, "required"));
            }
        }
        (of_case, of_card)
    }

    /// Whether a guardian has to answer for the person.
    pub fn is_child(&self, card: &Data) -> bool {
        let born = card.get("born").and_then(Value::as_i64);
        born.is_some_and(|born| i64::from(self.now.day.year()) - born < CHILD)
    }

    /// The case as it would be saved.
    fn case(&self, case: &Data, card: &Data, policies: &Policies) -> Data {
        let mut data = case.clone();
        data.retain(|_, value| !is_blank(value));
        if let Some(end) = planned_end(&data, policies) {
            data.entry("end_on").or_insert_with(|| json!(end));
        }
        if let Some(place) = place(&data, policies) {
            data.entry("place").or_insert_with(|| place.into());
        }
        if text(card, "notice").is_some() {
            data.insert("notice_given".into(), true.into());
        }
        let opened =
            Happened { on: Some(self.now.day), what: "opened".into(), by: Some(self.by), ..Happened::default() };
        data.insert("household".into(), json!(self.household));
        data.insert("person".into(), json!(self.person));
        data.insert("status".into(), isolation::STATUS[0].into());
        data.insert("changes".into(), json!([opened]));
        data
    }

    /// The card as it would be saved: what the case says of the person stands there as well.
    fn card(&self, case: &Data, card: &Data) -> Data {
        let mut card = card.clone();
        if text(case, "anchor") == Some("left_area") && text(&card, "left_on").is_none() {
            card.insert("left_on".into(), json!(day(case, "anchor_on")));
        }
        let measure = if text(case, "place") == Some("central") { "central" } else { "home_isolation" };
        card.insert("measure".into(), measure.into());
        card.insert("household".into(), json!(self.household));
        card
    }

    /// What saving means: the person's card and the case, `id` being the case's.
    pub fn intents(
        &self,
        case: &Data,
        card: &Data,
        begun: Option<&Draft>,
        policies: &Policies,
        id: RecordId,
    ) -> Vec<Intent> {
        let data = self.case(case, card, policies);
        let card = self.card(&data, card);
        let add = |kind: &str, rec: RecordId, data: Data| Intent {
            act: Act::Add { data },
            kind: kind.to_owned(),
            rec,
            scope: self.scope,
        };
        let person = match &self.known {
            None => Some(add(Person::KIND, self.person, whole(&card))),
            Some(known) => {
                let change = self.change(&card, begun);
                (!change.set.is_empty()).then(|| change.intent(known))
            }
        };
        person.into_iter().chain([add(Isolation::KIND, id, data)]).collect()
    }

    /// 十清: which of the ten the card is clear about, as it would be saved.
    pub fn ten(&self, case: &Data, card: &Data, health_asked: bool) -> [(&'static str, bool); 10] {
        Person::read(&whole(&self.card(case, card))).ten_checks(health_asked)
    }
}

fn whole(card: &Data) -> Data {
    let mut whole = card.clone();
    whole.retain(|_, value| !is_blank(value));
    whole
}

/// The last day by the policy in force when the isolation begins.
pub fn planned_end(case: &Data, policies: &Policies) -> Option<Day> {
    let policy = policies.on(day(case, "from_on")?);
    let days = policy.term(text(case, "origin")?)?.days;
    Some(day(case, "anchor_on")?.plus(i32::try_from(days).ok()?))
}

/// How many days, by that policy.
pub fn planned_days(case: &Data, policies: &Policies) -> Option<i64> {
    let policy = policies.on(day(case, "from_on")?);
    Some(policy.term(text(case, "origin")?)?.days)
}

/// Where, by that policy.
pub fn place(case: &Data, policies: &Policies) -> Option<String> {
    let policy = policies.on(day(case, "from_on")?);
    Some(policy.term(text(case, "origin")?)?.place.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::kind::policy::{Policy, Term};

    const HOME: RecordId = RecordId::fixed(1);
    const PERSON: RecordId = RecordId::fixed(2);
    const CASE: RecordId = RecordId::fixed(3);

    fn on(month: u32, day: u32) -> Day {
        Day::new(2020, month, day).expect("a day")
    }

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    fn opening(known: Option<Value>) -> Opening {
        let known = known.map(|known| {
            let data = data(known);
            Record {
                kind: Person::KIND.into(),
                id: PERSON,
                scope: Scope::Grid(RecordId::fixed(9)),
                seq: 4,
                v: 2,
                fv: data.keys().map(|field| (field.clone(), 4)).collect(),
                by: None,
                at: None,
                late: false,
                data,
                gone: None,
            }
        });
        Opening {
            household: HOME,
            scope: Scope::Grid(RecordId::fixed(9)),
            person: PERSON,
            known,
            by: UserId::fixed(7),
            by_name: "邵月琴".into(),
            now: Moment { day: on(2, 7), minute: 600 },
        }
    }

    fn usual(of: &Opening) -> (Data, Data) {
        let (case, card) = of.begin();
        let (mut case, mut card) = of.of_type(&case, &card, "returned_wuhan");
        case.insert("anchor_on".into(), "2020-01-31".into());
        card.insert("notice".into(), "read_aloud".into());
        (case, card)
    }

    #[test]
    fn a_returnee_from_wuhan_takes_one_answer_one_day_and_the_notice() {
        let of = opening(Some(json!({"household": HOME, "name": "许小禾"})));
        let (case, card) = usual(&of);
        let policies = Policies::default();
        assert_eq!(of.problems(&case, &card, &policies), (vec![], vec![]));
        let intents = of.intents(&case, &card, None, &policies, CASE);
        let [person, isolation] = intents.as_slice() else { panic!("{intents:?}") };
        let Act::Set { set, .. } = &person.act else { panic!("a change") };
        assert_eq!((set["left_on"].clone(), set["type_by"].clone()), (json!("2020-01-31"), json!("邵月琴")));
        assert_eq!((set["measure"].clone(), set.contains_key("name")), (json!("home_isolation"), false));
        let Act::Add { data } = &isolation.act else { panic!("an addition") };
        let made = Isolation::read(data);
        assert_eq!((isolation.rec, made.status.as_str(), made.end_on), (CASE, "pending", Some(on(2, 14))));
        assert_eq!((made.reason.as_deref(), made.origin.as_deref()), (Some("returned"), Some("wuhan")));
        assert_eq!((made.from_minute, made.notice_given, made.changes.len()), (Some(600), Some(true), 1));
        assert_eq!(isolation::KIND.check(data), []);
    }

    #[test]
    fn the_term_is_that_of_the_policy_in_force_on_the_first_day() {
        let of = opening(None);
        let (case, _) = usual(&of);
        let term = |days: i64, place: &str| Policy {
            isolation: vec![Term { origin: "wuhan".into(), days, place: place.into() }],
            ..Policy::default()
        };
        let policies = Policies::new([
            Policy { from_on: Some(on(2, 1)), ..term(21, "central") },
            Policy { from_on: Some(on(2, 8)), ..term(28, "home") },
        ]);
        assert_eq!(planned_end(&case, &policies), Some(on(2, 21)));
        let Act::Add { data } = &of.intents(&case, &Data::new(), None, &policies, CASE)[1].act else { panic!() };
        assert_eq!(Isolation::read(data).place.as_deref(), Some("central"));
    }

    #[test]
    fn an_end_that_was_set_by_hand_stays_and_may_not_come_before_the_start() {
        let of = opening(None);
        let (mut case, card) = usual(&of);
        let policies = Policies::default();
        case.insert("end_on".into(), "2020-02-06".into());
        let (of_case, _) = of.problems(&case, &card, &policies);
        assert_eq!(of_case, [Problem::new("end_on", "before_start")]);
        case.insert("end_on".into(), "2020-02-16".into());
        assert_eq!(of.problems(&case, &card, &policies).0, []);
    }

    #[test]
    fn what_the_ticket_shows_is_not_asked_twice() {
        let of = opening(Some(json!({
            "household": HOME, "name": "许小禾", "person_type": "returned_hubei", "type_by": "镇指挥部",
            "left_on": "2020-01-30",
        })));
        let (case, card) = of.begin();
        assert_eq!((case["anchor_on"].clone(), case["origin"].clone()), (json!("2020-01-30"), json!("hubei")));
        assert_eq!(card["type_by"], json!("镇指挥部"));
    }

    #[test]
    fn a_close_contact_is_named_by_somebody_else() {
        let of = opening(None);
        let (case, card) = of.begin();
        let (case, card) = of.of_type(&case, &card, "returned_other");
        assert_eq!(card["type_by"], json!("邵月琴"));
        let (case, card) = of.of_type(&case, &card, "close_contact");
        assert_eq!((case["anchor"].clone(), card["type_by"].clone()), (json!("last_contact"), Value::Null));
        let (_, of_card) = of.problems(&case, &card, &Policies::default());
        assert!(of_card.contains(&Problem::new("type_by", "required")), "{of_card:?}");
    }

    #[test]
    fn somebody_new_is_registered_with_the_case_and_a_child_has_a_guardian() {
        let of = opening(None);
        let (case, mut card) = usual(&of);
        let policies = Policies::default();
        assert_eq!(of.problems(&case, &card, &policies).1, [Problem::new("name", "required")]);
        card.insert("name".into(), "许小禾".into());
        card.insert("born".into(), 2010.into());
        assert_eq!(of.problems(&case, &card, &policies).1, [Problem::new("guardian", "required")]);
        card.insert("guardian".into(), "许长根".into());
        assert_eq!(of.problems(&case, &card, &policies), (vec![], vec![]));
        let intents = of.intents(&case, &card, None, &policies, CASE);
        let Act::Add { data } = &intents[0].act else { panic!("an addition") };
        assert_eq!(person::KIND.check(data), []);
        assert_eq!((intents[0].rec, Person::read(data).household), (PERSON, Some(HOME)));
    }

    #[test]
    fn a_draft_gives_back_what_was_answered() {
        let of = opening(Some(json!({"household": HOME, "name": "许小禾", "phone": "19900000001"})));
        let (case, card) = usual(&of);
        let draft = of.draft(&case, &card, None, 7);
        assert_eq!(person_of(&draft.key), Some(PERSON));
        assert_eq!(of.resume(&draft), (case.clone(), card.clone()));
        let older = Draft { version: 0, ..draft };
        assert_eq!(of.draft(&case, &card, Some(&older), 8).version, 0);
    }

    #[test]
    fn the_ten_are_counted_from_what_would_be_saved() {
        let of = opening(Some(json!({"household": HOME, "name": "许小禾"})));
        let (case, mut card) = usual(&of);
        let clear = |card: &Data| of.ten(&case, card, false).iter().filter(|(_, clear)| *clear).count();
        assert_eq!(clear(&card), 1, "what is done about it");
        card.insert("returned_on".into(), "2020-02-01".into());
        card.insert("companions".into(), "没有".into());
        assert_eq!(clear(&card), 3);
    }
}
