//! What a record counts for.
//!
//! Each kind says which facts a record of it is worth; the server writes them beside the record in
//! the same transaction, and every figure is a count, a sum or a count of distinct subjects over
//! facts. A figure therefore opens down to its records, and gives the same answer in whatever
//! order records arrive.

use crate::{day::Day, id::RecordId};

/// One thing to count: `n` of `metric`, on `day`, about `subject`. The place is the record's scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What is counted.
    pub metric: Metric,
    /// The calendar day it counts for; none for what is simply so (a registered household).
    pub day: Option<Day>,
    /// How many.
    pub n: i64,
    /// Whom or what it is about: counted once, however many records say so.
    pub subject: RecordId,
}

impl Fact {
    /// One of `metric` about `subject`.
    pub fn one(metric: Metric, day: impl Into<Option<Day>>, subject: RecordId) -> Self {
        Self { metric, day: day.into(), n: 1, subject }
    }
}

macro_rules! metrics {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What can be counted (`domain.md` 1.5), stored by its code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Metric { $($(#[$doc])* $variant,)* }

        impl Metric {
            /// Every metric.
            pub const ALL: &[Metric] = &[$(Metric::$variant,)*];

            /// Its code, as stored.
            pub const fn code(self) -> &'static str {
                match self { $(Metric::$variant => $code,)* }
            }
        }
    };
}

metrics! {
    /// M01: a registered household (subject: household).
    Household = "household",
    /// A registered person (subject: person).
    Person = "person",
    /// M05: a person back from Wuhan, on the day of return (subject: person).
    ReturneeWuhan = "returnee_wuhan",
    /// M05: a person back from elsewhere in Hubei (subject: person). Hubei in all is this and Wuhan.
    ReturneeHubei = "returnee_hubei",
    /// M05: a person back from another affected area (subject: person).
    ReturneeOther = "returnee_other",
    /// M06: a close contact, so decided by a named authority (subject: person).
    CloseContact = "close_contact",
    /// M02: a household screened, by 见面, 电话 or 微信 (subject: household).
    HouseholdScreened = "household_screened",
    /// A visit of any outcome (subject: household).
    Visit = "visit",
    /// A visit that met nobody: 门锁 (subject: household).
    NotMet = "not_met",
    /// A visit that was refused: 拒绝 (subject: household).
    Refused = "refused",
    /// A household found moved away or its home vacant: 搬走, 空置 (subject: household).
    NobodyLives = "nobody_lives",
    /// M04: a person screened (subject: person).
    PersonScreened = "person_screened",
    /// M10: a person found feverish (subject: person).
    Fever = "fever",
    /// A person with any symptom (subject: person).
    Symptom = "symptom",
    /// Row 1 of the seed: 应知应会, a household informed (subject: household).
    Informed = "informed",
    /// M20: leaflets handed over, in 份 (subject: household).
    Leaflets = "leaflets",
    /// M14: a need not yet done (subject: need).
    NeedOpen = "need_open",
    /// M07: an isolation approved, on its first day (subject: case).
    IsolationOpened = "isolation_opened",
    /// M07: an isolation that ended in good health (subject: case).
    IsolationReleased = "isolation_released",
    /// M07: an isolation whose person could not be found any more (subject: case).
    IsolationLost = "isolation_lost",
    /// M07: an isolation that went on elsewhere: 转集中, 异常转诊 (subject: case).
    IsolationTransferred = "isolation_transferred",
    /// M09: a temperature (subject: slot of a case).
    Reading = "reading",
    /// M08: the reason why a slot has none (subject: slot of a case).
    ReadingExplained = "reading_explained",
    /// M14: a need done (subject: need).
    NeedDone = "need_done",
    /// M13: a talk with or about an isolated person, or the attempt, of whatever purpose (subject:
    /// person).
    CareContact = "care_contact",
    /// M12: a care call made 爱心专线 (subject: person).
    Hotline = "hotline",
    /// M16: a talk that gave comfort 心理疏导 (subject: person).
    Counselling = "counselling",
    /// Row 7 of the seed: a talk with the family (subject: person).
    FamilyContact = "family_contact",
    /// M15: an errand, on the day it was asked (subject: errand).
    Errand = "errand",
    /// M15: masks brought, in pieces (subject: household).
    MasksDelivered = "masks_delivered",
    /// M15: an isolated person who is looked after by a service team (subject: case).
    CaseServed = "case_served",
    /// Row 8 of the seed: an event that could not wait (subject: event).
    UrgentEvent = "urgent_event",
    /// A clue about a contact (subject: clue).
    ContactClue = "contact_clue",
    /// M22: a duty post, from its first day (subject: post).
    PostOpened = "post_opened",
    /// M22: a duty post that is manned no more, from the day after its last (subject: post).
    PostClosed = "post_closed",
    /// M22: a shift at a post (subject: shift).
    Shift = "shift",
    /// M22: those on duty, each counted once a shift (subject: shift).
    ShiftWatch = "shift_watch",
    /// M22: people who passed a post or wanted to (subject: passage).
    GatePeople = "gate_people",
    /// M22: a vehicle (subject: passage).
    GateVehicle = "gate_vehicle",
    /// M22: people who were turned back (subject: passage).
    TurnedBack = "turned_back",
    /// M22: a fever found at a post (subject: passage).
    FeverAtGate = "fever_at_gate",
}
