//! What screens read: the server's rows with this phone's own ops on top.
//!
//! A plain value in memory. The journal is its memory across restarts; the engine keeps the two
//! in step by changing this only after the journal has.

use crate::ports::{Acked, Draft, Kept, KeptPhoto, Page, PhotoStands, Save, Stuck, named_photos};
use model::{
    id::{DeviceId, RecordId},
    kind::Payload,
    op::{Act, Op},
    photo::{self, PhotoId},
    record::{Gone, Record, Scope},
    wire::Cursor,
};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::atomic::{AtomicU64, Ordering},
};

/// No record that is to be seen names the photo: withdrawn by somebody, or gone from here.
pub(crate) const NOT_NAMED: &str = "not_named";

/// How far a record has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// 已上传: all that this phone has to say about it has a verdict.
    Uploaded,
    /// 已存本机: kept here, not yet confirmed by the server.
    OnPhone,
    /// 待修改: the server refused something; a person has to look.
    Repair,
}

/// A record as this phone sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The record, own ops applied.
    pub record: Record,
    /// How far it has come.
    pub standing: Standing,
}

/// All that a phone holds.
#[derive(Debug, Clone, Default)]
pub struct State {
    device: Option<DeviceId>,
    first_n: u64,
    last_n: u64,
    lost: u64,
    rows: BTreeMap<RecordId, Record>,
    cursors: BTreeMap<Scope, Cursor>,
    mark: Option<Cursor>,
    outbox: BTreeMap<u64, Op>,
    repair: Vec<Stuck>,
    acked: Vec<Acked>,
    drafts: BTreeMap<String, Draft>,
    photos: Vec<KeptPhoto>,
    view: BTreeMap<String, BTreeMap<RecordId, Held>>,
    origin: u64,
    version: u64,
    changes: VecDeque<BTreeSet<RecordId>>,
}

/// So many changes are remembered for [`State::changed_since`].
const REMEMBERED: usize = 64;

/// Tells one state in memory from another: what has seen the one knows nothing of the other.
static ORIGINS: AtomicU64 = AtomicU64::new(1);

/// Which state it was that somebody looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    origin: u64,
    version: u64,
}

impl State {
    /// From what the journal kept.
    pub fn new(kept: Kept) -> Self {
        let mut state = Self {
            device: kept.device,
            first_n: kept.first_n,
            last_n: kept.last_n,
            lost: 0,
            rows: kept.rows.into_iter().map(|row| (row.id, row)).collect(),
            cursors: kept.cursors,
            mark: kept.mark,
            outbox: kept.outbox.into_iter().map(|op| (op.n, op)).collect(),
            repair: kept.repair,
            acked: kept.acked,
            drafts: kept.drafts.into_iter().map(|draft| (draft.key.clone(), draft)).collect(),
            photos: kept.photos,
            view: BTreeMap::new(),
            origin: ORIGINS.fetch_add(1, Ordering::Relaxed),
            version: 0,
            changes: VecDeque::new(),
        };
        let touched: BTreeSet<RecordId> = state.rows.keys().copied().chain(state.ops().map(|op| op.rec)).collect();
        state.rebase(touched);
        state
    }

    /// Which state this is, for [`State::changed_since`].
    pub fn seen(&self) -> Seen {
        Seen { origin: self.origin, version: self.version }
    }

    /// The records that are not what they were then, so that what was worked out need not all be
    /// worked out anew; none if that is not known any more.
    pub fn changed_since(&self, seen: Seen) -> Option<BTreeSet<RecordId>> {
        let since = usize::try_from(self.version.checked_sub(seen.version)?).ok()?;
        let known = seen.origin == self.origin && since <= self.changes.len();
        known.then(|| self.changes.iter().rev().take(since).flatten().copied().collect())
    }

    /// The record of that id, of whatever kind.
    pub fn any(&self, id: RecordId) -> Option<&Held> {
        self.view.values().find_map(|records| records.get(&id))
    }

    /// The records of one kind, own ops applied, by id.
    pub fn held(&self, kind: &str) -> impl Iterator<Item = &Held> {
        self.view.get(kind).into_iter().flat_map(BTreeMap::values)
    }

    /// One record.
    pub fn get(&self, kind: &str, id: RecordId) -> Option<&Held> {
        self.view.get(kind)?.get(&id)
    }

    /// The records of one kind, read as its struct.
    pub fn all<T: Payload>(&self) -> impl Iterator<Item = (&Held, T)> {
        self.held(T::KIND).map(|held| (held, held.record.read()))
    }

    /// How many ops wait for a verdict.
    pub fn unsent(&self) -> usize {
        self.outbox.len()
    }

