//! Every address of the app, on one page. Any of them opens without network: the shell is the same
//! for all, and what stands there comes from this phone.

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
        overview::{BehindPage, ConflictsPage, OverviewPage, ReviewPage, StuckPage},
        papers::{NewPaperPage, PapersPage, SheetPage},
        people::PersonPage,
        rounds::RoundsPage,
        start::{InstallPage, PracticePage, StartPage},
        teams::{CadresPage, ChangeTeamPage, TeamOfPage, TeamsPage},
        temperature::{TemperaturePage, doors::MeasurePage},
        today::TodayPage,
        visit::VisitPage,
        work::WorkPage,
        workload::WorkloadPage,
    },
    live::{Show, memo},
    parts::{Bar, Button, Empty, Icon, LinkButton, Loading, Main, Notice, Page, Place, Tab, Tone, Weight},
    phone::use_phone,
    settings::use_words,
};
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::{
    components::Redirect,
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};
use model::{
    day::Day,
    id::{OpId, RecordId},
    kind,
    wire::Figure,
};
use send_wrapper::SendWrapper;

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

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Address {
    Home,
    Door(DoorPage),
    Care(CarePage),
    Event(EventScreen),
    Office(OfficePage),
    Firm(FirmScreen),
    People(PeoplePage),
    Start(FirstPage),
    Work(WorkedPage),
    Post(PostScreen),
    Nothing,
}

/// The worker's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DoorPage {
    Today,
    Households,
    Household(Option<RecordId>),
    Visit(Option<RecordId>),
    Temperatures(Option<RecordId>),
    Measure,
    Add,
    Mine,
    Mend,
}

/// The screens of isolation and care, for those who walk, who call and bring, and who lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CarePage {
    Open(Option<RecordId>),
    Cases,
    Case(Option<RecordId>),
    Team(Option<RecordId>),
    Paper(Option<RecordId>),
    Calls,
    Call(Option<RecordId>),
    Errand(Option<RecordId>),
    Clues,
    Clue(Option<RecordId>),
    ClueAt(Option<RecordId>),
    Person(Option<RecordId>),
}

/// The screens of enterprises, and of what the township hands down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirmScreen {
    Firms,
    New,
    Checklist,
    Firm(Option<RecordId>),
    Change(Option<RecordId>),
    Inspect(Option<RecordId>),
    Recheck(Option<RecordId>),
    Directives,
    Write,
    Directive(Option<RecordId>),
}

/// The screens of what is reported and of the day's and the township's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EventScreen {
    Report,
    Events,
    Event(Option<RecordId>),
    Daily,
    Rounds,
}

/// The screens of a duty post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PostScreen {
    Register,
    Passed,
    HandOver,
    Posts,
}

/// The supervisor's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfficePage {
    Overview,
    Behind(Option<Figure>),
    Stuck,
    Conflicts,
    Review,
}

/// The screens of teams, of entering for others, and of papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PeoplePage {
    Teams,
    Team(Option<RecordId>),
    NewTeam,
    ChangeTeam(Option<RecordId>),
    Cadres,
    Workload,
    ForWhom,
    Papers,
    Paper(Option<RecordId>),
    NewPaper,
}

/// What one is shown once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstPage {
    All,
    Practice,
    Install,
}

/// The screen of own work: of a kind of this name, if this build knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WorkedPage(Option<&'static str>);

