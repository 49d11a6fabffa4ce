//! Phones and servers that lose things: a refused record and those that hang on it, numbers that
//! are missing, a phone that was copied, a server that comes back from a backup.

use model::{
    day::Day,
    id::RecordId,
    kind::{household::Household, person::Person, visit::Visit},
    record::Scope,
    wire::RejectCode,
};
use serde_json::json;
use std::{collections::BTreeSet, rc::Rc};
use sync::{Intent, Journal, Round, Standing, memory::Memory};
use tests::{
    ambient::MORNING,
    backend::Backend,
    phone::Phone,
    township::{ANNA, BERT, DOORS, GRID, Township, data},
};

fn visit(door: RecordId) -> Visit {
    let today = Some(Day::from_unix_ms(MORNING));
    Visit { household: Some(door), visited_on: today, outcome: "met".into(), ..Visit::default() }
}

fn household(phone: Option<&str>) -> Household {
    let phone = phone.map(str::to_owned);
    Household { door: "40号".into(), walk: 40, head: "许小禾".into(), phone, ..Household::default() }
}

#[tokio::test(flavor = "current_thread")]
async fn what_hangs_on_a_refused_record_goes_when_it_has_been_mended() {
    let town = Rc::new(Township::open().await);
    let (mut anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    let home = anna.add(&household(Some("123"))).await;
    let person = Person { household: Some(home), name: "许小禾".into(), ..Person::default() };
    let children = [anna.add(&person).await, anna.add(&visit(home)).await];
    anna.sync_well().await;
    let stuck = anna.engine.state().repair().to_vec();
    let codes: Vec<RejectCode> = stuck.iter().map(|stuck| stuck.rejection.code).collect();
    assert_eq!(codes, [RejectCode::Invalid, RejectCode::UnknownRef, RejectCode::UnknownRef]);
    assert_eq!(stuck.iter().map(|stuck| stuck.rejection.missing().is_none()).collect::<Vec<_>>(), [true, false, false]);
    // Asking again does not help, and is not tried for ever.
    let asked = anna.asked();
    anna.sync_well().await;
    assert_eq!(anna.asked() - asked, 1);

    // Killed in between, mended once: the others go by themselves.
    anna.restart().await;
    let mended = Intent::add(home, Scope::Grid(GRID), &household(Some("19900000012")));
    anna.engine.save(vec![mended], None, Some(stuck[0].op.id)).await.expect("memory takes it");
    anna.sync_well().await;
    assert_eq!((anna.engine.state().repair().len(), anna.engine.state().unsent()), (0, 0));
    bert.sync_well().await;
    for id in [home, children[0], children[1]] {
        assert_eq!(bert.view().get(&id).map(|(.., standing)| *standing), Some(Standing::Uploaded));
    }
    assert_eq!(anna.lost(), 0);
}

#[tokio::test(flavor = "current_thread")]
async fn only_its_author_gives_a_refused_record_up() {
    let town = Rc::new(Township::open().await);
    let (anna, bert) = (Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await);
    anna.sync_well().await;
    let home = anna.add(&household(Some("123"))).await;
    anna.sync_well().await;
    let stuck = anna.engine.state().repair()[0].clone();
    bert.engine.save(vec![Intent::give_up(&stuck.op)], None, Some(stuck.op.id)).await.expect("memory takes it");
    bert.sync_well().await;
    assert_eq!(bert.engine.state().repair()[0].rejection.code, RejectCode::Forbidden);
    assert!(anna.shows("household", home).is_some(), "what was typed stays in sight");
    anna.engine.save(vec![Intent::give_up(&stuck.op)], None, Some(stuck.op.id)).await.expect("memory takes it");
    anna.sync_well().await;
    assert!(anna.shows("household", home).is_none());
    assert_eq!((anna.engine.state().repair().len(), anna.engine.state().unsent(), anna.lost()), (0, 0, 0));
}

#[tokio::test(flavor = "current_thread")]
async fn numbers_that_never_arrive_are_told() {
    let town = Rc::new(Township::open().await);
    let mut anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    anna.add(&visit(DOORS[0])).await;
    anna.sync_well().await;
    anna.add(&visit(DOORS[1])).await;
    anna.add(&visit(DOORS[2])).await;
    assert_eq!(anna.lost(), 0);
    // The browser clears its storage; what the app remembers beside it is how far it had counted.
    let device = anna.engine.state().device().expect("a device");
    let emptied = Memory::new(device);
    emptied.count_from(3).await.expect("memory takes it");
    anna.journal = emptied;
    anna.restart().await;
    anna.sync_well().await;
    assert_eq!(anna.lost(), 2);
    let lost: Vec<u64> = town.overview().await.workers.iter().map(|worker| worker.lost).filter(|n| *n > 0).collect();
    assert_eq!(lost, [2], "those who lead are told as well");
    // It stays told, and nothing more is missed from now on.
    anna.add(&visit(DOORS[0])).await;
    anna.sync_well().await;
    assert_eq!((anna.lost(), town.overview().await.total.visits_today), (2, 2));
}

#[tokio::test(flavor = "current_thread")]
async fn two_copies_of_one_phone_part_and_both_arrive_whole() {
    let town = Rc::new(Township::open().await);
    let anna = Phone::of(&town, ANNA, 1).await;
    anna.sync_well().await;
    anna.add(&visit(DOORS[0])).await;
    anna.sync_well().await;
    let mut copy = Phone::of(&town, ANNA, 7).await;
    copy.journal = anna.journal.copy();
    copy.restart().await;
    assert_eq!(copy.engine.state().device(), anna.engine.state().device());
    anna.add(&visit(DOORS[1])).await;
    copy.add(&visit(DOORS[2])).await;
    copy.add(&visit(DOORS[0])).await;
    anna.sync_well().await;
    copy.sync_well().await;
    assert_ne!(copy.engine.state().device(), anna.engine.state().device());
    assert_eq!(town.overview().await.total.visits_today, 4);
    for phone in [&anna, &copy, &anna, &copy] {
        phone.add(&visit(DOORS[1])).await;
        phone.sync_well().await;
    }
    assert_eq!((town.overview().await.total.visits_today, anna.lost(), copy.lost()), (8, 0, 0));
    anna.sync_well().await;
    assert_eq!(anna.view(), copy_of_truth(&town).await);
}

async fn copy_of_truth(town: &Rc<Township>) -> tests::phone::View {
    let fresh = Phone::of(town, BERT, 9).await;
    fresh.sync_well().await;
    fresh.view()
}

#[tokio::test(flavor = "current_thread")]
async fn what_a_backup_lacks_comes_back_by_itself_and_once() {
    let town = Rc::new(Township::open().await);
    let mut phones = Vec::new();
    for n in 0..6 {
        phones.push(Phone::of(&town, if n % 2 == 0 { ANNA } else { BERT }, n + 1).await);
    }
    for phone in &phones {
        phone.sync_well().await;
    }
    phones[0].add(&visit(DOORS[0])).await;
    phones[0].sync_well().await;
    let backup = town.back_up().await;

    // Since the backup: a new door, visits there by those who had it from the server, changes.
    let home = phones[0].add(&household(None)).await;
    phones[0].sync_well().await;
    let mut added = BTreeSet::new();
    for _ in 0..5 {
        for phone in &phones {
            phone.sync_well().await;
            added.insert(phone.add(&visit(home)).await);
            phone.set("household", DOORS[1], data(json!({"head": "佘小满", "note": "有狗"}))).await;
            phone.sync_well().await;
        }
    }
    let before = town.overview().await.total;
    let truth: BTreeSet<RecordId> = copy_of_truth(&town).await.into_keys().collect();
    town.lose_and_restore(&backup).await;

    // Nobody is signed in any more; whoever comes first, and in whatever order, nothing is lost.
    assert!(matches!(phones[5].sync(&[]).await, Round::Later { .. }));
    for phone in phones.iter().rev() {
        phone.sign_in().await;
        assert_eq!(phone.sync(&[]).await, Round::Done);
    }
    for phone in phones.iter().chain(&phones) {
        phone.sync_well().await;
    }
    let found = copy_of_truth(&town).await;
    assert_eq!(found.keys().copied().collect::<BTreeSet<_>>(), truth);
    assert!(added.iter().all(|id| found.contains_key(id)));
    assert_eq!(found[&DOORS[1]].2["head"], json!("佘小满"));
    let after = town.overview().await.total;
    assert_eq!((after.visits_today, after.households), (before.visits_today, before.households));
    for phone in &phones {
        assert_eq!((phone.engine.state().unsent(), phone.engine.state().repair().len(), phone.lost()), (0, 0, 0));
        assert_eq!(phone.view(), found);
    }
}
