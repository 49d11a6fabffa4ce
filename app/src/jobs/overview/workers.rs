//! 联系不上的手机、未上传: who has not been heard of, and what has not arrived.

use super::{clock_label, state, state::Latest};
use crate::{
    live::{Show, memo},
    parts::{Badge, Icon, Tone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, ago},
};
use leptos::prelude::*;
use model::{ambient::Millis, id::UserId, wire::WorkerState};

/// The panel.
#[component]
pub(super) fn Workers(latest: Signal<Latest>) -> impl IntoView {
    let w = use_words();
    // Ages are told as of the answer: our own silence is not theirs.
    let held = memo(move || {
        latest.with(|latest| {
            latest.overview().map(|overview| (overview.now, state::workers(overview))).unwrap_or_default()
        })
    });
    let ids = move || held.with(|(_, workers)| workers.iter().map(|worker| worker.id).collect::<Vec<_>>());
    view! {
        <section class="card panel span2">
            <h2>{move || w.get().workers_phones}</h2>
            <Show
                when=move || held.with(|(_, workers)| !workers.is_empty())
                fallback=move || view! { <p class="inside soft">{move || w.get().no_workers}</p> }
            >
                <div class="scroll" tabindex="0" role="region" aria-label=move || w.get().workers_phones>
                    <table class="table crew">
                        <thead>
                            <tr>
                                <th scope="col">{move || w.get().worker}</th>
                                <th scope="col">{move || w.get().contact}</th>
                                <th scope="col" class="n">{move || w.get().unsent}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=ids key=|id| *id let:id>
                                <WorkerRow id held />
                            </For>
                        </tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}

#[component]
fn WorkerRow(id: UserId, held: Memo<(Millis, Vec<WorkerState>)>) -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::office);
    let lang = use_settings().lang;
    let worker = memo(move || {
        held.with(|(now, workers)| workers.iter().find(|worker| worker.id == id).map(|worker| (*now, worker.clone())))
    });
    let draw = move |(now, worker): (Millis, WorkerState)| {
        let silent = state::is_silent(&worker, now);
        let WorkerState { name, grids, last_contact, unsent, stuck, lost, .. } = worker;
        let contact = move || match last_contact {
            None => w.get().never.to_owned(),
            Some(at) if silent => clock_label(lang.get(), at, now),
            Some(at) => ago(lang.get(), at, now),
        };
        let contact = if silent {
            view! { <Badge tone=Tone::Wait icon=Icon::Clock label=contact /> }.into_any()
        } else {
            view! { <span>{contact}</span> }.into_any()
        };
        let grids = grids.into_iter().map(|grid| view! { " "<span>{grid}</span> }).collect_view();
        let waiting = unsent.is_some_and(|n| n > 0);
        let unsent = move || unsent.map_or_else(|| w.get().unknown.to_owned(), |n| (w.get().records_n)(n as usize));
        let to_mend = (stuck > 0).then(|| {
            let href = format!("{}?worker={id}", routes::STUCK);
            view! { <a href=href>{move || (w.get().repair_n)(stuck as usize)}</a> }
        });
        view! {
            <th scope="row">
                {name}<span class="where">{grids}</span>
                {(lost > 0).then(|| view! { <Badge tone=Tone::Alarm icon=Icon::Alarm label=move || (o.get().lost_n)(lost) /> })}
            </th>
            <td>{contact}</td>
            <td class="n" class:waiting=waiting>{unsent}{to_mend}</td>
        }
    };
    view! { <tr>{move || worker.get().map(draw)}</tr> }
}
