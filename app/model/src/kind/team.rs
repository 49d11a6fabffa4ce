//! `team` 党组织与队伍: a Party branch or group, a service or patrol team, where it works and who
//! belongs to it (seed rows 9–13, 28, 29, 47, 51; form F14).
//!
//! Part of the directory, held by all of a township's people: names of colleagues and volunteers,
//! without their phones. Its id names the scope `team:<id>`, where its errands and the households it
//! looks after live.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, policy::Policy, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// Kinds (F14 类型): 党员服务队, 党员志愿服务队, 巡逻劝导队, 临时党小组, 临时党支部.
pub const KINDS: &[&str] = &["party_service", "party_volunteer", "patrol", "party_group", "party_branch", "other"];
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
    /// The village that it belongs to; none for one of several.
    pub village: Option<RecordId>,
    /// The top-level grid that a Party group was set up for.
    pub area: Option<RecordId>,
    /// Since when.
    pub founded_on: Option<Day>,
    /// Its last day.
    pub ended_on: Option<Day>,
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
    /// The last four digits of their phone: what tells namesakes apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tail: Option<String>,
}

impl Member {
    /// Who it is, the same in every team: by account, else by name and end of phone.
    pub fn who(&self) -> RecordId {
        let named = || RecordId::named(&format!("{} {}", self.name, self.tail.as_deref().unwrap_or_default()));
        self.staff.map_or_else(named, RecordId::from)
    }
}

impl Payload for Team {
    const KIND: &'static str = "team";
}

impl Team {
    /// Whether it serves that grid.
    pub fn serves(&self, grid: RecordId) -> bool {
        self.grids.contains(&grid)
    }

    /// Whether it brings and helps: patrols and what the Party has founded run no errands.
    pub fn runs_errands(&self) -> bool {
        matches!(self.kind.as_str(), "party_service" | "party_volunteer" | "other")
    }

    /// How many of its members are Party members.
    pub fn party_members(&self) -> i64 {
        self.members.iter().filter(|member| member.party == Some(true)).count() as i64
    }

    /// How many Party members a group still lacks (seed row 10: three at least, by policy).
    pub fn lacks(&self, policy: &Policy) -> i64 {
        let wanted = if self.kind == "party_group" { policy.group_party } else { 0 };
        (wanted - self.party_members()).max(0)
    }

    /// Whether it is there on `day`.
    pub fn stands_on(&self, day: Day) -> bool {
        self.founded_on.is_none_or(|founded| founded <= day) && self.ended_on.is_none_or(|ended| day <= ended)
    }
}

