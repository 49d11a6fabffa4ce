//! What stands at an address.

use crate::jobs::people::doubles::state::What;
use model::{id::RecordId, wire::Figure};

/// What stands at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    Home,
    Door(DoorPage),
    Care(CarePage),
    Office(OfficePage),
    Start(FirstPage),
    Work(WorkScreen),
    Nothing,
}

/// The worker's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DoorPage {
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
pub(super) enum CarePage {
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
pub(super) enum FirmScreen {
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
pub(super) enum EventScreen {
    Report,
    Events,
    Event(Option<RecordId>),
    Daily,
    Rounds,
}

/// The screens of a duty post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PostScreen {
    Register,
    Passed,
    HandOver,
    Posts,
}

/// The supervisor's screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfficePage {
    Overview,
    Indicators,
    /// Its screen reads which: what it counts is not known before the part with it is fetched.
    Counted,
    Measured,
    Behind(Option<Figure>),
    Stuck,
    Conflicts,
    Review,
}

/// The screens of teams, of entering for others, and of papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PeoplePage {
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

/// The screens of the register: who lives where, in which order, and what looks alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegisterScreen {
    New,
    Doubles,
    Pair(What),
    Order,
    Card(Option<RecordId>),
}

/// What one is shown once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstPage {
    All,
    Practice,
    Install,
}

/// The screens of all other work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkScreen {
    Firm(FirmScreen),
    Event(EventScreen),
    Post(PostScreen),
    People(PeoplePage),
    Register(RegisterScreen),
    /// Own work of the kind that the address names.
    Noted,
}

