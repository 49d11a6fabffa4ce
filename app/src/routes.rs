//! Every address of the app, on one page. Any of them opens without network: the shell is the same
//! for all, and what stands there comes from this phone.

mod address;
mod fetched;

pub(crate) use fetched::Unfetched;

use crate::{
    jobs::{
        add::AddPage,
        calls::{CallsPage, NotePage},
        clues::{CluePage, CluesPage, OneCluePage},
        daily::DailyPage,
        directive::{DirectivePage, DirectivesPage, WritePage},
        entering::EnteringLine,
        errands::ErrandPage,
        events::{EventPage, EventsPage, ReportPage},
        firm::{ChecklistPage, FirmPage, FirmsPage, InspectPage, RecheckPage, RegisterPage},
        for_whom::ForWhomPage,
        gate::{HandOverPage, PassedPage, PostPage, PostsPage},
        households::{HouseholdPage, HouseholdsPage},
        isolation::{CasePage, CasesPage, OpenPage, PaperPage, TeamPage},
        mine::{MinePage, mend::MendPage},
        overview::{
            BehindPage, ConflictsPage, CountedPage, IndicatorsPage, MeasuredPage, OverviewPage, ReviewPage, StuckPage,
            indicators::question::Question,
        },
        papers::{NewPaperPage, PapersPage, SheetPage},
        people::{
            card::CardPage,
            doubles::{DoublesPage, PairPage, state::What},
            order::OrderPage,
            register::RegisterDoorPage,
        },
        person::PersonPage,
        rounds::RoundsPage,
        start::{InstallPage, PracticePage, StartPage},
        teams::{CadresPage, ChangeTeamPage, TeamOfPage, TeamsPage},
        temperature::{TemperaturePage, doors::MeasurePage},
        today::TodayPage,
        visit::VisitPage,
        work::WorkPage,
        workload::WorkloadPage,
    },
    live::memo,
    parts::{Place, Tab},
    phone::use_phone,
};
use address::{
    Address, CarePage, DoorPage, EventScreen, FirmScreen, FirstPage, OfficePage, PeoplePage, PostScreen,
    RegisterScreen, WorkScreen,
};
use fetched::{NotFetched, NotFound, fetched};
use leptos::{prelude::*, wasm_split::wasm_split};
use leptos_router::{
    components::Redirect,
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};
use model::{
    day::Day,
    id::{OpId, RecordId},
};

/// 今日任务.
pub const TODAY: &str = "/today";
/// 住户.
pub const HOUSEHOLDS: &str = "/households";
/// 记一笔.
pub const ADD: &str = "/add";
/// 接触者线索.
pub const CLUES: &str = "/clues";
/// 体温登记: the doors with somebody isolated.
pub const MEASURE: &str = "/temperatures";
/// 爱心专线.
pub const CALLS: &str = "/calls";
/// 我的.
pub const MINE: &str = "/mine";
/// 卡口值守.
pub const POST: &str = "/post";
/// All that passed a post today.
pub const PASSED: &str = "/post/today";
/// 交班.
pub const HAND_OVER: &str = "/post/shift";
/// The posts of a village.
pub const POSTS: &str = "/posts";
/// 总览.
pub const OVERVIEW: &str = "/overview";
/// What was refused, on whose phone.
pub const STUCK: &str = "/overview/stuck";
/// Two values for one thing.
pub const CONFLICTS: &str = "/overview/conflicts";
/// Who is isolated, for those who lead.
pub const ISOLATED: &str = "/overview/isolation";
/// Who is isolated, for those who walk.
pub const CASES: &str = "/cases";
/// Every figure, over any days at any place.
pub const INDICATORS: &str = "/overview/indicators";
/// Today's temperatures, by village.
pub const MEASURED: &str = "/overview/temperatures";
/// 企业检查.
pub const FIRMS: &str = "/firms";
/// An enterprise to be registered.
pub const NEW_FIRM: &str = "/firms/new";
/// Which items are asked at enterprises.
pub const CHECKLIST: &str = "/firms/checklist";
/// 通知.
pub const DIRECTIVES: &str = "/directives";
/// A directive to be written.
pub const NEW_DIRECTIVE: &str = "/directives/new";
/// What is to be looked at.
pub const REVIEW: &str = "/overview/review";

