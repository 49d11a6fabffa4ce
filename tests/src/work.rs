//! What people do at doors, as random as a day is: the steps that random histories and fault runs are
//! made of. Numbers stand for one of what a phone shows.

use crate::{
    ambient::MORNING,
    backend::Server,
    phone::{OF_THE_FUTURE, Phone},
    township::{GRID, OTHER_GRID, data},
};
use model::{
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        household::Household,
        need::{self, Need},
        person::Person,
        same::{self, Same},
        visit::{self, Visit},
    },
    record::{Record, Scope},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use sync::Intent;

const HEADS: [&str; 3] = ["佘德旺", "佘小满", "许长根"];

/// One thing that somebody does.
#[derive(Debug, Clone)]
pub enum Work {
    /// A door that nobody knew.
    AddHousehold(u8),
    /// A door from a newer app, which says more of it than is known here.
    AddNewer(u8),
    /// Something at a door of a kind that only a newer app knows.
    AddUnknown(usize, u8),
    /// Someone else behind a door.
    AddPerson(usize),
    /// A visit, with the outcome of that number.
    AddVisit(usize, usize),
    /// A need of a household.
    AddNeed(usize),
    /// Another phone number: the later arrival wins.
    SetPhone(usize, u8),
    /// Another head of the household: two of them are a conflict.
    SetHead(usize, u8),
    /// How far a need has come.
    SetStatus(usize, usize),
    /// Another value in what only a newer app knows.
    SetUnknown(usize, u8),
    /// No phone number any more, and a note.
    Clear(usize),
    /// A visit, a need, a household or something unknown is withdrawn.
    Void(usize),
    /// A door goes to the other grid.
    Move(usize),
    /// A conflict is settled, for the one or the other.
    Settle(usize, bool),
    /// Something is said of two households: that they are one, were taken apart, are two; and who leads.
    Say(usize, usize, usize, bool),
    /// The same of two people.
    SayOfPeople(usize, usize, usize, bool),
    /// What was refused is given up.
    GiveUp,
}

/// What was done, as far as anybody said so.
#[derive(Debug, Default)]
pub struct Done {
    /// Records that were added.
    pub added: Vec<RecordId>,
    /// Records that were withdrawn.
    pub voided: BTreeSet<RecordId>,
    /// Records about which something refused was given up.
    pub given_up: BTreeSet<RecordId>,
    /// What a newer app has said of a record, and no other ever touches ([`OF_THE_FUTURE`]).
    pub carried: BTreeMap<RecordId, Value>,
}

/// Any of the things that change a door and what belongs to it, often the likely ones.
pub fn at_the_doors() -> impl Strategy<Value = Work> {
    let which = 0..8usize;
    prop_oneof![
        2 => any::<u8>().prop_map(Work::AddHousehold),
        1 => of_a_newer_app(),
        1 => which.clone().prop_map(Work::AddPerson),
        6 => (which.clone(), 0..visit::OUTCOME.len()).prop_map(|(door, outcome)| Work::AddVisit(door, outcome)),
        3 => which.clone().prop_map(Work::AddNeed),
        3 => (which.clone(), any::<u8>()).prop_map(|(door, n)| Work::SetPhone(door, n)),
        2 => (which.clone(), any::<u8>()).prop_map(|(door, n)| Work::SetHead(door, n)),
        3 => (which.clone(), 0..need::STATUS.len()).prop_map(|(need, status)| Work::SetStatus(need, status)),
        1 => which.clone().prop_map(Work::Clear),
        1 => which.clone().prop_map(Work::Void),
        1 => (which, any::<bool>()).prop_map(|(conflict, mine)| Work::Settle(conflict, mine)),
    ]
}

/// What only a newer app says.
pub fn of_a_newer_app() -> impl Strategy<Value = Work> {
    prop_oneof![
        any::<u8>().prop_map(Work::AddNewer),
        (0..8usize, any::<u8>()).prop_map(|(door, n)| Work::AddUnknown(door, n)),
        (0..8usize, any::<u8>()).prop_map(|(which, n)| Work::SetUnknown(which, n)),
    ]
}

