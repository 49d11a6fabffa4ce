//! Who does how much, and who enters it (M27, seed rows 18–20): by worker and by band of age.

use crate::{
    fact::Metric,
    id::UserId,
    kind::policy::Policy,
    wire::{BandLoad, WorkerLoad},
};

/// Facts of which a record of work has one at least; whatever else it counts for, it is one record.
pub const WORK: &[Metric] =
    &[Metric::Visit, Metric::Reading, Metric::CareContact, Metric::Errand, Metric::UrgentEvent, Metric::ContactClue];

/// What somebody cannot do well, by code: what a leader has to know, and no more.
pub const LIMITS: &[&str] = &["no_stairs", "near_only", "no_night", "phone_only"];
/// At most so many homes a day can be set.
pub const MOST_HOMES: i64 = 200;

/// The first year of age of each band, in order: below 45, 45–59, from 60 on, by policy.
pub fn bands(policy: &Policy) -> [i64; 3] {
    [0, policy.middle_from_age, policy.old_from_age]
}

/// The band of somebody born in that year.
pub fn band(policy: &Policy, born: i64, this_year: i64) -> usize {
    let age = (this_year - born).max(0);
    bands(policy).iter().rposition(|from| age >= *from).unwrap_or_default()
}

/// What a worker's records come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records that say what this person did, whoever entered them.
    pub done: u64,
    /// Of these, visits.
    pub visits: u64,
    /// Of these, temperatures.
    pub readings: u64,
    /// Of these, entered by somebody else.
    pub by_others: u64,
    /// Records that this person entered for somebody else.
    pub for_others: u64,
}

/// One record of work: who did it, who entered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Who did it.
    pub by: UserId,
    /// Who entered it.
    pub entered_by: UserId,
    /// Whether a visit.
    pub visit: bool,
    /// Whether a temperature.
    pub reading: bool,
}

/// What `who` comes to, of these records.
pub fn tally(who: UserId, records: &[Done]) -> Tally {
    let count = |is: &dyn Fn(&Done) -> bool| records.iter().filter(|one| is(one)).count() as u64;
    let mine = |one: &Done| one.by == who;
    let apart = |one: &Done| one.by != one.entered_by;
    Tally {
        done: count(&mine),
        visits: count(&|one| mine(one) && one.visit),
        readings: count(&|one| mine(one) && one.reading),
        by_others: count(&|one| mine(one) && apart(one)),
        for_others: count(&|one| one.entered_by == who && apart(one)),
    }
}

/// Sums by band; whoever's year of birth is not known stands in none.
pub fn by_band(policy: &Policy, workers: &[WorkerLoad]) -> Vec<BandLoad> {
    let froms = bands(policy);
    let band = |(index, from): (usize, &i64)| {
        let here: Vec<&WorkerLoad> = workers.iter().filter(|worker| worker.band == Some(index)).collect();
        let sum = |of: fn(&Tally) -> u64| here.iter().map(|worker| of(&worker.tally())).sum();
        BandLoad {
            from: *from,
            to: froms.get(index + 1).map(|next| next - 1),
            workers: here.len() as u64,
            done: sum(|tally| tally.done),
            by_others: sum(|tally| tally.by_others),
            for_others: sum(|tally| tally.for_others),
        }
    };
    froms.iter().enumerate().map(band).collect()
}

/// 代录比例: what share of `done` others entered, in thousandths; none where nothing was done.
pub fn share(by_others: u64, done: u64) -> Option<u64> {
    (by_others * 1000).checked_div(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YOUNG: UserId = UserId::fixed(1);
    const OLD: UserId = UserId::fixed(2);

    fn done(by: UserId, entered_by: UserId, visit: bool) -> Done {
        Done { by, entered_by, visit, reading: !visit }
    }

    #[test]
    fn who_did_it_and_who_entered_it_both_get_credit() {
        let records = [done(OLD, YOUNG, true), done(OLD, YOUNG, false), done(OLD, OLD, true), done(YOUNG, YOUNG, true)];
        let old = tally(OLD, &records);
        assert_eq!(old, Tally { done: 3, visits: 2, readings: 1, by_others: 2, for_others: 0 });
        let young = tally(YOUNG, &records);
        assert_eq!(young, Tally { done: 1, visits: 1, readings: 0, by_others: 0, for_others: 2 });
        assert_eq!((share(old.by_others, old.done), share(0, 0)), (Some(666), None));
    }

    #[test]
    fn bands_begin_where_the_policy_says() {
        let policy = Policy::default();
        let at = |age: i64| band(&policy, 2020 - age, 2020);
        assert_eq!([at(0), at(44), at(45), at(59), at(60), at(99)], [0, 0, 1, 1, 2, 2]);
        let other = Policy { middle_from_age: 40, old_from_age: 55, ..Policy::default() };
        assert_eq!(band(&other, 1965, 2020), 2);
    }

    #[test]
    fn whoever_has_no_year_of_birth_stands_in_no_band() {
        let worker = |band, done| WorkerLoad { band, done, by_others: 1, ..WorkerLoad::of(YOUNG, "邵月琴") };
        let bands = by_band(&Policy::default(), &[worker(Some(1), 3), worker(Some(1), 4), worker(None, 9)]);
        let said: Vec<_> = bands.iter().map(|band| (band.from, band.to, band.workers, band.done)).collect();
        assert_eq!(said, [(0, Some(44), 0, 0), (45, Some(59), 2, 7), (60, None, 0, 0)]);
        assert_eq!(bands[1].by_others, 2);
    }
}
