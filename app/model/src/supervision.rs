//! 家庭监管常态化 (seed row 4): every family is asked after again and again, how often by who lives
//! there.
//!
//! No fact can say that a family is overdue: it becomes so by nobody coming. So whoever has the
//! records asks here, a phone for its doors today, the server for a place at a cut-off.

use crate::{
    day::Day,
    id::RecordId,
    kind::{
        person::Person,
        policy::{FAMILY, Policy},
        visit::Visit,
    },
};
use std::collections::BTreeMap;

/// A family that is asked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supervised {
    /// One of [`FAMILY`]: why it is asked after as often as that.
    pub family: &'static str,
    /// Every so many days.
    pub days: i64,
    /// When somebody last spoke with them.
    pub last_on: Day,
}

impl Supervised {
    /// When they are to be asked after again.
    pub fn due_on(&self) -> Day {
        self.last_on.plus(i32::try_from(self.days).unwrap_or(i32::MAX / 2))
    }

    /// Whether they are to be asked after on `day`.
    pub fn is_due(&self, day: Day) -> bool {
        self.due_on() <= day
    }

    /// Whether they should have been before `day`: 逾期未回访.
    pub fn is_overdue(&self, day: Day) -> bool {
        self.due_on() < day
    }
}

/// How often a family is asked after on `day`, where `isolated` says whether somebody there is.
/// Where several sorts fit, the one that is asked after most often. None where it is not at all.
pub fn family<'a>(
    people: impl IntoIterator<Item = &'a Person>,
    isolated: bool,
    day: Day,
    policy: &Policy,
) -> Option<(&'static str, i64)> {
    let people: Vec<&Person> = people.into_iter().collect();
    let of_type = |of: fn(&str) -> bool| people.iter().any(|person| person.person_type.as_deref().is_some_and(of));
    let old = |person: &Person| person.born.is_some_and(|born| i64::from(day.year()) - born >= policy.alone_from_age);
    let fits = |family: &str| match family {
        "isolated" => isolated,
        "contact" => of_type(|of| of.ends_with("_contact")),
        "returned" => of_type(|of| of.starts_with("returned_") || of == "passed_through"),
        "elder_alone" => matches!(&people[..], [only] if old(only)),
        _ => true,
    };
    let often =
        FAMILY.iter().filter(|family| fits(family)).filter_map(|family| Some((*family, policy.interval(family)?)));
    often.min_by_key(|(_, days)| *days)
}

/// When somebody last spoke with each family. Order of arrival plays no part.
#[derive(Debug, Clone, Default)]
pub struct Talks {
    last: BTreeMap<RecordId, Day>,
    left: BTreeMap<RecordId, Day>,
}

