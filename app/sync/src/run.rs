//! The loop: ask the ports, plan, do, resume.

use crate::{
    plan::{self, Otherwise},
    ports::{Broken, Draft, Journal, Page, Refused, Remote, Save, Stuck},
    state::State,
};
use model::{
    ambient::{Chance, Clock, Millis},
    field::Merge,
    id::{DeviceId, OpId, RecordId},
    kind::{self, Payload},
    op::{Act, Op},
    record::{Data, FieldVersions, Record, Scope},
    wire::{MAX_OPS, MAX_ROWS, PROTO, PULL_TOO_OLD, SCHEMA, SyncRequest, Trouble},
};
use std::{
    cell::{Cell, Ref, RefCell, RefMut},
    rc::Rc,
};

/// What a person means to do, before it is numbered and stamped.
#[derive(Debug, Clone)]
pub struct Intent {
    /// The act.
    pub act: Act,
    /// The record's kind.
    pub kind: String,
    /// The record.
    pub rec: RecordId,
    /// Where it lives.
    pub scope: Scope,
}

impl Intent {
    /// A new record.
    pub fn add<T: Payload>(rec: RecordId, scope: Scope, payload: &T) -> Self {
        Self { act: Act::Add { data: payload.data() }, kind: T::KIND.into(), rec, scope }
    }

    /// Some fields anew, on top of what this phone sees.
    pub fn set(seen: &Record, set: Data) -> Self {
        let version = |name: &String| seen.fv.get(name).copied().unwrap_or(0);
        let base: FieldVersions = set.keys().map(|name| (name.clone(), version(name))).collect();
        // Only conflicts in these fields are ever shown, with what stood there.
        let shown = |name: &&String| {
            let field = kind::kind(&seen.kind).and_then(|kind| kind.field(name));
            field.is_some_and(|field| field.merge == Merge::Shown)
        };
        let stood = |name: &String| seen.data.get(name).map(|value| (name.clone(), value.clone()));
        let was = set.keys().filter(shown).filter_map(stood).collect();
        Self { act: Act::Set { set, base, was }, kind: seen.kind.clone(), rec: seen.id, scope: seen.scope }
    }

    /// A household to another grid, with all that belongs to its door.
    pub fn relocate(rec: RecordId, from: Scope, to: Scope) -> Self {
        Self { act: Act::Move { to }, kind: "household".into(), rec, scope: from }
    }

    /// An end to a refused op, by a person.
    pub fn give_up(refused: &Op) -> Self {
        Self { act: Act::GiveUp {}, kind: refused.kind.clone(), rec: refused.rec, scope: refused.scope }
    }

    /// A withdrawal, with the code of its reason.
    pub fn void(kind: &str, rec: RecordId, scope: Scope, reason: &str) -> Self {
        Self { act: Act::Void { reason: reason.into() }, kind: kind.into(), rec, scope }
    }
}

/// How an attempt to sync ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Round {
    /// Everything is up and down.
    Done,
    /// Another attempt is running.
    Busy,
    /// The server could not be asked, or said no; try again later.
    Later {
        /// Why.
        refused: Refused,
        /// Not before so many seconds, if the server said so.
        after: Option<u32>,
    },
    /// The phone's own storage failed; nothing was lost, the server will say it again.
    Broken(Broken),
}

/// Time and chance in one.
pub trait World: Clock + Chance {}
impl<T: Clock + Chance> World for T {}

/// The phone's engine.
pub struct Engine {
    pub(crate) journal: Rc<dyn Journal>,
    pub(crate) remote: Rc<dyn Remote>,
    world: Rc<dyn World>,
    state: RefCell<State>,
    running: Cell<bool>,
    ahead: Cell<Millis>,
    changed: RefCell<Box<dyn Fn()>>,
}

impl Engine {
    /// Opens what the journal kept.
    ///
    /// # Errors
    /// [`Broken`] when the journal cannot be read; nothing has changed.
    pub async fn open(journal: Rc<dyn Journal>, remote: Rc<dyn Remote>, world: Rc<dyn World>) -> Result<Self, Broken> {
        let state = State::new(journal.load().await?);
        let changed: Box<dyn Fn()> = Box::new(|| {});
        let engine = Self {
            journal,
            remote,
            world,
            state: RefCell::new(state),
            running: Cell::new(false),
            ahead: Cell::new(0),
            changed: RefCell::new(changed),
        };
        // What cannot be dropped now will be at the next start.
        let _ = engine.tidy_photos().await;
        Ok(engine)
    }

    /// Calls `hear` after every change of the state.
    pub fn on_change(&self, hear: impl Fn() + 'static) {
        *self.changed.borrow_mut() = Box::new(hear);
    }

