//! `policy`: the numbers that authorities decide and change, each set with its day of effect.
//!
//! Thresholds, periods and ages are never constants in code (`domain.md`, "How sure it is"): what
//! is due on a day is computed from the policy in force on that day.

use crate::{
    day::Day,
    field::{Field, Holds, Merge, Sight},
    kind::{Home, Kind, Life, Payload, no_facts, no_rules},
    record::Data,
};
use serde::{Deserialize, Serialize};

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
}

impl Default for Policy {
    /// The numbers of early 2020 (`domain.md` 2.3, `protocol.md`), in force where a township has
    /// set none.
    fn default() -> Self {
        Self { from_on: None, fever_tenths: 373, revisit_days: 1, elder_from_age: 55, late_days: 7 }
    }
}

impl Payload for Policy {
    const KIND: &'static str = "policy";
}

/// The policy in force on `day`.
pub fn in_force(policies: impl IntoIterator<Item = Policy>, day: Day) -> Policy {
    policies
        .into_iter()
        .filter(|policy| policy.from_on.is_some_and(|from| from <= day))
        .max_by_key(|policy| policy.from_on)
        .unwrap_or_default()
}

const fn number(name: &'static str, least: i64, most: i64, purpose: &'static str) -> Field {
    Field { name, holds: Holds::Count(least, most), required: false, merge: Merge::Shown, sight: Sight::Plain, purpose }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Policy::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        Field {
            name: "from_on",
            holds: Holds::Day,
            required: true,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: "day of effect",
        },
        number("fever_tenths", 350, 420, "M10: fever threshold"),
        number("revisit_days", 0, 60, "when a missed door is due again"),
        number("elder_from_age", 0, 120, "from when the large mode is proposed"),
        number("late_days", 0, 60, "how long late visits are taken"),
    ],
    form: None,
    rules: no_rules,
    facts: no_facts,
    samples,
};

fn samples() -> Vec<Data> {
    vec![Policy { from_on: Day::new(2020, 1, 25), ..Policy::default() }.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_holds_from_its_day_and_changes_nothing_before() {
        let at = |day, fever_tenths| Policy { from_on: Day::new(2020, 2, day), fever_tenths, ..Policy::default() };
        let on = |day| in_force([at(10, 372), at(1, 373)], Day::new(2020, 2, day).expect("a day")).fever_tenths;
        assert_eq!([on(1), on(9), on(10), on(20)], [373, 373, 372, 372]);
    }
}
