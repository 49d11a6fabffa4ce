//! The register without signal: a household registered twice on two phones, proposed, joined, taken
//! apart again; doors put in order by buttons and by walking; a card that opens a door.

use crate::{
    chromium::{Browser, Device},
    screen::Size,
};
use tests::program::Program;

impl Browser {
    /// Registers a door with its head, and one more who lives there.
    async fn register(&self, town: &Program, door: &str, head: &str, other: &str, born: &str) -> String {
        self.open(&town.address("/households/new")).await;
        self.fill("textbox", "门牌", door).await;
        self.fill("textbox", "户主", head).await;
        self.tap("radio", "读给他听").await;
        self.tap("button", "加一个人").await;
        self.fill("textbox", "姓名", other).await;
        self.fill("textbox", "出生年", born).await;
        self.tap("button", "好了").await;
        self.tap("button", "保存").await;
        self.see("已存本机").await;
        self.until("come to the door", async || {
            let path = self.path().await;
            (path != "/households/new").then_some(path)
        })
        .await
    }

    async fn households(&self, town: &Program) {
        self.open(&town.address("/households")).await;
        self.see("按走访顺序").await;
    }

    /// How many doors are listed.
    async fn doors(&self, town: &Program) -> usize {
        self.households(town).await;
        let text = self.text().await;
        let count = text.lines().find_map(|line| line.trim().strip_suffix(" 户")?.trim().parse().ok());
        count.unwrap_or_else(|| panic!("no number of households: {text}"))
    }
}

#[tokio::test]
async fn registered_twice_without_signal_and_joined_on_one_of_the_phones() {
    let mut town = Program::with_demo().await;
    let (first, second) = (Device::new(Size::Phone), Device::new(Size::Phone));
    first.carried_by(&town, "wgy01").await.close().await;
    second.carried_by(&town, "wgy01").await.close().await;
    town.kill();

    let one = first.start().await;
    one.open(&town.address("/add")).await;
    one.tap_where("link", "leads to 登记住户", |name| name.starts_with("登记住户")).await;
    one.see("门牌和户主").await;
    one.picture("register").await;
    // Without the notice nothing is registered.
    one.fill("textbox", "门牌", "九组88号").await;
    one.fill("textbox", "户主", "佘德旺").await;
    one.tap("button", "保存").await;
    one.see("这里还没填。").await;
    one.register(&town, "九组88号", "佘德旺", "佘小满", "1991").await;
    let other = second.start().await;
    other.register(&town, "9组八十八号", "佘德望", "佘晓满", "1991").await;

    // Where it is typed again on the same phone it is said at once.
    one.open(&town.address("/households/new")).await;
    one.fill("textbox", "门牌", "9组88").await;
    one.see("可能已登记").await;
    one.see("门牌相同").await;
    one.picture("perhaps-known").await;
    one.tap_where("button", "compares", |name| name.starts_with("对一对 九组88号")).await;
    one.see("正在登记").await;
    one.picture("perhaps-known-sheet").await;
    one.tap("button", "不是，接着登记").await;
    one.see_no_more("可能已登记").await;

    // With signal both come to one phone.
    town.start().await;
    one.open(&town.address("/mine")).await;
    one.tap("button", "立即上传").await;
    other.open(&town.address("/mine")).await;
    other.tap("button", "立即上传").await;
    other.see("已上传").await;
    let before = other.doors(&town).await;
    other.tap_where("link", "leads to the pairs", |name| name.starts_with("疑似重复")).await;
    other.see("九组88号 佘德旺 / 9组八十八号 佘德望").await;
    other.picture("doubles").await;
    town.kill();

    // Compared and joined without signal; the name of the second is right.
    other.tap_where("link", "leads to the pair", |name| name.starts_with("九组88号 佘德旺 / ")).await;
    other.see("不一样").await;
    other.tap("radio", "佘德望").await;
    other.picture("pair").await;
    other.tap("button", "是同一户，合在一起").await;
    other.see("已合在一起").await;
    assert_eq!(other.doors(&town).await, before - 1);
    other.fill("searchbox", "查找住户", "九组88").await;
    other.tap_where("link", "leads to the door", |name| name.contains("佘德望")).await;
    other.see("已合在这里").await;
    other.see("佘晓满").await;
    other.picture("joined").await;

    // Taken apart again there are two.
    other.tap_where("button", "takes apart", |name| name.starts_with("拆开 ")).await;
    other.tap("button", "拆开").await;
    other.see("已拆开").await;
    assert_eq!(other.doors(&town).await, before);

    // And joined once more, for good: the other phone and the township hear of it.
    other.tap_where("link", "leads to the pairs", |name| name.starts_with("疑似重复")).await;
    other.tap_where("link", "leads to the pair", |name| name.starts_with("九组88号 佘德旺 / ")).await;
    other.tap("button", "是同一户，合在一起").await;
    other.see("已合在一起").await;
    town.start().await;
    other.open(&town.address("/mine")).await;
    other.tap("button", "立即上传").await;
    other.see("已上传").await;
    one.open(&town.address("/mine")).await;
    one.tap("button", "立即上传").await;
    one.see("已上传").await;
    assert_eq!(one.doors(&town).await, before - 1);
    one.close().await;
    other.close().await;
}

