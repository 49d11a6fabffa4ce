//! The township's branches, groups and teams as they are listed, and one of them being changed.

use model::{
    access::Role,
    day::Day,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        Payload,
        directory::{Grid, Staff, Village},
        policy::Policy,
        team::{self, Member, Team},
    },
    record::Scope,
    text::{Name, Needle, SearchKey},
    wire::UserInfo,
};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Draft, State};

/// Kinds in the order in which they are listed: 支部, 党小组, 志愿服务队, 服务队, 巡逻劝导队, 其他.
pub const KINDS: &[&str] = &["party_branch", "party_group", "party_volunteer", "party_service", "patrol", "other"];

/// All teams that are held, and the names of places and colleagues.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Roster {
    /// Teams that are there today, by name.
    pub teams: Vec<(RecordId, Team)>,
    /// Villages, by code.
    pub villages: Vec<(RecordId, Village)>,
    /// Grids of both levels, by code.
    pub grids: Vec<(RecordId, Grid)>,
    /// Colleagues, by name.
    pub staff: Vec<(UserId, Staff)>,
    /// The policy in force.
    pub policy: Policy,
    over: Vec<(RecordId, Team)>,
}

/// What one kind comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Its code.
    pub kind: &'static str,
    /// How many there are.
    pub teams: usize,
    /// Distinct people in them.
    pub people: usize,
    /// Of these, Party members.
    pub party: usize,
}

impl Roster {
    /// Of what is held, on `today`.
    pub fn of(state: &State, today: Day) -> Self {
        let policies = model::kind::policy::Policies::new(state.all::<Policy>().map(|(_, policy)| policy));
        let mut teams: Vec<(RecordId, Team)> = state.all::<Team>().map(|(held, team)| (held.record.id, team)).collect();
        teams.sort_by(|one, other| (&one.1.name, one.0).cmp(&(&other.1.name, other.0)));
        let (teams, over) = teams.into_iter().partition(|(_, team)| team.stands_on(today));
        let mut villages: Vec<(RecordId, Village)> =
            state.all::<Village>().map(|(held, village)| (held.record.id, village)).collect();
        villages.sort_by(|one, other| one.1.code.cmp(&other.1.code));
        let mut grids: Vec<(RecordId, Grid)> = state.all::<Grid>().map(|(held, grid)| (held.record.id, grid)).collect();
        grids.sort_by(|one, other| one.1.code.cmp(&other.1.code));
        let user = |id: RecordId| UserId::from_bytes(id.as_bytes()).ok();
        let mut staff: Vec<(UserId, Staff)> =
            state.all::<Staff>().filter_map(|(held, staff)| Some((user(held.record.id)?, staff))).collect();
        staff.sort_by(|one, other| (&one.1.name, one.0).cmp(&(&other.1.name, other.0)));
        Self { teams, villages, grids, staff, policy: policies.on(today), over }
    }

    /// A team, also one that is there no more or not yet.
    pub fn team(&self, id: RecordId) -> Option<&Team> {
        self.teams.iter().chain(&self.over).find(|(own, _)| *own == id).map(|(_, team)| team)
    }