    /// The state as it is now. Not to be held across an await.
    pub fn state(&self) -> Ref<'_, State> {
        self.state.borrow()
    }

    /// Time and chance, as this phone has them.
    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    /// A new record's id.
    pub fn new_id(&self) -> RecordId {
        RecordId::mint(self.world.now(), &Dice(&*self.world))
    }

    /// How far this phone's clock is ahead of the server's, milliseconds, as of the last answer. To be
    /// told, never to be reckoned with.
    pub fn clock_ahead(&self) -> Millis {
        self.ahead.get()
    }

    /// Counts on from `n` at least: the storage was taken away, and what was numbered there is to be
    /// missed.
    ///
    /// # Errors
    /// [`Broken`]; it counts as before.
    pub async fn count_from(&self, n: u64) -> Result<(), Broken> {
        self.again(self.journal.count_from(n).await).await
    }

    /// Reads everything anew from the journal: another tab has changed it.
    ///
    /// # Errors
    /// [`Broken`]; the state stays as it was.
    pub async fn reload(&self) -> Result<(), Broken> {
        let kept = self.journal.load().await?;
        self.change(|state| *state = State::new(kept));
        Ok(())
    }

    /// Keeps what a person means to do, all or nothing. When this returns `Ok`, it is 已存本机.
    /// Later intents of one save depend on the earlier ones.
    ///
    /// # Errors
    /// [`Broken`]; nothing was kept, the form must stay open.
    pub async fn save(&self, intents: Vec<Intent>, draft: Option<String>, mends: Option<OpId>) -> Result<(), Broken> {
        let at = self.world.stamp();
        let mut deps = Vec::new();
        let mut ops = Vec::new();
        for intent in intents {
            let id = self.new_op();
            let v = kind::kind(&intent.kind).map_or(1, |kind| kind.version);
            ops.push(Op {
                id,
                n: 0,
                act: intent.act,
                kind: intent.kind,
                rec: intent.rec,
                scope: intent.scope,
                v,
                at: at.clone(),
                deps: deps.clone(),
                // The first of them stands in its place; the others came with it.
                mends: mends.filter(|_| deps.is_empty()),
            });
            deps = vec![id];
        }
        let photos = self.photos_of(&ops).await?;
        self.keep(Save { ops, draft, mends: mends.into_iter().collect(), photos }).await
    }

    fn new_op(&self) -> OpId {
        OpId::mint(self.world.now(), &Dice(&*self.world))
    }

    async fn keep(&self, save: Save) -> Result<(), Broken> {
        let ops = self.journal.save(save.clone()).await?;
        self.change(|state| state.saved(&save, ops));
        Ok(())
    }

    /// Refused ops whose missing record has come go again, as the same intentions under new ids: a
    /// verdict is final for its op.
    async fn try_stuck_again(&self) -> Result<(), Broken> {
        let stuck = plan::again(&self.state.borrow());
        if stuck.is_empty() {
            return Ok(());
        }
        let mends = stuck.iter().map(|stuck| stuck.op.id).collect();
        let again = |stuck: Stuck| Op { id: self.new_op(), mends: Some(stuck.op.id), ..stuck.op };
        // Their photos are here, and stay: the new ops name them.
        let ops = stuck.into_iter().map(again).collect();
        self.keep(Save { ops, mends, ..Save::default() }).await
    }

    /// Keeps a half-filled form. It stays of the version in which it was begun, whatever app goes on
    /// with it.
    ///
    /// # Errors
    /// [`Broken`]; the form stays open.
    pub async fn keep_draft(&self, mut draft: Draft) -> Result<(), Broken> {
        if let Some(begun) = self.state.borrow().draft(&draft.key) {
            draft.version = begun.version;
        }
        self.journal.put_draft(&draft).await?;
        self.change(|state| state.drafted(draft));
        self.tidy_photos().await
    }

    /// Forgets a half-filled form.
    ///
    /// # Errors
    /// [`Broken`]; it is still there.
    pub async fn drop_draft(&self, key: &str) -> Result<(), Broken> {
        self.journal.drop_draft(key).await?;
        self.change(|state| state.draft_dropped(key));
        self.tidy_photos().await
    }

    /// Sends what is unsent and takes what is new, until there is nothing left of either. One
    /// request when nothing is new.
    pub async fn round(&self) -> Round {
        if self.running.replace(true) {
            return Round::Busy;
        }
        let round = match self.exchange().await {
            Round::Done => self.send_photos().await,
            other => other,
        };
        self.running.set(false);
        (self.changed.borrow())();
        round
    }

    /// Whether an attempt to sync is running.
    pub fn is_running(&self) -> bool {
        self.running.get()
    }

    pub(crate) async fn exchange(&self) -> Round {
        let mut most = MAX_OPS;
        let mut reoffered = false;
        let mut end = Round::Done;
        loop {
            if let Err(broken) = self.try_stuck_again().await {
                return Round::Broken(broken);
            }
            let request = match self.request(most).await {
                Ok(request) => request,
                Err(broken) => return Round::Broken(broken),
            };
            let sent = request.ops.clone();
            let (asked, was_brief) = (request.have.clone(), request.brief);
            let refused = match self.remote.sync(request).await {
                Ok(answer) => {
                    self.ahead.set(self.world.now() - answer.now);
                    let more = answer.more;
                    if answer.notice.as_deref() == Some(PULL_TOO_OLD) {
                        let trouble = Trouble::new(PULL_TOO_OLD);
                        let refused = Refused::Trouble { status: 426, trouble, after: None };
                        end = Round::Later { refused, after: None };
                    }
                    let moved =
                        answer.have.iter().any(|(scope, cursor)| asked.get(scope) != Some(&Some(cursor.clone())));
                    let page = plan::read(&self.state.borrow(), &sent, answer);
                    match page {
                        Ok(page) => {
                            if let Err(broken) = self.settle(page).await {
                                return Round::Broken(broken);
                            }
                            // A server that says "more" without moving on is not asked for ever.
                            // What was asked briefly in vain is asked once more in full.
                            let (moved, goes_on) = {
                                let state = self.state.borrow();
                                let in_full = was_brief && plan::have(&state).is_some();
                                let waits = state.unsent() > 0 || !plan::again(&state).is_empty();
                                (moved || in_full, most > 0 && waits)
                            };
                            if goes_on || (more && moved) {
                                continue;
                            }
                            return end;
                        }
                        Err(plan::NotAnAnswer) => Refused::NotOurs,
                    }
                }
                Err(refused) => refused,
            };
            match plan::otherwise(&refused, sent.len()) {
                Otherwise::Halve => most = (sent.len() / 2).max(1),
                Otherwise::SetAside(rejection) => {
                    let aside = |op| Stuck { op, rejection: rejection.clone(), seen: 0 };
                    let stuck = sent.into_iter().map(aside).collect();
                    if let Err(broken) = self.settle(Page { stuck, ..Page::default() }).await {
                        return Round::Broken(broken);
                    }
                }
                Otherwise::Reoffer if !reoffered => {
                    reoffered = true;
                    if let Err(broken) = self.again(self.journal.reoffer().await).await {
                        return Round::Broken(broken);
                    }
                }
                Otherwise::NewDevice if !reoffered => {
                    reoffered = true;
                    let device = DeviceId::mint(self.world.now(), &Dice(&*self.world));
                    if let Err(broken) = self.set_device(device).await {
                        return Round::Broken(broken);
                    }
                }
                Otherwise::HoldBack(after) => {
                    most = 0;
                    end = Round::Later { refused, after };
                }
                Otherwise::Reoffer | Otherwise::NewDevice => return Round::Later { refused, after: None },
                Otherwise::Wait(after) => return Round::Later { refused, after },
            }
        }
    }

    /// Counts ops under this device id from now on.
    ///
    /// # Errors
    /// [`Broken`]; the old id stands.
    pub async fn set_device(&self, device: DeviceId) -> Result<(), Broken> {
        self.again(self.journal.set_device(device).await).await
    }

    async fn request(&self, most: usize) -> Result<SyncRequest, Broken> {
        if self.state.borrow().device().is_none() {
            let device = DeviceId::mint(self.world.now(), &Dice(&*self.world));
            self.set_device(device).await?;
        }
        let state = self.state.borrow();
        let ops = plan::batch(&state, most);
        let have = plan::have(&state);
        let device = state.device().ok_or_else(|| Broken::Failed("no device".into()))?;
        Ok(SyncRequest {
            proto: PROTO,
            schema: SCHEMA,
            app: env!("CARGO_PKG_VERSION").into(),
            device,
            clock: self.world.stamp(),
            pending: (state.unsent() - ops.len()) as u64,
            first_n: state.numbers().0,
            last_n: state.numbers().1,
            mark: state.mark().cloned(),
            brief: have.is_none(),
            have: have.unwrap_or_default(),
            ops,
            max_rows: MAX_ROWS,
        })
    }

    async fn settle(&self, page: Page) -> Result<(), Broken> {
        self.journal.settle(&page).await?;
        self.change(|state| state.settled(&page));
        if page.forgotten.is_empty() { Ok(()) } else { self.tidy_photos().await }
    }

    /// After a change that touches too much to be followed step by step.
    async fn again(&self, changed: Result<(), Broken>) -> Result<(), Broken> {
        changed?;
        self.reload().await
    }

    pub(crate) fn state_mut(&self) -> RefMut<'_, State> {
        self.state.borrow_mut()
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.borrow_mut());
        (self.changed.borrow())();
    }
}

/// A [`World`] seen as its [`Chance`].
pub struct Dice<'a>(pub &'a dyn World);

impl Chance for Dice<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}
