//! The phone as the screens know it: who is signed in, what is held, whether it is reaching the
//! township. One value in the context of every screen.

mod another_way;
mod begun;
mod entering;
mod photos;

pub use another_way::NotCarried;
pub use entering::Entering;

use crate::{
    book::Book,
    device::{Device, Turn},
};
use leptos::prelude::*;
use model::{
    access::Role,
    ambient::Millis,
    day::Day,
    id::{DeviceId, OpId, UserId},
    wire::{DeviceInfo, SignIn, UserInfo},
};
use std::{rc::Rc, sync::Arc};
use sync::{Broken, Draft, Engine, Intent, Refused, Round, State, plan, ports::Stuck};

/// Where the phone stands.
#[derive(Clone)]
pub enum Stage {
    /// Reading what is kept here.
    Opening,
    /// Nobody is signed in on this phone.
    SignedOut,
    /// Someone is; with or without signal.
    SignedIn(Rc<Session>),
    /// The phone's storage cannot be read.
    Broken(Broken),
}

/// Someone signed in on this phone.
pub struct Session {
    /// Who.
    pub user: UserInfo,
    engine: Rc<Engine>,
}

/// How the last attempt to reach the township went.
#[derive(Debug, Clone, PartialEq)]
pub enum Signal {
    /// None was made yet.
    Unknown,
    /// One is running.
    Trying,
    /// Everything is up and down; when, by this phone's clock.
    Reached(i64),
    /// It could not be reached, or said no.
    Away(Refused),
    /// This phone's storage did not take the answer.
    Broken(Broken),
}

/// Handle to the phone; cheap to copy into closures.
#[derive(Clone, Copy)]
pub struct Phone {
    device: StoredValue<Rc<dyn Device>, LocalStorage>,
    stage: RwSignal<Stage, LocalStorage>,
    signal: RwSignal<Signal>,
    records: RwSignal<u64>,
    drafts: RwSignal<u64>,
    listening: StoredValue<Vec<Turn>, LocalStorage>,
    failures: StoredValue<u32>,
    protected: RwSignal<Option<bool>>,
    emptied: RwSignal<bool>,
    revoked: RwSignal<bool>,
    nudged: RwSignal<u64>,
    searched: RwSignal<String>,
    entering: RwSignal<Entering>,
    begun: RwSignal<bool>,
}

/// The phone of this app.
pub fn use_phone() -> Phone {
    expect_context()
}

impl Phone {
    /// Takes the device and starts opening what is kept on it.
    pub fn start(device: Rc<dyn Device>) -> Self {
        let phone = Self {
            device: StoredValue::new_local(device),
            stage: RwSignal::new_local(Stage::Opening),
            signal: RwSignal::new(Signal::Unknown),
            records: RwSignal::new(0),
            drafts: RwSignal::new(0),
            listening: StoredValue::new_local(Vec::new()),
            failures: StoredValue::new(0),
            protected: RwSignal::new(None),
            emptied: RwSignal::new(false),
            revoked: RwSignal::new(false),
            nudged: RwSignal::new(0),
            searched: RwSignal::new(String::new()),
            entering: RwSignal::new(Entering::default()),
            begun: RwSignal::new(true),
        };
        let device = phone.device();
        device.on_wake(Box::new(move || phone.sync_soon()));
        match remembered(&*device) {
            Some(user) => leptos::task::spawn_local(async move { phone.open(user).await }),
            None => phone.stage.set(Stage::SignedOut),
        }
        leptos::task::spawn_local(async move { phone.keep_trying().await });
        phone
    }

    /// The device.
    pub fn device(&self) -> Rc<dyn Device> {
        self.device.get_value()
    }

    /// Where the phone stands, followed.
    pub fn stage(&self) -> Stage {
        self.stage.get()
    }

    /// How the last attempt to reach the township went, followed.
    pub fn signal(&self) -> Signal {
        self.signal.get()
    }

    /// Whether the phone promised never to clear our storage; none while unknown. Followed.
    pub fn protected(&self) -> Option<bool> {
        self.protected.get()
    }