impl Address {
    /// Reads the path of an address.
    pub(super) fn of(path: &str) -> Self {
        let mut steps = path.split('/').filter(|step| !step.is_empty());
        match [(); 4].map(|()| steps.next()) {
            [None, ..] => Self::Home,
            [Some("today"), None, ..] => Self::Door(DoorPage::Today),
            [Some("households"), None, ..] => Self::Door(DoorPage::Households),
            [Some("households"), Some("new"), None, _] => Self::Work(WorkScreen::Register(RegisterScreen::New)),
            [Some("households"), Some("order"), None, _] => Self::Work(WorkScreen::Register(RegisterScreen::Order)),
            [Some("households"), Some("alike"), None, _] => Self::Work(WorkScreen::Register(RegisterScreen::Doubles)),
            [Some("households"), Some("alike"), Some("household"), None] => {
                Self::Work(WorkScreen::Register(RegisterScreen::Pair(What::Household)))
            }
            [Some("households"), Some("alike"), Some("person"), None] => {
                Self::Work(WorkScreen::Register(RegisterScreen::Pair(What::Person)))
            }
            [Some("households"), Some(id), Some("card"), None] => {
                Self::Work(WorkScreen::Register(RegisterScreen::Card(id.parse().ok())))
            }
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
            [Some("firms"), None, ..] => Self::Work(WorkScreen::Firm(FirmScreen::Firms)),
            [Some("firms"), Some("new"), None, _] => Self::Work(WorkScreen::Firm(FirmScreen::New)),
            [Some("firms"), Some("checklist"), None, _] => Self::Work(WorkScreen::Firm(FirmScreen::Checklist)),
            [Some("firms"), Some("recheck"), Some(id), None] => {
                Self::Work(WorkScreen::Firm(FirmScreen::Recheck(id.parse().ok())))
            }
            [Some("firms"), Some(id), None, _] => Self::Work(WorkScreen::Firm(FirmScreen::Firm(id.parse().ok()))),
            [Some("firms"), Some(id), Some("change"), None] => {
                Self::Work(WorkScreen::Firm(FirmScreen::Change(id.parse().ok())))
            }
            [Some("firms"), Some(id), Some("inspect"), None] => {
                Self::Work(WorkScreen::Firm(FirmScreen::Inspect(id.parse().ok())))
            }
            [Some("directives"), None, ..] => Self::Work(WorkScreen::Firm(FirmScreen::Directives)),
            [Some("directives"), Some("new"), None, _] => Self::Work(WorkScreen::Firm(FirmScreen::Write)),
            [Some("directives"), Some(id), None, _] => {
                Self::Work(WorkScreen::Firm(FirmScreen::Directive(id.parse().ok())))
            }
            [Some("events"), None, ..] => Self::Work(WorkScreen::Event(EventScreen::Events)),
            [Some("events"), Some("new"), None, _] => Self::Work(WorkScreen::Event(EventScreen::Report)),
            [Some("events"), Some(id), None, _] => Self::Work(WorkScreen::Event(EventScreen::Event(id.parse().ok()))),
            [Some("daily"), None, ..] => Self::Work(WorkScreen::Event(EventScreen::Daily)),
            [Some("rounds"), None, ..] => Self::Work(WorkScreen::Event(EventScreen::Rounds)),
            [Some("teams"), None, ..] => Self::Work(WorkScreen::People(PeoplePage::Teams)),
            [Some("teams"), Some("new"), None, _] => Self::Work(WorkScreen::People(PeoplePage::NewTeam)),
            [Some("teams"), Some("cadres"), None, _] => Self::Work(WorkScreen::People(PeoplePage::Cadres)),
            [Some("teams"), Some("workload"), None, _] => Self::Work(WorkScreen::People(PeoplePage::Workload)),
            [Some("teams"), Some(id), None, _] => Self::Work(WorkScreen::People(PeoplePage::Team(id.parse().ok()))),
            [Some("teams"), Some(id), Some("change"), None] => {
                Self::Work(WorkScreen::People(PeoplePage::ChangeTeam(id.parse().ok())))
            }
            [Some("for-whom"), None, ..] => Self::Work(WorkScreen::People(PeoplePage::ForWhom)),
            [Some("papers"), None, ..] => Self::Work(WorkScreen::People(PeoplePage::Papers)),
            [Some("papers"), Some("new"), None, _] => Self::Work(WorkScreen::People(PeoplePage::NewPaper)),
            [Some("papers"), Some(id), None, _] => Self::Work(WorkScreen::People(PeoplePage::Paper(id.parse().ok()))),
            [Some("practice"), None, ..] => Self::Start(FirstPage::Practice),
            [Some("install"), None, ..] => Self::Start(FirstPage::Install),
            [Some("add"), None, ..] => Self::Door(DoorPage::Add),
            [Some("add"), Some(_), None, _] => Self::Work(WorkScreen::Noted),
            [Some("mine"), None, ..] => Self::Door(DoorPage::Mine),
            [Some("mine"), Some("mend"), None, _] => Self::Door(DoorPage::Mend),
            [Some("post"), None, ..] => Self::Work(WorkScreen::Post(PostScreen::Register)),
            [Some("post"), Some("today"), None, _] => Self::Work(WorkScreen::Post(PostScreen::Passed)),
            [Some("post"), Some("shift"), None, _] => Self::Work(WorkScreen::Post(PostScreen::HandOver)),
            [Some("posts"), None, ..] => Self::Work(WorkScreen::Post(PostScreen::Posts)),
            [Some("overview"), None, ..] => Self::Office(OfficePage::Overview),
            [Some("overview"), Some("stuck"), None, _] => Self::Office(OfficePage::Stuck),
            [Some("overview"), Some("conflicts"), None, _] => Self::Office(OfficePage::Conflicts),
            [Some("overview"), Some("review"), None, _] => Self::Office(OfficePage::Review),
            [Some("overview"), Some("indicators"), None, _] => Self::Office(OfficePage::Indicators),
            [Some("overview"), Some("indicators"), Some(_), None] => Self::Office(OfficePage::Counted),
            [Some("overview"), Some("temperatures"), None, _] => Self::Office(OfficePage::Measured),
            [Some("overview"), Some(figure), None, _] => Self::Office(OfficePage::Behind(Figure::from_code(figure))),
            _ => Self::Nothing,
        }
    }
}
