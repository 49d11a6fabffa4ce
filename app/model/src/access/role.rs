//! Roles, and what each may do to records of each kind in each sort of place.

use crate::{
    id::RecordId,
    kind::{self, Home, Kind, Life, Payload, event::Event, isolation::Isolation},
    op::Act,
    record::{Data, Scope},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
    /// 网格长: leads some of the grids, and walks them as well.
    GridLeader = "grid_leader",
    /// 村主干: answers for one village, and decides about isolation there.
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

/// What someone wants to do to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// Make it.
    Add,
    /// Change some fields.
    Change,
    /// Decide about an isolation: that it is on, that it is over, until when it goes on. Or take an event
    /// on, assign it, close it.
    Decide,
    /// Withdraw it.
    Withdraw,
    /// Take it to another grid.
    Move,
}

/// The states of an isolation that are decided.
const DECIDED: &[&str] = &["isolating", "released"];
/// The states of an event into which those bring it who answer for the place.
const TAKEN: &[&str] = &["accepted", "assigned", "closed"];
/// The states in which nothing was decided yet: whoever opened the case may put its days right.
const UNDECIDED: &[&str] = &["pending", "returned"];

/// What it takes to do that to a record of `kind` that says `stands`, if it is there. Giving up a
/// refused op changes no record.
pub fn deed(kind: &str, act: &Act, stands: Option<&Data>) -> Deed {
    match act {
        Act::Add { data } if data.get("status").is_some_and(|status| decides(kind, "status", status, None)) => {
            Deed::Decide
        }
        Act::Set { set, .. } if set.iter().any(|(field, value)| decides(kind, field, value, stands)) => Deed::Decide,
        Act::Add { .. } => Deed::Add,
        Act::Set { .. } | Act::GiveUp {} => Deed::Change,
        Act::Void { .. } => Deed::Withdraw,
        Act::Move { .. } => Deed::Move,
    }
}

/// Whether to write that into a record of `kind` that says `stands` is to decide.
pub fn decides(kind: &str, field: &str, value: &Value, stands: Option<&Data>) -> bool {
    let one_of = |status: Option<&Value>, states: &[&str]| {
        status.and_then(Value::as_str).is_some_and(|status| states.contains(&status))
    };
    let undecided = one_of(stands.and_then(|stands| stands.get("status")), UNDECIDED);
    let decided = one_of(Some(value), DECIDED);
    match kind {
        Isolation::KIND => (field == "end_on" && !undecided) || (field == "status" && decided),
        Event::KIND => field == "status" && one_of(Some(value), TAKEN),
        _ => false,
    }
}

impl Role {
    /// Whether people of this role carry the records of their grids with them, and those of the teams
    /// that serve there.
    pub const fn carries_doors(self) -> bool {
        matches!(self, Role::Worker | Role::GridLeader | Role::VillageLead)
    }

    /// Whether people of this role carry the records of the teams they have to do with.
    pub const fn carries_teams(self) -> bool {
        self.carries_doors() || matches!(self, Role::Volunteer)
    }

    /// Whether people of this role carry the records of the posts they have to do with.
    pub const fn carries_posts(self) -> bool {
        matches!(self, Role::Gatekeeper | Role::VillageLead)
    }

    /// Whether people of this role note down what they have done for the township.
    pub const fn works(self) -> bool {
        !matches!(self, Role::Admin | Role::Auditor)
    }

    /// Where people of this role note down their work, of the scopes they carry: with their doors, else
    /// with their teams, else at their posts, else with the township.
    pub fn works_in(self, held: &BTreeSet<Scope>) -> Vec<Scope> {
        let here: fn(&Scope) -> bool = match self {
            role if role.carries_doors() => |scope| matches!(scope, Scope::Grid(_)),
            Role::Volunteer => |scope| matches!(scope, Scope::Team(_)),
            Role::Gatekeeper => |scope| matches!(scope, Scope::Post(_)),
            role if role.works() => |scope| matches!(scope, Scope::Town(_)),
            _ => |_| false,
        };
        held.iter().copied().filter(here).collect()
    }

