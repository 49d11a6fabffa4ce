//! Ops to verdicts: the decision, without storage.
//!
//! A [`Desk`] holds what the ops of one transaction need to know; [`Desk::judge`] takes them in
//! order and remembers what becomes of the records; [`Desk::close`] gives everything its numbers.
//! The store loads the desk, and writes what comes out of it, in one transaction. Nothing here can
//! fail half-way, so one bad op is refused alone, and nothing has to be rolled back.

use model::{
    access::Permit,
    fact::Fact,
    field,
    id::{DeviceId, OpId, RecordId, UserId},
    kind::{self, Home},
    merge::{Standing as Stands, merge},
    op::{Act, Op},
    record::{Data, FieldVersions, Gone, Record, Scope},
    wire::{OpResult, RejectCode, Rejection, Verdict},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A number that will be given when the transaction closes; greater than any that was.
const PROVISIONAL: u64 = 1 << 62;

/// A record with what the server alone knows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The record as phones get it.
    pub record: Record,
    /// Who last wrote each field.
    pub writers: BTreeMap<String, UserId>,
    /// The op that made it.
    pub made_by: OpId,
}

/// An op that was judged in an earlier transaction.
#[derive(Debug, Clone)]
pub struct Known {
    /// The op as it was.
    pub op: Op,
    /// Its verdict.
    pub verdict: Verdict,
}

/// What the ops of one transaction need to know, and what becomes of it.
#[derive(Debug, Default)]
pub struct Desk {
    /// Ops that are known already.
    pub known: HashMap<OpId, Known>,
    /// Records that the ops are about or name.
    pub records: HashMap<RecordId, Stored>,
    changed: BTreeSet<RecordId>,
    taken: Vec<Taken>,
}

/// An op judged in this transaction.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The op.
    pub op: Op,
    /// Whose.
    pub user: UserId,
    /// From which device.
    pub device: DeviceId,
    /// Its verdict; numbers are provisional until the desk is closed.
    pub verdict: Verdict,
}

/// What a transaction has to write.
#[derive(Debug)]
pub struct Closed {
    /// Ops with their final verdicts.
    pub taken: Vec<Taken>,
    /// Records as they are now.
    pub changed: Vec<Stored>,
}

impl Desk {
    /// A copy to try a whole push on; it takes this one's place if nothing was refused.
    pub fn draft(&self) -> Desk {
        Desk {
            known: self.known.clone(),
            records: self.records.clone(),
            changed: self.changed.clone(),
            taken: self.taken.clone(),
        }
    }

    /// The records that an op needs to be judged: its own and those it names.
    pub fn needs(op: &Op) -> Vec<RecordId> {
        let data = match &op.act {
            Act::Add { data } => data,
            Act::Set { set, .. } => set,
            Act::Void { .. } => return vec![op.rec],
        };
        let named = kind::kind(&op.kind).map(|kind| kind.refs(data)).unwrap_or_default();
        std::iter::once(op.rec).chain(named.iter().filter_map(|(_, _, id)| id.parse().ok())).collect()
    }

    /// Judges one op, and remembers what becomes of its record.
    pub fn judge(&mut self, permit: &Permit, device: DeviceId, op: Op) -> OpId {
        let id = op.id;
        if self.known.contains_key(&id) {
            return id;
        }
        let seq = PROVISIONAL + self.taken.len() as u64;
        let verdict = match self.decide(permit, &op, seq) {
            Ok(verdict) => verdict,
            Err(rejection) => Verdict::Rejected(rejection),
        };
        self.known.insert(id, Known { op: op.clone(), verdict: verdict.clone() });
        self.taken.push(Taken { op, user: permit.user(), device, verdict });
        id
    }

    fn decide(&mut self, permit: &Permit, op: &Op, seq: u64) -> Result<Verdict, Rejection> {
        may(permit, op)?;
        match &op.act {
            Act::Add { data } => self.add(permit.user(), op, data, seq),
            Act::Set { set, base } => self.set(permit.user(), op, set, base, seq),
            Act::Void { .. } => self.void(op, seq),
        }
    }

    fn add(&mut self, user: UserId, op: &Op, data: &Data, seq: u64) -> Result<Verdict, Rejection> {
        if self.records.contains_key(&op.rec) {
            return Err(Rejection::new(RejectCode::IdReuse));
        }
        if let Some(kind) = kind::kind(&op.kind) {
            at_home(kind.home, op.scope)?;
            if let Some(problem) = kind.check(data).first() {
                return Err(Rejection::invalid(problem));
            }
        }
        self.refs_exist(op, data)?;
        let record = Record {
            kind: op.kind.clone(),
            id: op.rec,
            scope: op.scope,
            seq,
            v: op.v,
            fv: data.keys().map(|field| (field.clone(), seq)).collect(),
            by: Some(user),
            at: Some(op.at.wall),
            data: data.clone(),
            gone: None,
        };
        let writers = data.keys().map(|field| (field.clone(), user)).collect();
        self.put(Stored { record, writers, made_by: op.id });
        Ok(Verdict::Ok { seq })
    }

