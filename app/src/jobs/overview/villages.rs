//! 各村覆盖: every village with its coverage; an open one shows its other figures and its grids of
//! doors.

use super::{
    board, label_of, list_of, state,
    state::{Latest, Sort},
};
use crate::{
    live::{Show, derive, memo},
    parts::{Button, Icon, Meter, Size, icon, percent, thousands},
    settings::{use_settings, use_words},
};
use leptos::{html, prelude::*};
use model::{
    id::RecordId,
    wire::{Figure, Figures, GridFigures, VillageFigures},
};
use std::time::Duration;

/// The figures of an open village that its row does not show.
const OTHERS: &[Figure] = &[
    Figure::NotYet,
    Figure::NotMet,
    Figure::Refused,
    Figure::NobodyLives,
    Figure::VisitsToday,
    Figure::Fever,
    Figure::NeedsOpen,
];
/// A finger that was lifted still has its click to come.
const LIFTED: Duration = Duration::from_millis(400);

/// The figures of a place, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
struct PlaceFigures {
    figures: Figures,
    screened: Option<u64>,
    rate: Option<u64>,
}

/// The panel.
#[component]
pub(super) fn Villages(
    latest: Signal<Latest>,
    open: Signal<Option<RecordId>>,
    sort: Signal<Sort>,
    on_sort: UnsyncCallback<Sort>,
) -> impl IntoView {
    let w = use_words();
    // Rows stay where they are while a finger is down.
    let touched = RwSignal::new(false);
    let order = Memo::new(move |before: Option<&(Sort, Vec<RecordId>)>| {
        let (sort, touched) = (sort.get(), touched.get());
        let fresh =
            latest.with(|latest| latest.overview().map(|overview| sort.order(&overview.villages)).unwrap_or_default());
        match before {
            Some((before_sort, before)) if touched && *before_sort == sort && before.len() == fresh.len() => {
                (sort, before.clone())
            }
            _ => (sort, fresh),
        }
    });
    let lift = move |_| set_timeout(move || _ = touched.try_set(false), LIFTED);
    // Where there is but one village, its grids are what one comes for.
    let only = memo(move || order.with(|(_, order)| if let [only] = order.as_slice() { Some(*only) } else { None }));
    // Who comes back from a list finds the village that it belongs to.
    let came_for = open.get_untracked();
    let open = derive(move || open.get().or(only.get()));
    let total =
        move || latest.with(|latest| latest.overview().map(|overview| place_figures(overview, &overview.total)));
    let choice = move |which: Sort| {
        view! {
            <Button
                label=move || if which == Sort::Lowest { w.get().sort_low } else { w.get().sort_code }
                size=Size::Small
                pressed=derive(move || sort.get() == which)
                on_press=move |()| on_sort.run(which)
            />
        }
    };
    view! {
        <section
            class="card panel span2"
            on:pointerdown=move |_| touched.set(true)
            on:pointerup=lift
            on:pointercancel=lift
            on:pointerleave=lift
        >
            <header>
                <h2>{move || w.get().by_village}</h2>
                <Show when=move || only.get().is_none()>
                    <div class="sorts no-print" role="group" aria-label=move || w.get().sort_label>{choice(Sort::Lowest)}{choice(Sort::Code)}</div>
                </Show>
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label=move || w.get().by_village>
                <table class="table places">
                    <thead>
                        <tr>
                            <th scope="col">{move || w.get().village}</th>
                            <th scope="col" class="n">{move || w.get().screened_of_all}</th>
                            <td class="bar-cell"></td>
                            <th scope="col" class="n">{move || w.get().rate}</th>
                        </tr>
                    </thead>
                    <For each=move || order.get().1 key=|id| *id let:id>
                        <VillageRows id latest open came_for=came_for == Some(id) />
                    </For>
                    <Show when=move || only.get().is_none()>
                        <tbody>
                            <tr class="sum">
                                <th scope="row">{move || w.get().sum_row}</th>
                                {move || total().map(|of| view! { <PlainCells of /> })}
                            </tr>
                        </tbody>
                    </Show>
                </table>
            </div>
        </section>
    }
}

fn place_figures(overview: &model::wire::Overview, figures: &Figures) -> PlaceFigures {
    PlaceFigures {
        figures: *figures,
        screened: state::number(overview, figures, Figure::Screened),
        rate: state::coverage(overview, figures),
    }
}