impl Talks {
    /// From visits.
    pub fn of<'a>(visits: impl IntoIterator<Item = &'a Visit>) -> Self {
        let mut talks = Self::default();
        for visit in visits {
            let (Some(household), Some(day)) = (visit.household, visit.visited_on) else { continue };
            match visit.outcome.as_str() {
                "moved_away" | "vacant" => talks.nobody(household, day),
                // Whoever has refused was asked, and is left in peace for as long.
                _ if visit.spoke() || visit.outcome == "refused" => talks.spoke(household, day),
                _ => {}
            }
        }
        talks
    }

    /// Somebody spoke with them on `day`: at a visit, a temperature, a call.
    pub fn spoke(&mut self, household: RecordId, day: Day) {
        let last = self.last.entry(household).or_insert(day);
        *last = day.max(*last);
    }

    /// On `day` nobody lived there.
    pub fn nobody(&mut self, household: RecordId, day: Day) {
        let left = self.left.entry(household).or_insert(day);
        *left = day.max(*left);
    }

    /// The last day on which somebody spoke with them. None where nobody ever did: that is for a sweep.
    /// None as well where nobody lives since.
    pub fn last(&self, household: RecordId) -> Option<Day> {
        let last = self.last.get(&household)?;
        self.left.get(&household).is_none_or(|left| left <= last).then_some(*last)
    }

    /// All families with whom somebody spoke, and when last.
    pub fn all(&self) -> impl Iterator<Item = (RecordId, Day)> {
        self.last.keys().filter_map(|id| Some((*id, self.last(*id)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::policy::Interval;
    use proptest::prelude::*;

    const HOME: RecordId = RecordId::fixed(1);

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn person(person_type: &str, born: i64) -> Person {
        let person_type = Some(person_type.to_owned()).filter(|of| !of.is_empty());
        Person { person_type, born: Some(born), ..Person::default() }
    }

    fn visit(on: u32, outcome: &str) -> Visit {
        Visit { household: Some(HOME), visited_on: Some(day(on)), outcome: outcome.into(), ..Visit::default() }
    }

    #[test]
    fn who_lives_there_says_how_often() {
        let policy = Policy::default();
        let of = |people: &[Person], isolated| family(people, isolated, day(7), &policy);
        let young = person("", 1990);
        assert_eq!(of(&[], false), Some(("ordinary", 14)));
        assert_eq!(of(&[young.clone(), person("returned_hubei", 1990)], false), Some(("returned", 3)));
        assert_eq!(of(&[person("close_contact", 1990), person("returned_wuhan", 1990)], false), Some(("contact", 2)));
        assert_eq!(of(std::slice::from_ref(&young), true), Some(("isolated", 1)));
        // 65 in the year, and alone.
        assert_eq!(of(&[person("", 1955)], false), Some(("elder_alone", 7)));
        assert_eq!(of(&[person("", 1956)], false), Some(("ordinary", 14)));
        assert_eq!(of(&[person("", 1955), young], false), Some(("ordinary", 14)));
    }

    #[test]
    fn the_policy_decides_and_none_is_not_at_all() {
        let every = |family: &str, days| Interval { family: family.into(), days };
        let policy = Policy { supervision: vec![every("returned", 5), every("ordinary", 0)], ..Policy::default() };
        assert_eq!(family(&[], false, day(7), &policy), None);
        assert_eq!(family(&[person("returned_other", 1990)], true, day(7), &policy), Some(("returned", 5)));
    }

    #[test]
    fn due_on_its_day_and_overdue_the_day_after() {
        let one = Supervised { family: "returned", days: 3, last_on: day(4) };
        let stands = |on| (one.is_due(day(on)), one.is_overdue(day(on)));
        assert_eq!([stands(6), stands(7), stands(8)], [(false, false), (true, false), (true, true)]);
    }

    #[test]
    fn a_locked_door_is_no_talk_a_refusal_is_one_and_nobody_is_asked_after_who_has_moved_away() {
        assert_eq!(Talks::of(&[visit(5, "locked")]).last(HOME), None);
        assert_eq!(Talks::of(&[visit(5, "locked"), visit(6, "refused")]).last(HOME), Some(day(6)));
        assert_eq!(Talks::of(&[visit(3, "by_phone"), visit(5, "locked")]).last(HOME), Some(day(3)));
        assert_eq!(Talks::of(&[visit(3, "met"), visit(5, "moved_away")]).last(HOME), None);
        let back = Talks::of(&[visit(3, "met"), visit(5, "vacant"), visit(6, "by_wechat")]);
        assert_eq!(back.all().collect::<Vec<_>>(), [(HOME, day(6))]);
    }

    proptest! {
        #[test]
        fn order_of_arrival_plays_no_part(order in Just([0, 1, 2, 3, 4]).prop_shuffle()) {
            let visits = [visit(3, "met"), visit(4, "vacant"), visit(4, "met"), visit(6, "locked"), visit(2, "met")];
            let shuffled: Vec<Visit> = order.iter().map(|at| visits[*at].clone()).collect();
            prop_assert_eq!(Talks::of(&shuffled).last(HOME), Some(day(4)));
        }
    }
}
