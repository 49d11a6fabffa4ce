//! Who may do what, where: role × place × kind, in one table used by server and screens alike.
//!
//! A [`Permit`] is a value one must obtain. The server makes one from a session on each request;
//! every store call asks for it, or for one of the narrower permits it yields, so forgetting the
//! question does not compile.
//!
//! | who | carries | writes there | decides |
//! |---|---|---|---|
//! | workers | own grids, teams that serve them | what belongs to doors, errands, assignments, own work; enterprises | |
//! | grid leaders | the same | the same | |
//! | village leads | the same, posts of their village | the same; teams, posts and stations of their village | isolation |
//! | volunteers | their team | errands, calls, own work | |
//! | gatekeepers | their posts | what passes there, own work | |
//! | town | | sweeps, policies, teams, posts, who heads a grid, directives, materials, enterprises, own work; settles conflicts | |
//! | police | | counts of their actions, own work | |
//!
//! Own work is what lives where its author works (`kind::Home::Work`): a patrol, a disinfection, an
//! event. It is written with one's grid, team or post, and with the township by those who have none.

mod role;

pub use role::{Deed, Role, decides, deed};

use crate::{
    id::{RecordId, UserId},
    record::Scope,
};
use std::collections::BTreeSet;

/// One role, with the grids of doors and the teams it extends to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The role.
    pub role: Role,
    /// Grids of doors (level 2) within its place.
    pub grids: BTreeSet<RecordId>,
    /// The team that is its place; for those who answer for grids, the teams that serve one of them.
    pub teams: BTreeSet<RecordId>,
    /// The posts at or below its place.
    pub posts: BTreeSet<RecordId>,
}

impl Duty {
    /// A role in some grids, without teams and posts.
    pub fn in_grids(role: Role, grids: BTreeSet<RecordId>) -> Self {
        Self { role, grids, teams: BTreeSet::new(), posts: BTreeSet::new() }
    }

    /// Whether it extends to `scope`, in the township `town`.
    fn extends_to(&self, scope: Scope, town: RecordId) -> bool {
        match scope {
            Scope::Grid(grid) => self.grids.contains(&grid),
            Scope::Team(team) => self.teams.contains(&team),
            Scope::Town(id) => id == town,
            Scope::Post(post) => self.posts.contains(&post),
        }
    }
}

/// Proof that someone is signed in, and what that allows. Made on the server, from a session.
#[derive(Debug, Clone)]
pub struct Permit {
    user: UserId,
    town: RecordId,
    duties: Vec<Duty>,
    lately: Vec<Duty>,
    late_days: i32,
    sets_up: bool,
}

impl Permit {
    /// For whoever has checked who `user` is and read the duties in force now.
    pub fn of(user: UserId, town: RecordId, duties: Vec<Duty>) -> Self {
        Self { user, town, duties, lately: Vec::new(), late_days: 0, sets_up: false }
    }

    /// With the duties that ended in the last `late_days`: what was recorded under them is still
    /// taken.
    pub fn having_left(self, lately: Vec<Duty>, late_days: i32) -> Self {
        Self { lately, late_days, ..self }
    }

    /// For whoever holds the machine itself, setting up a township from its command line: may write
    /// any record of that township. No request ever gets one.
    pub fn to_set_up(user: UserId, town: RecordId) -> Self {
        Self { user, town, duties: Vec::new(), lately: Vec::new(), late_days: 0, sets_up: true }
    }

    /// Who.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// Of which township.
    pub fn town(&self) -> RecordId {
        self.town
    }

    /// For how many days what was done at a place that was left is still taken.
    pub fn late_days(&self) -> i32 {
        self.late_days
    }

