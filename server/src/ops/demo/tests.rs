//! The township as a whole, loaded as `doorstep demo` loads it.

use super::*;
use crate::{
    http::site::{Files, Site},
    register::{Places, Standing, read, records},
    state::{Options, World},
};
use model::{
    ambient::Chance,
    kind::{directory::Town, visit::SPOKEN_TO},
    wire::Overview,
};
use tempfile::TempDir;

/// An afternoon in March.
const NOW: Millis = 1_772_350_200_000;

struct Fixed(Seeded);

impl Clock for Fixed {
    fn stamp(&self) -> Stamp {
        Still(NOW).stamp()
    }
}

impl Chance for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

async fn state(folder: &TempDir) -> State {
    let world: Arc<dyn World> = Arc::new(Fixed(Seeded::new(1)));
    let site = Site::open(Files::Folder(folder.path().join("site")));
    State::open(&folder.path().join("test.sqlite"), world, site, Options::default()).await.expect("a database")
}

async fn permit(state: &State, account: &str) -> Permit {
    let owner = state.store.sign_in_account(account).await.expect("storage").expect("an account");
    state.store.session_permit(&owner, state.today()).await.expect("storage")
}

async fn overview(state: &State) -> Overview {
    let figures = permit(state, "zhen01").await.figures().expect("figures");
    state.store.overview(&figures, state.today(), NOW).await.expect("an overview")
}

