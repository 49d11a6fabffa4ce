//! What the Party and the villages of 云溪镇 have set up: the figures of `domain.md` 1.3 A to C.
//!
//! A branch at the command; a Party group for each of the four top-level grids and sixteen more in
//! four villages; 42 volunteer teams, whose Party members are all 560 of the township; ten service
//! teams and thirty patrols of 183 people, one of whom belongs to two.

use super::{
    names,
    plan::{TOP_GRIDS, VILLAGES, VillagePlan},
    seeded::Seeded,
    township::{Entry, SEED, Township},
};
use model::{
    day::Day,
    kind::{
        Payload,
        team::{Member, Team},
    },
};

/// Service teams.
pub const TEAMS: usize = 10;
/// Everything else: the branch, the groups, the volunteer teams and the patrols, in this order.
pub const OTHERS: usize = 1 + GROUPS_OF_GRIDS + GROUPS + VOLUNTEER_TEAMS + PATROLS;
const GROUPS_OF_GRIDS: usize = 4;
/// In the first four villages, four each.
const GROUPS: usize = 16;
const VOLUNTEER_TEAMS: usize = 42;
const PARTY_MEMBERS: usize = 560;
const PATROLS: usize = 30;
const PATROL_MEMBERS: usize = 183;
/// Who belongs to the first service team and to a volunteer team, with an account.
const FIRST: &str = "zyz01";

/// The team, from 0, that serves a village: that of its worker; the last two share one.
pub fn serving(village: &VillagePlan) -> usize {
    (village.worker - 1).min(TEAMS - 1)
}

/// All of them, as the directory has them, founded in the last days of January.
pub fn entries(township: &Township) -> Vec<Entry> {
    let volunteers: Vec<Team> = (0..VOLUNTEER_TEAMS).map(|index| volunteer_team(township, index)).collect();
    let services: Vec<Team> = (0..TEAMS).map(|index| service_team(township, index, &volunteers)).collect();
    let mut others = vec![branch(&volunteers)];
    others.extend((0..GROUPS_OF_GRIDS).map(|index| group_of_grid(township, index, &volunteers)));
    others.extend((0..GROUPS).map(|index| group(township, index, &volunteers)));
    let patrols = patrols(township);
    let others = others.into_iter().chain(volunteers).chain(patrols);
    let all = township.teams.iter().zip(services).chain(township.others.iter().zip(others));
    all.map(|(id, team)| Entry { kind: Team::KIND, id: *id, data: team.data() }).collect()
}

/// Whoever has no account is known by name and the end of a phone number: number `n` of the township.
fn member(plan: &VillagePlan, category: &str, n: usize, chance: &Seeded) -> Member {
    let name = format!("{}{}", names::family(plan.clans, chance), names::given(1980, chance.happens(600), chance));
    let (category, tail) = (Some(category.to_owned()), Some(format!("{n:04}")));
    Member { name, party: Some(category.as_deref() == Some("party")), category, tail, staff: None }
}

fn founded(day: u32) -> Option<Day> {
    Day::new(2020, 1, day)
}

/// A volunteer team of Party members; together they are all of them, each in one team.
fn volunteer_team(township: &Township, index: usize) -> Team {
    let chance = Seeded::new(SEED ^ (7000 + index as u64));
    let (village, second) = (index % VILLAGES.len(), index >= VILLAGES.len());
    let plan = &VILLAGES[village];
    let from = PARTY_MEMBERS * index / VOLUNTEER_TEAMS;
    let to = PARTY_MEMBERS * (index + 1) / VOLUNTEER_TEAMS;
    let mut members: Vec<Member> = (from..to).map(|n| member(plan, "party", n, &chance)).collect();
    if index == 0 {
        members.pop();
        members.extend(with_account(township));
    }
    Team {
        name: format!("{}{}党员志愿服务队", plan.name, if second { "第二" } else { "" }),
        kind: "party_volunteer".into(),
        leader: members.first().map(|member| member.name.clone()),
        members,
        village: Some(township.villages[village].id),
        founded_on: founded(27),
        ..Team::default()
    }
}

fn with_account(township: &Township) -> Option<Member> {
    let person = township.person(FIRST)?;
    let (name, category) = (person.plan.name.into(), Some("party".into()));
    Some(Member { name, category, party: Some(true), staff: Some(person.user), tail: None })
}

