//! Who may do what, where: role × place × kind, in one table used by server and screens alike.
//!
//! A [`Permit`] is a value one must obtain. The server makes one from a session on each request;
//! every store call asks for it, or for one of the narrower permits it yields, so forgetting the
//! question does not compile.

use crate::{
    id::{RecordId, UserId},
    kind::{self, Home, Life},
    record::Scope,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What someone is in the township's effort.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Role { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl Role {
            /// Every role.
            pub const ALL: &[Role] = &[$(Role::$variant,)*];
            /// Every role's code.
            pub const CODES: &[&str] = &[$($code,)*];

            /// Its code in accounts, wire and directory.
            pub const fn code(self) -> &'static str {
                match self { $(Role::$variant => $code,)* }
            }

            /// The role of that code.
            pub fn from_code(code: &str) -> Option<Role> {
                match code { $($code => Some(Role::$variant),)* _ => None }
            }
        }
    };
}

roles! {
    /// 网格员: registers and visits the doors of own grids.
    Worker = "worker",
    /// 志愿者: errands and calls given to the team.
    Volunteer = "volunteer",
    /// 卡口值守: the register of a duty post.
    Gatekeeper = "gatekeeper",
    /// 网格长: leads some of the grids.
    GridLeader = "grid_leader",
    /// 村主干: answers for one village.
    VillageLead = "village_lead",
    /// 镇指挥部: the whole township.
    Town = "town",
    /// 派出所: counts only; sees no person.
    Police = "police",
    /// 系统管理员: accounts, policies, import; sees no health data.
    Admin = "admin",
    /// 审计员: the audit log, nothing else.
    Auditor = "auditor",
}

impl Role {
    /// Whether people of this role carry the records of their grids with them.
    pub const fn carries_doors(self) -> bool {
        matches!(self, Role::Worker)
    }

    /// Whether people of this role see the figures of their place and the doors behind them.
    pub const fn sees_figures(self) -> bool {
        matches!(self, Role::GridLeader | Role::VillageLead | Role::Town)
    }

    /// Whether people of this role look at what cannot be judged at once: work of phones that are no
    /// longer trusted, and work that is not proved to be its author's.
    pub const fn reviews(self) -> bool {
        matches!(self, Role::Town)
    }

    /// Whether people of this role may do that to records of that kind, at places of theirs. A kind
    /// that this build does not know comes from a newer app and is taken from whoever carries doors.
    pub fn may(self, deed: Deed, kind: &str) -> bool {
        let known = kind::kind(kind);
        let life = known.map_or(Life::Kept, |kind| kind.life);
        let of_doors = known.is_none_or(|kind| kind.home == Home::Grid);
        match deed {
            // Going to another grid is a household's alone; all that belongs to the door follows.
            Deed::Move => kind == "household" && (self.carries_doors() || self.sees_figures()),
            Deed::Change if life == Life::Raised => self.carries_doors() || self.sees_figures(),
            _ if life == Life::Raised => false,
            _ if of_doors => self.carries_doors(),
            _ => self == Role::Town && matches!(kind, "sweep" | "policy"),
        }
    }
}

/// What someone wants to do to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Make it.
    Add,
    /// Change some fields.
    Change,
    /// Withdraw it.
    Withdraw,
    /// Take it to another grid.
    Move,
}

/// One role, with the grids of doors it extends to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The role.
    pub role: Role,
    /// Grids of doors (level 2) within its place.
    pub grids: BTreeSet<RecordId>,
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
        std::iter::once(Scope::Town(self.town))
            .chain(doors.flat_map(|duty| duty.grids.iter().copied().map(Scope::Grid)))
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
        duties.iter().filter(|duty| duty.role.may(deed, kind)).any(|duty| match scope {
            Scope::Grid(grid) => duty.grids.contains(&grid),
            Scope::Town(town) => town == self.town,
            Scope::Team(_) | Scope::Post(_) => false,
        })
    }

    /// Whether this person's role would allow it at all; if so, a refusal is about the place.
    pub fn may_somewhere(&self, deed: Deed, kind: &str) -> bool {
        self.duties.iter().chain(&self.lately).any(|duty| duty.role.may(deed, kind))
    }

    /// Whether this person sees what a record in `scope` shows: by carrying it, or by leading there.
    pub fn sees(&self, scope: Scope) -> bool {
        let leads = |figures: FiguresPermit| matches!(scope, Scope::Grid(grid) if figures.grids.contains(&grid));
        self.scopes().contains(&scope) || self.figures().is_some_and(leads)
    }

    /// The permit to see figures, for those who lead.
    pub fn figures(&self) -> Option<FiguresPermit> {
        let mut leading = self.duties.iter().filter(|duty| duty.role.sees_figures()).peekable();
        leading.peek()?;
        let grids = leading.flat_map(|duty| duty.grids.iter().copied()).collect();
        let reviews = self.roles().any(Role::reviews);
        Some(FiguresPermit { user: self.user, town: self.town, grids, reviews })
    }
}

