//! Temperatures in 今日: by door in walking order, what is about to be missed on top.

use crate::{
    book::Book,
    jobs::temperature::case::Asked,
    live::{Show, derive, memo},
    parts::{Badge, Card, Door, Icon, LinkButton, Row, Rows, Section, Tone, Weight},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, slot_name},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    care::{
        Moment,
        due::{Due, What},
        slots::Stands,
    },
    id::RecordId,
};
use std::collections::BTreeMap;

/// From so many minutes before a slot is over, a door stands on top.
const SOON: i64 = 60;
/// From so many, it is an alarm.
const NOW_OR_NEVER: i64 = 30;
/// Time is told anew after so many milliseconds.
const TICK: u64 = 20_000;

/// How much a door presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Press {
    /// Its slot is over in so many minutes.
    Soon(i64),
    /// Its slot is over.
    Overdue,
    /// There is time.
    Open,
}

/// One person whose temperature is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDue {
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// The day of the case.
    pub day: i64,
    /// The slot.
    pub asked: Asked,
    /// Slots on that day.
    pub slots: usize,
    /// How much it presses.
    pub press: Press,
}

/// A door with what is due behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorDue {
    /// The household.
    pub id: RecordId,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub head: String,
    /// How much it presses: as much as the first of its people.
    pub press: Press,
    /// Its people, in the order of the household.
    pub people: Vec<PersonDue>,
}

/// A person with slots of days that are over, without a reading or a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// The household.
    pub household: RecordId,
    /// `12号 许长根`.
    pub title: String,
    /// The latest of them.
    pub asked: Asked,
    /// Slots on that day.
    pub slots: usize,
    /// How many.
    pub n: usize,
    /// Who.
    pub person: RecordId,
}

/// What is due of temperatures at `now`.
pub fn due(book: &Book, now: Moment) -> (Vec<DoorDue>, Vec<Missed>) {
    let mut by_person: BTreeMap<RecordId, Vec<Due>> = BTreeMap::new();
    for due in book.care.due(now).into_iter().filter(|due| matches!(due.what, What::Reading(_))) {
        if let Some(person) = due.person {
            by_person.entry(person).or_default().push(due);
        }
    }
    let (mut doors, mut missed) = (Vec::new(), Vec::new());
    for card in &book.doors {
        let mut people = Vec::new();
        for (id, person) in &card.people {
            let dues = by_person.remove(id).unwrap_or_default();
            let mut over: Vec<(Asked, usize)> = Vec::new();
            for due in &dues {
                let What::Reading(slot) = &due.what else { continue };
                let Ok(index) = usize::try_from(slot.slot) else { continue };
                let asked = (slot.on, index);
                let slots = book.care.policy(slot.on).slots.len();
                let press = match (slot.stands, due.minutes_left(now)) {
                    (Stands::Open, Some(left)) if left <= SOON => Press::Soon(left),
                    (Stands::Open, _) => Press::Open,
                    (Stands::Overdue, _) => Press::Overdue,
                    _ => {
                        over.push((asked, slots));
                        continue;
                    }
                };
                let day =
                    book.care.file(due.case).and_then(|file| file.day_n(slot.on)).map_or(0, |(day, _)| day.into());
                people.push(PersonDue { person: *id, name: person.name.clone(), day, asked, slots, press });
            }
            if let Some((asked, slots)) = over.last() {
                let title = format!("{} {}", card.household.door, person.name);
                let (asked, slots, n) = (*asked, *slots, over.len());
                missed.push(Missed { household: card.id, title, asked, slots, n, person: *id });
            }
        }
        if let Some(press) = people.iter().map(|one| one.press).min() {
            let (number, head) = (card.household.door.clone(), card.household.head.clone());
            doors.push(DoorDue { id: card.id, number, head, press, people });
        }
    }
    // Equal ones stay in walking order: minutes do not tell doors of one slot apart.
    doors.sort_by_key(|door| door.press);
    (doors, missed)
}

/// The next door where temperatures are due, after one that is done: its words, and its address.
pub fn next_door(book: &Book, done: RecordId, now: Moment) -> Option<(String, String)> {
    let (doors, _) = due(book, now);
    let next = doors.into_iter().find(|door| door.id != done)?;
    let first = next.people.first()?;
    Some((format!("{} {}", next.number, next.head), address(next.id, first.asked, None)))
}

fn address(household: RecordId, (on, slot): Asked, person: Option<RecordId>) -> String {
    let person = person.map(|person| format!("&person={person}")).unwrap_or_default();
    format!("{}{person}&from=today", routes::temperatures_of(household, on, slot))
}

