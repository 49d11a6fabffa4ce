//! The boards beside 总览: days and place in two taps, a figure with exactly its records, and without
//! signal the last answer with its age.

use crate::{chromium::Device, day::BY_ITSELF, screen::Size, screens::pictures};
use tests::program::Program;

#[tokio::test]
async fn a_lead_chooses_days_and_a_village_opens_a_number_and_loses_the_signal() {
    let mut town = Program::with_demo().await;
    let office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("zhen01").await;
    office.figure("今日走访").await;
    office.tap("link", "指标").await;
    office.see("摸底排查").await;
    let whole = office.figure("登记户数").await;

    office.tap_where("button", "says where", |name| name.starts_with("地方：")).await;
    office.tap("button", "近7天").await;
    office.tap("button", "柳塘村").await;
    office
        .until("see the figures of the village", async || {
            let here = office.figure("登记户数").await;
            (office.sees("比前 7 天").await && here < whole).then_some(())
        })
        .await;
    let search = office.script("return location.search").await;
    let search = search.as_str().expect("an address").to_owned();
    assert!(search.contains("period=week") && search.contains("place="), "{search}");
    office.fits("the figures of a village").await;
    office.picture("indicators-village-1024-zh").await;

    let visits = office.figure("走访次数").await;
    office.tap_where("link", "opens the visits", |name| name.starts_with("走访次数")).await;
    office.see(&format!("走访次数：{visits} 次")).await;
    office.see(&format!("来自 {visits} 条记录")).await;
    office.see("怎么算").await;
    let rows = office
        .until("see all of them", async || {
            let rows = office.script("return document.querySelectorAll('.rows .row').length").await.as_u64()?;
            if rows < visits {
                office.tap_where("button", "shows more", |name| name.contains("再")).await;
            }
            (rows >= visits).then_some(rows)
        })
        .await;
    assert_eq!(rows, visits);
    office.fits("the records behind a figure").await;
    office.picture("counted-1024-zh").await;
    office.tap("link", "返回").await;
    office.see("摸底排查").await;
    assert_eq!(
        office.script("return location.search").await.as_str(),
        Some(search.as_str()),
        "back to the same question"
    );
    assert_eq!(office.figure("走访次数").await, visits);

    // What care counts says what it means; a dead button is not there.
    office.tap_where("link", "opens who is isolated", |name| name.starts_with("在隔人数")).await;
    office.see("怎么算").await;
    office.tap("link", "返回").await;

    office.open(&town.address("/overview/temperatures")).await;
    office.see("各村测温").await;
    let isolated = office.figure("在隔人数").await;
    town.kill();
    office.reload().await;
    office.see("各村测温").await;
    assert_eq!(office.figure("在隔人数").await, isolated);
    office.open(&town.address(&format!("/overview/indicators{search}"))).await;
    assert_eq!(office.figure("走访次数").await, visits);
    office.see("更新").await;
    office.see("各手机的记录都没有丢").await;
    office.at_rest().await;
    office.fits("the board without signal").await;
    office.picture("indicators-offline-1024-zh").await;
    town.start().await;
    office
        .until_within(BY_ITSELF, "be fresh again", async || (!office.sees("各手机的记录都没有丢").await).then_some(()))
        .await;
    office.close().await;
}

#[tokio::test]
async fn the_boards_beside_the_overview() {
    let town = Program::with_demo().await;
    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/")).await;
    office.sign_in("zhen01").await;
    office.figure("今日走访").await;
    pictures(&office, &town, "indicators", "/overview/indicators").await;
    pictures(&office, &town, "temperatures", "/overview/temperatures").await;
    pictures(&office, &town, "counted", "/overview/indicators/visits?period=week").await;
    office.listen().await;
    office.close().await;
}
