//! A call with a need, the ticket that becomes of it, the volunteer who brings it, and the worker who
//! sees it done.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    photos::{choose, drawn, see_pictures},
    screen::{NARROWEST, Size},
};
use tempfile::TempDir;
use tests::program::Program;

#[tokio::test]
async fn a_need_that_is_heard_on_the_phone_is_brought_and_seen_done() {
    let town = Program::with_demo().await;
    let mut worker = Device::new(Size::Phone).carried_by(&town, "wgy01").await;

    // Whoever has no team is given one with one tap.
    worker.open(&town.address("/today")).await;
    worker.see("没有服务队管").await;
    looks(&worker, &town, "calls-today", "/today", false).await;
    let button = worker
        .until("find who has no team", async || {
            let names = worker.names("button").await;
            let need = |name: &String| ["口罩", "买菜", "买药", "其他"].iter().any(|what| name.ends_with(what));
            names.into_iter().find(|name| name.starts_with("交给") && !need(name))
        })
        .await;
    let name = button.rsplit(' ').next().expect("a name").to_owned();
    worker.tap_where("link", "is their door", |row| row.starts_with(&name) && row.contains("没有服务队管")).await;
    worker.see("没有服务队管").await;
    let door = worker.path().await;
    worker.open(&town.address("/today")).await;
    worker.tap("button", &button).await;
    worker.see("已交给").await;
    worker.see_no_more("没有服务队管").await;

    // The call of the day, by a Party member, and what was asked for in it.
    worker.open(&town.address("/calls")).await;
    worker.see("今天要打").await;
    looks(&worker, &town, "calls-list", "/calls", false).await;
    worker.tap("link", &format!("记专线 {name}")).await;
    worker.see("你是党员吗").await;
    let note = worker.path().await;
    worker.tap("button", "不是").await;
    worker.see("爱心专线由党员打").await;
    worker.picture("calls-not-party-360-zh").await;
    worker.tap("button", "是党员").await;
    worker.see("以党员身份打").await;
    worker.tap("button", "保存").await;
    worker.see("这里还没填。").await;
    worker.tap("radio", "联系上了").await;
    worker.tap("radio", "不舒服").await;
    worker.see("不舒服，要马上有人管").await;
    worker.tap("button", "发热").await;
    worker.tap("radio", "低落").await;
    worker.fill("textbox", "疏导内容", "睡不好，想家").await;
    worker.tap("button", "买药").await;
    worker.see("草稿已存").await;
    looks(&worker, &town, "calls-note", &note, true).await;
    worker.open(&town.address(&note)).await;
    worker.see("上次没写完的").await;
    worker.tap("button", "保存").await;
    worker.see("爱心专线").await;
    worker.see("已存本机").await;
    worker.see("今天打过").await;
    worker.picture("calls-done-360-zh").await;

    // The need goes to the team.
    worker.open(&town.address("/today")).await;
    worker
        .tap_where("button", "gives the medicine to the team", |name| {
            name.starts_with("交给") && name.ends_with("买药")
        })
        .await;
    worker.see("已交给").await;
    worker.tap("link", "我的").await;
    worker.see("全部已上传").await;

    // The volunteer sees it, and nothing of the register.
    let mut volunteer = Device::new(Size::Phone).carried_by(&town, "zyz01").await;
    volunteer.open(&town.address("/today")).await;
    volunteer.see("等人接").await;
    assert!(!volunteer.offers("link", "住户").await, "a volunteer has no doors");
    looks(&volunteer, &town, "errands-today", "/today", false).await;
    // Both the worker and the team know that this call was made.
    assert!(!volunteer.offers("link", &format!("打 {name}")).await);
    volunteer.tap_where("link", "is the ticket", |row| row.starts_with("药品") && row.contains(&name)).await;
    volunteer.see("接单").await;
    let ticket = volunteer.path().await;
    volunteer.picture("errand-open-360-zh").await;
    volunteer.tap("button", "接单").await;
    volunteer.see("接了，已存本机").await;
    volunteer.tap("button", "撤销").await;
    volunteer.see("撤回了").await;
    volunteer.tap("button", "接单").await;
    volunteer.see("接了，已存本机").await;
    volunteer.fill("textbox", "买了什么", "退烧药一盒").await;
    volunteer.fill("textbox", "金额（元）", "三十").await;
    volunteer.tap("button", "买好了").await;
    volunteer.see("请填数字").await;
    volunteer.fill("textbox", "金额（元）", "35.5").await;
    volunteer.tap("radio", "服务队垫付").await;
    looks(&volunteer, &town, "errand-taken", &ticket, true).await;
    volunteer.open(&town.address(&ticket)).await;
    assert_eq!(volunteer.value("textbox", "金额（元）").await, "35.5", "it was kept");
    volunteer.tap("button", "买好了").await;
    volunteer.see("买好了，已存本机").await;
    let files = TempDir::new().expect("a temporary folder");
    let receipt = files.path().join("receipt.jpg");
    std::fs::write(&receipt, drawn(&volunteer).await).expect("a file");
    choose(&volunteer, &receipt).await;
    volunteer.see("去掉").await;
    see_pictures(&volunteer).await;
    volunteer.picture("errand-bought-360-zh").await;
    volunteer.tap("button", "送到了").await;
    volunteer.see("送到了，已存本机").await;
    volunteer.see("住户满意吗").await;
    volunteer.tap("radio", "满意").await;
    volunteer.until_drafted("rating").await;
    looks(&volunteer, &town, "errand-delivered", &ticket, true).await;
    volunteer.open(&town.address(&ticket)).await;
    volunteer.tap("button", "保存评价").await;
    volunteer.see("已评价").await;
    see_pictures(&volunteer).await;

    // The worker sees it done, and closes it.
    worker.open(&town.address(&door)).await;
    worker.until_within(BY_ITSELF, "see that it was brought", async || worker.sees("已评价").await.then_some(())).await;
    looks(&worker, &town, "needs-door", &door, false).await;
    worker.tap_where("button", "closes the need", |name| name.starts_with("办结")).await;
    worker.see("办结了，已存本机").await;
    worker.see_no_more("已评价").await;
    worker.listen().await;
    volunteer.listen().await;
    worker.close().await;
    volunteer.close().await;
}

/// Pictures of a screen as people have it: small, narrow, in both languages, large, in the dark.
async fn looks(browser: &Browser, town: &Program, name: &str, path: &str, to_the_end: bool) {
    for (look, settings) in [
        ("zh", "zh-CN off light"),
        ("en", "en off light"),
        ("zh-elder", "zh-CN 24 light"),
        ("zh-dark", "zh-CN off dark"),
    ] {
        browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
        browser.open(&town.address(path)).await;
        browser.at_rest().await;
        browser.resize_to(NARROWEST, 640).await;
        browser.fits(&format!("{name} at its narrowest in {look}")).await;
        browser.resize(Size::Phone).await;
        browser.fits(&format!("{name} in {look}")).await;
        browser.picture(&format!("{name}-360-{look}")).await;
        if to_the_end && browser.scroll_to_the_end().await {
            browser.picture(&format!("{name}-end-360-{look}")).await;
        }
    }
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(&town.address(path)).await;
    browser.at_rest().await;
}
