//! 指标: the figures M01–M30 that a township reports (`domain.md` 1.5), each with its unit and what it
//! counts.
//!
//! An indicator is counted from facts, or found by [`crate::care`] for isolation and care. The list
//! says which; whoever keeps the facts does the counting. Facts do not depend on the order in which
//! records arrived, so no indicator does.

pub mod section;

use crate::{
    care::figures::CareFigures,
    day::Day,
    fact::{Fact, Metric},
    id::RecordId,
    kind::policy::Policy,
};
use std::collections::BTreeSet;

/// A figure that a township reports.
#[derive(Debug)]
pub struct Indicator {
    /// Its code in addresses, wire and words.
    pub code: &'static str,
    /// Its number in the dictionary: `M18`; for what the seed alone asks for, its row there: `46`.
    pub number: &'static str,
    /// What it is counted in.
    pub unit: Unit,
    /// How it comes about.
    pub source: Source,
}

/// How an indicator comes about.
#[derive(Debug)]
pub enum Source {
    /// Facts of the days asked for.
    Period(Count, &'static [Metric]),
    /// What stands at the end of the last day: facts of any day up to then, less what has ended.
    CutOff(Count, &'static [Metric]),
    /// What stands at the end of the last day and comes to so many at least, by policy.
    AtLeast(&'static [Metric], fn(&Policy) -> i64),
    /// What facts of the days asked for come to, of the metrics that policy chooses on the last day.
    ByPolicy(fn(&Policy) -> &'static [Metric]),
    /// Isolation and care.
    Care(fn(&CareFigures) -> Option<u64>),
    /// Families that nobody has asked after in time, at the end of the last day
    /// ([`crate::supervision`]). They become so by nobody coming, so no fact can say it.
    Families,
}

impl Indicator {
    /// What it comes to over the facts of some records, from the first day to the last. None if it is
    /// none of facts.
    pub fn count<'a>(
        &self,
        facts: impl Iterator<Item = (RecordId, &'a Fact)> + Clone,
        (from, to): (Day, Day),
        policy: &Policy,
    ) -> Option<i64> {
        let until = |fact: &Fact| fact.day.is_none_or(|day| day <= to);
        let (count, metrics, stands, least) = match self.source {
            Source::Period(count, metrics) => (count, metrics, false, i64::MIN),
            Source::CutOff(count, metrics) => (count, metrics, true, i64::MIN),
            Source::AtLeast(metrics, least) => (Count::Subjects, metrics, true, least(policy)),
            Source::ByPolicy(metrics) => (Count::Sum, metrics(policy), false, i64::MIN),
            Source::Care(_) | Source::Families => return None,
        };
        let over = facts.clone().filter(|(_, fact)| stands && fact.metric == Metric::Ended && until(fact));
        let over: BTreeSet<RecordId> = over.map(|(record, _)| record).collect();
        let counted = facts.filter(|(record, fact)| {
            let in_days = if stands { until(fact) } else { fact.day.is_some_and(|day| from <= day && day <= to) };
            metrics.contains(&fact.metric) && in_days && fact.n >= least && !over.contains(record)
        });
        Some(match count {
            Count::Sum => counted.map(|(_, fact)| fact.n).sum(),
            Count::Records => counted.map(|(record, _)| record).collect::<BTreeSet<_>>().len() as i64,
            Count::Subjects => counted.map(|(_, fact)| fact.subject).collect::<BTreeSet<_>>().len() as i64,
        })
    }
}

/// What is counted of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Records.
    Records,
    /// Whom or what they are about, each once.
    Subjects,
    /// What they come to.
    Sum,
}

macro_rules! units {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)*) => {
        /// What an indicator is counted in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Unit { $($(#[$doc])* $variant,)* }

        impl Unit {
            /// Every unit.
            pub const ALL: &[Unit] = &[$(Unit::$variant,)*];

            /// Its code.
            pub const fn code(self) -> &'static str {
                match self { $(Unit::$variant => $code,)* }
            }
        }
    };
}

