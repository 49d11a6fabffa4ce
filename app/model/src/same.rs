//! 疑似重复: which two records may be one household or one person, and how those that were joined are
//! read as one. Pure, the same on phone and server.
//!
//! | file | for |
//! |---|---|
//! | [`likeness`](fn@likeness) here | whether two look alike, and why; all that do, of many |
//! | [`joins`] | what was joined: who leads, what is read as what, whose values stand |
//!
//! Why nothing is moved or rewritten: `docs/decisions/0009-two-records-of-one-thing.md`.

mod joins;

pub use joins::{Joins, differing};

use crate::{
    id::RecordId,
    kind::{
        household::Household,
        person::Person,
        same::{self, Same},
    },
    person::{IdentityNumber, Phone},
    text::{narrow, pinyin},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Why two look alike, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// One identity number.
    IdentityNumber,
    /// One phone number.
    Phone,
    /// Names that are read alike.
    Name,
    /// Born in one year.
    Born,
    /// One door, however it is written.
    Door,
}

impl Reason {
    /// Its code, one of [`same::REASON`].
    pub fn code(self) -> &'static str {
        same::REASON[self as usize]
    }
}

/// The reasons why two look alike, the strongest first; never empty.
pub type Reasons = Vec<Reason>;

/// What two records are compared by, worked out once. Names are in it: it does not show itself.
#[derive(Clone, PartialEq)]
pub enum Traits {
    /// Of a household.
    Household {
        /// Its door in one form.
        door: String,
        /// How its head's name is read.
        head: String,
        /// Its phone.
        phone: String,
    },
    /// Of a person.
    Person {
        /// The name as written, without what is typed in many ways.
        name: String,
        /// How it is read.
        read: String,
        /// The phone.
        phone: String,
        /// The identity number.
        identity: String,
        /// Year of birth.
        born: Option<i64>,
        /// Code of the sex.
        sex: Option<String>,
        /// Behind which door.
        household: Option<RecordId>,
    },
}

impl Traits {
    /// Of a household.
    pub fn of_household(household: &Household) -> Self {
        Self::Household {
            door: door_of(household.group.as_deref().unwrap_or_default(), &household.door),
            head: pinyin(&household.head),
            phone: phone_of(household.phone.as_deref()),
        }
    }

    /// Of a person behind a door, which is the leading one where doors were joined.
    pub fn of_person(person: &Person, household: Option<RecordId>) -> Self {
        let identity = person.identity_number.as_deref().unwrap_or_default();
        let number = IdentityNumber::parse(identity).ok();
        Self::Person {
            name: squeezed(&person.name),
            read: pinyin(&person.name),
            phone: phone_of(person.phone.as_deref()),
            born: person.born.or_else(|| number.as_ref().map(|number| i64::from(number.born_on().year()))),
            identity: number.map(|number| number.reveal().to_owned()).unwrap_or_default(),
            sex: person.sex.clone(),
            household,
        }
    }

    /// What two that look alike have in common, at least one of these.
    fn keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let mut key = |sort: char, text: &str| {
            if !text.is_empty() {
                keys.push(format!("{sort}{text}"));
            }
        };
        match self {
            Self::Household { door, phone, .. } => {
                key('d', door);
                key('p', phone);
            }
            Self::Person { read, phone, identity, .. } => {
                key('i', identity);
                key('t', phone);
                key('n', read);
            }
        }
        keys
    }
}

impl std::fmt::Debug for Traits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Traits(***)")
    }
}

/// Whether two look like one and the same, and why.
///
/// People: one identity number, whatever else differs. Otherwise nothing that is known of both may
/// speak against it (another number, sex or year of birth), and names have to be alike: read alike
/// with one year of birth, one phone or one door; or one phone and a name that is off by one
/// character. One phone alone says nothing: families share it. Households: one door, or one phone;
/// heads that are read alike are a further reason, not one by themselves, for namesakes are many.
pub fn likeness(one: &Traits, other: &Traits) -> Option<Reasons> {
    let equal = |one: &str, other: &str| !one.is_empty() && one == other;
    let mut reasons = Vec::new();
    let mut note = |holds: bool, reason: Reason| {
        if holds {
            reasons.push(reason);
        }
        holds
    };
    match (one, other) {
        (
            Traits::Household { door, head, phone },
            Traits::Household { door: other_door, head: other_head, phone: other_phone },
        ) => {
            note(equal(phone, other_phone), Reason::Phone);
            note(equal(head, other_head), Reason::Name);
            note(equal(door, other_door), Reason::Door);
            (reasons != [Reason::Name] && !reasons.is_empty()).then_some(reasons)
        }
        (
            Traits::Person { name, read, phone, identity, born, sex, household },
            Traits::Person {
                name: other_name,
                read: other_read,
                phone: other_phone,
                identity: other_identity,
                born: other_born,
                sex: other_sex,
                household: other_household,
            },
        ) => {
            let by_number = note(equal(identity, other_identity), Reason::IdentityNumber);
            let by_phone = note(equal(phone, other_phone), Reason::Phone);
            let read_alike = note(equal(read, other_read), Reason::Name);
            let by_year = note(born.is_some() && born == other_born, Reason::Born);
            let by_door = note(household.is_some() && household == other_household, Reason::Door);
            if by_number {
                return Some(reasons);
            }
            fn differ<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
                one.is_some() && other.is_some() && one != other
            }
            let two_numbers = !identity.is_empty() && !other_identity.is_empty();
            if two_numbers || differ(born, other_born) || differ(sex, other_sex) {
                return None;
            }
            let alike = read_alike && (by_phone || by_year || by_door);
            (alike || by_phone && is_off_by_one(name, other_name)).then_some(reasons)
        }
        _ => None,
    }
}

