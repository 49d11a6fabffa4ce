//! The register as a worker thinks of it: doors in walking order, with the people behind them and
//! what has happened there. Computed from the phone's state, never stored.

use crate::find::{Group, Hit, Source};
use model::{
    care::{self, Care},
    day::Day,
    due::{Door, Doors},
    id::{RecordId, UserId},
    kind::{
        Payload,
        conflict::Conflict,
        directory::{Grid, Staff, Town, Village},
        household::Household,
        person::Person,
        policy::{Policies, Policy},
        same::Same,
        sweep::{self, Sweep},
        team::Team,
        visit::Visit,
    },
    person::Phone,
    record::{Record, Scope},
    same::Joins,
    text::{Needle, Rank, SearchKey},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};
use sync::{Held, Seen, Standing, State};

/// Everything that the worker's screens show.
#[derive(Debug, Clone)]
pub struct Book {
    /// The day that "today" means.
    pub today: Day,
    /// The open sweep, if there is one.
    pub sweep: Option<Sweep>,
    /// The policy in force today.
    pub policy: Policy,
    /// Isolation and care behind these doors.
    pub care: Arc<Care>,
    /// What was joined here: two records of one household, or of one person.
    pub joins: Arc<Joins>,
    /// Name of the township, if known.
    pub town: Option<String>,
    /// Names of the grids held, in walking order.
    pub grids: Vec<(RecordId, String)>,
    /// All doors held, in walking order.
    pub doors: Vec<Arc<DoorCard>>,
    by_household: Arc<BTreeMap<RecordId, usize>>,
    grids_known: Arc<BTreeMap<RecordId, Grid>>,
    staff: Arc<BTreeMap<RecordId, String>>,
    teams: Arc<Vec<(RecordId, Team)>>,
    seen: Seen,
}

/// One door.
#[derive(Debug, Clone, PartialEq)]
pub struct DoorCard {
    /// The household.
    pub id: RecordId,
    /// Where it lives.
    pub scope: Scope,
    /// Its record.
    pub household: Household,
    /// How far its record has come.
    pub standing: Standing,
    /// How it stands in the open sweep.
    pub door: Door,
    /// Those who live there.
    pub people: Vec<(RecordId, Person)>,
    /// Visits, the latest first.
    pub visits: Vec<VisitCard>,
    /// What two people have changed differently, not yet settled.
    pub disputes: Vec<Dispute>,
    /// Name of its grid.
    pub grid: String,
    key: SearchKey,
    /// Of each of the people, what they are found by.
    keys: Vec<SearchKey>,
}

/// A conflict that is to be settled.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispute {
    /// Its record.
    pub record: Record,
    /// What it says.
    pub conflict: Conflict,
}

/// One visit.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitCard {
    /// The record.
    pub id: RecordId,
    /// What it found.
    pub visit: Visit,
    /// Who made it; none while it is this phone's own and unconfirmed.
    pub by: Option<UserId>,
    /// When, by the device's wall clock; shown only.
    pub at: Option<i64>,
    /// How far it has come.
    pub standing: Standing,
}

/// Kinds that stand behind every card: when one changes, all is worked out anew.
const BEHIND_ALL: &[&str] =
    &[Sweep::KIND, Policy::KIND, Grid::KIND, Village::KIND, Town::KIND, Staff::KIND, Team::KIND, Same::KIND];
/// Kinds that stand on the card of their door.
const AT_THE_DOOR: &[&str] = &[Household::KIND, Person::KIND, Visit::KIND, Conflict::KIND];
/// More records than this at once are a page of a first sync.
const FEW: usize = 100;