units! {
    /// 户.
    Households = "households",
    /// 人.
    Persons = "persons",
    /// 人次.
    PersonTimes = "person_times",
    /// 次.
    Times = "times",
    /// 起.
    Cases = "cases",
    /// 件.
    Items = "items",
    /// 个.
    Units = "units",
    /// 支.
    Teams = "teams",
    /// 家.
    Firms = "firms",
    /// 份.
    Copies = "copies",
    /// 张.
    Sheets = "sheets",
    /// 条.
    Lines = "lines",
    /// 场.
    Rounds = "rounds",
    /// 辆.
    Vehicles = "vehicles",
    /// 车次.
    VehicleTimes = "vehicle_times",
    /// 班.
    Shifts = "shifts",
    /// 只.
    Pieces = "pieces",
    /// 项.
    Points = "points",
    /// 平方米.
    SquareMetres = "square_metres",
    /// 分钟.
    Minutes = "minutes",
}

/// The indicator of that code.
pub fn indicator(code: &str) -> Option<&'static Indicator> {
    INDICATORS.iter().find(|indicator| indicator.code == code)
}

const fn of(number: &'static str, code: &'static str, unit: Unit, source: Source) -> Indicator {
    Indicator { code, number, unit, source }
}

/// Services by whom they were for.
const SERVED: &[Metric] = &[
    Metric::ServedScreening,
    Metric::ServedKindness,
    Metric::ServedCounselling,
    Metric::ServedDissuasion,
    Metric::ServedOther,
];
/// Services by who gave them.
const SERVING: &[Metric] = &[
    Metric::ServingScreening,
    Metric::ServingKindness,
    Metric::ServingCounselling,
    Metric::ServingDissuasion,
    Metric::ServingOther,
];

