//! 住户: find a door by name, pinyin, initials, door number or phone tail; and the page of one.

mod household;

pub use household::{HouseholdPage, known, record_state};

use crate::{
    jobs::{
        places::Places,
        today::{NothingYet, Unsent, standing},
    },
    live::{Show, derive, memo},
    parts::{Badge, Bar, Card, Empty, Icon, LongList, Main, Page, Row, Rows, SearchField, Section, Tab, Tone},
    phone::{use_book, use_phone},
    routes,
    settings::use_words,
    words::Words,
};
use leptos::prelude::*;
use model::{due::Door, id::RecordId};

/// The screen.
#[component]
pub fn HouseholdsPage() -> impl IntoView {
    let w = use_words();
    let book = use_book();
    // Outlives this screen: whoever looks into a door and comes back finds the list as it was. It
    // is not in the address, since a name must not be.
    let typed = use_phone().searched();
    let searching = move || typed.with(|typed| !typed.trim().is_empty());
    let found = derive(move || {
        book.with(|book| {
            book.as_ref()
                .map(|book| book.search(&typed.get()).iter().map(|card| card.id).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let empty_register = memo(move || book.with(|book| book.as_ref().is_none_or(|book| book.doors.is_empty())));
    view! {
        <Page>
            <Bar title=move || w.get().households><Unsent /></Bar>
            <Main>
                <SearchField
                    id="search"
                    label=move || w.get().search_households
                    hint=move || w.get().search_hint
                    value=typed
                    on_input=move |text| typed.set(text)
                />
                {move || {
                    if empty_register.get() {
                        view! { <NothingYet /> }.into_any()
                    } else {
                        view! {
                            <Section
                                title=move || if searching() { w.get().search } else { w.get().sort_walking }
                                note=move || if searching() { (w.get().found_n)(found.with(Vec::len)) } else { (w.get().households_n)(found.with(Vec::len)) }
                            />
                            <Show
                                when=move || !found.with(Vec::is_empty)
                                fallback=move || view! { <Empty icon=Icon::Search title=move || w.get().nothing_found text=move || w.get().not_found_note /> }
                            >
                                <Card><Rows><LongList items=found key=|id| *id draw=|id| view! { <DoorRow id /> } /></Rows></Card>
                            </Show>
                        }
                            .into_any()
                    }
                }}
            </Main>
            <Places here=Tab::Households />
        </Page>
    }
}

#[component]
fn DoorRow(id: RecordId) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let card = move || book.with(|book| book.as_ref().and_then(|book| book.door(id).cloned()));
    view! {
        <Row
            number=move || card().map(|card| card.household.door).unwrap_or_default()
            title=move || card().map(|card| card.household.head).unwrap_or_default()
            sub=move || card().map(|card| standing(&card)).unwrap_or_default()
            href=move || routes::household(id)
        >
            {move || card().map(|card| door_badge(w.get(), card.door))}
        </Row>
    }
}

/// How a door stands in the sweep: word, shape and colour.
pub fn door_badge(w: &'static Words, door: Door) -> impl IntoView {
    let (tone, icon, label) = match door {
        Door::NotYet => return None,
        Door::Again { .. } | Door::Later { .. } => (Tone::Wait, Icon::Clock, w.revisits),
        Door::Screened => (Tone::Ok, Icon::Ok, w.visited),
        Door::Refused => (Tone::Alarm, Icon::Alarm, w.refused),
        Door::NobodyLives => (Tone::Plain, Icon::Door, w.nobody_lives),
    };
    Some(view! { <Badge tone icon label /> })
}
