//! Random histories: three phones of two people edit the same few doors, sync at any time, lose
//! signal, lose answers after the commit, are killed, have wrong clocks, and read in pages of any
//! size. Doors go to the other grid and back, grids are given and taken away, conflicts are settled,
//! refused ops given up, two records said to be one household and taken apart again, and the server is lost and restored from a backup. Apps are older and newer
//! than the server: some of what they send bears another version, fields and kinds that nobody here
//! knows, and for a time an app may be too old to read rows. When it has gone quiet each phone shows
//! exactly what the server holds for its owner.
//!
//! A history that fails is made as short as it can be, and its seed kept in `fixtures/converge.txt`,
//! which is told first ever after. A seed means another history as soon as there is another kind of
//! step; so the short form of each is written down in [`once_failed`] as well.
//!
//! They are told to the real ingest on a shelf in memory, and a sample to the real router on SQLite
//! as well, where every answer has to be the same.

use model::{
    id::RecordId,
    kind::{Payload, same::Same},
    record::{Data, Scope},
    wire::Verdict,
};
use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};
use sync::{Round, Standing};
use tests::{
    backend::{Backend, counted, joins},
    phone::{Mishap, OF_THE_FUTURE, Phone},
    shelf::Shelf,
    township::{ANNA, BERT, DOORS, GRID, OTHER_GRID, Township},
    work::{Done, Work, of_a_newer_app},
};

/// So many histories are told on the shelf, a few minutes; `DOORSTEP_HISTORIES` asks for another
/// number.
const HISTORIES: u32 = 10_000;
/// One in so many is told on SQLite too.
const ON_SQLITE: u32 = 400;
/// At most so many are told twice, with right clocks and with wrong ones.
const CLOCKS: u32 = 1_000;
/// Of so many steps at most.
const STEPS: usize = 40;

/// One step of a history, by the phone of that number.
#[derive(Debug, Clone)]
enum Step {
    Work(usize, Work),
    Sync(usize, Vec<Mishap>, u32),
    Restart(usize),
    Clock(usize, i32),
    Grid(usize, bool),
    /// From now on its app is too old to read rows, or is not.
    TooOld(usize, bool),
    BackUp,
    Lose,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let phone = 0..3usize;
    let which = 0..8usize;
    let mishap = prop_oneof![
        6 => Just(Mishap::None),
        2 => Just(Mishap::AnswerLost),
        1 => Just(Mishap::NoSignal),
        1 => Just(Mishap::Portal),
    ];
    let step = prop_oneof![
        2 => (phone.clone(), any::<u8>()).prop_map(|(p, n)| Step::Work(p, Work::AddHousehold(n))),
        1 => (phone.clone(), which.clone()).prop_map(|(p, h)| Step::Work(p, Work::AddPerson(h))),
        4 => (phone.clone(), which.clone(), 0..7usize).prop_map(|(p, h, o)| Step::Work(p, Work::AddVisit(h, o))),
        2 => (phone.clone(), which.clone()).prop_map(|(p, h)| Step::Work(p, Work::AddNeed(h))),
        3 => (phone.clone(), which.clone(), any::<u8>()).prop_map(|(p, h, n)| Step::Work(p, Work::SetPhone(h, n))),
        3 => (phone.clone(), which.clone(), any::<u8>()).prop_map(|(p, h, n)| Step::Work(p, Work::SetHead(h, n))),
        2 => (phone.clone(), which.clone(), 0..3usize).prop_map(|(p, n, s)| Step::Work(p, Work::SetStatus(n, s))),
        1 => (phone.clone(), which.clone()).prop_map(|(p, h)| Step::Work(p, Work::Clear(h))),
        2 => (phone.clone(), which).prop_map(|(p, r)| Step::Work(p, Work::Void(r))),
        8 => (phone.clone(), prop::collection::vec(mishap, 0..3), prop_oneof![Just(1u32), Just(3), Just(2000)]).prop_map(|(p, m, n)| Step::Sync(p, m, n)),
        1 => phone.clone().prop_map(Step::Restart),
        1 => (phone.clone(), -90_000..90_000i32).prop_map(|(p, s)| Step::Clock(p, s)),
        2 => (phone.clone(), 0..8usize).prop_map(|(p, h)| Step::Work(p, Work::Move(h))),
        2 => (phone.clone(), 0..8usize, any::<bool>()).prop_map(|(p, c, mine)| Step::Work(p, Work::Settle(c, mine))),
        3 => (phone.clone(), 0..8usize, 0..8usize, 0..4usize, any::<bool>())
            .prop_map(|(p, one, other, word, first)| Step::Work(p, Work::Say(one, other, word % 3, first))),
        1 => (phone.clone(), 0..4usize, 0..4usize, any::<bool>())
            .prop_map(|(p, one, other, first)| Step::Work(p, Work::SayOfPeople(one, other, 0, first))),
        1 => phone.clone().prop_map(|p| Step::Work(p, Work::GiveUp)),
        3 => (phone.clone(), of_a_newer_app()).prop_map(|(p, work)| Step::Work(p, work)),
        1 => (phone, any::<bool>()).prop_map(|(p, old)| Step::TooOld(p, old)),
        2 => (0..2usize, any::<bool>()).prop_map(|(grid, given)| Step::Grid(grid, given)),
        1 => Just(Step::BackUp),
        1 => Just(Step::Lose),
    ];
    prop::collection::vec(step, 1..STEPS)
}

