//! 长辈版, one question a screen: in the forms of isolation and care nothing else is asked beside it,
//! targets and letters are large, the way back goes one question back, and nothing is lost.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
};
use tests::program::Program;

/// What is too small, and how many answers are asked for.
const MEASURE: &str = "
    const seen = (one) => { const box = one.getBoundingClientRect(); return box.width > 0 && box.height > 0; };
    const within = document.querySelector('dialog[open]') || document;
    const all = (what) => [...within.querySelectorAll(what)].filter(seen);
    const inside = within === document ? 'main ' : '';
    const small = all(`${inside}button, ${inside}a.btn, ${inside}input, ${inside}textarea, .dock .btn`)
        .filter((one) => one.type !== 'file' && one.getBoundingClientRect().height < 59.5)
        .map((one) => one.innerText || one.id);
    const faint = all(`${inside}p, ${inside}h2, ${inside}label, ${inside}.btn`)
        .filter((one) => one.innerText.trim() && parseFloat(getComputedStyle(one).fontSize) < 19.5)
        .map((one) => one.innerText);
    const main = all('.btn.main').length;
    const asked = all(`${inside}.field, ${inside}[role=radiogroup], ${inside}.stepper`).length;
    return JSON.stringify({ small, faint, main, asked });";

impl Browser {
    /// Fails unless one thing is asked, large, with one main action.
    async fn asks_one_thing(&self, what: &str) {
        self.at_rest().await;
        self.until("see what to press", async || {
            self.script("return !!document.querySelector('.btn.main')").await.as_bool().filter(|there| *there)
        })
        .await;
        let text = self.script(MEASURE).await;
        let found: serde_json::Value = serde_json::from_str(text.as_str().expect("text")).expect("JSON");
        let none = |name: &str| found[name].as_array().is_some_and(Vec::is_empty);
        let one = found["asked"].as_u64().is_some_and(|asked| asked <= 1) && found["main"] == 1;
        if !(one && none("small") && none("faint")) {
            let picture = self.picture("elder-failed").await;
            panic!("{what}: {found}: {picture}");
        }
    }

    /// Goes through the questions of a form to the last one, which offers `last`. Says how many there
    /// were.
    async fn walks_to(&self, last: &str, name: &str) -> usize {
        for nth in 1..40 {
            self.asks_one_thing(&format!("{name}, question {nth}")).await;
            self.picture(&format!("elder-{name}-{nth:02}")).await;
            if self.offers("button", last).await {
                return nth;
            }
            self.tap("button", "下一步").await;
        }
        panic!("{name} never ends");
    }

    async fn in_elder_mode(&self, town: &Program, path: &str) {
        self.script("localStorage.setItem('settings', JSON.stringify('zh-CN 24 light'))").await;
        self.open(&town.address(path)).await;
        self.at_rest().await;
    }
}

#[tokio::test]
async fn opening_an_isolation_asks_one_thing_after_the_other() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let worker = phone.carried_by(&town, "wgy01").await;
    let door = worker.begin_visit(2).await;
    let household = worker.path().await.trim_end_matches("/visit").to_owned();
    worker.in_elder_mode(&town, &household).await;
    worker.tap("link", &format!("登记隔离 {}", door.head)).await;
    worker.asks_one_thing("the notice").await;
    worker.tap("radio", "读给他听").await;
    worker.tap("button", "下一步").await;
    worker.tap("radio", "武汉返乡").await;
    worker.see("草稿已存").await;
    worker.tap("button", "下一步").await;
    worker.tap("button", "下一步").await;
    worker.tap("button", "2 天前 离开日期").await;
    // Back is one question back, and what was said stands there.
    worker.tap_where("button", "leads back", |own| own == "返回").await;
    worker.tap_where("button", "leads back", |own| own == "返回").await;
    worker.see("第 2 问").await;
    assert!(worker.stands("radio", "武汉返乡").await);
    let asked = worker.walks_to("保存，报村里审批", "isolate").await;
    assert!(asked >= 10, "{asked}");
    worker.tap("button", "保存，报村里审批").await;
    // What was left out is asked where it belongs, alone.
    worker.see("待审").await;
    worker.close().await;
}

#[tokio::test]
async fn a_call_a_ticket_a_clue_and_a_person_ask_one_thing_after_the_other() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let worker = phone.carried_by(&town, "wgy01").await;
    worker.in_elder_mode(&town, "/calls").await;
    worker.tap_where("link", "notes an inquiry", |own| own.starts_with("记询问 ")).await;
    worker.walks_to("保存", "call").await;
    worker.in_elder_mode(&town, "/cases").await;
    worker.tap_where("link", "leads to a case", |own| own.contains("第 5 天")).await;
    worker.tap("link", "记一条线索").await;
    worker.walks_to("保存线索", "clue").await;
    worker.in_elder_mode(&town, "/households").await;
    worker.close().await;

    let bag = Device::new(Size::Phone);
    let volunteer = bag.carried_by(&town, "zyz01").await;
    volunteer.in_elder_mode(&town, "/today").await;
    volunteer.tap_where("button", "takes a ticket", |own| own.starts_with("接单")).await;
    volunteer.close_toast().await;
    volunteer
        .tap_where("link", "leads to the ticket", |own| {
            ["代买", "药品", "口罩"].iter().any(|what| own.starts_with(what))
        })
        .await;
    volunteer.walks_to("买好了", "errand").await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_lead_decides_one_thing_after_the_other() {
    let town = Program::with_demo().await;
    let tablet = Device::new(Size::Tablet);
    let lead = tablet.start().await;
    lead.open(&town.address("/")).await;
    lead.sign_in("czg01").await;
    lead.until_within(BY_ITSELF, "hold the village's cases", async || {
        lead.names("link").await.iter().any(|own| own.starts_with("隔离待审 1")).then_some(())
    })
    .await;
    lead.in_elder_mode(&town, "/overview/isolation").await;
    lead.tap_where("link", "leads to a case", |own| own.contains("第 5 天")).await;
    lead.tap("button", "延长或缩短").await;
    lead.see("下一步").await;
    lead.asks_one_thing("until when").await;
    lead.picture("elder-decide-1").await;
    lead.tap_where("button", "a week more", |own| own.contains("7 天")).await;
    lead.tap("button", "下一步").await;
    lead.asks_one_thing("why").await;
    lead.picture("elder-decide-2").await;
    lead.tap("button", "上级通知 原因").await;
    let case = lead.path().await;
    // Whoever is called away finds it as it was.
    lead.in_elder_mode(&town, &case).await;
    lead.tap("button", "延长或缩短").await;
    lead.see("上次没写完的").await;
    lead.tap("button", "下一步").await;
    assert_eq!(lead.value("textbox", "原因").await, "上级通知");
    lead.tap("button", "上一步").await;
    lead.tap("button", "下一步").await;
    lead.tap("button", "延长或缩短").await;
    lead.see("已存本机").await;
    lead.close().await;
}
