//! A duty post in the browser: an hour without signal, a shift that is handed over, a fever, and a
//! register of three thousand passages that is as quick as an empty one.

use crate::{
    chromium::{Browser, Device},
    screen::{NARROWEST, Size},
};
use model::{
    ambient::Clock,
    day::Day,
    fact::Metric,
    id::RecordId,
    kind::{Payload, event::Event, passage::Passage, shift::Shift},
    record::Scope,
};
use serde_json::{Value, json};
use server::{
    http::site::Files,
    ops::add::{NewRecord, add_all},
    world::Machine,
};
use std::{collections::BTreeMap, rc::Rc, time::Duration};
use tests::{
    ambient::MORNING,
    phone::Phone,
    program::built,
    township::{GINA, KARL, Listening, PASSWORD, POST, Somebody, TOWN, Township},
};

const AT_POST: Scope = Scope::Post(POST);
/// How long the app may take to send an hour of passages by itself once there is signal.
const BY_ITSELF: Duration = Duration::from_secs(60);

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

/// The township in which the stories happen, and its time.
struct Story {
    town: Rc<Township>,
    line: Listening,
}

impl Story {
    async fn begin() -> Self {
        let town = Rc::new(Township::open_with(Files::Folder(built("DOORSTEP_SITE", "site"))).await);
        let line = town.listen();
        Self { town, line }
    }

    /// Someone opens the app at that address; their phone shows the township's time.
    async fn opens(&self, browser: &Browser, path: &str) {
        let ahead = self.town.state().now() - Machine.now();
        browser.set_clock_ahead(ahead).await;
        browser.open(&self.line.address(path)).await;
    }

    async fn carried_by(&self, device: &Device, who: Somebody) -> Browser {
        let browser = device.start().await;
        self.opens(&browser, "/").await;
        browser.sign_in_by(who.account, PASSWORD).await;
        browser
    }

    /// Those who lead the village hold what is written at the post: the facts of it, by metric.
    async fn counted(&self, kinds: &[&str]) -> BTreeMap<&'static str, i64> {
        let gina = Phone::of(&self.town, GINA, 9).await;
        gina.sync_well().await;
        let state = gina.engine.state();
        let mut sums = BTreeMap::new();
        for held in kinds.iter().flat_map(|kind| state.held(kind)) {
            for fact in server::ingest::facts(&held.record) {
                assert_eq!(fact.day, Some(today()));
                *sums.entry(fact.metric.code()).or_default() += fact.n;
            }
        }
        sums
    }
}

/// What one person at the post is, as it is typed.
struct Case {
    out: bool,
    plate: String,
    name: &'static str,
    heat: &'static str,
    result: &'static str,
}

/// Every kind of them, by number.
fn case(n: usize) -> Case {
    let heat = ["362", "", "365", "368"][n % 4];
    let result = if n % 25 == 7 { "劝返" } else { "放行" };
    let on_foot = n % 5 == 4;
    let plate = if on_foot { String::new() } else { format!("浙Z{:05}", n * 37 % 100_000) };
    Case { out: n % 3 == 1, plate, name: if on_foot { "佘小满" } else { "" }, heat, result }
}

/// Presses the keys of one case, a tap each.
async fn type_in(browser: &Browser, case: &Case) {
    browser.tap("radio", if case.out { "出" } else { "进" }).await;
    if case.plate.is_empty() {
        browser.tap("button", "姓名").await;
        browser.fill("textbox", "姓名", case.name).await;
    } else {
        browser.tap("button", "车牌").await;
        for key in case.plate.chars() {
            // Letters at the end of the alphabet stand behind 其他.
            if key == 'Z' {
                browser.tap("button", "其他").await;
            }
            browser.tap("button", &key.to_string()).await;
        }
    }
    if !case.heat.is_empty() {
        browser.tap("button", "体温").await;
        for key in case.heat.chars() {
            browser.tap("button", &key.to_string()).await;
        }
    }
}

