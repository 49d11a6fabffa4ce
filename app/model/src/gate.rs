//! Whether who passes a post is someone who should be at home (`domain.md` 7: "isolated person passes
//! checkpoint").
//!
//! Decided by the server alone, when a passage arrives: a post does not hold who is isolated
//! (`docs/decisions/0010`). A false alarm costs a call, a missed one more; so a name counts by its
//! sound, for it is heard and not read, but never by itself.

use crate::{
    ambient::Millis,
    day::{Day, MILLIS_A_DAY},
    id::RecordId,
    kind::{
        event::{self, Event},
        household::Household,
        isolation::Isolation,
        passage::Passage,
        person::Person,
        post::Post,
    },
    person::{IdentityNumber, Phone},
    plate,
    text::{pinyin, squeezed},
};

/// The sort of the event that a fever at a post raises ([`RecordId::nth`] of its passage).
pub const FEVER: u8 = 4;
/// The sort of the event that someone raises who should be at home.
pub const LEFT: u8 = 5;

/// By what somebody was known again, the surest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// The name, with the plate, the door, the village or the family's phone.
    Name,
    /// Their own phone.
    Phone,
    /// The identity number.
    IdentityNumber,
}

/// Someone who is isolated.
#[derive(Debug, Clone, Copy)]
pub struct Isolated<'a> {
    /// Their isolation.
    pub case: &'a Isolation,
    /// Who.
    pub person: &'a Person,
    /// Behind which door.
    pub home: Option<&'a Household>,
    /// In which village, and its name.
    pub village: Option<(RecordId, &'a str)>,
}

/// By what `passage` at `post` is that of someone who is isolated; none if it is not.
pub fn mark(passage: &Passage, post: &Post, isolated: &Isolated) -> Option<Mark> {
    let Isolated { case, person, home, village } = isolated;
    let away = passage.on.zip(case.from_on).is_some_and(|(on, from)| on < from);
    if away || !case.is_open() {
        return None;
    }
    let number = |text: &Option<String>| IdentityNumber::parse(text.as_deref()?).ok();
    if let (Some(shown), Some(own)) = (number(&passage.identity_number), number(&person.identity_number)) {
        return (shown == own).then_some(Mark::IdentityNumber);
    }
    let phone = |text: &Option<String>| Phone::parse(text.as_deref()?).ok();
    let called = phone(&passage.phone);
    if called.is_some() && called == phone(&person.phone) {
        return Some(Mark::Phone);
    }
    if !passage.name.as_deref().is_some_and(|name| sounds_like(name, &person.name)) {
        return None;
    }
    let of_family = called.is_some() && home.is_some_and(|home| called == phone(&home.phone));
    let trip = person.trip_no.as_deref().map(plate::normal);
    let by_car = passage.plate.is_some() && passage.plate.as_deref().map(plate::normal) == trip;
    let said: Vec<String> = [&passage.from, &passage.to].into_iter().flatten().map(|text| squeezed(text)).collect();
    let says = |what: &str| !what.is_empty() && said.iter().any(|text| text.contains(what));
    let at_the_door = home.is_some_and(|home| {
        home.group.as_deref().is_some_and(|group| says(&squeezed(&format!("{group}{}", home.door))))
    });
    let of_the_village = village.is_some_and(|(id, name)| post.village == Some(id) || says(&squeezed(name)));
    (of_family || by_car || at_the_door || of_the_village).then_some(Mark::Name)
}

/// Whether two names are written or said alike.
fn sounds_like(one: &str, other: &str) -> bool {
    let (one, other) = (squeezed(one), squeezed(other));
    !one.is_empty()
        && (one == other || (pinyin(&one) == pinyin(&other) && one.chars().count() == other.chars().count()))
}

/// What is raised in the grid of the case: urgent, and found when it was.
pub fn left_isolation(passage: &Passage, post: &Post, id: RecordId, case: &Isolation) -> Event {
    Event {
        household: case.household,
        case: Some(id),
        person: case.person,
        about: "left_isolation".into(),
        urgent: Some(true),
        text: Some(post.name.clone()).filter(|name| !name.is_empty()),
        found_at: passage.on.map(|on| moment(on, passage.minute)),
        status: event::STATUS[0].into(),
        ..Event::default()
    }
}

