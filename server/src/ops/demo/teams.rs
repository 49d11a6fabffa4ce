//! The service teams of 云溪镇: ten, and which villages each serves.

use super::{
    names,
    plan::{VILLAGES, VillagePlan},
    seeded::Seeded,
    township::{Entry, SEED, Township},
};
use model::kind::{
    Payload,
    team::{Member, Team},
};

/// How many there are (`domain.md` 1.3 C).
pub const TEAMS: usize = 10;
/// Who belongs to the first team, with an account.
const FIRST: &str = "zyz01";

/// The team, from 0, that serves a village: that of its worker; the last two share one.
pub fn serving(village: &VillagePlan) -> usize {
    (village.worker - 1).min(TEAMS - 1)
}

/// The teams, as the directory has them.
pub fn entries(township: &Township) -> Vec<Entry> {
    township
        .teams
        .iter()
        .enumerate()
        .map(|(index, id)| Entry { kind: Team::KIND, id: *id, data: team(township, index).data() })
        .collect()
}

fn team(township: &Township, index: usize) -> Team {
    let chance = Seeded::new(SEED ^ (6000 + index as u64));
    let served = || VILLAGES.iter().zip(&township.villages).filter(|(plan, _)| serving(plan) == index);
    let (plan, _) = served().next().expect("every team serves a village");
    let mut members: Vec<Member> = (0..chance.between(5, 8)).map(|nth| member(plan, nth < 3, &chance)).collect();
    if index == 0
        && let Some(person) = township.person(FIRST)
    {
        let (name, category) = (person.plan.name.into(), Some("party".into()));
        members.push(Member { name, category, party: Some(true), staff: Some(person.user) });
    }
    Team {
        name: format!("{}党员服务队", plan.name),
        kind: "party_service".into(),
        grids: served().flat_map(|(_, ids)| ids.grids.iter().copied()).collect(),
        leader: members.first().map(|member| member.name.clone()),
        members,
    }
}

fn member(plan: &VillagePlan, party: bool, chance: &Seeded) -> Member {
    let name = format!("{}{}", names::family(plan.clans, chance), names::given(1980, chance.happens(600), chance));
    let others = &[("safety_volunteer", 3), ("militia", 2), ("villager", 3)];
    let category = if party { "party" } else { chance.weighted(others) };
    Member { name, category: Some(category.into()), party: Some(party), staff: None }
}