/// What others must know of.
pub const EVENTS: &str = "/events";
/// Something to be reported.
pub const REPORT: &str = "/events/new";
/// 日报.
pub const DAILY: &str = "/daily";
/// 第N轮摸排.
pub const ROUNDS: &str = "/rounds";

/// An event.
pub fn event(id: RecordId) -> String {
    format!("{EVENTS}/{id}")
}

/// Something to be reported at a door.
pub fn report(household: RecordId) -> String {
    format!("{REPORT}?household={household}")
}

/// 党组织与队伍.
pub const TEAMS: &str = "/teams";
/// A team that is founded.
pub const NEW_TEAM: &str = "/teams/new";
/// Who heads each top-level grid.
pub const CADRES: &str = "/teams/cadres";
/// 工作量.
pub const WORKLOAD: &str = "/teams/workload";
/// 代录: for whom.
pub const FOR_WHOM: &str = "/for-whom";
/// 待录入.
pub const PAPERS: &str = "/papers";
/// A paper that is photographed.
pub const NEW_PAPER: &str = "/papers/new";
/// A visit that is practised.
pub const PRACTICE: &str = "/practice";
/// The way to the home screen.
pub const INSTALL: &str = "/install";

/// A team.
pub fn team(id: RecordId) -> String {
    format!("{TEAMS}/{id}")
}

/// A change of a team.
pub fn change_team(id: RecordId) -> String {
    format!("{TEAMS}/{id}/change")
}

/// A photographed paper.
pub fn paper(id: RecordId) -> String {
    format!("{PAPERS}/{id}")
}

/// 登记住户.
pub const REGISTER: &str = "/households/new";
/// 疑似重复.
pub const DOUBLES: &str = "/households/alike";
/// 走访顺序.
pub const ORDER: &str = "/households/order";

/// Two that look alike, side by side.
pub fn pair(what: What, one: RecordId, other: RecordId) -> String {
    format!("{DOUBLES}/{}?one={one}&other={other}", what.kind())
}

/// A household's card.
pub fn card(household: RecordId) -> String {
    format!("{HOUSEHOLDS}/{household}/card")
}

/// What a household's card opens; what stands behind the `#` stays on the phone.
pub fn card_link(origin: &str, household: RecordId) -> String {
    format!("{origin}/#{CARD}{household}")
}

/// The household of a card, from what stands behind the `#`.
fn on_card(hash: &str) -> Option<RecordId> {
    hash.trim_start_matches('#').strip_prefix(CARD)?.parse().ok()
}

const CARD: &str = "card=";

/// A household's page.
pub fn household(id: RecordId) -> String {
    format!("{HOUSEHOLDS}/{id}")
}

/// A visit to a household.
pub fn visit(household: RecordId) -> String {
    format!("{HOUSEHOLDS}/{household}/visit")
}

/// Opening an isolation behind a door; whose, if that is known.
pub fn isolate(household: RecordId, person: Option<RecordId>) -> String {
    let who = person.map(|person| format!("?person={person}")).unwrap_or_default();
    format!("{HOUSEHOLDS}/{household}/isolate{who}")
}

/// An isolation.
pub fn case(id: RecordId) -> String {
    format!("{CASES}/{id}")
}

/// A change of an isolation that was begun.
pub fn change_case(id: RecordId) -> String {
    format!("{CASES}/{id}?change=1")
}

/// A decision about an isolation that was begun.
pub fn decide_case(id: RecordId, decision: &str) -> String {
    format!("{CASES}/{id}?decide={decision}")
}

/// Who cares for someone who is isolated.
pub fn care_team(case: RecordId) -> String {
    format!("{CASES}/{case}/team")
}

/// The paper at the end of an isolation.
pub fn release_paper(case: RecordId) -> String {
    format!("{CASES}/{case}/paper")
}

/// The temperatures of a household, of the slot that is due.
pub fn temperatures(household: RecordId) -> String {
    format!("{HOUSEHOLDS}/{household}/temperatures")
}

