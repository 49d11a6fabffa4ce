//! `policy`: the numbers that authorities decide and change, each set with its day of effect.
//!
//! Thresholds, periods and ages are never constants in code (`domain.md`, "How sure it is"): what
//! is due on a day is computed from the policy in force on that day.

use crate::{
    day::Day,
    field::{Field, Holds, Merge, Problem, Sight},
    kind::{Home, Kind, Life, Payload, examples, no_facts, service, told},
    record::Data,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

/// Where someone who is to be isolated comes from: what the length of the isolation goes by
/// (`domain.md` 2.3, "durations vary by origin and date").
pub const ORIGIN: &[&str] = &["wuhan", "hubei", "other", "contact"];
/// Where someone is isolated: 居家, 集中.
pub const PLACE: &[&str] = &["home", "central"];

/// Families that are asked after, those with somebody isolated first.
pub const FAMILY: &[&str] = &["isolated", "contact", "returned", "elder_alone", "ordinary"];

/// A time of day in which a reading is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Slot {
    /// First minute of the day.
    pub from: i64,
    /// The minute from which a reading is late.
    pub to: i64,
}

/// How long, and where, those of one origin are isolated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Term {
    /// One of [`ORIGIN`].
    pub origin: String,
    /// Days from the anchor.
    pub days: i64,
    /// One of [`PLACE`].
    pub place: String,
}

/// One set of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// First day of effect.
    pub from_on: Option<Day>,
    /// Fever from this temperature on, in tenths of a degree (373: 37.3 ℃, inclusive).
    pub fever_tenths: i64,
    /// A door that met nobody is due again after so many days.
    pub revisit_days: i64,
    /// 长辈版 is proposed from this age.
    pub elder_from_age: i64,
    /// Append-only records are taken for so many days after their author left the grid.
    pub late_days: i64,
    /// When readings are due, in the order of the day; at most four.
    pub slots: Vec<Slot>,
    /// So many care for one isolated person (四包一).
    pub team_size: i64,
    /// At least so many of them are Party members.
    pub team_party: i64,
    /// How long, and where, by origin.
    pub isolation: Vec<Term>,
    /// Care calls 爱心专线 for each isolated person and day.
    pub calls_a_day: i64,
    /// Inquiries 每日询问 for each isolated person and day.
    pub inquiries_a_day: i64,
    /// On the last day readings are due in the slots that begin before this minute.
    pub release_minute: i64,
    /// A Party group has so many Party members at least (seed row 10).
    pub group_party: i64,
    /// Within so many minutes an event is closed.
    pub event_minutes: i64,
    /// The same of one that cannot wait.
    pub urgent_event_minutes: i64,
    /// How often a family is asked after, by who lives there (seed row 4); none is not at all.
    pub supervision: Vec<Interval>,
    /// Whoever is as old as that and lives alone is asked after more often.
    pub alone_from_age: i64,
    /// Workload is shown by age: the second band begins here (M27).
    pub middle_from_age: i64,
    /// The third band begins here.
    pub old_from_age: i64,
    /// Who is counted in service person-times (口径), one of [`service::BASIS`].
    pub service_counts: String,
}

/// How often a family is asked after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Interval {
    /// One of [`FAMILY`].
    pub family: String,
    /// Days from one talk to the next.
    pub days: i64,
}

