//! The real router in process, on a fresh database: one village of two grids, a few doors, and the
//! people who walk and lead.

use crate::{
    ambient::{MORNING, Seeded},
    backend::{Backend, Server},
    ledger,
    program::free_port,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use model::{
    access::Role,
    ambient::{Chance, Clock, Millis},
    day::Day,
    id::{DeviceId, RecordId, UserId},
    kind::{
        Payload,
        directory::{self, Grid, Village},
        household::Household,
        person::Person,
        post::Post,
        sweep::Sweep,
        team::Team,
    },
    record::Scope,
    wire::{Behind, DeviceInfo, Figure, Overview, PhotoHeld, SignIn, SignedIn, SyncRequest, SyncResponse},
};
use serde_json::Value;
use server::{
    Options, State,
    http::site::{Files, Site},
    ops::{
        add::{NewRecord, add_all},
        backup::{self, Key},
    },
    password,
    state::World,
    store::{NewAccount, NewDuty},
};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};
use sync::{Refused, ports::PhotoPiece};
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    runtime::{self, Runtime},
};
use tower::ServiceExt;

/// The township.
pub const TOWN: RecordId = RecordId::fixed(0x10);
/// Its village.
pub const VILLAGE: RecordId = RecordId::fixed(0x11);
/// The grid that [`ANNA`] and [`BERT`] walk.
pub const GRID: RecordId = RecordId::fixed(0x12);
/// The grid that [`CORA`] walks.
pub const OTHER_GRID: RecordId = RecordId::fixed(0x13);
/// Three doors of [`GRID`].
pub const DOORS: [RecordId; 3] = [RecordId::fixed(0x101), RecordId::fixed(0x102), RecordId::fixed(0x103)];
/// The one door of [`OTHER_GRID`].
pub const OTHER_DOOR: RecordId = RecordId::fixed(0x201);

/// Someone with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Somebody {
    /// Account name.
    pub account: &'static str,
    /// The user.
    pub user: UserId,
    pub(crate) role: Role,
    pub(crate) place: RecordId,
}

impl Somebody {
    /// Someone of the demo township, to sign in over a [`Line`](crate::line::Line) to its program.
    pub const fn of_the_demo(account: &'static str) -> Self {
        Self { account, user: UserId::fixed(0), role: Role::Worker, place: GRID }
    }
}

/// Walks [`GRID`].
pub const ANNA: Somebody = Somebody { account: "anna01", user: UserId::fixed(0x21), role: Role::Worker, place: GRID };
/// Walks [`GRID`] as well.
pub const BERT: Somebody = Somebody { account: "bert01", user: UserId::fixed(0x22), role: Role::Worker, place: GRID };
/// Walks [`OTHER_GRID`].
pub const CORA: Somebody =
    Somebody { account: "cora01", user: UserId::fixed(0x23), role: Role::Worker, place: OTHER_GRID };
/// Leads the township.
pub const DORA: Somebody = Somebody { account: "dora01", user: UserId::fixed(0x24), role: Role::Town, place: TOWN };
/// Leads [`GRID`].
pub const ELSA: Somebody =
    Somebody { account: "elsa01", user: UserId::fixed(0x25), role: Role::GridLeader, place: GRID };
/// Leads [`OTHER_GRID`].
pub const FINN: Somebody =
    Somebody { account: "finn01", user: UserId::fixed(0x26), role: Role::GridLeader, place: OTHER_GRID };

/// Answers for [`VILLAGE`].
pub const GINA: Somebody =
    Somebody { account: "gina01", user: UserId::fixed(0x27), role: Role::VillageLead, place: VILLAGE };
/// Runs errands with [`TEAM`].
pub const HUGO: Somebody =
    Somebody { account: "hugo01", user: UserId::fixed(0x28), role: Role::Volunteer, place: TEAM };
/// Answers for [`GRID`] alone.
pub const GRETE: Somebody =
    Somebody { account: "grete01", user: UserId::fixed(0x29), role: Role::VillageLead, place: GRID };
/// The service team of [`GRID`].
pub const TEAM: RecordId = RecordId::fixed(0x14);

