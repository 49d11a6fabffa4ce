//! The directory of 云溪镇 and the people who work there, with ids that never change.

use super::{
    plan::{TOP_GRIDS, TOWN, TOWN_CODE, VILLAGES, VillagePlan},
    posts::{self, POSTS},
    seeded::{Seeded, Still},
    teams::{self, OTHERS, TEAMS},
};
use model::{
    access::Role,
    day::Day,
    id::{RecordId, UserId},
    kind::{
        Payload,
        directory::{Grid, Staff, Town, Village},
        policy::Policy,
        sweep::Sweep,
    },
    place::RegionCode,
    record::Data,
};

/// What the ids of the township are drawn from.
pub const SEED: u64 = 0x0599_2020_0125;
/// The time inside those ids: the day from which the township counts its effort.
const IDS_FROM: Still = Still(1_579_910_400_000);

/// 云溪镇.
#[derive(Debug)]
pub struct Township {
    /// Its id.
    pub town: RecordId,
    /// Its top-level grids.
    pub tops: Vec<RecordId>,
    /// Its villages, in the order of [`VILLAGES`].
    pub villages: Vec<VillageIds>,
    /// Its service teams.
    pub teams: Vec<RecordId>,
    /// The other teams, the Party's groups and its branch.
    pub others: Vec<RecordId>,
    /// Its duty posts.
    pub posts: Vec<RecordId>,
    /// Its workers and officials.
    pub people: Vec<Person>,
    sweeps: [RecordId; 2],
    policy: RecordId,
}

/// A village and its grids of doors.
#[derive(Debug)]
pub struct VillageIds {
    /// The village.
    pub id: RecordId,
    /// Its grids.
    pub grids: Vec<RecordId>,
}

/// Someone with an account.
#[derive(Debug)]
pub struct Person {
    /// The user, and the record in the directory.
    pub user: UserId,
    /// What stands on the page of accounts.
    pub plan: &'static PersonPlan,
    /// Roles are held at these places.
    pub places: Vec<RecordId>,
}

/// An account of the demo.
#[derive(Debug)]
pub struct PersonPlan {
    /// `wgy01`.
    pub account: &'static str,
    /// Full name.
    pub name: &'static str,
    /// Years.
    pub age: i64,
    /// What they are.
    pub role: Role,
    /// Where.
    pub place: PlacePlan,
}

/// Where someone works.
#[derive(Debug, Clone, Copy)]
pub enum PlacePlan {
    /// The grids of doors of villages walked by worker so-and-so.
    Walks(usize),
    /// A top-level grid, from 1.
    Top(usize),
    /// A village, by place in [`VILLAGES`].
    Village(usize),
    /// A service team, from 0.
    Team(usize),
    /// A duty post, from 0.
    Post(usize),
    /// All of it.
    Town,
}

/// From this age on 长辈版 is proposed.
const ELDER: i64 = 55;

const fn person(account: &'static str, name: &'static str, age: i64, role: Role, place: PlacePlan) -> PersonPlan {
    PersonPlan { account, name, age, role, place }
}

/// The accounts; the first ten are those that people rely on.
pub static PEOPLE: &[PersonPlan] = &[
    person("wgy01", "邵月琴", 45, Role::Worker, PlacePlan::Walks(1)),
    person("wgy02", "林水根", 61, Role::Worker, PlacePlan::Walks(2)),
    person("zyz01", "许晓燕", 27, Role::Volunteer, PlacePlan::Team(0)),
    person("kk01", "曾建平", 50, Role::Gatekeeper, PlacePlan::Post(0)),
    person("wgz01", "陈国强", 48, Role::GridLeader, PlacePlan::Top(1)),
    person("czg01", "佘志明", 52, Role::VillageLead, PlacePlan::Village(0)),
    person("zhen01", "吴海燕", 41, Role::Town, PlacePlan::Town),
    person("pcs01", "江卫东", 44, Role::Police, PlacePlan::Town),
    person("admin01", "沈俊杰", 33, Role::Admin, PlacePlan::Town),
    person("audit01", "范文静", 38, Role::Auditor, PlacePlan::Town),
    person("wgy03", "解志强", 39, Role::Worker, PlacePlan::Walks(3)),
    person("wgy04", "洪丽萍", 34, Role::Worker, PlacePlan::Walks(4)),
    person("wgy05", "魏建华", 57, Role::Worker, PlacePlan::Walks(5)),
    person("wgy06", "覃雪", 29, Role::Worker, PlacePlan::Walks(6)),
    person("wgy07", "柯爱民", 53, Role::Worker, PlacePlan::Walks(7)),
    person("wgy08", "纪晓东", 36, Role::Worker, PlacePlan::Walks(8)),
    person("wgy09", "阮秀珍", 59, Role::Worker, PlacePlan::Walks(9)),
    person("wgy10", "卓志鹏", 31, Role::Worker, PlacePlan::Walks(10)),
    person("wgy11", "上官敏", 42, Role::Worker, PlacePlan::Walks(11)),
];

