//! The main job, end to end: visits recorded without signal reach the supervisor's overview.

use crate::{chromium::Device, day::BY_ITSELF, screen::Size};
use tests::program::Program;

#[tokio::test]
async fn visits_recorded_without_signal_reach_the_overview() {
    let mut town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let browser = phone.carried_by(&town, "wgy01").await;

    // The supervisor's tablet stands open all the time.
    let tablet = Device::new(Size::Tablet);
    let mut office = tablet.start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("zhen01").await;
    let before = office.figure("今日走访").await;
    let refused_before = office.figure("拒绝").await;
    assert_eq!(office.path().await, "/overview");

    // Into the hills.
    town.kill();
    browser.close().await;
    let browser = phone.start().await;
    browser.open(&town.address("/households")).await;
    browser.see("按走访顺序").await;

    let refused = browser.record_refusal().await;
    browser.close_toast().await;

    let met = browser.begin_visit(2).await;
    browser.tap("radio", "见面").await;
    browser.tap("button", &format!("{} 人都正常", met.people)).await;
    browser.save_visit().await;
    browser.close_toast().await;

    let feverish = browser.begin_visit(2).await;
    browser.tap("radio", "见面").await;
    browser
        .tap_where("button", "asks whether somebody is unwell", |name| {
            name.starts_with("有人不舒服、刚回来或接触过病人")
        })
        .await;
    browser
        .tap_where("button", "is the head of the household", |name| {
            name.starts_with(&feverish.head) && name.ends_with("正常")
        })
        .await;
    browser.tap("button", "发热").await;
    assert!(browser.stands("button", "发热").await);
    browser.save_visit().await;
    browser.kill();

    // What was said to be kept is kept.
    let mut browser = phone.start().await;
    browser.open(&town.address("/households")).await;
    browser.see("待上传 3").await;
    browser.tap("link", "我的").await;
    browser.see("条待上传").await;
    let kept = browser.text().await;
    for door in [&refused, &met, &feverish] {
        assert!(kept.contains(&format!("{} {} 入户走访", door.number, door.head)), "{door:?} is not in:\n{kept}");
    }
    assert_eq!(kept.matches("已存本机").count(), 3, "{kept}");

    // Back where there is signal: nobody touches anything.
    town.start().await;
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("全部已上传").await.then_some(()))
        .await;
    let sent = browser.text().await;
    assert_eq!((sent.matches("已上传\n").count() >= 3, sent.matches("已存本机").count()), (true, 0), "{sent}");

    let expected = before + 3;
    office
        .until_within(BY_ITSELF, "see three more visits", async || {
            (office.figure("今日走访").await == expected).then_some(())
        })
        .await;
    assert_eq!(office.figure("拒绝").await, refused_before + 1);
    office.tap_where("link", "opens the refusals", |name| name.starts_with("拒绝")).await;
    let surname = refused.head.chars().next().expect("a name");
    let is_named = |list: &str| {
        let lines: Vec<&str> = list.lines().collect();
        let mut pairs = lines.windows(2);
        pairs.any(|pair| pair[0] == refused.number && pair[1].starts_with(surname) && pair[1].ends_with('家'))
    };
    let list = office
        .until(&format!("find {refused:?} in the list"), async || {
            Some(office.text().await).filter(|list| is_named(list))
        })
        .await;
    assert_eq!(office.path().await, "/overview/refused");
    assert!(!list.contains(&refused.head), "names are masked");

    // Sending again changes nothing.
    browser.tap("button", "立即上传").await;
    browser.see("已全部上传。").await;
    office.tap("link", "总览").await;
    assert_eq!((office.figure("今日走访").await, office.figure("拒绝").await), (expected, refused_before + 1));
    office.listen().await;
    browser.listen().await;
    browser.close().await;
    office.close().await;
}
