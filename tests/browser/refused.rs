//! What the server did not take: told in words at its field, mended, sent again or given up; and seen
//! on the tablet of those who lead, under whose phone it waits on, until it is dealt with.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
    screens::pictures,
};
use model::day::Day;
use std::time::Duration;
use tests::program::Program;

/// The figures are asked for again after a minute; a refusal changes nothing that would nudge.
const MINUTE: Duration = Duration::from_secs(75);

/// Opens the page of the first household that is due.
async fn open_a_door(browser: &Browser, town: &Program) {
    browser.begin_visit(2).await;
    let visit = browser.path().await;
    browser.open(&town.address(visit.trim_end_matches("/visit"))).await;
}

/// What is unsent is written as an app would have written it that did not check so much.
async fn write_as_an_older_app(browser: &Browser, from: &str, to: &str) {
    let line = format!(
        "window.written = null;
        indexedDB.databases().then((all) => {{
            const open = indexedDB.open(all.find((one) => one.name.startsWith('doorstep-')).name);
            open.onsuccess = () => {{
                const change = open.result.transaction('outbox', 'readwrite').objectStore('outbox').openCursor();
                change.onsuccess = () => {{
                    const at = change.result;
                    if (!at) {{ open.result.close(); window.written = true; return; }}
                    at.update(at.value.replaceAll('{from}', '{to}'));
                    at.continue();
                }};
            }};
        }});"
    );
    browser.script(&line).await;
    browser.until("have it written", async || browser.script("return window.written").await.as_bool()).await;
    browser.reload().await;
}

/// The tablet of the village's lead, on the overview.
async fn office(town: &Program) -> Browser {
    let office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/overview")).await;
    office.sign_in("czg01").await;
    office.figure("今日走访").await;
    office
}

/// Back to how the app looks at first.
async fn plainly(browser: &Browser) {
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
}

/// Gives up what stands on the screen.
async fn give_up(browser: &Browser) {
    browser.tap("button", "放弃这条").await;
    browser.until("say yes in the sheet", async || browser.sees("放弃这一条？").await.then_some(())).await;
    browser.script("document.querySelector('dialog[open] .btn.danger').click()").await;
    browser.see("已放弃").await;
}

#[tokio::test]
async fn a_refused_change_is_mended_at_its_field_and_seen_by_the_lead_until_then() {
    let mut town = Program::with_demo().await;
    let mut office = office(&town).await;
    let stuck = office.figure("待修改").await;
    let phone = Device::new(Size::Phone);
    // Signed in yesterday: what the browser writes lazily is written.
    phone.carried_by(&town, "wgy01").await.close().await;
    let browser = phone.start().await;
    browser.open(&town.address("/")).await;
    town.kill();
    open_a_door(&browser, &town).await;
    browser.tap("button", "改").await;
    // From the first key press on it is kept, and found again.
    browser.fill("textbox", "电话", "1990000410").await;
    browser.until("have it kept", async || (!browser.drafts().await.is_empty()).then_some(())).await;
    browser.open(&town.address("/today")).await;
    browser.see("未填完").await;
    browser.at_rest().await;
    browser.fits("the unfinished forms").await;
    browser.picture("unfinished-360-zh").await;
    browser.tap_where("link", "goes on with the change", |name| name.starts_with("接着写")).await;
    browser.see("上次没写完的").await;
    assert_eq!(browser.value("textbox", "电话").await, "1990000410");
    browser.tap("button", "保存").await;
    browser.see("电话少 1 位").await;
    browser.fill("textbox", "电话", "19900004100").await;
    browser.tap("button", "保存").await;
    browser.see("已存本机").await;
    write_as_an_older_app(&browser, "19900004100", "1990000410").await;

    town.start().await;
    browser.open(&town.address("/mine")).await;
    browser.until_within(BY_ITSELF, "see it refused", async || browser.sees("条待修改").await.then_some(())).await;
    browser.see("电话少 1 位").await;
    browser.at_rest().await;
    browser.picture("refused-mine-360-zh").await;

    let more = async || (office.figure("待修改").await == stuck + 1).then_some(());
    office.until_within(MINUTE, "count one more", more).await;
    office.picture("overview-waits-1024-zh").await;
    office.tap_where("link", "leads to what is to be mended", |name| name.starts_with("待修改")).await;
    office.see("邵月琴").await;
    office.see("电话少 1 位").await;
    office.see("请本人打开“我的”，点“改一改”").await;
    assert!(!office.sees("1990000410").await, "what it says is for its author");
    office.at_rest().await;
    office.fits("what is stuck").await;
    pictures(&office, &town, "stuck", "/overview/stuck").await;

    browser.tap("button", "改一改").await;
    browser.see("改好标红的那一处").await;
    assert_eq!(browser.value("textbox", "电话").await, "1990000410");
    browser.see("电话少 1 位").await;
    browser.at_rest().await;
    browser.fits("the refused change").await;
    let here = browser.script("return location.pathname + location.search").await;
    let here = here.as_str().expect("an address").to_owned();
    pictures(&browser, &town, "mend", &here).await;
    plainly(&browser).await;
    // Chromium writes settings when it likes; closed, it has.
    browser.close().await;
    let browser = phone.start().await;
    browser.open(&town.address(&here)).await;
    browser.fill("textbox", "电话", "199000041").await;
    browser.until("have it kept", async || (!browser.drafts().await.is_empty()).then_some(())).await;
    browser.kill();

    // The battery was empty; the half-mended form is there.
    let mut browser = phone.start().await;
    browser.open(&town.address("/today")).await;
    browser.tap_where("link", "goes on with mending", |name| name.starts_with("接着写")).await;
    assert_eq!(browser.value("textbox", "电话").await, "199000041");
    browser.fill("textbox", "电话", "19900004100").await;
    browser.tap("button", "改好，再传").await;
    browser
        .until_within(BY_ITSELF, "see all of it uploaded", async || browser.sees("全部已上传").await.then_some(()))
        .await;
    plainly(&office).await;
    office.resize(Size::Tablet).await;
    office.open(&town.address("/overview/stuck")).await;
    office.see("林水根").await;
    assert!(!office.sees("邵月琴").await);
    office.tap("link", "总览").await;
    assert_eq!(office.figure("待修改").await, stuck);
    browser.tap("link", "今日任务").await;
    browser.at_rest().await;
    assert!(!browser.sees("未填完").await);
    browser.listen().await;
    office.listen().await;
    browser.close().await;
    office.close().await;
}