    /// The ops that wait for a verdict, oldest first.
    pub fn outbox(&self) -> impl Iterator<Item = &Op> {
        self.outbox.values()
    }

    /// The ops that were refused.
    pub fn repair(&self) -> &[Stuck] {
        &self.repair
    }

    /// The ops that were taken and are still remembered.
    pub fn acked(&self) -> &[Acked] {
        &self.acked
    }

    /// Half-filled forms.
    pub fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.values()
    }

    /// The draft of that key.
    pub fn draft(&self, key: &str) -> Option<&Draft> {
        self.drafts.get(key)
    }

    /// The device that numbers the ops.
    pub fn device(&self) -> Option<DeviceId> {
        self.device
    }

    /// The first number that counts under this device, and the last that was given.
    pub fn numbers(&self) -> (u64, u64) {
        (self.first_n, self.last_n)
    }

    /// How many of this device's numbers never reached the server, as it last said.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// The version of a record as the server last gave it, if it is held.
    pub fn version(&self, id: RecordId) -> Option<u64> {
        self.rows.get(&id).map(|row| row.seq)
    }

    /// How far each scope was read.
    pub fn cursors(&self) -> &BTreeMap<Scope, Cursor> {
        &self.cursors
    }

    /// The mark of the last answer.
    pub fn mark(&self) -> Option<&Cursor> {
        self.mark.as_ref()
    }

    /// Ops that were saved here.
    pub(crate) fn saved(&mut self, save: &Save, ops: Vec<Op>) {
        let mut touched: BTreeSet<RecordId> = ops.iter().map(|op| op.rec).collect();
        self.last_n = ops.iter().map(|op| op.n).fold(self.last_n, u64::max);
        self.outbox.extend(ops.into_iter().map(|op| (op.n, op)));
        save.photos.iter().for_each(|photo| self.photographed(photo.id));
        if let Some(key) = &save.draft {
            self.drafts.remove(key);
        }
        let mended = |stuck: &Stuck| save.mends.contains(&stuck.op.id);
        touched.extend(self.repair.iter().filter(|stuck| mended(stuck)).map(|stuck| stuck.op.rec));
        self.repair.retain(|stuck| !mended(stuck));
        self.rebase(touched);
    }

    /// An answer that was settled.
    pub(crate) fn settled(&mut self, page: &Page) {
        let mut touched = BTreeSet::new();
        let again: BTreeSet<_> = page.acked.iter().map(|acked| acked.op.id).collect();
        self.acked.retain(|acked| !again.contains(&acked.op.id));
        for acked in &page.acked {
            self.outbox.remove(&acked.op.n);
            touched.insert(acked.op.rec);
            self.acked.push(acked.clone());
        }
        for stuck in &page.stuck {
            self.outbox.remove(&stuck.op.n);
            touched.insert(stuck.op.rec);
            self.repair.push(stuck.clone());
        }
        for row in &page.rows {
            touched.insert(row.id);
            let elsewhere = self.rows.get(&row.id).is_some_and(|known| known.scope != row.scope);
            match row.gone {
                None => {
                    self.rows.insert(row.id, row.clone());
                }
                // A record that moved to another scope of mine may have arrived there already.
                Some(Gone::Moved) if elsewhere => {}
                Some(_) => {
                    self.rows.remove(&row.id);
                }
            }
        }
        self.acked.retain(|acked| !page.forgotten.contains(&acked.op.id));
        self.lost = page.lost.unwrap_or(self.lost);
        for scope in &page.dropped {
            self.cursors.remove(scope);
            touched.extend(self.rows.values().filter(|row| row.scope == *scope).map(|row| row.id));
            self.rows.retain(|_, row| row.scope != *scope);
        }
        self.mark = page.mark.clone().or_else(|| self.mark.take());
        self.cursors.extend(page.cursors.iter().map(|(scope, cursor)| (*scope, cursor.clone())));
        self.rebase(touched);
    }

    /// Rows that have come down, for those who try out what follows from them without an engine.
    pub fn comes_down(&mut self, rows: Vec<Record>) {
        self.settled(&Page { rows, ..Page::default() });
    }

    pub(crate) fn drafted(&mut self, draft: Draft) {
        self.drafts.insert(draft.key.clone(), draft);
    }

    pub(crate) fn draft_dropped(&mut self, key: &str) {
        self.drafts.remove(key);
    }

    /// A photo was kept, anew or again.
    pub(crate) fn photographed(&mut self, id: PhotoId) {
        let stands = self.photo(id).cloned().unwrap_or(PhotoStands::Waiting);
        self.photo_marked(id, stands.named_anew());
    }

    pub(crate) fn photo_marked(&mut self, id: PhotoId, stands: PhotoStands) {
        match self.photos.iter_mut().find(|kept| kept.id == id) {
            Some(kept) => kept.stands = stands,
            None => self.photos.push(KeptPhoto { id, stands }),
        }
    }

    /// Whether there are photos that nothing names any more; they leave this state.
    pub(crate) fn lets_photos_go(&mut self) -> bool {
        if self.photos.is_empty() {
            return false;
        }
        let named = named_photos(self.ops(), self.drafts.values());
        let before = self.photos.len();
        self.photos.retain(|kept| named.contains(&kept.id));
        self.photos.len() < before
    }

    /// How far a photo that is here has come.
    pub fn photo(&self, id: PhotoId) -> Option<&PhotoStands> {
        self.photos.iter().find(|kept| kept.id == id).map(|kept| &kept.stands)
    }

    fn waiting(&self) -> impl Iterator<Item = PhotoId> {
        self.photos.iter().filter(|kept| kept.stands == PhotoStands::Waiting).map(|kept| kept.id)
    }

    /// How many photos of a record are here and have yet to be sent.
    pub fn photos_waiting_of(&self, record: &Record) -> usize {
        let named = photo::named(&record.data);
        self.waiting().filter(|id| named.iter().any(|photo| photo.sha256 == *id)).count()
    }

    /// Whether a photo of this op has yet to be sent.
    pub(crate) fn waits_for_photo(&self, op: &Op) -> bool {
        self.waiting().any(|id| self.shows(op, id))
    }

    /// How many photos have yet to be sent, of all that was saved here and not withdrawn.
    pub fn photos_waiting(&self) -> usize {
        self.waiting().filter(|id| self.ops().any(|op| self.shows(op, *id))).count()
    }

    /// How many photos the server would not take, though the record stands that names them.
    pub fn photos_refused(&self) -> usize {
        let refused = |kept: &&KeptPhoto| matches!(&kept.stands, PhotoStands::Refused(code) if code != NOT_NAMED);
        self.photos.iter().filter(refused).count()
    }

    /// The next photo to send: the server has the record that names it.
    pub(crate) fn photo_to_send(&self) -> Option<PhotoId> {
        self.waiting().find(|id| self.acked.iter().any(|acked| self.shows(&acked.op, *id)))
    }

    /// Whether an op names a photo, and this phone has not withdrawn its record.
    fn shows(&self, op: &Op, id: PhotoId) -> bool {
        let names = |data| photo::named(data).iter().any(|photo| photo.sha256 == id);
        op.fields().is_some_and(names) && !self.ops().any(|other| other.rec == op.rec && is_void(other))
    }

    fn ops(&self) -> impl Iterator<Item = &Op> {
        let acked = self.acked.iter().map(|acked| &acked.op);
        acked.chain(self.outbox.values()).chain(self.repair.iter().map(|stuck| &stuck.op))
    }

    /// Works out anew what `touched` records look like.
    fn rebase(&mut self, touched: BTreeSet<RecordId>) {
        // The ops on top of the rows, in the order in which they were made: those that were taken
        // but whose row has not come yet, then those without a verdict. A refused op shows its
        // record, so that what was typed stays in sight until it is mended.
        let mut ops: BTreeMap<RecordId, Vec<(&Op, Standing)>> = BTreeMap::new();
        let seen = |rec: &RecordId| self.rows.get(rec).map_or(0, |row| row.seq);
        let taken = self.acked.iter().filter(|acked| !acked.covered && acked.seq > seen(&acked.op.rec));
        let layers = taken
            .map(|acked| (&acked.op, Standing::Uploaded))
            .chain(self.repair.iter().map(|stuck| (&stuck.op, Standing::Repair)))
            .chain(self.outbox.values().map(|op| (op, Standing::OnPhone)));
        for (op, standing) in layers.filter(|(op, _)| touched.contains(&op.rec)) {
            ops.entry(op.rec).or_default().push((op, standing));
        }
        self.version += 1;
        self.changes.push_back(touched.clone());
        if self.changes.len() > REMEMBERED {
            self.changes.pop_front();
        }
        let mut fresh = Vec::new();
        for id in touched {
            let base = self.rows.get(&id).cloned();
            fresh.push((id, overlay(base, ops.get(&id).map_or(&[], Vec::as_slice))));
        }
        for (id, held) in fresh {
            for records in self.view.values_mut() {
                records.remove(&id);
            }
            if let Some(held) = held {
                self.view.entry(held.record.kind.clone()).or_default().insert(id, held);
            }
        }
    }
}

