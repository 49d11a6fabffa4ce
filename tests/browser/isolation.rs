//! 居家隔离 end to end: opened at the door without signal, cared for by four, approved and extended on
//! the village's tablet, and released only when nothing is missing.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
    screens::pictures,
};
use tests::program::Program;

impl Browser {
    /// Opens an isolation of the head of some household, in the taps of the usual case. Says who it is.
    async fn isolate_somebody(&self, town: &Program) -> String {
        let door = self.begin_visit(2).await;
        let household = self.path().await.trim_end_matches("/visit").to_owned();
        self.open(&town.address(&household)).await;
        self.tap("link", &format!("登记隔离 {}", door.head)).await;
        self.tap("radio", "读给他听").await;
        self.tap("radio", "武汉返乡").await;
        self.tap("button", "2 天前 离开日期").await;
        self.tap("button", "今天 返回时间").await;
        self.see("满 14 天，到").await;
        self.tap("button", "6 条都符合").await;
        self.tap("button", "已签承诺书").await;
        door.head
    }

    /// Lets one more join the care team.
    async fn let_join(&self) {
        self.tap_where("button", "lets somebody join", |name| name.starts_with("加入 ")).await;
    }

    /// Opens a case from the list.
    async fn open_case_of(&self, name: &str) {
        self.tap_where("link", "leads to the case", |own| own.contains(name)).await;
        self.see(&format!("{name} · 居家隔离")).await;
    }
}

#[tokio::test]
async fn a_case_from_the_door_to_its_end() {
    let mut town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    phone.carried_by(&town, "wgy01").await.close().await;

    // At the door, without signal. What is not said is named; nothing is saved without it.
    town.kill();
    let worker = phone.start().await;
    worker.open(&town.address("/today")).await;
    let name = worker.isolate_somebody(&town).await;
    worker.tap("button", "保存，报村里审批").await;
    worker.see("已存本机").await;
    worker.see("待审").await;
    assert!(worker.path().await.starts_with("/cases/"));
    worker.close_toast().await;
    let case = worker.path().await;

    // Three are too few, a fifth is too many.
    worker.tap("link", "安排四包一").await;
    worker.see("0/4 人").await;
    for have in 1..=3 {
        worker.let_join().await;
        worker.see(&format!("{have}/4 人")).await;
    }
    worker.tap("button", "保存").await;
    worker.see("现有 3 人，要 4 人。").await;
    assert!(worker.path().await.ends_with("/team"), "three are not kept");
    worker.let_join().await;
    if worker.sees("至少要 1 名党员。").await {
        worker.tap("button", "党员").await;
    }
    worker.see("人数和党员都够了").await;
    worker.let_join().await;
    worker.see("现有 5 人，要 4 人。").await;
    worker.see("4/4 人").await;
    worker.tap("button", "保存").await;
    worker.see("已存本机").await;
    worker.see("4/4 人").await;
    worker.close_toast().await;

    // Whoever is isolated is not isolated twice.
    let again = worker.script("return document.querySelector('.bar .back').getAttribute('href')").await;
    worker.open(&town.address(again.as_str().expect("the way back"))).await;
    worker.tap("link", &format!("居家隔离 {name}")).await;
    worker.see("待审").await;
    assert_eq!(worker.path().await, case);
    town.start().await;

    // The village's tablet.
    let tablet = Device::new(Size::Tablet);
    let mut lead = tablet.start().await;
    lead.open(&town.address("/")).await;
    lead.sign_in("czg01").await;
    lead.until_within(BY_ITSELF, "see what waits for approval", async || {
        lead.names("link").await.iter().any(|own| own.starts_with("隔离待审 2")).then_some(())
    })
    .await;
    lead.tap_where("link", "opens what waits", |own| own.starts_with("隔离待审")).await;
    lead.see("等审批").await;
    lead.open_case_of(&name).await;
    lead.tap("button", "同意").await;
    lead.see("看一下到哪天").await;
    lead.tap("button", "同意").await;
    lead.see("已存本机").await;
    lead.see("隔离中").await;
    lead.close_toast().await;

    // Longer, with a reason; without one it is not.
    lead.tap("button", "延长或缩短").await;
    lead.tap("button", "延长 14 天").await;
    lead.tap("button", "延长或缩短").await;
    lead.see("这里还没填。").await;
    lead.tap("button", "同住家属发热 原因").await;
    lead.tap("button", "延长或缩短").await;
    lead.see_no_more("改最后一天").await;
    lead.see("共 28 天").await;
    lead.see("同住家属发热").await;
    lead.close_toast().await;

    // Nobody is released before the end, whatever is signed.
    lead.tap("button", "解除").await;
    lead.see("还没到期").await;
    lead.fill("textbox", "医务签字人", "邹济生").await;
    lead.tap("button", "解除").await;
    lead.see("还差上面这些").await;
    lead.picture("release-refused-1024-zh").await;
    lead.tap("button", "关闭").await;
    lead.see_no_more("还差上面这些").await;

    // The worker hears of it.
    worker.until_within(BY_ITSELF, "see it approved", async || worker.sees("隔离中").await.then_some(())).await;
    worker.see("共 28 天").await;
    assert!(!worker.offers("button", "延长或缩短").await && !worker.offers("button", "解除").await);

    // Shortened to today.
    lead.tap("button", "延长或缩短").await;
    lead.tap("button", "到今天").await;
    lead.tap("button", "上级通知 原因").await;
    lead.tap("button", "延长或缩短").await;
    lead.see_no_more("改最后一天").await;
    lead.see("缩短").await;
    lead.close_toast().await;
    lead.tap("button", "解除").await;
    lead.fill("textbox", "医务签字人", "邹济生").await;
    // Between seven and ten the morning's temperature is due before anybody goes.
    let lacks = lead
        .until("see what is missing", async || {
            let (temperature, nothing) = (lead.sees("体温缺 1 次").await, lead.sees("什么都不差").await);
            (temperature || nothing).then_some(temperature)
        })
        .await;
    lead.tap("button", "解除").await;
    if lacks {
        lead.see("还差上面这些").await;
    } else {
        lead.see("已解除").await;
        lead.close_toast().await;
        lead.tap("link", "解除通知书").await;
        lead.see("解除居家隔离医学观察通知书").await;
        lead.see("邹济生").await;
        lead.see(&name).await;
    }
    lead.listen().await;
    lead.close().await;
    worker.close().await;
}

