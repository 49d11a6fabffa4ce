//! When readings are due, and how each slot stands.
//!
//! Due are the slots of each day by the policy in force on that day, pro rata on the first and the
//! last: from the slot that was not over when the isolation began, to the slots that begin before
//! the hour of release.

use super::{CaseFile, Known, Moment};
use crate::{
    day::Day,
    kind::{
        policy::{Policies, Slot},
        reading::Reading,
    },
};

/// A slot of one day in which a reading is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueSlot {
    /// The day.
    pub on: Day,
    /// Which of that day's, from 0.
    pub slot: i64,
    /// When.
    pub time: Slot,
    /// How it stands.
    pub stands: Stands,
}

/// How a slot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Read, on time or not.
    Read {
        /// Within the slot.
        on_time: bool,
        /// At the door or elsewhere.
        at_home: bool,
        /// What counts of it: the highest that was shown.
        tenths: i64,
        /// By the threshold of its day.
        fever: bool,
    },
    /// Not read, and somebody said why.
    Explained,
    /// Due now.
    Open,
    /// Its time is over, its day is not.
    Overdue,
    /// Its day is over.
    Missed,
    /// Not yet.
    Ahead,
}

impl Stands {
    /// Whether someone still has to read it or say why not.
    pub fn is_wanted(self) -> bool {
        matches!(self, Stands::Open | Stands::Overdue | Stands::Missed)
    }
}

impl CaseFile {
    /// The slots of the whole isolation, in their order, as they stand at `now`. Nothing is due
    /// after the planned last day, nor after the end.
    pub fn slots(&self, policies: &Policies, now: Moment) -> Vec<DueSlot> {
        let case = &self.case.is;
        let (Some(first), Some(last)) = (case.from_on, self.last_on()) else { return Vec::new() };
        let mut slots = Vec::new();
        let mut day = first;
        while day <= last {
            let policy = policies.on(day);
            let from = if day == first { case.from_minute.unwrap_or(0) } else { 0 };
            let planned = if Some(day) == case.end_on { policy.release_minute } else { i64::MAX };
            let ended =
                if Some(day) == case.ended_on { case.ended_minute.unwrap_or(policy.release_minute) } else { i64::MAX };
            for (index, time) in policy.slots.iter().enumerate() {
                if time.to > from && time.from < planned.min(ended) {
                    let slot = index as i64;
                    let stands = self.stands(day, slot, *time, policy.fever_tenths, now);
                    slots.push(DueSlot { on: day, slot, time: *time, stands });
                }
            }
            day = day.plus(1);
        }
        slots
    }

    /// The readings of one slot.
    pub fn readings_of(&self, on: Day, slot: i64) -> impl Iterator<Item = &Known<Reading>> {
        self.readings.iter().filter(move |reading| reading.is.on == Some(on) && reading.is.slot == slot)
    }

    fn stands(&self, on: Day, slot: i64, time: Slot, fever_tenths: i64, now: Moment) -> Stands {
        let in_time = |reading: &Reading| reading.at_minute.is_some_and(|at| time.from <= at && at <= time.to);
        let mut explained = false;
        let mut read: Option<Stands> = None;
        for reading in self.readings_of(on, slot).map(|known| &known.is) {
            let Some(tenths) = reading.tenths else {
                explained = true;
                continue;
            };
            let tenths = reading.second_tenths.map_or(tenths, |second| tenths.min(second));
            let (mut on_time, mut at_home) = (in_time(reading), reading.place.as_deref() == Some("home"));
            let (mut highest, mut fever) = (tenths, reading.is_fever(fever_tenths));
            if let Some(Stands::Read { on_time: earlier, at_home: there, tenths: other, fever: hot }) = read {
                (on_time, at_home) = (on_time || earlier, at_home || there);
                (highest, fever) = (highest.max(other), fever || hot);
            }
            read = Some(Stands::Read { on_time, at_home, tenths: highest, fever });
        }
        match read {
            Some(read) => read,
            None if explained => Stands::Explained,
            None if on < now.day => Stands::Missed,
            None if on > now.day || now.minute < time.from => Stands::Ahead,
            None if now.minute <= time.to => Stands::Open,
            None => Stands::Overdue,
        }
    }
}
