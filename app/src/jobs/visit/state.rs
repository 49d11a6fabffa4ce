//! A visit being filled in: answers, what is wrong with them, and what saving them means.

use model::{
    day::Day,
    field::Problem,
    id::{OpId, RecordId},
    kind::{
        Payload,
        need::Need,
        visit::{self, Screening, Visit},
    },
    record::{Data, Scope},
};
use serde_json::Value;
use sync::{Draft, Intent};

/// Key of the draft of a visit to `household`: one at a time.
pub fn draft_key(household: RecordId) -> String {
    format!("{}:{household}", Visit::KIND)
}

/// The draft as it is to be kept. One that was begun with an older form keeps its version.
pub fn draft(household: RecordId, answers: &Data, mends: Option<OpId>, begun: Option<u16>, at: i64) -> Draft {
    Draft {
        key: draft_key(household),
        kind: Visit::KIND.into(),
        version: begun.unwrap_or(visit::FORM.version),
        about: Some(household),
        at,
        data: answers.clone(),
        mends,
    }
}

/// The answers as the payload that would be saved.
pub fn settled(household: RecordId, today: Day, answers: &Data) -> Data {
    let mut data = visit::FORM.settled(answers);
    data.retain(|_, value| !matches!(value, Value::Null) && *value != Value::Bool(false));
    data.insert("household".into(), household.to_string().into());
    // A visit that is mended keeps the day on which it was made.
    data.entry("visited_on").or_insert_with(|| today.to_string().into());
    data
}

/// What is wrong with the answers.
pub fn problems(household: RecordId, today: Day, answers: &Data) -> Vec<Problem> {
    visit::KIND.check(&settled(household, today, answers))
}

/// The ids that saving needs: one for the visit, one for each need spoken of.
pub fn ids_needed(answers: &Data) -> usize {
    1 + needs(answers).len()
}

/// What saving the answers means: the visit, and each need as a ticket of its own.
pub fn intents(household: RecordId, scope: Scope, today: Day, answers: &Data, ids: Vec<RecordId>) -> Vec<Intent> {
    let data = settled(household, today, answers);
    let visit = Visit::read(&data);
    let mut ids = ids.into_iter();
    let Some(id) = ids.next() else { return Vec::new() };
    let mut intents = vec![Intent { act: model::op::Act::Add { data }, kind: Visit::KIND.into(), rec: id, scope }];
    for (category, need_id) in visit.needs.iter().zip(ids) {
        let need = Need {
            household: Some(household),
            visit: Some(id),
            category: category.clone(),
            text: None,
            asked_on: visit.visited_on,
            status: "open".into(),
            ..Need::default()
        };
        intents.push(Intent::add(need_id, scope, &need));
    }
    intents
}

fn needs(answers: &Data) -> Vec<String> {
    Visit::read(&visit::FORM.settled(answers)).needs
}

/// The answer 人都正常: everyone screened, nobody with anything.
pub fn all_well(people: impl IntoIterator<Item = RecordId>) -> Value {
    screenings(people.into_iter().map(|person| Screening { person: Some(person), ..Screening::default() }))
}

/// The screening answer of one person, among those of all.
pub fn screening_of(answers: &Data, person: RecordId) -> Option<Screening> {
    Visit::read(answers).screening.into_iter().find(|screening| screening.person == Some(person))
}

/// The screening answers with `changed` in its place; whoever was not yet asked after is recorded
/// as well, so that one exception does not leave the others out.
pub fn with_screening(answers: &Data, people: &[RecordId], changed: Screening) -> Value {
    let known = Visit::read(answers).screening;
    screenings(people.iter().map(|person| {
        if changed.person == Some(*person) {
            return changed.clone();
        }
        let earlier = known.iter().find(|screening| screening.person == Some(*person)).cloned();
        earlier.unwrap_or(Screening { person: Some(*person), ..Screening::default() })
    }))
}

/// Whether everyone was found well.
pub fn is_all_well(answers: &Data) -> bool {
    let screening = Visit::read(answers).screening;
    !screening.is_empty() && screening.iter().all(is_well)
}

