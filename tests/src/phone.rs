//! The real engine on a journal in memory, and a wire to a server that can be cut in all the ways a
//! wire is cut.

use crate::{
    ambient::Seeded,
    backend::Server,
    township::{GRID, Somebody, Township},
};
use axum::http::Method;
use model::{
    id::{DeviceId, OpId, RecordId},
    kind::{KINDS, Payload},
    op::Act,
    record::{Data, Record, Scope},
    wire::{OLDEST_SCHEMA, PhotoHeld, SCHEMA, SyncRequest, SyncResponse, Verdict},
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};
use sync::{
    Engine, Intent, Journal, Refused, Remote, Round, Standing, State,
    memory::Memory,
    ports::{Later, PhotoPiece},
};

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// Nothing.
    None,
    /// It does not get through.
    NoSignal,
    /// The server takes it and commits, and the answer is lost.
    AnswerLost,
    /// A portal answers, with status 200 and a page of its own.
    Portal,
}

/// What went out on a wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// A sync with so many ops.
    Ops(usize),
    /// A piece of a photo: where it begins, and how long it is. One without bytes only asks.
    Piece(u64, usize),
}

/// The wire of one phone.
pub struct Wire<T = Township> {
    town: Rc<T>,
    session: RefCell<Option<String>>,
    mishaps: RefCell<VecDeque<Mishap>>,
    photo_mishaps: RefCell<VecDeque<Mishap>>,
    log: RefCell<Vec<Sent>>,
    page: Cell<Option<u32>>,
    schema: Cell<u32>,
    of_any_version: Cell<bool>,
    asked: Cell<usize>,
    sent: RefCell<Vec<OpId>>,
    verdicts: RefCell<BTreeMap<OpId, Verdict>>,
    restores: Cell<usize>,
    twisted: RefCell<Vec<String>>,
}

impl<T: Server> Wire<T> {
    async fn send(&self, mut request: SyncRequest) -> Result<SyncResponse, Refused> {
        self.asked.set(self.asked.get() + 1);
        let mishap = self.mishaps.borrow_mut().pop_front().unwrap_or(Mishap::None);
        if let Some(page) = self.page.get() {
            request.max_rows = page;
        }
        request.schema = self.schema.get();
        match mishap {
            Mishap::NoSignal => return Err(Refused::Unreachable),
            Mishap::Portal => return Err(Refused::NotOurs),
            Mishap::None | Mishap::AnswerLost => {}
        }
        if self.of_any_version.get() {
            // Always the same of the same op.
            request.ops.iter_mut().for_each(|op| op.v = op.v - 1 + u16::from(op.id.as_bytes()[15] % 3));
        }
        self.log.borrow_mut().push(Sent::Ops(request.ops.len()));
        for op in &request.ops {
            let mut sent = self.sent.borrow_mut();
            if !sent.contains(&op.id) {
                sent.push(op.id);
            }
        }
        let session = self.session.borrow().clone();
        let read = self.town.sync(session.as_deref(), request).await;
        if let Ok(response) = &read {
            self.compare(response);
        }
        if mishap == Mishap::AnswerLost { Err(Refused::Unreachable) } else { read }
    }

    async fn send_piece(&self, piece: PhotoPiece) -> Result<PhotoHeld, Refused> {
        let mishap = self.photo_mishaps.borrow_mut().pop_front().unwrap_or(Mishap::None);
        match mishap {
            Mishap::NoSignal => return Err(Refused::Unreachable),
            Mishap::Portal => return Err(Refused::NotOurs),
            Mishap::None | Mishap::AnswerLost => {}
        }
        self.log.borrow_mut().push(Sent::Piece(piece.at, piece.bytes.len()));
        let session = self.session.borrow().clone();
        let read = self.town.put_photo(session.as_deref(), piece).await;
        if mishap == Mishap::AnswerLost { Err(Refused::Unreachable) } else { read }
    }

    /// The same op, the same verdict, whether the answer arrives or not.
    fn compare(&self, response: &SyncResponse) {
        // A server restored from a backup gives new ones to what it has forgotten.
        if self.restores.replace(self.town.restores()) != self.town.restores() {
            self.verdicts.borrow_mut().clear();
        }
        for result in &response.results {
            if let Some(earlier) = self.verdicts.borrow_mut().insert(result.id, result.verdict.clone())
                && earlier != result.verdict
            {
                self.twisted.borrow_mut().push(format!("{:?} was {earlier:?} and is {:?}", result.id, result.verdict));
            }
        }
    }
}

