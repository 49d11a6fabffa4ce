//! The release gate: what is missing before an isolation may end in good health.

use super::{CaseFile, Moment, slots::Stands};
use crate::{day::Day, id::RecordId, kind::policy::Policies};

/// Something that a release lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The lead has not approved the isolation.
    Approval,
    /// The planned last day is not reached.
    End {
        /// That day.
        on: Day,
    },
    /// Slots that were neither read nor explained, in their order.
    Slots(Vec<(Day, i64)>),
    /// A fever that nobody has dealt with: its event, or none if it was never reported.
    Fever {
        /// The event.
        event: Option<RecordId>,
    },
    /// Nobody has signed for the health authority.
    SignOff,
}

impl CaseFile {
    /// What is missing for a release at `now`; empty when it may be released.
    pub fn missing_for_release(&self, policies: &Policies, now: Moment) -> Vec<Missing> {
        let case = &self.case.is;
        let mut missing = Vec::new();
        if case.status != "isolating" {
            missing.push(Missing::Approval);
        }
        if let Some(on) = case.end_on.filter(|on| *on > now.day) {
            missing.push(Missing::End { on });
        }
        let slots = self.slots(policies, now);
        let unread: Vec<(Day, i64)> =
            slots.iter().filter(|slot| slot.stands.is_wanted()).map(|slot| (slot.on, slot.slot)).collect();
        if !unread.is_empty() {
            missing.push(Missing::Slots(unread));
        }
        let fevers = self.events.iter().filter(|event| event.is.about == "fever_symptom");
        let (open, dealt_with): (Vec<_>, Vec<_>) = fevers.partition(|event| event.is.is_open());
        if let Some(event) = open.first() {
            missing.push(Missing::Fever { event: Some(event.id) });
        } else if dealt_with.is_empty()
            && slots.iter().any(|slot| matches!(slot.stands, Stands::Read { fever: true, .. }))
        {
            missing.push(Missing::Fever { event: None });
        }
        if case.signed_off_by.is_none() {
            missing.push(Missing::SignOff);
        }
        missing
    }
}

/// The number of a release paper: short enough to be read out, the same wherever it is made, and
/// of this case alone.
pub fn release_no(case: RecordId, ended_on: Day) -> String {
    // Letters and digits that nobody takes for another.
    const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let share = case.as_bytes()[9..15].iter().fold(0u64, |share, byte| (share << 8) | u64::from(*byte));
    let signs = (0..8).map(|n| char::from(SIGNS[(share >> (5 * n)) as usize % SIGNS.len()]));
    format!("{}-{}", ended_on.year(), signs.collect::<String>())
}
