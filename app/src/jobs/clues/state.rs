//! A clue being written down: what is asked, what is wrong, what saving it means; and the clues that
//! are known.

use model::{
    care::Known,
    day::Day,
    field::Problem,
    id::RecordId,
    kind::{
        Payload,
        contact_clue::{self, ContactClue},
    },
    op::Act,
    record::{Data, Scope},
};
use serde_json::{Value, json};
use sync::{Draft, Intent, State};

/// A question, in the order in which one would answer: who, how to reach them, when, where, how near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Who behind the door told it; asked where no isolation says so.
    Told,
    /// Whom they were near.
    Name,
    /// How to reach them, or that nobody knows.
    Phone,
    /// The last day.
    Last,
    /// Where.
    Place,
    /// What they are to the case.
    Relation,
    /// The rest of F5, for whoever knows it.
    More,
    /// In what way.
    Modes,
    /// How often.
    Frequency,
    /// The first day.
    First,
    /// Which case, as people name it.
    Related,
    /// Anything else.
    Note,
    /// Whether it was passed on, to whom.
    Forward,
}

impl Ask {
    /// The questions in their order.
    pub fn in_order(of_case: bool, more: bool) -> Vec<Self> {
        let first = (!of_case).then_some(Ask::Told);
        let usual = [Ask::Name, Ask::Phone, Ask::Last, Ask::Place, Ask::Relation, Ask::More];
        let rest = [Ask::Modes, Ask::Frequency, Ask::First, Ask::Related, Ask::Note];
        let rest = rest.into_iter().filter(|ask| more && (!of_case || *ask != Ask::Related));
        first.into_iter().chain(usual).chain(rest).chain([Ask::Forward]).collect()
    }

    /// The question that has a field.
    pub fn of(field: &str) -> Self {
        match field {
            "person" | "household" | "case" => Ask::Told,
            "phone" | "phone_unknown" => Ask::Phone,
            "last_on" => Ask::Last,
            "place" => Ask::Place,
            "relation" => Ask::Relation,
            "modes" => Ask::Modes,
            "frequency" => Ask::Frequency,
            "first_on" => Ask::First,
            "related_case" => Ask::Related,
            "note" => Ask::Note,
            "forwarded_to" | "forwarded_on" => Ask::Forward,
            _ => Ask::Name,
        }
    }

    /// Whether it is asked only of those who know more.
    pub fn is_more(self) -> bool {
        matches!(self, Ask::Modes | Ask::Frequency | Ask::First | Ask::Related | Ask::Note)
    }
}

/// At which door it is told, and during whose isolation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Teller {
    /// The door.
    pub household: RecordId,
    /// Where its records live.
    pub scope: Scope,
    /// The isolation, if it is told because of one.
    pub case: Option<RecordId>,
    /// Whose.
    pub person: Option<RecordId>,
}

/// Key of the draft of a clue: one for each isolation, one for each door.
pub fn draft_key(teller: &Teller) -> String {
    format!("clue:{}", teller.case.unwrap_or(teller.household))
}

/// The isolation that a draft is about, if it is about one.
pub fn case_of(draft: &Draft) -> Option<RecordId> {
    let id: RecordId = draft.key.strip_prefix("clue:")?.parse().ok()?;
    (Some(id) != draft.about).then_some(id)
}

