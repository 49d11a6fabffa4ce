//! 有出入, for those who lead: two values for the same field at one of their doors, settled with one
//! tap as at the door itself.

use super::{
    asked::Asked,
    waiting::{WaitingList, place_of},
};
use crate::{
    book::Dispute,
    jobs::dispute::OneDispute,
    live::memo,
    parts::{Section, Text},
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;
use model::{id::RecordId, wire::OpenConflict};
use std::collections::BTreeSet;
use sync::ports::read_answer;

/// The screen.
#[component]
pub fn ConflictsPage() -> impl IntoView {
    let o = use_table(Lang::office);
    let asked: Asked<Vec<OpenConflict>> = Asked::at("/api/v1/overview/conflicts".into(), read_answer);
    // Settled here, and on its way: it stands on the server until it has arrived.
    let settled = RwSignal::new(BTreeSet::<RecordId>::new());
    let open = memo(move || {
        let settled = settled.get();
        asked.answer.with(|answer| {
            let all = answer.iter().flatten();
            all.filter(|one| !settled.contains(&one.record.id)).cloned().collect::<Vec<_>>()
        })
    });
    let draw = move || {
        view! {
            <For each=move || open.get() key=|one| (one.record.id, one.record.seq) let:one>
                <Conflict one settled />
            </For>
        }
    };
    let count = move |answer: &Vec<OpenConflict>| {
        settled.with(|settled| answer.iter().filter(|one| !settled.contains(&one.record.id)).count() as u64)
    };
    view! {
        <WaitingList
            asked
            name=move || o.get().conflicts
            count
            none=move || o.get().conflicts_none
            none_note=move || o.get().conflicts_none_note
            draw
        />
    }
}

#[component]
fn Conflict(one: OpenConflict, settled: RwSignal<BTreeSet<RecordId>>) -> impl IntoView {
    let w = use_words();
    let OpenConflict { record, door } = one;
    let id = record.id;
    let place = door.as_ref().map(place_of).unwrap_or_default();
    let title = door.map(|door| Text::from(move || format!("{} {}", door.door, (w.get().home_of)(&door.head))));
    let dispute = Dispute { conflict: record.read(), record };
    let on_settled = move |()| settled.update(|settled| _ = settled.insert(id));
    view! {
        {title.map(|title| view! { <Section title note=place /> })}
        <OneDispute dispute on_settled />
    }
}
