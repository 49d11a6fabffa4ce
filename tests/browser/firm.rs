//! Enterprises in the browser: inspected without signal until the evening, what was wrong re-checked
//! days later, the figures held against a table worked out by hand; a directive read and received; and
//! pictures of every screen.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
    screens::pictures,
};
use model::{
    day::Day,
    firm::{FirmFigures, KINDS},
    uscc::UnifiedCode,
};
use server::{http::site::Files, world::Machine};
use std::rc::Rc;
use tests::{
    ambient::MORNING,
    phone::Phone,
    program::{Program, built},
    township::{ANNA, DORA, Listening, PASSWORD, Township},
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Day n of the story: enterprises, inspections, judged, passed, briefings, copies of guidance | found,
/// closed on that day | open at its end.
const TABLE: &[(i32, [u64; 9])] = &[
    (0, [2, 2, 8, 7, 1, 3, 1, 0, 1]),
    (1, [0, 0, 0, 0, 0, 0, 0, 0, 1]),
    (2, [0, 0, 0, 0, 0, 0, 0, 0, 1]),
    (3, [0, 0, 0, 0, 0, 0, 0, 0, 1]),
    (4, [0, 0, 0, 0, 0, 0, 0, 1, 0]),
];

struct Story {
    town: Rc<Township>,
    line: Listening,
}

impl Story {
    /// It is `hour` on day n; whoever opens the app then sees that time.
    async fn is_at(&self, browser: &Browser, n: i64, hour: i64) {
        self.town.set_clock(MORNING + n * DAY + (hour - 10) * HOUR);
        let ahead = self.town.state().now() - model::ambient::Clock::now(&Machine);
        browser.set_clock_ahead(ahead).await;
    }

    /// What the tablet of the township counts, day by day.
    async fn told(&self, n: u64) -> Vec<(i32, [u64; 9])> {
        let dora = Phone::of(&self.town, DORA, n).await;
        dora.sync_well().await;
        let state = dora.engine.state();
        let records: Vec<_> = KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| held.record.clone()).collect();
        let of = |n: i32| {
            let day = Day::from_unix_ms(MORNING).plus(n);
            let f = FirmFigures::of(&records, day, day);
            let FirmFigures { inspected, inspections, judged, passed, briefings, guidance, found, closed, open } = f;
            (n, [inspected, inspections, judged, passed, briefings, guidance, found, closed, open])
        };
        TABLE.iter().map(|(n, _)| of(*n)).collect()
    }
}

async fn save(browser: &Browser) {
    browser.tap_where("button", "saves", |name| name.starts_with("保存")).await;
}

