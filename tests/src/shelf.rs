//! The real ingest on a shelf in memory: what the store does with SQL, in maps, so
//! that far more histories can be told. A sample of them told on SQLite as well gives the same
//! verdicts and the same screens (`tests/converge.rs`).

use crate::{
    ambient::{MORNING, Seeded},
    backend::{Backend, Server, counted, joins},
    township::{CLERK, EVERYBODY, Somebody, TOWN, records},
};
use model::{
    access::{Duty, Permit, Role},
    ambient::{Chance, Clock, Millis},
    day::Day,
    fact::Metric,
    id::{DeviceId, OpId, RecordId, UserId},
    kind::policy::Policies,
    op::{Act, Op},
    record::{Data, FieldVersions, Gone, Record, Scope},
    wire::{Cursor, SyncRequest, SyncResponse, TooOld, Trouble},
};
use server::{
    ingest::{Closed, Desk, Known, LostHistory, Need, Stored, Villages, facts},
    reading::{Reading, all_read, part_read, place},
    store::{Heard, NotPushed, Pulled, Push, Pushed},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};
use sync::Refused;

/// How far the numbers jump after a restore.
const JUMP: u64 = 1_000_000_000;

/// A township on a shelf.
pub struct Shelf {
    kept: RefCell<Kept>,
    sessions: RefCell<BTreeMap<String, UserId>>,
    clock: Seeded,
    restores: Cell<usize>,
}

/// What a backup holds.
#[derive(Clone, Default)]
pub struct Kept {
    ops: BTreeMap<OpId, Known>,
    records: BTreeMap<RecordId, Stored>,
    feed: BTreeMap<(Scope, RecordId), Entry>,
    numbers: BTreeMap<(DeviceId, u64), OpId>,
    highest: BTreeMap<DeviceId, u64>,
    history: BTreeMap<u64, String>,
    lost: Vec<LostHistory>,
    seq: u64,
    walks: BTreeMap<UserId, BTreeSet<RecordId>>,
    walked: BTreeMap<UserId, BTreeSet<RecordId>>,
}

/// The latest that a feed says of a record.
#[derive(Clone, Copy)]
struct Entry {
    seq: u64,
    gone: Option<Gone>,
    left_at: Option<Millis>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self::new()
    }
}

impl Shelf {
    /// A fresh one, with the same township as [`Township`](crate::township::Township).
    pub fn new() -> Self {
        let clock = Seeded::new(0xface);
        let mut kept = Kept { history: BTreeMap::from([(0, String::new())]), ..Kept::default() };
        let device = DeviceId::fixed(0x51);
        let op = |(n, new): (u64, server::ops::add::NewRecord)| Op {
            id: OpId::mint(MORNING, &clock),
            n,
            v: 1,
            act: Act::Add { data: new.data },
            kind: new.kind.into(),
            rec: new.id,
            scope: new.scope,
            at: clock.stamp(),
            deps: Vec::new(),
            mends: None,
        };
        let ops = (1..).zip(records()).map(op).collect();
        let permit = Permit::to_set_up(CLERK, TOWN);
        let set_up = Push { permit, device, ops, heard: None, whole: true };
        kept.push(set_up, MORNING).expect("the township's records are good");
        for one in EVERYBODY.iter().filter(|one| one.role == Role::Worker) {
            kept.walks.entry(one.user).or_default().insert(one.place);
        }
        Self { kept: RefCell::new(kept), sessions: RefCell::default(), clock, restores: Cell::new(0) }
    }

    fn answer(&self, session: Option<&str>, request: SyncRequest) -> Result<SyncResponse, Refused> {
        let owner = session.and_then(|session| self.sessions.borrow().get(session).copied());
        let user = owner.ok_or_else(|| refused(401, Trouble::new("signed_out")))?;
        let now = self.clock.now();
        let mut kept = self.kept.borrow_mut();
        let permit = kept.permit(user);
        let scopes = permit.scopes();
        let reading = Reading::of(&request, &scopes);
        let reads_rows = request.reads_rows();
        let highest = request.ops.iter().map(|op| op.n).max().unwrap_or_default();
        let heard = Heard {
            pending: request.pending,
            first_n: request.first_n,
            last_n: request.last_n.max(highest),
            app: request.app,
        };
        let push =
            Push { permit: permit.clone(), device: request.device, ops: request.ops, heard: Some(heard), whole: false };
        let pushed = kept.push(push, now).map_err(|_| refused(409, Trouble::new("new_device")))?;
        let read = kept.pull(&scopes, &reading, request.mark.as_ref(), request.max_rows.max(1) as usize)?;
        let answer = reading.answer(now, pushed, read, scopes);
        Ok(if reads_rows { answer } else { TooOld::from(answer).into() })
    }
}

