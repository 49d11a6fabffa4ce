//! `care_team` 四包一: those who care for one isolated person, from a day on (seed row 49; form F15).
//!
//! A log entry: a change is a new one, so that the past stays. In force is the latest that has
//! begun. How many there are to be, and how many of them Party members, is policy, so it is checked
//! where the team is put together ([`problems`]) and counted in M11; a team of the past that later
//! rules would refuse is still what it was.

use crate::{
    day::Day,
    field::{Field, Holds, Merge, Problem, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, no_facts, policy::Policy, told},
    record::Data,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

/// What a member does otherwise (F15 单位职务; `domain.md` 2.3).
pub const DUTY: &[&str] =
    &["grid_worker", "village_cadre", "medic", "party_volunteer", "town_cadre", "police", "family", "other"];

/// A care team.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CareTeam {
    /// Behind which door.
    pub household: Option<RecordId>,
    /// For whom.
    pub case: Option<RecordId>,
    /// Since when.
    pub from_on: Option<Day>,
    /// Who.
    pub members: Vec<Member>,
}

/// One of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Full name.
    pub name: String,
    /// One of [`DUTY`].
    pub duty: String,
    /// Where to reach them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Whether a Party member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<bool>,
    /// Their account, if they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<UserId>,
}

impl Payload for CareTeam {
    const KIND: &'static str = "care_team";
}

impl CareTeam {
    /// How many of them are Party members.
    pub fn party(&self) -> usize {
        self.members.iter().filter(|member| member.party == Some(true)).count()
    }
}

/// What a team lacks by the policy of its day: `team_size` with how many there are and are to be,
/// `no_party_member` with how many are to be.
pub fn problems(team: &CareTeam, policy: &Policy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let have = team.members.len();
    if have as i64 != policy.team_size {
        let args = Map::from_iter([("have".into(), json!(have)), ("need".into(), json!(policy.team_size))]);
        problems.push(Problem { field: "members".into(), rule: "team_size".into(), args });
    }
    if (team.party() as i64) < policy.team_party {
        problems.push(Problem::with("members", "no_party_member", "need", policy.team_party));
    }
    problems
}

const fn fixed(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: CareTeam::KIND,
    version: 1,
    home: Home::Grid,
    life: Life::Log,
    fields: &[
        fixed("household", Holds::Ref("household"), true, Sight::Plain, "behind which door"),
        fixed("case", Holds::Ref("isolation"), true, Sight::Plain, "for whom"),
        fixed("from_on", Holds::Day, true, Sight::Plain, "M11: who cared when"),
        fixed("members", Holds::Parts(MEMBER), true, Sight::Personal, "F15: whom to call"),
    ],
    form: None,
    rules,
    facts: no_facts,
    samples: examples(samples),
};

static MEMBER: &[Field] = &[
    fixed("name", Holds::Name, true, Sight::Personal, "F15 姓名"),
    fixed("duty", Holds::One(DUTY), true, Sight::Plain, "F15 单位职务"),
    fixed("phone", Holds::Phone, false, Sight::Personal, "F15 电话"),
    fixed("party", Holds::YesNo, false, Sight::Plain, "M11: at least one Party member"),
    fixed("staff", Holds::Text(36), false, Sight::Plain, "whose list it stands on"),
];

fn rules(data: &Data) -> Vec<Problem> {
    let members = CareTeam::read(data).members;
    let twice = |(index, member): (usize, &Member)| {
        let again = members[..index].iter().any(|other| other.name == member.name && other.phone == member.phone);
        again.then(|| Problem::new(format!("members.{index}.name"), "twice"))
    };
    members.iter().enumerate().filter_map(twice).collect()
}

fn samples() -> Vec<Data> {
    let member = |name: &str, duty: &str, n: u32, party: bool| Member {
        name: name.into(),
        duty: duty.into(),
        phone: Some(format!("1990000{n:04}")),
        party: Some(party),
        staff: Some(UserId::fixed(n.into())),
    };
    let whole = CareTeam {
        household: Some(RecordId::fixed(1)),
        case: Some(RecordId::fixed(5)),
        from_on: Day::new(2020, 1, 29),
        members: vec![
            member("邵月琴", "grid_worker", 1, false),
            member("褚守田", "village_cadre", 2, true),
            member("邹济生", "medic", 3, false),
            member("戚春燕", "party_volunteer", 4, true),
        ],
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_of_whom_one_at_least_is_a_party_member() {
        let whole = CareTeam::read(&samples()[0]);
        let policy = Policy::default();
        let codes = |team: &CareTeam, policy: &Policy| -> Vec<String> {
            problems(team, policy).into_iter().map(|problem| problem.rule).collect()
        };
        assert!(codes(&whole, &policy).is_empty());
        let mut three = whole.clone();
        three.members.pop();
        assert_eq!(codes(&three, &policy), ["team_size"]);
        let mut five = whole.clone();
        five.members.push(Member { name: "贺平".into(), duty: "police".into(), ..Member::default() });
        assert_eq!(codes(&five, &policy), ["team_size"]);
        assert!(codes(&five, &Policy { team_size: 5, ..Policy::default() }).is_empty());
        let mut none = whole;
        none.members.iter_mut().for_each(|member| member.party = None);
        assert_eq!(codes(&none, &policy), ["no_party_member"]);
    }

    #[test]
    fn nobody_is_in_a_team_twice() {
        let mut team = CareTeam::read(&samples()[0]);
        team.members[3] = team.members[0].clone();
        assert_eq!(KIND.check(&team.data()), [Problem::new("members.3.name", "twice")]);
    }
}
