//! A village lead founds a Party group, is told what it lacks, and fills it; the township's command names
//! who heads a grid.

use crate::{chromium::Device, screen::Size, screens::pictures};
use tests::program::Program;

#[tokio::test]
async fn a_group_is_founded_told_what_it_lacks_and_filled() {
    let town = Program::with_demo().await;
    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/")).await;
    office.sign_in("czg01").await;
    office.see("总览").await;
    office.open(&town.address("/teams")).await;
    office.see("党员 560 人").await;
    pictures(&office, &town, "teams", "/teams").await;
    office.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    office.open(&town.address("/teams/new")).await;
    office.fill("textbox", "名称", "柳塘村第五片区党小组").await;
    office.see("差 3 名党员").await;
    office.tap_where("button", "adds a person", |name| name.starts_with("加入 ")).await;
    office.tap("button", "写名字加入").await;
    office.fill("textbox", "姓名", "褚守田").await;
    office.fill("textbox", "电话后四位", "12").await;
    office.tap("button", "加入队伍").await;
    office.see("要四位数字").await;
    office.fill("textbox", "电话后四位", "0042").await;
    office.tap("radio", "党员").await;
    office.tap("button", "加入队伍").await;
    office.see("尾号 0042").await;
    let new = office.path().await;
    pictures(&office, &town, "team-new", &new).await;
    office.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;
    office.open(&town.address(&new)).await;
    office.see("上次没写完的").await;
    office.see("尾号 0042").await;
    office.tap("button", "保存").await;
    office.see("褚守田").await;
    office.see("名党员").await;
    let team = office.path().await;
    pictures(&office, &town, "team", &team).await;
    office.script("localStorage.setItem('settings', JSON.stringify('zh-CN off light'))").await;

    // Groups that lack members stand first.
    office.open(&town.address("/teams")).await;
    office.see("党员不够的党小组").await;
    office.see("柳塘村第五片区党小组").await;
    office.picture("teams-lacking-1024-zh").await;
    office.listen().await;
    office.close().await;

    let mut command = Device::new(Size::Tablet).start().await;
    command.open(&town.address("/")).await;
    command.sign_in("zhen01").await;
    command.see("总览").await;
    command.open(&town.address("/teams/cadres")).await;
    command.tap_where("button", "changes who heads a grid", |name| name.starts_with("改 ")).await;
    command.fill("textbox", "牵头干部姓名", "吴海燕").await;
    command.picture("cadres-open-1024-zh").await;
    command.tap("button", "保存").await;
    command.see("已存本机").await;
    command.see("吴海燕").await;
    pictures(&command, &town, "cadres", "/teams/cadres").await;
    command.listen().await;
    command.close().await;
}
