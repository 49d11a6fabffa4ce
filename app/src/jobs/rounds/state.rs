//! Rounds as plain values: which there are, which is open, what beginning and ending one means.

use model::{
    day::Day,
    id::RecordId,
    kind::{directory::Town, sweep::Sweep},
    record::{Data, Record, Scope},
};
use serde_json::Value;
use sync::{Intent, State};

/// A round.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Its record.
    pub record: Record,
    /// What it says.
    pub sweep: Sweep,
}

/// All rounds, the latest first.
pub fn rounds(state: &State) -> Vec<Round> {
    let round = |(held, sweep): (&sync::Held, Sweep)| Round { record: held.record.clone(), sweep };
    let mut all: Vec<Round> = state.all::<Sweep>().map(round).collect();
    all.sort_by_key(|round| std::cmp::Reverse((round.sweep.round, round.record.id)));
    all
}

/// The round that is under way on `day`, or is to begin: the latest without a last day, or whose last
/// day is still ahead.
pub fn open(rounds: &[Round], day: Day) -> Option<&Round> {
    rounds.iter().find(|round| round.sweep.to_on.is_none_or(|to| day < to))
}

/// The number of the next one.
pub fn next(rounds: &[Round]) -> i64 {
    rounds.iter().map(|round| round.sweep.round).max().unwrap_or(0) + 1
}

/// Whether a round that begins on `from` would begin before the one before it is over.
pub fn too_early(rounds: &[Round], from: Option<Day>) -> bool {
    let last = rounds.iter().filter_map(|round| round.sweep.to_on).max();
    from.zip(last).is_some_and(|(from, last)| from <= last)
}

/// What beginning one means. Two who begin it without knowing of each other make the same.
pub fn begin(state: &State, round: i64, from: Option<Day>) -> Option<Intent> {
    let town = state.all::<Town>().next().map(|(held, _)| held.record.id)?;
    let id = RecordId::named(&format!("sweep {town} {round}"));
    Some(Intent::add(id, Scope::Town(town), &Sweep { round, from_on: Some(from?), to_on: None }))
}

/// What ending one means: `day` is its last.
pub fn end(record: &Record, day: Day) -> Intent {
    let first = record.read::<Sweep>().from_on.unwrap_or(day);
    Intent::set(record, Data::from_iter([("to_on".to_owned(), day.max(first).to_string().into())]))
}

/// What taking that back means.
pub fn reopen(record: &Record) -> Intent {
    Intent::set(record, Data::from_iter([("to_on".to_owned(), Value::Null)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{kind::Payload, op::Act};
    use sync::ports::Kept;

    const TOWN: RecordId = RecordId::fixed(1);

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn record<T: Payload>(id: u128, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id: RecordId::fixed(id),
            scope: Scope::Town(TOWN),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    fn sweep(round: i64, from: u32, to: Option<u32>) -> Record {
        record(round as u128 + 10, &Sweep { round, from_on: Some(day(from)), to_on: to.map(day) })
    }

    fn all(rows: Vec<Record>) -> (State, Vec<Round>) {
        let town = record(1, &Town { name: "云溪镇".into(), ..Town::default() });
        let state = State::new(Kept { rows: [rows, vec![town]].concat(), ..Kept::default() });
        let rounds = rounds(&state);
        (state, rounds)
    }

    #[test]
    fn one_round_after_the_other() {
        let (_, two) = all(vec![sweep(1, 1, Some(3)), sweep(2, 4, None)]);
        assert_eq!((open(&two, day(9)).map(|round| round.sweep.round), next(&two)), (Some(2), 3));
        let (state, over) = all(vec![sweep(1, 1, Some(3)), sweep(2, 4, Some(6))]);
        assert_eq!((open(&over, day(6)), open(&over, day(5)).is_some()), (None, true));
        assert_eq!([6, 7].map(|from| too_early(&over, Some(day(from)))), [true, false]);
        let begun = begin(&state, next(&over), Some(day(7))).expect("a round");
        let again = begin(&state, next(&over), Some(day(8))).expect("a round");
        assert_eq!((begun.rec, begun.scope), (again.rec, Scope::Town(TOWN)));
        assert_ne!(begun.rec, begin(&state, 4, Some(day(7))).expect("a round").rec);
        let (empty, none) = all(Vec::new());
        assert_eq!((next(&none), open(&none, day(1)), too_early(&none, Some(day(1)))), (1, None, false));
        assert!(begin(&empty, 1, None).is_none());
    }

    #[test]
    fn it_ends_today_and_not_before_it_began() {
        let set = |intent: Intent| match intent.act {
            Act::Set { set, .. } => set["to_on"].clone(),
            _ => panic!("a change"),
        };
        let open = sweep(2, 4, None);
        assert_eq!(set(end(&open, day(6))), "2020-02-06");
        assert_eq!(set(end(&open, day(3))), "2020-02-04");
        assert_eq!(set(reopen(&open)), Value::Null);
    }
}