impl Address {
    /// Reads the path of an address.
    fn of(path: &str) -> Self {
        let mut steps = path.split('/').filter(|step| !step.is_empty());
        match [(); 4].map(|()| steps.next()) {
            [None, ..] => Self::Home,
            [Some("today"), None, ..] => Self::Door(DoorPage::Today),
            [Some("households"), None, ..] => Self::Door(DoorPage::Households),
            [Some("households"), Some(id), None, _] => Self::Door(DoorPage::Household(id.parse().ok())),
            [Some("households"), Some(id), Some("visit"), None] => Self::Door(DoorPage::Visit(id.parse().ok())),
            [Some("households"), Some(id), Some("isolate"), None] => Self::Care(CarePage::Open(id.parse().ok())),
            [Some("cases"), None, ..] | [Some("overview"), Some("isolation"), None, _] => Self::Care(CarePage::Cases),
            [Some("cases"), Some(id), None, _] => Self::Care(CarePage::Case(id.parse().ok())),
            [Some("cases"), Some(id), Some("team"), None] => Self::Care(CarePage::Team(id.parse().ok())),
            [Some("cases"), Some(id), Some("paper"), None] => Self::Care(CarePage::Paper(id.parse().ok())),
            [Some("households"), Some(id), Some("temperatures"), None] => {
                Self::Door(DoorPage::Temperatures(id.parse().ok()))
            }
            [Some("calls"), None, ..] => Self::Care(CarePage::Calls),
            [Some("calls"), Some(id), None, _] => Self::Care(CarePage::Call(id.parse().ok())),
            [Some("clues"), None, ..] => Self::Care(CarePage::Clues),
            [Some("clues"), Some(id), None, _] => Self::Care(CarePage::Clue(id.parse().ok())),
            [Some("households"), Some(id), Some("clue"), None] => Self::Care(CarePage::ClueAt(id.parse().ok())),
            [Some("people"), Some(id), None, _] => Self::Care(CarePage::Person(id.parse().ok())),
            [Some("temperatures"), None, ..] => Self::Door(DoorPage::Measure),
            [Some("errands"), Some(id), None, _] => Self::Care(CarePage::Errand(id.parse().ok())),
            [Some("firms"), None, ..] => Self::Firm(FirmScreen::Firms),
            [Some("firms"), Some("new"), None, _] => Self::Firm(FirmScreen::New),
            [Some("firms"), Some("checklist"), None, _] => Self::Firm(FirmScreen::Checklist),
            [Some("firms"), Some("recheck"), Some(id), None] => Self::Firm(FirmScreen::Recheck(id.parse().ok())),
            [Some("firms"), Some(id), None, _] => Self::Firm(FirmScreen::Firm(id.parse().ok())),
            [Some("firms"), Some(id), Some("change"), None] => Self::Firm(FirmScreen::Change(id.parse().ok())),
            [Some("firms"), Some(id), Some("inspect"), None] => Self::Firm(FirmScreen::Inspect(id.parse().ok())),
            [Some("directives"), None, ..] => Self::Firm(FirmScreen::Directives),
            [Some("directives"), Some("new"), None, _] => Self::Firm(FirmScreen::Write),
            [Some("directives"), Some(id), None, _] => Self::Firm(FirmScreen::Directive(id.parse().ok())),
            [Some("events"), None, ..] => Self::Event(EventScreen::Events),
            [Some("events"), Some("new"), None, _] => Self::Event(EventScreen::Report),
            [Some("events"), Some(id), None, _] => Self::Event(EventScreen::Event(id.parse().ok())),
            [Some("daily"), None, ..] => Self::Event(EventScreen::Daily),
            [Some("rounds"), None, ..] => Self::Event(EventScreen::Rounds),
            [Some("teams"), None, ..] => Self::People(PeoplePage::Teams),
            [Some("teams"), Some("new"), None, _] => Self::People(PeoplePage::NewTeam),
            [Some("teams"), Some("cadres"), None, _] => Self::People(PeoplePage::Cadres),
            [Some("teams"), Some("workload"), None, _] => Self::People(PeoplePage::Workload),
            [Some("teams"), Some(id), None, _] => Self::People(PeoplePage::Team(id.parse().ok())),
            [Some("teams"), Some(id), Some("change"), None] => Self::People(PeoplePage::ChangeTeam(id.parse().ok())),
            [Some("for-whom"), None, ..] => Self::People(PeoplePage::ForWhom),
            [Some("papers"), None, ..] => Self::People(PeoplePage::Papers),
            [Some("papers"), Some("new"), None, _] => Self::People(PeoplePage::NewPaper),
            [Some("papers"), Some(id), None, _] => Self::People(PeoplePage::Paper(id.parse().ok())),
            [Some("practice"), None, ..] => Self::Start(FirstPage::Practice),
            [Some("install"), None, ..] => Self::Start(FirstPage::Install),
            [Some("add"), None, ..] => Self::Door(DoorPage::Add),
            [Some("add"), Some(kind), None, _] => Self::Work(WorkedPage(kind::kind(kind).map(|kind| kind.name))),
            [Some("mine"), None, ..] => Self::Door(DoorPage::Mine),
            [Some("mine"), Some("mend"), None, _] => Self::Door(DoorPage::Mend),
            [Some("post"), None, ..] => Self::Post(PostScreen::Register),
            [Some("post"), Some("today"), None, _] => Self::Post(PostScreen::Passed),
            [Some("post"), Some("shift"), None, _] => Self::Post(PostScreen::HandOver),
            [Some("posts"), None, ..] => Self::Post(PostScreen::Posts),
            [Some("overview"), None, ..] => Self::Office(OfficePage::Overview),
            [Some("overview"), Some("stuck"), None, _] => Self::Office(OfficePage::Stuck),
            [Some("overview"), Some("conflicts"), None, _] => Self::Office(OfficePage::Conflicts),
            [Some("overview"), Some("review"), None, _] => Self::Office(OfficePage::Review),
            [Some("overview"), Some(figure), None, _] => Self::Office(OfficePage::Behind(Figure::from_code(figure))),
            _ => Self::Nothing,
        }
    }
}

