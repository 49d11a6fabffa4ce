//! Ops to verdicts: the decision, without storage.
//!
//! A [`Desk`] holds what the ops of one transaction need to know. It says what it lacks
//! ([`Desk::needs`]) and is given it; [`Desk::take`] judges a push, op by op, and remembers what
//! becomes of the records; [`Desk::close`] gives everything its numbers. The store fetches what the
//! desk needs, and writes what comes out of it, in one transaction. Nothing here can fail half-way,
//! so one bad op is refused alone, and nothing has to be rolled back.
//!
//! | file | for |
//! |---|---|
//! | here | what is known, what has changed, numbers |
//! | [`judge`] | one op: may this person, is it valid, how it joins with what stands |
//! | [`answer`] | a push: again or new, all or nothing, its verdicts |
//! | [`gate`] | someone who should be at home, seen at a post |

mod answer;
mod gate;
mod judge;

pub use answer::Judged;
pub use gate::Villages;

use model::{
    ambient::Millis,
    fact::Fact,
    id::{DeviceId, OpId, RecordId, UserId},
    kind::{self, Payload, isolation::Isolation},
    op::{Act, Op},
    record::{Record, Scope, door},
    wire::Verdict,
};
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
    /// Scopes in which it lived before, and when it left them, by the server's clock.
    pub lived: BTreeMap<Scope, Millis>,
}

/// An op that was judged.
#[derive(Debug, Clone)]
pub struct Known {
    /// The op as it was.
    pub op: Op,
    /// Whose.
    pub user: UserId,
    /// Its verdict.
    pub verdict: Verdict,
}

/// Versions between these, both excluded, were given by a server that was lost and restored from a
/// backup: whoever saw one saw what this server may never have had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LostHistory {
    /// The last number in the backup.
    pub after: u64,
    /// The first number given since.
    pub before: u64,
}

/// Something that a desk has to know before it can judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Whether this op is known, and its verdict.
    Op(OpId),
    /// This record.
    Record(RecordId),
    /// All records that belong to this household's door.
    Door(RecordId),
    /// Under which op this number of this device came before.
    Number(DeviceId, u64),
    /// Who is isolated in this township: the cases, and whose and where they are.
    Isolated(RecordId),
}

/// What the ops of one transaction need to know, and what becomes of it.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    ops: HashMap<OpId, Option<Known>>,
    records: HashMap<RecordId, Option<Stored>>,
    doors: BTreeMap<RecordId, BTreeSet<RecordId>>,
    isolated: BTreeMap<RecordId, Villages>,
    /// Isolations that are given or made here.
    cases: BTreeSet<RecordId>,
    numbers: HashMap<(DeviceId, u64), Option<OpId>>,
    lost: Vec<LostHistory>,
    now: Millis,
    issued: u64,
    changed: BTreeSet<RecordId>,
    left: BTreeMap<(Scope, RecordId), u64>,
    taken: Vec<Taken>,
    counted: Vec<(DeviceId, u64, OpId)>,
    mended: Vec<(OpId, OpId)>,
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
#[derive(Debug, Default)]
pub struct Closed {
    /// Ops with their final verdicts.
    pub taken: Vec<Taken>,
    /// Records as they are now.
    pub changed: Vec<Stored>,
    /// Records that left a scope, under which number.
    pub left: BTreeMap<(Scope, RecordId), u64>,
    /// Numbers of devices, and the ops that came under them.
    pub counted: Vec<(DeviceId, u64, OpId)>,
    /// Refused ops, and the ops that take their place.
    pub mended: Vec<(OpId, OpId)>,
    /// The scopes that changed, with their latest numbers.
    pub scopes: BTreeMap<Scope, u64>,
}

impl Desk {
    /// A desk of a server whose history was lost there, at this time of its own clock.
    pub fn new(lost: Vec<LostHistory>, now: Millis) -> Self {
        Self { lost, now, ..Self::default() }
    }

    /// What the desk still has to know to judge `op` of `device`. Ask again after giving it: one
    /// answer may lead to another question.
    pub fn needs(&self, device: Option<DeviceId>, op: &Op) -> Vec<Need> {
        let mut needs = Vec::new();
        let op_need = |id| (!self.ops.contains_key(&id)).then_some(Need::Op(id));
        let record_need = |id| (!self.records.contains_key(&id)).then_some(Need::Record(id));
        needs.extend(op_need(op.id));
        needs.extend(op.mends.and_then(op_need));
        if let Some(device) = device.filter(|device| !self.numbers.contains_key(&(*device, op.n))) {
            needs.push(Need::Number(device, op.n));
        }
        needs.extend(record_need(op.rec));
        if let Some(fields) = op.fields() {
            let named = kind::kind(&op.kind).map(|kind| kind.refs(fields)).unwrap_or_default();
            let named = named.iter().filter_map(|(_, _, id)| id.parse().ok());
            needs.extend(named.chain(door(fields)).filter_map(record_need));
        }
        if let Some(stored) = self.record(op.rec) {
            needs.extend(judge::disputed(stored).and_then(record_need));
        }
        needs.extend(self.needs_of_gate(op));
        if let Act::Move { to } = &op.act {
            needs.extend(record_need(to.id()));
            if !self.doors.contains_key(&op.rec) {
                needs.push(Need::Door(op.rec));
            }
        }
        needs
    }

