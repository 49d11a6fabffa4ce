//! Figures of own work, from facts in any order.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    id::RecordId,
    kind::{policy::Policy, service},
};
use std::collections::{BTreeMap, BTreeSet};

/// Facts of a period, put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    sums: BTreeMap<Metric, i64>,
    subjects: BTreeMap<Metric, BTreeSet<RecordId>>,
}

impl Counted {
    /// Those of the days from `from` to `to`, both included.
    pub fn of<'a>(facts: impl IntoIterator<Item = &'a Fact>, from: Day, to: Day) -> Self {
        let mut counted = Self::default();
        for fact in facts {
            if fact.day.is_some_and(|day| from <= day && day <= to) {
                *counted.sums.entry(fact.metric).or_default() += fact.n;
                counted.subjects.entry(fact.metric).or_default().insert(fact.subject);
            }
        }
        counted
    }

    /// The sum; none where nothing was said.
    pub fn sum(&self, metric: Metric) -> Option<i64> {
        self.sums.get(&metric).copied()
    }

    /// How many different ones; none where nothing was said.
    pub fn distinct(&self, metric: Metric) -> Option<usize> {
        self.subjects.get(&metric).map(BTreeSet::len)
    }
}

/// M19: service in person-times, and who was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceTimes {
    /// One of [`service::BASIS`]: printed beside the figure.
    pub basis: &'static str,
    /// By sort, in the order of [`service::SORT`]; none where nothing was said.
    pub by_sort: Vec<(&'static str, Option<i64>)>,
}

impl ServiceTimes {
    /// All sorts together; none where nothing was said of any.
    pub fn total(&self) -> Option<i64> {
        self.by_sort.iter().filter_map(|(_, n)| *n).reduce(|sum, n| sum + n)
    }
}

/// M19 as the policy counts it. A basis that this build does not know counts those served.
pub fn service_times(counted: &Counted, policy: &Policy) -> ServiceTimes {
    let basis = service::BASIS.iter().copied().find(|basis| *basis == policy.service_counts);
    let basis = basis.unwrap_or(service::BASIS[0]);
    let of = |sort: &&'static str| {
        let pair = service::metrics(sort);
        let metric = pair.map(|(served, serving)| if basis == "serving" { serving } else { served });
        (*sort, metric.and_then(|metric| counted.sum(metric)))
    };
    ServiceTimes { basis, by_sort: service::SORT.iter().map(of).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kind::{
            self, Payload, disinfection::Disinfection, dissuasion::Dissuasion, patrol::Patrol,
            police_action::PoliceAction, publicity::Publicity, service::Service,
        },
        record::Record,
    };
    use proptest::prelude::*;

    fn day(day: u32) -> Option<Day> {
        Day::new(2020, 2, day)
    }

    const NORTH: RecordId = RecordId::fixed(5);
    const SOUTH: RecordId = RecordId::fixed(6);

    /// Three days of a township's own work.
    fn records() -> Vec<Record> {
        let mut made = Vec::new();
        fn put<T: Payload>(made: &mut Vec<Record>, payload: &T) {
            let record = kind::tests::record(T::KIND, payload.data());
            made.push(Record { id: RecordId::fixed(100 + made.len() as u128), ..record });
        }
        for (on, channel, n) in [(6, "leaflet", 50), (6, "banner", 3), (7, "leaflet", 20), (7, "notice", 8)] {
            put(
                &mut made,
                &Publicity { on: day(on), channel: channel.into(), quantity: Some(n), ..Publicity::default() },
            );
        }
        for (on, village, people, dissuaded) in [(6, NORTH, 6, 9), (7, NORTH, 5, 0), (7, SOUTH, 4, 2), (9, SOUTH, 9, 9)]
        {
            put(
                &mut made,
                &Patrol {
                    on: day(on),
                    village: Some(village),
                    people_n: Some(people),
                    dissuaded_n: Some(dissuaded),
                    ..Patrol::default()
                },
            );
        }
        put(&mut made, &Dissuasion { on: day(7), about: "mask".into(), people_n: Some(5), ..Dissuasion::default() });
        for (sort, served, serving) in [("kindness", 12, 4), ("screening", 30, 2), ("kindness", 8, 3)] {
            put(
                &mut made,
                &Service {
                    on: day(6),
                    sort: sort.into(),
                    served_n: Some(served),
                    serving_n: Some(serving),
                    ..Service::default()
                },
            );
        }
        for (on, place, area) in [(6, "村部", 200), (7, "村部", 200), (7, "广场", 500)] {
            put(
                &mut made,
                &Disinfection { on: day(on), place: place.into(), area_m2: Some(area), ..Disinfection::default() },
            );
        }
        for (on, force, villages) in [(6, 18, vec![NORTH]), (7, 12, vec![NORTH, RecordId::fixed(7)])] {
            put(
                &mut made,
                &PoliceAction {
                    on: day(on),
                    force_n: Some(force),
                    dispersed_n: Some(9),
                    tables_n: Some(6),
                    cases_n: Some(1),
                    punished_n: Some(4),
                    villages,
                },
            );
        }
        made
    }

    fn facts(records: &[Record]) -> Vec<Fact> {
        records.iter().flat_map(|record| (kind::kind(&record.kind).expect("a kind").facts)(record)).collect()
    }

    fn counted(facts: &[Fact]) -> Counted {
        Counted::of(facts, day(6).expect("a day"), day(7).expect("a day"))
    }

    #[test]
    fn every_figure_is_what_one_works_out_by_hand() {
        let counted = counted(&facts(&records()));
        use Metric::*;
        for (metric, by_hand) in [
            (Leaflets, 70),
            (PublicityBanners, 3),
            (PublicityNotices, 8),
            (Patrol, 3),
            (PatrolPeople, 15),
            (Dissuaded, 16),
            (DissuadedMask, 5),
            (Disinfection, 3),
            (DisinfectedArea, 900),
            (PoliceForce, 30),
            (PoliceDispersed, 18),
            (PoliceTables, 12),
            (PoliceCases, 2),
            (PolicePunished, 8),
        ] {
            assert_eq!(counted.sum(metric), Some(by_hand), "{metric:?}");
        }
        assert_eq!(counted.distinct(VillagePatrolled), Some(3), "a village that two patrolled is one");
        assert_eq!(counted.distinct(PointDisinfected), Some(2));
        assert_eq!(counted.sum(PublicityMeetings), None, "of what nothing was said there is no figure");
    }

    #[test]
    fn service_is_counted_one_way_which_the_figure_names() {
        let counted = counted(&facts(&records()));
        let of = |basis: &str| service_times(&counted, &Policy { service_counts: basis.into(), ..Policy::default() });
        let (served, serving) = (of("served"), of("serving"));
        assert_eq!((served.basis, served.total()), ("served", Some(50)));
        assert_eq!((serving.basis, serving.total()), ("serving", Some(9)));
        let by_sort = [("screening", Some(30)), ("kindness", Some(20)), ("counselling", None)];
        assert_eq!(served.by_sort[..3], by_sort);
        assert_eq!(of("of_the_future"), served);
        assert_eq!(service_times(&Counted::default(), &Policy::default()).total(), None);
    }

    proptest! {
        #[test]
        fn in_whatever_order_records_arrive(order in Just(records()).prop_shuffle()) {
            prop_assert_eq!(counted(&facts(&order)), counted(&facts(&records())));
        }
    }
}