    /// The roles held.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.duties.iter().map(|duty| duty.role)
    }

    /// The scopes whose records this person's device may hold.
    pub fn scopes(&self) -> BTreeSet<Scope> {
        let doors = self.duties.iter().filter(|duty| duty.role.carries_doors());
        let teams = self.duties.iter().filter(|duty| duty.role.carries_teams());
        let posts = self.duties.iter().filter(|duty| duty.role.carries_posts());
        std::iter::once(Scope::Town(self.town))
            .chain(doors.flat_map(|duty| duty.grids.iter().copied().map(Scope::Grid)))
            .chain(teams.flat_map(|duty| duty.teams.iter().copied().map(Scope::Team)))
            .chain(posts.flat_map(|duty| duty.posts.iter().copied().map(Scope::Post)))
            .collect()
    }

    /// Whether this person may do that to a record of `kind` in `scope` now.
    pub fn may(&self, deed: Deed, kind: &str, scope: Scope) -> bool {
        if self.sets_up {
            return !matches!(scope, Scope::Town(town) if town != self.town);
        }
        self.any(&self.duties, deed, kind, scope)
    }

    /// Whether this person might have done that a short while ago, and does no more.
    pub fn might_lately(&self, deed: Deed, kind: &str, scope: Scope) -> bool {
        self.any(&self.lately, deed, kind, scope)
    }

    fn any(&self, duties: &[Duty], deed: Deed, kind: &str, scope: Scope) -> bool {
        duties.iter().any(|duty| duty.extends_to(scope, self.town) && duty.role.may(deed, kind, scope))
    }

    /// Whether this person's role would allow it at all; if so, a refusal is about the place.
    pub fn may_somewhere(&self, deed: Deed, kind: &str) -> bool {
        self.duties.iter().chain(&self.lately).any(|duty| duty.role.may_somewhere(deed, kind))
    }

    /// Whether this person may say that a team serves these grids: who carries them holds what the
    /// team knows.
    pub fn may_serve<'a>(&self, grids: impl IntoIterator<Item = &'a RecordId>) -> bool {
        let leads = |grid| self.duties.iter().any(|duty| duty.role == Role::VillageLead && duty.grids.contains(grid));
        self.sets_up || self.roles().any(|role| role == Role::Town) || grids.into_iter().all(leads)
    }

    /// Whether this person sees what a record in `scope` shows: by carrying it, or by leading there.
    pub fn sees(&self, scope: Scope) -> bool {
        self.scopes().contains(&scope) || self.figures().is_some_and(|figures| figures.scopes().contains(&scope))
    }

    /// The permit to see figures, for those who lead.
    pub fn figures(&self) -> Option<FiguresPermit> {
        let mut leading = self.duties.iter().filter(|duty| duty.role.sees_figures()).peekable();
        leading.peek()?;
        let (mut grids, mut teams, mut posts) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for duty in leading {
            grids.extend(&duty.grids);
            teams.extend(&duty.teams);
            posts.extend(&duty.posts);
        }
        let reviews = self.roles().any(Role::reviews);
        let whole = self.roles().any(|role| role == Role::Town);
        Some(FiguresPermit { user: self.user, town: self.town, grids, teams, posts, whole, reviews })
    }
}

/// Proof that someone may see figures, and of which grids.
#[derive(Debug, Clone)]
pub struct FiguresPermit {
    user: UserId,
    town: RecordId,
    grids: BTreeSet<RecordId>,
    teams: BTreeSet<RecordId>,
    posts: BTreeSet<RecordId>,
    whole: bool,
    reviews: bool,
}

impl FiguresPermit {
    /// Who looks.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// The township.
    pub fn town(&self) -> RecordId {
        self.town
    }

    /// The grids of doors whose figures may be seen.
    pub fn grids(&self) -> &BTreeSet<RecordId> {
        &self.grids
    }

    /// Whether the whole township is this person's, with what belongs to none of its places.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The scopes whose work may be looked after: these grids, the teams that serve there, the posts.
    pub fn scopes(&self) -> BTreeSet<Scope> {
        let grids = self.grids.iter().copied().map(Scope::Grid);
        let teams = self.teams.iter().copied().map(Scope::Team);
        grids.chain(teams).chain(self.posts.iter().copied().map(Scope::Post)).collect()
    }

    /// Whether this person looks at what cannot be judged at once.
    pub fn reviews(&self) -> bool {
        self.reviews
    }
}

#[cfg(test)]
mod tests;
