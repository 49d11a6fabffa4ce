//! The five reference screens, and sign-in, with invented people.

use app::{parts::*, settings::use_words};
use leptos::prelude::*;

/// Every screen by name.
pub const ALL: &[crate::Drawn] = &[
    ("sign-in", sign_in),
    ("today", today),
    ("visit", visit),
    ("temperature", temperature),
    ("mine", mine),
    ("households", households),
    ("overview", overview),
];

fn tab_href(_: Tab) -> &'static str {
    "#"
}

fn place_href(_: Place) -> &'static str {
    "#"
}

fn nothing(_: ()) {}

fn sign_in() -> AnyView {
    let w = use_words();
    view! {
        <Page>
            <Main class="sign-in">
                <div class="mark">{icon(Icon::Door)}<div><h1 id="title" tabindex="-1">{move || w.get().app_name}</h1><p class="sub">{move || w.get().tagline}</p></div></div>
                <Notice tone=Tone::Alarm what=move || w.get().wrong_credentials todo=move || w.get().wrong_credentials_todo />
                <form class="card roomy">
                    <Field id="account" label=move || w.get().account value="wgy01" on_input=|_| () input=Input::Account hint=move || w.get().account_hint />
                    <Field id="password" label=move || w.get().password value="yunxi" on_input=|_| () input=Input::Password />
                    <Button label=move || w.get().sign_in weight=Weight::Main size=Size::Big submit=true />
                </form>
                <p class="soft">{move || w.get().sign_in_once}</p>
                <div class="foot">
                    <Button label=move || w.get().elder_mode icon=Icon::Letters on_press=nothing />
                    <Button label=move || w.get().language_other icon=Icon::Globe on_press=nothing />
                </div>
            </Main>
        </Page>
    }
    .into_any()
}

fn today() -> AnyView {
    let w = use_words();
    let measure = move |who: &'static str| {
        view! { <Button label=move || w.get().measure icon=Icon::Temperature weight=Weight::Main on_press=nothing name=move || format!("{} {who}", w.get().measure) /> }
    };
    view! {
        <Page>
            <Bar title=move || w.get().today sub="2月7日 · 正月十四 · 柳塘二网格"><UnsentBadge unsent=3usize href="#" /></Bar>
            <Main>
                <Section title=move || w.get().today_first note="上午 10:00 前" />
                <Card>
                    <Door number="12号" name="许长根家"><Badge tone=Tone::Alarm icon=Icon::Clock label=move || (w.get().minutes_left)(25) /></Door>
                    <Rows>
                        <Row title="许长根 · 第 6 天" sub="上午体温">{measure("许长根")}</Row>
                        <Row title="许小禾 · 第 6 天" sub="上午体温">{measure("许小禾")}</Row>
                        <Row title="买菜、口罩" sub="昨天 18:20 提出"><Button label=move || w.get().take icon=Icon::Bag on_press=nothing /></Row>
                    </Rows>
                </Card>
                <Card>
                    <Door number="15号" name="何桂香家" />
                    <Rows><Row title="何桂香 · 第 13 天" sub="爱心专线 今天还没打"><LinkButton label=move || w.get().call icon=Icon::Call href="tel:19900000417" /></Row></Rows>
                </Card>
                <Section title=move || w.get().today_doors note=move || (w.get().doors_done)(18, 32) />
                <Card>
                    <Rows>
                        <Row number="17号" title="佘德旺家" sub="上次门锁,2月5日"><LinkButton label=move || w.get().go_visit href="#" /></Row>
                        <Row number="18号" title="新住户" sub="未登记"><LinkButton label=move || w.get().go_register href="#" /></Row>
                    </Rows>
                </Card>
            </Main>
            <Tabs here=Some(Tab::Today) href=tab_href />
        </Page>
    }
    .into_any()
}

const OUTCOME: &[&str] = &["met", "by_phone", "by_wechat", "locked", "refused", "moved_away", "vacant"];
const NEEDS: &[&str] = &["masks", "groceries", "medicine", "other"];