/// The duty post at the way into [`VILLAGE`].
pub const POST: RecordId = RecordId::fixed(0x15);
/// Keeps [`POST`].
pub const KARL: Somebody =
    Somebody { account: "karl01", user: UserId::fixed(0x2a), role: Role::Gatekeeper, place: POST };

pub(crate) const EVERYBODY: [Somebody; 10] = [ANNA, BERT, CORA, DORA, ELSA, FINN, GINA, HUGO, GRETE, KARL];
/// The password of all of them.
pub const PASSWORD: &str = "walnut-tree-9";

/// What the router answered.
#[derive(Debug)]
pub struct Answered {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Answered {
    /// The body as JSON of that form.
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, String::from_utf8_lossy(&self.body)))
    }
}

/// A township with its server.
pub struct Township {
    server: RefCell<Running>,
    restores: Cell<usize>,
    folder: TempDir,
}

/// The program, as long as it runs.
struct Running {
    router: Router,
    state: State,
    clock: Arc<Seeded>,
}

impl Township {
    /// A fresh one.
    pub async fn open() -> Self {
        Self::open_with(no_site()).await
    }

    /// A fresh one that answers browsers with this site.
    pub async fn open_with(files: Files) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let server = start(&folder.path().join(DATABASE), 0xface, files).await;
        set_up(&server.state).await;
        Self { server: RefCell::new(server), restores: Cell::new(0), folder }
    }

    /// What stands behind the router.
    pub fn state(&self) -> State {
        self.server.borrow().state.clone()
    }

    /// So many days go by on the server.
    pub fn pass_days(&self, days: i64) {
        self.server.borrow().clock.shift(days * 24 * 60 * 60 * 1000);
    }

    /// Puts the server's clock to a time.
    pub fn set_clock(&self, millis: Millis) {
        let server = self.server.borrow();
        server.clock.shift(millis - server.clock.now());
    }

    /// Answers on a port of this machine as well.
    pub fn listen(&self) -> Listening {
        let mut listening = Listening { router: self.server.borrow().router.clone(), port: free_port(), runtime: None };
        listening.mend();
        listening
    }

    fn world(&self) -> Arc<dyn World> {
        Arc::clone(&self.state().world)
    }

    /// One request, as a browser of our own page sends it.
    pub async fn ask(&self, method: Method, path: &str, cookie: Option<&str>, body: Option<Vec<u8>>) -> Answered {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "doorstep.example")
            .header("sec-fetch-site", "same-origin");
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        self.send(request.body(body.map_or_else(Body::empty, Body::from)).expect("a request")).await
    }

    /// A piece of a photo, as a phone sends it.
    pub async fn put(&self, name: &str, cookie: Option<&str>, range: &str, piece: Vec<u8>) -> Answered {
        let mut request = Request::builder()
            .method(Method::PUT)
            .uri(format!("/api/v1/photos/{name}"))
            .header(header::HOST, "doorstep.example")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_RANGE, range);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.send(request.body(Body::from(piece)).expect("a request")).await
    }

    async fn send(&self, request: Request<Body>) -> Answered {
        let router = self.server.borrow().router.clone();
        let response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("the whole body").to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }

    /// Signs in on `device`; gives the session's cookie and what the server said.
    pub async fn sign_in(&self, who: Somebody, device: DeviceId) -> (String, SignedIn) {
        let sign_in = SignIn {
            account: who.account.into(),
            password: PASSWORD.into(),
            device: DeviceInfo { id: device, name: String::new(), platform: "test".into() },
        };
        let answered =
            self.ask(Method::POST, "/api/v1/sign-in", None, Some(serde_json::to_vec(&sign_in).expect("JSON"))).await;
        assert_eq!(answered.status, StatusCode::OK, "{answered:?}");
        let cookie = answered.headers[header::SET_COOKIE].to_str().expect("a cookie");
        (cookie.split(';').next().unwrap_or_default().to_owned(), answered.json())
    }

    /// The overview as [`DORA`] sees it now.
    pub async fn overview(&self) -> Overview {
        let cookie = self.leads().await;
        self.ask(Method::GET, "/api/v1/overview", Some(&cookie), None).await.json()
    }

    /// The doors behind a figure, as [`DORA`] sees them now.
    pub async fn behind(&self, figure: Figure) -> Behind {
        let cookie = self.leads().await;
        self.ask(Method::GET, &format!("/api/v1/overview/records?figure={}", figure.code()), Some(&cookie), None)
            .await
            .json()
    }

    async fn leads(&self) -> String {
        self.sign_in(DORA, DeviceId::fixed(0xd0a)).await.0
    }
}

