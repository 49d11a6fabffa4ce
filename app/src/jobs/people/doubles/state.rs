//! What looks alike on this phone; two compared; and what a word about them means.

use crate::book::Book;
use model::{
    id::RecordId,
    kind::{
        Payload,
        household::{self, Household},
        person::{self, Person},
        same::{self, Same, Taken},
    },
    record::{Data, Record, Scope},
    same::{Reasons, Traits, alike, differing, like, said},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use sync::{Intent, State};

/// Households or people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// 户.
    Household,
    /// 人.
    Person,
}

impl What {
    /// The name of its kind, which is its code as well.
    pub fn kind(self) -> &'static str {
        match self {
            What::Household => Household::KIND,
            What::Person => Person::KIND,
        }
    }

    /// What is shown when two are compared, in the order of the form.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            What::Household => &["door", "group", "head", "phone", "house_use", "residents", "away", "note"],
            What::Person => &[
                "name",
                "sex",
                "born",
                "relation",
                "phone",
                "person_type",
                "identity_number",
                "came_from",
                "origin",
                "left_on",
                "returned_on",
                "transport",
                "trip_no",
                "job",
                "employer",
                "domicile",
                "guardian",
                "note",
            ],
        }
    }
}

/// Two that look alike. The lesser id first, which is the one registered earlier.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What they are.
    pub what: What,
    /// The one.
    pub one: RecordId,
    /// The other.
    pub other: RecordId,
    /// Why.
    pub reasons: Reasons,
}

/// What is compared, with where each lives: only records of one place can be joined.
fn traits(book: &Book, what: What) -> BTreeMap<Scope, Vec<(RecordId, Traits)>> {
    let mut all: BTreeMap<Scope, Vec<(RecordId, Traits)>> = BTreeMap::new();
    for card in &book.doors {
        let here = all.entry(card.scope).or_default();
        match what {
            What::Household => here.push((card.id, Traits::of_household(&card.household))),
            What::Person => {
                here.extend(card.people.iter().map(|(id, person)| (*id, Traits::of_person(person, Some(card.id)))));
            }
        }
    }
    all
}

/// All pairs that look alike and of which nobody has said anything, households before people.
pub fn all(book: &Book, state: &State) -> Vec<Pair> {
    // What was said of one that stepped back since was said of who leads.
    let said: BTreeSet<(RecordId, RecordId)> = said(state.all::<Same>().map(|(_, same)| same))
        .into_iter()
        .filter(|(_, same)| same.status == "apart")
        .map(|((one, other), _)| (book.joins.root(one), book.joins.root(other)))
        .map(|(one, other)| (one.min(other), one.max(other)))
        .collect();
    let mut pairs = Vec::new();
    for what in [What::Household, What::Person] {
        for here in traits(book, what).into_values() {
            let records = here.iter().map(|(id, traits)| (*id, traits));
            let found = alike(records, |one, other| said.contains(&(one, other)));
            pairs.extend(found.into_iter().map(|(one, other, reasons)| Pair { what, one, other, reasons }));
        }
    }
    pairs
}

/// How many there are.
pub fn count(book: &Book, state: &State) -> usize {
    all(book, state).len()
}

/// The households of a place that look like one that is being typed.
pub fn like_household(book: &Book, scope: Scope, typed: &Household) -> Vec<(RecordId, Reasons)> {
    let here = traits(book, What::Household).remove(&scope).unwrap_or_default();
    like(&Traits::of_household(typed), here.iter().map(|(id, traits)| (*id, traits)))
}

/// The people of a place who look like one that is being typed.
pub fn like_person(book: &Book, scope: Scope, typed: &Person) -> Vec<(RecordId, Reasons)> {
    let here = traits(book, What::Person).remove(&scope).unwrap_or_default();
    like(&Traits::of_person(typed, None), here.iter().map(|(id, traits)| (*id, traits)))
}

/// One field of two.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Which.
    pub field: &'static str,
    /// What the one says.
    pub one: Value,
    /// What the other says.
    pub other: Value,
    /// Whether both say something, and not the same.
    pub differs: bool,
}

/// Two side by side; what neither says is left out.
pub fn compare(what: What, one: &Data, other: &Data) -> Vec<Line> {
    let kind = if what == What::Household { &household::KIND } else { &person::KIND };
    let differ = differing(kind, one, other);
    let value = |data: &Data, field: &str| data.get(field).cloned().unwrap_or_default();
    let line = |field: &'static str| {
        let (one, other) = (value(one, field), value(other, field));
        let said = !one.is_null() || !other.is_null();
        said.then(|| Line { field, one, other, differs: differ.contains(&field) })
    };
    what.fields().iter().filter_map(|field| line(field)).collect()
}

