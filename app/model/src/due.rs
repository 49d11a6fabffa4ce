//! What is due today, from records and policies: a pure function, the same on phone and server.

use crate::{
    day::Day,
    id::RecordId,
    kind::{
        policy::Policy,
        sweep::Sweep,
        visit::{SPOKEN_TO, Visit},
    },
};
use std::collections::BTreeMap;

/// How a door stands in the open sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Nobody has been there yet.
    NotYet,
    /// Somebody was, met nobody, and it is time to go again.
    Again {
        /// The last day someone stood there.
        last_on: Day,
    },
    /// Met nobody; due again on that day.
    Later {
        /// The day.
        on: Day,
    },
    /// Spoken to: screened.
    Screened,
    /// Refused: an outcome, handed to those who lead.
    Refused,
    /// Moved away or vacant.
    NobodyLives,
}

impl Door {
    /// Whether to walk there today.
    pub fn is_due(self) -> bool {
        matches!(self, Door::NotYet | Door::Again { .. })
    }
}

/// The doors of an open sweep, from the visits known. Order of arrival plays no part.
#[derive(Debug, Clone, Default)]
pub struct Doors {
    seen: BTreeMap<RecordId, Seen>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    rank: u8,
    last_on: Day,
}

impl Doors {
    /// Reads the visits that count for `sweep`.
    pub fn of<'a>(sweep: &Sweep, visits: impl IntoIterator<Item = &'a Visit>) -> Self {
        let mut doors = Self::default();
        for visit in visits {
            let (Some(household), Some(day)) = (visit.household, visit.visited_on) else { continue };
            if sweep.covers(day) {
                doors.note(household, day, &visit.outcome);
            }
        }
        doors
    }

    fn note(&mut self, household: RecordId, day: Day, outcome: &str) {
        // One conversation outweighs any number of locked doors, whenever each happened.
        let rank = match outcome {
            outcome if SPOKEN_TO.contains(&outcome) => 3,
            "moved_away" | "vacant" => 2,
            "refused" => 1,
            _ => 0,
        };
        let seen = self.seen.entry(household).or_insert(Seen { rank, last_on: day });
        seen.rank = seen.rank.max(rank);
        seen.last_on = seen.last_on.max(day);
    }

    /// How `household` stands on `day`.
    pub fn door(&self, household: RecordId, day: Day, policy: &Policy) -> Door {
        let Some(seen) = self.seen.get(&household) else { return Door::NotYet };
        let again_on = seen.last_on.plus(i32::try_from(policy.revisit_days).unwrap_or(1));
        match seen.rank {
            3 => Door::Screened,
            2 => Door::NobodyLives,
            1 => Door::Refused,
            _ if again_on <= day => Door::Again { last_on: seen.last_on },
            _ => Door::Later { on: again_on },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOME: RecordId = RecordId::fixed(1);

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn visit(on: u32, outcome: &str) -> Visit {
        Visit { household: Some(HOME), visited_on: Some(day(on)), outcome: outcome.into(), ..Visit::default() }
    }

    fn sweep() -> Sweep {
        Sweep { round: 2, from_on: Some(day(3)), to_on: None }
    }

    fn door(on: u32, visits: &[Visit]) -> Door {
        Doors::of(&sweep(), visits).door(HOME, day(on), &Policy::default())
    }

    #[test]
    fn a_locked_door_is_due_again_the_next_day() {
        let visits = [visit(5, "locked")];
        assert_eq!(door(5, &visits), Door::Later { on: day(6) });
        assert_eq!(door(6, &visits), Door::Again { last_on: day(5) });
    }

    #[test]
    fn what_was_before_the_sweep_does_not_count() {
        assert_eq!(door(5, &[visit(2, "met")]), Door::NotYet);
    }

    #[test]
    fn a_refusal_is_an_outcome() {
        assert_eq!(door(9, &[visit(4, "locked"), visit(5, "refused")]), Door::Refused);
    }

    proptest! {
        #[test]
        fn order_of_arrival_plays_no_part(order in Just([0, 1, 2, 3]).prop_shuffle()) {
            let visits = [visit(4, "locked"), visit(5, "refused"), visit(6, "met"), visit(7, "locked")];
            let shuffled: Vec<Visit> = order.iter().map(|i| visits[*i].clone()).collect();
            prop_assert_eq!(door(8, &shuffled), Door::Screened);
            prop_assert_eq!(Doors::of(&sweep(), &shuffled).seen[&HOME].last_on, day(7));
        }
    }
}