struct Remotely<T>(Rc<Wire<T>>);

impl<T: Server> Remote for Remotely<T> {
    fn sync(&self, request: SyncRequest) -> Later<'_, Result<SyncResponse, Refused>> {
        Box::pin(self.0.send(request))
    }

    fn put_photo(&self, piece: PhotoPiece) -> Later<'_, Result<PhotoHeld, Refused>> {
        Box::pin(self.0.send_piece(piece))
    }
}

/// A phone with someone signed in.
pub struct Phone<T = Township> {
    /// Whose.
    pub who: Somebody,
    /// Its engine.
    pub engine: Engine,
    /// What survives it.
    pub journal: Memory,
    wire: Rc<Wire<T>>,
    world: Rc<Seeded>,
    device: DeviceId,
    made: RefCell<Vec<RecordId>>,
}

impl<T: Server> Phone<T> {
    /// A new phone, number `n` of the story, on which `who` has signed in.
    pub async fn of(town: &Rc<T>, who: Somebody, n: u64) -> Self {
        let device = DeviceId::fixed(0x1000 + u128::from(n));
        let session = town.open_session(who, device).await;
        let wire = Wire {
            town: Rc::clone(town),
            session: RefCell::new(Some(session)),
            mishaps: RefCell::default(),
            photo_mishaps: RefCell::default(),
            log: RefCell::default(),
            page: Cell::new(None),
            schema: Cell::new(SCHEMA),
            of_any_version: Cell::new(false),
            asked: Cell::new(0),
            sent: RefCell::default(),
            verdicts: RefCell::default(),
            restores: Cell::new(0),
            twisted: RefCell::default(),
        };
        let (journal, wire, world) = (Memory::new(device), Rc::new(wire), Rc::new(Seeded::new(0x5eed + n)));
        let engine = open(&journal, &wire, &world).await;
        Self { who, engine, journal, wire, world, device, made: RefCell::default() }
    }

    /// The battery is pulled out and put back: what remains is what the journal kept.
    pub async fn restart(&mut self) {
        self.engine = open(&self.journal, &self.wire, &self.world).await;
    }

    /// One attempt to sync, with this happening to its first requests.
    pub async fn sync(&self, mishaps: &[Mishap]) -> Round {
        *self.wire.mishaps.borrow_mut() = mishaps.iter().copied().collect();
        let round = self.engine.round().await;
        self.wire.mishaps.borrow_mut().clear();
        assert_eq!(*self.wire.twisted.borrow(), Vec::<String>::new(), "a verdict changed");
        round
    }

    /// From now on this happens to the pieces of photos, in turn.
    pub fn photo_mishaps(&self, mishaps: &[Mishap]) {
        *self.wire.photo_mishaps.borrow_mut() = mishaps.iter().copied().collect();
    }

    /// What went out since this was last asked.
    pub fn log(&self) -> Vec<Sent> {
        self.wire.log.take()
    }

    /// The same, but it will be told again.
    pub fn has_sent(&self, is: impl Fn(&Sent) -> bool) -> bool {
        self.wire.log.borrow().iter().any(is)
    }

    /// An attempt to sync that must succeed.
    pub async fn sync_well(&self) {
        assert_eq!(self.sync(&[]).await, Round::Done);
    }

    /// Rows come in pages of so many.
    pub fn page(&self, rows: u32) {
        self.wire.page.set(Some(rows));
    }

    /// Its app is too old to read the rows that the server writes, until it is updated.
    pub fn is_too_old(&self, too_old: bool) {
        self.wire.schema.set(if too_old { OLDEST_SCHEMA - 1 } else { SCHEMA });
    }

    /// Some of what it sends says that it is of an older or a newer version than this build writes.
    pub fn speaks_any_version(&self) {
        self.wire.of_any_version.set(true);
    }

    /// Sets the phone's clock wrong.
    pub fn shift_clock(&self, millis: i64) {
        self.world.shift(millis);
    }

    /// How many requests went out.
    pub fn asked(&self) -> usize {
        self.wire.asked.get()
    }

