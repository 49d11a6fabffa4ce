//! What a phone's own lists cost, measured by the phone itself: the app's own functions in a build that
//! exports them, in a browser that is slowed down. Here it is only seen that they answer; `cargo xtask
//! bench phone` asks with a township's numbers and writes the times down.

use crate::{chromium::Device, screen::Size};
use serde_json::json;
use std::{collections::BTreeMap, time::Duration};
use tests::program::{Program, built};

/// A phone of ten years ago beside the machine that measures.
const SLOWER: u32 = 6;
/// Of so many people, unless `DOORSTEP_PEOPLE` says more.
const PEOPLE: u32 = 300;
/// Of the largest list that a phone carries.
const VISITS: u32 = 10_000;
/// So many people are searched.
const SEARCHED: u32 = 5_000;
/// Seven rounds of everything, six times slower.
const TAKES: Duration = Duration::from_secs(180);

#[tokio::test]
async fn lists_answer_on_a_slow_phone() {
    let site = built("DOORSTEP_SITE_CONTRACT", "site-contract");
    let assets = std::fs::read(site.join("assets.json")).expect("the build says what it made");
    let assets: serde_json::Value = serde_json::from_slice(&assets).expect("JSON");
    let glue = assets["js"].as_str().expect("the address of the glue");
    let asked: Option<u32> = std::env::var("DOORSTEP_PEOPLE").ok().and_then(|people| people.parse().ok());
    let (searched, people, visits) = asked.map_or((PEOPLE, PEOPLE, PEOPLE), |people| (SEARCHED, people, VISITS));
    let town = Program::with_site(site).await;
    let device = Device::new(Size::Phone);
    let browser = device.start().await;
    browser.open(&town.address("/")).await;
    browser.at_rest().await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": SLOWER})).await;
    let run = format!(
        "import('{glue}').then((app) => app.bench_phone({searched}, {people}, {visits})).then((told) => (document.title = told)); return true"
    );
    browser.script(&run).await;
    let told = browser
        .until_within(TAKES, "hear of the lists", async || {
            browser
                .script("return document.title")
                .await
                .as_str()
                .filter(|title| title.starts_with('{'))
                .map(str::to_owned)
        })
        .await;
    let told: BTreeMap<String, Vec<f64>> = serde_json::from_str(&told).expect("rounds by what was done");
    assert!(told.len() > 10 && told.values().all(|rounds| rounds.len() == 7 && rounds.iter().all(|ms| *ms >= 0.0)));
    let middle = |rounds: &[f64]| rounds[rounds.len() / 2];
    let slowest = |of: &str| {
        told.iter().filter(|(name, _)| name.starts_with(of)).map(|(_, rounds)| middle(rounds)).fold(0.0, f64::max)
    };
    let figures = BTreeMap::from([
        ("search_ms", slowest("search ")),
        ("rebuild_ms", slowest("rebuild")),
        ("one_record_ms", slowest("one record")),
        ("one_person_ms", slowest("one person")),
        ("alike_ms", slowest("alike")),
    ]);
    println!(
        "\nmilliseconds, CPU {SLOWER} times slower, the middle of seven; {searched} people searched, {people} people and {visits} visits listed"
    );
    println!("{:>14} {:>9} {:>9} {:>9}", "", "quickest", "middle", "slowest");
    for (name, rounds) in &told {
        println!("{name:>14} {:>9.1} {:>9.1} {:>9.1}", rounds[0], middle(rounds), rounds[rounds.len() - 1]);
    }
    if let Some(file) = std::env::var_os("DOORSTEP_FIGURES") {
        let all = json!({"figures": figures, "rounds": told, "cpu": SLOWER, "people": people, "searched": searched, "visits": visits});
        std::fs::write(file, serde_json::to_vec_pretty(&all).expect("JSON")).expect("the figures are written");
    }
    browser.close().await;
}