/// The temperatures of a household, of one slot of one day.
pub fn temperatures_of(household: RecordId, on: Day, slot: usize) -> String {
    format!("{}?on={on}&slot={slot}", temperatures(household))
}

/// A clue about a contact, to be noted behind a door; because of which isolation, if of one.
pub fn clue_at(household: RecordId, case: Option<RecordId>) -> String {
    let case = case.map(|case| format!("?case={case}")).unwrap_or_default();
    format!("{HOUSEHOLDS}/{household}/clue{case}")
}

/// A clue.
pub fn clue(id: RecordId) -> String {
    format!("{CLUES}/{id}")
}

/// What is known of a person, to be changed.
pub fn person(id: RecordId) -> String {
    format!("/people/{id}")
}

/// A change of a household that was begun.
pub fn change(household: RecordId) -> String {
    format!("{HOUSEHOLDS}/{household}?change=1")
}

/// A talk about a case, to be noted.
pub fn call(case: RecordId) -> String {
    format!("{CALLS}/{case}")
}

/// A team's ticket.
pub fn errand(ticket: RecordId) -> String {
    format!("/errands/{ticket}")
}

/// Every figure, of the days and the place that are asked for.
pub fn indicators(asked: Question) -> String {
    format!("{INDICATORS}{}", asked.query())
}

/// The records behind an indicator, over the same days at the same place.
pub fn counted(code: &str, asked: Question) -> String {
    format!("{INDICATORS}/{code}{}", asked.query())
}

/// An enterprise.
pub fn firm(id: RecordId) -> String {
    format!("{FIRMS}/{id}")
}

/// What is known of an enterprise, to be changed.
pub fn change_firm(id: RecordId) -> String {
    format!("{FIRMS}/{id}/change")
}

/// An inspection of an enterprise.
pub fn inspect(firm: RecordId) -> String {
    format!("{FIRMS}/{firm}/inspect")
}

/// What was to be put right, looked at again.
pub fn recheck(defect: RecordId) -> String {
    format!("{FIRMS}/recheck/{defect}")
}

/// A directive.
pub fn directive(id: RecordId) -> String {
    format!("{DIRECTIVES}/{id}")
}

/// A kind of own work, to be noted down.
pub fn add(kind: &str) -> String {
    format!("{ADD}/{kind}")
}

/// The same, filled in as last time.
pub fn add_again(kind: &str) -> String {
    format!("{ADD}/{kind}?again=1")
}

/// A point of the rota, to be disinfected.
pub fn disinfect(rota: RecordId) -> String {
    format!("{}?rota={rota}", add("disinfection"))
}

/// Where a refused op is mended.
pub fn mend(op: OpId) -> String {
    format!("{MINE}/mend?op={op}")
}

/// The address of a worker's place.
pub fn tab(tab: Tab) -> &'static str {
    match tab {
        Tab::Today => TODAY,
        Tab::Households => HOUSEHOLDS,
        Tab::Add => ADD,
        Tab::Mine => MINE,
    }
}

/// The address of a supervisor's place.
pub fn place(place: Place) -> &'static str {
    match place {
        Place::Overview => OVERVIEW,
        Place::Firms => FIRMS,
        Place::Directives => DIRECTIVES,
        Place::Alerts => EVENTS,
        Place::Staff => TEAMS,
        Place::Add => ADD,
        _ => MINE,
    }
}

/// Where someone starts: workers with what is due, those who lead with the overview, those who keep a
/// post there.
pub fn home() -> &'static str {
    let phone = use_phone();
    match untrack(|| (phone.leads(), phone.keeps_post())) {
        (true, _) => OVERVIEW,
        (false, true) => POST,
        (false, false) => TODAY,
    }
}