fn refused(status: u16, trouble: Trouble) -> Refused {
    Refused::Trouble { status, trouble, after: None }
}

impl Kept {
    fn permit(&self, user: UserId) -> Permit {
        let duty = |walks: &BTreeMap<UserId, BTreeSet<RecordId>>| {
            let grids = walks.get(&user).filter(|grids| !grids.is_empty()).cloned();
            grids.map(|grids| Duty::in_grids(Role::Worker, grids)).into_iter().collect()
        };
        let late_days = Policies::default().on(Day::from_unix_ms(MORNING)).late_days as i32;
        Permit::of(user, TOWN, duty(&self.walks)).having_left(duty(&self.walked), late_days)
    }

    fn push(&mut self, push: Push, now: Millis) -> Result<Pushed, NotPushed> {
        let mut desk = Desk::new(self.lost.clone(), now);
        let heard = push.heard.clone();
        for op in &push.ops {
            self.fetch(&mut desk, heard.as_ref().map(|_| push.device), op);
        }
        let judged = desk.take(push)?;
        let first = self.seq + 1;
        self.seq += desk.numbers();
        let closed = desk.close(first);
        if desk.numbers() > 0 {
            let mut hash = DefaultHasher::new();
            self.history.last_key_value().hash(&mut hash);
            closed.taken.iter().for_each(|taken| taken.op.id.as_bytes().hash(&mut hash));
            self.history.insert(self.seq, format!("{:016x}", hash.finish()));
        }
        self.write(closed, now);
        let lost = heard.map_or(0, |heard| self.note_device(judged.device, &heard));
        Ok(Pushed { results: desk.results(&judged, first), lost })
    }

    fn fetch(&self, desk: &mut Desk, device: Option<DeviceId>, op: &Op) {
        loop {
            let needs = desk.needs(device, op);
            if needs.is_empty() {
                return;
            }
            for need in needs {
                match need {
                    Need::Op(id) => desk.give_op(id, self.ops.get(&id).cloned()),
                    Need::Record(id) => desk.give_record(id, self.records.get(&id).map(|stored| self.lived(stored))),
                    Need::Door(id) => {
                        let there = self.records.values().filter(|stored| stored.record.door() == Some(id));
                        desk.give_door(id, there.map(|stored| self.lived(stored)).collect());
                    }
                    Need::Number(device, n) => desk.give_number(device, n, self.numbers.get(&(device, n)).copied()),
                    // These histories have no posts.
                    Need::Isolated(town) => desk.give_isolated(town, Vec::new(), Villages::new()),
                }
            }
        }
    }

    /// With the places that it left, as the feeds tell it.
    fn lived(&self, stored: &Stored) -> Stored {
        let left = self.feed.iter().filter(|((_, id), _)| *id == stored.record.id);
        let lived = left.filter_map(|((scope, _), entry)| Some((*scope, entry.left_at?))).collect();
        Stored { lived, ..stored.clone() }
    }

    fn write(&mut self, closed: Closed, now: Millis) {
        for taken in closed.taken {
            let known = Known { op: taken.op, user: taken.user, verdict: taken.verdict };
            self.ops.insert(known.op.id, known);
        }
        self.numbers.extend(closed.counted.into_iter().map(|(device, n, op)| ((device, n), op)));
        for stored in closed.changed {
            let record = &stored.record;
            let entry = Entry { seq: record.seq, gone: record.gone, left_at: None };
            self.feed.insert((record.scope, record.id), entry);
            self.records.insert(record.id, stored);
        }
        for (place, seq) in closed.left {
            self.feed.insert(place, Entry { seq, gone: Some(Gone::Moved), left_at: Some(now) });
        }
    }

    fn note_device(&mut self, device: DeviceId, heard: &Heard) -> u64 {
        let highest = self.highest.entry(device).or_default();
        *highest = heard.last_n.max(*highest);
        let came = self.numbers.range((device, heard.first_n)..=(device, u64::MAX)).count() as u64;
        (*highest + 1).saturating_sub(heard.first_n + heard.pending + came)
    }

