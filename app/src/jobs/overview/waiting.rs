//! What waits for a person: how much, on the board; and the frame of the lists behind it.

use super::{Led, asked::Asked, state::Latest, trouble::Trouble};
use crate::{
    live::{Show, memo},
    parts::{Bar, Empty, Icon, Loading, Main, Page, Text, icon},
    routes,
    settings::{use_table, use_words},
    words::{Lang, OfficeWords},
};
use leptos::prelude::*;
use model::wire::{DoorName, Waits};

/// One thing that waits: what it is called, where it is listed, how much of it there is.
type Kind = (fn(&OfficeWords) -> &'static str, &'static str, fn(&Waits) -> Option<u64>, Icon);

const KINDS: [Kind; 3] = [
    (|o| o.stuck, routes::STUCK, |waits| Some(waits.stuck), Icon::Pen),
    (|o| o.conflicts, routes::CONFLICTS, |waits| Some(waits.conflicts), Icon::People),
    (|o| o.review, routes::REVIEW, |waits| waits.review, Icon::Info),
];

/// How much waits, each leading to its list.
#[component]
pub(super) fn Waiting(latest: Signal<Latest>) -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::office);
    let tile = move |(name, href, of, shape): Kind| {
        let n = memo(move || latest.with(|latest| latest.overview().and_then(|overview| of(&overview.waits))));
        let some = memo(move || n.get().is_some_and(|n| n > 0));
        view! {
            <Show when=move || n.get().is_some()>
                <a class="card fig lesser" class:waits=move || some.get() href=href>
                    <span class="label">{move || some.get().then(|| icon(shape))}{move || name(o.get())}</span>
                    <span class="n">
                        {move || n.get().unwrap_or_default()}
                        <small>{move || if n.get() == Some(1) { w.get().unit_item } else { w.get().unit_items }}</small>
                    </span>
                </a>
            </Show>
        }
    };
    view! { <nav class="waiting span4" aria-label=move || o.get().list_waits>{KINDS.map(tile).collect_view()}</nav> }
}

/// A list of what waits: its title with the count, the list itself, or why there is none.
#[component]
pub(super) fn WaitingList<T, N, D, V>(
    /// What was asked for.
    asked: Asked<T>,
    /// What it is called.
    #[prop(into)]
    name: Text,
    /// How many there are.
    count: N,
    /// What is so where there are none.
    #[prop(into)]
    none: Text,
    /// Why.
    #[prop(into)]
    none_note: Text,
    /// What is said above the list.
    #[prop(optional, into)]
    note: Option<Text>,
    /// Draws the list.
    draw: D,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    N: Fn(&T) -> u64 + Copy + Send + Sync + 'static,
    D: Fn() -> V + Copy + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let w = use_words();
    let o = use_table(Lang::office);
    let n = memo(move || asked.answer.with(|answer| answer.as_ref().map(count)));
    let title = move || match n.get() {
        Some(n) if n > 0 => (o.get().list_of)(&name.get(), n as usize),
        _ => name.get(),
    };
    let safe = move || if n.get().is_some() { w.get().list_stays } else { w.get().list_needs_signal };
    view! {
        <Led>
            <Page>
                <Bar title back=routes::OVERVIEW />
                <Main>
                    <Show when=move || { n.get().is_none() && asked.slow.get() && asked.trouble.with(Option::is_none) }>
                        <Loading />
                    </Show>
                    <Show when=move || n.get() == Some(0)>
                        <Empty icon=Icon::Ok title=none text=none_note />
                    </Show>
                    <Show when=move || { n.get() > Some(0) }>
                        {note.map(|note| view! { <p class="soft">{note}</p> })}
                        {draw()}
                    </Show>
                    {move || {
                        asked.trouble.get().map(|refused| view! { <Trouble refused safe busy=asked.busy on_retry=move |()| asked.ask() /> })
                    }}
                </Main>
            </Page>
        </Led>
    }
}

/// A door in a list of several places: `柳塘村 · 柳塘一网格`.
pub(super) fn place_of(door: &DoorName) -> String {
    let names = [door.village.as_str(), door.grid.as_str()];
    names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ")
}