/// A port on which a township answers, as long as the line holds.
pub struct Listening {
    router: Router,
    port: u16,
    runtime: Option<Runtime>,
}

impl Listening {
    /// Where browsers reach it.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// There is no signal any more: every connection ends.
    pub fn cut(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }

    /// There is signal again.
    pub fn mend(&mut self) {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let (port, router) = (self.port, self.router.clone());
        runtime.spawn(async move {
            let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is still free");
            axum::serve(listener, router).await
        });
        self.runtime = Some(runtime);
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.cut();
    }
}

impl Server for Township {
    async fn open_session(&self, who: Somebody, device: DeviceId) -> String {
        self.sign_in(who, device).await.0
    }

    async fn sync(&self, session: Option<&str>, request: SyncRequest) -> Result<SyncResponse, Refused> {
        let body = serde_json::to_vec(&request).expect("JSON");
        understand(&self.ask(Method::POST, "/api/v1/sync", session, Some(body)).await)
    }

    async fn put_photo(&self, session: Option<&str>, piece: PhotoPiece) -> Result<PhotoHeld, Refused> {
        let range = match piece.bytes.len() as u64 {
            0 => format!("bytes */{}", piece.of),
            length => format!("bytes {}-{}/{}", piece.at, piece.at + length - 1, piece.of),
        };
        understand(&self.put(&piece.id.to_string(), session, &range, piece.bytes).await)
    }

    fn restores(&self) -> usize {
        self.restores.get()
    }
}

impl Backend for Township {
    type Backup = PathBuf;

    async fn give(&self, who: Somebody, grid: RecordId) {
        let duty = NewDuty { user: who.user, role: Role::Worker, place: grid, from_on: None, to_on: None };
        self.state().store.set_up_people(&[], &[duty]).await.expect("a duty that begins");
    }

    async fn take_away(&self, who: Somebody, grid: RecordId) {
        let yesterday = Day::from_unix_ms(MORNING).plus(-1);
        self.state().store.end_duty(who.user, grid, yesterday).await.expect("a duty that ends");
    }

    async fn back_up(&self) -> PathBuf {
        let file = self.folder.path().join(format!("{}.backup", self.state().now()));
        let (key, _) = Key::read_or_make(&self.folder.path().join("key"), &self.world()).expect("a key");
        backup::backup(&self.state().store, &file, &key, &self.world()).await.expect("a backup");
        file
    }

    async fn lose_and_restore(&self, file: &PathBuf) {
        let database = self.folder.path().join(DATABASE);
        self.state().store.close().await;
        for end in ["", "-wal", "-shm"] {
            // Closed properly, a database has no log beside it.
            let _ = std::fs::remove_file(format!("{}{end}", database.display()));
        }
        let key = Key::read(&self.folder.path().join("key")).expect("the key");
        backup::restore(file, &database, &key, false, &self.world()).await.expect("it is restored");
        // Another start of the program, some time later: it draws other ids.
        let restarts = self.restores() + 1;
        let server = start(&database, 0xface + restarts as u64, no_site()).await;
        server.clock.shift(restarts as i64 * 60_000);
        *self.server.borrow_mut() = server;
        self.restores.set(restarts);
    }

    async fn counts(&self) -> (u64, u64) {
        let total = self.overview().await.total;
        (total.households, total.visits_today)
    }

    async fn facts(&self) -> BTreeSet<String> {
        ledger::facts(&self.folder.path().join(DATABASE)).await
    }
}

/// Sorts answers as a phone does.
fn understand<A: serde::de::DeserializeOwned>(answered: &Answered) -> Result<A, Refused> {
    if matches!(answered.status, StatusCode::OK | StatusCode::UPGRADE_REQUIRED) {
        return serde_json::from_slice(&answered.body).map_err(|_| Refused::NotOurs);
    }
    let after = answered.headers.get(header::RETRY_AFTER).and_then(|after| after.to_str().ok()?.parse().ok());
    match serde_json::from_slice(&answered.body) {
        Ok(trouble) => Err(Refused::Trouble { status: answered.status.as_u16(), trouble, after }),
        Err(_) => Err(Refused::NotOurs),
    }
}