/// What a history did.
struct Told<B> {
    done: Done,
    backup: Option<B>,
}

async fn take<T: Backend>(step: &Step, town: &T, phones: &mut [Phone<T>], told: &mut Told<T::Backup>) {
    match step {
        Step::Work(p, work) => phones[*p].work(work, &mut told.done).await,
        Step::Grid(which, given) => {
            let grid = [GRID, OTHER_GRID][*which];
            if *given { town.give(ANNA, grid).await } else { town.take_away(ANNA, grid).await }
        }
        Step::BackUp => told.backup = Some(town.back_up().await),
        Step::Lose => {
            if let Some(backup) = &told.backup {
                town.lose_and_restore(backup).await;
                for phone in phones {
                    phone.sign_in().await;
                }
            }
        }
        Step::Sync(p, mishaps, page) => {
            phones[*p].page(*page);
            phones[*p].sync(mishaps).await;
        }
        Step::Restart(p) => phones[*p].restart().await,
        Step::TooOld(p, old) => phones[*p].is_too_old(*old),
        Step::Clock(p, seconds) => phones[*p].shift_clock(i64::from(*seconds) * 1000),
    }
}

/// What a history comes to.
#[derive(Debug, PartialEq)]
struct Outcome {
    /// What each phone shows in the end, without numbers and times; ids by what was made as which.
    shown: Vec<BTreeSet<String>>,
    /// The verdicts on what each phone sent, in the order in which it did.
    verdicts: Vec<Vec<String>>,
}