/// The section. Nothing where nothing is due.
#[component]
pub fn TemperaturesDue() -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let lang = use_settings().lang;
    let book = use_book();
    let phone = use_phone();
    let now = RwSignal::new(Moment::at(phone.now()));
    spawn_local(async move {
        loop {
            phone.device().sleep(TICK).await;
            if now.try_set(Moment::at(phone.now())).is_some() {
                return;
            }
        }
    });
    let all = memo(move || book.with(|book| book.as_ref().map(|book| due(book, now.get())).unwrap_or_default()));
    let doors = memo(move || all.with(|(doors, _)| doors.clone()));
    let missed = memo(move || all.with(|(_, missed)| missed.clone()));
    let people = move || doors.with(|doors| doors.iter().map(|door| door.people.len()).sum::<usize>());
    let missed_row = move |one: Missed| {
        let title = one.title.clone();
        let href = address(one.household, one.asked, Some(one.person));
        let sub = move || {
            let lang = lang.get();
            let day = words::month_day(lang, one.asked.0);
            let when = format!("{day}{}{}", lang.measure().between, slot_name(lang, one.asked.1, one.slots));
            (lang.measure().missed_n)(one.n, &when)
        };
        view! {
            <Row title=one.title.clone() sub>
                <LinkButton label=move || c.get().say name=move || format!("{} {title}", c.get().say) href />
            </Row>
        }
    };
    view! {
        <Show when=move || !doors.with(Vec::is_empty)>
            <Section title=move || c.get().due note=move || (w.get().people_n)(people()) />
            <For each=move || doors.get() key=|door| door.id let:door>
                <DueCard id=door.id doors />
            </For>
        </Show>
        <Show when=move || !missed.with(Vec::is_empty)>
            <Section title=move || c.get().missed />
            <Card>
                <Rows>
                    <For each=move || missed.get() key=|one| (one.person, one.asked, one.n) children=missed_row />
                </Rows>
            </Card>
        </Show>
    }
}

