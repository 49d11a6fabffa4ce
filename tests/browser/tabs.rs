//! Several tabs of one person: a tab with a newer app that has changed the storage under an older one's
//! hands, and a tab with an older app that does not let go of it.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use serde_json::{Value, json};
use std::time::Duration;
use tests::program::Program;
use thirtyfour::WindowHandle;
use tokio::time::sleep;

const NOTE: &str = "狗很凶，先打电话";

impl Browser {
    async fn tab(&self) -> WindowHandle {
        self.driver().window().await.expect("a tab")
    }

    async fn new_tab(&self, address: &str) {
        let tab = self.driver().new_tab().await.expect("another tab");
        self.to_tab(tab).await;
        self.resize(Size::Phone).await;
        self.open(address).await;
    }

    /// A tab of the same origin without the app in it. The one that was in front is so again.
    async fn blank_tab(&self) -> WindowHandle {
        let (front, before) = (self.tab().await, self.driver().windows().await.expect("tabs"));
        self.script("window.open('about:blank')").await;
        let blank = self
            .until("have another tab", async || {
                self.driver().windows().await.ok()?.into_iter().find(|tab| !before.contains(tab))
            })
            .await;
        self.to_tab(blank.clone()).await;
        self.to_tab(front).await;
        blank
    }

    async fn to_tab(&self, tab: WindowHandle) {
        self.driver().switch_to_window(tab).await.expect("it is there");
    }

    /// Closes the tab, and goes to another one.
    async fn close_tab(&self, next: WindowHandle) {
        self.driver().close_window().await.expect("it closes");
        self.to_tab(next).await;
    }

    /// Runs a script that fails or comes to an end.
    async fn evaluate(&self, script: &str) -> Value {
        let run = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        let answer = self.devtools("Runtime.evaluate", run).await;
        assert!(answer.get("exceptionDetails").is_none(), "{answer}");
        answer["result"]["value"].clone()
    }
}

/// Turns the storage of this phone into what the version before wrote, with all that lies in it, and
/// keeps it open, deaf to whoever asks for it, as long as the tab is there.
const AN_OLDER_APP: &str = "(async () => {
    const asked = (request) => new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
    });
    const name = (await indexedDB.databases()).map((one) => one.name).find((name) => name.startsWith('doorstep-'));
    const now = await asked(indexedDB.open(name));
    const version = now.version;
    const stores = [...now.objectStoreNames].filter((store) => !['photos', 'pictures'].includes(store));
    const kept = await Promise.all(stores.map(async (store) => {
        const from = now.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([asked(from.getAllKeys()), asked(from.getAll())]);
        return keys.map((key, at) => [key, values[at]]);
    }));
    now.close();
    await asked(indexedDB.deleteDatabase(name));
    const opening = indexedDB.open(name, version - 1);
    opening.onupgradeneeded = () => stores.forEach((store, at) => {
        const into = opening.result.createObjectStore(store);
        kept[at].forEach(([key, value]) => into.put(value, key));
    });
    globalThis.held = await asked(opening);
    return [version, globalThis.held.version];
})()";

/// The version of the storage of whoever is signed in.
const VERSION: &str =
    "indexedDB.databases().then((all) => all.find((one) => one.name.startsWith('doorstep-')).version)";

#[tokio::test]
async fn two_tabs_of_one_person_count_on_together() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "wgy01").await;
    town.kill();
    browser.record_refusal().await;
    browser.close_toast().await;
    let first = browser.tab().await;
    browser.new_tab(&town.address("/today")).await;
    browser.see("待上传 1").await;
    browser.record_refusal().await;
    browser.close_toast().await;
    browser.see("待上传 2").await;

    browser.to_tab(first).await;
    browser.see("待上传 2").await;
    browser.record_refusal().await;
    browser.close_toast().await;
    browser.see("待上传 3").await;
    town.start().await;
    browser.tap("link", "我的").await;
    browser.until_within(BY_ITSELF, "see it uploaded", async || browser.sees("全部已上传").await.then_some(())).await;
    let kept = browser.kept().await;
    let mut numbers: Vec<u64> = kept.acked.iter().map(|acked| acked.op.n).collect();
    numbers.sort_unstable();
    assert_eq!((numbers, kept.outbox.len(), kept.repair.len()), (vec![1, 2, 3], 0, 0));
    browser.close().await;
}

