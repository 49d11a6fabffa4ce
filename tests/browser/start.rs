//! The first start: once for each account and phone; the practice leaves nothing behind, on the phone
//! or anywhere else.

use crate::{
    chromium::{Browser, Device},
    screen::{NARROWEST, Size},
};
use serde_json::json;
use tests::program::{PASSWORD, Program};

const WECHAT: &str = "Mozilla/5.0 (Linux; Android 10; HLK-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0 XWEB/1169 Mobile Safari/537.36 MicroMessenger/7.0.10.1580";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0.4 Mobile/15E148 Safari/604.1";

async fn sign_in_first(browser: &Browser, town: &Program, account: &str) {
    browser.open(&town.address("/")).await;
    browser.fill("textbox", "账号", account).await;
    browser.fill("textbox", "密码", PASSWORD).await;
    browser.tap("button", "登录").await;
}

async fn looks(browser: &Browser, name: &str) {
    browser.at_rest().await;
    browser.resize_to(NARROWEST, 640).await;
    browser.fits(&format!("{name} at its narrowest")).await;
    browser.resize(Size::Phone).await;
    browser.fits(name).await;
    browser.picture(&format!("start-{name}-360")).await;
}

#[tokio::test]
async fn who_how_large_to_the_home_screen_and_a_door_that_is_not_there() {
    let town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let mut browser = device.start().await;
    sign_in_first(&browser, &town, "wgy01").await;
    browser.see("邵月琴，你好").await;
    looks(&browser, "who").await;
    browser.tap("button", "是我，下一步").await;
    browser.see("字要多大").await;
    browser.tap_where("radio", "is the largest", |name| name.starts_with("特大字")).await;
    looks(&browser, "size-largest").await;
    browser.tap_where("radio", "is the usual size", |name| name.starts_with("标准")).await;
    looks(&browser, "size").await;
    browser.tap("button", "下一步").await;
    browser.see("像别的应用一样从桌面打开").await;
    looks(&browser, "install").await;
    browser.tap("button", "下一步").await;

    // The practice, in the form of a real visit.
    browser.see("练习：这一户不是真的").await;
    browser.tap("button", "开始练").await;
    browser.see("点“见面”").await;
    looks(&browser, "practice").await;
    browser.tap("radio", "见面").await;
    browser.tap("button", "3 人都正常").await;
    looks(&browser, "practice-answered").await;
    browser.tap("button", "保存").await;
    browser.see("没有信号也一样存得住").await;
    looks(&browser, "practice-kept").await;
    browser.tap("button", "假装有信号了").await;
    browser.see("会了").await;
    browser.tap("button", "开始用").await;

    // Nothing of it is here, and it does not come again.
    browser.see("今日任务").await;
    browser.tap("link", "我的").await;
    browser.see("全部已上传").await;
    browser.see("本机还没有记录").await;
    assert!(!browser.sees("练习户").await);
    browser.reload().await;
    browser.see("全部已上传").await;

    // Again, when one wants to.
    browser.tap_where("link", "leads to the practice", |name| name.starts_with("练一遍")).await;
    browser.see("练习：这一户不是真的").await;
    browser.tap("button", "以后再说").await;
    browser.see("今日任务").await;
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn whoever_is_older_finds_it_large_and_may_skip_it_all() {
    let town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let mut browser = device.start().await;
    sign_in_first(&browser, &town, "wgy02").await;
    browser.see("林水根，你好").await;
    assert_eq!(browser.script("return document.documentElement.dataset.elder").await, "24");
    looks(&browser, "who-elder").await;
    browser.tap("button", "是我，下一步").await;
    browser.see("已先调大").await;
    looks(&browser, "size-elder").await;
    browser.tap("button", "跳过，直接开始").await;
    browser.see("今日任务").await;
    browser.reload().await;
    browser.see("今日任务").await;
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn each_browser_is_told_its_own_way_home() {
    let town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let mut browser = device.start().await;
    browser.open(&town.address("/")).await;
    browser.sign_in("wgy01").await;
    browser.see("今日任务").await;
    for (name, agent, words) in [("wechat", WECHAT, "在浏览器打开"), ("safari", SAFARI, "添加到主屏幕")] {
        browser.devtools("Emulation.setUserAgentOverride", json!({ "userAgent": agent })).await;
        browser.open(&town.address("/install")).await;
        browser.see(words).await;
        looks(&browser, &format!("install-{name}")).await;
        for (look, settings) in [("en", "en off light"), ("elder", "zh-CN 24 light"), ("dark", "zh-CN off dark")] {
            browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
            browser.open(&town.address("/install")).await;
            looks(&browser, &format!("install-{name}-{look}")).await;
        }
        browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    }
    browser.listen().await;
    browser.close().await;
}
