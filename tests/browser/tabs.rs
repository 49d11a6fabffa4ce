//! Several tabs of one person, and a tab with a newer app that has changed the storage under an older
//! one's hands.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use tests::program::Program;
use thirtyfour::WindowHandle;

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

    async fn to_tab(&self, tab: WindowHandle) {
        self.driver().switch_to_window(tab).await.expect("it is there");
    }
}

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