/// What is said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// One and the same.
    Joined,
    /// Two.
    Apart,
    /// Taken apart again.
    Undone,
}

impl Word {
    fn code(self) -> &'static str {
        match self {
            Word::Joined => "joined",
            Word::Apart => "apart",
            Word::Undone => "undone",
        }
    }
}

/// What saying so means; `one` leads, and `chosen` are the fields in which the other is right. None
/// if one of the two is not here.
pub fn intent(state: &State, book: &Book, pair: &Pair, chosen: &BTreeSet<&'static str>, word: Word) -> Option<Intent> {
    let id = same::id_of(pair.one, pair.other);
    if let Some(known) = state.get(Same::KIND, id).map(|held| &held.record) {
        let mut set = Data::new();
        set.insert("status".into(), word.code().into());
        if word == Word::Joined {
            set.insert("keep".into(), pair.one.to_string().into());
            set.insert("taken".into(), serde_json::to_value(taken(state, pair, chosen)?).ok()?);
        }
        return Some(Intent::set(known, set));
    }
    let leads = &state.get(pair.what.kind(), pair.one)?.record;
    let household = leads.door().map(|door| book.joins.root(door))?;
    let said = Same {
        household: Some(household),
        what: pair.what.kind().into(),
        one: Some(pair.one.min(pair.other)),
        other: Some(pair.one.max(pair.other)),
        keep: Some(pair.one),
        taken: if word == Word::Joined { taken(state, pair, chosen)? } else { Vec::new() },
        reasons: pair.reasons.iter().map(|reason| reason.code().to_owned()).collect(),
        status: word.code().into(),
    };
    Some(Intent::add(id, leads.scope, &said))
}

fn taken(state: &State, pair: &Pair, chosen: &BTreeSet<&'static str>) -> Option<Vec<Taken>> {
    let leads = &state.get(pair.what.kind(), pair.one)?.record;
    let was = |field: &str| leads.data.get(field).cloned().unwrap_or_default();
    Some(chosen.iter().map(|field| Taken { field: (*field).to_owned(), was: was(field) }).collect())
}