    /// What each kind comes to, people counted once.
    pub fn sums(&self) -> Vec<Sum> {
        let sum = |kind: &&'static str| {
            let of: Vec<&Team> = self.of_kind(kind).map(|(_, team)| team).collect();
            let members = || of.iter().flat_map(|team| &team.members);
            let people: BTreeSet<RecordId> = members().map(Member::who).collect();
            let party: BTreeSet<RecordId> = members().filter(|one| one.party == Some(true)).map(Member::who).collect();
            Sum { kind, teams: of.len(), people: people.len(), party: party.len() }
        };
        KINDS.iter().map(sum).collect()
    }

    /// Distinct people of all that are there, and distinct Party members as they are counted: those of
    /// patrols are counted by who they are (M18).
    pub fn everybody(&self) -> (usize, usize) {
        let members = || self.teams.iter().flat_map(|(_, team)| &team.members);
        let people: BTreeSet<RecordId> = members().map(Member::who).collect();
        let counted = self.teams.iter().filter(|(_, team)| team.kind != "patrol").flat_map(|(_, team)| &team.members);
        let party: BTreeSet<RecordId> = counted.filter(|one| one.party == Some(true)).map(Member::who).collect();
        (people.len(), party.len())
    }

    fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a (RecordId, Team)> {
        let known = |team: &Team| KINDS.contains(&team.kind.as_str());
        self.teams.iter().filter(move |(_, team)| team.kind == kind || (kind == "other" && !known(team)))
    }

    /// Groups that lack Party members, those that lack most first.
    pub fn lacking(&self) -> Vec<RecordId> {
        let mut lacking: Vec<(i64, RecordId)> = self
            .teams
            .iter()
            .map(|(id, team)| (team.lacks(&self.policy), *id))
            .filter(|(lacks, _)| *lacks > 0)
            .collect();
        lacking.sort_by_key(|(lacks, _)| std::cmp::Reverse(*lacks));
        lacking.into_iter().map(|(_, id)| id).collect()
    }

    /// The teams of a kind; what was searched for among all of them, by their own name or that of one
    /// who belongs to them.
    pub fn listed(&self, kind: &str, typed: &str) -> Vec<RecordId> {
        let Some(needle) = Needle::parse(typed) else {
            return self.of_kind(kind).map(|(id, _)| *id).collect();
        };
        let is = |name: &str, tail: &str| needle.matches(&SearchKey::new(name, "", tail)).is_some();
        let found = self.teams.iter().filter(|(_, team)| {
            let named = |one: &Member| is(&one.name, one.tail.as_deref().unwrap_or_default());
            team.name.contains(typed.trim()) || is(&team.name, "") || team.members.iter().any(named)
        });
        found.map(|(id, _)| *id).collect()
    }

    /// The other teams of each who belongs to this one.
    pub fn elsewhere(&self, id: RecordId, members: &[Member]) -> BTreeMap<RecordId, Vec<&str>> {
        let mut elsewhere: BTreeMap<RecordId, Vec<&str>> = BTreeMap::new();
        let here: BTreeSet<RecordId> = members.iter().map(Member::who).collect();
        for (_, team) in self.teams.iter().filter(|(other, _)| *other != id) {
            for who in team.members.iter().map(Member::who).filter(|who| here.contains(who)) {
                elsewhere.entry(who).or_default().push(&team.name);
            }
        }
        elsewhere
    }

    /// What a village or a grid is called.
    pub fn place(&self, id: RecordId) -> Option<&str> {
        let village = self.villages.iter().find(|(own, _)| *own == id).map(|(_, village)| village.name.as_str());
        village.or_else(|| self.grids.iter().find(|(own, _)| *own == id).map(|(_, grid)| grid.name.as_str()))
    }

    /// The grids of doors of a village.
    pub fn doors_of(&self, village: RecordId) -> impl Iterator<Item = &(RecordId, Grid)> {
        self.grids.iter().filter(move |(_, grid)| grid.village == Some(village))
    }

    /// The top-level grids.
    pub fn tops(&self) -> impl Iterator<Item = &(RecordId, Grid)> {
        self.grids.iter().filter(|(_, grid)| grid.level == 1)
    }

    /// The villages where somebody may found and change teams: all of them for the township's command,
    /// their own for those who answer for one.
    pub fn villages_of(&self, user: &UserInfo) -> BTreeSet<RecordId> {
        if user.roles.contains(&Role::Town) {
            return self.villages.iter().map(|(id, _)| *id).collect();
        }
        let leads = user.roles.contains(&Role::VillageLead);
        let grids = user.scopes.iter().filter(|_| leads).filter_map(|scope| match scope {
            Scope::Grid(id) => self.grids.iter().find(|(own, _)| own == id)?.1.village,
            _ => None,
        });
        grids.collect()
    }

    /// Whether somebody may change that team.
    pub fn may_change(&self, user: &UserInfo, team: &Team) -> bool {
        if user.roles.contains(&Role::Town) {
            return true;
        }
        let own = self.villages_of(user);
        let serves = |grid: &RecordId| {
            let village = self.grids.iter().find(|(id, _)| id == grid).and_then(|(_, grid)| grid.village);
            village.is_some_and(|village| own.contains(&village))
        };
        let there = team.village.is_some_and(|village| own.contains(&village));
        let by_grids = team.village.is_none() && !team.grids.is_empty();
        team.area.is_none() && (there || by_grids) && team.grids.iter().all(serves)
    }

    /// Colleagues and members of other teams who may be tapped, as this team would have them.
    pub fn offers(&self, team: &Team, typed: &str, most: usize) -> Vec<Member> {
        let mut offers: Vec<Member> = Vec::new();
        let mut seen: BTreeSet<RecordId> = team.members.iter().map(Member::who).collect();
        let needle = Needle::parse(typed);
        let fits = |one: &Member| {
            let key = SearchKey::new(&one.name, "", one.tail.as_deref().unwrap_or_default());
            needle.as_ref().is_none_or(|needle| needle.matches(&key).is_some())
        };
        let colleagues = self.staff.iter().map(|(id, staff)| self.colleague(*id, staff));
        // Whoever is known by a team of this village stands before the others.
        let near = |other: &&(RecordId, Team)| other.1.village.is_some() && other.1.village == team.village;
        let of_teams = |near_by: bool| {
            let teams = self.teams.iter().filter(move |other| near(other) == near_by);
            teams.flat_map(|(_, other)| other.members.iter().cloned())
        };
        for one in colleagues.chain(of_teams(true)).chain(of_teams(false)) {
            if offers.len() == most {
                break;
            }
            if fits(&one) && seen.insert(one.who()) {
                offers.push(one);
            }
        }
        offers
    }

    fn colleague(&self, id: UserId, staff: &Staff) -> Member {
        // What another team says of this account is not asked again.
        let known = self.teams.iter().flat_map(|(_, team)| &team.members).find(|one| one.staff == Some(id));
        known.cloned().unwrap_or_else(|| {
            let worker = staff.roles.iter().any(|role| role == "worker" || role == "grid_leader");
            let category = worker.then(|| "grid_worker".to_owned());
            Member { name: staff.name.clone(), category, party: None, staff: Some(id), tail: None }
        })
    }
}