#[tokio::test]
async fn the_township_is_as_large_and_as_alive_as_it_should_be() {
    let folder = TempDir::new().expect("a folder");
    let state = state(&folder).await;
    let summary = load(&state, folder.path()).await.expect("loaded").loaded.expect("nothing was there");
    assert!(summary.households >= 3000, "{summary:?}");
    assert!(summary.persons >= 9000, "{summary:?}");

    let overview = overview(&state).await;
    assert_eq!(overview.town, TOWN);
    assert_eq!(overview.villages.len(), 27);
    assert_eq!(overview.sweep.map(|sweep| sweep.round), Some(2));
    assert_eq!(overview.total.households as usize, summary.households);
    assert_eq!(overview.workers.len(), 11);
    for village in &overview.villages {
        let seen = 1000 - village.figures.not_yet() * 1000 / village.figures.households;
        let screened = village.figures.coverage_permille().expect("households");
        assert!((330..=970).contains(&seen), "{}: {seen}", village.name);
        assert!((280..=960).contains(&screened), "{}: {screened}", village.name);
    }
    let total = overview.total;
    assert!(total.visits_today > 50 && total.not_met > 20 && total.refused > 5, "{total:?}");
    assert!(total.fever >= 2 && total.needs_open > 20 && total.nobody_lives > 20, "{total:?}");

    let rows = rows(&state, &Township::new()).await.expect("rows");
    let types: Vec<String> =
        rows.iter().filter(|row| row.kind == Person::KIND).filter_map(|row| row.read::<Person>().person_type).collect();
    let returned = types.iter().filter(|kind| kind.starts_with("returned_")).count();
    let close = types.iter().filter(|kind| *kind == "close_contact").count();
    assert_eq!((returned, close), (31, 1));

    // Isolation stands in all its states, and a feverish one was told of at once.
    let today = state.today();
    let figures = |account: &'static str| {
        let state = &state;
        async move {
            let permit = permit(state, account).await.figures().expect("figures");
            state.store.care(&permit, (today.plus(-30), today), NOW).await.expect("figures of care")
        }
    };
    let (all, own) = (figures("zhen01").await, figures("czg01").await);
    let total = all.total;
    assert_eq!((total.isolating, total.released, total.transferred, total.lost), (5, 1, 2, 1));
    assert_eq!((total.cumulative, total.teams_complete, total.served), (9, 5, 5));
    assert_eq!((total.returnees_wuhan, total.returnees_hubei, total.close_contacts), (12, 19, 1));
    assert_eq!((total.fever_persons, total.urgent_events, total.report_minutes), (2, 2, 20));
    assert_eq!((total.readings_explained, total.calls_done, total.errands, total.masks), (1, total.calls, 9, 90));
    assert!(total.readings_done > 140 && total.readings_missed < 10, "{total:?}");
    assert_eq!((all.villages.len(), own.villages.len(), own.villages[0].figures), (27, 1, own.total));
    assert_eq!((own.total.isolating, own.total.released), (4, 1));
    let summed: u64 = all.villages.iter().map(|village| village.figures.isolating).sum();
    let first = all.villages.iter().find(|village| village.id == own.villages[0].id).expect("the same village");
    assert_eq!((summed, first.figures), (total.isolating, own.total));

    // What the Party and the villages have set up (`domain.md` 1.3), at the township and at one place.
    let command = permit(&state, "zhen01").await.figures().expect("figures");
    let values = async |place| {
        let found = state.store.indicators(&command, (today.plus(-30), today), place, NOW).await;
        found.expect("indicators").expect("a place").values
    };
    let town = values(None).await;
    for (code, value) in [
        ("villages", 27),
        ("top_grids", 4),
        ("lead_cadres", 4),
        ("party_branches", 1),
        ("party_groups", 16),
        ("party_group_villages", 4),
        ("party_groups_of_grids", 4),
        ("party_groups_complete", 20),
        ("volunteer_teams", 42),
        ("service_teams", 10),
        ("party_members", 560),
        ("patrol_teams", 30),
        ("patrol_members", 183),
        ("returnees_hubei", 31),
    ] {
        assert_eq!(town.get(code), Some(&value), "{code}");
    }
    let categories = ["party", "managers", "grid_workers", "safety", "militia", "villagers"];
    assert_eq!(categories.iter().map(|category| town[&format!("patrol_{category}")]).sum::<i64>(), 183);
    let villages: Vec<_> = all.villages.iter().map(|village| village.id).collect();
    let mut summed = [0; 3];
    for village in &villages {
        let there = values(Some(*village)).await;
        for (sum, code) in summed.iter_mut().zip(["villages", "party_groups", "volunteer_teams"]) {
            *sum += there[code];
        }
    }
    assert_eq!(summed, [27, 16, 42]);

    let volunteer = permit(&state, "zyz01").await;
    assert_eq!(volunteer.scopes().len(), 2);
    assert!(volunteer.figures().is_none());

    // One worker's phone: about 300 households, somewhat less than half of them done.
    let scopes = permit(&state, "wgy01").await.scopes();
    let own = |row: &&Record| scopes.contains(&row.scope);
    let doors = rows.iter().filter(own).filter(|row| row.kind == Household::KIND).count();
    assert!((280..=320).contains(&doors), "{doors}");
    let from = state.today().plus(-township::SECOND_SWEEP);
    let done: BTreeSet<RecordId> = rows
        .iter()
        .filter(own)
        .filter(|row| row.kind == Visit::KIND)
        .map(|row| row.read::<Visit>())
        .filter(|visit| visit.visited_on >= Some(from) && SPOKEN_TO.contains(&visit.outcome.as_str()))
        .filter_map(|visit| visit.household)
        .collect();
    assert!((30..=45).contains(&(done.len() * 100 / doors)), "{} of {doors}", done.len());

    // A second start adds nothing.
    let again = load(&state, folder.path()).await.expect("there");
    assert_eq!(again, Summary { loaded: None });
    assert_eq!(self::rows(&state, &Township::new()).await.expect("rows").len(), rows.len());
}

#[tokio::test]
async fn what_was_cut_is_taken_up_where_it_stopped() {
    let folder = TempDir::new().expect("a folder");
    let state = state(&folder).await;
    let township = Arc::new(Township::new());
    let loading = Loading { state: &state, township: &township, now: NOW };
    loading.directory(true).await.expect("a directory");
    // All files but one are bad paper: the loading stops at the second village.
    let registers = folder.path().join("registers");
    std::fs::create_dir_all(registers.join("02-石埠村.xlsx")).expect("in the way");
    let cut = loading.registers(&registers).await.expect_err("a folder in the way of a file");
    assert!(matches!(cut, DemoTrouble::File(..)), "{cut}");
    let before = rows(&state, &township).await.expect("rows").len();
    assert!(before > 1000);
    loading.directory(false).await.expect("there already");
    std::fs::remove_dir(registers.join("02-石埠村.xlsx")).expect("out of the way");
    loading.registers(&registers).await.expect("the rest");
    let rows = rows(&state, &township).await.expect("rows");
    let doors: usize = VILLAGES.iter().flat_map(|plan| plan.doors).sum();
    assert_eq!(rows.iter().filter(|row| row.kind == Household::KIND).count(), doors);
}