    /// Whether the browser has taken away what was kept here, since the app was opened. Followed.
    pub fn emptied(&self) -> bool {
        self.emptied.get()
    }

    /// Whether this phone turned out to be no longer trusted, and has wiped itself. Followed.
    pub fn revoked(&self) -> bool {
        self.revoked.get()
    }

    /// How many of this phone's records never reached the server and are not here either. Followed.
    pub fn lost(&self) -> u64 {
        self.read(State::lost).unwrap_or_default()
    }

    /// How far this phone's clock is ahead of the server's, in minutes; none while unknown. Followed.
    pub fn clock_ahead(&self) -> Option<i64> {
        // An answer is some seconds old when it is here: three days are still three.
        self.ahead().map(|ahead| ahead.saturating_add(30_000).div_euclid(60_000))
    }

    /// Whether it is another day by this phone's clock than by the server's. Followed.
    pub fn has_another_day(&self) -> bool {
        let now = self.now();
        self.ahead().is_some_and(|ahead| Day::from_unix_ms(now.saturating_sub(ahead)) != Day::from_unix_ms(now))
    }

    fn ahead(&self) -> Option<Millis> {
        self.signal.track();
        self.engine().map(|engine| engine.clock_ahead())
    }

    /// Who is signed in, followed.
    pub fn user(&self) -> Option<UserInfo> {
        self.stage.with(|stage| match stage {
            Stage::SignedIn(session) => Some(session.user.clone()),
            _ => None,
        })
    }

    /// Whether whoever is signed in leads rather than walks.
    pub fn leads(&self) -> bool {
        self.user().is_some_and(|user| {
            user.roles.iter().any(|role| role.sees_figures()) && !user.roles.contains(&Role::Worker)
        })
    }

    /// Whether whoever is signed in has doors of their own; a volunteer has those of a team.
    pub fn has_doors(&self) -> bool {
        self.user().is_some_and(|user| user.roles.iter().any(|role| role.carries_doors()))
    }

    /// Whether whoever is signed in notes down what they do for the township.
    pub fn works(&self) -> bool {
        self.user().is_some_and(|user| user.roles.iter().any(|role| role.works()))
    }

    /// Whether whoever is signed in helps with a team, and has no doors.
    pub fn helps(&self) -> bool {
        !self.has_doors() && self.user().is_some_and(|user| user.roles.contains(&Role::Volunteer))
    }

    /// Whether whoever is signed in keeps a post, and has no doors.
    pub fn keeps_post(&self) -> bool {
        !self.has_doors() && self.user().is_some_and(|user| user.roles.contains(&Role::Gatekeeper))
    }

    /// Whether whoever is signed in may stand at a post.
    pub fn has_posts(&self) -> bool {
        self.user().is_some_and(|user| user.roles.iter().any(|role| role.carries_posts()))
    }

    /// Whether nothing has come down here yet and something may still come.
    pub fn has_nothing_yet(&self) -> bool {
        let empty = self.read(|state| state.cursors().is_empty()).unwrap_or(true);
        empty && matches!(self.signal(), Signal::Unknown | Signal::Trying)
    }

    /// Today, by this phone's clock.
    pub fn today(&self) -> Day {
        Day::from_unix_ms(self.device().world().now())
    }

    /// This phone's clock, milliseconds UTC.
    pub fn now(&self) -> i64 {
        self.device().world().now()
    }

    /// What was last searched for among the households.
    pub fn searched(&self) -> RwSignal<String> {
        self.searched
    }

    /// Counts how often something new has arrived at the server, from here or elsewhere. Followed.
    pub fn nudges(&self) -> u64 {
        self.nudged.get()
    }

    fn nudge(&self) {
        self.nudged.update(|n| *n += 1);
        self.sync_soon();
    }

    /// The state, followed: whoever reads it is called again when a record changes.
    pub fn read<T>(&self, read: impl FnOnce(&State) -> T) -> Option<T> {
        self.records.track();
        self.peek(read)
    }

