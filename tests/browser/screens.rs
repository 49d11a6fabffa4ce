//! Pictures of every screen, to be looked at: both sizes, both languages, large and dark. What can
//! be measured is measured on the way: nothing is wider than the screen it stands on.

use crate::{
    chromium::{Browser, Device},
    screen::{NARROWEST, Size},
};
use tests::program::Program;

/// How the app may look: the mark in the picture's name, and the settings as the app keeps them.
const LOOKS: [(&str, &str); 4] =
    [("zh", "zh-CN off light"), ("en", "en off light"), ("zh-elder", "zh-CN 24 light"), ("zh-dark", "zh-CN off dark")];

/// Takes pictures of what stands at `path`.
pub async fn pictures(browser: &Browser, town: &Program, screen: &str, path: &str) {
    for (look, settings) in LOOKS {
        browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
        browser.open(&town.address(path)).await;
        browser.at_rest().await;
        for size in Size::ALL {
            browser.resize(size).await;
            browser.at_rest().await;
            browser.fits(&format!("{screen} at {size:?} in {look}")).await;
            browser.scroll_to_the_top().await;
            browser.picture(&format!("{screen}-{}-{look}", size.pixels().0)).await;
            if browser.scroll_to_the_end().await {
                browser.picture(&format!("{screen}-end-{}-{look}", size.pixels().0)).await;
            }
        }
        browser.resize_to(NARROWEST, 640).await;
        browser.at_rest().await;
        browser.fits(&format!("{screen} at {NARROWEST} in {look}")).await;
        browser.resize(Size::Phone).await;
    }
}

#[tokio::test]
async fn the_workers_screens() {
    let town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let mut browser = device.start().await;
    browser.open(&town.address("/")).await;
    browser.at_rest().await;
    pictures(&browser, &town, "sign-in", "/").await;
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.reload().await;
    browser.sign_in("wgy01").await;
    browser.is_ready_for_the_hills().await;

    // A day's traces, so that lists and badges have something to show.
    browser.record_refusal().await;
    browser.close_toast().await;
    let door = browser.begin_visit(3).await;
    browser.tap("radio", "见面").await;
    browser.tap_where("button", "asks whether somebody is unwell", |name| name.starts_with("有人不舒服")).await;
    browser
        .tap_where("button", "is the head of the household", |name| {
            name.starts_with(&door.head) && name.ends_with("正常")
        })
        .await;
    browser.tap("button", "发热").await;
    let visit = browser.path().await;
    browser.see("草稿已存").await;
    pictures(&browser, &town, "visit-fever", &visit).await;
    pictures(&browser, &town, "today", "/today").await;
    pictures(&browser, &town, "households", "/households").await;
    pictures(&browser, &town, "household", visit.trim_end_matches("/visit")).await;
    pictures(&browser, &town, "add", "/add").await;
    pictures(&browser, &town, "mine", "/mine").await;
    pictures(&browser, &town, "nowhere", "/nowhere").await;
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn the_visit_that_is_begun_and_the_supervisors_screens() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let worker = phone.carried_by(&town, "wgy01").await;
    worker.begin_visit(3).await;
    let visit = worker.path().await;
    pictures(&worker, &town, "visit", &visit).await;
    worker.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    worker.open(&town.address("/households")).await;
    worker.record_refusal().await;
    worker.close_toast().await;
    worker.is_ready_for_the_hills().await;
    worker.see("全部已上传").await;
    worker.close().await;

    let tablet = Device::new(Size::Tablet);
    let mut office = tablet.start().await;
    office.open(&town.address("/")).await;
    office.sign_in("zhen01").await;
    office.figure("今日走访").await;
    pictures(&office, &town, "overview", "/overview").await;
    pictures(&office, &town, "overview-refused", "/overview/refused").await;
    pictures(&office, &town, "mine-led", "/mine").await;
    office.listen().await;
    office.close().await;
}

#[tokio::test]
async fn the_cards_of_a_phone_in_trouble() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "wgy01").await;
    town.kill();
    browser.record_refusal().await;
    for (look, settings) in LOOKS {
        browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
        for (card, event) in [("blocked", "doorstep:blocked"), ("crash", "doorstep:panic")] {
            browser.open(&town.address("/today")).await;
            browser.at_rest().await;
            browser.script(&format!("dispatchEvent(new CustomEvent('{event}', {{ detail: 'test' }}))")).await;
            browser
                .until("be offered to hand out what is unsent", async || {
                    browser.script("return document.querySelectorAll('.card .btn').length > 1").await.as_bool()
                })
                .await;
            browser.fits(&format!("the card {card} in {look}")).await;
            browser.picture(&format!("card-{card}-360-{look}")).await;
        }
    }
    // The browser takes the storage away: told in words, and work goes on.
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    let delete = "indexedDB.databases().then((all) => all.forEach((one) => indexedDB.deleteDatabase(one.name)))";
    browser.script(&format!("{delete}; return true")).await;
    town.start().await;
    browser.open(&town.address("/mine")).await;
    browser.see("手机清掉了本机的记录").await;
    browser.see("没传过的请重新记一次").await;
    browser.at_rest().await;
    browser.picture("emptied-360-zh").await;
    browser.open(&town.address("/today")).await;
    browser.record_refusal().await;
    browser.kill();
}
