//! The loop: ask the ports, plan, do, resume.

use crate::{
    plan::{self, Otherwise},
    ports::{Broken, Draft, Journal, Page, Refused, Remote, Save, Stuck},
    state::State,
};
use model::{
    ambient::{Chance, Clock},
    id::{DeviceId, OpId, RecordId},
    kind::{self, Payload},
    op::{Act, Op},
    record::{Data, FieldVersions, Scope},
    wire::{MAX_OPS, MAX_ROWS, PROTO, SCHEMA, SyncRequest},
};
use std::{
    cell::{Cell, Ref, RefCell},
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
    pub fn set(kind: &str, rec: RecordId, scope: Scope, set: Data, seen: &FieldVersions) -> Self {
        let base = set.keys().map(|name| (name.clone(), seen.get(name).copied().unwrap_or(0))).collect();
        Self { act: Act::Set { set, base }, kind: kind.into(), rec, scope }
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
    journal: Rc<dyn Journal>,
    remote: Rc<dyn Remote>,
    world: Rc<dyn World>,
    state: RefCell<State>,
    running: Cell<bool>,
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
        Ok(Self {
            journal,
            remote,
            world,
            state: RefCell::new(state),
            running: Cell::new(false),
            changed: RefCell::new(changed),
        })
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
            let id = OpId::mint(at.wall, &Dice(&*self.world));
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
            });
            deps = vec![id];
        }
        let save = Save { ops, draft, mends };
        let ops = self.journal.save(save.clone()).await?;
        self.change(|state| state.saved(&save, ops));
        Ok(())
    }

    /// Keeps a half-filled form.
    ///
    /// # Errors
    /// [`Broken`]; the form stays open.
    pub async fn keep_draft(&self, draft: Draft) -> Result<(), Broken> {
        self.journal.put_draft(&draft).await?;
        self.change(|state| state.drafted(draft));
        Ok(())
    }

    /// Forgets a half-filled form.
    ///
    /// # Errors
    /// [`Broken`]; it is still there.
    pub async fn drop_draft(&self, key: &str) -> Result<(), Broken> {
        self.journal.drop_draft(key).await?;
        self.change(|state| state.draft_dropped(key));
        Ok(())
    }

    /// Sends what is unsent and takes what is new, until there is nothing left of either. One
    /// request when nothing is new.
    pub async fn round(&self) -> Round {
        if self.running.replace(true) {
            return Round::Busy;
        }
        let round = self.exchange().await;
        self.running.set(false);
        (self.changed.borrow())();
        round
    }

    /// Whether an attempt to sync is running.
    pub fn is_running(&self) -> bool {
        self.running.get()
    }

    async fn exchange(&self) -> Round {
        let mut most = MAX_OPS;
        let mut reoffered = false;
        loop {
            let (request, pending_before) = match self.request(most).await {
                Ok(request) => {
                    let pending = request.pending;
                    (request, pending)
                }
                Err(broken) => return Round::Broken(broken),
            };
            let sent = request.ops.clone();
            let asked = request.have.clone();
            let refused = match self.remote.sync(request).await {
                Ok(answer) => {
                    let more = answer.more;
                    let moved =
                        answer.have.iter().any(|(scope, cursor)| asked.get(scope) != Some(&Some(cursor.clone())));
                    let page = plan::read(&self.state.borrow(), &sent, answer, self.world.now());
                    match page {
                        Ok(page) => {
                            if let Err(broken) = self.settle(page).await {
                                return Round::Broken(broken);
                            }
                            // A server that says "more" without moving on is not asked for ever.
                            if pending_before == 0 && !(more && moved) && self.state.borrow().unsent() == 0 {
                                return Round::Done;
                            }
                            continue;
                        }
                        Err(plan::NotAnAnswer) => Refused::NotOurs,
                    }
                }
                Err(refused) => refused,
            };
            match plan::otherwise(&refused, sent.len()) {
                Otherwise::Halve => most = (sent.len() / 2).max(1),
                Otherwise::SetAside(rejection) => {
                    let stuck = sent.into_iter().map(|op| Stuck { op, rejection: rejection.clone() }).collect();
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
        let device = state.device().ok_or_else(|| Broken::Failed("no device".into()))?;
        Ok(SyncRequest {
            proto: PROTO,
            schema: SCHEMA,
            app: env!("CARGO_PKG_VERSION").into(),
            device,
            clock: self.world.stamp(),
            pending: (state.unsent() - ops.len()) as u64,
            have: state.cursors().iter().map(|(scope, cursor)| (*scope, Some(cursor.clone()))).collect(),
            ops,
            max_rows: MAX_ROWS,
        })
    }

    async fn settle(&self, page: Page) -> Result<(), Broken> {
        self.journal.settle(&page).await?;
        self.change(|state| state.settled(&page));
        Ok(())
    }

    /// After a change that touches too much to be followed step by step.
    async fn again(&self, changed: Result<(), Broken>) -> Result<(), Broken> {
        changed?;
        self.reload().await
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
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
