//! What goes wrong in a day: each has words that say what happened, what is safe and what to do;
//! nothing typed and nothing saved is lost.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    portal::Portal,
    screen::Size,
};
use serde_json::json;
use tests::program::{PASSWORD, Program};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[tokio::test]
async fn a_wrong_password_and_a_server_that_is_down() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.start().await;
    // Any address asks for the password first, and is still there afterwards.
    browser.open(&town.address("/mine")).await;
    browser.has_begun("wgy01").await;
    browser.fill("textbox", "账号", "wgy01").await;
    browser.fill("textbox", "密码", "yunxi-2021").await;
    browser.tap("button", "登录").await;
    browser.see("账号或密码不对。").await;
    assert_eq!(browser.value("textbox", "账号").await, "wgy01");

    town.kill();
    browser.fill("textbox", "密码", PASSWORD).await;
    browser.tap("button", "登录").await;
    browser.see("没有连上。").await;
    browser.see("第一次登录要有信号").await;
    assert_eq!(
        (browser.value("textbox", "账号").await, browser.value("textbox", "密码").await),
        ("wgy01".into(), PASSWORD.into())
    );

    let portal = Portal::open(town.port()).await;
    browser.tap("button", "登录").await;
    browser.see("这个网络要先登录网页。").await;
    portal.close().await;

    town.start().await;
    browser.tap("button", "登录").await;
    browser.see("上次联系").await;
    assert_eq!(browser.path().await, "/mine");
    browser.close().await;
}

#[tokio::test]
async fn the_words_come_in_english_too() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.start().await;
    browser.open(&town.address("/")).await;
    browser.tap("button", "English").await;
    browser.fill("textbox", "Account", "wgy01").await;
    browser.fill("textbox", "Password", "yunxi-2021").await;
    browser.tap("button", "Sign in").await;
    browser
        .until("read it in English", async || {
            (!browser.text().await.chars().any(|c| ('一'..='龥').contains(&c) && !"中文入户通".contains(c)))
                .then_some(())
        })
        .await;
    assert!(browser.text().await.to_lowercase().contains("password"));
    town.kill();
    browser.close().await;
}

/// Ends a phone's session on the server, as an administrator would; the phone does not know.
async fn end_session(town: &Program, browser: &Browser) {
    let cookies = browser.devtools("Network.getCookies", json!({"urls": [town.address("/")]})).await;
    let cookies = cookies["cookies"].as_array().cloned().unwrap_or_default();
    let cookie = cookies.iter().find(|cookie| cookie["name"] == "__Host-sid").expect("there is a session");
    let mut stream = TcpStream::connect(("127.0.0.1", town.port())).await.expect("the server listens");
    let request = format!(
        "POST /api/v1/sign-out HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAuthorization: Bearer {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        town.port(),
        cookie["value"].as_str().expect("a token")
    );
    stream.write_all(request.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it is answered");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
}

#[tokio::test]
async fn a_session_that_ran_out_keeps_everything_and_goes_on_after_signing_in() {
    let town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "wgy01").await;
    end_session(&town, &browser).await;

    browser.record_refusal().await;
    browser.close_toast().await;
    browser.tap("link", "住户").await;
    browser.see("待上传 1").await;
    browser.tap("link", "我的").await;
    browser.see("登录过期了。").await;
    // It stops nobody from recording.
    browser.record_refusal().await;
    browser.close_toast().await;
    browser.tap("link", "住户").await;
    browser.see("待上传 2").await;
    browser.reload().await;
    browser.see("待上传 2").await;

    browser.tap("link", "我的").await;
    browser.tap("button", "立即上传").await;
    browser.fill("textbox", "密码", PASSWORD).await;
    browser.tap("button", "登录").await;
    browser.see("全部已上传").await;
    browser.close().await;
}

