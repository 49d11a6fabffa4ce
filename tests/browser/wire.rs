//! What a sync costs, counted between real Chromium and the real program: TLS, HTTP/2 with all its
//! frames, every header. These are byte counts, the same on any machine, and so they are a gate.
//!
//! `cargo xtask bench wire` runs this with the 200 visits of a week without signal, and writes the
//! figures down.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use serde_json::json;
use std::{collections::BTreeMap, time::Duration};
use tests::{
    meter::{Meter, Passed},
    program::Program,
};
use tokio::time::sleep;

/// So many visits without signal, unless `DOORSTEP_VISITS` says more.
const VISITS: usize = 100;
/// At least so many doors are due in the demo.
const DUE: usize = 120;
/// When nothing passes for so long, all has passed.
const QUIET: Duration = Duration::from_secs(2);

/// What passed the meter while something was done, and in how many requests.
#[derive(Debug)]
struct Cost {
    up: usize,
    down: usize,
    requests: u64,
}

impl Cost {
    fn bytes(&self) -> usize {
        self.up + self.down
    }
}

/// Waits until nothing passes any more.
async fn quiet(meter: &Meter) -> Passed {
    let mut before = meter.passed();
    loop {
        sleep(QUIET).await;
        let now = meter.passed();
        if now == before {
            return now;
        }
        before = now;
    }
}

/// Does it, and weighs what passed from then on until it is quiet again.
async fn weigh(meter: &Meter, browser: &Browser, it: impl AsyncFnOnce()) -> Cost {
    let before = quiet(meter).await;
    browser.script("performance.clearResourceTimings()").await;
    it().await;
    let requests =
        "return performance.getEntriesByType('resource').filter(each => each.name.endsWith('/api/v1/sync')).length";
    let requests = browser
        .until_within(BY_ITSELF, "sync", async || {
            browser.script(requests).await.as_u64().filter(|requests| *requests > 0)
        })
        .await;
    let after = quiet(meter).await;
    Cost { up: after.up - before.up, down: after.down - before.down, requests }
}

#[tokio::test]
async fn a_sync_is_one_small_request() {
    let visits = std::env::var("DOORSTEP_VISITS").map_or(VISITS, |visits| visits.parse().expect("a number"));
    let town = Program::with_demo_over_tls().await;
    let meter = Meter::before(town.port()).await;
    let phone = Device::new(Size::Phone);
    let address = format!("https://localhost:{}", meter.port());
    let browser = phone.carried_to(&address, "wgy01").await;
    browser.tap("button", "立即上传").await;
    browser.see("已全部上传。").await;

    let nothing = weigh(&meter, &browser, async || browser.tap("button", "立即上传").await).await;
    let one = weigh(&meter, &browser, async || {
        browser.record_refusal().await;
    })
    .await;
    browser.close_toast().await;

    meter.pull(true);
    let mut doors = Vec::new();
    for n in 0..visits {
        if n < DUE {
            browser.begin_visit(1).await;
            doors.push(browser.path().await);
        } else {
            // Nobody is due any more: those who refused first are asked once more.
            browser.open(&format!("{address}{}", doors[n % DUE])).await;
        }
        browser.record_refusal_here().await;
        browser.close_toast().await;
    }
    browser.open(&format!("{address}/mine")).await;
    let many = weigh(&meter, &browser, async || {
        meter.pull(false);
        // As a person would who sees the signal come back; the phone may have begun by itself.
        browser.tap("button", "立即上传").await;
        browser.see("已全部上传。").await;
    })
    .await;

    for (name, cost) in [("nothing new", &nothing), ("one visit", &one), ("many visits", &many)] {
        println!("{name:>12}: {} bytes up, {} down, {} requests", cost.up, cost.down, cost.requests);
    }
    let a_visit = many.up / visits;
    println!("{visits} visits: {a_visit} bytes up for each");
    let figures = BTreeMap::from([
        ("nothing_new_bytes", nothing.bytes()),
        ("one_visit_bytes", one.bytes()),
        ("a_visit_of_many_up_bytes", a_visit),
        ("visits_count", visits),
    ]);
    if let Some(file) = std::env::var_os("DOORSTEP_FIGURES") {
        let figures = serde_json::to_vec_pretty(&json!({ "figures": figures })).expect("JSON");
        std::fs::write(file, figures).expect("the figures are written");
    }
    assert_eq!((nothing.requests, one.requests), (1, 1));
    assert!(nothing.bytes() <= 500, "nothing new: {nothing:?}");
    assert!(one.bytes() <= 1_024, "one visit: {one:?}");
    assert!(a_visit <= 110, "{visits} visits: {many:?}");
}
