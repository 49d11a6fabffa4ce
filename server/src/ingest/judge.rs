//! One op: may this person do this, here; is it valid; how does it join with what stands.

use super::{Desk, Stored};
use model::{
    access::{Deed, Permit, decides, deed},
    day::MILLIS_A_DAY,
    field,
    id::{OpId, RecordId, UserId},
    kind::{
        self, COMMON, Life, Payload,
        conflict::{Conflict, Disputed},
        team::Team,
    },
    merge::{Standing, merge},
    op::{Act, Op},
    record::{Data, FieldVersions, Gone, PAPER, Record, Scope, door},
    wire::{RejectCode, Rejection, Verdict},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// A change to a record, on its way to being joined with what stands.
struct Change<'a> {
    set: &'a Data,
    base: &'a FieldVersions,
    was: &'a Data,
    author: UserId,
    op: &'a Op,
    /// Made by someone who had seen nothing of the record, not even what they wrote themselves.
    anew: bool,
}

impl Desk {
    pub(super) fn decide(&mut self, permit: &Permit, op: &Op) -> Result<Verdict, Rejection> {
        match &op.act {
            Act::Add { data } => self.add(permit, op, data),
            Act::Set { set, base, was } => {
                self.set(permit, &Change { set, base, was, author: permit.user(), op, anew: false })
            }
            Act::Void { .. } => self.void(permit, op),
            Act::Move { to } => self.relocate(permit, op, *to),
            Act::GiveUp {} => self.give_up(permit, op),
        }
    }

    fn add(&mut self, permit: &Permit, op: &Op, data: &Data) -> Result<Verdict, Rejection> {
        at_home(&op.kind, op.scope)?;
        let late = !may_there(permit, deed(&op.kind, &op.act, None), op)?;
        // Its door may have gone to another grid while this was on its way: it follows.
        let home = door(data).and_then(|id| self.record(id)).filter(|home| self.lived(permit, home, op.scope));
        let scope = home.map_or(op.scope, |home| home.record.scope);
        let known = self.record(op.rec);
        let joins = known.is_some_and(|known| is_the_same(known, &op.kind, scope));
        if known.is_some() && !joins {
            return Err(Rejection::new(RejectCode::IdReuse));
        }
        let problem = kind::kind(&op.kind).and_then(|kind| kind.check(data).into_iter().next());
        if let Some(problem) = problem {
            return Err(Rejection::invalid(&problem));
        }
        self.refs_exist(permit, op, scope, data)?;
        may_serve(permit, &op.kind, [data])?;
        if let Some(known) = known.filter(|_| joins).cloned() {
            return self.add_to(permit, known, op, data);
        }
        let seq = self.issue();
        let record = Record {
            kind: op.kind.clone(),
            id: op.rec,
            scope,
            seq,
            v: op.v,
            fv: data.keys().map(|field| (field.clone(), seq)).collect(),
            by: Some(permit.user()),
            at: Some(op.at.wall),
            late,
            data: data.clone(),
            gone: None,
        };
        let mut stored = fresh(record, permit.user(), op.id);
        if scope != op.scope {
            stored.lived.insert(op.scope, self.now);
        }
        self.put(stored);
        if scope != op.scope {
            // Its author's phone learns that it is not to be kept there.
            self.leave(op.scope, op.rec, seq);
        }
        self.watch(op, data);
        Ok(Verdict::Ok { seq })
    }

    /// Two have made the same record without knowing of each other: the later one is a change by
    /// someone who had seen nothing of it.
    fn add_to(&mut self, permit: &Permit, known: Stored, op: &Op, data: &Data) -> Result<Verdict, Rejection> {
        if known.record.gone.is_some() {
            return Err(Rejection::new(RejectCode::Gone));
        }
        let (base, was) = Default::default();
        let mut data = data.clone();
        data.retain(|name, _| COMMON.iter().all(|field| field.name != name));
        let change = Change { set: &data, base: &base, was: &was, author: permit.user(), op, anew: true };
        if !permit.may(Deed::Change, &op.kind, known.record.scope) {
            return Err(self.shown_to_its_holder(&known, &change));
        }
        self.join(known, &change)
    }

