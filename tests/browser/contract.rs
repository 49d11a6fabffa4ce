//! The journal's promises, kept by IndexedDB in the real browser. The suite is the one that the
//! journal in memory passes; a build of the app with the feature `contract` exports it.

use crate::{chromium::Device, screen::Size};
use std::time::Duration;
use tests::program::{Program, built};

/// The suite opens the journal some thirty times, with a flush to the disk for each save.
const SUITE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn indexed_db_keeps_every_promise() {
    let site = built("DOORSTEP_SITE_CONTRACT", "site-contract");
    let assets = std::fs::read(site.join("assets.json")).expect("the build says what it made");
    let assets: serde_json::Value = serde_json::from_slice(&assets).expect("JSON");
    let glue = assets["js"].as_str().expect("the address of the glue");
    let town = Program::with_site(site).await;
    let device = Device::new(Size::Phone);
    let browser = device.start().await;
    browser.open(&town.address("/")).await;
    browser.at_rest().await;
    // The glue is a module: asked for again, it is the one that runs already.
    let run = format!(
        "import('{glue}').then((app) => app.run_journal_contract()).then((told) => (document.title = told)); return true"
    );
    browser.script(&run).await;
    let told = browser
        .until_within(SUITE, "hear of the suite", async || {
            browser.script("return document.title").await.as_str().filter(|title| *title != "入户通").map(str::to_owned)
        })
        .await;
    assert_eq!(told, "ok");
    browser.close().await;
}