#[tokio::test]
async fn a_change_of_what_is_no_longer_ones_own_is_settled_by_the_lead() {
    let mut town = Program::with_demo().await;
    let mut browser = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    town.kill();
    open_a_door(&browser, &town).await;
    browser.tap("button", "改").await;
    browser.fill("textbox", "常住人数", "9").await;
    browser.tap("button", "保存").await;
    browser.see("已存本机").await;
    let now = browser.script("return Date.now()").await.as_i64().expect("a time");
    town.end_duties("wgy01", Day::from_unix_ms(now).plus(-1)).await;
    town.start().await;

    browser.open(&town.address("/mine")).await;
    browser.until_within(BY_ITSELF, "see it refused", async || browser.sees("条待修改").await.then_some(())).await;
    browser.tap("button", "看怎么办").await;
    browser.see("这一户现在由别人走").await;
    browser.see("由他定").await;
    assert!(!browser.offers("button", "再传一次").await);
    browser.at_rest().await;
    browser.fits("what is no longer one's own").await;
    browser.picture("mend-left-360-zh").await;

    let mut office = office(&town).await;
    let (stuck, before) = (office.figure("待修改").await, office.figure("有出入").await);
    office.tap_where("link", "leads to what is to be mended", |name| name.starts_with("待修改")).await;
    office.see("这一户已由别人走").await;
    office.see("邵月琴").await;
    office.tap("link", "去定一个").await;
    office.at_rest().await;
    office.fits("the conflicts").await;
    pictures(&office, &town, "conflicts", "/overview/conflicts").await;
    plainly(&office).await;
    office.resize(Size::Tablet).await;
    office.open(&town.address("/overview/conflicts")).await;
    office.tap("button", "改成：9").await;
    office.see("定好了，已存本机").await;
    office.until("see one less", async || (!office.offers("button", "改成：9").await).then_some(())).await;
    office.tap("link", "总览").await;
    office
        .until_within(BY_ITSELF, "count one less", async || (office.figure("有出入").await == before - 1).then_some(()))
        .await;

    give_up(&browser).await;
    browser.until_within(BY_ITSELF, "see nothing left", async || browser.sees("全部已上传").await.then_some(())).await;
    office
        .until_within(MINUTE, "count one less", async || (office.figure("待修改").await == stuck - 1).then_some(()))
        .await;
    browser.listen().await;
    office.listen().await;
    browser.close().await;
    office.close().await;
}