impl<T: Server> Phone<T> {
    /// Does it, with what this phone shows now. Nothing, if it shows nothing of the sort.
    pub async fn work(&self, work: &Work, done: &mut Done) {
        match *work {
            Work::AddHousehold(n) => {
                let walk = i64::from(n);
                let household =
                    Household { door: format!("{n}号"), walk, head: "许长根".into(), ..Household::default() };
                done.added.push(self.add_to(Scope::Grid(self.who.place), &household).await);
            }
            Work::AddNewer(n) => {
                let fields = json!({"door": format!("{n}号"), "walk": n, "head": "许小禾"});
                let id = self.add_carrying(Scope::Grid(self.who.place), "household", fields, n, done).await;
                done.added.push(id);
            }
            Work::AddUnknown(door, n) => {
                if let Some(home) = self.one("household", door) {
                    let fields = json!({"household": home.id, "colour": 0});
                    let id = self.add_carrying(home.scope, OF_THE_FUTURE, fields, n, done).await;
                    done.added.push(id);
                }
            }
            Work::SetUnknown(which, n) => self.set_one(OF_THE_FUTURE, which, json!({"colour": n})).await,
            Work::AddPerson(door) => {
                let person = |household| Person { household, name: "佘小满".into(), ..Person::default() };
                self.add_behind(door, person, done).await;
            }
            Work::AddVisit(door, outcome) => {
                let (outcome, visited_on) = (visit::OUTCOME[outcome].into(), today());
                self.add_behind(door, |household| Visit { household, visited_on, outcome, ..Visit::default() }, done)
                    .await;
            }
            Work::AddNeed(door) => {
                let (category, status, asked_on) = ("masks".into(), "open".into(), today());
                let need = |household| Need { household, category, asked_on, status, ..Need::default() };
                self.add_behind(door, need, done).await;
            }
            Work::SetPhone(door, n) => {
                self.set_one("household", door, json!({"phone": format!("19900000{n:03}")})).await;
            }
            Work::SetHead(door, n) => {
                self.set_one("household", door, json!({"head": HEADS[usize::from(n) % HEADS.len()]})).await;
            }
            Work::SetStatus(need, status) => {
                self.set_one("need", need, json!({"status": need::STATUS[status]})).await;
            }
            Work::Clear(door) => self.set_one("household", door, json!({"phone": null, "note": "有狗"})).await,
            Work::Void(which) => {
                let kinds = ["visit", "need", "household", OF_THE_FUTURE].into_iter();
                let all: Vec<(&str, RecordId)> =
                    kinds.flat_map(|kind| self.in_order(kind).into_iter().map(move |id| (kind, id))).collect();
                if let Some((kind, id)) = one(&all, which) {
                    let scope = self.shows(kind, id).map_or(Scope::Grid(GRID), |record| record.scope);
                    self.save(vec![Intent::void(kind, id, scope, "entered_in_error")]).await;
                    done.voided.insert(id);
                }
            }
            Work::Move(door) => {
                if let Some(home) = self.one("household", door) {
                    let (here, there) = (Scope::Grid(GRID), Scope::Grid(OTHER_GRID));
                    let to = if home.scope == here { there } else { here };
                    self.save(vec![Intent::relocate(home.id, home.scope, to)]).await;
                }
            }
            Work::Settle(conflict, mine) => {
                let choice = if mine { "mine" } else { "theirs" };
                self.set_one("conflict", conflict, json!({"status": "settled", "choice": choice})).await;
            }
            Work::Say(one, other, word, first) => self.say("household", one, other, word, first, done).await,
            Work::SayOfPeople(one, other, word, first) => self.say("person", one, other, word, first, done).await,
            Work::GiveUp => self.give_up_all(done).await,
        }
    }

    async fn say(&self, what: &str, one: usize, other: usize, word: usize, first: bool, done: &mut Done) {
        let (Some(one), Some(other)) = (self.one(what, one), self.one(what, other)) else { return };
        if one.id == other.id || one.scope != other.scope {
            return;
        }
        let (id, status) = (same::id_of(one.id, other.id), same::STATUS[word % same::STATUS.len()]);
        let keep = if first { &one } else { &other };
        if self.shows(Same::KIND, id).is_some() {
            return self.set(Same::KIND, id, data(json!({"status": status, "keep": keep.id}))).await;
        }
        let said = Same {
            household: keep.door(),
            what: what.into(),
            one: Some(one.id.min(other.id)),
            other: Some(one.id.max(other.id)),
            keep: Some(keep.id),
            status: status.into(),
            ..Same::default()
        };
        self.save(vec![Intent::add(id, keep.scope, &said)]).await;
        done.added.push(id);
    }

    /// A person gives up whatever was refused here.
    pub async fn give_up_all(&self, done: &mut Done) {
        let refused = self.engine.state().repair().to_vec();
        for stuck in refused {
            done.given_up.insert(stuck.op.rec);
            let given_up = Intent::give_up(&stuck.op);
            self.engine.save(vec![given_up], None, Some(stuck.op.id)).await.expect("memory takes it");
        }
    }

    /// The records of one kind that this phone shows, in an order that no clock has a part in: by
    /// number those that the server has numbered, then the phone's own as they were made.
    pub fn in_order(&self, kind: &str) -> Vec<RecordId> {
        let (state, made) = (self.engine.state(), self.made());
        let own = |id: RecordId| made.iter().position(|made| *made == id);
        let mut held: Vec<_> = state
            .held(kind)
            .map(|held| (held.record.seq == 0, held.record.seq, own(held.record.id), held.record.id))
            .collect();
        held.sort_unstable();
        held.into_iter().map(|(.., id)| id).collect()
    }

    fn one(&self, kind: &str, number: usize) -> Option<Record> {
        one(&self.in_order(kind), number).and_then(|id| self.shows(kind, id))
    }

    async fn add_behind<P: Payload>(&self, door: usize, make: impl FnOnce(Option<RecordId>) -> P, done: &mut Done) {
        if let Some(home) = self.one("household", door) {
            done.added.push(self.add_to(home.scope, &make(Some(home.id))).await);
        }
    }

    /// Adds a record that bears more than is known here.
    async fn add_carrying(&self, scope: Scope, kind: &str, fields: Value, n: u8, done: &mut Done) -> RecordId {
        let more = json!({"deep": [n, {"er": null}]});
        let mut fields = data(fields);
        fields.insert(OF_THE_FUTURE.into(), more.clone());
        let id = self.add_data(scope, kind, fields).await;
        done.carried.insert(id, more);
        id
    }

    async fn set_one(&self, kind: &str, number: usize, fields: Value) {
        if let Some(record) = self.one(kind, number) {
            self.set(kind, record.id, data(fields)).await;
        }
    }
}

fn today() -> Option<Day> {
    Some(Day::from_unix_ms(MORNING))
}

/// One of several, by number.
fn one<T: Copy>(of: &[T], number: usize) -> Option<T> {
    (!of.is_empty()).then(|| of[number % of.len()])
}
