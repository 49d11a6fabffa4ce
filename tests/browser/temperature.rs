//! 体温登记 at the door: a family in under a minute, a slip, a fever, what is taken back and corrected,
//! all of it without signal; and the same in 长辈版.

use crate::{
    chromium::{Browser, Device},
    day::BY_ITSELF,
    screen::Size,
    screens::pictures,
};
use model::{
    ambient::Clock,
    day::Day,
    id::RecordId,
    kind::{
        directory::Town,
        event::Event,
        household::Household,
        isolation::{self, Isolation},
        person::Person,
        policy::{Policy, Slot},
        reading::Reading,
    },
    record::Scope,
};
use server::world::Machine;
use std::{rc::Rc, time::Duration};
use sync::Intent;
use tests::{line::Line, phone::Phone, program::Program, township::Somebody};
use tokio::time::Instant;

/// A worker of the demo behind whose doors nobody is isolated.
const WORKER: &str = "wgy10";
/// The last minute of a day.
const MIDNIGHT: i64 = 24 * 60 - 1;

/// A family behind one door, all of whom are isolated from today.
struct Family {
    phone: Phone<Line>,
    home: RecordId,
    names: Vec<String>,
    cases: Vec<RecordId>,
}

impl Family {
    /// So many people, one slot a day, which is over at that minute.
    async fn of(town: &Program, many: usize, until: i64) -> Self {
        let line = Rc::new(Line::to_the_demo(town.port()));
        let today = Day::from_unix_ms(Machine.now());
        let office = Phone::of(&line, Somebody::of_the_demo("zhen01"), 900).await;
        office.sync_well().await;
        let town_scope = office.engine.state().all::<Town>().next().map(|(held, _)| held.record.scope);
        let from_on = Some(today.plus(-1));
        let policy = Policy { from_on, slots: vec![Slot { from: 0, to: until }], ..Policy::default() };
        office.add_to(town_scope.expect("the township's own scope"), &policy).await;
        office.sync_well().await;

        let phone = Phone::of(&line, Somebody::of_the_demo(WORKER), 901).await;
        phone.sync_well().await;
        let (home, scope, mut people) = household(&phone);
        people.truncate(many);
        for n in people.len()..many {
            let name = ["许小禾", "许小苗", "许有田", "何桂香", "许长根"][n % 5].to_owned();
            let person = Person { household: Some(home), name: name.clone(), ..Person::default() };
            people.push((phone.add_to(scope, &person).await, name));
        }
        let mut cases = Vec::new();
        for (person, _) in &people {
            let case = Isolation {
                household: Some(home),
                person: Some(*person),
                anchor: "first_day".into(),
                anchor_on: Some(today),
                from_on: Some(today),
                end_on: Some(today.plus(14)),
                status: "pending".into(),
                ..Isolation::default()
            };
            let id = isolation::id_of(*person, 0);
            phone.save(vec![Intent::add(id, scope, &case)]).await;
            cases.push(id);
        }
        phone.sync_well().await;
        assert!(phone.engine.state().repair().is_empty(), "{:?}", phone.engine.state().repair());
        Self { phone, home, names: people.into_iter().map(|(_, name)| name).collect(), cases }
    }

    /// What the township holds of one of them.
    async fn readings(&self, of: usize) -> Vec<Reading> {
        self.phone.sync_well().await;
        let state = self.phone.engine.state();
        let own = state.all::<Reading>().map(|(_, reading)| reading);
        own.filter(|reading| reading.case == Some(self.cases[of])).collect()
    }
}

/// The first door of a worker where people live, with them.
fn household(phone: &Phone<Line>) -> (RecordId, Scope, Vec<(RecordId, String)>) {
    let state = phone.engine.state();
    let people = |home: RecordId| {
        let own = state.all::<Person>().filter(|(_, person)| person.household == Some(home));
        own.map(|(held, person)| (held.record.id, person.name)).collect::<Vec<_>>()
    };
    let mut homes: Vec<_> = state.all::<Household>().collect();
    homes.sort_by_key(|(_, home)| home.walk);
    let found = homes.into_iter().find_map(|(held, _)| {
        let people = people(held.record.id);
        (people.len() > 1).then_some((held.record.id, held.record.scope, people))
    });
    found.expect("a door where people live")
}

/// Types a temperature, a tap a digit.
async fn press(browser: &Browser, digits: &str) {
    for digit in digits.chars() {
        browser.tap("button", &digit.to_string()).await;
    }
}

/// Waits until somebody is asked about.
async fn is_asked(browser: &Browser, name: &str) {
    let title = "return document.querySelector('#title')?.innerText";
    browser
        .until(&format!("be asked about {name}"), async || {
            (browser.script(title).await.as_str() == Some(name)).then_some(())
        })
        .await;
}

/// Presses 保存, whoever comes next.
async fn save(browser: &Browser) {
    browser.tap_where("button", "saves", |name| name.starts_with("保存")).await;
}

