//! 云溪镇: an invented township to try the product in, to test it with, and to measure it on.
//!
//! ```text
//! plan ─ township ─ directory, sweeps
//!      └ village ─ sheets ─ XLSX files ─ register::import ─ households, persons
//!                                                         └ visits
//! ```
//!
//! Everything falls out of one seed, so it is the same township each time; days are counted back
//! from today, so that it is alive on any day. The registers come in by the road that real ones
//! take. Each step is one transaction and is skipped when it is there: a loading that was cut is
//! taken up where it stopped.

pub mod care;
pub mod families;
pub mod firms;
pub mod names;
pub mod plan;
pub mod posts;
pub mod seeded;
pub mod sheets;
pub mod teams;
#[cfg(test)]
mod tests;
pub mod township;
pub mod village;
pub mod visits;
mod words;
pub mod work;

use self::{
    families::Phones,
    plan::{TOWN, VILLAGES},
    seeded::{Seeded, Still},
    township::{Entry, SEED, Township, VillageIds},
    village::Home,
    visits::Door,
};
use super::add::{NewRecord, NotAdded, add_all};
use crate::{
    password,
    reading::Reading,
    register::{self, ImportTrouble},
    state::{ChanceOf, State},
    store::{Heard, NewAccount, NewDuty, NotPulled, NotPushed, Push, StoreError},
};
use futures::{StreamExt, TryStreamExt, stream};
use model::{
    access::{Duty, Permit, Role},
    ambient::{Clock, Millis, Stamp},
    day::Day,
    id::{DeviceId, OpId, RecordId, UserId},
    kind::{Payload, household::Household, isolation::Isolation, person::Person, visit::Visit},
    op::{Act, Op},
    record::{Data, Record, Scope},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The password of every account of the demo.
pub const PASSWORD: &str = "yunxi-2020";
/// The registers were filled in so many days before today.
const REGISTERED: Millis = 30 * 24 * 3_600_000;
/// Ops that some workers' phones still hold: the overview has something to show.
const UNSENT: &[(&str, u64)] = &[("wgy05", 3), ("wgy09", 11)];
/// So many days ago it was decided who is a close contact.
const DECIDED: i32 = 6;
/// So long ago someone meant to change what was no longer theirs.
const MEANT: Millis = 26 * 60 * 60 * 1000;
/// Those whose doors show the visits of the closed sweep too. Not all: it is as many records again.
const WITH_HISTORY: &[usize] = &[1];

/// What was loaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Registered households, 户.
    pub households: usize,
    /// Registered persons, 人.
    pub persons: usize,
    /// Visits of both sweeps, 次.
    pub visits: usize,
}

/// What came of asking for the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What was loaded; none if it was there.
    pub loaded: Option<Loaded>,
}

/// Why the demo could not be loaded.
#[derive(Debug)]
pub enum DemoTrouble {
    /// The database holds a township of its own.
    NotEmpty,
    /// A register could not be written or read.
    File(PathBuf, std::io::Error),
    /// A register could not be made.
    Sheet(String),
    /// A register was not taken.
    Import(String, ImportTrouble),
    /// So many records were refused.
    Refused(usize),
    /// Storage failed.
    Store(StoreError),
}

impl std::error::Error for DemoTrouble {}

impl From<StoreError> for DemoTrouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<NotAdded> for DemoTrouble {
    fn from(not: NotAdded) -> Self {
        match not {
            NotAdded::Refused(refused) => Self::Refused(refused.len()),
            NotAdded::Store(error) => Self::Store(error),
        }
    }
}

/// Loads the demo township, keeping its registers in `dir`. Does nothing where it is already.
///
/// # Errors
/// [`DemoTrouble`]. Loading again takes up what is missing.
pub async fn load(state: &State, dir: &Path) -> Result<Summary, DemoTrouble> {
    let township = Arc::new(Township::new());
    let towns = state.store.set_up_towns().await?;
    if towns.iter().any(|(id, _)| *id != township.town) {
        return Err(DemoTrouble::NotEmpty);
    }
    // Accounts come last: where they are, all is.
    let last = township.people.last().map_or("", |person| person.plan.account);
    if state.store.sign_in_account(last).await?.is_some() {
        return Ok(Summary { loaded: None });
    }
    let loading = Loading { state, township: &township, now: state.now() };
    loading.directory(towns.is_empty()).await?;
    loading.registers(&dir.join("demo").join("registers")).await?;
    let loaded = loading.visits().await?;
    let rows = rows(state, &township).await?;
    loading.meant(&rows).await?;
    loading.decided(&rows).await?;
    loading.care(&rows).await?;
    loading.firms(&rows).await?;
    loading.work().await?;
    loading.posts().await?;
    loading.people().await?;
    loading.contacts().await?;
    Ok(Summary { loaded: Some(loaded) })
}