/// All of them, by number.
#[rustfmt::skip]
pub static INDICATORS: &[Indicator] = {
    use Count::{Records, Subjects, Sum};
    use Source::{AtLeast, ByPolicy, Care, CutOff, Period};
    use Unit::*;
    &[
        of("M01", "households_registered", Households, CutOff(Subjects, &[Metric::Household])),
        of("M01", "persons_registered", Persons, CutOff(Subjects, &[Metric::Person])),
        of("M02", "households_screened", Households, Period(Subjects, &[Metric::HouseholdScreened])),
        of("M02", "households_visited", Households, Period(Subjects, &[Metric::Visit])),
        of("M02", "visits", Times, Period(Records, &[Metric::Visit])),
        of("M02", "households_refused", Households, Period(Subjects, &[Metric::Refused])),
        of("4", "families_overdue", Households, Source::Families),
        of("1", "households_informed", Households, Period(Subjects, &[Metric::Informed])),
        of("M04", "persons_screened", Persons, Period(Subjects, &[Metric::PersonScreened])),
        of("M04", "screenings", PersonTimes, Period(Sum, &[Metric::PersonScreened])),
        of("M04", "persons_with_symptoms", Persons, Period(Subjects, &[Metric::Symptom, Metric::Fever])),
        of("M05", "returnees_wuhan", Persons, CutOff(Subjects, &[Metric::ReturneeWuhan])),
        of("M05", "returnees_hubei", Persons, CutOff(Subjects, &[Metric::ReturneeWuhan, Metric::ReturneeHubei])),
        of("M05", "returnees_other", Persons, CutOff(Subjects, &[Metric::ReturneeOther])),
        of("M05", "returnees_new", Persons, Period(Subjects, &[Metric::ReturneeWuhan, Metric::ReturneeHubei, Metric::ReturneeOther])),
        of("M06", "close_contacts", Persons, CutOff(Subjects, &[Metric::CloseContact])),
        of("M06", "contact_clues", Units, Period(Records, &[Metric::ContactClue])),
        of("M07", "isolating", Persons, Care(|care| Some(care.isolating))),
        of("M07", "isolations_opened", Persons, Care(|care| Some(care.opened))),
        of("M07", "isolations_released", Persons, Care(|care| Some(care.released))),
        of("M07", "isolations_in_all", Persons, Care(|care| Some(care.cumulative))),
        of("M08", "readings_due", Times, Care(|care| Some(care.readings_due))),
        of("M08", "readings_missed", Times, Care(|care| Some(care.readings_missed))),
        of("M09", "readings_done", Times, Care(|care| Some(care.readings_done))),
        of("M09", "readings_on_time", Times, Care(|care| Some(care.readings_on_time))),
        of("M09", "readings_at_home", Times, Care(|care| Some(care.readings_at_home))),
        of("M10", "fever_persons", Persons, Care(|care| Some(care.fever_persons))),
        of("M10", "fever_events", Cases, Care(|care| Some(care.fever_events))),
        of("8", "urgent_events", Cases, Period(Subjects, &[Metric::UrgentEvent])),
        of("8", "report_minutes", Minutes, Care(|care| (care.urgent_events > 0).then_some(care.report_minutes))),
        of("M11", "care_teams_complete", Units, Care(|care| Some(care.teams_complete))),
        of("M12", "calls", Times, Care(|care| Some(care.calls))),
        of("M12", "calls_due", Times, Care(|care| Some(care.calls_due))),
        of("M12", "calls_done", Times, Care(|care| Some(care.calls_done))),
        of("M13", "inquiries_by_door", PersonTimes, Care(|care| Some(care.inquiries_by_door))),
        of("M13", "inquiries_by_wechat", PersonTimes, Care(|care| Some(care.inquiries_by_wechat))),
        of("M13", "inquiries_by_phone", PersonTimes, Care(|care| Some(care.inquiries_by_phone))),
        of("M13", "inquiries_due", Times, Care(|care| Some(care.inquiries_due))),
        of("M13", "inquiries_done", Times, Care(|care| Some(care.inquiries_done))),
        of("54", "inbound_calls", Items, Care(|care| Some(care.inbound))),
        of("7", "family_contacts", Times, Care(|care| Some(care.family_contacts))),
        of("M14", "needs_open", Items, Care(|care| Some(care.needs_open))),
        of("M14", "needs_done", Items, Care(|care| Some(care.needs_done))),
        of("M14", "needs_median_minutes", Minutes, Care(|care| care.needs_median_minutes)),
        of("M15", "errands", Items, Care(|care| Some(care.errands))),
        of("M15", "masks", Pieces, Care(|care| Some(care.masks))),
        of("M15", "isolated_served", Persons, Care(|care| Some(care.served))),
        of("M16", "counselling", PersonTimes, Care(|care| Some(care.counselling))),
        of("M17", "party_branches", Units, CutOff(Subjects, &[Metric::PartyBranch])),
        of("M17", "party_groups", Units, CutOff(Subjects, &[Metric::PartyGroup])),
        of("M17", "party_group_villages", Units, CutOff(Subjects, &[Metric::PartyGroupVillage])),
        of("M17", "party_groups_of_grids", Units, CutOff(Subjects, &[Metric::PartyGroupOfGrid])),
        of("M17", "party_groups_complete", Units, AtLeast(&[Metric::PartyGroup, Metric::PartyGroupOfGrid], |policy| policy.group_party)),
        of("M18", "volunteer_teams", Teams, CutOff(Subjects, &[Metric::VolunteerTeam])),
        of("M18", "service_teams", Teams, CutOff(Subjects, &[Metric::ServiceTeam])),
        of("M18", "patrol_teams", Teams, CutOff(Subjects, &[Metric::PatrolTeam])),
        of("M18", "party_members", Persons, CutOff(Subjects, &[Metric::PartyMember])),
        of("M18", "team_members", Persons, CutOff(Subjects, &[Metric::TeamMember])),
        of("M18", "patrol_members", Persons, CutOff(Subjects, &[Metric::PatrolMember])),
        of("29", "patrol_party", Persons, CutOff(Subjects, &[Metric::PatrolParty])),
        of("29", "patrol_managers", Persons, CutOff(Subjects, &[Metric::PatrolManager])),
        of("29", "patrol_grid_workers", Persons, CutOff(Subjects, &[Metric::PatrolGridWorker])),
        of("29", "patrol_safety", Persons, CutOff(Subjects, &[Metric::PatrolSafety])),
        of("29", "patrol_militia", Persons, CutOff(Subjects, &[Metric::PatrolMilitia])),
        of("29", "patrol_villagers", Persons, CutOff(Subjects, &[Metric::PatrolVillager])),
        of("M19", "services", PersonTimes, ByPolicy(|policy| if policy.counts_served() { SERVED } else { SERVING })),
        of("M19", "services_screening", PersonTimes, ByPolicy(|policy| if policy.counts_served() { &[Metric::ServedScreening] } else { &[Metric::ServingScreening] })),
        of("M19", "services_kindness", PersonTimes, ByPolicy(|policy| if policy.counts_served() { &[Metric::ServedKindness] } else { &[Metric::ServingKindness] })),
        of("M19", "services_counselling", PersonTimes, ByPolicy(|policy| if policy.counts_served() { &[Metric::ServedCounselling] } else { &[Metric::ServingCounselling] })),
        of("M19", "services_dissuasion", PersonTimes, ByPolicy(|policy| if policy.counts_served() { &[Metric::ServedDissuasion] } else { &[Metric::ServingDissuasion] })),
        of("M19", "services_other", PersonTimes, ByPolicy(|policy| if policy.counts_served() { &[Metric::ServedOther] } else { &[Metric::ServingOther] })),
        of("M20", "publicity_households", Households, Period(Sum, &[Metric::PublicityHouseholds])),
        of("M20", "leaflets", Copies, Period(Sum, &[Metric::Leaflets])),
        of("M20", "notices", Sheets, Period(Sum, &[Metric::PublicityNotices])),
        of("M20", "banners", Lines, Period(Sum, &[Metric::PublicityBanners])),
        of("M20", "car_stickers", Sheets, Period(Sum, &[Metric::PublicityCarStickers])),
        of("34", "sticker_cars", Vehicles, Period(Sum, &[Metric::PublicityVehicles])),
        of("M20", "messages", Lines, Period(Sum, &[Metric::PublicityMessages])),
        of("M20", "broadcasts", Rounds, Period(Sum, &[Metric::PublicityBroadcasts])),
        of("M20", "rides", Rounds, Period(Sum, &[Metric::PublicityRides])),
        of("M20", "meetings", Rounds, Period(Sum, &[Metric::PublicityMeetings])),
        of("36", "publicity_people", PersonTimes, Period(Sum, &[Metric::PublicityPeople])),
        of("32", "materials", Units, CutOff(Subjects, &[Metric::Material])),
        of("30", "stations", Units, CutOff(Subjects, &[Metric::StationOpened])),
        of("M21", "patrols", Times, Period(Records, &[Metric::Patrol])),
        of("M21", "patrol_people", PersonTimes, Period(Sum, &[Metric::PatrolPeople])),
        of("M21", "villages_patrolled", Units, Period(Subjects, &[Metric::VillagePatrolled])),
        of("M21", "dissuaded", PersonTimes, Period(Sum, &[Metric::Dissuaded])),
        of("17", "dissuaded_mask", PersonTimes, Period(Sum, &[Metric::DissuadedMask])),
        of("17", "dissuaded_gathering", PersonTimes, Period(Sum, &[Metric::DissuadedGathering])),
        of("17", "dissuaded_meal", PersonTimes, Period(Sum, &[Metric::DissuadedMeal])),
        of("17", "dissuaded_gambling", PersonTimes, Period(Sum, &[Metric::DissuadedGambling])),
        of("17", "dissuaded_outing", PersonTimes, Period(Sum, &[Metric::DissuadedOuting])),
        of("17", "dissuaded_ceremony", PersonTimes, Period(Sum, &[Metric::DissuadedCeremony])),
        of("17", "dissuaded_stranger", PersonTimes, Period(Sum, &[Metric::DissuadedStranger])),
        of("33", "dissuaded_hygiene", PersonTimes, Period(Sum, &[Metric::DissuadedHygiene])),
        of("M23", "disinfections", Times, Period(Records, &[Metric::Disinfection])),
        of("M23", "disinfected_area", SquareMetres, Period(Sum, &[Metric::DisinfectedArea])),
        of("M23", "points_disinfected", Units, Period(Subjects, &[Metric::PointDisinfected])),
        of("M25", "police_force", PersonTimes, Period(Sum, &[Metric::PoliceForce])),
        of("M25", "police_dispersed", Cases, Period(Sum, &[Metric::PoliceDispersed])),
        of("M25", "police_tables", Sheets, Period(Sum, &[Metric::PoliceTables])),
        of("M25", "police_cases", Cases, Period(Sum, &[Metric::PoliceCases])),
        of("M25", "police_punished", Persons, Period(Sum, &[Metric::PolicePunished])),
        of("M22", "posts", Units, CutOff(Subjects, &[Metric::PostOpened])),
        of("M22", "shifts", Shifts, Period(Records, &[Metric::Shift])),
        of("M22", "post_watches", PersonTimes, Period(Sum, &[Metric::ShiftWatch])),
        of("M22", "passages_people", PersonTimes, Period(Sum, &[Metric::GatePeople])),
        of("M22", "passages_vehicles", VehicleTimes, Period(Sum, &[Metric::GateVehicle])),
        of("M22", "turned_back", PersonTimes, Period(Sum, &[Metric::TurnedBack])),
        of("M22", "fevers_at_posts", PersonTimes, Period(Sum, &[Metric::FeverAtGate])),
        of("M24", "enterprises_inspected", Firms, Period(Subjects, &[Metric::EnterpriseInspected])),
        of("M24", "inspections", Times, Period(Records, &[Metric::Inspection])),
        of("44", "items_judged", Points, Period(Sum, &[Metric::ItemsJudged])),
        of("44", "items_passed", Points, Period(Sum, &[Metric::ItemsPassed])),
        of("M24", "defects_found", Points, Period(Subjects, &[Metric::DefectFound])),
        of("M24", "defects_closed", Points, Period(Subjects, &[Metric::DefectClosed])),
        of("45", "briefings", Rounds, Period(Sum, &[Metric::Briefing])),
        of("45", "guidance", Copies, Period(Sum, &[Metric::Guidance])),
        of("42", "directives", Times, Period(Subjects, &[Metric::DirectiveIssued])),
        of("42", "directives_received", PersonTimes, Period(Records, &[Metric::DirectiveReceived])),
        of("M26", "events", Cases, Period(Subjects, EVENTS)),
        of("M26", "events_fever_symptom", Cases, Period(Subjects, &[Metric::EventFeverSymptom])),
        of("M26", "events_contact_clue", Cases, Period(Subjects, &[Metric::EventContactClue])),
        of("M26", "events_left_isolation", Cases, Period(Subjects, &[Metric::EventLeftIsolation])),
        of("M26", "events_need_help", Cases, Period(Subjects, &[Metric::EventNeedHelp])),
        of("M26", "events_gathering", Cases, Period(Subjects, &[Metric::EventGathering])),
        of("M26", "events_gate", Cases, Period(Subjects, &[Metric::EventGate])),
        of("M26", "events_sanitation", Cases, Period(Subjects, &[Metric::EventSanitation])),
        of("M26", "events_enterprise", Cases, Period(Subjects, &[Metric::EventEnterprise])),
        of("M26", "events_rumour", Cases, Period(Subjects, &[Metric::EventRumour])),
        of("M26", "events_shortage", Cases, Period(Subjects, &[Metric::EventShortage])),
        of("M26", "events_dispute", Cases, Period(Subjects, &[Metric::EventDispute])),
        of("M26", "events_other", Cases, Period(Subjects, &[Metric::EventOther])),
        of("M26", "events_open", Cases, CutOff(Subjects, EVENTS)),
        of("M26", "events_closed", Cases, Period(Subjects, &[Metric::EventClosed])),
        of("M26", "events_closed_in_time", Cases, Period(Subjects, &[Metric::EventClosedInTime])),
        of("M28", "villages", Units, CutOff(Subjects, &[Metric::Village])),
        of("M29", "units_reported", Units, Period(Subjects, &[Metric::DailyReport])),
        of("M29", "zero_reports", Units, Period(Subjects, &[Metric::ZeroReport])),
        of("46", "top_grids", Units, CutOff(Subjects, &[Metric::TopGrid])),
        of("M28", "door_grids", Units, CutOff(Subjects, &[Metric::DoorGrid])),
        of("47", "lead_cadres", Persons, CutOff(Subjects, &[Metric::LeadCadre])),
    ]
};

