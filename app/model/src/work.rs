//! Own work: what one notes down of what one did, whatever its kind.
//!
//! A kind with a form is noted down by one screen that knows no kind. What that screen has to know
//! stands here: where someone may note it down, what they noted last, and what of that holds again.
//! By convention a kind of own work says its day in [`ON`], and when in [`MINUTE`].

mod figures;

pub use figures::{Counted, ServiceTimes, service_times};

use crate::{
    access::{Deed, Role},
    day::{Day, time_of_day},
    field::Holds,
    form::Ask,
    id::UserId,
    kind::{Home, Kind},
    record::{Data, Record, Scope},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The field that holds the day.
pub const ON: &str = "on";
/// The field that holds the minute of that day.
pub const MINUTE: &str = "minute";

/// Whether a kind is noted down by the screen that knows no kind.
pub fn is_noted(kind: &Kind) -> bool {
    kind.form.is_some() && matches!(kind.home, Home::Work | Home::Town) && kind.field(ON).is_some()
}

/// Where people of these roles, who hold these scopes, may note down such a record.
pub fn places(kind: &Kind, roles: &[Role], held: &BTreeSet<Scope>) -> Vec<Scope> {
    if !is_noted(kind) {
        return Vec::new();
    }
    let towns = || held.iter().copied().filter(|scope| matches!(scope, Scope::Town(_))).collect();
    let works = |role: &Role| if kind.home == Home::Work { role.works_in(held) } else { towns() };
    let may = |role: &Role| {
        let role = *role;
        works(&role).into_iter().filter(move |scope| role.may(Deed::Add, kind.name, *scope))
    };
    let places: BTreeSet<Scope> = roles.iter().flat_map(may).collect();
    places.into_iter().collect()
}

/// Whether somebody made that record; one that is not yet confirmed is this phone's own.
pub fn is_own(record: &Record, me: UserId) -> bool {
    record.by.is_none_or(|by| by == me)
}

/// Whoever's own record is the latest of these.
pub fn last<'a>(records: impl IntoIterator<Item = &'a Record>, me: UserId) -> Option<&'a Record> {
    // Ids grow with time, and the clock of the phone may not: what was said to be of a later day
    // counts first.
    let day = |record: &Record| record.data.get(ON).and_then(Value::as_str).and_then(Day::parse);
    records.into_iter().filter(|record| is_own(record, me)).max_by_key(|record| (day(record), record.id))
}

/// The day that a record is about.
pub fn day_of(record: &Record) -> Option<Day> {
    record.data.get(ON).and_then(Value::as_str).and_then(Day::parse)
}

/// What of an earlier record holds again: all that was answered but its time and its photos.
pub fn again(kind: &Kind, earlier: &Data) -> Data {
    let asked = |field: &str| {
        let question = kind.form.into_iter().flat_map(|form| form.questions).find(|question| question.field == field);
        question.is_some_and(|question| !matches!(question.ask, Ask::Photos { .. }))
    };
    earlier.iter().filter(|(field, _)| asked(field)).map(|(field, value)| (field.clone(), value.clone())).collect()
}