/// Key of the draft of a team that is changed; of a new one.
pub fn draft_key(id: Option<RecordId>) -> String {
    id.map_or_else(|| "roster:new".into(), |id| format!("roster:{id}"))
}

/// The team whose change a draft's key means: none of a new one.
pub fn team_of(key: &str) -> Option<Option<RecordId>> {
    let id = key.strip_prefix("roster:")?;
    Some(id.parse().ok())
}

/// What is kept of a form that is half filled in.
pub fn draft(id: Option<RecordId>, team: &Team, now: i64) -> Draft {
    Draft {
        key: draft_key(id),
        kind: Team::KIND.into(),
        version: team::KIND.version,
        about: id,
        at: now,
        data: team.data(),
        mends: None,
    }
}

/// The team with one more.
///
/// # Errors
/// It is one of them already; or a namesake is, and nothing tells the two apart.
pub fn with(team: &Team, one: Member) -> Result<Team, Problem> {
    let one = tidy(one);
    if team.members.iter().any(|member| member.who() == one.who()) {
        return Err(Problem::new("members", "twice"));
    }
    let namesake = |member: &&Member| member.name == one.name && (member.staff.is_none() || one.staff.is_none());
    let apart = |member: &Member| {
        let known = |one: &Member| one.staff.is_some() || one.tail.is_some();
        known(member) && known(&one)
    };
    if team.members.iter().find(namesake).is_some_and(|member| !apart(member)) {
        return Err(Problem::new("members", "namesake"));
    }
    let mut team = team.clone();
    team.members.push(one);
    Ok(team)
}

fn tidy(one: Member) -> Member {
    let tail = one.tail.filter(|tail| !tail.trim().is_empty());
    Member { name: one.name.trim().to_owned(), tail, ..one }
}

/// What is wrong with somebody who is written down by hand.
pub fn wrong_member(one: &Member) -> Vec<Problem> {
    let mut problems = Vec::new();
    if one.name.trim().is_empty() {
        problems.push(Problem::new("name", "required"));
    } else if let Err(error) = Name::parse(&one.name) {
        problems.push(Problem::new("name", error.code()));
    }
    let four = |tail: &str| tail.len() == 4 && tail.bytes().all(|b| b.is_ascii_digit());
    if one.tail.as_deref().is_some_and(|tail| !tail.is_empty() && !four(tail)) {
        problems.push(Problem::new("tail", "four_digits"));
    }
    problems
}

