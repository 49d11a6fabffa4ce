//! Which days and where, chosen in two taps: the usual days as buttons, everything else in a sheet.

use super::{
    places::{Branch, name_of},
    question::{Period, Question},
};
use crate::{
    live::{Show, derive, memo},
    parts::{Button, Field, Icon, Input, Sheet, Size, Text, Weight},
    routes,
    settings::use_table,
    words::{BoardWords, Lang},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{day::Day, id::RecordId};

type Usual = (Period, fn(&BoardWords) -> &'static str);

const USUAL: [Usual; 4] = [
    (Period::Today, |b| b.today),
    (Period::Yesterday, |b| b.yesterday),
    (Period::Week, |b| b.week),
    (Period::Sweep, |b| b.sweep),
];

/// The controls above a board of indicators.
#[component]
pub(super) fn Choose(
    /// What is asked now.
    asked: Memo<Question>,
    /// The places there are.
    places: Memo<Vec<Branch>>,
    /// All of them together.
    #[prop(into)]
    all: Text,
    /// Whether a sweep is open.
    #[prop(into)]
    swept: Signal<bool>,
) -> impl IntoView {
    let b = use_table(Lang::board);
    let where_to = RwSignal::new(false);
    let which_days = RwSignal::new(false);
    let navigate = use_navigate();
    let go = UnsyncCallback::new(move |question: Question| {
        navigate(&routes::indicators(question), leptos_router::NavigateOptions { scroll: false, ..Default::default() });
    });
    let name = memo(move || {
        let place = asked.get().place;
        let known = place.map(|place| places.with(|places| name_of(places, place)));
        known.map_or_else(|| all.get(), Option::unwrap_or_default)
    });
    let days = move || {
        view! {
            <div class="picks" role="group" aria-label=move || b.get().days_label>
                {USUAL
                    .map(|(period, words)| {
                        view! {
                            <Show when=move || { period != Period::Sweep || swept.get() }>
                                <Button
                                    label=move || words(b.get())
                                    size=Size::Small
                                    pressed=derive(move || asked.get().period == period)
                                    on_press=move |()| go.run(asked.get_untracked().over(period))
                                />
                            </Show>
                        }
                    })
                    .collect_view()}
                <Button
                    label=move || b.get().other_days
                    size=Size::Small
                    pressed=derive(move || matches!(asked.get().period, Period::Days(..)))
                    on_press=move |()| {
                        where_to.set(false);
                        which_days.set(true);
                    }
                />
            </div>
        }
    };
    let choose = UnsyncCallback::new(move |place: Option<RecordId>| {
        where_to.set(false);
        go.run(asked.get_untracked().at(place));
    });
    view! {
        <div class="asking no-print">
            {days()}
            <Button
                label=name
                name=move || (b.get().place_now)(&name.get())
                icon=Icon::Down
                size=Size::Small
                expanded=Signal::from(where_to)
                on_press=move |()| where_to.set(true)
            />
        </div>
        <Sheet open=where_to title=move || b.get().place_label>
            {days()}
            <div class="place-tree">
                <PlaceButton id=None name=all asked choose />
                {move || places.get().into_iter().map(|top| view! { <Top top asked choose /> }).collect_view()}
            </div>
        </Sheet>
        <Sheet open=which_days title=move || b.get().other_days>
            <Days asked on_done=move |period| {
                which_days.set(false);
                go.run(asked.get_untracked().over(period));
            } />
        </Sheet>
    }
}

#[component]
fn PlaceButton(
    id: Option<RecordId>,
    #[prop(into)] name: Text,
    asked: Memo<Question>,
    choose: UnsyncCallback<Option<RecordId>>,
) -> impl IntoView {
    let on = derive(move || asked.get().place == id);
    view! { <Button label=name size=Size::Small pressed=on on_press=move |()| choose.run(id) /> }
}

/// A top-level grid, its villages, and beside each its grids of doors.
#[component]
fn Top(top: Branch, asked: Memo<Question>, choose: UnsyncCallback<Option<RecordId>>) -> impl IntoView {
    let Branch { id, name, below } = top;
    let head = id.map(|id| view! { <div class="top"><PlaceButton id=Some(id) name asked choose /></div> });
    let village = move |Branch { id, name, below }: Branch| {
        let label = name.clone();
        let grids = below.into_iter().map(move |grid| {
            view! { <PlaceButton id=grid.id name=grid.name asked choose /> }
        });
        view! {
            <div class="village" role="group" aria-label=label>
                <PlaceButton id name asked choose />
                <div class="picks">{grids.collect_view()}</div>
            </div>
        }
    };
    view! { {head}{below.into_iter().map(village).collect_view()} }
}

/// From one day to another.
#[component]
fn Days(asked: Memo<Question>, #[prop(into)] on_done: UnsyncCallback<Period>) -> impl IntoView {
    let b = use_table(Lang::board);
    let begun = match asked.get_untracked().period {
        Period::Days(from, to) => (from.to_string(), to.to_string()),
        _ => (String::new(), String::new()),
    };
    let (from, to) = (RwSignal::new(begun.0), RwSignal::new(begun.1));
    let tried = RwSignal::new(false);
    let lacks = move |day: RwSignal<String>| {
        derive(move || {
            let lacks = tried.get() && day.with(|day| Day::parse(day).is_none());
            lacks.then(|| b.get().no_day.to_owned())
        })
    };
    let done = move |()| {
        let day = |day: RwSignal<String>| day.with_untracked(|day| Day::parse(day));
        match (day(from), day(to)) {
            (Some(from), Some(to)) => on_done.run(Period::Days(from.min(to), from.max(to))),
            _ => tried.set(true),
        }
    };
    view! {
        <div class="stack">
            <Field id="from-day" label=move || b.get().from_day value=from input=Input::Day problem=lacks(from) on_input=move |day| from.set(day) />
            <Field id="to-day" label=move || b.get().to_day value=to input=Input::Day problem=lacks(to) on_input=move |day| to.set(day) />
            <Button label=move || b.get().show_days weight=Weight::Main size=Size::Wide on_press=done />
        </div>
    }
}