#[tokio::test]
async fn a_form_stays_when_a_newer_tab_has_changed_the_storage() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "wgy01").await;
    town.kill();
    browser.begin_visit(1).await;
    browser.tap("radio", "拒绝").await;
    browser.fill("textbox", "备注", NOTE).await;
    browser.see("草稿已存").await;

    // This app's own connection lets go, and cannot come back to what it does not know.
    let grow = "indexedDB.databases().then((all) => all.forEach((one) => {
        const newer = indexedDB.open(one.name, one.version + 1);
        newer.onsuccess = () => { newer.result.close(); document.documentElement.dataset.grown = ''; };
    })); return true";
    browser.script(grow).await;
    browser
        .until("have the storage grown", async || {
            browser.script("return 'grown' in document.documentElement.dataset").await.as_bool().filter(|grown| *grown)
        })
        .await;
    browser.tap("button", "保存").await;
    browser.see("手机存不了记录。").await;
    browser.see("写的还在这一页。").await;
    assert!(!browser.sees("已存本机").await);
    assert_eq!(browser.value("textbox", "备注").await, NOTE);
    assert!(browser.stands("radio", "拒绝").await);
    browser.kill();
}

#[tokio::test]
async fn a_tab_that_does_not_let_go_of_an_older_storage_is_named_and_nothing_waits_once_it_is_closed() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "wgy01").await;
    let older = browser.blank_tab().await;
    town.kill();
    browser.record_refusal().await;
    browser.close_toast().await;
    browser.begin_visit(1).await;
    browser.fill("textbox", "备注", NOTE).await;
    browser.see("草稿已存").await;
    browser.close_tab(older.clone()).await;
    let versions = browser.evaluate(AN_OLDER_APP).await;
    let (new, old) = (&versions[0], &versions[1]);
    assert_eq!(new.as_u64(), old.as_u64().map(|old| old + 1));

    browser.new_tab(&town.address("/today")).await;
    let app = browser.tab().await;
    browser.see("请关掉其他入户通页面").await;
    browser.see("关掉它，这里会自动打开").await;
    browser.see("已存本机的记录都在").await;
    browser.fits("the card of a tab that waits").await;
    browser.picture("blocked-360-zh").await;
    // It is not the storage's slowness that is told: as long as the other tab is there, so is the card.
    sleep(Duration::from_secs(2)).await;
    assert!(browser.sees("请关掉其他入户通页面").await && !browser.sees("今日任务").await);

    browser.to_tab(older).await;
    browser.close_tab(app).await;
    browser.see_no_more("请关掉其他入户通页面").await;
    browser.see("待上传 1").await;
    browser.see("未填完").await;
    assert_eq!(browser.evaluate(VERSION).await, *new);
    browser.tap_where("link", "goes on with the visit", |name| name.starts_with("接着写")).await;
    browser.see("上次没写完的").await;
    assert_eq!(browser.value("textbox", "备注").await, NOTE);
    browser.record_refusal_here().await;
    browser.close_toast().await;

    town.start().await;
    browser.open(&town.address("/mine")).await;
    browser.until_within(BY_ITSELF, "see it uploaded", async || browser.sees("全部已上传").await.then_some(())).await;
    let kept = browser.kept().await;
    let mut numbers: Vec<u64> = kept.acked.iter().map(|acked| acked.op.n).collect();
    numbers.sort_unstable();
    assert_eq!((numbers, kept.outbox.len(), kept.repair.len()), (vec![1, 2], 0, 0));
    browser.close().await;
}