/// Proof that someone may see figures, and of which grids.
#[derive(Debug, Clone)]
pub struct FiguresPermit {
    user: UserId,
    town: RecordId,
    grids: BTreeSet<RecordId>,
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

    /// Whether this person looks at what cannot be judged at once.
    pub fn reviews(&self) -> bool {
        self.reviews
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOWN: RecordId = RecordId::fixed(1);
    const OWN: RecordId = RecordId::fixed(2);
    const SIBLING: RecordId = RecordId::fixed(3);

    fn permit(role: Role) -> Permit {
        Permit::of(UserId::fixed(9), TOWN, vec![Duty { role, grids: BTreeSet::from([OWN]) }])
    }

    #[test]
    fn a_worker_writes_doors_of_own_grids_only() {
        let permit = permit(Role::Worker);
        for deed in [Deed::Add, Deed::Change, Deed::Withdraw] {
            for kind in ["household", "person", "visit", "need", "of_the_future"] {
                assert!(permit.may(deed, kind, Scope::Grid(OWN)), "{kind}");
                assert!(!permit.may(deed, kind, Scope::Grid(SIBLING)), "{kind}");
            }
            for kind in ["sweep", "policy", "grid", "staff"] {
                assert!(!permit.may(deed, kind, Scope::Town(TOWN)), "{kind}");
            }
        }
    }

    #[test]
    fn a_conflict_is_made_by_nobody_and_answered_by_those_who_walk_or_lead() {
        for role in Role::ALL {
            let permit = permit(*role);
            let grid = Scope::Grid(OWN);
            assert!(!permit.may(Deed::Add, "conflict", grid) && !permit.may(Deed::Withdraw, "conflict", grid));
            let answers = role.carries_doors() || role.sees_figures();
            assert_eq!(permit.may(Deed::Change, "conflict", grid), answers, "{role:?}");
            assert_eq!(permit.may(Deed::Move, "household", grid), answers, "{role:?}");
            assert!(!permit.may(Deed::Move, "visit", grid), "{role:?}");
        }
    }

    #[test]
    fn what_was_held_lately_is_held_no_more() {
        let left = Duty { role: Role::Worker, grids: BTreeSet::from([OWN]) };
        let permit = Permit::of(UserId::fixed(9), TOWN, Vec::new()).having_left(vec![left], 7);
        assert!(!permit.may(Deed::Add, "visit", Scope::Grid(OWN)));
        assert!(permit.might_lately(Deed::Add, "visit", Scope::Grid(OWN)));
        assert!(permit.may_somewhere(Deed::Add, "visit") && !permit.scopes().contains(&Scope::Grid(OWN)));
    }

    #[test]
    fn only_those_who_walk_carry_doors_and_only_those_who_lead_see_figures() {
        for role in Role::ALL {
            let permit = permit(*role);
            let carries = permit.scopes().contains(&Scope::Grid(OWN));
            assert_eq!(carries, *role == Role::Worker, "{role:?}");
            let sees = permit.figures().is_some();
            assert_eq!(sees, matches!(role, Role::GridLeader | Role::VillageLead | Role::Town), "{role:?}");
            assert!(permit.scopes().contains(&Scope::Town(TOWN)));
        }
    }

    #[test]
    fn what_a_record_shows_is_seen_by_those_who_carry_it_or_lead_there() {
        for role in Role::ALL {
            let permit = permit(*role);
            let sees = role.carries_doors() || role.sees_figures();
            assert_eq!(permit.sees(Scope::Grid(OWN)), sees, "{role:?}");
            assert!(!permit.sees(Scope::Grid(SIBLING)) && !permit.sees(Scope::Town(SIBLING)), "{role:?}");
        }
    }

    #[test]
    fn codes_name_roles() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
    }
}