/// What the screen says of the shift so far.
async fn sums(browser: &Browser) -> String {
    let sums = browser.script("return document.querySelector('.gate-sums').getAttribute('aria-label')").await;
    sums.as_str().unwrap_or_default().to_owned()
}

/// Works through cases with the page's own keys, by a hand that is quicker than any; gives the
/// milliseconds from each saving tap to an empty register.
async fn work_through(browser: &Browser, cases: &[Case]) -> Vec<f64> {
    let cases: Vec<Value> = cases
        .iter()
        .map(|case| json!({"out": case.out, "plate": case.plate, "name": case.name, "heat": case.heat, "result": case.result}))
        .collect();
    let script = format!(
        "window.worked = [];
        window.trouble = null;
        const cases = {};
        const desk = () => document.querySelector('.gate-desk');
        const key = (where, name) => [...desk().querySelectorAll(where + ' button')].find(one => one.textContent.trim() === name);
        const frame = () => new Promise(done => requestAnimationFrame(done));
        const type = text => {{
            const field = desk().querySelector('.gate-field input');
            field.value = text;
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
        }};
        (async () => {{
            for (const one of cases) {{
                key('.gate-way', one.out ? '出' : '进').click();
                key('.gate-parts', one.plate ? '车牌' : '姓名').click();
                await frame();
                type(one.plate || one.name);
                await frame();
                for (const digit of one.heat) key('.gate-heat', digit).click();
                await frame();
                const began = performance.now();
                key('.gate-results', one.result).click();
                for (;;) {{
                    await frame();
                    const field = desk().querySelector('.gate-field input');
                    const button = key('.gate-results', one.result);
                    if (field.value === '' && button.getAttribute('aria-busy') !== 'true') break;
                    if (performance.now() - began > 15000) throw new Error('not saved: ' + JSON.stringify(one));
                }}
                await frame();
                window.worked.push(performance.now() - began);
            }}
            window.finished = true;
        }})().catch(error => {{ window.trouble = String(error); }});",
        Value::Array(cases.clone())
    );
    browser.script(&format!("window.finished = false; {script}")).await;
    let patience = Duration::from_secs(180);
    let worked = browser
        .until_within(patience, "work through the passages", async || {
            let trouble = browser.script("return window.trouble").await;
            assert!(trouble.is_null(), "{trouble}");
            let finished = browser.script("return window.finished").await == true;
            if finished { Some(browser.script("return window.worked").await) } else { None }
        })
        .await;
    let worked: Vec<f64> = worked.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    assert_eq!(worked.len(), cases.len());
    worked
}

