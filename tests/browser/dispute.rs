//! What two people have changed differently: seen at the door, settled with one tap, for everybody.

use crate::{chromium::Device, day::BY_ITSELF, screen::Size};
use tests::program::Program;

#[tokio::test]
async fn one_tap_settles_what_another_meant_to_change() {
    let mut town = Program::with_demo().await;
    let device = Device::new(Size::Phone);
    let mut browser = device.carried_by(&town, "wgy01").await;
    town.kill();
    browser.tap("link", "今日任务").await;
    browser.see("有出入，定一个").await;
    browser.picture("dispute-today-360-zh").await;
    browser.tap_where("link", "is the door with two answers", |name| name.ends_with("问清楚，点对的那个")).await;
    browser.see("这一户原来由别人走，他想这样改。").await;
    browser.at_rest().await;
    browser.fits("the dispute").await;
    browser.picture("dispute-360-zh").await;
    browser.tap_where("button", "takes the other's values", |name| name.starts_with("改成：电话 19900000088")).await;
    browser.see("定好了，已存本机").await;
    browser.see_no_more("有出入，定一个").await;

    // Back where there is signal it is written, and stays settled.
    town.start().await;
    browser
        .until_within(BY_ITSELF, "see the number that was chosen", async || {
            browser.sees("199****0088").await.then_some(())
        })
        .await;
    browser.reload().await;
    browser.see("199****0088").await;
    browser.see("常住 5 人").await;
    assert!(!browser.sees("有出入，定一个").await);
    browser.listen().await;
    browser.close().await;
}