const DATABASE: &str = "doorstep.sqlite";

fn no_site() -> Files {
    Files::Folder(PathBuf::from("no site"))
}

async fn start(database: &Path, seed: u64, files: Files) -> Running {
    let site = Site::open(files);
    let world = Arc::new(Seeded::new(seed));
    let clock = Arc::clone(&world);
    let state = State::open(database, world, site, Options::default()).await.expect("a database");
    Running { router: server::app(state.clone()), state, clock }
}

/// Lays down the database of a township, for a program that is started on it later.
pub(crate) async fn found(database: &Path) {
    let server = start(database, 0xf00d, no_site()).await;
    set_up(&server.state).await;
    server.state.store.close().await;
}

async fn set_up(state: &State) {
    add_all(state, CLERK, TOWN, records()).await.expect("the township's records are good");

    let password = hashed();
    let accounts: Vec<NewAccount> = EVERYBODY
        .iter()
        .map(|one| NewAccount {
            user: one.user,
            account: one.account.into(),
            password: password.into(),
            name: "邵月琴".into(),
            town: TOWN,
            elder: false,
            must_change: false,
            born: None,
        })
        .collect();
    let duties: Vec<NewDuty> = EVERYBODY
        .iter()
        .map(|one| NewDuty { user: one.user, role: one.role, place: one.place, from_on: None, to_on: None })
        .collect();
    state.store.set_up_people(&accounts, &duties).await.expect("accounts");
}

/// Who set the township up.
pub(crate) const CLERK: UserId = UserId::fixed(0x20);

/// What stands there from the beginning.
pub fn records() -> Vec<NewRecord> {
    let town = Scope::Town(TOWN);
    let grid = |name: &str, code: &str| Grid {
        name: name.into(),
        code: code.into(),
        level: 2,
        village: Some(VILLAGE),
        ..Grid::default()
    };
    let household =
        |door: &str, walk, head: &str| Household { door: door.into(), walk, head: head.into(), ..Household::default() };
    let team =
        Team {
            name: "柳塘党员服务队".into(), kind: "party_service".into(), grids: vec![GRID], ..Team::default()
        };
    let opened_on = Some(Day::from_unix_ms(MORNING).plus(-3));
    let post = Post { name: "柳塘村东口卡口".into(), village: Some(VILLAGE), opened_on, ..Post::default() };
    let mut records = vec![
        record(town, TOWN, &directory::Town { name: "云溪镇".into(), code: "990000100000".into() }),
        record(town, VILLAGE, &Village { name: "柳塘村".into(), code: "990000100201".into(), grid: None }),
        record(town, GRID, &grid("柳塘一网格", "990000100201001")),
        record(town, OTHER_GRID, &grid("柳塘二网格", "990000100201002")),
        record(
            town,
            RecordId::fixed(0x30),
            &Sweep { round: 1, from_on: Some(Day::from_unix_ms(MORNING).plus(-3)), to_on: None },
        ),
        record(town, TEAM, &team),
        record(town, POST, &post),
        record(Scope::Grid(OTHER_GRID), OTHER_DOOR, &household("1号", 1, "曾阿满")),
    ];
    for (index, (id, head)) in DOORS.into_iter().zip(["佘德旺", "许长根", "单秋月"]).enumerate() {
        records.push(record(Scope::Grid(GRID), id, &household(&format!("{}号", index + 17), index as i64 + 17, head)));
        let person = Person { household: Some(id), name: head.into(), ..Person::default() };
        records.push(record(Scope::Grid(GRID), RecordId::fixed(0x301 + index as u128), &person));
    }
    records
}

fn record<T: Payload>(scope: Scope, id: RecordId, payload: &T) -> NewRecord {
    NewRecord { scope, kind: T::KIND, id, data: payload.data(), at: None }
}

/// Hashed once: it is meant to be slow.
fn hashed() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let chance: &dyn Chance = &Seeded::new(1);
        password::hash(PASSWORD, chance)
    })
}

/// A JSON object as a payload.
pub fn data(value: Value) -> model::record::Data {
    value.as_object().cloned().expect("an object")
}