#[tokio::test]
async fn inspected_without_signal_until_the_evening_and_rechecked_on_another_day() {
    let town = Rc::new(Township::open_with(Files::Folder(built("DOORSTEP_SITE", "site"))).await);
    let line = town.listen();
    let mut story = Story { town, line };
    let device = Device::new(Size::Phone);
    let anna = device.start().await;
    story.is_at(&anna, 0, 10).await;
    anna.open(&story.line.address("/")).await;
    anna.sign_in_by(ANNA.account, PASSWORD).await;
    anna.is_ready_for_the_hills().await;
    story.line.cut();

    // Registered at the gate. A wrong check sign is said at its field, before anything is saved.
    anna.tap("link", "记一笔").await;
    anna.tap_where("link", "leads to the enterprises", |name| name.starts_with("企业检查")).await;
    anna.see("还没有登记企业").await;
    anna.tap("link", "登记企业").await;
    let code = UnifiedCode::sample(417);
    let (first, last) = code.as_str().split_at(17);
    let wrong = if last == "0" { "1" } else { "0" };
    anna.fill("textbox", "企业名称", "云溪茶业有限公司").await;
    anna.fill("textbox", "统一社会信用代码", &format!("{first}{wrong}")).await;
    anna.see("代码校验位不对").await;
    anna.fill("textbox", "统一社会信用代码", &code.as_str().to_lowercase()).await;
    anna.see_no_more("代码校验位不对").await;
    anna.tap("button", "柳塘村").await;
    anna.fill("textbox", "员工总数", "46").await;
    anna.fill("textbox", "返岗人数", "50").await;
    save(&anna).await;
    anna.see("不能比员工总数多").await;
    anna.fill("textbox", "返岗人数", "31").await;
    save(&anna).await;

    // Inspected at once: one item failed, which asks what and until when.
    anna.see("现场看了，怎么样").await;
    save(&anna).await;
    anna.see("这里还没填").await;
    anna.tap_where("button", "says that not all passed", |name| name.starts_with("有不合格的")).await;
    save(&anna).await;
    anna.see("请点出是哪一项").await;
    anna.script("document.getElementById('inspection.items.resultdisinfection.fail').click()").await;
    save(&anna).await;
    anna.see("这里还没填").await;
    anna.fill("textbox", "哪里不合格", "没有消杀记录").await;
    anna.tap("button", "3 天后 什么时候改好").await;
    anna.tap("button", "复工复产指引 1 份").await;
    anna.tap("button", "增加").await;
    anna.tap("button", "企业防控手册 1 份").await;
    anna.tap("button", "现场宣讲").await;
    anna.see("草稿已存").await;
    // The browser is closed half way; what was said is there again.
    let form = anna.path().await;
    anna.open(&story.line.address(&form)).await;
    anna.see("上次没写完的").await;
    assert_eq!(anna.value("textbox", "哪里不合格").await, "没有消杀记录");
    save(&anna).await;
    anna.see("1 项待整改").await;
    anna.see("没有消杀记录").await;
    anna.close_toast().await;

    // The same once more is not registered twice: it is offered where its code stands.
    anna.open(&story.line.address("/firms/new")).await;
    anna.fill("textbox", "统一社会信用代码", code.as_str()).await;
    anna.see("已经登记过").await;
    anna.tap("link", "已登记，打开它").await;
    anna.see("没有消杀记录").await;

    // Another one, where all is well: one tap.
    anna.open(&story.line.address("/firms/new")).await;
    anna.fill("textbox", "统一社会信用代码", "").await;
    anna.fill("textbox", "企业名称", "老街粮油商行").await;
    save(&anna).await;
    anna.tap("button", "4 项都合格").await;
    save(&anna).await;
    anna.see("检查已存本机").await;
    assert_eq!(story.told(0x61).await[0].1, [0; 9], "nothing has arrived");

    // In the evening there is signal.
    story.line.mend();
    story.is_at(&anna, 0, 19).await;
    anna.open(&story.line.address("/mine")).await;
    anna.until_within(BY_ITSELF, "see all uploaded", async || anna.sees("全部已上传").await.then_some(())).await;
    let day_0 = |told: Vec<(i32, [u64; 9])>| told[0];
    assert_eq!(day_0(story.told(0x62).await), TABLE[0]);

    // Until its day nothing is to be done; on it, it stands in 今日, and takes two taps.
    story.is_at(&anna, 2, 9).await;
    anna.open(&story.line.address("/today")).await;
    anna.see("今日").await;
    assert!(!anna.sees("要复查的").await);
    story.is_at(&anna, 4, 9).await;
    anna.open(&story.line.address("/today")).await;
    anna.see("要复查的").await;
    anna.see("过期 1 天").await;
    story.line.cut();
    anna.tap("link", "复查 云溪茶业有限公司").await;
    anna.tap("button", "合格，销号").await;
    anna.see("复查合格，已存本机").await;
    anna.see_no_more("要复查的").await;
    story.line.mend();
    anna.open(&story.line.address("/mine")).await;
    anna.until_within(BY_ITSELF, "see all uploaded", async || anna.sees("全部已上传").await.then_some(())).await;
    assert_eq!(story.told(0x63).await, TABLE);
    anna.kill();
}

