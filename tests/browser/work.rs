//! 记一笔: a police officer and a volunteer note down their day without network, in few taps; what
//! arrives is counted as a table by hand says.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
    screens::pictures,
};
use model::{ambient::Clock, day::Day};
use server::world::Machine;
use std::collections::BTreeMap;
use tests::{ledger, program::Program};

impl Browser {
    /// Saves what was filled in, and reads that it is kept.
    async fn save_work(&self, what: &str) {
        self.tap("button", "保存").await;
        self.see(&format!("{what}，已存本机")).await;
        self.close_toast().await;
    }

    /// Everything sent by itself.
    async fn is_uploaded(&self, town: &Program) {
        self.open(&town.address("/mine")).await;
        self.until_within(BY_ITSELF, "see everything uploaded", async || self.sees("全部已上传").await.then_some(()))
            .await;
    }
}

/// What today's facts say now more than before.
async fn more(town: &Program, before: &BTreeMap<String, i64>, today: Day) -> BTreeMap<String, i64> {
    let mut now = ledger::sums(&town.database(), today).await;
    for (metric, n) in &mut now {
        *n -= before.get(metric).copied().unwrap_or_default();
    }
    now.retain(|_, n| *n != 0);
    now
}

fn table<const N: usize>(by_hand: [(&str, i64); N]) -> BTreeMap<String, i64> {
    by_hand.map(|(metric, n)| (metric.to_owned(), n)).into()
}

fn now() -> Day {
    // The program's own.
    Day::from_unix_ms(Machine.now())
}