struct Loading<'a> {
    state: &'a State,
    township: &'a Arc<Township>,
    now: Millis,
}

impl Loading<'_> {
    fn today(&self) -> Day {
        Day::from_unix_ms(self.now)
    }

    fn user(&self, account: &str) -> UserId {
        self.township.person(account).expect("an account of the plan").user
    }

    async fn directory(&self, empty: bool) -> Result<(), DemoTrouble> {
        if empty {
            self.add(self.user("admin01"), self.township.directory()).await?;
        }
        if self.state.store.directory(self.township.town).await?.sweeps.is_empty() {
            self.add(self.user("zhen01"), self.township.decisions(self.today())).await?;
        }
        Ok(())
    }

    async fn add(&self, author: UserId, entries: Vec<Entry>) -> Result<(), DemoTrouble> {
        let town = self.township.town;
        let record = |Entry { kind, id, data }| NewRecord {
            scope: Scope::Town(town),
            kind,
            id,
            data,
            at: Some(self.now - REGISTERED),
        };
        Ok(add_all(self.state, author, town, entries.into_iter().map(record).collect()).await?)
    }

    /// Writes each village's register, and reads it back as any other is read.
    async fn registers(&self, folder: &Path) -> Result<(), DemoTrouble> {
        std::fs::create_dir_all(folder).map_err(|error| DemoTrouble::File(folder.to_owned(), error))?;
        let rows = rows(self.state, self.township).await?;
        let there: BTreeSet<RecordId> =
            rows.iter().filter(|row| row.kind == Household::KIND).map(|row| row.scope.id()).collect();
        let missing = files(self.today())?
            .into_iter()
            .enumerate()
            .filter(|(index, _)| !self.township.villages[*index].grids.iter().any(|grid| there.contains(grid)));
        // While one register is being written to the database, the next is being read.
        let imports = stream::iter(missing.map(|(index, file)| self.register(folder, index, file)));
        imports.buffered(2).try_collect().await
    }

    async fn register(&self, folder: &Path, index: usize, file: Vec<u8>) -> Result<(), DemoTrouble> {
        let plan = &VILLAGES[index];
        let path = folder.join(format!("{:02}-{}.xlsx", index + 1, plan.name));
        let failed = |error| DemoTrouble::File(path.clone(), error);
        std::fs::write(&path, file).map_err(failed)?;
        let bytes = std::fs::read(&path).map_err(failed)?;
        let (author, town) = (self.user("admin01"), self.township.town);
        let stamp = Stamp { wall: self.now - REGISTERED, ..Still(0).stamp() };
        let chance = Seeded::new(SEED ^ (1000 + index as u64));
        let imported = register::import_at(self.state, author, town, &bytes, &stamp, &chance).await;
        imported.map(|_| ()).map_err(|trouble| DemoTrouble::Import(plan.name.into(), trouble))
    }

    async fn visits(&self) -> Result<Loaded, DemoTrouble> {
        let rows = rows(self.state, self.township).await?;
        let count = |kind: &str| rows.iter().filter(|row| row.kind == kind).count();
        let mut loaded =
            Loaded { households: count(Household::KIND), persons: count(Person::KIND), visits: count(Visit::KIND) };
        let visited: BTreeSet<RecordId> =
            rows.iter().filter(|row| row.kind == Visit::KIND).map(|row| row.scope.id()).collect();
        let mut doors = doors(&rows);
        for (index, (plan, ids)) in VILLAGES.iter().zip(&self.township.villages).enumerate() {
            if ids.grids.iter().any(|grid| visited.contains(grid)) {
                continue;
            }
            let chance = Seeded::new(SEED ^ (2000 + index as u64));
            let whole = WITH_HISTORY.contains(&plan.worker);
            let made = visits::made(plan, &in_walking_order(ids, &mut doors), self.now, whole, &chance);
            let author = self.user(&format!("wgy{:02}", plan.worker));
            loaded.visits += made.iter().filter(|made| made.kind == Visit::KIND).count();
            let made = made.into_iter().map(NewRecord::from).collect();
            add_all(self.state, author, self.township.town, made).await?;
        }
        Ok(loaded)
    }

    /// Isolation, in some of the villages.
    async fn care(&self, rows: &[Record]) -> Result<(), DemoTrouble> {
        let begun: BTreeSet<RecordId> =
            rows.iter().filter(|row| row.kind == Isolation::KIND).map(|row| row.scope.id()).collect();
        let mut doors = doors(rows);
        for index in care::villages() {
            let ids = &self.township.villages[index];
            if ids.grids.iter().any(|grid| begun.contains(grid)) {
                continue;
            }
            let made = care::made(index, self.township, &in_walking_order(ids, &mut doors), self.now);
            let author = self.user(&format!("wgy{:02}", VILLAGES[index].worker));
            add_all(self.state, author, self.township.town, made.into_iter().map(NewRecord::from).collect()).await?;
        }
        Ok(())
    }

    /// Enterprises with their inspections, and the directive with its receipts.
    async fn firms(&self, rows: &[Record]) -> Result<(), DemoTrouble> {
        let there = |made: &visits::Made| rows.iter().any(|row| row.id == made.id);
        let town = self.township.town;
        let missing: Vec<NewRecord> =
            firms::made(self.township, self.now).into_iter().filter(|made| !there(made)).map(NewRecord::from).collect();
        add_all(self.state, self.user("zhen01"), town, missing).await?;
        for (user, made) in firms::receipts(self.township, self.now) {
            if !there(&made) {
                add_all(self.state, user, town, vec![made.into()]).await?;
            }
        }
        Ok(())
    }

    /// What was done besides walking from door to door.
    async fn work(&self) -> Result<(), DemoTrouble> {
        let (town, today) = (self.township.town, self.today());
        let teams = self.township.teams.iter().copied().collect();
        let duty = Duty { teams, ..Duty::in_grids(Role::Volunteer, BTreeSet::new()) };
        let reader = Permit::of(UserId::fixed(0), town, vec![duty]);
        let held = match self.state.store.pull(&reader, &Reading::from_the_beginning(), None, u32::MAX).await {
            Ok(pulled) => pulled.rows,
            Err(NotPulled::Store(error)) => return Err(error.into()),
            Err(NotPulled::HistoryChanged(_)) => unreachable!("no cursor was given"),
        };
        let there: BTreeSet<RecordId> = held.iter().map(|row| row.id).collect();
        let library = work::library(self.township, today);
        if !library.iter().any(|entry| there.contains(&entry.id)) {
            self.add(self.user("zhen01"), library).await?;
        }
        let own = rows(self.state, self.township).await?.into_iter().map(|row| row.id).chain(there);
        let there: BTreeSet<RecordId> = own.collect();
        for (author, made) in work::noted(self.township, self.now) {
            if !made.iter().any(|made| there.contains(&made.id)) {
                add_all(self.state, author, town, made.into_iter().map(NewRecord::from).collect()).await?;
            }
        }
        Ok(())
    }

    /// What was written down at the posts.
    async fn posts(&self) -> Result<(), DemoTrouble> {
        for (index, post) in self.township.posts.iter().enumerate() {
            let made = posts::made(index, self.township, self.now);
            if !made.is_empty() && rows_of(self.state, self.township, Scope::Post(*post)).await?.is_empty() {
                let made = made.into_iter().map(NewRecord::from).collect();
                add_all(self.state, self.user("kk01"), self.township.town, made).await?;
            }
        }
        Ok(())
    }

    /// A change that reached the township after its author had handed the grid over: wgy01 is asked
    /// which value holds.
    async fn meant(&self, rows: &[Record]) -> Result<(), DemoTrouble> {
        let grid = self.township.villages[0].grids[0];
        let homes = rows.iter().filter(|row| row.kind == Household::KIND && row.scope == Scope::Grid(grid));
        let Some(home) = homes.min_by_key(|row| row.read::<Household>().walk) else { return Ok(()) };
        let author = self.user("wgy02");
        let left = Duty::in_grids(Role::Worker, BTreeSet::from([grid]));
        let more = home.read::<Household>().residents.unwrap_or_default() + 1;
        let set = Data::from_iter([("phone".to_owned(), "19900000088".into()), ("residents".to_owned(), more.into())]);
        let op = Op {
            id: OpId::mint(Still(0).now(), &Seeded::new(SEED ^ 4000)),
            n: 1,
            act: Act::Set { base: home.fv.clone(), was: Data::new(), set },
            kind: Household::KIND.into(),
            rec: home.id,
            scope: home.scope,
            v: home.v,
            at: Stamp { wall: self.now - MEANT, ..Still(0).stamp() },
            deps: Vec::new(),
            mends: None,
        };
        let push = Push {
            permit: Permit::of(author, self.township.town, Vec::new()).having_left(vec![left], 7),
            device: DeviceId::mint(Still(0).now(), &Seeded::new(SEED ^ 4001)),
            ops: vec![op],
            heard: None,
            whole: false,
        };
        self.push(push).await
    }

    /// The register says who is a close contact and not who decided it; whoever walks there has written
    /// down since that the county's centre for disease control did.
    async fn decided(&self, rows: &[Record]) -> Result<(), DemoTrouble> {
        let contact = |row: &&Record| {
            let person: Person = row.read();
            row.kind == Person::KIND
                && person.person_type.as_deref() == Some("close_contact")
                && person.type_by.is_none()
        };
        let Some(row) = rows.iter().find(contact) else { return Ok(()) };
        let grid = row.scope.id();
        let Some(village) = self.township.villages.iter().position(|ids| ids.grids.contains(&grid)) else {
            return Ok(());
        };
        let author = self.user(&format!("wgy{:02}", VILLAGES[village].worker));
        let on = self.today().plus(-DECIDED).to_string();
        let set = Data::from_iter([("type_by".to_owned(), "县疾控".into()), ("type_on".to_owned(), on.into())]);
        let op = Op {
            id: OpId::mint(Still(0).now(), &Seeded::new(SEED ^ 4002)),
            n: 1,
            act: Act::Set { base: row.fv.clone(), was: Data::new(), set },
            kind: Person::KIND.into(),
            rec: row.id,
            scope: row.scope,
            v: row.v,
            at: Stamp { wall: self.now - MEANT, ..Still(0).stamp() },
            deps: Vec::new(),
            mends: None,
        };
        let duty = Duty::in_grids(Role::Worker, BTreeSet::from([grid]));
        let push = Push {
            permit: Permit::of(author, self.township.town, vec![duty]),
            device: DeviceId::mint(Still(0).now(), &Seeded::new(SEED ^ 4003)),
            ops: vec![op],
            heard: None,
            whole: false,
        };
        self.push(push).await
    }

    /// Hands a push to the store, whatever its verdicts.
    async fn push(&self, push: Push) -> Result<(), DemoTrouble> {
        match self.state.store.push(push).await {
            Ok(_) => Ok(()),
            Err(NotPushed::Store(error)) => Err(error.into()),
            Err(_) => unreachable!("nothing was pushed that could be refused as a whole"),
        }
    }

    async fn people(&self) -> Result<(), DemoTrouble> {
        let township = Arc::clone(self.township);
        let world = Arc::clone(&self.state.world);
        let town = township.town;
        let year = i64::from(Day::from_unix_ms(self.now).year());
        let hashed = tokio::task::spawn_blocking(move || {
            let account = |person: &township::Person| NewAccount {
                user: person.user,
                account: person.plan.account.into(),
                password: password::hash(PASSWORD, &ChanceOf(&world)),
                name: person.plan.name.into(),
                town,
                elder: person.plan.elder(),
                must_change: false,
                born: Some(year - person.plan.age),
            };
            township.people.iter().map(account).collect::<Vec<_>>()
        });
        let accounts = hashed.await.map_err(|_| DemoTrouble::Store(StoreError::Failed(sqlx::Error::WorkerCrashed)))?;
        let duty = |person: &township::Person, place: RecordId| NewDuty {
            user: person.user,
            role: person.plan.role,
            place,
            from_on: None,
            to_on: None,
        };
        let people = self.township.people.iter();
        let duties: Vec<NewDuty> =
            people.flat_map(|person| person.places.iter().map(move |place| duty(person, *place))).collect();
        Ok(self.state.store.set_up_people(&accounts, &duties).await?)
    }

    /// Phones that were heard of today. That of wgy01 is yours to bring.
    async fn contacts(&self) -> Result<(), DemoTrouble> {
        for (worker, nth) in self.township.workers().zip(0..) {
            let account = worker.plan.account;
            if account == "wgy01" {
                continue;
            }
            let unsent = UNSENT.iter().find(|(name, _)| *name == account).map_or(0, |(_, unsent)| *unsent);
            let push = Push {
                permit: Permit::to_set_up(worker.user, self.township.town),
                device: DeviceId::mint(Still(0).now(), &Seeded::new(SEED ^ (3000 + nth))),
                ops: Vec::new(),
                heard: Some(Heard { pending: unsent, first_n: 1, last_n: unsent, app: String::new() }),
                whole: true,
            };
            self.push(push).await?;
        }
        Ok(())
    }
}