/// What stands at the address.
#[component]
pub fn Screens() -> impl IntoView {
    let location = use_location();
    let (path, hash) = (location.pathname, location.hash);
    let address = memo(move || path.with(|path| Address::of(path)));
    Effect::new(move |_| {
        path.track();
        // The router shows a new address once its screen is there.
        if let Some(bar) = use_context::<BrowserUrl>() {
            bar.ready_to_complete();
        }
    });
    let phone = use_phone();
    let screen = move || match address.get() {
        // What cannot be fetched now is shown another time; nobody is kept from work by it.
        _ if !phone.begun() => fetched(move || async move {
            let shown = at_the_start(FirstPage::All).await;
            Ok(shown.unwrap_or_else(|_| {
                phone.begin_later();
                ().into_any()
            }))
        }),
        // A card was scanned: its door, whoever holds it.
        Address::Home => match untrack(|| hash.with(|hash| on_card(hash))) {
            Some(id) => view! { <Redirect path=household(id) /> }.into_any(),
            None => view! { <Redirect path=home() /> }.into_any(),
        },
        Address::Door(page) => fetched(move || at_the_door(page)),
        Address::Care(page) => fetched(move || of_care(page)),
        Address::Office(page) => fetched(move || in_the_office(page)),
        Address::Start(page) => fetched(move || at_the_start(page)),
        Address::Work(page) => fetched(move || at_work(page)),
        Address::Nothing => view! { <NotFound /> }.into_any(),
    };
    view! {
        <EnteringLine />
        {screen}
    }
}

#[wasm_split(door, wasm_split_path = leptos::wasm_split, fallible)]
fn at_the_door(page: DoorPage) -> Result<AnyView, NotFetched> {
    Ok(match page {
        DoorPage::Today => view! { <TodayPage /> }.into_any(),
        DoorPage::Households => view! { <HouseholdsPage /> }.into_any(),
        DoorPage::Household(id) => view! { <HouseholdPage id /> }.into_any(),
        DoorPage::Visit(id) => view! { <VisitPage id /> }.into_any(),
        DoorPage::Temperatures(id) => view! { <TemperaturePage id /> }.into_any(),
        DoorPage::Measure => view! { <MeasurePage /> }.into_any(),
        DoorPage::Add => view! { <AddPage /> }.into_any(),
        DoorPage::Mine => view! { <MinePage /> }.into_any(),
        DoorPage::Mend => view! { <MendPage /> }.into_any(),
    })
}

#[wasm_split(care, wasm_split_path = leptos::wasm_split, fallible)]
fn of_care(page: CarePage) -> Result<AnyView, NotFetched> {
    Ok(match page {
        CarePage::Open(id) => view! { <OpenPage id /> }.into_any(),
        CarePage::Cases => view! { <CasesPage /> }.into_any(),
        CarePage::Case(id) => view! { <CasePage id /> }.into_any(),
        CarePage::Team(id) => view! { <TeamPage id /> }.into_any(),
        CarePage::Paper(id) => view! { <PaperPage id /> }.into_any(),
        CarePage::Calls => view! { <CallsPage /> }.into_any(),
        CarePage::Call(id) => view! { <NotePage id /> }.into_any(),
        CarePage::Errand(id) => view! { <ErrandPage id /> }.into_any(),
        CarePage::Clues => view! { <CluesPage /> }.into_any(),
        CarePage::Clue(id) => view! { <OneCluePage id /> }.into_any(),
        CarePage::ClueAt(id) => view! { <CluePage id /> }.into_any(),
        CarePage::Person(id) => view! { <PersonPage id /> }.into_any(),
    })
}

fn of_firms(page: FirmScreen) -> AnyView {
    match page {
        FirmScreen::Firms => view! { <FirmsPage /> }.into_any(),
        FirmScreen::New => view! { <RegisterPage /> }.into_any(),
        FirmScreen::Checklist => view! { <ChecklistPage /> }.into_any(),
        FirmScreen::Firm(id) => view! { <FirmPage id /> }.into_any(),
        FirmScreen::Change(id) => view! { <RegisterPage id=Some(id) /> }.into_any(),
        FirmScreen::Inspect(id) => view! { <InspectPage id /> }.into_any(),
        FirmScreen::Recheck(id) => view! { <RecheckPage id /> }.into_any(),
        FirmScreen::Directives => view! { <DirectivesPage /> }.into_any(),
        FirmScreen::Write => view! { <WritePage /> }.into_any(),
        FirmScreen::Directive(id) => view! { <DirectivePage id /> }.into_any(),
    }
}

