//! What a volunteer saw without signal, on its way over the village's tablet and a worker's phone to the
//! volunteer who rates it. A day without anything, reported as such. A round that ends and another that
//! begins.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::{NARROWEST, Size},
};
use axum::http::Method;
use model::{id::DeviceId, kind::event::OFTEN, wire::Indicators};
use server::{http::site::Files, world::Machine};
use std::rc::Rc;
use tests::{
    program::{Program, built},
    township::{ANNA, DOORS, DORA, PASSWORD, Somebody, Township},
};

/// Pictures of a screen as people have it: small, narrow, in both languages, large, in the dark.
async fn looks(browser: &Browser, address: &str, name: &str) {
    for (look, settings) in [
        ("zh", "zh-CN off light"),
        ("en", "en off light"),
        ("zh-elder", "zh-CN 24 light"),
        ("zh-dark", "zh-CN off dark"),
    ] {
        browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
        browser.open(address).await;
        browser.at_rest().await;
        browser.resize_to(NARROWEST, 640).await;
        browser.fits(&format!("{name} at its narrowest in {look}")).await;
        browser.resize(Size::Phone).await;
        browser.fits(&format!("{name} in {look}")).await;
        browser.picture(&format!("{name}-360-{look}")).await;
        if browser.scroll_to_the_end().await {
            browser.picture(&format!("{name}-end-360-{look}")).await;
        }
    }
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(address).await;
    browser.at_rest().await;
}

/// The same of a tablet's screen.
async fn looks_led(browser: &Browser, address: &str, name: &str) {
    for (look, settings) in [("zh", "zh-CN off light"), ("en", "en off light"), ("zh-dark", "zh-CN off dark")] {
        browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
        browser.open(address).await;
        browser.at_rest().await;
        browser.fits(&format!("{name} in {look}")).await;
        browser.picture(&format!("{name}-1024-{look}")).await;
    }
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(address).await;
    browser.at_rest().await;
}

async fn is_uploaded(browser: &Browser) {
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("全部已上传").await.then_some(()))
        .await;
}

#[tokio::test]
async fn an_event_goes_from_a_phone_without_signal_to_its_end() {
    let mut town = Program::with_demo().await;
    let mut volunteer = Device::new(Size::Phone).carried_by(&town, "zyz01").await;
    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/events")).await;
    office.sign_in("czg01").await;
    office.at_rest().await;

    // Two taps and a few words, and no signal.
    volunteer.open(&town.address("/add")).await;
    volunteer.at_rest().await;
    volunteer.picture("events-add-360-zh").await;
    looks(&volunteer, &town.address("/events/new"), "events-report").await;
    assert_eq!(OFTEN[2], "gathering", "most used first");
    town.kill();
    volunteer.tap("radio", "隔离人员外出").await;
    assert!(volunteer.stands("button", "紧急").await, "urgent by itself");
    volunteer.tap("radio", "聚集").await;
    assert!(!volunteer.stands("button", "紧急").await);
    volunteer.tap("button", "紧急").await;
    volunteer.fill("textbox", "描述", "村口小卖部七八个人打牌").await;
    volunteer.see("草稿已存").await;
    volunteer.picture("events-report-filled-360-zh").await;
    volunteer.tap("button", "上报").await;
    volunteer.see("已上报，已存本机").await;
    volunteer.see("我上报的").await;
    volunteer.picture("events-reported-360-zh").await;
    volunteer.tap_where("link", "is the event", |row| row.starts_with("聚集") && row.contains("打牌")).await;
    volunteer.see("办到哪一步").await;
    volunteer.see("还没到这一步").await;
    let event = volunteer.path().await;
    assert!(!volunteer.offers("button", "我来受理").await, "a volunteer takes nothing on");

    // There is signal again.
    town.start().await;
    volunteer.tap("link", "返回").await;
    volunteer.open(&town.address("/mine")).await;
    is_uploaded(&volunteer).await;

    // On the village's tablet it is given to a worker, with a time.
    office
        .until_within(BY_ITSELF, "see the event on the tablet", async || {
            office.sees("村口小卖部七八个人打牌").await.then_some(())
        })
        .await;
    looks_led(&office, &town.address("/events"), "events-list").await;
    office.open(&town.address(&event)).await;
    office.see("我来受理").await;
    office.tap("button", "交给别人").await;
    office.see("交给谁").await;
    office.tap("button", "保存").await;
    office.see("请选一个人。").await;
    office.fill("searchbox", "交给谁", "邵月琴").await;
    office.tap_where("button", "is the worker", |name| name.starts_with("邵月琴")).await;
    office.tap("button", "1 小时内").await;
    office.picture("events-assign-1024-zh").await;
    office.tap("button", "交给邵月琴").await;
    office.see("交给别人，已存本机").await;
    looks_led(&office, &town.address(&event), "events-assigned").await;

    // It waits for the worker, on top of the day.
    let mut worker = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    worker.open(&town.address("/today")).await;
    worker.until_within(BY_ITSELF, "see the event in 今日", async || worker.sees("打牌").await.then_some(())).await;
    worker.picture("events-today-360-zh").await;
    worker.open(&town.address(&event)).await;
    worker.tap("button", "处置好了").await;
    worker.see("怎么处置的").await;
    worker.script("document.querySelector('dialog[open] .btn.big').click()").await;
    worker.see("这里还没填。").await;
    worker.tap_where("button", "is a likely answer", |name| name.starts_with("已到现场，劝散了")).await;
    worker.picture("events-handle-360-zh").await;
    worker.script("document.querySelector('dialog[open] .btn.big').click()").await;
    worker.see("处置好了，已存本机").await;
    worker.open(&town.address("/mine")).await;
    is_uploaded(&worker).await;

    // The village closes it; whoever reported it says how it was.
    office
        .until_within(BY_ITSELF, "see that it was dealt with", async || {
            office.offers("button", "办结").await.then_some(())
        })
        .await;
    office.tap("button", "办结").await;
    office.see("办结，已存本机").await;
    office.see("按时办结").await;
    office.open(&town.address("/mine")).await;
    office.at_rest().await;
    volunteer.open(&town.address(&event)).await;
    volunteer
        .until_within(BY_ITSELF, "be asked how it was", async || volunteer.offers("button", "评价").await.then_some(()))
        .await;
    volunteer.tap("button", "评价").await;
    volunteer.see("办得怎么样").await;
    volunteer.tap("radio", "很好").await;
    volunteer.picture("events-rate-360-zh").await;
    volunteer.script("document.querySelector('dialog[open] .btn.big').click()").await;
    volunteer.see("评价，已存本机").await;
    volunteer.see("已评价").await;
    looks(&volunteer, &town.address(&event), "events-way").await;

    for browser in [&mut volunteer, &mut office, &mut worker] {
        browser.listen().await;
    }
    volunteer.close().await;
    office.close().await;
    worker.close().await;
}