/// All villages' homes. One block of phones for all, so they are made together.
pub fn homes(today: Day) -> Vec<Vec<Home>> {
    let phones = Phones::default();
    let seeded = |index: usize| Seeded::new(SEED ^ index as u64);
    let mut homes: Vec<Vec<Home>> =
        (0..VILLAGES.len()).map(|index| village::homes(index, today, &phones, &seeded(index))).collect();
    if let Some(last) = homes.get_mut(VILLAGES.len() / 2) {
        village::close_contact(last, today);
    }
    homes
}

/// All villages' registers, as XLSX.
///
/// # Errors
/// [`DemoTrouble::Sheet`].
pub fn files(today: Day) -> Result<Vec<Vec<u8>>, DemoTrouble> {
    let write = |(index, homes): (usize, Vec<Home>)| {
        let chance = Seeded::new(SEED ^ (500 + index as u64));
        let file = sheets::write(&VILLAGES[index], &homes, today, &chance);
        file.map_err(|error| DemoTrouble::Sheet(error.to_string()))
    };
    homes(today).into_iter().enumerate().map(write).collect()
}

/// Every record of the township's grids.
async fn rows(state: &State, township: &Township) -> Result<Vec<Record>, StoreError> {
    let duty = Duty::in_grids(Role::Worker, township.doors().collect());
    held(state, Permit::of(UserId::fixed(0), township.town, vec![duty])).await
}

