//! Someone who should be at home, seen at a post: found out here, for no phone at a post holds who is
//! isolated (`docs/decisions/0010`). The rule itself stands in [`model::gate`].

use super::{Desk, Need, Stored, judge::fresh};
use model::{
    gate::{self, Isolated},
    id::{RecordId, UserId},
    kind::{self, Payload, event::Event, household::Household, isolation::Isolation, passage::Passage, person::Person},
    op::{Act, Op},
    record::{Data, Record, Scope},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// The village of each grid of doors of a township, with its name.
pub type Villages = BTreeMap<RecordId, Option<(RecordId, String)>>;

/// The township and post that a new passage is at.
fn passage_at(op: &Op) -> Option<RecordId> {
    match (&op.act, op.scope) {
        (Act::Add { .. }, Scope::Post(post)) if op.kind == Passage::KIND => Some(post),
        _ => None,
    }
}

impl Desk {
    /// What has to be known before it can be said whose passage it is: the post, and who is isolated in
    /// its township.
    pub(super) fn needs_of_gate(&self, op: &Op) -> Option<Need> {
        let post = passage_at(op)?;
        if !self.records.contains_key(&post) {
            return Some(Need::Record(post));
        }
        let town = self.record(post)?.record.scope.id();
        (!self.isolated.contains_key(&town)).then_some(Need::Isolated(town))
    }

    /// Answers [`Need::Isolated`]: the cases of a township with the people and homes that they name, and
    /// the village of each of its grids of doors.
    pub fn give_isolated(&mut self, town: RecordId, stored: Vec<Stored>, villages: Villages) {
        self.isolated.insert(town, villages);
        for stored in stored {
            if stored.record.kind == Isolation::KIND {
                self.cases.insert(stored.record.id);
            }
            self.give_record(stored.record.id, Some(stored));
        }
    }

    /// Looks whether a passage that was just taken is that of someone who is isolated, and raises it in
    /// the grid of the case: once, and by the server.
    pub(super) fn watch(&mut self, op: &Op, data: &Data) {
        let Some(post) = passage_at(op) else { return };
        let Some((scope, event)) = self.seen_at(post, &Passage::read(data)) else { return };
        let id = op.rec.nth(gate::LEFT, 0);
        let seq = self.issue();
        let data = event.data();
        let record = Record {
            kind: Event::KIND.into(),
            id,
            scope,
            seq,
            v: kind::event::KIND.version,
            fv: data.keys().map(|field| (field.clone(), seq)).collect(),
            by: Some(UserId::SERVER),
            at: Some(op.at.wall),
            late: false,
            data,
            gone: None,
        };
        self.put(fresh(record, UserId::SERVER, op.id));
    }

    /// Of those who are isolated, the one that the passage shows most surely; of two, whose case is the
    /// later.
    fn seen_at(&self, post: RecordId, is: &Passage) -> Option<(Scope, Event)> {
        let stands = self.record(post)?;
        let villages = self.isolated.get(&stands.record.scope.id())?;
        let post = stands.record.read();
        let cases = self.cases.iter().filter_map(|id| self.record(*id)).filter(|case| case.record.gone.is_none());
        let known = cases.filter_map(|stored| {
            let case: Isolation = stored.record.read();
            // Only the grids of this township stand here.
            let village = villages.get(&stored.record.scope.id())?;
            let village = village.as_ref().map(|(id, name)| (*id, name.as_str()));
            let person: Person = self.record(case.person?)?.record.read();
            let home = case.household.and_then(|id| self.record(id)).map(|home| home.record.read::<Household>());
            let isolated = Isolated { case: &case, person: &person, home: home.as_ref(), village };
            let mark = gate::mark(is, &post, &isolated)?;
            let event = gate::left_isolation(is, &post, stored.record.id, &case);
            Some((mark, stored.record.seq, stored.record.scope, event))
        });
        let surest = known.min_by_key(|(mark, seq, ..)| Reverse((*mark, *seq)))?;
        Some((surest.2, surest.3))
    }
}
