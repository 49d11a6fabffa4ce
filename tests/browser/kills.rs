//! A phone whose browser is killed again and again, at any moment of saving, sending and receiving, on
//! a line that does all that lines do. A ledger outside of it notes what was promised; each time it
//! starts, all of that must be on the phone, whole, and in the end at the township, once.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use model::{ambient::Chance, id::OpId, op::Op};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::{collections::BTreeSet, time::Duration};
use sync::ports::{Acked, Stuck};
use tests::{ambient::Seeded, ledger::Ledger, program::Program, proxy::Proxy};
use tokio::time::sleep;

/// So many in CI; `DOORSTEP_BROWSER_KILLS` asks for another number.
const USUAL: usize = 100;
/// This share of the requests goes wrong.
const BAD: f64 = 0.5;
/// So many doors are walked, again and again.
const DOORS: usize = 12;

/// What lies in the browser's storage.
pub struct Kept {
    /// Without a verdict.
    pub outbox: Vec<Op>,
    /// Refused.
    pub repair: Vec<Stuck>,
    /// Taken.
    pub acked: Vec<Acked>,
}

impl Kept {
    fn ops(&self) -> impl Iterator<Item = &Op> {
        let sent = self.acked.iter().map(|acked| &acked.op).chain(self.repair.iter().map(|stuck| &stuck.op));
        sent.chain(&self.outbox)
    }

    fn ids(&self) -> BTreeSet<OpId> {
        self.ops().map(|op| op.id).collect()
    }
}

impl Browser {
    /// Reads the storage as the browser has it, past the app. What cannot be read is torn.
    pub async fn kept(&self) -> Kept {
        const READ: &str = "(async () => {
            const asked = (request) => new Promise((done, failed) => {
                request.onsuccess = () => done(request.result);
                request.onerror = () => failed(request.error);
            });
            const names = (await indexedDB.databases()).map((one) => one.name);
            const database = await asked(indexedDB.open(names.find((name) => name.startsWith('doorstep-'))));
            const stores = ['outbox', 'repair', 'acked'];
            const reading = database.transaction(stores);
            const kept = await Promise.all(stores.map((store) => asked(reading.objectStore(store).getAll())));
            database.close();
            return kept;
        })()";
        let read = json!({"expression": READ, "awaitPromise": true, "returnByValue": true});
        let answer = self.devtools("Runtime.evaluate", read).await;
        let stores = &answer["result"]["value"];
        Kept { outbox: whole(&stores[0]), repair: whole(&stores[1]), acked: whole(&stores[2]) }
    }
}

fn whole<T: DeserializeOwned>(store: &Value) -> Vec<T> {
    let values = store.as_array().unwrap_or_else(|| panic!("the storage is not read: {store}"));
    let read = |value: &Value| serde_json::from_str(value.as_str().expect("text")).expect("nothing is torn");
    values.iter().map(read).collect()
}

/// The addresses of the forms of some doors that are due.
async fn doors(browser: &Browser) -> Vec<String> {
    const LINKS: &str = "return [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))";
    browser.tap("link", "今日任务").await;
    browser
        .until("read the doors of today", async || {
            let links = browser.script(LINKS).await;
            let links = links.as_array()?.iter().filter_map(|link| link.as_str());
            let visits: Vec<String> = links.filter(|link| link.contains("/visit")).map(str::to_owned).collect();
            (visits.len() >= DOORS).then(|| visits.into_iter().take(DOORS).collect())
        })
        .await
}

#[tokio::test]
async fn however_often_the_browser_is_killed_on_a_bad_line_nothing_is_lost() {
    let wished = std::env::var("DOORSTEP_BROWSER_KILLS").map_or(USUAL, |wished| wished.parse().expect("a number"));
    let chance = Seeded::new(0xb0a);
    let millis = |end: u16| {
        let mut bytes = [0; 2];
        chance.fill(&mut bytes);
        Duration::from_millis(u64::from(u16::from_le_bytes(bytes) % end))
    };
    let town = Program::with_demo().await;
    let proxy = Proxy::before(town.port(), 0x33e).await;
    let address = format!("http://127.0.0.1:{}", proxy.port());
    let phone = Device::new(Size::Phone);
    let browser = phone.carried_at(proxy.port(), "wgy01").await;
    let doors = doors(&browser).await;
    browser.close().await;

    proxy.disturb(BAD);
    let mut ledger = Ledger::default();
    let mut promised = BTreeSet::new();
    for n in 0..wished {
        let browser = phone.start().await;
        browser.open(&format!("{address}{}", doors[n % doors.len()])).await;
        let kept = browser.kept().await.ids();
        assert!(kept.is_superset(&promised), "after {n} kills: {:?}", promised.difference(&kept));
        if n % 3 == 0 {
            // In the midst of saving: nothing was promised, and nothing may be torn.
            browser.tap("radio", "拒绝").await;
            browser.tap("button", "保存").await;
            sleep(millis(40)).await;
        } else {
            browser.record_refusal_here().await;
            let kept = browser.kept().await;
            ledger.saved(kept.ops());
            promised.extend(kept.ids());
            sleep(millis(1_500)).await;
        }
        if n % 2 == 0 { browser.kill() } else { browser.crash_then_kill().await }
    }

    proxy.disturb(0.0);
    let browser = phone.start().await;
    browser.open(&format!("{address}/mine")).await;
    let sent = async || browser.kept().await.outbox.is_empty().then_some(());
    browser.until_within(BY_ITSELF, "have all of it sent by itself", sent).await;
    browser.see("全部已上传").await;
    let kept = browser.kept().await;
    assert!(kept.ids().is_superset(&promised));
    assert_eq!(kept.repair.len(), 0, "{:?}", kept.repair);
    assert!(!browser.sees("没传上去就没了").await, "the township misses numbers");
    browser.close().await;
    let audit = proxy.seen(|seen| {
        println!("{seen}");
        (seen.verdicts.clone(), seen.twisted.clone())
    });
    let seen = tests::proxy::Seen { verdicts: audit.0, twisted: audit.1, ..Default::default() };
    let audit = ledger.audit(&town.database(), &seen).await;
    audit.assert_clean();
    println!(
        "0 lost, 0 doubled, 0 torn in {wished} kills of the browser: {} saves, {} verdicts",
        audit.saved, audit.verdicts
    );
    assert!(audit.saved * 3 > wished, "little was promised in between: {}", audit.saved);
}