/// What is wrong with a team that is to be saved, by somebody who may do so in these villages, all of
/// them where nothing is said.
pub fn problems(team: &Team, only_in: Option<&BTreeSet<RecordId>>) -> Vec<Problem> {
    let mut problems = team::KIND.check(&team.data());
    let at_home = only_in.is_none_or(|own| team.village.is_some_and(|village| own.contains(&village)));
    let served = only_in.is_some() && team.village.is_none() && !team.grids.is_empty();
    if !at_home && !served {
        problems.push(Problem::new("village", "required"));
    }
    problems
}

/// The fields that a change writes: those that are another than they were, null where one was emptied.
pub fn changed(was: &Team, team: &Team) -> model::record::Data {
    let (was, now) = (was.data(), team.data());
    let mut set = model::record::Data::new();
    for field in team::KIND.fields {
        let (before, after) = (was.get(field.name), now.get(field.name));
        if before != after {
            set.insert(field.name.to_owned(), after.cloned().unwrap_or_default());
        }
    }
    set
}

/// Those who head the top-level grids: what a change writes.
///
/// # Errors
/// Whoever heads one has to be a Party member and has a name.
pub fn lead(name: &str, party: bool) -> Result<model::record::Data, Problem> {
    if name.trim().is_empty() {
        return Err(Problem::new("lead", "required"));
    }
    Name::parse(name).map_err(|error| Problem::new("lead", error.code()))?;
    if !party {
        return Err(Problem::new("lead_party", "not_party"));
    }
    let set = [("lead", name.trim().into()), ("lead_party", true.into())];
    Ok(set.into_iter().map(|(field, value)| (field.to_owned(), value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const VILLAGE: RecordId = RecordId::fixed(5);
    const GRID: RecordId = RecordId::fixed(8);

    fn member(name: &str, tail: &str, party: bool) -> Member {
        Member { name: name.into(), tail: Some(tail.into()), party: Some(party), ..Member::default() }
    }

    fn team(name: &str, kind: &str, members: Vec<Member>) -> Team {
        Team { name: name.into(), kind: kind.into(), members, village: Some(VILLAGE), ..Team::default() }
    }

    fn roster() -> Roster {
        let (one, two, three) =
            (member("林秀", "0001", true), member("林秀", "0002", true), member("单良", "0003", false));
        let teams = vec![
            team("柳塘第一党小组", "party_group", vec![one.clone(), two.clone(), three.clone()]),
            team("柳塘第二党小组", "party_group", vec![one.clone()]),
            team("柳塘巡逻劝导队", "patrol", vec![one, three]),
        ];
        let teams = teams.into_iter().zip(1..).map(|(team, n)| (RecordId::fixed(n), team)).collect();
        let grid = Grid { name: "柳塘一网格".into(), level: 2, village: Some(VILLAGE), ..Grid::default() };
        Roster {
            teams,
            grids: vec![(GRID, grid)],
            villages: vec![(VILLAGE, Village { name: "柳塘村".into(), ..Village::default() })],
            ..Roster::default()
        }
    }

    fn user(role: Role) -> UserInfo {
        UserInfo {
            id: UserId::fixed(1),
            account: "czg01".into(),
            name: "佘志明".into(),
            roles: vec![role],
            scopes: vec![Scope::Grid(GRID)],
            elder: false,
            must_change_password: false,
        }
    }

    #[test]
    fn people_count_once_and_namesakes_twice() {
        let roster = roster();
        let group = roster.sums().into_iter().find(|sum| sum.kind == "party_group").expect("a kind");
        assert_eq!(group, Sum { kind: "party_group", teams: 2, people: 3, party: 2 });
        assert_eq!(roster.everybody(), (3, 2));
        let also = roster.elsewhere(RecordId::fixed(1), &roster.teams[0].1.members);
        assert_eq!(also[&member("林秀", "0001", true).who()], ["柳塘第二党小组", "柳塘巡逻劝导队"]);
        assert!(!also.contains_key(&member("林秀", "0002", true).who()));
    }

    #[test]
    fn groups_that_lack_most_come_first_and_patrols_lack_nothing() {
        assert_eq!(roster().lacking(), [RecordId::fixed(2), RecordId::fixed(1)]);
    }

    #[test]
    fn a_team_is_found_by_its_name_or_by_one_who_belongs_to_it() {
        let roster = roster();
        assert_eq!(roster.listed("patrol", ""), [RecordId::fixed(3)]);
        assert_eq!(roster.listed("patrol", "第二"), [RecordId::fixed(2)]);
        assert_eq!(roster.listed("party_branch", "shanliang"), [RecordId::fixed(1), RecordId::fixed(3)]);
        assert_eq!(roster.listed("party_branch", "0002"), [RecordId::fixed(1)]);
    }

    #[test]
    fn a_village_lead_changes_what_belongs_to_the_village() {
        let roster = roster();
        let here = &roster.teams[0].1;
        let elsewhere = Team { village: Some(RecordId::fixed(6)), ..here.clone() };
        let of_area = Team { area: Some(RecordId::fixed(4)), village: None, ..here.clone() };
        let may = |role, team: &Team| roster.may_change(&user(role), team);
        assert_eq!([may(Role::VillageLead, here), may(Role::VillageLead, &elsewhere)], [true, false]);
        assert_eq!([may(Role::Town, &elsewhere), may(Role::Worker, here)], [true, false]);
        assert_eq!([may(Role::VillageLead, &of_area), may(Role::Town, &of_area)], [false, true]);
        let serving = Team { village: None, grids: vec![GRID], ..here.clone() };
        let farther = Team { grids: vec![GRID, RecordId::fixed(9)], ..serving.clone() };
        assert_eq!([may(Role::VillageLead, &serving), may(Role::VillageLead, &farther)], [true, false]);
        let own = roster.villages_of(&user(Role::VillageLead));
        assert_eq!(problems(here, Some(&own)), []);
        assert_eq!(problems(&elsewhere, Some(&own)), [Problem::new("village", "required")]);
        assert_eq!(problems(&elsewhere, None), []);
    }

    #[test]
    fn nobody_joins_twice_and_a_namesake_has_to_be_told_apart() {
        let group = roster().teams[0].1.clone();
        let twice = with(&group, member("林秀", "0001", false));
        assert_eq!(twice, Err(Problem::new("members", "twice")));
        let nameless = Member { name: "林秀".into(), ..Member::default() };
        assert_eq!(with(&group, nameless), Err(Problem::new("members", "namesake")));
        assert_eq!(with(&group, member("林秀", "0009", true)).map(|team| team.members.len()), Ok(4));
        assert_eq!(wrong_member(&member("林秀", "12", true)), [Problem::new("tail", "four_digits")]);
        assert_eq!(wrong_member(&member(" ", "", true)), [Problem::new("name", "required")]);
    }

    #[test]
    fn a_change_says_only_what_changes_and_empties_what_was_emptied() {
        let was = Team { leader: Some("褚守田".into()), ..team("柳塘第一党小组", "party_group", Vec::new()) };
        let now = Team { leader: None, ended_on: Day::new(2020, 3, 1), ..was.clone() };
        let set = changed(&was, &now);
        assert_eq!(set.keys().collect::<Vec<_>>(), ["ended_on", "leader"]);
        assert!(set["leader"].is_null());
    }

    #[test]
    fn whoever_heads_a_grid_is_a_party_member_with_a_name() {
        assert_eq!(lead("", true), Err(Problem::new("lead", "required")));
        assert_eq!(lead("褚守田", false), Err(Problem::new("lead_party", "not_party")));
        assert_eq!(lead("褚守田", true).map(|set| set.len()), Ok(2));
    }

    #[test]
    fn a_draft_leads_back_to_its_team() {
        let id = RecordId::fixed(3);
        assert_eq!(team_of(&draft(Some(id), &Team::default(), 1).key), Some(Some(id)));
        assert_eq!((team_of(&draft_key(None)), team_of("team:1")), (Some(None), None));
    }
}
