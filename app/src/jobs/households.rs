//! 住户: find a door or somebody by whatever is remembered; and the page of one door.

mod household;

pub use household::{HouseholdPage, known, record_state};

use crate::{
    book::{Book, DoorsOf, PeopleOf},
    find::{self, FIRST, Found, Group, Hit},
    jobs::{
        people::doubles::use_doubles,
        places::Places,
        today::{NothingYet, Unsent, standing},
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Empty, Icon, LinkButton, LongList, Main, Page, Row, Rows, SearchField, Section, Size,
        Tab, Tone,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_table, use_words},
    words::{Lang, Words},
};
use leptos::prelude::*;
use model::{due::Door, id::RecordId};
use std::collections::BTreeSet;

/// The screen.
#[component]
pub fn HouseholdsPage() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let book = use_book();
    // Outlives this screen: whoever looks into a door and comes back finds the list as it was. It
    // is not in the address, since a name must not be.
    let typed = phone.searched();
    let searching = memo(move || typed.with(|typed| !typed.trim().is_empty()));
    let all = derive(move || {
        let ids = |book: &Book| book.doors.iter().map(|card| card.id).collect::<Vec<_>>();
        book.with(|book| book.as_ref().map(|book| ids(book)).unwrap_or_default())
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
                    if searching.get() {
                        view! { <Results typed /> }.into_any()
                    } else if empty_register.get() {
                        view! { <Tools empty=true /><NothingYet /> }.into_any()
                    } else {
                        view! {
                            <Tools empty=false />
                            <Section
                                title=move || w.get().sort_walking
                                note=move || (w.get().households_n)(all.with(Vec::len))
                            />
                            <Card><Rows><LongList items=all key=|id| *id draw=|id| view! { <DoorRow id /> } /></Rows></Card>
                        }
                            .into_any()
                    }
                }}
            </Main>
            <Places here=Tab::Households />
        </Page>
    }
}

/// What can be done with the register as a whole.
#[component]
fn Tools(empty: bool) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let doubles = use_doubles();
    view! {
        <nav class="tools" aria-label=move || p.get().tools>
            <LinkButton label=move || w.get().register href=routes::REGISTER icon=Icon::Add size=Size::Small />
            {(!empty).then(|| view! { <LinkButton label=move || p.get().order href=routes::ORDER icon=Icon::List size=Size::Small /> })}
            <Show when=move || doubles.get() != 0>
                <LinkButton
                    label=move || (p.get().doubles_n)(doubles.get())
                    href=routes::DOUBLES
                    icon=Icon::People
                    size=Size::Small
                />
            </Show>
        </nav>
    }
}

/// What was found, by what it is, the match marked.
#[component]
fn Results(typed: RwSignal<String>) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let book = use_book();
    let whole = RwSignal::new(BTreeSet::<Group>::new());
    let most = move |group: Group| whole.with(|whole| if whole.contains(&group) { usize::MAX } else { FIRST });
    let found = derive(move || {
        book.with(|book| {
            let book = book.as_ref()?;
            let (doors, people) = (DoorsOf(book), PeopleOf(book));
            find::find(&typed.get(), &[&doors, &people], most)
        })
        .unwrap_or_default()
    });
    let group = move |found: Found| {
        let (of, total, rest) = (found.group, found.total, found.total - found.hits.len());
        let (title, note) = match of {
            Group::Households => (w.get().households, (w.get().households_n)(total)),
            _ => (p.get().group_name)(of).map(|name| (name, (p.get().found_n)(total))).unwrap_or_default(),
        };
        let rows = found.hits.into_iter().map(|hit| view! { <HitRow of hit typed /> }).collect_view();
        view! {
            <Section title note />
            <Card>
                <Rows>{rows}</Rows>
                {(rest > 0)
                    .then(|| {
                        view! {
                            <div class="long-more">
                                <Button
                                    label=move || (p.get().show_rest)(rest)
                                    size=Size::Wide
                                    on_press=move |_| whole.update(|whole| _ = whole.insert(of))
                                />
                            </div>
                        }
                    })}
            </Card>
        }
    };
    view! {
        <p class="sr-only" role="status">
            {move || (p.get().found_n)(found.with(|found| found.iter().map(|group| group.total).sum()))}
        </p>
        <Show
            when=move || !found.with(Vec::is_empty)
            fallback=move || view! { <Empty icon=Icon::Search title=move || w.get().nothing_found text=move || p.get().try_this /> }
        >
            {move || found.get().into_iter().map(group).collect_view()}
        </Show>
    }
}

/// One thing that was found; what was meant is marked.
#[component]
fn HitRow(of: Group, hit: Hit, typed: RwSignal<String>) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let typed = typed.get_untracked();
    let marked = |text: &str| {
        let (before, meant, after) = find::marked(&typed, text);
        let meant = (!meant.is_empty()).then(|| view! { <mark>{meant.to_owned()}</mark> });
        view! { {before.to_owned()}{meant}{after.to_owned()} }
    };
    let card = hit.door.and_then(|door| book.with_untracked(|book| book.as_ref()?.door(door).cloned()));
    let said = card.as_ref().map(|card| match of {
        Group::People => (w.get_untracked().home_of)(&card.household.head),
        _ => standing(card),
    });
    let badge = card.filter(|_| of == Group::Households).map(|card| door_badge(w.get_untracked(), card.door));
    let notes = hit.notes.iter().filter(|note| {
        // A number that was not typed is not shown.
        !find::marked(&typed, note).1.is_empty() || of == Group::People
    });
    let notes = notes.map(|note| view! { " · "{marked(note)} }).collect_view();
    let href = hit.door.map(routes::household).unwrap_or_default();
    view! {
        <li class="row">
            <span class="no">{marked(&hit.number)}</span>
            <a class="t" href=href><b>{marked(&hit.title)}</b><span>{said}{notes}</span></a>
            {match badge {
                Some(badge) => view! { <div class="right">{badge}</div> }.into_any(),
                None => view! { <span class="go">{crate::parts::icon(Icon::Onward)}</span> }.into_any(),
            }}
        </li>
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