const fn shown(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Shown, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Team::KIND,
    version: 2,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        shown("name", Holds::Text(40), true, Sight::Plain, "F14: figures by team"),
        shown("kind", Holds::One(KINDS), true, Sight::Plain, "M18: teams by kind"),
        shown("grids", Holds::Refs("grid"), false, Sight::Plain, "F14: whose households it serves"),
        shown("leader", Holds::Name, false, Sight::Personal, "F14: whom to ask"),
        shown("members", Holds::Parts(MEMBER), false, Sight::Personal, "M18: members, Party members"),
        shown("village", Holds::Ref("village"), false, Sight::Plain, "M17, M18: by village"),
        shown("area", Holds::Ref("grid"), false, Sight::Plain, "seed row 47: a group for each top-level grid"),
        shown("founded_on", Holds::Day, false, Sight::Plain, "F14: counted since when"),
        shown("ended_on", Holds::Day, false, Sight::Plain, "M17, M18: at a cut-off"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

static MEMBER: &[Field] = &[
    shown("name", Holds::Name, true, Sight::Personal, "F14: who belongs to it"),
    shown("category", Holds::One(CATEGORY), false, Sight::Plain, "seed row 29: by category"),
    shown("party", Holds::YesNo, false, Sight::Plain, "M18: Party members"),
    shown("staff", Holds::Text(36), false, Sight::Plain, "M18: a person in two teams counts once"),
    shown("tail", Holds::Text(4), false, Sight::Personal, "M18: namesakes are two persons"),
];

fn rules(data: &Data) -> Vec<Problem> {
    let team = Team::read(data);
    let members = &team.members;
    let twice = |(index, member): (usize, &Member)| {
        let again = member.staff.is_some() && members[..index].iter().any(|earlier| earlier.staff == member.staff);
        again.then(|| Problem::new(format!("members.{index}.name"), "twice"))
    };
    let mut problems: Vec<Problem> = members.iter().enumerate().filter_map(twice).collect();
    if team.ended_on.is_some_and(|ended| team.founded_on.is_some_and(|founded| ended < founded)) {
        problems.push(Problem::new("ended_on", "before_start"));
    }
    problems
}

/// How a team counts, and its members. A patrol's are counted by who they are, all others as Party
/// members and members.
fn facts(record: &Record) -> Vec<Fact> {
    let team: Team = record.read();
    let place = team.village.or(team.area);
    let party = team.party_members();
    let own = |metric, n| Fact::of(metric, team.founded_on, n, record.id);
    let mut facts = vec![match team.kind.as_str() {
        "party_branch" => own(Metric::PartyBranch, 1),
        "party_group" if team.area.is_some() => own(Metric::PartyGroupOfGrid, party),
        "party_group" => own(Metric::PartyGroup, party),
        "party_volunteer" => own(Metric::VolunteerTeam, 1),
        "party_service" => own(Metric::ServiceTeam, 1),
        "patrol" => own(Metric::PatrolTeam, 1),
        _ => own(Metric::OtherTeam, 1),
    }];
    if team.kind == "party_group" && team.area.is_none() {
        facts.extend(team.village.map(|village| Fact::one(Metric::PartyGroupVillage, team.founded_on, village)));
    }
    for member in &team.members {
        let one = |metric| Fact::one(metric, team.founded_on, member.who());
        if team.kind == "patrol" {
            facts.extend([one(Metric::PatrolMember), one(category(member))]);
        } else {
            facts.push(one(Metric::TeamMember));
            facts.extend((member.party == Some(true)).then(|| one(Metric::PartyMember)));
        }
    }
    facts.extend(team.ended_on.map(|last| Fact::one(Metric::Ended, last.plus(1), record.id)));
    // Two namesakes without anything to tell them apart are one person here.
    facts.sort_by_key(|fact| (fact.metric, fact.subject));
    facts.dedup_by_key(|fact| (fact.metric, fact.subject));
    facts.into_iter().map(|fact| fact.at(place)).collect()
}

fn category(member: &Member) -> Metric {
    match member.category.as_deref() {
        Some("party") => Metric::PatrolParty,
        Some("manager") => Metric::PatrolManager,
        Some("grid_worker") => Metric::PatrolGridWorker,
        Some("safety_volunteer") => Metric::PatrolSafety,
        Some("militia") => Metric::PatrolMilitia,
        Some("villager") => Metric::PatrolVillager,
        _ => Metric::PatrolOther,
    }
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
                tail: None,
            },
            Member { name: "许长根".into(), tail: Some("0417".into()), ..Member::default() },
        ],
        village: Some(RecordId::fixed(5)),
        founded_on: Day::new(2020, 1, 27),
        ended_on: Day::new(2020, 3, 20),
        ..Team::default()
    };
    let group = Team {
        name: "第一网格党小组".into(),
        kind: "party_group".into(),
        area: Some(RecordId::fixed(4)),
        ..Team::default()
    };
    vec![whole.data(), group.data()]
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

    fn facts_of(team: &Team) -> Vec<(Metric, i64, RecordId)> {
        let facts = facts(&crate::kind::tests::record(Team::KIND, team.data()));
        facts.into_iter().map(|fact| (fact.metric, fact.n, fact.subject)).collect()
    }

    fn member(name: &str, tail: &str, party: bool) -> Member {
        Member { name: name.into(), tail: Some(tail.into()), party: Some(party), ..Member::default() }
    }

    #[test]
    fn a_person_in_two_teams_is_one_and_a_namesake_is_another() {
        let (one, namesake) = (member("林秀", "0001", true), member("林秀", "0002", true));
        let in_group = Team { kind: "party_group".into(), members: vec![one.clone()], ..Team::default() };
        let in_team = Team { kind: "party_volunteer".into(), members: vec![one, namesake], ..Team::default() };
        let party = |team: &Team| -> Vec<RecordId> {
            let facts = facts_of(team).into_iter().filter(|fact| fact.0 == Metric::PartyMember);
            facts.map(|fact| fact.2).collect()
        };
        let both = party(&in_team);
        assert_eq!((party(&in_group).len(), both.len()), (1, 2));
        assert!(both.contains(&party(&in_group)[0]) && both[0] != both[1]);
        let account = Member { staff: Some(UserId::fixed(7)), ..member("林秀", "0001", true) };
        assert_eq!(account.who(), RecordId::from(UserId::fixed(7)));
    }

    #[test]
    fn a_group_says_what_it_lacks_and_counts_for_its_village_or_its_grid() {
        let (village, grid) = (RecordId::fixed(5), RecordId::fixed(4));
        let members =
            vec![member("褚守田", "0001", true), member("许长根", "0002", true), member("单良", "0003", false)];
        let group = Team { kind: "party_group".into(), members, village: Some(village), ..Team::default() };
        let policy = Policy::default();
        assert_eq!((group.party_members(), group.lacks(&policy)), (2, 1));
        assert_eq!(group.lacks(&Policy { group_party: 2, ..Policy::default() }), 0);
        let own = RecordId::fixed(9);
        assert_eq!(facts_of(&group)[..2], [(Metric::PartyGroup, 2, own), (Metric::PartyGroupVillage, 1, village)]);
        let of_grid = Team { village: None, area: Some(grid), ..group.clone() };
        assert_eq!(facts_of(&of_grid)[0], (Metric::PartyGroupOfGrid, 2, own));
        let patrol = Team { kind: "patrol".into(), ..group };
        assert_eq!(patrol.lacks(&policy), 0);
        let metrics: Vec<Metric> = facts_of(&patrol).into_iter().map(|fact| fact.0).collect();
        assert_eq!(metrics.iter().filter(|metric| **metric == Metric::PatrolMember).count(), 3);
        assert!(!metrics.contains(&Metric::PartyMember) && metrics.contains(&Metric::PatrolOther));
    }

    #[test]
    fn a_team_is_there_from_its_founding_to_its_last_day() {
        let team = Team::read(&samples()[0]);
        let on = |month, day| team.stands_on(Day::new(2020, month, day).expect("a day"));
        assert_eq!([on(1, 26), on(1, 27), on(3, 20), on(3, 21)], [false, true, true, false]);
        let ended = facts(&crate::kind::tests::record(Team::KIND, team.data()));
        assert!(ended.contains(&Fact::one(Metric::Ended, Day::new(2020, 3, 21), RecordId::fixed(9)).at(team.village)));
        let backwards = Team { ended_on: Day::new(2020, 1, 26), ..team };
        assert_eq!(KIND.check(&backwards.data()), [Problem::new("ended_on", "before_start")]);
    }

    #[test]
    fn a_team_serves_its_grids() {
        let team = Team::read(&samples()[0]);
        assert!(team.serves(RecordId::fixed(8)) && !team.serves(RecordId::fixed(9)));
    }
}