/// Events of every type.
const EVENTS: &[Metric] = &[
    Metric::EventFeverSymptom,
    Metric::EventContactClue,
    Metric::EventLeftIsolation,
    Metric::EventNeedHelp,
    Metric::EventGathering,
    Metric::EventGate,
    Metric::EventSanitation,
    Metric::EventEnterprise,
    Metric::EventRumour,
    Metric::EventShortage,
    Metric::EventDispute,
    Metric::EventOther,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_indicator_has_a_code_of_its_own() {
        let codes: BTreeSet<&str> = INDICATORS.iter().map(|indicator| indicator.code).collect();
        assert_eq!(codes.len(), INDICATORS.len());
        assert!(codes.iter().all(|code| indicator(code).is_some_and(|found| found.code == *code)));
    }

    #[test]
    fn facts_are_counted_by_their_days_and_by_what_has_ended() {
        let on = |day| Day::new(2020, 2, day);
        let (one, two) = (RecordId::fixed(1), RecordId::fixed(2));
        let facts = [
            (one, Fact::one(Metric::EventGate, on(3), one)),
            (two, Fact::one(Metric::EventOther, on(4), two)),
            (one, Fact::one(Metric::EventClosed, on(4), one)),
            (one, Fact::one(Metric::Ended, on(4), one)),
            (two, Fact::of(Metric::Leaflets, on(4), 3, one)),
            (one, Fact::of(Metric::Leaflets, on(4), 2, one)),
        ];
        let count = |code: &str, from: u32, to: u32| {
            let days = (on(from).expect("a day"), on(to).expect("a day"));
            let facts = facts.iter().map(|(record, fact)| (*record, fact));
            indicator(code).expect("an indicator").count(facts, days, &Policy::default())
        };
        assert_eq!([count("events", 3, 3), count("events", 3, 4), count("events", 5, 5)], [Some(1), Some(2), Some(0)]);
        assert_eq!([count("events_open", 3, 3), count("events_open", 4, 4)], [Some(1), Some(1)]);
        assert_eq!([count("events_closed", 3, 3), count("events_closed", 3, 4)], [Some(0), Some(1)]);
        assert_eq!((count("leaflets", 4, 4), count("isolating", 4, 4)), (Some(5), None));
    }

    #[test]
    fn every_metric_but_those_of_care_is_counted_by_an_indicator() {
        let both = [Policy::default(), Policy { service_counts: "serving".into(), ..Policy::default() }];
        let counted: BTreeSet<Metric> = INDICATORS
            .iter()
            .flat_map(|indicator| match indicator.source {
                Source::Period(_, metrics) | Source::CutOff(_, metrics) | Source::AtLeast(metrics, _) => vec![metrics],
                Source::ByPolicy(metrics) => both.iter().map(metrics).collect(),
                Source::Care(_) | Source::Families => vec![],
            })
            .flatten()
            .copied()
            .collect();
        // Counted by `care`, which knows more than a fact says, or by the open sweep.
        let elsewhere = [
            Metric::NotMet,
            Metric::NobodyLives,
            Metric::NeedOpen,
            Metric::NeedDone,
            Metric::IsolationOpened,
            Metric::IsolationReleased,
            Metric::IsolationLost,
            Metric::IsolationTransferred,
            Metric::Reading,
            Metric::ReadingExplained,
            Metric::CareContact,
            Metric::Hotline,
            Metric::Counselling,
            Metric::FamilyContact,
            Metric::Errand,
            Metric::MasksDelivered,
            Metric::CaseServed,
            Metric::Ended,
            Metric::OtherTeam,
            Metric::PatrolOther,
        ];
        let missing: Vec<&Metric> =
            Metric::ALL.iter().filter(|metric| !counted.contains(metric) && !elsewhere.contains(metric)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
