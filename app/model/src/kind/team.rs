//! `team` 服务队: a service or patrol team, the grids it serves and who belongs to it (seed rows 28,
//! 29, 51; form F14).
//!
//! Part of the directory, held by all of a township's people: names of colleagues and volunteers,
//! without their phones. Its id names the scope `team:<id>`, where its errands and the households it
//! looks after live.

use crate::{
    field::{Field, Holds, Merge, Problem, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, no_facts},
    record::Data,
};
use serde::{Deserialize, Serialize};

/// Kinds of team (F14 类型): 党员服务队, 党员志愿服务队, 巡逻劝导队.
pub const KINDS: &[&str] = &["party_service", "party_volunteer", "patrol", "other"];
/// Who a member is (seed row 29): 党员, 综治管理员, 网格员, 平安志愿者, 民兵, 群众.
pub const CATEGORY: &[&str] = &["party", "manager", "grid_worker", "safety_volunteer", "militia", "villager", "other"];

/// A team.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Team {
    /// `柳塘村党员服务队`.
    pub name: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// The grids of doors that it serves.
    pub grids: Vec<RecordId>,
    /// Who leads it.
    pub leader: Option<String>,
    /// Who belongs to it.
    pub members: Vec<Member>,
}

/// One of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Full name.
    pub name: String,
    /// One of [`CATEGORY`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Whether a Party member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<bool>,
    /// Their account, if they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<UserId>,
}

impl Payload for Team {
    const KIND: &'static str = "team";
}

impl Team {
    /// Whether it serves that grid.
    pub fn serves(&self, grid: RecordId) -> bool {
        self.grids.contains(&grid)
    }
}

const fn shown(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Shown, sight, purpose }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Team::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        shown("name", Holds::Text(40), true, Sight::Plain, "F14: figures by team"),
        shown("kind", Holds::One(KINDS), true, Sight::Plain, "M18: teams by kind"),
        shown("grids", Holds::Refs("grid"), false, Sight::Plain, "F14: whose households it serves"),
        shown("leader", Holds::Name, false, Sight::Personal, "F14: whom to ask"),
        shown("members", Holds::Parts(MEMBER), false, Sight::Personal, "M18: members, Party members"),
    ],
    form: None,
    rules,
    facts: no_facts,
    samples,
};

static MEMBER: &[Field] = &[
    shown("name", Holds::Name, true, Sight::Personal, "F14: who belongs to it"),
    shown("category", Holds::One(CATEGORY), false, Sight::Plain, "seed row 29: by category"),
    shown("party", Holds::YesNo, false, Sight::Plain, "M18: Party members"),
    shown("staff", Holds::Text(36), false, Sight::Plain, "M18: a person in two teams counts once"),
];

fn rules(data: &Data) -> Vec<Problem> {
    let members = Team::read(data).members;
    let twice = |(index, member): (usize, &Member)| {
        let again = member.staff.is_some() && members[..index].iter().any(|earlier| earlier.staff == member.staff);
        again.then(|| Problem::new(format!("members.{index}.name"), "twice"))
    };
    members.iter().enumerate().filter_map(twice).collect()
}

fn samples() -> Vec<Data> {
    let whole = Team {
        name: "柳塘村党员服务队".into(),
        kind: "party_service".into(),
        grids: vec![RecordId::fixed(8)],
        leader: Some("褚守田".into()),
        members: vec![
            Member {
                name: "戚春燕".into(),
                category: Some("party".into()),
                party: Some(true),
                staff: Some(UserId::fixed(7)),
            },
            Member { name: "许长根".into(), ..Member::default() },
        ],
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_belongs_to_a_team_once_and_namesakes_may() {
        let mut team = Team::read(&samples()[0]);
        team.members.push(Member { staff: None, ..team.members[0].clone() });
        assert_eq!(KIND.check(&team.data()), []);
        team.members[2].staff = team.members[0].staff;
        assert_eq!(KIND.check(&team.data()), [Problem::new("members.2.name", "twice")]);
    }

    #[test]
    fn a_team_serves_its_grids() {
        let team = Team::read(&samples()[0]);
        assert!(team.serves(RecordId::fixed(8)) && !team.serves(RecordId::fixed(9)));
    }
}