/// The answers as the payload that is saved: without what is no longer asked and what says nothing;
/// with the day and the minute, unless they say another.
pub fn settled(kind: &Kind, answers: &Data, now: i64) -> Data {
    let mut data = kind.form.map_or_else(|| answers.clone(), |form| form.settled(answers));
    data.retain(|_, value| !is_nothing(value));
    let today = Day::from_unix_ms(now);
    if kind.field(ON).is_some() {
        let on = data.entry(ON).or_insert_with(|| today.to_string().into());
        let is_today = on.as_str() == Some(&today.to_string());
        // What is noted a day late has no minute that anyone remembers.
        if is_today && kind.field(MINUTE).is_some_and(|field| matches!(field.holds, Holds::Count(..))) {
            let (hour, minute) = time_of_day(now);
            data.entry(MINUTE).or_insert_with(|| (hour * 60 + minute).into());
        }
    }
    data
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Choices with those of last time first, otherwise in their order.
pub fn with_last_first(choices: &[&'static str], last: Option<&Value>) -> Vec<&'static str> {
    let was = |choice: &str| match last {
        Some(Value::String(one)) => one == choice,
        Some(Value::Array(many)) => many.iter().any(|one| one.as_str() == Some(choice)),
        _ => false,
    };
    let (first, others): (Vec<_>, Vec<_>) = choices.iter().copied().partition(|choice| was(choice));
    first.into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::RecordId,
        kind::{KINDS, material, patrol, police_action, publicity, station, visit},
    };
    use serde_json::json;

    const ME: UserId = UserId::fixed(7);
    const TOWN: Scope = Scope::Town(RecordId::fixed(1));
    const GRIDS: [Scope; 2] = [Scope::Grid(RecordId::fixed(2)), Scope::Grid(RecordId::fixed(3))];
    const TEAM: Scope = Scope::Team(RecordId::fixed(4));
    /// 2020-02-07 10:21 in China.
    const NOW: i64 = 1_581_042_060_000;

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn one_notes_down_where_one_works_and_only_what_ones_role_may() {
        let held = BTreeSet::from([TOWN, GRIDS[0], GRIDS[1], TEAM]);
        let of = |kind: &Kind, role| places(kind, &[role], &held);
        assert_eq!(of(&patrol::KIND, Role::Worker), GRIDS);
        assert_eq!(of(&patrol::KIND, Role::Volunteer), [TEAM]);
        assert_eq!(of(&patrol::KIND, Role::Police), [TOWN]);
        assert_eq!(places(&patrol::KIND, &[Role::Worker, Role::Volunteer], &held), [GRIDS[0], GRIDS[1], TEAM]);
        assert_eq!([of(&patrol::KIND, Role::Admin), of(&patrol::KIND, Role::Auditor)], [vec![], vec![]]);
        for (kind, who) in [
            (&police_action::KIND, vec![Role::Police]),
            (&material::KIND, vec![Role::Town]),
            (&station::KIND, vec![Role::VillageLead, Role::Town]),
        ] {
            let may: Vec<Role> = Role::ALL.iter().copied().filter(|role| !of(kind, *role).is_empty()).collect();
            assert_eq!(may, who, "{}", kind.name);
        }
        // A visit is made at a door.
        assert_eq!(of(&visit::KIND, Role::Worker), []);
    }

    #[test]
    fn the_last_is_the_latest_of_ones_own() {
        let record = |id, on: &str, by| Record {
            id: RecordId::fixed(id),
            by,
            ..crate::kind::tests::record("publicity", data(json!({"on": on})))
        };
        let (other, unsent) = (Some(UserId::fixed(8)), None);
        let records = [
            record(1, "2020-02-05", Some(ME)),
            record(3, "2020-02-04", unsent),
            record(2, "2020-02-05", Some(ME)),
            record(4, "2020-02-06", other),
        ];
        assert_eq!(last(&records, ME).map(|record| record.id), Some(RecordId::fixed(2)));
        assert_eq!(last(&records[1..2], ME).map(|record| record.id), Some(RecordId::fixed(3)));
        assert_eq!(last(&records[3..], ME), None);
    }

    #[test]
    fn again_is_what_was_answered_without_its_time_and_its_photos() {
        let earlier = &(publicity::KIND.samples)()[0];
        let filled = again(&publicity::KIND, earlier);
        let names: Vec<&str> = filled.keys().map(String::as_str).collect();
        assert_eq!(names, ["channel", "material", "people_n", "place", "quantity", "title", "vehicles", "village"]);
    }

    #[test]
    fn what_is_saved_says_its_day_and_minute_and_nothing_that_is_not_asked() {
        let given = json!({"channel": "leaflet", "quantity": 50, "vehicles": 3, "place": " ", "photos": []});
        let saved = settled(&publicity::KIND, &data(given.clone()), NOW);
        let today = json!({"channel": "leaflet", "quantity": 50, "on": "2020-02-07", "minute": 621});
        assert_eq!(Value::from(saved), today);
        let mut late = data(given);
        late.insert(ON.into(), "2020-02-06".into());
        let saved = settled(&publicity::KIND, &late, NOW);
        assert_eq!(Value::from(saved), json!({"channel": "leaflet", "quantity": 50, "on": "2020-02-06"}));
    }

    #[test]
    fn last_times_choices_come_first_and_the_others_keep_their_order() {
        let choices = &["a", "b", "c", "d"];
        assert_eq!(with_last_first(choices, Some(&json!("c"))), ["c", "a", "b", "d"]);
        assert_eq!(with_last_first(choices, Some(&json!(["d", "b"]))), ["b", "d", "a", "c"]);
        for nothing in [None, Some(&json!("x")), Some(&Value::Null)] {
            assert_eq!(with_last_first(choices, nothing), choices);
        }
    }

    #[test]
    fn every_kind_that_is_noted_down_says_its_day() {
        for kind in KINDS {
            let day = kind.field(ON).is_none_or(|field| matches!(field.holds, Holds::Day));
            assert!(!is_noted(kind) || day, "{} has no day", kind.name);
        }
    }
}