#[tokio::test]
async fn a_portal_changes_nothing() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.carried_by(&town, "wgy01").await;
    town.kill();
    let portal = Portal::open(town.port()).await;

    let door = browser.record_refusal().await;
    browser.close_toast().await;
    browser.tap("link", "住户").await;
    browser.tap("link", "我的").await;
    browser.tap("button", "立即上传").await;
    browser.see("这个网络要先登录网页。").await;
    browser.see("1 条都在本机").await;
    // Opened again, the app is still the app and holds what it held.
    browser.reload().await;
    browser.see(&format!("{} {} 入户走访", door.number, door.head)).await;
    assert!(!browser.sees("Wi-Fi").await);

    portal.close().await;
    town.start().await;
    browser.until_within(BY_ITSELF, "see it uploaded", async || browser.sees("全部已上传").await.then_some(())).await;
    browser.close().await;
}

#[tokio::test]
async fn a_full_phone_keeps_the_form_and_saves_once_there_is_room() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    device.carried_by(&town, "wgy01").await.close().await;
    town.kill();
    // Chromium remembers for a while how much room there was, so it is full from the start.
    let browser = device.start().await;
    let origin = town.address("");
    browser.devtools("Storage.overrideQuotaForOrigin", json!({"origin": origin, "quotaSize": 1})).await;
    browser.open(&town.address("/")).await;
    let door = browser.begin_visit(2).await;
    browser.tap("radio", "见面").await;
    browser.fill("textbox", "备注", "下午再来,带两包口罩").await;
    browser.tap("button", "保存").await;
    browser.see("手机空间满了").await;
    assert!(!browser.sees("已存本机").await);
    assert_eq!(browser.value("textbox", "备注").await, "下午再来,带两包口罩");
    assert!(browser.stands("radio", "见面").await);

    browser.devtools("Storage.overrideQuotaForOrigin", json!({"origin": origin})).await;
    browser.save_visit().await;
    browser.tap("link", "住户").await;
    browser.see("待上传 1").await;
    browser.tap("link", "我的").await;
    browser.see(&format!("{} {} 入户走访", door.number, door.head)).await;
    browser.close().await;
}

#[tokio::test]
async fn a_half_filled_form_survives_a_reload_and_a_kill() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    // Signed in yesterday: what the browser writes lazily is written.
    device.carried_by(&town, "wgy01").await.close().await;
    town.kill();
    let browser = device.start().await;
    browser.open(&town.address("/")).await;
    browser.begin_visit(2).await;
    browser.tap("radio", "电话").await;
    browser.fill("textbox", "备注", "小禾下周回来").await;
    browser.see("草稿已存").await;
    browser.reload().await;
    browser.see("上次没写完的").await;
    assert_eq!(
        (browser.value("textbox", "备注").await.as_str(), browser.stands("radio", "电话").await),
        ("小禾下周回来", true)
    );
    let path = browser.path().await;
    browser.kill();

    let browser = device.start().await;
    browser.open(&town.address(&path)).await;
    browser.see("上次没写完的").await;
    assert_eq!(
        (browser.value("textbox", "备注").await.as_str(), browser.stands("radio", "电话").await),
        ("小禾下周回来", true)
    );
    browser.save_visit().await;
    browser.close().await;
}

#[tokio::test]
async fn screens_that_were_never_fetched_say_so_and_come_when_there_is_signal() {
    let town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let browser = device.start().await;
    // A phone whose app was opened once and never to its end: sign-in is there, the rest is not.
    browser.devtools("Network.enable", json!({})).await;
    browser.devtools("Network.setBypassServiceWorker", json!({"bypass": true})).await;
    browser.devtools("Network.setBlockedURLs", json!({"urls": ["*split_door*"]})).await;
    browser.open(&town.address("/")).await;
    browser.sign_in("wgy01").await;
    browser.see("这一页还没下载到本机").await;
    browser.picture("unfetched-360-zh").await;
    browser.tap("button", "再试一次").await;
    browser.see("到有信号的地方再试一次。").await;

    browser.devtools("Network.setBlockedURLs", json!({"urls": []})).await;
    browser.tap("button", "再试一次").await;
    browser.see("今日任务").await;
    browser.see_no_more("这一页还没下载到本机").await;
    browser.kill();
}
