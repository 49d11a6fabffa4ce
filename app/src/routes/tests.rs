//! Every address that is written is read.

use super::*;
use model::wire::Figure;

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
    assert_eq!(of(FIRMS), Address::Work(WorkScreen::Firm(FirmScreen::Firms)));
    assert_eq!(of(NEW_FIRM), Address::Work(WorkScreen::Firm(FirmScreen::New)));
    assert_eq!(of(CHECKLIST), Address::Work(WorkScreen::Firm(FirmScreen::Checklist)));
    assert_eq!(of(&firm(id)), Address::Work(WorkScreen::Firm(FirmScreen::Firm(Some(id)))));
    assert_eq!(of(&change_firm(id)), Address::Work(WorkScreen::Firm(FirmScreen::Change(Some(id)))));
    assert_eq!(of(&inspect(id)), Address::Work(WorkScreen::Firm(FirmScreen::Inspect(Some(id)))));
    assert_eq!(of(&recheck(id)), Address::Work(WorkScreen::Firm(FirmScreen::Recheck(Some(id)))));
    assert_eq!(of(DIRECTIVES), Address::Work(WorkScreen::Firm(FirmScreen::Directives)));
    assert_eq!(of(NEW_DIRECTIVE), Address::Work(WorkScreen::Firm(FirmScreen::Write)));
    assert_eq!(of(&directive(id)), Address::Work(WorkScreen::Firm(FirmScreen::Directive(Some(id)))));
    assert_eq!(
        (of(EVENTS), of(REPORT)),
        (Address::Work(WorkScreen::Event(EventScreen::Events)), Address::Work(WorkScreen::Event(EventScreen::Report)))
    );
    assert_eq!(of(&event(id)), Address::Work(WorkScreen::Event(EventScreen::Event(Some(id)))));
    assert_eq!(
        (of(DAILY), of(ROUNDS)),
        (Address::Work(WorkScreen::Event(EventScreen::Daily)), Address::Work(WorkScreen::Event(EventScreen::Rounds)))
    );
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
    assert_eq!(path_of(&report(id)), Address::Work(WorkScreen::Event(EventScreen::Report)));
    assert_eq!(path_of(&change(id)), Address::Door(DoorPage::Household(Some(id))));
    assert_eq!(of(STUCK), Address::Office(OfficePage::Stuck));
    assert_eq!(of(CONFLICTS), Address::Office(OfficePage::Conflicts));
    assert_eq!(of(INDICATORS), Address::Office(OfficePage::Indicators));
    assert_eq!(path_of(&counted("visits", Question::default())), Address::Office(OfficePage::Counted));
    assert_eq!(of(MEASURED), Address::Office(OfficePage::Measured));
    assert_eq!(of(REVIEW), Address::Office(OfficePage::Review));
    assert_eq!(path_of(&isolate(id, Some(id))), Address::Care(CarePage::Open(Some(id))));
    assert_eq!((of(CASES), of(ISOLATED)), (Address::Care(CarePage::Cases), Address::Care(CarePage::Cases)));
    assert_eq!(of(&case(id)), Address::Care(CarePage::Case(Some(id))));
    assert_eq!(path_of(&change_case(id)), Address::Care(CarePage::Case(Some(id))));
    assert_eq!(of(&care_team(id)), Address::Care(CarePage::Team(Some(id))));
    assert_eq!(of(&release_paper(id)), Address::Care(CarePage::Paper(Some(id))));
    assert_eq!(of(TEAMS), Address::Work(WorkScreen::People(PeoplePage::Teams)));
    assert_eq!(of(&team(id)), Address::Work(WorkScreen::People(PeoplePage::Team(Some(id)))));
    assert_eq!(of(&change_team(id)), Address::Work(WorkScreen::People(PeoplePage::ChangeTeam(Some(id)))));
    assert_eq!(of(NEW_TEAM), Address::Work(WorkScreen::People(PeoplePage::NewTeam)));
    assert_eq!(of(CADRES), Address::Work(WorkScreen::People(PeoplePage::Cadres)));
    assert_eq!(of(WORKLOAD), Address::Work(WorkScreen::People(PeoplePage::Workload)));
    assert_eq!(of(FOR_WHOM), Address::Work(WorkScreen::People(PeoplePage::ForWhom)));
    assert_eq!(of(PAPERS), Address::Work(WorkScreen::People(PeoplePage::Papers)));
    assert_eq!(of(NEW_PAPER), Address::Work(WorkScreen::People(PeoplePage::NewPaper)));
    assert_eq!(of(&paper(id)), Address::Work(WorkScreen::People(PeoplePage::Paper(Some(id)))));
    assert_eq!(of(PRACTICE), Address::Start(FirstPage::Practice));
    assert_eq!(of(INSTALL), Address::Start(FirstPage::Install));
    let of_register = |screen| Address::Work(WorkScreen::Register(screen));
    assert_eq!(
        [REGISTER, ORDER, DOUBLES].map(of),
        [RegisterScreen::New, RegisterScreen::Order, RegisterScreen::Doubles].map(of_register)
    );
    assert_eq!(of(&card(id)), of_register(RegisterScreen::Card(Some(id))));
    for what in [What::Household, What::Person] {
        assert_eq!(path_of(&pair(what, id, id)), of_register(RegisterScreen::Pair(what)));
    }
    let link = card_link("https://yunxi.example", id);
    let (before, behind) = link.split_once('#').expect("nothing of it reaches a server");
    assert_eq!((before, on_card(behind)), ("https://yunxi.example/", Some(id)));
    assert_eq!(on_card(&format!("#{behind}")), Some(id));
    assert_eq!((on_card(""), on_card("card=7")), (None, None));
    for address in [add("publicity"), add_again("publicity"), disinfect(id), "/add/of_the_future".into()] {
        assert_eq!(path_of(&address), Address::Work(WorkScreen::Noted), "{address}");
    }
    assert_eq!(path_of(&clue_at(id, Some(id))), Address::Care(CarePage::ClueAt(Some(id))));
    assert_eq!(
        [POST, PASSED, HAND_OVER, POSTS].map(of),
        [
            Address::Work(WorkScreen::Post(PostScreen::Register)),
            Address::Work(WorkScreen::Post(PostScreen::Passed)),
            Address::Work(WorkScreen::Post(PostScreen::HandOver)),
            Address::Work(WorkScreen::Post(PostScreen::Posts)),
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
