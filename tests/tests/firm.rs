//! Enterprises and directives across phones: one enterprise that two register without signal is one,
//! both inspections count, nothing is lost; and what is handed down is received once by each.

use axum::http::{Method, StatusCode};
use model::{
    day::Day,
    firm::{FirmFigures, Firms, KINDS},
    id::{DeviceId, RecordId},
    kind::{
        Payload,
        checklist::{self, Checklist},
        conflict::Conflict,
        defect::Defect,
        directive::{Directive, Point},
        enterprise::{self, Enterprise},
        inspection::{ITEM, Inspection, Item, MANDATORY},
        receipt::{self, Receipt},
    },
    record::Scope,
    uscc::UnifiedCode,
    wire::{Receipts, RejectCode},
};
use serde_json::json;
use std::rc::Rc;
use sync::{Intent, Standing, State};
use tests::{
    ambient::MORNING,
    phone::Phone,
    township::{ANNA, BERT, DORA, ELSA, FINN, GINA, GRID, HUGO, Somebody, TEAM, TOWN, Township, VILLAGE, data},
};

const OF_THE_TOWN: Scope = Scope::Town(TOWN);

fn today() -> Day {
    Day::from_unix_ms(MORNING)
}

fn code() -> UnifiedCode {
    UnifiedCode::sample(17)
}

fn firm(name: &str, uscc: Option<UnifiedCode>) -> (RecordId, Enterprise) {
    let id = enterprise::id_of(TOWN, uscc.as_ref(), name);
    let uscc = uscc.map(|code| code.as_str().to_owned());
    (id, Enterprise { name: name.into(), uscc, village: Some(VILLAGE), ..Enterprise::default() })
}

fn inspection(firm: RecordId, by: Somebody, failed: usize) -> Inspection {
    let item = |(index, code): (usize, &&str)| Item {
        item: (*code).into(),
        result: if index < failed { "fail" } else { "pass" }.into(),
        note: None,
    };
    Inspection {
        enterprise: Some(firm),
        on: Some(today()),
        inspectors: vec![by.user.into()],
        items: ITEM.iter().take(MANDATORY).enumerate().map(item).collect(),
        ..Inspection::default()
    }
}

fn defect(firm: RecordId, inspection: RecordId, item: &str) -> Defect {
    Defect {
        inspection: Some(inspection),
        enterprise: Some(firm),
        item: item.into(),
        text: "没有记录".into(),
        found_on: Some(today()),
        deadline: Some(today().plus(3)),
        status: "open".into(),
        ..Defect::default()
    }
}

fn codes(phone: &Phone) -> Vec<RejectCode> {
    phone.engine.state().repair().iter().map(|stuck| stuck.rejection.code).collect()
}

fn firms(phone: &Phone) -> Firms {
    let state = phone.engine.state();
    let records: Vec<_> = KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| held.record.clone()).collect();
    Firms::of(&records)
}

fn figures(phone: &Phone, to: Day) -> FirmFigures {
    let state = phone.engine.state();
    let records: Vec<_> = KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| held.record.clone()).collect();
    FirmFigures::of(&records, today(), to)
}