    /// Answers [`Need::Op`].
    pub fn give_op(&mut self, id: OpId, known: Option<Known>) {
        self.ops.entry(id).or_insert(known);
    }

    /// Answers [`Need::Record`].
    pub fn give_record(&mut self, id: RecordId, stored: Option<Stored>) {
        self.records.entry(id).or_insert(stored);
    }

    /// Answers [`Need::Door`].
    pub fn give_door(&mut self, id: RecordId, stored: Vec<Stored>) {
        // What this transaction has brought to the door is known already.
        let here = self.records.values().flatten().filter(|stored| stored.record.door() == Some(id));
        let ids = here.map(|stored| stored.record.id).chain(stored.iter().map(|stored| stored.record.id)).collect();
        self.doors.insert(id, ids);
        for stored in stored {
            self.give_record(stored.record.id, Some(stored));
        }
    }

    /// Answers [`Need::Number`].
    pub fn give_number(&mut self, device: DeviceId, n: u64, op: Option<OpId>) {
        self.numbers.entry((device, n)).or_insert(op);
    }

    fn record(&self, id: RecordId) -> Option<&Stored> {
        self.records.get(&id)?.as_ref()
    }

    /// The next number.
    fn issue(&mut self) -> u64 {
        self.issued += 1;
        PROVISIONAL + self.issued - 1
    }

    fn put(&mut self, stored: Stored) {
        let id = stored.record.id;
        if let Some(door) = stored.record.door()
            && let Some(ids) = self.doors.get_mut(&door)
        {
            ids.insert(id);
        }
        if stored.record.kind == Isolation::KIND {
            self.cases.insert(id);
        }
        // Back where it had left: it is there.
        self.left.remove(&(stored.record.scope, id));
        self.changed.insert(id);
        self.records.insert(id, Some(stored));
    }

    /// Notes that a record is not, or no longer, in `scope`.
    fn leave(&mut self, scope: Scope, id: RecordId, seq: u64) {
        self.left.insert((scope, id), seq);
    }

    /// How many numbers the transaction needs.
    pub fn numbers(&self) -> u64 {
        self.issued
    }

    /// Gives everything its numbers, beginning with `first`.
    pub fn close(&mut self, first: u64) -> Closed {
        let number = |seq: &mut u64| {
            if *seq >= PROVISIONAL {
                *seq = *seq - PROVISIONAL + first;
            }
        };
        let mut closed = Closed {
            taken: std::mem::take(&mut self.taken),
            left: std::mem::take(&mut self.left),
            counted: std::mem::take(&mut self.counted),
            mended: std::mem::take(&mut self.mended),
            ..Closed::default()
        };
        for taken in &mut closed.taken {
            taken.verdict = numbered(taken.verdict.clone(), first);
        }
        closed.left.values_mut().for_each(number);
        for id in std::mem::take(&mut self.changed) {
            let Some(mut stored) = self.record(id).cloned() else { continue };
            number(&mut stored.record.seq);
            stored.record.fv.values_mut().for_each(number);
            judge::number_disputed(&mut stored.record, number);
            closed.changed.push(stored);
        }
        let here = closed.changed.iter().map(|stored| (stored.record.scope, stored.record.seq));
        for (scope, seq) in here.chain(closed.left.iter().map(|((scope, _), seq)| (*scope, *seq))) {
            let latest = closed.scopes.entry(scope).or_default();
            *latest = seq.max(*latest);
        }
        closed
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

/// What a record counts for now: nothing once it is withdrawn, nothing if its kind is unknown here.
pub fn facts(record: &Record) -> Vec<Fact> {
    match kind::kind(&record.kind) {
        Some(kind) if record.gone.is_none() => {
            // With a grid or a post the scope is the place, whatever else the record speaks of.
            let placed = matches!(record.scope, Scope::Grid(_) | Scope::Post(_));
            let facts = (kind.facts)(record).into_iter();
            facts.map(|fact| fact.clone().at(fact.place.filter(|_| !placed))).collect()
        }
        _ => Vec::new(),
    }
}