impl Default for Policy {
    /// The numbers of early 2020 (`domain.md` 2.3, `protocol.md`), in force where a township has
    /// set none.
    fn default() -> Self {
        let interval = |(family, days): (&&str, i64)| Interval { family: (*family).into(), days };
        let term = |origin: &&str| Term { origin: (*origin).into(), days: 14, place: "home".into() };
        Self {
            from_on: None,
            fever_tenths: 373,
            revisit_days: 1,
            elder_from_age: 55,
            late_days: 7,
            slots: vec![Slot { from: 7 * 60, to: 10 * 60 }, Slot { from: 15 * 60, to: 19 * 60 }],
            team_size: 4,
            team_party: 1,
            isolation: ORIGIN.iter().map(term).collect(),
            calls_a_day: 1,
            inquiries_a_day: 1,
            release_minute: 12 * 60,
            group_party: 3,
            event_minutes: 24 * 60,
            urgent_event_minutes: 2 * 60,
            supervision: FAMILY.iter().zip([1, 2, 3, 7, 14]).map(interval).collect(),
            alone_from_age: 65,
            middle_from_age: 45,
            old_from_age: 60,
            service_counts: service::BASIS[0].into(),
        }
    }
}

impl Policy {
    /// Whether those served are counted, or those serving (口径).
    pub fn counts_served(&self) -> bool {
        self.service_counts != "serving"
    }

    /// How long, and where, someone of `origin` is isolated.
    pub fn term(&self, origin: &str) -> Option<&Term> {
        self.isolation.iter().find(|term| term.origin == origin)
    }

    /// Within how many minutes an event is closed.
    pub fn event_limit(&self, urgent: bool) -> i64 {
        if urgent { self.urgent_event_minutes } else { self.event_minutes }
    }

    /// Every how many days a family of that sort is asked after; none: not at all.
    pub fn interval(&self, family: &str) -> Option<i64> {
        self.supervision.iter().find(|one| one.family == family).map(|one| one.days).filter(|days| *days > 0)
    }
}

impl Payload for Policy {
    const KIND: &'static str = "policy";
}

/// A township's policies, to ask for the one in force on a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policies(Vec<Policy>);

impl Policies {
    /// Of all that the township has set, in any order.
    pub fn new(policies: impl IntoIterator<Item = Policy>) -> Self {
        let mut policies: Vec<Policy> = policies.into_iter().filter(|policy| policy.from_on.is_some()).collect();
        policies.sort_by_key(|policy| policy.from_on);
        Self(policies)
    }

    /// The policy in force on `day`.
    pub fn on(&self, day: Day) -> Policy {
        let in_force = self.0.iter().rfind(|policy| policy.from_on.is_some_and(|from| from <= day));
        in_force.cloned().unwrap_or_default()
    }
}

const fn number(name: &'static str, least: i64, most: i64, purpose: &'static str) -> Field {
    Field {
        name,
        holds: Holds::Count(least, most),
        required: false,
        merge: Merge::Shown,
        sight: Sight::Plain,
        purpose: told(purpose),
    }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Policy::KIND,
    version: 3,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        Field {
            name: "from_on",
            holds: Holds::Day,
            required: true,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("day of effect"),
        },
        number("fever_tenths", 350, 420, "M10: fever threshold"),
        number("revisit_days", 0, 60, "when a missed door is due again"),
        number("elder_from_age", 0, 120, "from when the large mode is proposed"),
        number("late_days", 0, 60, "how long late visits are taken"),
        list("slots", SLOT, "M08: when readings are due"),
        number("team_size", 1, 9, "M11: how many care for one isolated person"),
        number("team_party", 0, 9, "M11: how many of them are Party members at least"),
        list("isolation", TERM, "M07: how long someone is isolated, and where"),
        number("calls_a_day", 0, 4, "M12: care calls due"),
        number("inquiries_a_day", 0, 4, "M13: inquiries due"),
        number("release_minute", 0, 1440, "M08: which readings are due on the last day"),
        number("group_party", 0, 9, "M17: Party groups that are complete"),
        number("event_minutes", 1, 43_200, "M26: when an event is overdue"),
        number("urgent_event_minutes", 1, 43_200, "M26: when one that cannot wait is overdue"),
        list("supervision", INTERVAL, "seed row 4: when a family is asked after again"),
        number("alone_from_age", 0, 120, "seed row 4: whose family is asked after more often"),
        number("middle_from_age", 0, 120, "M27: bands of age"),
        number("old_from_age", 0, 120, "M27: bands of age"),
        Field::kept("service_counts", Holds::One(service::BASIS), "M19: who is counted"),
    ],
    form: None,
    rules,
    facts: no_facts,
    samples: examples(samples),
};