    fn pull(
        &self,
        scopes: &BTreeSet<Scope>,
        reading: &Reading,
        mark: Option<&Cursor>,
        most: usize,
    ) -> Result<Pulled, Refused> {
        let head = self.cursor(self.seq);
        let mut from = BTreeMap::new();
        let mut known = mark.is_none_or(|mark| self.known(mark).is_some());
        for scope in scopes {
            let seq = reading.cursor(scope).map_or(Some(0), |cursor| self.known(cursor));
            known &= seq.is_some();
            from.insert(*scope, seq.unwrap_or_default());
        }
        if !known {
            let have = from.into_keys().map(|scope| (scope, head.clone())).collect();
            return Err(refused(409, Trouble { have: Some(have), ..Trouble::new("history_changed") }));
        }
        if *reading == Reading::ToBeNamed {
            return Ok(Pulled::nothing_yet(part_read(&head)));
        }
        let mut read = Pulled { mark: part_read(&head), ..Pulled::default() };
        let mut left = most;
        for (scope, after) in from {
            if left == 0 {
                read.more = true;
                continue;
            }
            let mut rows = self.page(scope, after);
            let whole = rows.len() <= left;
            rows.truncate(left);
            left -= rows.len();
            read.more |= !whole;
            let last = rows.last().map_or(after, |row| row.seq);
            read.have.insert(scope, if whole { head.clone() } else { self.cursor(last) });
            read.rows.extend(rows);
        }
        if !read.more {
            read.mark = all_read(&head, scopes);
            read.have.values_mut().for_each(|cursor| cursor.clone_from(&read.mark));
        }
        read.rows.sort_by_key(|row| row.seq);
        Ok(read)
    }

    fn page(&self, scope: Scope, after: u64) -> Vec<Record> {
        let there = self
            .feed
            .iter()
            .filter(|((own, _), entry)| *own == scope && entry.seq > after && (entry.gone.is_none() || after > 0));
        let mut rows: Vec<Record> = there
            .filter_map(|((_, id), entry)| {
                let record = self.records.get(id)?.record.clone();
                let record = Record { scope, seq: entry.seq, gone: entry.gone, ..record };
                Some(match record.gone {
                    None => record,
                    Some(_) => Record { data: Data::new(), fv: FieldVersions::new(), by: None, at: None, ..record },
                })
            })
            .collect();
        rows.sort_by_key(|row| row.seq);
        rows
    }

    /// The hash of the commit that ends at or after this number.
    fn hash_at(&self, seq: u64) -> Option<&str> {
        self.history.range(seq..).next().map(|(_, hash)| hash.as_str())
    }

    fn cursor(&self, seq: u64) -> Cursor {
        format!("{seq}.{}", self.hash_at(seq).unwrap_or_default())
    }

    fn known(&self, cursor: &str) -> Option<u64> {
        let (seq, hash) = place(cursor)?;
        (self.hash_at(seq)? == hash).then_some(seq)
    }
}

impl Server for Shelf {
    async fn open_session(&self, who: Somebody, _: DeviceId) -> String {
        let session = format!("{}.{}", self.restores(), self.sessions.borrow().len());
        self.sessions.borrow_mut().insert(session.clone(), who.user);
        session
    }

    async fn sync(&self, session: Option<&str>, request: SyncRequest) -> Result<SyncResponse, Refused> {
        self.answer(session, request)
    }

    fn restores(&self) -> usize {
        self.restores.get()
    }
}

impl Backend for Shelf {
    type Backup = Kept;

    async fn give(&self, who: Somebody, grid: RecordId) {
        self.kept.borrow_mut().walks.entry(who.user).or_default().insert(grid);
    }

    async fn take_away(&self, who: Somebody, grid: RecordId) {
        let mut kept = self.kept.borrow_mut();
        if kept.walks.entry(who.user).or_default().remove(&grid) {
            kept.walked.entry(who.user).or_default().insert(grid);
        }
    }

    async fn back_up(&self) -> Kept {
        self.kept.borrow().clone()
    }

    async fn lose_and_restore(&self, backup: &Kept) {
        self.clock.shift(60_000);
        let mut kept = backup.clone();
        let after = kept.seq;
        let before = (self.clock.now() as u64).max(after + JUMP);
        let mut mark = [0; 8];
        self.clock.fill(&mut mark);
        kept.seq = before;
        kept.history.insert(before, format!("{:016x}", u64::from_le_bytes(mark)));
        kept.lost.push(LostHistory { after, before });
        *self.kept.borrow_mut() = kept;
        self.sessions.borrow_mut().clear();
        self.restores.set(self.restores.get() + 1);
    }

    async fn counts(&self) -> (u64, u64) {
        let kept = self.kept.borrow();
        let today = Some(Day::from_unix_ms(MORNING));
        let standing = kept.records.values().map(|stored| &stored.record).filter(|record| record.gone.is_none());
        let joins = joins(standing.clone());
        let known = |id: RecordId| kept.records.get(&id).map(|stored| &stored.record);
        let all: Vec<_> = standing.flat_map(|record| joins.facts(record, known, facts)).collect();
        let count = |metric: Metric, day: Option<Day>| {
            all.iter().filter(|fact| fact.metric == metric && (day.is_none() || fact.day == day)).count() as u64
        };
        (count(Metric::Household, None), count(Metric::Visit, today))
    }

    async fn facts(&self) -> BTreeSet<String> {
        let kept = self.kept.borrow();
        counted(kept.records.values().map(|stored| &stored.record).filter(|record| record.gone.is_none()))
    }
}