    fn set(&mut self, user: UserId, op: &Op, set: &Data, base: &FieldVersions, seq: u64) -> Result<Verdict, Rejection> {
        let mut stored = self.standing(op)?;
        let kind = kind::kind(&op.kind);
        if kind.is_some_and(|kind| kind.append_only) {
            return Err(Rejection::new(RejectCode::State));
        }
        if let Some(problem) = kind.and_then(|kind| field::check_set(kind.fields, set).into_iter().next()) {
            return Err(Rejection::invalid(&problem));
        }
        self.refs_exist(op, set)?;
        let standing = Stands { data: &stored.record.data, versions: &stored.record.fv, writers: &stored.writers };
        let merged = merge(kind, standing, set, base, user);
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
        let verdict = if !merged.conflicts.is_empty() {
            Verdict::Conflict { fields: merged.conflicts, conflict: None, seq }
        } else if merged.joined {
            Verdict::Merged { seq }
        } else {
            Verdict::Ok { seq }
        };
        for field in merged.written.keys() {
            stored.record.fv.insert(field.clone(), seq);
            stored.writers.insert(field.clone(), user);
        }
        // Even when nothing is written the record gets a new number: its author's phone drops the
        // op from what it shows only when a row of that number has come.
        stored.record.seq = seq;
        stored.record.data = data;
        self.put(stored);
        Ok(verdict)
    }

    fn void(&mut self, op: &Op, seq: u64) -> Result<Verdict, Rejection> {
        let mut stored = match self.standing(op) {
            // Withdrawn twice is withdrawn.
            Err(rejection) if rejection.code == RejectCode::Gone => {
                return Ok(Verdict::Ok { seq: self.records[&op.rec].record.seq });
            }
            other => other?,
        };
        stored.record.seq = seq;
        stored.record.gone = Some(Gone::Void);
        self.put(stored);
        Ok(Verdict::Ok { seq })
    }

    /// The record that an op changes, if it is there to be changed.
    fn standing(&self, op: &Op) -> Result<Stored, Rejection> {
        let unknown = || Rejection::unknown_ref("rec", &op.kind, &op.rec.to_string());
        let stored = self.records.get(&op.rec).ok_or_else(unknown)?;
        // A record of another kind or scope answers exactly as one that is not there.
        if stored.record.kind != op.kind || stored.record.scope != op.scope {
            return Err(unknown());
        }
        if stored.record.gone.is_some() {
            return Err(Rejection::new(RejectCode::Gone));
        }
        Ok(stored.clone())
    }

    fn refs_exist(&self, op: &Op, data: &Data) -> Result<(), Rejection> {
        let Some(kind) = kind::kind(&op.kind) else { return Ok(()) };
        for (field, kind, id) in kind.refs(data) {
            let named = id.parse().ok().and_then(|id: RecordId| self.records.get(&id));
            let stands = named.is_some_and(|named| {
                named.record.kind == kind
                    && (named.record.scope == op.scope || matches!(named.record.scope, Scope::Town(_)))
            });
            if !stands {
                return Err(Rejection::unknown_ref(field, kind, id));
            }
        }
        Ok(())
    }

    fn put(&mut self, stored: Stored) {
        self.changed.insert(stored.record.id);
        self.records.insert(stored.record.id, stored);
    }

    /// How many numbers the transaction needs.
    pub fn numbers(&self) -> u64 {
        self.taken.len() as u64
    }

    /// The verdict of an op judged here or known from before.
    pub fn verdict(&self, id: OpId, first: u64) -> Option<OpResult> {
        self.known.get(&id).map(|known| OpResult { id, verdict: numbered(known.verdict.clone(), first) })
    }

    /// Gives everything its numbers, beginning with `first`.
    pub fn close(&mut self, first: u64) -> Closed {
        let number = |seq: &mut u64| {
            if *seq >= PROVISIONAL {
                *seq = *seq - PROVISIONAL + first;
            }
        };
        let mut taken = std::mem::take(&mut self.taken);
        for taken in &mut taken {
            taken.verdict = numbered(taken.verdict.clone(), first);
        }
        let changed = std::mem::take(&mut self.changed).into_iter().filter_map(|id| self.records.get(&id).cloned());
        let changed = changed
            .map(|mut stored| {
                number(&mut stored.record.seq);
                stored.record.fv.values_mut().for_each(number);
                stored
            })
            .collect();
        Closed { taken, changed }
    }
}

fn numbered(mut verdict: Verdict, first: u64) -> Verdict {
    if let Verdict::Ok { seq } | Verdict::Merged { seq } | Verdict::Conflict { seq, .. } = &mut verdict
        && *seq >= PROVISIONAL
    {
        *seq = *seq - PROVISIONAL + first;
    }
    verdict
}

/// Whether this person may do this to this kind here.
fn may(permit: &Permit, op: &Op) -> Result<(), Rejection> {
    if permit.may_write(&op.kind, op.scope) {
        Ok(())
    } else if permit.writes_somewhere(&op.kind) {
        Err(Rejection::new(RejectCode::ScopeRevoked))
    } else {
        Err(Rejection::new(RejectCode::Forbidden))
    }
}

fn at_home(home: Home, scope: Scope) -> Result<(), Rejection> {
    match (home, scope) {
        (Home::Grid, Scope::Grid(_)) | (Home::Town, Scope::Town(_)) => Ok(()),
        _ => Err(Rejection::new(RejectCode::Forbidden)),
    }
}

/// What a record counts for now: nothing once it is withdrawn, nothing if its kind is unknown here.
pub fn facts(record: &Record) -> Vec<Fact> {
    match kind::kind(&record.kind) {
        Some(kind) if record.gone.is_none() => (kind.facts)(record),
        _ => Vec::new(),
    }
}