impl Book {
    /// Reads the state, for `today`.
    pub fn new(state: &State, today: Day) -> Self {
        let sweep = sweep::open_on(state.all::<Sweep>().map(|(_, sweep)| sweep), today);
        let policies = Policies::new(state.all::<Policy>().map(|(_, policy)| policy));
        let policy = policies.on(today);
        let joins = joins(state);
        let care = care_of(state, &joins, policies);
        let grids_known = state.all::<Grid>().map(|(held, grid)| (held.record.id, grid)).collect();

        let mut at_door: HashMap<RecordId, Vec<&Held>> = HashMap::new();
        for held in AT_THE_DOOR.iter().flat_map(|kind| state.held(kind)) {
            if let Some(door) = door_of(&held.record, &joins) {
                at_door.entry(door).or_default().push(held);
            }
        }
        let mut book = Self {
            today,
            sweep,
            policy,
            care: Arc::new(care),
            joins: Arc::new(joins),
            town: state.all::<Town>().next().map(|(_, town)| town.name),
            grids: Vec::new(),
            doors: Vec::new(),
            by_household: Arc::default(),
            grids_known: Arc::new(grids_known),
            teams: Arc::new(state.all::<Team>().map(|(held, team)| (held.record.id, team)).collect()),
            staff: Arc::new(state.all::<Staff>().map(|(held, staff)| (held.record.id, staff.name)).collect()),
            seen: state.seen(),
        };
        let doors = at_door.into_iter().filter_map(|(door, held)| book.card(state, door, held));
        book.doors = doors.map(Arc::new).collect();
        book.put_in_order();
        book
    }

    /// The register after some records have changed: the cards of their doors are made anew, all
    /// others stay as they are.
    pub fn after(&self, state: &State, today: Day) -> Self {
        let changed = state.changed_since(self.seen).filter(|changed| changed.len() <= FEW && today == self.today);
        changed.and_then(|changed| self.with(state, &changed)).unwrap_or_else(|| Self::new(state, today))
    }

    /// None where more has changed than single doors.
    fn with(&self, state: &State, changed: &BTreeSet<RecordId>) -> Option<Self> {
        let mut dirty: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
        let (mut care, mut order) = (false, false);
        // Whoever comes and goes where something was said of two may change who leads.
        let anybody = state.held(Same::KIND).next().is_some();
        for id in changed {
            let stood = self.doors.iter().filter(|card| card.stands(*id)).map(|card| card.id).collect::<Vec<_>>();
            match state.any(*id).map(|held| &held.record) {
                Some(record) if BEHIND_ALL.contains(&record.kind.as_str()) => return None,
                Some(record) if anybody && [Household::KIND, Person::KIND].contains(&&*record.kind) => return None,
                Some(record) => {
                    care |= care::KINDS.contains(&record.kind.as_str());
                    order |= record.kind == Household::KIND;
                    if let Some(door) = door_of(record, &self.joins).filter(|_| AT_THE_DOOR.contains(&&*record.kind)) {
                        dirty.entry(door).or_default().insert(*id);
                    }
                }
                // What has gone without having stood on a card may be anything.
                None if stood.is_empty() || anybody => return None,
                None => care = true,
            }
            for door in stood {
                dirty.entry(door).or_default();
            }
        }
        let mut book = self.clone();
        book.seen = state.seen();
        if care {
            book.care = Arc::new(care_of(state, &book.joins, book.care.policies().clone()));
        }
        for (door, mut ids) in dirty {
            let at = self.by_household.get(&door);
            match at {
                Some(at) => ids.extend(self.doors[*at].ids()),
                // What came before its door has waited for it.
                None if state.get(Household::KIND, door).is_some() => {
                    let all = AT_THE_DOOR.iter().flat_map(|kind| state.held(kind)).map(|held| &held.record);
                    ids.extend(all.filter(|record| door_of(record, &self.joins) == Some(door)).map(|record| record.id));
                }
                None => {}
            }
            let held = ids.iter().filter_map(|id| state.any(*id));
            let held = held.filter(|held| door_of(&held.record, &self.joins) == Some(door)).collect();
            match (self.card(state, door, held), at) {
                (Some(card), Some(at)) => book.doors[*at] = Arc::new(card),
                (Some(card), None) => book.doors.push(Arc::new(card)),
                (None, Some(_)) => return None,
                (None, None) => {}
            }
        }
        if order {
            book.put_in_order();
        }
        Some(book)
    }

