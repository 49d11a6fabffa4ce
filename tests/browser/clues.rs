//! 接触者线索 and who is a close contact, without signal; and 体温登记 from 记一笔.

use crate::{chromium::Device, screen::Size, screens::pictures};
use tests::program::Program;

#[tokio::test]
async fn a_clue_is_noted_at_the_door_and_passed_on_later() {
    let mut town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    phone.carried_by(&town, "wgy01").await.close().await;
    town.kill();
    let worker = phone.start().await;
    worker.open(&town.address("/today")).await;
    let door = worker.begin_visit(2).await;
    worker.open(&town.address("/add")).await;
    worker.tap("link", "接触者线索").await;
    worker.see("不判断是不是密切接触者").await;
    worker.fill("searchbox", "在哪一户听说的", &door.head).await;
    worker.tap_where("link", "leads to the door", |own| own.contains(&door.head)).await;
    worker.fill("textbox", "姓名", "曾阿满").await;
    worker.tap("button", "昨天 最后接触时间").await;
    worker.tap("radio", "工作场所").await;
    worker.tap("radio", "同事").await;
    worker.tap("button", "保存线索").await;
    worker.see("这里还没填。").await;
    let form = worker.path().await;
    assert!(form.ends_with("/clue"), "nobody said how to reach them");
    worker.kill();

    // What was written is there again, also after the battery went.
    let worker = phone.start().await;
    worker.open(&town.address("/today")).await;
    worker
        .tap_where("link", "goes on with the clue", |own| own.starts_with("接着写 ") && own.contains("接触线索"))
        .await;
    assert_eq!(worker.value("textbox", "姓名").await, "曾阿满");
    worker.tap("button", "不知道电话").await;
    worker.tap("button", "保存线索").await;
    worker.see("已存本机").await;
    worker.see("未转卫健").await;
    worker.close_toast().await;

    worker.tap_where("link", "is the clue", |own| own.contains("曾阿满")).await;
    worker.see("同事").await;
    worker.tap("button", "已经转了").await;
    worker.see("这里还没填。").await;
    worker.tap("button", "镇卫生院 转报给").await;
    worker.tap("button", "已经转了").await;
    worker.see("镇卫生院 · ").await;
    assert!(!worker.offers("button", "已经转了").await);
    town.start().await;
    worker.open(&town.address("/mine")).await;
    worker.see("全部已上传").await;
    worker.close().await;
}

#[tokio::test]
async fn who_is_a_close_contact_is_said_with_who_decided_it() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let worker = phone.carried_by(&town, "wgy01").await;
    let door = worker.begin_visit(2).await;
    let household = worker.path().await.trim_end_matches("/visit").to_owned();
    worker.open(&town.address(&household)).await;
    worker
        .tap_where("link", "leads to the person", |own| own.starts_with(&door.head) && !own.contains("登记隔离"))
        .await;
    worker.tap("radio", "密切接触者").await;
    worker.see("由卫健部门定").await;
    worker.tap("button", "保存").await;
    worker.see("这里还没填。").await;
    assert!(worker.path().await.starts_with("/people/"), "nobody said who decided it");
    worker.tap("button", "县疾控 人员类型由谁定").await;
    worker.tap("button", "保存").await;
    worker.see("已存本机").await;
    worker.see("密切接触者").await;
    assert_eq!(worker.path().await, household);
    worker.open(&town.address("/mine")).await;
    worker.see("全部已上传").await;
    worker.close().await;
}

#[tokio::test]
async fn temperatures_are_a_tap_from_the_place_of_notes() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let worker = phone.carried_by(&town, "wgy01").await;
    worker.open(&town.address("/add")).await;
    worker.tap("link", "体温登记").await;
    worker.see("户").await;
    assert_eq!(worker.path().await, "/temperatures");
    // Whatever the hour: a door is due, or it can be measured all the same.
    worker
        .tap_where("link", "leads to the number pad", |own| own.starts_with("量 ") || own.contains("现在不用量"))
        .await;
    worker.see("天，共").await;
    assert!(worker.path().await.ends_with("/temperatures") && worker.path().await.starts_with("/households/"));
    worker.close().await;
}

#[tokio::test]
async fn the_screens_of_clues() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let mut worker = phone.carried_by(&town, "wgy01").await;
    worker.open(&town.address("/cases")).await;
    worker.tap_where("link", "leads to a case", |own| own.contains("5/14") || own.contains("第 5 天")).await;
    worker.see("接触者线索").await;
    let case = worker.path().await;
    worker.tap("link", "记一条线索").await;
    worker.fill("textbox", "姓名", "曾阿满").await;
    worker.fill("textbox", "联系电话", "19900000932").await;
    worker.tap("button", "昨天 最后接触时间").await;
    worker.tap("radio", "家中").await;
    worker.see("草稿已存").await;
    let form = worker.script("return location.pathname + location.search").await;
    let form = form.as_str().expect("an address").to_owned();
    pictures(&worker, &town, "clue-form", &form).await;
    let plain = "localStorage.setItem('settings', JSON.stringify('zh-CN off light'))";
    worker.script(plain).await;
    worker.open(&town.address(&form)).await;
    worker.tap("radio", "家庭成员").await;
    worker.tap("button", "保存线索").await;
    worker.see("未转卫健").await;
    worker.close_toast().await;
    assert_eq!(worker.path().await, case);
    pictures(&worker, &town, "case-clues", &case).await;
    worker.script(plain).await;
    worker.open(&town.address("/clues")).await;
    worker.tap_where("link", "is the clue", |own| own.contains("曾阿满")).await;
    worker.see("转卫健部门判定").await;
    let clue = worker.path().await;
    pictures(&worker, &town, "clue", &clue).await;
    pictures(&worker, &town, "clues", "/clues").await;
    pictures(&worker, &town, "add", "/add").await;
    pictures(&worker, &town, "measure-doors", "/temperatures").await;
    worker.script(plain).await;
    worker.open(&town.address("/today")).await;
    let door = worker.begin_visit(2).await;
    let household = worker.path().await.trim_end_matches("/visit").to_owned();
    worker.open(&town.address(&household)).await;
    worker
        .tap_where("link", "leads to the person", |own| own.starts_with(&door.head) && !own.contains("登记隔离"))
        .await;
    worker.tap("radio", "密切接触者").await;
    let person = worker.path().await;
    pictures(&worker, &town, "person", &person).await;
    pictures(&worker, &town, "household", &household).await;
    worker.listen().await;
    worker.close().await;
}