async fn held(state: &State, permit: Permit) -> Result<Vec<Record>, StoreError> {
    match state.store.pull(&permit, &Reading::from_the_beginning(), None, u32::MAX).await {
        Ok(pulled) => Ok(pulled.rows),
        Err(NotPulled::Store(error)) => Err(error),
        Err(NotPulled::HistoryChanged(_)) => unreachable!("no cursor was given"),
    }
}

/// Every record that lives there.
async fn rows_of(state: &State, township: &Township, scope: Scope) -> Result<Vec<Record>, StoreError> {
    let posts = BTreeSet::from([scope.id()]);
    let duty = Duty { posts, ..Duty::in_grids(Role::Gatekeeper, BTreeSet::new()) };
    let rows = held(state, Permit::of(UserId::fixed(0), township.town, vec![duty])).await?;
    Ok(rows.into_iter().filter(|row| row.scope == scope).collect())
}

/// Registered households with their people, by grid.
fn doors(rows: &[Record]) -> BTreeMap<RecordId, Vec<Door>> {
    let mut people: BTreeMap<RecordId, Vec<(RecordId, Person)>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind == Person::KIND) {
        let person: Person = row.read();
        if let Some(household) = person.household {
            people.entry(household).or_default().push((row.id, person));
        }
    }
    let mut doors: BTreeMap<RecordId, Vec<Door>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.kind == Household::KIND) {
        let (scope, id) = (row.scope, row.id);
        let people = people.remove(&id).unwrap_or_default();
        doors.entry(scope.id()).or_default().push(Door { scope, id, household: row.read(), people });
    }
    doors
}

/// The doors of a village as they are walked: a door here and a door there in each grid, so that
/// no grid is left untouched.
fn in_walking_order(ids: &VillageIds, doors: &mut BTreeMap<RecordId, Vec<Door>>) -> Vec<Door> {
    let mut walked: Vec<Door> = ids.grids.iter().flat_map(|grid| doors.remove(grid).unwrap_or_default()).collect();
    walked.sort_by_key(|door| (door.household.walk, door.scope));
    walked
}

/// The township's name, for whoever prints it.
pub fn name() -> &'static str {
    TOWN
}