/// Tells a history to a fresh server.
async fn tell<T: Backend>(town: T, history: &[Step]) -> Result<Outcome, TestCaseError> {
    let town = Rc::new(town);
    let mut phones =
        vec![Phone::of(&town, ANNA, 1).await, Phone::of(&town, BERT, 2).await, Phone::of(&town, ANNA, 3).await];
    // Bert walks both grids, and may take a door from one to the other.
    town.give(BERT, OTHER_GRID).await;
    for phone in &phones {
        phone.speaks_any_version();
        phone.sync_well().await;
    }
    let mut told = Told { done: Done::default(), backup: None };
    for step in history {
        take(step, town.as_ref(), &mut phones, &mut told).await;
        for phone in &phones {
            let kept = phone.view();
            // What is shown and what a restart would find are the same at every step.
            prop_assert!(phone.matches_journal().await, "memory and journal have parted: {kept:?}");
        }
    }
    // Quiet: apps are updated, everybody sends and reads, and a person gives up what cannot be had.
    phones.iter().for_each(|phone| phone.is_too_old(false));
    for _ in 0..3 {
        for phone in &phones {
            prop_assert_eq!(phone.sync(&[]).await, Round::Done);
            phone.give_up_all(&mut told.done).await;
            prop_assert_eq!(phone.sync(&[]).await, Round::Done);
        }
    }
    let mut all = BTreeSet::new();
    for (n, phone) in phones.iter().enumerate() {
        let fresh = Phone::of(&town, phone.who, 20 + n as u64).await;
        fresh.sync_well().await;
        let truth = fresh.view();
        prop_assert_eq!(phone.engine.state().unsent(), 0);
        prop_assert_eq!(&phone.view(), &truth, "phone {}", n);
        prop_assert_eq!(phone.lost(), 0);
        prop_assert!(truth.values().all(|(.., standing)| *standing == Standing::Uploaded));
        // What nobody here knows has come through everybody's hands as it was.
        for (id, carried) in &told.done.carried {
            let shown = truth.get(id).map(|(_, _, data, _)| data.get(OF_THE_FUTURE));
            prop_assert!(shown.is_none_or(|shown| shown == Some(carried)), "{} carries {:?}", id, shown);
        }
        all.extend(truth.into_keys());
    }

    // Nothing is lost: what was added is there, unless somebody took it away.
    let doors: BTreeSet<RecordId> = DOORS.into_iter().collect();
    let done = told.done;
    let kept = done.added.iter().chain(&doors).filter(|id| !done.voided.contains(id) && !done.given_up.contains(id));
    for id in kept {
        prop_assert!(all.contains(id), "{} is lost", id);
    }
    // Nothing is doubled: the overview counts what is there.
    // Two records of one household are one household, whoever said so, in whatever order it came.
    let bert = phones[1].records();
    let joins = joins(bert.iter());
    let count = |kind: &str| bert.iter().filter(|own| own.kind == kind && !joins.stepped_back(own.id)).count() as u64;
    prop_assert_eq!(town.counts().await, (count("household"), count("visit")));
    prop_assert_eq!(town.facts().await, counted(bert.iter()));
    Ok(outcome(&phones))
}

fn outcome<T: Backend>(phones: &[Phone<T>]) -> Outcome {
    let made = phones.iter().enumerate().flat_map(|(n, phone)| {
        phone.made().into_iter().enumerate().map(move |(place, id)| (id.to_string(), format!("made {n}.{place}")))
    });
    // Bert holds all that anybody holds.
    let raised = phones[1].in_order("conflict").into_iter().enumerate();
    let mut names: BTreeMap<String, String> =
        made.chain(raised.map(|(place, id)| (id.to_string(), format!("raised {place}")))).collect();
    // What is said of two bears their names; which of them comes first lies in the clocks that made them.
    for phone in phones {
        let said = phone.records().into_iter().filter(|record| record.kind == Same::KIND);
        for (id, same) in said.map(|record| (record.id, record.read::<Same>())) {
            let of = |id: Option<RecordId>| id.map(|id| id.to_string()).unwrap_or_default();
            let mut both = [of(same.one), of(same.other)].map(|id| names.get(&id).cloned().unwrap_or(id));
            both.sort();
            names.insert(id.to_string(), format!("said of {}", both.join(" and ")));
        }
    }
    let tell_one = |id: RecordId, kind: &str, scope: Scope, mut data: Data| {
        if kind == Same::KIND {
            data.retain(|field, _| field != "one" && field != "other");
        }
        data.remove("made_at");
        let fields = data.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten();
        fields.filter_map(Value::as_object_mut).for_each(|field| drop(field.remove("version")));
        let told = format!("{id} {kind} {scope} {}", Value::Object(data));
        names.iter().fold(told, |told, (id, name)| told.replace(id, name))
    };
    let shown = |phone: &Phone<T>| {
        let view = phone.view().into_iter();
        view.map(|(id, (kind, scope, data, _))| tell_one(id, &kind, scope, data)).collect()
    };
    let verdicts = |phone: &Phone<T>| phone.verdicts().into_iter().flatten().map(code).collect();
    Outcome { shown: phones.iter().map(shown).collect(), verdicts: phones.iter().map(verdicts).collect() }
}

/// A verdict without numbers and ids.
fn code(verdict: Verdict) -> String {
    match verdict {
        Verdict::Ok { .. } => "ok".into(),
        Verdict::Merged { .. } => "merged".into(),
        Verdict::Conflict { fields, .. } => format!("conflict {fields:?}"),
        Verdict::Rejected(rejection) => format!("rejected {:?} {:?}", rejection.code, rejection.field),
    }
}

fn block_on<T>(story: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(story)
}