/// The names in the order of the screen.
async fn in_order(browser: &Browser, family: &Family) -> Vec<String> {
    browser
        .until("find the whole family in 今日", async || {
            let links = browser.names("link").await;
            let names: Vec<String> =
                links.iter().filter_map(|name| name.strip_prefix("量 ")).map(str::to_owned).collect();
            (names.len() == family.names.len()).then_some(names)
        })
        .await
}

#[tokio::test]
async fn a_family_of_five_without_signal() {
    let mut town = Program::with_demo().await;
    let family = Family::of(&town, 5, MIDNIGHT).await;
    let phone = Device::new(Size::Phone);
    let mut browser = phone.carried_by(&town, WORKER).await;
    town.kill();
    browser.tap("link", "今日任务").await;
    browser.see("要量体温").await;
    let names = in_order(&browser, &family).await;
    browser.tap("link", &format!("量 {}", names[0])).await;
    is_asked(&browser, &names[0]).await;

    // Twenty taps, nothing else: under a minute, at the pace of this machine.
    let begun = Instant::now();
    for (name, digits) in names.iter().zip(["365", "364", "366", "363", "362"]) {
        is_asked(&browser, name).await;
        press(&browser, digits).await;
        save(&browser).await;
    }
    browser.see("这一户都量好了").await;
    assert!(begun.elapsed() < Duration::from_secs(60), "it took {:?}", begun.elapsed());
    let list = browser.text().await;
    for said in ["36.5 ℃", "36.4 ℃", "36.6 ℃", "36.3 ℃", "36.2 ℃"] {
        assert!(list.contains(said), "{said} is not in:\n{list}");
    }
    browser.tap("link", "回到今日任务").await;
    browser.see("待上传 5").await;
    browser.see_no_more("要量体温").await;

    town.start().await;
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("已上传").await.then_some(()))
        .await;
    for of in 0..5 {
        let readings = family.readings(of).await;
        assert_eq!(readings.len(), 1, "{of}");
        assert!(readings[0].tenths.is_some_and(|tenths| (362..=366).contains(&tenths)));
        assert_eq!(readings[0].place.as_deref(), Some("home"));
    }
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn a_slip_is_said_at_once_and_what_was_saved_can_be_taken_back_or_corrected() {
    let mut town = Program::with_demo().await;
    let family = Family::of(&town, 2, MIDNIGHT).await;
    let phone = Device::new(Size::Phone);
    let mut browser = phone.carried_by(&town, WORKER).await;
    town.kill();
    browser.tap("link", "今日任务").await;
    let names = in_order(&browser, &family).await;
    browser.tap("link", &format!("量 {}", names[0])).await;

    // A slip.
    press(&browser, "2").await;
    browser.see("体温在 35.0 到 42.0 之间").await;
    press(&browser, "62").await;
    browser.see("26.2 ℃ 不像体温").await;
    save(&browser).await;
    is_asked(&browser, &names[0]).await;
    press(&browser, "36").await;
    browser.see_no_more("不像体温").await;
    save(&browser).await;
    browser.see("还差 1 位").await;

    // The app is closed in the midst of it.
    browser.see("草稿已存").await;
    browser.reload().await;
    is_asked(&browser, &names[0]).await;
    press(&browser, "5").await;
    browser.see("正常").await;
    save(&browser).await;

    // Taken back: it stands there as it was typed.
    is_asked(&browser, &names[1]).await;
    browser.see(&format!("{} 36.5 ℃", names[0])).await;
    browser.see("已存本机").await;
    browser.tap("button", "撤销").await;
    is_asked(&browser, &names[0]).await;
    browser.see("36.5").await;
    save(&browser).await;

    // Corrected.
    is_asked(&browser, &names[1]).await;
    browser.tap("button", &format!("改 {}", names[0])).await;
    browser.see("再存就是更正").await;
    press(&browser, "368").await;
    save(&browser).await;
    browser.see("已更正为 36.8 ℃").await;

    // Not there.
    is_asked(&browser, &names[1]).await;
    browser.tap("button", "没量成").await;
    save(&browser).await;
    browser.see("选一个原因").await;
    browser.tap("radio", "外出").await;
    save(&browser).await;
    browser.see("这一户都量好了").await;
    browser.tap("link", "回到今日任务").await;
    assert!(!browser.sees("未填完").await, "nothing half-filled is left behind");

    town.start().await;
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("已上传").await.then_some(()))
        .await;
    let (mut read, mut explained) = (Vec::new(), Vec::new());
    for of in 0..2 {
        let readings = family.readings(of).await;
        assert_eq!(readings.len(), 1, "what was withdrawn is gone: {readings:?}");
        read.extend(readings[0].tenths);
        explained.extend(readings[0].reason.clone());
    }
    assert_eq!((read, explained), (vec![368], vec!["out".to_owned()]));
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn a_fever_is_measured_again_and_reported_with_what_to_do() {
    let town = Program::with_demo().await;
    let family = Family::of(&town, 2, MIDNIGHT).await;
    let phone = Device::new(Size::Phone);
    let mut browser = phone.carried_by(&town, WORKER).await;
    browser.tap("link", "今日任务").await;
    let names = in_order(&browser, &family).await;
    browser.tap("link", &format!("量 {}", names[0])).await;
    press(&browser, "376").await;
    browser.see("发热").await;
    browser.tap("button", "再量一次").await;
    browser.see("第一次 37.6 ℃").await;
    press(&browser, "375").await;
    browser.tap("button", "下一步").await;
    assert!(browser.stands("button", "发热").await, "the thermometer has said it");
    browser.tap("button", "干咳").await;
    browser.tap("button", "保存，马上上报").await;
    browser.see("现在就打电话给村医或卫生院").await;
    browser.see("不要一个人进屋").await;
    browser.tap_where("button", "goes on", |name| name.starts_with("知道了")).await;
    is_asked(&browser, &names[1]).await;
    // A second reading below the line is no fever.
    press(&browser, "374").await;
    browser.tap("button", "再量一次").await;
    press(&browser, "368").await;
    browser.see("第二次没到发热线").await;
    browser.tap("button", "下一步").await;
    save(&browser).await;
    browser.see("这一户都量好了").await;
    browser.tap("link", "回到今日任务").await;
    browser
        .until_within(BY_ITSELF, "see everything uploaded", async || browser.sees("已上传").await.then_some(()))
        .await;

    family.phone.sync_well().await;
    let events: Vec<Event> = family.phone.engine.state().all::<Event>().map(|(_, event)| event).collect();
    let mine: Vec<&Event> = events.iter().filter(|event| event.household == Some(family.home)).collect();
    assert_eq!(mine.len(), 1, "{mine:?}");
    assert_eq!((mine[0].about.as_str(), mine[0].urgent), ("fever_symptom", Some(true)));
    let feverish = family.phone.shows("reading", mine[0].reading.expect("a reading")).expect("it came");
    let reading: Reading = feverish.read();
    assert_eq!((reading.tenths, reading.second_tenths), (Some(376), Some(375)));
    assert_eq!(reading.symptoms, ["fever", "dry_cough"]);
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn elder_mode_asks_one_thing_at_a_time() {
    let town = Program::with_demo().await;
    let family = Family::of(&town, 2, MIDNIGHT).await;
    let phone = Device::new(Size::Phone);
    let mut browser = phone.carried_by(&town, WORKER).await;
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN 24 light'))").await;
    browser.open(&town.address("/today")).await;
    let names = in_order(&browser, &family).await;
    browser.tap("link", &format!("量 {}", names[0])).await;
    is_asked(&browser, &names[0]).await;
    assert!(browser.offers("button", "读一遍").await);
    browser.tap("button", "读一遍").await;
    let whole = "return document.documentElement.scrollHeight - innerHeight";
    assert!(browser.script(whole).await.as_i64() <= Some(0), "all keys stand on one screen");
    for digits in ["365", "364"] {
        press(&browser, digits).await;
        browser.tap("button", "下一步").await;
        assert!(browser.stands("button", "没有不舒服").await);
        save(&browser).await;
    }
    browser.see("这一户都量好了").await;
    browser.listen().await;
    browser.close().await;
}

#[tokio::test]
async fn the_screens_of_temperatures() {
    let town = Program::with_demo().await;
    let now = model::care::Moment::at(Machine.now()).minute;
    let family = Family::of(&town, 3, (now + 25).min(MIDNIGHT)).await;
    let phone = Device::new(Size::Phone);
    let mut browser = phone.carried_by(&town, WORKER).await;
    pictures(&browser, &town, "temperatures-due", "/today").await;
    let path = format!("/households/{}/temperatures?from=today", family.home);
    pictures(&browser, &town, "temperature", &path).await;

    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(&town.address(&path)).await;
    press(&browser, "365").await;
    browser.see("正常").await;
    save(&browser).await;
    browser.see("已存本机").await;
    browser.at_rest().await;
    browser.picture("temperature-next-360-zh").await;
    press(&browser, "376").await;
    browser.tap("button", "再量一次").await;
    press(&browser, "37").await;
    browser.see("草稿已存").await;
    pictures(&browser, &town, "temperature-again", &path).await;
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(&town.address(&path)).await;
    press(&browser, "5").await;
    browser.tap("button", "下一步").await;
    pictures(&browser, &town, "temperature-symptoms", &path).await;
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(&town.address(&path)).await;
    browser.tap("button", "保存，马上上报").await;
    browser.see("不要一个人进屋").await;
    browser.picture("temperature-fever-360-zh").await;
    browser.tap_where("button", "goes on", |name| name.starts_with("知道了")).await;
    browser.tap("button", "没量成").await;
    browser.tap("radio", "外出").await;
    pictures(&browser, &town, "temperature-reason", &path).await;
    browser.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    browser.open(&town.address(&path)).await;
    save(&browser).await;
    browser.see("这一户都量好了").await;
    pictures(&browser, &town, "temperature-done", &path).await;
    pictures(&browser, &town, "temperatures-drawn", &format!("/households/{}", family.home)).await;
    browser.listen().await;
    browser.close().await;
}
