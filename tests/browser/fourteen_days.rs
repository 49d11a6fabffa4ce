//! One isolation from the return to the release, in virtual time: opened at the door without signal,
//! cared for by four, approved on the village's tablet, measured by two phones for sixteen days, with a
//! slot that was missed, a fever that was measured again and reported, a need that was brought, calls,
//! an extension, and a release that is refused until nothing is missing. What each day came to is held
//! against a table worked out by hand.

use crate::{
    chromium::{Browser, Device},
    screen::Size,
};
use axum::http::{Method, StatusCode};
use model::{
    care::figures::CareFigures,
    day::Day,
    id::{DeviceId, RecordId},
    kind::{
        assignment::{self, Assignment},
        care_contact::CareContact,
        errand::Errand,
        event::Event,
        isolation,
        need::Need,
        reading::Reading,
    },
    record::Scope,
    wire::CareOverview,
};
use serde_json::json;
use server::{http::site::Files, world::Machine};
use std::{rc::Rc, time::Duration};
use tests::{
    ambient::MORNING,
    phone::Phone,
    program::built,
    township::{ANNA, BERT, DOORS, GINA, HUGO, Listening, PASSWORD, Somebody, TEAM, Township, data},
};

/// Ten in the morning is when the township's clock starts.
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const PERSON: RecordId = RecordId::fixed(0x301);
const NAME: &str = "佘德旺";
/// How long the app may take to reach the township by itself once there is signal.
const BY_ITSELF: Duration = Duration::from_secs(60);

/// The township in which the story happens, and its time.
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

    /// It is `hour:minute` on day n.
    fn is_at(&self, n: i64, hour: i64, minute: i64) {
        self.town.set_clock(self.time(n, hour, minute));
    }

    fn time(&self, n: i64, hour: i64, minute: i64) -> i64 {
        MORNING + n * DAY + (hour - 10) * HOUR + minute * MINUTE
    }

    /// Someone opens the app at that address; their phone shows the township's time.
    async fn opens(&self, browser: &Browser, path: &str) {
        let ahead = self.town.state().now() - model::ambient::Clock::now(&Machine);
        browser.set_clock_ahead(ahead).await;
        browser.open(&self.line.address(path)).await;
    }

    /// A device of that person, signed in, with everything fetched.
    async fn carried_by(&self, device: &Device, who: Somebody) -> Browser {
        let browser = device.start().await;
        self.opens(&browser, "/").await;
        browser.sign_in_by(who.account, PASSWORD).await;
        browser
    }

    /// M05–M16 from day `from` to day `to`, as the village's lead is told.
    async fn figures(&self, from: i64, to: i64) -> CareFigures {
        let (cookie, _) = self.town.sign_in(GINA, DeviceId::fixed(0x6)).await;
        let path = format!("/api/v1/overview/care?from={}&to={}", day(from), day(to));
        let answered = self.town.ask(Method::GET, &path, Some(&cookie), None).await;
        assert_eq!(answered.status, StatusCode::OK, "{answered:?}");
        answered.json::<CareOverview>().total
    }
}

fn day(n: i64) -> Day {
    Day::from_unix_ms(MORNING).plus(i32::try_from(n).expect("few"))
}

fn case_id() -> RecordId {
    isolation::id_of(PERSON, 0)
}

/// Types a temperature, a tap a digit.
async fn press(browser: &Browser, digits: &str) {
    for digit in digits.chars() {
        browser.tap("button", &digit.to_string()).await;
    }
}

async fn save(browser: &Browser) {
    browser.tap_where("button", "saves", |name| name.starts_with("保存")).await;
}

async fn is_uploaded(browser: &Browser) {
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("已上传").await.then_some(()))
        .await;
}

/// What the second worker and the team do on other phones.
struct Others {
    bert: Phone,
    hugo: Phone,
}

impl Others {
    async fn evening(&self, n: i64, tenths: i64) {
        let reading = Reading {
            household: Some(DOORS[0]),
            case: Some(case_id()),
            person: Some(PERSON),
            on: Some(day(n)),
            slot: 1,
            at_minute: Some(16 * 60),
            tenths: Some(tenths),
            place: Some("home".into()),
            ..Reading::default()
        };
        self.bert.add(&reading).await;
        let inquiry = CareContact { purpose: "inquiry".into(), mode: "door".into(), ..contact(n) };
        self.bert.add(&inquiry).await;
        self.bert.sync_well().await;
    }

