//! What a phone that is no longer trusted hands in: looked at on the tablet of the township's
//! command, dismissed, taken back, taken.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use tests::program::Program;

/// Says yes in the sheet that asks.
async fn confirm(office: &Browser, question: &str) {
    office.see(question).await;
    office.script("document.querySelector('dialog[open] .acts .btn').click()").await;
}

#[tokio::test]
async fn what_was_handed_in_is_dismissed_taken_back_and_taken() {
    let mut town = Program::with_demo().await;
    let browser = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    town.kill();
    let door = browser.record_refusal().await;
    browser.close_toast().await;
    let devices = town.run(&["devices"]);
    let phone = devices.lines().find(|line| line.contains("wgy01")).and_then(|line| line.split(' ').next());
    town.run(&["revoke", phone.expect("it has signed in")]);
    town.start().await;
    browser
        .until_within(BY_ITSELF, "see that it is stopped", async || browser.sees("这部手机已停用").await.then_some(()))
        .await;

    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("zhen01").await;
    let visits = office.figure("今日走访").await;
    assert_eq!(office.figure("待审").await, 1);
    office.tap_where("link", "leads to what is to be looked at", |name| name.starts_with("待审")).await;
    office.see("从停用的手机交来").await;
    office.see("邵月琴").await;
    office.see(&door.number).await;
    assert!(!office.sees(&door.head).await, "names are covered");
    office.at_rest().await;
    office.fits("what is to be looked at").await;
    office.picture("review-1024-zh").await;
    office.tap("button", "不收").await;
    confirm(&office, "不收这一条？").await;
    office.see("没有收，已留底").await;
    office.see("没有待审的").await;
    office.picture("review-none-1024-zh").await;
    office.tap("button", "撤销").await;
    office.see("从停用的手机交来").await;

    office.tap("button", "收下").await;
    confirm(&office, "收下这一条？").await;
    office.see("没有待审的").await;
    office.tap("link", "总览").await;
    office
        .until_within(BY_ITSELF, "count the visit", async || {
            (office.figure("今日走访").await == visits + 1).then_some(())
        })
        .await;
    assert_eq!(office.figure("待审").await, 0);
    office.listen().await;
    office.close().await;
}