#[tokio::test]
async fn the_walking_order_by_buttons_and_by_walking() {
    let mut town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    phone.carried_by(&town, "wgy01").await.close().await;
    town.kill();
    let worker = phone.start().await;
    worker.households(&town).await;
    worker.picture("households").await;
    let listed = async |worker: &Browser| {
        let rows =
            "return [...document.querySelectorAll('.rows .row .no')].slice(0, 3).map(each => each.textContent.trim())";
        let rows = worker.script(rows).await;
        rows.as_array().expect("rows").iter().map(|row| row.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let before = listed(&worker).await;
    worker.tap("link", "走访顺序").await;
    worker.see("拖动，或用上移、下移。").await;
    worker.picture("order").await;
    worker.fits("the walking order").await;
    worker.tap_where("button", "moves the second up", |name| name.starts_with(&format!("上移 {}", before[1]))).await;
    worker.tap("button", "保存").await;
    worker.see("顺序已存本机，改了 2 户").await;
    worker.see("按走访顺序").await;
    let turned = vec![before[1].clone(), before[0].clone(), before[2].clone()];
    worker.until("see the new order", async || (listed(&worker).await == turned).then_some(())).await;
    worker.tap("button", "撤销").await;
    worker.until("see the order as it was", async || (listed(&worker).await == before).then_some(())).await;

    // By walking: the third door first, then the first.
    worker.tap("link", "走访顺序").await;
    worker.tap("button", "按走的顺序").await;
    worker.see("下一个：第 1 家").await;
    for (place, door) in [(1, &before[2]), (2, &before[0])] {
        worker.tap_where("button", "is the door", |name| name.starts_with(door.as_str())).await;
        worker.see(&format!("下一个：第 {} 家", place + 1)).await;
    }
    worker.picture("order-walking").await;
    worker.tap("button", "保存").await;
    worker.see("顺序已存本机").await;
    let walked = vec![before[2].clone(), before[0].clone(), before[1].clone()];
    worker.until("see the order that was walked", async || (listed(&worker).await == walked).then_some(())).await;

    // A card opens its door without signal, and says nothing of who lives there.
    worker.script("document.querySelector('.rows .row a').click()").await;
    worker.see("户卡").await;
    let door = worker.path().await;
    worker.tap("link", "户卡").await;
    worker.see("卡上没有个人信息").await;
    worker.picture("card").await;
    let id = door.rsplit('/').next().expect("an id");
    worker.open(&town.address(&format!("/#card={id}"))).await;
    worker.until("come to the door", async || (worker.path().await == door).then_some(())).await;
    worker.see("户卡").await;
    worker.close().await;
}

#[tokio::test]
async fn one_box_finds_doors_and_people() {
    let town = Program::with_demo().await;
    let phone = Device::new(Size::Phone);
    let worker = phone.carried_by(&town, "wgy01").await;
    worker.households(&town).await;
    worker.fill("searchbox", "查找住户", "she").await;
    worker.see("人").await;
    worker.picture("search").await;
    let marked = worker.script("return document.querySelectorAll('.row mark').length").await;
    assert!(marked.as_u64().is_some_and(|marked| marked > 2), "what was meant is marked: {marked}");
    worker.fits("what was found").await;
    worker.fill("searchbox", "查找住户", "不在这里的人").await;
    worker.see("没有找到").await;
    worker.see("出生年（1956）").await;
    worker.picture("search-nothing").await;
    worker.close().await;
}