/// Days of the two sweeps, counted back from today: the first is closed, the second open.
pub const FIRST_SWEEP: (i32, i32) = (24, 12);
/// See [`FIRST_SWEEP`].
pub const SECOND_SWEEP: i32 = 5;

impl PersonPlan {
    /// Whether 长辈版 is proposed.
    pub fn elder(&self) -> bool {
        self.age >= ELDER
    }
}

/// A record of the directory, ready to be added.
#[derive(Debug)]
pub struct Entry {
    /// Its kind.
    pub kind: &'static str,
    /// Its id.
    pub id: RecordId,
    /// What it says.
    pub data: Data,
}

impl Township {
    /// The township, always the same.
    pub fn new() -> Self {
        let chance = Seeded::new(SEED);
        let id = || RecordId::mint(IDS_FROM.0, &chance);
        let town = id();
        let tops: Vec<RecordId> = TOP_GRIDS.iter().map(|_| id()).collect();
        let villages: Vec<VillageIds> = VILLAGES
            .iter()
            .map(|plan| VillageIds { id: id(), grids: plan.doors.iter().map(|_| id()).collect() })
            .collect();
        let (sweeps, policy) = ([id(), id()], id());
        let users: Vec<UserId> = PEOPLE.iter().map(|_| UserId::mint(IDS_FROM.0, &chance)).collect();
        // Drawn last: the others keep theirs.
        let teams: Vec<RecordId> = (0..TEAMS).map(|_| id()).collect();
        let others: Vec<RecordId> = (0..OTHERS).map(|_| id()).collect();
        let posts: Vec<RecordId> = (0..POSTS).map(|_| id()).collect();
        let places = |place| match place {
            PlacePlan::Walks(worker) => {
                let walked = VILLAGES.iter().zip(&villages).filter(|(plan, _)| plan.worker == worker);
                walked.flat_map(|(_, village)| village.grids.iter().copied()).collect()
            }
            PlacePlan::Top(number) => vec![tops[number - 1]],
            PlacePlan::Village(index) => vec![villages[index].id],
            PlacePlan::Team(index) => vec![teams[index]],
            PlacePlan::Post(index) => vec![posts[index]],
            PlacePlan::Town => vec![town],
        };
        let people = PEOPLE.iter().zip(users).map(|(plan, user)| Person { user, plan, places: places(plan.place) });
        let people = people.collect();
        Self { town, tops, villages, teams, others, posts, people, sweeps, policy }
    }