    /// Refuses a change of what its author no longer holds; whoever holds it now sees what was meant.
    fn shown_to_its_holder(&mut self, stored: &Stored, change: &Change) -> Rejection {
        let differs =
            |(field, mine): &(&String, &Value)| stored.record.data.get(*field).unwrap_or(&Value::Null) != *mine;
        let fields: Vec<String> = change.set.iter().filter(differs).map(|(field, _)| field.clone()).collect();
        let mut rejection = Rejection::new(RejectCode::ScopeRevoked);
        if !fields.is_empty() {
            self.raise("no_longer_held", stored, change, fields);
            rejection.args.insert("shown".into(), true.into());
        }
        rejection
    }

    fn set(&mut self, permit: &Permit, change: &Change) -> Result<Verdict, Rejection> {
        let op = change.op;
        let deed = deed(&op.kind, &op.act, self.record(op.rec).map(|stored| &stored.record.data));
        let stored = self.standing(permit, deed, op)?;
        let kind = kind::kind(&op.kind);
        // Who did it, and from which paper, is said once: when a record is made.
        let made_so = COMMON.iter().any(|field| change.set.contains_key(field.name));
        if made_so || kind.is_some_and(|kind| kind.life == Life::Log) {
            return Err(Rejection::new(RejectCode::State));
        }
        if let Some(problem) = kind.and_then(|kind| field::check_set(kind.fields, change.set).into_iter().next()) {
            return Err(Rejection::invalid(&problem));
        }
        if !permit.may(deed, &op.kind, stored.record.scope) {
            return Err(self.shown_to_its_holder(&stored, change));
        }
        self.refs_exist(permit, op, stored.record.scope, change.set)?;
        may_serve(permit, &op.kind, [&stored.record.data, change.set])?;
        if op.kind == Conflict::KIND {
            if stored.record.read::<Conflict>().status == "settled" {
                // Someone else was first, and what they chose stands.
                return Ok(Verdict::Merged { seq: stored.record.seq });
            }
            self.settle(permit, &stored, change)?;
        }
        self.join(stored, change)
    }

    /// Joins a change with what stands, and raises what people have to look at.
    fn join(&mut self, mut stored: Stored, change: &Change) -> Result<Verdict, Rejection> {
        let kind = kind::kind(&stored.record.kind);
        let base = self.seen(change.base);
        let nobody = BTreeMap::new();
        let writers = if change.anew { &nobody } else { &stored.writers };
        let standing = Standing { data: &stored.record.data, versions: &stored.record.fv, writers };
        let merged = merge(kind, standing, change.set, &base, change.author);
        let mut data = stored.record.data.clone();
        for (field, value) in &merged.written {
            match value {
                Value::Null => data.remove(field),
                value => data.insert(field.clone(), value.clone()),
            };
        }
        if let Some(problem) = kind.and_then(|kind| kind.check(&data).into_iter().next()) {
            return Err(Rejection::invalid(&problem));
        }
        let seq = self.issue();
        for field in merged.written.keys() {
            stored.record.fv.insert(field.clone(), seq);
            stored.writers.insert(field.clone(), change.author);
        }
        // Even when nothing is written the record gets a new number: its author's phone drops the
        // op from what it shows only when a row of that number has come.
        stored.record.seq = seq;
        stored.record.data = data;
        let verdict = if !merged.conflicts.is_empty() {
            let conflict = Some(self.raise("changed_by_both", &stored, change, merged.conflicts.clone()));
            Verdict::Conflict { fields: merged.conflicts, conflict, seq }
        } else if merged.joined {
            Verdict::Merged { seq }
        } else {
            Verdict::Ok { seq }
        };
        self.put(stored);
        Ok(verdict)
    }