/// A minute of a day in China, as milliseconds UTC.
fn moment(day: Day, minute: i64) -> Millis {
    let midnight = i64::from(day.since(Day::from_unix_ms(0))) * MILLIS_A_DAY - 8 * 3_600_000;
    (midnight + minute * 60_000).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Payload, event::KIND};

    const VILLAGE: RecordId = RecordId::fixed(11);

    fn day(day: u32) -> Option<Day> {
        Day::new(2020, 2, day)
    }

    fn case() -> Isolation {
        Isolation {
            household: Some(RecordId::fixed(1)),
            person: Some(RecordId::fixed(2)),
            from_on: day(1),
            status: "isolating".into(),
            ..Isolation::default()
        }
    }

    fn person() -> Person {
        Person {
            name: "许长根".into(),
            phone: Some("19900000417".into()),
            identity_number: Some(IdentityNumber::sample(1991, 417).reveal().into()),
            trip_no: Some("鄂A·12345".into()),
            ..Person::default()
        }
    }

    fn home() -> Household {
        Household {
            door: "17号".into(),
            group: Some("三组".into()),
            phone: Some("19900000088".into()),
            ..Household::default()
        }
    }

    fn passage() -> Passage {
        Passage { dir: "out".into(), on: day(3), minute: 552, result: "pass".into(), ..Passage::default() }
    }

    fn elsewhere() -> Post {
        Post { name: "石桥村南口卡口".into(), village: Some(RecordId::fixed(12)), ..Post::default() }
    }

    fn known(passage: &Passage, post: &Post) -> Option<Mark> {
        let (case, person, home) = (case(), person(), home());
        let village = Some((VILLAGE, "柳塘村"));
        mark(passage, post, &Isolated { case: &case, person: &person, home: Some(&home), village })
    }

    fn some(text: &str) -> Option<String> {
        Some(text.into())
    }

    #[test]
    fn the_number_says_it_and_another_number_denies_it() {
        let number = |serial| some(IdentityNumber::sample(1991, serial).reveal());
        let own = Passage { identity_number: number(417), ..passage() };
        assert_eq!(known(&own, &elsewhere()), Some(Mark::IdentityNumber));
        let namesake =
            Passage { identity_number: number(418), name: some("许长根"), phone: person().phone, ..passage() };
        assert_eq!(known(&namesake, &elsewhere()), None);
    }

    #[test]
    fn a_phone_is_enough_and_a_name_never_by_itself() {
        let phone = Passage { phone: some("199 0000 0417"), name: some("佘小满"), ..passage() };
        assert_eq!(known(&phone, &elsewhere()), Some(Mark::Phone));
        let name = Passage { name: some("许长根"), ..passage() };
        assert_eq!(known(&name, &elsewhere()), None);
        let family = Passage { phone: home().phone, ..passage() };
        assert_eq!(known(&family, &elsewhere()), None, "the family may leave");
    }

    #[test]
    fn a_name_with_another_mark_is_enough_however_it_is_written() {
        for name in ["许长根", "许常根", " 许 长根 "] {
            let with =
                |more: fn(Passage) -> Passage| known(&more(Passage { name: some(name), ..passage() }), &elsewhere());
            assert_eq!(with(|it| Passage { phone: home().phone, ..it }), Some(Mark::Name), "{name}");
            assert_eq!(with(|it| Passage { plate: some("鄂A12345"), ..it }), Some(Mark::Name), "{name}");
            assert_eq!(with(|it| Passage { from: some("柳塘村 三组17号"), ..it }), Some(Mark::Name), "{name}");
            assert_eq!(with(|it| Passage { from: some("柳塘村"), ..it }), Some(Mark::Name), "{name}");
            assert_eq!(with(|it| Passage { from: some("县城"), plate: some("浙A12345"), ..it }), None, "{name}");
        }
        let other = Passage { name: some("佘长根"), from: some("柳塘村"), ..passage() };
        assert_eq!(known(&other, &elsewhere()), None);
        let own_post = Post { village: Some(VILLAGE), ..elsewhere() };
        assert_eq!(known(&Passage { name: some("许长根"), ..passage() }, &own_post), Some(Mark::Name));
    }

    #[test]
    fn only_who_is_isolated_by_then() {
        let shown = Passage { phone: person().phone, ..passage() };
        let with = |case: &Isolation| {
            mark(&shown, &elsewhere(), &Isolated { case, person: &person(), home: None, village: None })
        };
        assert_eq!(with(&case()), Some(Mark::Phone));
        assert_eq!(with(&Isolation { from_on: day(4), ..case() }), None);
        assert_eq!(with(&Isolation { status: "released".into(), ..case() }), None);
    }

    #[test]
    fn what_is_raised_is_urgent_of_the_case_and_of_that_minute() {
        let event = left_isolation(&passage(), &elsewhere(), RecordId::fixed(5), &case());
        assert_eq!(KIND.check(&event.data()), []);
        assert_eq!((event.urgent, event.case, event.person), (Some(true), Some(RecordId::fixed(5)), case().person));
        // 2020-02-03, 09:12 in China.
        assert_eq!(event.found_at, Some(1_580_692_320_000));
        assert_eq!(event.day(), day(3));
    }
}
