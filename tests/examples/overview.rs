//! How long the supervisor's questions take in a township of many: `cargo xtask bench overview`.
//!
//! The demo township is loaded by its own road, then multiplied in its tables: its doors with all
//! that belongs to them, under other ids, until there are so many people, and their visits again on
//! earlier days, until there are so many records. Questions go to the router in this process, so that
//! what is measured is the server's part: reading, counting and writing the answer.
//!
//! Arguments: people, records, file for the figures.

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use model::{
    id::{DeviceId, RecordId},
    wire::{DeviceInfo, Overview, SignIn, SignedIn},
};
use server::{
    Options, State,
    http::site::{Files, Site},
    ops::demo,
    world::Machine,
};
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Instant};
use tests::many::multiply;
use tower::ServiceExt;

/// Each question is asked so often.
const TIMES: usize = 40;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: u64| arguments.get(at).and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (people, records) = (number(0, 100_000), number(1, 1_000_000));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("doorstep.db");
    let state = open(&database).await;
    demo::load(&state, folder.path()).await.expect("the demo township");
    state.store.close().await;
    let many = multiply(&database, people, records).await.expect("a township of many");
    println!("{} people, {} records, {} facts", many.people, many.records, many.facts);

    let state = open(&database).await;
    let router = server::app(state);
    let cookie = sign_in(&router).await;
    let overview: Overview =
        serde_json::from_slice(&ask(&router, &cookie, "/api/v1/overview").await).expect("the overview");
    let village: RecordId = overview.villages.iter().max_by_key(|one| one.figures.households).expect("a village").id;
    let (from, to) = (overview.today.plus(-6), overview.today);
    let week = format!("from={from}&to={to}");
    let indicators = "/api/v1/overview/indicators";
    let questions = [
        ("overview", "/api/v1/overview".to_owned()),
        ("indicators_today", indicators.to_owned()),
        ("indicators_week", format!("{indicators}?{week}")),
        ("indicators_village", format!("{indicators}?{week}&place={village}")),
        ("visits", format!("{indicators}/visits?{week}")),
        ("visits_village", format!("{indicators}/visits?{week}&place={village}")),
        ("persons_registered", format!("{indicators}/persons_registered")),
        ("care", "/api/v1/overview/care".to_owned()),
    ];
    let mut figures: BTreeMap<String, f64> = BTreeMap::new();
    println!("{:>20} {:>9} {:>9}", "", "p50 ms", "p95 ms");
    for (name, address) in questions {
        let mut took = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let begun = now();
            ask(&router, &cookie, &address).await;
            took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        took.sort_by(f64::total_cmp);
        let (half, most) = (took[TIMES / 2], took[TIMES * 95 / 100]);
        println!("{name:>20} {half:>9.1} {most:>9.1}");
        figures.insert(format!("{name}_p50_ms"), half);
        figures.insert(format!("{name}_p95_ms"), most);
    }
    if let Some(file) = arguments.get(2) {
        let text = serde_json::to_vec_pretty(&serde_json::json!({ "figures": figures })).expect("JSON");
        std::fs::write(file, text).expect("a file to write to");
    }
}

#[expect(clippy::disallowed_methods, reason = "how long it takes is what is measured")]
fn now() -> Instant {
    Instant::now()
}

async fn open(database: &Path) -> State {
    let site = Site::open(Files::Folder(Path::new("target/site").to_owned()));
    State::open(database, Arc::new(Machine), site, Options::default()).await.expect("a database")
}

async fn send(router: &Router, method: Method, address: &str, cookie: &str, body: Vec<u8>) -> (String, Vec<u8>) {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::HOST, "127.0.0.1")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, cookie)
        .body(Body::from(body))
        .expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK, "{address}");
    let set = answer.headers().get(header::SET_COOKIE).and_then(|set| set.to_str().ok()).unwrap_or_default();
    let cookie = set.split(';').next().unwrap_or_default().to_owned();
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
    (cookie, body.to_vec())
}

async fn ask(router: &Router, cookie: &str, address: &str) -> Vec<u8> {
    send(router, Method::GET, address, cookie, Vec::new()).await.1
}

async fn sign_in(router: &Router) -> String {
    let device = DeviceInfo { id: DeviceId::fixed(1), name: String::new(), platform: "bench".into() };
    let asked = SignIn { account: "zhen01".into(), password: demo::PASSWORD.into(), device };
    let body = serde_json::to_vec(&asked).expect("JSON");
    let (cookie, answer) = send(router, Method::POST, "/api/v1/sign-in", "", body).await;
    let _: SignedIn = serde_json::from_slice(&answer).expect("signed in");
    cookie
}