    /// The versions that someone saw. One of a lost history counts as the last that is known: the
    /// same value may have come again since, or another.
    fn seen(&self, base: &FieldVersions) -> FieldVersions {
        let known = |seq: u64| {
            self.lost.iter().find(|lost| lost.after < seq && seq < lost.before).map_or(seq, |lost| lost.after)
        };
        base.iter().map(|(field, seq)| (field.clone(), known(*seq))).collect()
    }

    /// Raises a conflict about `fields` beside its record. Its id is that of the op, so that an op
    /// raises one at most.
    fn raise(&mut self, reason: &str, stored: &Stored, change: &Change, fields: Vec<String>) -> RecordId {
        let id = RecordId::from(change.op.id);
        let of = &stored.record;
        let value = |data: &Data, field: &str| data.get(field).cloned().unwrap_or_default();
        let disputed = |field: String| Disputed {
            mine: value(change.set, &field),
            theirs: value(&of.data, &field),
            was: value(change.was, &field),
            by: stored.writers.get(&field).copied(),
            version: of.fv.get(&field).copied().unwrap_or_default(),
            field,
        };
        let conflict = Conflict {
            of: Some(of.id),
            kind: of.kind.clone(),
            household: of.door(),
            reason: reason.into(),
            op: Some(change.op.id),
            author: Some(change.author),
            made_at: Some(change.op.at.wall),
            fields: fields.into_iter().map(disputed).collect(),
            status: "open".into(),
            choice: None,
        };
        let seq = self.issue();
        let data = conflict.data();
        let record = Record {
            kind: Conflict::KIND.into(),
            id,
            scope: of.scope,
            seq,
            v: kind::conflict::KIND.version,
            fv: data.keys().map(|field| (field.clone(), seq)).collect(),
            by: Some(change.author),
            at: Some(change.op.at.wall),
            late: false,
            data,
            gone: None,
        };
        self.put(fresh(record, change.author, change.op.id));
        id
    }

    /// Writes the values of a conflict that someone has chosen.
    fn settle(&mut self, permit: &Permit, stored: &Stored, change: &Change) -> Result<(), Rejection> {
        let conflict: Conflict = stored.record.read();
        let sets = |field: &str, value: &str| change.set.get(field).and_then(Value::as_str) == Some(value);
        if !(sets("status", "settled") && sets("choice", "mine")) {
            return Ok(());
        }
        let of = conflict.of.and_then(|of| self.record(of)).cloned();
        let of = of.filter(|of| of.record.gone.is_none()).ok_or_else(|| Rejection::new(RejectCode::Gone))?;
        let Record { kind, scope, data, .. } = &of.record;
        let decision = conflict.fields.iter().any(|field| decides(kind, &field.field, &field.mine, Some(data)));
        let deed = if decision { Deed::Decide } else { Deed::Change };
        // At a door whoever answers for it may choose; what is decided is for those who decide it.
        let chosen_by_few = decision || matches!(scope, Scope::Town(_));
        if chosen_by_few && !permit.may(deed, kind, *scope) {
            return Err(Rejection::new(RejectCode::Forbidden));
        }
        let set = conflict.fields.iter().map(|field| (field.field.clone(), field.mine.clone())).collect();
        may_serve(permit, kind, [data, &set])?;
        let base = conflict.fields.iter().map(|field| (field.field.clone(), field.version)).collect();
        let was = conflict.fields.iter().map(|field| (field.field.clone(), field.theirs.clone())).collect();
        let chosen = Change { set: &set, base: &base, was: &was, author: change.author, op: change.op, anew: false };
        self.join(of, &chosen).map(drop)
    }

    fn void(&mut self, permit: &Permit, op: &Op) -> Result<Verdict, Rejection> {
        // What someone entered they may withdraw, as long as they might still enter it.
        let own = self.record(op.rec).is_some_and(|stored| stored.record.by == Some(permit.user()));
        let deed = if own { Deed::Add } else { Deed::Withdraw };
        let mut stored = match self.standing(permit, deed, op) {
            // Withdrawn twice is withdrawn.
            Err(rejection) if rejection.code == RejectCode::Gone => {
                let seq = self.record(op.rec).map_or(0, |stored| stored.record.seq);
                return Ok(Verdict::Ok { seq });
            }
            other => other?,
        };
        if !own && !permit.may(Deed::Withdraw, &op.kind, stored.record.scope) {
            return Err(Rejection::new(RejectCode::ScopeRevoked));
        }
        may_serve(permit, &op.kind, [&stored.record.data])?;
        let seq = self.issue();
        stored.record.seq = seq;
        stored.record.gone = Some(Gone::Void);
        let here = stored.record.scope;
        self.put(stored);
        if here != op.scope {
            self.leave(op.scope, op.rec, seq);
        }
        Ok(Verdict::Ok { seq })
    }