fn visit() -> AnyView {
    let w = use_words();
    view! {
        <Page>
            <Bar title=move || w.get().visit sub="17号 佘德旺家 · 3 人" back="#"><Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved /></Bar>
            <Main>
                <Card>
                    <Question title=move || w.get().met_question>
                        <ChooseOne name=move || w.get().met_question key="visit.outcome" codes=OUTCOME shown=5 chosen=Some("met".to_owned()) on_choose=|_| () />
                    </Question>
                    <Question title=move || w.get().all_well_question>
                        <div class="stack">
                            <Button label=move || (w.get().all_well_n)(3) icon=Icon::Ok weight=Weight::Main size=Size::Wide on_press=nothing />
                            <LeadButton label=move || w.get().someone_unwell to=move || w.get().choose_person on_press=nothing />
                        </div>
                    </Question>
                    <Known text="电话 199****5207 · 自住 · 常住 3 人" on_change=nothing />
                    <Question title=move || w.get().publicity_question>
                        <div class="choices broad">
                            <Toggle label="讲了防护" on=true on_change=|_| () />
                            <Stepper label=move |n| (w.get().leaflets_n)(n) value=None on_change=|_| () />
                        </div>
                    </Question>
                    <Question title=move || w.get().needs_question>
                        <ChooseMany name=move || w.get().needs_question key="visit.needs" codes=NEEDS chosen=Vec::new() on_change=|_| () />
                    </Question>
                </Card>
            </Main>
            <Dock><Button label=move || w.get().save weight=Weight::Main on_press=nothing /></Dock>
        </Page>
    }
    .into_any()
}

fn temperature() -> AnyView {
    let w = use_words();
    view! {
        <Page>
            <Bar title="许长根" sub="上午 · 第 6 天" back="#" />
            <Main>
                <Reading value="36.5" unit="℃"><Badge tone=Tone::Ok icon=Icon::Ok label=move || w.get().normal /></Reading>
                <div class="stack">
                    <NumberPad on_key=|_| () on_read=nothing />
                    <Button label=move || (w.get().save_next)("许小禾") weight=Weight::Main size=Size::Big on_press=nothing />
                    <Button label=move || w.get().not_measured weight=Weight::Quiet size=Size::Wide on_press=nothing />
                </div>
            </Main>
        </Page>
    }
    .into_any()
}

fn mine() -> AnyView {
    let w = use_words();
    view! {
        <Page>
            <Bar title=move || w.get().mine sub="邵月琴 · 网格员 · 柳塘二网格" />
            <Main>
                <Card>
                    <Tally n="3" tone=Tone::Wait title=move || w.get().unsent_words text=move || format!("{} {} {}", w.get().safe_on_phone, (w.get().oldest_unsent)("今天 08:12"), w.get().carry_on) />
                    <div class="q stack">
                        <Button label=move || w.get().upload_now icon=Icon::Up weight=Weight::Main size=Size::Wide on_press=nothing />
                        <Button label=move || w.get().export_unsent size=Size::Wide on_press=nothing />
                    </div>
                </Card>
                <Card>
                    <Rows>
                        <Row title="何桂香 走访 08:12" sub="电话少一位"><SyncBadge state=RecordState::Repair /></Row>
                        <Row title="12号 许长根 体温" sub="08:31 上午"><SyncBadge state=RecordState::OnPhone /></Row>
                        <Row title="14号 走访" sub="08:26"><SyncBadge state=RecordState::Waiting /></Row>
                        <Row title="15号 走访" sub="08:20"><SyncBadge state=RecordState::Uploaded /></Row>
                    </Rows>
                </Card>
                <Card>
                    <Rows>
                        <Row title=move || w.get().elder_mode sub=move || w.get().elder_note><Button label=move || w.get().open on_press=nothing name=move || format!("{} {}", w.get().open, w.get().elder_mode) /></Row>
                        <Row title=move || w.get().language sub=move || w.get().language_now><Button label=move || w.get().language_other on_press=nothing /></Row>
                        <Row title=move || w.get().storage_here sub=move || w.get().storage_protected><Badge tone=Tone::Ok icon=Icon::Ok label=move || w.get().good /></Row>
                    </Rows>
                </Card>
                <Card><Rows><Row title=move || (w.get().signed_in_as)("wgy01") sub=move || (w.get().version)("0.1.0")><Button label=move || w.get().sign_out icon=Icon::Leave weight=Weight::Danger on_press=nothing /></Row></Rows></Card>
            </Main>
            <Tabs here=Some(Tab::Mine) href=tab_href />
        </Page>
    }
    .into_any()
}