fn middle(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

#[tokio::test]
async fn an_hour_at_the_post_without_signal_is_counted_as_by_hand() {
    let mut story = Story::begin().await;
    let phone = Device::new(Size::Phone);
    let mut browser = story.carried_by(&phone, KARL).await;
    browser.see("现在谁在岗").await;
    looks(&browser, &story, "post-begin", "/post").await;
    browser.is_ready_for_the_hills().await;
    browser.tap("link", "今日任务").await;
    browser.see("现在谁在岗").await;
    browser.fill("textbox", "别的人，写姓名", "许长根").await;
    browser.tap("button", "加上").await;
    story.line.cut();
    browser.tap("button", "开始值班").await;
    browser.see("刚登记的").await;

    // A table by hand, beside the screen.
    let (mut people, mut vehicles, mut back, mut inwards, mut outwards) = (0, 0, 0, 0, 0);
    let mut by_hand = |case: &Case| {
        people += 1;
        vehicles += i64::from(!case.plate.is_empty());
        back += i64::from(case.result == "劝返");
        *(if case.out { &mut outwards } else { &mut inwards }) += 1;
        (people, vehicles, back, inwards, outwards)
    };
    let mut table = (0, 0, 0, 0, 0);
    for n in 0..30 {
        let case = case(n);
        type_in(&browser, &case).await;
        browser.tap("button", case.result).await;
        table = by_hand(&case);
        let said = format!("进 {} 人，出 {} 人，车 {} 辆，劝返 {} 人，发热 0 人", table.3, table.4, table.1, table.2);
        browser.until("see it counted", async || (sums(&browser).await == said).then_some(())).await;
    }
    let rest: Vec<Case> = (30..300).map(case).collect();
    for case in &rest {
        table = by_hand(case);
    }
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 6})).await;
    let (median, most) = middle(work_through(&browser, &rest).await);
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 1})).await;
    println!("from tap to next ready, CPU 6x, 30 to 300 passages: median {median:.0} ms, 95 of 100 {most:.0} ms");
    let said = format!("进 {} 人，出 {} 人，车 {} 辆，劝返 {} 人，发热 0 人", table.3, table.4, table.1, table.2);
    assert_eq!(sums(&browser).await, said);
    looks(&browser, &story, "post-register", "/post").await;

    // Back where there is signal: nobody touches anything.
    story.line.mend();
    browser.tap("link", "我的").await;
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("全部已上传").await.then_some(()))
        .await;
    let expected = BTreeMap::from([
        (Metric::GatePeople.code(), table.0),
        (Metric::GateVehicle.code(), table.1),
        (Metric::TurnedBack.code(), table.2),
        (Metric::Shift.code(), 1),
        (Metric::ShiftWatch.code(), 2),
    ]);
    assert_eq!(story.counted(&[Passage::KIND, Shift::KIND]).await, expected);
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn a_known_plate_a_slip_a_fever_and_the_hand_over() {
    let story = Story::begin().await;
    let mut browser = story.carried_by(&Device::new(Size::Phone), KARL).await;
    browser.see("现在谁在岗").await;
    browser.tap("button", "开始值班").await;
    browser.see("刚登记的").await;
    browser.see("还没有登记").await;

    // Nothing is no passage, and a plate that is short is asked about once.
    browser.tap("button", "放行").await;
    browser.see("先填车牌或姓名。").await;
    for key in ["浙", "A", "8"] {
        browser.tap("button", key).await;
    }
    browser.tap("button", "放行").await;
    browser.see("车牌像是少一位").await;
    for key in ["字母", "F", "1", "2", "3"] {
        browser.tap("button", key).await;
    }
    browser.tap("button", "更多").await;
    browser.see("还要登记的").await;
    browser.tap("button", "2 人").await;
    browser.fill("textbox", "来自", "县城").await;
    browser.fill("textbox", "去向", "柳塘村").await;
    browser.tap("radio", "回家").await;
    shot(&browser, "post-more-360-zh").await;
    browser.tap("button", "完成").await;
    browser.tap("button", "体温").await;
    shot(&browser, "post-heat-360-zh").await;
    for key in ["3", "6", "2"] {
        browser.tap("button", key).await;
    }
    browser.see("36.2").await;
    browser.tap("button", "放行").await;
    browser.see("浙A8F123 放行").await;
    browser.until("see it counted", async || sums(&browser).await.starts_with("进 2 人").then_some(())).await;

    // Taken back, what was typed stands there again.
    browser.tap("button", "撤销").await;
    browser.until("see it taken back", async || sums(&browser).await.starts_with("进 0 人").then_some(())).await;
    browser.tap("button", "车牌").await;
    assert_eq!(browser.value("textbox", "车牌").await, "浙A8F123");
    browser.tap("button", "放行").await;
    browser.until("see it counted", async || sums(&browser).await.starts_with("进 2 人").then_some(())).await;

    // It comes again: one tap, and it goes out.
    browser.tap("button", "来过的 浙A8F123").await;
    browser.see("2 人").await;
    assert!(browser.stands("radio", "出").await);
    browser.tap("button", "放行").await;
    browser.until("see it counted", async || sums(&browser).await.contains("出 2 人").then_some(())).await;

    // A fever: asked again, and not simply let pass.
    browser.tap("radio", "进").await;
    browser.tap("button", "姓名").await;
    browser.fill("textbox", "姓名", "单四").await;
    browser.tap("button", "体温").await;
    for key in ["3", "7", "8"] {
        browser.tap("button", key).await;
    }
    browser.tap("button", "引导就诊").await;
    browser.see("请再量一次").await;
    for key in ["3", "7", "7"] {
        browser.tap("button", key).await;
    }
    browser.tap("button", "放行").await;
    browser.see("为什么放行").await;
    shot(&browser, "post-why-360-zh").await;
    browser.tap("button", "关闭").await;
    browser.tap("button", "引导就诊").await;
    browser.see("单四 发热 37.8 ℃").await;
    shot(&browser, "post-fever-360-zh").await;
    browser.tap("button", "知道了").await;
    browser.until("see it counted", async || sums(&browser).await.ends_with("发热 1 人").then_some(())).await;

    // All of today, searched by initials.
    browser.tap("link", "今天全部 3 条").await;
    browser.see("今天的登记").await;
    browser.fill("searchbox", "查今天的登记", "ss").await;
    browser.see_no_more("浙A8F123").await;
    browser.see("单四").await;
    shot(&browser, "post-today-360-zh").await;
    browser.open(&story.line.address("/post")).await;

    // The shift is handed over, and taken over on the same phone.
    browser.tap("button", "在岗：邵月琴").await;
    browser.tap("link", "交班").await;
    browser.see("谁来接班").await;
    browser.fill("textbox", "别的人，写姓名", "许长根").await;
    browser.tap("button", "加上").await;
    browser.fill("textbox", "留给下一班的话", "拉煤的车下午还来").await;
    looks_here(&browser, "post-hand-over").await;
    browser.tap("button", "交班给许长根").await;
    browser.see("等许长根来接班").await;
    browser.see("拉煤的车下午还来").await;
    looks_here(&browser, "post-waits").await;
    browser.tap("button", "我是许长根，接班").await;
    browser.see("刚登记的").await;
    browser.tap("button", "来过的 浙A8F123").await;
    browser.tap("button", "放行").await;
    browser.see("浙A8F123 放行").await;
    browser.tap("link", "我的").await;
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("全部已上传").await.then_some(()))
        .await;

    let gina = Phone::of(&story.town, GINA, 9).await;
    gina.sync_well().await;
    {
        let state = gina.engine.state();
        let passages: Vec<Passage> = state.all::<Passage>().map(|(_, is)| is).collect();
        assert_eq!(passages.len(), 4);
        let by: Vec<_> = passages.iter().filter_map(|is| is.on_duty.as_deref()).collect();
        assert_eq!(by, ["许长根"], "who stood there, and only where it was not who typed");
        let events: Vec<Event> = state.all::<Event>().map(|(_, event)| event).collect();
        let [event] = &events[..] else { panic!("one event: {events:?}") };
        assert_eq!(
            (event.about.as_str(), event.urgent, event.text.as_deref()),
            ("gate", Some(true), Some("单四，37.8 ℃"))
        );
        let shifts: Vec<Shift> = state.all::<Shift>().map(|(_, shift)| shift).collect();
        assert_eq!(shifts.len(), 2);
        assert!(shifts.iter().any(|shift| shift.taken_over == Some(true) && shift.next.as_deref() == Some("许长根")));
    }

    // Those who lead see it on their tablet, add a post, and close it.
    let mut office = story.carried_by(&Device::new(Size::Tablet), GINA).await;
    office.see("总览").await;
    office.open(&story.line.address("/posts")).await;
    office.see("柳塘村东口卡口").await;
    office.see("在岗：许长根").await;
    office.fill("textbox", "卡口名称", "柳塘村西口卡口").await;
    office.tap("button", "保存卡口").await;
    office.see("加上了，已存本机").await;
    shot(&office, "posts-1024-zh").await;
    office
        .until_within(BY_ITSELF, "keep the new post", async || {
            office.offers("button", "去值守 柳塘村西口卡口").await.then_some(())
        })
        .await;
    office.tap("button", "关闭 柳塘村西口卡口").await;
    office.see("关闭柳塘村西口卡口？").await;
    office.script("document.querySelector('dialog[open] .btn.danger').click()").await;
    office.see("关闭了，已存本机").await;
    office.listen().await;
    office.close().await;
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn three_thousand_passages_do_not_slow_the_post_down() {
    let story = Story::begin().await;
    let passage = |n: usize| {
        let case = case(n);
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let is = Passage {
            dir: if case.out { "out" } else { "in" }.into(),
            on: Some(today()),
            minute: (n % 600) as i64,
            plate: text(&case.plate),
            name: text(case.name),
            tenths: case.heat.parse().ok(),
            from: Some("县城".into()),
            to: Some("柳塘村".into()),
            result: "pass".into(),
            ..Passage::default()
        };
        NewRecord {
            scope: AT_POST,
            kind: Passage::KIND,
            id: RecordId::fixed(0x10_000 + n as u128),
            data: is.data(),
            at: Some(MORNING),
        }
    };
    add_all(&story.town.state(), KARL.user, TOWN, (0..3000).map(passage).collect()).await.expect("they are good");
    let mut browser = story.carried_by(&Device::new(Size::Phone), KARL).await;
    browser.see("现在谁在岗").await;
    browser.tap("button", "开始值班").await;
    browser.see("今天全部 3000 条").await;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 6})).await;
    let cases: Vec<Case> = (3000..3060).map(case).collect();
    let (median, most) = middle(work_through(&browser, &cases).await);
    browser.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 1})).await;
    println!("from tap to next ready, CPU 6x, over 3000 passages: median {median:.0} ms, 95 of 100 {most:.0} ms");
    browser.tap("link", "今天全部 3060 条").await;
    browser.see("再显示").await;
    browser.listen().await;
    browser.close().await;
}