/// The draft as it is to be kept.
pub fn draft(teller: &Teller, answers: &Data, at: i64) -> Draft {
    Draft {
        key: draft_key(teller),
        kind: ContactClue::KIND.into(),
        version: contact_clue::KIND.version,
        about: Some(teller.household),
        at,
        data: answers.clone(),
        mends: None,
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The clue as it would be saved.
pub fn settled(teller: &Teller, answers: &Data, today: Day) -> Data {
    let mut data = answers.clone();
    data.retain(|_, value| !is_blank(value));
    data.insert("household".into(), json!(teller.household));
    if let Some(case) = teller.case {
        data.insert("case".into(), json!(case));
        data.extend(teller.person.map(|person| ("person".to_owned(), json!(person))));
    }
    if data.contains_key("phone_unknown") {
        data.remove("phone");
    }
    if data.contains_key("forwarded_to") {
        data.entry("forwarded_on").or_insert_with(|| json!(today));
    }
    data
}

/// What is wrong with it: a number is given, or it is said that nobody knows one.
pub fn problems(teller: &Teller, answers: &Data, today: Day) -> Vec<Problem> {
    let data = settled(teller, answers, today);
    let mut problems = contact_clue::KIND.check(&data);
    if !data.contains_key("phone") && !data.contains_key("phone_unknown") {
        problems.push(Problem::new("phone", "required"));
    }
    let lies_ahead = |field: &str| {
        let day = data.get(field).and_then(Value::as_str).and_then(Day::parse);
        day.is_some_and(|day| day > today).then(|| Problem::new(field, "not_yet"))
    };
    problems.extend(["first_on", "last_on"].into_iter().filter_map(lies_ahead));
    problems
}

/// What saving it means.
pub fn intent(teller: &Teller, answers: &Data, today: Day, id: RecordId) -> Intent {
    let data = settled(teller, answers, today);
    Intent { act: Act::Add { data }, kind: ContactClue::KIND.into(), rec: id, scope: teller.scope }
}

/// What it takes to say that a clue was passed on.
pub fn forwarded(to: &str, today: Day) -> Data {
    Data::from_iter([("forwarded_to".into(), to.trim().into()), ("forwarded_on".into(), json!(today))])
}

/// The clues that are held here, those that nobody has passed on first, then the latest.
pub fn clues(state: &State) -> Vec<Known<ContactClue>> {
    let known = |(held, is): (&sync::Held, ContactClue)| {
        let record = &held.record;
        Known { id: record.id, scope: record.scope, by: record.by, at: record.at, is }
    };
    let mut all: Vec<_> = state.all::<ContactClue>().map(known).collect();
    all.sort_by_key(|clue| (clue.is.is_forwarded(), std::cmp::Reverse(clue.id)));
    all
}

/// Those that were told because of an isolation, or by whoever is isolated.
pub fn of_case(state: &State, case: RecordId, person: Option<RecordId>) -> Vec<Known<ContactClue>> {
    let is_of = |clue: &ContactClue| match clue.case {
        Some(of) => of == case,
        None => person.is_some() && clue.person == person,
    };
    clues(state).into_iter().filter(|clue| is_of(&clue.is)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::record::Record;
    use sync::Kept;

    const HOME: RecordId = RecordId::fixed(1);
    const PERSON: RecordId = RecordId::fixed(2);
    const CASE: RecordId = RecordId::fixed(5);

    fn teller() -> Teller {
        let scope = Scope::Grid(RecordId::fixed(9));
        Teller { household: HOME, scope, case: Some(CASE), person: Some(PERSON) }
    }

    fn today() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    fn codes(answers: Value) -> Vec<(String, String)> {
        problems(&teller(), &data(answers), today()).into_iter().map(|one| (one.field, one.rule)).collect()
    }

    #[test]
    fn a_name_and_a_number_are_enough_and_so_is_not_to_know_it() {
        assert_eq!(codes(json!({"name": "曾阿满", "phone": "19900000932"})), []);
        assert_eq!(codes(json!({"name": "曾阿满", "phone": "", "phone_unknown": true})), []);
        assert_eq!(codes(json!({"name": "曾阿满"})), [("phone".to_owned(), "required".to_owned())]);
        assert_eq!(codes(json!({"phone_unknown": true})), [("name".to_owned(), "required".to_owned())]);
        let ahead = codes(json!({"name": "曾阿满", "phone_unknown": true, "last_on": "2020-02-08"}));
        assert_eq!(ahead, [("last_on".to_owned(), "not_yet".to_owned())]);
    }

    #[test]
    fn what_is_saved_names_the_isolation_and_says_when_it_was_passed_on() {
        let answers = data(json!({"name": "曾阿满", "phone": "1", "phone_unknown": true, "place": "home"}));
        let Act::Add { data } = intent(&teller(), &answers, today(), RecordId::fixed(30)).act else { panic!() };
        let clue = ContactClue::read(&data);
        assert_eq!((clue.case, clue.person, clue.phone.clone()), (Some(CASE), Some(PERSON), None));
        assert!(!clue.is_forwarded());
        let mut answers = answers;
        answers.insert("forwarded_to".into(), "镇卫生院".into());
        let passed = ContactClue::read(&settled(&teller(), &answers, today()));
        assert_eq!(passed.forwarded_on, Some(today()));
        assert_eq!(contact_clue::KIND.check(&passed.data()), []);
        let mut later = clue.data();
        later.extend(forwarded(" 县疾控 ", today()));
        assert_eq!(ContactClue::read(&later).forwarded_to.as_deref(), Some("县疾控"));
    }

    #[test]
    fn every_field_has_its_question_and_whose_case_it_is_is_not_asked_twice() {
        let all = Ask::in_order(false, true);
        for field in contact_clue::KIND.fields {
            assert!(all.contains(&Ask::of(field.name)), "{}", field.name);
        }
        let usual = Ask::in_order(true, false);
        assert_eq!(usual[..5], [Ask::Name, Ask::Phone, Ask::Last, Ask::Place, Ask::Relation]);
        assert!(!usual.contains(&Ask::Told) && !Ask::in_order(true, true).contains(&Ask::Related));
        assert!(all.iter().filter(|ask| ask.is_more()).count() == all.len() - Ask::in_order(false, false).len());
    }

    #[test]
    fn a_draft_leads_back_to_its_isolation_or_its_door() {
        let of = |teller: &Teller| draft(teller, &Data::new(), 7);
        assert_eq!(case_of(&of(&teller())), Some(CASE));
        assert_eq!(case_of(&of(&Teller { case: None, person: None, ..teller() })), None);
    }

    #[test]
    fn what_nobody_has_passed_on_stands_on_top() {
        let record = |id: u128, clue: ContactClue| Record {
            kind: ContactClue::KIND.into(),
            id: RecordId::fixed(id),
            scope: Scope::Grid(RecordId::fixed(9)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: clue.data(),
            gone: None,
        };
        let clue = |case, person, to: Option<&str>| ContactClue {
            household: Some(HOME),
            case,
            person,
            name: "曾阿满".into(),
            forwarded_to: to.map(str::to_owned),
            forwarded_on: to.map(|_| today()),
            ..ContactClue::default()
        };
        let rows = vec![
            record(30, clue(Some(CASE), Some(PERSON), None)),
            record(31, clue(Some(CASE), Some(PERSON), Some("镇卫生院"))),
            record(32, clue(None, Some(PERSON), None)),
            record(33, clue(Some(RecordId::fixed(6)), None, None)),
        ];
        let state = State::new(Kept { rows, ..Kept::default() });
        let ids = |clues: Vec<Known<ContactClue>>| clues.iter().map(|clue| clue.id).collect::<Vec<_>>();
        assert_eq!(ids(clues(&state)), [33, 32, 30, 31].map(RecordId::fixed));
        assert_eq!(ids(of_case(&state, CASE, Some(PERSON))), [32, 30, 31].map(RecordId::fixed));
        assert_eq!(ids(of_case(&state, RecordId::fixed(7), None)), []);
    }
}