    /// The card of a door, from what stands there. None without the household itself.
    fn card(&self, state: &State, door: RecordId, held: Vec<&Held>) -> Option<DoorCard> {
        let known = |id: RecordId| state.any(id).map(|held| &held.record);
        let whole = |record: &Record| self.joins.joined(record, known);
        let home = state.get(Household::KIND, door)?;
        let household: Household =
            whole(&home.record).map_or_else(|| home.record.read(), |whole| Household::read(&whole.data));
        let mut card = DoorCard {
            id: door,
            scope: home.record.scope,
            standing: home.standing,
            door: Door::Screened,
            people: Vec::new(),
            visits: Vec::new(),
            disputes: Vec::new(),
            grid: self.grids_known.get(&home.record.scope.id()).map(|grid| grid.name.clone()).unwrap_or_default(),
            key: SearchKey::new(&household.head, &household.door, tail(household.phone.as_deref())),
            keys: Vec::new(),
            household,
        };
        for Held { record, standing } in held {
            if self.joins.stepped_back(record.id) {
                continue;
            }
            let read = self.joins.read(record);
            let record = read.as_ref().unwrap_or(record);
            match record.kind.as_str() {
                Person::KIND => {
                    let person = whole(record).map_or_else(|| record.read(), |whole| Person::read(&whole.data));
                    card.people.push((record.id, person));
                }
                Visit::KIND => card.visits.push(VisitCard {
                    id: record.id,
                    visit: record.read(),
                    by: record.by,
                    at: record.at,
                    standing: *standing,
                }),
                Conflict::KIND => {
                    let conflict: Conflict = record.read();
                    if conflict.status != "settled" {
                        card.disputes.push(Dispute { record: record.clone(), conflict });
                    }
                }
                _ => {}
            }
        }
        // Ids grow with time, so the later of two visits on one day stands first.
        card.visits.sort_by_key(|visit| std::cmp::Reverse((visit.visit.visited_on, visit.id)));
        card.disputes.sort_by_key(|dispute| dispute.record.id);
        let head = card.household.head.clone();
        card.people.sort_by_key(|(id, person)| (person.name != head, person.born, *id));
        let key = |(_, person): &(RecordId, Person)| {
            SearchKey::new(&person.name, "", tail(person.phone.as_deref())).born(person.born)
        };
        card.keys = card.people.iter().map(key).collect();
        if let Some(sweep) = &self.sweep {
            let doors = Doors::of(sweep, card.visits.iter().map(|card| &card.visit));
            card.door = doors.door(door, self.today, &self.policy);
        }
        Some(card)
    }

    fn put_in_order(&mut self) {
        let grids = Arc::clone(&self.grids_known);
        self.doors.sort_by_cached_key(|card| {
            let code = grids.get(&card.scope.id()).map(|grid| grid.code.clone()).unwrap_or_default();
            (code, card.scope, card.household.walk, card.household.door.clone(), card.id)
        });
        self.by_household = Arc::new(self.doors.iter().enumerate().map(|(at, card)| (card.id, at)).collect());
        self.grids = Vec::new();
        for card in &self.doors {
            let id = card.scope.id();
            if self.grids.last().is_none_or(|(last, _)| *last != id) {
                self.grids.push((id, card.grid.clone()));
            }
        }
    }

    /// The door of a household.
    pub fn door(&self, household: RecordId) -> Option<&DoorCard> {
        self.by_household.get(&self.joins.root(household)).map(|index| &*self.doors[*index])
    }

    /// A household or a person as it is read here: with what was joined to it.
    pub fn record(&self, state: &State, kind: &str, id: RecordId) -> Option<Record> {
        let record = &state.get(kind, self.joins.root(id))?.record;
        let known = |id: RecordId| state.any(id).map(|held| &held.record);
        Some(self.joins.seen(record, known).unwrap_or_else(|| record.clone()))
    }

    /// A colleague's name.
    pub fn colleague(&self, user: UserId) -> Option<&str> {
        self.staff.get(&user.into()).map(String::as_str)
    }

    /// The service teams of a grid of doors.
    pub fn service_teams(&self, grid: RecordId) -> impl Iterator<Item = &(RecordId, Team)> {
        self.teams.iter().filter(move |(_, team)| team.runs_errands() && team.serves(grid))
    }

