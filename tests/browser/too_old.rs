//! An app that is too old for its server: it says so, goes on, and becomes the new one at a moment that
//! takes nothing from anybody. None that was ever shipped is so old; the proxy has this one say it.

use crate::{
    chromium::{Browser, Device},
    screen::Size,
};
use std::time::Duration;
use tests::{
    program::{Program, built},
    proxy::Proxy,
};

/// How long the browser may take to fetch and keep the new version.
const UPDATE: Duration = Duration::from_secs(60);

async fn version(browser: &Browser) -> String {
    let version = "return (document.querySelector('meta[name=doorstep-version]') || {}).content || ''";
    browser.script(version).await.as_str().unwrap_or_default().to_owned()
}

/// A phone with the old app, on which somebody is signed in; from now on its server finds it too old.
async fn old_phone(town: &Program, device: &Device, proxy: &Proxy) -> Browser {
    let browser = device.carried_at(proxy.port(), "wgy01").await;
    assert!(town.port() != proxy.port());
    // So that what it sends can be read on the way.
    browser.script("delete window.CompressionStream").await;
    proxy.ages_apps(true);
    browser
}

/// The phone finds out that there is signal.
async fn wakes(browser: &Browser) {
    browser.script("window.dispatchEvent(new Event('online'))").await;
}

#[tokio::test]
async fn an_app_that_is_too_old_says_so_and_becomes_the_new_one_by_itself() {
    let mut town = Program::with_demo().await;
    let proxy = Proxy::before(town.port(), 0x01d).await;
    let device = Device::new(Size::Phone);
    let browser = old_phone(&town, &device, &proxy).await;
    let old = version(&browser).await;

    browser.record_refusal().await;
    browser.close_toast().await;
    browser.tap("link", "我的").await;
    browser.see("这个版本太旧").await;
    // What it records is taken all the same.
    browser.see("全部已上传").await;
    browser.picture("too-old-phone").await;

    town.update_to(built("DOORSTEP_SITE_CONTRACT", "site-contract")).await;
    wakes(&browser).await;
    browser
        .until_within(UPDATE, "see the new version", async || {
            let now = version(&browser).await;
            (!now.is_empty() && now != old).then_some(())
        })
        .await;
    proxy.ages_apps(false);
    browser.see_no_more("这个版本太旧").await;
    browser.see("上次联系").await;
    browser.close().await;
}

#[tokio::test]
async fn a_form_that_is_open_stays_open_while_the_new_app_waits() {
    let mut town = Program::with_demo().await;
    let proxy = Proxy::before(town.port(), 0x02d).await;
    let device = Device::new(Size::Phone);
    let browser = old_phone(&town, &device, &proxy).await;
    let old = version(&browser).await;

    browser.begin_visit(1).await;
    browser.tap("radio", "拒绝").await;
    town.update_to(built("DOORSTEP_SITE_CONTRACT", "site-contract")).await;
    browser
        .until_within(UPDATE, "have the new version wait", async || {
            wakes(&browser).await;
            let waits = "return 'update' in document.documentElement.dataset";
            browser.script(waits).await.as_bool().filter(|waits| *waits)
        })
        .await;
    wakes(&browser).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(version(&browser).await, old, "nobody is torn out of a form");
    assert!(browser.stands("radio", "拒绝").await);
    proxy.ages_apps(false);

    browser.tap("button", "保存").await;
    browser
        .until_within(UPDATE, "see the new version", async || {
            let now = version(&browser).await;
            (!now.is_empty() && now != old).then_some(())
        })
        .await;
    browser.tap("link", "我的").await;
    browser.see("全部已上传").await;
    browser.close().await;
}