    /// The verdict on an op, if one was ever given, seen by the phone or not.
    pub fn verdict(&self, op: OpId) -> Option<Verdict> {
        self.wire.verdicts.borrow().get(&op).cloned()
    }

    /// The last verdict on everything that this phone sent, in the order in which it first did.
    pub fn verdicts(&self) -> Vec<Option<Verdict>> {
        self.wire.sent.borrow().iter().map(|op| self.verdict(*op)).collect()
    }

    /// Signs in again.
    pub async fn sign_in(&self) {
        let session = self.wire.town.open_session(self.who, self.device).await;
        *self.wire.session.borrow_mut() = Some(session);
    }

    /// Saves what somebody means to do.
    pub async fn save(&self, intents: Vec<Intent>) {
        self.engine.save(intents, None, None).await.expect("memory takes it");
    }

    /// Adds a record to [`GRID`], and says which.
    pub async fn add<P: Payload>(&self, payload: &P) -> RecordId {
        self.add_to(Scope::Grid(GRID), payload).await
    }

    /// Adds a record there, and says which.
    pub async fn add_to<P: Payload>(&self, scope: Scope, payload: &P) -> RecordId {
        self.add_data(scope, P::KIND, payload.data()).await
    }

    /// Adds what this build may not know: fields and kinds of a newer app.
    pub async fn add_data(&self, scope: Scope, kind: &str, data: Data) -> RecordId {
        let rec = self.engine.new_id();
        self.made.borrow_mut().push(rec);
        self.save(vec![Intent { act: Act::Add { data }, kind: kind.into(), rec, scope }]).await;
        rec
    }

    /// The records that were made on this phone, first to last.
    pub fn made(&self) -> Vec<RecordId> {
        self.made.borrow().clone()
    }

    /// How many of its numbers never arrived, as the server last said.
    pub fn lost(&self) -> u64 {
        self.engine.state().lost()
    }

    /// Sets fields of a record, on top of what this phone shows. Nothing if it does not show it.
    pub async fn set(&self, kind: &str, id: RecordId, set: Data) {
        if let Some(seen) = self.shows(kind, id) {
            self.save(vec![Intent::set(&seen, set)]).await;
        }
    }

    /// A record as this phone shows it.
    pub fn shows(&self, kind: &str, id: RecordId) -> Option<Record> {
        self.engine.state().get(kind, id).map(|held| held.record.clone())
    }

    /// Everything this phone shows, with how far it has come.
    pub fn view(&self) -> View {
        view(&self.engine.state())
    }

    /// Everything this phone shows, as records.
    pub fn records(&self) -> Vec<Record> {
        let state = self.engine.state();
        KINDS.iter().flat_map(|kind| state.held(kind.name)).map(|held| held.record.clone()).collect()
    }

    /// Whether a restart would find what this phone shows now.
    pub async fn matches_journal(&self) -> bool {
        let kept = self.journal.load().await.expect("memory is read");
        view(&State::new(kept)) == self.view()
    }
}

impl Phone {
    /// The session ends, though the phone does not know.
    pub async fn end_session(&self) {
        let cookie = self.wire.session.borrow().clone();
        self.wire.town.ask(Method::POST, "/api/v1/sign-out", cookie.as_deref(), None).await;
    }
}

/// Records by id: kind, scope, payload, how far it has come.
pub type View = BTreeMap<RecordId, (String, Scope, Data, Standing)>;

fn view(state: &State) -> View {
    let known = KINDS.iter().map(|kind| kind.name);
    let held = known.chain([OF_THE_FUTURE]).flat_map(|kind| state.held(kind));
    held.map(|held| {
        // Absent and null mean the same.
        let data = held
            .record
            .data
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        (held.record.id, (held.record.kind.clone(), held.record.scope, data, held.standing))
    })
    .collect()
}

/// A kind, and a field, that no build knows.
pub const OF_THE_FUTURE: &str = "of_the_future";

async fn open<T: Server>(journal: &Memory, wire: &Rc<Wire<T>>, world: &Rc<Seeded>) -> Engine {
    let remote = Rc::new(Remotely(Rc::clone(wire)));
    let world: Rc<Seeded> = Rc::clone(world);
    Engine::open(Rc::new(journal.clone()), remote, world).await.expect("memory opens")
}