/// What stands at the address.
#[component]
pub fn Screens() -> impl IntoView {
    let path = use_location().pathname;
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
        Address::Home => view! { <Redirect path=home() /> }.into_any(),
        Address::Door(page) => fetched(move || at_the_door(page)),
        Address::Care(page) => fetched(move || of_care(page)),
        Address::Event(page) => fetched(move || of_events(page)),
        Address::Office(page) => fetched(move || in_the_office(page)),
        Address::Firm(page) => fetched(move || of_firms(page)),
        Address::People(page) => fetched(move || of_people(page)),
        Address::Start(page) => fetched(move || at_the_start(page)),
        Address::Work(page) => fetched(move || of_work(page)),
        Address::Post(page) => fetched(move || at_the_post(page)),
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

#[wasm_split(firm, wasm_split_path = leptos::wasm_split, fallible)]
fn of_firms(page: FirmScreen) -> Result<AnyView, NotFetched> {
    Ok(match page {
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
    })
}

#[wasm_split(events, wasm_split_path = leptos::wasm_split, fallible)]
fn of_events(page: EventScreen) -> Result<AnyView, NotFetched> {
    Ok(match page {
        EventScreen::Report => view! { <ReportPage /> }.into_any(),
        EventScreen::Events => view! { <EventsPage /> }.into_any(),
        EventScreen::Event(id) => view! { <EventPage id /> }.into_any(),
        EventScreen::Daily => view! { <DailyPage /> }.into_any(),
        EventScreen::Rounds => view! { <RoundsPage /> }.into_any(),
    })
}

#[wasm_split(post, wasm_split_path = leptos::wasm_split, fallible)]
fn at_the_post(page: PostScreen) -> Result<AnyView, NotFetched> {
    Ok(match page {
        PostScreen::Register => view! { <PostPage /> }.into_any(),
        PostScreen::Passed => view! { <PassedPage /> }.into_any(),
        PostScreen::HandOver => view! { <HandOverPage /> }.into_any(),
        PostScreen::Posts => view! { <PostsPage /> }.into_any(),
    })
}

#[wasm_split(office, wasm_split_path = leptos::wasm_split, fallible)]
fn in_the_office(page: OfficePage) -> Result<AnyView, NotFetched> {
    Ok(match page {
        OfficePage::Overview => view! { <OverviewPage /> }.into_any(),
        OfficePage::Behind(figure) => view! { <BehindPage figure /> }.into_any(),
        OfficePage::Stuck => view! { <StuckPage /> }.into_any(),
        OfficePage::Conflicts => view! { <ConflictsPage /> }.into_any(),
        OfficePage::Review => view! { <ReviewPage /> }.into_any(),
    })
}

#[wasm_split(people, wasm_split_path = leptos::wasm_split, fallible)]
fn of_people(page: PeoplePage) -> Result<AnyView, NotFetched> {
    Ok(match page {
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
    })
}

#[wasm_split(start, wasm_split_path = leptos::wasm_split, fallible)]
fn at_the_start(page: FirstPage) -> Result<AnyView, NotFetched> {
    Ok(match page {
        FirstPage::All => view! { <StartPage /> }.into_any(),
        FirstPage::Practice => view! { <PracticePage /> }.into_any(),
        FirstPage::Install => view! { <InstallPage /> }.into_any(),
    })
}

#[wasm_split(work, wasm_split_path = leptos::wasm_split, fallible)]
fn of_work(page: WorkedPage) -> Result<AnyView, NotFetched> {
    let kind = page.0.and_then(kind::kind);
    Ok(view! { <WorkPage kind /> }.into_any())
}

/// The file with a job's screens could not be fetched.
#[derive(Debug)]
struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// A screen of a file that is fetched when its first screen is needed. The service worker keeps
/// them all, so that this asks the network only when the app was never opened to the end.
fn fetched<F: Future<Output = Result<AnyView, NotFetched>> + 'static>(
    screen: impl Fn() -> F + Copy + Send + 'static,
) -> AnyView {
    let waiting = RwSignal::new(true);
    let show = move || {
        let screen = Box::pin(screen());
        Suspend::new(SendWrapper::new(async move {
            let screen = screen.await;
            waiting.try_set(false);
            screen.unwrap_or_else(|NotFetched| view! { <Unfetched /> }.into_any())
        }))
    };
    view! {
        <Show when=move || waiting.get()>
            <Page><Main><Loading /></Main></Page>
        </Show>
        {show}
    }
    .into_any()
}