#[tokio::test]
async fn a_form_that_was_begun_is_gone_on_with_and_says_what_is_wrong_where_it_is() {
    let mut town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    phone.carried_by(&town, "wgy01").await.close().await;
    town.kill();
    let browser = phone.start().await;
    browser.open(&town.address("/today")).await;
    browser.isolate_somebody(&town).await;
    browser.tap("radio", "密切接触者").await;
    browser.see("密接由疾控认定").await;
    browser.see("草稿已存").await;
    let path = browser.path().await;
    browser.kill();

    let browser = phone.start().await;
    browser.open(&town.address("/today")).await;
    browser.see("未填完").await;
    browser.tap_where("link", "goes on with it", |name| name.starts_with("接着写 ")).await;
    browser.see("上次没写完的").await;
    assert_eq!(browser.path().await, path);
    assert!(browser.stands("radio", "密切接触者").await && browser.stands("button", "6 条都符合").await);
    // Nobody said who decided it, nor when the last contact was.
    browser.tap("button", "保存，报村里审批").await;
    browser.see("这里还没填。").await;
    assert_eq!(browser.path().await, path);
    browser.tap("button", "县疾控 人员类型由谁定").await;
    browser.tap("button", "昨天 末次接触").await;
    // An end before the start.
    browser.tap("button", "改").await;
    let end = "const box = document.getElementById('isolation-end_on');
        box.value = '2020-01-01'; box.dispatchEvent(new Event('input', { bubbles: true }))";
    browser.script(end).await;
    browser.tap("button", "保存，报村里审批").await;
    browser.see("结束不能早于开始").await;
    browser.script(&end.replace("2020-01-01", "")).await;
    browser.tap("button", "保存，报村里审批").await;
    browser.see("待审").await;
    browser.kill();
}

#[tokio::test]
async fn the_screens_of_isolation() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let mut worker = phone.carried_by(&town, "wgy01").await;
    worker.isolate_somebody(&town).await;
    worker.see("草稿已存").await;
    let address = worker.script("return location.pathname + location.search").await;
    pictures(&worker, &town, "isolate", address.as_str().expect("an address")).await;
    pictures(&worker, &town, "cases", "/cases").await;
    let plain = "localStorage.setItem('settings', JSON.stringify('zh-CN off light'))";
    worker.script(plain).await;
    worker.open(&town.address("/cases")).await;
    worker.tap_where("link", "leads to a case", |own| own.contains("5/14") || own.contains("第 5 天")).await;
    worker.see("四包一").await;
    let case = worker.path().await;
    pictures(&worker, &town, "case", &case).await;
    pictures(&worker, &town, "care-team", &format!("{case}/team")).await;
    worker.listen().await;
    worker.close().await;

    let tablet = Device::new(Size::Tablet);
    let mut lead = tablet.start().await;
    lead.open(&town.address("/")).await;
    lead.sign_in("czg01").await;
    lead.until_within(BY_ITSELF, "hold the village's cases", async || {
        lead.names("link").await.iter().any(|own| own.starts_with("隔离待审 1")).then_some(())
    })
    .await;
    pictures(&lead, &town, "isolated-led", "/overview/isolation").await;
    pictures(&lead, &town, "overview-village", "/overview").await;
    pictures(&lead, &town, "case-led", &case).await;
    lead.script(plain).await;
    lead.open(&town.address("/overview/isolation")).await;
    lead.tap_where("link", "leads to whoever has a fever", |own| own.contains("第 9 天")).await;
    lead.see("发热/症状异常").await;
    let feverish = lead.path().await;
    pictures(&lead, &town, "case-fever", &feverish).await;
    lead.listen().await;
    lead.close().await;
}