    fn relocate(&mut self, permit: &Permit, op: &Op, to: Scope) -> Result<Verdict, Rejection> {
        may_there(permit, Deed::Move, op)?;
        if !permit.may(Deed::Move, &op.kind, to) {
            return Err(Rejection::new(RejectCode::ScopeRevoked));
        }
        let grid = self.record(to.id()).filter(|grid| grid.record.kind == "grid" && grid.record.gone.is_none());
        if grid.is_none() {
            return Err(Rejection::unknown_ref("to", "grid", &to.id().to_string()));
        }
        let stored = self.standing(permit, Deed::Move, op)?;
        let from = stored.record.scope;
        if from == to {
            return Ok(Verdict::Ok { seq: stored.record.seq });
        }
        if from != op.scope {
            // Someone else has taken it elsewhere meanwhile.
            return Err(Rejection::new(RejectCode::State));
        }
        let door = self.doors.get(&op.rec).into_iter().flatten().filter(|id| **id != op.rec);
        let door = door.filter_map(|id| self.record(*id));
        let mut door: Vec<Stored> =
            door.filter(|stored| stored.record.scope == from && stored.record.gone.is_none()).cloned().collect();
        // In the order in which they came; ids bear the clocks of phones.
        door.sort_unstable_by_key(|stored| stored.record.seq);
        for stored in door {
            self.carry(stored, to);
        }
        Ok(Verdict::Ok { seq: self.carry(stored, to) })
    }

    fn carry(&mut self, mut stored: Stored, to: Scope) -> u64 {
        let seq = self.issue();
        let from = std::mem::replace(&mut stored.record.scope, to);
        stored.lived.insert(from, self.now);
        stored.lived.remove(&to);
        stored.record.seq = seq;
        let id = stored.record.id;
        self.put(stored);
        self.leave(from, id, seq);
        seq
    }

    fn give_up(&mut self, permit: &Permit, op: &Op) -> Result<Verdict, Rejection> {
        let refused = op.mends.and_then(|id| self.ops.get(&id)?.as_ref());
        match refused {
            // A server restored from a backup may not know it; then there is nothing to give up.
            None => Ok(()),
            Some(refused) if refused.user != permit.user() => Err(RejectCode::Forbidden),
            Some(refused) if !matches!(refused.verdict, Verdict::Rejected(_)) => Err(RejectCode::State),
            Some(_) => Ok(()),
        }
        .map_err(Rejection::new)?;
        Ok(Verdict::Ok { seq: self.issue() })
    }

    /// The record that an op changes, if it is there to be changed. One of another kind, or that
    /// was never where the op says, answers exactly as one that is not there.
    fn standing(&self, permit: &Permit, deed: Deed, op: &Op) -> Result<Stored, Rejection> {
        let stored = self.record(op.rec).filter(|stored| stored.record.kind == op.kind);
        let stored = stored.filter(|stored| stored.record.scope == op.scope || self.lived(permit, stored, op.scope));
        let held_now = stored.is_some_and(|stored| permit.may(deed, &op.kind, stored.record.scope));
        if !held_now {
            may_there(permit, deed, op)?;
        }
        let stored = stored.ok_or_else(|| Rejection::unknown_ref("rec", &op.kind, &op.rec.to_string()))?;
        if stored.record.gone.is_some() {
            return Err(Rejection::new(RejectCode::Gone));
        }
        Ok(stored.clone())
    }