    /// The state with its drafts, followed.
    pub fn read_drafts<T>(&self, read: impl FnOnce(&State) -> T) -> Option<T> {
        self.drafts.track();
        self.peek(read)
    }

    /// The state, not followed.
    pub fn peek<T>(&self, read: impl FnOnce(&State) -> T) -> Option<T> {
        self.engine().map(|engine| read(&engine.state()))
    }

    /// The refused op of that id, not followed.
    pub fn refused(&self, op: OpId) -> Option<Stuck> {
        self.peek(|state| state.repair().iter().find(|stuck| stuck.op.id == op).cloned()).flatten()
    }

    /// Makes room for the register in the context. It is made by the first screen that asks for it
    /// ([`use_book`]), so that only the files of such screens carry the code that makes it.
    pub fn provide_book(&self) {
        let owner = Owner::current().expect("a component has an owner");
        provide_context(Register { owner, book: StoredValue::new(None) });
    }

    fn engine(&self) -> Option<Rc<Engine>> {
        self.stage.with_untracked(|stage| match stage {
            Stage::SignedIn(session) => Some(Rc::clone(&session.engine)),
            _ => None,
        })
    }

    /// A new record's id. None while nobody is signed in.
    pub fn new_id(&self) -> Option<model::id::RecordId> {
        self.engine().map(|engine| engine.new_id())
    }

    /// Keeps what a person means to do. `Ok` is 已存本机; then an upload is tried.
    ///
    /// # Errors
    /// [`Broken`]: nothing was kept, the form must stay open.
    pub async fn save(&self, intents: Vec<Intent>, draft: Option<String>, mends: Option<OpId>) -> Result<(), Broken> {
        let engine = self.engine().ok_or_else(|| Broken::Failed("signed_out".into()))?;
        let entering = self.entering.get_untracked();
        let (intents, closes) = match self.user_id().filter(|_| entering != Entering::default()) {
            Some(me) => entering.put(intents, &engine.state(), me),
            None => (intents, false),
        };
        engine.save(intents, draft, mends).await?;
        if closes {
            // The paper is typed: what comes next is one's own again.
            self.enter(Entering::default());
        }
        self.remember_count(&engine);
        self.drafts.update(|n| *n += 1);
        self.told();
        self.sync_soon();
        Ok(())
    }

    /// Keeps a half-filled form.
    ///
    /// # Errors
    /// [`Broken`]: the form stays open, what was typed is in it.
    pub async fn keep_draft(&self, draft: Draft) -> Result<(), Broken> {
        let engine = self.engine().ok_or_else(|| Broken::Failed("signed_out".into()))?;
        engine.keep_draft(draft).await?;
        self.drafts.update(|n| *n += 1);
        Ok(())
    }

    /// Forgets a half-filled form.
    ///
    /// # Errors
    /// [`Broken`]: it is still there.
    pub async fn drop_draft(&self, key: &str) -> Result<(), Broken> {
        let engine = self.engine().ok_or_else(|| Broken::Failed("signed_out".into()))?;
        engine.drop_draft(key).await?;
        self.drafts.update(|n| *n += 1);
        Ok(())
    }

    /// Signs in, with signal.
    ///
    /// # Errors
    /// [`Refused`] by the server, or unreachable.
    pub async fn sign_in(&self, account: String, password: String) -> Result<(), Refused> {
        let device = self.device();
        let info = DeviceInfo { id: self.device_id(&account), name: String::new(), platform: "web".into() };
        let signed_in = device.online().sign_in(SignIn { account: account.clone(), password, device: info }).await?;
        self.keep_sealing(&signed_in);
        self.revoked.set(false);
        let user = UserInfo { account, ..signed_in.user };
        remember(&*device, Some(&user));
        if let Some(engine) = self.engine_of(user.id) {
            // The same person again, after the session ran out: nothing that is open is disturbed.
            self.stage.set(Stage::SignedIn(Rc::new(Session { user, engine })));
            self.sync_soon();
        } else {
            self.open(user).await;
        }
        Ok(())
    }