#[tokio::test(flavor = "current_thread")]
async fn one_enterprise_that_two_register_and_inspect_without_signal_is_one() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    let dora = Phone::of(&town, DORA, 3).await;
    for phone in [&anna, &bert, &dora] {
        phone.sync_well().await;
    }
    // The same code, typed off the same licence; the name as each of them says it.
    let (id, annas) = firm("云溪茶业", Some(code()));
    let (same, berts) = firm("云溪镇茶业有限公司", Some(code()));
    assert_eq!(id, same);
    let berts = Enterprise { contact: Some("单福来".into()), ..berts };
    anna.save(vec![Intent::add(id, OF_THE_TOWN, &annas)]).await;
    let by_anna = anna.add_to(OF_THE_TOWN, &inspection(id, ANNA, 1)).await;
    let wrong = anna.add_to(OF_THE_TOWN, &defect(id, by_anna, "temperature")).await;
    bert.save(vec![Intent::add(id, OF_THE_TOWN, &berts)]).await;
    let by_bert = bert.add_to(OF_THE_TOWN, &inspection(id, BERT, 2)).await;
    for item in ["temperature", "disinfection"] {
        bert.add_to(OF_THE_TOWN, &defect(id, by_bert, item)).await;
    }
    for phone in [&anna, &bert, &anna, &dora] {
        phone.sync_well().await;
    }
    let by_hand =
        FirmFigures { inspected: 1, inspections: 2, judged: 8, passed: 5, found: 3, open: 3, ..Default::default() };
    for phone in [&anna, &bert, &dora] {
        assert_eq!(codes(phone), []);
        let firms = firms(phone);
        let [file] = &firms.files[..] else { panic!("one enterprise") };
        assert_eq!((file.inspections.len(), file.defects.len()), (2, 3));
        // What only one of them knew is known; what they say differently is asked.
        assert_eq!((file.is.name.as_str(), file.is.contact.as_deref()), ("云溪茶业", Some("单福来")));
        let state = phone.engine.state();
        let open: Vec<Conflict> = state.all::<Conflict>().map(|(_, conflict)| conflict).collect();
        assert_eq!((open.len(), open[0].of, open[0].fields[0].field.as_str()), (1, Some(id), "name"));
        assert_eq!(open[0].fields[0].mine, json!("云溪镇茶业有限公司"));
        assert_eq!(figures(phone, today()), by_hand);
    }
    // Whoever leads settles it.
    let settle = {
        let state = dora.engine.state();
        let (held, _) = state.all::<Conflict>().next().expect("a conflict");
        Intent::set(&held.record, data(json!({"status": "settled", "choice": "mine"})))
    };
    dora.save(vec![settle]).await;
    dora.sync_well().await;
    bert.sync_well().await;
    assert_eq!((codes(&dora), firms(&bert).files[0].is.name.as_str()), (vec![], "云溪镇茶业有限公司"));

    // Both look again without signal: one finds it right, the other does not. Both stay, and it is closed.
    let later = today().plus(3);
    for (phone, by, again_by) in [(&anna, ANNA, Some(later.plus(3))), (&bert, BERT, None)] {
        let seen: Defect =
            phone.shows("defect", wrong).map_or_else(|| defect(id, by_anna, "temperature"), |one| one.read());
        phone.set("defect", wrong, seen.recheck(later, Some(by.user), again_by)).await;
    }
    for phone in [&bert, &anna, &bert, &dora] {
        phone.sync_well().await;
    }
    let closed: Defect = dora.shows("defect", wrong).expect("the defect").read();
    assert_eq!((closed.is_open(), closed.rechecks.len(), closed.closed_on()), (false, 2, Some(later)));
    let figures = [&anna, &bert, &dora].map(|phone| figures(phone, later));
    assert!(figures.iter().all(|figures| *figures == FirmFigures { closed: 1, open: 2, ..by_hand }), "{figures:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn one_registered_by_name_here_and_by_code_there_is_offered_and_nothing_is_lost() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    for phone in [&anna, &bert] {
        phone.sync_well().await;
    }
    let (by_name, annas) = firm("老街 修理铺", None);
    let (by_code, berts) = firm("老街修理铺", Some(code()));
    assert_ne!(by_name, by_code);
    // Twice by name is one.
    assert_eq!(firm("老街修理铺", None).0, by_name);
    anna.save(vec![Intent::add(by_name, OF_THE_TOWN, &annas)]).await;
    anna.add_to(OF_THE_TOWN, &inspection(by_name, ANNA, 0)).await;
    bert.save(vec![Intent::add(by_code, OF_THE_TOWN, &berts)]).await;
    bert.add_to(OF_THE_TOWN, &inspection(by_code, BERT, 0)).await;
    for phone in [&anna, &bert, &anna] {
        phone.sync_well().await;
    }
    for phone in [&anna, &bert] {
        let firms = firms(phone);
        assert_eq!((firms.files.len(), figures(phone, today()).inspections, codes(phone)), (2, 2, vec![]));
        let twin = |id: RecordId, is: &Enterprise| firms.twin(is, Some(id)).map(|file| file.id);
        assert_eq!((twin(by_name, &annas), twin(by_code, &berts)), (Some(by_code), Some(by_name)));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn those_who_walk_and_lead_inspect_and_others_do_not() {
    let town = Rc::new(Township::open().await);
    let (anna, bert, hugo) =
        (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await, Phone::of(&town, HUGO, 3).await);
    let dora = Phone::of(&town, DORA, 4).await;
    for phone in [&anna, &bert, &hugo, &dora] {
        phone.sync_well().await;
    }
    let (id, one) = firm("云溪茶业", Some(code()));
    hugo.save(vec![Intent::add(id, OF_THE_TOWN, &one)]).await;
    hugo.sync_well().await;
    assert_eq!(codes(&hugo), [RejectCode::Forbidden]);
    anna.save(vec![Intent::add(id, OF_THE_TOWN, &one)]).await;
    let visit = anna.add_to(OF_THE_TOWN, &inspection(id, ANNA, 0)).await;
    anna.save(vec![Intent::add(checklist::id_of(TOWN), OF_THE_TOWN, &Checklist::default())]).await;
    anna.add_to(OF_THE_TOWN, &Directive { title: "通知".into(), issued_on: Some(today()), ..Directive::default() })
        .await;
    anna.sync_well().await;
    // What is asked, and what is handed down, is the township's.
    assert_eq!(codes(&anna), [RejectCode::Forbidden; 2]);
    // A signed inspection is not changed, and not withdrawn by another; its author may.
    bert.sync_well().await;
    bert.set("inspection", visit, data(json!({"note": "改一改"}))).await;
    bert.save(vec![Intent::void("inspection", visit, OF_THE_TOWN, "entered_in_error")]).await;
    bert.sync_well().await;
    assert_eq!(codes(&bert).len(), 2);
    anna.save(vec![Intent::void("inspection", visit, OF_THE_TOWN, "entered_in_error")]).await;
    anna.sync_well().await;
    dora.sync_well().await;
    assert_eq!((firms(&dora).files.len(), figures(&dora, today()).inspections), (1, 0));
    // Three of the four are no inspection.
    let mut short = inspection(id, DORA, 0);
    short.items.pop();
    dora.add_to(OF_THE_TOWN, &short).await;
    dora.sync_well().await;
    assert_eq!(codes(&dora), [RejectCode::Invalid]);
}

async fn receipts(
    town: &Township,
    who: Somebody,
    n: u128,
    directive: Option<RecordId>,
) -> Result<Receipts, StatusCode> {
    let (cookie, _) = town.sign_in(who, DeviceId::fixed(n)).await;
    let which = directive.map(|id| format!("?directive={id}")).unwrap_or_default();
    let answered = town.ask(Method::GET, &format!("/api/v1/overview/receipts{which}"), Some(&cookie), None).await;
    if answered.status == StatusCode::OK { Ok(answered.json()) } else { Err(answered.status) }
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_handed_down_is_received_once_by_each_and_those_who_lead_see_who_has_not() {
    let town = Rc::new(Township::open().await);
    let dora = Phone::of(&town, DORA, 1).await;
    dora.sync_well().await;
    let directive = Directive {
        title: "七个不得".into(),
        issued_on: Some(today()),
        items: (1..8).map(|n| Point { text: format!("不得{n}") }).collect(),
        ..Directive::default()
    };
    let id = dora.add_to(OF_THE_TOWN, &directive).await;
    dora.sync_well().await;
    // On two phones without signal, by a worker; by a volunteer with the team; by the township itself.
    let (anna, annas_tablet, hugo) =
        (Phone::of(&town, ANNA, 2).await, Phone::of(&town, ANNA, 3).await, Phone::of(&town, HUGO, 4).await);
    for phone in [&anna, &annas_tablet, &hugo] {
        phone.sync_well().await;
        assert_eq!(phone.engine.state().all::<Directive>().count(), 1);
    }
    let read = Receipt { directive: Some(id), on: Some(today()), at_minute: Some(615) };
    let receive = |who: Somebody, scope| Intent::add(receipt::id_of(id, who.user), scope, &read);
    anna.save(vec![receive(ANNA, Scope::Grid(GRID))]).await;
    annas_tablet.save(vec![receive(ANNA, Scope::Grid(GRID))]).await;
    hugo.save(vec![receive(HUGO, Scope::Team(TEAM))]).await;
    dora.save(vec![receive(DORA, OF_THE_TOWN)]).await;
    for phone in [&anna, &annas_tablet, &hugo, &dora, &anna] {
        phone.sync_well().await;
        assert_eq!(codes(phone), []);
    }
    let own = |state: &State| state.get(Receipt::KIND, receipt::id_of(id, ANNA.user)).map(|own| own.standing);
    assert_eq!(own(&annas_tablet.engine.state()), Some(Standing::Uploaded));

    let all = receipts(&town, DORA, 0x11, None).await.expect("figures");
    assert_eq!((all.of(id), all.directives[0].by.len()), ((3, 10), 0));
    let whole = receipts(&town, DORA, 0x11, Some(id)).await.expect("figures");
    let mut by: Vec<_> = whole.directives[0].by.iter().map(|one| one.user).collect();
    by.sort();
    assert_eq!(by, [ANNA.user, DORA.user, HUGO.user]);
    let of_hugo = whole.people.iter().find(|one| one.user == Some(HUGO.user)).expect("a volunteer");
    assert_eq!((of_hugo.villages.as_slice(), of_hugo.role.as_str()), (&["柳塘村".to_owned()][..], "volunteer"));
    let of_dora = whole.people.iter().find(|one| one.user == Some(DORA.user)).expect("the township");
    assert!(of_dora.villages.is_empty());
    // Each leads their own: the village all but the township, a grid's leader those of the grid.
    assert_eq!(receipts(&town, GINA, 0x12, None).await.expect("figures").of(id), (2, 9));
    assert_eq!(receipts(&town, FINN, 0x13, None).await.expect("figures").of(id), (0, 4));
    assert!(receipts(&town, ELSA, 0x14, None).await.is_ok());
    for (who, n) in [(ANNA, 0x15), (HUGO, 0x16)] {
        assert_eq!(receipts(&town, who, n, None).await.err(), Some(StatusCode::FORBIDDEN));
    }
    // Another directive, that nobody has received.
    let other = receipts(&town, DORA, 0x11, Some(RecordId::fixed(7))).await.expect("figures");
    assert_eq!(other.of(RecordId::fixed(7)), (0, 10));
}