/// One door with its people.
#[component]
fn DueCard(id: RecordId, doors: Memo<Vec<DoorDue>>) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let lang = use_settings().lang;
    let door = memo(move || doors.with(|doors| doors.iter().find(|door| door.id == id).cloned()));
    let number = move || door.get().map(|door| door.number).unwrap_or_default();
    let name = move || door.get().map(|door| (w.get().home_of)(&door.head)).unwrap_or_default();
    let people = move || door.get().map(|door| door.people).unwrap_or_default();
    let press = memo(move || door.get().map(|door| door.press));
    let badge = move || match press.get() {
        Some(Press::Soon(left)) => {
            let tone = if left <= NOW_OR_NEVER { Tone::Alarm } else { Tone::Wait };
            Some(view! { <Badge tone icon=Icon::Clock label=move || (w.get().minutes_left)(left) /> })
        }
        Some(Press::Overdue) => {
            Some(view! { <Badge tone=Tone::Wait icon=Icon::Clock label=move || c.get().overdue /> })
        }
        _ => None,
    };
    let row = move |one: PersonDue| {
        let href = address(id, one.asked, Some(one.person));
        let (slot, slots, name, day) = (one.asked.1, one.slots, one.name.clone(), one.day);
        let title = derive(move || format!("{} · {}", one.name, (c.get().day_n)(day)));
        let sub = move || (c.get().due_slot)(&slot_name(lang.get(), slot, slots));
        view! {
            <Row title sub>
                <LinkButton
                    label=move || w.get().measure
                    name=move || format!("{} {name}", w.get().measure)
                    href
                    icon=Icon::Temperature
                    weight=Weight::Main
                />
            </Row>
        }
    };
    view! {
        <Card>
            <Door number name>{badge}</Door>
            <Rows>
                <For each=people key=|one| (one.person, one.asked) children=row />
            </Rows>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        day::Day,
        kind::{
            Payload,
            household::Household,
            isolation::Isolation,
            person::Person,
            policy::{Policy, Slot},
            reading::Reading,
        },
        record::{Record, Scope},
    };
    use sync::{State, ports::Kept};

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn at(minute: i64) -> Moment {
        Moment { day: day(7), minute }
    }

    fn row<P: Payload>(id: u128, payload: &P) -> Record {
        Record {
            kind: P::KIND.into(),
            id: RecordId::fixed(id),
            scope: Scope::Grid(RecordId::fixed(9)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    /// Behind the door of that number one isolated person, since the day before.
    fn door(number: u128) -> Vec<Record> {
        let household = Some(RecordId::fixed(number));
        let name = format!("许{}", ["一", "二", "三"][number as usize % 3]);
        let walk = number as i64;
        let home = Household { door: format!("{number}号"), head: name.clone(), walk, ..Household::default() };
        let case = Isolation {
            household,
            person: Some(RecordId::fixed(100 + number)),
            anchor: "first_day".into(),
            anchor_on: Some(day(6)),
            from_on: Some(day(6)),
            from_minute: Some(12 * 60),
            end_on: Some(day(20)),
            status: "isolating".into(),
            ..Isolation::default()
        };
        let person = Person { household, name, ..Person::default() };
        vec![row(number, &home), row(100 + number, &person), row(200 + number, &case)]
    }

    fn read(number: u128, on: u32, slot: i64) -> Record {
        let reading = Reading {
            household: Some(RecordId::fixed(number)),
            case: Some(RecordId::fixed(200 + number)),
            person: Some(RecordId::fixed(100 + number)),
            on: Some(day(on)),
            slot,
            tenths: Some(365),
            ..Reading::default()
        };
        row(1000 + 100 * number + 10 * u128::from(on) + slot as u128, &reading)
    }

    fn book(rows: Vec<Record>) -> Book {
        Book::new(&State::new(Kept { rows, ..Kept::default() }), day(7))
    }

    fn numbers(doors: &[DoorDue]) -> Vec<&str> {
        doors.iter().map(|door| door.number.as_str()).collect()
    }

    /// 12 号 before 3 号 in the file, 3 号 first on the way; nothing missed yesterday.
    fn street() -> Vec<Record> {
        [door(12), door(3), vec![read(12, 6, 1), read(3, 6, 1)]].concat()
    }

    #[test]
    fn doors_stand_in_walking_order_with_the_minutes_that_are_left() {
        let (doors, missed) = due(&book(street()), at(9 * 60 + 35));
        assert_eq!(numbers(&doors), ["3号", "12号"]);
        assert_eq!((doors[0].press, doors[0].people[0].day, missed.len()), (Press::Soon(25), 1, 0));
        let (early, _) = due(&book(street()), at(7 * 60 + 30));
        assert_eq!(early[0].press, Press::Open);
    }

    #[test]
    fn what_is_read_is_no_longer_due_and_before_its_time_nothing_is() {
        let rows = [street(), vec![read(3, 7, 0)]].concat();
        assert_eq!(numbers(&due(&book(rows), at(8 * 60)).0), ["12号"]);
        assert!(due(&book(street()), at(6 * 60)).0.is_empty());
    }

    #[test]
    fn what_is_about_to_be_missed_stands_above_what_is_missed_above_what_has_time() {
        // Three slots: one over, one about to be, one with time.
        let slots = [(7, 8), (8, 10), (9, 20)].map(|(from, to)| Slot { from: from * 60, to: to * 60 }).to_vec();
        let policy = Policy { from_on: Some(day(7)), slots, ..Policy::default() };
        let first = [door(1), vec![read(1, 6, 1), read(1, 7, 1), read(1, 7, 2)]].concat();
        let second = [door(2), vec![read(2, 6, 1), read(2, 7, 0), read(2, 7, 1)]].concat();
        let third = [door(4), vec![read(4, 6, 1), read(4, 7, 0), read(4, 7, 2)]].concat();
        let rows = [first, second, third, vec![row(300, &policy)]].concat();
        let (doors, _) = due(&book(rows), at(9 * 60 + 30));
        assert_eq!(numbers(&doors), ["4号", "1号", "2号"]);
        assert_eq!(
            doors.iter().map(|door| door.press).collect::<Vec<_>>(),
            [Press::Soon(30), Press::Overdue, Press::Open]
        );
    }

    #[test]
    fn what_was_missed_yesterday_wants_a_reason_once_a_person() {
        let (doors, missed) = due(&book(door(3)), at(6 * 60));
        assert!(doors.is_empty());
        assert_eq!((missed.len(), missed[0].n, missed[0].asked), (1, 1, (day(6), 1)));
    }

    #[test]
    fn after_a_door_the_next_one_is_offered() {
        let (words, href) = next_door(&book(street()), RecordId::fixed(3), at(8 * 60)).expect("a door");
        assert_eq!(words, "12号 许一");
        assert!(href.starts_with(&routes::temperatures_of(RecordId::fixed(12), day(7), 0)), "{href}");
        assert_eq!(next_door(&book(door(3)), RecordId::fixed(3), at(8 * 60)), None);
    }
}
