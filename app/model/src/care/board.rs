//! The slots of one day over many isolations: how many are due in each, and how each stands. What a
//! township's board shows of 上午 and 下午.

use super::{Care, Moment, slots::Stands};
use crate::record::Scope;
use serde::{Deserialize, Serialize};

/// One slot of a day, over all isolations of a place. What is due is done, late, explained, missed,
/// open or still ahead; nothing is two of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SlotFigures {
    /// When it begins, in minutes since midnight.
    pub from: i64,
    /// When it is over.
    pub to: i64,
    /// In how many isolations a reading is due in it.
    pub due: u64,
    /// Read within the slot.
    pub done: u64,
    /// Read, but not within the slot.
    pub late: u64,
    /// Not read, and somebody said why.
    pub explained: u64,
    /// Not read, without a reason, the slot over.
    pub missed: u64,
    /// To be read now.
    pub open: u64,
    /// Not yet to be read.
    pub ahead: u64,
    /// Of those read, with a fever.
    pub fever: u64,
}

impl SlotFigures {
    /// Adds the same slot of another place.
    pub fn add(&mut self, other: &SlotFigures) {
        self.due += other.due;
        self.done += other.done;
        self.late += other.late;
        self.explained += other.explained;
        self.missed += other.missed;
        self.open += other.open;
        self.ahead += other.ahead;
        self.fever += other.fever;
    }

    fn count(&mut self, stands: Stands) {
        self.due += 1;
        match stands {
            Stands::Read { on_time, fever, .. } => {
                *(if on_time { &mut self.done } else { &mut self.late }) += 1;
                self.fever += u64::from(fever);
            }
            Stands::Explained => self.explained += 1,
            Stands::Overdue | Stands::Missed => self.missed += 1,
            Stands::Open => self.open += 1,
            Stands::Ahead => self.ahead += 1,
        }
    }
}

impl Care {
    /// The slots of the day of `now`, by the policy of that day, as they stand at `now` in the scopes
    /// that `here` names. A slot in which nothing is due is there as well.
    pub fn slots_of_the_day(&self, now: Moment, here: impl Fn(Scope) -> bool) -> Vec<SlotFigures> {
        let times = self.policy(now.day).slots;
        let mut slots: Vec<SlotFigures> =
            times.iter().map(|time| SlotFigures { from: time.from, to: time.to, ..SlotFigures::default() }).collect();
        for file in self.files.iter().filter(|file| here(file.case.scope) && file.case.is.counts()) {
            for slot in file.slots(&self.policies, now).iter().filter(|slot| slot.on == now.day) {
                if let Some(figures) = slots.get_mut(slot.slot as usize) {
                    figures.count(slot.stands);
                }
            }
        }
        slots
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        day::Day,
        id::RecordId,
        kind::{Payload, isolation::Isolation, policy::Policies, reading::Reading},
        record::Record,
    };

    const HERE: Scope = Scope::Grid(RecordId::fixed(1));
    const THERE: Scope = Scope::Grid(RecordId::fixed(2));

    fn today() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn record<T: Payload>(id: u128, scope: Scope, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id: RecordId::fixed(id),
            scope,
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

    fn case(id: u128, scope: Scope) -> Record {
        let case = Isolation {
            person: Some(RecordId::fixed(900 + id)),
            from_on: Some(today().plus(-3)),
            end_on: Some(today().plus(9)),
            status: "isolating".into(),
            ..Isolation::default()
        };
        record(id, scope, &case)
    }

    fn reading(id: u128, case: u128, on: Day, slot: i64, tenths: Option<i64>, at_minute: i64) -> Record {
        let reading = Reading {
            case: Some(RecordId::fixed(case)),
            on: Some(on),
            slot,
            tenths,
            at_minute: Some(at_minute),
            reason: tenths.is_none().then(|| "out".into()),
            ..Reading::default()
        };
        record(id, HERE, &reading)
    }

    fn board(records: &[Record], minute: i64, scope: Scope) -> Vec<SlotFigures> {
        let care = Care::of(records, Policies::new([]));
        care.slots_of_the_day(Moment { day: today(), minute }, |one| one == scope)
    }

    #[test]
    fn what_is_due_is_one_of_six() {
        let mut records: Vec<Record> = (11..=16).map(|id| case(id, HERE)).collect();
        records.push(case(20, THERE));
        let (morning, noon) = (8 * 60, 12 * 60);
        records.push(reading(31, 11, today(), 0, Some(365), morning));
        records.push(reading(32, 12, today(), 0, Some(366), noon));
        records.push(reading(33, 13, today(), 0, None, morning));
        records.push(reading(34, 14, today(), 0, Some(376), morning));
        // Of another day.
        records.push(reading(35, 15, today().plus(-1), 0, Some(365), morning));

        let figures = |done, late, explained, missed, open, ahead, fever| SlotFigures {
            due: 6,
            done,
            late,
            explained,
            missed,
            open,
            ahead,
            fever,
            ..SlotFigures::default()
        };
        let at = |minute| {
            let slots = board(&records, minute, HERE);
            let bare = |slot: &SlotFigures| SlotFigures { from: 0, to: 0, ..*slot };
            assert_eq!((slots[0].from, slots[0].to, slots[1].from), (7 * 60, 10 * 60, 15 * 60));
            [bare(&slots[0]), bare(&slots[1])]
        };
        assert_eq!(at(9 * 60), [figures(2, 1, 1, 0, 2, 0, 1), figures(0, 0, 0, 0, 0, 6, 0)]);
        assert_eq!(at(13 * 60), [figures(2, 1, 1, 2, 0, 0, 1), figures(0, 0, 0, 0, 0, 6, 0)]);
        assert_eq!(at(20 * 60)[1], figures(0, 0, 0, 6, 0, 0, 0));

        let there = board(&records, 9 * 60, THERE);
        assert_eq!((there[0].due, there[0].open), (1, 1));
        let nowhere = board(&records, 9 * 60, Scope::Grid(RecordId::fixed(3)));
        assert_eq!(nowhere.iter().map(|slot| slot.due).collect::<Vec<_>>(), [0, 0], "a slot is there, and nothing due");
    }

    #[test]
    fn places_add_up_to_the_township() {
        let records: Vec<Record> = [case(11, HERE), case(12, HERE), case(13, THERE)].into();
        let care = Care::of(&records, Policies::new([]));
        let now = Moment { day: today(), minute: 9 * 60 };
        let all = care.slots_of_the_day(now, |_| true);
        let mut sum = care.slots_of_the_day(now, |scope| scope == HERE);
        let there = care.slots_of_the_day(now, |scope| scope == THERE);
        sum.iter_mut().zip(&there).for_each(|(here, there)| here.add(there));
        assert_eq!(sum, all);
        assert_eq!(all[0].due, 3);
    }
}