    /// Whether people of this role see the figures of their place and the doors behind them.
    pub const fn sees_figures(self) -> bool {
        matches!(self, Role::GridLeader | Role::VillageLead | Role::Town)
    }

    /// Whether what happens at the doors of their grids is these people's business: they walk there, or
    /// they lead.
    pub const fn answers_for_doors(self) -> bool {
        self.carries_doors() || self.sees_figures()
    }

    /// Whether people of this role take on, assign and close what was reported in such a scope, if it is
    /// theirs: whoever answers for the doors, the post, the township.
    pub const fn takes_events(self, scope: Scope) -> bool {
        match scope {
            Scope::Grid(_) | Scope::Team(_) => self.carries_doors(),
            Scope::Post(_) => matches!(self, Role::VillageLead),
            Scope::Town(_) => matches!(self, Role::Town),
        }
    }

    /// Whether people of this role look at what cannot be judged at once: work of phones that are no
    /// longer trusted, and work that is not proved to be its author's.
    pub const fn reviews(self) -> bool {
        matches!(self, Role::Town)
    }

    /// Whether people of this role may do that to records of that kind in such a scope, if it is theirs.
    /// A kind that this build does not know comes from a newer app and is taken from whoever carries
    /// doors.
    pub fn may(self, deed: Deed, kind: &str, scope: Scope) -> bool {
        let known = kind::kind(kind);
        let answers = self.answers_for_doors();
        match (deed, scope) {
            (Deed::Decide, scope) if kind == Event::KIND => self.takes_events(scope),
            (Deed::Decide | Deed::Move, Scope::Post(_)) => false,
            // Going to another grid is a household's alone; all that belongs to the door follows.
            (Deed::Move, _) => kind == "household" && matches!(scope, Scope::Grid(_)) && answers,
            (Deed::Change, _) if known.is_some_and(|kind| kind.life == Life::Raised) => answers,
            _ if known.is_some_and(|kind| kind.life == Life::Raised || !kind.home.holds(scope)) => false,
            (Deed::Decide, Scope::Grid(_)) => kind == Isolation::KIND && self == Role::VillageLead,
            (Deed::Decide, _) => false,
            (_, Scope::Grid(_)) => self.carries_doors(),
            (_, Scope::Post(_)) => self.carries_posts(),
            (_, Scope::Team(_)) => self.carries_doors() || (self == Role::Volunteer && done_by_volunteers(deed, kind)),
            (_, Scope::Town(_)) => match kind {
                "sweep" | "policy" | "checklist" | "directive" | "material" => self == Role::Town,
                // What others have written down is not for those who walk to withdraw.
                "enterprise" | "inspection" | "defect" => answers && (deed != Deed::Withdraw || self == Role::Town),
                "team" | "post" | "station" => matches!(self, Role::Town | Role::VillageLead),
                // Who heads it; places are set up with the township.
                "grid" => deed == Deed::Change && self == Role::Town,
                "police_action" => self == Role::Police,
                _ => is_work(known) && matches!(self, Role::Town | Role::Police),
            },
        }
    }

    /// Whether people of this role may do that to records of that kind anywhere.
    pub fn may_somewhere(self, deed: Deed, kind: &str) -> bool {
        // Which one it is plays no part.
        let one = RecordId::fixed(0);
        let scopes = [Scope::Grid(one), Scope::Team(one), Scope::Post(one), Scope::Town(one)];
        scopes.into_iter().any(|scope| self.may(deed, kind, scope))
    }
}

fn done_by_volunteers(deed: Deed, kind: &str) -> bool {
    matches!((deed, kind), (Deed::Add | Deed::Change, "errand") | (Deed::Add, "care_contact"))
        || (matches!(deed, Deed::Add | Deed::Change) && is_work(kind::kind(kind)))
}

/// Whether a kind is own work: a record of it lives where its author works.
fn is_work(kind: Option<&Kind>) -> bool {
    kind.is_some_and(|kind| kind.home == Home::Work)
}