fn is_void(op: &Op) -> bool {
    matches!(op.act, Act::Void { .. })
}

/// A row with ops on top; none if there is nothing to show.
fn overlay(base: Option<Record>, ops: &[(&Op, Standing)]) -> Option<Held> {
    let mut standing = Standing::Uploaded;
    let mut record = base;
    for (op, at) in ops {
        standing = standing.max(*at);
        match &op.act {
            // Somebody else has made the same record meanwhile: until there is a verdict, this phone's
            // own word stands on top, as with any change.
            Act::Add { data } if record.is_some() => {
                let same = |record: &&mut Record| record.kind == op.kind && *at != Standing::Repair;
                if let Some(record) = record.as_mut().filter(same) {
                    record.data.extend(data.clone());
                }
            }
            Act::Add { data } => {
                record.get_or_insert_with(|| Record {
                    kind: op.kind.clone(),
                    id: op.rec,
                    scope: op.scope,
                    seq: 0,
                    v: op.v,
                    fv: Default::default(),
                    by: None,
                    at: Some(op.at.wall),
                    late: false,
                    data: data.clone(),
                    gone: None,
                });
            }
            Act::Set { set, .. } => {
                if let Some(record) = &mut record {
                    for (name, value) in set {
                        record.data.insert(name.clone(), value.clone());
                    }
                }
            }
            // A withdrawal or a move that was refused did not happen.
            Act::Void { .. } | Act::Move { .. } if *at == Standing::Repair => {}
            Act::GiveUp {} => {}
            Act::Move { to } => {
                if let Some(record) = &mut record {
                    record.scope = *to;
                }
            }
            Act::Void { .. } => {
                if let Some(record) = &mut record {
                    record.gone = Some(Gone::Void);
                }
            }
        }
    }
    record.filter(|record| record.gone.is_none()).map(|record| Held { record, standing })
}