async fn values(town: &Township, who: Somebody) -> Indicators {
    let (cookie, _) = town.sign_in(who, DeviceId::fixed(0xe1)).await;
    town.ask(Method::GET, "/api/v1/overview/indicators", Some(&cookie), None).await.json()
}

#[tokio::test]
async fn a_day_without_anything_is_reported_and_a_round_ends_and_begins() {
    let town = Rc::new(Township::open_with(Files::Folder(built("DOORSTEP_SITE", "site"))).await);
    let line = town.listen();
    let ahead = town.state().now() - model::ambient::Clock::now(&Machine);
    let mut worker = Device::new(Size::Phone).start().await;
    worker.set_clock_ahead(ahead).await;
    worker.open(&line.address("/")).await;
    worker.sign_in_by(ANNA.account, PASSWORD).await;
    worker.see("第 1 轮摸排").await;

    worker.open(&line.address("/add")).await;
    worker.tap_where("link", "is the daily report", |name| name.starts_with("日报")).await;
    worker.see("今天的数").await;
    looks(&worker, &line.address("/daily"), "daily-open").await;
    worker.tap("button", "今日无异常，零报告").await;
    worker.see("已签，已存本机").await;
    worker.see("签上去的数").await;
    worker.close_toast().await;
    // A visit after the signature counts apart.
    worker.open(&line.address(&format!("/households/{}/visit", DOORS[0]))).await;
    worker.tap("radio", "见面").await;
    worker.tap_where("button", "says that all are well", |name| name.ends_with("人都正常")).await;
    worker.tap("button", "保存").await;
    worker.see("已存本机").await;
    worker.at_rest().await;
    worker.open(&line.address("/daily")).await;
    worker.see("补报").await;
    worker.see("+1").await;
    looks(&worker, &line.address("/daily"), "daily-signed").await;
    worker.open(&line.address("/mine")).await;
    is_uploaded(&worker).await;
    let counted = values(&town, DORA).await.values;
    assert_eq!((counted["units_reported"], counted["zero_reports"], counted["households_screened"]), (1, 1, 1));

    let mut office = Device::new(Size::Tablet).start().await;
    office.set_clock_ahead(ahead).await;
    office.open(&line.address("/mine")).await;
    office.sign_in_by(DORA.account, PASSWORD).await;
    office.tap_where("link", "leads to the rounds", |name| name.starts_with("摸排轮次")).await;
    office.see("第1轮摸排").await;
    looks_led(&office, &line.address("/rounds"), "rounds-open").await;
    office.tap("button", "结束第1轮摸排").await;
    office.see("结束这一轮吗").await;
    office.script("document.querySelector('dialog[open] .acts .btn').click()").await;
    office.see("结束了").await;
    office.tap("button", "开始第2轮摸排").await;
    office.see("要在上一轮结束以后。").await;
    office.tap_where("button", "is tomorrow", |name| name.starts_with("1 天后")).await;
    office.picture("rounds-begin-1024-zh").await;
    office.tap("button", "开始第2轮摸排").await;
    office.see("开始了，网格员有信号就看到").await;
    office.see("第2轮摸排").await;
    office.listen().await;
    worker.listen().await;
    office.close().await;
    worker.close().await;
}