/// No form can be open where there is no screen, so trying again is beginning again: the shell and
/// what is kept here are on the phone.
#[component]
pub(crate) fn Unfetched() -> impl IntoView {
    let w = use_words();
    let trying = RwSignal::new(false);
    let retry = move |_| {
        trying.set(true);
        if window().location().reload().is_err() {
            trying.set(false);
        }
    };
    view! {
        <Page>
            <Main class="stack">
                <Notice tone=Tone::Wait what=move || w.get().not_fetched safe=move || w.get().not_fetched_safe todo=move || w.get().not_fetched_todo>
                    <Button label=move || w.get().retry weight=Weight::Main busy=trying on_press=retry />
                </Notice>
            </Main>
        </Page>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let w = use_words();
    view! {
        <Page>
            <Bar title=move || w.get().page_not_found />
            <Main>
                <Empty icon=Icon::Door title=move || w.get().page_not_found text=move || w.get().page_not_found_todo>
                    <LinkButton label=move || w.get().go_home href=home() weight=Weight::Main />
                </Empty>
            </Main>
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_that_is_written_is_read() {
        let id: RecordId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("an id");
        let of = |path: &str| Address::of(path);
        assert_eq!(of("/"), Address::Home);
        assert_eq!(of(TODAY), Address::Door(DoorPage::Today));
        assert_eq!(of(HOUSEHOLDS), Address::Door(DoorPage::Households));
        assert_eq!(of(&household(id)), Address::Door(DoorPage::Household(Some(id))));
        assert_eq!(of(&visit(id)), Address::Door(DoorPage::Visit(Some(id))));
        assert_eq!(of(&temperatures(id)), Address::Door(DoorPage::Temperatures(Some(id))));
        assert_eq!(of(CALLS), Address::Care(CarePage::Calls));
        assert_eq!(of(&call(id)), Address::Care(CarePage::Call(Some(id))));
        assert_eq!(of(&errand(id)), Address::Care(CarePage::Errand(Some(id))));
        assert_eq!(of(FIRMS), Address::Firm(FirmScreen::Firms));
        assert_eq!(of(NEW_FIRM), Address::Firm(FirmScreen::New));
        assert_eq!(of(CHECKLIST), Address::Firm(FirmScreen::Checklist));
        assert_eq!(of(&firm(id)), Address::Firm(FirmScreen::Firm(Some(id))));
        assert_eq!(of(&change_firm(id)), Address::Firm(FirmScreen::Change(Some(id))));
        assert_eq!(of(&inspect(id)), Address::Firm(FirmScreen::Inspect(Some(id))));
        assert_eq!(of(&recheck(id)), Address::Firm(FirmScreen::Recheck(Some(id))));
        assert_eq!(of(DIRECTIVES), Address::Firm(FirmScreen::Directives));
        assert_eq!(of(NEW_DIRECTIVE), Address::Firm(FirmScreen::Write));
        assert_eq!(of(&directive(id)), Address::Firm(FirmScreen::Directive(Some(id))));
        assert_eq!(
            (of(EVENTS), of(REPORT)),
            (Address::Event(EventScreen::Events), Address::Event(EventScreen::Report))
        );
        assert_eq!(of(&event(id)), Address::Event(EventScreen::Event(Some(id))));
        assert_eq!((of(DAILY), of(ROUNDS)), (Address::Event(EventScreen::Daily), Address::Event(EventScreen::Rounds)));
        assert_eq!(of(ADD), Address::Door(DoorPage::Add));
        assert_eq!(of(MEASURE), Address::Door(DoorPage::Measure));
        assert_eq!(of(CLUES), Address::Care(CarePage::Clues));
        assert_eq!(of(&clue(id)), Address::Care(CarePage::Clue(Some(id))));
        assert_eq!(of(&person(id)), Address::Care(CarePage::Person(Some(id))));
        assert_eq!(of(MINE), Address::Door(DoorPage::Mine));
        assert_eq!(of(OVERVIEW), Address::Office(OfficePage::Overview));
        assert_eq!(of("/overview/refused"), Address::Office(OfficePage::Behind(Some(Figure::Refused))));
        let path_of = |address: &str| of(address.split('?').next().unwrap_or_default());
        let op: OpId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("an id");
        assert_eq!(path_of(&mend(op)), Address::Door(DoorPage::Mend));
        let day = Day::new(2020, 2, 7).expect("a day");
        assert_eq!(path_of(&temperatures_of(id, day, 1)), Address::Door(DoorPage::Temperatures(Some(id))));
        assert_eq!(path_of(&report(id)), Address::Event(EventScreen::Report));
        assert_eq!(path_of(&change(id)), Address::Door(DoorPage::Household(Some(id))));
        assert_eq!(of(STUCK), Address::Office(OfficePage::Stuck));
        assert_eq!(of(CONFLICTS), Address::Office(OfficePage::Conflicts));
        assert_eq!(of(REVIEW), Address::Office(OfficePage::Review));
        assert_eq!(path_of(&isolate(id, Some(id))), Address::Care(CarePage::Open(Some(id))));
        assert_eq!((of(CASES), of(ISOLATED)), (Address::Care(CarePage::Cases), Address::Care(CarePage::Cases)));
        assert_eq!(of(&case(id)), Address::Care(CarePage::Case(Some(id))));
        assert_eq!(path_of(&change_case(id)), Address::Care(CarePage::Case(Some(id))));
        assert_eq!(of(&care_team(id)), Address::Care(CarePage::Team(Some(id))));
        assert_eq!(of(&release_paper(id)), Address::Care(CarePage::Paper(Some(id))));
        assert_eq!(of(TEAMS), Address::People(PeoplePage::Teams));
        assert_eq!(of(&team(id)), Address::People(PeoplePage::Team(Some(id))));
        assert_eq!(of(&change_team(id)), Address::People(PeoplePage::ChangeTeam(Some(id))));
        assert_eq!(of(NEW_TEAM), Address::People(PeoplePage::NewTeam));
        assert_eq!(of(CADRES), Address::People(PeoplePage::Cadres));
        assert_eq!(of(WORKLOAD), Address::People(PeoplePage::Workload));
        assert_eq!(of(FOR_WHOM), Address::People(PeoplePage::ForWhom));
        assert_eq!(of(PAPERS), Address::People(PeoplePage::Papers));
        assert_eq!(of(NEW_PAPER), Address::People(PeoplePage::NewPaper));
        assert_eq!(of(&paper(id)), Address::People(PeoplePage::Paper(Some(id))));
        assert_eq!(of(PRACTICE), Address::Start(FirstPage::Practice));
        assert_eq!(of(INSTALL), Address::Start(FirstPage::Install));
        let publicity = Address::Work(WorkedPage(Some("publicity")));
        assert_eq!([of(&add("publicity")), path_of(&add_again("publicity"))], [publicity, publicity]);
        assert_eq!(path_of(&disinfect(id)), Address::Work(WorkedPage(Some("disinfection"))));
        assert_eq!(of("/add/of_the_future"), Address::Work(WorkedPage(None)));
        assert_eq!(path_of(&clue_at(id, Some(id))), Address::Care(CarePage::ClueAt(Some(id))));
        assert_eq!(
            [POST, PASSED, HAND_OVER, POSTS].map(of),
            [
                Address::Post(PostScreen::Register),
                Address::Post(PostScreen::Passed),
                Address::Post(PostScreen::HandOver),
                Address::Post(PostScreen::Posts),
            ]
        );
        assert_eq!(of("/today/"), of(TODAY));
    }

    #[test]
    fn what_is_no_address_is_told_so() {
        for path in [
            "/tomorrow",
            "/today/more",
            "/households/1/visit/2",
            "/households/1/2",
            "/overview/a/b",
            "/mine/x",
            "/cases/1/2",
        ] {
            assert_eq!(Address::of(path), Address::Nothing, "{path}");
        }
        assert_eq!(Address::of("/households/7"), Address::Door(DoorPage::Household(None)));
        assert_eq!(Address::of("/overview/luck"), Address::Office(OfficePage::Behind(None)));
    }
}