fn of_events(page: EventScreen) -> AnyView {
    match page {
        EventScreen::Report => view! { <ReportPage /> }.into_any(),
        EventScreen::Events => view! { <EventsPage /> }.into_any(),
        EventScreen::Event(id) => view! { <EventPage id /> }.into_any(),
        EventScreen::Daily => view! { <DailyPage /> }.into_any(),
        EventScreen::Rounds => view! { <RoundsPage /> }.into_any(),
    }
}

fn at_the_post(page: PostScreen) -> AnyView {
    match page {
        PostScreen::Register => view! { <PostPage /> }.into_any(),
        PostScreen::Passed => view! { <PassedPage /> }.into_any(),
        PostScreen::HandOver => view! { <HandOverPage /> }.into_any(),
        PostScreen::Posts => view! { <PostsPage /> }.into_any(),
    }
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn in_the_office(page: OfficePage) -> Result<AnyView, NotFetched> {
    Ok(match page {
        OfficePage::Overview => view! { <OverviewPage /> }.into_any(),
        OfficePage::Indicators => view! { <IndicatorsPage /> }.into_any(),
        OfficePage::Counted => view! { <CountedPage /> }.into_any(),
        OfficePage::Measured => view! { <MeasuredPage /> }.into_any(),
        OfficePage::Behind(figure) => view! { <BehindPage figure /> }.into_any(),
        OfficePage::Stuck => view! { <StuckPage /> }.into_any(),
        OfficePage::Conflicts => view! { <ConflictsPage /> }.into_any(),
        OfficePage::Review => view! { <ReviewPage /> }.into_any(),
    })
}

fn of_people(page: PeoplePage) -> AnyView {
    match page {
        PeoplePage::Teams => view! { <TeamsPage /> }.into_any(),
        PeoplePage::Team(id) => view! { <TeamOfPage id /> }.into_any(),
        PeoplePage::NewTeam => view! { <ChangeTeamPage id=None new=true /> }.into_any(),
        PeoplePage::ChangeTeam(id) => view! { <ChangeTeamPage id /> }.into_any(),
        PeoplePage::Cadres => view! { <CadresPage /> }.into_any(),
        PeoplePage::Workload => view! { <WorkloadPage /> }.into_any(),
        PeoplePage::ForWhom => view! { <ForWhomPage /> }.into_any(),
        PeoplePage::Papers => view! { <PapersPage /> }.into_any(),
        PeoplePage::Paper(id) => view! { <SheetPage id /> }.into_any(),
        PeoplePage::NewPaper => view! { <NewPaperPage /> }.into_any(),
    }
}

fn of_register(page: RegisterScreen) -> AnyView {
    match page {
        RegisterScreen::New => view! { <RegisterDoorPage /> }.into_any(),
        RegisterScreen::Doubles => view! { <DoublesPage /> }.into_any(),
        RegisterScreen::Pair(what) => view! { <PairPage what /> }.into_any(),
        RegisterScreen::Order => view! { <OrderPage /> }.into_any(),
        RegisterScreen::Card(id) => view! { <CardPage id /> }.into_any(),
    }
}

#[wasm_split(start, wasm_split_path = leptos::wasm_split, fallible)]
fn at_the_start(page: FirstPage) -> Result<AnyView, NotFetched> {
    Ok(match page {
        FirstPage::All => view! { <StartPage /> }.into_any(),
        FirstPage::Practice => view! { <PracticePage /> }.into_any(),
        FirstPage::Install => view! { <InstallPage /> }.into_any(),
    })
}

/// All work that is neither at the doors nor care has one file: each file more shares something with
/// each other one, and what they share in every combination would be a file of its own.
#[wasm_split(work, wasm_split_path = leptos::wasm_split, fallible)]
fn at_work(page: WorkScreen) -> Result<AnyView, NotFetched> {
    Ok(match page {
        WorkScreen::Firm(page) => of_firms(page),
        WorkScreen::Event(page) => of_events(page),
        WorkScreen::Post(page) => at_the_post(page),
        WorkScreen::People(page) => of_people(page),
        WorkScreen::Register(page) => of_register(page),
        WorkScreen::Noted => view! { <WorkPage /> }.into_any(),
    })
}

#[cfg(test)]
mod tests;