fn households() -> AnyView {
    let w = use_words();
    let doors: Vec<(u32, &'static str)> =
        (1..=70).map(|n| (n, ["佘德旺", "何桂香", "单小满", "仇一鸣", "曾阿四"][n as usize % 5])).collect();
    fn draw((n, name): (u32, &'static str)) -> impl IntoView {
        view! { <Row number=format!("{n}号") title=format!("{name}家") sub="3 人 · 三组" href="#" /> }
    }
    view! {
        <Page>
            <Bar title=move || w.get().households sub="柳塘二网格 · 70 户"><UnsentBadge unsent=0usize href="#" /></Bar>
            <Main>
                <SearchField id="search" label=move || w.get().search_households hint=move || w.get().search_hint value="sdw" on_input=|_| () />
                <Progress label=move || (w.get().sweep_n)(2) words=move || (w.get().doors_done)(18, 32) done=18u64 all=32u64 />
                <Section title=move || (w.get().households_n)(70) />
                <Card><Rows><LongList items=doors key=|door| door.0 draw=draw /></Rows></Card>
            </Main>
            <Tabs here=Some(Tab::Households) href=tab_href />
        </Page>
    }
    .into_any()
}

fn overview() -> AnyView {
    let w = use_words();
    let villages =
        [("柳塘村", 312, 298, 955), ("石埠村", 287, 240, 836), ("上垅村", 196, 128, 653), ("云溪居", 402, 381, 947)]
            .map(|(name, all, done, permille)| {
                view! {
                    <tr>
                        <td><a href="#">{name}</a></td>
                        <td class="n">{format!("{done} / {all}")}</td>
                        <td class="bar-cell"><Meter label=name permille=Some(permille) /></td>
                        <td class="n"><a href="#">{percent(permille)}</a></td>
                    </tr>
                }
            });
    let days: Vec<TrendDay> = [(40, 40), (43, 44), (48, 48), (50, 52), (56, 56), (59, 60), (51, 62)]
        .iter()
        .enumerate()
        .map(|(day, (done, due))| TrendDay { label: format!("{}日", day + 1), done: *done, due: *due })
        .collect();
    view! {
        <Split>
            <Side here=Some(Place::Overview) href=place_href sub="云溪镇指挥部" alerts=2usize />
            <Page>
                <Bar title=move || w.get().overview sub="第 2 轮摸排 · 2月7日 09:35 · 刚刚更新">
                    <Button label=move || w.get().whole_town icon=Icon::Down size=Size::Small on_press=nothing />
                    <Button label=move || w.get().today_word icon=Icon::Down size=Size::Small on_press=nothing />
                </Bar>
                <Main>
                    <Board>
                        <div class="span4">
                            <Notice tone=Tone::Alarm what="发热:石埠村 6号 一人 37.6℃(复测 37.5℃)" safe="09:33 宣小兵 上报 · 用时 4 分钟">
                                <Button label=move || w.get().take_over weight=Weight::Main on_press=nothing />
                            </Notice>
                        </div>
                        <Figure label=move || w.get().coverage number=Some(percent(875)) note="1,047 / 1,197 户 · +112" href="#" />
                        <Figure label="上午体温" number=Some("51 / 62".to_owned()) note="11 次未测 · 剩 25 分钟" href="#" />
                        <Figure label=move || w.get().isolation number=Some("31".to_owned()) unit=move || w.get().unit_people note="新增 2 · 今日可解除 4" href="#" />
                        <Figure label=move || w.get().needs_open number=None note="" href="#" />
                        <Panel title=move || w.get().by_village><Table name=move || w.get().by_village>{villages.collect_view()}</Table></Panel>
                        <Panel title=move || w.get().workers_phones>
                            <Table name=move || w.get().workers_phones heads=vec![
                                (Text::from(move || w.get().worker), false),
                                (Text::from(move || w.get().contact), false),
                                (Text::from(move || w.get().unsent), true),
                            ]>
                                <tr><td>"宣小兵"</td><td>"2 分钟前"</td><td class="n">"0 条"</td></tr>
                                <tr><td>"邵月琴"</td><td>"1 小时 20 分前"</td><td class="n">"3 条"</td></tr>
                                <tr><td>"蒲大庆"</td><td><Badge tone=Tone::Wait icon=Icon::Clock label="昨天 16:40" /></td><td class="n">"未知"</td></tr>
                            </Table>
                        </Panel>
                        <Panel title="体温应测与已测(次),近 7 天"><Trend label="近七天体温应测与已测次数" days /></Panel>
                        <Panel title=move || w.get().today_word>
                            <dl class="pairs inside">
                                <dt>"卡口登记"</dt><dd>"214 人 · 61 车"</dd>
                                <dt>"宣传入户"</dt><dd>"318 户"</dd>
                                <dt>"消杀"</dt><dd>"12 次 · 5,400 ㎡"</dd>
                                <dt>"巡逻劝导"</dt><dd>"87 人次"</dd>
                                <dt>"日报"</dt><dd>"19 / 27 村已报"</dd>
                            </dl>
                        </Panel>
                    </Board>
                </Main>
            </Page>
        </Split>
    }
    .into_any()
}