/// All pairs that look alike, of records that live in one place. What somebody has said of a pair
/// before is `settled`. The pairs with the strongest reasons come first.
pub fn alike<'a>(
    records: impl IntoIterator<Item = (RecordId, &'a Traits)>,
    settled: impl Fn(RecordId, RecordId) -> bool,
) -> Vec<(RecordId, RecordId, Reasons)> {
    let records: Vec<(RecordId, &Traits)> = records.into_iter().collect();
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::with_capacity(records.len() * 2);
    for (at, (_, traits)) in records.iter().enumerate() {
        for key in traits.keys() {
            by_key.entry(key).or_default().push(at);
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for block in by_key.values() {
        for (nth, one) in block.iter().enumerate() {
            for other in &block[nth + 1..] {
                let ((one, traits), (other, of_other)) = (records[*one], records[*other]);
                let pair = (one.min(other), one.max(other));
                let Some(reasons) = likeness(traits, of_other) else { continue };
                if one != other && seen.insert(pair) && !settled(pair.0, pair.1) {
                    found.push((pair.0, pair.1, reasons));
                }
            }
        }
    }
    found.sort_unstable_by(|one, other| (&one.2, one.0, one.1).cmp(&(&other.2, other.0, other.1)));
    found
}

/// The records that look like one that is being typed, the strongest reasons first.
pub fn like<'a>(typed: &Traits, records: impl IntoIterator<Item = (RecordId, &'a Traits)>) -> Vec<(RecordId, Reasons)> {
    let alike = |(id, traits)| Some((id, likeness(typed, traits)?));
    let mut found: Vec<_> = records.into_iter().filter_map(alike).collect();
    found.sort_unstable_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
    found
}

/// What was said of pairs, by the pair.
pub fn said(pairs: impl IntoIterator<Item = Same>) -> BTreeMap<(RecordId, RecordId), Same> {
    pairs.into_iter().filter_map(|same| Some(((same.one?, same.other?), same))).collect()
}

fn phone_of(phone: Option<&str>) -> String {
    Phone::parse(phone.unwrap_or_default()).map(|phone| phone.reveal().to_owned()).unwrap_or_default()
}

fn squeezed(text: &str) -> String {
    let letters = text.chars().map(narrow).flat_map(char::to_lowercase);
    letters.filter(|c| !c.is_whitespace() && !crate::text::is_dot(*c)).collect()
}

/// One character is another one, and nothing else differs.
fn is_off_by_one(one: &str, other: &str) -> bool {
    let (count, others) = (one.chars().count(), other.chars().count());
    count == others && count > 1 && one.chars().zip(other.chars()).filter(|(one, other)| one != other).count() <= 1
}

/// A door in one form: `三组` and `17号`, `3组17号`, `３组 17 號` are `3组17`; `5号17` is `5-17`, and no
/// other door than that.
pub fn door_of(group: &str, door: &str) -> String {
    let (mut group, door) = (plain(group), plain(door));
    if door.strip_prefix(&group).is_some_and(|rest| group.is_empty() || !are_numbers(&group, rest)) {
        return door;
    }
    put(&mut group, &door);
    group
}

/// Two numbers stay two.
fn put(plain: &mut String, next: &str) {
    if are_numbers(plain, next) {
        plain.push('-');
    }
    plain.push_str(next);
}

/// Whether a number ends where another begins.
fn are_numbers(before: &str, next: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit()) && next.starts_with(|c: char| c.is_ascii_digit())
}

fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut number = String::new();
    for c in squeezed(text).chars() {
        if numeral(c).is_some() {
            number.push(c);
            continue;
        }
        put(&mut plain, &counted(&std::mem::take(&mut number)));
        match c {
            '号' | '號' | '第' | '户' | '戶' => {}
            '之' | '—' | '－' | '–' | '_' | '/' | '#' => plain.push('-'),
            '組' => plain.push('组'),
            c => plain.push(c),
        }
    }
    put(&mut plain, &counted(&number));
    plain.trim_matches('-').to_owned()
}

fn numeral(c: char) -> Option<u64> {
    Some(match c {
        '0'..='9' => u64::from(c) - u64::from('0'),
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        _ => return None,
    })
}

/// A number as it is counted: 二十三, 一百零五, 二三 and 023 in digits without zeros before them.
fn counted(numerals: &str) -> String {
    if numerals.is_empty() {
        return String::new();
    }
    if !numerals.contains(['十', '百']) {
        let digits: String = numerals.chars().filter_map(numeral).map(|n| n.to_string()).collect();
        let digits = digits.trim_start_matches('0');
        return if digits.is_empty() { "0".into() } else { digits.to_owned() };
    }
    let (mut sum, mut last) = (0_u64, None::<u64>);
    for n in numerals.chars().filter_map(numeral) {
        if n >= 10 {
            sum = sum.saturating_add(last.take().unwrap_or(1).saturating_mul(n));
        } else {
            last = Some(last.unwrap_or(0).saturating_mul(10).saturating_add(n));
        }
    }
    sum.saturating_add(last.unwrap_or(0)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn household(door: &str, head: &str, phone: &str) -> Traits {
        Traits::of_household(&Household {
            door: door.into(),
            head: head.into(),
            phone: Some(phone.into()),
            ..Household::default()
        })
    }

    fn person(name: &str, born: Option<i64>, phone: &str, number: Option<u16>, sex: &str, home: u128) -> Traits {
        let identity = number.map(|serial| IdentityNumber::sample(1991, serial).reveal().to_owned());
        let person = Person {
            name: name.into(),
            born,
            phone: Some(phone.into()).filter(|phone: &String| !phone.is_empty()),
            identity_number: identity,
            sex: Some(sex.into()).filter(|sex: &String| !sex.is_empty()),
            ..Person::default()
        };
        Traits::of_person(&person, (home > 0).then(|| RecordId::fixed(home)))
    }

    #[test]
    fn a_door_is_a_door_however_it_is_written() {
        for (group, door) in [
            ("三组", "17号"),
            ("", "三组17号"),
            ("", "3组17号"),
            ("三组", "三组十七号"),
            ("", "第三组 十七 號"),
            ("3組", "17"),
            ("", "３组０１７号"),
            ("三组", "3组17户"),
        ] {
            assert_eq!(door_of(group, door), "3组17", "{group} {door}");
        }
        for (door, form) in [
            ("老街三弄23-1号", "老街3弄23-1"),
            ("老街3弄二十三之一", "老街3弄23-1"),
            ("一百零五号", "105"),
            ("二〇三", "203"),
            ("十号", "10"),
            ("0号", "0"),
            ("", ""),
        ] {
            assert_eq!(door_of("", door), form, "{door}");
        }
        assert_ne!(door_of("三组", "17号"), door_of("四组", "17号"));
        assert_ne!(door_of("", "17号"), door_of("", "17-1号"));
        assert_ne!(door_of("", "5号17"), door_of("", "517号"));
        assert_ne!(door_of("3", "31号"), door_of("", "31号"));
    }

    #[test]
    fn households_by_door_or_phone() {
        use Reason::{Door, Name, Phone};
        let one = household("三组17号", "佘德旺", "19900005207");
        for (other, reasons) in [
            (household("3组17号", "佘德望", "19900005207"), Some(vec![Phone, Name, Door])),
            (household("3组17", "佘小满", ""), Some(vec![Door])),
            (household("18号", "佘小满", "199 0000 5207"), Some(vec![Phone])),
            (household("18号", "佘德旺", ""), None),
            (household("18号", "佘德旺", "19900005208"), None),
            (household("", "", ""), None),
        ] {
            assert_eq!(likeness(&one, &other), reasons);
        }
        assert_eq!(likeness(&household("", "", ""), &household("", "", "")), None);
    }

    #[test]
    fn people_by_number_phone_or_name_and_year() {
        use Reason::{Born, Door, IdentityNumber, Name, Phone};
        let one = person("佘小满", Some(1991), "19900000417", Some(417), "female", 1);
        for (what, other, reasons) in [
            ("another name", person("王二", None, "", Some(417), "male", 2), Some(vec![IdentityNumber, Born])),
            ("two numbers", person("佘小满", Some(1991), "19900000417", Some(418), "female", 1), None),
            ("name and year", person("佘晓满", Some(1991), "", None, "", 2), Some(vec![Name, Born])),
            ("another year", person("佘小满", Some(1992), "19900000417", None, "", 1), None),
            ("another sex", person("佘小满", Some(1991), "", None, "male", 1), None),
            ("name alone", person("佘小满", None, "", None, "", 2), None),
            ("name and door", person("佘小满", None, "", None, "", 1), Some(vec![Name, Door])),
            ("name and phone", person("佘小满", None, "19900000417", None, "", 2), Some(vec![Phone, Name])),
            ("off by one", person("佘小禾", None, "19900000417", None, "", 2), Some(vec![Phone])),
            ("off by two", person("佘德旺", None, "19900000417", None, "", 1), None),
            ("only the door", person("佘德旺", None, "", None, "", 1), None),
            ("nothing", person("", None, "", None, "", 0), None),
        ] {
            assert_eq!(likeness(&one, &other), reasons, "{what}");
        }
        assert_eq!(likeness(&one, &household("17号", "佘小满", "19900000417")), None);
    }

    #[test]
    fn what_was_said_of_a_pair_is_not_proposed_again() {
        let id = RecordId::fixed;
        let homes = [household("17号", "佘德旺", ""), household("十七号", "许长根", ""), household("17", "佘德旺", "")];
        let all = || homes.iter().enumerate().map(|(n, home)| (id(n as u128), home));
        let pairs = |settled: &[(u128, u128)]| {
            let settled = |one, other| settled.iter().any(|(a, b)| (id(*a), id(*b)) == (one, other));
            alike(all(), settled).into_iter().map(|(one, other, _)| (one, other)).collect::<Vec<_>>()
        };
        assert_eq!(pairs(&[]), [(id(0), id(2)), (id(0), id(1)), (id(1), id(2))], "the strongest first");
        assert_eq!(pairs(&[(0, 1), (1, 2)]), [(id(0), id(2))]);
        let like = like(&household("17号", "许长根", ""), all());
        assert_eq!(like[0], (id(1), vec![Reason::Name, Reason::Door]));
    }

    #[test]
    fn every_reason_has_its_code() {
        use Reason::{Born, Door, IdentityNumber, Name, Phone};
        let codes = [IdentityNumber, Phone, Name, Born, Door].map(Reason::code);
        assert_eq!(codes, ["identity_number", "phone", "name", "born", "door"]);
    }

    fn anybody() -> impl Strategy<Value = Traits> {
        let name = prop::sample::select(vec!["佘德旺", "佘德望", "佘小满", "许长根", ""]);
        let phone = prop::sample::select(vec!["", "19900000001", "19900000002"]);
        let door = prop::sample::select(vec!["17号", "十七号", "18号", ""]);
        let sex = prop::sample::select(vec!["", "male", "female"]);
        let year = prop::option::of(1990..1992i64);
        let who = (name.clone(), year, phone.clone(), prop::option::of(417..419u16), sex, 0..3u128);
        prop_oneof![
            who.prop_map(|(name, born, phone, number, sex, home)| person(name, born, phone, number, sex, home)),
            (door, name, phone).prop_map(|(door, head, phone)| household(door, head, phone)),
        ]
    }

    proptest! {
        #[test]
        fn likeness_looks_both_ways(one in anybody(), other in anybody()) {
            prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
            let reasons = likeness(&one, &other);
            prop_assert!(reasons.is_none_or(|reasons| !reasons.is_empty() && reasons.is_sorted()));
        }

        #[test]
        fn the_order_of_records_plays_no_part_and_no_pair_is_missed(all in prop::collection::vec(anybody(), 0..12)) {
            let with_ids: Vec<(RecordId, &Traits)> =
                all.iter().enumerate().map(|(n, traits)| (RecordId::fixed(n as u128), traits)).collect();
            let found = alike(with_ids.iter().copied(), |_, _| false);
            prop_assert_eq!(&alike(with_ids.iter().rev().copied(), |_, _| false), &found);
            let mut by_hand = Vec::new();
            for (n, (one, traits)) in with_ids.iter().enumerate() {
                for (other, others) in &with_ids[n + 1..] {
                    by_hand.extend(likeness(traits, others).map(|_| (*one, *other)));
                }
            }
            let mut pairs: Vec<_> = found.into_iter().map(|(one, other, _)| (one, other)).collect();
            pairs.sort_unstable();
            prop_assert_eq!(pairs, by_hand);
        }

        #[test]
        fn no_text_breaks_the_form_of_a_door(group in "\\PC{0,12}", door in "[零一二三四五六七八九十百0-9组号-]{0,14}|\\PC{0,20}") {
            let form = door_of(&group, &door);
            prop_assert_eq!(door_of("", &form), form);
        }
    }
}
