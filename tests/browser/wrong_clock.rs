//! A phone whose clock is days off. Its records are kept, sent and taken like any other; its times are
//! shown and decide nothing; its owner is told, and nobody has to do anything over once it is right.

use crate::{
    chromium::{Browser, Device},
    day::{BY_ITSELF, Door},
    screen::Size,
};
use model::day::{Day, MILLIS_A_DAY};
use serde_json::json;
use tests::program::Program;

/// How far a battery that was empty throws a clock back.
const FORGOTTEN: i64 = -2_000;
const SAFE: &str = "记录照常保存和上传";
const REMEDY: &str = "请在手机设置里打开“自动设置时间”";
const DOORS_MAY_BE_WRONG: &str = "今天要走的门按手机日期排，可能不对";

impl Browser {
    /// From the next page on, and until the browser is closed or told otherwise, its clock is ahead by
    /// so many milliseconds.
    pub async fn set_clock_ahead(&self, ahead: i64) {
        let source = format!(
            "(() => {{
                const Right = globalThis.RightDate ??= Date;
                globalThis.Date = class extends Right {{
                    constructor(...given) {{ if (given.length) super(...given); else super(Right.now() + ({ahead})); }}
                    static now() {{ return Right.now() + ({ahead}); }}
                }};
            }})()"
        );
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": source})).await;
    }

    /// What the phone's clock says.
    async fn clock(&self) -> i64 {
        self.script("return Date.now()").await.as_i64().expect("a time")
    }

    async fn is_all_uploaded(&self) {
        self.tap("link", "我的").await;
        self.until_within(BY_ITSELF, "see it uploaded", async || self.sees("全部已上传").await.then_some(())).await;
    }
}

/// `2月7日`, as a screen says the day of a time.
fn words_of(millis: i64) -> String {
    let day = Day::from_unix_ms(millis);
    format!("{}月{}日", day.month(), day.day())
}

/// The name of the link that leads to the door's visit.
fn visit_of(door: &Door) -> String {
    format!("走访 {}", door.head)
}

/// A day's work with a clock that is so many days ahead, then one with a clock that was put right.
async fn work_goes_on(days: i64, told: &str, picture: &str) {
    let town = Program::with_demo().await;
    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("czg01").await;
    let refused = office.figure("拒绝").await;

    let phone = Device::new(Size::Phone);
    let browser = phone.start().await;
    browser.set_clock_ahead(days * MILLIS_A_DAY).await;
    browser.open(&town.address("/")).await;
    let right = Day::from_unix_ms(office.clock().await);
    assert_eq!(Day::from_unix_ms(browser.clock().await).since(right), i32::try_from(days).expect("few"));
    browser.sign_in("wgy01").await;
    browser.is_ready_for_the_hills().await;
    for words in [told, SAFE, REMEDY] {
        browser.see(words).await;
    }
    browser.see("上次联系：刚刚").await;
    browser.at_rest().await;
    browser.fits("a phone with a wrong clock").await;
    browser.picture(&format!("{picture}-mine-360-zh")).await;

    browser.tap("link", "今日任务").await;
    for words in [told, DOORS_MAY_BE_WRONG, SAFE, REMEDY] {
        browser.see(words).await;
    }
    browser.see(&words_of(browser.clock().await)).await;
    browser.at_rest().await;
    browser.fits("today by a wrong clock").await;
    browser.picture(&format!("{picture}-today-360-zh")).await;

    let door = browser.record_refusal().await;
    browser.close_toast().await;
    browser.tap("link", "今日任务").await;
    browser.at_rest().await;
    assert!(!browser.offers("link", &visit_of(&door)).await, "a door that was visited is not due");
    browser.is_all_uploaded().await;
    let kept = browser.kept().await;
    assert_eq!((kept.acked.len(), kept.outbox.len(), kept.repair.len()), (1, 0, 0));
    let at = kept.acked[0].op.at.wall;
    assert!((browser.clock().await - at).abs() < MILLIS_A_DAY / 24, "the op keeps the phone's own time");

    // The round counts it, whatever day it says; the phone was heard of by the server's clock.
    office.open(&town.address("/overview")).await;
    office
        .until_within(BY_ITSELF, "count one more", async || (office.figure("拒绝").await == refused + 1).then_some(()))
        .await;
    let row = "return [...document.querySelectorAll('.crew tbody tr')].map((row) => row.innerText)
        .find((row) => row.includes('邵月琴'))";
    let row = office.script(row).await;
    assert!(row.as_str().is_some_and(|row| row.contains("刚刚") || row.contains("分钟前")), "{row}");
    browser.close().await;

    let mut browser = phone.start().await;
    browser.open(&town.address("/mine")).await;
    browser.see("上次联系").await;
    assert_eq!(Day::from_unix_ms(browser.clock().await), right);
    browser.see_no_more("手机时间").await;
    browser.see("全部已上传").await;
    browser.tap("link", "今日任务").await;
    browser.see(&words_of(browser.clock().await)).await;
    browser.at_rest().await;
    assert!(!browser.sees("手机时间").await);
    assert!(!browser.offers("link", &visit_of(&door)).await, "nobody is asked again");
    assert_eq!(browser.kept().await.acked.len(), 1, "and nothing is sent again");
    browser.listen().await;
    office.listen().await;
    browser.close().await;
    office.close().await;
}

#[tokio::test]
async fn work_goes_on_with_a_clock_that_is_days_fast() {
    work_goes_on(3, "手机时间快了 3 天", "clock-fast").await;
}

#[tokio::test]
async fn work_goes_on_with_a_clock_that_is_days_slow() {
    work_goes_on(-3, "手机时间慢了 3 天", "clock-slow").await;
}

#[tokio::test]
async fn a_clock_from_before_the_round_hides_no_door_for_good() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let browser = phone.carried_by(&town, "wgy01").await;
    let door = browser.begin_visit(1).await;
    let form = browser.path().await;
    browser.close().await;

    let browser = phone.start().await;
    browser.set_clock_ahead(FORGOTTEN * MILLIS_A_DAY).await;
    browser.open(&town.address("/today")).await;
    let told = format!("手机时间慢了 {} 天", -FORGOTTEN);
    for words in [&told, DOORS_MAY_BE_WRONG, SAFE, REMEDY] {
        browser.see(words).await;
    }
    browser.at_rest().await;
    browser.fits("today by a forgotten clock").await;
    browser.picture("clock-forgotten-today-360-zh").await;
    browser.open(&town.address(&form)).await;
    browser.record_refusal_here().await;
    browser.close_toast().await;
    browser.open(&town.address("/today")).await;
    browser.is_all_uploaded().await;
    browser.close().await;

    let mut browser = phone.start().await;
    browser.open(&town.address("/today")).await;
    browser.begin_visit(1).await;
    assert!(!browser.sees("手机时间").await);
    browser.open(&town.address(form.trim_end_matches("/visit"))).await;
    browser.see(&door.head).await;
    browser.see(&format!("{} 拒绝", words_of(browser.clock().await + FORGOTTEN * MILLIS_A_DAY))).await;
    let kept = browser.kept().await;
    assert_eq!((kept.acked.len(), kept.outbox.len(), kept.repair.len()), (1, 0, 0));
    browser.listen().await;
    browser.close().await;
}
