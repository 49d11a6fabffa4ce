//! What must hold of due and figures whatever the records, their order, the policies and the hour.

use super::*;
use model::indicator::{INDICATORS, Source};
use proptest::prelude::*;

/// Any isolation, with any readings and contacts.
fn any_history() -> impl Strategy<Value = Vec<Record>> {
    let readings = prop::collection::vec((0..16, 0..2i64, 350..=420i64, 0..1440i64, prop::bool::ANY), 0..40);
    let purposes = prop::sample::select(vec!["inquiry", "hotline", "counselling"]);
    let contacts = prop::collection::vec((0..16, purposes), 0..30);
    let ends = prop::option::of((0..16, 0..1440i64));
    (readings, contacts, ends, 1..16, 0..1440i64).prop_map(|(readings, contacts, ends, planned, from)| {
        let mut isolation = ends.map_or(isolation(), |(on, minute)| released(on, minute));
        isolation.from_minute = Some(from);
        isolation.end_on = Some(day(planned));
        let mut records = vec![case(&isolation), record(1, GRID, &team())];
        for (n, (on, slot, tenths, at, read)) in readings.into_iter().enumerate() {
            let made = if read { reading(on, slot, tenths) } else { explained(on, slot) };
            records.push(record(100 + n as u128, GRID, &Reading { at_minute: Some(at), ..made }));
        }
        for (n, (on, purpose)) in contacts.into_iter().enumerate() {
            records.push(record(200 + n as u128, GRID, &contact(on, purpose, "phone")));
        }
        records
    })
}

fn any_moment() -> impl Strategy<Value = Moment> {
    (0..20i32, 0..1440i64).prop_map(|(n, minute)| moment(n, minute))
}

proptest! {
    #[test]
    fn order_of_arrival_plays_no_part(
        (records, shuffled) in any_history().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle())),
        now in any_moment(),
    ) {
        let (one, other) = (care(&records), care(&shuffled));
        prop_assert_eq!(all(&one, now), all(&other, now));
        prop_assert_eq!(one.due(now), other.due(now));
    }

    /// Whatever is printed opens to as many records, or to records that come to as much.
    #[test]
    fn every_figure_is_made_of_its_records(records in any_history(), now in any_moment()) {
        let care = care(&records);
        let figures = all(&care, now);
        let ids: BTreeSet<RecordId> = records.iter().map(|record| record.id).collect();
        for indicator in INDICATORS {
            let Source::Care(figure) = indicator.source else { continue };
            let behind = care.behind(figure, day(-60), now, |scope| scope == GRID);
            prop_assert!(behind.keys().all(|id| ids.contains(id)));
            let sum: u64 = behind.values().sum();
            let printed = figure(&figures).unwrap_or(0);
            match indicator.code {
                // The longest of them, and half of them.
                "report_minutes" => prop_assert_eq!(behind.values().max().copied().unwrap_or(0), printed),
                "needs_median_minutes" => prop_assert!(sum >= printed),
                code => prop_assert_eq!(sum, printed, "{}", code),
            }
        }
    }

    #[test]
    fn no_slot_twice_and_nothing_due_outside_the_isolation(records in any_history(), now in any_moment()) {
        let care = care(&records);
        let slots = slots(&care, now);
        let keys: BTreeSet<_> = slots.iter().map(|slot| (slot.on, slot.slot)).collect();
        prop_assert_eq!(keys.len(), slots.len());
        let last = file(&care).last_on().expect("a last day");
        prop_assert!(slots.iter().all(|slot| day(0) <= slot.on && slot.on <= last));
        if file(&care).case.is.status == "released" {
            prop_assert!(care.due(now).is_empty());
        }
        for due in care.due(now) {
            if let What::Reading(slot) = due.what {
                prop_assert!((slot.on, slot.time.from) <= (now.day, now.minute), "nothing is due before its time");
            }
        }
    }

    #[test]
    fn what_is_due_is_read_explained_missed_or_open(records in any_history(), now in any_moment()) {
        let care = care(&records);
        let f = all(&care, now);
        let open = slots(&care, now).iter().filter(|slot| slot.stands == Stands::Open).count() as u64;
        prop_assert_eq!(f.readings_due, f.readings_done + f.readings_explained + f.readings_missed + open);
        prop_assert!(f.readings_on_time <= f.readings_done && f.readings_at_home <= f.readings_done);
        prop_assert!(f.calls_done <= f.calls_due && f.inquiries_done <= f.inquiries_due);
        prop_assert_eq!(f.cumulative, f.isolating + f.released);
    }

    /// A period is the sum of its days for all that happens in it.
    #[test]
    fn days_add_up(records in any_history(), last in 1..20i32) {
        let care = care(&records);
        let whole = all(&care, Moment::end_of(day(last)));
        let days: Vec<_> = (0..=last).map(|n| on_day(&care, n)).collect();
        let sum = |of: fn(&CareFigures) -> u64| days.iter().map(of).sum::<u64>();
        prop_assert_eq!(whole.readings_due, sum(|f| f.readings_due));
        prop_assert_eq!(whole.readings_done, sum(|f| f.readings_done));
        prop_assert_eq!((whole.calls, whole.calls_due), (sum(|f| f.calls), sum(|f| f.calls_due)));
        prop_assert_eq!((whole.opened, whole.released), (sum(|f| f.opened), sum(|f| f.released)));
    }

    #[test]
    fn a_later_policy_leaves_the_days_before_it_alone(records in any_history(), from in 1..16i32, size in 1..4i64) {
        let slots = (0..size).map(|n| Slot { from: n * 300, to: n * 300 + 100 }).collect();
        let policy = Policy { from_on: Some(day(from)), slots, fever_tenths: 369, calls_a_day: 2, ..Policy::default() };
        let now = Moment::end_of(day(from - 1));
        prop_assert_eq!(all(&care(&records), now), all(&Care::of(&records, Policies::new([policy])), now));
    }
}
