//! What a record counts for.
//!
//! Each kind says which facts a record of it is worth; the server writes them beside the record in
//! the same transaction, and every figure is a count, a sum or a count of distinct subjects over
//! facts. A figure therefore opens down to its records, and gives the same answer in whatever
//! order records arrive.

use crate::{day::Day, id::RecordId};

/// One thing to count: `n` of `metric`, on `day`, about `subject`.
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
    /// The village or top-level grid that it counts for; none where the record's scope says so.
    pub place: Option<RecordId>,
}

impl Fact {
    /// One of `metric` about `subject`.
    pub fn one(metric: Metric, day: impl Into<Option<Day>>, subject: RecordId) -> Self {
        Self::of(metric, day, 1, subject)
    }

    /// `n` of `metric` about `subject`.
    pub fn of(metric: Metric, day: impl Into<Option<Day>>, n: i64, subject: RecordId) -> Self {
        Self { metric, day: day.into(), n, subject, place: None }
    }

    /// For a village or top-level grid, where the record lives with the township.
    pub fn at(self, place: Option<RecordId>) -> Self {
        Self { place, ..self }
    }

    /// So many of `metric` about `subject`; nothing where it is not said, or none.
    pub fn many(metric: Metric, day: impl Into<Option<Day>>, n: Option<i64>, subject: RecordId) -> Option<Self> {
        n.filter(|n| *n > 0).map(|n| Self::of(metric, day, n, subject))
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
    /// M26: an event, on the day on which it was found (subject: event): 发热/症状异常.
    EventFeverSymptom = "event_fever_symptom",
    /// The same, 疑似/密接线索.
    EventContactClue = "event_contact_clue",
    /// The same, 隔离人员外出.
    EventLeftIsolation = "event_left_isolation",
    /// The same, 需求求助.
    EventNeedHelp = "event_need_help",
    /// The same, 聚集.
    EventGathering = "event_gathering",
    /// The same, 卡口异常.
    EventGate = "event_gate",
    /// The same, 环境卫生.
    EventSanitation = "event_sanitation",
    /// The same, 企业隐患.
    EventEnterprise = "event_enterprise",
    /// The same, 舆情谣言.
    EventRumour = "event_rumour",
    /// The same, 物资短缺.
    EventShortage = "event_shortage",
    /// The same, 矛盾纠纷.
    EventDispute = "event_dispute",
    /// The same, 其他.
    EventOther = "event_other",
    /// M26: an event closed, on the day on which it was (subject: event).
    EventClosed = "event_closed",
    /// M26: of these, within its time (subject: event).
    EventClosedInTime = "event_closed_in_time",
    /// M29: a unit that has reported its day (subject: grid or village).
    DailyReport = "daily_report",
    /// M29: of these, one that had nothing to report 零报告 (subject: grid or village).
    ZeroReport = "zero_report",
    /// A clue about a contact (subject: clue).
    ContactClue = "contact_clue",
    /// M22: a duty post, from its first day (subject: post).
    PostOpened = "post_opened",
    /// What a record stands for is there no more from that day on (subject: the record).
    Ended = "ended",
    /// M28: a village or residents' committee (subject: village).
    Village = "village",
    /// Row 46 of the seed: a top-level grid (subject: grid).
    TopGrid = "top_grid",
    /// A grid of doors (subject: grid).
    DoorGrid = "door_grid",
    /// Row 47 of the seed: a Party member who leads a top-level grid (subject: grid).
    LeadCadre = "lead_cadre",
    /// M17: a Party branch 临时党支部 (subject: branch).
    PartyBranch = "party_branch",
    /// M17: a Party group 临时党小组 of an area of a village (subject: group; n: Party members).
    PartyGroup = "party_group",
    /// M17: the village of such a group (subject: village).
    PartyGroupVillage = "party_group_village",
    /// M17: a Party group of a top-level grid (subject: group; n: Party members).
    PartyGroupOfGrid = "party_group_of_grid",
    /// M18: a 党员志愿服务队 (subject: team).
    VolunteerTeam = "volunteer_team",
    /// M18: a 党员服务队 (subject: team).
    ServiceTeam = "service_team",
    /// M18: a 巡逻劝导队 (subject: team).
    PatrolTeam = "patrol_team",
    /// M18: a team of another sort (subject: team).
    OtherTeam = "other_team",
    /// M18: a Party member in a group or team that is no patrol (subject: person).
    PartyMember = "party_member",
    /// M18: whoever belongs to a team or group that is no patrol (subject: person).
    TeamMember = "team_member",
    /// M18: whoever belongs to a patrol team (subject: person).
    PatrolMember = "patrol_member",
    /// Row 29 of the seed: a member of a patrol team who is 党员 (subject: person).
    PatrolParty = "patrol_party",
    /// The same, 综治管理员.
    PatrolManager = "patrol_manager",
    /// The same, 网格员.
    PatrolGridWorker = "patrol_grid_worker",
    /// The same, 平安志愿者.
    PatrolSafety = "patrol_safety",
    /// The same, 民兵.
    PatrolMilitia = "patrol_militia",
    /// The same, 群众.
    PatrolVillager = "patrol_villager",
    /// The same, anybody else.
    PatrolOther = "patrol_other",
    /// M24: an enterprise inspected, however often (subject: enterprise).
    EnterpriseInspected = "enterprise_inspected",
    /// M24: an inspection of an enterprise (subject: inspection).
    Inspection = "inspection",
    /// Row 44 of the seed: items that were judged, fit or not (subject: inspection).
    ItemsJudged = "items_judged",
    /// Row 44 of the seed: items that were fit (subject: inspection).
    ItemsPassed = "items_passed",
    /// Row 45 of the seed: 现场宣讲, a briefing on the spot (subject: inspection).
    Briefing = "briefing",
    /// Row 45 of the seed: guidance handed over, in 份 (subject: inspection).
    Guidance = "guidance",
    /// M24: something that is to be put right, on the day it was found (subject: defect).
    DefectFound = "defect_found",
    /// M24: the same, re-checked and right, on that day (subject: defect).
    DefectClosed = "defect_closed",
    /// Row 42 of the seed: a directive handed down (subject: directive).
    DirectiveIssued = "directive_issued",
    /// Row 42 of the seed: a directive received by one person (subject: receipt).
    DirectiveReceived = "directive_received",
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
