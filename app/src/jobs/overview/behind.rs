//! The doors behind a number: as many as the number says.

use super::{Led, unit_of};
use crate::{
    parts::{Bar, Button, Card, Empty, Icon, Loading, Main, Notice, Page, Row, Rows, Section, Size, Tone},
    phone::use_phone,
    routes,
    settings::{use_settings, use_words},
    words::{self, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_params_map, use_query_map};
use model::{
    id::RecordId,
    kind::{
        Payload,
        directory::{Grid, Village},
    },
    wire::{Behind, BehindDoor, Figure},
};
use sync::Refused;

/// The screen.
#[component]
pub fn BehindPage() -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let phone = use_phone();
    let figure = Memo::new(move |_| use_params_map().with(|params| params.get("figure")).and_then(|code| Figure::from_code(&code)));
    let place = Memo::new(move |_| use_query_map().with(|query| query.get("place")).and_then(|id| id.parse::<RecordId>().ok()));
    let shown = RwSignal::new(None::<Behind>);
    let trouble = RwSignal::new(None::<Refused>);
    let busy = RwSignal::new(false);
    let ask = move |after: Option<String>| {
        let Some(figure) = figure.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let first = after.is_none();
            let answer = phone.device().online().behind(figure, place.get_untracked(), after).await;
            // The screen may have been left meanwhile.
            busy.try_set(false);
            match answer {
                Ok(page) => {
                    trouble.try_set(None);
                    let _ = shown.try_update(|shown| match shown {
                        Some(shown) if !first => {
                            shown.doors.extend(page.doors);
                            shown.next = page.next;
                            shown.total = page.total;
                        }
                        shown => *shown = Some(page),
                    });
                }
                Err(refused) => {
                    trouble.try_set(Some(refused));
                }
            }
        });
    };
    Effect::new(move |_| {
        figure.track();
        place.track();
        shown.set(None);
        ask(None);
    });
    let label = move || figure.get().map(|figure| term_or_code(lang.get(), "figure", figure.code())).unwrap_or_default();
    let place_name = move || {
        let name = place.get().and_then(|id| {
            phone
                .read(|state| {
                    let village = state.get(Village::KIND, id).map(|held| held.record.read::<Village>().name);
                    village.or_else(|| state.get(Grid::KIND, id).map(|held| held.record.read::<Grid>().name))
                })
                .flatten()
        });
        name.unwrap_or_else(|| w.get().whole_town.to_owned())
    };
    let count = move || {
        let unit = figure.get().map(|figure| unit_of(w.get(), figure)).unwrap_or_default();
        shown.with(|shown| shown.as_ref().map(|shown| format!("{} {unit}", shown.total))).unwrap_or_default()
    };
    let back = move || match place.get() {
        Some(place) => format!("{}?village={place}", routes::OVERVIEW),
        None => routes::OVERVIEW.to_owned(),
    };
    let title = move || format!("{} {}", label(), count());
    let doors = move || shown.with(|shown| shown.as_ref().map(|shown| shown.doors.clone()).unwrap_or_default());
    let next = Memo::new(move |_| shown.with(|shown| shown.as_ref().and_then(|shown| shown.next.clone())));
    let is_empty = Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.doors.is_empty())));
    view! {
        <Led>
            <Page>
                <Bar title sub=place_name back />
                <Main>
                    <Show when=move || trouble.get().is_some()>
                        <Notice tone=Tone::Wait what=move || w.get().unreachable todo=move || w.get().list_needs_signal>
                            <Button label=move || w.get().retry busy on_press=move |_| ask(None) />
                        </Notice>
                    </Show>
                    <Show when=move || figure.get().is_none()>
                        <Empty icon=Icon::Chart title=move || w.get().page_not_found text=move || w.get().page_not_found_led />
                    </Show>
                    <Show when=move || busy.get() && shown.with(Option::is_none)><Loading /></Show>
                    <Show when=move || is_empty.get()>
                        <Empty icon=Icon::Ok title=move || w.get().nothing_behind text=move || w.get().nothing_behind_note />
                    </Show>
                    <Show when=move || shown.with(|shown| shown.as_ref().is_some_and(|shown| !shown.doors.is_empty()))>
                        <Section title=place_name note=count />
                        <Card>
                            <Rows>
                                <For each=doors key=|door| door.id let:door><DoorLine door /></For>
                            </Rows>
                        </Card>
                    </Show>
                    <Show when=move || next.get().is_some()>
                        <Button label=move || w.get().more size=Size::Wide busy on_press=move |_| ask(next.get_untracked()) />
                    </Show>
                </Main>
            </Page>
        </Led>
    }
}

#[component]
fn DoorLine(door: BehindDoor) -> impl IntoView {
    let lang = use_settings().lang;
    let BehindDoor { door: number, head, village, grid, outcome, on, by, .. } = door;
    let sub = move || {
        let outcome = outcome.as_deref().map(|code| term_or_code(lang.get(), "visit.outcome", code));
        let on = on.map(|day| words::month_day(lang.get(), day));
        [Some(village.clone()), Some(grid.clone()), outcome, on, by.clone()].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    view! { <Row number=number title=move || (lang.get().words().home_of)(&head) sub /> }
}