/// A picture of what is there now.
async fn shot(browser: &Browser, name: &str) {
    browser.at_rest().await;
    browser.fits(name).await;
    browser.picture(name).await;
}

/// The same in large letters, and narrow.
async fn looks_here(browser: &Browser, name: &str) {
    browser.resize_to(NARROWEST, 640).await;
    browser.fits(&format!("{name} at its narrowest")).await;
    browser.resize(Size::Phone).await;
    shot(browser, &format!("{name}-360-zh")).await;
}

/// Pictures of a screen as people have it: on a phone and a tablet, in both languages, large, in the
/// dark.
async fn looks(browser: &Browser, story: &Story, name: &str, path: &str) {
    for (look, settings) in [
        ("zh", "zh-CN off light"),
        ("en", "en off light"),
        ("zh-elder", "zh-CN 24 light"),
        ("zh-dark", "zh-CN off dark"),
    ] {
        browser.script(&format!("localStorage.setItem('settings', JSON.stringify('{settings}'))")).await;
        browser.open(&story.line.address(path)).await;
        browser.at_rest().await;
        browser.resize_to(NARROWEST, 640).await;
        browser.fits(&format!("{name} at its narrowest in {look}")).await;
        browser.resize(Size::Tablet).await;
        browser.fits(&format!("{name} on a tablet in {look}")).await;
        browser.picture(&format!("{name}-1024-{look}")).await;
        browser.resize(Size::Phone).await;
        browser.fits(&format!("{name} in {look}")).await;
        browser.picture(&format!("{name}-360-{look}")).await;
        let small = "return [...document.querySelectorAll('main .btn')].filter(one => one.offsetParent && one.getBoundingClientRect().height < 59.5).map(one => one.textContent + ' ' + one.getBoundingClientRect().height)";
        let small = browser.script(small).await;
        assert_eq!(small, json!([]), "{name} in {look}: gloves need 60 px");
    }
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(&story.line.address(path)).await;
    browser.at_rest().await;
}