/// A village's row; open, its other figures and its grids below it.
#[component]
fn VillageRows(id: RecordId, latest: Signal<Latest>, open: Signal<Option<RecordId>>, came_for: bool) -> impl IntoView {
    let is_open = memo(move || open.get() == Some(id));
    let village = memo(move || latest.with(|latest| latest.village(id).cloned()));
    let of = memo(move || {
        latest.with(|latest| {
            latest
                .overview()
                .zip(latest.village(id))
                .map(|(overview, village)| place_figures(overview, &village.figures))
        })
    });
    let name =
        memo(move || village.with(|village| village.as_ref().map(|village| village.name.clone())).unwrap_or_default());
    let grids = memo(move || village.get().map(|VillageFigures { grids, .. }| grids).unwrap_or_default());
    let href = move || board((!is_open.get()).then_some(id));
    let row = NodeRef::<html::Tr>::new();
    Effect::new(move |_| {
        if let Some(row) = row.get().filter(|_| came_for) {
            row.scroll_into_view();
        }
    });
    view! {
        <tbody class:open=is_open>
            <tr node_ref=row>
                <th scope="row">
                    <a href=href data-noscroll="" aria-expanded=move || is_open.get().to_string()>
                        {move || icon(if is_open.get() { Icon::Down } else { Icon::Onward })}
                        <span>{name}</span>
                    </a>
                </th>
                {move || of.get().map(|of| view! { <Cells of place=id village=id name=name.get() /> })}
            </tr>
            <Show when=move || is_open.get()>
                <tr class="others">
                    <td colspan="4">{move || of.get().map(|of| view! { <Others of village=id /> })}</td>
                </tr>
                <For each=move || grids.get() key=|grid| grid.id let:grid>
                    <GridRow id=grid.id name=grid.name village=id latest />
                </For>
            </Show>
        </tbody>
    }
}

#[component]
fn GridRow(id: RecordId, name: String, village: RecordId, latest: Signal<Latest>) -> impl IntoView {
    let of = memo(move || {
        latest.with(|latest| {
            let (overview, village) = latest.overview().zip(latest.village(village))?;
            let grid: &GridFigures = village.grids.iter().find(|grid| grid.id == id)?;
            Some(place_figures(overview, &grid.figures))
        })
    });
    let named = name.clone();
    view! {
        <tr class="below">
            <th scope="row">{name}</th>
            {move || of.get().map(|of| view! { <Cells of place=id village name=named.clone() /> })}
        </tr>
    }
}

/// The numbers of a place, each leading to its list. A zero leads nowhere.
#[component]
fn Cells(of: PlaceFigures, place: RecordId, village: RecordId, name: String) -> impl IntoView {
    let w = use_words();
    let PlaceFigures { figures, screened, rate } = of;
    let households = opens(Some(figures.households), list_of(Figure::Households, place, village), thousands);
    let done = screened.map(|n| view! { {opens(Some(n), list_of(Figure::Screened, place, village), thousands)}" / " });
    let share = match rate {
        Some(0) | None => view! { {move || rate.map_or_else(|| w.get().no_data.to_owned(), percent)} }.into_any(),
        rate => opens(rate, list_of(Figure::Screened, place, village), percent).into_any(),
    };
    view! {
        <td class="n">{done}{households}</td>
        <td class="bar-cell"><Meter label=move || (w.get().coverage_of)(&name) permille=rate /></td>
        <td class="n">{share}</td>
    }
}

/// The numbers of the whole township; the great figures above lead to their lists.
#[component]
fn PlainCells(of: PlaceFigures) -> impl IntoView {
    let w = use_words();
    let PlaceFigures { figures, screened, rate } = of;
    let link = move |figure: Figure, n: u64| view! { <a href=super::list_of_all(figure)>{thousands(n)}</a> };
    view! {
        <td class="n">{screened.map(|n| view! { {link(Figure::Screened, n)}" / " })}{link(Figure::Households, figures.households)}</td>
        <td class="bar-cell"><Meter label=move || (w.get().coverage_of)(w.get().sum_row) permille=rate /></td>
        <td class="n">{move || rate.map_or_else(|| w.get().no_data.to_owned(), percent)}</td>
    }
}

fn opens(n: Option<u64>, href: String, say: fn(u64) -> String) -> impl IntoView {
    n.map(|n| {
        if n == 0 { view! { <span>{say(n)}</span> }.into_any() } else { view! { <a href=href>{say(n)}</a> }.into_any() }
    })
}

/// The other figures of an open village.
#[component]
fn Others(of: PlaceFigures, village: RecordId) -> impl IntoView {
    let lang = use_settings().lang;
    let swept = of.screened.is_some();
    let one = move |figure: Figure| {
        let n = of.figures.get(figure);
        let words = move || view! { <span>{move || label_of(lang.get(), figure)}</span>" "<b>{thousands(n)}</b> };
        if n == 0 {
            view! { <li><span class="zero">{words()}</span></li> }.into_any()
        } else {
            view! { <li><a href=list_of(figure, village, village)>{words()}</a></li> }.into_any()
        }
    };
    let shown =
        OTHERS.iter().copied().filter(move |figure| swept || matches!(figure, Figure::VisitsToday | Figure::NeedsOpen));
    view! { <ul role="list">{shown.map(one).collect_view()}</ul> }
}
