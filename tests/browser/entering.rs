//! 代录 and papers, without signal until the end: a colleague's visit entered by another, a form
//! photographed and typed later, and the workload that shows both.

use crate::{
    chromium::Device,
    photos::{choose, drawn, see_pictures},
    screen::Size,
    screens::pictures,
};
use tempfile::TempDir;
use tests::program::Program;

#[tokio::test]
async fn what_is_entered_for_a_colleague_says_so_all_the_way() {
    let mut town = Program::with_demo().await;
    let mut phone = Device::new(Size::Phone).carried_by(&town, "wgy01").await;
    town.kill();

    phone.tap("link", "记一笔").await;
    phone.tap_where("link", "leads to entering for others", |name| name.starts_with("代录")).await;
    phone.fill("searchbox", "查找人", "linshuigen").await;
    phone.tap("button", "替他记 林水根").await;
    phone.see("正在替 林水根 记").await;
    phone.record_refusal().await;
    phone.close_toast().await;
    // It stays on, also when the app was closed meanwhile.
    phone.reload().await;
    phone.see("正在替 林水根 记").await;
    phone.picture("entering-today-360-zh").await;
    phone.tap("button", "停止").await;
    phone.see_no_more("正在替").await;
    phone.record_refusal().await;
    phone.close_toast().await;

    // A form on paper.
    phone.tap("link", "记一笔").await;
    phone.tap_where("link", "leads to the papers", |name| name.starts_with("待录入")).await;
    phone.see("没有等着录的表").await;
    phone.tap("link", "拍纸质表").await;
    phone.tap("button", "保存").await;
    phone.see("先拍一张照片").await;
    let files = TempDir::new().expect("a temporary folder");
    let sheet = files.path().join("sheet.jpg");
    std::fs::write(&sheet, drawn(&phone).await).expect("a file");
    choose(&phone, &sheet).await;
    phone.see("去掉").await;
    see_pictures(&phone).await;
    phone.picture("paper-new-360-zh").await;
    phone.tap("button", "保存").await;
    phone.see("等着录").await;
    phone.close_toast().await;
    phone.tap_where("link", "is the paper", |name| name.starts_with("入户走访")).await;
    see_pictures(&phone).await;
    phone.picture("paper-360-zh").await;
    phone.tap("button", "现在录").await;
    phone.see("正在录纸质表").await;
    phone.record_refusal().await;
    phone.see_no_more("正在录纸质表").await;
    phone.close_toast().await;
    phone.tap("link", "记一笔").await;
    phone.tap_where("link", "leads to the papers", |name| name.starts_with("待录入")).await;
    phone.see("没有等着录的表").await;

    town.start().await;
    phone.open(&town.address("/today")).await;
    phone.tap("link", "我的").await;
    phone.tap("button", "立即上传").await;
    phone.see("全部已上传").await;
    for (screen, path) in
        [("for-whom", "/for-whom"), ("papers", "/papers"), ("paper-new", "/papers/new"), ("add", "/add")]
    {
        pictures(&phone, &town, screen, path).await;
    }
    phone.listen().await;
    phone.close().await;

    let mut office = Device::new(Size::Tablet).start().await;
    office.open(&town.address("/")).await;
    office.sign_in("zhen01").await;
    office.see("总览").await;
    office.open(&town.address("/teams/workload")).await;
    office.see("按年龄").await;
    office.see("别人代录 1").await;
    office.see("替人录 1").await;
    office.tap("button", "身体与上限 林水根").await;
    office.fill("textbox", "每天最多走几户", "0").await;
    office.tap("button", "保存").await;
    office.see("请填 1 到 200").await;
    office.fill("textbox", "每天最多走几户", "12").await;
    office.tap("button", "爬不了楼").await;
    office.picture("workload-set-1024-zh").await;
    office.tap("button", "保存").await;
    office.see("每天最多 12 户").await;
    pictures(&office, &town, "workload", "/teams/workload").await;
    office.listen().await;
    office.close().await;
}
