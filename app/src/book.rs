//! The register as a worker thinks of it: doors in walking order, with the people behind them and
//! what has happened there. Computed from the phone's state, never stored.

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
        sweep::{self, Sweep},
        team::Team,
        visit::Visit,
    },
    record::{Record, Scope, done_by},
    supervision::{self, Supervised, Talks},
    text::{Needle, SearchKey},
};
use std::collections::BTreeMap;
use sync::{Standing, State};

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
    pub care: Care,
    /// Name of the township, if known.
    pub town: Option<String>,
    /// Names of the grids held, in walking order.
    pub grids: Vec<(RecordId, String)>,
    /// All doors held, in walking order.
    pub doors: Vec<DoorCard>,
    by_household: BTreeMap<RecordId, usize>,
    staff: BTreeMap<RecordId, String>,
    teams: Vec<(RecordId, Team)>,
    talks: Talks,
}

/// One door.
#[derive(Debug, Clone)]
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
    others: Vec<SearchKey>,
}

/// A conflict that is to be settled.
#[derive(Debug, Clone)]
pub struct Dispute {
    /// Its record.
    pub record: Record,
    /// What it says.
    pub conflict: Conflict,
}

/// One visit.
#[derive(Debug, Clone)]
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

impl Book {
    /// Reads the state, for `today`.
    pub fn new(state: &State, today: Day) -> Self {
        let sweep = sweep::open_on(state.all::<Sweep>().map(|(_, sweep)| sweep), today);
        let policies = Policies::new(state.all::<Policy>().map(|(_, policy)| policy));
        let policy = policies.on(today);
        let of_care = care::KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| &held.record);
        let care = Care::of(of_care, policies);
        let grids: BTreeMap<RecordId, Grid> = state.all::<Grid>().map(|(held, grid)| (held.record.id, grid)).collect();
        let visits: Vec<VisitCard> = state
            .all::<Visit>()
            .map(|(held, visit)| VisitCard {
                id: held.record.id,
                visit,
                by: held.record.by,
                done_by: done_by(&held.record.data).filter(|who| held.record.by != Some(*who)),
                at: held.record.at,
                standing: held.standing,
            })
            .collect();
        let talks = talks(&visits, &care);
        let doors = sweep.as_ref().map(|sweep| Doors::of(sweep, visits.iter().map(|card| &card.visit)));

        let mut cards: Vec<DoorCard> = state
            .all::<Household>()
            .map(|(held, household)| {
                let id = held.record.id;
                DoorCard {
                    id,
                    scope: held.record.scope,
                    standing: held.standing,
                    door: doors.as_ref().map_or(Door::Screened, |doors| doors.door(id, today, &policy)),
                    people: Vec::new(),
                    visits: Vec::new(),
                    disputes: Vec::new(),
                    grid: grids.get(&held.record.scope.id()).map(|grid| grid.name.clone()).unwrap_or_default(),
                    key: SearchKey::new(&household.head, &household.door, tail(household.phone.as_deref())),
                    others: Vec::new(),
                    household,
                }
            })
            .collect();
        let order = |card: &DoorCard| {
            let code = grids.get(&card.scope.id()).map(|grid| grid.code.clone()).unwrap_or_default();
            (code, card.scope, card.household.walk, card.household.door.clone(), card.id)
        };
        cards.sort_by_cached_key(order);
        let by_household: BTreeMap<RecordId, usize> =
            cards.iter().enumerate().map(|(index, card)| (card.id, index)).collect();
        let card_of = |household: Option<RecordId>| household.and_then(|id| by_household.get(&id)).copied();

        for (held, person) in state.all::<Person>() {
            if let Some(index) = card_of(person.household) {
                if person.name != cards[index].household.head {
                    cards[index].others.push(SearchKey::new(&person.name, "", tail(person.phone.as_deref())));
                }
                cards[index].people.push((held.record.id, person));
            }
        }
        for visit in visits {
            if let Some(index) = card_of(visit.visit.household) {
                cards[index].visits.push(visit);
            }
        }
        for (held, conflict) in state.all::<Conflict>() {
            if let Some(index) = card_of(conflict.household).filter(|_| conflict.status != "settled") {
                cards[index].disputes.push(Dispute { record: held.record.clone(), conflict });
            }
        }
        for card in &mut cards {
            // Ids grow with time, so the later of two visits on one day stands first.
            card.visits.sort_by_key(|visit| std::cmp::Reverse((visit.visit.visited_on, visit.id)));
            let head = card.household.head.clone();
            card.people.sort_by_key(|(id, person)| (person.name != head, person.born, *id));
        }
        let mut held: Vec<(RecordId, String)> = Vec::new();
        for card in &cards {
            let id = card.scope.id();
            if held.last().is_none_or(|(last, _)| *last != id) {
                held.push((id, card.grid.clone()));
            }
        }
        Self {
            today,
            sweep,
            policy,
            care,
            town: state.all::<Town>().next().map(|(_, town)| town.name),
            grids: held,
            doors: cards,
            by_household,
            talks,
            teams: state.all::<Team>().map(|(held, team)| (held.record.id, team)).collect(),
            staff: state.all::<Staff>().map(|(held, staff)| (held.record.id, staff.name)).collect(),
        }
    }

    /// The door of a household.
    pub fn door(&self, household: RecordId) -> Option<&DoorCard> {
        self.by_household.get(&household).map(|index| &self.doors[*index])
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
        let last_on = self.talks.last(card.id)?;
        let isolated = card.people.iter().any(|(id, _)| self.care.open_case(*id).is_some());
        let people = card.people.iter().map(|(_, person)| person);
        let (family, days) = supervision::family(people, isolated, self.today, &self.policy)?;
        Some(Supervised { family, days, last_on })
    }

    /// The doors to walk to today, in walking order.
    pub fn due(&self) -> impl Iterator<Item = &DoorCard> {
        self.doors.iter().filter(|card| card.door.is_due())
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

    /// Doors that match what was typed, best first, in walking order among equals. Everything
    /// when nothing was typed.
    pub fn search(&self, typed: &str) -> Vec<&DoorCard> {
        let Some(needle) = Needle::parse(typed) else { return self.doors.iter().collect() };
        let mut found: Vec<_> = self
            .doors
            .iter()
            .enumerate()
            .filter_map(|(index, card)| {
                let keys = std::iter::once(&card.key).chain(&card.others);
                keys.filter_map(|key| needle.matches(key)).max().map(|rank| (std::cmp::Reverse(rank), index, card))
            })
            .collect();
        found.sort_by_key(|(rank, index, _)| (*rank, *index));
        found.into_iter().map(|(_, _, card)| card).collect()
    }
}

impl DoorCard {
    /// The latest visit of all.
    pub fn last_visit(&self) -> Option<&VisitCard> {
        self.visits.first()
    }
}

/// When somebody last spoke with each family: at a visit, a temperature, a call that was answered.
fn talks(visits: &[VisitCard], care: &Care) -> Talks {
    let mut talks = Talks::of(visits.iter().map(|card| &card.visit));
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