    fn engine_of(&self, user: UserId) -> Option<Rc<Engine>> {
        self.stage.with_untracked(|stage| match stage {
            Stage::SignedIn(session) if session.user.id == user => Some(Rc::clone(&session.engine)),
            _ => None,
        })
    }

    /// Signs out. What is unsent or half-filled stays on this phone under its owner's name and
    /// goes on when they sign in again; otherwise this person's records leave the phone.
    pub async fn sign_out(&self) {
        let device = self.device();
        // Without signal the session ends on the server by itself later.
        let _ = device.online().sign_out().await;
        let Some(user) = self.user_id() else { return };
        let nothing_left = |state: &State| {
            state.unsent() + state.repair().len() + state.photos_waiting() == 0 && state.drafts().next().is_none()
        };
        let clean = self.peek(nothing_left);
        if clean == Some(true) {
            self.leave(user).await;
        } else {
            self.close();
        }
    }

    /// Sends and fetches now, and says how it went.
    pub async fn sync(&self) -> Signal {
        let Some(engine) = self.engine() else { return Signal::Unknown };
        let Some(user) = self.user_id() else {
            return Signal::Unknown;
        };
        let Some(_turn) = self.device().sync_turn(user).await else {
            return self.signal.get_untracked();
        };
        if engine.is_running() {
            return Signal::Trying;
        }
        self.signal.set(Signal::Trying);
        let sends = engine.state().unsent() > 0;
        let signal = match engine.round().await {
            Round::Done => Signal::Reached(self.now()),
            Round::Busy => Signal::Trying,
            Round::Later { refused, .. } => Signal::Away(refused),
            Round::Broken(broken) => Signal::Broken(broken),
        };
        if matches!(signal, Signal::Reached(_)) {
            self.failures.set_value(0);
            self.told();
            // The server nudges others about what this phone has sent, not this one.
            if sends {
                self.nudged.update(|n| *n += 1);
            }
        } else {
            self.failures.update_value(|n| *n += 1);
        }
        self.signal.set(signal.clone());
        if let Signal::Away(refused) = &signal {
            match refused.code() {
                Some("drain") => self.drain(user).await,
                Some("pull_too_old") => self.device().too_old(),
                _ => {}
            }
        }
        signal
    }

    /// Sends and fetches as soon as possible, without waiting for it.
    pub fn sync_soon(&self) {
        let phone = *self;
        leptos::task::spawn_local(async move {
            phone.sync().await;
        });
    }

    /// Opens what is kept for `user`.
    async fn open(&self, user: UserInfo) {
        match self.open_engine(&user).await {
            Ok(engine) => {
                let engine = Rc::new(engine);
                let phone = *self;
                engine.on_change(move || phone.records.update(|n| *n += 1));
                let id = user.id;
                self.begun.set(self.has_begun(&user.account));
                self.stage.set(Stage::SignedIn(Rc::new(Session { user, engine })));
                self.enter_again();
                self.records.update(|n| *n += 1);
                self.device().on_told(id, Box::new(move || phone.reload()));
                self.listening.set_value(vec![self.device().nudges(Box::new(move || phone.nudge()))]);
                self.sync_soon();
                self.protected.set(self.device().persist().await);
            }
            Err(broken) => self.stage.set(Stage::Broken(broken)),
        }
    }

    async fn open_engine(&self, user: &UserInfo) -> Result<Engine, Broken> {
        let device = self.device();
        let journal = device.journal(user.id).await?;
        let engine = Engine::open(journal, device.remote(), device.world()).await?;
        if engine.state().device().is_none() {
            engine.set_device(self.device_id(&user.account)).await?;
        }
        // How far was counted stands in the settings as well. If the browser has emptied the one
        // and not the other, the numbers go on from there: what is missing is missed.
        let counted = device.setting(&count_name(&user.account)).and_then(|n| n.parse().ok()).unwrap_or(0);
        let emptied = engine.state().numbers().1 < counted;
        if emptied {
            engine.count_from(counted).await?;
        }
        self.emptied.set(emptied);
        Ok(engine)
    }

