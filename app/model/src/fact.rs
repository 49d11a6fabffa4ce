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

    /// So many of `metric` about `subject`; nothing where it is not said, or none.
    pub fn many(metric: Metric, day: impl Into<Option<Day>>, n: Option<i64>, subject: RecordId) -> Option<Self> {
        n.filter(|n| *n > 0).map(|n| Self { metric, day: day.into(), n, subject })
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
    /// M20: leaflets handed over, in 份 (subject: household, or the publicity).
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
    /// M20: households told at their doors, in 户 (subject: publicity).
    PublicityHouseholds = "publicity_households",
    /// M20: notices put up, in 张 (subject: publicity).
    PublicityNotices = "publicity_notices",
    /// M20: banners hung, in 条 (subject: publicity).
    PublicityBanners = "publicity_banners",
    /// M20: car stickers given out, in 张 (subject: publicity).
    PublicityCarStickers = "publicity_car_stickers",
    /// Row 34 of the seed: cars that carry one, in 辆 (subject: publicity).
    PublicityVehicles = "publicity_vehicles",
    /// M20: messages in WeChat groups, in 条 (subject: publicity).
    PublicityMessages = "publicity_messages",
    /// M20: broadcasts by loudspeaker, in 场 (subject: publicity).
    PublicityBroadcasts = "publicity_broadcasts",
    /// M20: rides by bicycle, in 场 (subject: publicity).
    PublicityRides = "publicity_rides",
    /// M20: meetings, in 场 (subject: publicity).
    PublicityMeetings = "publicity_meetings",
    /// Row 36 of the seed: who took part, in 人次 (subject: publicity).
    PublicityPeople = "publicity_people",
    /// Row 32 of the seed: material issued (subject: material).
    Material = "material",
    /// Row 30 of the seed: a patrol station, from its first day (subject: station).
    StationOpened = "station_opened",
    /// Row 30 of the seed: a patrol station that is no more, from the day after its last (subject: station).
    StationClosed = "station_closed",
    /// M21: a patrol (subject: patrol).
    Patrol = "patrol",
    /// M21: who patrolled, in 人次 (subject: patrol).
    PatrolPeople = "patrol_people",
    /// M21: a village patrolled (subject: village).
    VillagePatrolled = "village_patrolled",
    /// M21: people dissuaded in all, in 人次, on patrol or else (subject: patrol or dissuasion).
    Dissuaded = "dissuaded",
    /// Row 17 of the seed: about masks (subject: dissuasion).
    DissuadedMask = "dissuaded_mask",
    /// Row 17 of the seed: about gatherings (subject: dissuasion).
    DissuadedGathering = "dissuaded_gathering",
    /// Row 17 of the seed: about meals in company (subject: dissuasion).
    DissuadedMeal = "dissuaded_meal",
    /// Row 17 of the seed: about cards and gambling (subject: dissuasion).
    DissuadedGambling = "dissuaded_gambling",
    /// Row 17 of the seed: about going out (subject: dissuasion).
    DissuadedOuting = "dissuaded_outing",
    /// Row 17 of the seed: about weddings and funerals (subject: dissuasion).
    DissuadedCeremony = "dissuaded_ceremony",
    /// Row 17 of the seed: about people from elsewhere (subject: dissuasion).
    DissuadedStranger = "dissuaded_stranger",
    /// Row 33 of the seed: about habits of hygiene (subject: dissuasion).
    DissuadedHygiene = "dissuaded_hygiene",
    /// M23: a disinfection (subject: disinfection).
    Disinfection = "disinfection",
    /// M23: its area, in m2 (subject: disinfection).
    DisinfectedArea = "disinfected_area",
    /// M23: a point that was disinfected (subject: the point of the rota, else one of the same name).
    PointDisinfected = "point_disinfected",
    /// M19: people served by 摸底排查 (subject: service).
    ServedScreening = "served_screening",
    /// M19: people served by 献爱心 (subject: service).
    ServedKindness = "served_kindness",
    /// M19: people served by 心理疏导 (subject: service).
    ServedCounselling = "served_counselling",
    /// M19: people served by 防控劝导 (subject: service).
    ServedDissuasion = "served_dissuasion",
    /// M19: people served by other services (subject: service).
    ServedOther = "served_other",
    /// M19: people serving in 摸底排查 (subject: service).
    ServingScreening = "serving_screening",
    /// M19: people serving in 献爱心 (subject: service).
    ServingKindness = "serving_kindness",
    /// M19: people serving in 心理疏导 (subject: service).
    ServingCounselling = "serving_counselling",
    /// M19: people serving in 防控劝导 (subject: service).
    ServingDissuasion = "serving_dissuasion",
    /// M19: people serving in other services (subject: service).
    ServingOther = "serving_other",
    /// M25: police sent out, in 人次 (subject: action).
    PoliceForce = "police_force",
    /// M25: gatherings dispersed, in 起 (subject: action).
    PoliceDispersed = "police_dispersed",
    /// M25: gambling tables destroyed, in 张 (subject: action).
    PoliceTables = "police_tables",
    /// M25: cases opened, in 起 (subject: action).
    PoliceCases = "police_cases",
    /// M25: people punished, in 人 (subject: action).
    PolicePunished = "police_punished",
}
