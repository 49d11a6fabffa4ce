//! The temperatures of all who are isolated behind one door, drawn, with the way to the next reading.

use super::case;
use crate::{
    book::Book,
    live::{Show, memo},
    parts::{Card, Chart, Icon, LinkButton, Section, Size, TemperatureChart},
    phone::{use_book, use_phone},
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;
use model::{care::Moment, id::RecordId};

/// Name and drawing of each, in the order of the household.
fn drawn(book: &Book, household: RecordId, now: Moment) -> Vec<(String, Chart)> {
    let people = book.door(household).map(|card| card.people.as_slice()).unwrap_or_default();
    let one = |(id, person): &(RecordId, model::kind::person::Person)| {
        let chart = case::chart(&book.care, book.care.open_case(*id)?, now)?;
        Some((person.name.clone(), chart))
    };
    people.iter().filter_map(one).collect()
}

/// The section. Nothing where nobody is isolated.
#[component]
pub fn Temperatures(
    /// The door.
    household: RecordId,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let book = use_book();
    let phone = use_phone();
    let all = memo(move || {
        let now = Moment::at(phone.now());
        book.with(|book| book.as_ref().map(|book| drawn(book, household, now)).unwrap_or_default())
    });
    let draw = move |(name, chart): (String, Chart)| {
        let label = {
            let name = name.clone();
            move || (c.get().chart_of)(&name)
        };
        view! {
            <Card>
                <h3 class="drawn-name">{name}</h3>
                <TemperatureChart chart=Signal::stored(chart) label />
            </Card>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=move || c.get().temperatures />
            {move || all.get().into_iter().map(draw).collect_view()}
            <div class="measure-more">
                <LinkButton label=move || w.get().temperature href=routes::temperatures(household) icon=Icon::Temperature size=Size::Wide />
            </div>
        </Show>
    }
}