    /// The person of that account.
    pub fn person(&self, account: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.plan.account == account)
    }

    /// Those who walk, each with the grids they walk.
    pub fn workers(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.plan.role == Role::Worker)
    }

    /// All grids of doors.
    pub fn doors(&self) -> impl Iterator<Item = RecordId> {
        self.villages.iter().flat_map(|village| village.grids.iter().copied())
    }

    /// The villages with their grids, as the import matches them.
    pub fn villages(&self) -> Vec<(RecordId, Village)> {
        VILLAGES.iter().zip(&self.villages).map(|(plan, ids)| (ids.id, self.village(plan))).collect()
    }

    fn village(&self, plan: &VillagePlan) -> Village {
        let grid = Some(self.tops[plan.top - 1]);
        Village { name: plan.name.into(), code: code(plan).to_string(), grid }
    }

    /// Both levels of grids.
    pub fn grids(&self) -> Vec<(RecordId, Grid)> {
        let town = RegionCode::parse(TOWN_CODE).expect("twelve digits");
        let heads = teams::heads(self);
        let tops = TOP_GRIDS.iter().zip(&self.tops).zip(heads).zip(1..).map(|(((name, id), head), serial)| {
            let (name, code) = ((*name).into(), town.grid(serial).to_string());
            let (lead, lead_party) = (Some(head), Some(true));
            (*id, Grid { name, code, level: 1, village: None, lead, lead_party })
        });
        let doors = VILLAGES.iter().zip(&self.villages).flat_map(|(plan, ids)| {
            ids.grids.iter().zip(1..).map(move |(id, serial)| {
                let name = grid_name(plan, serial);
                let code = code(plan).grid(serial).to_string();
                (*id, Grid { name, code, level: 2, village: Some(ids.id), ..Grid::default() })
            })
        });
        tops.chain(doors).collect()
    }

    /// What everyone of the township holds: places, colleagues, and the policy in force.
    pub fn directory(&self) -> Vec<Entry> {
        let town = Town { name: TOWN.into(), code: TOWN_CODE.into() };
        let mut entries = vec![Entry { kind: Town::KIND, id: self.town, data: town.data() }];
        // A village names its top-level grid, a grid of doors its village.
        let (tops, doors): (Vec<_>, Vec<_>) = self.grids().into_iter().partition(|(_, grid)| grid.level == 1);
        let grid = |(id, grid): (RecordId, Grid)| Entry { kind: Grid::KIND, id, data: grid.data() };
        entries.extend(tops.into_iter().map(grid));
        let village = |(id, village): (RecordId, Village)| Entry { kind: Village::KIND, id, data: village.data() };
        entries.extend(self.villages().into_iter().map(village));
        entries.extend(doors.into_iter().map(grid));
        entries.extend(self.people.iter().map(|person| {
            let roles = vec![person.plan.role.code().to_owned()];
            let staff = Staff { name: person.plan.name.into(), roles };
            Entry { kind: Staff::KIND, id: person.user.into(), data: staff.data() }
        }));
        entries.extend(teams::entries(self));
        entries
    }

    /// What the township's command has decided: two sweeps, the numbers that are in force,
    /// and where posts stand.
    pub fn decisions(&self, today: Day) -> Vec<Entry> {
        let (from, to) = FIRST_SWEEP;
        let first = Sweep { round: 1, from_on: Some(today.plus(-from)), to_on: Some(today.plus(-to)) };
        let second = Sweep { round: 2, from_on: Some(today.plus(-SECOND_SWEEP)), to_on: None };
        let policy = Policy { from_on: Some(today.plus(-from)), ..Policy::default() };
        let [one, two] = self.sweeps;
        let mut entries = vec![
            Entry { kind: Sweep::KIND, id: one, data: first.data() },
            Entry { kind: Sweep::KIND, id: two, data: second.data() },
            Entry { kind: Policy::KIND, id: self.policy, data: policy.data() },
        ];
        entries.extend(posts::entries(self, today));
        entries
    }
}

impl Default for Township {
    fn default() -> Self {
        Self::new()
    }
}

/// A grid of doors by its number: `柳塘二网格`.
pub fn grid_name(plan: &VillagePlan, serial: u16) -> String {
    format!("{}{}网格", plan.stem(), crate::register::numerals::chinese(serial.into()))
}

fn code(plan: &VillagePlan) -> RegionCode {
    RegionCode::parse(&format!("{}{}", &TOWN_CODE[..9], plan.code)).expect("twelve digits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::kind;

    #[test]
    fn every_record_is_valid_and_names_only_earlier_ones() {
        let township = Township::new();
        let mut known = Vec::new();
        let day = Day::new(2026, 3, 1).expect("a day");
        for entry in township.directory().into_iter().chain(township.decisions(day)) {
            let kind = kind::kind(entry.kind).expect("a kind");
            assert_eq!(kind.check(&entry.data), []);
            for (_, _, id) in kind.refs(&entry.data) {
                assert!(known.contains(&id.to_owned()), "{}", entry.kind);
            }
            known.push(entry.id.to_string());
        }
    }

    #[test]
    fn the_accounts_are_those_that_people_rely_on() {
        let township = Township::new();
        let accounts: Vec<&str> = PEOPLE[..10].iter().map(|person| person.account).collect();
        assert_eq!(
            accounts,
            ["wgy01", "wgy02", "zyz01", "kk01", "wgz01", "czg01", "zhen01", "pcs01", "admin01", "audit01"]
        );
        let shao = township.person("wgy01").expect("an account");
        assert_eq!((shao.plan.name, shao.plan.age, shao.plan.elder()), ("邵月琴", 45, false));
        assert!(township.person("wgy02").is_some_and(|person| person.plan.elder()));
        let walked: usize = township.workers().map(|worker| worker.places.len()).sum();
        assert_eq!(walked, township.doors().count());
    }
}