#[tokio::test]
async fn a_township_of_its_own_is_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let state = state(&folder).await;
    let town = RecordId::fixed(77);
    let data = Town { name: "别处镇".into(), code: "990001100000".into() }.data();
    let record = NewRecord { scope: Scope::Town(town), kind: Town::KIND, id: town, data, at: None };
    add_all(&state, UserId::fixed(1), town, vec![record]).await.expect("added");
    assert!(matches!(load(&state, folder.path()).await, Err(DemoTrouble::NotEmpty)));
}

#[test]
fn the_same_seed_makes_the_same_township() {
    let today = Day::from_unix_ms(NOW);
    let (one, other) = (files(today).expect("files"), files(today).expect("files"));
    assert_eq!(one, other);
    let township = Township::new();
    let town = Town { name: TOWN.into(), code: plan::TOWN_CODE.into() };
    let places = Places::new(&town, township.villages(), township.grids());
    let made = || {
        let register = read(&one[0], &places, today).expect("a register");
        let chance = Seeded::new(5);
        records(&register, &Standing::default(), &places, &Still(NOW), &chance).expect("no problem")
    };
    let ids = |records: Vec<NewRecord>| records.into_iter().map(|record| (record.id, record.data)).collect::<Vec<_>>();
    assert_eq!(ids(made()), ids(made()));
}

/// What the clerks wrote down is what the import understood, village by village.
#[test]
fn every_register_says_what_its_clerk_meant() {
    let today = Day::from_unix_ms(NOW);
    let township = Township::new();
    let town = Town { name: TOWN.into(), code: plan::TOWN_CODE.into() };
    let places = Places::new(&town, township.villages(), township.grids());
    for ((file, homes), ids) in files(today).expect("files").iter().zip(homes(today)).zip(&township.villages) {
        let register = read(file, &places, today).expect("a register");
        assert_eq!(register.problems, []);
        let people: Vec<&Person> = homes.iter().flat_map(|home| &home.people).collect();
        assert_eq!((register.households.len(), register.persons.len()), (homes.len(), people.len()));
        for (row, home) in register.households.iter().zip(&homes) {
            assert_eq!(row.grid, Some(ids.grids[usize::from(home.grid) - 1]));
            assert_eq!(Household { walk: 0, ..row.household.clone() }, home.household);
        }
        for (row, person) in register.persons.iter().zip(people) {
            let ordinary = row.person.person_type.as_deref() == Some("ordinary");
            let person_type = if ordinary { None } else { row.person.person_type.clone() };
            assert_eq!(&Person { person_type, ..row.person.clone() }, person);
        }
    }
}

#[tokio::test]
async fn the_first_post_has_some_days_behind_it_and_nobody_there_should_be_at_home() {
    let folder = TempDir::new().expect("a folder");
    let state = state(&folder).await;
    load(&state, folder.path()).await.expect("loaded");
    let township = Township::new();
    let keeper = permit(&state, "kk01").await;
    let here = Scope::Post(township.posts[0]);
    assert_eq!(keeper.scopes(), BTreeSet::from([Scope::Town(township.town), here]));
    let there = rows_of(&state, &township, here).await.expect("storage");
    let of = |kind: &str| there.iter().filter(|row| row.kind == kind).count();
    assert!(of("passage") > 200 && of("shift") >= 6, "{} {}", of("passage"), of("shift"));
    let lead = permit(&state, "czg01").await;
    assert!(township.posts[..2].iter().all(|post| lead.scopes().contains(&Scope::Post(*post))));
    let raised = rows(&state, &township).await.expect("storage");
    let left = raised.iter().filter(|row| row.data.get("type").is_some_and(|about| about == "left_isolation"));
    assert_eq!(left.count(), 0);
}
