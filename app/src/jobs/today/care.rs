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