/// Whether one person was found well.
pub fn is_well(screening: &Screening) -> bool {
    screening.symptoms.is_empty() && screening.returned != Some(true) && screening.contact != Some(true)
}

fn screenings(all: impl Iterator<Item = Screening>) -> Value {
    all.filter_map(|screening| serde_json::to_value(screening).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::op::Act;
    use serde_json::json;

    const HOME: RecordId = RecordId::fixed(1);
    const PEOPLE: [RecordId; 3] = [RecordId::fixed(2), RecordId::fixed(3), RecordId::fixed(4)];
    const GRID: Scope = Scope::Grid(RecordId::fixed(9));

    fn today() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn answers(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn an_empty_form_lacks_its_outcome_and_nothing_else() {
        assert_eq!(problems(HOME, today(), &Data::new()), [Problem::new("outcome", "required")]);
    }

    #[test]
    fn a_refusal_is_saved_in_two_taps() {
        let data = answers(json!({"outcome": "refused"}));
        assert_eq!(problems(HOME, today(), &data), []);
        let intents = intents(HOME, GRID, today(), &data, vec![RecordId::fixed(20)]);
        let Act::Add { data } = &intents[0].act else { panic!("an addition") };
        assert_eq!(*data, answers(json!({"outcome": "refused", "household": HOME, "visited_on": "2020-02-07"})));
    }

    #[test]
    fn what_was_tapped_before_the_door_proved_locked_is_not_saved() {
        let mut data = answers(json!({"outcome": "met", "needs": ["masks"], "informed": true}));
        data.insert("screening".into(), all_well(PEOPLE));
        data.insert("outcome".into(), "locked".into());
        assert_eq!(problems(HOME, today(), &data), []);
        assert_eq!(ids_needed(&data), 1);
        assert_eq!(settled(HOME, today(), &data).keys().collect::<Vec<_>>(), ["household", "outcome", "visited_on"]);
    }

    #[test]
    fn a_draft_of_an_older_form_keeps_its_version_and_what_is_not_known() {
        let older = answers(json!({"outcome": "met", "of_the_future": 7}));
        let again = draft(HOME, &older, None, Some(0), 9);
        assert_eq!((again.version, &again.data), (0, &older));
        assert_eq!(settled(HOME, today(), &again.data)["of_the_future"], 7);
        assert_eq!(draft(HOME, &older, None, None, 9).version, visit::FORM.version);
    }

    #[test]
    fn one_exception_leaves_the_others_well() {
        let feverish = Screening { person: Some(PEOPLE[1]), symptoms: vec!["fever".into()], ..Screening::default() };
        let mut data = answers(json!({"outcome": "met"}));
        data.insert("screening".into(), with_screening(&data, &PEOPLE, feverish.clone()));
        assert_eq!(Visit::read(&data).screening.len(), 3);
        assert_eq!(screening_of(&data, PEOPLE[1]), Some(feverish));
        assert!(is_well(&screening_of(&data, PEOPLE[0]).expect("asked after")));
        assert!(!is_all_well(&data));
        assert_eq!(problems(HOME, today(), &data), []);
    }

    #[test]
    fn each_need_becomes_a_ticket_of_the_same_day() {
        let data = answers(json!({"outcome": "met", "needs": ["masks", "medicine"], "visited_on": "2020-02-05"}));
        let ids = (20..20 + ids_needed(&data) as u128).map(RecordId::fixed).collect();
        let intents = intents(HOME, GRID, today(), &data, ids);
        assert_eq!(intents.iter().map(|intent| intent.kind.as_str()).collect::<Vec<_>>(), ["visit", "need", "need"]);
        let Act::Add { data } = &intents[2].act else { panic!("an addition") };
        let need = Need::read(data);
        assert_eq!(
            (need.category.as_str(), need.visit, need.asked_on),
            ("medicine", Some(RecordId::fixed(20)), Day::new(2020, 2, 5))
        );
    }
}
