//! Unsent work that leaves the phone by another way: as a file that a colleague carries, from the
//! card that stands where the app has crashed, and from a phone that is no longer trusted.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use model::wire::SealedFile;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tests::program::Program;

/// From now on what is downloaded goes there.
async fn download_to(browser: &Browser, folder: &Path) {
    let with = json!({"behavior": "allow", "downloadPath": folder.display().to_string()});
    browser.devtools("Browser.setDownloadBehavior", with).await;
}

/// The file that was handed out.
async fn handed_out(browser: &Browser, folder: &Path) -> (PathBuf, SealedFile) {
    browser
        .until("find the file among the downloads", async || {
            let entries = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
            let path =
                entries.map(|entry| entry.path()).find(|path| path.extension().is_some_and(|end| end == "txt"))?;
            let text = std::fs::read_to_string(&path).ok()?;
            Some((path, serde_json::from_str(&text).ok()?))
        })
        .await
}

/// Chooses a file where the app asks for one.
async fn choose(browser: &Browser, file: &Path) {
    // The system's own dialog, in which no test can press anything, does not open.
    browser.devtools("Page.setInterceptFileChooserDialog", json!({"enabled": true})).await;
    browser.tap("button", "选文件并上传").await;
    browser.give_file(file).await;
}

#[tokio::test]
async fn a_colleague_carries_what_a_phone_cannot_send() {
    let mut town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let browser = phone.carried_by(&town, "wgy01").await;
    let office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("zhen01").await;
    let before = office.figure("今日走访").await;
    let colleague = Device::new(Size::Phone).carried_by(&town, "wgy02").await;

    town.kill();
    let door = browser.record_refusal().await;
    browser.close_toast().await;
    browser.tap("link", "我的").await;
    let downloads = TempDir::new().expect("a temporary folder");
    download_to(&browser, downloads.path()).await;
    browser.tap("button", "导出未上传的记录，请同事代传").await;
    browser.see("已导出 1 条").await;
    let (path, file) = handed_out(&browser, downloads.path()).await;
    assert_eq!(file.ops.len(), 1);
    let text = std::fs::read_to_string(&path).expect("the file");
    assert!(!text.contains(&door.head) && !text.contains("refused"), "it says nothing: {text}");
    // The battery is empty.
    browser.close().await;

    town.start().await;
    colleague.tap("link", "我的").await;
    let wrong = downloads.path().join("wrong.txt");
    std::fs::write(&wrong, "柳塘村").expect("a file");
    choose(&colleague, &wrong).await;
    colleague.see("这不是入户通导出的文件").await;
    choose(&colleague, &path).await;
    colleague.see("已代传 1 条").await;
    colleague.picture("carried").await;
    office
        .until_within(BY_ITSELF, "see the visit", async || {
            (office.figure("今日走访").await == before + 1).then_some(())
        })
        .await;

    // Charged again: what it holds is not taken twice.
    let browser = phone.start().await;
    browser.open(&town.address("/mine")).await;
    browser.until_within(BY_ITSELF, "see it uploaded", async || browser.sees("全部已上传").await.then_some(())).await;
    assert_eq!(office.figure("今日走访").await, before + 1);
}

#[tokio::test]
async fn where_the_app_has_crashed_the_work_can_be_handed_out() {
    let mut town = Program::with_demo().await;
    let browser = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    town.kill();
    browser.record_refusal().await;
    browser.close_toast().await;
    browser.record_refusal().await;
    let downloads = TempDir::new().expect("a temporary folder");
    download_to(&browser, downloads.path()).await;
    browser.script("window.dispatchEvent(new CustomEvent('doorstep:panic', { detail: 'test' }))").await;
    browser.see("出了点问题").await;
    browser.see("导出未上传的记录，请同事代传").await;
    browser.picture("crashed").await;
    browser.tap_where("button", "hands out", |name| name.ends_with("(2)")).await;
    let (_, file) = handed_out(&browser, downloads.path()).await;
    assert_eq!(file.ops.len(), 2);
}

#[tokio::test]
async fn a_phone_that_is_no_longer_trusted_hands_in_its_work_and_wipes_itself() {
    let mut town = Program::with_demo().await;
    let browser = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    town.kill();
    browser.record_refusal().await;
    browser.close_toast().await;
    let devices = town.run(&["devices"]);
    let phone = devices.lines().find(|line| line.contains("wgy01")).and_then(|line| line.split(' ').next());
    let said = town.run(&["revoke", phone.expect("it has signed in")]);
    assert!(said.contains("no longer trusted"), "{said}");
    town.start().await;
    browser
        .until_within(BY_ITSELF, "see that it is stopped", async || browser.sees("这部手机已停用").await.then_some(()))
        .await;
    browser.picture("revoked").await;
    let left = browser.script("return Object.keys(localStorage).filter((name) => /wgy01|seal|user/.test(name))").await;
    assert_eq!(left, json!([]));
    browser
        .until("have the database removed", async || {
            browser
                .script("window.left = null; indexedDB.databases().then((all) => { window.left = all.length; })")
                .await;
            (browser.script("return window.left").await == 0).then_some(())
        })
        .await;

    let office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("zhen01").await;
    office.figure("今日走访").await;
    let ask = "const ask = new XMLHttpRequest(); ask.open('GET', '/api/v1/review', false); ask.send(); return JSON.parse(ask.responseText)";
    let waiting = office.script(ask).await;
    assert_eq!((waiting.as_array().map(Vec::len), &waiting[0]["kind"]), (Some(1), &Value::from("visit")), "{waiting}");
}