impl State {
    /// The scopes of which anything is kept.
    pub fn held_scopes(&self) -> BTreeSet<Scope> {
        self.cursors.keys().copied().chain(self.rows.values().map(|row| row.scope)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{ambient::Stamp, id::OpId};
    use serde_json::{Value, json};

    fn data(value: Value) -> model::record::Data {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn what_has_changed_since_somebody_looked_is_known_for_a_while() {
        let ids: Vec<RecordId> = (1..5).map(RecordId::fixed).collect();
        let mut state = State::new(Kept::default());
        let first = state.seen();
        let changed = |state: &State, seen| state.changed_since(seen).map(|ids| ids.into_iter().collect::<Vec<_>>());
        assert_eq!(changed(&state, first), Some(vec![]));
        state.rebase([ids[0]].into());
        let second = state.seen();
        state.rebase([ids[1], ids[2]].into());
        assert_eq!(changed(&state, first), Some(ids[..3].to_vec()));
        assert_eq!(changed(&state, second), Some(ids[1..3].to_vec()));
        (0..REMEMBERED).for_each(|_| state.rebase([ids[3]].into()));
        assert_eq!(changed(&state, first), None, "so long ago");
        let other = State::new(Kept::default());
        assert_eq!(changed(&other, other.seen()), Some(vec![]));
        assert_eq!(changed(&other, state.seen()), None, "not this one");
        let mut younger = State::new(Kept::default());
        younger.rebase([ids[0]].into());
        assert_eq!(changed(&younger, first), None, "as old, and not this one");
    }

    #[test]
    fn a_record_that_others_have_made_as_well_shows_ones_own_word_until_it_is_judged() {
        let (id, scope) = (RecordId::fixed(1), Scope::Grid(RecordId::fixed(8)));
        let op = Op {
            id: OpId::fixed(1),
            n: 1,
            act: Act::Add { data: data(json!({"doctor": "邹济生", "end_on": "2020-02-14"})) },
            kind: "isolation".into(),
            rec: id,
            scope,
            v: 1,
            at: Stamp { wall: 0, mono: 0, boot: String::new() },
            deps: Vec::new(),
            mends: None,
        };
        let row = Record {
            kind: "isolation".into(),
            id,
            scope,
            seq: 7,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: data(json!({"end_on": "2020-02-12", "address": "西屋"})),
            gone: None,
        };
        let shown = |kind: &str, at| {
            let row = Record { kind: kind.into(), ..row.clone() };
            overlay(Some(row), &[(&op, at)]).map(|held| (Value::from(held.record.data), held.standing))
        };
        let mine = json!({"doctor": "邹济生", "end_on": "2020-02-14", "address": "西屋"});
        let theirs = Value::from(row.data.clone());
        assert_eq!(shown("isolation", Standing::OnPhone), Some((mine, Standing::OnPhone)));
        assert_eq!(shown("isolation", Standing::Repair), Some((theirs.clone(), Standing::Repair)));
        assert_eq!(shown("visit", Standing::OnPhone), Some((theirs, Standing::OnPhone)));
    }
}