/// What was joined behind a record that leads: what was said, and the one that stepped back.
pub fn joined_behind(state: &State, book: &Book, root: RecordId) -> Vec<(Record, RecordId)> {
    let behind = book.joins.behind(root);
    let lines = state.all::<Same>().filter(|(_, same)| same.joins()).filter_map(|(held, same)| {
        let (keep, back) = same.sides()?;
        let here = |id: RecordId| id == root || behind.contains(&id);
        (here(keep) && here(back)).then(|| (held.record.clone(), if back == root { keep } else { back }))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        day::Day,
        kind::visit::{Screening, Visit},
        op::Act,
    };
    use sync::{Kept, Standing};

    const GRID: Scope = Scope::Grid(RecordId::fixed(8));
    const OTHER_GRID: Scope = Scope::Grid(RecordId::fixed(9));

    fn id(n: u128) -> RecordId {
        RecordId::fixed(0x100 + n)
    }

    fn record<P: Payload>(scope: Scope, n: u128, payload: &P) -> Record {
        let data = payload.data();
        Record {
            kind: P::KIND.into(),
            id: id(n),
            scope,
            seq: 5,
            v: 1,
            fv: data.keys().map(|field| (field.clone(), 5)).collect(),
            by: None,
            at: None,
            late: false,
            data,
            gone: None,
        }
    }

    fn home(scope: Scope, n: u128, door: &str, head: &str) -> Record {
        record(scope, n, &Household { door: door.into(), walk: n as i64, head: head.into(), ..Household::default() })
    }

    fn resident(n: u128, home: u128, name: &str, born: Option<i64>) -> Record {
        record(GRID, n, &Person { household: Some(id(home)), name: name.into(), born, ..Person::default() })
    }

    fn day() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn held(rows: Vec<Record>) -> (Book, State) {
        let state = State::new(Kept { rows, ..Kept::default() });
        (Book::new(&state, day()), state)
    }

    fn village() -> Vec<Record> {
        let visit = Visit {
            household: Some(id(2)),
            visited_on: Some(day()),
            outcome: "met".into(),
            screening: vec![Screening { person: Some(id(12)), ..Screening::default() }],
            ..Visit::default()
        };
        vec![
            home(GRID, 1, "三组17号", "佘德旺"),
            home(GRID, 2, "3组17号", "佘德望"),
            home(OTHER_GRID, 3, "3组17号", "佘德旺"),
            home(GRID, 4, "18号", "许长根"),
            resident(11, 1, "佘小满", Some(1991)),
            resident(12, 2, "佘晓满", Some(1991)),
            resident(13, 4, "许小禾", Some(1991)),
            record(GRID, 21, &visit),
        ]
    }

    fn said_of(book: &Book, state: &State, pair: &Pair, word: Word) -> Record {
        let intent = intent(state, book, pair, &BTreeSet::new(), word).expect("both are here");
        let Act::Add { data } = intent.act else { panic!("nothing was said before") };
        Record { id: intent.rec, ..record(GRID, 0, &Same::read(&data)) }
    }

    #[test]
    fn what_looks_alike_in_one_place_is_proposed_until_somebody_has_said_something() {
        let (book, state) = held(village());
        let pairs = all(&book, &state);
        let ids: Vec<_> = pairs.iter().map(|pair| (pair.what, pair.one, pair.other)).collect();
        assert_eq!(ids, [(What::Household, id(1), id(2)), (What::Person, id(11), id(12))]);
        for word in [Word::Apart, Word::Joined] {
            let mut rows = village();
            rows.extend(pairs.iter().map(|pair| said_of(&book, &state, pair, word)));
            let (book, state) = held(rows);
            assert_eq!(all(&book, &state), [], "{word:?}");
        }
    }

    #[test]
    fn once_joined_there_is_one_door_with_everything_at_it_and_taken_apart_there_are_two() {
        let (book, state) = held(village());
        let pairs = all(&book, &state);
        let mut rows = village();
        rows.extend(pairs.iter().map(|pair| said_of(&book, &state, pair, Word::Joined)));
        let (joined, state_joined) = held(rows.clone());
        assert_eq!(joined.doors.len(), 3);
        let card = joined.door(id(2)).expect("found by either id");
        assert_eq!((card.id, card.people.len(), card.visits.len()), (id(1), 1, 1));
        assert_eq!(card.visits[0].visit.screening[0].person, Some(id(11)));
        assert_eq!(joined_behind(&state_joined, &joined, id(1))[0].1, id(2));
        let undo = intent(&state_joined, &joined, &pairs[0], &BTreeSet::new(), Word::Undone).expect("both are here");
        let Act::Set { set, .. } = undo.act else { panic!("it was said before") };
        assert_eq!(set["status"], "undone");
        for row in rows.iter_mut().filter(|row| row.kind == Same::KIND) {
            row.data.insert("status".into(), "undone".into());
        }
        let (apart, _) = held(rows);
        assert_eq!(apart.doors, book.doors);
    }

    #[test]
    fn two_side_by_side_say_what_differs_and_what_was_chosen_stands() {
        let (book, state) = held(village());
        let of = |n: u128| state.get(Household::KIND, id(n)).map(|held| held.record.data.clone()).expect("it is there");
        let lines = compare(What::Household, &of(1), &of(2));
        let told: Vec<_> = lines.iter().map(|line| (line.field, line.differs)).collect();
        assert_eq!(told, [("door", true), ("head", true)]);
        let pair = &all(&book, &state)[0];
        let said = intent(&state, &book, pair, &BTreeSet::from(["head"]), Word::Joined).expect("both are here");
        let Act::Add { data } = said.act else { panic!("nothing was said before") };
        let mut rows = village();
        rows.push(Record { id: said.rec, ..record(GRID, 0, &Same::read(&data)) });
        let (book, _) = held(rows);
        let card = book.door(id(1)).expect("it is there");
        assert_eq!((card.household.door.as_str(), card.household.head.as_str()), ("三组17号", "佘德望"));
        assert_eq!(card.standing, Standing::Uploaded);
    }

    #[test]
    fn what_is_typed_is_looked_for_where_it_would_live() {
        let (book, _) = held(village());
        let typed = Household { door: "18".into(), ..Household::default() };
        let found = |scope| like_household(&book, scope, &typed).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        assert_eq!((found(GRID), found(OTHER_GRID)), (vec![id(4)], vec![]));
        let typed = Person { name: "许小何".into(), born: Some(1991), ..Person::default() };
        assert_eq!(like_person(&book, GRID, &typed)[0].0, id(13));
    }
}
