//! The households of one village, in walking order.

use super::{
    families::{self, Phones},
    names,
    plan::{FROM_HUBEI, FROM_WUHAN, VILLAGES, VillagePlan},
    seeded::Seeded,
};
use crate::register::numerals::chinese;
use model::{
    day::Day,
    kind::{household::Household, person::Person},
    person::IdentityNumber,
};

/// A household and who lives there.
#[derive(Debug, Clone)]
pub struct Home {
    /// Number of its grid within the village, from 1.
    pub grid: u16,
    /// What the register says of it.
    pub household: Household,
    /// Its people, the head first; none where nobody lives.
    pub people: Vec<Person>,
}

/// Doors in a village group.
const GROUP: usize = 28;
/// What a worker should know at some doors.
const NOTES: &[&str] =
    &["有狗", "走后门", "老人听力不好,大声叫门", "白天在田里,傍晚来", "五保户", "在镇上开店,先打电话", "门铃坏了"];

/// The homes of the village at `index` of [`VILLAGES`].
pub fn homes(index: usize, today: Day, phones: &Phones, chance: &Seeded) -> Vec<Home> {
    let plan = &VILLAGES[index];
    let mut homes = Vec::new();
    for (doors, grid) in plan.doors.iter().zip(1..) {
        for _ in 0..*doors {
            let home = home(plan, homes.len(), grid, today, phones, chance);
            homes.push(home);
        }
    }
    for serial in returnees(index) {
        send_home(&mut homes, serial, today, chance);
    }
    homes
}

fn home(plan: &VillagePlan, nth: usize, grid: u16, today: Day, phones: &Phones, chance: &Seeded) -> Home {
    let year = i64::from(today.year());
    let house_use = chance.weighted(&[("own", 90), ("rented", 6), ("vacant", 4)]);
    let mut people = families::family(plan.clans, year, phones, chance);
    let head = people[0].name.clone();
    let phone = people[0].phone.clone();
    let away = match (house_use, people.len()) {
        ("vacant", living) => living as i64,
        (_, 3..) => chance.weighted(&[(0, 6), (1, 3), (2, 1)]),
        _ => 0,
    };
    if house_use == "vacant" {
        people.clear();
    }
    // Groups follow each other; a split house has a second door.
    let number = nth + 1;
    let door = match number % 43 {
        0 => format!("{}-1号", number - 1),
        _ => format!("{number}号"),
    };
    let group = match plan.streets {
        [] => format!("{}组", chinese((nth / GROUP + 1) as u32)),
        streets => streets[nth * streets.len() / plan.doors.iter().sum::<usize>()].to_owned(),
    };
    let household = Household {
        door,
        group: Some(group),
        walk: 0,
        head,
        phone,
        house_use: Some(house_use.into()),
        residents: Some(people.len() as i64),
        away: Some(away),
        note: chance.happens(40).then(|| (*chance.pick(NOTES)).to_owned()),
    };
    Home { grid, household, people }
}

/// The numbers of those who came back to this village: one each, and a second in every seventh.
fn returnees(village: usize) -> Vec<usize> {
    let seconds = village.div_ceil(7);
    let mut numbers = vec![village];
    if village.is_multiple_of(7) {
        numbers.push(VILLAGES.len() + seconds);
    }
    numbers
}

/// Brings one back from 湖北; every thirty-one, twelve from 武汉.
fn send_home(homes: &mut [Home], serial: usize, today: Day, chance: &Seeded) {
    let all = FROM_WUHAN + FROM_HUBEI;
    let wuhan = (serial * 5) % all < FROM_WUHAN;
    let year = i64::from(today.year());
    let of_age = |person: &Person| {
        let age = year - person.born.unwrap_or(year);
        (19..=55).contains(&age) && person.person_type.is_none()
    };
    let start = (serial * 13 + 7) % homes.len();
    let (before, from) = homes.split_at_mut(start);
    let found = from.iter_mut().chain(before).flat_map(|home| home.people.iter_mut()).find(|person| of_age(person));
    if let Some(person) = found {
        families::returns_from(person, wuhan, serial as u16 + 1, chance);
        let returned = today.plus(-(chance.between(3, 20) as i32));
        person.left_on = Some(returned.plus(-(chance.between(0, 1) as i32)));
        person.returned_on = Some(returned);
    }
}

/// Makes one resident the township's close contact (`domain.md` 1.3 C).
pub fn close_contact(homes: &mut [Home], today: Day) {
    let year = i64::from(today.year());
    let adult = |person: &&mut Person| {
        person.person_type.is_none() && (30..=60).contains(&(year - person.born.unwrap_or(year)))
    };
    if let Some(person) = homes.iter_mut().rev().flat_map(|home| home.people.iter_mut()).find(adult) {
        let born = person.born.unwrap_or(1980) as i32;
        let odd = u16::from(person.sex.as_deref() == Some("male"));
        person.person_type = Some("close_contact".into());
        person.identity_number = Some(IdentityNumber::sample(born, 800 + odd).reveal().to_owned());
        person.note = Some("由县疾控判定".into());
    }
}

/// The name of whoever fills in the village's sheets.
pub fn clerk(plan: &VillagePlan, chance: &Seeded) -> String {
    format!("{}{}", names::family(plan.clans, chance), names::given(1985, chance.happens(500), chance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn thirty_one_came_back_and_twelve_of_them_from_wuhan() {
        let serials: Vec<usize> = (0..VILLAGES.len()).flat_map(returnees).collect();
        assert_eq!(serials.iter().collect::<BTreeSet<_>>().len(), FROM_WUHAN + FROM_HUBEI);
        let today = Day::new(2026, 3, 1).expect("a day");
        let phones = Phones::default();
        let types: Vec<String> = (0..VILLAGES.len())
            .flat_map(|index| homes(index, today, &phones, &Seeded::new(index as u64)))
            .flat_map(|home| home.people)
            .filter_map(|person| person.person_type)
            .collect();
        let count = |kind: &str| types.iter().filter(|found| *found == kind).count();
        assert_eq!((count("returned_wuhan"), count("returned_hubei")), (FROM_WUHAN, FROM_HUBEI));
    }

    #[test]
    fn no_two_doors_of_a_group_and_no_two_phones_are_the_same() {
        let today = Day::new(2026, 3, 1).expect("a day");
        let (mut phones, mut doors) = (BTreeSet::new(), BTreeSet::new());
        let given = Phones::default();
        for index in 0..VILLAGES.len() {
            for home in homes(index, today, &given, &Seeded::new(index as u64)) {
                assert!(doors.insert((index, home.household.group, home.household.door)));
                for person in home.people {
                    assert!(person.phone.is_none_or(|phone| phones.insert(phone)));
                }
            }
        }
    }
}