const fn list(name: &'static str, of: &'static [Field], purpose: &'static str) -> Field {
    Field {
        name,
        holds: Holds::Parts(of),
        required: false,
        merge: Merge::Shown,
        sight: Sight::Plain,
        purpose: told(purpose),
    }
}

static SLOT: &[Field] =
    &[number("from", 0, 1440, "when a reading is due"), number("to", 0, 1440, "from when a reading is late")];

static TERM: &[Field] = &[
    Field {
        name: "origin",
        holds: Holds::One(ORIGIN),
        required: true,
        merge: Merge::Shown,
        sight: Sight::Plain,
        purpose: told("whose isolation"),
    },
    number("days", 1, 60, "how long"),
    Field {
        name: "place",
        holds: Holds::One(PLACE),
        required: false,
        merge: Merge::Shown,
        sight: Sight::Plain,
        purpose: told("where"),
    },
];

static INTERVAL: &[Field] = &[
    Field {
        name: "family",
        holds: Holds::One(FAMILY),
        required: true,
        merge: Merge::Shown,
        sight: Sight::Plain,
        purpose: told("which families"),
    },
    number("days", 0, 365, "how often"),
];

/// A day has at most so many slots.
pub const SLOTS: usize = 4;

fn rules(data: &Data) -> Vec<Problem> {
    let policy = Policy::read(data);
    let mut problems = Vec::new();
    if policy.slots.len() > SLOTS {
        problems.push(Problem::with("slots", "too_many_slots", "max", SLOTS));
    }
    let mut free_from = 0;
    for (index, slot) in policy.slots.iter().enumerate() {
        if slot.from < free_from || slot.to <= slot.from {
            problems.push(Problem::new(format!("slots.{index}.to"), "before_start"));
        }
        free_from = slot.to;
    }
    if policy.old_from_age < policy.middle_from_age {
        problems.push(Problem::new("old_from_age", "before_start"));
    }
    if policy.team_party > policy.team_size {
        let args = Map::from_iter([("min".into(), json!(0)), ("max".into(), json!(policy.team_size))]);
        problems.push(Problem { field: "team_party".into(), rule: "out_of_range".into(), args });
    }
    problems
}

fn samples() -> Vec<Data> {
    vec![Policy { from_on: Day::new(2020, 1, 25), ..Policy::default() }.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_holds_from_its_day_and_changes_nothing_before() {
        let at = |day, fever_tenths| Policy { from_on: Day::new(2020, 2, day), fever_tenths, ..Policy::default() };
        let policies = Policies::new([at(10, 372), at(1, 373)]);
        let on = |day| policies.on(Day::new(2020, 2, day).expect("a day")).fever_tenths;
        assert_eq!([on(1), on(9), on(10), on(20)], [373, 373, 372, 372]);
    }

    #[test]
    fn slots_follow_each_other() {
        let problems = |slots: &[(i64, i64)]| {
            let slots = slots.iter().map(|(from, to)| Slot { from: *from, to: *to }).collect();
            let policy = Policy { from_on: Day::new(2020, 2, 1), slots, ..Policy::default() };
            KIND.check(&policy.data()).into_iter().map(|one| format!("{} {}", one.field, one.rule)).collect::<Vec<_>>()
        };
        assert!(problems(&[(420, 600), (900, 1140)]).is_empty());
        assert_eq!(problems(&[(420, 600), (540, 1140)]), ["slots.1.to before_start"]);
        assert_eq!(problems(&[(600, 600)]), ["slots.0.to before_start"]);
        assert_eq!(problems(&[(0, 60), (60, 120), (120, 180), (180, 240), (240, 300)]), ["slots too_many_slots"]);
    }
}
