//! 回访 in 今日: families that are to be asked after again (seed row 4), those that are overdue first.

use crate::{
    book::Book,
    live::{Show, memo},
    parts::{Badge, Card, Icon, LinkButton, LongList, Row, Rows, Section, Tone},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, month_day, term_or_code},
};
use leptos::prelude::*;
use model::{day::Day, id::RecordId, supervision::Supervised};

/// A family that is to be asked after.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// The household.
    pub id: RecordId,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub head: String,
    /// Why, and since when.
    pub is: Supervised,
}

/// Those of today: the longest overdue first, else in walking order. A door that the sweep leads to
/// anyway is not named twice, nor is one where somebody is isolated, who is asked after every day, nor
/// one where somebody has been today, whatever came of it.
pub fn due(book: &Book) -> Vec<Family> {
    let family = |card: &crate::book::DoorCard| {
        let is = book.supervised(card)?;
        let been = card.visits.iter().any(|visit| visit.visit.visited_on == Some(book.today));
        let elsewhere = card.door.is_due() || is.family == "isolated" || been;
        let (number, head) = (card.household.door.clone(), card.household.head.clone());
        (is.is_due(book.today) && !elsewhere).then_some(Family { id: card.id, number, head, is })
    };
    let mut due: Vec<Family> = book.doors.iter().map(|card| &**card).filter_map(family).collect();
    due.sort_by_key(|family| if family.is.is_overdue(book.today) { family.is.due_on() } else { book.today });
    due
}

/// The section; nothing where nobody is due.
#[component]
pub fn FamiliesDue() -> impl IntoView {
    let e = use_table(Lang::event_words);
    let book = use_book();
    let ids = memo(move || {
        let due = book.with(|book| book.as_ref().map(|book| due(book)).unwrap_or_default());
        due.into_iter().map(|family| family.id).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !ids.with(Vec::is_empty)>
            <Section title=move || e.get().families note=move || (e.get().families_n)(ids.with(Vec::len)) />
            <Card>
                <Rows>
                    <LongList items=ids key=|id| *id draw=|id| view! { <FamilyRow id /> } />
                </Rows>
            </Card>
        </Show>
    }
}

#[component]
fn FamilyRow(id: RecordId) -> impl IntoView {
    let w = use_words();
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let today: Day = use_phone().today();
    let book = use_book();
    let one = memo(move || {
        book.with(|book| {
            let book = book.as_ref()?;
            let card = book.door(id)?;
            let (number, head) = (card.household.door.clone(), card.household.head.clone());
            Some(Family { id, number, head, is: book.supervised(card)? })
        })
    });
    let sub = move || {
        let Some(Supervised { family, days, last_on }) = one.get().map(|one| one.is) else { return String::new() };
        let family = term_or_code(lang.get(), "policy.supervision.family", family);
        [family, (e.get().every_days)(days), (e.get().last_on)(&month_day(lang.get(), last_on))].join(" · ")
    };
    let late = move || one.get().map(|one| i64::from(today.since(one.is.due_on()))).filter(|days| *days > 0);
    let head = move || one.get().map(|one| one.head).unwrap_or_default();
    view! {
        <Row number=move || one.get().map(|one| one.number).unwrap_or_default() title=head sub href=move || routes::household(id)>
            {move || late().map(|days| view! { <Badge tone=Tone::Wait icon=Icon::Clock label=move || (e.get().late_days)(days) /> })}
            <LinkButton
                label=move || w.get().go_visit
                name=move || format!("{} {}", w.get().go_visit, head())
                href=move || format!("{}?from=today", routes::visit(id))
            />
        </Row>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::{Payload, household::Household, person::Person, sweep::Sweep, visit::Visit},
        record::{Record, Scope},
    };
    use sync::{State, ports::Kept};

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

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    /// A door with one person of that type, spoken to on that day of February.
    fn home(n: u128, person_type: &str, on: u32, outcome: &str) -> Vec<Record> {
        let household = Some(RecordId::fixed(n));
        let door =
            Household { door: format!("{n}号"), walk: n as i64, head: "许长根".into(), ..Household::default() };
        let person = Person { household, person_type: Some(person_type.into()), ..Person::default() };
        let visit = Visit { household, visited_on: Some(day(on)), outcome: outcome.into(), ..Visit::default() };
        vec![row(n, &door), row(100 + n, &person), row(200 + n, &visit)]
    }

    #[test]
    fn those_overdue_come_first_and_who_is_visited_anyway_is_not_named_twice() {
        let mut rows = [
            home(1, "returned_hubei", 17, "met"),
            home(2, "ordinary", 15, "met"),
            home(3, "ordinary", 5, "met"),
            home(4, "returned_wuhan", 16, "by_phone"),
            home(5, "ordinary", 2, "locked"),
            home(6, "ordinary", 2, "met"),
        ]
        .concat();
        let numbers = |rows: &[Record]| {
            let book = Book::new(&State::new(Kept { rows: rows.to_vec(), ..Kept::default() }), day(20));
            due(&book).into_iter().map(|family| (family.number, family.is.is_overdue(day(20)))).collect::<Vec<_>>()
        };
        let of = |list: &[(&str, bool)]| list.iter().map(|(n, late)| ((*n).to_owned(), *late)).collect::<Vec<_>>();
        // 14 days from the 2nd and the 5th; 3 days from the 16th and the 17th.
        let all = of(&[("6号", true), ("3号", true), ("4号", true), ("1号", false)]);
        assert_eq!(numbers(&rows), all);
        rows.push(row(300, &Sweep { round: 2, from_on: Some(day(10)), to_on: None }));
        assert_eq!(numbers(&rows), of(&[("4号", true), ("1号", false)]));
    }
}