#[tokio::test]
async fn a_patrol_with_police_counts_is_noted_without_network_and_counted() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "pcs01").await;
    let today = now();
    let before = ledger::sums(&town.database(), today).await;
    town.kill();
    browser.close().await;
    let mut browser = device.start().await;
    browser.open(&town.address("/today")).await;
    assert!(!browser.offers("link", "住户").await, "the police see no person");

    // Three taps from 今日 to a saved record, where it is as last time.
    browser.tap("link", "记一笔").await;
    browser.see("上次用过").await;
    browser.tap("link", "警务统计 再记一次").await;
    browser.see("照上次填好了").await;
    browser.save_work("警务统计").await;
    browser.see("今天记了").await;

    // What was a slip is withdrawn and noted anew.
    browser.tap_where("button", "opens what was noted", |name| name.starts_with("打开 ")).await;
    browser.tap("button", "撤回重填").await;
    browser.see("撤回了").await;
    for (name, n) in [
        ("出动警力（人次）", "18"),
        ("冲散聚众（起）", "9"),
        ("砸毁赌桌（张）", "6"),
        ("查获（起）", "1"),
        ("行政处罚（人）", "4"),
    ] {
        browser.fill("textbox", name, n).await;
    }
    browser.save_work("警务统计").await;

    browser.open(&town.address("/add")).await;
    browser.tap("link", "巡逻劝导").await;
    browser.tap("button", "保存").await;
    browser.see("这里还没填。").await;
    browser.tap("button", "柳塘村").await;
    browser.fill("textbox", "巡逻人数（人）", "6").await;
    browser.tap("button", "打牌赌博").await;
    browser.fill("textbox", "劝导（人次）", "7").await;
    browser.tap("radio", "已劝散").await;
    browser.see("草稿已存").await;
    // A phone that dies has kept what was filled in.
    browser.kill();
    browser = device.start().await;
    browser.open(&town.address("/today")).await;
    browser.see("巡逻劝导").await;
    browser.tap("link", "接着写 巡逻劝导").await;
    assert_eq!(browser.value("textbox", "劝导（人次）").await, "7", "it was kept");
    browser.save_work("巡逻劝导").await;

    town.start().await;
    browser.is_uploaded(&town).await;
    let counted = more(&town, &before, today).await;
    assert!(counted["village_patrolled"] >= 1);
    let mut counted = counted;
    counted.remove("village_patrolled");
    assert_eq!(
        counted,
        table([
            ("police_force", 18),
            ("police_dispersed", 9),
            ("police_tables", 6),
            ("police_cases", 1),
            ("police_punished", 4),
            ("patrol", 1),
            ("patrol_people", 6),
            ("dissuaded", 7),
        ])
    );
    pictures(&browser, &town, "work-police", "/add/police_action").await;
    pictures(&browser, &town, "work-add-police", "/add").await;
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn a_volunteers_publicity_and_service_are_noted_without_network_and_counted() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "zyz01").await;
    let today = now();
    let before = ledger::sums(&town.database(), today).await;
    town.kill();
    browser.close().await;
    let mut browser = device.start().await;
    browser.open(&town.address("/today")).await;
    browser.tap("link", "记一笔").await;
    browser.tap("link", "宣传").await;
    browser.tap("radio", "贴公告").await;
    browser.fill("textbox", "数量（张）", "12").await;
    browser.fill("searchbox", "查找 用的资料", "jindu").await;
    browser.tap("button", "禁赌告知书").await;
    browser.fill("textbox", "地点、路线", "村口").await;
    browser.save_work("宣传").await;

    // The next one is like the last: one says so, and what is different.
    browser.tap("radio", "发传单").await;
    browser.fill("textbox", "数量（份）", "六十").await;
    browser.tap("button", "保存").await;
    browser.see("这里的内容读不懂").await;
    browser.fill("textbox", "数量（份）", "60").await;
    browser.tap("button", "上次 村口").await;
    browser.save_work("宣传").await;
    browser.see("今天记了").await;

    browser.open(&town.address("/add")).await;
    browser.tap("link", "志愿服务").await;
    browser.tap("radio", "献爱心").await;
    browser.fill("textbox", "服务对象（人次）", "14").await;
    browser.fill("textbox", "参与服务（人次）", "4").await;
    browser.save_work("志愿服务").await;
    browser.tap("radio", "摸底排查").await;
    browser.fill("textbox", "服务对象（人次）", "900").await;
    browser.tap("button", "保存").await;
    browser.see("志愿服务，已存本机").await;
    browser.tap("button", "撤销").await;
    browser.see_no_more("志愿服务，已存本机").await;

    town.start().await;
    browser.is_uploaded(&town).await;
    let counted = more(&town, &before, today).await;
    assert_eq!(
        counted,
        table([("publicity_notices", 12), ("leaflets", 60), ("served_kindness", 14), ("serving_kindness", 4)])
    );
    pictures(&browser, &town, "work-publicity", "/add/publicity").await;
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn a_worker_disinfects_what_is_due_and_sets_up_a_point_and_the_town_its_library() {
    let town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let mut browser = device.carried_by(&town, "wgy01").await;
    browser.open(&town.address("/today")).await;
    browser.see("要消杀").await;
    browser.tap("link", "消杀 村部").await;
    browser.see("照上次填好了").await;
    browser.save_work("消杀").await;
    browser.open(&town.address("/today")).await;
    browser.see("要消杀").await;
    assert!(!browser.offers("link", "消杀 村部").await, "it is done");
    pictures(&browser, &town, "work-add", "/add").await;
    pictures(&browser, &town, "work-disinfection", "/add/disinfection").await;
    pictures(&browser, &town, "work-patrol-again", "/add/patrol?again=1").await;
    pictures(&browser, &town, "work-today", "/today").await;
    browser.listen().await;
    browser.close().await;

    let tablet = Device::new(Size::Tablet);
    let mut office = tablet.start().await;
    office.open(&town.address("/")).await;
    office.sign_in("zhen01").await;
    office.tap("link", "记一笔").await;
    office.tap("link", "宣传资料").await;
    office.see("口罩你不戴，病毒把你爱").await;
    office.tap("radio", "标语").await;
    office.fill("textbox", "名称", "今天不串门，明天好出门").await;
    office.save_work("宣传资料").await;
    pictures(&office, &town, "work-material", "/add/material").await;
    pictures(&office, &town, "work-add-town", "/add").await;
    office.listen().await;
    office.close().await;
}
