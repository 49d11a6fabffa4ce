//! 走访顺序: by dragging, by 上移 and 下移, or by walking: each door that is tapped takes the next place.

pub mod state;

use super::register::state::grids;
use crate::{
    jobs::visit::NotSaved,
    live::{Show, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Empty, Icon, Loading, Main, Page, Section, Size, Toggle, Tone, Weight, icon,
        use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::{ev::PointerEvent, prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use leptos_router::hooks::use_navigate;
use model::id::RecordId;
use state::{Order, Stop, intents};
use sync::Broken;

/// The screen.
#[component]
pub fn OrderPage() -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let phone = use_phone();
    let book = use_book();
    let there = memo(move || book.with(Option::is_some));
    let all = memo(move || phone.read(grids).unwrap_or_default());
    let picked = RwSignal::new(None::<RecordId>);
    let grid = memo(move || picked.get().or_else(|| all.with(|all| all.first().map(|(id, _)| *id))));
    view! {
        {move || match (there.get(), grid.get()) {
            (false, _) => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
            (true, None) => view! {
                <Page>
                    <Bar title=move || p.get().order back=routes::HOUSEHOLDS />
                    <Main><Empty icon=Icon::Door title=move || w.get().no_households text=move || w.get().no_households_note /></Main>
                </Page>
            }
            .into_any(),
            (true, Some(grid)) => view! { <OrderOf grid all picked /> }.into_any(),
        }}
    }
}

#[component]
fn OrderOf(grid: RecordId, all: Memo<Vec<(RecordId, String)>>, picked: RwSignal<Option<RecordId>>) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let navigate = use_navigate();
    // Drawn as it stands: what others change meanwhile does not move what is under the finger.
    let order =
        RwSignal::new(book.with_untracked(|book| book.as_ref().map(|book| Order::of(book, grid)).unwrap_or_default()));
    let walking = RwSignal::new(false);
    let dragged = RwSignal::new(None::<RecordId>);
    let broken = RwSignal::new(None::<Broken>);
    let moved = memo(move || order.with(|order| order.changes().len()));
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let save = move |_| {
        let (changes, before) =
            order.with_untracked(|order| (phone.peek(|state| order.intents(state)), order.before()));
        let Some(changes) = changes else { return };
        let said = p.get_untracked();
        let n = changes.len();
        if n == 0 {
            return toasts.say(said.nothing_moved);
        }
        let navigate = navigate.clone();
        spawn_local(async move {
            if let Err(error) = phone.save(changes, None, None).await {
                broken.try_set(Some(error));
                return;
            }
            let back = move || {
                let Some(back) = phone.peek(|state| intents(state, &before)) else { return };
                spawn_local(async move {
                    if phone.save(back, None, None).await.is_ok() {
                        toasts.say(said.order_back);
                    }
                });
            };
            toasts.say_with_undo((said.order_saved)(n), back);
            navigate(routes::HOUSEHOLDS, Default::default());
        });
    };
    let drag = move |event: PointerEvent| {
        let Some(id) = dragged.get_untracked() else { return };
        event.prevent_default();
        // The row under the finger says which place it is.
        let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32);
        let row = under.and_then(|element| element.closest("[data-place]").ok().flatten());
        let place = row.and_then(|row| row.get_attribute("data-place")).and_then(|place| place.parse::<usize>().ok());
        if let Some(place) = place.filter(|place| order.with_untracked(|order| order.place(id) != Some(*place))) {
            order.update(|order| order.carry(id, place));
        }
    };
    let row = move |stop: Stop| {
        let id = stop.id;
        let name = format!("{} {}", stop.door, stop.head);
        let (up_of, down_of, drag_of) = (name.clone(), name.clone(), name);
        let place = memo(move || order.with(|order| order.place(id)).unwrap_or_default());
        let passed = memo(move || order.with(|order| place.get() < order.walked()));
        let pick_up = move |event: PointerEvent| {
            event.prevent_default();
            dragged.set(Some(id));
            // The finger may leave the handle; without capture the list hears the rest as well.
            if let Some(handle) = event.current_target().and_then(|handle| handle.dyn_into::<web_sys::Element>().ok()) {
                let _ = handle.release_pointer_capture(event.pointer_id());
            }
        };
        let words =
            move || view! { <b>{stop.head.clone()}</b><span>{move || (p.get().place_n)(place.get() + 1)}</span> };
        let number = stop.door.clone();
        view! {
            <li class="row stop" class:held=move || dragged.get() == Some(id) data-place=move || place.get().to_string()>
                {move || {
                    if walking.get() {
                        let walk = move |_| order.update(|order| order.walk(id));
                        view! {
                            <button type="button" class="btn wide pass" aria-pressed=move || passed.get().to_string() on:click=walk>
                                <span class="no">{number.clone()}</span>
                                <span class="t">{words()}</span>
                                <Show when=move || passed.get()>
                                    <Badge tone=Tone::Ok icon=Icon::Ok label=move || (p.get().walked_nth)(place.get() + 1) />
                                </Show>
                            </button>
                        }
                        .into_any()
                    } else {
                        let (up_of, down_of, drag_of) = (up_of.clone(), down_of.clone(), drag_of.clone());
                        view! {
                            <button
                                type="button"
                                class="btn quiet handle"
                                aria-label=move || (p.get().drag_name)(&drag_of)
                                tabindex="-1"
                                on:pointerdown=pick_up
                            >
                                {icon(Icon::List)}
                            </button>
                            <span class="no">{number.clone()}</span>
                            <div class="t">{words()}</div>
                            <div class="right steps">
                                <Button
                                    label=move || p.get().up
                                    name=move || (p.get().up_name)(&up_of)
                                    size=Size::Small
                                    on_press=move |_| order.update(|order| order.step(id, false))
                                />
                                <Button
                                    label=move || p.get().down
                                    name=move || (p.get().down_name)(&down_of)
                                    size=Size::Small
                                    on_press=move |_| order.update(|order| order.step(id, true))
                                />
                            </div>
                        }
                        .into_any()
                    }
                }}
            </li>
        }
    };
    view! {
        <Page>
            <Bar title=move || p.get().order back=routes::HOUSEHOLDS />
            <Main>
                <Grids all grid picked />
                <div class="tools">
                    <Toggle
                        label=move || p.get().by_walking
                        on=walking
                        on_change=move |on| {
                            order.update(Order::begin_walking);
                            walking.set(on);
                        }
                    />
                </div>
                <Section
                    title=move || if walking.get() { (p.get().next_is)(order.with(Order::walked) + 1) } else { p.get().order.to_owned() }
                    note=move || (w.get().households_n)(order.with(|order| order.stops().len()))
                />
                <p class="soft">{move || if walking.get() { p.get().by_walking_note } else { p.get().order_note }}</p>
                <Card>
                    <ol
                        class="rows order"
                        role="list"
                        on:pointermove=drag
                        on:pointerup=move |_| dragged.set(None)
                        on:pointercancel=move |_| dragged.set(None)
                        on:pointerleave=move |_| dragged.set(None)
                    >
                        <For each=move || order.with(|order| order.stops().to_vec()) key=|stop| stop.id children=row />
                    </ol>
                </Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button
                    label=move || w.get().save
                    weight=Weight::Main
                    size=Size::Big
                    disabled=memo(move || moved.get() == 0)
                    on_press=save
                />
            </Dock>
        </Page>
    }
}

/// Which of several grids; nothing where there is one.
#[component]
pub fn Grids(
    /// All that are held.
    all: Memo<Vec<(RecordId, String)>>,
    /// The one that is shown.
    #[prop(into)]
    grid: Signal<RecordId>,
    /// Set to another one.
    picked: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let p = use_table(Lang::people);
    let one = move |(id, name): (RecordId, String)| {
        view! { <Toggle label=name on=memo(move || grid.get() == id) on_change=move |_| picked.set(Some(id)) /> }
    };
    view! {
        <Show when=move || all.with(|all| all.len() > 1)>
            <div class="tools" role="group" aria-label=move || p.get().where_grid>
                {move || all.get().into_iter().map(one).collect_view()}
            </div>
        </Show>
    }
}
