//! The real router in process, on a fresh database: one village of two grids, a few doors, and the
//! people who walk and lead.

use crate::ambient::{MORNING, Seeded};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use model::{
    access::Role,
    ambient::Chance,
    day::Day,
    id::{RecordId, UserId},
    kind::{
        Payload,
        directory::{Grid, Town, Village},
        household::Household,
        person::Person,
        sweep::Sweep,
    },
    record::Scope,
    wire::{Behind, DeviceInfo, Figure, Overview, SignIn, SignedIn},
};
use serde_json::Value;
use server::{
    Options, State,
    http::site::{Files, Site},
    ops::add::{NewRecord, add_all},
    password,
    store::{NewAccount, NewDuty},
};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
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
    role: Role,
    place: RecordId,
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

const EVERYBODY: [Somebody; 4] = [ANNA, BERT, CORA, DORA];
const PASSWORD: &str = "walnut-tree-9";

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
    router: Router,
    /// What stands behind the router.
    pub state: State,
    _folder: TempDir,
}

impl Township {
    /// A fresh one.
    pub async fn open() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let world = Arc::new(Seeded::new(0xface));
        let site = Site::open(Files::Folder(folder.path().join("no site")));
        let state = State::open(&folder.path().join("doorstep.sqlite"), world, site, Options::default())
            .await
            .expect("a fresh database");
        set_up(&state).await;
        Self { router: server::app(state.clone()), state, _folder: folder }
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
        let request = request.body(body.map_or_else(Body::empty, Body::from)).expect("a request");
        let response = self.router.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("the whole body").to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }

    /// Signs in on `device`; gives the session's cookie and what the server said.
    pub async fn sign_in(&self, who: Somebody, device: model::id::DeviceId) -> (String, SignedIn) {
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
        self.sign_in(DORA, model::id::DeviceId::fixed(0xd0a)).await.0
    }

    /// Gives `grid` to `who` to walk as well.
    pub async fn give(&self, who: Somebody, grid: RecordId) {
        let duty = NewDuty { user: who.user, role: Role::Worker, place: grid, from_on: None, to_on: None };
        self.state.store.set_up_people(&[], &[duty]).await.expect("a duty that begins");
    }

    /// Takes `grid` away from `who`, from this morning on.
    pub async fn take_away(&self, who: Somebody, grid: RecordId) {
        let yesterday = Day::from_unix_ms(MORNING).plus(-1);
        self.state.store.end_duty(who.user, grid, yesterday).await.expect("a duty that ends");
    }
}

async fn set_up(state: &State) {
    let town = Scope::Town(TOWN);
    let grid = |name: &str, code: &str| Grid { name: name.into(), code: code.into(), level: 2, village: Some(VILLAGE) };
    let household =
        |door: &str, walk, head: &str| Household { door: door.into(), walk, head: head.into(), ..Household::default() };
    let mut records = vec![
        record(town, TOWN, &Town { name: "云溪镇".into(), code: "990000100000".into() }),
        record(town, VILLAGE, &Village { name: "柳塘村".into(), code: "990000100201".into(), grid: None }),
        record(town, GRID, &grid("柳塘一网格", "990000100201001")),
        record(town, OTHER_GRID, &grid("柳塘二网格", "990000100201002")),
        record(
            town,
            RecordId::fixed(0x30),
            &Sweep { round: 1, from_on: Some(Day::from_unix_ms(MORNING).plus(-3)), to_on: None },
        ),
        record(Scope::Grid(OTHER_GRID), OTHER_DOOR, &household("1号", 1, "曾阿满")),
    ];
    for (index, (id, head)) in DOORS.into_iter().zip(["佘德旺", "许长根", "单秋月"]).enumerate() {
        records.push(record(Scope::Grid(GRID), id, &household(&format!("{}号", index + 17), index as i64 + 17, head)));
        let person = Person { household: Some(id), name: head.into(), ..Person::default() };
        records.push(record(Scope::Grid(GRID), RecordId::fixed(0x301 + index as u128), &person));
    }
    add_all(state, UserId::fixed(0x20), TOWN, records).await.expect("the township's records are good");

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
        })
        .collect();
    let duties: Vec<NewDuty> = EVERYBODY
        .iter()
        .map(|one| NewDuty { user: one.user, role: one.role, place: one.place, from_on: None, to_on: None })
        .collect();
    state.store.set_up_people(&accounts, &duties).await.expect("accounts");
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