    /// A team.
    pub fn team(&self, id: RecordId) -> Option<&Team> {
        self.teams.iter().find(|(team, _)| *team == id).map(|(_, team)| team)
    }

    /// The doors to walk to today, in walking order.
    pub fn due(&self) -> impl Iterator<Item = &DoorCard> {
        self.doors.iter().map(|card| &**card).filter(|card| card.door.is_due())
    }

    /// How many doors of the sweep need no more walking, of how many.
    pub fn walked(&self) -> (usize, usize) {
        let open = self
            .doors
            .iter()
            .filter(|card| matches!(card.door, Door::NotYet | Door::Again { .. } | Door::Later { .. }))
            .count();
        (self.doors.len() - open, self.doors.len())
    }
}

/// What may be searched for here: doors, by their heads, numbers and phones.
pub struct DoorsOf<'a>(pub &'a Book);

impl Source for DoorsOf<'_> {
    fn group(&self) -> Group {
        Group::Households
    }

    fn seek(&self, needle: &Needle) -> Vec<(Rank, usize)> {
        let doors = self.0.doors.iter().enumerate();
        doors.filter_map(|(at, card)| Some((needle.matches(&card.key)?, at))).collect()
    }

    fn show(&self, at: usize, _: &Needle) -> Option<Hit> {
        let card = self.0.doors.get(at)?;
        let phone = card.household.phone.as_deref().and_then(|phone| Phone::parse(phone).ok());
        Some(Hit {
            id: card.id,
            door: Some(card.id),
            number: card.household.door.clone(),
            title: card.household.head.clone(),
            notes: phone.map(|phone| phone.masked()).into_iter().collect(),
        })
    }
}

/// What may be searched for here: people, by names, phones, years of birth.
pub struct PeopleOf<'a>(pub &'a Book);

/// More people than this live behind no door.
const BEHIND_ONE_DOOR: usize = 1 << 12;

impl Source for PeopleOf<'_> {
    fn group(&self) -> Group {
        Group::People
    }

    fn seek(&self, needle: &Needle) -> Vec<(Rank, usize)> {
        let mut found = Vec::new();
        for (door, card) in self.0.doors.iter().enumerate() {
            let keys = card.keys.iter().take(BEHIND_ONE_DOOR).enumerate();
            found.extend(
                keys.filter_map(|(nth, key)| Some((needle.matches_at(key, &card.key)?, door * BEHIND_ONE_DOOR + nth))),
            );
        }
        found
    }

    fn show(&self, at: usize, needle: &Needle) -> Option<Hit> {
        let card = self.0.doors.get(at / BEHIND_ONE_DOOR)?;
        let (id, person) = card.people.get(at % BEHIND_ONE_DOOR)?;
        let year = person.born.map(|born| born.to_string());
        let phone = person.phone.as_deref().and_then(|phone| Phone::parse(phone).ok()).map(|phone| phone.masked());
        // What was not asked for is not shown: a phone only where its end was typed.
        let phone = phone.filter(|phone| needle.marks(phone).is_some());
        Some(Hit {
            id: *id,
            door: Some(card.id),
            number: card.household.door.clone(),
            title: person.name.clone(),
            notes: year.into_iter().chain(phone).collect(),
        })
    }
}

impl DoorCard {
    /// The latest visit of all.
    pub fn last_visit(&self) -> Option<&VisitCard> {
        self.visits.first()
    }

    /// The records that it was made of.
    fn ids(&self) -> impl Iterator<Item = RecordId> {
        let people = self.people.iter().map(|(id, _)| *id);
        let others =
            self.visits.iter().map(|visit| visit.id).chain(self.disputes.iter().map(|dispute| dispute.record.id));
        std::iter::once(self.id).chain(people).chain(others)
    }

    fn stands(&self, id: RecordId) -> bool {
        self.ids().any(|own| own == id)
    }
}

/// What was joined, of all that a phone holds.
pub fn joins(state: &State) -> Joins {
    let said = state.all::<Same>().map(|(held, same)| (held.record.scope, same));
    Joins::of(said, |kind, id| state.get(kind, id).map(|held| held.record.scope))
}

