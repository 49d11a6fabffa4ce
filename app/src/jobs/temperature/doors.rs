//! 体温登记 from 记一笔: the doors with somebody isolated, those where a temperature is due first.

use crate::{
    book::Book,
    jobs::{
        places::Places,
        today::{NothingYet, Unsent, care},
    },
    live::{Show, derive, memo},
    parts::{Badge, Bar, Card, Empty, Icon, LinkButton, Main, Page, Row, Rows, Section, Tab, Tone, Weight},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, slot_name},
};
use leptos::prelude::*;
use model::{care::Moment, id::RecordId};

/// A door with somebody isolated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IsolatedDoor {
    /// The household.
    pub id: RecordId,
    /// Its number.
    pub number: String,
    /// Who is isolated there.
    pub names: Vec<String>,
    /// What is due there now, if something is: day, slot, slots of that day, how much it presses.
    pub due: Option<(super::case::Asked, usize, care::Press)>,
}

/// Those doors: what presses most first, then in walking order.
pub fn doors(book: &Book, now: Moment) -> Vec<IsolatedDoor> {
    let (due, _) = care::due(book, now);
    let mut all: Vec<IsolatedDoor> = book
        .doors
        .iter()
        .filter_map(|card| {
            let is_measured =
                |id: &RecordId| book.care.open_case(*id).is_some_and(|file| file.case.is.status == "isolating");
            let names: Vec<String> =
                card.people.iter().filter(|(id, _)| is_measured(id)).map(|(_, one)| one.name.clone()).collect();
            let mine = due.iter().find(|door| door.id == card.id);
            let due = mine.and_then(|door| Some((door.people.first()?.asked, door.people.first()?.slots, door.press)));
            let number = card.household.door.clone();
            (!names.is_empty() || due.is_some()).then_some(IsolatedDoor { id: card.id, number, names, due })
        })
        .collect();
    all.sort_by_key(|door| (door.due.is_none(), door.due.map(|(.., press)| press)));
    all
}

/// The screen.
#[component]
pub fn MeasurePage() -> impl IntoView {
    let w = use_words();
    let l = use_table(Lang::clue);
    let phone = use_phone();
    let book = use_book();
    let all = memo(move || {
        let now = Moment::at(phone.now());
        book.with(|book| book.as_ref().map(|book| doors(book, now))).unwrap_or_default()
    });
    let empty = memo(move || book.with(|book| book.as_ref().is_none_or(|book| book.doors.is_empty())));
    let of = move |due: bool| {
        memo(move || all.with(|all| all.iter().filter(|door| door.due.is_some() == due).cloned().collect::<Vec<_>>()))
    };
    let (due, others) = (of(true), of(false));
    view! {
        <Page>
            <Bar title=move || w.get().temperature back=routes::ADD><Unsent /></Bar>
            <Main>
                <Show when=move || empty.get()><NothingYet /></Show>
                <Show when=move || !empty.get() && all.with(Vec::is_empty)>
                    <Empty icon=Icon::Temperature title=move || l.get().nobody_isolated text=move || l.get().nobody_isolated_note />
                </Show>
                <Group title=derive(move || w.get().measure.to_owned()) doors=due />
                <Group title=derive(move || l.get().measured_here.to_owned()) doors=others />
            </Main>
            <Places here=Tab::Add />
        </Page>
    }
}

#[component]
fn Group(title: Signal<String>, doors: Memo<Vec<IsolatedDoor>>) -> impl IntoView {
    let l = use_table(Lang::clue);
    view! {
        <Show when=move || !doors.with(Vec::is_empty)>
            <Section title note=move || (l.get().doors_n)(doors.with(Vec::len)) />
            <Card><Rows>{move || doors.get().into_iter().map(|door| view! { <DoorRow door /> }).collect_view()}</Rows></Card>
        </Show>
    }
}

#[component]
fn DoorRow(door: IsolatedDoor) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let lang = use_settings().lang;
    let IsolatedDoor { id, number, names, due } = door;
    let title = move || names.join(lang.get().isolation().comma);
    let name = title.clone();
    let sub = move || match due {
        Some(((_, slot), slots, care::Press::Soon(left))) => {
            format!("{} · {}", (c.get().due_slot)(&slot_name(lang.get(), slot, slots)), (w.get().minutes_left)(left))
        }
        Some(((_, slot), slots, _)) => (c.get().due_slot)(&slot_name(lang.get(), slot, slots)),
        None => lang.get().clue().measured_here.to_owned(),
    };
    let overdue = matches!(due, Some((.., care::Press::Overdue)));
    match due {
        Some(((on, slot), ..)) => view! {
            <Row number title sub>
                {overdue.then(|| view! { <Badge tone=Tone::Wait icon=Icon::Clock label=move || c.get().overdue /> })}
                <LinkButton
                    label=move || w.get().measure
                    name=move || format!("{} {}", w.get().measure, name())
                    href=routes::temperatures_of(id, on, slot)
                    icon=Icon::Temperature
                    weight=Weight::Main
                />
            </Row>
        }
        .into_any(),
        None => view! { <Row number title sub href=routes::temperatures(id) /> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        day::Day,
        kind::{Payload, household::Household, isolation::Isolation, person::Person, reading::Reading},
        record::{Record, Scope},
    };
    use sync::{Kept, State};

    fn day(day: u32) -> Option<Day> {
        Day::new(2020, 2, day)
    }

    fn record<T: Payload>(id: u128, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
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

    /// Three doors on the way: 1 号 read already this morning, 2 号 with nobody isolated, 3 号 due.
    fn book() -> Book {
        let mut rows = Vec::new();
        for n in 1..=3u128 {
            let household = Some(RecordId::fixed(n));
            let home =
                Household { door: format!("{n}号"), head: "许长根".into(), walk: n as i64, ..Household::default() };
            rows.push(record(n, &home));
            rows.push(record(100 + n, &Person { household, name: format!("许{n}"), ..Person::default() }));
            if n != 2 {
                let case = Isolation {
                    household,
                    person: Some(RecordId::fixed(100 + n)),
                    anchor_on: day(6),
                    from_on: day(7),
                    end_on: day(20),
                    status: "isolating".into(),
                    ..Isolation::default()
                };
                rows.push(record(200 + n, &case));
            }
        }
        let read = Reading {
            household: Some(RecordId::fixed(1)),
            case: Some(RecordId::fixed(201)),
            person: Some(RecordId::fixed(101)),
            on: day(7),
            slot: 0,
            tenths: Some(365),
            ..Reading::default()
        };
        rows.push(record(300, &read));
        Book::new(&State::new(Kept { rows, ..Kept::default() }), day(7).expect("a day"))
    }

    #[test]
    fn doors_where_something_is_due_stand_first_and_nobody_else_is_listed() {
        let doors = doors(&book(), Moment { day: day(7).expect("a day"), minute: 8 * 60 });
        let seen: Vec<_> = doors.iter().map(|door| (door.number.as_str(), door.due.is_some())).collect();
        assert_eq!(seen, [("3号", true), ("1号", false)]);
        assert_eq!(doors[0].names, ["许3"]);
    }
}