fn wished() -> u32 {
    std::env::var("DOORSTEP_HISTORIES").ok().and_then(|number| number.parse().ok()).unwrap_or(HISTORIES)
}

fn config(cases: u32) -> Config {
    Config {
        cases: cases.max(1),
        max_shrink_iters: 2_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("fixtures/converge.txt"))),
        ..Config::default()
    }
}

/// Half of the histories; two tests, so that two cores tell them.
fn on_the_shelf() {
    proptest!(config(wished() / 2), |(history in steps())| {
        block_on(tell(Shelf::new(), &history))?;
    });
}

/// The short forms of the histories that have failed.
fn once_failed() -> Vec<Vec<Step>> {
    use Step::{BackUp, Lose};
    use Work::{AddHousehold, AddNeed, AddVisit, Move, SetPhone, Void};
    let work = Step::Work;
    let sync = |phone, rows| Step::Sync(phone, Vec::new(), rows);
    let misses = Step::Sync(1, vec![Mishap::None, Mishap::AnswerLost], 1);
    vec![
        vec![
            work(0, SetPhone(0, 0)),
            work(0, Void(1)),
            work(0, AddVisit(0, 0)),
            sync(0, 1),
            BackUp,
            work(1, AddNeed(0)),
            misses,
            Lose,
        ],
        vec![BackUp, work(2, Move(0)), Step::Sync(2, vec![Mishap::None], 1), Lose],
        // A brief request that has to name its scopes, to a server that was lost.
        vec![BackUp, work(1, AddVisit(0, 0)), sync(1, 1), Lose],
        // A page that ends between two scopes: one read to the mark, one not begun.
        vec![
            work(0, AddHousehold(0)),
            work(2, SetPhone(0, 0)),
            work(2, AddHousehold(0)),
            BackUp,
            sync(2, 1),
            work(0, AddHousehold(0)),
            work(0, AddHousehold(0)),
            work(0, AddHousehold(0)),
            work(0, AddHousehold(0)),
            Lose,
        ],
        vec![BackUp, Lose, sync(2, 2000), work(2, AddVisit(0, 0)), work(1, Move(0)), Lose],
        vec![
            work(0, AddNeed(0)),
            sync(0, 1),
            work(0, AddHousehold(0)),
            work(0, AddNeed(3)),
            work(0, Void(2)),
            work(0, Void(4)),
        ],
        vec![BackUp, work(0, Move(0)), sync(0, 1), Lose],
    ]
}

#[test]
fn what_has_failed_once_fails_no_more() {
    for history in once_failed() {
        let on_the_shelf =
            block_on(tell(Shelf::new(), &history)).unwrap_or_else(|error| panic!("{error}: {history:?}"));
        let on_sqlite = block_on(async { tell(Township::open().await, &history).await });
        assert_eq!(on_sqlite.expect("it converges"), on_the_shelf);
    }
}

#[test]
fn phones_converge_whatever_happens_to_them() {
    on_the_shelf();
}

#[test]
fn phones_converge_whatever_else_happens_to_them() {
    on_the_shelf();
}

#[test]
fn the_shelf_answers_as_the_router_on_sqlite_does() {
    proptest!(config(wished() / ON_SQLITE), |(history in steps())| {
        let on_sqlite = block_on(async { tell(Township::open().await, &history).await })?;
        let on_the_shelf = block_on(tell(Shelf::new(), &history))?;
        prop_assert_eq!(on_sqlite, on_the_shelf);
    });
}

#[test]
fn wrong_clocks_alone_change_nothing_but_times() {
    let jumps = prop::collection::vec((0..3usize, -90_000..90_000i32), STEPS);
    proptest!(config(wished().min(CLOCKS)), |(history in steps(), jumps in jumps)| {
        let right: Vec<Step> = history.into_iter().filter(|step| !matches!(step, Step::Clock(..))).collect();
        let wrong: Vec<Step> = right
            .iter()
            .zip(jumps)
            .flat_map(|(step, (phone, seconds))| [Step::Clock(phone, seconds), step.clone()])
            .collect();
        prop_assert_eq!(block_on(tell(Shelf::new(), &right))?, block_on(tell(Shelf::new(), &wrong))?);
    });
}