fn care_of(state: &State, joins: &Joins, policies: Policies) -> Care {
    let records = care::KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| &held.record);
    if joins.is_empty() {
        return Care::of(records, policies);
    }
    let known = |id: RecordId| state.any(id).map(|held| &held.record);
    let read: Vec<Record> = records.filter_map(|record| joins.seen(record, known)).collect();
    Care::of(&read, policies)
}

/// The door at which a record stands, by the household that leads there.
fn door_of(record: &Record, joins: &Joins) -> Option<RecordId> {
    record.door().map(|door| joins.root(door))
}

fn tail(phone: Option<&str>) -> &str {
    let phone = phone.unwrap_or_default();
    phone.get(phone.len().saturating_sub(4)..).unwrap_or_default()
}

/// Name of a village, for a place that is no grid of doors.
pub fn village_name(state: &State, id: RecordId) -> Option<String> {
    state.get(Village::KIND, id).map(|held| held.record.read::<Village>().name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::kind::visit::Screening;
    use proptest::prelude::*;
    use sync::Kept;

    const GRID: RecordId = RecordId::fixed(8);
    const SCOPE: Scope = Scope::Grid(GRID);

    fn id(n: u128) -> RecordId {
        RecordId::fixed(0x100 + n)
    }

    fn day() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn record<P: Payload>(scope: Scope, id: RecordId, payload: &P) -> Record {
        let data = payload.data();
        Record {
            kind: P::KIND.into(),
            id,
            scope,
            seq: 5,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data,
            gone: None,
        }
    }

    fn home(n: u128, walk: i64, head: &str) -> Record {
        let home = Household { door: format!("{n}号"), walk, head: head.into(), ..Household::default() };
        record(SCOPE, id(n), &home)
    }

    fn resident(n: u128, home: u128, name: &str) -> Record {
        record(SCOPE, id(n), &Person { household: Some(id(home)), name: name.into(), ..Person::default() })
    }

    fn walked(n: u128, home: u128, outcome: &str, person: u128) -> Record {
        let visit = Visit {
            household: Some(id(home)),
            visited_on: Some(day()),
            outcome: outcome.into(),
            screening: vec![Screening { person: Some(id(person)), ..Screening::default() }],
            ..Visit::default()
        };
        record(SCOPE, id(n), &visit)
    }

    fn said(one: u128, other: u128, what: &str, status: &str) -> Record {
        let same = Same {
            household: Some(id(1)),
            what: what.into(),
            one: Some(id(one)),
            other: Some(id(other)),
            keep: Some(id(one)),
            status: status.into(),
            ..Same::default()
        };
        record(SCOPE, model::kind::same::id_of(id(one), id(other)), &same)
    }

    fn rows() -> Vec<Record> {
        let town = Scope::Town(RecordId::fixed(7));
        let sweep = Sweep { round: 1, from_on: Some(day().plus(-3)), to_on: None };
        let mut rows = vec![
            record(
                town,
                GRID,
                &Grid { name: "柳塘一网格".into(), code: "1".into(), level: 2, village: None, ..Grid::default() },
            ),
            record(town, RecordId::fixed(6), &sweep),
        ];
        for n in 1..5 {
            rows.push(home(n, n as i64, "佘德旺"));
            rows.push(resident(10 + n, n, "佘小满"));
        }
        rows
    }

    /// What somebody may do, or what may come down.
    fn deeds() -> impl Strategy<Value = (bool, Record)> {
        let home_of = 1..7u128;
        let one = prop_oneof![
            4 => (20..30u128, home_of.clone(), 0..3usize, 11..15u128).prop_map(|(n, home, outcome, person)| {
                walked(n, home, ["met", "locked", "refused"][outcome], person)
            }),
            2 => (11..19u128, home_of.clone()).prop_map(|(n, home)| resident(n, home, "许小禾")),
            2 => (home_of, 0..9i64).prop_map(|(n, walk)| home(n, walk, "许长根")),
            1 => (1..3u128, 3..5u128, any::<bool>()).prop_map(|(one, other, joined)| {
                said(one, other, "household", if joined { "joined" } else { "undone" })
            }),
            1 => (11..13u128, 13..15u128).prop_map(|(one, other)| said(one, other, "person", "joined")),
        ];
        (any::<bool>(), one)
    }

    fn shown(book: &Book) -> (Vec<DoorCard>, Vec<(RecordId, String)>, String) {
        let doors: Vec<DoorCard> = book.doors.iter().map(|card| (**card).clone()).collect();
        assert!(doors.iter().all(|card| book.door(card.id).is_some_and(|found| found == card)));
        (doors, book.grids.clone(), format!("{:?} {:?}", book.care.files, book.joins))
    }

    proptest! {
        #[test]
        fn brought_up_to_date_it_is_what_it_would_be_anew(deeds in prop::collection::vec(deeds(), 1..12)) {
            let mut rows = rows();
            let mut book: Option<Book> = None;
            let mut state = State::new(Kept { rows: rows.clone(), ..Kept::default() });
            for (gone, deed) in deeds {
                let before = book.take().unwrap_or_else(|| Book::new(&state, day()));
                rows.retain(|row| row.id != deed.id);
                let row = Record { gone: gone.then_some(model::record::Gone::Void), ..deed.clone() };
                if !gone {
                    rows.push(deed);
                }
                state.comes_down(vec![row]);
                let after = before.after(&state, day());
                let anew = Book::new(&State::new(Kept { rows: rows.clone(), ..Kept::default() }), day());
                prop_assert_eq!(shown(&after), shown(&anew));
                book = Some(after);
            }
        }
    }

    #[test]
    fn one_visit_makes_one_card_anew() {
        let mut state = State::new(Kept { rows: rows(), ..Kept::default() });
        let book = Book::new(&state, day());
        state.comes_down(vec![walked(20, 2, "met", 12)]);
        let after = book.after(&state, day());
        let fresh = book.doors.iter().zip(&after.doors).filter(|(before, now)| !Arc::ptr_eq(before, now)).count();
        assert_eq!(fresh, 1);
        assert_eq!(after.door(id(2)).map(|card| card.door), Some(Door::Screened));
        assert!(Arc::ptr_eq(&book.care, &after.care));
        let tomorrow = book.after(&state, day().plus(1));
        assert_eq!(tomorrow.today, day().plus(1));
    }

    #[test]
    fn whatever_is_remembered_finds_a_door_and_those_behind_it() {
        let mut rows = rows();
        let born = Person {
            household: Some(id(3)),
            name: "许小禾".into(),
            born: Some(1956),
            phone: Some("19900000417".into()),
            ..Person::default()
        };
        rows.push(record(SCOPE, id(19), &born));
        let book = Book::new(&State::new(Kept { rows, ..Kept::default() }), day());
        let found = |typed: &str| {
            let found = crate::find::find(typed, &[&DoorsOf(&book), &PeopleOf(&book)], |_| 2).unwrap_or_default();
            found.into_iter().map(|found| (found.group, found.total, found.hits.len())).collect::<Vec<_>>()
        };
        assert_eq!(found(" "), []);
        assert_eq!(found("sdw"), [(Group::Households, 4, 2)]);
        assert_eq!(found("佘小满"), [(Group::People, 4, 2)]);
        assert_eq!(found("she"), [(Group::Households, 4, 2), (Group::People, 4, 2)]);
        assert_eq!(found("xxh"), [(Group::People, 1, 1)]);
        for typed in ["1956", "0417", "许小禾 3", "19900000417"] {
            assert_eq!(found(typed).last(), Some(&(Group::People, 1, 1)), "{typed}");
        }
        let notes = |typed: &str| {
            let found = crate::find::find(typed, &[&PeopleOf(&book)], |_| 2).expect("something typed");
            found[0].hits[0].notes.clone()
        };
        assert_eq!(notes("许小禾"), ["1956"]);
        assert_eq!(notes("0417"), ["1956", "199****0417"], "a number is shown to whoever knows its end");
        assert_eq!(crate::find::marked("xxh", "许小禾"), ("", "许小禾", ""));
        assert_eq!(crate::find::marked("小", "许小禾"), ("许", "小", "禾"));
        assert_eq!(crate::find::marked("", "许小禾"), ("", "", "许小禾"));
    }
}