/// Three Party members of a village's volunteers, and others who have no account.
fn service_team(township: &Township, index: usize, volunteers: &[Team]) -> Team {
    let chance = Seeded::new(SEED ^ (6000 + index as u64));
    let served = || VILLAGES.iter().zip(&township.villages).enumerate().filter(|(_, (plan, _))| serving(plan) == index);
    let (village, (plan, _)) = served().next().expect("every team serves a village");
    let mut members = volunteers[village].members[1..4].to_vec();
    let others = &[("safety_volunteer", 3), ("militia", 2), ("villager", 3)];
    let more = 0..chance.between(2, 5) as usize;
    members.extend(more.map(|n| member(plan, chance.weighted(others), 2000 + index * 10 + n, &chance)));
    if index == 0 {
        members.extend(with_account(township));
    }
    Team {
        name: format!("{}党员服务队", plan.name),
        kind: "party_service".into(),
        grids: served().flat_map(|(_, (_, ids))| ids.grids.iter().copied()).collect(),
        leader: members.first().map(|member| member.name.clone()),
        members,
        founded_on: founded(28),
        ..Team::default()
    }
}

fn party(name: String, kind: &str, members: Vec<Member>, day: u32) -> Team {
    let leader = members.first().map(|member| member.name.clone());
    Team { name, kind: kind.into(), leader, members, founded_on: founded(day), ..Team::default() }
}

/// The command's own branch: the heads of the four groups.
fn branch(volunteers: &[Team]) -> Team {
    let members = (0..GROUPS_OF_GRIDS).map(|index| head_of_grid(index, volunteers)).collect();
    party("新型冠状病毒肺炎指挥部临时党支部".into(), "party_branch", members, 26)
}

/// The leading cadre who heads a top-level grid and its Party group.
pub fn head_of_grid(index: usize, volunteers: &[Team]) -> Member {
    let village = VILLAGES.iter().position(|plan| plan.top == index + 1).expect("every grid has villages");
    volunteers[village].members[0].clone()
}

/// The names of those who head the top-level grids.
pub fn heads(township: &Township) -> Vec<String> {
    let volunteers: Vec<Team> = (0..VILLAGES.len()).map(|index| volunteer_team(township, index)).collect();
    (0..GROUPS_OF_GRIDS).map(|index| head_of_grid(index, &volunteers).name).collect()
}

fn group_of_grid(township: &Township, index: usize, volunteers: &[Team]) -> Team {
    let villages = VILLAGES.iter().enumerate().filter(|(_, plan)| plan.top == index + 1);
    let members = villages.take(4).map(|(village, _)| volunteers[village].members[0].clone()).collect();
    Team {
        area: Some(township.tops[index]),
        ..party(format!("{}党小组", TOP_GRIDS[index]), "party_group", members, 26)
    }
}

/// Four groups in each of four villages, with three Party members at the core of each.
fn group(township: &Township, index: usize, volunteers: &[Team]) -> Team {
    let (village, nth) = (index / 4, index % 4);
    let members = volunteers[village].members[nth * 3..nth * 3 + 3].to_vec();
    Team {
        village: Some(township.villages[village].id),
        ..party(
            format!("{}第{}片区党小组", VILLAGES[village].name, ["一", "二", "三", "四"][nth]),
            "party_group",
            members,
            29,
        )
    }
}

/// Thirty patrols of people of all six categories; one belongs to the first two.
fn patrols(township: &Township) -> Vec<Team> {
    const CATEGORIES: [&str; 6] = ["party", "manager", "grid_worker", "safety_volunteer", "militia", "villager"];
    let mut patrols: Vec<Team> = (0..PATROLS)
        .map(|index| {
            let chance = Seeded::new(SEED ^ (8000 + index as u64));
            let (village, second) = (index % VILLAGES.len(), index >= VILLAGES.len());
            let plan = &VILLAGES[village];
            let (from, to) = (PATROL_MEMBERS * index / PATROLS, PATROL_MEMBERS * (index + 1) / PATROLS);
            let members: Vec<Member> =
                (from..to).map(|n| member(plan, CATEGORIES[n % CATEGORIES.len()], 4000 + n, &chance)).collect();
            Team {
                name: format!("{}{}巡逻劝导队", plan.name, if second { "第二" } else { "" }),
                kind: "patrol".into(),
                leader: members.first().map(|member| member.name.clone()),
                members,
                village: Some(township.villages[village].id),
                founded_on: founded(26),
                ..Team::default()
            }
        })
        .collect();
    let both = patrols[0].members[0].clone();
    patrols[1].members.push(both);
    patrols
}
