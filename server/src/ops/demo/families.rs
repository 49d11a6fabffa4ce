//! Who lives behind a door: families of one to six people of one to four generations.

use super::{names, seeded::Seeded};
use model::{kind::person::Person, person::IdentityNumber};

/// How many people live behind a door, and how often.
const SIZES: &[(usize, usize)] = &[(1, 11), (2, 24), (3, 28), (4, 22), (5, 11), (6, 4)];

/// A family: the head first.
pub fn family(clans: &[&'static str], year: i64, phones: &Phones, chance: &Seeded) -> Vec<Person> {
    let size = chance.weighted(SIZES);
    let surname = names::family(clans, chance);
    let age = match size {
        1 => chance.weighted(&[(74, 3), (82, 2), (66, 3), (45, 1), (33, 1)]),
        2 => chance.weighted(&[(70, 3), (62, 4), (55, 3), (30, 1)]),
        3 => chance.weighted(&[(48, 4), (38, 3), (58, 2)]),
        _ => chance.weighted(&[(45, 4), (40, 3), (60, 2)]),
    };
    let head_born = year - age - chance.between(0, 6);
    let male = chance.happens(if size == 1 { 450 } else { 880 });
    let mut family = Family { people: Vec::new(), year, phones, chance };
    family.add(surname, head_born, male, "head");
    if size >= 2 {
        family.add(names::surname(chance), head_born + chance.between(-2, 4), !male, "spouse");
    }
    let grandparents = age >= 58 && size >= 4;
    for place in 2..size {
        let boy = chance.happens(520);
        match (grandparents, place) {
            (true, 2) => family.add(surname, head_born + chance.between(23, 27), true, "child"),
            (true, 3) => family.add(names::surname(chance), head_born + chance.between(24, 28), false, "other"),
            (true, nth) => {
                family.add(surname, head_born + 49 + nth as i64 + chance.between(0, 2), boy, "grandchild");
            }
            (false, 4) => family.add(surname, head_born - chance.between(23, 28), true, "parent"),
            (false, 5) => family.add(names::surname(chance), head_born - chance.between(21, 26), false, "parent"),
            (false, nth) => {
                let born = head_born + 20 + 3 * nth as i64 + chance.between(0, 2);
                family.add(surname, born, boy, "child");
            }
        }
    }
    family.people
}

struct Family<'a> {
    people: Vec<Person>,
    year: i64,
    phones: &'a Phones,
    chance: &'a Seeded,
}

impl Family<'_> {
    fn add(&mut self, surname: &str, born: i64, male: bool, relation: &str) {
        // Nobody is born after the register was made.
        let born = born.min(self.year);
        let name = loop {
            let name = format!("{surname}{}", names::given(born, male, self.chance));
            if self.people.iter().all(|other| other.name != name) {
                break name;
            }
        };
        let age = self.year - born;
        let has_phone = relation == "head" || (age >= 16 && self.chance.happens(450));
        self.people.push(Person {
            name,
            sex: Some(if male { "male" } else { "female" }.into()),
            born: Some(born),
            relation: Some(relation.into()),
            phone: has_phone.then(|| self.phones.next()),
            ..Person::default()
        });
    }
}

/// Phones of the block 199 0000 xxxx, each given once.
#[derive(Debug, Default)]
pub struct Phones(std::cell::Cell<u32>);

impl Phones {
    /// The next one. A step that shares no factor with 10,000 visits each tail once.
    pub fn next(&self) -> String {
        let n = self.0.get();
        self.0.set(n + 1);
        format!("1990000{:04}", (n * 7_919 + 417) % 10_000)
    }
}

/// Makes someone a returnee from 湖北, with the card that needs (form F2). Days are left to the
/// sheet's writer, since each clerk has a form of his own.
pub fn returns_from(person: &mut Person, wuhan: bool, serial: u16, chance: &Seeded) {
    let male = person.sex.as_deref() == Some("male");
    let born = person.born.unwrap_or(1990);
    // The seventeenth digit tells the sex.
    let number = IdentityNumber::sample(born as i32, serial * 2 + u16::from(male));
    person.person_type = Some(if wuhan { "returned_wuhan" } else { "returned_hubei" }.into());
    person.identity_number = Some(number.reveal().to_owned());
    person.phone.get_or_insert_with(|| format!("1990001{serial:04}"));
    let (job, employer) = *chance.pick(&[
        ("售货员", "某超市"),
        ("学生", "某职业学院"),
        ("厨师", "某餐馆"),
        ("木工", "某装修队"),
        ("司机", "某货运站"),
        ("个体户", "自营"),
    ]);
    person.job = Some(job.into());
    person.employer = Some(employer.into());
    let cities: &[&str] = if wuhan {
        &["湖北省武汉市"]
    } else {
        &["湖北省黄冈市", "湖北省孝感市", "湖北省荆州市", "湖北省襄阳市", "湖北省宜昌市"]
    };
    person.origin = Some((*chance.pick(cities)).into());
    let (transport, trip) =
        *chance.pick(&[("train", "G0000"), ("train", "D0000"), ("car", "自家车"), ("coach", "长途班车")]);
    person.transport = Some(transport.into());
    person.trip_no = Some(trip.into());
}
