//! `sweep` 第N轮摸排: a named round in which every household is to be visited once.

use crate::{
    day::Day,
    field::{Field, Holds, Merge, Problem, Sight},
    kind::{Home, Kind, Life, Payload, examples, no_facts, told},
    record::Data,
};
use serde::{Deserialize, Serialize};

/// A sweep. Open while it has no last day; visits count for it by their day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sweep {
    /// Which round, from 1.
    pub round: i64,
    /// First day.
    pub from_on: Option<Day>,
    /// Last day, once closed.
    pub to_on: Option<Day>,
}

impl Payload for Sweep {
    const KIND: &'static str = "sweep";
}

impl Sweep {
    /// Whether a visit on `day` counts for this sweep.
    pub fn covers(&self, day: Day) -> bool {
        self.from_on.is_some_and(|from| from <= day) && self.to_on.is_none_or(|to| day <= to)
    }
}

/// The sweep that is open on `day`: the latest round that covers it.
pub fn open_on(sweeps: impl IntoIterator<Item = Sweep>, day: Day) -> Option<Sweep> {
    sweeps.into_iter().filter(|sweep| sweep.covers(day)).max_by_key(|sweep| sweep.round)
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Sweep::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        Field {
            name: "round",
            holds: Holds::Count(1, 999),
            required: true,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("which round of screening"),
        },
        Field {
            name: "from_on",
            holds: Holds::Day,
            required: true,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("which visits count"),
        },
        Field {
            name: "to_on",
            holds: Holds::Day,
            required: false,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("which visits count"),
        },
    ],
    form: None,
    rules,
    facts: no_facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let sweep = Sweep::read(data);
    match (sweep.from_on, sweep.to_on) {
        (Some(from), Some(to)) if to < from => vec![Problem::new("to_on", "before_start")],
        _ => Vec::new(),
    }
}

fn samples() -> Vec<Data> {
    let closed = Sweep { round: 1, from_on: Day::new(2020, 1, 27), to_on: Day::new(2020, 2, 2) };
    let open = Sweep { round: 2, from_on: Day::new(2020, 2, 3), to_on: None };
    vec![closed.data(), open.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_sweep_is_the_latest_round_that_covers_the_day() {
        let sweeps: Vec<Sweep> = samples().iter().map(Sweep::read).collect();
        let on =
            |month, day| open_on(sweeps.clone(), Day::new(2020, month, day).expect("a day")).map(|sweep| sweep.round);
        assert_eq!(on(1, 26), None);
        assert_eq!(on(2, 2), Some(1));
        assert_eq!(on(2, 3), Some(2));
        assert_eq!(on(3, 1), Some(2));
    }
}
