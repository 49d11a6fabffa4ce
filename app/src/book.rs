//! The register as a worker thinks of it: doors in walking order, with the people behind them and
//! what has happened there. Computed from the phone's state, never stored.

mod found;

pub use found::{DoorsOf, PeopleOf};

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
    record::{Record, Scope, done_by},
    same::Joins,
    supervision::{self, Supervised, Talks},
    text::SearchKey,
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
    /// When somebody last spoke with a family otherwise than at a visit.
    talks: Arc<Talks>,
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
    /// Who did it, where that was somebody else than who entered it.
    pub done_by: Option<UserId>,
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
        let talks = talks(&care);
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
            talks: Arc::new(talks),
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
            book.talks = Arc::new(talks(&book.care));
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
                    done_by: done_by(&record.data).filter(|who| record.by != Some(*who)),
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

    /// How a family is asked after; none where it is not, or where nobody ever spoke with them.
    pub fn supervised(&self, card: &DoorCard) -> Option<Supervised> {
        let mut talks = Talks::of(card.visits.iter().map(|card| &card.visit));
        if let Some(day) = self.talks.last(card.id) {
            talks.spoke(card.id, day);
        }
        let last_on = talks.last(card.id)?;
        let isolated = card.people.iter().any(|(id, _)| self.care.open_case(*id).is_some());
        let people = card.people.iter().map(|(_, person)| person);
        let (family, days) = supervision::family(people, isolated, self.today, &self.policy)?;
        Some(Supervised { family, days, last_on })
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

/// When somebody last spoke with each family otherwise than at a visit: a temperature, a call that was
/// answered.
fn talks(care: &Care) -> Talks {
    let mut talks = Talks::default();
    for file in &care.files {
        let Some(household) = file.case.is.household else { continue };
        let readings = file.readings.iter().filter(|reading| reading.is.tenths.is_some()).filter_map(|one| one.is.on);
        let contacts =
            file.contacts.iter().filter(|contact| contact.is.reached != Some(false)).filter_map(|one| one.is.on);
        readings.chain(contacts).for_each(|day| talks.spoke(household, day));
    }
    talks
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
mod tests;