    /// Whether a record lived there so lately that what was done there still counts.
    fn lived(&self, permit: &Permit, stored: &Stored, scope: Scope) -> bool {
        stored.lived.get(&scope).is_some_and(|left| self.now - left <= i64::from(permit.late_days()) * MILLIS_A_DAY)
    }

    fn refs_exist(&self, permit: &Permit, op: &Op, scope: Scope, data: &Data) -> Result<(), Rejection> {
        let Some(kind) = kind::kind(&op.kind) else { return Ok(()) };
        for (field, kind, id) in kind.refs(data) {
            let named = id.parse().ok().and_then(|id: RecordId| self.record(id));
            // What a team does is for a door, though the team does not hold it: an id shows nothing.
            let within_reach = |named: Scope| match (scope, named) {
                (_, Scope::Town(_)) | (Scope::Team(_), Scope::Grid(_)) => true,
                _ => named == scope,
            };
            // A paper lies where its author works; what stands on it may be of a door in the next grid.
            let typed_here = |named: Scope| field == PAPER && permit.scopes().contains(&named);
            let reached = |named: Scope| within_reach(named) || typed_here(named);
            let stands = named.is_some_and(|named| named.record.kind == kind && reached(named.record.scope));
            if !stands {
                return Err(Rejection::unknown_ref(field, kind, id));
            }
        }
        Ok(())
    }
}

/// A record that has just been made.
pub(super) fn fresh(record: Record, by: UserId, made_by: OpId) -> Stored {
    let writers = record.data.keys().map(|field| (field.clone(), by)).collect::<BTreeMap<_, _>>();
    Stored { record, writers, made_by, lived: BTreeMap::new() }
}

/// Whether this person may do that where the op says: true if they may now, false if they might
/// lately.
fn may_there(permit: &Permit, deed: Deed, op: &Op) -> Result<bool, Rejection> {
    if permit.may(deed, &op.kind, op.scope) {
        Ok(true)
    } else if permit.might_lately(deed, &op.kind, op.scope) {
        Ok(false)
    } else if permit.may_somewhere(deed, &op.kind) {
        Err(Rejection::new(RejectCode::ScopeRevoked))
    } else {
        Err(Rejection::new(RejectCode::Forbidden))
    }
}

/// Whether records of that kind may live there. One that is not known here lives where its app says.
fn at_home(kind: &str, scope: Scope) -> Result<(), Rejection> {
    let is_home = kind::kind(kind).is_none_or(|kind| kind.home.holds(scope));
    if is_home { Ok(()) } else { Err(Rejection::new(RejectCode::Forbidden)) }
}

/// Whether an op would make the record that is there already: two phones give one id to what is one
/// thing.
fn is_the_same(known: &Stored, name: &str, scope: Scope) -> bool {
    let kept = kind::kind(name).is_some_and(|kind| kind.life == Life::Kept);
    kept && known.record.kind == name && known.record.scope == scope
}

/// Whether this person may say that a team serves the grids that these payloads of it name.
fn may_serve<const N: usize>(permit: &Permit, kind: &str, teams: [&Data; N]) -> Result<(), Rejection> {
    if kind != Team::KIND {
        return Ok(());
    }
    let grids: Vec<RecordId> = teams.iter().flat_map(|team| Team::read(team).grids).collect();
    if permit.may_serve(&grids) { Ok(()) } else { Err(Rejection::new(RejectCode::ScopeRevoked)) }
}

/// The record that a conflict is about.
pub(super) fn disputed(stored: &Stored) -> Option<RecordId> {
    (stored.record.kind == Conflict::KIND).then(|| stored.record.read::<Conflict>().of).flatten()
}

/// Gives the versions within a conflict their numbers.
pub(super) fn number_disputed(record: &mut Record, number: impl Fn(&mut u64)) {
    if record.kind != Conflict::KIND {
        return;
    }
    let fields = record.data.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten();
    for version in fields.filter_map(|field| field.get_mut("version")) {
        if let Some(mut seq) = version.as_u64() {
            number(&mut seq);
            *version = seq.into();
        }
    }
}