    async fn calls(&self, n: i64) {
        let call = CareContact {
            purpose: "hotline".into(),
            mode: "phone".into(),
            by_party: Some(true),
            reached: Some(true),
            mood: Some(4),
            ..contact(n)
        };
        self.hugo.add_to(Scope::Team(TEAM), &call).await;
        self.hugo.sync_well().await;
    }
}

fn contact(n: i64) -> CareContact {
    CareContact {
        household: Some(DOORS[0]),
        case: Some(case_id()),
        person: Some(PERSON),
        on: Some(day(n)),
        ..CareContact::default()
    }
}

/// Day n: isolating, opened, released | due, read, explained, missed | persons with a fever, events |
/// calls, calls due, inquiries done | needs open, needs done, errands, masks.
const TABLE: &[(i64, [u64; 16])] = &[
    (0, [1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (1, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (2, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0]),
    (3, [1, 0, 0, 2, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 10]),
    (4, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (5, [1, 0, 0, 2, 2, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0]),
    (6, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (7, [1, 0, 0, 2, 2, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]),
    (8, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (9, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (10, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (11, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (12, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (13, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (14, [1, 0, 0, 2, 2, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]),
    (15, [0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
];

fn told(f: &CareFigures) -> [u64; 16] {
    [
        f.isolating,
        f.opened,
        f.released,
        f.readings_due,
        f.readings_done,
        f.readings_explained,
        f.readings_missed,
        f.fever_persons,
        f.fever_events,
        f.calls,
        f.calls_due,
        f.inquiries_done,
        f.needs_open,
        f.needs_done,
        f.errands,
        f.masks,
    ]
}

#[tokio::test]
async fn from_the_return_to_the_release() {
    let mut story = Story::begin().await;
    let (anna, gina) = (Device::new(Size::Phone), Device::new(Size::Tablet));
    let mut worker = story.carried_by(&anna, ANNA).await;
    worker.is_ready_for_the_hills().await;

    // Day 0, half past two: back from Wuhan two days ago. There is no signal at the door.
    story.line.cut();
    story.is_at(0, 14, 30);
    story.opens(&worker, &format!("/households/{}", DOORS[0])).await;
    worker.tap("link", &format!("登记隔离 {NAME}")).await;
    worker.tap("radio", "读给他听").await;
    worker.tap("radio", "武汉返乡").await;
    worker.tap("button", "2 天前 离开日期").await;
    worker.tap("button", "今天 返回时间").await;
    worker.see("满 14 天，到").await;
    worker.tap("button", "6 条都符合").await;
    worker.tap("button", "已签承诺书").await;
    worker.tap("button", "保存，报村里审批").await;
    worker.see("已存本机").await;
    worker.see("待审").await;
    worker.close_toast().await;
    let case = worker.path().await;
    worker.tap("link", "安排四包一").await;
    for name in ["褚守田", "邹济生", "戚春燕"] {
        join(&worker, name, false).await;
    }
    worker.see("3/4 人").await;
    worker.tap("button", "保存").await;
    worker.see("现有 3 人，要 4 人。").await;
    worker.see("至少要 1 名党员。").await;
    join(&worker, "许长根", true).await;
    worker.see("人数和党员都够了").await;
    worker.tap("button", "保存").await;
    worker.see("已存本机").await;
    worker.close_toast().await;

    // In the evening there is signal. The other phone measures; the village's tablet approves.
    story.is_at(0, 16, 0);
    story.line.mend();
    story.opens(&worker, "/mine").await;
    is_uploaded(&worker).await;
    let others = Others { bert: Phone::of(&story.town, BERT, 2).await, hugo: Phone::of(&story.town, HUGO, 3).await };
    others.bert.sync_well().await;
    others.evening(0, 365).await;
    assert_eq!(story.figures(0, 0).await.isolating, 0, "nothing counts before it is approved");
    let assignment = Assignment {
        household: Some(DOORS[0]),
        case: Some(case_id()),
        person: Some(PERSON),
        door: "17号".into(),
        name: NAME.into(),
        from_on: Some(day(0)),
        to_on: Some(day(12)),
        calls: Some(true),
        status: "active".into(),
        ..Assignment::default()
    };
    let assigned = sync::Intent::add(assignment::id_of(case_id(), TEAM), Scope::Team(TEAM), &assignment);
    others.bert.save(vec![assigned]).await;
    others.bert.sync_well().await;
    story.is_at(0, 17, 0);
    let lead = story.carried_by(&gina, GINA).await;
    lead.tap_where("link", "opens what waits", |own| own.starts_with("隔离待审")).await;
    lead.tap_where("link", "leads to the case", |own| own.contains(NAME)).await;
    lead.tap("button", "同意").await;
    lead.see("看一下到哪天").await;
    lead.tap("button", "同意").await;
    lead.see("隔离中").await;
    lead.close_toast().await;
    others.hugo.sync_well().await;
    others.calls(0).await;
    until_the_township_knows(&story, |f| f.isolating == 1).await;

    let mut errand = None;
    for (n, expected) in TABLE {
        let n = *n;
        if n > 0 {
            morning(&story, &worker, n).await;
        }
        if n == 2 {
            errand = Some(a_need_is_given_to_the_team(&story, &others).await);
        }
        if n == 3 {
            let id = errand.expect("the errand");
            let brought = json!({"status": "delivered", "masks": 10, "taken_by": HUGO.user, "delivered_on": day(3), "delivered_minute": 660});
            others.hugo.set("errand", id, data(brought)).await;
            others.hugo.sync_well().await;
        }
        if n == 5 {
            the_fever_is_dealt_with(&story, &worker, &lead, &others, &case).await;
        }
        if n == 10 {
            story.is_at(10, 11, 0);
            story.opens(&lead, &case).await;
            lead.see("共 14 天").await;
            lead.tap("button", "延长或缩短").await;
            lead.tap("button", "延长 3 天").await;
            lead.tap("button", "同住家属发热 原因").await;
            lead.tap("button", "延长或缩短").await;
            lead.see("共 17 天").await;
            lead.close_toast().await;
        }
        if (1..15).contains(&n) {
            story.is_at(n, 16, 0);
            others.evening(n, 364 + n % 4).await;
            if n != 7 {
                others.calls(n).await;
            }
        }
        if n == 15 {
            the_release(&story, &worker, &lead, &case).await;
        }
        story.is_at(n, 23, 59);
        assert_eq!(told(&story.figures(n, n).await), *expected, "day {n}");
    }

    // What was missed has its reason now, and the whole adds up.
    let whole = story.figures(0, 15).await;
    assert_eq!((whole.readings_due, whole.readings_done, whole.readings_explained), (30, 29, 1));
    assert_eq!((whole.readings_missed, whole.fever_persons, whole.released), (0, 1, 1));
    assert_eq!((whole.calls, whole.calls_due, whole.calls_done), (14, 15, 14));
    assert_eq!((whole.needs_done, whole.needs_median_minutes), (1, Some(24 * 60)));
    assert_eq!((whole.cumulative, whole.isolating, whole.urgent_events), (1, 0, 1));
    assert!((19..=20).contains(&whole.report_minutes), "{}", whole.report_minutes);
    assert_eq!(whole.returnees_wuhan, 1);
    story.is_at(16, 9, 0);
    story.opens(&worker, "/today").await;
    worker.see_no_more("要量体温").await;
    worker.listen().await;
    worker.close().await;
    lead.close().await;
}

/// Takes somebody into the care team who has no account.
async fn join(browser: &Browser, name: &str, party: bool) {
    browser.tap("button", "写名字：村医、亲戚").await;
    browser.fill("textbox", "姓名", name).await;
    if party {
        browser.tap("button", "党员").await;
    }
    browser.tap("button", "加入四包一").await;
    browser.see_no_more("加入四包一").await;
    browser.see(name).await;
}

async fn until_the_township_knows(story: &Story, is: impl Fn(&CareFigures) -> bool) {
    let begun = tokio::time::Instant::now();
    while !is(&story.figures(0, 20).await) {
        assert!(begun.elapsed() < BY_ITSELF, "the township never hears of it");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The morning's temperature of day n, on the first worker's phone: missed on day 3, a fever on day 5.
async fn morning(story: &Story, worker: &Browser, n: i64) {
    if n == 3 {
        return;
    }
    story.is_at(n, 8, 0);
    story.opens(worker, "/today").await;
    worker.tap("link", &format!("量 {NAME}")).await;
    if n == 5 {
        press(worker, "376").await;
        worker.tap("button", "再量一次").await;
        press(worker, "375").await;
        worker.tap("button", "下一步").await;
        worker.tap("button", "保存，马上上报").await;
        worker.see("不要一个人进屋").await;
        worker.tap("button", "完成").await;
    } else {
        press(worker, &format!("36{}", n % 9)).await;
        save(worker).await;
    }
    worker.see("这一户都量好了").await;
    story.opens(worker, "/mine").await;
    is_uploaded(worker).await;
}

/// A need is asked for on day 2, and given to the service team.
async fn a_need_is_given_to_the_team(story: &Story, others: &Others) -> RecordId {
    story.is_at(2, 11, 0);
    let need = Need {
        household: Some(DOORS[0]),
        case: Some(case_id()),
        category: "masks".into(),
        asked_on: Some(day(2)),
        asked_minute: Some(660),
        status: "open".into(),
        team: Some(TEAM),
        ..Need::default()
    };
    let id = others.bert.add(&need).await;
    let errand = Errand {
        need: Some(id),
        household: Some(DOORS[0]),
        case: Some(case_id()),
        door: "17号".into(),
        category: "masks".into(),
        asked_on: Some(day(2)),
        asked_minute: Some(660),
        status: "open".into(),
        ..Errand::default()
    };
    let errand = others.bert.add_to(Scope::Team(TEAM), &errand).await;
    others.bert.sync_well().await;
    others.hugo.sync_well().await;
    errand
}

/// Twenty minutes after the fever was found the worker has somebody told; the village's lead takes it
/// on, and says what was done.
async fn the_fever_is_dealt_with(story: &Story, worker: &Browser, lead: &Browser, others: &Others, case: &str) {
    story.is_at(5, 8, 20);
    story.opens(worker, case).await;
    worker.see("发热/症状异常").await;
    worker.tap("button", "上报").await;
    worker.see("已上报").await;
    story.opens(worker, "/mine").await;
    is_uploaded(worker).await;

    story.is_at(5, 9, 0);
    story.opens(lead, case).await;
    lead.see("发热还没处理完").await;
    lead.tap("button", "受理").await;
    lead.see("已受理").await;
    lead.close_toast().await;
    lead.tap("button", "处置").await;
    lead.see("这里还没填。").await;
    lead.tap("button", "卫生院已看，不是发热 怎么处置的").await;
    lead.tap("button", "处置").await;
    lead.see("已处置").await;
    lead.see_no_more("发热还没处理完").await;
    lead.close_toast().await;
    lead.tap("button", "办结").await;
    lead.see_no_more("特殊情况").await;
    lead.close_toast().await;
    until_the_township_knows(story, |f| f.report_minutes > 0).await;

    others.bert.sync_well().await;
    let state = others.bert.engine.state();
    let [event] = &state.all::<Event>().map(|(_, event)| event).collect::<Vec<_>>()[..] else { panic!("one event") };
    assert_eq!((event.about.as_str(), event.urgent, event.status.as_str()), ("fever_symptom", Some(true), "closed"));
    assert_eq!(event.steps.len(), 4, "{event:?}");
}

/// Day 15, eleven o'clock: the morning is read, the gate names what is missing, it is made good, the
/// paper is written.
async fn the_release(story: &Story, worker: &Browser, lead: &Browser, case: &str) {
    story.is_at(15, 11, 0);
    story.opens(lead, case).await;
    lead.see("解除还差").await;
    lead.see("体温缺 1 次").await;
    lead.tap("button", "解除").await;
    lead.fill("textbox", "医务签字人", "邹济生").await;
    lead.tap("button", "解除").await;
    lead.see("还差上面这些").await;
    lead.tap("button", "关闭").await;

    story.opens(worker, case).await;
    worker.tap("link", "去补").await;
    worker.tap("radio", "外出").await;
    save(worker).await;
    story.opens(worker, "/mine").await;
    is_uploaded(worker).await;

    story.opens(lead, case).await;
    lead.see_no_more("体温缺 1 次").await;
    lead.tap("button", "解除").await;
    lead.fill("textbox", "医务签字人", "邹济生").await;
    lead.tap("button", "解除").await;
    lead.see("已解除").await;
    lead.close_toast().await;
    lead.tap("link", "解除通知书").await;
    lead.see("解除居家隔离医学观察通知书").await;
    lead.see(NAME).await;
    until_the_township_knows(story, |f| f.released == 1).await;
}