#[tokio::test]
async fn what_is_handed_down_is_read_and_received_and_the_tablet_sees_who_has_not() {
    let town = Program::with_demo().await;
    let mut worker = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    worker.open(&town.address("/today")).await;
    worker.see("镇里的通知").await;
    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/")).await;
    office.sign_in("zhen01").await;
    office.figure("今日走访").await;
    office.open(&town.address("/directives")).await;
    office.see("签收率").await;
    office.tap_where("link", "is the directive", |name| name.contains("七个不得")).await;
    office.see("各村（居）签收").await;
    office.see("邵月琴").await;
    worker.tap_where("link", "is the directive", |name| name.contains("七个不得")).await;
    worker.see("不得擅自封路").await;
    worker.tap("button", "读过了，签收").await;
    worker.see("已签收").await;
    worker.open(&town.address("/today")).await;
    worker.see("今日").await;
    worker.see_no_more("镇里的通知").await;
    office
        .until_within(BY_ITSELF, "see that the worker has", async || (!office.sees("邵月琴").await).then_some(()))
        .await;

    // The township writes one, which everybody finds in 今日.
    office.open(&town.address("/directives/new")).await;
    office.tap("button", "下发").await;
    office.see("这里还没填").await;
    office.fill("textbox", "标题", "明天上午消杀").await;
    office.fill("textbox", "第 1 条", "各村早八点到村口领药").await;
    office.tap("button", "再加一条").await;
    office.fill("textbox", "第 2 条", "戴口罩，两人一组").await;
    office.tap("button", "下发").await;
    office.see("下发了，已存本机").await;
    worker.until_within(BY_ITSELF, "see the new one", async || worker.sees("明天上午消杀").await.then_some(())).await;
    worker.listen().await;
    office.listen().await;
    worker.close().await;
    office.close().await;
}

/// The usual look again, after pictures.
async fn plain(browser: &Browser) {
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
}

#[tokio::test]
async fn the_screens_of_enterprises_and_directives() {
    let town = Program::with_demo().await;
    let mut worker = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    pictures(&worker, &town, "today-notice", "/today").await;
    pictures(&worker, &town, "firms", "/firms").await;
    plain(&worker).await;
    worker.open(&town.address("/today")).await;
    worker.tap("link", "复查 云溪茶业有限公司").await;
    worker.see("现在怎么样").await;
    let recheck = worker.path().await;
    pictures(&worker, &town, "recheck", &recheck).await;
    plain(&worker).await;
    worker.open(&town.address("/firms")).await;
    worker.tap_where("link", "is the enterprise", |name| name.starts_with("云溪茶业")).await;
    worker.see("检查记录").await;
    let firm = worker.path().await;
    pictures(&worker, &town, "firm", &firm).await;
    plain(&worker).await;
    worker.open(&town.address(&format!("{firm}/inspect"))).await;
    worker.tap_where("button", "says that not all passed", |name| name.starts_with("有不合格的")).await;
    worker.script("document.getElementById('inspection.items.resultmeals.fail').click()").await;
    worker.fill("textbox", "哪里不合格", "没有错峰用餐").await;
    worker.see("草稿已存").await;
    pictures(&worker, &town, "inspect", &format!("{firm}/inspect")).await;
    pictures(&worker, &town, "register-firm", "/firms/new").await;
    pictures(&worker, &town, "directives", "/directives").await;
    plain(&worker).await;
    worker.open(&town.address("/directives")).await;
    worker.tap_where("link", "is the directive", |name| name.contains("七个不得")).await;
    worker.see("不得擅自封路").await;
    let directive = worker.path().await;
    pictures(&worker, &town, "directive", &directive).await;
    worker.listen().await;
    worker.close().await;

    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/")).await;
    office.sign_in("zhen01").await;
    office.figure("今日走访").await;
    pictures(&office, &town, "firms-led", "/firms").await;
    pictures(&office, &town, "firm-led", &firm).await;
    pictures(&office, &town, "checklist", "/firms/checklist").await;
    pictures(&office, &town, "directives-led", "/directives").await;
    pictures(&office, &town, "directive-led", &directive).await;
    pictures(&office, &town, "write-directive", "/directives/new").await;
    office.listen().await;
    office.close().await;
}