    fn remember_count(&self, engine: &Engine) {
        let Some(account) = untrack(|| self.user()).map(|user| user.account) else { return };
        let last = engine.state().numbers().1;
        self.device().set_setting(&count_name(&account), Some(&last.to_string()));
    }

    /// The id under which this phone counts the ops of `account`.
    fn device_id(&self, account: &str) -> DeviceId {
        let device = self.device();
        let name = device_name(account);
        if let Some(id) = device.setting(&name).and_then(|id| id.parse().ok()) {
            return id;
        }
        let id = DeviceId::mint(self.now(), &sync::run::Dice(&*device.world()));
        device.set_setting(&name, Some(&id.to_string()));
        id
    }

    /// Opens the storage again, after it could not be read.
    pub fn try_again(&self) {
        let phone = *self;
        if let Some(user) = remembered(&*self.device()) {
            self.stage.set(Stage::Opening);
            leptos::task::spawn_local(async move { phone.open(user).await });
        }
    }

    fn reload(&self) {
        if let Some(engine) = self.engine() {
            leptos::task::spawn_local(async move {
                // What another tab wrote is in the journal; if it cannot be read now, it will be
                // at the next change.
                let _ = engine.reload().await;
            });
        }
    }

    fn told(&self) {
        if let Some(user) = self.user_id() {
            self.device().tell(user);
        }
    }

    fn user_id(&self) -> Option<UserId> {
        self.stage.with_untracked(|stage| match stage {
            Stage::SignedIn(session) => Some(session.user.id),
            _ => None,
        })
    }

    /// As long as the app runs: tries again after a while, sooner after a first failure.
    async fn keep_trying(self) {
        loop {
            let mut jitter = [0];
            let device = self.device();
            device.world().fill(&mut jitter);
            let failures = self.failures.get_value();
            let wait = if failures == 0 { 60_000 } else { plan::back_off(failures - 1, jitter[0]) };
            device.sleep(wait).await;
            self.sync().await;
        }
    }
}

/// The register in the context, and whose it is: it outlives the screens.
#[derive(Clone)]
struct Register {
    owner: Owner,
    book: StoredValue<Option<Memo<Option<Shared<Book>>>>>,
}

/// The register: brought up to date when a record changes, once for all screens. None while nobody is
/// signed in.
pub fn use_book() -> Memo<Option<Shared<Book>>> {
    let phone = use_phone();
    let Register { owner, book } = expect_context();
    book.get_value().unwrap_or_else(|| {
        let made = owner.with(|| {
            Memo::new(move |before: Option<&Option<Shared<Book>>>| {
                phone.stage.track();
                let today = phone.today();
                let before = before.and_then(Option::as_ref);
                let book = |state: &State| match before {
                    Some(before) => before.after(state, today),
                    None => Book::new(state, today),
                };
                phone.read(|state| Shared(Arc::new(book(state))))
            })
        });
        book.set_value(Some(made));
        made
    })
}

/// A value that is shared, and equal only to itself.
pub struct Shared<T>(pub Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::ops::Deref for Shared<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// The setting of the id under which an account's ops are counted on this phone.
fn device_name(account: &str) -> String {
    format!("device.{account}")
}

/// The setting of how far this phone has counted the ops of an account.
fn count_name(account: &str) -> String {
    format!("counted.{account}")
}

/// The setting of the figures that a person saw last on this phone.
pub fn kept_figures(person: UserId) -> String {
    format!("figures.{person}")
}

fn remembered(device: &dyn Device) -> Option<UserInfo> {
    serde_json::from_str(&device.setting("user")?).ok()
}

fn remember(device: &dyn Device, user: Option<&UserInfo>) {
    let json = user.and_then(|user| serde_json::to_string(user).ok());
    device.set_setting("user", json.as_deref());
}
